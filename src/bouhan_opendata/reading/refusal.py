"""Why a document holds no table of measures by fiscal year: what it seems to be instead, and what to do."""

from __future__ import annotations

from bouhan_opendata.errors import SourceError
from bouhan_opendata.findings import Place
from bouhan_opendata.japanese.folding import folded_word
from bouhan_opendata.model import Model
from bouhan_opendata.reading.grid import Document, Grid
from bouhan_opendata.reading.headers import Role, column_of, header_year


def refuse(document: Document, model: Model, *, has_header: bool) -> SourceError:
    """The error to raise: years down the side, a form for each measure, or no such table at all."""
    seen = "、".join([cell.text.replace("\n", " ") for grid in document.grids for cell in grid.rows[0] if cell.text][:12])
    place = Place(file=document.file_name)
    if has_header:
        return SourceError(model.rules["no-measure-rows"], place, seen=seen)
    for grid in document.grids:
        at = Place(file=document.file_name, address=grid.rows[0][0].address)
        if _is_transposed(grid):
            return SourceError(model.rules["years-in-rows"], at, table=grid.table_no, seen=seen)
        if _is_form(grid, model):
            return SourceError(model.rules["form-per-measure"], at, table=grid.table_no, seen=seen)
    wanted = [word.text for word in model.words["header_roles"] if word.meaning in ("measure", "result:actual")][:8]
    return SourceError(model.rules["no-progress-table"], place, seen=seen, wanted="、".join(wanted))


def _is_transposed(grid: Grid) -> bool:
    """A year at the head of each row, and none over the columns."""
    heads = [row[0].text for row in grid.rows[1:] if row[0].text.strip()]
    above = [cell.text for cell in grid.rows[0][1:]]
    years = [head for head in heads if header_year(folded_word(head)) is not None and len(folded_word(head)) <= 12]
    return len(years) >= 2 and len(years) == len(heads) and not any(header_year(folded_word(text)) for text in above)


def _is_form(grid: Grid, model: Model) -> bool:
    """Few columns, and down the first the words that stand over the columns elsewhere: a measure, and a result or a year."""
    if len(grid.rows[0]) > 4:
        return False
    roles = [
        column_of(cell.table_no, cell.column_no, [cell.text], model).role
        for row in grid.rows
        for cell in row[:1]
        if cell.text.strip()
    ]
    return Role.MEASURE in roles and len(roles) >= 2 and len(set(roles) - {Role.UNKNOWN, Role.MEASURE}) >= 1
