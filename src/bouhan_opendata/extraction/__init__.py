"""Cell text to sections, items and figures, each with the characters it came from. Knows no table, no city, no year."""

from bouhan_opendata.extraction.cells import read_cell, read_prose
from bouhan_opendata.extraction.departments import read_departments
from bouhan_opendata.extraction.naming import full_label
from bouhan_opendata.extraction.values import (
    CellContext,
    CellReading,
    DepartmentName,
    FigureReading,
    Flag,
    Item,
    Section,
    Span,
    runs,
)
from bouhan_opendata.extraction.words import ExtractionWords, prepare_words

__all__ = [
    "CellContext",
    "CellReading",
    "DepartmentName",
    "ExtractionWords",
    "FigureReading",
    "Flag",
    "Item",
    "Section",
    "Span",
    "full_label",
    "prepare_words",
    "read_cell",
    "read_departments",
    "read_prose",
    "runs",
]
