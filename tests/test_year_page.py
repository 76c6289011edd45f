"""One page of what a new source brings: each list has what is in it, with its default; questions are counted, and asked once."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import bouhan_opendata as bo
from bouhan_opendata.asking import Question, questions_of
from bouhan_opendata.building.sign_off import sign_off
from bouhan_opendata.cli.main import main
from bouhan_opendata.presentation.year_page import KINDS, Year, new_year, year_page, year_text
from publications import markdown, publish

BEFORE = ("主要な施策", "担当課", "施策の内容", "平成30年度の取組み", "令和元年度の取組み")
AFTER = ("主要な施策", "担当課", "施策の内容", "令和元年度の取組み", "令和2年度の取組み")
FIRST = markdown(
    ("1 地域の安全", "", "", "", ""),
    ("地域の見回り", "安全課", "見回り", "・見回り 12回\n・講習会を実施", "・見回り 15回\n・講習会を実施"),
    ("防犯灯", "道路課", "灯り", "・新設 30基", "・新設 34基"),
    ("2 子どもの安全", "", "", "", ""),
    ("見守りの家", "学務課", "家", "・協力 50軒", "・協力 51軒"),
    header=BEFORE,
)
SECOND = markdown(
    ("1 地域の安全", "", "", "", ""),
    ("地域の見回り", "安全課", "見回り", "・見回り 16回\n・講習会を実施", "・見回り 160回\n・青パトの寄附を受けた"),
    ("2 子どもの安全", "", "", "", ""),
    ("防犯灯", "道路課<br>安全課", "灯り", "・新設 34基", "・新設 35基"),
    ("子どもを見守る家の登録", "学務課", "家", "・協力 51軒", "・協力 52軒"),
    header=AFTER,
)


def of(folder: Path) -> tuple[Year, bo.Package, list[Question]]:
    publication = bo.open_publication(folder)
    package = bo.build(publication)
    findings = bo.validate(package)
    questions = questions_of(package, publication, findings, {})
    return new_year(package, findings, questions, sign_off(package, publication), "題", "ja"), package, questions


@pytest.fixture
def city(tmp_path: Path) -> Path:
    register = (
        "ids:\n  - {id: m003, name: 見守りの家, source: s001}\n  - {id: m003, name: 子どもを見守る家の登録, source: s002}\n"
    )
    folder = publish(tmp_path / "city", FIRST, SECOND, curation={"register.yaml": register})
    settings = folder / "publication.yaml"
    settings.write_text(re.sub(r"review: \w+", "review: all", settings.read_text(encoding="utf-8")), encoding="utf-8")
    return folder


def test_each_list_has_what_the_new_source_brings(city: Path) -> None:
    year, _, questions = of(city)
    texts = {kind: [item.text for item in items] for kind, items in year.items.items()}
    assert tuple(texts) == KINDS and year.fiscal_year == "令和2年度" and year.source == "取組み2"
    assert [text for text in texts["new"] if "青パト" in text]
    assert texts["renamed"][0] == "m003 「見守りの家」→「子どもを見守る家の登録」"
    assert texts["moved"] == [
        "「防犯灯」: 柱「地域の安全」→「子どもの安全」", "「防犯灯」の担当課: 道路課 → 道路課、安全課",
    ]  # fmt: skip
    assert any("講習会を実施" in text for text in texts["gone"])
    assert any("15回" in text and "16回" in text for text in texts["restated"])
    assert year.continuity["figures_only"] == 3 and year.continuity["first_stated"] == 1
    assert year.left == len(questions) == sum(year.questions.values()) > 0
    assert year.questions["restated"] == 1, "the fifth list of the workbook"


def test_a_restated_number_is_asked_once_and_its_answer_is_a_note(city: Path) -> None:
    (question,) = (one for one in of(city)[2] if one.rule == "figure-restated")
    assert question.list == "restated" and question.fiscal_year == 2019 and question.quote == ""
    said = "kind: correction, text: 訂正, by: 安全課, on: 2021-04-01"
    note = f"  - {{id: n001, subject: {question.subject}, fiscal_year: 2019, {said}}}\n"
    (city / "curation" / "notes.yaml").write_text(f"notes:\n{note}", encoding="utf-8")
    assert not [one for one in of(city)[2] if one.rule == "figure-restated"]


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_the_page_is_valid_and_says_every_item(lang: Any, city: Path, node_judge: Callable[..., Any], tmp_path: Path) -> None:
    year, package, _ = of(city)
    page = tmp_path / "year.html"
    page.write_text(year_page(year, package, lang), encoding="utf-8")
    assert node_judge("page.mjs", page)["errors"] == []
    text = page.read_text(encoding="utf-8")
    assert all(item.text in text for items in year.items.values() for item in items)
    assert not re.search(r"<(?:script|img|link|iframe)\b|url\(", text)
    assert f"{year.left}" in year_text(year, lang)


def test_the_command_writes_the_page(city: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = tmp_path / "年度.html"
    assert main(["check", str(city), "--page", str(page), "--lang", "ja"]) == 0
    out = capsys.readouterr().out
    left = of(city)[0].left
    assert f"残りの問い: {left}" in out and f"残りの問い: {left}" in page.read_text(encoding="utf-8")
