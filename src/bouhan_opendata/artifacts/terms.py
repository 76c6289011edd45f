"""What the tables say of the terms of our namespace: who carries them, what they lead to, and an example of each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bouhan_opendata.artifacts.regexes import is_object
from bouhan_opendata.artifacts.turtle import literal
from bouhan_opendata.model import Field, Model, TableModel, Term

_DATATYPES = {
    "integer": "xsd:integer",
    "decimal": "xsd:decimal",
    "date": "xsd:date",
    "fiscal_year": "xsd:gYear",
    "boolean": "xsd:boolean",
}
_BARE = {"xsd:integer", "xsd:decimal", "xsd:boolean"}


@dataclass(frozen=True, slots=True)
class Use:
    """A field that becomes a triple with the term's property, and the table that has it."""

    table: TableModel
    field: Field


def ontology(model: Model) -> str:
    """The address of the vocabulary as a whole."""
    return model.namespace.rstrip("#/")


def literal_datatype(item: Field) -> str:
    """The datatype of a field's literal, as a CURIE."""
    return "rdf:langString" if item.language else _DATATYPES.get(item.type, "xsd:string")


def uses_of(model: Model, term: Term) -> list[Use]:
    """The fields with the property, in the order of the definition; none for a class."""
    own = f"{model.prefix}:{term.name}"
    return [Use(table, item) for table in model.tables.values() for item in table.fields if item.property == own]


def domains(model: Model, uses: Sequence[Use]) -> list[str]:
    """The classes whose members carry the property; sorted."""
    return sorted({_domain(model, use) for use in uses}) or ["rdfs:Resource"]


def ranges(model: Model, term: Term, uses: Sequence[Use]) -> list[str]:
    """The classes or the datatype of its values; sorted.

    A coded dimension has ``skos:Concept`` itself, by which Data Cube knows it (integrity constraint IC-5).
    """
    if any(use.field.scheme and use.field.role == "cube_dimension" for use in uses):
        return ["skos:Concept"]
    return sorted(term.range) or sorted({_range(model, use.field) for use in uses}) or ["rdfs:Resource"]


def schemes(uses: Sequence[Use]) -> list[str]:
    """The code lists its values come from."""
    return list(dict.fromkeys(use.field.scheme for use in uses if use.field.scheme))


def _domain(model: Model, use: Use) -> str:
    """The class of the subject that carries the property: the row, or a part of it."""
    for constant in use.table.constants:
        if use.field.about is not None and constant.about == use.field.about and constant.property == "rdf:type":
            return constant.value
    same = [other.rdf_class for other in model.tables.values() if other.rdf_class and other.iri == use.table.iri]
    return same[0] if same else "rdfs:Resource"


def _range(model: Model, item: Field) -> str:
    if item.references and not item.iri:
        return model.tables[item.references].rdf_class or "rdfs:Resource"
    if item.scheme:
        return str(model.tables["codes"].rdf_class)
    return "rdfs:Resource" if is_object(item) else literal_datatype(item)


def example(model: Model, use: Use) -> tuple[str, str]:
    """Subject and value of a triple made of the examples of the definition, as Turtle below the base of a publication."""
    values = {item.name: item.valid[0] for item in use.table.fields if item.valid}
    subject = _filled(use.field.about or str(use.table.iri), values)
    return f"<{subject}>", _value(model, use.field, values)


def _value(model: Model, item: Field, values: dict[str, str]) -> str:
    text = values[item.name]
    if item.iri:
        return f"<{_filled(item.iri, values)}>"
    if item.references:
        target = model.tables[item.references]
        return f"<{_filled(str(target.iri), {target.key[0]: text})}>"
    if item.scheme:
        return f"<{model.code_iri(item.scheme, text)}>"
    datatype = literal_datatype(item)
    if item.language or datatype == "xsd:string":
        return literal(text, item.language or "")
    return text if datatype in _BARE else f"{literal(text)}^^{datatype}"


def _filled(template: str, values: dict[str, str]) -> str:
    return re.sub(r"\{(\w+)\}", lambda match: values[match[1]], template)
