"""Every change on disk that the library makes: whole files, flushed, put in their place in one step, with patience on Windows.

On Windows a virus scanner, a synchronising folder or an open preview may hold a file for a moment; what is refused for that
reason is tried again for up to two seconds. Everywhere else the first answer counts.
"""

from __future__ import annotations

import errno
import os
import shutil
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TypeVar

_T = TypeVar("_T")
_HELD = (5, 32, 33)
"""Windows' ACCESS_DENIED, SHARING_VIOLATION and LOCK_VIOLATION: what a file says while another program holds it."""
_WAITS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 0.6, 0.6)
"""Seconds between the tries; two seconds in all."""


def patiently(act: Callable[[], _T]) -> _T:
    """Do something to a file; what another program's hold on it forbids is tried again. Raises the last ``OSError``."""
    for wait in _WAITS:
        try:
            return act()
        except OSError as fault:
            if getattr(fault, "winerror", None) not in _HELD:
                raise
            time.sleep(wait)
    return act()


def make_folder(path: Path) -> list[Path]:
    """Make a folder and those above it. Returns the new ones, innermost first."""
    new = [folder for folder in (path, *path.parents) if not folder.exists()]
    path.mkdir(parents=True, exist_ok=True)
    return new


def write(path: Path, data: bytes) -> None:
    """Write a file, new or in the place of an old one, and flush it. A fault may leave part of it: for stages only."""
    handle = patiently(lambda: os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_BINARY", 0), 0o666))
    try:
        view = memoryview(data)
        while len(view):
            view = view[os.write(handle, view) :]
        os.fsync(handle)
    finally:
        os.close(handle)


def write_quickly(path: Path, data: bytes) -> None:
    """Write a file that can be made again at any time, without waiting until it is on the disk."""
    patiently(lambda: path.write_bytes(data))


def write_below(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write files below a folder, by their paths inside it, and flush files and folders."""
    for name, data in sorted(files.items()):
        path = folder / name
        make_folder(path.parent)
        write(path, data)
    for inside in (folder, *(path for path in sorted(folder.rglob("*")) if path.is_dir())):
        flush_folder(inside)


def replace(path: Path, data: bytes) -> None:
    """Give a file new bytes in one step: at every moment the old ones stand there or the new ones, whole."""
    aside = path.with_name(f".{path.name}.new")
    try:
        write(aside, data)
        move(aside, path)
    except BaseException:
        remove(aside)
        raise


def replace_by_parts(path: Path, parts: Iterable[bytes]) -> int:
    """The same for bytes that come part by part; how many they were. What fails on the way leaves the old file as it was."""
    aside = path.with_name(f".{path.name}.new")
    size = 0
    try:
        with patiently(lambda: aside.open("wb")) as stream:
            for part in parts:
                size += stream.write(part)
            stream.flush()
            os.fsync(stream.fileno())
        move(aside, path)
    except BaseException:
        remove(aside)
        raise
    return size


def move(path: Path, target: Path) -> None:
    """Rename a file or folder on the same file system; a file takes the place of another one. Flushed."""
    patiently(lambda: path.replace(target))
    flush_folder(target.parent)


def remove(path: Path) -> None:
    """Remove a file, if it is there."""
    try:
        patiently(path.unlink)
    except FileNotFoundError:
        return


def remove_tree(folder: Path) -> None:
    """Remove a folder with all that is in it, if it is there."""
    if folder.is_dir() and not folder.is_symlink():
        patiently(lambda: shutil.rmtree(folder))


def remove_empty(folders: list[Path]) -> None:
    """Remove folders, innermost first, up to the first that holds something."""
    for folder in folders:
        if not folder.is_dir() or any(folder.iterdir()):
            return
        folder.rmdir()


def flush_folder(folder: Path) -> None:
    """Flush the names in a folder, where the system has folders that can be flushed (Windows and some shares have not)."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as fault:
        if fault.errno not in (errno.EINVAL, errno.ENOTSUP, errno.EBADF):
            raise
    finally:
        os.close(handle)
