"""What is known of the numbers of one line while their relations are worked out: values, units, places, links found so far."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from bouhan_opendata.extraction.claims import LineClaims
from bouhan_opendata.extraction.intent import NOT_A_RESULT
from bouhan_opendata.extraction.values import Flag
from bouhan_opendata.extraction.words import ExtractionWords

_WORDS = re.compile("[一-龠々ァ-ヶーA-Za-z]")
_REACH = 60
"""How far before a number its opening bracket is looked for."""


class Links:
    """The relations of one line, by index into its claims; filled step by step, then read by the caller."""

    def __init__(self, line: LineClaims, labels: dict[int, str], words: ExtractionWords) -> None:
        self.line = line
        self.text = line.folded.text
        self.claims = line.claims
        self.labels = labels
        self.words = words
        self.quantities = [n for n, claim in enumerate(line.claims) if claim.cls == "quantity"]
        self.parents: dict[int, tuple[int, str]] = {}
        self.duplicates: set[int] = set()
        self.heads: dict[int, str] = {}
        self.unlabelled: set[int] = set()
        """Totals of which nothing says what they count, though their parts have labels."""
        self.own_years: set[int] = set()
        """Parts of a cumulative number that are what was added in the year: observations of their own."""

        self.asides: set[int] = set()
        """Numbers that only explain another one: a share of a part, another way to break a list down."""
        self.stocks: dict[int, int] = {}
        """What there is after what the year added, by index, and the number added: 1基を設置し、計24基となった."""
        self.populations: set[int] = set()
        """How many things a total is summed over: 2校 in 2校計27人."""

    def value(self, number: int) -> Decimal | None:
        """The value of a number; none for a range."""
        return self.claims[number].fields.get("value")

    def sum_of(self, numbers: list[int]) -> Decimal:
        """The sum of numbers; one without a value adds nothing."""
        return sum((self.value(n) or Decimal(0) for n in numbers), Decimal(0))

    def same(self, one: int, other: int) -> bool:
        """Whether two numbers have the same unit, be it written 人 or 名."""
        first, second = self.claims[one].fields, self.claims[other].fields
        unit = first.get("unit_id")
        if unit is not None and unit == second.get("unit_id"):
            return True
        return str(first.get("unit_text")) == str(second.get("unit_text"))

    def between(self, one: int, other: int) -> str:
        """The text between two numbers, without what qualifies neither."""
        return self.text[self.claims[one].end : self.claims[other].start]

    def part(self, number: int, parent: int, relation: str = "part_of", scope: str = "part") -> None:
        """Note that a number belongs to another one."""
        self.parents[number] = (parent, relation)
        self.claims[number].fields["scope"] = scope

    def mismatch(self, number: int, added: Decimal) -> None:
        """Report a total that differs from the sum of its parts; neither is corrected."""
        claim = self.claims[number]
        params = {"total": format(claim.fields["value"], "f"), "sum": format(added, "f")}
        claim.flags.append(Flag("total-mismatch", params))

    def fits(self, part: int, whole: int) -> bool:
        """Whether a number is no more than another, as a part is."""
        one, other = self.value(part), self.value(whole)
        return one is None or other is None or one <= other

    def is_in_bracket(self, number: int) -> bool:
        """Whether a bracket is open where a number's words begin."""
        lead = self.claims[number].lead
        from_ = max(0, lead - _REACH)
        return self.text.rfind("(", from_, lead) > self.text.rfind(")", from_, lead)

    def is_other_basis(self, number: int) -> bool:
        """Whether a number is no amount of the year: cumulative, a change or a rate."""
        return self.claims[number].fields["time_basis"] in ("cumulative", "change", "rate")

    def stands_alone(self, number: int) -> bool:
        """Whether a number is no part of another: the people of an event are none."""
        return self.parents.get(number, (0, "participants_of"))[1] == "participants_of"

    def may_be_whole(self, number: int) -> bool:
        """Whether a number may be what is itemised behind it: neither a change nor another year's."""
        return self.is_result(number) and not self.is_other_basis(number) and self.stands_alone(number)

    def is_result(self, number: int) -> bool:
        """Whether a number is a result of its column, and neither a target nor another year's."""
        return self.claims[number].pattern not in NOT_A_RESULT


def is_plain(links: Links, number: int) -> bool:
    """Whether a number is exact, whole and of its year, so that it must add up: people counted once need not."""
    fields = links.claims[number].fields
    exact = fields["value"] is not None and fields["precision"] == "exact" and fields["counting"] != "net"
    return exact and fields["scope"] in ("whole", "total") and not fields.get("per") and links.may_be_whole(number)


def counts_doings(links: Links, number: int) -> bool:
    """Whether 全 before a number says how often or how many in all, and not how many places or people there are: 全100件."""
    fields, words = links.claims[number].fields, links.words
    kinds = words.rate_units - words.people_units - words.place_units - words.time_units
    return fields["scope"] == "all_of_population" and fields["unit_id"] in kinds


def are_listed(links: Links, numbers: Sequence[int], start: int) -> bool:
    """Whether every one of some numbers behind ``start`` has words of its own before it."""
    for number in numbers:
        if not _WORDS.search(links.text, start, links.claims[number].start):
            return False
        start = links.claims[number].tail
    return True
