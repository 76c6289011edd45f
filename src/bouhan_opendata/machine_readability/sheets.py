"""The workbook of a release, sheet by sheet, as another program opens it."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from typing import Any

from bouhan_opendata.machine_readability.values import Judge, Judgement
from bouhan_opendata.model import Model
from bouhan_opendata.tabular.workbook import COMPARISON

_VALUES = ("L1-07", "L1-08", "L1-09", "L2-02", "L2-04", "L2-05", "L3-02", "L3-03", "L3-04", "L3-05", "L3-06", "L3-07", "L3-08")


def judge_workbook(path: str, data: bytes, model: Model) -> list[Judgement]:
    """The verdicts on each sheet that holds a table of the model, or the comparison of years."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data))
    titles = {table.title["ja"][:31]: table for table in model.tables.values()}
    return [
        _judge_sheet(f"{path} {sheet.title}", sheet, is_comparison=sheet.title == COMPARISON).judgement(model)
        for sheet in book.worksheets
        if sheet.title in titles or sheet.title == COMPARISON
    ]


def _judge_sheet(subject: str, sheet: Any, *, is_comparison: bool) -> Judge:
    judge = Judge(subject)
    head = [str(cell.value or "") for cell in sheet[1]]
    judge.broken("L1-03", (f"{row[0].row}行" for row in sheet.iter_rows() if all(cell.value is None for cell in row)))
    judge.broken("L1-05", (f"{number}列" for number, name in enumerate(head, 1) if not name.strip()))
    judge.broken("L1-06", (name for name in head if "\n" in name or name != name.strip()))
    judge.broken("L1-10", (subject for _ in (*sheet._images, *sheet._charts)))
    judge.broken("L1-12", (str(area) for area in sheet.merged_cells.ranges))
    judge.broken("L1-13", subject if sheet.sheet_state != "visible" else ())
    judge.broken("L1-13", (str(number) for number, row in sheet.row_dimensions.items() if row.hidden))
    judge.broken("L1-13", (str(name) for name, column in sheet.column_dimensions.items() if column.hidden))
    judge.broken("L2-03", (name for name, count in Counter(head).items() if count > 1))
    judge.broken("L2-06", (cell.coordinate for cell in _data(sheet) if cell.data_type == "f"))
    numeric = _numeric(sheet)
    judge.broken("L2-01", (cell.coordinate for cell in _data(sheet) if _is_number_as_text(cell, numeric)))
    judge.broken("L3-01", subject if not any(head) else ())
    judge.exempt(("L1-14", "L1-15"), "CSV ではありません。", "It is no CSV.")
    judge.exempt(_VALUES, "値は data/ の同じ表で見ました。", "The values were judged in the same table of data/.")
    if is_comparison:
        ja = "年度を横に並べて見くらべるための写しです。縦長の表は「指標の年度一覧」にあります。"
        judge.exempt("L3-09", ja, "A view that sets the years side by side for people; the long table is another sheet.")
    return judge


def _data(sheet: Any) -> Iterator[Any]:
    for row in sheet.iter_rows(min_row=2):
        yield from (cell for cell in row if cell.value is not None)


def _is_number_as_text(cell: Any, numeric: frozenset[str]) -> bool:
    """A number stored as text in a column whose other cells are numbers is what a spreadsheet cannot add up."""
    return cell.data_type == "s" and cell.column_letter in numeric and str(cell.value).replace(".", "", 1).isdigit()


def _numeric(sheet: Any) -> frozenset[str]:
    """The columns that hold numbers."""
    return frozenset(cell.column_letter for cell in _data(sheet) if cell.data_type == "n")
