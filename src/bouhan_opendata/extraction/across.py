"""How the numbers of a cell's lines belong together: what is pointed at, what is of the line above, what the lines add up to."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from bouhan_opendata.extraction.values import FigureReading


def relate_lines(figures: Sequence[FigureReading], lines: Sequence[str]) -> list[FigureReading]:
    """上記3社 points at the nearest earlier 3社 of the cell; 全9校 said again is the same 9校; うち… is of the line above."""
    made = list(figures)
    said: dict[tuple[Decimal | None, str | None], list[int]] = {}
    wholes: dict[str | None, int] = {}
    open_units: dict[str | None, list[int]] = {}
    for number, figure in enumerate(figures):
        key = (figure.value, figure.unit_text)
        earlier = said.get(key, [])
        if figure.parent is None and figure.cls == "back_reference" and earlier:
            made[number] = replace(figure, parent=earlier[-1])
        elif figure.parent is None and figure.cls == "quantity" and figure.scope == "all_of_population":
            same = [n for n in earlier if made[n].scope == "all_of_population" and made[n].label == figure.label]
            if same:
                made[number] = replace(figure, parent=same[0], relation="same_as")
        elif figure.parent is None and figure.cls == "quantity" and figure.scope == "total":
            _add_up(made, number, open_units.get(figure.unit_text, []))
            open_units[figure.unit_text] = []
        elif figure.parent is None and figure.cls == "quantity" and _among(lines[figure.line]):
            whole = wholes.get(figure.unit_text)
            if whole is not None and made[whole].line < figure.line and _is_less(figure, made[whole]):
                made[number] = replace(figure, parent=whole, relation="part_of", scope="part", use="detail")
        if figure.cls == "quantity":
            said.setdefault(key, []).append(number)
            if made[number].use == "observation" and figure.scope == "whole":
                open_units.setdefault(figure.unit_text, []).append(number)
            if made[number].scope in ("whole", "total") and made[number].parent is None:
                wholes[figure.unit_text] = number
    return made


def _add_up(made: list[FigureReading], total: int, parts: Sequence[int]) -> None:
    """胃がん検診 3,104人 … 合計 16,049人: the lines above a total are its parts when they add up to it."""
    added = Decimal(0)
    for count, number in enumerate(reversed(parts), 1):
        value, whole = made[number].value, made[total].value
        if value is None or whole is None or made[number].line == made[total].line:
            return
        added += value
        if added >= whole:
            if added == whole and count > 1:
                for part in parts[-count:]:
                    made[part] = replace(made[part], parent=total, relation="part_of", scope="part", use="detail")
            return


_AMONG = re.compile(r"^\s{0,9}[・\-○]?\s{0,9}[(（※]?\s{0,9}(?:うち|内訳|上記のうち|このうち|そのうち)")


def _among(line: str) -> bool:
    return _AMONG.match(line) is not None


def _is_less(part: FigureReading, whole: FigureReading) -> bool:
    return part.value is not None and whole.value is not None and part.value <= whole.value
