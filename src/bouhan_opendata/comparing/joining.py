"""Which value of one side stands beside which of the other: by indicator in one city, by theme, label and unit in two."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

from bouhan_opendata.comparing.reasons import reasons_between_cities, reasons_between_years
from bouhan_opendata.comparing.values import Comparison, Pair, Reason, Row, Side, Stated
from bouhan_opendata.japanese.folding import fold

_NEAR = 0.6
"""How alike labels of two cities must be to stand side by side (Ratcliff and Obershelp), within a theme and a unit."""
_BRACKETS = re.compile(r"[(\[【〔「『].*?[)\]】〕」』]")


class Known(NamedTuple):
    """An indicator with the value that the year states of it."""

    indicator: Row
    stated: Stated
    theme: str | None
    key: str


def compare_years(ours: Side, theirs: Side) -> Comparison:
    """Two fiscal years of one city, by indicator. Both sides have the same tables."""
    pairs = []
    for indicator in theirs.tables["indicators"]:
        key = str(indicator["indicator_id"])
        before, now = _stated(ours, key), _stated(theirs, key)
        if before is None and now is None:
            continue
        if before is None or now is None:
            reasons: tuple[Reason, ...] = (_missing(ours if before is None else theirs, indicator),)
        else:
            reasons = tuple(reasons_between_years(ours, theirs, indicator, before, now))
        pairs.append(Pair(_theme(theirs, indicator), before, now, reasons))
    return Comparison(ours, theirs, tuple(pairs))


def compare_cities(ours: Side, theirs: Side) -> Comparison:
    """Two cities. Values stand side by side where theme, unit and label fit; each value stands once; the rest stands alone."""
    left, right = list(_known(ours)), list(_known(theirs))
    joined = _joined(left, right)
    pairs = []
    for number, one in enumerate(left):
        if number not in joined:
            pairs.append(Pair(one.theme, one.stated, None, (Reason("not_stated", "no"),)))
            continue
        other = right[joined[number]]
        reasons = reasons_between_cities(ours, theirs, (one.indicator, one.stated), (other.indicator, other.stated))
        pairs.append(Pair(one.theme, one.stated, other.stated, tuple(reasons)))
    taken = set(joined.values())
    alone = (other for number, other in enumerate(right) if number not in taken)
    pairs += [Pair(other.theme, None, other.stated, (Reason("not_stated", "no"),)) for other in alone]
    return Comparison(ours, theirs, tuple(pairs))


def _joined(left: list[Known], right: list[Known]) -> dict[int, int]:
    """Position on the left → position on the right: the most alike first, each once; nothing below the threshold."""
    scored = []
    for one, ours in enumerate(left):
        for two, theirs in enumerate(right):
            if (score := _likeness(ours, theirs)) >= _NEAR:
                scored.append((-score, one, two))
    joined: dict[int, int] = {}
    for _, one, two in sorted(scored):
        if one not in joined and two not in joined.values():
            joined[one] = two
    return joined


def _likeness(ours: Known, theirs: Known) -> float:
    """How alike two values are in what they count: 0 where unit or theme differ, 1 for the same label."""
    if ours.stated.unit_id != theirs.stated.unit_id:
        return 0.0
    if ours.key == theirs.key:
        return 1.0
    if ours.theme is None or ours.theme != theirs.theme:
        return 0.0
    return SequenceMatcher(None, ours.key, theirs.key, autojunk=False).ratio()


def _known(side: Side) -> Iterator[Known]:
    for indicator in side.tables["indicators"]:
        if (stated := _stated(side, str(indicator["indicator_id"]))) is not None:
            yield Known(indicator, stated, _theme(side, indicator), label_key(stated.label))


def label_key(label: str) -> str:
    """A label for comparison: folded, without spaces, signs and what stands in brackets."""
    return re.sub(r"[\W_]", "", _BRACKETS.sub("", fold(label).text))


def _stated(side: Side, indicator_id: str) -> Stated | None:
    """What the side's year states of an indicator as a result."""
    indicator = _row(side, "indicators", "indicator_id", indicator_id)
    if indicator is None:
        return None
    for one in side.tables["observations"]:
        if (one["indicator_id"], one["fiscal_year"], one["result_kind"]) == (indicator_id, side.fiscal_year, "actual"):
            measure = _row(side, "measures", "measure_id", indicator["measure_id"])
            name = str(measure["title"]) if measure else ""
            unit, precision = str(one["unit_id"]), str(one["precision"])
            return Stated(indicator_id, str(indicator["label"]), name, one["value"], unit, precision, str(one["observation_id"]))
    return None


def _theme(side: Side, indicator: Row) -> str | None:
    measure = _row(side, "measures", "measure_id", indicator["measure_id"])
    return str(measure["theme"]) if measure and measure.get("theme") else None


def _row(side: Side, table: str, field: str, value: object) -> Row | None:
    return next((row for row in side.tables[table] if row[field] == value), None)


def _missing(side: Side, indicator: Row) -> Reason:
    """Why a year states no value: the status of the measure's report in that year, where it says one."""
    for report in side.tables["reports"]:
        if (report["measure_id"], report["fiscal_year"]) == (indicator["measure_id"], side.fiscal_year):
            if report["status"] != "reported":
                return Reason("not_stated", "no", str(report["status"]))
    return Reason("not_stated", "no")
