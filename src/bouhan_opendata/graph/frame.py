"""The few triples that no row states: the city, the schemes, the cube with its structure, the data set and its run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bouhan_opendata.graph.triples import to_iri, to_text
from bouhan_opendata.iri import CITY, CREATOR, DATASET, RDF_TYPE, RIGHTS, RUN, XSD, absolute, checked_base, unit_iri
from bouhan_opendata.model import Field, Model, TableModel, Words

_COMPONENTS = {
    "cube_dimension": ("dimension", "DimensionProperty"),
    "cube_measure": ("measure", "MeasureProperty"),
    "cube_attribute": ("attribute", "AttributeProperty"),
}
_UNCONFIRMED = {
    "ja": "ライセンスは、表を作った自治体がまだ確かめていません。確かめるまでは見本です。",
    "en": "The city that made the table has not confirmed the licence; until it does this is a sample.",
}
Years = tuple[tuple[int, date, date], ...]
"""Every fiscal year with its first and last day."""


@dataclass(frozen=True, slots=True)
class PublisherInfo:
    """What the frame says of the publication: plain values, no city of its own."""

    base_iri: str
    lg_code: str
    """全国地方公共団体コード, six digits."""
    area_code: str
    """標準地域コード, five digits."""
    corporate_number: str | None
    city_name: Words
    title: Words
    version: str
    date: date
    sources: tuple[tuple[str, str], ...]
    """(source id, SHA-256) of every source."""
    library_version: str
    licence_url: str
    license_confirmed: bool
    status: str
    """A code of the list ``publication_status``."""
    creator: Words | None
    """Who made the data, where that is not the city."""
    years: Years


@dataclass(frozen=True, slots=True)
class _Frame:
    """The model and the publication together, with the ways to write a line."""

    info: PublisherInfo
    model: Model

    def at(self, path: str) -> str:
        """An address below the base."""
        return absolute(path, self.info.base_iri)

    def link(self, subject: str, predicate: str, target: str) -> bytes:
        """A triple to an IRI; predicate and target may be CURIEs."""
        return _link(self.model, subject, predicate, target)

    def text(self, subject: str, predicate: str, text: str, datatype: str | None = None) -> bytes:
        """A triple to a literal without language."""
        return to_text(subject, self.model.expand(predicate), text, datatype=datatype)

    def words(self, subject: str, predicate: str, words: Words) -> Iterator[bytes]:
        """Two triples, in Japanese and in English."""
        return _words(self.model, subject, predicate, words)


def _link(model: Model, subject: str, predicate: str, target: str) -> bytes:
    return to_iri(subject, model.expand(predicate), model.expand(target))


def _words(model: Model, subject: str, predicate: str, words: Words) -> Iterator[bytes]:
    for language in ("ja", "en"):
        if words.get(language):
            yield to_text(subject, model.expand(predicate), words[language], language=language)


def frame_lines(info: PublisherInfo, model: Model) -> list[bytes]:
    """The frame as sorted lines of N-Triples, each once."""
    checked_base(info.base_iri)
    frame = _Frame(info, model)
    lines = {*_city(frame), *_schemes(frame), *_dataset(frame), *_run(frame)}
    lines.update(fixed_lines(info.years, info.base_iri, model))
    for table in model.tables.values():
        if any(item.role in _COMPONENTS for item in table.fields):
            lines.update(_cube(frame, table))
    return sorted(lines)


def fixed_lines(years: Years, base_iri: str, model: Model) -> Iterator[bytes]:
    """The lines of the frame that follow from the definition and the fiscal years, whatever the publication."""
    yield from _instants(years, base_iri, model)
    yield from _code_schemes(model)
    yield from _units(model)


def _city(frame: _Frame) -> Iterator[bytes]:
    """The municipality with its public codes, which are strings."""
    city = frame.at(CITY)
    yield frame.link(city, RDF_TYPE, "org:FormalOrganization")
    yield from frame.words(city, "skos:prefLabel", frame.info.city_name)
    yield frame.text(city, "dct:identifier", frame.info.lg_code)
    if frame.info.corporate_number:
        yield frame.text(city, "org:identifier", frame.info.corporate_number)
    yield frame.link(city, "dct:spatial", f"http://data.e-stat.go.jp/lod/sac/C{frame.info.area_code}")


def _scheme_names(model: Model) -> Iterator[tuple[str, Words]]:
    """The concept schemes of rows, as the tables' constants name them: the plan, the indicators, the units."""
    for table in model.tables.values():
        yield from ((c.value, table.title) for c in table.constants if c.property == "skos:inScheme")


def _schemes(frame: _Frame) -> Iterator[bytes]:
    """The concept schemes of this publication."""
    for name, title in _scheme_names(frame.model):
        if not name.startswith("http"):
            yield frame.link(frame.at(name), RDF_TYPE, "skos:ConceptScheme")
            yield from _called(frame.model, frame.at(name), _of_city(frame, title))


def _called(model: Model, scheme: str, title: Words) -> Iterator[bytes]:
    """What a scheme is called: its title, and its label for those who look for the words of SKOS alone."""
    yield from _words(model, scheme, "dct:title", title)
    yield from _words(model, scheme, "skos:prefLabel", title)


def _of_city(frame: _Frame, title: Words) -> Words:
    """A title with the city's name before it, in the languages that the name is given in."""
    city = frame.info.city_name
    return {lang: f"{city[lang]}{colon}{title[lang]}" for lang, colon in (("ja", "："), ("en", ": ")) if city.get(lang)}


def _code_schemes(model: Model) -> Iterator[bytes]:
    """Every code list as a scheme with its top concepts; of the scheme of units only what it is called."""
    for name, title in _scheme_names(model):
        if name.startswith("http"):
            yield _link(model, name, RDF_TYPE, "skos:ConceptScheme")
            yield from _called(model, name, title)
    for code_list in model.code_lists.values():
        scheme = f"{model.code_base}{code_list.scheme}"
        yield _link(model, scheme, RDF_TYPE, "skos:ConceptScheme")
        yield from _called(model, scheme, code_list.title)
        for code in code_list.codes.values():
            if code.broader is None:
                yield _link(model, scheme, "skos:hasTopConcept", model.code_iri(code_list.scheme, code.code))


def _units(model: Model) -> Iterator[bytes]:
    """Every unit as a top concept of the scheme of units, and the addresses that units had before."""
    for unit in model.units.values():
        address = unit_iri(model.code_base, unit.unit_id)
        yield _link(model, f"{model.code_base}units", "skos:hasTopConcept", address)
        for former in unit.formerly:
            old = unit_iri(model.code_base, former)
            yield _link(model, old, RDF_TYPE, "skos:Concept")
            yield _link(model, old, "skos:inScheme", f"{model.code_base}units")
            yield to_text(old, model.expand("owl:deprecated"), "true", datatype="boolean")
            yield _link(model, old, "dct:isReplacedBy", address)


def _instants(years: Years, base_iri: str, model: Model) -> Iterator[bytes]:
    """The days at which fiscal years begin and end: a row's cell gives one triple, and that is the year's own date."""
    template = absolute(str(model.tables["fiscal_years"].iri), base_iri)
    predicate = model.expand("time:inXSDDate")
    for year, first, last in years:
        for name, day in (("beginning", first), ("end", last)):
            instant = f"{template.replace('{fiscal_year}', str(year))}-{name}"
            yield to_text(instant, predicate, day.isoformat(), datatype="date")


def _terms_of_use(frame: _Frame, subject: str) -> Iterator[bytes]:
    """Licence, status and, while the city has not confirmed the licence, a statement that says so."""
    yield frame.link(subject, "dct:license", frame.info.licence_url)
    yield frame.link(subject, "adms:status", frame.model.code_iri("publication_status", frame.info.status))
    if not frame.info.license_confirmed:
        rights = frame.at(RIGHTS)
        yield frame.link(subject, "dct:rights", rights)
        yield frame.link(rights, RDF_TYPE, "dct:RightsStatement")
        yield from frame.words(rights, "rdfs:label", _UNCONFIRMED)
    if frame.info.creator:
        yield frame.link(subject, "dct:creator", frame.at(CREATOR))


def _dataset(frame: _Frame) -> Iterator[bytes]:
    """The data set: what it is, whose, and how it may be used."""
    info = frame.info
    data = frame.at(DATASET)
    yield frame.link(data, RDF_TYPE, "schema:Dataset")
    yield frame.link(data, RDF_TYPE, "prov:Entity")
    yield from frame.words(data, "dct:title", info.title)
    yield from _terms_of_use(frame, data)
    if info.creator:
        yield frame.link(frame.at(CREATOR), RDF_TYPE, "prov:Agent")
        yield from frame.words(frame.at(CREATOR), "rdfs:label", info.creator)
    yield frame.link(data, "dct:spatial", f"http://data.e-stat.go.jp/lod/sac/C{info.area_code}")
    yield frame.text(data, "dct:issued", info.date.isoformat(), "date")
    yield frame.text(data, "schema:version", info.version)


def _run(frame: _Frame) -> Iterator[bytes]:
    """The run that made the data set: inputs by checksum and versions; no times, no hosts."""
    info = frame.info
    data, run = frame.at(DATASET), frame.at(f"{RUN}/{info.version}")
    yield frame.link(data, "prov:wasGeneratedBy", run)
    yield frame.link(run, RDF_TYPE, "prov:Activity")
    yield from frame.words(run, "rdfs:label", {"ja": f"第{info.version}版の作成", "en": f"Making of version {info.version}"})
    yield frame.text(run, "schema:softwareVersion", f"bouhan_opendata {info.library_version}")
    yield frame.text(run, "schema:schemaVersion", frame.model.version)
    for source_id, sha256 in info.sources:
        source = frame.at(frame.model.tables["sources"].iri or "").replace("{source_id}", source_id)
        yield frame.link(run, "prov:used", source)
        yield frame.text(source, "schema:sha256", sha256)
        yield frame.link(data, "prov:wasDerivedFrom", source)


def _cube(frame: _Frame, table: TableModel) -> Iterator[bytes]:
    """The ``qb:DataSet`` that the rows name, and its structure, component by component, each with an address."""
    paths = [constant.value for constant in table.constants if constant.property == "qb:dataSet"]
    for path in paths:
        cube, structure = frame.at(path), frame.at(f"{path}-structure")
        yield frame.link(cube, RDF_TYPE, "qb:DataSet")
        yield from frame.words(cube, "dct:title", _of_city(frame, table.title))
        yield frame.link(cube, "qb:structure", structure)
        yield frame.link(cube, "dct:isPartOf", frame.at(DATASET))
        yield from _terms_of_use(frame, cube)
        yield frame.text(cube, "dct:issued", frame.info.date.isoformat(), "date")
        yield frame.link(structure, RDF_TYPE, "qb:DataStructureDefinition")
        yield from frame.words(structure, "dct:title", table.description)
        parts = [item for role in _COMPONENTS for item in table.fields if item.role == role and item.property]
        for number, item in enumerate(parts, 1):
            yield from _component(frame, structure, item, number)


def _component(frame: _Frame, structure: str, item: Field, number: int) -> Iterator[bytes]:
    kind, kind_class = _COMPONENTS[str(item.role)]
    part = f"{structure}-{item.name.replace('_', '-')}"
    yield frame.link(structure, "qb:component", part)
    yield frame.link(part, RDF_TYPE, "qb:ComponentSpecification")
    yield frame.link(part, f"qb:{kind}", str(item.property))
    yield frame.text(part, "qb:order", str(number), "integer")
    if kind == "attribute":
        yield frame.text(part, "qb:componentRequired", "true" if item.required else "false", "boolean")
    prop = frame.model.expand(str(item.property))
    yield frame.link(prop, RDF_TYPE, f"qb:{kind_class}")
    yield from _range(frame, prop, item)


def _range(frame: _Frame, prop: str, item: Field) -> Iterator[bytes]:
    """Ranges and code lists of the component; those of our own terms stand in the vocabulary.

    A dimension of another vocabulary has its range repeated: Data Cube asks it of each (integrity constraint IC-4).
    """
    if item.role == "cube_dimension" and not prop.startswith(frame.model.namespace):
        yield frame.link(prop, "rdfs:range", "rdfs:Resource")
    if item.role == "cube_dimension" and item.references:
        target = frame.model.tables[item.references]
        for scheme in (c.value for c in target.constants if c.property == "skos:inScheme"):
            yield frame.link(prop, "qb:codeList", frame.at(scheme))
    if item.role == "cube_measure":
        yield frame.link(prop, "rdfs:range", f"{XSD}{item.type}")
