"""Decisions: each does something to a place that is there; a waiver covers findings of every stage, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import bouhan_opendata as bo
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


@pytest.mark.parametrize("where", ["{line: s001-t1-r2-c4-l1}", "{source: s002}", "{cell: s001-t9-r9-c9}", "{key: m009}"])
def test_a_waiver_that_covers_nothing_is_a_misfit(tmp_path: Path, where: str) -> None:
    findings = judged(city(tmp_path, f"target: finding, where: {where}, waive: personal-data"))
    assert {"decision-misfit", "personal-data"} <= rules(findings)


def test_the_example_of_the_documentation_is_read(tmp_path: Path) -> None:
    (text,) = re.findall(
        r"```yaml[^\n]*\n(decisions:.*?)```", (ROOT / "docs/how-to/decide.md").read_text(encoding="utf-8"), re.DOTALL
    )
    folder = publish(tmp_path / "city", markdown(ROW), curation={"decisions.yaml": text})
    assert [d.action for d in bo.open_publication(folder).decisions] == ["set", "set", "waive"]


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
        ("target: indicator, where: {label: 見回り}, set: {kind: output}", "where.indicator"),
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
