"""Heads that name a department: at the beginning of a line (【学務課】, 学務課：), and further ones within it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bouhan_opendata.extraction.departments import looks_like_department
from bouhan_opendata.extraction.sisters import marks_in
from bouhan_opendata.extraction.values import CellContext
from bouhan_opendata.extraction.words import ExtractionWords
from bouhan_opendata.japanese.folding import Folded, fold

_HEAD = re.compile(
    r"^\s{0,40}(?:[・○◎●◇◆■□]\s{0,40})?[【〔\[<(《≪〈](?P<name>[^【】〔〕\[\]<>()《》≪≫〈〉]+(?:\([^()【】]{1,40}\))?)[】〕\]>)》≫〉]\s{0,40}[:：]?\s{0,40}$"
)
_INLINE_HEAD = re.compile(
    r"^\s{0,40}[【〔\[<《≪〈](?P<name>[^【】〔〕\[\]<>()《》≪≫〈〉]+(?:\([^()【】]{1,40}\))?)[】〕\]>》≫〉]\s{0,40}[:：]?\s{0,40}(?=\S)"
)
_NAMED_HEAD = re.compile(
    r"^\s{0,40}(?P<mark>[○◎●◇◆■□]\s{0,40})?(?P<name>[^\s:：。、・()0-9]{2,14})\s{0,40}(?P<colon>[:：]\s{0,40}(?=\S))?"
)
_MAY_HEAD = re.compile(r"\s{0,40}(?:[○◎●◇◆■□]|(?:・\s{0,40})?[【〔\[<(《≪〈])")
"""How a line begins that is a head without a colon."""
_BRACKETED = re.compile(
    r"(?P<open>[【〔\[<(《≪〈])(?P<name>[^【】〔〕\[\]<>()《》≪≫〈〉]{2,40})[】〕\]>)》≫〉]\s{0,4}:?\s{0,4}"
    r"(?![とのがでにへはもをや]|より|から|及び|並びに|主催|共催|所管|担当|提供|協力|連携)(?=[一-龠々ぁ-んァ-ヶA-Za-z「])"
)
"""What follows a name that is only mentioned is a particle or a role: 【防災課】と共催."""
_NAMED = re.compile(r"(?P<name>[^\s:。、・()0-9]{2,14})\s{0,3}:\s{0,3}(?=[一-龠々ぁ-んァ-ヶA-Za-z「])")
_AFTER_BLANK = re.compile(r"(?<=[\s。])(?=\S)")
_IS_SAID = re.compile(r"[0-9]|。\s{0,3}$|(?:し|っ|い)た\s{1,3}$|(?:実施|開催|中止|なし)\s{1,3}$")
_BODY = re.compile(r"[一-龠々]{2,20}|\S{1,20}(?<=[局署会])")
_LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Head:
    """Where a head in folded text begins, its name begins and ends, and what it governs begins."""

    start: int
    name: int
    name_end: int
    end: int
    style: str = ""
    """The bracket that opens it, or ``:``."""


def find_heads(lines: Sequence[Folded], context: CellContext, words: ExtractionWords) -> list[list[Head]]:
    """The heads of each line: the first at its beginning, then those within the line, of the same form as the first.

    Bodies that are no sections (消防本部：, 教育委員会事務局：) count beside heads of sections (学務課：), and round brackets
    and heads behind a mark (①学務課：) where the cell has two of them.
    """
    firsts = [_line_head(line, context, words) for line in lines]
    known = {fold(name).text for name in context.departments}
    for number, line in enumerate(lines):
        if firsts[number] is None and line.text.strip() in known and not (number and _GOES_ON.search(lines[number - 1].text)):
            firsts[number] = _whole_line(line)
    is_beside = any(head is not None and head.style == ":" for head in firsts)
    marked = [list(_behind_marks(line, context, words)) if ":" in line.text else [] for line in lines]
    rounds = [list(_in_brackets(line, "(", context, words)) if "(" in line.text else [] for line in lines]
    if not any(firsts) and not any(marked) and not any(rounds):
        return rounds
    is_listed = sum(map(len, marked)) > 1 and any(
        _names_section(line, head, words) for line, of in zip(lines, marked, strict=True) for head in of
    )
    is_round = sum(map(len, rounds)) > 1
    found: list[list[Head]] = []
    for line, first, listed, bracketed in zip(lines, firsts, marked, rounds, strict=True):
        if first is None and is_beside:
            first = _body_head(line, words)
        choices = [listed] * is_listed + [bracketed] * is_round
        if first is None:
            first = next((of[0] for of in choices if of and not line.text[: of[0].start].strip()), None)
        found.append([first, *_later(line, first, context, words)] if first is not None else [])
    return found


_GOES_ON = re.compile("(?:[、,・のとやをにへがは]|及び|並びに|または|又は)\\s{0,9}$")


def _whole_line(folded: Folded) -> Head:
    """A department of the column's, alone on its line."""
    start = len(folded.text) - len(folded.text.lstrip())
    end = len(folded.text.rstrip())
    return Head(start, start, end, len(folded.text))


def _line_head(folded: Folded, context: CellContext, words: ExtractionWords) -> Head | None:
    """The department that a line begins with: 【学務課】, （学務課） alone, ○学務課 alone, 学務課：講座5回, 【学務課】講座5回."""
    text = folded.text
    if ":" not in text and "：" not in text and _MAY_HEAD.match(text) is None:
        return None
    head = _HEAD.match(text) or _INLINE_HEAD.match(text)
    if head is not None:
        if not looks_like_department(head["name"], context.departments, words):
            return None
        start = head.start("name") - 1
        return Head(start, *head.span("name"), head.end(), text[start])
    named = _NAMED_HEAD.match(text)
    if named is None or not (named["colon"] or (named["mark"] and named.end() == len(text.rstrip()))):
        return None
    if not _is_section(named["name"], context, words):
        return None
    return Head(named.start("name"), *named.span("name"), named.end(), ":" if named["colon"] else "")


def _is_section(name: str, context: CellContext, words: ExtractionWords) -> bool:
    is_known = fold(name).text in {fold(known).text for known in context.departments}
    return is_known or (name.endswith(words.section_endings) and looks_like_department(name, (), words))


def _is_body(name: str, words: ExtractionWords) -> bool:
    """消防本部, 消防局, 教育委員会事務局, 社会福祉協議会: bodies by their name; 災害対策本部 or 推進協議会 meet and are none."""
    if words.department_kinds.get(name) == "outside_body":
        return True
    if _BODY.fullmatch(name) is None or not name.endswith(words.body_endings) or not looks_like_department(name, (), words):
        return False
    endings = (ending for ending, _ in words.department_endings if name.endswith(ending))
    return max(endings, key=len, default="") in words.body_endings


def _names_section(line: Folded, head: Head, words: ExtractionWords) -> bool:
    return line.text[head.name : head.name_end].endswith(words.section_endings)


def _body_head(folded: Folded, words: ExtractionWords) -> Head | None:
    """消防本部：救命講習72回, in a cell of such lines."""
    named = _NAMED_HEAD.match(folded.text)
    if named is None or not named["colon"] or not _is_body(named["name"], words):
        return None
    return Head(named.start("name"), *named.span("name"), named.end(), ":")


def _behind_marks(folded: Folded, context: CellContext, words: ExtractionWords) -> Iterator[Head]:
    """①学務課：点検 31件 ②消防本部：講習 5回: behind marks within a line or at its beginning."""
    if ":" not in folded.text or len(folded.text) > _LONGEST:
        return
    for start, end in marks_in(folded):
        end += len(folded.text[end:]) - len(folded.text[end:].lstrip())
        named = _NAMED.match(folded.text, end)
        if named is not None and (_is_section(named["name"], context, words) or _is_body(named["name"], words)):
            yield Head(start, *named.span("name"), named.end(), ":")


def _in_brackets(folded: Folded, style: str, context: CellContext, words: ExtractionWords) -> Iterator[Head]:
    """（建築指導課）耐震診断 12件　（道路維持課）剪定 340本: brackets of one form before what they govern."""
    text = folded.text
    if style not in text or len(text) > _LONGEST:
        return
    for match in _BRACKETED.finditer(text):
        before = text[: match.start()]
        is_apart = not before.strip() or (before[-1] in " 。" if style == "(" else before.count("(") <= before.count(")"))
        if match["open"] == style and is_apart and looks_like_department(match["name"], context.departments, words):
            yield Head(match.start(), *match.span("name"), match.end(), style)


def _later(folded: Folded, first: Head, context: CellContext, words: ExtractionWords) -> Iterator[Head]:
    """Further heads of a line, each behind something that was said under the one before."""
    text, last = folded.text, first
    if first.style == ":":
        after_blank = [_NAMED.match(text, match.start()) for match in _AFTER_BLANK.finditer(text[:_LONGEST], first.end)]
        named = [match for match in after_blank if match is not None]
        found = [
            Head(match.start(), *match.span("name"), match.end(), ":")
            for match in named
            if _is_section(match["name"], context, words) or _is_body(match["name"], words)
        ]
        found = sorted([*found, *_behind_marks(folded, context, words)], key=lambda head: head.start)
    elif first.style:
        found = list(_in_brackets(folded, first.style, context, words))
    else:
        return
    for head in found:
        if head.start >= last.end and _IS_SAID.search(text, last.end, head.start):
            yield head
            last = head
