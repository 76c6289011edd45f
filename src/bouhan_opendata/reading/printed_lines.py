"""Tables with one printed line in each row: the rows that no drawn line parts are one row, read as its author meant it.

Rows are joined only where the table itself shows that its texts run on below: a row without a number or department goes on
with a name, or a row holds a result and nothing else, and no joined row looks like a measure of its own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import chain

from bouhan_opendata.model import Model
from bouhan_opendata.reading.grid import Cell, Grid
from bouhan_opendata.reading.header_rows import Header
from bouhan_opendata.reading.headers import Role
from bouhan_opendata.reading.pdf.wrap import cuts_number, joined, starts_item
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
    if not below or len(groups) - header.end < 2 or not all(_keeps_merges(grid, group) for group in groups):
        return grid
    if any(_is_own(row, header) for row in below) or not any(_runs_on(row, header) for row in below):
        return grid
    longest = [max(_width(row[n].text) for row in grid.rows[header.end :]) for n in range(len(grid.rows[0]))]
    places = {row[0].row_no: number for number, group in enumerate(groups, 1) for row in group}
    rows = (
        tuple(
            _moved(_joined([row[n] for row in group], longest[n], header.columns[n].role, model), places)
            for n in range(len(group[0]))
        )
        for group in groups
    )
    return replace(grid, rows=tuple(rows), undivided=frozenset())


def _keeps_merges(grid: Grid, group: Rows) -> bool:
    """Whether each cell that is merged over rows covers all rows of the group: none begins or ends within it."""
    first, last = group[0][0].row_no, group[-1][0].row_no
    for cell in chain(*group):
        origin = grid.rows[cell.origin[0] - 1][cell.origin[1] - 1] if cell.origin else cell
        if origin.row_span > 1 and (origin.row_no > first or origin.row_no + origin.row_span <= last):
            return False
    return True


def _texts(row: tuple[Cell, ...], header: Header, *roles: Role) -> list[str]:
    pairs = zip(header.columns, row, strict=True)
    return [cell.text.strip() for column, cell in pairs if column.role in roles and cell.text.strip()]


def _is_own(row: tuple[Cell, ...], header: Header) -> bool:
    """Whether a row is one of its own: it has a number, kind, year or indicator, or a name, a department and a result."""
    if _texts(row, header, Role.NUMBER, Role.KIND, Role.YEAR, Role.INDICATOR, Role.UNIT):
        return True
    has_departments = any(column.role is Role.DEPARTMENT for column in header.columns)
    parts = (Role.MEASURE, Role.RESULT, *([Role.DEPARTMENT] if has_departments else []))
    return all(_texts(row, header, role) for role in parts)


def _runs_on(row: tuple[Cell, ...], header: Header) -> bool:
    """Whether a row shows that a text began above: the rest of a name, or results and nothing else."""
    if _texts(row, header, Role.DEPARTMENT, Role.AREA):
        return False
    return bool(_texts(row, header, Role.MEASURE, Role.RESULT))


def _joined(cells: Sequence[Cell], longest: int, role: Role, model: Model) -> Cell:
    """The cells of one column of a group as one, in the place of the first."""
    if len(cells) == 1:
        return cells[0]
    lines: list[str] = []
    for line in (line for cell in cells for line in cell.lines if line.strip()):
        if lines and _goes_on(lines[-1], line, longest, role, model):
            lines[-1] = joined(lines[-1], line)
        else:
            lines.append(line)
    return replace(cells[0], text="\n".join(lines))


def _goes_on(before: str, line: str, longest: int, role: Role, model: Model) -> bool:
    """Whether a line ended because it was full: then nothing stands between it and the next one."""
    if role is Role.DEPARTMENT:
        return not is_department(before, model)
    last_width = _width(before) % longest or longest if longest else 0
    is_open = not starts_item(line) and not _CLOSED.search(before.strip()) and not cuts_number(before, line)
    return last_width >= longest - _SPARE and is_open


def _moved(cell: Cell, places: Mapping[int, int]) -> Cell:
    """The cell where its row stands now, with its merges over as many rows as are left."""
    last = places[min(cell.row_no + cell.row_span - 1, max(places))]
    number = places[cell.row_no]
    origin = (places[cell.origin[0]], cell.origin[1]) if cell.origin else None
    return replace(cell, row_no=number, row_span=last - number + 1, origin=origin)


def _width(text: str) -> int:
    return max((sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in line) for line in text.split("\n")), default=0)
