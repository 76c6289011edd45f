"""What each catalogue format says, read back: the same facts under the same names, whichever the format."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pyoxigraph
import yaml

from bouhan_opendata.catalogue.dcat import PREFIXES
from bouhan_opendata.catalogue.open_data_list import COLUMNS

WHOLE = ("title.ja", "version", "issued", "licence", "publisher.ja", "period")
"""What every catalogue format says of the data as a whole."""


@dataclass(frozen=True, slots=True)
class Stated:
    """One fact: where in the file it stands, what it is about (``title.ja``, ``size:<address>`` …) and the value."""

    key: str
    what: str
    value: str


def stated(name: str, data: bytes) -> list[Stated]:
    """The facts of a catalogue file, by its path in the release. Raises ``ValueError`` where it cannot be read."""
    try:
        return [fact for fact in READERS[name](data) if fact.value]
    except (SyntaxError, yaml.YAMLError, RecursionError, csv.Error) as fault:
        raise ValueError(str(fault)) from fault


def at(value: Any, *steps: str | int) -> Any:
    """What lies at the end of steps into JSON; empty text where there is no such place."""
    for step in steps:
        found = value.get(step, "") if isinstance(value, dict) else ""
        if isinstance(value, list) and isinstance(step, int) and step < len(value):
            found = value[step]
        value = found
    return value


def text(value: Any, *steps: str | int) -> str:
    """The same as text; what is no single value is none."""
    found = at(value, *steps)
    return "" if isinstance(found, dict | list) or found is None else str(found)


def _each(value: Any, *steps: str | int) -> list[Any]:
    found = at(value, *steps)
    return found if isinstance(found, list) else []


def _json(data: bytes) -> dict[str, Any]:
    body = json.loads(data)
    if not isinstance(body, dict):
        raise ValueError("no object")
    return body


def _words(body: Any, what: str, *steps: str | int) -> Iterator[Stated]:
    """Texts with their languages, as JSON-LD writes them."""
    for one in _each(body, *steps):
        yield Stated(".".join(map(str, steps)), f"{what}.{text(one, '@language')}", text(one, "@value"))


# -- DCAT-AP


def _dcat(syntax: pyoxigraph.RdfFormat) -> Callable[[bytes], Iterator[Stated]]:
    def read(data: bytes) -> Iterator[Stated]:
        graph = pyoxigraph.Store()
        graph.extend(pyoxigraph.parse(data, format=syntax))
        yield from _dcat_facts(_Graph(graph))

    return read


class _Graph:
    """Questions to a graph in CURIEs."""

    def __init__(self, store: pyoxigraph.Store) -> None:
        self._store = store

    def of(self, subject: Any, curie: str) -> list[Any]:
        """The objects of a property."""
        return [quad.object for quad in self._store.quads_for_pattern(subject, _node(curie), None)]

    def are(self, curie: str) -> list[Any]:
        """The things of a class, in order of their addresses."""
        kind = pyoxigraph.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
        return sorted((quad.subject for quad in self._store.quads_for_pattern(None, kind, _node(curie))), key=str)


def _node(curie: str) -> pyoxigraph.NamedNode:
    prefix, _, name = curie.partition(":")
    return pyoxigraph.NamedNode(PREFIXES[prefix] + name)


def _dcat_facts(graph: _Graph) -> Iterator[Stated]:
    for kind in ("dcat:Dataset", "dcat:DatasetSeries", "dcat:Catalog"):
        for node in graph.are(kind):
            for value in graph.of(node, "dct:title"):
                yield Stated(f"{kind} dct:title", f"title.{value.language}", value.value)
            for agent in graph.of(node, "dct:publisher"):
                for value in graph.of(agent, "foaf:name"):
                    yield Stated(f"{kind} dct:publisher", f"publisher.{value.language}", value.value)
            for period in graph.of(node, "dct:temporal"):
                days = [value.value for name in ("startDate", "endDate") for value in graph.of(period, f"dcat:{name}")]
                yield Stated(f"{kind} dct:temporal", "period", "/".join(days))
            yield from _simple(graph, node, kind, {"dcat:version": "version", "dct:license": "licence", "dct:modified": "issued"})
    for node in graph.are("dcat:Distribution"):
        key = f"dcat:Distribution <{node.value}>"
        yield from _simple(graph, node, key, {"dct:license": "licence", "dct:modified": "issued"})
        for url in graph.of(node, "dcat:downloadURL"):
            yield Stated(f"{key} dcat:downloadURL", "file", url.value)
            yield from _simple(graph, node, key, {"dcat:byteSize": f"size:{url.value}"})
            for check in graph.of(node, "spdx:checksum"):
                yield from _simple(graph, check, f"{key} spdx:checksum", {"spdx:checksumValue": f"sha256:{url.value}"})


def _simple(graph: _Graph, node: Any, key: str, names: Mapping[str, str]) -> Iterator[Stated]:
    for curie, what in names.items():
        for value in graph.of(node, curie):
            yield Stated(f"{key} {curie}", what, value.value)


# -- formats of JSON


def _schema_org(data: bytes) -> Iterator[Stated]:
    body = _json(data)
    yield from _words(body, "title", "name")
    yield from _words(body, "publisher", "publisher", "name")
    yield from _plain(body, {"version": "version", "license": "licence", "dateModified": "issued", "temporalCoverage": "period"})
    for number, one in enumerate(_each(body, "distribution")):
        yield from _file(f"distribution.{number}", one, "contentUrl", "contentSize", "sha256")


def _croissant(data: bytes) -> Iterator[Stated]:
    body = _json(data)
    for number, lang in enumerate(("ja", "en")):
        yield Stated(f"alternateName.{number}", f"title.{lang}", text(body, "alternateName", number))
    yield Stated("publisher.name", "publisher.ja", text(body, "publisher", "name"))
    yield from _plain(body, {"version": "version", "license": "licence", "datePublished": "issued", "temporalCoverage": "period"})
    for number, one in enumerate(_each(body, "distribution")):
        yield from _file(f"distribution.{number}", one, "contentUrl", "contentSize", "sha256")


def _ckan(data: bytes) -> Iterator[Stated]:
    body = _json(data)
    names = {"title": "title.ja", "version": "version", "license_url": "licence", "license_id": "licence"}
    yield from _plain(body, {**names, "maintainer": "publisher.ja"})
    for lang in ("ja", "en"):
        yield Stated(f"title_translated.{lang}", f"title.{lang}", text(body, "title_translated", lang))
    extras = {text(one, "key"): text(one, "value") for one in _each(body, "extras")}
    yield Stated("extras.issued", "issued", extras.get("issued", ""))
    yield Stated("extras.publisher_name", "publisher.ja", extras.get("publisher_name", ""))
    days = [extras[key] for key in ("temporal_start", "temporal_end") if extras.get(key)]
    yield Stated("extras.temporal_start", "period", "/".join(days))
    for number, one in enumerate(_each(body, "resources")):
        yield from _file(f"resources.{number}", one, "url", "size", "hash")


def _ro_crate(data: bytes) -> Iterator[Stated]:
    nodes = {text(node, "@id"): node for node in _each(_json(data), "@graph")}
    root = nodes.get("./", {})
    names = {"name": "title.ja", "version": "version", "datePublished": "issued", "temporalCoverage": "period"}
    yield from (Stated(f"./ {fact.key}", fact.what, fact.value) for fact in _plain(root, names))
    yield Stated("./ license", "licence", text(root, "license", "@id"))
    publisher = nodes.get(text(root, "publisher", "@id"), {})
    yield Stated("./ publisher", "publisher.ja", text(publisher, "name"))
    for number, part in enumerate(_each(root, "hasPart")):
        yield Stated(f"./ hasPart.{number}", "part", text(part, "@id"))
    for name, node in nodes.items():
        if text(node, "@type") == "File":
            yield from _file(name, node, "@id", "contentSize", "sha256")


def _plain(body: Mapping[str, Any], names: Mapping[str, str]) -> Iterator[Stated]:
    return (Stated(key, what, text(body, key)) for key, what in names.items())


def _file(key: str, one: Any, url: str, size: str, checksum: str) -> Iterator[Stated]:
    address = text(one, url)
    yield Stated(f"{key}.{url}", "file", address)
    yield Stated(f"{key}.{size}", f"size:{address}", text(one, size).removesuffix(" B"))
    yield Stated(f"{key}.{checksum}", f"sha256:{address}", text(one, checksum).removeprefix("sha256:"))


# -- the list and the citation


def _open_data_list(data: bytes) -> Iterator[Stated]:
    names = {
        "データセット_タイトル": "title.ja",
        "データセット_バージョン": "version",
        "データセット_最終更新日": "issued",
        "データセット_対象期間": "period",
        "地方公共団体名": "publisher.ja",
        "ファイル_ライセンス": "licence",
        "ファイル_利用規約": "licence",
        "ファイル_最終更新日": "issued",
    }
    reader = csv.DictReader(io.StringIO(data.decode(), newline=""), strict=True)
    yield Stated("1", "columns", ",".join(reader.fieldnames or ()))
    for number, row in enumerate(reader, start=2):
        yield from (Stated(f"{number} {column}", what, row.get(column) or "") for column, what in names.items())
        address = row.get("ファイル_ダウンロードURL") or ""
        yield Stated(f"{number} ファイル_ダウンロードURL", "file", address)
        yield Stated(f"{number} ファイル_サイズ", f"size:{address}", row.get("ファイル_サイズ") or "")


def _citation(data: bytes) -> Iterator[Stated]:
    body = yaml.safe_load(data)
    if not isinstance(body, dict):
        raise ValueError("no mapping")
    names = {"title": "title.ja", "version": "version", "date-released": "issued", "license": "licence", "license-url": "licence"}
    yield from _plain(body, names)
    yield Stated("authors.0.name", "creator.ja", text(body, "authors", 0, "name"))


READERS: Mapping[str, Callable[[bytes], Iterator[Stated]]] = {
    "metadata/dcat.ttl": _dcat(pyoxigraph.RdfFormat.TURTLE),
    "metadata/dcat.jsonld": _dcat(pyoxigraph.RdfFormat.JSON_LD),
    "metadata/schema-org.jsonld": _schema_org,
    "metadata/croissant.json": _croissant,
    "metadata/ckan.json": _ckan,
    "metadata/open-data-list.csv": _open_data_list,
    "CITATION.cff": _citation,
    "ro-crate-metadata.json": _ro_crate,
}
SAYS: Mapping[str, tuple[str, ...]] = {
    name: ("title.ja", "version", "issued", "licence", "creator.ja") if name == "CITATION.cff" else WHOLE for name in READERS
}
"""What a file of each format is never without."""
WITH_CHECKSUM = tuple(name for name in READERS if name not in ("metadata/open-data-list.csv", "CITATION.cff"))
LIST_HEADER = ",".join(COLUMNS)
