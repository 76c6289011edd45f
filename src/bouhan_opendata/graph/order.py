"""The order in which people meet the triples: the frame, then table by table; within a subject as its table has the columns."""

from __future__ import annotations

import heapq
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from itertools import count, groupby, islice
from pathlib import Path

from bouhan_opendata.iri import RDF_TYPE, absolute, natural_key
from bouhan_opendata.model import Model, TableModel

_FIRST = ("dct:identifier", "dct:title", "skos:prefLabel", "rdfs:label")
RUN = 20_000
"""Lines that are sorted in memory at once."""
_AT_ONCE = 64
"""Runs that are merged at once: so many files are open."""


@dataclass(frozen=True, slots=True)
class Kind:
    """The rows of one table as they lie in the graph."""

    number: int
    title: str
    predicates: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Order:
    """Kinds by the namespace of their subjects, and what stands outside of them."""

    kinds: Mapping[str, Kind]
    frame: Kind
    namespace: str
    """Of our own vocabulary: its classes come before borrowed ones."""

    def kind(self, subject: str) -> Kind:
        """The kind a subject belongs to."""
        return self.kinds.get(namespace_of(subject), self.frame)


def namespace_of(iri: str) -> str:
    """An address up to its last slash or hash."""
    return iri[: max(iri.rfind("/"), iri.rfind("#")) + 1]


def order_of(model: Model, base_iri: str) -> Order:
    """The order of a model's tables and columns."""
    kinds: dict[str, Kind] = {}
    for number, table in enumerate(model.tables.values()):
        if table.iri is not None:
            kind = Kind(number, f"{table.title['ja']} / {table.title['en']}", _predicates(model, table))
            template = absolute(table.iri, base_iri)
            for scheme in model.code_lists if "{scheme}" in template else ("",):
                kinds.setdefault(namespace_of(template.replace("{scheme}", scheme)), kind)
    frame = Kind(-1, "", {model.expand(name): number for number, name in enumerate(("rdf:type", *_FIRST))})
    return Order(kinds, frame, model.namespace)


def _predicates(model: Model, table: TableModel) -> dict[str, int]:
    names = [RDF_TYPE, *(model.expand(item.property) for item in table.fields if item.property)]
    names += [model.expand(constant.property) for constant in table.constants]
    return {name: number for number, name in enumerate(dict.fromkeys(names))}


def ordered_lines(lines: Iterable[bytes], order: Order, *, run: int = RUN) -> Iterator[bytes]:
    """Each line once, in order; the lines of a subject stand together. Holds ``run`` lines at a time, however many come.

    What does not fit lies in sorted runs in temporary files, which are merged.
    """
    rest = iter(lines)
    first = _sorted_run(islice(rest, run), order)
    ahead = list(islice(rest, run))
    if not ahead:
        yield from first
        return
    with tempfile.TemporaryDirectory() as name:
        names = (Path(name, str(number)) for number in count())
        levels = [[_kept(next(names), first)]]
        first = []
        while ahead:
            levels[0].append(_kept(next(names), _sorted_run(ahead, order)))
            ahead = list(islice(rest, run))
            _merge_full(levels, names, order)
        runs = [path for level in levels for path in level]
        while len(runs) > _AT_ONCE:
            runs = [*runs[_AT_ONCE:], _as_one(runs[:_AT_ONCE], next(names), order)]
        yield from _merged(runs, order)


def _merge_full(levels: list[list[Path]], names: Iterator[Path], order: Order) -> None:
    """Where a level holds as many runs as are merged at once, they become one run of the next level."""
    for depth in range(len(levels)):
        if len(levels[depth]) < _AT_ONCE:
            return
        if depth + 1 == len(levels):
            levels.append([])
        levels[depth + 1].append(_as_one(levels[depth], next(names), order))
        levels[depth].clear()


def _as_one(runs: Sequence[Path], path: Path, order: Order) -> Path:
    _kept(path, _merged(runs, order))
    for old in runs:
        old.unlink()
    return path


def _kept(path: Path, lines: Iterable[bytes]) -> Path:
    with path.open("wb") as stream:
        stream.writelines(lines)
    return path


def _merged(runs: Sequence[Path], order: Order) -> Iterator[bytes]:
    """Sorted runs as one, each line once."""
    with ExitStack() as opened:
        streams = [opened.enter_context(path.open("rb")) for path in runs]
        for line, _ in groupby(heapq.merge(*streams, key=partial(_key, order))):
            yield line


def _key(order: Order, line: bytes) -> tuple[object, ...]:
    subject, rest = line.split(b" ", 1)
    return *subject_key(order, subject.decode("utf-8")[1:-1]), *_inner_key(order, subject.decode("utf-8")[1:-1], rest)


def subject_key(order: Order, subject: str) -> tuple[int, tuple[tuple[str | int, ...], str]]:
    """Where a subject stands: the number of its kind, then its address with the numbers in it as numbers."""
    return order.kind(subject).number, natural_key(subject)


def _inner_key(order: Order, subject: str, line: bytes) -> tuple[object, ...]:
    """Where a line without its subject stands among those of the subject."""
    predicate, rest = line.decode("utf-8").split(" ", 1)
    kind = order.kind(subject)
    rank = kind.predicates.get(predicate[1:-1], len(kind.predicates))
    is_borrowed = not rest.startswith(f"<{order.namespace}")
    return rank, predicate, is_borrowed, rest.endswith('"@en .\n'), natural_key(rest)


def _sorted_run(lines: Iterable[bytes], order: Order) -> list[bytes]:
    """Lines that fit into memory: subjects first, so that a subject's address is looked at once."""
    found: dict[bytes, list[bytes]] = {}
    for line in dict.fromkeys(lines):
        subject, rest = line.split(b" ", 1)
        found.setdefault(subject, []).append(rest)
    named = {subject: subject.decode("utf-8")[1:-1] for subject in found}
    ordered = []
    for subject in sorted(found, key=lambda subject: subject_key(order, named[subject])):
        start = subject + b" "
        ordered += [start + rest for rest in _within(found[subject], order, named[subject])]
    return ordered


def _within(lines: list[bytes], order: Order, subject: str) -> Iterator[bytes]:
    """The lines of one subject in order. What is said is looked at only where a predicate says more than one thing."""
    known = order.kind(subject).predicates
    by_predicate: dict[bytes, list[bytes]] = {}
    for line in lines:
        by_predicate.setdefault(line[: line.index(b" ")], []).append(line)
    ranks = {predicate: predicate.decode("utf-8") for predicate in by_predicate}
    for predicate in sorted(by_predicate, key=lambda p: (known.get(ranks[p][1:-1], len(known)), ranks[p])):
        group = by_predicate[predicate]
        yield from group if len(group) == 1 else sorted(group, key=partial(_inner_key, order, subject))
