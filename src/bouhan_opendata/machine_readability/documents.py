"""A source as it was received: what a person wrote for people, and what the library had to mend to make data of it."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterator

from bouhan_opendata.building.draft import SourceReading, address
from bouhan_opendata.extraction import CellReading
from bouhan_opendata.japanese.folding import fold
from bouhan_opendata.machine_readability.marks import DIGIT, DITTO, ERA, NUMBER, SPACED, SYMBOL, WESTERN, platform_characters
from bouhan_opendata.machine_readability.values import Judge, Judgement
from bouhan_opendata.model import Model
from bouhan_opendata.reading import Cell, Grid, ProgressTable, Role

_SHEETS = ("spreadsheet", "ms-excel", "opendocument")
_OBJECTS = (
    "picture-not-read", "picture-left", "text-box-not-read", "text-box-left", "embedded-object", "embedded-left", "equation-left",
    "pdf-extra-unused", "comment-not-read", "word-comment",
)  # fmt: skip
_FORMATS = ("struck-text", "text-struck", "text-raised")
_HIDDEN = ("hidden-rows", "hidden-columns", "hidden-sheet", "text-hidden", "text-not-shown", "pdf-text-unused")
_CHOICE = re.compile("区分|種別|分類|評価$|達成度|進捗")
_OTHER = re.compile(r"その他\s?[(（:：].")


def judge_source(source: SourceReading, model: Model) -> Judgement:
    """The verdicts on one source, before anything was mended."""
    table = source.table
    document = table.document
    judge = Judge(document.file_name)
    is_sheet, is_csv = any(word in document.media_type for word in _SHEETS), "csv" in document.media_type
    if not (is_sheet or is_csv):
        judge.broken("L1-01", document.media_type)
    for before, grid in itertools.pairwise(document.grids):
        is_rest = grid.name == before.name and grid.name and not _has_header(table, grid)
        judge.broken("L1-03" if is_rest else "L1-02", (_where(row[0]) for row in grid.rows[:1] if row))
    _judge_form(judge, table, is_sheet=is_sheet, is_csv=is_csv)
    _judge_shape(judge, table)
    _judge_cells(judge, source)
    _judge_meaning(judge, source)
    return judge.judgement(model)


def _where(cell: Cell) -> str:
    return cell.address or f"表{cell.table_no} 行{cell.row_no} 列{cell.column_no}"


def _judge_form(judge: Judge, table: ProgressTable, *, is_sheet: bool, is_csv: bool) -> None:
    """What the form of the file holds besides cells."""
    found: dict[str, list[str]] = {}
    for finding in (*table.document.findings, *table.findings):
        found.setdefault(finding.rule, []).append(finding.place.text("ja") or table.document.file_name)
    for rule, findings in (("L1-10", _OBJECTS), ("L1-11", _FORMATS), ("L1-13", _HIDDEN)):
        judge.broken(rule, (place for name in findings for place in found.get(name, ())))
    judge.broken("L2-06", found.get("formula-without-value", ()))
    if is_csv or "text/" in table.document.media_type:
        judge.exempt(("L1-10", "L1-11", "L1-13", "L2-06"), "文字だけのファイルです。", "A file of text holds none.")
    else:
        ja = "色や太字に意味があるかどうかは、機械では分かりません。取り消し線と上付きだけを見ました。"
        judge.exempt(
            "L1-11", ja, "No machine knows whether a colour means something; strike-through and raised text were looked for."
        )
        ja = "数式は、表示されている値を読みました。数式の有無は見ていません。"
        judge.exempt("L2-06", ja, "Of formulas the value that is shown was read; whether there are any was not looked at.")
    if is_csv:
        judge.broken("L1-14", (_where(cell) for cell in _cells(table) if "\n" in cell.text))
        judge.broken("L1-15", (*found.get("quote-broken", ()), *found.get("rows-ragged", ())))
    else:
        judge.exempt(("L1-14", "L1-15"), "CSV ではありません。", "It is no CSV.")


def _cells(table: ProgressTable) -> Iterator[Cell]:
    for grid in table.document.grids:
        for row in grid.rows:
            yield from row


def _kind(table: ProgressTable, grid: Grid, row: int) -> str:
    return table.row_kinds.get((grid.table_no, row), "")


def _has_header(table: ProgressTable, grid: Grid) -> bool:
    return any(_kind(table, grid, number) == "header" for number in range(1, len(grid.rows) + 1))


def _judge_shape(judge: Judge, table: ProgressTable) -> None:
    """Rows, columns and headers."""
    judge.broken("L1-04", (f"「{line.text.strip()[:20]}」" for line in table.document.outside if line.text.strip()))
    start = table.document.grids[0].line_no if table.document.grids else 0
    judge.broken(
        "L3-01", (f"「{line.text.strip()[:20]}」" for line in table.document.outside if line.text.strip() and line.row_no < start)
    )
    judge.broken("L1-12", (_where(cell) for cell in _cells(table) if cell.row_span > 1 or cell.column_span > 1))
    for grid in table.document.grids:
        kinds = [_kind(table, grid, number) for number in range(1, len(grid.rows) + 1)]
        headers = [number for number, kind in enumerate(kinds) if kind == "header"]
        first = headers[0] if headers else 0
        blank = [row for row in grid.rows if row and not any(cell.text.strip() for cell in row)]
        judge.broken("L1-03", (_where(row[0]) for row in blank if not any(cell.origin for cell in row)))
        judge.broken("L1-03", (_where(column[0]) for column in zip(*grid.rows, strict=False) if _is_blank_column(column)))
        judge.broken("L1-04", (_where(row[0]) for row in grid.rows[:first] if any(cell.text.strip() for cell in row)))
        if first:
            judge.broken("L3-01", _where(grid.rows[first][0]))
        if len(headers) > 1:
            judge.broken("L2-03", (_where(grid.rows[number][0]) for number in headers[1:]))
            judge.broken("L3-01", _where(grid.rows[headers[1]][0]))
        judge.broken("L2-02", (_where(grid.rows[n][0]) for n, kind in enumerate(kinds) if kind == "heading"))
        _judge_headers(judge, grid, headers)


def _is_blank_column(column: tuple[Cell, ...]) -> bool:
    return not any(cell.text.strip() or cell.origin for cell in column)


def _judge_headers(judge: Judge, grid: Grid, headers: list[int]) -> None:
    for number in headers:
        row = grid.rows[number]
        unnamed = [c for c in row if not c.text.strip() and c.origin is None and not _is_blank_column(_column(grid, c))]
        judge.broken("L1-05", (_where(cell) for cell in unnamed) if len(headers) == 1 else ())
        judge.broken("L1-06", (_where(cell) for cell in row if "\n" in cell.text.strip()))
        named = Counter(cell.text.strip() for cell in row if cell.text.strip())
        if len(headers) == 1:
            judge.broken("L2-03", (_where(cell) for cell in row if named[cell.text.strip()] > 1))
    if not headers and grid.rows:
        judge.broken("L1-05", _where(grid.rows[0][0]))


def _column(grid: Grid, cell: Cell) -> tuple[Cell, ...]:
    return tuple(row[cell.column_no - 1] for row in grid.rows if len(row) >= cell.column_no)


def _judge_cells(judge: Judge, source: SourceReading) -> None:
    """What the cells say, each by itself."""
    cells = [cell for cell in _cells(source.table) if cell.text.strip()]
    judge.broken("L1-06", (_where(cell) for cell in cells if any(SPACED.search(line) for line in cell.lines)))
    judge.broken("L1-08", (_where(cell) for cell in cells if platform_characters(cell.text)))
    judge.broken("L2-02", (_where(cell) for cell in cells if DITTO.fullmatch(cell.text.strip())))
    judge.broken("L3-03", (_where(cell) for cell in cells if SYMBOL.fullmatch(cell.text.strip())))
    for cell, reading in _results(source):
        figures = [figure for figure in reading.figures if figure.cls == "quantity"]
        if len(reading.items) > 1 or len(figures) > 1 or "\n" in cell.text:
            judge.broken("L1-07", _where(cell))
        if not cell.text.strip():
            judge.broken("L1-09", _where(cell))
        elif DIGIT.search(cell.text) and not NUMBER.fullmatch(cell.text.strip()):
            judge.broken("L2-01", _where(cell))
        judge.broken("L3-04", (_where(cell) for figure in reading.figures if figure.cls == "bare"))
    for row in source.table.measures:
        listed = ((cell, source.departments.get(address(cell), ())) for cell in row.department_cells)
        judge.broken("L1-07", (_where(cell) for cell, names in listed if len(names) > 1))


def _results(source: SourceReading) -> Iterator[tuple[Cell, CellReading]]:
    for row in source.table.measures:
        for _, cell in row.results:
            if (reading := source.cells.get(address(cell))) is not None:
                yield cell, reading


def _judge_meaning(judge: Judge, source: SourceReading) -> None:
    """What one would have to know to use and compare it."""
    columns = source.table.columns
    years = [column for column in columns if column.role is Role.RESULT and column.fiscal_year is not None]
    judge.broken("L3-05", (column.header for column in years if ERA.search(column.header) and not WESTERN.search(column.header)))
    judge.broken("L3-09", (column.header for column in years) if len({c.fiscal_year for c in years}) > 1 else ())
    name = source.table.document.file_name
    judge.broken("L3-02", name)
    judge.broken("L3-06", name if not any("コード" in column.header for column in columns) else ())
    judge.broken("L3-08", name)
    _judge_choices(judge, source)
    judge.exempt("L3-07", "一つの資料だけでは分かりません。", "One source alone cannot tell.")


def _judge_choices(judge: Judge, source: SourceReading) -> None:
    """Columns whose header says that one of a few words stands there: each written one way, and what “other” is apart."""
    found = False
    for grid in source.table.document.grids:
        for number, row in enumerate(grid.rows, 1):
            if _kind(source.table, grid, number) == "header":
                for cell in (cell for cell in row if _CHOICE.search(cell.text)):
                    found = True
                    below = [c for c in _column(grid, cell) if c.row_no > number and c.text.strip()]
                    judge.broken("L2-05", (_where(c) for c in below if _OTHER.match(c.text.strip())))
                    written = {fold(c.text.strip()).text.replace(" ", ""): c.text.strip() for c in below}
                    judge.broken(
                        "L2-04",
                        (_where(c) for c in below if written[fold(c.text.strip()).text.replace(" ", "")] != c.text.strip()),
                    )
    if not found:
        judge.exempt(("L2-04", "L2-05"), "選択肢から選ぶ列がありません。", "No column is a choice among fixed ones.")
