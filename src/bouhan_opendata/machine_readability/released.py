"""The files of a release: its tables as CSV, the copies of the overviews for people, and the workbook, sheet by sheet.

What only the whole release can answer (code tables, the same form every year, definitions) is judged over the whole of it.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from bouhan_opendata.machine_readability.marks import DITTO, ERA, FORMULA, SPACED, SYMBOL, WESTERN, platform_characters
from bouhan_opendata.machine_readability.sheets import judge_workbook
from bouhan_opendata.machine_readability.values import Judge, Judgement
from bouhan_opendata.model import CodeList, Field, Model, TableModel

_ASCII = re.compile("[a-z][a-z0-9_]*")
_CANONICAL = {
    "integer": re.compile(r"-?[0-9]+"),
    "decimal": re.compile(r"-?[0-9]+(?:\.[0-9]+)?"),
    "fiscal_year": re.compile("[0-9]{4}"),
    "date": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
}
_OF_CSV = ("L1-10", "L1-11", "L1-12", "L1-13")
_LIST = re.compile("[;；\n]")
_AREAS = ("area_code", "area_name", "lg_code")
_VOCABULARIES = ("codes", "unit_spellings", "units")
"""Tables that define words: 同上 is a word there and stands for no other row."""
_NOT_COUNTED = re.compile("_no$|_order$|^bytes$|^char_|^label_|level$")
"""Numbers that put in order or say where: they have no unit."""


def judge_files(
    files: Mapping[str, bytes],
    model: Model,
    earlier: Mapping[str, Sequence[str]] | None = None,
    described: Model | None = None,
) -> list[Judgement]:
    """The verdicts on every file of ``data/`` and ``office/``. ``earlier``: table → its columns in the release before.

    ``described``: the tables as the release itself describes them, where another version of the library made it.
    """
    tables = (described or model).tables
    codes = (described or model).code_lists
    defined = {(row["table"], row["field"]) for row in _rows(files.get("data/fields.csv", b""))}
    found = []
    for path, data in sorted(files.items()):
        name = path.removeprefix("data/").removesuffix(".csv")
        if path.startswith("data/") and name in tables:
            prose = {item.name for item in model.tables[name].fields if item.role == "prose"} if name in model.tables else set()
            table = replace(
                tables[name], fields=tuple(replace(f, role="prose") if f.name in prose else f for f in tables[name].fields)
            )
            found.append(_judge_table(path, table, data, files, codes, defined, earlier).judgement(model))
        elif path.startswith("office/") and path.endswith(".csv"):
            found.append(_judge_copy(path, data).judgement(model))
        elif path.startswith("office/") and path.endswith(".xlsx"):
            found += judge_workbook(path, data, model)
    return found


def columns(data: bytes) -> list[str]:
    """The header of a table; nothing where it has none that can be read."""
    head = data.split(b"\n", 1)[0].decode("utf-8", "replace").rstrip("\r")
    return next(csv.reader([head]), [])


def _rows(data: bytes) -> list[dict[str, str]]:
    return [dict(row) for row in csv.DictReader(io.StringIO(data.decode("utf-8", "replace"), newline=""))]


def _judge_csv(judge: Judge, text: str) -> list[list[str]]:
    """What every CSV has to keep. Returns its records."""
    try:
        records = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as fault:
        judge.broken("L1-15", str(fault))
        return []
    head = records[0] if records else []
    judge.broken("L1-14", "LF" if text.count("\n") != len(records) else ())
    judge.broken("L1-15", (f"L{n}" for n, record in enumerate(records, 1) if record and len(record) != len(head)))
    judge.broken("L1-03", (f"L{n}" for n, record in enumerate(records, 1) if not any(record)))
    judge.broken("L1-05", (f"C{n}" for n, name in enumerate(head, 1) if not name.strip()))
    judge.broken("L2-03", (name for name, count in Counter(head).items() if count > 1))
    judge.broken("L3-01", "L1" if not head or all(cell.strip().isdigit() for cell in head) else ())
    judge.broken("L1-06", (name for name in head if name != name.strip() or "\n" in name or SPACED.search(name)))
    judge.exempt(_OF_CSV, "CSV には入れられないものです。", "A CSV cannot hold any.")
    return records


def _judge_table(
    path: str,
    table: TableModel,
    data: bytes,
    files: Mapping[str, bytes],
    codes: Mapping[str, CodeList],
    defined: set[tuple[str, str]],
    earlier: Mapping[str, Sequence[str]] | None,
) -> Judge:
    judge = Judge(path)
    records = _judge_csv(judge, data.decode("utf-8", "replace"))
    head = records[0] if records else []
    for place, name in enumerate(head):
        if name in table.names:
            cells = [(f"L{n} {name}", record[place]) for n, record in enumerate(records[1:], 2) if place < len(record)]
            _judge_column(judge, table.field(name), [cell for cell in cells if cell[1]], codes)
            if table.name not in _VOCABULARIES and table.field(name).role != "prose" and table.field(name).type != "text":
                judge.broken("L2-02", (where for where, value in cells if DITTO.fullmatch(value)))
            if table.field(name).type == "code" and not any(item.type == "text" or item.role == "prose" for item in table.fields):
                judge.broken("L2-05", (where for where, value in cells if value == "other"))
    judge.broken("L3-02", "data/codes.csv" if _has_codes(table) and "data/codes.csv" not in files else ())
    judge.broken("L3-08", (name for name in head if (table.name, name) not in defined or not _ASCII.fullmatch(name)))
    needed = ("datapackage.json", "README.md", "CHANGELOG.md")
    judge.broken("L3-08", (name for name in needed if name not in files))
    judge.broken("L3-08", "BOM" if data.startswith(b"\xef\xbb\xbf") else ())
    judge.broken("L3-04", (name for name in head if name in table.names and _lacks_unit(table, table.field(name))))
    judge.broken("L3-09", (name for name in head if WESTERN.search(name) or ERA.search(name)))
    if earlier is None:
        judge.exempt("L3-07", "前の版がありません。", "There is no release before it.")
    else:
        judge.broken("L3-07", (name for name in earlier.get(table.name, ()) if name not in head))
    if not {*_AREAS} & {*head}:
        judge.exempt(
            "L3-06", "地域は observations と datapackage.json が示します。", "observations and datapackage.json say the area."
        )
    return judge


def _has_codes(table: TableModel) -> bool:
    return any(item.type == "code" for item in table.fields)


def _lacks_unit(table: TableModel, item: Field) -> bool:
    """Whether a column of amounts says neither in a column beside it nor in its definition what they are amounts of."""
    if item.type not in ("decimal", "integer") or item.unit or _NOT_COUNTED.search(item.name):
        return False
    return not {"unit_id", "unit", "unit_text"} & {*table.names}


def _judge_column(judge: Judge, item: Field, cells: Sequence[tuple[str, str]], codes: Mapping[str, CodeList]) -> None:
    """What the values of one column have to keep; a column of words of the source is what the source wrote."""
    is_prose = item.role == "prose"
    if (pattern := _CANONICAL.get(item.type)) is not None:
        rule = "L3-05" if item.type in ("date", "fiscal_year") else "L2-01"
        judge.broken(rule, (place for place, value in cells if not pattern.fullmatch(value)))
    if item.type == "code" and item.scheme is not None and item.scheme in codes:
        judge.broken("L2-04", (place for place, value in cells if value not in codes[item.scheme].codes))
    judge.broken("L2-06", (place for place, value in cells if FORMULA.match(value) and len(value) > 1 and item.type != "decimal"))
    judge.broken("L1-06", (place for place, value in cells if value != value.strip()))
    if is_prose or item.type == "text":
        return
    judge.broken("L1-07", (place for place, value in cells if _LIST.search(value)))
    if item.name != "marker":
        judge.broken("L3-03", (place for place, value in cells if SYMBOL.fullmatch(value)))
        judge.broken("L1-08", (place for place, value in cells if item.type != "string" and platform_characters(value)))


def _judge_copy(path: str, data: bytes) -> Judge:
    """A copy of an overview for spreadsheet users: its headers are Japanese, its encoding is the one its folder names."""
    judge = Judge(path)
    encoding = "cp932" if "/cp932/" in path else "utf-8-sig"
    _judge_csv(judge, data.decode(encoding, "replace").replace("\r\n", "\n"))
    ja = "表計算ソフトで見る人のための写しで、見出しは日本語です。定義は data/ の同じ表にあります。"
    judge.exempt("L3-08", ja, "A copy for people, with Japanese headers; the same table in data/ has the definitions.")
    shown = ("L1-07", "L1-08", "L2-01", "L2-02", "L2-04", "L2-05", "L3-02", "L3-03", "L3-04", "L3-05", "L3-06", "L3-07", "L3-09")
    judge.exempt(shown, "値は data/ の同じ表で見ました。", "The values were judged in the same table of data/.")
    return judge
