"""The same activity over the years: exact text first, then text with its numbers masked; anything less is a person's to say.

What a person says stands in the register: a further entry of the same id with the later year's words joins them.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from bouhan_opendata.building.draft import Draft
from bouhan_opendata.building.ids import Registrar
from bouhan_opendata.extraction.keys import masked
from bouhan_opendata.findings import Place


@dataclass(slots=True)
class _Series:
    series_id: str
    text: str
    row: dict[str, Any]


def add_series(draft: Draft, registrar: Registrar) -> None:
    """Fill ``activity_series`` and the series and continuity of every current actual activity, oldest year first.

    The earliest year of a measure gets no continuity: whether its activities are new is not known.
    """
    reports = {row["report_id"]: row for row in draft.table("reports")}
    groups: dict[tuple[str, str | None], dict[int, list[dict[str, Any]]]] = defaultdict(lambda: defaultdict(list))
    years: dict[str, set[int]] = defaultdict(set)
    for report in reports.values():
        if report["is_current"] and report["result_kind"] == "actual":
            years[report["measure_id"]].add(report["fiscal_year"])
    for activity in draft.table("activities"):
        report = reports[activity["report_id"]]
        if report["is_current"] and report["result_kind"] == "actual":
            groups[report["measure_id"], activity["department_id"]][report["fiscal_year"]].append(activity)
    for (measure_id, department_id), by_year in groups.items():
        known: list[_Series] = []
        first = min(years[measure_id])
        for year in sorted(by_year):
            _match_year(draft, registrar, known, by_year[year], (measure_id, department_id, year, year == first))


def _match_year(
    draft: Draft,
    registrar: Registrar,
    known: list[_Series],
    activities: list[dict[str, Any]],
    where: tuple[str, str | None, int, bool],
) -> None:
    measure_id, department_id, year, earliest = where
    free = list(known)
    unmatched = list(activities)
    for continuity, key in (("unchanged", _exact), ("figures_only", masked)):
        for activity in list(unmatched):
            found = next((s for s in free if key(s.text) == key(activity["text"])), None)
            if found is None:
                continue
            free.remove(found)
            unmatched.remove(activity)
            activity["series_id"], activity["continuity"] = found.series_id, continuity
            found.text = activity["text"]
            found.row["last_fiscal_year"] = year
    names: dict[str, int] = {}
    for activity in unmatched:
        text = activity["text"]
        names[text] = names.get(text, 0) + 1
        suffix = f"#{names[text]}" if names[text] > 1 else ""
        place = Place(line_id=activity["first_line_id"])
        name = f"{measure_id}/{department_id or '-'}/{text}{suffix}"
        series_id = registrar.identify("t", name, activity["first_line_id"].split("-")[0], place)
        joined = next((s for s in free if s.series_id == series_id), None)
        if joined is not None:
            free.remove(joined)
            activity["series_id"], activity["continuity"] = series_id, "reworded"
            joined.text, joined.row["last_fiscal_year"] = text, year
            continue
        if not earliest:
            _propose(draft, activity, free, place)
        row = draft.add(
            "activity_series",
            series_id=series_id,
            measure_id=measure_id,
            department_id=department_id,
            label=text,
            first_fiscal_year=year,
            last_fiscal_year=year,
        )
        known.append(_Series(series_id, text, row))
        activity["series_id"], activity["continuity"] = series_id, None if earliest else "first_stated"


_NEAR = 0.6
"""How alike two texts with their numbers masked must be to be proposed as one activity (difflib's ratio)."""


def _propose(draft: Draft, activity: dict[str, Any], free: list[_Series], place: Place) -> None:
    """Tell of the earlier activity that a new one is most like: whether they are one is a person's to say."""
    text = masked(activity["text"])
    scored = [(SequenceMatcher(None, masked(s.text), text, autojunk=False).ratio(), s) for s in free]
    score, near = max(scored, key=lambda pair: pair[0], default=(0.0, None))
    if near is not None and score >= _NEAR:
        params = {"text": activity["text"], "near": near.text, "id": near.series_id, "score": f"{score:.2f}"}
        draft.find("activity-near-miss", place, **params)


def _exact(text: str) -> str:
    return text


def add_spans_of_years(draft: Draft) -> None:
    """First and last fiscal year of headings, measures and departments, from the reports they stand in.

    A department that a source makes responsible for a measure stands in all that source's reports of it, silent or not.
    """
    measures: dict[str, set[int]] = defaultdict(set)
    departments: dict[str, set[int]] = defaultdict(set)
    report_of = {row["report_id"]: row for row in draft.table("reports")}
    for report in report_of.values():
        measures[report["measure_id"]].add(report["fiscal_year"])
    for row in draft.table("report_departments"):
        departments[row["department_id"]].add(report_of[row["report_id"]]["fiscal_year"])
    source_years = {row["source_id"]: row["fiscal_year"] for row in draft.table("sources")}
    for row in draft.table("measure_departments"):
        stated = draft.where("reports", measure_id=row["measure_id"], source_id=row["source_id"])
        own = {report["fiscal_year"] for report in stated} or {source_years[row["source_id"]]}
        departments[row["department_id"]] |= own
    areas: dict[str, set[int]] = defaultdict(set)
    parents = {row["policy_area_id"]: row["parent_id"] for row in draft.table("policy_areas")}
    for row in draft.table("measures"):
        area = row["policy_area_id"]
        while area is not None:
            areas[area] |= measures[row["measure_id"]]
            area = parents[area]
    for child in [row for row in draft.table("departments") if row["parent_id"]]:
        departments[child["parent_id"]] |= departments[child["department_id"]]
    for table, key, years in (
        ("policy_areas", "policy_area_id", areas),
        ("measures", "measure_id", measures),
        ("departments", "department_id", departments),
    ):
        for row in draft.table(table):
            if found := years[row[key]]:
                row["first_fiscal_year"], row["last_fiscal_year"] = min(found), max(found)
