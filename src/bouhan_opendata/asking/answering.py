"""What answers become: lines for the register, the decisions and the notes; and what cannot be taken, and why."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from bouhan_opendata.asking.values import Answer, Question
from bouhan_opendata.japanese.folding import fold
from bouhan_opendata.japanese.numerals import parse_numeral
from bouhan_opendata.model import Model
from bouhan_opendata.publication import Publication
from bouhan_opendata.publication.yaml_values import TODO


@dataclass(slots=True)
class Outcome:
    """Lines by file, in the order of the questions; and the answers that were not taken.

    ``conflicts``: two people said different things to one question. ``wrong``: an answer that means nothing, with the reason
    in both languages. ``gone``: nothing asks that any more. ``left``: questions that nobody answered, or that are on hold.
    """

    lines: dict[str, list[str]] = field(default_factory=lambda: {"register": [], "decisions": [], "notes": []})
    taken: list[str] = field(default_factory=list)
    conflicts: list[tuple[Question, list[Answer]]] = field(default_factory=list)
    wrong: list[tuple[Answer, Mapping[str, str]]] = field(default_factory=list)
    gone: list[Answer] = field(default_factory=list)
    left: list[Question] = field(default_factory=list)


def decided(
    questions: Sequence[Question], answers: Iterable[Answer], publication: Publication, model: Model, *, by: str, on: date | None
) -> Outcome:
    """Merge answers. ``by`` and ``on`` stand in where an answer names nobody or no day."""
    outcome, known = Outcome(), {question.key: question for question in questions}
    said: dict[str, list[Answer]] = {}
    for answer in answers:
        if answer.key not in known:
            outcome.gone.append(answer)
        elif answer.choice and answer.choice != "hold":
            said.setdefault(answer.key, []).append(answer)
    numbers = _Numbers(publication)
    for question in questions:
        mine = said.get(question.key, [])
        told = {(a.choice, a.label, a.value, a.unit, a.comment if question.kind == "note" else "") for a in mine}
        if not mine:
            outcome.left.append(question)
        elif len(told) > 1:
            outcome.conflicts.append((question, mine))
        else:
            _take(question, mine[0], outcome, numbers, model, by, on)
    return outcome


class _Numbers:
    """The next free numbers of decisions and notes."""

    def __init__(self, publication: Publication) -> None:
        self.last = {
            "k": max((int(one.id[1:]) for one in publication.decisions), default=0),
            "n": max((int(one.id[1:]) for one in publication.notes), default=0),
        }

    def next(self, letter: str) -> str:
        self.last[letter] += 1
        return f"{letter}{self.last[letter]:03d}"


def _take(
    question: Question, answer: Answer, outcome: Outcome, numbers: _Numbers, model: Model, by: str, on: date | None
) -> None:
    who, day = answer.by or by, _day(answer.on) or on
    if not who or day is None:
        outcome.wrong.append((answer, {"ja": "回答者と回答日が要ります", "en": "who answered, and the day, are needed"}))
        return
    if answer.choice not in question.choices:
        outcome.wrong.append((answer, {"ja": "この問いには使えない回答です", "en": "this answer does not fit the question"}))
        return
    signed = f"by: {_text(who)}, on: {day.isoformat()}"
    if question.kind == "note":
        if not answer.comment:
            outcome.wrong.append((answer, {"ja": "説明を書いてください", "en": "write the explanation"}))
            return
        year = f", fiscal_year: {question.fiscal_year}" if question.fiscal_year else ""
        body = f"subject: {question.subject}{year}, kind: explanation, text: {_text(answer.comment)}, {signed}"
        outcome.lines["notes"].append(f"{{id: {numbers.next('n')}, {body}}}")
    elif question.kind == "proposal":
        _take_proposal(question, outcome, numbers, who, day)
    else:
        action = _action(answer, model)
        if isinstance(action, dict):
            outcome.wrong.append((answer, action))
            return
        why = _text(answer.comment or "確認票で確かめた")
        where = f"{{figure: {question.subject}, quote: {_text(question.quote)}}}"
        place = f"target: figure, where: {where}, {action}, why: {why}, {signed}"
        outcome.lines["decisions"].append(f"{{id: {numbers.next('k')}, {place}}}")
    outcome.taken.append(question.key)


def _take_proposal(question: Question, outcome: Outcome, numbers: _Numbers, who: str, day: date) -> None:
    """A proposal that is right becomes its entry."""
    entry = question.entry.removeprefix("- ")
    if question.file == "decisions":
        entry = re.sub(r"^\{id: k[0-9]+", lambda _: "{id: " + numbers.next("k"), entry)
        entry = entry.replace(f"by: {TODO}", f"by: {_text(who)}").replace(f"on: {TODO}", f"on: {day.isoformat()}")
    outcome.lines[question.file].append(entry)


def _action(answer: Answer, model: Model) -> str | dict[str, str]:
    """What a decision does about a number, as YAML; else why not, in both languages."""
    if answer.choice == "accept":
        return "confirm: true"
    if answer.choice == "exclude":
        return "drop: true"
    changed = []
    if answer.label:
        changed.append(f"label: {_text(answer.label)}")
    if answer.unit:
        unit = _unit(answer.unit, model)
        if unit is None:
            return {"ja": f"「{answer.unit}」という単位はありません", "en": f"there is no unit “{answer.unit}”"}
        changed.append(f"unit_id: {unit}")
    error = ""
    if answer.value:
        value = _number(answer.value)
        if value is None:
            return {"ja": f"「{answer.value}」は数ではありません", "en": f"“{answer.value}” is no number"}
        changed.append(f'value: "{value:f}"')
        error = ", source_error: true"
    if not changed:
        return {
            "ja": "修正には、数の名前・値・単位のどれかを書いてください",
            "en": "a correction says a label, a value or a unit",
        }
    return f"set: {{{', '.join(changed)}}}{error}"


def _number(text: str) -> Decimal | None:
    return parse_numeral(fold(text.strip()).text)


def _unit(text: str, model: Model) -> str | None:
    """A unit by its id, its symbol or another spelling."""
    wanted = fold(text.strip()).text
    for name, unit in model.units.items():
        if wanted == name or wanted in {fold(one).text for one in unit.spellings}:
            return name
    return None


def _day(text: str) -> date | None:
    found = re.fullmatch(r"\s*([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?(?:[T ].*)?\s*", fold(text).text)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


def _text(text: str) -> str:
    """A text as YAML, on one line."""
    return json.dumps(" ".join(text.split()), ensure_ascii=False)
