"""The files of a release, as bytes: data, office copies, RDF and metadata, from a package and its publication."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bouhan_opendata.artifacts import generate
from bouhan_opendata.artifacts.csvw import csvw_metadata
from bouhan_opendata.graph import PublisherInfo, data_jsonld, data_turtle, frame_lines
from bouhan_opendata.model import Model
from bouhan_opendata.package import Package
from bouhan_opendata.publication import Publication, ReleaseEntry
from bouhan_opendata.release.readme import changelog, readme
from bouhan_opendata.rows import compile_tables
from bouhan_opendata.tabular import data_package, spreadsheets, workbook
from bouhan_opendata.tabular.csv_tables import write_rows


@dataclass(frozen=True, slots=True)
class Contents:
    """The files by path inside the release, and the N-Triples lines they agree on."""

    files: Mapping[str, bytes]
    triples: int


def csv_files(package: Package) -> dict[str, bytes]:
    """The canonical CSV of every table, by table name."""
    return {name: write_rows(table.model, table.rows) for name, table in package.tables.items()}


def contents(package: Package, publication: Publication, entry: ReleaseEntry, library_version: str) -> Contents:
    """Every file of a release but the findings and the checksums."""
    model = package.model
    tables = csv_files(package)
    files: dict[str, bytes] = {f"data/{name}.csv": data for name, data in tables.items()}
    files |= _office(package, publication, entry)
    info = publisher_info(package, publication, entry, library_version)
    lines = _triples(model, tables, info)
    nt = b"".join(lines)
    generated = generate(model)
    files["rdf/data.nt"] = nt
    files["rdf/data.ttl"] = data_turtle(lines, info, model)
    files["rdf/data.jsonld"] = data_jsonld(lines, info, model)
    for name in ("vocabulary.ttl", "shapes.ttl", "context.jsonld"):
        files[f"rdf/{name}"] = generated[name].encode()
    files["csv-metadata.json"] = csvw_metadata(model, publication.base_iri, folder="data/").encode()
    files["README.md"] = readme(package, publication, entry).encode()
    files["CHANGELOG.md"] = changelog(publication, entry).encode()
    files["datapackage.json"] = data_package.data_package_json(model, files, publication_meta(publication, entry, library_version)).encode()
    return Contents(files, len(lines))
