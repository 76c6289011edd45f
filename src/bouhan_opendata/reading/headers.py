"""What a column is, from the words of its header; the words are data (schema/codes/words/header_roles.csv)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bouhan_opendata.japanese.folding import fold, folded_word
from bouhan_opendata.japanese.moments import find_moments
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
    UNIT = "unit"
    KIND = "kind"
    INDICATOR = "indicator"
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
    unit: str = ""
    """The unit that the header names: 実績（件）."""

    is_worded: bool = False
    """Whether a word (実績), not the year alone, says that it holds results."""

    is_calendar: bool = False
    """Whether the year is written as a calendar year (令和元年), not a fiscal one."""


def column_of(table_no: int, column_no: int, headers: Sequence[str], model: Model, default_year: int | None = None) -> Column:
    """Read the header cells above a column, from the top. A fiscal year makes it a result unless its words say otherwise.

    The lowest cell that says something decides; ``計画`` below ``令和元年度`` is that year's plan.
    """
    header = " ".join(dict.fromkeys(header for header in headers if header))
    folded = [folded_word(text) for text in headers if text]
    years = [year for text in reversed(folded) if (year := header_year(text, default_year)) is not None]
    year = years[0] if years else None
    meanings = [meaning for text in reversed(folded) if (meaning := _meaning(text, model))]
    meaning = meanings[0] if meanings else ""
    if meaning in ("", "description"):
        meaning = next((above for above in meanings if above.startswith("result:") and year is not None), meaning)
    kind, _, detail = meaning.partition(":")
    if kind == "text":
        return Column(table_no, column_no, Role.TEXT, header, year, None, detail)
    if kind == "result" or (year is not None and kind in ("", "description")):
        if year is None:
            year = default_year
        role = Role.RESULT if year is not None and not any(map(_spans_years, folded)) else Role.UNKNOWN
        calendar = kind == "" and year is not None and not any("度" in text or _SHORT_ERA.search(text) for text in folded)
        unit = header_unit(header, model)
        return Column(table_no, column_no, role, header, year, detail or "actual", None, unit, kind == "result", calendar)
    if kind:
        return Column(table_no, column_no, Role(kind), header)
    return Column(table_no, column_no, Role.UNKNOWN, header)


def _spans_years(folded: str) -> bool:
    """平成30~令和2年度の実績: a header that names several years names none of them."""
    return any(m.precision == "fiscal_year" and m.fiscal_year is None and m.first is not None for m in find_moments(folded))


_UNIT = re.compile(
    r"[(（〔\[](?:単位)?[:：]?\s*(?P<unit>[^()（）〔〕\[\]:：]{1,6})[)）〕\]]$|単位[:：]\s*(?P<said>[^\s()（）]{1,6})[)）]?$"
)
_SCALES = ("", "十", "百", "千", "万", "十万", "百万", "千万", "億", "十億")


def header_unit(header: str, model: Model) -> str:
    """The unit in brackets at the end of a header, or behind 単位:, if it is a known one (千円 and 百万円 too); else nothing."""
    match = _UNIT.search(header.strip())
    if match is None:
        return ""
    said = str(match["unit"] or match["said"]).strip()
    folded = fold(said).text
    known = {folded_word(spelling) for unit in model.units.values() for spelling in unit.spellings}
    return said if any(folded.startswith(scale) and folded[len(scale) :] in known for scale in _SCALES) else ""


_RELATIVE = (
    ("前々年度", -2),
    ("前年度", -1),
    ("昨年度", -1),
    ("今年度", 0),
    ("本年度", 0),
    ("当年度", 0),
    ("次年度", 1),
    ("来年度", 1),
    ("翌年度", 1),
)
_SHORT_ERA = re.compile(r"(?<![A-Za-z])(?P<era>[RHS])(?P<number>元|[0-9]{1,2})(?![0-9.])")


def header_year(folded: str, default_year: int | None = None) -> int | None:
    """The fiscal year that a folded header names, if any."""
    for moment in find_moments(folded, default_year):
        if moment.fiscal_year is not None:
            return moment.fiscal_year
        if moment.precision == "year" and moment.first is not None:
            return moment.first.year
    if match := _SHORT_ERA.search(folded):
        found = find_moments(f"{match[0]}年度")
        return found[0].fiscal_year if found else None
    if default_year is not None:
        return next((default_year + step for word, step in _RELATIVE if word in folded), None)
    return None


def is_of_progress(columns: Sequence[Column], model: Model) -> bool:
    """Whether the headers are those of measures and what was done, and not of any table by years.

    項目 and 区分 stand over statistics and surveys too: beside them a department or a word such as 実績 must stand.
    """
    weak = {folded_word(word.text) for word in model.words["header_roles"] if word.note == "weak"}

    def is_strong(column: Column) -> bool:
        return folded_word(column.header) not in weak

    if any(column.role is Role.MEASURE and is_strong(column) for column in columns):
        return True
    helpful = (Role.DEPARTMENT, Role.DESCRIPTION)
    return any((c.role in helpful and is_strong(c)) or (c.role is Role.RESULT and c.is_worded) for c in columns)


def row_kind(text: str, model: Model) -> str | None:
    """The kind that a row's word names: ``actual``, ``plan``, ``target`` or ``forecast``; only words that say no more."""
    folded = folded_word(text)
    meanings = [w.meaning for w in model.words["header_roles"] if folded_word(w.text) == folded]
    return next((meaning.partition(":")[2] for meaning in meanings if meaning.startswith("result:")), None)


def says_header(text: str, model: Model, default_year: int | None) -> bool:
    """Whether a cell below a header goes on with it: a year, or a known header word and little else."""
    folded = folded_word(text)
    if len(folded) > 24 or not folded:
        return False
    meaning = _meaning(folded, model)
    year = header_year(folded, default_year)
    return (year is not None and not re.search(r"[。、・]|[0-9]+(?:回|人|件|名|台)", folded)) or (
        bool(meaning) and len(folded) <= 12 and not re.search(r"[0-9。、]", folded)
    )


def _meaning(folded: str, model: Model) -> str:
    """The meaning of the longest known word; one that fills the header goes before one inside it."""
    pairs = [(folded_word(word.text), word.meaning) for word in model.words["header_roles"]]
    whole = [meaning for text, meaning in pairs if text == folded]
    if whole:
        return whole[0]
    inside = [(len(text), -n, meaning) for n, (text, meaning) in enumerate(pairs) if text in folded and len(text) > 1]
    return max(inside)[2] if inside else ""
