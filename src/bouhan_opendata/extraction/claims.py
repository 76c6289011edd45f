"""What each number of a line is, claimed in a fixed order: names, moments, ordinals, rates, references, quantities, bare.

A later rule never touches characters that an earlier one claimed.
"""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from bouhan_opendata.extraction.values import Flag
from bouhan_opendata.japanese.folding import Folded
from bouhan_opendata.japanese.moments import Moment
from bouhan_opendata.japanese.numerals import has_bad_group, parse_numeral

_LONGEST = 24
_BLANKED = {ord(digit): "\0" for digit in "0123456789"}
_DIGITS = re.compile(r"[0-9]+(?:[0-9,.]*[0-9])?")


@dataclass(slots=True)
class Claim:
    """A number claimed in a folded line: ``start``/``end`` bound the quote.

    ``lead`` is where the words before it that qualify it begin (約, 計), ``tail`` where those behind it end (以上, 程度).
    """

    start: int
    end: int
    lead: int
    tail: int
    cls: str
    pattern: str
    fields: dict[str, Any] = field(default_factory=dict)
    flags: list[Flag] = field(default_factory=list)
    moment: Moment | None = None
    outer: Claim | None = None
    """The claim that this one is so many out of: 30校 for 25 in 25/30校."""
    whole: Claim | None = None
    """The claim that this one is a part of, where its counter is said once for all: 486件（電話302…）."""


@dataclass(slots=True)
class LineClaims:
    """All claims of a line, in order, and the class of each folded character (``None``: narrative)."""

    folded: Folded
    first: int
    claims: list[Claim]
    owners: list[str | None]
    breaks: tuple[int, ...] = ()
    """Where a line of the source begins within the text: no claim runs over one."""
    signs: frozenset[str] = frozenset()
    """The characters of the text: a first look, cheaper than a pattern's."""
    by_start: dict[int, Claim] = field(default_factory=dict)
    """The claims taken, by where they begin."""
    plain_runs: dict[int, int] | None = None
    """Where runs of letters that may be labels begin, by where they end."""
    is_dated: bool = False
    """Whether a date has been claimed."""
    _moments: list[Claim] | None = None

    def __post_init__(self) -> None:
        self.signs = self.signs or frozenset(self.folded.text)

    def take(self, claim: Claim) -> bool:
        """Claim its characters; ``False`` when one of them is claimed already."""
        if claim.end <= claim.start:
            return False
        if not self.folded.is_one_to_one:
            self._to_whole_characters(claim)
        if self.breaks and self.joints_between(claim.start + 1, claim.end):
            return False
        if any(self.owners[claim.start : claim.end]):
            return False
        self.owners[claim.start : claim.end] = [claim.cls] * (claim.end - claim.start)
        self.claims.append(claim)
        self.by_start[claim.start] = claim
        self.is_dated = self.is_dated or claim.moment is not None
        return True

    def take_match(self, match: re.Match[str], cls: str, pattern: str) -> bool:
        """Claim what a pattern found."""
        return self.take(Claim(match.start(), match.end(), match.start(), match.end(), cls, pattern))

    def joints_between(self, start: int, end: int) -> tuple[int, ...]:
        """Where lines of the source begin from ``start`` to before ``end``."""
        if not self.breaks:
            return ()
        return self.breaks[bisect.bisect_left(self.breaks, start) : bisect.bisect_left(self.breaks, end)]

    def is_free(self, start: int, end: int) -> bool:
        """Whether no character from ``start`` to ``end`` is claimed."""
        return not any(self.owners[start:end])

    def moments_around(self, claim: Claim) -> tuple[Claim | None, Claim | None]:
        """The last moment before a claim's lead and the first behind its end."""
        if self._moments is None:
            self._moments = sorted((c for c in self.claims if c.moment is not None), key=lambda c: c.start)
        if not self._moments:
            return None, None
        number = bisect.bisect_left(self._moments, claim.lead + 1, key=lambda c: c.end)
        later = bisect.bisect_left(self._moments, claim.end, key=lambda c: c.start)
        before = self._moments[number - 1] if number else None
        return before, self._moments[later] if later < len(self._moments) else None

    def _to_whole_characters(self, claim: Claim) -> None:
        """A claim never cuts a source character in two: ½ folds to three characters and is one. Its value is not read."""
        folded, start, end = self.folded, claim.start, claim.end
        while start and folded.starts[start - 1] == folded.starts[start]:
            start -= 1
        while end < len(folded.text) and folded.starts[end] == folded.starts[end - 1]:
            end += 1
        if (start, end) != (claim.start, claim.end):
            claim.start, claim.end = start, end
            claim.lead, claim.tail = min(claim.lead, start), max(claim.tail, end)
            claim.cls, claim.pattern = "bare", "compound-character"
            claim.fields = {}

    def open_text(self) -> str:
        """The text without the digits that are claimed."""
        if not self.claims:
            return self.folded.text
        chars = list(self.folded.text)
        for claim in self.claims:
            chars[claim.start : claim.end] = self.folded.text[claim.start : claim.end].translate(_BLANKED)
        return "".join(chars)

    def owned(self) -> Iterator[tuple[int, int, str]]:
        """Runs of claimed characters and their class, in order; none runs over the end of a line of the source."""
        end = 0
        for owner, run in itertools.groupby(self.owners):
            start, end = end, end + len(list(run))
            if owner is None or owner == "bullet":
                continue
            for first, last in itertools.pairwise((start, *self.joints_between(start + 1, end), end)):
                yield first, last, owner

    def take_bare(self) -> None:
        """Every digit that is left is bare: never dropped silently."""
        for match in _DIGITS.finditer(self.folded.text, self.first):
            for start, end in self._free_runs(match.start(), match.end()):
                quote = self.folded.text[start:end]
                rule = "bad-grouping" if has_bad_group(quote) else "bare-number"
                fields = {"value": parse_numeral(quote) if len(quote) <= _LONGEST else None}
                self.take(Claim(start, end, start, end, "bare", "bare", fields, [Flag(rule, {"quote": quote})]))

    def _free_runs(self, start: int, end: int) -> Iterator[tuple[int, int]]:
        position = start
        while position < end:
            if self.owners[position] is not None or not self.folded.text[position].isdecimal():
                position += 1
                continue
            stop = position
            while stop < end and self.owners[stop] is None and (stop == position or not self.joints_between(stop, stop + 1)):
                stop += 1
            while not self.folded.text[stop - 1].isdecimal():
                stop -= 1
            yield position, stop
            position = stop
