"""Word documents: what a reader of the printed page sees becomes the text of the cells; all else is told."""

from __future__ import annotations

import io
import re
import zipfile

import docx
import pytest
from docx.enum.text import WD_BREAK

import bouhan_opendata as bo
from bouhan_opendata.errors import SourceError, UnsafeSource
from bouhan_opendata.reading import Document, understand
from bouhan_opendata.reading.list_numbers import show_number
from bouhan_opendata.reading.word.document import read_word
from word_files import W, cell, item, level, lists, paragraph, row, run, table, word


def read(body: str, **parts: str) -> Document:
    return read_word(word(body, **parts), "表.docx", bo.load_model())


def texts(document: Document, number: int = 0) -> list[list[str]]:
    return [[each.text for each in line] for line in document.grids[number].rows]


def one(content: str, **parts: str) -> Document:
    """A table whose only cell holds this."""
    return read(table(row(cell(content))), **parts)


def text_of(content: str, **parts: str) -> str:
    return texts(one(content, **parts))[0][0]


def told(document: Document) -> list[tuple[str, str]]:
    """Rules with the words they are about; of what the page does not show, its length alone."""
    return [
        (finding.rule, finding.params["text"] if "text" in finding.params else finding.params["length"]["ja"])
        for finding in document.findings
    ]


# -- tables in order, and the lines around them


def test_tables_and_paragraphs_keep_their_order() -> None:
    body = paragraph("題名") + table(row("a", "b")) + paragraph() + paragraph("間の文") + table(row("c", "d"))
    document = read(body)
    assert [(line.row_no, line.text) for line in document.outside] == [(1, "題名"), (4, "間の文")]
    assert [grid.line_no for grid in document.grids] == [2, 5]
    assert document.grids[1].rows[0][1].address == "表2 行1 列2"
    assert document.media_type.endswith("wordprocessingml.document")


def test_a_line_break_in_a_paragraph_makes_two_lines_that_are_told_apart() -> None:
    document = read(paragraph("<w:r><w:t>上</w:t><w:br/><w:t>下</w:t></w:r>") + table(row("a")))
    assert [(line.row_no, line.text) for line in document.outside] == [(1, "上"), (2, "下")]
    assert document.grids[0].line_no == 3


STYLES = (
    '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="own"><w:name w:val="施策の見出し"/><w:basedOn w:val="1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="out"><w:name w:val="柱"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="toc"><w:name w:val="toc 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="ttl"><w:name w:val="Title"/></w:style>'
)


@pytest.mark.parametrize(
    ("properties", "shown"),
    [
        ('<w:pStyle w:val="1"/>', "# 防犯"),
        ('<w:pStyle w:val="own"/>', "# 防犯"),
        ('<w:pStyle w:val="out"/>', "## 防犯"),
        ('<w:pStyle w:val="ttl"/>', "防犯"),
        ('<w:pStyle w:val="1"/><w:outlineLvl w:val="9"/>', "防犯"),
        ('<w:outlineLvl w:val="2"/>', "### 防犯"),
        ("", "防犯"),
    ],
)
def test_a_heading_has_as_many_marks_as_its_level(properties: str, shown: str) -> None:
    document = read(paragraph("防犯", properties) + table(row("a")), styles=STYLES)
    assert [line.text for line in document.outside] == [shown]


def test_the_table_of_contents_is_no_heading() -> None:
    contents = paragraph("<w:r><w:t>第1章 防犯</w:t><w:tab/><w:t>3</w:t></w:r>", '<w:pStyle w:val="toc"/>')
    assert read(contents + table(row("a")), styles=STYLES).outside == ()


def test_a_heading_in_a_cell_is_text() -> None:
    assert text_of(paragraph("防犯", '<w:pStyle w:val="1"/>'), styles=STYLES) == "防犯"


def test_a_document_without_a_table_is_refused() -> None:
    with pytest.raises(SourceError, match="no-table"):
        read(paragraph("文だけ"))


# -- merges


def test_merged_cells_hold_their_text_once() -> None:
    across, down = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>'
    document = read(
        table(
            row("施策", cell("取組", properties=across)),
            row(cell("見回り", properties=down), "安全課", "12回"),
            row(cell(properties="<w:vMerge/>"), "学務課", "3回"),
        )
    )
    assert texts(document) == [["施策", "取組", ""], ["見回り", "安全課", "12回"], ["", "学務課", "3回"]]
    rows = document.grids[0].rows
    assert (rows[0][1].column_span, rows[0][2].origin) == (2, (1, 2))
    assert (rows[1][0].row_span, rows[2][0].origin) == (2, (2, 1))
    assert rows[2][2].origin is None


def test_a_merge_goes_on_only_under_a_cell_of_the_same_width() -> None:
    document = read(
        table(
            row(cell("a", properties='<w:gridSpan w:val="2"/><w:vMerge w:val="restart"/>')),
            row(cell("b", properties="<w:vMerge/>"), "c"),
        )
    )
    assert texts(document) == [["a", ""], ["b", "c"]]


def test_what_a_merge_covers_is_told() -> None:
    document = read(
        table(row(cell("a", properties='<w:vMerge w:val="restart"/>'), "x"), row(cell("残り", properties="<w:vMerge/>"), "y"))
    )
    assert told(document) == [("text-hidden", "2字")]


def test_an_old_merge_to_the_side_is_a_merge() -> None:
    document = read(
        table(row(cell("a", properties='<w:hMerge w:val="restart"/>'), cell(properties="<w:hMerge/>"), "b"), row("c", "d", "e"))
    )
    assert texts(document) == [["a", "", "b"], ["c", "d", "e"]]


def test_rows_that_begin_late_or_end_early_keep_their_columns() -> None:
    document = read(table(row("a", "b", "c"), row("d", properties='<w:gridBefore w:val="1"/><w:gridAfter w:val="1"/>'), row("e")))
    assert texts(document) == [["a", "b", "c"], ["", "d", ""], ["e", "", ""]]
    assert document.grids[0].rows[1][0].origin is None


def test_borders_that_were_dragged_a_little_are_one_border() -> None:
    body = table(
        row("施策", cell("担当課", properties='<w:gridSpan w:val="2"/>')),
        row(cell("見回り", properties='<w:gridSpan w:val="2"/>'), "安全課"),
        widths=(2000, 60, 2000),
    )
    assert texts(read(body)) == [["施策", "担当課"], ["見回り", "安全課"]]


def test_a_narrow_column_of_its_own_stays() -> None:
    assert texts(read(table(row("a", "b", "c"), row("d", "e", "f"), widths=(2000, 60, 2000)))) == [
        ["a", "b", "c"],
        ["d", "e", "f"],
    ]


# -- text


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        (paragraph("<w:r><w:t>1行目</w:t><w:br/><w:t>2行目</w:t><w:cr/><w:t>3行目</w:t></w:r>"), "1行目\n2行目\n3行目"),
        (paragraph("<w:r><w:t>A</w:t><w:tab/><w:t>B</w:t></w:r>"), "A\tB"),
        (paragraph("<w:r><w:t>0422</w:t><w:noBreakHyphen/><w:t>00</w:t></w:r>"), "0422-00"),
        (paragraph("<w:hyperlink>" + run("リンク") + "</w:hyperlink>" + run("あり")), "リンクあり"),
        (paragraph("<w:smartTag>" + run("12月") + "</w:smartTag>" + run("3日")), "12月3日"),
        (paragraph("<w:sdt><w:sdtPr/><w:sdtContent>" + run("選んだ値") + "</w:sdtContent></w:sdt>"), "選んだ値"),
        ("<w:sdt><w:sdtContent>" + paragraph("部品の中") + "</w:sdtContent></w:sdt>", "部品の中"),
        (paragraph('<w:fldSimple w:instr="DATE">' + run("令和元年") + "</w:fldSimple>"), "令和元年"),
        (
            paragraph(
                "<w:r><w:ruby><w:rt><w:r><w:t>かん</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>漢</w:t></w:r></w:rubyBase></w:ruby></w:r>"
                + run("字")
            ),
            "漢字",
        ),
        (paragraph('<w:r><w:sym w:font="Wingdings" w:char="F06C"/></w:r>' + run("実施")), "●実施"),
        (paragraph('<w:r><w:sym w:font="ＭＳ 明朝" w:char="25CB"/></w:r>'), "○"),
        (paragraph(run("\uf06c", '<w:rFonts w:ascii="Wingdings" w:hAnsi="Wingdings"/>')), "●"),
        (
            paragraph(
                "<w:r><mc:AlternateContent><mc:Choice><w:t>一度</w:t></mc:Choice><mc:Fallback><w:t>一度</w:t></mc:Fallback></mc:AlternateContent></w:r>"
            ),
            "一度",
        ),
        (paragraph(run("面積 5m") + run("2", '<w:vertAlign w:val="superscript"/>')), "面積 5m2"),
    ],
)
def test_text_is_what_the_page_shows(content: str, shown: str) -> None:
    document = one(content)
    assert texts(document)[0][0] == shown
    assert document.findings == ()


FIELD = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'


def test_a_field_is_read_as_shown_and_its_instructions_are_not() -> None:
    code = "<w:r><w:instrText> PAGEREF x </w:instrText></w:r>"
    content = paragraph(FIELD.format("begin") + code + FIELD.format("separate") + run("12") + FIELD.format("end") + run("ページ"))
    assert text_of(content) == "12ページ"


def test_a_field_left_open_hides_nothing_behind_its_cell() -> None:
    document = read(table(row(cell(paragraph(FIELD.format("begin") + run("中"))), "外")))
    assert texts(document) == [["", "外"]]
    assert told(document) == [("text-hidden", "1字")]


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        ('<w:checkBox><w:checked w:val="1"/></w:checkBox>', "☑実施"),
        ('<w:checkBox><w:default w:val="0"/></w:checkBox>', "☐実施"),
        ('<w:ddList><w:result w:val="1"/><w:listEntry w:val="未"/><w:listEntry w:val="済"/></w:ddList>', "済実施"),
    ],
)
def test_form_fields_show_what_was_chosen(data: str, shown: str) -> None:
    begin = f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{data}</w:ffData></w:fldChar></w:r>'
    assert text_of(paragraph(begin + FIELD.format("end") + run("実施"))) == shown


# -- what is not used is told


def drawing(content: str) -> str:
    return f"<w:r><w:drawing>{content}</w:drawing></w:r>"


BOX = f"<wps:txbx><w:txbxContent>{paragraph('※速報値')}</w:txbxContent></wps:txbx>"


@pytest.mark.parametrize(
    ("content", "shown", "finding"),
    [
        (run("12") + "<w:ins>" + run("3") + "</w:ins>" + run("回"), "123回", ("word-insertion", "3")),
        (run("1") + "<w:del><w:r><w:delText>2</w:delText></w:r></w:del>" + run("5回"), "15回", ("word-deletion", "1字")),
        ("<w:moveFrom>" + run("元の所") + "</w:moveFrom>" + run("a"), "a", ("word-deletion", "3字")),
        (run("隠し", "<w:vanish/>") + run("見える"), "見える", ("text-hidden", "2字")),
        (run("12回", "<w:strike/>") + run("15回"), "15回", ("text-struck", "12回")),
        (run("12", "<w:dstrike/>") + run("15回"), "15回", ("text-struck", "12")),
        (run("12") + run("1", '<w:vertAlign w:val="superscript"/>') + run("件"), "12件", ("text-raised", "1")),
        (run("達成率") + "<m:oMath><m:r><m:t>3/4</m:t></m:r></m:oMath>", "達成率", ("equation-left", "3/4")),
        (run("a") + drawing(BOX), "a", ("text-box-left", "※速報値")),
        (
            run("a") + f"<w:r><mc:AlternateContent><mc:Choice><w:drawing>{BOX}</w:drawing></mc:Choice><mc:Fallback><w:pict>"
            f"<v:textbox><w:txbxContent>{paragraph('※速報値')}</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>",
            "a",
            ("text-box-left", "※速報値"),
        ),
        (run("a") + drawing('<wp:inline><wp:docPr descr="写真"/><a:blip/></wp:inline>'), "a", ("picture-left", "2字")),
        (
            run("a") + '<w:r><w:object><o:OLEObject ProgID="Excel.Sheet.12"/></w:object></w:r>',
            "a",
            ("embedded-left", "Excel.Sheet.12"),
        ),
        ('<w:r><w:sym w:font="Webdings" w:char="F0C1"/></w:r>' + run("番"), "〓番", ("symbol-unread", "Webdings F0C1")),
        (
            FIELD.format("begin") + r"<w:r><w:instrText>EQ \o\ac(○,印)</w:instrText></w:r>" + FIELD.format("end") + run("a"),
            "a",
            ("equation-left", r"EQ \o\ac(○,印)"),
        ),
    ],
)
def test_what_is_left_out_is_told(content: str, shown: str, finding: tuple[str, str]) -> None:
    document = one(paragraph(content))
    assert texts(document)[0][0] == shown
    assert told(document) == [finding]
    assert document.findings[0].place.address == "表1 行1 列1"


def test_a_switch_can_be_off_or_come_from_a_style() -> None:
    styles = (
        '<w:style w:type="character" w:styleId="h"><w:name w:val="庁内用"/><w:rPr><w:vanish/></w:rPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="k"><w:name w:val="消し"/><w:rPr><w:strike/></w:rPr></w:style>'
    )
    assert text_of(paragraph(run("a", '<w:vanish w:val="0"/>') + run("b", '<w:rStyle w:val="h"/>')), styles=styles) == "a"
    struck = paragraph(run("a") + run("b", '<w:strike w:val="false"/>'), '<w:pStyle w:val="k"/>')
    assert text_of(struck, styles=styles) == "b"


def test_comments_and_footnotes_are_told_where_they_stand() -> None:
    body = table(
        row(
            "x",
            cell(paragraph(run("12回") + '<w:r><w:commentReference w:id="0"/></w:r><w:r><w:footnoteReference w:id="2"/></w:r>')),
        )
    )
    comments = f'<w:comment w:id="0">{paragraph("確認中")}</w:comment>'
    notes = f'<w:footnote w:id="2">{paragraph("台風で中止")}</w:footnote>'
    document = read(body, comments=comments, footnotes=notes)
    assert texts(document) == [["x", "12回"]]
    assert told(document) == [("word-comment", "3字"), ("word-footnote", "台風で中止")]
    assert {finding.place.address for finding in document.findings} == {"表1 行1 列2"}


def test_headers_and_footers_are_told_but_page_numbers_are_not() -> None:
    document = read(table(row("a")), header=paragraph("令和元年度調査"), footer=paragraph("- 1 -"))
    assert told(document) == [("word-header-footer", "令和元年度調査")]


def test_deleted_and_hidden_rows_are_no_rows() -> None:
    document = read(
        table(
            row("a"),
            row("消した", properties="<w:del/>"),
            row("隠した", properties="<w:hidden/>"),
            row("足した", properties="<w:ins/>"),
        )
    )
    assert texts(document) == [["a"], ["足した"]]
    assert told(document) == [("word-deletion", "3字"), ("text-hidden", "3字"), ("word-insertion", "足した")]


def test_a_deleted_paragraph_leaves_no_blank_line() -> None:
    gone = "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:del><w:r><w:delText>旧</w:delText></w:r></w:del></w:p>"
    assert texts(read(table(row(cell("上", gone, "下")))))[0][0] == "上\n下"


def test_a_table_in_a_cell_is_a_line_for_each_row_and_told() -> None:
    inside = table(row("東小", "3回"), row("西小", "5回"))
    document = read(table(row(cell("学校別", inside, paragraph()))))
    assert texts(document) == [["学校別\n東小 3回\n西小 5回"]]
    assert told(document) == [("table-nested", "東小3回西小5回")]


def test_a_part_of_another_document_is_told() -> None:
    assert told(read(table(row("a")) + "<w:altChunk/>")) == [("embedded-left", "")]


def test_a_prompt_to_fill_in_is_no_text() -> None:
    prompt = "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>" + run("ここに入力") + "</w:sdtContent></w:sdt>"
    assert told(one(paragraph(prompt))) == [("text-hidden", "5字")]


# -- automatic bullets and numbers


@pytest.mark.parametrize(
    ("made", "shown"),
    [
        (level(0, "bullet", "●"), "●見回り"),
        (level(0, "bullet", "・"), "・見回り"),
        (level(0, "bullet", "\uf0b7", ""), "・見回り"),
        (
            '<w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val="l"/>'
            '<w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr></w:lvl>',
            "・見回り",
        ),
        (level(0, "decimal", "%1."), "1. 見回り"),
        (level(0, "decimal", "(%1)"), "(1) 見回り"),
        (level(0, "decimal", "第%1章", '<w:suff w:val="space"/>'), "第1章 見回り"),
        (level(0, "decimalFullWidth", "（%1）", '<w:suff w:val="nothing"/>'), "（１）見回り"),
        (level(0, "decimalEnclosedCircle", "%1"), "① 見回り"),
        (level(0, "aiueoFullWidth", "%1"), "ア 見回り"),
        (level(0, "irohaFullWidth", "%1)"), "イ) 見回り"),
        (level(0, "japaneseCounting", "%1、", '<w:suff w:val="nothing"/>'), "一、見回り"),
        (level(0, "none", ""), "見回り"),
    ],
)
def test_automatic_bullets_and_numbers_are_text(made: str, shown: str) -> None:
    assert text_of(item("見回り"), numbering=lists(made)) == shown


@pytest.mark.parametrize(
    ("value", "form", "shown"),
    [
        (3, "aiueo", "ｳ"),
        (3, "iroha", "ﾊ"),
        (21, "japaneseCounting", "二十一"),
        (110, "japaneseCounting", "百十"),
        (21, "ideographDigital", "二一"),
        (10, "japaneseLegal", "壱拾"),
        (28, "lowerLetter", "bb"),
        (14, "upperRoman", "XIV"),
        (21, "decimalEnclosedCircle", "㉑"),
        (51, "decimalEnclosedCircle", "51"),
        (7, "decimalZero", "07"),
        (2, "ideographTraditional", "乙"),
        (1, "thaiNumbers", None),
    ],
)
def test_numbers_are_written_as_word_writes_them(value: int, form: str, shown: str | None) -> None:
    assert show_number(value, form) == shown


def test_lists_count_through_the_document_and_levels_begin_anew() -> None:
    numbering = lists(level(0, "decimal", "%1"), level(1, "decimal", "%1-%2"))
    body = table(row(cell(item("a"), item("b", 1), item("c", 1)), cell(item("d"), item("e", 1))))
    assert texts(read(body, numbering=numbering)) == [["1 a\n1-1 b\n1-2 c", "2 d\n2-1 e"]]


def test_another_list_of_the_same_kind_goes_on_unless_told_to_begin_anew() -> None:
    instances = (
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    )
    numbering = lists(level(0, "decimal", "%1."), instances=instances)
    body = table(row(cell(item("a"), item("b", numbering=2), item("c", numbering=3), item("d", numbering=3))))
    assert texts(read(body, numbering=numbering))[0][0] == "1. a\n2. b\n1. c\n2. d"


def test_a_column_of_automatic_numbers_is_read() -> None:
    body = table(row(cell(item("")), "見回り"), row(cell(item("")), "教室"))
    assert texts(read(body, numbering=lists(level(0, "decimal", "%1")))) == [["1", "見回り"], ["2", "教室"]]


def test_a_bullet_without_text_is_nothing() -> None:
    assert text_of(item(""), numbering=lists(level(0, "bullet", "●"))) == ""


def test_a_heading_style_brings_its_number() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr>'
        "</w:pPr></w:style>"
        '<w:style w:type="paragraph" w:styleId="2"><w:name w:val="heading 2"/><w:pPr><w:numPr><w:ilvl w:val="1"/>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    numbering = lists(level(0, "japaneseCounting", "第%1章"), level(1, "decimal", "%1-%2", "<w:isLgl/>"))
    body = paragraph("安全", '<w:pStyle w:val="1"/>') + paragraph("地域", '<w:pStyle w:val="2"/>') + table(row("a"))
    document = read(body, styles=styles, numbering=numbering)
    assert [line.text for line in document.outside] == ["# 第一章 安全", "## 1-1 地域"]


def test_a_number_of_an_unknown_kind_is_told() -> None:
    document = one(item("見回り"), numbering=lists(level(0, "thaiNumbers", "%1")))
    assert texts(document)[0][0] == "見回り"
    assert told(document) == [("numbering-unread", "見回り")]


# -- files that are no Word documents, or beyond all sense


def changed(data: bytes, old: str, new: str) -> bytes:
    """The file with another text in its document part."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old_zip, zipfile.ZipFile(stream, "w") as made:
        for name in old_zip.namelist():
            made.writestr(name, old_zip.read(name).decode().replace(old, new))
    return stream.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04 broken",
        changed(word(table(row("a"))), "officeDocument", "extended-properties"),
        changed(word(table(row("a"))), "w:document", "w:workbook"),
        word(table(row("a")))[:-200],
    ],
)
def test_what_is_no_word_document_is_refused(data: bytes) -> None:
    with pytest.raises(SourceError, match="word-damaged"):
        read_word(data, "表.docx", bo.load_model())


def test_entities_and_broken_xml_are_refused() -> None:
    entity = changed(word(table(row("見回りX"))), "<w:document ", '<!DOCTYPE w:document [<!ENTITY x "12">]><w:document ')
    for data in (entity, changed(word(table(row("a"))), "</w:body>", "")):
        with pytest.raises(SourceError, match="word-damaged"):
            read_word(data, "表.docx", bo.load_model())


def test_a_cell_or_table_beyond_all_sense_is_refused() -> None:
    for body in (
        table(row("あ" * 32_768)),
        table(row(*["a"] * 1_001)),
        table(*[row()] * 50_001),
        paragraph("あ" * 40_000) + table(row("a")),
    ):
        with pytest.raises(UnsafeSource, match="source-too-large"):
            read(body)


def test_the_strict_form_is_read_as_well() -> None:
    data = changed(word(table(row("a", "b"))), W, "http://purl.oclc.org/ooxml/wordprocessingml/main")
    assert texts(read_word(data, "表.docx", bo.load_model())) == [["a", "b"]]


# -- documents in the manner of cities


def municipal() -> bytes:
    """A report with headings between its tables, a header of two rows, measures over rows of departments, sections in cells."""
    made = docx.Document()
    made.add_heading("犯罪のないまちづくり計画 令和元年度の取組状況", 0)
    for chapter, names in (("1 地域で守る", ("地域の見回り", "防犯灯の整備")), ("2 子どもを守る", ("通学路の安全",))):
        made.add_heading(chapter, 1)
        made.add_paragraph("それぞれの課の取組は次のとおりです。")
        grid = made.add_table(2, 4)
        for column, words in enumerate(("施策", "担当課", "取組実績", "取組実績")):
            grid.cell(0, column).text = words if column < 3 else ""
        grid.cell(0, 2).merge(grid.cell(0, 3)).text = "取組実績"
        grid.cell(1, 2).text, grid.cell(1, 3).text = "平成30年度", "令和元年度"
        grid.cell(0, 0).merge(grid.cell(1, 0)).text = "施策"
        grid.cell(0, 1).merge(grid.cell(1, 1)).text = "担当課"
        for name in names:
            first, second = grid.add_row().cells, grid.add_row().cells
            first[1].text, second[1].text = "安全課", "学務課"
            first[2].text = "・見回り 12回\n・参加者 45人"
            listed = first[3].paragraphs[0]
            listed.style = "List Bullet"
            listed.add_run("見回り 15回").add_break(WD_BREAK.LINE)
            second[2].text, second[3].text = "なし", "【学務課】\n・ブザーの貸与 1,579件"
            first[0].merge(second[0]).text = name
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def test_a_citys_report_is_understood() -> None:
    model = bo.load_model()
    table = understand(read_word(municipal(), "報告.docx", model), model)
    assert table.title == "犯罪のないまちづくり計画 令和元年度の取組状況"
    assert [(heading.notation, heading.title) for heading in table.headings] == [("1", "地域で守る"), ("2", "子どもを守る")]
    assert [(row.title, row.heading) for row in table.measures][::2] == [
        ("地域の見回り", 0),
        ("防犯灯の整備", 0),
        ("通学路の安全", 1),
    ]
    assert {row.title for row in table.measures} == {"地域の見回り", "防犯灯の整備", "通学路の安全"}
    assert table.fiscal_years == (2018, 2019)
    departments = [[each.text for each in row.department_cells] for row in table.measures]
    assert departments == [["安全課"], ["学務課"]] * 3
    assert table.measures[0].results[1][1].text == "・見回り 15回"
    assert table.measures[1].results[1][1].text == "【学務課】\n・ブザーの貸与 1,579件"


def test_a_table_parted_by_a_page_goes_on_with_the_same_columns() -> None:
    header = row("施策", "担当課", "令和元年度の実績", properties="<w:tblHeader/>")
    body = table(header, row("見回り", "安全課", "・見回り 3回")) + paragraph() + table(row("教室", "学務課", "・教室 5回"))
    model = bo.load_model()
    found = understand(read(body), model)
    assert [(each.title, each.results[0][1].text) for each in found.measures] == [
        ("見回り", "・見回り 3回"),
        ("教室", "・教室 5回"),
    ]


@pytest.mark.parametrize(
    ("headings", "title", "found"),
    [
        (("子どもの安全", "高齢者の安全"), None, ["子どもの安全", "高齢者の安全"]),
        (("令和元年度の取組状況", "子どもの安全"), "令和元年度の取組状況", ["子どもの安全"]),
        (("まちの防犯", "1 子どもの安全"), "まちの防犯", ["子どもの安全"]),
    ],
)
def test_a_first_heading_among_its_equals_is_a_heading(headings: tuple[str, str], title: str | None, found: list[str]) -> None:
    first, second = (paragraph(words, '<w:pStyle w:val="1"/>') for words in headings)
    rows = [row("施策", "担当課", "令和元年度の実績"), row("見回り", "安全課", "・見回り 3回")]
    both = (
        first
        + (second if title else "")
        + table(*rows)
        + ("" if title else second)
        + table(rows[0], row("教室", "学務課", "3回"))
    )
    model = bo.load_model()
    understood = understand(read(both, styles=STYLES), model)
    assert understood.title == title
    assert [heading.title for heading in understood.headings] == found


def test_every_character_on_the_page_is_used_or_told() -> None:
    document = read_word(municipal(), "報告.docx", bo.load_model())
    with zipfile.ZipFile(io.BytesIO(municipal())) as package:
        raw = "".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", package.read("word/document.xml").decode()))
    read_text = "".join(
        [line.text for line in document.outside] + [each.text for grid in document.grids for line in grid.rows for each in line]
    )
    assert sorted(re.sub(r"[\s#]", "", read_text.replace("・見回り 15回", "見回り 15回"))) == sorted(re.sub(r"\s", "", raw))
