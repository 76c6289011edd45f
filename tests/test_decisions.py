"""Decisions: each does something to a place that is there; a waiver covers findings of every stage, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import bouhan_opendata as bo
from bouhan_opendata.publication.decision_forms import ACTIONS
from bouhan_opendata.validation.package_rules import looks_like_formula
from publications import ROW, markdown, publish

ROOT = Path(__file__).resolve().parents[1]
ROWS = (
    ROW,
    ("相談窓口", "安全課", "相談を受けます。", "・電話 03-1234-5678 で受付\n・見\u200b守り 3回", "・相談 3回"),
    ("=SUM(A1)の確認", "安全課", "確認します。", "・確認 3回", "・確認 3回"),
)


def decision(body: str, number: int = 1) -> str:
    return f"  - {{id: k{number:03d}, {body}, why: 確かめた, by: 安全課, on: 2020-04-01}}\n"


def city(tmp: Path, *bodies: str, rows: tuple[tuple[str, ...], ...] = ROWS) -> Path:
    text = (
        "decisions:\n" + "".join(decision(body, number) for number, body in enumerate(bodies, 1)) if bodies else "decisions: []\n"
    )
    return publish(tmp / "city", markdown(*rows), curation={"decisions.yaml": text})


def judged(folder: Path) -> bo.Findings:
    return bo.validate(bo.build(bo.open_publication(folder)))


def rules(findings: bo.Findings) -> set[str]:
    return {finding.rule for finding in findings}


WAIVERS = {
    "personal-data": "{line: s001-t1-r3-c4-l1}",
    "odd-character": "{line: s001-t1-r3-c4-l2}",
    "formula-looking": "{cell: s001-t1-r4-c1}",
}


def test_without_a_waiver_they_stand_where_a_person_sees_them(tmp_path: Path) -> None:
    findings = judged(city(tmp_path))
    for rule, where in WAIVERS.items():
        found = [finding for finding in findings if finding.rule == rule]
        address = re.search(r"s001-t1-r\d-c\d", where)
        assert found and address
        row, column = re.findall(r"\d", address[0])[-2:]
        for finding in found:
            assert f"table1.md · 表1 行{row} 列{column}" in finding.place.text("ja")
            assert f"table1.md · table 1 row {row} column {column}" in finding.place.text("en")


@pytest.mark.parametrize("rule", WAIVERS)
def test_a_waiver_covers_what_later_stages_find(tmp_path: Path, rule: str) -> None:
    findings = judged(city(tmp_path, f"target: finding, where: {WAIVERS[rule]}, waive: {rule}"))
    assert rules(findings) >= set(WAIVERS) - {rule}
    assert not rules(findings) & {rule, "decision-misfit"}


def test_waivers_let_a_release_pass_and_repeat(tmp_path: Path) -> None:
    folder = city(tmp_path, *(f"target: finding, where: {where}, waive: {rule}" for rule, where in WAIVERS.items()))
    assert bo.release(bo.open_publication(folder)).state == "made"
    assert bo.release(bo.open_publication(folder)).state == "identical"


def test_a_whole_rule_is_waived_only_in_so_many_words(tmp_path: Path) -> None:
    findings = judged(city(tmp_path, "target: finding, where: {everywhere: true}, waive: personal-data"))
    assert "personal-data" not in rules(findings) and "formula-looking" in rules(findings)
    for where in ("{}", "{everywhere: false}", "{everywhere: true, source: s001}"):
        with pytest.raises(bo.PublicationError, match=r"decisions\[0\]\.where"):
            judged(city(tmp_path / where, f"target: finding, where: {where}, waive: personal-data"))


@pytest.mark.parametrize(
    ("where", "rule"),
    [
        ("{source: s002}", "decision-misfit"),
        ("{cell: s001-t9-r9-c9}", "decision-misfit"),
        ("{line: s001-t1-r2-c4-l9}", "decision-misfit"),
        ("{measure: m001, text: ・見回り 99回}", "decision-misfit"),
        ("{line: s001-t1-r2-c4-l1}", "waiver-lapsed"),
        ("{measure: m001, quote: 見回り}", "waiver-lapsed"),
        ("{key: m009}", "waiver-lapsed"),
    ],
)
def test_a_waiver_that_covers_nothing_is_told(tmp_path: Path, where: str, rule: str) -> None:
    """A place that is not there is an error; a finding that is no longer there only makes the waiver needless."""
    findings = judged(city(tmp_path, f"target: finding, where: {where}, waive: personal-data"))
    assert {rule, "personal-data"} <= rules(findings)
    assert len({"decision-misfit", "waiver-lapsed"} & rules(findings)) == 1


@pytest.mark.parametrize(
    "where",
    [
        "{measure: m002, fiscal_year: 2018, quote: 03-1234-5678, before: '電話 ', after: ' で'}",
        "{text: ・電話 03-1234-5678 で受付}",
    ],
)
def test_a_waiver_may_tell_its_place_in_words(tmp_path: Path, where: str) -> None:
    findings = judged(city(tmp_path, f"target: finding, where: {where}, waive: personal-data"))
    assert not rules(findings) & {"personal-data", "decision-misfit", "waiver-lapsed"}


def test_an_error_that_must_not_pass_cannot_be_waived(tmp_path: Path) -> None:
    """Every warning and information can, and the errors that only a person can answer."""
    known = bo.load_model().rules
    can = {rule.id for rule in known.values() if rule.level is bo.Level.ERROR and rule.is_waivable}
    assert can == {"formula-looking", "personal-data", "source-removed", "source-changed", "unread-line"}
    for number, rule in enumerate(known.values()):
        folder = city(tmp_path / str(number), f"target: finding, where: {{everywhere: true}}, waive: {rule.id}")
        if rule.level is not bo.Level.ERROR or rule.is_waivable:
            assert bo.open_publication(folder).decisions[0].rule == rule.id
        else:
            with pytest.raises(bo.PublicationError, match="免除できません"):
                bo.open_publication(folder)


def test_the_example_of_the_documentation_is_read(tmp_path: Path) -> None:
    (text,) = re.findall(
        r"```yaml[^\n]*\n(decisions:.*?)```", (ROOT / "docs/how-to/decide.md").read_text(encoding="utf-8"), re.DOTALL
    )
    folder = publish(tmp_path / "city", markdown(ROW), curation={"decisions.yaml": text})
    assert [d.action for d in bo.open_publication(folder).decisions] == ["set", "set", "waive"]


@pytest.mark.parametrize("page", ["decide.md", "decide.ja.md"])
def test_every_example_of_the_documentation_is_read(tmp_path: Path, page: str) -> None:
    """One for each target and verb that works, but those that the first example shows or that need no example of their own."""
    (text,) = re.findall(r"```yaml\n(- \{.*?)```", (ROOT / "docs/how-to" / page).read_text(encoding="utf-8"), re.DOTALL)
    entries = "decisions:\n" + "".join(f"  {line}\n" for line in text.splitlines())
    folder = publish(tmp_path / "city", markdown(ROW), curation={"decisions.yaml": entries})
    found = {(d.target, d.action) for d in bo.open_publication(folder).decisions}
    assert {target for target, _ in found} == set(ACTIONS)
    assert {(target, "add") for target, verbs in ACTIONS.items() if "add" in verbs} <= found


FIGURE = "target: figure, where: {quote: 15回}"


@pytest.mark.parametrize(
    ("body", "key"),
    [
        (f"{FIGURE}, drop: false", "drop"),
        (f"{FIGURE}, confirm: false", "confirm"),
        (f"{FIGURE}, confirm: yes", "confirm"),
        (f"{FIGURE}, set: true", "set"),
        (f"{FIGURE}, set: [a]", "set"),
        (f"{FIGURE}, set: {{}}", "set"),
        (f"{FIGURE}, set: {{5: x}}", "set.5"),
        (f"{FIGURE}, set: {{use: bogus}}", "set.use"),
        (f"{FIGURE}, set: {{use: null}}", "set.use"),
        (f"{FIGURE}, set: {{unit_id: bogus}}", "set.unit_id"),
        (f"{FIGURE}, set: {{label: [a]}}", "set.label"),
        (f"{FIGURE}, set: {{label: null}}", "set.label"),
        (f'{FIGURE}, set: {{label: "名前 TODO"}}', "set.label"),
        (f"{FIGURE}, set: {{since_fiscal_year: abc}}", "set.since_fiscal_year"),
        (f"{FIGURE}, set: {{value: 5}}", "set.value"),
        (f"{FIGURE}, set: {{value: NaN}}, source_error: true", "set.value"),
        (f"{FIGURE}, set: {{value: Infinity}}, source_error: true", "set.value"),
        (f'{FIGURE}, set: {{value: "1e400"}}, source_error: true', "set.value"),
        (f"{FIGURE}, set: {{value: [a]}}, source_error: true", "set.value"),
        (f"{FIGURE}, confirm: true, drop: true", ""),
        (f"{FIGURE}, waive: jump", "waive"),
        ("target: figure, where: {mesure: m001, quote: 15回}, confirm: true", "where.mesure"),
        ("target: figure, where: {quote: [a]}, confirm: true", "where.quote"),
        ("target: figure, where: {figure: 5}, confirm: true", "where.figure"),
        ("target: figure, where: {measure: m001}, confirm: true", "where"),
        ("target: figure, where: [a], confirm: true", "where"),
        ("target: figure, confirm: true", "where"),
        ("target: indicator, where: {indicator: i001}, drop: true", "drop"),
        ("target: indicator, where: {measure: m001}, set: {kind: output}", "where.indicator"),
        ("target: indicator, where: {indicator: i001}, set: {kind: bogus}", "set.kind"),
        ("target: indicator, where: {indicator: i001}, set: {additive_over_years: 5}", "set.additive_over_years"),
        ("target: finding, where: {line: s001-t1-r2-c4-l1}, set: {use: none}", "set"),
        ("target: finding, where: {lin: s001-t1-r2-c4-l1}, waive: jump", "where.lin"),
        ("target: finding, where: {line: s001-t1-r2-c4-l1}, waive: no-such-rule", "waive"),
        ("target: finding, where: {line: s001-t1-r2-c4-l1}, waive: [a]", "waive"),
        ("target: finding, waive: jump", "where"),
    ],
)
def test_a_decision_that_does_nothing_is_refused_by_key_and_id(tmp_path: Path, body: str, key: str) -> None:
    with pytest.raises(bo.PublicationError) as refused:
        bo.open_publication(city(tmp_path, body))
    assert refused.value.place.file == "curation/decisions.yaml"
    assert refused.value.place.key == ".".join(part for part in ("decisions[0]", key) if part)
    assert key == "waive" or "k001" in refused.value.text("ja")


@pytest.mark.parametrize(
    ("where", "said"),
    [
        ("{fiscal_year: 2019, quote: 99回}", "quote の「99回」"),
        ("{measure: m009, quote: 15回}", "measure の「m009」"),
        ("{quote: 3回}", "一つに絞って"),
        ("{figure: s001-t1-r1-c1-l1-c0, quote: 99回}", "どれにも合う"),
    ],
)
def test_a_misfit_says_what_does_not_fit(tmp_path: Path, where: str, said: str) -> None:
    findings = judged(city(tmp_path, f"target: figure, where: {where}, confirm: true"))
    (misfit,) = [finding for finding in findings if finding.rule == "decision-misfit"]
    assert said in findings.rules["decision-misfit"].sentence(misfit.params, "ja")


@pytest.mark.parametrize(
    ("cell", "quote", "action", "said"),
    [
        ("・8月に見回り 15回", "8月", "set: {use: observation}", "数量ではなく、時です"),
        ("・8月に見回り 15回", "8月", "confirm: true", "数量ではなく、時です"),
        ("・第2回の見回り", "第2回", "set: {use: observation}", "数量ではなく、順序です"),
        ("・見回り 10～15人", "10～15人", "set: {use: observation}", "一つの値がありません"),
        ("・見回り 15ホゲ", "15ホゲ", "set: {use: observation}", "単位「ホゲ」"),
    ],
)
def test_what_can_be_no_statistic_is_made_none(tmp_path: Path, cell: str, quote: str, action: str, said: str) -> None:
    folder = city(tmp_path, f"target: figure, where: {{quote: {quote}}}, {action}", rows=((*ROW[:3], "", cell),))
    findings = judged(folder)
    (found,) = [finding for finding in findings if finding.rule == "decision-without-effect"]
    assert findings.level(found) is bo.Level.ERROR
    assert said in findings.rules[found.rule].sentence(found.params, "ja")


@pytest.mark.parametrize(("cell", "quote"), [("・見回り 15ホゲ", "15ホゲ"), ("・見回り 15", "15")])
def test_with_a_unit_it_becomes_one(tmp_path: Path, cell: str, quote: str) -> None:
    body = f'target: figure, where: {{quote: "{quote}"}}, set: {{use: observation, unit_id: times, label: 見回り}}'
    package = bo.build(bo.open_publication(city(tmp_path, body, rows=((*ROW[:3], "", cell),))))
    assert bo.validate(package).errors == ()
    assert [(row["value"], row["unit_id"]) for row in package["observations"]] == [(15, "times")]


@pytest.mark.parametrize("text", ["=1+1", "=A1", "@SUM(A1)", "-2+3", "-A1", "+SUM(A1)", "-cmd|'/C calc'!A0", "+81-3-1234-5678"])
def test_what_a_spreadsheet_would_evaluate_looks_like_a_formula(text: str) -> None:
    assert looks_like_formula(text)


@pytest.mark.parametrize(
    "text", ["", "-", "－", "―", "+", "@", "=", "-5人", "-5", "+1,000", "-5%", "+α", "- 見回り", "5=5", "＝1"]
)
def test_marks_numbers_and_prose_do_not(text: str) -> None:
    assert not looks_like_formula(text)


def test_a_table_with_no_data_marks_is_released(tmp_path: Path) -> None:
    rows = (("地域の見回り", "安全課", "-", "-", "+α"), ("街灯の設置", "安全課", "+αの取組み", "－", "・-5人"))
    findings = judged(city(tmp_path, rows=rows))
    assert not findings.errors


NEXT = "| 施策 | 担当課 | 令和2年度の取組み |\n| --- | --- | --- |\n| 地域の見回り | 安全課 | {cell} |\n"


def two_years(tmp: Path, body: str, first: str, second: str) -> bo.Package:
    """A city with a decision about the first year's table, and the next year's."""
    folder = city(tmp, body, rows=(("地域の見回り", "安全課", "見回ります。", "", first),))
    (folder / "sources" / "table2.md").write_text(NEXT.format(cell=second.replace("\n", "<br>")), encoding="utf-8")
    entry = (folder / "sources" / "sources.yaml").read_text(encoding="utf-8")
    (folder / "sources" / "sources.yaml").write_text(entry + next_source(entry), encoding="utf-8")
    return bo.build(bo.open_publication(folder))


def next_source(entries: str) -> str:
    """One more entry like the first."""
    first = entries[entries.index("  - ") :]
    return re.sub(r"s001", "s002", re.sub(r"table1", "table2", first))


USE = "target: figure, where: {measure: m001, fiscal_year: 2019, quote: 7校}, set: {use: observation}, scope: from now on"


@pytest.mark.parametrize(
    ("second", "value"),
    [("・全7校で点検", 7), ("・全9校で点検", 9), ("・市内の学校で全9校の点検", None)],
)
def test_a_decision_holds_for_the_same_text_of_a_later_source(tmp_path: Path, second: str, value: int | None) -> None:
    """Exactly the same, then the same with other numbers; less than that is told, and nothing is applied."""
    package = two_years(tmp_path, USE, "・全7校で点検", second)
    found = {row["fiscal_year"]: row["value"] for row in package["observations"]}
    assert found == ({2019: 7} if value is None else {2019: 7, 2020: value})
    assert ("decision-lapsed" in rules(package.findings)) is (value is None)


def test_a_decision_for_one_source_goes_no_farther(tmp_path: Path) -> None:
    package = two_years(tmp_path, USE.replace("from now on", "this source"), "・全7校で点検", "・全7校で点検")
    assert [row["fiscal_year"] for row in package["observations"]] == [2019]
    assert "decision-lapsed" not in rules(package.findings)


def test_a_corrected_value_stays_with_its_source(tmp_path: Path) -> None:
    where = "{measure: m001, fiscal_year: 2019, quote: 71回}"
    body = f"target: figure, where: {where}, set: {{value: 17}}, source_error: true, scope: from now on"
    package = two_years(tmp_path, body, "・講座 71回", "・講座 18回")
    assert {row["fiscal_year"]: row["value"] for row in package["observations"]} == {2019: 17, 2020: 18}


COURSE = (("地域の見回り", "安全課", "見回ります。", "", "・講座 3回 45人"),)
WORDS = "target: line, where: {measure: m001, fiscal_year: 2019, text: ・講座 3回 45人}, set: {use: detail}"


@pytest.mark.parametrize(
    ("body", "uses", "grades"),
    [
        ("target: line, where: {line: s001-t1-r2-c5-l1}, drop: true", ["none", "none"], {"confirmed"}),
        (WORDS, ["detail"] * 2, {"confirmed"}),
        ("target: line, where: {line: s001-t1-r2-c5-l1, figures: 2}, confirm: true", ["observation"] * 2, {"confirmed"}),
        ("target: measure, where: {measure: m001, source: s001, figures: 2}, confirm: true", ["observation"] * 2, {"confirmed"}),
    ],
)  # fmt: skip
def test_a_line_or_a_measure_is_decided_at_once(tmp_path: Path, body: str, uses: list[str], grades: set[str]) -> None:
    package = bo.build(bo.open_publication(city(tmp_path, body, rows=COURSE)))
    assert [row["use"] for row in package["figures"]] == uses
    assert {row["grade"] for row in package["figures"]} == grades
    assert {row["decision_id"] for row in package["figures"]} == {"k001"}


@pytest.mark.parametrize(
    "body",
    [
        "target: line, where: {line: s001-t1-r2-c5-l1, figures: 3}, confirm: true",
        "target: line, where: {line: s001-t1-r2-c5-l9}, drop: true",
        "target: measure, where: {measure: m001, source: s001, figures: 1}, confirm: true",
        "target: section, where: {line: s001-t1-r2-c5-l1}, drop: true",
        "target: department, where: {department: d009}, set: {kind: office}",
        "target: department, where: {department: d001, name: 環境課}, set: {kind: office}",
        "target: measure, where: {measure: m001, title: 街灯}, set: {theme: patrol}",
    ],
)
def test_one_that_does_not_fit_stops_the_release(tmp_path: Path, body: str) -> None:
    """Also a confirmation of another number of quantities than there are now: what was looked at has changed."""
    package = bo.build(bo.open_publication(city(tmp_path, body, rows=COURSE)))
    assert "decision-misfit" in rules(package.findings)


@pytest.mark.parametrize(
    "body",
    [
        "target: measure, where: {measure: m001}, confirm: true",
        "target: line, where: {measure: m001}, confirm: true",
        "target: section, where: {}, drop: true",
        "target: section, where: {line: s001-t1-r2-c5-l1}, set: {department: ''}",
        "target: department, where: {department: d001}, set: {kind: ministry}",
        "target: measure, where: {measure: m001}, set: {theme: weather}",
        "target: line, where: {line: s001-t1-r2-c5-l1, figures: two}, confirm: true",
    ],
)
def test_one_that_says_too_little_or_too_much_is_refused(tmp_path: Path, body: str) -> None:
    with pytest.raises(bo.PublicationError, match="k001"):
        bo.open_publication(city(tmp_path, body))


def test_a_head_that_is_no_department_and_one_that_is_another(tmp_path: Path) -> None:
    rows = (("地域の見回り", "安全課<br>環境課", "見回ります。", "【防犯係】\n・講座 3回", "【環境係】\n・講座 4回"),)
    bodies = (
        "target: section, where: {line: s001-t1-r2-c4-l1}, drop: true",
        "target: section, where: {line: s001-t1-r2-c5-l1}, set: {department: 環境課}",
    )
    package = bo.build(bo.open_publication(city(tmp_path, *bodies, rows=rows)))
    names = {row["department_id"]: row["name"] for row in package["departments"]}
    found = {row["report_id"]: names.get(row["department_id"]) for row in package["activities"]}
    assert found == {"m001-2018": None, "m001-2019": "環境課"}
    assert "防犯係" not in names.values()


def test_what_a_measure_and_a_department_are(tmp_path: Path) -> None:
    bodies = (
        "target: measure, where: {measure: m001, title: 地域の見回り}, set: {theme: patrol}",
        "target: department, where: {department: d001, name: 安全課}, set: {kind: office}",
    )
    package = bo.build(bo.open_publication(city(tmp_path, *bodies)))
    assert package["measures"][0]["theme"] == "patrol"
    assert package["departments"][0]["kind"] == "office"


def test_figures_that_wait_are_told_and_those_that_were_published_loudly(tmp_path: Path) -> None:
    """A confirmation for one source does not hold for the table that replaces it."""
    body = "target: figure, where: {measure: m001, fiscal_year: 2019, quote: 15回}, confirm: true"
    folder = city(tmp_path, body, rows=(ROW,))
    edited = folder / "publication.yaml"
    edited.write_text(edited.read_text(encoding="utf-8").replace("review: none", "review: all"), encoding="utf-8")
    (waiting,) = [f for f in bo.build(bo.open_publication(folder)).findings if f.rule.endswith("waiting")]
    assert (waiting.rule, waiting.params["count"], waiting.params["passed"]) == ("observations-waiting", 1, 1)
    bo.release(bo.open_publication(folder))
    decisions = folder / "curation" / "decisions.yaml"
    decisions.write_text("decisions: []\n", encoding="utf-8")
    findings = bo.build(bo.open_publication(folder)).findings
    told = {f.rule: f for f in findings if f.rule.endswith("waiting")}
    assert told["observations-waiting"].params["count"] == 2
    lost = told["published-observations-waiting"]
    assert (lost.params["ids"], lost.params["version"]) == ("i001-2019", "0.1.0")


OLD = ("主要な施策", "担当課", "施策の内容", "平成30年度の取組み", "令和元年度の取組み")
NEW = (*OLD[:3], "令和元年度の取組み", "令和2年度の取組み")
STOCK = "set: {time_basis: stock}, scope: from now on"


def carried(tmp: Path, where: str, old: tuple[str, str], new: tuple[str, str]) -> tuple[list[tuple[str, str | None]], bool]:
    """The quote and time basis of every quantity of two two-year tables, and whether a decision lapsed."""
    tables = [markdown(("見回り", "安全課<br>学務課", "", *cells), header=header) for cells, header in ((old, OLD), (new, NEW))]
    text = "decisions:\n" + decision(f"target: figure, where: {where}, {STOCK}")
    package = bo.build(bo.open_publication(publish(tmp / "two", *tables, curation={"decisions.yaml": text})))
    figures = [(row["quote"], row["time_basis"]) for row in package["figures"] if row["class"] == "quantity"]
    return figures, "decision-lapsed" in rules(package.findings)


def test_from_now_on_reaches_the_new_year_of_a_table_of_two_years(tmp_path: Path) -> None:
    where = "{measure: m001, fiscal_year: 2019, quote: 10台}"
    found, lapsed = carried(tmp_path, where, ("・カメラ 8台", "・カメラ 10台"), ("・カメラ 10台", "・カメラ 12台"))
    assert found == [("8台", "not_stated"), ("10台", "stock"), ("10台", "stock"), ("12台", "stock")]
    assert not lapsed


def test_from_now_on_with_other_numbers_in_every_year(tmp_path: Path) -> None:
    where = "{measure: m001, fiscal_year: 2018, quote: 8台}"
    found, lapsed = carried(tmp_path, where, ("・カメラ 8台", "・講習 1回"), ("・カメラ 11台", "・カメラ 12台"))
    assert [basis for _, basis in found] == ["stock", "not_stated", "stock", "stock"]
    assert not lapsed


def test_of_two_lines_that_say_the_same_that_of_the_department_counts(tmp_path: Path) -> None:
    cell = "【安全課】\n・カメラ {}台\n【学務課】\n・カメラ {}台"
    where = "{measure: m001, fiscal_year: 2019, quote: 10台}"
    found, _ = carried(tmp_path, where, ("－", cell.format(10, 20)), ("－", cell.format(11, 21)))
    assert found == [("10台", "stock"), ("20台", "not_stated"), ("11台", "stock"), ("21台", "not_stated")]


def test_a_decision_lapses_where_no_year_says_the_same_and_never_goes_back(tmp_path: Path) -> None:
    where = "{measure: m001, fiscal_year: 2019, quote: 10台}"
    twice = "・カメラ 5台\n・カメラ 6台"
    found, lapsed = carried(tmp_path / "a", where, ("－", "・カメラ 10台"), (twice, "・講習 1回"))
    assert lapsed and {basis for quote, basis in found if quote != "10台"} == {"not_stated"}
    again = [("・カメラ 8台", "・カメラ 10台")] * 2
    tables = [markdown(("見回り", "安全課", "", *cells), header=OLD) for cells in again]
    text = "decisions:\n" + decision(f"target: figure, where: {where}, {STOCK}")
    package = bo.build(bo.open_publication(publish(tmp_path / "b", *tables, curation={"decisions.yaml": text})))
    assert [row["time_basis"] for row in package["figures"]] == ["not_stated", "stock"] * 2
