"""Digits that look like a number and are none: pieces of a number that was cut in two, numerals out of order."""

from __future__ import annotations

import re

from bouhan_opendata.extraction.claims import Claim, LineClaims
from bouhan_opendata.extraction.values import Flag

_DIGIT_APART = re.compile(r"(?<![0-9])[0-9] {1,3}$")
_GROUPS = re.compile(r"[0-9]{3}(?:,[0-9]{3})*")
_GROUP_BEFORE = re.compile(r"[0-9](?: ?, ?| |、)$")


def refused(text: str, start: int, end: int) -> Claim:
    """1億万, 1万23,456, 5~3人: digits that make no number or no range, without a value and said to be so."""
    return Claim(start, end, start, end, "bare", "no-number", {}, [Flag("bare-number", {"quote": text[start:end]})])


def is_a_piece(line: LineClaims, start: int, numeral: str) -> bool:
    """Whether a numeral is the end of a number that was cut in two: 12, 345 and 1 023; 007 and the 2 of 1.5.2 are none either."""
    text = line.folded.text
    if len(numeral) > 1 and numeral[0] == "0" and numeral[1].isdecimal():
        return True
    before = text[start - 1 : start]
    if before == "." and text[start - 2 : start - 1].isdecimal():
        return True
    if before not in (" ", "、", ","):
        return False
    last = text[max(0, start - 4) : start].rstrip(" 、,")
    if not last[-1:].isdecimal():
        return False
    if line.owners[start - len(text[max(0, start - 4) : start]) + len(last) - 1] is not None:
        return False
    if _DIGIT_APART.search(text, max(0, start - 4), start):
        return True
    return _GROUPS.fullmatch(numeral) is not None and bool(_GROUP_BEFORE.search(text, max(0, start - 4), start))


def surrounding(text: str, start: int, end: int) -> str:
    """The run of digits and commas that a numeral stands in."""
    first, last = max(0, start - 24), min(len(text), end + 24)
    while start > first and text[start - 1] in "0123456789,":
        start -= 1
    while end < last and text[end] in "0123456789,":
        end += 1
    return text[start:end].strip(",")
