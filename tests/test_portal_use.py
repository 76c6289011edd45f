"""The site in use: by keys alone, on paper, shown what would do harm, on a server whose address is known."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pypdfium2
import pytest

import bouhan_opendata as bo
from bouhan_opendata.portal.words import words_in
from conftest import REAL
from publications import HEADER, ROW, markdown, publish
from test_portal import read

TAGS = ("script", "img", "svg", "iframe", "body", "details", "math", "a", "input", "style", "object", "marquee")
HANDLERS = ("onerror", "onload", "onclick", "ontoggle", "onfocus")
CLOSERS = ("", '">', "'>", "</title>", "</script>", "--&gt;", "]]>", "&#60;")
BARE = (
    "{{7*7}}", "{% raw %}", "${7*7}", "<%= 7*7 %>", "#{7*7}", "javascript:alert(1)", "&lt;b&gt;", "&amp;amp;", "%3Cscript%3E",
    "'-alert(1)-'", "`alert(1)`", "u003cscript", "<!--", "<![CDATA[x", "<?xml x?>", "</main></body>", "<base href=//x>",
    "<meta http-equiv=refresh content=0>", "<link rel=stylesheet href=//x>", "data:text/html,x",
)  # fmt: skip
PAYLOADS = [*BARE, *(f"{close}<{tag} {on}=alert(1) src=x>" for close in CLOSERS for tag in TAGS for on in HANDLERS)]
"""What would do something if it were taken for markup, script or template."""


@pytest.fixture(scope="module")
def real(releases: Mapping[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    return bo.make_portal(releases["real"], tmp_path_factory.mktemp("site") / "real").folder


class Tags(HTMLParser):
    """The tags, attributes, addresses and words of a page."""

    def __init__(self, path: Path) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.addresses: list[str] = []
        self.words: list[str] = []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.addresses += [str(value) for name, value in attrs if name in ("href", "src", "action")]

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def pages(site: Path) -> dict[str, Tags]:
    names = (site / "pages.txt").read_text(encoding="utf-8").split()
    return {name: Tags(site / name) for name in names}


@pytest.mark.slow
@pytest.mark.usefixtures("without_judges")
def test_five_hundred_payloads_are_shown_as_words(tmp_path: Path, real: Path) -> None:
    """In titles and in activities: no page gets a tag, an attribute or an address that the pages of the real table lack."""
    assert len(set(PAYLOADS)) >= 500
    chunks = [PAYLOADS[start : start + 10] for start in range(0, len(PAYLOADS), 10)]
    rows = [(f"件{own[0]}施策{n}", *ROW[1:3], "", "\n".join(f"・件{one}の件 5回" for one in own)) for n, own in enumerate(chunks)]
    released = bo.release(bo.open_publication(publish(tmp_path / "city", markdown(*rows, header=HEADER)))).paths[0]
    site = bo.make_portal(released, tmp_path / "site").folder
    known = pages(real).values()
    tags, attributes = set[str]().union(*(one.tags for one in known)), set[str]().union(*(one.attributes for one in known))
    with bo.open_release(released) as release:
        texts = {str(row["text"]) for row in release["activities"]}
    shown = set[str]()
    for name, page in pages(site).items():
        assert page.tags <= tags and page.attributes <= attributes, name
        assert not [one for one in page.addresses if one.lower().startswith(("javascript:", "data:", "//"))], name
        said = re.sub(r"\s", "", "".join(page.words))
        shown |= {text for text in texts if re.sub(r"\s", "", text) in said}
    assert len(texts) >= 500 and shown == texts
    index = (site / "assets" / "index.js").read_text(encoding="utf-8")
    assert "</script" not in index and "<!--" not in index


def test_keys_alone_reach_everything_and_paper_holds_it_all(real: Path, chromium: str, node_judge: Any, tmp_path: Path) -> None:
    names = ["index.html", "measure/m010.html", "search.html", "en/indicator/i001.html", "downloads.html"]
    request = tmp_path / "request.json"
    request.write_text(json.dumps({"folder": str(real), "pages": names, "out": str(tmp_path)}), encoding="utf-8")
    walked = node_judge("keys.mjs", chromium, request)["pages"]
    assert [one["page"] for one in walked] == names
    for one in walked:
        name = one["page"]
        assert one["first"] == "#content", (name, "the first thing that the tab key reaches leads past the menu")
        assert one["inside"], (name, "and it does lead there")
        assert one["reached"] > 15 and one["missed"] == [], (name, "everything that can be used is reached by the tab key")
        assert one["unseen"] == [], (name, "and one sees where one is")
        with pypdfium2.PdfDocument(tmp_path / one["pdf"]) as document:
            assert document[0].get_size() == pytest.approx((595, 842), abs=2), "A4"
            text = re.sub(r"\s", "", "".join(page.get_textpage().get_text_range() for page in document))
        assert one["words"] and [w for w in one["words"] if re.sub(r"\s", "", w) not in text] == [], name


def test_a_page_that_keys_cannot_use_is_noticed(real: Path, chromium: str, node_judge: Any, tmp_path: Path) -> None:
    for file in (real / "assets").iterdir():
        (tmp_path / "assets").mkdir(exist_ok=True)
        (tmp_path / "assets" / file.name).write_bytes(file.read_bytes())
    text = (real / "about.html").read_text(encoding="utf-8")
    broken = text.replace('<a class="skip"', '<a tabindex="-1" class="skip"').replace(
        '<p class="language"><a ', '<p class="language"><a tabindex="-1" '
    )
    assert broken.count('tabindex="-1"') == text.count('tabindex="-1"') + 2
    (tmp_path / "about.html").write_text(broken, encoding="utf-8")
    request = tmp_path / "request.json"
    request.write_text(json.dumps({"folder": str(tmp_path), "pages": ["about.html"], "out": str(tmp_path)}), encoding="utf-8")
    (one,) = node_judge("keys.mjs", chromium, request)["pages"]
    assert one["first"] != "#content" and len(one["missed"]) == 2


def test_with_its_address_a_site_has_a_map_and_a_page_for_wrong_addresses_at_any_depth(
    releases: Mapping[str, Path], real: Path, tmp_path: Path
) -> None:
    site = bo.make_portal(releases["real"], tmp_path / "site", url="https://data.example.jp/bouhan").folder
    tree = ElementTree.fromstring((site / "sitemap.xml").read_bytes())
    found = [loc.text or "" for loc in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    names = {f"https://data.example.jp/bouhan/{name}" for name in (site / "pages.txt").read_text(encoding="utf-8").split()}
    assert set(found) == {name for name in names if not name.endswith("404.html")} and len(found) == len(set(found))
    assert (site / "robots.txt").read_text(encoding="utf-8").endswith("Sitemap: https://data.example.jp/bouhan/sitemap.xml\n")
    links = [one for one in read(site / "404.html").links if not one.startswith(("http", "#"))]
    assert links and all(one.startswith("/bouhan/") and (site / one.removeprefix("/bouhan/")).is_file() for one in links)
    assert "ErrorDocument 404 /bouhan/404.html" in (site / ".htaccess").read_text(encoding="utf-8")
    assert "error_page 404 /bouhan/404.html;" in (site / "nginx.conf").read_text(encoding="utf-8")
    assert not (real / "sitemap.xml").exists() and (real / "index.html").read_bytes() == (site / "index.html").read_bytes()


@pytest.mark.parametrize("wrong", ["data.example.jp", "https://x.example.jp/?q", "javascript:alert(1)", "https://a b/"])
def test_what_is_no_address_of_a_site_is_refused(wrong: str, releases: Mapping[str, Path], tmp_path: Path) -> None:
    with pytest.raises(bo.UsageError):
        bo.make_portal(releases["real"], tmp_path / "wrong", url=wrong)
    assert not (tmp_path / "wrong").exists()


def test_the_feeds_of_the_releases_are_there_and_named(tmp_path: Path) -> None:
    site = bo.make_portal(REAL, tmp_path / "site").folder
    for name in ("releases.atom", "releases.json", "measures.atom", "measures.json"):
        assert (site / name).read_bytes() == (REAL / "releases" / name).read_bytes()
    page = (site / "measure" / "m001.html").read_text(encoding="utf-8")
    assert '<link rel="alternate" type="application/atom+xml" href="../releases.atom"' in page
    assert {"releases.atom", "measures.json"} <= set(read(site / "releases.html").links)


@pytest.mark.usefixtures("without_judges")
def test_whom_to_ask_is_said_or_that_nobody_is_named(tmp_path: Path, real: Path) -> None:
    named = {'contact: "TODO: 問い合わせ先"': "contact: opendata@city.example.jp"}
    released = bo.release(bo.open_publication(publish(tmp_path / "city", markdown(ROW), settings=named))).paths[0]
    site = bo.make_portal(released, tmp_path / "site").folder
    assert "mailto:opendata@city.example.jp" in read(site / "about.html").links
    assert words_in("ja")("no_contact") in (real / "about.html").read_text(encoding="utf-8")
