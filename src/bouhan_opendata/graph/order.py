"""The order in which people meet the triples: the frame, then table by table; within a subject as its table has the columns."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bouhan_opendata.iri import RDF_TYPE, absolute, natural_key
from bouhan_opendata.model import Model, TableModel

_FIRST = ("dct:identifier", "dct:title", "skos:prefLabel", "rdfs:label")


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


def ordered_lines(lines: Iterable[bytes], order: Order) -> list[bytes]:
    """Each line once, in order; the lines of a subject stand together."""

    def key(line: bytes) -> tuple[object, ...]:
        subject, predicate, rest = line.decode("utf-8").split(" ", 2)
        kind = order.kind(subject[1:-1])
        rank = kind.predicates.get(predicate[1:-1], len(kind.predicates))
        is_borrowed = not rest.startswith(f"<{order.namespace}")
        return kind.number, natural_key(subject[1:-1]), rank, predicate, is_borrowed, rest.endswith('"@en .\n'), natural_key(rest)

    return sorted(set(lines), key=key)
