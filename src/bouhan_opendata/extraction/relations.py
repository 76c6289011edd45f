"""How the numbers of a line belong together: parts and totals, participants of an event, shared heads, second statements.

Every part is checked by addition before it is called one; what does not add up is flagged and not corrected.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from bouhan_opendata.extraction.claims import Claim, LineClaims
from bouhan_opendata.extraction.intent import NOT_A_RESULT
from bouhan_opendata.extraction.values import Flag
from bouhan_opendata.extraction.words import ExtractionWords

_OPEN_BRACKET = re.compile(r"\([^)]*$")
_RIGHT_BEHIND = re.compile(r"[\s、,・/(]*(?:延べ|のべ|延|計|実)?\s{0,40}")
_SHARED_HEAD = re.compile(r"^の(?P<head>[一-龠]{2,6})(?=の|を|が|は|に|、|。|$|\()")


class Relations:
    """The relations of one line, by index into its claims; made once, read by the caller."""

    def __init__(self, line: LineClaims, labels: dict[int, str], words: ExtractionWords) -> None:
        self.line = line
        self.claims = line.claims
        self.labels = labels
        self.words = words
        self.parents: dict[int, tuple[int, str]] = {}
        self.duplicates: set[int] = set()
        self.heads: dict[int, str] = {}
        self.unlabelled: set[int] = set()
        """Totals of which nothing says what they count, though their parts have labels."""

    def find(self) -> None:
        """Work out every relation of the line."""
        quantities = [n for n, claim in enumerate(self.claims) if claim.cls == "quantity"]
        self._denominators(quantities)
        self._parts(quantities)
        self._participants(quantities)
        self._shared_heads(quantities)
        self._out_of(quantities)
        self._bracket_parts(quantities)
        self._after_among(quantities)
        self._totals(quantities)
        self._itemised(quantities)

    def _value(self, number: int) -> Decimal | None:
        return self.claims[number].fields.get("value")

    def _unit(self, number: int) -> str:
        return str(self.claims[number].fields.get("unit_text"))

    def _denominators(self, quantities: Sequence[int]) -> None:
        """7回のうち: the number that was said before in the same line and unit."""
        for number in quantities:
            if self.claims[number].fields["scope"] != "denominator":
                continue
            earlier = [n for n in quantities if n < number and self._same(n, number) and self._value(n) == self._value(number)]
            if earlier:
                self.parents[number] = (earlier[-1], "same_as")
                self.duplicates.add(number)

    def _same(self, one: int, other: int) -> bool:
        return self._unit(one) == self._unit(other)

    def _parts(self, quantities: Sequence[int]) -> None:
        """AのうちB…, the parts of B that follow, and the remainder; each by addition."""
        for number in quantities:
            if self.claims[number].fields["scope"] != "denominator" or not self._is_upon(number, quantities):
                continue
            later = [n for n in quantities if n > number and self._same(n, number) and n not in self.parents]
            if not later or "うち" not in self._between(number, later[0]):
                continue
            first = later[0]
            self._part(first, number, "part_of", "part")
            rest = later[1:]
            remainder = next((n for n in rest if self.claims[n].fields["scope"] == "remainder"), None)
            inner = self._summing(rest, self._value(first), remainder)
            for part in inner:
                self._part(part, first, "part_of", "part")
            if remainder is not None:
                self._part(remainder, number, "remainder_of", "remainder")
                others = [n for n in rest if n not in inner and n < remainder]
                total = sum((self._value(n) or Decimal(0) for n in [first, remainder, *others]), Decimal(0))
                if total == self._value(number):
                    for part in others:
                        self._part(part, number, "part_of", "part")
                else:
                    self._mismatch(number, total)

    def _is_upon(self, number: int, quantities: Sequence[int]) -> bool:
        return any(n > number for n in quantities)

    def _between(self, one: int, other: int) -> str:
        return self.line.folded.text[self.claims[one].end : self.claims[other].start]

    def _summing(self, rest: Sequence[int], total: Decimal | None, stop: int | None) -> list[int]:
        """The numbers right behind a part that add up to it, within its sentence."""
        found: list[int] = []
        added = Decimal(0)
        for number in rest:
            value = self._value(number)
            if number == stop or value is None or total is None or added + value > total:
                break
            found.append(number)
            added += value
            if added == total:
                return found if len(found) > 1 else []
        return []

    def _part(self, number: int, parent: int, relation: str, scope: str) -> None:
        self.parents[number] = (parent, relation)
        self.claims[number].fields["scope"] = scope

    def _mismatch(self, number: int, total: Decimal) -> None:
        claim = self.claims[number]
        params = {"total": format(claim.fields["value"], "f"), "sum": format(total, "f")}
        claim.flags.append(Flag("total-mismatch", params))

    def _participants(self, quantities: Sequence[int]) -> None:
        """講座を5回（参加者105人）: the people belong to the event; the people of parts to the people of the whole."""
        totals: dict[str, int] = {}
        for number in quantities:
            if number in self.parents or not self._is_participants(number):
                continue
            unit = self._unit(number)
            event = self._event_of(number, quantities)
            if event is None:
                continue
            inside_part = event in self.parents
            if inside_part and unit in totals:
                self._part(number, totals[unit], "part_of", "part")
            elif not inside_part:
                self.parents[number] = (event, "participants_of")
                totals.setdefault(unit, number)
            else:
                self.parents[number] = (event, "participants_of")

    def _event_of(self, number: int, quantities: Sequence[int]) -> int | None:
        """The event that people took part in: the last one said before them in their bracket's clause, or right before them."""
        events = [n for n in quantities if n < number and self.claims[n].fields["unit_id"] in self.words.event_units]
        plain = ("rate", "all_of_population")
        events = [
            n for n in events if self.claims[n].fields["time_basis"] not in plain and self.claims[n].fields["scope"] not in plain
        ]
        if not events or self._is_in_bracket(number):
            return events[-1] if events else None
        between = self.line.folded.text[self.claims[events[-1]].tail : self.claims[number].lead]
        return events[-1] if events[-1] == max(n for n in quantities if n < number) and "。" not in between else None

    def _is_in_bracket(self, number: int) -> bool:
        lead = self.claims[number].lead
        return bool(_OPEN_BRACKET.search(self.line.folded.text[max(0, lead - 60) : lead]))

    def _is_participants(self, number: int) -> bool:
        """Whether a number counts people: by its label, or as people right behind an event (4回 112人)."""
        claim = self.claims[number]
        if self.labels.get(number, "") in self.words.participants:
            return True
        if claim.fields["unit_id"] not in self.words.people_units or not number or claim.fields.get("per"):
            return False
        before = self.claims[number - 1]
        is_event = before.cls == "quantity" and before.fields["unit_id"] in self.words.event_units
        between = self.line.folded.text[before.tail : claim.lead] if is_event else "。"
        return _RIGHT_BEHIND.fullmatch(between) is not None

    def _shared_heads(self, quantities: Sequence[int]) -> None:
        """ポスター267点、標語1,441点の応募: the word behind the last is everyone's."""
        for number in quantities:
            match = _SHARED_HEAD.match(self.line.folded.text[self.claims[number].tail :])
            if not match:
                continue
            sisters = [number]
            while sisters[0] - 1 in quantities and self._same(sisters[0] - 1, number):
                previous = sisters[0] - 1
                between = self.line.folded.text[self.claims[previous].tail : self.claims[sisters[0]].lead]
                if not re.match(r"^[、,・及び]+[^、。]{1,20}$", between):
                    break
                sisters.insert(0, previous)
            if len(sisters) > 1:
                for sister in sisters:
                    self.heads[sister] = match["head"]

    def _out_of(self, quantities: Sequence[int]) -> None:
        """52事業者中、37事業者, 25/30校: how many out of how many."""
        for number in quantities:
            claim = self.claims[number]
            for other, relation in ((claim.outer, "out_of"), (claim.whole, "part_of")):
                at = next((n for n in quantities if self.claims[n] is other), None) if other is not None else None
                if at is not None:
                    self._part(number, at, relation, "part")
        for number in quantities:
            if self.claims[number].fields["scope"] != "denominator" or number in self.duplicates:
                continue
            following = [n for n in quantities if n == number + 1 and self._same(n, number)]
            if following and re.match(r"^(?:名|人)?中、?[^0-9。、()]{0,8}$", self._between(number, following[0])):
                self._part(following[0], number, "out_of", "part")

    def _bracket_parts(self, quantities: Sequence[int]) -> None:
        """312件（英語120件、中国語98件）, 45人（うち市民30人）: parts, called so or adding up to it."""
        text = self.line.folded.text
        for number in quantities:
            opening = _OPENING.match(text, self.claims[number].tail)
            closing = text.find(")", opening.end()) if opening else -1
            if opening is None or closing < 0:
                continue
            inner = [n for n in quantities if opening.end() <= self.claims[n].start < closing and self._same(n, number)]
            inner = [n for n in inner if n not in self.parents and not self._is_other_basis(n)]
            values = [self._value(n) for n in inner]
            total = self._value(number)
            if not inner or total is None or any(value is None or value > total for value in values):
                continue
            added = sum((value for value in values if value is not None), Decimal(0))
            among = "うち" in text[opening.end() : self.claims[inner[0]].start]
            is_sum = len(inner) > 1 and added == total
            if (among and added <= total) or is_sum or self._is_some(inner, opening.end(), closing, total):
                for part in inner:
                    self._part(part, number, "part_of", "part")
            if is_sum:
                for other in quantities:
                    if opening.end() <= self.claims[other].start < closing and other not in self.parents:
                        self.claims[other].fields["scope"] = "part"

    def _is_some(self, inner: Sequence[int], start: int, end: int, total: Decimal) -> bool:
        """412人（75歳以上 378人）: all that a bracket says is one smaller number of the same counter, and of whom."""
        value = self._value(inner[0])
        alone = [n for n, claim in enumerate(self.claims) if claim.cls == "quantity" and start <= claim.start < end] == [*inner]
        words = self.line.folded.text[start : self.claims[inner[0]].lead]
        of_whom = _OF_WHOM.search(words) is not None and _NOT_OF_WHOM.search(words) is None
        counted = self.claims[inner[0]].fields["counting"] == "not_stated" and self.claims[inner[0]].pattern not in NOT_A_RESULT
        return len(inner) == 1 and alone and of_whom and counted and value is not None and value < total

    def _is_other_basis(self, number: int) -> bool:
        return self.claims[number].fields["time_basis"] in ("cumulative", "change", "rate")

    def _after_among(self, quantities: Sequence[int]) -> None:
        """58件、うち高齢者 21件; 市民30人を含む45人: the part is of the nearest whole of its unit."""
        text = self.line.folded.text
        for place, number in enumerate(quantities):
            if number in self.parents:
                continue
            after = quantities[place + 1] if place + 1 < len(quantities) else None
            if (
                after is not None
                and self._same(number, after)
                and self._between(number, after) in ("を含む", "を含め", "を含めた")
            ):
                self._part(number, after, "part_of", "part")
                continue
            earlier = [n for n in quantities[:place] if self._same(n, number) and self._stands_alone(n)]
            included = _INCLUDED.match(text, self.claims[number].tail) if earlier and self._is_in_bracket(number) else None
            if included is not None:
                if included["out"]:
                    self.claims[number].fields["scope"], self.claims[number].pattern = "part", "besides"
                elif self._fits(number, earlier[-1]):
                    self._part(number, earlier[-1], "part_of", "part")
                continue
            between = text[self.claims[earlier[-1]].tail : self.claims[number].start] if earlier else ""
            if earlier and _AMONG.search(between) and self._fits(number, earlier[-1]):
                self._part(number, earlier[-1], "part_of", "part")

    def _itemised(self, quantities: Sequence[int]) -> None:
        """相談件数は412件…内訳は、身体的98件、精神的231件、その他83件: what is itemised adds up to the whole before it."""
        for match in _ITEMISED.finditer(self.line.folded.text, self.line.first):
            behind = [n for n in quantities if self.claims[n].start >= match.end()]
            before = [n for n in quantities if self.claims[n].end <= match.start()]
            whole = next((n for n in reversed(before) if behind and self._same(n, behind[0]) and self._may_be_whole(n)), None)
            if whole is None or any(n in self.parents for n in behind[:1]):
                continue
            parts: list[int] = []
            for number in behind:
                if not self._same(number, whole) or number in self.parents:
                    break
                parts.append(number)
                if sum((self._value(n) or Decimal(0) for n in parts), Decimal(0)) == self._value(whole):
                    for part in parts:
                        self._part(part, whole, "part_of", "part")
                    break

    def _may_be_whole(self, number: int) -> bool:
        """Whether a number may be what is itemised behind it: neither a change nor another year's."""
        is_own = self.claims[number].pattern not in NOT_A_RESULT and not self._is_other_basis(number)
        return is_own and self._stands_alone(number)

    def _fits(self, part: int, whole: int) -> bool:
        one, other = self._value(part), self._value(whole)
        return one is None or other is None or one <= other

    def _stands_alone(self, number: int) -> bool:
        return self.parents.get(number, (0, "participants_of"))[1] == "participants_of"

    def _totals(self, quantities: Sequence[int]) -> None:
        """小学校12校、中学校6校、計18校: what is summed right before a total are its parts; a wrong sum is reported."""
        for place, number in enumerate(quantities):
            total = self._value(number)
            if self.claims[number].fields["scope"] != "total" or number in self.parents or total is None:
                continue
            before: list[int] = []
            for earlier in reversed(quantities[:place]):
                between = self._between(earlier, before[-1] if before else number)
                if self._is_in_bracket(earlier) and not self._is_in_bracket(number) and not self._same(earlier, number):
                    continue
                if "。" in between or between.count(")") > between.count("(") or not self._same(earlier, number):
                    break
                if earlier in self.parents:
                    break
                before.append(earlier)
            values = [self._value(n) or Decimal(0) for n in before]
            if len(before) > 1 and sum(values, Decimal(0)) == total:
                for part in before:
                    self._part(part, number, "part_of", "part")


_OF_WHOM = re.compile("[一-龠々ァ-ヶA-Za-z]{2}|[0-9]")
_NOT_OF_WHOM = re.compile("実|延|前年|昨年|目標|予定|計画|定員|対象|申込|応募|希望|以外|別に|ほか|他")
_INCLUDED = re.compile(r"(?:を|も)(?:含|(?P<out>除))")
_ITEMISED = re.compile(r"内訳")
_OPENING = re.compile(r"[^。、()0-9]{0,8}\(")
_AMONG = re.compile(r"[、, (]うち|のうち")


def use_of(
    claim: Claim, parent: tuple[int, str] | None, *, is_duplicate: bool, in_place_bracket: bool, is_event: bool = False
) -> str:
    """What a claim is good for: an observation is a plain, whole, yearly count of its own; the rest is detail or context.

    全5回 of an event is how often it was held; 全9校 is how many there are.
    """
    if claim.cls != "quantity":
        return "none"
    if is_duplicate:
        return "duplicate"
    fields = claim.fields
    is_all_held = fields["scope"] == "all_of_population" and is_event
    is_whole = fields["scope"] in ("whole", "total") or is_all_held
    plain = fields["value"] is not None and is_whole and fields["precision"] != "range"
    is_yearly = fields["time_basis"] not in ("rate", "cumulative", "change") and not fields.get("per")
    yearly = is_yearly and claim.pattern not in NOT_A_RESULT
    own = parent is None or parent[1] == "participants_of"
    return "observation" if plain and yearly and own and not in_place_bracket else "detail"
