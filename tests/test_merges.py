"""Merged cells: whose a department, a heading, a result is that stands over several rows or columns."""

from __future__ import annotations

from grids import grid, read_grids

HEAD = ("施策名", "担当課", "令和3年度", "令和4年度")


def test_a_department_over_several_measures_is_of_each() -> None:
    table = read_grids(
        grid(HEAD, ("教室", "安全課", "3回", "4回"), ("巡回", None, "5回", "6回"), ("街灯", "道路課", "7基", "8基"))
    )
    assert [row.department_cell.text for row in table.measures if row.department_cell] == ["安全課", "安全課", "道路課"]


def test_a_measure_over_several_departments_is_one() -> None:
    table = read_grids(grid(HEAD, ("教室", "安全課", "3回", "4回"), (None, "学務課", "5回", "6回")))
    assert [(row.title, row.department_cell.text) for row in table.measures if row.department_cell] == [
        ("教室", "安全課"),
        ("教室", "学務課"),
    ]


def test_a_heading_over_all_columns_is_a_heading() -> None:
    table = read_grids(grid(HEAD, ("見守りの推進", "^", "^", "^"), ("教室", "安全課", "3回", "4回")))
    assert [heading.title for heading in table.headings] == ["見守りの推進"]
    assert [row.title for row in table.measures] == ["教室"]


def test_a_heading_down_the_side_is_of_all_its_rows() -> None:
    head = ("基本目標", "施策名", "担当課", "令和4年度実績")
    rows = (("1 安全", "教室", "安全課", "3回"), (None, "巡回", "安全課", "5回"), ("2 安心", "街灯", "道路課", "7基"))
    table = read_grids(grid(head, *rows))
    assert [table.headings[row.heading].title for row in table.measures if row.heading is not None] == ["安全", "安全", "安心"]


def test_two_header_rows_with_merges() -> None:
    table = read_grids(
        grid(
            ("施策名", "担当課", "令和3年度", "^", "令和4年度", "^", "備考"),
            (None, None, "計画", "実績", "計画", "実績", None),
            ("教室", "安全課", "3回", "2回", "4回", "5回", "会場変更"),
        )
    )
    [row] = table.measures
    assert [(column.fiscal_year, column.result_kind, cell.text) for column, cell in row.results] == [
        (2021, "plan", "3回"), (2021, "actual", "2回"), (2022, "plan", "4回"), (2022, "actual", "5回"),
    ]  # fmt: skip


def test_a_header_merged_over_years_only() -> None:
    table = read_grids(
        grid(("施策名", "担当課", "取組実績", "^"), (None, None, "R3", "R4"), ("教室", "安全課", "2回", "5回")),
    )
    [row] = table.measures
    assert [(column.fiscal_year, column.result_kind, cell.text) for column, cell in row.results] == [
        (2021, "actual", "2回"),
        (2022, "actual", "5回"),
    ]


def test_results_over_several_years_or_measures_are_of_the_first_and_told() -> None:
    table = read_grids(grid(HEAD, ("教室", "安全課", "講習会 3回", "^")))
    assert [cell.text for _, cell in table.measures[0].results] == ["講習会 3回", ""]
    assert [(finding.rule, finding.params["address"]["ja"]) for finding in table.findings] == [("merged-years", "表1 行2 列3")]
    table = read_grids(grid(HEAD, ("教室", "安全課", "3回", "4回"), ("巡回", "安全課", None, "2回")))
    assert [[cell.text for _, cell in row.results] for row in table.measures] == [["3回", "4回"], ["", "2回"]]
    assert [finding.rule for finding in table.findings] == ["merged-measures"]


def test_grid_paper_is_read_by_its_merged_cells() -> None:
    table = read_grids(
        grid(
            ("施策名", "^", "^", "担当課", "^", "令和3年度", "^", "^", "令和4年度", "^", "^"),
            ("教室", "^", "^", "安全課", "^", "講習会 3回", "^", "^", "講習会 4回", "^", "^"),
            ("巡回", "^", "^", "学務課", "^", "5回", "^", "^", "6回", "^", "^"),
        )
    )
    assert [(row.title, [cell.text for _, cell in row.results]) for row in table.measures] == [
        ("教室", ["講習会 3回", "講習会 4回"]),
        ("巡回", ["5回", "6回"]),
    ]
    assert table.findings == ()


def test_one_header_over_a_number_and_a_name() -> None:
    table = read_grids(
        grid(("施策名", "^", "担当課", "令和4年度実績"), ("1", "教室", "安全課", "3回"), ("2", "巡回", "学務課", "5回"))
    )
    assert [(row.notation, row.title) for row in table.measures] == [("1", "教室"), ("2", "巡回")]


def test_one_header_over_a_theme_and_a_name() -> None:
    table = read_grids(
        grid(
            ("施策", "^", "担当課", "令和4年度実績"),
            ("見守り", "教室", "安全課", "3回"),
            (None, "巡回", "学務課", "5回"),
            ("環境", "街灯", "道路課", "7基"),
        )
    )
    assert [(table.headings[row.heading or 0].title, row.title) for row in table.measures] == [
        ("見守り", "教室"),
        ("見守り", "巡回"),
        ("環境", "街灯"),
    ]
