"""What must hold between the parts of the definition: keys, references, schemes, properties, templates, examples."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bouhan_opendata.model.values import ID_PATTERN, Code, CodeList, Condition, Field, Model, TableModel, Term, broken

_ROLES = {None, "key", "prose", "no_triple", "cube_dimension", "cube_measure", "cube_attribute"}
_STATUSES = ("testing", "stable", "deprecated")
_NUMBERS = {"integer", "decimal", "fiscal_year"}
_RULED = {"integer", "decimal", "date", "fiscal_year", "boolean", "code", "iri"}
"""Types whose forms say what is no value of theirs."""


def check(model: Model) -> None:
    """Refuse a model whose parts contradict each other. Raises ``ModelError`` naming file and key."""
    for code_list in model.code_lists.values():
        _check_codes(code_list)
    _check_units(model)
    _check_words(model)
    for term in model.terms.values():
        _check_term(model, term, f"{'classes' if term.kind == 'class' else 'properties'}.{term.name}")
    for group in model.disjoint:
        for curie in group:
            _check_curie(model, curie, "disjoint")
    for table in model.tables.values():
        key = f"tables.{table.name}"
        _check_keys(table, key)
        _check_table_terms(model, table, key)
        for item in table.fields:
            _check_field(model, table, item, f"{key}.fields.{item.name}")
        _check_properties(table, key)
        for number, condition in enumerate(table.conditions):
            _check_condition(model, table, condition, f"{key}.conditions[{number}]")


def _check_condition(model: Model, table: TableModel, condition: Condition, key: str) -> None:
    """It names fields of its table and codes of theirs, and says either an order of two or what follows from what."""
    said = (*condition.when.items(), *condition.then.items())
    for name in (*condition.order, *(name for name, _ in said)):
        if name not in table.names:
            raise broken(f"no field {name}", key)
    if not re.fullmatch(ID_PATTERN, condition.id) or sum(one.id == condition.id for one in table.conditions) > 1:
        raise broken(f"id {condition.id!r} is no kebab-case or is there twice", f"{key}.id")
    if condition.order:
        if said or len(condition.order) != 2 or len({table.field(name).type for name in condition.order}) != 1:
            raise broken("an order is of two fields of one type, and nothing else", f"{key}.order")
    elif not (condition.when and condition.then):
        raise broken("an order, or when and then are expected", key)
    for name, value in said:
        codes = model.code_lists[scheme].codes if (scheme := table.field(name).scheme) else {}
        if not isinstance(value, bool) and (not isinstance(value, str) or value not in codes):
            raise broken(f"{value!r} is neither true, false nor a code of {name}", key)


def _check_codes(code_list: CodeList) -> None:
    file = f"codes/{code_list.scheme}.csv"
    for code in code_list.codes.values():
        if not all((*code.label.values(), *code.definition.values())):
            raise broken("a label or definition is blank", code.code, file)
        if code.broader is not None and code.broader not in code_list.codes:
            raise broken(f"broader {code.broader}, no such code", code.code, file)
        if code.code in _wider(code_list, code):
            raise broken("broader leads back to the code itself", code.code, file)
    for lang in ("ja", "en"):
        labels = [code.label[lang] for code in code_list.codes.values()]
        if doubled := sorted({label for label in labels if labels.count(label) > 1}):
            raise broken(f"two codes are labelled {doubled[0]}", doubled[0], file)


def _wider(code_list: CodeList, code: Code) -> Iterator[str]:
    """The codes above one, nearest first; each once."""
    seen: set[str] = set()
    above = code.broader
    while above is not None and above in code_list.codes and above not in seen:
        seen.add(above)
        yield above
        above = code_list.codes[above].broader


def _check_term(model: Model, term: Term, key: str) -> None:
    """Names are declared; a deprecated term, and no other, names a living one of its own kind that takes its place."""
    for curie in (*term.parents, *term.matches, *term.range, *term.see):
        _check_curie(model, curie, key)
    if term.status not in _STATUSES:
        raise broken(f"status {term.status!r} is not one of {', '.join(_STATUSES)}", f"{key}.status")
    if (term.status == "deprecated") != (term.successor is not None):
        raise broken("a deprecated term, and no other, has a successor", f"{key}.successor")
    after = model.terms.get(term.successor or term.name)
    if after is None or after.kind != term.kind or (term.successor and after.status == "deprecated"):
        raise broken(f"successor {term.successor} is no living term of the same kind", f"{key}.successor")


def _check_units(model: Model) -> None:
    """No two units are the same unit elsewhere, and an id that was given up is never given again."""
    owner: dict[str, str] = {}
    for unit in model.units.values():
        claims = [f"qudt {unit.qudt}" if unit.qudt else "", f"un_cefact {unit.un_cefact}" if unit.un_cefact else ""]
        claims += [f"id {name}" for name in (unit.unit_id, *unit.formerly)]
        for claim in filter(None, claims):
            if claim in owner:
                raise broken(f"{claim} is claimed by {owner[claim]} too", unit.unit_id, "codes/units.csv")
            owner[claim] = unit.unit_id


WORD_LISTS = frozenset(
    (
        "department_endings", "department_kinds", "department_marks", "doings", "fixed", "general_labels", "longer_words",
        "header_roles", "intents", "item_status", "layout_words", "no_data_marks", "occasions", "ordinals",
        "overview", "participants", "place_words", "prefixes", "sizes", "status_reason", "suffixes", "unit_roles",
        "upward",
    )
)  # fmt: skip
"""The lists of words that reading needs: one file each in ``codes/words``."""


def _check_words(model: Model) -> None:
    for name in sorted(WORD_LISTS - model.words.keys()):
        raise broken("file not found", file=f"codes/words/{name}.csv")
    for name, entries in model.words.items():
        if not entries:
            raise broken("the list is empty", file=f"codes/words/{name}.csv")


def _check_keys(table: TableModel, key: str) -> None:
    if not table.key:
        raise broken("a key is required", f"{key}.key")
    for section, names in (("key", table.key), *(("unique", names) for names in table.unique)):
        for name in names:
            if name not in table.names:
                raise broken(f"no field {name}", f"{key}.{section}")
    if table.rdf_class and not table.iri:
        raise broken("a class needs an iri template", f"{key}.iri")
    _check_template(table, table.iri, f"{key}.iri")


def _check_table_terms(model: Model, table: TableModel, key: str) -> None:
    _check_curie(model, table.rdf_class, f"{key}.class")
    for constant in table.constants:
        _check_curie(model, constant.property, f"{key}.constants")
        if not constant.value.startswith("http") and ":" in constant.value:
            _check_curie(model, constant.value, f"{key}.constants")
        for template in (constant.value, constant.about):
            _check_template(table, template, f"{key}.constants")


def _check_field(model: Model, table: TableModel, item: Field, key: str) -> None:
    _check_reference(model, item, key)
    if item.scheme and (item.type != "code" or item.scheme not in model.code_lists):
        raise broken(f"scheme {item.scheme} is not declared, or the type is not code", f"{key}.scheme")
    if item.type == "code" and not (item.scheme or item.pattern):
        raise broken("a code needs a scheme, or a pattern where another field names the scheme", f"{key}.scheme")
    if item.role not in _ROLES:
        raise broken(f"role {item.role!r}", f"{key}.role")
    if (item.type == "text" or item.role == "prose") and not item.why_prose:
        raise broken("a field of prose says why", f"{key}.why_prose")
    if item.language not in (None, "ja", "en"):
        raise broken(f"language {item.language!r}", f"{key}.language")
    if item.name in table.key and not item.required:
        raise broken("a key field is required: true", f"{key}.required")
    if table.iri and item.property is None and item.role != "no_triple":
        raise broken("a property is missing (or role: no_triple)", f"{key}.property")
    for name, template in (("iri", item.iri), ("about", item.about)):
        _check_template(table, template, f"{key}.{name}")
    _check_curie(model, item.property, f"{key}.property")
    _check_examples(model, item, key)


def _check_reference(model: Model, item: Field, key: str) -> None:
    if item.references is None:
        return
    target = model.tables.get(item.references)
    if target is None:
        raise broken(f"references {item.references}, no such table", f"{key}.references")
    if len(target.key) != 1:
        raise broken(f"references {item.references}, whose key is of several fields", f"{key}.references")
    if target.field(target.key[0]).pattern != item.pattern:
        raise broken(f"the pattern differs from {item.references}.{target.key[0]}", f"{key}.pattern")


def _check_examples(model: Model, item: Field, key: str) -> None:
    """Every field has examples of both kinds, and they agree with pattern, codes and bounds (types are judged by their forms).

    No field is without a rule: none may hold a line break.
    """
    bounds = item.minimum is not None or item.maximum is not None
    if bounds and item.type not in _NUMBERS:
        raise broken("only numbers have bounds", f"{key}.minimum")
    for name, examples in (("valid", item.valid), ("invalid", item.invalid)):
        if not examples:
            raise broken("a rule needs valid and invalid examples", f"{key}.{name}")
    try:
        wrong = [value for value in item.valid if not _fits(model, item, value)]
        if wrong:
            raise broken(f"{wrong[0]} is called valid, but breaks a rule", f"{key}.valid")
        if item.type not in _RULED or item.scheme:
            right = [value for value in item.invalid if _fits(model, item, value)]
            if right:
                raise broken(f"{right[0]} is called invalid, but breaks no rule", f"{key}.invalid")
    except re.error as fault:
        raise broken(f"pattern {item.pattern!r}: {fault}", f"{key}.pattern") from fault


def _fits(model: Model, item: Field, value: str) -> bool:
    if value == "":
        return not item.required
    if "\n" in value or (item.pattern and not re.fullmatch(item.pattern, value)):
        return False
    if item.scheme and value not in model.code_lists[item.scheme].codes:
        return False
    if item.minimum is None and item.maximum is None:
        return True
    if not re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", value):
        return False
    number = float(value)
    return (item.minimum is None or number >= item.minimum) and (item.maximum is None or number <= item.maximum)


def _check_properties(table: TableModel, key: str) -> None:
    """No two fields say the same of the same subject, except in two languages or with addresses of other bodies."""
    seen: set[tuple[str, str | None, str | None]] = set()
    for item in table.fields:
        if item.property is None or item.role == "no_triple" or item.type == "iri" or item.iri:
            continue
        said = (item.property, item.about, item.language)
        if said in seen:
            raise broken(f"{item.property} is said twice of one subject", f"{key}.fields.{item.name}.property")
        seen.add(said)


def _check_template(table: TableModel, template: str | None, key: str) -> None:
    for name in re.findall(r"\{(\w+)\}", template or ""):
        if name not in table.names:
            raise broken(f"template names {name}, no such field", key)


def _check_curie(model: Model, curie: str | None, key: str) -> None:
    if curie is None:
        return
    prefix, _, local = curie.partition(":")
    if prefix not in model.prefixes:
        raise broken(f"prefix {prefix} is not declared", key)
    if prefix == model.prefix and local not in model.terms:
        raise broken(f"{curie} is not declared under classes or properties", key)
