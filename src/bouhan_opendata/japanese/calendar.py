"""Eras and fiscal years: the western year of an era's year, the words for a day or a fiscal year, first and last days."""

from __future__ import annotations

import calendar as _calendar
from dataclasses import dataclass
from datetime import date
from typing import Literal


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
FIRST_GREGORIAN_DAY = date(1873, 1, 1)
"""Japan's calendar is the Gregorian one from this day on (太政官布告第337号)."""

Notation = Literal["era", "letter", "kanji", "western", "iso"]


def fiscal_year_days(year: int) -> tuple[date, date]:
    """1 April to 31 March of the next year."""
    return date(year, 4, 1), date(year + 1, 3, 31)


def month_days(year: int, month: int) -> tuple[date, date]:
    """The first and the last day of a month. Raises ``ValueError`` for a month that does not exist."""
    return date(year, month, 1), date(year, month, _calendar.monthrange(year, month)[1])


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


def written_day(day: date, notation: Notation) -> str:
    """A day as documents write it.

    >>> [written_day(date(2019, 5, 1), notation) for notation in ("era", "letter", "kanji", "western", "iso")]
    ['令和元年5月1日', 'R1.5.1', '令和元年五月一日', '2019年5月1日', '2019-05-01']
    """
    era = era_of(day)
    number = day.year - era.first.year + 1
    match notation:
        case "era":
            return f"{era_year_label(day.year, era)}年{day.month}月{day.day}日"
        case "letter":
            return f"{era.letter}{number}.{day.month}.{day.day}"
        case "kanji":
            year = "元" if number == 1 else kanji_numeral(number)
            return f"{era.name}{year}年{kanji_numeral(day.month)}月{kanji_numeral(day.day)}日"
        case "western":
            return f"{day.year}年{day.month}月{day.day}日"
        case "iso":
            return day.isoformat()


def kanji_numeral(number: int) -> str:
    """A number from 1 to 99 in kanji with tens: 31 → 三十一."""
    tens, ones = divmod(number, 10)
    digits = " 一二三四五六七八九"
    return ("" if tens == 0 else "十" if tens == 1 else f"{digits[tens]}十") + (digits[ones] if ones else "")
