"""People's decisions, applied: a decision that fits changes the reading and is named; one that does not fit is an error."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, cast

from bouhan_opendata.building import carry
from bouhan_opendata.building.draft import Draft, SourceReading, line_id
from bouhan_opendata.extraction import prepare_words, read_departments
from bouhan_opendata.findings import Finding, Place
from bouhan_opendata.model import Model
from bouhan_opendata.package import Waiver
from bouhan_opendata.publication import Decision

_PLAIN = {"precision": "exact", "scope": "whole", "counting": "not_stated", "time_basis": "not_stated", "grade": "confirmed"}
"""What is said of a number that nothing else is said of."""


def figure_decisions(draft: Draft, figures: list[dict[str, Any]]) -> None:
    """Apply the decisions about figures, whole lines of figures, or all figures of a measure; a figure names its decision.

    One for the time being (``from now on``) holds for the same text of later sources too, in each of their years; where
    there is none, that is told.
    """
    for decision in draft.publication.decisions:
        if decision.target == "figure":
            _decide_figure(draft, decision, figures)
        elif decision.target == "line":
            _decide_line(draft, decision, figures)
        elif decision.target == "measure" and decision.action == "confirm":
            _confirm_measure(draft, decision, figures)


def _decide_figure(draft: Draft, decision: Decision, figures: list[dict[str, Any]]) -> None:
    found: list[Any] = [row for row in figures if _fits_figure(draft, decision.where, row)]
    if decision.scope == "from now on":
        found = carry.own_source(found)
    if len(found) != 1:
        _misfit(draft, decision, len(found), _figure_hint(draft, decision.where, figures, len(found)))
        return
    _apply(draft, decision, found[0])
    if decision.scope != "from now on":
        return
    own = draft.the("source_lines", line_id=found[0]["line_id"])
    for source, lines in carry.later_lines(draft, own).items():
        later = [figure for line in lines if (figure := carry.same_figure(found[0], figures, line)) is not None]
        if not later:
            _lapsed(draft, decision, source)
        for figure in later:
            _apply(draft, decision, cast(dict[str, Any], figure), carried=True)


def _decide_line(draft: Draft, decision: Decision, figures: list[dict[str, Any]]) -> None:
    found: list[Any] = [row for row in draft.table("source_lines") if _fits_line(draft, decision.where, row)]
    if decision.scope == "from now on":
        found = carry.own_source(found)
    if len(found) != 1:
        _misfit(draft, decision, len(found), _LINE_HINT)
        return
    _apply_to_line(draft, decision, found[0], figures)
    if decision.scope == "from now on":
        for source, lines in carry.later_lines(draft, found[0]).items():
            if not lines:
                _lapsed(draft, decision, source)
            for line in lines:
                _apply_to_line(draft, decision, line, figures, carried=True)


def _apply_to_line(
    draft: Draft, decision: Decision, line: Mapping[str, Any], figures: list[dict[str, Any]], *, carried: bool = False
) -> None:
    own = [row for row in figures if row["line_id"] == line["line_id"]]
    if decision.action == "confirm":
        own = [row for row in own if row["class"] == "quantity"]
    _apply_to_all(draft, decision, own, carried=carried)


def _confirm_measure(draft: Draft, decision: Decision, figures: list[dict[str, Any]]) -> None:
    """Every quantity that one source states under a measure. Which source is said, so that no later one is confirmed unseen."""
    reports = {
        row["report_id"]
        for row in draft.where("reports", measure_id=decision.where["measure"])
        if row["source_id"] == decision.where["source"] and decision.where.get("fiscal_year") in (None, row["fiscal_year"])
    }
    activities = {row["activity_id"] for row in draft.table("activities") if row["report_id"] in reports}
    own = [row for row in figures if row["activity_id"] in activities and row["class"] == "quantity"]
    _apply_to_all(draft, decision, own, carried=False)


def _apply_to_all(draft: Draft, decision: Decision, own: list[dict[str, Any]], *, carried: bool) -> None:
    """Apply to several figures; where the decision says how many it was made for, that many there must be."""
    expected = decision.where.get("figures")
    if not own or (expected is not None and expected != len(own)):
        hint = {
            "ja": f"そこにある数量は {len(own)} 個です。読み取りが変わったときは、確かめなおしてください。",
            "en": f" There are {len(own)} quantities there. If the reading has changed, look again.",
        }
        _misfit(draft, decision, len(own), hint)
        return
    for row in own:
        if row["decision_id"] is None or decision.action != "confirm":
            _apply(draft, decision, row, carried=carried)


def _fits_line(draft: Draft, where: Mapping[str, Any], row: Mapping[str, Any]) -> bool:
    """A line fits by its id, or by its text within a measure, year or source."""
    if where.get("line", row["line_id"]) != row["line_id"] or where.get("text", row["text"]) != row["text"]:
        return False
    if "source" in where and carry.source_of(row["line_id"]) != where["source"]:
        return False
    if not {"measure", "fiscal_year"} & set(where):
        return True
    report = carry.report_of(draft, row)
    found = {"measure": report["measure_id"], "fiscal_year": report["fiscal_year"]} if report else {}
    return all(found.get(name) == where[name] for name in ("measure", "fiscal_year") if name in where)


_LINE_HINT = {
    "ja": "line(行の ID)か、text(行の全文)と measure、fiscal_year で、一つの行に絞ってください。",
    "en": " Name one line, by line (its id) or by text (all of it) with measure and fiscal_year.",
}


def _lapsed(draft: Draft, decision: Decision, source: str) -> None:
    draft.find("decision-lapsed", Place(file="curation/decisions.yaml", key=decision.id), id=decision.id, source=source)


def _apply(draft: Draft, decision: Decision, row: dict[str, Any], *, carried: bool = False) -> None:
    """Change a figure as decided. A corrected value is one source's own; it is not carried to the next."""
    values = {name: value for name, value in decision.values.items() if not (carried and name == "value")}
    row["decision_id"] = decision.id
    if row["class"] == "bare" and values.get("unit_id") is not None:
        row |= {name: value for name, value in _PLAIN.items() if row[name] is None}  # a person says what it counts
        row["class"] = "quantity"
    if row["grade"] is not None:
        row["grade"] = "confirmed"
    if decision.action == "drop":
        row["use"] = "none"
    row.update(values)
    if (reason := _without_effect(draft.model, decision, row)) is not None:
        place = Place(file="curation/decisions.yaml", key=decision.id)
        draft.find("decision-without-effect", place, id=decision.id, quote=row["quote"], reason=reason)


def _without_effect(model: Model, decision: Decision, row: Mapping[str, Any]) -> dict[str, str] | None:
    """Why a decision changes nothing: only a quantity with a value and a unit can be a statistic or be confirmed as one."""
    wanted = decision.values.get("use") == "observation"
    if not wanted and decision.action != "confirm":
        return None
    if row["class"] != "quantity":
        code = model.code_lists["figure_class"].codes[row["class"]]
        return {"ja": f"数量ではなく、{code.label['ja']}です", "en": f"it is no quantity, but of class {row['class']}"}
    if wanted and row["value"] is None:
        return {"ja": "一つの値がありません(幅のある数など)", "en": "it has no single value (a range, for example)"}
    if wanted and row["unit_id"] is None:
        unit = row["unit_text"] or "—"
        return {"ja": f"単位「{unit}」が units.csv にありません", "en": f"its unit “{unit}” is not in units.csv"}
    return None


def entity_decisions(draft: Draft) -> None:
    """Apply the decisions about measures and departments: what they are, not what was read of them."""
    keys = {"measure": ("measures", "measure_id", "title"), "department": ("departments", "department_id", "name")}
    for decision in draft.publication.decisions:
        if decision.target not in keys or decision.action != "set":
            continue
        table, key, name = keys[decision.target]
        row = draft.get(table, **{key: decision.where[decision.target]})
        if row is None:
            wanted = decision.where[decision.target]
            _misfit(draft, decision, 0, {"ja": f"{wanted} はありません。", "en": f" There is no {wanted}."})
        elif decision.where.get(name, row[name]) != row[name]:
            hint = {"ja": f"{name} は「{row[name]}」です。", "en": f" Its {name} is “{row[name]}”."}
            _misfit(draft, decision, 0, hint)
        else:
            row.update(decision.values)


def with_section_decisions(
    sources: tuple[SourceReading, ...], decisions: Iterable[Decision], model: Model
) -> tuple[tuple[SourceReading, ...], list[Finding]]:
    """The sources with their section heads as people decided: another department, or none at all (a theme, a status)."""
    found: list[Finding] = []
    for decision in decisions:
        if decision.target != "section":
            continue
        places = [
            (number, where, index)
            for number, source in enumerate(sources)
            for where, cell in source.cells.items()
            for index, section in enumerate(cell.sections)
            if line_id(source.source_id, where, section.line) == decision.where["line"]
        ]
        if len(places) != 1:
            hint = {"ja": "line は、課の見出しがある行の ID です。", "en": " line is the id of a line with a section head."}
            found.append(_misfit_finding(decision.id, len(places), hint))
            continue
        number, where, index = places[0]
        cell = sources[number].cells[where]
        names = read_departments([decision.values["department"]], prepare_words(model)) if decision.action == "set" else []
        section = replace(cell.sections[index], departments=tuple(names))
        sections = (*cell.sections[:index], section, *cell.sections[index + 1 :])
        cells = {**sources[number].cells, where: replace(cell, sections=sections)}
        changed = replace(sources[number], cells=cells)
        sources = (*sources[:number], changed, *sources[number + 1 :])
    return sources, found


def indicator_decisions(draft: Draft) -> None:
    """Apply the decisions whose target is an indicator: what kind it is, whether years may be added, whether it leads."""
    by_id = {row["indicator_id"]: row for row in draft.table("indicators")}
    for decision in draft.publication.decisions:
        if decision.target != "indicator":
            continue
        wanted, expected = decision.where["indicator"], decision.where.get("label")
        row = by_id.get(wanted)
        if row is None:
            hint = {"ja": f"{wanted} という指標はありません。", "en": f" There is no indicator {wanted}."}
            _misfit(draft, decision, 0, hint)
        elif expected is not None and expected != row["label"]:
            label = row["label"]
            hint = {"ja": f"{wanted} の label は「{label}」です。", "en": f" The label of {wanted} is “{label}”."}
            _misfit(draft, decision, 0, hint)
        else:
            row.update(decision.values)


def waivers_of(decisions: Iterable[Decision]) -> tuple[Waiver, ...]:
    """The decisions that let a finding pass."""
    return tuple(Waiver(d.id, d.rule, d.where) for d in decisions if d.rule is not None)


def waive(
    findings: Iterable[Finding], waivers: Iterable[Waiver], files: Mapping[str, str]
) -> tuple[list[Finding], frozenset[str]]:
    """The findings that no waiver covers, and the ids of the waivers that covered one. ``files``: file name → source id.

    ``where`` may name a source, a cell (``s001-t1-r4-c4``), a line (``s001-t1-r4-c4-l2``) or the key of a row, all of which
    must fit; ``{everywhere: true}`` covers every finding of the rule, and only that way of writing does.
    """
    kept: list[Finding] = []
    used: set[str] = set()
    every = list(waivers)
    for finding in findings:
        covering = {waiver.id for waiver in every if waiver.rule == finding.rule and _fits_place(waiver.where, finding, files)}
        used |= covering
        if not covering:
            kept.append(finding)
    return kept, frozenset(used)


def unused(waivers: Iterable[Waiver], used: frozenset[str]) -> list[Finding]:
    """A waiver that covers nothing is a misfit: the place it was written for has changed."""
    hint = {
        "ja": "免除する指摘が、そこにはありません。",
        "en": " There is no such finding to waive.",
    }
    return [_misfit_finding(waiver.id, 0, hint) for waiver in waivers if waiver.id not in used]


def _fits_place(where: Mapping[str, Any], finding: Finding, files: Mapping[str, str]) -> bool:
    place = finding.place
    line = place.line_id or ""
    found = {
        "line": line,
        "cell": line.rsplit("-", 1)[0],
        "source": line.split("-")[0] or files.get(place.file or "", ""),
        "key": place.key or "",
    }
    return where.get("everywhere") is True or all(found[name] == value for name, value in where.items())


def _fits_figure(draft: Draft, where: Mapping[str, Any], row: dict[str, Any]) -> bool:
    """A figure fits by its id, or by measure, year and the quote with the characters around it."""
    if where.get("figure", row["figure_id"]) != row["figure_id"] or where.get("quote", row["quote"]) != row["quote"]:
        return False
    text = draft.the("source_lines", line_id=row["line_id"])["text"] or ""
    before, after = str(where.get("before", "")), str(where.get("after", ""))
    if not (text[: row["char_start"]].endswith(before) and text[row["char_end"] :].startswith(after)):
        return False
    if not {"measure", "fiscal_year", "source", "department"} & set(where):
        return True
    activity = draft.get("activities", activity_id=row["activity_id"])
    if activity is None:
        return False
    report = draft.the("reports", report_id=activity["report_id"])
    found = {"measure": report["measure_id"], "fiscal_year": report["fiscal_year"], "source": report["source_id"]}
    found["department"] = activity["department_id"]
    return all(where[name] == value for name, value in found.items() if name in where)


def _figure_hint(draft: Draft, where: Mapping[str, Any], figures: list[dict[str, Any]], count: int) -> dict[str, str]:
    """Which key of ``where`` keeps the decision from fitting, or how to narrow it down."""
    if count > 1:
        return {
            "ja": "before、after、department などで一つに絞ってください。",
            "en": " Narrow it down with before, after or department.",
        }
    for name, value in where.items():
        others = {key: other for key, other in where.items() if key != name}
        if any(_fits_figure(draft, others, row) for row in figures):
            return {
                "ja": f"{name} の「{value}」が合いません(ほかの項目に合う数はあります)。",
                "en": f" It is {name}, “{value}”, that does not fit.",
            }
    return {"ja": "where の項目のどれにも合う数がありません。", "en": " No figure fits what where says."}


def _misfit(draft: Draft, decision: Decision, count: int, hint: Mapping[str, str]) -> None:
    draft.findings.append(_misfit_finding(decision.id, count, hint))


def _misfit_finding(decision_id: str, count: int, hint: Mapping[str, str]) -> Finding:
    place = Place(file="curation/decisions.yaml", key=decision_id)
    return Finding("decision-misfit", place, {"id": decision_id, "count": count, "hint": hint})
