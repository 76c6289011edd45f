"""What aims and results are of, whom numbers are said of, what is stated elsewhere, and digits of addresses and slogans."""

from __future__ import annotations

from functools import cache

import pytest

import bouhan_opendata as bo
from bouhan_opendata.extraction import CellContext, CellReading, ExtractionWords, prepare_words, read_cell


@cache
def words() -> ExtractionWords:
    return prepare_words(bo.load_model())


def read(line: str, year: int = 2018) -> CellReading:
    return read_cell((line,), CellContext(year, "actual"), words())


def said(line: str) -> list[str]:
    """``89人 相談会 observation`` for each quantity; ``-`` for a number without a label of its own."""
    found = [figure for figure in read(line).figures if figure.cls == "quantity"]
    return [f"{figure.quote} {figure.label or '-'} {figure.use}" for figure in found]


AIMS = {
    "・相談会 目標100人 実績89人": ["100人 相談会 detail", "89人 相談会 observation"],
    "目標100人 実績89人": ["100人 - detail", "89人 - observation"],
    "相談件数 目標値100件 実績値89件": ["100件 相談件数 detail", "89件 相談件数 observation"],
    "講座の開催（計画5回、実績4回）": ["5回 講座の開催 detail", "4回 講座の開催 observation"],
    "講座 計画5回／実績4回": ["5回 講座 detail", "4回 講座 observation"],
    "街頭補導 予定10回 実施8回": ["10回 街頭補導 detail", "8回 街頭補導 observation"],
    "目標：100人に対し、実績：89人": ["100人 - detail", "89人 - observation"],
    "実績 5回": ["5回 - observation"],
    "講習会の実績は3回": ["3回 講習会の実績 observation"],
    "登録者 50人 実績 20人": ["50人 登録者 observation", "20人 - observation"],
    "目標値80％に対して72％": ["80％ - detail", "72％ - observation"],
}
WHOM = {
    "10人以上 5団体": ["10人 - detail", "5団体 - observation"],
    "参加者 50人以上 3回": ["50人 参加者 observation", "3回 - observation"],
    "延べ100人以上 3回": ["100人 - observation", "3回 - observation"],
    "3回接種した人 120人": ["3回 接種 detail", "120人 接種した人 observation"],
    "講習会 3回実施した。参加者 120人": ["3回 講習会 observation", "120人 参加者 observation"],
    "20代 35人 30代 12人": ["35人 20代 observation", "12人 30代 observation"],
    "チラシ12ページ 500部": ["12ページ チラシ detail", "500部 チラシ observation"],
}
ELSEWHERE = {
    "相談45件（再掲）": ["45件 相談 duplicate"],
    "相談 45件（再掲）、訪問 12件": ["45件 相談 duplicate", "12件 訪問 observation"],
    "（再掲）防犯講習会 3回、45人": ["3回 防犯講習会 duplicate", "45人 防犯講習会 duplicate"],
    "再掲載を依頼 3件": ["3件 再掲載 observation"],
}
YEARS = {"2021 12回": "detail", "2018 12回": "observation", "2021: 12回": "detail", "2020 件": "observation"}
NAMES = {
    "案内 https://www.example.jp/a/2019-10.html(12回)": (["https://www.example.jp/a/2019-10.html"], ["12回"]),
    "bouhan110@example.jp 5件": (["bouhan110@example.jp"], ["5件"]),
    "1家庭1ごみ箱運動を実施 3回": (["1家庭1ごみ箱運動"], ["3回"]),
    "23区で実施した": (["23区"], []),
    "123区": ([], ["123区"]),
    "③189（いちはやく）の周知 2回": (["189"], ["2回"]),
}


@pytest.mark.parametrize("line", [*AIMS, *WHOM, *ELSEWHERE])
def test_what_is_counted_and_whether_it_is_a_result(line: str) -> None:
    assert said(line) == (AIMS | WHOM | ELSEWHERE)[line]


@pytest.mark.parametrize("line", YEARS)
def test_digits_that_can_only_be_another_year_are_no_number_of_this_one(line: str) -> None:
    (figure,) = (figure for figure in read(line).figures if figure.cls == "quantity")
    assert figure.use == YEARS[line]


@pytest.mark.parametrize("line", NAMES)
def test_digits_of_addresses_slogans_and_names_count_nothing(line: str) -> None:
    found = read(line).figures
    assert ([f.quote for f in found if f.cls == "name"], [f.quote for f in found if f.cls == "quantity"]) == NAMES[line]
