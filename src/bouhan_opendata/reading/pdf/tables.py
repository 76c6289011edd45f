"""One page: its tables with the lines of each cell, and the lines around them, in reading order."""

from __future__ import annotations

import bisect
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TypeVar

from bouhan_opendata.reading.pdf.lattice import Frame, Region, find_frames, joined_lines, settle
from bouhan_opendata.reading.pdf.marks import VERTICAL, Area, Glyph, Marks
from bouhan_opendata.reading.pdf.parting import parted
from bouhan_opendata.reading.pdf.text import Line, air_of, goes_on_surely, read_lines
from bouhan_opendata.reading.pdf.wrap import Room

_FAR = 3.0
"""Words of one line that stand more ems apart than this are lines of their own, outside tables."""


@dataclass(slots=True)
class Table:
    """A table of a page. ``lines[n]`` are those of region ``n``; ``number`` counts the tables of the page."""

    page_no: int
    number: int
    frame: Frame
    lines: list[list[Line]]
    over: list[int] = field(default_factory=list)
    """Regions whose text runs over a ruling line into the next cell."""
    unknown: list[int] = field(default_factory=list)
    """Regions of the glyphs of which the file does not say what character they are."""
    homes: dict[int, tuple[Table, int]] = field(default_factory=dict)
    """Regions whose text went to the cell they go on with, on a page before."""
    columns: list[int] | None = None
    """Which column each dividing line begins, from 0; lines that stand too near for a column between them share one."""
    pad: float | None = None
    limits: dict[tuple[int, int], float] | None = None
    emptied: int | None = None
    """The row whose text went there."""

    @property
    def area(self) -> Area:
        return self.frame.area

    def room(self, number: int) -> Room:
        """How far the lines of a region may reach: to the lines round it, or to where its column was seen to wrap."""
        room = self._between_lines(number)
        region = self.frame.regions[number]
        limit = self._limits().get((region.column, region.column_span))
        return (
            room
            if limit is None or (self.lines[number] and self.lines[number][0].turn)
            else Room(room.start, min(room.end, limit))
        )

    def _limits(self) -> dict[tuple[int, int], float]:
        """Where the lines of a column end that were certainly wrapped: a printer may wrap well before the ruling line.

        A line is certain when the next one begins as no word does (を実施, した); two of them make a limit.
        """
        if self.limits is None:
            ends: dict[tuple[int, int], list[tuple[float, float, bool]]] = {}
            for region, lines in zip(self.frame.regions, self.lines, strict=True):
                cuts = [(goes_on_surely(after.text), one) for one, after in pairwise(lines) if not one.turn]
                found = ends.setdefault((region.column, region.column_span), [])
                found += [(one.end, one.size, is_cut) for is_cut, one in cuts]
                found += [(lines[-1].end, lines[-1].size, False)] if lines else []
            self.limits = {}
            for key, found in ends.items():
                furthest, size, _ = max(found, default=(0.0, 0.0, False))
                if sum(is_cut and end > furthest - 1.05 * size for end, _, is_cut in found) >= 2:
                    self.limits[key] = furthest + 0.02 * size
        return self.limits

    def _between_lines(self, number: int) -> Room:
        box, pad = self.frame.box(self.frame.regions[number]), self._padding()
        turn = self.lines[number][0].turn if self.lines[number] else 0
        if turn in (3, VERTICAL):
            return Room(box.top + pad, box.bottom - pad)
        if turn == 1:
            return Room(-box.bottom + pad, -box.top - pad)
        return Room(-box.right + pad, -box.left - pad) if turn == 2 else Room(box.left + pad, box.right - pad)

    def _padding(self) -> float:
        """How near to its lines the text of the table comes."""
        if self.pad is not None:
            return self.pad
        gaps = [
            line.start - self.frame.xs[region.column]
            for region, lines in zip(self.frame.regions, self.lines, strict=True)
            for line in lines
            if line.turn == 0
        ]
        self.pad = min(max(min(gaps, default=0.5), 0.5), 6.0)
        return self.pad

    def address(self, row: int, column: int) -> str:
        """A place in the table as a person sees it; rows and columns count from 0 here, from 1 there."""
        return f"{self.page_no}ページ 表{self.number} 行{row + 1} 列{column + 1}"

    def column(self, line: int) -> int:
        """The column that a dividing line begins."""
        return self.columns[line] if self.columns is not None else line

    def address_of(self, number: int) -> str:
        region = self.frame.regions[number]
        return self.address(region.row, self.column(region.column))


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line outside the tables, where it stands."""

    line: Line
    area: Area


Item = Table | TextLine


@dataclass(slots=True)
class Page:
    """What a page holds, in reading order."""

    page_no: int
    width: float
    height: float
    items: list[Item]
    unmapped: str = ""
    """Characters outside tables of which the file does not say what they are."""
    struck: str = ""
    """Characters in cells that are struck through."""

    @property
    def tables(self) -> list[Table]:
        return [item for item in self.items if isinstance(item, Table)]


def read_page(marks: Marks, page_no: int) -> Page:
    """The page of some marks. Raises ``TooManyRules``."""
    frames = [part for frame in find_frames(marks.rules, marks.fills) for part in parted(frame)]
    owners = [_owner(frames, glyph) for glyph in marks.glyphs]
    over = _pull_back(marks.glyphs, owners)
    struck = _struck(marks, frames, owners)
    inside: list[list[list[Glyph]]] = [[[] for _ in frame.regions] for frame in frames]
    outside: list[Glyph] = []
    for number, (glyph, owner) in enumerate(zip(marks.glyphs, owners, strict=True)):
        if number not in struck:
            (outside if owner is None else inside[owner[0]][owner[1]]).append(glyph)
    air = air_of(marks.glyphs)
    tables = [_table(page_no, frame, cells, air) for frame, cells in zip(frames, inside, strict=True)]
    for frame_no, region in over:
        tables[frame_no].over.append(region)
    known = [glyph for glyph in outside if glyph.is_known]
    lines = [TextLine(line, _area(line)) for part in _apart(known) for line in read_lines(part, air)]
    everything: list[Item] = [*tables, *lines]
    items = in_reading_order(everything, lambda item: item.area, lambda item: isinstance(item, Table))
    for number, table in enumerate((item for item in items if isinstance(item, Table)), 1):
        table.number = number
    unmapped = "".join(glyph.char for glyph in outside if not glyph.is_known)
    return Page(page_no, marks.width, marks.height, items, unmapped, "".join(marks.glyphs[n].char for n in sorted(struck)))


def _table(page_no: int, frame: Frame, cells: list[list[Glyph]], air: float) -> Table:
    unknown = [number for number, glyphs in enumerate(cells) for glyph in glyphs if not glyph.is_known]
    return Table(page_no, 0, frame, [read_lines(glyphs, air) for glyphs in cells], unknown=unknown)


Owner = tuple[int, int] | None
"""Number of the table and of the region that holds a glyph."""


def _owner(frames: Sequence[Frame], glyph: Glyph) -> Owner:
    for number, frame in enumerate(frames):
        region = frame.place(glyph.x, glyph.y)
        if region is not None:
            return number, region
    return None


def _struck(marks: Marks, frames: Sequence[Frame], owners: Sequence[Owner]) -> set[int]:
    """The glyphs in cells with a short line through their middle: what somebody crossed out."""
    lines = sorted((rule for rule in joined_lines(marks.rules) if rule.is_level), key=lambda rule: rule.at)
    places = [line.at for line in lines]
    found: set[int] = set()
    for number, (glyph, owner) in enumerate(zip(marks.glyphs, owners, strict=True)):
        if owner is None or glyph.turn != 0:
            continue
        box = frames[owner[0]].box(frames[owner[0]].regions[owner[1]])
        first = bisect.bisect_left(places, glyph.y - 0.2 * glyph.size)
        for line in lines[first : bisect.bisect_right(places, glyph.y + 0.2 * glyph.size)]:
            inside = box.left + 0.5 < line.low and line.high < box.right - 0.5 and line.thickness < 0.2 * glyph.size
            if inside and line.low < glyph.start + 0.2 * glyph.size and line.high > glyph.end - 0.2 * glyph.size:
                found.add(number)
                break
    return found


def _pull_back(glyphs: Sequence[Glyph], owners: list[Owner]) -> list[tuple[int, int]]:
    """Text that runs over a ruling line without a gap is text of the cell it began in: a number must not fall in two."""
    found: dict[tuple[int, int], None] = {}
    order = sorted(
        (n for n, glyph in enumerate(glyphs) if glyph.turn == 0 and glyph.char.strip()),
        key=lambda n: (round(glyphs[n].base, 1), glyphs[n].start),
    )
    for before, number in pairwise(order):
        one, other, owner = glyphs[before], glyphs[number], owners[before]
        is_near = abs(other.base - one.base) < 0.15 and -0.5 * one.size < other.start - one.end < 0.12 * one.size
        if is_near and owner is not None and owners[number] != owner:
            owners[number] = owner
            found[owner] = None
    return list(found)


def _apart(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    """Glyphs outside tables by line, a line in parts where its words stand far apart."""
    rows: dict[tuple[int, int], list[Glyph]] = {}
    base = 0.0
    key = (0, 0)
    for glyph in sorted(glyphs, key=lambda g: (g.turn, g.base, g.start)):
        if (glyph.turn, key[1]) != key or glyph.base - base > 0.4 * glyph.size:
            key, base = (glyph.turn, key[1] + 1), glyph.base
        rows.setdefault(key, []).append(glyph)
    parts: list[list[Glyph]] = []
    for row in rows.values():
        last: Glyph | None = None
        for glyph in sorted((g for g in row if g.char.strip()), key=lambda g: g.start):
            if last is None or glyph.start - last.end > _FAR * glyph.size:
                parts.append([])
            parts[-1].append(glyph)
            last = glyph
        _give_spaces(row, parts)
    return parts


def _give_spaces(row: Sequence[Glyph], parts: list[list[Glyph]]) -> None:
    """The written spaces of a row go to the part they stand in."""
    spaces = [glyph for glyph in row if not glyph.char.strip()]
    for part in parts[::-1]:
        if not any(glyph in row for glyph in part[:1]):
            break
        part += [space for space in spaces if part[0].start <= space.start <= part[-1].end]


def _area(line: Line) -> Area:
    """Where a line stands on the page."""
    low, high = line.base - line.size, line.base + 0.2 * line.size
    if line.turn == 1:
        return Area(low, -line.end, high, -line.start)
    if line.turn in (3, VERTICAL):
        return Area(-high, line.start, -low, line.end)
    return Area(-line.end, -high, -line.start, -low) if line.turn == 2 else Area(line.start, low, line.end, high)


_T = TypeVar("_T")


def in_reading_order(items: Sequence[_T], area: Callable[[_T], Area], weighs: Callable[[_T], bool]) -> list[_T]:
    """From top to bottom; but two halves of a page that nothing joins, a table in each, one after the other."""
    if len(items) < 2:
        return list(items)
    halves = _cut(items, lambda item: (area(item).left, area(item).right), 0.0)
    if len(halves) > 1 and sum(any(weighs(item) for item in half) for half in halves) > 1:
        return [item for half in halves for item in in_reading_order(half, area, weighs)]
    bands = _cut(items, lambda item: (area(item).top, area(item).bottom), -1.0)
    if len(bands) > 1:
        return [item for band in _rejoined(bands, area, weighs) for item in in_reading_order(band, area, weighs)]
    if len(halves) > 1:
        return [item for half in halves for item in in_reading_order(half, area, weighs)]
    return sorted(items, key=lambda item: (round(area(item).top), area(item).left))


def _rejoined(bands: list[list[_T]], area: Callable[[_T], Area], weighs: Callable[[_T], bool]) -> list[list[_T]]:
    """Bands that two columns of tables with their captions fall into are one again."""
    made: list[list[_T]] = []
    for band in bands:
        together = [*made[-1], *band] if made else band
        halves = _cut(together, lambda item: (area(item).left, area(item).right), 0.0)
        if made and len(halves) > 1 and sum(any(weighs(item) for item in half) for half in halves) > 1 and len(band) > 1:
            made[-1] = together
        else:
            made.append(list(band))
    return made if len(made) > 1 else bands


def _cut(items: Sequence[_T], extent: Callable[[_T], tuple[float, float]], least: float) -> list[list[_T]]:
    """Items in groups that do not overlap along one direction."""
    groups: list[list[_T]] = []
    reach = 0.0
    for item in sorted(items, key=extent):
        low, high = extent(item)
        if not groups or low - reach > least:
            groups.append([])
            reach = high
        groups[-1].append(item)
        reach = max(reach, high)
    return groups


SLIVER = 12.0
"""Dividing lines nearer than this have no column between them, unless there is text in it."""


def number_columns(chain: Sequence[Table]) -> None:
    """Number the columns of tables that go on with each other. Where rows are divided a little apart, that is one division."""
    xs = chain[0].frame.xs
    texts = {
        (region.column, region.column + region.column_span)
        for table in chain
        for region, lines in zip(table.frame.regions, table.lines, strict=True)
        if lines
    }
    columns, first = [0], 0
    for line in range(1, len(xs)):
        is_near = xs[line] - xs[first] < SLIVER
        is_apart = not is_near or any(first <= left and right <= line for left, right in texts)
        columns.append(columns[-1] + is_apart)
        first = line if is_apart else first
    for table in chain:
        table.columns = columns if columns[-1] else None


def widened(table: Table, steps: Sequence[float]) -> None:
    """Divide a table's columns as one of the same table on another page is; ``steps`` count from its left edge."""
    frame = table.frame
    xs = [frame.xs[0] + step for step in steps]
    at = [min(range(len(xs)), key=lambda n: abs(xs[n] - x)) for x in frame.xs]
    regions = [Region(r.row, at[r.column], r.row_span, at[r.column + r.column_span] - at[r.column]) for r in frame.regions]
    top = frozenset(n for n in range(len(xs) - 1) if _wider(at, n) in frame.top_open)
    bottom = frozenset(n for n in range(len(xs) - 1) if _wider(at, n) in frame.bottom_open)
    table.frame = settle(Frame(xs, frame.ys, regions, top, bottom, frame.is_uneven))


def _wider(at: Sequence[int], column: int) -> int:
    return bisect.bisect_right(at, column) - 1
