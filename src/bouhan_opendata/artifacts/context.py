"""The JSON-LD 1.1 context: short names for classes and properties, with what their values are."""

from __future__ import annotations

import json
from typing import Any

from bouhan_opendata.artifacts.regexes import is_object
from bouhan_opendata.artifacts.terms import literal_datatype
from bouhan_opendata.model import Field, Model


def context_jsonld(model: Model) -> str:
    """The context as JSON text."""
    return json.dumps({"@context": context(model)}, ensure_ascii=False, indent=2) + "\n"


def context(model: Model) -> dict[str, Any]:
    """Prefixes, then classes, then properties by their local names.

    Where two vocabularies share a local name, ours has it and the other goes by its prefixed name (``rdf:value``).
    """
    uses: dict[str, list[Field]] = {}
    for table in model.tables.values():
        for item in table.fields:
            if item.property and item.role != "no_triple":
                uses.setdefault(item.property, []).append(item)
        for constant in table.constants:
            uses.setdefault(constant.property, [])
    uses.pop("rdf:type", None)
    used = {name.partition(":")[0] for name in [*uses, *_classes(model)]} | {"xsd"}
    terms: dict[str, Any] = {prefix: namespace for prefix, namespace in sorted(model.prefixes.items()) if prefix in used}
    own = {name.partition(":")[2] for name in uses if name.startswith(f"{model.prefix}:")}
    result: dict[str, Any] = {"@version": 1.1, "id": "@id", "type": "@type", **terms}
    for curie in _classes(model):
        result[curie.partition(":")[2]] = curie
    for curie in sorted(uses, key=lambda name: (not name.startswith(f"{model.prefix}:"), name)):
        prefix, _, local = curie.partition(":")
        is_free = local not in result and (prefix == model.prefix or local not in own)
        result[local if is_free else curie] = _definition(curie, uses[curie])
    return result


def _classes(model: Model) -> list[str]:
    named = {table.rdf_class for table in model.tables.values() if table.rdf_class}
    constant = {c.value for table in model.tables.values() for c in table.constants if c.property == "rdf:type"}
    return sorted(named | constant)


def _definition(curie: str, items: list[Field]) -> dict[str, str]:
    """Coerced only where every use agrees."""
    kinds = {("@id" if is_object(item) else literal_datatype(item)) for item in items} or {"@id"}
    kind = kinds.pop() if len(kinds) == 1 else ""
    if kind == "rdf:langString":
        return {"@id": curie, "@container": "@language"}
    return {"@id": curie} if kind in ("", "xsd:string") else {"@id": curie, "@type": kind}
