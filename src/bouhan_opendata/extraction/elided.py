"""Numbers whose counter is said once for all: 486件（電話302、面接179、その他5）, 62審議会中7."""

from __future__ import annotations

import re
from decimal import Decimal

from bouhan_opendata.extraction.claims import Claim, LineClaims
from bouhan_opendata.japanese.numerals import PLAIN, parse_numeral

_REACH = 240
"""How far behind a number its parts may stand."""
_NUMBER = re.compile(PLAIN)
_OUT_OF_BEHIND = re.compile(rf"中、? ?(?P<part>{PLAIN})(?![0-9.,]|[一-龠ァ-ヶ々A-Za-z%])")


def claim_elided(line: LineClaims) -> None:
    """Claim numbers without a counter that add up exactly to the number before them, or that are so many out of it."""
    for claim in [c for c in line.claims if c.cls == "quantity" and c.fields.get("value") is not None]:
        _claim_what_was(line, claim)
    wholes = sorted((c for c in line.claims if c.cls == "quantity" and c.fields.get("value") is not None), key=lambda c: c.start)
    for total in wholes:
        _claim_summands(line, total)
    for place, whole in enumerate(wholes):
        _claim_out_of(line, whole)
        later = (wholes[at] for at in range(place + 1, len(wholes)))
        behind = next((other for other in later if not _is_aside(line, whole, other)), None)
        _claim_parts(line, whole, min(behind.lead if behind else len(line.folded.text), whole.tail + _REACH))


def _is_aside(line: LineClaims, whole: Claim, other: Claim) -> bool:
    """1,486件（前年度1,533件）: the year before, in a bracket right behind, and not farther than any part may stand."""
    text = line.folded.text
    if other.lead >= whole.tail + _REACH:
        return False
    return _OTHER_YEAR.match(text, whole.tail) is not None and text.find(")", whole.tail, other.lead) < 0


def _claim_what_was(line: LineClaims, claim: Claim) -> None:
    """0→18団体: what was before an arrow has the counter of what it became, and is no result of the year."""
    match = _WAS.search(line.folded.text, max(line.first, claim.start - _LONGEST_BEFORE), claim.start)
    value = parse_numeral(match["was"]) if match else None
    if match is not None and value is not None and line.is_free(match.start("was"), claim.lead):
        was = _like(claim, match.start("was"), match.end("was"), value, "other-year")
        was.fields |= {"scope": "whole", "time_basis": "not_stated"}
        line.take(was)


def _claim_out_of(line: LineClaims, whole: Claim) -> None:
    match = _OUT_OF_BEHIND.match(line.folded.text, whole.tail) if "中" in line.signs else None
    value = parse_numeral(match["part"]) if match else None
    if match is None or value is None or value > whole.fields["value"]:
        return
    part = _like(whole, match.start("part"), match.end("part"), value, "out-of")
    part.outer = whole
    if line.take(part):
        whole.fields["scope"] = "denominator"


def _claim_summands(line: LineClaims, total: Claim) -> None:
    """小学校15、中学校7の計22校; 10+12=22件: numbers without a counter that what is said to be their total adds up."""
    text = line.folded.text
    start = max(line.first, text.rfind("。", 0, total.lead) + 1, total.lead - _REACH)
    behind = _BEFORE_TOTAL.search(text, start, total.lead)
    equals = behind is not None and behind[0].strip() == "="
    if behind is None or not (equals or total.fields["scope"] == "total"):
        return
    found: list[Claim] = []
    added, last, count = Decimal(0), behind.start(), 0
    for match in reversed(list(_NUMBER.finditer(text, start, behind.start()))):
        said = line.by_start.get(match.start())
        if said is not None and (said.cls != "quantity" or said.fields["unit_text"] != total.fields["unit_text"]):
            said = None
        value = parse_numeral(match[0]) if said is None else said.fields.get("value")
        if said is None and line.owners[match.start()] in ("ordinal", "name", "moment"):
            continue
        is_free = line.is_free(match.start(), match.end())
        if (said is None and not is_free) or (said is None and text[match.end() : match.end() + 1] not in _ENDS):
            return
        if value is None or added + value > total.fields["value"] or (equals and "+" not in text[match.end() : last] and found):
            return
        if not equals and not _SAID_RIGHT_BEFORE.search(text, start, match.start()):
            return
        if said is None:
            found.append(_like(total, match.start(), match.end(), value, "elided"))
        added, last, count = added + value, match.start(), count + 1
        if added == total.fields["value"]:
            break
    if found and added == total.fields["value"] and count > 1:
        for part in found:
            part.whole = total
            line.take(part)


def _claim_parts(line: LineClaims, whole: Claim, end: int) -> None:
    """At least two numbers, each with words of its own before it, that add up to the whole: nothing less is proof enough."""
    text, found, added, last = line.folded.text, [], Decimal(0), whole.tail
    stop = text.find("。", whole.tail, end)
    for match in _NUMBER.finditer(text, whole.tail, stop if stop >= 0 else end):
        if not line.is_free(match.start(), match.end()):
            continue
        value = parse_numeral(match[0])
        if value is None or not _SAID.search(text, last, match.start()):
            return
        found.append(_like(whole, match.start(), match.end(), value, "elided"))
        added, last = added + value, match.end()
        if added >= whole.fields["value"]:
            break
    if len(found) > 1 and added == whole.fields["value"]:
        for part in found:
            part.whole = whole
            line.take(part)


_OTHER_YEAR = re.compile(r"\s?\((?:前|昨|令和|平成|[RH][0-9元]|[0-9]{2,4}年)")
_WAS = re.compile(rf"(?<![0-9.,/~\-→⇒A-Za-z第])(?P<was>{PLAIN})\s{{0,3}}[→⇒]\s{{0,3}}$")
_LONGEST_BEFORE = 20
_BEFORE_TOTAL = re.compile(r"[\s、,・/(の=で]{1,4}$")
_ENDS = " 、,・/+の=(で"
_SAID_RIGHT_BEFORE = re.compile("[一-龠々ぁ-んァ-ヶーA-Za-z]\\s{0,2}$")
_SAID = re.compile("[一-龠々ァ-ヶーA-Za-z]")


def _like(whole: Claim, start: int, end: int, value: Decimal, pattern: str) -> Claim:
    fields = {**whole.fields, "value": value, "unit_source": "inherited", "scope": "part", "precision": "exact"}
    return Claim(start, end, start, end, "quantity", pattern, fields)
