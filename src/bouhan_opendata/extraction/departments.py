"""Departments as written: one a line or run together, offices in brackets, the whole city, bodies outside."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bouhan_opendata.extraction.values import DepartmentName
from bouhan_opendata.extraction.words import ExtractionWords
from bouhan_opendata.japanese.folding import Folded, fold

_SEPARATORS = re.compile(r"[、,/;\n]|\s{1,}|及び|並びに")
_PIECE = re.compile(r"(?P<open>[(【〔\[〈<《≪])|(?P<close>[)】〕\]〉>》≫])|(?P<text>[^(【〔\[〈<《≪)】〕\]〉>》≫]+)")


def read_departments(lines: Sequence[str], words: ExtractionWords) -> list[DepartmentName]:
    """The departments of a department cell or a section head, in order. A bracket names an office of the one before it.

    A bracket that names no body (市委託, 内線123) says something else of it and is passed over.
    """
    found: list[DepartmentName] = []
    last: str | None = None
    for number, line in enumerate(lines):
        folded = fold(line)
        inside = False
        for piece in _PIECE.finditer(folded.text):
            if piece["text"] is None:
                inside = piece["open"] is not None
                continue
            for name, start, end in _names(folded, piece.start(), piece.end(), words):
                kind = department_kind(fold(name).text, words)
                if inside and not _ends_like_one(fold(name).text, words):
                    continue
                whole = kind in ("whole_city", "related_sections")
                parent = last if inside and not whole else None
                bureau, section = _parted(name, words)
                found.append(DepartmentName(name, section, parent, kind, kind == "whole_city", number, start, end, bureau))
                if not inside:
                    last = section
    return found


_BUREAU = re.compile(r"(?P<bureau>[^部局(（]{1,10}(?:部|局))(?!長(?!寿)|会|門|活動)(?P<section>[^部局]{2,})")


def _parted(name: str, words: ExtractionWords) -> tuple[str | None, str]:
    """A bureau and its section run together: 総務部生活環境課 is the 生活環境課 of the 総務部."""
    match = _BUREAU.fullmatch(name)
    if match is None or not fold(match["section"]).text.endswith(words.section_endings):
        return None, name
    return match["bureau"], match["section"]


def _ends_like_one(folded: str, words: ExtractionWords) -> bool:
    return folded in words.department_kinds or any(folded.endswith(ending) for ending, _ in words.department_endings)


def _names(folded: Folded, start: int, end: int, words: ExtractionWords) -> Iterator[tuple[str, int, int]]:
    """The names between separators, with their places in the source."""
    for first, last in _between(folded, start, end, words):
        text = folded.text[first:last]
        stripped = text.strip()
        if stripped and not re.fullmatch(r"[○◎●◇◆■□・*※\-]+", stripped):
            first += len(text) - len(text.lstrip())
            source = folded.span(first, first + len(stripped))
            name = re.sub(r"^[・○◎●◇◆■□※]+", "", folded.source[source[0] : source[1]])
            if name:
                yield name, source[1] - len(name), source[1]


def _between(folded: Folded, start: int, end: int, words: ExtractionWords) -> Iterator[tuple[int, int]]:
    """The parts between separators. A middle dot ends a name only if what stands before it ends like a department.

    安全課・防災課 are two, 人権・男女共同参画課 is one; where the last part is no department either (学校・警察) all are parts.
    """
    position = start
    bounds = [(m.start(), m.end()) for m in _SEPARATORS.finditer(folded.text, start, end)]
    for left, right in [*bounds, (end, end)]:
        dots = [n for n in range(position, left) if folded.text[n] == "・"]
        joins = _ends_like_one(folded.text[position:left].strip(), words)
        for dot in dots:
            part = folded.text[position:dot].strip()
            if not part or not joins or _ends_like_one(part, words):
                yield position, dot
                position = dot + 1
        yield position, left
        position = right


def department_kind(name: str, words: ExtractionWords) -> str:
    """The kind of a folded name, from its whole or its ending; a section when nothing else is known."""
    if name in words.department_kinds:
        return words.department_kinds[name]
    for ending, kind in words.department_endings:
        if name.endswith(ending):
            return kind
    return "section"


def looks_like_department(text: str, known: Sequence[str], words: ExtractionWords) -> bool:
    """Whether the text of a bracket names departments: known ones, or words that end as departments do."""
    names = read_departments([text], words)
    if not names:
        return False
    folded_known = {fold(name).text for name in known}
    for name in names:
        folded = fold(name.name).text
        if folded in folded_known or folded in words.department_kinds:
            continue
        if folded.endswith(words.no_departments):
            return False
        if not any(folded.endswith(ending) and len(folded) > len(ending) for ending, _ in words.department_endings):
            return False
    return True
