"""Totals summed up behind their parts: 小学校12校、中学校6校、計18校, 4月10件＋5月12件＝22件; each by addition."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from bouhan_opendata.extraction.links import Links, counts_doings, is_plain
from bouhan_opendata.extraction.summing import bracketed_parts, mixed_parts, read_stock_after

_SAID = re.compile("計|総数|合わせて|あわせて|併せて|トータル")
_OVER_THE_YEAR = re.compile("年間|通年")
_OF_YEAR = re.compile(
    "(?:年間|通年|年度|年度計|全期)(?:合計|計|実績|実績値|件数|回数|人数|参加者数?|利用者数?|合計件数|合計人数)?"
)
_EQUALS = re.compile(r"=\s{0,4}$")
_ONLY_SOME = re.compile("など|主な|うち|ほか|内数|を含|を除")
_LISTED = re.compile(r"\s{0,4}[、,・/\s]\s{0,4}[^0-9。、,・/()]{1,16}")
_BEFORE_TOTAL = re.compile(r"[\s、,・/(:=]{0,6}")
_BRACKET = re.compile(r"\([^()]{0,60}\)")
_CHANGES = re.compile("新設|増設|撤去|交換|更新|改修|新規|廃止|取消|入会|退会|加入|脱退|LED化$")
"""防犯灯新設23灯、撤去4灯（総数5,678灯）: what comes and goes is no part of what there is."""
_LONGEST = 40
"""Parts that are looked for before a total."""


def read_totals(links: Links) -> None:
    """What is summed right before a total are its parts; a sum that is plainly said to be one and is wrong is reported.

    A total of several years (令和3年12件、令和4年15件、計27件) is no result of one.
    """
    for place, number in enumerate(links.quantities):
        if links.value(number) is None or not links.stands_alone(number) or links.is_other_basis(number):
            continue
        is_said = links.claims[number].fields["scope"] == "total"
        if not is_said and not _may_be_total(links, number):
            continue
        before = links.quantities[max(0, place - _LONGEST) : place]
        parts = _summed(links, number, before)
        if any(not links.is_result(part) for part in parts):
            links.claims[number].pattern = "other-year"
        elif parts:
            _take(links, number, parts)
        elif is_said and (run := _listed(links, number, before)):
            for part in run:
                links.part(part, number)
            links.mismatch(number, links.sum_of(run))
        elif mixed := (mixed_parts(links, number, before) if is_said else []) or bracketed_parts(links, number):
            _take(links, number, mixed)
        elif (
            is_said
            and number not in links.unlabelled
            and not read_stock_after(links, number, before)
            and _is_behind_another(links, number)
        ):
            links.unlabelled.add(number)


def _is_behind_another(links: Links, number: int) -> bool:
    """Whether a total stands right behind a number of its unit, or a list, whose words are not the total's: 夜間巡回 週3回、計 850回."""
    before = number - 1
    if before not in links.quantities:
        return False
    between = links.text[links.claims[before].tail : links.claims[number].lead]
    is_beside = bool(between) and _BEFORE_TOTAL.fullmatch(between) is not None
    return is_beside and (links.same(before, number) or ("(" not in between and _ends_a_list(links, before)))


def _ends_a_list(links: Links, number: int) -> bool:
    """Whether a number is the last of a list of things with words of their own: びん 45本、缶 32個."""
    before = number - 1
    if not (before in links.quantities and before in links.labels and number in links.labels):
        return False
    between = links.text[links.claims[before].tail : links.claims[number].start]
    return between.strip()[:1] in ("、", "・", ",") and _LISTED.fullmatch(between) is not None


def _may_be_total(links: Links, number: int) -> bool:
    """年間45件, ＝22件, 全100件, 延べ75名, 計5回83人: a total if what stands before adds up to it, and nothing else if not."""
    claim = links.claims[number]
    words = links.text[claim.lead : claim.start]
    before = number - 1
    if before not in links.quantities:
        return False
    is_of_year = _OF_YEAR.fullmatch(links.labels.get(number, "")) is not None
    end = links.text.rfind(links.labels[number], 0, claim.start) if is_of_year else claim.lead
    between = _without_brackets(links.text[links.claims[before].tail : max(end, links.claims[before].tail)])
    if _BEFORE_TOTAL.fullmatch(between) is None:
        return False
    beside = links.claims[before].fields["scope"] == "total" and not links.same(before, number)
    gross = claim.fields["counting"] == "gross" and links.claims[before].fields["counting"] == "not_stated"
    said = is_of_year or _OVER_THE_YEAR.search(words) is not None or counts_doings(links, number)
    return said or beside or gross or _EQUALS.search(between) is not None


def _take(links: Links, number: int, parts: Sequence[int]) -> None:
    for part in parts:
        links.part(part, number)
    links.claims[number].fields["scope"] = "total"
    counted = parts[-1] + 1
    if counted < number and counted in links.quantities and not links.same(counted, number):
        is_count = links.value(counted) == len(parts) and links.text[links.claims[counted].end :].startswith(
            ("計", "合計", "の計")
        )
        if is_count:
            links.claims[counted].fields["scope"] = "all_of_population"
            links.populations.add(counted)


def _summed(links: Links, number: int, before: Sequence[int]) -> list[int]:
    """The numbers before a total, back to where they add up to it exactly; none when they never do."""
    found: list[int] = []
    total, added = links.value(number) or Decimal(0), Decimal(0)
    for earlier in reversed(before):
        between = links.between(earlier, found[0] if found else number)
        if "。" in between:
            break
        if links.is_in_bracket(earlier) and not links.is_in_bracket(number):
            continue
        if between.count(")") > between.count("("):
            break
        if not links.same(earlier, number) or _is_inner(links, earlier, number):
            continue
        value, is_own = links.value(earlier), links.parents.get(earlier, (-1, ""))[0] == number
        is_other = links.claims[earlier].pattern == "other-year" and links.stands_alone(earlier)
        if value is None or not (is_own or is_other or links.may_be_whole(earlier)) or added + value > total:
            break
        found.insert(0, earlier)
        added += value
        if added == total:
            return found if len(found) > 1 else []
    return []


def _is_inner(links: Links, number: int, total: int) -> bool:
    """Whether a number is a part of another one before the total: 窓口45件（うち新規5件）、電話38件、計83件."""
    parent = links.parents.get(number)
    return parent is not None and parent[1] != "participants_of" and parent[0] < min(number, total)


def _listed(links: Links, number: int, before: Sequence[int]) -> list[int]:
    """The list that a total plainly sums up, every thing of it with its own words: 窓口45件、電話38件、計85件."""
    claim = links.claims[number]
    run: list[int] = []
    for earlier in reversed(before):
        if _is_inner(links, earlier, number):
            continue
        behind = links.claims[run[0]].start if run else claim.lead
        between = links.text[links.claims[earlier].tail : behind]
        pattern = _LISTED if run else _BEFORE_TOTAL
        if not pattern.fullmatch(_without_brackets(between)) or not is_plain(links, earlier) or not links.same(earlier, number):
            break
        run.insert(0, earlier)
    if len(run) < 2 or not is_plain(links, number) or _SAID.search(links.text, claim.lead, claim.start) is None:
        return []
    if links.is_in_bracket(number) and any(_CHANGES.search(links.labels.get(part, "")) for part in run):
        claim.fields["scope"], claim.fields["time_basis"] = "whole", "stock"
        links.unlabelled.add(number)
        return []
    start = links.text.rfind("。", 0, links.claims[run[0]].start) + 1
    if _ONLY_SOME.search(_without_brackets(links.text[start : claim.start])):
        return []
    return run if all(links.fits(part, number) and links.labels.get(part) for part in run) else []


def _without_brackets(text: str) -> str:
    return _BRACKET.sub("", text) if "(" in text else text
