"""Things that stand side by side in a line or a column: what is said of one of them, and whose each number is; by hand."""

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


def read(*lines: str, kind: str = "actual") -> CellReading:
    return read_cell(lines, CellContext(YEAR, kind, ("安全課",), "施策"), words())


def said(reading: CellReading) -> str:
    """``20人o`` for an observation of 20 人; quantities in order, by spaces."""
    letters = {use: letter for letter, use in USES.items()}
    figures = [figure for figure in reading.figures if figure.cls == "quantity"]
    return " ".join(f"{figure.value:f}{figure.unit_text}{letters[figure.use]}" for figure in figures)


STATUSES = {
    # one of several things was called off: the others were held
    "環境学習講座 ①親子自然観察会 2回 46名 ②水辺の教室 1回 18名 ③エコクッキング 中止": (
        "2回o 46名o 1回o 18名o",
        "partly_cancelled",
    ),
    "（１）出前講座：5回、123人　（２）街頭啓発：4回、チラシ 800枚　（３）研修会：中止": (
        "5回o 123人o 4回o 800枚o",
        "partly_cancelled",
    ),
    "・講座A 2回46名　・講座B 中止": ("2回o 46名o", "partly_cancelled"),
    "・講座A 中止　・講座B 2回46名": ("2回o 46名o", "partly_cancelled"),
    "ア 防犯講話 5回　イ 街頭啓発 4回　ウ 研修 未実施": ("5回o 4回o", "reported"),
    "省エネ診断 12件　エコ講座 中止　緑の募金 32万円": ("12件o 320000円o", "partly_cancelled"),
    "訓練 1回 参加者 45人　説明会 中止　研修 2回 33人": ("1回o 45人o 2回o 33人o", "partly_cancelled"),
    "①講座 2回 ②講演会 1回 30名 中止 ③展示 5点 200名": ("2回o 1回d 30名d 5点o 200名o", "partly_cancelled"),
    "救命講習 12回 240人　防災フェア 感染症拡大防止のため中止": ("12回o 240人o", "partly_cancelled"),
    "■啓発活動 5回 ■キャンペーン 雨天により中止（代替なし）": ("5回o", "partly_cancelled"),
    "出前講座 3回、市民講座 中止、研修会 2回": ("3回o 2回o", "partly_cancelled"),
    "立看板 12枚　広報車巡回 未実施": ("12枚o", "reported"),
    "講座は5回開催、研修会は中止": ("5回o", "partly_cancelled"),
    "健康相談 24回 180人　健康まつり 休止": ("24回o 180人o", "partly_cancelled"),
    "①清掃活動 3回 ②緑化講習会 台風のため中止": ("3回o", "partly_cancelled"),
    "春の講座 2回、秋の講座は講師都合により中止": ("2回o", "partly_cancelled"),
    "こども食堂 5か所 夏祭り 中止（雨天）": ("5か所o", "partly_cancelled"),
    "ひとり親支援講座　２回　３４人　交流会　中止": ("2回o 34人o", "partly_cancelled"),
    "民生委員研修 3回　視察研修　見送り": ("3回o", "reported"),
    "①食育講座 3回 45人、②料理教室 2回（1回中止）、③親子クッキング 中止": ("3回o 45人o 2回o 1回d", "partly_cancelled"),
    # all of it was called off
    "ワークショップ 3回 会場閉鎖 中止": ("3回d", "cancelled"),
    "防災訓練 参加者500人 市内全小学校 中止": ("500人d", "cancelled"),
    "講習会 3回 雨天のため中止": ("3回d", "cancelled"),
    "講習会 3回 開催中止": ("3回d", "cancelled"),
    "救命講習 12回 全て中止": ("12回d", "cancelled"),
    "救命講習 12回 240人 感染症拡大防止のため中止": ("12回d 240人d", "cancelled"),
    "市民まつり 来場者5,000人 中止": ("5000人d", "cancelled"),
    "市民まつり 来場者5,000人、会場整備が整わず中止": ("5000人d", "cancelled"),
    "親子教室 定員20人 中止": ("20人d", "cancelled"),
    "【中止】市民まつり 来場者5,000人": ("5000人d", "cancelled"),
    "（１）講座 中止 （２）相談会 中止": ("", "cancelled"),
    "子育てひろば 中止": ("", "cancelled"),
    # nothing of one kind happened, and something was done
    "照会　55件　該当なし": ("55件o", "reported"),
    "立入検査　5店舗（206品目）、違反なし": ("5店舗o 206品目o", "reported"),
    "立入検査 15件（指摘事項なし）、改善検査 4施設（行政処分なし）": ("15件o 4施設o", "reported"),
    "照会 55件、苦情なし。": ("55件o", "reported"),
    "保険事故 0件（該当なし）": ("0件o", "reported"),
    "水質測定 12地点、苦情なし": ("12地点o", "reported"),
    "空き店舗への出店補助 申請なし": ("", "nothing_to_report"),
    "該当なし": ("", "nothing_to_report"),
}


@pytest.mark.parametrize(("line", "expected"), STATUSES.items())
def test_statuses(line: str, expected: tuple[str, str]) -> None:
    reading = read(line)
    assert (said(reading), reading.items[0].status) == expected


HELD = {
    # planned, called off, held: what was held is the year's
    "スポーツ教室　17教室のうち2教室は雨天により中止し、15教室を実施": "17教室d 2教室d 15教室o",
    "全10回のうち3回を中止し7回開催": "10回d 3回d 7回o",
    "全8回のうち3回を中止し、5回開催（参加者数 162人）": "8回d 3回d 5回o 162人o",
    "5回予定のうち2回中止、3回開催（参加者45人）": "5回d 2回d 3回o 45人o",
    "8回計画し、うち3回は中止、5回実施": "8回d 3回d 5回o",
    "予定24回中18回実施": "24回d 18回o",
    "街路灯 計画30基のうち18基を設置": "30基d 18基o",
    "防犯教室は予定していた12回のうち10回を開催し、2回は中止": "12回d 10回o 2回d",
    "出前講座 全6回のうち2回はコロナのため延期、残り4回を実施（延べ88人）": "6回d 2回d 4回o 88人o",
    "マタニティサロンを年6回計画したが、2回は参加者がなく、4回実施し、妊婦21人が参加": "6回d 2回d 4回o 21人o",
    "講座を5回予定していたが1回は申込がなく、4回開催し21人が参加": "5回d 1回d 4回o 21人o",
    "講座を12回予定していたが、3回は申込みがなかったため、9回の開催となった": "12回d 3回d 9回o",
    "巡回は24回予定していたが、雨天により4回中止し、20回実施した": "24回d 4回d 20回o",
    "講座を3回企画したが、参加者が集まらなかった": "3回d",
    # counter-examples
    "パネル展を3回企画・実施": "3回o",
    "相談会10回のうち3回は中止、6回実施": "10回d 3回d 6回d",
    "委員会 12回のうち3回は書面開催": "12回d 3回d",
    "講座10回のうち8回を開催": "10回d 8回d",
    "街路灯 計画30基のうち18基を設置予定": "30基d 18基d",
    "52事業者中、37事業者が参加": "52事業者d 37事業者d",
    "7回開催（うち2回は中止）": "7回o 2回d",
}


@pytest.mark.parametrize(("line", "expected"), HELD.items())
def test_held(line: str, expected: str) -> None:
    assert said(read(line)) == expected


def test_what_was_held_is_called_as_what_was_planned() -> None:
    labels = {
        "スポーツ教室　17教室のうち2教室は中止し、15教室を実施": "スポーツ教室",
        "防犯教室は予定していた12回のうち10回を開催し、2回は中止": "防犯教室",
        "街路灯 計画30基のうち18基を設置": "街路灯",
        "マタニティサロンを年6回計画したが、2回は参加者がなく、4回実施": "マタニティサロン",
    }
    for line, label in labels.items():
        assert [figure.label for figure in read(line).figures if figure.use == "observation"] == [label]


COLUMNS = {
    # a row of years, plans or results over the numbers
    ("　　　　R3　　R4", "相談件数　245件　268件", "訪問件数　32件　41件"): "245件d 268件o 32件d 41件o",
    ("区分　R3年度　R4年度", "空き巣　31件　23件"): "31件d 23件o",
    ("令和3年度　令和4年度", "12件　15件"): "12件d 15件o",
    ("R2　R3　R4", "自転車盗　45件　38件　29件"): "45件d 38件d 29件o",
    ("令和4年度　令和5年度（予定）", "講座　5回　6回"): "5回o 6回d",
    ("項目　目標　R4実績", "参加者　300人　268人"): "300人d 268人o",
    ("　　前年度　本年度　増減", "火災　12件　9件　△3件"): "12件d 9件o -3件d",
    ("年度　令和2年度　令和3年度　令和4年度", "受講者数　120人　98人　101人"): "120人d 98人d 101人o",
    ("種別 | R3 | R4", "会員数 | 120人 | 131人"): "120人d 131人o",
    ("指標　R3実績　R4目標　R4実績", "受講者　120人　150人　131人"): "120人d 150人d 131人o",
    ("　令和3年度　令和4年度　前年度比", "出火件数　31件　28件　90.3％"): "31件d 28件o 90.3％d",
    ("　　R3　R4", "男性　12人　15人", "女性　20人　22人", "合計　32人　37人"): "12人d 15人d 20人d 22人d 32人d 37人o",
    ("月　R3　R4", "4月　12件　15件", "5月　11件　9件"): "12件d 15件d 11件d 9件d",
    # what is no such row, or does not fit it
    ("R3　R4", "相談件数　245件　268件", "講座 3回 45人"): "245件d 268件o 3回o 45人o",
    ("R3　R4", "相談件数　268件"): "268件o",
    ("令和4年度", "相談件数　245件"): "245件o",
    # two numbers that nothing tells apart
    ("相談件数　245件　268件",): "245件d 268件d",
    ("参加者　20人　30人　40人",): "20人d 30人d 40人d",
    ("1,234件　1,345件",): "1234件d 1345件d",
    # numbers that something tells apart
    ("講座 3回 45人",): "3回o 45人o",
    ("男 12人　女 15人",): "12人o 15人o",
    ("小学校12校　中学校6校",): "12校o 6校o",
    ("利用者 実12人 延べ45人",): "12人o 45人o",
    ("R3：356件　R4：331件",): "356件d 331件o",
}


@pytest.mark.parametrize(("lines", "expected"), COLUMNS.items())
def test_columns(lines: tuple[str, ...], expected: str) -> None:
    assert said(read(*lines)) == expected


def test_numbers_that_nothing_tells_apart_are_reported() -> None:
    assert [flag.rule_id for figure in read("相談件数　245件　268件").figures for flag in figure.flags] == [
        "numbers-unparted"
    ] * 2
    assert all("numbers-unparted" not in {flag.rule_id for flag in f.flags} for f in read("R3　R4", "件数　2件　3件").figures)


DEPARTMENTS = {
    # several heads in one line: its item is no single department's, what follows is the last one's
    ("〈生活安全課〉出張防犯講座 18回／521人　〈高齢福祉課〉見守りネットワーク会議 3回",): ["生活安全課 高齢福祉課"],
    ("《交通安全課》教室 12回 《学校教育課》通学路点検 14校", "啓発物品 300個"): ["交通安全課 学校教育課", "学校教育課"],
    ("【危機管理課】訓練3回　【消防本部】講習72回",): ["危機管理課 消防本部"],
    ("①地域安全課：防犯診断 31件 ②道路管理課：街路灯新設 44基 ③教育委員会：講習 93名",): ["地域安全課 道路管理課 教育委員会"],
    ("（建築指導課）耐震診断 12件　（道路維持課）街路樹剪定 340本",): ["建築指導課 道路維持課"],
    ("（建築指導課）耐震診断 12件", "（道路維持課）街路樹剪定 340本"): ["建築指導課", "道路維持課"],
    ("福祉課：講座 5回　防災課：訓練 3回",): ["福祉課 防災課"],
    ("【福祉課】見回りを実施した。【学務課】点検 9校",): ["福祉課 学務課"],
    ("①福祉課：講座 5回", "②防災課：訓練 3回"): ["福祉課", "防災課"],
    ("【学務課】点検 9校　【学務課】指導 3回",): ["学務課"],
    # bodies beside sections
    ("危機管理課：訓練3回", "消防本部：救命講習72回", "教育総務課：点検 12校"): ["危機管理課", "消防本部", "教育総務課"],
    ("福祉課：講座 2回", "教育委員会事務局：点検 12校", "警察署：講話 3回"): ["福祉課", "教育委員会事務局", "警察署"],
    ("福祉課：講座 2回", "消防局予防部：査察 72件", "社会福祉協議会：相談 5件"): ["福祉課", "消防局予防部", "社会福祉協議会"],
    # what is no head
    ("福祉課：訓練3回", "災害対策本部：2回", "推進協議会：3回"): ["福祉課", "福祉課", "福祉課"],
    ("講習会（福祉課）12件　訓練（防災課）3件",): [""],
    ("【学務課】通学路点検 9校【交通対策課所管】",): ["学務課"],
    ("【学務課】通学路点検 9校 【福祉課】",): ["学務課"],
    ("【福祉課】訓練 3回 【防災課】と共催",): ["福祉課"],
    ("【福祉課】訓練 3回（【防災課】主催 1回）",): ["福祉課"],
    ("福祉課：講座 5回　会場：市役所",): ["福祉課"],
    ("職員研修 ・総務課：12人 ・税務課：5人",): [""],
    ("【親子教室】春 3回　【大人教室】秋 2回",): [""],
    ("消防本部：救命講習72回",): [""],
}


@pytest.mark.parametrize(("lines", "expected"), DEPARTMENTS.items())
def test_departments(lines: tuple[str, ...], expected: list[str]) -> None:
    reading = read(*lines)
    of_items = [reading.sections[item.section].departments if item.section is not None else () for item in reading.items]
    assert [" ".join(name.name for name in names) for names in of_items] == expected
    for section in reading.sections:
        assert all(lines[name.line][name.start : name.end] == name.text for name in section.departments)
    for line, spans in zip(lines, reading.spans, strict=True):
        assert [span.start for span in spans][1:] == [span.end for span in spans][:-1]
        assert spans[-1].end == len(line)


def test_a_head_within_a_line_is_no_label() -> None:
    reading = read("（建築指導課）耐震診断 12件　（道路維持課）街路樹剪定 340本")
    assert [figure.label for figure in reading.figures] == ["耐震診断", "街路樹剪定"]
    assert [flag.rule_id for flag in reading.flags] == ["heads-in-one-line"]
    assert [span.cls for span in reading.spans[0]].count("department") == 2


@pytest.mark.parametrize(
    ("cell", "departments", "sections"),
    [
        (
            "【学務課】\n・講座 5回\n【企画政策課（男女共同参画室）】\n・相談 100件",
            ("学務課", "企画政策課", "男女共同参画室"),
            [["学務課"], ["企画政策課", "男女共同参画室"]],
        ),
        ("学務課\n・講座 5回\n安全課\n・相談 100件", ("学務課", "安全課"), [["学務課"], ["安全課"]]),
        ("・防災課、\n安全課\nが実施 3回", ("安全課", "防災課"), []),
    ],
)
def test_heads_with_an_office_and_names_alone_on_a_line(
    cell: str, departments: tuple[str, ...], sections: list[list[str]]
) -> None:
    reading = read_cell(cell.split("\n"), CellContext(2022, "actual", departments, "施策"), words())
    assert [[one.name for one in section.departments] for section in reading.sections] == sections
