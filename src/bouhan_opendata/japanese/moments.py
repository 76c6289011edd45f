"""Date expressions in a folded text: every notation of administration, to first and last day, with what was inferred.

Three passes: expressions that carry their year, then those that take it from the column or from the one before them, then
periods, whose two ends become one moment.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
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


_KANJI = "(?:[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])"
_N = f"(?:[0-9]{{1,2}}|{_KANJI})"
_NUMBER = f"(?:元|{_N})"
_WESTERN = "(?:(?<![0-9,.])(?:18|19|20)[0-9]{2}|[一二][〇零九八][〇零一二三四五六七八九]{2})"
_LETTER = "(?<![A-Za-z0-9])[MTSHR]\\.?(?=[0-9元])"
_SHORT_NAME = "(?<![一-龠々])[明大昭平令](?=[0-9元])"
_ERA = f"(?:明治|大正|昭和|平成|令和|{_LETTER}|{_SHORT_NAME})"
_BRACKET = "(?:\\([^()]{2,7}\\))?"
_YEAR = f"(?:(?P<era>{_ERA}) ?(?P<number>{_NUMBER})|(?P<western>{_WESTERN})){_BRACKET}"
_NEN, _TSUKI, _NICHI = "(?:年|ねん)", "(?:月|がつ)", "(?:日|にち)"
_MONTH_PART = "(?:[上中下]旬|初め|半ば)"
_YEAR_PART = "(?:上半期|下半期|上期|下期|前期|後期|前半|後半|第[1-4]四半期)"
_SHORT = re.compile(
    "(?<![A-Za-z0-9])(?P<era>[RH])(?P<number>[0-9]{1,2}|元)(?=実績|計画|目標|見込|決算|予算|以降|から|開始|対応|時点|比| ?[:)→~] ?| [0-9]|$)(?![-.])"
)
_UNIT_BEHIND = "(?!(?:[0-9]{1,2} ?月|[0-9]+ ?年)| ?(?:[年か]?度?(?:生|間|以上|以内|程度|目|次|前|後|連続|ごと|おき|分)))"
_FULL = re.compile(
    f"{_YEAR}(?:"
    f" ?年 ?度(?P<fiscal_end>末)?(?P<fiscal_part>{_YEAR_PART})?"
    f"| ?{_NEN} ?{_BRACKET}(?P<month>{_N}) ?{_TSUKI} ?(?:(?P<day>{_N}) ?{_NICHI})?(?P<end>末)?(?P<month_part>{_MONTH_PART})?"
    "|(?P<sep>[./])(?P<month2>[0-9]{1,2})(?:(?P=sep)(?P<day2>[0-9]{1,2}))?(?![0-9])(?P<end2>末)?"
    "|-(?P<month3>[0-9]{1,2})-(?P<day3>[0-9]{1,2})(?![0-9-])"
    f"| ?年(?P<year_end>末)?{_UNIT_BEHIND}"
    "|(?P<open>)(?=~))"
)
_LETTERED_SMALL = re.compile(
    "(?<![A-Za-z0-9])(?P<era>[mtshr])(?P<number>[0-9]{1,2})-(?P<month3>[0-9]{1,2})-(?P<day3>[0-9]{1,2})(?![0-9-])"
)
_EIGHT = re.compile(
    "(?<![0-9,.])(?P<y>(?:19|20)[0-9]{2})(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12][0-9]|3[01])(?![0-9,.]|[一-龠ァ-ヶ])"
)
_ELEMENT = f"(?:{_ERA} ?{_NUMBER}|{_WESTERN}|(?:元|[0-9]{{1,2}}))"
_LIST = re.compile(
    f"(?:{_ERA} ?{_NUMBER}|{_WESTERN})(?:年度?)?(?: ?[~・、,/\\-] ?{_ELEMENT}(?:年度?)?){{0,8}}[~・、,/\\-] ?{_ELEMENT}年度"
)
_LIST_PART = re.compile(
    f"(?P<lead>[~・、,/\\-]?) ?(?:(?P<era>{_ERA}) ?(?P<number>{_NUMBER})|(?P<western>{_WESTERN})|(?P<bare>元|[0-9]{{1,2}}))(?:年度?)?"
)
_FISCAL_SHORT = re.compile(
    f"(?<![0-9])(?P<number>元|[0-9]{{1,2}})年度(?!ぶり|目|間)(?P<fiscal_end>末)?(?P<fiscal_part>{_YEAR_PART})?"
)
_FISCAL_END = re.compile(
    "(?<![0-9元])(?:(?P<relative>本|今|当|前|昨|翌|次|来)?年度末|(?<!年度)(?P<part>上半期|下半期|第[1-4]四半期))"
)
_NOT_MONTH = "(?!間|額|謝|あたり|当たり|当り|につき|平均)"
_MONTH_DAY = re.compile(
    f"(?P<relative>翌年|翌|同年|来年)?(?<![0-9一二三四五六七八九十.])(?P<month>{_N}) ?月(?: ?(?P<day>{_N}) ?日(?!間)(?![0-9]*日間))?"
    f"(?P<end>末)?(?P<month_part>{_MONTH_PART})?{_NOT_MONTH}"
)
_SLASH = re.compile(
    "(?<![0-9./])(?P<month>1[0-2]|0?[1-9])/(?P<day>3[01]|[12][0-9]|0?[1-9])(?![0-9/]| ?[万千億]|(?:の)?(?:以上|以下|補助|負担|程度))"
)
_WEEKDAY = "(?:\\([月火水木金土日](?:曜日?)?(?:[・、]?祝日?)?\\))?"
_LATER_DAY = re.compile(
    f"{_WEEKDAY}(?P<sep> ?[~・、,] ?|から)(?P<day>[0-9]{{1,2}})(?:日(?!間)|(?P<slash>(?![0-9/人名件回])(?={_WEEKDAY}(?:[)、。 ]|$)))|(?={_WEEKDAY}[・、,][0-9・、,]{{0,24}}[0-9]日(?!間)))"
)
_EARLIER_MONTH = re.compile(
    "(?<![0-9,.])(?P<month>1[0-2]|[1-9])(?=[、,・~](?:(?:1[0-2]|[1-9])[、,・~]){0,11}(?:1[0-2]|[1-9])月(?!間|額))"
)
_EARLIER_DAY = re.compile("月(?P<day>[0-9]{1,2})(?=[、,・~](?:[0-9]{1,2}[、,・~]){0,12}[0-9]{1,2}日(?!間))")
_DAY_ALONE = re.compile("(?<![0-9,.月])(?P<day>3[01]|[12][0-9]|[1-9])日\\([月火水木金土日](?:曜日?)?(?:[・、]?祝日?)?\\)")
_UNTIL = re.compile(f"{_WEEKDAY} ?(?:~|-|から|より) ?")
_GOES_ON = re.compile(f"{_WEEKDAY} ?(?:~|-|から|より|及び|と|[・、,])? ?")
_PARTS = {
    "上半期": (4, 9), "前期": (4, 9), "上期": (4, 9), "前半": (4, 9), "下半期": (10, 3), "後期": (10, 3), "下期": (10, 3),
    "後半": (10, 3), "第1四半期": (4, 6), "第2四半期": (7, 9), "第3四半期": (10, 12), "第4四半期": (1, 3),
}  # fmt: skip
_RELATIVE = {"本": 0, "今": 0, "当": 0, "前": -1, "昨": -1, "翌": 1, "次": 1, "来": 1}


def find_moments(text: str, fiscal_year: int | None = None) -> list[Moment]:
    """Every date expression of a folded text, in order, none overlapping.

    A month without a year is placed in ``fiscal_year`` (the column's) and marked as inferred. A day that does not exist
    gets the flag ``impossible-date`` and no dates; a year past its era's end the flag ``era-overrun``.

    >>> [(m.first.isoformat(), m.last.isoformat()) for m in find_moments("11月12日~25日", 2019)]
    [('2019-11-12', '2019-11-25')]
    """
    found = _Found(text, fiscal_year)
    for match in _LIST.finditer(text):
        for moment in _year_list(match):
            found.claim(moment)
    for match in _FULL.finditer(text):
        found.claim(_full(match))
    found.each(_SHORT, _short_era)
    found.each(_LETTERED_SMALL, lambda m: _numbered_day(m, _era(m["era"].upper()).year(int(m["number"])), m["month3"], m["day3"]))
    found.each(_EIGHT, lambda m: _day(m.start(), m.end(), int(m["y"]), int(m["m"]), int(m["d"]), ()))
    found.each(_FISCAL_SHORT, lambda m: _short_fiscal(m, fiscal_year))
    found.each(_FISCAL_END, lambda m: _part_of_column(m, fiscal_year))
    for pattern in (_MONTH_DAY, _SLASH):
        for match in pattern.finditer(text):
            found.claim(_month_day(match, fiscal_year, found.before(match.start())))
    found.each(_EARLIER_MONTH, lambda m: _in_fiscal_year(m.span(), int(m["month"]), None, fiscal_year))
    found.days()
    return found.periods()


def _short_era(match: re.Match[str]) -> Moment:
    """R3: 85件, (H30)20件, R3実績: an era's letter and year alone is a fiscal year, where a mark or such a word follows."""
    year = _era(match["era"]).year(_number(match["number"]))
    return Moment(match.start(), match.end(), "fiscal_year", *fiscal_year_days(year), inferred=("unit",), fiscal_year=year)


class _Found:
    """The moments of a text while they are gathered; a claimed character is claimed once."""

    def __init__(self, text: str, fiscal_year: int | None) -> None:
        self.text = text
        self.fiscal_year = fiscal_year
        self.moments: list[Moment] = []
        self.taken = bytearray(len(text))

    def claim(self, moment: Moment | None) -> bool:
        """Take a moment unless part of it is taken."""
        if moment is None or any(self.taken[moment.start : moment.end]):
            return False
        self.taken[moment.start : moment.end] = b"\1" * (moment.end - moment.start)
        self.moments.append(moment)
        return True

    def each(self, pattern: re.Pattern[str], make: Callable[[re.Match[str]], Moment | None]) -> None:
        """Claim what a pattern finds."""
        for match in pattern.finditer(self.text):
            self.claim(make(match))

    def before(self, position: int) -> Moment | None:
        """The moment with days that ``position`` goes on from: nothing but marks of a list or a period stands between."""
        near = [m for m in self.moments[-64:] if m.first is not None and 0 <= position - m.end <= 8]
        best = max(near, key=lambda m: m.end, default=None)
        return best if best is not None and _GOES_ON.fullmatch(self.text, best.end, position) else None

    def days(self) -> None:
        """7月4日、11日, 7月4・11日, 11日(土): days that take their month from the one before, or have none."""
        by_end = {m.end: m for m in self.moments if m.precision == "month"}
        for match in _EARLIER_DAY.finditer(self.text):
            month = by_end.get(match.start() + 1)
            if month is not None and month.first is not None:
                made = _day(month.start, match.end(), month.first.year, month.first.month, int(match["day"]), month.inferred)
                self.taken[month.start : made.end] = b"\1" * (made.end - month.start)
                by_end[month.end] = made
        self.moments = [by_end.get(m.end, m) for m in self.moments]
        waiting = list(self.moments)
        while waiting:
            moment = waiting.pop()
            later = _LATER_DAY.match(self.text, moment.end) if moment.precision == "day" and moment.first else None
            if later is not None and moment.first is not None:
                inferred = (*(i for i in moment.inferred if i != "month"), "month")
                slash = later["slash"] is not None and "/" not in self.text[moment.start : moment.end]
                if slash:
                    continue
                made = _day(later.start("day"), later.end(), moment.first.year, moment.first.month, int(later["day"]), inferred)
                if self.claim(made):
                    waiting.append(made)
        self.each(_DAY_ALONE, lambda m: Moment(m.start(), m.end("day") + 1, "day", None, None, False, ("year", "month")))

    def periods(self) -> list[Moment]:
        """The moments in order; two with ～ or から between them are one, from the first day of one to the last of the other."""
        made: list[Moment] = []
        for moment in sorted(self.moments, key=lambda m: m.start):
            between = _UNTIL.match(self.text, made[-1].end) if made else None
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
        first = _moved(first, -1)
    if first > last:
        return None
    inferred = tuple(dict.fromkeys((*one.inferred, *other.inferred)))
    fiscal = one.fiscal_year if one.precision in ("fiscal_year", "open") and other.precision == "fiscal_year" else None
    return Moment(one.start, other.end, other.precision, first, last, other.is_end, inferred, (), fiscal)


def _moved(day: date, years: int) -> date:
    return date(day.year + years, day.month, 28 if (day.month, day.day) == (2, 29) else day.day)


def _number(written: str) -> int:
    if written == "元":
        return 1
    return int(written) if written.isdecimal() else int(parse_kanji(written) or 0)


def _era(written: str) -> Era:
    return next(e for e in ERAS if written.rstrip(".") in (e.name, e.letter, e.name[0]))


def _full(match: re.Match[str]) -> Moment | None:
    start, end = match.span()
    era = _era(match["era"]) if match["era"] else None
    number = _number(match["number"]) if match["number"] else 1
    year = era.year(number) if era is not None else _number(match["western"])
    if number == 0:
        return Moment(start, end, "year", None, None, flags=("impossible-date",))
    if not _is_written_year(match, end):
        return None
    month, day = match["month"] or match["month2"] or match["month3"], match["day"] or match["day2"] or match["day3"]
    if month is None:
        return _whole_year(match, year, era)
    if day is not None:
        return _with_era(_numbered_day(match, year, month, day), era)
    made = _month(start, end, year, _number(month), (), is_end=bool(match["end"] or match["end2"]))
    return _with_era(_part_of_month(made, match["month_part"]), era)


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
        days = date(year, 1, 1), date(year, 12, 31)
        return Moment(start, end, "year", *days, bool(match["year_end"]), (), ("era-overrun",) * over)
    over = era is not None and era.last is not None and date(year, 4, 1) > era.last
    return _fiscal(match, year, (), ("era-overrun",) * over)


def _fiscal(match: re.Match[str], year: int, inferred: tuple[str, ...], flags: tuple[str, ...] = ()) -> Moment:
    start, end = match.span()
    if part := match["fiscal_part"]:
        return Moment(start, end, "part", *_half(year, part), False, inferred, flags, year)
    days = fiscal_year_days(year)
    return Moment(start, end, "fiscal_year", *days, bool(match["fiscal_end"]), inferred, flags, year)


def _half(year: int, part: str) -> tuple[date, date]:
    first, last = _PARTS[part]
    return month_days(year if first >= 4 else year + 1, first)[0], month_days(year if last >= 4 else year + 1, last)[1]


def _with_era(moment: Moment, era: Era | None) -> Moment:
    """The same moment, flagged when it lies past the end of the era it is written in."""
    if era is None or era.last is None or moment.first is None or moment.first <= era.last:
        return moment
    return replace(moment, flags=("era-overrun",))


def _month(start: int, end: int, year: int, month: int, inferred: tuple[str, ...], *, is_end: bool = False) -> Moment:
    if not 1 <= month <= 12:
        return Moment(start, end, "month", None, None, flags=("impossible-date",))
    return Moment(start, end, "month", *month_days(year, month), is_end, inferred)


def _part_of_month(moment: Moment, part: str | None) -> Moment:
    if not part or moment.first is None or moment.last is None or part[0] not in "上中下":
        return moment
    days = {"上": (1, 10), "中": (11, 20), "下": (21, moment.last.day)}[part[0]]
    return replace(moment, precision="part", first=moment.first.replace(day=days[0]), last=moment.first.replace(day=days[1]))


def _day(start: int, end: int, year: int, month: int, day: int, inferred: tuple[str, ...]) -> Moment:
    try:
        made = date(year, month, day)
    except ValueError:
        return Moment(start, end, "day", None, None, flags=("impossible-date",))
    return Moment(start, end, "day", made, made, False, inferred)


def _numbered_day(match: re.Match[str], year: int, month: str, day: str) -> Moment:
    return _day(match.start(), match.end(), year, _number(month), _number(day), ())


def _year_list(match: re.Match[str]) -> Iterator[Moment]:
    """令和元・2年度, 平成29~令和元年度: each year named, a period from its first to its last."""
    era: Era | None = None
    made: list[Moment] = []
    text = match.string
    for part in _LIST_PART.finditer(text, match.start(), match.end()):
        start = part.end("lead")
        start += len(text[start : part.end()]) - len(text[start : part.end()].lstrip())
        if part["western"]:
            era, year = None, _number(part["western"])
        elif part["era"]:
            era = _era(part["era"])
            year = era.year(_number(part["number"]))
        else:
            year = era.year(_number(part["bare"])) if era is not None else 2000 + _number(part["bare"])
        first, last = fiscal_year_days(year)
        over = ("era-overrun",) if era is not None and era.last is not None and first > era.last else ()
        if part["lead"] in ("~", "-") and made and made[-1].first is not None and made[-1].first <= first:
            made[-1] = replace(made[-1], end=part.end(), last=last)
        else:
            made.append(Moment(start, part.end(), "fiscal_year", first, last, flags=over, fiscal_year=year))
    yield from made


def _short_fiscal(match: re.Match[str], fiscal_year: int | None) -> Moment:
    """元年度, 30年度, 20年度: the era or century nearest to the column's year."""
    number = _number(match["number"])
    near = fiscal_year if fiscal_year is not None else ERAS[-1].first.year
    candidates = [era.year(number) for era in ERAS[-3:]] + ([] if match["number"] == "元" else [2000 + number])
    return _fiscal(match, min(candidates, key=lambda y: (abs(y - near), y)), ("century",))


def _part_of_column(match: re.Match[str], fiscal_year: int | None) -> Moment:
    """年度末, 前年度末, 上半期: of the column's year or of the one beside it."""
    start, end = match.span()
    year = None if fiscal_year is None else fiscal_year + _RELATIVE.get(match["relative"] or "本", 0)
    part = match["part"]
    precision, is_end = ("part", False) if part else ("fiscal_year", True)
    if year is None:
        return Moment(start, end, precision, None, None, is_end, ("year",))
    first, last = _half(year, part) if part else fiscal_year_days(year)
    return Moment(start, end, precision, first, last, is_end, ("year",), (), year)


def _month_day(match: re.Match[str], fiscal_year: int | None, before: Moment | None) -> Moment | None:
    """A month or a day without a year: that of the period it ends, else that of the column."""
    groups = match.groupdict()
    month, day = _number(match["month"]), _number(match["day"]) if match["day"] else None
    relative = groups.get("relative")
    written = before is not None and "year" not in before.inferred and before.precision in ("day", "month")
    if before is not None and before.first is not None and (written or relative):
        later = relative in ("翌", "翌年", "来年") or (relative is None and month < before.first.month)
        made = _dated(match.span(), before.first.year + later, month, day, ("year",), is_end=bool(groups.get("end")))
    else:
        made = _in_fiscal_year(match.span(), month, day, fiscal_year, is_end=bool(groups.get("end")))
    return _part_of_month(made, groups.get("month_part"))


def _dated(
    span: tuple[int, int], year: int, month: int, day: int | None, inferred: tuple[str, ...], *, is_end: bool = False
) -> Moment:
    start, end = span
    if day is None:
        return _month(start, end, year, month, inferred, is_end=is_end)
    return _day(start, end, year, month, day, inferred)


def _in_fiscal_year(
    span: tuple[int, int], month: int, day: int | None, fiscal_year: int | None, *, is_end: bool = False
) -> Moment:
    precision = "month" if day is None else "day"
    if not 1 <= month <= 12 or (day is not None and not 1 <= day <= 31):
        return Moment(span[0], span[1], precision, None, None, flags=("impossible-date",))
    if fiscal_year is None:
        return Moment(span[0], span[1], precision, None, None, is_end, ("year",))
    return _dated(span, fiscal_year if month >= 4 else fiscal_year + 1, month, day, ("year",), is_end=is_end)
