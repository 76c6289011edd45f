"""The pages of the source files: each table as it was read, every number marked and every line with an address."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bouhan_opendata.iri import natural_key
from bouhan_opendata.portal.content import Content, Row
from bouhan_opendata.portal.lines import shown
from bouhan_opendata.portal.measures import data_files, home, titles
from bouhan_opendata.portal.rendering import Page


def pages(content: Content, words: Any) -> Iterator[Page]:
    """The list of sources, then a page for each."""
    rows = sorted(content.tables["sources"], key=lambda row: natural_key(row["source_id"]))
    entries = [{"row": row, "name": "title", "path": f"source/{row['source_id']}", "count": ""} for row in rows]
    yield Page("source/index", "list", words("sources"), {"entries": entries, "kind": "sources"}, trail=home(words))
    above = [*home(words), ("source/index", words("sources"))]
    for row in rows:
        path = f"source/{row['source_id']}"
        view = {"source": row, "tables": _tables(content, row["source_id"])}
        yield Page(path, "source", titles(row), view, above, data_files(path), content.base_iri + path)


def _tables(content: Content, source_id: str) -> list[list[list[list[dict[str, Any]]]]]:
    """The lines of a source as tables of rows of cells; empty lines are left out."""
    tables: dict[int, dict[int, dict[int, list[dict[str, Any]]]]] = {}
    for line in content.by("source_lines", "source_id", source_id):
        if line["text"]:
            rows = tables.setdefault(int(line["table_no"]), {})
            rows.setdefault(int(line["row_no"]), {}).setdefault(int(line["column_no"]), []).append(_line(content, line))
    return [[[rows[r][c] for c in sorted(rows[r])] for r in sorted(rows)] for _, rows in sorted(tables.items())]


def _line(content: Content, line: Row) -> dict[str, Any]:
    return {"line": line, "pieces": shown(content, line)}
