"""SHACL shapes from the same constraints: one shape a class, messages in Japanese and English."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from bouhan_opendata.artifacts import turtle
from bouhan_opendata.artifacts.regexes import YEAR, address_regex, free_pattern, is_object, object_template, whole
from bouhan_opendata.artifacts.terms import literal_datatype
from bouhan_opendata.artifacts.turtle import literal
from bouhan_opendata.model import Condition, Constant, Field, Model, TableModel

_INDENT = "    "


def shapes_turtle(model: Model) -> str:
    """A node shape for every class of a table, and for every class of a part of its rows."""
    prefixes = {**model.prefixes, "shape": model.namespace.rpartition("/")[0] + "/shapes#"}
    blocks = [block for table in model.tables.values() if table.rdf_class for block in _table_shapes(model, table)]
    return turtle.document("Made from schema/ by `bouhan generate`; do not edit.", prefixes, blocks)


@dataclass(slots=True)
class _Node:
    """What a row, or the parts of it that are of one class, have: templates of addresses, fields and constants by property."""

    target: str
    templates: list[str] = field(default_factory=list)
    fields: dict[str, list[Field]] = field(default_factory=dict)
    constants: dict[str, list[Constant]] = field(default_factory=dict)


def _table_shapes(model: Model, table: TableModel) -> Iterator[str]:
    for node in _nodes(table):
        others = list(_other_targets(model, table, node))
        pairs = [("a", "sh:NodeShape"), ("sh:targetClass", node.target), *others, ("sh:nodeKind", "sh:IRI")]
        if others:  # what is found by its class alone has it: the check could not fail
            pairs.append(("sh:class", node.target))
        forms = "|".join(address_regex(model, table, template) for template in node.templates)
        pairs.append(("sh:pattern", literal(forms)))
        pairs += [("sh:message", literal(text, lang)) for lang, text in _node_message(table, node).items()]
        names = [name for name in dict.fromkeys([*node.fields, *node.constants]) if name != "rdf:type"]
        made = [_property(model, table, node, name) for name in names]
        made += [one for items in node.fields.values() for item in items for one in _orders(table, item)]
        made += [_type(constant.value) for constant in node.constants.get("rdf:type", ()) if constant.value != node.target]
        pairs += [("sh:property", turtle.nested(one, _INDENT * 2)) for one in made]
        pairs += [("sh:sparql", turtle.nested(_one_a_cell(model, table), _INDENT * 2)) for _ in _cube_of(table, node)]
        yield turtle.block(f"shape:{node.target.partition(':')[2]}", pairs)
    for condition in table.conditions:
        if condition.when:
            yield _implication(model, table, condition)


def _implication(model: Model, table: TableModel, condition: Condition) -> str:
    """What follows where something is said, as a shape of its own: the one is not so, or the other is."""
    said, follows = (
        ", ".join(_so(model, table, name, value) for name, value in part.items()) for part in (condition.when, condition.then)
    )
    either = f"( [ sh:not [ sh:property {said} ] ]\n{_INDENT * 2}[ sh:property {follows} ] )"
    pairs = [("a", "sh:NodeShape"), ("sh:targetClass", str(table.rdf_class)), ("sh:or", either)]
    pairs += [("sh:message", literal(f"{table.title[lang]}: {condition.message[lang]}", lang)) for lang in ("ja", "en")]
    return turtle.block(f"shape:{str(table.rdf_class).partition(':')[2]}-{condition.id}", pairs)


def _so(model: Model, table: TableModel, name: str, value: str | bool) -> str:
    """A property shape: a field has a code, anything at all, or nothing."""
    item = table.field(name)
    if isinstance(value, bool):
        said = "sh:minCount 1" if value else "sh:maxCount 0"
    else:
        said = f"sh:hasValue <{model.code_iri(str(item.scheme), value)}>"
    return f"[ sh:path {item.property} ; {said} ]"


def _orders(table: TableModel, item: Field) -> Iterator[list[tuple[str, str]]]:
    """What a field is not to come after; years and what stands at another node cannot be compared so."""
    for condition in table.conditions:
        if condition.order and condition.order[0] == item.name:
            other = table.field(condition.order[1])
            if item.about == other.about and not is_object(item) and not is_object(other):
                yield [
                    ("sh:path", str(item.property)),
                    ("sh:lessThan" if condition.strict else "sh:lessThanOrEquals", str(other.property)),
                    *[("sh:message", literal(f"{table.title[lang]}: {condition.message[lang]}", lang)) for lang in ("ja", "en")],
                ]


def _nodes(table: TableModel) -> Iterable[_Node]:
    """The row itself, then its parts by class; parts of one class have the same properties."""
    classes = {None: table.rdf_class} | {c.about: c.value for c in table.constants if c.about and c.property == "rdf:type"}
    nodes: dict[str, _Node] = {}
    for about, target in classes.items():
        node = nodes.setdefault(str(target), _Node(str(target)))
        node.templates.append(about or str(table.iri))
        fields: dict[str, list[Field]] = {}
        for item in table.fields:
            if item.about == about and item.property and item.role != "no_triple":
                fields.setdefault(item.property, []).append(item)
        constants: dict[str, list[Constant]] = {}
        for constant in table.constants:
            if constant.about == about:
                constants.setdefault(constant.property, []).append(constant)
        node.fields = {**fields, **node.fields}
        node.constants = {**constants, **node.constants}
    return nodes.values()


_ANYBODYS = {"rdf", "rdfs", "dct", "skos", "prov", "schema", "org", "qb"}
"""Vocabularies whose properties things outside the tables have too, so that no table can be told by them."""


def _other_targets(model: Model, table: TableModel, node: _Node) -> Iterator[tuple[str, str]]:
    """Properties that tell a node without its class: required ones that only it has, and those that only lead to it."""
    said: dict[str, set[tuple[str, str | None]]] = {}
    led: dict[str, set[str | None]] = {}
    for other in model.tables.values():
        for item in other.fields:
            if item.property and item.role != "no_triple" and item.property.partition(":")[0] not in _ANYBODYS:
                said.setdefault(item.property, set()).add((other.name, item.about))
                led.setdefault(item.property, set()).add(None if item.iri else item.references)
    for name, items in node.fields.items():
        if said.get(name) == {(table.name, items[0].about)} and all(item.required for item in items):
            yield "sh:targetSubjectsOf", name
    if node.target == table.rdf_class:
        yield from (("sh:targetObjectsOf", name) for name, tables in led.items() if tables == {table.name})


def _node_message(table: TableModel, node: _Node) -> dict[str, str]:
    """The rule for the node itself: it is there, of its class, at an address of its form."""
    ja, en = (table.title[lang] if node.target == table.rdf_class else node.target for lang in ("ja", "en"))
    return {
        "ja": f"{ja}: 種類は {node.target}、アドレスの形は {'、'.join(node.templates)}。指されたものがなければ、これに当たる",
        "en": f"{en}: of class {node.target}, at an address such as {', '.join(node.templates)}; what is pointed to is there",
    }


def _type(curie: str) -> list[tuple[str, str]]:
    """A further class that every row has."""
    messages = {"ja": f"種類: {curie} も必須", "en": f"class: {curie} is required too"}
    return [
        ("sh:path", "rdf:type"),
        *turtle.both("sh:name", {"ja": "種類", "en": "Class"}),
        ("sh:hasValue", curie),
        *[("sh:message", literal(text, lang)) for lang, text in messages.items()],
    ]


def _cube_of(table: TableModel, node: _Node) -> list[str]:
    return [c.value for c in node.constants.get("qb:dataSet", ()) if any(f.role == "cube_dimension" for f in table.fields)]


def _one_a_cell(model: Model, table: TableModel) -> list[tuple[str, str]]:
    """No two observations with the same dimensions (Data Cube, integrity constraint IC-12)."""
    dimensions = [model.expand(str(item.property)) for item in table.fields if item.role == "cube_dimension"]
    lines = "".join(f" $this <{name}> ?d{number} . ?value <{name}> ?d{number} ." for number, name in enumerate(dimensions))
    return [
        ("sh:select", literal(f"SELECT $this ?value WHERE {{{lines} FILTER (?value != $this) }}")),
        ("sh:message", literal(f"{table.title['ja']}: 同じ指標・年度・種類・地域の値は一つ", "ja")),
        ("sh:message", literal(f"{table.title['en']}: one for each set of dimensions", "en")),
    ]


def _property(model: Model, table: TableModel, node: _Node, name: str) -> list[tuple[str, str]]:
    """One property: a single field, the same words in two languages, addresses of several bodies, constants of every row."""
    items, constants = node.fields.get(name, []), node.constants.get(name, [])
    pairs = [("sh:path", name)]
    fixed = {"ja": f"どの行にもある {name}", "en": f"{name} of every row"}
    pairs += turtle.both("sh:name", items[0].title if items else fixed)
    if required := sum(item.required for item in items) + len(constants):
        pairs.append(("sh:minCount", str(required)))
    pairs.append(("sh:maxCount", str(len(items) + len(constants))))
    if constants or is_object(items[0]):
        pairs += _object(model, table, items, constants)
    elif items[0].language:
        pairs += _languages(items)
    else:
        pairs += _literal(items[0])
    return [*pairs, *(("sh:message", literal(_message(model, name, items, constants, lang), lang)) for lang in ("ja", "en"))]


def _object(model: Model, table: TableModel, items: Sequence[Field], constants: Sequence[Constant] = ()) -> list[tuple[str, str]]:
    pairs = [("sh:nodeKind", "sh:IRI")]
    if len(items) + len(constants) > 1 or constants:
        forms = [dict(_object(model, table, [item]))["sh:pattern"].strip('"') for item in items]
        forms += [literal(address_regex(model, table, constant.value)).strip('"') for constant in constants]
        return [*pairs, ("sh:pattern", f'"{"|".join(forms)}"')]
    item = items[0]
    if item.scheme and not item.iri:
        codes = " ".join(f"<{model.code_iri(item.scheme, code)}>" for code in model.code_lists[item.scheme].codes)
        return [*pairs, ("sh:in", f"( {codes} )")]
    if item.references and not item.iri:
        pairs += [("sh:class", str(model.tables[item.references].rdf_class))]
    if made := object_template(model, table, item):
        return [*pairs, ("sh:pattern", literal(address_regex(model, *made)))]
    return [*pairs, ("sh:pattern", literal(whole(item.pattern)))] if item.pattern else pairs


def _languages(items: Sequence[Field]) -> list[tuple[str, str]]:
    tags = " ".join(literal(str(item.language)) for item in items)
    pairs = [("sh:datatype", "rdf:langString"), ("sh:languageIn", f"( {tags} )"), ("sh:uniqueLang", "true")]
    pairs += [("sh:pattern", literal(whole(pattern))) for pattern in dict.fromkeys(map(free_pattern, items)) if pattern]
    required = [str(item.language) for item in items if item.required]
    if 0 < len(required) < len(items):
        pairs += [("sh:qualifiedValueShape", f"[ sh:languageIn ( {literal(required[0])} ) ]"), ("sh:qualifiedMinCount", "1")]
    return pairs


def _literal(item: Field) -> list[tuple[str, str]]:
    pairs = [("sh:datatype", literal_datatype(item))]
    if pattern := free_pattern(item) or (YEAR if item.type == "fiscal_year" else None):
        pairs.append(("sh:pattern", literal(whole(pattern))))
    if item.minimum is not None:
        pairs.append(("sh:minInclusive", str(item.minimum)))
    if item.maximum is not None:
        pairs.append(("sh:maxInclusive", str(item.maximum)))
    if item.max_length is not None:
        pairs.append(("sh:maxLength", str(item.max_length)))
    return pairs


def _message(model: Model, name: str, items: Sequence[Field], constants: Sequence[Constant], lang: str) -> str:
    """The rule in words: what the field is, whether it must be there, and what it looks like."""
    japanese = lang == "ja"
    if not items:
        values = ("、" if japanese else ", ").join(constant.value for constant in constants)
        return f"{name}: 必須。値は {values} の形のアドレス" if japanese else f"{name}: required; addresses such as {values}"
    first = items[0]
    parts = []
    if first.required:
        parts.append("必須" if japanese else "required")
    if first.scheme:
        scheme = model.code_lists[first.scheme]
        parts.append(f"コード表「{scheme.title['ja']}」のどれか" if japanese else f"one of the codes of “{scheme.title['en']}”")
    for words, value in (("以上", first.minimum), ("以下", first.maximum)):
        if value is not None:
            parts.append(f"{value}{words}" if japanese else f"{'at least' if words == '以上' else 'at most'} {value}")
    if first.references:
        target = model.tables[first.references].title
        parts.append(f"「{target['ja']}」にあるもの" if japanese else f"one of the “{target['en']}”")
    if first.valid:
        parts.append(f"例: {first.valid[0]}" if japanese else f"for example {first.valid[0]}")
    if first.language:
        tags = ", ".join(str(item.language) for item in items)
        parts.append(f"言語は {tags}、一言語に一つ" if japanese else f"languages {tags}, one value each")
    return f"{first.title['ja']}: {'。'.join(parts)}" if japanese else f"{first.title['en']}: {'; '.join(parts)}"
