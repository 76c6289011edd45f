"""Numbered headings of a plan: which notation, which level, under which parent; restarts and continuations."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bouhan_opendata.japanese.folding import fold, join_lines

_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "named",
        re.compile(r"^(?P<n>(?:基本)?(?:目標|方針|方向|施策の方向|柱|課題|重点)[ ]?[0-9一二三四五六七八九十IVX]{1,4})[ :.、]*"),
    ),
    ("chapter", re.compile(r"^(?P<n>第[0-9一二三四五六七八九十]{1,3}[章部編])[ :.、]*")),
    ("section", re.compile(r"^(?P<n>第[0-9一二三四五六七八九十]{1,3}[節項])[ :.、]*")),
    ("roman", re.compile(r"^(?P<n>[IVX]{1,5})[ .、:]+")),
    ("dotted3", re.compile(r"^(?P<n>[0-9]{1,2}[-.][0-9]{1,2}[-.][0-9]{1,2})[ .、:]*(?![0-9])")),
    ("dotted2", re.compile(r"^(?P<n>[0-9]{1,2}[-.][0-9]{1,2})[ .、:]*(?![0-9])")),
    ("number", re.compile(r"^(?P<n>[0-9]{1,2})(?:[ .、:)]+(?![0-9])|(?=[一-龠ぁ-んァ-ヶ「])(?![年月日回人件台か]))")),
    ("bracket", re.compile(r"^(?P<n>\([0-9]{1,2}\))[ .、:]*")),
    ("kana", re.compile(r"^(?P<n>[アイウエオカキクケコ])[ .、:)]+")),
)
_CIRCLED = re.compile(r"^(?P<n>[①-⑳])\s*")


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading; ``parent`` is an index into the table's headings; ``notation`` holds the parents': ``1-(1)``."""

    table_no: int
    row_no: int
    level: int
    notation: str
    title: str
    purpose: str
    parent: int | None


@dataclass(slots=True)
class Outline:
    """Headings as they come; the open ones carry over from table to table until one of their kind follows."""

    headings: list[Heading] = field(default_factory=list)
    _open: list[tuple[str, int]] = field(default_factory=list)

    @property
    def current(self) -> int | None:
        """The innermost open heading."""
        return self._open[-1][1] if self._open else None

    def add(self, table_no: int, row_no: int, lines: tuple[str, ...]) -> bool:
        """Take a heading from the lines of a cell; ``False`` when the first line has no number."""
        split = numbered(lines[0])
        if split is None:
            return False
        kind, notation, title = split
        kinds = [k for k, _ in self._open]
        if kind in kinds:
            del self._open[kinds.index(kind) :]
        parent = self._open[-1][1] if self._open else None
        full = f"{self.headings[parent].notation}-{notation}" if parent is not None and kind[:6] != "dotted" else notation
        purpose = join_lines(list(lines[1:]))
        self.headings.append(Heading(table_no, row_no, len(self._open) + 1, full, title, purpose, parent))
        self._open.append((kind, len(self.headings) - 1))
        return True


def numbered(line: str) -> tuple[str, str, str] | None:
    """(kind, notation, title) of a line that begins with a number, title verbatim; ``None`` without one."""
    text = line.strip()
    if match := _CIRCLED.match(text):
        return "circled", match["n"], text[match.end() :].strip()
    folded = fold(text)
    for kind, pattern in _KINDS:
        match = pattern.match(folded.text)
        if match and match.end() < len(folded.text):
            start = folded.starts[match.end()]
            return kind, match["n"], text[start:].strip()
    return None
