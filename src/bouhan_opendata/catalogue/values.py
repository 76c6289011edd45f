"""What every catalogue format says of a release: one value, made once, from which each format is a function."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

Words = Mapping[str, str]
"""A text by language; ``ja`` is always there."""


@dataclass(frozen=True, slots=True)
class Agent:
    """A city or a maker of data: address, name, and where people find it."""

    iri: str
    name: Words
    url: str | None = None
    identifier: str | None = None


@dataclass(frozen=True, slots=True)
class Distribution:
    """One file that catalogues show. ``size`` (bytes) and ``sha256`` are ``None`` for what holds this very metadata: the zip."""

    name: str
    iri: str
    path: str | None
    """Inside the release."""
    url: str
    title: Words
    description: Words
    media_type: str
    file_type: str
    """The name in the EU's authority table of file types."""
    size: int | None
    sha256: str | None
    table: str | None = None
    """The table it holds, where it is one."""
    media_type_iri: str | None = None


@dataclass(frozen=True, slots=True)
class Catalogue:
    """A release for catalogues. Addresses are absolute; ``previous`` is the version before, if one stands."""

    slug: str
    base_iri: str
    lg_code: str
    area_code: str
    title: Words
    description: Words
    keywords: Mapping[str, tuple[str, ...]]
    version: str
    previous: str | None
    issued: date
    first_issued: date
    notes: Words
    licence: str
    licence_url: str
    licence_eu: str | None
    licence_title: Words
    citation: Words
    license_confirmed: bool
    status: str
    status_label: Words
    status_definition: Words
    publisher: Agent
    creator: Agent
    contact: str | None
    centroid: tuple[str, str] | None
    """Longitude and latitude in degrees."""
    bbox: tuple[str, str, str, str] | None
    """West, south, east and north in degrees."""
    start: date
    end: date
    landing_page: str
    distributions: tuple[Distribution, ...]
    library_version: str

    @property
    def dataset_iri(self) -> str:
        """This version of the data set."""
        return f"{self.base_iri}dataset/{self.version}"

    @property
    def series_iri(self) -> str:
        """All versions together."""
        return f"{self.base_iri}series"

    @property
    def rights(self) -> Words:
        """The status, and whether the licence stands, in words: every format carries it."""
        parts = dict(self.status_definition)
        if not self.license_confirmed:
            parts["ja"] += UNCONFIRMED["ja"]
            parts["en"] = f"{parts.get('en', '')} {UNCONFIRMED['en']}".strip()
        return parts


UNCONFIRMED = {
    "ja": "ライセンスは、表を作った自治体がまだ確かめていません。",
    "en": "The city that made the table has not confirmed the licence.",
}
