"""Web pages: what a browser shows of a table becomes its cells; what it hides or strikes out is told."""

from __future__ import annotations

import pytest

import bouhan_opendata as bo
from bouhan_opendata.errors import SourceError, UnsafeSource
from bouhan_opendata.reading import Document, understand
from bouhan_opendata.reading.web.tables import read_html


def read(body: str | bytes) -> Document:
    return read_html(body if isinstance(body, bytes) else body.encode(), "表.html", bo.load_model())


def texts(document: Document, number: int = 0) -> list[list[str]]:
    return [[each.text for each in line] for line in document.grids[number].rows]


def text_of(content: str) -> str:
    return texts(read(f"<table><tr><td>{content}</td></tr></table>"))[0][0]


def told(document: Document) -> list[tuple[str, str]]:
    """Rules with the words they are about; of what the page does not show, its length alone."""
    return [
        (finding.rule, finding.params["text"] if "text" in finding.params else finding.params["length"]["ja"])
        for finding in document.findings
    ]


# -- the page


def test_tables_and_lines_keep_their_order() -> None:
    document = read(
        "<title>x</title><h1>計画</h1>前の文<table><caption>1 地域<tr><td>a</table><h3>次<br>へ</h3><table><tr><td>b</table>後"
    )
    assert [(line.row_no, line.text) for line in document.outside] == [
        (1, "# 計画"),
        (2, "前の文"),
        (3, "1 地域"),
        (5, "### 次 へ"),
        (7, "後"),
    ]
    assert [grid.line_no for grid in document.grids] == [4, 6]
    assert document.grids[1].rows[0][0].address == "表2 行1 列1"
    assert document.media_type == "text/html"


def test_scripts_menus_and_comments_are_no_text() -> None:
    page = "<nav>メニュー</nav><script>var 表=1</script><style>p{}</style><!-- 12件 --><form><select><option>選択</select></form>"
    page += "<table><tr><td>a</table>"
    document = read(page)
    assert document.outside == ()
    assert document.findings == ()


def test_only_the_main_part_is_read_where_every_table_stands_in_it() -> None:
    assert [line.text for line in read("現在位置<main><h1>題</h1><table><tr><td>a</table></main>問合せ").outside] == ["# 題"]
    assert len(read("<table><tr><td>a</table><main><table><tr><td>b</table></main>").grids) == 2


def test_a_table_that_only_holds_others_together_is_looked_through() -> None:
    inner = "<table><tr><th>施策<th>実績<tr><td>見回り<td>3回</table>"
    document = read(f"<table><tr><td>左の欄<td><h2>題</h2>{inner}<p>後</table>")
    assert texts(document) == [["施策", "実績"], ["見回り", "3回"]]
    assert [line.text for line in document.outside] == ["左の欄", "## 題", "後"]
    assert len(read(f"<table><tr><td>{inner}<tr><td>{inner}</table>").grids) == 2


def test_a_table_in_a_cell_of_a_table_is_text_and_told() -> None:
    document = read(
        "<table><tr><th>施策<th>実績<tr><td>見回り<td>学校別<table><tr><td>東小<td>3回<tr><td>西小<td>5回</table></table>"
    )
    assert texts(document) == [["施策", "実績"], ["見回り", "学校別\n東小 3回\n西小 5回"]]
    assert told(document) == [("table-nested", "東小3回西小5回")]


# -- spans


def test_merged_cells_hold_their_text_once() -> None:
    document = read("<table><tr><th rowspan=2>施策<th colspan=2>取組<tr><th>H30<th>R1<tr><td>a<td>b<td>c</table>")
    assert texts(document) == [["施策", "取組", ""], ["", "H30", "R1"], ["a", "b", "c"]]
    rows = document.grids[0].rows
    assert (rows[0][0].row_span, rows[0][1].column_span, rows[1][0].origin, rows[0][2].origin) == (2, 2, (1, 1), (1, 2))


@pytest.mark.parametrize(
    ("rows", "shown"),
    [
        ("<tbody><tr><td rowspan=0>a<td>b<tr><td>c<tbody><tr><td>d<td>e", [["a", "b"], ["", "c"], ["d", "e"]]),
        ("<tbody><tr><td rowspan=9>a<td>b<tbody><tr><td>c<td>d", [["a", "b"], ["c", "d"]]),
        ("<tr><td rowspan=99999999>a<td>b", [["a", "b"]]),
        ("<tr><td colspan=50>題<tr><td>a<td>b", [["題", ""], ["a", "b"]]),
        ("<tr><td colspan=0>a<td rowspan=x>b", [["a", "b"]]),
        ("<tr><td>a<tr><td>b<td>c", [["a", ""], ["b", "c"]]),
        ("<tfoot><tr><td>足</tfoot><tbody><tr><td>中</tbody><thead><tr><td>頭</thead>", [["頭"], ["中"], ["足"]]),
        ("<tr><td>a<td>b<tr></tr><tr><td>c<td>d", [["a", "b"], ["", ""], ["c", "d"]]),
        ("<tr><td colspan=2>a<td>b<tr><td colspan=2>c<td>d", [["a", "b"], ["c", "d"]]),
    ],
)
def test_spans_are_resolved_as_browsers_do(rows: str, shown: list[list[str]]) -> None:
    document = read(f"<table>{rows}</table>")
    assert texts(document) == shown
    assert document.findings == ()


def test_cells_that_overlap_are_cut_and_told() -> None:
    document = read("<table><tr><td>a<td rowspan=2>b<tr><td colspan=2>c</table>")
    assert texts(document) == [["a", "b"], ["c", ""]]
    assert told(document) == [("html-spans-overlap", "c")]


@pytest.mark.parametrize(
    "rows",
    [
        "<tr>" + "<td>a" * 1_001,
        "<tr><td>a" * 50_001,
        "<tr><td colspan=1000>a" * 3_000 + "<tr>" + "<td>b" * 999,
        "<tr><td>" + "あ" * 32_768,
    ],
)
def test_a_table_beyond_all_sense_is_refused(rows: str) -> None:
    with pytest.raises(UnsafeSource, match="source-too-large"):
        read(f"<table>{rows}</table>")


# -- text


@pytest.mark.parametrize(
    ("content", "shown"),
    [
        ("a<br>b<br/>c", "a\nb\nc"),
        ("<p>a</p><p>b</p>", "a\nb"),
        ("<div>a<div>b</div></div>c", "a\nb\nc"),
        ("<ul><li>見回り 12回</li><li>教室</li></ul>", "・見回り 12回\n・教室"),
        ("<ul><li>・見回り<li><b>●</b>教室</ul>", "・見回り\n●教室"),
        ("<ul style='list-style: none'><li>見回り</ul>", "見回り"),
        ("<ul><li><p>見回り</p><li></ul>", "・見回り"),
        ("<ul><li>a<ul><li>b</ul></ul>", "・a\n・b"),
        ("<ol><li>見回り<li>教室</ol>", "1. 見回り\n2. 教室"),
        ("<ol start=3 type=a><li>見回り<li value=7>教室</ol>", "c. 見回り\ng. 教室"),
        ("<ol reversed><li>見回り<li>教室</ol>", "2. 見回り\n1. 教室"),
        ("<ol style='list-style-type:katakana'><li>見回り</ol>", "ア. 見回り"),
        ("<ol><li>a<ol type=i><li>b<li>c</ol><li>d</ol>", "1. a\ni. b\nii. c\n2. d"),
        ("１行の\n  文が   続く\n<b>見回り</b>", "１行の文が 続く見回り"),
        ("3 km\nwide\n見回り", "3 km wide 見回り"),
        ("&nbsp;&#x2460;見回り&amp;教室&lt;再掲&gt;", "①見回り&教室<再掲>"),
        ("<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby>字", "漢字"),
        ("<pre>a\n b</pre>", "a\n b"),
        ("<ins>足した</ins><font color=red>赤</font><o:p></o:p>", "足した赤"),
        ("5m<sup>2</sup>、12件<sup>※1</sup>", "5m2、12件※1"),
        ("<span style='font-family:Wingdings'>l</span>実施", "●実施"),
        ("<h3>見出し</h3>文", "見出し\n文"),
    ],
)
def test_text_is_what_a_browser_shows(content: str, shown: str) -> None:
    document = read(f"<table><tr><td>{content}</td></tr></table>")
    assert texts(document)[0][0] == shown
    assert document.findings == ()


@pytest.mark.parametrize(
    ("content", "shown", "finding"),
    [
        ("<del>12回</del>15回", "15回", ("text-struck", "12回")),
        ("<s>12回</s>15回", "15回", ("text-struck", "12回")),
        ("<span style='text-decoration:line-through'>12回</span>15回", "15回", ("text-struck", "12回")),
        ("a<span style='DISPLAY: none'>庁内用</span>", "a", ("text-hidden", "3字")),
        ("a<span hidden>庁内用</span>", "a", ("text-hidden", "3字")),
        ("a<span style='visibility:hidden'>庁内用</span>", "a", ("text-hidden", "3字")),
        ("a<span style='mso-hide:all'>庁内用</span>", "a", ("text-hidden", "3字")),
        ("12<sup>1</sup>件", "12件", ("text-raised", "1")),
        ("a<img src=x.png alt=写真>", "a", ("picture-left", "5字")),
        ("a<iframe src=b.html></iframe>", "a", ("embedded-left", "<iframe>")),
        ("<font face=Webdings>Ç</font>番", "〓番", ("symbol-unread", "Webdings 00C7")),
        ("<ol style='list-style-type:thai'><li>見回り</ol>", "見回り", ("numbering-unread", "見回り")),
    ],
)
def test_what_is_left_out_is_told(content: str, shown: str, finding: tuple[str, str]) -> None:
    document = read(f"<table><tr><td>{content}</td></tr></table>")
    assert texts(document)[0][0] == shown
    assert told(document) == [finding]
    assert document.findings[0].place.address == "表1 行1 列1"


def test_hidden_rows_cells_and_tables_are_told() -> None:
    document = read(
        "<table><tr><td>a<td style='display:none'>隠し列<td rowspan=3>b<tr style='display:none'><td>隠し行<tr><td>c</table>"
        "<div hidden><table><tr><td>隠し表</table></div>"
    )
    assert texts(document) == [["a", "b"], ["c", ""]]
    assert document.grids[0].rows[0][1].row_span == 2
    assert told(document) == [("text-hidden", "6字"), ("text-hidden", "3字")]


# -- pages that Word and Excel save


def test_a_page_saved_by_word_is_read() -> None:
    item = (
        "<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'><![if !supportLists]><span style='font-family:Symbol'>"
        "<span style='mso-list:Ignore'>·<span style='font:7.0pt \"Times New Roman\"'>&nbsp;&nbsp; </span></span></span>"
        "<![endif]>{}<o:p></o:p></p>"
    )
    number = "<p><span style='mso-list:Ignore'>(1)<span>&nbsp; </span></span>見回り</p>"
    page = "<html xmlns:o='x'><!--[if gte mso 9]><xml>12</xml><![endif]--><table><tr><td>"
    page += item.format("見回\nり") + item.format("教室") + f"<td>{number}</table>"
    assert texts(read(page)) == [["・見回り\n・教室", "(1) 見回り"]]


def test_a_page_saved_by_excel_is_read() -> None:
    page = (
        "<html><head><meta http-equiv=Content-Type content='text/html; charset=shift_jis'></head><table x:str>"
        "<col width=72 span=2><tr height=18><td class=xl65>施策</td><td>実績<br>\r\n  "
        "<span style='mso-spacerun:yes'>&nbsp;</span>R1</td></tr>"
        "<tr><td>①見回り</td><td x:num>12</td></tr><![if supportMisalignedColumns]>"
        "<tr height=0 style='display:none'><td width=72></td></tr>"
        "<![endif]></table></html>"
    )
    document = read(page.encode("cp932"))
    assert texts(document) == [["施策", "実績\n\xa0R1"], ["①見回り", "12"]]
    assert document.findings == ()


@pytest.mark.parametrize(
    "page",
    [
        b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n",
        b'From: <Saved by Blink>\r\nSubject: =?utf-8?Q?x?=\r\nContent-Type: multipart/related;\r\n\ttype="text/html"\r\n\r\n',
        b"<html><frameset rows='*'><frame src='x.files/sheet001.htm'></frameset></html>",
    ],
)
def test_a_page_in_several_files_is_refused(page: bytes) -> None:
    with pytest.raises(SourceError, match="html-not-single"):
        read(page)


# -- encodings

TABLE = "<table><tr><td>施策の表です①㈱<td>ﾊﾟﾄﾛｰﾙ</table>"
PLAIN = "<table><tr><td>施策の表です<td>巡回</table>"


@pytest.mark.parametrize(
    ("page", "encoding"),
    [
        (TABLE, "utf-8"),
        (TABLE, "utf-8-sig"),
        (TABLE, "utf-16"),
        (TABLE, "cp932"),
        ("<meta charset=Shift_JIS>" + TABLE, "cp932"),
        ("<META http-equiv='Content-Type' content='text/html; charset=x-sjis'>" + TABLE, "cp932"),
        (PLAIN, "euc_jp"),
        ("<meta charset='EUC-JP'>" + PLAIN, "euc_jp"),
        ("<?xml version='1.0' encoding='EUC-JP'?>" + PLAIN, "euc_jp"),
        (PLAIN, "iso2022_jp"),
        ('<meta charset="iso-2022-jp">' + PLAIN, "iso2022_jp"),
    ],
)
def test_the_encoding_is_the_one_named_or_the_one_that_fits(page: str, encoding: str) -> None:
    expected = ["施策の表です①㈱", "ﾊﾟﾄﾛｰﾙ"] if TABLE in page else ["施策の表です", "巡回"]
    assert texts(read(page.encode(encoding))) == [expected]


@pytest.mark.parametrize(
    ("data", "named"),
    [
        (b"<meta charset=utf-8>" + PLAIN.encode("cp932"), "utf-8"),
        (b"<meta charset=klingon>" + PLAIN.encode(), "klingon"),
        (PLAIN.encode("cp932") + b"\x80\xfd\xff", "UTF-8"),
        (b"<table><tr><td>\x00a</table>", "UTF-8"),
    ],
)
def test_an_encoding_that_does_not_fit_is_refused(data: bytes, named: str) -> None:
    with pytest.raises(SourceError, match="html-encoding") as caught:
        read(data)
    assert named in str(caught.value)


def test_a_page_that_cannot_be_read_to_its_end_is_refused() -> None:
    with pytest.raises(SourceError, match="html-damaged"):
        read("<div>" * 400 + "<table><tr><td>a</table>")
    with pytest.raises(SourceError, match="no-table"):
        read("<p>文だけ")


def test_no_entity_reaches_a_file() -> None:
    page = '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/passwd">]><table><tr><td>&x;見回り</table>'
    assert "root:" not in str(texts(read(page)))


# -- a page in the manner of cities

PAGE = """<!DOCTYPE html><html lang="ja"><head><meta charset="utf-8"><title>市</title></head><body><div>本文へ</div><main>
<h1>防犯計画の進捗状況（令和元年度）</h1><h2>1 地域で守る</h2>
<table><thead><tr><th rowspan="2">施策</th><th rowspan="2">担当課</th><th colspan="2">取組実績</th></tr>
<tr><th>平成30年度</th><th>令和元年度</th></tr></thead><tbody>
<tr><td rowspan="2">地域の見回り</td><td>安全課</td><td><ul><li>見回り 12回</li></ul></td><td>・見回り 15回</td></tr>
<tr><td>学務課</td><td>なし</td><td>【学務課】<br>・ブザーの貸与 1,579件</td></tr></tbody></table>
<h2>2 子どもを守る</h2>
<table><tr><th>施策<th>担当課<th>平成30年度<br>実績<th>令和元年度<br>実績
<tr><td>通学路の安全<td>学務課<td>点検 9校<td>点検 <b>10校</b></table>
</main></body></html>"""


def test_a_citys_page_is_understood() -> None:
    model = bo.load_model()
    found = understand(read(PAGE), model)
    assert found.title == "防犯計画の進捗状況（令和元年度）"
    assert [(heading.notation, heading.title) for heading in found.headings] == [("1", "地域で守る"), ("2", "子どもを守る")]
    assert [(each.title, each.heading) for each in found.measures] == [
        ("地域の見回り", 0),
        ("地域の見回り", 0),
        ("通学路の安全", 1),
    ]
    assert found.measures[0].results[0][1].text == "・見回り 12回"
    assert found.measures[1].results[1][1].text == "【学務課】\n・ブザーの貸与 1,579件"
    assert found.measures[2].results[1][1].text == "点検 10校"
    assert found.fiscal_years == (2018, 2019)
