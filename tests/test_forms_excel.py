"""Workbooks as cities make them: what a person sees is what is read, and what is not used is told."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.styles import Border, Font, PatternFill, Side

import bouhan_opendata as bo
from bouhan_opendata.reading.grid import Document
from bouhan_opendata.reading.spreadsheets.date_formats import shown_moment
from bouhan_opendata.reading.spreadsheets.number_formats import parse, plain_number, shown_number, shown_text
from bouhan_opendata.reading.spreadsheets.sheets import column_letters, quoted_name, spans, split_address, split_area
from bouhan_opendata.reading.spreadsheets.workbook import read_workbook
from hostile import SHEET, changed, with_link, with_macros, with_shapes, workbook
from old_workbooks import font, style, xls

HEADER = ("施策", "担当課", "施策の内容", "平成30年度の取組み", "令和元年度の取組み")
ROW = ("地域の見回り", "安全課", "地域を見回ります。", "・見回り 12回", "・見回り 15回")
LINE = Side(style="thin")
BOXED = Border(left=LINE, right=LINE, top=LINE, bottom=LINE)


def saved(book: openpyxl.Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def book_of(*rows: tuple[Any, ...], title: str = "Sheet1") -> openpyxl.Workbook:
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    return book


def read(book: openpyxl.Workbook | bytes, name: str = "表.xlsx") -> Document:
    return read_workbook(book if isinstance(book, bytes) else saved(book), name, bo.load_model())


def texts(document: Document, number: int = 0) -> list[list[str]]:
    return [[cell.text for cell in row] for row in document.grids[number].rows]


def told(document: Document) -> dict[str, str]:
    return {finding.rule: str(finding.params.get("where", finding.params.get("sheet", ""))) for finding in document.findings}


# -- numbers as a person sees them


@pytest.mark.parametrize(
    ("value", "code", "text", "unit"),
    [
        (1579, '#,##0"件"', "1,579件", "件"),
        (1579, "General", "1579", ""),
        (1234.0, "General", "1234", ""),
        (1234.0, "#,##0", "1,234", ""),
        (0.1 + 0.2, "General", "0.3", ""),
        (1e15, "General", "1000000000000000", ""),
        (12, 'G/標準"人"', "12人", "人"),
        (12, 'General" 人"', "12 人", "人"),
        (0.456, "0.0%", "45.6%", "%"),
        (0.45, "0%", "45%", "%"),
        (2.5, "0", "3", ""),
        (3.5, "0.00", "3.50", ""),
        (3, "0.##", "3", ""),
        (-1234, "#,##0;[赤]▲#,##0", "▲1,234", ""),
        (-1234, '#,##0;[Red]"△"#,##0', "△1,234", ""),
        (-99, "#,##0_);[Red]\\(#,##0\\)", "(99)", ""),
        (-5, "0", "-5", ""),
        (0, '#,##0;▲#,##0;"-"', "-", ""),
        (0, "#", "", ""),
        (0, '#,##0"名";;', "", ""),
        (1234567, "#,##0,", "1,235", ""),
        (1234567, '#,##0,"千円"', "1,235千円", "千円"),
        (1234567890, '#,##0,,"百万円"', "1,235百万円", "百万円"),
        (12345, "0.0,", "12.3", ""),
        (1500, '[>=1000]#,##0,"千人";0"人"', "2千人", "千人"),
        (500, '[>=1000]#,##0,"千人";0"人"', "500人", "人"),
        (7, "000", "007", ""),
        (1840015, "000\\-0000", "184-0015", ""),
        (3, '"第"0"回"', "第3回", "回"),
        (45, '"延べ"#,##0"人"', "延べ45人", "人"),
        (1200, "[$¥-411]#,##0", "¥1,200", ""),
        (1200, '_ * #,##0_ ;_ * -#,##0_ ;_ * "-"_ ;_ @_ ', "1,200", ""),
        (0.5, "# ?/?", "1/2", ""),
        (1.75, "# ?/?", "1 3/4", ""),
        (12, "@", "12", ""),
        (20190501, '0000"年"00"月"00"日"', "2019年05月01日", ""),
        (5, ";;;", "", ""),
        (12, "0" * 300, "12", ""),
        (1e30, "0.00", "1" + "0" * 30 + ".00", ""),
    ],
)
def test_a_number_is_read_as_its_format_shows_it(value: float, code: str, text: str, unit: str) -> None:
    shown = shown_number(value, code)
    assert (shown.text, shown.unit) == (text, unit)


@pytest.mark.parametrize(
    ("serial", "code", "text"),
    [
        (43586, "yyyy/m/d", "2019/5/1"),
        (43586, 'yyyy"年"', "2019年"),
        (43586, 'yyyy"年"m"月"d"日"', "2019年5月1日"),
        (43586, '[$-ja-JP]ggge"年"m"月"d"日"', "令和1年5月1日"),
        (43586, '[$-ja-JP-x-gannen]ggge"年"m"月"d"日"', "令和元年5月1日"),
        (43585, '[$-411]ggge"年"m"月"d"日"', "平成31年4月30日"),
        (43556, "[$-411]ge.m.d", "H31.4.1"),
        (43586, "[$-411]gee.mm.dd", "R01.05.01"),
        (43586, 'm"月"d"日"(aaa)', "5月1日(水)"),
        (43586, "aaaa", "水曜日"),
        (43586.5, "yyyy/m/d h:mm", "2019/5/1 12:00"),
        (43586.75, "h:mm AM/PM", "6:00 PM"),
        (0.5, 'h"時"mm"分"', "12時00分"),
        (1.5, "[h]:mm", "36:00"),
        (1, "yyyy/m/d", "1900/1/1"),
        (61, "yyyy/m/d", "1900/3/1"),
        (43586, "[$-409]d-mmm-yy", "1-May-19"),
    ],
)
def test_a_day_is_read_as_its_format_shows_it(serial: float, code: str, text: str) -> None:
    assert shown_number(serial, code).text == text


PIECES = [*'#0?.,%/@;_*E+-ymdhsgea"\\[]$¥件', "General", "[h]", "[<5]", "[$-411]", "AM/PM", "0.00", "#,##0", "ggge"]


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join), st.floats(allow_nan=False, allow_infinity=False))
@settings(max_examples=300, deadline=None)
def test_no_format_is_too_odd(code: str, value: float) -> None:
    assert isinstance(shown_number(value, code).text, str)
    assert isinstance(shown_text("文", code).text, str)


def test_days_counted_from_1904_and_days_that_are_none() -> None:
    assert shown_number(42124, "yyyy/m/d", from_1904=True).text == "2019/5/1"
    assert shown_moment(-1, parse("yyyy/m/d")[0].tokens) is None
    assert shown_number(-1, "yyyy/m/d").text == "-1"


def test_texts_have_formats_too() -> None:
    assert shown_text("安全", '@"課"').text == "安全課"
    assert shown_text("安全", "General").text == "安全"
    assert shown_text("12", '0"件"').text == "12"
    assert shown_text("見えない", ";;;").text == ""


@pytest.mark.parametrize(
    ("value", "text"),
    [(1e20, "100000000000000000000"), (-0.0, "0"), (1 / 3, "0.333333333"), (1e-7, "0.0000001"), (1234567.8912, "1234567.891")],
)
def test_no_number_has_an_exponent_or_noise(value: float, text: str) -> None:
    assert plain_number(value) == text


# -- addresses


def test_addresses_are_those_of_the_spreadsheet() -> None:
    assert [column_letters(n) for n in (1, 26, 27, 702, 703, 16384)] == ["A", "Z", "AA", "ZZ", "AAA", "XFD"]
    assert split_address("XFD1048576") == (1048576, 16384)
    assert split_address("C") == split_address("12") == split_address("c7") == (0, 0)
    assert split_area("$A$1:C7") == (1, 1, 7, 3)
    assert split_area("C7:A1") is None
    assert quoted_name("進捗") == "進捗"
    assert quoted_name("No's 1") == "'No''s 1'"
    assert spans([5, 3, 4, 9]) == ["3–5", "9"]


def test_a_cell_says_where_it_stands() -> None:
    document = read(book_of((), HEADER, ROW, title="R1 進捗"))
    assert document.grids[0].rows[1][2].address == "'R1 進捗'!C3"
    assert document.grids[0].name == "R1 進捗"
    assert document.media_type.endswith("spreadsheetml.sheet")


# -- what stands in a cell


def test_line_breaks_are_kept_and_escapes_undone() -> None:
    book = book_of(HEADER, ("a\nb", " c \n", "d_x000D_\ne", "f_x005F_x000D_", "　字下げ"))
    assert texts(read(book))[1] == ["a\nb", "c", "d\ne", "f_x000D_", "字下げ"]


def test_booleans_and_numbers_kept_as_text_are_read_as_they_stand() -> None:
    assert texts(read(book_of(HEADER, (True, False, "012", 7, 0.1 + 0.2))))[1] == ["TRUE", "FALSE", "012", "7", "0.3"]


def test_formats_of_cells_are_applied_and_their_unit_is_known() -> None:
    book = book_of(HEADER, ("見回り", "課", "", 1579, 0.456))
    book.active["D2"].number_format = '#,##0"件"'
    book.active["E2"].number_format = "0.0%"
    cells = read(book).grids[0].rows[1]
    assert [(cell.text, cell.format_unit) for cell in cells[3:]] == [("1,579件", "件"), ("45.6%", "%")]


def test_an_error_is_blank_and_told() -> None:
    book = book_of(HEADER, ("見回り", "課", "", "#REF!", 3))
    book.active["D2"].data_type = "e"
    document = read(book)
    assert texts(document)[1][3] == ""
    assert told(document) == {"cell-error": "D2「#REF!」"}


def test_a_formula_has_the_value_last_shown_or_none() -> None:
    data = saved(book_of(HEADER, ("見回り", "課", "=B1&B2", "=1+1", "=2+3")))

    def calculated(xml: str) -> str:
        assert "<f>B1&amp;B2</f><v />" in xml or "<f>B1&amp;B2</f><v></v>" in xml
        xml = xml.replace("<f>1+1</f><v />", "<f>1+1</f><v>2</v>").replace("<f>1+1</f><v></v>", "<f>1+1</f><v>2</v>")
        for empty in ("<v />", "<v></v>"):
            xml = xml.replace(f'<c r="C2"><f>B1&amp;B2</f>{empty}', '<c r="C2" t="str"><f>B1&amp;B2</f><v>つなぐ</v>')
        return xml

    document = read(changed(data, "xl/worksheets/sheet1.xml", calculated))
    assert texts(document)[1] == ["見回り", "課", "つなぐ", "2", ""]
    assert told(document) == {"formula-without-value": "E2"}


def test_rich_text_is_joined_and_what_is_struck_through_left_out() -> None:
    book = book_of(HEADER, ROW)
    struck, bold = InlineFont(strike=True), InlineFont(b=True)
    book.active["E2"] = CellRichText("・見回り ", TextBlock(struck, "12回"), TextBlock(bold, "15回"))
    book.active["C2"].font = Font(strike=True)
    document = read(book)
    assert texts(document)[1] == ["地域の見回り", "安全課", "", "・見回り 12回", "・見回り 15回"]
    assert told(document) == {"struck-text": "C2「地域を見回ります。」、E2「12回」"}


def test_readings_of_kanji_are_no_part_of_the_text() -> None:
    data = saved(book_of(HEADER, ROW))
    guide = '<rPh sb="0" eb="2"><t>チイキ</t></rPh><phoneticPr fontId="1"/>'
    data = changed(data, "xl/sharedStrings.xml", lambda xml: xml.replace("地域の見回り</t>", f"地域の見回り</t>{guide}"))
    assert texts(read(data))[1][0] == "地域の見回り"


def test_white_on_white_is_told_and_white_on_colour_read() -> None:
    book = book_of(HEADER, ROW)
    for cell in book.active[1]:
        cell.font, cell.fill = Font(color="FFFFFFFF"), PatternFill("solid", fgColor="FF1F4E78")
    book.active["C2"].font = Font(color="FFFFFFFF")
    book.active["D2"] = 5
    book.active["D2"].number_format = ";;;"
    document = read(book)
    assert texts(document) == [list(HEADER), ["地域の見回り", "安全課", "", "", "・見回り 15回"]]
    assert told(document) == {"text-not-shown": "C2、D2"}


def test_zeros_that_the_sheet_does_not_show_are_blank() -> None:
    book = book_of(HEADER, ("見回り", "課", "", 0, 3))
    book.active.sheet_view.showZeros = False
    assert texts(read(book))[1] == ["見回り", "課", "", "", "3"]


# -- merged, hidden, beside the cells


def test_merged_cells_know_where_their_text_stands() -> None:
    book = book_of(HEADER, ROW, (None, "学務課", "", "・登校 3回", "・登校 4回"), ("1 学校の安全",), ROW)
    book.active.merge_cells("A2:A3")
    book.active.merge_cells("A4:E4")
    rows = read(book).grids[0].rows
    assert (rows[1][0].text, rows[1][0].row_span, rows[1][0].origin) == ("地域の見回り", 2, None)
    assert (rows[2][0].text, rows[2][0].origin) == ("", (2, 1))
    assert rows[3][0].column_span == 5
    assert [cell.origin for cell in rows[3][1:]] == [(4, 1)] * 4


def test_hidden_rows_columns_and_sheets_are_told_and_not_read() -> None:
    book = book_of((*HEADER[:3], "案", *HEADER[3:]), (*ROW[:3], "下書き", *ROW[3:]), ("隠す", "課", "", "", "", ""), ROW)
    book.active.row_dimensions[3].hidden = True
    book.active.column_dimensions["D"].hidden = True
    book.create_sheet("リスト").sheet_state = "hidden"
    book.create_sheet("作業").sheet_state = "veryHidden"
    document = read(book)
    assert texts(document)[:2] == [list(HEADER), list(ROW)]
    assert len(document.grids[0].rows) == 3
    assert told(document) == {"hidden-sheet": "作業", "hidden-rows": "3", "hidden-columns": "D"}
    assert document.grids[0].rows[1][3].address == "Sheet1!E2"


def test_a_merge_whose_first_row_is_hidden_still_shows_its_text() -> None:
    book = book_of(HEADER, ROW, (None, "学務課", "", "", "・登校 4回"))
    book.active.merge_cells("A2:A3")
    book.active.row_dimensions[2].hidden = True
    document = read(book)
    assert texts(document)[1] == ["地域の見回り", "学務課", "", "", "・登校 4回"]


def test_what_lies_under_a_merge_is_told() -> None:
    data = saved(book_of(HEADER, ROW, ("二", "三", "四", "五", "六")))
    merge = '</sheetData><mergeCells count="1"><mergeCell ref="A2:A3"/></mergeCells>'
    document = read(changed(data, "xl/worksheets/sheet1.xml", lambda xml: xml.replace("</sheetData>", merge)))
    assert texts(document)[2][0] == ""
    assert told(document) == {"text-not-shown": "A3"}


def test_comments_are_told_and_their_words_kept_out() -> None:
    book = book_of(HEADER, ROW)
    book.active["E2"].comment = Comment("内部の話", "職員")
    document = read(book)
    assert told(document) == {"comment-not-read": "E2"}
    assert "内部" not in str(document.findings)


def test_threaded_comments_are_told_once() -> None:
    book = book_of(HEADER, ROW)
    book.active["E2"].comment = Comment("内部の話", "職員")
    data = changed(
        saved(book), "xl/threadedComments/t1.xml", lambda _: '<a><threadedComment ref="E2"/><threadedComment ref="A1"/></a>'
    )
    link = '<Relationship Id="rId77" Type="http://x/relationships/threadedComment" Target="/xl/threadedComments/t1.xml"/>'
    relations = "xl/worksheets/_rels/sheet1.xml.rels"
    document = read(changed(data, relations, lambda xml: xml.replace("</Relationships>", f"{link}</Relationships>")))
    assert told(document) == {"comment-not-read": "E2、A1"}


def test_prefixed_names_days_in_iso_8601_and_the_calendar_of_1904_are_read() -> None:
    sheet = (
        '<x:worksheet xmlns:x="http://purl.oclc.org/ooxml/spreadsheetml/main"><x:sheetData><x:row r="1">'
        '<x:c r="A1" t="inlineStr"><x:is><x:r><x:t>文</x:t></x:r></x:is></x:c>'
        '<x:c r="B1" t="d"><x:v>2019-05-01</x:v></x:c></x:row>'
        '<x:row r="2"><x:c r="A2" t="d" s="1"><x:v>2019-05-01</x:v></x:c><x:c r="B2" s="1"><x:v>42124</x:v></x:c></x:row>'
        "</x:sheetData></x:worksheet>"
    )
    styles = '<s xmlns="http://purl.oclc.org/ooxml/spreadsheetml/main"><cellXfs><xf/><xf numFmtId="31"/></cellXfs></s>'
    data = workbook("", **{SHEET: sheet, "xl/styles.xml": styles})
    data = changed(data, "xl/workbook.xml", lambda xml: xml.replace("<sheets>", '<workbookPr date1904="1"/><sheets>'))
    assert texts(read(data)) == [["文", "2019-05-01"], ["2019年5月1日", "2019年5月1日"]]


def test_text_boxes_pictures_and_embedded_files_are_told() -> None:
    document = read(with_shapes(saved(book_of(HEADER, ROW))))
    assert told(document) == {"text-box-not-read": "B7「新規」", "picture-not-read": "C1", "embedded-object": "other.docx"}


def test_macros_and_links_are_told() -> None:
    document = read(with_macros(with_link(saved(book_of(HEADER, ROW)))), "表.xlsm")
    assert {"macros-not-run", "external-links"} == {finding.rule for finding in document.findings}
    assert document.media_type == "application/vnd.ms-excel.sheet.macroenabled.12"


def test_a_sheet_of_a_chart_is_told() -> None:
    book = book_of(HEADER, ROW)
    book.create_chartsheet("グラフ")
    assert told(read(book))["sheet-without-cells"] == "グラフ"


# -- tables and the lines around them


def test_lines_around_a_table_come_in_reading_order() -> None:
    book = book_of(("防犯計画の進捗",), (None, "令和2年3月現在"), (), HEADER, ROW, ("※ 新規は★",), (), ("問合せ", None))
    document = read(book)
    assert [(line.row_no, line.text) for line in document.outside] == [
        (1, "防犯計画の進捗"), (2, "令和2年3月現在"), (4, "※ 新規は★"), (5, "問合せ"),
    ]  # fmt: skip
    assert document.grids[0].line_no == 3
    assert texts(document) == [list(HEADER), list(ROW)]


def test_blank_rows_part_tables_and_a_second_sheet_counts_on() -> None:
    book = book_of(HEADER, ROW, (), ("記号", "意味"), ("A", "達成"))
    second = book.create_sheet("教育")
    second.append(("教育の部",))
    second.append(HEADER)
    second.append(ROW)
    document = read(book)
    assert [(grid.table_no, grid.name, grid.line_no, len(grid.rows[0])) for grid in document.grids] == [
        (1, "Sheet1", 1, 5), (2, "Sheet1", 2, 2), (3, "教育", 4, 5),
    ]  # fmt: skip
    assert [(line.row_no, line.text) for line in document.outside] == [(3, "教育の部")]


def boxed(book: openpyxl.Workbook, area: str) -> None:
    for row in book.active[area]:
        for cell in row:
            cell.border = BOXED


def test_a_blank_row_within_the_lines_of_a_table_does_not_part_it() -> None:
    book = book_of(HEADER, ROW, (), ROW)
    boxed(book, "A1:E4")
    assert texts(read(book)) == [list(HEADER), list(ROW), [""] * 5, list(ROW)]


def test_rows_and_columns_that_are_only_formatted_are_trimmed() -> None:
    book = book_of(HEADER, ROW)
    boxed(book, "A1:H200")
    assert texts(read(book)) == [list(HEADER), list(ROW)]


def test_tables_side_by_side_are_two() -> None:
    book = book_of((*HEADER, None, "記号", "意味"), (*ROW, None, "A", "達成"), (*ROW, None, None, None))
    boxed(book, "A1:E3")
    boxed(book, "G1:H2")
    document = read(book)
    assert texts(document, 0) == [list(HEADER), list(ROW), list(ROW)]
    assert texts(document, 1) == [["記号", "意味"], ["A", "達成"]]


def test_a_remark_above_a_table_with_lines_is_no_row_of_it() -> None:
    book = book_of(("進捗状況", None, None, None, "資料1"), HEADER, ROW)
    boxed(book, "A2:E3")
    document = read(book)
    assert [line.text for line in document.outside] == ["進捗状況", "資料1"]
    assert texts(document)[0] == list(HEADER)


def test_a_heading_between_tables_that_touch_parts_them() -> None:
    book = book_of(("1 地域の安全",), HEADER, ROW, ("2 学校の安全",), HEADER, ROW, ("以上",))
    boxed(book, "A2:E3")
    boxed(book, "A5:E6")
    document = read(book)
    assert [(line.row_no, line.text) for line in document.outside] == [(1, "1 地域の安全"), (3, "2 学校の安全"), (5, "以上")]
    assert [grid.line_no for grid in document.grids] == [2, 4]


def test_a_measure_with_nothing_to_report_stays_in_its_table() -> None:
    book = book_of(HEADER, ROW, (), ("防犯灯の設置",), ROW)
    boxed(book, "A1:E2")
    boxed(book, "A4:E5")
    document = read(book)
    assert document.outside == ()
    assert texts(document, 1)[0] == ["防犯灯の設置", "", "", "", ""]


def test_a_header_over_several_columns_stays_in_its_table() -> None:
    book = book_of((None, None, None, "取組み", None), (*HEADER[:3], "平成30年度", "令和元年度"), ROW)
    book.active.merge_cells("D1:E1")
    boxed(book, "A1:E3")
    assert texts(read(book))[0] == ["", "", "", "取組み", ""]


def test_grid_paper_has_the_columns_that_are_seen() -> None:
    book = openpyxl.Workbook()
    for row, values in enumerate((HEADER, ROW), 1):
        for n, value in enumerate(values):
            book.active.cell(row, 1 + 4 * n, value)
            book.active.merge_cells(start_row=row, end_row=row, start_column=1 + 4 * n, end_column=4 + 4 * n)
    document = read(book)
    assert texts(document) == [list(HEADER), list(ROW)]
    assert [cell.address for cell in document.grids[0].rows[1]] == [f"Sheet!{c}2" for c in "AEIMQ"]
    assert {cell.column_span for row in document.grids[0].rows for cell in row} == {1}


def test_a_workbook_without_a_table_is_refused() -> None:
    for book in (book_of(), book_of(("文章だけです。",), ("次の行。",))):
        with pytest.raises(bo.SourceError) as refused:
            read(book)
        assert refused.value.rule.id == "no-table"


def test_a_print_area_hides_nothing() -> None:
    book = book_of(HEADER, ROW, ROW)
    book.active.print_area = "A1:B2"
    assert len(texts(read(book))) == 3


# -- the other forms


def test_an_old_workbook_is_read_like_a_new_one() -> None:
    cells = [
        (0, 0, "進捗", 0),
        *((2, n, text, 1) for n, text in enumerate(HEADER)),
        *((3, n, t, 1) for n, t in enumerate(ROW[:3])),
    ]
    cells += [
        (3, 3, 12.0, 2),
        (3, 4, 0.45, 3),
        (4, 0, "古い", 4),
        (4, 1, "12回15回", 1),
        (4, 3, 43586.0, 5),
        (4, 4, ("error", 23), 1),
    ]
    cells += [(5, n, "隠す", 1) for n in range(5)] + [(6, 1, True, 1), (6, 5, "隠す", 1)]
    styles = (style(), style(boxed=True), style(0, 170, boxed=True), style(0, 10), style(1, boxed=True), style(0, 28))
    data = xls(
        {"表": cells, "裏": [(0, 0, "x", 0)]},
        fonts=(font(), font(struck=True), font(), font()),
        formats={170: '#,##0"件"'},
        styles=styles,
        merges=((0, 0, 0, 4), (3, 6, 0, 0)),
        hidden_rows=(5,),
        hidden_columns=(5,),
        hidden_sheets=("裏",),
        runs={"12回15回": ((0, 1), (3, 0))},
    )
    document = read(data, "表.xls")
    assert texts(document) == [
        list(HEADER), [*ROW[:3], "12件", "45.00%"], ["", "15回", "", "令和1年5月1日", ""], ["", "TRUE", "", "", ""],
    ]  # fmt: skip
    assert document.grids[0].rows[1][3].format_unit == "件"
    assert document.grids[0].rows[1][0].row_span == 3
    assert {"hidden-sheet", "hidden-rows", "hidden-columns", "struck-text", "cell-error"} == set(told(document))
    assert [line.text for line in document.outside] == ["進捗"]


ODS_NAMESPACES = "".join(
    f' xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"), ("draw", "drawing"),
        ("fo", "xsl-fo-compatible"),
    )
)  # fmt: skip


def ods(*tables: str, styles: str = "") -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        body = f"<office:body><office:spreadsheet>{''.join(tables)}</office:spreadsheet></office:body>"
        automatic = f"<office:automatic-styles>{styles}</office:automatic-styles>"
        archive.writestr("content.xml", f"<office:document-content{ODS_NAMESPACES}>{automatic}{body}</office:document-content>")
    return target.getvalue()


def ods_row(*texts: str) -> str:
    cells = "".join(f"<table:table-cell><text:p>{text}</text:p></table:table-cell>" for text in texts)
    return f"<table:table-row>{cells}</table:table-row>"


def test_an_open_document_is_read_as_it_is_shown() -> None:
    styles = (
        '<style:style style:name="struck"><style:text-properties style:text-line-through-style="solid"/></style:style>'
        '<style:style style:name="gone"><style:table-properties table:display="false"/></style:style>'
    )
    number = '<table:table-cell office:value-type="float" office:value="1579"><text:p>1,579件</text:p></table:table-cell>'
    broken = '<table:table-cell table:formula="of:=[.A1]"><text:p>#REF!</text:p></table:table-cell>'
    merged = (
        '<table:table-cell table:number-rows-spanned="2"><office:annotation><text:p>話</text:p></office:annotation>'
        "<text:p>見<text:s/>回り<text:line-break/>続き</text:p></table:table-cell>"
    )
    ruby = (
        "<table:table-cell><text:p><text:ruby><text:ruby-base>課</text:ruby-base><text:ruby-text>か</text:ruby-text></text:ruby>"
    )
    struck = '<text:span text:style-name="struck">旧</text:span></text:p></table:table-cell>'
    rows = f"<table:table-row>{merged}{ruby}{struck}<table:table-cell/>{number}{broken}</table:table-row>"
    covered = (
        "<table:table-row><table:covered-table-cell/><table:table-cell><text:p>次</text:p></table:table-cell></table:table-row>"
    )
    hidden = ods_row("隠す").replace("<table:table-row>", '<table:table-row table:visibility="collapse">')
    tail = (
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell table:number-columns-repeated="16384"/>'
        "</table:table-row>"
    )
    body = ods_row(*HEADER) + rows + covered + hidden + tail
    table = f'<table:table table:name="表">{ods_row("進捗")}<table:table-row/>{body}</table:table>'
    gone = f'<table:table table:name="裏" table:style-name="gone">{ods_row("x")}</table:table>'
    document = read(ods(table, gone, styles=styles), "表.ods")
    assert texts(document) == [list(HEADER), ["見 回り\n続き", "課", "", "1,579件", ""], ["", "次", "", "", ""]]
    cells = document.grids[0].rows
    assert (cells[1][0].row_span, cells[2][0].origin, cells[1][3].format_unit) == (2, (2, 1), "件")
    assert told(document) == {
        "hidden-sheet": "裏", "comment-not-read": "A4", "struck-text": "B4「旧」",
        "cell-error": "E4「#REF!」", "hidden-rows": "6",
    }  # fmt: skip
    assert [line.text for line in document.outside] == ["進捗"]


def test_an_open_document_with_a_password_is_refused() -> None:
    data = changed(ods(""), "META-INF/manifest.xml", lambda _: "<manifest:encryption-data/>")
    with pytest.raises(bo.SourceError) as refused:
        read(data, "表.ods")
    assert refused.value.rule.id == "source-encrypted"


# -- beside openpyxl


def test_the_values_are_those_that_openpyxl_finds() -> None:
    rows = [[f"文{r}-{c}" if (r + c) % 3 else r * c for c in range(8)] for r in range(1, 60)]
    data = saved(book_of(*map(tuple, rows)))
    peer = openpyxl.load_workbook(io.BytesIO(data)).active
    ours = [cell for row in read(data).grids[0].rows for cell in row]
    assert {cell.address.partition("!")[2]: cell.text for cell in ours} == {
        cell.coordinate: str(cell.value) for row in peer.iter_rows() for cell in row
    }


def test_a_heading_merged_over_the_table_is_no_result_of_several_measures(tmp_path: Path) -> None:
    book = book_of(HEADER, ROW, ("1 学校の安全",), ("点検", "学務課", "", "・点検 9回", "・点検 8回"))
    book.active.merge_cells("A3:E3")
    (tmp_path / "表.xlsx").write_bytes(saved(book))
    facts = bo.read(tmp_path / "表.xlsx")
    assert [finding.rule for finding in facts.findings] == []
    assert len(facts.measures) == 2


def test_the_whole_way_from_a_workbook_to_facts(tmp_path: Path) -> None:
    book = book_of(("防犯計画に基づく取組み",), (), HEADER, ("見回り", "安全課", "", 12, 15), ("講習会", "安全課", "", 3, 4))
    for row in book.active["D4:E5"]:
        for cell in row:
            cell.number_format = '#,##0"回"'
    book.active["A5"].comment = Comment("話", "職員")
    path = tmp_path / "令和元年度.xlsx"
    path.write_bytes(saved(book))
    facts = bo.read(path)
    assert "comment-not-read" in {finding.rule for finding in facts.findings}
    assert {finding.place.address for finding in facts.findings if finding.place.line_id} <= {
        "Sheet1!D4", "Sheet1!E4", "Sheet1!D5", "Sheet1!E5",
    }  # fmt: skip
    assert len(facts.measures) == 2
