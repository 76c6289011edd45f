"""Era and western dates, months and fiscal years as written, to their first and last day. No clock."""

from __future__ import annotations

import calendar as _calendar
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from bouhan_opendata.japanese.numerals import parse_kanji


@dataclass(frozen=True, slots=True)
class Era:
    """An era: its name, its letter, its first day and (but for the present one) its last."""

    name: str
    letter: str
    first: date
    last: date | None

    def year(self, number: int) -> int:
        """The western year of a year of the era."""
        return self.first.year + number - 1


ERAS: tuple[Era, ...] = (
    Era("明治", "M", date(1868, 1, 25), date(1912, 7, 29)),
    Era("大正", "T", date(1912, 7, 30), date(1926, 12, 24)),
    Era("昭和", "S", date(1926, 12, 25), date(1989, 1, 7)),
    Era("平成", "H", date(1989, 1, 8), date(2019, 4, 30)),
    Era("令和", "R", date(2019, 5, 1), None),
)


@dataclass(frozen=True, slots=True)
class Moment:
    """A date expression: where it stands in the folded text, and the days it covers.

    ``precision`` is ``fiscal_year``, ``year``, ``month``, ``day`` or ``open``; ``is_end`` marks 末 (only the last day is
    meant); ``inferred`` names what was not written (``year``, ``month``, ``century``); ``flags`` are rule ids.
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


def fiscal_year_days(year: int) -> tuple[date, date]:
    """1 April to 31 March of the next year."""
    return date(year, 4, 1), date(year + 1, 3, 31)


def era_of(day: date) -> Era:
    """The era a day belongs to."""
    return next(era for era in reversed(ERAS) if era.first <= day)


def era_year_label(year: int, era: Era) -> str:
    """平成30, 令和元."""
    number = year - era.first.year + 1
    return f"{era.name}{'元' if number == 1 else number}"


def fiscal_year_label(year: int, lang: str) -> str:
    """``令和元年度`` for 2019 (the era in which most of the year lies), ``FY2019`` in English."""
    if lang == "en":
        return f"FY{year}"
    return f"{era_year_label(year, era_of(date(year, 9, 30)))}年度"


_ERA = "(?P<era>明治|大正|昭和|平成|令和|(?<![A-Za-z])[MTSHR](?=\\.?[0-9元]))\\.?"
_NUMBER = "(?P<number>元|[0-9]{1,2}|[一二三四五六七八九十]{1,3})"
_WESTERN = "(?P<western>(?:18|19|20)[0-9]{2})"
_YEAR = f"(?:{_ERA}{_NUMBER}(?:\\((?:18|19|20)[0-9]{{2}}\\))?|{_WESTERN}(?:\\([^()]{{2,5}}\\))?)"
_REST = (
    "(?:(?P<fiscal>年度)(?P<fiscal_end>末)?"
    "|年(?P<month>[0-9]{1,2})月(?:(?P<day>[0-9]{1,2})日)?(?P<end>末)?"
    "|[./](?P<month2>[0-9]{1,2})(?:[./](?P<day2>[0-9]{1,2}))?(?![0-9])"
    "|年(?P<year_end>末)?(?!生|間|以上|程度)"
    "|(?P<open>)(?=~))"
)
_FULL = re.compile(_YEAR + _REST)
_FISCAL_SHORT = re.compile(r"(?<![0-9])(?P<number>元|[0-9]{1,2})年度(?P<fiscal_end>末)?")
_FISCAL_END = re.compile(r"(?<![0-9元])年度末")
_MONTH_DAY = re.compile(r"(?<![0-9])(?P<month>[0-9]{1,2})月(?:(?P<day>[0-9]{1,2})日)?(?P<end>末)?(?!間|額)")
_SLASH = re.compile(r"(?<![0-9./])(?P<month>1[0-2]|[1-9])/(?P<day>3[01]|[12][0-9]|[1-9])(?![0-9/])")
_LATER_DAY = re.compile(r"[~・、](?P<day>[0-9]{1,2})日(?!間)")
_EARLIER_MONTH = re.compile(r"(?<![0-9,.])(?P<month>1[0-2]|[1-9])(?=[、,・](?:(?:1[0-2]|[1-9])[、,・])*(?:1[0-2]|[1-9])月)")
_END_MONTH = re.compile(r"(?<![0-9])月末")


def find_moments(text: str, fiscal_year: int | None = None, eras: Sequence[Era] = ERAS) -> list[Moment]:
    """Every date expression of a folded text, in order, none overlapping.

    A month without a year is placed in ``fiscal_year`` (the column's) and marked as inferred. A day that does not exist
    gets the flag ``impossible-date`` and no dates; a year past its era's end the flag ``era-overrun``.
    """
    found: list[Moment] = []
    taken = [False] * len(text)

    def claim(moment: Moment | None) -> None:
        if moment is None or any(taken[moment.start : moment.end]):
            return
        taken[moment.start : moment.end] = [True] * (moment.end - moment.start)
        found.append(moment)

    for match in _FULL.finditer(text):
        claim(_full(match, eras))
    for match in _FISCAL_SHORT.finditer(text):
        claim(_short_fiscal(match, fiscal_year, eras))
    for match in _FISCAL_END.finditer(text):
        first, last = fiscal_year_days(fiscal_year) if fiscal_year is not None else (None, None)
        claim(Moment(match.start(), match.end(), "fiscal_year", first, last, True, ("year",), (), fiscal_year))
    for pattern in (_MONTH_DAY, _SLASH):
        for match in pattern.finditer(text):
            claim(_month_day(match, fiscal_year))
    for match in _EARLIER_MONTH.finditer(text):
        claim(_in_fiscal_year(match.start(), match.end(), int(match["month"]), None, fiscal_year))
    for moment in list(found):
        later = _LATER_DAY.match(text, moment.end)
        if later and moment.first is not None and moment.precision == "day":
            claim(_day(later.start("day"), later.end(), moment.first.year, moment.first.month, int(later["day"]), ("month",)))
    return sorted(found, key=lambda m: m.start)


def _number(written: str) -> int:
    if written == "元":
        return 1
    return int(written) if written.isdecimal() else int(parse_kanji(written) or 0)


def _full(match: re.Match[str], eras: Sequence[Era]) -> Moment | None:
    flags: tuple[str, ...] = ()
    start, end = match.span()
    if match["western"]:
        year, era, number = int(match["western"]), None, 1
    else:
        era = next(e for e in eras if match["era"] in (e.name, e.letter))
        number = _number(match["number"])
        year = era.year(number)
    if number == 0:
        return Moment(start, end, "year", None, None, flags=("impossible-date",))
    if match["fiscal"]:
        over = era is not None and era.last is not None and date(year, 4, 1) > era.last
        first, last = fiscal_year_days(year)
        flags = ("era-overrun",) if over else ()
        return Moment(start, end, "fiscal_year", first, last, bool(match["fiscal_end"]), (), flags, year)
    if match["open"] is not None:
        first, last = fiscal_year_days(year)
        return Moment(start, end, "open", first, None, fiscal_year=year)
    month = match["month"] or match["month2"]
    if month is None:
        over = era is not None and era.last is not None and year > era.last.year
        return Moment(
            start, end, "year", date(year, 1, 1), date(year, 12, 31), bool(match["year_end"]), (), ("era-overrun",) * over
        )
    day = match["day"] or match["day2"]
    if day is None:
        made = _month(start, end, year, int(month), (), bool(match["end"]))
    else:
        made = _day(start, end, year, int(month), int(day), ())
    return _with_era(made, era)


def _with_era(moment: Moment, era: Era | None) -> Moment:
    """The same moment, flagged when it lies past the end of the era it is written in."""
    if era is None or era.last is None or moment.first is None or moment.first <= era.last:
        return moment
    return Moment(
        moment.start, moment.end, moment.precision, moment.first, moment.last, moment.is_end, moment.inferred, ("era-overrun",)
    )


def _month(start: int, end: int, year: int, month: int, inferred: tuple[str, ...], is_end: bool = False) -> Moment:
    if not 1 <= month <= 12:
        return Moment(start, end, "month", None, None, flags=("impossible-date",))
    last = _calendar.monthrange(year, month)[1]
    return Moment(start, end, "month", date(year, month, 1), date(year, month, last), is_end, inferred)


def _day(start: int, end: int, year: int, month: int, day: int, inferred: tuple[str, ...]) -> Moment:
    try:
        made = date(year, month, day)
    except ValueError:
        return Moment(start, end, "day", None, None, flags=("impossible-date",))
    return Moment(start, end, "day", made, made, False, inferred)


def _short_fiscal(match: re.Match[str], fiscal_year: int | None, eras: Sequence[Era]) -> Moment | None:
    """元年度, 30年度, 20年度: the era or century nearest to the column's year."""
    start, end = match.span()
    number = _number(match["number"])
    near = fiscal_year if fiscal_year is not None else eras[-1].first.year
    candidates = [era.year(number) for era in eras[-3:]] + ([] if match["number"] == "元" else [2000 + number])
    year = min(candidates, key=lambda y: (abs(y - near), y))
    return Moment(start, end, "fiscal_year", *fiscal_year_days(year), bool(match["fiscal_end"]), ("century",), (), year)


def _month_day(match: re.Match[str], fiscal_year: int | None) -> Moment | None:
    month, day = int(match["month"]), match["day"]
    is_end = bool(match.groupdict().get("end"))
    return _in_fiscal_year(match.start(), match.end(), month, int(day) if day else None, fiscal_year, is_end)


def _in_fiscal_year(start: int, end: int, month: int, day: int | None, fiscal_year: int | None, is_end: bool = False) -> Moment:
    precision = "month" if day is None else "day"
    if not 1 <= month <= 12 or (day is not None and not 1 <= day <= 31):
        return Moment(start, end, precision, None, None, flags=("impossible-date",))
    if fiscal_year is None:
        return Moment(start, end, precision, None, None, is_end, ("year",))
    year = fiscal_year if month >= 4 else fiscal_year + 1
    if day is None:
        return _month(start, end, year, month, ("year",), is_end)
    return _day(start, end, year, month, day, ("year",))
