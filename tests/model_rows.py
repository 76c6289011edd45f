"""A row of any table of the model as triples, whatever its cells hold: the library's own writer refuses an invalid one."""

from __future__ import annotations

import urllib.parse
from collections.abc import Iterator

import rdflib
from rdflib.namespace import RDF

from bouhan_opendata.artifacts.terms import literal_datatype
from bouhan_opendata.model import Field, Model, TableModel

Triple = tuple[rdflib.URIRef, rdflib.URIRef, rdflib.URIRef | rdflib.Literal]


def triples(model: Model, table: TableModel, row: dict[str, str], base: str) -> Iterator[Triple]:
    """What a row says, below a base; of a table whose rows are codes, the subject has the address of a code."""
    values = {name: urllib.parse.quote(value) for name, value in row.items()}
    subject = address(table.iri or "", values, base)
    yield subject, RDF.type, rdflib.URIRef(model.expand(table.rdf_class or ""))
    for constant in table.constants:
        about = address(constant.about, values, base) if constant.about else subject
        yield about, rdflib.URIRef(model.expand(constant.property)), address(model.expand(constant.value), values, base)
    for item in table.fields:
        if item.property and item.role != "no_triple" and row[item.name]:
            about = address(item.about, values, base) if item.about else subject
            yield about, rdflib.URIRef(model.expand(item.property)), value_of(model, item, row[item.name], values, base)


def value_of(model: Model, item: Field, value: str, values: dict[str, str], base: str) -> rdflib.URIRef | rdflib.Literal:
    """What a cell becomes: an address or a literal."""
    if item.iri:
        return address(item.iri, values, base)
    if item.references:
        target = model.tables[item.references]
        return address(target.iri or "", {target.key[0]: values[item.name]}, base)
    if item.scheme:
        return rdflib.URIRef(model.code_iri(item.scheme, values[item.name]))
    if item.type == "iri":
        return rdflib.URIRef(value)
    if item.language:
        return rdflib.Literal(value, lang=item.language)
    return rdflib.Literal(value, datatype=rdflib.XSD[literal_datatype(item).partition(":")[2]])


def address(template: str, values: dict[str, str], base: str) -> rdflib.URIRef:
    """A template filled in; below the base where it is no address by itself."""
    filled = template.format(**values)
    return rdflib.URIRef(filled if filled.startswith("http") else base + filled)
