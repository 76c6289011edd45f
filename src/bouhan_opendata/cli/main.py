"""Arguments, dispatch and exit codes: 0 clean, 1 findings of error level, 2 wrong usage or broken environment."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Sequence
from functools import partial
from types import ModuleType
from typing import Any, NoReturn

from bouhan_opendata.cli import asking, content, conversion, maintaining, preparing, publishing, receiving, releases
from bouhan_opendata.cli.talk import BROKEN, CLEAN, FOUND, print_error, print_refusal
from bouhan_opendata.errors import BouhanError, ReleaseExists, ReleaseRefused

TOPICS = (preparing, receiving, asking, releases, publishing, content, conversion, maintaining)
"""The modules of the verbs, in the order of ``--help``; each has ``arguments`` and one function a verb."""


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
    try:
        return int(getattr(options.topic, options.verb)(options))
    except (ReleaseRefused, ReleaseExists) as fault:
        print_refusal(fault, options)
        return FOUND
    except BouhanError as fault:
        print_error(fault, options)
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

    def verb(topic: ModuleType, name: str, words: str) -> argparse.ArgumentParser:
        sub = verbs.add_parser(name, parents=[shared], help=words, description=words)
        sub.set_defaults(topic=topic, verb=name)
        return sub

    for topic in TOPICS:
        topic.arguments(partial(verb, topic))
    return parser


def _version() -> str:
    from importlib.metadata import version

    return version("bouhan_opendata")
