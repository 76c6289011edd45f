"""The verb that takes in a table as it came: ``receive``."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

import bouhan_opendata as bo
from bouhan_opendata.cli.talk import CLEAN, print_json, say


def arguments(verb: Callable[[str, str], argparse.ArgumentParser]) -> None:
    """What may be said to this verb."""
    receive = verb("receive", "put a received table into a publication / 受け取った表を公開用フォルダに入れる")
    receive.add_argument("folder", type=Path, metavar="DIR")
    receive.add_argument("file", type=Path, metavar="FILE")
    receive.add_argument("--year", type=int, required=True, metavar="Y", help="fiscal year it reports / 報告の年度(西暦)")
    receive.add_argument("--title", metavar="T", help="its title; the file's name by default / 題名。省くとファイル名")
    receive.add_argument("--received-on", metavar="YYYY-MM-DD", help="the day it came / 受け取った日")


def receive(options: argparse.Namespace) -> int:
    """``bouhan receive DIR FILE --year Y [--title T] [--received-on D]``."""
    publication = bo.open_publication(options.folder)
    received = bo.receive(publication, options.file, options.year, title=options.title, received_on=options.received_on)
    if options.json:
        print_json({"id": received.source_id, "file": received.file, "fiscal_year": received.fiscal_year})
        return CLEAN
    print(f"{received.source_id}  sources/{received.file}")
    print(say(options, "次に: bouhan check を実行してください。", "Next: run bouhan check."))
    return CLEAN
