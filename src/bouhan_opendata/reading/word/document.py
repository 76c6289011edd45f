"""Word documents (.docx, .docm) to grids and the lines around them; no meaning, no file access.

The parts are read as XML: python-docx, made for writing, leaves out content controls, inserted text and automatic numbers.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from bouhan_opendata.errors import SourceError
from bouhan_opendata.findings import Finding, Place
from bouhan_opendata.model import Model
from bouhan_opendata.reading.grid import Document, Grid, OutsideLine
from bouhan_opendata.reading.placing import Table, lay_out, limit_size, limit_text, told
from bouhan_opendata.reading.word.package import MEDIA_TYPE, Element, WordPackage, inner, tag
from bouhan_opendata.reading.word.tables import table_cells
from bouhan_opendata.reading.word.text import Story, begin, is_joined_to_next, paragraph_text, plain_text


@dataclass(slots=True)
class _Body:
    """What is gathered while the body is walked; ``line_no`` counts the lines of paragraphs, and tables."""

    name: str
    model: Model
    story: Story
    line_no: int = 0
    joined: str = ""
    grids: list[Grid] = field(default_factory=list)
    outside: list[OutsideLine] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)


def read_word(data: bytes, name: str, model: Model) -> Document:
    """Read the bytes of a Word file.

    Raises ``SourceError`` when it is damaged or holds no table, ``UnsafeSource`` when a table is too large.

    ``OutsideLine.row_no`` and ``Grid.line_no`` count the lines of paragraphs and the tables in reading order. A heading
    begins with as many ``#`` as its level says.
    """
    package = WordPackage(data, name, model)
    body = _Body(name, model, begin(package))
    for block in inner(package.body):
        if tag(block) == "w:p":
            _take_paragraph(body, block)
        elif tag(block) == "w:tbl":
            _take_table(body, block)
        elif tag(block) == "w:altChunk":
            body.findings += told([("embedded-left", "")], Place(file=name, line=body.line_no + 1))
    if not body.grids:
        raise SourceError(model.rules["no-table"], Place(file=name), name=name)
    body.findings += told(_page_edges(package), Place(file=name))
    digest = hashlib.sha256(data).hexdigest()
    return Document(name, MEDIA_TYPE, digest, len(data), tuple(body.grids), tuple(body.outside), tuple(body.findings))


def _take_paragraph(body: _Body, paragraph: Element) -> None:
    styles = body.story.styles
    if styles.is_contents(paragraph):
        return
    body.joined = paragraph_text(paragraph, body.story, body.joined)
    if is_joined_to_next(paragraph):
        return
    level = styles.heading_level(paragraph)
    lines, body.joined = body.joined.split("\n"), ""
    body.findings += told(body.story.take_seen(), Place(file=body.name, line=body.line_no + 1))
    if level:
        lines = ["#" * level + " " + " ".join(filter(None, (line.strip() for line in lines)))]
    for line in lines:
        body.line_no += 1
        if line.strip("#").strip():
            where = f"L{body.line_no}"
            limit_text(line, where, Table(0, body.line_no, body.name), body.model)
            body.outside.append(OutsideLine(body.line_no, line.strip()))


def _take_table(body: _Body, element: Element) -> None:
    body.line_no += 1
    table = Table(len(body.grids) + 1, body.line_no, body.name)
    limit_size(sum(1 for each in inner(element) if tag(each) == "w:tr"), 1, table, body.model)
    cells, height, seen = table_cells(element, body.story)
    body.findings += told(seen, Place(file=body.name, address=f"表{table.table_no}"))
    if not cells:
        return
    grid, findings = lay_out(cells, height, table, body.model)
    body.grids.append(grid)
    body.findings += findings


def _page_edges(package: WordPackage) -> Iterator[tuple[str, str]]:
    """What stands above and below every page, each text once."""
    texts = [plain_text([part]).strip() for kind in ("header", "footer") for part in package.parts(kind)]
    for text in dict.fromkeys(texts):
        if any(map(str.isalpha, text)):
            yield "word-header-footer", text
