"""One publisher at a time: a lock that the system holds for the process and drops with it, however the process ends."""

from __future__ import annotations

import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bouhan_opendata import disk
from bouhan_opendata.errors import PublicationError, ReleaseRefused
from bouhan_opendata.findings import Findings, Place
from bouhan_opendata.model import Model

NAME = ".lock"
_FAR = 1 << 30
"""The byte that Windows locks: far behind the text, which others may read meanwhile."""


@contextmanager
def publisher_lock(folder: Path, model: Model) -> Iterator[None]:
    """Hold a folder of releases alone; it is made when it is not there, and taken away again if it stays empty.

    Raises ``ReleaseRefused`` (rule ``release-locked``, naming process and host) while another publisher holds it. What an
    ended process left in the folder locks nothing.
    """
    if folder.exists() and not folder.is_dir():
        raise PublicationError(model.rules["not-a-folder"], Place(file=str(folder)), path=str(folder))
    new = disk.make_folder(folder)
    try:
        with _held(folder / NAME, model):
            yield
    finally:
        disk.remove_empty(new)


@contextmanager
def _held(path: Path, model: Model) -> Iterator[None]:
    handle = _taken(path)
    if handle is None:
        holder = _holder(path)
        raise ReleaseRefused(model.rules["release-locked"], Findings((), model.rules), Place(file=path.name), holder=holder)
    try:
        os.write(handle, f"{os.getpid()} {socket.gethostname()}\n".encode())
        yield
    finally:
        _let_go(handle, path)


def _holder(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8", "replace").strip()
    except OSError:
        return "?"


def _taken(path: Path) -> int | None:
    """A locked handle of the file that stands under the name, emptied; nothing while another process has it."""
    while True:
        handle = os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)
        try:
            if not _lock(handle):
                os.close(handle)
                return None
            if _still_stands(handle, path):
                os.ftruncate(handle, 0)
                return handle
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)


def _still_stands(handle: int, path: Path) -> bool:
    """Whether the locked file is still the one of that name: its holder before us takes the name away."""
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False


if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> bool:
        os.lseek(handle, _FAR, os.SEEK_SET)
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            os.lseek(handle, 0, os.SEEK_SET)
        return True

    def _let_go(handle: int, path: Path) -> None:
        """Windows removes no file that is open; one that the next publisher opened meanwhile is theirs."""
        os.lseek(handle, _FAR, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)
        os.close(handle)
        try:
            disk.remove(path)
        except PermissionError:
            return

else:
    import fcntl

    def _lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _let_go(handle: int, path: Path) -> None:
        """The name goes while the lock is held, so that nobody locks a file that no longer has one."""
        try:
            disk.remove(path)
        finally:
            os.close(handle)
