"""Markdown tables to grids. Where a table begins and ends is markdown-it's word; no cell beyond the header is lost."""

from __future__ import annotations

import hashlib
import html
import re
from dataclasses import replace
from pathlib import Path

from markdown_it import MarkdownIt

from bouhan_opendata.errors import SourceError, UnsafeSource
from bouhan_opendata.findings import Place
from bouhan_opendata.model import Model
from bouhan_opendata.reading.grid import Cell, Document, Grid, OutsideLine
from bouhan_opendata.reading.safety import gate
from bouhan_opendata.reading.text.encodings import decode_text

_BREAK = re.compile(r"\s{0,40}<br\s{0,40}/?>\s{0,40}", re.IGNORECASE)
_HTML_TABLE = re.compile(r"<table[\s>]", re.IGNORECASE)
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|<>~])")


def read_markdown(path: Path, model: Model) -> Document:
    """Read a .md or .txt file. Raises ``SourceError`` when it has no table or a row has cells beyond its header."""
    data = gate.read_bytes(path, model)
    document = read_markdown_text(data, path.name, model)
    return replace(document, media_type=gate.media_type(path, model))


def has_table(text: str) -> bool:
    """Whether a text holds a Markdown table."""
    return any(token.type == "table_open" for token in MarkdownIt("commonmark").enable("table").parse(text))


def read_markdown_text(data: bytes, name: str, model: Model) -> Document:
    """Read the bytes of a Markdown file; see :func:`read_markdown`."""
    path = Path(name)
    text = decode_text(data, name, model)
    lines = text.split("\n")
    tables: list[Grid] = []
    used: set[int] = set()
    for token in MarkdownIt("commonmark").enable("table").parse(text):
        if token.type == "table_open" and token.map:
            first, last = token.map
            while last > first and not lines[last - 1].strip():
                last -= 1
            used.update(range(first, last))
            tables.append(_grid(lines[first:last], first, len(tables) + 1, path, model))
    outside = tuple(OutsideLine(n + 1, line.strip()) for n, line in enumerate(lines) if n not in used and line.strip())
    if not tables:
        if html_table := next((line for line in outside if _HTML_TABLE.search(line.text)), None):
            raise SourceError(model.rules["html-table"], Place(file=path.name, line=html_table.row_no), name=path.name)
        raise SourceError(model.rules["no-table"], Place(file=path.name), name=path.name)
    digest = hashlib.sha256(data).hexdigest()
    form = gate.TEXT_FORMS.get(path.suffix.lower(), "text/markdown")
    return Document(path.name, form, digest, len(data), tuple(tables), outside)


def _grid(lines: list[str], first: int, table_no: int, path: Path, model: Model) -> Grid:
    width = len(split_row(lines[0]))
    if len(lines) > gate.MAX_ROWS or width > gate.MAX_COLUMNS:
        raise UnsafeSource(
            model.rules["source-too-large"],
            Place(file=path.name),
            name=path.name,
            size=f"{len(lines)} × {width}",
            limit="50,000 × 1,000",
        )
    rows = []
    for number, line in enumerate([lines[0], *lines[2:]], 1):
        parts = split_row(line)
        if len(parts) > width and any(part.strip() for part in parts[width:]):
            place = Place(file=path.name, line=first + number + (number > 1), address=f"表{table_no} 行{number}")
            raise SourceError(model.rules["cells-beyond-header"], place, found=len(parts), width=width)
        parts = (parts + [""] * width)[:width]
        rows.append(tuple(_cell(part, table_no, number, column, path, model) for column, part in enumerate(parts, 1)))
    return Grid(table_no, tuple(rows), first + 1)


def _cell(part: str, table_no: int, row: int, column: int, path: Path, model: Model) -> Cell:
    address = f"表{table_no} 行{row} 列{column}"
    text = html.unescape(_ESCAPED.sub(r"\1", _BREAK.sub("\n", part.strip())))
    if len(text) > gate.MAX_CELL:
        raise UnsafeSource(
            model.rules["source-too-large"],
            Place(file=path.name, address=address),
            name=path.name,
            size=f"{len(text):,}",
            limit="32,767",
        )
    return Cell(table_no, row, column, text, address=address)


def split_row(line: str) -> list[str]:
    """The cells of a table row: split at ``|`` unless escaped; the outer bars are optional."""
    text = line.strip()
    parts = re.split(r"(?<!\\)(?:\\\\)*\|", text) if "\\" in text else text.split("|")
    if text.startswith("|"):
        parts = parts[1:]
    if text.endswith("|") and not text.endswith("\\|") and parts:
        parts = parts[:-1]
    return parts
