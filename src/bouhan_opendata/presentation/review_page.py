"""The review page: each source cell with its characters by class, each figure beside its reading. One self-contained file."""

from __future__ import annotations

import base64
import hashlib
import importlib.resources
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from bouhan_opendata.building import character_shares
from bouhan_opendata.findings import Findings
from bouhan_opendata.package import Package, Span
from bouhan_opendata.publication import Publication

_FOLDER = "presentation/templates"


def review_page(package: Package, publication: Publication, findings: Findings, *, version: str) -> str:
    """The page as HTML. Nothing is fetched, no script runs; the one style is allowed by its hash."""
    from jinja2 import Environment, StrictUndefined

    folder = importlib.resources.files("bouhan_opendata") / _FOLDER
    style = (folder / "review.css").read_text(encoding="utf-8")
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    environment.filters["grouped"] = _grouped
    template = environment.from_string((folder / "review.html.j2").read_text(encoding="utf-8"))
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return template.render(
        style=style,
        style_hash=f"sha256-{digest}",
        title=publication.title,
        version=version,
        sample=publication.status == "sample",
        confirmed=publication.license_confirmed,
        areas=_areas(package),
        labels=_labels(package),
        counts=_counts(package),
        shares=_shares(package.spans),
        levels=findings.counts(),
        groups=_groups(findings),
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


def _groups(findings: Findings) -> list[dict[str, Any]]:
    groups = []
    for rule_id, items in findings.grouped().items():
        rule = findings.rules[rule_id]
        rows = [
            {
                "where": f.place.text("ja"),
                "cell": _cell_of(f.place.line_id),
                "ja": rule.sentence(f.params, "ja"),
                "en": rule.sentence(f.params, "en"),
            }
            for f in items
        ]
        groups.append({"rule": rule, "rows": rows, "remedies": rule.remedies(items[0].params, "ja")})
    return groups


def _cell_of(line_id: str | None) -> str | None:
    return line_id.rsplit("-", 1)[0] if line_id else None


def _areas(package: Package) -> list[dict[str, Any]]:
    """Headings in order, each with its measures; measures without a heading come first."""
    lines = _lines(package)
    cells: dict[str, list[dict[str, Any]]] = {}
    for report in package["reports"]:
        cells.setdefault(report["measure_id"], []).append(_report(package, report, lines))
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
            "reports": cells.get(measure["measure_id"], []),
        }
        by_id[measure["policy_area_id"]]["measures"].append(row)
    return [area for area in areas if area["id"] is not None or area["measures"]]


def _lines(package: Package) -> dict[str, list[dict[str, Any]]]:
    """The lines of each cell, by its address, each cut into its spans."""
    cells: dict[str, list[dict[str, Any]]] = {}
    for row in package["source_lines"]:
        text = row["text"] or ""
        spans = [(span.cls, text[span.start : span.end]) for span in package.spans.get(row["line_id"], ())]
        cells.setdefault(row["line_id"].rsplit("-", 1)[0], []).append(
            {"id": row["line_id"], "class": row["class"], "spans": spans}
        )
    return cells


def _report(package: Package, report: Mapping[str, Any], lines: Mapping[str, list[dict[str, Any]]]) -> dict[str, Any]:
    owners = {row["activity_id"] for row in package["activities"] if row["report_id"] == report["report_id"]}
    figures = [row for row in package["figures"] if row["activity_id"] in owners]
    cells = package.report_cells.get(report["report_id"], ())
    year = next(row["label_ja"] for row in package["fiscal_years"] if row["fiscal_year"] == report["fiscal_year"])
    return {
        "year": year,
        "status": report["status"],
        "cell": cells[0] if cells else None,
        "lines": [line for cell in cells for line in lines.get(cell, []) if line["spans"]],
        "figures": figures,
    }
