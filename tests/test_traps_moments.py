"""Lines whose dates, periods and odd numerals are easily taken for counts: what each number is worth, by hand.

The column's year is FY2022. ``20人o`` is an observation, ``d`` detail.
"""

from __future__ import annotations

from datetime import date
from functools import cache

import pytest

import bouhan_opendata as bo
from bouhan_opendata.extraction import CellContext, CellReading, ExtractionWords, prepare_words, read_cell

YEAR = 2022
USES = {"o": "observation", "d": "detail", "x": "duplicate", "c": "context", "n": "none"}


@cache
def words() -> ExtractionWords:
    return prepare_words(bo.load_model())


def read(line: str, year: int = YEAR) -> CellReading:
    return read_cell([line], CellContext(year, "actual", ("安全課",), "施策"), words())


def said(reading: CellReading) -> str:
    letters = {use: letter for letter, use in USES.items()}
    found = []
    for figure in reading.figures:
        if figure.cls == "quantity":
            value = f"{figure.value:f}" if figure.value is not None else f"{figure.lower:f}~{figure.upper:f}"
            found.append(f"{value}{figure.unit_text}{letters[figure.use]}")
    return " ".join(found)


LINES = {
    # dates whose era is not written
    "登録者345人（5年3月31日現在）": "345人o",
    "5年3月31日現在　登録者345人": "345人o",
    "（5年3月末）登録者20人": "20人o",
    "6年4月1日に開設": "",
    "元年10月から実施": "",
    "4年12月10日　講座　参加者20人": "20人o",
    "30年4月開設の施設　利用者20人": "20人o",
    "4年10月～5年3月　巡回20回": "20回o",
    "4年中の刑法犯認知件数　20件": "20件o",
    "3年中の刑法犯認知件数　20件": "20件d",
    "4年度末　防犯カメラ20台": "20台o",
    "'22年10月　参加者20人": "20人o",
    "’21年度　相談20件": "20件d",
    "22/10/3(月)　参加者20人": "20人o",
    "第1回（4年6月10日）20人、第2回（5年2月3日）30人": "20人o 30人o",
    # years that count nothing of the year
    "5年間の延長": "5年間d",
    "5年以上経過した機器20台を更新": "5年d 20台o",
    "5年生80人": "80人o",
    "3年連続で受賞": "",
    "任期2年　委員10人": "2年d 10人o",
    "創立50年": "50年d",
    "計画期間5年間": "5年間d",
    "平均勤続年数12年": "12年o",
    "1年1組　30人": "30人o",
    "3年5組　28人": "28人o",
    # days of a month
    "15日、20日に開催": "",
    "5日・12日・19日": "",
    "5日及び12日に開催": "",
    "10月5日、12日及び19日　参加者20人": "20人o",
    "10月5日(水)、12日(水)及び19日(水)　3回": "3回o",
    "10月5日と12日　20人": "20人o",
    "10/5・12・19　20人": "20人o",
    "9/21～30　20人": "20人o",
    "10/1-31　20人": "20人o",
    "毎月10日・20日　広報3,000部": "3000部o",
    "毎月1・15日号　3,000部": "3000部o",
    "15日号　3,000部": "3000部o",
    "開催日：15日、20日": "",
    "実施日　5日、12日": "",
    "毎週月曜日と15日　巡回20回": "20回o",
    "2日～4日に開催": "",
    "①10月5日　20人　②11月5日　30人": "20人o 30人o",
    "①10/5　20人　②11/5　30人": "20人o 30人o",
    "13日の金曜日": "",
    # days that are counted
    "15日間": "15日間d",
    "毎月15日間": "15日間d",
    "開館日数　300日": "300日o",
    "延べ20日": "20日o",
    "年間開所日数：245日": "245日o",
    "派遣日数：15日、従事20日": "15日o 20日o",
    "研修5日、実習10日": "5日o 10日o",
    "開催日数　5日、延べ12日": "5日o 12日o",
    # what several years came to
    "過去3年間で45人": "3年間d 45人d",
    "過去3年間の実績45人": "3年間d 45人d",
    "3年間で延べ45人が参加": "3年間d 45人d",
    "直近5年間の件数　120件": "5年間d 120件d",
    "この10年間で20件減少": "10年間d 20件d",
    "今後5年間で30台設置": "5年間d 30台d",
    "向こう5年間で50戸": "5年間d 50戸d",
    "2か年で20校、3園を整備": "2か年d 20校d 3園d",
    "R3・R4の2年間で20件": "2年間d 20件d",
    "令和2年度から4年度までの3年間で45人": "3年間d 45人d",
    "H27からR4までに530台": "530台d",
    "ここ数年は20件程度": "20件d",
    "20件（過去5年間で最少）": "20件d 5年間d",
    "20件（5年間の合計）": "20件d 5年間d",
    "3年間で45人が参加し、今年度は12人が参加": "3年間d 45人d 12人o",
    "1年間で45人": "1年間d 45人o",
    "1年を通じて20回実施": "1年d 20回o",
    "3年間の契約で防犯カメラ20台を借上げ": "3年間d 20台o",
    "3年間のモデル事業として2校で実施": "3年間d 2校o",
    "5年間無事故の運転者20人を表彰": "5年間d 20人o",
    "30年以上勤続した20人を表彰": "30年d 20人o",
    "2年目の研修　20人": "20人o",
    "5年ぶりに20団体が参加": "20団体o",
    "過去最高の45人": "45人o",
    # an era's letter
    "R4末現在　20台": "20台o",
    "R3末　20台": "20台d",
    "R3は20件、R4は30件": "20件d 30件o",
    "R2　10件　R3　20件　R4　30件": "10件d 20件d 30件o",
    "H30～R2　20件": "20件d",
    "（H30～R4）累計530台": "530台d",
    "R4(2022)　20件": "20件o",
    "令和3、4年度　20件、30件": "20件d 30件o",
    "2021/22年度　20件": "20件d",
    "型番R3-5の機器　2台": "2台o",
    "H5N1対策訓練　2回": "2回o",
    # a date of another fiscal year
    "登録者20人（令和2年3月31日現在）": "20人d",
    "登録者20人（令和5年4月1日現在）": "20人o",
    "登録者20人（令和5年3月31日現在）": "20人o",
    "登録者20人（令和4年4月1日現在）": "20人o",
    "登録者20人（令和4年3月31日現在）": "20人d",
    "登録者20人（R5.5.1現在）": "20人d",
    "登録者20人（前年度末）": "20人d",
    "登録者20人（令和2年度）": "20人d",
    "登録者20人（前年度）": "20人d",
    "登録者20人（前年度18人）": "20人o 18人d",
    "会員数（令和3年5月1日）20人": "20人d",
    "令和3年10月に20人参加": "20人d",
    "令和3年10月1日付で20人を委嘱": "20人d",
    "令和5年4月1日付けで20人を採用": "20人d",
    "令和3年10月～令和4年9月　20件": "20件d",
    "令和3年5月1日に設置した20台を点検": "20台o",
    "平成28年4月に開設した施設の利用者20人": "20人o",
    "平成31年3月に導入したシステムで20件受付": "20件o",
    "令和4年3月31日現在　20人、令和5年3月31日現在　25人": "20人d 25人o",
    "25人（令和4年3月31日現在20人）": "25人o 20人d",
    # other notations
    "10時～12時　20人": "20人o",
    "10:00-11:30　20人": "20人o",
    "午前9時半から正午まで　20人": "20人o",
    "午後1～3時　20人": "20人o",
    "9～17時　20人": "20人o",
    "3学期に2回": "2回o",
    "8月下旬～9月上旬　2回": "2回o",
    "4月～翌3月　20回": "20回o",
    "4-6月　20件": "20件o",
    "第1・2四半期": "",
    "1/4半期": "",
    "年末年始（12/28～1/4）　巡回20回": "20回o",
    "毎月第2・4土曜　20回": "20回o",
    "11月3日（木・祝）～5日　20人": "20人o",
    "90年代": "",
    "10/5　20人　11/5　30人": "20人o 30人o",
    # numerals that are none
    "参加者〇〇人": "",
    "参加者〇人": "",
    "参加者○○件": "",
    "参加者XX人": "",
    "参加者●人": "",
    "版数1.5.2": "",
    "1.5.2人": "",
    "補助1億万円": "",
    "補助12万34万円": "",
    "参加1万23,456人": "",
    "参加1.2万3千人": "",
    "参加1万二千人": "",
    "参加者5～3人": "",
    "参加20人～10人": "",
    "参加者12,34人": "",
    "参加者1,2345人": "",
    "三分の一": "",
    "3分の2以上": "",
    "男女比1対3": "",
    "2対1": "",
    "1対1の相談　20件": "20件o",
    "1/4世帯": "",
    "半数": "",
    "数十人": "",
    "十数件": "",
    # numerals
    "寄附3.5億円": "350000000円o",
    "参加1.2万人": "12000人o",
    "参加2千3百人": "2300人o",
    "参加百二十三名": "123名o",
    "補助　千円": "1000円o",
    "補助1万2千3百円": "12300円o",
    "参加二万五千人": "25000人o",
    "補助参拾万円": "300000円o",
    "補助12万3,456円": "123456円o",
    "補助1億2千万円": "120000000円o",
    "補助1,200百万円": "1200000000円o",
    "延長1.50km": "1.5kmo",
    "受診率100.0％": "100％o",
    "参加十二〜十五人": "12~15人d",
    "前年度比±5人": "5人d",
    "絵本2対": "2対o",
}


@pytest.mark.parametrize("line", LINES)
def test_a_line_gives_its_numbers_and_no_others(line: str) -> None:
    assert said(read(line)) == LINES[line]


@pytest.mark.parametrize("line", ["補助1億万円", "参加者5～3人", "参加者12,34人", "1.5.2人", "参加1万23,456人"])
def test_what_is_no_number_is_refused_without_a_value_and_said(line: str) -> None:
    (figure,) = read(line).figures
    assert (figure.cls, figure.value, len(figure.flags)) == ("bare", None, 1)


def test_the_day_after_the_years_end_is_still_a_state_of_the_year() -> None:
    figure = read("登録者20人（令和5年4月1日現在）").figures[0]
    assert (figure.use, figure.time_basis, figure.as_of) == ("observation", "stock", date(2023, 4, 1))
    earlier = read("登録者20人（令和2年3月31日現在）").figures[0]
    assert (earlier.use, earlier.pattern, earlier.as_of) == ("detail", "other-year", date(2020, 3, 31))


@pytest.mark.parametrize(("year", "use"), [(2018, "detail"), (2019, "observation"), (2020, "detail")])
def test_a_date_counts_for_the_year_it_lies_in(year: int, use: str) -> None:
    assert read("登録者20人（2年3月31日現在）", year).figures[0].use == use
