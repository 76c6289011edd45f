"""Why two values may not be compared, or only with care: from what is stated and decided, never from the numbers themselves."""

from __future__ import annotations

from collections.abc import Iterator

from bouhan_opendata.comparing.values import Reason, Row, Side, Stated, Verdict
from bouhan_opendata.japanese.folding import fold

_UNKNOWN = "not_stated"
_SAME_WORDS = ("unchanged", "figures_only")


def reasons_between_years(ours: Side, theirs: Side, indicator: Row, before: Stated, now: Stated) -> Iterator[Reason]:
    """Two years of one indicator: what happened between them, and how each year words and counts it."""
    if before.unit_id != now.unit_id:
        yield Reason("unit", "no", before.unit_id, now.unit_id)
    low, high = sorted((ours.fiscal_year, theirs.fiscal_year))
    yield from _breaks(theirs, indicator, low, high)
    yield from _reorganisations(theirs, indicator, low, high)
    one, two = _figure(ours, before), _figure(theirs, now)
    yield from _counted_alike(one, two, unknown="yes")
    yield from _precisions(before, now)
    later = two if theirs.fiscal_year > ours.fiscal_year else one
    if high - low == 1 and (words := _continuity(theirs, later)) not in _SAME_WORDS:
        yield Reason("definition", "care", words)


def reasons_between_cities(ours: Side, theirs: Side, left: tuple[Row, Stated], right: tuple[Row, Stated]) -> Iterator[Reason]:
    """Two cities: what neither states has to be asked, so that only what both state alike may be compared as it is."""
    one, two = _figure(ours, left[1]), _figure(theirs, right[1])
    if left[1].unit_id != right[1].unit_id:
        yield Reason("unit", "no", left[1].unit_id, right[1].unit_id)
    if ours.fiscal_year != theirs.fiscal_year:
        yield Reason("coverage", "care", str(ours.fiscal_year), str(theirs.fiscal_year))
    yield from _counted_alike(one, two, unknown="care", basis=(left[0].get("time_basis"), right[0].get("time_basis")))
    yield from _precisions(left[1], right[1])
    if "".join(fold(left[1].label).text.split()) != "".join(fold(right[1].label).text.split()):
        yield Reason("definition", "care", left[1].label, right[1].label)


def _counted_alike(one: Row, two: Row, *, unknown: Verdict, basis: tuple[object, object] | None = None) -> Iterator[Reason]:
    """Time basis, counting and scope of two figures; ``unknown`` is the verdict where they are not stated."""
    for kind in ("time_basis", "counting", "scope"):
        left, right = str(one.get(kind) or _UNKNOWN), str(two.get(kind) or _UNKNOWN)
        if kind == "time_basis" and basis is not None:
            left, right = (
                str(said or _UNKNOWN) if own == _UNKNOWN else own for said, own in zip(basis, (left, right), strict=True)
            )
        if left == right != _UNKNOWN:
            if left == "cumulative":
                yield Reason(kind, "care", left, right)
            continue
        if left == right:
            if unknown != "yes":
                yield Reason(kind, unknown, left, right)
            continue
        is_open = _UNKNOWN in (left, right)
        yield Reason(kind, "care" if is_open or kind == "scope" else "no", left, right)


def _precisions(one: Stated, two: Stated) -> Iterator[Reason]:
    if (one.precision, two.precision) != ("exact", "exact"):
        yield Reason("precision", "care", one.precision, two.precision)


def _breaks(side: Side, indicator: Row, low: int, high: int) -> Iterator[Reason]:
    """What people said of the years after the first: not comparable, doubtful, or a break of the series."""
    key = indicator["indicator_id"]
    judged = {
        str(one["comparable_with_previous"])
        for one in side.tables["observations"]
        if one["indicator_id"] == key and low < one["fiscal_year"] <= high
    }
    for note in side.tables.get("notes", ()):
        if note["subject_id"] == key and note["kind"] == "series_break" and low < (note["fiscal_year"] or high) <= high:
            yield Reason("series_break", "no", str(note["fiscal_year"] or ""), str(note["text"]))
    if "no" in judged:
        yield Reason("series_break", "no")
    elif "doubtful" in judged:
        yield Reason("series_break", "care")


def _reorganisations(side: Side, indicator: Row, low: int, high: int) -> Iterator[Reason]:
    """Reorganisations of the responsible department between the two years."""
    years = {one["fiscal_year"]: one for one in side.tables["fiscal_years"]}
    start = years[low]["end_date"] if low in years else None
    end = years[high]["end_date"] if high in years else None
    for change in side.tables.get("organisation_changes", ()):
        parts = (change["from_id"], change.get("to_id"))
        if indicator.get("department_id") in parts and start and end and start < change["date"] <= end:
            yield Reason("coverage", "care", str(change["kind"]), str(change["date"]))


def _figure(side: Side, stated: Stated) -> Row:
    """The number that an observation stands on."""
    found = next((one for one in side.tables["observations"] if one["observation_id"] == stated.observation_id), None)
    figures = side.tables["figures"]
    return next((one for one in figures if found is not None and one["figure_id"] == found["figure_id"]), {})


def _continuity(side: Side, figure: Row) -> str:
    """The code that says how the words of the later year differ from those of the year before."""
    activity = next((one for one in side.tables["activities"] if one["activity_id"] == figure.get("activity_id")), None)
    return str(activity.get("continuity") or _UNKNOWN) if activity else _UNKNOWN
