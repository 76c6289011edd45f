"""Anyone's copy of a release, judged without the publication: files, hashes, rows, references, copies, independent judges."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Iterator
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

from bouhan_opendata import addresses, equality
from bouhan_opendata.artifacts import generate
from bouhan_opendata.errors import PackageError
from bouhan_opendata.findings import Finding, Findings, Place, counted
from bouhan_opendata.iri import ABSOLUTE
from bouhan_opendata.model import Model
from bouhan_opendata.opened import SUMS, Release
from bouhan_opendata.package import Table
from bouhan_opendata.tabular.data_package import DIALECT
from bouhan_opendata.tabular.lexical import shown
from bouhan_opendata.tabular.sqlite import can_search
from bouhan_opendata.validation import check_package, judge_folder, judge_tables
from bouhan_opendata.verification.catalogues import catalogues_differ
from bouhan_opendata.verification.copies import copies_differ
from bouhan_opendata.verification.databases import SEARCH_ID
from bouhan_opendata.verification.equivalence import certificate, earl, unequal

_ALWAYS = (
    "csv-metadata.json",
    *(f"rdf/{name}" for name in ("data.nt", "data.ttl", "data.jsonld", "vocabulary.ttl", "shapes.ttl", "context.jsonld")),
)
"""What every release holds besides its tables; a list of checksums made anew need not name it."""
_RESOURCE_KEYS = {"name", "type", "path", "title", "description", "format", "mediatype", "encoding", "bytes", "hash", "schema"}
"""What a resource of ours says of itself, and our own dialect. Anything else (a remote schema) is kept away from the judges."""


def verify(path: Path, model: Model, *, judges: bool = True) -> Findings:
    """Judge a release folder or zip: every hash, every row and reference, RDF and copies against them, then the judges.

    One made by another version of the library is judged by the schemas inside it; what that version made of RDF and copies
    cannot be made again here, which a finding says.

    Returns findings, never raises for wrong data; raises ``PackageError`` when ``path`` is not a release at all.
    """
    with Release(path, model) as release:
        model = release.model
        found = list(_hashes(release))
        if any(finding.rule == "zip-damaged" for finding in found):
            return Findings(found, model.rules)
        if release.is_other_version:
            found += _undescribed(release)
            found.append(Finding("other-version", Place(file="datapackage.json"), {"version": release.made_by}))
        descriptor, faults = _descriptor(release, model)
        told = {(finding.rule, finding.place.file) for finding in found}
        found += [fault for fault in faults if (fault.rule, fault.place.file) not in told]
        files = set(release.files())
        names = [name for name in model.tables if f"data/{name}.csv" in files]
        always = _ALWAYS if release.is_other_version else (*_ALWAYS, addresses.FILE)
        missing = [file for file in (*(f"data/{name}.csv" for name in model.tables), *always) if file not in files]
        found += [Finding("file-missing", Place(file=file), {"name": file}) for file in missing if file not in _named(found)]
        base_iri = str(descriptor.get("bouhan:base_iri", "https://example.org/"))
        rows = judge_tables({name: release.read(f"data/{name}.csv") for name in names}, model, base_iri)
        found += rows
        whole = not rows and not missing and bool(descriptor)
        if whole and not release.is_other_version:
            tables = {name: release[name] for name in names}
            found += check_package(tables, beyond_errors=False)
            differing = list(copies_differ(release, tables, model, base_iri))
            is_ours = release.made_by == version("bouhan_opendata")
            if is_ours:
                found += _definition_differs(release, model)
            found += differing or (_certified(release, tables, model, descriptor, base_iri) if is_ours else ())
            found += _astray(release, str(descriptor.get("version", "")))
        if whole:
            found += catalogues_differ(release, descriptor, {name: release[name] for name in names}, model)
        if judges and not any(model.rules[f.rule].level == "error" for f in found):
            found += _ask_judges(release, model)
    return Findings(found, model.rules)


def _certified(
    release: Release, tables: dict[str, Table], model: Model, descriptor: dict[str, Any], base_iri: str
) -> Iterator[Finding]:
    """The certificate in the release is the one that its files, and the database beside it, give."""
    if equality.FILE not in release.files():
        yield Finding("file-missing", Place(file=equality.FILE), {"name": equality.FILE})
        return
    told = release.read(equality.FILE).decode("utf-8", "replace")
    version_ = str(descriptor.get("version", ""))
    path = _database_of(release, version_)
    database = path.read_bytes() if path.is_file() else None
    yield from _beside(path, database)
    if database is None:
        yield Finding("database-not-at-hand", Place(file=path.name), {"name": path.name})
    made = certificate(release, tables, model, base_iri, database, with_search=can_search() or f"/{SEARCH_ID}>" in told)
    for one in made.equalities:
        if not one.holds:
            yield unequal(one)
    day = _day(str(descriptor.get("created", "")))
    expected = earl(made, base_iri, version_, day, release.made_by)
    if told != expected:
        wrong = sorted(set(told.split("\n\n")) ^ set(expected.split("\n\n")))
        params = {"name": equality.FILE, "count": len(wrong), "places": counted(len(wrong), "place", "places")}
        yield Finding("certificate-differs", Place(file=equality.FILE), {**params, "example": shown(wrong[0] if wrong else told)})


def _day(created: str) -> date:
    """The day of a release; the first of all days for what is none, which no certificate names."""
    try:
        return date.fromisoformat(created[:10])
    except ValueError:
        return date.min


def _beside(path: Path, database: bytes | None) -> Iterator[Finding]:
    """The checksum that lies beside a database is its own."""
    sums = path.with_name(f"{path.name}.sha256")
    if database is not None and sums.is_file():
        listed, digest = sums.read_text(encoding="utf-8", errors="replace").split(" ")[0], hashlib.sha256(database).hexdigest()
        if listed.strip() != digest:
            params = {"name": path.name, "expected": listed[:12], "found": digest[:12]}
            yield Finding("hash-mismatch", Place(file=path.name, key=sums.name), params)


def _definition_differs(release: Release, model: Model) -> Iterator[Finding]:
    """Vocabulary, shapes and context are those that the definition gives."""
    made = generate(model)
    for name in ("vocabulary.ttl", "shapes.ttl", "context.jsonld"):
        if f"rdf/{name}" in release.files() and release.read(f"rdf/{name}") != made[name].encode():
            against = {"ja": "定義（schema/）", "en": "the definition (schema/)"}
            params = {
                "name": f"rdf/{name}",
                "against": against,
                "count": 1,
                "places": counted(1, "place", "places"),
                "example": "—",
            }
            yield Finding("copy-differs", Place(file=f"rdf/{name}"), params)


def _database_of(release: Release, version_: str) -> Path:
    """Where the database of a release lies: beside it, under the name that its workbook has."""
    slugs = [Path(name).stem for name in release.files() if name.startswith("office/") and name.endswith(".xlsx")]
    return release.path.resolve().parent / f"{slugs[0] if slugs else 'release'}-{version_}.sqlite"


def _astray(release: Release, version: str) -> Iterator[Finding]:
    """What the inventory says this version speaks of is what its triples speak of."""
    listed = {address for address, (_, last) in addresses.parsed(release.read(addresses.FILE)).items() if last == version}
    for address in sorted(listed ^ addresses.subjects(release.read("rdf/data.nt"))):
        yield Finding("address-astray", Place(file=addresses.FILE), {"address": address})


def _undescribed(release: Release) -> Iterator[Finding]:
    """Tables in ``data/`` that the descriptor of another version says nothing of: nobody judges them."""
    for file in release.files():
        name = file.removeprefix("data/").removesuffix(".csv")
        if file == f"data/{name}.csv" and name not in release.model.tables:
            problem = {"ja": f"{file} について何も書かれていません", "en": f"nothing is said of {file}"}
            yield Finding("descriptor-broken", Place(file="datapackage.json"), {"problem": problem})


def _named(found: list[Finding]) -> set[str | None]:
    return {finding.place.file for finding in found if finding.rule == "file-missing"}


def _descriptor(release: Release, model: Model) -> tuple[dict[str, Any], list[Finding]]:
    """``datapackage.json``, if it is what this library writes: every resource a table of the folder, every schema inside."""

    def wrong(ja: str, en: str) -> tuple[dict[str, Any], list[Finding]]:
        place = Place(file="datapackage.json")
        return {}, [Finding("descriptor-broken", place, {"problem": {"ja": ja, "en": en}})]

    try:
        body = json.loads(release.read("datapackage.json"))
    except (ValueError, RecursionError) as fault:
        return wrong(f"JSON として読めません({fault})", f"not readable as JSON ({fault})")
    if not isinstance(body, dict) or not isinstance(body.get("resources"), list):
        return wrong("resources の一覧がありません", "there is no list of resources")
    for resource in body["resources"]:
        name = resource.get("name") if isinstance(resource, dict) else None
        if (
            not isinstance(name, str)
            or name not in model.tables
            or resource.get("path") != f"data/{name}.csv"
            or not isinstance(resource.get("schema"), dict)
        ):
            return wrong(f"知らない表があります({name})", f"there is a resource that is no table of a release ({name})")
        foreign = {key for key in resource if not key.startswith(f"{model.prefix}:")} - _RESOURCE_KEYS
        if resource.get("dialect") == DIALECT:
            foreign.discard("dialect")
        if foreign:
            key = min(foreign)
            return wrong(f"{name} に、知らない項目 {key} があります", f"{name} has an unknown property {key}")
    if not body.get(f"{model.prefix}:library_version"):
        return wrong(
            "どの版のプログラムで作られたかが書かれていません", "it does not say by which version of the library it was made"
        )
    if absent := sorted(model.tables.keys() - {resource["name"] for resource in body["resources"]}):
        return wrong(f"{absent[0]} について何も書かれていません", f"nothing is said of {absent[0]}")
    if "profile" in body or "profiles" in body:
        return wrong("profile があります", "it names a profile")
    base = body.get(f"{model.prefix}:base_iri", "")
    if not (isinstance(base, str) and ABSOLUTE.fullmatch(base) and base[-1] in "/#"):
        return wrong(f"base_iri がアドレスではありません({base})", f"its base_iri is no address ({base})")
    return body, list(_resource_hashes(release, body["resources"]))


def _resource_hashes(release: Release, resources: list[dict[str, Any]]) -> Iterator[Finding]:
    """``datapackage.json`` states a hash of each table too; a list of checksums made anew does not change it."""
    files = set(release.files())
    for resource in resources:
        name, listed = resource["path"], str(resource.get("hash", "")).removeprefix("sha256:")
        if name in files and (digest := hashlib.sha256(release.read(name)).hexdigest()) != listed:
            params = {"name": name, "expected": listed[:12], "found": digest[:12]}
            yield Finding("hash-mismatch", Place(file=name, key="datapackage.json"), params)


def _hashes(release: Release) -> Iterator[Finding]:
    files = set(release.files())
    if SUMS not in files:
        yield Finding("file-missing", Place(file=SUMS), {"name": SUMS})
        return
    try:
        listed = release.checksums()
    except PackageError as fault:
        yield Finding(fault.rule.id, fault.place, fault.params)
        return
    for name in sorted(listed.keys() - files):
        yield Finding("file-missing", Place(file=name), {"name": name})
    for name in sorted(files - listed.keys() - {SUMS}):
        yield Finding("file-unlisted", Place(file=name), {"name": name})
    for name in sorted(files & listed.keys()):
        try:
            digest = hashlib.sha256(release.read(name)).hexdigest()
        except PackageError as fault:
            yield Finding(fault.rule.id, fault.place, fault.params)
            continue
        if digest != listed[name]:
            yield Finding("hash-mismatch", Place(file=name), {"name": name, "expected": listed[name][:12], "found": digest[:12]})


def _ask_judges(release: Release, model: Model) -> list[Finding]:
    """The judges want files: a zip is unpacked aside, below a temporary folder."""
    if release.path.is_dir():
        return judge_folder(release.path, model)
    vouched = release.checksums()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file in release.files():
            target = folder / file
            if file not in vouched or not target.resolve().is_relative_to(folder.resolve()):
                continue  # what no checksum vouches for is told of, and kept away from the judges
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(release.read(file))
        return judge_folder(folder, model)
