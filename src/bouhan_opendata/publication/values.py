"""One publication as a frozen value: who publishes what, the sources, and what people decided."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

VERSION = re.compile(r"(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})\.(0|[1-9][0-9]{0,8})")
"""The versions of releases: SemVer without pre-releases."""


DISTRIBUTIONS = ("overview_figures", "overview_activities", "workbook", "package", "turtle")
"""What a publication may show in catalogues: the two overviews, the workbook, the zip of the release, the Turtle."""


def version_number(version: str) -> tuple[int, ...]:
    """A version of three numbers as such. Raises ``ValueError`` for anything else."""
    if not VERSION.fullmatch(version):
        raise ValueError(version)
    return tuple(int(part) for part in version.split("."))


@dataclass(frozen=True, slots=True)
class ReleaseEntry:
    """One line of ``releases``: a version, its date and what changed, in ja and en."""

    version: str
    date: date
    notes: Mapping[str, str]

    @property
    def number(self) -> tuple[int, ...]:
        """The version as numbers, so that 0.10.0 is later than 0.9.0."""
        return version_number(self.version)


@dataclass(frozen=True, slots=True)
class SourceEntry:
    """One file of ``sources/``. ``replaces`` is the id of the source it stands in for (差替え)."""

    source_id: str
    file: str
    title: str
    title_en: str | None
    fiscal_year: int | None
    received_on: date | None
    replaces: str | None
    layout: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class RegisterEntry:
    """A name and the id it was given; a further entry with the same id is an alias."""

    id: str
    name: str
    source: str


@dataclass(frozen=True, slots=True)
class Register:
    """All ids ever given out, in the order of the file."""

    entries: tuple[RegisterEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person decided about one place. ``action`` is set, drop, add, confirm or waive."""

    id: str
    target: str
    action: str
    where: Mapping[str, Any]
    values: Mapping[str, Any]
    why: str
    by: str
    on: date
    scope: str
    rule: str | None = None
    source_error: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """A person's explanation of something in the data."""

    id: str
    subject_id: str
    fiscal_year: int | None
    kind: str
    text: str
    text_en: str | None
    by: str
    on: date


@dataclass(frozen=True, slots=True)
class OrganisationChange:
    """A reorganisation: one department before, and the one after, if any."""

    id: str
    date: date
    kind: str
    from_id: str
    to_id: str | None
    evidence: str | None


@dataclass(frozen=True, slots=True)
class Translations:
    """English by id and the Japanese it translates; when the Japanese changed, there is none."""

    texts: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def english(self, subject_id: str, japanese: str) -> str | None:
        """The English of exactly this Japanese text of this thing."""
        return self.texts.get((subject_id, japanese))


@dataclass(frozen=True, slots=True)
class Publication:
    """A publication folder, opened. Texts are by language (``ja``, ``en``)."""

    folder: Path
    slug: str
    base_iri: str
    lg_code: str
    area_code: str
    city_name: Mapping[str, str]
    publisher_name: Mapping[str, str]
    publisher_url: str | None
    corporate_number: str | None
    contact: str | None
    creator: Mapping[str, str] | None
    licence: str
    license_confirmed: bool
    status: str
    review: str
    title: Mapping[str, str]
    description: Mapping[str, str]
    keywords: Mapping[str, tuple[str, ...]]
    centroid: tuple[str, str] | None
    releases: tuple[ReleaseEntry, ...]
    sources: tuple[SourceEntry, ...]
    register: Register
    decisions: tuple[Decision, ...]
    notes: tuple[Note, ...]
    translations: Translations
    organisation_changes: tuple[OrganisationChange, ...] = ()
    distributions: tuple[str, ...] = DISTRIBUTIONS
    """What catalogues show, by name."""
    bbox: tuple[str, str, str, str] | None = None
    """West, south, east and north in degrees."""
    download_url: str | None = None
    """The address under which the folder of releases is to be had, with a final slash."""


def unlisted(folder: Path, source: SourceEntry) -> Publication:
    """A publication of one source that nobody has published: no register, no decisions, nothing said of a publisher."""
    nothing: Mapping[str, str] = {"ja": ""}
    return Publication(
        folder=folder,
        slug="unlisted",
        base_iri="https://example.org/",
        lg_code="",
        area_code="",
        city_name=nothing,
        publisher_name=nothing,
        publisher_url=None,
        corporate_number=None,
        contact=None,
        creator=None,
        licence="",
        license_confirmed=False,
        status="sample",
        review="none",
        title=nothing,
        description=nothing,
        keywords={},
        centroid=None,
        releases=(),
        sources=(source,),
        register=Register(()),
        decisions=(),
        notes=(),
        translations=Translations({}),
    )
