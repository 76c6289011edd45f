"""One function a verb: call the library, print what it gives, return the exit code."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

import bouhan_opendata as bo
from bouhan_opendata import disk
from bouhan_opendata.cli.main import CLEAN, FOUND
from bouhan_opendata.errors import ARGUMENT_WRONG, BouhanError, ReleaseRefused, UsageError, file_errors
from bouhan_opendata.findings import Findings, Lang


def _lang(options: argparse.Namespace) -> Lang:
    return "ja" if options.lang == "ja" else "en"


def _say(options: argparse.Namespace, ja: str, en: str) -> str:
    return ja if options.lang == "ja" else en


def _print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2))


def _colour(options: argparse.Namespace) -> bool:
    return bool(options.colour) and sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def _progress(options: argparse.Namespace) -> Callable[[str, str], None]:
    """Steps on stderr with the seconds so far; silent when stderr is not a terminal."""
    started = time.monotonic()

    def tell(ja: str, en: str) -> None:
        if sys.stderr.isatty():
            print(f"  {time.monotonic() - started:5.1f} s  {_say(options, ja, en)}", file=sys.stderr, flush=True)

    return tell


def _print_findings(findings: Findings, options: argparse.Namespace) -> None:
    print(findings.text(_lang(options)))


def print_error(fault: BouhanError, options: argparse.Namespace) -> None:
    """An exception in words, on stderr; as JSON on stdout when asked."""
    if options.json:
        words = {"ja": fault.text("ja"), "en": fault.text("en")}
        body: dict[str, Any] = {"error": fault.rule.id, "place": fault.place.as_dict(), "message": words}
        if isinstance(fault, ReleaseRefused):
            body |= {"findings": fault.findings.as_dicts(), "counts": fault.findings.counts()}
        _print_json(body)
    else:
        print(fault.text(_lang(options)), file=sys.stderr)


def print_refusal(fault: BouhanError, options: argparse.Namespace) -> None:
    """A refused release: the findings that stopped it, then the sentence."""
    if isinstance(fault, ReleaseRefused) and len(fault.findings) and not options.json:
        _print_findings(fault.findings, options)
    print_error(fault, options)


def init(options: argparse.Namespace) -> int:
    """``bouhan init DIR --code N --name 市名``."""
    made = bo.init_publication(options.folder, options.code, options.name)
    if options.json:
        _print_json({"made": [path.as_posix() for path in made]})
        return CLEAN
    for path in made:
        print(path.as_posix())
    print(
        _say(
            options,
            "次に: 表を sources/ に置き、sources.yaml に書き、publication.yaml の TODO を埋めて、bouhan check を実行してください。",
            "Next: put the table into sources/, name it in sources.yaml, fill the TODOs of publication.yaml, then run bouhan check.",
        )
    )
    return CLEAN


def inspect(options: argparse.Namespace) -> int:
    """``bouhan inspect FILE [--facts]``."""
    facts = bo.read(options.file)
    if options.facts:
        _print_json(facts.as_dict())
    elif options.json:
        _print_json({"facts": facts.as_dict(), "findings": facts.findings.as_dicts()})
    else:
        from bouhan_opendata.presentation.inspect_view import inspect_text

        width = shutil.get_terminal_size((100, 24)).columns
        print(inspect_text(facts, bo.load_model(), _lang(options), width=width, colour=_colour(options)))
    return FOUND if facts.findings.errors else CLEAN


def check(options: argparse.Namespace) -> int:
    """``bouhan check [DIR] [--write]``."""
    from bouhan_opendata.presentation.proposals_view import proposals, proposals_text

    publication = bo.open_publication(options.folder)
    package = bo.build(publication)
    findings = bo.validate(package)
    new = [{"id": entry.id, "name": entry.name, "source": entry.source_id} for entry in package.new_ids]
    written = bool(options.write and new and not findings.errors)
    if written:
        bo.write_new_ids(publication, package)
    if options.json:
        counts = {name: len(table) for name, table in package.tables.items()}
        found = {"findings": findings.as_dicts(), "proposals": proposals(findings)}
        _print_json({"tables": counts, "new_ids": new, "written": written, **found})
    else:
        _print_counts(package, options)
        print(
            _say(options, f"新しい ID: {len(new)}", f"new ids: {len(new)}")
            + (_say(options, "(台帳に書きました)", " (written to the register)") if written else "")
        )
        _print_findings(findings, options)
        if proposed := proposals_text(findings, _lang(options)):
            print(proposed)
    return FOUND if findings.errors else CLEAN


def _print_counts(package: bo.Package, options: argparse.Namespace) -> None:
    names = (
        "sources",
        "source_lines",
        "policy_areas",
        "measures",
        "departments",
        "reports",
        "activities",
        "figures",
        "observations",
    )
    for name in names:
        table = package[name]
        print(f"{len(table):>8,}  {table.model.title[_lang(options)]} ({name})")


def release(options: argparse.Namespace) -> int:
    """``bouhan release [DIR] [--version V --date D --notes T [--notes-en T]] [--output D]``."""
    tell = _progress(options)
    notes = options.notes
    if options.notes_en is not None:
        notes = {lang: text for lang, text in (("ja", options.notes), ("en", options.notes_en)) if text is not None}
    publication = bo.open_publication(options.folder)
    made = bo.release(publication, options.release_version, date=options.date, notes=notes, output=options.output, progress=tell)
    if options.json:
        _print_json(made.as_dict())
        return CLEAN
    if made.package is not None:
        _print_counts(made.package, options)
    _print_findings(made.findings, options)
    print(_say(options, made.sentence["ja"], made.sentence["en"]))
    for path in made.paths:
        print(f"  {path.as_posix()}")
    return CLEAN


def withdraw(options: argparse.Namespace) -> int:
    """``bouhan withdraw V [DIR] --date D --why T [--why-en T]``."""
    why = {"ja": options.why, "en": options.why_en} if options.why_en is not None else options.why
    publication = bo.open_publication(options.folder)
    done = bo.withdraw(publication, options.version, date=options.date, why=why, output=options.output)
    if options.json:
        _print_json(done.as_dict())
    else:
        print(_say(options, done.sentence["ja"], done.sentence["en"]))
        print(f"  {done.folder.as_posix()}")
    return CLEAN


def verify(options: argparse.Namespace) -> int:
    """``bouhan verify PATH [--format sarif|junit]``."""
    from bouhan_opendata.presentation.exchange import junit, sarif

    findings = bo.verify(options.path)
    if options.json:
        _print_json({"findings": findings.as_dicts(), "counts": findings.counts()})
    elif options.format == "sarif":
        print(sarif(findings, _lang(options), tool_version=version("bouhan_opendata")), end="")
    elif options.format == "junit":
        print(junit(findings, _lang(options), name=f"bouhan verify {options.path.name}"), end="")
    else:
        _print_findings(findings, options)
    return FOUND if findings.errors else CLEAN


def diff(options: argparse.Namespace) -> int:
    """``bouhan diff OLD NEW [--format F] [--limit N]``."""
    from bouhan_opendata.presentation import difference_view

    views = {"text": difference_view.difference_text, "markdown": difference_view.difference_markdown}
    if options.limit is not None and options.limit < 0:
        raise UsageError(ARGUMENT_WRONG, problem={"ja": "--limit は 0 以上の数です", "en": "--limit is a number from 0 on"})
    changes = bo.diff(options.old, options.new)
    if options.json:
        _print_json(changes.as_dict())
        return CLEAN
    view = views.get(options.format, difference_view.difference_page)
    listed = {} if options.limit is None else {"limit": options.limit}
    print(view(changes, bo.load_model(), _lang(options), **listed).rstrip("\n"))
    return CLEAN


def print_table(options: argparse.Namespace) -> int:
    """``bouhan print [PATH] --md|--xlsx|--docx [-o FILE] [--years Y …]``."""
    data = bo.print_table(options.path, form=options.form, years=options.years)
    if options.output is None:
        if options.form != "md":
            problem = {"ja": f".{options.form} には -o ファイル が必要です", "en": f"-o FILE is needed for .{options.form}"}
            raise UsageError(ARGUMENT_WRONG, problem=problem)
        if options.json:
            _print_json({"form": options.form, "text": data.decode()})
        else:
            print(data.decode().rstrip("\n"))
        return CLEAN
    with file_errors():
        disk.replace(options.output, data)
    if options.json:
        _print_json({"form": options.form, "written": options.output.as_posix()})
    else:
        print(options.output.as_posix())
    return CLEAN


def compare(options: argparse.Namespace) -> int:
    """``bouhan compare A B [PATH] [--year Y] [--format F]``."""
    from bouhan_opendata.presentation import comparison_view

    sides = [int(side) if side.isdecimal() and len(side) == 4 else Path(side) for side in (options.first, options.second)]
    compared = bo.compare(*sides, path=options.path, year=options.year)
    if options.json:
        _print_json(compared.as_dict())
        return CLEAN
    views = {"text": comparison_view.comparison_text, "csv": comparison_view.comparison_csv}
    view = views.get(options.format, comparison_view.comparison_page)
    print(view(compared, bo.load_model(), _lang(options)).rstrip("\n"))
    return CLEAN


def trace(options: argparse.Namespace) -> int:
    """``bouhan trace WHAT [PATH] [--format F] [--limit N]``."""
    from bouhan_opendata.presentation import trace_view

    traces = bo.trace(options.question, options.path, limit=options.limit)
    if options.json:
        _print_json(traces.as_dict())
    elif options.format == "html":
        print(trace_view.trace_page(traces, bo.load_model(), _lang(options)).rstrip("\n"))
    else:
        width = shutil.get_terminal_size((100, 24)).columns
        print(trace_view.trace_text(traces, bo.load_model(), _lang(options), width=width, colour=_colour(options)))
    return CLEAN if traces.total else FOUND


def readability(options: argparse.Namespace) -> int:
    """``bouhan readability PATH [--files]``."""
    from bouhan_opendata.presentation.readability_view import readability_text

    judged = bo.readability(options.path)
    shown = judged if options.files else judged[:1]
    if options.json:
        _print_json([judgement.as_dict() for judgement in shown])
    else:
        print(readability_text(shown, bo.load_model(), _lang(options)))
    return CLEAN


def explain(options: argparse.Namespace) -> int:
    """``bouhan explain [RULE]``."""
    from bouhan_opendata.presentation.explain import explain as words

    rules = bo.load_model().rules
    if options.rule is None:
        if options.json:
            _print_json([{"rule": rule.id, "level": str(rule.level), "title": dict(rule.title)} for rule in rules.values()])
        else:
            for rule in rules.values():
                print(f"{rule.id}  [{rule.level}]  {rule.title[_lang(options)]}")
        return CLEAN
    if options.rule not in rules:
        import difflib

        near = ", ".join(difflib.get_close_matches(options.rule, rules, n=3))
        ja = f"{options.rule} という指摘はありません。{f'近いもの: {near}' if near else ''}"
        en = f"there is no rule {options.rule}.{f' Near: {near}' if near else ''}"
        raise UsageError(ARGUMENT_WRONG, problem={"ja": ja, "en": en})
    rule = rules[options.rule]
    if options.json:
        words_of = {"ja": words(rule, "ja"), "en": words(rule, "en")}
        _print_json({"rule": rule.id, "level": str(rule.level), "text": words_of})
    else:
        print(words(rule, _lang(options)))
    return CLEAN


def evaluate(options: argparse.Namespace) -> int:
    """``bouhan evaluate SET… [--part P] [--write]``: places that differ are listed for the development part only."""
    from bouhan_opendata.evaluation import patterns_csv
    from bouhan_opendata.presentation.evaluation_view import evaluation_text

    if options.write and options.part != "held_out":
        ja = "--write は held_out の部だけで測ります"
        en = "--write measures with the held_out part alone"
        raise UsageError(ARGUMENT_WRONG, problem={"ja": ja, "en": en})
    score = bo.evaluate(*options.sets, part=options.part)
    if options.write:
        path = _checkout("evaluate --write") / "schema" / "patterns.csv"
        with file_errors():
            disk.replace(path, patterns_csv(score).encode())
    if options.json:
        _print_json(score.as_dict())
    else:
        listed = options.part == "development"
        print(evaluation_text(score, bo.load_model(), _lang(options), listed=listed))
    return CLEAN


def _checkout(verb: str) -> Path:
    """The checkout that holds ``schema/``; an installed library has none to write to."""
    root = bo.schema_folder().parent
    if not (root / "pyproject.toml").is_file():
        ja = f"{verb} は、このライブラリのソース(schema/ のあるチェックアウト)の中でだけ使えます"
        en = f"{verb} works only in a checkout of this library, where schema/ stands"
        raise UsageError(ARGUMENT_WRONG, problem={"ja": ja, "en": en})
    return root


def generate(options: argparse.Namespace) -> int:
    """``bouhan generate [--check]``: the verb's files are written here, below the checkout that holds ``schema/``."""
    root = _checkout("generate")
    wanted = bo.generated_files()
    stale = [name for name, text in wanted.items() if not (root / name).is_file() or (root / name).read_bytes() != text.encode()]
    folder = root / "schema" / "generated"
    stale += [name for p in folder.rglob("*") if p.is_file() and (name := p.relative_to(root).as_posix()) not in wanted]
    if not options.check:
        with file_errors():
            for name in stale:
                _write_or_remove(root / name, wanted.get(name))
    if options.json:
        _print_json({"files": sorted(wanted), "stale": sorted(stale)})
    else:
        for name in sorted(stale):
            done = ("書いた", "written") if name in wanted else ("消した", "removed")
            print(f"{_say(options, *(('古い', 'stale') if options.check else done))}  {name}")
        print(_say(options, f"{len(wanted)} ファイル、差分 {len(stale)}", f"{len(wanted)} files, {len(stale)} differ"))
    return FOUND if options.check and stale else CLEAN


def _write_or_remove(path: Path, text: str | None) -> None:
    if text is None:
        disk.remove(path)
        return
    disk.make_folder(path.parent)
    disk.replace(path, text.encode())
