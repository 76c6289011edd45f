"""The one way out: gate, stage, judges, checksums, swap in. Nothing is published round it, and it validates for itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date as Date
from importlib.metadata import version as installed_version
from pathlib import Path
from typing import Any

from bouhan_opendata import addresses, disk, equality, machine_readability, papers
from bouhan_opendata.building import SourceReading, build_with_sources, waive
from bouhan_opendata.catalogue import catalogue_files
from bouhan_opendata.errors import ReleaseExists, ReleaseRefused, UsageError
from bouhan_opendata.findings import Findings, Place, counted
from bouhan_opendata.model import Model
from bouhan_opendata.opened import Release
from bouhan_opendata.package import Package
from bouhan_opendata.publication import (
    Publication,
    ReleaseEntry,
    addresses_before,
    all_versions,
    append_to_register,
    list_release,
    next_version,
    stray_files,
    version_number,
)
from bouhan_opendata.releasing import feeds, staging
from bouhan_opendata.releasing.contents import catalogue_in, contents, findings_files
from bouhan_opendata.releasing.history import CHANGELOG, changed_since, history_files, release_before, too_small
from bouhan_opendata.releasing.lock import publisher_lock
from bouhan_opendata.releasing.readme import about_rows
from bouhan_opendata.releasing.wanted import wanted
from bouhan_opendata.releasing.withdrawing import Withdrawn, refuse_withdrawn, withdraw
from bouhan_opendata.releasing.withdrawing import finish as finish_withdrawals
from bouhan_opendata.tabular.sqlite import sqlite_bytes
from bouhan_opendata.tombstone import tombstone_in
from bouhan_opendata.validation import judge_folder, validate_judged, validate_package
from bouhan_opendata.verification import verify
from bouhan_opendata.verification.equivalence import certificate, earl, unequal

__all__ = ["Progress", "Released", "Withdrawn", "release", "withdraw"]

Progress = Callable[[str, str], None]


@dataclass(frozen=True)
class Released:
    """What a call of :func:`release` did: ``state`` is ``made``, ``identical`` or ``verified``."""

    version: str
    state: str
    paths: tuple[Path, ...]
    findings: Findings
    package: Package | None

    @property
    def sentence(self) -> dict[str, str]:
        """The outcome in words."""
        words = {
            "made": ("リリース {v} を作りました。", "released {v}"),
            "identical": ("リリース {v} は公開済みで、同じ内容です。", "{v} already released, identical"),
            "verified": (
                "リリース {v} は公開済みです。作った後でプログラムか前の版が変わったので、中のファイルで確かめました。",
                "{v} already released; the code or a version before it changed since, so it was verified by the files inside",
            ),
        }
        ja, en = words[self.state]
        return {"ja": ja.format(v=self.version), "en": en.format(v=self.version)}

    def as_dict(self) -> dict[str, Any]:
        """The outcome as plain values, ready for JSON."""
        return {
            "version": self.version,
            "state": self.state,
            "paths": [path.as_posix() for path in self.paths],
            "findings": self.findings.as_dicts(),
            "counts": self.findings.counts(),
        }


def release(
    publication: Publication,
    model: Model,
    version: str | None = None,
    *,
    date: str | Date | None = None,
    notes: str | Mapping[str, str] | None = None,
    output: Path | None = None,
    progress: Progress | None = None,
) -> Released:
    """Make a release: the newest one listed in ``publication.yaml``, or ``version``.

    An unlisted version is refused with the lines to paste, unless ``date`` and ``notes`` are given: then it is added to the
    list once it is made. With ``output`` the release is made there and register and list stay as they are. Raises
    ``ReleaseRefused`` (with the findings) when an error stands, ``ReleaseExists`` when other bytes stand under that version;
    a published release is never changed.
    """
    tell = progress or (lambda ja, en: None)
    asked = wanted(publication, model, version, date, notes)
    entry = asked.entry
    if not asked.is_listed:
        publication = replace(publication, releases=(*publication.releases, entry))
    folder = (output or publication.folder / "releases").resolve()
    _refuse_among_inputs(folder, publication, model)
    with publisher_lock(folder, model):
        staging.refuse_odd_folder(folder, entry.version, model)
        finish_withdrawals(folder)
        existing = folder / entry.version
        _refuse_withdrawn(existing, publication, model)
        library = installed_version("bouhan_opendata")
        if existing.is_dir():
            _refuse_damage(existing, model, entry.version)
        if existing.is_dir() and not _can_be_made_again(existing, folder, model, library):
            tell("公開済みの版を確かめています", "verifying the release that stands")
            findings = verify(existing, model)
            _refuse_errors(findings, model, entry.version)
            _refresh_beside(folder, publication, entry.version, model)
            return Released(entry.version, "verified", (existing,), findings, None)
        stage = staging.fresh_stage(folder, entry.version)
        try:
            made = _make(publication, model, entry, folder, stage, library, tell)
        finally:
            disk.remove_tree(stage)
        _refresh_beside(folder, publication, entry.version, model)
        if output is None:
            if made.package is not None:
                append_to_register(publication, made.package.new_ids)
            list_release(publication, entry, model)
        return made


def _refresh_beside(folder: Path, publication: Publication, version: str, model: Model) -> None:
    """What lies beside the releases, and whose bytes nobody is promised: the feeds and the officer's papers."""
    feeds.refresh(folder, publication, model)
    papers.refresh(folder, version, model)


def _refuse_withdrawn(existing: Path, publication: Publication, model: Model) -> None:
    """A withdrawn version is not made again; what its withdrawal left undone is done by now, but for the feeds."""
    if (stone := tombstone_in(existing)) is not None:
        feeds.refresh(existing.parent, publication, model)
        refuse_withdrawn(stone, publication, model)


def _refuse_among_inputs(folder: Path, publication: Publication, model: Model) -> None:
    for name in ("sources", "curation"):
        if folder.is_relative_to((publication.folder / name).resolve()):
            ja, en = f"{name}/ の中にはリリースを作れません", f"a release cannot be made inside {name}/"
            raise UsageError(model.rules["argument-wrong"], problem={"ja": ja, "en": en})


def _make(
    publication: Publication,
    model: Model,
    entry: ReleaseEntry,
    folder: Path,
    stage: Path,
    library: str,
    tell: Progress,
) -> Released:
    tell("表を読んでいます", "reading the tables")
    package, sources = build_with_sources(publication, model, version=entry.version)
    tell("確かめています", "validating")
    findings = validate_package(package)
    _refuse_errors(findings, model, entry.version)
    tell("ファイルを書いています", "writing the files")
    made = contents(package, publication, entry, library)
    made[addresses.FILE] = _inventory(publication, entry, made)
    if (before := release_before(publication, entry)) is not None:
        _refuse_damage(before, model, before.name)
    made[machine_readability.FILE] = _readability(sources, made, before, model)
    disk.write_below(stage / "release", made)
    tell("前の版と比べています", "comparing with the version before")
    changes = changed_since(before, stage / "release", model)
    _refuse_errors(Findings(too_small(changes, entry, model), model.rules), model, entry.version)
    history = history_files(publication, entry, before, changes, model)
    made |= history
    shown = catalogue_in(package, publication, entry, before.name if before else None, made, library)
    disk.write_below(stage / "release", {**history, **catalogue_files(shown, made, model)})
    tell("frictionless と SHACL で確かめています", "asking frictionless and SHACL")
    findings = validate_judged(package, findings, judge_folder(stage / "release", model))
    _refuse_errors(findings, model, entry.version)
    rows = {name: table.rows for name, table in package.tables.items()}
    database = sqlite_bytes(package.model, rows, about_rows(publication, entry, model))
    proven = _certificate(stage / "release", package, publication, model, entry, database)
    written = earl(proven, publication.base_iri, entry.version, entry.date, library).encode()
    disk.write_below(stage / "release", {equality.FILE: written, **findings_files(package, publication, entry, findings, proven)})
    disk.write_below(stage / "release", {staging.SUMS: staging.checksums(stage / "release").encode()})
    beside = _beside(stage, publication, database, entry)
    existing = folder / entry.version
    if existing.is_dir():
        _refuse_difference(stage / "release", existing, beside, publication, model, entry)
        staging.complete(stage, folder, entry.version, beside)
        state = "identical"
    else:
        staging.swap_in(stage, folder, entry.version, beside, model)
        state = "made"
    paths = (existing, *(folder / name for name in beside))
    files = {row["file_name"]: row["source_id"] for row in package["sources"]}
    findings = findings.merged(waive(stray_files(publication), package.waivers, files)[0])
    return Released(entry.version, state, paths, findings, package)


def _readability(sources: Sequence[SourceReading], made: Mapping[str, bytes], before: Path | None, model: Model) -> bytes:
    """The rules of machine readability, judged on each source as received and on every file of the release."""
    folder = before / "data" if before is not None else None
    earlier = (
        {path.stem: machine_readability.columns(path.read_bytes()) for path in sorted(folder.glob("*.csv"))} if folder else None
    )
    known = {**made, CHANGELOG: b""}
    judged = machine_readability.judge_files(known, model, earlier)
    return machine_readability.readability_json(
        [machine_readability.judge_source(source, model) for source in sources], judged, model
    )


def _certificate(
    made: Path, package: Package, publication: Publication, model: Model, entry: ReleaseEntry, database: bytes
) -> equality.Certificate:
    """Every copy compared with the others. Raises ``ReleaseRefused`` where two do not say the same."""
    with Release(made, model) as release:
        proven = certificate(release, package.tables, model, publication.base_iri, database)
    wrong = [unequal(one) for one in proven.equalities if not one.holds]
    _refuse_errors(Findings(wrong, model.rules), model, entry.version)
    return proven


def _beside(stage: Path, publication: Publication, database: bytes, entry: ReleaseEntry) -> dict[str, bytes]:
    """The zip, the SQLite database and its checksum: name → bytes."""
    name = f"{publication.slug}-{entry.version}"
    return {f"{name}.zip": staging.zipped(stage / "release", name), **staging.with_checksum(f"{name}.sqlite", database)}


def _refuse_errors(findings: Findings, model: Model, version: str) -> None:
    if findings.errors:
        errors = Findings(findings.errors, findings.rules)
        raise ReleaseRefused(
            model.rules["release-refused"],
            errors,
            Place(),
            version=version,
            count=len(errors),
            errors=counted(len(errors), "error", "errors"),
        )


def _refuse_damage(existing: Path, model: Model, version: str) -> None:
    """A published version that was edited is not a matter of the next version: it is to be restored."""
    if names := staging.tampered(existing):
        _refuse(model, "release-damaged", version, names)


def _refuse_difference(
    made: Path, existing: Path, beside: Mapping[str, bytes], publication: Publication, model: Model, entry: ReleaseEntry
) -> None:
    if names := staging.differences(made, existing):
        _refuse(model, "release-exists", entry.version, names, needed=next_version(publication))
    if names := staging.damaged(existing.parent, beside):
        _refuse(model, "release-damaged", entry.version, names)


def _refuse(model: Model, rule: str, version: str, names: list[str], **params: str) -> None:
    shown = "、".join(names[:10]) + (f" … ({len(names)})" if len(names) > 10 else "")
    raise ReleaseExists(model.rules[rule], Place(file=f"releases/{version}"), version=version, files=shown, **params)


def _can_be_made_again(existing: Path, folder: Path, model: Model, library: str) -> bool:
    """Whether this code made the release, and what stood before it stands still: a later withdrawal takes that away."""
    with Release(existing, model) as opened:
        if opened.made_by != library:
            return False
    here = version_number(existing.name)
    stones = (tombstone_in(folder / name) for name in all_versions(folder) if version_number(name) < here)
    return not any(stone is not None and version_number(stone.highest) >= here for stone in stones)


def _inventory(publication: Publication, entry: ReleaseEntry, made: Mapping[str, bytes]) -> bytes:
    """Every address ever published: those of the version before, and those that this one speaks of."""
    before = addresses_before(publication, entry.version)
    return addresses.written(addresses.carried_on(before, addresses.subjects(made["rdf/data.nt"]), entry.version))
