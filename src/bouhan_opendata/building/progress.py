"""What was done: reports, the departments in them, activities and other texts, from the cells as read."""

from __future__ import annotations

from typing import Any

from bouhan_opendata.building.document import Plan, department, joined
from bouhan_opendata.building.draft import Draft, ReportCell, SourceReading, address, line_id
from bouhan_opendata.building.ids import Registrar
from bouhan_opendata.extraction import Item
from bouhan_opendata.findings import Place
from bouhan_opendata.reading import Cell, Column


def add_progress(draft: Draft, registrar: Registrar, plan: Plan) -> None:
    """Fill ``reports``, ``report_departments``, ``activities`` and ``report_texts``, in document order."""
    for source in draft.sources:
        for index, row in enumerate(source.table.measures):
            measure_id = plan.measures[source.source_id, index]
            for column, cell in row.results:
                _add_report_cell(draft, source, measure_id, column, cell)
            for column, cell in row.texts:
                _add_text(draft, source, measure_id, column, cell)
    for report in draft.table("reports"):
        cells = draft.report_cells[report["report_id"]]
        report["status"] = _report_status(cells)
        _add_report_departments(draft, registrar, plan, report, cells)
        for part in cells:
            _add_activities(draft, registrar, plan, report["report_id"], part)
    _mark_current(draft)


def report_id(measure_id: str, year: int, kind: str, source_id: str | None) -> str:
    """``m001-2019``, then the kind when not actual, then the source when not the first for that year."""
    return "-".join([measure_id, str(year), *([kind] if kind != "actual" else []), *([source_id] if source_id else [])])


def _add_report_cell(draft: Draft, source: SourceReading, measure_id: str, column: Column, cell: Cell) -> None:
    if column.fiscal_year is None or column.result_kind is None:
        return
    key = {"measure_id": measure_id, "fiscal_year": column.fiscal_year, "result_kind": column.result_kind}
    same = draft.where("reports", **key)
    mine = next((r for r in same if r["source_id"] == source.source_id), None)
    if mine is None:
        mine = draft.add(
            "reports",
            report_id=report_id(measure_id, column.fiscal_year, column.result_kind, source.source_id if same else None),
            **key,
            source_id=source.source_id,
            column_label=column.header,
        )
    parts = draft.report_cells.setdefault(mine["report_id"], [])
    offset = sum(len(part.cell.text.split("\n")) for part in parts)
    parts.append(ReportCell(source, column, cell, source.cells[address(cell)], offset))


def _report_status(cells: list[ReportCell]) -> str:
    """The cells' status where they agree; blank cells beside written ones do not speak."""
    statuses = {part.reading.status for part in cells}
    written = statuses - {"blank"}
    if not written:
        return "blank"
    return written.pop() if len(written) == 1 else "reported"


def _mark_current(draft: Draft) -> None:
    """The newest source's statement of a measure, year and kind is the current one."""
    newest: dict[tuple[Any, ...], str] = {}
    for row in draft.table("reports"):
        newest[row["measure_id"], row["fiscal_year"], row["result_kind"]] = row["report_id"]
    for row in draft.table("reports"):
        row["is_current"] = newest[row["measure_id"], row["fiscal_year"], row["result_kind"]] == row["report_id"]
        if row["status"] == "same_as_previous":
            earlier = report_id(row["measure_id"], row["fiscal_year"] - 1, row["result_kind"], None)
            row["same_as_report_id"] = earlier if draft.get("reports", report_id=earlier) else None


def _listed(draft: Draft, measure_id: str, source_id: str) -> list[str]:
    """The departments a source makes responsible; the whole city is a responsibility, not a reporter."""
    return [
        row["department_id"]
        for row in draft.where("measure_departments", measure_id=measure_id, source_id=source_id)
        if row["role"] == "listed"
    ]


def _add_report_departments(
    draft: Draft, registrar: Registrar, plan: Plan, report: dict[str, Any], cells: list[ReportCell]
) -> None:
    listed = _listed(draft, report["measure_id"], report["source_id"])
    sections: dict[str, Place] = {}
    for part in cells:
        for number, section in enumerate(part.reading.sections):
            place = Place(file=part.source.entry.file, line_id=part.line_id(section.line), start=section.start, end=section.end)
            for department_id in section_departments(draft, registrar, plan, part, number):
                sections.setdefault(department_id, place)
    parents = {row["department_id"]: row["parent_id"] for row in draft.table("departments")}
    blank = report["status"] == "blank"
    unnamed = not sections and not blank
    for department_id in listed:
        heard = department_id in sections or unnamed or parents.get(department_id) in sections
        state = "cell_blank" if blank else "reported" if heard else "silent"
        draft.add("report_departments", report_id=report["report_id"], department_id=department_id, is_listed=True, state=state)
        if state == "silent":
            place = Place(file=cells[0].source.entry.file, line_id=cells[0].line_id(0))
            draft.find("department-unreported", place, department=_name(draft, department_id), year=report["fiscal_year"])
    for department_id, place in sections.items():
        if department_id not in listed:
            draft.add(
                "report_departments",
                report_id=report["report_id"],
                department_id=department_id,
                is_listed=False,
                state="unlisted",
            )
            if not any(parents.get(other) == department_id for other in listed):
                draft.find("department-unlisted", place, department=_name(draft, department_id), year=report["fiscal_year"])
    if blank:
        place = Place(file=cells[0].source.entry.file, line_id=cells[0].line_id(0), address=cells[0].cell.address)
        draft.find("blank-cell", place, measure=_title(draft, report["measure_id"]), year=report["fiscal_year"])


def _name(draft: Draft, department_id: str) -> str:
    return str(draft.the("departments", department_id=department_id)["name"])


def _title(draft: Draft, measure_id: str) -> str:
    return str(draft.the("measures", measure_id=measure_id)["title"])


def section_departments(draft: Draft, registrar: Registrar, plan: Plan, part: ReportCell, number: int) -> list[str]:
    """The ids of the departments that a section head names, minted on first sight."""
    section = part.reading.sections[number]
    where = address(part.cell)
    return [department(draft, registrar, plan, part.source, name, where) for name in section.departments]


def _add_activities(draft: Draft, registrar: Registrar, plan: Plan, owner: str, part: ReportCell) -> None:
    report = draft.the("reports", report_id=owner)
    listed = _listed(draft, report["measure_id"], report["source_id"])
    ids = {item.number: activity_id(owner, part, item) for item in part.reading.items}
    order = len(draft.where("activities", report_id=owner))
    for item in part.reading.items:
        order += 1
        departments = section_departments(draft, registrar, plan, part, item.section) if item.section is not None else listed
        draft.add(
            "activities",
            activity_id=ids[item.number],
            report_id=owner,
            department_id=departments[0] if len(departments) == 1 else None,
            parent_activity_id=ids[item.parent] if item.parent is not None else None,
            sort_order=order,
            marker=item.marker or None,
            text=item.text,
            status=item.status,
            status_reason=item.status_reason,
            first_line_id=part.line_id(item.first_line),
            last_line_id=part.line_id(item.last_line),
        )


def activity_id(owner: str, part: ReportCell, item: Item) -> str:
    """The report's id and the number of the item's first line, counted through the report's cells."""
    return f"{owner}-l{part.offset + item.first_line + 1:02d}"


def _add_text(draft: Draft, source: SourceReading, measure_id: str, column: Column, cell: Cell) -> None:
    text = joined(cell.text)
    if not text:
        return
    where = address(cell)
    owner = None
    if column.fiscal_year is not None:
        key = {"measure_id": measure_id, "fiscal_year": column.fiscal_year, "source_id": source.source_id}
        report = draft.get("reports", **key)
        owner = report["report_id"] if report else None
    lines = [n for n, line in enumerate(cell.text.split("\n")) if line.strip()]
    draft.add(
        "report_texts",
        text_id="x-" + line_id(source.source_id, where, 0).rsplit("-", 1)[0],
        report_id=owner,
        measure_id=measure_id,
        role=column.text_role or "other",
        column_label=column.header,
        text=text,
        first_line_id=line_id(source.source_id, where, lines[0]),
        last_line_id=line_id(source.source_id, where, lines[-1]),
    )
