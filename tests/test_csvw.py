"""An independent csv2rdf over the released CSV and its metadata gives exactly the table part of data.nt."""

from __future__ import annotations

import io
import json
import urllib.error
import urllib.parse
from pathlib import Path
from typing import Any, ClassVar

import pytest
import rdflib

from bouhan_opendata.model import Model
from bouhan_opendata.opened import Release
from bouhan_opendata.rows import compile_tables
from conftest import need_module

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
    graph = rdflib.Graph()
    graph.parse(data=text, format="nt")
    return {tuple(plain(term) for term in triple) for triple in graph}


def own_graph(release: Release, tables: list[str], model: Model) -> set[tuple[Any, ...]]:
    base = json.loads(release.read("datapackage.json"))["bouhan:base_iri"]
    compiled = compile_tables(model, base)
    graph = rdflib.Graph()
    for name in tables:
        data = b"".join(compiled.triples(name, io.BytesIO(release.read(f"data/{name}.csv"))))
        graph.parse(data=data.decode(), format="nt")
    return {tuple(plain(term) for term in triple) for triple in graph}


TABLES = [
    "fiscal_years", "policy_areas", "measures", "measure_editions", "departments", "measure_departments", "reports",
    "report_departments", "activities", "activity_series", "indicators", "observations", "sources", "source_lines", "figures",
]  # fmt: skip


def test_an_independent_csv2rdf_gives_the_table_part_of_our_triples(
    released: Path, model: Model, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Release(released, model) as release:
        theirs = csvw_graph(release, TABLES, monkeypatch)
        assert len(theirs) > 10_000
        assert theirs == own_graph(release, TABLES, model)


def test_a_changed_cell_is_noticed(released: Path, model: Model, monkeypatch: pytest.MonkeyPatch) -> None:
    def change(folder: dict[str, bytes]) -> None:
        folder["data/observations.csv"] = folder["data/observations.csv"].replace(b",1054,", b",1045,")

    with Release(released, model) as release:
        assert csvw_graph(release, ["observations"], monkeypatch, change) != own_graph(release, ["observations"], model)
