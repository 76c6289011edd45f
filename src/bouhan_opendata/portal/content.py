"""A release as the pages need it: its tables with the ways from one row to the rows that belong to it. Knows no page."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bouhan_opendata.iri import natural_key
from bouhan_opendata.model import Model
from bouhan_opendata.opened import Release

Row = Mapping[str, Any]
TABLES = (
    "activities", "activity_series", "codes", "departments", "fields", "figures", "fiscal_years", "indicators",
    "measure_departments", "measures", "notes", "observations", "organisation_changes", "policy_areas", "report_departments",
    "report_texts", "reports", "restatements", "source_lines", "sources", "units",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class File:
    """A file of the release: its path, size in bytes and SHA-256 (empty where none is vouched for)."""

    path: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Content:
    """The tables of one release, the description beside them, and indexes that are made once."""

    model: Model
    description: Mapping[str, Any]
    tables: Mapping[str, Sequence[Row]]
    files: Sequence[File]
    findings: Mapping[str, Any]
    quality: Mapping[str, Any]
    changes: Mapping[str, Any]
    schema_org: Mapping[str, Any]
    """What the release says of itself to search engines."""
    contact: str
    """Whom to ask, as the catalogue has it; empty where it names nobody."""
    _by: dict[tuple[str, str], dict[Any, list[Row]]] = field(default_factory=dict)

    def by(self, table: str, name: str, value: object) -> list[Row]:
        """The rows of a table whose field has this value, in the order of the table."""
        key = (table, name)
        if key not in self._by:
            found: dict[Any, list[Row]] = defaultdict(list)
            for row in self.tables[table]:
                found[row[name]].append(row)
            self._by[key] = dict(found)
        return self._by[key].get(value, [])

    def row(self, table: str, name: str, value: object) -> Row | None:
        """The one row with this value, or nothing."""
        return next(iter(self.by(table, name, value)), None)

    @property
    def cells(self) -> dict[Any, list[Row]]:
        """The source lines by the address of their cell."""
        key = ("source_lines", "cell")
        if key not in self._by:
            found: dict[Any, list[Row]] = defaultdict(list)
            for row in self.tables["source_lines"]:
                found[str(row["line_id"]).rpartition("-l")[0]].append(row)
            self._by[key] = dict(found)
        return self._by[key]

    @property
    def version(self) -> str:
        return str(self.description["version"])

    @property
    def base_iri(self) -> str:
        key = f"{self.model.prefix}:base_iri"
        return str(self.description.get(key, ""))

    def said(self, key: str) -> dict[str, str]:
        """A text of the description in both languages; the English one may be missing."""
        english = self.description.get(f"{self.model.prefix}:{key}_en")
        return {"ja": str(self.description.get(key, ""))} | ({"en": str(english)} if english else {})

    @property
    def years(self) -> list[int]:
        """The fiscal years that the reports speak of, from the first on."""
        return sorted({int(row["fiscal_year"]) for row in self.tables["reports"]})

    @property
    def measures(self) -> list[Row]:
        return sorted(self.tables["measures"], key=lambda row: (row["sort_order"] or 0, natural_key(row["measure_id"])))

    @property
    def areas(self) -> list[Row]:
        return sorted(self.tables["policy_areas"], key=lambda row: (row["sort_order"] or 0, natural_key(row["policy_area_id"])))

    def reports_of(self, measure_id: str) -> list[Row]:
        """The reports on a measure, by year, results before plans; the current statement only."""
        found = [row for row in self.by("reports", "measure_id", measure_id) if row["is_current"]]
        return sorted(found, key=lambda row: (row["fiscal_year"], row["result_kind"] != "actual", natural_key(row["report_id"])))

    def indicators_of(self, measure_id: str) -> list[Row]:
        return sorted(self.by("indicators", "measure_id", measure_id), key=lambda row: natural_key(row["indicator_id"]))

    @property
    def themes(self) -> list[str]:
        used = {row["theme"] for row in self.tables["measures"] if row["theme"]}
        return [code for code in self.model.code_lists["theme"].codes if code in used]


def content_of(release: Release) -> Content:
    """Read what the pages need from an opened release."""
    present = set(release)
    sums = release.checksums()
    files = [File(name, _size(release, name), sums.get(name, "")) for name in release.files()]
    return Content(
        model=release.model,
        description=json.loads(release.read("datapackage.json")),
        tables={name: release[name].rows if name in present else [] for name in TABLES},
        files=files,
        findings=_json(release, "findings/findings.json"),
        quality=_json(release, "metadata/quality.json"),
        changes=_json(release, "metadata/changes.json"),
        schema_org=_json(release, "metadata/schema-org.jsonld"),
        contact=_contact(_json(release, "metadata/dcat.jsonld")),
    )


def _contact(catalogue: Mapping[str, Any]) -> str:
    """The address or name of the contact point of a DCAT catalogue."""
    for node in catalogue.get("@graph", ()):
        if node.get("@id", "").endswith("contact"):
            said = node.get("vcard:hasEmail") or node.get("vcard:fn") or ""
            one = said[0] if isinstance(said, list) else said
            text = one.get("@id") or one.get("@value") or "" if isinstance(one, dict) else one
            return str(text).removeprefix("mailto:")
    return ""


def _size(release: Release, name: str) -> int:
    with release.open(name) as stream:
        return stream.seek(0, 2)


def _json(release: Release, name: str) -> Any:
    return json.loads(release.read(name)) if name in set(release.files()) else {}
