"""The workbook of a release, sheet by sheet, from the XML of its parts (ECMA-376); it goes through the gate of sources first."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree as ET

from bouhan_opendata.findings import Place
from bouhan_opendata.machine_readability.values import Judge, Judgement
from bouhan_opendata.model import Model
from bouhan_opendata.reading.safety.archive import check_archive, damaged
from bouhan_opendata.tabular.workbook import COMPARISON

_VALUES = ("L1-07", "L1-08", "L1-09", "L2-02", "L2-04", "L2-05", "L3-02", "L3-03", "L3-04", "L3-05", "L3-06", "L3-07", "L3-08")
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_COLUMN = re.compile("[A-Z]+")
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")


@dataclass(slots=True)
class Sheet:
    """What one sheet holds. ``cells``: coordinate → (type as the file states it, text); a formula has the type ``f``."""

    title: str
    is_visible: bool
    cells: dict[str, tuple[str, str]] = field(default_factory=dict)
    rows: set[int] = field(default_factory=set)
    """The rows that say anything."""
    merged: list[str] = field(default_factory=list)
    hidden: list[str] = field(default_factory=list)
    objects: int = 0

    def head(self) -> list[str]:
        """The texts of the first row, in order; a cell that is missing between others is empty."""
        found = {_place(name)[0]: text for name, (_, text) in self.cells.items() if _place(name)[1] == 1}
        width = max((_place(name)[0] for name in self.cells), default=0)
        return [found.get(column, "") for column in range(1, width + 1)]

    def data(self) -> Iterator[tuple[str, str, str]]:
        """Coordinate, type and text of each cell below the first row."""
        return ((name, kind, text) for name, (kind, text) in self.cells.items() if _place(name)[1] > 1)


def judge_workbook(path: str, data: bytes, model: Model) -> list[Judgement]:
    """The verdicts on each sheet that holds a table of the model, or the comparison of years.

    Raises ``SourceError`` for a workbook that the gate refuses or that is none.
    """
    check_archive(data, Place(file=path), model)
    try:
        found = list(sheets(data))
    except (KeyError, ValueError, ET.ParseError, zipfile.BadZipFile) as fault:
        raise damaged(Place(file=path), model, str(fault)) from fault
    titles = {table.title["ja"][:31] for table in model.tables.values()} | {COMPARISON}
    return [_judge_sheet(f"{path} {sheet.title}", sheet).judgement(model) for sheet in found if sheet.title in titles]


def sheets(data: bytes) -> Iterator[Sheet]:
    """Every sheet of a workbook, in order."""
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        names = set(book.namelist())
        links = {
            link.get("Id", ""): posixpath.normpath(posixpath.join("xl", link.get("Target", "").lstrip("/").removeprefix("xl/")))
            for link in ET.fromstring(book.read("xl/_rels/workbook.xml.rels"))
        }
        texts = list(_shared(book.read("xl/sharedStrings.xml"))) if "xl/sharedStrings.xml" in names else []
        for entry in ET.fromstring(book.read("xl/workbook.xml")).iter(f"{_MAIN}sheet"):
            sheet = Sheet(entry.get("name", ""), entry.get("state", "visible") == "visible")
            _fill(sheet, ET.fromstring(book.read(links[entry.get(_LINK, "")])), texts)
            yield sheet


def _shared(data: bytes) -> Iterator[str]:
    for item in ET.fromstring(data):
        yield "".join(text.text or "" for text in item.iter(f"{_MAIN}t"))


def _fill(sheet: Sheet, root: ET.Element, texts: list[str]) -> None:
    for column in root.iter(f"{_MAIN}col"):
        if column.get("hidden") in ("1", "true"):
            sheet.hidden.append(f"C{column.get('min')}–C{column.get('max')}")
    for row in root.iter(f"{_MAIN}row"):
        if row.get("hidden") in ("1", "true"):
            sheet.hidden.append(f"R{row.get('r')}")
        for cell in row:
            kind, text = _cell(cell, texts)
            if text or kind == "f":
                sheet.cells[cell.get("r", "")] = kind, text
                sheet.rows.add(_place(cell.get("r", ""))[1])
    sheet.merged = [area.get("ref", "") for area in root.iter(f"{_MAIN}mergeCell")]
    sheet.objects = sum(1 for name in ("drawing", "legacyDrawing", "oleObject", "picture") for _ in root.iter(f"{_MAIN}{name}"))


def _cell(cell: ET.Element, texts: list[str]) -> tuple[str, str]:
    kind, value = cell.get("t", "n"), cell.find(f"{_MAIN}v")
    if cell.find(f"{_MAIN}f") is not None:
        return "f", (value.text or "") if value is not None else ""
    if kind == "inlineStr":
        return "s", "".join(text.text or "" for text in cell.iter(f"{_MAIN}t"))
    text = (value.text or "") if value is not None else ""
    if kind == "s" and text:
        return "s", texts[int(text)] if int(text) < len(texts) else ""
    return ("s" if kind == "str" else kind), text


def _place(name: str) -> tuple[int, int]:
    """Column and row of a coordinate, from 1: ``C7`` is (3, 7)."""
    letters = _COLUMN.match(name)
    column = 0
    for letter in letters[0] if letters else "":
        column = 26 * column + ord(letter) - 64
    return column, int(name[len(letters[0]) if letters else 0 :] or 0)


def _judge_sheet(subject: str, sheet: Sheet) -> Judge:
    judge, head = Judge(subject), sheet.head()
    last = max(sheet.rows, default=0)
    judge.broken("L1-03", (f"R{row}" for row in range(1, last) if row not in sheet.rows))
    judge.broken("L1-05", (f"C{number}" for number, name in enumerate(head, 1) if not name.strip()))
    judge.broken("L1-06", (name for name in head if "\n" in name or name != name.strip()))
    judge.broken("L1-10", [subject] * sheet.objects)
    judge.broken("L1-12", sheet.merged)
    judge.broken("L1-13", sheet.hidden if sheet.is_visible else [subject, *sheet.hidden])
    judge.broken("L2-01", _numbers_as_text(sheet))
    judge.broken("L2-03", (name for name, count in Counter(head).items() if name and count > 1))
    judge.broken("L2-06", (name for name, kind, _ in sheet.data() if kind == "f"))
    judge.broken("L3-01", subject if not any(head) else ())
    judge.exempt(("L1-14", "L1-15"), "CSV ではありません。", "It is no CSV.")
    judge.exempt(_VALUES, "値は data/ の同じ表で見ました。", "The values were judged in the same table of data/.")
    if sheet.title == COMPARISON:
        ja = "年度を横に並べて見くらべるための写しです。縦長の表は「指標の年度一覧」にあります。"
        judge.exempt("L3-09", ja, "A view that sets the years side by side for people; the long table is another sheet.")
    return judge


def _numbers_as_text(sheet: Sheet) -> list[str]:
    """Numbers stored as text in a column whose other cells are numbers: what a spreadsheet cannot add up."""
    numeric = {_place(name)[0] for name, kind, _ in sheet.data() if kind == "n"}
    return [name for name, kind, text in sheet.data() if kind == "s" and _place(name)[0] in numeric and _NUMBER.fullmatch(text)]
