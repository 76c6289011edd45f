"""The definition: the real one is whole, and a broken one is refused with its file and key."""

from __future__ import annotations

import copy
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import fields, replace
from pathlib import Path
from typing import Any

import pytest

from bouhan_opendata import strict_yaml
from bouhan_opendata.errors import ModelError
from bouhan_opendata.model import Field, Measured, Model, forms, load_model, loading, schema_folder
from bouhan_opendata.model.check import WORD_LISTS

JAPANESE = re.compile(r"[぀-ヿ一-鿿]")


@pytest.fixture(scope="module")
def model() -> Model:
    return load_model()


@pytest.fixture
def broken(tmp_path: Path) -> Callable[..., ModelError]:
    """Change one text of the definition, load it, give back the refusal."""

    def load(file: str, old: str, new: str) -> ModelError:
        folder = tmp_path / "schema"
        shutil.copytree(schema_folder(), folder, ignore=shutil.ignore_patterns("generated"))
        path = folder / file
        text = path.read_text(encoding="utf-8")
        assert old in text, f"{old!r} is no longer in {file}"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        with pytest.raises(ModelError) as caught:
            load_model(folder)
        return caught.value

    return load


TERM = '  SourceDocument:\n    label: {ja: 資料, en: "Source document"}'
SEE = '    see: ["ic:文書型"]'
MEASURE_ID = '        pattern: "m[0-9]{3,}"\n        property: dct:identifier'
BROKEN = {
    "an unknown key of a field": (
        "        required: true",
        "        requird: true",
        "tables.sources.fields.source_id.requird",
        "unknown key",
    ),
    "an unknown key of a table": ("    document: true", "    dokument: true", "tables.sources.dokument", "unknown key"),
    "an unknown type": ("        type: date", "        type: datum", "tables.sources.fields.received_on.type", "datum"),
    "a required that is no truth value": (
        "        required: true",
        '        required: "ja"',
        "tables.sources.fields.source_id.required",
        "ja",
    ),
    "a bound that is no number": ("        minimum: 0", '        minimum: "0"', "tables.sources.fields.bytes.minimum", "'0'"),
    "a missing English title": ("title: {ja: 資料, en: Sources}", "title: {ja: 資料}", "tables.sources.title", "ja and en"),
    "a key that is no field": ("    key: [measure_id]", "    key: [measure_no]", "tables.measures.key", "measure_no"),
    "a reference to no table": (
        "references: policy_areas",
        "references: pillars",
        "tables.policy_areas.fields.parent_id.references",
        "pillars",
    ),
    "a scheme that is not declared": (
        "scheme: line_class",
        "scheme: line_kind",
        "tables.source_lines.fields.class.scheme",
        "line_kind",
    ),
    "a property that is not declared": (
        "bouhan:lineClass",
        "bouhan:lineKind",
        "tables.source_lines.fields.class.property",
        "bouhan:lineKind",
    ),
    "a prefix that is not declared": (
        "property: dct:title",
        "property: dcterms:title",
        "tables.sources.fields.title.property",
        "dcterms",
    ),
    "a class that is not declared": (
        "class: bouhan:SourceLine",
        "class: bouhan:Zeile",
        "tables.source_lines.class",
        "bouhan:Zeile",
    ),
    "a template with no such field": ('iri: "line/{line_id}"', 'iri: "line/{line}"', "tables.source_lines.iri", "line"),
    "a valid example that breaks a rule": (
        "valid: [a001, a1024]",
        "valid: [A001]",
        "tables.policy_areas.fields.policy_area_id.valid",
        "A001",
    ),
    "an invalid example that breaks no rule": ("invalid: [A001, a1]", "invalid: [a001]", "policy_area_id.invalid", "a001"),
    "a rule without examples": ("        invalid: [S001, s1]\n", "", "tables.sources.fields.source_id.invalid", "examples"),
    "a pattern that is no regular expression": (
        'pattern: "[0-9a-f]{64}"',
        'pattern: "[0-9a-f{64}"',
        "tables.sources.fields.sha256.pattern",
        "pattern",
    ),
    "a pattern that differs from the key it refers to": (
        'pattern: "s[0-9]{3,}"\n        references: sources',
        'pattern: "s[0-9]+"\n        references: sources',
        "tables.sources.fields.replaces_source_id.pattern",
        "sources.source_id",
    ),
    "a key field that may be blank": (
        "      line_id:\n        type: id\n        required: true",
        "      line_id:\n        type: id",
        "line_id.required",
        "key field",
    ),
    "a field without a property": (
        "        property: dct:replaces\n",
        "",
        "tables.sources.fields.replaces_source_id.property",
        "property",
    ),
    "prose that does not say why": (
        "        why_prose: ",
        "        unit: ",
        "tables.source_lines.fields.text.why_prose",
        "says why",
    ),
    "the same said twice": (
        "property: bouhan:rowNumber",
        "property: bouhan:tableNumber",
        "tables.source_lines.fields.row_no.property",
        "twice",
    ),
    "a constant with an unknown key": (
        "value: oa:SpecificResource}",
        "object: oa:SpecificResource}",
        "tables.figures.constants[0].object",
        "unknown key",
    ),
    "a head without a namespace": ("  namespace: ", "  name_space: ", "model.name_space", "unknown key"),
    "a class without a comment": (TERM, TERM.replace("label", "lable"), "classes.SourceDocument.lable", "unknown key"),
    "a property of an unknown kind": ("    kind: object", "    kind: thing", "properties.policyArea.kind", "thing"),
    "a parent that is not declared": ("parents: [prov:Entity]", "parents: [prof:Entity]", "classes.SourceLine", "prof"),
    "a term of others that is not declared": ('see: ["ic:文書型"]', 'see: ["imi:文書型"]', "classes.SourceDocument", "imi"),
    "a class that excludes an unknown one": ("bouhan:PolicyActivity, prov:Activity]", "bouhan:Deed]", "disjoint", "bouhan:Deed"),
    "a status of a term that is none": (SEE, "    status: old\n" + SEE, "classes.SourceDocument.status", "old"),
    "a deprecated term without a successor": (
        SEE,
        "    status: deprecated\n" + SEE,
        "classes.SourceDocument.successor",
        "successor",
    ),
    "a living term with a successor": (SEE, "    successor: SourceLine\n" + SEE, "classes.SourceDocument.successor", "no other"),
    "a successor of another kind": (
        SEE,
        "    status: deprecated\n    successor: text\n" + SEE,
        "classes.SourceDocument.successor",
        "same kind",
    ),
    "a table that is a text": (
        "  sources:\n    title: {ja: 資料, en: Sources}",
        '  sources: "資料"\n  extra:\n    title: {ja: 資料, en: Sources}',
        "tables.sources",
        "mapping",
    ),
    "a condition on no field": ("order: [lower, upper]", "order: [lower, top]", "tables.figures.conditions[1]", "top"),
    "an order of two types": ("order: [lower, upper]", "order: [lower, char_end]", "tables.figures.conditions[1]", "one type"),
    "a condition with a code that is none": ("when: {precision: range}", "when: {precision: span}", "conditions[0]", "span"),
    "a condition that says nothing": ("        order: [lower, upper]\n", "", "tables.figures.conditions[1]", "expected"),
    "a condition twice": ("id: bounds-in-order", "id: range-has-bounds", "tables.figures.conditions[0].id", "twice"),
    "a doubled key": ("  version: ", "  prefix: bouhan\n  version: ", "model.prefix", "duplicate"),
    "an unknown role": ("role: cube_measure", "role: measure", "tables.observations.fields.value.role", "measure"),
    "a bound on a text": (
        MEASURE_ID,
        "        minimum: 1\n" + MEASURE_ID,
        "tables.measures.fields.measure_id.minimum",
        "numbers",
    ),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_model_is_refused_naming_file_and_key(name: str, broken: Callable[..., ModelError]) -> None:
    old, new, key, words = BROKEN[name]
    refusal = broken("model.yaml", old, new)
    assert refusal.place.file == "model.yaml"
    assert key in (refusal.place.key or "")
    assert words in str(refusal)


@pytest.mark.parametrize(
    ("file", "old", "new", "key"),
    [
        ("codes/status.csv", "blank,", "Blank!,", "Blank!"),
        ("codes/status.csv", "reported,報告あり", "reported,", "reported"),
        ("codes/status.csv", "notation,", "code,", "notation"),
        ("codes/status.csv", "planned,予定", "planned,中止", "中止"),
        ("codes/units.csv", "unit/MilliM,", "unit/CentiM,", "millimetres"),
        ("codes/units.csv", ",MMT,", ",CMT,", "millimetres"),
        ("codes/units.csv", ",years-plain", ",times", "years"),
        ("codes/theme.csv", "community_safety,\n", "no_such_theme,\n", "patrol"),
        ("codes/theme.csv", "community_safety,\n", "patrol,\n", "patrol"),
        ("codes/status.csv", "cancelled,中止,Cancelled", "cancelled,中止,Cancelled,too,many,cells,here", None),
    ],
)
def test_a_broken_code_list_is_refused_naming_file_and_code(
    file: str, old: str, new: str, key: str | None, broken: Callable[..., ModelError]
) -> None:
    refusal = broken(file, old, new)
    assert (refusal.place.file, refusal.place.key) == (file, key)


def test_a_missing_code_list_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "schema"
    shutil.copytree(schema_folder(), folder)
    (folder / "codes" / "use.csv").unlink()
    with pytest.raises(ModelError, match=r"codes/use\.csv"):
        load_model(folder)


def test_equal_files_give_equal_models(model: Model) -> None:
    assert load_model() == model


def test_every_word_is_there_in_japanese_and_in_english(model: Model) -> None:
    words = [w for table in model.tables.values() for item in table.fields for w in (item.title, item.description)]
    words += [w for table in model.tables.values() for w in (table.title, table.description)]
    words += [w for term in model.terms.values() for w in (term.label, term.comment)]
    words += [code.definition for code_list in model.code_lists.values() for code in code_list.codes.values()]
    names = {"SHA-256", "UCUM", "QUDT", "UN/CEFACT"}
    assert [w["ja"] for w in words if not JAPANESE.search(w["ja"]) and w["ja"] not in names] == []
    assert [w["en"] for w in words if not re.search("[A-Za-z]", w["en"])] == []


def test_a_field_that_may_be_blank_says_what_blank_means(model: Model) -> None:
    silent = [
        f"{table.name}.{item.name}"
        for table in model.tables.values()
        for item in table.fields
        if not item.required and not ("空欄" in item.description["ja"] and "blank" in item.description["en"].lower())
    ]
    assert silent == []


def test_every_condition_lets_a_row_pass_and_refuses_one(model: Model) -> None:
    for table in model.tables.values():
        for condition in table.conditions:
            filled = {item.name: item.valid[0] for item in table.fields}
            if condition.order:
                first, second = condition.order
                good, bad = {first: 1, second: 2}, {first: 2, second: 1}
                assert condition.holds({**filled, first: 1, second: 1}) is not condition.strict
                assert condition.holds({**filled, first: None, second: 1})
            else:
                said = {**condition.when, **condition.then}
                good = {name: (value or None) if isinstance(value, bool) else value for name, value in said.items()}
                name, value = next(iter(condition.then.items()))
                bad = {**good, name: (None if value else 1) if isinstance(value, bool) else "another"}
                other = next(iter(condition.when))
                assert condition.holds({**filled, **bad, other: None})
            assert condition.holds({**filled, **good}) and not condition.holds({**filled, **bad}), condition.id


def test_every_own_term_is_used(model: Model) -> None:
    used = {item.property for table in model.tables.values() for item in table.fields}
    used |= {table.rdf_class for table in model.tables.values()}
    assert [name for name in model.terms if f"bouhan:{name}" not in used] == []


def test_observations_are_one_a_cell_of_the_cube(model: Model) -> None:
    table = model.tables["observations"]
    roles = {
        role: [item.name for item in table.fields if item.role == role]
        for role in ("cube_dimension", "cube_measure", "cube_attribute")
    }
    assert roles["cube_dimension"] == ["indicator_id", "fiscal_year", "result_kind", "area_code"]
    assert roles["cube_measure"] == ["value"]
    assert all(table.field(name).required for name in (*roles["cube_dimension"], "value"))
    assert ("indicator_id", "fiscal_year", "result_kind") in table.unique


def test_titles_are_unique_within_a_table(model: Model) -> None:
    for table in model.tables.values():
        for lang in ("ja", "en"):
            titles = [item.title[lang] for item in table.fields]
            assert len(set(titles)) == len(titles), f"{table.name}: {sorted(t for t in titles if titles.count(t) > 1)}"


def test_the_data_types_of_the_dictionary_are_those_of_the_model(model: Model) -> None:
    from bouhan_opendata.model import FIELD_TYPES

    assert set(model.code_lists["data_type"].codes) == set(FIELD_TYPES)


def test_a_counter_is_narrower_than_a_number_and_only_true_units_are_the_same_as_another(model: Model) -> None:
    for unit in model.units.values():
        assert not (unit.qudt and unit.qudt_broader), unit.unit_id
        if unit.quantity_kind == "count":
            assert (unit.qudt, unit.qudt_broader) == ("", "http://qudt.org/vocab/unit/NUM"), unit.unit_id
    same = [unit.qudt for unit in model.units.values() if unit.qudt]
    assert len(set(same)) == len(same) > 30


MUTATIONS = (None, [], {}, "zzz zz", 5, True, ["zz"], [3], [None], [{}])


def _places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in items:
        yield (*path, key)
        yield from _places(inner, (*path, key))


def _changed(value: Any, path: tuple[Any, ...], new: Any) -> Any:
    made = copy.copy(value)
    made[path[0]] = new if len(path) == 1 else _changed(made[path[0]], path[1:], new)
    return made


def _shape(path: tuple[Any, ...]) -> tuple[str, ...]:
    """Places of one kind: the names of tables, fields, terms and rules do not matter, nor places in a list."""
    named = {1, 3} if path[0] == "tables" else {1}
    return tuple("*" if number in named or isinstance(part, int) else str(part) for number, part in enumerate(path))


@pytest.mark.parametrize("file", ["model.yaml", "rules.yaml", "readability.yaml"])
def test_whatever_stands_at_a_place_the_loader_accepts_or_refuses(file: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """One place of each kind, with everything that does not belong there: no other exception, ever, and a file named."""
    read = strict_yaml.load
    whole = {name: read(schema_folder() / name, ModelError) for name in ("model.yaml", "rules.yaml", "readability.yaml")}
    lists = dict(load_model().code_lists), dict(load_model().units), dict(load_model().words)
    for name, found in zip(("_code_lists", "_units", "_word_lists"), lists, strict=True):
        monkeypatch.setattr(loading, name, lambda *_, found=found: iter(found.items()))
    given = dict(whole)
    monkeypatch.setattr(strict_yaml, "load", lambda path, *_: given[path.name])
    places = {_shape(path): path for path in _places(whole[file])}
    refused = 0
    for path in places.values():
        for new in MUTATIONS:
            given[file] = _changed(whole[file], path, new)
            try:
                load_model()
            except ModelError as error:
                refused += 1
                assert error.place.file is not None
    assert refused > len(places) * 5


@pytest.mark.parametrize(
    ("file", "data", "says"),
    [
        ("codes/units.csv", "unit_id,symbol\n台,".encode("cp932"), "UTF-8"),
        ("codes/words/fixed.csv", None, "not found"),
        ("codes/words/fixed.csv", b"text,meaning,note\n", "empty"),
        ("codes/words/fixed.csv", b"text,meaning,note\na,b\n", "number of cells"),
        ("patterns.csv", b"pattern,n,right\nquantity-alone,3,4\n", "4 of 3"),
        ("rules.yaml", None, "not found"),
    ],
)
def test_a_broken_file_is_named(file: str, data: bytes | None, says: str, tmp_path: Path) -> None:
    folder = shutil.copytree(schema_folder(), tmp_path / "schema", ignore=shutil.ignore_patterns("generated"))
    if data is None:
        (folder / file).unlink()
    else:
        (folder / file).write_bytes(data)
    with pytest.raises(ModelError, match=says) as caught:
        load_model(folder)
    assert caught.value.place.file == file


def test_a_byte_order_mark_does_no_harm(model: Model, tmp_path: Path) -> None:
    folder = shutil.copytree(schema_folder(), tmp_path / "schema", ignore=shutil.ignore_patterns("generated"))
    path = folder / "codes" / "units.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert load_model(folder) == model


@pytest.mark.parametrize(
    ("n", "right", "bound", "grade"),
    [
        (0, 0, 0.0, "check"),
        (9, 9, 0.7009, "check"),
        (10, 10, 0.7225, "check"),
        (73, 73, 0.95, "sure"),
        (100, 88, 0.8019, "likely"),
        (100, 87, 0.7902, "check"),
    ],
)
def test_a_grade_is_the_lower_bound_of_what_was_measured(model: Model, n: int, right: int, bound: float, grade: str) -> None:
    """Bounds by hand from Wilson's formula with z = 1.96."""
    measured = Measured(n, right)
    assert measured.lower_bound == pytest.approx(bound, abs=1e-3)
    assert replace(model, patterns={"p": measured}).grade("p") == grade
    assert model.grade("a pattern that nobody measured") == "check"


def test_the_form_of_a_field_has_what_a_field_has(model: Model) -> None:
    """What the definition may say of a field and what the library keeps of it are the same; so are the lists of words."""
    assert set(forms.FIELD.all) == {item.name for item in fields(Field)} - {"name"}
    assert model.words.keys() == WORD_LISTS
