"""schema.org ``Dataset`` as JSON-LD, for search engines."""

from __future__ import annotations

import json
from typing import Any

from bouhan_opendata.catalogue.values import Agent, Catalogue, Distribution, Words
from bouhan_opendata.model import Model


def schema_org(catalogue: Catalogue, model: Model) -> str:
    """The data set with its downloads and the fields that are measured."""
    return json.dumps(dataset(catalogue, model), ensure_ascii=False, indent=1) + "\n"


def dataset(catalogue: Catalogue, model: Model) -> dict[str, Any]:
    """The node itself; https://schema.org/Dataset."""
    made: dict[str, Any] = {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": catalogue.dataset_iri,
        "identifier": catalogue.dataset_iri,
        "name": texts(catalogue.title),
        "description": texts(catalogue.description),
        "url": catalogue.landing_page,
        "version": catalogue.version,
        "keywords": [text for lang, words in catalogue.keywords.items() for text in _each(lang, words)],
        "license": catalogue.licence_url,
        "conditionsOfAccess": texts(catalogue.rights),
        "creativeWorkStatus": texts(catalogue.status_label),
        "isAccessibleForFree": True,
        "inLanguage": ["ja", "en"],
        "creator": agent(catalogue.creator),
        "publisher": agent(catalogue.publisher),
        "datePublished": str(catalogue.issued),
        "dateModified": str(catalogue.issued),
        "temporalCoverage": f"{catalogue.start}/{catalogue.end}",
        "spatialCoverage": _place(catalogue),
        "creditText": catalogue.citation["ja"],
        "variableMeasured": [_variable(item.title) for item in model.tables["overview_figures"].fields],
        "distribution": [_download(one) for one in catalogue.distributions],
    }
    return made


def texts(words: Words) -> list[dict[str, str]]:
    """Texts with their languages."""
    return [{"@value": words[lang], "@language": lang} for lang in ("ja", "en") if words.get(lang)]


def _each(lang: str, words: tuple[str, ...]) -> list[dict[str, str]]:
    return [{"@value": word, "@language": lang} for word in words]


def agent(one: Agent) -> dict[str, Any]:
    """A city or a maker of data."""
    made: dict[str, Any] = {"@type": "Organization", "@id": one.iri, "name": texts(one.name)}
    return {**made, "url": one.url} if one.url else made


def _place(catalogue: Catalogue) -> dict[str, Any]:
    place: dict[str, Any] = {
        "@type": "AdministrativeArea",
        "@id": f"http://data.e-stat.go.jp/lod/sac/C{catalogue.area_code}",
        "name": texts(catalogue.publisher.name),
    }
    if catalogue.centroid:
        longitude, latitude = catalogue.centroid
        place["geo"] = {"@type": "GeoCoordinates", "latitude": latitude, "longitude": longitude}
    return place


def _variable(title: Words) -> dict[str, Any]:
    return {"@type": "PropertyValue", "name": texts(title)}


def _download(one: Distribution) -> dict[str, Any]:
    made: dict[str, Any] = {
        "@type": "DataDownload",
        "@id": one.iri,
        "name": texts(one.title),
        "description": texts(one.description),
        "contentUrl": one.url,
        "encodingFormat": one.media_type,
    }
    if one.size is not None:
        made["contentSize"] = f"{one.size} B"
    if one.sha256 is not None:
        made["sha256"] = one.sha256
    return made
