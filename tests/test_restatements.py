"""One year stated by two sources: ``restatements`` and what is told of it."""

from __future__ import annotations

import shutil
from pathlib import Path

import bouhan_opendata as bo
from publications import markdown, publish

REPOSITORY = Path(__file__).parent.parent
HEADER = ("主要な施策", "担当課", "施策の内容")
FIRST = ("平成30年度の取組み", "令和元年度の取組み")
SECOND = ("令和元年度の取組み", "令和2年度の取組み")


def built(folder: Path, first: str, second: str, curation: dict[str, str] | None = None) -> bo.Package:
    """FY2019 as two sources state it."""
    tables = [
        markdown(("見回り", "安全課<br>学務課", "", *cells), header=(*HEADER, *years))
        for cells, years in ((("・見回り 12回", first), FIRST), ((second, "・見回り 20回"), SECOND))
    ]
    return bo.build(bo.open_publication(publish(folder, *tables, curation=curation)))


def said(package: bo.Package) -> list[tuple[str, str, str | None, str | None]]:
    """Subject, relation and the words of both sources."""
    words = {row["activity_id"]: row["text"] for row in package["activities"]}
    words |= {row["figure_id"]: row["quote"] for row in package["figures"]}
    return [
        (r["subject"], r["relation"], words.get(r["earlier_id"]), words.get(r["later_id"]))
        for r in sorted(package["restatements"], key=lambda r: r["restatement_id"])
    ]


def told(package: bo.Package) -> set[str]:
    return {finding.rule for finding in package.findings} & {"figure-restated", "statement-changed"}


def test_the_same_words_and_numbers_are_the_same_and_nothing_is_told(tmp_path: Path) -> None:
    package = built(tmp_path / "city", "・見回り 15回", "・見回り １５回")
    assert said(package) == [
        ("activity", "same", "見回り 15回", "見回り １５回"),
        ("figure", "same", "15回", "１５回"),
    ]
    assert not told(package)


def test_another_number_is_restated_and_told_with_both_readings(tmp_path: Path) -> None:
    package = built(tmp_path / "city", "・見回り 15回", "・見回り 16回")
    assert said(package) == [
        ("activity", "restated", "見回り 15回", "見回り 16回"),
        ("figure", "restated", "15回", "16回"),
    ]
    (found,) = [finding for finding in package.findings if finding.rule == "figure-restated"]
    assert (found.params["previous"], found.params["quote"], found.params["year"]) == ("15回", "16回", 2019)
    assert told(package) == {"figure-restated"}
    assert bo.validate(package).errors == ()


def test_a_note_on_the_indicator_and_year_closes_it(tmp_path: Path) -> None:
    note = "  - {id: n001, subject: i001, fiscal_year: 2019, kind: correction, text: 訂正, by: 安全課, on: 2021-04-01}\n"
    package = built(tmp_path / "city", "・見回り 15回", "・見回り 16回", {"notes.yaml": f"notes:\n{note}"})
    assert not told(package)


def test_what_vanished_and_appeared_stands_with_its_figures(tmp_path: Path) -> None:
    package = built(tmp_path / "city", "・見回り 15回<br>・声かけ 3回", "・清掃 5回<br>・見回り 15回")
    assert said(package) == [
        ("activity", "appeared", None, "清掃 5回"),
        ("figure", "appeared", None, "5回"),
        ("activity", "same", "見回り 15回", "見回り 15回"),
        ("figure", "same", "15回", "15回"),
        ("activity", "vanished", "声かけ 3回", None),
        ("figure", "vanished", "3回", None),
    ]
    texts = {(f.params["text"], f.params["how"]["en"]) for f in package.findings if f.rule == "statement-changed"}
    assert texts == {("清掃 5回", "is mentioned for the first time"), ("声かけ 3回", "is not mentioned")}


def test_words_that_a_person_joined_are_reworded(tmp_path: Path) -> None:
    entries = ("m001 見回り", "d001 安全課", "d002 学務課", "t001 m001/d001/見回りの実施", "t001 m001/d001/地域の巡回")
    lines = [f'  - {{id: {entry[:4]}, name: "{entry[5:]}", source: s001}}' for entry in entries]
    register = {"register.yaml": "ids:\n" + "\n".join(lines) + "\n"}
    package = built(tmp_path / "city", "【安全課】<br>・見回りの実施", "【安全課】<br>・地域の巡回", register)
    assert said(package) == [("activity", "reworded", "見回りの実施", "地域の巡回")]
    assert told(package) == {"statement-changed"}


def test_items_that_moved_to_another_department_are_the_same(tmp_path: Path) -> None:
    package = built(tmp_path / "city", "【安全課】<br>・見回り 15回", "【学務課】<br>・見回り 15回")
    assert [relation for _, relation, *_ in said(package)] == ["same", "same"]


def test_only_what_the_newest_source_states_is_told_again(tmp_path: Path) -> None:
    rows = [("見回り", "安全課", "", "・見回り 12回", cell) for cell in ("・見回り 15回", "・見回り 16回", "・見回り 16回")]
    tables = [markdown(row, header=(*HEADER, *FIRST)) for row in rows]
    package = bo.build(bo.open_publication(publish(tmp_path / "city", *tables)))
    assert len(package["restatements"]) == 8
    assert not told(package)


def test_every_activity_and_quantity_of_a_replaced_real_table_stands_in_one_row(tmp_path: Path) -> None:
    folder = tmp_path / "datapackage"
    shutil.copytree(REPOSITORY / "datapackage", folder, ignore=shutil.ignore_patterns("releases"))
    text = (folder / "sources" / "koganei-2019.md").read_text(encoding="utf-8")
    (folder / "sources" / "corrected.md").write_text(text.replace("車両数 15台", "車両数 16台", 1), encoding="utf-8")
    with (folder / "sources" / "sources.yaml").open("a", encoding="utf-8") as stream:
        stream.write("  - {id: s002, file: corrected.md, title: 差替え, fiscal_year: 2019, replaces: s001}\n")
    package = bo.build(bo.open_publication(folder))
    rows = list(package["restatements"])
    activities = [row["activity_id"] for row in package["activities"]]
    quantities = [row["figure_id"] for row in package["figures"] if row["class"] == "quantity" and row["activity_id"]]
    stated = [row[name] for row in rows for name in ("earlier_id", "later_id") if row[name]]
    assert sorted(stated) == sorted(activities + quantities)
    assert [row["subject"] for row in rows if row["relation"] != "same"] == ["activity", "figure"]


def test_what_only_a_replaced_source_states_is_not_current(tmp_path: Path) -> None:
    """The year falls back to the source before it, vanished is what the replacement lacks, and the measure is told."""
    watch = ("見回り", "安全課", "", "・見回り 15回", "・見回り 20回")
    lesson = ("講習会", "安全課", "", "・講習会 3回", "・講習会 5回")
    first = markdown(("講習会", "安全課", "", "・講習会 1回", "・講習会 2回"), header=(*HEADER, *FIRST))
    tables = (first, markdown(watch, lesson, header=(*HEADER, *SECOND)), markdown(watch, header=(*HEADER, *SECOND)))
    folder = publish(tmp_path / "city", *tables)
    entries = folder / "sources" / "sources.yaml"
    entries.write_text(entries.read_text(encoding="utf-8") + "    replaces: s002\n", encoding="utf-8")
    package = bo.build(bo.open_publication(folder))
    current = {row["report_id"] for row in package["reports"] if row["is_current"]}
    assert current == {"m001-2018", "m001-2019", "m002-2019-s003", "m002-2020-s003"}
    assert not any(row["figure_id"].startswith("s002") for row in package["observations"])
    values = {row["observation_id"]: row["value"] for row in package["observations"]}
    assert values == {"i001-2018": 1, "i001-2019": 2, "i002-2019": 15, "i002-2020": 20}
    assert [row for row in said(package) if row[1] == "vanished"] == [
        ("activity", "vanished", "講習会 3回", None),
        ("figure", "vanished", "3回", None),
        ("activity", "vanished", "講習会 5回", None),
        ("figure", "vanished", "5回", None),
    ]
    (found,) = [finding for finding in package.findings if finding.rule == "measure-missing-in-replacement"]
    assert (found.params["id"], found.params["replaced"], found.params["source"]) == ("m001", "s002", "s003")
    assert not told(package)
    assert bo.validate(package).errors == ()


def stated_three_times(folder: Path, *cells: str, replaces: bool = False) -> list[tuple[str, str]]:
    """What is told of FY2019, which three sources state: the earlier and the later number."""
    header = (*HEADER, "令和元年度の取組み")
    folder = publish(folder, *(markdown(("見回り", "安全課", "", cell), header=header) for cell in cells))
    if replaces:
        path = folder / "sources" / "sources.yaml"
        text = path.read_text(encoding="utf-8").replace("  - id: s002\n", "  - id: s002\n    replaces: s001\n")
        path.write_text(text, encoding="utf-8")
    findings = bo.build(bo.open_publication(folder)).findings
    return sorted((f.params["previous"], f.params["quote"]) for f in findings if f.rule == "figure-restated")


def test_a_number_is_held_against_the_last_source_that_states_it(tmp_path: Path) -> None:
    """Also where a source in between left it out; a change that a source in between made was told when that one came."""
    three = (
        ("・見回り 15回", "・清掃 3回", "・見回り 16回", [("15回", "16回")]),
        ("・見回り 15回", "・見回り 16回", "・見回り 16回", []),
        ("・見回り 15回", "・見回り 15回", "・見回り 16回", [("15回", "16回")]),
        ("・見回り 15回", "・見回り 16回", "・見回り 15回", [("16回", "15回")]),
        ("・見回り 14回", "・見回り 15回", "・見回り 16回", [("15回", "16回")]),
        ("・見回り 15回", "・清掃 3回", "・見回り 15回", []),
        ("・見回り 15回", "・清掃 3回", "・点検 16回", []),
    )
    for number, (*cells, expected) in enumerate(three):
        assert stated_three_times(tmp_path / str(number), *cells) == expected, cells
    assert stated_three_times(tmp_path / "r", "・見回り 15回", "・清掃 3回", "・見回り 16回", replaces=True) == []
