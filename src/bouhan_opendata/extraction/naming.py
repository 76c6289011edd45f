"""What the figures of a cell are called when no word beside them says it, and how those with the same words are told apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from bouhan_opendata.extraction.bases import basis_of_label
from bouhan_opendata.extraction.belonging import is_general
from bouhan_opendata.extraction.keys import normalised_label
from bouhan_opendata.extraction.values import CellContext, FigureReading, Flag, Item
from bouhan_opendata.extraction.words import ExtractionWords
from bouhan_opendata.japanese.folding import fold

_LONGEST_HEAD = 40
_NO_HEAD = re.compile(r"[0-9。、]|(?:した|する|ます|です|実績|内訳|なし|とおり|通り)$|^[※(]")
_AROUND = " :・()【】「」『』〔〕[]〈〉《》<>◎○●■□◆"


def with_labels(
    figures: Sequence[FigureReading], context: CellContext, items: Sequence[Item], words: ExtractionWords
) -> list[FigureReading]:
    """A quantity without a label of its own counts what its row's indicator says, else the line it stands under, else the measure.

    A label that could be anyone's (参加者) gets the line it stands under as its head. What the row's indicator says of the
    way of counting (累計) holds for its numbers.
    """
    made = []
    positions = {item.first_line: item.number - 1 for item in items}
    above = {
        line: _bare(items[item.parent].text)
        for item in items
        if item.parent is not None
        for line in range(item.first_line, item.last_line + 1)
    }
    of_months = Counter(figure.unit_id for figure in figures if figure.is_of_month)
    for figure in figures:
        if figure.is_of_month and of_months[figure.unit_id] > 1:
            made.append(figure._replace(use="detail"))  # 4月 45人、5月 50人: months of the year, and none is the year
            continue
        head = above.get(figure.line)
        if figure.cls == "quantity" and figure.label and head and figure.head is None:
            is_headed = is_general(fold(figure.label).text, words) and figure.relation != "participants_of"
            figure = figure._replace(head=head, is_headed=is_headed)
        if figure.cls == "quantity" and figure.label is None:
            said = context.said_for(context.indicators, positions.get(figure.line, -1), len(items))
            if said:
                flag = Flag("label-from-row", {"label": said})
                figure = figure._replace(label=said, label_from="row", flags=(*figure.flags, flag))
                figure = _counted_as(figure, said)
            elif figure.use == "observation" and head:
                figure = figure._replace(label=head, label_from="above")
            elif figure.use == "observation":
                flag = Flag("label-missing", {"measure": context.measure_title})
                figure = figure._replace(label=context.measure_title or None, label_from="title", flags=(*figure.flags, flag))
                figure = _counted_as(figure, context.measure_title)
        made.append(figure)
    return made


def with_parents(figures: Sequence[FigureReading], items: Sequence[Item], words_known: ExtractionWords) -> list[Item]:
    """The items with the one each stands under: an item without numbers, followed by items with another mark.

    Where no line has a mark, by lines that say nothing of their own (実施回数 5回). A parent is an index into the items.
    """
    counted = {figure.line for figure in figures if figure.cls == "quantity"}
    labels: dict[int, list[str]] = {}
    for figure in figures:
        if figure.cls == "quantity" and figure.label:
            labels.setdefault(figure.line, []).append(figure.label)
    made: list[Item] = []
    head: Item | None = None
    child: str | None = None
    for item in items:
        made.append(item)
        is_child = (
            head is not None and item.section == head.section and (item.marker != head.marker or head.text.endswith(_COLONS))
        )
        if not is_child and head is not None and not head.marker and not item.marker:
            is_child = any(is_general(fold(label).text, words_known) for label in labels.get(item.first_line, ()))
        is_child = is_child and (child is None or item.marker == child)
        has_numbers = any(line in counted for line in range(item.first_line, item.last_line + 1))
        words = "" if has_numbers else fold(item.text).text.strip(_AROUND)
        if not has_numbers and len(words) <= _LONGEST_HEAD and words and not _NO_HEAD.search(words) and not (is_child and child):
            head, child = item, None
        elif is_child and head is not None:
            child = item.marker
            made[-1] = replace(item, parent=head.number - 1)
        else:
            head, child = None, None
    return made


_COLONS = (":", "：")


def _bare(text: str) -> str:
    folded = fold(text)
    words = folded.text.strip(_AROUND)
    start = folded.text.find(words)
    first, last = folded.span(start, start + len(words))
    return text[first:last]


def _counted_as(figure: FigureReading, label: str) -> FigureReading:
    basis, counting = basis_of_label(label)
    if basis is not None and figure.time_basis == "not_stated":
        use = "detail" if basis == "cumulative" and figure.use == "observation" else figure.use
        figure = figure._replace(time_basis=basis, use=use)
    return figure._replace(counting=counting) if counting is not None and figure.counting == "not_stated" else figure


def told_apart(figures: Sequence[FigureReading], items: Sequence[Item]) -> list[FigureReading]:
    """Observations with the same words in one section get their heads, or else an ordinal, so that none is taken for the other."""
    made = list(figures)
    alike = _alike(made, items)
    is_named_anew = False
    for numbers in alike:
        heads = [made[number].head for number in numbers]
        if None not in heads and len(set(heads)) > 1:
            is_named_anew = True
            for number in numbers:
                made[number] = made[number]._replace(is_headed=True)
    for numbers in _alike(made, items) if is_named_anew else alike:
        for ordinal, number in enumerate(numbers, 1):
            made[number] = made[number]._replace(ordinal=ordinal)
    return made


def _alike(figures: Sequence[FigureReading], items: Sequence[Item]) -> list[list[int]]:
    """The observations of a section that have the same words and unit, where there are several."""
    keys: dict[tuple[object, ...], list[int]] = {}
    if sum(figure.use == "observation" for figure in figures) < 2:
        return []
    sections = {line: item.section for item in items for line in range(item.first_line, item.last_line + 1)}
    counts = Counter((sections.get(f.line), f.unit_id) for f in figures if f.use == "observation")
    for number, figure in enumerate(figures):
        if figure.use == "observation" and counts[sections.get(figure.line), figure.unit_id] > 1:
            words = normalised_label(full_label(figure, figures) or "")
            keys.setdefault((sections.get(figure.line), words, figure.unit_id), []).append(number)
    return [numbers for numbers in keys.values() if len(numbers) > 1]


def full_label(figure: FigureReading, figures: Sequence[FigureReading]) -> str | None:
    """The label with what it belongs to: participants carry the name of their event, 件数 that of what was counted."""
    head = figure.head if figure.is_headed else None
    if figure.relation == "participants_of" and figure.parent is not None and (event := figures[figure.parent]).label:
        is_own_words = figure.label_from not in ("title", "inherited")
        head = event.head if event.is_headed else event.label if is_own_words else None
    return figure.label if head is None or figure.label is None or figure.label == head else f"{head} {figure.label}"
