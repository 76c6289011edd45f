"""Web pages (.html, .htm; also those that Word and Excel save) to grids and the lines around them; no meaning."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from bouhan_opendata.errors import SourceError
from bouhan_opendata.findings import Finding, Place
from bouhan_opendata.model import Model
from bouhan_opendata.reading.grid import Document, Grid, OutsideLine
from bouhan_opendata.reading.placing import Placed, Seen, Table, lay_out, limit_size, limit_text, told
from bouhan_opendata.reading.web.source import Element, parse_html
from bouhan_opendata.reading.web.text import Event, Lines, Page, events, inside, is_hidden, lines_of, plain_text, style_of

_GROUPS = ("thead", "tbody", "tfoot")
_CELLS = ("td", "th")
_WIDEST = 1_000
"""The greatest colspan that HTML allows."""


@dataclass(slots=True)
class _Reading:
    """What is gathered while the page is walked; ``line_no`` counts lines and tables."""

    name: str
    model: Model
    page: Page = field(default_factory=Page)
    line_no: int = 0
    grids: list[Grid] = field(default_factory=list)
    outside: list[OutsideLine] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


@dataclass(slots=True)
class _Row:
    """A row of a table: its cells, the number of the last row of its group, and whether it is shown."""

    element: Element
    last: int
    is_shown: bool
    number: int = 0


def read_html(data: bytes, name: str, model: Model) -> Document:
    """Read the bytes of a web page. Raises ``SourceError`` when it cannot be decoded or holds no table of its own.

    Where every table stands in the page's ``main`` part, only that is read. ``OutsideLine.row_no`` and ``Grid.line_no``
    count lines and tables in reading order. A heading begins with as many ``#`` as its level says.
    """
    root = parse_html(data, name, model)
    reading = _Reading(name, model)
    _walk(reading, events(_main_part(root), reading.page))
    if not reading.grids:
        if next(root.iter("frameset", "frame", "iframe"), None) is not None:
            raise SourceError(model.rules["html-not-single"], Place(file=name), name=name, form="<frameset>, <iframe>")
        raise SourceError(model.rules["no-table"], Place(file=name), name=name)
    gathered = tuple(reading.grids), tuple(reading.outside), tuple(reading.findings)
    return Document(name, "text/html", hashlib.sha256(data).hexdigest(), len(data), *gathered)


def _main_part(root: Element) -> Element:
    parts = list(root.iter("main"))
    tables = sum(1 for _ in root.iter("table"))
    return parts[0] if len(parts) == 1 and tables and sum(1 for _ in parts[0].iter("table")) == tables else root


def _walk(reading: _Reading, found: Iterator[Event]) -> None:
    """Take events outside tables: lines, and tables as grids; of a table that only holds others together its content."""
    lines = Lines(reading.page)
    for kind, text, element in found:
        if kind != "table":
            lines.take(kind, text)
            continue
        _put_lines(reading, lines.taken())
        if _is_for_layout(element):
            _walk(reading, inside(element, reading.page))
        else:
            _put_table(reading, element)
    _put_lines(reading, lines.taken())


def _put_lines(reading: _Reading, lines: Sequence[str]) -> None:
    reading.findings += told(reading.page.take_seen(), Place(file=reading.name, line=reading.line_no + 1))
    for line in lines:
        reading.line_no += 1
        if line.strip(" #　"):
            limit_text(line, f"L{reading.line_no}", Table(0, reading.line_no, reading.name), reading.model)
            reading.outside.append(OutsideLine(reading.line_no, line.strip()))


def _is_for_layout(table: Element) -> bool:
    """Whether it holds tables, and no header and row of its own: two rows with two cells each that say something themselves."""
    if next(table.iterdescendants("table"), None) is None:
        return False
    full = 0
    for row in (row for row in table.iterdescendants("tr") if _table_of(row) is table):
        cells = list(row.iterchildren(*_CELLS))
        if any(each.tag == "th" for each in cells):
            return False
        full += sum(_says_something(each) for each in cells) > 1
    return full < 2


def _table_of(element: Element) -> Element:
    return next(element.iterancestors("table"), None)


def _says_something(cell: Element) -> bool:
    table = _table_of(cell)
    texts = (text for text in cell.xpath(".//text()[normalize-space()]") if text.strip())
    return any(_table_of(_holder(text)) is table for text in texts)


def _holder(text: Element) -> Element:
    """The element that a text stands in: of a tail the parent."""
    parent = text.getparent()
    return parent.getparent() if text.is_tail else parent


def _put_table(reading: _Reading, element: Element) -> None:
    rows, around = _rows(element)
    _put_lines(reading, [line for each in around for line in lines_of(events(each, reading.page), reading.page)])
    reading.line_no += 1
    table = Table(len(reading.grids) + 1, reading.line_no, reading.name)
    limit_size(len(rows), 1, table, reading.model)
    cells = _shown(_placed(rows, table, reading), rows, reading.page)
    reading.findings += told(reading.page.take_seen(), Place(file=reading.name, address=f"表{table.table_no}"))
    if cells:
        grid, findings = lay_out(cells, max(row.number for row in rows), table, reading.model)
        reading.grids.append(grid)
        reading.findings += findings


def _rows(table: Element) -> tuple[list[_Row], list[Element]]:
    """The rows in the order they are shown, and the caption and whatever else stands between them."""
    groups: list[tuple[str, list[Element]]] = []
    around: list[Element] = []

    def walk(element: Element, group: str, is_shown: bool) -> None:
        for each in element:
            if each.tag == "tr":
                if not groups or groups[-1][0] != group:
                    groups.append((group, []))
                groups[-1][1].append(each)
                hidden.update({each} if not is_shown or is_hidden(each) else ())
            elif each.tag in _GROUPS or each.tag == "form":
                inner = each.tag if each.tag in _GROUPS else group
                if inner != group:
                    groups.append((inner, []))
                walk(each, inner, is_shown and not is_hidden(each))
            elif isinstance(each.tag, str) and each.tag not in ("colgroup", "col"):
                around.append(each)

    hidden: set[Element] = set()
    walk(table, "", not is_hidden(table))
    groups.sort(key=lambda group: (group[0] == "tfoot", group[0] != "thead"))
    rows: list[_Row] = []
    shown = 0
    for _, elements in groups:
        for element in elements:
            shown += element not in hidden
            rows.append(_Row(element, 0, element not in hidden, shown))
        for row in rows[len(rows) - len(elements) :]:
            row.last = len(rows)
    return rows, around


def _placed(rows: Sequence[_Row], table: Table, reading: _Reading) -> list[Placed]:
    """The cells of all rows where the algorithm of HTML puts them; one that would lie over another is cut."""
    placed: list[Placed] = []
    until: dict[int, int] = {}
    for row_no, row in enumerate(rows, 1):
        column = 1
        for cell in row.element.iter(*_CELLS):
            if next(cell.iterancestors("tr")) is not row.element or _is_gone(cell, reading.page):
                continue
            while until.get(column, 0) >= row_no:
                column += 1
            width = min(max(_number(cell.get("colspan"), 1), 1), _WIDEST)
            free = next((n for n in range(width) if until.get(column + n, 0) >= row_no), width)
            height = _number(cell.get("rowspan"), 1)
            height = min(height, row.last - row_no + 1) if height > 0 else row.last - row_no + 1
            limit_size(row_no, column - _WIDEST, table, reading.model)  # places that no cell begins in fall away later
            text, seen = _cell_text(cell, reading.page) if row.is_shown else (plain_text(cell), ())
            if free < width:
                seen = (*seen, ("html-spans-overlap", text))
            placed.append(Placed(row_no, column, text, height, free, seen))
            until.update((column + n, row_no + height - 1) for n in range(free))
            column += free
    return placed


def _is_gone(cell: Element, page: Page) -> bool:
    """Whether a cell is not laid out at all; what it says is noted."""
    if cell.get("hidden") is None and not style_of(cell).get("display", "").startswith("none"):
        return False
    if words := plain_text(cell):
        page.seen.append(("text-hidden", words))
    return True


def _number(text: str | None, default: int) -> int:
    digits = (text or "").strip()
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 9 else default


def _shown(placed: Sequence[Placed], rows: Sequence[_Row], page: Page) -> list[Placed]:
    """The cells of the rows that are shown, counted among these; what hidden rows say is noted."""
    cells = []
    for cell in placed:
        if not rows[cell.row - 1].is_shown:
            if cell.text.strip():
                page.seen.append(("text-hidden", cell.text))
            continue
        last = rows[min(cell.row + cell.row_span - 1, len(rows)) - 1].number
        first = rows[cell.row - 1].number
        cells.append(replace(cell, row=first, row_span=last - first + 1))
    return cells


def _cell_text(cell: Element, page: Page) -> tuple[str, tuple[Seen, ...]]:
    """The text of a cell, a table inside it as a line for each of its rows, and what was seen there."""
    outer, page.seen, marks = page.seen, [], page.marks_headings
    page.marks_headings = False
    if is_hidden(cell):
        page.seen.append(("text-hidden", plain_text(cell)))
        lines: list[str] = []
    else:
        lines = _nested(inside(cell, page), page)
    seen = page.take_seen()
    page.seen, page.marks_headings = outer, marks
    return "\n".join(lines).strip(), seen


def _nested(found: Iterator[Event], page: Page) -> list[str]:
    lines = Lines(page)
    done: list[str] = []
    for kind, text, element in found:
        if kind != "table":
            lines.take(kind, text)
            continue
        page.seen.append(("table-nested", plain_text(element)))
        rows, around = _rows(element)
        done += [*lines.taken(), *(line for each in around for line in lines_of(events(each, page), page))]
        for row in (row for row in rows if row.is_shown):
            cells = (" ".join(_nested(inside(cell, page), page)) for cell in row.element.iterchildren(*_CELLS))
            done.append(" ".join(cells).strip())
    return done + lines.taken()
