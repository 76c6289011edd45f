"""Tables as cities lay them out: which column is what, which row is a heading, a total or a measure, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

import bouhan_opendata as bo
from bouhan_opendata.errors import SourceError
from bouhan_opendata.reading import Role
from bouhan_opendata.reading.headings import numbered
from bouhan_opendata.reading.titles import read_title, split_notation
from publications import HEADER, ROW, markdown, publish

YEARS = ("令和3年度実績", "令和4年度実績")


def read(tmp_path: Path, text: str) -> bo.Facts:
    (tmp_path / "table.md").write_text(text, encoding="utf-8")
    return bo.read(tmp_path / "table.md")


def tables(*parts: str) -> str:
    return "\n".join(parts)


def table(header: tuple[str, ...], *rows: tuple[str, ...]) -> str:
    return markdown(*rows, header=header).split("\n", 2)[2]


def outline(facts: bo.Facts) -> list[tuple[str, list[str], list[str]]]:
    return [(m["name"], m["path"], m["departments"]) for m in facts.as_dict()["measures"]]


def rules(facts: bo.Facts, *levels: str) -> set[str]:
    return {f["rule"] for f in facts.findings.as_dicts() if f["level"] in (levels or ("error", "warning"))}


def roles(facts: bo.Facts) -> list[str]:
    return [f"{c.role}:{c.text_role}" if c.role is Role.TEXT else str(c.role) for c in facts.reading.table.columns]


# -- columns


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (("施策の体系", "事業の名称", "主な取組内容", "R4の主な実績"), ["area", "measure", "description", "result"]),
        (("計画の体系", "施策の名称", "主な取組み内容", "R4実績"), ["area", "measure", "description", "result"]),
        (("取組", "内容", "R4実績", "担当"), ["measure", "description", "result", "department"]),
        (("取組み", "実施課", "R4実績"), ["measure", "department", "result"]),
        (("取り組み", "課室名", "R4"), ["measure", "department", "result"]),
        (("取組み名", "局・課", "R4"), ["measure", "department", "result"]),
        (("重点プロジェクト", "主管", "R4"), ["measure", "department", "result"]),
        (("活動名", "部局", "R4"), ["measure", "department", "result"]),
        (("対策", "関連課", "R4実績"), ["measure", "department", "result"]),
        (("事業名", "対策", "R4実績"), ["measure", "text:other", "result"]),
        (("事業名", "取組", "R4実績"), ["measure", "text:other", "result"]),
        (("事業主体", "事業", "R4実績"), ["department", "measure", "result"]),
        (("事業名", "対象", "対象者", "R4実績"), ["measure", "text:other", "text:other", "result"]),
        (("事業名", "R4目標値", "R4実績", "達成状況"), ["measure", "result", "result", "text:evaluation"]),
        (("事業名", "R4実績", "R4進捗状況"), ["measure", "result", "text:evaluation"]),
        (("事業名", "成果", "R4実績"), ["measure", "text:evaluation", "result"]),
        (("事業名", "R4達成状況"), ["measure", "result"]),
        (("事業名", "令和4年度の取組み"), ["measure", "result"]),
        (("事業名", "令和4年度の主な取組内容"), ["measure", "result"]),
        (("№", "事業名", "R4"), ["number", "measure", "result"]),
        (("項番", "事業名", "R4"), ["number", "measure", "result"]),
        (("", "事業名", "R4"), ["number", "measure", "result"]),
        (("識別", "事業名", "R4"), ["number", "measure", "result"]),
    ],
)
@pytest.mark.parametrize("title", ["計画の取組み", "令和4年度の取組み"])
def test_what_the_columns_of_a_table_are(tmp_path: Path, title: str, header: tuple[str, ...], expected: list[str]) -> None:
    cells = {"measure": "防犯教室", "department": "安全課", "result": "教室 3回", "number": "1"}
    row = tuple(cells.get(role, "文") for role in expected)
    facts = read(tmp_path, markdown(row, header=header, title=title))
    assert roles(facts) == expected
    assert not rules(facts)


def test_two_names_in_a_row_and_what_one_of_them_describes(tmp_path: Path) -> None:
    header = ("事業名", "主な取組", "R4実績")
    one_to_one = markdown(("教室", "講話をする。", "3回"), ("広報", "紙に載せる。", "4回"), header=header)
    assert [m[0] for m in outline(read(tmp_path, one_to_one))] == ["教室", "広報"]
    merged = markdown(("啓発", "教室", "3回"), ("", "広報", "4回"), header=header)
    assert outline(read(tmp_path, merged)) == [("教室", ["啓発"], []), ("広報", ["啓発"], [])]


def test_a_merged_measure_before_its_activities_is_their_heading(tmp_path: Path) -> None:
    header = ("施策の方向", "施策", "取組", "担当", "R3", "R4")
    rows = [("1 啓発", "(1) 人", "教室", "安全課", "3回", "4回"), ("", "", "広報", "広報課", "4回", "5回")]
    facts = read(tmp_path, markdown(*rows, header=header))
    assert outline(facts) == [("教室", ["1 啓発", "(1) 人"], ["安全課"]), ("広報", ["1 啓発", "(1) 人"], ["広報課"])]


def test_a_column_that_nobody_knows_is_kept_as_text_and_blocks_nothing(tmp_path: Path) -> None:
    text = markdown((*ROW, "丸", "青"), ("巡回", *ROW[1:], "角", "赤"), header=(*HEADER, "しるし", ""))
    folder = publish(tmp_path / "city", text)
    package = bo.build(bo.open_publication(folder))
    findings = [f for f in bo.validate(package).as_dicts() if f["rule"] == "header-unknown"]
    assert [f["level"] for f in findings] == ["warning", "warning"]
    kept = {(row["column_label"], row["role"], row["text"]) for row in package["report_texts"]}
    assert kept == {("しるし", "other", "丸"), ("しるし", "other", "角"), ("列7", "other", "青"), ("列7", "other", "赤")}


def test_a_second_column_of_departments_or_descriptions_is_kept(tmp_path: Path) -> None:
    header = ("施策", "事業目的", "事業内容", "主管課", "関係課", "令和元年度の取組み")
    folder = publish(
        tmp_path / "city", markdown(("見回り", "安全", "見回る。", "安全課", "道路課\n公園課", "見回り 3回"), header=header)
    )
    package = bo.build(bo.open_publication(folder))
    assert not {f["rule"] for f in bo.validate(package).as_dicts() if f["level"] in ("error", "warning")}
    names = {row["department_id"]: row["name"] for row in package["departments"]}
    assert [names[row["department_id"]] for row in package["measure_departments"]] == ["安全課", "道路課", "公園課"]
    assert [(row["column_label"], row["text"]) for row in package["report_texts"]] == [("事業内容", "見回る。")]


def test_a_column_of_years_gives_each_row_its_year(tmp_path: Path) -> None:
    header = ("事業名", "担当課", "年度", "計画", "実績", "評価")
    merged = (
        ("教室", "安全課", "令和3年度", "5回", "4回", "Ａ"),
        ("", "", "令和4年度", "6回", "7回", "Ｂ"),
        ("巡回", "道路課", "R3", "1回", "2回", ""),
    )
    facts = read(tmp_path, markdown(*merged, header=header))
    found = {
        (m["name"], a["fiscal_year"], a["kind"], a["items"][0]["indicators"][0]["value"], a["department"])
        for m in facts.as_dict()["measures"]
        for a in m["activities"]
    }
    assert found == {
        ("教室", 2021, "plan", "5", "安全課"),
        ("教室", 2021, "actual", "4", "安全課"),
        ("教室", 2022, "plan", "6", "安全課"),
        ("教室", 2022, "actual", "7", "安全課"),
        ("巡回", 2021, "plan", "1", "道路課"),
        ("巡回", 2021, "actual", "2", "道路課"),
    }
    assert facts.fiscal_years == (2021, 2022)
    repeated = (("教室", "安全課", "2021年度", "講話 4回"), ("教室", "安全課", "2022年度", "講話 7回"))
    facts = read(tmp_path, markdown(*repeated, header=("事業名", "担当課", "年度", "取組内容")))
    (measure,) = facts.as_dict()["measures"]
    assert [(a["fiscal_year"], a["items"][0]["text"]) for a in measure["activities"]] == [(2021, "講話 4回"), (2022, "講話 7回")]


@pytest.mark.parametrize(
    ("header", "rows"),
    [
        (
            ("年度", "事業名", "実績"),
            [("2021", "教室", "3回"), ("", "広報", "9回"), ("2022", "教室", "4回"), ("", "広報", "5回")],
        ),
        (
            ("事業名", "実施年度", "実績"),
            [("教室", "R3", "3回"), ("", "R4", "4回"), ("", "計", "7回"), ("広報", "R3", "9回"), ("", "R4", "5回")],
        ),
    ],
)
def test_years_may_be_merged_before_the_measures_and_summed_behind_them(
    tmp_path: Path, header: tuple[str, ...], rows: list[tuple[str, ...]]
) -> None:
    facts = read(tmp_path, markdown(*rows, header=header))
    found = [
        (m["name"], [(a["fiscal_year"], a["items"][0]["text"]) for a in m["activities"]]) for m in facts.as_dict()["measures"]
    ]
    assert found == [("教室", [(2021, "3回"), (2022, "4回")]), ("広報", [(2021, "9回"), (2022, "5回")])]
    assert not rules(facts, "error")


def test_the_long_form_becomes_reports_of_its_years(tmp_path: Path) -> None:
    header = ("施策", "担当課", "年度", "実績", "課題")
    text = markdown(
        ("見回り", "安全課", "平成30年度", "見回り 3回", "暑さ"), ("", "", "令和元年度", "見回り 4回", "寒さ"), header=header
    )
    package = bo.build(bo.open_publication(publish(tmp_path / "city", text)))
    assert [(row["report_id"], row["fiscal_year"]) for row in package["reports"]] == [("m001-2018", 2018), ("m001-2019", 2019)]
    assert [(row["report_id"], row["text"]) for row in package["report_texts"]] == [("m001-2018", "暑さ"), ("m001-2019", "寒さ")]
    assert [(row["fiscal_year"], row["value"]) for row in package["observations"]] == [(2018, 3), (2019, 4)]


# -- rows


@pytest.mark.parametrize(
    ("text", "notation", "title"),
    [
        ("１－（１）通学路の安全", "１－（１）", "通学路の安全"),
        ("２－１　相談", "２－１", "相談"),
        ("Ⅰ－１　通学路", "Ⅰ－１", "通学路"),
        ("Ⅱ-2-(3) 通学路", "Ⅱ-2-(3)", "通学路"),
        ("(1)-2 通学路", "(1)-2", "通学路"),
        ("（ア）通学路", "（ア）", "通学路"),
        ("(一) 通学路", "(一)", "通学路"),
        ("第一　通学路", "第一", "通学路"),
        ("第2　条例第8条（自主的活動への支援）関係", "第2", "条例第8条（自主的活動への支援）関係"),
        ("一　通学路", "一", "通学路"),
        ("Ａ　通学路", "Ａ", "通学路"),
        ("❷ 通学路", "❷", "通学路"),
        ("**第１章　通学路**", "第１章", "通学路"),
    ],
)
def test_a_numbered_line_is_a_heading_in_a_row_and_above_a_table(tmp_path: Path, text: str, notation: str, title: str) -> None:
    row = ("防犯教室", "安全課", "3回", "4回")
    header = ("事業名", "担当課", *YEARS)
    for document in (markdown((text, "", "", ""), row, header=header), tables("# 計画", "", text, "", table(header, row))):
        facts = read(tmp_path, document)
        assert outline(facts) == [("防犯教室", [f"{notation} {title}"], ["安全課"])]
        assert not rules(facts, "error")


@pytest.mark.parametrize(
    "text", ["第一中学校の見守り", "一人暮らしの見守り", "IT活用", "3回実施", "1 / 10", "12", "三回", "ア行"]
)
def test_what_only_looks_like_a_number_heads_nothing(text: str) -> None:
    assert numbered(text) is None


def test_levels_of_headings_follow_their_notations(tmp_path: Path) -> None:
    rows = [
        ("**第1章　人**", "", ""),
        ("１－（１）学校", "", ""),
        ("教室", "安全課", "3回"),
        ("１－（２）地域", "", ""),
        ("巡回", "安全課", "4回"),
        ("**第2章　まち**", "", ""),
        ("２－（１）道路", "", ""),
        ("防犯灯", "道路課", "5灯"),
    ]
    facts = read(tmp_path, markdown(*rows, header=("事業名", "担当課", "R4実績")))
    assert [path for _, path, _ in outline(facts)] == [
        ["第1章 人", "１－（１） 学校"],
        ["第1章 人", "１－（２） 地域"],
        ["第2章 まち", "２－（１） 道路"],
    ]
    assert [h.notation for h in facts.reading.table.headings] == ["第1章", "１－（１）", "１－（２）", "第2章", "２－（１）"]


def test_marked_and_bold_lines_without_a_number(tmp_path: Path) -> None:
    header, row = ("事業名", "担当課", "R4実績"), ("教室", "安全課", "3回")
    for mark in ("◆地域の安全", "■ 地域の安全", "【地域の安全】", "**【地域の安全】**"):
        facts = read(tmp_path, tables("# 計画", "", mark, "", "（単位：回）", "", table(header, row)))
        assert outline(facts) == [("教室", ["地域の安全"], ["安全課"])], mark
    for line in ("◆問合せ：安全課", "■一つ目\n■二つ目", "【資料２】", "◆この計画は、市が定めた。"):
        facts = read(tmp_path, tables("# 計画", "", line, "", table(header, row)))
        assert outline(facts) == [("教室", [], ["安全課"])], line
    bold = markdown(("**地域の安全**", "", ""), row, header=header)
    assert outline(read(tmp_path, bold)) == [("教室", ["地域の安全"], ["安全課"])]
    all_bold = markdown(("**教室**", "安全課", "3回"), ("**巡回**", "", ""), header=header)
    assert [name for name, _, _ in outline(read(tmp_path, all_bold))] == ["教室", "巡回"]


def test_a_legend_does_not_lend_its_heading_to_the_next_table(tmp_path: Path) -> None:
    legend = table(("記号", "意味"), ("Ａ", "よい"))
    progress = table(("事業名", "担当課", "R4実績"), ("教室", "安全課", "3回"))
    facts = read(tmp_path, tables("# 計画", "", "◆評価の記号", "", legend, "", progress))
    assert outline(facts) == [("教室", [], ["安全課"])]


@pytest.mark.parametrize("number", ["", "№", "No", "番号", "項番"])
def test_a_column_of_numbers_heads_nothing_and_tells_headings_from_measures(tmp_path: Path, number: str) -> None:
    header = (number, "事業名", "担当課", "R4実績")
    plain = [("1", "地域", "", ""), ("1-1", "教室", "安全課", "3回"), ("2", "学校", "", ""), ("2-1", "巡回", "学務課", "4回")]
    for bold in (False, True):
        rows = [(f"**{a}**", f"**{b}**", c, d) if bold and not c else (a, b, c, d) for a, b, c, d in plain]
        facts = read(tmp_path, markdown(*rows, header=header))
        assert outline(facts) == [("教室", ["1 地域"], ["安全課"]), ("巡回", ["2 学校"], ["学務課"])]
        assert [row.notation for row in facts.reading.table.measures] == ["1-1", "2-1"]
    same = markdown(("1", "教室", "安全課", "3回"), ("2", "広報", "", ""), ("3", "巡回", "安全課", "4回"), header=header)
    assert [name for name, _, _ in outline(read(tmp_path, same))] == ["教室", "広報", "巡回"]


def test_a_row_with_only_a_number_is_no_measure(tmp_path: Path) -> None:
    rows = [("1", "教室", "安全課", "3回"), ("2", "", "", ""), ("**3**", "", "", "")]
    facts = read(tmp_path, markdown(*rows, header=("", "事業名", "担当課", "R4実績")))
    assert outline(facts) == [("教室", [], ["安全課"])]
    assert rules(facts) == {"row-of-number-only", "label-missing"}


@pytest.mark.parametrize("word", ["合計", "小　計", "計", "総計", "**合計**", "合計（件）"])
def test_a_total_is_no_measure_and_its_lines_are_kept(tmp_path: Path, word: str) -> None:
    text = markdown(
        ROW, (word, "", "", "・見回り 12回", "・見回り 15回"), ("", "", "", "うち夜間 1回", ""), ("計画の周知", *ROW[1:])
    )
    package = bo.build(bo.open_publication(publish(tmp_path / "city", text)))
    assert [row["title"] for row in package["measures"]] == ["地域の見回り", "計画の周知"]
    found = bo.validate(package).as_dicts()
    assert [f["rule"] for f in found if f["rule"] == "total-row"] == ["total-row"] * 2
    assert not [f for f in found if f["level"] == "error"]
    assert {row["class"] for row in package["source_lines"] if row["row_no"] in (3, 4) and row["table_no"] == 1} == {
        "note",
        "blank",
    }


def test_a_row_that_goes_on_keeps_the_department_of_the_row_above(tmp_path: Path) -> None:
    header = ("事業名", "担当課", "R4実績")
    first, second = (
        table(header, ("教室", "安全課", "教室 3回")),
        table(header, ("", "", "配布 5枚"), ("広報", "広報課", "広報 2回")),
    )
    facts = read(tmp_path, tables("# 計画", "", first, "", "- 1 -", "", second))
    assert outline(facts) == [("教室", [], ["安全課"]), ("広報", [], ["広報課"])]
    assert [a["department"] for a in facts.as_dict()["measures"][0]["activities"]] == ["安全課", "安全課"]
    in_title = markdown(("教室（安全課）", "教室 3回"), ("", "配布 5枚"), header=("事業名", "R4実績"))
    assert [a["department"] for a in read(tmp_path, in_title).as_dict()["measures"][0]["activities"]] == ["安全課", "安全課"]


# -- titles


@pytest.mark.parametrize(
    ("text", "notation", "name"),
    [
        ("(1) 広報紙による啓発", "(1)", "広報紙による啓発"),
        ("（２）広報紙", "（２）", "広報紙"),
        ("１．広報紙", "１", "広報紙"),
        ("3)広報紙", "3", "広報紙"),
        ("(1)-1 広報紙", "(1)-1", "広報紙"),
        ("1-(1) 広報紙", "1-(1)", "広報紙"),
        ("２－１－３　広報紙", "２－１－３", "広報紙"),
        ("①広報紙", "①", "広報紙"),
        ("イ　広報紙", "イ", "広報紙"),
        ("No.12 広報紙", "No.12", "広報紙"),
        ("**(1) 広報紙**", "(1)", "広報紙"),
        ("24時間体制の見守り", "", "24時間体制の見守り"),
        ("110番の家", "", "110番の家"),
        ("3 年生の教室", "", "3 年生の教室"),
        ("6-7月の見守り", "", "6-7月の見守り"),
        ("第2次計画の策定", "", "第2次計画の策定"),
        ("ICTの活用", "", "ICTの活用"),
    ],
)
def test_the_number_before_a_name_is_its_notation(model: bo.Model, text: str, notation: str, name: str) -> None:
    title = read_title(text, model, seeks_department=False)
    assert (title.notation, title.name) == (notation, name)
    assert split_notation(name) == ("", name)


def test_numbers_of_measures_are_published_and_no_digit_is_left(tmp_path: Path) -> None:
    rows = [("（１）防犯教室（3か所）", *ROW[1:]), ("2)見回り", *ROW[1:]), ("③ 見回り", *ROW[1:])]
    package = bo.build(bo.open_publication(publish(tmp_path / "city", markdown(*rows))))
    assert [row["title"] for row in package["measures"]] == ["防犯教室（3か所）", "2 見回り", "③ 見回り"]
    assert [row["notation"] for row in package["measure_editions"]] == ["（１）", "2", "③"]
    assert "digit-unread" not in {f["rule"] for f in bo.validate(package).as_dicts()}
    assert [(f["quote"], f["char_start"]) for f in package["figures"] if f["line_id"] == "s001-t1-r2-c1-l1"] == [("3か所", 8)]


@pytest.mark.parametrize(
    ("cell", "name", "departments"),
    [
        ("防犯カメラの整備<br>（危機管理課）", "防犯カメラの整備", ["危機管理課"]),
        ("防犯カメラの整備<br>【市民活動課】", "防犯カメラの整備", ["市民活動課"]),
        ("講習会（安全課）", "講習会", ["安全課"]),
        ("メール（安全課・防災課）", "メール", ["安全課", "防災課"]),
        ("相談（人権・男女共同参画課、福祉課）", "相談", ["人権・男女共同参画課", "福祉課"]),
        ("② 巡回<br>〔教育委員会事務局〕", "巡回", ["教育委員会事務局"]),
        ("教室（第1会議室）", "教室（第1会議室）", []),
        ("教室（市民センター）", "教室（市民センター）", []),
        ("整備（一部）", "整備（一部）", []),
        ("見守り（再掲）", "見守り（再掲）", []),
        ("（仮称）安全課", "（仮称）安全課", []),
    ],
)
def test_a_bracket_behind_the_name_is_a_department_where_no_column_says_one(
    tmp_path: Path, cell: str, name: str, departments: list[str]
) -> None:
    assert outline(read(tmp_path, markdown((cell, "3回"), header=("事業名", "R4実績")))) == [(name, [], departments)]
    blank = markdown(("広報", "広報課", "5回"), (cell, "", "3回"), header=("事業名", "担当課", "R4実績"))
    assert outline(read(tmp_path, blank))[1] == (name, [], departments)
    said = read(tmp_path, markdown((cell, "広報課", "3回"), header=("事業名", "担当課", "R4実績")))
    assert outline(said)[0][2] == ["広報課"]


def test_a_department_in_a_title_is_one_in_the_package(tmp_path: Path) -> None:
    header = ("施策", "平成30年度の取組み", "令和元年度の取組み")
    text = markdown(("(1) 教室\n（安全課・道路課）", "【安全課】\n・教室 3回", "【道路課】\n・教室 4回"), header=header)
    package = bo.build(bo.open_publication(publish(tmp_path / "city", text)))
    assert not [f for f in bo.validate(package).as_dicts() if f["level"] == "error"]
    assert [row["title"] for row in package["measures"]] == ["教室"]
    assert [row["name"] for row in package["departments"]] == ["安全課", "道路課"]
    spans = [(span.start, span.end, span.cls) for span in package.spans["s001-t1-r2-c1-l2"]]
    assert spans == [(0, 1, "narrative"), (1, 8, "department"), (8, 9, "narrative")]


@pytest.mark.parametrize(
    ("cell", "departments"),
    [
        ("人権・男女共同参画課", ["人権・男女共同参画課"]),
        ("こども・若者課", ["こども・若者課"]),
        ("スポーツ・文化課、学務課", ["スポーツ・文化課", "学務課"]),
        ("総務課・子ども・子育て支援課", ["総務課", "子ども・子育て支援課"]),
        ("道路・公園課<br>建築課", ["道路・公園課", "建築課"]),
        ("安全課・防災課", ["安全課", "防災課"]),
        ("・安全課<br>・防災課", ["安全課", "防災課"]),
        ("町会・自治会・警察", ["町会", "自治会", "警察"]),
        ("《安全課》", ["安全課"]),
    ],
)
def test_a_middle_dot_parts_departments_only_between_departments(tmp_path: Path, cell: str, departments: list[str]) -> None:
    facts = read(tmp_path, markdown(("教室", cell, "3回"), header=("事業名", "担当課", "R4実績")))
    assert outline(facts)[0][2] == departments


# -- the document's title


@pytest.mark.parametrize(
    ("before", "path", "title"),
    [
        (["### 安全まちづくり推進事業　過去5年間の実績"], [], "安全まちづくり推進事業　過去5年間の実績"),
        (["## 資料２　防犯指針に基づく取組（2022年度）"], [], "資料２　防犯指針に基づく取組（2022年度）"),
        (["# 推進計画", "", "## 令和元年度〜令和3年度の取組結果", "", "### １　情報の提供"], ["１ 情報の提供"], "推進計画"),
        (["### 防犯計画 令和4年度実績", "", "### 1 地域"], ["1 地域"], "防犯計画 令和4年度実績"),
        (["## 防犯計画 令和4年度実績", "", "## 地域の安全"], ["地域の安全"], "防犯計画 令和4年度実績"),
        (["# 防犯計画", "", "## 地域の安全"], ["地域の安全"], "防犯計画"),
        (["# 防犯計画", "", "## 第３章　計画の内容"], ["第３章 計画の内容"], "防犯計画"),
        (["## 基本施策２　令和４年度の取組状況"], ["基本施策２ 令和４年度の取組状況"], None),
    ],
)
def test_a_heading_that_names_the_document_is_its_title(
    tmp_path: Path, before: list[str], path: list[str], title: str | None
) -> None:
    text = tables(*before, "", table(("事業名", "担当課", "令和4年度"), ("教室", "安全課", "3回")))
    facts = read(tmp_path, text)
    assert outline(facts) == [("教室", path, ["安全課"])]
    assert facts.reading.table.title == title


def test_of_several_headings_of_a_level_the_first_is_no_title(tmp_path: Path) -> None:
    one = table(("事業名", "担当課", "令和4年度"), ("教室", "安全課", "3回"))
    two = table(("事業名", "担当課", "令和4年度"), ("巡回", "安全課", "3回"))
    facts = read(tmp_path, tables("## 令和4年度の取組（市民部）", "", one, "", "## 令和4年度の取組（建設部）", "", two))
    assert [path for _, path, _ in outline(facts)] == [["令和4年度の取組（市民部）"], ["令和4年度の取組（建設部）"]]


# -- what is refused


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (table(("年度", "講習会", "見守り"), ("令和3年度", "3回", "5回"), ("令和4年度", "4回", "6回")), "years-in-rows"),
        (table(("", "講習会", "見守り"), ("R3", "3回", "5回"), ("R4", "4回", "6回")), "years-in-rows"),
        (table(("事業名", "講習会"), ("担当課", "安全課"), ("実績", "3回")), "form-per-measure"),
        (table(("整理番号", "12"), ("事業名", "講習会"), ("事業概要", "講話"), ("実績", "3回")), "form-per-measure"),
        ("<TABLE border=1><tr><td>施策</td></tr></TABLE>\n", "html-table"),
        (table(("年", "認知件数"), ("令和3年", "500件")), "no-progress-table"),
        (table(("品名", "個数"), ("りんご", "3")), "no-progress-table"),
        (table(("対策", "R3", "R4"), ("窃盗", "3件", "4件")), "no-progress-table"),
    ],
)
def test_other_layouts_are_refused_by_name(tmp_path: Path, text: str, rule: str) -> None:
    with pytest.raises(SourceError) as refused:
        read(tmp_path, tables("# 計画", "", text))
    assert refused.value.rule.id == rule
