"""Tables with one printed line in each row: the rows that no drawn line parts are one row, read as its author meant it.

Rows are joined only where the table itself shows that its texts run on below: a row without a number or department goes on
with a name, or a row holds a result and nothing else, and no joined row looks like a measure of its own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain

from bouhan_opendata.model import Model
from bouhan_opendata.reading.grid import Cell, Grid
from bouhan_opendata.reading.header_rows import Header
from bouhan_opendata.reading.headers import Role
from bouhan_opendata.reading.pdf_wrap import cuts_number, joined, starts_item
from bouhan_opendata.reading.titles import is_department

Rows = Sequence[tuple[Cell, ...]]

_CLOSED = re.compile(r"(?:[。.．)）】」』:：]|[0-9０-９][^0-9０-９。、]{1,3})$")
_SPARE = 2
"""Half-width places that may stay empty at the end of a full line: a sign that may not begin one goes with the one before."""


def with_joined_rows(grid: Grid, header: Header, model: Model) -> Grid:
    """The table with a row for each group of rows; the same table where its rows are rows."""
    groups: list[list[tuple[Cell, ...]]] = []
    for number, row in enumerate(grid.rows):
        if number > header.end and row[0].row_no in grid.undivided:
            groups[-1].append(row)
        else:
            groups.append([row])
    below = [row for group in groups for row in group[1:]]
    if not below or len(groups) - header.end < 2 or any(map(_is_merged, chain(*below))):
        return grid
    if any(_is_own(row, header) for row in below) or not any(_runs_on(row, header) for row in below):
        return grid
    longest = [max(_width(row[n].text) for row in grid.rows[header.end :]) for n in range(len(grid.rows[0]))]
    rows = (
        tuple(_joined([row[n] for row in group], number, longest[n], header.columns[n].role, model) for n in range(len(group[0])))
        for number, group in enumerate(groups, 1)
    )
    return replace(grid, rows=tuple(map(_moved, groups, rows)), undivided=frozenset())


def _is_merged(cell: Cell) -> bool:
    """Whether a cell is merged with cells of other rows."""
    return cell.row_span > 1 or (cell.origin is not None and cell.origin[0] != cell.row_no)


def _texts(row: tuple[Cell, ...], header: Header, *roles: Role) -> list[str]:
    pairs = zip(header.columns, row, strict=True)
    return [cell.text.strip() for column, cell in pairs if column.role in roles and cell.text.strip()]


def _is_own(row: tuple[Cell, ...], header: Header) -> bool:
    """Whether a row may be a measure of its own: it has a number, or a name, a department and a result."""
    if _texts(row, header, Role.NUMBER):
        return True
    has_departments = any(column.role is Role.DEPARTMENT for column in header.columns)
    parts = (Role.MEASURE, Role.RESULT, *([Role.DEPARTMENT] if has_departments else []))
    return all(_texts(row, header, role) for role in parts)


def _runs_on(row: tuple[Cell, ...], header: Header) -> bool:
    """Whether a row shows that a text began above: the rest of a name, or results and nothing else."""
    if _texts(row, header, Role.DEPARTMENT, Role.AREA):
        return False
    return bool(_texts(row, header, Role.MEASURE, Role.RESULT))


def _joined(cells: Sequence[Cell], number: int, longest: int, role: Role, model: Model) -> Cell:
    """The cells of one column of a group as one, in the place of the first."""
    lines: list[str] = []
    for line in (line for cell in cells for line in cell.lines if line.strip()):
        if lines and _goes_on(lines[-1], line, longest, role, model):
            lines[-1] = joined(lines[-1], line)
        else:
            lines.append(line)
    origin = (number, cells[0].origin[1]) if cells[0].origin else None
    return replace(cells[0], row_no=number, text="\n".join(lines), row_span=1, origin=origin)


def _goes_on(before: str, line: str, longest: int, role: Role, model: Model) -> bool:
    """Whether a line ended because it was full: then nothing stands between it and the next one."""
    if role is Role.DEPARTMENT:
        return not is_department(before, model)
    last_width = _width(before) % longest or longest if longest else 0
    is_open = not starts_item(line) and not _CLOSED.search(before.strip()) and not cuts_number(before, line)
    return last_width >= longest - _SPARE and is_open


def _moved(group: Rows, row: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """The row with the spans of a row that nothing was joined to."""
    if len(group) > 1:
        return row
    shift = row[0].row_no - group[0][0].row_no
    moved = (
        replace(old, row_no=new.row_no, origin=(old.origin[0] + shift, old.origin[1]) if old.origin else None)
        for new, old in zip(row, group[0], strict=True)
    )
    return tuple(moved)


def _width(text: str) -> int:
    return max((sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in line) for line in text.split("\n")), default=0)
