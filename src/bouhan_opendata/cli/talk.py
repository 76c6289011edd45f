"""What every verb says things with: the language asked for, JSON, colours, progress and news of failures."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from collections.abc import Callable
from typing import Any

from bouhan_opendata.errors import BouhanError, ReleaseRefused
from bouhan_opendata.findings import Findings, Lang

CLEAN, FOUND, BROKEN = 0, 1, 2


def lang_of(options: argparse.Namespace) -> Lang:
    """The language that was asked for."""
    return "ja" if options.lang == "ja" else "en"


def say(options: argparse.Namespace, ja: str, en: str) -> str:
    """The sentence in the language that was asked for."""
    return ja if options.lang == "ja" else en


def print_json(value: Any) -> None:
    """A result as JSON, on stdout."""
    print(json.dumps(value, ensure_ascii=False, indent=2))


def colour_of(options: argparse.Namespace) -> bool:
    """Whether colours are shown: asked for, on a terminal, and NO_COLOR not set."""
    return bool(options.colour) and sys.stdout.isatty() and not os.environ.get("NO_COLOR")


def progress_of(options: argparse.Namespace) -> Callable[[str, str], None]:
    """Steps on stderr with the seconds so far; silent when stderr is not a terminal."""
    started = time.monotonic()

    def tell(ja: str, en: str) -> None:
        if sys.stderr.isatty():
            print(f"  {time.monotonic() - started:5.1f} s  {say(options, ja, en)}", file=sys.stderr, flush=True)

    return tell


def print_findings(findings: Findings, options: argparse.Namespace) -> None:
    """Findings as text, grouped by rule."""
    print(findings.text(lang_of(options)))


def print_error(fault: BouhanError, options: argparse.Namespace) -> None:
    """An exception in words, on stderr; as JSON on stdout when asked."""
    if options.json:
        words = {"ja": fault.text("ja"), "en": fault.text("en")}
        body: dict[str, Any] = {"error": fault.rule.id, "place": fault.place.as_dict(), "message": words}
        if isinstance(fault, ReleaseRefused):
            body |= {"findings": fault.findings.as_dicts(), "counts": fault.findings.counts()}
        print_json(body)
    else:
        print(fault.text(lang_of(options)), file=sys.stderr)


def print_refusal(fault: BouhanError, options: argparse.Namespace) -> None:
    """A refused release: the findings that stopped it, then the sentence."""
    if isinstance(fault, ReleaseRefused) and len(fault.findings) and not options.json:
        print_findings(fault.findings, options)
    print_error(fault, options)
