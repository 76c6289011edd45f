"""The verbs about what a release holds: ``print``, ``compare``, ``trace``."""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Callable
from pathlib import Path

import bouhan_opendata as bo
from bouhan_opendata import disk
from bouhan_opendata.cli.talk import CLEAN, FOUND, colour_of, lang_of, print_json
from bouhan_opendata.errors import ARGUMENT_WRONG, UsageError, file_errors


def arguments(verb: Callable[[str, str], argparse.ArgumentParser]) -> None:
    """What may be said to these verbs."""
    printed = verb("print", "the familiar table of a council's papers, from the data / いつもの形の取組みの表を作る")
    places = "a release, or a publication or releases folder / リリース、公開用フォルダ、リリースのフォルダ"
    printed.add_argument("path", type=Path, nargs="?", default=Path("datapackage"), metavar="PATH", help=places)
    forms = printed.add_mutually_exclusive_group(required=True)
    for form in ("md", "xlsx", "docx"):
        forms.add_argument(f"--{form}", dest="form", action="store_const", const=form, help=f"as .{form} / .{form} で")
    printed.add_argument("-o", "--output", type=Path, metavar="FILE", help="write to this file / このファイルに書く")
    printed.set_defaults(verb="print_table")
    printed.add_argument("--years", type=int, nargs="+", metavar="Y", help="only these fiscal years / この年度だけ")
    compare = verb("compare", "whether years of one city, or two cities, may be compared / 比べてよいかと、その理由")
    compare.add_argument("first", metavar="A", help="a fiscal year (2018), or a release / 年度か、リリース")
    compare.add_argument("second", metavar="B", help="the other one / もう一方")
    places = "with two years: the release they are in / 年度どうしのときのリリース"
    compare.add_argument("path", type=Path, nargs="?", default=Path("datapackage"), metavar="PATH", help=places)
    compare.add_argument("--year", type=int, metavar="Y", help="with two releases: the fiscal year / 二つのリリースのときの年度")
    compare.add_argument("--format", choices=("text", "csv", "html"), default="text", help="how it is shown / 形")
    trace = verb("trace", "where an id, a figure or words come from / ID・数・ことばの出どころをたどる")
    trace.add_argument("question", metavar="WHAT", help="an id or address, a figure (1,054), or words / ID・アドレス、数、ことば")
    places = "publication folder, folder of releases, or a release / 公開用フォルダ、リリースのフォルダ、リリース"
    trace.add_argument("path", type=Path, nargs="?", default=Path("datapackage"), metavar="PATH", help=places)
    trace.add_argument("--format", choices=("text", "html"), default="text", help="how it is shown / 形")
    trace.add_argument("--limit", type=int, default=20, metavar="N", help="how many are shown; all are counted / 並べる数")


def print_table(options: argparse.Namespace) -> int:
    """``bouhan print [PATH] --md|--xlsx|--docx [-o FILE] [--years Y …]``."""
    data = bo.print_table(options.path, form=options.form, years=options.years)
    if options.output is None:
        if options.form != "md":
            problem = {"ja": f".{options.form} には -o ファイル が必要です", "en": f"-o FILE is needed for .{options.form}"}
            raise UsageError(ARGUMENT_WRONG, problem=problem)
        if options.json:
            print_json({"form": options.form, "text": data.decode()})
        else:
            print(data.decode().rstrip("\n"))
        return CLEAN
    with file_errors():
        disk.replace(options.output, data)
    if options.json:
        print_json({"form": options.form, "written": options.output.as_posix()})
    else:
        print(options.output.as_posix())
    return CLEAN


def compare(options: argparse.Namespace) -> int:
    """``bouhan compare A B [PATH] [--year Y] [--format F]``."""
    from bouhan_opendata.presentation import comparison_view

    sides = [int(side) if side.isdecimal() and len(side) == 4 else Path(side) for side in (options.first, options.second)]
    compared = bo.compare(*sides, path=options.path, year=options.year)
    if options.json:
        print_json(compared.as_dict())
        return CLEAN
    views = {"text": comparison_view.comparison_text, "csv": comparison_view.comparison_csv}
    view = views.get(options.format, comparison_view.comparison_page)
    print(view(compared, bo.load_model(), lang_of(options)).rstrip("\n"))
    return CLEAN


def trace(options: argparse.Namespace) -> int:
    """``bouhan trace WHAT [PATH] [--format F] [--limit N]``."""
    from bouhan_opendata.presentation import trace_view

    traces = bo.trace(options.question, options.path, limit=options.limit)
    if options.json:
        print_json(traces.as_dict())
    elif options.format == "html":
        print(trace_view.trace_page(traces, bo.load_model(), lang_of(options)).rstrip("\n"))
    else:
        width = shutil.get_terminal_size((100, 24)).columns
        print(trace_view.trace_text(traces, bo.load_model(), lang_of(options), width=width, colour=colour_of(options)))
    return CLEAN if traces.total else FOUND
