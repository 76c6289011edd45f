"""What a label belongs to: the words before it, around it or in the line above, so that two courses are two indicators."""

from __future__ import annotations

from functools import cache

import pytest

import bouhan_opendata as bo
from bouhan_opendata.extraction import CellContext, ExtractionWords, full_label, prepare_words, read_cell


@cache
def words() -> ExtractionWords:
    return prepare_words(bo.load_model())


def named(text: str) -> list[str]:
    """The names of the indicators of a cell's observations, an ordinal behind those that nothing tells apart."""
    reading = read_cell(text.split("\n"), CellContext(2022, "actual", (), "施策"), words())
    ordinals = [f"#{f.ordinal}" if f.ordinal else "" for f in reading.figures]
    return [
        f"{full_label(f, reading.figures)}{ordinal}"
        for f, ordinal in zip(reading.figures, ordinals, strict=True)
        if f.use == "observation"
    ]


CELLS = {
    # before a space, a colon, a bracket; in a bracket before
    "親の講座 参加者 105人\n子の講座 参加者 309人": ["親の講座 参加者", "子の講座 参加者"],
    "妊婦健診：受診者 200人、産婦健診：受診者 180人": ["妊婦健診 受診者", "産婦健診 受診者"],
    "・一時保育（延べ利用者数 45人）": ["一時保育 延べ利用者数"],
    "【親子教室】参加者 30人": ["親子教室 参加者"],
    # counted once or every time, they are those who took part
    "・親の講座を5回（延べ参加者105人）": ["親の講座", "親の講座 延べ参加者"],
    "・子の講座　総参加者数309人": ["子の講座 総参加者数"],
    "・親子教室（年3回）参加者数：50人": ["親子教室 参加者数"],
    # what stands before a colon is said of all behind it; a name of its own needs no head
    "・防犯カメラ設置：公園 5台": ["防犯カメラ設置 公園"],
    "市民相談（法律相談 234件、税務相談 45件）": ["法律相談", "税務相談"],
    # shared by numbers in a row
    "子育て相談 件数 45件 人数 30人": ["子育て相談 件数", "子育て相談 人数"],
    # the sentence before, the topic
    "親子教室を開催した。参加者105人": ["親子教室 参加者"],
    "防犯教室は、参加者が105人であった": ["防犯教室 参加者"],
    "中学生の職場体験を5校で実施し、延べ320人が参加": ["中学生の職場体験", "中学生の職場体験 参加"],
    # the line above, where it has no number and another mark
    "○親子教室\n　実施回数 3回\n　参加者 45人\n○講演会\n　実施回数 1回\n　参加者 100人": [
        "親子教室 実施回数", "親子教室 参加者", "講演会 実施回数", "講演会 参加者",
    ],
    "親の講座\n・参加者 105人\n子の講座\n・参加者 309人": ["親の講座 参加者", "子の講座 参加者"],
    "●拠点事業\n・利用者数 12,000人\n●預かり事業\n・利用者数 3,400人": ["拠点事業 利用者数", "預かり事業 利用者数"],
    "○研修\n・新任職員研修 45人\n・管理職研修 30人": ["新任職員研修", "管理職研修"],
    # no head: a line with a number of its own, a sibling, words that name nothing
    "・メール登録数 10,207人\n配信数27件": ["メール登録数", "配信数"],
    "・パトロールを実施\n・参加者 20人": ["参加者"],
    "【実績】相談件数 20件": ["相談件数"],
    # a list under what is counted, to its end; the comma, the bracket behind
    "検診受診者数：胃がん2,345人、肺がん5,678人": ["検診受診者数 胃がん", "検診受診者数 肺がん"],
    "貸出冊数　個人1,234冊　団体45冊": ["貸出冊数 個人", "貸出冊数 団体"],
    "実施率　小学校100%(18校)、中学校90%(9校)": ["実施率 小学校", "実施率 中学校"],
    "防犯カメラ　新設 4台　稼働 73台": ["防犯カメラ 新設", "防犯カメラ 稼働"],
    "・防犯講座、参加者105人": ["防犯講座 参加者"],
    "・防犯講座（10月開催、参加者105人）": ["防犯講座 参加者"],
    "・参加者 105人（防犯講座）": ["防犯講座 参加者"],
    "・参加者 105人（延べ）": ["参加者"],
    "・防犯講座（昼間） 参加者 105人": ["防犯講座（昼間） 参加者"],
    "防犯講座\n実施回数 5回\n参加者数 105人": ["防犯講座 実施回数", "防犯講座 参加者数"],
    # an age, a grade, a school counts where nothing else is said
    "0歳児45人、1歳児50人": ["0歳児", "1歳児"],
    "小学1年生 45人、小学2年生 50人": ["小学1年生", "小学2年生"],
    "第一中学校 30人　第二中学校 25人": ["第一中学校", "第二中学校"],
    # a month alone says nothing of the year; a weekday says nothing at all
    "4月 45人\n5月 50人": [],
    "（日）45人": ["施策"],
    # marks are no part of a label, もの is
    "・参加者…45人": ["参加者"],
    "暴力に関するもの　133件": ["暴力に関するもの"],
    # nothing nearer: before the colon, before the bracket, before the dates
    "若者サロン（月1回予定）：10月以降6回、延べ29人": ["若者サロン", "若者サロン"],
    "納税通知書(5/10発送、約62,000通)に啓発ちらしを同封": ["納税通知書"],
    "選定委員会を9月3日、10日、10月1日の3回開催": ["選定委員会"],
}  # fmt: skip


@pytest.mark.parametrize("text", CELLS)
def test_observations_are_named_with_what_they_belong_to(text: str) -> None:
    assert named(text) == CELLS[text]


def test_heads_tell_apart_what_only_they_tell_apart() -> None:
    assert named("本庁舎 修繕 3件\n分庁舎 修繕 5件") == ["本庁舎 修繕", "分庁舎 修繕"]
    assert named("修繕 3件\n修繕 5件") == ["修繕#1", "修繕#2"]
