"""A table of a Word file as placed cells: spans, merges downwards, rows that begin late, borders dragged a little aside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate

from bouhan_opendata.reading.placing import Placed, Seen
from bouhan_opendata.reading.word.package import Element, attribute, child, inner, is_on, number, tag
from bouhan_opendata.reading.word.text import Story, is_joined_to_next, paragraph_text, plain_text

_MOST_COLUMNS = 2_000
_SLIVER = 227
"""In twentieths of a point (4 mm): borders of different rows closer than this are one border that was dragged."""


@dataclass(slots=True)
class _TableCell:
    element: Element
    start: int
    end: int


def table_cells(table: Element, story: Story) -> tuple[list[Placed], int, tuple[Seen, ...]]:
    """The cells of a table, how many rows it has, and what was seen of rows that are deleted or hidden and so left out."""
    story.take_seen()
    rows = [list(_row_cells(row)) for row in _rows(table, story)]
    seen = story.take_seen()
    columns = child(table, "w:tblGrid")
    _unify(rows, [number(each, "w") for each in (() if columns is None else columns) if tag(each) == "w:gridCol"])
    placed: list[Placed] = []
    above: dict[tuple[int, int], int] = {}
    for row_no, row in enumerate(rows, 1):
        still: dict[tuple[int, int], int] = {}
        for cell in row:
            where = (cell.start, cell.end)
            if _continues(cell.element) and where in above:
                _go_on(placed, above[where], row_no, cell.element, story)
                still[where] = above[where]
                continue
            text = cell_text(cell.element, story)
            placed.append(Placed(row_no, cell.start + 1, text, 1, cell.end - cell.start, story.take_seen()))
            still[where] = len(placed) - 1
        above = still
    return placed, len(rows), seen


def _go_on(placed: list[Placed], index: int, row_no: int, element: Element, story: Story) -> None:
    """A merged cell reaches into one more row. What stands in the covered part is not shown, and only noted."""
    cell = placed[index]
    words = plain_text([element])
    seen = (*cell.seen, ("text-hidden", words)) if words.strip() else cell.seen
    placed[index] = replace(cell, row_span=row_no - cell.row + 1, seen=seen)


def cell_text(cell: Element, story: Story) -> str:
    """The text of a cell: a line for each paragraph, and for each row of a table inside it."""
    deletion = child(child(cell, "w:tcPr"), "w:cellDel")
    if deletion is not None:
        story.note("word-deletion", plain_text([cell]))
        return ""
    return "\n".join(_lines(inner(cell), story)).strip()


def _lines(blocks: Iterable[Element], story: Story) -> Iterator[str]:
    joined = ""
    for each in blocks:
        if tag(each) == "w:p":
            joined = paragraph_text(each, story, joined)
            if not is_joined_to_next(each):
                yield joined
                joined = ""
        elif tag(each) == "w:tbl":
            story.note("table-nested", plain_text([each]))
            for row in _rows(each, story):
                cells = (cell_text(cell.element, story) for cell in _row_cells(row))
                yield " ".join(" ".join(text.split("\n")) for text in cells).strip()
        elif tag(each) == "w:altChunk":
            story.seen.append(("embedded-left", ""))
    if joined:
        yield joined


def _rows(table: Element, story: Story) -> Iterator[Element]:
    for row in (each for each in inner(table) if tag(each) == "w:tr"):
        properties = child(row, "w:trPr")
        if child(properties, "w:del") is not None:
            story.note("word-deletion", plain_text([row]))
        elif is_on(properties, "w:hidden"):
            story.note("text-hidden", plain_text([row]))
        else:
            if child(properties, "w:ins") is not None and sum(tag(each) == "w:ins" for each in row.iter()) == 1:
                story.note("word-insertion", plain_text([row]))
            yield row


def _row_cells(row: Element) -> Iterator[_TableCell]:
    """The cells of a row with the borders they stand between; a cell merged into the one before it is none of its own."""
    place = _spanned(child(child(row, "w:trPr"), "w:gridBefore"), 0)
    last: _TableCell | None = None
    for element in (each for each in inner(row) if tag(each) == "w:tc"):
        properties = child(element, "w:tcPr")
        end = place + _spanned(child(properties, "w:gridSpan"), 1)
        merge = child(properties, "w:hMerge")
        if last is not None and merge is not None and attribute(merge, "val") != "restart":
            last.end = end
        else:
            if last is not None:
                yield last
            last = _TableCell(element, place, end)
        place = end
    if last is not None:
        yield last


def _spanned(element: Element | None, default: int) -> int:
    return default if element is None else min(max(number(element, default=default), default), _MOST_COLUMNS)


def _continues(cell: Element) -> bool:
    merge = child(child(cell, "w:tcPr"), "w:vMerge")
    return merge is not None and attribute(merge, "val") != "restart"


def _unify(rows: Sequence[list[_TableCell]], widths: Sequence[int]) -> None:
    """Make one border of two that are a hand's tremble apart and that no row uses both of."""
    places = list(accumulate(widths, initial=0))
    used: dict[int, set[int]] = {}
    for row_no, row in enumerate(rows):
        for cell in row:
            used.setdefault(cell.start, set()).add(row_no)
            used.setdefault(cell.end, set()).add(row_no)
    moved: dict[int, int] = {}
    last: int | None = None
    for border in sorted(each for each in used if each < len(places)):
        if last is not None and places[border] - places[last] < _SLIVER and not used[border] & used[last]:
            moved[border] = last
            used[last] |= used[border]
        else:
            last = border
    for cell in (cell for row in rows for cell in row):
        cell.start, cell.end = moved.get(cell.start, cell.start), moved.get(cell.end, cell.end)
