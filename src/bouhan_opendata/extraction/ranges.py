"""Ranges of numbers, and what a number became: 10~15人, 2、3回, 3回以上5回以下, 100~200万円; 8台から10台に増設 is none."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from bouhan_opendata.extraction.words import ExtractionWords
from bouhan_opendata.japanese.folding import SPACES
from bouhan_opendata.japanese.numerals import KANJI, NUMERAL, parse_numeral

_RANGE_END = re.compile(rf"\s{{0,40}}(?:~|から|-|ないし|乃至)\s{{0,40}}(?P<upper>{NUMERAL})")
KANJI_RANGE_END = re.compile(rf"\s?(?:~|から|-|ないし|乃至)\s?(?P<upper>{KANJI})")
OR_SO = re.compile(r"[、,・](?P<upper>[2-9]|[二三四五六七八九])(?P<scale>(?:百万|[千百]?[万億]|[千百])?)")
_BOUND = re.compile(rf"以上[、,]?(?P<upper>{NUMERAL})")
_ARROW = re.compile(rf"\s{{0,40}}[→⇒]\s{{0,40}}約?{NUMERAL}")
RANGES = frozenset(f"、,・~か-な乃{SPACES}")
"""What stands between the ends of a range begins with one of these."""
_JOINS = frozenset(f"~か-な乃{SPACES}")
"""What the words between the ends of a range begin with."""
TURNS = frozenset(f"かよ→⇒{SPACES}")
"""What the words between what was and what is begin with."""
_TO_NOW = re.compile(
    rf"\s{{0,40}}(?:から|より)\s{{0,40}}約?{NUMERAL}[^0-9、。]{{1,6}}?(?:へと?|に|まで)(?:増|減|上昇|低下|下降|拡大|縮小|改|変更|引[きい上下]|向上|移行|な[りっ]|伸び)"
)


_SCALE_END = re.compile("(?P<scale>[千百十]?[万億兆]|[千百])$")


def share_scale(fields: dict[str, Any], text: str, end: int) -> None:
    """100~200万円, 2、3万円: the scale behind the upper end is the lower one's too."""
    low, high = fields.get("lower"), fields.get("upper")
    scale = _SCALE_END.search(text, max(0, end - 3), end) if low is not None and high is not None else None
    if scale is None or low is None or high is None:
        return
    factor = parse_numeral(f"1{scale['scale']}")
    if factor is not None and low * factor < high:
        fields["lower"] = low * factor


def upper_bound(text: str, after: int, unit_text: str, lower: Decimal) -> tuple[Decimal, int] | None:
    """3回以上5回以下: the upper end of a range of two bounds, and where its unit ends."""
    bound = _BOUND.match(text, after)
    high = parse_numeral(bound["upper"]) if bound is not None else None
    if bound is None or high is None or high <= lower or not text.startswith(unit_text, bound.end()):
        return None
    end = bound.end() + len(unit_text)
    return (high, end) if text.startswith(("以下", "以内", "未満"), end) else None


def range_end(text: str, start: int, end: int, unit: re.Match[str] | None, words: ExtractionWords) -> tuple[Decimal | None, int]:
    """The upper end of 10~15人, 10人~15人 or 2、3回, and where the numeral ends; none for a number that is no range.

    5件から8件へ増加 is none: what was, and what is. ``unit`` is the counter that stands right behind.
    """
    if end - start == 1 and (either := OR_SO.match(text, end)) is not None and words.unit_pattern.match(text, either.end()):
        low, high = parse_numeral(text[start:end]), parse_numeral(either["upper"])
        if low is not None and high == low + 1 and not text[start - 1 : start].isdecimal():
            return high * (parse_numeral(f"1{either['scale']}") or 1 if either["scale"] else 1), either.end()
    is_digits = text[start].isdecimal()
    pattern = _RANGE_END if is_digits else KANJI_RANGE_END
    upper = pattern.match(text, end) if text[end : end + 1] in _JOINS else None
    behind = unit.end() if unit else end
    if text[behind : behind + 1] in TURNS and is_what_was(text, behind):
        return None, end
    if upper is None and unit and text[unit.end() : unit.end() + 1] in _JOINS and (again := pattern.match(text, unit.end())):
        same = words.unit_pattern.match(text, again.end())
        upper = again if same is not None and same[0] == unit[0] else None
    if upper is None:
        return None, end
    if _CHANGED.match(text, upper.end()) and "か" in text[end : upper.start("upper")]:
        return None, end
    high = parse_numeral(upper["upper"])
    return (high, upper.end()) if high is not None else (None, end)


_CHANGED = re.compile(r"[^0-9、。\s]{1,6}?(?:増|減|多|少|上|下|伸)")
"""120人から15人増え135人: how many more, and no end of a range."""


def is_what_was(text: str, end: int) -> bool:
    """Whether a number that ends here is followed by what became of it: 8台から10台に増設, 8台→10台."""
    if text[end : end + 1] not in TURNS:
        return False
    return _TO_NOW.match(text, end) is not None or _ARROW.match(text, end) is not None
