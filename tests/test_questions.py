"""Simple questions, answered from the released CSV files alone, with nothing but the standard library."""

from __future__ import annotations

import csv
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

SET = Path(__file__).parent / "annotated" / "koganei-2019"


@pytest.fixture(scope="module")
def tables(released: Path) -> dict[str, list[dict[str, str]]]:
    def rows(path: Path) -> list[dict[str, str]]:
        with path.open(encoding="utf-8", newline="") as stream:
            return list(csv.DictReader(stream))

    return {path.stem: rows(path) for path in sorted((released / "data").glob("*.csv"))}


@pytest.fixture(scope="module")
def expected() -> dict:  # type: ignore[type-arg]
    return yaml.safe_load((SET / "sums.yaml").read_text(encoding="utf-8"))


def sums_of_observations(tables: dict[str, list[dict[str, str]]], *, additive: bool) -> dict[tuple[str, str], Decimal]:
    indicators = {row["indicator_id"]: row for row in tables["indicators"]}
    sums: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for row in tables["observations"]:
        if additive and indicators[row["indicator_id"]]["additive_over_years"] != "true":
            continue
        sums[row["unit_id"], row["fiscal_year"]] += Decimal(row["value"])
    return sums


def sums_of_every_quantity(tables: dict[str, list[dict[str, str]]]) -> dict[tuple[str, str], Decimal]:
    reports = {row["report_id"]: row for row in tables["reports"]}
    activities = {row["activity_id"]: row for row in tables["activities"]}
    sums: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for row in tables["figures"]:
        if row["class"] == "quantity" and row["value"]:
            year = reports[activities[row["activity_id"]]["report_id"]]["fiscal_year"]
            sums[row["unit_id"], year] += Decimal(row["value"])
    return sums
