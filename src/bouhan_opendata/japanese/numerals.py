"""Numerals as written in administration: digits with groups, decimals, 万 億 千 mixed, kanji and 大字. Exact decimals."""

from __future__ import annotations

import re
from decimal import Decimal

KANJI_DIGITS = {
    "〇": 0, "零": 0, "一": 1, "壱": 1, "二": 2, "弐": 2, "三": 3, "参": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9,
}  # fmt: skip
_TENS = {"十": 10, "拾": 10, "百": 100, "千": 1000}
_SCALES = {"万": 10**4, "億": 10**8, "兆": 10**12}
PLAIN = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?"
"""A number in digits, folded; groups of three or none."""
NUMERAL = rf"{PLAIN}(?:(?:百万|[千万億兆]{{1,2}})(?:{PLAIN})?)*"
"""The same with 千, 万, 億, 兆 between or behind the digits."""
_K = "〇零一二三四五六七八九十百千壱弐参拾"
_BY_PLACE = "[〇零一二三四五六七八九]"
KANJI = f"(?:{_BY_PLACE}{{1,3}}(?:、{_BY_PLACE}{{3}}){{1,3}}|[{_K}]{{1,9}}(?:[万億][{_K}]{{1,9}}){{0,2}}[万億]?)"
"""A numeral in kanji: by position, in groups (一、〇五三), or with tens and scales (一万二千)."""
_PLAIN_ONLY, _NUMERAL_ONLY = re.compile(PLAIN), re.compile(NUMERAL)
_GROUPED_KANJI = re.compile(f"{_BY_PLACE}{{1,3}}(?:、{_BY_PLACE}{{3}})+")
_BAD_GROUP = re.compile(r"[0-9]{1,24}(?:,[0-9]{1,24}){1,24}")
_GOOD_GROUP = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])")


def parse_numeral(text: str) -> Decimal | None:
    """The exact value of a folded numeral, or ``None`` for what is none (``1,23`` has a bad group).

    >>> parse_numeral("121万4,917")
    Decimal('1214917')
    """
    if _PLAIN_ONLY.fullmatch(text):
        return Decimal(text.replace(",", ""))
    if not _NUMERAL_ONLY.fullmatch(text):
        return parse_kanji(text)
    total, current = Decimal(0), Decimal(0)
    has_digits = False
    for token in re.findall(rf"{PLAIN}|百万|[千万億兆]", text):
        if token in _SCALES:
            total += (current if has_digits or current else Decimal(1)) * _SCALES[token]
            current, has_digits = Decimal(0), False
        elif token == "百万":
            total += (current if has_digits else Decimal(1)) * 10**6
            current, has_digits = Decimal(0), False
        elif token == "千":
            current = (current if has_digits else Decimal(1)) * 1000
        else:
            current += Decimal(token.replace(",", ""))
            has_digits = True
    return total + current


def parse_kanji(text: str) -> Decimal | None:
    """A kanji numeral, by position (二〇) or with tens (二十三); ``None`` when it is neither.

    >>> parse_kanji("二十三")
    Decimal('23')
    """
    if _GROUPED_KANJI.fullmatch(text):
        text = text.replace("、", "")
    if any(scale in text for scale in _SCALES):
        return _scaled_kanji(text)
    if not text or any(char not in KANJI_DIGITS and char not in _TENS for char in text):
        return None
    if all(char in KANJI_DIGITS for char in text):
        return Decimal("".join(str(KANJI_DIGITS[char]) for char in text))
    total, digit, last = 0, None, 10**9
    for char in text:
        if char in KANJI_DIGITS:
            if digit is not None:
                return None
            digit = KANJI_DIGITS[char]
        else:
            scale = _TENS[char]
            if scale >= last:
                return None
            total, digit, last = total + (1 if digit is None else digit) * scale, None, scale
    return Decimal(total + (digit or 0))


def _scaled_kanji(text: str) -> Decimal | None:
    """一万二千, 二億三千万: parts before 億 and 万, each smaller than the one before."""
    total, last, rest = Decimal(0), 10**20, text
    for char, scale in sorted(_SCALES.items(), key=lambda pair: -pair[1]):
        head, found, tail = rest.partition(char)
        if found:
            part = parse_kanji(head) if not any(other in head for other in _SCALES) else None
            if part is None or scale >= last:
                return None
            total, last, rest = total + part * scale, scale, tail
    below = parse_kanji(rest) if rest else Decimal(0)
    return None if below is None else total + below


def has_bad_group(text: str) -> bool:
    """Whether a run of digits and commas is grouped as no number is: ``1,23``."""
    return bool(_BAD_GROUP.fullmatch(text)) and not _GOOD_GROUP.fullmatch(text)
