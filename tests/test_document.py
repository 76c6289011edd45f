"""The plan as documents state it, and the tables for people made from it."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest

import bouhan_opendata as bo
from bouhan_opendata.building.document import column_words
from publications import ROW, markdown, publish


def built(folder: Path, *rows: tuple[str, ...]) -> bo.Package:
    return bo.build(bo.open_publication(publish(folder, markdown(*rows))))


def test_a_section_within_a_section_is_an_office(package: bo.Package) -> None:
    kinds = {row["name"]: row["kind"] for row in package["departments"]}
    assert kinds["男女共同参画室"] == "office"
    assert (kinds["企画政策課"], kinds["指導室"]) == ("section", "section")
    assert [row["name"] for row in package["departments"] if row["parent_id"] and row["kind"] == "section"] == []


def test_a_responsible_department_spans_the_years_of_all_reports_of_its_measures(package: bo.Package) -> None:
    assert {(row["first_fiscal_year"], row["last_fiscal_year"]) for row in package["departments"]} == {(2018, 2019)}


def test_the_whole_city_is_responsible_but_reports_nothing(package: bo.Package, tmp_path: Path) -> None:
    for data in (package, built(tmp_path / "city", ("見回り", "安全課<br>【全庁】", "見回る。", *ROW[3:]))):
        whole = {row["department_id"] for row in data["departments"] if row["kind"] == "whole_city"}
        assert whole & {row["department_id"] for row in data["measure_departments"] if row["role"] == "whole_city"}
        assert not whole & {row["department_id"] for row in data["report_departments"]}


def test_the_overviews_write_out_headings_kinds_and_precision(package: bo.Package) -> None:
    rows = package["overview_figures"]
    assert {row["result_kind"] for row in rows} == {"実績"}
    approx = [row for row in rows if row["precision"] == "約"]
    assert len(approx) == 12
    assert (750, "セット") in {(row["value"], row["unit"]) for row in approx}
    assert all((row["precision"] is None) == (row["value"] is None) for row in rows)
    assert {row["time_basis"] for row in rows} == {None, "期間中の量", "時点の量"}
    areas = {row["area_title"] for name in ("overview_figures", "overview_activities") for row in package[name]}
    assert "日常生活における安全安心の確保 > 地域防犯力の向上" in areas


def test_a_figure_that_waits_for_a_person_says_so_in_its_year(tmp_path: Path) -> None:
    folder = publish(tmp_path / "city", markdown(ROW), settings={"review: none": "review: all"})
    rows = bo.build(bo.open_publication(folder))["overview_figures"]
    assert [(row["fiscal_year"], row["value"], row["gap"]) for row in rows] == [
        (2018, None, "確認待ち"),
        (2019, None, "確認待ち"),
    ]


SAMPLE = {
    "slug: bouhan": "creator: {ja: 研究会, en: The study group}\nslug: bouhan",
    "license_confirmed: true": "license_confirmed: false",
}


def test_a_sample_is_cited_by_its_maker_and_says_so_in_every_file_that_goes_alone(tmp_path: Path) -> None:
    made = bo.release(bo.open_publication(publish(tmp_path / "city", markdown(ROW), settings=SAMPLE))).paths[0]
    readme = (made / "README.md").read_text(encoding="utf-8")
    cited = [line for line in readme.splitlines() if line.startswith("> ")]
    assert "（研究会）" in cited[0]
    assert "もとの表: 渋谷区" in cited[0]
    assert "(The study group)" in cited[1]
    book = openpyxl.load_workbook(next((made / "office").glob("*.xlsx")))
    about = dict(book.worksheets[0].iter_rows(values_only=True))
    assert about["状態"].startswith("見本です。")
    assert "確認の前" in about["ライセンスの確認"]
    assert about["データの作成者"] == "研究会"
    turtle = (made / "rdf" / "data.ttl").read_text(encoding="utf-8")
    assert "adms:status publication-status:sample" in turtle


def texts(tmp_path: Path, settings: dict[str, str]) -> str:
    """The README of a release with these settings."""
    folder = publish(tmp_path / "city", markdown(ROW), settings=settings)
    return (bo.release(bo.open_publication(folder)).paths[0] / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("settings", "said", "unsaid"),
    [
        (
            {},
            ("渋谷区が確かめるために作った", "データの作成者: 渋谷区", "（渋谷区）"),
            ("プロジェクト", "渋谷区が公開したデータでは"),
        ),
        (
            SAMPLE,
            ("研究会が作りました。渋谷区が公開したデータではありません", "データの作成者: 研究会"),
            ("確かめるために作った",),
        ),
        ({"status: sample ": "status: official "}, ("データの作成者: 渋谷区", "（渋谷区）"), ("見本", "sample")),
        (
            {"status: sample ": "status: official ", **SAMPLE},
            ("データの作成者: 研究会", "もとの表: 渋谷区。ライセンスは自治体の確認前"),
            ("見本です", "見本で、"),
        ),
    ],
)
def test_who_made_it_is_said_as_the_settings_have_it(
    tmp_path: Path, settings: dict[str, str], said: tuple[str, ...], unsaid: tuple[str, ...]
) -> None:
    readme = texts(tmp_path, settings)
    assert [words for words in said if words not in readme] == []
    assert [words for words in unsaid if words in readme] == []


def test_the_counts_of_the_readme_add_up(tmp_path: Path) -> None:
    row = ("地域の見回り", "安全課", "年3回見回ります。", "・見回り 12回のうち夜間 2回", "")
    later = ("地域の見回り", "安全課", "年3回見回ります。", "・見回り 12回のうち夜間 3回<br>・謎 5ホゲ", "")
    folder = publish(tmp_path / "city", markdown(row), markdown(later))
    sources = folder / "sources" / "sources.yaml"
    sources.write_text(sources.read_text(encoding="utf-8") + "    replaces: s001\n", encoding="utf-8")
    made = bo.release(bo.open_publication(folder))
    readme = (made.paths[0] / "README.md").read_text(encoding="utf-8")
    (line,) = [line for line in readme.splitlines() if line.startswith("表に書かれた数は")]
    figures, quantities, *parts = [int(number) for number in re.findall(r"([0-9,]+) 個", line)]
    assert figures >= quantities == sum(parts)
    assert "前の資料の数(3 個)" in line
    assert "空欄の取組みは 1 件" in line
    assert [finding.place.file for finding in made.findings if finding.rule == "blank-cell"] == ["table2.md"]


def test_a_waiver_of_a_replaced_source_goes_on_fitting(tmp_path: Path) -> None:
    row = ("地域の見回り", "安全課", "見回ります。", "・見回り 12回", "")
    waiver = (
        "  - {id: k001, target: finding, where: {source: s001}, waive: blank-cell, why: 確認済み, by: 安全課, on: 2020-04-01}"
    )
    curation = {"decisions.yaml": f"decisions:\n{waiver}\n"}
    findings = bo.validate(
        bo.build(bo.open_publication(publish(tmp_path / "city", markdown(row), markdown(row), curation=curation)))
    )
    assert "decision-misfit" not in {finding.rule for finding in findings}
    assert len([finding for finding in findings if finding.rule == "blank-cell"]) == 1


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("令和元年度の取組み", "取組み"),
        ("平成30年度の実績", "実績"),
        ("令和元年度 計画", "計画"),
        ("実績（平成30年度）", "実績"),
        ("令和元年度 実績（件）", "実績（件）"),
        ("取組み", "取組み"),
        ("平成30年度", "平成30年度"),
    ],
)
def test_a_column_is_called_by_its_words_without_the_year(header: str, words: str) -> None:
    assert column_words(header) == words


def test_a_department_on_the_line_of_its_item_is_no_mismatch(tmp_path: Path) -> None:
    """【学務課】配布 3個 and 安全課：巡回 3回: the items are what is said behind the head."""
    row = ("見守り", "学務課<br>安全課", "見守ります。", "【学務課】配布 3個\n安全課：巡回 3回", "・巡回 4回")
    package = bo.build(bo.open_publication(publish(tmp_path / "city", markdown(row))))
    assert not bo.validate(package).errors
    assert {row["text"] for row in package["activities"]} == {"配布 3個", "巡回 3回", "巡回 4回"}


def test_departments_and_the_order_of_measures_are_as_the_newest_source_has_them(tmp_path: Path) -> None:
    """Of the names that the register has for a department, the newest counts; measures that are gone come last."""
    older = (
        ("見回り", "安全課", "", "見回り", "見回り"),
        ("講習会", "安全課<br>学務課", "", "講習", "講習"),
        ("貸与", "安全課", "", "－", "－"),
    )
    newer = (
        ("貸与", "地域安全課", "", "－", "－"),
        ("カメラ", "学務課", "", "－", "－"),
        ("見回り", "地域安全課", "", "見回り", "見回り"),
    )
    names = ("m001 見回り", "m002 講習会", "m003 貸与", "d001 安全課", "d002 学務課", "d001 地域安全課")
    lines = [f'  - {{id: {name[:4]}, name: "{name[5:]}", source: s001}}' for name in names]
    register = {"register.yaml": "ids:\n" + "\n".join(lines) + "\n"}
    package = bo.build(bo.open_publication(publish(tmp_path / "city", markdown(*older), markdown(*newer), curation=register)))
    assert {row["department_id"]: row["name"] for row in package["departments"]} == {"d001": "地域安全課", "d002": "学務課"}
    ordered = sorted(package["measures"], key=lambda row: row["sort_order"])
    assert [row["title"] for row in ordered] == ["貸与", "カメラ", "見回り", "講習会"]
    assert [row["sort_order"] for row in ordered] == [1, 2, 3, 4]
