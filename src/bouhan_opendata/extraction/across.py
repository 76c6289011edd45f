"""How the numbers of a cell's lines belong together: what is pointed at, what is of the line above, what the lines add up to."""

from __future__ import annotations

import bisect
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from bouhan_opendata.extraction.values import FigureReading, Flag

_AMONG = re.compile(
    r"^\s{0,9}[・\-○]?\s{0,9}[(（※]{0,2}\s{0,9}(?:うち(?!わ)|内訳(?!の[一-龠])|内[、0-9]|内(?:市|区|町|村|新規)|上記のうち|このうち|そのうち(?!に[0-9]))"
)
_BREAKDOWN = re.compile(
    r"^[\s　]{0,40}[・○●◎※\-]?[\s　]{0,9}[(（【〔<＜〈\[［]?(?P<main>主な)?内[\s　]?訳(?:は、?)?[)）】〕>＞〉\]］]?[:：]?[\s　]{0,9}(?P<rest>.{0,400})$"
)
_LINE_OF_TOTAL = re.compile(r"^[\s　]{0,40}[・○●◎\-]?[\s　]{0,9}[(（]?(?:合|総|小)?[\s　]{0,4}計[\s　:：)）]{0,9}[0-9０-９]")
_LONGEST = 200
"""Lines that a breakdown may take."""
_INDENT = re.compile(r"^[\s　]*[・○●◎◇◆□■▪•※\-]?")


@dataclass(slots=True)
class _Said:
    """What the lines of a cell have said so far."""

    values: dict[tuple[Decimal | None, str | None], list[int]] = field(default_factory=dict)
    wholes: dict[str | None, int] = field(default_factory=dict)
    """The last whole number of each unit."""
    open: dict[str | None, list[int]] = field(default_factory=dict)
    """What a total may still sum up, by unit."""
    populations: dict[tuple[Decimal | None, str | None, str | None], int] = field(default_factory=dict)
    """全9校 by value, unit and label."""
    of_line: dict[int, list[int]] = field(default_factory=dict)
    """The quantities of each line."""


def relate_lines(figures: Sequence[FigureReading], lines: Sequence[str], heads: Sequence[int]) -> list[FigureReading]:
    """上記3社 points at the nearest earlier 3社 of the cell; 全9校 said again is the same 9校; うち… is of the line above.

    ``heads`` are the lines that name a department: no total sums over one.
    """
    made = list(figures)
    said = _Said()
    for number, figure in enumerate(figures):
        if figure.cls == "quantity":
            said.of_line.setdefault(figure.line, []).append(number)
    last = -1
    for number, figure in enumerate(figures):
        if figure.line != last and bisect.bisect_right(heads, last) < bisect.bisect_right(heads, figure.line):
            said.open.clear()
        last = figure.line
        if figure.cls == "back_reference" and figure.parent is None:
            earlier = said.values.get((figure.value, figure.unit_text), [])
            if earlier:
                made[number] = figure._replace(parent=earlier[-1])
        elif figure.cls == "quantity":
            _relate(made, number, said, lines)
    for first, last, whole_line, is_some in _breakdowns(lines):
        _itemise(made, said, range(first, last), whole_line, is_some, lines)
    _sum_below(made, said, lines)
    return made


def _sum_below(made: list[FigureReading], said: _Said, lines: Sequence[str]) -> None:
    """相談 35件 and below it, set in, 電話 10件 and 来所 25件: lines set in that add up exactly are parts of the line above."""
    for line, numbers in said.of_line.items():
        for whole in numbers:
            if not _is_plain(made[whole]) or made[whole].value is None:
                continue
            parts = _set_in(made, said, lines, line, made[whole].unit_text)
            if len(parts) > 1 and sum((made[n].value or Decimal(0) for n in parts), Decimal(0)) == made[whole].value:
                for part in parts:
                    made[part] = made[part]._replace(parent=whole, relation="part_of", scope="part", use="detail")


def _set_in(made: list[FigureReading], said: _Said, lines: Sequence[str], line: int, unit: str | None) -> list[int]:
    """The plain numbers of a unit on the lines set in below a line, one on each."""
    depth, found = _depth_of(lines[line]), list[int]()
    for below in range(line + 1, min(len(lines), line + _LONGEST)):
        if not lines[below].strip() or _depth_of(lines[below]) <= depth:
            break
        own = [n for n in said.of_line.get(below, []) if made[n].unit_text == unit]
        if len(own) != 1 or not _is_plain(made[own[0]]):
            return []
        found.append(own[0])
    return found


def _depth_of(line: str) -> int:
    return sum(2 if char == "　" else 1 for char in line[: len(line) - len(line.lstrip())])


def _relate(made: list[FigureReading], number: int, said: _Said, lines: Sequence[str]) -> None:
    figure = made[number]
    key, unit = (figure.value, figure.unit_text), figure.unit_text
    if figure.parent is None and figure.scope == "all_of_population":
        same = said.populations.setdefault((*key, figure.label), number)
        if same != number:
            made[number] = figure._replace(parent=same, relation="same_as")
    elif figure.scope == "total" and figure.relation in (None, "participants_of"):
        before = said.open.get(unit, [])
        _add_up(made, said, number, before, lines)
        left = [n for n in before if made[n].parent != number]
        said.open[unit] = [*(left if len(left) < len(before) else []), *([number] if made[number].use == "observation" else [])]
    elif figure.parent is None and _AMONG.match(lines[figure.line]):
        whole = said.wholes.get(unit)
        if whole is not None and made[whole].line < figure.line and _is_less(figure, made[whole]):
            made[number] = figure._replace(parent=whole, relation="part_of", scope="part", use="detail")
        elif figure.use == "observation" and said.of_line[figure.line][0] == number:
            made[number] = figure._replace(scope="part", use="detail")
    said.values.setdefault(key, []).append(number)
    if made[number].use == "observation" and figure.scope == "whole":
        said.open.setdefault(unit, []).append(number)
    is_other = figure.time_basis == "change" or figure.pattern == "other-year"
    if made[number].scope in ("whole", "total") and made[number].relation in (None, "participants_of") and not is_other:
        said.wholes[unit] = number


def _add_up(made: list[FigureReading], said: _Said, total: int, parts: Sequence[int], lines: Sequence[str]) -> None:
    """胃がん検診 3,104人 … 合計 16,049人: the lines above a total are its parts when they add up to it.

    Where they do not, a line that is nothing but a total below a plain list of lines is reported.
    """
    added = Decimal(0)
    whole = made[total].value
    for count, number in enumerate(reversed(parts), 1):
        value = made[number].value
        if value is None or whole is None or made[number].line == made[total].line:
            return
        added += value
        if added >= whole:
            if added == whole and count > 1:
                _take(made, parts[-count:], total)
                return
            break
    listed = _listed_above(made, said, total, parts, lines)
    if listed and whole is not None:
        _take(made, listed, total)
        _report(made, total, listed)


def _take(made: list[FigureReading], parts: Sequence[int], whole: int) -> None:
    for part in parts:
        made[part] = made[part]._replace(parent=whole, relation="part_of", scope="part", use="detail", ordinal=None)


def _report(made: list[FigureReading], whole: int, parts: Sequence[int]) -> None:
    added = sum((made[n].value or Decimal(0) for n in parts), Decimal(0))
    figure = made[whole]
    params = {"quote": figure.quote, "total": format(figure.value or Decimal(0), "f"), "sum": format(added, "f")}
    made[whole] = figure._replace(flags=(*figure.flags, Flag("total-mismatch", params)))


def _listed_above(
    made: Sequence[FigureReading], said: _Said, total: int, parts: Sequence[int], lines: Sequence[str]
) -> list[int]:
    """The lines right above a line of a total, each a label and one number, of the same bullet and indent; at least two."""
    at = made[total].line
    if not _LINE_OF_TOTAL.match(lines[at]) or not _is_plain(made[total]):
        return []
    indent: re.Match[str] | None = None
    found: list[int] = []
    for number in reversed(parts):
        at -= 1
        line = lines[at] if at >= 0 else ""
        before = _INDENT.match(line)
        indent = before if indent is None else indent
        same_indent = before is not None and indent is not None and before[0] == indent[0]
        alone = said.of_line.get(at) == [number]
        if made[number].line != at or not alone or not same_indent or not _is_plain(made[number]) or not made[number].label:
            break
        found.insert(0, number)
    above = made[found[0]].line - 1 if found else -1
    is_whole_list = above not in said.of_line
    fits = all((made[n].value or 0) <= (made[total].value or 0) for n in found)
    return found if len(found) > 1 and fits and is_whole_list else []


def _is_plain(figure: FigureReading) -> bool:
    exact = figure.value is not None and figure.precision == "exact" and figure.counting != "net"
    return exact and figure.time_basis in ("not_stated", "flow") and figure.use == "observation"


def _is_less(part: FigureReading, whole: FigureReading) -> bool:
    return part.value is not None and whole.value is not None and part.value <= whole.value


def _breakdowns(lines: Sequence[str]) -> Iterator[tuple[int, int, int, bool]]:
    """Lines that open a breakdown of a number above: (first line of the parts, behind the last, the line above, only the main ones)."""
    for number, line in enumerate(lines):
        match = _BREAKDOWN.match(line)
        if match is None or not number:
            continue
        first = number if any(char.isdecimal() for char in match["rest"]) else number + 1
        stop = min(len(lines), first + _LONGEST)
        end = next((n for n in range(first, stop) if not lines[n].strip() or lines[n].lstrip().startswith("【")), stop)
        yield first, max(end, first), number, match["main"] is not None


def _itemise(made: list[FigureReading], said: _Said, place: range, above: int, is_some: bool, lines: Sequence[str]) -> None:
    """内訳 on a line of its own: what the lines below say adds up to the number above it."""
    inside = [n for line in place for n in said.of_line.get(line, ())]
    inside = [n for n in inside if made[n].use == "observation" and made[n].scope == "whole"]
    units = list(dict.fromkeys(made[n].unit_text for n in inside))
    for unit in units:
        whole = _whole_above(made, said, above, unit)
        run = [n for n in inside if made[n].unit_text == unit]
        if whole is not None and not _take_sum(made, run, whole) and len(units) == 1:
            _take_deeper(made, _deeper(made, run, whole, lines), whole, is_some)


def _take_sum(made: list[FigureReading], run: Sequence[int], whole: int) -> bool:
    """Take the first numbers that add up to the whole; whether there are such."""
    added = Decimal(0)
    for count, number in enumerate(run, 1):
        added += made[number].value or Decimal(0)
        if count > 1 and added == made[whole].value:
            _take(made, run[:count], whole)
            return True
    return False


def _take_deeper(made: list[FigureReading], deeper: Sequence[int], whole: int, is_some: bool) -> None:
    if len(deeper) < 2 or not all(_is_plain(made[n]) and _is_less(made[n], made[whole]) for n in deeper):
        return
    _take(made, deeper, whole)
    if not is_some and _is_plain(made[whole]):
        _report(made, whole, deeper)


def _whole_above(made: Sequence[FigureReading], said: _Said, above: int, unit: str | None) -> int | None:
    """The number that is itemised below: the last plain one of the unit in the last line with numbers."""
    line = next((line for line in range(above - 1, -1, -1) if line in said.of_line), above)
    same = [n for n in said.of_line.get(line, ()) if line < above and made[n].unit_text == unit]
    same = [n for n in same if made[n].use == "observation"]
    return same[-1] if same else None


def _deeper(made: Sequence[FigureReading], run: Sequence[int], whole: int, lines: Sequence[str]) -> list[int]:
    """The parts that stand farther in than their whole, up to the first line that does not."""
    edge = _edge(lines[made[whole].line])
    found: list[int] = []
    for number in run:
        if _edge(lines[made[number].line]) <= edge:
            break
        found.append(number)
    return found


def _edge(line: str) -> int:
    return len(line) - len(line.lstrip())
