"""The copies for spreadsheet users held against the tables: every sheet of the workbook, and the CSV files."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from xml.etree import ElementTree
from xml.parsers import expat

from bouhan_opendata.equality import Equality
from bouhan_opendata.model import Model
from bouhan_opendata.opened import Release
from bouhan_opendata.package import Table
from bouhan_opendata.reading.spreadsheets.rich_text import parse
from bouhan_opendata.reading.spreadsheets.sheets import split_address
from bouhan_opendata.reading.spreadsheets.xlsx import Parts
from bouhan_opendata.tabular.spreadsheets import OVERVIEWS, spreadsheet_files
from bouhan_opendata.tabular.workbook import ABOUT, sheets

_TABLES = "data/*.csv"
_BOOK, _TEXTS = "xl/workbook.xml", "xl/sharedStrings.xml"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_DAY_0 = date(1899, 12, 30).toordinal()
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


_UNREADABLE = (
    KeyError, IndexError, ValueError, OSError, RuntimeError, zipfile.BadZipFile, zlib.error, expat.ExpatError,
    ElementTree.ParseError,
)  # fmt: skip


def about_rows(release: Release) -> list[tuple[str, str]]:
    """What the workbook says of itself on its first sheet: item and words; nothing where it cannot be read."""
    names = [one for one in release.files() if one.startswith("office/") and one.endswith(".xlsx")]
    try:
        rows = _written(release.read(names[0])).get(ABOUT, []) if names else []
    except _UNREADABLE:
        return []
    return [(str(row[0]), str(row[1])) for row in rows[1:] if len(row) > 1]


def _workbook_differs(data: bytes, tables: Mapping[str, Table], model: Model) -> tuple[int, int]:
    """How many rows the sheets are to have, headers among them, and how many stand only there or only in the tables."""
    expected = {sheet.name: [sheet.header, *sheet.rows] for sheet in sheets(model, {name: t.rows for name, t in tables.items()})}
    count, wrong = sum(map(len, expected.values())), 0
    try:
        found = _written(data)
    except _UNREADABLE:
        return count, max(count, 1)
    for name in expected.keys() | (found.keys() - {ABOUT}):
        there = Counter(map(_row, expected.get(name, ())))
        here = Counter(found.get(name, ()))
        wrong += ((here - there) + (there - here)).total()
    return count, wrong


def _written(data: bytes) -> dict[str, list[tuple[Any, ...]]]:
    """The values of a workbook's cells as they stand in its parts, by sheet and row."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = Parts(archive)
        texts = _texts(archive.read(_TEXTS)) if _TEXTS in archive.namelist() else []
        links = parts.links(_BOOK)
        book = ElementTree.fromstring(archive.read(_BOOK))
        names = {
            str(sheet.get("name")): links[str(sheet.get(_LINK))].target for sheet in book.iter() if sheet.tag.endswith("}sheet")
        }
        return {name: _Cells(archive.read(part), texts).rows for name, part in names.items()}


def _texts(data: bytes) -> list[str]:
    """The texts that cells point at."""
    found: list[list[str]] = []

    def start(name: str, _: dict[str, str]) -> None:
        if name.endswith(" si"):
            found.append([])

    parse(data, start, lambda name: None, lambda text: found[-1].append(text) if found else None)
    return ["".join(pieces) for pieces in found]


class _Cells:
    """The rows of one sheet."""

    def __init__(self, data: bytes, texts: Sequence[str]) -> None:
        self.rows: list[tuple[Any, ...]] = []
        self._texts = texts
        self._row: dict[int, Any] = {}
        self._kind, self._value, self._column, self._is_value = "", "", 0, False
        parse(data, self._start, self._end, self._characters)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(" ")[2]
        if local == "row":
            self._row = {}
        elif local == "c":
            self._kind, self._value = attributes.get("t", "n"), ""
            self._column = split_address(attributes["r"])[1]
        self._is_value = local in ("v", "t")

    def _characters(self, text: str) -> None:
        self._value += text if self._is_value else ""

    def _end(self, name: str) -> None:
        local = name.rpartition(" ")[2]
        if local == "c" and self._value:
            self._row[self._column] = _value(self._read())
        elif local == "row":
            self.rows.append(_row([self._row.get(number) for number in range(1, max(self._row, default=0) + 1)]))
        self._is_value = False

    def _read(self) -> Any:
        """The value of the cell that ends here, by its type."""
        if self._kind == "s":
            return self._texts[int(self._value)]
        if self._kind == "b":
            return self._value == "1"
        return float(self._value) if self._kind == "n" else self._value


def _row(cells: Any) -> tuple[Any, ...]:
    """The values of a row without the blanks at its end."""
    values = [_value(cell) for cell in cells]
    while values and values[-1] is None:
        values.pop()
    return tuple(values)


def _value(cell: Any) -> Any:
    """A value as a sheet holds it: numbers and days as floats, text with its escapes undone."""
    if cell is None or cell == "" or isinstance(cell, bool):
        return None if cell == "" else cell
    if isinstance(cell, (int, float, Decimal)):
        return float(cell)
    if isinstance(cell, date):
        return float(cell.toordinal() - _DAY_0)
    text = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), str(cell))
    return text.replace("\r\n", "\n").replace("\r", "\n")
