"""Comparison with care: what may be compared, what only with care, what not, and why — and never a ranking."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from pathlib import Path

import pytest

import bouhan_opendata as bo
from bouhan_opendata.cli.main import main
from bouhan_opendata.comparing import Comparison, Pair
from bouhan_opendata.comparing.joining import label_key
from bouhan_opendata.presentation.comparison_view import comparison_csv, comparison_page, comparison_text
from conftest import REAL
from publications import markdown, publish

pytestmark = pytest.mark.usefixtures("without_judges")
OURS = (
    ("地域の見回り", "安全課", "見回ります。", "・見回り 12回\n・参加者 延べ30人", "・見回り 15回\n・参加者 40人"),
    ("街灯の設置", "道路課", "街灯を設けます。", "・街灯の設置 3基\n・修理 4件", "・街灯の設置は中止"),
)  # fmt: skip
THEIRS = (
    ("地域パトロール", "防犯課", "見回ります。", "・見回り 20回", "・見回り 22回"),
    ("防犯教室", "防犯課", "教室を開きます。", "・教室 5回", "・教室 6回\n・参加者 60人"),
)
DECISIONS = """decisions:
  - {id: k001, target: measure, where: {measure: m001}, set: {theme: patrol}, why: 見回りの施策, by: 安全課, on: 2020-04-01}
"""


def made(folder: Path, *rows: tuple[str, ...], curation: Mapping[str, str] | None = None, code: str = "") -> Path:
    settings = {"131130": "131121", "渋谷区": "世田谷区"} if code else {}
    city = publish(folder, markdown(*rows), settings=settings, curation=dict(curation or {}))
    bo.release(bo.open_publication(city))
    return city


@pytest.fixture(scope="module")
def cities(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bouhan_opendata.releasing.judge_folder", lambda folder, model: [])
        base = tmp_path_factory.mktemp("comparing")
        curation = {"decisions.yaml": DECISIONS}
        return made(base / "ours", *OURS, curation=curation), made(base / "theirs", *THEIRS, curation=curation, code="other")


@pytest.fixture(scope="module")
def years(cities: tuple[Path, Path]) -> Comparison:
    return bo.compare(2018, 2019, path=cities[0])


def pair(comparison: Comparison, label: str) -> Pair:
    return next(one for one in comparison.pairs for side in (one.ours, one.theirs) if side and label in side.label)


def kinds(one: Pair) -> set[tuple[str, str]]:
    return {(reason.kind, reason.verdict) for reason in one.reasons}


def test_the_same_words_with_another_number_may_be_compared(years: Comparison) -> None:
    one = pair(years, "見回り")
    assert (one.verdict, one.difference, one.reasons) == ("yes", 3, ())
    assert one.theme == "patrol"


def test_attendances_beside_a_number_of_people_need_care(years: Comparison) -> None:
    one = pair(years, "参加者")
    assert ("counting", "care") in kinds(one) and one.verdict == "care"


def test_what_one_year_does_not_state_is_not_compared_and_has_no_difference(years: Comparison) -> None:
    one = pair(years, "街灯の設置")
    assert (one.verdict, one.difference, one.theirs) == ("no", None, None)
    assert [(reason.kind, reason.ours) for reason in one.reasons] == [("not_stated", "cancelled")]


def test_two_cities_stand_side_by_side_by_label_and_unit_and_what_they_do_not_state_needs_care(cities: tuple[Path, Path]) -> None:
    compared = bo.compare(*cities)
    assert (compared.ours.fiscal_year, compared.theirs.fiscal_year) == (2019, 2019)
    one = pair(compared, "見回り")
    assert one.ours is not None and one.theirs is not None and one.difference == 7
    assert kinds(one) >= {("time_basis", "care"), ("counting", "care")}
    alone = pair(compared, "教室")
    assert (alone.ours, alone.verdict) == (None, "no")
    both = [side.observation_id for pair_ in compared.pairs for side in (pair_.ours,) if side]
    assert len(both) == len(set(both))


def test_a_year_may_be_named_and_must_be_there(cities: tuple[Path, Path]) -> None:
    assert bo.compare(*cities, year=2018).ours.fiscal_year == 2018
    for wrong in ({"year": 1999}, {}):
        first, second = cities if wrong else (2018, 1999)
        with pytest.raises(bo.UsageError):
            bo.compare(first, second, path=cities[0], **wrong)
    with pytest.raises(bo.UsageError):
        bo.compare(2019, 2019, path=cities[0])
    with pytest.raises(bo.UsageError):
        bo.compare(2019, cities[0], path=cities[0])


def test_a_break_of_the_series_that_people_noted_forbids_the_comparison(tmp_path: Path) -> None:
    what = "subject: i001, fiscal_year: 2019, kind: series_break, text: 数え方を変えた, by: 安全課, on: 2020-04-01"
    city = made(tmp_path / "city", *OURS, curation={"notes.yaml": f"notes:\n  - {{id: n001, {what}}}\n"})
    one = next(one for one in bo.compare(2018, 2019, path=city).pairs if one.ours and one.ours.indicator_id == "i001")
    assert ("series_break", "no") in kinds(one) and one.difference is None


def test_every_indicator_stands_once_and_the_order_is_that_of_the_plan_not_of_the_values(years: Comparison) -> None:
    found = [(one.ours or one.theirs).indicator_id for one in years.pairs]  # type: ignore[union-attr]
    assert found == sorted(set(found))
    assert sum(years.counts.values()) == len(years.pairs)


def test_the_real_table_has_a_verdict_for_every_indicator(model: bo.Model) -> None:
    compared = bo.compare(2018, 2019, path=REAL)
    with bo.open_release(REAL / "releases" / compared.ours.version) as release:
        stated = {row["indicator_id"] for row in release["observations"]}
    assert len(compared.pairs) == len(stated)
    assert all(one.reasons for one in compared.pairs if one.verdict != "yes")


def test_labels_are_compared_without_widths_signs_and_brackets() -> None:
    assert label_key("カメラ（小学校）の 設置・ＡＢ") == label_key("カメラの設置AB")


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_text_csv_and_page_tell_the_same(years: Comparison, lang: str, model: bo.Model) -> None:
    shown = [view(years, model, lang) for view in (comparison_text, comparison_csv, comparison_page)]  # type: ignore[arg-type]
    for one in years.pairs:
        for side in (one.ours, one.theirs):
            assert side is None or all(side.label in text for text in shown)
    rows = list(csv.DictReader(io.StringIO(shown[1])))
    assert len(rows) == len(years.pairs)
    verdicts = [row[{"ja": "判定", "en": "Verdict"}[lang]] for row in rows]
    assert set(verdicts) <= {"可", "注意", "不可"} | {"yes", "with care", "no"}
    assert "<script" not in shown[2] and "Content-Security-Policy" in shown[2]


def test_the_command(cities: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["compare", "2018", "2019", str(cities[0]), "--lang", "ja"]) == 0
    assert "[可] 地域の見回り — 見回り" in capsys.readouterr().out
    assert main(["compare", str(cities[0]), str(cities[1]), "--json"]) == 0
    body = json.loads(capsys.readouterr().out)
    assert body["theirs"]["city"] == "世田谷区" and {one["verdict"] for one in body["pairs"]} <= {"yes", "care", "no"}
    assert main(["compare", "2018", "1999", str(cities[0])]) == 2
