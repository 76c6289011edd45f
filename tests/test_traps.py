"""Lines in which a number is easily taken for what it is not: what each is worth, by hand."""

from __future__ import annotations

from functools import cache

import pytest

import bouhan_opendata as bo
from bouhan_opendata.extraction import CellContext, CellReading, ExtractionWords, prepare_words, read_cell

YEAR = 2022
USES = {"o": "observation", "d": "detail", "x": "duplicate", "c": "context", "n": "none"}


@cache
def words() -> ExtractionWords:
    return prepare_words(bo.load_model())


def read(*lines: str, measure: str = "施策", kind: str = "actual") -> CellReading:
    return read_cell(lines, CellContext(YEAR, kind, ("安全課",), measure), words())


def said(reading: CellReading) -> str:
    """``20人o`` for an observation of 20 人, ``2~3回d`` for a range that is detail; quantities in order, by spaces."""
    letters = {use: letter for letter, use in USES.items()}
    found = []
    for figure in reading.figures:
        if figure.cls == "quantity":
            value = f"{figure.value:f}" if figure.value is not None else f"{figure.lower:f}~{figure.upper:f}"
            found.append(f"{value}{figure.unit_text}{letters[figure.use]}")
    return " ".join(found)


LINES = {
    # 年, 月 and 週 within a word are no rate
    "青少年20人": "20人o",
    "少年12人、成年3人": "12人o 3人o",
    "青年20人": "20人o",
    "低学年20人・高学年30人": "20人o 30人o",
    "講座年3回": "3回d",
    "会議を年3回開催": "3回d",
    # a year, then what was counted in it
    "令和4年　20件": "20件o",
    "令和4年20件、令和3年15件": "20件o 15件d",
    "R3：85件　R4：92件": "85件d 92件o",
    "(R3)20件": "20件d",
    "H30：20件": "20件d",
    "R3実績：20件": "20件d",
    "R4：92件": "92件o",
    "型番R3-5の機器 2台": "2台o",
    # numerals with groups; what is grouped as no number is left, and said
    "声かけ人数一、〇五三人": "1053人o",
    "登録12, 345件": "",
    "登録12 ,345件": "",
    "登録1 023件": "",
    "登録1、023件": "",
    "登録007人": "",
    "配布1.12件": "",
    # nobody, nothing
    "事故は1件も発生していない": "",
    "一人も参加がなかった": "",
    "1人もいなかった": "",
    "1件発生した": "1件o",
    # one thing and what each has of it
    "庁舎内巡視　1日2回": "2回d",
    "8回派遣(1回2時間程度)": "8回o 2時間d",
    "２件（１件５万円）": "2件o 50000円d",
    "1校1回": "1回d",
    "1回約20名": "20名d",
    "1台30万円": "300000円d",
    "1世帯1基": "1基d",
    "1小学校区5台": "5台d",
    "1日3回巡回": "3回d",
    "1か月に2回": "2回d",
    "一か月に一回": "1回d",
    "講座1回、参加者20人": "1回o 20人o",
    "1回 20人": "1回o 20人o",
    "人口1万人当たり3.2件": "3.2件d",
    "人口10万人当たり32件": "32件d",
    # averages and what is said of each
    "1回平均20.3人": "20.3人d",
    "一日平均23人": "23人d",
    "県平均45.6件": "45.6件d",
    "各号5,200部": "5200部d",
    "各日20名": "20名d",
    "各種講座12回": "12回o",
    "各団体5個": "5個d",
    "隔週1回": "1回d",
    "半年に1回": "1回d",
    "学期に1回": "1回d",
    # what was before, and what is now
    "対前年度比130.8％": "130.8％d",
    "昨年同期の328件を上回った": "328件d",
    "前回20件": "20件d",
    "前年比1.2倍の340件": "1.2倍d 340件o",
    "8台→10台": "8台d 10台o",
    "5件から8件へ増加": "5件d 8件o",
    "78.5％から80.2％に上昇": "78.5％d 80.2％o",
    "8台から10台に増設": "8台d 10台o",
    "20件から15件に減少": "20件d 15件o",
    "新設（2箇所4台増）": "2箇所d 4台d",
    "10人から20人の参加": "10~20人d",
    # what was called off
    "3回開催（9回は感染症の影響により中止）": "3回o 9回d",
    "5回開催（2回は中止）": "5回o 2回d",
    "3回（うち1回中止）": "3回o 1回d",
    "講習会は中止、パトロール5回": "5回o",
    # what a bracket only explains, and what was held
    "登録者5,432人（達成率90.5％）": "5432人o 90.5％d",
    "受診率45.2％": "45.2％o",
    "開場7月16日～8月31日（47日間）": "47日間d",
    "セミナー　全5回　延べ96人": "5回o 96人o",
    "通学路の点検を全9校で実施": "9校d",
    "グループホーム18か所・定員97名": "18か所o 97名d",
    "計　1,277人　111,304千円": "1277人o 111304000円o",
    # parts, bounds and ranges
    "パトロール120回（夜間パトロール52回を含む）": "120回o 52回d",
    "パトロール120回（夜間5回を除く）": "120回o 5回d",
    "2、3回": "2~3回d",
    "二、三回": "2~3回d",
    "3ないし5回": "3~5回d",
    "3回以上5回以下": "3~5回d",
    "50基／60基中": "50基d 60基d",
    "少なくとも3回": "3回o",
    # which things are meant, and how many there are
    "従業員300人以下の企業へ専門家派遣　3社": "300人d 3社o",
    "10人以上の団体に講師を派遣　8団体": "10人d 8団体o",
    "年収360万円未満の世帯": "3600000円d",
    "500人以上の参加があった": "500人o",
    "500人以上が参加": "500人o",
    "委員20名中女性8名": "20名d 8名d",
    "38人／45人": "38人d 45人d",
    # how long a thing lasts
    "2時間の講座を3回開催": "2時間d 3回o",
    "2日間の研修": "2日間d",
    "開館日数　242日": "242日o",
    "年間245日": "245日o",
    # a counter is the whole word
    "自主防災組織の結成数は45組織": "45組織o",
    "分科会 3分科会": "3分科会o",
    "34項目を点検": "34項目o",
    "12ケースを支援": "12ケースo",
    "12百万円": "12000000円o",
    # a unit in brackets is no number, a number with blanks is none that can be trusted
    "事業費(千円)": "",
    "参加者 1 2 3 人": "",
    # words with a number
    "1人暮らし高齢者 45人": "45人o",
    "1人親家庭 12世帯": "12世帯o",
    "35人学級": "",
    "1泊2日キャンプ　32人": "32人o",
    "要介護3の人 12人": "12人o",
    "翌月10日までに提出": "",
    # numbers in kanji behind a noun
    "指導員十二名により": "12名o",
    "年間四十八回の巡回": "48回o",
    "補導員三十八名が": "38名o",
    "チラシ一万二千枚": "12000枚o",
    "冊子二万部": "20000部o",
    "一名増員": "1名d",
    "第三者委員会": "",
    # a list with circled numbers
    "①20人　②30人　③25人": "20人o 30人o 25人o",
    "指導員による巡回　３６５日": "365日o",
    "24時間365日対応": "",
    "365日体制で対応": "",
    "1台につき10万円を上限に7台補助": "100000円d 7台o",
    "昨年度より5件減の80件": "5件d 80件o",
    "意見交換会1回（同18名）": "1回o 18名o",
    # no counts
    "2件目を設置、4台目、5校目、6団体目、7世帯目、8か所目、9基目": "",
    "見守り（4、6、8、10、12、2月の15日）": "",
    "毎月1日及び15日に実施": "",
    "3日に開催": "",
    "5日前まで": "",
    "5のつく日": "",
    "１日警察署長": "",
    "3日間開催": "3日間o",
    "3年連続": "",
    "3年かけて": "",
    "5年ごとに": "",
    "2人1組で巡回": "",
    "2人組で": "",
    "3点セット": "",
    "5分類": "",
    "三つの柱": "",
    "3つの柱": "",
    "LED40W 5基": "5基o",
    "幅W=2.0m": "",
    "φ75mm": "",
    "50cm×30cm": "",
    "6.26ヤング街頭キャンペーン": "",
    "2学期": "",
    "1中120名": "120名o",
    "中1ギャップ対策": "",
    "1学期に開催": "",
}


@pytest.mark.parametrize("line", LINES)
def test_what_each_number_is_worth(line: str) -> None:
    assert said(read(f"・{line}")) == LINES[line]


@pytest.mark.parametrize("line", [line for line, expected in LINES.items() if line.startswith("登録") and not expected])
def test_what_is_left_is_told(line: str) -> None:
    flags = {flag.rule_id for figure in read(f"・{line}").figures for flag in figure.flags}
    assert flags & {"bare-number", "bad-grouping"}


LABELS = {
    "青少年20人": ["青少年"],
    "低学年20人・高学年30人": ["低学年", "高学年"],
    "学期ごとに3回": [None],
    "正午まで 3回": [None],
    "パトロールを19:00～23:00に実施（48回）": ["パトロール"],
    "登下校時の見守り（4月、5月は中止）　31件": ["登下校時の見守り"],
    "延べ213回（実人数45人）": [None, "実人数"],
    "20件から15件に減少": [None, None],
}


@pytest.mark.parametrize("line", LABELS)
def test_labels_are_words_of_the_line(line: str) -> None:
    found = [f.label if f.label_from != "title" else None for f in read(f"・{line}").figures if f.cls == "quantity"]
    assert found == LABELS[line]


STATUSES = {
    "3回開催（9回は感染症の影響により中止）": ("partly_cancelled", "infectious_disease"),
    "5回開催（2回は中止）": ("partly_cancelled", None),
    "3回（うち1回中止）": ("partly_cancelled", None),
    "講習会は中止、パトロール5回": ("partly_cancelled", None),
    "一部中止　32本": ("partly_cancelled", None),
    "雨天中止の場合は翌週に実施": ("reported", None),
    "中止していた講座を再開し、3回実施": ("reported", None),
    "申請者なし": ("nothing_to_report", "no_occasion"),
    "応募者なし": ("nothing_to_report", "no_occasion"),
    "対象事案なし": ("nothing_to_report", "no_occasion"),
    "前年度と同様": ("same_as_previous", None),
    "同右": ("same_as_previous", None),
    "″": ("same_as_previous", None),
    "異常なしを確認": ("reported", None),
}


@pytest.mark.parametrize("line", STATUSES)
def test_what_an_item_says_of_itself(line: str) -> None:
    item = read(f"・{line}").items[0]
    assert (item.status, item.status_reason) == STATUSES[line]


def test_a_title_may_say_how_its_numbers_are_counted_and_their_unit() -> None:
    assert [f.time_basis for f in read("30台", measure="防犯カメラの設置（累計）").figures] == ["cumulative"]
    assert said(read("1,204", measure="消費生活相談件数（件）")) == "1204件o"


def test_a_numbered_line_below_bullets_is_an_item_of_its_own() -> None:
    reading = read("・一つ目 7件", "　・子 2件", "１ 車両数：3台")
    assert [item.text for item in reading.items] == ["一つ目 7件", "子 2件", "１ 車両数：3台"]


def test_a_number_cut_by_the_end_of_its_line_is_not_read() -> None:
    reading = read("・参加者4", "5人")
    assert said(reading) == ""
    assert {flag.rule_id for figure in reading.figures for flag in figure.flags} >= {"bare-number"}
