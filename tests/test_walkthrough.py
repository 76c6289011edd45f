"""The yearly round from raw files to releases, by commands alone: nobody edits YAML but publication.yaml, once."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from bouhan_opendata.cli.main import main
from publications import HEADER, markdown
from test_asking import accept_all, answered, signed

FIRST = (
    (
        "地域の見回り",
        "安全課、学務課",
        "地域を見回ります。",
        "【安全課】\n・見回り　12回\n【学務課】\n・防犯講座を5回（参加者45人）",
    ),
    ("街灯の整備", "道路課", "街灯を整えます。", "・街灯 340基（新設 12基）"),
    ("相談", "市民課", "相談を受けます。", "・消費生活相談 1,204件"),
    ("広報", "広報課", "市報で知らせます。", "・市報への掲載 6回"),
)
SECOND = (
    (
        "地域の見回り",
        "安全課、学務課",
        "地域を見回ります。",
        "【安全課】\n・見回り　14回\n【学務課】\n・防犯講座を4回（参加者38人）",
    ),
    ("街灯の整備", "道路課", "街灯を整えます。", "・街灯 348基（新設 8基）"),
    ("相談", "市民課", "相談を受けます。", "・消費生活相談 1,180件"),
    ("広報", "広報課", "市報で知らせます。", "・新型コロナウイルス感染症の影響により中止"),
)
SETTINGS = (
    ('"TODO: CC-BY-4.0 などから選ぶ"', "CC-BY-4.0"),
    ("license_confirmed: false", "license_confirmed: true"),
    ("review: none", "review: check"),
)
"""What is filled in once; the rest of what ``bouhan init`` writes may stay."""


def table(rows: tuple[tuple[str, ...], ...], year: str) -> str:
    return markdown(*rows, header=(*HEADER[:3], f"{year}の取組み"), title=f"防犯計画に基づく{year}の取組み")


class Officer:
    """Runs commands and counts them."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys, self.commands = capsys, 0

    def does(self, *arguments: object) -> Any:
        self.commands += 1
        code = main([*map(str, arguments), "--json"])
        told = self.capsys.readouterr().out
        assert code == 0, told
        return json.loads(told)


def test_two_years_are_released_by_commands_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    officer, city = Officer(capsys), tmp_path / "city"
    for name, rows, year in (("令和元年度.md", FIRST, "令和元年度"), ("令和2年度.md", SECOND, "令和2年度")):
        (tmp_path / name).write_text(table(rows, year), encoding="utf-8")

    officer.does("init", city, "--code", "131130", "--name", "渋谷区")
    settings = city / "publication.yaml"
    text = settings.read_text(encoding="utf-8")
    for old, new in SETTINGS:
        assert old in text
        text = text.replace(old, new)
    settings.write_text(text, encoding="utf-8")
    officer.does("receive", city, tmp_path / "令和元年度.md", "--year", 2019, "--received-on", "2020-04-20")
    asked = officer.does("review", city, "-o", tmp_path / "q1.xlsx")
    first = sum(asked["files"].values())
    if first:
        officer.does("accept", city, answered(tmp_path / "q1.xlsx", accept_all, tmp_path / "a1.xlsx"))
    made = officer.does("release", city, "--version", "0.1.0", "--date", "2020-05-01", "--notes", "初版")
    assert made["state"] == "made"
    in_first, officer.commands = officer.commands, 0

    curated = {path.name: path.read_bytes() for path in (city / "curation").iterdir()}
    officer.does("receive", city, tmp_path / "令和2年度.md", "--year", 2020, "--received-on", "2021-04-20")
    made = officer.does("release", city, "--version", "0.2.0", "--date", "2021-05-01", "--notes", "令和2年度を加えた")
    assert made["state"] == "made"
    in_second = officer.commands
    second = sum(officer.does("review", city, "-o", tmp_path / "q2.xlsx")["files"].values())
    with capsys.disabled():
        print(f"\nfirst year: {in_first} commands, {first} questions; second year: {in_second} commands, {second} questions")

    assert in_second <= 3 and second <= len(SECOND)
    ids = re.findall(r"id: (\w\d{3}), name", curated["register.yaml"].decode())
    now = (city / "curation" / "register.yaml").read_text(encoding="utf-8")
    assert all(f"id: {one}, name" in now for one in ids)
    released = json.loads((city / "releases" / "0.2.0" / "datapackage.json").read_text(encoding="utf-8"))
    assert released["version"] == "0.2.0"
    rows = (city / "releases" / "0.2.0" / "data" / "overview_figures.csv").read_text(encoding="utf-8")
    assert rows.count("見回り") >= 2 and ",14," in rows and ",12," in rows and "中止" in rows


def test_an_explanation_of_the_second_year_is_asked_for_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    test_two_years_are_released_by_commands_alone(tmp_path, capsys)
    officer, city = Officer(capsys), tmp_path / "city"
    before = sum(officer.does("review", city, "-o", tmp_path / "q3.xlsx")["files"].values())

    said = {"回答": "修正", "説明・コメント": "感染症のため"}

    def explain(key: str) -> dict[str, str] | None:
        return signed(**said) if key.startswith("note") else None

    taken = officer.does("accept", city, answered(tmp_path / "q3.xlsx", explain, tmp_path / "a3.xlsx"))["taken"]
    after = sum(officer.does("review", city, "-o", tmp_path / "q4.xlsx")["files"].values())
    assert before and after == before - len(taken)
    made = officer.does(
        "release", city, "--version", "0.3.0", "--date", "2021-06-01", "--notes", "説明を加えた", "--output", tmp_path / "o"
    )
    assert made["state"] == "made"
