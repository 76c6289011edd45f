"""The familiar table made from the data: read again, it says the same; its office files open and repeat byte for byte."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

import bouhan_opendata as bo
from bouhan_opendata.cli.main import main
from bouhan_opendata.presentation.printed_table import printed_table
from conftest import CASES, REAL
from publications import markdown, publish

FORMS = ("md", "xlsx", "docx")


def stated(tables: Mapping[str, Any]) -> set[tuple[Any, ...]]:
    """What the tables say, without ids and places: who did what in which year, with every number and its reading."""
    titles = {row["measure_id"]: row["title"] for row in tables["measures"]}
    names = {row["department_id"]: row["name"] for row in tables["departments"]}
    reports = {row["report_id"]: row for row in tables["reports"] if row["is_current"]}
    activities = {row["activity_id"]: row for row in tables["activities"] if row["report_id"] in reports}

    def where(activity: Mapping[str, Any]) -> tuple[Any, ...]:
        report = reports[activity["report_id"]]
        return titles[report["measure_id"]], report["fiscal_year"], report["result_kind"], names.get(activity["department_id"])

    found: set[tuple[Any, ...]] = {(*where(row), row["text"], row["status"]) for row in activities.values()}
    for figure in tables["figures"]:
        if (activity := activities.get(figure["activity_id"])) is not None:
            read = tuple(figure[name] for name in ("quote", "class", "value", "lower", "upper", "unit_text", "label", "use"))
            found.add((*where(activity), *read))
    areas = {row["policy_area_id"]: row for row in tables["policy_areas"]}
    for row in tables["measures"]:
        area = areas.get(row["policy_area_id"])
        found.add((row["title"], row["description"], area and area["title"], area and area["level"]))
    for row in reports.values():
        found.add((titles[row["measure_id"]], row["fiscal_year"], row["result_kind"], row["status"]))
    return found


def tables_of(package: bo.Package) -> dict[str, Any]:
    return {name: package[name].rows for name in package}


def read_again(folder: Path, data: bytes, form: str, year: int) -> dict[str, Any]:
    """A publication whose one source is the printed table, built."""
    city = publish(folder, "", years=(year,))
    (city / "sources" / "table1.md").unlink()
    (city / "sources" / f"table1.{form}").write_bytes(data)
    listed = city / "sources" / "sources.yaml"
    listed.write_text(listed.read_text(encoding="utf-8").replace("table1.md", f"table1.{form}"), encoding="utf-8")
    return tables_of(bo.build(bo.open_publication(city)))


@pytest.mark.parametrize("form", FORMS)
def test_the_real_release_printed_and_read_again_states_the_same(form: str, released: Path, tmp_path: Path) -> None:
    with bo.open_release(released) as release:
        before = {name: release[name].rows for name in release}
    after = read_again(tmp_path / "city", bo.print_table(released, form=form), form, 2019)
    assert len(stated(before)) > 300
    assert stated(after) == stated(before)


@pytest.mark.parametrize("name", ["many_years", "other_city"])
@pytest.mark.parametrize("form", FORMS)
def test_other_cities_printed_and_read_again_state_the_same_activities(name: str, form: str, tmp_path: Path) -> None:
    package = bo.build(bo.open_publication(CASES / name))
    before = tables_of(package)
    made = printed_table(before, "取組み", bo.load_model())
    from bouhan_opendata.presentation import printed_table as printing

    data = {
        "md": lambda: printing.as_markdown(made).encode(),
        "xlsx": lambda: printing.as_workbook(made),
        "docx": lambda: printing.as_word(made),
    }[form]()
    path = tmp_path / f"table.{form}"
    path.write_bytes(data)
    current = {row["report_id"] for row in before["reports"] if row["is_current"]}
    texts = sorted(row["text"] for row in before["activities"] if row["report_id"] in current)
    facts = bo.read(path)
    assert sorted(item.text for item in facts.items) == texts
    assert not facts.findings.errors


def test_only_some_years_are_printed() -> None:
    text = bo.print_table(REAL, years=[2019]).decode()
    assert "令和元年度の取組み" in text and "平成30年度の取組み" not in text
    with pytest.raises(bo.UsageError):
        bo.print_table(REAL, years=[1999])
    with pytest.raises(bo.UsageError):
        bo.print_table(REAL, form="pdf")


@pytest.mark.parametrize("form", ["xlsx", "docx"])
def test_office_files_repeat_byte_for_byte_and_open_elsewhere(form: str) -> None:
    data = bo.print_table(REAL, form=form)
    assert data == bo.print_table(REAL, form=form)
    if form == "xlsx":
        page = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
        assert [cell.value for cell in page[2]][:3] == ["主要な施策", "担当課", "施策の内容"]
        assert page.page_setup.orientation == "landscape" and str(page.page_setup.paperSize) == "9"
    else:
        table = docx.Document(io.BytesIO(data)).tables[0]
        assert [cell.text for cell in table.rows[0].cells][:3] == ["主要な施策", "担当課", "施策の内容"]


def test_what_looks_like_markup_stays_words(tmp_path: Path) -> None:
    row = ("見回り", "安全課", "a|b \\ <b>", "・=1+1 を配布 3枚", "・-見回り 15回")
    package = bo.build(bo.open_publication(publish(tmp_path / "city", markdown(tuple(cell.replace("|", "\\|") for cell in row)))))
    made = printed_table(tables_of(package), "取組み", bo.load_model())
    from bouhan_opendata.presentation.printed_table import as_markdown, as_workbook

    assert "a\\|b" in as_markdown(made)
    page = openpyxl.load_workbook(io.BytesIO(as_workbook(made))).worksheets[0]
    assert all(cell.data_type != "f" for line in page.iter_rows() for cell in line)


def test_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["print", str(REAL), "--md"]) == 0
    assert capsys.readouterr().out.startswith("# 小金井市")
    target = tmp_path / "取組み.docx"
    assert main(["print", str(REAL), "--docx", "-o", str(target)]) == 0
    assert target.read_bytes()[:2] == b"PK"
    assert main(["print", str(REAL), "--xlsx"]) == 2
