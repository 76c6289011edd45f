"""The plan as the documents state it: sources, lines, headings, measures, departments and who is responsible."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from bouhan_opendata.building.draft import Address, Draft, SourceReading, address, line_id
from bouhan_opendata.building.ids import Registrar
from bouhan_opendata.extraction import DepartmentName
from bouhan_opendata.findings import Place
from bouhan_opendata.japanese.folding import fold
from bouhan_opendata.japanese.moments import find_moments
from bouhan_opendata.package import Span
from bouhan_opendata.reading import Heading, MeasureRow, goes_on_beside

WHOLE_CITY = "whole_city"


def add_sources(draft: Draft) -> None:
    """Fill ``sources`` and ``source_lines``: every line of every cell and of the text around the tables."""
    for source in draft.sources:
        entry, document = source.entry, source.table.document
        draft.add(
            "sources",
            source_id=entry.source_id,
            title=entry.title,
            title_en=entry.title_en,
            fiscal_year=entry.fiscal_year or max(source.table.fiscal_years),
            file_name=document.file_name,
            media_type=document.media_type,
            bytes=document.bytes,
            sha256=document.sha256,
            received_on=entry.received_on,
            replaces_source_id=entry.replaces,
        )
        for outside in document.outside:
            prose = source.prose.get((0, outside.row_no, 1))
            spans = tuple(Span(s.start, s.end, s.cls) for s in prose.spans[0]) if prose is not None else None
            _add_line(draft, source, (0, outside.row_no, 1), 0, "outside", outside.text, spans)
        for grid in document.grids:
            for row in grid.rows:
                for cell in row:
                    _add_cell(draft, source, address(cell), cell.text.split("\n"))


def _add_cell(draft: Draft, source: SourceReading, where: Address, lines: list[str]) -> None:
    reading, prose = source.cells.get(where), source.prose.get(where)
    for number, text in enumerate(lines):
        spans = None
        if (read := reading or prose) is not None:
            spans = tuple(Span(s.start, s.end, s.cls) for s in read.spans[number])
        if reading is not None:
            line_class: str | None = reading.line_classes[number]
        else:
            line_class = source.table.line_classes.get((*where, number), "blank" if not text.strip() else None)
        _add_line(draft, source, where, number, line_class, text, spans)


def _add_line(
    draft: Draft,
    source: SourceReading,
    where: Address,
    number: int,
    line_class: str | None,
    text: str,
    spans: tuple[Span, ...] | None = None,
) -> None:
    table, row, column = where
    name = line_id(source.source_id, where, number)
    if line_class is None:
        draft.find("unread-line", Place(file=source.entry.file, line_id=name), text=text)
        line_class = "note"
    draft.add(
        "source_lines",
        line_id=name,
        source_id=source.source_id,
        table_no=table,
        row_no=row,
        column_no=column,
        line_no=number + 1,
        **{"class": line_class},
        text=text or None,
    )
    if spans is None:
        cls = "department" if line_class == "department" else "narrative"
        spans = (Span(0, len(text), cls),) if text else ()
    draft.spans[name] = spans


class Plan:
    """Ids of the plan's parts as the documents name them; made while the tables are filled."""

    def __init__(self) -> None:
        self.areas: dict[tuple[str, int], str] = {}
        self.measures: dict[tuple[str, int], str] = {}
        """(source id, index of the measure row) → measure id."""
        self.departments: dict[str, str] = {}
        """Name as written → department id."""
        self.named: dict[str, str] = {}
        """Department id → the newest source that names it."""


def add_plan(draft: Draft, registrar: Registrar) -> Plan:
    """Fill ``policy_areas``, ``measures`` and ``measure_editions``."""
    plan = Plan()
    for source in draft.sources:
        for index, heading in enumerate(source.table.headings):
            _add_area(draft, registrar, plan, source, index, heading)
        _add_measures(draft, registrar, plan, source)
    _tell_missing(draft, plan)
    _number(draft, plan)
    return plan


def add_departments(draft: Draft, registrar: Registrar, plan: Plan) -> None:
    """Fill ``departments`` and ``measure_departments``, from the sources and what people added to them."""
    for source in draft.sources:
        _add_departments(draft, registrar, plan, source)


def _add_area(draft: Draft, registrar: Registrar, plan: Plan, source: SourceReading, index: int, heading: Heading) -> None:
    place = Place(file=source.entry.file, line_id=line_id(source.source_id, (heading.table_no, heading.row_no, 1), 0))
    above = heading.notation
    if not above and heading.parent is not None:
        above = source.table.headings[heading.parent].notation or source.table.headings[heading.parent].title
    area_id = registrar.identify("a", f"{above} {heading.title}".strip(), source.source_id, place)
    plan.areas[source.source_id, index] = area_id
    translate = draft.publication.translations.english
    values: dict[str, Any] = {
        "policy_area_id": area_id,
        "parent_id": plan.areas[source.source_id, heading.parent] if heading.parent is not None else None,
        "level": heading.level,
        "notation": heading.notation or None,
        "title": heading.title,
        "title_en": translate(area_id, heading.title),
        "purpose": heading.purpose or None,
        "purpose_en": translate(area_id, heading.purpose) if heading.purpose else None,
    }
    _upsert(draft, "policy_areas", "policy_area_id", values)


def _add_measures(draft: Draft, registrar: Registrar, plan: Plan, source: SourceReading) -> None:
    """The measures of one source. A measure may have several rows; its title may stand under several headings."""
    headings: dict[str, set[int | None]] = {}
    for row in source.table.measures:
        headings.setdefault(row.title, set()).add(row.heading)
    rows: dict[str, list[MeasureRow]] = {}
    for index, row in enumerate(source.table.measures):
        name = row.title
        if len(headings[name]) > 1 and row.heading is not None:
            heading = source.table.headings[row.heading]
            name = f"{name}（{heading.notation or heading.title}）"
        place = Place(file=source.entry.file, line_id=line_id(source.source_id, address(row.title_cell), 0))
        measure_id = registrar.identify("m", name, source.source_id, place)
        plan.measures[source.source_id, index] = measure_id
        rows.setdefault(measure_id, []).append(row)
    for number, (measure_id, same) in enumerate(rows.items(), 1):
        _add_measure(draft, plan, source, measure_id, same, number)
        _tell_twice(draft, source, measure_id, same)


def _add_measure(
    draft: Draft, plan: Plan, source: SourceReading, measure_id: str, rows: Sequence[MeasureRow], number: int
) -> None:
    """A measure and its edition, in the same words. What its rows say of it in different words is all kept, in their order."""
    first = rows[0]
    texts = [joined(row.description_cell.text) for row in rows if row.description_cell]
    description = joined("\n".join(dict.fromkeys(texts)))
    translate = draft.publication.translations.english
    values: dict[str, Any] = {
        "measure_id": measure_id,
        "policy_area_id": plan.areas[source.source_id, first.heading] if first.heading is not None else None,
        "title": first.title,
        "title_en": translate(measure_id, first.title),
        "description": description or None,
        "description_en": translate(measure_id, description) if description else None,
    }
    _upsert(draft, "measures", "measure_id", values)
    edition = {name: values[name] for name in ("measure_id", "title", "description", "policy_area_id")}
    draft.add("measure_editions", **edition, source_id=source.source_id, notation=first.notation or None, sort_order=number)


def _tell_twice(draft: Draft, source: SourceReading, measure_id: str, rows: Sequence[MeasureRow]) -> None:
    """Rows of one title are one measure with a row for each department, unless they say different things of it."""
    for number, row in enumerate(rows[1:], 1):
        above = [other for other in rows[:number] if other.title == row.title and other.title_cell is not row.title_cell]
        other = next((other for other in above if _contradicts(source, other, row)), None)
        if other is not None:
            places = [
                Place(file=source.entry.file, line_id=line_id(source.source_id, address(cell), 0))
                for cell in (other.title_cell, row.title_cell)
            ]
            draft.find("measure-twice", places[1], id=measure_id, title=row.title, where=places[0].in_words())


def _tell_missing(draft: Draft, plan: Plan) -> None:
    """The measures of a replaced source that its replacement does not have: left out on purpose, or forgotten."""
    by_id = {source.source_id: source for source in draft.sources}
    for source in draft.sources:
        replaced = by_id.get(source.entry.replaces or "")
        if replaced is None:
            continue
        known = {measure_id for (source_id, _), measure_id in plan.measures.items() if source_id == source.source_id}
        for index, row in enumerate(replaced.table.measures):
            measure_id = plan.measures[replaced.source_id, index]
            if measure_id not in known:
                known.add(measure_id)
                place = Place(file=replaced.entry.file, line_id=line_id(replaced.source_id, address(row.title_cell), 0))
                params = {"id": measure_id, "title": row.title, "replaced": replaced.source_id, "source": source.source_id}
                draft.find("measure-missing-in-replacement", place, **params)


def _contradicts(source: SourceReading, first: MeasureRow, second: MeasureRow) -> bool:
    """Whether two rows may be two measures: another description, or no department of its own that explains the second row.

    A row of another table that has other years goes on with the columns of the first.
    """
    said = [joined(row.description_cell.text) if row.description_cell else "" for row in (first, second)]
    if goes_on_beside(first, second):
        return all(said) and said[0] != said[1]
    names = [{name.name for name in source.departments_of(row)} for row in (first, second)]
    return (all(said) and said[0] != said[1]) or not (names[0] and names[1]) or bool(names[0] & names[1])


def _upsert(draft: Draft, table: str, key: str, values: Mapping[str, Any]) -> None:
    """Add a row, or let a newer source's words replace an older one's; a later source never blanks what was known."""
    row = draft.get(table, **{key: values[key]})
    if row is None:
        draft.add(table, **values)
    else:
        row.update({name: value for name, value in values.items() if value is not None})


def _add_departments(draft: Draft, registrar: Registrar, plan: Plan, source: SourceReading) -> None:
    for index, row in enumerate(source.table.measures):
        measure_id = plan.measures[source.source_id, index]
        cells = [address(cell) for cell in row.department_cells]
        order = 0
        listed: list[tuple[Address | None, DepartmentName]] = []
        listed += [(cell, name) for cell in cells for name in source.departments.get(cell, ())]
        listed += [(None, name) for name in source.added_departments.get(address(row.title_cell), ())]
        for where, name in listed:
            department_id = department(draft, registrar, plan, source, name, where)
            key = {"measure_id": measure_id, "department_id": department_id, "source_id": source.source_id}
            if draft.get("measure_departments", **key) is not None:
                continue
            order += 1
            role = WHOLE_CITY if name.is_whole_city else "listed"
            draft.add("measure_departments", **key, role=role, sort_order=order)


def department(
    draft: Draft, registrar: Registrar, plan: Plan, source: SourceReading, name: DepartmentName, where: Address | None
) -> str:
    """The id of a department as written, minted on first sight; its parent is made before it.

    A section within a section (企画政策課（男女共同参画室）) is an office of it.
    """
    if name.name in plan.departments:
        _rename(draft, plan, source, name)
        return plan.departments[name.name]
    place = Place(file=source.entry.file, line_id=line_id(source.source_id, where, name.line) if where else None)
    parent_id = None
    above, kind = (name.parent_name, "section") if name.parent_name else (name.bureau_name, "bureau")
    if above:
        parent_id = plan.departments.get(above) or registrar.identify("d", above, source.source_id, place)
        if above not in plan.departments:
            plan.departments[above] = parent_id
            _add_department(draft, parent_id, above, kind, None)
            plan.named.setdefault(parent_id, source.source_id)
    department_id = registrar.identify("d", name.name, source.source_id, place)
    plan.departments[name.name] = department_id
    kind = "office" if name.parent_name and name.kind == "section" else name.kind
    _add_department(draft, department_id, name.name, kind, parent_id)
    _rename(draft, plan, source, name)
    return department_id


def _rename(draft: Draft, plan: Plan, source: SourceReading, name: DepartmentName) -> None:
    """A department, and the one above it, is called what the newest source calls it, where the register knows several names."""
    for words in (name.name, name.parent_name or name.bureau_name):
        department_id = plan.departments.get(words or "")
        if not words or department_id is None:
            continue
        order = [other.source_id for other in draft.sources]
        known = plan.named.setdefault(department_id, source.source_id)
        row = draft.the("departments", department_id=department_id)
        if order.index(source.source_id) > order.index(known):
            plan.named[department_id] = source.source_id
            row |= {"name": words, "name_en": draft.publication.translations.english(department_id, words)}


def _add_department(draft: Draft, department_id: str, name: str, kind: str, parent_id: str | None) -> None:
    if draft.get("departments", department_id=department_id) is not None:
        return
    english = draft.publication.translations.english(department_id, name)
    draft.add("departments", department_id=department_id, name=name, name_en=english, parent_id=parent_id, kind=kind)


def _number(draft: Draft, plan: Plan) -> None:
    """Sort orders of headings and measures: as the newest document has them, older ones after."""
    for table, key, ids in (("policy_areas", "policy_area_id", plan.areas), ("measures", "measure_id", plan.measures)):
        met = [(source_id, entity) for (source_id, _), entity in ids.items()]
        order = dict.fromkeys(entity for source in reversed(draft.sources) for at, entity in met if at == source.source_id)
        for number, entity in enumerate(order, 1):
            draft.the(table, **{key: entity})["sort_order"] = number


def joined(text: str) -> str:
    """Lines of a cell as one: no separator between Japanese characters, else one space."""
    result = ""
    for line in (part.strip() for part in text.split("\n")):
        if not line:
            continue
        latin = bool(result) and result[-1].isascii() and line[0].isascii()
        result += (" " if latin else "") + line
    return result


def column_words(header: str) -> str:
    """What a column is called beside its fiscal year; the whole header where there is nothing else.

    >>> column_words("令和元年度の取組み"), column_words("実績（平成30年度）"), column_words("平成30年度")
    ('取組み', '実績', '平成30年度')
    """
    folded = fold(header)
    words = header
    for moment in reversed(find_moments(folded.text)):
        start, end = folded.span(moment.start, moment.end)
        words = words[:start] + words[end:]
    words = re.sub(r"[(（〔\[]\s*[)）〕\]]", "", words).strip()
    return re.sub(r"^(?:における|に係る|中の|分の|の)\s*", "", words) or header
