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
        if row["class"] == "quantity" and row["value"] and row["activity_id"]:
            year = reports[activities[row["activity_id"]]["report_id"]]["fiscal_year"]
            sums[row["unit_id"], year] += Decimal(row["value"])
    return sums


UNITS = {"台": {"台"}, "回": {"回"}, "人(名)": {"人", "名"}, "個": {"個"}, "団体": {"団体"}}


def unit_ids(tables: dict[str, list[dict[str, str]]], spellings: set[str]) -> set[str]:
    return {row["unit_id"] for row in tables["unit_spellings"] if row["spelling"] in spellings}


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize("year", ["2018", "2019"])
def test_what_a_unit_sums_to(unit: str, year: str, tables: dict[str, list[dict[str, str]]], expected: dict) -> None:  # type: ignore[type-arg]
    answer = expected["sums"][unit][int(year)]
    ids = unit_ids(tables, UNITS[unit])
    assert ids

    def total(sums: dict[tuple[str, str], Decimal]) -> Decimal:
        return sum((value for (unit_id, at), value in sums.items() if unit_id in ids and at == year), Decimal(0))

    assert total(sums_of_observations(tables, additive=True)) == answer["additive_observations_only"]
    assert total(sums_of_observations(tables, additive=False)) == answer["observations"]
    assert total(sums_of_every_quantity(tables)) == answer["wrong_all_quantities"]


KINDS = {
    "gone": "記載なし",
    "first_stated": "新規",
    "reworded": "変更",
    "cell_blank": "空欄",
    "cancelled": "中止",
    "not_held": "中止",
}


def joined(entry: dict, pairs: list[dict]) -> dict:  # type: ignore[type-arg]
    """What a comparison by text alone says of a measure, with the pairs that a person recognised taken for changes."""
    mine = [pair for pair in pairs if pair["measure_no"] == entry["measure_no"]]
    before = {(pair["department"], pair["text_2018"]) for pair in mine}
    after = {(pair["department"], pair["text_2019"]) for pair in mine}

    def without(items: list[dict], known: set[tuple[str, str]]) -> list[dict]:  # type: ignore[type-arg]
        return [item for item in items if (item["department"], item["text"]) not in known]

    changed = [{"department": department, "text": text} for department, text in after]
    gone, new = without(entry.get("gone", []), before), without(entry.get("first_stated", []), after)
    stated = [*entry["unchanged"], *entry["figures_only"], *new, *changed]
    if entry.get("cancelled") and not stated:  # the year's whole report is a cancellation: so is what it does not mention
        return {**entry, "gone": [], "not_held": gone, "first_stated": new, "reworded": changed}
    return {**entry, "gone": gone, "first_stated": new, "reworded": changed}


def test_which_measures_lost_changed_or_cancelled_an_activity(
    tables: dict[str, list[dict[str, str]]],
    expected: dict,  # type: ignore[type-arg]
) -> None:
    rows = [row for row in tables["overview_activities"] if row["fiscal_year"] == "2019"]
    by_measure = {f"m{entry['measure_no']:03d}": joined(entry, expected["reworded_by_eye"]) for entry in expected["comparison"]}
    assert set(by_measure) == {row["measure_id"] for row in tables["measures"]}
    for measure_id, entry in by_measure.items():
        mine = [row for row in rows if row["measure_id"] == measure_id]
        for kind, word in KINDS.items():
            stated = "previous_text" if kind in ("gone", "cell_blank", "not_held") else "text"
            worded = [row for row in mine if row["change"] == word]
            if word == "中止":
                worded = [row for row in worded if bool(row["text"]) == (kind == "cancelled")]
            found = sorted((row["department_name"], row[stated].replace("\n", "/")) for row in worded)
            assert found == sorted((item["department"], item["text"]) for item in entry.get(kind, [])), (measure_id, kind)
        going_on = [row for row in mine if row["change"] == "継続"]
        assert len(going_on) == len(entry["unchanged"]) + len(entry["figures_only"]), measure_id
        same = {item["text"] for item in entry["unchanged"]}
        assert {row["text"].replace("\n", "/") for row in going_on if row["text"] == row["previous_text"]} == same, measure_id


def test_measures_that_lost_an_activity_are_listed(tables: dict[str, list[dict[str, str]]], expected: dict) -> None:  # type: ignore[type-arg]
    def measures(word: str) -> list[int]:
        return sorted({int(row["measure_id"][1:]) for row in tables["overview_activities"] if row["change"] == word})

    entries = [joined(entry, expected["reworded_by_eye"]) for entry in expected["comparison"]]

    def with_kind(*kinds: str) -> list[int]:
        return sorted({entry["measure_no"] for entry in entries if any(entry.get(kind) for kind in kinds)})

    assert measures("記載なし") == with_kind("gone")
    assert measures("中止") == with_kind("cancelled", "not_held")
    assert measures("新規") == with_kind("first_stated")
    assert measures("変更") == with_kind("reworded")
    summary = expected["summary"]["measures"]
    assert measures("中止") == summary["with_cancelled"]
    assert measures("空欄") == summary["with_blank_cell"]
