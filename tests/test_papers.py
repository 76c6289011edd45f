"""決裁資料: the cover on one A4 page, the corrections, and every question that may be asked, with what is known of it."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pypdfium2
import pytest

import bouhan_opendata as bo
from bouhan_opendata.cli.main import main
from bouhan_opendata.opened import Release
from bouhan_opendata.papers import ENDINGS, Erratum, Fact, Papers, Question, papers_files, papers_of, papers_page, papers_pdf
from publications import HEADER, ROW, markdown, publish

NOTE = "{subject: i001, fiscal_year: 2019, kind: explanation, text: 隊員が増えたため, by: 安全課, on: 2020-05-01}"
BIG = ("地域の見回り", "安全課", "地域を見回ります。", "・見回り 12回\n・講座は雨天により中止", "・見回り 150回\n・教室 3回")


def of(folder: Path) -> Papers:
    with Release(folder, bo.load_model()) as release:
        return papers_of(release)


def released(folder: Path) -> Path:
    return bo.release(bo.open_publication(folder)).paths[0]


def text_of(pdf: Path) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [page.get_textpage().get_text_range() for page in document]


@pytest.fixture
def city(tmp_path: Path) -> Path:
    return publish(tmp_path / "city", markdown(BIG, header=HEADER))


def test_the_cover_of_the_real_release_says_what_is_open(releases: Mapping[str, Path]) -> None:
    papers = of(releases["real"])
    facts = {fact.label: fact for fact in papers.facts}
    described = json.loads((releases["real"] / "datapackage.json").read_text(encoding="utf-8"))
    review = described["bouhan:review"]
    assert f"確認済 {review['confirmed']} / 未確認 {review['unconfirmed']}" in facts["指標値の確認"].value
    assert facts["ライセンス"].is_open and facts["位置づけ"].is_open and facts["指標値の確認"].is_open
    assert facts["機械可読性"].value.endswith("→ このリリース 100・100・100（レベル1・2・3、各100点）")
    assert dict(papers.counts)["指標値"] == review["confirmed"] + review["unconfirmed"]
    findings = json.loads((releases["real"] / "findings" / "findings.json").read_text(encoding="utf-8"))["rules"]
    kinds = [question.kind for question in papers.questions]
    for rule in ("jump", "blank-cell", "activity-no-longer-stated", "department-unreported"):
        assert kinds.count(bo.load_model().rules[rule].title["ja"]) == findings[rule] > 0


@pytest.mark.usefixtures("without_judges")
def test_jumps_and_cancellations_are_asked_with_the_explanation_or_its_absence(city: Path) -> None:
    before = of(released(city))
    jump = next(one for one in before.questions if one.kind == "前の年度から大きく変わった数")
    assert jump.answer is None and jump.measure == "地域の見回り" and jump.place.startswith("table1.md 表1 行2 列5")
    stopped = next(one for one in before.questions if one.kind == "中止")
    assert stopped.answer == "もとの表によれば、天候のため。" and "講座は雨天により中止" in stopped.question
    (city / "curation" / "notes.yaml").write_text(f"notes:\n  - {{id: n001, {NOTE[1:]}\n", encoding="utf-8")
    shutil.rmtree(city / "releases")
    after = of(released(city))
    explained = next(one for one in after.questions if one.answer == "隊員が増えたため")
    assert explained.by == "安全課 2020-05-01" and "平成30年度 12回、令和元年度 150回" in explained.question
    assert "前の年度から大きく変わった数" not in [one.kind for one in after.questions]
    assert after.unanswered == before.unanswered - 1


@pytest.mark.usefixtures("without_judges")
def test_a_number_stated_otherwise_by_a_newer_source_is_a_correction(tmp_path: Path) -> None:
    newer = ("主要な施策", "担当課", "施策の内容", "令和元年度の取組み", "令和2年度の取組み")
    second = markdown((*ROW[:3], "・見回り 16回", "・見回り 17回"), header=newer)
    papers = of(released(publish(tmp_path / "city", markdown(ROW), second)))
    (found,) = papers.errata
    assert (found.what, found.year, found.before, found.after, found.why) == (
        "地域の見回り・見回り", "令和元年度", "15回", "16回", None,
    )  # fmt: skip


@pytest.mark.usefixtures("without_judges")
def test_a_value_that_a_new_version_changed_is_a_correction(tmp_path: Path) -> None:
    city = publish(tmp_path / "city", markdown(ROW))
    released(city)
    where = "target: figure, where: {measure: m001, fiscal_year: 2019, quote: 15回}, set: {value: 18}, source_error: true"
    decided = f"decisions:\n  - {{id: k001, {where}, why: 数えなおした, by: 安全課, on: 2020-05-01}}\n"
    (city / "curation" / "decisions.yaml").write_text(decided, encoding="utf-8")
    settings = city / "publication.yaml"
    entry = "{version: 0.2.0, date: 2020-05-01, notes: {ja: 直した版, en: Corrected}}"
    text = settings.read_text(encoding="utf-8").replace("en: First}}]", f"en: First}}}}, {entry}]")
    settings.write_text(text, encoding="utf-8")
    papers = of(released(city))
    assert [(one.what, one.year, one.before, one.after) for one in papers.errata] == [
        ("地域の見回り・見回り", "令和元年度", "15回", "18回")
    ]
    assert "直した版" in papers.changes


@pytest.mark.usefixtures("without_judges")
def test_they_lie_beside_each_release_and_go_with_it(city: Path) -> None:
    folder = released(city)
    names = sorted(path.name for path in folder.parent.iterdir() if path.name.endswith(ENDINGS))
    assert [name.rpartition("-0.1.0")[2] for name in names] == list(ENDINGS)
    (folder.parent / names[0]).write_text("edited", encoding="utf-8")
    assert bo.release(bo.open_publication(city)).state == "identical"
    assert "決裁資料" in (folder.parent / names[0]).read_text(encoding="utf-8")
    bo.withdraw(bo.open_publication(city), "0.1.0", date="2020-06-01", why="誤り")
    assert not [path for path in folder.parent.iterdir() if path.name.endswith(ENDINGS)]


def test_the_pdf_says_what_the_page_says_and_its_cover_is_one_page(releases: Mapping[str, Path], tmp_path: Path) -> None:
    made = bo.make_papers(releases["real"], tmp_path)
    assert [path.name.rpartition("-papers")[2] for path in made] == [".html", ".pdf"]
    pages = text_of(made[1])
    assert "起案" in pages[0] and "別紙1 正誤表" in pages[1] and "正誤表\r\n" not in pages[0]
    papers = of(releases["real"])
    flat = re.sub(r"\s", "", "".join(pages))
    html = re.sub(r"\s", "", made[0].read_text(encoding="utf-8"))
    for words in [*(fact.value for fact in papers.facts), *(one.question for one in papers.questions)]:
        assert re.sub(r"\s", "", words) in flat and re.sub(r"\s", "", words) in html
    with pypdfium2.PdfDocument(made[1]) as document:
        assert [round(side) for side in document[0].get_size()] == [595, 842]


def test_the_same_release_gives_the_same_papers(releases: Mapping[str, Path]) -> None:
    for name in ("real", "many_years"):
        with Release(releases[name], bo.load_model()) as release:
            assert papers_files(release) == papers_files(release)


def test_the_page_is_valid_and_fetches_nothing(each_release: Path, node_judge: Callable[..., Any], tmp_path: Path) -> None:
    page = bo.make_papers(each_release, tmp_path)[0]
    assert node_judge("page.mjs", page)["errors"] == []
    text = page.read_text(encoding="utf-8")
    assert not re.search(r"<(?:script|img|link|iframe)\b|url\(|@import", text)
    (tmp_path / "broken.html").write_text(text.replace('id="errata"', 'id="cover"', 1), encoding="utf-8")
    assert node_judge("page.mjs", tmp_path / "broken.html")["errors"]


@pytest.mark.usefixtures("without_judges")
def test_words_of_the_table_stay_words(tmp_path: Path) -> None:
    row = ("<script>alert(1)</script>の見回り", *ROW[1:3], "・<b>太字</b>の講座は中止", "・{{7*7}}の講座は中止")
    folder = released(publish(tmp_path / "city", markdown(row)))
    html, pdf = bo.make_papers(folder, tmp_path / "papers")
    text = html.read_text(encoding="utf-8")
    assert "<script>" not in text and "<b>太字" not in text and "{{7*7}}の講座" in text
    assert "<b>太字</b>の講座" in "".join(text_of(pdf)).replace("\r\n", "")


def test_the_command_writes_them(releases: Mapping[str, Path], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["papers", str(releases["real"]), "-o", str(tmp_path / "out"), "--json"]) == 0
    written = json.loads(capsys.readouterr().out)["written"]
    assert [Path(path).is_file() for path in written] == [True, True]
    assert main(["papers", str(tmp_path), "-o", str(tmp_path / "out")]) == 2


def test_texts_longer_than_a_page_are_printed_whole() -> None:
    long = "とても長い説明です。" * 800
    errata, questions = (
        (Erratum(long, "令和元年度", "1回", "2回", long),) * 2,
        (Question(long, "問い", long, long, "課", "表1"),) * 2,
    )
    papers = Papers(
        "題" * 300, "0.1.0", "2020-01-01", (Fact("ライセンス", long),), (("施策", 1),), (long,), ("課",), errata, questions
    )
    with pypdfium2.PdfDocument(papers_pdf(papers)) as document:
        text = "".join(page.get_textpage().get_text_range() for page in document)
    assert text.replace("\r\n", "").count("とても長い説明") > 800 * 8
    assert long in papers_page(papers)
