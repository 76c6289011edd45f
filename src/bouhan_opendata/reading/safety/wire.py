"""A document as JSON and back: what a child process answers. Plain values alone; nothing in it can run."""

from __future__ import annotations

import json
from typing import Any

from bouhan_opendata.errors import SourceError, UnsafeSource
from bouhan_opendata.findings import Finding, Place
from bouhan_opendata.model import Model
from bouhan_opendata.reading.grid import Cell, Document, Grid, OutsideLine


def document_bytes(document: Document) -> bytes:
    """A document for the way to the parent."""
    return _dump(
        {
            "file_name": document.file_name,
            "media_type": document.media_type,
            "sha256": document.sha256,
            "bytes": document.bytes,
            "grids": [
                [g.table_no, g.line_no, g.name, g.page_no, [[_cell(c) for c in row] for row in g.rows], sorted(g.undivided)]
                for g in document.grids
            ],
            "outside": [[line.row_no, line.text] for line in document.outside],
            "findings": [[f.rule, f.place.as_dict(), dict(f.params)] for f in document.findings],
        }
    )


def error_bytes(error: SourceError) -> bytes:
    """A refusal for the way to the parent."""
    return _dump(
        {
            "rule": error.rule.id,
            "unsafe": isinstance(error, UnsafeSource),
            "place": error.place.as_dict(),
            "params": dict(error.params),
        }
    )


def trouble_bytes(kind: str, problem: str) -> bytes:
    """What went wrong in the child beside that."""
    return _dump({"trouble": kind, "problem": problem})


def parsed(answer: bytes) -> dict[str, Any]:
    """An answer as plain values. Raises ``ValueError`` for what is none."""
    values = json.loads(answer)
    if not isinstance(values, dict):
        raise ValueError("no answer")
    return values


def document_of(values: dict[str, Any]) -> Document:
    """The document of an answer."""
    grids = tuple(
        Grid(
            int(table_no),
            tuple(
                tuple(_cell_of(cell, int(table_no), row_no, column_no) for column_no, cell in enumerate(row, 1))
                for row_no, row in enumerate(rows, 1)
            ),
            int(line_no),
            str(name),
            None if page_no is None else int(page_no),
            frozenset(map(int, undivided)),
        )
        for table_no, line_no, name, page_no, rows, undivided in values["grids"]
    )
    return Document(
        str(values["file_name"]),
        str(values["media_type"]),
        str(values["sha256"]),
        int(values["bytes"]),
        grids,
        tuple(OutsideLine(int(row_no), str(text)) for row_no, text in values["outside"]),
        tuple(Finding(str(rule), Place(**place), params) for rule, place, params in values["findings"]),
    )


def error_of(values: dict[str, Any], model: Model) -> SourceError:
    """The refusal of an answer."""
    kind = UnsafeSource if values["unsafe"] else SourceError
    return kind(model.rules[str(values["rule"])], Place(**values["place"]), **values["params"])


def _cell(cell: Cell) -> list[Any]:
    """Text and address; spans, origin and unit only where a cell has them."""
    if cell.row_span == 1 and cell.column_span == 1 and cell.origin is None and not cell.format_unit:
        return [cell.text, cell.address]
    return [cell.text, cell.address, cell.row_span, cell.column_span, cell.origin, cell.format_unit]


def _cell_of(values: list[Any], table_no: int, row_no: int, column_no: int) -> Cell:
    text, address = str(values[0]), str(values[1])
    if len(values) == 2:
        return Cell(table_no, row_no, column_no, text, address=address)
    _, _, row_span, column_span, origin, unit = values
    at = None if origin is None else (int(origin[0]), int(origin[1]))
    return Cell(table_no, row_no, column_no, text, int(row_span), int(column_span), address, at, str(unit))


def _dump(values: dict[str, Any]) -> bytes:
    return json.dumps(values, ensure_ascii=True, separators=(",", ":"), default=str).encode()
