"""The copies for spreadsheet users held against the tables: every sheet of the workbook, and the CSV files."""

from __future__ import annotations

import importlib
import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from bouhan_opendata.equality import Equality
from bouhan_opendata.model import Model
from bouhan_opendata.opened import Release
from bouhan_opendata.package import Table
from bouhan_opendata.tabular.spreadsheets import OVERVIEWS, spreadsheet_files
from bouhan_opendata.tabular.workbook import sheets

_TABLES = "data/*.csv"
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


def office_equalities(release: Release, tables: Mapping[str, Table], model: Model) -> Iterator[Equality]:
    """The workbook's rows, and the lines of the CSV copies, compared with the tables."""
    files = release.files()
    for name in (one for one in files if one.startswith("office/") and one.endswith(".xlsx")):
        yield Equality("csv-workbook", _TABLES, name, "rows", *_workbook_differs(release.read(name), tables, model))
    made = spreadsheet_files(model, {name: tables[name].rows for name in OVERVIEWS})
    for form in ("utf8-bom", "cp932"):
        copies = {name: data for name, data in made.items() if name.startswith(f"office/{form}/")}
        count = wrong = 0
        for name, data in copies.items():
            expected = Counter(data.splitlines(keepends=True))
            found = Counter(release.read(name).splitlines(keepends=True) if name in files else ())
            count += expected.total()
            wrong += ((found - expected) + (expected - found)).total()
        yield Equality(f"csv-{form}", _TABLES, f"office/{form}/*.csv", "rows", count, wrong)


def _workbook_differs(data: bytes, tables: Mapping[str, Table], model: Model) -> tuple[int, int]:
    """How many rows the sheets are to have, and how many stand only there or only in the tables."""
    expected = {sheet.name: [sheet.header, *sheet.rows] for sheet in sheets(model, {name: t.rows for name, t in tables.items()})}
    count, wrong = sum(map(len, expected.values())), 0
    try:
        book: Any = importlib.import_module("openpyxl").load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        for name, rows in expected.items():
            found = Counter(map(_row, book[name].iter_rows(values_only=True))) if name in book.sheetnames else Counter()
            there = Counter(map(_row, rows))
            wrong += ((found - there) + (there - found)).total()
        wrong += sum(book[name].max_row for name in book.sheetnames[1:] if name not in expected)
    except (KeyError, ValueError, OSError, zipfile.BadZipFile, SyntaxError):
        return count, max(count, 1)
    return count, wrong


def _row(cells: Any) -> tuple[Any, ...]:
    """The values of a row without the blanks at its end."""
    values = [_value(cell) for cell in cells]
    while values and values[-1] is None:
        values.pop()
    return tuple(values)


def _value(cell: Any) -> Any:
    """A value as a sheet can hold it: numbers as floats, days as such, text with its escapes undone."""
    if cell is None or cell == "" or isinstance(cell, bool):
        return None if cell == "" else cell
    if isinstance(cell, (int, float, Decimal)):
        return float(cell)
    if isinstance(cell, (date, datetime)):
        return cell.isoformat()[:10]
    text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), str(cell))
    return text.replace("\r\n", "\n").replace("\r", "\n")
