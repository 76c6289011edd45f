"""The thing that a label belongs to: 親の講座 for 参加者 in 親の講座 参加者 105人, so that 参加者 of two courses are two indicators."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bouhan_opendata.extraction.claims import LineClaims
from bouhan_opendata.extraction.clauses import clause_start, last_object
from bouhan_opendata.extraction.labels import before_bracket, topic, trimmed, words_before
from bouhan_opendata.extraction.words import ExtractionWords

_REACH = 120
"""Characters before a label in which its head is looked for."""
_BRACKETED = re.compile(
    r"[【\[〔〈《「『](?P<name>[^【】\[\]〔〕〈〉《》「」『』0-9]{2,30})[】\]〕〉》」』]\s{0,9}[:の]?\s{0,9}$"
)
_BRACKET_ENDS = frozenset("】]〕〉》」』の")
_NO_HEAD = re.compile(
    "(?:主な)?(?:実績|内訳|結果|成果|取組み?|取り組み|状況|参考|備考|活動|事業|内容|数値|指標|全体|合計|総数)(?:値|内容|状況)?|[([【〔<]?再掲[)\\]】〕>]?"
)
_GROSS_BEFORE = re.compile("^(?:延べ?|のべ|総)(?=[一-龠]{2})")
_BETWEEN = re.compile(r"[\s、,・/()]{0,9}(?:延べ?|計|約|実)?")


def find_heads(line: LineClaims, labels: Mapping[int, tuple[int, int]], words: ExtractionWords) -> dict[int, tuple[str, bool]]:
    """The head of each label, by the index of its number, in words of the source; only those that have one.

    Beside it stands whether it is part of the name: the label could be anyone's, a colon parts them (防犯カメラ設置：公園 5台),
    or the head says what is counted and the label of whom (受診者数 胃がん20人、肺がん30人).

    Looked for in this order: before a space or a colon, before the bracket the label opens, in a bracket right before it,
    that of the number before it in a row, and, where the label says nothing of its own (参加者, 件数), the object or the
    topic of the sentence or of the one before.
    """
    text = line.folded.text
    found: dict[int, tuple[int, int]] = {}
    lists: dict[int, bool] = {}
    named: dict[int, bool] = {}
    for index, span in sorted(labels.items()):
        at = min(span[0], line.claims[index].lead)
        general = is_general(text[slice(*span)], words)
        head, sister = _right_before(line, at, words), None
        if head is None and found and (sister := _sister(line, index, at, found)) is not None:
            head = found[sister]
        if head is None and general:
            head = _of_sentence(line, at, words) or _before_comma(line, at, words) or _of_bracket(line, line.claims[index].tail)
        if (
            head is not None
            and (head[1] <= at or head[0] >= line.claims[index].tail)
            and not _NO_HEAD.fullmatch(text[slice(*head)])
        ):
            found[index] = head
            is_said = _is_under_colon(line, at) or _SAYS_WHAT.search(text[slice(*head)]) is not None
            lists[index] = lists[sister] if sister is not None else is_said
            named[index] = general or lists[index]
    if not found:
        return {}
    apart = {span for index, span in found.items() if named[index] and text[span[1] : span[1] + 1] in (" ", ":")}
    shared = {span for span in apart if sum(other == span for other in found.values()) > 1}
    return {index: (_as_written(line, span), named[index] or span in shared) for index, span in found.items()}


_SAYS_WHAT = re.compile("(?:[^手]数|率|割合|件数|人数|冊数|日数|[総支]額|面積|時間数)$")
"""受診者数, 加入率: a head that says what is counted."""


def _is_under_colon(line: LineClaims, label: int) -> bool:
    return line.folded.text[max(line.first, label - 9) : label].rstrip().endswith(":")


def is_general(label: str, words: ExtractionWords) -> bool:
    """Whether a folded label could stand beside anything: 参加者数, 延べ件数, 新規."""
    core = label.strip("()「」『』 ・")
    return core in words.general_labels or _GROSS_BEFORE.sub("", core) in words.general_labels


def _as_written(line: LineClaims, span: tuple[int, int]) -> str:
    start, end = line.folded.span(*span)
    return line.folded.source[start:end]


def _right_before(line: LineClaims, label: int, words: ExtractionWords) -> tuple[int, int] | None:
    """親の講座 参加者, 親の講座：参加者, 親の講座（参加者, 【親の講座】参加者, 「親の講座」参加者."""
    text = line.folded.text
    stop = label
    while stop > line.first and text[stop - 1] in " :":
        stop -= 1
    if stop == line.first:
        return None
    ends_so = text[stop - 1] in _BRACKET_ENDS or text[stop - 1].isspace()
    if ends_so and (bracket := _BRACKETED.search(text, max(line.first, stop - 40), label)) is not None:
        return (bracket.start("name"), bracket.end("name")) if line.is_free(*bracket.span("name")) else None
    if text[stop - 1] == "(":
        return before_bracket(line, stop - 1, words)
    if text[stop - 1] == ")" and (opening := text.rfind("(", max(line.first, stop - 40), stop)) >= 0:
        stop = opening if any(line.owners[opening:stop]) else stop
        return words_before(line, stop, words)
    if stop == label or text[stop - 1] in "。、,":
        return None
    return words_before(line, stop, words)


def _sister(line: LineClaims, index: int, label: int, found: Mapping[int, tuple[int, int]]) -> int | None:
    """子育て相談 件数 45件 人数 30人: nothing but marks between a label and the numbers before it, whose head is shared."""
    for number in range(index - 1, max(-1, index - 5), -1):
        before = line.claims[number]
        if before.cls != "quantity" or not _BETWEEN.fullmatch(line.folded.text, before.tail, max(label, before.tail)):
            return None
        if number in found:
            return number
        label = before.lead
    return None


def _before_comma(line: LineClaims, label: int, words: ExtractionWords) -> tuple[int, int] | None:
    """防犯講座、参加者105人; 防犯講座（10月開催、参加者105人）: the words before the comma, else before the bracket it stands in."""
    text = line.folded.text
    opening = text.rfind("(", max(line.first, label - 40), label)
    if opening >= 0 and ")" not in text[opening:label]:
        return before_bracket(line, opening, words)
    if text[label - 1 : label] != "、":
        return None
    start = clause_start(line, label - 1)
    is_noun = _NOUN_ONLY.fullmatch(text, start, label - 1) is not None and not any(line.owners[start : label - 1])
    return trimmed(line, start, label - 1, words) if is_noun else None


_NOUN_ONLY = re.compile(r"[^をはがにで。、0-9]{2,24}")
_BEHIND = re.compile(r"\s?\((?P<name>[^()0-9。、]{2,20})\)")
_NO_NAME = re.compile(
    "延|実|計|約|増|減|前|見込|予定|目標|計画|実績|速報|年度|月|現在|時点|新規|うち|内|再掲|中止|など|等$|のみ|含|除|以上|以下|概数|重複"
)


def _of_bracket(line: LineClaims, tail: int) -> tuple[int, int] | None:
    """参加者 105人（防犯講座）: all that a bracket right behind the number says is what it belongs to."""
    match = _BEHIND.match(line.folded.text, tail)
    if match is None or not line.is_free(*match.span("name")) or _NO_NAME.search(match["name"]):
        return None
    return match.span("name")


def _of_sentence(line: LineClaims, label: int, words: ExtractionWords) -> tuple[int, int] | None:
    """親子教室を開催した。参加者105人; 防犯教室は、参加者が105人: the object said last, or the topic."""
    text, first = line.folded.text, max(line.first, label - _REACH)
    at = last_object(text, first, label)
    if at is not None and ("。" not in text[at:label] or "quantity" not in line.owners[at:label]):
        return words_before(line, at, words)
    sentence = max(text.rfind("。", line.first, label) + 1, first)
    return topic(line, sentence, label, words)
