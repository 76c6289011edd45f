"""What breaks the integrity of concept schemes: the conditions of the SKOS Reference, and a few rules of our own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from rdflib import Graph, Literal
from rdflib.namespace import OWL, RDF, SKOS
from rdflib.term import Node


def skos_faults(graph: Graph, *, demanded: frozenset[str] = frozenset({"ja"})) -> list[str]:
    """Every fault as kind and subject; sorted. ``demanded`` are the languages that no label may lack."""
    concepts = set(graph.subjects(RDF.type, SKOS.Concept))
    schemes = set(graph.subjects(RDF.type, SKOS.ConceptScheme))
    living = {one for one in concepts if (one, OWL.deprecated, Literal(True)) not in graph}
    found = [f"both concept and scheme: {one}" for one in concepts & schemes]
    found += [fault for one in concepts for fault in _membership(graph, one, schemes)]
    found += [fault for one in living | schemes for fault in _labels(graph, one, demanded)]
    found += [fault for one in living for fault in _hierarchy(graph, one, living)]
    found += [fault for one in concepts for fault in _matches(graph, one)]
    found += [fault for one in schemes for fault in _notations(graph, one)]
    return sorted(found)


def _membership(graph: Graph, concept: Node, schemes: set[Node]) -> Iterator[str]:
    inside = set(graph.objects(concept, SKOS.inScheme))
    if len(inside) != 1 or not inside <= schemes:
        yield f"in {len(inside & schemes)} schemes: {concept}"
    for scheme in {*graph.objects(concept, SKOS.topConceptOf), *graph.subjects(SKOS.hasTopConcept, concept)}:
        if scheme not in inside:
            yield f"top concept of a scheme it is not in: {concept}"
        if (concept, SKOS.broader, None) in graph:
            yield f"top concept with a broader one: {concept}"


def _labels(graph: Graph, one: Node, demanded: frozenset[str]) -> Iterator[str]:
    labels = list(graph.objects(one, SKOS.prefLabel))
    languages = Counter(label.language for label in labels if isinstance(label, Literal))
    if not demanded <= languages.keys():
        yield f"prefLabel lacks a language: {one}"
    if not languages.keys() <= {"ja", "en"}:
        yield f"prefLabel in another language: {one}"
    if max(languages.values(), default=0) > 1:
        yield f"two prefLabels in one language: {one}"
    others = {*graph.objects(one, SKOS.altLabel), *graph.objects(one, SKOS.hiddenLabel)}
    if others & set(labels):
        yield f"prefLabel and another label are equal: {one}"


def _hierarchy(graph: Graph, concept: Node, living: set[Node]) -> Iterator[str]:
    above = list(graph.objects(concept, SKOS.broader))
    for wider in above:
        if wider not in living:
            yield f"broader leads to no concept: {concept}"
        if set(graph.objects(wider, SKOS.inScheme)) != set(graph.objects(concept, SKOS.inScheme)):
            yield f"broader leads to another scheme: {concept}"
        if concept in graph.transitive_objects(wider, SKOS.broader):
            yield f"broader leads back: {concept}"
    for other in graph.objects(concept, SKOS.related):
        if other in set(graph.transitive_objects(concept, SKOS.broader)) - {concept}:
            yield f"related and broader: {concept}"


def _matches(graph: Graph, concept: Node) -> Iterator[str]:
    exact = set(graph.objects(concept, SKOS.exactMatch))
    if exact & {one for match in (SKOS.broadMatch, SKOS.relatedMatch) for one in graph.objects(concept, match)}:
        yield f"exactMatch and broadMatch are equal: {concept}"
    for target in exact:
        if len(set(graph.subjects(SKOS.exactMatch, target))) > 1:
            yield f"exactMatch claimed by two: {target}"


def _notations(graph: Graph, scheme: Node) -> Iterator[str]:
    notations = Counter(code for one in graph.subjects(SKOS.inScheme, scheme) for code in graph.objects(one, SKOS.notation))
    yield from (f"notation of two concepts: {code} in {scheme}" for code, times in notations.items() if times > 1)
