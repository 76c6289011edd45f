"""調査票: last year's texts and numbers go out as a form, and the form that comes back is read without a question."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import bouhan_opendata as bo
from bouhan_opendata.cli.main import main
from bouhan_opendata.presentation.printed_table import TABLES, printed_table
from conftest import REAL
from publications import HEADER, markdown, publish

ID, KIND, STATUS, WHY = "ID(変えないでください)", "区分", "状態", "わけ・備考"
FIRST = "【安全課】\n・見回り 12回（参加者 40人）\n【学務課】\n・登校時の見回り 週1回"
SECOND = "【安全課】\n・見回り 15回（参加者 50人）\n・講習会を5月に2回開催\n【学務課】\n・登校時の見回り 週1回"
ROWS = (
    ("1 地域の安全", "", "", "", ""),
    ("地域の見回り", "安全課<br>学務課", "地域を見回ります。", FIRST, SECOND),
    ("防犯灯", "道路課", "灯りを増やします。", "・新設 34基", "・新設 40基\n・市内11の団体と点検"),
    ("空き家", "都市課", "", "・調査を実施", ""),
)  # fmt: skip


@pytest.fixture
def city(tmp_path: Path) -> Path:
    folder = publish(tmp_path / "city", markdown(*ROWS, header=HEADER))
    bo.release(bo.open_publication(folder))
    return folder


Fill = Callable[[dict[str, str]], dict[str, Any]]


def filled(book: Path, fill: Fill, to: Path) -> Path:
    """The form with what ``fill`` says for each row (heads → texts); ``YEAR`` stands for the year's column."""
    loaded = openpyxl.load_workbook(book)
    sheet = loaded["調査票"]
    heads = {str(cell.value): number for number, cell in enumerate(sheet[1], 1)}
    [year] = [head for head in heads if head.startswith("令和2年度")]
    for number in range(2, sheet.max_row + 1):
        row = {head: str(sheet.cell(number, column).value or "") for head, column in heads.items()}
        for head, text in fill({**row, "YEAR": row[year]}).items():
            sheet.cell(number, heads[year if head == "YEAR" else head]).value = text
    loaded.save(to)
    return to


def numbers(row: dict[str, str]) -> dict[str, Any]:
    """Every number is 7 times its row's number; open places become 6."""
    if row[KIND] == "数":
        return {"YEAR": 7 * int(row["番号"])}
    return {"YEAR": row["YEAR"].replace("＿", "6")} if row["YEAR"] else {}


def of_2020(city: Path) -> bo.Package:
    package = bo.build(bo.open_publication(city))
    bo.validate(package)
    return package


def texts(package: bo.Package) -> list[tuple[str, str, str | None]]:
    reports = {row["report_id"]: row for row in package["reports"] if row["fiscal_year"] == 2020}
    return [(row["text"], row["status"], row["continuity"]) for row in package["activities"] if row["report_id"] in reports]


def taken(city: Path, *files: Path) -> bo.Package:
    bo.receive(bo.open_publication(city), files, 2020, received_on="2021-05-01")
    return of_2020(city)


@pytest.mark.usefixtures("without_judges")
def test_the_form_holds_last_years_texts_with_a_place_for_each_number(city: Path, tmp_path: Path) -> None:
    (path,) = bo.make_forms(city, tmp_path / "調査票.xlsx", year=2020)
    sheet = openpyxl.load_workbook(path)["調査票"]
    rows = [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert rows[0][5] == "令和2年度の取組み"
    shown = {row[9]: row for row in rows if row[1] == "取組" and row[9] != "＋"}
    before = {row[4]: row[5] for row in shown.values()}
    assert before["見回り 15回（参加者 50人）"] == "見回り 〔i001〕回（参加者 〔i002〕人）"
    assert before["講習会を5月に2回開催"].startswith("講習会を＿月に〔i")
    assert before["登校時の見回り 週1回"] == "登校時の見回り 週1回", "a rate stays as it is"
    assert [row[9] for row in rows if row[1] == "施策"] == ["m001", "m002", "m003"]
    assert [(row[4], row[6]) for row in rows if row[9] == "i001"] == [("見回り　15回", "回")]
    assert sum(row[9] == "＋" for row in rows) == 4, "a row for what is new, for each measure and department"
    assert path.read_bytes() == next(iter(bo.make_forms(city, tmp_path / "again.xlsx", year=2020))).read_bytes()


@pytest.mark.usefixtures("without_judges")
def test_what_comes_back_is_read_without_a_question(city: Path, tmp_path: Path) -> None:
    (path,) = bo.make_forms(city, tmp_path / "調査票.xlsx", year=2020)
    package = taken(city, filled(path, numbers, tmp_path / "回答.xlsx"))
    assert {continuity for _, _, continuity in texts(package)} == {"figures_only", "unchanged"}
    assert not [one for one in package.new_ids if one.source_id == "s002"]
    rules = {finding.rule for finding in bo.validate(package)}
    assert not rules & {"series-near-miss", "name-near-miss", "id-minted", "observations-waiting", "form-unfilled", "bare-number"}
    observed = {row["indicator_id"]: row["value"] for row in package["observations"] if row["fiscal_year"] == 2020}
    loaded = openpyxl.load_workbook(path)["調査票"].iter_rows(values_only=True)
    assert observed == {str(row[9]): 7 * int(row[0]) for row in loaded if row[1] == "数"}
    grades = {row["figure_id"]: row["grade"] for row in package["figures"]}
    assert {grades[row["figure_id"]] for row in package["observations"] if row["fiscal_year"] == 2020} == {"confirmed"}


@pytest.mark.usefixtures("without_judges")
def test_what_was_called_off_reworded_or_new_keeps_its_ids(city: Path, tmp_path: Path) -> None:
    def fill(row: dict[str, str]) -> dict[str, Any]:
        if row["昨年度の記載"].startswith("講習会"):
            return {STATUS: "中止", WHY: "感染症のため"}
        if row["昨年度の記載"].startswith("登校時"):
            return {"YEAR": "子どもの見守りを毎朝行った"}
        if row["昨年度の記載"].startswith("市内11"):
            return {STATUS: "終了"}
        if row[ID] == "＋" and row["担当課"] == "学務課":
            return {"YEAR": "新しい教室を3回開催"}
        return numbers(row)

    (path,) = bo.make_forms(city, tmp_path / "調査票.xlsx", year=2020)
    package = taken(city, filled(path, fill, tmp_path / "回答.xlsx"))
    found = {text: (status, continuity) for text, status, continuity in texts(package)}
    assert found["講習会：中止（感染症のため）"] == ("cancelled", "reworded")
    assert found["子どもの見守りを毎朝行った"] == ("reported", "reworded")
    assert found["市内の団体と点検：事業終了"] == ("ended", "reworded")
    assert found["新しい教室を3回開催"] == ("reported", "first_stated")
    (row,) = (row for row in package["activities"] if row["text"].startswith("講習会：中止"))
    assert row["status_reason"] == "infectious_disease"
    old = {row["series_id"] for row in package["activities"] if row["text"].startswith("講習会を5月")}
    assert {row["series_id"]} == old


@pytest.mark.usefixtures("without_judges")
def test_rows_that_were_left_are_told_and_make_no_number(city: Path, tmp_path: Path) -> None:
    def fill(row: dict[str, str]) -> dict[str, Any]:
        if row["昨年度の記載"].startswith(("新設", "登校時")) or row[ID] == "i002":
            return {"YEAR": ""}
        return {"YEAR": 9} if row[KIND] == "数" else {}

    (path,) = bo.make_forms(city, tmp_path / "調査票.xlsx", year=2020)
    package = taken(city, filled(path, fill, tmp_path / "回答.xlsx"))
    told = [finding for finding in bo.validate(package) if finding.rule.startswith("form-")]
    assert [one.params["count"] for one in told if one.rule == "form-unfilled"] == [2]
    missing = {one.place.address: one.params["text"] for one in told if one.rule == "form-number-missing"}
    assert missing == {"調査票!F4": "見回り 9回（参加者 ＿人）", "調査票!F7": "講習会を＿月に9回開催"}
    assert next(text for text, _, _ in texts(package)) == "見回り 9回（参加者 ＿人）"
    assert not [row for row in package["figures"] if row["quote"].startswith("＿")]


@pytest.mark.usefixtures("without_judges")
def test_forms_of_several_sections_are_put_together(city: Path, tmp_path: Path) -> None:
    made = bo.make_forms(city, tmp_path / "forms", year=2020, by_department=True)
    assert sorted(path.name for path in made) == [
        "調査票_学務課.xlsx", "調査票_安全課.xlsx", "調査票_道路課.xlsx", "調査票_都市課.xlsx",
    ]  # fmt: skip
    (tmp_path / "back").mkdir()
    back = [filled(path, numbers, tmp_path / "back" / path.name) for path in made]
    package = taken(city, tmp_path / "back")
    assert not [one for one in package.new_ids if one.source_id == "s002"]
    assert [text for text, _, _ in texts(package)][2] == "登校時の見回り 週1回"
    assert (city / "sources" / "調査票_2020.xlsx").is_file()
    with pytest.raises(bo.UsageError, match=r"調査票ではありません|no form"):
        bo.receive(bo.open_publication(city), [back[0], city / "sources" / "table1.md"], 2020)


@pytest.mark.usefixtures("without_judges")
def test_a_form_that_was_sorted_and_saved_by_another_program_says_the_same(
    city: Path, tmp_path: Path, need_command: Callable[[str, str], str]
) -> None:
    office = need_command("libreoffice", "soffice")
    (path,) = bo.make_forms(city, tmp_path / "調査票.xlsx", year=2020)
    book = filled(path, numbers, tmp_path / "回答.xlsx")
    loaded = openpyxl.load_workbook(book)
    sheet = loaded["調査票"]
    body = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)]
    for number, row in enumerate(sorted(body, key=lambda row: str(row[9])), 2):
        for column, value in enumerate(row, 1):
            sheet.cell(number, column).value = value
    loaded.save(book)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [office, "--headless", profile, "--convert-to", "xlsx", "--outdir", str(tmp_path / "saved"), str(book)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    other = shutil.copytree(city, tmp_path / "other")
    assert texts(taken(city, tmp_path / "saved" / "回答.xlsx")) == texts(taken(other, filled(path, numbers, tmp_path / "b.xlsx")))


def test_the_form_of_the_real_release_brings_every_series_back(tmp_path: Path) -> None:
    real = shutil.copytree(REAL, tmp_path / "real", ignore=shutil.ignore_patterns("0.[1-5].0", "*.zip"))
    (path,) = bo.make_forms(real, tmp_path / "調査票.xlsx", year=2020)
    package = taken(real, filled(path, numbers, tmp_path / "回答.xlsx"))
    assert not [one for one in package.new_ids if one.source_id == "s002"]
    newest = {row["report_id"]: row["fiscal_year"] for row in package["reports"] if row["is_current"]}
    series = {
        year: {row["series_id"] for row in package["activities"] if newest[row["report_id"]] == year} for year in (2019, 2020)
    }
    assert series[2020] == series[2019]
    shown = printed_table({name: package[name].rows for name in TABLES}, "表", package.model, [2020])
    assert not re.search("[〔〕＿]", "".join(cell for row in shown.rows for cell in row.cells))


def test_the_commands(city: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "調査票.xlsx"
    assert main(["form", str(city), "--year", "2020", "-o", str(out), "--lang", "ja"]) == 0
    assert f"{out.as_posix()}  取組 5" in capsys.readouterr().out
    assert main(["form", str(city), "--year", "2018", "-o", str(out), "--lang", "ja"]) == 2
    assert "2018 年度より前の取組がありません" in capsys.readouterr().err
    back = filled(out, numbers, tmp_path / "回答.xlsx")
    assert main(["receive", str(city), str(back), "--year", "2020", "--received-on", "2021-05-01"]) == 0
    assert main(["check", str(city)]) == 0


@pytest.mark.usefixtures("without_judges")
@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("２０", "20回"),
        ("1,020", "1,020回"),
        ("20回", "20回"),
        ("約20", "約20回"),
        ("20人", "＿回"),
        ("多数", "＿回"),
        ("20と5", "＿回"),
    ],
)
def test_what_is_typed_into_a_number_cell_is_a_number_or_none(typed: str, read: str, city: Path, tmp_path: Path) -> None:
    (path,) = bo.make_forms(city, tmp_path / "調査票.xlsx", year=2020)
    package = taken(
        city, filled(path, lambda row: {"YEAR": typed} if row[ID] == "i001" else numbers(row), tmp_path / "回答.xlsx")
    )
    assert texts(package)[0][0].startswith(f"見回り {read}（参加者")
    told = {finding.rule for finding in bo.validate(package)}
    assert ("form-number-missing" in told) == ("＿" in read)


@pytest.mark.usefixtures("without_judges")
def test_a_number_that_the_text_contradicts_is_told(city: Path, tmp_path: Path) -> None:
    def fill(row: dict[str, str]) -> dict[str, Any]:
        return {"YEAR": "新設 41基"} if row["昨年度の記載"] == "新設 40基" else numbers(row)

    (path,) = bo.make_forms(city, tmp_path / "調査票.xlsx", year=2020)
    package = taken(city, filled(path, fill, tmp_path / "回答.xlsx"))
    (found,) = (finding for finding in bo.validate(package) if finding.rule == "form-number-unused")
    value = next(row for row in package["figures"] if row["quote"] == "41基")
    assert found.params["id"] == "i004" and value["grade"] != "confirmed"


@pytest.mark.usefixtures("without_judges")
def test_an_id_that_was_changed_is_no_way_into_the_register(city: Path, tmp_path: Path) -> None:
    (path,) = bo.make_forms(city, tmp_path / "調査票.xlsx", year=2020)
    book = filled(
        path, lambda row: {ID: "t999", "YEAR": "別の書きぶり"} if row[ID] == "t001" else numbers(row), tmp_path / "回答.xlsx"
    )
    package = taken(city, book)
    assert "t999" not in (city / "curation" / "register.yaml").read_text(encoding="utf-8")
    assert "別の書きぶり" in [text for text, _, _ in texts(package)]


@pytest.mark.usefixtures("without_judges")
def test_two_sections_that_answer_one_row_differently_are_told_of(city: Path, tmp_path: Path) -> None:
    (path,) = bo.make_forms(city, tmp_path / "調査票.xlsx", year=2020)
    one = filled(path, numbers, tmp_path / "a.xlsx")
    other = filled(path, lambda row: {"YEAR": 3} if row[KIND] == "数" else numbers(row), tmp_path / "b.xlsx")
    with pytest.raises(bo.UsageError, match="i001"):
        bo.receive(bo.open_publication(city), [one, other], 2020)
    assert not (city / "sources" / "調査票_2020.xlsx").exists()


@pytest.mark.usefixtures("without_judges")
def test_a_status_of_its_own_and_a_remark_are_kept_and_a_number_beside_a_stop_is_told(city: Path, tmp_path: Path) -> None:
    def fill(row: dict[str, str]) -> dict[str, Any]:
        if row["昨年度の記載"].startswith("登校時"):
            return {STATUS: "休止", WHY: "校舎の工事のため"}
        if row["昨年度の記載"] == "新設 40基":
            return {STATUS: "中止"}
        if row["昨年度の記載"].startswith("調査"):
            return {WHY: "市内全域"}
        return numbers(row)

    (path,) = bo.make_forms(city, tmp_path / "調査票.xlsx", year=2020)
    package = taken(city, filled(path, fill, tmp_path / "回答.xlsx"))
    found = [text for text, _, _ in texts(package)]
    assert "登校時の見回り 週1回　休止（校舎の工事のため）" in found
    (unused,) = (finding for finding in bo.validate(package) if finding.rule == "form-number-unused")
    assert unused.params["id"] == "i004"


@pytest.mark.usefixtures("without_judges")
def test_measures_without_a_department_have_a_form_too(tmp_path: Path) -> None:
    row = ("無課", "", "", "・点検 1回", "・点検 2回")
    city = publish(tmp_path / "city", markdown(ROWS[1], row, header=HEADER))
    bo.release(bo.open_publication(city))
    made = bo.make_forms(city, tmp_path / "forms", year=2020, by_department=True)
    assert "調査票_担当課なし.xlsx" in [path.name for path in made]
    (tmp_path / "back").mkdir()
    for path in made:
        filled(path, numbers, tmp_path / "back" / path.name)
    assert not [one for one in bo.validate(taken(city, tmp_path / "back")) if one.rule.startswith("form-")]


PARTS = "・巡回\n　－青パト {} 回\n　－徒歩 {}回\n・講座を約{}回開き\n{}人が参加\n・補助金 {}千円"


@pytest.mark.usefixtures("without_judges")
def test_parts_lines_and_scales_come_back_as_they_were(tmp_path: Path) -> None:
    """Parts of an activity, several lines, 千円 and 約: each number has a row, in the unit that is written."""
    row = ("見回り", "安全課", "見回り", PARTS.format(12, 5, 2, 30, "1,200"), PARTS.format(15, 6, 3, 40, "1,500"))
    city = publish(tmp_path / "city", markdown(row, header=HEADER))
    bo.release(bo.open_publication(city))
    (path,) = bo.make_forms(city, tmp_path / "調査票.xlsx", year=2020)
    sheet = openpyxl.load_workbook(path)["調査票"].iter_rows(values_only=True)
    units = {str(cells[4]).split("　")[-1]: cells[6] for cells in sheet if cells[1] == "数"}
    assert units == {"15 回": "回", "6回": "回", "3回": "回", "40人": "人", "1,500千円": "千円"}
    package = taken(city, filled(path, numbers, tmp_path / "回答.xlsx"))
    assert {continuity for _, _, continuity in texts(package)} == {"figures_only", "unchanged"}
    reports = {row["report_id"]: row["fiscal_year"] for row in package["reports"]}
    below = {
        year: [bool(row["parent_activity_id"]) for row in package["activities"] if reports[row["report_id"]] == year]
        for year in (2019, 2020)
    }
    assert below[2019] == below[2020] == [False, True, True, False, False]
    newest = [row for row in package["observations"] if row["fiscal_year"] == 2020]
    grades = {row["figure_id"]: row["grade"] for row in package["figures"]}
    assert len(newest) == 5 and {grades[row["figure_id"]] for row in newest} == {"confirmed"}
    assert next(row["value"] for row in newest if row["unit_id"] == "yen") % 7000 == 0, "a number of thousands"
