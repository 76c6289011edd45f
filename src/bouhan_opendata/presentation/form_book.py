"""調査票: last year's texts and numbers as a form for the next year, made from the tables of a release."""

from __future__ import annotations

import importlib
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bouhan_opendata.package import Row
from bouhan_opendata.presentation.printed_table import heading_path, heading_text, responsible
from bouhan_opendata.reading.answered_form import (
    ACTIVITIES,
    ACTIVITY,
    BEFORE,
    DEPARTMENT,
    FIGURE,
    HEADING,
    ID,
    KIND,
    MEASURE,
    NEW,
    NUMBER,
    OF_MEASURE,
    OPEN,
    PART,
    STATUS,
    STATUSES,
    UNIT,
    WHY,
)
from bouhan_opendata.tabular.workbook import repacked

Tables = Mapping[str, Sequence[Row]]
TABLES = (
    "policy_areas", "measures", "measure_departments", "departments", "fiscal_years", "reports", "activities", "figures",
    "observations", "indicators", "source_lines",
)  # fmt: skip
"""The tables that are needed."""
SHEET, COVER = "調査票", "はじめに"
_WIDTHS = {NUMBER: 6, KIND: 7, MEASURE: 20, DEPARTMENT: 13, BEFORE: 40, UNIT: 7, STATUS: 10, WHY: 22, ID: 12}
_YEAR_WIDTH = 46
_DIGITS = re.compile("[0-9０-９][0-9０-９,，.．]*")
_HELP = (
    (
        "この表について",
        "昨年度の取組をもとに、今年度の取組を書いていただく表です。返していただいた表から、オープンデータを作ります。",
    ),
    ("書くところ", "黄色の欄だけです。昨年度の文が入っているので、変わったところを直してください。"),
    ("数", "「数」の行に、数だけを書いてください。文の中の〔i001〕のような印のところに入ります。印は消さないでください。"),
    ("＿", "昨年度の日付などがあったところです。今年度のものに書きかえてください。"),
    ("状態", "行わなかったときは「中止」「未実施」「終了」から選び、わけを書いてください。「実施」は選ばなくてもかまいません。"),
    ("新しい取組", "ID が「＋」の行に書いてください。足りなければ、行をコピーしてください。"),
    ("書かない行", "文も状態もない行は「この年度には書かれていない」として扱います。"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the form before it is written. ``answer`` is what the year's column holds already."""

    kind: str
    measure: str
    department: str
    before: str
    answer: str
    unit: str
    id: str
    status: str = ""
    why: str = ""


def form_lines(tables: Tables, year: int, department: str | None = None) -> list[Line]:
    """The rows of the form for a fiscal year, after the newest year before it; ``department`` is the name of one, or all.

    Raises ``ValueError`` where no earlier year is stated.
    """
    return list(_Form(tables, year, department).lines())


def departments_in(tables: Tables, year: int) -> list[str]:
    """The names of the departments that have rows of their own in the form for a year, in order; blank for rows of none."""
    names = [*(row["name"] for row in tables["departments"]), ""]
    return [name for name in names if any(line.kind in ACTIVITIES for line in form_lines(tables, year, name))]


class _Form:
    def __init__(self, tables: Tables, year: int, department: str | None) -> None:
        self.tables, self.department = tables, department
        current = [row for row in tables["reports"] if row["is_current"] and row["result_kind"] == "actual"]
        years = [row["fiscal_year"] for row in current if row["fiscal_year"] < year]
        if not years:
            raise ValueError(f"{year}")
        self.year = max(years)
        self.reports = {row["measure_id"]: row for row in current if row["fiscal_year"] == self.year}
        self.names = {row["department_id"]: row["name"] for row in tables["departments"]}
        self.lines_of = {row["line_id"]: row["text"] or "" for row in tables["source_lines"]}
        self.values = {row["figure_id"]: row for row in tables["observations"]}
        self.labels = {row["indicator_id"]: row["label"] for row in tables["indicators"]}
        self.by_id = {row["figure_id"]: row for row in tables["figures"]}
        self.figures: dict[str, list[Row]] = {}
        for row in tables["figures"]:
            if row["activity_id"]:
                self.figures.setdefault(row["activity_id"], []).append(row)

    def lines(self) -> Iterator[Line]:
        areas = {row["policy_area_id"]: row for row in self.tables["policy_areas"]}
        shown: set[str] = set()
        for measure in sorted(self.tables["measures"], key=lambda row: row["sort_order"]):
            if measure["measure_id"] not in self.reports:
                continue
            own = list(self._of(measure))
            if self.department is not None and not own:
                continue
            for area in heading_path(measure["policy_area_id"], areas):
                if area["policy_area_id"] not in shown:
                    shown.add(area["policy_area_id"])
                    yield Line(HEADING, "", "", heading_text(area), "", "", area["policy_area_id"])
            names = "、".join(responsible(self.tables, measure["measure_id"]))
            yield Line(OF_MEASURE, measure["title"], names, measure["description"] or "", "", "", measure["measure_id"])
            yield from own

    def _of(self, measure: Row) -> Iterator[Line]:
        """The activities of a measure, department by department, each with its numbers, then a row for a new one.

        What stood under no department's name stands under none again.
        """
        report, listed = self.reports[measure["measure_id"]], responsible(self.tables, measure["measure_id"])
        rows = [row for row in self.tables["activities"] if row["report_id"] == report["report_id"]]
        groups: dict[str, list[Row]] = {}
        for row in sorted(rows, key=lambda row: row["sort_order"]):
            groups.setdefault(self.names.get(row["department_id"], ""), []).append(row)
        if set(groups) != {""} and len(listed) > 1:
            groups |= {name: [] for name in listed if name not in groups}
        for name, own in (groups or {"": []}).items():
            if self.department in (None, name or (listed[0] if listed else "")):
                for row in own:
                    yield from self._activity(measure["title"], name, row)
                yield Line(ACTIVITY, measure["title"], name, "", "", "", NEW)

    def _activity(self, measure: str, department: str, row: Row) -> Iterator[Line]:
        text, numbers = self._template(row)
        kind = PART if row["parent_activity_id"] else ACTIVITY
        yield Line(kind, measure, department, row["text"], text, "", row["series_id"] or NEW)
        for figure in numbers:
            indicator, quote = figure["indicator_id"], figure["quote"]
            unit = _DIGITS.split(quote)[-1].strip()
            yield Line(FIGURE, measure, department, f"{self.labels[indicator]}　{quote}", "", unit, indicator)

    def _offsets(self, row: Row) -> dict[str, int] | None:
        """By line: what is added to a place in it for the place in the activity's text; ``None`` where the two do not meet."""
        cell, _, first = row["first_line_id"].rpartition("-l")
        found, cursor = {}, 0
        for number in range(int(first), int(row["last_line_id"].rpartition("-l")[2]) + 1):
            line = self.lines_of.get(f"{cell}-l{number}", "")
            offset = _places(line, row["text"], cursor)
            if offset is None:
                return None
            found[f"{cell}-l{number}"] = offset
            cursor = offset + len(line.rstrip())
            cursor += len(row["text"][cursor:]) - len(row["text"][cursor:].lstrip())
        return found

    def _counted(self, figure: Row) -> Row | None:
        """The figure whose number has a row: itself, or the one that it only states again."""
        own = self.by_id.get(figure["parent_figure_id"] or "") if figure["use"] == "duplicate" else figure
        is_plain = own is not None and own["figure_id"] in self.values and own["unit_source"] == "text"
        return own if own is not None and is_plain and own["precision"] != "range" else None

    def _template(self, row: Row) -> tuple[str, list[Row]]:
        """Last year's text with a mark for each number that has a row, and an open place for each other one and each date."""
        text, offsets = row["text"], self._offsets(row)
        if offsets is None:
            return _DIGITS.sub(OPEN, text), []
        numbers: list[Row] = []
        own_figures = [one for one in self.figures.get(row["activity_id"], ()) if one["class"] in ("quantity", "moment")]
        for figure in sorted(own_figures, key=lambda one: -(one["char_start"] + offsets[one["line_id"]])):
            start, end = (figure[name] + offsets[figure["line_id"]] for name in ("char_start", "char_end"))
            found = _DIGITS.search(figure["quote"])
            own = self._counted(figure)
            if own is not None and found is not None and len(_DIGITS.findall(figure["quote"])) == 1:
                at = start + found.start()
                text = f"{text[:at]}〔{own['indicator_id']}〕{text[at + len(found[0]) :]}"
                numbers[:0] = [own] if own is figure else []
            elif not _stays(figure):
                text = text[:start] + _DIGITS.sub(OPEN, text[start:end]) + text[end:]
        return text, numbers


def _places(line: str, text: str, cursor: int) -> int | None:
    """By how much a place in a line of the source differs from that in the activity's text, whose next part it is.

    What stands before the text in its first line (a bullet, a department's head) is no part of it.
    """
    for start in range(len(line)):
        if (part := line[start:].rstrip()) and text.startswith(part, cursor) and part[0].strip():
            return cursor - start
    return None


def _stays(figure: Row) -> bool:
    """Whether a number is the same every year for all that is known: 週1回, 全9校, H27～."""
    if figure["class"] == "moment":
        return figure["date_end"] is None
    return figure["time_basis"] == "rate" or figure["scope"] == "all_of_population" or figure["per"] is not None


def form_book(lines: Sequence[Line], year_head: str, title: str, made_on: datetime) -> bytes:
    """The workbook: a cover that explains, and one sheet of rows. The same lines give the same bytes."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book: Any = importlib.import_module("xlsxwriter").Workbook(out, options)
    book.set_properties({"title": f"調査票 {title}", "created": made_on})
    looks = _looks(book)
    _cover(book, looks, title, year_head)
    sheet = book.add_worksheet(SHEET)
    heads = (NUMBER, KIND, MEASURE, DEPARTMENT, BEFORE, year_head, UNIT, STATUS, WHY, ID)
    for column, head in enumerate(heads):
        sheet.set_column(column, column, _WIDTHS.get(head, _YEAR_WIDTH))
        sheet.write_string(0, column, head, looks["write_head" if head in (year_head, STATUS, WHY) else "head"])
    for number, line in enumerate(lines, 1):
        _write(sheet, looks, number, line)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(lines), 1), len(heads) - 1)
    sheet.repeat_rows(0)
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(0.4, 0.4, 0.5, 0.5)
    sheet.set_footer("&L&A&R&P / &N")
    book.close()
    return repacked(out.getvalue())


def _looks(book: Any) -> dict[str, Any]:
    plain = {
        "valign": "top",
        "text_wrap": True,
        "border": 1,
        "border_color": "#B8C0C4",
        "font_name": "游ゴシック",
        "font_size": 10,
    }
    return {
        "cell": book.add_format(plain),
        "bold": book.add_format({**plain, "bold": True, "bg_color": "#F1F5F6"}),
        "head": book.add_format({**plain, "bold": True, "bg_color": "#E3EEF1", "valign": "vcenter"}),
        "write": book.add_format({**plain, "bg_color": "#FFF9DC", "num_format": "@"}),
        "number": book.add_format({**plain, "bg_color": "#FFF9DC", "num_format": "#,##0.########"}),
        "write_head": book.add_format({**plain, "bold": True, "bg_color": "#FBE8A6", "valign": "vcenter"}),
        "small": book.add_format({**plain, "font_size": 8, "font_color": "#6B747B"}),
        "title": book.add_format({"bold": True, "font_size": 16, "font_name": "游ゴシック"}),
        "text": book.add_format({"text_wrap": True, "valign": "top", "font_name": "游ゴシック", "font_size": 11}),
        "name": book.add_format({"bold": True, "valign": "top", "font_name": "游ゴシック", "font_size": 11}),
    }


def _cover(book: Any, looks: Mapping[str, Any], title: str, year_head: str) -> None:
    sheet = book.add_worksheet(COVER)
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 78)
    sheet.hide_gridlines(2)
    sheet.write_string(0, 0, f"調査票　{title}", looks["title"])
    sheet.write_string(1, 0, year_head, looks["name"])
    for row, (name, text) in enumerate(_HELP, 3):
        sheet.write_string(row, 0, name, looks["name"])
        sheet.write_string(row, 1, text, looks["text"])
        sheet.set_row(row, 19 * -(-2 * len(text) // 76))
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _write(sheet: Any, looks: Mapping[str, Any], number: int, line: Line) -> None:
    plain = looks["bold" if line.kind in (HEADING, OF_MEASURE) else "cell"]
    sheet.write_number(number, 0, number, looks["small"])
    for column, text in enumerate((line.kind, line.measure, line.department, line.before), 1):
        sheet.write_string(number, column, text, plain)
    is_text = line.kind in ACTIVITIES
    if line.answer:
        sheet.write_string(number, 5, line.answer, looks["write"])
    else:
        sheet.write_blank(number, 5, None, looks["write"] if is_text else looks["number"] if line.kind == FIGURE else plain)
    sheet.write_string(number, 6, line.unit, plain)
    for column, text in ((7, line.status), (8, line.why)):
        sheet.write(number, column, text or None, looks["write"] if is_text else plain)
    if is_text:
        sheet.data_validation(number, 7, number, 7, {"validate": "list", "source": list(STATUSES), "ignore_blank": True})
    if line.kind == FIGURE:
        told = {"input_title": line.before.partition("　")[0][:32], "input_message": f"数だけ（{line.unit}）"[:255]}
        sheet.data_validation(
            number,
            5,
            number,
            5,
            {"validate": "decimal", "criteria": ">=", "value": 0, "ignore_blank": True, "error_type": "warning", **told},
        )
    sheet.write_string(number, 9, line.id, looks["small"])
    shown = ((line.before, _WIDTHS[BEFORE]), (line.answer, _YEAR_WIDTH), (line.measure, _WIDTHS[MEASURE]))
    rows = (sum(-(-2 * max(len(part), 1) // (width - 1)) for part in text.split("\n")) for text, width in shown)
    sheet.set_row(number, 16 * max(1, *rows))
