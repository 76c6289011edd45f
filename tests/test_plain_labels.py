"""The short way to a label finds what the long way finds, or nothing."""

from __future__ import annotations

import random

import pytest

import bouhan_opendata as bo
from bouhan_opendata.extraction import CellContext, ExtractionWords, prepare_words
from bouhan_opendata.extraction.claims import LineClaims
from bouhan_opendata.extraction.clauses import clause_start
from bouhan_opendata.extraction.figures import claim_lines
from bouhan_opendata.extraction.labels import trimmed
from bouhan_opendata.extraction.plain_labels import plain_label
from bouhan_opendata.japanese.folding import fold, fold_joined

WORDS = (
    "受診者 講座の実施 実施の状況 を開催 は 参加 中 内訳 前年度 今年度 年間 月額 合計 以上 増 減 "
    "うち その他 すべて ほか 各 計 額 率 数 び つ ど 「」 ( ) 【新規】 〔〕 ・ : 、 。 "
    "/ の に で へ と も て ため まで ごと もの こども 子ども ー ァ A ICT 防犯 小 "
    "中学校 市内 本市内 3回 12人 R4年度 4月 第3回 により に向け を対象に について として "
    "さらに なお かつ 及び 平均 "
)
PIECES = WORDS.split()


@pytest.fixture(scope="module")
def words() -> ExtractionWords:
    return prepare_words(bo.load_model())


def claimed(text: str, words: ExtractionWords, first: int = 0) -> LineClaims:
    return claim_lines(fold_joined([fold(text)]), first, CellContext(2022, "actual"), words)


@pytest.mark.parametrize(
    ("text", "end", "label"),
    [
        ("・備蓄倉庫 12か所", 6, "備蓄倉庫"),
        ("・防犯講座を3回", 6, "防犯講座"),
        ("・母子家庭 受診者 3人", 10, "受診者"),
        ("・通学路の見守り活動: 5回", 12, "通学路の見守り活動"),
        ("・防犯教室により 5回", 9, None),
        ("・前年度 5回", 5, None),
        ("・参加の呼びかけ 5回", 9, None),
        ("・市内 5か所", 4, None),
    ],
)
def test_a_plain_label_is_a_run_of_letters(text: str, end: int, label: str | None, words: ExtractionWords) -> None:
    line = claimed(text, words, 1)
    found = plain_label(line, end, words)
    assert (line.folded.text[slice(*found)] if found else None) == label


def test_a_plain_label_is_what_trimming_leaves(words: ExtractionWords) -> None:
    chosen = random.Random(3)
    found = 0
    for _ in range(2000):
        text = "".join(chosen.choice([*PIECES, " "]) for _ in range(chosen.randint(2, 8)))
        line = claimed(text, words, chosen.choice([0, 1]))
        for end in range(line.first + 1, len(line.folded.text) + 1):
            plain = plain_label(line, end, words)
            found += plain is not None
            assert plain is None or plain == trimmed(line, clause_start(line, end), end, words), (text, end)
    assert found > 200
