"""What people decided about the reading of cells, before anything is built on it: section heads, items, figures, departments."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from bouhan_opendata.building import carry
from bouhan_opendata.building.added import Refused, Unread, with_figure, with_head, with_item, with_section
from bouhan_opendata.building.document import Plan
from bouhan_opendata.building.draft import Draft, LinePlace, address
from bouhan_opendata.building.ids import Registrar
from bouhan_opendata.building.places import (
    LINE_HINT,
    characters,
    fits_line,
    line_places,
    misfit,
    of_own_source,
)
from bouhan_opendata.building.proposals import FILE, propose
from bouhan_opendata.extraction import CellReading, ExtractionWords, read_departments
from bouhan_opendata.findings import Place
from bouhan_opendata.publication import Decision

Change = Callable[[CellReading, LinePlace], CellReading]


def department_additions(draft: Draft, plan: Plan, words: ExtractionWords) -> None:
    """Make a department responsible for a measure in one source, or in that and all later ones (``from now on``)."""
    for decision in draft.publication.decisions:
        if (decision.target, decision.action) != ("department", "add"):
            continue
        stated = _stated(draft, plan, decision)
        first = stated[:1] if decision.scope == "from now on" else stated
        if len(first) != 1 or len({measure for measure, _ in stated}) != 1:
            hint = {
                "ja": "measure(施策の ID)と source(資料の ID)で、一つの資料の一つの施策に絞ってください。",
                "en": " Name one measure of one source, by measure and source (their ids).",
            }
            draft.findings.append(misfit(decision.id, [f"{measure} {source}" for measure, source in stated], hint))
            continue
        names = tuple(read_departments([decision.values["name"]], words))
        measure_id = first[0][0]
        for number, source in enumerate(draft.sources):
            at = source.source_id
            if at == first[0][1] or (decision.scope == "from now on" and at > first[0][1]):
                rows = [row for index, row in enumerate(source.table.measures) if plan.measures[at, index] == measure_id]
                if rows:
                    key = address(rows[0].title_cell)
                    added = {**source.added_departments, key: (*source.added_departments.get(key, ()), *names)}
                    changed = replace(source, added_departments=added)
                    draft.sources = (*draft.sources[:number], changed, *draft.sources[number + 1 :])


def _stated(draft: Draft, plan: Plan, decision: Decision) -> list[tuple[str, str]]:
    """The measures, with the sources that state them, that a decision may speak of; sources in their order."""
    where = decision.where
    found = []
    for edition in draft.table("measure_editions"):
        values = {"measure": edition["measure_id"], "source": edition["source_id"], "title": edition["title"]}
        if all(values[name] == value for name, value in where.items()):
            found.append((edition["measure_id"], edition["source_id"]))
    return found


def reading_decisions(draft: Draft, plan: Plan, registrar: Registrar, words: ExtractionWords) -> None:
    """Apply the decisions about section heads, and what people add: heads, items of their own, figures that were not read."""
    mine = [
        decision
        for decision in draft.publication.decisions
        if decision.target == "section" or (decision.target in ("line", "figure") and decision.action == "add")
    ]
    order = {"section": 0, "line": 1, "figure": 2}
    places = line_places(draft.sources, plan, registrar) if mine else ()
    for decision in sorted(mine, key=lambda one: order[one.target]):
        if decision.target != "section" and any(d.target == "section" for d in mine):
            places = line_places(draft.sources, plan, registrar)  # the heads above a line may be others now
        _decide(draft, decision, places, words)


def _decide(draft: Draft, decision: Decision, places: Sequence[LinePlace], words: ExtractionWords) -> None:
    found = [place for place in places if fits_line(decision.where, place) and _is_meant(draft, decision, place)]
    if decision.scope == "from now on":
        found = of_own_source(found)
    if len(found) != 1:
        draft.findings.append(misfit(decision.id, [place.words for place in found], _hint(decision)))
        return
    own = found[0]
    spans = characters(decision.where, own.text) if decision.target == "figure" else [(0, len(own.text))]
    if len(spans) != 1:
        hint = {"ja": "before か after で一つに絞ってください。", "en": " Narrow it down with before or after."}
        said = [f"{own.words} {start}–{end}" for start, end in spans]
        draft.findings.append(misfit(decision.id, said, hint))
        return
    try:
        _change(draft, decision, own, spans[0], words)
    except Refused as fault:
        draft.findings.append(misfit(decision.id, [], fault.words))
        return
    if decision.scope == "from now on":
        _carry(draft, decision, places, own, spans[0], words)


def _is_meant(draft: Draft, decision: Decision, place: LinePlace) -> bool:
    """A decision that changes a head is about lines that have one."""
    if decision.target != "section" or decision.action == "add":
        return True
    return any(section.line == place.number for section in _cell(draft, place).sections)


def _hint(decision: Decision) -> dict[str, str]:
    if decision.target != "section" or decision.action == "add":
        return dict(LINE_HINT)
    return {
        "ja": "課の見出しがある一つの行を、line(行の ID)か、text や quote と measure、fiscal_year などで書いてください。",
        "en": " Name one line with a section head: by line (its id), or by text or quote with measure, fiscal_year and the like.",
    }


def _carry(
    draft: Draft,
    decision: Decision,
    places: Sequence[LinePlace],
    own: LinePlace,
    span: tuple[int, int],
    words: ExtractionWords,
) -> None:
    for source, lines in carry.later_lines(places, own).items():
        done = 0
        for line in lines:
            there = carry.same_characters(own.text, *span, line.text) if decision.target == "figure" else (0, len(line.text))
            is_same = line.text == own.text and line.fiscal_year == own.fiscal_year
            try:
                if there is None or not _is_meant(draft, decision, line) or (decision.source_error and not is_same):
                    propose(draft, decision, line)
                else:
                    _change(draft, decision, line, there, words)
                done += 1
            except Refused:
                propose(draft, decision, line)
            except Unread:  # the machine reads there what was added here
                done += 1
        if not done:
            lapsed(draft, decision, source, places, own)


def lapsed(draft: Draft, decision: Decision, source: str, places: Iterable[LinePlace], own: LinePlace) -> None:
    """Tell that a later source says nothing in the same words, and propose the lines that are most like it."""
    draft.find("decision-lapsed", Place(file=FILE, key=decision.id), id=decision.id, source=source)
    for near in carry.near_lines(places, own, source):
        propose(draft, decision, near)


def _cell(draft: Draft, place: LinePlace) -> CellReading:
    return next(source.cells[place.address] for source in draft.sources if source.source_id == place.source_id)


def _change(draft: Draft, decision: Decision, place: LinePlace, span: tuple[int, int], words: ExtractionWords) -> None:
    """Put a decision into the reading of its cell. Raises ``Refused`` where it cannot be."""
    cell = _cell(draft, place)
    if decision.target == "figure":
        cell = with_figure(cell, place, span, decision, draft.model)
        draft.added[f"{place.line_id}-c{span[0]}"] = decision.id
    elif decision.target == "line":
        cell = with_item(cell, place.number, words)
    else:
        names = read_departments([decision.values["department"]], words) if decision.action != "drop" else []
        change = with_head if decision.action == "add" else with_section
        cell = change(cell, place.number, tuple(names), words)
    number = next(n for n, source in enumerate(draft.sources) if source.source_id == place.source_id)
    source = draft.sources[number]
    changed = replace(source, cells={**source.cells, place.address: cell})
    draft.sources = (*draft.sources[:number], changed, *draft.sources[number + 1 :])
