"""The generated files: fresh, well formed, and saying what the definition says."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
import rdflib
from rdflib.namespace import OWL, RDF, RDFS, SKOS

from bouhan_opendata.artifacts import generate, generated_files, stale
from bouhan_opendata.artifacts.csvw import csvw_metadata
from bouhan_opendata.model import Model, load_model, schema_folder

SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
VS = rdflib.Namespace("http://www.w3.org/2003/06/sw-vocab-status/ns#")


@pytest.fixture(scope="module")
def model() -> Model:
    return load_model()


@pytest.fixture(scope="module")
def files(model: Model) -> dict[str, str]:
    return generate(model)


def graph(text: str) -> rdflib.Graph:
    return rdflib.Graph().parse(data=text, format="turtle")


def test_the_committed_files_are_those_the_definition_gives(model: Model) -> None:
    assert stale(model, schema_folder() / "generated") == [], "run `bouhan generate`"


def test_stale_names_what_is_missing_changed_or_left_over(model: Model, tmp_path: Path) -> None:
    for path, text in generate(model).items():
        target = tmp_path / path
        target.parent.mkdir(exist_ok=True)
        target.write_bytes(text.encode())
    assert stale(model, tmp_path) == []
    (tmp_path / "shapes.ttl").write_text("edited", encoding="utf-8")
    (tmp_path / "csvw.json").unlink()
    (tmp_path / "tables" / "old.json").write_text("{}", encoding="utf-8")
    assert stale(model, tmp_path) == ["csvw.json", "shapes.ttl", "tables/old.json"]


def test_generating_twice_gives_the_same_bytes(model: Model, files: dict[str, str]) -> None:
    assert generate(load_model()) == files
    tree = generated_files(model)
    assert {f"schema/generated/{path}": text for path, text in files.items()}.items() <= tree.items()
    assert {path for path in tree if not path.startswith("schema/generated/")} == {
        *(
            f"docs/reference/{page}{ending}"
            for page in ("fields", "codes", "rules", "readability")
            for ending in (".md", ".ja.md")
        ),
        *(f"docs/reference/vocabulary{ending}" for ending in (".html", ".ja.html")),
        "docs/w3id.md",
    }


def test_there_is_one_table_schema_a_table(model: Model, files: dict[str, str]) -> None:
    assert {path for path in files if path.startswith("tables/")} == {f"tables/{name}.json" for name in model.tables}


def test_the_table_schemas_fit_the_official_profile(model: Model, files: dict[str, str], standards: Path) -> None:
    profile = json.loads((standards / "datapackage-2.0" / "tableschema.json").read_text(encoding="utf-8"))
    validator = jsonschema.validators.validator_for(profile)(profile)
    for name in model.tables:
        assert [error.message for error in validator.iter_errors(json.loads(files[f"tables/{name}.json"]))] == []


def test_a_code_field_offers_its_codes_twice_over(files: dict[str, str]) -> None:
    schema = json.loads(files["tables/reports.json"])
    field = next(f for f in schema["fields"] if f["name"] == "status")
    assert field["constraints"]["enum"] == [category["value"] for category in field["categories"]]
    assert {"value": "cancelled", "label": "中止"} in field["categories"]


def test_keys_and_references_are_carried_over(files: dict[str, str]) -> None:
    schema = json.loads(files["tables/policy_areas.json"])
    assert schema["primaryKey"] == ["policy_area_id"]
    assert {"fields": ["parent_id"], "reference": {"fields": ["policy_area_id"]}} in schema["foreignKeys"]
    assert {"fields": ["first_fiscal_year"], "reference": {"resource": "fiscal_years", "fields": ["fiscal_year"]}} in schema[
        "foreignKeys"
    ]
    assert json.loads(files["tables/observations.json"])["uniqueKeys"] == [["indicator_id", "fiscal_year", "result_kind"]]


def test_csvw_puts_virtual_columns_last_and_parts_on_their_own_subject(model: Model) -> None:
    document = json.loads(
        csvw_metadata(model, "https://example.org/city/", folder="data/", tables=["figures", "source_lines", "fields"])
    )
    figures, lines, fields = document["tables"]
    columns = {column["name"]: column for column in figures["tableSchema"]["columns"]}
    virtual = ["virtual" in column for column in columns.values()]
    assert virtual == sorted(virtual) and virtual[-1]
    assert figures["url"] == "data/figures.csv"
    assert figures["tableSchema"]["aboutUrl"] == "https://example.org/city/figure/{figure_id}"
    assert columns["quote"]["aboutUrl"] == "https://example.org/city/figure/{figure_id}-quote"
    assert columns["line_id"]["valueUrl"] == "https://example.org/city/line/{line_id}"
    assert columns["use"]["valueUrl"] == "https://w3id.org/bouhan/code/use#{use}"
    assert columns["unit_id"]["valueUrl"] == "https://w3id.org/bouhan/code/units#{unit_id}"
    assert [key["columnReference"] for key in figures["tableSchema"]["foreignKeys"]] == [["line_id"], ["parent_figure_id"]]
    assert fields["suppressOutput"] is True and "suppressOutput" not in lines


def test_every_own_term_has_labels_comments_domain_range_and_status(model: Model, files: dict[str, str]) -> None:
    vocabulary = graph(files["vocabulary.ttl"])
    for term in model.terms.values():
        iri = rdflib.URIRef(model.namespace + term.name)
        for predicate in (RDFS.label, RDFS.comment):
            assert {str(value.language) for value in vocabulary.objects(iri, predicate)} == {"ja", "en"}, (
                f"{term.name} {predicate}"
            )
        assert vocabulary.value(iri, RDFS.isDefinedBy) == rdflib.URIRef(model.namespace.rstrip("#"))
        assert vocabulary.value(iri, VS.term_status) is not None
        if term.kind != "class":
            assert len(list(vocabulary.objects(iri, RDFS.domain))) == 1 and len(list(vocabulary.objects(iri, RDFS.range))) == 1
            assert vocabulary.value(iri, RDFS.domain) != RDFS.Resource, f"{term.name} has no class it belongs to"


def test_the_ontology_names_its_version(model: Model, files: dict[str, str]) -> None:
    ontology = rdflib.URIRef("https://w3id.org/bouhan/vocab")
    vocabulary = graph(files["vocabulary.ttl"])
    assert (ontology, RDF.type, OWL.Ontology) in vocabulary
    assert vocabulary.value(ontology, OWL.versionIRI) == rdflib.URIRef(f"{ontology}/{model.version}")


def test_every_code_is_a_concept_of_its_scheme(model: Model, files: dict[str, str]) -> None:
    codes = graph(files["codes.ttl"])
    for scheme, code_list in model.code_lists.items():
        scheme_iri = rdflib.URIRef(model.code_base + scheme)
        assert (scheme_iri, RDF.type, SKOS.ConceptScheme) in codes
        for code in code_list.codes.values():
            iri = rdflib.URIRef(model.code_iri(scheme, code.code))
            assert codes.value(iri, SKOS.inScheme) == scheme_iri
            assert codes.value(iri, SKOS.notation) == rdflib.Literal(code.code)
            assert ((iri, SKOS.topConceptOf, scheme_iri) in codes) == (code.broader is None)
    for unit_id in model.units:
        assert (rdflib.URIRef(model.code_iri("units", unit_id)), RDF.type, SKOS.Concept) in codes


def test_a_unit_points_to_the_same_and_to_wider_units_elsewhere(model: Model, files: dict[str, str]) -> None:
    codes = graph(files["codes.ttl"])
    kilometres, persons = (rdflib.URIRef(model.code_iri("units", name)) for name in ("kilometres", "persons"))
    rec20 = "https://vocabulary.uncefact.org/UnitMeasureCode#"
    assert {str(iri) for iri in codes.objects(kilometres, SKOS.exactMatch)} == {
        "http://qudt.org/vocab/unit/KiloM",
        f"{rec20}KMT",
    }
    assert [str(iri) for iri in codes.objects(persons, SKOS.exactMatch)] == [f"{rec20}IE"]
    assert [str(iri) for iri in codes.objects(persons, SKOS.broadMatch)] == ["http://qudt.org/vocab/unit/NUM"]


def test_the_address_of_a_renamed_unit_leads_to_the_new_one(model: Model, files: dict[str, str]) -> None:
    codes = graph(files["codes.ttl"])
    old, new = (rdflib.URIRef(model.code_iri("units", name)) for name in ("vehicles", "units-of-equipment"))
    assert (old, OWL.deprecated, rdflib.Literal(True)) in codes
    assert codes.value(old, rdflib.DCTERMS.isReplacedBy) == new


def test_every_shape_has_a_target_and_every_property_a_message_in_both_languages(model: Model, files: dict[str, str]) -> None:
    shapes = graph(files["shapes.ttl"])
    nodes = set(shapes.subjects(RDF.type, SH.NodeShape))
    targets = {shapes.value(node, SH.targetClass) for node in nodes}
    assert {rdflib.URIRef(model.expand(table.rdf_class)) for table in model.tables.values() if table.rdf_class} <= targets
    assert rdflib.URIRef("http://www.w3.org/ns/oa#TextQuoteSelector") in targets
    for node in nodes:
        assert len(list(shapes.objects(node, SH.targetClass))) == 1
        for prop in shapes.objects(node, SH.property):
            assert {str(message.language) for message in shapes.objects(prop, SH.message)} == {"ja", "en"}
            bounds = [len(list(shapes.objects(prop, bound))) for bound in (SH.minCount, SH.maxCount)]
            others = (SH.hasValue, SH.lessThan, SH.lessThanOrEquals)
            assert bounds in ([0, 1], [1, 1]) or any(shapes.value(prop, other) is not None for other in others)


def test_the_context_gives_short_names_that_mean_the_same_property(files: dict[str, str]) -> None:
    context = json.loads(files["context.jsonld"])
    document = {
        **context,
        "id": "https://example.org/observation/i001-2019",
        "type": "Observation",
        "value": "472",
        "resultKind": "https://w3id.org/bouhan/code/result_kind#actual",
        "prefLabel": {"ja": "パトロール回数", "en": "Patrols"},
    }
    data = rdflib.Graph().parse(data=json.dumps(document), format="json-ld")
    subject = rdflib.URIRef("https://example.org/observation/i001-2019")
    bouhan = rdflib.Namespace("https://w3id.org/bouhan/vocab#")
    assert data.value(subject, bouhan.value) == rdflib.Literal("472", datatype=rdflib.XSD.decimal)
    assert data.value(subject, bouhan.resultKind) == rdflib.URIRef("https://w3id.org/bouhan/code/result_kind#actual")
    assert rdflib.Literal("パトロール回数", lang="ja") in set(data.objects(subject, SKOS.prefLabel))


def test_the_turtle_is_laid_out_for_people(files: dict[str, str]) -> None:
    for name in ("vocabulary.ttl", "codes.ttl", "shapes.ttl"):
        prefixes = [line.split()[1] for line in files[name].splitlines() if line.startswith("@prefix")]
        assert prefixes == sorted(prefixes)
        assert files[name].endswith(" .\n")
