"""The tables of a release as its own ``datapackage.json`` describes them: how a release of another version is read.

Knows the Table Schema of Data Package v2 as far as this library writes it; nothing of RDF, which no Table Schema holds.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bouhan_opendata.artifacts.table_schema import TABLE_SCHEMA_TYPES
from bouhan_opendata.model import Code, CodeList, Field, Model, TableModel, Words

_TYPES = {written: kind for kind, written in TABLE_SCHEMA_TYPES.items()}


def described_model(model: Model, descriptor: Any) -> Model | None:
    """``model`` with the tables, and their codes, that a descriptor describes; ``None`` where it describes none.

    The tables have no addresses, classes or properties.
    """
    resources = descriptor.get("resources") if isinstance(descriptor, dict) else None
    if not isinstance(resources, list) or not resources:
        return None
    tables: dict[str, TableModel] = {}
    lists = dict(model.code_lists)
    for resource in resources:
        table = _table(model.prefix, resource, lists)
        if table is None:
            return None
        tables[table.name] = table
    known = all(item.references in (None, *tables) for table in tables.values() for item in table.fields)
    return replace(model, tables=tables, code_lists=lists) if known else None


def _table(prefix: str, resource: Any, lists: dict[str, CodeList]) -> TableModel | None:
    schema = resource.get("schema") if isinstance(resource, dict) else None
    if not isinstance(schema, dict) or not isinstance(schema.get("fields"), list) or not isinstance(resource.get("name"), str):
        return None
    name = resource["name"]
    if resource.get("path") != f"data/{name}.csv":
        return None
    keys = schema.get("foreignKeys", [])
    if not isinstance(keys, list):
        return None
    targets = {key["fields"][0]: key.get("reference", {}).get("resource") or name for key in keys if _is_simple(key)}
    fields = [_field(prefix, name, field, targets, lists) for field in schema["fields"]]
    made = [field for field in fields if field is not None]
    key: Any = schema.get("primaryKey")
    names = {field.name for field in made}
    if len(made) != len(fields) or not _are_names(key, names):
        return None
    unique = schema.get("uniqueKeys", [])
    if not isinstance(unique, list) or not all(_are_names(group, names) for group in unique):
        return None
    title = _words(prefix, resource, "title", name)
    description = _words(prefix, resource, "description", name)
    return TableModel(name, title, description, tuple(key), tuple(made), unique=tuple(tuple(group) for group in unique))


def _is_simple(key: Any) -> bool:
    """A reference of one field; no other is written."""
    fields = key.get("fields") if isinstance(key, dict) else None
    is_one = isinstance(fields, list) and len(fields) == 1 and isinstance(fields[0], str)
    reference = key.get("reference", {}) if is_one else None
    return isinstance(reference, dict) and isinstance(reference.get("resource", ""), str)


def _are_names(group: Any, names: set[str]) -> bool:
    return isinstance(group, list) and bool(group) and all(isinstance(name, str) and name in names for name in group)


def _field(prefix: str, table: str, body: Any, targets: Mapping[str, str], lists: dict[str, CodeList]) -> Field | None:
    if not isinstance(body, dict) or not isinstance(body.get("name"), str):
        return None
    name, constraints = body["name"], body.get("constraints", {})
    if not isinstance(constraints, dict):
        return None
    if not all(check(constraints.get(name)) for name, check in _LIMITS.items()):
        return None
    kind, scheme = _TYPES.get(str(body.get("type")), "string"), None
    if body.get("format") == "uri":
        kind = "iri"
    codes = constraints.get("enum")
    if isinstance(codes, list) and all(isinstance(code, str) for code in codes):
        kind, scheme = "code", f"{table}.{name}"
        lists[scheme] = _code_list(scheme, codes)
    elif name in targets and kind == "string":
        kind = "id"
    return Field(
        name,
        kind,
        _words(prefix, body, "title", name),
        _words(prefix, body, "description", name),
        required=constraints.get("required") is True,
        references=targets.get(name),
        scheme=scheme,
        pattern=constraints.get("pattern"),
        minimum=constraints.get("minimum"),
        maximum=constraints.get("maximum"),
        max_length=constraints.get("maxLength"),
    )


def _is_whole(value: Any) -> bool:
    return value is None or (isinstance(value, int) and not isinstance(value, bool))


def _is_pattern(value: Any) -> bool:
    if value is None:
        return True
    try:
        re.compile(value)
    except (re.error, TypeError, RecursionError, OverflowError):
        return False
    return isinstance(value, str)


_LIMITS = {"minimum": _is_whole, "maximum": _is_whole, "maxLength": _is_whole, "pattern": _is_pattern}
"""What the constraints of a field may be; a descriptor with anything else describes nothing."""


def _code_list(scheme: str, codes: Sequence[str]) -> CodeList:
    """Codes as they are allowed; what they are called stands in the release's own table of codes."""
    return CodeList(scheme, {"ja": scheme, "en": scheme}, {c: Code(c, {"ja": c, "en": c}, {"ja": c, "en": c}) for c in codes})


def _words(prefix: str, body: Mapping[str, Any], key: str, otherwise: str) -> Words:
    japanese = body.get(key)
    english = body.get(f"{prefix}:{key}_en")
    return {
        "ja": japanese if isinstance(japanese, str) else otherwise,
        "en": english if isinstance(english, str) else otherwise,
    }
