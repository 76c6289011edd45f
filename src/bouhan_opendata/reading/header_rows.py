"""Where the header of a table stands, over how many rows, and what each column is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bouhan_opendata.japanese.folding import folded_word, join_lines
from bouhan_opendata.model import Model
from bouhan_opendata.reading.bare_years import holds_other_matters
from bouhan_opendata.reading.grid import Cell, Grid
from bouhan_opendata.reading.header_cells import heads_columns
from bouhan_opendata.reading.headers import (
    Column,
    Role,
    column_of,
    counted_word,
    header_unit,
    is_of_progress,
    row_kind,
    row_text,
    row_year,
    says_header,
)
from bouhan_opendata.reading.merges import header_text, hollow_columns
from bouhan_opendata.reading.overrides import Overrides
from bouhan_opendata.reading.titles import is_notation

_HEADER_ROWS = 6
_DEPTH = 3
_LONGEST_KIND = 12
_NAMES = ("名", "名称")

Rows = tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Header:
    """Rows ``top`` to ``top + depth`` (from 0) are the header; ``columns`` are what they say."""

    top: int
    depth: int
    columns: tuple[Column, ...]

    @property
    def end(self) -> int:
        """The first row behind it."""
        return self.top + self.depth


def find_header(
    grid: Grid,
    model: Model,
    overrides: Overrides,
    default_year: int | None,
    last: tuple[Column, ...] | None = None,
) -> Header | None:
    """The first rows that name a measure column and a result column, within the first few; a header may have three rows.

    ``last`` are the columns of the table before, if as wide: what follows may go on with them, and its rows are then no
    header because a word in them is one (見守り事業 | 安全課 | 継続して実施). Where ``overrides`` say which rows are the
    header, these are.
    """
    hollow = hollow_columns(grid)
    said = overrides.header(grid)
    for top in [said[0]] if said else range(min(_HEADER_ROWS, len(grid.rows))):
        depth = said[1] if said else 1
        while not said and depth < _DEPTH and top + depth < len(grid.rows) and _goes_on(grid, top, depth, model, default_year):
            depth += 1
        rows = grid.rows[top + depth :]
        columns = _columns(grid.rows[top : top + depth], hollow, model, overrides, default_year)
        columns = _with_kinds(columns, rows, model)
        columns = _by_year_column(_numbers(_under_one_header(columns, grid.rows[top : top + depth], rows), rows), rows)
        columns = _one_result_a_year(_settled(_named(_described(_with_measure(columns, rows), model), rows)))
        columns = _side_by_side(columns, grid.rows[top : top + depth], model)
        roles = {column.role for column in columns}
        if not overrides.columns and not said and not heads_columns(columns, grid.rows[top : top + depth], model, last):
            continue
        if Role.MEASURE in roles and Role.RESULT in roles and is_of_progress(columns, model):
            if not overrides.columns and not said and holds_other_matters(columns, rows):
                return None
            return Header(top, depth, _with_kinds(columns, rows, model))
    return None


def _described(columns: tuple[Column, ...], model: Model) -> tuple[Column, ...]:
    """施策の内容 is the measure where no other column names it, and a word (実績) or a column of departments shows what it is."""
    roles = {column.role for column in columns}
    first = next((column for column in columns if column.role is Role.DESCRIPTION), None)
    is_shown = Role.DEPARTMENT in roles or any(c.role is Role.RESULT and c.is_worded for c in columns)
    if first is None or roles & {Role.MEASURE, Role.AREA} or not is_shown:
        return columns
    words = (w for w in model.words["header_roles"] if w.meaning == "measure" or w.note.endswith("else measure"))
    names = tuple(folded_word(word.text) for word in words if len(word.text) > 1)
    if not folded_word(first.header).startswith(names):
        return columns
    return tuple(replace(c, role=Role.MEASURE) if c is first else c for c in columns)


def _goes_on(grid: Grid, top: int, depth: int, model: Model, default_year: int | None) -> bool:
    """Whether the next row belongs to the header: its cells are years or header words, or repeat the cell above."""
    above, row = grid.rows[top : top + depth], grid.rows[top + depth]
    new = [cell for cell in row if cell.text.strip() and cell.text not in (r[cell.column_no - 1].text for r in above)]
    if not new or len(new) == len(row) or not any(cell.text.strip() for cell in above[-1]):
        return False
    if _is_beneath(above[-1], row, new):
        return True
    blank_above = sum(not cell.text.strip() for r in above for cell in r)
    spans = any(above[-1][c.column_no - 1].text == above[-1][c.column_no - 2].text for c in new if c.column_no > 1)
    return bool(blank_above or spans) and all(says_header(cell.text, model, default_year) for cell in new)


def _is_beneath(above: tuple[Cell, ...], row: tuple[Cell, ...], new: list[Cell]) -> bool:
    """Whether merges show that a row belongs to the header: its cells stand under wide ones, all others are covered."""
    under = {cell.column_no for cell in new}
    wide = all(
        (over := above[n - 1]).column_span > 1 or (over.origin is not None and over.origin[0] == over.row_no) for n in under
    )
    others = [cell for cell in row if cell.column_no not in under]
    return wide and bool(others) and all(cell.origin is not None and cell.origin[0] < cell.row_no for cell in others)


def _under_one_header(columns: tuple[Column, ...], header: Rows, rows: Rows) -> tuple[Column, ...]:
    """施策名 merged over a column of numbers and one of names: the last is the measure's, those before it lead up to it."""
    made = list(columns)
    for n in range(len(columns) - 1):
        right = header[-1][n + 1] if header[-1][n + 1].origin else header[0][n + 1]
        is_one = right.origin is not None and right.origin[0] == right.row_no and right.origin[1] <= n + 1
        if not is_one or columns[n].role is not Role.MEASURE or columns[n + 1].role is not Role.MEASURE:
            continue
        texts = _texts(columns[n], rows)
        role = Role.NUMBER if texts and all(map(is_notation, texts)) else Role.AREA if texts else Role.UNKNOWN
        made[n] = replace(columns[n], role=role)
    return tuple(made)


def _columns(
    rows: Rows, hollow: frozenset[int], model: Model, overrides: Overrides, default_year: int | None
) -> tuple[Column, ...]:
    stacked = [
        ["" if n in hollow else join_lines(header_text(rows, cell).split("\n")) for n, cell in enumerate(row)] for row in rows
    ]
    has_merges = any(cell.origin is not None for row in rows for cell in row)
    for upper in range(0 if has_merges else len(stacked) - 1):
        for number in range(1, len(stacked[upper])):
            below = any(row[number] for row in stacked[upper + 1 :])
            if not stacked[upper][number] and below and any(row[number - 1] for row in stacked[upper + 1 :]):
                stacked[upper][number] = stacked[upper][number - 1]
    return tuple(
        _column(cell, [row[number] for row in stacked], model, overrides, default_year) for number, cell in enumerate(rows[0])
    )


def _texts(column: Column, rows: Rows) -> list[str]:
    """What the cells of a column say in the rows that say more than that; blank cells and a repeated header are left out."""
    full = (row for row in rows if column.column_no <= len(row) and sum(bool(cell.text.strip()) for cell in row) > 1)
    texts = (row[column.column_no - 1].text.strip() for row in full)
    return [text for text in texts if text and text != column.header]


def _numbers(columns: tuple[Column, ...], rows: Rows) -> tuple[Column, ...]:
    """A column of no known role, left of what is known to be of a measure, whose cells are all numbers is one of numbers."""
    ends = (Role.MEASURE, Role.RESULT, Role.DEPARTMENT, Role.DESCRIPTION)
    end = next((n for n, column in enumerate(columns) if column.role in ends), 0)
    return tuple(
        replace(column, role=Role.NUMBER)
        if column.role is Role.UNKNOWN and n < end and (texts := _texts(column, rows)) and all(map(is_notation, texts))
        else column
        for n, column in enumerate(columns)
    )


def _by_year_column(columns: tuple[Column, ...], rows: Rows) -> tuple[Column, ...]:
    """Where a column says the fiscal year of each row, the columns of results take their year from there."""
    years = next((column for column in columns if column.role is Role.YEAR), None)
    if years is None:
        return columns
    found = [row_year(text) is not None for text in _texts(years, rows)]
    if sum(found) * 2 <= len(found):
        return tuple(replace(c, role=Role.UNKNOWN) if c.role is Role.YEAR else c for c in columns)
    made = tuple(
        replace(c, role=Role.RESULT, fiscal_year=None)
        if c.role in (Role.RESULT, Role.UNKNOWN) and c.result_kind and not c.is_own_year
        else c
        for c in columns
    )
    if any(c.role is Role.RESULT for c in made):
        return made
    behind = next((c for c in made if c.role is Role.DESCRIPTION and c.column_no > years.column_no), None)
    return tuple(replace(c, role=Role.RESULT, result_kind="actual") if c is behind else c for c in made)


def _with_measure(columns: tuple[Column, ...], rows: Rows) -> tuple[Column, ...]:
    """取組 or 対策 without a year is the measure, as long as a column of results is left, where no column plainly is one.

    So it is right behind 施策 or 対策, where that has blank cells beside it, as a merged heading leaves them.
    """
    last = next((column for column in reversed(columns) if column.role is Role.MEASURE), None)
    for column in columns:
        rest = [c for c in columns if c is not column and c.role is Role.RESULT]
        if column.otherwise != "measure" or column.is_own_year or not rest:
            continue
        if last is None or (column.column_no == last.column_no + 1 and _is_merged(last, column, rows)):
            measure = Column(column.table_no, column.column_no, Role.MEASURE, column.header)
            return _with_measure(tuple(measure if c is column else c for c in columns), rows)
    return columns


def _is_merged(left: Column, right: Column, rows: Rows) -> bool:
    pairs = [(row[left.column_no - 1].text.strip(), row[right.column_no - 1].text.strip()) for row in rows]
    return any(text and not name for name, text in pairs)


def _named(columns: tuple[Column, ...], rows: Rows) -> tuple[Column, ...]:
    """事業名 and behind it 主な取組: where each row has a name of its own, the other column describes the measure."""
    measures = [column for column in columns if column.role is Role.MEASURE]
    if len(measures) < 2 or measures[-1].header.rstrip().endswith(_NAMES):
        return columns
    named = measures[-2]
    pairs = [(row[named.column_no - 1].text.strip(), row[measures[-1].column_no - 1].text.strip()) for row in rows]
    names = [name for name, text in pairs if text]
    if not named.header.rstrip().endswith(_NAMES) or "" in names or len(set(names)) < max(len(names), 2):
        return columns
    return tuple(replace(c, role=Role.DESCRIPTION) if c is measures[-1] else c for c in columns)


def _column(cell: Cell, headers: list[str], model: Model, overrides: Overrides, default_year: int | None) -> Column:
    known = overrides.column(headers, cell)
    if known is None:
        return column_of(cell.table_no, cell.column_no, headers, model, default_year)
    kind, _, rest = known.partition(":")
    header = " ".join(dict.fromkeys(text for text in headers if text))
    if kind == "result":
        year, _, result_kind = rest.partition(":")
        kind = result_kind or "actual"
        return Column(cell.table_no, cell.column_no, Role.RESULT, header, int(year), kind, is_worded=True, is_own_year=True)
    return Column(cell.table_no, cell.column_no, Role(kind), header, None, None, rest or None)


def settled_columns(columns: tuple[Column, ...], groups: Sequence[int] = ()) -> tuple[Column, ...]:
    """The columns of a form, each with one part: headings left of the measure, one column of results for a year.

    ``groups`` says of each column which table of the form it is of, where a form has several: each has its own results.
    """
    settled = list(_settled(columns))
    for group in sorted(set(groups)) or [0]:
        places = [n for n in range(len(settled)) if not groups or groups[n] == group]
        for place, column in zip(places, _one_result_a_year(tuple(settled[n] for n in places)), strict=True):
            settled[place] = column
    return tuple(settled)


def _settled(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Of several columns of measures the last is the measure's own; those before it, and what stands left of it, are headings."""
    measures = [n for n, column in enumerate(columns) if column.role is Role.MEASURE]
    areas = [n for n, column in enumerate(columns) if column.role is Role.AREA]
    if not measures and areas:
        measures = [areas[-1]]
        columns = tuple(replace(c, role=Role.MEASURE) if n == areas[-1] else c for n, c in enumerate(columns))
    if not measures:
        return columns
    last = measures[-1]
    if len({columns[n].header for n in measures}) < len(measures):
        return columns
    return tuple(
        replace(column, role=Role.AREA, text_role=None, fiscal_year=None, result_kind=None)
        if n < last and _is_heading_column(column)
        else column
        for n, column in enumerate(columns)
    )


def _with_kinds(columns: tuple[Column, ...], rows: tuple[tuple[Cell, ...], ...], model: Model) -> tuple[Column, ...]:
    """A column that says of each row 計画, 実績 or 量の見込み is no heading: it says what kind the row's numbers are.

    Beside these it may say 評価, 課題 or a word that is not known: such a row holds texts. So it is with a column of 項目
    beside another that names the measures.
    """

    def says_kinds(column: Column) -> bool:
        said = {row[column.column_no - 1].text.strip() for row in rows if column.column_no <= len(row)} - {""}
        kinds = [row_kind(text, model) for text in said]
        if len(said) < 2 or not any(kinds):
            return False
        known = sum(bool(kind or row_text(text, model)) for text, kind in zip(said, kinds, strict=True))
        return known == len(said) or (known > 1 and known * 2 >= len(said) and max(map(len, said)) <= _LONGEST_KIND)

    loose = [Role.UNKNOWN, Role.AREA, Role.NUMBER, Role.INDICATOR]
    if sum(column.role is Role.MEASURE for column in columns) > 1:
        loose.append(Role.MEASURE)
    return tuple(replace(c, role=Role.KIND) if c.role in loose and says_kinds(c) else c for c in columns)


def _one_result_a_year(columns: tuple[Column, ...]) -> tuple[Column, ...]:
    """Of several columns of results of one year the plainest holds them; the others are texts of that year.

    A header that names the year itself goes before one that does not, 実績 before the year alone, and both before 達成状況.
    """

    def plainness(column: Column) -> tuple[bool, int]:
        return column.is_own_year, 0 if column.otherwise else 2 if column.is_worded else 1

    best: dict[tuple[int | None, str | None], tuple[bool, int]] = {}
    for column in columns:
        if column.role is Role.RESULT:
            key = (column.fiscal_year, column.result_kind)
            best[key] = max(best.get(key, (False, -1)), plainness(column))

    def is_text(column: Column) -> bool:
        if column.role is Role.RESULT:
            return plainness(column) < best[column.fiscal_year, column.result_kind]
        return column.role is Role.UNKNOWN and bool(column.otherwise)

    return tuple(
        replace(c, role=Role.TEXT, result_kind=None, text_role=c.otherwise.partition(":")[2] or "other") if is_text(c) else c
        for c in columns
    )


def _side_by_side(columns: tuple[Column, ...], header: Rows, model: Model) -> tuple[Column, ...]:
    """Under one year 回数（回） and 参加者数（人）: each column says what it counts, and all are results of that year."""
    columns = _counted_beside(columns, model) if len(header) == 1 else columns
    groups: dict[tuple[int | None, str | None], list[Column]] = {}
    for column in columns:
        if column.role is Role.RESULT:
            groups.setdefault((column.fiscal_year, column.result_kind), []).append(column)
    said: dict[int, str] = {}
    for group in groups.values():
        words = [counted_word(join_lines(header_text(header, header[-1][c.column_no - 1]).split("\n")), model) for c in group]
        if len(group) > 1 and all(words) and len(set(words)) == len(words):
            said |= {column.column_no: word for column, word in zip(group, words, strict=True)}
    return tuple(replace(column, counted=said.get(column.column_no, "")) for column in columns)


def _counted_beside(columns: tuple[Column, ...], model: Model) -> tuple[Column, ...]:
    """実施回数（回） and beside it 参加者数（人）, which no word explains: both count, in the year of the document."""
    first = next((c for c in columns if c.role is Role.RESULT and not c.is_own_year and c.unit), None)
    if first is None:
        return columns
    return tuple(
        replace(first, column_no=c.column_no, header=c.header, unit=unit, is_worded=False)
        if c.role is Role.UNKNOWN and (unit := header_unit(c.header, model)) and counted_word(c.header, model)
        else c
        for c in columns
    )


def _is_heading_column(column: Column) -> bool:
    if column.role in (Role.MEASURE, Role.AREA):
        return True
    if column.role is Role.UNKNOWN or (column.role is Role.TEXT and column.text_role == "issue"):
        return True
    return column.role is Role.RESULT and column.result_kind == "target" and column.header in ("目標", "基本目標")
