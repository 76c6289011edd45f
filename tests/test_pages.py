"""Pages show what a table says and never run it: payloads in every column, through a strict parser, in each page that is made."""

from __future__ import annotations

import csv
import io
from html.parser import HTMLParser
from pathlib import Path

import pytest

import bouhan_opendata as bo
from bouhan_opendata.presentation.difference_view import difference_page
from publications import HEADER, ROW, markdown, publish

pytestmark = pytest.mark.usefixtures("without_judges")
PAYLOADS = (
    "<script>alert(1)</script>", "</style><script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg/onload=alert(1)>",
    "\"><script>alert(1)</script>", "' onmouseover='alert(1)", "javascript:alert(1)", "<a href=\"javascript:alert(1)\">x</a>",
    "<iframe srcdoc=\"<script>alert(1)</script>\">", "<!--", "-->", "]]>", "<![CDATA[", "{{7*7}}", "{% raw %}",
    "<base href=//evil.example>", "<meta http-equiv=refresh content=0;url=//evil.example>", "</body></html>",
    "<link rel=stylesheet href=//evil.example>", "<form action=//evil.example><input name=x>", "\\u003cscript\\u003e",
    "<math><mtext></math><script>alert(1)</script>", "＜script＞", "%3Cscript%3E", "<body onload=alert(1)>", "${7*7}",
    "<details open ontoggle=alert(1)>", "<%= 7*7 %>",
)  # fmt: skip
TAGS = {
    "html", "head", "meta", "title", "style", "body", "a", "header", "main", "section", "nav", "article", "details", "summary",
    "div",
    "p", "h1", "h2", "h3", "h4", "ul", "ol", "li", "dl", "dt", "dd", "table", "caption", "thead", "tbody", "tr", "th", "td",
    "span", "strong", "small", "code", "ins", "del", "footer", "br",
}  # fmt: skip


class Strict(HTMLParser):
    """Collects what a page holds besides words."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.handlers: list[str] = []
        self.addresses: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.handlers += [name for name, _ in attrs if name.startswith("on") or name in ("style", "srcdoc")]
        self.addresses += [value or "" for name, value in attrs if name in ("href", "src", "action", "content") and tag != "meta"]

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def judged(page: str) -> Strict:
    parser = Strict()
    parser.feed(page)
    parser.close()
    assert parser.tags <= TAGS, parser.tags - TAGS
    assert parser.handlers == []
    assert all(address.startswith("#") for address in parser.addresses), parser.addresses
    return parser


def rows(start: int) -> list[tuple[str, ...]]:
    """A table with payloads in every column, as comma-separated values hold them."""
    return [
        (f"施策{number}{text}", f"{text}安全課", f"内容{text}", f"・見回り {number}回 {text}", f"・{text} {number}回")
        for number, text in enumerate(PAYLOADS[start::3], 1)
    ]


def as_csv(start: int) -> str:
    made = io.StringIO(newline="")
    csv.writer(made).writerows([HEADER, *rows(start)])
    return made.getvalue()


def published(folder: Path, start: int) -> Path:
    city = publish(folder / "city", markdown(ROW))
    (city / "sources" / "table1.md").unlink()
    (city / "sources" / "table1.csv").write_text(as_csv(start), encoding="utf-8")
    entries = city / "sources" / "sources.yaml"
    entries.write_text(entries.read_text(encoding="utf-8").replace("table1.md", "table1.csv"), encoding="utf-8")
    return city


@pytest.mark.parametrize("start", [0, 1, 2])
def test_the_review_page_shows_payloads_as_words(start: int, tmp_path: Path) -> None:
    city = published(tmp_path, start)
    made = bo.release(bo.open_publication(city)).paths[0]
    words = "".join(judged((made / "findings" / "review.html").read_text(encoding="utf-8")).words)
    seen = [payload for payload in PAYLOADS[start::3] if payload in words]
    assert seen == list(PAYLOADS[start::3]), "the words are still there to be read"


def test_a_page_of_differences_shows_payloads_as_words(tmp_path: Path) -> None:
    city = published(tmp_path, 0)
    before = bo.release(bo.open_publication(city)).paths[0]
    (city / "sources" / "table1.csv").write_text(as_csv(0).replace("見回り", "巡回"), encoding="utf-8")
    waived = "target: finding, where: {key: s001}, waive: source-changed"
    text = f"decisions:\n  - {{id: k001, {waived}, why: 差替え, by: 安全課, on: 2020-04-30}}\n"
    (city / "curation" / "decisions.yaml").write_text(text, encoding="utf-8")
    now = bo.release(bo.open_publication(city), "0.2.0", date="2020-05-01", notes="次").paths[0]
    for lang in ("ja", "en"):
        judged(difference_page(bo.diff(before, now), bo.load_model(), lang))  # type: ignore[arg-type]


def test_the_parser_sees_what_would_run() -> None:
    for payload in ("<script>1</script>", "<img src=x onerror=1>", "<a href=//evil.example>x</a>"):
        with pytest.raises(AssertionError):
            judged(f"<p>{payload}</p>")
