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


def later_lines(draft: Draft, line: Row) -> dict[str, list[Row]]:
    """For each later source of the same measure, the lines that say the same: at most one for each fiscal year.

    Each column of results of that kind is asked by itself, from the line's own year on, so that a year that is stated again
    and the new one beside it both get the decision. Empty where no year has one line that says the same.
    """
    own, source = report_of(draft, line), source_of(line["line_id"])
    if own is None:
        return {}
    later: dict[str, dict[int, list[Row]]] = {}
    for other in draft.table("source_lines"):
        if source_of(other["line_id"]) <= source:
            continue
        report = report_of(draft, other)
        if report is None or any(report[name] != own[name] for name in ("measure_id", "result_kind")):
            continue
        years = later.setdefault(report["source_id"], {})
        if report["fiscal_year"] >= own["fiscal_year"]:
            years.setdefault(report["fiscal_year"], []).append(other)
    found = {name: [_same(draft, line, lines) for _, lines in sorted(years.items())] for name, years in sorted(later.items())}
    return {name: [other for other in lines if other is not None] for name, lines in found.items()}


def _same(draft: Draft, line: Row, lines: Sequence[Row]) -> Row | None:
    """The one line of a year that says the same: exactly, else with other numbers; of several, that of the same department."""
    ways: tuple[Callable[[str], str], ...] = (str, masked)
    for way in ways:
        found = [other for other in lines if way(other["text"] or "") == way(line["text"] or "")]
        if len(found) > 1:
            department = _department(draft, line)
            found = [other for other in found if _department(draft, other) == department]
            return found[0] if len(found) == 1 else None
        if found:
            return found[0]
    return None


def _department(draft: Draft, line: Row) -> str | None:
    """The department of the activity that begins on a line or, for its later lines, above it."""
    report, number = report_of(draft, line), _number(line["line_id"])
    cell, department = _cell(line["line_id"]), None
    for activity in draft.where("activities", report_id=report["report_id"]) if report is not None else ():
        if _cell(activity["first_line_id"]) == cell and _number(activity["first_line_id"]) <= number:
            department = activity["department_id"]
    return department


def same_figure(figure: Row, figures: Sequence[Row], line: Row) -> Row | None:
    """The figure of a later line that stands at the same place among its figures."""
    own = [row["figure_id"] for row in _on(figures, figure["line_id"])].index(figure["figure_id"])
    others = _on(figures, line["line_id"])
    fits = own < len(others) and others[own]["class"] == figure["class"]
    return others[own] if fits else None


def _on(figures: Sequence[Row], line_id: str) -> list[Row]:
    return sorted((row for row in figures if row["line_id"] == line_id), key=lambda row: row["char_start"])


def _cell(line_id: str) -> str:
    """The cell of a line: ``s001-t1-r4-c5``."""
    return line_id.rsplit("-", 1)[0]


def _number(line_id: str) -> int:
    """The number of a line within its cell."""
    return int(line_id.rsplit("-l", 1)[1])


def report_of(draft: Draft, line: Row) -> Row | None:
    """The report that a line is part of."""
    if not draft.cell_reports:
        for report in draft.table("reports"):
            for part in draft.report_cells[report["report_id"]]:
                draft.cell_reports[_cell(part.line_id(0))] = report
    return draft.cell_reports.get(_cell(line["line_id"]))
