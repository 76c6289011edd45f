"""Anyone's copy of a release: catalogue files that say something else than the release are found, with file and key."""

from __future__ import annotations

import hashlib
import json
import shutil
from pathlib import Path

import pytest

import bouhan_opendata as bo
from bouhan_opendata.catalogue.stated import READERS, SAYS, Stated, stated
from bouhan_opendata.findings import Finding
from bouhan_opendata.opened import Release
from bouhan_opendata.verification.catalogues import catalogues_differ
from publications import ROW, markdown, publish

FORMATS = sorted(READERS)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Path:
    chosen = {"slug: ": "creator: {ja: 架空市民の会, en: The Imaginary Citizens}\nslug: "}
    folder = publish(tmp_path_factory.mktemp("catalogues") / "city", markdown(ROW), settings=chosen)
    return bo.release(bo.open_publication(folder)).paths[0]


@pytest.fixture
def copy(whole: Path, tmp_path: Path) -> Path:
    return shutil.copytree(whole, tmp_path / "copy")


def differing(folder: Path) -> list[Finding]:
    """What is found in the catalogue files of a folder, whatever its checksums say."""
    with Release(folder, bo.load_model()) as release:
        descriptor = json.loads(release.read("datapackage.json"))
        return list(catalogues_differ(release, descriptor, {name: release[name] for name in release}, release.model))


def edited(folder: Path, name: str, old: str, new: str) -> list[Finding]:
    path = folder / name
    text = path.read_bytes().decode()
    assert old in text, old
    path.write_bytes(text.replace(old, new).encode())
    return differing(folder)


def facts(folder: Path, name: str) -> dict[str, Stated]:
    return {fact.what: fact for fact in stated(name, (folder / name).read_bytes())}


def test_a_release_as_it_was_made_agrees_with_its_catalogue_files(whole: Path) -> None:
    assert differing(whole) == []


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_states_what_it_is_never_without(name: str, whole: Path) -> None:
    assert set(SAYS[name]) <= set(facts(whole, name))


CHANGES = [
    *[(name, what) for name in FORMATS for what in SAYS[name]],
    *[(name, "size") for name in FORMATS if name != "CITATION.cff"],
    *[(name, "sha256") for name in FORMATS if name not in ("CITATION.cff", "metadata/open-data-list.csv")],
]


@pytest.mark.parametrize(("name", "what"), CHANGES)
def test_a_changed_fact_is_found_with_file_and_key(name: str, what: str, copy: Path) -> None:
    fact = next(fact for key, fact in facts(copy, name).items() if key.partition(":")[0] == what)
    old, new = (fact.value.split("/")[0], "1999-04-01") if what == "period" else (fact.value, _other(fact))
    found = edited(copy, name, *_where(copy, name, what, old, new))
    told = [finding for finding in found if finding.place.file == name]
    assert {finding.rule for finding in found} == {"catalogue-differs"}
    assert {finding.place.file for finding in found} - {name} <= {"ro-crate-metadata.json"}, "the crate lists the citation"
    assert any(new in (shown := finding.params["found"]) or shown.rstrip("…") in new for finding in told)
    assert all(finding.place.key for finding in found)


def _other(fact: Stated) -> str:
    """Another value of the same kind."""
    kind = fact.what.partition(":")[0]
    others = {"version": "9.9.9", "issued": "1999-04-01", "size": "1", "sha256": "0" * 64}
    return others.get(kind, "https://creativecommons.org/publicdomain/zero/1.0/" if "/" in fact.value else "CC0-1.0 見知らぬ")


def _where(folder: Path, name: str, what: str, old: str, new: str) -> tuple[str, str]:
    """The words around a value that tell it from other places where the same text stands."""
    text = (folder / name).read_text(encoding="utf-8")
    marks = {
        "version": ("dcat:version", '"version"', "version:"),
        "issued": ("dct:modified", '"dateModified"', '"issued"', '"datePublished"', "date-released"),
        "period": ("dcat:startDate", '"temporalCoverage"', '"temporal_start"'),
        "licence": ("dct:license", '"license"', '"license_id"', "license"),
        "publisher.ja": ("foaf:name", '"publisher"', '"publisher_name"', '"maintainer"'),
    }
    for mark in () if name.endswith(".csv") else marks.get(what, ()):
        at = text.find(mark)
        end = text.find(old, at)
        if at >= 0 and end >= 0:
            return text[at : end + len(old)], text[at:end] + new
    return old, new


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_that_cannot_be_read_is_told(name: str, copy: Path) -> None:
    (copy / name).write_bytes(b'{"@graph": [\n\xff')
    assert (name, name) in {(finding.place.file, finding.place.key) for finding in differing(copy)}


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_that_says_nothing_is_told_for_each_fact(name: str, copy: Path) -> None:
    (copy / name).write_bytes({"csv": b"a\n", "ttl": b"", "cff": b"{}"}.get(name.rsplit(".", 1)[1], b"{}"))
    keys = {finding.place.key for finding in differing(copy)}
    assert set(SAYS[name]) <= keys


def test_an_address_of_another_file_is_found(copy: Path) -> None:
    found = edited(copy, "metadata/ckan.json", "data/overview_figures.csv", "data/overview_numbers.csv")
    assert "resources.0.url" in {finding.place.key for finding in found}


def test_a_file_that_the_crate_does_not_list_is_found(copy: Path) -> None:
    (copy / "data" / "more.csv").write_bytes(b"a\n")
    assert [(finding.place.file, finding.place.key) for finding in differing(copy)] == [
        ("ro-crate-metadata.json", "data/more.csv")
    ]


def test_a_part_that_is_not_there_is_found(copy: Path) -> None:
    found = edited(copy, "ro-crate-metadata.json", '"@id": "README.md"', '"@id": "NEWS.md"')
    assert "./ hasPart" in " ".join(str(finding.place.key) for finding in found)


def test_verify_tells_it_although_every_checksum_was_made_anew(copy: Path) -> None:
    edited(copy, "metadata/dcat.ttl", "dcat:version", 'dcat:version "0.0.1" ;\n    dcat:version')
    names = sorted(p.relative_to(copy).as_posix() for p in copy.rglob("*") if p.is_file() and p.name != "SHA256SUMS")
    sums = "".join(f"{hashlib.sha256((copy / name).read_bytes()).hexdigest()}  {name}\n" for name in names)
    (copy / "SHA256SUMS").write_text(sums, encoding="utf-8")
    found = {(finding.rule, finding.place.file) for finding in bo.verify(copy)}
    assert ("catalogue-differs", "metadata/dcat.ttl") in found
