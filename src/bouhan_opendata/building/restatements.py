"""One year stated by two sources: what a newer source says again, with another number, in other words, or no longer."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator, Sequence
from itertools import pairwise
from typing import Any

from bouhan_opendata.building.draft import Draft
from bouhan_opendata.building.ids import Registrar
from bouhan_opendata.extraction.keys import masked, normalised_label
from bouhan_opendata.findings import Place
from bouhan_opendata.japanese.folding import fold

Row = dict[str, Any]
Pair = tuple[Row | None, Row | None, str]
"""The earlier and the later statement, either of which may be missing, and how they differ."""

_SAID = ("value", "lower", "upper", "unit_id", "precision")
_CHANGED = {
    "reworded": {"ja": "書きぶりが変わりました", "en": "is put in other words"},
    "restated": {"ja": "日付などの数が変わりました", "en": "has another date or number"},
    "vanished": {"ja": "書かれていません", "en": "is not mentioned"},
    "appeared": {"ja": "初めて書かれています", "en": "is mentioned for the first time"},
}


def add_restatements(draft: Draft, registrar: Registrar) -> None:
    """Fill ``restatements`` and tell what a published year says differently now.

    Each source is compared with the one before it that states the same measure, year and kind; every activity and every
    quantity of both stands in exactly one row. What only a replaced source states has vanished. A number of the current
    source is held against the last earlier one that states it, so that a change does not pass unseen because a source in
    between left it out.
    """
    compared = _Comparison(draft, registrar)
    stated: dict[tuple[Hashable, ...], list[Row]] = {}
    for report in draft.table("reports"):
        stated.setdefault((report["measure_id"], report["fiscal_year"], report["result_kind"]), []).append(report)
    replaced = draft.replaced
    for reports in stated.values():
        for earlier, later in pairwise(reports):
            compared.add(earlier, later)
        for current in (report for report in reports[2:] if report["is_current"]):
            older = reports[: reports.index(current) - 1]
            for report in reversed([one for one in older if one["source_id"] not in replaced]):
                compared.tell_older(report, current)
        if reports[-1]["source_id"] in replaced:
            compared.add_vanished(reports[-1])


class _Comparison:
    """Rows of ``restatements`` in the order of the later source, what vanished after what is there."""

    def __init__(self, draft: Draft, registrar: Registrar) -> None:
        self.draft = draft
        self.registrar = registrar
        self.noted = {(note.subject_id, note.fiscal_year) for note in draft.publication.notes}
        self.files = {source.source_id: source.entry.file for source in draft.sources}
        self.compared: set[str] = set()
        """Figures that an earlier source states too."""

    def add(self, earlier: Row, later: Row) -> None:
        """Compare two reports of one measure, year and kind."""
        before, after = (self.draft.where("activities", report_id=report["report_id"]) for report in (earlier, later))
        for first, second, relation in self._activities(before, after):
            self._row("activity", first, second, "activity_id", relation)
            figures = list(_figures(self._quantities(first), self._quantities(second)))
            for one, other, kind in figures:
                self._row("figure", one, other, "figure_id", kind)
                if one is not None and other is not None:
                    self.compared.add(other["figure_id"])
                if kind == "restated" and one is not None and other is not None and later["is_current"]:
                    self._tell_figure(later, one, other)
            told = relation == "same" or (relation == "restated" and any(kind == "restated" for *_, kind in figures))
            if not told and later["is_current"]:
                self._tell(later, first, second, relation)

    def tell_older(self, earlier: Row, later: Row) -> None:
        """Tell where a report states another number that no source after it states of the same."""
        before, after = (self.draft.where("activities", report_id=report["report_id"]) for report in (earlier, later))
        for first, second, _ in self._activities(before, after):
            for one, other, kind in _figures(self._quantities(first), self._quantities(second)):
                if one is None or other is None or other["figure_id"] in self.compared:
                    continue
                self.compared.add(other["figure_id"])
                if kind == "restated":
                    self._tell_figure(later, one, other)

    def add_vanished(self, report: Row) -> None:
        """All of a report that a replaced source states and no source after it; a measure that is missing is told as one."""
        after = {source.source_id for source in self.draft.sources if source.entry.replaces == report["source_id"]}
        editions = self.draft.where("measure_editions", measure_id=report["measure_id"])
        is_told = not any(edition["source_id"] in after for edition in editions)
        for activity in self.draft.where("activities", report_id=report["report_id"]):
            self._row("activity", activity, None, "activity_id", "vanished")
            for figure in self._quantities(activity):
                self._row("figure", figure, None, "figure_id", "vanished")
            if not is_told:
                self._tell(report, activity, None, "vanished")

    def _row(self, subject: str, earlier: Row | None, later: Row | None, key: str, relation: str) -> None:
        number = len(self.draft.table("restatements")) + 1
        ids = {"earlier_id": earlier[key] if earlier else None, "later_id": later[key] if later else None}
        self.draft.add("restatements", restatement_id=f"v{number:03d}", subject=subject, **ids, relation=relation)

    def _quantities(self, activity: Row | None) -> list[Row]:
        if activity is None:
            return []
        return [row for row in self.draft.where("figures", activity_id=activity["activity_id"]) if row["class"] == "quantity"]

    def _activities(self, before: Sequence[Row], after: Sequence[Row]) -> Iterator[Pair]:
        """Pairs of activities: within a department, then wherever they stand."""
        left, right = list(before), list(after)
        found: list[tuple[Row, Row, str]] = []
        for within in (True, False):
            _pair(left, right, found, "same", _by(_plain, within))
            _pair(left, right, found, "restated", _by(masked, within))
        _pair(left, right, found, "reworded", lambda row: row["series_id"] or self._recorded(row))
        later = {row["activity_id"]: (first, relation) for first, row, relation in found}
        for row in after:
            first, relation = later.get(row["activity_id"], (None, "appeared"))
            yield first, row, relation
        for row in left:
            yield row, None, "vanished"

    def _recorded(self, row: Row) -> str:
        """The series that the register has for an activity of a report that is not current; its own id where there is none."""
        measure_id = self.draft.the("reports", report_id=row["report_id"])["measure_id"]
        name = f"{measure_id}/{row['department_id'] or '-'}/{row['text']}"
        return self.registrar.recorded("t", name) or str(row["activity_id"])

    def _place(self, line_id: str) -> Place:
        return Place(file=self.files[line_id.split("-")[0]], line_id=line_id)

    def _tell_figure(self, report: Row, earlier: Row, later: Row) -> None:
        if (later["indicator_id"], report["fiscal_year"]) in self.noted:
            return
        params = {"label": later["label"] or later["quote"], "previous": earlier["quote"], "quote": later["quote"]}
        place = self._place(later["line_id"])
        self.draft.find("figure-restated", place, **params, year=report["fiscal_year"], first=earlier["figure_id"])

    def _tell(self, report: Row, earlier: Row | None, later: Row | None, relation: str) -> None:
        row = later or earlier or {}
        title = self.draft.the("measures", measure_id=report["measure_id"])["title"]
        params = {"text": row["text"], "year": report["fiscal_year"], "measure": title, "how": _CHANGED[relation]}
        self.draft.find("statement-changed", self._place(row["first_line_id"]), **params)


def _plain(text: str) -> str:
    return re.sub(r"\s", "", fold(text).text)


def _by(words: Callable[[str], str], within: bool) -> Callable[[Row], Hashable]:
    """A key of activities: their words, within their department or wherever they stand."""
    return lambda row: (row["department_id"] if within else None, words(row["text"]))


def _pair(
    left: list[Row], right: list[Row], found: list[tuple[Row, Row, str]], relation: str, key: Callable[[Row], Hashable]
) -> None:
    """Take out of both lists what has the same key, the first with the first."""
    for row in list(right):
        wanted = key(row)
        match = next((other for other in left if key(other) == wanted), None)
        if match is not None:
            left.remove(match)
            right.remove(row)
            found.append((match, row, relation))


def _figures(before: Sequence[Row], after: Sequence[Row]) -> Iterator[Pair]:
    """Pairs of quantities of two statements: with the same label and unit, then in their order where as many are left."""
    left, right = list(before), list(after)
    found: list[tuple[Row, Row, str]] = []
    _pair(left, right, found, "", lambda row: (normalised_label(row["label"] or ""), row["unit_text"]))
    if len(left) == len(right):
        found += [(first, second, "") for first, second in zip(left, right, strict=True)]
        left, right = [], []
    later = {row["figure_id"]: first for first, row, _ in found}
    for row in after:
        first = later.get(row["figure_id"])
        if first is None:
            yield None, row, "appeared"
        else:
            yield first, row, "same" if all(first[name] == row[name] for name in _SAID) else "restated"
    for row in left:
        yield row, None, "vanished"
