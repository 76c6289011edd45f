"""Tables beside a table of measures: which go on with it without a header, which are of other things, and what heads a column."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

import bouhan_opendata as bo
from bouhan_opendata.errors import SourceError
from bouhan_opendata.findings import Place

Rows = Sequence[Sequence[str]]

WIDE = (("施策名", "担当課", "令和5年度実績"), ("見回り", "市民課", "・見回り 3回"))
NARROW = (("施策", "令和5年度実績"), ("見回り", "・見回り 3回"))


def table(rows: Rows) -> str:
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([lines[0], "| --- " * len(rows[0]) + "|", *lines[1:]]) + "\n\n"


def read(text: str, folder: Path) -> bo.Facts:
    path = folder / "表.md"
    path.write_text("# 令和5年度 計画の実績\n\n" + text, encoding="utf-8")
    return bo.read(path)


@pytest.mark.parametrize(
    ("between", "rows"),
    [
        ("## 参考", (("罪種", "令和4年", "令和5年"), ("空き巣", "14件", "9件"))),
        ("## 参考", (("避難所", "所在地", "収容人数"), ("第一小", "本町", "200人"))),
        ("## 参考", (("氏名", "所属", "役職"), ("甲", "町会連合会", "会長"), ("乙", "商工会", "副会長"))),
        ("## 用語", (("用語", "説明", "頁"), ("刑法犯", "刑法に規定する犯罪。", "12"))),
        ("", (("会議", "開催日", "出席者数"), ("第1回", "5月10日", "12"), ("第2回", "8月9日", "11"))),
        ("", (("相談窓口", "電話番号", "受付時間"), ("警察相談", "局番なしの番号", "平日"))),
        ("## 予算", (("事業名", "担当課", "令和6年度"), ("見守り", "学務課", "1,200千円"))),
        ("## 工程", (("施策名", "担当課", "令和6年度"), ("見守り", "学務課", "→"), ("巡回", "市民課", "○"))),
        ("## 沿革", (("年月", "できごと", "備考"), ("平成20年4月", "条例を制定した。", ""))),
    ],
)
def test_a_table_of_other_things_as_wide_is_told(between: str, rows: Rows, tmp_path: Path) -> None:
    facts = read(f"{table(WIDE)}{between}\n\n{table(rows)}", tmp_path)
    assert facts.measures == ("見回り",)
    assert "table-not-read" in {finding.rule for finding in facts.findings}


@pytest.mark.parametrize(
    ("between", "rows"),
    [
        ("## 参考", (("避難所", "収容人数"), ("第一小", "200人"), ("第二小", "300人"))),
        ("", (("避難所", "収容人数"), ("第一小", "200人"), ("第二小", "300人"))),
        ("## 名簿", (("氏名", "所属"), ("甲", "町会連合会"))),
        ("", (("罪種", "令和5年"), ("空き巣", "9件"))),
    ],
)
def test_so_is_one_beside_a_table_without_departments(between: str, rows: Rows, tmp_path: Path) -> None:
    facts = read(f"{table(NARROW)}{between}\n\n{table(rows)}", tmp_path)
    assert facts.measures == ("見回り",)


@pytest.mark.parametrize("between", ["", "（続き）", "## 2　環境の整備"])
@pytest.mark.parametrize(
    "first",
    [
        ("防犯灯整備事業", "土木課", "継続して実施"),
        ("防犯灯整備事業", "関係課", "令和5年度から実施"),
        ("防犯灯の整備の推進", "道路部管理課", "・新設 8基"),
        ("空き家対策", "社会福祉協議会", "中止"),
        ("見守りの取組", "全庁", "取組を12回実施した。"),
        ("学校の安全", "学務課", "計画どおり実施"),
    ],
)
def test_a_row_with_words_of_a_header_is_no_header(between: str, first: tuple[str, str, str], tmp_path: Path) -> None:
    facts = read(f"{table(WIDE)}{between}\n\n{table((first, ('清掃', '公園課', '・清掃 2回')))}", tmp_path)
    assert facts.measures == ("見回り", first[0], "清掃")


@pytest.mark.parametrize(
    "first",
    [
        ("空き家の適正な管理の推進", "【建築課】<br>・指導 3件"),
        ("見守り事業", "・令和5年度の取組 3回"),
        ("安全対策の取組", "巡回を行った。"),
    ],
)
def test_nor_is_one_without_departments(first: tuple[str, str], tmp_path: Path) -> None:
    facts = read(f"{table(NARROW)}## 2　環境\n\n{table((first, ('清掃', '・清掃 2回')))}", tmp_path)
    assert facts.measures == ("見回り", first[0], "清掃")


@pytest.mark.parametrize(
    "header",
    [
        ("施策名", "担当課", "令和5年度の実績"),
        ("事業の名称等", "担当部署等", "令和5年度の実績"),
        ("事業名", "所管課", "実績"),
        ("取組", "関係課", "令和6年度計画"),
        ("施策名", "担当課", "令和5年度実績<br>※3月末現在の数値。"),
        ("施策名", "担当課", "令和5年度実績（令和6年3月31日現在。延べ人数を含む。）"),
        ("施策名", "担当課", "令和5年度実績<br>◎完了<br>○実施中"),
        ("具体的な施策", "担当課", "R5目標値（R8：100人）"),
    ],
)
def test_a_header_may_differ_from_table_to_table(header: tuple[str, str, str], tmp_path: Path) -> None:
    facts = read(f"{table(WIDE)}## 2　環境の整備\n\n{table((header, ('清掃', '公園課', '・清掃 2回')))}", tmp_path)
    assert facts.measures == ("見回り", "清掃")


@pytest.mark.parametrize("header", ["施策名【担当課】", "事業名（担当課）", "事業名［所管課］", "施策／担当課"])
def test_a_header_may_name_what_stands_in_brackets(header: str, tmp_path: Path) -> None:
    facts = read(table(((header, "令和5年度実績"), ("見回り（市民課）", "・見回り 3回"))), tmp_path)
    assert facts.measures == ("見回り",)
    assert facts.as_dict()["measures"][0]["departments"] == ["市民課"]


# -- contents lists


@pytest.mark.parametrize(
    "contents",
    [
        "第1章　概要 ………… 1\n\n第2章　資料 ………… 9",
        "第1章　概要・・・・・・・・ 1\n\n第2章　資料･･･････････9",
        "第1章　概要 ................ (1)\n\n第2章　資料 ................ (9)",
        "第1章　概要 ── ── ──── 1\n\n第2章　資料 ―――――― 9",
        "目次\n\n第1章　概要　1\n\n第2章　資料　9",
        "もくじ\n\n第1章　概要　　１\n\n第2章　資料　　９",
        "[第1章　概要](#a)\n\n[第2章　資料](#b)",
    ],
)
def test_a_contents_list_is_no_heading(contents: str, tmp_path: Path) -> None:
    facts = read(f"{contents}\n\n1　見守り\n\n{table(WIDE)}", tmp_path)
    assert [measure["path"] for measure in facts.as_dict()["measures"]] == [["1 見守り"]]


@pytest.mark.parametrize("heading", ["1　啓発・広報・教育", "第2　計画の期間　令和8", "1　SNS・Web ・メール"])
def test_a_heading_with_dots_is_one(heading: str, tmp_path: Path) -> None:
    facts = read(f"{heading}\n\n{table(WIDE)}", tmp_path)
    assert len(facts.as_dict()["measures"][0]["path"]) == 1


# -- headings that name their level


@pytest.mark.parametrize(
    ("lines", "path"),
    [
        (("基本目標Ⅰ　人権", "施策の方向１　啓発"), ["基本目標Ⅰ 人権", "施策の方向１ 啓発"]),
        (("基本目標1　人権", "基本方針1　啓発", "施策1　広報"), ["基本目標1 人権", "基本方針1 啓発", "施策1 広報"]),
        (("基本目標1　人権", "重点課題（１）　暴力", "基本目標2　健康"), ["基本目標2 健康"]),
        (("施策の方向①　啓発", "施策の方向②　広報"), ["施策の方向② 広報"]),
        (("柱1　相談", "柱2　居場所"), ["柱2 居場所"]),
    ],
)
def test_headings_of_two_kinds_nest(lines: tuple[str, ...], path: list[str], tmp_path: Path) -> None:
    text = "\n\n".join(lines)
    assert read(f"{text}\n\n{table(WIDE)}", tmp_path).as_dict()["measures"][0]["path"] == path


# -- brackets that name no department


@pytest.mark.parametrize("head", ["【小学校】", "【中学校】", "【公立保育園】", "【新規】", "【街路灯】", "【全小学校】"])
def test_a_bracket_of_a_kind_of_places_is_no_department(head: str, tmp_path: Path) -> None:
    rows = (("施策名", "担当課", "令和5年度実績"), ("安全教室", "学務課", f"{head}<br>・教室 3回"))
    blocks = read(table(rows), tmp_path).as_dict()["measures"][0]["activities"]
    assert [block["department"] for block in blocks] == ["学務課"]


@pytest.mark.parametrize("head", ["【第一小学校】", "【指導室】", "【水道局】"])
def test_one_body_is(head: str, tmp_path: Path) -> None:
    rows = (("施策名", "担当課", "令和5年度実績"), ("安全教室", "学務課", f"{head}<br>・教室 3回"))
    blocks = read(table(rows), tmp_path).as_dict()["measures"][0]["activities"]
    assert [block["department"] for block in blocks] == [head.strip("【】")]


# -- the department of a measure that a heading names


@pytest.mark.parametrize("line", ["担当課：保育課", "（保育課）", "【保育課】", "所管課　保育課", "■担当部署：こども部保育課"])
def test_a_line_between_a_heading_and_its_years_names_the_department(line: str, tmp_path: Path) -> None:
    rows = (("年度", "実施内容"), ("令和4年度", "・利用 8件"), ("令和5年度", "・利用 9件"))
    measure = read(f"## 柱1　支援\n\n### (1)　病児保育\n\n{line}\n\n{table(rows)}", tmp_path).as_dict()["measures"][0]
    assert (measure["name"], measure["path"], measure["departments"]) == ("病児保育", ["柱1 支援"], ["保育課"])


# -- places


@pytest.mark.parametrize(
    ("address", "english"),
    [
        ("3ページ 表1 行5 列2", "page 3 table 1 row 5 column 2"),
        ("12ページ", "page 12"),
        ("4行目", "line 4"),
        ("進捗!C7", "進捗!C7"),
    ],
)
def test_a_place_speaks_the_language_asked_for(address: str, english: str) -> None:
    assert Place(address=address).text("en") == english
    assert Place(address=address).text("ja") == address


@pytest.mark.parametrize(
    "heads",
    [
        ("罪種", "市内", "令和5年度"),
        ("指標", "現状", "R5末"),
        ("費目", "担当", "令和5年度予算額（千円）"),
        ("種別", "前年", "令和5年(1月～12月)"),
    ],
)
def test_years_over_numbers_head_a_table_of_their_own(heads: tuple[str, str, str], tmp_path: Path) -> None:
    facts = read(f"{table(WIDE)}{table((heads, ('一つめ', '市民課', '12'), ('二つめ', '市民課', '8')))}", tmp_path)
    assert facts.measures == ("見回り",)


# -- columns of a year alone


@pytest.mark.parametrize(
    "rows",
    [
        (("事業名", "担当課", "令和5年度", "令和6年度"), ("防犯灯の維持", "土木課", "12,300千円", "11,850千円")),
        (("事業名", "担当課", "令和5年度（千円）", "増減"), ("防犯灯の維持", "土木課", "12,300", "△450")),
        (("施策名", "令和6年度", "令和7年度", "令和8年度"), ("LED化", "検討", "実施", "→"), ("見守り", "実施", "→", "→")),
        (("取組", "令和6年度", "令和7年度"), ("調査", "○", ""), ("素案", "", "○")),
        (("事業名", "令和4年度", "令和5年度"), ("防犯講座", "82.1%", "85.0%"), ("見守り", "75%", "－")),
    ],
)
def test_amounts_shares_and_schedules_by_year_are_no_results(rows: Rows, tmp_path: Path) -> None:
    with pytest.raises(SourceError):
        read(table(rows), tmp_path)


@pytest.mark.parametrize(
    "rows",
    [
        (("施策名", "令和4年度", "令和5年度"), ("防犯講座", "12回", "15回")),
        (
            ("施策名", "令和4年度", "令和5年度"),
            ("防犯灯の補助", "300,000円", "320,000円"),
            ("見守り", "見守りを続けた。", "同左"),
        ),
        (("施策名", "令和4年度実績", "令和5年度実績"), ("防犯灯の補助", "300,000円", "320,000円")),
        (("施策名", "令和4年度", "令和5年度"), ("防犯講座", "実施", "未実施")),
        (("施策名", "令和4年度の達成率", "令和5年度の実績"), ("防犯講座", "80%", "85%")),
    ],
)
def test_results_by_year_alone_are_read(rows: Rows, tmp_path: Path) -> None:
    assert len(read(table(rows), tmp_path).measures) == len(rows) - 1


@pytest.mark.parametrize("head", ["令和6年度 実施スケジュール", "令和6年度の年次計画", "令和6年度 工程", "実施計画 令和6年度"])
def test_a_schedule_is_a_plan(head: str, tmp_path: Path) -> None:
    rows = (("施策名", "令和5年度実績", head), ("防犯灯のLED化", "・設置 5基", "・設置 6基"))
    blocks = read(table(rows), tmp_path).as_dict()["measures"][0]["activities"]
    assert [(block["fiscal_year"], block["kind"]) for block in blocks] == [(2023, "actual"), (2024, "plan")]
