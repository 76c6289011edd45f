"""What a field's values, and the addresses made of them, look like as a regular expression that every target understands.

Only the syntax that Python, ECMAScript, XML Schema and XPath share: plain groups, no anchors.
"""

from __future__ import annotations

import re

from bouhan_opendata.model import ID_PATTERN, Field, Model, TableModel

YEAR = "[12][0-9]{3}"
"""Judges do not look into a gYear, so its form is said as well."""
ONE_LINE = r"[^\n\r]*"
"""What every cell is; only said of free text, for the forms of other types have no line break."""
_FORMS = {
    "id": ID_PATTERN,
    "code": "[a-z0-9_]+",
    "fiscal_year": YEAR,
    "integer": "-?[0-9]+",
    "date": "[0-9]{4}-[0-9]{2}-[0-9]{2}",
}


def free_pattern(item: Field) -> str | None:
    """The pattern of a field: its own, or that of one line of free text; ``None`` where the type or a scheme has a form."""
    return item.pattern or (ONE_LINE if item.type in ("string", "text") else None)


def whole(pattern: str) -> str:
    """A pattern that matches the whole text only, alternatives included."""
    return f"^({pattern})$" if "|" in pattern else f"^{pattern}$"


def value_regex(model: Model, item: Field) -> str:
    """The form of a value that stands in an address."""
    if item.scheme:
        return f"({'|'.join(model.code_lists[item.scheme].codes)})"
    pattern = item.pattern or _FORMS[item.type]
    return f"({pattern})" if "|" in pattern else pattern


def address_regex(model: Model, table: TableModel, template: str) -> str:
    """The addresses that a template gives; one below the base is matched by its end, so that any base will do."""
    parts = re.split(r"\{(\w+)\}", model.expand(template))
    pieces = [
        value_regex(model, table.field(part)) if number % 2 else part.replace(".", r"\.") for number, part in enumerate(parts)
    ]
    text = "".join(pieces)
    return f"^{text}$" if text.startswith("http") else f"/{text}$"


def object_template(model: Model, table: TableModel, item: Field) -> tuple[TableModel, str] | None:
    """The template that makes a value an address, and the table whose fields it names; ``None`` for literals and codes."""
    if item.iri:
        return table, item.iri
    if item.references:
        target = model.tables[item.references]
        if target.iri:
            return target, target.iri
    return None


def is_object(item: Field) -> bool:
    """True where the value becomes an IRI, false where it becomes a literal."""
    return bool(item.iri or item.references or item.scheme) or item.type == "iri"
