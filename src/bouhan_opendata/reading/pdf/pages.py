"""Pages together: what is repeated on each, which tables go on on the next page, and cells cut by the end of a page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from bouhan_opendata.japanese.folding import fold
from bouhan_opendata.reading.pdf.lattice import Frame, clusters
from bouhan_opendata.reading.pdf.tables import SLIVER, Page, Table, TextLine, widened
from bouhan_opendata.reading.pdf.text import Line
from bouhan_opendata.reading.pdf.wrap import WrapWords, goes_on, starts_item

_PAGE_NUMBER = re.compile(
    r"[-~( ]{0,4}(?:p(?:age)?[.]? ?)?[0-9]{1,4}(?: ?(?:/|of|-|ページ中) ?[0-9]{1,4})?(?:ページ目?|頁)?[-~) ]{0,4}", re.I
)
_SAME_PLACE = 3.0
_SAME_EDGE = 3.0


@dataclass(frozen=True, slots=True)
class Join:
    """A row that goes on on the next page: from where, to where; ``is_clear`` if its cells were joined."""

    first: str
    second: str
    text: str
    is_clear: bool


def furniture(pages: Sequence[Page]) -> set[int]:
    """The lines (by ``id``) that are no part of the text: page numbers, and what stands at the same place of the page before.

    A running head says something the first time: that one stays.
    """
    found: set[int] = set()
    before: dict[str, list[TextLine]] = {}
    for page in pages:
        now: dict[str, list[TextLine]] = {}
        for item, is_foot in _margins(page):
            text = fold(item.line.text).text.strip()
            if _PAGE_NUMBER.fullmatch(text):
                found.add(id(item))
                continue
            key = re.sub(r"[0-9]{1,9}", "#", text) if is_foot else text
            now.setdefault(key, []).append(item)
            twin = next((other for other in before.get(key, ()) if _same_place(item, other)), None)
            if twin is not None:
                found.add(id(item))
                if is_foot:
                    found.add(id(twin))
        before = now
    return found


def _margins(page: Page) -> Iterator[tuple[TextLine, bool]]:
    """The lines above the first and below the last table, and in the outer tenth of a page; whether each is below."""
    tables = page.tables
    top = min((table.area.top for table in tables), default=0.1 * page.height)
    bottom = max((table.area.bottom for table in tables), default=0.9 * page.height)
    for item in page.items:
        if isinstance(item, TextLine) and (item.area.bottom <= top + 2 or item.area.top >= bottom - 2):
            yield item, item.area.top >= bottom - 2


def _same_place(one: TextLine, other: TextLine) -> bool:
    middles = [(item.area.left + item.area.right) / 2 for item in (one, other)]
    near = abs(one.area.left - other.area.left) <= _SAME_PLACE or abs(middles[0] - middles[1]) <= _SAME_PLACE
    return near and abs(one.line.base - other.line.base) <= _SAME_PLACE


def chains(pages: Sequence[Page], passed_over: set[int]) -> list[list[Table]]:
    """Tables that go on from page to page: the last of one and the first of the next, as wide, with no text between them.

    Their columns are divided alike afterwards.
    """
    made: list[list[Table]] = []
    open_chain: list[Table] | None = None
    for page in pages:
        items = [item for item in page.items if id(item) not in passed_over]
        for number, item in enumerate(items):
            if not isinstance(item, Table):
                continue
            if number == 0 and open_chain is not None and _is_same(open_chain, item):
                open_chain.append(item)
            else:
                open_chain = [item]
                made.append(open_chain)
        if not items or not isinstance(items[-1], Table):
            open_chain = None
    for chain in made:
        _divide_alike(chain)
    return made


def _steps(table: Table) -> list[float]:
    return [x - table.frame.xs[0] for x in table.frame.xs]


def _is_same(chain: Sequence[Table], table: Table) -> bool:
    """Whether a table could be the rest of another one: as wide, and divided nowhere but where the first part is."""
    steps, first = _steps(table), _steps(chain[0])
    if abs(steps[-1] - first[-1]) > _SAME_EDGE or table.page_no != chain[-1].page_no + 1:
        return False
    return all(any(abs(step - other) < SLIVER for other in first) for step in steps)


def _divide_alike(chain: Sequence[Table]) -> None:
    """Divide the columns of all parts wherever one of them is divided."""
    together = clusters(step for table in chain for step in _steps(table))
    for table in chain:
        if len(table.frame.xs) != len(together):
            widened(table, together)


def join_rows(chain: Sequence[Table], words: WrapWords) -> tuple[list[list[Table]], list[Join]]:
    """Make cells whole again that a page's end cut, down a chain of tables.

    Gives the tables in groups, those of a group being one table (a row goes on, the header is repeated, or there is none);
    and what was joined, or could not be told.
    """
    groups, joins = [[chain[0]]], []
    for table, following in pairwise(chain):
        first = _repeated_rows(groups[-1][0], following)
        made = _join(table, following, first, words)
        if made is not None:
            joins.append(made)
        if first or (made is not None and made.is_clear) or not _begins_anew(groups[-1][0], following):
            groups[-1].append(following)
        else:
            groups.append([following])
    return groups, joins


def _row_texts(table: Table, row: int) -> list[tuple[int, str]]:
    return [
        (region.column, "".join(line.text for line in lines))
        for region, lines in zip(table.frame.regions, table.lines, strict=True)
        if region.row == row and lines
    ]


def _repeated_rows(top: Table, table: Table) -> int:
    """How many rows at the top of a table are the header of the first one again."""
    count = 0
    if len(_row_texts(top, 0)) < 2:
        return 0
    rows = min(len(top.frame.ys), len(table.frame.ys)) - 1
    while count < rows and _row_texts(table, count) and _row_texts(table, count) == _row_texts(top, count):
        count += 1
    return count


def _begins_anew(top: Table, table: Table) -> bool:
    """Whether a part has a header of its own, near to the first one's, or the same words down its side as a form has."""
    if len(_row_texts(top, 0)) < 2:
        return True
    heads = dict(_row_texts(top, 0)), dict(_row_texts(table, 0))
    sides = _side(top), _side(table)
    same = sum(heads[0].get(column) == text for column, text in heads[1].items())
    return 2 * same >= max(len(heads[1]), 1) or 2 * len(sides[0] & sides[1]) > len(sides[1])


def _side(table: Table) -> set[str]:
    """The texts of the first column."""
    return {
        "".join(line.text for line in lines)
        for region, lines in zip(table.frame.regions, table.lines, strict=True)
        if region.column == 0 and lines
    }


def _join(table: Table, following: Table, first: int, words: WrapWords) -> Join | None:
    """Join the last row of a table and the first of the following one, if that row goes on.

    It does if its key (the first cell with text) is blank below, and each cell with text below goes on: no line closes it
    at the page's end, or its text was broken by the width of the cell. One such cell proves the row; the others need only
    not speak against it. A key that goes on itself needs both, in every cell.
    """
    frame, below = table.frame, following.frame
    if first >= len(below.ys) - 1:
        return None
    last = len(frame.ys) - 2
    ends = {number: region for number, region in enumerate(frame.regions) if region.row + region.row_span == last + 1}
    starts = {n: region for n, region in enumerate(below.regions) if region.row == first and following.lines[n]}
    homes = {number: table.homes.get(number, (table, number)) for number in ends}
    keys = [ends[n].column for n in ends if _lines(homes[n]) and (ends[n].row == last or n in table.homes)]
    if not starts or not keys:
        return None
    pairs = {
        n: next((homes[e] for e in ends if (ends[e].column, ends[e].column_span) == (region.column, region.column_span)), None)
        for n, region in starts.items()
    }
    is_open = {n: _is_open(frame, below, region.column, first) for n, region in starts.items()}
    runs_on = {n: _runs_on(pairs[n], following.lines[n][0], words) for n in starts}
    has_key = any(region.column <= min(keys) for region in starts.values())
    if has_key:
        is_clear = all(is_open[n] and runs_on[n] for n in starts)
        may_be = all(runs_on.values()) or (all(is_open.values()) and any(runs_on.values()))
    else:
        proofs = [is_open[n] or runs_on[n] for n in starts]
        fits = (pairs[n] is not None and (is_open[n] or _may_follow(pairs[n], following.lines[n][0], words)) for n in starts)
        may_be = any(proofs)
        is_clear = may_be and all(fits)
    text = " / ".join(following.lines[n][0].text.strip()[:20] for n in starts)
    if is_clear:
        _carry(following, pairs, {region.column: homes[n] for n, region in ends.items()}, first)
    return Join(table.address(last, 0), following.address(first, 0), text, is_clear) if is_clear or may_be else None


Home = tuple[Table, int]


def _is_open(frame: Frame, below: Frame, column: int, first: int) -> bool:
    """Whether no line closes a column where the page ends, or opens it on the next."""
    return column in frame.bottom_open or (first == 0 and column in below.top_open)


def _runs_on(home: Home | None, line: Line, words: WrapWords) -> bool:
    """Whether a line goes on with the last one of a cell, broken by its width."""
    return home is not None and bool(_lines(home)) and goes_on(_lines(home)[-1], line, home[0].room(home[1]), words)


def _may_follow(home: Home | None, line: Line, words: WrapWords) -> bool:
    """Whether a line could follow the last one of a cell: it runs on, or begins an item below others."""
    return _runs_on(home, line, words) or (home is not None and bool(_lines(home)) and starts_item(line.text))


def _lines(home: Home) -> list[Line]:
    return home[0].lines[home[1]]


def _carry(following: Table, pairs: Mapping[int, Home | None], columns: Mapping[int, Home], row: int) -> None:
    """Move the text of a row to the cells it goes on with; a page that ends within the row hands them on."""
    for number, home in pairs.items():
        if home is not None:
            _move(home, following, number)
    for column, home in columns.items():
        owner = following.frame.owner[row][column]
        region = following.frame.regions[owner]
        if region.row + region.row_span == len(following.frame.ys) - 1:
            following.homes[owner] = home
    if all(region.row_span == 1 for region in following.frame.regions if region.row == row):
        following.emptied = row


def _move(home: Home, following: Table, number: int) -> None:
    shift = home[0].frame.xs[0] - following.frame.xs[0]
    for line in following.lines[number]:
        by = shift if line.turn == 0 else 0.0
        _lines(home).append(replace(line, start=line.start + by, end=line.end + by))
    following.lines[number] = []
