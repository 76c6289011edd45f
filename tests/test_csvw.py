"""An independent csv2rdf over the released CSV and its metadata gives exactly the table part of data.nt."""

from __future__ import annotations

import io
import json
import urllib.parse
from pathlib import Path
from typing import Any, ClassVar

import pytest
import rdflib

from bouhan_opendata.model import Model
from bouhan_opendata.opened import Release
from bouhan_opendata.rows import compile_tables

BASE = "https://release.test/"


class _Response(io.BytesIO):
    headers: ClassVar[dict[str, str]] = {}


def served(folder: dict[str, bytes], monkeypatch: pytest.MonkeyPatch) -> Any:
    """The csvw-functions module with its two ways out of the process replaced by a folder of bytes."""
    module = pytest.importorskip("csvw_functions.csvw_functions")

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
    return {tuple(map(rdflib.term.Node.n3, triple)) for triple in graph}  # type: ignore[attr-defined]


def own_graph(release: Release, tables: list[str], model: Model) -> set[tuple[Any, ...]]:
    base = json.loads(release.read("datapackage.json"))["bouhan:base_iri"]
    compiled = compile_tables(model, base)
    graph = rdflib.Graph()
    for name in tables:
        data = b"".join(compiled.triples(name, io.BytesIO(release.read(f"data/{name}.csv"))))
        graph.parse(data=data.decode(), format="nt")
    return {tuple(map(rdflib.term.Node.n3, triple)) for triple in graph}  # type: ignore[attr-defined]
