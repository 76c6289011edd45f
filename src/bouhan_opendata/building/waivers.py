"""Findings that people let pass: each waiver covers those of one rule at one place, and is told when there is none any longer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from bouhan_opendata.building.draft import Draft
from bouhan_opendata.building.places import LINE_HINT, fits_line, misfit
from bouhan_opendata.building.proposals import FILE
from bouhan_opendata.findings import Finding, Place
from bouhan_opendata.package import Waiver

_OF_LINES = {"text", "quote", "before", "after", "measure", "fiscal_year", "department"}


def waivers_of(draft: Draft) -> tuple[Waiver, ...]:
    """The decisions that let a finding pass. A place that they tell in words is given as its lines; none is a misfit."""
    found = []
    for decision in draft.publication.decisions:
        if decision.rule is None:
            continue
        where: dict[str, Any] = {name: value for name, value in decision.where.items() if name not in _OF_LINES}
        if _OF_LINES & set(decision.where):
            said = {name: value for name, value in decision.where.items() if name not in ("cell", "key")}
            lines = frozenset(place.line_id for place in draft.lines if fits_line(said, place))
            if not lines:
                draft.findings.append(misfit(decision.id, [], LINE_HINT))
                continue
            where["lines"] = lines
        found.append(Waiver(decision.id, decision.rule, where))
    return tuple(found)


def waive(
    findings: Iterable[Finding], waivers: Iterable[Waiver], files: Mapping[str, str]
) -> tuple[list[Finding], frozenset[str]]:
    """The findings that no waiver covers, and the ids of the waivers that covered one. ``files``: file name → source id.

    ``where`` may name a source, a cell (``s001-t1-r4-c4``), a line (``s001-t1-r4-c4-l2``), several ``lines`` or the key of a
    row, all of which must fit; ``{everywhere: true}`` covers every finding of the rule, and only that way of writing does.
    """
    kept: list[Finding] = []
    used: set[str] = set()
    every = list(waivers)
    for finding in findings:
        covering = {waiver.id for waiver in every if waiver.rule == finding.rule and _fits_place(waiver.where, finding, files)}
        used |= covering
        if not covering:
            kept.append(finding)
    return kept, frozenset(used)


def unused(waivers: Iterable[Waiver], used: frozenset[str], lines: Iterable[str]) -> list[Finding]:
    """What is to be said of the waivers that cover nothing. ``lines``: the ids of every line of the sources.

    One whose place is not there is a misfit; where the place is there and the finding is not, the waiver is no longer needed.
    """
    known = set(lines)
    known |= {line.rsplit("-", 1)[0] for line in known} | {line.split("-", 1)[0] for line in known}
    found = []
    for waiver in waivers:
        if waiver.id in used:
            continue
        missing = [waiver.where[name] for name in ("line", "cell", "source") if waiver.where.get(name, "") not in ("", *known)]
        if missing:
            hint = {"ja": f"{missing[0]} という場所はありません。", "en": f" There is no place {missing[0]}."}
            found.append(misfit(waiver.id, [], hint))
        else:
            place = Place(file=FILE, key=waiver.id)
            found.append(Finding("waiver-lapsed", place, {"id": waiver.id, "rule": waiver.rule}))
    return found


def _fits_place(where: Mapping[str, Any], finding: Finding, files: Mapping[str, str]) -> bool:
    place = finding.place
    line = place.line_id or ""
    found = {
        "line": line,
        "cell": line.rsplit("-", 1)[0],
        "source": line.split("-")[0] or files.get(place.file or "", ""),
        "key": place.key or "",
    }
    if "lines" in where and line not in where["lines"]:
        return False
    return where.get("everywhere") is True or all(found[name] == value for name, value in where.items() if name != "lines")
