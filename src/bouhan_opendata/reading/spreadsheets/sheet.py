"""One worksheet of an xlsx workbook, walked once in constant memory: each cell as a person sees it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bouhan_opendata.findings import Place
from bouhan_opendata.model import Model
from bouhan_opendata.reading.safety import gate
from bouhan_opendata.reading.spreadsheets.number_formats import shown_number, shown_text
from bouhan_opendata.reading.spreadsheets.rich_text import Runs, Text, parse, unescaped
from bouhan_opendata.reading.spreadsheets.sheets import Sheet, Shown, column_letters, quote, split_address, split_area
from bouhan_opendata.reading.spreadsheets.styles import PLAIN, Style

_TRUE = ("1", "true")
_RICH = frozenset(("r", "t", "rPh", "strike", "dstrike"))


@dataclass(frozen=True, slots=True)
class Book:
    """What all sheets of a workbook share."""

    strings: Sequence[Text]
    styles: Sequence[Style]
    from_1904: bool
    file: Place
    model: Model


def read_worksheet(data: bytes, name: str, book: Book) -> Sheet:
    """The cells, merges and hidden parts of a worksheet. Raises ``UnsafeSource`` beyond the limits."""
    walk = _Walk(Sheet(name), book)
    parse(data, walk.start, walk.end, walk.characters)
    return walk.sheet


class _Walk:
    """The state between the events of the XML parser."""

    def __init__(self, sheet: Sheet, book: Book) -> None:
        self.sheet = sheet
        self.book = book
        self.row = 0
        self.column = 0
        self.cell: dict[str, str] | None = None
        self.value: list[str] | None = None
        self.has_formula = False
        self.is_value = False
        self.runs: Runs | None = None
        self.shows_zeros = True

    def start(self, name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(" ")[2]
        if local == "c":
            self._open(attributes)
        elif self.cell is not None:
            if local == "v":
                self.value, self.is_value = [], True
            elif local == "f":
                self.has_formula = True
            elif local == "is":
                self.runs = Runs()
            elif self.runs is not None and local in _RICH:
                self.runs.start(local, attributes)
        elif local == "row":
            number = attributes.get("r", "")
            self.row = int(number) if number.isdecimal() and len(number) < 10 else self.row + 1
            self.column = 0
            hidden = attributes.get("hidden") in _TRUE or _is_zero(attributes.get("ht"))
            if hidden and self.row <= gate.MAX_ROWS:
                self.sheet.hidden_rows.add(self.row)
        elif local == "mergeCell":
            self.sheet.merge(split_area(attributes.get("ref", "")))
        elif local == "col":
            if attributes.get("hidden") in _TRUE or _is_zero(attributes.get("width")):
                self.sheet.hide_columns(int(attributes["min"]), int(attributes["max"]))
        elif local == "sheetView":
            self.shows_zeros = attributes.get("showZeros") not in ("0", "false")

    def _open(self, attributes: dict[str, str]) -> None:
        self.cell, self.value, self.has_formula, self.runs = attributes, None, False, None
        row, column = split_address(attributes.get("r", ""))
        self.row = row or self.row
        self.column = column or self.column + 1

    def end(self, name: str) -> None:
        if self.cell is None:
            return
        local = name.rpartition(" ")[2]
        if local == "c":
            self._close(self.cell)
            self.cell = None
        elif local == "v":
            self.is_value = False
        elif self.runs is not None and local in _RICH:
            self.runs.end(local)

    def characters(self, text: str) -> None:
        if self.is_value and self.value is not None:
            self.value.append(text)
        elif self.runs is not None and self.runs.is_text:
            self.runs.add(text)

    def _close(self, attributes: dict[str, str]) -> None:
        """Keep what the cell shows; what it holds besides is noted."""
        number = int(attributes.get("s", "0"))
        styles = self.book.styles
        style = styles[number] if 0 <= number < len(styles) else PLAIN
        value = None if self.value is None else "".join(self.value)
        kind = attributes.get("t", "n")
        if self.has_formula and (value is None or (value == "" and kind != "str")):
            self._note("formula-without-value")
            value = None
        if value is None and self.runs is None:
            if style.is_boxed:
                self.sheet.put(self.row, self.column, Shown("", "", True, style.edges), self.book.file, self.book.model)
            return
        shown = self._shown(kind, value or "", style)
        if style.is_struck and shown.text:
            self._note("struck-text", shown.text)
            shown = Shown("")
        elif style.is_invisible and shown.text:
            self._note("text-not-shown")
            shown = Shown("")
        if style.is_boxed:
            shown = Shown(shown.text, shown.unit, True, style.edges)
        if shown.text or shown.is_boxed:
            self.sheet.put(self.row, self.column, shown, self.book.file, self.book.model)

    def _shown(self, kind: str, value: str, style: Style) -> Shown:
        """A value as its cell shows it."""
        if kind == "n":
            return self._number(value, style.code) if value else Shown("")
        if kind in ("s", "inlineStr", "str"):
            text = self._text(kind, value)
            if not text or style.code in ("General", "@"):
                return Shown(text)
            formatted = shown_text(text, style.code)
            if not formatted.text:
                self._note("text-not-shown")
            return Shown(formatted.text, formatted.unit)
        if kind == "b":
            return Shown("TRUE" if value in _TRUE else "FALSE")
        if kind == "e":
            self._note("cell-error", value)
            return Shown("")
        if kind == "d":
            return self._day(value, style.code)
        raise ValueError(f"a cell of type {kind[:20]!r}")

    def _text(self, kind: str, value: str) -> str:
        if kind == "str":
            return unescaped(value)
        text, struck = self.book.strings[int(value)] if self.runs is None else self.runs.taken()
        if struck:
            self._note("struck-text", struck)
        return text

    def _number(self, value: str, code: str) -> Shown:
        if code == "General" and value.isdecimal() and len(value) < 16:
            return Shown(value) if self.shows_zeros or value != "0" else Shown("")
        number = float(value)
        if not self.shows_zeros and number == 0:
            return Shown("")
        found = shown_number(number, code, from_1904=self.book.from_1904)
        if not found.text and number:
            self._note("text-not-shown")
        return Shown(found.text, found.unit)

    def _day(self, value: str, code: str) -> Shown:
        """A day in ISO 8601, as some programs write them."""
        day = date.fromisoformat(value[:10])
        if code == "General" or len(value) > 10:
            return Shown(value.replace("T", " "))
        return self._number(str((day - date(1899, 12, 30)).days - (1462 if self.book.from_1904 else 0)), code)

    def _note(self, rule: str, text: str = "") -> None:
        self.sheet.note(rule, f"{column_letters(self.column)}{self.row}" + (quote(text) if text else ""))


def _is_zero(length: str | None) -> bool:
    return length is not None and length.replace(".", "", 1).strip("0") == "" and length != ""
