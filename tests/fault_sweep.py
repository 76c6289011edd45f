"""Every change on disk that a run makes, counted; and a run that dies, or is told of a fault, at one of them."""

from __future__ import annotations

import errno
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

CHANGES = ("open", "write", "fsync", "replace", "rename", "mkdir", "unlink", "remove", "rmdir", "ftruncate", "link")
"""The calls of ``os`` that change a disk; the library makes no change by others (``test_all_changes_go_through_one_room``)."""

Act = Callable[[str, Callable[[], Any], tuple[Any, ...]], Any]


@contextmanager
def watched(act: Act) -> Iterator[None]:
    """Every changing call goes through ``act(name, call, arguments)`` instead."""
    with mock.patch.multiple(os, **{name: _through(name, getattr(os, name), act) for name in CHANGES if hasattr(os, name)}):
        yield


def _through(name: str, real: Callable[..., Any], act: Act) -> Callable[..., Any]:
    def call(*arguments: Any, **options: Any) -> Any:
        if name == "open" and not arguments[1] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
            return real(*arguments, **options)
        return act(name, lambda: real(*arguments, **options), arguments)

    return call


def counted(run: Callable[[], object]) -> list[str]:
    """The names of the changing calls that a run makes, in order."""
    names: list[str] = []

    def act(name: str, call: Callable[[], Any], arguments: tuple[Any, ...]) -> Any:
        names.append(name)
        return call()

    with watched(act):
        run()
    return names


def with_fault(run: Callable[[], object], point: int, code: int) -> BaseException | None:
    """A run whose call number ``point`` fails as a full or broken disk makes it fail; a write leaves half of its bytes."""
    calls = 0

    def act(name: str, call: Callable[[], Any], arguments: tuple[Any, ...]) -> Any:
        nonlocal calls
        calls += 1
        if calls - 1 != point:
            return call()
        if name == "write" and len(arguments[1]) > 1:
            real_write(arguments[0], bytes(arguments[1])[: len(arguments[1]) // 2])
        raise OSError(code, os.strerror(code), str(arguments[0]))

    real_write = os.write
    with watched(act):
        try:
            run()
        except Exception as fault:
            return fault
    return None


def killed(run: Callable[[], object], point: int) -> bool:
    """A run in a process of its own that is killed before its call number ``point``. Whether it came that far."""
    calls = 0

    def act(name: str, call: Callable[[], Any], arguments: tuple[Any, ...]) -> Any:
        nonlocal calls
        if calls == point:
            os.kill(os.getpid(), signal.SIGKILL)
        calls += 1
        return call()

    child = os.fork()
    if child == 0:
        try:
            with watched(act):
                run()
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGKILL


FAULTS = (errno.EIO, errno.ENOSPC)
