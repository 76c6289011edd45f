"""Tables to RDF, however many rows: pieces go to workers, parts come back in order, the same bytes for any number of workers.

The rows are checked beside it; nothing is written where a row breaks a rule.
"""

from __future__ import annotations

import multiprocessing
import tempfile
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from bouhan_opendata import disk
from bouhan_opendata.conversion.assembling import assembled
from bouhan_opendata.conversion.inputs import Inputs, inputs_of
from bouhan_opendata.conversion.pieces import PIECE, Piece, pieces_of
from bouhan_opendata.conversion.writing import STOP, Part, Work, write_parts
from bouhan_opendata.errors import ARGUMENT_WRONG, ConversionRefused, UsageError, WorkerLost
from bouhan_opendata.findings import Findings, counted
from bouhan_opendata.model import Model
from bouhan_opendata.rows import compile_tables

SYNTAXES = ("nt", "ttl", "jsonld")
_MOST_WORKERS = 61
"""Windows waits for no more processes at once."""


@dataclass(frozen=True, slots=True)
class Converted:
    """What was written: the file, its bytes, the triples in it and the rows of each table."""

    path: Path
    bytes: int
    triples: int
    rows: Mapping[str, int]

    def as_dict(self) -> dict[str, object]:
        """As plain values."""
        return {"path": self.path.as_posix(), "bytes": self.bytes, "triples": self.triples, "rows": dict(self.rows)}


def convert(
    paths: Sequence[Path], output: Path, model: Model, *, workers: int = 1, base_iri: str | None = None, piece: int = PIECE
) -> Converted:
    """Convert tables to the syntax that the name of ``output`` ends in.

    Raises ``ConversionRefused`` with the findings where rows break rules, ``UsageError`` for a wrong call, and says so
    where a worker is lost. The file is there whole, or as it was.
    """
    syntax, is_compressed = _syntax_in(output.name)
    if workers < 1 or piece < 1:
        raise UsageError(ARGUMENT_WRONG, problem={"ja": "workers は 1 以上の数です", "en": "workers is a number from 1 on"})
    with tempfile.TemporaryDirectory(dir=output.parent, prefix=".bouhan-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        inputs = inputs_of(paths, base_iri, model, folder)
        works = _works(inputs, syntax, is_compressed, folder, min(workers, _MOST_WORKERS), piece)
        rows, parts = _checked_and_written(inputs, works)
        whole = assembled(inputs, syntax, is_compressed, parts, folder)
        size = disk.replace_by_parts(output, whole.chunks)
    return Converted(output, size, whole.triples, rows)


def _syntax_in(name: str) -> tuple[str, bool]:
    plain = name.removesuffix(".gz")
    ending = plain.rpartition(".")[2]
    if ending not in SYNTAXES or "." not in plain.lstrip("."):
        problem = {"ja": f"{name}: .nt .ttl .jsonld か、それに .gz", "en": f"{name}: .nt, .ttl or .jsonld, with .gz or without"}
        raise UsageError(ARGUMENT_WRONG, problem=problem)
    return ending, plain != name


def _works(inputs: Inputs, syntax: str, is_compressed: bool, folder: Path, workers: int, size: int) -> list[Work]:
    """The pieces dealt out in turn, so that every worker has about the same to do."""
    pieces: list[Piece] = []
    for name, path in inputs.tables.items():
        pieces += pieces_of(name, path, size, len(pieces))
    dealt = [tuple(pieces[number::workers]) for number in range(workers)]
    return [Work(inputs.model, inputs.base_iri, syntax, is_compressed, folder, some) for some in dealt if some]


def _checked_and_written(inputs: Inputs, works: Sequence[Work]) -> tuple[Mapping[str, int], list[Part]]:
    """Check all rows here while the workers write. Returns the rows of each table and the parts in the order of the pieces."""
    if len(works) < 2:
        rows = _checked(inputs)
        parts = [part for work in works for part in write_parts(work)]
        return rows, parts
    pool = ProcessPoolExecutor(len(works), mp_context=multiprocessing.get_context("spawn"))
    try:
        running = _started(pool, works)
        rows = _checked(inputs)
        parts = [part for future in running for part in future.result()]
    except BrokenProcessPool as fault:
        _end(pool)
        raise WorkerLost(inputs.model.rules["worker-lost"], count=len(works)) from fault
    finally:
        (works[0].folder / STOP).touch()
        pool.shutdown(wait=True, cancel_futures=True)
    return rows, sorted(parts, key=lambda part: (part.piece.number, part.kind))


def _end(pool: ProcessPoolExecutor) -> None:
    """End every process of a broken pool: one that was started while the pool broke would be waited for without end."""
    for process in list((getattr(pool, "_processes", None) or {}).values()):
        process.kill()


def _started(pool: ProcessPoolExecutor, works: Sequence[Work]) -> list[Future[list[Part]]]:
    """The works handed to processes. One that dies while the next is being started takes its pipe with it."""
    try:
        return [pool.submit(write_parts, work) for work in works]
    except OSError as fault:
        raise BrokenProcessPool(str(fault)) from fault


def _checked(inputs: Inputs) -> Mapping[str, int]:
    """The rows of each table. Raises ``ConversionRefused`` with what the checks find."""
    sources = {name: _opener(path) for name, path in inputs.tables.items()}
    checked = compile_tables(inputs.model, inputs.base_iri).check(sources)
    if checked.total:
        rules = inputs.model.rules
        errors = counted(checked.total, "error", "errors")
        raise ConversionRefused(rules["conversion-refused"], Findings(checked, rules), count=checked.total, errors=errors)
    return checked.rows


def _opener(path: Path) -> Callable[[], BinaryIO]:
    return lambda: path.open("rb")
