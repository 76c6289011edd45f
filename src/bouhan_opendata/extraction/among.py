"""Numbers that are some of another one: うち, 中, を含む, 残り, 25/30校."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from bouhan_opendata.extraction.links import Links, counts_doings

_INCLUDED = re.compile(r"(?:を|も)(?:含|(?P<out>除))")
_AMONG = re.compile(
    r"(?:^|[、, (。※/での])(?P<that>(?:そ|こ)の)?うち(?!わ)|のうち|(?:[、, (。※/]|[のこそ]の)内(?:、|$|(?=[0-9約]))"
    r"|[、, (。※/]内(?![訳容部外閣科覧線職装規定申服示戸水湾陸側野山海面務])(?=[一-龠ァ-ヶ])"
)
_NESTED = re.compile(r"\([^()]{0,80}\)")
_COUNTED_IN = re.compile(r"\s?(?:は|が|\()(?P<how>内数|外数)")
_JOINED = re.compile(r"[・と][^、。()0-9]{1,12}")
_OF_THAT = re.compile(r"[、, (で]そのうち、?[^。、0-9]{0,12}$")


def read_denominators(links: Links) -> None:
    """7回のうち: the number that was said before in the same line and unit."""
    for number in links.quantities:
        if links.claims[number].fields["scope"] != "denominator":
            continue
        earlier = [n for n in links.quantities if n < number and links.same(n, number) and links.value(n) == links.value(number)]
        if earlier:
            links.parents[number] = (earlier[-1], "same_as")
            links.duplicates.add(number)


def read_among(links: Links) -> None:
    """AのうちB…, the parts of B that follow, and the remainder; each by addition."""
    for number in links.quantities:
        if links.claims[number].fields["scope"] != "denominator":
            continue
        later = [n for n in links.quantities if n > number and links.same(n, number) and n not in links.parents]
        if not later or "うち" not in links.between(number, later[0]):
            continue
        first, rest = later[0], later[1:]
        links.part(first, number)
        remainder = next((n for n in rest if links.claims[n].fields["scope"] == "remainder"), None)
        inner = _summing(links, rest, links.value(first), remainder)
        for part in inner:
            links.part(part, first)
        if remainder is not None:
            links.part(remainder, number, "remainder_of", "remainder")
            others = [n for n in rest if n not in inner and n < remainder]
            added = links.sum_of([first, remainder, *others])
            if added == links.value(number):
                for part in others:
                    links.part(part, number)
            else:
                links.mismatch(number, added)


def _summing(links: Links, rest: Sequence[int], total: Decimal | None, stop: int | None) -> list[int]:
    """The numbers right behind a part that add up to it, within its sentence."""
    found: list[int] = []
    added = Decimal(0)
    for number in rest:
        value = links.value(number)
        if number == stop or value is None or total is None or added + value > total:
            break
        found.append(number)
        added += value
        if added == total:
            return found if len(found) > 1 else []
    return []


def read_out_of(links: Links) -> None:
    """52事業者中、37事業者, 25/30校: how many out of how many."""
    for number in links.quantities:
        claim = links.claims[number]
        if claim.outer is None and claim.whole is None:
            continue
        for other, relation in ((claim.outer, "out_of"), (claim.whole, "part_of")):
            at = next((n for n in links.quantities if links.claims[n] is other), None) if other is not None else None
            if at is not None:
                links.part(number, at, relation)
                if relation == "part_of" and counts_doings(links, at):
                    links.claims[at].fields["scope"] = "total"
    for number in links.quantities:
        if links.claims[number].fields["scope"] != "denominator" or number in links.duplicates:
            continue
        following = [n for n in links.quantities if n == number + 1 and links.same(n, number)]
        if following and re.match(r"^(?:名|人)?中、?[^0-9。、()]{0,8}$", links.between(number, following[0])):
            links.part(following[0], number, "out_of")


def read_after_among(links: Links) -> None:
    """58件、うち高齢者 21件; 市民30人を含む45人: the part is of the nearest whole of its unit."""
    text = links.text
    for place, number in enumerate(links.quantities):
        if number in links.parents:
            continue
        after = links.quantities[place + 1] if place + 1 < len(links.quantities) else None
        if after is not None and links.same(number, after) and links.between(number, after) in ("を含む", "を含め", "を含めた"):
            links.part(number, after)
            continue
        earlier = [n for n in links.quantities[:place] if links.same(n, number) and links.stands_alone(n)]
        if _is_change(links, earlier):
            earlier = [n for n in earlier if not _is_change(links, [n])]
        included = _INCLUDED.match(text, links.claims[number].tail) if earlier and links.is_in_bracket(number) else None
        if included is not None:
            if included["out"]:
                links.claims[number].fields["scope"], links.claims[number].pattern = "part", "besides"
            elif links.fits(number, earlier[-1]):
                links.part(number, earlier[-1])
            continue
        between = _NESTED.sub("", text[links.claims[earlier[-1]].tail : links.claims[number].start]) if earlier else ""
        if not earlier or not _AMONG.search(between) or not links.fits(number, earlier[-1]):
            continue
        sisters = [n for n in links.quantities[:place] if links.parents.get(n) == (earlier[-1], "part_of")]
        is_said = not sisters or _AMONG.search(text[links.claims[sisters[-1]].tail : links.claims[number].start])
        if not is_said and not links.is_in_bracket(number) and links.sum_of([*sisters, number]) > (links.value(earlier[-1]) or 0):
            continue
        if links.claims[number].fields["scope"] == "remainder":
            links.part(number, earlier[-1], "remainder_of", "remainder")
        else:
            links.part(number, _nearest(links, number, earlier[-1]))


def _is_change(links: Links, numbers: Sequence[int]) -> bool:
    """Whether the last of some numbers only says how another one changed: 1,204件（前年比△87件）うち空き巣 23件."""
    return bool(numbers) and links.claims[numbers[-1]].fields["time_basis"] == "change"


def read_counted_in(links: Links) -> None:
    """点字版22部・声の広報35部は外数, 点字版22部（内数）: counted besides a number, or within it."""
    for number in links.quantities:
        said = _COUNTED_IN.match(links.text, links.claims[number].tail)
        sister: int | None = number
        while said is not None and sister is not None:
            _count_in(links, sister, said["how"])
            before = sister - 1
            is_joined = (
                before in links.quantities and links.same(before, number) and _JOINED.fullmatch(links.between(before, sister))
            )
            sister = before if is_joined and said["how"] == "外数" else None


def _count_in(links: Links, number: int, how: str) -> None:
    wholes = [n for n in links.quantities if n < number and links.same(n, number) and links.stands_alone(n)]
    if how == "外数":
        links.claims[number].fields["scope"], links.claims[number].pattern = "part", "besides"
    elif number not in links.parents and wholes and links.fits(number, wholes[-1]):
        links.part(number, wholes[-1])


def _nearest(links: Links, number: int, whole: int) -> int:
    """100人のうち市民60人、そのうち高齢者20人: そのうち goes back to the number right before, though it is a part itself."""
    before = number - 1
    if before not in links.quantities or not links.same(before, number) or not links.fits(number, before):
        return whole
    is_part = links.parents.get(before, (-1, ""))[1] == "part_of"
    said = _OF_THAT.search(links.text[links.claims[before].tail : links.claims[number].start])
    return before if is_part and said else whole
