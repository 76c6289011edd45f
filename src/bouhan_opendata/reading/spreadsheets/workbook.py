"""Workbooks (xlsx, xlsm, xls, ods) to a document: each sheet's tables as grids, the lines around them, and what was not used.

Which form it is, is told by the bytes. Runs in a child process; see ``forms``.
"""

from __future__ import annotations

import hashlib

from bouhan_opendata.errors import SourceError
from bouhan_opendata.findings import Finding, Place
from bouhan_opendata.model import Model
from bouhan_opendata.reading.grid import Document, Grid, OutsideLine
from bouhan_opendata.reading.safety.archive import ODS, declared_type
from bouhan_opendata.reading.spreadsheets.sheets import MOST_CELLS, Sheet, findings_of, too_large
from bouhan_opendata.reading.spreadsheets.tables import read_sheet

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLSM = "application/vnd.ms-excel.sheet.macroenabled.12"
XLS = "application/vnd.ms-excel"


def read_workbook(data: bytes, name: str, model: Model) -> Document:
    """Read a workbook. Raises ``SourceError`` when no visible sheet has a table, ``UnsafeSource`` beyond the limits."""
    file = Place(file=name)
    media_type, sheets, findings = _sheets(data, file, model)
    grids: list[Grid] = []
    lines: list[OutsideLine] = []
    for sheet in sheets:
        sheet.check_size(file, model)
        found, around = read_sheet(sheet, len(grids) + 1, len(grids) + len(lines) + 1)
        grids += found
        lines += around
    cells = sum(len(grid.rows) * len(grid.rows[0]) for grid in grids)
    if cells > MOST_CELLS:
        raise too_large(file, model, f"{cells:,}", f"{MOST_CELLS:,}", sheets[0].name)
    if not grids:
        raise SourceError(model.rules["no-table"], file, name=name)
    findings += findings_of(sheets, file)
    return Document(name, media_type, hashlib.sha256(data).hexdigest(), len(data), tuple(grids), tuple(lines), tuple(findings))


def _sheets(data: bytes, file: Place, model: Model) -> tuple[str, list[Sheet], list[Finding]]:
    """The media type, the visible sheets, and the findings of the workbook as a whole."""
    if not data.startswith(b"PK"):
        from bouhan_opendata.reading.spreadsheets.xls import read_xls

        return XLS, *read_xls(data, file, model)
    if declared_type(data) == ODS:
        from bouhan_opendata.reading.spreadsheets.ods import read_ods

        return ODS, *read_ods(data, file, model)
    from bouhan_opendata.reading.spreadsheets.xlsx import read_xlsx

    sheets, findings = read_xlsx(data, file, model)
    has_macros = any(finding.rule == "macros-not-run" for finding in findings)
    return XLSM if has_macros else XLSX, sheets, findings
