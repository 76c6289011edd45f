"""The verbs that put a release before people: ``portal``, ``papers``."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

import bouhan_opendata as bo
from bouhan_opendata import disk
from bouhan_opendata.cli.talk import CLEAN, lang_of, print_json, say
from bouhan_opendata.errors import file_errors


def arguments(verb: Callable[[str, str], argparse.ArgumentParser]) -> None:
    """What may be said to these verbs."""
    portal = verb("portal", "make the static site of a release / リリースを、読めるサイトにする")
    places = "a release, or a publication or releases folder / リリース、公開用フォルダ、リリースのフォルダ"
    portal.add_argument("path", type=Path, nargs="?", default=Path("datapackage"), metavar="PATH", help=places)
    portal.add_argument(
        "-o", "--output", type=Path, required=True, metavar="DIR", help="the folder of the site / サイトのフォルダ"
    )

    address = "the address it will have, for a sitemap and a 404 page at any depth / サイトを置くアドレス"
    portal.add_argument("--url", default="", metavar="URL", help=address)
    one = "one HTML file instead, for a place that takes a single attachment / 一つの HTML ファイルにする"
    portal.add_argument("--single-file", action="store_true", help=one)
    papers = verb("papers", "cover, corrections and questions for the decision to publish / 決裁資料を作る")
    papers.add_argument("path", type=Path, nargs="?", default=Path("datapackage"), metavar="PATH", help=places)
    papers.add_argument("-o", "--output", type=Path, required=True, metavar="DIR", help="folder for the files / 置くフォルダ")


def papers(options: argparse.Namespace) -> int:
    """``bouhan papers [PATH] -o DIR``."""
    made = bo.make_papers(options.path, options.output)
    if options.json:
        print_json({"written": [path.as_posix() for path in made]})
        return CLEAN
    for path in made:
        print(path.as_posix())
    return CLEAN


def portal(options: argparse.Namespace) -> int:
    """``bouhan portal [PATH] -o DIR [--url URL]``, ``bouhan portal [PATH] -o FILE --single-file``."""
    if options.single_file:
        with file_errors():
            disk.replace(options.output, bo.single_page(options.path, lang=lang_of(options)))
        size = options.output.stat().st_size
        if options.json:
            print_json({"written": options.output.as_posix(), "bytes": size})
        else:
            print(f"{options.output.as_posix()}  {size / 1e6:.1f} MB")
        return CLEAN
    made = bo.make_portal(options.path, options.output, url=options.url)
    if options.json:
        print_json(
            {
                "folder": made.folder.as_posix(),
                "version": made.version,
                "pages": made.pages,
                "files": made.files,
                "bytes": made.size,
            }
        )
        return CLEAN
    ja = f"{made.version} 版のサイトを作りました: {made.pages:,} ページ、{made.files:,} ファイル、{made.size / 1e6:.1f} MB"
    en = f"the site of version {made.version} is made: {made.pages:,} pages, {made.files:,} files, {made.size / 1e6:.1f} MB"
    print(say(options, ja, en))
    print(f"  {(made.folder / 'index.html').as_posix()}")
    return CLEAN
