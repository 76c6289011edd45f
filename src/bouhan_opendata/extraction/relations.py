"""How the numbers of a line belong together, in order: parts and totals, participants of an event, shared heads; and their use.

Every part is checked by addition before it is called one; what does not add up is flagged and not corrected.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from bouhan_opendata.extraction.among import read_after_among, read_among, read_counted_in, read_denominators, read_out_of
from bouhan_opendata.extraction.breakdowns import (
    read_bracket_parts,
    read_completed,
    read_itemised,
    read_own_years,
    read_rest_of_lists,
    read_second_breakdowns,
    read_shares,
)
from bouhan_opendata.extraction.claims import Claim, LineClaims
from bouhan_opendata.extraction.events import read_participants
from bouhan_opendata.extraction.intent import NOT_A_RESULT
from bouhan_opendata.extraction.links import Links
from bouhan_opendata.extraction.summing import read_besides_totals
from bouhan_opendata.extraction.totals import read_totals
from bouhan_opendata.extraction.words import ExtractionWords

_SHARED_HEAD = re.compile(r"^の(?P<head>[一-龠]{2,6})(?=の|を|が|は|に|、|。|$|\()")


def find_relations(line: LineClaims, labels: dict[int, str], words: ExtractionWords) -> Links:
    """Work out every relation of a line; the scope of its claims is set, and mismatches are flagged on them."""
    links = Links(line, labels, words)
    for read, signs in _BETWEEN_NUMBERS if len(links.quantities) > 1 else _OF_ONE:
        if signs is None or not signs.isdisjoint(line.signs):
            read(links)
    return links


def _shared_heads(links: Links) -> None:
    """ポスター267点、標語1,441点の応募: the word behind the last is everyone's."""
    for number in links.quantities:
        match = _SHARED_HEAD.match(links.text[links.claims[number].tail :])
        if not match:
            continue
        sisters = [number]
        while sisters[0] - 1 in links.quantities and links.same(sisters[0] - 1, number):
            previous = sisters[0] - 1
            between = links.text[links.claims[previous].tail : links.claims[sisters[0]].lead]
            if not re.match(r"^[、,・及び]+[^、。]{1,20}$", between):
                break
            sisters.insert(0, previous)
        if len(sisters) > 1:
            for sister in sisters:
                links.heads[sister] = match["head"]


_BETWEEN_NUMBERS: tuple[tuple[Callable[[Links], None], frozenset[str] | None], ...] = (
    (read_denominators, None),
    (read_among, None),
    (read_participants, None),
    (_shared_heads, frozenset("の")),
    (read_out_of, None),
    (read_own_years, None),
    (read_bracket_parts, frozenset("([〔")),
    (read_after_among, frozenset("う内含除")),
    (read_counted_in, frozenset("内外")),
    (read_besides_totals, frozenset("計")),
    (read_totals, None),
    (read_itemised, frozenset("訳")),
    (read_completed, frozenset("他)]〕")),
    (read_shares, None),
    (read_second_breakdowns, frozenset("([〔")),
    (read_rest_of_lists, None),
)
"""What is read, in order, and characters of which one must stand in the line for it."""
_OF_ONE = tuple(row for row in _BETWEEN_NUMBERS if row[0] in (read_counted_in, read_besides_totals))


def use_of(
    claim: Claim,
    parent: tuple[int, str] | None,
    *,
    is_duplicate: bool,
    in_place_bracket: bool,
    is_event: bool = False,
    is_own_year: bool = False,
) -> str:
    """What a claim is good for: an observation is a plain, whole, yearly count of its own; the rest is detail or context.

    全5回 of an event is how often it was held; 全9校 is how many there are. What a year added to a cumulative number is the
    year's own.
    """
    if claim.cls != "quantity":
        return "none"
    if is_duplicate:
        return "duplicate"
    fields = claim.fields
    if is_own_year:
        return "observation" if fields["precision"] != "range" else "detail"
    is_all_held = fields["scope"] == "all_of_population" and is_event
    is_whole = fields["scope"] in ("whole", "total") or is_all_held
    plain = fields["value"] is not None and is_whole and fields["precision"] != "range"
    is_yearly = fields["time_basis"] not in ("rate", "cumulative", "change") and not fields.get("per")
    yearly = is_yearly and claim.pattern not in NOT_A_RESULT
    own = parent is None or parent[1] == "participants_of"
    return "observation" if plain and yearly and own and not in_place_bracket else "detail"
