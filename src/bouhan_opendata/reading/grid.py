"""A document as it stands: tables of cells with addresses, and the lines around them. No meaning yet."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. Table, row and column count from 1; ``text`` is verbatim but for its outer padding, lines by ``\\n``."""

    table_no: int
    row_no: int
    column_no: int
    text: str
    row_span: int = 1
    column_span: int = 1
    address: str = ""

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines of the cell; an empty cell has none."""
        return tuple(self.text.split("\n")) if self.text else ()


@dataclass(frozen=True, slots=True)
class Grid:
    """One table: rows of cells, every row as wide as the header."""

    table_no: int
    rows: tuple[tuple[Cell, ...], ...]
    line_no: int = 0
    """The line of the file at which it begins, where the form has lines."""


@dataclass(frozen=True, slots=True)
class OutsideLine:
    """A line of text outside the tables; ``row_no`` is its line in the file."""

    row_no: int
    text: str


@dataclass(frozen=True, slots=True)
class Document:
    """A source file: what it is, its tables and the text around them."""

    file_name: str
    media_type: str
    sha256: str
    bytes: int
    grids: tuple[Grid, ...]
    outside: tuple[OutsideLine, ...]
