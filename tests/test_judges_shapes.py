"""Every constraint of the generated shapes is shown a copy that breaks it, and two SHACL engines name it.

One valid graph holds a row of every table that has a class. For each constraint, a copy of one node is put below an address of
its own and broken in that one way; pyshacl and shacl-engine must both tell the node, the path and the component, and say nothing
of the rest.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import pyshacl
import pytest
import rdflib
from rdflib.collection import Collection
from rdflib.namespace import RDF, XSD

import model_rows
from bouhan_opendata.artifacts.shapes import shapes_turtle
from bouhan_opendata.model import load_model

SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
BASE = "https://example.org/city/"
MODEL = load_model()
Results = frozenset[tuple[str, str | None, str]]
"""Focus node, path (none for what is said of the node itself) and component."""
Engine = Callable[[str], Results]


@cache
def shapes() -> rdflib.Graph:
    return rdflib.Graph().parse(data=shapes_turtle(MODEL), format="turtle")


# -- the constraints, as the shapes state them

COMPONENTS = {
    "nodeKind": "NodeKind",
    "class": "Class",
    "pattern": "Pattern",
    "minCount": "MinCount",
    "maxCount": "MaxCount",
    "datatype": "Datatype",
    "in": "In",
    "languageIn": "LanguageIn",
    "uniqueLang": "UniqueLang",
    "hasValue": "HasValue",
    "qualifiedMinCount": "QualifiedMinCount",
    "minInclusive": "MinInclusive",
    "sparql": "SPARQL",
    "or": "Or",
    "lessThan": "LessThan",
    "lessThanOrEquals": "LessThanOrEquals",
}
SAYS_NOTHING = {
    *("path", "name", "message", "property", "qualifiedValueShape"),
    *("targetClass", "targetSubjectsOf", "targetObjectsOf"),
}
"""What stands in a shape and is no constraint by itself."""


@dataclass(frozen=True)
class Constraint:
    """One thing that a shape asks of a node or of the values of a path."""

    shape: rdflib.URIRef
    path: rdflib.URIRef | None
    parameter: str
    value: Any
    of: Any
    """The node of the shapes graph that states it."""

    @property
    def component(self) -> str:
        return f"{SH}{COMPONENTS[self.parameter]}ConstraintComponent"

    def __str__(self) -> str:
        return f"{self.shape.rpartition('#')[2]} {self.path or '(node)'} {self.parameter} {self.value}"


@cache
def constraints() -> tuple[Constraint, ...]:
    found = []
    for shape in sorted(shapes().subjects(RDF.type, SH.NodeShape)):
        assert isinstance(shape, rdflib.URIRef)
        for part in [shape, *shapes().objects(shape, SH.property)]:
            path = shapes().value(part, SH.path)
            for predicate, value in shapes().predicate_objects(part):
                name = predicate.removeprefix(str(SH))
                if predicate.startswith(str(SH)) and name not in SAYS_NOTHING:
                    found.append(Constraint(shape, path, name, value, part))
    return tuple(sorted(found, key=str))


# -- the valid graph


def row(table: Any) -> dict[str, str]:
    """A valid row with every cell filled; what it refers to is the row of the other table."""
    values = {item.name: item.valid[0] for item in table.fields}
    for item in table.fields:
        if item.references:
            target = MODEL.tables[item.references]
            values[item.name] = target.field(target.key[0]).valid[0]
    return values | CONSISTENT.get(table.name, {})


CONSISTENT = {
    "figures": {
        "char_start": "7",
        "char_end": "10",
        "label_start": "2",
        "label_end": "6",
        "lower": "1",
        "upper": "2",
        "date_start": "2018-04-01",
        "date_end": "2018-04-30",
        "time_basis": "cumulative",
        "class": "quantity",
    }
}
"""Cells by which the columns of a row agree."""


@cache
def valid() -> rdflib.Graph:
    graph = rdflib.Graph()
    for table in MODEL.tables.values():
        if table.rdf_class:
            for triple in model_rows.triples(MODEL, table, row(table), BASE):
                graph.add(triple)
    return graph


def focus_of(constraint: Constraint) -> rdflib.URIRef:
    """The first node of the class that the shape is for, which has what the constraint speaks of if any has."""
    target = shapes().value(constraint.shape, SH.targetClass)
    nodes = sorted(valid().subjects(RDF.type, target))
    assert nodes, f"the valid graph has no {target}"
    node = next((node for node in nodes if constraint.path is None or (node, constraint.path, None) in valid()), nodes[0])
    assert isinstance(node, rdflib.URIRef)
    return node


# -- broken copies: from the values of a path to others, one way for each component

ODD = rdflib.URIRef("https://example.org/~odd~")


def _values(constraint: Constraint) -> list[Any]:
    values = sorted(valid().objects(focus_of(constraint), constraint.path))
    assert values, f"the valid graph has no value for {constraint}"
    return values


def _instead(constraint: Constraint, *new: Any) -> list[Any]:
    """The values with the first replaced."""
    return [*_values(constraint)[1:], *new]


def _like(value: Any, text: str) -> Any:
    """Another text as the same kind of value."""
    if isinstance(value, rdflib.URIRef):
        return rdflib.URIRef(text)
    return rdflib.Literal(text, lang=value.language) if value.language else rdflib.Literal(text, datatype=value.datatype)


def _off_pattern(constraint: Constraint) -> list[Any]:
    first = _values(constraint)[0]
    for text in ["30000", "a\nb", "~odd~"] if isinstance(first, rdflib.Literal) else [str(ODD), "https://example.org/odd#~"]:
        if not re.search(str(constraint.value), text):
            return _instead(constraint, _like(first, text))
    raise AssertionError(f"no value breaks {constraint}")


def _one_more(constraint: Constraint) -> list[Any]:
    first = _values(constraint)[0] if list(valid().objects(focus_of(constraint), constraint.path)) else ODD
    return [first, *(_another(first, number) for number in range(int(constraint.value)))]


def _another(value: Any, number: int) -> Any:
    """Another value of the same kind, right by itself as far as its datatype goes."""
    whole = {
        XSD.boolean: "false" if str(value) == "true" else "true",
        XSD.date: f"2001-02-{number + 1:02}",
        XSD.integer: f"{number + 901}",
        XSD.nonNegativeInteger: f"{number + 901}",
        XSD.decimal: f"{number + 901}",
        XSD.gYear: f"{number + 1901}",
    }
    kind = value.datatype if isinstance(value, rdflib.Literal) else None
    return _like(value, whole.get(kind, f"{value}{number}"))


def _other_datatype(constraint: Constraint) -> list[Any]:
    first = _values(constraint)[0]
    other = XSD.anyURI if first.datatype != XSD.anyURI else XSD.string
    return _instead(constraint, rdflib.Literal(str(first), datatype=other))


def _only_the_other_language(constraint: Constraint) -> list[Any]:
    wanted = shapes().value(shapes().value(constraint.of, SH.qualifiedValueShape), SH.languageIn)
    [language] = Collection(shapes(), wanted)
    return [value for value in _values(constraint) if value.language != str(language)]


def _same_language_twice(constraint: Constraint) -> list[Any]:
    first = _values(constraint)[0]
    return [first, _like(first, f"{first}2")]


def _too_late(constraint: Constraint) -> list[Any]:
    """What comes after the value of the other property."""
    [other] = valid().objects(focus_of(constraint), constraint.value)
    return [_like(other, "9999-12-31" if other.datatype == XSD.date else f"{other}0")]


BREAKS: dict[str, Callable[[Constraint], list[Any]]] = {
    "nodeKind": lambda c: _instead(c, rdflib.Literal("words")),
    "class": lambda c: _instead(c, ODD),
    "pattern": _off_pattern,
    "minCount": lambda c: _values(c)[: int(c.value) - 1],
    "maxCount": _one_more,
    "datatype": _other_datatype,
    "in": lambda c: _instead(c, ODD),
    "languageIn": lambda c: _instead(c, rdflib.Literal("mots", lang="fr")),
    "uniqueLang": _same_language_twice,
    "hasValue": lambda c: [value for value in _values(c) if value != c.value],
    "qualifiedMinCount": _only_the_other_language,
    "lessThan": lambda c: list(valid().objects(focus_of(c), c.value)),  # as late as the other is too late
    "lessThanOrEquals": _too_late,
    "minInclusive": lambda c: _instead(c, _like(_values(c)[0], str(int(c.value) - 1))),
}
"""For each component of a property, the values that break it."""


def broken(constraint: Constraint, number: int) -> tuple[Any, list[Any]]:
    """A copy of a node that breaks one constraint: the copy's address and its triples."""
    node = focus_of(constraint)
    focus: Any = rdflib.URIRef(node.replace("://", f"://broken-{number}.", 1) if node.startswith(BASE) else f"{node}{number}")
    if constraint.path is None:
        return _broken_node(constraint, node, focus, number)
    kept = [(focus, p, o) for _, p, o in valid().triples((node, None, None)) if p != constraint.path]
    return focus, kept + [(focus, constraint.path, value) for value in BREAKS[constraint.parameter](constraint)]


def _broken_node(constraint: Constraint, node: rdflib.URIRef, focus: Any, number: int) -> tuple[Any, list[Any]]:
    if constraint.parameter == "pattern":
        focus = rdflib.URIRef(f"{focus}~")
    elif constraint.parameter == "nodeKind":
        focus = rdflib.BNode(f"broken{number}")
    triples = [(focus, p, o) for _, p, o in valid().triples((node, None, None))]
    if constraint.parameter == "or":
        return focus, _against(constraint, focus, triples)
    if constraint.parameter == "class":
        # without its class a node is found by what it says, or by what leads to it
        triples = [triple for triple in triples if triple[1:] != (RDF.type, constraint.value)]
        for led in shapes().objects(constraint.shape, SH.targetObjectsOf):
            triples.append((rdflib.URIRef("https://example.org/leads"), led, focus))
    else:
        assert constraint.parameter in ("pattern", "nodeKind", "sparql"), f"no fixture breaks {constraint}"
    return focus, triples


def _against(constraint: Constraint, focus: Any, triples: list[Any]) -> list[Any]:
    """A node of which one thing is said, and not what follows from it."""
    of_class, _, name = constraint.shape.rpartition("#")[2].partition("-")
    [table] = [one for one in MODEL.tables.values() if str(one.rdf_class).endswith(f":{of_class}")]
    [condition] = [one for one in table.conditions if one.id == name]
    opposite = {field: (not said if isinstance(said, bool) else "") for field, said in condition.then.items()}
    for field, said in {**condition.when, **opposite}.items():
        item = table.field(field)
        path = rdflib.URIRef(MODEL.expand(str(item.property)))
        before = [triple for triple in triples if triple[1] == path]
        triples = [triple for triple in triples if triple[1] != path]
        if said is True:
            triples += before or [(focus, path, rdflib.Literal("1"))]
        elif said:
            triples.append((focus, path, rdflib.URIRef(MODEL.code_iri(str(item.scheme), str(said)))))
        elif said == "":
            codes = MODEL.code_lists[str(item.scheme)].codes.keys() - {condition.then[field]}
            triples.append((focus, path, rdflib.URIRef(MODEL.code_iri(str(item.scheme), min(codes)))))
    return triples


@cache
def fixtures() -> tuple[tuple[Constraint, Any, tuple[Any, ...]], ...]:
    """Every constraint with the node that breaks it and the triples of that node."""
    made = [(constraint, *broken(constraint, number)) for number, constraint in enumerate(constraints())]
    return tuple((constraint, focus, tuple(triples)) for constraint, focus, triples in made)


@cache
def all_broken() -> rdflib.Graph:
    graph = rdflib.Graph()
    for triple in [*valid(), *(triple for _, _, triples in fixtures() for triple in triples)]:
        graph.add(triple)
    return graph


# -- the engines

ENGINES = ("pyshacl", "shacl-engine")
SPARQL = f"{SH}SPARQLConstraintComponent"


def _pyshacl(graph: rdflib.Graph) -> Results:
    _, report, _ = pyshacl.validate(graph, shacl_graph=shapes(), inference="none", inplace=True)
    found = set()
    for result in report.subjects(RDF.type, SH.ValidationResult):
        path = report.value(result, SH.resultPath)
        found.add(
            (
                str(report.value(result, SH.focusNode)),
                None if path is None else str(path),
                str(report.value(result, SH.sourceConstraintComponent)),
            )
        )
    return frozenset(found)


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Engine:
    """What an engine, by name, says of the valid graph or of the one with all broken copies; asked once."""
    folder = tmp_path_factory.mktemp("shapes")

    def javascript(graph: rdflib.Graph, name: str) -> Results:
        (folder / "shapes.ttl").write_text(shapes_turtle(MODEL), encoding="utf-8")
        (folder / f"{name}.nt").write_text(graph.serialize(format="nt"), encoding="utf-8")
        told = request.getfixturevalue("node_judge")("shapes.mjs", folder / "shapes.ttl", folder / f"{name}.nt")
        return frozenset((focus, path, component) for focus, path, component in told["results"])

    @cache
    def ask(question: str) -> Results:
        name, _, which = question.partition(" ")
        graph = valid() if which == "valid" else all_broken()
        return _pyshacl(graph) if name == "pyshacl" else javascript(graph, which)

    return ask


# -- the tests


def test_every_shape_and_every_property_of_it_has_a_value_in_the_valid_graph() -> None:
    for constraint in constraints():
        node = focus_of(constraint)
        assert constraint.path is None or (node, constraint.path, None) in valid(), constraint


def test_every_kind_of_constraint_is_known_and_can_be_broken() -> None:
    parameters = {(constraint.parameter, constraint.path is None) for constraint in constraints()}
    assert {parameter for parameter, _ in parameters} == set(COMPONENTS)
    assert {parameter for parameter, on_node in parameters if not on_node} == set(BREAKS)
    assert len(constraints()) > 800


@pytest.mark.parametrize("name", ENGINES)
def test_the_valid_graph_keeps_every_shape(name: str, engine: Engine) -> None:
    assert engine(f"{name} valid") == frozenset()


@pytest.mark.slow
@pytest.mark.parametrize("name", ENGINES)
def test_every_constraint_rejects_its_broken_copy(name: str, engine: Engine) -> None:
    found = engine(f"{name} broken")
    wanted = {(str(focus), c.path and str(c.path), c.component): str(c) for c, focus, _ in fixtures()}
    assert [wanted[missed] for missed in wanted.keys() - found] == []
    whole = {str(node) for node in valid().subjects()}
    assert {result for result in found if result[0] in whole and result[2] != SPARQL} == set()


@pytest.mark.slow
def test_both_engines_say_the_same_of_every_broken_copy(engine: Engine) -> None:
    assert engine("pyshacl broken") == engine("shacl-engine broken")
