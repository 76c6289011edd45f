"""One .xlsx of all tables for spreadsheet users; its bytes repeat, and no text of it is ever taken for a formula."""

from __future__ import annotations

import importlib
import io
import unicodedata
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from bouhan_opendata.model import Model, TableModel, Words
from bouhan_opendata.package import Row
from bouhan_opendata.tabular.spreadsheets import OVERVIEWS

ABOUT = "説明"
CONTENTS = "シート一覧"
COMPARISON = "年度比較"
_PLAIN = (("result_kind", "actual"), ("precision", "exact"))
_FIXED = (1980, 1, 1, 0, 0, 0)
_WIDEST = 60
_NARROWEST = 8
_LONGEST_CELL = 32_767


@dataclass(frozen=True, slots=True)
class WorkbookInfo:
    """What stands in the file's properties, and on its first sheet: what the file is, whose, and how it may be used."""

    title: Words
    author: str
    version: str
    released: date
    about: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet before it is written: a header and rows of plain values."""

    name: str
    description: str
    header: Sequence[str]
    rows: Sequence[Sequence[Any]]


def workbook(model: Model, tables: Mapping[str, Sequence[Row]], info: WorkbookInfo) -> bytes:
    """The workbook: what it is, a list of its sheets, the comparison of years, the two overviews, every other table with rows.

    Raises ``ValueError`` for a text longer than a cell can hold (32,767 characters).
    """
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book: Any = importlib.import_module("xlsxwriter").Workbook(out, options)
    created = datetime.combine(info.released, time())
    properties = {"title": info.title["ja"], "subject": info.title.get("en", ""), "author": info.author, "created": created}
    book.set_properties({**properties, "comments": f"{info.title.get('en', info.title['ja'])} {info.version}"})
    head = book.add_format({"bold": True, "bg_color": "#E8EEF4", "bottom": 1, "valign": "top", "text_wrap": True})
    formats = {"head": head, "date": book.add_format({"num_format": "yyyy-mm-dd", "valign": "top"})}
    formats["cell"] = book.add_format({"valign": "top"})
    formats["text"] = book.add_format({"valign": "top", "text_wrap": True})
    about = Sheet(ABOUT, "", ["項目", "内容"], info.about)
    for sheet in (about, *sheets(model, tables)):
        _write_sheet(book, sheet, formats)
    book.close()
    return repacked(out.getvalue())


def sheets(model: Model, tables: Mapping[str, Sequence[Row]]) -> list[Sheet]:
    """Every sheet in its order, the list of sheets first."""
    names = [*(name for name in OVERVIEWS if name in model.tables), *(name for name in model.tables if name not in OVERVIEWS)]
    made = [_table_sheet(model.tables[name], tables[name]) for name in names if tables.get(name)]
    if tables.get("overview_figures"):
        made.insert(0, comparison(model, tables["overview_figures"]))
    rows = [[sheet.name, sheet.description, len(sheet.rows)] for sheet in made]
    return [Sheet(CONTENTS, "", ["シート", "説明", "行数"], rows), *made]


def _table_sheet(table: TableModel, rows: Sequence[Row]) -> Sheet:
    header = [item.title["ja"] for item in table.fields]
    return Sheet(_sheet_name(table.title["ja"]), table.description["ja"], header, [[row[n] for n in table.names] for row in rows])


def comparison(model: Model, rows: Sequence[Row]) -> Sheet:
    """Indicators × fiscal years: the value, or the word that says why there is none; then what is not exact."""
    table = model.tables["overview_figures"]
    actual, exact = (model.code_lists[scheme].codes[code].label["ja"] for scheme, code in _PLAIN)
    fixed = ("indicator_id", "measure_title", "department_name", "indicator_label", "unit")
    years = dict(sorted({row["fiscal_year"]: row["fiscal_year_label"] for row in rows}.items()))
    kept: dict[tuple[Any, ...], dict[int, Row]] = {}
    for row in rows:
        if row["result_kind"] == actual:
            kept.setdefault(tuple(row[name] for name in fixed), {})[row["fiscal_year"]] = row
    body = []
    for first, found in kept.items():
        cells = [_value_or_gap(found[year]) if year in found else None for year in years]
        marks = [(year, found[year]["precision"]) for year in years if year in found]
        inexact = [f"{years[year]}: {mark}" for year, mark in marks if mark not in (None, exact)]
        body.append([*first, *cells, "、".join(inexact) or None])
    header = [*(table.field(name).title["ja"] for name in fixed), *years.values(), table.field("precision").title["ja"]]
    text = f"指標ごとに年度の値を横に並べた表。値がない年度には、そのわけを書く。{exact}でない値は、右端に年度と正確さを書く。"
    return Sheet(COMPARISON, text, header, body)


def _value_or_gap(row: Row) -> Any:
    return row["value"] if row["value"] is not None else row["gap"]


def _sheet_name(title: str) -> str:
    """A title as a sheet may be called: 31 characters, without ``[]:*?/\\``."""
    return "".join("・" if character in "[]:*?/\\" else character for character in title)[:31]


def _write_sheet(book: Any, sheet: Sheet, formats: Mapping[str, Any]) -> None:
    page = book.add_worksheet(sheet.name)
    for column, title in enumerate(sheet.header):
        page.write_string(0, column, title, formats["head"])
        cells = [row[column] for row in sheet.rows]
        width = _width(title, cells)
        is_long = width >= _WIDEST
        page.set_column(column, column, width)
        for line, value in enumerate(cells, 1):
            _write_cell(page, line, column, value, formats, is_long)
    page.freeze_panes(1, 0)
    if sheet.rows:
        page.autofilter(0, 0, len(sheet.rows), len(sheet.header) - 1)


def _write_cell(page: Any, line: int, column: int, value: Any, formats: Mapping[str, Any], is_long: bool) -> None:
    """One typed cell. Text is always written as text, whatever it begins with."""
    if value is None or value == "":
        return
    if isinstance(value, bool):
        page.write_boolean(line, column, value, formats["cell"])
    elif isinstance(value, (int, Decimal)):
        page.write_number(line, column, value, formats["cell"])
    elif isinstance(value, date):
        page.write_datetime(line, column, datetime.combine(value, time()), formats["date"])
    elif len(value) > _LONGEST_CELL:
        raise ValueError(f"{page.get_name()} {line + 1}: {len(value)} characters do not fit into a cell")
    else:
        page.write_string(line, column, value, formats["text" if is_long else "cell"])


def _width(title: str, cells: Sequence[Any]) -> int:
    widest = max((_columns(str(cell)) for cell in cells if cell is not None), default=0)
    return max(_NARROWEST, min(_WIDEST, max(_columns(title), widest) + 2))


def _columns(text: str) -> int:
    """How many columns of a terminal or sheet a text takes: two for a wide character."""
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def repacked(data: bytes) -> bytes:
    """A zip with the same entries, stored, sorted (the content types first, as readers expect) and with fixed dates."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as new:
        for name in sorted(old.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            entry = zipfile.ZipInfo(name, _FIXED)
            entry.create_system = 3
            entry.external_attr = 0o100644 << 16
            new.writestr(entry, old.read(name))
    return out.getvalue()
