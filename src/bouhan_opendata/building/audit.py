"""The hard invariant: every source character in exactly one class, every digit accounted for, every cell read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from bouhan_opendata.building.draft import Draft, line_id
from bouhan_opendata.findings import Place
from bouhan_opendata.package import Span


def audit(draft: Draft) -> None:
    """Record a finding for every line whose spans do not partition it, and for every digit left in narrative."""
    read_lines = {
        part.line_id(number)
        for parts in draft.report_cells.values()
        for part in parts
        for number in range(len(part.cell.text.split("\n")))
    }
    read_lines |= {
        line_id(source.source_id, where, number)
        for source in draft.sources
        for where, reading in source.prose.items()
        for number in range(len(reading.lines))
    }
    for row in draft.table("source_lines"):
        text = row["text"] or ""
        spans = draft.spans[row["line_id"]]
        if not partitions(text, spans):
            draft.find("characters-unaccounted", Place(line_id=row["line_id"]), text=text)
        if row["line_id"] not in read_lines:
            continue
        for span in spans:
            if span.cls == "narrative" and any(char.isdecimal() for char in text[span.start : span.end]):
                place = Place(line_id=row["line_id"], start=span.start, end=span.end)
                draft.find("digit-unread", place, quote=text[span.start : span.end])


def partitions(text: str, spans: tuple[Span, ...]) -> bool:
    """Whether the spans, in order, cover the text from end to end without a gap or an overlap."""
    position = 0
    for span in spans:
        if span.start != position or span.end <= span.start:
            return False
        position = span.end
    return position == len(text)


def character_shares(spans: Mapping[str, tuple[Span, ...]]) -> dict[str, int]:
    """How many characters of the sources fell into each class."""
    counts: Counter[str] = Counter()
    for line in spans.values():
        for span in line:
            counts[span.cls] += span.end - span.start
    return dict(sorted(counts.items()))


def rebuilt_cells(lines: list[Mapping[str, Any]]) -> dict[tuple[str, int, int, int], str]:
    """The cells as read, from ``source_lines`` alone: (source, table, row, column) → text with line feeds."""
    cells: dict[tuple[str, int, int, int], list[tuple[int, str]]] = {}
    for row in lines:
        where = (row["source_id"], row["table_no"], row["row_no"], row["column_no"])
        cells.setdefault(where, []).append((row["line_no"], row["text"] or ""))
    return {where: "\n".join(text for _, text in sorted(parts)) for where, parts in cells.items()}
