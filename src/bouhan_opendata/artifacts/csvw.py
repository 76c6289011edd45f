"""CSV on the Web: one metadata document for all tables, from which any CSVW reader makes the same triples as the library."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from bouhan_opendata.artifacts.regexes import YEAR, free_pattern, is_object, object_template, whole
from bouhan_opendata.model import Field, Model, TableModel

RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_TYPES = {
    "integer": "integer",
    "decimal": "decimal",
    "date": "date",
    "fiscal_year": "gYear",
    "boolean": "boolean",
    "iri": "anyURI",
}
_FORMATS = {"boolean": "true|false", "fiscal_year": whole(YEAR)}
"""A year is one of the types whose format is a regular expression (Metadata Vocabulary for Tabular Data, 6.4.6)."""


def csvw_metadata(model: Model, base_iri: str | None = None, *, folder: str = "", tables: Iterable[str] | None = None) -> str:
    """The metadata as JSON text.

    ``base_iri`` goes before every template that is not absolute (``None`` leaves them relative), ``folder`` before the
    file names; ``tables`` are the names of the tables to describe, all by default.
    """
    names = list(model.tables if tables is None else tables)
    document = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "ja"}],
        "null": "",
        "tables": [_table(model, model.tables[name], base_iri or "", folder, names) for name in names],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _table(model: Model, table: TableModel, base: str, folder: str, names: list[str]) -> dict[str, Any]:
    schema: dict[str, Any] = {}
    if table.iri:
        schema["aboutUrl"] = _absolute(model, base, table.iri)
    schema["columns"] = [*(_column(model, table, item, base) for item in table.fields), *_virtual_columns(model, table, base)]
    schema["primaryKey"] = list(table.key)
    if keys := list(_foreign_keys(model, table, folder, names)):
        schema["foreignKeys"] = keys
    result: dict[str, Any] = {
        "url": f"{folder}{table.name}.csv",
        "dc:title": [{"@value": table.title[lang], "@language": lang} for lang in ("ja", "en")],
        "dc:description": [{"@value": table.description[lang], "@language": lang} for lang in ("ja", "en")],
    }
    if table.iri is None:
        result["suppressOutput"] = True
    return {**result, "tableSchema": schema}


def _column(model: Model, table: TableModel, item: Field, base: str) -> dict[str, Any]:
    """The name is a title too: a reader compares titles with the file's header."""
    column: dict[str, Any] = {
        "name": item.name,
        "titles": {lang: [item.title[lang], item.name] for lang in ("ja", "en")},
        "dc:description": [{"@value": item.description[lang], "@language": lang} for lang in ("ja", "en")],
        "datatype": _datatype(model, item),
    }
    if item.required:
        column["required"] = True
    if item.language:
        column["lang"] = item.language
    if item.property is None or item.role == "no_triple":
        if table.iri:
            column["suppressOutput"] = True
        return column
    if item.about:
        column["aboutUrl"] = _absolute(model, base, item.about)
    column["propertyUrl"] = model.expand(item.property)
    if is_object(item):
        column["valueUrl"] = _value_url(model, table, item, base)
    return column


def _value_url(model: Model, table: TableModel, item: Field, base: str) -> str:
    if made := object_template(model, table, item):
        target, template = made
        if item.references and not item.iri:
            template = template.replace(f"{{{target.key[0]}}}", f"{{{item.name}}}")
        return _absolute(model, base, template)
    if item.scheme:
        return f"{model.code_base}{item.scheme}#{{{item.name}}}"
    return f"{{+{item.name}}}"


def _absolute(model: Model, base: str, template: str) -> str:
    expanded = model.expand(template)
    return expanded if expanded.startswith(("http://", "https://")) else base + expanded


def _datatype(model: Model, item: Field) -> str | dict[str, Any]:
    base = _TYPES.get(item.type, "string")
    options: dict[str, Any] = {}
    if item.scheme:
        options["format"] = whole("|".join(model.code_lists[item.scheme].codes))
    elif pattern := free_pattern(item):
        options["format"] = whole(pattern)
    elif item.type in _FORMATS:
        options["format"] = _FORMATS[item.type]
    for name, value in (("minimum", item.minimum), ("maximum", item.maximum), ("maxLength", item.max_length)):
        if value is not None:
            options[name] = value
    return {"base": base, **options} if options else base


def _virtual_columns(model: Model, table: TableModel, base: str) -> Iterator[dict[str, Any]]:
    """The class and the constant triples; virtual columns come last, as the standard asks."""
    triples: list[tuple[str, str, str | None]] = [(RDF_TYPE, model.expand(table.rdf_class), None)] if table.rdf_class else []
    triples += [(model.expand(c.property), c.value, c.about) for c in table.constants]
    for number, (prop, value, about) in enumerate(triples, 1):
        column: dict[str, Any] = {"name": f"constant_{number}", "virtual": True}
        if about:
            column["aboutUrl"] = _absolute(model, base, about)
        yield {**column, "propertyUrl": prop, "valueUrl": _absolute(model, base, value)}


def _foreign_keys(model: Model, table: TableModel, folder: str, names: list[str]) -> Iterator[dict[str, Any]]:
    for item in table.fields:
        if item.references in names:
            target = model.tables[str(item.references)]
            reference = {"resource": f"{folder}{target.name}.csv", "columnReference": list(target.key)}
            yield {"columnReference": [item.name], "reference": reference}
