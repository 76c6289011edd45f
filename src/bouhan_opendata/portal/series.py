"""Activities and indicators over the years: a cell for every year, with the word for what is not there."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from bouhan_opendata.portal import ways
from bouhan_opendata.portal.charts import Point
from bouhan_opendata.portal.content import Content, Row
from bouhan_opendata.portal.rendering import Speaker, number

STOPPED = ("cancelled", "partly_cancelled", "not_implemented", "ended")
"""Statuses that a reader must not miss."""


@dataclass(frozen=True, slots=True)
class Stated:
    """What a year says of an activity: its row, or the status of the whole report, or nothing (``記載なし``)."""

    year: int
    activity: Row | None
    status: str
    """The activity's own status, else the report's where the whole cell has one; empty for ``not stated``."""


def activities(content: Content, series: Row) -> list[Stated]:
    """A series in every year of its measure, results only."""
    reports = {row["fiscal_year"]: row for row in content.reports_of(series["measure_id"]) if row["result_kind"] == "actual"}
    own = {str(row["report_id"]): row for row in content.by("activities", "series_id", series["series_id"])}
    made = []
    for year, report in sorted(reports.items()):
        activity = own.get(str(report["report_id"]))
        whole = str(report["status"]) if report["status"] not in ("reported", None) else ""
        made.append(Stated(year, activity, str(activity["status"] or "") if activity else whole))
    return made


@dataclass(frozen=True, slots=True)
class Observed:
    """What a year states of an indicator; without an observation the reason, as a code of ``status`` or empty."""

    year: int
    observation: Row | None
    gap: str


def observations(content: Content, indicator: Row) -> list[Observed]:
    """An indicator in every year of its measure."""
    made = []
    for year in content.years:
        found = ways.observed(content, indicator["indicator_id"], year)
        status = ways.status(content, indicator["measure_id"], year)
        gap = "" if found is not None or status in (None, "reported") else str(status)
        made.append(Observed(year, found, gap))
    return made


def points(content: Content, indicator: Row, speak: Speaker) -> list[Point]:
    """The observations of an indicator as points of a chart."""
    made = []
    for one in observations(content, indicator):
        row = one.observation
        if row is None:
            word = speak.code("status", one.gap) or speak.words("not_stated")
            made.append(Point(str(one.year), None, "", word))
            continue
        value = Decimal(row["value"])
        about = row["precision"] not in ("exact", None)
        words = number(value)
        if about:
            label = speak.code("precision", row["precision"])
            words = f"{label}{words}" if speak.lang == "ja" else words
        broken = row["comparable_with_previous"] in ("no", "doubtful")
        made.append(Point(str(one.year), value, words, is_approximate=about, breaks_series=broken))
    return made
