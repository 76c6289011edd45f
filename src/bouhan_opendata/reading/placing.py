"""Cells as they lie in a table with merges: its width, what each cell covers, and what was seen in a cell but not used."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bouhan_opendata.errors import UnsafeSource
from bouhan_opendata.findings import Finding, Place, counted
from bouhan_opendata.model import Model
from bouhan_opendata.reading.grid import Cell, Grid
from bouhan_opendata.reading.safety import gate

MAX_CELLS = 1_000_000
"""Places in one table; a small file can claim many times that by its spans."""

_QUOTED = 60

UNSEEN = frozenset(("text-hidden", "word-deletion", "word-comment", "picture-left"))
"""Rules about words that a reader of the page does not see."""

Seen = tuple[str, str]
"""The id of a rule and the words it is about: what stands in a file and was not used as it is."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A cell with its place (row and column from 1, merges counted in), its text and what was seen in it."""

    row: int
    column: int
    text: str
    row_span: int = 1
    column_span: int = 1
    seen: tuple[Seen, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """Which table it is: its number, the line where it begins, and the file it stands in."""

    table_no: int
    line_no: int
    file_name: str


def lay_out(cells: Sequence[Placed], height: int, table: Table, model: Model) -> tuple[Grid, list[Finding]]:
    """Placed cells, none over another, as a grid, and the findings of its cells.

    Columns in which no cell begins are no columns. Places that no cell covers are empty cells. Raises ``UnsafeSource``
    when the table or a cell is beyond all sense.
    """
    columns = sorted({cell.column for cell in cells})
    limit_size(height, len(columns), table, model)
    rows: list[list[Cell | None]] = [[None] * len(columns) for _ in range(height)]
    findings: list[Finding] = []
    for cell in cells:
        column = bisect_left(columns, cell.column) + 1
        column_span = bisect_left(columns, cell.column + cell.column_span) + 1 - column if cell.column_span > 1 else 1
        row_span = min(cell.row_span, height - cell.row + 1)
        where = address(table, cell.row, column)
        limit_text(cell.text, where, table, model)
        if cell.seen:
            findings += told(cell.seen, Place(file=table.file_name, address=where))
        if row_span > 1 or column_span > 1:
            _cover(rows, cell.row, column, (row_span, column_span), table)
        rows[cell.row - 1][column - 1] = Cell(table.table_no, cell.row, column, cell.text, row_span, column_span, where)
    return Grid(table.table_no, tuple(_filled(row, number, table) for number, row in enumerate(rows, 1)), table.line_no), findings


def _cover(rows: list[list[Cell | None]], row: int, column: int, spans: tuple[int, int], table: Table) -> None:
    for under in range(row, row + spans[0]):
        for beside in range(column, column + spans[1]):
            where = address(table, under, beside)
            rows[under - 1][beside - 1] = Cell(table.table_no, under, beside, "", address=where, origin=(row, column))


def _filled(row: list[Cell | None], number: int, table: Table) -> tuple[Cell, ...]:
    return tuple(
        Cell(table.table_no, number, column, "", address=address(table, number, column)) if cell is None else cell
        for column, cell in enumerate(row, 1)
    )


def address(table: Table, row: int, column: int) -> str:
    """The place of a cell as a person sees it."""
    return f"表{table.table_no} 行{row} 列{column}"


def limit_size(height: int, width: int, table: Table, model: Model) -> None:
    """Raises ``UnsafeSource`` for more rows, columns or places than a table of measures can have."""
    if height > gate.MAX_ROWS or width > gate.MAX_COLUMNS or height * width > MAX_CELLS:
        raise UnsafeSource(
            model.rules["source-too-large"],
            Place(file=table.file_name, address=f"表{table.table_no}"),
            name=table.file_name,
            size=f"{height:,} × {width:,}",
            limit=f"{gate.MAX_ROWS:,} × {gate.MAX_COLUMNS:,}, {MAX_CELLS:,}",
        )


def limit_text(text: str, where: str, table: Table, model: Model) -> None:
    """Raises ``UnsafeSource`` for a cell with more characters than a cell can have."""
    if len(text) > gate.MAX_CELL:
        place = Place(file=table.file_name, address=where)
        size, limit = f"{len(text):,}", f"{gate.MAX_CELL:,}"
        raise UnsafeSource(model.rules["source-too-large"], place, name=table.file_name, size=size, limit=limit)


def told(seen: Iterable[Seen], place: Place) -> list[Finding]:
    """What was seen at a place: one finding for each rule, with the words it is about.

    Findings are published. Of what the page does not show they say only how long it is.
    """
    words: dict[str, list[str]] = {}
    for rule, quote in seen:
        words.setdefault(rule, []).append(" ".join(quote.split()))
    return [Finding(rule, place, _params(rule, quotes)) for rule, quotes in words.items()]


def _params(rule: str, quotes: list[str]) -> dict[str, str | dict[str, str]]:
    if rule not in UNSEEN:
        return {"text": _short(" / ".join(filter(None, quotes)))}
    count = sum(map(len, quotes))
    return {"length": {"ja": f"{count:,}字", "en": counted(count, "character", "characters")}}


def _short(text: str) -> str:
    return text if len(text) <= _QUOTED else text[: _QUOTED - 1] + "…"
