"""What a comparison says, as frozen values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

Row = Mapping[str, Any]
Verdict = Literal["yes", "care", "no"]
"""可, 注意, 不可."""
ORDER: tuple[Verdict, ...] = ("yes", "care", "no")


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison: the tables of a release, whose it is, and the fiscal year looked at."""

    city: str
    version: str
    fiscal_year: int
    tables: Mapping[str, Sequence[Row]]


@dataclass(frozen=True, slots=True)
class Reason:
    """Why care is needed, or why the values may not be compared.

    ``kind`` is one of unit, time_basis, counting, scope, precision, series_break, coverage, definition, not_stated.
    ``ours`` and ``theirs`` are codes or words of the two sides, where they have any.
    """

    kind: str
    verdict: Verdict
    ours: str = ""
    theirs: str = ""


@dataclass(frozen=True, slots=True)
class Stated:
    """A value that one side states: the indicator, its label and measure, the value with unit and precision, the observation."""

    indicator_id: str
    label: str
    measure: str
    value: Decimal
    unit_id: str
    precision: str
    observation_id: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two values side by side, or one that the other side does not state."""

    theme: str | None
    ours: Stated | None
    theirs: Stated | None
    reasons: tuple[Reason, ...]

    @property
    def verdict(self) -> Verdict:
        """The weightiest of the reasons; ``yes`` where there is none."""
        return max((reason.verdict for reason in self.reasons), key=ORDER.index, default="yes")

    @property
    def difference(self) -> Decimal | None:
        """Theirs less ours; only where the two may be compared."""
        if self.ours is None or self.theirs is None or self.verdict == "no":
            return None
        return self.theirs.value - self.ours.value


@dataclass(frozen=True, slots=True)
class Comparison:
    """All pairs, in the order of the first side's plan; what only the second side states comes last. Never ranked."""

    ours: Side
    theirs: Side
    pairs: tuple[Pair, ...]

    @property
    def counts(self) -> dict[Verdict, int]:
        """How many pairs of each verdict there are."""
        return {verdict: sum(pair.verdict == verdict for pair in self.pairs) for verdict in ORDER}

    def as_dict(self) -> dict[str, Any]:
        """For JSON: decimals as text."""
        sides = [{"city": s.city, "version": s.version, "fiscal_year": s.fiscal_year} for s in (self.ours, self.theirs)]
        return {"ours": sides[0], "theirs": sides[1], "counts": self.counts, "pairs": [_pair(pair) for pair in self.pairs]}


def _pair(pair: Pair) -> dict[str, Any]:
    return {
        "theme": pair.theme,
        "verdict": pair.verdict,
        "ours": _stated(pair.ours),
        "theirs": _stated(pair.theirs),
        "difference": None if pair.difference is None else str(pair.difference),
        "reasons": [{name: getattr(reason, name) for name in ("kind", "verdict", "ours", "theirs")} for reason in pair.reasons],
    }


def _stated(one: Stated | None) -> dict[str, str] | None:
    return None if one is None else {name: str(getattr(one, name)) for name in one.__slots__}
