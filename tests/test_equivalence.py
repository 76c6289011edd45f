"""The certificate: every copy of the data is compared with the others, from its bytes; what differs is counted and refused."""

from __future__ import annotations

import hashlib
import re
import shutil
import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

import pytest
import rdflib

import bouhan_opendata as bo
from bouhan_opendata.equality import FILE, Certificate
from bouhan_opendata.opened import Release
from bouhan_opendata.verification.equivalence import certificate
from conftest import REAL
from publications import ROW, markdown, publish

EARL = rdflib.Namespace("http://www.w3.org/ns/earl#")
NAMES = ["csv-nt", "nt-ttl", "nt-jsonld", "csv-sqlite"]


@pytest.fixture
def copy(releases: Mapping[str, Path], tmp_path: Path) -> Path:
    """A copy of the real release, with its database beside it."""
    real = releases["real"]
    shutil.copytree(real, tmp_path / real.name)
    for database in real.parent.glob("*.sqlite"):
        shutil.copy(database, tmp_path)
    return tmp_path / real.name


def proven(folder: Path) -> Certificate:
    with Release(folder, bo.load_model()) as release:
        tables = {name: release[name] for name in release}
        base = bo.open_publication(REAL).base_iri
        [database] = folder.parent.glob("*.sqlite")
        return certificate(release, tables, bo.load_model(), base, database.read_bytes())


def differing(folder: Path) -> dict[str, int]:
    return {one.id: one.differences for one in proven(folder).equalities if not one.holds}


def replaced(name: str, old: str, new: str) -> Callable[[Path], None]:
    def act(folder: Path) -> None:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")

    return act


def in_database(statement: str) -> Callable[[Path], None]:
    def act(folder: Path) -> None:
        [path] = folder.parent.glob("*.sqlite")
        with closing(sqlite3.connect(path)) as database:
            assert database.execute(statement).rowcount == 1
            database.commit()

    return act


def test_the_copies_of_each_release_are_equal_and_counted(each_release: Path) -> None:
    graph = rdflib.Graph().parse(each_release / FILE, format="turtle")
    assertions = set(graph.subjects(rdflib.RDF.type, EARL.Assertion))
    assert sorted(str(one).rsplit("/", 1)[-1] for one in assertions) == sorted(NAMES)
    for one in assertions:
        result = graph.value(one, EARL.result)
        assert graph.value(result, EARL.outcome) == EARL.passed
        [told] = [str(words) for words in graph.objects(result, EARL.info) if words.language == "en"]
        found = re.search(r"compared: ([\d,]+)", told)
        assert found and int(found[1].replace(",", "")) > 50
    assert not [node for triple in graph for node in triple if isinstance(node, rdflib.BNode)]
    lines = sorted((each_release / "rdf" / "data.nt").read_bytes().splitlines(keepends=True))
    digest = rdflib.Literal(hashlib.sha256(b"".join(lines)).hexdigest())
    assert (None, None, digest) in graph
    page = (each_release / "findings" / "review.html").read_text(encoding="utf-8")
    assert page.count("<code>rdf/data.nt</code>") == 3 and str(digest) in page


def test_an_untouched_copy_differs_nowhere(copy: Path) -> None:
    assert [one.id for one in proven(copy).equalities] == NAMES
    assert differing(copy) == {}


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (replaced("data/observations.csv", ",1054,", ",1045,"), {"csv-nt", "csv-sqlite"}),
        (replaced("rdf/data.ttl", '"1054"^^xsd:decimal', '"1045"^^xsd:decimal'), {"nt-ttl"}),
        (replaced("rdf/data.jsonld", '"1054"', '"1045"'), {"nt-jsonld"}),
        (replaced("rdf/data.nt", '"1054"', '"1045"'), {"csv-nt", "nt-ttl", "nt-jsonld"}),
        (in_database("UPDATE observations SET value = 1045 WHERE value = 1054"), {"csv-sqlite"}),
        (in_database("DELETE FROM overview_figures WHERE rowid = 1"), {"csv-sqlite"}),
    ],
    ids=["csv", "turtle", "jsonld", "ntriples", "sqlite-cell", "sqlite-row"],
)
def test_one_value_changed_in_one_copy_is_found(change: Callable[[Path], None], where: set[str], copy: Path) -> None:
    change(copy)
    assert set(differing(copy)) == where


def test_a_certificate_that_was_changed_is_noticed_though_its_checksum_was_made_anew(copy: Path) -> None:
    replaced(FILE, "earl:passed", "earl:failed")(copy)
    data = (copy / FILE).read_bytes()
    sums = copy / "SHA256SUMS"
    text = re.sub(rf"[0-9a-f]{{64}}  {FILE}", f"{hashlib.sha256(data).hexdigest()}  {FILE}", sums.read_text(encoding="utf-8"))
    sums.write_text(text, encoding="utf-8", newline="\n")
    found = {(finding.rule, finding.place.file) for finding in bo.verify(copy)}
    assert ("copy-differs", FILE) in found


@pytest.mark.usefixtures("without_judges")
def test_a_release_whose_database_says_something_else_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from bouhan_opendata.tabular.sqlite import sqlite_bytes

    def without_a_row(model: bo.Model, tables: Mapping[str, list[dict[str, object]]]) -> bytes:
        return sqlite_bytes(model, {**tables, "overview_figures": tables["overview_figures"][1:]})

    monkeypatch.setattr("bouhan_opendata.releasing.sqlite_bytes", without_a_row)
    city = publish(tmp_path / "city", markdown(ROW))
    with pytest.raises(bo.ReleaseRefused) as caught:
        bo.release(bo.open_publication(city))
    assert [(f.rule, f.place.file) for f in caught.value.findings] == [("copy-differs", "SQLite")]
    assert not (city / "releases" / "0.1.0").exists()


def test_the_database_finds_japanese_words_without_a_dictionary(copy: Path) -> None:
    [path] = copy.parent.glob("*.sqlite")
    with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
        found = database.execute("SELECT table_name, row_id, text FROM search WHERE search MATCH ?", ('"防犯カメラ"',)).fetchall()
        for table in ("measures", "activities", "source_lines"):
            key = {"measures": "measure_id", "activities": "activity_id", "source_lines": "line_id"}[table]
            column = "title || ifnull(description, '')" if table == "measures" else "text"
            expected = {row[0] for row in database.execute(f"SELECT {key} FROM {table} WHERE {column} LIKE '%防犯カメラ%'")}
            assert {row[1] for row in found if row[0] == table} == expected
    assert len(found) > 3
