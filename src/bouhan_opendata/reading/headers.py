"""What a column is, from the words of its header; the words are data (schema/codes/words/header_roles.csv)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bouhan_opendata.japanese.folding import fold
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


def column_of(table_no: int, column_no: int, headers: Sequence[str], model: Model, default_year: int | None = None) -> Column:
    """Read the header cells above a column, from the top. A fiscal year makes it a result unless its words say otherwise.

    The lowest cell that says something decides; ``計画`` below ``令和元年度`` is that year's plan.
    """
    header = " ".join(dict.fromkeys(header for header in headers if header))
    folded = [re.sub(r"\s", "", fold(text).text) for text in headers if text]
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
        role = Role.RESULT if year is not None else Role.UNKNOWN
        return Column(table_no, column_no, role, header, year, detail or "actual", None, header_unit(header, model))
    if kind:
        return Column(table_no, column_no, Role(kind), header)
    return Column(table_no, column_no, Role.UNKNOWN, header)


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
    known = {fold(spelling).text for unit in model.units.values() for spelling in unit.spellings}
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


def says_header(text: str, model: Model, default_year: int | None) -> bool:
    """Whether a cell below a header goes on with it: a year, or a known header word and little else."""
    folded = re.sub(r"\s", "", fold(text).text)
    if len(folded) > 24 or not folded:
        return False
    meaning = _meaning(folded, model)
    year = header_year(folded, default_year)
    return (year is not None and not re.search(r"[。、・]|[0-9]+(?:回|人|件|名|台)", folded)) or (
        bool(meaning) and len(folded) <= 12 and not re.search(r"[0-9。、]", folded)
    )


def _meaning(folded: str, model: Model) -> str:
    """The meaning of the longest known word; one that fills the header goes before one inside it."""
    pairs = [(fold(word.text).text, word.meaning) for word in model.words["header_roles"]]
    whole = [meaning for text, meaning in pairs if text == folded]
    if whole:
        return whole[0]
    inside = [(len(text), -n, meaning) for n, (text, meaning) in enumerate(pairs) if text in folded and len(text) > 1]
    return max(inside)[2] if inside else ""
