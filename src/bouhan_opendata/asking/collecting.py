"""What a check leaves to people, as questions in five lists."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from bouhan_opendata import strict_yaml
from bouhan_opendata.asking.values import LISTS, Question
from bouhan_opendata.building.statistics import PASSES
from bouhan_opendata.findings import Finding, Findings
from bouhan_opendata.iri import natural_key
from bouhan_opendata.package import Package
from bouhan_opendata.publication import Publication
from bouhan_opendata.publication.yaml_values import TODO

_EXPLAINED = {
    "jump": "figures", "indicator-no-longer-stated": "figures", "activity-no-longer-stated": "activities",
    "blank-cell": "activities", "department-unreported": "departments", "figure-restated": "restated",
}  # fmt: skip
"""Findings that want an explanation, and the list they belong to."""
_KINDS = {"a": "measures", "m": "measures", "d": "departments", "i": "figures", "t": "activities"}
_NOTED = "説明があれば書いてください。書かれた文は注記として公開されます。"
_NO_NOTE = "説明のないまま公開します。"


def questions_of(package: Package, publication: Publication, findings: Findings, addresses: Mapping[str, str]) -> list[Question]:
    """Every question, list by list, in the order of the source; nothing that was answered before is among them.

    ``addresses`` are those of cells that a person knows by another name than table, row and column.
    """
    places = _places(package, addresses)
    found = [
        *_figures(package, publication, places),
        *_proposals(publication, findings, places),
        *_notes(package, publication, findings, places),
    ]
    unique = {question.key: question for question in found}
    return sorted(unique.values(), key=lambda one: (LISTS.index(one.list), natural_key(one.place), natural_key(one.key)))


def _figures(package: Package, publication: Publication, places: Mapping[str, str]) -> Iterator[Question]:
    """Numbers that would be statistics, and wait for a person by the publication's policy."""
    passes = PASSES[publication.review]
    units = {row["unit_id"]: row for row in package["units"]}
    activities = {row["activity_id"]: row for row in package["activities"]}
    reports = {row["report_id"]: row for row in package["reports"]}
    lines = {row["line_id"]: row for row in package["source_lines"]}
    labels = {row["indicator_id"]: row["label"] for row in package["indicators"]}
    for row in package["figures"]:
        activity = activities.get(row["activity_id"])
        report = reports.get(activity["report_id"]) if activity else None
        if row["use"] != "observation" or row["grade"] in passes or report is None or not report["is_current"]:
            continue
        line = lines[row["line_id"]]
        start, end = row["char_start"], row["char_end"]
        unit = units.get(row["unit_id"], {}).get("symbol", row["unit_text"] or "")
        label = labels.get(row["indicator_id"]) or row["label"]
        said = f"「{label}」の数として、{_plain(row['value'])}{unit} を{report['fiscal_year']}年度の統計に入れます。"
        yield Question(
            key=f"figure {row['figure_id']} {_digest(line['text'])}",
            list="figures",
            kind="figure",
            rule="observations-waiting",
            choices=("accept", "correct", "exclude", "hold"),
            **_of_report(package, report, activity["department_id"] if activity else None),
            place=places[row["line_id"]],
            before=line["text"][:start],
            quote=line["text"][start:end],
            after=line["text"][end:],
            reading=said,
            default="統計に入りません(文の中の数としては公開します)。",
            subject=str(row["figure_id"]),
        )


def _plain(value: Decimal | None) -> str:
    return "" if value is None else f"{value:,f}"


def _of_report(package: Package, report: Mapping[str, Any], department_id: str | None) -> dict[str, Any]:
    measure = next((row for row in package["measures"] if row["measure_id"] == report["measure_id"]), None)
    department = next((row for row in package["departments"] if row["department_id"] == department_id), None)
    return {
        "measure": str(measure["title"]) if measure else "",
        "department": str(department["name"]) if department else "",
        "fiscal_year": int(report["fiscal_year"]),
    }


def _places(package: Package, addresses: Mapping[str, str]) -> dict[str, str]:
    """Where each line of the sources stands, as a person finds it: file, cell, line."""
    files = {row["source_id"]: row["file_name"] for row in package["sources"]}
    found = {}
    for row in package["source_lines"]:
        counted = f"表{row['table_no']} 行{row['row_no']} 列{row['column_no']}"
        cell = addresses.get(row["line_id"].rpartition("-l")[0], counted)
        found[row["line_id"]] = f"{files[row['source_id']]} {cell} {row['line_no']}行目"
    return found


def _proposals(publication: Publication, findings: Findings, places: Mapping[str, str]) -> Iterator[Question]:
    """Entries that findings propose: a new name for something known, an activity in other words, a decision that nearly fits.

    A name that has an id already is no longer a question: another id beside it would break the register.
    """
    registered = {entry.name for entry in publication.register.entries}
    for finding in findings:
        if "entry" not in finding.params:
            continue
        entry = str(finding.params["entry"])
        (proposed,) = strict_yaml.loads(entry.encode(), finding.rule)
        is_decision = "target" in proposed
        if _is_open(proposed) or (not is_decision and proposed["name"] in registered):
            continue
        yield Question(
            key=f"proposal {_digest(_essence(entry))}",
            list="activities" if is_decision else _KINDS[proposed["id"][0]],
            kind="proposal",
            rule=finding.rule,
            choices=("accept", "hold"),
            place=places.get(finding.place.line_id or "", finding.place.text("ja")),
            quote=str(finding.params.get("text", finding.params.get("name", ""))),
            reading=_told(findings, finding),
            default="別のものとして扱います。",
            subject=str(finding.params.get("id", "")),
            entry=entry,
            file="decisions" if is_decision else "register",
        )


def _is_open(proposed: Mapping[str, Any]) -> bool:
    """Whether the entry leaves more open than who says so and when."""
    return any(TODO in str(value) for key, value in proposed.items() if key not in ("by", "on"))


def _essence(entry: str) -> str:
    """An entry without its number, which depends on what stands in the file already."""
    return re.sub(r"^- \{id: k[0-9]+", "- {id: k", entry)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _told(findings: Findings, finding: Finding) -> str:
    """The finding's own sentence."""
    return findings.rules[finding.rule].sentence(finding.params, "ja")


def _notes(package: Package, publication: Publication, findings: Findings, places: Mapping[str, str]) -> Iterator[Question]:
    """What wants an explanation, unless a note gives one."""
    lines = {row["line_id"]: str(row["text"] or "") for row in package["source_lines"]}
    noted = {(note.subject_id, note.fiscal_year) for note in publication.notes}
    for finding in findings:
        if finding.rule not in _EXPLAINED:
            continue
        subject, year = _subject(package, finding)
        if subject is None or (subject, year) in noted or (subject, None) in noted:
            continue
        department = str(finding.params.get("department", ""))
        measure, named = _about(package, subject)
        yield Question(
            key=f"note {finding.rule} {subject} {year or ''}{' ' + department if department else ''}".strip(),
            list=_EXPLAINED[finding.rule],
            kind="note",
            rule=finding.rule,
            choices=("correct", "hold"),
            measure=measure,
            department=department or named,
            fiscal_year=year,
            place=places.get(finding.place.line_id or "", ""),
            before=lines.get(finding.place.line_id or "", "") or str(finding.params.get("label", "")),
            reading=f"{_told(findings, finding)} {_NOTED}",
            default=_NO_NOTE,
            subject=subject,
        )


def _subject(package: Package, finding: Finding) -> tuple[str | None, int | None]:
    """The id that a note would be about, and its fiscal year."""
    key, year = finding.place.key, finding.params.get("year")
    if finding.rule == "jump" and key:
        indicator, _, said = key.partition("-")
        return indicator, int(said[:4])
    if finding.rule == "figure-restated":
        place, quote = finding.place.line_id, finding.params["quote"]
        figures = (row for row in package["figures"] if row["line_id"] == place and row["quote"] == quote)
        return next((row["indicator_id"] for row in figures if row["indicator_id"]), None), int(str(year))
    if key:
        return key, int(str(year)) if year else None
    cell = (finding.place.line_id or "").rpartition("-l")[0]
    report = next((name for name, cells in package.report_cells.items() if cell in cells), None)
    return report, int(str(year)) if year else None


def _about(package: Package, subject: str) -> tuple[str, str]:
    """The measure and the department of an indicator, a series or a report."""
    tables = (("indicators", "indicator_id"), ("activity_series", "series_id"), ("reports", "report_id"))
    for table, key in tables:
        row = next((row for row in package[table] if row[key] == subject), None)
        if row is not None:
            found = _of_report(package, {**row, "fiscal_year": 0}, row.get("department_id"))
            return str(found["measure"]), str(found["department"])
    return "", ""
