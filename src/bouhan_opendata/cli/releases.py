"""The verbs about releases: ``release``, ``withdraw``, ``diff``, ``readability``, ``verify``."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import bouhan_opendata as bo
from bouhan_opendata.cli.preparing import print_counts
from bouhan_opendata.cli.talk import CLEAN, FOUND, lang_of, print_findings, print_json, progress_of, say
from bouhan_opendata.errors import ARGUMENT_WRONG, UsageError


def arguments(verb: Callable[[str, str], argparse.ArgumentParser]) -> None:
    """What may be said to these verbs."""
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


def release(options: argparse.Namespace) -> int:
    """``bouhan release [DIR] [--version V --date D --notes T [--notes-en T]] [--output D]``."""
    tell = progress_of(options)
    notes = options.notes
    if options.notes_en is not None:
        notes = {lang: text for lang, text in (("ja", options.notes), ("en", options.notes_en)) if text is not None}
    publication = bo.open_publication(options.folder)
    made = bo.release(publication, options.release_version, date=options.date, notes=notes, output=options.output, progress=tell)
    if options.json:
        print_json(made.as_dict())
        return CLEAN
    if made.package is not None:
        print_counts(made.package, options)
    print_findings(made.findings, options)
    print(say(options, made.sentence["ja"], made.sentence["en"]))
    for path in made.paths:
        print(f"  {path.as_posix()}")
    return CLEAN


def withdraw(options: argparse.Namespace) -> int:
    """``bouhan withdraw V [DIR] --date D --why T [--why-en T]``."""
    why = {"ja": options.why, "en": options.why_en} if options.why_en is not None else options.why
    publication = bo.open_publication(options.folder)
    done = bo.withdraw(publication, options.version, date=options.date, why=why, output=options.output)
    if options.json:
        print_json(done.as_dict())
    else:
        print(say(options, done.sentence["ja"], done.sentence["en"]))
        print(f"  {done.folder.as_posix()}")
    return CLEAN


def verify(options: argparse.Namespace) -> int:
    """``bouhan verify PATH [--format sarif|junit]``."""
    from bouhan_opendata.presentation.exchange import junit, sarif

    findings = bo.verify(options.path)
    if options.json:
        print_json({"findings": findings.as_dicts(), "counts": findings.counts()})
    elif options.format == "sarif":
        print(sarif(findings, lang_of(options), tool_version=version("bouhan_opendata")), end="")
    elif options.format == "junit":
        print(junit(findings, lang_of(options), name=f"bouhan verify {options.path.name}"), end="")
    else:
        print_findings(findings, options)
    return FOUND if findings.errors else CLEAN


def diff(options: argparse.Namespace) -> int:
    """``bouhan diff OLD NEW [--format F] [--limit N]``."""
    from bouhan_opendata.presentation import difference_view

    views = {"text": difference_view.difference_text, "markdown": difference_view.difference_markdown}
    if options.limit is not None and options.limit < 0:
        raise UsageError(ARGUMENT_WRONG, problem={"ja": "--limit は 0 以上の数です", "en": "--limit is a number from 0 on"})
    changes = bo.diff(options.old, options.new)
    if options.json:
        print_json(changes.as_dict())
        return CLEAN
    view = views.get(options.format, difference_view.difference_page)
    listed = {} if options.limit is None else {"limit": options.limit}
    print(view(changes, bo.load_model(), lang_of(options), **listed).rstrip("\n"))
    return CLEAN


def readability(options: argparse.Namespace) -> int:
    """``bouhan readability PATH [--files]``."""
    from bouhan_opendata.presentation.readability_view import readability_text

    judged = bo.readability(options.path)
    shown = judged if options.files else judged[:1]
    if options.json:
        print_json([judgement.as_dict() for judgement in shown])
    else:
        print(readability_text(shown, bo.load_model(), lang_of(options)))
    return CLEAN
