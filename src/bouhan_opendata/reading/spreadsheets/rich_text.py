"""The texts of a workbook's XML: runs joined, phonetic guides left out, struck-through runs kept apart, escapes undone."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from xml.parsers import expat

_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_FALSE = ("0", "false", "none")
_RICH = frozenset(("r", "t", "rPh", "strike", "dstrike"))

Text = tuple[str, str]
"""The text as shown, and what in it is struck through."""


class Runs:
    """Gathers one text from its elements as they come by; used for shared strings and for those within a cell."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.struck: list[str] = []
        self._is_struck = False
        self._is_phonetic = False
        self.is_text = False

    def start(self, local: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        if local == "t":
            self.is_text = not self._is_phonetic
        elif local == "r":
            self._is_struck = False
        elif local == "rPh":
            self._is_phonetic = True
        elif local in ("strike", "dstrike"):
            self._is_struck = attributes.get("val", "1") not in _FALSE

    def end(self, local: str) -> None:
        """An element ends."""
        if local == "t":
            self.is_text = False
        elif local == "rPh":
            self._is_phonetic = False
        elif local == "r":
            self._is_struck = False

    def add(self, text: str) -> None:
        """Characters of a text."""
        (self.struck if self._is_struck else self.parts).append(text)

    def taken(self) -> Text:
        """The text so far; the next one begins."""
        found = unescaped("".join(self.parts)), unescaped("".join(self.struck))
        self.parts, self.struck = [], []
        self._is_struck = self._is_phonetic = self.is_text = False
        return found


def unescaped(text: str) -> str:
    """``_x000D_`` is the character it names; line ends are line feeds; the outer padding is no part of the text."""
    if "_x" in text:
        text = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.strip()


def shared_strings(data: bytes) -> list[Text]:
    """The texts of ``sharedStrings.xml`` in their order."""
    texts: list[Text] = []
    runs = Runs()

    def start(name: str, attributes: dict[str, str]) -> None:
        local = name.rpartition(" ")[2]
        if local in _RICH:
            runs.start(local, attributes)

    def end(name: str) -> None:
        local = name.rpartition(" ")[2]
        if local == "si":
            texts.append(runs.taken())
        elif local in _RICH:
            runs.end(local)

    def characters(text: str) -> None:
        if runs.is_text:
            runs.add(text)

    parse(data, start, end, characters)
    return texts


def parse(
    data: bytes,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None],
    characters: Callable[[str], None],
) -> None:
    """Walk an XML part; names come as ``namespace local``. A document type is an error: entities are never expanded."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.buffer_size = 1 << 16
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = characters
    parser.StartDoctypeDeclHandler = _refuse
    parser.Parse(data, True)


def _refuse(*_: object) -> None:
    raise ValueError("a document type")
