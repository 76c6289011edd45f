"""Ten mistakes that a clerk makes, and what the program says of each in Japanese: kept as files to be read by a person.

After a change of words: ``python tests/test_mistakes.py`` writes the files anew; read them before they are committed.
"""

from __future__ import annotations

import contextlib
import io
import re
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from bouhan_opendata.cli.main import main
from publications import HEADER, ROW, markdown, publish

GOLDEN = Path(__file__).parent / "golden"
Mistake = Callable[[Path], None]
MISTAKES: dict[str, Mistake] = {}


def mistake(function: Mistake) -> Mistake:
    MISTAKES[function.__name__] = function
    return function


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text, old
    path.write_text(text.replace(old, new), encoding="utf-8")


def city(folder: Path, *rows: tuple[str, ...], header: tuple[str, ...] = HEADER) -> Path:
    return publish(folder, markdown(*(rows or (ROW,)), header=header))


@mistake
def m01_the_file_has_another_name(folder: Path) -> None:
    (city(folder) / "sources" / "table1.md").rename(folder / "sources" / "取組み.md")


@mistake
def m02_two_columns_of_one_year(folder: Path) -> None:
    city(folder, header=(*HEADER[:3], "令和元年度の取組み", "令和元年度の取組み"))


@mistake
def m03_a_total_that_does_not_add_up(folder: Path) -> None:
    city(folder, (*ROW[:3], "", "・相談　合計85件（窓口45件、電話38件）"))


@mistake
def m04_a_telephone_number_in_the_text(folder: Path) -> None:
    city(folder, (*ROW[:3], "", "・相談窓口(090-1234-5678)で受け付けた相談 12件"))


@mistake
def m05_a_tab_in_the_settings(folder: Path) -> None:
    edit(city(folder) / "publication.yaml", "releases: [", "\treleases: [")


@mistake
def m06_the_licence_is_not_chosen_yet(folder: Path) -> None:
    edit(city(folder) / "publication.yaml", "CC-BY-4.0", '"TODO: CC-BY-4.0 などから選ぶ"')


@mistake
def m07_a_decision_about_a_line_that_is_not_there(folder: Path) -> None:
    made = "decisions:\n  - {id: k001, target: figure, where: {measure: m001, fiscal_year: 2019, quote: 99回}, confirm: true,"
    city(folder)
    (folder / "curation" / "decisions.yaml").write_text(f"{made} why: 確認, by: 安全課, on: 2020-04-01}}\n", encoding="utf-8")


@mistake
def m08_a_table_without_years(folder: Path) -> None:
    city(folder, ROW[:4], header=(*HEADER[:3], "連絡先"))


@mistake
def m09_a_day_that_does_not_exist(folder: Path) -> None:
    city(folder, (*ROW[:3], "", "・令和2年2月30日に講習会を開催　参加者 40人"))


@mistake
def m10_a_file_in_an_encoding_that_is_not_read(folder: Path) -> None:
    publish(folder, markdown(ROW).encode("euc_jp"))


def said(name: str, folder: Path) -> str:
    """What ``bouhan check`` prints in Japanese of a publication with a mistake, and its exit code."""
    MISTAKES[name](folder / "city")
    out, told = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(told):
        code = main(["check", str(folder / "city"), "--lang", "ja"])
    text = out.getvalue() + told.getvalue()
    return re.sub(re.escape(str(folder)) + r"[/\\]?", "", text).replace("\\", "/") + f"(終了コード {code})\n"


@pytest.mark.parametrize("name", sorted(MISTAKES))
def test_what_is_said_of_a_mistake(name: str, tmp_path: Path) -> None:
    assert said(name, tmp_path) == (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")


def test_each_file_is_of_a_mistake() -> None:
    assert {path.stem for path in GOLDEN.glob("m*.txt")} == set(MISTAKES) and len(MISTAKES) == 10


if __name__ == "__main__":
    for mistake_name in sys.argv[1:] or sorted(MISTAKES):
        with tempfile.TemporaryDirectory() as made_in:
            (GOLDEN / f"{mistake_name}.txt").write_text(said(mistake_name, Path(made_in)), encoding="utf-8")
