"""Small grids with merged cells, made by hand: ``None`` is covered by the cell above, ``^`` by the cell to the left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from bouhan_opendata.model import load_model
from bouhan_opendata.reading import Cell, Document, Grid, OutsideLine, ProgressTable, understand


def grid(*rows: Sequence[str | None], number: int = 1, line: int = 2) -> Grid:
    origins: dict[tuple[int, int], tuple[int, int]] = {}
    made: list[list[Cell]] = []
    for r, row in enumerate(rows, 1):
        made.append([])
        for c, text in enumerate(row, 1):
            origins[r, c] = origins[r - 1, c] if text is None else origins[r, c - 1] if text == "^" else (r, c)
            origin = origins[r, c] if origins[r, c] != (r, c) else None
            address = f"表{number} 行{r} 列{c}"
            made[-1].append(Cell(number, r, c, "" if origin else str(text), address=address, origin=origin))
    heights = Counter(origin for (_, c), origin in origins.items() if c == origin[1])
    widths = Counter(origin for (r, _), origin in origins.items() if r == origin[0])
    spanned = (
        tuple(
            replace(x, row_span=heights[x.row_no, x.column_no] or 1, column_span=widths[x.row_no, x.column_no] or 1) for x in row
        )
        for row in made
    )
    return Grid(number, tuple(spanned), line)


def read_grids(*grids: Grid, title: str = "防犯計画の取組") -> ProgressTable:
    document = Document("計画.xlsx", "application/x", "0", 1, grids, (OutsideLine(1, title),))
    return understand(document, load_model())
