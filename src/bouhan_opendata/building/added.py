"""A cell's reading with what a person adds to it: a head, an item of its own, a figure. Every character keeps one class."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bouhan_opendata.building.draft import LinePlace
from bouhan_opendata.extraction import (
    CellReading,
    DepartmentName,
    ExtractionWords,
    FigureReading,
    Item,
    Section,
    Span,
    item_status,
    runs,
)
from bouhan_opendata.japanese.folding import fold, join_lines
from bouhan_opendata.model import Model
from bouhan_opendata.publication import Decision, stated_value


class Refused(Exception):
    """A cell that a decision cannot be put into; ``words`` say why, in ja and en."""

    def __init__(self, ja: str, en: str) -> None:
        super().__init__(en)
        self.words: Mapping[str, str] = {"ja": ja, "en": f" {en}"}


class Unread(Refused):
    """What was to be added is there already."""


PLAIN = {"precision": "exact", "scope": "whole", "counting": "not_stated", "time_basis": "not_stated"}
"""What is said of a number that nothing else is said of."""


def with_section(cell: CellReading, line: int, names: tuple[DepartmentName, ...], words: ExtractionWords) -> CellReading:
    """The head of a line as that of other departments, or of none (a theme, a status)."""
    sections = tuple(replace(s, departments=names) if s.line == line else s for s in cell.sections)
    return replace(cell, sections=sections)


def with_head(cell: CellReading, line: int, names: tuple[DepartmentName, ...], words: ExtractionWords) -> CellReading:
    """A line as a section head: the items below it, to the next head, are those of its departments. It is no item itself."""
    if any(section.line == line for section in cell.sections):
        raise Unread("その行は、もう見出しです。", "That line is a section head already.")
    text = cell.lines[line]
    if not text.strip():
        raise Refused("空の行は見出しになりません。", "A blank line cannot be a head.")
    if any(figure.line == line and figure.cls == "quantity" for figure in cell.figures):
        raise Refused("その行には数量があるので、見出しになりません。", "That line has a quantity, so it cannot be a head.")
    start = len(text) - len(text.lstrip())
    end = len(text.rstrip())
    section = Section(line, text[start:end], tuple(replace(n, line=line, start=start, end=end) for n in names), start, end)
    sections = tuple(sorted((*cell.sections, section), key=lambda one: one.line))
    firsts = {item.first_line for item in cell.items} - {line}
    owner = cell.item_of(line)
    if owner is not None and owner.last_line > line:
        firsts.add(line + 1)
    classes = [*cell.line_classes[:line], "section", *cell.line_classes[line + 1 :]]
    kept = [span.cls for span in cell.spans[line] for _ in range(span.start, span.end)]
    figures = [(f.start, f.end) for f in cell.figures if f.line == line]
    marked = [cls if any(a <= n < b for a, b in figures) else "department" for n, cls in enumerate(kept)]
    changed = replace(cell, sections=sections, spans=_with_line(cell, line, marked))
    return _divided(changed, classes, firsts, words)


def with_item(cell: CellReading, line: int, words: ExtractionWords) -> CellReading:
    """A line that was read as going on with the item above it, as an item of its own."""
    owner = cell.item_of(line)
    if owner is None:
        raise Refused("その行は取組の行ではありません。", "That line belongs to no activity.")
    if owner.first_line == line:
        raise Unread("その行は、もう一つの取組の初めです。", "That line begins an activity already.")
    firsts = {item.first_line for item in cell.items} | {line}
    return _divided(cell, list(cell.line_classes), firsts, words)


def _divided(cell: CellReading, classes: list[str], firsts: set[int], words: ExtractionWords) -> CellReading:
    """The cell with an item beginning at each of some lines; an item that begins where one did before keeps its marker."""
    before = {item.first_line: item for item in cell.items}
    items: list[Item] = []
    for first in sorted(firsts):
        last = first
        while last + 1 < len(classes) and last + 1 not in firsts and classes[last + 1] == "continuation":
            last += 1
        classes[first] = "item"
        line = cell.lines[first]
        start = before[first].start if first in before else len(line) - len(line.lstrip())
        marker = before[first].marker if first in before else ""
        text = join_lines([line[start:], *cell.lines[first + 1 : last + 1]])
        section = max((n for n, head in enumerate(cell.sections) if head.line <= first), default=None)
        status, reason = item_status(text, words)
        items.append(Item(len(items) + 1, first, last, marker, text, section, None, status, reason, start))
    return replace(cell, items=tuple(items), line_classes=tuple(classes))


def with_figure(cell: CellReading, place: LinePlace, span: tuple[int, int], decision: Decision, model: Model) -> CellReading:
    """A quantity that a person reads at some characters. It may take the place of one number that was read as none."""
    start, end = span
    line, values = place.number, dict(decision.values)
    if cell.item_of(line) is None:
        raise Refused("その行は取組の行ではありません。", "That line belongs to no activity.")
    there = [n for n, f in enumerate(cell.figures) if f.line == line and f.start < end and start < f.end]
    taken = _replaced(cell.figures, there, start, end)
    text = cell.lines[line]
    quote = text[start:end]
    if not decision.source_error:
        values["value"] = stated_value(quote)
        if values["value"] is None:
            raise Refused(f"「{quote}」は一つの数を書いていません。", f"“{quote}” states no one number.")
    label = _label_span(cell, line, str(values["label"]), start, end)
    figure = FigureReading(
        line,
        start,
        end,
        quote,
        "quantity",
        unit_text=_unit_text(quote),
        label_start=label[0] if label else None,
        label_end=label[1] if label else None,
        unit_source="text" if _unit_text(quote) else None,
        parent=None,
    )
    figure = figure._replace(**{"use": "observation", **PLAIN, **values})
    figures = (*cell.figures, figure) if taken is None else (*cell.figures[:taken], figure, *cell.figures[taken + 1 :])
    classes = [one.cls for one in cell.spans[line] for _ in range(one.start, one.end)]
    if label:
        classes[label[0] : label[1]] = ["label"] * (label[1] - label[0])
    classes[start:end] = ["quantity"] * (end - start)
    return replace(cell, figures=figures, spans=_with_line(cell, line, classes))


def _replaced(figures: Sequence[FigureReading], there: list[int], start: int, end: int) -> int | None:
    """The one number at these characters that is no quantity, if there is one. Raises ``Refused`` for any other overlap."""
    if not there:
        return None
    found = figures[there[0]]
    if len(there) == 1 and found.cls != "quantity" and start <= found.start and found.end <= end:
        return there[0]
    if any(figures[n].cls == "quantity" for n in there):
        raise Unread(
            f"そこは「{found.quote}」として、もう読んでいます。set を使ってください。",
            f"It is read already, as “{found.quote}”. Use set.",
        )
    raise Refused(
        f"そこは「{found.quote}」と重なっています。その文字をすべて含む quote にしてください。",
        f"It overlaps “{found.quote}”; let quote take in all of that.",
    )


def _unit_text(quote: str) -> str | None:
    """What stands behind the number."""
    folded = fold(quote)
    last = max((n for n, char in enumerate(folded.text) if char.isdecimal()), default=None)
    if last is None:
        return None
    return quote[folded.span(last, last + 1)[1] :].strip() or None


def _label_span(cell: CellReading, line: int, label: str, start: int, end: int) -> tuple[int, int] | None:
    """Where the label stands in the line, if it does once, and in no number."""
    text = cell.lines[line]
    at = text.find(label)
    if at < 0 or text.find(label, at + 1) >= 0:
        return None
    last = at + len(label)
    numbers = [(f.start, f.end) for f in cell.figures if f.line == line] + [(start, end)]
    return None if any(a < last and at < b for a, b in numbers) else (at, last)


def _with_line(cell: CellReading, line: int, classes: Sequence[str]) -> tuple[tuple[Span, ...], ...]:
    return (*cell.spans[:line], tuple(runs(classes)), *cell.spans[line + 1 :])
