"""From anything published back to its characters: by id, address, number and words; in a publication and in a copy."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import bouhan_opendata as bo
from bouhan_opendata.cli.main import main
from bouhan_opendata.presentation.trace_view import pieces, trace_page, trace_text
from bouhan_opendata.tracing.asking import number_of
from conftest import REAL
from publications import markdown, publish

pytestmark = pytest.mark.usefixtures("without_judges")
ROWS = (
    (
        "地域の見回り",
        "安全課",
        "地域を見回ります。",
        "【安全課】\n・見回り 1,012回\n・ポスター ３０枚",
        "【安全課】\n・見回り 1万2千回\n・講座は中止",
    ),
    ("防犯灯の設置", "道路課", "ＬＥＤ灯を設けます。", "・LED灯の設置 3基", "・LED灯の設置 約10～15基"),
)
DECISIONS = """decisions:
  - id: k001
    target: indicator
    where: {label: 見回り, measure: m001, department: d001}
    set: {kind: output, additive_over_years: true}
    why: 一回ごとに数えるので足せる。
    by: 安全課
    on: 2020-04-01
    scope: from now on
  - id: k002
    target: figure
    where: {measure: m001, fiscal_year: 2018, quote: ３０枚}
    confirm: true
    why: 原稿を見た。
    by: 安全課
    on: 2020-04-01
"""


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Releases 0.1.0 and 0.2.0; in the second the indicator has another kind."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bouhan_opendata.releasing.judge_folder", lambda folder, model: [])
        folder = publish(tmp_path_factory.mktemp("tracing") / "city", markdown(*ROWS))
        bo.release(bo.open_publication(folder))
        (folder / "curation" / "decisions.yaml").write_text(DECISIONS, encoding="utf-8")
        bo.release(bo.open_publication(folder), "0.2.0", date="2020-05-01", notes={"ja": "次", "en": "Next"})
    return folder


@pytest.mark.parametrize(
    ("question", "quotes"),
    [
        ("1,012", ["1,012回"]),
        ("1012", ["1,012回"]),
        ("１，０１２", ["1,012回"]),
        ("12000", ["1万2千回"]),
        ("1万2千", ["1万2千回"]),
        ("三十", ["３０枚"]),
        ("15", ["10～15基"]),
    ],
)
def test_a_number_is_found_however_it_is_written(city: Path, question: str, quotes: list[str]) -> None:
    traces = bo.trace(question, city)
    assert traces.asked == "number"
    assert [one.row["quote"] for one in traces.found] == quotes
    [one] = traces.found
    [line] = [line for line in one.passages[0].lines if line.is_meant]
    assert [piece.text for piece in pieces(line) if piece.is_marked] == quotes


def test_a_number_that_no_figure_states_is_looked_for_as_words(city: Path) -> None:
    assert (bo.trace("999", city).asked, bo.trace("999", city).total) == ("words", 0)


@pytest.mark.parametrize("question", ["i001", "https://w3id.org/bouhan/131130/indicator/i001", "indicator/i001"])
def test_an_indicator_leads_to_its_cells_years_and_decision(city: Path, question: str) -> None:
    [one] = bo.trace(question, city).found
    assert (one.table, one.id, one.name) == ("indicators", "i001", "見回り")
    assert [(p.table_no, p.row_no, p.column_no) for p in one.passages] == [(1, 2, 4), (1, 2, 5)]
    assert [(year.fiscal_year, year.words) for year in one.years] == [(2018, "1,012回"), (2019, "1万2千回")]
    assert [decision.id for decision in one.decisions] == ["k001"]
    assert [step.id for step in one.steps if step.table in ("measures", "departments")] == ["m001", "d001"]
    assert dict(one.releases) == {"0.1.0": "differs", "0.2.0": "same"}


def test_a_fragment_of_a_page_leads_to_the_part(city: Path) -> None:
    [one] = bo.trace("https://w3id.org/bouhan/131130/measure/m001#activity/m001-2019-l03", city).found
    assert (one.table, one.name) == ("activities", "講座は中止")
    assert [(year.fiscal_year, year.status) for year in one.years] == [(2019, "cancelled")]


def test_words_are_found_in_any_width_and_marked_in_the_text_as_it_is_written(city: Path) -> None:
    traces = bo.trace("led灯", city)
    assert traces.asked == "words"
    marked = {
        piece.text
        for one in traces.found if one.table == "source_lines"
        for passage in one.passages for line in passage.lines if line.is_meant
        for piece in pieces(line) if piece.is_marked
    }  # fmt: skip
    assert marked == {"LED灯", "ＬＥＤ灯"}


def test_a_figure_names_the_decision_that_confirmed_it_also_in_a_copy_that_lacks_the_reason(city: Path, tmp_path: Path) -> None:
    [one] = bo.trace("３０", city).found
    assert [decision.why for decision in one.decisions] == ["原稿を見た。"] and one.unexplained == ()
    archive = next((city / "releases").glob("*-0.2.0.zip"))
    copy = tmp_path / archive.name
    copy.write_bytes(archive.read_bytes())
    [alone] = bo.trace("３０", copy).found
    assert (alone.decisions, alone.unexplained) == ((), ("k002",))
    assert dict(alone.releases) == {"0.2.0": "same"}


def test_a_release_that_is_not_published_yet_is_not_looked_at(city: Path, tmp_path: Path) -> None:
    import shutil

    copy = tmp_path / "releases"
    shutil.copytree(city / "releases", copy)
    (copy / "latest").write_text("0.1.0\n", encoding="utf-8")
    assert bo.trace("i001", copy).version == "0.1.0"


def test_every_id_of_the_real_table_is_traced_to_characters_or_says_what_it_is(released: Path) -> None:
    """No id of a table that is read from the source is left without a cell; each number's mark is its quote."""
    with bo.open_release(released) as release:
        keys = {
            name: [str(next(iter(row.values()))) for row in release[name].rows]
            for name in ("measures", "indicators", "observations", "activities", "activity_series", "figures", "departments")
        }
    for name, ids in keys.items():
        for key in ids[:: max(1, len(ids) // 6)]:
            traces = bo.trace(key, released)
            [one] = traces.found
            assert (one.table, one.id) == (name, key)
            assert one.passages, key
            if name == "figures":
                [line] = [line for line in one.passages[0].lines if line.is_meant]
                assert [piece.text for piece in pieces(line) if piece.is_marked] == [one.row["quote"]]


def test_the_pieces_of_a_line_are_the_line(city: Path) -> None:
    for one in bo.trace("の", city).found:
        for passage in one.passages:
            for line in passage.lines:
                assert "".join(piece.text for piece in pieces(line)) == line.text


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_text_and_page_tell_the_same_and_escape_what_the_source_says(city: Path, lang: str, model: bo.Model) -> None:
    traces = bo.trace("i001", city)
    text, page = trace_text(traces, model, lang), trace_page(traces, model, lang)  # type: ignore[arg-type]
    for words in ("1,012回", "1万2千回", "k001", "一回ごとに数えるので足せる。", "0.1.0"):
        assert words in text and words in page
    assert "⟦1,012回⟧" in text and "<mark>1,012回</mark>" in page
    assert re.search(r"Content-Security-Policy.*default-src 'none'", page)
    odd = trace_page(bo.trace('<img src=x onerror="1">', city), model, lang)  # type: ignore[arg-type]
    assert "<img" not in odd and "&lt;img" in odd


def test_the_command_prints_and_says_when_there_is_nothing(city: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["trace", "1,012", str(city), "--lang", "ja"]) == 0
    assert "元の表" in capsys.readouterr().out
    assert main(["trace", "戸締りの会", str(city), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["total"] == 0
    assert main(["trace", "i001", str(city), "--limit", "0"]) == 2
    assert main(["trace", "i001", str(city / "sources")]) == 2


def test_numbers_of_questions() -> None:
    assert [str(number_of(text)) for text in ("1,054", "1.5万", "二十三", "-3")] == ["1054", "15000", "23", "-3"]
    assert [number_of(text) for text in ("1,23", "m001", "", "十人", "1-2")] == [None] * 5


def test_the_sample_answers_for_a_figure_people_know() -> None:
    [one] = bo.trace("1,054", REAL).found
    assert [(year.fiscal_year, year.words) for year in one.years] == [(2018, "1,157件"), (2019, "1,054件")]
