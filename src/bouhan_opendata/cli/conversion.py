"""The verb that turns tables into RDF: ``convert``."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

import bouhan_opendata as bo
from bouhan_opendata.cli.talk import CLEAN, print_json, say


def arguments(verb: Callable[[str, str], argparse.ArgumentParser]) -> None:
    """What may be said to this verb."""
    convert = verb("convert", "tables of any size to N-Triples, Turtle or JSON-LD / 表を RDF に変換する")
    places = "a release (folder or zip), a folder of tables, or CSV files / リリース、表のフォルダ、CSV"
    convert.add_argument("paths", type=Path, nargs="+", metavar="PATH", help=places)
    names = "FILE.nt, FILE.ttl or FILE.jsonld, with .gz or without / 書くファイル"
    convert.add_argument("-o", "--output", type=Path, required=True, metavar="FILE", help=names)
    convert.add_argument("--workers", type=int, default=1, metavar="N", help="processes; the bytes are the same / プロセスの数")
    base = "where addresses begin; a release says it itself / アドレスの始まり(リリースには要りません)"
    convert.add_argument("--base", metavar="IRI", help=base)


def convert(options: argparse.Namespace) -> int:
    """``bouhan convert PATH… -o FILE [--workers N] [--base IRI]``."""
    made = bo.convert(*options.paths, output=options.output, workers=options.workers, base=options.base)
    if options.json:
        print_json(made.as_dict())
        return CLEAN
    rows = sum(made.rows.values())
    print(say(options, f"{rows:,} 行から {made.triples:,} トリプル", f"{rows:,} rows, {made.triples:,} triples"))
    print(f"  {made.path.as_posix()}")
    return CLEAN
