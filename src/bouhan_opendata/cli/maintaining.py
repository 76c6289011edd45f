"""The verbs for maintainers of the library: ``explain``, ``evaluate``, ``generate``."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

import bouhan_opendata as bo
from bouhan_opendata import disk
from bouhan_opendata.cli.talk import CLEAN, FOUND, lang_of, print_json, say
from bouhan_opendata.errors import ARGUMENT_WRONG, UsageError, file_errors


def arguments(verb: Callable[[str, str], argparse.ArgumentParser]) -> None:
    """What may be said to these verbs."""
    explain = verb("explain", "what a rule means and what to do / 指摘の意味と対処を説明する")
    explain.add_argument("rule", nargs="?", metavar="RULE", help="a rule id; without one, all are listed")
    evaluate = verb("evaluate", "score the reader against annotated cells / 読み取りを採点する")
    evaluate.add_argument("sets", type=Path, nargs="+", metavar="SET", help="folder with texts.jsonl and annotations.jsonl")
    parts = ("held_out", "development", "all")
    evaluate.add_argument("--part", choices=parts, default="held_out", help="which part is scored (held_out is never listed)")
    evaluate.add_argument("--write", action="store_true", help="keep what was measured, in schema/patterns.csv of this checkout")
    generate = verb("generate", "make schema/generated and docs/reference from the definition")
    generate.add_argument("--check", action="store_true", help="fail if what is committed is stale")


def explain(options: argparse.Namespace) -> int:
    """``bouhan explain [RULE]``."""
    from bouhan_opendata.presentation.explain import explain as words

    rules = bo.load_model().rules
    if options.rule is None:
        if options.json:
            print_json([{"rule": rule.id, "level": str(rule.level), "title": dict(rule.title)} for rule in rules.values()])
        else:
            for rule in rules.values():
                print(f"{rule.id}  [{rule.level}]  {rule.title[lang_of(options)]}")
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
        print_json({"rule": rule.id, "level": str(rule.level), "text": words_of})
    else:
        print(words(rule, lang_of(options)))
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
        print_json(score.as_dict())
    else:
        listed = options.part == "development"
        print(evaluation_text(score, bo.load_model(), lang_of(options), listed=listed))
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
        print_json({"files": sorted(wanted), "stale": sorted(stale)})
    else:
        for name in sorted(stale):
            done = ("書いた", "written") if name in wanted else ("消した", "removed")
            print(f"{say(options, *(('古い', 'stale') if options.check else done))}  {name}")
        print(say(options, f"{len(wanted)} ファイル、差分 {len(stale)}", f"{len(wanted)} files, {len(stale)} differ"))
    return FOUND if options.check and stale else CLEAN


def _write_or_remove(path: Path, text: str | None) -> None:
    if text is None:
        disk.remove(path)
        return
    disk.make_folder(path.parent)
    disk.replace(path, text.encode())
