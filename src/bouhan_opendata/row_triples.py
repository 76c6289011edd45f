"""Rows of one table to N-Triples, by a function written out from the model: one text template a row, no term objects.

Cells arrive in their Latin-1 view. Only guarded cells enter an IRI; every other cell is a literal and is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from bouhan_opendata.iri import ABSOLUTE, RDF_TYPE, SAFE, UNRESERVED, XSD, absolute, checked_base, template_fields
from bouhan_opendata.model import Field, Model, TableModel, broken

Rows = Iterable[Sequence[str]]
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"}
_TO_ESCAPE = re.compile(r'[\\"\n\r]')
_DATATYPES = {"integer": "integer", "decimal": "decimal", "date": "date", "boolean": "boolean", "fiscal_year": "gYear"}
_IN_IRIS = frozenset({"id", "code", "fiscal_year", "integer", "date"})


def escaped(text: str) -> str:
    """The inside of an N-Triples literal: backslash, quote, line feed and carriage return escaped, nothing else."""
    return _TO_ESCAPE.sub(lambda found: _ESCAPES[found[0]], text) if needs_escape(text) else text


def needs_escape(text: str) -> bool:
    """Whether a text has a character that may not stand in a literal as it is."""
    return '"' in text or "\\" in text or "\n" in text or "\r" in text


@dataclass(frozen=True, slots=True)
class Guard:
    """What a filled cell must be to enter an IRI: characters of a set, or the whole of a pattern."""

    pattern: re.Pattern[str]
    allowed: bytes = b""

    def stopped(self, column: Sequence[str]) -> str | None:
        """A cell that may not enter, or ``None``. The set is tried first, on all cells at once."""
        if self.allowed and not "".join(column).encode("latin-1").translate(None, self.allowed):
            return None
        return min((cell for cell in set(column) if cell and not self.pattern.fullmatch(cell)), default=None)


_SAFE = Guard(SAFE, b"abcdefghijklmnopqrstuvwxyz0123456789_-")
_UNRESERVED = Guard(UNRESERVED, b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._~-")
_ABSOLUTE = Guard(ABSOLUTE)


@dataclass(frozen=True, slots=True)
class TripleWriter:
    """One table's rows as triples. ``guarded`` columns enter IRIs, ``literal`` columns must be escaped before ``write``."""

    write: Callable[[Rows], str]
    guarded: tuple[tuple[int, Guard], ...]
    literal: tuple[int, ...]
    source: str
    """The generated function, for readers and tests."""


@dataclass(frozen=True, slots=True)
class _Triple:
    """A subject template, the rest of the line in pieces, and the column that must be filled for it to be written."""

    subject: str
    rest: str
    column: int | None


def compile_writer(model: Model, table: TableModel, base_iri: str) -> TripleWriter | None:
    """The writer of a table, or ``None`` for one without triples. Raises ``ModelError`` for templates that are not safe."""
    if table.iri is None:
        return None
    checked_base(base_iri)
    subject = _template(table, table.iri, base_iri)
    if bad := [item.language for item in table.fields if item.language not in (None, "ja", "en")]:
        raise broken(f"language {bad[0]}", f"tables.{table.name}")
    triples = [*_constants(model, table, base_iri, subject), *_field_triples(model, table, base_iri, subject)]
    source = _source(table, triples)
    scope: dict[str, Callable[[Rows], str]] = {}
    exec(compile(source, f"<triples of {table.name}>", "exec"), {}, scope)
    return TripleWriter(scope["write"], tuple(_guards(table)), tuple(_literals(table)), source)


def _template(table: TableModel, template: str, base_iri: str, own: str | None = None) -> str:
    """A template as the inside of an f-string, its fields as cell names. A field in it must be required, or its own."""
    names = template_fields(template)
    for name in names:
        item = table.field(name)
        if name != own and not (item.required and item.type in _IN_IRIS):
            problem = f"{name} in the template {template} must be required, and an id, code, number or date"
            raise broken(problem, f"tables.{table.name}")
    text = _template_text(absolute(template, base_iri), table)
    return re.sub(r"\{(\w+)\}", lambda found: f"{{{_cell(table, found[1])}}}", text)


def _template_text(text: str, table: TableModel) -> str:
    """The template itself. Raises ``ModelError`` unless it is an address once its fields are filled."""
    if not ABSOLUTE.fullmatch(re.sub(r"\{\w+\}", "x", text)):
        raise broken(f"the template {text} is not an address", f"tables.{table.name}")
    return text


def _cell(table: TableModel, name: str) -> str:
    return f"c{table.names.index(name)}"


def _constants(model: Model, table: TableModel, base_iri: str, subject: str) -> Iterator[_Triple]:
    if table.rdf_class:
        yield _Triple(subject, f"<{RDF_TYPE}> <{_absolute_name(model, table, table.rdf_class)}>", None)
    for constant in table.constants:
        about = _template(table, constant.about, base_iri) if constant.about else subject
        value = _template(table, model.expand(constant.value), base_iri)
        yield _Triple(about, f"<{_absolute_name(model, table, constant.property)}> <{value}>", None)


def _field_triples(model: Model, table: TableModel, base_iri: str, subject: str) -> Iterator[_Triple]:
    for number, item in enumerate(table.fields):
        if item.property is None or item.role == "no_triple":
            continue
        about = _template(table, item.about, base_iri) if item.about else subject
        predicate = _absolute_name(model, table, item.property)
        yield _Triple(about, f"<{predicate}> {_object(model, table, item, base_iri)}", None if item.required else number)


def _object(model: Model, table: TableModel, item: Field, base_iri: str) -> str:
    cell = f"{{{_cell(table, item.name)}}}"
    if item.iri:
        return f"<{_template(table, item.iri, base_iri, own=item.name)}>"
    if item.references:
        target = model.tables[item.references]
        if target.iri is None or template_fields(target.iri) != target.key or len(target.key) != 1:
            problem = f"references {target.name}, whose address is not made of its one key"
            raise broken(problem, f"tables.{table.name}.fields.{item.name}")
        return f"<{absolute(target.iri, base_iri).replace(f'{{{target.key[0]}}}', cell)}>"
    if item.scheme:
        return f"<{_template_text(model.code_iri(item.scheme, cell), table)}>"
    if item.type == "iri":
        return f"<{cell}>"
    if item.language:
        return f'"{cell}"@{item.language}'
    datatype = _DATATYPES.get(item.type)
    return f'"{cell}"^^<{XSD}{datatype}>' if datatype else f'"{cell}"'


def _absolute_name(model: Model, table: TableModel, name: str) -> str:
    iri = model.expand(name)
    if not ABSOLUTE.fullmatch(iri):
        raise broken(f"{name} is not an address", f"tables.{table.name}")
    return iri


def _source(table: TableModel, triples: Sequence[_Triple]) -> str:
    """The function as Python text. Triples of one subject stand together; those every row has are one template."""
    cells = "".join(f"c{number}, " for number in range(len(table.fields)))
    lines = ["def write(rows):", "    out = []", "    add = out.append", f"    for {cells}in rows:"]
    for number, subject in enumerate(dict.fromkeys(triple.subject for triple in triples)):
        own = [triple for triple in triples if triple.subject == subject]
        lines.append(f"        s{number} = f'<{subject}> '")
        always = "".join(f"{{s{number}}}{triple.rest} .\\n" for triple in own if triple.column is None)
        if always:
            lines.append(f"        add(f'{always}')")
        for triple in own:
            if triple.column is not None:
                lines += [f"        if c{triple.column}:", f"            add(f'{{s{number}}}{triple.rest} .\\n')"]
    return "\n".join([*lines, "    return ''.join(out)", ""])


def _guards(table: TableModel) -> Iterator[tuple[int, Guard]]:
    """The columns whose cells enter an IRI, and what they must match to do so."""
    templates = [table.iri, *(c.value for c in table.constants), *(c.about for c in table.constants)]
    templates += [template for item in table.fields for template in (item.iri, item.about)]
    named = {name for template in templates if template for name in template_fields(template)}
    for number, item in enumerate(table.fields):
        if item.property is not None and item.type == "iri" and not item.iri:
            yield number, _ABSOLUTE
        elif item.name in named and item.type not in _IN_IRIS:
            yield number, _UNRESERVED
        elif item.name in named or (item.property is not None and (item.references or item.scheme)):
            yield number, _SAFE


def _literals(table: TableModel) -> Iterator[int]:
    for number, item in enumerate(table.fields):
        if item.property is not None and not (item.iri or item.references or item.scheme or item.type == "iri"):
            yield number
