"""N-Triples as JSON-LD: the context inline, then one node object a line, so that a text comparison shows what changed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bouhan_opendata.artifacts.context import context
from bouhan_opendata.graph.frame import PublisherInfo
from bouhan_opendata.graph.order import order_of, ordered_lines
from bouhan_opendata.graph.triples import Term, Triple, subjects
from bouhan_opendata.iri import RDF_TYPE, XSD
from bouhan_opendata.model import Model


@dataclass(frozen=True, slots=True)
class _Names:
    """The context turned round: predicate → its term and how the context reads the term's values."""

    terms: Mapping[str, tuple[str, str | None, bool]]
    """Expanded predicate → (term, coerced type, whether values are by language)."""
    classes: Mapping[str, str]


def data_jsonld(lines: Iterable[bytes], info: PublisherInfo, model: Model) -> bytes:
    """The JSON-LD 1.1 document of N-Triples lines in any order: the same graph."""
    words = context(model)
    names = _names(words, model)
    ordered = ordered_lines(lines, order_of(model, info.base_iri))
    nodes = (json.dumps(_node(subject, triples, names), ensure_ascii=False) for subject, triples in subjects(ordered))
    head = json.dumps({"@context": words}, ensure_ascii=False, indent=2)
    return (head.removesuffix("\n}") + ',\n  "@graph": [\n' + ",\n".join(nodes) + "\n  ]\n}\n").encode()


def _names(words: Mapping[str, Any], model: Model) -> _Names:
    terms: dict[str, tuple[str, str | None, bool]] = {}
    classes: dict[str, str] = {}
    for term, value in words.items():
        if isinstance(value, dict):
            kind = value.get("@type")
            expanded = kind if kind in (None, "@id") else model.expand(str(kind))
            terms[model.expand(str(value["@id"]))] = (term, expanded, value.get("@container") == "@language")
        elif isinstance(value, str) and term not in model.prefixes and not value.startswith("@"):
            classes[model.expand(value)] = term
    return _Names(terms, classes)


def _node(subject: str, triples: Iterable[Triple], names: _Names) -> dict[str, Any]:
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
