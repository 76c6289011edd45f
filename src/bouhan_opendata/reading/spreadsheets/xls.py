"""Workbooks of the old form xls (Excel 97–2003), by xlrd: of the readers at hand the one that knows number formats.

A reader that gives values alone would make 0.45 of 45 %, and a bare number of 12件.
"""

from __future__ import annotations

import io
from typing import Any

import xlrd

from bouhan_opendata.errors import SourceError
from bouhan_opendata.findings import Finding, Place
from bouhan_opendata.model import Model
from bouhan_opendata.reading.safety import gate
from bouhan_opendata.reading.spreadsheets.number_formats import shown_number, shown_text
from bouhan_opendata.reading.spreadsheets.rich_text import unescaped
from bouhan_opendata.reading.spreadsheets.sheets import Sheet, Shown, column_letters, quote
from bouhan_opendata.reading.spreadsheets.styles import BUILT_IN, Style

_IN_JAPANESE = frozenset((14, 22, *range(27, 37), *range(50, 59)))
"""Formats that a workbook names by number alone and that differ between languages."""

_WHITE = (1, 9)
_AUTOMATIC = 64
_MACROS = "_VBA_PROJECT_CUR".encode("utf-16-le")


def read_xls(data: bytes, file: Place, model: Model) -> tuple[list[Sheet], list[Finding]]:
    """The visible sheets of a workbook in order, and what the workbook holds besides."""
    try:
        book = xlrd.open_workbook(file_contents=data, formatting_info=True, ragged_rows=True, logfile=io.StringIO())
    except xlrd.XLRDError as fault:
        rule = "source-encrypted" if "encrypted" in str(fault) else "source-damaged"
        raise SourceError(model.rules[rule], file, name=file.file, problem=str(fault)[:120]) from fault
    findings = [Finding("macros-not-run", file, {"name": file.file})] if _MACROS in data else []
    styles = [_style(book, xf) for xf in book.xf_list]
    sheets = []
    for page in book.sheets():
        if page.visibility:
            findings.append(Finding("hidden-sheet", Place(file=file.file, address=page.name), {"sheet": page.name}))
            continue
        sheets.append(_Reader(book, page, styles, file, model).read())
    return sheets, findings


def _style(book: Any, xf: Any) -> Style:
    font = book.font_list[xf.font_index]
    border, ground = xf.border, xf.background
    sides = (border.left_line_style, border.right_line_style, border.top_line_style, border.bottom_line_style)
    is_blank = ground.fill_pattern == 0 or (ground.fill_pattern == 1 and ground.pattern_colour_index in (*_WHITE, _AUTOMATIC))
    code = BUILT_IN[xf.format_key] if xf.format_key in _IN_JAPANESE else book.format_map[xf.format_key].format_str
    edges = bool(border.top_line_style) + 2 * bool(border.bottom_line_style)
    return Style(code, any(sides), bool(font.struck_out), font.colour_index in _WHITE and is_blank, edges)


class _Reader:
    """One sheet: its cells as shown."""

    def __init__(self, book: Any, page: Any, styles: list[Style], file: Place, model: Model) -> None:
        self.book = book
        self.page = page
        self.styles = styles
        self.file = file
        self.model = model
        self.sheet = Sheet(page.name)

    def read(self) -> Sheet:
        """All cells, merges, hidden rows and columns, notes."""
        page, sheet = self.page, self.sheet
        sheet.hidden_rows = {n + 1 for n, info in page.rowinfo_map.items() if info.hidden and n < gate.MAX_ROWS}
        for n, info in page.colinfo_map.items():
            if info.hidden:
                sheet.hide_columns(n + 1, n + 1)
        for top, bottom, left, right in page.merged_cells:
            sheet.merge((top + 1, left + 1, bottom, right))
        for row in range(page.nrows):
            for column in range(page.row_len(row)):
                self._cell(row, column)
        for row, column in sorted(page.cell_note_map):
            sheet.note("comment-not-read", f"{column_letters(column + 1)}{row + 1}")
        return sheet

    def _cell(self, row: int, column: int) -> None:
        page = self.page
        kind, value = page.cell_type(row, column), page.cell_value(row, column)
        number = page.cell_xf_index(row, column)
        style = self.styles[number] if number is not None and 0 <= number < len(self.styles) else Style()
        where = f"{column_letters(column + 1)}{row + 1}"
        shown = self._shown(kind, value, style.code, row, column, where)
        if shown.text and (style.is_struck or style.is_invisible):
            self.sheet.note(
                "struck-text" if style.is_struck else "text-not-shown", where + (quote(shown.text) if style.is_struck else "")
            )
            shown = Shown("")
        if style.is_boxed:
            shown = Shown(shown.text, shown.unit, True, style.edges)
        if shown.text or shown.is_boxed:
            self.sheet.put(row + 1, column + 1, shown, self.file, self.model)

    def _shown(self, kind: int, value: Any, code: str, row: int, column: int, where: str) -> Shown:
        if kind == xlrd.XL_CELL_TEXT:
            text = unescaped(self._kept(str(value), row, column, where))
            found = shown_text(text, code) if text else None
        elif kind in (xlrd.XL_CELL_NUMBER, xlrd.XL_CELL_DATE):
            text = str(value)
            found = shown_number(float(value), code, from_1904=bool(self.book.datemode))
            text = text if float(value) else ""
        elif kind == xlrd.XL_CELL_BOOLEAN:
            return Shown("TRUE" if value else "FALSE")
        elif kind == xlrd.XL_CELL_ERROR:
            self.sheet.note("cell-error", where + quote(xlrd.error_text_from_code.get(value, "#N/A")))
            return Shown("")
        else:
            return Shown("")
        if found is None:
            return Shown("")
        if text and not found.text:
            self.sheet.note("text-not-shown", where)
        return Shown(found.text, found.unit)

    def _kept(self, text: str, row: int, column: int, where: str) -> str:
        """The text without what is struck through in it."""
        runs = self.page.rich_text_runlist_map.get((row, column), ())
        fonts = self.book.font_list
        kept: list[str] = []
        struck: list[str] = []
        at, is_struck = 0, False
        for start, font in [*runs, (len(text), 0)]:
            (struck if is_struck else kept).append(text[at:start])
            at = start
            is_struck = font < len(fonts) and bool(fonts[font].struck_out)
        if "".join(struck).strip():
            self.sheet.note("struck-text", where + quote("".join(struck).strip()))
        return "".join(kept)
