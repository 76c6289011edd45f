"""What a release says twice, held against the tables: RDF in three syntaxes, the overviews, the copies for spreadsheets.

Of the RDF only the triples that rows and the definition give can be made again; what is said of the publication itself
stands in no table.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pyoxigraph

from bouhan_opendata.building.overviews import overview_rows
from bouhan_opendata.findings import Finding, Place, counted
from bouhan_opendata.graph import fixed_lines
from bouhan_opendata.graph.order import order_of
from bouhan_opendata.model import Model
from bouhan_opendata.opened import Release
from bouhan_opendata.package import Row, Table, ordered
from bouhan_opendata.rows import compile_tables
from bouhan_opendata.tabular.lexical import shown, write_value
from bouhan_opendata.tabular.spreadsheets import OVERVIEWS, spreadsheet_files

_TRIPLES = "rdf/data.nt"
SYNTAXES = {"rdf/data.ttl": pyoxigraph.RdfFormat.TURTLE, "rdf/data.jsonld": pyoxigraph.RdfFormat.JSON_LD}
_TABLES = {"ja": "data/ の表", "en": "the tables in data/"}


def copies_differ(release: Release, tables: Mapping[str, Table], model: Model, base_iri: str) -> Iterator[Finding]:
    """One finding for each file that does not say what the tables say, with the number of places and an example."""
    files = set(release.files())
    if _TRIPLES in files:
        lines = release.read(_TRIPLES)
        yield from _rows_against_triples(release, lines, tables, model, base_iri)
        yield from _syntaxes_against_triples(release, lines, files)
    yield from _overviews(tables, model)
    for name, data in spreadsheet_files(model, {name: tables[name].rows for name in OVERVIEWS}).items():
        if name in files and (found := release.read(name)) != data:
            yield _difference(name, _TABLES, set(data.splitlines()) ^ set(found.splitlines()), "cp932" if "cp932" in name else "")


def _difference(name: str, against: Mapping[str, str], places: set[bytes], encoding: str = "") -> Finding:
    example = shown(min(places, default=b"").decode(encoding or "utf-8", "replace").strip())
    return Finding(
        "copy-differs", Place(file=name), {"name": name, "against": against, **_places(len(places)), "example": example}
    )


def _rows_against_triples(
    release: Release, data: bytes, tables: Mapping[str, Table], model: Model, base_iri: str
) -> Iterator[Finding]:
    if wrong := rows_against_triples(release, data, tables, model, base_iri)[1]:
        yield _difference(_TRIPLES, _TABLES, wrong)


def rows_against_triples(
    release: Release, data: bytes, tables: Mapping[str, Table], model: Model, base_iri: str
) -> tuple[int, set[bytes]]:
    """How many triples the rows give, and the lines that differ: every one must be there, and nothing else be said of a row."""
    compiled = compile_tables(model, base_iri)
    years = tuple((row["fiscal_year"], row["start_date"], row["end_date"]) for row in tables["fiscal_years"])
    expected = set(fixed_lines(years, base_iri, model))
    for name in tables:
        for block in compiled.triples(name, release.read(f"data/{name}.csv")):
            expected.update(block.splitlines(keepends=True))
    found = set(data.splitlines(keepends=True))
    order = order_of(model, base_iri)
    subjects = {line.split(b" ", 1)[0] for line in expected}

    def is_of_a_row(line: bytes) -> bool:
        subject = line.split(b" ", 1)[0]
        return subject in subjects or order.kind(subject[1:-1].decode("utf-8", "replace")) is not order.frame

    return len(expected), (expected - found) | {line for line in found - expected if is_of_a_row(line)}


def _syntaxes_against_triples(release: Release, data: bytes, files: set[str]) -> Iterator[Finding]:
    """Turtle and JSON-LD hold the same graph as the N-Triples."""
    try:
        expected = set(pyoxigraph.parse(data, format=pyoxigraph.RdfFormat.N_TRIPLES))
    except (SyntaxError, ValueError) as fault:
        yield _unreadable(_TRIPLES, fault)
        return
    for name in SYNTAXES:
        if name not in files:
            continue
        try:
            wrong = syntax_against_triples(release, name, expected)
        except (SyntaxError, ValueError) as fault:
            yield _unreadable(name, fault)
            continue
        if wrong:
            yield _difference(name, {"ja": _TRIPLES, "en": _TRIPLES}, wrong)


def syntax_against_triples(release: Release, name: str, expected: set[pyoxigraph.Quad]) -> set[bytes]:
    """The triples in which a file differs from a graph. Raises ``SyntaxError`` or ``ValueError`` where it cannot be read."""
    found = set(pyoxigraph.parse(release.read(name), format=SYNTAXES[name]))
    return {str(quad).encode() for quad in expected ^ found}


def _places(count: int) -> dict[str, str | int]:
    return {"count": count, "places": counted(count, "place", "places")}


def _unreadable(name: str, fault: Exception) -> Finding:
    return Finding(
        "copy-differs", Place(file=name), {"name": name, "against": _TABLES, **_places(1), "example": shown(str(fault))}
    )


def _overviews(tables: Mapping[str, Table], model: Model) -> Iterator[Finding]:
    """The overviews are what the other tables give."""
    rows = {name: table.rows for name, table in tables.items() if name not in OVERVIEWS}
    for name, made in overview_rows(rows, model).items():
        table = model.tables[name]
        expected = {_written(table, row): row for row in ordered(table, [{n: row.get(n) for n in table.names} for row in made])}
        wrong = expected.keys() ^ {_written(table, row) for row in tables[name]}
        if wrong:
            yield _difference(f"data/{name}.csv", {"ja": "ほかの表", "en": "the other tables"}, {line.encode() for line in wrong})


def _written(table: Any, row: Row) -> str:
    return ",".join(write_value(item, row[item.name]) for item in table.fields)
