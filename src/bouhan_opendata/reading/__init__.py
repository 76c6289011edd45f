"""Files to grids to progress tables, by what the table says and not by which document it is."""

from bouhan_opendata.reading.grid import Cell, Document, Grid, OutsideLine
from bouhan_opendata.reading.headers import Column, Role
from bouhan_opendata.reading.headings import Heading
from bouhan_opendata.reading.layout import ProgressTable, read_progress_table, understand
from bouhan_opendata.reading.overrides import Overrides, row_place
from bouhan_opendata.reading.state import MeasureRow, goes_on_beside

__all__ = [
    "Cell",
    "Column",
    "Document",
    "Grid",
    "Heading",
    "MeasureRow",
    "OutsideLine",
    "Overrides",
    "ProgressTable",
    "Role",
    "goes_on_beside",
    "read_progress_table",
    "row_place",
    "understand",
]
