"""Grids to a progress table: which row is the header, which column is which year, which row is a heading or a measure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from bouhan_opendata.errors import SourceError
from bouhan_opendata.findings import Finding, Place
from bouhan_opendata.japanese.folding import fold, join_lines
from bouhan_opendata.model import Model
from bouhan_opendata.reading.grid import Cell, Document, Grid
from bouhan_opendata.reading.header_rows import Header, find_header
from bouhan_opendata.reading.headers import Column, Role, header_year, row_kind
from bouhan_opendata.reading.headings import Heading, Outline, numbered
from bouhan_opendata.reading.markdown import read_markdown

LineKey = tuple[int, int, int, int]
"""Table, row, column (from 1) and line (from 0)."""


@dataclass(frozen=True, slots=True)
class MeasureRow:
    """One row of a measure: its cells by what they are. ``heading`` is an index into the table's headings."""

    table_no: int
    row_no: int
    heading: int | None
    title: str
    title_cell: Cell
    department_cell: Cell | None
    description_cell: Cell | None
    results: tuple[tuple[Column, Cell], ...]
    texts: tuple[tuple[Column, Cell], ...]
    units: tuple[str, ...] = ()
    """The lines of the row's unit column."""

    indicators: tuple[str, ...] = ()
    """The lines of the row's indicator column: what is counted."""


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


@dataclass(slots=True)
class _Layout:
    """What is gathered while the tables are walked."""

    document: Document
    model: Model
    overrides: Mapping[str, Any]
    default_year: int | None
    outline: Outline = field(default_factory=Outline)
    columns: list[Column] = field(default_factory=list)
    measures: list[MeasureRow] = field(default_factory=list)
    line_classes: dict[LineKey, str] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    @property
    def ditto(self) -> set[str]:
        """Words that stand for the cell above: 同上, 〃."""
        return {word.text for word in self.model.words["item_status"] if word.meaning == "same_as_previous"}

    def mark(self, cell: Cell, line_class: str) -> None:
        """Give every line of a cell its class; blank lines are blank."""
        for number, line in enumerate(cell.text.split("\n")):
            self.line_classes[cell.table_no, cell.row_no, cell.column_no, number] = line_class if line.strip() else "blank"

    def find(self, rule: str, cell: Cell, **params: Any) -> None:
        """Record a finding at a cell."""
        place = Place(file=self.document.file_name, address=cell.address)
        self.findings.append(Finding(rule, place, params))


def read_progress_table(
    path: Path, model: Model, layout: Mapping[str, Any] | None = None, *, fiscal_year: int | None = None
) -> ProgressTable:
    """Read a file as a table of measures and years.

    ``layout`` may say ``columns: {header words: role}`` where the table does not speak for itself. Raises ``SourceError``
    when it is no such table or two columns claim one year, ``UnsafeSource`` when the gate refuses the file.
    """
    return understand(read_markdown(path, model), model, layout, fiscal_year=fiscal_year)


def understand(
    document: Document, model: Model, layout: Mapping[str, Any] | None = None, *, fiscal_year: int | None = None
) -> ProgressTable:
    """A document's grids as one progress table; see :func:`read_progress_table`."""
    first = document.outside[0].text if document.outside else ""
    is_title = bool(first) and not first.startswith("##") and not numbered(_bare(first))
    title = _bare(first) if is_title else None
    year = fiscal_year
    for line in document.outside[:5]:
        year = year if year is not None else header_year(fold(line.text).text)
    state = _Layout(document, model, dict((layout or {}).get("columns") or {}), year)
    last: tuple[Column, ...] | None = None
    seen = int(is_title)
    for grid in document.grids:
        seen = _read_outside(state, seen, grid)
        last = _read_grid(state, grid, last)
    if not state.measures:
        _refuse(state, has_header=last is not None)
    years = tuple(sorted({c.fiscal_year for c in state.columns if c.role is Role.RESULT and c.fiscal_year is not None}))
    return ProgressTable(
        document,
        tuple(state.columns),
        tuple(state.outline.headings),
        tuple(state.measures),
        state.line_classes,
        tuple(state.findings),
        title,
        years,
    )


def _bare(line: str) -> str:
    """A heading line without what marks it: #, bold stars, brackets around it."""
    return line.lstrip("#＃ ").strip("*＊ ").lstrip(_MARKS).rstrip("】》＞>〕 　")


_MARKS = "■◆●○◎【《＜<〔 　"


def _read_outside(state: _Layout, seen: int, grid: Grid) -> int:
    """Take the headings among the lines before a table (not the document's title). Returns how many lines were seen."""
    lines = state.document.outside
    while seen < len(lines) and lines[seen].row_no < grid.line_no:
        line = lines[seen]
        level = len(line.text) - len(line.text.lstrip("#＃"))
        words = _bare(line.text)
        if level and words:
            state.outline.put(0, line.row_no, "line", level, (words,))
        elif words and len(words) <= 60 and not words.endswith(("。", "、")) and numbered(words):
            state.outline.add(0, line.row_no, (words,))
        seen += 1
    return seen


def _refuse(state: _Layout, *, has_header: bool) -> None:
    seen = [cell.text.replace("\n", " ") for grid in state.document.grids for cell in grid.rows[0] if cell.text][:12]
    wanted = [word.text for word in state.model.words["header_roles"] if word.meaning in ("measure", "result:actual")][:8]
    place = Place(file=state.document.file_name)
    if has_header:
        raise SourceError(state.model.rules["no-measure-rows"], place, seen="、".join(seen))
    raise SourceError(state.model.rules["no-progress-table"], place, seen="、".join(seen), wanted="、".join(wanted))


def _read_grid(state: _Layout, grid: Grid, last: tuple[Column, ...] | None) -> tuple[Column, ...] | None:
    """Walk one table. One without a header of its own goes on with the columns of the one before, if as wide."""
    header = find_header(grid, state.model, state.overrides, state.default_year)
    if header is None:
        if last is None or not grid.rows or len(grid.rows[0]) != len(last):
            _leave(state, grid)
            return last
        header = Header(-1, 0, last)
    else:
        _check_years(state, grid, header)
        state.columns += header.columns
    shown = [tuple(cell.text for cell in row) for row in grid.rows[max(header.top, 0) : header.end]] if header.depth else []
    for number, row in enumerate(grid.rows):
        if number < header.top:
            for cell in row:
                state.mark(cell, "note")
        elif header.depth and (number < header.end or tuple(cell.text for cell in row) in shown):
            for cell in row:
                state.mark(cell, "header")
        else:
            _read_row(state, row, header.columns)
    return header.columns


def _leave(state: _Layout, grid: Grid) -> None:
    """A table that is no progress table: its text is kept and reported, never guessed at."""
    for row in grid.rows:
        for cell in row:
            state.mark(cell, "note")
    state.find("table-not-read", grid.rows[0][0], table=grid.table_no)


def _check_years(state: _Layout, grid: Grid, header: Header) -> None:
    seen: dict[tuple[int | None, str | None], Column] = {}
    columns, header_row = header.columns, header.end - 1
    for column in columns:
        if column.role is not Role.RESULT:
            continue
        key = (column.fiscal_year, column.result_kind)
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


def _read_row(state: _Layout, row: tuple[Cell, ...], columns: tuple[Column, ...]) -> None:
    pairs = list(zip(columns, row, strict=True))
    by_role: dict[Role, list[tuple[Column, Cell]]] = {}
    for column, cell in pairs:
        by_role.setdefault(column.role, []).append((column, cell))
    filled = [(column, cell) for column, cell in pairs if cell.text.strip()]
    if not filled:
        for cell in row:
            state.mark(cell, "blank")
        return
    if _is_heading(state, row, filled):
        for cell in row:
            state.mark(cell, "area")
        return
    _mark_measure(state, by_role)
    title_cell = by_role[Role.MEASURE][0][1]
    for level, (_, cell) in enumerate(by_role.get(Role.AREA, []), 1):
        if cell.text.strip():
            state.outline.put(cell.table_no, cell.row_no, "column", level, cell.lines)
    if all(column.role is Role.AREA for column, _ in filled):
        return
    title = join_lines(title_cell.text.split("\n"))
    results, texts = _by_kind(state, by_role)
    if not title or title in state.ditto:
        if not state.measures or not any(cell.text for _, cell in results):
            state.find("row-unclear", title_cell, text=filled[0][1].text[:40])
            return
        title, title_cell = state.measures[-1].title, state.measures[-1].title_cell
    elif len(filled) == 1:
        state.find("row-unclear", title_cell, text=title[:40])
    state.measures.append(
        MeasureRow(
            title_cell.table_no,
            row[0].row_no,
            state.outline.current,
            title,
            title_cell,
            _first(by_role, Role.DEPARTMENT),
            _first(by_role, Role.DESCRIPTION),
            results,
            texts,
            _lines(by_role, Role.UNIT),
            _lines(by_role, Role.INDICATOR),
        )
    )


def _by_kind(
    state: _Layout, by_role: dict[Role, list[tuple[Column, Cell]]]
) -> tuple[tuple[tuple[Column, Cell], ...], tuple[tuple[Column, Cell], ...]]:
    """Results and texts of a row; where a column says what kind the row is, its results are of that kind."""
    results, texts = by_role.get(Role.RESULT, []), by_role.get(Role.TEXT, [])
    said = [kind for _, cell in by_role.get(Role.KIND, []) if (kind := row_kind(cell.text, state.model))]
    if said:
        results = [(replace(column, result_kind=said[0]), cell) for column, cell in results]
    return tuple(results), tuple(texts)


def _lines(by_role: dict[Role, list[tuple[Column, Cell]]], role: Role) -> tuple[str, ...]:
    return tuple(line.strip() for line in by_role[role][0][1].lines if line.strip()) if role in by_role else ()


def _first(by_role: dict[Role, list[tuple[Column, Cell]]], role: Role) -> Cell | None:
    return by_role[role][0][1] if role in by_role else None


def _is_heading(state: _Layout, row: tuple[Cell, ...], filled: list[tuple[Column, Cell]]) -> bool:
    """A row with one numbered or marked text and nothing else, or the same text in every cell, as a merge leaves it."""
    texts = {cell.text for _, cell in filled}
    first = filled[0][1]
    if len(texts) != 1 or (len(filled) > 1 and len(filled) != len(row)) or filled[0][0].role is Role.RESULT:
        return False
    if state.outline.add(first.table_no, first.row_no, first.lines):
        return True
    words = first.lines[0].strip()
    if (len(filled) == len(row) > 2) or (words[:1] in "■◆●◎【《＜<〔" and not words.endswith("。")):
        bare = words.lstrip(_MARKS).rstrip("】》＞>〕 　")
        state.outline.put(first.table_no, first.row_no, "row", 1, (bare, *first.lines[1:]))
        return True
    return False


_CLASSES = {
    Role.MEASURE: "measure",
    Role.DEPARTMENT: "department",
    Role.DESCRIPTION: "description",
    Role.TEXT: "note",
    Role.AREA: "area",
}


def _mark_measure(state: _Layout, by_role: dict[Role, list[tuple[Column, Cell]]]) -> None:
    for role, pairs in by_role.items():
        for number, (column, cell) in enumerate(pairs):
            if role is Role.UNKNOWN and cell.text.strip():
                state.find("header-unknown", cell, header=column.header, text=cell.text[:40])
            if role in (Role.DEPARTMENT, Role.DESCRIPTION) and number and cell.text.strip():
                state.find("header-unknown", cell, header=column.header, text=cell.text[:40])
            if role is not Role.RESULT:
                state.mark(cell, _CLASSES.get(role, "note"))
