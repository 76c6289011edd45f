"""What a check leaves to people, as questions in five lists."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from bouhan_opendata import strict_yaml
from bouhan_opendata.asking.values import LISTS, Question
from bouhan_opendata.findings import Finding, Findings
from bouhan_opendata.iri import natural_key
from bouhan_opendata.package import Package
from bouhan_opendata.publication import Publication

_EXPLAINED = {
    "jump": "figures", "indicator-no-longer-stated": "figures", "activity-no-longer-stated": "activities",
    "blank-cell": "activities", "department-unreported": "departments",
}  # fmt: skip
"""Findings that want an explanation, and the list they belong to."""
_DECISION = re.compile(r"- \{id: k[0-9]{3}")
_KINDS = {"a": "measures", "m": "measures", "d": "departments", "i": "figures", "t": "activities"}
_PASSES = {"none": {"sure", "likely", "check"}, "check": {"sure", "likely"}, "all": set[str]()}
_NOTED = "説明があれば書いてください。書かれた文は注記として公開されます。"
_NO_NOTE = "説明のないまま公開します。"


def questions_of(package: Package, publication: Publication, findings: Findings) -> list[Question]:
    """Every question, list by list, in the order of the source; nothing that was answered before is among them."""
    found = [
        *_figures(package, publication),
        *_proposals(package, publication, findings),
        *_notes(package, publication, findings),
    ]
    unique = {question.key: question for question in found}
    return sorted(unique.values(), key=lambda one: (LISTS.index(one.list), natural_key(one.place), natural_key(one.key)))


def _figures(package: Package, publication: Publication) -> Iterator[Question]:
    """Numbers that would be statistics, and wait for a person by the publication's policy."""
    passes = _PASSES[publication.review]
    units = {row["unit_id"]: row for row in package["units"]}
    activities = {row["activity_id"]: row for row in package["activities"]}
    reports = {row["report_id"]: row for row in package["reports"]}
    lines = {row["line_id"]: row for row in package["source_lines"]}
    labels = {row["indicator_id"]: row["label"] for row in package["indicators"]}
    for row in package["figures"]:
        activity = activities.get(row["activity_id"])
        report = reports.get(activity["report_id"]) if activity else None
        if row["use"] != "observation" or row["grade"] in passes | {"confirmed"} or report is None or not report["is_current"]:
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
            place=_place(package, str(row["line_id"])),
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


def _place(package: Package, line_id: str) -> str:
    """File, table, row and column of a line, as a person counts them."""
    found = re.fullmatch(r"(s\d+)-t(\d+)-r(\d+)-c(\d+)-l(\d+)", line_id)
    if found is None:
        return line_id
    source = next((row for row in package["sources"] if row["source_id"] == found[1]), None)
    return f"{source['file_name'] if source else found[1]} 表{found[2]} 行{found[3]} 列{found[4]} {found[5]}行目"


def _proposals(package: Package, publication: Publication, findings: Findings) -> Iterator[Question]:
    """Entries that findings propose: a new name for something known, an activity in other words, a decision that nearly fits.

    A name that has an id already is no longer a question: another id beside it would break the register.
    """
    registered = {entry.name for entry in publication.register.entries}
    for finding in findings:
        entry = finding.params.get("entry")
        if entry is None or "TODO" in str(entry).replace("by: TODO", "").replace("on: TODO", ""):
            continue
        line_id = finding.place.line_id or ""
        is_decision = _DECISION.match(str(entry)) is not None
        named = re.match(r"- \{id: ([a-z])", str(entry))
        if not is_decision and _name_in(str(entry)) in registered:
            continue
        yield Question(
            key=f"proposal {_digest(_essence(str(entry)))}",
            list="activities" if is_decision or named is None else _KINDS.get(named[1], "activities"),
            kind="proposal",
            rule=finding.rule,
            choices=("accept", "hold"),
            place=_place(package, line_id) if line_id else finding.place.text("ja"),
            quote=str(finding.params.get("text", finding.params.get("name", ""))),
            reading=_told(findings, finding),
            default="別のものとして扱います。",
            subject=str(finding.params.get("id", "")),
            entry=str(entry),
            file="curation/decisions.yaml" if is_decision else "curation/register.yaml",
        )


def _name_in(entry: str) -> str:
    """The name that an entry of the register would give an id."""
    found = strict_yaml.loads(entry.encode(), "entry")
    return str(found[0].get("name", "")) if isinstance(found, list) and found else ""


def _essence(entry: str) -> str:
    """An entry without its number, which depends on what stands in the file already."""
    return re.sub(r"^- \{id: k[0-9]+", "- {id: k", entry)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def _told(findings: Findings, finding: Finding) -> str:
    """The finding's own sentence."""
    return findings.rules[finding.rule].sentence(finding.params, "ja")


def _notes(package: Package, publication: Publication, findings: Findings) -> Iterator[Question]:
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
            place=_place(package, finding.place.line_id or ""),
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
