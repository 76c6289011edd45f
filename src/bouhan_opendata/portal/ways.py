"""Ways through a release: from a report to its lines, from an indicator to a year, up and down the plan."""

from __future__ import annotations

from collections.abc import Iterator

from bouhan_opendata.portal.content import Content, Row


def lines_of(content: Content, report: Row) -> list[Row]:
    """The source lines of the cells in which a report stands, as far as they say anything."""
    rows = content.by("activities", "report_id", report["report_id"])
    cells = dict.fromkeys(str(row["first_line_id"]).rpartition("-l")[0] for row in rows)
    return [line for cell in cells for line in cell_lines(content, cell) if line["text"]]


def cell_lines(content: Content, cell: str) -> list[Row]:
    """The lines of one cell, in order."""
    return content.cells.get(cell, [])


def observed(content: Content, indicator_id: str, year: int, kind: str = "actual") -> Row | None:
    """What is stated of an indicator for a year, if anything."""
    rows = content.by("observations", "indicator_id", indicator_id)
    return next((row for row in rows if row["fiscal_year"] == year and row["result_kind"] == kind), None)


def status(content: Content, measure_id: str, year: int) -> str | None:
    """The status of the result that is reported of a measure in a year; nothing where there is no report."""
    reports = content.reports_of(measure_id)
    found = (row["status"] for row in reports if row["fiscal_year"] == year and row["result_kind"] == "actual")
    return next((str(one) for one in found), None)


def children(content: Content, area_id: str | None) -> list[Row]:
    """The headings right below one; of nothing, the top ones."""
    return [row for row in content.areas if row["parent_id"] == area_id]


def path_of(content: Content, area_id: str | None) -> list[Row]:
    """The headings above and including one, from the top."""
    found: list[Row] = []
    while area_id and (row := content.row("policy_areas", "policy_area_id", area_id)) is not None and row not in found:
        found.insert(0, row)
        area_id = row["parent_id"]
    return found


def below(content: Content, area_id: str) -> Iterator[Row]:
    """The measures of a heading and of all headings below it."""
    yield from (row for row in content.measures if row["policy_area_id"] == area_id)
    for child in children(content, area_id):
        yield from below(content, child["policy_area_id"])
