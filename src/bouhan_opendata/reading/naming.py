"""A cell that holds the measure's name and, below or behind it, what the measure does."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bouhan_opendata.japanese.folding import fold
from bouhan_opendata.reading.headings import plain

_HEADER = re.compile(r"(?:[・/,、\s]|及び|および|と)[^・/,、\s]{0,4}(?:内容|概要|説明)$|\((?:[^()]{0,6})(?:内容|概要|説明)\)$")
_MARKED = re.compile(r"^[・･○●◎◇◆■□※(（\-－―]|^[ 　]")
_HIRAGANA_END = re.compile(r"[ぁ-ん、,・]$")
_HIRAGANA = re.compile(r"[ぁ-ん、。]")
_BRACKET = re.compile(r"^[(（][^()（）]*[)）]$")
_BEHIND = re.compile(r"^(?P<name>[^。()（）:：]{2,40})(?:[(（](?P<inside>[^()（）]*。)[)）]|[:：](?P<behind>.*。))$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Named:
    """``description`` is the cell's text with its name blanked out: it keeps its place. ``first`` is its first whole line."""

    name: str
    description: str
    first: int


def holds_texts(header: str, cells: Iterable[str]) -> bool:
    """Whether the cells of a column of measures hold names and texts below them.

    The header says so (施策・内容), or every cell of several lines, two at least and half of all, has a name that
    is no part of a sentence above a whole sentence.
    """
    texts = [text.strip() for text in cells if text.strip()]
    many = [text for text in texts if "\n" in text]
    if _HEADER.search(fold(header).text.strip()):
        return True
    return len(many) > 1 and len(many) * 2 >= len(texts) and all(_is_parted(text) for text in many)


def _is_parted(text: str) -> bool:
    lines = [line for line in text.split("\n") if line.strip()]
    at = _first_below(lines)
    if at >= len(lines):
        return False
    name, below = plain(lines[at - 1]), lines[at:]
    return below[-1].strip().endswith("。") and not _HIRAGANA_END.search(name) and not _HIRAGANA.match(below[0].strip())


def _first_below(lines: Sequence[str]) -> int:
    """The first line that is no part of the name: a bracket right below it is."""
    at = 1
    while at < len(lines) and _BRACKET.match(lines[at].strip()) and "。" not in lines[at]:
        at += 1
    return at


def parted(text: str, *, is_said: bool) -> Named | None:
    """A name and what stands below or behind it; ``is_said`` where the column holds both.

    Without that, only what cannot be a part of the name is parted: below a bold first line, or a sentence in brackets or
    behind a colon.

    >>> parted("見回り（職員が見回ります。）", is_said=False).name
    '見回り'
    """
    lines = text.split("\n")
    at = _first_below(lines)
    if at < len(lines):
        is_bold = plain(lines[0]) != lines[0].strip() and all(plain(line) == line.strip() for line in lines[at:])
        says = "。" in "".join(lines[at:]) or _MARKED.match(lines[at]) is not None
        if "。" not in "".join(lines[:at]) and (is_bold or (is_said and says)):
            return Named("\n".join(lines[:at]), "\n".join(["", *([""] * (at - 1)), *lines[at:]]), at)
    if (match := _BEHIND.match(text)) is None:
        return None
    start, end = match.span("inside" if match["inside"] else "behind")
    said = "".join(char if char == "\n" or start <= n < end else " " for n, char in enumerate(text))
    return Named(match["name"], said, len(lines))
