"""The same table in every form gives the same package; what differs are the file and the places in it."""

from __future__ import annotations

import shutil
from functools import cache
from pathlib import Path

import pytest

import bouhan_opendata as bo
from bouhan_opendata.reading.forms import read_document
from rendered import FORMS, Block, as_csv, as_markdown, as_pdf, blocks_of

REAL = Path(__file__).parents[1] / "datapackage"
PLACES = frozenset({"file_name", "media_type", "bytes", "sha256"})
"""Columns of ``sources`` that are of the file and not of what it says."""


@cache
def blocks() -> tuple[Block, ...]:
    return tuple(blocks_of(read_document(REAL / "sources" / "koganei-2019.md", bo.load_model())))


def published(folder: Path, data: bytes, form: str) -> bo.Package:
    """The real publication with its table in another form, built."""
    shutil.copytree(REAL, folder, ignore=shutil.ignore_patterns("releases"))
    (folder / "sources" / "koganei-2019.md").unlink()
    (folder / "sources" / f"koganei-2019.{form}").write_bytes(data)
    listed = folder / "sources" / "sources.yaml"
    listed.write_text(listed.read_text(encoding="utf-8").replace("koganei-2019.md", f"koganei-2019.{form}"), encoding="utf-8")
    return bo.build(bo.open_publication(folder))


def rows_of(package: bo.Package) -> dict[str, list[dict[str, object]]]:
    """All tables but for what is of the file; lines outside the tables by their order, cells by table, row and column."""
    tables = {name: [dict(row) for row in package[name]] for name in package}
    for row in tables["sources"]:
        for name in PLACES:
            row.pop(name)
    ids = {str(row["line_id"]): f"outside-{number}" for number, row in enumerate(_outside(tables))}
    for row in _outside(tables):
        row["row_no"] = 0
    for rows in tables.values():
        for row in rows:
            for name, value in row.items():
                if isinstance(value, str) and value in ids:
                    row[name] = ids[value]
    return tables


def _outside(tables: dict[str, list[dict[str, object]]]) -> list[dict[str, object]]:
    return [row for row in tables["source_lines"] if row["table_no"] == 0]


@cache
def wanted(folder: Path) -> dict[str, list[dict[str, object]]]:
    return rows_of(published(folder / "md", as_markdown(blocks()), "md"))


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("forms")


@pytest.mark.parametrize("form", [form for form in FORMS if form != "md"])
def test_the_real_table_says_the_same_in_every_form(form: str, place: Path) -> None:
    package = published(place / form, FORMS[form](blocks()), form)
    found = rows_of(package)
    for name, rows in wanted(place).items():
        assert found[name] == rows, name
    assert package.new_ids == ()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932", "utf-16"])
def test_the_real_table_says_the_same_in_every_encoding(encoding: str, place: Path) -> None:
    found = rows_of(published(place / encoding, as_csv(blocks(), encoding=encoding), "csv"))
    assert found["figures"] == wanted(place)["figures"]
    assert found["source_lines"] == wanted(place)["source_lines"]


@pytest.mark.parametrize("wrong", ["xls", "doc", "txt", "pdf"])
def test_the_form_is_told_by_the_content(wrong: str, tmp_path: Path) -> None:
    """A file whose name says another form is read for what it is."""
    for form in ("html", "xlsx", "docx"):
        path = tmp_path / f"{form}.{wrong}"
        path.write_bytes(FORMS[form](blocks()))
        assert bo.read(path).as_dict() == bo.read(REAL / "sources" / "koganei-2019.md").as_dict()


def _without_blanks(value: object) -> object:
    """Facts without white space and places in the text, which a printed page need not keep."""
    if isinstance(value, dict):
        return {name: _without_blanks(part) for name, part in value.items() if name not in ("start", "end")}
    if isinstance(value, list):
        return [_without_blanks(part) for part in value]
    return "".join(value.split()) if isinstance(value, str) else value


def test_the_real_table_says_the_same_when_it_is_printed(chromium: str, tmp_path: Path) -> None:
    """Tables that touch, departments cut by narrow columns, pages: but for blanks at the ends of wrapped lines all is there."""
    path = tmp_path / "koganei-2019.pdf"
    path.write_bytes(as_pdf(blocks(), chromium, tmp_path))
    assert _without_blanks(bo.read(path).as_dict()) == _without_blanks(bo.read(REAL / "sources" / "koganei-2019.md").as_dict())
