"""The pages of the indicators: a value for each year or the word for its absence, a chart, and what is known of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bouhan_opendata.iri import natural_key
from bouhan_opendata.portal import series
from bouhan_opendata.portal.content import Content, Row
from bouhan_opendata.portal.lines import shown
from bouhan_opendata.portal.measures import data_files, department, home, titles
from bouhan_opendata.portal.rendering import Page


def pages(content: Content, words: Any) -> Iterator[Page]:
    """The table of all indicators, then a page for each."""
    rows = sorted(content.tables["indicators"], key=lambda row: natural_key(row["indicator_id"]))
    groups = [
        {"measure": measure, "indicators": [_with_years(content, row) for row in content.indicators_of(measure["measure_id"])]}
        for measure in content.measures
    ]
    view = {"groups": [group for group in groups if group["indicators"]], "years": content.years}
    yield Page("indicator/index", "indicators", words("indicators"), view, trail=home(words))
    above = [*home(words), ("indicator/index", words("indicators"))]
    for row in rows:
        path = f"indicator/{row['indicator_id']}"
        iri = content.base_iri + path
        yield Page(path, "indicator", titles(row, "label"), _view(content, row), above, data_files(path), iri)


def _with_years(content: Content, row: Row) -> dict[str, Any]:
    return {"indicator": row, "years": series.observations(content, row)}


def _view(content: Content, row: Row) -> dict[str, Any]:
    years = series.observations(content, row)
    return {
        "indicator": row,
        "measure": content.row("measures", "measure_id", row["measure_id"]),
        "department": department(content, row["department_id"]),
        "years": years,
        "quotes": {one.year: _quote(content, one.observation) for one in years if one.observation is not None},
        "others": [o for o in content.by("observations", "indicator_id", row["indicator_id"]) if o["result_kind"] != "actual"],
        "points": lambda indicator, speak: series.points(content, indicator, speak),
        "notes": [n for n in content.tables["notes"] if n["subject_id"] == row["indicator_id"]],
    }


def _quote(content: Content, observation: Row) -> dict[str, Any] | None:
    """The source line of an observation, with its marks."""
    figure = content.row("figures", "figure_id", observation["figure_id"])
    line = content.row("source_lines", "line_id", figure["line_id"]) if figure else None
    return {"line": line, "pieces": shown(content, line), "figure": figure} if line and figure else None
