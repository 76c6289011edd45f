"""Paper for workbooks as cities make them: rows put down at an address, merges, lines, and facts drawn as lines to compare."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

import openpyxl
from openpyxl.styles import Border, Side
from openpyxl.worksheet.worksheet import Worksheet

import bouhan_opendata as bo

_THIN = Side(style="thin")
BOXED = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)


def put(sheet: Worksheet, rows: Iterable[Sequence[Any]], *, row: int = 1, column: int = 1) -> None:
    """Rows of values from an address on; ``None`` leaves a cell as it is."""
    for r, values in enumerate(rows, row):
        for c, value in enumerate(values, column):
            if value is not None:
                sheet.cell(r, c, value)


def merge(sheet: Worksheet, *areas: str) -> None:
    """Merge areas given as ``A1:C2``."""
    for area in areas:
        sheet.merge_cells(area)


def boxed(sheet: Worksheet, area: str) -> None:
    """Draw lines around every cell of an area."""
    for row in sheet[area]:
        for cell in row:
            cell.border = BOXED


def framed(sheet: Worksheet, area: str) -> None:
    """Draw the upright lines of every column of an area, and a line above and below the area only."""
    rows = list(sheet[area])
    for row in rows:
        for cell in row:
            top, bottom = (_THIN if row is rows[0] else None), (_THIN if row is rows[-1] else None)
            cell.border = Border(left=_THIN, right=_THIN, top=top, bottom=bottom)


def saved(book: openpyxl.Workbook) -> bytes:
    """The workbook as a file."""
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def drawn(facts: bo.Facts) -> list[str]:
    """The facts as lines: ``path / name [departments]``, then each year and kind with its items and what they count."""
    lines = []
    for measure in facts.as_dict()["measures"]:
        lines.append(" / ".join([*measure["path"], measure["name"]]) + f" [{'、'.join(measure['departments'])}]")
        blocks = sorted(measure["activities"], key=lambda block: (block["fiscal_year"], block["kind"]))
        lines += [f"  {_block(block)}" for block in blocks]
    return lines


def _block(block: dict[str, Any]) -> str:
    head = f"{block['fiscal_year']} {block['kind']}" + (f" {block['department']}" if block["department"] else "")
    status = f" ({block['status']})" if block["status"] else ""
    items = " | ".join(_item(item) for item in block["items"])
    return head + status + (f": {items}" if items else "")


def _item(item: dict[str, Any]) -> str:
    counted = "; ".join(f"{one['label']}={one['value']}{one['unit'] or ''}" for one in item["indicators"])
    return item["text"] + (f" {{{counted}}}" if counted else "")


def expected(text: str) -> list[str]:
    """The lines of a drawing written in a test, without what indents all of it."""
    lines = [line for line in text.split("\n") if line.strip()]
    indent = min(len(line) - len(line.lstrip(" ")) for line in lines)
    return [line[indent:] for line in lines]
