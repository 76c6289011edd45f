"""An independent csv2rdf over the released CSV and its metadata gives exactly the table part of data.nt."""

from __future__ import annotations

import io
import json
import urllib.error
import urllib.parse
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

import pytest
import rdflib

import bouhan_opendata as bo
from bouhan_opendata.graph import frame_lines
from bouhan_opendata.model import Model
from bouhan_opendata.opened import Release
from bouhan_opendata.releasing.contents import publisher_info
from bouhan_opendata.rows import compile_tables
from conftest import PUBLICATIONS, need_module

BASE = "https://release.test/"


class _Response(io.BytesIO):
    headers: ClassVar[dict[str, str]] = {}


def served(folder: dict[str, bytes], monkeypatch: pytest.MonkeyPatch) -> Any:
    """The csvw-functions module with its two ways out of the process replaced by a folder of bytes."""
    module = need_module("csvw_functions.csvw_functions")

    def urlopen(url: str, *_: Any, **__: Any) -> _Response:
        name = urllib.parse.unquote(str(url)).removeprefix(BASE)
        if name not in folder:
            raise urllib.error.URLError(f"not served: {url}")
        return _Response(folder[name])

    class Head:
        headers: ClassVar[dict[str, str]] = {}

    monkeypatch.setattr(module.urllib.request, "urlopen", urlopen)
    monkeypatch.setattr(module.requests, "head", lambda *_, **__: Head())
    return module


def plain(term: Any) -> str:
    """A term in N-Triples; a literal with the datatype xsd:string is one without (RDF 1.1)."""
    return str(term.n3()).removesuffix("^^<http://www.w3.org/2001/XMLSchema#string>")


def csvw_graph(release: Release, tables: list[str], monkeypatch: pytest.MonkeyPatch, edit: Any = None) -> set[tuple[Any, ...]]:
    """The triples that csvw-functions makes of tables. It cannot read one without rows, which gives no triples anyway."""
    tables = [name for name in tables if len(release.read(f"data/{name}.csv").splitlines()) > 1]
    metadata = json.loads(release.read("csv-metadata.json"))
    metadata["tables"] = [t for t in metadata["tables"] if Path(t["url"]).stem in tables]
    for table in metadata["tables"]:
        schema = table["tableSchema"]
        schema["foreignKeys"] = [k for k in schema.get("foreignKeys", []) if Path(k["reference"]["resource"]).stem in tables]
    folder = {"csv-metadata.json": json.dumps(metadata).encode()}
    folder |= {f"data/{name}.csv": release.read(f"data/{name}.csv") for name in tables}
    if edit:
        edit(folder)
    module = served(folder, monkeypatch)
    annotated = module.create_annotated_table_group(BASE + "csv-metadata.json")
    text = module.create_rdf(annotated, mode="minimal")
    return triples_of(text.encode()) if text.strip(" .\n") else set()  # for no triple at all it writes a full stop


def triples_of(data: bytes) -> set[tuple[Any, ...]]:
    graph = rdflib.Graph().parse(data=data, format="nt")
    return {tuple(plain(term) for term in triple) for triple in graph}


def own_graph(release: Release, tables: list[str], model: Model) -> set[tuple[Any, ...]]:
    base = json.loads(release.read("datapackage.json"))["bouhan:base_iri"]
    compiled = compile_tables(model, base)
    blocks = (block for name in tables for block in compiled.triples(name, io.BytesIO(release.read(f"data/{name}.csv"))))
    return triples_of(b"".join(blocks))


def frame(folder: Path, name: str) -> set[tuple[Any, ...]]:
    """What stands in data.nt and in no table, made from the publication."""
    publication = bo.open_publication(PUBLICATIONS[name])
    [entry] = [entry for entry in publication.releases if entry.version == folder.name]
    made_by = json.loads((folder / "datapackage.json").read_bytes())["bouhan:library_version"]
    package = bo.build(publication)
    return triples_of(b"".join(frame_lines(publisher_info(package, publication, entry, made_by), package.model)))


def tables_with_triples(model: Model) -> list[str]:
    return [table.name for table in model.tables.values() if table.iri is not None]


@pytest.mark.parametrize("name", list(PUBLICATIONS))
def test_an_independent_csv2rdf_gives_the_table_part_of_our_triples(
    name: str, releases: Mapping[str, Path], model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Over every table that has triples; what data.nt holds besides is the frame, and nothing else."""
    tables = tables_with_triples(model)
    with Release(releases[name], model) as release:
        theirs = csvw_graph(release, tables, monkeypatch)
        whole = triples_of(release.read("rdf/data.nt"))
        assert len(theirs) > 6_000
        assert theirs == own_graph(release, tables, model)
        assert theirs <= whole
        assert whole - theirs == frame(releases[name], name) - theirs


def test_a_table_without_an_address_has_no_triples(
    releases: Mapping[str, Path], model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The dictionary of fields and the overviews are suppressed in the metadata."""
    tables = [name for name in model.tables if name not in tables_with_triples(model)]
    assert tables == ["fields", "overview_figures", "overview_activities"]
    with Release(releases["other_city"], model) as release:
        assert csvw_graph(release, tables, monkeypatch) == set()


@pytest.mark.parametrize(
    ("table", "old", "new"),
    [
        ("observations", b",48,times,", b",84,times,"),
        ("restatements", b",restated\n", b",same\n"),
        ("organisation_changes", b",renamed,", b",merged,"),
        ("report_texts", "続ける。".encode(), "続けない。".encode()),
        ("notes", b",explanation,", b",footnote,"),
        ("units", b"times,", b"tymes,"),
        ("codes", b"status,cancelled,", b"status,canceled,"),
    ],
)
def test_a_changed_cell_is_noticed(
    table: str, old: bytes, new: bytes, releases: Mapping[str, Path], model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    def change(folder: dict[str, bytes]) -> None:
        assert old in folder[f"data/{table}.csv"]
        folder[f"data/{table}.csv"] = folder[f"data/{table}.csv"].replace(old, new, 1)

    with Release(releases["many_years"], model) as release:
        assert csvw_graph(release, [table], monkeypatch, change) != own_graph(release, [table], model)
        monkeypatch.undo()
        assert csvw_graph(release, [table], monkeypatch) == own_graph(release, [table], model)


def test_a_line_lost_from_the_metadata_is_noticed(
    releases: Mapping[str, Path], model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lose(folder: dict[str, bytes]) -> None:
        metadata = json.loads(folder["csv-metadata.json"])
        columns = metadata["tables"][0]["tableSchema"]["columns"]
        columns.remove(next(column for column in columns if column.get("virtual")))
        folder["csv-metadata.json"] = json.dumps(metadata).encode()

    with Release(releases["many_years"], model) as release:
        assert csvw_graph(release, ["measures"], monkeypatch, lose) < own_graph(release, ["measures"], model)
