"""What the newest year no longer says of what the year before said: each is told, and closed by a published note.

What is said in other words is asked about while it is read (``activity-near-miss``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bouhan_opendata.findings import Finding
from bouhan_opendata.validation.source_places import SourcePlaces

Rows = Sequence[Mapping[str, Any]]
Tables = Mapping[str, Rows]


def _reported(tables: Tables) -> dict[str, int]:
    """Measure id → the newest fiscal year for which it reports something (blank cells are no report)."""
    found: dict[str, int] = {}
    for row in tables["reports"]:
        if row["result_kind"] == "actual" and row["is_current"] and row["status"] == "reported":
            found[row["measure_id"]] = max(found.get(row["measure_id"], 0), row["fiscal_year"])
    return found


def _notes(tables: Tables) -> set[tuple[str, int | None]]:
    return {(row["subject_id"], row["fiscal_year"]) for row in tables["notes"]}


def no_longer_stated(tables: Tables) -> Iterator[Finding]:
    """Activities that the year before has and the newest report of their measure has not."""
    newest, notes = _reported(tables), _notes(tables)
    titles, written = {row["measure_id"]: row["title"] for row in tables["measures"]}, SourcePlaces(tables)
    lines = {row["series_id"]: row["first_line_id"] for row in tables["activities"]}
    for row in tables["activity_series"]:
        year = newest.get(row["measure_id"], 0)
        if row["last_fiscal_year"] == year - 1 and not notes & {(row["series_id"], year), (row["measure_id"], year)}:
            params = {"label": row["label"], "year": year, "measure": titles.get(row["measure_id"], "")}
            yield Finding("activity-no-longer-stated", written.at_line(lines.get(row["series_id"]), row["series_id"]), params)


def indicators_no_longer_stated(tables: Tables) -> Iterator[Finding]:
    """Indicators that have a value for the year before and none for the newest report of their measure."""
    newest, notes = _reported(tables), _notes(tables)
    figures, written = {row["figure_id"]: row["line_id"] for row in tables["figures"]}, SourcePlaces(tables)
    years: dict[str, dict[int, str | None]] = {}
    for row in tables["observations"]:
        if row["result_kind"] == "actual":
            years.setdefault(row["indicator_id"], {})[row["fiscal_year"]] = figures.get(row["figure_id"])
    for row in tables["indicators"]:
        year, known = newest.get(row["measure_id"], 0), years.get(row["indicator_id"], {})
        is_noted = bool(notes & {(row["indicator_id"], year), (row["measure_id"], year)})
        if known and max(known) == year - 1 and not is_noted:
            params = {"label": row["label"], "year": year, "previous": year - 1}
            yield Finding("indicator-no-longer-stated", written.at_line(known[year - 1], row["indicator_id"]), params)
