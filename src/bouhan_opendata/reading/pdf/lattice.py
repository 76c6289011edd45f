"""Ruling lines to tables: which lines belong together, which cells they bound, where a line is missing."""

from __future__ import annotations

import bisect
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from statistics import median

from bouhan_opendata.reading.pdf.marks import Area, Rule

MAX_RULES = 3_000
"""Lines of one direction that one page may have, after those in one line were joined."""
_NEAR = 3.0
"""Lines nearer than this are one line, drawn double."""
_GAP = 3.0
_DASH = 8.0
_TOUCH = 1.0


@dataclass(frozen=True, slots=True)
class Region:
    """A cell: its first row and column (from 0), how far it reaches, and which of its ends have no line."""

    row: int
    column: int
    row_span: int
    column_span: int


@dataclass(slots=True)
class Frame:
    """A table's lines: where columns and rows are divided, and the cells. ``*_open`` has the columns without a line there."""

    xs: list[float]
    ys: list[float]
    regions: list[Region]
    top_open: frozenset[int] = frozenset()
    bottom_open: frozenset[int] = frozenset()
    is_uneven: bool = False
    """Some lines do not close to rectangles; the cells there are as small as the lines allow."""
    owner: list[list[int]] = field(default_factory=list)
    """Row and column → number of the region."""

    @property
    def area(self) -> Area:
        return Area(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    def place(self, x: float, y: float) -> int | None:
        """The number of the region that holds a point."""
        column, row = bisect.bisect_right(self.xs, x) - 1, bisect.bisect_right(self.ys, y) - 1
        if not (0 <= column < len(self.xs) - 1 and 0 <= row < len(self.ys) - 1):
            return None
        return self.owner[row][column]

    def box(self, region: Region) -> Area:
        return Area(
            self.xs[region.column],
            self.ys[region.row],
            self.xs[region.column + region.column_span],
            self.ys[region.row + region.row_span],
        )


class TooManyRules(Exception):
    """More ruling lines than a table has: a drawing or an attack."""


def find_frames(rules: Sequence[Rule], fills: Sequence[Area]) -> list[Frame]:
    """The tables of a page, each of two cells or more, from top to bottom. A table inside a cell is not one of its own."""
    lines = joined_lines([*rules, *_edges(fills, rules)])
    level = [rule for rule in lines if rule.is_level]
    upright = [rule for rule in lines if not rule.is_level]
    if max(len(level), len(upright)) > MAX_RULES:
        raise TooManyRules
    frames = [frame for parts in _connected(level, upright) if (frame := _frame(*parts)) is not None]
    outer = [frame for frame in frames if not any(_is_inside(frame, other) for other in frames)]
    return sorted(outer, key=lambda frame: (frame.ys[0], frame.xs[0]))


def _is_inside(frame: Frame, other: Frame) -> bool:
    if frame is other:
        return False
    return any(
        box.left <= frame.xs[0] and frame.xs[-1] <= box.right and box.top <= frame.ys[0] and frame.ys[-1] <= box.bottom
        for box in map(other.box, other.regions)
    )


def _edges(fills: Sequence[Area], rules: Sequence[Rule]) -> list[Rule]:
    """The edges of filled rectangles that stand corner to corner with others or fill out ruled cells: coloured cells."""
    corners: dict[tuple[int, int], int] = {}
    kept = [fill for fill in dict.fromkeys(fills) if fill.right - fill.left > 6 and fill.bottom - fill.top > 6][:MAX_RULES]
    for fill in kept:
        for corner in _corners(fill):
            corners[corner] = corners.get(corner, 0) + 1
    made: list[Rule] = []
    for fill in kept:
        shared = sum(
            any(corners.get((x + dx, y + dy), 0) > (not dx and not dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1))
            for x, y in _corners(fill)
        )
        if shared >= 2:
            made += [Rule(True, at, fill.left, fill.right, 0.0) for at in (fill.top, fill.bottom)]
            made += [Rule(False, at, fill.top, fill.bottom, 0.0) for at in (fill.left, fill.right)]
    return made


def _corners(fill: Area) -> list[tuple[int, int]]:
    return [(round(x / 2), round(y / 2)) for x in (fill.left, fill.right) for y in (fill.top, fill.bottom)]


def joined_lines(rules: Iterable[Rule]) -> list[Rule]:
    """Lines in one line as one: pieces that meet, dashes, the two of a double line, a line drawn twice."""
    made: list[Rule] = []
    for is_level in (True, False):
        chosen = sorted((rule for rule in rules if rule.is_level is is_level), key=lambda rule: rule.at)
        cluster: list[Rule] = []
        for rule in chosen:
            if cluster and rule.at - cluster[0].at > _NEAR:
                made += _chained(cluster)
                cluster = []
            cluster.append(rule)
        made += _chained(cluster)
    return made


def _chained(cluster: list[Rule]) -> list[Rule]:
    """The pieces of one line, joined where they meet or follow each other as dots and dashes do."""
    chains: list[list[Rule]] = []
    reach = 0.0
    for rule in sorted(cluster, key=lambda rule: rule.low):
        if chains:
            last = chains[-1][-1]
            step = min(2 * min(rule.high - rule.low, last.high - last.low), _DASH)
            if rule.low - reach <= max(_GAP, step):
                chains[-1].append(rule)
                reach = max(reach, rule.high)
                continue
        chains.append([rule])
        reach = rule.high
    return [rule for chain in chains if (rule := _whole(chain)).high - rule.low > 4]


def _whole(chain: Sequence[Rule]) -> Rule:
    """A chain of pieces as one line, where most of its length lies."""
    lengths = [rule.high - rule.low for rule in chain]
    at = sum(rule.at * length for rule, length in zip(chain, lengths, strict=True)) / (sum(lengths) or 1.0)
    high, thickness = max(rule.high for rule in chain), max(rule.thickness for rule in chain)
    return Rule(chain[0].is_level, at, chain[0].low, high, thickness)


def _connected(level: list[Rule], upright: list[Rule]) -> list[tuple[list[Rule], list[Rule]]]:
    """Lines that touch each other, directly or through others."""
    parent = list(range(len(level) + len(upright)))

    def root(number: int) -> int:
        while parent[number] != number:
            parent[number] = parent[parent[number]]
            number = parent[number]
        return number

    order = sorted(range(len(upright)), key=lambda n: upright[n].at)
    places = [upright[n].at for n in order]
    for number, line in enumerate(level):
        first = bisect.bisect_left(places, line.low - _NEAR - 2)
        last = bisect.bisect_right(places, line.high + _NEAR + 2)
        for other in order[first:last]:
            if _touch(line, upright[other]):
                parent[root(number)] = root(len(level) + other)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for number in range(len(parent)):
        lines = groups.setdefault(root(number), ([], []))
        if number < len(level):
            lines[0].append(level[number])
        else:
            lines[1].append(upright[number - len(level)])
    return [lines for lines in groups.values() if lines[0] and lines[1]]


def _touch(level: Rule, upright: Rule) -> bool:
    slack = _TOUCH + (level.thickness + upright.thickness) / 2
    return level.low - slack <= upright.at <= level.high + slack and upright.low - slack <= level.at <= upright.high + slack


def clusters(values: Iterable[float]) -> list[float]:
    """Places that are one, as their middle."""
    made: list[list[float]] = []
    for value in sorted(values):
        if made and value - made[-1][0] <= _NEAR:
            made[-1].append(value)
        else:
            made.append([value])
    return [sum(cluster) / len(cluster) for cluster in made]


def _open_ends(lines: list[Rule], places: list[float]) -> list[float]:
    """Where lines reach beyond the last line across them, all to one place: a table without a line at that side."""
    found = []
    for ends, beyond in (([rule.low for rule in lines], -1), ([rule.high for rule in lines], 1)):
        edge = places[0] if beyond < 0 else places[-1]
        outside = [end for end in ends if (end - edge) * beyond > 5]
        if len(outside) >= 2 and len(outside) * 2 >= len(ends):
            middle = median(outside)
            if sum(abs(end - middle) <= _NEAR for end in outside) >= 2:
                found.append(middle)
    return found


def _frame(level: list[Rule], upright: list[Rule]) -> Frame | None:
    xs = clusters(rule.at for rule in upright)
    ys = clusters(rule.at for rule in level)
    open_x, open_y = _open_ends(level, xs), _open_ends(upright, ys)
    xs, ys = clusters([*xs, *open_x]), clusters([*ys, *open_y])
    if len(xs) < 2 or len(ys) < 2 or (len(xs) - 1) * (len(ys) - 1) < 2:
        return None
    across = [[False] * (len(xs) - 1) for _ in ys]
    down = [[False] * (len(ys) - 1) for _ in xs]
    for rule in level:
        _draw(across[_nearest(ys, rule.at)], xs, rule)
    for rule in upright:
        _draw(down[_nearest(xs, rule.at)], ys, rule)
    top_open = frozenset(n for n, drawn in enumerate(across[0]) if not drawn)
    bottom_open = frozenset(n for n, drawn in enumerate(across[-1]) if not drawn)
    regions, is_uneven = _regions(across, down)
    frame = Frame(xs, ys, regions, top_open, bottom_open, is_uneven)
    return settle(frame) if len(regions) > 1 else None


def settle(frame: Frame) -> Frame:
    """The frame with its owners filled in from its regions."""
    frame.owner = [[-1] * (len(frame.xs) - 1) for _ in frame.ys[1:]]
    for number, region in enumerate(frame.regions):
        for row in range(region.row, region.row + region.row_span):
            for column in range(region.column, region.column + region.column_span):
                frame.owner[row][column] = number
    return frame


def _nearest(places: list[float], at: float) -> int:
    right = bisect.bisect_left(places, at)
    if right == 0 or (right < len(places) and places[right] - at < at - places[right - 1]):
        return right
    return right - 1


def _draw(walls: list[bool], places: list[float], rule: Rule) -> None:
    """Mark the stretches that a line covers for the most part."""
    first = max(bisect.bisect_right(places, rule.low) - 1, 0)
    for number in range(first, len(walls)):
        if places[number] > rule.high:
            break
        covered = min(rule.high, places[number + 1]) - max(rule.low, places[number])
        if covered > 0.6 * (places[number + 1] - places[number]):
            walls[number] = True


def _regions(across: list[list[bool]], down: list[list[bool]]) -> tuple[list[Region], bool]:
    """Stretches without a line between them are one cell, if together they are a rectangle; else each stays by itself."""
    rows, columns = len(across) - 1, len(down) - 1
    seen = [[False] * columns for _ in range(rows)]
    made: list[Region] = []
    is_uneven = False
    for row in range(rows):
        for column in range(columns):
            if seen[row][column]:
                continue
            group = _flood(row, column, across, down, seen)
            last_row, last_column = max(r for r, _ in group), max(c for _, c in group)
            first_column = min(c for _, c in group)
            if len(group) == (last_row - row + 1) * (last_column - first_column + 1):
                made.append(Region(row, first_column, last_row - row + 1, last_column - first_column + 1))
            else:
                is_uneven = True
                made += [Region(r, c, 1, 1) for r, c in group]
    return sorted(made, key=lambda region: (region.row, region.column)), is_uneven


def _flood(
    row: int, column: int, across: list[list[bool]], down: list[list[bool]], seen: list[list[bool]]
) -> list[tuple[int, int]]:
    seen[row][column] = True
    group, waiting = [], [(row, column)]
    while waiting:
        r, c = waiting.pop()
        group.append((r, c))
        for nr, nc, wall in (
            (r + 1, c, across[r + 1][c]),
            (r - 1, c, across[r][c]),
            (r, c + 1, down[c + 1][r]),
            (r, c - 1, down[c][r]),
        ):
            if not wall and 0 <= nr < len(seen) and 0 <= nc < len(seen[0]) and not seen[nr][nc]:
                seen[nr][nc] = True
                waiting.append((nr, nc))
    return group
