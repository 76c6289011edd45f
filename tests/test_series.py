"""Activities over the years: ids that a corrected table keeps, marks that repeat, words that are true of the year before."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import bouhan_opendata as bo
from bouhan_opendata.extraction.keys import masked
from publications import markdown, publish

REPOSITORY = Path(__file__).parent.parent
YEARS = ("平成30年度の取組み", "令和元年度の取組み", "令和2年度の取組み")


def table(*rows: tuple[str, ...], years: int = 3, department: str = "安全課") -> str:
    """A measure a row, with the cells of its years alone."""
    titles = ("見回り", "講習会", "街路灯", "見守り")
    header = ("主要な施策", "担当課", "施策の内容", *YEARS[:years])
    return markdown(*((titles[n], department, "", *cells) for n, cells in enumerate(rows)), header=header)


def built(folder: Path, *tables: str, curation: dict[str, str] | None = None) -> bo.Package:
    return bo.build(bo.open_publication(publish(folder, *tables, curation=curation)))


def changes(package: bo.Package) -> list[tuple[str, int, str | None, str | None, str | None]]:
    """Row, year, text, text of the year before and word of the overview."""
    return [
        (row["row_id"], row["fiscal_year"], row["text"], row["previous_text"], row["change"])
        for row in package["overview_activities"]
    ]


def series_of(package: bo.Package) -> dict[str, str | None]:
    return {row["activity_id"]: row["series_id"] for row in package["activities"]}


def register(*names: str) -> dict[str, str]:
    lines = [f'  - {{id: {name.split(" ", 1)[0]}, name: "{name.split(" ", 1)[1]}", source: s001}}' for name in names]
    return {"register.yaml": "ids:\n" + "\n".join(lines) + "\n"}


# -- ids


@pytest.fixture
def corrected(tmp_path: Path) -> Path:
    """The real publication with a corrected copy of its table, in which one number of the earlier year is another."""
    folder = tmp_path / "datapackage"
    shutil.copytree(REPOSITORY / "datapackage", folder, ignore=shutil.ignore_patterns("releases"))
    text = (folder / "sources" / "koganei-2019.md").read_text(encoding="utf-8")
    assert "車両数 15台" in text
    (folder / "sources" / "corrected.md").write_text(text.replace("車両数 15台", "車両数 16台", 1), encoding="utf-8")
    with (folder / "sources" / "sources.yaml").open("a", encoding="utf-8") as stream:
        stream.write("  - {id: s002, file: corrected.md, title: 差替え, fiscal_year: 2019, replaces: s001}\n")
    return folder


def test_a_corrected_number_keeps_every_id(corrected: Path, package: bo.Package) -> None:
    made = bo.build(bo.open_publication(corrected))
    assert made.new_ids == ()
    for name in ("activity_series", "indicators", "measures", "departments"):
        key = made[name].model.key[0]
        assert {row[key] for row in made[name]} == {row[key] for row in package[name]}
    current = {row["report_id"] for row in made["reports"] if row["is_current"]}
    vehicles = {
        row["report_id"]: row["series_id"]
        for row in made["activities"]
        if row["report_id"] in current and row["text"].startswith("車両数")
    }
    assert set(vehicles.values()) == {"t001"}
    assert len(vehicles) == 2


def test_names_of_the_register_are_taken_exactly_first_then_in_their_order(tmp_path: Path) -> None:
    known = register("m001 見回り", "d001 安全課", "t001 m001/d001/参加者 13人", "t002 m001/d001/参加者 10人")
    made = built(tmp_path / "a", table(("・参加者 14人<br>・参加者 10人",), years=1), curation=known)
    assert list(series_of(made).values()) == ["t001", "t002"]
    made = built(tmp_path / "b", table(("・参加者 14人<br>・参加者 9人<br>・参加者 5人",), years=1), curation=known)
    assert list(series_of(made).values()) == ["t001", "t002", "t003"]
    assert [entry.id for entry in made.new_ids if entry.id[0] == "t"] == ["t003"]


def test_a_second_build_with_the_new_ids_says_the_same(tmp_path: Path) -> None:
    rows = ("・回数 3回<br>・回数 5回", "・回数 5回<br>・回数 7回<br>・回数 3回", "・回数 9回")
    first = built(tmp_path / "a", table(rows))
    known = register(*(f"{entry.id} {entry.name}" for entry in first.new_ids))
    second = built(tmp_path / "b", table(rows), curation=known)
    assert second.new_ids == ()
    assert series_of(second) == series_of(first)
    assert changes(second) == changes(first)


def test_two_activities_that_a_person_joined_in_one_year_are_both_shown(tmp_path: Path) -> None:
    known = register("m001 見回り", "d001 安全課", "t001 m001/d001/見回り 3回", "t001 m001/d001/声かけ 5回")
    made = built(tmp_path / "a", table(("・見回り 3回<br>・声かけ 5回",), years=1), curation=known)
    assert len(made["activity_series"]) == 1
    assert {row["text"] for row in made["overview_activities"]} == {"見回り 3回", "声かけ 5回"}


# -- marks


@pytest.mark.parametrize("mark", ["同左", "〃", "前年度と同じ。", "同左（内容は変わらず）"])
def test_a_mark_joins_what_it_repeats(tmp_path: Path, mark: str) -> None:
    made = built(tmp_path / "a", table(("・見回り 3回", mark, "・見回り 4回")))
    assert set(series_of(made).values()) == {"t001"}
    assert changes(made) == [
        ("t001-2018", 2018, "見回り 3回", None, None),
        ("t001-2019", 2019, mark, "見回り 3回", "継続"),
        ("t001-2020", 2020, "見回り 4回", mark, "継続"),
    ]
    gaps = {row["fiscal_year"]: row["gap"] for row in made["overview_figures"]}
    assert gaps == {2018: None, 2019: "前年度に同じ", 2020: None}


def test_one_mark_stands_for_all_items_of_its_section(tmp_path: Path) -> None:
    made = built(tmp_path / "a", table(("・見回り 3回<br>・声かけ 5回", "〃", "・声かけ 6回<br>・見回り 4回")))
    assert {row["series_id"] for row in made["activity_series"]} == {"t001", "t002"}
    words = {row: word for row, *_, word in changes(made)}
    assert [words[f"{s}-{y}"] for s in ("t001", "t002") for y in (2019, 2020)] == ["継続"] * 4
    assert not {"新規", "記載なし"} & set(words.values())


def test_a_mark_for_the_whole_report_repeats_every_department(tmp_path: Path) -> None:
    cells = ("【安全課】<br>・見回り 3回<br>【学務課】<br>・声かけ", "同左", "【安全課】<br>・見回り 3回")
    made = built(tmp_path / "a", table(cells, department="安全課<br>学務課"))
    assert {row: word for row, *_, word in changes(made)} == {
        "t001-2018": None,
        "t001-2019": "継続",
        "t001-2020": "継続",
        "t002-2018": None,
        "t002-2019": "継続",
        "t002-2020": "記載なし",
    }


def test_marks_among_other_items_repeat_what_stood_at_their_place(tmp_path: Path) -> None:
    made = built(tmp_path / "a", table(("・見回り 3回<br>・声かけ 5回", "・〃<br>・声かけ 6回", "・見回り 4回<br>・〃")))
    assert list(series_of(made).values()) == ["t001", "t002"] * 3
    assert {word for *_, word in changes(made)} == {None, "継続"}


def test_a_mark_behind_a_name_repeats_the_activity_of_that_name(tmp_path: Path) -> None:
    made = built(
        tmp_path / "a", table(("・講習会を3回開催<br>・声かけ", "・声かけ<br>・講習会：同左", "・講習会を3回開催<br>・声かけ"))
    )
    assert {row: word for row, *_, word in changes(made) if row.startswith("t001")} == {
        "t001-2018": None,
        "t001-2019": "継続",
        "t001-2020": "継続",
    }


@pytest.mark.parametrize(
    ("mark", "word"), [("－", "記号のみ"), ("同左", "前年度に同じ"), ("未実施（台風のため）", "未実施"), ("なし", "該当なし")]
)
def test_a_mark_that_names_nothing_makes_no_series(tmp_path: Path, mark: str, word: str) -> None:
    made = built(tmp_path / "a", table((mark,), years=1))
    assert len(made["activity_series"]) == 0
    assert [entry.id for entry in made.new_ids if entry.id[0] == "t"] == []
    assert changes(made) == [("m001-2018-l01", 2018, mark, None, word)]
    assert bo.validate(made).errors == ()


def test_a_ditto_report_points_at_what_stands_left_of_it(tmp_path: Path) -> None:
    header = ("主要な施策", "担当課", "施策の内容", *YEARS[1:])
    later = markdown(("見回り", "安全課", "", "・見回り 5回", "同左"), header=header)
    made = built(tmp_path / "a", table(("・見回り 3回", "・見回り 4回"), years=2), later)
    same = {row["report_id"]: row["same_as_report_id"] for row in made["reports"]}
    assert same["m001-2020"] == "m001-2019-s002"


# -- words


@pytest.mark.parametrize(
    ("cell", "word"),
    [
        ("中止", "中止"),
        ("感染症のため中止", "中止"),
        ("未実施", "未実施"),
        ("－", "記号のみ"),
        ("", "空欄"),
        ("なし", "該当なし"),
        ("・声かけ", "記載なし"),
    ],
)
def test_what_a_year_says_of_an_activity_that_it_does_not_name(tmp_path: Path, cell: str, word: str) -> None:
    made = built(tmp_path / "a", table(("・見回り 3回", cell, "・見回り 3回")))
    of_series = {year: (text, before, change) for row, year, text, before, change in changes(made) if row.startswith("t001")}
    assert of_series[2019][1:] == ("見回り 3回", word)
    assert of_series[2020][0] == "見回り 3回"
    assert of_series[2020][2] == "再記載"
    (figure,) = [row for row in made["overview_figures"] if row["fiscal_year"] == 2019]
    assert figure["gap"] == word


def test_a_cancelled_section_speaks_for_its_department_alone(tmp_path: Path) -> None:
    cells = (
        "【安全課】<br>・見回り 3回<br>【学務課】<br>・声かけ 5回",
        "【安全課】<br>中止<br>【学務課】<br>・声かけ 6回",
        "【安全課】<br>中止",
    )
    made = built(tmp_path / "a", table(cells, department="安全課<br>学務課"))
    words = {row: word for row, *_, word in changes(made)}
    assert (words["t001-2019"], words["t001-2020"]) == ("中止", "中止")
    assert (words["t002-2019"], words["t002-2020"]) == ("継続", "記載なし")


def test_the_cancelled_course_of_the_real_table_is_not_unmentioned(package: bo.Package) -> None:
    assert {row: word for row, *_, word in changes(package)}["t078-2019"] == "中止"


def test_an_item_that_was_called_off_speaks_for_its_indicator(tmp_path: Path) -> None:
    """会議 中止 stands beside other items: the indicator's gap is 中止, not 記載なし."""
    cells = ("・会議 2回\n・見回り 12回", "・会議 中止\n・見回り 15回")
    rows = (("地域の見回り", "安全課", "見回ります。", *cells),)
    package = bo.build(bo.open_publication(publish(tmp_path / "city", markdown(*rows))))
    found = {(row["indicator_label"], row["fiscal_year"]): (row["value"], row["gap"]) for row in package["overview_figures"]}
    assert found["会議", 2019] == (None, "中止")
    assert found["見回り", 2019] == (15, None)


def gaps(package: bo.Package) -> dict[tuple[str, int], str | None]:
    """Label and year of every indicator → what stands in place of a value."""
    return {(row["indicator_label"], row["fiscal_year"]): row["gap"] for row in package["overview_figures"]}


def test_a_mark_among_numbers_speaks_for_the_indicator_it_repeats(tmp_path: Path) -> None:
    made = built(tmp_path / "a", table(("・点検 2回<br>・清掃 3回", "・点検 5回<br>・〃", "・点検 6回<br>・清掃 4回")))
    found = gaps(made)
    assert found["清掃", 2019] == "前年度に同じ"
    assert {word for key, word in found.items() if key != ("清掃", 2019)} == {None}


def test_a_range_is_stated_without_a_value(tmp_path: Path) -> None:
    """The same label and unit are enough, in whatever words the item is put."""
    made = built(tmp_path / "a", table(("・相談 10件以上<br>・清掃 3回", "・相談 10～12件<br>・清掃 4回", "・清掃 5回")))
    found = gaps(made)
    assert (found["相談", 2019], found["相談", 2020]) == ("数値なし", "記載なし")


def test_a_measure_that_the_newest_table_leaves_out_is_not_mentioned(tmp_path: Path) -> None:
    """It has a row for the new year in both overviews, which says so."""
    first = markdown(
        ("見回り", "安全課", "見回ります。", "・見回り 1回", "・見回り 2回"),
        ("講習", "安全課", "教えます。", "・講習 3回", "・講習 4回"),
    )
    header = ("主要な施策", "担当課", "施策の内容", "令和元年度の取組み", "令和2年度の取組み")
    second = markdown(("見回り", "安全課", "見回ります。", "・見回り 2回", "・見回り 5回"), header=header)
    package = bo.build(bo.open_publication(publish(tmp_path / "city", first, second)))
    figures = {(row["measure_title"], row["fiscal_year"]): (row["value"], row["gap"]) for row in package["overview_figures"]}
    assert figures["講習", 2020] == (None, "記載なし")
    activities = {(row["measure_title"], row["fiscal_year"]): row["change"] for row in package["overview_activities"]}
    assert activities["講習", 2020] == "記載なし"
    assert activities["見回り", 2020] == "継続"


# -- the same words under different heads


def test_lines_under_different_heads_are_different_activities(tmp_path: Path) -> None:
    package = built(tmp_path, table(("○防犯講座\n・参加者 105人", "○防災講座\n・参加者 309人"), years=2))
    series = {row["text"]: row["series_id"] for row in package["activities"]}
    assert series["参加者 105人"] != series["参加者 309人"]
    indicators = {row["indicator_id"]: row["label"] for row in package["indicators"]}
    assert set(indicators.values()) == {"防犯講座 参加者", "防災講座 参加者"}


def test_lines_under_the_same_head_go_on_whatever_their_order(tmp_path: Path) -> None:
    one, other = "○防犯講座\n・参加者 105人", "○防災講座\n・参加者 309人"
    package = built(tmp_path, table((f"{one}\n{other}", "○防災講座\n・参加者 310人\n○防犯講座\n・参加者 106人"), years=2))
    texts = {row["activity_id"]: row["text"] for row in package["activities"]}
    found = {(texts[row["parent_activity_id"]], row["series_id"]) for row in package["activities"] if row["parent_activity_id"]}
    assert len(found) == 2


def test_the_first_lecture_goes_on_with_the_first(tmp_path: Path) -> None:
    rows = ("・第1回講座 5人\n・第2回講座 6人", "・第2回講座 7人\n・第1回講座 8人\n・第3回講座 9人")
    package = built(tmp_path, table(rows, years=2))
    by_series: dict[str, set[str]] = {}
    for row in package["activities"]:
        by_series.setdefault(row["series_id"], set()).add(row["text"][:3])
    assert all(len(words) == 1 for words in by_series.values())


# -- numbers that are a name's


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("小学1年生対象 80人", "小学4年生対象 80人"),
        ("第1中学校の巡回 3回", "第3中学校の巡回 3回"),
        ("本町1丁目の点検 20か所", "本町2丁目の点検 20か所"),
        ("3歳児健診 20人", "5歳児健診 20人"),
        ("3～4か月児健診 20人", "9～10か月児健診 20人"),
        ("1歳6か月児健診 20人", "3歳6か月児健診 20人"),
        ("65歳以上の会員 345人", "75歳以上の会員 345人"),
        ("3・4年生の教室 2回", "5・6年生の教室 2回"),
        ("小1の教室 2回", "小6の教室 2回"),
        ("第1・第2保育園の訓練", "第3・第4保育園の訓練"),
        ("2階会議室の改修", "3階会議室の改修"),
        ("1号棟の改修", "2号棟の改修"),
        ("要介護1の認定 20人", "要介護5の認定 20人"),
        ("110番通報の訓練 2回", "119番通報の訓練 2回"),
        ("#7119の周知", "#8000の周知"),
        ("A4ちらし 500枚", "B5ちらし 500枚"),
        ("国道4号の点検", "国道6号の点検"),
        ("3年1組の授業 30人", "3年2組の授業 30人"),
    ],
)
def test_the_digits_of_a_name_stay_when_numbers_are_masked(one: str, other: str) -> None:
    assert masked(one) != masked(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("第3回防犯講座 20人", "第4回防犯講座 31人"),
        ("広報第123号に掲載", "広報第131号に掲載"),
        ("開設3年目", "開設4年目"),
        ("10周年記念の集い 120人", "11周年記念の集い 98人"),
        ("小学5年生 80人", "小学5年生 1,075人"),
        ("会員 345人（5年3月31日現在）", "会員 350人（6年3月31日現在）"),
        ("R4実績 20件", "R5実績 35件"),
        ("4年4月1日～5年3月31日", "5年4月1日～6年3月31日"),
        ("10月5日、12日及び19日", "10月4日及び11日"),
        ("5日・12日・19日に開催", "4日・11日に開催"),
        ("小15校・中7校", "小14校・中6校"),
        ("補助 3.5億円", "補助 4億円"),
        ("DVD10枚を貸出", "DVD25枚を貸出"),
        ("平均年齢 45歳", "平均年齢 46歳"),
        ("令和3・4年度の比較", "令和4・5年度の比較"),
    ],
)
def test_what_counts_on_from_year_to_year_is_masked(one: str, other: str) -> None:
    assert masked(one) == masked(other)


def test_another_grade_is_another_activity(tmp_path: Path) -> None:
    rows = (("○小学1年生の教室　80人", "○小学4年生の教室　80人"), ("○第3回講座　20人", "○第4回講座　31人"))
    package = built(tmp_path, table(*rows, years=2))
    first, second = ([a["series_id"] for a in package["activities"] if a["report_id"].startswith(m)] for m in ("m001", "m002"))
    assert len(set(first)) == 2
    assert len(set(second)) == 1


# -- 同左 as a person sees it


def side_by_side(tmp: Path, columns: tuple[str, ...], *cells: str) -> bo.Package:
    header = ("主要な施策", "担当課", "施策の内容", *columns)
    return built(tmp, markdown(("見回り", "安全課", "", *cells), header=header))


def same_as(package: bo.Package) -> dict[str, str | None]:
    return {row["report_id"]: row["same_as_report_id"] for row in package["reports"] if row["status"] == "same_as_previous"}


PAIRS = ("令和元年度の計画", "令和元年度の実績", "令和2年度の計画", "令和2年度の実績")


@pytest.mark.parametrize(
    ("columns", "cells", "expected"),
    [
        (YEARS[:2], ("・見回り 3回", "同左"), {"m001-2019": "m001-2018"}),
        (YEARS[1::-1], ("・見回り 3回", "同左"), {"m001-2018": "m001-2019"}),
        (YEARS[1::-1], ("・見回り 3回", "左に同じ"), {"m001-2018": "m001-2019"}),
        (YEARS[1::-1], ("・見回り 3回", "〃"), {"m001-2018": "m001-2019"}),
        (YEARS[1::-1], ("前年度と同じ", "・見回り 3回"), {"m001-2019": "m001-2018"}),
        (YEARS[1::-1], ("同右", "・見回り 3回"), {"m001-2019": "m001-2018"}),
        (YEARS[:2], ("同右", "・見回り 3回"), {"m001-2018": "m001-2019"}),
        (YEARS[:2], ("同左", "・見回り 3回"), {"m001-2018": None}),
        (PAIRS, ("・見回り", "同左", "・声かけ", "・声かけ 3回"), {"m001-2019": "m001-2019-plan"}),
        (PAIRS, ("・見回り", "・見回り 3回", "・声かけ", "同左"), {"m001-2020": "m001-2020-plan"}),
        (PAIRS, ("・見回り", "・見回り 3回", "同左", "・声かけ 3回"), {"m001-2020-plan": "m001-2019"}),
        (PAIRS, ("・見回り", "・見回り 3回", "・声かけ", "〃"), {"m001-2020": "m001-2019"}),
        (PAIRS, ("・見回り", "・見回り 3回", "・声かけ", "前年度と同じ"), {"m001-2020": "m001-2019"}),
    ],
)
def test_a_report_that_repeats_points_where_a_person_looks(
    tmp_path: Path, columns: tuple[str, ...], cells: tuple[str, ...], expected: dict[str, str | None]
) -> None:
    package = side_by_side(tmp_path / "a", columns, *cells)
    assert same_as(package) == expected
    assert bo.validate(package).errors == ()


def test_a_year_that_repeats_the_newer_one_beside_it_states_its_activities(tmp_path: Path) -> None:
    package = side_by_side(tmp_path / "a", YEARS[1::-1], "・見回り 3回\n・声かけ 5回", "同左")
    assert {row["series_id"]: row["first_fiscal_year"] for row in package["activity_series"]} == {"t001": 2018, "t002": 2018}
    assert not {"新規", "記載なし"} & {word for *_, word in changes(package)}
    assert {word for *_, word in changes(package) if word} == {"ほかの欄に同じ", "継続"}
    assert gaps(package)["見回り", 2018] == "ほかの欄に同じ"


def test_results_that_are_as_planned_say_nothing_of_the_year_before(tmp_path: Path) -> None:
    package = side_by_side(tmp_path / "a", PAIRS, "・見回り", "・見回り 3回", "・声かけ", "同左")
    words = {row: word for row, *_, word in changes(package)}
    assert words == {"t001-2019": None, "t001-2020": "ほかの欄に同じ"}
    assert gaps(package)["見回り", 2020] == "ほかの欄に同じ"


# -- marks with a number


@pytest.mark.parametrize("mark", ["〃 5回", "同左 5回", "同左：5回", "〃（5回）", "同上 5回", "前年同様 5回"])
def test_a_mark_with_a_number_goes_on_with_the_year_before(tmp_path: Path, mark: str) -> None:
    """One indicator, with the words that are repeated."""
    package = built(tmp_path / "a", table(("・見回り 3回", mark, "・見回り 4回")))
    assert set(series_of(package).values()) == {"t001"}
    assert [row["label"] for row in package["indicators"]] == ["見回り"]
    assert [row["value"] for row in package["observations"]] == [3, 5, 4]
    assert bo.validate(package).errors == ()


def test_a_mark_with_a_number_goes_on_with_the_item_above_it(tmp_path: Path) -> None:
    package = built(tmp_path / "a", table(("・講習 3回\n・〃 5回\n・声かけ 2回",), years=1))
    assert list(series_of(package).values()) == ["t001", "t001", "t002"]
    assert {row["label"] for row in package["indicators"]} == {"講習", "声かけ"}
    assert "same-indicator-twice" in {finding.rule for finding in package.findings}  # which 講習 is which is a person's to say


def test_several_marks_with_numbers_each_stand_at_their_place(tmp_path: Path) -> None:
    package = built(tmp_path / "a", table(("・見回り 3回\n・声かけ 5回", "・〃 4回\n・〃 6回"), years=2))
    assert list(series_of(package).values()) == ["t001", "t002"] * 2
    assert [row["label"] for row in package["indicators"]] == ["見回り", "声かけ"]


@pytest.mark.parametrize("text", ["〃（秋）5回", "同様の講習 5回", "〃 5回、声かけ 3回", "同上の理由で5回開催"])
def test_a_mark_with_other_words_is_an_activity_of_its_own(tmp_path: Path, text: str) -> None:
    package = built(tmp_path / "a", table((f"・講習 3回\n・{text}",), years=1))
    assert len(set(series_of(package).values())) == 2


def test_another_unit_is_not_counted_under_the_words_above(tmp_path: Path) -> None:
    package = built(tmp_path / "a", table(("・講習 3回", "〃 45人"), years=2))
    assert set(series_of(package).values()) == {"t001"}
    assert [row["label"] for row in package["indicators"]] == ["講習", "見回り"]


def test_a_published_series_of_a_mark_with_a_number_keeps_its_id(tmp_path: Path) -> None:
    known = register("m001 見回り", "d001 安全課", "t001 m001/d001/見回り 3回", "t002 m001/d001/〃 5回")
    package = built(tmp_path / "a", table(("・見回り 3回", "〃 5回"), years=2), curation=known)
    assert list(series_of(package).values()) == ["t001", "t002"]
