"""The two tables for people: every name written out, one row an indicator or activity and year, gaps in words."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from bouhan_opendata.building.draft import Draft
from bouhan_opendata.building.statistics import unit_symbols
from bouhan_opendata.japanese.calendar import fiscal_year_label


def add_overviews(draft: Draft) -> None:
    """Fill ``overview_figures`` and ``overview_activities`` from the other tables."""
    words = {word.meaning: word.text for word in draft.model.words["overview"]}
    names = _Names(draft)
    _figures(draft, names, words)
    _activities(draft, names, words)


class _Names:
    """Titles written out for ids, and the current actual report of each measure and year."""

    def __init__(self, draft: Draft) -> None:
        self.measures = {row["measure_id"]: row for row in draft.table("measures")}
        self.areas = {row["policy_area_id"]: row for row in draft.table("policy_areas")}
        self.departments = {row["department_id"]: row["name"] for row in draft.table("departments")}
        self.reports: dict[tuple[str, int], dict[str, Any]] = {}
        for row in draft.table("reports"):
            if row["is_current"] and row["result_kind"] == "actual":
                self.reports[row["measure_id"], row["fiscal_year"]] = row

    def shared(self, measure_id: str, department_id: str | None, year: int) -> dict[str, Any]:
        """The columns that both overviews have."""
        measure = self.measures[measure_id]
        area = self.areas.get(measure["policy_area_id"])
        return {
            "fiscal_year": year,
            "fiscal_year_label": fiscal_year_label(year, "ja"),
            "area_title": area["title"] if area else None,
            "measure_id": measure_id,
            "measure_title": measure["title"],
            "department_name": self.departments.get(department_id) if department_id else None,
        }

    def years(self, measure_id: str) -> list[int]:
        """The years for which a current report of a measure stands."""
        return sorted(year for measure, year in self.reports if measure == measure_id)


def _figures(draft: Draft, names: _Names, words: dict[str, str]) -> None:
    symbols = unit_symbols(draft.model)
    observed: dict[tuple[str, int], dict[str, Any]] = {}
    for row in draft.table("observations"):
        if row["result_kind"] == "actual":
            observed[row["indicator_id"], row["fiscal_year"]] = row
    statuses = _cell_statuses(draft)
    notes = {(row["subject_id"], row["fiscal_year"]): row["text"] for row in draft.table("notes")}
    for indicator in draft.table("indicators"):
        for year in names.years(indicator["measure_id"]):
            observation = observed.get((indicator["indicator_id"], year))
            gap = None
            if observation is None:
                report = names.reports[indicator["measure_id"], year]
                pending = (indicator["indicator_id"], year) in draft.waiting
                status = statuses.get((report["report_id"], indicator["department_id"]), report["status"])
                gap = words["waiting"] if pending else words.get(status, words["not_mentioned"])
            draft.add(
                "overview_figures",
                indicator_id=indicator["indicator_id"],
                **names.shared(indicator["measure_id"], indicator["department_id"], year),
                indicator_label=indicator["label"],
                result_kind="actual",
                value=observation["value"] if observation else None,
                unit=symbols[indicator["unit_id"]],
                gap=gap,
                note=notes.get((indicator["indicator_id"], year)),
            )


def _cell_statuses(draft: Draft) -> dict[tuple[str, str | None], str]:
    """(report, department) → the one status of all its items, where it is not ``reported``."""
    found: dict[tuple[str, str | None], set[str]] = defaultdict(set)
    for row in draft.table("activities"):
        found[row["report_id"], row["department_id"]].add(row["status"])
    return {key: statuses.pop() for key, statuses in found.items() if len(statuses) == 1}


def _activities(draft: Draft, names: _Names, words: dict[str, str]) -> None:
    stated: dict[tuple[str, int], dict[str, Any]] = {}
    for row in draft.table("activities"):
        if row["series_id"]:
            measure_id, year = row["report_id"].split("-")[:2]
            stated[row["series_id"], int(year)] = row
    for series in draft.table("activity_series"):
        years = names.years(series["measure_id"])
        for previous, year in zip([None, *years], years, strict=False):
            before = stated.get((series["series_id"], previous)) if previous is not None else None
            now = stated.get((series["series_id"], year))
            if year < series["first_fiscal_year"]:
                continue
            report = names.reports[series["measure_id"], year]
            change = _change(now, report, words)
            draft.add(
                "overview_activities",
                row_id=f"{series['series_id']}-{year}",
                series_id=series["series_id"],
                **names.shared(series["measure_id"], series["department_id"], year),
                text=now["text"] if now else None,
                previous_text=before["text"] if before else None,
                change=change,
            )
    told = {(row["measure_id"], row["fiscal_year"]) for row in draft.table("overview_activities")}
    for (measure_id, year), report in names.reports.items():
        if report["status"] == "blank" and (measure_id, year) not in told:
            draft.add(
                "overview_activities",
                row_id=report["report_id"],
                **names.shared(measure_id, None, year),
                change=words["blank"],
            )


def _change(row: dict[str, Any] | None, report: dict[str, Any], words: dict[str, str]) -> str | None:
    """The word for what became of an activity: a status that speaks for itself, else its continuity."""
    if row is None:
        return words["blank"] if report["status"] == "blank" else words["not_mentioned"]
    if row["status"] in ("cancelled", "partly_cancelled", "not_implemented", "no_data_mark"):
        return words[row["status"]]
    return words[row["continuity"]] if row["continuity"] else None
