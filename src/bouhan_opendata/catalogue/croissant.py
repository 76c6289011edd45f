"""Croissant 1.1: the published tables as record sets, for machine learning."""

from __future__ import annotations

import json
from typing import Any

from bouhan_opendata.catalogue.values import Catalogue, Distribution
from bouhan_opendata.model import Field, Model, TableModel

_TYPES = {"integer": "sc:Integer", "fiscal_year": "sc:Integer", "decimal": "sc:Float", "boolean": "sc:Boolean", "date": "sc:Date"}
_CONTEXT: dict[str, Any] = {
    "@language": "ja",
    "@vocab": "https://schema.org/",
    "citeAs": "cr:citeAs",
    "column": "cr:column",
    "conformsTo": "dct:conformsTo",
    "cr": "http://mlcommons.org/croissant/",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "dct": "http://purl.org/dc/terms/",
    "examples": {"@id": "cr:examples", "@type": "@json"},
    "extract": "cr:extract",
    "field": "cr:field",
    "fileObject": "cr:fileObject",
    "fileProperty": "cr:fileProperty",
    "fileSet": "cr:fileSet",
    "format": "cr:format",
    "includes": "cr:includes",
    "isLiveDataset": "cr:isLiveDataset",
    "jsonPath": "cr:jsonPath",
    "key": "cr:key",
    "md5": "cr:md5",
    "parentField": "cr:parentField",
    "path": "cr:path",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "recordSet": "cr:recordSet",
    "references": "cr:references",
    "regex": "cr:regex",
    "repeated": "cr:repeated",
    "replace": "cr:replace",
    "samplingRate": "cr:samplingRate",
    "sc": "https://schema.org/",
    "separator": "cr:separator",
    "source": "cr:source",
    "subField": "cr:subField",
    "transform": "cr:transform",
}


def croissant(catalogue: Catalogue, model: Model, *, base: str = "") -> str:
    """The data set as JSON-LD. ``base`` goes before the paths of files; without it they have their published addresses."""
    tables = [(one, model.tables[one.table]) for one in catalogue.distributions if one.table]
    made: dict[str, Any] = {
        "@context": _CONTEXT,
        "@type": "sc:Dataset",
        "@id": catalogue.dataset_iri,
        "conformsTo": "http://mlcommons.org/croissant/1.1",
        "name": catalogue.slug,
        "alternateName": [catalogue.title[lang] for lang in ("ja", "en") if catalogue.title.get(lang)],
        "description": f"{catalogue.description['ja']} {catalogue.rights['ja']}",
        "license": catalogue.licence_url,
        "url": catalogue.landing_page,
        "version": catalogue.version,
        "datePublished": str(catalogue.issued),
        "temporalCoverage": f"{catalogue.start}/{catalogue.end}",
        "keywords": [word for words in catalogue.keywords.values() for word in words],
        "creator": {"@type": "Organization", "@id": catalogue.creator.iri, "name": catalogue.creator.name["ja"]},
        "publisher": {"@type": "Organization", "@id": catalogue.publisher.iri, "name": catalogue.publisher.name["ja"]},
        "citeAs": catalogue.citation["ja"],
        "isLiveDataset": False,
        "distribution": [_file(one, base) for one in catalogue.distributions if one.sha256],
        "recordSet": [_records(one, table) for one, table in tables],
    }
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def _file(one: Distribution, base: str) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": one.name,
        "name": one.name,
        "description": one.title["ja"],
        "contentUrl": f"{base}{one.path}" if base else one.url,
        "contentSize": f"{one.size} B",
        "encodingFormat": one.media_type,
        "sha256": one.sha256,
    }


def _records(one: Distribution, table: TableModel) -> dict[str, Any]:
    name = f"{one.name}_records"
    return {
        "@type": "cr:RecordSet",
        "@id": name,
        "name": name,
        "description": table.description["ja"],
        "key": [{"@id": f"{name}/{key}"} for key in table.key],
        "field": [_field(one, name, item) for item in table.fields],
    }


def _field(one: Distribution, records: str, item: Field) -> dict[str, Any]:
    return {
        "@type": "cr:Field",
        "@id": f"{records}/{item.name}",
        "name": item.name,
        "description": f"{item.title['ja']}: {item.description['ja']}",
        "dataType": _TYPES.get(item.type, "sc:Text"),
        "source": {"fileObject": {"@id": one.name}, "extract": {"column": item.name}},
    }
