"""What an aim or a result is of, where only that is said right before a number: 講座 計画5回／実績4回, 目標100人 実績89人."""

from __future__ import annotations

import re

from bouhan_opendata.extraction.claims import Claim, LineClaims
from bouhan_opendata.extraction.labels import before_bracket, words_before
from bouhan_opendata.extraction.words import ExtractionWords

_AIM = r"(?:(?:当初|数値|達成|成果)?(?:目標|計画|予定|見込み?)|実績)(?:値|数)?"
_ONLY_AIM = re.compile(rf"(?<![一-龠ァ-ヶー]){_AIM}")
_AIM_AT_END = re.compile(rf"(?<![一-龠ァ-ヶー]){_AIM}(?=[\s:]{{0,3}}$)")
_MARKS = re.compile(r"(?:\s|[、,/・→⇒:|に対しては])*$")
_REACH = 16
_AIMED = frozenset({"target", "planned"})


def is_only_aim(line: LineClaims, start: int, end: int) -> bool:
    """Whether words say that a number is aimed at or was reached, and not of what; 実施 does behind what was planned."""
    if line.folded.text[start:end] == "実施":
        return any(claim.pattern in _AIMED and claim.end <= start for claim in line.claims)
    return _ONLY_AIM.fullmatch(line.folded.text, start, end) is not None


def aim_before(line: LineClaims, claim: Claim) -> tuple[int, int] | None:
    """The word right before a number that only says 目標 or 実績."""
    said = _AIM_AT_END.search(line.folded.text, max(line.first, claim.start - _REACH), claim.start)
    return said.span() if said is not None else None


def beyond_aim(line: LineClaims, start: int, words: ExtractionWords) -> tuple[int, int] | None:
    """The label before the word at ``start`` that only says 目標 or 実績, over other such words and their numbers; else nothing."""
    text, at = line.folded.text, start
    numbers = [claim for claim in line.claims if claim.cls == "quantity" and claim.end <= start]
    while True:
        marks = _MARKS.search(text, max(line.first, at - _REACH), at)
        at = marks.start() if marks else at
        if not numbers or numbers[-1].tail != at:
            break
        number = numbers.pop()
        at = number.lead
        said = _AIM_AT_END.search(text, max(line.first, at - _REACH), at)
        if said is None and number.pattern not in _AIMED:
            return None
        at = said.start() if said is not None else at
    if at <= line.first:
        return None
    return before_bracket(line, at - 1, words) if text[at - 1] == "(" else words_before(line, at, words)
