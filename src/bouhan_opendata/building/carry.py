"""Decisions and later sources: one made for a text holds for the same text, or for the same with other numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from bouhan_opendata.building.draft import Draft
from bouhan_opendata.extraction.keys import masked

Row = Mapping[str, Any]


def source_of(line: str) -> str:
    """The source of a line or figure: ``s001`` of ``s001-t1-r4-c5-l2``."""
    return line.split("-", 1)[0]


def own_source(found: Iterable[Row]) -> list[Row]:
    """Of the figures or lines that fit, those of the earliest source: the one that a decision was made for."""
    rows = list(found)
    first = min((source_of(row["line_id"]) for row in rows), default="")
    return [row for row in rows if source_of(row["line_id"]) == first]


def later_lines(draft: Draft, line: Row) -> dict[str, Row | None]:
    """For each later source of the same measure, the one line that says the same; ``None`` where none or several do.

    Exactly the same text comes before the same text with other numbers; nothing less counts.
    """
    own, text = source_of(line["line_id"]), line["text"] or ""
    measure = _measures(draft).get(_row(line["line_id"]))
    later: dict[str, list[Row]] = {}
    for other in draft.table("source_lines"):
        source = source_of(other["line_id"])
        if source > own and measure is not None and _measures(draft).get(_row(other["line_id"])) == measure:
            later.setdefault(source, []).append(other)
    return {source: _same(text, lines) for source, lines in sorted(later.items())}


def _same(text: str, lines: Sequence[Row]) -> Row | None:
    ways: tuple[Callable[[str], str], ...] = (str, masked)
    for way in ways:
        found = [line for line in lines if way(line["text"] or "") == way(text)]
        if found:
            return found[0] if len(found) == 1 else None
    return None


def same_figure(figure: Row, figures: Sequence[Row], line: Row) -> Row | None:
    """The figure of a later line that stands at the same place among its figures."""
    own = [row["figure_id"] for row in _on(figures, figure["line_id"])].index(figure["figure_id"])
    others = _on(figures, line["line_id"])
    fits = own < len(others) and others[own]["class"] == figure["class"]
    return others[own] if fits else None


def _on(figures: Sequence[Row], line_id: str) -> list[Row]:
    return sorted((row for row in figures if row["line_id"] == line_id), key=lambda row: row["char_start"])


def _row(line_id: str) -> str:
    """The table row of a line: ``s001-t1-r4``."""
    return line_id.rsplit("-", 2)[0]


def _measures(draft: Draft) -> dict[str, str]:
    """Table row → the measure that it reports on."""
    if not draft.measure_rows:
        for report in draft.table("reports"):
            for part in draft.report_cells[report["report_id"]]:
                draft.measure_rows[_row(part.line_id(0))] = report["measure_id"]
    return draft.measure_rows
