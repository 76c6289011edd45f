"""What a PDF page holds, as values: glyphs, straight lines, filled areas, and which way the page is turned.

Coordinates are points of the page as it is shown (its rotation applied): x to the right, y down from the top left corner.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import Any, NamedTuple

Turn = int
"""Which way text runs, in quarter turns against the clock; ``VERTICAL`` for lines that run down with upright characters."""
VERTICAL = 4
SLANTED = 5


class Glyph(NamedTuple):
    """One character as drawn. ``start`` and ``end`` run along its line, ``base`` says which line, whichever way it turns."""

    char: str
    x: float
    y: float
    """The middle of the character, on the page."""
    start: float
    end: float
    base: float
    size: float
    turn: Turn
    is_known: bool = True
    """Whether the file says which character the glyph stands for."""


class Rule(NamedTuple):
    """A straight line, ``at`` its place across, from ``low`` to ``high``."""

    is_level: bool
    at: float
    low: float
    high: float
    thickness: float


class Area(NamedTuple):
    """A filled rectangle."""

    left: float
    top: float
    right: float
    bottom: float

    def holds(self, x: float, y: float) -> bool:
        return self.left <= x <= self.right and self.top <= y <= self.bottom


@dataclass(slots=True)
class Marks:
    """All that a page draws, and what on it is not drawn for the eye (``hidden``: why → how many characters)."""

    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    fills: list[Area] = field(default_factory=list)
    images: list[Area] = field(default_factory=list)
    hidden: dict[str, str] = field(default_factory=dict)
    """Why → the characters."""
    notes: dict[str, int] = field(default_factory=dict)
    """Kind of annotation → how many."""
    is_too_large: bool = False

    @property
    def image_share(self) -> float:
        """How much of the page its largest image covers."""
        sizes = ((a.right - a.left) * (a.bottom - a.top) for a in self.images)
        return max(sizes, default=0.0) / (self.width * self.height or 1.0)


class View:
    """From the coordinates of the file to the page as shown, turned by so many quarters with the clock."""

    def __init__(self, page: Any, turn: Turn = 0) -> None:
        self.left, self.bottom, self.right, self.top = page.get_cropbox()
        self.rotation = (page.get_rotation() + 90 * turn) % 360
        width, height = self.right - self.left, self.top - self.bottom
        self.width, self.height = (width, height) if self.rotation % 180 == 0 else (height, width)

    def point(self, x: float, y: float) -> tuple[float, float]:
        if self.rotation == 0:
            return x - self.left, self.top - y
        if self.rotation == 90:
            return y - self.bottom, x - self.left
        if self.rotation == 180:
            return self.right - x, y - self.bottom
        return self.top - y, self.right - x

    def area(self, left: float, bottom: float, right: float, top: float) -> Area:
        first, second = self.point(left, bottom), self.point(right, top)
        return Area(min(first[0], second[0]), min(first[1], second[1]), max(first[0], second[0]), max(first[1], second[1]))

    def turn(self, a: float, b: float) -> Turn:
        """The quarter turn of text whose matrix sends (1, 0) to (a, b)."""
        if not (a or b):
            return 0
        angle = math.degrees(math.atan2(b, a)) - self.rotation
        quarter = round(angle / 90)
        return quarter % 4 if abs(angle - quarter * 90) < 3 else SLANTED
