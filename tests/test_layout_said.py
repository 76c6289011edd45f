"""What ``layout`` in sources.yaml says of columns, rows and tables, and what ``bouhan inspect`` shows of each."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

import bouhan_opendata as bo
from bouhan_opendata.cli import main
from bouhan_opendata.errors import SourceError
from bouhan_opendata.reading import ProgressTable, Role, read_progress_table
from publications import ROW, markdown, publish
from sheet_paper import merge, put, saved

PLAIN: list[list[object]] = [
    ["安全計画の記録"],
    ["名", "係", "ことし", "しるし"],
    ["見回り", "安全課", "見回り 12回", "A"],
    ["おとな向け", None, None, None],
    ["講習会", "安全課", "講習会 3回", "B"],
    ["合計", "安全課", "15回", None],
]


def table(tmp_path: Path, rows: list[list[object]], layout: dict[str, Any], *, title: str = "進捗") -> ProgressTable:
    book = openpyxl.Workbook()
    book.active.title = title
    put(book.active, rows)
    (tmp_path / "表.xlsx").write_bytes(saved(book))
    return read_progress_table(tmp_path / "表.xlsx", bo.load_model(), layout)


def paths(found: ProgressTable) -> list[tuple[str, str]]:
    return [(found.headings[row.heading].title if row.heading is not None else "", row.title) for row in found.measures]


COLUMNS = {"名": "measure", "係": "department", "ことし": "result:2022", "しるし": "text:grade"}
BY_LETTER = {"A": "measure", "B": "department", "C": "result:2022", "D": "text:grade"}
BY_NUMBER = {"1": "measure", "2": "department", "3": "result:2022", "4": "text:grade"}
BY_PLACE = {f"進捗!{letter}": role for letter, role in BY_LETTER.items()}


@pytest.mark.parametrize("columns", [COLUMNS, BY_LETTER, BY_NUMBER, BY_PLACE])
def test_columns_are_named_by_header_letter_or_number(tmp_path: Path, columns: dict[str, str]) -> None:
    rows = [row for row in PLAIN if row[0] != "おとな向け"]
    found = table(tmp_path, rows, {"columns": columns})
    assert [column.role for column in found.columns] == [Role.MEASURE, Role.DEPARTMENT, Role.RESULT, Role.TEXT]
    assert found.fiscal_years == (2022,)
    assert [row.title for row in found.measures] == ["見回り", "講習会"]


def test_the_letter_of_a_column_is_the_sheets_own(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    put(book.active, [row[:3] for row in PLAIN[1:3]], column=3)
    (tmp_path / "表.xlsx").write_bytes(saved(book))
    layout = {"columns": {"C": "measure", "D": "department", "E": "result:2022:plan"}}
    found = read_progress_table(tmp_path / "表.xlsx", bo.load_model(), layout)
    assert [(column.role, column.result_kind) for column in found.columns][2] == (Role.RESULT, "plan")


def test_a_row_is_what_is_said_of_it(tmp_path: Path) -> None:
    said = {"進捗!4": "heading", "進捗!6": "measure", "3": "skip"}
    found = table(tmp_path, PLAIN, {"columns": COLUMNS, "rows": said})
    assert paths(found) == [("おとな向け", "講習会"), ("おとな向け", "合計")]
    assert [found.row_kinds[1, number] for number in range(1, 6)] == ["header", "skip", "heading", "measure", "measure"]
    assert not {finding.rule for finding in found.findings} & {"total-row", "row-unclear"}


def test_the_header_stands_where_it_is_said_to(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["施策", "担当課", "令和3年度"],
        ["（記入例）見回り", "○○課", "見回り 3回"],
        ["事業", "所管", "令和4年度"],
        ["講習会", "安全課", "講習会 5回"],
    ]
    found = table(tmp_path, rows, {"rows": {"進捗!3": "header"}})
    assert (found.fiscal_years, [row.title for row in found.measures]) == ((2022,), ["講習会"])
    assert found.row_kinds[1, 1] == found.row_kinds[1, 2] == "note"


def test_a_header_repeated_in_other_words_is_none_of_the_measures(tmp_path: Path) -> None:
    rows: list[list[object]] = [
        ["施策", "担当課", "令和4年度"],
        ["講習会", "安全課", "講習会 5回"],
        ["施策（つづき）", "課名", "実績"],
        ["見回り", "安全課", "見回り 8回"],
    ]
    found = table(tmp_path, rows, {"rows": {"進捗!1": "header", "進捗!3": "header"}})
    assert [row.title for row in found.measures] == ["講習会", "見回り"]


@pytest.mark.parametrize("name", ["例", "1"])
def test_a_table_or_sheet_is_left_out(tmp_path: Path, name: str) -> None:
    book = openpyxl.Workbook()
    book.active.title = "例"
    rows = [["１ 書き方"], ["施策", "担当課", "令和4年度"], ["（例）見回り", "安全課", "見回り 1回"]]
    put(book.active, rows)
    put(book.create_sheet("進捗"), [*rows[1:2], ["講習会", "安全課", "講習会 5回"]])
    (tmp_path / "表.xlsx").write_bytes(saved(book))
    found = read_progress_table(tmp_path / "表.xlsx", bo.load_model(), {"tables": {name: "skip"}})
    assert paths(found) == [("", "講習会")]
    assert "table-not-read" not in {finding.rule for finding in found.findings}
    assert found.row_kinds[1, 1] == "skip"


def test_a_document_all_left_out_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError):
        table(tmp_path, [["施策", "令和4年度"], ["見回り", "3回"]], {"tables": {"進捗": "skip"}})


def test_a_publication_is_built_as_its_layout_says(tmp_path: Path) -> None:
    text = markdown(ROW, ("合計", *ROW[1:]), ("集計", "安全課", "", "", "・見回り 1回"))
    folder = publish(tmp_path / "city", text, layout='{rows: {"表1 行3": measure, "4": skip}}')
    package = bo.build(bo.open_publication(folder))
    assert [row["title"] for row in package["measures"]] == [ROW[0], "合計"]
    assert not {finding["rule"] for finding in bo.validate(package).as_dicts() if finding["level"] == "error"}


@pytest.mark.parametrize(
    ("layout", "said"),
    [
        ("{rows: {99: skip}}", "99"),
        ("{rows: {1: header}, tables: {5: skip}}", "5"),
        ("{columns: {Z: measure}}", "Z"),
        ("{rows: {3: row}}", "row"),
        ("{tables: {1: read}}", "read"),
        ("{lines: {1: skip}}", "lines"),
    ],
)
def test_what_a_layout_says_of_nothing_is_refused(tmp_path: Path, layout: str, said: str) -> None:
    folder = publish(tmp_path / "city", markdown(ROW), layout=layout)
    with pytest.raises(bo.PublicationError, match=said):
        bo.build(bo.open_publication(folder))


def test_inspect_shows_what_each_row_was_taken_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = openpyxl.Workbook()
    book.active.title = "進捗"
    put(book.active, [
        ["安全計画"],
        ["施策", "担当課", "令和4年度"],
        ["1 地域の安全", None, None],
        ["見回り", "安全課", "見回り 12回"],
        [None, "学務課", "見守り 3回"],
        ["講習会", "安全課", "講習会 3回"],
        ["合計", None, "18回"],
    ])  # fmt: skip
    merge(book.active, "A3:C3", "A4:A5")
    put(book.create_sheet("凡例"), [["記号", "意味"], ["A", "達成"], ["B", "未達成"]])
    (tmp_path / "表.xlsx").write_bytes(saved(book))
    assert main(["inspect", str(tmp_path / "表.xlsx"), "--lang", "en"]) == 0
    shown = capsys.readouterr().out
    rows = [" ".join(line.split()) for line in shown.partition("Rows\n")[2].partition("\n\n")[0].split("\n")]
    assert rows == [
        "table 1 進捗", "進捗!2 header 施策", "進捗!3 heading 1 地域の安全", "進捗!4–6 measure 2, goes on 1", "進捗!7 total 合計",
        "table 2 凡例", "凡例!1–3 note",
    ]  # fmt: skip
