"""Where in the sources a row of the data was written: the file and cell that a person can open, beside the row's own key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from bouhan_opendata.findings import Place

Row = Mapping[str, Any]
_CLASSES = {("measures", "title"): "measure", ("measures", "description"): "description", ("departments", "name"): "department"}
"""The class of the source lines that hold a field."""


class SourcePlaces:
    """Looks up places over the tables of one package; nothing is read before the first question."""

    def __init__(self, tables: Mapping[str, Sequence[Row]]) -> None:
        self._tables = tables

    @cached_property
    def _files(self) -> dict[str, str]:
        return {row["source_id"]: row["file_name"] for row in self._tables["sources"]}

    @cached_property
    def _cells(self) -> dict[str, list[Row]]:
        cells: dict[str, list[Row]] = {}
        for row in self._tables["source_lines"]:
            cells.setdefault(row["line_id"].rsplit("-", 1)[0], []).append(row)
        return cells

    @cached_property
    def _by_class(self) -> dict[str, list[Row]]:
        lines: dict[str, list[Row]] = {}
        for row in self._tables["source_lines"]:
            lines.setdefault(row["class"], []).append(row)
        return lines

    def at_line(self, line_id: str | None, key: str) -> Place:
        """A line of a source, and the key of the row it became."""
        if line_id is None:
            return Place(key=key)
        return Place(file=self._files.get(line_id.split("-")[0]), line_id=line_id, key=key)

    def of(self, table: str, row: Row, name: str, words: str) -> Place:
        """The line of a source that holds ``words`` of this field, if one does; else the row in its own table."""
        key = str(next(iter(row.values())))
        if table == "source_lines":
            return Place(file=self._files.get(row["source_id"]), line_id=row["line_id"])
        if table == "notes":
            return Place(file="curation/notes.yaml", key=key, field=name)
        for line in self._lines(table, row, name):
            if words in (line["text"] or ""):
                return self.at_line(line["line_id"], key)
        first = row.get("first_line_id") or next((line["line_id"] for line in self._lines(table, row, name)), None)
        return self.at_line(first, key) if first else Place(file=f"data/{table}.csv", key=key, field=name)

    def _lines(self, table: str, row: Row, name: str) -> Iterator[Row]:
        """The lines a field may have come from: the row's own span, else every line of the field's class that is part of it."""
        first, last = row.get("first_line_id"), row.get("last_line_id")
        if first is not None:
            cell = first.rsplit("-", 1)[0]
            ends = last if last is not None and last.rsplit("-", 1)[0] == cell else first
            low, high = (int(end.rsplit("-l", 1)[1]) for end in (first, ends))
            yield from (line for line in self._cells.get(cell, []) if low <= line["line_no"] <= high)
            return
        text = "".join(str(row[name]).split())
        for line in self._by_class.get(_CLASSES.get((table, name), ""), []):
            part = "".join((line["text"] or "").split())
            if part and (part in text or text in part):
                yield line
