"""What one worker does: pieces of tables to parts of the output, each a file of its own, plain or one gzip member."""

from __future__ import annotations

import gzip
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, takewhile
from pathlib import Path

from bouhan_opendata.conversion.pieces import Piece
from bouhan_opendata.graph.jsonld import BETWEEN, jsonld_names, jsonld_nodes
from bouhan_opendata.graph.order import Order, order_of, ordered_lines, subject_key
from bouhan_opendata.graph.turtle import both, subject_blocks
from bouhan_opendata.model import Model
from bouhan_opendata.rows import Compiled, compile_tables

Key = tuple[int, tuple[tuple[str | int, ...], str]]
"""Where a subject stands in the order of the output."""
STOP = "stop"
"""A file of this name among the parts tells the workers that no more parts are wanted."""
_LEVEL = 6
_IN_MEMORY = 500_000
"""Lines of a piece that are sorted in memory; a piece is small, so there are never that many."""


@dataclass(frozen=True, slots=True)
class Work:
    """Pieces for one worker, and all it needs to know to write them."""

    model: Model
    base_iri: str
    syntax: str
    is_compressed: bool
    folder: Path
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the output that lies in a file: the subjects of one kind in one piece."""

    piece: Piece
    kind: int
    title: str
    """What the kind is called; the rows of N-Triples are not told apart."""
    path: Path
    triples: int
    first: Key | None = None
    last: Key | None = None
    seen: frozenset[str] = frozenset()
    """The namespaces that occur."""


@dataclass(frozen=True, slots=True)
class Syntax:
    """Lines in order, grouped by subject, to the bytes of one syntax."""

    order: Order
    body: Callable[[Iterable[bytes], set[str]], Iterator[bytes]]


def syntax_of(name: str, model: Model, base_iri: str) -> Syntax:
    """The writer of Turtle (``ttl``) or JSON-LD (``jsonld``)."""
    if name == "ttl":
        names = both(model, base_iri)
        return Syntax(order_of(model, base_iri), lambda lines, seen: subject_blocks(lines, names, seen))
    terms = jsonld_names(model)
    return Syntax(order_of(model, base_iri), lambda lines, seen: _joined(jsonld_nodes(lines, terms)))


def _joined(nodes: Iterable[bytes]) -> Iterator[bytes]:
    for number, node in enumerate(nodes):
        yield BETWEEN + node if number else node


def write_parts(work: Work) -> list[Part]:
    """Write every piece of the work to files in its folder. The tables are compiled once."""
    compiled = compile_tables(work.model, work.base_iri)
    if work.syntax == "nt":
        return [_rows_part(work, compiled, piece) for piece in _wanted(work)]
    syntax = syntax_of(work.syntax, work.model, work.base_iri)
    return [part for piece in _wanted(work) for part in _subject_parts(work, compiled, syntax, piece)]


def _wanted(work: Work) -> Iterator[Piece]:
    """The pieces in turn, for as long as nobody says that the output is not wanted any more."""
    return takewhile(lambda piece: not (work.folder / STOP).exists(), work.pieces)


def _rows_part(work: Work, compiled: Compiled, piece: Piece) -> Part:
    """N-Triples as the rows give them, block by block."""
    path = work.folder / f"{piece.number}"
    blocks = compiled.piece_triples(piece.table, piece.read(), piece.first_line)
    return Part(piece, 0, "", path, _keep(path, blocks, work.is_compressed))


def _subject_parts(work: Work, compiled: Compiled, syntax: Syntax, piece: Piece) -> Iterator[Part]:
    """The subjects of a piece in order, those of each table in a file of their own."""
    lines = ordered_lines(lines_of(compiled, piece), syntax.order, run=_IN_MEMORY)
    kind_of = lru_cache(maxsize=16)(syntax.order.kind)
    for kind, group in groupby(lines, key=lambda line: kind_of(subject_of(line))):
        held = list(group)
        path = work.folder / f"{piece.number}-{kind.number}"
        seen: set[str] = set()
        _keep(path, syntax.body(held, seen), work.is_compressed)
        first, last = (subject_key(syntax.order, subject_of(line)) for line in (held[0], held[-1]))
        yield Part(piece, kind.number, kind.title, path, len(held), first, last, frozenset(seen))


def lines_of(compiled: Compiled, piece: Piece) -> Iterator[bytes]:
    """The triples of a piece, line by line."""
    for block in compiled.piece_triples(piece.table, piece.read(), piece.first_line):
        yield from block.splitlines(keepends=True)


def subject_of(line: bytes) -> str:
    """The address of the subject of a line."""
    return line[1 : line.index(b" ") - 1].decode("utf-8")


def _keep(path: Path, chunks: Iterable[bytes], is_compressed: bool) -> int:
    """Write chunks to a file; how many lines they had."""
    lines = 0
    with path.open("wb") as stream:
        if not is_compressed:
            for chunk in chunks:
                lines += chunk.count(b"\n")
                stream.write(chunk)
            return lines
        with gzip.GzipFile(filename="", mode="wb", compresslevel=_LEVEL, fileobj=stream, mtime=0) as member:
            for chunk in chunks:
                lines += chunk.count(b"\n")
                member.write(chunk)
    return lines


def packed(chunk: bytes, is_compressed: bool) -> bytes:
    """Bytes as they stand in the output: as they are, or as a gzip member without name, time and system."""
    if not is_compressed:
        return chunk
    target = io.BytesIO()
    with gzip.GzipFile(filename="", mode="wb", compresslevel=_LEVEL, fileobj=target, mtime=0) as member:
        member.write(chunk)
    return target.getvalue()
