"""What was understood of one file, drawn for the terminal: columns, the plan's tree, counts, findings."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator

from bouhan_opendata.building import Facts, character_shares
from bouhan_opendata.findings import Lang
from bouhan_opendata.package import Span
from bouhan_opendata.reading import Column, Role

_ROLES = {
    Role.MEASURE: ("施策", "measure"),
    Role.DEPARTMENT: ("担当課", "department"),
    Role.DESCRIPTION: ("内容", "description"),
    Role.RESULT: ("取組み", "result"),
    Role.TEXT: ("文", "text"),
    Role.NUMBER: ("番号", "number"),
    Role.AREA: ("見出し", "heading"),
    Role.UNKNOWN: ("不明", "unknown"),
}
_CLASSES = {
    "quantity": "数量", "moment": "日付", "ordinal": "順序", "name": "名前", "back_reference": "指し返し", "bare": "単位なし",
    "narrative": "文", "label": "ラベル", "department": "課", "bullet": "記号", "markup": "余白",
}  # fmt: skip
_USES = {"observation": "統計に使える", "detail": "内訳など", "duplicate": "二度目", "context": "時を示す", "none": "使わない"}


def inspect_text(facts: Facts, lang: Lang, *, width: int = 100, colour: bool = False) -> str:
    """The drawing, in at most ``width`` columns (a wide character takes two)."""
    ja = lang == "ja"
    bold = (lambda text: f"\033[1m{text}\033[0m") if colour else (lambda text: text)
    table = facts.reading.table
    lines = [bold(f"{table.document.file_name}  {table.title or ''}"), ""]
    lines.append(bold("列" if ja else "Columns"))
    lines += [f"  {text}" for text in _columns(table.columns, ja)]
    lines += ["", bold("施策" if ja else "Measures")]
    lines += [shortened(f"  {text}", width) for text in _tree(facts)]
    lines += ["", bold("数えたもの" if ja else "Counts")]
    lines += [f"  {text}" for text in _counts(facts, ja)]
    lines += ["", bold("指摘" if ja else "Findings"), facts.findings.text(lang)]
    return "\n".join(lines)


def _columns(columns: tuple[Column, ...], ja: bool) -> Iterator[str]:
    number = 0
    for column in columns:
        if column.table_no != number:
            number = column.table_no
            yield ("表" if ja else "table ") + str(number)
        role = _ROLES[column.role][0 if ja else 1]
        extra = (
            f" {column.fiscal_year} {column.result_kind}" if column.role is Role.RESULT else f" {column.text_role or ''}".rstrip()
        )
        yield f"  {column.column_no}  {padded(role + extra, 22)} {column.header}"


def _tree(facts: Facts) -> Iterator[str]:
    table = facts.reading.table
    shown: set[int] = set()
    for row in table.measures:
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
        cell = row.department_cell
        names = facts.reading.departments.get((cell.table_no, cell.row_no, cell.column_no), ()) if cell else ()
        items = sum(len(facts.reading.cells[c.table_no, c.row_no, c.column_no].items) for _, c in row.results)
        yield "  " * len(chain) + f"- {row.title} [{'、'.join(name.text for name in names)}] {items}"


def _counts(facts: Facts, ja: bool) -> Iterator[str]:
    figures = facts.figures
    years = "、".join(map(str, facts.fiscal_years))
    yield f"{'年度' if ja else 'fiscal years'}: {years}"
    yield f"{'施策' if ja else 'measures'}: {len(facts.measures)}  {'取組' if ja else 'items'}: {len(facts.items)}  {'数' if ja else 'figures'}: {len(figures)}"
    classes = Counter(figure.cls for figure in figures)
    yield "  ".join(f"{_CLASSES[name] if ja else name} {count}" for name, count in classes.most_common())
    uses = Counter(figure.use for figure in figures if figure.cls == "quantity")
    yield "  ".join(f"{_USES[name] if ja else name} {count}" for name, count in uses.most_common())
    spans = {
        f"{where}-{n}": tuple(Span(s.start, s.end, s.cls) for s in line)
        for where, cell in facts.reading.cells.items()
        for n, line in enumerate(cell.spans)
    }
    shares = character_shares(spans)
    total = sum(shares.values()) or 1
    yield "  ".join(
        f"{_CLASSES[name] if ja else name} {100 * count / total:.1f}%"
        for name, count in sorted(shares.items(), key=lambda p: -p[1])
    )


def width_of(text: str) -> int:
    """How many columns a text takes in a terminal."""
    return sum(2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text)


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
