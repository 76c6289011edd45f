"""Putting a finished release in its place: a lock, a stage on the same file system, fsync, rename, and ``latest`` last."""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import socket
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bouhan_opendata.errors import PublicationError, ReleaseExists, ReleaseRefused
from bouhan_opendata.findings import Findings, Place
from bouhan_opendata.model import Model
from bouhan_opendata.publication import VERSION

SUMS = "SHA256SUMS"
_STAGE = ".stage-"
_FIXED = (1980, 1, 1, 0, 0, 0)


@contextmanager
def publisher_lock(folder: Path, model: Model) -> Iterator[None]:
    """Hold the releases folder alone. A lock whose process is gone on this host is taken over.

    Raises ``ReleaseRefused`` (rule ``release-locked``) while another publisher holds it.
    """
    if folder.exists() and not folder.is_dir():
        raise PublicationError(model.rules["not-a-folder"], Place(file=str(folder)), path=str(folder))
    new = [path for path in (folder, *folder.parents) if not path.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / ".lock"
    try:
        while not _take(path):
            holder = path.read_bytes().decode("utf-8", "replace") if path.exists() else ""
            if not _is_stale(holder):
                raise ReleaseRefused(
                    model.rules["release-locked"], Findings((), model.rules), Place(file=path.name), holder=holder.strip()
                )
            path.unlink(missing_ok=True)
        try:
            yield
        finally:
            path.unlink(missing_ok=True)
    finally:
        _drop_empty(new)


def _take(path: Path) -> bool:
    """Put our name into the lock, whole or not at all: an empty or garbled lock is nobody's."""
    mine = path.with_name(f"{path.name}-{os.getpid()}")
    mine.write_text(f"{os.getpid()} {socket.gethostname()}\n", encoding="utf-8")
    try:
        path.hardlink_to(mine)
    except FileExistsError:
        return False
    except OSError:
        return _create(path, mine.read_bytes())
    finally:
        mine.unlink(missing_ok=True)
    return True


def _create(path: Path, data: bytes) -> bool:
    """The same where a file system has no hard links."""
    try:
        with path.open("xb") as stream:
            stream.write(data)
    except FileExistsError:
        return False
    return True


def _drop_empty(folders: list[Path]) -> None:
    """Folders that were made for a release that did not come about are taken away again, innermost first."""
    for folder in folders:
        if not folder.is_dir() or any(folder.iterdir()):
            return
        folder.rmdir()


def _is_stale(holder: str) -> bool:
    pid, _, host = holder.strip().partition(" ")
    if not re.fullmatch(r"[1-9][0-9]{0,8}", pid) or not host:
        return True
    if host != socket.gethostname() or os.name == "nt":
        return False
    try:
        os.kill(int(pid), 0)
    except (ProcessLookupError, OverflowError):
        return True
    except PermissionError:
        return False
    return False


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
        shutil.rmtree(leftover)
    stage = folder / f"{_STAGE}{version}"
    stage.mkdir(parents=True)
    return stage


def write_files(folder: Path, files: dict[str, bytes]) -> None:
    """Write files below a folder, each flushed to disk."""
    for name, data in sorted(files.items()):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
    _fsync_folders(folder)


def _fsync_folders(folder: Path) -> None:
    if os.name == "nt":
        return
    for path in [folder, *(p for p in folder.rglob("*") if p.is_dir())]:
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


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


def damaged(folder: Path, beside: list[Path]) -> list[str]:
    """The published files beside a release that are no longer what was made, sorted.

    The zip repeats byte for byte; a database depends on the SQLite that wrote it, so it is held against its own checksum.
    """
    wrong = []
    for made in beside:
        there = folder / made.name
        if not there.exists() or made.suffix == ".sha256":
            continue
        if made.suffix == ".sqlite":
            sums = folder / f"{made.name}.sha256"
            digest = hashlib.sha256(there.read_bytes()).hexdigest()
            if not sums.exists() or sums.read_bytes().decode("utf-8", "replace").split()[:1] != [digest]:
                wrong.append(there.name)
        elif there.read_bytes() != made.read_bytes():
            wrong.append(there.name)
    return sorted(wrong)


def write_zip(folder: Path, target: Path, top: str) -> None:
    """Every file of a folder in a stored zip: sorted, below ``top/``, with fixed dates and modes, so its bytes repeat."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for path in sorted(p for p in folder.rglob("*") if p.is_file()):
            info = zipfile.ZipInfo(f"{top}/{path.relative_to(folder).as_posix()}", _FIXED)
            info.create_system = 3
            info.external_attr = 0o100644 << 16
            archive.writestr(info, path.read_bytes())
    _fsync_file(target)


def _fsync_file(path: Path) -> None:
    with path.open("rb+") as stream:
        os.fsync(stream.fileno())


def swap_in(stage: Path, folder: Path, version: str, beside: list[Path], model: Model) -> None:
    """Rename the stage's ``release/`` to its version and the files beside it, then let ``latest`` name it."""
    target = folder / version
    if target.exists():
        raise ReleaseExists(model.rules["release-exists"], Place(file=version), version=version, files="", needed="")
    (stage / "release").rename(target)
    for path in beside:
        path.replace(folder / path.name)
    _name_latest(stage, folder, version)
    shutil.rmtree(stage)


def complete(stage: Path, folder: Path, version: str, beside: list[Path]) -> None:
    """Give an identical release the parts it lacks beside it."""
    for path in beside:
        if not (folder / path.name).exists():
            path.replace(folder / path.name)
    _name_latest(stage, folder, version)


def _order(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def _name_latest(stage: Path, folder: Path, version: str) -> None:
    """``latest`` names the highest version; making an older one later does not change it."""
    latest = folder / "latest"
    before = latest.read_bytes().decode("utf-8", "replace").strip() if latest.exists() else ""
    if before == version:
        return
    stands = VERSION.fullmatch(before) and (folder / before / "datapackage.json").is_file()
    if stands and _order(before) > _order(version):
        return
    named = stage / "latest"
    named.write_bytes(f"{version}\n".encode())
    _fsync_file(named)
    named.replace(folder / "latest")
    if os.name != "nt":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
