"""A cell of lines, read: sections, items, statuses, figures; every character of every line in exactly one class."""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bouhan_opendata.extraction.across import relate_lines
from bouhan_opendata.extraction.claims import LineClaims
from bouhan_opendata.extraction.columns import read_columns
from bouhan_opendata.extraction.departments import read_departments
from bouhan_opendata.extraction.figures import claim_lines, item_figures
from bouhan_opendata.extraction.headed import under_heads
from bouhan_opendata.extraction.held import tell_held
from bouhan_opendata.extraction.naming import told_apart, with_labels, with_parents
from bouhan_opendata.extraction.repeats import note_repeats
from bouhan_opendata.extraction.section_heads import Head, find_heads
from bouhan_opendata.extraction.sisters import settled
from bouhan_opendata.extraction.statuses import cell_status, status_of
from bouhan_opendata.extraction.unit_notes import is_unit, unit_of_note
from bouhan_opendata.extraction.values import CellContext, CellReading, FigureReading, Flag, Item, Section, Span, runs
from bouhan_opendata.extraction.words import ExtractionWords
from bouhan_opendata.japanese.folding import Folded, Joined, fold, fold_joined, join_lines

_CUT = re.compile(r"(?:[をがはへ、,(「]|[一-龠ァ-ヶ](?:に|で|の|と|や)|及び|並びに|また|より|から)$")
_BRACKETED = re.compile(r"^\s{0,40}[【《〔\[<]")
_BULLET = re.compile(
    r"^\s{0,40}(?:[・●○◎◆◇■□▪•‣※☆★▶►→]|〇(?![〇一二三四五六七八九十百千])|[-*](?=[\s぀-ヿ一-龠])"
    r"|\([0-9ア-ンa-z]{1,2}\)|[0-9]{1,2}[.)](?![0-9])|[アイウエオカキクケコサシスセソa-z](?:[.)、:]|\s(?=[一-龠ァ-ヶ])))\s{0,40}"
)
_CIRCLED = re.compile(r"^\s{0,40}[①-⑳❶-❿㈠-㈩]\s{0,40}")
_NUMBERED_ITEM = re.compile(r"^\s{0,9}[0-9]{1,2}\s{1,4}[一-龠ァ-ヶA-Za-z]")
_PART_OF_BEFORE = re.compile(r"^\s{0,40}(?:うち|このうち|そのうち|内訳)")
_STANDALONE = re.compile(r"^\s{0,9}[^0-9。、]{1,24}?\s{0,9}(?:約|延べ|計)?[0-9][0-9,.]*[^0-9。、]{0,8}(?:\([^()]*\))?\s{0,9}$")


@dataclass(slots=True)
class _Line:
    """A line on its way: what it is, where its words begin, the department it names first, what was claimed in it."""

    folded: Folded
    cls: str
    first: int
    heads: tuple[Head, ...] = ()
    """The heads that name departments: the first at the beginning of the line."""
    unit: str = ""
    """The unit that it says for the lines below: 単位：人."""


def read_cell(lines: Sequence[str], context: CellContext, words: ExtractionWords) -> CellReading:
    """Read the lines of one result cell. Never raises for any text; what is not understood stays narrative or bare."""
    parts = _classify(lines, context, words)
    sections = _sections(parts, words)
    items = _items(parts, sections, context, words)
    figures: list[FigureReading] = []
    claimed: dict[int, tuple[LineClaims, Joined]] = {}
    notes = list(itertools.accumulate((part.unit for part in parts), lambda before, unit: unit or before, initial=""))
    title_unit = _title_unit(context, words)
    for item in items:
        joined = fold_joined([part.folded for part in parts[item.first_line : item.last_line + 1]])
        unit = context.said_for(context.units, item.number - 1, len(items)) or title_unit
        heads = [(head.start, head.end) for head in parts[item.first_line].heads[1:]]
        line = claim_lines(joined, parts[item.first_line].first, context, words, unit, notes[item.first_line], heads)
        claimed[item.first_line] = line, joined
        found = item_figures(line, joined, item.first_line, len(figures), words)
        found = tell_held(found, line.folded.text, lines, words) if context.result_kind == "actual" else found
        item = items[item.number - 1] = settled(item, found, line, words)
        figures += _undone(found, item) if context.result_kind == "actual" else found
    figures = relate_lines(figures, lines, [section.line for section in sections])
    figures = under_heads(figures, lines, [part.cls for part in parts], context, words)
    figures = read_columns(figures, lines, context, words)
    items = with_parents(figures, items, words)
    figures = told_apart(with_labels(note_repeats(figures, lines, items), context, items, words), items)
    spans = _all_spans(parts, items, claimed, figures)
    status, reason = cell_status(items, lines, words)
    classes = tuple(part.cls for part in parts)
    flags = _several_heads(parts)
    return CellReading(tuple(lines), classes, tuple(sections), tuple(items), tuple(figures), spans, status, reason, flags)


def _several_heads(parts: Sequence[_Line]) -> tuple[Flag, ...]:
    """Lines in which several departments report: whose each number is, no row of the data says."""
    several = [part for part in parts if len(part.heads) > 1]
    lines = [dict.fromkeys(part.folded.text[head.name : head.name_end] for head in part.heads) for part in several]
    return tuple(Flag("heads-in-one-line", {"quote": "、".join(names)}) for names in lines if len(names) > 1)


def _undone(figures: Sequence[FigureReading], item: Item) -> list[FigureReading]:
    """【中止】市民まつり 来場者5,000人: what was not carried out has no results."""
    if item.status not in ("cancelled", "planned", "not_implemented"):
        return list(figures)
    return [figure._replace(use="detail") if figure.use == "observation" else figure for figure in figures]


_UNIT_OF_TITLE = re.compile(r"\((?:単位[:・]?)?(?P<unit>[^()]{1,4})\)$")
_PROSE_FLAGS = frozenset({"era-overrun", "impossible-date", "bad-grouping"})


def read_prose(lines: Sequence[str], context: CellContext, words: ExtractionWords) -> CellReading:
    """Read the numbers of a title, a description or a remark: kept as figures, never an observation, never a section or item.

    What such text does not say of its numbers (labels, units) is no finding.
    """
    reading = read_cell(lines, context, words)
    figures = tuple(
        figure._replace(
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
    return named["unit"] if named is not None and is_unit(named["unit"], words) else ""


def _classify(lines: Sequence[str], context: CellContext, words: ExtractionWords) -> list[_Line]:
    parts: list[_Line] = []
    views = [fold(line) for line in lines]
    bulleted = [bool(_BULLET.match(view.text) or _CIRCLED.match(view.source)) for view in views]
    has_bullets = any(bulleted)
    open_item = False
    all_heads = find_heads(views, context, words)
    for number, (line, folded) in enumerate(zip(lines, views, strict=True)):
        heads = tuple(all_heads[number])
        if not folded.text.strip():
            parts.append(_Line(folded, "blank", len(folded.text)))
            open_item = False
            continue
        if unit := unit_of_note(folded.text, words):
            parts.append(_Line(folded, "note", 0, unit=unit))
            open_item = False
            continue
        if heads and not folded.text[heads[0].end :].strip():
            parts.append(_Line(folded, "section", len(folded.text), heads))
            open_item = False
            continue
        first = _first_word(folded, line, heads[0].end if heads else 0)
        is_new = bool(heads) or first > len(folded.text) - len(folded.text.lstrip())
        goes_on = open_item and not is_new and (_is_cut(parts) or (has_bullets and not _starts_anew(folded.text, parts)))
        goes_on = goes_on and not (_is_caption(parts, folded.text) and bulleted[number + 1 : number + 2] == [True])
        goes_on = goes_on or (open_item and not is_new and _is_cut_number(parts, folded.text))
        goes_on = goes_on or (open_item and not is_new and _PART_OF_BEFORE.match(folded.text) is not None)
        continues = goes_on and not _BRACKETED.match(folded.text)
        parts.append(_Line(folded, "continuation" if continues else "item", first, heads))
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
    text, rest = folded.text, folded.text[start:]
    bullet, circled = _BULLET.match(rest), _CIRCLED.match(line) if not start else None
    first = start + len(rest) - len(rest.lstrip())
    if bullet or circled:
        first = start + bullet.end() if bullet else folded.position(circled.end() if circled else 0)
    return first if first < len(text) else start


def _is_cut_number(parts: Sequence[_Line], text: str) -> bool:
    """Whether a number runs over the end of the line before: 参加者4 and 5人 below it."""
    before = parts[-1].folded.text.strip()
    if _COUNT_ENDS.search(before) or _BEGINS_ANEW.match(text):
        return False
    return text[:1].isdecimal() and _NUMBER_BREAKS_OFF.search(before) is not None


_NUMBER_BREAKS_OFF = re.compile(r"[^0-9,. ][,. ]*[0-9](?:[0-9,]*[0-9])?[,.]?$")
_COUNT_ENDS = re.compile(r"(?:数|率|額|量)[\s:]{0,3}[0-9][0-9,.]{0,12}$")
_BEGINS_ANEW = re.compile(
    r"[0-9]{1,4}(?:歳|か月児|年目|年生|回目|[館園校階]|次|期|[./月日時]|[)）]|[0-9,.]{0,9}[^0-9\s]{1,12}\s[^0-9]{0,20}[0-9])"
)


def _starts_anew(text: str, parts: Sequence[_Line]) -> bool:
    """Whether a line without a bullet is a statement of its own: a count, a theme in brackets, a new sentence."""
    ended = bool(parts) and parts[-1].folded.text.rstrip().endswith(("。", "。)"))
    if _NUMBERED_ITEM.match(text):
        return True
    return ended or _STANDALONE.match(text) is not None or _BRACKETED.match(text) is not None


def _is_cut(parts: Sequence[_Line]) -> bool:
    """Whether the line before breaks off: at a particle, a comma or an open bracket."""
    text = parts[-1].folded.text.rstrip() if parts else ""
    last = text[-60:]
    return _CUT.search(text) is not None or sum(map(last.count, "(「『")) > sum(map(last.count, ")」』"))


def _sections(parts: Sequence[_Line], words: ExtractionWords) -> list[Section]:
    """The sections of the heads, in order. A line with several heads opens one of all of them, which its own item belongs to
    (no number of it is one department's), and one of the last, for the lines below it.
    """
    sections = []
    for number, part in enumerate(parts):
        named = [_section(number, part.folded, head, words) for head in part.heads]
        departments = {name.name: name for section in reversed(named) for name in reversed(section.departments)}
        if len({tuple(name.name for name in section.departments) for section in named}) > 1:
            sections.append(replace(named[0], departments=tuple(reversed(departments.values()))))
        sections += named[-1:]
    return sections


def _section(number: int, folded: Folded, head: Head, words: ExtractionWords) -> Section:
    start, end = folded.span(head.name, head.name_end)
    name = folded.source[start:end]
    found = read_departments([name], words)
    departments = tuple(replace(one, line=number, start=one.start + start, end=one.end + start) for one in found)
    return Section(number, name, departments, start, end)


def _section_of(sections: Sequence[Section], line: int) -> int | None:
    """The section a line belongs to: the first that it opens itself, else the last before it."""
    if not sections:
        return None
    own = next((n for n, section in enumerate(sections) if section.line == line), None)
    return own if own is not None else max((n for n, section in enumerate(sections) if section.line < line), default=None)


def _items(parts: Sequence[_Line], sections: Sequence[Section], context: CellContext, words: ExtractionWords) -> list[Item]:
    items: list[Item] = []
    starts = [number for number, part in enumerate(parts) if part.cls == "item"]
    for first in starts:
        last = first
        while last + 1 < len(parts) and parts[last + 1].cls == "continuation":
            last += 1
        part = parts[first]
        at = part.folded.starts[part.first] if part.first < len(part.folded.starts) else len(part.folded.source)
        bracket = part.folded.ends[part.heads[0].end - 1] if part.heads else 0
        marker = part.folded.source[bracket:at].strip()
        following = [parts[n].folded.source for n in range(first + 1, last + 1)]
        text = join_lines([part.folded.source[at:], *following]) if following else part.folded.source[at:].strip()
        section = _section_of(sections, first)
        is_one = last == first and part.folded.is_one_to_one
        folded = part.folded.text[part.first :] if is_one else fold(text).text
        status, reason = status_of(folded.strip(), words, context.fiscal_year)
        items.append(Item(len(items) + 1, first, last, marker, text, section, None, status, reason, at))
    return items


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
        if not line.claims:
            continue
        if len(joined.offsets) == 1 and joined.folded.is_one_to_one:
            of_line = classes[item.first_line]
            for at, owner in enumerate(line.owners):
                if owner is not None and owner != "bullet":
                    of_line[at] = owner
            continue
        for start, end, owner in line.owned():
            found = joined.locate(*joined.folded.span(start, end))
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
        if part.heads:
            bracket = part.folded.ends[part.heads[0].end - 1]
            classes[:bracket] = ["department"] * bracket
    for head in part.heads[1:]:
        start, end = part.folded.span(head.start, head.end)
        classes[start:end] = ["department"] * (end - start)
    return classes
