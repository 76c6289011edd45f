"""The catalogue files of a release held against the release they describe: each fact, each file's size and checksum."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from bouhan_opendata.catalogue.stated import LIST_HEADER, READERS, SAYS, WITH_CHECKSUM, Stated, at, stated, text
from bouhan_opendata.findings import Finding, Place
from bouhan_opendata.model import Model
from bouhan_opendata.opened import SUMS, Release
from bouhan_opendata.package import Table
from bouhan_opendata.tabular.lexical import shown

CRATE = "ro-crate-metadata.json"
_NOT_IN_CRATE = ("metadata/", "findings/", CRATE, SUMS)
_NOTHING = "—"


def catalogues_differ(
    release: Release, descriptor: Mapping[str, Any], tables: Mapping[str, Table], model: Model
) -> Iterator[Finding]:
    """One finding for each fact that a catalogue file states otherwise than the release, or does not state at all."""
    files = set(release.files())
    yield from _review(descriptor, tables, model)
    expected = _expected(descriptor, tables, model)
    for name in READERS:
        if name not in files:
            continue
        try:
            facts = stated(name, release.read(name))
        except ValueError as fault:
            yield _finding(name, name, shown(str(fault)), {"ja": "読めるファイル", "en": "a file that can be read"})
            continue
        yield from _against_release(name, facts, expected)
        yield from _against_files(name, facts, release, files, descriptor)


def _review(descriptor: Mapping[str, Any], tables: Mapping[str, Table], model: Model) -> Iterator[Finding]:
    """How many observations ``datapackage.json`` calls confirmed is how many of their figures are."""
    told = at(descriptor, f"{model.prefix}:review")
    if not isinstance(told, dict):
        return
    graded = {row["figure_id"]: row["grade"] == "confirmed" for row in tables["figures"]}
    found = [graded.get(row["figure_id"], False) for row in tables["observations"]]
    for key, count in (("confirmed", sum(found)), ("unconfirmed", len(found) - sum(found))):
        if told.get(key) != count:
            yield _finding("datapackage.json", key, shown(str(told.get(key))), {"ja": f"{count}", "en": f"{count}"})


def _expected(descriptor: Mapping[str, Any], tables: Mapping[str, Table], model: Model) -> dict[str, set[str]]:
    """What ``datapackage.json`` and the tables say, under the names of the facts; a licence has several names."""
    own = model.prefix
    contributors = [one for one in at(descriptor, "contributors") or [] if isinstance(one, dict)]
    city = contributors[-1] if contributors else {}
    maker = next((one for one in contributors if "creator" in (one.get("roles") or ())), city)
    licence = text(descriptor, "licenses", 0, "name")
    known = model.licences.get(licence, {})
    day = text(descriptor, "created")[:10]
    days = [str(row[key]) for row in tables["fiscal_years"] for key in ("start_date", "end_date")] or [day]
    return {
        "title.ja": {text(descriptor, "title")},
        "title.en": {text(descriptor, f"{own}:title_en")},
        "version": {text(descriptor, "version")},
        "issued": {day},
        "licence": {licence, text(descriptor, "licenses", 0, "path"), known.get("url", ""), known.get("eu", "")} - {""},
        "publisher.ja": {text(city, "title")},
        "publisher.en": {text(city, f"{own}:title_en")},
        "creator.ja": {text(maker, "title")},
        "period": {f"{min(days)}/{max(days)}"},
        "columns": {LIST_HEADER},
    }


def _against_release(name: str, facts: list[Stated], expected: Mapping[str, set[str]]) -> Iterator[Finding]:
    for fact in facts:
        if fact.what in expected and fact.value not in expected[fact.what]:
            yield _finding(name, fact.key, shown(fact.value), _one_of(expected[fact.what]))
    told = {fact.what for fact in facts}
    for what in SAYS[name]:
        if what not in told:
            yield _finding(name, what, _NOTHING, _one_of(expected[what]))


def _one_of(values: set[str]) -> dict[str, str]:
    best = min(values, key=lambda value: (len(value), value), default=_NOTHING)
    return {"ja": shown(best), "en": shown(best)}


def _against_files(
    name: str, facts: list[Stated], release: Release, files: set[str], descriptor: Mapping[str, Any]
) -> Iterator[Finding]:
    """Each address leads to a file of the release or to its zip; the size and the checksum of a file are its own."""
    version = text(descriptor, "version")
    archive = f"{text(descriptor, 'name')}-{version}.zip"
    values = {fact.what: fact for fact in facts}
    listed = set()
    for fact in facts:
        if fact.what not in ("file", "part"):
            continue
        path = fact.value if name == CRATE else fact.value.rpartition(f"/{version}/")[2]
        if path in files and fact.what == "file":
            listed.add(path)
            yield from _sums(name, fact, path, values, release)
        elif path in files:
            continue
        elif name == CRATE or not fact.value.endswith(f"/{archive}"):
            yield _finding(name, fact.key, shown(fact.value), {"ja": "このリリースのファイル", "en": "a file of this release"})
    if name == CRATE:
        visible = {path for path in files if not path.rpartition("/")[2].startswith(".")}  # others lie aside for a moment
        for path in sorted(path for path in visible - listed if not path.startswith(_NOT_IN_CRATE)):
            yield _finding(name, path, _NOTHING, {"ja": path, "en": path})


def _sums(name: str, fact: Stated, path: str, values: Mapping[str, Stated], release: Release) -> Iterator[Finding]:
    """The checksum, where the format has one, and the size where that is all that is wrong."""
    data = release.read(path)
    real = {"sha256": hashlib.sha256(data).hexdigest(), "size": str(len(data))}
    for what, value in real.items():
        if what == "sha256" and name not in WITH_CHECKSUM:
            continue
        said = values.get(f"{what}:{fact.value}")
        if said is None or said.value != value:
            key = said.key if said else f"{path} {what}"
            yield _finding(name, key, shown(said.value) if said else _NOTHING, {"ja": value, "en": value})
            return


def _finding(name: str, key: str, found: str, wanted: Mapping[str, str]) -> Finding:
    return Finding("catalogue-differs", Place(file=name, key=key), {"name": name, "found": found, "expected": wanted})
