"""The frame and the serialisations: one graph in every syntax, no blank nodes, the same bytes for any order of lines."""

from __future__ import annotations

import functools
import random
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib.compare import isomorphic

from bouhan_opendata.errors import UsageError
from bouhan_opendata.graph import PublisherInfo, data_jsonld, data_turtle, frame_lines
from bouhan_opendata.graph.triples import parsed, to_iri, to_text
from bouhan_opendata.model import Model
from bouhan_opendata.model import load_model as load
from bouhan_opendata.rows import compile_tables
from bouhan_opendata.tabular.csv_tables import write_rows

load_model = functools.cache(load)
BASE = "https://w3id.org/bouhan/999999/"
INFO = PublisherInfo(
    base_iri=BASE,
    lg_code="999999",
    area_code="99999",
    corporate_number="9000000000000",
    city_name={"ja": "見本市", "en": "Mihon City"},
    title={"ja": "防犯施策の取組み", "en": "Safety measures"},
    version="0.1.0",
    date=date(2020, 4, 1),
    sources=(("s001", "a" * 64),),
    library_version="0.1.0",
    licence_url="http://creativecommons.org/licenses/by/4.0/",
    license_confirmed=False,
    status="sample",
    creator={"ja": "見本の作り手", "en": "The makers of the sample"},
    years=((2019, date(2019, 4, 1), date(2020, 3, 31)),),
)
TEXT = '青パト「見守り号」による"巡回"、〜10回\\月 <b>&amp; 𠮷'


@pytest.fixture(scope="module")
def model() -> Model:
    return load_model()


def rows() -> dict[str, list[dict[str, Any]]]:
    line = "s001-t1-r2-c4-l1"
    return {
        "fiscal_years": [
            {
                "fiscal_year": 2019,
                "label_ja": "令和元年度",
                "label_en": "FY2019",
                "start_date": date(2019, 4, 1),
                "end_date": date(2020, 3, 31),
            }
        ],
        "measures": [
            {"measure_id": f"m{n:03d}", "title": TEXT, "title_en": "Patrols", "sort_order": n, "first_fiscal_year": 2019}
            for n in (2, 10, 1)
        ],
        "source_lines": [
            {
                "line_id": line,
                "source_id": "s001",
                "table_no": 1,
                "row_no": 2,
                "column_no": 4,
                "line_no": 1,
                "class": "item",
                "text": TEXT,
            }
        ],
        "figures": [
            {
                "figure_id": f"{line}-c12",
                "line_id": line,
                "class": "quantity",
                "quote": "10回",
                "char_start": 12,
                "char_end": 15,
                "value": Decimal(n),
                "use": "none",
            }
            for n in ("10",)
        ],
        "reports": [
            {
                "report_id": "m001-2019",
                "measure_id": "m001",
                "fiscal_year": 2019,
                "result_kind": "actual",
                "source_id": "s001",
                "status": "reported",
                "is_current": True,
            }
        ],
        "codes": [
            {
                "scheme": "status",
                "code": "reported",
                "label_ja": "記載あり",
                "label_en": "Reported",
                "definition_ja": "書かれている。",
                "definition_en": "Stated.",
            }
        ],
    }


@pytest.fixture(scope="module")
def lines(model: Model) -> list[bytes]:
    compiled = compile_tables(model, BASE)
    found = set(frame_lines(INFO, model))
    for name, given_rows in rows().items():
        table = model.tables[name]
        data = write_rows(table, [{n: row.get(n) for n in table.names} for row in given_rows])
        for block in compiled.triples(name, data):
            found.update(block.splitlines(keepends=True))
    return sorted(found)


def graph(data: bytes, syntax: str) -> rdflib.Graph:
    return rdflib.Graph().parse(data=data, format=syntax)


@pytest.mark.parametrize(
    ("make", "syntax", "oxi"), [(data_turtle, "turtle", ox.RdfFormat.TURTLE), (data_jsonld, "json-ld", ox.RdfFormat.JSON_LD)]
)
def test_every_syntax_holds_the_same_graph(model: Model, lines: list[bytes], make: Any, syntax: str, oxi: Any) -> None:
    data = make(lines, INFO, model)
    triples = set(ox.parse(b"".join(lines), format=ox.RdfFormat.N_TRIPLES))
    assert set(ox.parse(data, format=oxi)) == triples
    expected = graph(b"".join(lines), "nt")
    assert len(expected) == len(lines)
    assert set(graph(data, syntax)) == set(expected)
    assert isomorphic(graph(data, syntax), expected)


@pytest.mark.parametrize("make", [data_turtle, data_jsonld])
def test_the_order_of_the_lines_does_not_change_a_byte(model: Model, lines: list[bytes], make: Any) -> None:
    shuffled = [*lines, *lines[:50]]
    random.Random(1).shuffle(shuffled)
    assert make(shuffled, INFO, model) == make(lines, INFO, model)


def test_turtle_is_pleasant_to_read(model: Model, lines: list[bytes]) -> None:
    text = data_turtle(lines, INFO, model).decode()
    assert text.splitlines()[1].startswith("# 見本 / Sample: ")
    assert "# 施策 / Measures" in text
    order = [text.index(f"\nmeasure:{name} a bouhan:PolicyMeasure ;\n    dct:identifier") for name in ("m001", "m002", "m010")]
    assert order == sorted(order)
    assert text.index("s001-t1-r2-c4-l1-c12 a bouhan:Figure") < text.index("s001-t1-r2-c4-l1-c12-quote a oa:TextQuoteSelector")
    for words in (
        "bouhan:status status:reported",
        "bouhan:fiscalYear fiscal-year:2019",
        '"10"^^xsd:decimal',
        "oa:start 12 ;",
        "bouhan:isCurrent true",
        '@ja, "Patrols"@en',
    ):
        assert words in text
    assert f"<{BASE}" not in text.split("\n\n", 2)[2]


def test_jsonld_has_one_node_a_line(model: Model, lines: list[bytes]) -> None:
    text = data_jsonld(lines, INFO, model).decode()
    nodes = [line for line in text.splitlines() if line.startswith('{"@id"')]
    assert len(nodes) == len({line.split(b" ")[0] for line in lines})
    assert any(
        '"@id": "https://w3id.org/bouhan/999999/measure/m001", "@type": "PolicyMeasure", "identifier": "m001"' in node
        for node in nodes
    )


def test_the_frame_is_sorted_once_each_and_without_blank_nodes(model: Model) -> None:
    found = frame_lines(INFO, model)
    assert found == sorted(set(found))
    assert not any(b"_:" in line.split(b'"')[0] for line in found)
    triples = graph(b"".join(found), "nt")
    assert not [node for triple in triples for node in triple if isinstance(node, rdflib.BNode)]


def test_the_city_stands_with_its_codes_as_strings(model: Model) -> None:
    triples = graph(b"".join(frame_lines(INFO, model)), "nt")
    org = rdflib.Namespace("http://www.w3.org/ns/org#")
    (city,) = triples.subjects(rdflib.RDF.type, org.FormalOrganization)
    assert list(triples.objects(city, rdflib.DCTERMS.identifier)) == [rdflib.Literal("999999")]
    assert list(triples.objects(city, org.identifier)) == [rdflib.Literal("9000000000000")]
    assert rdflib.Literal("見本市", lang="ja") in set(triples.objects(city, rdflib.SKOS.prefLabel))


def test_every_scheme_that_is_named_is_declared(model: Model, lines: list[bytes]) -> None:
    whole = graph(b"".join(lines), "nt")
    skos = rdflib.Namespace("http://www.w3.org/2004/02/skos/core#")
    declared = set(whole.subjects(rdflib.RDF.type, skos.ConceptScheme))
    assert set(whole.objects(None, skos.inScheme)) <= declared
    assert {rdflib.URIRef(f"{model.code_base}{scheme}") for scheme in model.code_lists} <= declared
    assert rdflib.URIRef(f"{BASE}plan") in declared
    assert all(len(list(whole.objects(scheme, rdflib.DCTERMS.title))) == 2 for scheme in declared)


def test_the_cube_states_every_component_in_order(model: Model) -> None:
    triples = graph(b"".join(frame_lines(INFO, model)), "nt")
    qb = rdflib.Namespace("http://purl.org/linked-data/cube#")
    (cube,) = triples.subjects(rdflib.RDF.type, qb.DataSet)
    (structure,) = triples.objects(cube, qb.structure)
    parts = list(triples.objects(structure, qb.component))
    roles = [item.role for item in model.tables["observations"].fields if item.role and item.role.startswith("cube_")]
    assert len(parts) == len(roles)
    assert sorted(int(str(triples.value(part, qb.order))) for part in parts) == list(range(1, len(parts) + 1))
    dimensions = {str(value) for part in parts for value in triples.objects(part, qb.dimension)}
    assert "http://purl.org/linked-data/sdmx/2009/dimension#refArea" in dimensions
    assert len([value for part in parts for value in triples.objects(part, qb.measure)]) == 1


def test_a_fiscal_year_begins_and_ends_at_instants_with_addresses(lines: list[bytes]) -> None:
    time = rdflib.Namespace("http://www.w3.org/2006/time#")
    whole = graph(b"".join(lines), "nt")
    year = rdflib.URIRef(f"{BASE}fiscal-year/2019")
    for predicate, day in ((time.hasBeginning, "2019-04-01"), (time.hasEnd, "2020-03-31")):
        (instant,) = whole.objects(year, predicate)
        assert isinstance(instant, rdflib.URIRef)
        assert (instant, rdflib.RDF.type, time.Instant) in whole
        assert whole.value(instant, time.inXSDDate) == rdflib.Literal(day, datatype=rdflib.XSD.date)


def test_a_sample_says_so_wherever_the_licence_stands(model: Model) -> None:
    adms = rdflib.Namespace("http://www.w3.org/ns/adms#")
    whole = graph(b"".join(frame_lines(INFO, model)), "nt")
    licensed = set(whole.subjects(rdflib.DCTERMS.license))
    assert len(licensed) == 2
    for subject in licensed:
        assert whole.value(subject, adms.status) == rdflib.URIRef(model.code_iri("publication_status", "sample"))
        rights = whole.value(subject, rdflib.DCTERMS.rights)
        assert {value.language for value in whole.objects(rights, rdflib.RDFS.label)} == {"ja", "en"}
        assert whole.value(subject, rdflib.DCTERMS.creator) == rdflib.URIRef(f"{BASE}creator")
    confirmed = replace(INFO, license_confirmed=True, status="official", creator=None)
    assert b"rights" not in b"".join(frame_lines(confirmed, model))


def test_of_borrowed_components_only_dimensions_repeat_their_range(model: Model) -> None:
    whole = graph(b"".join(frame_lines(INFO, model)), "nt")
    ranged = {str(prop) for prop in whole.subjects(rdflib.RDFS.range) if not str(prop).startswith(model.namespace)}
    sdmx = "http://purl.org/linked-data/sdmx/2009/dimension#"
    assert ranged == {f"{sdmx}refArea", f"{sdmx}refPeriod"}


def test_reports_activities_and_series_say_whence_and_whose_they_are(package: Any) -> None:
    prov = rdflib.Namespace("http://www.w3.org/ns/prov#")
    compiled = compile_tables(package.model, BASE)
    whole = rdflib.Graph()
    for name in ("reports", "activities", "activity_series"):
        table = package[name]
        for block in compiled.triples(name, write_rows(table.model, table.rows)):
            whole.parse(data=block, format="nt")
    for kind in ("ProgressReport", "PolicyActivity", "ActivitySeries"):
        subjects = list(whole.subjects(rdflib.RDF.type, rdflib.URIRef(f"{package.model.namespace}{kind}")))
        assert subjects
        assert all((subject, prov.wasDerivedFrom, None) in whole for subject in subjects)
        share = sum((subject, prov.wasAttributedTo, None) in whole for subject in subjects) / len(subjects)
        assert share == 1 if kind == "ProgressReport" else share > 0.9


def test_the_run_names_its_inputs_by_checksum_and_has_no_clock(model: Model) -> None:
    text = b"".join(frame_lines(INFO, model)).decode()
    assert f'<{BASE}source/s001> <https://schema.org/sha256> "{"a" * 64}" .' in text
    assert f"<{BASE}run/0.1.0> <http://www.w3.org/ns/prov#used> <{BASE}source/s001> ." in text
    assert "dateTime" not in text
    assert frame_lines(INFO, model) == frame_lines(INFO, load())


@settings(max_examples=200, deadline=None)
@given(st.text(st.characters(codec="utf-8")), st.sampled_from([None, "ja", "en"]))
def test_a_literal_comes_back_from_its_line(text: str, language: str | None) -> None:
    line = to_text(f"{BASE}a", f"{BASE}b", text, language=language)
    term = parsed(line).object
    assert (term.text, term.language, term.iri) == (text, language, None)
    assert line.count(b"\n") == 1
    (triple,) = ox.parse(line, format=ox.RdfFormat.N_TRIPLES)
    assert isinstance(triple.object, ox.Literal)
    assert triple.object.value == text


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=12), max_size=5))
def test_any_text_is_the_same_in_turtle_and_jsonld(texts: list[str]) -> None:
    model = load_model()
    made = [
        to_text(f"{BASE}measure/m{n:03d}", "http://purl.org/dc/terms/title", text, language="ja") for n, text in enumerate(texts)
    ]
    expected = {
        triple.object.value
        for triple in ox.parse(b"".join(made), format=ox.RdfFormat.N_TRIPLES)
        if isinstance(triple.object, ox.Literal)
    }
    assert expected == set(texts)
    for data, syntax in (
        (data_turtle(made, INFO, model), ox.RdfFormat.TURTLE),
        (data_jsonld(made, INFO, model), ox.RdfFormat.JSON_LD),
    ):
        assert {
            triple.object.value for triple in ox.parse(data, format=syntax) if isinstance(triple.object, ox.Literal)
        } == expected


@pytest.mark.parametrize("iri", ["https://example.org/a b", "https://example.org/>", "javascript:x", "施策"])
def test_what_is_no_address_enters_no_line(iri: str) -> None:
    with pytest.raises(UsageError):
        to_iri(f"{BASE}a", f"{BASE}b", iri)


@pytest.mark.parametrize("line", [b"_:a <http://b> <http://c> .\n", b"<http://a> <http://b> .\n", b"", b"# x\n"])
def test_a_line_that_is_not_ours_is_refused(line: bytes) -> None:
    with pytest.raises(ValueError, match="not a line"):
        parsed(line)
