"""Tables with separated fields (.csv, .tsv, Excel's Unicode text) to grids; no meaning, no file access.

The separator is the one with which all rows of a table are of one width. Nothing is guessed: where none or more than one
does that, the file is refused.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from bouhan_opendata.errors import SourceError
from bouhan_opendata.findings import Place
from bouhan_opendata.model import Model
from bouhan_opendata.reading.grid import Document, Grid, OutsideLine
from bouhan_opendata.reading.placing import Placed, Table, lay_out, limit_size, limit_text
from bouhan_opendata.reading.text.encodings import decode_text

_SEPARATORS = (",", "\t", ";")
_BY_NAME = {".csv": ",", ".tsv": "\t", ".tab": "\t"}
_NAMES = {
    ",": {"ja": "カンマ(,)", "en": "commas (,)"},
    "\t": {"ja": "タブ", "en": "tabs"},
    ";": {"ja": "セミコロン(;)", "en": "semicolons (;)"},
}
_MEDIA_TYPES = {"\t": "text/tab-separated-values"}


@dataclass(frozen=True, slots=True)
class Record:
    """The fields of one row, and the line of the file where it begins, from 1."""

    line: int
    fields: tuple[str, ...]

    @property
    def filled(self) -> int:
        """How many fields say something."""
        return sum(bool(each.strip()) for each in self.fields)


def read_delimited(data: bytes, name: str, model: Model) -> Document:
    """Read the bytes of a .csv or .tsv file.

    Blank rows part tables; rows with one filled field above a table are lines outside it. ``OutsideLine.row_no`` and
    ``Grid.line_no`` are lines of the file. Raises ``SourceError`` for a separator that is not certain, rows of unequal
    width, an open quotation mark, an encoding other than UTF-8, CP932 or UTF-16 with its mark.
    """
    text = decode_text(data, name, model)
    said, text, first = _said_separator(text)
    candidates = (said,) if said else _SEPARATORS
    separator, records = choose_separator(text, candidates, name, model, first)
    return as_document(records, data, name, _MEDIA_TYPES.get(separator, "text/csv"), model)


def _said_separator(text: str) -> tuple[str, str, int]:
    """The separator that the first line tells Excel (``sep=;``), the text behind that line, the number of its first line."""
    line, _, rest = text.partition("\n")
    said = line.strip().strip('"')
    return (said[4], rest, 2) if len(said) == 5 and said.lower().startswith("sep=") else ("", text, 1)


def choose_separator(text: str, candidates: Sequence[str], name: str, model: Model, first: int = 1) -> tuple[str, list[Record]]:
    """The separator that makes all rows of each table as wide as one another, and the rows.

    Where several do, the file's name decides. Raises ``SourceError`` where that does not help, or none does.
    """
    read = {each: split_records(text, each, first) for each in candidates}
    split = {each: records for each, records in read.items() if isinstance(records, list)}
    wide = [each for each, records in split.items() if sum(len(record.fields) > 1 for record in records) > 1]
    fitting = [each for each in wide if _first_ragged(split[each]) is None]
    found = fitting or wide
    named = _BY_NAME.get(Path(name).suffix.lower())
    if len(found) > 1 and named in found:
        found = [named]
    if len(found) > 1:
        words = {lang: " / ".join(_NAMES[each][lang] for each in found) for lang in ("ja", "en")}
        raise SourceError(model.rules["separator-unclear"], Place(file=name), name=name, candidates=words)
    if not found:
        broken = next((line for line in read.values() if isinstance(line, int)), None)
        rule = "no-table" if broken is None else "quote-broken"
        raise SourceError(model.rules[rule], Place(file=name, line=broken), name=name)
    records = split[found[0]]
    if (ragged := _first_ragged(records)) is not None:
        record, width = ragged
        raise SourceError(model.rules["rows-ragged"], Place(file=name, line=record.line), found=len(record.fields), width=width)
    return found[0], records


def _sections(records: Sequence[Record]) -> Iterator[list[Record]]:
    for is_filled, section in groupby(records, key=lambda record: record.filled > 0):
        if is_filled:
            yield list(section)


def _first_ragged(records: Sequence[Record]) -> tuple[Record, int] | None:
    """The first row that is not as wide as those before it in its table, with their width; lines of one field may precede."""
    for section in _sections(records):
        width = 1
        for record in section:
            if width > 1 and len(record.fields) != width:
                return record, width
            width = len(record.fields)
    return None


def split_records(text: str, separator: str, first: int = 1) -> list[Record] | int:
    """The rows of a text, fields in quotation marks as RFC 4180 has them; or the line of a mark that does not close."""
    records: list[Record] = []
    position, line = 0, first
    while position < len(text):
        end = text.find("\n", position)
        end = len(text) if end < 0 else end
        if '"' not in text[position:end]:
            records.append(Record(line, tuple(text[position:end].split(separator))))
            position, line = end + 1, line + 1
            continue
        quoted = _quoted_record(text, position, separator)
        if quoted is None:
            return line
        fields, end = quoted
        records.append(Record(line, fields))
        line += text.count("\n", position, end) + 1
        position = end + 1
    return records


def _quoted_record(text: str, position: int, separator: str) -> tuple[tuple[str, ...], int] | None:
    """The fields of the row that begins here and where it ends; ``None`` where a quotation mark does not close as it should."""
    fields: list[str] = []
    while True:
        if text.startswith('"', position):
            closed = _closing(text, position + 1)
            if closed is None or text[closed + 1 : closed + 2] not in (separator, "\n", ""):
                return None
            fields.append(text[position + 1 : closed].replace('""', '"'))
            position = closed + 1
        else:
            ends = (text.find(separator, position), text.find("\n", position))
            end = min((each for each in ends if each >= 0), default=len(text))
            fields.append(text[position:end])
            position = end
        if text[position : position + 1] != separator:
            return tuple(fields), position
        position += 1


def _closing(text: str, position: int) -> int | None:
    while (position := text.find('"', position)) >= 0:
        if not text.startswith('""', position):
            return position
        position += 2
    return None


def as_document(records: Sequence[Record], data: bytes, name: str, media_type: str, model: Model) -> Document:
    """Rows as tables and lines around them. Raises ``SourceError`` when no row has two filled fields."""
    grids: list[Grid] = []
    outside: list[OutsideLine] = []
    for section in _sections(records):
        start = next((n for n, record in enumerate(section) if record.filled > 1), len(section))
        for record in section[:start]:
            text = " ".join(next(each for each in record.fields if each.strip()).split("\n")).strip()
            limit_text(text, f"L{record.line}", Table(0, record.line, name), model)
            outside.append(OutsideLine(record.line, text))
        if rows := section[start:]:
            grids.append(_grid(rows, Table(len(grids) + 1, rows[0].line, name), model))
    if not grids:
        raise SourceError(model.rules["no-table"], Place(file=name), name=name)
    digest = hashlib.sha256(data).hexdigest()
    return Document(name, media_type, digest, len(data), tuple(grids), tuple(outside))


def _grid(rows: Sequence[Record], table: Table, model: Model) -> Grid:
    limit_size(len(rows), len(rows[0].fields), table, model)
    cells = [
        Placed(row_no, column, text.strip()) for row_no, row in enumerate(rows, 1) for column, text in enumerate(row.fields, 1)
    ]
    return lay_out(cells, len(rows), table, model)[0]
