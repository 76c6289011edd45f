"""DCAT-AP 3.0.1: catalogue, series, data set, distributions; addresses from outside are typed inside, as its shapes ask."""

from __future__ import annotations

from collections.abc import Iterator

from bouhan_opendata.catalogue.nodes import Iri, Node, Text, Value, both, nodes_jsonld, nodes_turtle
from bouhan_opendata.catalogue.values import Agent, Catalogue, Distribution

PREFIXES = {
    "adms": "http://www.w3.org/ns/adms#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatap": "http://data.europa.eu/r5r/",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "spdx": "http://spdx.org/rdf/terms#",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
EU = "http://publications.europa.eu/resource/authority/"
LANGUAGES = (f"{EU}language/JPN", f"{EU}language/ENG")
FREQUENCY = f"{EU}frequency/ANNUAL"
PUBLIC = f"{EU}access-right/PUBLIC"
STABLE = f"{EU}planned-availability/STABLE"
THEMES = {
    f"{EU}data-theme/JUST": {"ja": "司法・法制度・公共の安全", "en": "Justice, legal system and public safety"},
    f"{EU}data-theme/GOVE": {"ja": "政府・公共部門", "en": "Government and public sector"},
}
_THEME_SCHEME = f"{EU}data-theme"
_AVAILABILITY_SCHEME = f"{EU}planned-availability"
_PUBLISHER_TYPE = "http://purl.org/adms/publishertype/LocalAuthority"
_LICENCE_TYPE = "http://purl.org/adms/licencetype/Attribution"
_PUBLIC_DOMAIN = "http://purl.org/adms/licencetype/PublicDomain"
_SHA256 = "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"
Pair = tuple[str, Value]


def dcat_turtle(catalogue: Catalogue) -> str:
    """The catalogue as Turtle; a comment says what status the data has."""
    comment = f"{catalogue.title['ja']} {catalogue.version} — {catalogue.rights['ja']} / {catalogue.rights['en']}"
    return nodes_turtle(dcat_nodes(catalogue), PREFIXES, comment)


def dcat_jsonld(catalogue: Catalogue) -> str:
    """The same graph as JSON-LD."""
    return nodes_jsonld(dcat_nodes(catalogue), PREFIXES)


def dcat_nodes(catalogue: Catalogue) -> list[Node]:
    """Every node: what is described, then what it points at."""
    return [
        _catalogue(catalogue),
        _series(catalogue),
        _dataset(catalogue),
        *(_distribution(catalogue, one) for one in catalogue.distributions),
        *(_checksum(one) for one in catalogue.distributions if one.sha256),
        *_people(catalogue),
        *_outside(catalogue),
    ]


def licence_iri(catalogue: Catalogue) -> str:
    """The authority's address of the licence where it has one: scorers compare literally."""
    return catalogue.licence_eu or catalogue.licence_url


def _day(value: object) -> Text:
    return Text(str(value), datatype="xsd:date")


def _common(catalogue: Catalogue) -> Iterator[Pair]:
    yield from both("dct:title", catalogue.title)
    yield from both("dct:description", catalogue.description)
    yield "dct:publisher", Iri(catalogue.publisher.iri)
    yield "dct:spatial", Iri(_place(catalogue))
    yield from (("dct:language", Iri(language)) for language in LANGUAGES)


def _place(catalogue: Catalogue) -> str:
    return f"http://data.e-stat.go.jp/lod/sac/C{catalogue.area_code}"


def _catalogue(catalogue: Catalogue) -> Node:
    pairs = [
        *_common(catalogue),
        ("dct:license", Iri(licence_iri(catalogue))),
        ("dct:issued", _day(catalogue.first_issued)),
        ("dct:modified", _day(catalogue.issued)),
        ("dcat:themeTaxonomy", Iri(_THEME_SCHEME)),
        ("foaf:homepage", Iri(catalogue.landing_page)),
        ("dcat:dataset", Iri(catalogue.dataset_iri)),
    ]
    return Node(f"{catalogue.base_iri}catalogue", ("dcat:Catalog",), tuple(pairs))


def _period(catalogue: Catalogue) -> str:
    return f"{catalogue.base_iri}period/{catalogue.start}--{catalogue.end}"


def _series(catalogue: Catalogue) -> Node:
    pairs = [
        *_common(catalogue),
        ("dct:accrualPeriodicity", Iri(FREQUENCY)),
        ("dct:temporal", Iri(_period(catalogue))),
        ("dct:issued", _day(catalogue.first_issued)),
        ("dct:modified", _day(catalogue.issued)),
        *_contact_link(catalogue),
        *(("dcat:theme", Iri(theme)) for theme in THEMES),
    ]
    return Node(catalogue.series_iri, ("dcat:DatasetSeries",), tuple(pairs))


def _dataset(catalogue: Catalogue) -> Node:
    pairs: list[Pair] = [("dct:identifier", Text(catalogue.dataset_iri)), *_common(catalogue)]
    pairs += [("dct:creator", Iri(catalogue.creator.iri))]
    pairs += [("dcat:keyword", Text(word, lang)) for lang, words in catalogue.keywords.items() for word in words]
    pairs += [("dcat:theme", Iri(theme)) for theme in THEMES]
    pairs += [
        ("dct:temporal", Iri(_period(catalogue))),
        ("dct:accrualPeriodicity", Iri(FREQUENCY)),
        ("dct:accessRights", Iri(PUBLIC)),
        ("dct:issued", _day(catalogue.issued)),
        ("dct:modified", _day(catalogue.issued)),
        ("dcat:landingPage", Iri(catalogue.landing_page)),
        ("dcat:inSeries", Iri(catalogue.series_iri)),
        ("dcat:version", Text(catalogue.version)),
        *both("adms:versionNotes", catalogue.notes),
    ]
    if catalogue.previous:
        pairs.append(("dcat:previousVersion", Iri(f"{catalogue.base_iri}dataset/{catalogue.previous}")))
    pairs += _contact_link(catalogue)
    pairs += [("dcat:distribution", Iri(one.iri)) for one in catalogue.distributions]
    return Node(catalogue.dataset_iri, ("dcat:Dataset",), tuple(pairs))


def _distribution(catalogue: Catalogue, one: Distribution) -> Node:
    pairs: list[Pair] = [
        *both("dct:title", one.title),
        *both("dct:description", one.description),
        ("dcat:accessURL", Iri(one.url)),
        ("dcat:downloadURL", Iri(one.url)),
        ("dcat:mediaType", Iri(str(one.media_type_iri))),
        ("dct:format", Iri(f"{EU}file-type/{one.file_type}")),
        ("dct:license", Iri(licence_iri(catalogue))),
        ("dct:rights", Iri(_rights(catalogue))),
        ("dct:issued", _day(catalogue.issued)),
        ("dct:modified", _day(catalogue.issued)),
        ("dcatap:availability", Iri(STABLE)),
        *(("dct:language", Iri(language)) for language in LANGUAGES),
    ]
    if one.size is not None:
        pairs.append(("dcat:byteSize", Text(str(one.size), datatype="xsd:nonNegativeInteger")))
    if one.sha256 is not None:
        pairs.append(("spdx:checksum", Iri(f"{one.iri}/checksum")))
    return Node(one.iri, ("dcat:Distribution",), tuple(pairs))


def _checksum(one: Distribution) -> Node:
    value = Text(str(one.sha256), datatype="xsd:hexBinary")
    return Node(f"{one.iri}/checksum", ("spdx:Checksum",), (("spdx:algorithm", Iri(_SHA256)), ("spdx:checksumValue", value)))


def _rights(catalogue: Catalogue) -> str:
    return f"{catalogue.base_iri}rights"


def _contact_link(catalogue: Catalogue) -> list[Pair]:
    return [("dcat:contactPoint", Iri(f"{catalogue.base_iri}contact"))] if catalogue.contact else []


def _people(catalogue: Catalogue) -> Iterator[Node]:
    yield _agent(catalogue.publisher, _PUBLISHER_TYPE)
    if catalogue.creator != catalogue.publisher:
        yield _agent(catalogue.creator, None)
    if catalogue.contact:
        pairs: list[Pair] = [("vcard:fn", Text(catalogue.contact))]
        if "@" in catalogue.contact and " " not in catalogue.contact:
            pairs.append(("vcard:hasEmail", Iri(f"mailto:{catalogue.contact}")))
        yield Node(f"{catalogue.base_iri}contact", ("vcard:Kind", "vcard:Organization"), tuple(pairs))


def _agent(agent: Agent, kind: str | None) -> Node:
    pairs = [*both("foaf:name", agent.name)]
    if kind:
        pairs.append(("dct:type", Iri(kind)))
    if agent.url:
        pairs.append(("foaf:homepage", Iri(agent.url)))
    return Node(agent.iri, ("foaf:Agent",), tuple(pairs))


def _outside(catalogue: Catalogue) -> Iterator[Node]:
    """What is described elsewhere, typed here."""
    yield Node(_place(catalogue), ("dct:Location",), tuple(_location(catalogue)))
    period = (("dcat:startDate", _day(catalogue.start)), ("dcat:endDate", _day(catalogue.end)))
    yield Node(_period(catalogue), ("dct:PeriodOfTime",), period)
    yield Node(_rights(catalogue), ("dct:RightsStatement",), tuple(both("rdfs:label", catalogue.rights)))
    yield Node(PUBLIC, ("dct:RightsStatement",), (("rdfs:label", Text("public", "en")),))
    yield Node(FREQUENCY, ("dct:Frequency",), (("rdfs:label", Text("annual", "en")),))
    yield from (Node(language, ("dct:LinguisticSystem",), ()) for language in LANGUAGES)
    kind = _PUBLIC_DOMAIN if catalogue.licence.startswith("CC0") else _LICENCE_TYPE
    yield Node(
        licence_iri(catalogue), ("dct:LicenseDocument",), (*both("rdfs:label", catalogue.licence_title), ("dct:type", Iri(kind)))
    )
    yield _concept(kind, {"en": kind.rsplit("/", 1)[-1]}, kind.rsplit("/", 1)[0])
    yield _concept(_PUBLISHER_TYPE, {"ja": "地方公共団体", "en": "Local authority"}, _PUBLISHER_TYPE.rsplit("/", 1)[0])
    yield from (_concept(theme, words, _THEME_SCHEME) for theme, words in THEMES.items())
    yield _concept(STABLE, {"en": "stable"}, _AVAILABILITY_SCHEME)
    schemes = {_THEME_SCHEME: "Data theme", _AVAILABILITY_SCHEME: "Planned availability"}
    schemes |= {kind.rsplit("/", 1)[0]: "Licence type", _PUBLISHER_TYPE.rsplit("/", 1)[0]: "Publisher type"}
    yield from (Node(iri, ("skos:ConceptScheme",), (("dct:title", Text(name, "en")),)) for iri, name in schemes.items())
    yield Node(catalogue.landing_page, ("foaf:Document",), ())
    if catalogue.publisher.url:
        yield Node(catalogue.publisher.url, ("foaf:Document",), ())
    yield Node(_SHA256, ("spdx:ChecksumAlgorithm",), ())
    for media in sorted({str(one.media_type_iri) for one in catalogue.distributions}):
        yield Node(media, ("dct:MediaType",), ())
    for file_type in sorted({one.file_type for one in catalogue.distributions}):
        yield Node(f"{EU}file-type/{file_type}", ("dct:MediaTypeOrExtent",), ())


def _location(catalogue: Catalogue) -> Iterator[Pair]:
    yield from both("rdfs:label", catalogue.publisher.name)
    if catalogue.centroid:
        longitude, latitude = catalogue.centroid
        yield "dcat:centroid", Text(f"POINT({longitude} {latitude})", datatype="geo:wktLiteral")
    if catalogue.bbox:
        yield "dcat:bbox", Text(_box(*catalogue.bbox), datatype="geo:wktLiteral")


def _box(west: str, south: str, east: str, north: str) -> str:
    """A rectangle as WKT, closed, longitude first."""
    corners = ((west, south), (east, south), (east, north), (west, north), (west, south))
    return f"POLYGON(({', '.join(f'{x} {y}' for x, y in corners)}))"


def _concept(iri: str, words: dict[str, str], scheme: str) -> Node:
    return Node(iri, ("skos:Concept",), (*both("skos:prefLabel", words), ("skos:inScheme", Iri(scheme))))
