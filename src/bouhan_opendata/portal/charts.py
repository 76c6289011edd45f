"""Static charts as SVG: bars by year with fixed geometry. Legible without colour, in print and in forced colours."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape

STEP, BAR, TOP, HEIGHT, FOOT = 72, 40, 22, 96, 22
"""Width of a year, width of a bar, room for the value, height of the tallest bar, room for the year; in CSS pixels."""


@dataclass(frozen=True, slots=True)
class Point:
    """A year of a series: its label, the value as a number and in words; a word for the gap where there is no value."""

    year: str
    value: Decimal | None
    words: str
    gap: str = ""
    is_approximate: bool = False
    breaks_series: bool = False
    """Not comparable with the year before: a line is drawn between the two."""


def bars(points: Sequence[Point], *, title: str, lang: str) -> str:
    """An SVG of the points, from the first year on; negative values hang below the line. Empty when no point has a value."""
    values = [point.value for point in points if point.value is not None]
    if not values:
        return ""
    high, low = max(max(values), Decimal(0)), min(min(values), Decimal(0))
    scale = Decimal(HEIGHT) / (high - low) if high != low else Decimal(0)
    zero = TOP + float(high * scale)
    width, height = STEP * len(points), TOP + HEIGHT + FOOT
    told = "、".join(f"{p.year} {p.words or p.gap}" for p in points)
    parts = [
        f'<svg class="chart" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" lang="{lang}">',
        f"<title>{escape(title)}</title><desc>{escape(told)}</desc>",
        *(_point(number, point, scale, zero) for number, point in enumerate(points)),
        f'<line class="axis" x1="0" y1="{zero:.1f}" x2="{width}" y2="{zero:.1f}"/>',
        "</svg>",
    ]
    return "".join(parts)


def _point(number: int, point: Point, scale: Decimal, zero: float) -> str:
    middle = number * STEP + STEP / 2
    year = f'<text class="year" x="{middle:.1f}" y="{TOP + HEIGHT + FOOT - 6}" text-anchor="middle">{escape(point.year)}</text>'
    broken = ""
    if point.breaks_series:
        broken = f'<line class="break" x1="{number * STEP}" y1="{TOP - 8}" x2="{number * STEP}" y2="{TOP + HEIGHT}"/>'
    if point.value is None:
        return (
            f'{broken}<text class="gap" x="{middle:.1f}" y="{zero - 6:.1f}" text-anchor="middle">{escape(point.gap)}</text>{year}'
        )
    tall = float(abs(point.value) * scale)
    top = zero - tall if point.value >= 0 else zero
    kind = "bar about" if point.is_approximate else "bar"
    bar = f'<rect class="{kind}" x="{middle - BAR / 2:.1f}" y="{top:.1f}" width="{BAR}" height="{max(tall, 1):.1f}"/>'
    above = top - 6 if point.value >= 0 else zero + tall + 12
    value = f'<text class="value" x="{middle:.1f}" y="{above:.1f}" text-anchor="middle">{escape(point.words)}</text>'
    return broken + bar + value + year
