"""Planned, called off and held in one sentence: 17教室のうち2教室は中止し、15教室を実施; what was held is the year's result."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from bouhan_opendata.extraction.values import FigureReading
from bouhan_opendata.extraction.words import ExtractionWords
from bouhan_opendata.japanese.folding import fold

_AMONG = re.compile(r"うち|中[、\s]?|予定|計画|企画|募集")
_PLANNED = re.compile(r"予定|計画|企画")
_NOT_HELD = re.compile(
    r"[^。0-9]{0,40}?(?:中止|取りやめ|取り止め|休止|休講|延期|見送|未[実開]|不開催|(?:実施|開催|開講|成立)(?:せず|できず|に至らず|しなかった|できなかった)"
    r"|(?:参加|申込み?|申し込み|応募|受講|希望|利用|申請)者?(?:が|も|は)?(?:なく|無く|なし|なかった|無かった|いなかった|おらず|集まらず))"
)
_OPEN = re.compile(r"\s{0,3}(?:$|[、。(])")
_BEHIND = re.compile(r"(?:を|の|は|が|のみ|だけ|に|で){0,2}\s?(?:予定どおり)?(?P<said>.{1,8})")
_NO_THING = re.compile(r"(?:の?うち|計画|予定|企画|当初|全|中止|開催|実施|残り|となっ|を|し|た|が|は|の|、|\s){1,12}")
_INTENDED = re.compile(r"(?:は|を|が|の)?(?:当初)?(?:予定|計画|企画)(?:していた|した|し)?$")
_REACH = 60


def tell_held(figures: Sequence[FigureReading], text: str, lines: Sequence[str], words: ExtractionWords) -> list[FigureReading]:
    """Figures of one item, whose folded text is given, with those put right that say how many were planned, called off and held.

    Three numbers of one unit, the first the sum of the others (全10回のうち3回を中止し7回開催); or two, the first said to be
    planned (予定24回中18回実施). Anything less is left as it was read.
    """
    made = list(figures)
    if len(made) < 2 or _AMONG.search(text) is None:
        return made
    for plan, stopped, held in list(_told(made, lines, words)):
        if _says_nothing(made[held]):
            made[held] = _named_as(made[held], made[plan])
        made[held] = _without_plan(made[held])
        made[held] = made[held]._replace(parent=None, relation=None, scope="whole", use="observation", pattern="quantity")
        made[plan] = made[plan]._replace(use="detail", pattern="planned", scope="whole", parent=None, relation=None)
        if stopped is not None:
            made[stopped] = made[stopped]._replace(use="detail", pattern="cancelled")
    return made


def _says_nothing(figure: FigureReading) -> bool:
    return figure.label is None or _NO_THING.fullmatch(fold(figure.label).text) is not None


def _named_as(held: FigureReading, plan: FigureReading) -> FigureReading:
    """What was held counts what was planned, or what that belongs to, where it is said."""
    if not _says_nothing(plan):
        names = ("label", "label_start", "label_end", "label_from", "head", "is_headed")
        return held._replace(**{name: getattr(plan, name) for name in names})
    source = "before" if plan.head else ""
    return held._replace(label=plan.head, label_start=None, label_end=None, label_from=source, head=None, is_headed=False)


def _without_plan(figure: FigureReading) -> FigureReading:
    """防犯教室は予定していた 12回のうち: 防犯教室 is what is counted."""
    intended = _INTENDED.search(figure.label) if figure.label else None
    if figure.label is None or intended is None or not intended.start():
        return figure
    end = figure.label_end - len(intended[0]) if figure.label_end is not None else None
    return figure._replace(label=figure.label[: intended.start()], label_end=end)


def _told(
    figures: Sequence[FigureReading], lines: Sequence[str], words: ExtractionWords
) -> Iterator[tuple[int, int | None, int]]:
    """(planned, called off, held) by index."""
    known = [n for n, figure in enumerate(figures) if figure.cls == "quantity" and figure.value is not None]
    for place, plan in enumerate(known):
        later = [n for n in known[place + 1 : place + 6] if _belongs(figures[plan], figures[n])][:2]
        if not later or not _AMONG.search(_between(figures[plan], figures[later[0]], lines)):
            continue
        stops = [n for n in later if _NOT_HELD.match(_behind(figures, n, lines))]
        rest = [n for n in later if n not in stops]
        if len(stops) == len(rest) == 1 and figures[plan].value == _value(figures[stops[0]]) + _value(figures[rest[0]]):
            if _is_held(figures, rest[0], lines, words, is_sum=True):
                yield plan, stops[0], rest[0]
        elif len(later) == 1 and not stops and _is_planned(figures[plan], figures[later[0]], lines):
            if _is_held(figures, later[0], lines, words, is_sum=False):
                yield plan, None, later[0]


def _belongs(plan: FigureReading, other: FigureReading) -> bool:
    return plan.line == other.line and plan.unit_text == other.unit_text


def _value(figure: FigureReading) -> Decimal:
    return figure.value if figure.value is not None else Decimal(0)


def _between(one: FigureReading, other: FigureReading, lines: Sequence[str]) -> str:
    text = fold(lines[one.line][one.end : other.start]).text
    return text if len(text) <= _REACH and "。" not in text else ""


def _behind(figures: Sequence[FigureReading], number: int, lines: Sequence[str]) -> str:
    """What is said of a number, up to the next one."""
    figure = figures[number]
    following = figures[number + 1] if number + 1 < len(figures) else None
    end = figure.end + _REACH
    if following is not None and following.line == figure.line:
        end = min(end, max(following.start, figure.end))
    return fold(lines[figure.line][figure.end : end]).text


def _is_planned(plan: FigureReading, held: FigureReading, lines: Sequence[str]) -> bool:
    """予定24回中18回, 24回予定のうち18回: out of so many that were planned."""
    between = _between(plan, held, lines)
    is_out_of = re.search("うち|中", between) is not None and held.relation in (None, "part_of", "out_of")
    return plan.pattern == "planned" and is_out_of and held.scope in ("part", "whole")


def _is_held(
    figures: Sequence[FigureReading], number: int, lines: Sequence[str], words: ExtractionWords, *, is_sum: bool
) -> bool:
    """Whether a number is followed by a word for doing it; where the sum fits, nothing may follow either."""
    figure, behind = figures[number], _behind(figures, number, lines)
    if figure.pattern != "quantity" or figure.precision == "range":
        return False
    said = _BEHIND.match(behind)
    is_done = said is not None and (
        said["said"].startswith(tuple(words.doings)) or re.match("開催|実施|開講|行[いっ]", said["said"])
    )
    return bool(is_done) or (is_sum and _OPEN.match(behind) is not None)
