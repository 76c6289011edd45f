"""What the build works on: rows being collected table by table, findings, and the ids given out on the way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bouhan_opendata.extraction import CellReading, DepartmentName
from bouhan_opendata.findings import Finding, Place
from bouhan_opendata.model import Model
from bouhan_opendata.package import Span
from bouhan_opendata.publication import Publication, SourceEntry
from bouhan_opendata.reading import Cell, Column, MeasureRow, ProgressTable

Address = tuple[int, int, int]
"""Table, row and column of a cell, from 1."""


@dataclass(frozen=True, slots=True)
class SourceReading:
    """One source file, read: its table, and what each result and department cell says."""

    entry: SourceEntry
    table: ProgressTable
    cells: Mapping[Address, CellReading]
    departments: Mapping[Address, tuple[DepartmentName, ...]]
    prose: Mapping[Address, CellReading]
    """Titles, descriptions and other texts whose numbers are kept too."""
    added_departments: Mapping[Address, tuple[DepartmentName, ...]] = field(default_factory=dict)
    """Cell of a measure's title → the departments that people made responsible for it beside those of its row."""

    @property
    def source_id(self) -> str:
        """The source's id, ``s001``."""
        return self.entry.source_id

    def departments_of(self, row: MeasureRow) -> tuple[DepartmentName, ...]:
        """The departments that a row names."""
        listed = [name for cell in row.department_cells for name in self.departments.get(address(cell), ())]
        return (*listed, *self.added_departments.get(address(row.title_cell), ()))


@dataclass(frozen=True, slots=True)
class ReportCell:
    """One result cell within a report: where it stands, what it says, and how many lines of the report come before it."""

    source: SourceReading
    column: Column
    cell: Cell
    reading: CellReading
    departments: tuple[DepartmentName, ...]
    """Those that its row names: a measure may have a row for each of its departments."""
    offset: int

    def line_id(self, line: int) -> str:
        """The id of a line of this cell; ``line`` counts from 0."""
        return line_id(self.source.source_id, address(self.cell), line)


@dataclass(frozen=True, slots=True)
class LinePlace:
    """One line of a result cell. ``number`` counts from 0; ``department`` holds the id and the name of the one it is of."""

    line_id: str
    source_id: str
    measure_id: str
    fiscal_year: int
    result_kind: str
    department: frozenset[str]
    address: Address
    number: int
    text: str

    @property
    def words(self) -> str:
        """The place as a person finds it: the line's id and what it says."""
        return f"{self.line_id}「{self.text}」"

    def value(self, name: str) -> Any:
        """What a key of ``where`` is compared with, but for those about characters."""
        return {"line": self.line_id, "source": self.source_id, "measure": self.measure_id}.get(name) or getattr(self, name)


@dataclass(slots=True)
class Draft:
    """Mutable while the build runs, never seen outside it."""

    model: Model
    publication: Publication
    sources: tuple[SourceReading, ...]
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    superseded: list[Finding] = field(default_factory=list)
    """What is not told, because a newer source states the year again; a waiver written for it still fits."""
    spans: dict[str, tuple[Span, ...]] = field(default_factory=dict)
    report_cells: dict[str, list[ReportCell]] = field(default_factory=dict)
    """The cells of each report, by report id, in document order."""

    lines: tuple[LinePlace, ...] = ()
    """The lines of the result cells, as decisions find them; there once the activities are."""

    added: dict[str, str] = field(default_factory=dict)
    """Figure that a person added → the decision."""

    repeated: dict[str, str] = field(default_factory=dict)
    """Activity that is a mark and a number (〃 5回) → the activity whose words it repeats."""

    proposed: int = 0
    """How many decisions were proposed."""

    waiting: set[tuple[str, int]] = field(default_factory=set)
    """Indicators and years whose figure waits for a person."""

    _groups: dict[tuple[str, tuple[str, ...]], dict[tuple[Any, ...], list[dict[str, Any]]]] = field(default_factory=dict)

    @property
    def replaced(self) -> frozenset[str]:
        """The sources that another one stands in for (``replaces``)."""
        return frozenset(source.entry.replaces for source in self.sources if source.entry.replaces is not None)

    def add(self, table: str, /, **values: Any) -> dict[str, Any]:
        """Append a row in the model's column order; fields that are not given stay blank. Returns the row."""
        names = self.model.tables[table].names
        unknown = set(values) - set(names)
        if unknown:
            raise KeyError(f"{table}: {sorted(unknown)}")
        row = {name: values.get(name) for name in names}
        self.rows.setdefault(table, []).append(row)
        for (indexed, fields), groups in self._groups.items():
            if indexed == table:
                groups.setdefault(tuple(row[name] for name in fields), []).append(row)
        return row

    def where(self, table: str, /, **values: Any) -> list[dict[str, Any]]:
        """The rows with these values, in the order they were added; indexed by the names on first use.

        The fields of an index must not change once a row is added.
        """
        key = (table, tuple(values))
        if key not in self._groups:
            groups: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
            for row in self.table(table):
                groups.setdefault(tuple(row[name] for name in values), []).append(row)
            self._groups[key] = groups
        return self._groups[key].get(tuple(values.values()), [])

    def get(self, table: str, /, **key: Any) -> dict[str, Any] | None:
        """The one row with a key, if it is there."""
        found = self.where(table, **key)
        return found[0] if found else None

    def the(self, table: str, /, **key: Any) -> dict[str, Any]:
        """The row with a key. Raises ``KeyError`` when there is none."""
        found = self.get(table, **key)
        if found is None:
            raise KeyError((table, key))
        return found

    def find(self, rule: str, place: Place, **params: Any) -> None:
        """Record a finding."""
        self.findings.append(Finding(rule, place, params))

    def find_in(self, report: Mapping[str, Any], rule: str, place: Place, **params: Any) -> None:
        """Record a finding about a report, unless a newer source states the same: what it replaced is not asked again."""
        (self.findings if report["is_current"] else self.superseded).append(Finding(rule, place, params))

    def table(self, name: str) -> list[dict[str, Any]]:
        """The rows collected so far."""
        return self.rows.setdefault(name, [])


def sole_department(names: Sequence[DepartmentName]) -> DepartmentName | None:
    """The one department of a row whose items name none: neither the whole city nor an office in brackets behind it counts."""
    found = [name for name in names if name.parent_name is None and not name.is_whole_city]
    return found[0] if len(found) == 1 else None


def address(cell: Cell) -> Address:
    """Where a cell stands."""
    return (cell.table_no, cell.row_no, cell.column_no)


def line_id(source_id: str, where: Address, line: int) -> str:
    """The id of a source line; ``line`` counts from 0, the id from 1."""
    table, row, column = where
    return f"{source_id}-t{table}-r{row}-c{column}-l{line + 1}"
