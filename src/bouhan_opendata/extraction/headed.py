"""Lines that stand under a head of plans or of another year: 【目標】 and below it 60％; 〈令和5年度予定〉 and what follows."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bouhan_opendata.extraction.governing import stands_for
from bouhan_opendata.extraction.intent import NOT_A_RESULT
from bouhan_opendata.extraction.values import CellContext, FigureReading
from bouhan_opendata.extraction.words import ExtractionWords
from bouhan_opendata.japanese.folding import fold
from bouhan_opendata.japanese.moments import find_moments

_MARKS_BEFORE, _MARKS_BEHIND = " ・○◎●◇◆■□▪▼▽★☆※*-<【〔[(《≪〈「", " 】〕])>》≫〉」::"
_OF = r"の?(?:主な)?"
_DONE = (
    rf"{_OF}(?:実績|取り?組み?(?:内容|状況|実績|結果)?|実施(?:状況|内容|結果|実績)?|事業(?:内容|実績|結果)?|活動(?:内容|実績)?|"
    r"結果|成果|状況|内容)?(?:値|数)?"
)
_AHEAD = rf"{_OF}(?:取り?組み?|実施|開催|事業|活動|整備|設置)?(?:の)?(?:予定|計画|目標|見込み?|方針|方向性|予算案?)(?:値|数|額|内容|事業)?(?:\(案\))?"
_AIMS = r"(?:年度|年間|数値|成果|活動|達成|事業|中間|最終|(?:今|本|当)年度の?)目標(?:値|数|額)?"
_PLANS = re.compile(
    rf"{_AIMS}|(?:今後|将来|次年度以降|次年度|来年度|翌年度|次期)(?:{_DONE}|{_AHEAD}|の展開|の展望|の課題)|{_AHEAD}"
)
_BEFORE = re.compile(rf"(?:前年度?|昨年度?|前々年度?|前回|従来|これまで){_DONE}")
_RESULT = re.compile(rf"(?:今年度|本年度|当年度)?{_DONE}|現状(?:値)?")
_DONE_OF_YEAR, _AHEAD_OF_YEAR = re.compile(_DONE), re.compile(_AHEAD)
_UNSURE = frozenset({"指標", "成果指標", "KPI", "重要業績評価指標", "基準", "募集", "最大", "計画", "対象", "対象者"})
"""Words that say of a number beside them what it is, but not of the lines below."""
_LONGEST = 60
_DATED = re.compile("[0-9元RHS明大昭平令本今当前昨翌次来一二三四五六七八九十]")
_DIGIT = re.compile("[0-9]")
_SAYS_YEAR = re.compile(r"[年ね]|[MTSHR]\.?[0-9元]")
_HEAD = re.compile(r"[^0-9。、]{1,24}:|\s{0,9}[【〔\[<《≪〈■◆●▼][^。0-9]{1,24}[】〕\]>》≫〉]?")


def under_heads(
    figures: Sequence[FigureReading], lines: Sequence[str], classes: Sequence[str], context: CellContext, words: ExtractionWords
) -> list[FigureReading]:
    """Figures, with those taken back that stand under a head of plans or of another year; a next head ends its reach.

    ``classes`` are those of the lines: the head of a department (``section``) ends it too.
    """
    if len(lines) < 2 or not any(figure.use == "observation" and figure.line for figure in figures):
        return list(figures)
    codes: list[str | None] = []
    code: str | None = None
    for line, cls in zip(lines, classes, strict=True):
        is_head, said = (True, None) if cls == "section" else _head(line, context, words)
        code = said if is_head else code
        codes.append(code)
    made = []
    for figure in figures:
        said = codes[figure.line]
        if said is not None and figure.use == "observation" and figure.pattern not in NOT_A_RESULT:
            figure = figure._replace(use="detail", pattern=said)
        made.append(figure)
    return made


def _head(line: str, context: CellContext, words: ExtractionWords) -> tuple[bool, str | None]:
    """(whether a line is a head, what it makes of the numbers below it)."""
    if len(line) > _LONGEST or not line.strip():
        return False, None
    text = fold(line).text
    body = text.strip().lstrip(_MARKS_BEFORE).rstrip(_MARKS_BEHIND)
    if not body or len(body) > 30:
        return False, None
    said = _of_year(body, context.fiscal_year)
    if said is None and _DIGIT.search(body) is None and _RESULT.fullmatch(body):
        said = "result"
    if said is None and body not in _UNSURE and words.intents.get(body, "cancelled") != "cancelled":
        said = words.intents[body]
    if said is None and _DIGIT.search(body):
        return False, None
    if said is None and _PLANS.fullmatch(body):
        said = "planned"
    if said is None and _BEFORE.fullmatch(body):
        said = "other-year"
    if said is None:
        return _HEAD.fullmatch(text.strip()) is not None, None
    if context.result_kind != "actual":
        return True, "other-year" if said in ("result", "other-year") else None
    return True, None if said in ("result", "none") else said


def _of_year(body: str, own: int | None) -> str | None:
    """What a head says that begins with a fiscal year: 令和5年度予定, R3実績; ``result`` for the column's own."""
    is_dated = _DATED.match(body) is not None and _SAYS_YEAR.search(body) is not None
    moment = next(iter(find_moments(body, own)), None) if own is not None and is_dated else None
    if own is None or moment is None or moment.start or moment.precision not in ("fiscal_year", "year"):
        return None
    rest = body[moment.end :].strip(" ()")
    is_later = stands_for(moment, own)
    if _AHEAD_OF_YEAR.fullmatch(rest):
        return "planned"
    if not _DONE_OF_YEAR.fullmatch(rest):
        return None
    return "result" if is_later is None else "planned" if is_later else "other-year"
