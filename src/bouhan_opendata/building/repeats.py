"""What a whole report that only says 同左 or 〃 repeats: the cell that a person sees beside it, else the year before."""

from __future__ import annotations

import re
from typing import Any

from bouhan_opendata.building.document import Plan
from bouhan_opendata.building.draft import Address, Draft, ReportCell, address
from bouhan_opendata.japanese.folding import fold
from bouhan_opendata.reading import Cell, Column

_LEFT, _RIGHT, _MARK = re.compile("左"), re.compile("右"), re.compile('[〃々″”"]')
_Found = tuple[str, int, str]
"""Measure, fiscal year and kind of a report."""


class Beside:
    """Finds the report of the result column beside a cell, in its own row and source."""

    def __init__(self, draft: Draft, plan: Plan) -> None:
        self._rows: dict[tuple[str, Address], tuple[str, list[tuple[Column, Cell]]]] = {}
        for source in draft.sources:
            for index, row in enumerate(source.table.measures):
                results = sorted(
                    (pair for pair in row.results if pair[0].fiscal_year is not None and pair[0].result_kind is not None),
                    key=lambda pair: pair[1].column_no,
                )
                for _, cell in results:
                    self._rows[source.source_id, address(cell)] = plan.measures[source.source_id, index], results

    def repeated(self, part: ReportCell) -> _Found | None:
        """What the mark of a cell points at by its place; ``None`` where it says the year before, or nothing stands there.

        同左 is the column to the left, 同右 that to the right, whatever its year and kind. 〃 is the column to the left where
        that is of the same kind: between plans and results of one year it goes on with its own kind.
        """
        said = fold(part.reading.items[0].text if part.reading.items else "").text
        measure_id, results = self._rows[part.source.source_id, address(part.cell)]
        place = next(number for number, (_, cell) in enumerate(results) if cell is part.cell)
        step = 1 if _RIGHT.search(said) else -1
        if not (_LEFT.search(said) or _RIGHT.search(said) or _MARK.search(said)) or not 0 <= place + step < len(results):
            return None
        column = results[place + step][0]
        if column.fiscal_year is None or column.result_kind is None:
            return None
        if _MARK.search(said) and column.result_kind != part.column.result_kind:
            return None
        return measure_id, column.fiscal_year, column.result_kind


def repeated_report(draft: Draft, beside: Beside, report: dict[str, Any]) -> str | None:
    """The id of the report of the same source that a report repeats by its place; ``None`` where its place says none."""
    for part in draft.report_cells[report["report_id"]]:
        if part.reading.status != "same_as_previous":
            continue
        found = beside.repeated(part)
        if found is not None:
            measure_id, year, kind = found
            key = {"measure_id": measure_id, "fiscal_year": year, "result_kind": kind}
            other = next((row for row in draft.where("reports", **key) if row["source_id"] == report["source_id"]), None)
            return str(other["report_id"]) if other is not None and other is not report else None
    return None
