"""From a publication and the files of a release to the one value that all catalogue formats are made from."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import date

from bouhan_opendata.catalogue.values import Agent, Catalogue, Distribution, Words
from bouhan_opendata.iri import CITY, CREATOR
from bouhan_opendata.model import Model
from bouhan_opendata.publication import Publication, ReleaseEntry

_IANA = "http://www.iana.org/assignments/media-types/"
_CSV, _ZIP, _TURTLE = "text/csv", "application/zip", "text/turtle"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TITLES: dict[str, tuple[str, Words, Words]] = {
    "workbook": (
        "office/{slug}.xlsx",
        {"ja": "すべての表(Excel)", "en": "All tables (Excel)"},
        {"ja": "すべての表と年度比較を収めたブック。", "en": "One workbook with every table and a comparison of years."},
    ),
    "package": (
        "",
        {"ja": "リリース一式(ZIP)", "en": "The whole release (ZIP)"},
        {
            "ja": "すべての表のCSV、RDF、説明、検査の結果を収めたデータパッケージ。",
            "en": "A data package with every table as CSV, the RDF, descriptions and the verdicts.",
        },
    ),
    "turtle": (
        "rdf/data.ttl",
        {"ja": "すべてのデータ(RDF Turtle)", "en": "All data (RDF Turtle)"},
        {"ja": "すべての表を結びつけたリンクトデータ。", "en": "Every table as Linked Data."},
    ),
}
_TYPES = {"workbook": (_XLSX, "XLSX"), "package": (_ZIP, "ZIP"), "turtle": (_TURTLE, "RDF_TURTLE")}


def catalogue_of(
    publication: Publication,
    entry: ReleaseEntry,
    previous: str | None,
    period: tuple[date, date],
    files: Mapping[str, bytes],
    model: Model,
    library_version: str,
) -> Catalogue:
    """The catalogue of a release. ``files`` are its files so far, by path; ``period`` is the first and last day it speaks of."""
    licence = model.licences[publication.licence]
    status = model.code_lists["publication_status"].codes[publication.status]
    city = Agent(
        f"{publication.base_iri}{CITY}", publication.publisher_name, publication.publisher_url, publication.corporate_number
    )
    creator = Agent(f"{publication.base_iri}{CREATOR}", publication.creator) if publication.creator else city
    title = {lang: words for lang, words in publication.title.items() if words}
    return Catalogue(
        slug=publication.slug,
        base_iri=publication.base_iri,
        lg_code=publication.lg_code,
        area_code=publication.area_code,
        title=title,
        description={lang: words for lang, words in publication.description.items() if words},
        keywords={lang: words for lang, words in publication.keywords.items() if words},
        version=entry.version,
        previous=previous,
        issued=entry.date,
        first_issued=min(one.date for one in publication.releases),
        notes=entry.notes,
        licence=publication.licence,
        licence_url=licence["url"],
        licence_eu=licence.get("eu") or None,
        licence_title={"ja": licence["title_ja"], "en": licence["title_en"]},
        citation=_citation(licence, title, creator),
        license_confirmed=publication.license_confirmed,
        status=publication.status,
        status_label=dict(status.label),
        status_definition=dict(status.definition),
        publisher=city,
        creator=creator,
        contact=publication.contact,
        centroid=publication.centroid,
        bbox=publication.bbox,
        start=period[0],
        end=period[1],
        landing_page=publication.base_iri,
        distributions=tuple(_distributions(publication, entry.version, files, model)),
        library_version=library_version,
    )


def _citation(licence: Mapping[str, str], title: Words, creator: Agent) -> Words:
    """How to cite the data under its licence."""
    said = {}
    for lang in ("ja", "en"):
        names = (title.get(lang, title["ja"]), creator.name.get(lang, creator.name["ja"]))
        said[lang] = licence[f"citation_{lang}"].format(title=names[0], publisher=names[1])
    return said


def _distributions(publication: Publication, version: str, files: Mapping[str, bytes], model: Model) -> Iterator[Distribution]:
    downloads = publication.download_url or f"{publication.base_iri}releases/"
    for name in publication.distributions:
        iri = f"{publication.base_iri}distribution/{version}/{name.replace('_', '-')}"
        table = model.tables.get(name)
        if table is not None:
            path, title, description = f"data/{name}.csv", table.title, table.description
            media, kind = _CSV, "CSV"
        else:
            template, title, description = _TITLES[name]
            path = template.format(slug=publication.slug)
            media, kind = _TYPES[name]
        data = files.get(path) if path else None
        yield Distribution(
            name,
            iri,
            path or None,
            f"{downloads}{version}/{path}" if path else f"{downloads}{publication.slug}-{version}.zip",
            {lang: title[lang] for lang in ("ja", "en")},
            {lang: description[lang] for lang in ("ja", "en")},
            media,
            kind,
            len(data) if data is not None else None,
            hashlib.sha256(data).hexdigest() if data is not None else None,
            name if table is not None else None,
            _IANA + media,
        )
