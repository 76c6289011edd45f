"""SHACL shapes from the same constraints: one shape a class, messages in Japanese and English."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bouhan_opendata.artifacts import turtle
from bouhan_opendata.artifacts.regexes import YEAR, address_regex, is_object, object_template, whole
from bouhan_opendata.artifacts.turtle import literal
from bouhan_opendata.artifacts.vocabulary import literal_datatype
from bouhan_opendata.model import Field, Model, TableModel

_INDENT = "    "


def shapes_turtle(model: Model) -> str:
    """A node shape for every class of a table, and for every class of a part of its rows."""
    prefixes = {**model.prefixes, "shape": model.namespace.rpartition("/")[0] + "/shapes#"}
    blocks = [block for table in model.tables.values() if table.rdf_class for block in _table_shapes(model, table)]
    return turtle.document("Made from schema/ by `bouhan generate`; do not edit.", prefixes, blocks)


def _table_shapes(model: Model, table: TableModel) -> Iterator[str]:
    groups: dict[str | None, dict[str, list[Field]]] = {None: {}}
    for item in table.fields:
        if item.property and item.role != "no_triple":
            groups.setdefault(item.about, {}).setdefault(item.property, []).append(item)
    for about, properties in groups.items():
        target = table.rdf_class if about is None else _part_class(table, about)
        if target is None:
            continue
        pairs = [("a", "sh:NodeShape"), ("sh:targetClass", target), ("sh:nodeKind", "sh:IRI")]
        template = table.iri if about is None else about
        pairs += [("sh:pattern", literal(address_regex(model, table, template)))] if template else []
        pairs += [("sh:property", turtle.nested(_property(model, table, items), _INDENT * 2)) for items in properties.values()]
        yield turtle.block(f"shape:{target.partition(':')[2]}", pairs)


def _part_class(table: TableModel, about: str) -> str | None:
    found = [c.value for c in table.constants if c.about == about and c.property == "rdf:type"]
    return found[0] if found else None


def _property(model: Model, table: TableModel, items: Sequence[Field]) -> list[tuple[str, str]]:
    """One property: a single field, the same words in two languages, or addresses of several bodies."""
    first = items[0]
    pairs = [
        ("sh:path", str(first.property)),
        ("sh:name", literal(first.title["ja"], "ja")),
        ("sh:name", literal(first.title["en"], "en")),
    ]
    if required := sum(item.required for item in items):
        pairs.append(("sh:minCount", str(required)))
    pairs.append(("sh:maxCount", str(len(items))))
    if is_object(first):
        pairs += _object(model, table, items)
    elif first.language:
        pairs += _languages(items)
    else:
        pairs += _literal(first)
    pairs += [("sh:message", literal(_message(model, items, lang), lang)) for lang in ("ja", "en")]
    return pairs


def _object(model: Model, table: TableModel, items: Sequence[Field]) -> list[tuple[str, str]]:
    pairs = [("sh:nodeKind", "sh:IRI")]
    if len(items) > 1:
        forms = (dict(_object(model, table, [item]))["sh:pattern"].strip('"') for item in items)
        return [*pairs, ("sh:pattern", f'"{"|".join(forms)}"')]
    item = items[0]
    if item.scheme and not item.iri:
        codes = " ".join(f"<{model.code_iri(item.scheme, code)}>" for code in model.code_lists[item.scheme].codes)
        return [*pairs, ("sh:in", f"( {codes} )")]
    if made := object_template(model, table, item):
        return [*pairs, ("sh:pattern", literal(address_regex(model, *made)))]
    return [*pairs, ("sh:pattern", literal(whole(item.pattern)))] if item.pattern else pairs


def _languages(items: Sequence[Field]) -> list[tuple[str, str]]:
    tags = " ".join(literal(str(item.language)) for item in items)
    pairs = [("sh:datatype", "rdf:langString"), ("sh:languageIn", f"( {tags} )"), ("sh:uniqueLang", "true")]
    required = [str(item.language) for item in items if item.required]
    if 0 < len(required) < len(items):
        pairs += [("sh:qualifiedValueShape", f"[ sh:languageIn ( {literal(required[0])} ) ]"), ("sh:qualifiedMinCount", "1")]
    return pairs


def _literal(item: Field) -> list[tuple[str, str]]:
    pairs = [("sh:datatype", literal_datatype(item))]
    if pattern := item.pattern or (YEAR if item.type == "fiscal_year" else None):
        pairs.append(("sh:pattern", literal(whole(pattern))))
    if item.minimum is not None:
        pairs.append(("sh:minInclusive", str(item.minimum)))
    if item.maximum is not None:
        pairs.append(("sh:maxInclusive", str(item.maximum)))
    if item.max_length is not None:
        pairs.append(("sh:maxLength", str(item.max_length)))
    return pairs


def _message(model: Model, items: Sequence[Field], lang: str) -> str:
    """The rule in words: what the field is, whether it must be there, and what it looks like."""
    first = items[0]
    japanese = lang == "ja"
    parts = []
    if first.required:
        parts.append("必須" if japanese else "required")
    if first.scheme:
        scheme = model.code_lists[first.scheme]
        parts.append(f"コード表「{scheme.title['ja']}」のどれか" if japanese else f"one of the codes of “{scheme.title['en']}”")
    for words, value in (("以上", first.minimum), ("以下", first.maximum)):
        if value is not None:
            parts.append(f"{value}{words}" if japanese else f"{'at least' if words == '以上' else 'at most'} {value}")
    if first.valid:
        parts.append(f"例: {first.valid[0]}" if japanese else f"for example {first.valid[0]}")
    elif first.language:
        tags = ", ".join(str(item.language) for item in items)
        parts.append(f"言語は {tags}、一言語に一つ" if japanese else f"languages {tags}, one value each")
    else:
        parts.append("値は一つ" if japanese else "one value")
    return f"{first.title['ja']}: {'。'.join(parts)}" if japanese else f"{first.title['en']}: {'; '.join(parts)}"
