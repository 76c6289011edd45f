"""Reading workbooks beside openpyxl alone on the same file in one run, and what a child process costs: prints, asserts nothing.

    python tests/benchmarks/bench_forms.py [ROWS]

openpyxl reads values alone (``data_only``), once in its full mode, which knows merged cells, once in its read-only mode.
Ours reads values, formats, merges, hidden parts, comments and drawings, and makes grids of them.
"""

from __future__ import annotations

import io
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import openpyxl
import xlsxwriter

from bouhan_opendata.model import load_model
from bouhan_opendata.reading.forms import read_document
from bouhan_opendata.reading.spreadsheets.workbook import read_workbook

HEADER = (
    "番号",
    "施策",
    "担当課",
    "施策の内容",
    "単位",
    "平成30年度の実績",
    "令和元年度の計画",
    "令和元年度の実績",
    "評価",
    "備考",
)


def workbook(rows: int) -> bytes:
    """A table of measures with as many rows: lines, formats, merges over two rows, texts of several lines."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        boxed = book.add_format({"border": 1, "text_wrap": True})
        counted = book.add_format({"border": 1, "num_format": '#,##0"件"'})
        sheet = book.add_worksheet("進捗")
        sheet.write(0, 0, "防犯計画の進捗状況")
        sheet.write_row(2, 0, HEADER, boxed)
        for row in range(3, rows + 3):
            if row % 2:
                sheet.merge_range(row, 1, row + 1, 1, f"施策{row}", boxed)
            sheet.write_number(row, 0, row, boxed)
            sheet.write_row(row, 2, (f"課{row % 40}", f"地域を見回ります。{row}\n毎月行います。", "件"), boxed)
            for column in (5, 6, 7):
                sheet.write_number(row, column, row * column, counted)
            sheet.write_row(row, 8, ("A", ""), boxed)
    return target.getvalue()


def best(work: Callable[[], object], repeats: int = 3) -> float:
    """The shortest of a few runs, in seconds by the clock of the wall: a child's time counts too."""
    taken = []
    for _ in range(repeats):
        started = time.perf_counter()
        work()
        taken.append(time.perf_counter() - started)
    return min(taken)


def by_openpyxl(data: bytes, *, read_only: bool) -> list[list[object]]:
    """The values of all cells and nothing else."""
    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True, read_only=read_only)
    return [list(row) for row in book.worksheets[0].iter_rows(values_only=True)]


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000
    model = load_model()
    small = None
    for size in (max(rows // 10, 10), rows):
        data = workbook(size)
        ours = best(lambda data=data: read_workbook(data, "bench.xlsx", model))
        full = best(lambda data=data: by_openpyxl(data, read_only=False), 2)
        quick = best(lambda data=data: by_openpyxl(data, read_only=True), 2)
        print(f"{size:,} rows of {len(HEADER)} cells, {len(data):,} bytes")
        print(f"  read_workbook          {ours:8.3f} s   {size / ours:10,.0f} rows/s")
        print(f"  openpyxl, full mode    {full:8.3f} s   ours takes {ours / full:5.2f} × (goal ≤ 2)")
        print(f"  openpyxl, read-only    {quick:8.3f} s   ours takes {ours / quick:5.2f} ×")
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "bench.xlsx"
            path.write_bytes(data)
            apart = best(lambda path=path: read_document(path, model))
        print(f"  gate, child and all    {apart:8.3f} s   {apart - ours:8.3f} s more than in this process")
        if small:
            print(f"  {size // max(rows // 10, 10)} × the rows take {ours / small:.1f} × the time")
        small = ours


if __name__ == "__main__":
    main()
