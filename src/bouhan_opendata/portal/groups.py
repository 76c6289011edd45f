"""Pages that gather measures: departments, headings of the plan, themes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from bouhan_opendata.iri import natural_key
from bouhan_opendata.portal import series, ways
from bouhan_opendata.portal.content import Content, Row
from bouhan_opendata.portal.measures import data_files, home, titles
from bouhan_opendata.portal.rendering import Page


def pages(content: Content, words: Any) -> Iterator[Page]:
    """Each list, then a page for each entry."""
    yield from _departments(content, words)
    yield from _areas(content, words)
    yield from _themes(content, words)


def _departments(content: Content, words: Any) -> Iterator[Page]:
    rows = sorted(content.tables["departments"], key=lambda row: natural_key(row["department_id"]))
    entries = [
        {"row": row, "name": "name", "path": f"department/{row['department_id']}"}
        | {"count": len(_responsible(content, row["department_id"]))}
        for row in rows
    ]
    yield Page("department/index", "list", words("departments"), {"entries": entries, "kind": "departments"}, trail=home(words))
    above = [*home(words), ("department/index", words("departments"))]
    for row in rows:
        key = row["department_id"]
        view = {
            "row": row,
            "above": content.row("departments", "department_id", row["parent_id"]) if row["parent_id"] else None,
            "below": content.by("departments", "parent_id", key),
            "measures": _responsible(content, key),
            "indicators": _observed(content, content.by("indicators", "department_id", key)),
            "changes": [c for c in content.tables["organisation_changes"] if key in (c["from_id"], c["to_id"])],
            "reported": {(r["report_id"]): r["state"] for r in content.by("report_departments", "department_id", key)},
        }
        path = f"department/{key}"
        iri = content.base_iri + path
        yield Page(path, "department", titles(row, "name"), view, trail=above, alternates=data_files(path), iri=iri)


def _responsible(content: Content, department_id: str) -> list[Row]:
    wanted = {row["measure_id"] for row in content.by("measure_departments", "department_id", department_id)}
    reports = {row["report_id"] for row in content.by("report_departments", "department_id", department_id)}
    wanted |= {row["measure_id"] for row in content.tables["reports"] if row["report_id"] in reports}
    return [row for row in content.measures if row["measure_id"] in wanted]


def _observed(content: Content, indicators: Sequence[Row]) -> list[dict[str, Any]]:
    rows = sorted(indicators, key=lambda row: natural_key(row["indicator_id"]))
    return [{"indicator": row, "years": series.observations(content, row)} for row in rows]


def _areas(content: Content, words: Any) -> Iterator[Page]:
    for area in content.areas:
        key = area["policy_area_id"]
        measures = list(ways.below(content, key))
        indicators = [row for measure in measures for row in content.indicators_of(measure["measure_id"])]
        view = {
            "area": area,
            "above": ways.path_of(content, area["parent_id"]),
            "below": ways.children(content, key),
            "measures": measures,
            "indicators": _observed(content, indicators),
        }
        path = f"area/{key}"
        above = [*home(words), ("measure/index", words("measures"))]
        iri = content.base_iri + path
        yield Page(path, "area", titles(area), view, trail=above, alternates=data_files(path), iri=iri)


def _themes(content: Content, words: Any) -> Iterator[Page]:
    codes = content.model.code_lists["theme"].codes
    counted = [(code, [row for row in content.measures if row["theme"] == code]) for code in content.themes]
    entries = [
        {"row": {"title": codes[code].label["ja"], "title_en": codes[code].label["en"]}, "name": "title", "path": f"theme/{code}"}
        | {"count": len(rows)}
        for code, rows in counted
    ]
    yield Page("theme/index", "list", words("themes"), {"entries": entries, "kind": "themes"}, trail=home(words))
    above = [*home(words), ("theme/index", words("themes"))]
    for code, rows in counted:
        indicators = [row for measure in rows for row in content.indicators_of(measure["measure_id"])]
        view = {"theme": codes[code], "measures": rows, "indicators": _observed(content, indicators)}
        path = f"theme/{code}"
        yield Page(path, "theme", dict(codes[code].label), view, trail=above, iri=content.model.code_iri("theme", code))
