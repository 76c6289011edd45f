"""Putting a finished release in its place: a stage on the same file system, whole files flushed, rename, and ``latest`` last."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

from bouhan_opendata import disk
from bouhan_opendata.errors import PublicationError, ReleaseExists
from bouhan_opendata.findings import Place
from bouhan_opendata.model import Model
from bouhan_opendata.publication import VERSION

SUMS = "SHA256SUMS"
_STAGE = ".stage-"
_CHECKSUM = ".sha256"
_FIXED = (1980, 1, 1, 0, 0, 0)


def refuse_odd_folder(folder: Path, version: str, model: Model) -> None:
    """Refuse, before anything is made, a file where the version's folder goes, or a folder where ``latest`` goes."""
    target, latest = folder / version, folder / "latest"
    if target.exists() and not target.is_dir():
        raise PublicationError(model.rules["not-a-folder"], Place(file=str(target)), path=str(target))
    if latest.exists() and not latest.is_file():
        problem = {"ja": "ファイルのあるべき所にフォルダがあります", "en": "a folder stands where a file should"}
        raise PublicationError(model.rules["file-trouble"], Place(file=str(latest)), path=str(latest), problem=problem)


def tampered(folder: Path) -> list[str]:
    """The files of a release that its ``SHA256SUMS`` does not vouch for: changed, lost or added, sorted."""
    sums = folder / SUMS
    if not sums.is_file():
        return [SUMS]
    listed = {}
    for line in sums.read_bytes().decode("utf-8", "replace").splitlines():
        digest, _, name = line.partition("  ")
        listed[name] = digest
    there = {p.relative_to(folder).as_posix(): p for p in folder.rglob("*") if p.is_file()}
    there.pop(SUMS, None)
    return sorted(
        name
        for name in listed.keys() | there.keys()
        if name not in there or listed.get(name) != hashlib.sha256(there[name].read_bytes()).hexdigest()
    )


def fresh_stage(folder: Path, version: str) -> Path:
    """An empty stage for a version; leftovers of earlier runs are removed."""
    for leftover in sorted(folder.glob(f"{_STAGE}*")):
        disk.remove_tree(leftover)
    stage = folder / f"{_STAGE}{version}"
    disk.make_folder(stage)
    return stage


def checksums(folder: Path) -> str:
    """``SHA256SUMS`` of every file below a folder but itself, sorted by path, as ``sha256sum -c`` reads it."""
    names = sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())
    return "".join(f"{hashlib.sha256((folder / name).read_bytes()).hexdigest()}  {name}\n" for name in names if name != SUMS)


def differences(left: Path, right: Path) -> list[str]:
    """The files that two folders do not share byte for byte, sorted."""

    def sums(folder: Path) -> dict[str, bytes]:
        return {
            p.relative_to(folder).as_posix(): hashlib.sha256(p.read_bytes()).digest() for p in folder.rglob("*") if p.is_file()
        }

    one, two = sums(left), sums(right)
    return sorted(name for name in one.keys() | two.keys() if one.get(name) != two.get(name))


def damaged(folder: Path, beside: Mapping[str, bytes]) -> list[str]:
    """The published files beside a release that are no longer what was made, sorted. ``beside``: name → bytes.

    The zip repeats byte for byte; a database depends on the SQLite that wrote it, so it is held against its own checksum.
    """
    wrong = []
    for name, made in beside.items():
        there = folder / name
        if not there.exists() or name.endswith(_CHECKSUM):
            continue
        if f"{name}{_CHECKSUM}" in beside:
            sums = folder / f"{name}{_CHECKSUM}"
            if sums.exists() and sums.read_bytes().decode("utf-8", "replace").split()[:1] != [_digest(there.read_bytes())]:
                wrong.append(name)
        elif there.read_bytes() != made:
            wrong.append(name)
    return sorted(wrong)


def with_checksum(name: str, data: bytes) -> dict[str, bytes]:
    """A file and, beside it, its checksum as ``sha256sum -c`` reads it."""
    return {name: data, f"{name}{_CHECKSUM}": f"{_digest(data)}  {name}\n".encode()}


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def zipped(folder: Path, top: str) -> bytes:
    """Every file of a folder in a stored zip: sorted, below ``top/``, with fixed dates and modes, so its bytes repeat."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            info = zipfile.ZipInfo(f"{top}/{path.relative_to(folder).as_posix()}", _FIXED)
            info.create_system = 3
            info.external_attr = 0o100644 << 16
            archive.writestr(info, path.read_bytes())
    return made.getvalue()


def swap_in(stage: Path, folder: Path, version: str, beside: Mapping[str, bytes], model: Model) -> None:
    """Rename the stage's ``release/`` to its version, put the files beside it, then let ``latest`` name it."""
    target = folder / version
    if target.exists():
        raise ReleaseExists(model.rules["release-exists"], Place(file=version), version=version, files="", needed="")
    disk.move(stage / "release", target)
    complete(stage, folder, version, beside)


def complete(stage: Path, folder: Path, version: str, beside: Mapping[str, bytes]) -> None:
    """Give a release that stands the parts it lacks beside it; a file and its checksum come together."""
    lacking = {name for name in beside if not (folder / name).exists()}
    lacking |= {name for name in beside if f"{name}{_CHECKSUM}" in lacking} | {f"{name}{_CHECKSUM}" for name in lacking}
    for name in sorted(lacking & beside.keys()):
        disk.write(stage / name, beside[name])
        disk.move(stage / name, folder / name)
    name_latest(folder, version)


def _order(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def name_latest(folder: Path, version: str) -> None:
    """``latest`` names the highest version; making an older one later does not change it."""
    latest = folder / "latest"
    before = latest.read_bytes().decode("utf-8", "replace").strip() if latest.exists() else ""
    if before == version:
        return
    stands = VERSION.fullmatch(before) and (folder / before / "datapackage.json").is_file()
    if not stands or _order(before) < _order(version):
        disk.replace(latest, f"{version}\n".encode())
