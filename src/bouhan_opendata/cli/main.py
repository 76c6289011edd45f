"""Arguments, dispatch and exit codes: 0 clean, 1 findings of error level, 2 wrong usage or broken environment."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NoReturn

CLEAN, FOUND, BROKEN = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one verb. Returns the exit code; results go to stdout, talk and progress to stderr."""
    _speak_utf8()
    given = sys.argv[1:] if arguments is None else list(arguments)
    parser = _parser()
    options = parser.parse_args(given)
    options.lang = options.lang or _language()
    if not options.verb:
        parser.print_help()
        return BROKEN
    from bouhan_opendata.cli import verbs
    from bouhan_opendata.errors import BouhanError, ReleaseExists, ReleaseRefused

    try:
        return int(getattr(verbs, options.verb)(options))
    except (ReleaseRefused, ReleaseExists) as fault:
        verbs.print_refusal(fault, options)
        return FOUND
    except BouhanError as fault:
        verbs.print_error(fault, options)
        return BROKEN
    except BrokenPipeError:
        sys.stderr.close()
        return CLEAN
    except KeyboardInterrupt:
        return BROKEN


def _speak_utf8() -> None:
    """Print Japanese on a console of any code page: what it cannot show is escaped, never a crash."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is None:
            continue
        if stream.isatty():
            reconfigure(errors="backslashreplace")
        else:
            reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def _language() -> str:
    """Japanese where the environment says so, else English."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return "ja" if value.lower().startswith("ja") else "en"
    return "ja" if os.name == "nt" else "en"


_USAGE = (
    (r"unrecognized arguments: (.*)", "知らない指定です: {}"),
    (r"the following arguments are required: (.*)", "指定が足りません: {}"),
    (r"argument (\S+): invalid choice: (\S+) \(choose from (.*)\)", "{} に {} は使えません。使えるもの: {}"),
    (r"argument (\S+): expected one argument", "{} のあとに値が必要です"),
)


class _Parser(argparse.ArgumentParser):
    """Says what is wrong with the arguments in the language asked for, and as JSON where that is asked for."""

    given: Sequence[str] = ()

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        self.given = list(args or ())
        return super().parse_known_args(args, namespace)

    def error(self, message: str) -> NoReturn:
        found = next(((m, ja) for pattern, ja in _USAGE if (m := re.fullmatch(pattern, message))), None)
        japanese = found[1].format(*found[0].groups()) if found else f"指定のしかたが違います({message})"
        if "--json" in self.given:
            import json

            print(
                json.dumps({"error": "argument-wrong", "message": {"ja": japanese, "en": message}}, ensure_ascii=False, indent=2)
            )
        else:
            ja = _asked_language(self.given) == "ja"
            self.print_usage(sys.stderr)
            print(f"{self.prog}: {japanese if ja else message}", file=sys.stderr)
        self.exit(BROKEN)


def _asked_language(given: Sequence[str]) -> str:
    """``--lang`` before the arguments are understood, else the environment's language."""
    for number, word in enumerate(given):
        said = word.removeprefix("--lang=") if word.startswith("--lang=") else "".join(given[number + 1 : number + 2])
        if word.startswith("--lang") and said in ("ja", "en"):
            return said
    return _language()


def _parser() -> _Parser:
    parser = _Parser(
        prog="bouhan",
        description="Turn a city's table of safety-policy measures into open data. 防犯の取組みの表をオープンデータにします。",
    )
    parser.add_argument("--version", action="version", version=f"bouhan {_version()}")
    parser.set_defaults(verb=None, lang=None)
    verbs = parser.add_subparsers(metavar="VERB", title="verbs")
    shared = _Parser(add_help=False)
    shared.add_argument("--json", action="store_true", help="print the result as JSON / 結果を JSON で")
    shared.add_argument("--lang", choices=("ja", "en"), default=None, help="language of messages / 言語")
    shared.add_argument("--no-colour", "--no-color", dest="colour", action="store_false", help="no colours / 色を付けない")

    def verb(name: str, words: str) -> argparse.ArgumentParser:
        sub = verbs.add_parser(name, parents=[shared], help=words, description=words)
        sub.set_defaults(verb=name)
        return sub

    _before_a_release(verb)
    _about_releases(verb)
    _about_the_content(verb)
    _for_maintainers(verb)
    return parser


def _before_a_release(verb: Callable[[str, str], argparse.ArgumentParser]) -> None:
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


def _about_releases(verb: Callable[[str, str], argparse.ArgumentParser]) -> None:
    release = verb("release", "make the newest release listed in publication.yaml / リリースを作る")
    release.add_argument("folder", type=Path, nargs="?", default=Path("datapackage"), metavar="DIR")
    release.add_argument("--version", dest="release_version", metavar="V", help="the version, if not the highest one listed")
    release.add_argument("--date", metavar="D", help="with a version that is not listed: its date, YYYY-MM-DD")
    release.add_argument("--notes", metavar="T", help="with a version that is not listed: what changed, in Japanese")
    release.add_argument("--notes-en", metavar="T", help="the same in English")
    release.add_argument("--output", type=Path, metavar="D", help="make it in this folder instead; the register stays as it is")
    withdraw = verb("withdraw", "take a release back; a tombstone with the reason stays / リリースを撤回する")
    withdraw.add_argument("version", metavar="V", help="the version / 版")
    withdraw.add_argument("folder", type=Path, nargs="?", default=Path("datapackage"), metavar="DIR")
    withdraw.add_argument("--date", required=True, metavar="D", help="the day, YYYY-MM-DD / 撤回する日")
    withdraw.add_argument("--why", required=True, metavar="T", help="the reason, in Japanese / 理由")
    withdraw.add_argument("--why-en", metavar="T", help="the same in English / 英語の理由")
    withdraw.add_argument("--output", type=Path, metavar="D", help="the folder of releases, if it is another one")
    diff = verb("diff", "how two releases differ / 二つのリリースの違い")
    diff.add_argument("old", type=Path, metavar="OLD", help="folder or zip / フォルダか zip")
    diff.add_argument("new", type=Path, metavar="NEW", help="folder or zip / フォルダか zip")
    kinds = ("text", "markdown", "html")
    diff.add_argument("--format", choices=kinds, default="text", help="how it is shown / 形")
    diff.add_argument("--limit", type=int, metavar="N", help="rows of a kind that are listed; all are counted / 並べる行の数")
    words = "judge a source or a release by the 30 rules of machine readability / 機械可読性の30のルールで確かめる"
    readability = verb("readability", words)
    readability.add_argument("path", type=Path, metavar="PATH", help="a source file, or a release (folder or zip)")
    readability.add_argument("--files", action="store_true", help="each file of a release, too / 一つ一つのファイルも")
    verify = verb("verify", "judge anyone's copy of a release / リリースの写しを確かめる")
    verify.add_argument("path", type=Path, metavar="PATH", help="folder or zip")
    formats = ("text", "sarif", "junit")
    verify.add_argument("--format", choices=formats, default="text", help="findings for other systems: SARIF 2.1.0, JUnit XML")


def _about_the_content(verb: Callable[[str, str], argparse.ArgumentParser]) -> None:
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


def _for_maintainers(verb: Callable[[str, str], argparse.ArgumentParser]) -> None:
    explain = verb("explain", "what a rule means and what to do / 指摘の意味と対処を説明する")
    explain.add_argument("rule", nargs="?", metavar="RULE", help="a rule id; without one, all are listed")
    evaluate = verb("evaluate", "score the reader against annotated cells / 読み取りを採点する")
    evaluate.add_argument("sets", type=Path, nargs="+", metavar="SET", help="folder with texts.jsonl and annotations.jsonl")
    parts = ("held_out", "development", "all")
    evaluate.add_argument("--part", choices=parts, default="held_out", help="which part is scored (held_out is never listed)")
    evaluate.add_argument("--write", action="store_true", help="keep what was measured, in schema/patterns.csv of this checkout")
    generate = verb("generate", "make schema/generated and docs/reference from the definition")
    generate.add_argument("--check", action="store_true", help="fail if what is committed is stale")


def _version() -> str:
    from importlib.metadata import version

    return version("bouhan_opendata")
