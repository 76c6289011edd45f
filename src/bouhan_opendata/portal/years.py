"""The pages of the fiscal years, and of two years side by side with the word whether they may be compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from typing import Any

from bouhan_opendata.compared import TABLES, side_of
from bouhan_opendata.comparing import compare_years
from bouhan_opendata.portal import series
from bouhan_opendata.portal.content import Content, Row
from bouhan_opendata.portal.measures import home
from bouhan_opendata.portal.rendering import Page
from bouhan_opendata.presentation import comparison_view


def pages(content: Content, words: Any) -> Iterator[Page]:
    """The list of years, a page for each year, a page for each pair of years that state figures."""
    pairs = [pair for pair in combinations(content.years, 2) if all(_has_figures(content, year) for year in pair)]
    listed = [{"year": year, "counts": dict(changes(content, year)["counts"])} for year in reversed(content.years)]
    yield Page("fiscal-year/index", "years", words("years"), {"listed": listed, "pairs": pairs}, trail=home(words))
    above = [*home(words), ("fiscal-year/index", words("years"))]
    for year in content.years:
        path = f"fiscal-year/{year}"
        yield Page(path, "fiscal_year", year_title(content, year), _view(content, year), above, iri=content.base_iri + path)
    for first, second in pairs:
        title = {lang: f"{year_title(content, first)[lang]} — {year_title(content, second)[lang]}" for lang in ("ja", "en")}
        yield Page(f"compare/{first}-{second}", "compare", title, _compared(content, first, second), above)


def year_title(content: Content, year: int) -> dict[str, str]:
    """A fiscal year by name, in both languages."""
    row = content.row("fiscal_years", "fiscal_year", year) or {}
    return {"ja": str(row.get("label_ja") or f"{year}年度"), "en": str(row.get("label_en") or f"FY{year}")}


def _has_figures(content: Content, year: int) -> bool:
    return any(row["result_kind"] == "actual" for row in content.by("observations", "fiscal_year", year))


def changes(content: Content, year: int) -> dict[str, Any]:
    """What a year says of each activity series, against the year before: counted, and listed by kind."""
    listed: dict[str, list[dict[str, Any]]] = {kind: [] for kind in ("new", "changed", "gone", "stopped", "same")}
    is_first = year == min(content.years, default=year)
    for row in content.tables["activity_series"]:
        stated = {one.year: one for one in series.activities(content, row)}
        now, before = stated.get(year), stated.get(year - 1)
        if now is None:
            continue
        kind = _kind(now, before)
        if kind and not (is_first and kind != "stopped"):
            measure = content.row("measures", "measure_id", row["measure_id"])
            listed[kind].append({"series": row, "measure": measure, "now": now, "before": before})
    return {"listed": listed, "counts": Counter({kind: len(rows) for kind, rows in listed.items()}), "is_first": is_first}


def _kind(now: series.Stated, before: series.Stated | None) -> str:
    if now.status in series.STOPPED:
        return "stopped"
    if now.activity is None:
        return "gone" if before is not None and before.activity is not None else ""
    match now.activity["continuity"]:
        case "first_stated" | "resumed":
            return "new"
        case "reworded" | "figures_only":
            return "changed"
        case "unchanged":
            return "same"
    return ""


def _view(content: Content, year: int) -> dict[str, Any]:
    reports = [row for row in content.tables["reports"] if row["fiscal_year"] == year and row["is_current"]]
    by_measure: dict[str, list[Row]] = {}
    for report in reports:
        by_measure.setdefault(str(report["measure_id"]), []).append(report)
    measures = [(row, by_measure[row["measure_id"]]) for row in content.measures if row["measure_id"] in by_measure]
    observed = [row for row in content.by("observations", "fiscal_year", year) if row["result_kind"] == "actual"]
    return {
        "shown_year": year,
        "row": content.row("fiscal_years", "fiscal_year", year),
        "measures": [{"measure": row, "reports": own, "activities": _activities(content, own)} for row, own in measures],
        "observed": [(content.row("indicators", "indicator_id", row["indicator_id"]), row) for row in observed],
        "measure_of": lambda key: content.row("measures", "measure_id", key),
        "change": changes(content, year),
        "pairs": [pair for pair in combinations(content.years, 2) if year in pair],
        "has_figures": lambda one: _has_figures(content, one),
    }


def _activities(content: Content, reports: list[Row]) -> list[Row]:
    return [row for report in reports for row in content.by("activities", "report_id", report["report_id"])]


def _compared(content: Content, first: int, second: int) -> dict[str, Any]:
    tables = {name: content.tables[name] for name in TABLES}
    sides = [side_of(tables, content.version, year) for year in (first, second)]
    return {"comparison": compare_years(*sides), "first": first, "second": second, "said": comparison_view}
