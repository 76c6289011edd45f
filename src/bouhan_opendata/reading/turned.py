"""Tables with a column for each measure and a row for each year, read with rows and columns swapped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bouhan_opendata.reading.cards import labels_of
from bouhan_opendata.reading.grid import Cell, Grid
from bouhan_opendata.reading.header_rows import Header, find_header
from bouhan_opendata.reading.headers import Role, column_of, header_year
from bouhan_opendata.reading.state import Layout, MeasureRow


def turned_header(state: Layout, grid: Grid) -> tuple[Grid, Header] | None:
    """The grid with rows and columns swapped and its header, or nothing where that is no table of measures.

    Years down the side stand in statistics too: only a row of departments or a corner that says 施策 shows that the
    columns are measures.
    """
    years = [row for row in grid.rows[1:] if row and header_year(row[0].text) is not None]
    corner = grid.rows[0][0]
    says_measures = column_of(corner.table_no, 1, [corner.text], state.model).role is Role.MEASURE
    has_departments = any(
        column_of(row[0].table_no, 1, [row[0].text], state.model).role is Role.DEPARTMENT for row in grid.rows[1:] if row
    )
    names = [cell for cell in grid.rows[0][1:] if cell.text.strip() and cell.origin is None]
    is_label = labels_of(state.model, state.default_year)
    if not years or not (says_measures or has_departments) or len(names) < 2 or any(map(is_label, names)):
        return None
    made = Grid(
        grid.table_no, tuple(zip(*(map(_swapped, row) for row in grid.rows), strict=True)), grid.line_no, grid.name, grid.page_no
    )
    overrides = replace(state.overrides, columns={**state.overrides.columns, "1": str(Role.MEASURE)}, rows={})
    header = find_header(made, state.model, overrides, state.default_year)
    return (made, header) if header is not None else None


def _swapped(cell: Cell) -> Cell:
    origin = (cell.origin[1], cell.origin[0]) if cell.origin else None
    return replace(
        cell,
        row_no=cell.column_no,
        column_no=cell.row_no,
        row_span=cell.column_span,
        column_span=cell.row_span,
        origin=origin,
    )


def turn_back(state: Layout, grid: Grid, first: int) -> None:
    """Give what was read of a swapped grid the places of the document; ``first`` is the first measure read of it."""
    cells = {(cell.row_no, cell.column_no): cell for row in grid.rows for cell in row}
    for key in [key for key in state.line_classes if key[0] == grid.table_no]:
        table, row, column, line = key
        if (column, row) in cells:
            state.line_classes[table, column, row, -1 - line] = state.line_classes.pop(key)
    for key in [key for key in state.line_classes if key[3] < 0]:
        table, row, column, line = key
        state.line_classes[table, row, column, -1 - line] = state.line_classes.pop(key)
    state.measures[first:] = [_placed(row, cells) for row in state.measures[first:]]


def _placed(row: MeasureRow, cells: Mapping[tuple[int, int], Cell]) -> MeasureRow:
    def back(cell: Cell) -> Cell:
        place = cells[cell.column_no, cell.row_no]
        return replace(place, text=cell.text)

    return replace(
        row,
        row_no=row.title_cell.column_no,
        title_cell=back(row.title_cell),
        department_cell=back(row.department_cell) if row.department_cell else None,
        description_cell=back(row.description_cell) if row.description_cell else None,
        results=tuple((column, back(cell)) for column, cell in row.results),
        texts=tuple((column, back(cell)) for column, cell in row.texts),
        other_department_cells=tuple(map(back, row.other_department_cells)),
    )
