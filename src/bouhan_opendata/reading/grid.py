"""A document as it stands: tables of cells with addresses, and the lines around them. No meaning yet."""

from __future__ import annotations

from dataclasses import dataclass

from bouhan_opendata.findings import Finding


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. Table, row and column count from 1; ``text`` is verbatim but for its outer padding, lines by ``\\n``.

    ``address`` is the place as a person sees it in the file: ``表2 行4 列5``, ``Sheet1!C7``, ``3ページ 表1 行5 列2``.
    """

    table_no: int
    row_no: int
    column_no: int
    text: str
    row_span: int = 1
    column_span: int = 1
    address: str = ""
    origin: tuple[int, int] | None = None
    """Where a merged cell covers this one: row and column of the cell that holds the text; the text here is empty then."""
    format_unit: str = ""
    """What the number format of a spreadsheet cell adds to its number: ``件``; ``text`` holds it already, as shown."""

    @property
    def lines(self) -> tuple[str, ...]:
        """The lines of the cell; an empty cell has none."""
        return tuple(self.text.split("\n")) if self.text else ()


@dataclass(frozen=True, slots=True)
class Grid:
    """One table: rows of cells, all rows of one width."""

    table_no: int
    rows: tuple[tuple[Cell, ...], ...]
    line_no: int = 0
    """Where it begins among the lines of the file (``OutsideLine.row_no`` counts the same lines)."""
    name: str = ""
    """The sheet's name in a workbook."""
    page_no: int | None = None
    """The page it stands on, where the form has pages; counts from 1."""
    undivided: frozenset[int] = frozenset()
    """The rows that no drawn line parts from the row above, where lines are drawn at all."""


@dataclass(frozen=True, slots=True)
class OutsideLine:
    """A line of text outside the tables; ``row_no`` is its place among the lines of the file.

    Where a form has no lines, ``row_no`` and ``Grid.line_no`` count paragraphs and tables in reading order.
    """

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
    findings: tuple[Finding, ...] = ()
    """What the file holds besides and was not used: hidden rows, comments, text boxes, tracked changes."""
