"""The catalogue formats of a release: judged by those who know each format, and agreeing with each other and the files."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pyshacl
import pytest
import rdflib
import yaml
from rdflib.compare import isomorphic

import bouhan_opendata as bo
from bouhan_opendata.catalogue.nodes import Node
from bouhan_opendata.catalogue.open_data_list import COLUMNS
from bouhan_opendata.catalogue.quality import quality
from conftest import REAL, need_module
from publications import ROW, markdown, publish

DCAT = rdflib.Namespace("http://www.w3.org/ns/dcat#")
DCT = rdflib.DCTERMS
SHAPES = ("shapes.ttl", "range.ttl", "dcat-ap-SHACL.ttl", "shapes_recommended.ttl", "deprecateduris.ttl")
CONTACT = "http://www.w3.org/ns/dcat#contactPoint"


@cache
def shapes(folder: Path) -> rdflib.Graph:
    graph = rdflib.Graph()
    for name in SHAPES:
        graph.parse(folder / "dcat-ap-3.0.1" / name, format="turtle")
    return graph


def violations(graph: rdflib.Graph, standards: Path) -> set[tuple[str, str, str]]:
    """(focus node, path, component) of every result, recommended properties included."""
    _, report, _ = pyshacl.validate(graph, shacl_graph=shapes(standards), inference="none", advanced=True)
    SH = rdflib.SH
    assert isinstance(report, rdflib.Graph)
    return {
        (
            str(report.value(r, SH.focusNode)),
            str(report.value(r, SH.resultPath)),
            str(report.value(r, SH.sourceConstraintComponent)),
        )
        for r in report.subjects(rdflib.RDF.type, SH.ValidationResult)
    }


def dcat(release: Path) -> rdflib.Graph:
    return rdflib.Graph().parse(release / "metadata" / "dcat.ttl", format="turtle")


def test_dcat_ap_finds_nothing_but_what_the_publication_does_not_know(each_release: Path, standards: Path) -> None:
    """The contact while it is to do, the place of a city that gives none, and of which kind a maker beside the city is."""
    graph = dcat(each_release)
    known = {(str(s), str(p)) for s, p, _ in graph}
    creators = {str(o) for o in graph.objects(None, DCT.creator)} - {str(o) for o in graph.objects(None, DCT.publisher)}
    unknown = {DCAT.contactPoint, DCAT.bbox, DCAT.centroid}
    for focus, path, component in violations(graph, standards):
        is_missing = component.endswith("#MinCountConstraintComponent") and (focus, path) not in known
        assert is_missing and (rdflib.URIRef(path) in unknown or (path == str(DCT.type) and focus in creators)), (focus, path)


def test_the_sample_lacks_the_contact_and_the_kind_of_its_maker_alone(releases: Mapping[str, Path], standards: Path) -> None:
    assert {path for _, path, _ in violations(dcat(releases["real"]), standards)} == {CONTACT, str(DCT.type)}


@pytest.mark.parametrize(
    ("wrong", "path"),
    [
        (lambda g, d: g.remove((d, DCT.title, None)), str(DCT.title)),
        (lambda g, d: g.remove((d, DCT.description, None)), str(DCT.description)),
        (
            lambda g, d: g.set((next(g.objects(d, DCAT.distribution)), DCAT.accessURL, rdflib.Literal("here"))),
            str(DCAT.accessURL),
        ),
        (lambda g, d: g.remove((next(g.objects(d, DCAT.distribution)), DCAT.accessURL, None)), str(DCAT.accessURL)),
        (lambda g, d: g.remove((None, rdflib.FOAF.name, None)), str(rdflib.FOAF.name)),
        (lambda g, d: g.remove((next(g.objects(d, DCAT.inSeries)), DCT.title, None)), str(DCT.title)),
        (lambda g, d: g.remove((next(g.objects(d, DCAT.inSeries)), DCT.description, None)), str(DCT.description)),
        (lambda g, d: g.set((d, DCAT.inSeries, rdflib.Literal("series"))), str(DCAT.inSeries)),
        (lambda g, d: g.set((d, DCAT.version, rdflib.URIRef("https://example.org/1"))), str(DCAT.version)),
        (lambda g, d: g.remove((next(g.objects(d, DCT.publisher)), DCT.type, None)), str(DCT.type)),
        (lambda g, d: g.remove((d, DCAT.theme, None)), str(DCAT.theme)),
        (lambda g, d: g.remove((d, DCAT.keyword, None)), str(DCAT.keyword)),
    ],
    ids=[
        *("title", "description", "access-url-kind", "access-url", "publisher-name"),
        *("series-title", "series-description", "series-kind", "version-kind", "publisher-type", "theme", "keyword"),
    ],
)
def test_dcat_ap_rejects_a_broken_copy(
    wrong: Callable[..., Any], path: str, releases: Mapping[str, Path], standards: Path
) -> None:
    graph = dcat(releases["real"])
    dataset = next(graph.subjects(rdflib.RDF.type, DCAT.Dataset))
    wrong(graph, dataset)
    assert path in {where for _, where, _ in violations(graph, standards)}


def test_the_publisher_is_of_a_type_that_its_scheme_holds(each_release: Path) -> None:
    graph = dcat(each_release)
    for agent in set(graph.objects(None, DCT.publisher)):
        kind = graph.value(agent, DCT.type)
        assert str(kind) == "http://purl.org/adms/publishertype/LocalAuthority"
        assert str(graph.value(kind, rdflib.SKOS.inScheme)) == "http://purl.org/adms/publishertype"


def test_a_version_says_what_is_new_which_came_before_and_which_series_it_is_of(releases: Mapping[str, Path]) -> None:
    graph = dcat(releases["real"])
    dataset = next(graph.subjects(rdflib.RDF.type, DCAT.Dataset))
    notes = graph.objects(dataset, rdflib.URIRef("http://www.w3.org/ns/adms#versionNotes"))
    assert sorted(str(note.language) for note in notes if isinstance(note, rdflib.Literal) and note) == ["en", "ja"]
    entries = yaml.safe_load((REAL / "publication.yaml").read_text(encoding="utf-8"))["releases"]
    before = str(dataset).rpartition("/")[0] + "/" + entries[-2]["version"]
    assert str(graph.value(dataset, DCAT.previousVersion)) == before
    series = graph.value(dataset, DCAT.inSeries)
    assert (series, rdflib.RDF.type, DCAT.DatasetSeries) in graph


def test_turtle_and_jsonld_are_the_same_graph(each_release: Path) -> None:
    other = rdflib.Graph().parse(each_release / "metadata" / "dcat.jsonld", format="json-ld")
    assert len(other) > 150 and isomorphic(dcat(each_release), other)


def says(release: Path) -> dict[str, dict[str, Any]]:
    """What each format says of title, licence, period, publisher, version, status and files (address → size and checksum)."""
    folder = release / "metadata"
    found: dict[str, dict[str, Any]] = {}

    graph = dcat(release)
    dataset = next(graph.subjects(rdflib.RDF.type, DCAT.Dataset))
    licences = {str(o) for o in graph.objects(None, DCT.license)}
    period = graph.value(dataset, DCT.temporal)
    spdx = rdflib.Namespace("http://spdx.org/rdf/terms#")
    files = {}
    for one in graph.objects(dataset, DCAT.distribution):
        check = graph.value(one, spdx.checksum)
        size = graph.value(one, DCAT.byteSize)
        digest = graph.value(check, spdx.checksumValue) if check is not None else None
        files[str(graph.value(one, DCAT.downloadURL))] = (
            int(size) if size is not None else None,
            str(digest) if digest else None,
        )
    label = next(str(o) for o in graph.objects(graph.value(dataset, DCT.publisher), rdflib.FOAF.name) if o.language == "ja")
    found["dcat"] = {
        "title": next(str(o) for o in graph.objects(dataset, DCT.title) if o.language == "ja"),
        "licence": next(iter(licences)) if len(licences) == 1 else None,
        "period": f"{graph.value(period, DCAT.startDate)}/{graph.value(period, DCAT.endDate)}",
        "publisher": label,
        "version": str(graph.value(dataset, DCAT.version)),
        "files": files,
    }
    body = json.loads((folder / "schema-org.jsonld").read_text(encoding="utf-8"))
    found["schema.org"] = {
        "title": body["name"][0]["@value"],
        "licence": body["license"],
        "period": body["temporalCoverage"],
        "publisher": body["publisher"]["name"][0]["@value"],
        "version": body["version"],
        "files": {
            one["contentUrl"]: (int(one["contentSize"].split()[0]) if "contentSize" in one else None, one.get("sha256"))
            for one in body["distribution"]
        },
    }
    body = json.loads((folder / "ckan.json").read_text(encoding="utf-8"))
    extras = {one["key"]: one["value"] for one in body["extras"]}
    found["ckan"] = {
        "title": body["title"],
        "licence": body["license_url"],
        "period": f"{extras['temporal_start']}/{extras['temporal_end']}",
        "publisher": body["maintainer"],
        "version": body["version"],
        "files": {
            one["url"]: (one.get("size"), one["hash"].removeprefix("sha256:") if "hash" in one else None)
            for one in body["resources"]
        },
    }
    body = json.loads((folder / "croissant.json").read_text(encoding="utf-8"))
    found["croissant"] = {
        "title": body["alternateName"][0],
        "licence": body["license"],
        "period": body["temporalCoverage"],
        "publisher": body["publisher"]["name"],
        "version": body["version"],
        "files": {one["contentUrl"]: (int(one["contentSize"].split()[0]), one["sha256"]) for one in body["distribution"]},
    }
    rows = list(csv.DictReader(io.StringIO((folder / "open-data-list.csv").read_text(encoding="utf-8"), newline="")))
    first = rows[0]
    found["list"] = {
        "title": first["データセット_タイトル"],
        "licence": first["ファイル_利用規約"],
        "period": first["データセット_対象期間"],
        "publisher": first["地方公共団体名"],
        "version": first["データセット_バージョン"],
        "files": {
            row["ファイル_ダウンロードURL"]: (int(row["ファイル_サイズ"]) if row["ファイル_サイズ"] else None,) for row in rows
        },
    }
    crate = {node["@id"]: node for node in json.loads((release / "ro-crate-metadata.json").read_text(encoding="utf-8"))["@graph"]}
    root = crate["./"]
    found["crate"] = {
        "title": root["name"],
        "licence": root["license"]["@id"],
        "period": root["temporalCoverage"],
        "publisher": crate[root["publisher"]["@id"]]["name"],
        "version": root["version"],
    }
    cff = yaml.safe_load((release / "CITATION.cff").read_text(encoding="utf-8"))
    found["cff"] = {"title": cff["title"], "version": cff["version"]}
    return found


def test_all_formats_agree_with_each_other_and_with_the_files(each_release: Path) -> None:
    found = says(each_release)
    package = json.loads((each_release / "datapackage.json").read_text(encoding="utf-8"))
    base = f"/releases/{package['version']}/"
    for name, said in found.items():
        assert said["title"] == package["title"], name
        assert said["version"] == package["version"], name
        if name != "cff":
            licence = bo.load_model().licences[package["licenses"][0]["name"]]
            assert said["licence"] == (licence["eu"] if name == "dcat" and licence["eu"] else licence["url"]), name
        for key in ("period", "publisher"):
            assert said.get(key, found["schema.org"][key]) == found["schema.org"][key], (name, key)
    real = {}
    for url, (size, digest) in found["dcat"]["files"].items():
        if size is not None:
            data = (each_release / url.split(base, 1)[1]).read_bytes()
            assert (size, digest) == (len(data), hashlib.sha256(data).hexdigest())
            real[url] = (size, digest)
    assert len(real) >= 4
    assert found["schema.org"]["files"] == found["ckan"]["files"] == found["dcat"]["files"]
    assert found["croissant"]["files"] == real
    assert found["list"]["files"] == {url: pair[:1] for url, pair in found["dcat"]["files"].items()}


def test_the_crate_lists_every_data_file_as_it_is_and_nothing_that_describes_itself(each_release: Path) -> None:
    body = json.loads((each_release / "ro-crate-metadata.json").read_text(encoding="utf-8"))
    assert body["@context"] == "https://w3id.org/ro/crate/1.2/context"
    nodes = {node["@id"]: node for node in body["@graph"]}
    assert nodes["ro-crate-metadata.json"]["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.2"}
    files = {name: node for name, node in nodes.items() if node["@type"] == "File"}
    assert {one["@id"] for one in nodes["./"]["hasPart"]} == set(files)
    there = {path.relative_to(each_release).as_posix() for path in each_release.rglob("*") if path.is_file()}
    outside = {"ro-crate-metadata.json", "SHA256SUMS"}
    assert set(files) == {name for name in there if not name.startswith(("metadata/", "findings/"))} - outside
    for name, node in files.items():
        data = (each_release / name).read_bytes()
        assert (int(node["contentSize"]), node["sha256"]) == (len(data), hashlib.sha256(data).hexdigest())


def test_the_sample_says_in_every_format_that_it_is_one(releases: Mapping[str, Path]) -> None:
    release = releases["real"]
    for name in ("dcat.ttl", "dcat.jsonld", "schema-org.jsonld", "croissant.json", "ckan.json", "open-data-list.csv"):
        assert "ライセンスは、表を作った自治体がまだ確かめていません。" in (release / "metadata" / name).read_text(
            encoding="utf-8"
        ), name
    for name in ("CITATION.cff", "ro-crate-metadata.json"):
        assert "まだ確かめていません。" in (release / name).read_text(encoding="utf-8"), name


def test_what_is_still_to_do_never_flows_out(releases: Mapping[str, Path]) -> None:
    for path in [*(releases["real"] / "metadata").iterdir(), releases["real"] / "CITATION.cff"]:
        assert "TODO" not in path.read_text(encoding="utf-8"), path.name


def test_the_open_data_list_has_its_45_columns(each_release: Path) -> None:
    text = (each_release / "metadata" / "open-data-list.csv").read_text(encoding="utf-8")
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert rows[0] == list(COLUMNS) and len(set(COLUMNS)) == 45
    assert all(len(row) == 45 for row in rows)


def test_croissant_is_valid_and_its_records_are_the_rows(each_release: Path, tmp_path: Path) -> None:
    mlc = need_module("mlcroissant")
    body = json.loads((each_release / "metadata" / "croissant.json").read_text(encoding="utf-8"))
    version = body["version"]
    for one in body["distribution"]:
        one["contentUrl"] = str(each_release / one["contentUrl"].split(f"/{version}/", 1)[1])
    path = tmp_path / "croissant.json"
    path.write_text(json.dumps(body), encoding="utf-8")
    dataset = mlc.Dataset(jsonld=str(path))
    assert not dataset.metadata.ctx.issues.errors
    records = list(dataset.records("overview_figures_records"))
    with (each_release / "data" / "overview_figures.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert len(records) == len(rows) > 5


@pytest.mark.parametrize(
    "change",
    [
        lambda body: body.pop("@type"),
        lambda body: body.update(datePublished="soon"),
        lambda body: body["distribution"][0].pop("contentUrl"),
        lambda body: body["distribution"][0].pop("encodingFormat"),
        lambda body: body["distribution"][0].pop("sha256"),
        lambda body: body["recordSet"][0]["field"][0].pop("dataType"),
        lambda body: body["recordSet"][0]["field"][0]["source"]["fileObject"].update({"@id": "nowhere"}),
        lambda body: body["recordSet"][0]["field"][0].update({"@type": "cr:Cell"}),
    ],
    ids=["type", "date", "address", "format", "checksum", "data-type", "file", "field"],
)
def test_mlcroissant_refuses_a_broken_copy(
    change: Callable[[dict[str, Any]], object], releases: Mapping[str, Path], tmp_path: Path
) -> None:
    mlc = need_module("mlcroissant")
    body = json.loads((releases["other_city"] / "metadata" / "croissant.json").read_text(encoding="utf-8"))
    path = tmp_path / "croissant.json"
    path.write_text(json.dumps(body), encoding="utf-8")
    mlc.Dataset(jsonld=str(path))
    change(body)
    path.write_text(json.dumps(body), encoding="utf-8")
    with pytest.raises(mlc.ValidationError):
        mlc.Dataset(jsonld=str(path))


def test_the_citation_keeps_the_rules_of_its_format(each_release: Path) -> None:
    """https://citation-file-format.github.io/: what version 1.2.0 requires, and the forms of its values."""
    body = yaml.safe_load((each_release / "CITATION.cff").read_text(encoding="utf-8"))
    assert {"cff-version", "message", "title", "authors"} <= set(body) and body["cff-version"] == "1.2.0"
    assert body["type"] == "dataset" and re.fullmatch(r"\d{4}-\d\d-\d\d", str(body["date-released"]))
    assert all(set(author) == {"name"} and author["name"] for author in body["authors"])
    assert ("license" in body) != ("license-url" in body)


def test_the_quality_score_explains_what_is_missing(releases: Mapping[str, Path]) -> None:
    body = json.loads((releases["real"] / "metadata" / "quality.json").read_text(encoding="utf-8"))
    assert sum(one["of"] for one in body["indicators"]) == body["of"] == 405
    of = {name: dimension["of"] for name, dimension in body["dimensions"].items()}
    assert of == {"findability": 100, "accessibility": 100, "interoperability": 110, "reusability": 75, "contextuality": 20}
    short = {one["id"] for one in body["indicators"] if one["earned"] < one["of"]}
    assert short == {"contact", "byte-size", "machine-readable"}
    assert all(one["missing"]["ja"] and one["missing"]["en"] for one in body["indicators"] if one["id"] in short)
    assert {one["id"] for one in body["indicators"] if one["assumed"]} == {"access-url-status", "download-url-status", "dcat-ap"}


def test_a_poorer_graph_scores_less() -> None:
    poor = quality(
        [Node("https://example.org/d", ("dcat:Dataset",), ()), Node("https://example.org/f", ("dcat:Distribution",), ())]
    )
    assert poor.total == 30  # conformance alone, which is assumed


@pytest.mark.usefixtures("without_judges")
def test_a_publication_chooses_what_catalogues_show_and_where_it_lies(tmp_path: Path) -> None:
    chosen = {"slug: ": "distributions: [overview_figures, package]\ndownload_url: https://data.example.jp/r/\nslug: "}
    city = publish(tmp_path / "city", markdown(ROW), settings=chosen)
    release = bo.release(bo.open_publication(city)).paths[0]
    files = says(release)["ckan"]["files"]
    slug = json.loads((release / "datapackage.json").read_text(encoding="utf-8"))["name"]
    base = "https://data.example.jp/r/0.1.0/"
    assert list(files) == [f"{base}data/overview_figures.csv", f"https://data.example.jp/r/{slug}-0.1.0.zip"]


@pytest.mark.parametrize(
    "wrong",
    [
        "distributions: [table]",
        "distributions: []",
        "distributions: [package, package]",
        "download_url: here",
        'bbox: {west: "2", south: "1", east: "1", north: "2"}',
    ],
)
def test_wrong_settings_are_refused_by_name(wrong: str, tmp_path: Path) -> None:
    city = publish(tmp_path / "city", markdown(ROW), settings={"slug: ": f"{wrong}\nslug: "})
    with pytest.raises(bo.PublicationError) as caught:
        bo.open_publication(city)
    assert wrong.split(":")[0] in caught.value.text("ja")
