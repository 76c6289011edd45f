"""RO-Crate 1.2: the release as a crate, every data file with its size and checksum."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from bouhan_opendata.catalogue.values import Agent, Catalogue
from bouhan_opendata.model import Model

_MEDIA = {
    ".csv": "text/csv",
    ".ttl": "text/turtle",
    ".nt": "application/n-triples",
    ".jsonld": "application/ld+json",
    ".json": "application/json",
    ".md": "text/markdown",
    ".html": "text/html",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
_LEFT_OUT = ("metadata/", "findings/")
_WORDS = {
    "README.md": "このリリースの読み方。",
    "CHANGELOG.md": "版ごとの変更の記録。",
    "CITATION.cff": "引用のしかた(Citation File Format)。",
    "datapackage.json": "表と項目の説明(Data Package)。",
    "csv-metadata.json": "表と項目の説明(CSV on the Web)。",
    "rdf/data.nt": "すべてのデータ(RDF、N-Triples)。",
    "rdf/data.ttl": "すべてのデータ(RDF、Turtle)。",
    "rdf/data.jsonld": "すべてのデータ(RDF、JSON-LD)。",
    "rdf/codes.ttl": "コードと単位の一覧(SKOS)。",
    "rdf/context.jsonld": "JSON-LD で使う短い名前。",
    "rdf/shapes.ttl": "データの決まり(SHACL)。",
    "rdf/vocabulary.ttl": "クラスとプロパティの定義(OWL)。",
}
"""What files say that are no tables; the others are told by the folder they lie in."""
_FOLDERS = {"data": "データの表(CSV)。", "office": "表計算ソフトのための写し。", "rdf": "リンクトデータ(RDF)。"}


def ro_crate(catalogue: Catalogue, files: Mapping[str, bytes], model: Model) -> str:
    """The text of ``ro-crate-metadata.json``, which lies in the root of the release."""
    listed = {path: data for path, data in sorted(files.items()) if not path.startswith(_LEFT_OUT)}
    tables = {f"data/{table.name}.csv": table for table in model.tables.values()}
    titles = {path: table.title["ja"] for path, table in tables.items()}
    titles |= {one.path: one.title["ja"] for one in catalogue.distributions if one.path}
    words = _WORDS | {path: table.description["ja"] for path, table in tables.items()}
    words |= {one.path: one.description["ja"] for one in catalogue.distributions if one.path}
    contact = f"{catalogue.base_iri}contact"
    graph: list[dict[str, Any]] = [
        {
            "@id": "ro-crate-metadata.json",
            "@type": "CreativeWork",
            "about": {"@id": "./"},
            "conformsTo": {"@id": "https://w3id.org/ro/crate/1.2"},
        },
        _root(catalogue, list(listed)),
        *(_file(path, data, titles.get(path), words.get(path)) for path, data in listed.items()),
        _agent(catalogue.publisher) | ({"contactPoint": {"@id": contact}} if catalogue.contact else {}),
        *([{"@id": contact, "@type": "ContactPoint", **_contact(catalogue.contact)}] if catalogue.contact else []),
        *([_agent(catalogue.creator)] if catalogue.creator != catalogue.publisher else []),
        {
            "@id": catalogue.licence_url,
            "@type": "CreativeWork",
            "name": catalogue.licence_title["ja"],
            "description": catalogue.citation["ja"],
            "identifier": catalogue.licence,
        },
        {
            "@id": f"http://data.e-stat.go.jp/lod/sac/C{catalogue.area_code}",
            "@type": "Place",
            "name": catalogue.publisher.name["ja"],
        },
    ]
    context = "https://w3id.org/ro/crate/1.2/context"
    return json.dumps({"@context": context, "@graph": graph}, ensure_ascii=False, indent=1) + "\n"


def _root(catalogue: Catalogue, paths: list[str]) -> dict[str, Any]:
    return {
        "@id": "./",
        "@type": "Dataset",
        "identifier": catalogue.dataset_iri,
        "name": catalogue.title["ja"],
        "description": f"{catalogue.description['ja']} {catalogue.rights['ja']}",
        "datePublished": str(catalogue.issued),
        "version": catalogue.version,
        "keywords": [word for words in catalogue.keywords.values() for word in words],
        "license": {"@id": catalogue.licence_url},
        "publisher": {"@id": catalogue.publisher.iri},
        "creator": {"@id": catalogue.creator.iri},
        "temporalCoverage": f"{catalogue.start}/{catalogue.end}",
        "spatialCoverage": {"@id": f"http://data.e-stat.go.jp/lod/sac/C{catalogue.area_code}"},
        "creativeWorkStatus": catalogue.status_label["ja"],
        "hasPart": [{"@id": path} for path in paths],
    }


def _file(path: str, data: bytes, title: str | None, words: str | None) -> dict[str, Any]:
    suffix = path[path.rfind(".") :] if "." in path.rsplit("/", 1)[-1] else ""
    return {
        "@id": path,
        "@type": "File",
        "name": title or path.rsplit("/", 1)[-1],
        "description": words or _FOLDERS.get(path.partition("/")[0], path),
        "contentSize": str(len(data)),
        "encodingFormat": _MEDIA.get(suffix, "text/plain"),
        "sha256": hashlib.sha256(data).hexdigest(),
    }


def _contact(contact: str) -> dict[str, str]:
    is_mail = "@" in contact and " " not in contact
    return {"name": contact, **({"email": contact} if is_mail else {}), "contactType": "問い合わせ先"}


def _agent(one: Agent) -> dict[str, Any]:
    made: dict[str, Any] = {"@id": one.iri, "@type": "Organization", "name": one.name["ja"]}
    return {**made, "url": one.url} if one.url else made
