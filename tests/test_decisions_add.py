"""Decisions, target by target: what each verb does or why it is refused, what people add, and what later sources inherit."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

import bouhan_opendata as bo
from bouhan_opendata.cli import main
from bouhan_opendata.presentation.proposals_view import proposals, proposals_text
from bouhan_opendata.publication.decision_forms import ACTIONS, REFUSED, VERBS
from bouhan_opendata.publication.decisions import stated_value
from publications import HEADER, ROW, markdown, publish

CELL = "【安全課】\n・見回り 15回\n環境の担当より\n・清掃を三たび\n・講座 5回\n・夏に開催し、\n冬は相談 45人"
ROWS = (("地域の見回り", "安全課", "見回ります。", "", CELL), ("街灯の設置", "環境課", "設置します。", "", "・街灯 3基"))
NEXT = (*HEADER[:3], "令和2年度の取組み")
BOTH = (*HEADER[:3], "令和元年度の取組み", "令和2年度の取組み")


def written(*bodies: str) -> str:
    if not bodies:
        return "decisions: []\n"
    entries = [
        f"  - {{id: k{number:03d}, {body}, why: 確かめた, by: 安全課, on: 2020-04-01}}\n" for number, body in enumerate(bodies, 1)
    ]
    return "decisions:\n" + "".join(entries)


def built(tmp: Path, *bodies: str, rows: tuple[tuple[str, ...], ...] = ROWS, later: str | None = None) -> bo.Package:
    """A city of one table; of two, where ``later`` is what the second table says of the next year."""
    tables = [markdown(*rows)]
    if later is not None:
        tables.append(markdown((*rows[0][:3], later), header=NEXT))
    return bo.build(bo.open_publication(publish(tmp / "city", *tables, curation={"decisions.yaml": written(*bodies)})))


def rules(package: bo.Package) -> set[str]:
    return {finding.rule for finding in package.findings}


def told(package: bo.Package, rule: str) -> list[str]:
    return [package.model.rules[rule].sentence(f.params, "ja") for f in package.findings if f.rule == rule]


def observed(package: bo.Package) -> dict[tuple[int, str], Any]:
    labels = {row["indicator_id"]: row["label"] for row in package["indicators"]}
    return {(row["fiscal_year"], labels[row["indicator_id"]]): row["value"] for row in package["observations"]}


def departments(package: bo.Package, year: int = 2019) -> dict[str, str | None]:
    """The department of each activity of a year."""
    names = {row["department_id"]: row["name"] for row in package["departments"]}
    return {row["text"]: names.get(row["department_id"]) for row in package["activities"] if f"-{year}" in row["report_id"]}


# -- every target and every verb

WORKS = {
    ("figure", "set"): "where: {quote: 15回}, set: {label: 巡回}",
    ("figure", "drop"): "where: {quote: 15回}, drop: true",
    ("figure", "add"): "where: {quote: 三たび}, add: {label: 清掃, unit_id: times}",
    ("figure", "confirm"): "where: {quote: 15回}, confirm: true",
    ("line", "set"): "where: {quote: 見回り 15}, set: {use: detail}",
    ("line", "drop"): "where: {text: ・見回り 15回}, drop: true",
    ("line", "add"): "where: {text: 冬は相談 45人}, add: true",
    ("line", "confirm"): "where: {text: ・見回り 15回, figures: 1}, confirm: true",
    ("section", "set"): "where: {text: 【安全課】}, set: {department: 環境課}",
    ("section", "drop"): "where: {quote: 安全課}, drop: true",
    ("section", "add"): "where: {text: 環境の担当より}, add: {department: 環境課}",
    ("indicator", "set"): "where: {measure: m001, label: 見回り}, set: {kind: output}",
    ("measure", "set"): "where: {title: 地域の見回り}, set: {theme: patrol}",
    ("measure", "confirm"): "where: {measure: m002, source: s001, department: 環境課, figures: 1}, confirm: true",
    ("department", "set"): "where: {name: 安全課}, set: {kind: office}",
    ("department", "add"): "where: {measure: m001, source: s001}, add: {name: 学務課}",
    ("finding", "waive"): "where: {measure: m001, fiscal_year: 2018}, waive: blank-cell",
}


@pytest.mark.parametrize(("target", "verb"), [(target, verb) for target in ACTIONS for verb in VERBS])
def test_every_verb_of_every_target_works_or_is_refused_in_a_sentence(tmp_path: Path, target: str, verb: str) -> None:
    rows = (*ROWS[:1], ("街灯の設置", "環境課", "設置します。", "", "・街灯 3基"))
    if (target, verb) in WORKS:
        assert verb in ACTIONS[target] and (target, verb) not in REFUSED
        package = built(tmp_path, f"target: {target}, {WORKS[target, verb]}", rows=rows)
        assert not rules(package) & {"decision-misfit", "decision-without-effect", "decision-lapsed"}
        plain = bo.build(bo.open_publication(publish(tmp_path / "plain", markdown(*rows))))
        before, after = ({name: list(one[name]) for name in one} for one in (plain, package))
        assert before != after or len(plain.findings) != len(package.findings)
        assert bo.validate(package).errors == ()
        return
    said = {"set": "{use: none}", "waive": "jump"}.get(verb, "true")
    with pytest.raises(bo.PublicationError) as refused:
        built(tmp_path, f"target: {target}, where: {{line: s001-t1-r2-c5-l2}}, {verb}: {said}", rows=rows)
    assert verb not in ACTIONS[target]
    for lang, words in REFUSED[target, verb].items():
        assert len(words) > 10 and words in refused.value.text("ja" if lang == "ja" else "en")


# -- figures


def test_an_added_figure_stands_on_its_characters_and_becomes_a_statistic(tmp_path: Path) -> None:
    package = built(
        tmp_path, "target: figure, where: {measure: m001, quote: 三たび, before: を}, add: {label: 清掃, unit_id: times}"
    )
    (figure,) = [row for row in package["figures"] if row["decision_id"] == "k001"]
    assert (figure["quote"], figure["value"], figure["class"], figure["grade"]) == ("三たび", 3, "quantity", "confirmed")
    (line,) = [row for row in package["source_lines"] if row["line_id"] == figure["line_id"]]
    assert line["text"][figure["char_start"] : figure["char_end"]] == "三たび"
    spans = package.spans[figure["line_id"]]
    classes = "".join(span.cls[0] * (span.end - span.start) for span in spans)
    assert classes == "bllnqqq"  # ・清掃を三たび: a bullet, the label, a particle, the quantity
    assert observed(package)[2019, "清掃"] == 3
    assert bo.validate(package).errors == ()


@pytest.mark.parametrize(
    ("quote", "value"),
    [
        ("15回", 15),
        ("１，２００人", 1200),
        ("十五回", 15),
        ("約2万人", 20000),
        ("1.5キロ", "1.5"),
        ("▲3校", -3),
        ("二〇回", 20),
        ("10～15人", None),
        ("十数回", None),
        ("数十人", None),
        ("何度か", None),
        ("多数", None),
        ("1,23回", None),
    ],
)
def test_what_some_characters_state(quote: str, value: Any) -> None:
    said = stated_value(quote)
    assert (None if said is None else str(said)) == (None if value is None else str(value))


@pytest.mark.parametrize(
    ("body", "key", "said"),
    [
        ("where: {quote: 三たび}, add: {label: 清掃, unit_id: times, value: 4}", "add.value", "3 と書いています"),
        ("where: {quote: 担当}, add: {label: 清掃, unit_id: times}", "where.quote", "ちょうど一つの数"),
        ("where: {quote: 三たび}, add: {label: 清掃}", "add.unit_id", "unit_id が必要"),
        ("where: {quote: 三たび}, add: {unit_id: times}", "add.label", "label が必要"),
        ("where: {quote: 三たび}, add: {label: 清掃, unit_id: times, relation: same_as}", "add.relation", "書けない項目"),
        ("where: {text: ・清掃を三たび}, add: {label: 清掃, unit_id: times}", "where.quote", "quote が必要"),
        (
            "where: {figure: s001-t1-r2-c5-l4-c3, quote: 三たび}, add: {label: a, unit_id: times}",
            "where.figure",
            "ID はありません",
        ),
        ("where: {quote: 三たび}, add: true", "add", "項目: 値"),
    ],
)
def test_an_addition_that_says_the_wrong_thing_is_refused(tmp_path: Path, body: str, key: str, said: str) -> None:
    with pytest.raises(bo.PublicationError) as refused:
        built(tmp_path, f"target: figure, {body}")
    assert refused.value.place.key == f"decisions[0].{key}"
    assert said in refused.value.text("ja")


def test_a_value_in_spite_of_the_source_needs_to_say_so(tmp_path: Path) -> None:
    body = "target: figure, where: {quote: 三たび}, add: {label: 清掃, unit_id: times, value: 4}, source_error: true"
    assert observed(built(tmp_path, body))[2019, "清掃"] == 4


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("{quote: 15回}", "もう読んでいます"),
        ("{quote: 5回}", "一つの行に絞って"),
        ("{quote: 五回}", "一つの行に絞って"),
        ("{text: ・講座 5回, quote: 回, before: 5}", None),
        ("{measure: m009, quote: 三たび}", "一つの行に絞って"),
        ("{department: 環境課, quote: 三たび}", "一つの行に絞って"),
    ],
)
def test_an_addition_that_fits_nowhere_stops_the_release(tmp_path: Path, where: str, said: str | None) -> None:
    body = f"target: figure, where: {where}, add: {{label: 清掃, unit_id: times}}"
    if said is None:
        with pytest.raises(bo.PublicationError):
            built(tmp_path, body)
        return
    package = built(tmp_path, body)
    (sentence,) = told(package, "decision-misfit")
    assert said in sentence
    if where == "{quote: 5回}":
        assert "s001-t1-r2-c5-l2「・見回り 15回」、s001-t1-r2-c5-l5「・講座 5回」" in sentence


def test_it_takes_the_place_of_a_number_that_was_read_as_none(tmp_path: Path) -> None:
    rows = ((*ROW[:3], "", "・第3回の講座"),)
    package = built(tmp_path, "target: figure, where: {quote: 第3回}, add: {label: 講座の開催, unit_id: times}", rows=rows)
    assert [(row["quote"], row["class"]) for row in package["figures"]] == [("第3回", "quantity")]
    assert observed(package) == {(2019, "講座の開催"): 3}
    assert bo.validate(package).errors == ()


# -- lines, heads, departments


def test_a_line_becomes_an_item_of_its_own(tmp_path: Path) -> None:
    rows = ((*ROW[:3], "", "・夏の講座を開催し、\n冬は相談 4件"),)
    plain = bo.build(bo.open_publication(publish(tmp_path / "plain", markdown(*rows))))
    assert list(departments(plain)) == ["夏の講座を開催し、冬は相談 4件"]
    package = built(tmp_path, "target: line, where: {text: 冬は相談 4件}, add: true", rows=rows)
    assert list(departments(package)) == ["夏の講座を開催し、", "冬は相談 4件"]
    activity = {row["text"]: row["activity_id"] for row in package["activities"]}
    assert [row["activity_id"] for row in package["figures"] if row["quote"] == "4件"] == [activity["冬は相談 4件"]]
    assert bo.validate(package).errors == ()


def test_a_line_that_is_an_item_already_or_none_is_a_misfit(tmp_path: Path) -> None:
    for number, (text, said) in enumerate([("・見回り 15回", "もう一つの取組の初め"), ("【安全課】", "取組の行では")]):
        (sentence,) = told(built(tmp_path / str(number), f"target: line, where: {{text: {text}}}, add: true"), "decision-misfit")
        assert said in sentence


def test_a_line_becomes_a_head_and_what_is_below_it_belongs_to_it(tmp_path: Path) -> None:
    package = built(tmp_path, "target: section, where: {text: 環境の担当より}, add: {department: 環境課}")
    found = departments(package)
    assert "環境の担当より" not in found
    assert found["見回り 15回"] == "安全課"
    assert {found["清掃を三たび"], found["講座 5回"]} == {"環境課"}
    spans = next(spans for name, spans in package.spans.items() if name.endswith("r2-c5-l3"))
    assert [span.cls for span in spans] == ["department"]
    assert bo.validate(package).errors == ()


@pytest.mark.parametrize(("text", "said"), [("・見回り 15回", "数量がある"), ("【安全課】", "もう見出し")])
def test_a_line_that_cannot_be_a_head_is_a_misfit(tmp_path: Path, text: str, said: str) -> None:
    package = built(tmp_path, f"target: section, where: {{text: {text}}}, add: {{department: 環境課}}")
    (sentence,) = told(package, "decision-misfit")
    assert said in sentence


def test_an_addition_below_an_added_head_is_found_by_its_department(tmp_path: Path) -> None:
    bodies = (
        "target: figure, where: {department: 環境課, quote: 三たび}, add: {label: 清掃, unit_id: times}",
        "target: section, where: {text: 環境の担当より}, add: {department: 環境課}",
    )
    package = built(tmp_path, *bodies)
    assert "decision-misfit" not in rules(package)
    names = {row["department_id"]: row["name"] for row in package["departments"]}
    assert [
        names[row["department_id"]] for row in package["observations"] if row["value"] == 3 and row["unit_id"] == "times"
    ] == ["環境課"]


def test_a_department_is_made_responsible(tmp_path: Path) -> None:
    package = built(tmp_path, "target: department, where: {title: 街灯の設置}, add: {name: 学務課}")
    names = {row["department_id"]: row["name"] for row in package["departments"]}
    found = [names[row["department_id"]] for row in package["measure_departments"] if row["measure_id"] == "m002"]
    assert found == ["環境課", "学務課"]
    assert departments(package)["街灯 3基"] is None  # which of the two is not said
    assert bo.validate(package).errors == ()


def test_a_department_of_several_sources_must_say_which_or_from_when(tmp_path: Path) -> None:
    body = "target: department, where: {measure: m001}, add: {name: 学務課}"
    (sentence,) = told(built(tmp_path / "a", body, later="・見回り 9回"), "decision-misfit")
    assert "m001 s001、m001 s002" in sentence
    for scope, sources in (("this source", ["s002"]), ("from now on", ["s001", "s002"])):
        where = "{measure: m001, source: s002}" if scope == "this source" else "{measure: m001}"
        body = f"target: department, where: {where}, add: {{name: 学務課}}, scope: {scope}"
        package = built(tmp_path / scope, body, later="・見回り 9回")
        (name,) = [row["department_id"] for row in package["departments"] if row["name"] == "学務課"]
        assert [row["source_id"] for row in package["measure_departments"] if row["department_id"] == name] == sources


# -- where


@pytest.mark.parametrize(
    "where",
    [
        "{measure: m001, fiscal_year: 2019, quote: 安全, before: 【, after: 課】}",
        "{source: s001, text: 【安全課】}",
        "{department: d001, text: 【安全課】}",
        "{department: 安全課, quote: 安全課}",
        "{line: s001-t1-r2-c5-l1}",
    ],
)
def test_a_section_is_found_by_every_key(tmp_path: Path, where: str) -> None:
    package = built(tmp_path, f"target: section, where: {where}, set: {{department: 環境課}}")
    assert set(departments(package).values()) == {"環境課"}


@pytest.mark.parametrize(
    "where",
    [
        "{indicator: i001}",
        "{measure: m001, label: 見回り}",
        "{department: d001, label: 見回り}",
        "{measure: m001, fiscal_year: 2019, quote: 15回, before: '見回り '}",
        "{source: s001, text: ・見回り 15回, quote: 15回}",
    ],
)
def test_an_indicator_is_found_by_every_key(tmp_path: Path, where: str) -> None:
    package = built(tmp_path, f"target: indicator, where: {where}, set: {{kind: output}}")
    assert [row["label"] for row in package["indicators"] if row["kind"] == "output"] == ["見回り"]


@pytest.mark.parametrize(
    ("body", "key", "said"),
    [
        (
            "target: measure, where: {measure: m001, fiscal_year: 2019}, set: {theme: patrol}",
            "fiscal_year",
            "どの資料・年度・行でも",
        ),
        ("target: department, where: {name: 安全課, quote: 安全}, set: {kind: office}", "quote", "どの資料・年度・行でも"),
        (
            "target: department, where: {measure: m001, fiscal_year: 2019}, add: {name: 学務課}",
            "fiscal_year",
            "年度や行にはよりません",
        ),
        ("target: section, where: {text: 【安全課】, figures: 1}, drop: true", "figures", "見出しは一つの行"),
        ("target: section, where: {text: 【安全課】, before: a}, drop: true", "before", "quote と一緒に"),
        ("target: line, where: {lin: a}, drop: true", "lin", "知らないキー"),
    ],
)
def test_a_key_that_says_nothing_there_is_refused_with_a_reason(tmp_path: Path, body: str, key: str, said: str) -> None:
    with pytest.raises(bo.PublicationError) as refused:
        built(tmp_path, body)
    assert refused.value.place.key == f"decisions[0].where.{key}"
    assert said in refused.value.text("ja")


def test_an_ambiguous_place_lists_the_places(tmp_path: Path) -> None:
    rows = ((*ROW[:3], "【安全課】\n・見回り 3回", "【安全課】\n・見回り 3回"),)
    for number, body in enumerate(
        (
            "target: section, where: {text: 【安全課】}, drop: true",
            "target: line, where: {text: ・見回り 3回}, drop: true",
            "target: figure, where: {quote: 3回}, drop: true",
        )
    ):
        (sentence,) = told(built(tmp_path / str(number), body, rows=rows), "decision-misfit")
        assert "2 か所" in sentence and len(re.findall(r"s001-t1-r2-c[45]-l[12]", sentence)) == 2


# -- later sources


def test_a_head_is_carried_to_the_same_words_and_lapses_without(tmp_path: Path) -> None:
    rows = ((*ROW[:3], "", "【防犯係】\n・講座 3回"),)
    body = "target: section, where: {text: 【防犯係】}, set: {department: 環境課}, scope: from now on"
    package = built(tmp_path / "a", body, rows=rows, later="【防犯係】\n・講座 4回")
    assert departments(package, 2020) == {"講座 4回": "環境課"}
    assert not rules(package) & {"decision-lapsed", "decision-proposed"}
    package = built(tmp_path / "b", body, rows=rows, later="【防犯係より】\n・講座 4回")
    assert "decision-lapsed" in rules(package)
    package = built(tmp_path / "c", body.replace("from now on", "this source"), rows=rows, later="【防犯係】\n・講座 4回")
    assert departments(package, 2020) == {"講座 4回": "防犯係"}


def test_an_added_head_item_and_figure_are_carried(tmp_path: Path) -> None:
    bodies = (
        "target: section, where: {text: 環境の担当より}, add: {department: 環境課}, scope: from now on",
        "target: figure, where: {quote: 第3回}, add: {label: 講座, unit_id: times}, scope: from now on",
        "target: line, where: {text: 冬は相談 4件}, add: true, scope: from now on",
    )
    cell = "・夏の講座を開催し、\n冬は相談 {}件\n環境の担当より\n・第{}回の講座"
    rows = ((*ROW[:3], "", cell.format(4, 3)),)
    package = built(tmp_path, *bodies, rows=rows, later=cell.format(7, 12))
    assert not rules(package) & {"decision-misfit", "decision-lapsed", "decision-proposed"}
    assert departments(package, 2020)["第12回の講座"] == "環境課"
    assert "冬は相談 7件" in departments(package, 2020)
    assert observed(package)[2020, "講座"] == 12
    assert bo.validate(package).errors == ()


def test_a_corrected_value_is_only_proposed_for_other_numbers(tmp_path: Path) -> None:
    body = "target: figure, where: {quote: 71回}, set: {value: 17, label: 講座}, source_error: true, scope: from now on"
    rows = ((*ROW[:3], "", "・講座 71回"),)
    package = built(tmp_path / "a", body, rows=rows, later="・講座 18回")
    later = [row for row in package["figures"] if row["quote"] == "18回"]
    assert [(row["value"], row["decision_id"], row["grade"] == "confirmed") for row in later] == [(18, None, False)]
    (found,) = [finding for finding in package.findings if finding.rule == "decision-proposed"]
    assert found.params["entry"] == (
        '- {id: k002, target: figure, where: {line: s002-t1-r2-c4-l1, quote: "18回"}, set: {value: TODO, label: "講座"}, '
        'source_error: true, why: "確かめた", by: TODO, on: TODO}'
    )
    assert "decision-lapsed" not in rules(package)
    same = built(tmp_path / "b", body, rows=rows, later="・講座 71回")  # another year: a number of its own
    assert observed(same)[2020, "講座"] == 71


def test_a_corrected_value_holds_where_a_later_source_says_the_same_of_the_same_year(tmp_path: Path) -> None:
    body = "target: figure, where: {quote: 71回}, set: {value: 17}, source_error: true, scope: from now on"
    tables = [markdown((*ROW[:3], "", "・講座 71回")), markdown((*ROW[:3], "・講座 71回", "・講座 20回"), header=BOTH)]
    folder = publish(tmp_path / "city", *tables, curation={"decisions.yaml": written(body)})
    package = bo.build(bo.open_publication(folder))
    assert observed(package) == {(2019, "講座"): 17, (2020, "講座"): 20}


def test_an_added_value_in_spite_of_the_source_is_only_proposed(tmp_path: Path) -> None:
    rows = ((*ROW[:3], "", "・第3回の講座"),)
    body = "target: figure, where: {quote: 第3回}, add: {label: 講座, unit_id: times, value: 2}, source_error: true"
    package = built(tmp_path, f"{body}, scope: from now on", rows=rows, later="・第4回の講座")
    assert "decision-proposed" in rules(package)
    assert (2020, "講座") not in observed(package)


def test_what_nearly_fits_in_a_later_source_is_proposed_and_can_be_pasted(tmp_path: Path) -> None:
    rows = ((*ROW[:3], "", "・小学校全7校で点検を実施"),)
    body = "target: line, where: {text: ・小学校全7校で点検を実施}, set: {use: observation}, scope: from now on"
    package = built(tmp_path / "a", body, rows=rows, later="・市立小学校の全9校で点検を実施")
    assert {"decision-lapsed", "decision-proposed"} <= rules(package)
    (found,) = [finding for finding in package.findings if finding.rule == "decision-proposed"]
    pasted = found.params["entry"].replace("by: TODO", "by: 安全課").replace("on: TODO", "on: 2021-04-01")
    tables = [markdown(*rows), markdown((*ROW[:3], "・市立小学校の全9校で点検を実施"), header=NEXT)]
    text = written(body.replace("from now on", "this source")) + f"  {pasted}\n"
    package = bo.build(bo.open_publication(publish(tmp_path / "b", *tables, curation={"decisions.yaml": text})))
    assert "decision-misfit" not in rules(package)
    assert sorted(row["value"] for row in package["observations"]) == [7, 9]


@pytest.mark.parametrize(
    "body",
    [
        "target: measure, where: {measure: m001, source: s001, figures: 4}, confirm: true, scope: from now on",
        "target: finding, where: {line: s001-t1-r2-c4-l1}, waive: blank-cell, scope: from now on",
    ],
)
def test_what_cannot_hold_for_later_sources_is_refused(tmp_path: Path, body: str) -> None:
    with pytest.raises(bo.PublicationError) as refused:
        built(tmp_path, body)
    assert refused.value.place.key == "decisions[0].scope"


def test_what_a_measure_a_department_and_an_indicator_are_holds_in_every_source(tmp_path: Path) -> None:
    bodies = (
        "target: measure, where: {measure: m001}, set: {theme: patrol}, scope: from now on",
        "target: department, where: {name: 安全課}, set: {kind: office}, scope: from now on",
        "target: indicator, where: {label: 見回り}, set: {kind: output}, scope: from now on",
    )
    package = built(tmp_path, *bodies, later="【安全課】\n・見回り 9回")
    assert not rules(package) & {"decision-misfit", "decision-lapsed"}
    (indicator,) = [row["indicator_id"] for row in package["indicators"] if row["kind"] == "output"]
    assert {row["fiscal_year"] for row in package["observations"] if row["indicator_id"] == indicator} == {2019, 2020}


# -- proposals


def test_check_lists_what_can_be_pasted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = ((*ROW[:3], "", "・小学校全7校で点検を実施\n・講座 71回"),)
    bodies = (
        "target: line, where: {text: ・小学校全7校で点検を実施}, set: {use: observation}, scope: from now on",
        "target: figure, where: {measure: m009, quote: 71回}, confirm: true",
    )
    built(tmp_path, *bodies, rows=rows, later="・市立小学校の全9校で点検を実施\n・講座 18回")
    assert main(["check", str(tmp_path / "city"), "--lang", "ja"]) == 1
    said = capsys.readouterr().out
    said = said[said.index("提案 ") :]
    assert said.index("curation/register.yaml") < said.index("curation/decisions.yaml")
    assert "  - {id: t001, name: " in said
    assert '  - {id: k003, target: line, where: {line: s002-t1-r2-c4-l1}, set: {use: observation}, why: "確かめた"' in said
    assert "  - {id: k001, " not in said
    assert '  - {id: k002, target: figure, where: {figure: s001-t1-r2-c5-l2-c4, quote: "71回"}, confirm: true' in said
    assert "同じ番号の項目と置き換える" in said
    assert main(["check", str(tmp_path / "city"), "--json"]) == 1
    assert '"proposals": [' in capsys.readouterr().out


def test_a_misfit_that_was_pasted_fits(tmp_path: Path) -> None:
    package = built(tmp_path / "a", "target: figure, where: {measure: m002, quote: 15回}, set: {label: 巡回}")
    (one,) = [found for found in proposals(package.findings) if found["rule"] == "decision-misfit"]
    pasted = one["entry"].replace("by: TODO", "by: 安全課").replace("on: TODO", "on: 2021-04-01")
    folder = publish(tmp_path / "b", markdown(*ROWS), curation={"decisions.yaml": f"decisions:\n  {pasted}\n"})
    assert (2019, "巡回") in observed(bo.build(bo.open_publication(folder)))


def test_where_nothing_is_proposed_nothing_is_said(tmp_path: Path) -> None:
    assert proposals_text(built(tmp_path).findings, "ja") == ""
