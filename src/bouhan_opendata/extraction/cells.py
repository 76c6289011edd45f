"""A cell of lines, read: sections, items, statuses, figures; every character of every line in exactly one class."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from bouhan_opendata.extraction.claims import LineClaims
from bouhan_opendata.extraction.departments import looks_like_department, read_departments
from bouhan_opendata.extraction.figures import claim_lines, item_figures
from bouhan_opendata.extraction.headed import under_heads
from bouhan_opendata.extraction.naming import told_apart, with_labels
from bouhan_opendata.extraction.statuses import cell_status, item_status
from bouhan_opendata.extraction.values import CellContext, CellReading, FigureReading, Item, Section, Span, runs
from bouhan_opendata.extraction.words import ExtractionWords
from bouhan_opendata.japanese.folding import Folded, Joined, fold, fold_joined, join_lines

_HEAD = re.compile(
    r"^\s{0,40}(?:[・○◎●◇◆■□]\s{0,40})?[【〔\[<(《≪〈](?P<name>[^【】〔〕\[\]<>()《》≪≫〈〉]+)[】〕\]>)》≫〉]\s{0,40}[:：]?\s{0,40}$"
)
_INLINE_HEAD = re.compile(
    r"^\s{0,40}[【〔\[<《≪〈](?P<name>[^【】〔〕\[\]<>()《》≪≫〈〉]+)[】〕\]>》≫〉]\s{0,40}[:：]?\s{0,40}(?=\S)"
)
_NAMED_HEAD = re.compile(
    r"^\s{0,40}(?P<mark>[○◎●◇◆■□]\s{0,40})?(?P<name>[^\s:：。、・()0-9]{2,14})\s{0,40}(?P<colon>[:：]\s{0,40}(?=\S))?"
)
_CUT = re.compile(r"(?:[をがはへ、,(「]|[一-龠ァ-ヶ](?:に|で|の|と|や)|及び|並びに|また|より|から)$")
_BRACKETED = re.compile(r"^\s{0,40}[【《〔\[<]")
_BULLET = re.compile(
    r"^\s{0,40}(?:[・●○◎◆◇■□▪•‣※☆★▶►→]|〇(?![〇一二三四五六七八九十百千])|[-*](?=[\s぀-ヿ一-龠])"
    r"|\([0-9ア-ンa-z]{1,2}\)|[0-9]{1,2}[.)](?![0-9])|[アイウエオカキクケコサシスセソa-z](?:[.)、:]|\s(?=[一-龠ァ-ヶ])))\s{0,40}"
)
_CIRCLED = re.compile(r"^\s{0,40}[①-⑳❶-❿㈠-㈩]\s{0,40}")
_NUMBERED_ITEM = re.compile(r"^\s{0,9}[0-9]{1,2}\s{1,4}[一-龠ァ-ヶA-Za-z]")
_STANDALONE = re.compile(r"^\s{0,9}[^0-9。、]{1,24}?\s{0,9}(?:約|延べ|計)?[0-9][0-9,.]*[^0-9。、]{0,8}(?:\([^()]*\))?\s{0,9}$")


@dataclass(slots=True)
class _Line:
    """A line on its way: what it is, where its words begin, the department it names first, what was claimed in it."""

    folded: Folded
    cls: str
    first: int
    head: tuple[int, int, int] | None = None
    """Where the department's name begins and ends, and where its bracket or colon ends."""


def read_cell(lines: Sequence[str], context: CellContext, words: ExtractionWords) -> CellReading:
    """Read the lines of one result cell. Never raises for any text; what is not understood stays narrative or bare."""
    parts = _classify(lines, context, words)
    sections = _sections(parts, words)
    items = _items(parts, sections, words)
    figures: list[FigureReading] = []
    claimed: dict[int, tuple[LineClaims, Joined]] = {}
    for item in items:
        joined = fold_joined([part.folded for part in parts[item.first_line : item.last_line + 1]])
        unit = context.said_for(context.units, item.number - 1, len(items)) or _title_unit(context, words)
        line = claim_lines(joined, parts[item.first_line].first, context, words, unit)
        claimed[item.first_line] = line, joined
        figures += item_figures(line, joined, item.first_line, len(figures), words)
    figures = under_heads(_across_lines(figures, lines), lines, [part.cls for part in parts], context, words)
    figures = told_apart(with_labels(figures, context, items, words), items)
    spans = _all_spans(parts, items, claimed, figures)
    status, reason = cell_status(items, lines, words)
    return CellReading(
        tuple(lines), tuple(part.cls for part in parts), tuple(sections), tuple(items), tuple(figures), spans, status, reason
    )


_UNIT_OF_TITLE = re.compile(r"\((?:単位[:・]?)?(?P<unit>[^()]{1,4})\)$")
_PROSE_FLAGS = frozenset({"era-overrun", "impossible-date", "bad-grouping"})


def read_prose(lines: Sequence[str], context: CellContext, words: ExtractionWords) -> CellReading:
    """Read the numbers of a title, a description or a remark: kept as figures, never an observation, never a section or item.

    What such text does not say of its numbers (labels, units) is no finding.
    """
    reading = read_cell(lines, context, words)
    figures = tuple(
        replace(
            figure,
            use="detail" if figure.use in ("observation", "duplicate") else figure.use,
            label=None if figure.label_from == "title" else figure.label,
            ordinal=None,
            flags=tuple(flag for flag in figure.flags if flag.rule_id in _PROSE_FLAGS),
        )
        for figure in reading.figures
    )
    plain = {"department": "narrative", "label": "narrative", "bullet": "narrative"}
    spans = tuple(tuple(runs(plain.get(s.cls, s.cls) for s in line for _ in range(s.start, s.end))) for line in reading.spans)
    return replace(reading, figures=figures, spans=spans)


def _title_unit(context: CellContext, words: ExtractionWords) -> str:
    """The unit that a measure's name ends with: 消費生活相談件数（件）."""
    named = _UNIT_OF_TITLE.search(fold(context.measure_title).text)
    return named["unit"] if named is not None and named["unit"] in words.units else ""


def _classify(lines: Sequence[str], context: CellContext, words: ExtractionWords) -> list[_Line]:
    parts: list[_Line] = []
    bulleted = [bool(_BULLET.match(fold(line).text) or _CIRCLED.match(line)) for line in lines]
    has_bullets = any(bulleted)
    open_item = False
    for number, line in enumerate(lines):
        folded = fold(line)
        if not folded.text.strip():
            parts.append(_Line(folded, "blank", len(folded.text)))
            open_item = False
            continue
        head = _department_head(folded, context, words)
        if head is not None and not folded.text[head[2] :].strip():
            parts.append(_Line(folded, "section", len(folded.text), head))
            open_item = False
            continue
        first = _first_word(folded, line, head[2] if head else 0)
        is_new = head is not None or first > len(folded.text) - len(folded.text.lstrip())
        goes_on = open_item and not is_new and (_is_cut(parts) or (has_bullets and not _starts_anew(folded.text, parts)))
        goes_on = goes_on and not (_is_caption(parts, folded.text) and bulleted[number + 1 : number + 2] == [True])
        goes_on = goes_on or (open_item and not is_new and _is_cut_number(parts, folded.text))
        goes_on = goes_on or (open_item and not is_new and _PART_OF_BEFORE.match(folded.text) is not None)
        continues = goes_on and not _BRACKETED.match(folded.text)
        parts.append(_Line(folded, "continuation" if continues else "item", first, head))
        open_item = True
    return parts


def _is_caption(parts: Sequence[_Line], text: str) -> bool:
    """Whether a line without a bullet says what the bullets below it belong to, as the first line of the cell does."""
    first = next((part for part in parts if part.cls == "item"), None)
    if first is None or first.first or _CAPTION.match(first.folded.text) is None or _CAPTION.match(text) is None:
        return False
    before = parts[-1].folded.text.rstrip()
    return not _is_cut(parts) and (_STANDALONE.match(before) is not None or before.endswith(("。", ")", "。)")))


_CAPTION = re.compile(r"^\s{0,9}[^0-9。、・]{2,30}$")


def _first_word(folded: Folded, line: str, start: int) -> int:
    """Where the words of a line begin, behind a bullet; a line that is nothing but a bullet keeps it as its words."""
    text = folded.text
    bullet, circled = _BULLET.match(text[start:]), _CIRCLED.match(line) if not start else None
    first = start + len(text[start:]) - len(text[start:].lstrip())
    if bullet or circled:
        first = start + bullet.end() if bullet else folded.position(circled.end() if circled else 0)
    return first if first < len(text) else start


def _is_cut_number(parts: Sequence[_Line], text: str) -> bool:
    """Whether a number runs over the end of the line before: 参加者4 and 5人 below it."""
    before = parts[-1].folded.text.strip()
    return text[:1].isdecimal() and re.search(r"[^0-9,. ][^0-9]*[0-9,]*[0-9][,.]?$", before) is not None


def _starts_anew(text: str, parts: Sequence[_Line]) -> bool:
    """Whether a line without a bullet is a statement of its own: a count, a theme in brackets, a new sentence."""
    ended = bool(parts) and parts[-1].folded.text.rstrip().endswith(("。", "。)"))
    if _NUMBERED_ITEM.match(text):
        return True
    return ended or _STANDALONE.match(text) is not None or _BRACKETED.match(text) is not None


def _is_cut(parts: Sequence[_Line]) -> bool:
    """Whether the line before breaks off: at a particle, a comma or an open bracket."""
    text = parts[-1].folded.text.rstrip() if parts else ""
    opened = sum((char in "(「『") - (char in ")」』") for char in text[-60:])
    return _CUT.search(text) is not None or opened > 0


def _department_head(folded: Folded, context: CellContext, words: ExtractionWords) -> tuple[int, int, int] | None:
    """The department that a line begins with: 【学務課】, （学務課） alone, ○学務課 alone, 学務課：講座5回, 【学務課】講座5回."""
    text = folded.text
    head = _HEAD.match(text) or _INLINE_HEAD.match(text)
    if head is not None:
        if looks_like_department(head["name"], context.departments, words):
            return head.start("name"), head.end("name"), head.end()
        return None
    named = _NAMED_HEAD.match(text)
    if named is None or not (named["colon"] or (named["mark"] and named.end() == len(text.rstrip()))):
        return None
    is_known = fold(named["name"]).text in {fold(name).text for name in context.departments}
    ends_like_one = named["name"].endswith(words.section_endings) and looks_like_department(named["name"], (), words)
    return (named.start("name"), named.end("name"), named.end()) if is_known or ends_like_one else None


def _sections(parts: Sequence[_Line], words: ExtractionWords) -> list[Section]:
    sections = []
    for number, part in enumerate(parts):
        if part.head is None:
            continue
        start, end = part.folded.span(*part.head[:2])
        name = part.folded.source[start:end]
        departments = tuple(
            replace(found, line=number, start=found.start + start, end=found.end + start)
            for found in read_departments([name], words)
        )
        sections.append(Section(number, name, departments, start, end))
    return sections


def _items(parts: Sequence[_Line], sections: Sequence[Section], words: ExtractionWords) -> list[Item]:
    items: list[Item] = []
    starts = [number for number, part in enumerate(parts) if part.cls == "item"]
    for first in starts:
        last = first
        while last + 1 < len(parts) and parts[last + 1].cls == "continuation":
            last += 1
        part = parts[first]
        at = part.folded.starts[part.first] if part.first < len(part.folded.starts) else len(part.folded.source)
        bracket = part.folded.ends[part.head[2] - 1] if part.head else 0
        marker = part.folded.source[bracket:at].strip()
        text = join_lines([part.folded.source[at:], *(parts[n].folded.source for n in range(first + 1, last + 1))])
        section = max((n for n, s in enumerate(sections) if s.line <= first), default=None)
        status, reason = item_status(text, words)
        items.append(Item(len(items) + 1, first, last, marker, text, section, None, status, reason, at))
    return items


def _across_lines(figures: Sequence[FigureReading], lines: Sequence[str]) -> list[FigureReading]:
    """上記3社 points at the nearest earlier 3社 of the cell; 全9校 said again is the same 9校; うち… is of the line above."""
    made = list(figures)
    said: dict[tuple[Decimal | None, str | None], list[int]] = {}
    wholes: dict[str | None, int] = {}
    open_units: dict[str | None, list[int]] = {}
    for number, figure in enumerate(figures):
        key = (figure.value, figure.unit_text)
        earlier = said.get(key, [])
        if figure.parent is None and figure.cls == "back_reference" and earlier:
            made[number] = replace(figure, parent=earlier[-1])
        elif figure.parent is None and figure.cls == "quantity" and figure.scope == "all_of_population":
            same = [n for n in earlier if made[n].scope == "all_of_population" and made[n].label == figure.label]
            if same:
                made[number] = replace(figure, parent=same[0], relation="same_as")
        elif figure.parent is None and figure.cls == "quantity" and figure.scope == "total":
            _add_up(made, number, open_units.get(figure.unit_text, []))
            open_units[figure.unit_text] = []
        elif figure.parent is None and figure.cls == "quantity" and _among(lines[figure.line]):
            whole = wholes.get(figure.unit_text)
            if whole is not None and made[whole].line < figure.line and _is_less(figure, made[whole]):
                made[number] = replace(figure, parent=whole, relation="part_of", scope="part", use="detail")
        if figure.cls == "quantity":
            said.setdefault(key, []).append(number)
            if made[number].use == "observation" and figure.scope == "whole":
                open_units.setdefault(figure.unit_text, []).append(number)
            if made[number].scope in ("whole", "total") and made[number].parent is None:
                wholes[figure.unit_text] = number
    return made


def _add_up(made: list[FigureReading], total: int, parts: Sequence[int]) -> None:
    """胃がん検診 3,104人 … 合計 16,049人: the lines above a total are its parts when they add up to it."""
    added = Decimal(0)
    for count, number in enumerate(reversed(parts), 1):
        value, whole = made[number].value, made[total].value
        if value is None or whole is None or made[number].line == made[total].line:
            return
        added += value
        if added >= whole:
            if added == whole and count > 1:
                for part in parts[-count:]:
                    made[part] = replace(made[part], parent=total, relation="part_of", scope="part", use="detail")
            return


_PART_OF_BEFORE = re.compile(r"^\s{0,40}(?:うち|このうち|そのうち|内訳)")
_AMONG = re.compile(r"^\s{0,9}[・\-○]?\s{0,9}[(（※]?\s{0,9}(?:うち|内訳|上記のうち|このうち|そのうち)")


def _among(line: str) -> bool:
    return _AMONG.match(line) is not None


def _is_less(part: FigureReading, whole: FigureReading) -> bool:
    return part.value is not None and whole.value is not None and part.value <= whole.value


def _all_spans(
    parts: Sequence[_Line],
    items: Sequence[Item],
    claimed: Mapping[int, tuple[LineClaims, Joined]],
    figures: Sequence[FigureReading],
) -> tuple[tuple[Span, ...], ...]:
    """The classes of every line's characters, end to end."""
    classes = [_line_classes(part) for part in parts]
    for figure in figures:
        if figure.label_start is not None and figure.label_end is not None:
            classes[figure.line][figure.label_start : figure.label_end] = ["label"] * (figure.label_end - figure.label_start)
    for item in items:
        line, joined = claimed[item.first_line]
        for number, owner in enumerate(line.owners):
            if owner is not None and owner != "bullet":
                found = joined.locate(joined.folded.starts[number], joined.folded.ends[number])
                if found is not None:
                    classes[item.first_line + found[0]][found[1] : found[2]] = [owner] * (found[2] - found[1])
    return tuple(tuple(runs(line)) for line in classes)


def _line_classes(part: _Line) -> list[str]:
    """The classes of a line's characters before its numbers are put in."""
    size = len(part.folded.source)
    if part.cls in ("blank", "section"):
        return ["markup" if part.cls == "blank" else "department"] * size
    classes = ["narrative"] * size
    if part.cls in ("item", "continuation") and part.first:
        at = part.folded.starts[part.first] if part.first < len(part.folded.starts) else size
        classes[:at] = ["bullet"] * at
        if part.head:
            bracket = part.folded.ends[part.head[2] - 1]
            classes[:bracket] = ["department"] * bracket
    return classes
