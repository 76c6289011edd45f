"""The equivalence certificate: CSV, N-Triples, Turtle, JSON-LD and SQLite compared with each other, from their bytes."""

from __future__ import annotations

import hashlib
import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import date
from decimal import Decimal
from typing import Any

import pyoxigraph

from bouhan_opendata.artifacts import turtle
from bouhan_opendata.artifacts.turtle import both, literal
from bouhan_opendata.equality import UNITS, Certificate, Equality
from bouhan_opendata.model import Field, Model
from bouhan_opendata.opened import Release
from bouhan_opendata.package import Table
from bouhan_opendata.verification.copies import SYNTAXES, rows_against_triples, syntax_against_triples

_TRIPLES = "rdf/data.nt"
_PREFIXES = {
    "dct": "http://purl.org/dc/terms/",
    "earl": "http://www.w3.org/ns/earl#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "spdx": "http://spdx.org/rdf/terms#",
}


def certificate(
    release: Release, tables: Mapping[str, Table], model: Model, base_iri: str, database: bytes | None
) -> Certificate:
    """Compare every copy. ``database`` is the SQLite file that lies beside the release, where it is at hand."""
    data = release.read(_TRIPLES)
    return Certificate(
        tuple(_equalities(release, data, tables, model, base_iri, database)),
        hashlib.sha256(b"".join(sorted(data.splitlines(keepends=True)))).hexdigest(),
    )


def _equalities(
    release: Release, data: bytes, tables: Mapping[str, Table], model: Model, base_iri: str, database: bytes | None
) -> Iterator[Equality]:
    count, wrong = rows_against_triples(release, data, tables, model, base_iri)
    yield Equality("csv-nt", "data/*.csv", _TRIPLES, "triples", count, len(wrong))
    expected = set(pyoxigraph.parse(data, format=pyoxigraph.RdfFormat.N_TRIPLES))
    for name in SYNTAXES:
        differing = len(syntax_against_triples(release, name, expected))
        yield Equality(f"nt-{name.rsplit('.', 1)[-1]}", _TRIPLES, name, "triples", len(expected), differing)
    if database is not None:
        rows = sum(len(table) for table in tables.values())
        yield Equality("csv-sqlite", "data/*.csv", "SQLite", "rows", rows, _database_differs(database, tables))


def _database_differs(database: bytes, tables: Mapping[str, Table]) -> int:
    """How many rows stand only in the tables or only in the database; a row that stands twice counts twice."""
    wrong = 0
    with closing(sqlite3.connect(":memory:")) as opened:
        opened.deserialize(database)
        for name, table in tables.items():
            fields = table.model.fields
            columns = ", ".join(f'"{item.name}"' for item in fields)
            stored = opened.execute(f'SELECT {columns} FROM "{name}"')
            found = Counter(tuple(_value(item, cell) for item, cell in zip(fields, row, strict=True)) for row in stored)
            expected = Counter(tuple(_value(item, row[item.name]) for item in fields) for row in table.rows)
            wrong += ((found - expected) + (expected - found)).total()
    return wrong


def _value(item: Field, cell: Any) -> Any:
    """A cell of either side as one kind of value: numbers as decimals, days and booleans as such."""
    if cell is None:
        return None
    if item.type in ("decimal", "integer", "fiscal_year"):
        return Decimal(repr(cell) if isinstance(cell, float) else str(cell))
    if item.type == "boolean":
        return bool(cell)
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def earl(made: Certificate, base_iri: str, version: str, issued: date, library_version: str) -> str:
    """The certificate as EARL 1.0 (https://www.w3.org/TR/EARL10-Schema/): an assertion for each comparison, no blank nodes."""
    base = f"{base_iri}equivalence/{version}/"
    blocks = [
        turtle.block(
            f"<{base}run>",
            [
                ("a", "earl:Software"),
                ("dct:title", literal(f"bouhan_opendata {library_version}")),
                ("dct:hasVersion", literal(library_version)),
            ],
        ),
        turtle.block(
            f"<{base_iri}dataset/{version}>",
            [("a", "earl:TestSubject"), ("dct:hasVersion", literal(version)), ("spdx:checksumValue", literal(made.graph_sha256))],
        ),
    ]
    for one in made.equalities:
        blocks += _assertion(one, base, f"<{base_iri}dataset/{version}>", issued)
    comment = "Made by `bouhan release`: which copies of the data were compared, and whether they say the same."
    return turtle.document(comment, _PREFIXES, blocks)


def _assertion(one: Equality, base: str, subject: str, issued: date) -> Iterator[str]:
    title = {"ja": f"{one.left} と {one.right} は同じ内容である", "en": f"{one.left} and {one.right} say the same"}
    unit = UNITS[one.unit]
    told = {
        "ja": f"比べた{unit['ja']}: {one.count:,}、違い: {one.differences:,}",
        "en": f"{unit['en']} compared: {one.count:,}; differences: {one.differences:,}",
    }
    yield turtle.block(f"<{base}{one.id}/test>", [("a", "earl:TestCase"), *both("dct:title", title)])
    outcome = "earl:passed" if one.holds else "earl:failed"
    day = f'"{issued}"^^xsd:date'
    yield turtle.block(
        f"<{base}{one.id}/result>",
        [("a", "earl:TestResult"), ("earl:outcome", outcome), *both("earl:info", told), ("dct:date", day)],
    )
    yield turtle.block(
        f"<{base}{one.id}>",
        [
            ("a", "earl:Assertion"),
            ("earl:assertedBy", f"<{base}run>"),
            ("earl:subject", subject),
            ("earl:test", f"<{base}{one.id}/test>"),
            ("earl:result", f"<{base}{one.id}/result>"),
            ("earl:mode", "earl:automatic"),
        ],
    )
