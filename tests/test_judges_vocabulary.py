"""The vocabulary and the code lists judged by programs that are not ours: owlrl reasons, skosify checks SKOS.

Each is also shown broken copies, which it must find out.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from pathlib import Path

import pytest
import rdflib
from rdflib.namespace import OWL, RDF, SKOS

from bouhan_opendata.artifacts import generate
from bouhan_opendata.model import Model, load_model
from conftest import need_module

SPECIFICATIONS = Path(__file__).parent / "judges" / "specifications.ttl"
PREFIXES = """
@prefix bouhan: <https://w3id.org/bouhan/vocab#> . @prefix prov: <http://www.w3.org/ns/prov#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix : <https://nowhere.example/> .
"""


@pytest.fixture(scope="module")
def files() -> dict[str, str]:
    return generate(load_model())


# -- owlrl


def contradictions(*graphs: str) -> list[str]:
    """What the closure under the rules of OWL 2 RL finds impossible."""
    rules = need_module("owlrl.OWLRL")
    graph = rdflib.Graph()
    for text in (*graphs, SPECIFICATIONS.read_text(encoding="utf-8")):
        graph.parse(data=text, format="turtle")
    closure = rules.OWLRL_Semantics(graph, axioms=False, daxioms=False, rdfs=False)
    closure.closure()
    return [*map(str, closure.error_messages), *map(str, graph.subjects(RDF.type, OWL.Nothing))]


def test_the_vocabulary_is_consistent(files: Mapping[str, str]) -> None:
    assert contradictions(files["vocabulary.ttl"]) == []


@pytest.mark.slow
def test_vocabulary_and_data_are_consistent(releases: Mapping[str, Path]) -> None:
    folder = releases["other_city"] / "rdf"
    assert contradictions(*((folder / name).read_text(encoding="utf-8") for name in ("vocabulary.ttl", "data.nt"))) == []


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (":m a bouhan:PolicyMeasure, bouhan:Figure .", "#PolicyMeasure"),
        (":m a bouhan:PolicyMeasure ; bouhan:tableNumber 3 .", "#SourceLine"),
        (":f bouhan:unit :u . :u a bouhan:Figure .", "#Unit"),
        (":a a bouhan:PolicyActivity ; bouhan:status :r . :r a bouhan:ProgressReport .", "#Code"),
        (":a a bouhan:PolicyActivity, prov:Activity .", "prov#Activity"),
        (":r a bouhan:ProgressReport . :run prov:used :x . :r prov:used :x .", "prov#Activity"),
        (":s a skos:ConceptScheme, bouhan:Indicator .", "ConceptScheme"),
    ],
)
def test_what_cannot_be_is_found_out(data: str, told: str, files: Mapping[str, str]) -> None:
    found = contradictions(files["vocabulary.ttl"], PREFIXES + data)
    assert found and all(told in one for one in found[:1]), found


def test_a_vocabulary_that_excludes_what_it_demands_is_found_out(files: Mapping[str, str]) -> None:
    broken = files["vocabulary.ttl"].replace("rdfs:domain bouhan:SourceLine", "rdfs:domain bouhan:Figure", 1)
    assert broken != files["vocabulary.ttl"]
    line = ":l a bouhan:SourceLine ; bouhan:lineClass :c ; bouhan:tableNumber 1 ."
    assert contradictions(files["vocabulary.ttl"], PREFIXES + line) == []
    assert contradictions(broken, PREFIXES + line) != []


# -- skosify


def of_scheme(codes: rdflib.Graph, scheme: rdflib.URIRef) -> rdflib.Graph:
    """One scheme with its concepts: the judge looks at one at a time."""
    one = rdflib.Graph()
    for subject in {scheme, *codes.subjects(SKOS.inScheme, scheme)}:
        one += codes.triples((subject, None, None))
    return one


def complaints(graph: rdflib.Graph, folder: Path, caplog: pytest.LogCaptureFixture) -> list[str]:
    """What the judge warns of."""
    skosify = need_module("skosify")
    path = folder / "scheme.ttl"
    graph.serialize(path, format="turtle", encoding="utf-8")
    caplog.clear()
    with caplog.at_level(logging.WARNING):
        skosify.skosify(str(path), mark_top_concepts=False)
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]


def test_skosify_has_no_complaint_of_any_code_list(
    files: Mapping[str, str], model: Model, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    codes = rdflib.Graph().parse(data=files["codes.ttl"], format="turtle")
    schemes = sorted(codes.subjects(RDF.type, SKOS.ConceptScheme))
    assert len(schemes) == len(model.code_lists) + 1
    assert {str(scheme): told for scheme in schemes if (told := complaints(of_scheme(codes, scheme), tmp_path, caplog))} == {}


THEME = "https://w3id.org/bouhan/code/theme"


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ("<#community_safety> skos:broader <#patrol> .", "cycle"),
        ('<#patrol> skos:prefLabel "見回り"@ja .', "more than one prefLabel"),
        ('<#patrol> skos:altLabel "Patrols"@en .', "as both prefLabel and altLabel"),
        ("<#patrol> skos:related <#community_safety> .", "skos:related"),
        ("<#patrol> skos:broader <#child_safety> . <#child_safety> skos:broader <#community_safety> .", "edundan"),
    ],
)
def test_skosify_complains_of_a_broken_copy(
    data: str, told: str, files: Mapping[str, str], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    codes = rdflib.Graph().parse(data=files["codes.ttl"], format="turtle")
    theme = of_scheme(codes, rdflib.URIRef(THEME))
    theme.parse(data=f"@base <{THEME}> . {PREFIXES}{data}", format="turtle")
    assert any(told in one for one in complaints(theme, tmp_path, caplog))
