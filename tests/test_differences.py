"""Two releases side by side: what differs, by key; how much the version must rise; changelog and feeds that tell it."""

from __future__ import annotations

import json
import re
import shutil
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import bouhan_opendata as bo
from bouhan_opendata.changes import Changes, Edition, changes, needed_version
from bouhan_opendata.cli.main import main
from bouhan_opendata.model import TableModel
from bouhan_opendata.presentation.difference_view import difference_markdown, difference_page, difference_text, reason_text
from conftest import REAL
from publications import ROW, markdown, publish

pytestmark = pytest.mark.usefixtures("without_judges")
ATOM = "{http://www.w3.org/2005/Atom}"
LAMPS = ("街灯の設置", "道路課", "街灯を設けます。", "・設置 3基", "・設置 5基")


def next_source(city: Path, *rows: tuple[str, ...]) -> None:
    """The table is replaced behind the publication's back, which a decision allows."""
    (city / "sources" / "table1.md").write_text(markdown(*rows), encoding="utf-8")
    waived = "target: finding, where: {key: s001}, waive: source-changed"
    text = f"decisions:\n  - {{id: k001, {waived}, why: 差替え, by: 安全課, on: 2020-04-30}}\n"
    (city / "curation" / "decisions.yaml").write_text(text, encoding="utf-8")


def release(city: Path, version: str | None = None, day: str = "2020-05-01") -> Path:
    words = {"date": day, "notes": {"ja": "次", "en": "Next"}} if version else {}
    return bo.release(bo.open_publication(city), version, **words).paths[0]  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Releases 0.1.0 (two measures) and 0.2.0 (one number corrected, one measure more, none less)."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bouhan_opendata.releasing.judge_folder", lambda folder, model: [])
        city = publish(tmp_path_factory.mktemp("differences") / "city", markdown(ROW, LAMPS))
        release(city)
        next_source(city, (*ROW[:4], "・見回り 18回"), LAMPS, ("声かけ", "安全課", "声をかけます。", "・声かけ 2回", ""))
        release(city, "0.2.0")
    return city


@pytest.fixture
def city(made: Path, tmp_path: Path) -> Path:
    return shutil.copytree(made, tmp_path / "city")


def test_what_came_went_and_changed_between_two_releases(made: Path) -> None:
    found = bo.diff(made / "releases" / "0.1.0", made / "releases" / "0.2.0")
    tables = {table.name: table for table in found.tables}
    assert (found.old, found.new, found.level) == ("0.1.0", "0.2.0", "minor")
    assert [(row.key, row.name) for row in tables["measures"].added] == [(("m003",), "声かけ")]
    (changed,) = tables["observations"].changed
    assert (changed.key, changed.name, changed.measure) == (("i001-2019",), "見回り", "m001")
    assert changed.values == {"value": ("15", "18")}
    assert found.measures()["m003"]["added"] > 3 and set(found.measures()) == {"m001", "m003"}


def test_a_release_does_not_differ_from_its_zip(made: Path) -> None:
    zips = sorted((made / "releases").glob("*-0.2.0.zip"))
    found = bo.diff(made / "releases" / "0.2.0", zips[0])
    assert not found and found.level == "none" and found.counts == {}
    assert "違いはありません" in difference_text(found, bo.load_model(), "ja")


def test_the_other_way_round_what_came_went(made: Path) -> None:
    one, two = made / "releases" / "0.1.0", made / "releases" / "0.2.0"
    there, back = bo.diff(one, two), bo.diff(two, one)
    for table, other in zip(there.tables, back.tables, strict=True):
        assert (table.added, table.gone) == (other.gone, other.added)
        assert [row.values for row in table.changed] == [
            {name: pair[::-1] for name, pair in row.values.items()} for row in other.changed
        ]


def test_what_is_no_release_is_said_to_be_none(tmp_path: Path, made: Path) -> None:
    with pytest.raises(bo.PackageError):
        bo.diff(tmp_path, made / "releases" / "0.1.0")
    (tmp_path / "a.zip").write_bytes(b"PK\x03\x04 not one")
    with pytest.raises(bo.PackageError):
        bo.diff(made / "releases" / "0.1.0", tmp_path / "a.zip")


def breaks(name: str, data: bytes | None) -> Any:
    def change(folder: Path) -> None:
        path = folder / name
        path.unlink()
        if data is not None:
            path.write_bytes(data)

    return change


@pytest.mark.parametrize(
    ("name", "data", "rule"),
    [
        ("data/measures.csv", b"measure_id\nm001\n", "hash-mismatch"),
        ("data/measures.csv", None, "file-missing"),
        ("SHA256SUMS", None, "file-missing"),
        ("datapackage.json", b"{}", "descriptor-broken"),
        ("datapackage.json", b"[", "descriptor-broken"),
        ("datapackage.json", b'{"version": "../1"}', "descriptor-broken"),
    ],
)
def test_a_copy_that_is_not_whole_is_not_compared(city: Path, name: str, data: bytes | None, rule: str) -> None:
    breaks(name, data)(city / "releases" / "0.2.0")
    for pair in (("0.1.0", "0.2.0"), ("0.2.0", "0.1.0")):
        with pytest.raises(bo.PackageError) as refused:
            bo.diff(*(city / "releases" / version for version in pair))
        assert refused.value.rule.id == rule


@pytest.mark.parametrize("line", [b"\xff\xfe\n", b'"m1"x,a001\n'])
def test_a_table_that_is_no_csv_is_not_compared(city: Path, line: bytes) -> None:
    import hashlib

    folder = city / "releases" / "0.2.0"
    old = (folder / "data" / "measures.csv").read_bytes()
    (folder / "data" / "measures.csv").write_bytes(old + line)
    sums = (folder / "SHA256SUMS").read_text(encoding="utf-8")
    digests = [hashlib.sha256(data).hexdigest() for data in (old, old + line)]
    (folder / "SHA256SUMS").write_text(sums.replace(*digests), encoding="utf-8")
    with pytest.raises(bo.PackageError) as refused:
        bo.diff(city / "releases" / "0.1.0", folder)
    assert refused.value.rule.id == "csv-broken"


def test_no_release_is_made_upon_a_damaged_one(city: Path) -> None:
    next_source(city, ROW, LAMPS)
    (city / "releases" / "0.2.0" / "data" / "notes.csv").write_bytes(b"")
    with pytest.raises(bo.ReleaseExists) as refused:
        release(city, "0.3.0", "2020-06-01")
    assert refused.value.rule.id == "release-damaged" and refused.value.params["version"] == "0.2.0"


# -- what asks for which level

MODEL = bo.load_model()
MEASURES, OBSERVATIONS, UNITS = (MODEL.tables[name] for name in ("measures", "observations", "units"))


def edition(
    *tables: TableModel, rows: dict[str, list[dict[str, str]]] | None = None, terms: dict[str, str] | None = None
) -> Edition:
    return Edition("1.2.3", {table.name: table for table in tables}, rows or {}, terms or {})


def without(table: TableModel, field: str) -> TableModel:
    return replace(table, fields=tuple(item for item in table.fields if item.name != field))


def other(table: TableModel, field: str, **what: Any) -> TableModel:
    return replace(table, fields=tuple(replace(item, **what) if item.name == field else item for item in table.fields))


M1, M2 = {"measure_id": "m001", "title": "見回り", "theme": "patrol"}, {"measure_id": "m002", "title": "街灯"}
O1 = {"observation_id": "i001-2019", "value": "5"}
U1 = {"unit_id": "boxes", "symbol": "箱"}


@pytest.mark.parametrize(
    ("old", "new", "level", "kind"),
    [
        (edition(MEASURES, UNITS), edition(MEASURES), "major", "table-gone"),
        (edition(MEASURES), edition(MEASURES, UNITS), "minor", "table-added"),
        (edition(terms={"https://x/vocab#a": "語"}), edition(), "major", "term-gone"),
        (edition(), edition(terms={"https://x/vocab#a": "語"}), "minor", "term-added"),
        (edition(MEASURES), edition(without(MEASURES, "theme")), "major", "field-gone"),
        (edition(without(MEASURES, "theme")), edition(MEASURES), "minor", "field-added"),
        (edition(MEASURES), edition(other(MEASURES, "sort_order", type="decimal")), "major", "field-type"),
        (edition(MEASURES), edition(other(MEASURES, "title", required=False)), "major", "field-empty"),
        (edition(MEASURES), edition(other(MEASURES, "theme", required=True)), "minor", "field-required"),
        (edition(MEASURES), edition(replace(MEASURES, key=("measure_id", "title"))), "major", "key-changed"),
        (edition(MEASURES, rows={"measures": [M1, M2]}), edition(MEASURES, rows={"measures": [M1]}), "major", "address-gone"),
        (edition(UNITS, rows={"units": [U1]}), edition(UNITS), "major", "address-gone"),
        (edition(OBSERVATIONS, rows={"observations": [O1]}), edition(OBSERVATIONS), "minor", "rows-gone"),
        (edition(MEASURES, rows={"measures": [M1]}), edition(MEASURES, rows={"measures": [M1, M2]}), "minor", "rows-added"),
        (
            edition(OBSERVATIONS, rows={"observations": [O1]}),
            edition(OBSERVATIONS, rows={"observations": [O1 | {"value": "6"}]}),
            "minor",
            "values-changed",
        ),
        (
            edition(MEASURES, rows={"measures": [M1]}),
            edition(MEASURES, rows={"measures": [M1 | {"title": "巡回"}]}),
            "patch",
            "words-changed",
        ),
    ],
)
def test_each_kind_of_difference_asks_for_its_level(old: Edition, new: Edition, level: str, kind: str) -> None:
    found = changes(old, new)
    assert found.level == level
    assert kind in {reason.kind for reason in found.reasons if reason.level == level}
    for lang in ("ja", "en"):
        assert all("{" not in reason_text(reason, MODEL, lang) for reason in found.reasons)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("old", "level", "needed"),
    [
        ("1.2.3", "major", "2.0.0"),
        ("1.2.3", "minor", "1.3.0"),
        ("1.2.3", "patch", "1.2.4"),
        ("0.2.3", "major", "0.3.0"),
        ("0.2.3", "minor", "0.3.0"),
        ("0.2.3", "patch", "0.2.4"),
    ],
)
def test_the_lowest_version_that_may_follow(old: str, level: str, needed: str) -> None:
    assert needed_version(old, level) == needed


TEXTS = st.text(alphabet="ab\n,\"'あ", max_size=4)
ROWS = st.dictionaries(st.sampled_from(["m001", "m002", "m003", "m004"]), TEXTS, max_size=4)


@given(ROWS, ROWS)
@settings(max_examples=200, deadline=None)
def test_every_key_is_counted_once(old: dict[str, str], new: dict[str, str]) -> None:
    def of(rows: dict[str, str]) -> Edition:
        return edition(MEASURES, rows={"measures": [{"measure_id": key, "title": title} for key, title in rows.items()]})

    found = changes(of(old), of(new))
    counts = found.counts.get("measures", {})
    assert counts.get("added", 0) == len(new.keys() - old.keys())
    assert counts.get("gone", 0) == len(old.keys() - new.keys())
    assert counts.get("changed", 0) == sum(old[key] != new[key] for key in old.keys() & new.keys())
    assert bool(found) == (old != new)


# -- as people see it


def shown(found: Changes, lang: str, limit: int) -> list[str]:
    views = (difference_text, difference_markdown, difference_page)
    return [view(found, MODEL, lang, limit=limit) for view in views]  # type: ignore[operator]


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_text_markdown_and_page_tell_the_same(made: Path, lang: str) -> None:
    found = bo.diff(made / "releases" / "0.1.0", made / "releases" / "0.2.0")
    listed = sum(len(rows) for table in found.tables for rows in (table.added, table.gone, table.changed))
    text, mark, page = shown(found, lang, 1000)
    assert len(re.findall(r"^  [+~-] ", text, re.M)) == listed
    assert len(re.findall(r"^- [^\n]*: `", mark, re.M)) == listed
    assert page.count("<tr>") - page.count("<thead><tr>") == listed
    for table in found.tables:
        assert all(table.title[lang] in view for view in (text, mark, page))
    assert "<script" not in page and "default-src 'none'" in page and f'<html lang="{lang}">' in page


def test_what_is_left_off_is_counted(made: Path) -> None:
    found = bo.diff(made / "releases" / "0.1.0", made / "releases" / "0.2.0")
    listed = sum(min(len(rows), 1) for table in found.tables for rows in (table.added, table.gone, table.changed))
    every = sum(len(rows) for table in found.tables for rows in (table.added, table.gone, table.changed))
    text = difference_text(found, MODEL, "en", limit=1)
    assert sum(map(int, re.findall(r"and (\d+) more", text))) == every - listed > 0


def test_names_are_shown_as_they_are_and_never_as_marks() -> None:
    bad = "<script>x</script> *a* | [b](c)"
    rows = {"measures": [{"measure_id": "m001", "title": bad}]}
    found = changes(edition(MEASURES), edition(MEASURES, rows=rows))
    text, mark, page = shown(found, "ja", 10)
    assert bad in text
    assert "<script>" not in page and "&lt;script&gt;" in page
    assert r"\<script\>" in mark and r"\*a\*" in mark and r"\[b\]" in mark


def test_long_values_are_shown_from_where_they_part() -> None:
    long = "同じ書き出しの長い文章。" * 10
    old, new = ([{"measure_id": "m001", "description": f"{long}{end}"}] for end in ("終わり", "おわり"))
    found = changes(edition(MEASURES, rows={"measures": old}), edition(MEASURES, rows={"measures": new}))
    text = difference_text(found, MODEL, "ja")
    assert "終わり → …" in text and "おわり" in text and max(map(len, text.splitlines())) < 200


def test_on_the_command_line(made: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one, two = (str(made / "releases" / version) for version in ("0.1.0", "0.2.0"))
    assert main(["diff", one, two, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == bo.diff(one, two).as_dict()
    assert main(["diff", one, two, "--lang", "ja", "--format", "markdown"]) == 0
    assert capsys.readouterr().out.startswith("# 0.1.0 → 0.2.0\n")
    assert main(["diff", one, two, "--lang", "en", "--format", "html"]) == 0
    assert capsys.readouterr().out.startswith("<!DOCTYPE html>")
    assert main(["diff", one, two, "--lang", "ja", "--limit", "0"]) == 0
    assert "m003" not in capsys.readouterr().out
    assert main(["diff", one, two, "--limit", "-1"]) == 2
    assert main(["diff", one, "nowhere"]) == 2


def test_releases_of_other_versions_of_the_library_are_compared_by_what_they_say() -> None:
    versions = sorted(path for path in (REAL / "releases").iterdir() if (path / "datapackage.json").is_file())
    assert len(versions) >= 2
    found = bo.diff(versions[0], versions[-1])
    assert found and found.level in ("minor", "major")
    assert all("{" not in reason_text(reason, MODEL, "ja") for reason in found.reasons)


# -- in a release


def test_a_version_that_rises_too_little_is_refused(city: Path) -> None:
    next_source(city, ROW, LAMPS)
    before = sorted(path.name for path in (city / "releases").iterdir())
    with pytest.raises(bo.ReleaseRefused) as refused:
        release(city, "0.2.1", "2020-06-01")
    (finding,) = refused.value.findings.errors
    assert finding.rule == "version-too-small" and finding.params["needed"] == "0.3.0"
    said = refused.value.findings.rules[finding.rule].sentence(finding.params, "ja")
    assert "0.2.1 では足りません" in said and "施策 (measures) で、アドレスを持つ 1 行がなくなりました(m003)" in said
    assert sorted(path.name for path in (city / "releases").iterdir()) == before
    assert release(city, "0.3.0", "2020-06-01").name == "0.3.0"


def test_words_alone_ask_for_the_last_number_only(city: Path) -> None:
    text = "translations:\n  - {id: m001, ja: 地域の見回り, en: Neighbourhood patrols, by: city, reviewed: true}\n"
    (city / "curation" / "translations.yaml").write_text(text, encoding="utf-8")
    made = release(city, "0.2.1", "2020-06-01")
    body = json.loads((made / "metadata" / "changes.json").read_bytes())
    assert body["changes"]["level"] == "patch"


def test_each_release_says_what_changed_since_the_one_before(city: Path) -> None:
    first = json.loads((city / "releases" / "0.1.0" / "metadata" / "changes.json").read_bytes())
    assert first == {"version": "0.1.0", "previous": None, "changes": None, "history": []}
    next_source(city, ROW, LAMPS)
    third = release(city, "0.3.0", "2020-06-01")
    body = json.loads((third / "metadata" / "changes.json").read_bytes())
    assert body["previous"] == "0.2.0"
    assert body["changes"] == bo.diff(city / "releases" / "0.2.0", third).as_dict()
    assert [(item["version"], item["previous"]) for item in body["history"]] == [("0.2.0", "0.1.0"), ("0.3.0", "0.2.0")]
    log = (third / "CHANGELOG.md").read_text(encoding="utf-8")
    assert log.index("0.2.0 からの変更") < log.index("0.1.0 からの変更")
    assert "| 施策 / Measures | `measures` | 追加 1 | added 1 |" in log
    assert not bo.verify(third).errors


def test_a_release_without_a_difference_says_so(city: Path) -> None:
    body = json.loads((release(city, "0.2.1", "2020-06-01") / "metadata" / "changes.json").read_bytes())
    assert (body["previous"], body["changes"]["level"], body["history"][-1]["tables"]) == ("0.2.0", "none", {})
    log = (city / "releases" / "0.2.1" / "CHANGELOG.md").read_text(encoding="utf-8")
    assert "0.2.0 とデータの違いはありません。" in log


def test_a_history_that_cannot_be_read_is_left_behind(city: Path) -> None:
    from bouhan_opendata.releasing.history import history_of

    folder = city / "releases" / "0.2.0"
    for broken in (b"{", b"[]", b'{"history": [1, {"version": 2}]}', b"[" * 100_000):
        (folder / "metadata" / "changes.json").write_bytes(broken)
        assert history_of(folder) == []


# -- feeds


def feed(city: Path, name: str) -> tuple[ET.Element, dict[str, Any]]:
    folder = city / "releases"
    return ET.parse(folder / f"{name}.atom").getroot(), json.loads((folder / f"{name}.json").read_bytes())


@pytest.mark.parametrize("name", ["releases", "measures"])
def test_feeds_have_what_atom_and_json_feed_ask_for(made: Path, name: str) -> None:
    atom, body = feed(made, name)
    for element in (atom, *atom.findall(f"{ATOM}entry")):
        for child in ("id", "title", "updated"):
            assert element.findtext(f"{ATOM}{child}"), child
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT00:00:00Z", element.findtext(f"{ATOM}updated") or "")
    ids = [entry.findtext(f"{ATOM}id") for entry in atom.findall(f"{ATOM}entry")]
    assert len(ids) == len(set(ids)) > 0 and ids == [item["id"] for item in body["items"]]
    assert atom.findtext(f"{ATOM}author/{ATOM}name")
    assert body["version"] == "https://jsonfeed.org/version/1.1"


def test_a_feed_names_releases_and_measures_that_changed(made: Path) -> None:
    _, releases = feed(made, "releases")
    _, measures = feed(made, "measures")
    assert [item["title"].split()[-1] for item in releases["items"]] == ["0.2.0", "0.1.0"]
    assert "施策: 追加 1" in releases["items"][0]["content_text"]
    assert [item["title"] for item in measures["items"]] == ["m001 (0.2.0)", "声かけ (0.2.0)"]
    assert measures["items"][1]["url"].endswith("/measure/m003")


def test_a_release_that_is_kept_elsewhere_stays_in_the_feed(city: Path) -> None:
    from bouhan_opendata.releasing import feeds

    next_source(city, ROW, LAMPS)
    release(city, "0.3.0", "2020-06-01")
    shutil.rmtree(city / "releases" / "0.1.0")
    feeds.refresh(city / "releases", bo.open_publication(city), bo.load_model())
    _, releases = feed(city, "releases")
    assert [item["title"].split()[-1] for item in releases["items"]] == ["0.3.0", "0.2.0", "0.1.0"]
    assert not bo.release(bo.open_publication(city)).findings.errors


def test_a_withdrawn_release_is_told_and_its_measures_are_not(city: Path) -> None:
    bo.withdraw(bo.open_publication(city), "0.2.0", date="2020-05-20", why={"ja": "誤り", "en": "Wrong"})
    _, releases = feed(city, "releases")
    _, measures = feed(city, "measures")
    assert releases["items"][0]["title"].endswith(" 0.2.0 (撤回)")
    assert releases["items"][0]["content_text"] == "誤り\nWrong" and measures["items"] == []


def test_feeds_stand_the_worst_that_a_release_may_say(city: Path) -> None:
    path = city / "releases" / "0.2.0" / "metadata" / "changes.json"
    stands = (city / "releases" / "measures.json").read_bytes()
    from bouhan_opendata.releasing import feeds

    for broken in (
        b"{",
        b'{"changes": {"tables": {"measures": []}}}',
        b'{"changes": {"tables": {"m": {"added": [{"measure": "../x"}], "gone": [], "changed": []}}}}',
    ):
        path.write_bytes(broken)
        feeds.refresh(city / "releases", bo.open_publication(city), bo.load_model())
        assert json.loads((city / "releases" / "measures.json").read_bytes())["items"] == []
    assert stands != (city / "releases" / "measures.json").read_bytes()
