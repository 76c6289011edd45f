"""One file read all the way: table, departments, result cells; no workspace needed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bouhan_opendata.building.draft import Address, SourceReading, address
from bouhan_opendata.extraction import (
    CellContext,
    CellReading,
    DepartmentName,
    ExtractionWords,
    prepare_words,
    read_cell,
    read_departments,
    read_prose,
)
from bouhan_opendata.japanese.folding import fold
from bouhan_opendata.model import Model
from bouhan_opendata.publication import SourceEntry
from bouhan_opendata.reading import Cell, Column, ProgressTable, read_progress_table


def read_source(path: Path, entry: SourceEntry, model: Model, words: ExtractionWords | None = None) -> SourceReading:
    """Read a source file. Raises ``SourceError`` or ``UnsafeSource`` when it cannot be read as such a table."""
    prepared = words or prepare_words(model)
    table = read_progress_table(path, model, entry.layout, fiscal_year=entry.fiscal_year)
    departments = _departments(table, prepared)
    known = tuple(dict.fromkeys(name.name for names in departments.values() for name in names if not name.is_whole_city))
    return SourceReading(entry, table, _cells(table, known, prepared), departments, _prose(table, prepared))


def _prose(table: ProgressTable, words: ExtractionWords) -> dict[Address, CellReading]:
    """Titles, descriptions, and texts such as 評価 and 備考: their numbers are figures outside activities."""
    found: dict[Address, CellReading] = {}
    for row in table.measures:
        texts: list[tuple[Column | None, Cell | None]] = [(None, row.title_cell), (None, row.description_cell), *row.texts]
        for column, cell in texts:
            if cell is not None and cell.text.strip() and address(cell) not in found:
                context = CellContext(column.fiscal_year if column else None, "actual", (), row.title)
                found[address(cell)] = read_prose(cell.text.split("\n"), context, words)
    return found


def _departments(table: ProgressTable, words: ExtractionWords) -> dict[Address, tuple[DepartmentName, ...]]:
    """What each department cell names; 同上, 〃 and a blank below in the same measure name what the cell above names."""
    found: dict[Address, tuple[DepartmentName, ...]] = {}
    above: tuple[DepartmentName, ...] = ()
    measure: tuple[int | None, str] | None = None
    for row in table.measures:
        goes_on, measure = measure == (row.heading, row.title), (row.heading, row.title)
        if row.department_cell is None:
            continue
        if not row.department_cell.text.strip():
            if goes_on:
                found[address(row.department_cell)] = above
            continue
        if fold(row.department_cell.text).text.strip() not in words.dittos:
            above = tuple(read_departments(row.department_cell.text.split("\n"), words))
        found[address(row.department_cell)] = above
    return found


def _cells(table: ProgressTable, known: tuple[str, ...], words: ExtractionWords) -> Mapping[Address, CellReading]:
    cells: dict[Address, CellReading] = {}
    for row in table.measures:
        for column, cell in row.results:
            context = CellContext(
                fiscal_year=column.fiscal_year,
                result_kind=column.result_kind or "actual",
                departments=known,
                measure_title=row.title,
                units=row.units or ((column.unit,) if column.unit else ()),
                indicators=row.indicators,
            )
            cells[address(cell)] = read_cell(cell.text.split("\n"), context, words)
    return cells


def unlisted_source(path: Path, layout: Mapping[str, Any] | None = None) -> SourceEntry:
    """The entry of a file that no ``sources.yaml`` names."""
    return SourceEntry(
        source_id="s001",
        file=path.name,
        title=path.stem,
        title_en=None,
        fiscal_year=None,
        received_on=None,
        replaces=None,
        layout=layout,
    )
