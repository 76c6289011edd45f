"""Parsers of office and PDF files run in a child process, with a time limit and a memory limit; the parent survives all.

The child is a fresh interpreter that imports one reader and nothing else. It is given the bytes and the model through a
pipe, reads no file, and answers in JSON. On POSIX its limits are those of ``setrlimit`` (macOS does not enforce the one
on memory), on Windows those of a Job object.
"""

from __future__ import annotations

import io
import json
import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

from bouhan_opendata.errors import SourceError, UnsafeSource
from bouhan_opendata.findings import Place
from bouhan_opendata.model import Model
from bouhan_opendata.reading.grid import Document
from bouhan_opendata.reading.safety import wire

MOST_ANSWER = 256 * 1024 * 1024
_START = (
    "import sys; sys.path[:] = sys.argv[1].split(sys.argv[2]); from bouhan_opendata.reading.safety.child import answer; answer()"
)
_SEPARATOR = "\n"
_PASSWORD = ("password", "encrypt")


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a child may take and how much memory it may ask for."""

    seconds: float = 60
    memory: int = 1024 * 1024 * 1024


def read_apart(reader: str, data: bytes, name: str, model: Model, limits: Limits = Limits()) -> Document:
    """Run a reader (``module:function`` of ``data, name, model``) in a child process.

    Raises what the reader raises (``SourceError``, ``UnsafeSource``), ``UnsafeSource`` for one that goes beyond the
    limits or dies, ``SourceError`` for a file that its parser finds damaged.
    """
    place = Place(file=name)
    found, is_late = _asked(reader, data, name, model, limits)
    if is_late:
        raise _stopped(
            place, model, f"{limits.seconds:g} 秒以内に読み終わりません", f"not read within {limits.seconds:g} seconds"
        )
    if not found or len(found) > MOST_ANSWER:
        raise _stopped(place, model, "読み取りの途中で止まりました", "the parser died or gave no answer")
    try:
        values = wire.parsed(found)
        trouble = values.get("trouble")
        if trouble is None:
            if "rule" not in values:
                return wire.document_of(values)
            raise wire.error_of(values, model)
    except (ValueError, KeyError, TypeError) as fault:
        if isinstance(fault, SourceError):
            raise
        raise _stopped(place, model, "読み取りの途中で止まりました", "the parser gave no sensible answer") from fault
    if trouble == "memory":
        size = f"{limits.memory // 1024 // 1024:,} MB"
        raise _stopped(place, model, f"メモリーが足りません(上限 {size})", f"it takes more memory than {size}")
    if trouble == "password":
        raise SourceError(model.rules["source-encrypted"], place, name=name)
    raise SourceError(model.rules["source-damaged"], place, name=name, problem=str(values.get("problem")))


def _stopped(place: Place, model: Model, ja: str, en: str) -> UnsafeSource:
    return UnsafeSource(model.rules["parser-stopped"], place, name=place.file, problem={"ja": ja, "en": en})


def _asked(reader: str, data: bytes, name: str, model: Model, limits: Limits) -> tuple[bytes, bool]:
    """The child's answer, and whether it had to be stopped for taking too long."""
    root = str(Path(__file__).resolve().parents[3])
    paths = [root, *(path for path in sys.path if path and path != root)]
    interpreter = getattr(sys, "_base_executable", sys.executable) if sys.platform == "win32" else sys.executable
    command = [interpreter, "-I", "-S", "-X", "utf8", "-c", _START, _SEPARATOR.join(paths), _SEPARATOR]
    late = threading.Event()
    flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, creationflags=flags
    ) as process:
        assert process.stdin is not None and process.stdout is not None
        job = _confined(process, limits)

        def stop() -> None:
            late.set()
            process.kill()

        timer = threading.Timer(limits.seconds, stop)
        timer.start()
        header = {"reader": reader, "name": name, "seconds": limits.seconds, "memory": limits.memory}
        feeder = threading.Thread(target=_feed, args=(process.stdin, _packed(header, model), data), daemon=True)
        feeder.start()
        try:
            found = process.stdout.read(MOST_ANSWER + 1)
        finally:
            timer.cancel()
            process.kill()
            feeder.join()
            del job
    return found, late.is_set()


def _confined(process: subprocess.Popen[bytes], limits: Limits) -> object:
    """On Windows the Job object that holds the child's limits; elsewhere the child sets its own."""
    if sys.platform == "win32":
        from bouhan_opendata.reading.safety.job_object import confine

        return confine(process, limits.memory)
    return None


def _packed(header: dict[str, object], model: Model) -> bytes:
    """What the child must know before the file: the parent's own values, so pickle is safe in this direction."""
    parts = (json.dumps(header).encode(), pickle.dumps(model))
    return b"".join(len(part).to_bytes(8, "big") + part for part in parts)


def _feed(pipe: io.BufferedWriter, *parts: bytes) -> None:
    """Write to a child that may be gone already: what it says (nothing) is judged elsewhere."""
    try:
        for part in parts:
            pipe.write(part)
        pipe.close()
    except OSError:
        return


def answer() -> None:
    """The child's whole life: take the file from the pipe, read it, answer, and end without tidying up."""
    out = os.fdopen(os.dup(1), "wb")
    sys.stdout = io.StringIO()
    found = wire.trouble_bytes("memory", "")
    try:
        source = sys.stdin.buffer
        header = json.loads(source.read(int.from_bytes(source.read(8), "big")))
        model: Model = pickle.loads(source.read(int.from_bytes(source.read(8), "big")))
        data = source.read()
        module, _, function = str(header["reader"]).partition(":")
        read = getattr(import_module(module), function)
        _limit(float(header["seconds"]), int(header["memory"]))
        found = _answer_of(lambda: wire.document_bytes(read(data, header["name"], model)))
    except MemoryError:
        pass
    out.write(found)
    out.flush()
    os._exit(0)


def _answer_of(work: Callable[[], bytes]) -> bytes:
    """The work's answer, or what it was refused for."""
    try:
        return work()
    except SourceError as fault:
        return wire.error_bytes(fault)
    except MemoryError:
        return wire.trouble_bytes("memory", "")
    except Exception as fault:  # whatever a parser stumbles over in a stranger's file: told to the parent, which refuses the file
        kind = "password" if any(word in type(fault).__name__.lower() + str(fault).lower() for word in _PASSWORD) else "damaged"
        return wire.trouble_bytes(kind, f"{type(fault).__name__}: {str(fault)[:120]}")


def _limit(seconds: float, memory: int) -> None:
    """The child's own limits, where the system has them."""
    try:
        import resource
    except ImportError:
        return
    for kind, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CPU, int(seconds) + 1), (resource.RLIMIT_CORE, 0)):
        try:
            resource.setrlimit(kind, (most, most))
        except (ValueError, OSError):
            continue
