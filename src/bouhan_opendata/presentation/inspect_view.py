"""What was understood of one file, drawn for the terminal: columns, the plan's tree, counts, findings."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping

from bouhan_opendata.building import Facts, character_shares
from bouhan_opendata.findings import Lang
from bouhan_opendata.model import Model
from bouhan_opendata.package import Span
from bouhan_opendata.reading import Column, Grid, MeasureRow, Role, row_place

_ROLES = {
    Role.MEASURE: ("施策", "measure"),
    Role.DEPARTMENT: ("担当課", "department"),
    Role.DESCRIPTION: ("内容", "description"),
    Role.RESULT: ("取組み", "result"),
    Role.TEXT: ("文", "text"),
    Role.NUMBER: ("番号", "number"),
    Role.AREA: ("見出し", "heading"),
    Role.UNIT: ("単位", "unit"),
    Role.INDICATOR: ("指標", "indicator"),
    Role.KIND: ("計画・実績の別", "plan or result"),
    Role.YEAR: ("年度", "fiscal year"),
    Role.UNKNOWN: ("不明", "unknown"),
}


_ROWS = {
    "header": ("見出し行", "header"),
    "heading": ("見出し", "heading"),
    "measure": ("施策", "measure"),
    "goes_on": ("続き", "goes on"),
    "total": ("合計", "total"),
    "number": ("番号だけ", "number only"),
    "unclear": ("読めない", "unclear"),
    "note": ("本文外", "note"),
    "skip": ("読まない", "skipped"),
    "form": ("個票", "form"),
    "turned": ("縦横が逆の表", "turned"),
    "year": ("年度", "year"),
    "blank": ("空", "blank"),
}
_MOST_ROWS = 60
"""Lines for one table; a run of rows of one kind is one line."""


def inspect_text(facts: Facts, model: Model, lang: Lang, *, width: int = 100, colour: bool = False) -> str:
    """The drawing, in at most ``width`` columns (a wide character takes two)."""
    ja = lang == "ja"
    bold = (lambda text: f"\033[1m{text}\033[0m") if colour else (lambda text: text)
    table = facts.reading.table
    lines = [bold(f"{table.document.file_name}  {table.title or ''}"), ""]
    lines.append(bold("列" if ja else "Columns"))
    lines += [f"  {text}" for text in _columns(table.columns, model, lang)]
    lines += ["", bold("行" if ja else "Rows")]
    lines += [shortened(f"  {text}", width) for text in _rows(facts, lang)]
    lines += ["", bold("施策" if ja else "Measures")]
    lines += [shortened(f"  {text}", width) for text in _tree(facts)]
    lines += ["", bold("数えたもの" if ja else "Counts")]
    lines += [f"  {line}" for text in _counts(facts, model, lang) for line in wrapped(text, width - 2)]
    lines += ["", bold("指摘" if ja else "Findings"), facts.findings.text(lang)]
    return "\n".join(lines)


def _label(model: Model, scheme: str, code: str, lang: Lang) -> str:
    return model.code_lists[scheme].codes[code].label[lang]


def _columns(columns: tuple[Column, ...], model: Model, lang: Lang) -> Iterator[str]:
    ja = lang == "ja"
    number = 0
    for column in columns:
        if column.table_no != number:
            number = column.table_no
            yield ("表" if ja else "table ") + str(number)
        role = _ROLES[column.role][0 if ja else 1]
        extra = (
            f" {column.fiscal_year} {_label(model, 'result_kind', column.result_kind or 'actual', lang)}"
            if column.role is Role.RESULT and column.fiscal_year is not None
            else f" {_label(model, 'text_role', column.text_role, lang)}"
            if column.text_role
            else ""
        )
        yield f"  {column.column_no}  {padded(role + extra, 22)} {column.header}"


def _rows(facts: Facts, lang: Lang) -> Iterator[str]:
    """What each row of the tables was taken for: runs of rows of one kind, measures with the rows that go on with them."""
    kinds = facts.reading.table.row_kinds
    for grid in facts.reading.table.document.grids:
        yield f"{'表' if lang == 'ja' else 'table '}{grid.table_no}" + (f" {grid.name}" if grid.name else "")
        runs: list[tuple[str, list[int]]] = []
        for row in grid.rows:
            kind = kinds.get((grid.table_no, row[0].row_no), "blank")
            group = "measure" if kind == "goes_on" and runs and runs[-1][0] == "measure" else kind
            if not runs or runs[-1][0] != group or kind == "heading":
                runs.append((group, []))
            runs[-1][1].append(row[0].row_no)
        yield from (f"  {_run(grid, kind, numbers, kinds, lang)}" for kind, numbers in runs[:_MOST_ROWS])
        if len(runs) > _MOST_ROWS:
            yield f"  … (+{len(runs) - _MOST_ROWS})"


def _run(grid: Grid, kind: str, numbers: list[int], kinds: Mapping[tuple[int, int], str], lang: Lang) -> str:
    ja = lang == "ja"
    first, last = (grid.rows[number - 1] for number in (numbers[0], numbers[-1]))
    place = row_place(first[0])
    if len(numbers) > 1:
        end = row_place(last[0])
        place += "–" + (re.search(r"[0-9]*$", end) or [end])[0]
    said = _ROWS[kind][not ja]
    going_on = sum(kinds.get((grid.table_no, number)) == "goes_on" for number in numbers)
    if kind == "measure":
        said += f" {len(numbers) - going_on}" + (f"、続き {going_on}" if ja else f", goes on {going_on}") * bool(going_on)
    text = next((cell.text for cell in first if cell.text.strip()), "").replace("\n", " ")
    return f"{padded(place, 16)} {padded(said, 18)} {text if len(numbers) == 1 else ''}".rstrip()


def _tree(facts: Facts) -> Iterator[str]:
    table = facts.reading.table
    shown: set[int] = set()
    groups: dict[tuple[int | None, str], list[MeasureRow]] = {}
    for row in table.measures:
        groups.setdefault((row.heading, row.title), []).append(row)
    for rows in groups.values():
        row = rows[0]
        chain: list[int] = []
        index = row.heading
        while index is not None:
            chain.insert(0, index)
            index = table.headings[index].parent
        for depth, number in enumerate(chain):
            if number not in shown:
                shown.add(number)
                heading = table.headings[number]
                yield "  " * depth + f"{heading.notation} {heading.title}".strip()
        cells = [(cell.table_no, cell.row_no, cell.column_no) for one in rows for cell in one.department_cells]
        names = {name.text: name for cell in cells for name in facts.reading.departments.get(cell, ())}.values()
        items = sum(len(facts.reading.cells[c.table_no, c.row_no, c.column_no].items) for one in rows for _, c in one.results)
        yield "  " * len(chain) + f"{items:>3}  {row.title} [{'、'.join(name.text for name in names)}]"


def _counts(facts: Facts, model: Model, lang: Lang) -> Iterator[str]:
    ja = lang == "ja"
    prose = (figure for cell in facts.reading.prose.values() for figure in cell.figures)
    figures = [*facts.figures, *prose]
    years = "、".join(map(str, facts.fiscal_years))
    yield f"{'年度' if ja else 'fiscal years'}: {years}"
    yield f"{'施策' if ja else 'measures'}: {len(facts.measures)}  {'取組' if ja else 'items'}: {len(facts.items)}  {'数' if ja else 'figures'}: {len(figures)}"
    classes = Counter(figure.cls for figure in figures)
    yield "  ".join(f"{_label(model, 'figure_class', name, lang)} {count}" for name, count in classes.most_common())
    uses = Counter(figure.use for figure in figures if figure.cls == "quantity")
    yield "  ".join(f"{_label(model, 'use', name, lang)} {count}" for name, count in uses.most_common())
    spans = {
        f"{where}-{n}": tuple(Span(s.start, s.end, s.cls) for s in line)
        for where, cell in facts.reading.cells.items()
        for n, line in enumerate(cell.spans)
    }
    shares = character_shares(spans)
    total = sum(shares.values()) or 1
    yield "  ".join(
        f"{_label(model, 'span_class', name, lang)} {100 * count / total:.1f}%"
        for name, count in sorted(shares.items(), key=lambda p: -p[1])
    )


def width_of(text: str) -> int:
    """How many columns a text takes in a terminal."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


def wrapped(text: str, width: int) -> list[str]:
    """The text in lines of at most ``width`` columns, broken between its parts (two spaces)."""
    lines: list[str] = []
    for part in text.split("  "):
        if lines and width_of(lines[-1]) + 2 + width_of(part) <= width:
            lines[-1] += f"  {part}"
        else:
            lines.append(part)
    return lines


def padded(text: str, width: int) -> str:
    """The text, filled with spaces to a width."""
    return text + " " * max(0, width - width_of(text))


def shortened(text: str, width: int) -> str:
    """The text, cut to a width with an ellipsis."""
    if width_of(text) <= width:
        return text
    cut = ""
    for char in text:
        if width_of(cut + char) > width - 1:
            break
        cut += char
    return cut + "…"
