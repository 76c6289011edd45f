"""The search index: an exact one for Japanese, made when the site is made. Pairs of characters lead to entries; a hit is
checked against the text itself. Width and case are folded in the index only."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

from bouhan_opendata.portal import ways
from bouhan_opendata.portal.content import Content, Row

_RUN = re.compile(r"[0-9a-z]+")


def folded(text: str) -> str:
    """NFKC, lower case, runs of space as one: what is compared, never what is shown.

    >>> folded("ＡＢＣ　１２３")
    'abc 123'
    """
    return " ".join(unicodedata.normalize("NFKC", text).lower().split())


def grams(text: str) -> set[str]:
    """The keys of a folded text: each pair of neighbours outside ASCII runs, each single character, and each ASCII run whole.

    >>> sorted(grams("夜間 12"))
    ['12', '夜', '夜間', '間']
    """
    keys: set[str] = set()
    for word in text.split(" "):
        keys.update(_RUN.findall(word))
        others = [part for part in _RUN.split(word) if part]
        for part in others:
            keys.update(part)
            keys.update(part[at : at + 2] for at in range(len(part) - 1))
    return keys


def entries(content: Content) -> Iterator[dict[str, Any]]:
    """What can be found: measures, activities, indicators, departments; with the page, the text and what it is filtered by."""
    areas = {
        row["measure_id"]: [a["policy_area_id"] for a in ways.path_of(content, row["policy_area_id"])] for row in content.measures
    }
    for row in content.measures:
        text = " ".join(str(row[name]) for name in ("title", "description") if row[name])
        yield _entry(
            "measure", f"measure/{row['measure_id']}", row["title"], text, areas=areas[row["measure_id"]], theme=row["theme"]
        )
    for report in content.tables["reports"]:
        measure = content.row("measures", "measure_id", report["measure_id"])
        for row in content.by("activities", "report_id", report["report_id"]):
            yield _activity(row, report, measure, areas.get(report["measure_id"], []))
    for row in content.tables["indicators"]:
        measure = content.row("measures", "measure_id", row["measure_id"])
        filters = {"areas": areas.get(row["measure_id"], []), "theme": measure and measure["theme"], "unit": row["unit_id"]}
        page = f"indicator/{row['indicator_id']}"
        text = f"{row['label']} {measure['title'] if measure else ''}"
        yield _entry("indicator", page, row["label"], text, department=row["department_id"], **filters)
    for row in content.tables["departments"]:
        yield _entry(
            "department", f"department/{row['department_id']}", row["name"], row["name"], department=row["department_id"]
        )


def _activity(row: Row, report: Row, measure: Row | None, areas: list[str]) -> dict[str, Any]:
    page = f"measure/{report['measure_id']}"
    filters = {
        "year": report["fiscal_year"], "department": row["department_id"], "areas": areas,
        "theme": measure["theme"] if measure else None, "status": row["status"],
    }  # fmt: skip
    return _entry("activity", page, row["text"], row["text"], fragment=f"activity-{row['activity_id']}", **filters)


def _entry(kind: str, page: str, title: object, text: object, fragment: str = "", **filters: Any) -> dict[str, Any]:
    known = {name: value for name, value in filters.items() if value not in (None, "", [])}
    return {"kind": kind, "page": page, "fragment": fragment, "title": str(title), "text": str(text), **known}


def index_script(content: Content) -> bytes:
    """The index as a classic script, which works from a folder too: ``window.bouhanIndex = {entries, grams}``.

    ``grams`` maps a key to the numbers of the entries that hold it, each as the step from the one before.
    """
    found = list(entries(content))
    postings: dict[str, list[int]] = defaultdict(list)
    for number, entry in enumerate(found):
        for key in grams(folded(str(entry["text"]))):
            postings[key].append(number)
    steps = {key: _steps(numbers) for key, numbers in sorted(postings.items())}
    return _script("bouhanIndex", {"entries": [_packed(entry) for entry in found], "grams": steps})


def _steps(numbers: list[int]) -> list[int]:
    return [number - before for before, number in zip([0, *numbers], numbers, strict=False)]


def _packed(entry: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in entry.items() if not (key == "title" and value == entry["text"])}


def _script(name: str, value: Any) -> bytes:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f"window.{name}={text};\n".replace("\u2028", "\\u2028").replace("\u2029", "\\u2029").encode()
