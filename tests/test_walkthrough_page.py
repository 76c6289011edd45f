"""The walkthrough of two years is done as it is told: its commands in order, the workbooks filled in where it says so."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

import bouhan_opendata as bo
from bouhan_opendata.cli.main import main
from conftest import ROOT
from test_form import filled, numbers

PAGE = ROOT / "docs" / "walkthrough.ja.md"
STEPS = re.compile(r"```console\n(?P<console>.*?)```|<!-- 記入: (?P<given>\S+) → (?P<back>\S+) -->", re.DOTALL)
SETTINGS = (('"TODO: CC-BY-4.0 などから選ぶ"', "CC-BY-4.0"), ("review: none", "review: check"))
"""What the page has written into ``publication.yaml``, once."""


def accept_numbers(book: Path, to: Path) -> None:
    """Every number is accepted by its section; explanations stay open."""
    loaded = openpyxl.load_workbook(book)
    for sheet in loaded.worksheets[1:]:
        heads = {cell.value: number for number, cell in enumerate(sheet[1], 1)}
        for number in range(2, sheet.max_row + 1):
            if str(sheet.cell(number, heads["整理番号(変えないでください)"]).value).startswith("figure"):
                for head, text in {"回答": "採用", "回答者": "担当", "回答日": "2020-05-08"}.items():
                    sheet.cell(number, heads[head]).value = text
    loaded.save(to)


def fill(given: Path, back: Path) -> None:
    if given.is_dir():
        back.mkdir()
        for book in sorted(given.glob("*.xlsx")):
            filled(book, numbers, back / book.name)
    else:
        accept_numbers(given, back)


def shows(lines: list[str], printed: str) -> None:
    """What the page shows is what is printed; … stands for any number of lines, or for a part of one."""
    parts = (
        r"(?:.*\n)*?" if line == "…" else re.escape(line.rstrip()).replace("…", ".*") + r"\s*\n" for line in lines if line.strip()
    )
    assert re.fullmatch("".join(parts), printed.rstrip() + "\n") is not None, (lines, printed[-600:])


@pytest.mark.slow
def test_the_two_years_go_as_the_page_tells(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    shutil.copy(ROOT / "datapackage" / "sources" / "koganei-2019.md", "令和元年度.md")
    done: list[str] = []
    for step in STEPS.finditer(PAGE.read_text(encoding="utf-8")):
        if step["given"]:
            fill(Path(step["given"]), Path(step["back"]))
            continue
        command, *shown = step["console"].removeprefix("$ bouhan ").splitlines()
        assert main(shlex.split(command)) == 0, capsys.readouterr()
        shows(shown, capsys.readouterr().out)
        done.append(command.split()[0])
        if done[-1] == "init":
            settings = Path("防犯/publication.yaml")
            text = settings.read_text(encoding="utf-8")
            for old, new in SETTINGS:
                assert old in text
                text = text.replace(old, new)
            settings.write_text(text, encoding="utf-8")
    assert done == ["init", "receive", "check", "review", "accept", "release", "form", "receive", "release"]
    publication = bo.open_publication("防犯")
    package = bo.build(publication)
    assert not [one for one in package.new_ids if one.source_id == "s002"]
    grades = {row["figure_id"]: row["grade"] for row in package["figures"]}
    newest = [grades[row["figure_id"]] for row in package["observations"] if row["fiscal_year"] == 2020]
    assert len(newest) > 30 and set(newest) == {"confirmed"}


def test_its_pictures_are_there_and_small() -> None:
    pictures: list[str] = re.findall(r"!\[[^\]]{20,}\]\((images/[^)]+)\)", PAGE.read_text(encoding="utf-8"))
    assert len(pictures) == 4
    look: Callable[[str], Path] = (PAGE.parent).joinpath
    assert all(look(name).read_bytes().startswith(b"\x89PNG") and look(name).stat().st_size < 60_000 for name in pictures)
