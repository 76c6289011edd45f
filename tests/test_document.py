"""The plan as documents state it, and the tables for people made from it."""

from __future__ import annotations

from pathlib import Path

import bouhan_opendata as bo
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
