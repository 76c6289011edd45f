"""The equivalence certificate: CSV, RDF in its syntaxes, workbook and SQLite compared with each other, from their bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date

import pyoxigraph

from bouhan_opendata.artifacts import turtle
from bouhan_opendata.artifacts.turtle import both, literal
from bouhan_opendata.equality import UNITS, Certificate, Equality
from bouhan_opendata.findings import Finding, Place, counted
from bouhan_opendata.model import Model
from bouhan_opendata.opened import Release
from bouhan_opendata.package import Table
from bouhan_opendata.tabular.sqlite import can_search
from bouhan_opendata.verification.copies import SYNTAXES, rows_against_triples, syntax_against_triples
from bouhan_opendata.verification.databases import database_equalities
from bouhan_opendata.verification.sheets import about_rows, office_equalities

_TRIPLES = "rdf/data.nt"
_PREFIXES = {
    "dct": "http://purl.org/dc/terms/",
    "earl": "http://www.w3.org/ns/earl#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "spdx": "http://spdx.org/rdf/terms#",
}


def certificate(
    release: Release,
    tables: Mapping[str, Table],
    model: Model,
    base_iri: str,
    database: bytes | None,
    *,
    with_search: bool | None = None,
) -> Certificate:
    """Compare every copy. ``database`` is the SQLite file that lies beside the release.

    Where it is not at hand (``None``), its comparisons are those of a file that says what the tables say. ``with_search``
    says whether it has a full-text index; unsaid, whether this SQLite could make one.
    """
    data = release.read(_TRIPLES)
    with_search = can_search() if with_search is None else with_search
    found = [
        *_graph_equalities(release, data, tables, model, base_iri),
        *office_equalities(release, tables, model),
        *database_equalities(database, tables, model, about_rows(release), with_search=with_search),
    ]
    return Certificate(tuple(found), hashlib.sha256(b"".join(sorted(data.splitlines(keepends=True)))).hexdigest())


def _graph_equalities(
    release: Release, data: bytes, tables: Mapping[str, Table], model: Model, base_iri: str
) -> Iterator[Equality]:
    count, wrong = rows_against_triples(release, data, tables, model, base_iri)
    yield Equality("csv-nt", "data/*.csv", _TRIPLES, "triples", count, len(wrong))
    expected = set(pyoxigraph.parse(data, format=pyoxigraph.RdfFormat.N_TRIPLES))
    for name in SYNTAXES:
        differing = len(syntax_against_triples(release, name, expected))
        yield Equality(f"nt-{name.rsplit('.', 1)[-1]}", _TRIPLES, name, "triples", len(expected), differing)


def unequal(one: Equality) -> Finding:
    """What is told of two copies that do not say the same."""
    places = {"count": one.differences, "places": counted(one.differences, "place", "places")}
    return Finding("copy-differs", Place(file=one.right), {"name": one.right, "against": one.left, **places, "example": "—"})


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
