"""The few triples that no row states: the city, the schemes, the cube with its structure, the data set and its run."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from bouhan_opendata.graph.triples import to_iri, to_text
from bouhan_opendata.iri import RDF_TYPE, XSD, absolute, checked_base, unit_iri
from bouhan_opendata.model import Field, Model, TableModel, Words

_COMPONENTS = {
    "cube_dimension": ("dimension", "DimensionProperty"),
    "cube_measure": ("measure", "MeasureProperty"),
    "cube_attribute": ("attribute", "AttributeProperty"),
}


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
        return to_iri(subject, self.model.expand(predicate), self.model.expand(target))

    def text(self, subject: str, predicate: str, text: str, datatype: str | None = None) -> bytes:
        """A triple to a literal without language."""
        return to_text(subject, self.model.expand(predicate), text, datatype=datatype)

    def words(self, subject: str, predicate: str, words: Words) -> Iterator[bytes]:
        """Two triples, in Japanese and in English."""
        for language in ("ja", "en"):
            if words.get(language):
                yield to_text(subject, self.model.expand(predicate), words[language], language=language)


def frame_lines(info: PublisherInfo, model: Model) -> list[bytes]:
    """The frame as sorted lines of N-Triples, each once."""
    checked_base(info.base_iri)
    frame = _Frame(info, model)
    lines = {*_city(frame), *_schemes(frame), *_code_schemes(frame), *_units(frame), *_dataset(frame)}
    for table in model.tables.values():
        if any(item.role in _COMPONENTS for item in table.fields):
            lines.update(_cube(frame, table))
    return sorted(lines)


def _city(frame: _Frame) -> Iterator[bytes]:
    """The municipality with its public codes, which are strings."""
    city = frame.at("city")
    yield frame.link(city, RDF_TYPE, "org:FormalOrganization")
    yield from frame.words(city, "skos:prefLabel", frame.info.city_name)
    yield frame.text(city, "dct:identifier", frame.info.lg_code)
    if frame.info.corporate_number:
        yield frame.text(city, "org:identifier", frame.info.corporate_number)
    yield frame.link(city, "dct:spatial", f"http://data.e-stat.go.jp/lod/sac/C{frame.info.area_code}")


def _schemes(frame: _Frame) -> Iterator[bytes]:
    """The concept schemes of this publication, as the tables' constants name them: the plan, the indicators."""
    for table in frame.model.tables.values():
        for constant in table.constants:
            if constant.property == "skos:inScheme":
                scheme = frame.at(constant.value)
                yield frame.link(scheme, RDF_TYPE, "skos:ConceptScheme")
                is_own = scheme.startswith(frame.info.base_iri)
                yield from frame.words(scheme, "dct:title", _of_city(frame, table.title) if is_own else table.title)


def _of_city(frame: _Frame, title: Words) -> Words:
    """A title with the city's name before it, in the languages that the name is given in."""
    city = frame.info.city_name
    return {lang: f"{city[lang]}{colon}{title[lang]}" for lang, colon in (("ja", "："), ("en", ": ")) if city.get(lang)}


def _code_schemes(frame: _Frame) -> Iterator[bytes]:
    """Every code list as a scheme with its top concepts."""
    model = frame.model
    for code_list in model.code_lists.values():
        scheme = f"{model.code_base}{code_list.scheme}"
        yield frame.link(scheme, RDF_TYPE, "skos:ConceptScheme")
        yield from frame.words(scheme, "dct:title", code_list.title)
        for code in code_list.codes.values():
            if code.broader is None:
                yield frame.link(scheme, "skos:hasTopConcept", model.code_iri(code_list.scheme, code.code))


def _units(frame: _Frame) -> Iterator[bytes]:
    """Every unit as a top concept of the scheme of units."""
    for unit_id in frame.model.units:
        yield frame.link(f"{frame.model.code_base}units", "skos:hasTopConcept", unit_iri(frame.model.code_base, unit_id))


def _dataset(frame: _Frame) -> Iterator[bytes]:
    """The data set and the run that made it: inputs by checksum and versions; no times, no hosts."""
    info = frame.info
    data, run = frame.at("dataset"), frame.at(f"run/{info.version}")
    yield frame.link(data, RDF_TYPE, "schema:Dataset")
    yield frame.link(data, RDF_TYPE, "prov:Entity")
    yield from frame.words(data, "dct:title", info.title)
    yield frame.link(data, "dct:license", info.licence_url)
    yield frame.link(data, "dct:spatial", f"http://data.e-stat.go.jp/lod/sac/C{info.area_code}")
    yield frame.text(data, "dct:issued", info.date.isoformat(), "date")
    yield frame.text(data, "schema:version", info.version)
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
        yield frame.link(cube, "dct:isPartOf", frame.at("dataset"))
        yield frame.link(cube, "dct:license", frame.info.licence_url)
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
    """Ranges and code lists of the component; those of our own terms stand in the vocabulary."""
    if not prop.startswith(frame.model.namespace):
        yield frame.link(prop, "rdfs:range", "rdfs:Resource")
    if item.role == "cube_dimension" and item.references:
        target = frame.model.tables[item.references]
        for scheme in (c.value for c in target.constants if c.property == "skos:inScheme"):
            yield frame.link(prop, "qb:codeList", frame.at(scheme))
    if item.role == "cube_measure":
        yield frame.link(prop, "rdfs:range", f"{XSD}{item.type}")
