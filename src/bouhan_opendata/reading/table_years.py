"""The fiscal year of each table where a document has one table or sheet a year: the line above or the sheet's name says it."""

from __future__ import annotations

import re

from bouhan_opendata.japanese.folding import fold, folded_word
from bouhan_opendata.japanese.moments import find_moments
from bouhan_opendata.reading.grid import Document
from bouhan_opendata.reading.headers import header_year

_LONGEST = 40
_NAMED = re.compile(r"(?<![A-Za-z0-9])(?:[RHS](?:元|[0-9]{1,2})|(?:19|20)[0-9]{2})(?![0-9.])")


def years_of_tables(document: Document, default: int | None) -> dict[int, int | None]:
    """Table → the fiscal year of what its header gives no year.

    The years of lines and sheets count where they differ, as those of a sheet for each year do, or where nothing else says
    one; the document's own is the ``default``.
    """
    lines = list(document.outside)
    found: dict[int, int | None] = {}
    year: int | None = None
    sheet, at = "", 0
    for grid in document.grids:
        year, sheet = (year if grid.name == sheet else None), grid.name
        while at < len(lines) and lines[at].row_no < grid.line_no:
            year = _of_line(lines[at].text) or year
            at += 1
        found[grid.table_no] = year or _of_name(grid.name)
    stated = set(found.values()) - {None}
    if len(stated) > 1 or (default is None and stated):
        return {table: default if said is None else said for table, said in found.items()}
    return dict.fromkeys(found, default)


def _of_line(line: str) -> int | None:
    """The one fiscal year that a short line names: no sentence, no remark."""
    if len(line) > _LONGEST or line.endswith("。") or line.startswith(("※", "＊", "*")):
        return None
    moments = [moment for moment in find_moments(fold(line).text) if moment.precision in ("fiscal_year", "open")]
    years = {moment.fiscal_year for moment in moments}
    return years.pop() if len(years) == 1 and all(moment.precision == "fiscal_year" for moment in moments) else None


def _of_name(name: str) -> int | None:
    """The one year that the name of a sheet says: 令和3年度, R3, 2021."""
    folded = folded_word(name)
    moments = [moment for moment in find_moments(folded) if moment.precision in ("fiscal_year", "year")]
    if moments:
        return moments[0].fiscal_year if len(moments) == 1 else None
    short = _NAMED.findall(folded)
    if len(short) != 1:
        return None
    return int(short[0]) if short[0].isdecimal() else header_year(short[0])
