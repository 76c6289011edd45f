"""PDF files: tables by their lines, text by the place of its characters, pages put together, and what is refused."""

from __future__ import annotations

import difflib
import io
import random
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from unittest import mock

import pypdfium2
import pytest
from reportlab.lib.pdfencrypt import StandardEncryption

import bouhan_opendata as bo
from bouhan_opendata.errors import SourceError, UnsafeSource
from bouhan_opendata.reading.grid import Document, Grid
from bouhan_opendata.reading.layout import understand
from bouhan_opendata.reading.pdf import document as reader
from bouhan_opendata.reading.pdf import lattice as pdf_lattice
from bouhan_opendata.reading.pdf.document import read_pdf
from bouhan_opendata.reading.pdf.marks import Rule
from pdfs import FONT, HEADER, HEIGHT, ROW, VERTICAL_FONT, WIDTH, Paper, as_html, drawn, picture, printed, simple, without_unicode

MODEL = bo.load_model()


def read(data: bytes) -> Document:
    return read_pdf(data, "実績.pdf", MODEL)


def texts(grid: Grid) -> list[list[str]]:
    return [[cell.text for cell in row] for row in grid.rows]


def cell_of(*lines: str, width: float = 106, pitch: float = 14, size: float = 10) -> str:
    """The text of a cell in which some lines were printed below each other."""

    def draw(paper: Paper) -> None:
        paper.grid([50, 50 + width, 400], [200, 400, 430])
        for number, line in enumerate(lines):
            paper.text(53, 213 + pitch * number, line, size)

    return texts(read(drawn(draw)).grids[1])[0][0]


def refused(data: bytes) -> tuple[str, str]:
    with pytest.raises(SourceError) as caught:
        read(data)
    return caught.value.rule.id, caught.value.place.text("ja")


def rules(document: Document) -> list[str]:
    return [finding.rule for finding in document.findings]


# -- a table


def test_a_table_is_read_by_its_lines() -> None:
    document = read(simple())
    (grid,) = document.grids
    assert texts(grid) == [list(HEADER), list(ROW)]
    assert (grid.page_no, grid.table_no, grid.line_no) == (1, 1, 2)
    assert grid.rows[1][2].address == "1ページ 表1 行2 列3"
    assert [(line.row_no, line.text) for line in document.outside] == [(1, "防犯指針に基づく取組")]
    assert (document.media_type, document.file_name, document.findings) == ("application/pdf", "実績.pdf", ())


def test_a_table_is_understood_as_one_of_measures() -> None:
    table = understand(read(simple()), MODEL)
    assert [row.title for row in table.measures] == ["地域の見回り"]
    assert table.fiscal_years == (2018, 2019)


def dashes(paper: Paper, xs: list[float], ys: list[float], length: float, gap: float) -> None:
    """Lines made of many short ones."""
    step = length + gap
    for y in ys:
        for n in range(int((xs[-1] - xs[0]) / step) + 1):
            paper.line(xs[0] + n * step, y, min(xs[0] + n * step + length, xs[-1]), y)
    for x in xs:
        for n in range(int((ys[-1] - ys[0]) / step) + 1):
            paper.line(x, ys[0] + n * step, x, min(ys[0] + n * step + length, ys[-1]))


def dots(paper: Paper, xs: list[float], ys: list[float]) -> None:
    for y in ys:
        for n in range(int((xs[-1] - xs[0]) / 2) + 1):
            paper.bar(xs[0] + 2 * n - 0.5, y - 0.5, xs[0] + 2 * n + 0.5, y + 0.5)
    for x in xs:
        for n in range(int((ys[-1] - ys[0]) / 2) + 1):
            paper.bar(x - 0.5, ys[0] + 2 * n - 0.5, x + 0.5, ys[0] + 2 * n + 0.5)


def bars(paper: Paper, xs: list[float], ys: list[float]) -> None:
    for y in ys:
        paper.bar(xs[0], y - 0.4, xs[-1], y + 0.4)
    for x in xs:
        paper.bar(x - 0.4, ys[0], x + 0.4, ys[-1])


def double(paper: Paper, xs: list[float], ys: list[float]) -> None:
    for shift in (0, 2):
        paper.grid([x + shift for x in xs], [y + shift for y in ys])


def boxes(paper: Paper, xs: list[float], ys: list[float]) -> None:
    """Every cell with a box of its own."""
    for left, right in pairwise(xs):
        for top, bottom in pairwise(ys):
            paper.canvas.rect(left, HEIGHT - bottom, right - left, bottom - top, stroke=1, fill=0)


def coloured(paper: Paper, xs: list[float], ys: list[float]) -> None:
    """Filled cells without lines, a head of another colour."""
    for number, (top, bottom) in enumerate(pairwise(ys)):
        paper.canvas.setFillColorRGB(0.8, 0.9, 1 - 0.2 * number)
        for left, right in pairwise(xs):
            paper.bar(left, top, right, bottom)
    paper.canvas.setFillColorRGB(0, 0, 0)


def open_sides(paper: Paper, xs: list[float], ys: list[float]) -> None:
    for y in ys:
        paper.line(xs[0], y, xs[-1], y)
    for x in xs[1:-1]:
        paper.line(x, ys[0], x, ys[-1])


def in_a_form(paper: Paper, xs: list[float], ys: list[float]) -> None:
    """Lines inside a form that is placed on the page."""
    paper.canvas.beginForm("table")
    paper.grid([x - 10 for x in xs], [y + 10 for y in ys])
    paper.canvas.endForm()
    paper.canvas.saveState()
    paper.canvas.translate(10, 10)
    paper.canvas.doForm("table")
    paper.canvas.restoreState()


@pytest.mark.parametrize(
    "draw",
    [
        lambda paper, xs, ys: paper.grid(xs, ys),
        lambda paper, xs, ys: dashes(paper, xs, ys, 3, 3),
        lambda paper, xs, ys: dashes(paper, xs, ys, 6, 4),
        dots,
        bars,
        double,
        boxes,
        coloured,
        open_sides,
        in_a_form,
    ],
)
def test_lines_are_lines_however_they_are_drawn(draw: Callable[[Paper, list[float], list[float]], None]) -> None:
    paper = Paper()
    xs, ys = [50.0, 150.0, 250.0, 350.0], [100.0, 130.0, 160.0]
    draw(paper, xs, ys)
    for row, y in enumerate(ys[:-1]):
        for column, x in enumerate(xs[:-1]):
            paper.cell(x, y, f"欄{row}{column}")
    (grid,) = read(paper.done()).grids
    assert texts(grid) == [["欄00", "欄01", "欄02"], ["欄10", "欄11", "欄12"]]


def test_merged_cells_have_one_text_and_the_others_point_at_it() -> None:
    paper = Paper()
    for y in (200, 290):
        paper.line(50, y, 350, y)
    for x in (50, 350, 150):
        paper.line(x, 200, x, 290)
    paper.line(150, 230, 350, 230)
    paper.line(50, 260, 350, 260)
    paper.line(250, 230, 250, 290)
    for x, y, text in ((50, 200, "縦二つ"), (150, 200, "横二つ"), (150, 230, "甲"), (250, 230, "乙"), (50, 260, "丙")):
        paper.cell(x, y, text)
    (grid,) = read(paper.done()).grids
    assert texts(grid) == [["縦二つ", "横二つ", ""], ["", "甲", "乙"], ["丙", "", ""]]
    assert (grid.rows[0][0].row_span, grid.rows[0][1].column_span) == (2, 2)
    assert (grid.rows[0][2].origin, grid.rows[1][0].origin, grid.rows[1][1].origin) == ((1, 2), (1, 1), None)


@pytest.mark.parametrize("seed", range(12))
def test_any_division_into_cells_is_read_back(seed: int) -> None:
    """Cells of any spans, drawn as boxes: the text stands at the origin, the spans are those drawn."""
    chance = random.Random(seed)
    rows, columns = chance.randint(4, 7), chance.randint(2, 6)
    xs = [40.0 + 85 * n + chance.uniform(0, 20) for n in range(columns + 1)]
    ys = [80.0 + 60 * n + chance.uniform(0, 20) for n in range(rows + 1)]
    free = {(r, c) for r in range(rows) for c in range(columns)}
    wanted = {}
    paper = Paper((700, 700))
    for r, c in sorted(free):
        if (r, c) not in free:
            continue
        down, across = chance.choice([1, 1, 1, 2, 3]), chance.choice([1, 1, 1, 2])
        while down > 1 and not all((r + d, c) in free for d in range(down)):
            down -= 1
        while across > 1 and not all((r + d, c + a) in free for d in range(down) for a in range(across)):
            across -= 1
        free -= {(r + d, c + a) for d in range(down) for a in range(across)}
        wanted[r, c] = (f"{r}の{c}", down, across)
        paper.canvas.rect(xs[c], 700 - ys[r + down], xs[c + across] - xs[c], ys[r + down] - ys[r])
        paper.cell(xs[c], ys[r], f"{r}の{c}")
    (grid,) = read(paper.done()).grids
    borders_y = sorted({r for r, _ in wanted} | {r + d for (r, _), (_, d, _) in wanted.items()})
    borders_x = sorted({c for _, c in wanted} | {c + a for (_, c), (_, _, a) in wanted.items()})
    found = {}
    for row in grid.rows:
        for cell in row:
            if cell.origin is None:
                top, left = borders_y[cell.row_no - 1], borders_x[cell.column_no - 1]
                bottom, right = borders_y[cell.row_no - 1 + cell.row_span], borders_x[cell.column_no - 1 + cell.column_span]
                found[top, left] = (cell.text, bottom - top, right - left)
    assert found == wanted


def test_a_frame_round_words_is_no_table() -> None:
    def draw(paper: Paper) -> None:
        paper.grid([50, 300], [300, 340])
        paper.cell(50, 300, "囲み記事")

    document = read(drawn(draw))
    assert len(document.grids) == 1
    assert [line.text for line in document.outside] == ["囲み記事"]


def test_underlines_divide_no_cell() -> None:
    def draw(paper: Paper) -> None:
        paper.grid([50, 150, 250], [200, 260, 320])
        paper.cell(50, 200, "下線のある\n文字")
        paper.line(53, 215, 103, 215)

    grid = read(drawn(draw)).grids[1]
    assert texts(grid) == [["下線のある\n文字", ""], ["", ""]]


def test_columns_divided_a_little_apart_are_one_column() -> None:
    """Rows of a word processor's table seldom meet to the point."""
    paper = Paper()
    for row, (middle, edge) in enumerate(((200, 400), (206, 400), (195, 409))):
        top = 100 + 30 * row
        for left, right in ((50, middle), (middle, 300), (300, edge)):
            paper.canvas.rect(left, HEIGHT - top - 30, right - left, 30)
        for column, x in enumerate((50, middle, 300)):
            paper.cell(x, top, f"{row}の{column}")
    (grid,) = read(paper.done()).grids
    assert texts(grid) == [[f"{row}の{column}" for column in range(3)] for row in range(3)]
    assert {cell.column_span for row in grid.rows for cell in row} == {1}


def test_two_tables_side_by_side_keep_their_captions() -> None:
    paper = Paper()
    for x, name, low in ((60, "左の表", 160), (320, "右の表", 190)):
        paper.text(x, 90, name)
        paper.grid([x, x + 100, x + 200], [100, 130, low])
        paper.cell(x, 100, name[0])
    document = read(paper.done())
    assert [(line.row_no, line.text) for line in document.outside] == [(1, "左の表"), (3, "右の表")]
    assert [(grid.line_no, grid.rows[0][0].text, grid.rows[0][0].address) for grid in document.grids] == [
        (2, "左", "1ページ 表1 行1 列1"),
        (4, "右", "1ページ 表2 行1 列1"),
    ]


def test_lines_that_do_not_close_are_told() -> None:
    def draw(paper: Paper) -> None:
        for y in (200, 260):
            paper.line(50, y, 250, y)
        for x in (50, 250):
            paper.line(x, 200, x, 260)
        paper.line(150, 230, 250, 230)
        paper.line(150, 230, 150, 260)

    assert rules(read(drawn(draw))) == ["pdf-lines-uneven"]


# -- text


def test_letter_spacing_is_no_space() -> None:
    def draw(paper: Paper) -> None:
        paper.grid([50, 250, 450], [200, 230, 260])
        paper.text(53, 215, "防犯対策の推進", charSpace=3)
        paper.text(253, 215, "担当課", charSpace=20)
        paper.text(53, 245, "防 犯 対 策", charSpace=-5)

    assert texts(read(drawn(draw)).grids[1]) == [["防犯対策の推進", "担当課"], ["防犯対策", ""]]


def test_a_space_that_is_seen_stays() -> None:
    assert cell_of("参加者　45人 延べ") == "参加者　45人 延べ"


def test_a_wide_gap_stands_for_a_space() -> None:
    def draw(paper: Paper) -> None:
        paper.grid([50, 250, 450], [200, 230, 260])
        paper.text(53, 215, "車両数")
        paper.text(120, 215, "15台")

    assert texts(read(drawn(draw)).grids[1])[0][0] == "車両数 15台"


def set_apart(paper: Paper, x: float, y: float, *parts: str) -> None:
    """Parts of a line with a quarter of an em between them, as word processors set digits among Japanese characters."""
    for part in parts:
        paper.text(x, y, part)
        x += paper.canvas.stringWidth(part, FONT, 10) + 2.5


def test_the_air_around_digits_is_no_space() -> None:
    def draw(paper: Paper) -> None:
        paper.grid([50, 350, 450], [200, 230, 260, 290])
        set_apart(paper, 53, 215, "講座を", "5", "回（参加者", "105", "人）")
        set_apart(paper, 53, 245, "延べ", "24", "日に", "39", "人が参加")
        set_apart(paper, 53, 275, "令和", "2", "年度に", "3", "校で実施")

    paper = Paper()
    draw(paper)
    assert [row[0] for row in texts(read(paper.done()).grids[0])] == [
        "講座を5回（参加者105人）",
        "延べ24日に39人が参加",
        "令和2年度に3校で実施",
    ]


def test_a_narrow_space_before_a_number_stays() -> None:
    def draw(paper: Paper) -> None:
        paper.grid([50, 350, 450], [200, 230, 260])
        set_apart(paper, 53, 215, "パトロール回数", "472回")
        paper.text(53, 245, "市内11の事業者と3社")

    assert texts(read(drawn(draw)).grids[1])[0][0] == "パトロール回数 472回"


def test_characters_printed_twice_are_one() -> None:
    def draw(paper: Paper) -> None:
        paper.grid([50, 250, 450], [200, 230, 260])
        for shift in (0, 0.3, 0.6):
            paper.text(53 + shift, 215, "見回り 11回")

    assert texts(read(drawn(draw)).grids[1])[0][0] == "見回り 11回"


def test_raised_characters_stay_on_their_line() -> None:
    def draw(paper: Paper) -> None:
        paper.grid([50, 250, 450], [200, 230, 260])
        paper.text(53, 220, "参加者")
        paper.text(83, 216, "※1", 5)
        paper.text(94, 220, "45人")

    assert texts(read(drawn(draw)).grids[1])[0][0] == "参加者※1 45人"


def test_readings_beside_the_text_are_left_out_and_told() -> None:
    def draw(paper: Paper) -> None:
        paper.grid([50, 250, 450], [200, 230, 260])
        paper.text(53, 222, "防犯対策")
        paper.text(54, 212, "ぼうはん", 4.5)

    document = read(drawn(draw))
    assert texts(document.grids[1])[0][0] == "防犯対策"
    assert [(f.rule, f.params["text"]) for f in document.findings] == [("pdf-text-unused", "ぼうはん")]


def test_radicals_and_compatibility_characters_are_kept() -> None:
    assert cell_of("㈱と⑫と髙") == "㈱と⑫と髙"


# -- line breaks of a cell ten characters wide


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (("・あいうえおかきくけ", "こさし"), "・あいうえおかきくけこさし"),
        (("・あいうえお", "こさし"), "・あいうえお\nこさし"),
        (("・あいうえおかきくけ", "・さし"), "・あいうえおかきくけ\n・さし"),
        (("・あいうえおかきくけ", "①さし"), "・あいうえおかきくけ\n①さし"),
        (("・あいうえおかきくけ", "【学務課】"), "・あいうえおかきくけ\n【学務課】"),
        (("・通学路点検を行った", "【交通対策課所管】"), "・通学路点検を行った【交通対策課所管】"),
        (("あいうえおかきくけこ", "さしすせ。", "配信数27件"), "あいうえおかきくけこさしすせ。\n配信数27件"),
        (("・参加した人数は1,2", "34人"), "・参加した人数は1,2\n34人"),
        (("・参加した人数は延べ", "34人"), "・参加した人数は延べ34人"),
        (("・参加した市民は45", "人（延べ）"), "・参加した市民は45人（延べ）"),
        (("・あいうえおかきくけ", "（小学校）"), "・あいうえおかきくけ（小学校）"),
        (("学校安全", "あいうえおかきくけこ", "防犯"), "学校安全\nあいうえおかきくけこ\n防犯"),
        (("保育課", "児童青少年相談支援課", "学務課"), "保育課\n児童青少年相談支援課\n学務課"),
        (("○", "△", "×"), "○\n△\n×"),
    ],
)
def test_a_break_goes_only_where_the_width_made_it(lines: tuple[str, ...], text: str) -> None:
    assert cell_of(*lines) == text


def test_a_printer_may_wrap_before_the_line() -> None:
    """Two lines that certainly go on say where the column wraps."""
    wrapped = ("・公園の点検と清掃", "を地域の団体が協力", "して43", "・商店街の街路灯等", "の点検を実施")
    assert cell_of(*wrapped, width=125) == "・公園の点検と清掃を地域の団体が協力して43\n・商店街の街路灯等の点検を実施"
    for items in (
        ("見回りを12回実施", "講習会を10回実施", "標語を20点を募集"),
        ("こども見守り12回", "まちづくり講座3回", "ふれあい訪問15件"),
    ):
        assert cell_of(*items, width=125).count("\n") == 2


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (("保育課", "児童青", "少年課", "交通対", "策課"), "保育課\n児童青少年課\n交通対策課"),
        (("地域安", "全課", "【全", "庁】"), "地域安全課\n【全庁】"),
        (("男女共", "同参画", "室"), "男女共同参画室"),
    ],
)
def test_departments_in_a_narrow_column_end_like_departments(lines: tuple[str, ...], text: str) -> None:
    assert cell_of(*lines, width=36.5) == text


def test_one_character_a_line_is_a_word_from_top_to_bottom() -> None:
    assert cell_of("防", "犯", "対", "策", width=16, pitch=11) == "防犯対策"
    assert cell_of("件", "人", width=16) == "件\n人"


def test_vertical_and_turned_text_is_read() -> None:
    def draw(paper: Paper) -> None:
        paper.grid([50, 90, 130, 170], [200, 300, 400])
        paper.text(70, 215, "防犯対策", font=VERTICAL_FONT)
        for x, angle in ((110, 90), (140, -90)):
            paper.canvas.saveState()
            paper.canvas.translate(x, HEIGHT - (295 if angle > 0 else 205))
            paper.canvas.rotate(angle)
            paper.canvas.setFont(FONT, 10)
            paper.canvas.drawString(0, 0, "回した文字")
            paper.canvas.restoreState()

    assert texts(read(drawn(draw)).grids[1])[0] == ["防犯対策", "回した文字", "回した文字"]


@pytest.mark.parametrize("turn", [b"90", b"180", b"270"])
def test_a_page_that_is_turned_reads_the_same(turn: bytes) -> None:
    (grid,) = read(simple().replace(b"/Rotate 0", b"/Rotate " + turn)).grids
    assert texts(grid) == [list(HEADER), list(ROW)]


def test_a_table_that_lies_on_its_side_is_read_upright() -> None:
    paper = Paper()
    paper.canvas.translate(WIDTH, 0)
    paper.canvas.rotate(90)
    paper.height = WIDTH
    paper.table([HEADER, ROW])
    assert texts(read(paper.done()).grids[0]) == [list(HEADER), list(ROW)]


def test_text_over_a_line_is_text_of_the_cell_it_begins_in() -> None:
    def draw(paper: Paper) -> None:
        paper.grid([50, 100, 200], [200, 230, 260])
        paper.text(60, 215, "見回り1,234回")

    document = read(drawn(draw))
    assert texts(document.grids[1])[0] == ["見回り1,234回", ""]
    assert [(f.rule, f.place.address) for f in document.findings] == [("pdf-text-over-line", "1ページ 表2 行1 列1")]


# -- pages


def pages(*parts: tuple[list[tuple[str, ...]], bool], head: str = "") -> bytes:
    """Pages with a part of a table each; whether a line closes the part."""
    paper = Paper()
    for number, (rows, closed) in enumerate(parts, 1):
        if number > 1:
            paper.next_page()
        if head:
            paper.text(50, 40, head)
        paper.table(rows, height=45, closed=closed)
        paper.text(290, 820, f"- {number} -")
    return paper.done()


NEXT = ("防犯講座", "学務課", "・講座 1回", "・講座 2回")


def test_a_row_that_no_line_closes_goes_on() -> None:
    data = pages(
        ([HEADER, ("見回り", "安全課", "・見回り 12回", "・見回りを実施し、")], False),
        ([("", "", "", "多くの市民が参加"), NEXT], True),
    )
    document = read(data)
    (grid,) = document.grids
    assert texts(grid)[1:] == [["見回り", "安全課", "・見回り 12回", "・見回りを実施し、\n多くの市民が参加"], list(NEXT)]
    assert [(cell.row_no, cell.address) for cell in (row[0] for row in grid.rows)][-1] == (3, "2ページ 表1 行2 列1")
    assert [(f.rule, f.place.address, f.params["next"]["ja"]) for f in document.findings] == [
        ("pdf-row-joined", "1ページ 表1 行2 列1", "2ページ 表1 行1 列1")
    ]


def test_a_sentence_cut_by_the_page_goes_on_behind_a_repeated_header() -> None:
    first = ("見回り", "安全課", "・見回り 12回", "・見回りを実施し多くの市民")
    (grid,) = read(pages(([HEADER, first], True), ([HEADER, ("", "", "", "が参加した"), NEXT], True))).grids
    assert texts(grid)[1] == [*first[:3], "・見回りを実施し多くの市民が参加した"]
    assert texts(grid)[2:] == [list(HEADER), list(NEXT)]
    table = understand(read(pages(([HEADER, first], True), ([HEADER, NEXT], True))), MODEL)
    assert [row.title for row in table.measures] == ["見回り", "防犯講座"]


def test_a_row_that_goes_over_three_pages_is_one() -> None:
    parts = (
        ([HEADER, ("見回り", "安全課", "", "・見回り")], False),
        ([("", "", "", "・声かけ")], False),
        ([("", "", "", "・標語"), NEXT], True),
    )
    (grid,) = read(pages(*parts)).grids
    assert texts(grid)[1:] == [["見回り", "安全課", "", "・見回り\n・声かけ\n・標語"], list(NEXT)]


@pytest.mark.parametrize(
    ("second", "closed"),
    [
        (NEXT, True),
        (NEXT, False),
        (("", "学務課", "・講座 1回", "・講座 2回"), True),
        (("", "", "", "・声かけ 3回"), True),
        (("", "", "", "声かけを実施"), True),
    ],
)
def test_a_new_row_on_the_next_page_stays_one(second: tuple[str, ...], closed: bool) -> None:
    document = read(pages(([HEADER, ROW], closed), ([second, NEXT], True)))
    assert [row for grid in document.grids for row in texts(grid)] == [list(HEADER), list(ROW), list(second), list(NEXT)]


def test_another_table_on_the_next_page_keeps_its_own_columns() -> None:
    paper = Paper()
    paper.table([HEADER, ROW])
    paper.next_page()
    paper.table([("指標", "所管", "R3", "R4", "備考"), ("件数", "安全課", "1", "2", "")], xs=[50, 150, 250, 325, 400, 545])
    assert [len(grid.rows[0]) for grid in read(paper.done()).grids] == [4, 5]


def test_a_page_of_merged_rows_has_the_columns_of_its_table() -> None:
    paper = Paper()
    paper.table([HEADER, ROW])
    paper.next_page()
    paper.table([("２　安心なまち",)], xs=[50, 545])
    paper.line(50, 130, 50, 160)
    paper.line(545, 130, 545, 160)
    paper.line(50, 160, 545, 160)
    (grid,) = read(paper.done()).grids
    assert [[cell.column_span for cell in row if cell.origin is None] for row in grid.rows[2:]] == [[4], [4]]


def test_a_header_that_differs_a_little_begins_a_table() -> None:
    other = (*HEADER[:3], "令和2年度の取組")
    assert [texts(grid)[0] for grid in read(pages(([HEADER, ROW], True), ([other, NEXT], True))).grids] == [
        list(HEADER),
        list(other),
    ]
    forms = [
        [("施策名", name, "担当", "安全課"), ("実績", "12回", "", ""), ("課題", "なし", "", "")] for name in ("見回り", "講座")
    ]
    assert len(read(pages((forms[0], True), (forms[1], True))).grids) == 2


def test_attached_files_are_told() -> None:
    document = pypdfium2.PdfDocument(simple())
    document.new_attachment("内訳.txt").set_data(b"12")
    buffer = io.BytesIO()
    document.save(buffer)
    assert [(f.rule, f.params["count"]) for f in read(buffer.getvalue()).findings] == [("pdf-extra-unused", 1)]


def test_a_row_that_may_go_on_is_told_and_left() -> None:
    first = ("見回り", "安全課", "・見回り 12回", "・見回りを実施し多くの市民")
    document = read(pages(([HEADER, first], True), ([HEADER, ("", "学務課", "", "が参加した"), NEXT], True)))
    assert rules(document) == ["pdf-row-unclear"]
    assert [row for grid in document.grids for row in texts(grid)][3] == ["", "学務課", "", "が参加した"]


def test_page_numbers_and_running_heads_stand_behind_all_else() -> None:
    document = read(pages(([HEADER, ROW], True), ([HEADER, NEXT], True), ([HEADER, NEXT], True), head="防犯指針の取組"))
    assert [line.text for line in document.outside] == [
        "防犯指針の取組",
        "- 1 -",
        "防犯指針の取組",
        "- 2 -",
        "防犯指針の取組",
        "- 3 -",
    ]
    (grid,) = document.grids
    assert document.outside[0].row_no < grid.line_no < document.outside[1].row_no


def test_headings_at_the_same_place_of_two_pages_stay() -> None:
    paper = Paper()
    for number, name in enumerate(("１　安全なまち", "２　安心なまち")):
        if number:
            paper.next_page()
        paper.text(50, 60, name)
        paper.table([HEADER, ROW])
    document = read(paper.done())
    assert [(line.row_no, line.text) for line in document.outside] == [(1, "１　安全なまち"), (3, "２　安心なまち")]
    assert [grid.line_no for grid in document.grids] == [2, 4]


# -- what is not read


def test_what_is_not_seen_is_not_read_and_told() -> None:
    def draw(paper: Paper) -> None:
        canvas = paper.canvas
        text = canvas.beginText(60, HEIGHT - 145)
        text.setFont(FONT, 8)
        text.setTextRenderMode(3)
        text.textLine("透明")
        canvas.saveState()
        canvas.drawText(text)
        canvas.restoreState()

    (finding,) = read(drawn(draw)).findings
    assert (finding.rule, finding.params["text"], finding.place.address) == ("pdf-text-unused", "透明", "1ページ")


def test_text_cut_away_by_its_cell_is_told() -> None:
    def draw(paper: Paper) -> None:
        paper.grid([50, 250, 450], [200, 230, 260])
        paper.canvas.saveState()
        window = paper.canvas.beginPath()
        window.rect(50, HEIGHT - 230, 200, 30)
        paper.canvas.clipPath(window, stroke=0, fill=0)
        paper.text(53, 215, "見える行")
        paper.text(53, 245, "隠れた行")
        paper.canvas.restoreState()

    document = read(drawn(draw))
    assert texts(document.grids[1]) == [["見える行", ""], ["", ""]]
    assert [(f.rule, f.params["text"]) for f in document.findings] == [("pdf-text-unused", "隠れた行")]


def test_text_that_is_struck_through_is_told() -> None:
    def draw(paper: Paper) -> None:
        paper.grid([50, 250, 450], [200, 230, 260])
        paper.text(53, 215, "見回り12回15回")
        paper.line(83, 211.5, 83 + paper.canvas.stringWidth("12回", FONT, 10), 211.5)
        paper.text(253, 215, "下線は残る")
        paper.line(253, 216.5, 303, 216.5)

    document = read(drawn(draw))
    assert texts(document.grids[1])[0] == ["見回り 15回", "下線は残る"]
    assert [(f.rule, f.params["text"]) for f in document.findings] == [("pdf-text-unused", "12回")]


def test_white_text_is_read_where_it_shows() -> None:
    def draw(paper: Paper) -> None:
        paper.grid([50, 250, 450], [200, 230, 260])
        paper.bar(50, 200, 250, 230)
        paper.canvas.setFillColorRGB(1, 1, 1)
        paper.text(53, 215, "白抜き")
        paper.text(253, 245, "覚え書き")

    document = read(drawn(draw))
    assert texts(document.grids[1]) == [["白抜き", ""], ["", ""]]
    assert [finding.params["text"] for finding in document.findings] == ["覚え書き"]


def test_watermarks_comments_and_fields_are_told() -> None:
    def draw(paper: Paper) -> None:
        paper.canvas.saveState()
        paper.canvas.rotate(35)
        paper.text(500, 900, "案", 60)
        paper.canvas.restoreState()
        paper.canvas.textAnnotation("確認済み", [10, 10, 30, 30])
        paper.canvas.acroForm.textfield(x=100, y=100)

    document = read(drawn(draw))
    assert sorted(rules(document)) == ["pdf-extra-unused", "pdf-extra-unused", "pdf-text-unused"]
    assert texts(document.grids[0]) == [list(HEADER), list(ROW)]


def test_a_scanned_document_is_refused_a_scanned_page_is_named() -> None:
    paper = Paper()
    picture(paper)
    paper.next_page()
    paper.table([HEADER, ROW])
    document = read(paper.done())
    assert [(f.rule, f.params["pages"]) for f in document.findings] == [("pdf-page-scanned", "1")]
    paper = Paper()
    picture(paper)
    assert refused(paper.done())[0] == "pdf-scanned"


def test_recognised_text_under_a_picture_is_not_used() -> None:
    paper = Paper()
    picture(paper)
    text = paper.canvas.beginText(60, 400)
    text.setFont(FONT, 10)
    text.setTextRenderMode(3)
    text.textLine("見回り 12回")
    paper.canvas.drawText(text)
    assert refused(paper.done())[0] == "pdf-scanned"


def test_columns_are_not_guessed() -> None:
    paper = Paper()
    for number, row in enumerate((HEADER, ROW)):
        for x, text in zip((50, 150, 250, 400), row, strict=True):
            paper.text(x, 100 + 20 * number, text)
    assert refused(paper.done())[0] == "pdf-without-lines"


def test_a_password_is_asked_for_or_not_needed() -> None:
    assert refused(simple(encrypt=StandardEncryption("secret", ownerPassword="owner")))[0] == "pdf-locked"
    assert len(read(simple(encrypt=StandardEncryption("", ownerPassword="owner", canCopy=0))).grids) == 1


@pytest.mark.parametrize("data", [simple()[:-400], simple()[: len(simple()) // 2], b"%PDF-1.4 and nothing %%EOF", b""])
def test_damaged_files_are_refused(data: bytes) -> None:
    assert refused(data)[0] == "pdf-damaged"


def test_pages_lines_and_marks_have_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    paper = Paper()
    for _ in range(501):
        paper.text(50, 50, "頁")
        paper.next_page()
    with pytest.raises(UnsafeSource):
        read(paper.done())
    for module, limit in (("drawn", "MAX_OBJECTS"), ("drawn", "MAX_GLYPHS"), ("lattice", "MAX_RULES")):
        with mock.patch(f"bouhan_opendata.reading.pdf.{module}.{limit}", 2), pytest.raises(UnsafeSource):
            read(simple())
    monkeypatch.setattr(reader, "MAX_CELL", 3)
    with pytest.raises(UnsafeSource):
        read(simple())


def test_steps_grow_with_the_number_of_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    """Four times the rows: four times the pairs of lines that are compared."""
    counts = []
    for rows in (50, 200):
        seen = mock.Mock(side_effect=pdf_lattice._touch)
        monkeypatch.setattr(pdf_lattice, "_touch", seen)
        lines = [Rule(True, 10.0 * n, 0, 500, 0.5) for n in range(rows + 1)]
        lines += [Rule(False, 100.0 * n, 0, 10.0 * rows, 0.5) for n in range(6)]
        (frame,) = pdf_lattice.find_frames(lines, [])
        assert len(frame.regions) == 5 * rows
        counts.append(seen.call_count)
        monkeypatch.undo()
    assert counts[1] <= 4 * counts[0]


# -- what a browser prints

MARGIN = "size:A4 landscape;margin:12mm"


def facts_lines(document: Document) -> list[str]:
    """Names, departments and results of a document, without white space: what printing may change."""
    table = understand(document, MODEL)
    made = []
    for row in table.measures:
        department = row.department_cell.text if row.department_cell else ""
        for text in (row.title, department, *(cell.text for _, cell in row.results)):
            made.append("".join(text.split()))
    return made


VARIANTS = {
    "landscape": ("body{font:9pt 'Noto Sans CJK JP'}", MARGIN),
    "narrow": ("body{font:8pt 'Noto Serif CJK JP'}", "size:A4;margin:15mm"),
    "justified": (
        "body{font:10.5pt 'Noto Sans CJK JP'}td{text-align:justify}tr{break-inside:avoid}",
        "size:A3 landscape;margin:10mm",
    ),
    "dashed": (
        "body{font:9pt 'Noto Sans CJK JP'}table{table-layout:fixed}td,th{border:.5pt dashed #333}th{background:#cde}",
        MARGIN,
    ),
    "double": (
        "body{font:9pt 'Noto Sans CJK JP'}td,th{border:3px double #555;padding:4px 6px}thead{display:table-row-group}",
        MARGIN,
    ),
    "headless": ("body{font:9pt 'Noto Sans CJK JP'}thead{display:table-row-group}tr{break-inside:avoid}", MARGIN),
    "aired": ("body{font:9pt 'Noto Sans CJK JP'}td{text-autospace:normal;text-align:justify}", MARGIN),
    "dotted": (
        "body{font:9pt 'Noto Sans CJK JP'}td,th{border:1px dotted #000;vertical-align:middle}"
        "td:first-child,th:first-child{border-left:none}td:last-child,th:last-child{border-right:none}",
        MARGIN,
    ),
}


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_real_table_printed_reads_back(variant: str, chromium: str, tmp_path: Path, real_grids: tuple[Grid, ...]) -> None:
    """The same measures, departments and results, but for white space where a line was wrapped."""
    css, page = VARIANTS[variant]
    body = "<p>■ 防犯指針に基づく取組</p>" + "".join(as_html(texts(grid)) for grid in real_grids)
    document = read(printed(chromium, body, tmp_path, css, page))
    plain = Document("表.md", "text/markdown", "", 0, real_grids, ())
    wanted, found = facts_lines(plain), facts_lines(document)
    assert list(difflib.unified_diff(wanted, found, n=0, lineterm="")) == []
    assert "pdf-row-unclear" not in rules(document)


def test_figures_of_the_real_table_survive_printing(chromium: str, tmp_path: Path, real_grids: tuple[Grid, ...]) -> None:
    """What the whole library reads of the printed table is what it reads of the table."""
    css, page = VARIANTS["landscape"]
    path = tmp_path / "計画.pdf"
    path.write_bytes(printed(chromium, "".join(as_html(texts(grid)) for grid in real_grids), tmp_path, css, page))

    def figures(facts: bo.Facts) -> list[tuple[str, str, str]]:
        return [
            (measure["name"], indicator["value"], indicator["unit"])
            for measure in facts.as_dict()["measures"]
            for activity in measure["activities"]
            for item in activity["items"]
            for indicator in item["indicators"]
        ]

    source = Path(__file__).parents[1] / "datapackage" / "sources" / "koganei-2019.md"
    wanted = figures(bo.read(source))
    assert figures(bo.read(path)) == wanted


def test_merged_cells_of_a_browser_are_resolved(chromium: str, tmp_path: Path) -> None:
    body = (
        "<table><tr><th rowspan=2>施策</th><th rowspan=2>担当課</th><th colspan=2>実績</th></tr>"
        "<tr><th>令和3年度</th><th>令和4年度</th></tr>"
        "<tr><td rowspan=2>見回り</td><td>安全課</td><td>12回</td><td>15回</td></tr>"
        "<tr><td>学務課</td><td>3回</td><td>4回</td></tr></table>"
    )
    (grid,) = read(printed(chromium, body, tmp_path)).grids
    assert texts(grid) == [
        ["施策", "担当課", "実績", ""],
        ["", "", "令和3年度", "令和4年度"],
        ["見回り", "安全課", "12回", "15回"],
        ["", "学務課", "3回", "4回"],
    ]
    assert [grid.rows[0][0].row_span, grid.rows[0][2].column_span, grid.rows[3][0].origin] == [2, 2, (3, 1)]


def test_a_font_that_does_not_say_its_characters_is_refused(chromium: str, tmp_path: Path) -> None:
    data = without_unicode(printed(chromium, as_html([HEADER, ROW]), tmp_path))
    assert refused(data) == ("pdf-glyph-unknown", "実績.pdf · 1ページ 表1 行1 列1")
