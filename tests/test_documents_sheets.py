"""Whole workbooks in the manner of different cities, with the facts that a person reads in them."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from openpyxl.comments import Comment
from openpyxl.utils import get_column_letter as letters

import bouhan_opendata as bo
from old_workbooks import Cell as OldCell
from old_workbooks import style, xls
from sheet_paper import boxed, drawn, expected, framed, merge, put, saved


def read(tmp_path: Path, name: str, data: bytes) -> bo.Facts:
    (tmp_path / name).write_bytes(data)
    return bo.read(tmp_path / name)


def rules(facts: bo.Facts, *levels: str) -> set[str]:
    return {f["rule"] for f in facts.findings.as_dicts() if f["level"] in (levels or ("error", "warning"))}


# -- crime prevention: a header of two rows, a row for each department under merged names, headings in rows of their own


def crime_prevention() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "進捗管理表"
    put(sheet, [
        ["安全・安心まちづくり推進計画　進捗状況管理表"],
        [*[None] * 7, "令和4年6月30日現在"],
        ["【評価】A：計画どおり　B：一部実施　C：未実施"],
        ["No.", "施策名", "担当課", "令和3年度", None, None, "令和4年度", None],
        [None, None, None, "計画", "実績", "評価", "計画", "備考"],
        ["基本目標１　犯罪を起こさせないまちをつくる"],
        [1, "防犯パトロールの実施", "市民安全課", "パトロール 24回", "パトロール 22回", "A", "パトロール 24回", None],
        [None, None, "学校教育課", "見守り 10回", "見守り 8回", "B", "見守り 10回", "雨の日は休む。"],
        [2, "防犯カメラの設置補助", "市民安全課", "補助 5件", "補助 5件", "A", "補助 6件", None],
        ["基本目標２　防犯意識を高める"],
        [1, "防犯講座", "生涯学習課", "講座 4回", "中止", "C", "講座 4回", "感染症のため"],
    ])  # fmt: skip
    merge(sheet, "A1:H1", "A3:H3", "A4:A5", "B4:B5", "C4:C5", "D4:F4", "G4:H4", "A6:H6", "A7:A8", "B7:B8", "A10:H10")
    boxed(sheet, "A4:H11")
    return saved(book)


CRIME_PREVENTION = """
    基本目標１ 犯罪を起こさせないまちをつくる / 防犯パトロールの実施 [市民安全課、学校教育課]
      2021 actual 市民安全課: パトロール 22回 {パトロール=22回}
      2021 actual 学校教育課: 見守り 8回 {見守り=8回}
      2021 plan 市民安全課: パトロール 24回 {パトロール=24回}
      2021 plan 学校教育課: 見守り 10回 {見守り=10回}
      2022 plan 市民安全課: パトロール 24回 {パトロール=24回}
      2022 plan 学校教育課: 見守り 10回 {見守り=10回}
    基本目標１ 犯罪を起こさせないまちをつくる / 防犯カメラの設置補助 [市民安全課]
      2021 actual 市民安全課: 補助 5件 {補助=5件}
      2021 plan 市民安全課: 補助 5件 {補助=5件}
      2022 plan 市民安全課: 補助 6件 {補助=6件}
    基本目標２ 防犯意識を高める / 防犯講座 [生涯学習課]
      2021 actual 生涯学習課 (cancelled): 中止
      2021 plan 生涯学習課: 講座 4回 {講座=4回}
      2022 plan 生涯学習課: 講座 4回 {講座=4回}
"""


# -- child-raising: grid paper, the header merged over the number and the name


def child_raising() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    for n in range(1, 41):
        sheet.column_dimensions[letters(n)].width = 2.2
    ends = [(1, 2), (3, 10), (11, 15), (16, 26), (27, 37), (38, 40)]

    def row(number: int, *texts: object, height: int = 1, parts: list[tuple[int, int]] = ends) -> None:
        for (first, last), text in zip(parts, texts, strict=True):
            sheet.cell(number, first, text)
            sheet.merge_cells(start_row=number, end_row=number + height - 1, start_column=first, end_column=last)

    row(1, "子ども・子育て支援事業計画　進捗状況", "資料２", parts=[(1, 30), (34, 40)])
    row(3, "事　業　名", "所管課", "令和４年度\n実績", "令和５年度\n予定", "方向性", parts=[(1, 10), *ends[2:]])
    row(4, "Ⅰ　すべての子どもの育ちを支える", parts=[(1, 40)])
    row(5, "1", "放課後児童クラブ", "子育て支援課", "・クラブ 12か所\n・研修 3回", "・クラブ 13か所", "拡充")
    row(6, "2", "乳児家庭全戸訪問", height=2, parts=ends[:2])
    row(6, "健康推進課", "・訪問 310件", "・訪問 300件", "継続", parts=ends[2:])
    row(7, "こども家庭課", "・相談 42件", "・相談 45件", "継続", parts=ends[2:])
    row(8, "Ⅱ　親の育ちを支える", parts=[(1, 40)])
    row(9, "1", "親子ひろば", "子育て支援課", "・ひろば 48回", "・ひろば 50回", "継続")
    boxed(sheet, "A3:AN9")
    return saved(book)


CHILD_RAISING = """
    Ⅰ すべての子どもの育ちを支える / 放課後児童クラブ [子育て支援課]
      2022 actual 子育て支援課: クラブ 12か所 {クラブ=12か所} | 研修 3回 {研修=3回}
      2023 plan 子育て支援課: クラブ 13か所 {クラブ=13か所}
    Ⅰ すべての子どもの育ちを支える / 乳児家庭全戸訪問 [健康推進課、こども家庭課]
      2022 actual 健康推進課: 訪問 310件 {訪問=310件}
      2022 actual こども家庭課: 相談 42件 {相談=42件}
      2023 plan 健康推進課: 訪問 300件 {訪問=300件}
      2023 plan こども家庭課: 相談 45件 {相談=45件}
    Ⅱ 親の育ちを支える / 親子ひろば [子育て支援課]
      2022 actual 子育て支援課: ひろば 48回 {ひろば=48回}
      2023 plan 子育て支援課: ひろば 50回 {ひろば=50回}
"""


# -- gender equality: one printed line in a row, the lines drawn tell which rows belong together


def gender_equality() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    put(sheet, [
        ["男女共同参画プラン　令和４年度実施状況"],
        [],
        ["番号", "事業名", "担当課", "令和４年度の取組", "課題"],
        ["1", "男女共同参画に関す", "人権推進課", "・情報紙を発行し、市内の公共施設に", "若い世代への"],
        [None, "る情報の提供", None, "置いた。", "周知"],
        [None, None, None, "・ホームページの更新 12回", None],
        ["2", "女性の相談", "人権推進課", "・電話相談 35件", "相談員の確保"],
        [None, None, "福祉総務課", "・面接相談 18件", None],
        ["3", "審議会への女性の登", "職員課", "・委員の公募 4件", None],
        [None, "用", None, None, None],
    ])  # fmt: skip
    for area in ("A3:E3", "A4:E6", "A7:E8", "A9:E10"):
        framed(sheet, area)
    return saved(book)


GENDER_EQUALITY = """
    男女共同参画に関する情報の提供 [人権推進課]
      2022 actual 人権推進課: 情報紙を発行し、市内の公共施設に置いた。 | ホームページの更新 12回 {ホームページの更新=12回}
    女性の相談 [人権推進課、福祉総務課]
      2022 actual: 電話相談 35件 {電話相談=35件} | 面接相談 18件 {面接相談=18件}
    審議会への女性の登用 [職員課]
      2022 actual 職員課: 委員の公募 4件 {委員の公募=4件}
"""


# -- welfare: a form a sheet, years from left to right, a list of contents before


def welfare_forms() -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "目次"
    put(
        book.active,
        [["地域福祉計画　取組評価シート　目次"], ["番号", "事業名"], ["1-1", "民生委員との連携"], ["1-2", "ふれあい給食"]],
    )
    forms = (
        (
            "1-1",
            "民生委員との連携",
            "福祉総務課",
            ("連絡会 11回", "連絡会 11回", "連絡会 12回"),
            ("連絡会 10回", "連絡会 11回", None),
        ),
        ("1-2", "ふれあい給食", "高齢福祉課", ("会食 6回", "会食 6回", "会食 6回"), ("未実施", "会食 3回", None)),
    )
    for number, name, department, plans, results in forms:
        sheet = book.create_sheet(number)
        put(sheet, [
            ["地域福祉計画　取組評価シート"],
            ["整理番号", number],
            ["事業名", name],
            ["担当課", department],
            ["事業概要", "地域の人のつながりを支える。"],
            ["年度", "令和3年度", "令和4年度", "令和5年度"],
            ["計画", *plans],
            ["実績", *results],
            ["評価", "B", "A", None],
            ["課題", "担い手が足りない。"],
        ])  # fmt: skip
        merge(sheet, "A1:D1", *(f"B{n}:D{n}" for n in (2, 3, 4, 5, 10)))
        boxed(sheet, "A2:D10")
    return saved(book)


WELFARE_FORMS = """
    民生委員との連携 [福祉総務課]
      2021 actual 福祉総務課: 連絡会 10回 {連絡会=10回}
      2021 plan 福祉総務課: 連絡会 11回 {連絡会=11回}
      2022 actual 福祉総務課: 連絡会 11回 {連絡会=11回}
      2022 plan 福祉総務課: 連絡会 11回 {連絡会=11回}
      2023 actual (blank)
      2023 plan 福祉総務課: 連絡会 12回 {連絡会=12回}
    ふれあい給食 [高齢福祉課]
      2021 actual 高齢福祉課 (not_implemented): 未実施
      2021 plan 高齢福祉課: 会食 6回 {会食=6回}
      2022 actual 高齢福祉課: 会食 3回 {会食=3回}
      2022 plan 高齢福祉課: 会食 6回 {会食=6回}
      2023 actual (blank)
      2023 plan 高齢福祉課: 会食 6回 {会食=6回}
"""


# -- environment: several forms a sheet, two labels a row, years as labels of rows


def environment_forms() -> bytes:
    book = openpyxl.Workbook()
    forms = {
        "水": (
            ("雨水利用の推進", "環境政策課", "助成", ((10, 8, "B"), (12, 13, "A"))),
            ("用水路の清掃", "水路課", "清掃", ((2, 2, "A"), (2, 3, "A"))),
        ),
        "緑": (("生垣の設置助成", "みどり課", "助成", ((5, 4, "B"), (5, 5, "A"))),),
    }
    book.remove(book.active)
    for title, of_sheet in forms.items():
        sheet = book.create_sheet(title)
        sheet["A1"] = "環境基本計画　施策評価シート"
        for n, (name, department, word, years) in enumerate(of_sheet):
            top, unit = 3 + 8 * n, "件" if word == "助成" else "回"
            put(
                sheet,
                [
                    ["施策番号", f"2-{n + 1}", "施策名", name],
                    ["担当部署", department, "関係課", "下水道課"],
                    ["取組内容", "市民とともに進める。"],
                    ["年度", "目標", "実績", "評価"],
                    *(
                        [f"令和{y}年度", f"{word} {goal}{unit}", f"{word} {done}{unit}", mark]
                        for y, (goal, done, mark) in enumerate(years, 3)
                    ),
                ],
                row=top,
            )
            merge(sheet, f"B{top + 2}:D{top + 2}")
            boxed(sheet, f"A{top}:D{top + 5}")
    return saved(book)


ENVIRONMENT_FORMS = """
    雨水利用の推進 [環境政策課、下水道課]
      2021 actual: 助成 8件 {助成=8件}
      2021 target: 助成 10件 {助成=10件}
      2022 actual: 助成 13件 {助成=13件}
      2022 target: 助成 12件 {助成=12件}
    用水路の清掃 [水路課、下水道課]
      2021 actual: 清掃 2回 {清掃=2回}
      2021 target: 清掃 2回 {清掃=2回}
      2022 actual: 清掃 3回 {清掃=3回}
      2022 target: 清掃 2回 {清掃=2回}
    生垣の設置助成 [みどり課、下水道課]
      2021 actual: 助成 4件 {助成=4件}
      2021 target: 助成 5件 {助成=5件}
      2022 actual: 助成 5件 {助成=5件}
      2022 target: 助成 5件 {助成=5件}
"""


# -- health: headings in merged columns at the left, indicators with a unit column, numbers as numbers


def health_indicators() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    put(sheet, [
        ["健康増進計画　数値目標の進捗"],
        ["基本目標", "施策の方向", "事業名", "指標名", "単位", "令和3年度", None, "令和4年度", None, "担当課"],
        [None, None, None, None, None, "目標", "実績", "目標", "実績", None],
        ["1 健やかなまち", "(1) 生活習慣の改善", "健康教室", "開催回数", "回", 12, 10, 12, 12, "健康課"],
        [None, None, None, "延べ参加者数", "人", 1200, 1034, 1200, 1187, None],
        [None, None, "特定健診", "受診率", "％", 50, 45.6, 52, 47.2, "保険年金課"],
        [None, "(2) 心の健康", "相談窓口", "相談件数", "件", None, 86, None, 91, "健康課"],
        ["2 支え合うまち", "(1) 食育", "食育講座", "開催回数", "回", 4, 0, 4, 3, "健康課"],
    ])  # fmt: skip
    merge(sheet, *(f"{c}2:{c}3" for c in "ABCDEJ"), "F2:G2", "H2:I2", "A4:A7", "B4:B6", "C4:C5", "J4:J5")
    for row in sheet["F4:I8"]:
        for cell in row:
            cell.number_format = "#,##0.0" if cell.row == 6 else "#,##0"
    boxed(sheet, "A2:J8")
    return saved(book)


HEALTH_INDICATORS = """
    1 健やかなまち / (1) 生活習慣の改善 / 健康教室 [健康課]
      2021 actual 健康課: 10 {開催回数=10回}
      2021 actual 健康課: 1,034 {延べ参加者数=1034人}
      2021 target 健康課: 12 {開催回数=12回}
      2021 target 健康課: 1,200 {延べ参加者数=1200人}
      2022 actual 健康課: 12 {開催回数=12回}
      2022 actual 健康課: 1,187 {延べ参加者数=1187人}
      2022 target 健康課: 12 {開催回数=12回}
      2022 target 健康課: 1,200 {延べ参加者数=1200人}
    1 健やかなまち / (1) 生活習慣の改善 / 特定健診 [保険年金課]
      2021 actual 保険年金課: 45.6 {受診率=45.6％}
      2021 target 保険年金課: 50.0 {受診率=50％}
      2022 actual 保険年金課: 47.2 {受診率=47.2％}
      2022 target 保険年金課: 52.0 {受診率=52％}
    1 健やかなまち / (2) 心の健康 / 相談窓口 [健康課]
      2021 actual 健康課: 86 {相談件数=86件}
      2021 target (blank)
      2022 actual 健康課: 91 {相談件数=91件}
      2022 target (blank)
    2 支え合うまち / (1) 食育 / 食育講座 [健康課]
      2021 actual 健康課: 0 {開催回数=0回}
      2021 target 健康課: 4 {開催回数=4回}
      2022 actual 健康課: 3 {開催回数=3回}
      2022 target 健康課: 4 {開催回数=4回}
"""


# -- a sheet a chapter, a legend, hidden sheets, rows and columns, totals, a header repeated


def chapters() -> bytes:
    book = openpyxl.Workbook()
    legend = book.active
    legend.title = "凡例"
    put(legend, [["記号", "意味"], ["◎", "計画を上回る"], ["○", "計画どおり"], ["△", "計画を下回る"]])
    header = ["施策", "担当課", "令和2年度実績", "令和3年度実績", "令和4年度実績", "進捗"]
    parts = {
        "第1章": ("第１章　地域の防犯", [
            ["自主防犯団体の支援", "地域安全課", "支援 18団体", "支援 19団体", "支援 21団体", "◎"],
            ["防犯灯の維持", "道路管理課", "修繕 40灯", "修繕 38灯", "修繕 35灯", "○"],
        ]),
        "第2章": ("第２章　子どもの安全", [
            ["通学路の点検", "学務課", "点検 9校", "点検 9校", "点検 9校", "○"],
            header,
            ["登下校の見守り", "学務課", "見守り 180回", "見守り 175回", "見守り 190回", "○"],
            ["合計", None, "12件", "13件", "14件", None],
        ]),
    }  # fmt: skip
    for name, (title, rows) in parts.items():
        sheet = book.create_sheet(name)
        put(sheet, [[title], header, *rows])
        sheet.column_dimensions["C"].hidden = True
    second = book["第2章"]
    put(second, [["旧事業", "学務課", "点検 1校", "点検 1校", "点検 1校", "△"]], row=7)
    second.row_dimensions[7].hidden = True
    second["E3"].comment = Comment("あとで確かめる", "係")
    old = book.create_sheet("R1以前")
    put(old, [header, ["古い事業", "地域安全課", "支援 1団体", "支援 1団体", "支援 1団体", "○"]])
    old.sheet_state = "hidden"
    return saved(book)


CHAPTERS = """
    第１章 地域の防犯 / 自主防犯団体の支援 [地域安全課]
      2021 actual 地域安全課: 支援 19団体 {支援=19団体}
      2022 actual 地域安全課: 支援 21団体 {支援=21団体}
    第１章 地域の防犯 / 防犯灯の維持 [道路管理課]
      2021 actual 道路管理課: 修繕 38灯 {修繕=38灯}
      2022 actual 道路管理課: 修繕 35灯 {修繕=35灯}
    第２章 子どもの安全 / 通学路の点検 [学務課]
      2021 actual 学務課: 点検 9校 {点検=9校}
      2022 actual 学務課: 点検 9校 {点検=9校}
    第２章 子どもの安全 / 登下校の見守り [学務課]
      2021 actual 学務課: 見守り 175回 {見守り=175回}
      2022 actual 学務課: 見守り 190回 {見守り=190回}
"""


# -- number formats, in the header too; numbers kept as text; days


def number_formats() -> bytes:
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = book.add_worksheet("実績")

    def form(code: str):  # type: ignore[no-untyped-def]
        return book.add_format({"num_format": code, "border": 1})

    sheet.merge_range("A1:E1", "消費者行政推進計画　実績一覧")
    sheet.write_row("A3", ["取組", "所管課"], form("General"))
    sheet.write_number("C3", 3, form('"令和"0"年度"'))
    sheet.write_number("D3", 4, form('"令和"0"年度"'))
    sheet.write_string("E3", "備考", form("General"))
    rows: list[tuple[str, str, object, object, str]] = [
        ("消費生活相談", "消費生活センター", 1579, 1602, '#,##0"件"'),
        ("相談の解決", "消費生活センター", 0.456, 0.5, "0.0%"),
        ("啓発用品の購入", "経済課", 1234567, 1500000, '#,##0,"千円"'),
        ("出前講座の開催", "経済課", "12回", "１５回", "@"),
        ("消費者まつりの開催", "経済課", datetime.date(2021, 10, 17), datetime.date(2022, 10, 16), '[$-411]ggge"年"m"月"d"日"'),
    ]
    for n, (name, department, first, second, code) in enumerate(rows, 3):
        sheet.write_row(n, 0, [name, department], form("General"))
        for column, value in ((2, first), (3, second)):
            if isinstance(value, datetime.date):
                sheet.write_datetime(n, column, datetime.datetime.combine(value, datetime.time()), form(code))
            elif isinstance(value, str):
                sheet.write_string(n, column, value, form(code))
            else:
                sheet.write_number(n, column, float(str(value)), form(code))
        sheet.write_blank(n, 4, None, form("General"))
    book.close()
    return target.getvalue()


NUMBER_FORMATS = """
    消費生活相談 [消費生活センター]
      2021 actual 消費生活センター: 1,579件 {消費生活相談=1579件}
      2022 actual 消費生活センター: 1,602件 {消費生活相談=1602件}
    相談の解決 [消費生活センター]
      2021 actual 消費生活センター: 45.6% {相談の解決=45.6%}
      2022 actual 消費生活センター: 50.0% {相談の解決=50%}
    啓発用品の購入 [経済課]
      2021 actual 経済課: 1,235千円 {啓発用品の購入=1235000円}
      2022 actual 経済課: 1,500千円 {啓発用品の購入=1500000円}
    出前講座の開催 [経済課]
      2021 actual 経済課: 12回 {出前講座の開催=12回}
      2022 actual 経済課: １５回 {出前講座の開催=15回}
    消費者まつりの開催 [経済課]
      2021 actual 経済課: 令和3年10月17日
      2022 actual 経済課: 令和4年10月16日
"""


# -- the columns go on in a second sheet


def columns_on_two_sheets() -> bytes:
    book = openpyxl.Workbook()
    first = book.active
    first.title = "進捗(1)"
    put(first, [
        ["交通安全計画　進捗状況（１）"],
        ["No.", "施策", "担当課", "令和2年度", "令和3年度"],
        ["1 歩行者の安全"],
        [1, "通学路の整備", "道路課", "整備 3か所", "整備 4か所"],
        [2, "交通安全教室", "交通政策課", "教室 8回", "教室 11回"],
    ])  # fmt: skip
    second = book.create_sheet("進捗(2)")
    put(second, [
        ["交通安全計画　進捗状況（２）"],
        ["No.", "施策", "令和4年度", "評価"],
        ["1 歩行者の安全"],
        [1, "通学路の整備", "整備 5か所", "A"],
        [2, "交通安全教室", "教室 12回", "A"],
    ])  # fmt: skip
    merge(first, "A3:E3")
    merge(second, "A3:D3")
    boxed(first, "A2:E5")
    boxed(second, "A2:D5")
    return saved(book)


COLUMNS_ON_TWO_SHEETS = """
    1 歩行者の安全 / 通学路の整備 [道路課]
      2020 actual 道路課: 整備 3か所 {整備=3か所}
      2021 actual 道路課: 整備 4か所 {整備=4か所}
      2022 actual 道路課: 整備 5か所 {整備=5か所}
    1 歩行者の安全 / 交通安全教室 [交通政策課]
      2020 actual 交通政策課: 教室 8回 {教室=8回}
      2021 actual 交通政策課: 教室 11回 {教室=11回}
      2022 actual 交通政策課: 教室 12回 {教室=12回}
"""


# -- eras left out, shortened or doubled


def years_in_many_ways() -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    sheets = (
        (
            "1",
            "令和5年度　男女平等推進計画　年次報告書",
            ["事業名", "担当課", "元年度", "2年度", "3年度", "4年度"],
            ("講座 1回", "講座 2回", "講座 3回", "講座 4回"),
        ),
        ("2", "男女平等推進計画", ["事業名", "担当課", "R3実績", "R4実績"], ("相談 3件", "相談 4件")),
        ("3", "男女平等推進計画", ["事業名", "担当課", "令和3(2021)年度", "令和4(2022)年度"], ("広報 3回", "広報 4回")),
        (
            "4",
            "男女平等推進計画",
            ["事業名", "担当課", "２０２１年度\n（令和３年度）", "２０２２年度\n（令和４年度）"],
            ("調査 3回", "調査 4回"),
        ),
        ("5", "男女平等推進計画", ["事業名", "担当課", "H31(R1)年度", "R2年度"], ("展示 1回", "展示 2回")),
    )
    for (name, title, header, results), measure in zip(sheets, ("講座", "相談", "広報", "調査", "展示"), strict=True):
        sheet = book.create_sheet(name)
        put(sheet, [[title], header, [f"{measure}の実施", "人権課", *results]])
    return saved(book)


YEARS_IN_MANY_WAYS = """
    講座の実施 [人権課]
      2019 actual 人権課: 講座 1回 {講座=1回}
      2020 actual 人権課: 講座 2回 {講座=2回}
      2021 actual 人権課: 講座 3回 {講座=3回}
      2022 actual 人権課: 講座 4回 {講座=4回}
    相談の実施 [人権課]
      2021 actual 人権課: 相談 3件 {相談=3件}
      2022 actual 人権課: 相談 4件 {相談=4件}
    広報の実施 [人権課]
      2021 actual 人権課: 広報 3回 {広報=3回}
      2022 actual 人権課: 広報 4回 {広報=4回}
    調査の実施 [人権課]
      2021 actual 人権課: 調査 3回 {調査=3回}
      2022 actual 人権課: 調査 4回 {調査=4回}
    展示の実施 [人権課]
      2019 actual 人権課: 展示 1回 {展示=1回}
      2020 actual 人権課: 展示 2回 {展示=2回}
"""


# -- an old workbook with marks that point at the cell above or at the left


def marks_in_an_old_workbook() -> bytes:
    rows = [
        ["暴力団排除・生活安全計画　取組状況"],
        [],
        ["施策", "担当課", "令和3年度", "令和4年度"],
        ["見守り活動の支援", "生活安全課", "支援 12団体", "同左"],
        ["落書きの消去", "〃", "消去 5か所", "－"],
        ["暴力追放大会", "〃", "中止", "大会 1回"],
        ["〃", "総務課", None, "職員の参加 15人"],
        ["空き家の見回り", "建築課", "未実施", None],
    ]
    cells: list[OldCell] = [(r, c, value, 1 if r > 1 else 0) for r, row in enumerate(rows) for c, value in enumerate(row)]
    return xls({"取組状況": cells}, styles=(style(), style(boxed=True)), merges=((0, 0, 0, 3),))


MARKS = """
    見守り活動の支援 [生活安全課]
      2021 actual 生活安全課: 支援 12団体 {支援=12団体}
      2022 actual 生活安全課 (same_as_previous): 同左
    落書きの消去 [生活安全課]
      2021 actual 生活安全課: 消去 5か所 {消去=5か所}
      2022 actual 生活安全課 (no_data_mark): －
    暴力追放大会 [生活安全課、総務課]
      2021 actual 生活安全課 (cancelled): 中止
      2021 actual (blank)
      2022 actual 生活安全課: 大会 1回 {大会=1回}
      2022 actual 総務課: 職員の参加 15人 {職員の参加=15人}
    空き家の見回り [建築課]
      2021 actual 建築課 (not_implemented): 未実施
      2022 actual (blank)
"""


# -- a row for the plan, one for the result, one for the mark


def plans_above_results() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    put(sheet, [
        ["地域防災計画アクションプラン　進捗状況"],
        ["対策", "取組", "担当課", "区分", "令和3年度", "令和4年度"],
        ["１　自助", "家具転倒防止", "防災課", "計画", "助成 20件", "助成 25件"],
        [None, None, None, "実績", "助成 17件", "助成 26件"],
        [None, None, None, "評価", "B", "A"],
        [None, "防災訓練", "防災課", "計画", "訓練 2回", "訓練 2回"],
        [None, None, None, "実績", "中止", "訓練 1回"],
        [None, None, None, "評価", "C", "B"],
        ["２　共助", "自主防災組織の育成", "地域振興課", "計画", "組織 30団体", "組織 32団体"],
        [None, None, None, "実績", "組織 29団体", "組織 33団体"],
        [None, None, None, "評価", "B", "A"],
    ])  # fmt: skip
    merge(sheet, "A3:A8", "A9:A11", *(f"{c}{n}:{c}{n + 2}" for c in "BC" for n in (3, 6, 9)))
    boxed(sheet, "A2:F11")
    return saved(book)


PLANS_ABOVE_RESULTS = """
    １ 自助 / 家具転倒防止 [防災課]
      2021 actual 防災課: 助成 17件 {助成=17件}
      2021 plan 防災課: 助成 20件 {助成=20件}
      2022 actual 防災課: 助成 26件 {助成=26件}
      2022 plan 防災課: 助成 25件 {助成=25件}
    １ 自助 / 防災訓練 [防災課]
      2021 actual 防災課 (cancelled): 中止
      2021 plan 防災課: 訓練 2回 {訓練=2回}
      2022 actual 防災課: 訓練 1回 {訓練=1回}
      2022 plan 防災課: 訓練 2回 {訓練=2回}
    ２ 共助 / 自主防災組織の育成 [地域振興課]
      2021 actual 地域振興課: 組織 29団体 {組織=29団体}
      2021 plan 地域振興課: 組織 30団体 {組織=30団体}
      2022 actual 地域振興課: 組織 33団体 {組織=33団体}
      2022 plan 地域振興課: 組織 32団体 {組織=32団体}
"""


# -- pages: the header again, a measure that goes on, another header in the last section


def pages() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    header = ["番号", "具体的施策", "担当部署", "令和５年度の取組実績", "次年度の方針"]
    put(sheet, [
        ["避難所運営計画　年次報告"],
        ["（１）備えをすすめる"],
        header,
        ["①", "避難所の整備", "防災課", "・備蓄品の更新 3か所", "続ける。"],
        ["②", "避難所の開設訓練", "防災課", "・訓練 2回", "続ける。"],
        [],
        [None, None, None, None, "（１ページ）"],
        [],
        header,
        [None, "避難所の開設訓練（続き）", "学務課", "・訓練への参加 9校", "続ける。"],
        ["③", "福祉避難所の指定", "福祉課", "・指定 1か所", "増やす。"],
        [],
        ["（２）伝える"],
        ["番号", "取組み", "主管課", "Ｒ５実績", "備考"],
        ["①", "防災無線の点検", "防災課", "・点検 1回", None],
        ["②", "防災メールの登録", "広報課", "・登録者 5,120人", None],
        ["※　実績は年度末の数です。"],
    ])  # fmt: skip
    for area in ("A3:E5", "A9:E11", "A14:E16"):
        boxed(sheet, area)
    return saved(book)


PAGES = """
    （１） 備えをすすめる / 避難所の整備 [防災課]
      2023 actual 防災課: 備蓄品の更新 3か所 {備蓄品の更新=3か所}
    （１） 備えをすすめる / 避難所の開設訓練 [防災課、学務課]
      2023 actual 防災課: 訓練 2回 {訓練=2回}
      2023 actual 学務課: 訓練への参加 9校 {訓練への参加=9校}
    （１） 備えをすすめる / 福祉避難所の指定 [福祉課]
      2023 actual 福祉課: 指定 1か所 {指定=1か所}
    （２） 伝える / 防災無線の点検 [防災課]
      2023 actual 防災課: 点検 1回 {点検=1回}
    （２） 伝える / 防災メールの登録 [広報課]
      2023 actual 広報課: 登録者 5,120人 {登録者=5120人}
"""


# -- an open document: repeated and covered cells, a header of two rows


def open_document() -> bytes:
    spaces = "".join(
        f' xmlns:{p}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"'
        for p, n in (("office", "office"), ("table", "table"), ("text", "text"))
    )

    def cell(text: str = "", *, rows: int = 1, columns: int = 1) -> str:
        spans = (f' table:number-rows-spanned="{rows}"' if rows > 1 else "") + (
            f' table:number-columns-spanned="{columns}"' if columns > 1 else ""
        )
        paragraphs = "".join(f"<text:p>{line}</text:p>" for line in text.split("\n")) if text else ""
        return f"<table:table-cell{spans}>{paragraphs}</table:table-cell>"

    def covered(count: int = 1) -> str:
        return f'<table:covered-table-cell table:number-columns-repeated="{count}"/>'

    def row(*cells: str) -> str:
        return f"<table:table-row>{''.join(cells)}</table:table-row>"

    same = '<table:table-cell table:number-columns-repeated="2"><text:p>登録 30人</text:p></table:table-cell>'
    rows = (
        row(cell("多文化共生推進プラン　進行管理", columns=6), covered(5)),
        '<table:table-row><table:table-cell table:number-columns-repeated="6"/></table:table-row>',
        row(
            cell("柱", rows=2),
            cell("事業", rows=2),
            cell("担当", rows=2),
            cell("令和４年度", columns=2),
            covered(),
            cell("令和５年度"),
        ),
        row(covered(3), cell("目標"), cell("実績"), cell("目標")),
        row(
            cell("１　ことば", rows=2),
            cell("日本語教室"),
            cell("国際課"),
            cell("教室 40回"),
            cell("教室 38回\n参加者 412人"),
            cell("教室 40回"),
        ),
        row(covered(), cell("通訳の登録"), cell("国際課"), same, cell("登録 35人")),
        row(cell("２　くらし"), cell("相談窓口"), cell("市民相談室"), cell("相談 100件"), cell("相談 97件"), cell("－")),
    )
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        table = f'<table:table table:name="進行管理">{"".join(rows)}</table:table>'
        body = f"<office:body><office:spreadsheet>{table}</office:spreadsheet></office:body>"
        archive.writestr("content.xml", f"<office:document-content{spaces}>{body}</office:document-content>")
    return target.getvalue()


OPEN_DOCUMENT = """
    １ ことば / 日本語教室 [国際課]
      2022 actual 国際課: 教室 38回 {教室=38回} | 参加者 412人 {参加者=412人}
      2022 target 国際課: 教室 40回 {教室=40回}
      2023 target 国際課: 教室 40回 {教室=40回}
    １ ことば / 通訳の登録 [国際課]
      2022 actual 国際課: 登録 30人 {登録=30人}
      2022 target 国際課: 登録 30人 {登録=30人}
      2023 target 国際課: 登録 35人 {登録=35人}
    ２ くらし / 相談窓口 [市民相談室]
      2022 actual 市民相談室: 相談 97件 {相談=97件}
      2022 target 市民相談室: 相談 100件 {相談=100件}
      2023 target 市民相談室 (no_data_mark): －
"""


# -- files of fields: lines of a title above, half-width kana, breaks in cells; merged cells left blank


def fields_in_cp932() -> bytes:
    text = (
        "防犯ﾌﾟﾗﾝ 進捗状況一覧,,,,\r\n（令和4年度末現在）,,,,\r\n,,,,\r\n"
        "No,施策名,担当課,令和3年度実績,令和4年度実績\r\n"
        '1,ﾊﾟﾄﾛｰﾙの強化,市民安全課,"・ﾊﾟﾄﾛｰﾙ 12回\n・青色灯 3台","・ﾊﾟﾄﾛｰﾙ 15回"\r\n'
        "2,防犯ｶﾒﾗの設置,市民安全課\r\n".replace("市民安全課\r\n", '市民安全課,"1,200台",設置 1台\r\n')
        + "3,①高齢者への声かけ,高齢者支援課,・訪問 85件,㈱との協力 2社\r\n"
    )
    return text.encode("cp932")


FIELDS_IN_CP932 = """
    ﾊﾟﾄﾛｰﾙの強化 [市民安全課]
      2021 actual 市民安全課: ﾊﾟﾄﾛｰﾙ 12回 {ﾊﾟﾄﾛｰﾙ=12回} | 青色灯 3台 {青色灯=3台}
      2022 actual 市民安全課: ﾊﾟﾄﾛｰﾙ 15回 {ﾊﾟﾄﾛｰﾙ=15回}
    防犯ｶﾒﾗの設置 [市民安全課]
      2021 actual 市民安全課: 1,200台 {防犯ｶﾒﾗの設置=1200台}
      2022 actual 市民安全課: 設置 1台 {設置=1台}
    高齢者への声かけ [高齢者支援課]
      2021 actual 高齢者支援課: 訪問 85件 {訪問=85件}
      2022 actual 高齢者支援課: ㈱との協力 2社 {㈱との協力=2社}
"""


def fields_with_tabs() -> bytes:
    rows = (
        ("再犯防止推進計画　令和5年度実績", "", "", "", ""),
        ("重点課題", "取組", "担当課", "令和5年度", ""),
        ("", "", "", "計画", "実績"),
        ("１　就労・住居の確保", "協力雇用主の募集", "産業課", "募集 2回", "募集 3回"),
        ("", "住まいの相談", "住宅課", "相談 10件", "相談 7件"),
        ("", "", "福祉課", "相談 10件", "相談 12件"),
        ("２　広報・啓発", "社会を明るくする運動", "福祉課", "大会 1回", "大会 1回"),
    )
    return "\r\n".join("\t".join(row) for row in rows).encode("utf-16")


FIELDS_WITH_TABS = """
    １ 就労・住居の確保 / 協力雇用主の募集 [産業課]
      2023 actual 産業課: 募集 3回 {募集=3回}
      2023 plan 産業課: 募集 2回 {募集=2回}
    １ 就労・住居の確保 / 住まいの相談 [住宅課、福祉課]
      2023 actual 住宅課: 相談 7件 {相談=7件}
      2023 actual 福祉課: 相談 12件 {相談=12件}
      2023 plan 住宅課: 相談 10件 {相談=10件}
      2023 plan 福祉課: 相談 10件 {相談=10件}
    ２ 広報・啓発 / 社会を明るくする運動 [福祉課]
      2023 actual 福祉課: 大会 1回 {大会=1回}
      2023 plan 福祉課: 大会 1回 {大会=1回}
"""


DOCUMENTS: tuple[tuple[str, Callable[[], bytes], str], ...] = (
    ("防犯.xlsx", crime_prevention, CRIME_PREVENTION),
    ("子育て.xlsx", child_raising, CHILD_RAISING),
    ("男女共同参画.xlsx", gender_equality, GENDER_EQUALITY),
    ("福祉.xlsx", welfare_forms, WELFARE_FORMS),
    ("環境.xlsx", environment_forms, ENVIRONMENT_FORMS),
    ("健康.xlsx", health_indicators, HEALTH_INDICATORS),
    ("章立て.xlsx", chapters, CHAPTERS),
    ("消費者.xlsx", number_formats, NUMBER_FORMATS),
    ("交通.xlsx", columns_on_two_sheets, COLUMNS_ON_TWO_SHEETS),
    ("年度.xlsx", years_in_many_ways, YEARS_IN_MANY_WAYS),
    ("生活安全.xls", marks_in_an_old_workbook, MARKS),
    ("防災.xlsx", plans_above_results, PLANS_ABOVE_RESULTS),
    ("避難所.xlsx", pages, PAGES),
    ("多文化.ods", open_document, OPEN_DOCUMENT),
    ("防犯.csv", fields_in_cp932, FIELDS_IN_CP932),
    ("再犯防止.tsv", fields_with_tabs, FIELDS_WITH_TABS),
)


@pytest.mark.parametrize(("name", "made", "facts"), DOCUMENTS, ids=[name for name, *_ in DOCUMENTS])
def test_a_document_is_read_as_a_person_reads_it(tmp_path: Path, name: str, made: Callable[[], bytes], facts: str) -> None:
    found = read(tmp_path, name, made())
    assert drawn(found) == expected(facts)
    assert not rules(found, "error") and not rules(found) & {
        "unread-line",
        "unit-unknown",
        "measure-twice",
        "two-columns-one-year",
    }


def test_what_is_hidden_in_a_workbook_is_told(tmp_path: Path) -> None:
    facts = read(tmp_path, "章立て.xlsx", chapters())
    told = {f["rule"] for f in facts.findings.as_dicts()}
    assert {"hidden-sheet", "hidden-rows", "hidden-columns", "comment-not-read", "total-row", "table-not-read"} <= told


def test_columns_that_go_on_without_a_name_of_the_measure_are_told_and_not_read(tmp_path: Path) -> None:
    book = openpyxl.load_workbook(io.BytesIO(columns_on_two_sheets()))
    second = book.create_sheet("進捗(3)")
    put(
        second,
        [
            ["No.", "令和5年度", "令和6年度", "評価", "備考"],
            [1, "整備 6か所", "整備 7か所", "A", None],
            [2, "教室 3回", "教室 4回", "A", None],
        ],
    )
    facts = read(tmp_path, "交通.xlsx", saved(book))
    assert drawn(facts) == expected(COLUMNS_ON_TWO_SHEETS)
    assert rules(facts) == {"table-not-read"}


# -- workbooks that hold no such table


@pytest.mark.parametrize(
    "rows",
    [
        [
            ["会員団体名簿"],
            ["番号", "団体名", "所在地", "設立年度"],
            [1, "みなみ町会", "南町", "昭和45年度"],
            [2, "きた町会", "北町", "平成2年度"],
        ],
        [["年齢別人口"], ["年齢", "令和3年度", "令和4年度"], ["0～4歳", 5120, 5010], ["5～9歳", 5230, 5198]],
        [
            ["公共施設一覧"],
            ["施設名", "所在地", "開設年度", "面積"],
            ["中央図書館", "本町", "平成元年度", 1200],
            ["南分館", "南町", "平成9年度", 300],
        ],
        [
            ["科目別決算"],
            ["款", "項", "令和3年度決算額", "令和4年度予算額"],
            ["民生費", "社会福祉費", 1200, 1300],
            ["土木費", "道路費", 800, 750],
        ],
        [["年間行事予定"], ["月", "行事", "場所"], ["4月", "総会", "市役所"], ["5月", "清掃", "公園"]],
    ],
    ids=["members", "population", "places", "accounts", "calendar"],
)
def test_a_workbook_without_a_table_of_measures_is_refused(tmp_path: Path, rows: list[list[object]]) -> None:
    book = openpyxl.Workbook()
    put(book.active, rows)
    with pytest.raises(bo.SourceError):
        read(tmp_path, "別の表.xlsx", saved(book))
