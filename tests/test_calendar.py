"""Dates as administration writes them: every day in every notation, periods, lists, what is inferred, what is refused."""

from __future__ import annotations

import itertools
import json
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bouhan_opendata.japanese.calendar import ERAS, FIRST_GREGORIAN_DAY, Notation, era_of, fiscal_year_label, written_day
from bouhan_opendata.japanese.folding import fold
from bouhan_opendata.japanese.moments import find_moments

LAST_DAY = date(2040, 12, 31)


def only(text: str, year: int | None = 2019) -> tuple[str, str | None, str | None]:
    """The one moment of a text: its quote, first and last day."""
    folded = fold(text).text
    (moment,) = find_moments(folded, year)
    first, last = (day.isoformat() if day else None for day in (moment.first, moment.last))
    return folded[moment.start : moment.end], first, last


def days_of(text: str, year: int | None = 2019) -> list[tuple[str | None, str | None]]:
    """First and last day of every moment of a text."""
    return [tuple(d.isoformat() if d else None for d in (m.first, m.last)) for m in find_moments(fold(text).text, year)]


@pytest.mark.parametrize("notation", ["era", "letter", "kanji", "western", "iso"])
def test_every_day_since_the_gregorian_calendar_is_read_back(notation: Notation) -> None:
    day = FIRST_GREGORIAN_DAY
    while day <= LAST_DAY:
        days = [d for n in range(500) if (d := day + timedelta(n)) <= LAST_DAY]
        text = "。".join(written_day(d, notation) for d in days)
        found = find_moments(text)
        assert [(m.first, m.last, m.precision, m.flags) for m in found] == [(d, d, "day", ()) for d in days]
        day += timedelta(500)


def test_every_day_has_one_era_and_eras_join_without_a_gap() -> None:
    for one, other in itertools.pairwise(ERAS):
        assert one.last is not None
        assert one.last + timedelta(1) == other.first
        assert (era_of(one.last), era_of(other.first)) == (one, other)


def test_the_pairs_of_written_and_standard_dates_of_imi(standards: Path) -> None:
    """Argued exception: where the input already carries a standard date, IMI's tool leaves it; that is no reading of a date."""
    cases = [
        case for file in sorted((standards / "imi-date").glob("*.json")) for case in json.loads(file.read_text(encoding="utf-8"))
    ]
    assert len(cases) == 55
    for case in cases:
        given_, expected = (case[side][0] if isinstance(case[side], list) else case[side] for side in ("input", "output"))
        given_, expected = (v.get("日付", v) if isinstance(v, dict) else v for v in (given_, expected))
        if isinstance(given_, dict) and "標準型日付" in given_:
            continue
        written = given_ if isinstance(given_, str) else given_["表記"]
        written = written[0] if isinstance(written, list) else written
        folded = fold(written).text
        whole = [m for m in find_moments(folded) if (m.start, m.end) == (0, len(folded))]
        assert (whole[0].first.isoformat() if whole and whole[0].first else None) == expected.get("標準型日付"), case["name"]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("令和元年度", "2019-04-01", "2020-03-31"),
        ("平成31年度", "2019-04-01", "2020-03-31"),
        ("R1年度", "2019-04-01", "2020-03-31"),
        ("㍻30年", "2018-01-01", "2018-12-31"),
        ("平成30(2018)年度", "2018-04-01", "2019-03-31"),
        ("2018（平成30）年度", "2018-04-01", "2019-03-31"),
        ("平成30年(2018年)4月1日", "2018-04-01", "2018-04-01"),
        ("H30.8.15", "2018-08-15", "2018-08-15"),
        ("R2/7/1", "2020-07-01", "2020-07-01"),
        ("令２年７月", "2020-07-01", "2020-07-31"),
        ("20年度", "2020-04-01", "2021-03-31"),
        ("元年度", "2019-04-01", "2020-03-31"),
        ("11月12日～25日", "2019-11-12", "2019-11-25"),
        ("10月1日から11月30日", "2019-10-01", "2019-11-30"),
        ("7/1（月）～7/31", "2019-07-01", "2019-07-31"),
        ("４月〜６月", "2019-04-01", "2019-06-30"),
        ("4～6月", "2019-04-01", "2019-06-30"),
        ("10月～翌3月", "2019-10-01", "2020-03-31"),
        ("1月～12月", "2019-01-01", "2019-12-31"),
        ("平成30年10月1日～令和2年3月31日", "2018-10-01", "2020-03-31"),
        ("令和元年10月1日～3月31日", "2019-10-01", "2020-03-31"),
        ("令和元年4月1日～同年6月30日", "2019-04-01", "2019-06-30"),
        ("平成29～令和元年度", "2017-04-01", "2020-03-31"),
        ("令和2～6年度", "2020-04-01", "2025-03-31"),
        ("2018～2020年度", "2018-04-01", "2021-03-31"),
        ("H27～", "2015-04-01", None),
        ("12月下旬", "2019-12-21", "2019-12-31"),
        ("令和元年度上半期", "2019-04-01", "2019-09-30"),
        ("下半期", "2019-10-01", "2020-03-31"),
        ("前年度末", "2018-04-01", "2019-03-31"),
        ("令和三年三月末", "2021-03-01", "2021-03-31"),
    ],
)
def test_a_notation_is_read_to_its_first_and_last_day(text: str, first: str, last: str | None) -> None:
    quote, *days = only(text)
    assert days == [first, last]
    assert quote == fold(text).text.rstrip("~")


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("7、3月", ["2019-07-01", "2020-03-01"]),
        ("5、8、11、2月", ["2019-05-01", "2019-08-01", "2019-11-01", "2020-02-01"]),
        ("7月4日、11日、18日", ["2019-07-04", "2019-07-11", "2019-07-18"]),
        ("7月4・11・18日", ["2019-07-04", "2019-07-11", "2019-07-18"]),
        ("7月4日(土)、11日(土)", ["2019-07-04", "2019-07-11"]),
        ("平成30・令和元年度", ["2018-04-01", "2019-04-01"]),
        ("令和元、2年度", ["2019-04-01", "2020-04-01"]),
        ("平成30年度(平成31年3月31日現在)", ["2018-04-01", "2019-03-31"]),
        ("5/18、9/7、2/1", ["2019-05-18", "2019-09-07", "2020-02-01"]),
    ],
)
def test_a_list_shares_its_year_and_month(text: str, days: list[str]) -> None:
    assert [first for first, _ in days_of(text)] == days


@pytest.mark.parametrize(
    "text",
    [
        "3か月間", "2年間", "5日間", "月額3万円", "1月あたり", "2019.5km", "3年生", "1,980年", "最大1-1", "2/3の補助", "週3日",
        "延べ12日", "03-1234-5678", "5月間" , "10分の1", "第2日曜日",
    ],
)  # fmt: skip
def test_what_looks_like_a_date_and_is_none(text: str) -> None:
    assert days_of(text) == []


@pytest.mark.parametrize("text", ["R3.2.29", "令和0年", "平成30年2月30日", "13月", "6月31日", "2019年0月"])
def test_a_day_that_does_not_exist_is_refused(text: str) -> None:
    (moment,) = find_moments(fold(text).text, 2019)
    assert (moment.first, moment.last, moment.flags) == (None, None, ("impossible-date",))


@pytest.mark.parametrize(
    ("text", "first"), [("平成32年度", "2020-04-01"), ("平成31年5月1日", "2019-05-01"), ("昭和65年", "1990-01-01")]
)
def test_arithmetic_past_an_era_gives_the_value_and_a_flag(text: str, first: str) -> None:
    (moment,) = find_moments(text)
    assert moment.first is not None
    assert (moment.first.isoformat(), moment.flags) == (first, ("era-overrun",))


def test_the_same_fiscal_year_and_different_calendar_years() -> None:
    assert days_of("平成31年度") == days_of("令和元年度")
    assert fiscal_year_label(2019, "ja") == "令和元年度"
    assert find_moments("平成31年3月")[0].first == date(2019, 3, 1)


def test_what_was_not_written_is_said_to_be_inferred() -> None:
    inferred = {text: find_moments(text, 2019)[0].inferred for text in ("8月1日", "令和元年8月1日", "30年度")}
    assert inferred == {"8月1日": ("year",), "令和元年8月1日": (), "30年度": ("century",)}
    assert find_moments("8月1日")[0].first is None


@given(
    st.text(alphabet="平成令和元年度月日HR.~/-0123456789一二十()、・末翌 上'と第四半期代号", max_size=40),
    st.none() | st.integers(1990, 2040),
)
def test_any_text_gives_ordered_moments_that_do_not_overlap(text: str, year: int | None) -> None:
    position = 0
    for moment in find_moments(text, year):
        assert position <= moment.start < moment.end <= len(text)
        assert moment.first is None or moment.last is None or moment.first <= moment.last
        position = moment.end


# -- dates that leave something to the reader


@pytest.mark.parametrize(
    ("text", "year", "first", "last"),
    [
        ("5年3月31日", 2022, "2023-03-31", "2023-03-31"),
        ("6年4月1日", 2023, "2024-04-01", "2024-04-01"),
        ("5年3月末", 2022, "2023-03-01", "2023-03-31"),
        ("元年10月", 2019, "2019-10-01", "2019-10-31"),
        ("30年4月", 2018, "2018-04-01", "2018-04-30"),
        ("20年10月", 2008, "2008-10-01", "2008-10-31"),
        ("20年10月", 2020, "2020-10-01", "2020-10-31"),
        ("5年10月", 1993, "1993-10-01", "1993-10-31"),
        ("5年10月", 2005, "1993-10-01", "1993-10-31"),
        ("五年三月三十一日", 2022, "2023-03-31", "2023-03-31"),
        ("4年12月中旬", 2022, "2022-12-11", "2022-12-20"),
        ("4年10月～5年3月", 2022, "2022-10-01", "2023-03-31"),
        ("4年4月1日～5年3月31日", 2022, "2022-04-01", "2023-03-31"),
        ("4年度末", 2022, "2022-04-01", "2023-03-31"),
        ("4年末", 2022, "2022-01-01", "2022-12-31"),
        ("'22年10月", 2022, "2022-10-01", "2022-10-31"),
        ("’22年度", 2022, "2022-04-01", "2023-03-31"),
        ("‘98年度", 2000, "1998-04-01", "1999-03-31"),
        ("4.3.31現在", 2022, "2022-03-31", "2022-03-31"),
        ("'22.10.3", 2022, "2022-10-03", "2022-10-03"),
        ("H25～R4", 2022, "2013-04-01", "2023-03-31"),
        ("R4～R8年度", 2022, "2022-04-01", "2027-03-31"),
        ("R4末", 2022, "2022-04-01", "2023-03-31"),
        ("R4上半期", 2022, "2022-04-01", "2022-09-30"),
        ("R4(2022)", 2022, "2022-04-01", "2023-03-31"),
        ("令和4～6年度", 2022, "2022-04-01", "2025-03-31"),
        ("令和4年度から令和6年度", 2022, "2022-04-01", "2025-03-31"),
        ("令和4年から6年", 2022, "2022-01-01", "2024-12-31"),
        ("平成29～2年度", 2022, "2017-04-01", "2021-03-31"),
        ("2022-2024年度", 2022, "2022-04-01", "2025-03-31"),
        ("2022/23年度", 2022, "2022-04-01", "2023-03-31"),
        ("昭和50年代", 2022, "1975-01-01", "1984-12-31"),
        ("2010年代", 2022, "2010-01-01", "2019-12-31"),
        ("4-6月", 2022, "2022-04-01", "2022-06-30"),
        ("第1・2四半期", 2022, "2022-04-01", "2022-09-30"),
        ("第1～第3四半期", 2022, "2022-04-01", "2022-12-31"),
        ("9/21～30", 2022, "2022-09-21", "2022-09-30"),
        ("12/28～1/4", 2022, "2022-12-28", "2023-01-04"),
        ("11月3日（木・祝）～5日", 2022, "2022-11-03", "2022-11-05"),
    ],
)
def test_a_short_notation_is_read_by_what_stands_around_it(text: str, year: int, first: str, last: str) -> None:
    quote, *days = only(text, year)
    assert days == [first, last]
    assert quote == fold(text).text.removesuffix("現在")


def test_a_date_with_slashes_is_one_where_the_day_of_the_week_is_right() -> None:
    assert days_of("22/10/3(月)", 2022) == [("2022-10-03", "2022-10-03")]
    assert days_of("4/10/3(月)", 2022) == [("2022-10-03", "2022-10-03")]
    assert days_of("22/10/3(火)", 2022) == []
    assert days_of("22/10/3に開催", 2022) == []


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("10月5日、12日及び19日", ["2022-10-05", "2022-10-12", "2022-10-19"]),
        ("10月5日(水)、12日(水)並びに19日(水)", ["2022-10-05", "2022-10-12", "2022-10-19"]),
        ("10月5日又は12日", ["2022-10-05", "2022-10-12"]),
        ("10/5・12・19", ["2022-10-05", "2022-10-12", "2022-10-19"]),
        ("10/5,12,19", ["2022-10-05", "2022-10-12", "2022-10-19"]),
        ("H30・R元・R2", ["2018-04-01", "2019-04-01", "2020-04-01"]),
        ("R3,R4,R5", ["2021-04-01", "2022-04-01", "2023-04-01"]),
        ("R3、R4に実施", ["2021-04-01", "2022-04-01"]),
        ("平成30・2年度", ["2018-04-01", "2020-04-01"]),
        ("令和4年、5年", ["2022-01-01", "2023-01-01"]),
        ("15日、20日に開催", [None, None]),
        ("5日・12日・19日", [None, None, None]),
        ("毎月10日・20日", [None, None]),
        ("毎月1・15日号", [None, None]),
        ("15日 20日 25日", [None, None, None]),
        ("開催日：15日、20日", [None, None]),
        ("5日（土）、6日（日）", [None, None]),
        ("15日号", [None]),
        ("毎週月曜日と15日", [None]),
    ],
)
def test_a_list_of_days_or_years_is_each_of_them(text: str, days: list[str | None]) -> None:
    assert [first for first, _ in days_of(text, 2022)] == days


@pytest.mark.parametrize(
    "text",
    [
        "5年間", "5年以上", "5年生", "3年連続", "5年3か月", "3年ごと", "10年ぶり", "築5年", "3年5組", "5年3月間", "15日間",
        "3日、5日間", "3日・5日コース", "延べ5日、12日", "開催日数 5日、12日", "研修5日、実習10日", "3日、2日", "5日 12日",
        "1、2日", "R3-5", "H5N1", "防災元年", "第1・3月曜日", "22/10/3", "4/10/3", "1/4半期", "令和○年○月", "3年は", "4年から",
    ],
)  # fmt: skip
def test_a_number_of_years_or_days_is_no_date(text: str) -> None:
    assert days_of(text, 2022) == []
