"""Decisions and later sources: one made for a text holds for the same text, or for the same with other numbers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from bouhan_opendata.building.draft import LinePlace
from bouhan_opendata.extraction.keys import masked
from bouhan_opendata.japanese.folding import fold
from bouhan_opendata.japanese.numerals import NUMERAL

Row = Mapping[str, Any]
_NUMERAL = re.compile(NUMERAL)
_NEAR, _MOST = 0.6, 3
"""How alike the words of a line must be to be proposed (difflib's ratio), and how many are."""


def later_lines(places: Iterable[LinePlace], own: LinePlace) -> dict[str, list[LinePlace]]:
    """For each later source of the same measure, the lines that say the same: at most one for each fiscal year.

    Each column of results of that kind is asked by itself, from the line's own year on, so that a year that is stated again
    and the new one beside it both get the decision. Empty where no year has one line that says the same.
    """
    later: dict[str, dict[int, list[LinePlace]]] = {}
    for other in _later(places, own):
        years = later.setdefault(other.source_id, {})
        if other.fiscal_year >= own.fiscal_year:
            years.setdefault(other.fiscal_year, []).append(other)
    found = {name: [_same(own, lines) for _, lines in sorted(years.items())] for name, years in sorted(later.items())}
    return {name: [other for other in lines if other is not None] for name, lines in found.items()}


def near_lines(places: Iterable[LinePlace], own: LinePlace, source_id: str) -> list[LinePlace]:
    """The lines of a later source, from the line's own year on, whose words are most like it; nearest first."""
    words, scored = masked(own.text), []
    for number, other in enumerate(_later(places, own)):
        if other.source_id == source_id and other.fiscal_year >= own.fiscal_year and other.text.strip():
            ratio = SequenceMatcher(None, words, masked(other.text), autojunk=False).ratio()
            if ratio >= _NEAR:
                scored.append((-ratio, number, other))
    return [other for *_, other in sorted(scored, key=lambda found: found[:2])[:_MOST]]


def _later(places: Iterable[LinePlace], own: LinePlace) -> list[LinePlace]:
    return [
        other
        for other in places
        if other.measure_id == own.measure_id and other.result_kind == own.result_kind and other.source_id > own.source_id
    ]


def _same(own: LinePlace, lines: Sequence[LinePlace]) -> LinePlace | None:
    """The one line of a year that says the same: exactly, else with other numbers; of several, that of the same department."""
    ways: tuple[Callable[[str], str], ...] = (str, masked)
    for way in ways:
        found = [other for other in lines if way(other.text) == way(own.text)]
        if len(found) > 1:
            found = [other for other in found if other.department == own.department]
            return found[0] if len(found) == 1 else None
        if found:
            return found[0]
    return None


def same_figure(figure: Row, figures: Sequence[Row], line: str) -> Row | None:
    """The figure of a later line that stands at the same place among its figures."""
    own = [row["figure_id"] for row in _on(figures, figure["line_id"])].index(figure["figure_id"])
    others = _on(figures, line)
    fits = own < len(others) and others[own]["class"] == figure["class"]
    return others[own] if fits else None


def _on(figures: Sequence[Row], line_id: str) -> list[Row]:
    return sorted((row for row in figures if row["line_id"] == line_id), key=lambda row: row["char_start"])


def same_characters(own: str, start: int, end: int, later: str) -> tuple[int, int] | None:
    """Where a later line has what stands at ``own[start:end]``: at the same place, or around the number of the same rank.

    >>> same_characters("講座 ５回、のべ８人", 3, 5, "講座 12回、のべ30人"), same_characters("講座 5回", 3, 5, "講座 5日")
    ((3, 6), None)
    """
    if own == later:
        return start, end
    mine, others = _numerals(own), _numerals(later)
    rank = next((n for n, (first, last) in enumerate(mine) if start <= first and last <= end), None)
    if rank is None or len(mine) != len(others):
        return None
    first, last = others[rank]
    before, after = own[start : mine[rank][0]], own[mine[rank][1] : end]
    begin, stop = first - len(before), last + len(after)
    fits = begin >= 0 and later[begin:first] == before and later[last:stop] == after
    return (begin, stop) if fits else None


def _numerals(text: str) -> list[tuple[int, int]]:
    """Where the numbers in digits stand."""
    folded = fold(text)
    return [folded.span(*match.span()) for match in _NUMERAL.finditer(folded.text)]
