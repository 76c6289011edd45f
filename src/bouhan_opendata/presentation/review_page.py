"""The review page: each source cell with its characters by class, each figure beside its reading. One self-contained file."""

from __future__ import annotations

import base64
import hashlib
import importlib.resources
from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from bouhan_opendata.building import character_shares
from bouhan_opendata.building.sign_off import sign_off
from bouhan_opendata.equality import UNITS, Certificate
from bouhan_opendata.findings import Findings
from bouhan_opendata.package import Package, Span
from bouhan_opendata.publication import Publication

Lines = Mapping[str, list[dict[str, Any]]]
"""The lines of each cell that says anything, by its address."""
_FOLDER = "presentation/templates"


def review_page(
    package: Package, publication: Publication, findings: Findings, *, version: str, proven: Certificate | None = None
) -> str:
    """The page as HTML. Nothing is fetched, no script runs; the one style is allowed by its hash."""
    from jinja2 import Environment, StrictUndefined

    folder = importlib.resources.files("bouhan_opendata") / _FOLDER
    style = (folder / "review.css").read_text(encoding="utf-8")
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters["grouped"] = _grouped
    template = environment.from_string((folder / "review.html.j2").read_text(encoding="utf-8"))
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    lines = _lines(package)
    return template.render(
        style=style,
        style_hash=f"sha256-{digest}",
        title=publication.title,
        version=version,
        sample=publication.status == "sample",
        confirmed=publication.license_confirmed,
        **_content(package, lines),
        labels=_labels(package),
        counts=_counts(package),
        signed=sign_off(package, publication),
        shares=_shares(package.spans),
        levels=findings.counts(),
        groups=_groups(findings, package, lines),
        proven=proven,
        units=UNITS,
    )


def _grouped(value: Decimal) -> str:
    """A number with its thousands apart, exact."""
    return f"{value:,f}"


def _labels(package: Package) -> dict[str, dict[str, str]]:
    return {
        scheme: {code.code: code.label["ja"] for code in found.codes.values()}
        for scheme, found in package.model.code_lists.items()
    }


def _counts(package: Package) -> dict[str, Any]:
    uses = Counter(row["use"] for row in package["figures"] if row["class"] == "quantity")
    return {
        "measures": len(package["measures"]),
        "reports": len(package["reports"]),
        "activities": len(package["activities"]),
        "figures": len(package["figures"]),
        "observations": len(package["observations"]),
        "uses": dict(sorted(uses.items())),
    }


def _shares(spans: Mapping[str, tuple[Span, ...]]) -> list[tuple[str, int, float]]:
    counts = character_shares(spans)
    total = sum(counts.values()) or 1
    return [(cls, count, 100 * count / total) for cls, count in sorted(counts.items(), key=lambda pair: -pair[1])]


def _groups(findings: Findings, package: Package, lines: Lines) -> list[dict[str, Any]]:
    groups = []
    anchors = lines.keys() | {cell for cells in package.report_cells.values() for cell in cells}
    for rule_id, items in findings.grouped().items():
        rule = findings.rules[rule_id]
        rows = [
            {
                "where": f.place.text("ja"),
                "cell": cell if f.place.line_id and (cell := _cell(f.place.line_id)) in anchors else None,
                "ja": rule.sentence(f.params, "ja"),
                "en": rule.sentence(f.params, "en"),
            }
            for f in items
        ]
        groups.append({"rule": rule, "rows": rows, "remedies": rule.remedies(items[0].params, "ja")})
    return groups


def _columns(package: Package) -> dict[tuple[int, str], str]:
    """What to call the column of a year: its name, with what it states if that is no result (計画, 目標, 見込み)."""
    kinds = {
        kind.code: "" if kind.code == "actual" else f" {kind.label['ja']}"
        for kind in package.model.code_lists["result_kind"].codes.values()
    }
    return {(row["fiscal_year"], kind): row["label_ja"] + said for row in package["fiscal_years"] for kind, said in kinds.items()}


def _content(package: Package, lines: Lines) -> dict[str, Any]:
    """Headings in order with their measures (those without a heading first), then what stands in no row of a measure."""
    figures: dict[str, list[Mapping[str, Any]]] = {}
    for row in package["figures"]:
        figures.setdefault(_cell(row["line_id"]), []).append(row)
    reports: dict[str, list[dict[str, Any]]] = {}
    beside: dict[str, list[str]] = {}
    results = {cell for cells in package.report_cells.values() for cell in cells}
    shown = set(results)
    columns = _columns(package)
    titles = {row["source_id"]: row["title"] for row in package["sources"]}
    by_row: dict[str, list[str]] = {}
    for cell in lines:
        by_row.setdefault(_row_of(cell), []).append(cell)
    for report in package["reports"]:
        cells = package.report_cells.get(report["report_id"], ())
        reports.setdefault(report["measure_id"], []).append(
            {
                "year": columns[report["fiscal_year"], report["result_kind"]],
                "status": report["status"],
                "source": titles[report["source_id"]] if len(titles) > 1 else None,
                "is_current": report["is_current"],
                "anchors": cells,
                **_part(cells, lines, figures),
            }
        )
        for cell in (c for own in cells for c in by_row.get(_row_of(own), ()) if c not in shown):
            shown.add(cell)
            beside.setdefault(report["measure_id"], []).append(cell)
    others = [cell for cell in lines if cell not in shown]
    return {
        "areas": _areas(package, reports, {m: _part(cells, lines, figures) for m, cells in beside.items()}),
        "others": _part(others, lines, figures),
    }


def _areas(
    package: Package, reports: Mapping[str, list[dict[str, Any]]], beside: Mapping[str, dict[str, Any]]
) -> list[dict[str, Any]]:
    areas: list[dict[str, Any]] = [{"notation": "", "title": "", "level": 1, "purpose": None, "measures": [], "id": None}]
    areas += [
        {
            "notation": a["notation"],
            "title": a["title"],
            "level": a["level"],
            "purpose": a["purpose"],
            "measures": [],
            "id": a["policy_area_id"],
        }
        for a in package["policy_areas"]
    ]
    by_id = {area["id"]: area for area in areas}
    names = {row["department_id"]: row["name"] for row in package["departments"]}
    listed = sorted(package["measure_departments"], key=lambda r: (r["source_id"], r["sort_order"]))
    for measure in sorted(package["measures"], key=lambda m: m["sort_order"]):
        departments = [names[r["department_id"]] for r in listed if r["measure_id"] == measure["measure_id"]]
        row = {
            "id": measure["measure_id"],
            "title": measure["title"],
            "title_en": measure["title_en"],
            "description": measure["description"],
            "departments": list(dict.fromkeys(departments)),
            "source": beside.get(measure["measure_id"]),
            "reports": reports.get(measure["measure_id"], []),
        }
        by_id[measure["policy_area_id"]]["measures"].append(row)
    return [area for area in areas if area["id"] is not None or area["measures"]]


def _lines(package: Package) -> dict[str, list[dict[str, Any]]]:
    """The lines of each cell that says anything, by its address, each cut into its spans."""
    cells: dict[str, list[dict[str, Any]]] = {}
    for row in package["source_lines"]:
        text = row["text"] or ""
        spans = [(span.cls, text[span.start : span.end]) for span in package.spans.get(row["line_id"], ())]
        if spans:
            cells.setdefault(_cell(row["line_id"]), []).append({"class": row["class"], "spans": spans})
    return cells


def _cell(line_id: str) -> str:
    """The cell of a line: ``s001-t1-r4-c5`` of ``s001-t1-r4-c5-l2``."""
    return line_id.rsplit("-", 1)[0]


def _row_of(cell: str) -> str:
    """The row of a cell: ``s001-t1-r4`` of ``s001-t1-r4-c5``."""
    return cell.rsplit("-", 1)[0]


def _part(
    cells: Iterable[str], lines: Mapping[str, list[dict[str, Any]]], figures: Mapping[str, list[Mapping[str, Any]]]
) -> dict[str, Any]:
    """Some cells for the page: each with its lines, and the figures of all."""
    cells = list(cells)
    return {
        "cells": [{"id": cell, "lines": lines[cell]} for cell in cells if cell in lines],
        "figures": [figure for cell in cells for figure in figures.get(cell, ())],
    }
