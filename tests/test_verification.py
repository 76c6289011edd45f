"""Anyone's copy of a release: a change in one place is found although its checksum was made anew."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import bouhan_opendata as bo
from publications import ROW, markdown, publish


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = publish(tmp_path_factory.mktemp("verification") / "city", markdown(ROW))
    return bo.release(bo.open_publication(folder)).paths[0]


@pytest.fixture
def copy(whole: Path, tmp_path: Path) -> Path:
    return shutil.copytree(whole, tmp_path / "copy")


def edited(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_bytes().decode()
    assert old in text
    path.write_bytes(text.replace(old, new).encode())


def summed(folder: Path) -> Path:
    """Checksums made anew, as someone who forges would: in ``datapackage.json`` and in ``SHA256SUMS``."""
    path = folder / "datapackage.json"
    descriptor = json.loads(path.read_bytes())
    for resource in descriptor["resources"]:
        data = (folder / resource["path"]).read_bytes()
        resource["bytes"], resource["hash"] = len(data), f"sha256:{hashlib.sha256(data).hexdigest()}"
    path.write_text(json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    names = sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file() and p.name != "SHA256SUMS")
    sums = "".join(f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}\n" for name in names)
    (folder / "SHA256SUMS").write_text(sums, encoding="utf-8")
    return folder


def found(folder: Path) -> set[tuple[str, str | None]]:
    """What is found in a copy, beyond that its database was left behind."""
    findings = (finding for finding in bo.verify(summed(folder)) if finding.rule != "database-not-at-hand")
    return {(finding.rule, finding.place.file) for finding in findings}


def test_a_release_as_it_was_made_has_no_findings(whole: Path, copy: Path) -> None:
    assert len(bo.verify(whole)) == 0
    assert found(copy) == set()


def test_a_number_changed_in_triples_and_turtle_is_found(copy: Path) -> None:
    edited(copy, "rdf/data.nt", '"12"^^', '"21"^^')
    edited(copy, "rdf/data.ttl", '"12"^^', '"21"^^')
    assert {("copy-differs", "rdf/data.nt"), ("copy-differs", "rdf/data.jsonld")} <= found(copy)


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("rdf/data.ttl", "見回り", "見守り"),
        ("rdf/data.jsonld", "見回り", "見守り"),
        ("rdf/data.ttl", " .\n", " \n"),
        ("rdf/data.nt", "measure/m001> <http://purl.org/dc/terms/title>", "measure/m009> <http://purl.org/dc/terms/title>"),
        ("rdf/data.nt", "2019-04-01", "2019-04-02"),
        ("data/overview_figures.csv", "実績,12,", "実績,21,"),
        ("data/overview_activities.csv", "見回り 12回", "見回り 21回"),
        ("office/utf8-bom/overview_figures.csv", "実績,12,", "実績,21,"),
    ],
)
def test_a_change_in_one_copy_of_a_fact_names_the_file(name: str, old: str, new: str, copy: Path) -> None:
    edited(copy, name, old, new)
    assert ("copy-differs", name) in found(copy)


def test_a_text_that_is_not_that_of_its_lines_is_found(copy: Path) -> None:
    edited(copy, "data/activities.csv", "見回り 12回", "見回り 21回")
    assert ("text-mismatch", "data/activities.csv") in found(copy)


def test_a_finding_counts_the_places_and_shows_one(copy: Path, model: bo.Model) -> None:
    edited(copy, "rdf/data.ttl", "見回り", "見守り")
    (finding,) = (finding for finding in bo.verify(summed(copy)) if finding.rule == "copy-differs")
    assert finding.params["count"] > 2
    assert "rdf/data.nt" in model.rules["copy-differs"].sentence(finding.params, "ja")


def test_a_table_whose_hash_the_descriptor_does_not_know_is_told_without_jargon(copy: Path) -> None:
    edited(copy, "data/measures.csv", "地域を見回ります。", "地域を見守ります。")
    names = [line.split("  ")[1] for line in (copy / "SHA256SUMS").read_text(encoding="utf-8").splitlines()]
    sums = "".join(f"{hashlib.sha256((copy / name).read_bytes()).hexdigest()}  {name}\n" for name in names)
    (copy / "SHA256SUMS").write_text(sums, encoding="utf-8")
    findings = bo.verify(copy)
    assert {finding.rule for finding in findings} >= {"hash-mismatch"}
    assert "hash-count" not in findings.text("ja") + findings.text("en")


def test_a_base_that_is_no_address_is_refused(copy: Path) -> None:
    edited(copy, "datapackage.json", '"https://w3id.org/bouhan/131130/"', '"渋谷"')
    assert ("descriptor-broken", "datapackage.json") in found(copy)


def test_what_frictionless_says_of_a_hash_is_in_words(copy: Path) -> None:
    from bouhan_opendata.validation.judges import judge_frictionless

    edited(copy, "data/measures.csv", "地域を見回ります。", "地域を見守ります。")
    told = bo.Findings(judge_frictionless(copy), bo.load_model().rules)
    for lang in ("ja", "en"):
        assert "hash-count" not in told.text(lang)
        assert "expected is" not in told.text(lang)
    assert "datapackage.json の記録と違う" in told.text("ja")


@pytest.mark.parametrize("name", ["rdf/data.nt", "rdf/shapes.ttl", "csv-metadata.json", "data/notes.csv"])
def test_a_file_taken_away_is_missed_although_no_list_names_it(name: str, copy: Path) -> None:
    (copy / name).unlink()
    if name.startswith("data/"):
        path = copy / "datapackage.json"
        body = json.loads(path.read_bytes())
        body["resources"] = [resource for resource in body["resources"] if resource["path"] != name]
        path.write_text(json.dumps(body, ensure_ascii=False), encoding="utf-8")
    assert ("file-missing", name) in found(copy)


def test_a_changed_file_is_told_once(copy: Path) -> None:
    edited(copy, "data/measures.csv", "地域を見回ります。", "地域を見守ります。")
    findings = [finding for finding in bo.verify(copy) if finding.rule == "hash-mismatch"]
    assert [finding.place.file for finding in findings] == ["data/measures.csv"]


def test_a_damaged_zip_is_a_finding_that_names_the_file(whole: Path, tmp_path: Path) -> None:
    """One byte anywhere inside a file of the zip."""
    archive = next(whole.parent.glob("*.zip"))
    data = bytearray(archive.read_bytes())
    data[len(data) // 2] ^= 1
    (tmp_path / "copy.zip").write_bytes(data)
    findings = bo.verify(tmp_path / "copy.zip")
    assert {finding.rule for finding in findings} == {"zip-damaged"}
    assert all(finding.place.file for finding in findings)


def as_of_another_version(folder: Path, change: Callable[[dict[str, Any]], None] = lambda body: None) -> Path:
    """The release as a version before this one would have made it: another name of a column, fewer codes."""
    path = folder / "datapackage.json"
    body = json.loads(path.read_bytes())
    body["bouhan:library_version"] = "0.0.1"
    change(body)
    path.write_text(json.dumps(body, ensure_ascii=False), encoding="utf-8")
    return folder


def test_another_version_is_judged_by_the_schemas_inside(copy: Path) -> None:
    def rename(body: dict[str, Any]) -> None:
        units = next(resource for resource in body["resources"] if resource["name"] == "units")
        next(field for field in units["schema"]["fields"] if field["name"] == "symbol")["name"] = "sign"

    edited(copy, "data/units.csv", ",symbol,", ",sign,")
    crate = ("catalogue-differs", "ro-crate-metadata.json")  # it vouches for the table as it was
    assert found(as_of_another_version(copy, rename)) == {("other-version", "datapackage.json"), crate}
    with bo.open_release(copy) as release:
        assert release["units"][0]["sign"]
        assert isinstance(release["observations"][0]["fiscal_year"], int)


def test_a_wrong_value_in_another_version_is_found(copy: Path) -> None:
    edited(copy, "data/reports.csv", ",reported,", ",reportet,")
    assert ("not-in-code-list", "data/reports.csv") in found(as_of_another_version(copy))


@pytest.mark.slow
def test_releases_of_earlier_versions_hold(released: Path) -> None:
    """Every release in the repository, whichever version made it."""
    for path in sorted(released.parent.iterdir()):
        if (path / "datapackage.json").is_file() or path.suffix == ".zip":
            assert [finding.rule for finding in bo.verify(path).errors] == []


@pytest.mark.parametrize("at", [-22, -6, -3])
def test_a_zip_damaged_at_its_end_is_called_damaged(whole: Path, tmp_path: Path, at: int) -> None:
    data = bytearray(next(whole.parent.glob("*.zip")).read_bytes())
    data[at] ^= 0xFF
    (tmp_path / "copy.zip").write_bytes(data)
    try:
        rules = {finding.rule for finding in bo.verify(tmp_path / "copy.zip").errors}
    except bo.PackageError as error:
        rules = {error.rule.id}
    assert rules and rules <= {"zip-damaged", "file-missing", "file-unlisted", "not-a-release"}


def test_the_beginning_of_a_zip_is_a_damaged_zip(whole: Path, tmp_path: Path) -> None:
    data = next(whole.parent.glob("*.zip")).read_bytes()
    (tmp_path / "copy.zip").write_bytes(data[: len(data) // 10])
    with pytest.raises(bo.PackageError) as caught:
        bo.verify(tmp_path / "copy.zip")
    assert caught.value.rule.id == "zip-damaged"


def _schema(body: dict[str, Any]) -> Any:
    return next(resource for resource in body["resources"] if resource["name"] == "units")["schema"]


@pytest.mark.parametrize("version", ["0.0.1", None])
@pytest.mark.parametrize(
    "change",
    [
        lambda b: _schema(b)["fields"][0].update(constraints={"pattern": "("}),
        lambda b: _schema(b)["fields"][0].update(constraints={"pattern": 5}),
        lambda b: _schema(b)["fields"][0].update(constraints={"minimum": "x"}),
        lambda b: _schema(b)["fields"][0].update(constraints={"maxLength": True}),
        lambda b: _schema(b).update(foreignKeys=5),
        lambda b: _schema(b).update(foreignKeys=[{"fields": [[]]}]),
        lambda b: _schema(b).update(foreignKeys=[{"fields": ["unit_id"], "reference": {"resource": ["x"]}}]),
        lambda b: b["resources"][0].update(dialect={**b["resources"][0]["dialect"], "delimiter": ";"}),
        lambda b: b["resources"][0].update(name=["x"]),
        lambda b: b["resources"].pop(),
        lambda b: b.update(resources=None),
    ],
)
def test_a_broken_descriptor_is_a_finding_whichever_version_it_names(
    copy: Path, change: Callable[[dict[str, Any]], None], version: str | None
) -> None:
    path = copy / "datapackage.json"
    body = json.loads(path.read_bytes())
    if version is not None:
        body["bouhan:library_version"] = version
    change(body)
    path.write_text(json.dumps(body, ensure_ascii=False), encoding="utf-8")
    names = sorted(p.relative_to(copy).as_posix() for p in copy.rglob("*") if p.is_file() and p.name != "SHA256SUMS")
    sums = "".join(f"{hashlib.sha256((copy / name).read_bytes()).hexdigest()}  {name}\n" for name in names)
    (copy / "SHA256SUMS").write_text(sums, encoding="utf-8")
    found = bo.verify(copy)
    assert found.errors
    assert "copy-differs" not in {finding.rule for finding in found}
