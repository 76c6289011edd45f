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
_SCALE = "(?:百(?![貨科合薬])|十(?![分代字月日])|[千万億兆])"
NUMERAL = rf"{PLAIN}(?:{_SCALE}{{1,2}}(?:{PLAIN})?)*"
"""The same with 十, 百, 千, 万, 億, 兆 between or behind the digits."""
_K = "〇零一二三四五六七八九十百千壱弐参拾"
_BY_PLACE = "[〇零一二三四五六七八九]"
KANJI = f"(?:{_BY_PLACE}{{1,3}}(?:、{_BY_PLACE}{{3}}){{1,3}}|[{_K}]{{1,9}}(?:[万億][{_K}]{{1,9}}){{0,2}}[万億]?)"
"""A numeral in kanji: by position, in groups (一、〇五三), or with tens and scales (一万二千)."""
_NONE_YET = 10**40
_TOKENS = re.compile(rf"{PLAIN}|[十百千万億兆]")
_GOES_ON = re.compile(r"\.[0-9]{1,24}[十百千万億兆]{1,2}[0-9]")
"""1.2万3千: a decimal is of the last part only."""
_PLAIN_ONLY, _NUMERAL_ONLY = re.compile(PLAIN), re.compile(NUMERAL)
_GROUPED_KANJI = re.compile(f"{_BY_PLACE}{{1,3}}(?:、{_BY_PLACE}{{3}})+")
_BAD_GROUP = re.compile(r"[0-9]{1,24}(?:,[0-9]{1,24}){1,24}")
_GOOD_GROUP = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])")


def parse_numeral(text: str) -> Decimal | None:
    """The exact value of a folded numeral, or ``None`` for what is none (``1,23`` has a bad group, ``1億万`` no order).

    >>> parse_numeral("121万4,917"), parse_numeral("3.5億"), parse_numeral("1億万")
    (Decimal('1214917'), Decimal('350000000'), None)
    """
    if text.isdecimal() and text.isascii():
        return Decimal(text.lstrip("0") or "0")
    if _PLAIN_ONLY.fullmatch(text):
        value = Decimal(text.replace(",", ""))
        return _plain(value) if "." in text else value
    if not _NUMERAL_ONLY.fullmatch(text):
        return parse_kanji(text)
    total, part, digits = Decimal(0), Decimal(0), None
    last_scale, last_ten = _NONE_YET, _NONE_YET
    for token in _TOKENS.findall(text):
        if token in _SCALES:
            part, scale = part + (digits or 0), _SCALES[token]
            if not part or scale >= last_scale or part * scale >= last_scale:
                return None
            total, part, digits, last_scale, last_ten = total + part * scale, Decimal(0), None, scale, _NONE_YET
        elif token in _TENS:
            if _TENS[token] >= last_ten or (digits or 1) * _TENS[token] >= last_ten:
                return None
            part, digits, last_ten = part + (1 if digits is None else digits) * _TENS[token], None, _TENS[token]
        else:
            digits = Decimal(token.replace(",", ""))
    rest = part + (digits or 0)
    has_two_points = "." in text and (text.count(".") > 1 or _GOES_ON.search(text) is not None)
    if rest >= last_scale or (digits or 0) >= last_ten or has_two_points:
        return None
    return _plain(total + rest)


def _plain(value: Decimal) -> Decimal:
    """The same value without trailing zeros behind a point and without an exponent: 350000000, not 350000000.0."""
    return Decimal(int(value)) if value == value.to_integral_value() else value.normalize()


def parse_kanji(text: str) -> Decimal | None:
    """A kanji numeral, by position (二〇) or with tens (二十三); ``None`` when it is neither.

    〇〇 stands for a number that is not told, and is none.

    >>> parse_kanji("二十三")
    Decimal('23')
    """
    if _GROUPED_KANJI.fullmatch(text):
        text = text.replace("、", "")
    if any(scale in text for scale in _SCALES):
        return _scaled_kanji(text)
    if not text.strip("〇") or any(char not in KANJI_DIGITS and char not in _TENS for char in text):
        return None
    if all(char in KANJI_DIGITS for char in text):
        return Decimal("".join(str(KANJI_DIGITS[char]) for char in text))
    total, digit, last = 0, None, 10**9
    for char in text:
        if char in KANJI_DIGITS:
            if digit is not None or not KANJI_DIGITS[char]:
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
