"""Pages about the data: home, dictionary, codes, downloads, versions, about, search, and the page for what is not there."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from bouhan_opendata.portal import series, years
from bouhan_opendata.portal.content import Content, File
from bouhan_opendata.portal.measures import home, tree
from bouhan_opendata.portal.rendering import Page
from bouhan_opendata.tabular.spreadsheets import OVERVIEWS

GROUPS = ("data", "office", "rdf", "metadata", "findings")
_PREVIEWED = 5


@dataclass(frozen=True, slots=True)
class Version:
    """A version of the data: its number and date, notes in both languages, and what changed since the one before."""

    number: str
    date: str
    notes: Mapping[str, str]
    changes: Mapping[str, Any]


def pages(
    content: Content, words: Any, versions: Sequence[Version], beside: Sequence[File], read: Callable[[str], bytes]
) -> Iterator[Page]:
    """All of them. ``beside`` are files next to the release (zip, database); ``read`` gives a file of the release."""
    top = home(words)
    yield _home(content, words, beside)
    yield Page("dictionary", "dictionary", words("dictionary"), {"tables": _dictionary(content)}, top)
    yield Page("codes", "codes", words("codes"), {"lists": content.model.code_lists, "units": content.tables["units"]}, top)
    yield Page("downloads", "downloads", words("downloads"), _downloads(content, beside, read), top)
    yield Page("releases", "releases", words("releases"), {"versions": versions}, top)
    yield Page("about", "about", words("about"), {"levels": _levels(content), "contact": content.contact}, top)
    yield Page("search", "search", words("search"), _search(content), top)
    yield Page("404", "missing", words("not_found"), {}, top)


def _home(content: Content, words: Any, beside: Sequence[File]) -> Page:
    newest = max(content.years, default=None)
    headline = [row for row in content.tables["indicators"] if row["is_headline"]]
    view = {
        "newest": newest,
        "headline": [
            {
                "indicator": row,
                "years": series.observations(content, row),
                "measure": content.row("measures", "measure_id", row["measure_id"]),
            }
            for row in headline
        ],
        "points": lambda row, speak: series.points(content, row, speak),
        "tree": tree(content, None),
        "change": years.changes(content, newest) if newest is not None else None,
        "published": published(content),
        "beside": beside,
    }
    return Page("index", "home", content.said("title"), view, structured=content.schema_org)


def published(content: Content) -> list[File]:
    """The files that most people want: overviews, workbook, Turtle."""
    wanted = (*(f"office/utf8-bom/{name}.csv" for name in OVERVIEWS), "rdf/data.ttl")
    return [f for f in content.files if f.path in wanted or f.path.endswith(".xlsx")]


def _dictionary(content: Content) -> list[dict[str, Any]]:
    described = {one["name"] for one in content.description.get("resources", [])}
    return [
        {"table": table, "fields": content.by("fields", "table", name)}
        for name, table in content.model.tables.items()
        if name in described
    ]


def _downloads(content: Content, beside: Sequence[File], read: Callable[[str], bytes]) -> dict[str, Any]:
    groups = [(name, [f for f in content.files if f.path.startswith(f"{name}/")]) for name in GROUPS]
    top = [f for f in content.files if "/" not in f.path]
    previews = {f.path: _first_rows(read(f.path)) for f in content.files if f.path.startswith("data/")}
    titles = {name: table.title for name, table in content.model.tables.items()}
    return {"groups": [*groups, ("top", top)], "beside": beside, "previews": previews, "titles": titles}


def _first_rows(data: bytes) -> list[list[str]]:
    return list(islice(csv.reader(io.StringIO(data.decode("utf-8"), newline="")), _PREVIEWED + 1))


def _levels(content: Content) -> Mapping[str, int]:
    counts = content.findings.get("counts", {}) if content.findings else {}
    return {level: int(counts.get(level, 0)) for level in ("error", "warning", "info")}


def _search(content: Content) -> dict[str, Any]:
    departments = {row["department_id"]: row for row in content.tables["departments"]}
    used = {row["unit_id"] for row in content.tables["indicators"] if row["unit_id"]}
    statuses = {row["status"] for row in content.tables["activities"] if row["status"]}
    return {
        "departments": list(departments.values()),
        "units": [unit for unit in content.model.units if unit in used],
        "statuses": [code for code in content.model.code_lists["status"].codes if code in statuses],
        "measures": content.measures,
        "activities": [
            {"row": row, "report": report, "measure": content.row("measures", "measure_id", report["measure_id"])}
            for report in content.tables["reports"]
            for row in content.by("activities", "report_id", report["report_id"])
        ],
    }
