"""A sheet to grids and lines: what is hidden left out, merges resolved, tables parted where blank rows or columns part them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from bouhan_opendata.reading.grid import Cell, Grid, OutsideLine
from bouhan_opendata.reading.spreadsheets.sheets import Sheet, Shown, column_letters, column_spans, spans

_NOTE_MARKS = ("※", "＊", "*", "注", "(注", "（注", "【注")
_BLANK = Shown("")


@dataclass(frozen=True, slots=True)
class Spot:
    """A visible cell: its text, its spans, and where the text stands when another covers it. Rows and columns of the view."""

    cell: Shown
    row_span: int = 1
    column_span: int = 1
    origin: tuple[int, int] | None = None


@dataclass(slots=True)
class View:
    """The visible part of a sheet, dense: ``numbers`` and ``columns`` are the sheet's own of each row and column."""

    sheet: Sheet
    numbers: list[int]
    columns: list[int]
    spots: list[dict[int, Spot]] = field(default_factory=list)

    def text(self, row: int, column: int) -> str:
        """The text that stands in a cell; a covered one has none."""
        spot = self.spots[row].get(column)
        return spot.cell.text if spot else ""

    def filled(self, row: int) -> list[int]:
        """The columns with text."""
        return sorted(column for column, spot in self.spots[row].items() if spot.cell.text)

    def address(self, row: int, column: int) -> str:
        """Where a cell of the view stands in the sheet."""
        return self.sheet.at(self.numbers[row], self.columns[column])


@dataclass(frozen=True, slots=True)
class Block:
    """Rows ``top`` to ``end`` and columns ``left`` to ``right`` of a view, ends not counted: one table."""

    top: int
    end: int
    left: int
    right: int


def read_sheet(sheet: Sheet, first_table: int, first_line: int) -> tuple[list[Grid], list[OutsideLine]]:
    """The tables of a sheet and the lines around them, numbered on from ``first_table`` and ``first_line``."""
    view = _view(sheet)
    grids: list[Grid] = []
    lines: list[OutsideLine] = []
    place = first_line
    last: Block | None = None
    for part in _parts(view):
        if isinstance(part, Block):
            block = _as_wide(view, part, last)
            grids.append(_grid(view, block, first_table + len(grids), place))
            last = block
            place += 1
            continue
        for line in part.split("\n"):
            if line.strip():
                lines.append(OutsideLine(place, line.strip()))
                place += 1
    return grids, lines


def _view(sheet: Sheet) -> View:
    """What is shown: hidden rows and columns away, as far as there is text, each merge with its text in its first cell."""
    texts = [(row, column) for row, cells in sheet.rows.items() for column, cell in cells.items() if cell.text]
    hidden = {column for _, column in texts if column in sheet.hidden_columns}
    starts = {(top, left): (bottom, right) for top, left, bottom, right in sheet.merges}
    seen = []
    has_hidden = sheet.hidden_rows or sheet.hidden_columns
    for row, column in texts if has_hidden else ():
        bottom, right = starts.get((row, column), (row, column))
        if _first_shown(sheet, row, bottom, column, right) is not None:
            seen.append((row, column))
    seen = seen if has_hidden else texts
    _tell_hidden(sheet, texts, hidden)
    last_row = max((row for row, _ in seen), default=0)
    last_column = max((column for _, column in seen), default=0)
    numbers = [row for row in range(1, last_row + 1) if row not in sheet.hidden_rows]
    columns = [column for column in range(1, last_column + 1) if column not in sheet.hidden_columns]
    view = View(sheet, numbers, columns)
    of_column = {column: n for n, column in enumerate(columns)}
    for number in numbers:
        cells = sheet.rows.get(number, {})
        view.spots.append({of_column[c]: Spot(cell) for c, cell in cells.items() if c in of_column})
    _merge(view, last_row, last_column)
    return view


def _tell_hidden(sheet: Sheet, texts: Sequence[tuple[int, int]], columns: set[int]) -> None:
    """Rows and columns that hold text and are not shown."""
    for run in spans({row for row, _ in texts if row in sheet.hidden_rows}):
        sheet.note("hidden-rows", run)
    for run in column_spans(columns):
        sheet.note("hidden-columns", run)


def _first_shown(sheet: Sheet, top: int, bottom: int, left: int, right: int) -> tuple[int, int] | None:
    """The first cell of an area that is not hidden."""
    row = next((r for r in range(top, bottom + 1) if r not in sheet.hidden_rows), None)
    column = next((c for c in range(left, right + 1) if c not in sheet.hidden_columns), None)
    return None if row is None or column is None else (row, column)


def _merge(view: View, last_row: int, last_column: int) -> None:
    """Give the text of each merge to its first visible cell; the others know where it stands."""
    sheet = view.sheet
    of_row = {number: n for n, number in enumerate(view.numbers)}
    of_column = {number: n for n, number in enumerate(view.columns)}
    for top, left, bottom, right in sheet.merges:
        rows = [of_row[r] for r in range(top, min(bottom, last_row) + 1) if r in of_row]
        columns = [of_column[c] for c in range(left, min(right, last_column) + 1) if c in of_column]
        if not rows or not columns or any(columns[0] in view.spots[r] and view.spots[r][columns[0]].origin for r in rows[:1]):
            continue
        cell = sheet.rows.get(top, {}).get(left, _BLANK)
        origin = (rows[0], columns[0])
        for row in rows:
            for column in columns:
                under = view.spots[row].get(column)
                here = (view.numbers[row], view.columns[column])
                if under and under.cell.text and here != (top, left) and (row, column) != origin:
                    sheet.note("text-not-shown", f"{column_letters(here[1])}{here[0]}")
                boxed = cell.is_boxed or bool(under and under.cell.is_boxed)
                view.spots[row][column] = Spot(Shown("", "", boxed, under.cell.edges if under else 0), origin=origin)
        view.spots[rows[0]][columns[0]] = Spot(cell, len(rows), len(columns))


def _parts(view: View) -> Iterator[str | Block]:
    """Lines and tables in reading order: runs of rows that are not blank, the lines above and below each table taken off."""
    top = 0
    texts = {column for row in range(len(view.spots)) for column in view.filled(row)}
    while top < len(view.spots):
        end = top
        while end < len(view.spots) and view.spots[end]:
            end += 1
        boxed = any(spot.cell.is_boxed for row in range(top, end) for spot in view.spots[row].values())
        lines = [row for row in range(top, end) if boxed and _is_bare(view, row)]
        for line in [*lines, end]:
            if line > top:
                yield from _run(view, top, line, texts, boxed=boxed)
            yield from _texts(view, line) if line < end else ()
            top = line + 1


def _is_bare(view: View, row: int) -> bool:
    """Whether a row between drawn ones is a line of text: one text, and nothing drawn or covered from above."""
    spots = view.spots[row].values()
    return len(view.filled(row)) == 1 and not any(s.cell.is_boxed or (s.origin and s.origin[0] < row) for s in spots)


def _run(view: View, top: int, end: int, texts: set[int], *, boxed: bool) -> Iterator[str | Block]:
    """One run of rows: lines above, tables (side by side where a bare column parts boxes), lines below.

    The first row of a sheet, alone with two texts and no lines, is a title and what stands beside it (資料２), no table.
    """
    while end > top and not _says(view, end - 1):
        end -= 1
    while top < end and not view.filled(top):
        top += 1
    widest = max((len(view.filled(row)) for row in range(top, end)), default=0)
    first = min((view.filled(row)[0] for row in range(top, end) if view.filled(row)), default=0)
    is_title = end - top == 1 and widest == 2 and not boxed and not any(view.filled(row) for row in range(top))
    while top < end and (is_title or _is_line(view, top, first, widest, boxed=boxed)):
        yield from _texts(view, top)
        top += 1
    below = end
    while below > top and _is_note(view, below - 1):
        below -= 1
    if below > top:
        yield from _side_by_side(view, top, below, texts, boxed=boxed)
    for row in range(below, end):
        yield from _texts(view, row)


def _says(view: View, row: int) -> bool:
    """Whether a row holds text, or is covered from above by a cell that does."""
    if view.filled(row):
        return True
    origins = {spot.origin for spot in view.spots[row].values() if spot.origin}
    return any(origin[0] < row and view.text(*origin) for origin in origins)


def _texts(view: View, row: int) -> Iterator[str]:
    for column in view.filled(row):
        yield view.text(row, column)


def _is_line(view: View, row: int, first: int, widest: int, *, boxed: bool) -> bool:
    """Whether a row above a table is a line of text: alone at its left end or over it, or without lines round it.

    A text alone in a row whose other cells are drawn is a row of the table: a measure that has nothing to report.
    """
    filled = view.filled(row)
    if widest < 2 or not filled:
        return True
    spots = [view.spots[row][column] for column in filled]
    if boxed and not any(spot.cell.is_boxed for spot in spots):
        return True
    if len(filled) > 1:
        return False
    spot = spots[0]
    is_row = any(s.cell.is_boxed and s.origin is None for column, s in view.spots[row].items() if column != filled[0])
    return (filled[0] == first and spot.row_span == 1 and not is_row) or (not boxed and spot.column_span == 1)


def _is_note(view: View, row: int) -> bool:
    """Whether the last row of a table is a note: one text that is marked as one."""
    filled = view.filled(row)
    if len(filled) != 1 or any(spot.origin and spot.origin[0] < row for spot in view.spots[row].values()):
        return False
    spot = view.spots[row][filled[0]]
    return spot.cell.text.startswith(_NOTE_MARKS)


def _side_by_side(view: View, top: int, end: int, texts: set[int], *, boxed: bool) -> Iterator[Block]:
    """The tables that stand beside each other: a column between them is bare in every row, and both are drawn with lines."""
    used = {column for row in range(top, end) for column in view.spots[row]}
    filled = {column for row in range(top, end) for column in view.filled(row)}
    left, right = min(used & texts), max(used & texts)
    gaps = [column for column in range(left, right + 1) if column not in used] if boxed else []
    edges = [left - 1, *gaps, right + 1]
    for start, stop in pairwise(edges):
        columns = [column for column in range(start + 1, stop) if column in used]
        if not any(column in filled for column in columns):
            continue
        rows = [row for row in range(top, end) if any(view.text(row, column) for column in columns)]
        if rows:
            last = rows[-1] + 1
            while last < end and any(_covers(view, last, column) for column in columns):
                last += 1
            yield Block(rows[0], last, start + 1, stop)


def _covers(view: View, row: int, column: int) -> bool:
    spot = view.spots[row].get(column)
    return bool(spot and spot.origin and spot.origin[0] < row and view.text(*spot.origin))


def _as_wide(view: View, block: Block, last: Block | None) -> Block:
    """A table drawn without lines that goes on behind a blank row may lack its last column: it is as wide as the one before."""
    if last is None or block.left != last.left or block.right != last.right - 1 or last.right - last.left < 4:
        return block
    if any(spot.cell.is_boxed for row in range(block.top, block.end) for spot in view.spots[row].values()):
        return block
    return Block(block.top, block.end, block.left, last.right)


def _grid(view: View, block: Block, table_no: int, line_no: int) -> Grid:
    """The cells of a block. A column that every row covers from the left (grid paper) is no column of the table."""
    kept = [c for c in range(block.left, block.right) if not _is_covered(view, block, c)]
    of_column = {column: n for n, column in enumerate(kept, 1)}
    rows = []
    for number, row in enumerate(range(block.top, block.end), 1):
        spots = view.spots[row]
        cells = []
        for column in kept:
            spot = spots.get(column)
            where = (table_no, number, of_column[column])
            if spot is None:
                cells.append(Cell(*where, "", address=view.address(row, column)))
                continue
            cell = spot.cell
            if spot.origin is None and spot.row_span == spot.column_span == 1:
                cells.append(Cell(*where, cell.text, 1, 1, view.address(row, column), None, cell.unit))
                continue
            origin = _within(spot.origin, block, of_column)
            wide = sum(column <= other < column + spot.column_span for other in kept)
            high = min(spot.row_span, block.end - row)
            cells.append(Cell(*where, cell.text, high, wide, view.address(row, column), origin, cell.unit))
        rows.append(tuple(cells))
    undivided = frozenset(row - block.top + 1 for row in range(block.top + 1, block.end) if _is_undivided(view, block, row))
    return Grid(table_no, tuple(rows), line_no, view.sheet.name, undivided=undivided)


def _is_undivided(view: View, block: Block, row: int) -> bool:
    """Whether no line is drawn between a row and the one above, though both have lines beside their cells."""
    cells = [[spot.cell for c in range(block.left, block.right) if (spot := view.spots[n].get(c))] for n in (row - 1, row)]
    if not all(any(cell.is_boxed for cell in side) for side in cells):
        return False
    return not any(cell.edges & 2 for cell in cells[0]) and not any(cell.edges & 1 for cell in cells[1])


def _within(origin: tuple[int, int] | None, block: Block, of_column: dict[int, int]) -> tuple[int, int] | None:
    """The origin of a covered cell as row and column of its table."""
    if origin is None or not block.top <= origin[0] < block.end or origin[1] not in of_column:
        return None
    return origin[0] - block.top + 1, of_column[origin[1]]


def _is_covered(view: View, block: Block, column: int) -> bool:
    """Whether no row has a cell of its own in a column: each covers it from the left, or is bare there; and one does cover it."""
    covered = False
    for row in range(block.top, block.end):
        spot = view.spots[row].get(column)
        if spot is None:
            continue
        if spot.origin is None or spot.origin[1] == column:
            if spot.cell.text or spot.cell.is_boxed or spot.row_span > 1 or spot.origin:
                return False
        else:
            covered = True
    return covered
