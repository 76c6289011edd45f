"""Date expressions in a folded text: every notation of administration, to first and last day, with what was inferred.

Three passes: expressions that carry their year, then those that take it from the column or from the one before them, then
periods, whose two ends become one moment.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import date

from bouhan_opendata.japanese.calendar import ERAS, Era, fiscal_year_days
from bouhan_opendata.japanese.date_patterns import (
    CALENDAR_LIST,
    DAY_ALONE,
    DAY_LIST,
    DAY_SPAN,
    EARLIER_DAY,
    EARLIER_MONTH,
    EIGHT,
    FISCAL_END,
    FISCAL_SHORT,
    FULL,
    GOES_ON,
    LATER_DAY,
    LETTERED_SMALL,
    LETTERS,
    LIST,
    LIST_PART,
    MONTH_DAY,
    QUARTERS,
    QUOTED,
    SHORT,
    SHORT_DATE,
    SHORT_YEAR,
    SLASH,
    SPOKEN,
    UNTIL,
    WHOLE_DATE,
)
from bouhan_opendata.japanese.dates import (
    Moment,
    dated,
    day_moment,
    era_named,
    fiscal_year_moment,
    in_fiscal_year,
    month_moment,
    moved,
    number_of,
    part_of_fiscal_year,
    part_of_month,
    within_era,
)
from bouhan_opendata.japanese.short_dates import (
    day_alone,
    day_list,
    day_span,
    quarters,
    quoted_year,
    short_date,
    short_era,
    short_fiscal,
    short_year,
    whole_date,
)

__all__ = ["Moment", "find_moments"]

_RELATIVE = {"本": 0, "今": 0, "当": 0, "前": -1, "昨": -1, "翌": 1, "次": 1, "来": 1}


def find_moments(text: str, fiscal_year: int | None = None) -> list[Moment]:
    """Every date expression of a folded text, in order, none overlapping.

    A month without a year is placed in ``fiscal_year`` (the column's) and marked as inferred. A day that does not exist
    gets the flag ``impossible-date`` and no dates; a year past its era's end the flag ``era-overrun``.

    >>> [(m.first.isoformat(), m.last.isoformat()) for m in find_moments("11月12日~25日", 2019)]
    [('2019-11-12', '2019-11-25')]
    """
    if _LIKELY.search(text) is None:
        return []
    found = _Found(text, fiscal_year)
    signs = found.signs
    has_year = _HAS_YEAR.search(text) is not None
    if has_year and "年" in signs:
        for pattern in (LIST, CALENDAR_LIST):
            for match in pattern.finditer(text):
                found.all_of(_year_list(match))
    if "R" in signs or "H" in signs:
        for match in LETTERS.finditer(text):
            found.all_of(_year_list(match))
    if has_year:
        found.each(FULL, _full)
    if "R" in signs or "H" in signs:
        found.each(SHORT, short_era)
        found.each(SPOKEN, lambda m: short_era(m, fiscal_year, spoken=True))
    if "-" in signs and not signs.isdisjoint("mtshr"):
        found.each(LETTERED_SMALL, _small_letter)
    if has_year:
        found.each(EIGHT, _eight_digits)
    for pattern, make, marks in _SHORT_FORMS:
        if not marks.isdisjoint(signs):
            found.each(pattern, lambda m, make=make: make(m, fiscal_year))  # type: ignore[misc]
    for pattern, mark in ((MONTH_DAY, "月"), (SLASH, "/")):
        for match in pattern.finditer(text) if mark in signs else ():
            found.claim(_month_day(match, fiscal_year, found.before(match.start())))
    if "月" in signs:
        found.each(EARLIER_MONTH, lambda m: in_fiscal_year(m.span(), int(m["month"]), None, fiscal_year))
    if ("日" in signs or "/" in signs) and (found.moments or _HAS_DAY.search(text)):
        found.days()
    return found.periods()


_LIKELY = re.compile(
    r"[0-9元〇零一二三四五六七八九十)] ?(?:[年ね月~]|[./-][0-9])|[MTSHR]\.?[0-9元]|[0-9]日|['’‘`´][0-9]|年度末|半期|[0-9]{8}"
)
"""Every date has one of these."""


_HAS_YEAR = re.compile("明治|大正|昭和|平成|令和|[MTSHR明大昭平令]\\.?[0-9元]|(?:18|19|20)[0-9]{2}|[一二][〇零九八]")
"""Every year that is written in full has one of these."""
_HAS_DAY = re.compile("[0-9]日")


def _eight_digits(match: re.Match[str]) -> Moment:
    return day_moment(match.start(), match.end(), int(match["y"]), int(match["m"]), int(match["d"]), ())


def _small_letter(match: re.Match[str]) -> Moment:
    """r4-10-3: as a spreadsheet writes it."""
    return _numbered_day(match, era_named(match["era"].upper()).year(int(match["number"])), match["month3"], match["day3"])


class _Found:
    """The moments of a text while they are gathered; a claimed character is claimed once."""

    def __init__(self, text: str, fiscal_year: int | None) -> None:
        self.text = text
        self.fiscal_year = fiscal_year
        self.moments: list[Moment] = []
        self.signs = frozenset(text)
        self.taken = bytearray(len(text))

    def claim(self, moment: Moment | None) -> bool:
        """Take a moment unless part of it is taken."""
        if moment is None or 1 in self.taken[moment.start : moment.end]:
            return False
        self.taken[moment.start : moment.end] = b"\1" * (moment.end - moment.start)
        self.moments.append(moment)
        return True

    def each(self, pattern: re.Pattern[str], make: Callable[[re.Match[str]], Moment | None]) -> None:
        """Claim what a pattern finds."""
        for match in pattern.finditer(self.text):
            self.claim(make(match))

    def all_of(self, moments: Iterable[Moment]) -> None:
        """Take each of several moments."""
        for moment in moments:
            self.claim(moment)

    def before(self, position: int) -> Moment | None:
        """The moment with days that ``position`` goes on from: nothing but marks of a list or a period stands between."""
        near = [m for m in self.moments[-64:] if m.first is not None and 0 <= position - m.end <= 8]
        best = max(near, key=lambda m: m.end, default=None)
        return best if best is not None and GOES_ON.fullmatch(self.text, best.end, position) else None

    def days(self) -> None:
        """7月4日、11日, 7月4・11日, 11日(土): days that take their month from the one before, or have none."""
        by_end = {m.end: m for m in self.moments if m.precision == "month"}
        for match in EARLIER_DAY.finditer(self.text):
            month = by_end.get(match.start() + 1)
            if month is not None and month.first is not None:
                made = day_moment(
                    month.start, match.end(), month.first.year, month.first.month, int(match["day"]), month.inferred
                )
                self.taken[month.start : made.end] = b"\1" * (made.end - month.start)
                by_end[month.end] = made
        self.moments = [by_end.get(m.end, m) for m in self.moments]
        self._later_days()
        self.each(DAY_SPAN, day_span)
        for match in DAY_LIST.finditer(self.text):
            self.all_of(day_list(match))
        self.each(DAY_ALONE, day_alone)

    def _later_days(self) -> None:
        """7月4日、11日及び18日; 10/5・12: each takes the month of the one before it."""
        waiting = [(moment, "/" in self.text[moment.start : moment.end]) for moment in self.moments]
        while waiting:
            moment, has_slash = waiting.pop()
            later = LATER_DAY.match(self.text, moment.end) if moment.precision == "day" and not moment.flags else None
            if later is None:
                continue
            day, before = int(later["day"]), moment.first
            if later["slash"] is not None and not (has_slash and self._is_slash_day(later, before)):
                continue
            inferred = (*(i for i in moment.inferred if i != "month"), "month")
            if before is not None:
                made = day_moment(later.start("day"), later.end(), before.year, before.month, day, inferred)
            else:
                made = Moment(later.start("day"), later.end(), "day", None, None, False, inferred)
            if self.claim(made):
                waiting.append((made, has_slash))

    def _is_slash_day(self, later: re.Match[str], before: date | None) -> bool:
        """The 12 of 10/5・12, the 30 of 9/21~30の; not the 20 of 10/5、20の, and none that goes back."""
        is_until = later["sep"].strip() in ("~", "-")
        says_more = self.text.startswith(("の", "を", "で", "まで"), later.end())
        goes_on = before is None or before.day < int(later["day"])
        return goes_on and int(later["day"]) <= 31 and (is_until or not says_more)

    def periods(self) -> list[Moment]:
        """The moments in order; two with ～ or から between them are one, from the first day of one to the last of the other."""
        made: list[Moment] = []
        for moment in sorted(self.moments, key=lambda m: m.start):
            between = UNTIL.match(self.text, made[-1].end) if made else None
            if between is not None and between.end() == moment.start and (joined := _joined(made[-1], moment)):
                made[-1] = joined
            else:
                made.append(moment)
        return [self._opened(moment) for moment in made]

    def _opened(self, moment: Moment) -> Moment:
        """R3年度~ with nothing behind the sign is open: it has no last day."""
        if moment.precision != "fiscal_year" or moment.fiscal_year is None or moment.is_end:
            return moment
        rest = self.text[moment.end : moment.end + 2]
        return replace(moment, precision="open", last=None) if rest[:1] == "~" and not rest[1:].isdecimal() else moment


def _joined(one: Moment, other: Moment) -> Moment | None:
    if one.first is None or other.last is None or one.is_end or one.flags or other.flags:
        return None
    if {one.precision, other.precision} & {"part"}:
        return None
    first, last = one.first, other.last
    if first > last and "year" in one.inferred:
        first = moved(first, -1)
    if first > last:
        return None
    taken_over = {"year"} if "year" not in one.inferred else set()
    inferred = tuple(i for i in dict.fromkeys((*one.inferred, *other.inferred)) if i not in taken_over)
    fiscal = one.fiscal_year if one.precision in ("fiscal_year", "open") and other.precision == "fiscal_year" else None
    return Moment(one.start, other.end, other.precision, first, last, other.is_end, inferred, (), fiscal)


def _full(match: re.Match[str]) -> Moment | None:
    start, end = match.span()
    era = era_named(match["era"]) if match["era"] else None
    number = number_of(match["number"]) if match["number"] else 1
    year = era.year(number) if era is not None else number_of(match["western"])
    if number == 0:
        return Moment(start, end, "year", None, None, flags=("impossible-date",))
    if not _is_written_year(match, end):
        return None
    month, day = match["month"] or match["month2"] or match["month3"], match["day"] or match["day2"] or match["day3"]
    if month is None:
        return _whole_year(match, year, era)
    if day is not None:
        return within_era(_numbered_day(match, year, month, day), era)
    made = month_moment(start, end, year, number_of(month), (), is_end=bool(match["end"] or match["end2"]))
    return within_era(part_of_month(made, match["month_part"]), era)


def _is_written_year(match: re.Match[str], end: int) -> bool:
    """2019.5 is a number and 大1 a size: a western year with a point needs its day, a short era name its month or 年."""
    if match["western"] and match["sep"] == "." and match["day2"] is None:
        return False
    short = match["era"] is not None and match["era"].rstrip(".") not in {name for era in ERAS for name in (era.name, era.letter)}
    return not (short and match["open"] is not None)


def _whole_year(match: re.Match[str], year: int, era: Era | None) -> Moment:
    start, end = match.span()
    if match["open"] is not None:
        return Moment(start, end, "open", fiscal_year_days(year)[0], None, fiscal_year=year)
    if "度" not in match[0]:
        over = era is not None and era.last is not None and year > era.last.year
        days = date(year, 1, 1), date(year + (9 if match["decade"] else 0), 12, 31)
        return Moment(start, end, "year", *days, bool(match["year_end"]), (), ("era-overrun",) * over)
    over = era is not None and era.last is not None and date(year, 4, 1) > era.last
    return fiscal_year_moment(match, year, (), ("era-overrun",) * over)


def _numbered_day(match: re.Match[str], year: int, month: str, day: str) -> Moment:
    return day_moment(match.start(), match.end(), year, number_of(month), number_of(day), ())


def _year_list(match: re.Match[str]) -> Iterator[Moment]:
    """令和元・2年度, 平成29~令和元年度, 令和4年、5年, H30・R元: each year named, a period from its first to its last.

    2022/23年度 is one fiscal year. A list that goes back (平成30・2年度) has gone on to the next era.
    """
    era: Era | None = None
    made: list[Moment] = []
    text = match.string
    is_calendar = "度" not in match[0] and "年" in match[0]
    inferred = () if "年" in match[0] else ("unit",)
    for part in LIST_PART.finditer(text, match.start(), match.end()):
        start = part.end("lead")
        start += len(text[start : part.end()]) - len(text[start : part.end()].lstrip())
        if part["western"]:
            era, year = None, number_of(part["western"])
        elif part["era"]:
            era = era_named(part["era"])
            year = era.year(number_of(part["number"]))
        else:
            number = number_of(part["bare"])
            year = era.year(number) if era is not None else 2000 + number
            if era is not None and made and made[-1].first is not None and year < made[-1].first.year < ERAS[-1].year(number):
                era, year = ERAS[-1], ERAS[-1].year(number)
        first, last = (date(year, 1, 1), date(year, 12, 31)) if is_calendar else fiscal_year_days(year)
        over = ("era-overrun",) if era is not None and era.last is not None and first > era.last else ()
        before = made[-1].first if made else None
        if part["lead"] == "/" and era is None and before is not None and first.year == before.year + 1 and not is_calendar:
            made[-1] = replace(made[-1], end=part.end())
        elif part["lead"] in ("~", "-", "から") and before is not None and before <= first:
            made[-1] = replace(made[-1], end=part.end(), last=last)
        elif is_calendar:
            made.append(Moment(start, part.end(), "year", first, last, flags=over))
        else:
            made.append(Moment(start, part.end(), "fiscal_year", first, last, False, inferred, over, year))
    yield from made


def _part_of_column(match: re.Match[str], fiscal_year: int | None) -> Moment:
    """年度末, 前年度末, 上半期: of the column's year or of the one beside it."""
    start, end = match.span()
    year = None if fiscal_year is None else fiscal_year + _RELATIVE.get(match["relative"] or "本", 0)
    part = match["part"]
    precision, is_end = ("part", False) if part else ("fiscal_year", True)
    if year is None:
        return Moment(start, end, precision, None, None, is_end, ("year",))
    first, last = part_of_fiscal_year(year, part) if part else fiscal_year_days(year)
    return Moment(start, end, precision, first, last, is_end, ("year",), (), year)


def _month_day(match: re.Match[str], fiscal_year: int | None, before: Moment | None) -> Moment | None:
    """A month or a day without a year: that of the period it ends, else that of the column."""
    groups = match.groupdict()
    month, day = number_of(match["month"]), number_of(match["day"]) if match["day"] else None
    relative = groups.get("relative")
    written = before is not None and "year" not in before.inferred and before.precision in ("day", "month")
    if before is not None and before.first is not None and (written or relative):
        later = relative in ("翌", "翌年", "来年") or (relative is None and month < before.first.month)
        made = dated(match.span(), before.first.year + later, month, day, ("year",), is_end=bool(groups.get("end")))
    else:
        made = in_fiscal_year(match.span(), month, day, fiscal_year, is_end=bool(groups.get("end")))
    return part_of_month(made, groups.get("month_part"))


_SHORT_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], int | None], Moment | None], frozenset[str]], ...] = (
    (QUOTED, quoted_year, frozenset("'’‘`´")),
    (FISCAL_SHORT, short_fiscal, frozenset("度")),
    (SHORT_DATE, short_date, frozenset("年")),
    (SHORT_YEAR, short_year, frozenset("年")),
    (WHOLE_DATE, whole_date, frozenset("./")),
    (QUARTERS, quarters, frozenset("期")),
    (FISCAL_END, _part_of_column, frozenset("末半")),
)
