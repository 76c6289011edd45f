"""The two tables for people: every name written out, one row an indicator or activity and year, gaps in words.

A function of the other tables alone, so that anyone's copy can be held against it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bouhan_opendata.building.draft import Draft
from bouhan_opendata.japanese.calendar import fiscal_year_label
from bouhan_opendata.model import Model
from bouhan_opendata.package import Row

Tables = Mapping[str, Sequence[Row]]
PATH = " > "
"""Between a heading and the one below it."""


def add_overviews(draft: Draft) -> None:
    """Fill ``overview_figures`` and ``overview_activities`` from the other tables."""
    for name, rows in overview_rows(draft.rows, draft.model).items():
        for row in rows:
            draft.add(name, **row)


def overview_rows(tables: Tables, model: Model) -> dict[str, list[dict[str, Any]]]:
    """The rows of both overviews, as the other tables give them."""
    names = _Names(tables, model)
    return {"overview_figures": list(_figures(tables, names)), "overview_activities": list(_activities(tables, names))}


class _Names:
    """Titles and words written out for ids and codes, and the current actual report of each measure and year."""

    def __init__(self, tables: Tables, model: Model) -> None:
        self.model = model
        self.words = {word.meaning: word.text for word in model.words["overview"]}
        self.measures = {row["measure_id"]: row for row in tables["measures"]}
        self.areas = {row["policy_area_id"]: row for row in tables.get("policy_areas", ())}
        self.departments: dict[str | None, str] = {row["department_id"]: row["name"] for row in tables.get("departments", ())}
        self.reports: dict[tuple[str, int], Row] = {}
        self._years: dict[str, list[int]] = defaultdict(list)
        for row in tables["reports"]:
            if row["is_current"] and row["result_kind"] == "actual":
                self.reports[row["measure_id"], row["fiscal_year"]] = row
        for measure_id, year in sorted(self.reports):
            self._years[measure_id].append(year)

    def label(self, scheme: str, code: str | None) -> str | None:
        """A code in people's words; what is not stated is not said."""
        return None if code in (None, "not_stated") else self.model.code_lists[scheme].codes[str(code)].label["ja"]

    def area(self, area_id: str | None) -> str | None:
        """A heading with those above it, the highest first."""
        titles: list[str] = []
        while area_id is not None:
            row = self.areas[area_id]
            titles.insert(0, row["title"])
            area_id = row["parent_id"]
        return PATH.join(titles) or None

    def shared(self, measure_id: str, department_id: str | None, year: int) -> dict[str, Any]:
        """The columns that both overviews have."""
        measure = self.measures[measure_id]
        return {
            "fiscal_year": year,
            "fiscal_year_label": fiscal_year_label(year, "ja"),
            "area_title": self.area(measure["policy_area_id"]),
            "measure_id": measure_id,
            "measure_title": measure["title"],
            "department_name": self.departments.get(department_id),
        }

    def years(self, measure_id: str) -> list[int]:
        """The years for which a current report of a measure stands."""
        return self._years.get(measure_id, [])


def _figures(tables: Tables, names: _Names) -> Iterator[dict[str, Any]]:
    observed: dict[tuple[str, int], Row] = {}
    for row in tables.get("observations", ()):
        if row["result_kind"] == "actual":
            observed[row["indicator_id"], row["fiscal_year"]] = row
    statuses, waiting, stated = _cell_statuses(tables), _waiting(tables), _stated(tables)
    notes = {(row["subject_id"], row["fiscal_year"]): row["text"] for row in tables.get("notes", ())}
    for indicator in tables.get("indicators", ()):
        for year in names.years(indicator["measure_id"]):
            observation = observed.get((indicator["indicator_id"], year))
            gap = None
            if observation is None:
                report = names.reports[indicator["measure_id"], year]
                status = statuses.get((report["report_id"], indicator["department_id"]), report["status"])
                is_waiting = (indicator["indicator_id"], year) in waiting
                unsaid = "no_value" if (indicator["indicator_id"], year) in stated else "not_mentioned"
                gap = names.words.get("waiting" if is_waiting else str(status), names.words[unsaid])
            yield {
                "indicator_id": indicator["indicator_id"],
                **names.shared(indicator["measure_id"], indicator["department_id"], year),
                "indicator_label": indicator["label"],
                "result_kind": names.label("result_kind", "actual"),
                "value": observation["value"] if observation else None,
                "precision": names.label("precision", observation["precision"]) if observation else None,
                "unit": names.model.units[indicator["unit_id"]].symbol,
                "time_basis": names.label("time_basis", indicator["time_basis"]),
                "gap": gap,
                "note": notes.get((indicator["indicator_id"], year)),
            }


def _waiting(tables: Tables) -> set[tuple[str, int]]:
    """Indicators and years of a figure that might be an observation; where it is none, it waits for a person."""
    reports: dict[str, Row] = {row["report_id"]: row for row in tables["reports"]}
    cells: dict[str, str] = {row["first_line_id"].rpartition("-")[0]: row["report_id"] for row in tables.get("activities", ())}
    found: set[tuple[str, int]] = set()
    for row in tables.get("figures", ()):
        report = reports.get(cells.get(row["line_id"].rpartition("-")[0], "no report"))
        if row["use"] == "observation" and row["indicator_id"] and report is not None and report["result_kind"] == "actual":
            found.add((row["indicator_id"], report["fiscal_year"]))
    return found


def _stated(tables: Tables) -> set[tuple[str, int]]:
    """Indicators and years in which an activity that the indicator measures in some year is stated, with a value or not."""
    reports = {row["report_id"]: row for row in tables["reports"]}
    activities: dict[str, Row] = {row["activity_id"]: row for row in tables.get("activities", ())}
    years: dict[str, set[int]] = defaultdict(set)
    for row in activities.values():
        report = reports[row["report_id"]]
        if row["series_id"] and row["status"] == "reported" and report["is_current"] and report["result_kind"] == "actual":
            years[row["series_id"]].add(report["fiscal_year"])
    found: set[tuple[str, int]] = set()
    for row in tables.get("figures", ()):
        if row["indicator_id"] and row["use"] == "observation" and row["activity_id"]:
            series = activities[row["activity_id"]]["series_id"]
            found |= {(row["indicator_id"], year) for year in years.get(series, ())}
    return found


def _cell_statuses(tables: Tables) -> dict[tuple[str, str | None], str]:
    """(report, department) → the one status of all its items, where it is not ``reported``."""
    found: dict[tuple[str, str | None], set[str]] = defaultdict(set)
    for row in tables.get("activities", ()):
        found[row["report_id"], row["department_id"]].add(row["status"])
    return {key: statuses.pop() for key, statuses in found.items() if len(statuses) == 1}


def _activities(tables: Tables, names: _Names) -> Iterator[dict[str, Any]]:
    stated: dict[tuple[str, int], Row] = {}
    reports = {row["report_id"]: row for row in tables["reports"]}
    for row in tables.get("activities", ()):
        if row["series_id"]:
            stated[row["series_id"], reports[row["report_id"]]["fiscal_year"]] = row
    told: set[tuple[str, int]] = set()
    for series in tables.get("activity_series", ()):
        years = names.years(series["measure_id"])
        for previous, year in zip([None, *years], years, strict=False):
            if year < series["first_fiscal_year"]:
                continue
            before = stated.get((series["series_id"], previous)) if previous is not None else None
            now = stated.get((series["series_id"], year))
            told.add((series["measure_id"], year))
            yield {
                "row_id": f"{series['series_id']}-{year}",
                "series_id": series["series_id"],
                **names.shared(series["measure_id"], series["department_id"], year),
                "text": now["text"] if now else None,
                "previous_text": before["text"] if before else None,
                "change": _change(now, names.reports[series["measure_id"], year], names.words),
            }
    for (measure_id, year), report in names.reports.items():
        if report["status"] == "blank" and (measure_id, year) not in told:
            shared = names.shared(measure_id, None, year)
            yield {"row_id": report["report_id"], **shared, "change": names.words["blank"]}


def _change(row: Row | None, report: Row, words: Mapping[str, str]) -> str | None:
    """The word for what became of an activity: a status that speaks for itself, else its continuity."""
    if row is None:
        return words["blank"] if report["status"] == "blank" else words["not_mentioned"]
    if row["status"] in ("cancelled", "partly_cancelled", "not_implemented", "no_data_mark"):
        return words[row["status"]]
    return words[row["continuity"]] if row["continuity"] else None
