"""Automatic numbers and bullets of a Word file, counted as Word counts them and written as Word shows them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bouhan_opendata.reading.list_numbers import show_number
from bouhan_opendata.reading.symbols import is_symbol_font
from bouhan_opendata.reading.word.package import Element, attribute, child, number, tag
from bouhan_opendata.reading.word.styles import Styles

BULLET = "・"
"""For bullets taken from a symbol font, or drawn as a picture."""


@dataclass(frozen=True, slots=True)
class _Level:
    start: int
    form: str
    text: str
    joint: str
    restart: int | None
    is_legal: bool
    is_symbol: bool
    style: str


def _level(element: Element) -> _Level:
    fonts = child(child(element, "w:rPr"), "w:rFonts")
    names = {attribute(fonts, kind) or "" for kind in ("ascii", "hAnsi", "hint", "eastAsia", "cs")}
    restart = child(element, "w:lvlRestart")
    joint = attribute(child(element, "w:suff"), "val") or "tab"
    forms = [each for each in element.iter() if tag(each) == "w:numFmt"]
    own = child(element, "w:numFmt")
    return _Level(
        start=number(child(element, "w:start"), default=0),
        form=attribute(own if own is not None else forms[-1] if forms else None, "val") or "decimal",
        text=attribute(child(element, "w:lvlText"), "val") or "",
        joint="" if joint == "nothing" else " ",
        restart=None if restart is None else number(restart),
        is_legal=child(element, "w:isLgl") is not None,
        is_symbol=any(map(is_symbol_font, names)) or child(element, "w:lvlPicBulletId") is not None,
        style=attribute(child(element, "w:pStyle"), "val") or "",
    )


class Numbering:
    """Counts the lists of a document. Mutable: paragraphs must be asked about in reading order, each once."""

    def __init__(self, parts: Iterable[Element], styles: Styles) -> None:
        self._styles = styles
        self._abstract: dict[str, dict[int, _Level]] = {}
        self._linked: dict[str, str] = {}
        self._instances: dict[str, Element] = {}
        for element in [each for part in parts for each in part]:
            if tag(element) == "w:abstractNum":
                self._take_abstract(element)
            elif tag(element) == "w:num":
                self._instances[attribute(element, "numId") or ""] = element
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()

    def _take_abstract(self, element: Element) -> None:
        name = attribute(element, "abstractNumId") or ""
        self._abstract[name] = {number(each, "ilvl"): _level(each) for each in element if tag(each) == "w:lvl"}
        if (link := attribute(child(element, "w:numStyleLink"), "val")) is not None:
            self._linked[name] = link

    def mark(self, paragraph: Element) -> str | None:
        """The number or bullet before a paragraph with what parts it from the text, ``""`` without one.

        ``None`` when Word shows a number there that cannot be told.
        """
        belongs = self._styles.list_of(paragraph)
        if belongs is None or belongs[0] == "0" or belongs[0] not in self._instances:
            return ""
        numbering, level, style = belongs
        abstract, levels, starts = self._resolve(numbering)
        if level is None:
            level = next((each for each, known in levels.items() if known.style == style), 0)
        if level not in levels:
            return ""
        if levels[level].form == "bullet":
            return _bullet(levels[level])
        self._count(numbering, abstract, level, levels, starts)
        return _shown(levels, level, self._counts[abstract])

    def _resolve(self, numbering: str) -> tuple[str, dict[int, _Level], dict[int, int]]:
        """The list that a numbering counts in, its levels, and where this numbering begins anew."""
        element = self._instances[numbering]
        abstract = attribute(child(element, "w:abstractNumId"), "val") or ""
        linked = self._styles.numbering_of(self._linked[abstract]) if abstract in self._linked else None
        if linked in self._instances and linked != numbering:
            abstract = attribute(child(self._instances[linked], "w:abstractNumId"), "val") or ""
        levels, starts = dict(self._abstract.get(abstract, {})), {}
        for override in (each for each in element if tag(each) == "w:lvlOverride"):
            level = number(override, "ilvl")
            if (own := child(override, "w:lvl")) is not None:
                levels[level] = _level(own)
            if (start := child(override, "w:startOverride")) is not None:
                starts[level] = number(start)
        return abstract, levels, starts

    def _count(self, numbering: str, abstract: str, level: int, levels: Mapping[int, _Level], starts: Mapping[int, int]) -> None:
        counts = self._counts.setdefault(abstract, {})
        if level in starts and (numbering, level) not in self._begun:
            counts[level] = starts[level]
        else:
            counts[level] = counts[level] + 1 if level in counts else levels[level].start
        self._begun.add((numbering, level))
        for upper in range(level):
            if upper in levels:
                counts.setdefault(upper, levels[upper].start)
        for lower in [each for each in counts if each > level]:
            restart = levels[lower].restart if lower in levels else None
            if restart is None or level < restart:
                del counts[lower]


def _bullet(level: _Level) -> str:
    if level.is_symbol or any("\ue000" <= sign <= "\uf8ff" for sign in level.text):
        return BULLET
    text = level.text.strip()
    return text + level.joint if len(text) > 1 or text in ("-", "*") else text


def _shown(levels: Mapping[int, _Level], level: int, counts: Mapping[int, int]) -> str | None:
    own = levels[level]
    text, unread = own.text, False

    def fill(match: re.Match[str]) -> str:
        nonlocal unread
        upper = int(match[1]) - 1
        form = "decimal" if own.is_legal else levels[upper].form if upper in levels else "decimal"
        shown = "" if form == "bullet" else show_number(counts.get(upper, 1), form)
        unread |= shown is None
        return shown or ""

    shown = re.sub(r"%([1-9])", fill, text).strip()
    return None if unread else shown + own.joint if shown else ""
