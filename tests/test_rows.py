"""The compiled row checks and the triple writer: every rule at its place, the same verdict fast and slow, and no injection."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import pyoxigraph
import pytest
import rdflib
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bouhan_opendata import rows
from bouhan_opendata.errors import ModelError, PackageError, UsageError
from bouhan_opendata.iri import code_iri, fill, natural_key, unit_iri
from bouhan_opendata.model import Constant, Field, Model, TableModel, load_model
from bouhan_opendata.row_checks import reading_order
from bouhan_opendata.rows import Compiled, compile_tables
from bouhan_opendata.tabular.csv_tables import quoted

BASE = "https://w3id.org/bouhan/132101/"
WORDS = {"ja": "名前", "en": "name"}


def field(name: str, kind: str, **more: Any) -> Field:
    return Field(name, kind, WORDS, WORDS, **{"property": f"bouhan:{name}", **more})


PLACES = TableModel(
    "places",
    WORDS,
    WORDS,
    ("place_id",),
    (
        field("place_id", "id", required=True, pattern="p[0-9]{3}", valid=("p001",)),
        field("name", "string", required=True, language="ja", max_length=10),
    ),
    rdf_class="bouhan:Place",
    iri="place/{place_id}",
)
VISITS = TableModel(
    "visits",
    WORDS,
    WORDS,
    ("visit_id",),
    (
        field("visit_id", "id", required=True, property="dct:identifier"),
        field("place_id", "id", required=True, references="places", pattern="p[0-9]{3}", valid=("p001",)),
        field("parent_id", "id", references="visits"),
        field("status", "code", scheme="status"),
        field("people", "integer", minimum=0, maximum=1000),
        field("share", "decimal", minimum=0),
        field("held_on", "date"),
        field("year", "fiscal_year", minimum=2000),
        field("is_open", "boolean"),
        field("link", "iri"),
        field("note", "text", language="ja", about="visit/{visit_id}-note"),
        field("hash", "string", pattern="[0-9a-fあ]{4}", valid=("12ab",)),
        field("label", "string"),
    ),
    rdf_class="bouhan:Visit",
    iri="visit/{visit_id}",
    constants=(Constant("skos:inScheme", "plan"), Constant("rdf:type", "oa:TextualBody", "visit/{visit_id}-note")),
    unique=(("hash", "label"),),
)
CLEAN = {
    "visit_id": "v1",
    "place_id": "p001",
    "parent_id": "",
    "status": "reported",
    "people": "12",
    "share": "0.5",
    "held_on": "2019-04-01",
    "year": "2019",
    "is_open": "true",
    "link": "https://example.org/a",
    "note": "青色回転灯車による巡回",
    "hash": "12ab",
    "label": "巡回",
}


@pytest.fixture(scope="module")
def model() -> Model:
    return replace(load_model(), tables={"visits": VISITS, "places": PLACES})


@pytest.fixture(scope="module")
def compiled(model: Model) -> Compiled:
    return compile_tables(model, BASE)


def csv_of(table: TableModel, *lines: dict[str, str] | str) -> bytes:
    text = [",".join(table.names)]
    for line in lines:
        text.append(line if isinstance(line, str) else ",".join(line[name] for name in table.names))
    return ("\n".join(text) + "\n").encode()


def raw(*lines: Sequence[str]) -> bytes:
    return "".join(",".join(map(quoted, line)) + "\n" for line in lines).encode()


def sources(*visits: dict[str, str] | str, places: bytes | None = None) -> dict[str, Any]:
    return {"visits": csv_of(VISITS, *visits), "places": places or csv_of(PLACES, "p001,本町")}


def found(compiled: Compiled, given: dict[str, Any]) -> list[tuple[str, str | None, int | None, str | None]]:
    return [(f.rule, f.place.file, f.place.row, f.place.field) for f in compiled.check(given)]


def test_a_clean_row_has_no_finding_and_every_rule_has_words(compiled: Compiled) -> None:
    checked = compiled.check(sources(CLEAN))
    assert (checked.findings, checked.total, checked.rows) == ((), 0, {"visits": 1, "places": 1})


@pytest.mark.parametrize(
    ("name", "cell", "rule"),
    [
        ("visit_id", "", "missing-value"),
        ("place_id", "", "missing-value"),
        ("visit_id", "V1", "wrong-type"),
        ("place_id", "p1", "pattern-mismatch"),
        ("status", "中止", "wrong-type"),
        ("status", "stopped", "not-in-code-list"),
        ("people", "１２", "full-width-digits"),
        ("people", "1_2", "wrong-type"),
        ("people", "012", "not-canonical-number"),
        ("people", "+12", "not-canonical-number"),
        ("people", "12.0", "not-canonical-number"),
        ("people", "-0", "not-canonical-number"),
        ("people", "12.5", "wrong-type"),
        ("people", "12人", "wrong-type"),
        ("people", "1001", "out-of-range"),
        ("people", "-1", "out-of-range"),
        ("people", "1" * 30, "out-of-range"),
        ("share", "0.50", "not-canonical-number"),
        ("share", ".5", "not-canonical-number"),
        ("share", "1e3", "not-canonical-number"),
        ("share", "約5", "wrong-type"),
        ("share", "-0.1", "out-of-range"),
        ("held_on", "2019-02-29", "wrong-type"),
        ("held_on", "2019-4-1", "wrong-type"),
        ("held_on", "２０１９-04-01", "full-width-digits"),
        ("held_on", "20190401", "wrong-type"),
        ("year", "1999", "out-of-range"),
        ("year", "令和元", "wrong-type"),
        ("is_open", "True", "wrong-type"),
        ("link", "javascript:alert(1)", "wrong-type"),
        ("link", "https://example.org/> <x", "wrong-type"),
        ("note", "一行目\u2028二行目", "line-break-in-cell"),
        ("note", "一行目\x85二行目", "line-break-in-cell"),
        ("note", "一行目\x0b二行目", "line-break-in-cell"),
        ("note", "ベル\x07", "control-character"),
        ("note", "無\x00", "control-character"),
        ("hash", "12AB", "pattern-mismatch"),
        ("place_id", "p999", "broken-reference"),
        ("parent_id", "v9", "broken-reference"),
    ],
)  # fmt: skip
def test_a_fault_is_found_at_its_line_and_field(compiled: Compiled, name: str, cell: str, rule: str) -> None:
    other = {**CLEAN, "visit_id": "v0", "hash": "あ123"}
    given_tables = sources(other, {**CLEAN, name: cell})
    assert (rule, "data/visits.csv", 3, name) in found(compiled, given_tables)
    for finding in compiled.check(given_tables):
        words = compiled.model.rules[finding.rule].sentence(finding.params, "ja")
        assert "…" not in words and "{" not in words


def test_length_counts_characters_and_not_bytes(compiled: Compiled) -> None:
    assert found(compiled, sources(CLEAN, places=csv_of(PLACES, "p001,一二三四五六七八九十"))) == []
    assert found(compiled, sources(CLEAN, places=csv_of(PLACES, "p001,一二三四五六七八九十百"))) == [
        ("too-long", "data/places.csv", 2, "name")
    ]


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", [("line-ending", 1), ("header-mismatch", 1)]),
        (b"name,place_id\n", [("header-mismatch", 1)]),
        (b"\xef\xbb\xbfplace_id,name\np001,a\n", [("byte-order-mark", 1)]),
        (b"place_id,name\r\np001,a\r\n", [("line-ending", 1), ("line-ending", 2)]),
        (b"place_id,name\np001,a", [("line-ending", 2)]),
        (b"place_id,name\np001,a,b\n", [("cell-count", 2)]),
        (b"place_id,name\np001,a\n\np002,b\n", [("cell-count", 3)]),
        (b'place_id,name\np001,a\np002,"b\n', [("csv-broken", 3)]),
        (b'place_id,name\np001,"a"b\n', [("csv-broken", 2)]),
        (b'place_id,name\np001,"a\nb"\np002,\n', [("line-break-in-cell", 2), ("missing-value", 4)]),
        (b'place_id,name\np001,"a\rb"\n', [("line-break-in-cell", 2)]),
        ("place_id,name\np001,本町\n".encode("cp932"), [("not-utf8", 2)]),
    ],
)
def test_a_broken_file_is_described_line_by_line(compiled: Compiled, data: bytes, expected: list[tuple[str, int]]) -> None:
    assert [(f.rule, f.place.row) for f in compiled.check({"places": data})] == expected


def test_a_key_may_occur_once_even_in_blocks_far_apart(compiled: Compiled, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [f"p{n:03d},町{n}" for n in range(900)]
    data = csv_of(PLACES, *lines, "p000,また", "p899,また")
    expected = [("duplicate-key", "data/places.csv", row, "place_id") for row in (902, 903)]
    assert found(compiled, {"places": data}) == expected
    monkeypatch.setattr(rows, "_BLOCK", 64)
    assert found(compiled, {"places": data}) == expected


def test_a_unique_set_is_unique_and_blanks_do_not_count(compiled: Compiled) -> None:
    second, third = {**CLEAN, "visit_id": "v2"}, {**CLEAN, "visit_id": "v3", "label": ""}
    fourth = {**third, "visit_id": "v4"}
    assert found(compiled, sources(CLEAN, second, third, fourth)) == [("duplicate-key", "data/visits.csv", 3, "hash+label")]


def test_a_reference_to_a_later_row_of_its_own_table_holds(compiled: Compiled) -> None:
    first = {**CLEAN, "parent_id": "v2"}
    second = {**CLEAN, "visit_id": "v2", "parent_id": "v3", "label": "別"}
    assert found(compiled, sources(first, second)) == [("broken-reference", "data/visits.csv", 3, "parent_id")]


def test_what_is_referred_to_is_read_first_and_circles_do_no_harm(model: Model) -> None:
    assert reading_order(model.tables) == ("places", "visits")


def test_a_table_that_is_not_given_is_not_judged(compiled: Compiled) -> None:
    assert found(compiled, {"visits": csv_of(VISITS, CLEAN)}) == []


def test_all_findings_are_counted_and_the_first_are_listed(compiled: Compiled) -> None:
    data = csv_of(PLACES, *(f"p{n:03d}," for n in range(500)))
    checked = compiled.check({"places": data}, most=7)
    assert (len(checked.findings), checked.total, checked.counts) == (7, 500, {("data/places.csv", "missing-value"): 500})


def test_a_file_may_be_bytes_a_stream_or_a_function_that_opens_one(compiled: Compiled) -> None:
    data = csv_of(PLACES, "p001,本町")
    stream = io.BytesIO(data)
    for source in (data, io.BytesIO(data), lambda: stream):
        assert compiled.check({"places": source}).rows == {"places": 1}
    assert stream.closed


def test_a_row_becomes_triples_grouped_by_subject(compiled: Compiled) -> None:
    text = b"".join(compiled.triples("visits", csv_of(VISITS, CLEAN))).decode()
    subjects = [line.split(" ")[0] for line in text.splitlines()]
    note = f"<{BASE}visit/v1-note>"
    assert subjects == [f"<{BASE}visit/v1>"] * (len(subjects) - 2) + [note] * 2
    vocab = "https://w3id.org/bouhan/vocab#"
    xsd = "http://www.w3.org/2001/XMLSchema#"
    for line in (
        f'<{BASE}visit/v1> <http://purl.org/dc/terms/identifier> "v1" .',
        f"<{BASE}visit/v1> <{vocab}place_id> <{BASE}place/p001> .",
        f"<{BASE}visit/v1> <{vocab}status> <https://w3id.org/bouhan/code/status#reported> .",
        f'<{BASE}visit/v1> <{vocab}share> "0.5"^^<{xsd}decimal> .',
        f'<{BASE}visit/v1> <{vocab}year> "2019"^^<{xsd}gYear> .',
        f"<{BASE}visit/v1> <{vocab}link> <https://example.org/a> .",
        f'{note} <{vocab}note> "青色回転灯車による巡回"@ja .',
        f"<{BASE}visit/v1> <http://www.w3.org/2004/02/skos/core#inScheme> <{BASE}plan> .",
    ):
        assert line in text.splitlines()
    assert "parent_id" not in text


def test_a_file_with_crlf_gives_the_same_triples_as_one_with_lf(compiled: Compiled) -> None:
    data = csv_of(PLACES, "p001,本町", 'p002,"緑,町"')
    header, _, body = data.partition(b"\n")
    again = header + b"\n" + body.replace(b"\n", b"\r\n")
    assert b"".join(compiled.triples("places", again)) == b"".join(compiled.triples("places", data))


def test_a_blank_cell_makes_no_triple(compiled: Compiled) -> None:
    blank = dict.fromkeys(VISITS.names, "") | {"visit_id": "v1", "place_id": "p001"}
    text = b"".join(compiled.triples("visits", csv_of(VISITS, blank))).decode()
    assert len(text.splitlines()) == 5


def test_checking_and_writing_in_one_pass_gives_the_same_triples(compiled: Compiled) -> None:
    given_tables = sources(CLEAN, {**CLEAN, "visit_id": "v2", "label": '"引用"と\\'.replace('"', '""').join('""')})
    written: list[bytes] = []
    assert compiled.check_and_write(given_tables, written.append).total == 0
    alone = [block for name in compiled.order for block in compiled.triples(name, given_tables[name])]
    assert b"".join(written) == b"".join(alone)


def test_the_size_of_a_block_does_not_change_a_byte(compiled: Compiled, monkeypatch: pytest.MonkeyPatch) -> None:
    data = csv_of(VISITS, *({**CLEAN, "visit_id": f"v{n}", "label": f'"a,{n}"'} for n in range(50)))
    whole = b"".join(compiled.triples("visits", data))
    monkeypatch.setattr(rows, "_BLOCK", 10)
    assert b"".join(compiled.triples("visits", data)) == whole


def test_a_block_with_a_fault_is_not_written(compiled: Compiled) -> None:
    written: list[bytes] = []
    assert compiled.check_and_write({"places": csv_of(PLACES, "p001,")}, written.append).total == 1
    assert written == []


@pytest.mark.parametrize("cell", ["v1> <x", "v 1", "v1\\u003e", "v/1", "v1#a", "é"])
def test_a_cell_that_may_not_stand_in_an_address_is_refused_even_without_checks(compiled: Compiled, cell: str) -> None:
    with pytest.raises(PackageError, match="not-an-address"):
        list(compiled.triples("visits", csv_of(VISITS, {**CLEAN, "visit_id": cell})))


@pytest.mark.parametrize("bad", [b"a,b\n", b"place_id,name\np001\n", "place_id,name\np001,本\n".encode("cp932")])
def test_triples_of_what_is_no_such_csv_are_refused(compiled: Compiled, bad: bytes) -> None:
    with pytest.raises(PackageError):
        list(compiled.triples("places", bad))


@pytest.mark.parametrize(
    "change",
    [
        {"iri": "visit/{people}"},
        {"iri": "visit/{hash}"},
        {"iri": "visit/{visit_id}> <x"},
        {"rdf_class": "bouhan:a b"},
        {"constants": (Constant("skos:inScheme", "a b"),)},
    ],
)
def test_a_template_that_is_not_safe_is_refused_when_compiling(model: Model, change: dict[str, Any]) -> None:
    with pytest.raises(ModelError):
        compile_tables(replace(model, tables={"visits": replace(VISITS, **change), "places": PLACES}), BASE)


@pytest.mark.parametrize("base", ["", "base/", "https://example.org", "https://example.org/a b/", "https://example.org/'/"])
def test_a_base_that_is_no_address_is_refused(model: Model, base: str) -> None:
    with pytest.raises(UsageError):
        compile_tables(model, base)


CHARACTERS = st.characters(codec="utf-8")
TEXTS = st.text(CHARACTERS, max_size=12)
ODD = st.sampled_from(
    [
        "",
        "p001",
        "p999",
        "v1",
        "true",
        "12",
        "０",
        "0.50",
        "2019-04-01",
        "2019-02-30",
        "reported",
        "x",
        "本",
        '"',
        "\\",
        "1\r",
        "\u2028",
        "https://e.x/",
    ]
)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.lists(st.one_of(ODD, TEXTS), min_size=13, max_size=13), max_size=6))
def test_the_quick_verdict_and_the_exact_one_agree(
    compiled: Compiled, monkeypatch: pytest.MonkeyPatch, cells: list[list[str]]
) -> None:
    data = {"visits": raw(VISITS.names, *cells), "places": csv_of(PLACES, "p001,本町")}
    quick = compiled.check(data)
    with monkeypatch.context() as patch:
        patch.setattr(rows, "passes", lambda *_: False)
        exact = compiled.check(data)
    assert quick == exact


def literals(data: bytes) -> Iterator[str]:
    for triple in pyoxigraph.parse(data, format=pyoxigraph.RdfFormat.N_TRIPLES):
        if triple.predicate.value.endswith("#label"):
            assert isinstance(triple.object, pyoxigraph.Literal)
            yield triple.object.value


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(st.text(CHARACTERS, min_size=1, max_size=20), min_size=1, max_size=4))
def test_any_text_comes_back_from_the_triples_as_it_was(compiled: Compiled, texts: list[str]) -> None:
    cells = [{**CLEAN, "visit_id": f"v{number}", "label": text} for number, text in enumerate(texts)]
    data = b"".join(compiled.triples("visits", raw(VISITS.names, *([row[name] for name in VISITS.names] for row in cells))))
    assert list(literals(data)) == texts
    graph = rdflib.Graph().parse(data=data, format="nt")
    label = rdflib.URIRef("https://w3id.org/bouhan/vocab#label")
    assert {str(value) for value in graph.objects(None, label)} == set(texts)


def test_every_table_of_the_definition_compiles_and_takes_its_own_examples() -> None:
    real = load_model()
    compiled = compile_tables(real, BASE)
    for name, table in compiled.tables.items():
        for item, fault in zip(table.checks.table.fields, table.checks.faults, strict=True):
            assert [value for value in item.valid if fault(value)] == [], f"{name}.{item.name}"
            assert [value for value in item.invalid if not fault(value)] == [], f"{name}.{item.name}"


def test_addresses_are_made_of_checked_values_alone() -> None:
    assert fill("measure/{measure_id}", BASE, {"measure_id": "m001"}) == f"{BASE}measure/m001"
    assert code_iri("https://w3id.org/bouhan/code/", "status", "not_implemented").endswith("status#not_implemented")
    assert unit_iri("https://w3id.org/bouhan/code/", "persons") == "https://w3id.org/bouhan/code/units#persons"
    for value in ("m001/../x", "M001", "施策", "", "m 1"):
        with pytest.raises(UsageError):
            fill("measure/{measure_id}", BASE, {"measure_id": value})


def test_ids_sort_by_their_numbers() -> None:
    ids = ["m1000", "m002", "m010", "m002-2019-l10", "m002-2019-l9", "m002-2019"]
    assert sorted(ids, key=natural_key) == ["m002", "m002-2019", "m002-2019-l9", "m002-2019-l10", "m010", "m1000"]
