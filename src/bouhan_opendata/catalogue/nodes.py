"""A small graph as nodes in the order given, written as Turtle and as JSON-LD: the same triples, the same bytes each time."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bouhan_opendata.artifacts import turtle
from bouhan_opendata.catalogue.values import Words


@dataclass(frozen=True, slots=True)
class Iri:
    """An address, in full or as a CURIE."""

    value: str


@dataclass(frozen=True, slots=True)
class Text:
    """A literal with its language or datatype (a CURIE)."""

    value: str
    language: str = ""
    datatype: str = ""


Value = Iri | Text
Pairs = Sequence[tuple[str, Value]]


@dataclass(frozen=True, slots=True)
class Node:
    """A subject with its classes and what it says."""

    iri: str
    classes: tuple[str, ...]
    pairs: tuple[tuple[str, Value], ...]


def both(predicate: str, words: Words) -> Iterator[tuple[str, Value]]:
    """One literal a language."""
    return ((predicate, Text(words[lang], lang)) for lang in ("ja", "en") if words.get(lang))


def nodes_turtle(nodes: Sequence[Node], prefixes: Mapping[str, str], comment: str) -> str:
    """The nodes as Turtle."""
    blocks = []
    for node in nodes:
        pairs = [("a", ", ".join(node.classes)), *((name, _turtle(value, prefixes)) for name, value in node.pairs)]
        blocks.append(turtle.block(f"<{node.iri}>", pairs))
    return turtle.document(comment, prefixes, blocks)


def _turtle(value: Value, prefixes: Mapping[str, str]) -> str:
    if isinstance(value, Iri):
        return value.value if is_curie(value.value, prefixes) else f"<{value.value}>"
    text = turtle.literal(value.value, value.language)
    return f"{text}^^{value.datatype}" if value.datatype else text


def is_curie(value: str, prefixes: Mapping[str, str]) -> bool:
    """Whether an address is written with a prefix."""
    prefix, colon, rest = value.partition(":")
    return bool(colon) and prefix in prefixes and not rest.startswith("//")


def nodes_jsonld(nodes: Sequence[Node], prefixes: Mapping[str, str]) -> str:
    """The nodes as JSON-LD 1.1 with the prefixes as the local context, one node object after the other."""
    used = {name.partition(":")[0] for node in nodes for name in _names(node)}
    context = {prefix: prefixes[prefix] for prefix in sorted(used) if prefix in prefixes}
    graph = [_object(node) for node in nodes]
    return json.dumps({"@context": context, "@graph": graph}, ensure_ascii=False, indent=1) + "\n"


def _names(node: Node) -> Iterator[str]:
    yield from node.classes
    for name, value in node.pairs:
        yield name
        yield value.value if isinstance(value, Iri) else value.datatype


def _object(node: Node) -> dict[str, Any]:
    made: dict[str, Any] = {"@id": node.iri, "@type": list(node.classes)}
    for name, value in node.pairs:
        made.setdefault(name, []).append(_json(value))
    return made


def _json(value: Value) -> dict[str, str]:
    if isinstance(value, Iri):
        return {"@id": value.value}
    if value.language:
        return {"@value": value.value, "@language": value.language}
    return {"@value": value.value, "@type": value.datatype} if value.datatype else {"@value": value.value}
