"""A page of an open PDF to its marks: where each character stands, which way it runs, whether it is seen. Speaks to PDFium."""

from __future__ import annotations

import ctypes
import math
import unicodedata
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import pypdfium2.raw as pdfium

from bouhan_opendata.reading.pdf.marks import SLANTED, VERTICAL, Area, Glyph, Marks, Rule, Turn, View
from bouhan_opendata.reading.pdf.paths import IDENTITY, colour_of, is_clipped, is_seen, is_white, objects, take_image, take_path

MAX_OBJECTS = 200_000
MAX_GLYPHS = 200_000
UNKNOWN = "〓"
"""What stands for a glyph of which the file does not say what character it is."""


def read_marks(page: Any) -> Marks:
    """The marks of one page of an open document (a ``pypdfium2.PdfPage``)."""
    marks = _read(page, View(page))
    turn = _main_turn(marks)
    return _read(page, View(page, turn)) if turn else marks


def _main_turn(marks: Marks) -> Turn:
    """The quarter turn that most of the text of a page has: a table may lie on its side."""
    counts = Counter(glyph.turn for glyph in marks.glyphs if glyph.char.strip())
    return next((turn for turn, count in counts.most_common(1) if turn in (1, 2, 3) and count * 2 > counts.total()), 0)


def _read(page: Any, view: View) -> Marks:
    marks = Marks(view.width, view.height)
    white: list[Rule] = []
    drawn = objects(page.raw, pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject, IDENTITY, 0)
    for number, (kind, handle, matrix) in enumerate(drawn):
        if number >= MAX_OBJECTS:
            marks.is_too_large = True
            return marks
        if kind == pdfium.FPDF_PAGEOBJ_PATH:
            take_path(marks, white, handle, matrix, view)
        elif kind in (pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_SHADING):
            take_image(marks, handle, matrix, view)
    marks.rules += [rule for rule in white if is_seen(marks, rule)]
    _take_text(marks, page, view)
    _take_notes(marks, page)
    return marks


@dataclass(frozen=True, slots=True)
class _Font:
    """How a run of text is drawn: its size and turn on the page, and why it is not seen, if so."""

    size: float
    advance: float
    """How wide a full-width character is."""
    turn: Turn
    hidden: str
    is_white: bool


def _take_text(marks: Marks, page: Any, view: View) -> None:
    text = pdfium.FPDFText_LoadPage(page.raw)
    if not text:
        return
    try:
        count = pdfium.FPDFText_CountChars(text)
        if count > MAX_GLYPHS:
            marks.is_too_large = True
            return
        runs: dict[int | None, list[tuple[int, str]]] = {}
        for number in range(count):
            if pdfium.FPDFText_IsGenerated(text, number) == 1:
                continue
            char = _char(text, number)
            if char:
                run = pdfium.FPDFText_GetTextObject(text, number)
                key = ctypes.cast(run, ctypes.c_void_p).value
                runs.setdefault(key, []).append((number, char))
        for run_chars in runs.values():
            _take_run(marks, text, run_chars, view)
    finally:
        pdfium.FPDFText_ClosePage(text)


def _char(text: Any, number: int) -> str:
    """The character; the code of a line-end hyphen is a hyphen again, the second half of a pair belongs to the first."""
    code = pdfium.FPDFText_GetUnicode(text, number)
    if code == 2 or pdfium.FPDFText_IsHyphen(text, number) == 1:
        return "-"
    if 0xD800 <= code < 0xDC00:
        low = pdfium.FPDFText_GetUnicode(text, number + 1)
        return chr(0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00)) if 0xDC00 <= low < 0xE000 else "\ufffd"
    if 0xDC00 <= code < 0xE000 or code in (10, 13):
        return ""
    return chr(code) if 0 < code < 0x110000 else "\ufffd"


def _take_run(marks: Marks, text: Any, chars: list[tuple[int, str]], view: View) -> None:
    font = _font(text, chars[0][0], view)
    x, y, box = ctypes.c_double(0), ctypes.c_double(0), pdfium.FS_RECTF()
    drawn: list[tuple[str, tuple[float, float], Area, bool]] = []
    for number, char in chars:
        pdfium.FPDFText_GetCharOrigin(text, number, x, y)
        pdfium.FPDFText_GetLooseCharBox(text, number, box)
        is_known = pdfium.FPDFText_HasUnicodeMapError(text, number) != 1 and char not in ("\ufffd", "\x00")
        area = view.area(box.left, box.bottom, box.right, box.top)
        drawn.append((char if is_known else UNKNOWN, view.point(x.value, y.value), area, is_known))
    turn = VERTICAL if font.turn == 0 and _runs_down([origin for _, origin, _, _ in drawn], font.size) else font.turn
    for char, origin, area, is_known in drawn:
        glyph = _placed(char, origin, area, font, turn, is_known)
        why = font.hidden or _unseen(marks, glyph, font, view)
        if why:
            marks.hidden[why] = marks.hidden.get(why, "") + char
        elif turn == SLANTED:
            marks.hidden["slanted"] = marks.hidden.get("slanted", "") + char
        else:
            marks.glyphs.append(glyph)


def _font(text: Any, number: int, view: View) -> _Font:
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(text, number, matrix)
    given = pdfium.FPDFText_GetFontSize(text, number)
    size, advance = (given * (math.hypot(*side) or 1.0) for side in ((matrix.c, matrix.d), (matrix.a, matrix.b)))
    run = pdfium.FPDFText_GetTextObject(text, number)
    mode = pdfium.FPDFTextObj_GetTextRenderMode(run) if run else 0
    colour = colour_of(pdfium.FPDFText_GetFillColor, text, number)
    is_filled = mode in (pdfium.FPDF_TEXTRENDERMODE_FILL, pdfium.FPDF_TEXTRENDERMODE_FILL_CLIP)
    hidden = ""
    if mode in (pdfium.FPDF_TEXTRENDERMODE_INVISIBLE, pdfium.FPDF_TEXTRENDERMODE_CLIP) or (is_filled and not colour[3]):
        hidden = "invisible"
    elif run and is_clipped(run):
        hidden = "clipped"
    return _Font(max(size, 0.1), advance, view.turn(matrix.a, matrix.b), hidden, is_filled and is_white(colour))


def _runs_down(origins: list[tuple[float, float]], size: float) -> bool:
    """Whether characters of one run stand below each other: vertical writing."""
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(origins)]
    return bool(steps) and all(abs(x) < 0.7 * size and 0.2 * size < y < 3 * size for x, y in steps)


def _placed(char: str, origin: tuple[float, float], area: Area, font: _Font, turn: Turn, is_known: bool) -> Glyph:
    """A glyph where it stands. The box of the file may be that of its ink: a wide character fills its square all the same."""
    size, (x, y) = font.size, origin
    if turn == VERTICAL:
        x, y = (area.left + area.right) / 2, (area.top + area.bottom) / 2
        return Glyph(char, x, y, y - size / 2, y + size / 2, -x, size, turn, is_known)
    start, ink_start, ink_end = {
        0: (x, area.left, area.right),
        1: (-y, -area.bottom, -area.top),
        2: (-x, -area.right, -area.left),
        3: (y, area.top, area.bottom),
        SLANTED: (x, area.left, area.right),
    }[turn]
    bearing = min(max(ink_start - start, 0.0), 0.5 * size)
    end = max(start + font.advance, ink_end) if unicodedata.east_asian_width(char) in "WF" else ink_end + bearing
    middle, up = (start + end) / 2, 0.35 * size
    if turn == 1:
        return Glyph(char, x - up, -middle, start, end, x, size, turn, is_known)
    if turn == 2:
        return Glyph(char, -middle, y + up, start, end, -y, size, turn, is_known)
    if turn == 3:
        return Glyph(char, x + up, middle, start, end, -x, size, turn, is_known)
    return Glyph(char, middle, y - up, start, end, y, size, turn, is_known)


def _unseen(marks: Marks, glyph: Glyph, font: _Font, view: View) -> str:
    """Why a character that is drawn is not seen: beyond the page, or white on white."""
    if not (-1 <= glyph.x <= view.width + 1 and -1 <= glyph.y <= view.height + 1):
        return "beyond" if glyph.char.strip() else ""
    if font.is_white and glyph.char.strip():
        if not any(area.holds(glyph.x, glyph.y) for area in (*marks.fills, *marks.images)):
            return "white"
    return ""


_NOTE_KINDS = {
    pdfium.FPDF_ANNOT_LINK: "",
    pdfium.FPDF_ANNOT_POPUP: "",
    pdfium.FPDF_ANNOT_WIDGET: "field",
    pdfium.FPDF_ANNOT_FILEATTACHMENT: "attachment",
}


def _take_notes(marks: Marks, page: Any) -> None:
    """Comments, form fields and attachments that stand on the page; links are nothing to speak of."""
    for number in range(min(pdfium.FPDFPage_GetAnnotCount(page.raw), 100_000)):
        note = pdfium.FPDFPage_GetAnnot(page.raw, number)
        if note:
            kind = _NOTE_KINDS.get(pdfium.FPDFAnnot_GetSubtype(note), "comment")
            pdfium.FPDFPage_CloseAnnot(note)
            if kind:
                marks.notes[kind] = marks.notes.get(kind, 0) + 1
