"""The portal: a release as a static site, judged in a real browser from its folder."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from collections.abc import Callable, Mapping
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
import rdflib

import bouhan_opendata as bo
from bouhan_opendata.cli.main import main
from bouhan_opendata.portal.charts import Point, bars
from bouhan_opendata.portal.content import content_of
from bouhan_opendata.portal.lines import pieces
from bouhan_opendata.portal.reference import GROUPS
from bouhan_opendata.portal.searching import entries, folded, grams
from bouhan_opendata.portal.words import words_in
from conftest import REAL

KINDS = (
    "index", "measure/index", "measure/m001", "measure/m010", "department/index", "department/d001", "area/a001", "theme/index",
    "theme/patrol", "indicator/index", "indicator/i001", "fiscal-year/index", "fiscal-year/2018", "fiscal-year/2019",
    "compare/2018-2019", "source/index", "source/s001", "dictionary", "codes", "downloads", "releases", "about", "search", "404",
)  # fmt: skip


LONG = ("source/s001", "dictionary", "codes", "downloads", "measure/index", "department/index", "theme/index", "source/index")
"""Kinds that are looked at in one view: long ones, and lists that look like others."""
VIEW = [{"theme": "dark", "width": 320, "pages": ["about.html"]}]
PLAIN = ["measure/m010.html", "search.html"]


class Addresses(HTMLParser):
    """The links, resources and ids of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.ids += [str(given["id"])] if given.get("id") else []
        for name in ("href", "src", "action"):
            if given.get(name) and given.get("rel") != "canonical":
                self.links.append(str(given[name]))


def read(path: Path) -> Addresses:
    found = Addresses()
    found.feed(path.read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="module")
def sites(releases: Mapping[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    folder = tmp_path_factory.mktemp("sites")
    return {name: bo.make_portal(releases[name], folder / name).folder for name in releases}


@pytest.fixture(scope="module")
def real(sites: Mapping[str, Path]) -> Path:
    return sites["real"]


def test_every_link_of_every_page_leads_to_a_file_and_a_place_in_it(sites: Mapping[str, Path]) -> None:
    for site in sites.values():
        pages = {path.resolve(): read(path) for path in site.rglob("*.html") if "files" not in path.relative_to(site).parts}
        lost = []
        for path, page in pages.items():
            for link in page.links:
                if re.match(r"https?:", link):
                    continue
                name, _, fragment = link.partition("#")
                target = (path.parent / name).resolve() if name else path
                if not target.is_file() or (fragment and target in pages and fragment not in pages[target].ids):
                    lost.append(f"{path.relative_to(site.resolve())} → {link}")
            assert len(set(page.ids)) == len(page.ids), path
        assert lost == []


def test_every_page_is_there_in_both_languages(sites: Mapping[str, Path]) -> None:
    for site in sites.values():
        names = {p.relative_to(site).as_posix() for p in site.rglob("*.html")} - {"files/findings/review.html"}
        japanese = {name for name in names if not name.startswith("en/")}
        assert {f"en/{name}" for name in japanese} == names - japanese
        for name in names:
            lang = "en" if name.startswith("en/") else "ja"
            assert f'<html lang="{lang}">' in (site / name).read_text(encoding="utf-8")


def test_every_figure_that_is_published_is_on_the_page_of_its_indicator(sites: Mapping[str, Path], releases: Any) -> None:
    for name, site in sites.items():
        release = bo.open_release(releases[name])
        assert len(release["observations"]) > 0
        for row in release["observations"]:
            text = (site / "indicator" / f"{row['indicator_id']}.html").read_text(encoding="utf-8")
            value = f"{Decimal(row['value']):,f}".replace("-", "−")
            assert re.search(rf'id="observation-{row["observation_id"]}".*?<td class="num">{re.escape(value)}</td>', text, re.S)


def test_every_activity_is_on_the_page_of_its_measure_word_for_word(real: Path, releases: Any) -> None:
    release = bo.open_release(releases["real"])
    measures = {row["report_id"]: row["measure_id"] for row in release["reports"]}
    for row in release["activities"]:
        page = (real / "measure" / f"{measures[row['report_id']]}.html").read_text(encoding="utf-8")
        assert f'id="activity-{row["activity_id"]}"' in page
        plain = re.sub(r"<[^>]+>", "", page)
        assert row["text"].replace("&", "&amp;") in plain, row["activity_id"]


def test_what_a_year_does_not_mention_is_said_in_words(real: Path) -> None:
    page = (real / "indicator" / "i028.html").read_text(encoding="utf-8") + (real / "measure" / "m010.html").read_text(
        encoding="utf-8"
    )
    assert "記載なし" in page
    assert "Not stated" in (real / "en" / "measure" / "m010.html").read_text(encoding="utf-8")


def test_the_data_of_the_pages_are_parts_of_the_release(real: Path, releases: Any) -> None:
    whole = rdflib.Graph().parse(releases["real"] / "rdf" / "data.nt")
    seen = rdflib.Graph()
    for path in [*real.glob("measure/*.ttl"), *real.glob("indicator/*.ttl"), *real.glob("source/*.ttl")]:
        graph = rdflib.Graph().parse(path)
        twin = rdflib.Graph().parse(path.with_suffix(".jsonld"), format="json-ld")
        assert len(graph) and set(graph) == set(twin), path
        seen += graph
    assert set(seen) <= set(whole) and len(seen) > len(whole) / 2
    rows = list(csv.reader(io.StringIO((real / "measure" / "m001.csv").read_text(encoding="utf-8-sig"))))
    assert len(rows) > 3 and {row[rows[0].index("measure_id")] for row in rows[1:]} == {"m001"}


def test_the_site_is_the_same_bytes_again_and_replaces_the_old_one(releases: Any, real: Path, tmp_path: Path) -> None:
    bo.make_portal(releases["real"], tmp_path / "site")
    (tmp_path / "site" / "old.html").write_text("old", encoding="utf-8")
    bo.make_portal(releases["real"], tmp_path / "site")
    names = [p.relative_to(real) for p in sorted(real.rglob("*")) if p.is_file()]
    assert [p.relative_to(tmp_path / "site") for p in sorted((tmp_path / "site").rglob("*")) if p.is_file()] == names
    assert all((tmp_path / "site" / name).read_bytes() == (real / name).read_bytes() for name in names)


def test_a_folder_that_holds_anything_else_is_left_alone(releases: Any, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "letter.txt").write_text("keep", encoding="utf-8")
    with pytest.raises(bo.UsageError) as caught:
        bo.make_portal(releases["real"], tmp_path / "mine")
    assert "mine" in caught.value.text("ja") and "mine" in caught.value.text("en")
    assert (tmp_path / "mine" / "letter.txt").read_text(encoding="utf-8") == "keep"
    assert [p.name for p in tmp_path.iterdir()] == ["mine"]


def test_a_zip_gives_the_same_pages_as_its_folder(tmp_path: Path) -> None:
    newest = (REAL / "releases" / "latest").read_text(encoding="utf-8").strip()
    (package,) = (REAL / "releases").glob(f"*-{newest}.zip")
    copy = shutil.copy(package, tmp_path / "copy.zip")
    for feed in (REAL / "releases").glob("*.atom"):
        shutil.copy(feed, tmp_path)
    bo.make_portal(copy, tmp_path / "zip")
    bo.make_portal(REAL / "releases" / newest, tmp_path / "folder")
    for name in ("measure/m010.html", "en/indicator/i001.html", "search.html", "about.html"):
        ours, theirs = ((tmp_path / kind / name).read_text(encoding="utf-8") for kind in ("zip", "folder"))
        assert ours == theirs


def test_the_verb_tells_what_it_made(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["portal", str(REAL), "-o", str(tmp_path / "site"), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["pages"] == sum(1 for p in (tmp_path / "site").rglob("*.html") if p.name != "review.html")
    assert (tmp_path / "site" / "files" / "SHA256SUMS").is_file() and list((tmp_path / "site" / "files").glob("*.sqlite"))


def test_the_first_page_is_light(real: Path) -> None:
    import gzip

    sent = [real / name for name in ("index.html", "assets/style.css", "measure/m010.html")]
    assert len(gzip.compress(sent[0].read_bytes())) + len(gzip.compress(sent[1].read_bytes())) <= 60_000
    assert len(gzip.compress(sent[2].read_bytes())) + len(gzip.compress(sent[1].read_bytes())) <= 60_000


@pytest.mark.slow
def test_in_a_browser_nothing_is_wrong_with_any_kind_of_page(
    real: Path, chromium: str, node_judge: Callable[..., Any], tmp_path: Path
) -> None:
    pages = [f"{folder}{kind}.html" for kind in KINDS for folder in ("", "en/")]
    short = [f"{kind}.html" for kind in KINDS if kind not in LONG]
    views = [{"theme": "light", "width": 1280, "pages": pages[::2]}, {"theme": "dark", "width": 320, "pages": short}]
    views += [{"theme": "light", "width": 320, "pages": [f"en/{name}" for name in short]}]
    asked = {"folder": str(real), "pages": pages, "views": views, "queries": [], "without_script": PLAIN}
    (tmp_path / "asked.json").write_text(json.dumps(asked), encoding="utf-8")
    judged = node_judge("site.mjs", Path(chromium), tmp_path / "asked.json", seconds=600)
    assert judged["problems"] == [] and judged["pages"] == len(pages)
    assert "参加者309人" in judged["plain"][0] and "パトロール回数 472回" in judged["plain"][1]


def test_the_browser_finds_a_page_that_is_broken(real: Path, chromium: str, node_judge: Any, tmp_path: Path) -> None:
    site = tmp_path / "site"
    shutil.copytree(real / "assets", site / "assets")
    text = (real / "about.html").read_text(encoding="utf-8")
    broken = text.replace(
        "</h1>", '</h1><img src="http://192.0.2.1/x.png"><p style="width:2000px">長い</p><script>window.x=1</script>'
    )
    (site / "about.html").write_text(broken, encoding="utf-8")
    asked = {"folder": str(site), "pages": ["about.html"], "queries": [], "views": VIEW, "without_script": []}
    (tmp_path / "asked.json").write_text(json.dumps(asked), encoding="utf-8")
    kinds = {one["kind"] for one in node_judge("site.mjs", Path(chromium), tmp_path / "asked.json")["problems"]}
    assert {"html", "axe", "console"} <= kinds


def _queries(texts: list[str]) -> list[str]:
    """Words that occur, and words that do not: pairs, triples and longer runs of characters of the texts."""
    found: dict[str, None] = {}
    for number, text in enumerate(texts):
        for length in (1, 2, 3, 5):
            at = (number * 7 + length) % max(1, len(text) - length)
            found.setdefault(text[at : at + length].strip())
    others = ("存在しない語句", "パトロール 回数", "ｐａｔｒｏｌ", "ﾊﾟﾄﾛｰﾙ", "１，０５４", "472回 パトロール")
    return [*[q for q in found if q][:260], *others]


def test_the_search_of_the_browser_finds_what_is_there_and_nothing_else(
    real: Path, releases: Any, chromium: str, node_judge: Any, tmp_path: Path
) -> None:
    content = content_of(bo.open_release(releases["real"]))
    known = list(entries(content))
    queries = _queries([one["text"] for one in known])
    assert len(queries) >= 200
    asked = {"folder": str(real), "pages": [], "views": [], "queries": [{"q": q} for q in queries], "without_script": []}
    asked["queries"] += [{"q": "", "year": "2019"}, {"q": "講座", "year": "2018"}, {"q": "", "status": "cancelled"}]  # type: ignore[operator]
    (tmp_path / "asked.json").write_text(json.dumps(asked), encoding="utf-8")
    judged = node_judge("site.mjs", Path(chromium), tmp_path / "asked.json")
    assert judged["problems"] == []
    for query, hits in zip(queries, judged["found"], strict=False):
        words = folded(query).split(" ")
        wanted = [f"{e['page']}#{e['fragment']}" for e in known if all(word in folded(e["text"]) for word in words)]
        assert hits == wanted, query
    by_year = judged["found"][-3]
    assert by_year and all("-2019-" in hit for hit in by_year) and 0 < len(judged["found"][-2]) < len(by_year)


def test_the_keys_of_a_text_are_pairs_and_whole_runs() -> None:
    assert grams(folded("夜間パト　１２回 ABC")) == {"夜", "間", "パ", "ト", "夜間", "間パ", "パト", "12", "回", "abc"}


def test_every_sentence_of_the_pages_is_said_somewhere() -> None:
    room = Path(bo.__file__).parent / "portal"
    said = "".join(path.read_text(encoding="utf-8") for path in [*room.glob("*.py"), *room.glob("templates/*.j2")])
    made = {f"verdict_{verdict}" for verdict in ("yes", "care", "no")} | {"feed_measures", "feed_releases"}
    made |= {f"f_{name}" for name in (*GROUPS, "top")}
    assert {key for key in words_in("ja").texts if f'"{key}"' not in said} <= made


def test_the_versions_tell_what_their_notes_say(tmp_path: Path) -> None:
    site = bo.make_portal(REAL, tmp_path / "site").folder
    newest = bo.open_publication(REAL).releases[-1]
    assert newest.notes["ja"] in (site / "releases.html").read_text(encoding="utf-8")
    assert newest.notes["en"] in (site / "en" / "releases.html").read_text(encoding="utf-8")


def test_the_home_page_says_of_itself_what_the_catalogue_says(real: Path, releases: Any) -> None:
    page = (real / "index.html").read_text(encoding="utf-8")
    (said,) = re.findall(r'<script type="application/ld\+json">\n(.*?)\n</script>', page, re.S)
    assert json.loads(said) == json.loads((releases["real"] / "metadata" / "schema-org.jsonld").read_text(encoding="utf-8"))


def test_servers_are_told_of_forms_that_are_there_alone(real: Path) -> None:
    for name in (".htaccess", "nginx.conf"):
        text = (real / name).read_text(encoding="utf-8")
        (line,) = (one for one in text.splitlines() if ".csv" in one and "measure" in one)
        assert "indicator" in line and "fiscal-year" not in line
    assert list(real.glob("measure/*.csv")) and not list(real.glob("fiscal-year/*.csv"))


def test_a_chart_tells_values_gaps_and_breaks_without_colour() -> None:
    points = [
        Point("2018", Decimal(10), "10"),
        Point("2019", None, "", "中止"),
        Point("2020", Decimal("12.5"), "約12.5", is_approximate=True, breaks_series=True),
    ]
    drawn = bars(points, title="講座(回)", lang="ja")
    assert "<title>講座(回)</title><desc>2018 10、2019 中止、2020 約12.5</desc>" in drawn
    assert (
        drawn.count('class="bar') == 2 and 'class="bar about"' in drawn and 'class="break"' in drawn and ">中止</text>" in drawn
    )
    assert bars([Point("2018", None, "", "空欄")], title="x", lang="ja") == ""


def test_the_pieces_of_a_line_are_the_whole_line() -> None:
    figure = {"char_start": 5, "char_end": 8, "class": "quantity", "figure_id": "f", "label_start": 1, "label_end": 3}
    made = pieces("・講座を実5回だ、終", [figure])
    assert "".join(piece.text for piece in made) == "・講座を実5回だ、終"
    assert [(piece.text, piece.kind) for piece in made if piece.kind] == [("講座", "label"), ("5回だ", "quantity")]
