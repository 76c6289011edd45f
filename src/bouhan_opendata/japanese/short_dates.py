"""Dates that leave something to the reader: no era, two digits of a year, days without a month, one letter for an era."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from datetime import date

from bouhan_opendata.japanese.calendar import ERAS
from bouhan_opendata.japanese.date_patterns import COUNTS_DAYS, DAY_OF_LIST
from bouhan_opendata.japanese.dates import (
    Moment,
    dated,
    day_moment,
    era_named,
    fiscal_year_moment,
    number_of,
    part_of_fiscal_year,
    part_of_month,
)

_UNDATED = ("year", "month")
_NEAR = 15
"""How many years a letter and a number that are only spoken of (R4は) may lie from the column's year to be one."""
_BESIDE = 3
_WEEKDAYS = "月火水木金土日"
_HELD = re.compile("に|号|付|の?(?:開催|実施|発行)")


def nearest_year(written: str, fiscal_year: int | None) -> int:
    """The year that 元, 5 or 30 stands for: in the era or century nearest to the column's fiscal year.

    One digit is never short for a western year.
    """
    number = number_of(written)
    near = fiscal_year if fiscal_year is not None else ERAS[-1].first.year
    western = [2000 + number] if written.isdecimal() and len(written) > 1 else []
    return min([era.year(number) for era in ERAS[-3:]] + western, key=lambda y: (abs(y - near), y))


def short_era(match: re.Match[str], fiscal_year: int | None = None, *, spoken: bool = False) -> Moment | None:
    """R3: 85件, (H30)20件, R3末, R3は: an era's letter and year alone is a fiscal year, where a mark or such a word follows."""
    year = era_named(match["era"]).year(number_of(match["number"]))
    if spoken and fiscal_year is not None and abs(year - fiscal_year) > _NEAR:
        return None
    return fiscal_year_moment(match, year, ("unit",))


def short_fiscal(match: re.Match[str], fiscal_year: int | None) -> Moment:
    """元年度, 30年度, 20年度: the era or century nearest to the column's year."""
    return fiscal_year_moment(match, nearest_year(match["number"], fiscal_year), ("century",))


def short_date(match: re.Match[str], fiscal_year: int | None) -> Moment | None:
    """5年3月31日, 元年10月, 4年3月末: a date whose era is not written."""
    if number_of(match["number"]) == 0:
        return None
    return _of_year(match, nearest_year(match["number"], fiscal_year))


def short_year(match: re.Match[str], fiscal_year: int | None) -> Moment | None:
    """4年末現在, 4年中に, 元年は: a year whose era is not written, where its words leave no other reading."""
    written = match["first"] or match["number"]
    if number_of(written) == 0:
        return None
    year, end = nearest_year(written, fiscal_year), match.end() - 2 * match[0].endswith(("中に", "中の"))
    is_end = match["end"] is not None
    return Moment(match.start(), end, "year", date(year, 1, 1), date(year, 12, 31), is_end, ("century",))


def quoted_year(match: re.Match[str], fiscal_year: int | None) -> Moment:
    """'22年10月, ’22年度, '22.10.3: two digits of a western year behind an apostrophe."""
    near = fiscal_year if fiscal_year is not None else ERAS[-1].first.year
    year = min((1900 + int(match["number"]), 2000 + int(match["number"])), key=lambda y: abs(y - near))
    if match["month"]:
        return _of_year(match, year)
    if "度" in match[0]:
        return fiscal_year_moment(match, year, ("century",))
    return Moment(match.start(), match.end(), "year", date(year, 1, 1), date(year, 12, 31), False, ("century",))


def _of_year(match: re.Match[str], year: int) -> Moment:
    groups = match.groupdict()
    day = number_of(match["day"]) if match["day"] else None
    made = dated(match.span(), year, number_of(match["month"]), day, ("century",), is_end=bool(groups.get("end")))
    return part_of_month(made, groups.get("month_part"))


def whole_date(match: re.Match[str], fiscal_year: int | None) -> Moment | None:
    """22/10/3(月), 5.3.31現在: a date only because the day of the week is right, or 現在 follows and the year is near.

    The era or century is the one nearest to the column's year.
    """
    year = nearest_year(match["number"], fiscal_year)
    made = _of_year(match, year)
    if made.first is None:
        return None
    is_right = _WEEKDAYS[made.first.weekday()] == match["weekday"]
    is_near = fiscal_year is not None and abs(year - fiscal_year) <= _BESIDE
    if not (is_right if match["weekday"] else is_near):
        return None
    return day_moment(match.start(), match.end("day"), made.first.year, made.first.month, made.first.day, ("century",))


def quarters(match: re.Match[str], fiscal_year: int | None) -> Moment | None:
    """第1~第3四半期: from the first quarter named to the last."""
    first, last = int(match["first"]), int(match["last"])
    if first >= last:
        return None
    if fiscal_year is None:
        return Moment(*match.span(), "part", None, None, False, ("year",))
    start, end = (part_of_fiscal_year(fiscal_year, f"第{number}四半期") for number in (first, last))
    return Moment(*match.span(), "part", start[0], end[1], False, ("year",), (), fiscal_year)


def day_alone(match: re.Match[str]) -> Moment:
    """11日(土), 15日号, 開催日:15日, 月曜日と15日: a day of a month that is not written."""
    group = next(name for name in ("day", "day2", "day3") if match[name])
    return Moment(match.start(group), match.end(group) + 1, "day", None, None, False, _UNDATED)


def day_span(match: re.Match[str]) -> Moment | None:
    """11日から20日まで, 11日~20日の10日間: from a day of an unwritten month to a later one."""
    if int(match["first"]) >= int(match["last"]) or COUNTS_DAYS.search(match.string, max(0, match.start() - 8), match.start()):
        return None
    return Moment(*match.span(), "day", None, None, False, _UNDATED)


def day_list(match: re.Match[str]) -> Iterator[Moment]:
    """5日・12日・19日, 15日、20日に: days of a month that is not written; none where they are numbers of days.

    Days stand in their order; two bare numbers (1・2日) may as well be one or two days.
    """
    text, start = match.string, match.start()
    if COUNTS_DAYS.search(text, max(0, start - 8), start):
        return
    days = list(DAY_OF_LIST.finditer(text, start, match.end()))
    numbers = [int(day[0].rstrip("日")) for day in days]
    is_held = _HELD.match(text, match.end()) is not None
    in_order = all(a < b for a, b in itertools.pairwise(numbers))
    if not all(1 <= n <= 31 for n in numbers) or not (in_order or is_held):
        return
    between = {text[a.end() : b.start()] for a, b in itertools.pairwise(days)}
    if between == {" "} and (len(days) < 3 or not all(day[0].endswith("日") for day in days)):
        return
    if len(days) == 2 and not days[0][0].endswith("日") and numbers[1] - numbers[0] == 1 and not is_held:
        return
    for day in days:
        yield Moment(day.start(), day.end(), "day", None, None, False, _UNDATED)
