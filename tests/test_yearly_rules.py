"""What the newest year no longer states: told where it stands last, closed by a note, not told of an empty year."""

from __future__ import annotations

from pathlib import Path

import pytest

import bouhan_opendata as bo
from publications import ROW, markdown, publish

_SAID = "fiscal_year: 2019, kind: explanation, text: 委託に変えた。, by: 安全課, on: 2020-04-01"
NOTE = f"notes:\n  - {{id: n001, subject: %s, {_SAID}}}\n"


def told(folder: Path, before: str, now: str, note: str = "") -> list[tuple[str, str | None, str | None]]:
    curation = {"notes.yaml": NOTE % note} if note else None
    city = publish(folder / "city", markdown((*ROW[:3], before, now)), curation=curation)
    found = bo.validate(bo.build(bo.open_publication(city)))
    return [(f.rule, f.place.key, f.place.line_id) for f in found if f.rule.endswith("no-longer-stated")]


def test_an_activity_and_an_indicator_that_are_gone(tmp_path: Path) -> None:
    found = told(tmp_path, "・見回り 12回\n・声かけ 3回", "・見回り 15回")
    assert [rule for rule, _, _ in found] == ["activity-no-longer-stated", "indicator-no-longer-stated"]
    assert {line for _, _, line in found} == {"s001-t1-r2-c4-l2"}


@pytest.mark.parametrize("now", ["", "－", "中止", "未実施"])
def test_a_year_that_reports_nothing_leaves_nothing_out(tmp_path: Path, now: str) -> None:
    assert told(tmp_path, "・見回り 12回", now) == []


def test_what_goes_on_is_not_told(tmp_path: Path) -> None:
    assert told(tmp_path, "・見回り 12回", "・見回り 15回\n・声かけ 3回") == []


@pytest.mark.parametrize(("note", "left"), [("i002", 1), ("t002", 1), ("m001", 0)])
def test_a_published_note_closes_it(tmp_path: Path, note: str, left: int) -> None:
    assert len(told(tmp_path, "・見回り 12回\n・声かけ 3回", "・見回り 15回", note)) == left
