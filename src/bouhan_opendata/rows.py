"""Tables as CSV bytes, row by row: the checks and the triples of the model in one loop, with constant memory but for keys.

Knows bytes and the model; where the bytes come from and go to is the caller's business.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import BinaryIO

from bouhan_opendata.errors import PackageError
from bouhan_opendata.findings import Finding, Place
from bouhan_opendata.model import Model
from bouhan_opendata.row_checks import (
    KeyStore,
    TableChecks,
    Tally,
    compile_checks,
    explain_row,
    finish_references,
    passes,
    reading_order,
)
from bouhan_opendata.row_triples import TripleWriter, compile_writer, escaped, needs_escape
from bouhan_opendata.tabular.lexical import shown

Source = bytes | BinaryIO | Callable[[], BinaryIO]
"""The bytes of a CSV, an open binary stream, or a function that opens one (and is then closed here)."""
Write = Callable[[bytes], object]
"""Takes blocks of N-Triples, such as ``stream.write``."""
_BLOCK = 160_000
"""Bytes of a block: about 1,000 rows."""
LONGEST_CELL = 1_000_000
_CELL = r'(?:"[^"]*+(?:""[^"]*+)*+"|[^",\n]*+)'
_RECORDS = re.compile(rf"(?:{_CELL}(?:,{_CELL})*+\r?(?:\n|\Z))*+")
"""Records in which a quote stands at both ends of a cell or twice inside, and nowhere else (RFC 4180)."""
_STRAY = {"ja": "引用符で囲まれていないセルの中に引用符があります", "en": "a quote inside a cell that is not quoted"}
_BOM = b"\xef\xbb\xbf"
_ODD_CHARACTERS = bytes([*range(0x09), 0x0B, 0x0C, *range(0x0D, 0x20), 0x7F])
_ODD_BREAKS = ("\x85", "\u2028", "\u2029")


@dataclass(frozen=True, slots=True)
class RowChecks:
    """What the checks found: the first findings of each rule and file, all of them counted, and the rows of each table."""

    findings: tuple[Finding, ...]
    counts: Mapping[tuple[str, str], int]
    """(file, rule) → how many."""
    rows: Mapping[str, int]

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.findings)

    @property
    def total(self) -> int:
        """How many findings there are, listed or not."""
        return sum(self.counts.values())


@dataclass(frozen=True, slots=True)
class CompiledTable:
    """One table's checks and, where it has triples, its writer."""

    checks: TableChecks
    writer: TripleWriter | None


@dataclass(frozen=True, slots=True)
class Compiled:
    """All tables of a model, compiled for one base address."""

    model: Model
    base_iri: str
    tables: Mapping[str, CompiledTable]

    def check(self, sources: Mapping[str, Source], *, most: int = 100) -> RowChecks:
        """Check every table given. At most ``most`` findings of each rule and file are listed; all are counted.

        A table that is not given is not judged, nor are the references to it.
        """
        return self.check_and_write(sources, None, most=most)

    def triples(self, name: str, source: Source) -> Iterator[bytes]:
        """The N-Triples of a table, block by block, without the checks.

        Raises :class:`PackageError` where the bytes are no such CSV or where a cell that would enter an address may not.
        """
        table = self.tables[name]
        if table.writer is None:
            return
        for block in _blocks(source):
            if block.first_line == 1:
                _require_header(self.model, table.checks, block.lines)
            else:
                yield self._block_triples(table, block)

    def piece_triples(self, name: str, piece: bytes, first_line: int = 2) -> Iterator[bytes]:
        """The N-Triples of whole records of a table without its header, block by block, as :meth:`triples` gives them."""
        table = self.tables[name]
        if table.writer is not None:
            for block in _record_blocks(io.BytesIO(piece), first_line):
                yield self._block_triples(table, block)

    def _block_triples(self, table: CompiledTable, block: _Block) -> bytes:
        columns = _columns(block, len(table.checks.faults))
        if columns is None:
            place = Place(file=table.checks.file, row=block.first_line)
            raise PackageError(self.model.rules["csv-broken"], place, problem="UTF-8, quotes, cells")
        return _written(self.model, table, block, columns)

    def check_and_write(self, sources: Mapping[str, Source], write: Write | None, *, most: int = 100) -> RowChecks:
        """Check every table and hand its N-Triples to ``write``, block by block, in one pass.

        A block with a finding of its own is not written; when there is any finding, what was written is not complete.
        """
        tally = Tally(most)
        store = KeyStore(present=frozenset(sources))
        rows: dict[str, int] = {}
        for name in self.order:
            if name in sources:
                rows[name] = _run(self.model, self.tables[name], sources[name], store, tally, write)
        finish_references(store, tally)
        return RowChecks(tuple(tally.listed), dict(tally.counts), {name: rows[name] for name in self.tables if name in rows})

    @property
    def order(self) -> tuple[str, ...]:
        """The order in which tables are read: what is referred to comes first."""
        return reading_order(self.model.tables)


def compile_tables(model: Model, base_iri: str) -> Compiled:
    """Compile every table of a model once. Raises ``ModelError`` for templates that cannot be made safe."""
    tables = model.tables.items()
    compiled = {
        name: CompiledTable(compile_checks(model, table), compile_writer(model, table, base_iri)) for name, table in tables
    }
    return Compiled(model, base_iri, compiled)


@dataclass(frozen=True, slots=True)
class _Block:
    """Whole lines of a file, and the number of the first. The header is a block of its own."""

    data: bytes
    lines: list[bytes]
    first_line: int
    text: str | None
    """``None`` where the bytes are not UTF-8."""
    is_closed: bool = True
    """False where a quote opens and never closes."""


def _blocks(source: Source) -> Iterator[_Block]:
    if callable(source):
        with source() as stream:
            yield from _stream_blocks(stream)
    else:
        yield from _stream_blocks(io.BytesIO(source) if isinstance(source, bytes) else source)


def _stream_blocks(stream: BinaryIO) -> Iterator[_Block]:
    header = stream.readline()
    yield _Block(header, [header], 1, _text(header))
    yield from _record_blocks(stream, 2)


def _record_blocks(stream: BinaryIO, number: int) -> Iterator[_Block]:
    """Blocks of the records from here on; ``number`` is the line the stream stands at."""
    while lines := stream.readlines(_BLOCK):
        data = b"".join(lines)
        is_closed = data.count(b'"') % 2 == 0
        if not is_closed:
            is_closed = _close(stream, lines)
            data = b"".join(lines)
        yield _Block(data, lines, number, _text(data), is_closed)
        if not is_closed:
            return
        number += len(lines)


def _text(data: bytes) -> str | None:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _close(stream: BinaryIO, lines: list[bytes]) -> bool:
    """Add lines up to the one that closes an open quote; whether there is one within the length of a cell."""
    spare = LONGEST_CELL
    while spare > 0 and (line := stream.readline(spare)):
        lines.append(line)
        if line.count(b'"') % 2 == 1:
            return True
        spare -= len(line)
    return False


def _columns(block: _Block, width: int) -> list[Sequence[str]] | None:
    """The cells of a block by column in their Latin-1 view, or ``None`` where it is not UTF-8, not CSV, or not that wide."""
    if block.text is None:
        return None
    text = block.data.decode("latin-1")
    is_simple = "\r" not in text and block.is_closed
    if is_simple and '"' not in text:
        if {line.count(b",") for line in block.lines} != {width - 1}:
            return None
        cells = text.removesuffix("\n").replace("\n", ",").split(",")
        return [cells[number::width] for number in range(width)]
    if '"' in text and _RECORDS.fullmatch(text) is None:
        return None
    try:
        lines = text.removesuffix("\n").split("\n")
        if is_simple and all(line.count('"') % 2 == 0 for line in lines if '"' in line):
            rows = [next(csv.reader((line,), strict=True)) if '"' in line else line.split(",") for line in lines]
        else:
            rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error:
        return None
    return list(zip(*rows, strict=True)) if set(map(len, rows)) == {width} else None


def _is_plain(block: _Block) -> bool:
    """Whether a block has no character that is a fault wherever it stands, and ends its lines as it should."""
    if block.text is None or not block.is_closed or block.data[-1:] != b"\n":
        return False
    if len(block.data.translate(None, _ODD_CHARACTERS)) != len(block.data):
        return False
    return not any(character in block.text for character in _ODD_BREAKS)


def _run(model: Model, table: CompiledTable, source: Source, store: KeyStore, tally: Tally, write: Write | None) -> int:
    """Check one table to its end and write what is clean; the number of its rows."""
    checks = table.checks
    name = checks.table.name
    store.keys[name] = set()
    store.unique |= {(name, number): set() for number in range(len(checks.unique))}
    count = 0
    for block in _blocks(source):
        if block.first_line == 1:
            if not _header_fits(checks, block.lines[0], tally):
                break
            continue
        columns = _columns(block, len(checks.faults))
        before = tally.total
        if (
            columns
            and len(columns[0]) == len(block.lines)
            and _is_plain(block)
            and passes(checks, columns, store, block.first_line)
        ):
            count += len(block.lines)
        else:
            count += _explain(checks, block, store, tally)
        if columns and tally.total == before and write is not None and table.writer is not None:
            write(_written(model, table, block, columns))
    store.finished.add(name)
    return count


def _written(model: Model, table: CompiledTable, block: _Block, columns: list[Sequence[str]]) -> bytes:
    """The N-Triples of a block. A cell may enter an address only if it matches the guard of its column."""
    writer = table.writer
    assert writer is not None
    for number, guard in writer.guarded:
        if (bad := guard.stopped(columns[number])) is not None:
            place = Place(file=table.checks.file, row=block.first_line, field=table.checks.table.names[number])
            raise PackageError(model.rules["not-an-address"], place, value=shown(bad.encode("latin-1").decode("utf-8")))
    if b'"' in block.data or b"\\" in block.data or b"\r" in block.data:
        for number in writer.literal:
            if needs_escape("\0".join(columns[number])):
                columns[number] = list(map(escaped, columns[number]))
    return writer.write(zip(*columns, strict=True)).encode("latin-1")


def _header_text(checks: TableChecks) -> bytes:
    return ",".join(checks.table.names).encode() + b"\n"


def _require_header(model: Model, checks: TableChecks, lines: Sequence[bytes]) -> None:
    if lines[0] != _header_text(checks):
        found = shown(lines[0].decode("utf-8", "replace").rstrip("\n"))
        place = Place(file=checks.file, row=1)
        raise PackageError(model.rules["header-mismatch"], place, found=found, expected=",".join(checks.table.names))


def _header_fits(checks: TableChecks, line: bytes, tally: Tally) -> bool:
    """Judge the header; where it is another one, the rows cannot be judged and the table is left."""
    if line == _header_text(checks):
        return True
    place = Place(file=checks.file, row=1)
    if line.startswith(_BOM):
        tally.add(place, ("byte-order-mark", {}))
        line = line.removeprefix(_BOM)
    if not line.endswith(b"\n") or line.endswith(b"\r\n"):
        tally.add(place, ("line-ending", {"found": "CRLF" if line.endswith(b"\r\n") else "EOF"}))
    try:
        found = next(csv.reader([line.decode("utf-8").rstrip("\r\n")], strict=True), [])
    except (UnicodeDecodeError, csv.Error):
        found = [line.decode("utf-8", "replace").rstrip("\r\n")]
    if found == list(checks.table.names):
        return True
    tally.add(place, ("header-mismatch", {"found": shown(",".join(found)), "expected": ",".join(checks.table.names)}))
    return False


def _explain(checks: TableChecks, block: _Block, store: KeyStore, tally: Tally) -> int:
    """Read a block again, cell by cell, and say exactly what is wrong with it; the number of its rows."""
    lines = list(_decoded_lines(checks, block, tally))
    broken = tally.counts[checks.file, "csv-broken"]
    reader = csv.reader(iter(lines), strict=True)
    count = 0
    for _ in repeat(None):
        line = block.first_line + reader.line_num
        try:
            cells = next(reader, None)
        except csv.Error as fault:
            tally.add(Place(file=checks.file, row=line), ("csv-broken", {"problem": str(fault)}))
            break
        if cells is None:
            break
        count += 1
        explain_row(checks, cells or [""], line, store, tally)
    records = _RECORDS.match(text := "".join(lines))
    if records and records.end() < len(text) and tally.counts[checks.file, "csv-broken"] == broken:
        line = block.first_line + text.count("\n", 0, records.end())
        tally.add(Place(file=checks.file, row=line), ("csv-broken", {"problem": _STRAY}))
    return count


def _decoded_lines(checks: TableChecks, block: _Block, tally: Tally) -> Iterator[str]:
    """The lines of a block as text, with what is wrong about their bytes: encoding and line ends."""
    for number, line in enumerate(block.lines, block.first_line):
        place = Place(file=checks.file, row=number)
        try:
            text = line.decode("utf-8")
        except UnicodeDecodeError as fault:
            tally.add(place, ("not-utf8", {"position": fault.start}))
            text = line.decode("utf-8", "replace")
        if text.endswith("\r\n") or not text.endswith("\n"):
            tally.add(place, ("line-ending", {"found": "CRLF" if text.endswith("\r\n") else "EOF"}))
            text = text.rstrip("\r\n") + "\n"
        yield text
