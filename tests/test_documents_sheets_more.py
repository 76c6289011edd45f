"""Further workbooks in the manner of other cities: a sheet a year, kinds over years, counts side by side, rows of texts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.styles import Font

import bouhan_opendata as bo
from old_workbooks import Cell as OldCell
from old_workbooks import style, xls
from sheet_paper import boxed, drawn, expected, framed, merge, put, saved


def read(tmp_path: Path, name: str, data: bytes) -> bo.Facts:
    (tmp_path / name).write_bytes(data)
    return bo.read(tmp_path / name)


def rules(facts: bo.Facts, *levels: str) -> set[str]:
    return {f["rule"] for f in facts.findings.as_dicts() if f["level"] in (levels or ("error", "warning"))}


# -- a sheet for each year: the year stands in the title of the sheet, or in its name alone


def sheet_a_year(*titles: str, names: tuple[str, ...] = ("R3", "R4")) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, title, count in zip(names, titles, (12, 15), strict=True):
        sheet = book.create_sheet(name)
        put(
            sheet,
            [
                [title],
                [],
                ["施策", "担当課", "実績"],
                ["見守り", "安全課", f"見守り {count}回"],
                ["点検", "道路課", f"点検 {count + 1}か所"],
            ],
        )
        boxed(sheet, "A3:C5")
    return saved(book)


SHEET_A_YEAR = """
    見守り [安全課]
      2021 actual 安全課: 見守り 12回 {見守り=12回}
      2022 actual 安全課: 見守り 15回 {見守り=15回}
    点検 [道路課]
      2021 actual 道路課: 点検 13か所 {点検=13か所}
      2022 actual 道路課: 点検 16か所 {点検=16か所}
"""


def year_in_title() -> bytes:
    return sheet_a_year("安全プラン　令和3年度の実績", "安全プラン　令和4年度の実績", names=("1", "2"))


def year_in_name() -> bytes:
    return sheet_a_year("安全プランの実績", "安全プランの実績", names=("R3年度", "R4年度"))


# -- 計画値 and 実績値 over the years


def kinds_over_years() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    put(sheet, [
        ["障害福祉計画の進捗"],
        ["No", "事業名", "担当課", "計画値", None, None, "実績値", None, None],
        [None, None, None, "R3", "R4", "R5", "R3", "R4", "R5"],
        [1, "相談支援", "障害福祉課", "相談 80件", "相談 90件", "相談 95件", "相談 78件", "相談 92件", "－"],
        [2, "手話通訳の派遣", "障害福祉課", "派遣 40回", "派遣 40回", "派遣 45回", "派遣 33回", "派遣 41回", "－"],
    ])  # fmt: skip
    merge(sheet, "A2:A3", "B2:B3", "C2:C3", "D2:F2", "G2:I2")
    boxed(sheet, "A2:I5")
    return saved(book)


KINDS_OVER_YEARS = """
    相談支援 [障害福祉課]
      2021 actual 障害福祉課: 相談 78件 {相談=78件}
      2021 plan 障害福祉課: 相談 80件 {相談=80件}
      2022 actual 障害福祉課: 相談 92件 {相談=92件}
      2022 plan 障害福祉課: 相談 90件 {相談=90件}
      2023 actual 障害福祉課 (no_data_mark): －
      2023 plan 障害福祉課: 相談 95件 {相談=95件}
    手話通訳の派遣 [障害福祉課]
      2021 actual 障害福祉課: 派遣 33回 {派遣=33回}
      2021 plan 障害福祉課: 派遣 40回 {派遣=40回}
      2022 actual 障害福祉課: 派遣 41回 {派遣=41回}
      2022 plan 障害福祉課: 派遣 40回 {派遣=40回}
      2023 actual 障害福祉課 (no_data_mark): －
      2023 plan 障害福祉課: 派遣 45回 {派遣=45回}
"""


# -- 前年度, 今年度 and 次年度 of the year in the title


def relative_years() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    put(sheet, [
        ["令和5年度　ひとり親家庭支援計画　進捗状況報告書"],
        ["この表は、計画に掲げた取組の状況をまとめたものです。"],
        ["各課の回答をもとに作成しました。"],
        ["評価は、各課による自己評価です。"],
        ["◎：計画以上　○：計画どおり　△：計画未満"],
        ["数は年度末現在です。"],
        ["（こども家庭部）"],
        [],
        ["取組名", "所管", "前年度実績", "今年度実績", "評価", "次年度計画"],
        ["家計相談", "こども家庭課", "相談 20件", "相談 25件", "◎", "相談 25件"],
        ["学習支援", "生涯学習課", "教室 48回", "教室 40回", "△", "教室 48回"],
    ])  # fmt: skip
    boxed(sheet, "A9:F11")
    return saved(book)


RELATIVE_YEARS = """
    家計相談 [こども家庭課]
      2022 actual こども家庭課: 相談 20件 {相談=20件}
      2023 actual こども家庭課: 相談 25件 {相談=25件}
      2024 plan こども家庭課: 相談 25件 {相談=25件}
    学習支援 [生涯学習課]
      2022 actual 生涯学習課: 教室 48回 {教室=48回}
      2023 actual 生涯学習課: 教室 40回 {教室=40回}
      2024 plan 生涯学習課: 教室 48回 {教室=48回}
"""


# -- rows of 実績, 評価, 課題 under each measure, the years side by side


def rows_of_texts() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    put(sheet, [
        ["みどりの基本計画　進行管理"],
        ["施策", "担当課", "項目", "令和4年度", "令和5年度"],
        ["公園の整備", "公園課", "実績", "整備 2か所", "整備 3か所"],
        [None, None, "評価", "B", "A"],
        [None, None, "課題", "用地が足りない。", "3社の協力が要る。"],
        ["街路樹の管理", "公園課", "実績", "剪定 150本", "剪定 160本"],
        [None, None, "評価", "A", "A"],
        [None, None, "課題", "なし", "2本が枯れた。"],
    ])  # fmt: skip
    merge(sheet, "A3:A5", "B3:B5", "A6:A8", "B6:B8")
    boxed(sheet, "A2:E8")
    return saved(book)


ROWS_OF_TEXTS = """
    公園の整備 [公園課]
      2022 actual 公園課: 整備 2か所 {整備=2か所}
      2023 actual 公園課: 整備 3か所 {整備=3か所}
    街路樹の管理 [公園課]
      2022 actual 公園課: 剪定 150本 {剪定=150本}
      2023 actual 公園課: 剪定 160本 {剪定=160本}
"""


# -- counts of one year side by side: times and people, their units in the header


def counts_side_by_side() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    put(sheet, [
        ["生涯学習計画　事業実績"],
        ["事業名", "担当課", "令和3年度", None, "令和4年度", None],
        [None, None, "回数（回）", "参加者数（人）", "回数（回）", "参加者数（人）"],
        ["市民講座", "生涯学習課", 12, 340, 15, 402],
        ["親子教室", "公民館", 6, 98, 8, 120],
    ])  # fmt: skip
    merge(sheet, "A2:A3", "B2:B3", "C2:D2", "E2:F2")
    boxed(sheet, "A2:F5")
    return saved(book)


COUNTS_SIDE_BY_SIDE = """
    市民講座 [生涯学習課]
      2021 actual 生涯学習課: 12 {回数=12回}
      2021 actual 生涯学習課: 340 {参加者数=340人}
      2022 actual 生涯学習課: 15 {回数=15回}
      2022 actual 生涯学習課: 402 {参加者数=402人}
    親子教室 [公民館]
      2021 actual 公民館: 6 {回数=6回}
      2021 actual 公民館: 98 {参加者数=98人}
      2022 actual 公民館: 8 {回数=8回}
      2022 actual 公民館: 120 {参加者数=120人}
"""


# -- grid paper with one printed line in a row, a heading in a merged column at the left


def printed_on_grid_paper() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    ends = [(1, 4), (5, 12), (13, 17), (18, 34)]
    rows = [
        ("柱", "取組", "担当課", "令和４年度の実績"),
        ("１ 学ぶ", "子どもの読書活動の", "図書館", "・おはなし会 24回"),
        (None, "推進", None, "・学校への貸出しを行い、授業での活"),
        (None, None, None, "用を進めた。"),
        (None, "放課後の居場所づく", "児童青少年課", "・居場所 9か所"),
        (None, "り", None, None),
        ("２ 遊ぶ", "プレーパークの開催", "児童青少年課", "・開催 36回"),
        (None, None, "公園課", "・場所の貸出し 12回"),
    ]
    for number, texts in enumerate(rows, 2):
        for (first, last), text in zip(ends, texts, strict=True):
            if text is not None:
                sheet.cell(number, first, text)
            if first > 1 or number == 2:
                sheet.merge_cells(start_row=number, end_row=number, start_column=first, end_column=last)
    sheet["A1"] = "子ども読書・居場所プラン"
    merge(sheet, "A3:D7", "A8:D9")
    for area in ("A2:AH2", "A3:AH5", "A6:AH7", "A8:AH9"):
        framed(sheet, area)
    return saved(book)


PRINTED_ON_GRID_PAPER = """
    １ 学ぶ / 子どもの読書活動の推進 [図書館]
      2022 actual 図書館: おはなし会 24回 {おはなし会=24回} | 学校への貸出しを行い、授業での活用を進めた。
    １ 学ぶ / 放課後の居場所づくり [児童青少年課]
      2022 actual 児童青少年課: 居場所 9か所 {居場所=9か所}
    ２ 遊ぶ / プレーパークの開催 [児童青少年課、公園課]
      2022 actual: 開催 36回 {開催=36回} | 場所の貸出し 12回 {場所の貸出し=12回}
"""


# -- lines drawn around sections only: the rows are measures, whatever the lines say


def lines_around_sections() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    put(sheet, [
        ["計画の取組状況"],
        ["事業", "担当課", "令和4年度"],
        ["街頭啓発", "安全課", "啓発 4回"],
        ["広報紙", None, "掲載 6回"],
        ["講習会", "安全課", "講習 3回"],
        ["ごみの減量", "環境課", "説明会 5回"],
        ["水質調査", "環境課", "調査 12回"],
    ])  # fmt: skip
    for area in ("A2:C2", "A3:C5", "A6:C7"):
        framed(sheet, area)
    return saved(book)


LINES_AROUND_SECTIONS = """
    街頭啓発 [安全課]
      2022 actual 安全課: 啓発 4回 {啓発=4回}
    広報紙 []
      2022 actual: 掲載 6回 {掲載=6回}
    講習会 [安全課]
      2022 actual 安全課: 講習 3回 {講習=3回}
    ごみの減量 [環境課]
      2022 actual 環境課: 説明会 5回 {説明会=5回}
    水質調査 [環境課]
      2022 actual 環境課: 調査 12回 {調査=12回}
"""


# -- headings in bold without a merge, subtotals, a department over several measures


def bold_headings() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    put(sheet, [
        ["空家等対策計画　取組一覧"],
        ["取組", "所管課", "Ｒ４実績", "Ｒ５実績"],
        ["(1) 発生を防ぐ", None, None, None],
        ["相談会", "住宅課", "相談会 2回", "相談会 3回"],
        ["納税通知への同封", None, "同封 1回", "同封 1回"],
        ["小計", None, "3回", "4回"],
        ["(2) 活かす", None, None, None],
        ["空家バンク", "住宅課", "登録 5件", "登録 8件"],
        ["合　計", None, "8件", "12件"],
    ])  # fmt: skip
    for address in ("A3", "A7"):
        sheet[address].font = Font(bold=True)
    merge(sheet, "B4:B5")
    boxed(sheet, "A2:D9")
    return saved(book)


BOLD_HEADINGS = """
    (1) 発生を防ぐ / 相談会 [住宅課]
      2022 actual 住宅課: 相談会 2回 {相談会=2回}
      2023 actual 住宅課: 相談会 3回 {相談会=3回}
    (1) 発生を防ぐ / 納税通知への同封 [住宅課]
      2022 actual 住宅課: 同封 1回 {同封=1回}
      2023 actual 住宅課: 同封 1回 {同封=1回}
    (2) 活かす / 空家バンク [住宅課]
      2022 actual 住宅課: 登録 5件 {登録=5件}
      2023 actual 住宅課: 登録 8件 {登録=8件}
"""


# -- several tables in a sheet, each with other header words, a legend beside the first


def tables_with_other_words() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    put(sheet, [
        ["人権施策推進プラン"],
        ["１　女性"],
        ["施策", "担当課", "令和4年度実績", "評価", None, "記号", "意味"],
        ["相談窓口", "人権課", "相談 30件", "○", None, "○", "順調"],
        ["啓発講座", "人権課", "講座 2回", "△", None, "△", "遅れ"],
        [],
        ["２　子ども"],
        ["具体的な取組", "令和4年度の取組実績", "主管課"],
        ["いじめ相談", "相談 12件", "指導室"],
        ["出張授業", "授業 9校", "指導室"],
        [],
        ["３　高齢者"],
        ["事業名", "所管", "R4"],
        ["見守り訪問", "高齢者支援課", "訪問 210件"],
    ])  # fmt: skip
    for area in ("A3:D5", "F3:G5", "A8:C10", "A13:C14"):
        boxed(sheet, area)
    return saved(book)


TABLES_WITH_OTHER_WORDS = """
    １ 女性 / 相談窓口 [人権課]
      2022 actual 人権課: 相談 30件 {相談=30件}
    １ 女性 / 啓発講座 [人権課]
      2022 actual 人権課: 講座 2回 {講座=2回}
    ２ 子ども / いじめ相談 [指導室]
      2022 actual 指導室: 相談 12件 {相談=12件}
    ２ 子ども / 出張授業 [指導室]
      2022 actual 指導室: 授業 9校 {授業=9校}
    ３ 高齢者 / 見守り訪問 [高齢者支援課]
      2022 actual 高齢者支援課: 訪問 210件 {訪問=210件}
"""


# -- a form with a label above its cell, and a small table of indicators


def form_with_indicators() -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, department, rows in (
        ("自転車の安全利用", "交通対策課", [["講習会の開催", "回", 10, 8, 10, 11], ["参加者", "人", 300, 260, 300, 345]]),
        ("放置自転車の撤去", "交通対策課", [["撤去", "台", 500, 430, 480, 401]]),
    ):
        sheet = book.create_sheet(name)
        put(sheet, [
            ["施策評価シート"],
            ["施策名", name, None, None, "担当課", department],
            ["施策の概要"],
            ["自転車の事故を減らす。"],
            ["指標名", "単位", "令和3年度目標", "令和3年度実績", "令和4年度目標", "令和4年度実績"],
            *rows,
            ["今後の方向性"],
            ["続ける。"],
        ])  # fmt: skip
        end = 5 + len(rows)
        merge(sheet, "A1:F1", "B2:D2", "A3:F3", "A4:F4", f"A{end + 1}:F{end + 1}", f"A{end + 2}:F{end + 2}")
        boxed(sheet, f"A2:F{end + 2}")
    return saved(book)


FORM_WITH_INDICATORS = """
    自転車の安全利用 [交通対策課]
      2021 actual 交通対策課: 8 {講習会の開催=8回}
      2021 actual 交通対策課: 260 {参加者=260人}
      2021 target 交通対策課: 10 {講習会の開催=10回}
      2021 target 交通対策課: 300 {参加者=300人}
      2022 actual 交通対策課: 11 {講習会の開催=11回}
      2022 actual 交通対策課: 345 {参加者=345人}
      2022 target 交通対策課: 10 {講習会の開催=10回}
      2022 target 交通対策課: 300 {参加者=300人}
    放置自転車の撤去 [交通対策課]
      2021 actual 交通対策課: 430 {撤去=430台}
      2021 target 交通対策課: 500 {撤去=500台}
      2022 actual 交通対策課: 401 {撤去=401台}
      2022 target 交通対策課: 480 {撤去=480台}
"""


# -- an old workbook on grid paper with headings that go on on the next sheet


def old_sections() -> bytes:
    header = ["番号", "事業名", "担当課", "平成30年度", "令和元年度"]
    first = [["交通安全計画 実施状況"], ["第１章　道路"], header, ["1", "歩道の整備", "道路課", "整備 120m", "整備 95m"]]
    second = [["第１章　道路（続き）"], header, ["2", "標識の点検", "道路課", "点検 30か所", "点検 28か所"], ["第２章　人"],
              ["1", "交通安全教室", "学務課", "教室 9回", "教室 9回"]]  # fmt: skip
    cells: dict[str, list[OldCell]] = {
        name: [(r, c, value, 1) for r, row in enumerate(rows) for c, value in enumerate(row)]
        for name, rows in {"1": first, "2": second}.items()
    }
    return xls(cells, styles=(style(), style()))


OLD_SECTIONS = """
    第１章 道路 / 歩道の整備 [道路課]
      2018 actual 道路課: 整備 120m {整備=120m}
      2019 actual 道路課: 整備 95m {整備=95m}
    第１章 道路 / 標識の点検 [道路課]
      2018 actual 道路課: 点検 30か所 {点検=30か所}
      2019 actual 道路課: 点検 28か所 {点検=28か所}
    第２章 人 / 交通安全教室 [学務課]
      2018 actual 学務課: 教室 9回 {教室=9回}
      2019 actual 学務課: 教室 9回 {教室=9回}
"""


# -- fields with line breaks in the header and rows that end early


def fields_that_end_early() -> bytes:
    text = (
        '"自殺対策計画","","",""\r\n"基本施策","","",""\r\n'
        '"取組\n（事業名）","担当課","令和4年度\n実績","備考"\r\n'
        '"ゲートキーパー研修","健康課","研修 4回\n修了者 86人","オンライン"\r\n'
        '"こころの相談","健康課","相談 54件"\r\n'
        '"図書の展示","図書館"\r\n'
    )
    return b"\xef\xbb\xbf" + text.encode()


def fields_of_one_width() -> bytes:
    text = fields_that_end_early().decode("utf-8-sig")
    return text.replace('54件"', '54件",""').replace('"図書館"', '"図書館","",""').encode("utf-8-sig")


FIELDS_OF_ONE_WIDTH = """
    ゲートキーパー研修 [健康課]
      2022 actual 健康課: 研修 4回 {研修=4回} | 修了者 86人 {修了者=86人}
    こころの相談 [健康課]
      2022 actual 健康課: 相談 54件 {相談=54件}
    図書の展示 [図書館]
      2022 actual (blank)
"""


DOCUMENTS: tuple[tuple[str, Callable[[], bytes], str], ...] = (
    ("年度別1.xlsx", year_in_title, SHEET_A_YEAR),
    ("年度別2.xlsx", year_in_name, SHEET_A_YEAR),
    ("障害福祉.xlsx", kinds_over_years, KINDS_OVER_YEARS),
    ("ひとり親.xlsx", relative_years, RELATIVE_YEARS),
    ("みどり.xlsx", rows_of_texts, ROWS_OF_TEXTS),
    ("生涯学習.xlsx", counts_side_by_side, COUNTS_SIDE_BY_SIDE),
    ("居場所.xlsx", printed_on_grid_paper, PRINTED_ON_GRID_PAPER),
    ("区切り.xlsx", lines_around_sections, LINES_AROUND_SECTIONS),
    ("空家.xlsx", bold_headings, BOLD_HEADINGS),
    ("人権.xlsx", tables_with_other_words, TABLES_WITH_OTHER_WORDS),
    ("自転車.xlsx", form_with_indicators, FORM_WITH_INDICATORS),
    ("交通.xls", old_sections, OLD_SECTIONS),
    ("自殺対策.csv", fields_of_one_width, FIELDS_OF_ONE_WIDTH),
)


@pytest.mark.parametrize(("name", "made", "facts"), DOCUMENTS, ids=[name for name, *_ in DOCUMENTS])
def test_a_document_is_read_as_a_person_reads_it(tmp_path: Path, name: str, made: Callable[[], bytes], facts: str) -> None:
    found = read(tmp_path, name, made())
    assert drawn(found) == expected(facts)
    assert not rules(found, "error") and not rules(found) & {"unread-line", "measure-twice", "two-columns-one-year"}


def test_fields_that_end_early_are_refused(tmp_path: Path) -> None:
    with pytest.raises(bo.SourceError) as refused:
        read(tmp_path, "自殺対策.csv", fields_that_end_early())
    assert refused.value.rule.id == "rows-ragged"


@pytest.mark.parametrize("words", [("上半期", "下半期"), ("市", "県"), ("第1回", "第2回")])
def test_parts_of_a_year_side_by_side_are_no_counts_of_their_own(tmp_path: Path, words: tuple[str, str]) -> None:
    book = openpyxl.Workbook()
    put(
        book.active,
        [["事業名", "担当課", "令和4年度", None], [None, None, *words], ["講座", "学習課", 12, 15], ["教室", "公民館", 3, 4]],
    )
    merge(book.active, "A1:A2", "B1:B2", "C1:D1")
    with pytest.raises(bo.SourceError) as refused:
        read(tmp_path, "半期.xlsx", saved(book))
    assert refused.value.rule.id in ("two-columns-one-year", "no-progress-table")


def test_plan_and_result_are_two_rows_where_no_line_parts_them(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    put(book.active, [
        ["事業名", "担当課", "区分", "令和4年度"],
        ["講座", "学習課", "計画", "講座 12回"],
        [None, None, "実績", "講座 10回"],
        ["教室", "公民館", "計画", "教室 3回"],
        [None, None, "実績", "教室 4回"],
    ])  # fmt: skip
    for area in ("A1:D1", "A2:D3", "A4:D5"):
        framed(book.active, area)
    assert drawn(read(tmp_path, "区分.xlsx", saved(book))) == expected("""
        講座 [学習課]
          2022 actual 学習課: 講座 10回 {講座=10回}
          2022 plan 学習課: 講座 12回 {講座=12回}
        教室 [公民館]
          2022 actual 公民館: 教室 4回 {教室=4回}
          2022 plan 公民館: 教室 3回 {教室=3回}
    """)


def test_departments_keep_their_results_where_no_line_parts_them(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    put(book.active, [
        ["事業名", "担当課", "令和4年度"],
        ["見守り", "安全課", "巡回 12回"],
        [None, "学務課", "見守り 10回"],
        ["点検", "道路課", "点検 3か所"],
        [None, "公園課", "点検 4か所"],
    ])  # fmt: skip
    for area in ("A1:C1", "A2:C3", "A4:C5"):
        framed(book.active, area)
    assert drawn(read(tmp_path, "課別.xlsx", saved(book))) == expected("""
        見守り [安全課、学務課]
          2022 actual 安全課: 巡回 12回 {巡回=12回}
          2022 actual 学務課: 見守り 10回 {見守り=10回}
        点検 [道路課、公園課]
          2022 actual 道路課: 点検 3か所 {点検=3か所}
          2022 actual 公園課: 点検 4か所 {点検=4か所}
    """)


def test_a_number_cut_at_the_end_of_a_printed_line_stays_cut(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    put(book.active, [
        ["No", "事業名", "担当課", "令和4年度"],
        [1, "まつりの開催", "商工課", "・まつりの来場者は1,2"],
        [None, None, None, "00人であった。"],
        [2, "市の開催", "商工課", "・市を開く。"],
        [None, None, None, "・出店 12店"],
    ])  # fmt: skip
    for area in ("A1:D1", "A2:D3", "A4:D5"):
        framed(book.active, area)
    facts = read(tmp_path, "まつり.xlsx", saved(book))
    values = {figure.value for figure in facts.figures if figure.use == "observation"}
    assert 1200 not in values and 2 not in values


def test_the_day_of_a_report_is_no_year_of_its_table(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.title = "防犯"
    put(book.active, [["安全プラン　令和4年度の実績"], ["施策", "担当課", "実績"], ["見守り", "安全課", "見守り 12回"]])
    put(
        book.create_sheet("交通"),
        [["令和5年6月1日現在"], ["平成28年度から続く計画です。"], ["施策", "担当課", "実績"], ["点検", "道路課", "点検 3回"]],
    )
    facts = read(tmp_path, "計画.xlsx", saved(book))
    assert facts.fiscal_years == (2022,)
