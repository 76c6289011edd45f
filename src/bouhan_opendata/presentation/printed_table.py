"""The familiar table of a council's papers, made from the data: headings, measures, departments, one column a year.

Read again, it says the same as the data it was made from.
"""

from __future__ import annotations

import importlib
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from bouhan_opendata.model import Model
from bouhan_opendata.package import Row
from bouhan_opendata.tabular.workbook import repacked

Tables = Mapping[str, Sequence[Row]]
TABLES = (
    "policy_areas", "measures", "measure_departments", "departments", "fiscal_years", "reports", "activities",
)  # fmt: skip
"""The tables that are needed."""
_FIXED_COLUMNS = ("主要な施策", "担当課", "施策の内容")
_WIDTHS = (24, 14, 36)
_YEAR_WIDTH = 44
_FONT = "游ゴシック"
_MADE = datetime.combine(date(1980, 1, 1), time())
"""The day in the properties of office files, so that their bytes repeat."""


@dataclass(frozen=True, slots=True)
class PrintedRow:
    """A heading with its level (its one cell runs over all columns), or a measure with its cells; lines part at line feeds."""

    cells: tuple[str, ...]
    level: int | None = None


@dataclass(frozen=True, slots=True)
class PrintedTable:
    """A title, the header and the rows, as plain text."""

    title: str
    header: tuple[str, ...]
    rows: tuple[PrintedRow, ...]


def printed_table(tables: Tables, title: str, model: Model, years: Sequence[int] | None = None) -> PrintedTable:
    """The table of a package or release; ``years`` are the fiscal years to show, all by default.

    Of a year that several sources state, the current statement is shown.
    """
    columns = _columns(tables, model, years)
    reports = {(row["measure_id"], row["fiscal_year"], row["result_kind"]): row for row in _current(tables)}
    areas = {row["policy_area_id"]: row for row in tables["policy_areas"]}
    rows: list[PrintedRow] = []
    shown: set[str] = set()
    for measure in sorted(tables["measures"], key=lambda row: row["sort_order"]):
        for area in heading_path(measure["policy_area_id"], areas):
            if area["policy_area_id"] not in shown:
                shown.add(area["policy_area_id"])
                rows.append(PrintedRow((heading_text(area),), area["level"]))
        cells = [measure["title"], "\n".join(responsible(tables, measure["measure_id"])), measure["description"] or ""]
        cells += [_cell(tables, reports.get((measure["measure_id"], *key))) for key in columns]
        rows.append(PrintedRow(tuple(cells)))
    return PrintedTable(title, (*_FIXED_COLUMNS, *columns.values()), tuple(rows))


def _current(tables: Tables) -> Iterator[Row]:
    return (row for row in tables["reports"] if row["is_current"])


def _columns(tables: Tables, model: Model, years: Sequence[int] | None) -> dict[tuple[int, str], str]:
    """(fiscal year, kind of result) → header, in order; what was planned before what was done.

    The header is that of the source where it names the year; else (昨年度の様子) it could not be understood alone.
    """
    labels = {row["fiscal_year"]: row["label_ja"] for row in tables["fiscal_years"]}
    found: dict[tuple[int, str], str] = {}
    for row in _current(tables):
        label = row["column_label"] or ""
        if years is None or row["fiscal_year"] in years:
            year = labels[row["fiscal_year"]]
            kind = model.code_lists["result_kind"].codes[row["result_kind"]].label["ja"]
            found.setdefault((row["fiscal_year"], row["result_kind"]), label if year in label else f"{year}の{kind}")
    return dict(sorted(found.items(), key=lambda pair: (pair[0][0], pair[0][1] == "actual", pair[0][1])))


def heading_path(area_id: str | None, areas: Mapping[str, Row]) -> list[Row]:
    """A heading and those above it, the widest first."""
    path: list[Row] = []
    while area_id is not None and area_id in areas and areas[area_id] not in path:
        path.insert(0, areas[area_id])
        area_id = areas[area_id]["parent_id"]
    return path


def heading_text(area: Row) -> str:
    """As cities number them: ``1 …``, below it ``(1) …``; the purpose on a line of its own."""
    notation = str(area["notation"] or "").rsplit("-", 1)[-1]
    title = f"{notation} {area['title']}" if notation else str(area["title"])
    return f"{title}\n{area['purpose']}" if area["purpose"] else title


def responsible(tables: Tables, measure_id: str) -> list[str]:
    """The names of the departments that the newest source lists for a measure, in order."""
    rows = [row for row in tables["measure_departments"] if row["measure_id"] == measure_id]
    newest = max((row["source_id"] for row in rows), key=lambda key: (len(key), key), default=None)
    names = {row["department_id"]: row["name"] for row in tables["departments"]}
    own = sorted((row for row in rows if row["source_id"] == newest), key=lambda row: row["sort_order"])
    return [names[row["department_id"]] for row in own]


def _cell(tables: Tables, report: Row | None) -> str:
    """A year's cell: the activities with their bullets, under the name of their department."""
    if report is None:
        return ""
    names = {row["department_id"]: row["name"] for row in tables["departments"]}
    lines: list[str] = []
    department = None
    own = [row for row in tables["activities"] if row["report_id"] == report["report_id"]]
    for activity in sorted(own, key=lambda row: row["sort_order"]):
        if activity["department_id"] not in (None, department):
            department = activity["department_id"]
            lines.append(f"【{names[department]}】")
        lines.append(f"{activity['marker'] or ''}{activity['text']}")
    return "\n".join(lines)


def as_markdown(table: PrintedTable) -> str:
    """GitHub's tables: a heading stands in the first cell of its row, line feeds are ``<br>``."""
    size = len(table.header)
    lines = [f"# {table.title}", "", _line(table.header), "|" + " --- |" * size]
    lines += [_line((*row.cells, *[""] * (size - len(row.cells)))) for row in table.rows]
    return "\n".join(lines) + "\n"


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("\\", "\\\\").replace("|", "\\|").replace("\n", "<br>") for cell in cells) + " |"


def as_workbook(table: PrintedTable) -> bytes:
    """An .xlsx for printing: A4 across, one page wide, the header repeated, headings merged over all columns."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book: Any = importlib.import_module("xlsxwriter").Workbook(out, options)
    book.set_properties({"title": table.title, "created": _MADE})
    page = book.add_worksheet("取組み")
    looks = {"valign": "top", "text_wrap": True, "border": 1}
    head = book.add_format({**looks, "bold": True, "bg_color": "#E8EEF4", "align": "center"})
    heading, cell = book.add_format({**looks, "bold": True, "bg_color": "#F4F4F0"}), book.add_format(looks)
    page.write_string(0, 0, table.title, book.add_format({"bold": True, "font_size": 14}))
    for column, text in enumerate(table.header):
        page.set_column(column, column, _WIDTHS[column] if column < len(_WIDTHS) else _YEAR_WIDTH)
        page.write_string(1, column, text, head)
    for number, row in enumerate(table.rows, 2):
        if row.level is not None:
            page.merge_range(number, 0, number, len(table.header) - 1, row.cells[0], heading)
            continue
        for column, text in enumerate(row.cells):
            page.write_string(number, column, text, cell)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(1)
    page.freeze_panes(2, 1)
    book.close()
    return repacked(out.getvalue())


def as_word(table: PrintedTable) -> bytes:
    """A .docx: A4 across, the header repeated on each page, headings over all columns, no row cut by a page's end."""
    docx = importlib.import_module("docx")
    shared, section_kinds = importlib.import_module("docx.shared"), importlib.import_module("docx.enum.section")
    document: Any = docx.Document()
    section = document.sections[0]
    section.orientation = section_kinds.WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = shared.Mm(297), shared.Mm(210)
    for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
        setattr(section, side, shared.Mm(15))
    _set_font(document.styles["Normal"], shared.Pt(9))
    title = document.add_paragraph().add_run(table.title)
    title.bold, title.font.size = True, shared.Pt(14)
    made = document.add_table(rows=1, cols=len(table.header))
    made.style = "Table Grid"
    made.autofit = False
    for column, width in zip(made.columns, _widths(len(table.header)), strict=True):
        column.width = shared.Mm(width)
    for cell, text in zip(made.rows[0].cells, table.header, strict=True):
        cell.paragraphs[0].add_run(text).bold = True
    _row_property(made.rows[0], "tblHeader")
    for row in table.rows:
        new = made.add_row()
        _row_property(new, "cantSplit")
        cells = [new.cells[0].merge(new.cells[-1])] if row.level is not None else new.cells
        for cell, text in zip(cells, row.cells, strict=True):
            _write(cell, text, is_bold=row.level is not None)
    properties = document.core_properties
    properties.title, properties.author, properties.created, properties.modified = table.title, "", _MADE, _MADE
    out = io.BytesIO()
    document.save(out)
    return repacked(out.getvalue())


def _widths(columns: int) -> list[float]:
    """Millimetres of each column on A4 across, in the proportions of the workbook."""
    parts = [_WIDTHS[number] if number < len(_WIDTHS) else _YEAR_WIDTH for number in range(columns)]
    return [267 * part / sum(parts) for part in parts]


def _set_font(style: Any, size: Any) -> None:
    """One font for Japanese and other characters, so that digits do not stand out of the line."""
    qn = importlib.import_module("docx.oxml.ns").qn
    style.font.name, style.font.size = _FONT, size
    style.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _FONT)
    style.paragraph_format.space_after = style.paragraph_format.space_before = 0


def _row_property(row: Any, name: str) -> None:
    element = importlib.import_module("docx.oxml").OxmlElement(f"w:{name}")
    row._tr.get_or_add_trPr().append(element)


def _write(cell: Any, text: str, *, is_bold: bool) -> None:
    """A paragraph for each line."""
    for number, line in enumerate(text.split("\n")):
        paragraph = cell.paragraphs[0] if number == 0 else cell.add_paragraph()
        paragraph.add_run(line).bold = is_bold
