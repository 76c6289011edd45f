"""Headers within a table: written again in other words or with other spaces, and the numbered headings above the first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bouhan_opendata.reading.cards import labels_of
from bouhan_opendata.reading.grid import Cell, Grid
from bouhan_opendata.reading.header_rows import find_header
from bouhan_opendata.reading.headers import Column, Role
from bouhan_opendata.reading.headings import numbered, plain
from bouhan_opendata.reading.state import Layout


def header_again(state: Layout, grid: Grid, number: int, columns: Sequence[Column]) -> tuple[Column, ...] | None:
    """The columns from a row on that is a header again: the same ones where it says the same, new ones where it says other years.

    Such a row says nothing but words of headers, names a column of measures where one is, and a column of results.
    """
    row = grid.rows[number]
    filled = [cell for cell in row if cell.text.strip()]
    is_label = labels_of(state.model, state.default_year)
    if len(filled) < 2 or not all(map(is_label, filled)):
        return None
    below = replace(grid, rows=grid.rows[number : number + 1])
    found = find_header(below, state.model, state.overrides, state.default_year)
    if found is None or found.top:
        return None
    places = [{c.column_no for c in side if c.role is Role.MEASURE} for side in (columns, found.columns)]
    if places[0] != places[1]:
        return None
    said = tuple(new if new.header else old for old, new in zip(columns, found.columns, strict=True))
    return tuple(columns) if _years(columns) == _years(said) else said


def _years(columns: Sequence[Column]) -> list[tuple[int, Role, int | None, str | None]]:
    return [(c.column_no, c.role, c.fiscal_year, c.result_kind) for c in columns if c.role in (Role.RESULT, Role.DEPARTMENT)]


def take_heading_above(state: Layout, row: tuple[Cell, ...]) -> bool:
    """Take a row above the header as a heading where it holds one numbered text and nothing else."""
    texts = {cell.text for cell in row if cell.text.strip()}
    first = next((cell for cell in row if cell.text.strip()), None)
    if first is None or len(texts) != 1 or numbered(plain(first.lines[0])) is None:
        return False
    if not state.outline.add(first.table_no, first.row_no, first.lines):
        return False
    for cell in row:
        state.mark(cell, "area")
    return True
