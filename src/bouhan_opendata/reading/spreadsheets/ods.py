"""Workbooks of the form ods (OpenDocument 1.3): cells already hold the text that is shown, so no format is applied."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree

from bouhan_opendata.errors import SourceError
from bouhan_opendata.findings import Finding, Place
from bouhan_opendata.model import Model
from bouhan_opendata.reading.safety import gate
from bouhan_opendata.reading.spreadsheets.number_formats import plain_number
from bouhan_opendata.reading.spreadsheets.sheets import Sheet, Shown, column_letters, quote
from bouhan_opendata.reading.spreadsheets.styles import Style

_URN = "urn:oasis:names:tc:opendocument:xmlns:"
_TABLE, _TEXT, _OFFICE, _STYLE = (f"{{{_URN}{name}:1.0}}" for name in ("table", "text", "office", "style"))
_FO = f"{{{_URN}xsl-fo-compatible:1.0}}"
_DRAW = f"{{{_URN}drawing:1.0}}"
_SKIPPED = frozenset((f"{_TEXT}ruby-text", f"{_TEXT}note", f"{_OFFICE}annotation"))
_ROW_GROUPS = frozenset(f"{_TABLE}{name}" for name in ("table-row-group", "table-header-rows", "table-rows"))
_COLUMN_GROUPS = frozenset(f"{_TABLE}{name}" for name in ("table-column-group", "table-header-columns", "table-columns"))
_UNIT = re.compile(r"[0-9](?P<unit>[^0-9\s,.()（）]{1,20})$")
_HIDDEN = ("collapse", "filter")


@dataclass(slots=True)
class Styles:
    """The styles by name, each with what it takes from its parent."""

    elements: dict[str, ElementTree.Element] = field(default_factory=dict)
    known: dict[str, Style] = field(default_factory=dict)
    hidden_tables: set[str] = field(default_factory=set)

    def add(self, root: ElementTree.Element) -> None:
        """Take the styles of a part."""
        for element in root.iter(f"{_STYLE}style"):
            name = element.get(f"{_STYLE}name", "")
            self.elements[name] = element
            table = element.find(f"{_STYLE}table-properties")
            if table is not None and table.get(f"{_TABLE}display") == "false":
                self.hidden_tables.add(name)

    def of(self, name: str | None, depth: int = 0) -> Style:
        """What a person sees of a style; its parents speak where it does not."""
        element = self.elements.get(name or "")
        if element is None or depth > 20:
            return Style()
        if name not in self.known:
            parent = self.of(element.get(f"{_STYLE}parent-style-name"), depth + 1)
            self.known[str(name)] = _style(element, parent)
        return self.known[str(name)]


def _style(element: ElementTree.Element, parent: Style) -> Style:
    cell = element.find(f"{_STYLE}table-cell-properties")
    text = element.find(f"{_STYLE}text-properties")
    borders = {key: value != "none" for key, value in cell.items() if key.startswith(f"{_FO}border")} if cell is not None else {}
    boxed = any(borders.values()) if borders else parent.is_boxed
    above, below = (borders.get(f"{_FO}border-{side}", borders.get(f"{_FO}border", False)) for side in ("top", "bottom"))
    edges = above + 2 * below if borders else parent.edges
    strike = text.get(f"{_STYLE}text-line-through-style") if text is not None else None
    struck = strike != "none" if strike else parent.is_struck
    colour = text.get(f"{_FO}color") if text is not None else None
    ground = cell.get(f"{_FO}background-color", "transparent") if cell is not None else "transparent"
    white = colour.lower() == "#ffffff" if colour else parent.is_invisible
    return Style("General", boxed, struck, white and ground.lower() in ("transparent", "#ffffff"), edges)


def read_ods(data: bytes, file: Place, model: Model) -> tuple[list[Sheet], list[Finding]]:
    """The visible sheets of a workbook in order, and what the workbook holds besides."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        names = archive.namelist()
        if "META-INF/manifest.xml" in names and b"encryption-data" in archive.read("META-INF/manifest.xml"):
            raise SourceError(model.rules["source-encrypted"], file, name=file.file)
        styles = Styles()
        if "styles.xml" in names:
            styles.add(ElementTree.fromstring(archive.read("styles.xml")))
        root = ElementTree.fromstring(archive.read("content.xml"))
    styles.add(root)
    findings = [Finding("macros-not-run", file, {"name": file.file})] if any(n.startswith("Basic/") for n in names) else []
    sheets = []
    for table in root.iterfind(f"{_OFFICE}body/{_OFFICE}spreadsheet/{_TABLE}table"):
        name = table.get(f"{_TABLE}name", "")
        if table.get(f"{_TABLE}style-name") in styles.hidden_tables:
            findings.append(Finding("hidden-sheet", Place(file=file.file, address=name), {"sheet": name}))
            continue
        sheets.append(_Table(Sheet(name), styles, file, model).read(table))
    return sheets, findings


class _Table:
    """One table of the spreadsheet, walked row by row; repeated rows and cells are laid out while they hold something."""

    def __init__(self, sheet: Sheet, styles: Styles, file: Place, model: Model) -> None:
        self.sheet = sheet
        self.styles = styles
        self.file = file
        self.model = model

    def read(self, table: ElementTree.Element) -> Sheet:
        """All cells, merges, hidden rows and columns, notes and drawings."""
        at = 1
        for column in _within(table, f"{_TABLE}table-column", _COLUMN_GROUPS):
            repeat = int(column.get(f"{_TABLE}number-columns-repeated", "1"))
            if column.get(f"{_TABLE}visibility") in _HIDDEN:
                self.sheet.hide_columns(at, at + repeat - 1)
            at += repeat
        row = 1
        for element in _within(table, f"{_TABLE}table-row", _ROW_GROUPS):
            repeat = int(element.get(f"{_TABLE}number-rows-repeated", "1"))
            for number in range(row, min(row + repeat, gate.MAX_ROWS + 2)):
                if element.get(f"{_TABLE}visibility") in _HIDDEN:
                    self.sheet.hidden_rows.add(number)
                if not self._row(element, number):
                    break
            row += repeat
        for shape in table.iterfind(f"{_TABLE}shapes/*"):
            self._drawn(shape, "—")
        return self.sheet

    def _row(self, element: ElementTree.Element, row: int) -> bool:
        """Whether the row holds anything: one that does not need not be repeated."""
        holds, column = False, 1
        for cell in element:
            repeat = int(cell.get(f"{_TABLE}number-columns-repeated", "1"))
            if cell.tag == f"{_TABLE}table-cell":
                shown = self._cell(cell, row, column)
                if shown.text or shown.is_boxed:
                    holds = holds or bool(shown.text)
                    for n in range(column, min(column + repeat, gate.MAX_COLUMNS + 2)):
                        self.sheet.put(row, n, shown, self.file, self.model)
                high = int(cell.get(f"{_TABLE}number-rows-spanned", "1"))
                wide = int(cell.get(f"{_TABLE}number-columns-spanned", "1"))
                self.sheet.merge((row, column, row + high - 1, column + wide - 1))
            column += repeat
        return holds

    def _cell(self, cell: ElementTree.Element, row: int, column: int) -> Shown:
        where = f"{column_letters(column)}{row}"
        style = self.styles.of(cell.get(f"{_TABLE}style-name"))
        self._besides(cell, where)
        struck: list[str] = []
        kind = cell.get(f"{_OFFICE}value-type") or ""
        text = "\n".join(self._text(p, struck) for p in cell.iterfind(f"{_TEXT}p")).strip()
        if cell.get(f"{_TABLE}formula") and (not text and not kind):
            self.sheet.note("formula-without-value", where)
        if any(key.endswith("}value-type") and value == "error" for key, value in cell.items()) or (
            cell.get(f"{_TABLE}formula") and text.startswith(("#", "Err:"))
        ):
            self.sheet.note("cell-error", where + quote(text))
            text = ""
        if not text and kind in ("float", "percentage", "currency") and cell.find(f"{_TEXT}p") is None:
            text = plain_number(float(cell.get(f"{_OFFICE}value", "0")))
        if struck or (style.is_struck and text):
            self.sheet.note("struck-text", where + quote("".join(struck) or text))
            text = "" if style.is_struck else text
        if style.is_invisible and text:
            self.sheet.note("text-not-shown", where)
            text = ""
        unit = _UNIT.search(text) if kind in ("float", "percentage", "currency") else None
        return Shown(text, unit["unit"] if unit and text else "", style.is_boxed, style.edges)

    def _text(self, element: ElementTree.Element, struck: list[str]) -> str:
        """The text of a paragraph: spaces, tabs and line breaks as characters, readings and notes left out."""
        parts = [element.text or ""]
        for child in element:
            name = child.tag.rpartition("}")[2]
            if child.tag not in _SKIPPED:
                text = {"tab": "\t", "line-break": "\n"}.get(name, "")
                text = " " * min(int(child.get(f"{_TEXT}c", "1")), 99) if name == "s" else text or self._text(child, struck)
                if name == "span" and self.styles.of(child.get(f"{_TEXT}style-name")).is_struck:
                    struck.append(text)
                    text = ""
                parts.append(text)
            parts.append(child.tail or "")
        return "".join(parts)

    def _besides(self, cell: ElementTree.Element, where: str) -> None:
        for child in cell:
            if child.tag == f"{_OFFICE}annotation":
                self.sheet.note("comment-not-read", where)
            elif child.tag.startswith(_DRAW):
                self._drawn(child, where)

    def _drawn(self, shape: ElementTree.Element, where: str) -> None:
        text = " ".join("".join(p.itertext()).strip() for p in shape.iter(f"{_TEXT}p")).strip()
        self.sheet.note("text-box-not-read" if text else "picture-not-read", where + quote(text) if text else where)


def _within(parent: ElementTree.Element, tag: str, groups: frozenset[str]) -> Iterator[ElementTree.Element]:
    """The rows or columns of a table in order, through the groups that hold some of them."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in groups:
            yield from _within(child, tag, groups)
