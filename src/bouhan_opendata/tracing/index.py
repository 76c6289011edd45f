"""The rows of one release by their keys and by what they refer to."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from bouhan_opendata.model import Model
from bouhan_opendata.tracing.values import Edition, Row, Step

TRACED = (
    "measures", "departments", "indicators", "observations", "activities", "activity_series", "policy_areas", "reports",
    "report_texts", "figures", "source_lines", "sources", "fiscal_years", "restatements", "notes", "organisation_changes",
)  # fmt: skip
"""The tables whose rows can be asked for, those that people know first."""
_NAMED_BY = ("title", "label", "label_ja", "name", "text", "quote", "file_name")


class Index:
    """Looks rows up; an old release may lack a table or a field."""

    def __init__(self, edition: Edition, model: Model) -> None:
        self.edition = edition
        self.model = model
        self._by: dict[tuple[str, str], dict[str, list[Row]]] = {}

    def rows(self, table: str) -> Sequence[Row]:
        """All rows of a table."""
        return self.edition.tables.get(table, ())

    def by(self, table: str, field: str, value: object) -> list[Row]:
        """The rows of a table whose field has that value, in the order of the table."""
        key = (table, field)
        if key not in self._by:
            groups: dict[str, list[Row]] = {}
            for row in self.rows(table):
                if row.get(field) is not None:
                    groups.setdefault(str(row[field]), []).append(row)
            self._by[key] = groups
        return self._by[key].get(str(value), [])

    def row(self, table: str, key: object) -> Row | None:
        """The row with that key, if the table has one."""
        found = self.by(table, self.model.tables[table].key[0], key) if key is not None else []
        return found[0] if found else None

    def name(self, table: str, row: Row) -> str:
        """The words by which people know a row; an observation and a report by what they are about."""
        if table == "observations":
            indicator = self.row("indicators", row["indicator_id"])
            return str(indicator["label"]) if indicator else str(row["indicator_id"])
        if table == "reports":
            measure = self.row("measures", row["measure_id"])
            return f"{measure['title']} {row['fiscal_year']}" if measure else str(row["report_id"])
        return next((str(row[name]) for name in _NAMED_BY if row.get(name)), "")

    def step(self, table: str, key: object) -> Step | None:
        """A row as something that others belong to."""
        row = self.row(table, key)
        return Step(table, str(key), self.name(table, row)) if row is not None else None

    @cached_property
    def cells(self) -> dict[str, list[Row]]:
        """The lines of each source cell, in order, by the address of the cell."""
        cells: dict[str, list[Row]] = {}
        for row in self.rows("source_lines"):
            cells.setdefault(cell_of(row["line_id"]), []).append(row)
        return {cell: sorted(lines, key=lambda row: int(row["line_no"])) for cell, lines in cells.items()}

    def between(self, first: str | None, last: str | None) -> list[str]:
        """The ids of the lines from one to another of the same cell."""
        if first is None:
            return []
        lines = self.cells.get(cell_of(first), [])
        names = [str(row["line_id"]) for row in lines]
        if first not in names:
            return []
        end = names.index(last) if last in names else names.index(first)
        return names[names.index(first) : end + 1]


def cell_of(line_id: str) -> str:
    """The address of a line's cell."""
    return line_id.rsplit("-l", 1)[0]
