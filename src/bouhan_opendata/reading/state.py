"""What is gathered while the tables of a document are walked: headings, columns, measures, classes of lines, findings."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from bouhan_opendata.findings import Finding, Place
from bouhan_opendata.model import Model
from bouhan_opendata.reading.grid import Cell, Document
from bouhan_opendata.reading.headers import Column
from bouhan_opendata.reading.headings import Outline
from bouhan_opendata.reading.overrides import Overrides

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
    """Its department; where the title's cell names it, that cell with all other characters blanked out."""

    description_cell: Cell | None
    results: tuple[tuple[Column, Cell], ...]
    texts: tuple[tuple[Column, Cell], ...]
    units: tuple[str, ...] = ()
    """The lines of the row's unit column."""

    indicators: tuple[str, ...] = ()
    """The lines of the row's indicator column: what is counted."""

    notation: str = ""
    """The measure's number as written, from its own cell or from a column of numbers."""

    other_department_cells: tuple[Cell, ...] = ()
    """Further columns of departments: 関係課 beside 担当課."""

    @property
    def department_cells(self) -> tuple[Cell, ...]:
        """Every cell that names departments of the measure, in order."""
        return (*([self.department_cell] if self.department_cell else []), *self.other_department_cells)


def goes_on_beside(first: MeasureRow, second: MeasureRow) -> bool:
    """Whether a row goes on with the columns of one in an earlier table: one name and heading, none of its years and kinds."""
    if first.table_no >= second.table_no or (first.title, first.heading) != (second.title, second.heading):
        return False
    years = [{(column.fiscal_year, column.result_kind) for column, _ in row.results} for row in (first, second)]
    return not years[0] & years[1]


@dataclass(slots=True)
class Layout:
    """Mutable while a document is walked, never seen outside this room."""

    document: Document
    model: Model
    overrides: Overrides
    default_year: int | None
    outline: Outline = field(default_factory=Outline)
    columns: list[Column] = field(default_factory=list)
    measures: list[MeasureRow] = field(default_factory=list)
    line_classes: dict[LineKey, str] = field(default_factory=dict)
    row_kinds: dict[tuple[int, int], str] = field(default_factory=dict)
    """Table and row → what the row was taken for."""

    findings: list[Finding] = field(default_factory=list)
    told: set[tuple[int, int]] = field(default_factory=set)
    """Table and column of what is reported once a column."""

    in_total: bool = False
    """Whether the last row with a name was a total: rows without a name go on with it."""

    number_kinds: frozenset[str] = frozenset()
    """How the rows with results number themselves in the table at hand."""

    has_bold_measures: bool = False
    names_hold_texts: bool = False
    """Whether the cells of measures in the table at hand hold a name and a text below it."""

    row_year: int | None = None
    """The year that the last row's column of years said."""

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
