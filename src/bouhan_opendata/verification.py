"""Anyone's copy of a release, judged without the publication: files, hashes, rows, references, independent judges."""

from __future__ import annotations

import hashlib
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bouhan_opendata.findings import Finding, Findings, Place
from bouhan_opendata.model import Model
from bouhan_opendata.opened import Release
from bouhan_opendata.validation import judge_folder, judge_tables

_SUMS = "SHA256SUMS"


def verify(path: Path, model: Model, *, judges: bool = True) -> Findings:
    """Judge a release folder or zip: every hash, every row and reference, then frictionless and SHACL.

    Returns findings, never raises for wrong data; raises ``PackageError`` when ``path`` is not a release at all.
    """
    with Release(path, model) as release:
        found = list(_hashes(release))
        base_iri = _base_iri(release)
        names = [name for name in model.tables if f"data/{name}.csv" in release.files()]
        found += [
            Finding("file-missing", Place(file=f"data/{name}.csv"), {"name": f"data/{name}.csv"})
            for name in model.tables
            if name not in names
        ]
        found += judge_tables({name: release.read(f"data/{name}.csv") for name in names}, model, base_iri)
        if judges and not any(model.rules[f.rule].level == "error" for f in found):
            found += _ask_judges(release, model)
    return Findings(found, model.rules)


def _hashes(release: Release) -> Iterator[Finding]:
    files = set(release.files())
    if _SUMS not in files:
        yield Finding("file-missing", Place(file=_SUMS), {"name": _SUMS})
        return
    listed: dict[str, str] = {}
    for line in release.read(_SUMS).decode("utf-8", "replace").splitlines():
        digest, _, name = line.partition("  ")
        listed[name] = digest
    for name in sorted(listed.keys() - files):
        yield Finding("file-missing", Place(file=name), {"name": name})
    for name in sorted(files - listed.keys() - {_SUMS}):
        yield Finding("file-unlisted", Place(file=name), {"name": name})
    for name in sorted(files & listed.keys()):
        digest = hashlib.sha256(release.read(name)).hexdigest()
        if digest != listed[name]:
            yield Finding("hash-mismatch", Place(file=name), {"name": name, "expected": listed[name][:12], "found": digest[:12]})


def _base_iri(release: Release) -> str:
    import json

    return str(json.loads(release.read("datapackage.json")).get("bouhan:base_iri", "https://example.org/"))


def _ask_judges(release: Release, model: Model) -> list[Finding]:
    """The judges want files: a zip is unpacked aside, below a temporary folder."""
    if release.path.is_dir():
        return judge_folder(release.path, model)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file in release.files():
            target = folder / file
            if not target.resolve().is_relative_to(folder.resolve()):
                continue
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(release.read(file))
        return judge_folder(folder, model)
