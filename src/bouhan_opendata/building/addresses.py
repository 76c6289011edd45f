"""Where a finding is, as a person sees it in the file: the sheet and cell of a line that is known by its id."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from bouhan_opendata.building.draft import SourceReading, address, line_id
from bouhan_opendata.findings import Finding

_DERIVED = re.compile(r"表[0-9]+ 行[0-9]+ 列[0-9]+")


def cell_addresses(sources: Iterable[SourceReading]) -> dict[str, str]:
    """The addresses of cells (``s001-t1-r9-c4``) as a person sees them, where one says more than the id does: ``Sheet1!C7``."""
    return {
        line_id(source.source_id, address(cell), 0).rpartition("-l")[0]: cell.address
        for source in sources
        for grid in source.table.document.grids
        for row in grid.rows
        for cell in row
        if cell.text and cell.address and not _DERIVED.fullmatch(cell.address)
    }


def with_addresses(findings: Iterable[Finding], sources: Iterable[SourceReading]) -> list[Finding]:
    """The findings with the addresses of their cells, where an address says more than the id of the line does."""
    known = cell_addresses(sources)
    return [_with_address(finding, known) for finding in findings]


def _with_address(finding: Finding, known: dict[str, str]) -> Finding:
    place = finding.place
    found = known.get((place.line_id or "").rpartition("-l")[0])
    if found is None or place.address is not None:
        return finding
    return replace(finding, place=replace(place, address=found))
