"""What an item says of itself, what a department cell names, and numbers that are prices, sizes or rates: by hand."""

from __future__ import annotations

from functools import cache

import pytest

import bouhan_opendata as bo
from bouhan_opendata.extraction import CellContext, CellReading, ExtractionWords, prepare_words, read_cell, read_departments

YEAR = 2022
USES = {"observation": "o", "detail": "d", "duplicate": "x", "context": "c", "none": "n"}


@cache
def words() -> ExtractionWords:
    return prepare_words(bo.load_model())


def read(*lines: str, measure: str = "施策", kind: str = "actual") -> CellReading:
    return read_cell(lines, CellContext(YEAR, kind, ("安全課",), measure), words())


def said(reading: CellReading) -> str:
    """``20人o`` for an observation of 20 人, ``2~3回d`` for a range that is detail; quantities in order, by spaces."""
    found = []
    for figure in reading.figures:
        if figure.cls == "quantity":
            value = f"{figure.value:f}" if figure.value is not None else f"{figure.lower:f}~{figure.upper:f}"
            found.append(f"{value}{figure.unit_text}{USES[figure.use]}")
    return " ".join(found)


NONE, NO_ONE = ("nothing_to_report", None), ("nothing_to_report", "no_occasion")
NOT_DONE, CANCELLED, PARTLY = ("not_implemented", None), ("cancelled", None), ("partly_cancelled", None)
REPORTED, PENDING, ENDED = ("reported", None), ("pending", None), ("ended", None)
SAME, ELSEWHERE, PLANNED = ("same_as_previous", None), ("stated_elsewhere", None), ("planned", None)
MARK = ("no_data_mark", None)

STATUSES = {
    # there was none
    "申請者はいなかった": NO_ONE,
    "該当者なし": NO_ONE,
    "実績なし": NONE,
    "相談はなかった": NONE,
    "相談窓口への申込みはありませんでした。": NO_ONE,
    "対象となる児童がいなかった": NO_ONE,
    "該当する案件はなかった": NO_ONE,
    "利用はありませんでした（R4年度）": NONE,
    "派遣依頼なし": NONE,
    "児童虐待の通告はなかった": NONE,
    "今年度は申請なし。": NO_ONE,
    "市営住宅の申込者なし": NO_ONE,
    "対象外": NONE,
    "該当なし": NO_ONE,
    "利用する児童は少ない": REPORTED,
    "異常なし": REPORTED,
    "講習会を3回実施したが、申請はなかった": REPORTED,
    "新規申請なし、継続3件": REPORTED,
    "補助対象外": REPORTED,
    "対象外の方にも周知": REPORTED,
    "放置自転車なし街づくり": REPORTED,
    "被害なし街づくり": REPORTED,
    "0件": REPORTED,
    "相談件数 0件": REPORTED,
    # not carried out, called off, put off
    "休止": CANCELLED,
    "休止中": CANCELLED,
    "活動を休止中": CANCELLED,
    "休止中の講座を再開した": REPORTED,
    "延期": NOT_DONE,
    "市民まつり　延期": NOT_DONE,
    "防災訓練は感染症拡大により次年度に延期": ("not_implemented", "infectious_disease"),
    "総会を11月に延期して開催": REPORTED,
    "開催を翌月に延期": REPORTED,
    "延期していた講座を開催": REPORTED,
    "実施なし": NOT_DONE,
    "開催見送り": NOT_DONE,
    "財政上の理由により実施を見送った": ("not_implemented", "budget"),
    "実施を見合わせた": NOT_DONE,
    "予算措置なし": ("not_implemented", "budget"),
    "応募者がいなかったため実施せず": ("not_implemented", "no_occasion"),
    "外出自粛の呼びかけ": REPORTED,
    "※コロナにより中止": ("cancelled", "infectious_disease"),
    "市民まつり→中止": CANCELLED,
    "【中止】市民まつり": CANCELLED,
    "（中止）防災フェスタ": CANCELLED,
    "【未実施】街頭キャンペーン": NOT_DONE,
    "【中止】市民まつり、花火大会は実施した": PARTLY,
    "3回中1回は雨天中止": ("partly_cancelled", "weather"),
    "5校中2校で中止": ("partly_cancelled", None),
    "雨天のため1回中止": ("partly_cancelled", "weather"),
    "コロナウイルスの影響で3校中止": ("partly_cancelled", "infectious_disease"),
    "全3回中止": CANCELLED,
    "イベントを中止し、動画を配信した": PARTLY,
    "申込みが少なく不成立": ("cancelled", "no_occasion"),
    "参加者が集まらず不開講": ("cancelled", "no_occasion"),
    "5月に開催予定だったが中止": CANCELLED,
    "中止を呼びかけるチラシ": REPORTED,
    # carried out, in another form
    "書面開催": REPORTED,
    "オンラインで実施": REPORTED,
    "規模を縮小して実施": REPORTED,
    "総会 中止（書面開催）": REPORTED,
    "集合研修は中止とし、オンラインで実施": REPORTED,
    "対面での会議を取りやめ、書面決議とした": REPORTED,
    "継続": REPORTED,
    "継続実施": REPORTED,
    "継続的に": REPORTED,
    # planned
    "3回予定": PLANNED,
    "講座　2回実施予定": PLANNED,
    "年度内に5か所設置予定": PLANNED,
    "令和5年2月予定": PLANNED,
    "【予定】講習会": PLANNED,
    "3回実施し、次年度は未定": REPORTED,
    # it has come to an end
    "廃止": ENDED,
    "事業終了": ENDED,
    "保育所の整備　廃止": ENDED,
    "令和3年度で終了": ENDED,
    "令和2年度をもって事業を終了した。": ENDED,
    "補助制度は令和2年度末をもって廃止": ENDED,
    "平成30年度末で廃止": ENDED,
    "工事を令和3年度で終了": REPORTED,
    "講座の募集終了": REPORTED,
    "終了証の交付": REPORTED,
    "バス路線の廃止を周知": REPORTED,
    "廃止された街区公園の清掃": REPORTED,
    # nothing is settled yet
    "検討中": PENDING,
    "調整中": PENDING,
    "未定": PENDING,
    "集計中": PENDING,
    "作成中": PENDING,
    "準備中": PENDING,
    "意見交換会　調整中": PENDING,
    "実施方法を検討中": REPORTED,
    "検討中の案を公表した": REPORTED,
    "未定稿": REPORTED,
    "集計中央値": REPORTED,
    # stated elsewhere, or the same as a year before
    "再掲": ELSEWHERE,
    "（再掲）": ELSEWHERE,
    "【再掲】": ELSEWHERE,
    "No.12に同じ": ELSEWHERE,
    "1-2参照": ELSEWHERE,
    "12番の再掲": ELSEWHERE,
    "事業番号12に同じ": ELSEWHERE,
    "施策3-2を参照": ELSEWHERE,
    "基本目標2(1)①と同じ": ELSEWHERE,
    "防犯講習会　No.5の再掲": ELSEWHERE,
    "別紙のとおり": ELSEWHERE,
    "令和2年度に同じ": ELSEWHERE,
    "R2と同様": ELSEWHERE,
    "令和3年度に同じ": SAME,
    "R3に同じ": SAME,
    "前年度と同様": SAME,
    "前年度どおり": SAME,
    "左記に同じ": SAME,
    "同じ": SAME,
    "令和2年度と同様に3回実施": REPORTED,
    "防犯パトロール 5回（再掲）": REPORTED,
    "（再掲）防犯講習会 3回": REPORTED,
    "再掲載を依頼した": REPORTED,
    "ホームページ参照": REPORTED,
    # a mark
    **dict.fromkeys(["-", "―", "ー", "—", "/", "／", "＼", "…", "※", "空欄", "＊", "――", "（－）", "－－"], MARK),
}


@pytest.mark.parametrize("line", STATUSES)
def test_what_an_item_says_of_itself(line: str) -> None:
    reading = read(line)
    assert [(item.status, item.status_reason) for item in reading.items] == [STATUSES[line]]
    assert reading.status == STATUSES[line][0]


def test_what_was_called_off_has_no_results() -> None:
    assert said(read("【中止】市民まつり 来場者5,000人")) == "5000人d"
    assert said(read("0件")) == "0件o"


DEPARTMENTS = {
    "市民部 生活安全課": "生活安全課<市民部",
    "生活安全課　市民部": "生活安全課 市民部:bureau",
    "市民部／生活安全課": "生活安全課<市民部",
    "市民部(生活安全課)": "生活安全課<市民部",
    "市民部（生活安全課、防災課）": "生活安全課<市民部 防災課<市民部",
    "生活安全課（市民部）": "生活安全課<市民部",
    "生活安全課\n（市民部）": "生活安全課<市民部",
    "市民生活部 生活安全課・危機管理課": "生活安全課<市民生活部 危機管理課<市民生活部",
    "市民部 生活安全課、危機管理室": "生活安全課<市民部 危機管理室",
    "建設部 道路課\n市民部 安全課": "道路課<建設部 安全課<市民部",
    "総務部総務課・建設部管理課": "総務課<総務部 管理課<建設部",
    "市民部長寿支援課": "長寿支援課<市民部",
    "教育部\n指導室": "指導室<教育部",
    "教育委員会 指導室": "指導室<教育委員会",
    "教育委員会指導室": "指導室<教育委員会",
    "消防本部予防課": "予防課<消防本部",
    "消防本部\n防災課": "消防本部:bureau 防災課",
    "総務部、防災課": "総務部:bureau 防災課",
    "防災課 消防本部": "防災課 消防本部:bureau",
    "企画政策課（男女共同参画室）": "企画政策課 男女共同参画室^企画政策課",
    "保育課（各保育園）": "保育課 各保育園:office^保育課",
    "防災課\n（消防署）": "防災課 消防署:outside_body",
    "全庁（人事課）": "全庁:whole_city 人事課",
    "各課": "各課:related_sections",
    "全課": "全課:whole_city",
    "関係課": "関係課:related_sections",
    "関係各課": "関係各課:related_sections",
    "庁内各課": "庁内各課:related_sections",
    "各部 各課": "各部:related_sections 各課:related_sections",
    "庁内全体": "庁内全体:whole_city",
    "庁内関係課・学校・警察": "庁内関係課:related_sections 学校:office 警察:outside_body",
    "生活安全課 他": "生活安全課",
    "生活安全課ほか": "生活安全課",
    "生活安全課等": "生活安全課",
    "生活安全課 他3課": "生活安全課",
    "生活安全課ほか2課": "生活安全課",
    "生活安全課外3課": "生活安全課",
    "生活安全課、ほか関係課": "生活安全課 関係課:related_sections",
    "都市計画課等関係各課": "都市計画課 関係各課:related_sections",
    "安全課その他": "安全課",
    "他機関連携課": "他機関連携課",
    "外国人支援課": "外国人支援課",
    "男女平等課": "男女平等課",
    "高等教育課": "高等教育課",
    "等々力出張所": "等々力出張所:office",
    "主管：安全課": "安全課",
    "担当：安全課": "安全課",
    "◎安全課": "安全課",
    "○安全課（主管）、防災課（関連）": "安全課 防災課",
    "（主）安全課（副）防災課": "安全課 防災課",
    "【主管】安全課【関係】防災課": "安全課 防災課",
    "主管課：安全課\n関係課：防災課、道路課": "安全課 防災課 道路課",
    "安全課(内線123)": "安全課",
    "安全課→危機管理課": "安全課 危機管理課",
    "安全課と防災課": "安全課 防災課",
    "安全課及び防災課": "安全課 防災課",
    "こどもと家庭課": "こどもと家庭課",
    "人権・男女共同参画課": "人権・男女共同参画課",
    "こども・若者課": "こども・若者課",
    "社会福祉協議会": "社会福祉協議会:outside_body",
    "青空警察署": "青空警察署:outside_body",
    "青空市商工会議所": "青空市商工会議所:outside_body",
    "青空市防犯協会連合会": "青空市防犯協会連合会:outside_body",
    "公益財団法人みどり公社": "公益財団法人みどり公社:outside_body",
    "NPO法人みどりの会": "NPO法人みどりの会:outside_body",
    "株式会社青空": "株式会社青空:outside_body",
    "㈱青空": "㈱青空:outside_body",
    "(株)青空サービス": "(株)青空サービス:outside_body",
    "委託事業者": "委託事業者:outside_body",
    "シルバー人材センター": "シルバー人材センター:outside_body",
    "議会事務局": "議会事務局:office",
    "各支所": "各支所:office",
    "北出張所": "北出張所:office",
    "保健センター": "保健センター:office",
    "図書館・公民館": "図書館:office 公民館:office",
    "―": "",
    "〃": "",
    "同上": "",
    "未定": "",
    "該当なし": "",
    "安全課、未定": "安全課",
    "安全課\n〃": "安全課",
    "生活安\n全課": "生活安全課",
    "男女共同\n参画課": "男女共同参画課",
    "地域・防災\n推進室": "地域・防災推進室",
    "安全課\n防災課": "安全課 防災課",
    "市民\n安全課": "市民:outside_body 安全課",
    "警察\n安全課": "警察:outside_body 安全課",
    "生活安全課　　": "生活安全課",
    "　生活安全課": "生活安全課",
    "第一課": "第一課",
    "庶務課1係": "庶務課1係",
    "ICT推進課": "ICT推進課",
    "ＤＸ戦略室": "ＤＸ戦略室",
}
"""A cell, and its departments: name, ``:`` kind unless it is a section, ``<`` bureau, ``^`` the section that an office is of."""


@pytest.mark.parametrize("cell", DEPARTMENTS)
def test_what_a_department_cell_names(cell: str) -> None:
    found = []
    for one in read_departments(cell.split("\n"), words()):
        kind = "" if one.kind == "section" else f":{one.kind}"
        found.append(
            f"{one.name}{kind}"
            + (f"<{one.bureau_name}" if one.bureau_name else "")
            + (f"^{one.parent_name}" if one.parent_name else "")
        )
    assert " ".join(found) == DEPARTMENTS[cell]


def test_a_body_outside_the_city_may_head_a_section() -> None:
    reading = read("【警察】", "・防犯教室 3回", "【安全課ほか】", "・パトロール 12回")
    assert [(s.text, s.departments[0].name, s.departments[0].kind) for s in reading.sections] == [
        ("警察", "警察", "outside_body"),
        ("安全課ほか", "安全課", "section"),
    ]
    assert [item.section for item in reading.items] == [0, 1]
    assert read("【市民】", "・防犯教室 3回").sections == ()


NUMBERS = {
    # prices and fees
    "入場料 大人500円、子ども300円": "500円d 300円d",
    "手数料300円": "300円d",
    "時給1,100円": "1100円d",
    "1人500円": "500円d",
    "月額3,000円": "3000円d",
    "会費 一般2,000円、学生1,000円　会員数 120人": "2000円d 1000円d 120人o",
    "大人500円、小人200円": "500円d 200円d",
    "大人20人、子ども30人": "20人o 30人o",
    "1回300円、利用者 延べ450人": "300円d 450人o",
    "定価1,000円の冊子を200部頒布": "1000円d 200部o",
    "500円の参加費": "500円d",
    "500円券 1,200枚を販売": "500円d 1200枚o",
    "1枚10円": "10円d",
    "補助上限5万円、交付 12件": "50000円d 12件o",
    "参加費500円×45人": "500円d 45人d",
    "入場料収入 350,000円": "350000円o",
    "参加費無料、事業費 50,000円": "50000円o",
    "使用料 1,234千円": "1234000円o",
    "市民活動への助成　11団体　1,480,000円": "11団体o 1480000円o",
    "事業費 12,345千円": "12345000円o",
    # shares and multiples
    "補助率1/2": "",
    "対象経費の1/2": "",
    "経費の2/3を補助　申請8件": "8件o",
    "1/2を市が負担": "",
    "2分の1補助": "",
    "2倍に増加": "2倍d",
    "前年比1.2倍の340件": "1.2倍d 340件o",
    "3割": "3割d",
    "参加者の3割が初参加": "3割d",
    "回収率7割": "7割o",
    "倍率 2.5倍": "2.5倍o",
    "アンケート回答率 85.3％": "85.3％o",
    "満足度 4.2点": "4.2点o",
    "5段階評価で4.2": "",
    "平均4.2点（5点満点）": "4.2点d",
    "50%オフセール": "",
    # sizes, beside real counts
    "45リットルのごみ袋 200枚": "45リットルd 200枚o",
    "500mlペットボトル 300本": "500mld 300本o",
    "10kgの米 25袋": "10kgd 25袋o",
    "30㎡の畑 3区画": "30㎡d 3区画o",
    "容量10リットルの生ごみ処理機 5台": "10リットルd 5台o",
    "幅員4m": "4md",
    "高さ1.5m": "1.5md",
    "幅2mの看板 3枚": "2md 3枚o",
    "8ページのパンフレット 500部": "8ページd 500部o",
    "A4判4ページ": "4ページd",
    "A4判両面 8ページ 2,000部": "8ページd 2000部o",
    "100万画素": "",
    "200万画素の防犯カメラ 12台": "12台o",
    "20Wの防犯灯をLED化 350灯": "350灯o",
    "1.2kmの歩道を整備": "1.2kmo",
    "歩道整備 1.2km": "1.2kmo",
    "整備延長 120m": "120mo",
    "5トンのごみを回収": "5トンo",
    "防草シート 45㎡": "45㎡o",
    "5年保存水 500本": "500本o",
    "10個入り 20箱": "20箱o",
    # durations, ages, degrees, ways
    "60分×2コマ": "60分d 2コマd",
    "90分の講義3回": "90分d 3回o",
    "3時間30分": "",
    "2時間30分の講座 5回": "5回o",
    "相談時間 延べ120時間": "120時間o",
    "震度5強": "",
    "震度6弱を想定した訓練 1回": "1回o",
    "レベル3": "",
    "警戒レベル3以上 2回発令": "2回o",
    "気温35度": "",
    "時速30km規制": "",
    "ゾーン30 3か所整備": "3か所o",
    "築40年": "",
    "徒歩5分": "",
    "車で10分": "",
    "駅から5分の駐輪場 2か所": "2か所o",
    "5歳以上": "",
    "18歳未満": "",
    "勤続20年表彰 5人": "5人o",
    # rates, and how a thing is made up
    "1週間に1回": "",
    "2か月に1回": "",
    "年2クール実施 3回": "2クールd 3回o",
    "24時間365日": "",
    "午前・午後の2部制": "2部d",
    "2部構成の講演会 参加者85人": "2部d 85人o",
    "2部配布": "2部o",
    "3交代": "",
    "2人1組": "",
    "5人1班で巡回 12回": "12回o",
    "3学期制": "",
    # all of them
    "27校すべてで実施": "27校d",
    "12校全校で実施": "12校d",
    "5園すべてで訓練を実施 10回": "5園d 10回o",
    # ranks and standards
    "全国大会2位": "",
    "ISO14001": "",
    # a unit apart from its number
    "（単位：千円）12,345": "12345000円o",
    "12,345（千円）": "12345000円o",
    "決算額（千円） 12,345": "12345000円o",
    "事業費 12,345（千円）": "12345000円o",
    "決算額 12,345（千円）、委託料 3,000（千円）": "12345000円o 3000000円o",
    "参加者（人） 45": "45人o",
    "（単位：件）相談 45、電話 30": "45件o 30件o",
    "単位：人\n大人 45\n子ども 30": "45人o 30人o",
    "（単位：千円）\n決算額 12,345": "12345000円o",
    "【単位：人】\n・男性 20\n・女性 25\n・合計 45": "20人d 25人d 45人o",
    "単位：人\n講座 3回\n参加者 45": "3回o 45人o",
    "※単位：千円\n予算 100\n決算 98": "100000円d 98000円o",
    "単位：人\n目標 100\n実績 98": "100人d 98人o",
    "発行部数（部） 300": "300部o",
    "補助（市） 3": "",
    "12（月）": "",
    "参加者 45（うち子ども12）": "",
}
"""Lines (``\\n`` parts them), and what their quantities are worth."""


@pytest.mark.parametrize("text", NUMBERS)
def test_what_each_number_is_worth(text: str) -> None:
    assert said(read(*text.split("\n"))) == NUMBERS[text]


def test_a_unit_may_stand_in_the_measures_title() -> None:
    assert said(read("45", measure="定員（人）")) == "45人o"
    assert said(read("12,345", measure="決算額（千円）")) == "12345000円o"


def test_where_a_unit_apart_from_its_number_comes_from() -> None:
    def source(*lines: str) -> list[tuple[str, str | None, str | None]]:
        return [(f.quote, f.unit_source, f.label) for f in read(*lines).figures if f.cls == "quantity"]

    assert source("決算額（千円） 12,345") == [("12,345", "text", "決算額")]
    assert source("単位：人", "大人 45") == [("45", "column", "大人")]
    assert read("単位：人", "大人 45").line_classes == ("note", "item")
