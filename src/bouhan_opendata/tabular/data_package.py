"""``datapackage.json`` (Data Package v2) of a release: what it is, whose, under which licence, and each table's schema."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bouhan_opendata.artifacts.table_schema import table_schema
from bouhan_opendata.model import Model, TableModel, Words

PROFILE = "https://datapackage.org/profiles/2.0/datapackage.json"
DIALECT: Mapping[str, str | bool] = {
    "delimiter": ",",
    "lineTerminator": "\n",
    "quoteChar": '"',
    "doubleQuote": True,
    "header": True,
}
"""How the CSV is written, said of each table: a reader that guesses takes the hyphens of ids for the delimiter."""

VERSION_POLICY: Words = {
    "ja": "版は 大.中.小 の三つの数字です。大: 表・項目・語彙・コードやアドレスを持つ行がなくなった、または意味が変わった"
    "(1.0.0 より前は中を上げる)。中: データが加わった、または訂正された。小: ことばだけを直した。公開した版は変わりません。",
    "en": "Versions have three numbers. The first rises where a table, field, term, code or a row with an address is gone or has "
    "another meaning (before 1.0.0 the second does), the second where data was added or corrected, the third where only words "
    "were. A published version never changes.",
}
"""How the numbers of a version are to be read; what :mod:`bouhan_opendata.changes` works out."""


@dataclass(frozen=True, slots=True)
class Contributor:
    """A person or body; ``roles`` as DataCite has them, lower camel case (``creator``, ``contactPerson``)."""

    title: Words
    roles: tuple[str, ...]
    path: str | None = None


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """A document the data was read from."""

    title: Words
    file: str
    sha256: str


@dataclass(frozen=True, slots=True)
class PackageInfo:
    """What the descriptor says besides the tables."""

    name: str
    """The slug: ``[a-z0-9-]+``."""
    title: Words
    description: Words
    version: str
    released: date
    base_iri: str
    licence: str
    """A key of the model's licences."""
    license_confirmed: bool
    status: str
    keywords: Mapping[str, tuple[str, ...]]
    """Language → keywords."""
    contributors: tuple[Contributor, ...]
    sources: tuple[SourceInfo, ...]
    library_version: str
    review: Mapping[str, Any] = field(default_factory=dict)
    """How observations were confirmed: ``policy``, ``confirmed``, ``unconfirmed``; by whom, when, how many (``signed``)."""


def data_package_json(model: Model, files: Mapping[str, bytes], info: PackageInfo) -> str:
    """The descriptor as JSON text. ``files`` are the release's files by path; the tables among them become resources."""
    return json.dumps(data_package(model, files, info), ensure_ascii=False, indent=2) + "\n"


def data_package(model: Model, files: Mapping[str, bytes], info: PackageInfo) -> dict[str, Any]:
    """The descriptor as a plain value. English stands beside the Japanese in properties of our own (``bouhan:title_en``)."""
    own = model.prefix
    present = [(table, files[path]) for table in model.tables.values() if (path := f"data/{table.name}.csv") in files]
    return {
        "$schema": PROFILE,
        "name": info.name,
        "id": f"{info.base_iri}dataset",
        "title": info.title["ja"],
        **_english(own, "title", info.title),
        "description": info.description["ja"],
        **_english(own, "description", info.description),
        "version": info.version,
        f"{own}:version_policy": VERSION_POLICY["ja"],
        **_english(own, "version_policy", VERSION_POLICY),
        "created": f"{info.released.isoformat()}T00:00:00Z",
        "licenses": [_licence(model, info.licence)],
        f"{own}:license_confirmed": info.license_confirmed,
        f"{own}:status": info.status,
        **({f"{own}:review": dict(info.review)} if info.review else {}),
        "contributors": [_contributor(item, own) for item in info.contributors],
        "sources": [_source(item, own) for item in info.sources],
        "keywords": list(info.keywords["ja"]),
        f"{own}:keywords_en": list(info.keywords["en"]),
        f"{own}:base_iri": info.base_iri,
        f"{own}:model_version": model.version,
        f"{own}:library_version": info.library_version,
        "resources": [_resource(model, table, data) for table, data in present],
    }


def _english(own: str, name: str, words: Words) -> dict[str, str]:
    """The English of a text, where there is one."""
    return {f"{own}:{name}_en": words["en"]} if words.get("en") else {}


def _licence(model: Model, licence: str) -> dict[str, str]:
    words = model.licences[licence]
    return {"name": licence, "path": words["url"], "title": words["title_ja"], f"{model.prefix}:title_en": words["title_en"]}


def _contributor(item: Contributor, own: str) -> dict[str, Any]:
    path = {"path": item.path} if item.path else {}
    return {"title": item.title["ja"], **_english(own, "title", item.title), **path, "roles": list(item.roles)}


def _source(item: SourceInfo, own: str) -> dict[str, str]:
    english = _english(own, "title", item.title)
    return {"title": item.title["ja"], **english, f"{own}:file_name": item.file, f"{own}:hash": f"sha256:{item.sha256}"}


def _resource(model: Model, table: TableModel, data: bytes) -> dict[str, Any]:
    """A table; its name is that of the table, with which foreign keys point to it."""
    own = model.prefix
    return {
        "name": table.name,
        "type": "table",
        "path": f"data/{table.name}.csv",
        "title": table.title["ja"],
        f"{own}:title_en": table.title["en"],
        "description": table.description["ja"],
        f"{own}:description_en": table.description["en"],
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": dict(DIALECT),
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        "schema": table_schema(model, table),
    }
