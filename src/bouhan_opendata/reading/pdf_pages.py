"""Pages together: what is repeated on each, which tables go on on the next page, and cells cut by the end of a page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from bouhan_opendata.japanese.folding import fold
from bouhan_opendata.model import Model
from bouhan_opendata.reading.pdf_tables import Page, Table, TextLine, widened
from bouhan_opendata.reading.pdf_text import Line
from bouhan_opendata.reading.pdf_wrap import goes_on, starts_item

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


def _among(steps: Sequence[float], others: Sequence[float]) -> bool:
    return all(any(abs(step - other) <= _SAME_EDGE for other in others) for step in steps)


def _is_same(chain: Sequence[Table], table: Table) -> bool:
    """Whether a table could be the rest of another one: one's columns are among the other's."""
    steps, finest = _steps(table), max((_steps(one) for one in chain), key=len)
    if abs(steps[-1] - finest[-1]) > _SAME_EDGE or table.page_no != chain[-1].page_no + 1:
        return False
    return _among(steps, finest) or all(_among(_steps(one), steps) for one in chain)


def _divide_alike(chain: Sequence[Table]) -> None:
    finest = max((_steps(one) for one in chain), key=len)
    for table in chain:
        if len(table.frame.xs) != len(finest):
            widened(table, finest)


def join_rows(chain: Sequence[Table], model: Model) -> Iterator[Join]:
    """Make cells whole again that a page's end cut, down a chain of tables; what was joined, and where it is not clear."""
    for table, following in pairwise(chain):
        first = _repeated_rows(chain[0], following)
        made = _join(table, following, first, model)
        if made is not None:
            yield made


def _row_texts(table: Table, row: int) -> list[tuple[int, str]]:
    return [
        (region.column, "".join(line.text for line in lines))
        for region, lines in zip(table.frame.regions, table.lines, strict=True)
        if region.row == row and lines
    ]


def _repeated_rows(top: Table, table: Table) -> int:
    """How many rows at the top of a table are the header of the first one again."""
    count = 0
    rows = min(len(top.frame.ys), len(table.frame.ys)) - 1
    while count < rows and _row_texts(table, count) and _row_texts(table, count) == _row_texts(top, count):
        count += 1
    return count


def _join(table: Table, following: Table, first: int, model: Model) -> Join | None:
    """Join the last row of a table and the first of the following one, if that row goes on.

    It does if its key (the first cell with text) is blank below, and each cell with text below goes on: no line closes it
    at the page's end, or its text was broken by the width of the cell. One such cell proves the row; the others need only
    not speak against it.
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
    is_open = {
        n: region.column in frame.bottom_open or (first == 0 and region.column in below.top_open) for n, region in starts.items()
    }
    targets = {
        n: next((e for e in ends if (ends[e].column, ends[e].column_span) == (region.column, region.column_span)), None)
        for n, region in starts.items()
    }
    proofs = {n: is_open[n] or _goes_on(homes, targets[n], following.lines[n][0], model) for n in starts}
    has_key = any(region.column <= min(keys) for region in starts.values())
    fits = all(
        targets[n] is not None and (proofs[n] or (_has_text(homes, targets[n]) and starts_item(following.lines[n][0].text)))
        for n in starts
    )
    place = (table.address(last, 0), following.address(first, 0))
    text = " / ".join(following.lines[n][0].text.strip()[:20] for n in starts)
    if has_key or not fits or not any(proofs.values()):
        is_unclear = any(proofs.values()) and (not has_key or all(proofs[n] and not is_open[n] for n in starts))
        return Join(*place, text, False) if is_unclear else None
    for n in starts:
        target = targets[n]
        assert target is not None
        _move(homes[target], following, n)
    for n, region in ends.items():
        _pass_on(following, region.column, first, homes[n])
    return Join(*place, text, True)


def _lines(home: tuple[Table, int]) -> list[Line]:
    return home[0].lines[home[1]]


def _has_text(homes: dict[int, tuple[Table, int]], number: int | None) -> bool:
    return number is not None and bool(_lines(homes[number]))


def _goes_on(homes: dict[int, tuple[Table, int]], number: int | None, line: Line, model: Model) -> bool:
    if number is None or not _has_text(homes, number):
        return False
    table, own = homes[number]
    return goes_on(table.lines[own][-1], line, table.room(own), model)


def _move(home: tuple[Table, int], following: Table, number: int) -> None:
    table, own = home
    shift = table.frame.xs[0] - following.frame.xs[0]
    for line in following.lines[number]:
        by = shift if line.turn == 0 else 0.0
        table.lines[own].append(replace(line, start=line.start + by, end=line.end + by))
    following.lines[number] = []


def _pass_on(following: Table, column: int, row: int, home: tuple[Table, int]) -> None:
    """If the page holds nothing but the rest of the row, what goes on from it goes on with the cell at its beginning."""
    owner = following.frame.owner[row][column]
    region = following.frame.regions[owner]
    if region.row + region.row_span == len(following.frame.ys) - 1:
        following.homes[owner] = home
