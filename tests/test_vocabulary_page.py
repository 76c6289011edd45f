"""The vocabulary's page: whole, without script or network, every term under its own name; and its drawing."""

from __future__ import annotations

import base64
import hashlib
import re
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bouhan_opendata.artifacts.class_diagram import class_diagram, relations, shown
from bouhan_opendata.artifacts.vocabulary_page import PageLinks, vocabulary_page
from bouhan_opendata.findings import Lang
from bouhan_opendata.model import Model, load_model
from conftest import ROOT

Judge = Callable[..., Any]
LANGS: tuple[Lang, ...] = ("ja", "en")
LINKS = PageLinks("other.html", "vocabulary.ttl", "codes.ttl", "shapes.ttl", "context.jsonld")
PAGES = ("vocabulary.html", "vocabulary.ja.html")
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module", params=LANGS)
def page(request: pytest.FixtureRequest) -> str:
    return vocabulary_page(load_model(), request.param, LINKS)


def ids(page: str) -> Counter[str]:
    return Counter(re.findall(r'\bid="([^"]+)"', page))


def test_every_term_stands_once_under_its_own_name(page: str, model: Model) -> None:
    found = ids(page)
    assert {name: found[name] for name in model.terms} == dict.fromkeys(model.terms, 1)


def test_every_code_and_unit_has_its_place(page: str, model: Model) -> None:
    wanted = {f"code-{name}-{code}" for name, codes in model.code_lists.items() for code in codes.codes}
    wanted |= {f"code-units-{unit}" for unit in model.units} | {f"code-{name}" for name in (*model.code_lists, "units")}
    assert wanted <= ids(page).keys()


def test_every_link_within_the_page_leads_somewhere(page: str) -> None:
    places = ids(page)
    assert [name for name, times in places.items() if times > 1] == []
    assert {target for target in re.findall(r'href="#([^"]*)"', page) if target not in places} == set()


def test_nothing_is_fetched_and_no_script_runs(page: str) -> None:
    assert not re.search(r"<script|<link[^>]*stylesheet|<img|\bsrc=|url\((?!#)|@import|\bon\w+=", page)
    (style,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in page.replace("&#39;", "'")


def test_namespace_version_licence_and_citation_are_told(page: str, model: Model) -> None:
    assert f"@prefix {model.prefix}: &lt;{model.namespace}&gt; ." in page
    assert f"{model.namespace.rstrip('#')}/{model.version}" in page
    assert f'href="{model.origin.licence}"' in page
    assert all(f'href="{link}"' in page for link in (LINKS.turtle, LINKS.codes, LINKS.shapes, LINKS.context))


def article(page: str, name: str) -> str:
    found = re.search(rf'<article id="{name}">.*?</article>', page, re.DOTALL)
    assert found
    return found[0]


def test_a_property_is_told_with_domain_range_and_example(page: str) -> None:
    text = article(page, "status")
    assert 'href="#PolicyActivity"' in text and 'href="#ProgressReport"' in text and 'href="#Code"' in text
    assert 'href="#code-status"' in text
    assert "&lt;report/m001-2019&gt; bouhan:status &lt;https://w3id.org/bouhan/code/status#reported&gt; ." in text


def test_a_class_is_told_with_its_properties_and_what_leads_to_it(page: str) -> None:
    text = article(page, "PolicyMeasure")
    assert 'href="#policyArea"' in text and 'href="http://purl.org/dc/terms/title"' in text
    assert 'href="#measure"' in text


def test_a_deprecated_term_names_its_successor(model: Model) -> None:
    old = replace(model.terms["marker"], status="deprecated", successor="text")
    page = vocabulary_page(replace(model, terms={**model.terms, "marker": old}), "en", LINKS)
    assert re.search(r'deprecated.*?href="#text"', article(page, "marker"), re.DOTALL)


def test_what_is_not_known_of_the_origin_is_left_out(model: Model) -> None:
    page = vocabulary_page(replace(model, origin=type(model.origin)()), "en", LINKS)
    assert "<dt>Licence</dt>" not in page and "<dt>Creator</dt>" not in page


@pytest.mark.parametrize("name", PAGES)
def test_the_page_is_valid_html(name: str, node_judge: Judge) -> None:
    assert node_judge("page.mjs", ROOT / "docs" / "reference" / name)["errors"] == []


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ('id="PolicyMeasure"', 'id="PolicyArea"', "no-dup-id"),
        ('aria-labelledby="section-codes"', 'aria-labelledby="nowhere"', "no-missing-references"),
        ("</figure>", "</figur>", "close-order"),
    ],
)
def test_a_broken_page_is_refused(old: str, new: str, rule: str, node_judge: Judge, tmp_path: Path) -> None:
    text = (ROOT / "docs" / "reference" / PAGES[0]).read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "page.html").write_text(text.replace(old, new, 1), encoding="utf-8")
    assert rule in {error["rule"] for error in node_judge("page.mjs", tmp_path / "page.html")["errors"]}


# -- the drawing


def reached(pairs: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """The pairs, and those that follow by going on."""
    while more := {(one, far) for one, near in pairs for also, far in pairs if near == also} - pairs:
        pairs = pairs | more
    return pairs


def test_no_relation_of_the_classes_is_lost_in_the_drawing(model: Model) -> None:
    year = model.tables["fiscal_years"].rdf_class
    all_pairs = {(one.subject, one.object) for one in relations(model) if year != one.object != one.subject}
    drawn = {(one.subject, one.object) for one in shown(model)}
    assert drawn < all_pairs
    assert all_pairs <= reached(drawn)


def test_no_drawn_relation_follows_from_others(model: Model) -> None:
    drawn = {(one.subject, one.object) for one in shown(model)}
    assert [pair for pair in drawn if pair in reached(drawn - {pair})] == []


@pytest.mark.parametrize("lang", LANGS)
def test_boxes_and_names_stand_apart_and_inside(lang: Lang, model: Model) -> None:
    drawing = ET.fromstring(class_diagram(model, lang))
    left, top, width, height = map(float, drawing.attrib["viewBox"].split())
    boxes = [[float(box.attrib[key]) for key in ("x", "y", "width", "height")] for box in drawing.iter(f"{SVG}rect")]
    names = [
        [float(text.attrib["x"]) - (half := len(text.text or "") * 3), float(text.attrib["y"]) - 9, 2 * half, 11.0]
        for text in drawing.iter(f"{SVG}text")
        if text.attrib.get("class") == "name"
    ]
    assert len(boxes) > 15 and len(names) > 20
    for x, y, wide, high in boxes + names:
        assert left <= x and x + wide <= left + width and top <= y and y + high <= top + height
    for group in (boxes, names):
        for number, (x, y, wide, high) in enumerate(group):
            for ox, oy, owide, ohigh in group[:number]:
                assert x + wide <= ox or ox + owide <= x or y + high <= oy or oy + ohigh <= y


def test_the_drawing_is_told_in_words_too(model: Model) -> None:
    text = ET.fromstring(class_diagram(model, "en")).findtext(f"{SVG}desc") or ""
    assert "PolicyActivity – report → ProgressReport" in text


def test_the_drawing_is_the_same_each_time(model: Model) -> None:
    assert class_diagram(load_model(), "ja") == class_diagram(model, "ja")
