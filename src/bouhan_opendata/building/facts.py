"""The neutral facts form: what one file says, in words that other readers can be compared with.

The only module that knows that form. Its ``activities`` are department blocks, its ``items`` our activities, its
``indicators`` our figures with use observation, detail or duplicate.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from bouhan_opendata.building.draft import SourceReading, address, sole_department
from bouhan_opendata.extraction import CellReading, DepartmentName, FigureReading, Item
from bouhan_opendata.findings import Findings
from bouhan_opendata.reading import Cell, Column, MeasureRow

_KINDS = {"actual": "actual", "plan": "plan", "target": "target", "forecast": "plan"}
_USES = {"observation", "detail", "duplicate"}


@dataclass(frozen=True)
class Facts:
    """One file, read without a workspace. ``findings`` says what is worth a look."""

    reading: SourceReading
    findings: Findings

    @property
    def measures(self) -> tuple[str, ...]:
        """The measures' titles in document order; rows of one name under one heading are one measure."""
        return tuple(title for _, title in dict.fromkeys((row.heading, row.title) for row in self.reading.table.measures))

    @property
    def fiscal_years(self) -> tuple[int, ...]:
        """The fiscal years that have a column."""
        return self.reading.table.fiscal_years

    @property
    def items(self) -> tuple[Item, ...]:
        """Every item of every result cell in document order."""
        return tuple(item for cell in self._cells() for item in cell.items)

    @property
    def figures(self) -> tuple[FigureReading, ...]:
        """Every number as written, with its class, relation and use."""
        return tuple(figure for cell in self._cells() for figure in cell.figures)

    def _cells(self) -> Iterator[CellReading]:
        for row in self.reading.table.measures:
            for _, cell in row.results:
                yield self.reading.cells[address(cell)]

    def as_dict(self) -> dict[str, Any]:
        """The facts form as plain values, ready for JSON."""
        groups: dict[tuple[int | None, str], list[MeasureRow]] = {}
        for row in self.reading.table.measures:
            groups.setdefault((row.heading, row.title), []).append(row)
        return {"measures": [_measure(self.reading, rows) for rows in groups.values()]}

    def __repr__(self) -> str:
        size = f"{len(self.measures)} measures, years {list(self.fiscal_years)}, {len(self.figures)} figures"
        return f"<Facts: {size}, {self.findings!r}>"


def _measure(source: SourceReading, rows: list[MeasureRow]) -> dict[str, Any]:
    """A measure and the rows under it: several where a row span holds one row for each department."""
    path: list[str] = []
    index = rows[0].heading
    while index is not None:
        heading = source.table.headings[index]
        path.insert(0, f"{heading.own} {heading.title}".strip())
        index = heading.parent
    names = [source.departments_of(row) for row in rows]
    return {
        "name": rows[0].title,
        "path": path,
        "departments": list(dict.fromkeys(name.name for listed in names for name in listed)),
        "activities": [
            block
            for row, listed in zip(rows, names, strict=True)
            for column, cell in row.results
            for block in _blocks(source, column, cell, sole_department(listed))
        ],
    }


def _blocks(source: SourceReading, column: Column, cell: Cell, sole: DepartmentName | None) -> Iterator[dict[str, Any]]:
    """One block a department section; the items before any section stand in a block of the row's department, if one."""
    reading = source.cells[address(cell)]
    frame = {"fiscal_year": column.fiscal_year, "kind": _KINDS[column.result_kind or "actual"]}
    alone = sole.name if sole is not None else None
    if not reading.items:
        yield {**frame, "department": None, "status": reading.status, "items": []}
        return
    sections = list(dict.fromkeys(item.section for item in reading.items))
    for section in sections:
        items = [item for item in reading.items if item.section == section]
        names = reading.sections[section].departments if section is not None else ()
        statuses = {item.status for item in items}
        status = statuses.pop() if len(statuses) == 1 else "reported"
        yield {
            **frame,
            "department": "、".join(name.name for name in names) if names else alone,
            "status": None if status == "reported" else status,
            "items": [_item(reading, item) for item in items],
        }


def _item(reading: CellReading, item: Item) -> dict[str, Any]:
    figures = [
        f for f in reading.figures if item.first_line <= f.line <= item.last_line and f.use in _USES and f.cls == "quantity"
    ]
    return {
        "text": item.text,
        "status": None if item.status == "reported" else item.status,
        "indicators": [_indicator(reading, item, figure) for figure in figures],
    }


def _indicator(reading: CellReading, item: Item, figure: FigureReading) -> dict[str, Any]:
    parent = reading.figures[figure.parent] if figure.parent is not None else None
    start = _position(reading, item, figure)
    body: dict[str, Any] = {
        "label": figure.label,
        "value": _number(figure.value),
        "unit": figure.unit_text,
        "qualifiers": list(figure_qualifiers(figure)),
        "of": _number(parent.value) if parent is not None else None,
        "per": figure.per,
        "since_fy": figure.since_fiscal_year,
        "start": start,
        "end": start + figure.end - figure.start,
    }
    if figure.precision == "range":
        body["min"], body["max"] = _number(figure.lower), _number(figure.upper)
    return body


def _position(reading: CellReading, item: Item, figure: FigureReading) -> int:
    """Where a figure stands in the item's joined text: its line is found after the lines before it."""
    cursor = 0
    for number in range(item.first_line, figure.line + 1):
        line = reading.lines[number]
        first = item.start if number == item.first_line else 0
        body = line[first:].strip()
        found = item.text.find(body, cursor)
        cursor = found if found >= 0 else cursor
        if number == figure.line:
            return cursor + figure.start - line.index(body, first)
        cursor += len(body)
    return cursor


def _number(value: Decimal | None) -> str | None:
    return None if value is None else format(value, "f")


_FROM_FIELDS: Mapping[tuple[str, str], str] = {
    ("precision", "approx"): "approx",
    ("precision", "at_least"): "at_least",
    ("precision", "at_most"): "at_most",
    ("precision", "less_than"): "less_than",
    ("precision", "range"): "range",
    ("counting", "gross"): "gross",
    ("counting", "net"): "net",
    ("time_basis", "cumulative"): "cumulative",
    ("time_basis", "stock"): "stock",
    ("time_basis", "change"): "change",
    ("time_basis", "rate"): "frequency",
    ("scope", "total"): "total",
    ("scope", "part"): "breakdown",
    ("scope", "denominator"): "denominator",
    ("scope", "all_of_population"): "all",
    ("scope", "remainder"): "breakdown",
    ("relation", "out_of"): "out_of",
    ("per", "unit"): "per_unit",
    ("unit_source", "column"): "unit_from_column",
    ("unit_source", "number_format"): "unit_from_number_format",
    ("unit_source", "inherited"): "unit_inherited",
}


def figure_qualifiers(figure: FigureReading) -> Iterator[str]:
    """The qualifiers of the facts form that a quantity's single-valued columns stand for."""
    said = [word for (name, code), word in _FROM_FIELDS.items() if getattr(figure, name) == code]
    if figure.pattern == "each":
        said[said.index("per_unit")] = "each"
    if figure.relation == "out_of" and "breakdown" in said:
        said.remove("breakdown")
    if figure.pattern == "besides" and "breakdown" in said and figure.relation is None:
        said[said.index("breakdown")] = "besides"
    if figure.pattern in ("target", "planned"):
        said.append(figure.pattern)
    yield from dict.fromkeys(said)
    if figure.as_of is not None and figure.is_day_stated:
        yield "as_of"
