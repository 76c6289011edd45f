"""A cell of lines, read: sections, items, statuses, figures; every character of every line in exactly one class."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bouhan_opendata.extraction.claims import LineClaims, claim_line
from bouhan_opendata.extraction.departments import looks_like_department, read_departments
from bouhan_opendata.extraction.figures import line_figures
from bouhan_opendata.extraction.keys import normalised_label
from bouhan_opendata.extraction.statuses import cell_status, item_status
from bouhan_opendata.extraction.values import CellContext, CellReading, FigureReading, Flag, Item, Section, Span
from bouhan_opendata.extraction.words import ExtractionWords
from bouhan_opendata.japanese.folding import Folded, fold, join_lines

_HEAD = re.compile(r"^\s*[【〔\[<](?P<name>[^【】〔〕\[\]<>]+)[】〕\]>]\s*$")
_BULLET = re.compile(
    r"^\s*(?:[・●○◎◆◇■□▪•‣※☆★▶►→]|〇(?![〇一二三四五六七八九十百千])|[-*](?=[\s぀-ヿ一-龠])"
    r"|\([0-9ア-ンa-z]{1,2}\)|[0-9]{1,2}[.)](?![0-9])|[アイウエオカキクケコサシスセソa-z](?:[.)、:]|\s(?=[一-龠ァ-ヶ])))\s*"
)
_CIRCLED = re.compile(r"^\s*[①-⑳❶-❿㈠-㈩]\s*")
_STANDALONE = re.compile(r"^\s*[^0-9。、]{1,24}?\s*(?:約|延べ|計)?[0-9][0-9,.]*[^0-9。、]{0,8}(?:\([^()]*\))?\s*$")


@dataclass(slots=True)
class _Line:
    """A line on its way: what it is, where its words begin, what was claimed in it."""

    folded: Folded
    cls: str
    first: int
    claims: LineClaims | None = None


def read_cell(lines: Sequence[str], context: CellContext, words: ExtractionWords) -> CellReading:
    """Read the lines of one result cell. Never raises for any text; what is not understood stays narrative or bare."""
    parts = _classify(lines, context, words)
    sections = _sections(parts, context, words)
    items = _items(parts, sections, words)
    figures: list[FigureReading] = []
    for number, part in enumerate(parts):
        if part.cls in ("item", "continuation", "text"):
            part.claims = claim_line(part.folded, part.first, context, words)
            figures += line_figures(part.claims, number, len(figures), words)
    figures = _told_apart(_with_labels(_across_lines(figures), context), items)
    spans = tuple(_spans(part, [f for f in figures if f.line == number]) for number, part in enumerate(parts))
    status, reason = cell_status(items, lines, words)
    return CellReading(
        tuple(lines), tuple(part.cls for part in parts), tuple(sections), tuple(items), tuple(figures), spans, status, reason
    )


def _classify(lines: Sequence[str], context: CellContext, words: ExtractionWords) -> list[_Line]:
    parts: list[_Line] = []
    has_bullets = any(_BULLET.match(fold(line).text) or _CIRCLED.match(line) for line in lines)
    open_item = False
    for line in lines:
        folded = fold(line)
        head = _HEAD.match(folded.text)
        if not folded.text.strip():
            parts.append(_Line(folded, "blank", len(folded.text)))
            continue
        if head and looks_like_department(head["name"], context.departments, words):
            parts.append(_Line(folded, "section", len(folded.text)))
            open_item = False
            continue
        bullet = _BULLET.match(folded.text)
        circled = _CIRCLED.match(line)
        first = len(folded.text) - len(folded.text.lstrip())
        if bullet or circled:
            first = bullet.end() if bullet else folded.position(circled.end() if circled else 0)
        if bullet and first == len(folded.text):
            bullet, first = None, 0
        continues = has_bullets and open_item and not (bullet or circled) and not _STANDALONE.match(folded.text)
        if continues and parts and parts[-1].folded.text.rstrip().endswith("。"):
            continues = False
        parts.append(_Line(folded, "continuation" if continues else "item", first))
        open_item = True
    return parts


def _sections(parts: Sequence[_Line], context: CellContext, words: ExtractionWords) -> list[Section]:
    sections = []
    for number, part in enumerate(parts):
        head = _HEAD.match(part.folded.text) if part.cls == "section" else None
        if head is None:
            continue
        start, end = part.folded.span(head.start("name"), head.end("name"))
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
        marker = part.folded.source[:at].strip()
        text = join_lines([part.folded.source[at:], *(parts[n].folded.source for n in range(first + 1, last + 1))])
        section = max((n for n, s in enumerate(sections) if s.line < first), default=None)
        status, reason = item_status(text, words)
        items.append(Item(len(items) + 1, first, last, marker, text, section, None, status, reason))
    return items


def _across_lines(figures: Sequence[FigureReading]) -> list[FigureReading]:
    """上記3社 points at the nearest earlier 3社 of the cell; 全9校 said again is the same 9校."""
    made = list(figures)
    for number, figure in enumerate(figures):
        if figure.parent is not None:
            continue
        said = (figure.value, figure.unit_text)
        earlier = [n for n in range(number) if made[n].cls == "quantity" and (made[n].value, made[n].unit_text) == said]
        if figure.cls == "back_reference" and earlier:
            made[number] = replace(figure, parent=earlier[-1])
        elif figure.cls == "quantity" and figure.scope == "all_of_population":
            same = [n for n in earlier if made[n].scope == "all_of_population" and made[n].label == figure.label]
            if same:
                made[number] = replace(figure, parent=same[0], relation="same_as")
    return made


def _with_labels(figures: Sequence[FigureReading], context: CellContext) -> list[FigureReading]:
    """An observation without a label of its own counts what its measure is called, and says so."""
    made = []
    for figure in figures:
        if figure.use == "observation" and figure.label is None:
            flag = Flag("label-missing", {"measure": context.measure_title})
            figure = replace(figure, label=context.measure_title or None, flags=(*figure.flags, flag))
        made.append(figure)
    return made


def _told_apart(figures: Sequence[FigureReading], items: Sequence[Item]) -> list[FigureReading]:
    """Observations with the same words in one section get an ordinal, so that none is taken for the other."""
    keys: dict[tuple[object, ...], list[int]] = {}
    for number, figure in enumerate(figures):
        if figure.use != "observation":
            continue
        section = next((i.section for i in items if i.first_line <= figure.line <= i.last_line), None)
        keys.setdefault((section, normalised_label(full_label(figure, figures) or ""), figure.unit_id), []).append(number)
    made = list(figures)
    for numbers in keys.values():
        if len(numbers) > 1:
            for ordinal, number in enumerate(numbers, 1):
                made[number] = replace(made[number], ordinal=ordinal)
    return made


def full_label(figure: FigureReading, figures: Sequence[FigureReading]) -> str | None:
    """The label with its group head: participants carry the name of their event."""
    if figure.relation == "participants_of" and figure.parent is not None and figures[figure.parent].label:
        return f"{figures[figure.parent].label} {figure.label or ''}".strip()
    return figure.label


def _spans(part: _Line, figures: Sequence[FigureReading]) -> tuple[Span, ...]:
    """The classes of a line's characters, end to end."""
    size = len(part.folded.source)
    classes = ["narrative"] * size
    if part.cls == "blank":
        classes = ["markup"] * size
    elif part.cls == "section":
        classes = ["department"] * size
    if part.cls in ("item", "continuation") and part.first:
        at = part.folded.starts[part.first] if part.first < len(part.folded.starts) else size
        classes[:at] = ["bullet"] * at
    for figure in figures:
        if figure.label_start is not None and figure.label_end is not None:
            classes[figure.label_start : figure.label_end] = ["label"] * (figure.label_end - figure.label_start)
    if part.claims is not None:
        for number, owner in enumerate(part.claims.owners):
            if owner is not None and owner != "bullet":
                start, end = part.folded.starts[number], part.folded.ends[number]
                classes[start:end] = [owner] * (end - start)
    return _runs(classes)


def _runs(classes: Sequence[str]) -> tuple[Span, ...]:
    spans: list[Span] = []
    for position, cls in enumerate(classes):
        if spans and spans[-1].cls == cls:
            spans[-1] = Span(spans[-1].start, position + 1, cls)
        else:
            spans.append(Span(position, position + 1, cls))
    return tuple(spans)
