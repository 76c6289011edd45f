"""What a person says of a source's tables where they do not speak for themselves: ``layout`` of an entry in sources.yaml.

Columns are named by the words of their header, by their letter (``C``, ``進捗!C``) or by their number in the table; rows by
their sheet and number (``進捗!12``), in other forms by table and row (``表2 行4``), or by the number alone where one table
has such a row; tables by the name of their sheet or their number in the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bouhan_opendata.japanese.folding import join_lines
from bouhan_opendata.reading.grid import Cell, Document, Grid

_OF_SHEET = re.compile(r"(?P<sheet>[^\n]{0,200}!)(?P<column>[A-Z]{1,3})(?P<row>[0-9]{1,7})")
_OF_TABLE = re.compile(r"(?P<row>[^\n]{0,60}行[0-9]{1,7}) ?(?P<column>列[0-9]{1,5})")
_HEADER_ROWS = 10


@dataclass(frozen=True, slots=True)
class Overrides:
    """Column, row and table → what it is said to be."""

    columns: Mapping[str, str] = field(default_factory=dict)
    rows: Mapping[str, str] = field(default_factory=dict)
    tables: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, layout: Mapping[str, Any] | None) -> Overrides:
        """The parts of a ``layout`` as it stands in an entry; none say nothing."""
        parts = layout or {}
        return cls(*(dict(parts.get(name) or {}) for name in ("columns", "rows", "tables")))

    def column(self, headers: Sequence[str], cell: Cell) -> str | None:
        """The role that is said of a column, by its header words before its letter and its number."""
        names = (*headers, *_names_of_column(cell), str(cell.column_no))
        return next((self.columns[name] for name in names if name and name in self.columns), None)

    def row(self, row: Sequence[Cell]) -> str | None:
        """What is said of a row."""
        return next((self.rows[name] for name in _names_of_row(row) if name in self.rows), None) if row and self.rows else None

    def skips(self, grid: Grid) -> bool:
        """Whether a table is said to be none of measures."""
        return any(self.tables.get(name) == "skip" for name in _names_of_table(grid))

    def header(self, grid: Grid) -> tuple[int, int] | None:
        """Where the rows begin that are said to be the header, from 0, and how many there are; ``None`` where none are."""
        said = [number for number, row in enumerate(grid.rows) if self.row(row) == "header"] if self.rows else []
        if not said:
            return None
        depth = next((n for n, number in enumerate(said) if number != said[0] + n), len(said))
        return said[0], depth

    def astray(self, document: Document) -> Iterator[tuple[str, str]]:
        """Part and name of what is said of no column, row or table of the document, or of several rows."""
        rows = [row for grid in document.grids for row in grid.rows if row]
        width = max(map(len, rows), default=0)
        heads = {join_lines(cell.text.split("\n")) for grid in document.grids for row in grid.rows[:_HEADER_ROWS] for cell in row}
        heads |= {str(number) for number in range(1, width + 1)}
        heads |= {name for grid in document.grids for cell in grid.rows[0] for name in _names_of_column(cell)}
        yield from (("columns", name) for name in self.columns if name not in heads)
        places = [name for row in rows for name in _names_of_row(row)]
        yield from (("rows", name) for name in self.rows if places.count(name) != 1)
        tables = {name for grid in document.grids for name in _names_of_table(grid)}
        yield from (("tables", name) for name in self.tables if name not in tables)


def row_place(cell: Cell) -> str:
    """Where the row of a cell stands: ``進捗!12``, ``表2 行4``.

    >>> row_place(Cell(1, 1, 1, "", address="進捗!C12"))
    '進捗!12'
    """
    if match := _OF_SHEET.fullmatch(cell.address):
        return match["sheet"] + match["row"]
    match = _OF_TABLE.fullmatch(cell.address)
    return match["row"] if match else f"表{cell.table_no} 行{cell.row_no}"


def _names_of_row(row: Sequence[Cell]) -> tuple[str, ...]:
    place = row_place(row[0])
    number = re.search(r"[0-9]{1,7}$", place)
    return (*_also_unquoted(place), number[0]) if number else (place,)


def _names_of_column(cell: Cell) -> tuple[str, ...]:
    match = _OF_SHEET.fullmatch(cell.address)
    return (*_also_unquoted(match["sheet"] + match["column"]), match["column"]) if match else ()


def _also_unquoted(place: str) -> tuple[str, ...]:
    """A place, and the same without the quotes around the sheet's name: ``'1-1'!12``, ``1-1!12``."""
    sheet, sign, rest = place.rpartition("!")
    plain = sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet
    return (place,) if plain == sheet else (place, plain + sign + rest)


def _names_of_table(grid: Grid) -> tuple[str, ...]:
    return (grid.name, str(grid.table_no)) if grid.name else (str(grid.table_no),)
