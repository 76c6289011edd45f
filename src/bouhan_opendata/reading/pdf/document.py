"""PDF with a text layer to grids: tables by their ruling lines, page by page; a page that is only a picture is not read.

Nothing here knows what a table means, and no column is invented where no line divides one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pypdfium2 as pypdfium
import pypdfium2.raw as pdfium

from bouhan_opendata.errors import SourceError, UnsafeSource
from bouhan_opendata.findings import Finding, Place
from bouhan_opendata.model import Model
from bouhan_opendata.reading.grid import Cell, Document, Grid, OutsideLine
from bouhan_opendata.reading.pdf.drawn import read_marks
from bouhan_opendata.reading.pdf.lattice import TooManyRules
from bouhan_opendata.reading.pdf.marks import Marks
from bouhan_opendata.reading.pdf.pages import Join, chains, furniture, join_rows
from bouhan_opendata.reading.pdf.tables import Page, Table, number_columns, read_page
from bouhan_opendata.reading.pdf.wrap import WrapWords, lines_of, prepare
from bouhan_opendata.reading.safety.gate import MAX_CELL, MAX_COLUMNS

MEDIA_TYPE = "application/pdf"
MAX_PAGES = 500
_PICTURE = 0.3
"""From which share of a page on an image is the page, when there is no text."""
_WHY = {
    "invisible": {"ja": "見えない文字（透明な文字）", "en": "invisible text"},
    "white": {"ja": "白地に白い文字", "en": "white text on white"},
    "clipped": {"ja": "枠に隠れた文字（欄からはみ出して印刷されない文字）", "en": "text cut away by the edge of its cell"},
    "beyond": {"ja": "ページの外にはみ出した文字", "en": "text beyond the edge of the page"},
    "slanted": {"ja": "斜めに置かれた文字（透かしなど）", "en": "slanted text (a watermark or the like)"},
    "unmapped": {
        "ja": "表の外の、何の文字か分からない字形",
        "en": "glyphs outside tables of which the file does not say what they are",
    },
    "struck": {"ja": "取り消し線の引かれた文字", "en": "text that is struck through"},
    "ruby": {"ja": "ふりがな", "en": "ruby (readings beside the text)"},
}
_NOTES = {
    "comment": {"ja": "注釈（コメント）", "en": "comments"},
    "field": {"ja": "フォームの入力欄", "en": "form fields"},
    "attachment": {"ja": "添付ファイル", "en": "attached files"},
}


def read_pdf(data: bytes, name: str, model: Model) -> Document:
    """Read the bytes of a PDF file.

    Raises ``SourceError`` when it cannot be opened, is scanned, has no ruled table, or a cell holds a glyph of which the file
    does not say what character it is; ``UnsafeSource`` when it has too many pages or marks.
    """
    marks, attached = _read_file(data, name, model)
    scanned = [number for number, page in enumerate(marks, 1) if _is_scanned(page)]
    pages = [_read_page(page, number, name, model) for number, page in enumerate(marks, 1) if number not in scanned]
    tables = [table for page in pages for table in page.tables]
    if not tables:
        has_text = any(page.items for page in pages)
        rule = "pdf-without-lines" if has_text or not scanned else "pdf-scanned"
        raise SourceError(model.rules[rule], Place(file=name), name=name, pages=_listed(scanned))
    for table in tables:
        _refuse_unknown(table, name, model)
    findings = [*_unused(marks, pages, scanned, attached, name)]
    away = furniture(pages)
    words = prepare(model)
    groups: list[list[Table]] = []
    for chain in chains(pages, away):
        number_columns(chain)
        findings += [finding for table in chain for finding in _told(table, name)]
        parts, joins = join_rows(chain, words)
        groups += parts
        findings += [_told_join(join, name) for join in joins]
    grids, outside = _in_order(pages, groups, away, name, words)
    digest = hashlib.sha256(data).hexdigest()
    return Document(name, MEDIA_TYPE, digest, len(data), tuple(grids), tuple(outside), tuple(findings))


def _read_file(data: bytes, name: str, model: Model) -> tuple[list[Marks], int]:
    """The marks of every page, and how many files are attached to the document."""
    if b"%%EOF" not in data[-4096:]:
        raise SourceError(model.rules["pdf-damaged"], Place(file=name), name=name)
    try:
        document = pypdfium.PdfDocument(data)
    except pypdfium.PdfiumError as error:
        is_locked = getattr(error, "err_code", None) in (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)
        raise SourceError(model.rules["pdf-locked" if is_locked else "pdf-damaged"], Place(file=name), name=name) from error
    try:
        count = len(document)
        if not count:
            raise SourceError(model.rules["pdf-damaged"], Place(file=name), name=name)
        if count > MAX_PAGES:
            raise _too_large(name, model, f"{count:,} pages", f"{MAX_PAGES} pages")
        return [_page_marks(document, n, name, model) for n in range(count)], pdfium.FPDFDoc_GetAttachmentCount(document.raw)
    finally:
        document.close()


def _page_marks(document: Any, number: int, name: str, model: Model) -> Marks:
    try:
        page = document[number]
    except pypdfium.PdfiumError as error:
        raise SourceError(model.rules["pdf-damaged"], _page_place(name, number + 1), name=name) from error
    try:
        marks = read_marks(page)
    finally:
        page.close()
    if marks.is_too_large:
        raise _too_large(name, model, f"{number + 1}ページ", "200,000 marks a page")
    return marks


def _read_page(marks: Marks, number: int, name: str, model: Model) -> Page:
    try:
        page = read_page(marks, number)
    except TooManyRules as error:
        raise _too_large(name, model, f"{number}ページ", "3,000 lines a page") from error
    if any(len(table.frame.xs) - 1 > MAX_COLUMNS for table in page.tables):
        raise _too_large(name, model, f"{number}ページ", f"{MAX_COLUMNS:,} columns")
    return page


def _too_large(name: str, model: Model, size: str, limit: str) -> UnsafeSource:
    return UnsafeSource(model.rules["source-too-large"], Place(file=name), name=name, size=size, limit=limit)


def _is_scanned(marks: Marks) -> bool:
    """Whether a page is a picture of a page: with no text that is seen, or with a layer of recognised text under it."""
    seen = sum(1 for glyph in marks.glyphs if glyph.char.strip())
    recognised = len(marks.hidden.get("invisible", "").strip())
    return marks.image_share >= _PICTURE and (not seen or recognised > 4 * seen)


def _page_place(name: str, number: int) -> Place:
    return Place(file=name, address=f"{number}ページ")


def _listed(numbers: Sequence[int]) -> str:
    return ", ".join(map(str, numbers[:20])) + (" …" if len(numbers) > 20 else "")


def _refuse_unknown(table: Table, name: str, model: Model) -> None:
    if table.unknown:
        region = table.unknown[0]
        place = Place(file=name, address=table.address_of(region))
        near = "".join(line.text for line in table.lines[region])[:30]
        raise SourceError(model.rules["pdf-glyph-unknown"], place, count=table.unknown.count(region), text=near)


def _unused(marks: Sequence[Marks], pages: Sequence[Page], scanned: Sequence[int], attached: int, name: str) -> Iterator[Finding]:
    """What the file holds besides and was not used, page by page."""
    if scanned:
        yield Finding("pdf-page-scanned", Place(file=name), {"pages": _listed(scanned)})
    unmapped = {page.page_no: page.unmapped for page in pages}
    struck = {page.page_no: page.struck for page in pages}
    ruby = {page.page_no: "".join(text for table in page.tables for text in _ruby(table)) for page in pages}
    for number, page in enumerate(marks, 1):
        place = _page_place(name, number)
        unseen = {
            **page.hidden,
            "unmapped": unmapped.get(number, ""),
            "struck": struck.get(number, ""),
            "ruby": ruby.get(number, ""),
        }
        for why, chars in unseen.items():
            if chars.strip() and number not in scanned:
                params = {"why": _WHY[why], "count": len(chars.strip()), "text": chars.strip()[:30]}
                yield Finding("pdf-text-unused", place, params)
        for kind, count in page.notes.items():
            yield Finding("pdf-extra-unused", place, {"what": _NOTES[kind], "count": count})
    if attached:
        yield Finding("pdf-extra-unused", Place(file=name), {"what": _NOTES["attachment"], "count": attached})


def _ruby(table: Table) -> Iterator[str]:
    return (line.left_out for lines in table.lines for line in lines)


def _told(table: Table, name: str) -> Iterator[Finding]:
    """What is not as a table should be."""
    for number in table.over:
        text = "".join(line.text for line in table.lines[number])[:30]
        yield Finding("pdf-text-over-line", Place(file=name, address=table.address_of(number)), {"text": text})
    if table.frame.is_uneven:
        yield Finding("pdf-lines-uneven", Place(file=name, address=f"{table.page_no}ページ 表{table.number}"), {})


def _told_join(join: Join, name: str) -> Finding:
    rule = "pdf-row-joined" if join.is_clear else "pdf-row-unclear"
    return Finding(rule, Place(file=name, address=join.first), {"next": Place(address=join.second).in_words(), "text": join.text})


def _in_order(
    pages: Sequence[Page], groups: Sequence[list[Table]], away: set[int], name: str, words: WrapWords
) -> tuple[list[Grid], list[OutsideLine]]:
    """Grids and lines in one count of places; page numbers and what is repeated come after all else."""
    grids: list[Grid] = []
    outside: list[OutsideLine] = []
    parts = {id(group[0]): group for group in groups}
    items = [item for page in pages for item in page.items]
    kept = [item for item in items if id(item) not in away]
    for place, item in enumerate([*kept, *(item for item in items if id(item) in away)], 1):
        if not isinstance(item, Table):
            outside.append(OutsideLine(place, item.line.text.strip()))
        elif id(item) in parts:
            grids.append(_grid(parts[id(item)], len(grids) + 1, place, name, words))
    return grids, outside


def _grid(tables: Sequence[Table], table_no: int, line_no: int, name: str, words: WrapWords) -> Grid:
    """One table, from one page or from several; a row whose text went to the page before is left out."""
    rows: list[tuple[Cell, ...]] = []
    for table in tables:
        texts = ["\n".join(lines_of(lines, table.room(number), words)).strip() for number, lines in enumerate(table.lines)]
        for number, text in enumerate(texts):
            if len(text) > MAX_CELL:
                raise _too_large(name, words.model, f"{table.address_of(number)}: {len(text):,}", f"{MAX_CELL:,}")
        kept = [row for row in range(len(table.frame.owner)) if row != table.emptied]
        numbers = {row: number for number, row in enumerate(kept, len(rows) + 1)}
        rows += [_row(table, texts, row, table_no, numbers) for row in kept]
    return Grid(table_no, tuple(rows), line_no, page_no=tables[0].page_no)


def _row(table: Table, texts: Sequence[str], row: int, table_no: int, numbers: Mapping[int, int]) -> tuple[Cell, ...]:
    """A row of cells; what a merged cell covers points at it. ``numbers``: row of the page → row of the whole table."""
    cells = []
    for owner in dict.fromkeys(table.frame.owner[row]):
        region = table.frame.regions[owner]
        first, end = table.column(region.column), table.column(region.column + region.column_span)
        for column in range(first, end):
            place = (table_no, numbers[row], column + 1)
            address = table.address(row, column)
            if (region.row, first) == (row, column):
                cells.append(Cell(*place, texts[owner], region.row_span, end - first, address=address))
            else:
                cells.append(Cell(*place, "", address=address, origin=(numbers[region.row], first + 1)))
    return tuple(cells)
