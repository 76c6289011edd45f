"""Reads ``schema/`` and refuses a broken one, naming file and key. Knows nothing of any city or target."""

from __future__ import annotations

import csv
import importlib.resources
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from bouhan_opendata import strict_yaml
from bouhan_opendata.errors import ModelError
from bouhan_opendata.findings import Level, Place, Rule
from bouhan_opendata.model.check import check
from bouhan_opendata.model.values import (
    FIELD_TYPES,
    ID_PATTERN,
    MODEL_BROKEN,
    Code,
    CodeList,
    Constant,
    Field,
    Model,
    TableModel,
    Term,
    Unit,
    Word,
    Words,
    broken,
)


def schema_folder() -> Path:
    """The folder ``schema/``: inside the installed package, else beside ``src/`` (an editable install)."""
    inside = Path(str(importlib.resources.files("bouhan_opendata"))) / "schema"
    if inside.is_dir():
        return inside
    beside = Path(__file__).resolve().parents[3] / "schema"
    if beside.is_dir():
        return beside
    raise ModelError(MODEL_BROKEN, Place(file="schema/"), problem="schema/ not found")


def load_model(folder: Path | None = None) -> Model:
    """Load and check the definition. Raises :class:`ModelError` naming file and key."""
    root = folder or schema_folder()
    raw = _mapping(strict_yaml.load(root / "model.yaml", ModelError), "model.yaml", "")
    head = _mapping(raw.get("model"), "model.yaml", "model")
    prefix, namespace = _text(head, "prefix"), _text(head, "namespace")
    prefixes = {**_mapping(raw.get("prefixes"), "model.yaml", "prefixes"), prefix: namespace}
    model = Model(
        version=_text(head, "version"),
        namespace=namespace,
        prefix=prefix,
        code_base=_text(head, "code_base"),
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
    check(model)
    return model


def _text(head: Mapping[str, Any], name: str) -> str:
    if not isinstance(head.get(name), str):
        raise broken("a text is expected", f"model.{name}")
    return str(head[name])


def _mapping(value: Any, file: str, key: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise broken("a mapping is expected", key, file)
    return value


def _words(value: Any, key: str, file: str = "model.yaml") -> Words:
    if not isinstance(value, dict) or set(value) != {"ja", "en"} or not all(isinstance(v, str) and v for v in value.values()):
        raise broken("texts in ja and en are expected", key, file)
    return value


_FIELD_KEYS = set(Field.__slots__) - {"name"}
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
        yield (
            name,
            TableModel(
                name=name,
                title=_words(body.get("title"), f"{key}.title"),
                description=_words(body.get("description"), f"{key}.description"),
                key=tuple(body.get("key") or ()),
                fields=fields,
                rdf_class=body.get("class"),
                iri=body.get("iri"),
                constants=tuple(_constant(c, f"{key}.constants[{n}]") for n, c in enumerate(body.get("constants") or ())),
                unique=tuple(tuple(u) for u in body.get("unique") or ()),
                rules=tuple(body.get("rules") or ()),
                document=bool(body.get("document", False)),
            ),
        )


def _constant(value: Any, key: str) -> Constant:
    body = _mapping(value, "model.yaml", key)
    if not {"property", "value"} <= set(body) <= {"property", "value", "about"}:
        raise broken("property and value are expected, and perhaps about", key)
    return Constant(**body)


_FIELD_VALUES = {"required": bool, "minimum": int, "maximum": int, "max_length": int}
_NOT_TEXT = {*_FIELD_VALUES, "title", "description", "valid", "invalid"}


def _field(name: str, body: dict[str, Any], key: str) -> Field:
    if unknown := sorted(set(body) - _FIELD_KEYS):
        raise broken(f"unknown key {unknown[0]}", f"{key}.{unknown[0]}")
    for option, value in body.items():
        if option in _NOT_TEXT - set(_FIELD_VALUES):
            continue
        if not isinstance(value, _FIELD_VALUES.get(option, str)):
            raise broken(f"{value!r} is not what {option} takes", f"{key}.{option}")
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
            yield (
                name,
                Term(
                    name=name,
                    kind=kind,
                    label=_words(body.get("label"), f"{key}.label"),
                    comment=_words(body.get("comment"), f"{key}.comment"),
                    parents=tuple(body.get("parents") or ()),
                    matches=tuple(body.get("matches") or ()),
                    status=str(body.get("status", "stable")),
                    range=tuple(body.get("range") or ()),
                ),
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
    columns = ("unit_id", "symbol", "also_written", "label_ja", "label_en", "quantity_kind", "ucum", "qudt")
    owner: dict[str, str] = {}
    for row in _read_csv(path, (*columns, "qudt_broader", "un_cefact", "formerly")):
        spellings = tuple(dict.fromkeys([row["symbol"], *row["also_written"].split()]))
        for spelling in spellings:
            if spelling in owner:
                raise broken(
                    f"{spelling} is a spelling of {owner[spelling]} and {row['unit_id']}", row["unit_id"], "codes/units.csv"
                )
            owner[spelling] = row["unit_id"]
        label = {"ja": row["label_ja"], "en": row["label_en"]}
        yield (
            row["unit_id"],
            Unit(
                row["unit_id"],
                row["symbol"],
                spellings,
                label,
                row["quantity_kind"],
                row["ucum"],
                row["qudt"],
                row["qudt_broader"],
                row["un_cefact"],
                tuple(row["formerly"].split()),
            ),
        )


def _word_lists(folder: Path) -> Iterator[tuple[str, tuple[Word, ...]]]:
    for path in sorted(folder.glob("*.csv")):
        rows = _read_csv(path, ("text", "meaning", "note"))
        yield path.stem, tuple(Word(row["text"], row["meaning"], row["note"]) for row in rows)


def _rules(path: Path) -> Iterator[tuple[str, Rule]]:
    file = "rules.yaml"
    raw = _mapping(strict_yaml.load(path, ModelError), file, "")
    for rule_id, value in _mapping(raw.get("rules") or {}, file, "rules").items():
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
        yield (
            rule_id,
            Rule(rule_id, level, str(body.get("area", "")), **texts, fix_decision=decision, example=str(body.get("example", ""))),
        )
