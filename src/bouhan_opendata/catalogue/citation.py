"""CITATION.cff (Citation File Format 1.2.0): how the release is to be cited."""

from __future__ import annotations

import yaml

from bouhan_opendata.catalogue.values import Catalogue

_SPDX = ("CC-BY-4.0", "CC0-1.0")
"""The licences of the model that SPDX has an identifier for; the others are named by their address."""


def citation(catalogue: Catalogue) -> str:
    """The file's text. The creator is the author; where that is not the city, the message says whose table it was."""
    body: dict[str, object] = {
        "cff-version": "1.2.0",
        "message": catalogue.citation["ja"],
        "type": "dataset",
        "title": catalogue.title["ja"],
        "abstract": f"{catalogue.description['ja']} {catalogue.rights['ja']}",
        "authors": [{"name": catalogue.creator.name["ja"]}],
        "version": catalogue.version,
        "date-released": catalogue.issued,
        "identifiers": [{"type": "url", "value": catalogue.dataset_iri}],
        "url": catalogue.landing_page,
        "keywords": [word for words in catalogue.keywords.values() for word in words],
    }
    if catalogue.licence in _SPDX:
        body["license"] = catalogue.licence
    else:
        body["license-url"] = catalogue.licence_url
    text: str = yaml.safe_dump(body, allow_unicode=True, sort_keys=False, width=1000)
    return text
