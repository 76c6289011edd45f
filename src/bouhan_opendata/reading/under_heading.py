"""Tables of years below the heading that names their measure: 年度 | 実施内容 under 1-1 防犯教室."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bouhan_opendata.japanese.folding import folded_word, join_lines
from bouhan_opendata.reading.grid import Cell, Grid, OutsideLine
from bouhan_opendata.reading.header_rows import settled_columns
from bouhan_opendata.reading.headers import Column, Role, column_of, header_year, row_kind, row_year
from bouhan_opendata.reading.headings import numbered
from bouhan_opendata.reading.outside import bare, department_line
from bouhan_opendata.reading.state import Layout
from bouhan_opendata.reading.table_rows import read_measure


@dataclass(frozen=True, slots=True)
class Under:
    """A table of years and the heading that names its measure; ``departments`` are lines between the two."""

    columns: tuple[Column, ...]
    heading: OutsideLine
    departments: tuple[OutsideLine, ...]


def find_under(state: Layout, grid: Grid, before: Sequence[OutsideLine]) -> Under | None:
    """The columns of a table of years right below a numbered or marked heading; nothing where it is no such table.

    Lines that name its department (担当課：保育課) may stand between. Its first column names a year in every row, and a
    header says in words (実績, 実施内容) that a column holds results: a table of figures by years has no such word. Or the
    years stand over its columns, and its first column says of each row what it holds: 量の見込み, 実績.
    """
    lines = list(before)
    departments: list[OutsideLine] = []
    while lines and department_line(lines[-1].text, state.model):
        departments.insert(0, lines.pop())
    if not lines or not grid.rows or not (lines[-1].text.startswith("#") or numbered(bare(lines[-1].text))):
        return None
    columns = _columns_of_years(state, grid) or _columns_of_kinds(state, grid)
    return Under(columns, lines[-1], tuple(departments)) if columns is not None else None


def _columns_of_years(state: Layout, grid: Grid) -> tuple[Column, ...] | None:
    columns = _read(state, grid)
    years = [row_year(row[0].text) for row in grid.rows[1:]]
    if columns[0].role is not Role.YEAR or not years or None in years or any(c.role is Role.MEASURE for c in columns):
        return None
    said = [c for c in columns if _says_results(c)] or [c for c in columns if c.role is Role.DESCRIPTION][:1]
    if not said:
        return None
    made = (
        Column(c.table_no, c.column_no, Role.RESULT, c.header, None, c.result_kind or "actual", is_worded=True)
        if c in said
        else c
        for c in columns
    )
    return settled_columns(tuple(made))


def _columns_of_kinds(state: Layout, grid: Grid) -> tuple[Column, ...] | None:
    """The columns of a table with a year over each and 計画, 実績 or 量の見込み beside each row, a column of units between."""
    model, rows = state.model, grid.rows[1:]
    heads = [folded_word(join_lines(cell.text.split("\n"))) for cell in grid.rows[0]]
    years = [header_year(head) for head in heads]
    said = [row_kind(row[0].text, model) for row in rows]
    first = next((n for n, year in enumerate(years) if year is not None), 0)
    behind = years[first:]
    if first not in (1, 2) or len(behind) < 2 or None in behind or len(set(behind)) < len(behind) or "actual" not in said:
        return None
    if len(said) < 2 or any(not row[0].text.strip() for row in rows) or any(map(_is_measure, _read(state, grid)[:first])):
        return None
    known = {folded_word(spelling) for unit in model.units.values() for spelling in unit.spellings}
    if first == 2 and not all(folded_word(row[1].text) in known | {""} for row in rows):
        return None
    roles = (Role.KIND, Role.UNIT)[:first] + (Role.RESULT,) * len(behind)
    return tuple(
        Column(cell.table_no, cell.column_no, role, cell.text, year, "actual" if year else None, is_own_year=year is not None)
        for cell, role, year in zip(grid.rows[0], roles, years, strict=True)
    )


def _read(state: Layout, grid: Grid) -> list[Column]:
    """What the first row says of each column, read alone."""
    return [
        column_of(cell.table_no, cell.column_no, [join_lines(cell.text.split("\n"))], state.model, state.default_year)
        for cell in grid.rows[0]
    ]


def _is_measure(column: Column) -> bool:
    """事業名 and the like, which name measures by themselves; 項目 and 区分 may stand over kinds too."""
    return column.role is Role.MEASURE and column.header not in ("項目", "区分")


def _says_results(column: Column) -> bool:
    """実績, 取組内容, 計画: without a year of its own."""
    return not column.is_own_year and bool(column.result_kind) and (column.is_worded or column.role is Role.RESULT)


def read_under(state: Layout, grid: Grid, under: Under) -> None:
    """Take the rows as years of one measure, named by its heading."""
    columns = under.columns
    state.columns += columns
    for cell in grid.rows[0]:
        state.mark(cell, "header")
    title = _cell(under.heading)
    named = (Column(0, 1, Role.MEASURE, ""), title)
    departments = [
        (Column(0, 1, Role.DEPARTMENT, ""), replace(_cell(line), text=department_line(line.text, state.model)))
        for line in under.departments
    ]
    for row in grid.rows[1:]:
        by_role: dict[Role, list[tuple[Column, Cell]]] = {Role.MEASURE: [named]}
        if departments:
            by_role[Role.DEPARTMENT] = list(departments)
        for column, cell in zip(columns, row, strict=True):
            by_role.setdefault(column.role, []).append((column, cell))
        filled = [pair for pairs in by_role.values() for pair in pairs if pair[1].text.strip()]
        read_measure(state, (title, *row), by_role, filled)


def _cell(line: OutsideLine) -> Cell:
    return Cell(0, line.row_no, 1, line.text, address=f"{line.row_no}行目")
