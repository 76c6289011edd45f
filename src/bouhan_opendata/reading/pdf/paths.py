"""What a PDF page draws besides text: ruling lines, filled areas, images. Speaks to PDFium."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

import pypdfium2.raw as pdfium

from bouhan_opendata.reading.pdf.marks import Area, Marks, Rule, View

_DEEPEST = 12
MAX_FILLS = 3_000
"""Filled areas of a page that are looked at; a page of a table has some hundreds."""
THIN = 3.2
"""How thick a filled area may be to count as a drawn line."""

Matrix = tuple[float, float, float, float, float, float]
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def _times(first: Matrix, second: Matrix) -> Matrix:
    """First ``first``, then ``second``."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = second
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def _apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _matrix(handle: Any) -> Matrix:
    found = pdfium.FS_MATRIX()
    pdfium.FPDFPageObj_GetMatrix(handle, found)
    return (found.a, found.b, found.c, found.d, found.e, found.f)


def objects(
    parent: Any, count: Callable[[Any], int], get: Callable[[Any, int], Any], matrix: Matrix, depth: int
) -> Iterator[tuple[int, Any, Matrix]]:
    """The objects of a page, those inside forms among them, in drawing order; each with the matrix of what it stands in."""
    for number in range(count(parent)):
        handle = get(parent, number)
        kind = pdfium.FPDFPageObj_GetType(handle)
        if kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST:
            inner = _times(_matrix(handle), matrix)
            yield from objects(handle, pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject, inner, depth + 1)
        else:
            yield kind, handle, matrix


def colour_of(get: Callable[..., int], *handle: Any) -> tuple[int, int, int, int]:
    """Red, green, blue and opacity (0 to 255) of what a getter of PDFium says the colour of; black where it says nothing."""
    parts = [ctypes.c_uint(0) for _ in range(4)]
    if not get(*handle, *parts):
        return 0, 0, 0, 255
    red, green, blue, alpha = (part.value for part in parts)
    return red, green, blue, alpha


def is_white(colour: tuple[int, int, int, int]) -> bool:
    """Whether a colour is that of paper."""
    return min(colour[:3]) >= 250


def take_path(marks: Marks, white: list[Rule], handle: Any, outer: Matrix, view: View) -> None:
    """The lines of a path: its strokes, its thin fills; a filled rectangle is an area. What is clear draws nothing."""
    mode, stroke = ctypes.c_int(0), ctypes.c_int(0)
    pdfium.FPDFPath_GetDrawMode(handle, mode, stroke)
    matrix = _times(_matrix(handle), outer)
    strokes = colour_of(pdfium.FPDFPageObj_GetStrokeColor, handle) if stroke.value else (0, 0, 0, 0)
    fills = colour_of(pdfium.FPDFPageObj_GetFillColor, handle) if mode.value else (0, 0, 0, 0)
    if not strokes[3] and not fills[3]:
        return
    width = ctypes.c_float(0)
    pdfium.FPDFPageObj_GetStrokeWidth(handle, width)
    thickness = width.value * math.sqrt(abs(matrix[0] * matrix[3] - matrix[1] * matrix[2]))
    for points, is_straight in _subpaths(handle, matrix, view):
        if strokes[3]:
            for first, second in pairwise(points):
                _add_stroke(white if is_white(strokes) else marks.rules, first, second, thickness)
        if fills[3] and len(points) > 1:
            _add_fill(marks, white, points, is_white=is_white(fills), is_straight=is_straight)


def _subpaths(handle: Any, matrix: Matrix, view: View) -> Iterator[tuple[list[tuple[float, float]], bool]]:
    """The subpaths as corners on the page; a curve has only its ends, and the path says it is not straight."""
    points: list[tuple[float, float]] = []
    is_straight = True
    x, y = ctypes.c_float(0), ctypes.c_float(0)
    for number in range(min(pdfium.FPDFPath_CountSegments(handle), 20_000)):
        segment = pdfium.FPDFPath_GetPathSegment(handle, number)
        kind = pdfium.FPDFPathSegment_GetType(segment)
        pdfium.FPDFPathSegment_GetPoint(segment, x, y)
        if kind == pdfium.FPDF_SEGMENT_MOVETO and points:
            yield points, is_straight
            points, is_straight = [], True
        if kind == pdfium.FPDF_SEGMENT_BEZIERTO:
            is_straight = False
        points.append(view.point(*_apply(matrix, x.value, y.value)))
        if pdfium.FPDFPathSegment_GetClose(segment):
            points.append(points[0])
    if points:
        yield points, is_straight


def _add_stroke(rules: list[Rule], first: tuple[float, float], second: tuple[float, float], thickness: float) -> None:
    across, down = abs(first[0] - second[0]), abs(first[1] - second[1])
    if down <= 0.6 and across > 0.1:
        rules.append(_rule(True, (first[1] + second[1]) / 2, first[0], second[0], thickness))
    elif across <= 0.6 and down > 0.1:
        rules.append(_rule(False, (first[0] + second[0]) / 2, first[1], second[1], thickness))


def _rule(is_level: bool, at: float, one: float, other: float, thickness: float) -> Rule:
    return Rule(is_level, at, min(one, other), max(one, other), thickness)


def _add_fill(marks: Marks, white: list[Rule], points: list[tuple[float, float]], *, is_white: bool, is_straight: bool) -> None:
    xs, ys = [x for x, _ in points], [y for _, y in points]
    area = Area(min(xs), min(ys), max(xs), max(ys))
    across, down = area.right - area.left, area.bottom - area.top
    rules = white if is_white else marks.rules
    if max(down, across) <= THIN and abs(down - across) < 0.2:  # a dot, of a line either way
        rules.append(Rule(True, (area.top + area.bottom) / 2, area.left, area.right, down))
        rules.append(Rule(False, (area.left + area.right) / 2, area.top, area.bottom, across))
    elif down <= THIN and across > down:
        rules.append(Rule(True, (area.top + area.bottom) / 2, area.left, area.right, down))
    elif across <= THIN and down > across:
        rules.append(Rule(False, (area.left + area.right) / 2, area.top, area.bottom, across))
    elif not is_white and is_straight and len(marks.fills) < MAX_FILLS and len({(round(x), round(y)) for x, y in points}) == 4:
        marks.fills.append(area)


def is_seen(marks: Marks, rule: Rule) -> bool:
    """Whether a white line shows: it stands on something that is filled."""
    middle = (rule.low + rule.high) / 2
    x, y = (middle, rule.at) if rule.is_level else (rule.at, middle)
    return any(fill.holds(x, y) for fill in marks.fills)


def take_image(marks: Marks, handle: Any, outer: Matrix, view: View) -> None:
    """Where an image stands, as far as it is on the page."""
    matrix = _times(_matrix(handle), outer)
    corners = [_apply(matrix, x, y) for x, y in ((0, 0), (1, 0), (0, 1), (1, 1))]
    xs, ys = [x for x, _ in corners], [y for _, y in corners]
    shown = view.area(min(xs), min(ys), max(xs), max(ys))
    marks.images.append(Area(max(shown.left, 0), max(shown.top, 0), min(shown.right, view.width), min(shown.bottom, view.height)))


def is_clipped(handle: Any) -> bool:
    """Whether an object lies wholly outside the window through which it is drawn."""
    window = pdfium.FPDFPageObj_GetClipPath(handle)
    count = pdfium.FPDFClipPath_CountPaths(window) if window else -1
    if count < 1:
        return False
    bounds = [ctypes.c_float(0) for _ in range(4)]
    if not pdfium.FPDFPageObj_GetBounds(handle, *bounds):
        return False
    left, bottom, right, top = (bound.value for bound in bounds)
    x, y = ctypes.c_float(0), ctypes.c_float(0)
    for number in range(min(count, 20)):
        xs, ys = [], []
        for part in range(min(pdfium.FPDFClipPath_CountPathSegments(window, number), 1_000)):
            pdfium.FPDFPathSegment_GetPoint(pdfium.FPDFClipPath_GetPathSegment(window, number, part), x, y)
            xs.append(x.value)
            ys.append(y.value)
        if xs and (right < min(xs) or left > max(xs) or top < min(ys) or bottom > max(ys)):
            return True
    return False
