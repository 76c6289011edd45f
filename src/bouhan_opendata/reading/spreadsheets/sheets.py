"""What a workbook's reader hands on, whatever its form: sheets of shown texts with their places, and what else was met."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from bouhan_opendata.errors import UnsafeSource
from bouhan_opendata.findings import Finding, Place
from bouhan_opendata.model import Model
from bouhan_opendata.reading.safety import gate

MOST_CELLS = 1_000_000
MOST_LISTED = 10
_QUOTED = 30
_PLAIN_NAME = re.compile(r"[^\W\d][\w.]*")


@dataclass(frozen=True, slots=True)
class Shown:
    """One cell: its text as shown, what its number format adds, whether lines are drawn round it."""

    text: str
    unit: str = ""
    is_boxed: bool = False
    edges: int = 0
    """Which of the lines part it from the rows around: 1 above, 2 below, 3 both."""


Area = tuple[int, int, int, int]
"""First row, first column, last row, last column; all from 1."""


@dataclass(slots=True)
class Sheet:
    """One sheet while it is read; rows and columns count from 1 and only cells that hold or show something are kept."""

    name: str
    rows: dict[int, dict[int, Shown]] = field(default_factory=dict)
    merges: list[Area] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    notes: dict[str, list[str]] = field(default_factory=dict)
    """Rule → addresses of what was met and not used."""
    count: int = 0

    def put(self, row: int, column: int, cell: Shown, file: Place, model: Model) -> None:
        """Keep a cell. Raises ``UnsafeSource`` for one beyond the limits; a blank one there is left out."""
        if row > gate.MAX_ROWS or column > gate.MAX_COLUMNS:
            if not cell.text:
                return
            raise too_large(
                file, model, f"{row:,} × {column:,}", f"{gate.MAX_ROWS:,} × {gate.MAX_COLUMNS:,}", self.at(row, column)
            )
        if len(cell.text) > gate.MAX_CELL:
            raise too_large(file, model, f"{len(cell.text):,}", f"{gate.MAX_CELL:,}", self.at(row, column))
        self.count += 1
        if self.count > MOST_CELLS:
            raise too_large(file, model, f"{self.count:,}", f"{MOST_CELLS:,}", self.name)
        self.rows.setdefault(row, {})[column] = cell

    def note(self, rule: str, address: str) -> None:
        """Something at an address of this sheet that was not used."""
        self.notes.setdefault(rule, []).append(address)

    def at(self, row: int, column: int) -> str:
        """The address as a spreadsheet says it: ``Sheet1!C7``."""
        return f"{quoted_name(self.name)}!{column_letters(column)}{row}"

    def hide_columns(self, first: int, last: int) -> None:
        """Columns that are not shown."""
        self.hidden_columns.update(range(first, min(last, gate.MAX_COLUMNS) + 1))

    def merge(self, area: Area | None) -> None:
        """Cells shown as one."""
        if area and area[0] <= gate.MAX_ROWS and area[1] <= gate.MAX_COLUMNS and area[:2] != area[2:]:
            self.merges.append(area)

    def check_size(self, file: Place, model: Model) -> None:
        """Raises ``UnsafeSource`` where the rows and columns with text, or the merged cells among them, are too many."""
        texts = [(row, column) for row, cells in self.rows.items() for column, cell in cells.items() if cell.text]
        rows, columns = max((row for row, _ in texts), default=0), max((column for _, column in texts), default=0)
        merged = sum(
            max(0, min(bottom, rows) - top + 1) * max(0, min(right, columns) - left + 1)
            for top, left, bottom, right in self.merges
        )
        if max(rows * columns, merged) > MOST_CELLS:
            raise too_large(file, model, f"{max(rows * columns, merged):,}", f"{MOST_CELLS:,}", self.name)


def too_large(file: Place, model: Model, size: str, limit: str, address: str) -> UnsafeSource:
    """The refusal of a sheet that goes beyond a limit."""
    return UnsafeSource(
        model.rules["source-too-large"], Place(file=file.file, address=address), name=file.file, size=size, limit=limit
    )


def quoted_name(name: str) -> str:
    """A sheet's name as an address has it: in quotes where it is not one plain word."""
    return name if _PLAIN_NAME.fullmatch(name) else "'" + name.replace("'", "''") + "'"


def column_letters(column: int) -> str:
    """The letters of a column that counts from 1: 1 is A, 27 is AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def split_address(reference: str) -> tuple[int, int]:
    """Row and column of ``C7``; zeros for what is no address."""
    column = at = 0
    for char in reference:
        if not "A" <= char <= "Z":
            break
        column = column * 26 + ord(char) - 64
        at += 1
    digits = reference[at:]
    return (int(digits), column) if digits.isdecimal() and len(digits) < 10 and column else (0, 0)


def split_area(reference: str) -> Area | None:
    """The corners of ``A1:C7``; one cell is an area of one; ``None`` for what is none."""
    first, _, last = reference.replace("$", "").partition(":")
    (top, left), (bottom, right) = split_address(first), split_address(last or first)
    return (top, left, bottom, right) if top and bottom >= top and right >= left else None


def quote(text: str) -> str:
    """A text within 「」, cut where it is long."""
    text = text.replace("\n", " ")
    return f"「{text if len(text) <= _QUOTED else text[:_QUOTED] + '…'}」"


def listed(addresses: Iterable[str]) -> str:
    """Some addresses of a sheet in words, the rest counted."""
    every = list(addresses)
    rest = len(every) - MOST_LISTED
    return "、".join(every[:MOST_LISTED]) + (f" … (+{rest})" if rest > 0 else "")


def spans(numbers: Iterable[int]) -> list[str]:
    """Numbers as runs: 3, 4, 5, 9 → 3–5, 9."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][1] + 1:
            runs[-1][1] = number
        else:
            runs.append([number, number])
    return [str(first) if first == last else f"{first}–{last}" for first, last in runs]


def column_spans(numbers: Iterable[int]) -> list[str]:
    """Columns as runs of letters: C–E, H."""
    return ["–".join(column_letters(int(part)) for part in run.split("–")) for run in spans(numbers)]


def findings_of(sheets: Iterable[Sheet], file: Place) -> list[Finding]:
    """One finding for each rule and sheet, with the places where it holds."""
    return [
        Finding(rule, Place(file=file.file, address=sheet.name), {"sheet": sheet.name, "count": len(at), "where": listed(at)})
        for sheet in sheets
        for rule, at in sheet.notes.items()
    ]
