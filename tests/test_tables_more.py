"""Tables as other cities make them: each is read as a person reads it, or a reason is given."""

from __future__ import annotations

from pathlib import Path

import pytest

import bouhan_opendata as bo


def facts(folder: Path, name: str, text: str) -> list[tuple[str, int, str, tuple[str, ...]]]:
    """Measure, year, kind and the numbers as “label value unit”, in the order of the document."""
    path = folder / name
    path.write_text(text, encoding="utf-8")
    said = bo.read(path).as_dict()
    return [
        (
            measure["name"],
            activity["fiscal_year"],
            activity["kind"],
            tuple(f"{i['label']} {i['value']}{i['unit']}" for item in activity["items"] for i in item["indicators"]),
        )
        for measure in said["measures"]
        for activity in measure["activities"]
    ]


def test_a_table_of_kinds_by_years_under_the_heading_of_its_measure(tmp_path: Path) -> None:
    text = """# 支援事業計画の進捗

## 1 利用者支援事業

| | | 令和2年度 | 令和3年度 |
|---|---|---|---|
| 量の見込み | か所 | 3 | 4 |
| 実績 | か所 | 2 | |
"""
    assert facts(tmp_path, "a.md", text) == [
        ("利用者支援事業", 2020, "plan", ("利用者支援事業 3か所",)),
        ("利用者支援事業", 2021, "plan", ("利用者支援事業 4か所",)),
        ("利用者支援事業", 2020, "actual", ("利用者支援事業 2か所",)),
        ("利用者支援事業", 2021, "actual", ()),
    ]


@pytest.mark.parametrize("heading", ["", "人口の推移は次のとおり。\n\n"])
def test_kinds_by_years_without_a_heading_are_no_measure(tmp_path: Path, heading: str) -> None:
    path = tmp_path / "a.md"
    path.write_text(f"{heading}| | R2年度 | R3年度 |\n|---|---|---|\n| 推計 | 3 | 4 |\n| 実績 | 2 | 5 |\n", encoding="utf-8")
    with pytest.raises(bo.SourceError, match="no-progress-table"):
        bo.read(path)


def test_rows_that_begin_with_their_year(tmp_path: Path) -> None:
    text = """年度,施策番号,施策名,担当課,指標,実績値,単位
令和3年度,1,見守り,学務課,見守り員数,45,人
令和3年度,1,見守り,学務課,活動日数,190,日
令和4年度,1,見守り,学務課,見守り員数,48,人
令和4年度,1,見守り,学務課,活動日数,188,日
"""
    assert facts(tmp_path, "a.csv", text) == [
        ("見守り", 2021, "actual", ("見守り員数 45人",)),
        ("見守り", 2021, "actual", ("活動日数 190日",)),
        ("見守り", 2022, "actual", ("見守り員数 48人",)),
        ("見守り", 2022, "actual", ("活動日数 188日",)),
    ]


@pytest.mark.parametrize("note", ["※数値は各年度末", "注1）速報値", "（注）速報値", "* 速報値", "資料：市民課"])
def test_a_remark_below_the_rows_is_no_measure(tmp_path: Path, note: str) -> None:
    text = f"施策,担当課,2021年度,2022年度\n見守り,学務課,隊員 45人,隊員 48人\n{note},,,\n"
    assert facts(tmp_path, "a.csv", text) == [
        ("見守り", 2021, "actual", ("隊員 45人",)),
        ("見守り", 2022, "actual", ("隊員 48人",)),
    ]


@pytest.mark.parametrize("header", ["令和5年度の方向", "令和5年度に向けて", "令和5年度の重点"])
def test_a_year_beside_words_that_nobody_knows_is_no_column_of_results(tmp_path: Path, header: str) -> None:
    text = f"| 事業名 | 担当課 | 令和4年度の実績 | {header} |\n|--|--|--|--|\n| 講座 | 安全課 | 参加者 132人 | 3回に増やす |\n"
    assert facts(tmp_path, "a.md", text) == [("講座", 2022, "actual", ("参加者 132人",))]


@pytest.mark.parametrize(
    "header", ["令和5年度(4月～3月)", "R5", "令和5年度末現在", "2023年度", "令和5(2023)年度", "令和5年度分", "5年度"]
)
def test_a_year_alone_heads_results(tmp_path: Path, header: str) -> None:
    text = f"| 事業名 | 担当課 | {header} |\n|---|---|---|\n| 講座 | 安全課 | 参加者 132人 |\n"
    assert facts(tmp_path, "a.md", text) == [("講座", 2023, "actual", ("参加者 132人",))]


def test_the_contents_name_the_measure_where_nothing_else_does(tmp_path: Path) -> None:
    text = "| 取組内容 | 主管課 | 30年度 | 31年度（令和元年度） |\n|--|--|--|--|\n| 出前講座 | 防災課 | 受講 85人 | 受講 91人 |\n"
    assert facts(tmp_path, "a.md", text) == [
        ("出前講座", 2018, "actual", ("受講 85人",)),
        ("出前講座", 2019, "actual", ("受講 91人",)),
    ]


def test_a_part_of_a_page_is_html_all_the_same(tmp_path: Path) -> None:
    text = (
        "<h2>取組状況</h2><p>実績です。</p><table><tr><th>事業</th><th>担当</th><th>取組状況（令和４年度）</th></tr>"
        "<tr><td>教室</td><td>指導室</td><td><ul><li>小学校 9校</li><li>中学校 5校</li></ul></td></tr></table>"
    )
    expected = [("教室", 2022, "actual", ("小学校 9校", "中学校 5校"))]
    assert facts(tmp_path, "a.html", text) == expected
    assert facts(tmp_path, "a.txt", text) == expected


def test_columns_side_by_side_that_name_what_they_count_with_a_unit(tmp_path: Path) -> None:
    header = "| 事業名 | 担当課 | 実施回数（回） | 参加者数（人） | 評価 |\n|--|--|--|--|--|\n"
    text = f"# 令和4年度 実施状況\n\n{header}| 教室 | 学校課 | 6 | 52 | A |\n"
    assert facts(tmp_path, "a.md", text) == [
        ("教室", 2022, "actual", ("実施回数 6回",)),
        ("教室", 2022, "actual", ("参加者数 52人",)),
    ]


def test_a_legend_of_marks_heads_nothing(tmp_path: Path) -> None:
    legend = "A：計画どおり\n\nB：概ね計画どおり\n\n"
    text = f"# 令和4年度 実績\n\n{legend}| 事業名 | 実績 | 評価 |\n|--|--|--|\n| 教室 | 受講 52人 | A |\n"
    path = tmp_path / "a.md"
    path.write_text(text, encoding="utf-8")
    assert [(m["name"], m["path"]) for m in bo.read(path).as_dict()["measures"]] == [("教室", [])]


def test_a_form_has_the_results_of_its_indicators_and_its_own_of_one_year(tmp_path: Path) -> None:
    rows = [
        ("事業名", "巡回", "", ""),
        ("担当課", "安全課", "", ""),
        ("指標", "単位", "令和4年度", "令和5年度"),
        ("巡回回数", "回", "251", "248"),
        ("従事者数", "人", "502", "496"),
        ("令和5年度の取組実績", "夜間の巡回 12回", "", ""),
    ]
    html = "<table>" + "".join(
        "<tr>"
        + "".join(f"<td{' colspan=3' if row[2:] == ('', '') and n else ''}>{c}</td>" for n, c in enumerate(row) if c)
        + "</tr>"
        for row in rows
    )
    found = facts(tmp_path, "a.html", f"<html><body>{html}</table></body></html>")
    assert sorted((year, numbers) for _, year, _, numbers in found) == [
        (2022, ("巡回回数 251回",)),
        (2022, ("従事者数 502人",)),
        (2023, ("夜間の巡回 12回",)),
        (2023, ("巡回回数 248回",)),
        (2023, ("従事者数 496人",)),
    ]
