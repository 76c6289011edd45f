"""Totals and their parts: in a bracket behind, itemised behind, summed up behind; each by addition."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from bouhan_opendata.extraction.intent import NOT_A_RESULT
from bouhan_opendata.extraction.links import Links

_OF_WHOM = re.compile("[一-龠々ァ-ヶA-Za-z]{2}|[0-9]")
_NOT_OF_WHOM = re.compile("実|延|前年|昨年|目標|予定|計画|定員|対象|申込|応募|希望|以外|別に|ほか|他")
_ITEMISED = re.compile(r"内訳")
_OPENING = re.compile(r"[^。、()0-9]{0,8}\(")


def read_bracket_parts(links: Links) -> None:
    """312件（英語120件、中国語98件）, 45人（うち市民30人）: parts, called so or adding up to it."""
    text = links.text
    for number in links.quantities:
        opening = _OPENING.match(text, links.claims[number].tail)
        closing = text.find(")", opening.end()) if opening else -1
        if opening is None or closing < 0:
            continue
        inner = [n for n in links.quantities if opening.end() <= links.claims[n].start < closing and links.same(n, number)]
        inner = [n for n in inner if n not in links.parents and not links.is_other_basis(n)]
        values = [links.value(n) for n in inner]
        total = links.value(number)
        if not inner or total is None or any(value is None or value > total for value in values):
            continue
        added = sum((value for value in values if value is not None), Decimal(0))
        among = "うち" in text[opening.end() : links.claims[inner[0]].start]
        is_sum = len(inner) > 1 and added == total
        if (among and added <= total) or is_sum or _is_some(links, inner, opening.end(), closing, total):
            for part in inner:
                links.part(part, number)
        if is_sum:
            for other in links.quantities:
                if opening.end() <= links.claims[other].start < closing and other not in links.parents:
                    links.claims[other].fields["scope"] = "part"


def _is_some(links: Links, inner: Sequence[int], start: int, end: int, total: Decimal) -> bool:
    """412人（75歳以上 378人）: all that a bracket says is one smaller number of the same counter, and of whom."""
    value = links.value(inner[0])
    alone = [n for n in links.quantities if start <= links.claims[n].start < end] == [*inner]
    words = links.text[start : links.claims[inner[0]].lead]
    of_whom = _OF_WHOM.search(words) is not None and _NOT_OF_WHOM.search(words) is None
    counted = links.claims[inner[0]].fields["counting"] == "not_stated" and links.claims[inner[0]].pattern not in NOT_A_RESULT
    return len(inner) == 1 and alone and of_whom and counted and value is not None and value < total


def read_itemised(links: Links) -> None:
    """相談件数は412件…内訳は、身体的98件、精神的231件、その他83件: what is itemised adds up to the whole before it."""
    for match in _ITEMISED.finditer(links.text, links.line.first):
        behind = [n for n in links.quantities if links.claims[n].start >= match.end()]
        before = [n for n in links.quantities if links.claims[n].end <= match.start()]
        whole = next((n for n in reversed(before) if behind and links.same(n, behind[0]) and links.may_be_whole(n)), None)
        if whole is None or any(n in links.parents for n in behind[:1]):
            continue
        parts: list[int] = []
        for number in behind:
            if not links.same(number, whole) or number in links.parents:
                break
            parts.append(number)
            if links.sum_of(parts) == links.value(whole):
                for part in parts:
                    links.part(part, whole)
                break


def read_totals(links: Links) -> None:
    """小学校12校、中学校6校、計18校: what is summed right before a total are its parts; a wrong sum is reported."""
    for place, number in enumerate(links.quantities):
        total = links.value(number)
        if links.claims[number].fields["scope"] != "total" or number in links.parents or total is None:
            continue
        before: list[int] = []
        for earlier in reversed(links.quantities[:place]):
            between = links.between(earlier, before[-1] if before else number)
            if links.is_in_bracket(earlier) and not links.is_in_bracket(number) and not links.same(earlier, number):
                continue
            if "。" in between or between.count(")") > between.count("(") or not links.same(earlier, number):
                break
            if earlier in links.parents:
                break
            before.append(earlier)
        if len(before) > 1 and links.sum_of(before) == total:
            for part in before:
                links.part(part, number)
