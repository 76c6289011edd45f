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
from bouhan_opendata.model import forms
from bouhan_opendata.model.check import check
from bouhan_opendata.model.values import (
    ID_PATTERN,
    MODEL_BROKEN,
    Code,
    CodeList,
    Condition,
    Constant,
    Field,
    Measured,
    Model,
    Origin,
    ReadabilityRule,
    TableModel,
    Term,
    Unit,
    Word,
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
    raw = forms.TOP.of(_yaml(root / "model.yaml"), "")
    head = forms.HEAD.of(raw["model"], "model")
    prefixes = {**_texts(raw["prefixes"], "prefixes"), head["prefix"]: head["namespace"]}
    model = Model(
        version=head["version"],
        namespace=head["namespace"],
        prefix=head["prefix"],
        code_base=head["code_base"],
        prefixes=prefixes,
        title=head["title"],
        description=head["description"],
        tables=dict(_tables(forms.mapping(raw["tables"], "tables"))),
        terms=dict(_terms(raw)),
        code_lists=dict(_code_lists(root / "codes", forms.mapping(raw["schemes"], "schemes"))),
        units=dict(_units(root / "codes" / "units.csv")),
        words=dict(_word_lists(root / "codes" / "words")),
        rules=dict(_rules(root / "rules.yaml")),
        licences={name: forms.LICENCE.of(value, f"licences.{name}") for name, value in raw["licences"].items()},
        readability=dict(_readability(root / "readability.yaml")),
        patterns=dict(_patterns(root / "patterns.csv")),
        disjoint=tuple(tuple(group) for group in raw.get("disjoint", ())),
        origin=Origin(**{name: head[name] for name in ("prior_version", "created", "licence", "creator") if name in head}),
    )
    check(model)
    return model


def _readability(path: Path) -> Iterator[tuple[str, ReadabilityRule]]:
    body = forms.mapping(_yaml(path), path.name)
    costs = forms.mapping(body.get("costs"), "costs")
    for name, value in forms.mapping(body.get("readability"), "readability").items():
        said = _texts(value, f"readability.{name}")
        weight = said.get("weight")
        if not re.fullmatch("L[123]-[0-9]{2}", name) or weight not in ("fatal", "critical", "major", "minor"):
            raise broken("an id such as L1-01 and a weight are expected", f"readability.{name}", path.name)
        if set(said) != {"weight", "ja", "en"}:
            raise broken("weight, ja and en are expected", f"readability.{name}", path.name)
        cost = 100 if weight == "fatal" else forms.mapping(costs.get(name[:2]), f"costs.{name[:2]}").get(weight)
        if type(cost) is not int or not 0 < cost <= 100:
            raise broken("a number from 1 to 100 is expected", f"costs.{name[:2]}.{weight}", path.name)
        yield name, ReadabilityRule(name, weight, {"ja": said["ja"], "en": said["en"]}, cost)


def _yaml(path: Path) -> Any:
    if not path.is_file():
        raise broken("file not found", file=path.name)
    return strict_yaml.load(path, ModelError)


def _texts(value: Any, key: str) -> dict[str, str]:
    body = forms.mapping(value, key)
    for name, text in body.items():
        if not forms.is_text(text):
            raise broken("a text is expected", f"{key}.{name}")
    return body


def _tables(raw: Mapping[str, Any]) -> Iterator[tuple[str, TableModel]]:
    for name, value in raw.items():
        key = f"tables.{name}"
        body = forms.TABLE.of(value, key)
        fields = tuple(_field(n, v, f"{key}.fields.{n}") for n, v in forms.mapping(body["fields"], f"{key}.fields").items())
        yield (
            name,
            TableModel(
                name=name,
                title=body["title"],
                description=body["description"],
                key=tuple(body["key"]),
                fields=fields,
                rdf_class=body.get("class"),
                iri=body.get("iri"),
                constants=tuple(
                    Constant(**forms.CONSTANT.of(value, f"{key}.constants[{n}]"))
                    for n, value in enumerate(body.get("constants", ()))
                ),
                unique=tuple(tuple(names) for names in body.get("unique", ())),
                conditions=tuple(
                    _condition(forms.CONDITION.of(value, f"{key}.conditions[{n}]"))
                    for n, value in enumerate(body.get("conditions", ()))
                ),
                document=body.get("document", False),
            ),
        )


def _condition(body: dict[str, Any]) -> Condition:
    return Condition(**{**body, "order": tuple(body.get("order", ()))})


def _field(name: str, value: Any, key: str) -> Field:
    body = forms.FIELD.of(value, key)
    examples = {kind: tuple(str(example) for example in body.get(kind, ())) for kind in ("valid", "invalid")}
    return Field(name=name, **{**body, **examples})


def _terms(raw: Mapping[str, Any]) -> Iterator[tuple[str, Term]]:
    for section, form, kinds in (
        ("classes", forms.CLASS, {"class"}),
        ("properties", forms.PROPERTY, {"object", "datatype"}),
    ):
        for name, value in forms.mapping(raw[section], section).items():
            key = f"{section}.{name}"
            body = form.of(value, key)
            kind = body.get("kind", "class")
            if kind not in kinds:
                raise broken(f"kind {kind!r} is not one of {', '.join(sorted(kinds))}", f"{key}.kind")
            yield (
                name,
                Term(
                    name=name,
                    kind=kind,
                    label=body["label"],
                    comment=body["comment"],
                    parents=tuple(body.get("parents", ())),
                    matches=tuple(body.get("matches", ())),
                    status=body.get("status", "stable"),
                    range=tuple(body.get("range", ())),
                    see=tuple(body.get("see", ())),
                    successor=body.get("successor"),
                ),
            )


def _read_csv(path: Path, columns: tuple[str, ...], name: str) -> Iterator[dict[str, str]]:
    """Rows of a CSV file of ours: UTF-8, with or without a byte order mark, one width."""
    if not path.is_file():
        raise broken("file not found", file=name)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise broken(f"byte {fault.start} is not UTF-8", file=name) from fault
    reader = csv.DictReader(text.splitlines(keepends=True), strict=True)
    try:
        missing = [c for c in columns if c not in (reader.fieldnames or [])]
        if missing:
            raise broken(f"column {missing[0]} is missing", missing[0], name)
        for row in reader:
            if None in row or None in row.values():
                raise broken(f"line {reader.line_num} has another number of cells than the header", file=name)
            yield row
    except csv.Error as fault:
        raise broken(f"line {reader.line_num}: {fault}", file=name) from fault


def _code_lists(folder: Path, schemes: Mapping[str, Any]) -> Iterator[tuple[str, CodeList]]:
    columns = ("notation", "label_ja", "label_en", "definition_ja", "definition_en", "broader", "exact_match")
    for scheme, title in schemes.items():
        codes: dict[str, Code] = {}
        for row in _read_csv(folder / f"{scheme}.csv", columns, f"codes/{scheme}.csv"):
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
        yield scheme, CodeList(scheme, forms.words(title, f"schemes.{scheme}"), codes)


def _units(path: Path) -> Iterator[tuple[str, Unit]]:
    columns = ("unit_id", "symbol", "also_written", "label_ja", "label_en", "quantity_kind", "ucum", "qudt")
    owner: dict[str, str] = {}
    for row in _read_csv(path, (*columns, "qudt_broader", "un_cefact", "formerly"), "codes/units.csv"):
        if not re.fullmatch(ID_PATTERN, row["unit_id"]) or not row["symbol"] or not (row["label_ja"] and row["label_en"]):
            raise broken("a unit needs an id in kebab-case, a symbol and two labels", row["unit_id"], "codes/units.csv")
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
        rows = _read_csv(path, ("text", "meaning", "note"), f"codes/words/{path.name}")
        yield path.stem, tuple(Word(row["text"], row["meaning"], row["note"]) for row in rows)


def _patterns(path: Path) -> Iterator[tuple[str, Measured]]:
    """What ``bouhan evaluate --write`` measured. Before anything is measured there is no such file."""
    if not path.is_file():
        return
    for row in _read_csv(path, ("pattern", "n", "right"), path.name):
        if not (row["n"].isdecimal() and row["right"].isdecimal()) or int(row["right"]) > int(row["n"]):
            raise broken(f"{row['right']} of {row['n']} cannot be", row["pattern"], path.name)
        yield row["pattern"], Measured(int(row["n"]), int(row["right"]))


def _rules(path: Path) -> Iterator[tuple[str, Rule]]:
    file = path.name
    raw = forms.RULES.of(_yaml(path), "", file)
    for rule_id, value in forms.mapping(raw["rules"], "rules", file).items():
        key = f"rules.{rule_id}"
        body = forms.RULE.of(value, key, file)
        if not re.fullmatch(ID_PATTERN, rule_id):
            raise broken("a rule id is kebab-case", key, file)
        try:
            level = Level(body["level"])
        except ValueError as fault:
            raise broken(f"level {body['level']!r} is not one of {', '.join(Level)}", f"{key}.level", file) from fault
        texts = {name: body[name] for name in ("title", "message", "cause", "fix_source")}
        decision = body.get("fix_decision", {})
        example, waivable = body.get("example", ""), body.get("waivable", False)
        yield rule_id, Rule(rule_id, level, body["area"], **texts, fix_decision=decision, example=example, is_waivable=waivable)
