"""The reader scored against cells that a person read; the held-out part is only scored, never listed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import bouhan_opendata as bo
from bouhan_opendata.evaluation import read_set, score_cells

CELLS = Path(__file__).parent / "annotated" / "cells"


def made(folder: Path, *, quote: str = "5回", value: str = "5", start: int = 4) -> Path:
    """A set of one cell, as a person would read it, with one thing changed."""
    number = {"line": 0, "quote": quote, "start": start, "class": "quantity", "value": value, "unit": "回", "label": "講座"}
    number |= {"label_also": [], "qualifiers": [], "of": None, "relation": None, "use": "observation"}
    item = {"first": 0, "last": 0, "status": "reported", "reason": None, "department": "防犯課", "text": "講座を5回開催"}
    text = {"id": "x1", "part": "held_out", "fiscal_year": 2020, "kind": "actual", "departments": ["防犯課"], "measure": "施策"}
    folder.mkdir(exist_ok=True)
    body = {"id": "x1", "sections": [], "items": [item], "numbers": [number]}
    (folder / "texts.jsonl").write_text(json.dumps({**text, "lines": ["・講座を5回開催"]}), encoding="utf-8")
    (folder / "annotations.jsonl").write_text(json.dumps(body), encoding="utf-8")
    return folder


def test_the_set_has_both_parts_and_enough_lines(model: bo.Model) -> None:
    cells = read_set(CELLS, model)
    assert {cell.part for cell in cells} == {"development", "held_out"}
    assert sum(len(cell.lines) - len(cell.sections) for cell in cells) >= 300


def test_quantities_of_cells_nobody_tuned_to() -> None:
    score = bo.evaluate(CELLS, part="held_out")
    quantities = score.layers["quantities"]
    assert quantities.right + quantities.missed >= 250
    assert quantities.precision >= 0.97
    assert quantities.recall >= 0.93
    assert score.silent == []


def test_a_right_reading_scores_one_and_a_wrong_one_less(tmp_path: Path, model: bo.Model) -> None:
    right = score_cells(read_set(made(tmp_path / "a"), model), model)
    assert all(count.f1 == 1 for count in right.layers.values())
    wrong = score_cells(read_set(made(tmp_path / "b", value="6"), model), model)
    quantities = wrong.layers["quantities"]
    assert (quantities.right, quantities.wrong, quantities.missed) == (0, 1, 1)
    assert len(wrong.silent) == 1


@pytest.mark.parametrize("change", [{"quote": "6回"}, {"start": 5}, {"start": 400}])
def test_a_quote_that_does_not_stand_there_is_refused(tmp_path: Path, model: bo.Model, change: dict) -> None:  # type: ignore[type-arg]
    with pytest.raises(bo.UsageError, match=r"annotations.jsonl · L1"):
        read_set(made(tmp_path / "c", **change), model)


@pytest.mark.parametrize("text", ["{", "[]", "{}", ""])
def test_a_set_that_is_none_is_refused(tmp_path: Path, model: bo.Model, text: str) -> None:
    folder = made(tmp_path / "d")
    (folder / "annotations.jsonl").write_text(text, encoding="utf-8")
    with pytest.raises(bo.UsageError):
        read_set(folder, model)
