"""A form for each measure (個票, 調書): labels beside or above their cells and small tables of years within, read as one row."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from bouhan_opendata.japanese.folding import folded_word, join_lines
from bouhan_opendata.japanese.moments import find_moments
from bouhan_opendata.model import Model
from bouhan_opendata.reading.grid import Cell, Grid
from bouhan_opendata.reading.header_rows import settled_columns
from bouhan_opendata.reading.headers import Column, Role, column_of, header_year
from bouhan_opendata.reading.state import Layout
from bouhan_opendata.reading.table_rows import read_measure

_ASIDE = re.compile(r"\([^()]*\)$|[:・]$|^[○◎●■□◆・]")
_LONGEST = 20
_SAID = re.compile(r"^(?:の|における|末)?(?P<word>.*)$")

_ABOVE = {Role.MEASURE, Role.DEPARTMENT, Role.NUMBER, Role.DESCRIPTION, Role.RESULT, Role.TEXT}

IsLabel = Callable[[Cell], bool]


@dataclass(frozen=True, slots=True)
class _Field:
    """A cell and the labels it stands under and beside, the nearest last."""

    labels: tuple[Cell, ...]
    cell: Cell
    indicator: int = 0
    """The row of the form's table of indicators that it stands in; 0 for what is of the whole form."""


@dataclass(slots=True)
class _Walk:
    """What is known while the rows of a form are walked from the top."""

    fields: list[_Field] = field(default_factory=list)
    used: set[tuple[int, int]] = field(default_factory=set)
    """Rows and columns of labels and of cells that have one."""
    header: dict[int, Cell] = field(default_factory=dict)
    """The labels over the columns of the small table at hand."""
    above: Cell | None = None
    """A label that fills its row: its cell stands below."""

    def add(self, labels: tuple[Cell, ...], cell: Cell, indicator: int = 0) -> None:
        """Take a cell under its labels."""
        self.fields.append(_Field(labels, cell, indicator))
        self.used |= {(c.row_no, c.column_no) for c in (*labels, cell)}


@dataclass(frozen=True, slots=True)
class Cards:
    """The forms of a grid, each its fields in order, and the rows and columns that are label or field."""

    forms: tuple[tuple[_Field, ...], ...]
    used: frozenset[tuple[int, int]]


def find_cards(state: Layout, grid: Grid) -> Cards | None:
    """The forms of measures that a grid holds, or nothing where it is no form.

    A form names its measure, and at least one of its cells holds the results of a fiscal year that its labels name.
    """
    walk = _Walk()
    is_label = labels_of(state.model, state.default_year)
    for row in grid.rows:
        _walk_row(walk, grid, row, is_label, state)
    forms = tuple(tuple(form) for form in _parted(walk.fields, state) if _is_card(form, state))
    return Cards(forms, frozenset(walk.used)) if forms else None


def is_all_labels(state: Layout, grid: Grid) -> bool:
    """Whether all that is written in the first column are labels, three or more: no table of measures begins so."""
    is_label = labels_of(state.model, state.default_year)
    first = [row[0] for row in grid.rows if row[0].text.strip()]
    return len(first) > 2 and all(map(is_label, first))


def read_cards(state: Layout, grid: Grid, cards: Cards) -> None:
    """Take the measures of the forms, and tell of the cells that no label names."""
    for row in grid.rows:
        for cell in row:
            state.mark(cell, "header" if (cell.row_no, cell.column_no) in cards.used else "note")
    for card in cards.forms:
        columns = _columns(card, state)
        state.columns += columns
        fields = list(zip(columns, card, strict=True))
        _read_form(state, [(column, part.cell) for column, part in fields if not part.indicator], fields)
    left = [cell for row in grid.rows for cell in row if cell.text.strip() and (cell.row_no, cell.column_no) not in cards.used]
    if left:
        state.find(
            "form-cells-kept", left[0], count=len(left), text="、".join(join_lines(c.text.split("\n"))[:20] for c in left[:6])
        )


def _read_form(state: Layout, own: list[tuple[Column, Cell]], fields: list[tuple[Column, _Field]]) -> None:
    """Take the measure of a form: once, or once for each row of its table of indicators."""
    rows = sorted({part.indicator for _, part in fields} - {0})
    for number in rows or [0]:
        pairs = own if number in (0, *rows[:1]) else [pair for pair in own if pair[0].role not in (Role.RESULT, Role.TEXT)]
        pairs = pairs + [(column, part.cell) for column, part in fields if number and part.indicator == number]
        by_role: dict[Role, list[tuple[Column, Cell]]] = {}
        for column, cell in pairs:
            by_role.setdefault(column.role, []).append((column, cell))
        filled = [(column, cell) for column, cell in pairs if cell.text.strip()]
        read_measure(state, tuple(cell for _, cell in pairs), by_role, filled)


def labels_of(model: Model, default_year: int | None) -> IsLabel:
    """Whether a cell is a label: nothing but a known header word, a fiscal year, or both."""
    words = {_bare(word.text) for word in model.words["header_roles"]}

    def is_label(cell: Cell) -> bool:
        folded = _bare(cell.text)
        if not folded or len(folded) > _LONGEST:
            return False
        if folded in words:
            return True
        if header_year(folded, default_year) is None:
            return False
        rest = folded
        for moment in reversed(find_moments(folded, default_year)):
            rest = rest[: moment.start] + rest[moment.end :]
        rest = re.sub(r"^(?:前々|前|昨|今|本|当|次|来|翌)年度|(?<![A-Za-z])[RHS](?:元|[0-9]{1,2})(?:年度?)?", "", rest)
        match = _SAID.match(_bare(rest))
        return match is not None and (not match["word"] or match["word"] in words)

    return is_label


def _bare(text: str) -> str:
    return _ASIDE.sub("", folded_word(join_lines(text.split("\n"))))


def _in_sight(grid: Grid, row: tuple[Cell, ...]) -> Iterator[Cell]:
    """The cells of a row from the left; for one that a merge covers, once, the cell that covers it."""
    seen: set[tuple[int, int]] = set()
    for cell in row:
        shown = cell if cell.origin is None else grid.rows[cell.origin[0] - 1][cell.origin[1] - 1]
        if (shown.row_no, shown.column_no) not in seen:
            seen.add((shown.row_no, shown.column_no))
            yield shown


def _walk_row(walk: _Walk, grid: Grid, row: tuple[Cell, ...], is_label: IsLabel, state: Layout) -> None:
    cells = list(_in_sight(grid, row))
    filled = [cell for cell in cells if cell.text.strip()]
    own = [cell for cell in cells if cell.row_no == row[0].row_no]
    if not filled or not own:
        walk.header, walk.above = {}, None
        return
    if walk.above is not None and len(filled) == 1 and not is_label(filled[0]):
        walk.add((walk.above,), filled[0])
        walk.above = None
        return
    walk.above = None
    if walk.header and is_label(cells[0]) and _goes_on(walk, cells[0], state):
        for cell in (cell for cell in cells[1:] if cell.row_no == row[0].row_no):
            heads = _heads(walk, cell)
            if heads:
                walk.add((*heads, cells[0]) if len(heads) == 1 else (cells[0],), cell)
        return
    if walk.header and len(filled) > 1 and _is_indicator(walk, cells, is_label, state):
        for cell in cells:
            if cell.row_no == row[0].row_no and (head := walk.header.get(cell.column_no)) is not None:
                walk.add((head,), cell, row[0].row_no)
        return
    if _stands_below(walk, own, is_label, state):
        for cell in own:
            if (head := walk.header.get(cell.column_no)) is not None:
                walk.add((head,), cell)
        walk.header = {}
        return
    walk.header = {}
    pending: list[Cell] = []
    has_value = False
    is_header = _heads_columns(cells, is_label)
    for cell in filled if is_header else cells:
        if cell.text.strip() and is_label(cell):
            pending.append(cell)
        elif pending and cell.row_no == row[0].row_no:
            walk.add(tuple(pending), cell)
            pending, has_value = [], True
    if pending and not has_value:
        walk.used |= {(cell.row_no, cell.column_no) for cell in pending}
        if len(pending) == 1 and len(cells) == 1:
            walk.above = pending[0]
        elif len(pending) > 1 or not cells[0].text.strip():
            walk.header = {n: cell for cell in pending for n in range(cell.column_no, cell.column_no + cell.column_span)}


def _heads_columns(cells: Sequence[Cell], is_label: IsLabel) -> bool:
    """Whether a row is labels from its first cell on, two or more, and blank behind: 年度, 令和4年度, 令和5年度."""
    labels = next((n for n, cell in enumerate(cells) if not cell.text.strip()), len(cells))
    is_rest_blank = not any(cell.text.strip() for cell in cells[labels:])
    return labels > 1 and is_rest_blank and all(map(is_label, cells[:labels]))


def _stands_below(walk: _Walk, own: Sequence[Cell], is_label: IsLabel, state: Layout) -> bool:
    """Whether a row holds what the labels of the row above it say: 事業名 and 担当課 over their cells.

    Labels of a measure and its results in one row are the header of a table, which is no form.
    """
    filled = [cell for cell in own if cell.text.strip()]
    heads = [_heads(walk, cell) for cell in filled]
    if not walk.header or any(map(is_label, filled)) or any(len(over) != 1 for over in heads):
        return False
    if any(head.row_no + head.row_span != own[0].row_no for head in walk.header.values()):
        return False
    roles = {_role(_Field((head,), head), state).role for head in walk.header.values()}
    return roles <= _ABOVE and not {Role.MEASURE, Role.RESULT} <= roles


def _heads(walk: _Walk, cell: Cell) -> list[Cell]:
    """The labels over a cell; one that is merged over several columns stands under none of them alone."""
    columns = range(cell.column_no, cell.column_no + cell.column_span)
    return list({id(head): head for n in columns if (head := walk.header.get(n)) is not None}.values())


def _goes_on(walk: _Walk, first: Cell, state: Layout) -> bool:
    """Whether a row belongs to the small table: it names a year, or the columns do and it says 計画 or 実績."""
    years = [header_year(_bare(cell.text), state.default_year) for cell in walk.header.values()]
    has_year = header_year(_bare(first.text), state.default_year) is not None
    return has_year != any(year is not None for year in years)


def _is_indicator(walk: _Walk, cells: Sequence[Cell], is_label: IsLabel, state: Layout) -> bool:
    """Whether a row names an indicator under 指標名 and is no row of labels itself."""
    named = [cell for cell in cells if cell.text.strip() and not is_label(cell) and cell.column_no in walk.header]
    roles = [_role(_Field((walk.header[cell.column_no],), cell), state).role for cell in named]
    return Role.INDICATOR in roles and Role.RESULT in roles and not is_label(cells[0])


def _role(part: _Field, state: Layout) -> Column:
    headers = [join_lines(label.text.split("\n")).rstrip(":：") for label in part.labels]
    return column_of(part.cell.table_no, part.cell.column_no, headers, state.model, state.default_year)


def _parted(fields: list[_Field], state: Layout) -> list[list[_Field]]:
    """The fields of each form: another begins where a label that names a measure is written again."""
    cards: list[list[_Field]] = []
    named: set[str] = set()
    for part in fields:
        label = _bare(part.labels[-1].text)
        is_name = _role(part, state).role is Role.MEASURE
        if not cards or (is_name and label in named):
            cards.append([])
            named = set()
        if is_name:
            named.add(label)
        cards[-1].append(part)
    return cards


def _columns(card: Sequence[_Field], state: Layout) -> tuple[Column, ...]:
    return settled_columns(tuple(_role(part, state) for part in card), [part.indicator for part in card])


def _is_card(card: Sequence[_Field], state: Layout) -> bool:
    columns = _columns(card, state)
    has_name = any(c.role is Role.MEASURE and part.cell.text.strip() for c, part in zip(columns, card, strict=True))
    return has_name and any(column.role is Role.RESULT for column in columns)
