"""Verdicts on the rules of machine readability, and what they come to: three levels from 0 to 100."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bouhan_opendata.model import Model, ReadabilityRule, Words

FILE = "metadata/readability.json"
_LISTED = 5
"""Places that a verdict names; all are counted."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one rule: ``kept``, ``broken`` or ``not_applicable``. ``why`` says why a rule does not apply."""

    rule: str
    state: str
    count: int = 0
    places: tuple[str, ...] = ()
    why: Words = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """As plain values, without what is empty."""
        said = {"count": self.count, "places": list(self.places), "why": dict(self.why)}
        return {"state": self.state, **{name: value for name, value in said.items() if value}}


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdicts on one file or sheet, a verdict for every rule, in their order."""

    subject: str
    verdicts: Mapping[str, Verdict]
    scores: Mapping[int, int]

    def as_dict(self) -> dict[str, Any]:
        """As plain values, ready for JSON."""
        rules = {rule: verdict.as_dict() for rule, verdict in self.verdicts.items()}
        return {"subject": self.subject, "scores": _named(self.scores), "rules": rules}

    def as_short(self, reasons: list[Words]) -> dict[str, Any]:
        """Without the rules that are kept; why a rule does not apply is told by its place in ``reasons``, which grows."""
        broken = {rule: verdict.as_dict() for rule, verdict in self.verdicts.items() if verdict.state == "broken"}
        others: dict[str, list[str]] = {}
        for rule, verdict in self.verdicts.items():
            if verdict.state == "not_applicable":
                if verdict.why not in reasons:
                    reasons.append(verdict.why)
                others.setdefault(str(reasons.index(verdict.why)), []).append(rule)
        return {"subject": self.subject, "scores": _named(self.scores), "broken": broken, "not_applicable": others}


def _named(scores: Mapping[int, int]) -> dict[str, int]:
    return {f"L{level}": score for level, score in scores.items()}


class Judge:
    """Collects, for one file or sheet, where rules are broken and why some do not apply."""

    def __init__(self, subject: str) -> None:
        self.subject = subject
        self._broken: dict[str, list[str]] = {}
        self._exempt: dict[str, Words] = {}

    def broken(self, rule: str, places: Iterable[str] | str) -> None:
        """A rule is broken at these places; at none of them it is not."""
        found = [places] if isinstance(places, str) else list(places)
        if found:
            self._broken.setdefault(rule, []).extend(found)

    def exempt(self, rules: str | Sequence[str], ja: str, en: str) -> None:
        """Rules do not apply, and why."""
        for rule in [rules] if isinstance(rules, str) else rules:
            self._exempt.setdefault(rule, {"ja": ja, "en": en})

    def judgement(self, model: Model) -> Judgement:
        """The verdict on every rule. What is broken is broken, whatever else is said of the rule."""
        verdicts = {}
        for rule in model.readability:
            places = self._broken.get(rule, [])
            if places:
                verdicts[rule] = Verdict(rule, "broken", len(places), tuple(dict.fromkeys(places))[:_LISTED])
            elif rule in self._exempt:
                verdicts[rule] = Verdict(rule, "not_applicable", why=self._exempt[rule])
            else:
                verdicts[rule] = Verdict(rule, "kept")
        return Judgement(self.subject, verdicts, scores(verdicts, model.readability))


def scores(verdicts: Mapping[str, Verdict], rules: Mapping[str, ReadabilityRule]) -> dict[int, int]:
    """Level → 0 to 100: a fatal rule broken makes it 0, any other takes what it costs."""
    found = {1: 100, 2: 100, 3: 100}
    for rule, verdict in verdicts.items():
        if verdict.state == "broken":
            said = rules[rule]
            found[said.level] = max(0, found[said.level] - said.cost)
    return found


def overall(subject: str, judgements: Sequence[Judgement], model: Model) -> Judgement:
    """Several files as one: a rule is broken where any file breaks it, and kept where any keeps it and none breaks it."""
    verdicts = {}
    for rule in model.readability:
        said = [judgement.verdicts[rule] for judgement in judgements]
        broken = [(j.subject, j.verdicts[rule]) for j in judgements if j.verdicts[rule].state == "broken"]
        if broken:
            places = tuple(f"{name}: {place}" for name, verdict in broken for place in verdict.places)
            verdicts[rule] = Verdict(rule, "broken", sum(verdict.count for _, verdict in broken), places[:_LISTED])
        elif any(verdict.state == "kept" for verdict in said) or not said:
            verdicts[rule] = Verdict(rule, "kept")
        else:
            verdicts[rule] = said[0]
    return Judgement(subject, verdicts, scores(verdicts, model.readability))


def readability_json(sources: Sequence[Judgement], files: Sequence[Judgement], model: Model) -> bytes:
    """``metadata/readability.json``: the sources as received, the release as made, and every file of it."""
    reasons: list[Words] = []
    listed = [judgement.as_short(reasons) for judgement in files]
    titles = {rule.id: {"weight": rule.weight, **rule.title} for rule in model.readability.values()}
    body = {
        "rules": titles,
        "sources": [judgement.as_dict() for judgement in sources],
        "release": overall("release", files, model).as_dict(),
        "files": listed,
        "reasons": [dict(words) for words in reasons],
    }
    return (json.dumps(body, ensure_ascii=False, indent=1) + "\n").encode()
