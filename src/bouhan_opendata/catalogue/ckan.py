"""The package dict of CKAN's ``package_create``."""

from __future__ import annotations

import json
from typing import Any

from bouhan_opendata.catalogue.values import Catalogue, Distribution


def ckan(catalogue: Catalogue) -> str:
    """The JSON text. Names and tags keep CKAN's rules: lower-case names, tags of 2 to 100 characters."""
    tags = [word for words in catalogue.keywords.values() for word in words if 2 <= len(word) <= 100]
    made: dict[str, Any] = {
        "name": catalogue.slug,
        "title": catalogue.title["ja"],
        "title_translated": dict(catalogue.title),
        "notes": catalogue.description["ja"],
        "notes_translated": dict(catalogue.description),
        "version": catalogue.version,
        "url": catalogue.landing_page,
        "author": catalogue.creator.name["ja"],
        "maintainer": catalogue.publisher.name["ja"],
        "license_id": catalogue.licence,
        "license_title": catalogue.licence_title["ja"],
        "license_url": catalogue.licence_url,
        "tags": [{"name": tag} for tag in dict.fromkeys(tags)],
        "extras": [{"key": key, "value": value} for key, value in _extras(catalogue).items()],
        "resources": [_resource(one, catalogue) for one in catalogue.distributions],
    }
    return json.dumps(made, ensure_ascii=False, indent=1) + "\n"


def _extras(catalogue: Catalogue) -> dict[str, str]:
    return {
        "identifier": catalogue.dataset_iri,
        "issued": str(catalogue.issued),
        "temporal_start": str(catalogue.start),
        "temporal_end": str(catalogue.end),
        "frequency": "annual",
        "spatial_uri": f"http://data.e-stat.go.jp/lod/sac/C{catalogue.area_code}",
        "publisher_name": catalogue.publisher.name["ja"],
        "status": catalogue.status,
        "license_confirmed": "true" if catalogue.license_confirmed else "false",
        "rights": catalogue.rights["ja"],
    }


def _resource(one: Distribution, catalogue: Catalogue) -> dict[str, Any]:
    made: dict[str, Any] = {
        "name": one.title["ja"],
        "name_translated": dict(one.title),
        "description": one.description["ja"],
        "url": one.url,
        "format": {"RDF_TURTLE": "TTL"}.get(one.file_type, one.file_type),
        "mimetype": one.media_type,
        "created": f"{catalogue.issued}T00:00:00",
        "last_modified": f"{catalogue.issued}T00:00:00",
    }
    if one.size is not None:
        made |= {"size": one.size, "hash": f"sha256:{one.sha256}"}
    return made
