"""The parts put together: end to end where their subjects follow each other, else merged; and what stands around them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from pathlib import Path

from bouhan_opendata.conversion.inputs import Inputs
from bouhan_opendata.conversion.writing import Part, lines_of, packed, subject_of, syntax_of
from bouhan_opendata.graph.jsonld import BETWEEN, FOOT, jsonld_head
from bouhan_opendata.graph.order import ordered_lines
from bouhan_opendata.graph.turtle import both, turtle_prefixes, turtle_section
from bouhan_opendata.rows import compile_tables

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Whole:
    """The output: its bytes, chunk by chunk, and how many triples are in it."""

    triples: int
    chunks: Iterator[bytes]


@dataclass(frozen=True, slots=True)
class _Section:
    """The subjects of one kind: files to be read one after the other."""

    title: str
    files: tuple[Path, ...]
    triples: int
    seen: frozenset[str]


def assembled(inputs: Inputs, syntax: str, is_compressed: bool, parts: Sequence[Part], folder: Path) -> Whole:
    """The whole output of parts that are in the order of the pieces."""
    if syntax == "nt":
        return Whole(sum(part.triples for part in parts), _copied(part.path for part in parts))
    sections = list(_sections(inputs, syntax, is_compressed, parts, folder))
    around = _turtle(inputs, sections) if syntax == "ttl" else _jsonld(inputs, sections)
    chunks = (made for item in around for made in ([packed(item, is_compressed)] if isinstance(item, bytes) else _copied([item])))
    return Whole(sum(section.triples for section in sections), chunks)


def _copied(files: Iterable[Path]) -> Iterator[bytes]:
    for path in files:
        with path.open("rb") as stream:
            while chunk := stream.read(_CHUNK):
                yield chunk
        path.unlink()


def _turtle(inputs: Inputs, sections: Sequence[_Section]) -> Iterator[bytes | Path]:
    seen = frozenset[str]().union(*(section.seen for section in sections))
    yield turtle_prefixes(both(inputs.model, inputs.base_iri), seen)
    for section in sections:
        if section.title:
            yield turtle_section(section.title)
        yield from section.files


def _jsonld(inputs: Inputs, sections: Sequence[_Section]) -> Iterator[bytes | Path]:
    yield jsonld_head(inputs.model)
    for number, path in enumerate(path for section in sections for path in section.files):
        if number:
            yield BETWEEN
        yield path
    yield FOOT


def _sections(inputs: Inputs, syntax: str, is_compressed: bool, parts: Sequence[Part], folder: Path) -> Iterator[_Section]:
    """The parts kind by kind. Those whose subjects do not follow each other, piece after piece, are made again as one."""
    for kind, group in groupby(sorted(parts, key=lambda part: (part.kind, part.piece.number)), key=lambda part: part.kind):
        held = list(group)
        if all(before.last < after.first for before, after in pairwise(held) if before.last and after.first):
            files = tuple(part.path for part in held)
            seen = frozenset[str]().union(*(part.seen for part in held))
            yield _Section(held[0].title, files, sum(part.triples for part in held), seen)
        else:
            yield _merged(inputs, syntax, is_compressed, held, folder / f"merged-{kind}")


def _merged(inputs: Inputs, syntax: str, is_compressed: bool, parts: Sequence[Part], path: Path) -> _Section:
    """The subjects of one kind from all its pieces, sorted anew. The members of a compressed file have a fixed size."""
    compiled = compile_tables(inputs.model, inputs.base_iri)
    writer = syntax_of(syntax, inputs.model, inputs.base_iri)
    kind, seen, count = parts[0].kind, set[str](), 0

    def lines() -> Iterator[bytes]:
        for part in parts:
            part.path.unlink()
            yield from (line for line in lines_of(compiled, part.piece) if writer.order.kind(subject_of(line)).number == kind)

    def counted() -> Iterator[bytes]:
        nonlocal count
        for line in ordered_lines(lines(), writer.order):
            count += 1
            yield line

    with path.open("wb") as stream:
        for chunk in _gathered(writer.body(counted(), seen)):
            stream.write(packed(chunk, is_compressed))
    return _Section(parts[0].title, (path,), count, frozenset(seen))


def _gathered(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """Small blocks as chunks of about one size."""
    held: list[bytes] = []
    size = 0
    for block in blocks:
        held.append(block)
        size += len(block)
        if size >= _CHUNK:
            yield b"".join(held)
            held, size = [], 0
    if held:
        yield b"".join(held)
