"""A received table is copied into the publication and named there, by a command."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

import bouhan_opendata as bo
from bouhan_opendata.cli.main import main
from publications import ROW, markdown, publish

NEW = markdown((*ROW[:3], "・見回り 18回"), header=("主要な施策", "担当課", "施策の内容", "令和2年度の取組み"))


def letter(folder: Path, name: str = "令和2年度.md") -> Path:
    path = folder / name
    path.write_text(NEW, encoding="utf-8")
    return path


def test_a_received_table_is_listed_copied_and_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    city, file = publish(tmp_path / "city", markdown(ROW), years=(2019,)), letter(tmp_path)
    listed = city / "sources" / "sources.yaml"
    before = "# 受け取った表\n" + listed.read_text(encoding="utf-8")
    listed.write_text(before, encoding="utf-8")
    assert main(["receive", str(city), str(file), "--year", "2020", "--received-on", "2021-06-01"]) == 0
    assert "s002" in capsys.readouterr().out
    assert listed.read_text(encoding="utf-8").startswith(before)
    assert (city / "sources" / file.name).read_bytes() == file.read_bytes()
    publication = bo.open_publication(city)
    assert publication.sources[-1].received_on == date(2021, 6, 1)
    assert {row["fiscal_year"] for row in bo.build(publication)["reports"]} == {2018, 2019, 2020}


def test_the_first_table_of_a_new_publication_is_received(tmp_path: Path) -> None:
    city = publish(tmp_path / "city")
    bo.init_publication(tmp_path / "new", "131130", "渋谷区")
    (city / "sources" / "sources.yaml").write_bytes((tmp_path / "new" / "sources" / "sources.yaml").read_bytes())
    entry = bo.receive(bo.open_publication(city), letter(tmp_path), 2020, title='題名: "新" # 1')
    assert bo.open_publication(city).sources == (entry,)


def test_a_received_table_is_never_overwritten(tmp_path: Path) -> None:
    city = publish(tmp_path / "city", markdown(ROW), years=(2019,))
    files = {path: path.read_bytes() for path in (city / "sources").iterdir()}
    with pytest.raises(bo.UsageError):
        bo.receive(bo.open_publication(city), letter(tmp_path, "table1.md"), 2020)
    assert {path: path.read_bytes() for path in (city / "sources").iterdir()} == files


def test_what_would_not_be_understood_leaves_nothing_behind(tmp_path: Path) -> None:
    city = publish(tmp_path / "city", markdown(ROW), years=(2019,))
    files = {path: path.read_bytes() for path in (city / "sources").iterdir()}
    with pytest.raises(bo.BouhanError):
        bo.receive(bo.open_publication(city), letter(tmp_path, ".hidden.md"), 2020)
    assert {path: path.read_bytes() for path in (city / "sources").iterdir()} == files


def test_a_day_that_is_none_is_refused(tmp_path: Path) -> None:
    city = publish(tmp_path / "city", markdown(ROW), years=(2019,))
    assert main(["receive", str(city), str(letter(tmp_path)), "--year", "2020", "--received-on", "2021-06-31"]) == 2
    assert len(bo.open_publication(city).sources) == 1
