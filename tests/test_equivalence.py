"""The certificate: every copy of the data is compared with the others, from its bytes; what differs is counted and refused."""

from __future__ import annotations

import hashlib
import re
import shutil
import sqlite3
import zipfile
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path

import pytest
import rdflib

import bouhan_opendata as bo
from bouhan_opendata.equality import FILE, Certificate
from bouhan_opendata.opened import Release
from bouhan_opendata.tabular.sqlite import create_view, views
from bouhan_opendata.verification import verify
from bouhan_opendata.verification.equivalence import certificate
from conftest import REAL
from publications import ROW, markdown, publish

EARL = rdflib.Namespace("http://www.w3.org/ns/earl#")
GRAPH = ["csv-nt", "nt-ttl", "nt-jsonld"]
OFFICE = ["csv-workbook", "csv-utf8-bom", "csv-cp932"]
DATABASE = ["csv-sqlite", "sqlite-views", "sqlite-references", "sqlite-about", "sqlite-search"]
NAMES = [*GRAPH, *OFFICE, *DATABASE]
OF_TABLES = {"csv-nt", "csv-workbook", "csv-utf8-bom", "csv-cp932", "csv-sqlite", "sqlite-views"}
"""What compares the tables themselves: a cell of ``data/`` that was changed differs from all of these copies."""


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


def in_database(*statements: str) -> Callable[[Path], None]:
    def act(folder: Path) -> None:
        [path] = folder.parent.glob("*.sqlite")
        with closing(sqlite3.connect(path)) as database:
            for statement in statements:
                assert database.execute(statement).rowcount != 0
            database.commit()

    return act


def in_workbook(old: bytes, new: bytes) -> Callable[[Path], None]:
    """Another text in the sheets of the workbook, whose archive stays whole."""

    def act(folder: Path) -> None:
        [path] = (folder / "office").glob("*.xlsx")
        with zipfile.ZipFile(path) as book:
            parts = {name: book.read(name) for name in book.namelist()}
        assert any(old in data for data in parts.values())
        with zipfile.ZipFile(path, "w") as book:
            for name, data in parts.items():
                book.writestr(name, data.replace(old, new, 1))

    return act


def in_cp932(old: str, new: str) -> Callable[[Path], None]:
    def act(folder: Path) -> None:
        path = folder / "office" / "cp932" / "overview_figures.csv"
        data = path.read_bytes()
        assert old.encode("cp932") in data
        path.write_bytes(data.replace(old.encode("cp932"), new.encode("cp932"), 1))

    return act


dangling = in_database("UPDATE activities SET report_id = 'm999-2018' WHERE rowid = 1")


false_index = in_database("DELETE FROM search_data WHERE id > 10")
"""The texts stand, and the index finds none of them."""


def without_a_header(folder: Path) -> None:
    [path] = folder.parent.glob("*.sqlite")
    path.write_bytes(b"")


def in_wal_mode(folder: Path) -> None:
    """The same rows, in a file that another way of writing is set for."""
    [path] = folder.parent.glob("*.sqlite")
    with closing(sqlite3.connect(path)) as database:
        assert database.execute("PRAGMA journal_mode = WAL").fetchone() == ("wal",)


def without_references(folder: Path) -> None:
    """The observations again, in a table that refers to nothing."""
    in_database(
        'DROP VIEW "指標値"',
        "CREATE TABLE kept AS SELECT * FROM observations",
        "DROP TABLE observations",
        "ALTER TABLE kept RENAME TO observations",
        VIEW_OF_OBSERVATIONS,
    )(folder)


VIEW_OF_OBSERVATIONS = next(
    create_view(name, table, lang) for name, table, lang in views(bo.load_model()) if table.name == "observations"
)


def test_the_copies_of_each_release_are_equal_and_counted(each_release: Path) -> None:
    graph = rdflib.Graph().parse(each_release / FILE, format="turtle")
    assertions = set(graph.subjects(rdflib.RDF.type, EARL.Assertion))
    assert sorted(str(one).rsplit("/", 1)[-1] for one in assertions) == sorted(NAMES)
    for one in assertions:
        result = graph.value(one, EARL.result)
        assert graph.value(result, EARL.outcome) == EARL.passed
        [told] = [str(words) for words in graph.objects(result, EARL.info) if words.language == "en"]
        found = re.search(r"compared: ([\d,]+)", told)
        assert found and int(found[1].replace(",", "")) > 5
    assert not [node for triple in graph for node in triple if isinstance(node, rdflib.BNode)]
    lines = sorted((each_release / "rdf" / "data.nt").read_bytes().splitlines(keepends=True))
    digest = rdflib.Literal(hashlib.sha256(b"".join(lines)).hexdigest())
    assert (None, None, digest) in graph
    page = (each_release / "findings" / "review.html").read_text(encoding="utf-8")
    assert page.count("<code>rdf/data.nt</code>") == 3 and page.count("<code>SQLite") == 5 and str(digest) in page


def test_an_untouched_copy_differs_nowhere(copy: Path) -> None:
    assert [one.id for one in proven(copy).equalities] == NAMES
    assert differing(copy) == {}


@pytest.mark.parametrize(
    ("change", "where"),
    [
        (replaced("data/observations.csv", ",1054,", ",1045,"), {"csv-nt", "csv-workbook", "csv-sqlite", "sqlite-views"}),
        (replaced("data/overview_figures.csv", ",1054,", ",1045,"), OF_TABLES - {"csv-nt"}),
        (replaced("rdf/data.ttl", '"1054"^^xsd:decimal', '"1045"^^xsd:decimal'), {"nt-ttl"}),
        (replaced("rdf/data.jsonld", '"1054"', '"1045"'), {"nt-jsonld"}),
        (replaced("rdf/data.nt", '"1054"', '"1045"'), {"csv-nt", "nt-ttl", "nt-jsonld"}),
        (in_database("UPDATE observations SET value = 1045 WHERE value = 1054"), {"csv-sqlite", "sqlite-views"}),
        (in_database("DELETE FROM overview_figures WHERE rowid = 1"), {"csv-sqlite", "sqlite-views"}),
        (in_database('DROP VIEW "施策"'), {"sqlite-views"}),
        (without_references, {"sqlite-references"}),
        (
            in_database("UPDATE activities SET report_id = 'm999-2018' WHERE rowid = 1"),
            {"csv-sqlite", "sqlite-views", "sqlite-references"},
        ),
        (in_database("DELETE FROM search WHERE rowid = 1"), {"sqlite-search"}),
        (in_database("DROP TABLE search"), {"sqlite-search"}),
        (false_index, {"sqlite-search"}),
        (in_database("UPDATE about SET value = 'CC0' WHERE item = 'ライセンス'"), {"sqlite-about"}),
        (in_database("DROP TABLE about"), {"sqlite-about"}),
        (in_database('CREATE VIEW "本当の施策" AS SELECT 1'), {"sqlite-views"}),
        (in_database("CREATE TRIGGER t AFTER INSERT ON measures BEGIN DELETE FROM figures; END"), {"sqlite-views"}),
        (in_database("UPDATE observations SET value = '多数' WHERE value = 1054"), {"csv-sqlite", "sqlite-views"}),
        (without_a_header, set(DATABASE)),
        (in_wal_mode, set()),
        (in_workbook(b"<v>1054</v>", b"<v>1045</v>"), {"csv-workbook"}),
        (in_workbook("防犯カメラ".encode(), "防犯カメうら".encode()), {"csv-workbook"}),
        (replaced("office/utf8-bom/overview_figures.csv", ",1054,", ",1045,"), {"csv-utf8-bom"}),
        (in_cp932(",1054,", ",1045,"), {"csv-cp932"}),
    ],
    ids=[
        *("csv", "csv-overview", "turtle", "jsonld", "ntriples", "sqlite-cell", "sqlite-row", "view-gone", "references-gone"),
        *("reference-dangling", "index-row", "index-gone", "index-false", "about-changed", "about-gone", "view-more", "trigger"),
        *("no-number", "no-database", "wal", "workbook-number", "workbook-text", "bom", "cp932"),
    ],
)
def test_one_value_changed_in_one_copy_is_found(change: Callable[[Path], None], where: set[str], copy: Path) -> None:
    change(copy)
    assert set(differing(copy)) == where


def sums_anew(folder: Path, name: str) -> None:
    digest = hashlib.sha256((folder / name).read_bytes()).hexdigest()
    sums = folder / "SHA256SUMS"
    text = re.sub(rf"[0-9a-f]{{64}}  {re.escape(name)}", f"{digest}  {name}", sums.read_text(encoding="utf-8"))
    sums.write_text(text, encoding="utf-8", newline="\n")


def told(path: Path) -> set[tuple[str, str | None]]:
    return {(finding.rule, finding.place.file) for finding in verify(path, bo.load_model(), judges=False)}


def invented(folder: Path) -> None:
    """An assertion of something that nobody compared, well formed and passed."""
    path = folder / FILE
    text = path.read_text(encoding="utf-8")
    blocks = [block for block in text.split("\n\n") if "/csv-nt" in block]
    assert len(blocks) == 3
    path.write_text(
        f"{text}\n" + "\n\n".join(block.strip().replace("/csv-nt", "/csv-paper") for block in blocks) + "\n", encoding="utf-8"
    )


@pytest.mark.parametrize(
    "change",
    [
        replaced(FILE, "earl:passed", "earl:failed"),
        replaced(FILE, "differences: 0", "differences: 1"),
        replaced(FILE, "triples compared: 17", "triples compared: 71"),
        invented,
        lambda folder: (folder / FILE).write_text("", encoding="utf-8"),
    ],
    ids=["failed", "differences", "count", "invented", "blank"],
)
def test_a_certificate_that_was_changed_is_noticed_though_its_checksum_was_made_anew(
    change: Callable[[Path], None], copy: Path
) -> None:
    assert told(copy) == set()
    change(copy)
    sums_anew(copy, FILE)
    assert told(copy) == {("certificate-differs", FILE)}


def test_the_database_beside_a_release_is_compared_again_and_missed_where_it_is_not(copy: Path) -> None:
    [path] = copy.parent.glob("*.sqlite")
    in_database("UPDATE observations SET value = 1045 WHERE value = 1054")(copy)
    assert told(copy) == {("copy-differs", "SQLite"), ("copy-differs", "SQLite VIEW"), ("certificate-differs", FILE)}
    (copy.parent / f"{path.name}.sha256").write_text(f"{'0' * 64}  {path.name}\n", encoding="utf-8")
    assert ("hash-mismatch", path.name) in told(copy)
    (copy.parent / f"{path.name}.sha256").unlink()
    path.write_bytes(b"no database" * 100)
    assert ("copy-differs", "SQLite") in told(copy)
    path.unlink()
    assert told(copy) == {("database-not-at-hand", path.name)}


@pytest.mark.usefixtures("without_judges")
def test_a_release_whose_database_says_something_else_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from bouhan_opendata.tabular.sqlite import sqlite_bytes

    def without_a_row(model: bo.Model, tables: Mapping[str, list[dict[str, object]]], about: list[tuple[str, str]]) -> bytes:
        return sqlite_bytes(model, {**tables, "overview_figures": tables["overview_figures"][1:]}, about)

    monkeypatch.setattr("bouhan_opendata.releasing.sqlite_bytes", without_a_row)
    city = publish(tmp_path / "city", markdown(ROW))
    with pytest.raises(bo.ReleaseRefused) as caught:
        bo.release(bo.open_publication(city))
    assert [(f.rule, f.place.file) for f in caught.value.findings] == [
        ("copy-differs", "SQLite"),
        ("copy-differs", "SQLite VIEW"),
    ]
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


@pytest.mark.parametrize("name", ["vocabulary.ttl", "shapes.ttl", "context.jsonld"])
def test_what_the_definition_gives_is_compared_with_it(name: str, copy: Path) -> None:
    path = copy / "rdf" / name
    path.write_bytes(path.read_bytes() + b"\n")
    assert ("copy-differs", f"rdf/{name}") in told(copy)


@pytest.mark.parametrize("new", ['"created": "soon"', '"made": "2026"'])
def test_a_day_that_is_none_is_a_finding_and_no_fault(new: str, copy: Path) -> None:
    path = copy / "datapackage.json"
    path.write_text(re.sub(r'"created": "[^"]*"', new, path.read_text(encoding="utf-8")), encoding="utf-8")
    assert ("certificate-differs", FILE) in told(copy)


def test_a_release_that_hides_its_maker_is_no_release_of_ours(copy: Path) -> None:
    path = copy / "datapackage.json"
    path.write_text(re.sub(r'\n  "bouhan:library_version": "[^"]*",', "", path.read_text(encoding="utf-8")), encoding="utf-8")
    assert ("descriptor-broken", "datapackage.json") in told(copy)
