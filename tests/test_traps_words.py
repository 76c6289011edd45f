"""Words that begin like a counter, units of letters, numbers at the end of a line, averages, scales that a range shares."""

from __future__ import annotations

import pytest

from test_traps import read, said

LINES = {
    # a counter behind a space ends there
    "件数：３２１　人数：１，０４５": "",
    "団体数：18　人員：640人": "640人o",
    "世帯数 120　世帯員 312人": "312人o",
    "面談 3 回実施　講話 5 人程度": "3回o 5人o",
    # words that begin with the sign of a counter; what may be counted of them is an unknown unit
    "COVID-19対策を3回実施": "3回o",
    "PM2.5対策 3回": "3回o",
    "Windows-11対応PC 5台": "5台o",
    "アンケート 450回答": "450回答o",
    "訓練に 120園児が参加": "120園児o",
    "10人槽 3基": "10人槽o 3基o",
    "20件対応、15人参加、10日間開催": "20件o 15人o 10日間o",
    # units of letters are read whole or not at all
    "発電量 12,450MWh": "12450MWho",
    "BOD 1.2mg/L": "1.2mg/Lo",
    "排出量 15,230t-CO2": "15230t-CO2o",
    "配水量 845千㎥": "845000㎥o",
    "濃度 3.2mg/kg": "",
    "講座 6分野": "6分野o",
    "図書館 3分館 2分室": "3分館o 2分室o",
    "管理不全 45戸": "45戸o",
    # what comes out of dividing is no amount of the year
    "月平均利用者 298人": "298人d",
    "参加者 15人（1回平均）": "15人d",
    "参加者数 23名／回": "23名d",
    "人口10万人当たり事故件数 245.3件": "245.3件d",
    # each, once a month, a course of so many times
    "教室（初期・後期）をそれぞれ12回実施": "12回d",
    "家族会 毎月1回 延べ89人": "1回d 89人o",
    "3回連続講座 参加者45人": "45人o",
    "1人1スポーツの推進": "",
    # a range shares the scale of its end
    "ちらし 2～3万枚": "20000~30000枚d",
    "事業費 100～200万円": "1000000~2000000円d",
    "事業費 約2、3万円": "20000~30000円d",
    # a telephone number with a counter is a number
    "研修会 延べ189人": "189人o",
    "189の周知": "",
    # a raised figure ends a unit of length, or points at a footnote
    "花壇 20m²": "20m²o",
    "貯留量 12m³": "12m³o",
    "参加者 500人²": "500人o",
    "参加者 500²人": "",
    # a name with digits of its own, and small municipalities
    "1on1ミーティング 12回": "12回o",
    "近隣の3市1町2村で連携": "3市o 1町o 2村o",
    # what one of them costs; behind a slash that parts two counts the number stands for itself
    "利用料 500円/人": "500円d",
    "材料費 300円／1枚、参加者 20人": "300円d 20人o",
    # the digits of names, of which no event or thing is counted
    "中2対象 3校": "3校o",
    "100円ショップ 3店": "3店o",
    "3世代交流会 2回": "2回o",
    "2週間健診 受診者45人": "45人o",
    "ひとり1台端末 300台": "300台o",
    "第1～3回 参加者30人": "30人o",
    "全国47都道府県": "",
    # parts of the year are not the year
    "上半期10件、下半期12件": "10件d 12件d",
    "第1四半期 5回、第2四半期 7回": "5回d 7回d",
    "上半期に相談会を10回開催": "10回o",
}


@pytest.mark.parametrize("line", LINES)
def test_what_each_number_is_worth(line: str) -> None:
    assert said(read(line)) == LINES[line]


@pytest.mark.parametrize(
    ("cell", "worth"),
    [
        ("利用者数1,234\n50歳以上　12人", "12人o"),
        ("実施施設数　小学校8\n8020達成者表彰 34名", "34名o"),
        ("参加者4\n5人", "45人o"),
    ],
)
def test_a_line_that_ends_with_a_number(cell: str, worth: str) -> None:
    assert said(read(*cell.split("\n"))) in (worth, "")


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("大会　参加者230人（令和2～3年度は中止）", "reported"),
        ("教室　4回　52人（前年度は雨天のため中止）", "reported"),
        ("教室　4回　52人（うち1回は中止）", "partly_cancelled"),
        ("教室　4回　52人（令和4年度の2回は中止）", "partly_cancelled"),
    ],
)
def test_what_was_cancelled_in_another_year(text: str, status: str) -> None:
    assert read(text).items[0].status == status


def test_lines_set_in_that_add_up_are_parts_of_the_line_above() -> None:
    assert said(read("相談 35件", "　電話 10件", "　来所 25件")) == "35件o 10件d 25件d"
    assert said(read("相談 35件", "　電話 10件", "　来所 20件")) == "35件o 10件o 20件o"
    assert said(read("相談 35件", "電話 10件", "来所 25件")) == "35件o 10件o 25件o"


def test_how_much_it_moved_and_how_exact_it_is() -> None:
    assert said(read("受診率が3.2ポイント向上")) == "3.2ポイントd"
    precisions = {f.quote: f.precision for f in read("参加者 20人足らず、40人に満たない、30人を超えた、100人あまり").figures}
    assert precisions == {"20人": "less_than", "40人": "less_than", "30人": "at_least", "100人": "approx"}


@pytest.mark.parametrize(
    ("line", "worth"),
    [
        ("奨励金 5,799,000円（3円/kg）", "5799000円o 3円d"),
        ("支出済額 3,418,752円、不用額 541,248円", "3418752円o 541248円d"),
        ("補助 14棟（1棟上限100万円）", "14棟o 1000000円d"),
        ("製品安全4法に基づく立入検査 7店舗", "7店舗o"),
        ("典型7公害の苦情 61件", "61件o"),
        ("測定局3局。3局とも基準に達した", "3局o"),
        ("収容可能人数 9,400人、処理能力 120t", "9400人d 120td"),
        ("駐輪可能台数 236台", "236台o"),
    ],
)
def test_prices_remainders_capacities_and_laws(line: str, worth: str) -> None:
    assert said(read(line)) == worth


@pytest.mark.parametrize(
    ("line", "worth"),
    [
        ("児童福祉法第21条の10に基づく面接指導 56回", "56回o"),
        ("第6条の3第2項に規定する事業 3件", "3件o"),
        ("第5条の8団体 12件", "8団体o 12件o"),
        ("保健指導 6か月間プログラム 参加11人", "11人o"),
        ("女性委員ゼロの審議会等：62審議会中7審議会", "62審議会d 7審議会d"),
        ("備蓄食料 3,000食分", "3000食分o"),
    ],
)
def test_articles_of_laws_courses_and_a_count_among_others(line: str, worth: str) -> None:
    assert said(read(line)) == worth


@pytest.mark.parametrize(
    ("line", "worth"),
    [
        ("全小学校12校で実施、児童3,420人参加", "12校d 3420人o"),
        ("すべての公園85か所を点検", "85か所d"),
        ("全小学校を対象に9校で実施", "9校o"),
        ("全国大会 2会場", "2会場o"),
    ],
)
def test_all_there_are_is_a_population_and_no_result(line: str, worth: str) -> None:
    assert said(read(line)) == worth


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("認知件数は612件となり、前年比で34件の減少となった。", "612件:認知件数"),
        ("第5次計画の策定に向け審議会を4回開催", "4回:審議会"),
        ("125件の申請に対し118件を交付決定した。", "125件:申請 118件:交付決定"),
        ("参加者数が目標の100人を上回る134人であった。", "100人:参加者数 134人:参加者数"),
        ("街路灯のLED化 計画500基に対し480基", "500基:街路灯のLED化 480基:街路灯のLED化"),
        ("相談件数は、電話230件、来所45件、メール12件の計287件であった。", "230件:電話 45件:来所 12件:メール 287件:相談件数"),
        ("（実績）研修会の開催　1回", "1回:研修会の開催"),
        ("2校で中止、残る18校で実施した。", "2校: 18校:施策"),
        ("計画値：1,500人　実績値：1,320人", "1500人: 1320人:施策"),
        ("防犯灯新設23灯、撤去4灯（総数5,678灯）", "23灯:防犯灯新設 4灯:撤去 5678灯:施策"),
    ],
)
def test_verbs_aims_and_what_leads_up_are_no_labels(line: str, expected: str) -> None:
    counted = [f for f in read(line).figures if f.cls == "quantity" and f.time_basis != "change"]
    assert " ".join(f"{f.value}{f.unit_text}:{f.label or ''}" for f in counted) == expected


@pytest.mark.parametrize(
    ("line", "worth"),
    [
        ("小学校8校702人、高校1校280人", "8校o 702人o 1校o 280人o"),
        ("補助 1団体5万円", "50000円d"),
        ("防犯灯新設23灯、撤去4灯（総数5,678灯）", "23灯o 4灯o 5678灯o"),
        ("数値目標　参加者数200人", "200人d"),
        ("年度目標：講座10回　実績：講座8回", "10回d 8回o"),
    ],
)
def test_one_school_of_a_list_stocks_in_brackets_and_named_aims(line: str, worth: str) -> None:
    assert said(read(line)) == worth


@pytest.mark.parametrize(
    ("line", "worth"),
    [
        ("相談 1,486件(前年度1,533件) 20歳未満 31、20代 128、30～40代 402、50～60代 511、70歳以上 386、不明 28",
         "1486件o 1533件d 31件d 128件d 402件d 511件d 386件d 28件d"),
        ("相談 1,486件 20代 128、30～40代 402", "1486件o"),
        ("利用者数(人)　目標160,000　実績148,306", "160000人d 148306人o"),
        ("相談員5人体制(うち主任1人)", "1人d"),
        ("家計改善支援 47件〈前年度 39件〉、就労準備支援 実9人（定員15人）", "47件o 39件d 9人o 15人d"),
        ("3、4、5歳児 30人", "30人o"),
    ],
)  # fmt: skip
def test_ages_in_lists_units_of_labels_and_other_brackets(line: str, worth: str) -> None:
    assert said(read(line)) == worth
