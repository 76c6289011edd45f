"""``schema/`` as frozen values: tables, fields, code lists, units, words and rules, loaded once and passed in.

Every fact about a field stands in ``schema/model.yaml``; this room reads it, refuses a broken one, and knows nothing
of any city, file format or target.
"""

from __future__ import annotations

import csv
import importlib.resources
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bouhan_opendata import strict_yaml
from bouhan_opendata.errors import ModelError, inline_rule
from bouhan_opendata.findings import Level, Place, Rule

FIELD_TYPES = ("id", "string", "text", "integer", "decimal", "date", "fiscal_year", "boolean", "code", "iri")
ID_PATTERN = r"[a-z0-9]+(-[a-z0-9]+)*"
MODEL_BROKEN = inline_rule(
    "model-broken",
    "定義が壊れています: {problem}",
    "the definition is broken: {problem}",
    "その項目を直してください。",
    "Mend that key.",
)

Words = Mapping[str, str]
"""Text by language: ``{"ja": …, "en": …}``."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a table. ``type`` is one of :data:`FIELD_TYPES`; an ``id`` field may carry ``references`` (a table)."""

    name: str
    type: str
    title: Words
    description: Words
    required: bool = False
    property: str | None = None
    language: str | None = None
    """``ja`` or ``en`` for text that becomes a language-tagged literal."""
    references: str | None = None
    """The table whose key this field holds."""
    scheme: str | None = None
    """For ``code``: the scheme in ``schema/codes``."""
    iri: str | None = None
    """Where the value's IRI is made by a template over the row's fields, absolute or below the base."""
    about: str | None = None
    """Where the triple hangs on a part of the row's subject: an IRI template."""
    pattern: str | None = None
    minimum: int | None = None
    maximum: int | None = None
    max_length: int | None = None
    unit: str | None = None
    role: str | None = None
    """``key``, ``prose``, ``cube_dimension``, ``cube_measure``, ``cube_attribute`` or nothing."""
    why_prose: str | None = None
    valid: tuple[str, ...] = ()
    invalid: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Constant:
    """A triple every row has: ``value`` is an IRI template (or CURIE); ``about`` moves it to a part of the subject."""

    property: str
    value: str
    about: str | None = None


@dataclass(frozen=True, slots=True)
class TableModel:
    """One table. ``iri`` is the template of a row's subject below the base; ``None`` means the table has no triples."""

    name: str
    title: Words
    description: Words
    key: tuple[str, ...]
    fields: tuple[Field, ...]
    rdf_class: str | None = None
    iri: str | None = None
    constants: tuple[Constant, ...] = ()
    unique: tuple[tuple[str, ...], ...] = ()
    rules: tuple[str, ...] = ()
    document: bool = False
    """True where each row's address is a page of its own; else a part of one."""

    def field(self, name: str) -> Field:
        """The field of that name. Raises ``KeyError``."""
        for item in self.fields:
            if item.name == name:
                return item
        raise KeyError(f"{self.name}.{name}")

    @property
    def names(self) -> tuple[str, ...]:
        """Field names in column order."""
        return tuple(item.name for item in self.fields)


@dataclass(frozen=True, slots=True)
class Term:
    """A class or property of our own namespace; ``kind`` is ``class``, ``object`` or ``datatype``."""

    name: str
    kind: str
    label: Words
    comment: Words
    parents: tuple[str, ...] = ()
    matches: tuple[str, ...] = ()
    status: str = "stable"


@dataclass(frozen=True, slots=True)
class Code:
    """One entry of a code list (a SKOS concept)."""

    code: str
    label: Words
    definition: Words
    broader: str | None = None
    exact_match: str | None = None


@dataclass(frozen=True, slots=True)
class CodeList:
    """A scheme of codes in the order of its file."""

    scheme: str
    title: Words
    codes: Mapping[str, Code]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit or counter; ``spellings`` holds the symbol and every other way it is written."""

    unit_id: str
    symbol: str
    spellings: tuple[str, ...]
    label: Words
    quantity_kind: str
    ucum: str
    qudt: str
    un_cefact: str


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the language and what it means: one row of ``schema/codes/words/<kind>.csv``."""

    text: str
    meaning: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Model:
    """The whole definition. Equal files give equal values."""

    version: str
    namespace: str
    prefix: str
    code_base: str
    prefixes: Mapping[str, str]
    title: Words
    description: Words
    tables: Mapping[str, TableModel]
    terms: Mapping[str, Term]
    code_lists: Mapping[str, CodeList]
    units: Mapping[str, Unit]
    words: Mapping[str, tuple[Word, ...]]
    rules: Mapping[str, Rule]
    licences: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def expand(self, name: str) -> str:
        """A CURIE as an absolute IRI; an absolute IRI or a template below the base is returned as it is."""
        prefix, colon, local = name.partition(":")
        if colon and not local.startswith("//") and prefix in self.prefixes:
            return self.prefixes[prefix] + local
        return name

    def code_iri(self, scheme: str, code: str) -> str:
        """The address of one code."""
        return f"{self.code_base}{scheme}#{code}"


def schema_folder() -> Path:
    """The folder ``schema/``: inside the installed package, else beside ``src/`` (an editable install)."""
    inside = Path(str(importlib.resources.files("bouhan_opendata"))) / "schema"
    if inside.is_dir():
        return inside
    beside = Path(__file__).resolve().parents[2] / "schema"
    if beside.is_dir():
        return beside
    raise ModelError(MODEL_BROKEN, Place(file="schema/"), problem="schema/ not found")


def load_model(folder: Path | None = None) -> Model:
    """Load and check the definition. Raises :class:`ModelError` naming file and key."""
    root = folder or schema_folder()
    raw = _mapping(strict_yaml.load(root / "model.yaml", ModelError), "model.yaml", "")
    head = _mapping(raw.get("model"), "model.yaml", "model")
    prefixes = {**_mapping(raw.get("prefixes"), "model.yaml", "prefixes"), str(head["prefix"]): str(head["namespace"])}
    model = Model(
        version=str(head["version"]),
        namespace=str(head["namespace"]),
        prefix=str(head["prefix"]),
        code_base=str(head["code_base"]),
        prefixes=prefixes,
        title=_words(head.get("title"), "model.title"),
        description=_words(head.get("description"), "model.description"),
        tables=dict(_tables(_mapping(raw.get("tables"), "model.yaml", "tables"))),
        terms=dict(_terms(raw)),
        code_lists=dict(_code_lists(root / "codes", _mapping(raw.get("schemes"), "model.yaml", "schemes"))),
        units=dict(_units(root / "codes" / "units.csv")),
        words=dict(_word_lists(root / "codes" / "words")),
        rules=dict(_rules(root / "rules.yaml")),
        licences=_mapping(raw.get("licences"), "model.yaml", "licences"),
    )
    _check(model)
    return model


def broken(problem: str, key: str = "", file: str = "model.yaml") -> ModelError:
    """The exception for a broken definition, naming file and key."""
    return ModelError(MODEL_BROKEN, Place(file=file, key=key or None), problem=problem)


def _mapping(value: Any, file: str, key: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise broken("a mapping is expected", key, file)
    return value


def _words(value: Any, key: str, file: str = "model.yaml") -> Words:
    if not isinstance(value, dict) or set(value) != {"ja", "en"} or not all(isinstance(v, str) and v for v in value.values()):
        raise broken("texts in ja and en are expected", key, file)
    return value


_FIELD_KEYS = {name for name in Field.__slots__} - {"name"}
_TABLE_KEYS = {"title", "description", "class", "iri", "key", "unique", "constants", "fields", "rules", "document"}


def _tables(raw: Mapping[str, Any]) -> Iterator[tuple[str, TableModel]]:
    for name, value in raw.items():
        key = f"tables.{name}"
        body = _mapping(value, "model.yaml", key)
        if unknown := sorted(set(body) - _TABLE_KEYS):
            raise broken(f"unknown key {unknown[0]}", f"{key}.{unknown[0]}")
        fields = tuple(
            _field(n, _mapping(v, "model.yaml", f"{key}.fields.{n}"), f"{key}.fields.{n}")
            for n, v in _mapping(body.get("fields"), "model.yaml", f"{key}.fields").items()
        )
        yield name, TableModel(
            name=name,
            title=_words(body.get("title"), f"{key}.title"),
            description=_words(body.get("description"), f"{key}.description"),
            key=tuple(body.get("key") or ()),
            fields=fields,
            rdf_class=body.get("class"),
            iri=body.get("iri"),
            constants=tuple(Constant(**_mapping(c, "model.yaml", f"{key}.constants")) for c in body.get("constants") or ()),
            unique=tuple(tuple(u) for u in body.get("unique") or ()),
            rules=tuple(body.get("rules") or ()),
            document=bool(body.get("document", False)),
        )


def _field(name: str, body: dict[str, Any], key: str) -> Field:
    if unknown := sorted(set(body) - _FIELD_KEYS):
        raise broken(f"unknown key {unknown[0]}", f"{key}.{unknown[0]}")
    values = dict(body)
    values["title"] = _words(body.get("title"), f"{key}.title")
    values["description"] = _words(body.get("description"), f"{key}.description")
    for examples in ("valid", "invalid"):
        values[examples] = tuple(str(v) for v in body.get(examples) or ())
    if body.get("type") not in FIELD_TYPES:
        raise broken(f"type {body.get('type')!r} is not one of {', '.join(FIELD_TYPES)}", f"{key}.type")
    return Field(name=name, **values)


def _terms(raw: Mapping[str, Any]) -> Iterator[tuple[str, Term]]:
    for section, kinds in (("classes", {"class"}), ("properties", {"object", "datatype"})):
        for name, value in _mapping(raw.get(section), "model.yaml", section).items():
            key = f"{section}.{name}"
            body = _mapping(value, "model.yaml", key)
            kind = body.get("kind", "class")
            if kind not in kinds:
                raise broken(f"kind {kind!r}", f"{key}.kind")
            yield name, Term(
                name=name,
                kind=kind,
                label=_words(body.get("label"), f"{key}.label"),
                comment=_words(body.get("comment"), f"{key}.comment"),
                parents=tuple(body.get("parents") or ()),
                matches=tuple(body.get("matches") or ()),
                status=str(body.get("status", "stable")),
            )


def _read_csv(path: Path, columns: tuple[str, ...]) -> Iterator[dict[str, str]]:
    name = f"codes/{path.name}"
    if not path.is_file():
        raise broken("file not found", file=name)
    with path.open(encoding="utf-8", newline="") as stream:
        reader = csv.DictReader(stream)
        missing = [c for c in columns if c not in (reader.fieldnames or [])]
        if missing:
            raise broken(f"column {missing[0]} is missing", missing[0], name)
        for row in reader:
            if None in row or None in row.values():
                raise broken(f"row {reader.line_num} has another number of cells than the header", file=name)
            yield row


def _code_lists(folder: Path, schemes: Mapping[str, Any]) -> Iterator[tuple[str, CodeList]]:
    columns = ("notation", "label_ja", "label_en", "definition_ja", "definition_en", "broader", "exact_match")
    for scheme, title in schemes.items():
        codes: dict[str, Code] = {}
        for row in _read_csv(folder / f"{scheme}.csv", columns):
            code = row["notation"]
            if code in codes or not re.fullmatch(r"[a-z0-9_]+", code):
                raise broken(f"code {code!r} is doubled or not [a-z0-9_]+", code, f"codes/{scheme}.csv")
            codes[code] = Code(
                code,
                {"ja": row["label_ja"], "en": row["label_en"]},
                {"ja": row["definition_ja"], "en": row["definition_en"]},
                row["broader"] or None,
                row["exact_match"] or None,
            )
        yield scheme, CodeList(scheme, _words(title, f"schemes.{scheme}"), codes)


def _units(path: Path) -> Iterator[tuple[str, Unit]]:
    columns = ("unit_id", "symbol", "also_written", "label_ja", "label_en", "quantity_kind", "ucum", "qudt", "un_cefact")
    owner: dict[str, str] = {}
    for row in _read_csv(path, columns):
        spellings = tuple(dict.fromkeys([row["symbol"], *row["also_written"].split()]))
        for spelling in spellings:
            if spelling in owner:
                raise broken(f"{spelling} is a spelling of {owner[spelling]} and {row['unit_id']}", row["unit_id"], "codes/units.csv")
            owner[spelling] = row["unit_id"]
        label = {"ja": row["label_ja"], "en": row["label_en"]}
        yield (
            row["unit_id"],
            Unit(row["unit_id"], row["symbol"], spellings, label, row["quantity_kind"], row["ucum"], row["qudt"], row["un_cefact"]),
        )


def _word_lists(folder: Path) -> Iterator[tuple[str, tuple[Word, ...]]]:
    for path in sorted(folder.glob("*.csv")):
        rows = _read_csv(path, ("text", "meaning", "note"))
        yield path.stem, tuple(Word(row["text"], row["meaning"], row["note"]) for row in rows)


def _rules(path: Path) -> Iterator[tuple[str, Rule]]:
    file = "rules.yaml"
    raw = _mapping(strict_yaml.load(path, ModelError), file, "")
    for rule_id, value in _mapping(raw.get("rules"), file, "rules").items():
        key = f"rules.{rule_id}"
        body = _mapping(value, file, key)
        if not re.fullmatch(ID_PATTERN, rule_id):
            raise broken("a rule id is kebab-case", key, file)
        try:
            level = Level(body.get("level", ""))
        except ValueError as fault:
            raise broken(f"level {body.get('level')!r}", f"{key}.level", file) from fault
        texts = {name: _words(body.get(name), f"{key}.{name}", file) for name in ("title", "message", "cause", "fix_source")}
        decision = _words(body["fix_decision"], f"{key}.fix_decision", file) if "fix_decision" in body else {}
        yield rule_id, Rule(rule_id, level, str(body.get("area", "")), **texts, fix_decision=decision, example=str(body.get("example", "")))


def _check(model: Model) -> None:
    """What must hold between the parts: keys, references, schemes, properties, examples."""
    for table in model.tables.values():
        key = f"tables.{table.name}"
        if not table.key:
            raise broken("a key is required", f"{key}.key")
        for name in [*table.key, *(n for u in table.unique for n in u)]:
            if name not in table.names:
                raise broken(f"no field {name}", f"{key}.key")
        for item in table.fields:
            _check_field(model, table, item, f"{key}.fields.{item.name}")
        for curie in [table.rdf_class, *(c.property for c in table.constants)]:
            _check_curie(model, curie, key)


def _check_field(model: Model, table: TableModel, item: Field, key: str) -> None:
    if item.references and item.references not in model.tables:
        raise broken(f"references {item.references}, no such table", f"{key}.references")
    if (item.type == "code") != bool(item.scheme):
        raise broken("type code and scheme go together", f"{key}.scheme")
    if item.scheme and item.scheme not in model.code_lists:
        raise broken(f"scheme {item.scheme} is not declared", f"{key}.scheme")
    if item.name in table.key and not item.required:
        raise broken("a key field is required: true", f"{key}.required")
    if table.iri and item.property is None and item.role != "no_triple":
        raise broken("a property is missing (or role: no_triple)", f"{key}.property")
    if item.pattern and not (item.valid and item.invalid):
        raise broken("a rule needs valid and invalid examples", f"{key}.valid")
    for template in (item.iri, item.about):
        for name in re.findall(r"\{(\w+)\}", template or ""):
            if name not in table.names:
                raise broken(f"template names {name}, no such field", f"{key}.iri")
    _check_curie(model, item.property, f"{key}.property")


def _check_curie(model: Model, curie: str | None, key: str) -> None:
    if curie is None:
        return
    prefix, _, local = curie.partition(":")
    if prefix not in model.prefixes:
        raise broken(f"prefix {prefix} is not declared", key)
    if prefix == model.prefix and local not in model.terms:
        raise broken(f"{curie} is not declared under classes or properties", key)
