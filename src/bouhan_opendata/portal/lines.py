"""Source lines with their numbers and labels marked: cut into pieces that are together the whole line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bouhan_opendata.portal.content import Content, Row


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters; ``kind`` is the class of a figure, ``label``, or empty. ``figure``: whose quote it is."""

    text: str
    kind: str = ""
    figure: str = ""


def pieces(text: str, figures: Iterable[Row]) -> list[Piece]:
    """A line cut at the quotes of its figures and at their labels. Where two marks meet, the quote wins."""
    marks = [(int(f["char_start"]), int(f["char_end"]), str(f["class"]), str(f["figure_id"])) for f in figures]
    taken = [(start, end) for start, end, _, _ in marks]
    for figure in figures:
        start, end = figure["label_start"], figure["label_end"]
        if start is not None and end is not None and not any(a < int(end) and int(start) < b for a, b in taken):
            marks.append((int(start), int(end), "label", ""))
            taken.append((int(start), int(end)))
    made, at = [], 0
    for start, end, kind, figure_id in sorted(marks):
        if start < at:
            continue
        made += [Piece(text[at:start]), Piece(text[start:end], kind, figure_id)]
        at = end
    return [piece for piece in (*made, Piece(text[at:])) if piece.text]


def shown(content: Content, line: Row) -> list[Piece]:
    """The pieces of a source line."""
    return pieces(str(line["text"] or ""), content.by("figures", "line_id", line["line_id"]))
