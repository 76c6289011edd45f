"""Plain text (.txt): tables in Markdown, drawn with bars or box characters, or with tabs. No other is made up."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from bouhan_opendata.errors import SourceError
from bouhan_opendata.findings import Place
from bouhan_opendata.model import Model
from bouhan_opendata.reading.grid import Document, Grid, OutsideLine
from bouhan_opendata.reading.placing import Placed, Table, lay_out
from bouhan_opendata.reading.text.delimited import as_document, choose_separator
from bouhan_opendata.reading.text.encodings import decode_text
from bouhan_opendata.reading.text.markdown import has_table, read_markdown_text

_BARS = "│┃║|｜"
_JOINTS = "+┌┬┐├┼┤└┴┘┏┳┓┣╋┫┗┻┛╔╦╗╠╬╣╚╩╝┠┨┝┥┯┷┿╂╋"
_DRAWN = frozenset("-=─━═" + _JOINTS + _BARS)
_BLANK = " 　\t"
_SPACES = frozenset(_BLANK)


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A line of a drawn table, from 1: the parts between its bars, none where it is a horizontal line, whole or in part."""

    line: int
    parts: tuple[str, ...]
    is_partial: bool = False


def read_plain_text(data: bytes, name: str, model: Model) -> Document:
    """Read the bytes of a .txt file. Raises ``SourceError`` when it has no table with drawn lines or tabs."""
    text = decode_text(data, name, model)
    if has_table(text):
        return read_markdown_text(data, name, model)
    lines = text.split("\n")
    blocks = _blocks(lines)
    if blocks:
        return _drawn_document(lines, blocks, data, name, model)
    if "\t" in text:
        _, records = choose_separator(text, ("\t",), name, model)
        return as_document(records, data, name, "text/plain", model)
    raise SourceError(model.rules["text-without-lines"], Place(file=name), name=name)


def _drawn_document(lines: Sequence[str], blocks: list[list[_Drawn]], data: bytes, name: str, model: Model) -> Document:
    grids: list[Grid] = []
    used: set[int] = set()
    for block in blocks:
        table = Table(len(grids) + 1, block[0].line, name)
        rows = _rows(block, name, model)
        cells = [Placed(row, column, text) for row, texts in enumerate(rows, 1) for column, text in enumerate(texts, 1)]
        grids.append(lay_out(cells, len(rows), table, model)[0])
        used.update(each.line for each in block)
    outside = tuple(OutsideLine(n, line.strip()) for n, line in enumerate(lines, 1) if n not in used and line.strip())
    return Document(name, "text/plain", hashlib.sha256(data).hexdigest(), len(data), tuple(grids), outside)


def _is_rule(line: str) -> bool:
    """Whether a line only draws: a horizontal line, whole or in part."""
    drawn = set(line) - _SPACES
    return bool(drawn) and drawn <= _DRAWN and bool(drawn & set("-=─━═")) and bool(len(line.strip()) > 2)


def _blocks(lines: Sequence[str]) -> list[list[_Drawn]]:
    """Lines that follow one another and draw a table of two rows or more."""
    blocks: list[list[_Drawn]] = []
    block: list[_Drawn] = []
    bar = ""
    for number, line in enumerate([*lines, ""], 1):
        text = line.strip()
        if not _is_rule(text):
            bar = bar if bar and bar in text else next((each for each in _BARS if each in text), "")
        if text and (_is_rule(text) or bar):
            is_rule = _is_rule(text)
            block.append(_Drawn(number, () if is_rule else _parts(text, bar), is_rule and not _SPACES.isdisjoint(text)))
            continue
        if sum(bool(each.parts) for each in block) > 1:
            blocks.append(block)
        block, bar = [], ""
    return blocks


def _parts(text: str, bar: str) -> tuple[str, ...]:
    parts = text.split(bar)
    return tuple(parts[text.startswith(bar) : len(parts) - (text.endswith(bar) and len(parts) > 1)])


def _rows(block: Sequence[_Drawn], name: str, model: Model) -> list[list[str]]:
    """The rows of a drawn table: what stands between two horizontal lines, or each line where there are none between them."""
    filled = [each for each in block if each.parts]
    width = len(filled[0].parts)
    for each in filled:
        if len(each.parts) != width:
            place = Place(file=name, line=each.line)
            raise SourceError(model.rules["rows-ragged"], place, found=len(each.parts), width=width)
    unclear = next((each for each in block if each.is_partial), None)
    groups: list[list[_Drawn]] = [[]]
    for each in block:
        if each.parts:
            groups[-1].append(each)
        elif groups[-1]:
            groups.append([])
    groups = [group for group in groups if group]
    is_ruled = len(groups) > 2
    rows = []
    for group in groups:
        if len(group) > 1 and _is_unclear(group, is_ruled=is_ruled, has_lines=len(groups) > 1):
            unclear = unclear or group[0]
        rows += [_joined(group)] if is_ruled else [[part.strip() for part in each.parts] for each in group]
    if unclear is not None:
        raise SourceError(model.rules["drawn-table-unclear"], Place(file=name, line=unclear.line), name=name)
    return rows


def _is_unclear(group: Sequence[_Drawn], *, is_ruled: bool, has_lines: bool) -> bool:
    """Whether lines with no horizontal line between them may be one row or several.

    Where rows are parted by lines they are one row, unless each is full. Where only the header is, each is a row, unless
    one begins with a blank, as a row of several lines does. A number that may go on in the next line is unclear too.
    """
    pairs = pairwise(group)
    if is_ruled and any(_may_cut_number(*each) for pair in pairs for each in zip(pair[0].parts, pair[1].parts, strict=True)):
        return True
    if is_ruled:
        return any(all(part.strip(_BLANK) for part in each.parts) for each in group[1:])
    return has_lines and any(not each.parts[0].strip(_BLANK) for each in group)


def _joined(group: Sequence[_Drawn]) -> list[str]:
    """One row of several lines: a line that fills its cell goes on in the next."""
    cells = []
    for column in range(len(group[0].parts)):
        text, is_full = "", True
        for each in group:
            part = each.parts[column]
            shown = part.strip(_BLANK)
            text += ("" if is_full else "\n") + shown
            is_full = _is_full(part)
        cells.append(text.strip())
    return cells


def _is_full(part: str) -> bool:
    """Whether a line has no room for one more character beside its padding."""
    shown = part.strip(_BLANK)
    return bool(shown) and _width(shown) >= _width(part) - 2 * part.startswith(" ") - 1


def _may_cut_number(part: str, below: str) -> bool:
    return _is_full(part) and part.rstrip(_BLANK)[-1].isdecimal() and below.strip(_BLANK)[:1].isdecimal()


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(char) in ("F", "W", "A") else 1 for char in text)
