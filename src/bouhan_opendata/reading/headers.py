"""What a column is, from the words of its header; the words are data (schema/codes/words/header_roles.csv)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from bouhan_opendata.japanese.calendar import find_moments
from bouhan_opendata.japanese.folding import fold
from bouhan_opendata.model import Model


class Role(StrEnum):
    """What a column holds."""

    MEASURE = "measure"
    DEPARTMENT = "department"
    DESCRIPTION = "description"
    RESULT = "result"
    TEXT = "text"
    NUMBER = "number"
    AREA = "area"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its role; for results the fiscal year and kind, for other texts their role."""

    table_no: int
    column_no: int
    role: Role
    header: str
    fiscal_year: int | None = None
    result_kind: str | None = None
    text_role: str | None = None


def column_of(table_no: int, column_no: int, header: str, model: Model, default_year: int | None = None) -> Column:
    """Read one header cell. A fiscal year makes it a result unless its words say otherwise."""
    folded = re.sub(r"\s", "", fold(header).text)
    year = header_year(folded, default_year)
    meaning = _meaning(folded, model)
    kind, _, text_role = meaning.partition(":")
    if kind == "text":
        return Column(table_no, column_no, Role.TEXT, header, year, None, text_role)
    if kind == "result" or (year is not None and kind in ("", "description")):
        if year is None:
            year = default_year
        return Column(table_no, column_no, Role.RESULT if year is not None else Role.UNKNOWN, header, year, text_role or "actual")
    if kind:
        return Column(table_no, column_no, Role(kind), header)
    return Column(table_no, column_no, Role.UNKNOWN, header)


def header_year(folded: str, default_year: int | None = None) -> int | None:
    """The fiscal year that a folded header names, if any."""
    for moment in find_moments(folded, default_year):
        if moment.fiscal_year is not None:
            return moment.fiscal_year
        if moment.precision == "year" and moment.first is not None:
            return moment.first.year
    match = re.match(r"^(?P<era>[RHS])(?P<number>元|[0-9]{1,2})(?![0-9])", folded)
    if match:
        found = find_moments(f"{match[0]}年度")
        return found[0].fiscal_year if found else None
    return None


def _meaning(folded: str, model: Model) -> str:
    """The meaning of the longest known word; one that fills the header goes before one inside it."""
    pairs = [(fold(word.text).text, word.meaning) for word in model.words["header_roles"]]
    whole = [meaning for text, meaning in pairs if text == folded]
    if whole:
        return whole[0]
    inside = [(len(text), -n, meaning) for n, (text, meaning) in enumerate(pairs) if text in folded and len(text) > 1]
    return max(inside)[2] if inside else ""
