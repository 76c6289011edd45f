"""The vocabulary (classes and properties) and the code schemes as Turtle."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bouhan_opendata.artifacts import turtle
from bouhan_opendata.artifacts.terms import domains, ontology, ranges, schemes, uses_of
from bouhan_opendata.artifacts.turtle import both, literal
from bouhan_opendata.model import CodeList, Model, TableModel, Term, Unit

_KINDS = {"class": "owl:Class", "object": "owl:ObjectProperty", "datatype": "owl:DatatypeProperty"}
_CUBE = {"cube_dimension": "qb:DimensionProperty", "cube_measure": "qb:MeasureProperty", "cube_attribute": "qb:AttributeProperty"}
_MADE = "Made from schema/ by `bouhan generate`; do not edit."


def vocabulary_turtle(model: Model) -> str:
    """Every class and property of our own, with labels, comments, domain, range and status."""
    terms = [_term(model, term) for term in model.terms.values()]
    return turtle.document(_MADE, model.prefixes, [_header(model), *terms, *map(_disjoint, model.disjoint)])


def code_schemes_turtle(model: Model) -> str:
    """Every code list and the units as SKOS concept schemes."""
    blocks = [block for code_list in model.code_lists.values() for block in _scheme(model, code_list)]
    return turtle.document(_MADE, model.prefixes, [*blocks, *_units(model)])


def _header(model: Model) -> str:
    address, origin = ontology(model), model.origin
    pairs = [
        ("a", "owl:Ontology"),
        ("owl:versionIRI", f"<{address}/{model.version}>"),
        ("owl:versionInfo", literal(model.version)),
    ]
    if origin.prior_version:
        pairs += [("owl:priorVersion", f"<{address}/{origin.prior_version}>")]
    pairs += [*both("dct:title", model.title), *both("dct:description", model.description)]
    if origin.creator:
        name = ", ".join(literal(origin.creator[lang], lang) for lang in ("ja", "en"))
        pairs += [("dct:creator", f"[ a prov:Agent ; rdfs:label {name} ]")]
    if origin.created:
        pairs += [("dct:created", f'"{origin.created}"^^xsd:date')]
    if origin.licence:
        pairs += [("dct:license", f"<{origin.licence}>")]
    pairs += [
        ("vann:preferredNamespacePrefix", literal(model.prefix)),
        ("vann:preferredNamespaceUri", literal(model.namespace)),
    ]
    return turtle.block(f"<{address}>", pairs)


def _term(model: Model, term: Term) -> str:
    uses = uses_of(model, term)
    kinds = [_KINDS[term.kind], *dict.fromkeys(_CUBE[use.field.role] for use in uses if use.field.role in _CUBE)]
    pairs = [("a", ", ".join(kinds)), *both("rdfs:label", term.label), *both("rdfs:comment", term.comment)]
    parent = "rdfs:subClassOf" if term.kind == "class" else "rdfs:subPropertyOf"
    pairs += [(parent, curie) for curie in term.parents]
    match = "owl:equivalentClass" if term.kind == "class" else "owl:equivalentProperty"
    pairs += [(match, curie) for curie in term.matches]
    if term.kind != "class":
        pairs += [("rdfs:domain", _one_of(domains(model, uses)))]
        pairs += [("rdfs:range", _one_of(ranges(model, term, uses)))]
        in_cube = dict.fromkeys(use.field.scheme for use in uses if use.field.role == "cube_dimension" and use.field.scheme)
        pairs += [("qb:codeList", f"<{model.code_base}{scheme}>") for scheme in in_cube]
    pairs += [("rdfs:seeAlso", f"<{model.code_base}{scheme}>") for scheme in schemes(uses)]
    pairs += [("rdfs:seeAlso", curie) for curie in term.see]
    pairs += [("rdfs:isDefinedBy", f"<{ontology(model)}>"), ("vs:term_status", literal(term.status))]
    if term.successor:
        pairs += [("owl:deprecated", "true"), ("dct:isReplacedBy", f"{model.prefix}:{term.successor}")]
    return turtle.block(f"{model.prefix}:{term.name}", pairs)


def _disjoint(group: Sequence[str]) -> str:
    """That nothing is of two of the classes."""
    return turtle.block("[]", [("a", "owl:AllDisjointClasses"), ("owl:members", f"( {' '.join(group)} )")])


def _one_of(classes: list[str]) -> str:
    """One class as it is, several as their union: several domains would mean all of them at once."""
    return classes[0] if len(classes) == 1 else f"[ a owl:Class ; owl:unionOf ( {' '.join(classes)} ) ]"


def _scheme(model: Model, code_list: CodeList) -> Iterator[str]:
    scheme = f"<{model.code_base}{code_list.scheme}>"
    top = [code for code in code_list.codes.values() if code.broader is None]
    yield turtle.block(
        scheme,
        [
            ("a", "skos:ConceptScheme"),
            *both("dct:title", code_list.title),
            *both("skos:prefLabel", code_list.title),
            *[("skos:hasTopConcept", f"<{model.code_iri(code_list.scheme, code.code)}>") for code in top],
        ],
    )
    kinds = _classes(model.tables["codes"])
    for code in code_list.codes.values():
        pairs = [("a", kinds), ("skos:notation", literal(code.code)), *both("skos:prefLabel", code.label)]
        pairs += [*both("skos:definition", code.definition), ("skos:inScheme", scheme)]
        if code.broader:
            pairs += [("skos:broader", f"<{model.code_iri(code_list.scheme, code.broader)}>")]
        else:
            pairs += [("skos:topConceptOf", scheme)]
        if code.exact_match:
            pairs += [("skos:exactMatch", f"<{model.expand(code.exact_match)}>")]
        yield turtle.block(f"<{model.code_iri(code_list.scheme, code.code)}>", pairs)


def _classes(table: TableModel) -> str:
    """The class of a table's rows and those its constants add, as Turtle."""
    added = [c.value for c in table.constants if c.property == "rdf:type" and c.about is None]
    return ", ".join(filter(None, [table.rdf_class, *added]))


def _units(model: Model) -> Iterator[str]:
    table = model.tables["units"]
    properties = {name: str(table.field(name).property) for name in table.names}
    spelling = str(model.tables["unit_spellings"].field("spelling").property)
    scheme = f"<{model.code_base}units>"
    tops = [("skos:hasTopConcept", f"<{model.code_iri('units', unit)}>") for unit in model.units]
    titles = [*both("dct:title", table.title), *both("skos:prefLabel", table.title)]
    yield turtle.block(scheme, [("a", "skos:ConceptScheme"), *titles, *tops])
    for unit in model.units.values():
        pairs = [("a", _classes(table)), ("skos:notation", literal(unit.unit_id)), *both("skos:prefLabel", unit.label)]
        pairs += [
            (properties["symbol"], literal(unit.symbol, "ja")),
            *[(spelling, literal(text, "ja")) for text in unit.spellings],
        ]
        plain = (("quantity_kind", unit.quantity_kind), ("ucum", unit.ucum))
        pairs += [(properties[name], literal(value)) for name, value in plain if value]
        pairs += [(properties[name], f"<{iri}>") for name, iri in unit_matches(model, unit)]
        pairs += [("skos:inScheme", scheme), ("skos:topConceptOf", scheme)]
        address = f"<{model.code_iri('units', unit.unit_id)}>"
        yield turtle.block(address, pairs)
        for former in unit.formerly:
            old = [("a", "skos:Concept"), ("skos:inScheme", scheme), ("owl:deprecated", "true"), ("dct:isReplacedBy", address)]
            yield turtle.block(f"<{model.code_iri('units', former)}>", old)


def unit_matches(model: Model, unit: Unit) -> Iterator[tuple[str, str]]:
    """What a unit is elsewhere: (field of the table of units, address)."""
    for name in ("qudt", "qudt_broader", "un_cefact"):
        if value := getattr(unit, name):
            template = model.tables["units"].field(name).iri
            yield name, template.replace(f"{{{name}}}", value) if template else value
