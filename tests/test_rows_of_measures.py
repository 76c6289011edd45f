"""Measures with several rows: one for each department under a row span, or the same title again."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import bouhan_opendata as bo
from bouhan_opendata.extraction import prepare_words, read_departments
from publications import markdown, publish

SPAN = markdown(
    ("啓発活動", "学務課", "啓発を行う。", "教室を開催 3回", "教室を開催 4回"),
    ("", "福祉課", "", "講座を開催 5回", ""),
    ("見回り", "安全課", "見回る。", "見回り 5回", "見回り 6回"),
)
TWICE = markdown(
    ("啓発活動", "学務課", "子どもへの啓発。", "", "教室を開催 3回"),
    ("啓発活動", "福祉課", "高齢者への啓発。", "", "講座を開催 5回"),
)


def built(folder: Path, table: str) -> bo.Package:
    return bo.build(bo.open_publication(publish(folder, table)))


def names(package: bo.Package) -> dict[Any, str]:
    return {row["department_id"]: row["name"] for row in package["departments"]} | {None: "-"}


def blocks(package: bo.Package) -> set[tuple[str, int, str]]:
    """Measure, year and department of every activity as released."""
    reports = {row["report_id"]: row for row in package["reports"]}
    titles = {row["measure_id"]: row["title"] for row in package["measures"]}
    return {
        (
            titles[reports[row["report_id"]]["measure_id"]],
            reports[row["report_id"]]["fiscal_year"],
            names(package)[row["department_id"]],
        )
        for row in package["activities"]
    }


def blocks_read(folder: Path, table: str) -> set[tuple[str, int, str]]:
    """The same as inspected."""
    path = folder / "table.md"
    path.write_text(table, encoding="utf-8")
    facts = json.loads(json.dumps(bo.read(path).as_dict()))
    return {
        (measure["name"], block["fiscal_year"], block["department"] or "-")
        for measure in facts["measures"]
        for block in measure["activities"]
        if block["items"]
    }


def test_each_row_of_a_span_is_its_own_departments(tmp_path: Path) -> None:
    package = built(tmp_path / "city", SPAN)
    assert blocks(package) == {
        ("啓発活動", 2018, "学務課"),
        ("啓発活動", 2018, "福祉課"),
        ("啓発活動", 2019, "学務課"),
        ("見回り", 2018, "安全課"),
        ("見回り", 2019, "安全課"),
    }
    for table in ("indicators", "observations"):
        assert all(row["department_id"] for row in package[table])
    assert all(row["department_name"] for row in package["overview_figures"])


def test_a_blank_row_of_a_span_is_blank_for_its_department_alone(tmp_path: Path) -> None:
    package = built(tmp_path / "city", SPAN)
    states = {(row["report_id"], names(package)[row["department_id"]]): row["state"] for row in package["report_departments"]}
    assert states["m001-2019", "福祉課"] == "cell_blank"
    assert states["m001-2019", "学務課"] == states["m001-2018", "福祉課"] == "reported"
    found = [finding for finding in package.findings if finding.rule == "blank-cell"]
    assert [(f.params["measure"], f.params["year"]) for f in found] == [("啓発活動（福祉課）", 2019)]
    gaps = {(r["department_name"], r["fiscal_year"]): r["gap"] for r in package["overview_figures"] if r["measure_id"] == "m001"}
    assert gaps["福祉課", 2019] == "空欄"
    assert gaps["学務課", 2019] is None
    changes = {(r["department_name"], r["fiscal_year"]): r["change"] for r in package["overview_activities"]}
    assert changes["福祉課", 2019] == "空欄"


def test_inspect_and_release_agree_on_departments(tmp_path: Path) -> None:
    tables = [
        SPAN,
        TWICE,
        markdown(("見回り", "企画課（女性室）", "見回る。", "", "見回り 3回")),
        markdown(("見回り", "安全課<br>【全庁】", "見回る。", "", "見回り 3回")),
        markdown(
            ("見回り", "安全課", "見回る。", "", "見回り 3回"), ("", "", "", "", "声かけ 2回"), ("", "学務課", "", "", "見守り")
        ),
        markdown(("見回り", "安全課<br>学務課", "見回る。", "", "見回り 3回")),
    ]
    for number, table in enumerate(tables):
        assert blocks(built(tmp_path / f"city{number}", table)) == blocks_read(tmp_path, table), number


def test_rows_of_one_title_agree_and_are_told(tmp_path: Path) -> None:
    package = built(tmp_path / "city", TWICE)
    (measure,) = package["measures"]
    (edition,) = package["measure_editions"]
    assert measure["description"] == edition["description"] == "子どもへの啓発。高齢者への啓発。"
    assert blocks(package) == {("啓発活動", 2019, "学務課"), ("啓発活動", 2019, "福祉課")}
    (found,) = [finding for finding in package.findings if finding.rule == "measure-twice"]
    assert found.params["id"] == "m001"
    assert "行3" in found.params["where"]["ja"] or "行2" in found.params["where"]["ja"]


def test_a_row_for_each_department_with_its_title_repeated_is_no_doubt(tmp_path: Path) -> None:
    rows = (("啓発", "学務課", "啓発する。", "", "教室 3回"), ("啓発", "福祉課", "啓発する。", "", "講座 5回"))
    assert "measure-twice" not in {f.rule for f in built(tmp_path / "a", markdown(*rows)).findings}
    same = (rows[0], ("啓発", "学務課", "啓発する。", "", "講座 5回"))
    assert "measure-twice" in {f.rule for f in built(tmp_path / "b", markdown(*same)).findings}


def test_measures_of_one_title_under_two_unnumbered_headings_are_two(tmp_path: Path) -> None:
    rows = [("■学校",), ("見回り", "学務課", "", "", "見回り 3回"), ("■地域",), ("見回り", "安全課", "", "", "見回り 5回")]
    wide = [(*row, *[""] * (5 - len(row))) for row in rows]
    assert len(built(tmp_path / "city", markdown(*wide))["measures"]) == 2


def test_a_bureau_and_its_section_run_together_are_two(tmp_path: Path) -> None:
    """The section is called the same where it is written without its bureau."""
    rows = (
        (
            "見守り",
            "総務部生活環境課、福祉部長寿福祉課",
            "見守ります。",
            "【生活環境課】<br>・巡回 12回<br>【福祉部長寿福祉課】<br>・講座 3回",
            "",
        ),
        ("広報", "生活環境課", "知らせます。", "・チラシ 100枚", ""),
    )
    package = bo.build(bo.open_publication(publish(tmp_path / "city", markdown(*rows))))
    departments = {row["department_id"]: row for row in package["departments"]}
    named = {
        row["name"]: (row["kind"], departments[row["parent_id"]]["name"] if row["parent_id"] else None)
        for row in departments.values()
    }
    assert named == {
        "総務部": ("bureau", None),
        "生活環境課": ("section", "総務部"),
        "福祉部": ("bureau", None),
        "長寿福祉課": ("section", "福祉部"),
    }
    assert {row["state"] for row in package["report_departments"] if row["report_id"].endswith("-2018")} == {"reported"}


def test_sections_of_one_name_in_two_bureaus_are_two(tmp_path: Path) -> None:
    rows = (
        ("見守り", "総務部管理課", "見守ります。", "【総務部管理課】<br>・巡回 12回", ""),
        ("街灯", "建設部管理課", "直します。", "【建設部管理課】<br>・新設 3基", ""),
    )
    package = bo.build(bo.open_publication(publish(tmp_path / "city", markdown(*rows))))
    assert {row["name"] for row in package["departments"] if row["kind"] == "section"} == {"総務部管理課", "建設部管理課"}


@pytest.mark.parametrize("name", ["部活動推進室", "消防本部", "総務部", "市民部会", "図書館部門", "人権・男女共同参画課"])
def test_what_only_looks_like_a_bureau_and_section_stays_whole(name: str) -> None:
    found = read_departments([name], prepare_words(bo.load_model()))
    assert [(each.name, each.bureau_name) for each in found] == [(name, None)]
