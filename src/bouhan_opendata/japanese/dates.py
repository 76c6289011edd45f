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
    """The same day of another year; 29 February becomes the 28th."""
    return date(day.year + years, day.month, 28 if (day.month, day.day) == (2, 29) else day.day)


def number_of(written: str) -> int:
    """The number of a year, month or day: in digits, in kanji, or 元. 0 for what is none."""
    if written == "元":
        return 1
    return int(written) if written.isdecimal() else int(parse_kanji(written) or 0)


def era_named(written: str) -> Era:
    """The era of a name, its first character or its letter. Raises ``StopIteration`` for any other text."""
    return next(e for e in ERAS if written.rstrip(".") in (e.name, e.letter, e.name[0]))


def fiscal_year_moment(match: re.Match[str], year: int, inferred: tuple[str, ...], flags: tuple[str, ...] = ()) -> Moment:
    """A fiscal year, its end or a part of it, as the groups ``fiscal_end`` and ``fiscal_part`` of a match say."""
    start, end = match.span()
    if part := match["fiscal_part"]:
        return Moment(start, end, "part", *part_of_fiscal_year(year, part), False, inferred, flags, year)
    days = fiscal_year_days(year)
    return Moment(start, end, "fiscal_year", *days, bool(match["fiscal_end"]), inferred, flags, year)


def part_of_fiscal_year(year: int, part: str) -> tuple[date, date]:
    """First and last day of 上半期, 後期 or 第3四半期 of a fiscal year."""
    first, last = _PARTS[part]
    return month_days(year if first >= 4 else year + 1, first)[0], month_days(year if last >= 4 else year + 1, last)[1]


def within_era(moment: Moment, era: Era | None) -> Moment:
    """The same moment, flagged when it lies past the end of the era it is written in."""
    if era is None or era.last is None or moment.first is None or moment.first <= era.last:
        return moment
    return replace(moment, flags=("era-overrun",))


def month_moment(start: int, end: int, year: int, month: int, inferred: tuple[str, ...], *, is_end: bool = False) -> Moment:
    """A whole month; without days and flagged ``impossible-date`` where there is none."""
    if not 1 <= month <= 12:
        return Moment(start, end, "month", None, None, flags=("impossible-date",))
    return Moment(start, end, "month", *month_days(year, month), is_end, inferred)


def part_of_month(moment: Moment, part: str | None) -> Moment:
    """The same month cut to its 上旬, 中旬 or 下旬; unchanged for other words."""
    if not part or moment.first is None or moment.last is None or part[0] not in "上中下":
        return moment
    days = {"上": (1, 10), "中": (11, 20), "下": (21, moment.last.day)}[part[0]]
    return replace(moment, precision="part", first=moment.first.replace(day=days[0]), last=moment.first.replace(day=days[1]))


def day_moment(start: int, end: int, year: int, month: int, day: int, inferred: tuple[str, ...]) -> Moment:
    """A day; without a date and flagged ``impossible-date`` where there is none."""
    try:
        made = date(year, month, day)
    except ValueError:
        return Moment(start, end, "day", None, None, flags=("impossible-date",))
    return Moment(start, end, "day", made, made, False, inferred)


def dated(
    span: tuple[int, int], year: int, month: int, day: int | None, inferred: tuple[str, ...], *, is_end: bool = False
) -> Moment:
    """A day of a year, or a whole month where ``day`` is ``None``."""
    start, end = span
    if day is None:
        return month_moment(start, end, year, month, inferred, is_end=is_end)
    return day_moment(start, end, year, month, day, inferred)


def in_fiscal_year(
    span: tuple[int, int], month: int, day: int | None, fiscal_year: int | None, *, is_end: bool = False
) -> Moment:
    """A month or day without its year, placed in the column's fiscal year; without days where the column has none."""
    precision = "month" if day is None else "day"
    if not 1 <= month <= 12 or (day is not None and not 1 <= day <= 31):
        return Moment(span[0], span[1], precision, None, None, flags=("impossible-date",))
    if fiscal_year is None:
        return Moment(span[0], span[1], precision, None, None, is_end, ("year",))
    return dated(span, fiscal_year if month >= 4 else fiscal_year + 1, month, day, ("year",), is_end=is_end)
