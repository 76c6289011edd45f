"""What was done: reports, the departments in them, activities and other texts, from the cells as read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from bouhan_opendata.building.document import Plan, department, joined
from bouhan_opendata.building.draft import Draft, ReportCell, SourceReading, address, line_id, sole_department
from bouhan_opendata.building.ids import Registrar
from bouhan_opendata.building.repeats import Beside, repeated_report
from bouhan_opendata.extraction import DepartmentName, Item
from bouhan_opendata.findings import Place
from bouhan_opendata.reading import Cell, Column


def add_progress(draft: Draft, registrar: Registrar, plan: Plan) -> None:
    """Fill ``reports``, ``report_departments``, ``activities`` and ``report_texts``, in document order."""
    for source in draft.sources:
        for index, row in enumerate(source.table.measures):
            measure_id = plan.measures[source.source_id, index]
            names = source.departments_of(row)
            for column, cell in row.results:
                _add_report_cell(draft, source, measure_id, column, cell, names)
            for column, cell in row.texts:
                _add_text(draft, source, measure_id, column, cell)
    _mark_current(draft, Beside(draft, plan))
    for report in draft.table("reports"):
        cells = draft.report_cells[report["report_id"]]
        _add_report_departments(draft, registrar, plan, report, cells)
        for part in cells:
            _add_activities(draft, registrar, plan, report, part)


def report_id(measure_id: str, year: int, kind: str, source_id: str | None) -> str:
    """``m001-2019``, then the kind when not actual, then the source when not the first for that year."""
    return "-".join([measure_id, str(year), *([kind] if kind != "actual" else []), *([source_id] if source_id else [])])


def _add_report_cell(
    draft: Draft, source: SourceReading, measure_id: str, column: Column, cell: Cell, names: tuple[DepartmentName, ...]
) -> None:
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
    parts.append(ReportCell(source, column, cell, source.cells[address(cell)], names, offset))


def _report_status(cells: list[ReportCell]) -> str:
    """The cells' status where they agree; blank cells beside written ones do not speak."""
    statuses = {part.reading.status for part in cells}
    written = statuses - {"blank"}
    if not written:
        return "blank"
    return written.pop() if len(written) == 1 else "reported"


def _mark_current(draft: Draft, beside: Beside) -> None:
    """The newest source's statement of a measure, year and kind is the current one; 同左 repeats what its own source says:
    the column that it stands beside, else the year before.

    What a replaced source states is never current, not even where its replacement says nothing of it.
    """
    replaced = draft.replaced
    stated: dict[tuple[Any, ...], list[dict[str, Any]]] = {}
    for row in draft.table("reports"):
        row["status"] = _report_status(draft.report_cells[row["report_id"]])
        stated.setdefault((row["measure_id"], row["fiscal_year"], row["result_kind"]), []).append(row)
    for (measure_id, year, kind), rows in stated.items():
        before = {row["source_id"]: row["report_id"] for row in stated.get((measure_id, year - 1, kind), [])}
        valid = [name for source, name in before.items() if source not in replaced] or list(before.values())
        newest = valid[-1] if valid else None
        current = [row for row in rows if row["source_id"] not in replaced][-1:]
        for row in rows:
            row["is_current"] = any(row is other for other in current)
            if row["status"] == "same_as_previous":
                seen = repeated_report(draft, beside, row)
                row["same_as_report_id"] = seen or before.get(row["source_id"], newest)


def _listed(draft: Draft, measure_id: str, source_id: str) -> list[str]:
    """The departments a source makes responsible; the whole city is a responsibility, not a reporter."""
    return [
        row["department_id"]
        for row in draft.where("measure_departments", measure_id=measure_id, source_id=source_id)
        if row["role"] == "listed"
    ]


def _own(draft: Draft, plan: Plan, report: Mapping[str, Any], part: ReportCell) -> list[str]:
    """The departments that a cell's own row makes responsible; those of the whole measure where the row names none."""
    ids = [plan.departments[name.name] for name in part.departments if not name.is_whole_city]
    return list(dict.fromkeys(ids)) or _listed(draft, report["measure_id"], report["source_id"])


def _add_report_departments(
    draft: Draft, registrar: Registrar, plan: Plan, report: dict[str, Any], cells: list[ReportCell]
) -> None:
    sections: dict[str, Place] = {}
    for part in cells:
        for number, section in enumerate(part.reading.sections):
            place = Place(file=part.source.entry.file, line_id=part.line_id(section.line), start=section.start, end=section.end)
            for department_id in section_departments(draft, registrar, plan, part, number):
                sections.setdefault(department_id, place)
    listed = _listed(draft, report["measure_id"], report["source_id"])
    parents = {row["department_id"]: row["parent_id"] for row in draft.table("departments")}
    key = {"report_id": report["report_id"]}
    for department_id in listed:
        mine = [part for part in cells if department_id in _own(draft, plan, report, part)] or cells
        state = _state(mine, department_id in sections or parents.get(department_id) in sections)
        draft.add("report_departments", **key, department_id=department_id, is_listed=True, state=state)
        if state == "silent":
            place = Place(file=mine[0].source.entry.file, line_id=mine[0].line_id(0))
            params = {"department": _name(draft, department_id), "year": report["fiscal_year"]}
            draft.find_in(report, "department-unreported", place, **params)
    for department_id, place in sections.items():
        if department_id not in listed:
            draft.add("report_departments", **key, department_id=department_id, is_listed=False, state="unlisted")
            if not any(parents.get(other) == department_id for other in listed):
                params = {"department": _name(draft, department_id), "year": report["fiscal_year"]}
                draft.find_in(report, "department-unlisted", place, **params)
    _tell_blank(draft, plan, report, cells)


def _state(cells: Sequence[ReportCell], is_named: bool) -> str:
    """What became of a listed department, from the cells of its rows and whether a section head names it."""
    if is_named:
        return "reported"
    written = [part for part in cells if part.reading.status != "blank"]
    if not written:
        return "cell_blank"
    return "reported" if any(not part.reading.sections for part in written) else "silent"


def _tell_blank(draft: Draft, plan: Plan, report: Mapping[str, Any], cells: Sequence[ReportCell]) -> None:
    """A blank report, or the blank rows of some of a measure's departments."""
    title = _title(draft, report["measure_id"])
    if report["status"] == "blank":
        blank = {title: cells[0]}
    else:
        rows: dict[tuple[str, ...], list[ReportCell]] = {}
        for part in cells:
            rows.setdefault(tuple(_own(draft, plan, report, part)), []).append(part)
        blank = {
            f"{title}（{'、'.join(_name(draft, department) for department in departments)}）": parts[0]
            for departments, parts in rows.items()
            if all(part.reading.status == "blank" for part in parts)
        }
    for measure, part in blank.items():
        place = Place(file=part.source.entry.file, line_id=part.line_id(0), address=part.cell.address)
        draft.find_in(report, "blank-cell", place, measure=measure, year=report["fiscal_year"])


def _name(draft: Draft, department_id: str) -> str:
    return str(draft.the("departments", department_id=department_id)["name"])


def _title(draft: Draft, measure_id: str) -> str:
    return str(draft.the("measures", measure_id=measure_id)["title"])


def section_departments(draft: Draft, registrar: Registrar, plan: Plan, part: ReportCell, number: int) -> list[str]:
    """The ids of the departments that a section head names, minted on first sight."""
    section = part.reading.sections[number]
    where = address(part.cell)
    return [department(draft, registrar, plan, part.source, name, where) for name in section.departments]


def _add_activities(draft: Draft, registrar: Registrar, plan: Plan, report: Mapping[str, Any], part: ReportCell) -> None:
    owner = report["report_id"]
    sole = sole_department(part.departments)
    own = [plan.departments[sole.name]] if sole is not None else _own(draft, plan, report, part)
    ids = {item.number: activity_id(owner, part, item) for item in part.reading.items}
    order = len(draft.where("activities", report_id=owner))
    for item in part.reading.items:
        order += 1
        departments = section_departments(draft, registrar, plan, part, item.section) if item.section is not None else own
        draft.add(
            "activities",
            activity_id=ids[item.number],
            report_id=owner,
            department_id=departments[0] if len(departments) == 1 else None,
            parent_activity_id=ids[part.reading.items[item.parent].number] if item.parent is not None else None,
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
