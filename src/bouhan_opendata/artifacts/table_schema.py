"""One Table Schema (Data Package v2) a table, as validators such as frictionless read it."""

from __future__ import annotations

import json
from typing import Any

from bouhan_opendata.artifacts.regexes import free_pattern
from bouhan_opendata.model import Field, Model, TableModel

PROFILE = "https://datapackage.org/profiles/2.0/tableschema.json"
TABLE_SCHEMA_TYPES = {"integer": "integer", "decimal": "number", "date": "date", "fiscal_year": "year", "boolean": "boolean"}
"""A field's type → that of Table Schema; every other is a string."""


def table_schema(model: Model, table: TableModel) -> dict[str, Any]:
    """The Table Schema of one table as a plain value."""
    schema: dict[str, Any] = {
        "$schema": PROFILE,
        "fields": [_field(model, item) for item in table.fields],
        "missingValues": [""],
        "primaryKey": list(table.key),
    }
    if table.unique:
        schema["uniqueKeys"] = [list(names) for names in table.unique]
    if keys := [_foreign_key(model, table, item) for item in table.fields if item.references]:
        schema["foreignKeys"] = keys
    return schema


def table_schema_json(model: Model, table: TableModel) -> str:
    """The Table Schema of one table as JSON text."""
    return json.dumps(table_schema(model, table), ensure_ascii=False, indent=2) + "\n"


def _field(model: Model, item: Field) -> dict[str, Any]:
    field: dict[str, Any] = {
        "name": item.name,
        "type": TABLE_SCHEMA_TYPES.get(item.type, "string"),
        "title": item.title["ja"],
        "description": item.description["ja"],
        f"{model.prefix}:title_en": item.title["en"],
        f"{model.prefix}:description_en": item.description["en"],
    }
    if item.type == "iri":
        field["format"] = "uri"
    if item.type == "boolean":
        field |= {"trueValues": ["true"], "falseValues": ["false"]}
    if item.unit:
        field[f"{model.prefix}:unit"] = item.unit
    if item.references and (target := model.tables[item.references].rdf_class):
        field["rdfType"] = model.expand(target)
    if item.scheme:
        codes = model.code_lists[item.scheme].codes.values()
        field["categories"] = [{"value": code.code, "label": code.label["ja"]} for code in codes]
    if constraints := _constraints(model, item):
        field["constraints"] = constraints
    return field


def _constraints(model: Model, item: Field) -> dict[str, Any]:
    constraints: dict[str, Any] = {}
    if item.required:
        constraints["required"] = True
    if pattern := free_pattern(item):
        constraints["pattern"] = f"({pattern})" if "|" in pattern else pattern
    if item.scheme:
        constraints["enum"] = list(model.code_lists[item.scheme].codes)
    for name, value in (("minimum", item.minimum), ("maximum", item.maximum), ("maxLength", item.max_length)):
        if value is not None:
            constraints[name] = value
    return constraints


def _foreign_key(model: Model, table: TableModel, item: Field) -> dict[str, Any]:
    """A key of the same table names no resource (Table Schema v2)."""
    target = model.tables[str(item.references)]
    reference: dict[str, Any] = {} if target is table else {"resource": target.name}
    return {"fields": [item.name], "reference": {**reference, "fields": list(target.key)}}
