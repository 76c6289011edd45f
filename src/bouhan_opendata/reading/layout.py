"""Grids to a progress table: which row is the header, which column is which year, which row is a heading or a measure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from bouhan_opendata.errors import SourceError
from bouhan_opendata.findings import Finding, Place
from bouhan_opendata.model import Model
from bouhan_opendata.reading.answered_form import as_table
from bouhan_opendata.reading.cards import find_cards, is_all_labels, labels_of, read_cards
from bouhan_opendata.reading.continuing import goes_on
from bouhan_opendata.reading.forms import read_document
from bouhan_opendata.reading.grid import Document, Grid, OutsideLine
from bouhan_opendata.reading.header_rows import Header, find_header
from bouhan_opendata.reading.header_within import header_again, take_heading_above
from bouhan_opendata.reading.headers import Column, Role
from bouhan_opendata.reading.headings import Heading
from bouhan_opendata.reading.merges import with_shared_cells
from bouhan_opendata.reading.outside import find_title, stated_year, take_headings
from bouhan_opendata.reading.overrides import Overrides
from bouhan_opendata.reading.printed_lines import with_joined_rows
from bouhan_opendata.reading.refusal import refuse
from bouhan_opendata.reading.state import Layout, LineKey, MeasureRow, goes_on_beside
from bouhan_opendata.reading.table_rows import look_ahead, read_row
from bouhan_opendata.reading.table_years import years_of_tables
from bouhan_opendata.reading.turned import turn_back, turned_header
from bouhan_opendata.reading.under_heading import find_under, read_under


@dataclass(frozen=True, slots=True)
class ProgressTable:
    """A document understood as a table of measures and fiscal years."""

    document: Document
    columns: tuple[Column, ...]
    headings: tuple[Heading, ...]
    measures: tuple[MeasureRow, ...]
    line_classes: Mapping[LineKey, str]
    findings: tuple[Finding, ...]
    title: str | None
    fiscal_years: tuple[int, ...]
    row_kinds: Mapping[tuple[int, int], str] = field(default_factory=dict)
    """Table and row → what it was taken for: header, heading, measure, goes_on, total, note, blank …"""


def read_progress_table(
    path: Path, model: Model, layout: Mapping[str, Any] | None = None, *, fiscal_year: int | None = None
) -> ProgressTable:
    """Read a file as a table of measures and years.

    ``layout`` may say what columns, rows and tables are where they do not speak for themselves. Raises ``SourceError``
    when it is no such table or two columns claim one year, ``UnsafeSource`` when the gate refuses the file.
    """
    return understand(as_table(read_document(path, model)), model, layout, fiscal_year=fiscal_year)


def understand(
    document: Document, model: Model, layout: Mapping[str, Any] | None = None, *, fiscal_year: int | None = None
) -> ProgressTable:
    """A document's grids as one progress table; see :func:`read_progress_table`."""
    title, seen = find_title(document, model)
    year = fiscal_year if fiscal_year is not None else stated_year(document)
    overrides = Overrides.of(layout)
    years = years_of_tables(document, year)
    grids = (_with_joined_rows(grid, model, overrides, years[grid.table_no]) for grid in document.grids)
    document = replace(document, grids=tuple(grids))
    state = Layout(document, model, overrides, year)
    last: tuple[Column, ...] | None = None
    for grid in document.grids:
        before = [line for line in document.outside[seen:] if line.row_no < grid.line_no]
        seen += len(before)
        state.default_year = years[grid.table_no]
        if overrides.skips(grid):
            _leave(state, grid, "skip")
        else:
            last = _read_table(state, grid, before, last) or last
    measures = _told_apart(_with_departments(state.measures))
    if not measures:
        raise refuse(document, model, has_header=last is not None)
    stated = {c.fiscal_year for c in state.columns if c.role is Role.RESULT}
    stated |= {column.fiscal_year for row in measures for column, _ in row.results}
    return ProgressTable(
        document,
        tuple(state.columns),
        tuple(state.outline.headings),
        measures,
        state.line_classes,
        (*document.findings, *state.findings),
        title,
        tuple(sorted(year for year in stated if year is not None)),
        state.row_kinds,
    )


def _read_table(
    state: Layout, grid: Grid, before: list[OutsideLine], last: tuple[Column, ...] | None
) -> tuple[Column, ...] | None:
    """Take one table and the lines ``before`` it. Returns the columns that a table without a header may go on with."""
    header = _header(state, grid, last, is_parted=bool(before))
    is_loose = header is None or (state.overrides.header(grid) is None and _is_of_labels(state, grid, header))
    turned = turned_header(state, grid) if is_loose else None
    cards = find_cards(state, grid) if is_loose and turned is None else None
    under = None if header or cards or turned else find_under(state, grid, before)
    above = before[: before.index(under.heading)] if under else before
    take_headings(state, above, is_read=bool(header or cards or turned or under))
    if cards is not None:
        read_cards(state, grid, cards)
        _take_rows(state, grid, "form")
    elif turned is not None:
        first = len(state.measures)
        _read_grid(state, *turned)
        turn_back(state, grid, first)
        _take_rows(state, grid, "turned")
    elif under is not None:
        read_under(state, grid, under)
        _take_rows(state, grid, "year")
        state.row_kinds[grid.table_no, grid.rows[0][0].row_no] = "header"
    elif header is None:
        _leave(state, grid, "note")
        state.find("table-not-read", grid.rows[0][0], table=grid.table_no)
    else:
        _read_grid(state, grid, header)
        return header.columns
    return None


def _is_of_labels(state: Layout, grid: Grid, header: Header) -> bool:
    """Whether the first column is one of labels, as a form's is; under 年度 the years are what the rows are of."""
    return header.columns[0].role is not Role.YEAR and is_all_labels(state, grid)


def _take_rows(state: Layout, grid: Grid, kind: str) -> None:
    """Say of all rows of a table what they were taken for; rows without text are blank."""
    state.row_kinds = {place: said for place, said in state.row_kinds.items() if place[0] != grid.table_no}
    for row in grid.rows:
        state.row_kinds[grid.table_no, row[0].row_no] = kind if any(cell.text.strip() for cell in row) else "blank"


def _with_joined_rows(grid: Grid, model: Model, overrides: Overrides, year: int | None) -> Grid:
    """A table with one printed line in each row, with the rows that its author meant."""
    header = find_header(grid, model, overrides, year) if grid.undivided else None
    return with_joined_rows(grid, header, model) if header is not None else grid


def _with_departments(measures: list[MeasureRow]) -> list[MeasureRow]:
    """Rows of a table without departments that go on with the columns of an earlier one have that one's departments."""
    firsts: dict[tuple[int | None, str], list[MeasureRow]] = {}
    made = []
    for row in measures:
        above = firsts.setdefault((row.heading, row.title), [])
        if row.department_cell is None and len(above) == 1 and goes_on_beside(above[0], row):
            row = replace(row, department_cell=above[0].department_cell, other_department_cells=above[0].other_department_cells)
        else:
            above.append(row)
        made.append(row)
    return made


def _told_apart(measures: list[MeasureRow]) -> tuple[MeasureRow, ...]:
    """Where two numbers under one heading have the same name, the number stays part of the name."""
    numbers: dict[tuple[int | None, str], set[str]] = {}
    for row in measures:
        numbers.setdefault((row.heading, row.title), set()).update({row.notation} - {""})
    return tuple(
        replace(row, title=f"{row.notation} {row.title}") if row.notation and len(numbers[row.heading, row.title]) > 1 else row
        for row in measures
    )


def _header(state: Layout, grid: Grid, last: tuple[Column, ...] | None, *, is_parted: bool) -> Header | None:
    """The header of a table. One without a header of its own may go on with the columns of the one before, if as wide.

    A first row with several labels (No. | 令和4年度 | 評価) is a header of its own, though not one of measures.
    """
    as_wide = last if last is not None and grid.rows and len(grid.rows[0]) == len(last) else None
    header = find_header(grid, state.model, state.overrides, state.default_year, as_wide)
    if header is not None or as_wide is None or not goes_on(grid, as_wide, state.model, is_parted=is_parted):
        return header
    is_label = labels_of(state.model, state.default_year)
    return None if sum(map(is_label, grid.rows[0])) > 1 else Header(-1, 0, as_wide)


def _read_grid(state: Layout, grid: Grid, header: Header) -> None:
    """Walk one table."""
    if header.depth:
        _check_years(state, grid, header)
        state.columns += header.columns
    shown = [tuple(cell.text for cell in row) for row in grid.rows[max(header.top, 0) : header.end]] if header.depth else []
    look_ahead(state, grid.rows[max(header.end, 0) :], header.columns)
    columns = header.columns
    for number, row in enumerate(grid.rows):
        said = state.overrides.row(row)
        if number < header.top:
            kind = "heading" if take_heading_above(state, row) else "note"
        elif (header.depth and (number < header.end or tuple(cell.text for cell in row) in shown)) or said == "header":
            kind = "header"
        elif said is None and (again := header_again(state, grid, number, columns)) is not None:
            kind = "header"
            if again != columns:
                columns = again
                state.columns += columns
        else:
            kind = read_row(state, with_shared_cells(state, grid, row, columns), columns, said)
        if kind == "header" or (kind == "note" and number < header.top):
            for cell in row:
                state.mark(cell, kind)
        state.row_kinds[grid.table_no, row[0].row_no] = kind


def _leave(state: Layout, grid: Grid, kind: str) -> None:
    """A table that is no progress table: its text is kept, never guessed at."""
    for row in grid.rows:
        for cell in row:
            state.mark(cell, "note")
    _take_rows(state, grid, kind)


def _check_years(state: Layout, grid: Grid, header: Header) -> None:
    seen: dict[tuple[int | None, str | None, str], Column] = {}
    columns, header_row = header.columns, header.end - 1
    for column in columns:
        if column.role is not Role.RESULT:
            continue
        key = (column.fiscal_year, column.result_kind, column.counted)
        if column.is_calendar:
            state.find(
                "calendar-year-column", grid.rows[header_row][column.column_no - 1], header=column.header, year=column.fiscal_year
            )
        if key in seen:
            place = Place(file=state.document.file_name, address=grid.rows[header_row][column.column_no - 1].address)
            params = {"first": seen[key].header, "second": column.header, "year": column.fiscal_year}
            raise SourceError(state.model.rules["two-columns-one-year"], place, **params)
        seen[key] = column
    roles = [column.role for column in columns]
    if roles.count(Role.MEASURE) > 1:
        extra = [c for c in columns if c.role is Role.MEASURE][1]
        place = Place(file=state.document.file_name, address=grid.rows[header_row][extra.column_no - 1].address)
        raise SourceError(state.model.rules["two-measure-columns"], place, header=extra.header)
