"""Lines of result cells as a decision finds them: by measure, year, source, department, their text, or characters in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from bouhan_opendata.building.document import Plan
from bouhan_opendata.building.draft import LinePlace, SourceReading, address, line_id, sole_department
from bouhan_opendata.building.ids import Registrar
from bouhan_opendata.extraction import DepartmentName
from bouhan_opendata.findings import Finding, Place
from bouhan_opendata.reading import MeasureRow

_SHOWN = 5
"""So many places are listed where a decision fits several."""


_KEYS = ("line", "text", "measure", "fiscal_year", "source")


def fits_line(where: Mapping[str, Any], place: LinePlace) -> bool:
    """Whether a line is one that ``where`` speaks of: every key that is there fits, a quote stands in it at least once."""
    if any(name in where and where[name] != place.value(name) for name in _KEYS):
        return False
    if "department" in where and where["department"] not in place.department:
        return False
    return "quote" not in where or bool(characters(where, place.text))


def characters(where: Mapping[str, Any], text: str) -> list[tuple[int, int]]:
    """Where in a line the quote of ``where`` stands, with ``before`` and ``after`` beside it."""
    quote, found, start = str(where["quote"]), [], text.find(where["quote"])
    while start >= 0:
        if is_beside(where, text, start, start + len(quote)):
            found.append((start, start + len(quote)))
        start = text.find(quote, start + 1)
    return found


def is_beside(where: Mapping[str, Any], text: str, start: int, end: int) -> bool:
    """Whether the characters before and after are those that ``where`` says."""
    before, after = str(where.get("before", "")), str(where.get("after", ""))
    return text[:start].endswith(before) and text[end:].startswith(after)


def line_places(sources: Iterable[SourceReading], plan: Plan, registrar: Registrar) -> tuple[LinePlace, ...]:
    """Every line of every result column with a year, in the order of the sources."""
    return tuple(place for source in sources for place in _of_source(source, plan, registrar))


def _of_source(source: SourceReading, plan: Plan, registrar: Registrar) -> Iterator[LinePlace]:
    listed: dict[str, list[DepartmentName]] = {}
    for index, row in enumerate(source.table.measures):
        listed.setdefault(plan.measures[source.source_id, index], []).extend(source.departments_of(row))
    for index, row in enumerate(source.table.measures):
        measure_id = plan.measures[source.source_id, index]
        own = _own(source, row, listed[measure_id])
        for column, cell in row.results:
            if column.fiscal_year is None or column.result_kind is None:
                continue
            where = address(cell)
            reading = source.cells[where]
            for number, text in enumerate(reading.lines):
                heads = [section for section in reading.sections if section.line <= number]
                names = {name.name for name in heads[-1].departments} if heads else own
                department: frozenset[str] = frozenset()
                if len(names) == 1:
                    (name,) = names
                    known = plan.departments.get(name) or registrar.recorded("d", name)
                    department = frozenset({name, known} if known else {name})
                yield LinePlace(
                    line_id(source.source_id, where, number),
                    source.source_id,
                    measure_id,
                    column.fiscal_year,
                    column.result_kind,
                    department,
                    where,
                    number,
                    text,
                )


def _own(source: SourceReading, row: MeasureRow, listed: list[DepartmentName]) -> set[str]:
    """The departments of lines below no head: those of the row, of the measure's other rows where it names none."""
    names = source.departments_of(row)
    sole = sole_department(names)
    if sole is not None:
        return {sole.name}
    return {name.name for name in names or listed if not name.is_whole_city}


def of_own_source(found: Iterable[LinePlace]) -> list[LinePlace]:
    """Of the lines that fit, those of the earliest source: the one that a decision was made for."""
    rows = list(found)
    return [row for row in rows if row.source_id == rows[0].source_id]


def misfit(decision_id: str, places: Iterable[str], hint: Mapping[str, str], **params: Any) -> Finding:
    """A decision that does not fit one place: how many there are, which, and what to do."""
    found = list(places)
    told = {lang: _listed(found, lang) + words for lang, words in hint.items()}
    place = Place(file="curation/decisions.yaml", key=decision_id)
    return Finding("decision-misfit", place, {"id": decision_id, "count": len(found), "hint": told, **params})


def _listed(places: list[str], lang: str) -> str:
    if len(places) < 2:
        return ""
    shown = "、".join(places[:_SHOWN]) if lang == "ja" else "; ".join(places[:_SHOWN])
    more = len(places) - _SHOWN
    if lang == "ja":
        return f"{shown}{f' ほか {more} か所' if more > 0 else ''}。"
    return f" {shown}{f' and {more} more' if more > 0 else ''}."


LINE_HINT = {
    "ja": "line(行の ID)か、text(行の全文)や quote と measure、fiscal_year、department で、一つの行に絞ってください。",
    "en": " Name one line: by line (its id), or by text (all of it) or quote with measure, fiscal_year or department.",
}
