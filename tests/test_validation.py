"""Rules across tables and the judges: what they say of data that is wrong in one place only."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import bouhan_opendata as bo
from bouhan_opendata.validation.judges import judge_shacl
from bouhan_opendata.validation.package_rules import jumps
from publications import ROW, markdown, publish

Lines = list[str]


def years(before: str, now: str, notes: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    values = {2018: before, 2019: now}
    return {
        "indicators": [{"indicator_id": "i001", "label": "見回り"}],
        "notes": notes or [],
        "figures": [],
        "observations": [
            {
                "observation_id": f"i001-{year}",
                "indicator_id": "i001",
                "fiscal_year": year,
                "result_kind": "actual",
                "value": Decimal(value),
                "figure_id": f"s001-t1-r1-c1-l1-c{year}",
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


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The RDF folder of a small release."""
    folder = publish(tmp_path_factory.mktemp("validation") / "city", markdown(ROW))
    return bo.release(bo.open_publication(folder)).paths[0] / "rdf"


def without(*words: str) -> Callable[[Lines], Lines]:
    """All lines but those that hold every one of the words; there is one at least."""

    def change(lines: Lines) -> Lines:
        kept = [line for line in lines if not all(word in line for word in words)]
        assert len(kept) < len(lines)
        return kept

    return change


def pointing_nowhere(lines: Lines) -> Lines:
    told = [line for line in lines if "/report/" in line and "vocab#measure>" in line]
    return [line.replace("measure/m001>", "measure/m009>") if line in told else line for line in lines]


def observed_twice(lines: Lines) -> Lines:
    own = [line for line in lines if "/observation/i001-2019>" in line]
    return [*lines, *(line.replace("i001-2019>", "i001-2019-plan>").replace('"i001-2019"', '"i001-2019-plan"') for line in own)]


RDF_TYPE = "22-rdf-syntax-ns#type>"
BROKEN: dict[str, tuple[Callable[[Lines], Lines], str]] = {
    "a report of a measure that is not there": (pointing_nowhere, "/report/m001-2019"),
    "a measure of which nothing is said": (without("/measure/m001> <"), "/measure/m001"),
    "an observation of no data set": (without("/observation/i001-2019>", "cube#dataSet>"), "/observation/i001-2019"),
    "a figure without its selectors": (without("/figure/", "oa#hasSelector>"), "-c5"),
    "two observations of one cell of the cube": (observed_twice, "/observation/i001-2019"),
    "an observation without a class": (without("/observation/i001-2019>", RDF_TYPE), "/observation/i001-2019"),
    "a measure without a class": (without("/measure/m001>", RDF_TYPE), "/measure/m001"),
    "a selector without a class": (without("-quote>", RDF_TYPE), "-quote"),
    "a figure with one of its two classes": (without("/figure/", "oa#SpecificResource"), "-c5"),
    "a fiscal year without an end": (without("/fiscal-year/2019>", "time#hasEnd"), "/fiscal-year/2019"),
}


def test_the_shapes_pass_a_release_as_it_is(small: Path) -> None:
    assert judge_shacl(small / "data.nt", small / "shapes.ttl") == []


@pytest.mark.parametrize("name", BROKEN)
def test_the_shapes_refuse(name: str, small: Path, tmp_path: Path) -> None:
    change, focus = BROKEN[name]
    lines = (small / "data.nt").read_text(encoding="utf-8").splitlines()
    (tmp_path / "data.nt").write_text("\n".join([*change(lines), ""]), encoding="utf-8")
    found = judge_shacl(tmp_path / "data.nt", small / "shapes.ttl")
    assert any(str(finding.place.key).endswith(focus) for finding in found), [finding.place.key for finding in found]


def test_what_shacl_says_is_english_in_english(small: Path, tmp_path: Path, model: bo.Model) -> None:
    lines = without("/measure/m001>", "dc/terms/title>")((small / "data.nt").read_text(encoding="utf-8").splitlines())
    (tmp_path / "data.nt").write_text("\n".join([*lines, ""]), encoding="utf-8")
    text = bo.Findings(judge_shacl(tmp_path / "data.nt", small / "shapes.ttl"), model.rules).text("en")
    assert "Title" in text
    assert "施策名" not in text
