"""Who answers for the figures: how many a person confirmed, who and when, and how many nobody did."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date

from bouhan_opendata.package import Package
from bouhan_opendata.publication import Publication


@dataclass(frozen=True, slots=True)
class Signed:
    """One who confirmed figures on one day, and how many."""

    by: str
    on: date
    count: int


@dataclass(frozen=True, slots=True)
class SignOff:
    """The state of confirmation. ``policy`` is the publication's ``review``; counts are of observations."""

    policy: str
    confirmed: int
    unconfirmed: int
    signed: tuple[Signed, ...]


def sign_off(package: Package, publication: Publication) -> SignOff:
    """Count the observations whose figure a person confirmed, by who did and on which day."""
    figures = {row["figure_id"]: row for row in package["figures"]}
    decisions = {decision.id: decision for decision in publication.decisions}
    confirmed = [figure for row in package["observations"] if (figure := figures[row["figure_id"]])["grade"] == "confirmed"]
    made = (decisions[figure["decision_id"]] for figure in confirmed if figure["decision_id"] in decisions)
    counts = Counter((decision.on, decision.by) for decision in made)
    signed = tuple(Signed(by, on, count) for (on, by), count in sorted(counts.items()))
    return SignOff(publication.review, len(confirmed), len(package["observations"]) - len(confirmed), signed)
