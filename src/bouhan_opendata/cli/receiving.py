"""The verbs by which tables are asked for and taken in: ``form``, ``receive``."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

import bouhan_opendata as bo
from bouhan_opendata.cli.talk import CLEAN, print_json, say


def arguments(verb: Callable[[str, str], argparse.ArgumentParser]) -> None:
    """What may be said to these verbs."""
    form = verb("form", "the form for the next year, with last year's texts / 次の年度の調査票を作る")
    places = "a release, or a publication or releases folder / リリース、公開用フォルダ、リリースのフォルダ"
    form.add_argument("path", type=Path, nargs="?", default=Path("datapackage"), metavar="PATH", help=places)
    form.add_argument("--year", type=int, required=True, metavar="Y", help="fiscal year to ask about / たずねる年度(西暦)")
    places = "a workbook, or a folder with --by-department / Excel ファイル。--by-department ではフォルダ"
    form.add_argument("-o", "--output", type=Path, required=True, metavar="FILE", help=places)
    form.add_argument("--by-department", action="store_true", help="one workbook for each department / 課ごとに分ける")
    receive = verb("receive", "put a received table into a publication / 受け取った表を公開用フォルダに入れる")
    receive.add_argument("folder", type=Path, metavar="DIR")
    several = "a table; forms, or a folder of them, are put together / 表。調査票はいくつでも、フォルダでもよい"
    receive.add_argument("files", type=Path, nargs="+", metavar="FILE", help=several)
    receive.add_argument("--year", type=int, required=True, metavar="Y", help="fiscal year it reports / 報告の年度(西暦)")
    receive.add_argument("--title", metavar="T", help="its title; the file's name by default / 題名。省くとファイル名")
    receive.add_argument("--received-on", metavar="YYYY-MM-DD", help="the day it came / 受け取った日")


def form(options: argparse.Namespace) -> int:
    """``bouhan form [PATH] --year Y -o FILE [--by-department]``."""
    made = bo.make_forms(options.path, options.output, year=options.year, by_department=options.by_department)
    if options.json:
        print_json({"written": {path.as_posix(): count for path, count in made.items()}})
        return CLEAN
    for path, count in made.items():
        print(say(options, f"{path.as_posix()}  取組 {count}", f"{path.as_posix()}  {count} activities"))
    return CLEAN


def receive(options: argparse.Namespace) -> int:
    """``bouhan receive DIR FILE… --year Y [--title T] [--received-on D]``."""
    publication = bo.open_publication(options.folder)
    received = bo.receive(publication, options.files, options.year, title=options.title, received_on=options.received_on)
    if options.json:
        print_json({"id": received.source_id, "file": received.file, "fiscal_year": received.fiscal_year})
        return CLEAN
    print(f"{received.source_id}  sources/{received.file}")
    print(say(options, "次に: bouhan check を実行してください。", "Next: run bouhan check."))
    return CLEAN
