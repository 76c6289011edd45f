"""One file read all the way: table, departments, result cells; no workspace needed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
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
    runs,
)
from bouhan_opendata.japanese.folding import fold
from bouhan_opendata.model import Model
from bouhan_opendata.publication import SourceEntry
from bouhan_opendata.reading import Cell, Column, MeasureRow, ProgressTable, read_progress_table


def read_source(path: Path, entry: SourceEntry, model: Model, words: ExtractionWords | None = None) -> SourceReading:
    """Read a source file. Raises ``SourceError`` or ``UnsafeSource`` when it cannot be read as such a table."""
    prepared = words or prepare_words(model)
    table = read_progress_table(path, model, entry.layout, fiscal_year=entry.fiscal_year)
    if path.name != entry.file:
        table = replace(table, document=replace(table.document, file_name=entry.file))
    departments = _departments(table, prepared)
    shared = _shared(name for names in departments.values() for name in names)
    departments = {where: _in_full(names, shared) for where, names in departments.items()}
    known = tuple(dict.fromkeys(name.name for names in departments.values() for name in names if not name.is_whole_city))
    cells = _cells(table, known, prepared)
    if shared:
        cells = {where: _with_full_names(cell, shared) for where, cell in cells.items()}
    return SourceReading(entry, table, cells, departments, _prose(table, prepared))


def _shared(names: Iterable[DepartmentName]) -> frozenset[str]:
    """Section names that two bureaus have: 総務部管理課 and 建設部管理課 are not one 管理課."""
    bureaus: dict[str, set[str]] = {}
    for name in names:
        if name.bureau_name:
            bureaus.setdefault(name.name, set()).add(name.bureau_name)
    return frozenset(name for name, of in bureaus.items() if len(of) > 1)


def _in_full(names: Iterable[DepartmentName], shared: frozenset[str]) -> tuple[DepartmentName, ...]:
    """Names that are shared, as they are written, bureau and all."""
    return tuple(replace(name, name=name.text) if name.bureau_name and name.name in shared else name for name in names)


def _with_full_names(cell: CellReading, shared: frozenset[str]) -> CellReading:
    sections = tuple(replace(section, departments=_in_full(section.departments, shared)) for section in cell.sections)
    return replace(cell, sections=sections)


def _prose(table: ProgressTable, words: ExtractionWords) -> dict[Address, CellReading]:
    """Titles, descriptions, and texts such as 評価 and 備考: their numbers are figures outside activities."""
    found: dict[Address, CellReading] = {}
    for row in table.measures:
        if address(row.title_cell) not in found:
            found[address(row.title_cell)] = _title(row, words)
        texts: list[tuple[Column | None, Cell | None]] = [(None, row.description_cell), *row.texts]
        for column, cell in texts:
            if cell is not None and cell.text.strip() and address(cell) not in found:
                context = CellContext(column.fiscal_year if column else None, "actual", (), row.title)
                found[address(cell)] = read_prose(cell.text.split("\n"), context, words)
    return found


def _title(row: MeasureRow, words: ExtractionWords) -> CellReading:
    """A measure's cell: its number and its department are no figures; what is left is read as prose."""
    text = row.title_cell.text
    known: dict[int, str] = {}
    at = text.find(row.notation) if row.notation and text.lstrip("*_#＃ 　").startswith(row.notation) else -1
    if at >= 0:
        known |= dict.fromkeys(range(at, at + len(row.notation)), "ordinal")
    if row.department_cell is not None and address(row.department_cell) == address(row.title_cell):
        known |= {n: "department" for n, char in enumerate(row.department_cell.text) if not char.isspace()}
    blanked = "".join("　" if n in known else char for n, char in enumerate(text))
    reading = read_prose(blanked.split("\n"), CellContext(None, "actual", (), row.title), words)
    lines, spans, start = tuple(text.split("\n")), [], 0
    for line, read in zip(lines, reading.spans, strict=True):
        classes = [known.get(start + n, span.cls) for span in read for n in range(span.start, span.end)]
        spans.append(tuple(runs(classes)))
        start += len(line) + 1
    return replace(reading, lines=lines, spans=tuple(spans))


def _departments(table: ProgressTable, words: ExtractionWords) -> dict[Address, tuple[DepartmentName, ...]]:
    """What each department cell names; 同上, 〃 and a blank below in the same measure name what the cell above names."""
    lines = (line for row in table.measures for cell in row.department_cells for line in cell.lines)
    known = frozenset(folded for line in lines if (folded := fold(line).text.strip()).endswith(words.section_endings))
    found: dict[Address, tuple[DepartmentName, ...]] = {}
    above: tuple[DepartmentName, ...] = ()
    measure: tuple[int | None, str] | None = None
    for row in table.measures:
        goes_on, measure = measure == (row.heading, row.title), (row.heading, row.title)
        for cell in row.department_cells:
            if not cell.text.strip():
                if goes_on:
                    found[address(cell)] = above
                continue
            if fold(cell.text).text.strip() not in words.dittos:
                above = tuple(read_departments(cell.text.split("\n"), words, known))
            found[address(cell)] = above
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
