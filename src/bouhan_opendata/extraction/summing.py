"""Totals that count more than the numbers before them say alike: 枚 and 本 as 件, ほか計 N, what there is after N were added."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from bouhan_opendata.extraction.links import Links, is_plain

_BESIDES_TOTAL = re.compile(r"(?P<other>(?<![のそ])(?:ほか|他|外|など|等)[、,]?\s{0,2})(?:合計|総計|計)[:はで\s]{0,3}$")
_LISTED = re.compile(r"[^0-9。()]{0,3}?[、,・/\s]?[^0-9。、,・/()]{0,16}")
_BEFORE_TOTAL = re.compile(r"[\s、,・/(:=]{0,6}")
_ADDED = re.compile(
    r"(?:件|分)?(?:を|が)?(?:新たに|追加で)?[一-龠ァ-ヶー]{0,10}(?:(?:さ|設置さ|整備さ)れ|し|して|した(?:結果|ことで|ため)?|加え|加わり|増やし|設け|結び|増え)、?\s?"
)
_IN_BRACKET = re.compile(
    r"(?:を?[一-龠]{1,6}(?:し|した)?)?\s?\((?:市内|区内|町内|村内|県内|管内|域内|全体|現在|市全体)?[でのは]?\s?"
)
_BECAME = re.compile(r"\s?(?:[とに](?:な[っりる]|し[たて])|体制|を?[一-龠]{0,4}(?:運用|稼働|保有|管理|維持)|が?完了|が?設置済)")
_BRACKET_ENDS = re.compile(r"(?:体制|完了|設置済み?|整備済み?|となる|となった|に)?\)")
_REACH = 20
"""How many numbers before a total are looked at."""


def read_besides_totals(links: Links) -> None:
    """玄関錠 25件、センサーライト 41件ほか計83件: the total of what is listed and of more; the listed ones are parts of it."""
    for place, number in enumerate(links.quantities):
        claim = links.claims[number]
        said = _BESIDES_TOTAL.search(links.text, max(links.line.first, claim.start - 12), claim.start)
        if said is None or links.value(number) is None or number in links.parents:
            continue
        before = links.quantities[max(0, place - _REACH) : place]
        run = _run(links, number, before, said.start())
        if not run and before and "。" not in links.text[links.claims[before[-1]].tail : said.start()]:
            continue
        claim.fields["scope"], claim.pattern = "total", "quantity" if claim.pattern == "besides" else claim.pattern
        claim.lead = said.start()
        for part in run:
            links.part(part, number)
        if not run:
            links.unlabelled.add(number)  # 生協ほか計45事業者: what stands before is one of them


def _run(links: Links, number: int, before: Sequence[int], end: int) -> list[int]:
    """The list right before a total, in its unit or else all in the unit of its last number, no more than it in sum."""
    found: list[int] = []
    for earlier in reversed(before):
        if not _stands_in_list(links, earlier, found[0] if found else number, end if not found else None):
            break
        found.insert(0, earlier)
    same = [n for n in found if links.same(n, number)]
    run = same or [n for n in found if links.same(n, found[-1]) and _is_of_things(links, n)]
    return run if links.sum_of(run) <= (links.value(number) or Decimal(0)) else []


def _stands_in_list(links: Links, earlier: int, later: int, end: int | None) -> bool:
    stop = links.claims[later].start if end is None else end
    between = links.text[links.claims[earlier].tail : max(stop, links.claims[earlier].tail)]
    return is_plain(links, earlier) and earlier not in links.parents and _LISTED.fullmatch(between) is not None


def _is_of_things(links: Links, number: int) -> bool:
    """Whether a number counts things that can be added to others: neither money, nor shares, nor measures, nor time."""
    unit, words = links.claims[number].fields["unit_id"], links.words
    return unit not in words.measure_units and unit not in words.time_units and unit not in ("yen", "percent", "tenths")


def mixed_parts(links: Links, number: int, before: Sequence[int]) -> list[int]:
    """はり紙 1,203枚、はり札 45枚、立看板 12本　計1,260件: things of several units that a total adds up exactly, whatever it calls them."""
    found: list[int] = []
    added, total = Decimal(0), links.value(number) or Decimal(0)
    for earlier in reversed(before):
        value = links.value(earlier)
        if links.claims[earlier].pattern == "besides" and not found and value is not None:
            found, added = [earlier], value  # その他 23点
            continue
        is_listed = _stands_in_list(links, earlier, found[0] if found else number, None if found else links.claims[number].lead)
        if value is None or not is_listed or not _is_of_things(links, earlier) or not links.labels.get(earlier):
            return []
        found.insert(0, earlier)
        added += value
        if added >= total:
            return found if added == total and len(found) > 1 and _is_of_things(links, number) else []
    return []


def bracketed_parts(links: Links, number: int) -> list[int]:
    """5,346人 in 小学校12校（児童3,456人）、中学校6校（生徒1,890人）計18校5,346人: what the brackets behind the parts of the total beside it add."""
    beside = [n for n, (parent, relation) in links.parents.items() if parent == number - 1 and relation == "part_of"]
    found = []
    for part in sorted(beside):
        inner = part + 1
        if inner not in links.quantities or not links.same(inner, number) or not links.is_in_bracket(inner):
            return []
        found.append(inner)
    return found if len(found) > 1 and links.sum_of(found) == links.value(number) else []


def read_stock_after(links: Links, number: int, before: Sequence[int]) -> bool:
    """1基を設置し、計24基となった; 2棟（市内計38棟）: a total of more than was added is what there is, and no amount of the year."""
    added = next((n for n in reversed(before)), None)
    claim = links.claims[number]
    if added is None or added != number - 1 or not links.same(added, number) or not is_plain(links, added):
        return False
    if links.fits(number, added) or claim.fields["unit_id"] in links.words.event_units | links.words.time_units:
        return False
    between = links.text[links.claims[added].tail : claim.lead]
    after = _ADDED.fullmatch(between) is not None and _BECAME.match(links.text, claim.tail) is not None
    inside = _IN_BRACKET.fullmatch(between) is not None and _BRACKET_ENDS.match(links.text, claim.tail) is not None
    if not (after or inside) or claim.fields["time_basis"] not in ("not_stated", "stock"):
        return False
    claim.fields["scope"] = "whole"
    if links.labels.get(added, "") not in links.words.participants:
        claim.fields["time_basis"] = "stock"
    links.stocks[number] = added
    return True
