"""What a cell of text says, as values: lines, sections, items and figures with their spans."""

from __future__ import annotations

import bisect
import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple


class Span(NamedTuple):
    """Characters ``start`` to ``end`` (code points of a source line) and their class."""

    start: int
    end: int
    cls: str


def runs(classes: Iterable[str]) -> Iterator[Span]:
    """The class of each character as spans: neighbours of one class are one."""
    end = 0
    for cls, run in itertools.groupby(classes):
        start, end = end, end + len(list(run))
        yield Span(start, end, cls)


@dataclass(frozen=True, slots=True)
class Flag:
    """A rule id with the parameters of its sentence."""

    rule_id: str
    params: Mapping[str, str] = field(default_factory=dict)


class FigureReading(NamedTuple):
    """One number as written. ``line`` counts from 0 in the cell; ``start``/``end`` are code points of that line.

    A tuple, as ``Span`` is: there are more of the two than of anything else, and a frozen dataclass is made far more slowly.
    """

    line: int
    start: int
    end: int
    quote: str
    cls: str
    value: Decimal | None = None
    lower: Decimal | None = None
    upper: Decimal | None = None
    unit_text: str | None = None
    unit_id: str | None = None
    label: str | None = None
    label_start: int | None = None
    label_end: int | None = None
    date_start: date | None = None
    date_end: date | None = None
    precision: str | None = None
    scope: str | None = None
    counting: str | None = None
    time_basis: str | None = None
    per: str | None = None
    as_of: date | None = None
    is_day_stated: bool | None = None
    """Whether ``as_of`` is written as a day (3月31日現在), not as an end (年度末)."""

    since_fiscal_year: int | None = None
    unit_source: str | None = None
    parent: int | None = None
    relation: str | None = None
    use: str = "none"
    pattern: str = ""
    label_from: str = ""
    """Where the label was found: ``alone`` (nothing else is said), ``before``, ``bracket``, ``behind``, ``earlier``, ``inherited``, ``head``, ``row``, ``title``."""

    head: str | None = None
    """What the label belongs to, in words of the source: 親の講座 for 参加者 in 親の講座 参加者 105人."""
    is_headed: bool = False
    """Whether the head is part of the indicator's name: the label alone could be anyone's."""
    is_of_month: bool = False
    """Whether all that is said of it is a month or a day: 4月 45人."""
    ordinal: int | None = None
    flags: tuple[Flag, ...] = ()

    @property
    def reading_pattern(self) -> str:
        """How it was read: its own pattern and, for a quantity, where its label was found; what grades are measured by."""
        return f"{self.pattern}-{self.label_from or 'none'}" if self.cls == "quantity" else self.pattern


@dataclass(frozen=True, slots=True)
class DepartmentName:
    """A department as written (``text``) and called (``name``).

    ``parent_name`` is the section of an office in brackets, ``bureau_name`` the bureau that a section is written behind.
    """

    text: str
    name: str
    parent_name: str | None
    kind: str
    is_whole_city: bool
    line: int
    start: int
    end: int
    bureau_name: str | None = None


@dataclass(frozen=True, slots=True)
class Section:
    """A head such as 【学務課】 that the following items belong to."""

    line: int
    text: str
    departments: tuple[DepartmentName, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Item:
    """One activity as the cell states it; lines count from 0, ``number`` from 1."""

    number: int
    first_line: int
    last_line: int
    marker: str
    text: str
    section: int | None
    parent: int | None
    status: str
    status_reason: str | None
    start: int = 0
    """Where its text begins in its first line."""


@dataclass(frozen=True, slots=True)
class CellContext:
    """What the cell cannot say itself: its column's year and kind, the document's departments, its measure."""

    fiscal_year: int | None
    result_kind: str
    departments: tuple[str, ...] = ()
    measure_title: str = ""
    units: tuple[str, ...] = ()
    """Units that a column or header names for numbers that stand alone: one for all lines, or one for each."""
    indicators: tuple[str, ...] = ()
    """What numbers that stand alone count, likewise."""

    def said_for(self, words: tuple[str, ...], line: int, count: int) -> str:
        """Of ``units`` or ``indicators``, what holds for one of ``count`` written lines; nothing where they cannot be paired."""
        if len(words) == 1:
            return words[0]
        return words[line] if len(words) == count else ""


@dataclass(frozen=True, slots=True)
class CellReading:
    """A cell, read. ``spans[n]`` covers ``lines[n]`` from end to end."""

    lines: tuple[str, ...]
    line_classes: tuple[str, ...]
    sections: tuple[Section, ...]
    items: tuple[Item, ...]
    figures: tuple[FigureReading, ...]
    spans: tuple[tuple[Span, ...], ...]
    status: str
    status_reason: str | None
    flags: tuple[Flag, ...] = ()

    def item_of(self, line: int) -> Item | None:
        """The item that a line belongs to; lines count from 0."""
        number = bisect.bisect_right(self.items, line, key=lambda item: item.first_line) - 1
        return self.items[number] if number >= 0 and line <= self.items[number].last_line else None
