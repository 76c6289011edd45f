"""What a written year, month or day covers: the moment it makes, and what was not written of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from bouhan_opendata.japanese.calendar import ERAS, Era, fiscal_year_days, month_days
from bouhan_opendata.japanese.numerals import parse_kanji


@dataclass(frozen=True, slots=True)
class Moment:
    """A date expression: where it stands in the folded text, and the days it covers.

    ``precision`` is ``fiscal_year``, ``year``, ``month``, ``day``, ``part`` (of a year or month: 上半期, 上旬) or ``open``
    (H27～); ``is_end`` marks 末 (only the last day is meant); ``inferred`` names what was not written (``year``, ``month``,
    ``century``, ``unit``: that a fiscal year is meant); ``flags`` are rule ids.
    """

    start: int
    end: int
    precision: str
    first: date | None
    last: date | None
    is_end: bool = False
    inferred: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    fiscal_year: int | None = None


_PARTS = {
    "上半期": (4, 9), "前期": (4, 9), "上期": (4, 9), "前半": (4, 9), "下半期": (10, 3), "後期": (10, 3), "下期": (10, 3),
    "後半": (10, 3), "第1四半期": (4, 6), "第2四半期": (7, 9), "第3四半期": (10, 12), "第4四半期": (1, 3),
}  # fmt: skip


def moved(day: date, years: int) -> date:
    return date(day.year + years, day.month, 28 if (day.month, day.day) == (2, 29) else day.day)


def number_of(written: str) -> int:
    if written == "元":
        return 1
    return int(written) if written.isdecimal() else int(parse_kanji(written) or 0)


def era_named(written: str) -> Era:
    return next(e for e in ERAS if written.rstrip(".") in (e.name, e.letter, e.name[0]))


def fiscal_year_moment(match: re.Match[str], year: int, inferred: tuple[str, ...], flags: tuple[str, ...] = ()) -> Moment:
    start, end = match.span()
    if part := match["fiscal_part"]:
        return Moment(start, end, "part", *part_of_fiscal_year(year, part), False, inferred, flags, year)
    days = fiscal_year_days(year)
    return Moment(start, end, "fiscal_year", *days, bool(match["fiscal_end"]), inferred, flags, year)


def part_of_fiscal_year(year: int, part: str) -> tuple[date, date]:
    first, last = _PARTS[part]
    return month_days(year if first >= 4 else year + 1, first)[0], month_days(year if last >= 4 else year + 1, last)[1]


def within_era(moment: Moment, era: Era | None) -> Moment:
    """The same moment, flagged when it lies past the end of the era it is written in."""
    if era is None or era.last is None or moment.first is None or moment.first <= era.last:
        return moment
    return replace(moment, flags=("era-overrun",))


def month_moment(start: int, end: int, year: int, month: int, inferred: tuple[str, ...], *, is_end: bool = False) -> Moment:
    if not 1 <= month <= 12:
        return Moment(start, end, "month", None, None, flags=("impossible-date",))
    return Moment(start, end, "month", *month_days(year, month), is_end, inferred)


def part_of_month(moment: Moment, part: str | None) -> Moment:
    if not part or moment.first is None or moment.last is None or part[0] not in "上中下":
        return moment
    days = {"上": (1, 10), "中": (11, 20), "下": (21, moment.last.day)}[part[0]]
    return replace(moment, precision="part", first=moment.first.replace(day=days[0]), last=moment.first.replace(day=days[1]))


def day_moment(start: int, end: int, year: int, month: int, day: int, inferred: tuple[str, ...]) -> Moment:
    try:
        made = date(year, month, day)
    except ValueError:
        return Moment(start, end, "day", None, None, flags=("impossible-date",))
    return Moment(start, end, "day", made, made, False, inferred)


def dated(
    span: tuple[int, int], year: int, month: int, day: int | None, inferred: tuple[str, ...], *, is_end: bool = False
) -> Moment:
    start, end = span
    if day is None:
        return month_moment(start, end, year, month, inferred, is_end=is_end)
    return day_moment(start, end, year, month, day, inferred)


def in_fiscal_year(
    span: tuple[int, int], month: int, day: int | None, fiscal_year: int | None, *, is_end: bool = False
) -> Moment:
    precision = "month" if day is None else "day"
    if not 1 <= month <= 12 or (day is not None and not 1 <= day <= 31):
        return Moment(span[0], span[1], precision, None, None, flags=("impossible-date",))
    if fiscal_year is None:
        return Moment(span[0], span[1], precision, None, None, is_end, ("year",))
    return dated(span, fiscal_year if month >= 4 else fiscal_year + 1, month, day, ("year",), is_end=is_end)
