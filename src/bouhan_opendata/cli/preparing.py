"""The verbs before a release: ``init``, ``inspect``, ``check``."""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Callable
from pathlib import Path

import bouhan_opendata as bo
from bouhan_opendata import disk
from bouhan_opendata.cli.talk import CLEAN, FOUND, colour_of, lang_of, print_findings, print_json, say
from bouhan_opendata.errors import file_errors


def arguments(verb: Callable[[str, str], argparse.ArgumentParser]) -> None:
    """What may be said to these verbs."""
    init = verb("init", "make a publication folder for a city / 自治体の公開用フォルダを作る")
    init.add_argument("folder", type=Path, metavar="DIR")
    init.add_argument("--code", required=True, metavar="NNNNNN", help="six-digit local government code / 全国地方公共団体コード")
    init.add_argument("--name", required=True, metavar="市名", help="the city's name / 市区町村名")
    inspect = verb("inspect", "read one file and show what was understood / 一つの表を読み、理解したことを示す")
    inspect.add_argument("file", type=Path, metavar="FILE")
    inspect.add_argument("--facts", action="store_true", help="print the neutral facts form (JSON)")
    check = verb("check", "judge a publication before release / 公開の前に確かめる")
    check.add_argument("folder", type=Path, nargs="?", default=Path("datapackage"), metavar="DIR")
    check.add_argument("--write", action="store_true", help="append new ids to the register / 新しい ID を台帳に書く")
    check.add_argument(
        "--page", type=Path, metavar="FILE", help="what the new year brings, as a page / 新しい年度のことを1枚のページに"
    )


def init(options: argparse.Namespace) -> int:
    """``bouhan init DIR --code N --name 市名``."""
    made = bo.init_publication(options.folder, options.code, options.name)
    if options.json:
        print_json({"made": [path.as_posix() for path in made]})
        return CLEAN
    for path in made:
        print(path.as_posix())
    print(
        say(
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
        print_json(facts.as_dict())
    elif options.json:
        print_json({"facts": facts.as_dict(), "findings": facts.findings.as_dicts()})
    else:
        from bouhan_opendata.presentation.inspect_view import inspect_text

        width = shutil.get_terminal_size((100, 24)).columns
        print(inspect_text(facts, bo.load_model(), lang_of(options), width=width, colour=colour_of(options)))
    return FOUND if facts.findings.errors else CLEAN


def check(options: argparse.Namespace) -> int:
    """``bouhan check [DIR] [--write] [--page FILE]``."""
    from bouhan_opendata.asking import questions_of
    from bouhan_opendata.building.sign_off import sign_off
    from bouhan_opendata.presentation.proposals_view import proposals, proposals_text
    from bouhan_opendata.presentation.year_page import new_year, year_page, year_text

    publication = bo.open_publication(options.folder)
    package = bo.build(publication)
    findings = bo.validate(package)
    new = [{"id": entry.id, "name": entry.name, "source": entry.source_id} for entry in package.new_ids]
    written = bool(options.write and new and not findings.errors)
    if written:
        bo.write_new_ids(publication, package)
    signed, title = sign_off(package, publication), publication.title.get(lang_of(options)) or publication.title["ja"]
    questions = questions_of(package, publication, findings, {})
    year = new_year(package, findings, questions, signed, title, lang_of(options))
    if options.page is not None:
        with file_errors():
            disk.replace(options.page, year_page(year, package, lang_of(options)).encode())
    if options.json:
        counts = {name: len(table) for name, table in package.tables.items()}
        found = {"findings": findings.as_dicts(), "proposals": proposals(findings)}
        counted = {"confirmed": signed.confirmed, "unconfirmed": signed.unconfirmed}
        print_json({"tables": counts, "observations": counted, "new_ids": new, "written": written, **found})
    else:
        print_counts(package, options)
        ja = f"指標値の確認: 確認済 {signed.confirmed:,} / 未確認 {signed.unconfirmed:,}"
        print(say(options, ja, f"observations confirmed: {signed.confirmed:,}, not confirmed: {signed.unconfirmed:,}"))
        print(
            say(options, f"新しい ID: {len(new)}", f"new ids: {len(new)}")
            + (say(options, "(台帳に書きました)", " (written to the register)") if written else "")
        )
        print_findings(findings, options)
        print(year_text(year, lang_of(options)))
        if proposed := proposals_text(findings, lang_of(options)):
            print(proposed)
    return FOUND if findings.errors else CLEAN


def print_counts(package: bo.Package, options: argparse.Namespace) -> None:
    """How many rows the tables have that a reader asks for first."""
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
        print(f"{len(table):>8,}  {table.model.title[lang_of(options)]} ({name})")
