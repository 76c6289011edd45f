"""A CSV file cut into pieces of whole records, exactly: at line ends with an even number of quotes before them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from bouhan_opendata.rows import LONGEST_CELL

PIECE = 1 << 19
"""Bytes of a piece. It does not depend on the number of workers, so neither does what is written."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Whole records of a table: bytes ``start`` to ``end`` of its file. The header is in none."""

    number: int
    table: str
    path: Path
    start: int
    end: int
    first_line: int

    def read(self) -> bytes:
        """The bytes of the records."""
        with self.path.open("rb") as stream:
            stream.seek(self.start)
            return stream.read(self.end - self.start)


def pieces_of(table: str, path: Path, size: int, number: int) -> Iterator[Piece]:
    """The pieces of one file, each of at least ``size`` bytes but the last. Reads the file once, a piece at a time."""
    with path.open("rb") as stream:
        start, line = len(stream.readline()), 2
        while part := stream.read(size):
            length, lines = _to_a_record_end(stream, part)
            yield Piece(number, table, path, start, start + length, line)
            number, start, line = number + 1, start + length, line + lines


def _to_a_record_end(stream: BinaryIO, part: bytes) -> tuple[int, int]:
    """Read on to the end of a record; bytes and lines of the whole.

    A quote that no cell closes ends the search after the length of the longest cell: the row checks refuse such a file.
    """
    rest = b"" if part.endswith(b"\n") else stream.readline()
    length, lines = len(part) + len(rest), part.count(b"\n") + rest.count(b"\n")
    is_open = (part.count(b'"') + rest.count(b'"')) % 2 == 1
    spare = LONGEST_CELL
    while is_open and spare > 0 and (line := stream.readline(spare)):
        length, lines, spare = length + len(line), lines + line.count(b"\n"), spare - len(line)
        is_open = line.count(b'"') % 2 == 0
    return length, lines
