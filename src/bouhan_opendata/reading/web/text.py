"""What a web page shows as lines of text: blocks and breaks end lines, white space falls together, lists get their marks.

Left out by name: scripts, styles, forms, navigation, furigana. What is hidden, struck out or no text is noted.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from bouhan_opendata.reading import symbols
from bouhan_opendata.reading.list_numbers import show_number
from bouhan_opendata.reading.placing import Seen
from bouhan_opendata.reading.web.source import Element

Event = tuple[Literal["text", "pre", "raised", "mark", "break", "block", "table"], str, Element]
"""What comes next: its kind, its characters, and the table where it is one."""

# fmt: off
IGNORED = frozenset((
    "head", "script", "style", "noscript", "template", "select", "option", "button", "textarea", "input", "datalist", "nav",
    "rt", "rp", "rtc", "colgroup", "col", "map", "param",
))
_BLOCKS = frozenset((
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "dialog", "div", "dl", "dt",
    "fieldset", "figcaption", "figure", "footer", "form", "header", "hgroup", "html", "legend", "li", "main", "menu", "ol",
    "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul", "hr",
))
# fmt: on
_HEADING = re.compile(r"h([1-6])")
_STRUCK = frozenset(("del", "s", "strike"))
_OUTER = {"iframe": "embedded-left", "object": "embedded-left", "embed": "embedded-left", "applet": "embedded-left"}
_OUTER |= {
    "img": "picture-left",
    "svg": "picture-left",
    "canvas": "picture-left",
    "video": "picture-left",
    "audio": "picture-left",
}
_FORMS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman", "decimal": "decimal"}
_FORMS |= {"lower-alpha": "lowerLetter", "upper-alpha": "upperLetter", "lower-latin": "lowerLetter", "upper-latin": "upperLetter"}
_FORMS |= {
    "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman",
    "katakana": "aiueoFullWidth",
    "decimal-leading-zero": "decimalZero",
}
_FORMS |= {"katakana-iroha": "irohaFullWidth", "japanese-informal": "japaneseCounting", "cjk-decimal": "ideographDigital"}
_BULLETS = "・•●○◎◆◇■□▪※★☆✓➢-–"
_SPACE = re.compile(r"[ \t\r\n\f]+")
_MOST_NUMBER = 100_000


@dataclass(slots=True)
class Page:
    """What reading a page carries along: what was seen of late and not used, and whether headings get their marks."""

    seen: list[Seen] = field(default_factory=list)
    marks_headings: bool = True
    counts: list[int] = field(default_factory=list)
    """The next numbers of the lists that are open."""

    def take_seen(self) -> tuple[Seen, ...]:
        """What was seen since the last time."""
        seen, self.seen = tuple(self.seen), []
        return seen


def style_of(element: Element) -> dict[str, str]:
    """The properties that an element's own style sets."""
    if not element.get("style"):
        return {}
    pairs = (each.partition(":") for each in (element.get("style") or "").lower().split(";"))
    return {name.strip(): value.strip() for name, _, value in pairs}


def is_hidden(element: Element) -> bool:
    """Whether an element says of itself that it is not shown."""
    style = style_of(element)
    return (
        element.get("hidden") is not None
        or style.get("display", "").startswith("none")
        or style.get("visibility", "") in ("hidden", "collapse")
        or style.get("mso-hide", "") == "all"
    )


def plain_text(element: Element) -> str:
    """All characters in an element, white space as one space."""
    return " ".join(_SPACE.split("".join(element.itertext()))).strip()


def events(element: Element, page: Page, font: str = "") -> Iterator[Event]:
    """What an element shows, itself included."""
    name = element.tag if isinstance(element.tag, str) else ""
    rule = "text-hidden" if is_hidden(element) else "text-struck" if _is_struck(element, name) else _OUTER.get(name)
    rule = "equation-left" if name == "math" else rule
    if not name or name in IGNORED:
        return
    if rule is not None:
        words = f"<{name}>" if name in _OUTER else plain_text(element)
        if words or name in _OUTER:
            page.seen.append((rule, words))
        return
    if name == "br":
        yield "break", "", None
    elif name == "table":
        yield "table", "", element
    elif "mso-list" in style_of(element) and style_of(element)["mso-list"].startswith("ignore"):
        yield "mark", _mso_mark(element, font), None
    elif (heading := _HEADING.fullmatch(name)) is not None:
        yield "block", "", None
        yield "mark", "#" * int(heading[1]) + " " if page.marks_headings else "", None
        for kind, text, table in inside(element, page, font):
            yield ("text", " ", None) if kind in ("break", "block") else (kind, text, table)
        yield "block", "", None
    elif name in _BLOCKS:
        yield "block", "", None
        if name == "li":
            yield "mark", _list_mark(element, page), None
        if name == "ol":
            page.counts.append(_first_number(element))
        yield from inside(element, page, font)
        if name == "ol":
            page.counts.pop()
        yield "block", "", None
    else:
        yield from inside(element, page, font)


def inside(element: Element, page: Page, font: str = "") -> Iterator[Event]:
    """What an element's content shows."""
    own = (element.get("face") if element.tag == "font" else None) or style_of(element).get("font-family", "")
    font = own.split(",")[0].strip("\"' ") or font
    kind: Literal["text", "pre", "raised"] = "text"
    if element.tag in ("sup", "sub"):
        kind = "raised"
    elif element.tag == "pre":
        kind = "pre"
    if element.text:
        yield kind, _signs(element.text, font, page), None
    for each in element:
        yield from events(each, page, font)
        if each.tail:
            yield kind, _signs(each.tail, font, page), None


def _is_struck(element: Element, name: str) -> bool:
    style = style_of(element)
    return name in _STRUCK or "line-through" in style.get("text-decoration", "") + style.get("text-decoration-line", "")


def _signs(text: str, font: str, page: Page) -> str:
    if not symbols.is_symbol_font(font):
        return text
    shown = []
    for char in text:
        sign = char if char in " \t\r\n\f\xa0" else symbols.sign(font, ord(char))
        if sign is None:
            page.seen.append(("symbol-unread", f"{font} {ord(char):04X}"))
        shown.append(sign or symbols.UNREAD)
    return "".join(shown)


def _mso_mark(element: Element, font: str) -> str:
    """The number or bullet that Word wrote before a paragraph when it saved the page."""
    fonts = (
        style_of(each).get("font-family", "").split(",")[0].strip("\"' ") for each in element.iter() if isinstance(each.tag, str)
    )
    if any(map(symbols.is_symbol_font, (font, *fonts))):
        return "・"
    text = plain_text(element).replace("\xa0", " ").strip()
    return text + " " if any(map(str.isalnum, text)) else text


def _list_mark(item: Element, page: Page) -> str:
    parent = item.getparent()
    style = style_of(parent).get("list-style-type") or style_of(parent).get("list-style", "")
    style = style_of(item).get("list-style-type") or style
    if "none" in style.split():
        return ""
    if parent.tag != "ol":
        return "・"
    form = _FORMS.get((style.split() or [parent.get("type") or "1"])[0])
    shown = show_number(_item_number(item, parent, page), form) if form else None
    if shown is None:
        page.seen.append(("numbering-unread", plain_text(item)))
    return f"{shown}. " if shown else ""


def _item_number(item: Element, parent: Element, page: Page) -> int:
    value = _whole(item.get("value"), page.counts[-1])
    page.counts[-1] = value + (-1 if parent.get("reversed") is not None else 1)
    return value


def _first_number(parent: Element) -> int:
    is_reversed = parent.get("reversed") is not None
    return _whole(parent.get("start"), sum(each.tag == "li" for each in parent) if is_reversed else 1)


def _whole(text: str | None, default: int) -> int:
    return int(text) if text and re.fullmatch(r"\s{0,9}-?[0-9]{1,6}\s{0,9}", text) and int(text) < _MOST_NUMBER else default


@dataclass(slots=True)
class Lines:
    """Lines made of events, white space collapsed as CSS Text 3 says; a line feed between two wide characters is nothing."""

    page: Page
    done: list[str] = field(default_factory=list)
    _text: str = ""
    _gap: str = ""
    _mark: str = ""

    def take(self, kind: str, text: str) -> None:
        """One event, other than a table."""
        if kind == "break":
            self._end(keeps_blank=True)
        elif kind == "block":
            self._end(keeps_blank=False)
        elif kind == "mark":
            self._mark = text
        elif kind == "pre":
            first, *rest = text.replace("\r\n", "\n").split("\n")
            self._put(first)
            for line in rest:
                self._end(keeps_blank=True)
                self._put(line)
        elif kind == "raised" and self._text[-1:].isdecimal() and not self._gap and text.strip()[:1].isdecimal():
            self.page.seen.append(("text-raised", text.strip()))
        else:
            self._collapse(text)

    def _collapse(self, text: str) -> None:
        position = 0
        for match in _SPACE.finditer(text):
            self._put(text[position : match.start()])
            self._gap = "\n" if "\n" in match[0] or "\r" in match[0] or self._gap == "\n" else " "
            position = match.end()
        self._put(text[position:])

    def _put(self, text: str) -> None:
        if not text:
            return
        if not self._text and self._mark:
            is_double = self._mark == "・" and text.lstrip("\xa0　")[:1] in _BULLETS
            self._text, self._mark = "" if is_double else self._mark, ""
        elif self._text and self._gap and not (self._gap == "\n" and _is_wide(self._text[-1]) and _is_wide(text[0])):
            self._text += " "
        self._gap = ""
        self._text += text

    def _end(self, *, keeps_blank: bool) -> None:
        if self._text.strip() or keeps_blank:
            self.done.append(self._text if self._text.strip() else "")
        self._text, self._gap = "", ""

    def taken(self) -> list[str]:
        """The lines so far; the next ones begin anew."""
        self._end(keeps_blank=False)
        done, self.done, self._mark = self.done, [], ""
        return done


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in ("F", "W", "H")


def lines_of(found: Iterable[Event], page: Page) -> list[str]:
    """The lines that events make, tables among them as nothing."""
    lines = Lines(page)
    for kind, text, _ in found:
        if kind != "table":
            lines.take(kind, text)
    return lines.taken()
