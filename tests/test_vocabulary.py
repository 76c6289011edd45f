"""The vocabulary and the code lists: complete, whole, and what the data really uses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
import rdflib
from rdflib import namespace
from rdflib.collection import Collection
from rdflib.namespace import DCTERMS, OWL, PROV, RDF, RDFS, SKOS

from bouhan_opendata.artifacts import generate
from bouhan_opendata.artifacts.vocabulary import vocabulary_turtle
from bouhan_opendata.model import Model, Term
from skos_faults import skos_faults

VS = rdflib.Namespace("http://www.w3.org/2003/06/sw-vocab-status/ns#")
KNOWN = tuple(
    getattr(namespace, name)
    for name in ["DCTERMS", "ORG", "OWL", "PROV", "QB", "RDF", "RDFS", "SDO", "SKOS", "TIME", "VANN", "XSD"]
)
"""Vocabularies of which rdflib knows every term."""


@pytest.fixture(scope="module")
def files(model: Model) -> dict[str, str]:
    return generate(model)


@pytest.fixture(scope="module")
def vocabulary(files: Mapping[str, str]) -> rdflib.Graph:
    return turtle(files["vocabulary.ttl"])


@pytest.fixture(scope="module")
def codes(files: Mapping[str, str]) -> rdflib.Graph:
    return turtle(files["codes.ttl"])


def turtle(text: str) -> rdflib.Graph:
    return rdflib.Graph().parse(data=text, format="turtle")


def own(model: Model, name: str) -> rdflib.URIRef:
    return rdflib.URIRef(model.namespace + name)


# -- the ontology and its terms


def test_the_ontology_says_whose_it_is_and_under_what_licence(vocabulary: rdflib.Graph) -> None:
    ontology = rdflib.URIRef("https://w3id.org/bouhan/vocab")
    creator = vocabulary.value(ontology, DCTERMS.creator)
    assert {name.language for name in vocabulary.objects(creator, RDFS.label)} == {"ja", "en"}
    assert vocabulary.value(ontology, DCTERMS.license) == rdflib.URIRef("http://www.apache.org/licenses/LICENSE-2.0")
    assert vocabulary.value(ontology, DCTERMS.created).datatype == rdflib.XSD.date


def test_the_ontology_names_the_version_before(vocabulary: rdflib.Graph, model: Model) -> None:
    ontology = rdflib.URIRef("https://w3id.org/bouhan/vocab")
    assert vocabulary.value(ontology, OWL.priorVersion) == rdflib.URIRef(f"{ontology}/{model.origin.prior_version}")
    before, now = (tuple(map(int, text.split("."))) for text in (model.origin.prior_version, model.version))
    assert before < now


def test_what_is_not_known_of_the_origin_is_not_stated(model: Model) -> None:
    silent = turtle(vocabulary_turtle(replace(model, origin=type(model.origin)())))
    for predicate in (DCTERMS.creator, DCTERMS.created, DCTERMS.license, OWL.priorVersion):
        assert list(silent.triples((None, predicate, None))) == []


def test_a_deprecated_term_leads_to_its_successor(model: Model) -> None:
    old = Term("oldText", "datatype", {"ja": "旧本文", "en": "old text"}, {"ja": "旧。", "en": "Old."}, status="deprecated")
    terms = {**model.terms, "oldText": replace(old, successor="text")}
    graph = turtle(vocabulary_turtle(replace(model, terms=terms)))
    assert (own(model, "oldText"), OWL.deprecated, rdflib.Literal(True)) in graph
    assert graph.value(own(model, "oldText"), DCTERMS.isReplacedBy) == own(model, "text")
    assert graph.value(own(model, "oldText"), VS.term_status) == rdflib.Literal("deprecated")


def classes_named(graph: rdflib.Graph, node: rdflib.term.Node) -> list[rdflib.term.Node]:
    """The class itself, or the members of a union."""
    union = graph.value(node, OWL.unionOf)
    return list(Collection(graph, union)) if union is not None else [node]


def test_domains_are_classes_and_ranges_fit_the_kind_of_property(vocabulary: rdflib.Graph, model: Model) -> None:
    classes = {own(model, term.name) for term in model.terms.values() if term.kind == "class"}
    datatypes = str(rdflib.XSD), f"{RDF}langString"
    for term in (term for term in model.terms.values() if term.kind != "class"):
        for predicate in (RDFS.domain, RDFS.range):
            for named in classes_named(vocabulary, vocabulary.value(own(model, term.name), predicate)):
                assert isinstance(named, rdflib.URIRef), term.name
                assert named in classes or not named.startswith(model.namespace), f"{term.name} {predicate} {named}"
                assert named != RDFS.Resource, f"{term.name} {predicate} says nothing"
                is_datatype = str(named).startswith(datatypes)
                assert is_datatype == (predicate == RDFS.range and term.kind == "datatype"), f"{term.name} {predicate} {named}"


def test_a_property_of_codes_names_its_code_list(vocabulary: rdflib.Graph, codes: rdflib.Graph, model: Model) -> None:
    schemes = set(codes.subjects(RDF.type, SKOS.ConceptScheme))
    coded = list(vocabulary.subjects(RDFS.range, own(model, "Code")))
    assert len(coded) > 20
    for name in coded:
        assert set(vocabulary.objects(name, RDFS.seeAlso)) & schemes, name


def unknown(terms: Iterable[rdflib.term.Node]) -> set[str]:
    """Terms that are not in the vocabulary whose namespace they have, as far as rdflib knows it."""
    named = {term for term in terms if isinstance(term, rdflib.URIRef)}
    return {str(term) for term in named for space in KNOWN if term.startswith(str(space)) and term not in space}


def test_every_reused_term_exists(vocabulary: rdflib.Graph, model: Model) -> None:
    fields = {item.property for table in model.tables.values() for item in table.fields if item.property}
    constants = {name for table in model.tables.values() for c in table.constants for name in (c.property, c.value)}
    names = {rdflib.URIRef(model.expand(name)) for name in (*fields, *constants) if ":" in name}
    assert unknown({*names, *vocabulary.all_nodes(), *vocabulary.predicates()}) == set()


def test_a_reused_term_that_does_not_exist_is_found_out() -> None:
    assert unknown([PROV.Entity, rdflib.URIRef(f"{PROV}Entitty")]) == {f"{PROV}Entitty"}


IRI = re.compile(r"<([^>]*)>")


def undefined(data: str, defined: set[str], within: str) -> set[str]:
    """Addresses below a base that the data speaks of and nobody defines."""
    return {iri for iri in IRI.findall(data) if iri.startswith(within)} - defined


def test_the_data_uses_no_term_and_no_code_that_is_not_defined(each_release: Path, codes: rdflib.Graph, model: Model) -> None:
    data = (each_release / "rdf" / "data.nt").read_text(encoding="utf-8")
    vocabulary = turtle((each_release / "rdf" / "vocabulary.ttl").read_text(encoding="utf-8"))
    terms = {str(term) for term in vocabulary.subjects(RDFS.isDefinedBy)}
    assert undefined(data, terms, model.namespace) == set()
    assert undefined(data, {str(code) for code in codes.subjects(RDF.type)}, model.code_base) == set()


def test_an_undefined_term_and_code_are_found_out(model: Model) -> None:
    data = f"<a> <{model.namespace}unknownTerm> <{model.code_base}status#gone> .\n"
    assert undefined(data, {f"{model.namespace}status"}, model.namespace) == {f"{model.namespace}unknownTerm"}
    assert undefined(data, set(), model.code_base) == {f"{model.code_base}status#gone"}


def test_no_two_classes_of_a_group_are_one_above_the_other(model: Model) -> None:
    above = {f"{model.prefix}:{term.name}": term.parents for term in model.terms.values()}
    for group in model.disjoint:
        assert len(set(group)) == len(group) > 1
        assert [(one, wider) for one in group for wider in above.get(one, ()) if wider in group] == []


# -- the code lists


def test_the_code_lists_are_whole(codes: rdflib.Graph) -> None:
    assert skos_faults(codes, demanded=frozenset({"ja", "en"})) == []


def test_the_concepts_of_a_release_are_whole(each_release: Path) -> None:
    assert skos_faults(rdflib.Graph().parse(each_release / "rdf" / "data.nt", format="nt")) == []


def test_every_code_has_a_definition_in_both_languages(codes: rdflib.Graph, model: Model) -> None:
    found = list(codes.subjects(RDF.type, own(model, "Code")))
    assert len(found) > 100
    for code in found:
        assert {text.language for text in codes.objects(code, SKOS.definition)} == {"ja", "en"}, code


THEME = "https://w3id.org/bouhan/code/theme"
OTHERS = "@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix owl: <http://www.w3.org/2002/07/owl#> ."


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        ('<#new> a skos:Concept ; skos:prefLabel "新"@ja, "new"@en .', "in 0 schemes"),
        ("<#patrol> skos:inScheme <status> .", "in 2 schemes"),
        ("<#patrol> skos:topConceptOf <theme> .", "top concept with a broader one"),
        ("<status> skos:hasTopConcept <#drugs> .", "top concept of a scheme it is not in"),
        ('<#patrol> skos:prefLabel "見回り"@ja .', "two prefLabels in one language"),
        ('<#patrol> skos:prefLabel "Patrouille"@fr .', "prefLabel in another language"),
        ('<#new> a skos:Concept ; skos:inScheme <theme> ; skos:prefLabel "new"@en .', "prefLabel lacks a language"),
        ('<#patrol> skos:altLabel "Patrols"@en .', "prefLabel and another label are equal"),
        ("<#community_safety> skos:broader <#patrol> .", "broader leads back"),
        ("<#patrol> skos:broader <status#blank> .", "broader leads to another scheme"),
        ("<#patrol> skos:broader <#nothing> .", "broader leads to no concept"),
        ("<#patrol> skos:related <#community_safety> .", "related and broader"),
        ("<#patrol> a skos:ConceptScheme .", "both concept and scheme"),
        ("<units#persons> skos:exactMatch <http://qudt.org/vocab/unit/NUM> .", "exactMatch and broadMatch are equal"),
        ("<units#persons> skos:exactMatch <http://qudt.org/vocab/unit/KiloM> .", "exactMatch claimed by two"),
        ('<#patrol> skos:notation "awareness" .', "notation of two concepts"),
    ],
)
def test_a_broken_code_list_is_found_out(data: str, fault: str, files: Mapping[str, str]) -> None:
    broken = turtle(files["codes.ttl"]).parse(data=f"@base <{THEME}> . {OTHERS} {data}", format="turtle")
    assert any(one.startswith(f"{fault}:") for one in skos_faults(broken)), skos_faults(broken)
