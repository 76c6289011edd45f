"""People's decisions, applied: a decision that fits changes the reading and is named; one that does not fit is an error."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from bouhan_opendata.building.draft import Draft
from bouhan_opendata.findings import Finding, Place
from bouhan_opendata.publication import Decision

_FIGURE_FIELDS = {
    "use", "label", "unit_id", "precision", "scope", "counting", "time_basis", "per", "since_fiscal_year", "relation", "value"
}  # fmt: skip
_INDICATOR_FIELDS = {"kind", "additive_over_years", "is_headline", "time_basis", "label"}


def figure_decisions(draft: Draft, figures: list[dict[str, Any]]) -> None:
    """Apply the decisions whose target is a figure: set, confirm or drop; the figure names its decision."""
    for decision in draft.publication.decisions:
        if decision.target != "figure":
            continue
        found = [row for row in figures if _fits_figure(draft, decision, row)]
        if len(found) != 1:
            _misfit(draft, decision, len(found))
            continue
        row = found[0]
        row["decision_id"] = decision.id
        if row["grade"] is not None:
            row["grade"] = "confirmed"
        if decision.action == "drop":
            row["use"] = "none"
        elif decision.action == "set":
            _set(draft, decision, row, _FIGURE_FIELDS)


def indicator_decisions(draft: Draft) -> None:
    """Apply the decisions whose target is an indicator: what kind it is, whether years may be added, whether it leads."""
    by_id = {row["indicator_id"]: row for row in draft.table("indicators")}
    for decision in draft.publication.decisions:
        if decision.target != "indicator":
            continue
        row = by_id.get(str(decision.where.get("indicator")))
        expected = decision.where.get("label")
        if row is None or (expected is not None and expected != row["label"]):
            _misfit(draft, decision, 0)
        elif decision.action == "set":
            _set(draft, decision, row, _INDICATOR_FIELDS)


def waived(draft: Draft, findings: Iterable[Finding]) -> list[Finding]:
    """The findings without those that a recorded waiver covers; a waiver that covers nothing is a misfit."""
    kept = list(findings)
    for decision in draft.publication.decisions:
        if decision.action != "waive":
            continue
        covered = [f for f in kept if f.rule == decision.rule and _fits_place(decision.where, f)]
        if not covered:
            _misfit(draft, decision, 0)
        kept = [f for f in kept if f not in covered]
    return kept


def _fits_place(where: Mapping[str, Any], finding: Finding) -> bool:
    line = finding.place.line_id or ""
    wanted = str(where.get("line", ""))
    return line == wanted if wanted else not where or where.get("source") in (None, line.split("-")[0])


def _fits_figure(draft: Draft, decision: Decision, row: dict[str, Any]) -> bool:
    """A figure fits by its id, or by measure, year and the quote with the characters around it."""
    where = decision.where
    if "figure" in where:
        return bool(row["figure_id"] == where["figure"] and where.get("quote", row["quote"]) == row["quote"])
    activity = draft.get("activities", activity_id=row["activity_id"])
    if activity is None:
        return False
    report = draft.the("reports", report_id=activity["report_id"])
    text = draft.the("source_lines", line_id=row["line_id"])["text"]
    wanted = {"measure": report["measure_id"], "fiscal_year": report["fiscal_year"], "source": report["source_id"]}
    wanted["department"] = activity["department_id"]
    if any(name in where and where[name] != value for name, value in wanted.items()):
        return False
    quote, before, after = (str(where.get(name, "")) for name in ("quote", "before", "after"))
    around = text[: row["char_start"]].endswith(before) and text[row["char_end"] :].startswith(after)
    return bool(row["quote"] == quote and around)


def _set(draft: Draft, decision: Decision, row: dict[str, Any], allowed: set[str]) -> None:
    for name, value in decision.values.items():
        if name not in allowed:
            _misfit(draft, decision, 1)
            continue
        if name == "value":
            try:
                value = Decimal(str(value))
            except InvalidOperation:
                _misfit(draft, decision, 1)
                continue
        row[name] = value


def _misfit(draft: Draft, decision: Decision, count: int) -> None:
    draft.find("decision-misfit", Place(file="curation/decisions.yaml", key=decision.id), id=decision.id, count=count)
