"""What merged cells mean in a table of measures: a department over several rows is of each, a heading over all columns is one."""

from __future__ import annotations

from dataclasses import replace

from bouhan_opendata.findings import Place
from bouhan_opendata.reading.grid import Cell, Grid
from bouhan_opendata.reading.headers import Column, Role
from bouhan_opendata.reading.state import Layout

_SHARED = frozenset({Role.DEPARTMENT, Role.AREA, Role.UNIT, Role.KIND, Role.YEAR})
"""Columns whose cell, merged over several rows, holds for each of them."""


def with_shared_cells(state: Layout, grid: Grid, row: tuple[Cell, ...], columns: tuple[Column, ...]) -> tuple[Cell, ...]:
    """A row in which a cell that is merged with the rows above stands for those below, where its column allows.

    Results merged over several years or several measures are told: which of them they are of, the table does not say.
    """
    made = []
    for column, cell in zip(columns, row, strict=True):
        origin = _origin(grid, cell)
        is_from_above = origin is not None and origin.row_no < cell.row_no and origin.column_no == cell.column_no
        if origin is not None and is_from_above and column.role in _SHARED:
            made.append(origin)
            continue
        is_heading = origin is not None and origin.row_no == cell.row_no and spans_the_table(origin, len(row))
        if origin is not None and column.role is Role.RESULT and origin.text.strip() and not is_heading:
            _tell(state, grid, cell, origin, columns)
        made.append(cell)
    return _with_name_from_left(grid, made, columns)


def _with_name_from_left(grid: Grid, row: list[Cell], columns: tuple[Column, ...]) -> tuple[Cell, ...]:
    """A row of results whose first cell is merged over the columns of numbers or headings and of names: it says the name."""
    at = next((n for n, column in enumerate(columns) if column.role is Role.MEASURE), None)
    origin = _origin(grid, row[at]) if at is not None else None
    if at is None or origin is None or origin.row_no != row[at].row_no:
        return tuple(row)
    if not any(c.role is Role.RESULT and cell.text.strip() for c, cell in zip(columns, row, strict=True)):
        return tuple(row)
    first = origin.column_no - 1
    if not origin.text.strip() or columns[first].role not in (Role.NUMBER, Role.AREA) or first > at:
        return tuple(row)
    row[first] = replace(origin, text="")
    row[at] = origin
    return tuple(row)


def spans_the_table(cell: Cell, width: int) -> bool:
    """Whether a cell is merged over all columns of its table, or all but the one before it."""
    return width > 2 and cell.column_span >= width - 1


def header_text(grid_rows: tuple[tuple[Cell, ...], ...], cell: Cell) -> str:
    """The words over a column: those of the cell that is merged over it from the left."""
    if cell.origin is None or cell.origin[0] != cell.row_no:
        return cell.text
    first = grid_rows[0][0].row_no
    return grid_rows[cell.row_no - first][cell.origin[1] - 1].text


def hollow_columns(grid: Grid) -> frozenset[int]:
    """Columns, from 0, that hold nothing of their own: grid paper, on which each cell is merged from many narrow ones."""
    hollow = set(range(len(grid.rows[0]) if grid.rows else 0))
    for row in grid.rows:
        hollow -= {n for n in hollow if row[n].text.strip()}
        if not hollow:
            break
    covered = {
        cell.column_no - 1 for row in grid.rows for cell in row if cell.origin is not None and cell.origin[1] < cell.column_no
    }
    return frozenset(hollow & covered)


def _origin(grid: Grid, cell: Cell) -> Cell | None:
    return grid.rows[cell.origin[0] - 1][cell.origin[1] - 1] if cell.origin is not None else None


def _tell(state: Layout, grid: Grid, cell: Cell, origin: Cell, columns: tuple[Column, ...]) -> None:
    if origin.column_no != cell.column_no and columns[origin.column_no - 1].role is Role.RESULT:
        state.find(
            "merged-years", cell, address=Place(address=origin.address).in_words(), text=origin.text.replace("\n", " ")[:30]
        )
        return
    measure = next((n for n, column in enumerate(columns) if column.role is Role.MEASURE), None)
    if measure is not None and grid.rows[cell.row_no - 1][measure].text.strip():
        state.find(
            "merged-measures", cell, address=Place(address=origin.address).in_words(), text=origin.text.replace("\n", " ")[:30]
        )
