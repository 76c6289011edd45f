"""One row of a table of measures: blank, a heading, a total, a lone number, or a measure with its cells."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace

from bouhan_opendata.japanese.folding import join_lines
from bouhan_opendata.reading.asides import is_note, is_sentence
from bouhan_opendata.reading.grid import Cell
from bouhan_opendata.reading.headers import Column, Role, row_kind, row_text, row_year
from bouhan_opendata.reading.headings import numbered, plain
from bouhan_opendata.reading.merges import spans_the_table
from bouhan_opendata.reading.naming import holds_texts, parted
from bouhan_opendata.reading.outside import MARKS
from bouhan_opendata.reading.state import Layout, MeasureRow
from bouhan_opendata.reading.titles import Title, is_notation, is_total, read_title

Pair = tuple[Column, Cell]
Roles = dict[Role, list[Pair]]
_CLASSES = {
    Role.MEASURE: "measure",
    Role.DEPARTMENT: "department",
    Role.DESCRIPTION: "description",
    Role.TEXT: "note",
    Role.AREA: "area",
}


def look_ahead(state: Layout, rows: Iterable[tuple[Cell, ...]], columns: tuple[Column, ...]) -> None:
    """How the rows with results number themselves, and whether their names are bold: other rows are headings by that."""
    kinds: set[str] = set()
    state.has_bold_measures = False
    rows = list(rows)
    named = next((n for n, column in enumerate(columns) if column.role is Role.MEASURE), None)
    state.names_hold_texts = named is not None and holds_texts(columns[named].header, (row[named].text for row in rows))
    for row in rows:
        by_role = _by_role(columns, row)
        if not any(cell.text.strip() for _, cell in by_role.get(Role.RESULT, [])):
            continue
        kinds |= {_number_kind(cell.text) for _, cell in by_role.get(Role.NUMBER, []) if cell.text.strip()}
        state.has_bold_measures |= any(_is_bold(cell.text) for _, cell in by_role[Role.MEASURE])
    state.number_kinds = frozenset(kinds)
    state.in_total, state.row_year = False, None


def read_row(state: Layout, row: tuple[Cell, ...], columns: tuple[Column, ...], said: str | None = None) -> str:
    """Take what a row says: into the outline, the measures or the findings. Every line of it gets its class.

    ``said`` is what a person says that it is. Returns what it was taken for: ``blank``, ``total``, ``number``, ``heading``,
    ``measure``, ``goes_on`` (with the measure above), ``unclear``, ``skip``.
    """
    by_role = _by_role(columns, row)
    filled = [(column, cell) for column, cell in zip(columns, row, strict=True) if cell.text.strip()]
    if not filled:
        _mark_all(state, row, "blank")
        return "blank"
    if said is not None:
        return _as_said(state, row, by_role, filled, said)
    if _is_total(state, filled):
        _mark_all(state, row, "note")
        state.find("total-row", filled[0][1], text=(_leading(filled) or filled[0][1].text)[:40])
        return "total"
    if _is_note(filled):
        _mark_all(state, row, "note")
        return "note"
    if all(column.role is Role.NUMBER and is_notation(cell.text) for column, cell in filled):
        _mark_all(state, row, "note")
        state.find("row-of-number-only", filled[0][1], text=filled[0][1].text)
        return "number"
    lone = _lone_text(row, filled)
    if lone is not None and is_note(lone.text, state.model):
        _mark_all(state, row, "note")
        return "note"
    if _is_heading(state, row, filled):
        _mark_all(state, row, "area")
        return "heading"
    if lone is not None and is_sentence(lone.text) and _is_across(lone, row, filled):
        is_purpose = not state.measures or state.measures[-1].heading != state.outline.current
        is_purpose = is_purpose and state.outline.describe(lone.lines)
        _mark_all(state, row, "area" if is_purpose else "note")
        return "heading" if is_purpose else "note"
    return read_measure(state, row, by_role, filled)


def _as_said(state: Layout, row: tuple[Cell, ...], by_role: Roles, filled: list[Pair], said: str) -> str:
    """Take a row for what a person says that it is: ``heading``, ``measure`` or ``skip``."""
    state.in_total = False
    if said == "measure":
        return read_measure(state, row, by_role, filled)
    if said == "heading":
        words = list(dict.fromkeys(plain(line) for _, cell in filled for line in cell.lines if line.strip()))
        lines = (" ".join(words),)
        if not state.outline.add(row[0].table_no, row[0].row_no, lines):
            state.outline.put(row[0].table_no, row[0].row_no, "row", 1, lines)
        _mark_all(state, row, "area")
        return said
    _mark_all(state, row, "note")
    return "skip"


def _by_role(columns: tuple[Column, ...], row: tuple[Cell, ...]) -> Roles:
    by_role: Roles = {}
    for column, cell in zip(columns, row, strict=True):
        by_role.setdefault(column.role, []).append((column, cell))
    return by_role


def _mark_all(state: Layout, row: tuple[Cell, ...], line_class: str) -> None:
    for cell in row:
        state.mark(cell, line_class)


def _leading(filled: list[Pair]) -> str:
    """What names the row: its measure's cell, else the heading or number before it, else its department's cell."""
    names = [cell.text for column, cell in filled if column.role in (Role.NUMBER, Role.AREA, Role.MEASURE)]
    return names[-1] if names else filled[0][1].text if filled[0][0].role is Role.DEPARTMENT else ""


def _is_total(state: Layout, filled: list[Pair]) -> bool:
    if any(column.role is Role.YEAR and is_total(cell.text, state.model) for column, cell in filled):
        return True
    name = _leading(filled)
    if name:
        state.in_total = is_total(name, state.model)
    return state.in_total


_NOTE = re.compile(r"[※＊]|\*(?!\*)|[(（]?注[)）:：、.0-9０-９ 　]|(?:資料|出典|備考|凡例)[:：]")


def _is_note(filled: list[Pair]) -> bool:
    """※数値は各年度末, 注1) …, 資料：…: a remark under a table, alone in its row or merged over it."""
    first = filled[0][1].text.strip()
    return len({cell.text for _, cell in filled}) == 1 and _NOTE.match(first) is not None


def _is_heading(state: Layout, row: tuple[Cell, ...], filled: list[Pair]) -> bool:
    """A row with one numbered or marked text and nothing else, or the same text in every cell, as a merge leaves it."""
    if [column.role for column, _ in filled] == [Role.NUMBER, Role.MEASURE]:
        return _is_numbered_heading(state, filled[0][1], filled[1][1])
    first = _lone_text(row, filled)
    if first is None:
        return False
    if state.outline.add(first.table_no, first.row_no, first.lines):
        return True
    words = plain(first.lines[0])
    bold = _is_bold(first.text) and not state.has_bold_measures
    is_marked = words[:1] in MARKS and not words.endswith("。")
    if bold or is_marked or (_is_across(first, row, filled) and not is_sentence(first.text)):
        name = words.lstrip(MARKS).rstrip("】》＞>〕 　")
        state.outline.put(first.table_no, first.row_no, "row", 1, (name, *first.lines[1:]))
        return True
    return False


def _lone_text(row: tuple[Cell, ...], filled: list[Pair]) -> Cell | None:
    """The one text that a row says: alone before the results, or the same in every cell, as a merge leaves it."""
    is_one = len({cell.text for _, cell in filled}) == 1 and len(filled) in (1, len(row))
    return filled[0][1] if is_one and filled[0][0].role is not Role.RESULT else None


def _is_across(cell: Cell, row: tuple[Cell, ...], filled: list[Pair]) -> bool:
    return len(filled) == len(row) > 2 or spans_the_table(cell, len(row))


def _is_numbered_heading(state: Layout, number: Cell, name: Cell) -> bool:
    """A number and a name, all else blank: a heading if bold, or if the measures of the table number themselves otherwise."""
    bold = (_is_bold(number.text) or _is_bold(name.text)) and not state.has_bold_measures
    if not bold and (not state.number_kinds or _number_kind(number.text) in state.number_kinds):
        return False
    lines = (f"{plain(number.text)} {plain(name.lines[0])}", *name.lines[1:])
    if not state.outline.add(number.table_no, number.row_no, lines):
        state.outline.put(number.table_no, number.row_no, "row", 1, lines)
    return True


def _is_bold(text: str) -> bool:
    return all(plain(line) != line.strip() for line in text.split("\n") if line.strip()) and bool(text.strip())


def _number_kind(text: str) -> str:
    split = numbered(f"{plain(text)} の")
    return split[0] if split else "other"


def read_measure(state: Layout, row: tuple[Cell, ...], by_role: Roles, filled: list[Pair]) -> str:
    """Take a measure from its cells by what they are; ``filled`` are those that say something.

    Returns ``measure``, ``goes_on`` with the one above, ``heading`` where only headings stand there, or ``unclear``.
    """
    _mark_cells(state, by_role)
    title_cell = by_role[Role.MEASURE][0][1]
    for level, (_, cell) in enumerate(by_role.get(Role.AREA, []), 1):
        if cell.text.strip():
            state.outline.put(cell.table_no, cell.row_no, "column", level, cell.lines)
    if all(column.role is Role.AREA for column, _ in filled):
        return "heading"
    results, texts = _results(state, by_role)
    department = _first(by_role, Role.DEPARTMENT)
    is_open = department is None or not department.text.strip()
    name, description = _name_and_text(state, title_cell, _first(by_role, Role.DESCRIPTION))
    title = read_title(name, state.model, seeks_department=is_open)
    if is_open and title.department:
        department = replace(title_cell, text=title.department)
    if not title.name or title.name in state.ditto:
        if not state.measures or not any(cell.text for _, cell in results or _of_the_kind(by_role, texts)):
            if _adds_department(state, by_role, department):
                return "goes_on"
            state.find("row-unclear", title_cell, text=filled[0][1].text[:40])
            return "unclear"
        above = state.measures[-1]
        title, title_cell = Title(above.title, above.notation), above.title_cell
        department = above.department_cell if is_open else department
    elif len(filled) == 1:
        state.find("row-unclear", title_cell, text=title.name[:40])
    if Role.YEAR in by_role:
        title_cell = _same_title(state, title, title_cell)
    measure = MeasureRow(
        title_cell.table_no,
        row[0].row_no,
        state.outline.current,
        title.name,
        title_cell,
        department,
        description,
        results,
        texts,
        _lines(by_role, Role.UNIT),
        _lines(by_role, Role.INDICATOR),
        title.notation or _notation(state, by_role, title_cell, row),
        tuple(cell for _, cell in by_role.get(Role.DEPARTMENT, [])[1:] if cell.text.strip()),
    )
    goes_on = title_cell.row_no != by_role[Role.MEASURE][0][1].row_no
    state.measures += _side_by_side(measure)
    return "goes_on" if goes_on else "measure"


def _adds_department(state: Layout, by_role: Roles, department: Cell | None) -> bool:
    """Whether a row names one more department of the measure above, whose name and results are merged over both rows."""
    pairs = [*by_role[Role.MEASURE], *by_role.get(Role.RESULT, [])]
    is_covered = all(cell.origin is not None and cell.origin[0] < cell.row_no for _, cell in pairs)
    if not state.measures or not is_covered or department is None or not department.text.strip():
        return False
    above = state.measures[-1]
    state.measures[-1] = replace(above, other_department_cells=(*above.other_department_cells, department))
    return True


def _name_and_text(state: Layout, title: Cell, description: Cell | None) -> tuple[str, Cell | None]:
    """The name and the description of a measure, where its cell holds both and no other says what it does."""
    named = None if description and description.text.strip() else parted(title.text, is_said=state.names_hold_texts)
    if named is None:
        return title.text, description
    for number in range(named.first, len(title.lines)):
        state.line_classes[title.table_no, title.row_no, title.column_no, number] = "description"
    return named.name, replace(title, text=named.description)


def _side_by_side(row: MeasureRow) -> list[MeasureRow]:
    """A row for each of what the columns of one year count side by side; the row itself where they do not."""
    words = list(dict.fromkeys(column.counted for column, _ in row.results))
    made = [
        replace(
            row,
            results=tuple((column, cell) for column, cell in row.results if column.counted == word),
            indicators=(word,) if word else row.indicators,
            texts=row.texts if word == words[0] else (),
        )
        for word in words
    ]
    return made or [row]


def _same_title(state: Layout, title: Title, cell: Cell) -> Cell:
    """Where each row is one year, rows of one name are one measure, named by its first row."""
    same = (row for row in state.measures if row.title == title.name and row.heading == state.outline.current)
    return next((row.title_cell for row in same if row.table_no == cell.table_no), cell)


def _notation(state: Layout, by_role: Roles, title_cell: Cell, row: tuple[Cell, ...]) -> str:
    """The number in the row's column of numbers; a row that goes on with a measure has the measure's."""
    if state.measures and state.measures[-1].title_cell is title_cell:
        return state.measures[-1].notation
    numbers = [plain(cell.text) for _, cell in by_role.get(Role.NUMBER, []) if cell.text.strip()]
    return numbers[-1] if numbers and title_cell.row_no == row[0].row_no else ""


def _results(state: Layout, by_role: Roles) -> tuple[tuple[Pair, ...], tuple[Pair, ...]]:
    """Results and texts of a row, of the kind and the year that columns of the row say; unknown columns are texts."""
    results, texts = by_role.get(Role.RESULT, []), list(by_role.get(Role.TEXT, []))
    texts += by_role.get(Role.UNKNOWN, []) + by_role.get(Role.DESCRIPTION, [])[1:]
    texts = [
        (replace(c, role=Role.TEXT, text_role=c.text_role or "other", header=c.header or f"列{c.column_no}"), cell)
        for c, cell in sorted(texts, key=lambda pair: pair[0].column_no)
    ]
    said = [kind for _, cell in by_role.get(Role.KIND, []) if (kind := row_kind(cell.text, state.model))]
    if said:
        results = [(replace(column, result_kind=said[0]), cell) for column, cell in results]
    word = next((cell.text for _, cell in by_role.get(Role.KIND, []) if cell.text.strip()), "")
    if word and not said:
        role = row_text(word, state.model) or "other"
        for _, cell in results:
            state.mark(cell, "note")
        texts += [(_as_text(column, role, word), cell) for column, cell in results]
        results = []
    if Role.YEAR in by_role:
        results, texts = _of_the_rows_year(state, by_role, results, texts)
    return tuple(results), tuple(texts)


def _of_the_kind(by_role: Roles, texts: tuple[Pair, ...]) -> tuple[Pair, ...]:
    """The texts of a row whose own column says that it holds texts; a remark alone makes no row go on with a measure."""
    return texts if Role.KIND in by_role else ()


def _as_text(column: Column, role: str, word: str) -> Column:
    """A column of results for a row that says 評価 or 課題: its cell is a text of the same year."""
    header = f"{column.header} {join_lines(word.split(chr(10)))}"
    return replace(column, role=Role.TEXT, result_kind=None, text_role=role, header=header)


def _of_the_rows_year(state: Layout, by_role: Roles, results: list[Pair], texts: list[Pair]) -> tuple[list[Pair], list[Pair]]:
    cell = by_role[Role.YEAR][0][1]
    year = row_year(cell.text)
    if not cell.text.strip() and by_role[Role.YEAR][0][0].column_no < by_role[Role.MEASURE][0][0].column_no:
        year = state.row_year
    state.row_year = year
    if year is None:
        for _, result in results:
            state.mark(result, "note")
        if any(result.text.strip() for _, result in results):
            state.find("row-without-year", cell, text=cell.text[:40])
        results = [(column, result) for column, result in results if column.fiscal_year is not None]
        return results, texts
    return (
        [(replace(c, fiscal_year=year) if c.fiscal_year is None else c, result) for c, result in results],
        [(replace(c, fiscal_year=year) if c.fiscal_year is None else c, text) for c, text in texts],
    )


def _lines(by_role: Roles, role: Role) -> tuple[str, ...]:
    return tuple(line.strip() for line in by_role[role][0][1].lines if line.strip()) if role in by_role else ()


def _first(by_role: Roles, role: Role) -> Cell | None:
    return by_role[role][0][1] if role in by_role else None


def _mark_cells(state: Layout, by_role: Roles) -> None:
    for role, pairs in by_role.items():
        for column, cell in pairs:
            where = (column.table_no, column.column_no)
            if role is Role.UNKNOWN and cell.text.strip() and where not in state.told:
                state.told.add(where)
                header = column.header or f"列{column.column_no}"
                state.find("header-unknown", cell, header=header, text=join_lines(list(cell.lines))[:40])
            if role is not Role.RESULT:
                state.mark(cell, _CLASSES.get(role, "note"))
