"""Figures, indicators and observations: every number as written, and the few that a statistic may be made of."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bouhan_opendata.building.decide import figure_decisions
from bouhan_opendata.building.draft import Draft, ReportCell, line_id
from bouhan_opendata.building.ids import Registrar
from bouhan_opendata.building.marks import Marks
from bouhan_opendata.building.organisation import Successors
from bouhan_opendata.extraction import FigureReading, full_label
from bouhan_opendata.extraction.keys import normalised_label
from bouhan_opendata.findings import Place

PASSES = {"none": {"sure", "likely", "check", "confirmed"}, "check": {"sure", "likely", "confirmed"}, "all": {"confirmed"}}
"""By the review policy of a publication, the grades of figures that may become observations."""
_DIRECT = (
    "quote",
    "value",
    "lower",
    "upper",
    "unit_text",
    "unit_id",
    "label",
    "label_start",
    "label_end",
    "date_start",
    "date_end",
)
_QUALIFIERS = ("precision", "scope", "counting", "time_basis", "per", "as_of", "since_fiscal_year", "unit_source")


@dataclass(frozen=True, slots=True)
class _Fact:
    """A figure with what surrounds it, while duplicates and indicators are worked out."""

    row: dict[str, Any]
    report: dict[str, Any]
    activity: dict[str, Any] | None
    reading: FigureReading
    place: Place
    label: str | None
    """The label with its group head."""


def add_statistics(draft: Draft, registrar: Registrar) -> None:
    """Fill ``figures``, ``indicators`` and ``observations``."""
    facts = list(_figures(draft))
    facts = _label_repeats(draft, facts)
    figure_decisions(draft, [fact.row for fact in facts])
    _mark_duplicates(draft, facts)
    for fact in facts:
        if fact.row["use"] == "observation" and fact.report["is_current"]:
            _add_observation(draft, registrar, fact)
    observed = {fact.row["figure_id"]: fact.row["indicator_id"] for fact in facts}
    for fact in facts:
        if fact.row["use"] == "duplicate":
            fact.row["indicator_id"] = observed.get(fact.row["parent_figure_id"])


def _figures(draft: Draft) -> Iterator[_Fact]:
    for report in draft.table("reports"):
        activities = {row["first_line_id"]: row for row in draft.where("activities", report_id=report["report_id"])}
        for part in draft.report_cells[report["report_id"]]:
            ids = [f"{part.line_id(figure.line)}-c{figure.start}" for figure in part.reading.figures]
            for number, figure in enumerate(part.reading.figures):
                yield _figure(draft, report, activities, part, figure, ids, number)


def _figure(
    draft: Draft,
    report: dict[str, Any],
    activities: dict[str, dict[str, Any]],
    part: ReportCell,
    figure: FigureReading,
    ids: list[str],
    number: int,
) -> _Fact:
    line = part.line_id(figure.line)
    item = part.reading.item_of(figure.line)
    activity = activities[part.line_id(item.first_line)] if item is not None else None
    row = _row(draft, figure, line, ids, number, activity["activity_id"] if activity else None)
    if (decision_id := draft.added.get(row["figure_id"])) is not None:
        row |= {"decision_id": decision_id, "grade": "confirmed", "pattern": None}
    place = Place(file=part.source.entry.file, line_id=line, start=figure.start, end=figure.end)
    for flag in figure.flags:
        draft.find_in(report, flag.rule_id, place, **{"quote": figure.quote, **flag.params})
    return _Fact(row, report, activity, figure, place, full_label(figure, part.reading.figures))


def _row(
    draft: Draft, figure: FigureReading, line: str, ids: Sequence[str], number: int, activity_id: str | None
) -> dict[str, Any]:
    return draft.add(
        "figures",
        figure_id=ids[number],
        line_id=line,
        activity_id=activity_id,
        **{"class": figure.cls},
        char_start=figure.start,
        char_end=figure.end,
        **{name: getattr(figure, name) for name in _DIRECT},
        **{name: getattr(figure, name) for name in _QUALIFIERS},
        parent_figure_id=ids[figure.parent] if figure.parent is not None else None,
        relation=figure.relation,
        use=figure.use,
        pattern=figure.reading_pattern or None,
        grade=draft.model.grade(figure.reading_pattern) if figure.cls == "quantity" else None,
    )


def _label_repeats(draft: Draft, facts: list[_Fact]) -> list[_Fact]:
    """〃 5回 counts what the one number of that unit counts in the words that it repeats."""
    if not draft.repeated:
        return facts
    marks = Marks(draft.model)
    known: dict[tuple[str, str | None], list[_Fact]] = {}
    for fact in facts:
        if fact.activity is not None and fact.row["use"] == "observation":
            known.setdefault((fact.activity["activity_id"], fact.row["unit_id"]), []).append(fact)
    made = list(facts)
    for number, fact in enumerate(facts):
        other = draft.repeated.get(fact.activity["activity_id"]) if fact.activity is not None else None
        of_mark = fact.reading.label_from == "title" or marks.is_ditto_word(fact.row["label"] or "")
        if other is None or not of_mark:
            continue
        found = known.get((other, fact.row["unit_id"]), [])
        if len(found) == 1 and found[0].label is not None:
            fact.row.update(label=found[0].label, label_start=None, label_end=None)
            made[number] = replace(fact, reading=fact.reading._replace(ordinal=None))  # it is told apart by its words
    return made


def add_prose_figures(draft: Draft) -> None:
    """The numbers of titles, descriptions and other texts: kept as figures that belong to no activity."""
    for source in draft.sources:
        for where, reading in source.prose.items():
            lines = [line_id(source.source_id, where, figure.line) for figure in reading.figures]
            ids = [f"{line}-c{figure.start}" for line, figure in zip(lines, reading.figures, strict=True)]
            for number, figure in enumerate(reading.figures):
                _row(draft, figure, lines[number], ids, number, None)
                place = Place(file=source.entry.file, line_id=lines[number], start=figure.start, end=figure.end)
                for flag in figure.flags:
                    draft.find(flag.rule_id, place, **{"quote": figure.quote, **flag.params})


def _mark_duplicates(draft: Draft, facts: list[_Fact]) -> None:
    """The same words, number and department under another measure are one fact said twice: the later is a duplicate."""
    first: dict[tuple[Any, ...], _Fact] = {}
    for fact in facts:
        if fact.row["use"] != "observation" or fact.activity is None or not fact.report["is_current"]:
            continue
        row = fact.row
        said = (fact.activity["text"], fact.reading.start - _text_start(fact), row["value"], row["unit_id"])
        key = (fact.report["fiscal_year"], fact.report["result_kind"], *said)
        known = first.setdefault(key, fact)
        if known is fact or known.report["measure_id"] == fact.report["measure_id"]:
            continue
        same_department = known.activity is not None and known.activity["department_id"] == fact.activity["department_id"]
        if same_department:
            row["use"], row["relation"], row["parent_figure_id"] = "duplicate", "same_as", known.row["figure_id"]
        draft.find("duplicate-of", fact.place, quote=row["quote"], first=known.row["figure_id"])


def _text_start(fact: _Fact) -> int:
    return 0 if fact.activity is None else len(fact.activity["marker"] or "")


def _add_observation(draft: Draft, registrar: Registrar, fact: _Fact) -> None:
    row, report = fact.row, fact.report
    if row["value"] is None or row["unit_id"] is None:
        return
    department_id = fact.activity["department_id"] if fact.activity else None
    label = row["label"] if row["label"] != fact.reading.label else fact.label
    label = label or draft.the("measures", measure_id=report["measure_id"])["title"]
    name = f"{report['measure_id']}/{department_id or '-'}/{normalised_label(label)}/{row['unit_id']}"
    name = _as_before(draft, registrar, name, department_id)
    if fact.reading.ordinal is not None:
        name += f"/{report['fiscal_year']}-{fact.reading.ordinal}"
        if fact.reading.ordinal > 1:
            draft.find("same-indicator-twice", fact.place, quote=row["quote"], label=label, year=report["fiscal_year"])
    year, result_kind = report["fiscal_year"], report["result_kind"]

    def taken() -> bool:
        return bool(draft.where("observations", indicator_id=indicator_id, fiscal_year=year, result_kind=result_kind))

    waiting = draft.waiting if report["result_kind"] == "actual" else set()
    indicator_id = _indicator(draft, registrar, fact, name, label, department_id)
    if taken() or (indicator_id, year) in waiting:
        draft.find("same-indicator-twice", fact.place, quote=row["quote"], label=label, year=report["fiscal_year"])
        number = 2
        while taken():
            indicator_id = _indicator(draft, registrar, fact, f"{name}/{report['fiscal_year']}-{number}", label, department_id)
            number += 1
    row["indicator_id"] = indicator_id
    if row["grade"] not in PASSES[draft.publication.review]:
        draft.waiting.add((indicator_id, report["fiscal_year"]))
        return
    kind = "" if report["result_kind"] == "actual" else f"-{report['result_kind']}"
    city = draft.publication
    draft.add(
        "observations",
        observation_id=f"{indicator_id}-{report['fiscal_year']}{kind}",
        indicator_id=indicator_id,
        fiscal_year=report["fiscal_year"],
        result_kind=report["result_kind"],
        department_id=department_id,
        value=row["value"],
        unit_id=row["unit_id"],
        precision=row["precision"],
        comparable_with_previous="not_judged",
        figure_id=row["figure_id"],
        area_code=city.area_code,
        area_name=city.city_name["ja"],
    )


def _as_before(draft: Draft, registrar: Registrar, name: str, department_id: str | None) -> str:
    """The name an indicator has under the department that went on as this one, where only that is known."""
    if registrar.recorded("i", name) is not None:
        return name
    measure_id, _, rest = name.split("/", 2)
    names = (
        f"{measure_id}/{before}/{rest}" for before in Successors(draft.publication.organisation_changes).before(department_id)
    )
    return next((before for before in names if registrar.recorded("i", before) is not None), name)


def _indicator(draft: Draft, registrar: Registrar, fact: _Fact, name: str, label: str, department_id: str | None) -> str:
    row = fact.row
    indicator_id = registrar.identify("i", name, fact.report["source_id"], fact.place)
    known = draft.get("indicators", indicator_id=indicator_id)
    if known is None:
        draft.add(
            "indicators",
            indicator_id=indicator_id,
            measure_id=fact.report["measure_id"],
            department_id=department_id,
            label=label,
            label_en=draft.publication.translations.english(indicator_id, label),
            unit_id=row["unit_id"],
            time_basis=row["time_basis"],
        )
    elif known["time_basis"] != row["time_basis"]:
        known["time_basis"] = "not_stated"
    return indicator_id
