"""Rules across tables and the judges: what they say of data that is wrong in one place only."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from bouhan_opendata.validation.package_rules import jumps


def years(before: str, now: str, notes: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    values = {2018: before, 2019: now}
    return {
        "indicators": [{"indicator_id": "i001", "label": "見回り"}],
        "notes": notes or [],
        "observations": [
            {
                "observation_id": f"i001-{year}",
                "indicator_id": "i001",
                "fiscal_year": year,
                "result_kind": "actual",
                "value": Decimal(value),
            }
            for year, value in values.items()
        ],
    }


@pytest.mark.parametrize(
    ("before", "now", "told"),
    [
        ("25", "50", True),
        ("50", "25", True),
        ("25", "49", False),
        ("34", "12", True),
        ("0", "5", True),
        ("2", "4", False),
        ("10", "-10", False),
    ],
)
def test_a_number_that_doubled_or_halved_is_told_unless_it_is_tiny(before: str, now: str, told: bool) -> None:
    assert bool(list(jumps(years(before, now)))) is told


def test_a_jump_that_a_note_explains_is_not_told() -> None:
    assert not list(jumps(years("25", "50", [{"subject_id": "i001", "fiscal_year": 2019}])))
