"""Forms for each measure: labels beside or above their cells, small tables of years within, several forms in one table."""

from __future__ import annotations

from pathlib import Path

import pytest

import bouhan_opendata as bo
from bouhan_opendata.building import Facts
from grids import grid, read_grids


def read(tmp_path: Path, *tables: str, title: str = "# 防犯計画 個票") -> Facts:
    path = tmp_path / "forms.md"
    path.write_text("\n\n".join((title, *tables)) + "\n", encoding="utf-8")
    return bo.read(path)


def form(*rows: str) -> str:
    lines = [f"| {row} |" for row in rows]
    return "\n".join([lines[0], "| " + " | ".join(["---"] * (lines[0].count("|") - 1)) + " |", *lines[1:]])


def cells(facts: Facts) -> list[tuple[str, int | None, str | None, str]]:
    return [
        (row.title, column.fiscal_year, column.result_kind, cell.text)
        for row in facts.reading.table.measures
        for column, cell in row.results
    ]


PAIRS = form(
    "基本目標 | 1 安全なまち", "施策の方向 | (1) 見守り", "事業名 | 見守り活動", "担当課 | 学務課",
    "事業概要 | 登下校を見守る。", "令和3年度実績 | 見守り隊 12団体", "令和4年度実績 | 見守り隊 13団体", "今後の課題 | 担い手",
)  # fmt: skip


def test_labels_down_the_side_are_one_measure(tmp_path: Path) -> None:
    facts = read(tmp_path, PAIRS)
    assert cells(facts) == [("見守り活動", 2021, "actual", "見守り隊 12団体"), ("見守り活動", 2022, "actual", "見守り隊 13団体")]
    [measure] = facts.as_dict()["measures"]
    assert measure["path"] == ["1 安全なまち", "(1) 見守り"] and measure["departments"] == ["学務課"]
    [row] = facts.reading.table.measures
    assert row.description_cell is not None and row.description_cell.text == "登下校を見守る。"
    assert [(column.text_role, cell.text) for column, cell in row.texts] == [("issue", "担い手")]


def test_a_small_table_of_years_within_a_form(tmp_path: Path) -> None:
    text = form(
        "事業名 | 巡回パトロール事業 | 担当課 | 安全課", "年度 | 計画 | 実績 | 備考",
        "令和3年度 | 巡回 200回 | 巡回 180回 | ", "令和4年度 | 巡回 200回 | 巡回 210回 | 車両更新", "評価 | A | | ",
    )  # fmt: skip
    facts = read(tmp_path, text)
    name = "巡回パトロール事業"
    assert sorted(cells(facts), key=str) == [
        (name, 2021, "actual", "巡回 180回"), (name, 2021, "plan", "巡回 200回"),
        (name, 2022, "actual", "巡回 210回"), (name, 2022, "plan", "巡回 200回"),
    ]  # fmt: skip
    [row] = facts.reading.table.measures
    assert ("evaluation", "A") in [(column.text_role, cell.text) for column, cell in row.texts]
    assert ("remark", "車両更新") in [(column.text_role, cell.text) for column, cell in row.texts]


def test_years_over_the_columns_and_kinds_down_the_side(tmp_path: Path) -> None:
    text = form("事業名 | 防犯教室 | ", "担当課 | 市民課 | ", " | 令和3年度 | 令和4年度", "計画 | 3回 | 4回", "実績 | 2回 | 中止")
    assert sorted(cells(read(tmp_path, text)), key=str) == [
        ("防犯教室", 2021, "actual", "2回"), ("防犯教室", 2021, "plan", "3回"),
        ("防犯教室", 2022, "actual", "中止"), ("防犯教室", 2022, "plan", "4回"),
    ]  # fmt: skip


def test_forms_in_one_table_and_in_several(tmp_path: Path) -> None:
    one = form("事業名 | 教室", "担当課 | 安全課", "R4実績 | 3回", "事業名 | 巡回", "担当課 | 市民課", "R4実績 | 5回")
    two = form("事業名 | 街灯", "担当課 | 道路課", "R4実績 | 8基")
    facts = read(tmp_path, one, two)
    assert cells(facts) == [("教室", 2022, "actual", "3回"), ("巡回", 2022, "actual", "5回"), ("街灯", 2022, "actual", "8基")]
    assert [measure["departments"] for measure in facts.as_dict()["measures"]] == [["安全課"], ["市民課"], ["道路課"]]


def test_the_documents_year_is_that_of_a_label_without_one(tmp_path: Path) -> None:
    text = form("事業名 | 教室", "担当課 | 安全課", "実績 | 3回")
    assert cells(read(tmp_path, text, title="# 令和4年度 防犯計画 調査票")) == [("教室", 2022, "actual", "3回")]


def test_what_no_label_names_is_told(tmp_path: Path) -> None:
    facts = read(tmp_path, form("整理番号 | 12", "事業名 | 教室", "根拠法令 | 条例第5条", "担当課 | 安全課", "R4実績 | 3回"))
    [found] = [finding for finding in facts.findings if finding.rule == "form-cells-kept"]
    assert found.params["count"] == 2
    assert "根拠法令" in str(found.params["text"])


def test_a_table_of_measures_is_no_form(tmp_path: Path) -> None:
    text = form(
        "事業名 | 担当課 | 令和3年度 | 令和4年度",
        "評価制度の見直し | 企画課 | 検討 | 実施",
        "計画の推進 | 企画課 | 会議 2回 | 会議 3回",
    )
    assert [name for name, *_ in cells(read(tmp_path, text))] == ["評価制度の見直し"] * 2 + ["計画の推進"] * 2


@pytest.mark.parametrize("label", ["取組実績", "実施状況"])
def test_merged_labels_hold_for_the_rows_they_span(label: str) -> None:
    table = read_grids(
        grid(
            ["事業名", "見守り活動", "^", "^"],
            ["担当課", "学務課", "^", "^"],
            [label, "R3年度", "見守り 12回", "^"],
            [None, "R4年度", "見守り 15回", "^"],
            ["評価", "^", "^", "^"],
            ["順調である。", "^", "^", "^"],
        )
    )
    [row] = table.measures
    assert [(column.fiscal_year, cell.text) for column, cell in row.results] == [(2021, "見守り 12回"), (2022, "見守り 15回")]
    assert [(column.text_role, cell.text) for column, cell in row.texts] == [("evaluation", "順調である。")]


TURNED = form(
    "施策名 | 防犯講習会 | 見守り活動", "担当課 | 安全課 | 学務課", "令和3年度 | 講習会 3回 | 見守り隊 12団体",
    "令和4年度 | 講習会 4回 | 中止", "備考 |  | 担い手不足",
)  # fmt: skip


def test_a_column_for_each_measure(tmp_path: Path) -> None:
    facts = read(tmp_path, TURNED)
    assert cells(facts) == [
        ("防犯講習会", 2021, "actual", "講習会 3回"), ("防犯講習会", 2022, "actual", "講習会 4回"),
        ("見守り活動", 2021, "actual", "見守り隊 12団体"), ("見守り活動", 2022, "actual", "中止"),
    ]  # fmt: skip
    assert [measure["departments"] for measure in facts.as_dict()["measures"]] == [["安全課"], ["学務課"]]
    [_, row] = facts.reading.table.measures
    assert (row.title_cell.row_no, row.title_cell.column_no) == (1, 3)
    assert [(cell.row_no, cell.column_no) for _, cell in row.results] == [(3, 3), (4, 3)]
    assert facts.reading.table.line_classes[1, 2, 3, 0] == "department"
    assert facts.reading.table.line_classes[1, 3, 1, 0] == "header"


UNDER = """## 1 市民の安全

### 1-1 防犯講習会（安全課）

| 年度 | 実施内容 | 評価 |
| --- | --- | --- |
| 令和3年度 | 講習会 3回 | A |
| 令和4年度 | 講習会 4回 | B |

### 1-2 見守り活動（学務課）

| 年度 | 取組内容 | 課題 |
| --- | --- | --- |
| R4 | 中止 | 担い手 |
"""


def test_tables_of_years_below_the_heading_that_names_the_measure(tmp_path: Path) -> None:
    facts = read(tmp_path, UNDER)
    assert cells(facts) == [
        ("防犯講習会", 2021, "actual", "講習会 3回"), ("防犯講習会", 2022, "actual", "講習会 4回"),
        ("見守り活動", 2022, "actual", "中止"),
    ]  # fmt: skip
    measures = facts.as_dict()["measures"]
    assert [(m["name"], m["path"], m["departments"]) for m in measures] == [
        ("防犯講習会", ["1 市民の安全"], ["安全課"]), ("見守り活動", ["1 市民の安全"], ["学務課"]),
    ]  # fmt: skip
    assert [row.notation for row in facts.reading.table.measures] == ["1-1", "1-1", "1-2"]
    assert {finding.rule for finding in facts.findings} == set()


@pytest.mark.parametrize(
    "text",
    [
        "### 1-1 認知件数\n\n" + form("年度 | 件数", "令和3年度 | 500件", "令和4年度 | 450件"),
        "### 1-1 認知件数\n\n" + form("年度 | 窃盗 | 詐欺", "令和3年度 | 500件 | 3件", "令和4年度 | 450件 | 4件"),
        form("年度 | 実績", "令和3年度 | 500件", "令和4年度 | 450件"),
    ],
)
def test_figures_by_years_are_no_measure(tmp_path: Path, text: str) -> None:
    with pytest.raises(bo.SourceError):
        read(tmp_path, text)


@pytest.mark.parametrize("text", [PAIRS, TURNED, UNDER])
def test_what_is_read_of_them_builds_without_error(tmp_path: Path, text: str) -> None:
    findings = read(tmp_path, text).findings
    assert [finding.rule for finding in findings] == []
