"""Rows to files and back: canonical CSV, the data package, the workbook, the copies for spreadsheets, SQLite and frames."""

from __future__ import annotations

import functools
import io
import json
import sqlite3
import sys
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bouhan_opendata import frames
from bouhan_opendata.errors import PackageError, UsageError
from bouhan_opendata.model import Field, Model, TableModel
from bouhan_opendata.model import load_model as load
from bouhan_opendata.tabular.csv_tables import read_rows, table_openers, write_rows
from bouhan_opendata.tabular.data_package import Contributor, PackageInfo, SourceInfo, data_package, data_package_json
from bouhan_opendata.tabular.lexical import parse_value, write_value
from bouhan_opendata.tabular.spreadsheets import cp932_cells, spreadsheet_files
from bouhan_opendata.tabular.sqlite import create_table, sqlite_bytes
from bouhan_opendata.tabular.workbook import ABOUT, COMPARISON, CONTENTS, WorkbookInfo, workbook
from conftest import need_module

load_model = functools.cache(load)
openpyxl: Any = need_module("openpyxl")
WORDS = {"ja": "見守り", "en": "watch"}
KINDS = ("string", "text", "integer", "decimal", "date", "fiscal_year", "boolean")
WATCHES = TableModel(
    "watches",
    {"ja": "見守り", "en": "Watches"},
    WORDS,
    ("watch_id",),
    (
        Field("watch_id", "id", {"ja": "見守りID", "en": "id"}, WORDS, required=True),
        *(Field(kind, kind, {"ja": f"欄{n}", "en": kind}, WORDS) for n, kind in enumerate(KINDS)),
    ),
)
BLANK: dict[str, Any] = dict.fromkeys(WATCHES.names)


@pytest.fixture(scope="module")
def model() -> Model:
    return load_model()


def overview(**cells: Any) -> dict[str, Any]:
    row = {
        "indicator_id": "i001",
        "fiscal_year": 2019,
        "fiscal_year_label": "令和元年度",
        "measure_id": "m001",
        "measure_title": "青色防犯パトロールの実施",
        "department_name": "地域安全課",
        "indicator_label": "パトロール",
        "result_kind": "実績",
        "value": Decimal(5),
        "precision": "ちょうど",
        "unit": "回",
    }
    return {name: {**row, **cells}.get(name) for name in load_model().tables["overview_figures"].names}


CHARACTERS = st.characters(codec="utf-8")
VALUES = {
    "watch_id": st.from_regex("[a-z][0-9]{1,3}", fullmatch=True),
    "string": st.text(CHARACTERS, min_size=1, max_size=9),
    "text": st.text(CHARACTERS, min_size=1, max_size=9),
    "integer": st.integers(-(10**17), 10**17),
    "decimal": st.decimals(-(10**12), 10**12, places=4).map(lambda d: Decimal(f"{d:f}")),
    "date": st.dates(date(1868, 1, 1), date(2999, 12, 31)),
    "fiscal_year": st.integers(1900, 2100),
    "boolean": st.booleans(),
}
ROWS = st.lists(
    st.fixed_dictionaries({n: v if n == "watch_id" else st.none() | v for n, v in VALUES.items()}),
    max_size=5,
    unique_by=lambda row: row["watch_id"],
)


@settings(max_examples=200, deadline=None)
@given(ROWS)
def test_rows_come_back_from_csv_as_they_were(rows: list[dict[str, Any]]) -> None:
    data = write_rows(WATCHES, rows)
    again = read_rows(WATCHES, data, {})
    assert sorted(map(plain, again), key=lambda row: row[0]) == sorted(map(plain, rows), key=lambda row: row[0])
    assert write_rows(WATCHES, again) == data
    assert write_rows(WATCHES, list(reversed(rows))) == data


def plain(row: dict[str, Any]) -> list[Any]:
    """Values in column order: decimals compare by value, 1.50 and 1.5 are one number."""
    return [row[name] for name in WATCHES.names]


def test_csv_is_utf8_with_lf_and_quotes_only_where_needed() -> None:
    rows = [{**BLANK, "watch_id": "w1", "string": "参加者、10人", "text": '「"」,と'}]
    assert write_rows(WATCHES, rows).decode() == f'{",".join(WATCHES.names)}\nw1,参加者、10人,"「""」,と",,,,,\n'


def test_rows_are_sorted_by_the_numbers_in_their_ids(model: Model) -> None:
    ids = ["s001-t1-r10-c4-l1", "s001-t1-r9-c4-l12", "s001-t1-r9-c4-l2", "s1000-t1-r1-c1-l1", "s002-t1-r1-c1-l1"]
    table = replace(WATCHES, fields=WATCHES.fields[:1])
    text = write_rows(table, [{"watch_id": value} for value in ids]).decode()
    assert text.split()[1:] == [
        "s001-t1-r9-c4-l2",
        "s001-t1-r9-c4-l12",
        "s001-t1-r10-c4-l1",
        "s002-t1-r1-c1-l1",
        "s1000-t1-r1-c1-l1",
    ]


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        ("15", "15"),
        ("15.0", "15"),
        ("1E+2", "100"),
        ("-0.0", "0"),
        ("0.50", "0.5"),
        ("1000000", "1000000"),
        ("1E-7", "0.0000001"),
    ],
)
def test_a_decimal_has_one_way_of_being_written(value: str, cell: str) -> None:
    item = WATCHES.field("decimal")
    assert write_value(item, Decimal(value)) == cell
    assert parse_value(item, cell) == Decimal(value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("integer", True),
        ("integer", "5"),
        ("boolean", 1),
        ("date", "2019-04-01"),
        ("string", 5),
        ("decimal", 1.5),
        ("decimal", Decimal("NaN")),
    ],
)
def test_a_value_of_another_type_is_not_written(name: str, value: Any) -> None:
    with pytest.raises(TypeError, match="not"):
        write_rows(WATCHES, [{**BLANK, "watch_id": "w1", name: value}])


@pytest.mark.parametrize(
    ("data", "rule", "row"),
    [
        (b"watch_id,string\nw1,a\n", "header-mismatch", 1),
        (b"", "header-mismatch", 1),
        (b"{head}\nw1,a\n", "cell-count", 2),
        ("{head}\nw1,,,１２,,,,\n".encode(), "full-width-digits", 2),
        (b"{head}\nw1,,,,0.50,,,\n", "not-canonical-number", 2),
        (b"{head}\nw1,,,,,2019-02-29,,\n", "wrong-type", 2),
        (b"{head}\nw1,,,,,,,yes\n", "wrong-type", 2),
        ("{head}\nw1,巡回,,,,,,\n".encode("cp932"), "not-utf8", None),
        ('{head}\nw1,"巡回,,,,,,\n'.encode(), "csv-broken", 2),
    ],
)
def test_a_csv_that_does_not_fit_is_refused_at_its_line(model: Model, data: bytes, rule: str, row: int | None) -> None:
    with pytest.raises(PackageError) as caught:
        read_rows(WATCHES, data.replace(b"{head}", ",".join(WATCHES.names).encode()), model.rules)
    assert (caught.value.rule.id, caught.value.place.file, caught.value.place.row) == (rule, "data/watches.csv", row)
    assert "{" not in str(caught.value)


def test_the_tables_of_a_folder_are_opened_one_by_one(model: Model, tmp_path: Path) -> None:
    (tmp_path / "measures.csv").write_bytes(b"x")
    (tmp_path / "other.csv").write_bytes(b"x")
    openers = table_openers(model, tmp_path)
    assert list(openers) == ["measures"]
    with openers["measures"]() as stream:
        assert stream.read() == b"x"


def info(model: Model) -> PackageInfo:
    return PackageInfo(
        name="safety-measures",
        title={"ja": "防犯施策の取組み", "en": "Safety measures"},
        description={"ja": "年度ごとの取組み。", "en": "What was done each year."},
        version="0.1.0",
        released=date(2020, 4, 1),
        base_iri="https://w3id.org/bouhan/132101/",
        licence="CC-BY-4.0",
        license_confirmed=False,
        status="sample",
        keywords={"ja": ("防犯",), "en": ("safety",)},
        contributors=(Contributor({"ja": "市", "en": "City"}, ("publisher",), "https://example.org/"),),
        sources=(SourceInfo({"ja": "取組み", "en": "Report"}, "report.md", "0" * 64),),
        library_version="0.1.0",
    )


def test_the_descriptor_states_size_hash_and_schema_of_every_table(model: Model) -> None:
    files = {f"data/{name}.csv": write_rows(table, []) for name, table in model.tables.items()} | {"README.md": b"x"}
    descriptor = data_package(model, files, info(model))
    assert [resource["path"] for resource in descriptor["resources"]] == [name for name in files if name != "README.md"]
    first = descriptor["resources"][0]
    assert (first["bytes"], len(first["hash"]), first["schema"]["primaryKey"]) == (len(files[first["path"]]), 71, ["source_id"])
    assert (first["dialect"]["delimiter"], first["dialect"]["lineTerminator"]) == (",", "\n")
    assert (descriptor["created"], descriptor["version"], descriptor["licenses"][0]["name"]) == (
        "2020-04-01T00:00:00Z",
        "0.1.0",
        "CC-BY-4.0",
    )


def test_the_descriptor_follows_the_official_profile(model: Model, standards: Path) -> None:
    jsonschema = need_module("jsonschema")
    referencing = need_module("referencing")
    profiles = {
        path.name: json.loads(path.read_text(encoding="utf-8")) for path in (standards / "datapackage-2.0").glob("*.json")
    }
    registry = referencing.Registry()
    for name, profile in profiles.items():
        resource = referencing.Resource.from_contents(profile, default_specification=referencing.jsonschema.DRAFT7)
        for address in (name, f"https://datapackage.org/profiles/2.0/{name}", profile.get("$id", name)):
            registry = registry.with_resource(address, resource)
    files = {f"data/{name}.csv": write_rows(table, []) for name, table in model.tables.items()}
    descriptor = json.loads(data_package_json(model, files, info(model)))
    errors = jsonschema.Draft7Validator(profiles["datapackage.json"], registry=registry).iter_errors(descriptor)
    assert [error.message for error in errors] == []


ABOUT_ROWS = [("状態", "見本です。"), ("ライセンスの確認", "確認の前です。")]


def book(model: Model, tables: dict[str, list[dict[str, Any]]]) -> bytes:
    return workbook(
        model, tables, WorkbookInfo({"ja": "防犯施策", "en": "Safety"}, "project", "0.1.0", date(2020, 4, 1), ABOUT_ROWS)
    )


def test_the_workbook_lists_its_sheets_and_compares_years(model: Model) -> None:
    gap = overview(fiscal_year=2018, fiscal_year_label="平成30年度", value=None, gap="記載なし")
    opened = openpyxl.load_workbook(io.BytesIO(book(model, {"overview_figures": [gap, overview()]})))
    assert opened.sheetnames == [ABOUT, CONTENTS, COMPARISON, model.tables["overview_figures"].title["ja"]]
    rows = list(opened[COMPARISON].iter_rows(values_only=True))
    assert rows[0][-3:] == ("平成30年度", "令和元年度", "正確さ")
    assert rows[1] == ("i001", "青色防犯パトロールの実施", "地域安全課", "パトロール", "回", "記載なし", 5, None)
    assert all(sheet.freeze_panes == "A2" for sheet in opened)


def test_the_comparison_of_years_keeps_the_mark_of_a_value_that_is_not_exact(model: Model) -> None:
    about = overview(value=Decimal(750), precision="約")
    before = overview(fiscal_year=2018, fiscal_year_label="平成30年度", value=Decimal(700), precision="以上")
    opened = openpyxl.load_workbook(io.BytesIO(book(model, {"overview_figures": [before, about]})))
    row = list(opened[COMPARISON].iter_rows(values_only=True))[1]
    assert row[-3:] == (700, 750, "平成30年度: 以上、令和元年度: 約")


def test_the_workbook_opens_with_what_it_is(model: Model) -> None:
    opened = openpyxl.load_workbook(io.BytesIO(book(model, {})))
    assert list(opened[ABOUT].iter_rows(values_only=True)) == [("項目", "内容"), *ABOUT_ROWS]
    assert opened.active is opened[ABOUT]


def test_the_bytes_of_the_workbook_repeat_and_carry_fixed_dates(model: Model) -> None:
    data = book(model, {"overview_figures": [overview()]})
    assert data == book(model, {"overview_figures": [overview()]})
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {entry.compress_type for entry in archive.infolist()} == {zipfile.ZIP_STORED}
        assert b"2020-04-01T00:00:00Z" in archive.read("docProps/core.xml")


@settings(max_examples=30, deadline=None)
@given(
    st.sampled_from(["=", "+", "-", "@", "{=", "http://", "\t=", "", "00", "1e"]),
    st.text(st.characters(min_codepoint=32, exclude_categories=("Cs", "Cc", "Cn", "Co")), max_size=9),
)
def test_no_text_of_the_workbook_is_a_formula_a_number_or_a_link(start: str, rest: str) -> None:
    model = load_model()
    text = f"{start}{rest}1"
    opened = openpyxl.load_workbook(io.BytesIO(book(model, {"overview_figures": [overview(note=text)]})))
    cell = opened[model.tables["overview_figures"].title["ja"]].cell(2, len(model.tables["overview_figures"].fields))
    assert (cell.data_type, cell.value, cell.hyperlink) == ("s", text, None)


def test_a_text_that_no_cell_can_hold_is_refused(model: Model) -> None:
    with pytest.raises(ValueError, match="32768"):
        book(model, {"overview_figures": [overview(note="あ" * 32_768)]})


def test_the_copies_have_japanese_headers_and_list_what_cp932_cannot_write(model: Model) -> None:
    files = spreadsheet_files(model, {"overview_figures": [overview(note="髙橋と𠮷田、①〜③")]})
    utf8 = files["office/utf8-bom/overview_figures.csv"]
    assert utf8.startswith(b"\xef\xbb\xbf")
    assert utf8.decode("utf-8-sig").splitlines()[1].endswith("髙橋と𠮷田、①〜③")
    cp932 = files["office/cp932/overview_figures.csv"].decode("cp932")
    assert cp932.startswith(model.tables["overview_figures"].fields[0].title["ja"])
    assert cp932.splitlines()[1].endswith("髙橋と〓田、①～③")
    listed = files["office/cp932/unwritable.csv"].decode("cp932").splitlines()
    assert listed[1:] == [
        "overview_figures.csv,2,注,U+20BB7,CJK UNIFIED IDEOGRAPH-20BB7,〓",
        "overview_figures.csv,2,注,U+301C,WAVE DASH,～",
    ]


@given(st.lists(st.text(CHARACTERS, max_size=8), min_size=1, max_size=3))
def test_everything_that_cp932_lacks_is_listed_and_nothing_else(texts: list[str]) -> None:
    written, missing = cp932_cells("x.csv", [["欄"] * len(texts), texts])
    assert {place.character for place in missing} == {c for text in texts for c in text if not _in_cp932(c)}
    assert [cell.encode("cp932").decode("cp932") for cell in written[1]] == written[1]
    assert [len(cell) for cell in written[1]] == [len(text) for text in texts]


def _in_cp932(character: str) -> bool:
    try:
        return character.encode("cp932").decode("cp932") == character
    except UnicodeError:
        return False


def test_sqlite_has_types_keys_references_and_japanese_views(model: Model, tmp_path: Path) -> None:
    rows: dict[str, list[dict[str, Any]]] = {
        "fiscal_years": [
            {
                "fiscal_year": 2019,
                "label_ja": "令和元年度",
                "label_en": "FY2019",
                "start_date": date(2019, 4, 1),
                "end_date": date(2020, 3, 31),
            }
        ]
    }
    (tmp_path / "a.sqlite").write_bytes(sqlite_bytes(model, rows))
    database = sqlite3.connect(tmp_path / "a.sqlite")
    assert database.execute("SELECT fiscal_year, label_ja, start_date FROM fiscal_years").fetchall() == [
        (2019, "令和元年度", "2019-04-01")
    ]
    assert database.execute(f'SELECT count(*) FROM "{model.tables["overview_figures"].title["ja"]}"').fetchone() == (0,)
    keys = {row[3]: row[2] for row in database.execute("PRAGMA foreign_key_list(observations)")}
    assert keys["figure_id"] == "figures"
    database.close()
    assert sqlite_bytes(model, rows) == (tmp_path / "a.sqlite").read_bytes()


def test_sqlite_refuses_a_reference_that_leads_nowhere(model: Model) -> None:
    rows: dict[str, list[dict[str, Any]]] = {"overview_figures": [overview()]}
    with pytest.raises(sqlite3.IntegrityError):
        sqlite_bytes(model, rows)


def test_the_schema_of_sqlite_carries_the_words(model: Model) -> None:
    text = create_table(model, model.tables["observations"])
    assert '"value" NUMERIC NOT NULL,  -- ' in text
    assert 'UNIQUE ("indicator_id", "fiscal_year", "result_kind")' in text


ROW = {
    **BLANK,
    "watch_id": "w1",
    "string": "巡回",
    "integer": 5,
    "decimal": Decimal("1.25"),
    "date": date(2019, 4, 1),
    "fiscal_year": 2019,
    "boolean": True,
}
EMPTY = {**BLANK, "watch_id": "w2", "decimal": Decimal(3)}


def test_pandas_columns_are_typed() -> None:
    need_module("pandas")
    frame = frames.to_pandas(WATCHES, [ROW, EMPTY])
    kinds = {name: str(kind) for name, kind in frame.dtypes.items()}
    assert (kinds["integer"], kinds["boolean"], kinds["string"]) == ("Int64", "boolean", "string")
    assert kinds["date"].startswith("datetime64")
    assert list(frame["decimal"]) == [Decimal("1.25"), Decimal(3)]
    assert frame["integer"].isna().tolist() == [False, True]


def test_polars_columns_are_typed() -> None:
    polars = need_module("polars")
    frame = frames.to_polars(WATCHES, [ROW, EMPTY])
    assert (frame["integer"].dtype, frame["date"].dtype, frame["boolean"].dtype) == (polars.Int64, polars.Date, polars.Boolean)
    assert frame["decimal"].sum() == Decimal("4.25")
    assert frame["string"].to_list() == ["巡回", None]


def test_arrow_columns_are_typed_and_titled() -> None:
    need_module("pyarrow")
    table = frames.to_arrow(WATCHES, [ROW, EMPTY])
    kinds = {field.name: str(field.type) for field in table.schema}
    assert (kinds["string"], kinds["integer"], kinds["fiscal_year"]) == ("string", "int64", "int64")
    assert (kinds["decimal"], kinds["date"], kinds["boolean"]) == ("decimal128(38, 2)", "date32[day]", "bool")
    assert table.schema.field("watch_id").metadata[b"title_ja"].decode() == "見守りID"
    assert table.to_pylist()[0] == ROW


@pytest.mark.parametrize(
    ("make", "library"), [(frames.to_pandas, "pandas"), (frames.to_polars, "polars"), (frames.to_arrow, "pyarrow")]
)
def test_a_library_that_is_absent_is_named_in_both_languages(monkeypatch: pytest.MonkeyPatch, make: Any, library: str) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(UsageError) as caught:
        make(WATCHES, [ROW])
    assert f"pip install {library}" in caught.value.text("ja")
    assert f"{library} is not installed" in caught.value.text("en")
