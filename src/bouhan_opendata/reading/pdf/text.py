"""Glyphs to lines of text: which stand on one line, which spaces the author wrote, which characters were printed twice."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from bouhan_opendata.japanese.folding import is_japanese
from bouhan_opendata.reading.pdf.marks import VERTICAL, Glyph

_SPACES = " \u00a0\u3000\u2002\u2003\u2009\t"
_SIGNS = "、。，．・：；（）「」『』【】〔〕［］〈〉《》"
_NEVER_LAST = "（(「『【〔［〈《"
_NEVER_FIRST = "、。，．,.）)」』】〕］]｝}〉》・：:；;？?！!ー々ゝゞ〻ぁぃぅぇぉっゃゅょァィゥェォッャュョ％%"
"""Characters that no line begins with: they came down with what stands before them, or the line was cut."""


@dataclass(frozen=True, slots=True)
class Line:
    """One line as drawn. ``start``, ``end``: where it begins and ends along its way; ``head`` how wide its first word is."""

    text: str
    start: float
    end: float
    base: float
    size: float
    head: float
    turn: int = 0
    spread: float = 0.0
    """How far apart its characters are set."""
    left_out: str = ""
    """Small characters beside it that say how it is read (ruby); they are no part of the text."""


def air_of(glyphs: Sequence[Glyph]) -> float:
    """How many ems digits stand apart from the characters behind them all over a page, as word processors set them.

    A gap of that width beside a number is no space of the author's. 0 where they do not stand apart.
    """
    apart, close = [], 0
    for one, other in pairwise(glyphs):
        if (
            one.char.isdecimal()
            and is_japanese(other.char)
            and one.turn == other.turn
            and abs(one.base - other.base) < 0.1 * one.size
        ):
            gap = (other.start - one.end) / one.size
            if 0.08 < gap < 0.5:
                apart.append(gap)
            close += -0.5 < gap <= 0.08
    return median(apart) if len(apart) > 2 * close else 0.0


def read_lines(glyphs: Iterable[Glyph], air: float = 0.0) -> list[Line]:
    """The lines of some glyphs in reading order; text that runs another way follows what runs as most of it does.

    ``air`` is what :func:`air_of` says of their page.
    """
    by_turn: dict[int, list[Glyph]] = {}
    for glyph in glyphs:
        by_turn.setdefault(glyph.turn, []).append(glyph)
    made: list[Line] = []
    for turn in sorted(by_turn, key=lambda turn: (-len(by_turn[turn]), turn)):
        lines = [line for part in _rows(by_turn[turn]) if (line := _line(part, turn, air)) is not None]
        made += _without_ruby(lines)
    return made


def _rows(glyphs: list[Glyph]) -> list[list[Glyph]]:
    """Glyphs by their baseline; raised and lowered ones belong to the line they stand on."""
    rows: list[list[Glyph]] = []
    base = size = 0.0
    for glyph in sorted(glyphs, key=lambda g: (g.base, g.start)):
        if rows and glyph.base - base < 0.45 * min(max(size, glyph.size), 2 * size):
            rows[-1].append(glyph)
            if glyph.size > size and glyph.char.strip():
                base, size = glyph.base, glyph.size
        else:
            rows.append([glyph])
            base, size = glyph.base, glyph.size
    return rows


def _line(glyphs: list[Glyph], turn: int, air: float) -> Line | None:
    kept = _once(sorted(glyphs, key=lambda g: g.start))
    drawn = [g for g in kept if g.char not in _SPACES]
    if not drawn:
        return None
    size = median(g.size for g in drawn)
    gaps = [b.start - a.end for a, b in pairwise(drawn)]
    spread = max(sorted(gaps)[len(gaps) // 2], 0.0) if gaps else 0.0
    text = _spaced(kept, gaps, spread, size, air)
    return Line(text, drawn[0].start, drawn[-1].end, median(g.base for g in drawn), size, _head(drawn), turn, spread=spread)


def _once(glyphs: list[Glyph]) -> list[Glyph]:
    """Without characters printed again at nearly the same place, as poor man's bold."""
    kept: list[Glyph] = []
    for glyph in glyphs:
        reach = 0.3 * min(glyph.size * 0.6, max(glyph.end - glyph.start, 0.1))
        twin = any(
            other.char == glyph.char and glyph.start - other.start < reach and abs(glyph.base - other.base) < 0.2 * glyph.size
            for other in kept[-4:]
        )
        if not twin:
            kept.append(glyph)
    return kept


def _spaced(kept: Sequence[Glyph], gaps: Sequence[float], spread: float, size: float, air: float) -> str:
    """The characters, with the spaces that are written and wide enough to be seen, and one where a wide gap stands for it."""
    usual = (spread, spread + air * size)
    is_tight = sum(any(abs(gap - one) < 0.06 * size for one in usual) for gap in gaps) >= 0.6 * len(gaps)
    text, spaces, last, begun = "", "", None, 0.0
    for glyph in kept:
        if glyph.char in _SPACES:
            begun = begun if spaces else glyph.start
            spaces += glyph.char if last is not None else ""
            continue
        if last is not None:
            gap = glyph.start - last.end
            if spaces:
                text += spaces if max(gap, glyph.start - begun) > 0.12 * size else ""
            elif _are_two_numbers(last, glyph) or gap - spread > _visible_gap(last.char, glyph.char, is_tight, air) * size:
                text += " "
        text, spaces, last = text + glyph.char, "", glyph
    return text


def _are_two_numbers(one: Glyph, other: Glyph) -> bool:
    """Whether digits stand beside each other of which one is raised: the number of a note and a figure."""
    is_raised = abs(one.base - other.base) > 0.1 * one.size or abs(one.size - other.size) > 0.2 * max(one.size, other.size)
    return is_raised and one.char.isdecimal() and other.char.isdecimal()


def _visible_gap(before: str, after: str, is_tight: bool, air: float) -> float:
    """From how many ems on a gap is a space: little between words of letters, much between Japanese characters.

    On a line where nothing else is spread (``is_tight``) less will do.
    """
    if is_japanese(before) and is_japanese(after):
        return 0.45 if is_tight and before not in _SIGNS and after not in _SIGNS else 0.9
    if before.isdecimal() and after.isdecimal():
        return 0.4
    if is_japanese(before) or is_japanese(after):
        return max(0.16, air + 0.07) if is_tight else 0.6
    return 0.18


def _head(drawn: Sequence[Glyph]) -> float:
    """How wide the part of a line is that could not have been broken: a character, or a word of letters or digits."""
    end = 1
    while end < len(drawn) and drawn[end - 1].char in _NEVER_LAST:
        end += 1
    if not is_japanese(drawn[end - 1].char):
        while end < len(drawn) and not is_japanese(drawn[end].char) and _is_close(drawn[end - 1], drawn[end]):
            end += 1
    while end < len(drawn) and drawn[end].char in _NEVER_FIRST:
        end += 1
    return drawn[end - 1].end - drawn[0].start


def _is_close(one: Glyph, other: Glyph) -> bool:
    return other.start - one.end < 0.15 * one.size


def _without_ruby(lines: list[Line]) -> list[Line]:
    """Small kana right above a line are its reading: they are kept beside it, not in it."""
    made: list[Line] = []
    waiting = ""
    for number, line in enumerate(lines):
        below = lines[number + 1] if number + 1 < len(lines) else None
        if below is not None and _is_ruby(line, below):
            waiting += line.text
            continue
        made.append(replace(line, left_out=waiting) if waiting else line)
        waiting = ""
    return made


def _is_ruby(line: Line, below: Line) -> bool:
    return (
        line.size <= 0.6 * below.size
        and line.turn in (0, VERTICAL)
        and below.base - line.base < 1.2 * below.size
        and below.start - below.size <= line.start
        and line.end <= below.end + below.size
        and all("ぁ" <= char <= "ヿ" or char in _SPACES for char in line.text)
    )


def starts_impossibly(text: str) -> bool:
    """Whether a line begins with what never begins one: the line before was cut."""
    return text[:1] in _NEVER_FIRST and text[:1] != "・"


_INSIDE = "をがはにのでとてたるれすっんょゃゅーゎ"
"""Particles and endings that stand inside a sentence."""


def goes_on_surely(text: str) -> bool:
    """Whether a line begins as no word does."""
    return text.lstrip()[:1] in tuple(_INSIDE)
