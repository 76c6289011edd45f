"""The files of a release, as bytes: data, office copies, RDF and metadata, from a package and its publication."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bouhan_opendata.artifacts import generate
from bouhan_opendata.artifacts.csvw import csvw_metadata
from bouhan_opendata.building.sign_off import SignOff, sign_off
from bouhan_opendata.catalogue import Catalogue, catalogue_of
from bouhan_opendata.equality import Certificate
from bouhan_opendata.findings import Findings
from bouhan_opendata.graph import PublisherInfo, data_jsonld, data_turtle, frame_lines
from bouhan_opendata.model import Model
from bouhan_opendata.package import Package, Row
from bouhan_opendata.presentation.findings_json import findings_json
from bouhan_opendata.presentation.review_page import review_page
from bouhan_opendata.publication import Publication, ReleaseEntry
from bouhan_opendata.releasing.readme import about_rows, readme
from bouhan_opendata.rows import compile_tables
from bouhan_opendata.tabular.csv_tables import write_rows
from bouhan_opendata.tabular.data_package import Contributor, PackageInfo, SourceInfo, data_package_json
from bouhan_opendata.tabular.spreadsheets import spreadsheet_files
from bouhan_opendata.tabular.workbook import WorkbookInfo, workbook


def contents(package: Package, publication: Publication, entry: ReleaseEntry, library_version: str) -> dict[str, bytes]:
    """Every file of a release but its history, the findings and the checksums, by path inside it."""
    model = package.model
    rows = {name: table.rows for name, table in package.tables.items()}
    tables = {name: write_rows(table.model, table.rows) for name, table in package.tables.items()}
    files = {f"data/{name}.csv": data for name, data in tables.items()}
    about = about_rows(publication, entry, model)
    info = WorkbookInfo(publication.title, _author(publication), entry.version, entry.date, about)
    files[f"office/{publication.slug}.xlsx"] = workbook(model, rows, info)
    files |= spreadsheet_files(model, rows)
    files |= _rdf(model, tables, publisher_info(package, publication, entry, library_version))
    files["csv-metadata.json"] = csvw_metadata(model, publication.base_iri, folder="data/").encode()
    files["README.md"] = readme(package, publication, entry).encode()
    files["datapackage.json"] = data_package_json(
        model, files, package_info(package, publication, entry, library_version)
    ).encode()
    return files


def catalogue_in(
    package: Package,
    publication: Publication,
    entry: ReleaseEntry,
    before: str | None,
    files: Mapping[str, bytes],
    library_version: str,
) -> Catalogue:
    """What catalogues say of a release; ``before`` is the version before it, ``files`` are the files so far."""
    years = list(package["fiscal_years"])
    days = [day for row in years for day in (row["start_date"], row["end_date"])] or [entry.date]
    return catalogue_of(publication, entry, before, (min(days), max(days)), files, package.model, library_version)


def _rdf(model: Model, tables: dict[str, bytes], info: PublisherInfo) -> dict[str, bytes]:
    """The table part by the compiled writer, the frame beside it, and both again as Turtle and JSON-LD."""
    compiled = compile_tables(model, info.base_iri)
    lines: list[bytes] = []
    for name, data in tables.items():
        for block in compiled.triples(name, data):
            lines += block.splitlines(keepends=True)
    lines += frame_lines(info, model)
    lines = list(dict.fromkeys(lines))
    generated = generate(model)
    files = {
        "rdf/data.nt": b"".join(lines),
        "rdf/data.ttl": data_turtle(lines, info, model),
        "rdf/data.jsonld": data_jsonld(lines, info, model),
    }
    files |= {f"rdf/{name}": generated[name].encode() for name in ("vocabulary.ttl", "shapes.ttl", "context.jsonld")}
    return files


def publisher_info(package: Package, publication: Publication, entry: ReleaseEntry, library_version: str) -> PublisherInfo:
    """What the RDF frame says of the publication."""
    return PublisherInfo(
        base_iri=publication.base_iri,
        lg_code=publication.lg_code,
        area_code=publication.area_code,
        corporate_number=publication.corporate_number,
        city_name=publication.city_name,
        title=publication.title,
        version=entry.version,
        date=entry.date,
        sources=tuple((row["source_id"], row["sha256"]) for row in package["sources"]),
        library_version=library_version,
        licence_url=package.model.licences[publication.licence]["url"],
        license_confirmed=publication.license_confirmed,
        status=publication.status,
        creator=publication.creator,
        years=tuple((row["fiscal_year"], row["start_date"], row["end_date"]) for row in package["fiscal_years"]),
    )


def package_info(package: Package, publication: Publication, entry: ReleaseEntry, library_version: str) -> PackageInfo:
    """What ``datapackage.json`` says of the publication."""
    creator = publication.creator or publication.publisher_name
    contributors = [Contributor(creator, ("creator",))]
    if publication.creator is not None:
        contributors.append(Contributor(publication.publisher_name, ("dataCollector",), publication.publisher_url))
    return PackageInfo(
        name=publication.slug,
        title=publication.title,
        description=publication.description,
        version=entry.version,
        released=entry.date,
        base_iri=publication.base_iri,
        licence=publication.licence,
        license_confirmed=publication.license_confirmed,
        status=publication.status,
        keywords=publication.keywords,
        contributors=tuple(contributors),
        sources=tuple(SourceInfo(_title(row), row["file_name"], row["sha256"]) for row in package["sources"]),
        library_version=library_version,
        review=_review(sign_off(package, publication)),
    )


def _review(signed: SignOff) -> dict[str, Any]:
    who = [{"by": one.by, "on": one.on.isoformat(), "count": one.count} for one in signed.signed]
    return {"policy": signed.policy, "confirmed": signed.confirmed, "unconfirmed": signed.unconfirmed, "signed": who}


def _title(source: Row) -> dict[str, str]:
    return {"ja": source["title"], **({"en": source["title_en"]} if source["title_en"] else {})}


def _author(publication: Publication) -> str:
    return (publication.creator or publication.publisher_name)["ja"]


def findings_files(
    package: Package, publication: Publication, entry: ReleaseEntry, findings: Findings, proven: Certificate
) -> dict[str, bytes]:
    """The verdict: findings as JSON and the review page."""
    return {
        "findings/findings.json": findings_json(findings, version=entry.version).encode(),
        "findings/review.html": review_page(package, publication, findings, version=entry.version, proven=proven).encode(),
    }
