"""A page's view and its template as HTML, in either language. One environment for all pages; nothing is fetched."""

from __future__ import annotations

import importlib.resources
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from bouhan_opendata.findings import Lang
from bouhan_opendata.portal.charts import bars
from bouhan_opendata.portal.content import Content, Row
from bouhan_opendata.portal.places import Place
from bouhan_opendata.portal.words import Words, words_in


@dataclass(frozen=True, slots=True)
class Page:
    """One page before it is written in a language.

    ``view`` is what the template shows; ``trail`` the pages above it (path, title in both languages), ``alternates`` the
    files beside it that hold its data (name, media type, label).
    """

    path: str
    template: str
    title: Mapping[str, str]
    view: Mapping[str, Any]
    trail: Sequence[tuple[str, Mapping[str, str]]] = ()
    alternates: Sequence[tuple[str, str, str]] = ()
    iri: str = ""
    structured: Mapping[str, Any] = field(default_factory=dict)
    """schema.org, as the page says of itself."""


MENU = (
    "measure/index",
    "department/index",
    "theme/index",
    "indicator/index",
    "fiscal-year/index",
    "search",
    "downloads",
    "about",
)
_MENU_WORDS = ("measures", "departments", "themes", "indicators", "years", "search", "downloads", "about")


class Renderer:
    """Writes pages of one release."""

    def __init__(self, content: Content, feeds: Sequence[str] = (), root: str = "") -> None:
        self.content, self.feeds, self.root = content, feeds, root
        self.words = {lang: words_in(lang) for lang in ("ja", "en")}
        self.environment = Environment(
            autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, loader=FunctionLoader(_template)
        )

    def html(self, page: Page, lang: Lang) -> bytes:
        """The page in one language, UTF-8."""
        words = self.words[lang]
        place = Place(page.path, lang, self.root if page.path == "404" else "")
        speak = Speaker(self.content, words)
        text = self.environment.get_template(f"{page.template}.html.j2").render(
            page=page,
            lang=lang,
            other="en" if lang == "ja" else "ja",
            t=words,
            url=place.page,
            file=place.file,
            say=speak.say,
            plain=speak.plain,
            code=speak.code,
            unit=speak.unit,
            year=speak.year,
            number=number,
            menu=[(path, words(word)) for path, word in zip(MENU, _MENU_WORDS, strict=True)],
            site_title=speak.plain(self.content.said("title")),
            content=self.content,
            feeds=self.feeds,
            draw=lambda row, points: Markup(
                bars(points(row, speak), title=words("chart_of", label=row["label"], unit=speak.unit(row["unit_id"])), lang=lang)
            ),
            structured=Markup(_data(page.structured)) if page.structured else "",
            **page.view,
        )
        return text.encode()


class Speaker:
    """Says rows, codes, units and years in one language; Japanese where there is no English, marked as such."""

    def __init__(self, content: Content, words: Words) -> None:
        self.content, self.words, self.lang = content, words, words.lang

    def plain(self, texts: Mapping[str, str]) -> str:
        """A text in the language of the page, else in Japanese."""
        return texts.get(self.lang) or texts.get("ja") or ""

    def say(self, row: Row | None, name: str = "title") -> str | Markup:
        """A field of a row that has an English twin (``title``, ``title_en``), as HTML where the language must be marked."""
        if row is None:
            return ""
        english = row.get(f"{name}_en")
        if self.lang == "ja" or english:
            return str((row[name] if self.lang == "ja" else english) or "")
        return Markup('<span lang="ja">{}</span>').format(row[name] or "")

    def code(self, scheme: str, code: str | None) -> str:
        """The label of a code."""
        if not code:
            return ""
        found = self.content.model.code_lists[scheme].codes.get(code)
        return found.label[self.lang] if found else code

    def unit(self, unit_id: str | None) -> str:
        """A unit as it is written after a number."""
        found = self.content.model.units.get(unit_id or "")
        if found is None:
            return unit_id or ""
        return found.symbol if self.lang == "ja" else found.label["en"]

    def year(self, fiscal_year: int) -> str:
        """A fiscal year by name."""
        row = self.content.row("fiscal_years", "fiscal_year", fiscal_year)
        label = row and row.get(f"label_{self.lang}")
        return str(label) if label else f"{fiscal_year}年度" if self.lang == "ja" else f"FY{fiscal_year}"


def number(value: Decimal | int | float | None) -> str:
    """A number with its thousands apart, exact; the minus sign as a minus."""
    if value is None:
        return ""
    return f"{value:,f}".replace("-", "−") if isinstance(value, Decimal) else f"{value:,}".replace("-", "−")


def _data(value: Mapping[str, Any]) -> str:
    """JSON that may stand in a script element: nothing in it can end the element."""
    return json.dumps(value, ensure_ascii=False, indent=1).replace("<", "\\u003c").replace("\u2028", "\\u2028")


def _template(name: str) -> str:
    return (importlib.resources.files("bouhan_opendata") / "portal/templates" / name).read_text(encoding="utf-8")
