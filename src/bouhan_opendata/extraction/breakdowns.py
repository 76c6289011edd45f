"""Parts said behind their total: in a bracket, or itemised as 内訳; checked by addition."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from bouhan_opendata.extraction.links import Links, are_listed, counts_doings, is_plain

_OF_WHOM = re.compile("[一-龠々ァ-ヶA-Za-z]{2}|[0-9]|[男女小中高]")
_NOT_OF_WHOM = re.compile(
    "実|延|前年|昨年|目標|予定|計画|定員|対象|申込|応募|希望|以外|別に|ほか|他|年間|計|新設|増設|撤去|廃止|抹消|退会|脱退|解散|入会|加入"
)
_ITEMISED = re.compile(r"(?P<main>主な)?内訳")
_OPENING = re.compile(r"[^。、()0-9\[〔【]{0,8}[(\[〔]")
_AMONG = re.compile(r"うち|(?:^|[、, (※])内(?!訳|容)")
_ONLY_SOME = re.compile("など|等|主|うち|ほか|内数")
_OWN_YEAR = re.compile("新規|新たに|今年度|本年度|当年度|当該年度|年度中|年度内|年度新|新設|増設")
_OF_YEAR = re.compile(r"(?:は|分|に|の)?[一-龠ァ-ヶ]{0,8}[\s:]{0,2}")
_AMONG_OR_BRACKET = re.compile(r"[^。、0-9()]{0,6}(?:\(|[、,\s]\s?(?:うち|内))")
_OPEN, _CLOSE = "([〔", ")]〕"
_LONGEST = 400
"""How long a bracket may be."""


def read_own_years(links: Links) -> None:
    """累計45社（新規6社）, 累計120台（うちR4年度10台）: what was added in the year is a part of the cumulative, and the year's own."""
    for whole, number in zip(links.quantities, links.quantities[1:], strict=False):
        claim, other = links.claims[number], links.claims[whole]
        is_so_far = other.fields["time_basis"] == "cumulative" or "総数" in links.text[other.lead : other.start]
        if not is_so_far or not links.same(whole, number) or not links.fits(number, whole):
            continue
        if number in links.parents or not links.is_result(number) or claim.fields["time_basis"] not in ("not_stated", "flow"):
            continue
        between = links.text[other.tail : claim.start]
        opened = _AMONG_OR_BRACKET.match(between)
        if opened is None or "。" in between:
            continue
        if _OWN_YEAR.search(between, opened.end()) or _is_dated(links, other.tail + opened.end(), number):
            links.part(number, whole)
            links.own_years.add(number)
            claim.fields["time_basis"] = "flow"


def _is_dated(links: Links, start: int, number: int) -> bool:
    """Whether a single fiscal year, which is the column's (another would have been found out), stands right before."""
    before = links.claims[number - 1] if number else None
    if before is None or before.moment is None or before.moment.precision != "fiscal_year" or before.start < start:
        return False
    return _OF_YEAR.fullmatch(links.text, before.end, links.claims[number].lead) is not None


def read_bracket_parts(links: Links) -> None:
    """312件（英語120件、中国語98件）, 45人（うち市民30人）: parts, called so or adding up to it."""
    for number in links.quantities:
        opening = _OPENING.match(links.text, links.claims[number].tail)
        closing = closing_of(links.text, opening.end()) if opening else -1
        total = links.value(number)
        if opening is None or closing < 0 or total is None:
            continue
        inside = [n for n in links.quantities if opening.end() <= links.claims[n].start < closing]
        inner = [n for n in inside if links.same(n, number) and links.stands_alone(n) and not links.is_other_basis(n)]
        inner = [n for n in inner if _depth(links.text, opening.end(), links.claims[n].start) == 0]
        if inner:
            _read_inner(links, number, inner, inside, (opening.end(), closing))


def _read_inner(links: Links, number: int, inner: list[int], inside: list[int], place: tuple[int, int]) -> None:
    start, total = place[0], links.value(number) or Decimal(0)
    among = _AMONG.search(links.text[start : links.claims[inner[0]].start]) is not None
    if not all(links.fits(n, number) and links.value(n) is not None for n in inner):
        if among and len(inner) == 1 and is_plain(links, number) and links.value(inner[0]) is not None:
            links.part(inner[0], number)
            links.mismatch(number, links.sum_of(inner))
        return
    added = links.sum_of(inner)
    is_sum = len(inner) > 1 and added == total
    is_said = _is_said_whole(links, number, inner, inside, place)
    is_begun = _sums_first(links, number, inner, start)
    if not ((among and added <= total) or is_sum or is_said or is_begun or _is_some(links, number, inner, place)):
        return
    for part in inner:
        links.part(part, number)
    is_all = len(inner) > 1 and not among and _SOME_OF.search(links.text, start, place[1]) is None
    if (is_said or is_all) and not is_sum and not is_begun:
        links.mismatch(number, added)
    if is_sum:
        for other in inside:
            if other not in links.parents:
                links.claims[other].fields["scope"] = "part"
        if counts_doings(links, number):
            links.claims[number].fields["scope"] = "total"


_SOME_OF = re.compile("など|等[、)]|ほか|他|主な|内数|新規|重複|再掲|延べ?|実人")
"""What shows that a bracket need not name all parts."""


def _sums_first(links: Links, number: int, inner: Sequence[int], start: int) -> bool:
    """34件（市民 20件、団体 14件、採用 5件）: the first of a bracket add up to the whole, and the others break it down once more."""
    added = [links.sum_of(list(inner[:count])) for count in range(2, len(inner))]
    return links.value(number) in added and are_listed(links, inner, start) and all(links.is_result(n) for n in inner)


def _is_said_whole(links: Links, number: int, inner: Sequence[int], inside: Sequence[int], place: tuple[int, int]) -> bool:
    """Whether a bracket is said to itemise all of a number: 合計85件（窓口45件、電話38件）, 85件（内訳：窓口45件、電話38件）."""
    start, end = place
    words = links.text[start:end]
    said = links.claims[number].fields["scope"] == "total" or words.startswith("内訳")
    alone = len(inner) > 1 and list(inside) == list(inner) and all(is_plain(links, n) for n in (number, *inner))
    return said and alone and _ONLY_SOME.search(words) is None and are_listed(links, inner, start)


def _is_some(links: Links, number: int, inner: Sequence[int], place: tuple[int, int]) -> bool:
    """412人（75歳以上 378人）: all that a bracket says are smaller numbers of the same counter, and of whom."""
    start, end = place
    inside = [n for n in links.quantities if start <= links.claims[n].start < end]
    alone = [n for n in inside if links.claims[n].fields["unit_id"] != "percent"] == [*inner]
    total = links.value(number) or Decimal(0)
    if not alone or links.sum_of(list(inner)) >= total or (len(inner) > 1 and not are_listed(links, inner, start)):
        return False
    for part in inner:
        claim = links.claims[part]
        words = links.text[start : claim.lead if len(inner) == 1 else claim.start]
        of_whom = _OF_WHOM.search(words) is not None and _NOT_OF_WHOM.search(words) is None
        if not of_whom or claim.fields["counting"] != "not_stated" or not links.is_result(part):
            return False
        start = claim.tail
    return True


def read_shares(links: Links) -> None:
    """うち女性 42人、35.0％: a percentage right behind a part, without words of its own, is the part's share."""
    for number, after in zip(links.quantities, links.quantities[1:], strict=False):
        part, claim = links.claims[number], links.claims[after]
        is_part = part.fields["scope"] == "part" and links.parents.get(number, (0, ""))[1] == "part_of"
        is_share = claim.fields["unit_id"] == "percent" and part.fields["unit_id"] != "percent"
        if is_part and is_share and after not in links.parents and _SHARE.fullmatch(links.text, part.tail, claim.start):
            links.asides.add(after)


def read_second_breakdowns(links: Links) -> None:
    """道路 312件、公園 82件（対応済：380件、対応中：14件）: a bracket that adds up to the list before it counts the same once more."""
    for place, number in enumerate(links.quantities):
        opening = _OPENING.match(links.text, links.claims[number].tail)
        closing = closing_of(links.text, opening.end()) if opening else -1
        if opening is None or closing < 0:
            continue
        inner = [n for n in links.quantities if opening.end() <= links.claims[n].start < closing]
        counted = [n for n in inner if links.same(n, number)]
        if len(counted) < 2 or not are_listed(links, counted, opening.end()) or any(n in links.parents for n in counted):
            continue
        run = [number]
        for earlier in reversed(links.quantities[max(0, place - 20) : place]):
            if not links.same(earlier, number) or not _is_next_to(links, earlier, run[0], links.between(earlier, run[0])):
                break
            run.insert(0, earlier)
            if all(links.stands_alone(n) for n in run) and links.sum_of(run) == links.sum_of(counted):
                links.asides |= set(counted)
                break


def read_rest_of_lists(links: Links) -> None:
    """道路 312件、公園 58件、その他 24件: where no total is stated, what is left is as much a result as its sisters."""
    for place, number in enumerate(links.quantities):
        claim, before = links.claims[number], links.quantities[:place][-1:]
        if claim.pattern != "besides" or number in links.parents or not before or links.value(number) is None:
            continue
        sister = before[0]
        is_rest = _REST.fullmatch(links.text, claim.lead, claim.start) is not None
        is_listed = links.same(sister, number) and _REST_OF_LIST.fullmatch(links.text, links.claims[sister].tail, claim.lead)
        after = links.quantities[place + 1 : place + 2]
        is_summed = any(links.same(n, number) and links.claims[n].fields["scope"] == "total" for n in after)
        is_some = is_summed or _has_whole(links, sister)
        if is_rest and not is_some and (completed := _completed(links, number, place)) is not None:
            for part in completed[1]:
                links.part(part, completed[0])
        elif is_rest and is_listed and is_plain(links, sister) and not is_some:
            claim.fields["scope"], claim.pattern = "whole", "quantity"


def _completed(links: Links, number: int, place: int) -> tuple[int, list[int]] | None:
    """The number that what is left brings the ones before it to, and all of them: they are some of it, whatever stands between."""
    run, added = [number], links.value(number) or Decimal(0)
    for earlier in reversed(links.quantities[max(0, place - 20) : place]):
        if "。" in links.between(earlier, run[0]):
            break
        if not links.same(earlier, number) or not links.stands_alone(earlier):
            continue
        if len(run) > 1 and links.value(earlier) == added and links.may_be_whole(earlier):
            return earlier, run
        run.insert(0, earlier)
        added += links.value(earlier) or Decimal(0)
    return None


def _has_whole(links: Links, number: int) -> bool:
    """Whether a number stands in a bracket that opens right behind another one of its unit, which may be what it is some of."""
    for other in links.quantities:
        opening = _OPENING.match(links.text, links.claims[other].tail) if other < number and links.same(other, number) else None
        if opening is not None and closing_of(links.text, opening.end()) > links.claims[number].start >= opening.end():
            return True
    return False


_REST = re.compile(r"その他[:はで\s]{0,3}")
_REST_OF_LIST = re.compile(r"\s?[、,・/\s]\s?")
_SHARE = re.compile(r"[\s、,・/]{0,3}\(?(?:約|全体の|割合)?\s?")


def closing_of(text: str, start: int) -> int:
    """Where the bracket that is open at ``start`` closes, or -1.

    >>> closing_of("60人(うち20人))", 0)
    11
    """
    depth = 0
    for position in range(start, min(len(text), start + _LONGEST)):
        depth += (text[position] in _OPEN) - (text[position] in _CLOSE)
        if depth < 0:
            return position
    return -1


def _depth(text: str, start: int, end: int) -> int:
    return sum((char in _OPEN) - (char in _CLOSE) for char in text[start:end])


def read_itemised(links: Links) -> None:
    """相談件数は412件…内訳は、身体的98件、精神的231件、その他83件: what is itemised adds up to the whole before it."""
    first, last = links.claims[links.quantities[0]], links.claims[links.quantities[-1]]
    for match in _ITEMISED.finditer(links.text, first.end, last.start) if "訳" in links.line.signs else ():
        behind = [n for n in links.quantities if links.claims[n].start >= match.end()]
        before = [n for n in links.quantities if links.claims[n].end <= match.start()]
        whole = next((n for n in reversed(before) if behind and links.same(n, behind[0]) and links.may_be_whole(n)), None)
        if whole is None or any(n in links.parents for n in behind[:1]):
            continue
        parts = _itemised(links, whole, behind)
        if parts:
            for part in parts:
                links.part(part, whole)
        else:
            _read_wrong_items(links, whole, behind, match)


def _itemised(links: Links, whole: int, behind: Sequence[int]) -> list[int]:
    parts: list[int] = []
    for number in behind:
        if not links.same(number, whole) or number in links.parents:
            break
        parts.append(number)
        if links.sum_of(parts) == links.value(whole):
            return parts
    return []


def _read_wrong_items(links: Links, whole: int, behind: Sequence[int], match: re.Match[str]) -> None:
    """85件　内訳：窓口45件、電話38件: parts all the same; that they do not add up is said, unless they are only the main ones."""
    stop = links.text.find("。", match.end())
    listed = [n for n in behind if stop < 0 or links.claims[n].end <= stop]
    if not all(links.same(n, whole) and is_plain(links, n) and n not in links.parents and links.fits(n, whole) for n in listed):
        return
    if len(listed) < 2 or not are_listed(links, listed, match.end()) or links.value(whole) is None:
        return
    end = stop if stop >= 0 else len(links.text)
    is_some = match["main"] is not None or _ONLY_SOME.search(links.text, match.end(), end) is not None
    if is_some and links.sum_of(listed) > (links.value(whole) or 0):
        return
    for part in listed:
        links.part(part, whole)
    if not is_some and is_plain(links, whole):
        links.mismatch(whole, links.sum_of(listed))


def read_completed(links: Links) -> None:
    """87件…典型 61件、その他 26件; 201人…（動機付け 171人、積極的 30人）: a list that its end or its bracket closes and that adds up.

    The whole may stand farther before in its line; that the sum is exact is the proof.
    """
    for place, number in enumerate(links.quantities):
        text, claim = links.text, links.claims[number]
        is_rest = "その他" in text[max(links.line.first, claim.lead - 4) : claim.start]
        if not is_rest and not (links.is_in_bracket(number) and text[claim.tail : claim.tail + 1] in _CLOSE):
            continue
        run = [number]
        for earlier in reversed(links.quantities[max(0, place - 20) : place]):
            between = links.between(earlier, run[0])
            if "。" in between:
                break
            if not links.same(earlier, number):
                continue
            whole = links.value(earlier)
            if len(run) > 1 and whole == links.sum_of(run) and links.may_be_whole(earlier):
                for part in run:
                    links.part(part, earlier)
                break
            if earlier not in links.parents and earlier == run[0] - 1 and _is_next_to(links, earlier, run[0], between):
                run.insert(0, earlier)


def _is_next_to(links: Links, earlier: int, later: int, between: str) -> bool:
    """Whether two numbers are things of one list: nothing but marks and the words of the second between them."""
    return len(between) <= 24 and not set("()") & set(between) and are_listed(links, [later], links.claims[earlier].end)
