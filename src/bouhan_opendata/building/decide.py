"""People's decisions, applied: a decision that fits changes the reading and is named; one that does not fit is an error."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

from bouhan_opendata.building import carry
from bouhan_opendata.building.added import PLAIN
from bouhan_opendata.building.draft import Draft, LinePlace
from bouhan_opendata.building.places import LINE_HINT, fits_line, is_beside, misfit, of_own_source
from bouhan_opendata.building.proposals import FILE, propose, written
from bouhan_opendata.building.read_as_decided import lapsed
from bouhan_opendata.findings import Place
from bouhan_opendata.model import Model
from bouhan_opendata.publication import Decision

Row = dict[str, Any]


def figure_decisions(draft: Draft, figures: list[Row]) -> None:
    """Apply the decisions about figures, whole lines of figures, or all figures of a measure; a figure names its decision.

    One for the time being (``from now on``) holds for the same text of later sources too, in each of their years; where
    there is none, that is told.
    """
    lines = {place.line_id: place for place in draft.lines}
    for decision in draft.publication.decisions:
        if decision.action == "add":
            continue
        if decision.target == "figure":
            _decide_figure(draft, decision, figures, lines)
        elif decision.target == "line":
            _decide_line(draft, decision, figures)
        elif decision.target == "measure" and decision.action == "confirm":
            _confirm_measure(draft, decision, figures, lines)


def _decide_figure(draft: Draft, decision: Decision, figures: list[Row], lines: Mapping[str, LinePlace]) -> None:
    found = [row for row in figures if _fits_figure(decision.where, row, lines)]
    if decision.scope == "from now on":
        own_lines = {place.line_id for place in of_own_source(lines[row["line_id"]] for row in found)}
        found = [row for row in found if row["line_id"] in own_lines]
    if len(found) != 1:
        _figure_misfit(draft, decision, figures, found, lines)
        return
    _apply(draft, decision, found[0])
    if decision.scope != "from now on":
        return
    own = lines[found[0]["line_id"]]
    for source, later in carry.later_lines(draft.lines, own).items():
        done = 0
        for line in later:
            figure = carry.same_figure(found[0], figures, line.line_id)
            if figure is None:
                continue
            done += 1
            is_same = line.text == own.text and line.fiscal_year == own.fiscal_year
            if decision.source_error and not is_same:
                propose(draft, decision, line, figure=figure)
            else:
                _apply(draft, decision, cast(Row, figure))
        if not done:
            lapsed(draft, decision, source, draft.lines, own)


def _decide_line(draft: Draft, decision: Decision, figures: list[Row]) -> None:
    found = [place for place in draft.lines if fits_line(decision.where, place)]
    if decision.scope == "from now on":
        found = of_own_source(found)
    if len(found) != 1:
        draft.findings.append(misfit(decision.id, [place.words for place in found], LINE_HINT))
        return
    _apply_to_line(draft, decision, found[0], figures)
    if decision.scope == "from now on":
        for source, lines in carry.later_lines(draft.lines, found[0]).items():
            if not lines:
                lapsed(draft, decision, source, draft.lines, found[0])
            for line in lines:
                _apply_to_line(draft, decision, line, figures)


def _apply_to_line(draft: Draft, decision: Decision, line: LinePlace, figures: list[Row]) -> None:
    own = [row for row in figures if row["line_id"] == line.line_id]
    if decision.action == "confirm":
        own = [row for row in own if row["class"] == "quantity"]
    _apply_to_all(draft, decision, own)


def _confirm_measure(draft: Draft, decision: Decision, figures: list[Row], lines: Mapping[str, LinePlace]) -> None:
    """Every quantity that one source states under a measure. Which source is said, so that no later one is confirmed unseen."""
    if (measure := _entity(draft, decision, "measures", "measure_id", "title")) is None:
        return
    where = {name: decision.where[name] for name in ("source", "fiscal_year", "department") if name in decision.where}
    where["measure"] = measure["measure_id"]
    own = [row for row in figures if row["class"] == "quantity" and row["activity_id"] and _fits_figure(where, row, lines)]
    _apply_to_all(draft, decision, own)


def _apply_to_all(draft: Draft, decision: Decision, own: list[Row]) -> None:
    """Apply to several figures; where the decision says how many it was made for, that many there must be."""
    expected = decision.where.get("figures")
    if not own or (expected is not None and expected != len(own)):
        hint = {
            "ja": f"そこにある数量は {len(own)} 個です。読み取りが変わったときは、確かめなおしてください。",
            "en": f" There are {len(own)} quantities there. If the reading has changed, look again.",
        }
        draft.findings.append(misfit(decision.id, [f"{row['figure_id']}「{row['quote']}」" for row in own], hint))
        return
    for row in own:
        if row["decision_id"] is None or decision.action != "confirm":
            _apply(draft, decision, row)


def _apply(draft: Draft, decision: Decision, row: Row) -> None:
    """Change a figure as decided."""
    values = dict(decision.values)
    row["decision_id"] = decision.id
    if row["class"] == "bare" and values.get("unit_id") is not None:
        plain = {**PLAIN, "grade": "confirmed"}
        row |= {name: value for name, value in plain.items() if row[name] is None}  # a person says what it counts
        row["class"] = "quantity"
    if row["grade"] is not None:
        row["grade"] = "confirmed"
    if decision.action == "drop":
        row["use"] = "none"
    row.update(values)
    if (reason := _without_effect(draft.model, decision, row)) is not None:
        place = Place(file=FILE, key=decision.id)
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
        if decision.target in keys and decision.action == "set":
            row = _entity(draft, decision, *keys[decision.target])
            if row is not None:
                row.update(decision.values)


def indicator_decisions(draft: Draft) -> None:
    """Apply the decisions whose target is an indicator: what kind it is, whether years may be added, whether it leads."""
    lines = {place.line_id: place for place in draft.lines}
    for decision in draft.publication.decisions:
        if decision.target == "indicator":
            row = _entity(draft, decision, "indicators", "indicator_id", "label", _stated(draft, decision.where, lines))
            if row is not None:
                row.update(decision.values)


_STATED = ("line", "text", "quote", "before", "after", "fiscal_year", "source")


def _stated(draft: Draft, where: Mapping[str, Any], lines: Mapping[str, LinePlace]) -> set[str] | None:
    """The indicators of the figures that ``where`` speaks of; ``None`` where it speaks of none."""
    said = {name: value for name, value in where.items() if name in _STATED}
    if not said:
        return None
    figures = [row for row in draft.table("figures") if row["indicator_id"] is not None and row["line_id"] in lines]
    return {row["indicator_id"] for row in figures if _fits_figure(said, row, lines)}


def _entity(draft: Draft, decision: Decision, table: str, key: str, name: str, among: set[str] | None = None) -> Row | None:
    """The one row that a decision speaks of, by its id or by its name and what else is said; a misfit where there is not one."""
    where, target = decision.where, decision.target
    ids = {target: key, "measure": "measure_id", "department": "department_id", name: name}
    said = {ids[word]: value for word, value in where.items() if word in ids and word in (target, name, *_OF.get(target, ()))}
    rows = [row for row in draft.table(table) if among is None or row[key] in among]
    found = [row for row in rows if all(row[field] == value for field, value in said.items())]
    if len(found) == 1:
        return found[0]
    hint = {"ja": "id などで一つに絞ってください。", "en": " Narrow it down, by its id for example."}
    if not found:
        hint = _entity_hint(draft, table, key, name, said)
    draft.findings.append(misfit(decision.id, [f"{row[key]}「{row[name]}」" for row in found], hint))
    return None


_OF = {"indicator": ("measure", "department")}
"""What an indicator is of, besides its own words."""


def _entity_hint(draft: Draft, table: str, key: str, name: str, said: Mapping[str, Any]) -> dict[str, str]:
    wanted = said.get(key)
    row = draft.get(table, **{key: wanted}) if wanted is not None else None
    if row is None:
        missing = wanted if wanted is not None else said.get(name, "—")
        return {"ja": f"{missing} はありません。", "en": f" There is no {missing}."}
    if said.get(name, row[name]) != row[name]:
        return {"ja": f"{wanted} の {name} は「{row[name]}」です。", "en": f" The {name} of {wanted} is “{row[name]}”."}
    return {"ja": "where の項目のすべてに合うものがありません。", "en": " Nothing fits all that where says."}


def _fits_figure(where: Mapping[str, Any], row: Row, lines: Mapping[str, LinePlace]) -> bool:
    """A figure fits by its id, or by its line and the quote with the characters around it."""
    if where.get("figure", row["figure_id"]) != row["figure_id"] or where.get("quote", row["quote"]) != row["quote"]:
        return False
    line = lines[row["line_id"]]
    others = {name: value for name, value in where.items() if name not in ("quote", "before", "after")}
    return is_beside(where, line.text, row["char_start"], row["char_end"]) and fits_line(others, line)


def _figure_misfit(
    draft: Draft, decision: Decision, figures: list[Row], found: list[Row], lines: Mapping[str, LinePlace]
) -> None:
    """Tell which figures fit or, where none does, which key keeps the decision from it; with the entry that would fit."""
    told = [f"{row['figure_id']}「{row['quote']}」" for row in found]
    params: dict[str, str] = {}
    if found:
        hint = {
            "ja": "before、after、department などで一つに絞ってください。",
            "en": " Narrow it down with before, after or department.",
        }
    else:
        hint = {"ja": "where の項目のどれにも合う数がありません。", "en": " No figure fits what where says."}
    for name, value in decision.where.items() if not found else ():
        others = {key: other for key, other in decision.where.items() if key != name}
        near = [row for row in figures if _fits_figure(others, row, lines)]
        if near:
            hint = {
                "ja": f"{name} の「{value}」が合いません(ほかの項目に合う数はあります)。",
                "en": f" It is {name}, “{value}”, that does not fit.",
            }
            if len(near) == 1:
                place = {"figure": near[0]["figure_id"], "quote": near[0]["quote"]}
                params["entry"] = written(decision, decision.id, place)
            break
    draft.findings.append(misfit(decision.id, told, hint, **params))
