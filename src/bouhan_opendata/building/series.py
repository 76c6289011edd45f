"""The same activity over the years: exact text first, then text with its numbers masked; anything less is a person's to say.

A series is known by its last words in an earlier year, and by the names that the register has for it, so that a corrected
table keeps the published ids. What a person says stands in the register: a further entry of the same id with the later
year's words joins them. A mark such as 〃 joins the series of what it repeats; one that names nothing makes no series.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Any

from bouhan_opendata.building.draft import Draft
from bouhan_opendata.building.ids import Registrar
from bouhan_opendata.building.marks import Marks
from bouhan_opendata.building.organisation import Successors
from bouhan_opendata.extraction.keys import masked
from bouhan_opendata.findings import Place
from bouhan_opendata.japanese.folding import fold

_ORDINAL = re.compile(r"#[0-9]+$")
"""Behind the name of the second activity of a year with the same words."""


_NTH = re.compile("第[0-9]{1,3}")
_LETTERS = str.maketrans("0123456789", "abcdefghij")


def _counted(text: str) -> str:
    """The text with its counts masked, its 第1回 and 第2回 told apart: the first lecture goes on with the first."""
    return masked(_NTH.sub(lambda nth: nth[0].translate(_LETTERS), fold(text).text))


@dataclass(slots=True)
class _Series:
    series_id: str
    text: str
    row: dict[str, Any]
    year: int
    """The year in which it was last stated or repeated."""
    position: int
    """Its place among the items of its section in that year."""
    stated: str
    """The activity that last stated it in words."""
    under: str
    """The words of the activity that it stood under then; empty where under none."""

    def goes_on(self, year: int, position: int) -> None:
        self.year, self.position, self.row["last_fiscal_year"] = year, position, year


def add_series(draft: Draft, registrar: Registrar) -> None:
    """Fill ``activity_series`` and the series and continuity of every current actual activity, oldest year first.

    The earliest year of a measure gets no continuity: whether its activities are new is not known.
    """
    reports = {row["report_id"]: row for row in draft.table("reports") if row["is_current"] and row["result_kind"] == "actual"}
    sections: dict[tuple[str, str | None], dict[int, list[dict[str, Any]]]] = defaultdict(lambda: defaultdict(list))
    years: dict[str, set[int]] = defaultdict(set)
    repeated = _repeated(draft, reports.values())
    successors = Successors(draft.publication.organisation_changes)
    for report in reports.values():
        years[report["measure_id"]].add(report["fiscal_year"])
    for activity in draft.table("activities"):
        if found := reports.get(activity["report_id"]):
            goes_on_as = successors.last(activity["department_id"])
            sections[found["measure_id"], goes_on_as][found["fiscal_year"]].append(activity)
    marks = Marks(draft.model)
    for (measure_id, department_id), by_year in sections.items():
        section = _Section(draft, registrar, marks, measure_id)
        everyones = sections.get((measure_id, None), {}) if department_id is not None else {}
        for previous, year in _pairs(sorted(years[measure_id])):
            activities = by_year.get(year, [])
            said = activities or everyones.get(year, [])
            is_ditto = bool(said) and all(map(marks.is_ditto, said))
            kind, other = repeated.get((measure_id, year), ("actual", None)) if is_ditto else ("actual", None)
            if kind != "actual":
                continue  # what was planned was done: that says nothing of the year before
            if other is not None and other > year:
                activities = by_year.get(other, [])  # the newer year stands beside it, and is what it says
            elif is_ditto and not activities:
                section.repeat(previous, year)
            section.add(activities, previous, year)


def _repeated(draft: Draft, reports: Iterable[dict[str, Any]]) -> dict[tuple[str, int], tuple[str, int]]:
    """Measure and year of the reports that only repeat another → the kind and year of that."""
    found = {}
    for report in reports:
        if report["same_as_report_id"] is not None:
            other = draft.the("reports", report_id=report["same_as_report_id"])
            found[report["measure_id"], report["fiscal_year"]] = (other["result_kind"], other["fiscal_year"])
    return found


def _pairs(years: Sequence[int]) -> list[tuple[int | None, int]]:
    return list(zip([None, *years], years, strict=False))


@dataclass(slots=True)
class _Year:
    """The activities of a section in one year, on the way into series."""

    year: int
    previous: int | None
    """The year before it of which the measure has a report."""
    activities: Sequence[dict[str, Any]]
    free: list[_Series]
    """The series that nothing in this year has joined yet."""
    unmatched: list[dict[str, Any]]
    heads: dict[str | None, str] = field(default_factory=dict)
    """The words of the activities that others stand under, by id."""

    def position(self, activity: dict[str, Any]) -> int:
        return next(number for number, other in enumerate(self.activities) if other is activity)

    def join(self, activity: dict[str, Any], series: _Series, continuity: str | None) -> None:
        """Put an activity into a series; one that the year before did not state is stated again, whatever its words."""
        is_next = series.year == self.previous
        activity["series_id"] = series.series_id
        activity["continuity"] = continuity if is_next or continuity is None else "resumed"
        self.free.remove(series)
        series.goes_on(self.year, self.position(activity))

    def join_by(self, continuity: str | None, fits: Callable[[_Series, str], bool]) -> None:
        """Join every unmatched activity to the first free series that fits and stands under the same words."""
        for activity in list(self.unmatched):
            under = masked(self.heads.get(activity["parent_activity_id"], ""))
            alike = (series for series in self.free if masked(series.under) == under and fits(series, activity["text"]))
            found = next(alike, None)
            if found is not None:
                self.join(activity, found, continuity)
                self.unmatched.remove(activity)
                if continuity is not None:
                    found.text, found.stated = activity["text"], activity["activity_id"]
                    found.under = self.heads.get(activity["parent_activity_id"], "")


class _Section:
    """The activities of a measure and a department, and of those that went on as it, year by year."""

    def __init__(self, draft: Draft, registrar: Registrar, marks: Marks, measure_id: str) -> None:
        self.draft = draft
        self.registrar = registrar
        self.marks = marks
        self.measure_id = measure_id
        self.known: list[_Series] = []

    def _path(self, activity: dict[str, Any]) -> str:
        return f"{self.measure_id}/{activity['department_id'] or '-'}"

    def repeat(self, previous: int | None, year: int) -> None:
        """Everything of the year before is said to be the same."""
        for series in self.known:
            if series.year == previous:
                series.goes_on(year, series.position)

    def add(self, activities: Sequence[dict[str, Any]], previous: int | None, year: int) -> None:
        """Match the activities of a year with what is known; what is left is new."""
        counted = [activity for activity in activities if self._is_counted(activity)]
        worded = [one for one in activities if not (self.marks.is_bare(one) or self._is_counted(one))]
        before = [series for series in self.known if series.year == previous]
        heads = {one["activity_id"]: one["text"] for one in activities}
        now = _Year(year, previous, activities, list(self.known), worded, heads)
        now.join_by("unchanged", lambda series, text: series.text == text)
        now.join_by("figures_only", lambda series, text: _counted(series.text) == _counted(text))
        now.join_by("figures_only", lambda series, text: masked(series.text) == masked(text))
        now.join_by(
            None, lambda series, text: series in before and self._named([s for s in before if s in now.free], text) is series
        )
        self._join_dittos(now, before)
        above = self._join_counted(now, before, counted)
        for activity, series_id in zip(now.unmatched, self._identified(now), strict=True):
            self._put(now, activity, series_id)
        for activity, other in above:
            activity |= {name: other[name] for name in ("series_id", "continuity")}
            self.draft.repeated[activity["activity_id"]] = other["activity_id"]

    def _is_counted(self, activity: dict[str, Any]) -> bool:
        """Whether it repeats with a number of its own, and has no published series of its own from before that was told."""
        name = f"{self._path(activity)}/{activity['text']}"
        return self.marks.is_counted(activity) and self.registrar.recorded("t", name) is None

    def _join_counted(
        self, now: _Year, before: Sequence[_Series], counted: Sequence[dict[str, Any]]
    ) -> list[tuple[dict[str, Any], dict[str, Any]]]:
        """〃 5回 goes on with the item above it, at the head of a cell and as 同左 5回 with what stood at its place before.

        Returns those with an item above them, and that item, whose series is not known yet.
        """
        above: list[tuple[dict[str, Any], dict[str, Any]]] = []
        last: dict[str, Any] | None = None
        for position, activity in enumerate(now.activities):
            if not any(activity is one for one in counted):
                last = None if self.marks.is_bare(activity) else activity
                continue
            if last is not None and self.marks.points_up(activity):
                above.append((activity, last))
                continue
            found = next((series for series in before if series.position == position and series in now.free), None)
            if found is None:
                now.unmatched.append(activity)
                continue
            self.draft.repeated[activity["activity_id"]] = found.stated
            now.join(activity, found, "figures_only")
        now.unmatched.sort(key=now.position)
        return above

    def _named(self, before: Sequence[_Series], text: str) -> _Series | None:
        """講習会：同左 repeats the one activity of the year before that begins with 講習会."""
        named = self.marks.named(text)
        alike = [series for series in before if named and re.sub(r"\s", "", fold(series.text).text).startswith(named)]
        return alike[0] if len(alike) == 1 else None

    def _join_dittos(self, now: _Year, before: Sequence[_Series]) -> None:
        """〃 repeats what stood at its place the year before, or the whole section where nothing else stands there."""
        dittos = [activity for activity in now.activities if self.marks.is_ditto(activity)]
        if dittos and len(dittos) == len(now.activities) and (len(dittos) == 1 or len(dittos) != len(before)):
            if len(dittos) == len(before):
                dittos[0]["series_id"] = before[0].series_id
            self.repeat(now.previous, now.year)
            return
        for activity in dittos:
            position = now.position(activity)
            found = next((series for series in before if series.position == position and series in now.free), None)
            if found is not None:
                now.join(activity, found, None)

    def _identified(self, now: _Year) -> list[str]:
        """The ids of a year's unmatched activities: by their words in the register, then by those with numbers masked, or new."""
        written = []
        for number, activity in enumerate(now.unmatched):
            same = sum(other["text"] == activity["text"] for other in now.unmatched[:number])
            written.append(f"{self._path(activity)}/{activity['text']}{f'#{same + 1}' if same else ''}")
        found = [self.registrar.recorded("t", name) for name in written]
        taken = {series.series_id for series in self.known if series not in now.free} | {i for i in found if i is not None}
        ids = []
        for activity, name, series_id in zip(now.unmatched, written, found, strict=True):
            if series_id is None and (alike := self._recorded(activity, taken)) is not None:
                taken.add(alike)
                ids.append(alike)
                continue
            line = activity["first_line_id"]
            ids.append(self.registrar.identify("t", name, line.split("-")[0], Place(line_id=line)))
        return ids

    def _recorded(self, activity: dict[str, Any], taken: set[str]) -> str | None:
        """The first id of the register, not taken this year, whose name here is this text but for the numbers."""
        names = self.registrar.recorded_under("t", self._path(activity))
        key = masked(activity["text"])
        return next((i for i, tail in names if i not in taken and masked(_ORDINAL.sub("", tail)) == key), None)

    def _put(self, now: _Year, activity: dict[str, Any], series_id: str) -> None:
        """Into the series of an id: one that a person joined it to, or a new one."""
        known = next((series for series in self.known if series.series_id == series_id), None)
        if known is None:
            self._begin(now, activity, series_id)
        elif known in now.free:
            now.join(activity, known, "reworded")
            known.text, known.stated = activity["text"], activity["activity_id"]
        else:
            activity["series_id"], activity["continuity"] = series_id, "reworded"

    def _begin(self, now: _Year, activity: dict[str, Any], series_id: str) -> None:
        if now.previous is not None:
            _propose(self.draft, activity, now.free, self._path(activity))
        row = self.draft.add(
            "activity_series",
            series_id=series_id,
            measure_id=self.measure_id,
            department_id=activity["department_id"],
            label=activity["text"],
            first_fiscal_year=now.year,
            last_fiscal_year=now.year,
        )
        under = now.heads.get(activity["parent_activity_id"], "")
        where = now.year, now.position(activity)
        self.known.append(_Series(series_id, activity["text"], row, *where, activity["activity_id"], under))
        activity["series_id"], activity["continuity"] = series_id, None if now.previous is None else "first_stated"


_NEAR = 0.6
"""How alike two texts with their numbers masked must be to be proposed as one activity (difflib's ratio)."""


def _propose(draft: Draft, activity: dict[str, Any], free: list[_Series], path: str) -> None:
    """Tell of the earlier activity that a new one is most like: whether they are one is a person's to say."""
    text = masked(activity["text"])
    scored = [(SequenceMatcher(None, masked(s.text), text, autojunk=False).ratio(), s) for s in free]
    score, near = max(scored, key=lambda pair: pair[0], default=(0.0, None))
    if near is not None and score >= _NEAR:
        line, name = activity["first_line_id"], json.dumps(f"{path}/{activity['text']}", ensure_ascii=False)
        params = {"text": activity["text"], "near": near.text, "id": near.series_id, "score": f"{score:.2f}"}
        params["entry"] = f"- {{id: {near.series_id}, name: {name}, source: {line.split('-')[0]}}}"
        draft.find("activity-near-miss", Place(line_id=line), **params)


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
