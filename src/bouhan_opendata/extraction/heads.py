"""Heads and numbers that stand in two rows, told apart by their place: 計画／実績　10回／8回, R3・R4：20件・25件."""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Mapping, Sequence

from bouhan_opendata.extraction.claims import Claim, LineClaims
from bouhan_opendata.extraction.governing import short_year, stands_for
from bouhan_opendata.extraction.values import CellContext

_BETWEEN = re.compile(r"\s{0,3}(?:[/・、→⇒~,|]|\s)\s{0,3}")
_AIMS = r"(?:年度|年間|数値|成果|活動|達成|事業|中間|最終|(?:今|本|当)年度の?)"
_PLAN = (
    rf"(?:{_AIMS}?目標(?:値|数|額|量)?|(?:当初|年間|(?:今|本|当)年度の?)?(?:計画|予定|見込み?|予算|定員|想定)(?:値|数|額|量)?)"
)
_BEFORE = r"(?:前年度?|昨年度?|基準値?|当初値)(?:実績)?"
_OWN = r"(?:実績|決算|実施|現状|結果|今年度|本年度|参加者?)(?:値|数|額)?"
_HEAD = re.compile(rf"(?P<plan>{_PLAN})|(?P<before>{_BEFORE})|(?P<own>{_OWN})|(?P<year>\x00{{1,14}})")
_MARK = re.compile(r"\s{0,3}[/・、→⇒|]\s{0,3}")
_TO_NUMBERS = re.compile(r"\s{0,3}[)\]】]?\s{0,3}[:=]?\s{0,3}$")
_REACH = 60
_IN_LINE = re.compile(
    r"[【〔\[<《](?P<framed>[^【】〔〕\[\]<>《》0-9。]{1,14})[】〕\]>》]|\((?P<round>[^()0-9。、]{1,8})\)(?=[^\s、。)])"
    r"|(?:(?<=[\s。、/・)])|^)(?P<said>[^\s。、()/:・0-9]{1,10})(?P<end>:|\s)"
)
_NOT_OWN_STARTS = frozenset("計目予見定想前昨基当")
_NOT_OWN = re.compile(f"{_PLAN}|{_BEFORE}")
_NAMED_AIM = re.compile(f"{_AIMS}目標値?")
"""An aim by name is a head wherever it stands; 目標 alone may be the thing that is counted."""
_IS_PLAN, _IS_BEFORE, _IS_OWN = re.compile(f"\\s{{0,40}}(?:{_PLAN})"), re.compile(_BEFORE), re.compile(f"\\s{{0,40}}(?:{_OWN})")


def read_heads_in_line(line: LineClaims, said: str) -> None:
    """【計画】講座10回【実績】講座8回, 計画：講座10回　実績：講座8回: what a head says holds up to the next head.

    ``said`` is the text with its dates blanked. A word that only a space parts from what follows is a head beside a result's.
    """
    if line.signs.isdisjoint(_NOT_OWN_STARTS) or _NOT_OWN.search(said, line.first) is None:
        return
    heads: list[tuple[int, str | None]] = []
    spaced = {"plan": False, "own": False}
    for match in _IN_LINE.finditer(said, line.first):
        word = match["framed"] or match["round"] or match["said"]
        kind = "plan" if _IS_PLAN.fullmatch(word) else "before" if _IS_BEFORE.fullmatch(word) else None
        kind = kind or ("own" if _IS_OWN.fullmatch(word) else None)
        if match["end"] == " " and kind in spaced and not _NAMED_AIM.fullmatch(word):
            spaced[kind] = True
        if kind is not None or match["framed"]:
            heads.append((match.end(), {"plan": "planned", "before": "other-year"}.get(kind or "")))
    if not any(code for _, code in heads) or (spaced["plan"] and not spaced["own"]):
        return
    for claim in line.claims:
        number = bisect.bisect_right(heads, claim.start, key=lambda head: head[0]) - 1
        if number < 0 or claim.cls != "quantity" or claim.pattern != "quantity":
            continue
        start, code = heads[number]
        if code is not None and said.find("。", start, claim.start) < 0:
            claim.pattern = code


def read_pairs(line: LineClaims, context: CellContext) -> None:
    """Give each of several numbers in a row what the head in its place says: planned, of another year, or nothing."""
    numbers = [claim for claim in line.claims if claim.cls in ("quantity", "bare") and claim.fields]
    start, count = 0, len(numbers)
    while start < count - 1:
        stop = start + 1
        while stop < count and _are_in_a_row(line.folded.text, numbers[stop - 1], numbers[stop]):
            stop += 1
        row = numbers[start:stop]
        if len(row) > 1 and any(claim.cls == "quantity" for claim in row):
            _assign(row, _heads(line, row[0].lead, context))
        start = stop


def _are_in_a_row(text: str, one: Claim, other: Claim) -> bool:
    between = text[one.tail : other.lead]
    return _BETWEEN.fullmatch(between.lstrip("件人回台校か所％%名社") if one.cls == "bare" else between) is not None


def _heads(line: LineClaims, end: int, context: CellContext) -> list[str | None]:
    """What the heads before a place say, in order: ``planned``, ``other-year`` or ``None`` for a result of the column."""
    first = max(line.first, end - _REACH)
    chars = list(line.folded.text[first:end])
    at = bisect.bisect_left(line.claims, first, key=lambda claim: claim.start)
    near = itertools.takewhile(lambda claim: claim.start < end, itertools.islice(line.claims, at, None))
    years = {claim.start - first: claim for claim in near if _is_year(claim, line.folded.text)}
    for start, claim in years.items():
        stop = min(claim.end, end) - first
        chars[start:stop] = "\x00" * (stop - start)
    text = "".join(chars)
    opened = _TO_NUMBERS.search(text)
    at = opened.start() if opened else len(text)
    found: list[str | None] = []
    heads = list(_HEAD.finditer(text, 0, at))
    for match in reversed(heads):
        gap = text[match.end() : at]
        if gap and (not found or _MARK.fullmatch(gap) is None):
            break
        found.insert(0, _said(match, line.folded.text, years, context.fiscal_year))
        at = match.start()
    return found


def _is_year(claim: Claim, text: str) -> bool:
    """A date, or a short year that is known for one only beside others: R2・R3・R4."""
    return claim.moment is not None or short_year(text, claim) is not None


def _said(match: re.Match[str], text: str, years: Mapping[int, Claim], own: int | None) -> str | None:
    if match["year"]:
        claim = years.get(match.start())
        moment = (claim.moment or short_year(text, claim)) if claim is not None else None
        later = stands_for(moment, own) if moment is not None and own is not None else None
        return None if later is None else "planned" if later else "other-year"
    return "planned" if match["plan"] else "other-year" if match["before"] else None


def _assign(row: Sequence[Claim], heads: Sequence[str | None]) -> None:
    if len(heads) != len(row) or len(heads) < 2 or not any(heads):
        return
    for claim, head in zip(row, heads, strict=True):
        if claim.cls != "quantity":
            continue
        claim.pattern = head or "quantity"
        if claim.outer is not None or claim.fields["scope"] in ("part", "denominator"):
            claim.fields["scope"], claim.outer = "whole", None
