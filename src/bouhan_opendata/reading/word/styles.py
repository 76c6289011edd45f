"""What the styles of a Word file say of a paragraph or a run: which level of heading, which list, hidden or struck out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from bouhan_opendata.reading.word.package import Element, attribute, child, is_on, number, tag

_HEADING = re.compile(r"heading ([1-9])")
_CONTENTS = re.compile(r"toc (?:[1-9]|heading)|table of figures")
_LOWEST = 9


class Styles:
    """The styles by id, each with those it is based on."""

    def __init__(self, parts: Iterable[Element]) -> None:
        styles = [each for part in parts for each in part if tag(each) == "w:style"]
        self._styles = {attribute(each, "styleId") or "": each for each in styles}
        defaults = [
            each for each in styles if attribute(each, "type") == "paragraph" and attribute(each, "default") in ("1", "true")
        ]
        self._default = attribute(defaults[0], "styleId") if defaults else None
        self._switches: dict[tuple[str, str | None], bool | None] = {}

    def heading_level(self, paragraph: Element) -> int:
        """1 to 9 where the paragraph is a heading, by its outline level or the name of its style; else 0."""
        properties = child(paragraph, "w:pPr")
        for each in [properties, *(child(style, "w:pPr") for style in self._of(paragraph))]:
            if (outline := child(each, "w:outlineLvl")) is not None:
                level = number(outline, default=_LOWEST) + 1
                return level if level <= _LOWEST else 0
        names = (_HEADING.fullmatch(name) for name in self._names(paragraph))
        return next((int(match[1]) for match in names if match), 0)

    def is_contents(self, paragraph: Element) -> bool:
        """Whether the paragraph is a line of the table of contents."""
        return any(_CONTENTS.fullmatch(name) for name in self._names(paragraph))

    def list_of(self, paragraph: Element) -> tuple[str, int | None, str] | None:
        """Numbering id, level (``None``: as the numbering's level names the style) and style id of the list it belongs to."""
        own = child(child(paragraph, "w:pPr"), "w:numPr")
        level = child(own, "w:ilvl")
        styles = self._of(paragraph)
        style_id = attribute(styles[0], "styleId") or "" if styles else ""
        if (stated := child(own, "w:numId")) is not None:
            return attribute(stated, "val") or "0", number(level), style_id
        for style in styles:
            numbering = child(child(style, "w:pPr"), "w:numPr")
            if (stated := child(numbering, "w:numId")) is not None:
                level = level if level is not None else child(numbering, "w:ilvl")
                found = attribute(style, "styleId") or ""
                return attribute(stated, "val") or "0", None if level is None else number(level), found
        return None

    def numbering_of(self, style_id: str) -> str | None:
        """The numbering id that a style of lists leads to."""
        stated = child(child(child(self._styles.get(style_id), "w:pPr"), "w:numPr"), "w:numId")
        return attribute(stated, "val")

    def is_placeholder(self, run: Element) -> bool:
        """Whether the run is what an empty form field asks for: click here to enter text."""
        style = self._styles.get(attribute(child(child(run, "w:rPr"), "w:rStyle"), "val") or "") if len(run) > 1 else None
        return (attribute(child(style, "w:name"), "val") or "").lower() == "placeholder text"

    def is_set(self, switch: str, run: Element, paragraph: Element | None) -> bool:
        """Whether ``w:vanish``, ``w:strike`` … is on for a run: by itself, its style or its paragraph's."""
        properties = child(run, "w:rPr")
        if properties is not None:
            if (own := is_on(properties, switch)) is not None:
                return own
            if (said := self._says(switch, attribute(child(properties, "w:rStyle"), "val"))) is not None:
                return said
        return bool(paragraph is not None and self._says(switch, self._style_id(paragraph)))

    def _says(self, switch: str, style_id: str | None) -> bool | None:
        """What a style and those it is based on say of a switch; each is looked at once."""
        if (switch, style_id) not in self._switches:
            chain = (is_on(child(style, "w:rPr"), switch) for style in self._chain(style_id))
            self._switches[switch, style_id] = next((on for on in chain if on is not None), None)
        return self._switches[switch, style_id]

    def _of(self, paragraph: Element) -> list[Element]:
        return list(self._chain(self._style_id(paragraph)))

    def _style_id(self, paragraph: Element) -> str | None:
        return attribute(child(child(paragraph, "w:pPr"), "w:pStyle"), "val") or self._default

    def _names(self, paragraph: Element) -> list[str]:
        return [(attribute(child(style, "w:name"), "val") or "").lower() for style in self._of(paragraph)]

    def _chain(self, style_id: str | None) -> Iterator[Element]:
        seen: set[str] = set()
        while style_id in self._styles and style_id not in seen:
            seen.add(style_id)
            yield self._styles[style_id]
            style_id = attribute(child(self._styles[style_id], "w:basedOn"), "val")
