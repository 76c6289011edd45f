"""Our rules and other people's: packages by the compiled row checks and the rules across tables, folders by judges."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from bouhan_opendata.building import unused, waive
from bouhan_opendata.findings import Finding, Findings
from bouhan_opendata.model import Model
from bouhan_opendata.package import Package, Table
from bouhan_opendata.rows import compile_tables
from bouhan_opendata.tabular.csv_tables import write_rows
from bouhan_opendata.validation.judges import judge_folder
from bouhan_opendata.validation.package_rules import check_package

__all__ = ["check_package", "judge_folder", "judge_tables", "validate_judged", "validate_package", "validate_tables"]


class Readable(Protocol):
    """A release as far as validation needs it: its model and the bytes of a file."""

    @property
    def model(self) -> Model: ...
    def read(self, name: str) -> bytes: ...
    def __getitem__(self, name: str) -> Table: ...


def judge_tables(tables: Mapping[str, bytes], model: Model, base_iri: str) -> list[Finding]:
    """The compiled checks over CSV bytes: types, patterns, codes, keys, references."""
    return list(compile_tables(model, base_iri).check(tables))


def validate_package(package: Package) -> Findings:
    """Judge a package: its own findings, every row by the compiled checks, and the rules across tables, less what is waived.

    A waiver that covers nothing is told; what the judges say in :func:`validate_judged` no waiver covers.
    """
    model = package.model
    tables = {name: write_rows(table.model, table.rows) for name, table in package.tables.items()}
    found = judge_tables(tables, model, "https://w3id.org/bouhan/check/")
    found += check_package(package.tables)
    kept, used = waive(found, package.waivers, _files(package))
    lines = (row["line_id"] for row in package["source_lines"])
    return package.findings.merged([*kept, *unused(package.waivers, used | package.used_waivers, lines)])


def validate_judged(package: Package, findings: Findings, judged: Iterable[Finding]) -> Findings:
    """The findings of :func:`validate_package` with what the judges of the staged folder say; that cannot be waived."""
    return findings.merged(judged)


def _files(package: Package) -> dict[str, str]:
    return {row["file_name"]: row["source_id"] for row in package["sources"]}


def validate_tables(release: Readable) -> Findings:
    """Judge the tables of an opened release by the same rules."""
    model = release.model
    tables = {name: release.read(f"data/{name}.csv") for name in model.tables}
    found = judge_tables(tables, model, "https://w3id.org/bouhan/check/")
    if not found:
        found += check_package({name: release[name] for name in model.tables})
    return Findings(found, model.rules)
