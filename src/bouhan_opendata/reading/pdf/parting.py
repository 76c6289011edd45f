"""Tables that stand on each other without a gap: their lines connect, but the columns of one are not those of the other."""

from __future__ import annotations

from collections.abc import Iterator

from bouhan_opendata.reading.pdf.lattice import Frame, Region, settle

_LEAST = 2
"""So many dividing lines both tables must have: a heading over all columns has none and parts nothing."""


def parted(frame: Frame) -> Iterator[Frame]:
    """The tables of a frame, from the top. They part at a line from edge to edge that next to no column goes on through."""
    crossed = {r for region in frame.regions for r in range(region.row + 1, region.row + region.row_span)}
    last = len(frame.ys) - 1
    cuts = [row for row in range(1, last) if row not in crossed and _is_border(frame, row)]
    if not cuts:
        yield frame
        return
    for first, end in zip([0, *cuts], [*cuts, last], strict=True):
        yield _part(frame, first, end)


def _is_border(frame: Frame, row: int) -> bool:
    above, below = _dividers(frame, row - 1), _dividers(frame, row)
    fewest = min(len(above), len(below))
    return fewest >= _LEAST and len(above & below) * 4 <= fewest


def _dividers(frame: Frame, row: int) -> set[int]:
    """The columns' lines between the cells of a row."""
    return {frame.regions[number].column for number in frame.owner[row]} - {0}


def _part(frame: Frame, first: int, end: int) -> Frame:
    """Some rows of a frame, with the column lines that they have."""
    own = [region for region in frame.regions if first <= region.row < end]
    used = sorted({0, len(frame.xs) - 1} | {r.column for r in own} | {r.column + r.column_span for r in own})
    place = {column: number for number, column in enumerate(used)}
    regions = [Region(r.row - first, place[r.column], r.row_span, place[r.column + r.column_span] - place[r.column]) for r in own]
    top = frozenset(place[n] for n in frame.top_open if n in place) if first == 0 else frozenset()
    bottom = frozenset(place[n] for n in frame.bottom_open if n in place) if end == len(frame.ys) - 1 else frozenset()
    xs, ys = [frame.xs[n] for n in used], frame.ys[first : end + 1]
    return settle(Frame(xs, ys, regions, top, bottom, frame.is_uneven))
