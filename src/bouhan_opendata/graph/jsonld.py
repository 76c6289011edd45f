"""N-Triples as JSON-LD: the context inline, then one node object a line, so that a text comparison shows what changed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bouhan_opendata.artifacts.context import context
from bouhan_opendata.graph.frame import PublisherInfo
from bouhan_opendata.graph.order import order_of, ordered_lines
from bouhan_opendata.graph.triples import Term, Triple, subjects
from bouhan_opendata.iri import RDF_TYPE, XSD
from bouhan_opendata.model import Model

BETWEEN = b",\n"
FOOT = b"\n  ]\n}\n"


@dataclass(frozen=True, slots=True)
class JsonNames:
    """The context turned round: predicate → its term and how the context reads the term's values."""

    terms: Mapping[str, tuple[str, str | None, bool]]
    """Expanded predicate → (term, coerced type, whether values are by language)."""
    classes: Mapping[str, str]


def data_jsonld(lines: Iterable[bytes], info: PublisherInfo, model: Model) -> bytes:
    """The JSON-LD 1.1 document of N-Triples lines in any order: the same graph."""
    return b"".join(jsonld_chunks(lines, info.base_iri, model))


def jsonld_chunks(lines: Iterable[bytes], base_iri: str, model: Model) -> Iterator[bytes]:
    """The same document, one node object at a time."""
    yield jsonld_head(model)
    for number, node in enumerate(jsonld_nodes(ordered_lines(lines, order_of(model, base_iri)), jsonld_names(model))):
        yield node if number == 0 else BETWEEN + node
    yield FOOT


def jsonld_head(model: Model) -> bytes:
    """What stands before the first node object: the context."""
    head = json.dumps({"@context": context(model)}, ensure_ascii=False, indent=2)
    return (head.removesuffix("\n}") + ',\n  "@graph": [\n').encode()


def jsonld_nodes(lines: Iterable[bytes], names: JsonNames) -> Iterator[bytes]:
    """Lines that are grouped by subject as node objects, one line each."""
    for subject, triples in subjects(lines):
        yield json.dumps(_node(subject, triples, names), ensure_ascii=False).encode()


def jsonld_names(model: Model) -> JsonNames:
    """The context of a model, turned round."""
    return _names(context(model), model)


def _names(words: Mapping[str, Any], model: Model) -> JsonNames:
    terms: dict[str, tuple[str, str | None, bool]] = {}
    classes: dict[str, str] = {}
    for term, value in words.items():
        if isinstance(value, dict):
            kind = value.get("@type")
            expanded = kind if kind in (None, "@id") else model.expand(str(kind))
            terms[model.expand(str(value["@id"]))] = (term, expanded, value.get("@container") == "@language")
        elif isinstance(value, str) and term not in model.prefixes and not value.startswith("@"):
            classes[model.expand(value)] = term
    return JsonNames(terms, classes)


def _node(subject: str, triples: Iterable[Triple], names: JsonNames) -> dict[str, Any]:
    node: dict[str, Any] = {"@id": subject}
    for triple in triples:
        if triple.predicate == RDF_TYPE:
            _add(node, "@type", names.classes.get(str(triple.object.iri), triple.object.iri))
            continue
        term, kind, by_language = names.terms.get(triple.predicate, (triple.predicate, None, False))
        if by_language and triple.object.language:
            _add(node.setdefault(term, {}), triple.object.language, triple.object.text)
        elif by_language:
            _add(node, triple.predicate, _value(triple.object, None))
        else:
            _add(node, term, _value(triple.object, kind))
    return node


def _add(node: dict[str, Any], key: str, value: Any) -> None:
    """A second value makes a list."""
    if key not in node:
        node[key] = value
    elif isinstance(node[key], list):
        node[key].append(value)
    else:
        node[key] = [node[key], value]


def _value(term: Term, kind: str | None) -> Any:
    """A value as its term is read: bare where the context says the rest, else in full."""
    if term.iri is not None:
        return term.iri if kind == "@id" else {"@id": term.iri}
    if term.language:
        return {"@value": term.text, "@language": term.language}
    if term.datatype is None:
        return term.text if kind is None else {"@value": term.text}
    if term.datatype == XSD + "boolean" and kind in (None, term.datatype):
        return term.text == "true"
    return term.text if kind == term.datatype else {"@value": term.text, "@type": term.datatype}
