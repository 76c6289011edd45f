"""A rule means the same to our own checks, Table Schema, CSVW and SHACL: each field's examples go through all four."""

from __future__ import annotations

import csv
import io
import json
import types
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

import pyshacl
import pytest
import rdflib
from frictionless import Schema
from rdflib.namespace import RDF

import model_rows
from bouhan_opendata.artifacts.csvw import csvw_metadata
from bouhan_opendata.artifacts.shapes import shapes_turtle
from bouhan_opendata.artifacts.table_schema import table_schema
from bouhan_opendata.model import Field, TableModel, load_model
from bouhan_opendata.rows import compile_tables
from bouhan_opendata.tabular.lexical import fault_finder
from conftest import need_module
from model_rows import Triple, address, value_of

MODEL = load_model()
BASE = "https://example.org/city/"
SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")


@dataclass(frozen=True)
class Example:
    """A row that is right but, perhaps, for one cell."""

    table: TableModel
    item: Field
    value: str
    is_valid: bool

    def row(self) -> dict[str, str]:
        return {item.name: self.value if item is self.item else usual(item) for item in self.table.fields}

    def __str__(self) -> str:
        return f"{self.table.name}.{self.item.name}={self.value!r} ({'valid' if self.is_valid else 'invalid'})"


def usual(item: Field) -> str:
    return item.valid[0]


def examples(table: TableModel) -> Iterator[Example]:
    """The examples of the model, and a blank cell where a value is required or not."""
    for item in table.fields:
        yield from (Example(table, item, value, True) for value in item.valid)
        yield from (Example(table, item, value, False) for value in item.invalid)
        in_subject = f"{{{item.name}}}" in "".join(filter(None, [table.iri, *(f.iri for f in table.fields if f is not item)]))
        if not in_subject:
            yield Example(table, item, "", not item.required)


def disagreements(given: list[Example], refused: set[int]) -> list[str]:
    return [str(example) for number, example in enumerate(given) if (number in refused) == example.is_valid]


def each(tables: list[TableModel]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("table", tables, ids=[table.name for table in tables])


each_table = each(list(MODEL.tables.values()))
each_table_with_triples = each([table for table in MODEL.tables.values() if table.iri is not None])
each_table_with_a_class = each([table for table in MODEL.tables.values() if table.rdf_class is not None])


@each_table
def test_our_own_cell_rules_agree_with_the_examples(table: TableModel) -> None:
    given = list(examples(table))
    assert disagreements(given, {n for n, e in enumerate(given) if fault_finder(e.item, MODEL.code_lists)(e.value)}) == []


@pytest.fixture(scope="module")
def compiled() -> Any:
    return compile_tables(MODEL, BASE)


@each_table
def test_our_compiled_row_checks_agree_with_the_examples(table: TableModel, compiled: Any) -> None:
    given = list(examples(table))
    found = compiled.check({table.name: csv_bytes(table, given)}, most=1000)
    about_rows = {"duplicate-key", "broken-reference"}
    first_lines = list(accumulate((1 + example.value.count("\n") for example in given), initial=2))
    refused = {first_lines.index(finding.place.row) for finding in found if finding.rule not in about_rows}
    assert disagreements(given, refused) == []


@each_table
def test_table_schema_agrees_with_the_examples(table: TableModel) -> None:
    fields = {field.name: field for field in Schema.from_descriptor(table_schema(MODEL, table)).fields}
    given = list(examples(table))
    assert disagreements(given, {n for n, e in enumerate(given) if fields[e.item.name].read_cell(e.value)[1]}) == []


def csv_bytes(table: TableModel, given: list[Example]) -> bytes:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(table.names)
    writer.writerows(example.row().values() for example in given)
    return buffer.getvalue().encode()


class Served(io.BytesIO):
    """The body of an answer that never went over a network."""

    def __init__(self, body: bytes) -> None:
        super().__init__(body)
        self.headers: dict[str, str] = {}

    def info(self) -> dict[str, str]:
        return {}


@pytest.fixture
def csvw(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The csvw-functions package, reading from memory: its handling of local paths is broken on Linux."""
    csvw_functions = need_module("csvw_functions")
    served: dict[str, bytes] = {}

    def opened(url: str, *_: Any, **__: Any) -> Served:
        if url not in served:
            raise urllib.error.URLError("not served")
        return Served(served[url])

    monkeypatch.setattr(urllib.request, "urlopen", opened)
    monkeypatch.setattr("requests.head", lambda url, **_: types.SimpleNamespace(headers={"content-type": "text/csv"}))

    def annotated(table: TableModel, data: bytes) -> Any:
        document = json.loads(csvw_metadata(MODEL, BASE, tables=[table.name]))
        schema = document["tables"][0]["tableSchema"]
        schema.pop("primaryKey")
        schema.pop("foreignKeys", None)
        served.update(
            {"http://localhost/csv-metadata.json": json.dumps(document).encode(), f"http://localhost/{table.name}.csv": data}
        )
        return csvw_functions.create_annotated_table_group("http://localhost/csv-metadata.json", validate=False)

    return types.SimpleNamespace(annotated=annotated, functions=csvw_functions)


@each_table
@pytest.mark.filterwarnings("ignore")
def test_csvw_agrees_with_the_examples(table: TableModel, csvw: Any) -> None:
    """csvw-functions overlooks a minimum of 0; everything else it sees."""
    given = [e for e in examples(table) if not (e.item.minimum == 0 and e.value == "-1")]
    errors = csvw.functions.get_errors(csvw.annotated(table, csv_bytes(table, given)))
    assert disagreements(given, {error["row_number"] - 1 for error in errors}) == []


@each_table_with_triples
@pytest.mark.filterwarnings("ignore")
def test_csvw_and_our_writer_make_the_same_triples(table: TableModel, csvw: Any, compiled: Any) -> None:
    data = csv_bytes(table, [e for e in examples(table) if e.is_valid])
    ours = rdflib.Graph().parse(data=b"".join(compiled.triples(table.name, data)), format="nt")
    theirs = rdflib.Graph().parse(data=csvw.functions.create_rdf(csvw.annotated(table, data), mode="minimal"), format="nt")
    assert plain(ours) == plain(theirs)


def plain(graph: rdflib.Graph) -> set[tuple[Any, ...]]:
    """A literal without a datatype is an xsd:string (RDF 1.1), which rdflib keeps apart."""
    return {
        (s, p, rdflib.Literal(str(o)) if isinstance(o, rdflib.Literal) and o.datatype == rdflib.XSD.string else o)
        for s, p, o in graph
    }


@each_table_with_a_class
@pytest.mark.filterwarnings("ignore:Parsing weird boolean")
def test_shacl_agrees_with_the_examples(table: TableModel) -> None:
    """Each example is a subject of its own; only what a shape says of one property counts, not the form of the subject.

    What two properties have to do with each other is another test's (``test_judges_shapes``).
    """
    given = [e for e in examples(table) if e.item.property and e.item.role != "no_triple"]
    data, owners = rdflib.Graph(), {}
    for number, example in enumerate(given):
        for triple in triples(table, example.row(), f"https://example.org/{number}/"):
            data.add(triple)
            owners[triple[0]] = number
        for iri, rdf_class in referred(table, example.row(), f"https://example.org/{number}/"):
            data.add((iri, RDF.type, rdf_class))
    shapes = rdflib.Graph().parse(data=shapes_turtle(MODEL), format="turtle")
    for name in (SH.lessThan, SH.lessThanOrEquals):
        shapes.remove((None, name, None))
    _, results, _ = pyshacl.validate(data, shacl_graph=shapes, inplace=True)
    refused = set()
    for result in results.subjects(RDF.type, SH.ValidationResult):
        if results.value(result, SH.resultPath) is not None and results.value(result, SH.focusNode) in owners:
            refused.add(owners[results.value(result, SH.focusNode)])
    assert disagreements(given, refused) == []


def triples(table: TableModel, row: dict[str, str], base: str) -> Iterator[Triple]:
    """A row as triples; rows that are codes are put below the base, for each example is a subject of its own."""
    subject = address(table.iri or "", {name: urllib.parse.quote(value) for name, value in row.items()}, base)
    for about, predicate, value in model_rows.triples(MODEL, table, row, base):
        own = rdflib.URIRef(base + "unit-or-code") if about == subject and not subject.startswith(base) else about
        yield own, predicate, value


def referred(table: TableModel, row: dict[str, str], base: str) -> Iterator[tuple[Any, rdflib.URIRef]]:
    """What a row points to, with its class: an example stands alone, and what it points to must be there."""
    values = {name: urllib.parse.quote(value) for name, value in row.items()}
    for item in table.fields:
        if item.references and row[item.name]:
            yield (
                value_of(MODEL, item, row[item.name], values, base),
                rdflib.URIRef(MODEL.expand(str(MODEL.tables[item.references].rdf_class))),
            )


def test_every_field_has_a_rule_and_so_examples_of_both_kinds() -> None:
    """At the least, no cell holds a line break and a required one is not blank."""
    for table in MODEL.tables.values():
        for item in table.fields:
            assert item.valid and item.invalid, f"{table.name}.{item.name}"


def test_the_judges_see_both_kinds_of_example() -> None:
    every = [example for table in MODEL.tables.values() for example in examples(table)]
    assert sum(e.is_valid for e in every) > 300
    assert sum(not e.is_valid for e in every) > 300


def test_the_units_and_codes_in_the_schema_folder_keep_the_rules_of_their_tables() -> None:
    units = MODEL.tables["units"]
    for unit in MODEL.units.values():
        values = {
            "unit_id": unit.unit_id,
            "quantity_kind": unit.quantity_kind,
            "ucum": unit.ucum,
            "qudt": unit.qudt,
            "un_cefact": unit.un_cefact,
        }
        for name, value in values.items():
            assert fault_finder(units.field(name), MODEL.code_lists)(value) is None, f"{unit.unit_id}: {name} {value!r}"
    codes = MODEL.tables["codes"]
    for scheme, code_list in MODEL.code_lists.items():
        for code in code_list.codes.values():
            for name, value in (("scheme", scheme), ("code", code.code), ("broader", code.broader or "")):
                assert fault_finder(codes.field(name), MODEL.code_lists)(value) is None, f"{scheme}: {name} {value!r}"
