"""Statements that stand side by side in a line: ①… ②…, （１）… （２）…, ア … イ …, ・… ・…; what is said of one is not said of the others."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from bouhan_opendata.extraction.claims import LineClaims
from bouhan_opendata.extraction.statuses import item_status
from bouhan_opendata.extraction.values import FigureReading, Item
from bouhan_opendata.extraction.words import ExtractionWords
from bouhan_opendata.japanese.folding import Folded, fold

CIRCLED = re.compile("[①-⑳❶-❿㈠-㈩]")
_MARK = re.compile(
    r"(?:(?<=[\s。、;)])|^)(?:\([0-9ア-ンa-z]{1,2}\)|[0-9]{1,2}[.)](?![0-9])|[アイウエオカキクケコ](?:[.)、:]|\s{1,3}(?=[一-龠ァ-ヶ]))"
    r"|[・●○◎◆◇■□▪•★▶►](?=\s{0,3}[^\s0-9]))"
)
_STOPS = re.compile(
    "中止|取り?や?め|取り?止|休止|休[館園会講業]|運休|未[実開着]|見送|見合わ?せ|せず|できず|なかった|延期|[不無]開|実施なし|開催なし"
)
_TOKEN = re.compile(r"[^\s、。;]{1,200}")
_BARE = re.compile(
    r"(?:開催|実施|事業|活動|全て|すべて|全部|全回|全日程|いずれも|ともに|共に|やむなく|急遽|を|は|が|も|の|とも|に){0,8}"
)
_IS_REASON = re.compile(
    r"(?:ため|により|による|よって|で|から|影響|都合|防止|考慮|鑑み|不足|警報|雨天|荒天|台風|降雪|コロナ禍?)(?:に|の)?$"
    r"|(?:て|ず|たが|なく|ものの|なり|伴い)、?$|を"
)
_TOPIC = re.compile(r"(?P<noun>[^はがをも、0-9]{2,30})(?:[はをも]|が?$|の?(?:開催|実施)[はがをも]?$)")
_CALLED_OFF = frozenset({"cancelled", "not_implemented"})
_LONGEST = 2000


def marks_in(folded: Folded, first: int = 0) -> list[tuple[int, int]]:
    """Where the marks of a list within a line begin and end, from a folded character on: ①, （１）, ア, ・."""
    found = {match.start(): match.end() for match in _MARK.finditer(folded.text, first)}
    for mark in CIRCLED.finditer(folded.source):
        start = folded.position(mark.start())
        if start >= first:
            found[start] = folded.position(mark.end())
    return sorted(found.items())


def called_off(line: LineClaims, words: ExtractionWords) -> list[tuple[int, int]]:
    """The parts of a line that only say of themselves that they were called off or not carried out, beside others with numbers.

    Empty where nothing was, or where the whole line is meant: 講習会 3回 雨天のため中止.
    """
    text = line.folded.text
    if len(text) > _LONGEST or _STOPS.search(text, line.first) is None:
        return []
    numbers = [claim.start for claim in line.claims if claim.cls == "quantity"]
    found = list(_marked(line, words)) or list(_beside(line, words))
    found = [part for part in found if part[0] < part[1]]
    is_beside = any(not any(start <= number < end for start, end in found) for number in numbers)
    return found if is_beside else []


def _marked(line: LineClaims, words: ExtractionWords) -> Iterator[tuple[int, int]]:
    """Among parts with marks of one list: ①…2回 ②…中止."""
    text = line.folded.text
    marks = marks_in(line.folded, line.first)
    if not marks:
        return
    if text[: line.first].strip() and marks[0][0] > line.first:
        marks.insert(0, (line.first, line.first))  # behind the bullet of the line
    for (start, first), (end, _) in zip(marks, [*marks[1:], (len(text), 0)], strict=True):
        if _status(text[first:end], words) in _CALLED_OFF:
            yield start, end


def _status(piece: str, words: ExtractionWords) -> str:
    return item_status(piece.strip(" 、,・:"), words)[0] if _STOPS.search(piece) else "reported"


def _beside(line: LineClaims, words: ExtractionWords) -> Iterator[tuple[int, int]]:
    """Among parts that blanks or commas divide: 省エネ診断 12件　エコ講座 中止　緑の募金 32万円."""
    text = line.folded.text
    tokens = [(match.start(), match.end()) for match in _TOKEN.finditer(text, line.first)]
    for number, (start, end) in enumerate(tokens):
        stop = _STOPS.search(text, start, end)
        if stop is None or "(" in text[start : stop.start()] or _status(text[start:end], words) not in _CALLED_OFF:
            continue
        subject = text[start : stop.start()]
        topic = _TOPIC.match(subject)
        if topic is not None and _is_event(topic["noun"], words):
            yield start, end
            continue
        if _BARE.fullmatch(subject) is None and not _is_reason(subject, words):
            continue
        found = _subject(line, tokens[:number], words)
        if found is not None:
            yield found, end


def _is_reason(piece: str, words: ExtractionWords) -> bool:
    is_named = any(word in piece for word, _ in words.reasons)
    return is_named or _IS_REASON.search(piece) is not None


def _subject(line: LineClaims, tokens: Sequence[tuple[int, int]], words: ExtractionWords) -> int | None:
    """Where what was called off is named before a bare 中止; None where a number stands between, which is of it too."""
    text = line.folded.text
    for start, end in reversed(tokens):
        piece = text[start:end]
        is_other = any(owner in ("quantity", "bare") for owner in line.owners[start:end]) or ")" in piece
        if is_other or text[end : end + 1] in ("、", "。"):
            return None
        is_time = any(owner in ("moment", "ordinal") for owner in line.owners[start:end])
        if is_time or _is_event(piece, words):
            return start
        if not _is_reason(piece, words) and _BARE.fullmatch(piece) is None:
            return None
    return None


def _is_event(noun: str, words: ExtractionWords) -> bool:
    """エコ講座, 交通安全市民のつどい: by its name something that is held or done; 市役所 and 会場閉鎖 are not."""
    bare = noun.strip("()[]【】「」『』・")
    return len(bare) > 1 and bare.endswith((*words.event_endings, *words.doings)) and _BARE.fullmatch(bare) is None


def settled(item: Item, figures: Sequence[FigureReading], line: LineClaims, words: ExtractionWords) -> Item:
    """An item whose last words speak of one of several things only: what has a result of its own was reported.

    立入検査 5店舗、違反なし is reported; ①…2回 ②…中止 is cancelled in part.
    """
    is_settled = item.status != "nothing_to_report" and item.status not in _CALLED_OFF
    if is_settled or not any(figure.use == "observation" for figure in figures):
        return item
    if item.status == "nothing_to_report":
        return replace(item, status="reported", status_reason=None)
    if not called_off(line, words) or _says_it_first(item):
        return item
    if item.status == "cancelled":
        return replace(item, status="partly_cancelled")
    return replace(item, status="reported", status_reason=None)


def _says_it_first(item: Item) -> bool:
    """【中止】市民まつり…: a bracket before the text speaks of all of it."""
    return (
        fold(item.text).text.lstrip().startswith(("(", "[", "【", "<", "〔", "《")) and _STOPS.search(item.text[:20]) is not None
    )
