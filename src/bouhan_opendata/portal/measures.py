"""The pages of the measures: years side by side, activities over the years, figures, and where all of it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from bouhan_opendata.iri import natural_key
from bouhan_opendata.portal import series, ways
from bouhan_opendata.portal.content import Content, Row
from bouhan_opendata.portal.lines import shown
from bouhan_opendata.portal.rendering import Page


def titles(row: Row, name: str = "title") -> dict[str, str]:
    """A field with its English twin as a text in both languages."""
    return {"ja": str(row[name] or "")} | ({"en": str(row[f"{name}_en"])} if row.get(f"{name}_en") else {})


def data_files(path: str) -> list[tuple[str, str, str]]:
    """The files that stand beside a page: name, media type, what to call it."""
    kinds = (("ttl", "text/turtle", "Turtle"), ("jsonld", "application/ld+json", "JSON-LD"), ("csv", "text/csv", "CSV"))
    return [(f"{path}.{ending}", media, label) for ending, media, label in kinds]


def pages(content: Content, words: Any) -> Iterator[Page]:
    """The list of all measures, then a page for each."""
    yield Page(
        "measure/index", "measures", words("measures"), {"tree": tree(content, None), "loose": loose(content)}, trail=home(words)
    )
    above = [*home(words), ("measure/index", words("measures"))]
    measures = content.measures
    for number, measure in enumerate(measures):
        path = f"measure/{measure['measure_id']}"
        yield Page(
            path,
            "measure",
            titles(measure),
            _view(content, measure, measures[number - 1 : number], measures[number + 1 : number + 2]),
            trail=above,
            alternates=data_files(path),
            iri=content.base_iri + path,
        )


def home(words: Any) -> list[tuple[str, dict[str, str]]]:
    """The first step of every trail."""
    return [("index", words("home"))]


def tree(content: Content, parent: str | None) -> list[dict[str, Any]]:
    """The headings below one, each with its measures and the headings below it."""
    return [
        {
            "area": area,
            "measures": [row for row in content.measures if row["policy_area_id"] == area["policy_area_id"]],
            "below": tree(content, area["policy_area_id"]),
        }
        for area in ways.children(content, parent)
    ]


def loose(content: Content) -> list[Row]:
    """Measures that stand under no heading."""
    return [row for row in content.measures if not row["policy_area_id"]]


def _view(content: Content, measure: Row, before: Sequence[Row], after: Sequence[Row]) -> dict[str, Any]:
    measure_id = measure["measure_id"]
    reports = content.reports_of(measure_id)
    indicators = content.indicators_of(measure_id)
    return {
        "measure": measure,
        "areas": ways.path_of(content, measure["policy_area_id"]),
        "departments": departments(content, measure_id),
        "reports": [{"report": report, "lines": report_lines(content, report)} for report in reports],
        "replaced": [
            {"report": report, "lines": report_lines(content, report)}
            for report in content.by("reports", "measure_id", measure_id)
            if not report["is_current"]
        ],
        "series": [
            {"series": row, "years": series.activities(content, row), "department": department(content, row["department_id"])}
            for row in sorted(
                content.by("activity_series", "measure_id", measure_id), key=lambda row: natural_key(row["series_id"])
            )
        ],
        "years": sorted({row["fiscal_year"] for row in reports if row["result_kind"] == "actual"}),
        "indicators": [{"indicator": row, "years": series.observations(content, row)} for row in indicators],
        "points": lambda row, speak: series.points(content, row, speak),
        "notes": _notes(content, measure_id, [row["indicator_id"] for row in indicators]),
        "texts": _texts(content, measure_id, reports),
        "department": lambda key: department(content, key),
        "before": next(iter(before), None),
        "after": next(iter(after), None),
    }


def department(content: Content, department_id: str | None) -> Row | None:
    """A department by id."""
    return content.row("departments", "department_id", department_id) if department_id else None


def departments(content: Content, measure_id: str) -> list[Row]:
    """Who is responsible for a measure, in the newest document that says so."""
    rows = content.by("measure_departments", "measure_id", measure_id)
    newest = max((str(row["source_id"]) for row in rows), key=natural_key, default="")
    own = sorted((row for row in rows if row["source_id"] == newest), key=lambda row: row["sort_order"] or 0)
    found = (department(content, row["department_id"]) for row in own)
    return [row for row in found if row is not None]


def report_lines(content: Content, report: Row) -> list[dict[str, Any]]:
    """The lines of a report with their marks and, where an activity begins, its id."""
    begins = {str(row["first_line_id"]): row for row in content.by("activities", "report_id", report["report_id"])}
    return [
        {"line": line, "pieces": shown(content, line), "activity": begins.get(str(line["line_id"]))}
        for line in ways.lines_of(content, report)
    ]


def _notes(content: Content, measure_id: str, indicators: Sequence[str]) -> list[Row]:
    wanted = {measure_id, *indicators}
    return [
        row for row in content.tables["notes"] if str(row["subject_id"]) in wanted or _below(str(row["subject_id"]), measure_id)
    ]


def _below(subject: str, measure_id: str) -> bool:
    return subject.startswith(f"{measure_id}-")


def _texts(content: Content, measure_id: str, reports: Sequence[Row]) -> list[Row]:
    known = {row["report_id"] for row in reports}
    return [row for row in content.tables["report_texts"] if row["measure_id"] == measure_id or row["report_id"] in known]
