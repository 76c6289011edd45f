"""Copies of the overviews for spreadsheet users: Japanese headers, UTF-8 with BOM and CP932, and what CP932 cannot write."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from bouhan_opendata.model import Model, TableModel
from bouhan_opendata.package import Row
from bouhan_opendata.tabular.lexical import write_value

OVERVIEWS = ("overview_figures", "overview_activities")
"""The tables made for people, in which every name is written out."""
_GETA = "〓"
_SAME_IN_CP932 = {"〜": "～", "−": "－", "‖": "∥", "¢": "￠", "£": "￡", "¬": "￢", "—": "―", "\xa0": " "}
"""Characters whose JIS code CP932 gives to another code point, and that one."""


@dataclass(frozen=True, slots=True)
class Unwritable:
    """A character that CP932 does not have: where it stands and what stands there instead."""

    file: str
    line: int
    title: str
    character: str
    written_as: str


def spreadsheet_files(model: Model, tables: Mapping[str, Sequence[Row]]) -> dict[str, bytes]:
    """The copies by path inside a release: ``office/utf8-bom/``, ``office/cp932/`` and ``office/cp932/unwritable.csv``."""
    files: dict[str, bytes] = {}
    unwritable: list[Unwritable] = []
    for name in OVERVIEWS:
        table = model.tables[name]
        cells = _cells(table, tables.get(name, ()))
        files[f"office/utf8-bom/{name}.csv"] = _csv(cells).encode("utf-8-sig")
        written, missing = cp932_cells(f"{name}.csv", cells)
        files[f"office/cp932/{name}.csv"] = _csv(written).encode("cp932")
        unwritable += missing
    files["office/cp932/unwritable.csv"] = unwritable_csv(unwritable)
    return files


def cp932_cells(file: str, cells: Sequence[Sequence[str]]) -> tuple[list[list[str]], list[Unwritable]]:
    """Cells with what CP932 cannot write put as its nearest equal or ``〓``, and the list of those places."""
    missing: list[Unwritable] = []
    written: list[list[str]] = []
    for line, row in enumerate(cells, 1):
        new = list(row)
        for number, cell in enumerate(row):
            if not _is_writable(cell):
                new[number] = "".join(_put(character) for character in cell)
                found = dict.fromkeys(character for character in cell if not _is_writable(character))
                missing += [Unwritable(file, line, cells[0][number], character, _put(character)) for character in found]
        written.append(new)
    return written, missing


def unwritable_csv(places: Iterable[Unwritable]) -> bytes:
    """The list as CSV in CP932, the characters by code point and Unicode name; only the header when nothing is missing."""
    rows = [["ファイル", "行", "列", "コードポイント", "文字の名前", "書いた文字"]]
    for place in places:
        title = "".join(map(_put, place.title))
        code, name = f"U+{ord(place.character):04X}", unicodedata.name(place.character, "")
        rows.append([place.file, str(place.line), title, code, name, place.written_as])
    return _csv(rows).encode("cp932")


def _cells(table: TableModel, rows: Sequence[Row]) -> list[list[str]]:
    body = [[write_value(item, row[item.name]) for item in table.fields] for row in rows]
    return [[item.title["ja"] for item in table.fields], *body]


def _csv(cells: Sequence[Sequence[str]]) -> str:
    """CSV with CRLF, as spreadsheet programs write it themselves."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows(cells)
    return out.getvalue()


def _is_writable(text: str) -> bool:
    """Whether CP932 gives the same text back; for some characters (〜) Python writes one that comes back as another (～)."""
    try:
        return text.encode("cp932").decode("cp932") == text
    except UnicodeError:
        return False


def _put(character: str) -> str:
    """The character that a reader of the copy will see."""
    try:
        return character.encode("cp932").decode("cp932")
    except UnicodeError:
        return _SAME_IN_CP932.get(character, _GETA)
