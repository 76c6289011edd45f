"""RO-Crate 1.2: the release as a crate, every data file with its size and checksum."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from bouhan_opendata.catalogue.values import Agent, Catalogue

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


def ro_crate(catalogue: Catalogue, files: Mapping[str, bytes]) -> str:
    """The text of ``ro-crate-metadata.json``, which lies in the root of the release."""
    listed = {path: data for path, data in sorted(files.items()) if not path.startswith(_LEFT_OUT)}
    titles = {one.path: one.title["ja"] for one in catalogue.distributions}
    graph: list[dict[str, Any]] = [
        {
            "@id": "ro-crate-metadata.json",
            "@type": "CreativeWork",
            "about": {"@id": "./"},
            "conformsTo": {"@id": "https://w3id.org/ro/crate/1.2"},
        },
        _root(catalogue, list(listed)),
        *(_file(path, data, titles.get(path)) for path, data in listed.items()),
        _agent(catalogue.publisher),
        *([_agent(catalogue.creator)] if catalogue.creator != catalogue.publisher else []),
        {
            "@id": catalogue.licence_url,
            "@type": "CreativeWork",
            "name": catalogue.licence_title["ja"],
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


def _file(path: str, data: bytes, title: str | None) -> dict[str, Any]:
    suffix = path[path.rfind(".") :] if "." in path.rsplit("/", 1)[-1] else ""
    return {
        "@id": path,
        "@type": "File",
        "name": title or path.rsplit("/", 1)[-1],
        "contentSize": str(len(data)),
        "encodingFormat": _MEDIA.get(suffix, "text/plain"),
        "sha256": hashlib.sha256(data).hexdigest(),
    }


def _agent(one: Agent) -> dict[str, Any]:
    made: dict[str, Any] = {"@id": one.iri, "@type": "Organization", "name": one.name["ja"]}
    return {**made, "url": one.url} if one.url else made
