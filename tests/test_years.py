"""A city over four years, in four forms: renamed, moved and new measures, a reorganised department, a revised plan, a source
replaced, a year stated twice. Ids stay, editions and changes are told, old statements never change by themselves."""

from __future__ import annotations

import dataclasses
import json
from pathlib import Path

import pytest

import bouhan_opendata as bo
from bouhan_opendata.publication import append_to_register
from publications import publish
from rendered import Block, as_csv, as_docx, as_html, as_xlsx

HEAD = ["施策名", "担当課", "施策の内容"]


def years(first: str, second: str) -> list[str]:
    return [*HEAD, f"{first}の取組み", f"{second}の取組み"]


def heading(text: str) -> list[str]:
    return [text, "", "", "", ""]


FIRST: list[Block] = [
    "防犯計画の取組み（令和元年度）",
    [
        years("平成30年度", "令和元年度"),
        heading("1 見守り"),
        ["地域の見回り", "安全課", "地域を見回ります。", "・見回り 12回", "・見回り 15回"],
        ["防犯教室", "学務課", "教室を開きます。", "・防犯教室 3回（参加者 45人）", "・防犯教室 4回（参加者 60人）"],
        heading("2 環境"),
        ["街路灯の整備", "道路課", "街路灯を設けます。", "・新設 34基", "・新設 12基"],
    ],
]
SECOND: list[Block] = [
    "防犯計画の取組み（令和2年度）",
    [
        years("令和元年度", "令和2年度"),
        heading("1 見守り"),
        ["地域の見回り", "危機管理課", "地域を見回ります。", "・見回り 15回", "・見回り 18回"],
        ["防犯教室の開催", "学務課", "教室を開きます。", "・防犯教室 4回（参加者 60人）", "中止（新型コロナのため）"],
        ["詐欺を防ぐ周知", "危機管理課", "詐欺を防ぐ周知をします。", "", "・ちらし 500枚"],
        heading("2 環境"),
        ["街路灯の整備", "道路課", "街路灯を設けます。", "・新設 12基", "・新設 20基"],
    ],
]
THIRD: list[Block] = [
    "第2次防犯計画の取組み（令和3年度）",
    [
        years("令和2年度", "令和3年度"),
        heading("1 環境"),
        ["街路灯の整備", "道路課", "街路灯をLEDにします。", "・新設 20基", "・新設 8基"],
        ["地域の見回り", "危機管理課", "地域を見回ります。", "・見回り 18回", "・見回り 21回"],
        heading("2 教育"),
        ["防犯教室の開催", "学務課", "教室を開きます。", "中止", "・防犯教室 2回（参加者 30人）"],
    ],
]
ORGANISATION = "changes:\n- {id: r001, date: 2020-04-01, kind: renamed, from: d001, to: d004, evidence: 組織規則の改正}\n"


def corrected(blocks: list[Block]) -> list[Block]:
    """The third table as it was sent again: 21 should have been 22."""
    return [
        [[cell.replace("21回", "22回") for cell in row] for row in block] if not isinstance(block, str) else block
        for block in blocks
    ]


@pytest.fixture
def city(tmp_path: Path) -> Path:
    return publish(tmp_path / "city", curation={"organisation.yaml": ""})


def add(city: Path, name: str, data: bytes, year: int, replaces: str | None = None) -> None:
    """Put a file into sources/ and name it."""
    listed = city / "sources" / "sources.yaml"
    number = listed.read_text(encoding="utf-8").count("{id: s") + 1
    (city / "sources" / name).write_bytes(data)
    entry = f"  - {{id: s{number:03d}, file: {name}, title: 取組み{number}, fiscal_year: {year}, received_on: {year + 1}-06-01"
    text = listed.read_text(encoding="utf-8")
    listed.write_text(text + entry + (f", replaces: {replaces}" if replaces else "") + "}\n", encoding="utf-8")


def build(city: Path) -> bo.Package:
    """Build, and keep the new ids as a release does."""
    publication = bo.open_publication(city)
    package = bo.build(publication)
    assert bo.validate(package).errors == ()
    append_to_register(publication, package.new_ids)
    return package


def observed(package: bo.Package) -> dict[tuple[str, int], str]:
    labels = {row["indicator_id"]: f"{row['measure_id']} {row['label']}" for row in package["indicators"]}
    return {(labels[row["indicator_id"]], row["fiscal_year"]): str(row["value"]) for row in package["observations"]}


def first_two(city: Path) -> bo.Package:
    """Two years; the renamed measure is told before a second id is given out, with the line to paste."""
    add(city, "令和元年度.xlsx", as_xlsx(FIRST), 2019)
    build(city)
    add(city, "令和2年度.docx", as_docx(SECOND), 2020)
    (city / "curation" / "organisation.yaml").write_text(ORGANISATION, encoding="utf-8")
    package = bo.build(bo.open_publication(city))
    [near] = [finding for finding in bo.validate(package).errors if finding.rule == "name-near-miss"]
    assert (near.params["name"], near.params["near"], near.params["id"]) == ("防犯教室の開催", "防犯教室", "m002")
    register = city / "curation" / "register.yaml"
    register.write_text(register.read_text(encoding="utf-8") + f"  {near.params['entry']}\n", encoding="utf-8")
    return build(city)


def test_ids_stay_when_measures_are_renamed_and_added(city: Path) -> None:
    package = first_two(city)
    titles = {row["measure_id"]: row["title"] for row in package["measures"]}
    assert titles == {"m001": "地域の見回り", "m002": "防犯教室の開催", "m003": "街路灯の整備", "m004": "詐欺を防ぐ周知"}
    editions = {(row["measure_id"], row["source_id"]): row["title"] for row in package["measure_editions"]}
    assert (editions["m002", "s001"], editions["m002", "s002"]) == ("防犯教室", "防犯教室の開催")


def test_a_renamed_department_goes_on_with_its_activities_and_indicators(city: Path) -> None:
    package = first_two(city)
    [change] = package["organisation_changes"]
    assert (change["change_id"], change["kind"], change["from_id"], change["to_id"]) == ("r001", "renamed", "d001", "d004")
    current = {row["report_id"] for row in package["reports"] if row["is_current"]}
    rounds = [row for row in package["activities"] if row["text"].startswith("見回り") and row["report_id"] in current]
    assert {row["series_id"] for row in rounds} == {"t001"}
    assert {row["department_id"] for row in rounds} == {"d001", "d004"}
    found = {(label, year): value for (label, year), value in observed(package).items() if label == "m001 見回り"}
    assert found == {("m001 見回り", 2018): "12", ("m001 見回り", 2019): "15", ("m001 見回り", 2020): "18"}


def test_a_year_stated_twice_has_one_current_statement(city: Path) -> None:
    package = first_two(city)
    reports = [row for row in package["reports"] if (row["measure_id"], row["fiscal_year"]) == ("m003", 2019)]
    assert sorted((row["source_id"], row["is_current"]) for row in reports) == [("s001", False), ("s002", True)]
    relations = {(row["subject"], row["relation"]) for row in package["restatements"]}
    assert relations == {("activity", "same"), ("figure", "same")}
    [cancelled] = [row for row in package["reports"] if (row["measure_id"], row["fiscal_year"]) == ("m002", 2020)]
    assert cancelled["status"] == "cancelled"


def test_a_revised_plan_moves_measures_and_keeps_them(city: Path) -> None:
    first_two(city)
    add(city, "令和3年度.csv", as_csv(THIRD, encoding="cp932"), 2021)
    package = build(city)
    areas = {row["policy_area_id"]: row["title"] for row in package["policy_areas"]}
    editions = [row for row in package["measure_editions"] if row["measure_id"] == "m001"]
    assert [areas[row["policy_area_id"]] for row in editions] == ["見守り", "見守り", "環境"]
    lights = [row["description"] for row in package["measure_editions"] if row["measure_id"] == "m003"]
    assert lights == ["街路灯を設けます。", "街路灯を設けます。", "街路灯をLEDにします。"]
    left = [row for row in package["overview_activities"] if row["text"] == "ちらし 500枚"]
    assert {row["fiscal_year"] for row in left} == {2020}
    later = {
        row["change"] for row in package["overview_activities"] if row["measure_id"] == "m004" and row["fiscal_year"] == 2021
    }
    assert later <= {"記載なし"}
    assert observed(package)["m003 新設", 2021] == "8"


def test_a_replaced_source_is_never_current_and_stays(city: Path) -> None:
    first_two(city)
    add(city, "令和3年度.csv", as_csv(THIRD, encoding="cp932"), 2021)
    before = build(city)
    add(city, "令和3年度訂正.html", as_html(corrected(THIRD)), 2021, replaces="s003")
    after = build(city)
    assert (observed(before)["m001 見回り", 2021], observed(after)["m001 見回り", 2021]) == ("21", "22")
    assert not any(row["is_current"] for row in after["reports"] if row["source_id"] == "s003")
    kept = {json.dumps(dict(row), default=str, sort_keys=True) for row in before["source_lines"]}
    assert kept <= {json.dumps(dict(row), default=str, sort_keys=True) for row in after["source_lines"]}
    changed = [row for row in after["restatements"] if row["relation"] == "restated"]
    assert {row["subject"] for row in changed} == {"activity", "figure"}
    assert {row["indicator_id"] for row in before["indicators"]} == {row["indicator_id"] for row in after["indicators"]}


def test_a_reorganisation_of_a_department_that_is_not_there_is_an_error(city: Path) -> None:
    add(city, "令和元年度.xlsx", as_xlsx(FIRST), 2019)
    (city / "curation" / "organisation.yaml").write_text(ORGANISATION, encoding="utf-8")
    package = bo.build(bo.open_publication(city))
    assert [finding.params["department"] for finding in package.findings if finding.rule == "change-without-department"] == [
        "d004"
    ]


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"id": "x1"}, "id"),
        ({"kind": "moved"}, "kind"),
        ({"date": "2020-13-01"}, "date"),
        ({"from": "m001"}, "from"),
        ({"to": "d001"}, "to"),
        ({"kind": "abolished"}, "to"),
        ({"to": None}, "to"),
        ({"why": "x"}, "why"),
    ],
)
def test_a_broken_reorganisation_names_its_key(city: Path, change: dict[str, str | None], key: str) -> None:
    entry = {"id": "r001", "date": "2020-04-01", "kind": "renamed", "from": "d001", "to": "d004"} | change
    written = ", ".join(f"{name}: {value}" for name, value in entry.items() if value is not None)
    (city / "curation" / "organisation.yaml").write_text(f"changes:\n- {{{written}}}\n", encoding="utf-8")
    with pytest.raises(bo.PublicationError) as fault:
        bo.open_publication(city)
    assert key in str(fault.value.place.key)


def test_the_fields_of_a_change_are_those_of_its_table() -> None:
    from bouhan_opendata.publication import OrganisationChange

    names = {field.name for field in dataclasses.fields(OrganisationChange)}
    fields = {field.name.replace("change_id", "id") for field in bo.load_model().tables["organisation_changes"].fields}
    assert names == fields
