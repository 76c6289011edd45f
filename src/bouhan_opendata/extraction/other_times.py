"""Numbers of another time than their column's year: the state of another day, and what several years came to."""

from __future__ import annotations

import re
from datetime import date

from bouhan_opendata.extraction.claims import Claim, LineClaims
from bouhan_opendata.extraction.named import is_outside
from bouhan_opendata.extraction.values import CellContext

_LAST = r"(?:約|およそ|延べ|計|合計|累計|平均|年平均)?\s?$"
_PERIOD = re.compile(
    r"(?P<lead>過去|直近|最近|この|ここ|今後|向こう)?の?(?<![0-9第])(?P<number>数|[2-9]|[1-9][0-9]|[二三四五六七八九十])(?P<unit>[かヵカケヶ箇]年|年度?)間?"
)
_LISTED = r"(?:[0-9,.]{1,9}[^。0-9()、]{1,4}[、・とや][^。0-9()]{0,12}){0,3}"
_OVER = re.compile(
    rf"(?:間?で[はの]?、?|間?に(?:わた[りっ]て?|かけて)?、?)[^。0-9()]{{0,20}}{_LISTED}{_LAST}"
    rf"|間?の(?:[^。0-9()]{{0,12}}(?:数|計|額|率|実績|者|量))?\s?[:は]?\s?{_LAST}"
    rf"|間?(?:の?(?:累計|合計|計|平均|実績))(?:数|値)?\s?[:は]?\s?{_LAST}"
)
_STANDS_ALONE = re.compile(rf"間?\s?[:は]?\s?{_LAST}")
_OVER_BEHIND = re.compile(
    r"\s?\((?:(?:過去|直近|最近|この|ここ)の?(?:[0-9]{1,2}|数)[かヵカケヶ箇]?年度?間?[^()0-9]{0,6}"
    r"|(?:[2-9]|[1-9][0-9])[かヵカケヶ箇]?年度?間?の?(?:合計|累計|計|平均|実績|分)|(?:前|昨)年度?(?:末|分|実績)?)\)"
)
_OWN_YEAR = re.compile("[今本当]年度|うち")
_DATED = re.compile(
    r"(?:末|分|実績)?(?:現在|時点)?(?:付け?)?(?:の|は|に|には|で|:|、)?\s{0,4}[一-龠ァ-ヶ]{0,10}\s{0,4}(?::|は)?\s{0,4}(?:約|延べ|計)?"
)
_ONLY_DATE = re.compile(r"(?:末|分|実績)?(?:現在|時点)?(?:調べ|調査|実績|設置|開設|実施|開催)?\)")
_UNTIL = re.compile(rf"までの?(?:間?に|間で|で|累計|合計)[^。0-9()]{{0,20}}{_LAST}")
_MOST = re.compile("最[多高少大低]|初|ぶり")
"""過去5年で最多の56件 is this year's."""
_LONGEST = 60


def of_another_time(line: LineClaims, claim: Claim, context: CellContext) -> str | None:
    """``other-year`` (or ``planned``) for a number that its date or its period takes out of the column's fiscal year.

    A state on a day counts for the year that the day lies in. The day after the year's end (4月1日) is the one exception:
    towns state the end of a year so, and the number stays a stock with its ``as_of``; 5月1日 of the next year is the next
    year's. What 3年間 came to is no year's result.
    """
    year = context.fiscal_year
    if year is None:
        return None
    as_of = claim.fields.get("as_of")
    if as_of is not None:
        return None if date(year, 4, 1) <= as_of <= date(year + 1, 4, 1) else "other-year"
    if ("(" in line.signs and _OVER_BEHIND.match(line.folded.text, claim.tail)) or _is_dated_elsewhere(line, claim, year):
        return "other-year"
    return _over_years(line, claim)


def _over_years(line: LineClaims, claim: Claim) -> str | None:
    """過去3年間で45人, 5年間の相談件数 20件, 2か年で20校、3園: what several years came to or are to come to."""
    text = line.folded.text
    from_ = max(line.first, claim.lead - _LONGEST)
    if text.find("年", from_, claim.lead) < 0:
        return None
    for period in _PERIOD.finditer(text, from_, claim.lead):
        if line.owners[period.start("number")] == "moment":
            continue
        start = period.end("unit")
        between = text[start : claim.lead]
        lead = period["lead"] or ""
        governs = _OVER.fullmatch(between) or (lead and _STANDS_ALONE.fullmatch(between))
        if governs and _OWN_YEAR.search(between) is None and _MOST.search(between) is None:
            return "planned" if lead in ("今後", "向こう") else "other-year"
    return None


def _is_dated_elsewhere(line: LineClaims, claim: Claim, year: int) -> bool:
    """令和2年3月 20人, 会員数(令和3年5月1日)20人, 20人(令和2年度), H27からR4までに530台: the date says when it was counted."""
    text = line.folded.text
    before, behind = line.moments_around(claim)
    if before is not None and before.moment is not None:
        between = text[before.end : claim.lead]
        between = between[1:] if text[before.start - 1 : before.start] == "(" and between.startswith(")") else between
        is_dated = _DATED.fullmatch(between) is not None
        if before.moment.precision in ("day", "month"):
            is_state = not between.startswith(("に", "で", "付"))
            if is_dated and (_lies_outside(before, year, is_state=is_state) or _spans_years(before, year)):
                return True
        elif (is_dated and _is_listed_with_another(line, before, year)) or (_spans_years(before, year) and _UNTIL.match(between)):
            return True
    if behind is None or not _lies_outside(behind, year, is_state=True):
        return False
    return text[claim.tail : behind.start].strip() == "(" and _ONLY_DATE.match(text, behind.end) is not None


def _is_listed_with_another(line: LineClaims, claim: Claim, year: int) -> bool:
    """令和3、4年度 20件、30件: the year that stands last in a list is not the only one."""
    last, _ = line.moments_around(claim)
    if last is None or not _lies_outside(last, year, is_state=False):
        return False
    return line.folded.text[last.end : claim.start].strip() in ("、", "・", ",", "/", "と", "及び")


def _spans_years(claim: Claim, year: int) -> bool:
    """Whether a period with its years begins and ends in different fiscal years, and not in the column's calendar year.

    What is counted by calendar years (令和4年1月～12月) is told in the column of that name.
    """
    moment = claim.moment
    if moment is None or moment.first is None or moment.last is None or "year" in moment.inferred or moment.precision == "year":
        return False
    first, last = (day.year - (day.month < 4) for day in (moment.first, moment.last))
    return first < last and not moment.first.year == moment.last.year == year


def _lies_outside(claim: Claim, year: int, *, is_state: bool) -> bool:
    moment = claim.moment
    assert moment is not None
    return is_outside(moment, year) and not (is_state and moment.first == date(year + 1, 4, 1) and moment.precision == "day")
