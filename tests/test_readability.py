"""The 30 rules of machine readability: one fixture that breaks each, a release that keeps them all, and what the scores say."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import Font

import bouhan_opendata as bo
from bouhan_opendata.cli.main import main
from bouhan_opendata.machine_readability import Judgement, judge_files, overall
from bouhan_opendata.machine_readability.marks import platform_characters
from publications import HEADER, ROW, markdown, publish

pytestmark = pytest.mark.usefixtures("without_judges")
MODEL = bo.load_model()
SIMPLE = ("施策コード", "施策名", "担当課", "2019年度実績")


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The files of a small release."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bouhan_opendata.releasing.judge_folder", lambda folder, model: [])
        made = bo.release(bo.open_publication(publish(tmp_path_factory.mktemp("files") / "city", markdown(ROW)))).paths[0]
    return {path.relative_to(made).as_posix(): path.read_bytes() for path in made.rglob("*") if path.is_file()}


# -- sources


def workbook(folder: Path, *rows: tuple[Any, ...], change: Callable[[Any], None] = lambda sheet: None) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in rows:
        sheet.append(row)
    change(sheet)
    path = folder / "表.xlsx"
    book.save(path)
    return path


def text(folder: Path, body: str, name: str = "表.csv") -> Path:
    path = folder / name
    path.write_text(body, encoding="utf-8")
    return path


ROWS = (SIMPLE, (1, "見回り", "安全課", 12), (2, "街灯", "道路課", 5))


def merged(sheet: Any) -> None:
    sheet.merge_cells("C2:C3")


def hidden(sheet: Any) -> None:
    sheet.row_dimensions[3].hidden = True


def noted(sheet: Any) -> None:
    sheet["B2"].comment = Comment("確認のこと", "安全課")


def struck(sheet: Any) -> None:
    sheet["B3"].font = Font(strike=True)


CSV = "施策コード,施策名,担当課,2019年度実績\n"
SOURCES: dict[str, Callable[[Path], Path]] = {
    "L1-01": lambda tmp: text(tmp, markdown(ROW), "表.md"),
    "L1-02": lambda tmp: text(tmp, markdown(ROW) + "\n\n" + markdown(("街灯", "道路課", "街灯。", "3基", "5基")), "表.md"),
    "L1-03": lambda tmp: workbook(tmp, ROWS[0], ROWS[1], (None,) * 4, ROWS[2]),
    "L1-04": lambda tmp: workbook(tmp, ("防犯計画の取組み",), *ROWS),
    "L1-05": lambda tmp: text(tmp, "施策コード,施策名,担当課,2019年度実績,\n1,見回り,安全課,12,委託\n2,街灯,道路課,5,直営\n"),
    "L1-06": lambda tmp: text(tmp, CSV + "1,見  回  り,安全課,12\n"),
    "L1-07": lambda tmp: text(tmp, CSV + "1,見回り,安全課,教室3回 参加50人\n"),
    "L1-08": lambda tmp: text(tmp, CSV + "1,①見回り,安全課,12\n"),
    "L1-09": lambda tmp: text(tmp, CSV + "1,見回り,安全課,12\n2,街灯,道路課,\n"),
    "L1-10": lambda tmp: workbook(tmp, *ROWS, change=noted),
    "L1-11": lambda tmp: workbook(tmp, *ROWS, change=struck),
    "L1-12": lambda tmp: workbook(tmp, *ROWS, change=merged),
    "L1-13": lambda tmp: workbook(tmp, *ROWS, change=hidden),
    "L1-14": lambda tmp: text(tmp, CSV + '1,見回り,安全課,"講座\n教室"\n'),
    "L2-01": lambda tmp: text(tmp, CSV + "1,見回り,安全課,12回\n"),
    "L2-02": lambda tmp: text(tmp, CSV + "1,見回り,安全課,12\n2,街灯,〃,5\n"),
    "L2-03": lambda tmp: text(tmp, "施策名,担当課,備考,備考,2019年度実績\n見回り,安全課,a,b,12\n"),
    "L2-04": lambda tmp: text(tmp, "施策名,担当課,区分,2019年度実績\n見回り,安全課,A,12\n街灯,道路課,Ａ,3\n"),
    "L2-05": lambda tmp: text(tmp, "施策名,担当課,区分,2019年度実績\n見回り,安全課,その他（夜間）,12\n"),
    "L3-01": lambda tmp: workbook(tmp, ("防犯計画の取組み",), *ROWS),
    "L3-02": lambda tmp: text(tmp, CSV + "1,見回り,安全課,12\n"),
    "L3-03": lambda tmp: text(tmp, CSV + "1,見回り,安全課,12\n2,街灯,道路課,－\n"),
    "L3-04": lambda tmp: text(tmp, CSV + "1,見回り,安全課,12\n"),
    "L3-05": lambda tmp: text(tmp, "施策名,担当課,令和元年度実績\n見回り,安全課,12回\n"),
    "L3-06": lambda tmp: text(tmp, "施策名,担当課,令和元年度実績\n見回り,安全課,12回\n"),
    "L3-08": lambda tmp: text(tmp, CSV + "1,見回り,安全課,12\n"),
    "L3-09": lambda tmp: text(tmp, "施策名,担当課,2018年度実績,2019年度実績\n見回り,安全課,12回,15回\n"),
}


@pytest.mark.parametrize("rule", SOURCES)
def test_a_source_that_breaks_a_rule_is_told(rule: str, tmp_path: Path) -> None:
    (judged,) = bo.readability(SOURCES[rule](tmp_path))
    verdict = judged.verdicts[rule]
    assert verdict.state == "broken" and verdict.count >= 1 and verdict.places, judged


KEPT_BY_A_GOOD_CSV = ("L1", "L2-01", "L2-02", "L2-03", "L3-01", "L3-03", "L3-05", "L3-06", "L3-09")


def test_a_tidy_csv_breaks_only_what_it_cannot_hold(tmp_path: Path) -> None:
    (judged,) = bo.readability(text(tmp_path, CSV + "1,見回り,安全課,12\n2,街灯,道路課,5\n"))
    broken = {rule for rule, verdict in judged.verdicts.items() if verdict.state == "broken"}
    assert not {rule for rule in broken if rule.startswith(KEPT_BY_A_GOOD_CSV)}
    assert broken == {"L3-02", "L3-04", "L3-08"} and judged.scores == {1: 100, 2: 100, 3: 65}


def test_the_same_table_for_people_scores_less(tmp_path: Path) -> None:
    (judged,) = bo.readability(text(tmp_path, markdown(ROW), "表.md"))
    assert judged.scores[1] == 0 and judged.scores[2] == 0 and judged.scores[3] < 100


# -- releases


def changed(files: dict[str, bytes], name: str, old: str, new: str) -> dict[str, bytes]:
    data = files[name].decode()
    assert old in data, old
    return {**files, name: data.replace(old, new, 1).encode()}


def without(files: dict[str, bytes], name: str) -> dict[str, bytes]:
    return {path: data for path, data in files.items() if path != name}


def sheet(files: dict[str, bytes], change: Callable[[Any], None]) -> dict[str, bytes]:
    name = next(path for path in files if path.endswith(".xlsx"))
    book = openpyxl.load_workbook(io.BytesIO(files[name]))
    change(book["施策"])
    made = io.BytesIO()
    book.save(made)
    return {**files, name: made.getvalue()}


def in_cell(name: str, value: object) -> Callable[[Any], None]:
    def change(page: Any) -> None:
        page[name] = value

    return change


MEASURES = "data/measures.csv"
RELEASED: dict[str, Callable[[dict[str, bytes]], dict[str, bytes]]] = {
    "L1-03": lambda files: {**files, MEASURES: files[MEASURES] + b",,,,,,,,,\n"},
    "L1-05": lambda files: sheet(files, in_cell("C1", None)),
    "L1-06": lambda files: changed(files, "data/departments.csv", "安全課", " 安全課"),
    "L1-07": lambda files: changed(files, "data/departments.csv", "安全課", "安全課;道路課"),
    "L1-08": lambda files: changed(files, "data/units.csv", "accesses", "①accesses"),
    "L1-12": lambda files: sheet(files, lambda page: page.merge_cells("A2:B2")),
    "L1-13": lambda files: sheet(files, lambda page: page.column_dimensions.group("B", "C", hidden=True)),
    "L1-14": lambda files: changed(files, "data/departments.csv", "安全課", '"安\n全課"'),
    "L1-15": lambda files: changed(files, "data/departments.csv", "安全課", "安,全課"),
    "L2-01": lambda files: changed(files, "data/observations.csv", ",12,", ",12回,"),
    "L2-02": lambda files: changed(files, "data/departments.csv", "安全課", "同上"),
    "L2-03": lambda files: changed(files, "data/departments.csv", "name_en", "name"),
    "L2-04": lambda files: changed(files, "data/reports.csv", "reported", "ほうこく"),
    "L2-05": lambda files: changed(files, "data/reports.csv", "reported", "other"),
    "L2-06": lambda files: changed(files, "data/departments.csv", "安全課", "=1+1"),
    "L3-01": lambda files: {**files, MEASURES: b"1,2\n" + files[MEASURES]},
    "L3-02": lambda files: without(files, "data/codes.csv"),
    "L3-03": lambda files: changed(files, "data/departments.csv", "安全課", "－"),
    "L3-05": lambda files: changed(files, "data/observations.csv", ",2018,", ",平成30,"),
    "L3-08": lambda files: without(files, "README.md"),
    "L3-09": lambda files: changed(files, "data/observations.csv", "fiscal_year", "令和元年度"),
}


def of_release(files: dict[str, bytes], earlier: dict[str, list[str]] | None = None) -> Judgement:
    return overall("release", judge_files(files, MODEL, earlier), MODEL)


@pytest.mark.parametrize("rule", RELEASED)
def test_a_release_that_breaks_a_rule_is_told(rule: str, files: dict[str, bytes]) -> None:
    assert of_release(files).verdicts[rule].state != "broken"
    verdict = of_release(RELEASED[rule](files)).verdicts[rule]
    assert verdict.state == "broken" and verdict.count >= 1 and verdict.places


def test_another_form_than_the_year_before_is_told(files: dict[str, bytes]) -> None:
    same = {"measures": ["measure_id", "title"]}
    assert of_release(files, same).verdicts["L3-07"].state == "kept"
    assert of_release(files, {"measures": ["measure_id", "priority"]}).verdicts["L3-07"].places == (
        "data/measures.csv: priority",
    )


def test_every_rule_has_a_fixture_that_breaks_it() -> None:
    assert {*SOURCES, *RELEASED, "L3-07"} == {*MODEL.readability} and len(MODEL.readability) == 30


def test_a_release_keeps_every_rule_that_applies(files: dict[str, bytes]) -> None:
    judged = of_release(files)
    assert judged.scores == {1: 100, 2: 100, 3: 100}
    exempt = {rule: verdict.why for rule, verdict in judged.verdicts.items() if verdict.state == "not_applicable"}
    assert set(exempt) <= {"L3-07"} and all(why["ja"] and why["en"] for why in exempt.values())


def test_a_release_carries_before_and_after(files: dict[str, bytes]) -> None:
    body = json.loads(files["metadata/readability.json"])
    assert set(body["rules"]) == {*MODEL.readability}
    assert body["release"]["scores"] == {"L1": 100, "L2": 100, "L3": 100}
    (source,) = body["sources"]
    assert source["subject"] == "table1.md" and source["scores"]["L1"] == 0
    assert {"data/measures.csv", "office/cp932/overview_figures.csv"} <= {item["subject"] for item in body["files"]}
    assert all(int(place) < len(body["reasons"]) for item in body["files"] for place in item["not_applicable"])


@pytest.mark.parametrize(
    ("text", "found"),
    [("①㈱Ⅳ№㌔", 5), ("髙﨑神", 0), ("ア㍻", 1), ("\ue000", 1), ("ABC・○～", 0)],
)
def test_characters_of_one_platform(text: str, found: int) -> None:
    assert len(platform_characters(text)) == found


def test_on_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = str(text(tmp_path, markdown(ROW), "表.md"))
    assert main(["readability", source, "--lang", "ja"]) == 0
    said = capsys.readouterr().out
    assert "レベル1 0 / レベル2 0" in said and "L1-01  機械で読めるファイル形式  1 か所" in said
    assert main(["readability", source, "--json"]) == 0
    (judged,) = json.loads(capsys.readouterr().out)
    assert judged["scores"]["L1"] == 0
    assert main(["readability", str(tmp_path / "無い.xlsx")]) == 2


def test_places_are_told_in_the_language_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = text(tmp_path, markdown((*ROW[:3], "教室3回 参加50人", "")), "表.md")
    for lang, place in (("ja", "表1 行2 列4"), ("en", "table 1 row 2 column 4")):
        assert main(["readability", str(source), "--lang", lang]) == 0
        assert place in capsys.readouterr().out


def test_a_workbook_that_is_damaged_is_said_to_be(files: dict[str, bytes]) -> None:
    name = next(path for path in files if path.endswith(".xlsx"))
    parts = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(files[name])) as old, zipfile.ZipFile(parts, "w") as new:
        for part in old.namelist():
            new.writestr(part, old.read(part)[: 200 if part.endswith("sheet1.xml") else None])
    with pytest.raises(bo.SourceError) as damaged:
        judge_files({**files, name: parts.getvalue()}, MODEL)
    assert damaged.value.rule.id == "source-damaged"


def test_a_folder_and_a_zip_of_a_release_are_judged_alike(tmp_path: Path) -> None:
    made = bo.release(bo.open_publication(publish(tmp_path / "city", markdown(ROW)))).paths[0]
    zips = next(made.parent.glob("*.zip"))
    folder, archive = bo.readability(made), bo.readability(zips)
    assert [item.verdicts for item in folder] == [item.verdicts for item in archive]
    assert len(folder) > 40 and all(item.scores == {1: 100, 2: 100, 3: 100} for item in folder)
    assert HEADER[0] not in str(folder[0].verdicts["L3-07"].why)
