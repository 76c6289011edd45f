"""What the lines of other cities' cells are read as: one behaviour a table, in the words of such documents."""

from __future__ import annotations

from functools import cache

import pytest

import bouhan_opendata as bo
from bouhan_opendata.building import figure_qualifiers
from bouhan_opendata.extraction import CellContext, CellReading, ExtractionWords, prepare_words, read_cell
from conftest import grows_less_than

YEAR = 2021


@cache
def words() -> ExtractionWords:
    return prepare_words(bo.load_model())


def read(*lines: str, kind: str = "actual", departments: tuple[str, ...] = ("防犯課",), **more: tuple[str, ...]) -> CellReading:
    return read_cell(lines, CellContext(YEAR, kind, departments, "施策", **more), words())


def quantities(*lines: str, **more: tuple[str, ...]) -> list[tuple[str, str]]:
    """Value and unit of each quantity, ranges as ``10~15``."""
    found = [f for f in read(*lines, **more).figures if f.cls == "quantity"]
    return [(f"{f.value:f}" if f.value is not None else f"{f.lower:f}~{f.upper:f}", f.unit_text or "") for f in found]


def uses(line: str) -> dict[str, str]:
    """Quote → use of each quantity."""
    return {f.quote: f.use for f in read(line).figures if f.cls == "quantity"}


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("・会員数　１，２３４人", [("1234", "人")]),
        ("・会員数 1万2千人", [("12000", "人")]),
        ("・事業費 121万4,917円", [("1214917", "円")]),
        ("・補助金 1,200千円", [("1200000", "円")]),
        ("・距離 7.5㎞", [("7.5", "㎞")]),
        ("・10～15人で実施", [("10~15", "人")]),
        ("・10人～15人で実施", [("10~15", "人")]),
        ("・パトロールを三回実施", [("3", "回")]),
        ("・参加者二百五十人", [("250", "人")]),
        ("・11の事業者", [("11", "事業者")]),
        ("・DVD10枚を貸出", [("10", "枚")]),
        ("・受講率 31.2％", [("31.2", "％")]),
        ("・前年度比▲3件", [("-3", "件")]),
        ("▲3件", [("-3", "件")]),
        ("・-5人", [("-5", "人")]),
        ("・ポスター－223点", [("223", "点")]),
        ("・25/30校で実施", [("25", "校"), ("30", "校")]),
    ],
)
def test_numerals_and_units(line: str, expected: list[tuple[str, str]]) -> None:
    assert quantities(line) == expected


@pytest.mark.parametrize(
    "line",
    [
        "・平日8時30分～17時15分に開設", "・令和2年10月5日（月）～16日（金）", "・令和 2 年 3 月末",
        "・毎月1日・15日に実施", "・20代から30代を対象", "・妊娠8か月の方", "・3か年計画", "・1F会議室", "・B5判",
        "・4K放送", "・５Ｓ運動", "・1人1台端末", "・MR1期", "・4種混合", "・補助率2分の1", "・5人に1人", "・1/2補助",
        "・電話 03-1234-5678", "・ISO14001", "・Vol.12", "・1・2年生", "・3、4号館", "・第12号", "・5・3・1運動",
        "・65歳以上", "・3丁目", "・国道16号線", "・第2日曜日", "・110番", "・条例第5条", "・10数団体", "・数十人",
        "・1.234人", "・1,23人", "・一人暮らし", "・一環として", "・第一中学校", "・14:30開始", "・午後7時30分",
        "・小学校6年生", "・生後4か月児", "・R3.4.1", "・2020年",
    ],
)  # fmt: skip
def test_what_counts_nothing_is_no_quantity(line: str) -> None:
    assert quantities(line) == []


@pytest.mark.parametrize(
    ("line", "quote", "pattern"),
    [
        ("・令和4年度は6台を設置予定", "6台", "planned"),
        ("・来年度は講座を12回開催する予定", "12回", "planned"),
        ("・次年度は30校に拡大予定", "30校", "planned"),
        ("・今後3か所に設置する予定である", "3か所", "planned"),
        ("・実施予定20回", "20回", "planned"),
        ("・講座を5回、講演会を2回実施予定", "5回", "planned"),
        ("・10回開催予定であったが、4回の開催にとどまった。", "10回", "planned"),
        ("・20件以下とすることを目指す", "20件", "target"),
        ("・目標：300回", "300回", "target"),
        ("・計画20回　実績18回", "20回", "planned"),
        ("・当初計画の15団体に対し、11団体に交付", "15団体", "planned"),
        ("・中止（予定50人）", "50人", "planned"),
        ("・募集人員20人", "20人", "capacity"),
        ("・定員30名に対し25名が受講", "30名", "capacity"),
        ("・登録3,210件（前年度3,050件）", "3,050件", "other-year"),
        ("・昨年度は120件であったが、今年度は95件", "120件", "other-year"),
        ("・令和元年度100件、令和3年度80件", "100件", "other-year"),
    ],
)
def test_plans_targets_and_other_years_are_no_results(line: str, quote: str, pattern: str) -> None:
    figure = next(f for f in read(line).figures if f.quote == quote)
    assert (figure.pattern, figure.use) == (pattern, "detail")


@pytest.mark.parametrize(
    ("line", "quote"),
    [
        ("・計画20回　実績18回", "18回"),
        ("・10回開催予定であったが、4回の開催にとどまった。", "4回"),
        ("・当初計画の15団体に対し、11団体に交付", "11団体"),
        ("・昨年度は120件であったが、今年度は95件", "95件"),
        ("・令和元年度100件、令和3年度80件", "80件"),
        ("・予定どおり5回実施した", "5回"),
        ("・平成28年度から続く講座を5回実施", "5回"),
        ("・次年度に向けて3回協議した", "3回"),
        ("・5回実施し、来年度も継続する予定", "5回"),
    ],
)
def test_results_beside_them_stay_results(line: str, quote: str) -> None:
    assert uses(line)[quote] == "observation"


@pytest.mark.parametrize(
    ("line", "quote", "qualifiers"),
    [
        ("・延べ86人が参加", "86人", {"gross"}),
        ("・実84人", "84人", {"net"}),
        ("・約750人", "750人", {"approx"}),
        ("・20人以上", "20人", {"at_least"}),
        ("・20人未満", "20人", {"less_than"}),
        ("・週1回の巡回", "1回", {"frequency"}),
        ("・月1～2回開催", "1～2回", {"range", "frequency"}),
        ("・3回/年", "3回", {"frequency"}),
        ("・1日平均35人が従事", "35人", {"frequency"}),
        ("・毎週金曜日　延べ48回", "48回", {"gross"}),
        ("・累計1,250台", "1,250台", {"cumulative"}),
        ("・全9校で実施", "9校", {"all"}),
        ("・各校2本", "2本", {"each"}),
        ("・1人当たり500円", "500円", {"per_unit"}),
        ("・前年度比8件減", "8件", {"change"}),
        ("・相談187件（+75件）", "+75件"[1:], {"change"}),
        ("・登録者 345人（令和4年3月31日現在）", "345人", {"stock", "as_of"}),
        ("・年度末現在の登録者 345人", "345人", {"stock"}),
        ("・電話312件、来所56件、計368件", "368件", {"total"}),
        ("・相談58件、うち高齢者21件", "21件", {"breakdown"}),
        ("・9回実施（高齢者向け6回、小学生向け3回）", "6回", {"breakdown"}),
        ("・52事業者中、37事業者", "37事業者", {"out_of"}),
        ("・25/30校で実施", "25", {"out_of", "unit_inherited"}),
    ],
)
def test_qualifiers(line: str, quote: str, qualifiers: set[str]) -> None:
    figure = next(f for f in read(line).figures if f.quote == quote and f.cls == "quantity")
    assert set(figure_qualifiers(figure)) == qualifiers


@pytest.mark.parametrize(
    ("line", "quote", "label"),
    [
        ("・防犯ブザーの貸与(小中学校) 1,579件", "1,579件", "防犯ブザーの貸与(小中学校)"),
        ("・チラシを作成し、5,000部配布", "5,000部", "チラシ"),
        ("・【拡充】個別相談　4回", "4回", "個別相談"),
        ("・BCG 498人", "498人", "BCG"),
        ("・区画線の補修 L＝1,250m", "1,250m", "区画線の補修"),
        ("・朝食を毎日食べる市民の割合　81.2％", "81.2％", "朝食を毎日食べる市民の割合"),
        ("・こども110番の家　新規32件", "32件", "新規"),
        ("・教育相談 来所185件 電話321件 計506件", "506件", "教育相談"),
        ("・本町3丁目の防犯灯2灯を修繕", "2灯", "防犯灯"),
        ("・セーフティ教室（小15校・中7校）", "7校", "中"),
        ("・町会加入率 48.2%（▲0.7ポイント）", "▲0.7ポイント", "町会加入率"),
        ("・令和元年条例第12号のパンフレットを3,000部作成", "3,000部", "パンフレット"),
        ("・会員数（年度末現在） 1,203人", "1,203人", "会員数"),
    ],
)
def test_labels(line: str, quote: str, label: str) -> None:
    assert next(f for f in read(line).figures if f.quote == quote).label == label


@pytest.mark.parametrize(
    ("line", "status", "reason"),
    [
        ("－", "no_data_mark", None),
        ("-", "no_data_mark", None),
        ("なし", "nothing_to_report", None),
        ("派遣研修　なし", "nothing_to_report", None),
        ("自立支援教育訓練給付金　申請なし", "nothing_to_report", "no_occasion"),
        ("未実施（新型コロナの影響）", "not_implemented", "infectious_disease"),
        ("街頭キャンペーン　中止（コロナ）", "cancelled", "infectious_disease"),
        ("台風のため中止した。", "cancelled", "weather"),
        ("農産物品評会　一部中止（展示のみ実施）", "partly_cancelled", None),
        ("2月28日以降は感染症対策のため中止した。", "partly_cancelled", "infectious_disease"),
        ("次年度実施予定", "planned", None),
        ("同上", "same_as_previous", None),
        ("家族教室　同上", "same_as_previous", None),
        ("〃", "same_as_previous", None),
        ("講座の中止基準を定めた", "reported", None),
        ("4回開催。次年度は6回開催予定", "reported", None),
        ("問題なし、と言えるまで見回った", "reported", None),
    ],
)
def test_statuses(line: str, status: str, reason: str | None) -> None:
    (item,) = read(line).items
    assert (item.status, item.status_reason) == (status, reason)


@pytest.mark.parametrize(
    ("lines", "items", "sections"),
    [
        (["【防犯課】講座5回", "【道路課】同上"], ["講座5回", "同上"], ["防犯課", "道路課"]),
        (["防犯課：講座5回"], ["講座5回"], ["防犯課"]),
        (["（防犯課）", "・講座5回"], ["講座5回"], ["防犯課"]),
        (["○防犯課", "・講座5回"], ["講座5回"], ["防犯課"]),
        (["≪防犯課≫", "－"], ["－"], ["防犯課"]),
        (
            ["・街頭指導 10箇所", "【秋の全国交通安全運動】", "・啓発 3回"],
            ["街頭指導 10箇所", "【秋の全国交通安全運動】", "啓発 3回"],
            [],
        ),
        (["・小学校全9校の通学路点検【交通対策課所管】"], ["小学校全9校の通学路点検【交通対策課所管】"], []),
        (["自転車教室を11校で実施し、1,024人が", "参加した。"], ["自転車教室を11校で実施し、1,024人が参加した。"], []),
        (["・登録数 10人", "配信数27件"], ["登録数 10人", "配信数27件"], []),
    ],
)
def test_items_and_sections(lines: list[str], items: list[str], sections: list[str]) -> None:
    reading = read(*lines, departments=("防犯課", "道路課"))
    assert [item.text for item in reading.items] == items
    assert [section.text for section in reading.sections] == sections


def test_an_item_over_two_lines_is_read_as_one_text() -> None:
    reading = read("順調が31施策、遅れが", "3施策であった。")
    (_, second) = reading.figures
    assert (second.line, second.start, second.quote, second.label) == (1, 0, "3施策", "遅れ")


def test_a_number_cut_by_a_line_end_is_not_joined() -> None:
    reading = read("参加者は1,", "024人であった。")
    assert [(f.cls, f.quote) for f in reading.figures] == [("bare", "1"), ("bare", "024")]


def test_parts_on_lines_of_their_own() -> None:
    reading = read("・通学路合同点検 54箇所", "・うち対策済み 31箇所")
    part = reading.figures[1]
    assert (part.parent, part.relation, part.use) == (0, "part_of", "detail")


def test_lines_above_a_total_are_its_parts_when_they_add_up() -> None:
    reading = read("胃がん検診　3,104人", "肺がん検診　5,640人", "合計　8,744人")
    assert [f.use for f in reading.figures] == ["detail", "detail", "observation"]
    reading = read("胃がん検診　3,104人", "肺がん検診　5,640人", "合計　9,999人")
    assert [f.use for f in reading.figures] == ["detail", "detail", "observation"]
    assert [flag.rule_id for flag in reading.figures[2].flags if flag.rule_id != "label-missing"] == ["total-mismatch"]


def test_a_number_that_stands_alone_takes_the_unit_and_the_indicator_of_its_row() -> None:
    (figure,) = read("8,520", units=("件",), indicators=("相談・支援件数",)).figures
    assert (figure.value, figure.unit_text, figure.unit_source, figure.label) == (8520, "件", "column", "相談・支援件数")
    (figure,) = read("1,200", units=("千円",)).figures
    assert (figure.value, figure.unit_text) == (1_200_000, "円")
    assert quantities("5", "105", units=("回", "人")) == [("5", "回"), ("105", "人")]
    assert [f.cls for f in read("5", "105", "12", units=("回", "人")).figures] == ["bare"] * 3


def test_a_running_total_by_its_row_is_no_yearly_number() -> None:
    (figure,) = read("6,402", units=("人",), indicators=("サポーター数（累計）",)).figures
    assert (figure.time_basis, figure.use) == ("cumulative", "detail")


def test_participants_belong_to_the_event_beside_them() -> None:
    figures = read("・ゲートキーパー養成講座　4回　112人").figures
    assert (figures[1].relation, figures[1].parent) == ("participants_of", 0)


def test_a_plan_column_keeps_its_numbers_apart() -> None:
    (figure,) = read("・3回開催", kind="plan").figures
    assert figure.cls == "quantity"


PIECES = (
    "1,", "・1回", "(", "9", "第1・", "30%、", "あ(1回)", "相談の内訳は、1件、", "7月4日、",
    "1/", "うち1人", "1人1回", "5人→", "10人のうち", "（1", "令和", "〃", "①",
    "全1校", "行\n", "・講座 5回\n", "1+1=2件、", "10件、内訳は1件、", "内訳1件、\n", "A5人/", "計1人", "延べ1人",
    "・3回 中止\n", "5人　", "R4 5件 ", "講座5回、", "【安全課】3回", "その他1件、", "1～2人", "年1回", "3％（1人）",
    "参加者1人。",
)  # fmt: skip


@pytest.mark.parametrize("piece", PIECES)
def test_the_cost_of_a_cell_grows_with_its_length(piece: str) -> None:
    small, large = ((piece * size)[:size].split("\n") for size in (2000, 8000))
    assert grows_less_than(8, lambda: read(*small), lambda: read(*large))  # four times the text; quadratic would be sixteen


LINES_ABOVE = (
    "あ", "ア", "漢", "A", "(", ")", "（）", "【", "【】", "「", "『", "1,", "1", "１", "一", "百", "万億", "、", "/", "1/",
    "〃", "〃、", "令和元年", "4月1日、", "4月～", "1～2", "1人、", "1個体", "参加者数は", ":", "・", "　", "1 ", "%", "約",
    "うち1人", "(うち", "目標", "を検討", "課", "第1", "ｶﾞ", "①", "計",
)  # fmt: skip


MANY_NUMBERS = ("1人、", "1回、", "1人 ", "参加者1人。", "(1人)", "1個体")


@pytest.mark.parametrize("piece", MANY_NUMBERS)
def test_the_cost_of_a_line_of_very_many_numbers_grows_with_its_length(piece: str) -> None:
    small, large = ((piece * size)[:size] for size in (4000, 16000))
    assert grows_less_than(6, lambda: read(small), lambda: read(large))


@pytest.mark.parametrize("piece", LINES_ABOVE)
def test_the_cost_of_a_line_above_a_number_grows_with_its_length(piece: str) -> None:
    small, large = ((piece * size)[:size] for size in (2000, 8000))
    assert grows_less_than(8, lambda: read(small, "5人"), lambda: read(large, "5人"))
