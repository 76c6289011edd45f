"""Rows ⇄ canonical CSV bytes: UTF-8 without BOM, LF, quoted only where RFC 4180 asks for it, sorted by key."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import BinaryIO

from bouhan_opendata.errors import PackageError
from bouhan_opendata.findings import Place, Rule
from bouhan_opendata.model import Model, TableModel
from bouhan_opendata.package import Row, ordered
from bouhan_opendata.tabular.lexical import Value, parse_value, shown, type_fault, write_value

_TO_QUOTE = re.compile(r'[",\r\n]')


def write_rows(table: TableModel, rows: Sequence[Row]) -> bytes:
    """The canonical CSV of rows, header first. Raises ``TypeError`` for a value that is not of its field's type."""
    lines = [",".join(table.names)]
    lines += [",".join([quoted(write_value(item, row[item.name])) for item in table.fields]) for row in ordered(table, rows)]
    return "\n".join([*lines, ""]).encode("utf-8")


def quoted(cell: str) -> str:
    """A cell in quotes where RFC 4180 asks for them. (Python's writer leaves a carriage return bare when rows end in LF.)"""
    return '"' + cell.replace('"', '""') + '"' if _TO_QUOTE.search(cell) else cell


def read_rows(table: TableModel, data: bytes, rules: Mapping[str, Rule]) -> tuple[dict[str, Value], ...]:
    """Typed rows of a CSV; an empty cell is ``None``.

    Raises :class:`PackageError` naming file, line and field for anything that does not fit: encoding, header, number of
    cells, types. Keys, references and constraints are the business of the row checks.
    """
    file = f"data/{table.name}.csv"
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as fault:
        raise PackageError(rules["not-utf8"], Place(file=file), position=fault.start) from fault
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        header = next(reader, [])
        if header != list(table.names):
            params = {"found": shown(",".join(header)), "expected": ",".join(table.names)}
            raise PackageError(rules["header-mismatch"], Place(file=file, row=1), **params)
        return tuple(_typed(table, cells, Place(file=file, row=reader.line_num), rules) for cells in reader)
    except csv.Error as fault:
        raise PackageError(rules["csv-broken"], Place(file=file, row=reader.line_num), problem=str(fault)) from fault


def _typed(table: TableModel, cells: list[str], place: Place, rules: Mapping[str, Rule]) -> dict[str, Value]:
    if len(cells) != len(table.fields):
        raise PackageError(rules["cell-count"], place, found=len(cells), expected=len(table.fields))
    row: dict[str, Value] = {}
    for item, cell in zip(table.fields, cells, strict=True):
        if cell and (fault := type_fault(item, cell)):
            where = Place(file=place.file, row=place.row, field=item.name)
            raise PackageError(rules[fault[0]], where, **fault[1])
        row[item.name] = parse_value(item, cell)
    return row


def table_openers(model: Model, folder: Path) -> dict[str, Callable[[], BinaryIO]]:
    """Table name → a function that opens its CSV, for every table of the model that has a file in ``folder``."""
    return {name: _opener(path) for name in model.tables if (path := folder / f"{name}.csv").is_file()}


def _opener(path: Path) -> Callable[[], BinaryIO]:
    return lambda: path.open("rb")
