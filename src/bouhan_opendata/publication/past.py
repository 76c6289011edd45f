"""What earlier releases promised: the sources they were made from and the ids they gave out."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from bouhan_opendata import tombstone
from bouhan_opendata.addresses import Inventory, inventory_of
from bouhan_opendata.findings import Finding, Place, counted
from bouhan_opendata.publication.register import FILE
from bouhan_opendata.publication.values import VERSION, Publication, version_number
from bouhan_opendata.tombstone import Tombstone, tombstone_in

_SILENT = ("sources.yaml", "Thumbs.db", "desktop.ini")
"""What may lie in ``sources/`` without a word, besides files that the system hides (``.…``) or holds open (``~$…``)."""

_GIVEN = ("policy_areas", "measures", "departments", "indicators", "activity_series")
"""The tables whose keys are ids of the register."""


@dataclass(frozen=True, slots=True)
class PastRelease:
    """One release that stands beside the publication; ``sources``: source id → SHA-256."""

    version: str
    sources: Mapping[str, str]
    ids: frozenset[str]


def released_versions(folder: Path) -> list[str]:
    """The versions that stand in a folder of releases, lowest first; withdrawn ones do not."""
    return [name for name in all_versions(folder) if tombstone_in(folder / name) is None]


def all_versions(folder: Path) -> list[str]:
    """The versions that were ever made in a folder of releases, the withdrawn ones too, lowest first."""
    if not folder.is_dir():
        return []
    marks = ("datapackage.json", tombstone.FILE)
    found = [path.name for path in folder.iterdir() if VERSION.fullmatch(path.name) and any((path / m).is_file() for m in marks)]
    return sorted(found, key=version_number)


def tombstones_before(publication: Publication, version: str) -> list[Tombstone]:
    """The releases that were withdrawn before ``version`` was made, lowest first: what it can know of, however late it is asked."""
    folder = publication.folder / "releases"
    stones = [stone for name in all_versions(folder) if (stone := tombstone_in(folder / name))]
    return [stone for stone in stones if version_number(stone.highest) < version_number(version)]


def addresses_before(publication: Publication, version: str) -> Inventory:
    """The inventory that a new version carries on: of the highest version below it, withdrawn or not."""
    folder = publication.folder / "releases"
    below = [name for name in all_versions(folder) if version_number(name) < version_number(version)]
    return inventory_of(folder / below[-1]) if below else {}


def next_version(publication: Publication) -> str:
    """The next free version, after every one that is listed or stands in ``releases/``."""
    known = [entry.version for entry in publication.releases] + all_versions(publication.folder / "releases")
    if not known:
        return "0.1.0"
    major, minor, _ = max(map(version_number, known))
    return f"{major}.{minor + 1}.0"


def broken_promises(publication: Publication, sources: Mapping[str, str], version: str | None) -> list[Finding]:
    """Where the publication no longer holds what a release before it was made from. ``sources``: source id → SHA-256.

    With ``version``, the one being made, the release before it counts, so that making it again says the same; without, also
    the release of the newest listed version.
    """
    findings: list[Finding] = []
    for name in _before(publication, version):
        known = {(finding.rule, finding.place) for finding in findings}
        found = _compared(_past(publication.folder / "releases" / name), publication, sources)
        findings += [finding for finding in found if (finding.rule, finding.place) not in known]
    return findings


def published_observations(publication: Publication, version: str | None) -> dict[str, frozenset[str]]:
    """Version → the ids of the observations that it published, for the releases that the publication is held against."""
    folder = publication.folder / "releases"
    found: dict[str, frozenset[str]] = {}
    for name in _before(publication, version):
        rows = _rows(folder / name / "data" / "observations.csv")
        found[name] = frozenset(row.get("observation_id", "") for row in rows)
    return found


def _before(publication: Publication, version: str | None) -> list[str]:
    """The releases that the publication is held against, the newest first."""
    target = version or max((entry.version for entry in publication.releases), key=version_number, default=None)
    standing = released_versions(publication.folder / "releases")
    before = [v for v in standing if target is None or version_number(v) < version_number(target)][-1:]
    if version is None and target in standing:
        before.insert(0, target)
    return before


def named_file(folder: Path, name: str) -> Path:
    """The file of that name; also where the disk has its kana as two characters (か and ゛), as files from macOS may."""
    path = folder / name
    if path.exists() or path.is_symlink() or name.isascii() or not folder.is_dir():
        return path
    wanted = unicodedata.normalize("NFC", name)
    return next((p for p in sorted(folder.iterdir()) if unicodedata.normalize("NFC", p.name) == wanted), path)


def stray_files(publication: Publication) -> list[Finding]:
    """What lies in ``sources/`` and is not listed: it is not read. Of the folder as it is now, so no part of a release."""
    listed = {named_file(publication.folder / "sources", source.file).name for source in publication.sources}
    found = sorted(path.name for path in (publication.folder / "sources").iterdir())
    return [
        Finding("source-unlisted", Place(file="sources/sources.yaml", key=name), {"name": name})
        for name in found
        if name not in listed and name not in _SILENT and not name.startswith((".", "~$"))
    ]


def _compared(past: PastRelease, publication: Publication, sources: Mapping[str, str]) -> Iterator[Finding]:
    lost = sorted(past.ids - {entry.id for entry in publication.register.entries})
    if lost:
        shown = "、".join(lost[:10]) + (" …" if len(lost) > 10 else "")
        params = {"ids": shown, "count": str(len(lost)), "lost": counted(len(lost), "id", "ids"), "version": past.version}
        yield Finding("register-lost", Place(file=FILE), params)
    for source_id, sha256 in sorted(past.sources.items()):
        place = Place(file="sources/sources.yaml", key=source_id)
        params = {"id": source_id, "version": past.version}
        if source_id not in sources:
            yield Finding("source-removed", place, params)
        elif sources[source_id] != sha256:
            yield Finding("source-changed", place, params)


def _past(folder: Path) -> PastRelease:
    sources = {row.get("source_id", ""): row.get("sha256", "") for row in _rows(folder / "data" / "sources.csv")}
    ids = {next(iter(row.values()), "") for table in _GIVEN for row in _rows(folder / "data" / f"{table}.csv")}
    return PastRelease(folder.name, sources, frozenset(ids))


def _rows(path: Path) -> Iterator[dict[str, str]]:
    """The rows of a released table as text. What is damaged is for the release's own checksums to say."""
    if not path.is_file():
        return
    with path.open(encoding="utf-8", errors="replace", newline="") as stream:
        for row in csv.DictReader(line.replace("\0", "") for line in stream):
            yield {str(name): value for name, value in row.items() if isinstance(value, str)}
