"""Rows that are no measures, and measures that share a cell or a row with something else, in tables of other cities."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

import bouhan_opendata as bo
from sheet_paper import drawn, expected

HEAD = ("施策", "担当課", "令和5年度実績")


def page(*tables: str) -> str:
    return f"<!doctype html><html lang=ja><meta charset=utf-8>{''.join(tables)}</html>"


def table(*rows: Sequence[str]) -> str:
    """A table of a web page; a row of one text is merged over the width of the widest row."""
    width = max(map(len, rows))
    made = []
    for row in rows:
        cells = [f"<td colspan={width}>{row[0]}</td>"] if len(row) == 1 else [f"<td>{text}</td>" for text in row]
        made.append(f"<tr>{''.join(cells)}</tr>")
    return f"<table>{''.join(made)}</table>"


def read(folder: Path, text: str, name: str = "table.html") -> bo.Facts:
    (folder / name).write_text(text, encoding="utf-8")
    return bo.read(folder / name)


def kinds(facts: bo.Facts) -> list[str]:
    """What each row of the first table was taken for."""
    return [kind for (table, _), kind in sorted(facts.reading.table.row_kinds.items()) if table == 1]


# -- rows over the whole width: notes, and what a heading is for


@pytest.mark.parametrize(
    "note",
    [
        "※1 令和5年度から対象を広げた。",
        "＊ 実績は速報値",
        "（注）評価は担当課による。",
        "注1　件数は延べ数",
        "注）小学校を除く",
        "備考　3月末現在",
        "資料：みどり市統計",
        "（単位：件）",
        "単位：回",
        "（令和6年3月31日現在）",
        "件数は延べ数である。",
    ],
)
def test_a_note_is_no_heading_of_the_rows_below(tmp_path: Path, note: str) -> None:
    rows = table(HEAD, ["1 見守り"], ("見回り", "安全課", "見回り 3回"), [note], ("声かけ", "安全課", "声かけ 4回"))
    facts = read(tmp_path, page(rows))
    assert kinds(facts) == ["header", "heading", "measure", "note", "measure"]
    assert drawn(facts) == expected("""
        1 見守り / 見回り [安全課]
          2023 actual 安全課: 見回り 3回 {見回り=3回}
        1 見守り / 声かけ [安全課]
          2023 actual 安全課: 声かけ 4回 {声かけ=4回}
    """)


@pytest.mark.parametrize("heading", ["注意を促す活動", "資料の整備", "（1）地域の備え", "備えのある家庭", "単位制の学び"])
def test_a_heading_that_looks_like_a_note(tmp_path: Path, heading: str) -> None:
    facts = read(tmp_path, page(table(HEAD, [heading], ("見回り", "安全課", "見回り 3回"))))
    assert kinds(facts) == ["header", "heading", "measure"]


def test_a_sentence_below_a_heading_says_what_it_is_for(tmp_path: Path) -> None:
    rows = table(HEAD, ["1 見守り"], ["地域で子どもを見守ります。"], ("見回り", "安全課", "見回り 3回"))
    facts = read(tmp_path, page(rows))
    (heading,) = facts.reading.table.headings
    assert (heading.title, heading.purpose) == ("見守り", "地域で子どもを見守ります。")
    assert kinds(facts) == ["header", "heading", "heading", "measure"]


def test_a_marked_line_in_the_column_of_measures_is_none(tmp_path: Path) -> None:
    facts = read(tmp_path, page(table(HEAD, ("見回り", "安全課", "見回り 3回"), ("※ 声かけは再掲", "", ""))))
    assert kinds(facts) == ["header", "measure", "note"]


# -- totals


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("うち再掲", "total"),
        ("再掲", "total"),
        ("基本目標1 小計", "total"),
        ("第1章　合　計", "total"),
        ("総計（再掲を除く）", "total"),
        ("平均", "total"),
        ("総合的な相談", "measure"),
        ("合計特殊出生率の向上", "measure"),
        ("見回り（再掲）", "measure"),
    ],
)
def test_totals(tmp_path: Path, name: str, kind: str) -> None:
    facts = read(tmp_path, page(table(HEAD, ("声かけ", "安全課", "声かけ 3回"), (name, "", "3回"))))
    assert kinds(facts)[-1] == kind


# -- a name and what the measure does in one cell


@pytest.mark.parametrize(
    ("header", "cells", "names", "texts"),
    [
        (
            "施策・内容",
            ("見回り<br>職員が地域を見回ります。", "①講座<br>　市民向けの講座。", "相談"),
            ("見回り", "講座", "相談"),
            ("職員が地域を見回ります。", "市民向けの講座。", ""),
        ),
        (
            "施策",
            ("見回り活動<br>職員が地域を見回ります。", "防犯講座<br>講座を開きます。"),
            ("見回り活動", "防犯講座"),
            ("職員が地域を見回ります。", "講座を開きます。"),
        ),
        (
            "施策",
            ("地域での見守りを<br>行います。", "防犯カメラ<br>設置を進めます。"),
            ("地域での見守りを行います。", "防犯カメラ設置を進めます。"),
            ("", ""),
        ),
        ("施策", ("子育て支援<br>センター", "学びの場"), ("子育て支援センター", "学びの場"), ("", "")),
        ("施策", ("**見回り**<br>職員の活動です。", "相談"), ("見回り", "相談"), ("職員の活動です。", "")),
        (
            "施策",
            ("見回り（職員が見回ります。）", "相談：電話で受けます。"),
            ("見回り", "相談"),
            ("職員が見回ります。", "電話で受けます。"),
        ),
        ("施策", ("見回り（安全課）", "相談（新規）"), ("見回り（安全課）", "相談（新規）"), ("", "")),
    ],
)
def test_a_name_above_what_the_measure_does(
    tmp_path: Path, header: str, cells: tuple[str, ...], names: tuple[str, ...], texts: tuple[str, ...]
) -> None:
    rows = [(cell, "安全課", f"見回り {number}回") for number, cell in enumerate(cells, 3)]
    measures = read(tmp_path, page(table((header, "担当課", "令和5年度実績"), *rows))).reading.table.measures
    assert tuple(row.title for row in measures) == names
    said = (row.description_cell.text.replace("\n", "").strip() if row.description_cell else "" for row in measures)
    assert tuple(said) == texts


# -- forms: labels in a row of their own above the cells, small tables narrower than the form


def test_labels_above_their_cells(tmp_path: Path) -> None:
    forms = "".join(
        table(
            ("No.", "事業名", "担当課", "備考"),
            (str(number), name, "安全課", "共催"),
            ["事業の内容"],
            ["地域で行う。"],
            ("令和4年度の実績", "令和5年度の実績", "課題", ""),
            (f"{name} 3回", f"{name} 4回", "担い手が少ない", ""),
        )
        for number, name in enumerate(("見回り", "講座"), 1)
    )
    assert drawn(read(tmp_path, page(forms))) == expected("""
        見回り [安全課]
          2022 actual 安全課: 見回り 3回 {見回り=3回}
          2023 actual 安全課: 見回り 4回 {見回り=4回}
        講座 [安全課]
          2022 actual 安全課: 講座 3回 {講座=3回}
          2023 actual 安全課: 講座 4回 {講座=4回}
    """)


def test_a_small_table_narrower_than_its_form(tmp_path: Path) -> None:
    form = table(
        ("事業名", "見回り", "", "No.", "1-1"),
        ("担当課", "安全課", "", "", ""),
        ("年度", "令和4年度", "令和5年度", "", ""),
        ("実績", "見回り 3回", "見回り 4回", "", ""),
    )
    facts = read(tmp_path, page(form))
    assert drawn(facts) == expected("""
        見回り [安全課]
          2022 actual 安全課: 見回り 3回 {見回り=3回}
          2023 actual 安全課: 見回り 4回 {見回り=4回}
    """)
    assert facts.reading.table.measures[0].notation == "1-1"


# -- headers within a table, and headings above the first


@pytest.mark.parametrize(
    "again", [("施　策", "担 当 課", "令和５年度実績"), ("事業名", "所管課", "令和5年度の取組"), ("施策", "", "令和5年度実績")]
)
def test_a_header_written_again_in_other_words(tmp_path: Path, again: tuple[str, ...]) -> None:
    rows = table(HEAD, ["1 見守り"], ("見回り", "安全課", "見回り 3回"), ["2 学び"], again, ("講座", "学習課", "講座 4回"))
    facts = read(tmp_path, page(rows))
    assert kinds(facts) == ["header", "heading", "measure", "heading", "header", "measure"]
    assert drawn(facts) == expected("""
        1 見守り / 見回り [安全課]
          2023 actual 安全課: 見回り 3回 {見回り=3回}
        2 学び / 講座 [学習課]
          2023 actual 学習課: 講座 4回 {講座=4回}
    """)


def test_a_header_within_a_table_names_other_years(tmp_path: Path) -> None:
    rows = table(
        HEAD, ("見回り", "安全課", "見回り 3回"), ("施策", "担当課", "令和4年度実績"), ("見回り", "安全課", "見回り 2回")
    )
    assert drawn(read(tmp_path, page(rows))) == expected("""
        見回り [安全課]
          2022 actual 安全課: 見回り 2回 {見回り=2回}
          2023 actual 安全課: 見回り 3回 {見回り=3回}
    """)


def test_a_numbered_heading_above_the_header(tmp_path: Path) -> None:
    rows = table(["1 見守り"], HEAD, ("見回り", "安全課", "見回り 3回"), ["2 学び"], HEAD, ("講座", "学習課", "講座 4回"))
    facts = read(tmp_path, page(rows))
    assert kinds(facts) == ["heading", "header", "measure", "heading", "header", "measure"]
    assert [heading.title for heading in facts.reading.table.headings] == ["見守り", "学び"]


# -- names and departments beside merged cells


def test_a_name_merged_over_the_number_is_no_row_of_the_measure_above(tmp_path: Path) -> None:
    row = "<tr><td>1</td><td>見回り</td><td>安全課</td><td>見回り 3回</td></tr>"
    merged = "<tr><td colspan=2>声かけ</td><td>安全課</td><td>声かけ 4回</td></tr><tr><td colspan=3>計</td><td>7回</td></tr>"
    head = "<tr><td>No</td><td>施策</td><td>担当課</td><td>令和5年度実績</td></tr>"
    facts = read(tmp_path, page(f"<table>{head}{row}{merged}</table>"))
    assert kinds(facts) == ["header", "measure", "measure", "total"]
    assert drawn(facts) == expected("""
        見回り [安全課]
          2023 actual 安全課: 見回り 3回 {見回り=3回}
        声かけ [安全課]
          2023 actual 安全課: 声かけ 4回 {声かけ=4回}
    """)


def test_departments_below_each_other_share_a_merged_result(tmp_path: Path) -> None:
    head = "<tr><td>施策</td><td>担当課</td><td>令和5年度実績</td></tr>"
    rows = "<tr><td rowspan=2>見回り</td><td>安全課</td><td rowspan=2>見回り 5回</td></tr><tr><td>学務課</td></tr>"
    facts = read(tmp_path, page(f"<table>{head}{rows}</table>"))
    assert kinds(facts) == ["header", "measure", "goes_on"]
    assert drawn(facts) == expected("""
        見回り [安全課、学務課]
          2023 actual: 見回り 5回 {見回り=5回}
    """)
    assert "row-unclear" not in {finding.rule for finding in facts.findings}


def test_rows_of_years_without_the_word_for_a_year(tmp_path: Path) -> None:
    rows = table(
        ("年度", "事業名", "担当課", "実績"),
        ("令和4", "見回り", "安全課", "見回り 3回"),
        ("令和5", "見回り", "安全課", "見回り 5回"),
    )
    assert drawn(read(tmp_path, page(rows))) == expected("""
        見回り [安全課]
          2022 actual 安全課: 見回り 3回 {見回り=3回}
          2023 actual 安全課: 見回り 5回 {見回り=5回}
    """)


@pytest.mark.parametrize(
    ("cell", "names"),
    [
        ("企画課<br>（令和5年度から人権課）", ["企画課", "人権課"]),
        ("企画課（R4年度まで）、令和5年度より人権課", ["企画課", "人権課"]),
        ("令和通り商店会", ["令和通り商店会"]),
    ],
)
def test_since_when_a_department_has_the_measure_is_no_part_of_its_name(tmp_path: Path, cell: str, names: list[str]) -> None:
    facts = read(tmp_path, page(table(HEAD, ("見回り", cell, "見回り 3回"))))
    assert facts.as_dict()["measures"][0]["departments"] == names
