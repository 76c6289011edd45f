"""The line breaks of a cell: which its author made and which only its width made.

A break goes only where the width made it for certain: the line is full, and what follows neither begins an item nor could be
a line of a list. A number cut by the end of a line stays cut, for its halves may be two numbers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from bouhan_opendata.japanese.folding import fold, is_japanese
from bouhan_opendata.model import Model
from bouhan_opendata.reading.pdf.marks import VERTICAL
from bouhan_opendata.reading.pdf.text import Line, starts_impossibly
from bouhan_opendata.reading.titles import is_department

_ITEM = re.compile(
    r"\s{0,9}(?:[・●○◎◆◇■□▪•‣※☆★▶►→⇒【《〔≪<＜◯〇]|[①-⑳❶-❿㈠-㈩㋐-㋾]|[-－*](?=[\s぀-ヿ一-龠])"
    r"|[(（][0-9０-９ア-ンa-z]{1,2}[)）]|[0-9０-９]{1,2}[.．)）](?![0-9０-９])|[0-9０-９]{1,2}[ 　]|第[0-9０-９]"
    r"|[アイウエオカキクケコ][.)、:：．）　 ])"
)
_CUT = re.compile(r"[をがはへ、，,(（「『]$")
_ENDED = re.compile(r"[。.．)）】」』:：]$")
_NARROW = 3
"""Columns of fewer characters than this say by their width nothing of who broke a line."""


@dataclass(frozen=True, slots=True)
class WrapWords:
    """The words that tell a name from a cut one, made ready once."""

    model: Model
    endings: tuple[str, ...]
    """How names of departments end."""
    kinds: frozenset[str]
    """Words that stand for departments: 全庁."""
    marks: tuple[str, ...]
    """Single characters at the end of a section's name: 課, 室."""
    units: frozenset[str]


def prepare(model: Model) -> WrapWords:
    """The words of a model."""
    endings = model.words["department_endings"]
    return WrapWords(
        model,
        tuple(fold(word.text).text for word in endings),
        frozenset(fold(word.text).text for word in model.words["department_kinds"]),
        tuple(word.text for word in endings if len(word.text) == 1 and word.meaning == "section"),
        frozenset(spelling for unit in model.units.values() for spelling in unit.spellings),
    )


@dataclass(frozen=True, slots=True)
class Room:
    """How far lines of a cell may reach: where its text begins and ends along the line."""

    start: float
    end: float

    def is_full(self, line: Line, following: Line) -> bool:
        """Whether the first word of the line that follows had no room on this one."""
        return self.end - line.end < following.head + 2 * line.spread + 0.08 * line.size

    def holds(self, line: Line) -> float:
        """How many full-width characters a line may have."""
        return (self.end - self.start + 0.1 * line.size) / line.size


def lines_of(lines: Sequence[Line], room: Room, words: WrapWords) -> list[str]:
    """The lines of a cell as its author wrote them, as far as the place of the characters tells."""
    if not lines:
        return []
    names = _names(lines, room, words)
    if names is not None:
        return names
    if _is_stacked(lines, room, words):
        return ["".join(line.text.strip() for line in lines)]
    made = [lines[0].text.strip()]
    is_list = _is_list(lines, room)
    begun = 0
    for number in range(1, len(lines)):
        before, line = lines[number - 1], lines[number]
        alone = number - 1 == begun and not _ITEM.match(before.text)
        if goes_on(before, line, room, words) and not (alone and is_list and not _is_cut(before.text, line.text)):
            made[-1] = joined(made[-1], line.text.strip())
        else:
            made.append(line.text.strip())
            begun = number
    return made


def goes_on(before: Line, line: Line, room: Room, words: WrapWords) -> bool:
    """Whether a line goes on with the one before it, broken by the width of the cell alone."""
    if before.turn != line.turn or room.holds(before) < _NARROW or not room.is_full(before, line):
        return False
    first, last = line.text.strip(), before.text.strip()
    is_item = starts_item(first) and not _is_aside(first, words)
    return not is_item and not cuts_number(last, first) and abs(before.size - line.size) < 0.15 * before.size


_LETTER = re.compile(r"[ぁ-ヿ一-龠々〇]")


def _is_stacked(lines: Sequence[Line], room: Room, words: WrapWords) -> bool:
    """Whether a narrow cell has one character a line, one word from top to bottom; a list of units is none."""
    texts = [line.text.strip() for line in lines]
    if len(texts) < 2 or room.holds(lines[0]) >= 2 * _NARROW or lines[0].turn == VERTICAL:
        return False
    return all(len(text) == 1 and _LETTER.match(text) for text in texts) and not set(texts) <= words.units


def starts_item(text: str) -> bool:
    """Whether a line begins an item of its own: with a bullet, a number or a heading's bracket."""
    return _ITEM.match(text) is not None


_ASIDE = re.compile(r"[【〔](?P<inside>[^【】〔〕]{2,30})[】〕]")


def _is_aside(text: str, words: WrapWords) -> bool:
    """Whether a bracket speaks of a department without being its name (【交通対策課所管】): it stands behind something."""
    found = _ASIDE.match(text)
    if found is None or is_department(found["inside"], words.model):
        return False
    inside = fold(found["inside"]).text
    return any(inside.find(ending, 2) > 0 for ending in words.marks)


def joined(before: str, after: str) -> str:
    """Two parts of one line."""
    gap = bool(before) and not is_japanese(before[-1]) and not is_japanese(after[:1] or "、")
    return before + (" " if gap and before[-1].isalnum() and after[:1].isalnum() else "") + after


def cuts_number(before: str, after: str) -> bool:
    """Whether a number would become another one by the joint: 1,2 and 34人."""
    last, first = fold(before[-1:]).text, fold(after[:1]).text
    return (last.isdecimal() or (last in (",", ".", "・") and fold(before[-2:-1]).text.isdecimal())) and (
        first.isdecimal() or first in (",", ".")
    )


def _is_cut(before: str, after: str) -> bool:
    return _CUT.search(before.rstrip()) is not None or starts_impossibly(after.strip()) or len(after.strip()) == 1


def _is_list(lines: Sequence[Line], room: Room) -> bool:
    """Whether somebody ended lines of the cell where there was room, without a sign: then a full line may have ended too."""
    return any(
        not room.is_full(before, line) and not _ITEM.match(line.text) and not _ENDED.search(before.text.strip())
        for before, line in pairwise(lines)
    )


def _names(lines: Sequence[Line], room: Room, words: WrapWords) -> list[str] | None:
    """The lines of a cell of departments: each ends like one, and what does not goes on below. ``None`` if it is no such cell."""
    if room.holds(lines[0]) > 16 or len(lines) < 2:
        return None
    made: list[str] = []
    is_open = False
    for number, line in enumerate(lines):
        text = line.text.strip()
        if is_open and starts_item(text):
            return None
        if is_open:
            made[-1] += text
        else:
            made.append(text)
        is_open = not _is_name(made[-1], words)
        if number + 1 < len(lines) and is_open and not room.is_full(line, lines[number + 1]):
            return None
    return None if is_open else made


def _is_name(text: str, words: WrapWords) -> bool:
    """Whether a text ends with the name of a department, in a bracket or not, and no bracket stands open."""
    folded = fold(text).text.rstrip("、,・ ")
    if sum((char in "([【〔") - (char in ")]】〕") for char in folded) > 0:
        return False
    bare = re.split(r"[(\[【〔]", folded.rstrip(")]】〕"))[-1] if folded[-1:] in tuple(")]】〕") else folded
    return bare in words.kinds or (bare.endswith(words.endings) and len(bare) > 1)
