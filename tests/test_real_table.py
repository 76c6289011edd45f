"""The real table, held against a second reading that was made by hand and independently (tests/annotated)."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

from bouhan_opendata.building import rebuilt_cells
from bouhan_opendata.package import Package

SET = Path(__file__).parent / "annotated" / "koganei-2019"
COMPARED = (
    "quote", "class", "value", "lower", "upper", "unit_text", "precision", "scope", "counting", "time_basis", "per",
    "since_fiscal_year", "as_of", "date_start", "date_end", "relation", "use", "label",
)  # fmt: skip


def rows_of(name: str) -> list[dict[str, str]]:
    with (SET / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def plain(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return format(value, "f")
    return str(value)


def line_key(row: dict[str, str]) -> str:
    return f"s001-t{row['table_no']}-r{row['row_no']}-c{row['column_no']}-l{row['line_no']}"


def full_notation(heading: dict[str, Any]) -> str:
    return f"{heading['parent']}-{heading['notation']}" if heading["parent"] else heading["notation"]


@pytest.fixture(scope="module")
def figures(package: Package) -> dict[tuple[str, int], dict[str, Any]]:
    return {(row["line_id"], row["char_start"]): dict(row) for row in package["figures"]}


def test_every_figure_of_the_second_reading_is_read_and_none_besides(figures: dict[tuple[str, int], Any]) -> None:
    expected = {(line_key(row), int(row["char_start"])) for row in rows_of("figures.csv")}
    assert sorted(expected - set(figures)) == []
    outside = {("s001-t1-r4-c3-l1", 13)}  # 庁用車16台, in a description: the second reading covers result cells
    assert set(figures) - expected == outside
    assert figures["s001-t1-r4-c3-l1", 13]["use"] == "detail"


@pytest.mark.parametrize("field", COMPARED)
def test_figures_agree_with_the_second_reading_field_by_field(field: str, figures: dict[tuple[str, int], Any]) -> None:
    differing = []
    for row in rows_of("figures.csv"):
        mine = figures[line_key(row), int(row["char_start"])]
        accepted = {row[field]}
        if field == "label" and row["label_also"]:
            accepted.add("" if row["label_also"] == "(none)" else row["label_also"])
        if plain(mine[field]) not in accepted:
            differing.append((line_key(row), row["quote"], {"expected": row[field], "read": plain(mine[field])}))
    assert differing == []


def test_parents_of_figures_agree_with_the_second_reading(package: Package, figures: dict[tuple[str, int], Any]) -> None:
    for row in rows_of("figures.csv"):
        mine = figures[line_key(row), int(row["char_start"])]
        expected = ""
        if row["parent_char"]:
            line, start = row["parent_char"].split(":")
            expected = f"s001-{line}-c{start}" if line.startswith("t") else f"{line_key(row).rsplit('-', 1)[0]}-l{line}-c{start}"
        assert plain(mine["parent_figure_id"]) == expected, row


def test_every_item_is_verbatim_and_in_order(package: Package) -> None:
    measures = {row["measure_id"]: row["sort_order"] for row in package["measures"]}
    departments = {row["department_id"]: row["name"] for row in package["departments"]}
    read: dict[tuple[str, str], list[tuple[str, ...]]] = defaultdict(list)
    for row in package["activities"]:
        measure_id, year = row["report_id"].split("-")
        key = (str(measures[measure_id]), year)
        name = departments.get(row["department_id"], "")
        read[key].append((name, row["marker"] or "", row["text"], row["status"], row["status_reason"] or ""))
    expected: dict[tuple[str, str], list[tuple[str, ...]]] = defaultdict(list)
    for item in rows_of("items.csv"):
        key = (item["measure_no"], item["fiscal_year"])
        expected[key].append((item["department"], item["marker"], item["text"], item["status"], item["status_reason"]))
    assert read == expected


def test_measures_stand_under_their_headings_with_their_departments(package: Package) -> None:
    structure = yaml.safe_load((SET / "structure.yaml").read_text(encoding="utf-8"))
    areas = {row["policy_area_id"]: row for row in package["policy_areas"]}
    assert [(a["notation"], a["title"], a["purpose"] or "") for a in package["policy_areas"]] == [
        (full_notation(h), h["title"], h.get("purpose") or "") for h in structure["headings"]
    ]
    names = {row["department_id"]: row["name"] for row in package["departments"]}
    responsible: dict[str, list[str]] = defaultdict(list)
    for row in sorted(package["measure_departments"], key=lambda row: row["sort_order"]):
        responsible[row["measure_id"]].append(names[row["department_id"]])
    for measure, expected in zip(package["measures"], structure["measures"], strict=True):
        assert measure["title"] == expected["title"]
        assert areas[measure["policy_area_id"]]["notation"] == expected["heading"]
        assert responsible[measure["measure_id"]] == [d["name"] for d in expected["departments"]]


def test_the_counts_of_the_real_table(package: Package) -> None:
    assert len(package["measures"]) == 25
    assert len(package["reports"]) == 50
    assert Counter(row["status"] for row in package["reports"])["blank"] == 1


def test_the_blank_report_and_its_five_departments(package: Package) -> None:
    measure = next(row for row in package["measures"] if row["title"] == "空き家の適正な管理の推進")
    report = next(r for r in package["reports"] if r["measure_id"] == measure["measure_id"] and r["fiscal_year"] == 2019)
    assert report["status"] == "blank"
    states = [row["state"] for row in package["report_departments"] if row["report_id"] == report["report_id"]]
    assert states == ["cell_blank"] * 5


def test_the_cancelled_course_has_its_reason(package: Package) -> None:
    measure = next(row for row in package["measures"] if row["title"] == "市民防犯講習会の開催")
    report = next(r for r in package["reports"] if r["measure_id"] == measure["measure_id"] and r["fiscal_year"] == 2019)
    assert report["status"] == "cancelled"
    items = [row for row in package["activities"] if row["report_id"] == report["report_id"]]
    assert [(row["status"], row["status_reason"]) for row in items] == [("cancelled", "infectious_disease")]


def test_a_remark_in_brackets_inside_an_item_opens_no_section(package: Package) -> None:
    item = next(row for row in package["activities"] if row["text"] == "小学校全9校の通学路点検【交通対策課所管】")
    department = next(row for row in package["departments"] if row["department_id"] == item["department_id"])
    assert department["name"] == "学務課"


def test_a_sub_office_and_the_whole_city_are_read_for_what_they_mean(package: Package) -> None:
    by_name = {row["name"]: row for row in package["departments"]}
    assert by_name["男女共同参画室"]["parent_id"] == by_name["企画政策課"]["department_id"]
    whole = [row for row in package["departments"] if row["kind"] == "whole_city"]
    assert len(whole) == 1
    holders = [row["measure_id"] for row in package["measure_departments"] if row["role"] == "whole_city"]
    titles = [row["title"] for row in package["measures"] if row["measure_id"] in holders]
    assert titles == ["CoCoパトロール隊による地域パトロール", "暴力団排除活動の推進"]


def test_of_the_equipment_figures_under_two_measures_the_first_count(package: Package) -> None:
    rows = [row for row in package["figures"] if row["label"] in ("防犯資機材支給", "支給資機材") and row["class"] == "quantity"]
    uses = [(row["quote"], row["use"]) for row in rows]
    firsts = [("2団体", "observation"), ("19個", "observation"), ("5団体", "observation"), ("40個", "observation")]
    assert sorted(uses) == sorted([*firsts, *((quote, "duplicate") for quote, _ in firsts)])
    by_id = {row["figure_id"]: row for row in rows}
    for row in rows:
        if row["use"] == "duplicate":
            assert by_id[row["parent_figure_id"]]["value"] == row["value"]
            assert row["relation"] == "same_as"


def test_the_grid_as_read_is_rebuilt_from_source_lines_cell_for_cell(package: Package, real_grids: Any) -> None:
    rebuilt = rebuilt_cells([row for row in package["source_lines"] if row["table_no"]])
    grid = {("s001", c.table_no, c.row_no, c.column_no): c.text for g in real_grids for row in g.rows for c in row}
    assert rebuilt == grid


def test_every_character_of_every_cell_is_in_exactly_one_class(package: Package) -> None:
    for row in package["source_lines"]:
        text = row["text"] or ""
        assert "".join(text[s.start : s.end] for s in package.spans[row["line_id"]]) == text


def test_quotes_are_the_characters_they_point_at(package: Package) -> None:
    lines = {row["line_id"]: row["text"] for row in package["source_lines"]}
    for row in package["figures"]:
        assert lines[row["line_id"]][row["char_start"] : row["char_end"]] == row["quote"]
