"""What a column is, from the words of its header; the words are data (schema/codes/words/header_roles.csv).

The note of a word: ``weak`` stands over tables of other kinds too; ``else MEANING`` is what the column is where another
column of the table has the word's first meaning. Both may be said: ``weak else MEANING``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from bouhan_opendata.japanese.folding import fold, folded_word
from bouhan_opendata.japanese.moments import find_moments
from bouhan_opendata.model import Model, Word


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
    YEAR = "year"
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

    is_own_year: bool = False
    """Whether the header itself names the year; else it is the document's."""

    counted: str = ""
    """What is counted in it, where a year has several columns of results: 回数, 参加者数."""

    otherwise: str = ""
    """What it is where another column has this meaning: ``measure`` or ``text:evaluation``."""


def column_of(table_no: int, column_no: int, headers: Sequence[str], model: Model, default_year: int | None = None) -> Column:
    """Read the header cells above a column, from the top. A fiscal year makes it a result unless its words say otherwise.

    The lowest cell that says something decides; ``計画`` below ``令和元年度`` is that year's plan.
    """
    header = " ".join(dict.fromkeys(header for header in headers if header))
    folded = [folded_word(text) for text in headers if text]
    year = next((year for text in reversed(folded) if (year := header_year(text, default_year)) is not None), None)
    words = [word for text in reversed(folded) if (word := _word(text, model))]
    word = words[0] if words else None
    if word is None or word.meaning == "description":
        word = next((above for above in words if above.meaning.startswith("result:") and year is not None), word)
    kind, _, detail = word.meaning.partition(":") if word else ("", "", "")
    otherwise = word.note.partition("else ")[2] if word else ""
    if kind == "area" and any(map(_looks_ahead, folded)):
        kind, detail = "text", "next_year"
    if kind == "text":
        return Column(
            table_no, column_no, Role.TEXT, header, year, None, detail, is_own_year=year is not None, otherwise=otherwise
        )
    if kind != "result" and (year is None or kind not in ("", "description")):
        return Column(table_no, column_no, Role(kind) if kind else Role.UNKNOWN, header, otherwise=otherwise)
    if not kind and any(not _is_year_alone(text) and not counted_word(text, model) for text in folded):
        return Column(table_no, column_no, Role.UNKNOWN, header, otherwise=otherwise)
    is_own = year is not None
    year = default_year if year is None else year
    is_calendar = kind == "" and year is not None and not any("度" in text or _SHORT_ERA.search(text) for text in folded)
    return Column(
        table_no,
        column_no,
        Role.RESULT if year is not None and not any(map(_spans_years, folded)) else Role.UNKNOWN,
        header,
        year,
        detail or "actual",
        unit=header_unit(header, model),
        is_worded=kind == "result",
        is_calendar=is_calendar,
        is_own_year=is_own,
        otherwise=otherwise,
    )


_BESIDE_YEAR = re.compile(r"(?:[のは:・~-]|における|分|末|現在|時点|年度|年間|中|版|値|[(\[〔].{0,40}|[)\]〕]|\s){0,9}")


def _is_year_alone(folded: str) -> bool:
    """Whether a header says a year and nothing that could make its column one of something else than results.

    令和4年度(4月~3月) does; 令和5年度の重点, of which no word is known, does not.
    """
    rest = folded
    for moment in reversed(find_moments(folded)):
        rest = rest[: moment.start] + rest[moment.end :]
    for match in reversed(list(_SHORT_ERA.finditer(rest))):
        rest = rest[: match.start()] + rest[match.end() :]
    return _BESIDE_YEAR.fullmatch(rest) is not None


def _looks_ahead(folded: str) -> bool:
    """次年度の方針, 今後の施策の方向: what is intended, and no heading of the plan."""
    return folded.startswith(("次年度", "来年度", "翌年度", "次期", "今後"))


def _spans_years(folded: str) -> bool:
    """平成30~令和2年度の実績: a header that names several years names none of them."""
    return any(m.precision == "fiscal_year" and m.fiscal_year is None and m.first is not None for m in find_moments(folded))


_UNIT = re.compile(
    r"[(（〔\[](?:単位)?[:：]?\s*(?P<unit>[^()（）〔〕\[\]:：]{1,6})[)）〕\]]$|単位[:：]\s*(?P<said>[^\s()（）]{1,6})[)）]?$"
)
_COUNTED = re.compile(r"(?:数|者|額|率|高|量)$")


def counted_word(header: str, model: Model) -> str:
    """What a header without its unit says is counted: 参加者数 of 参加者数（人）; nothing where it may be something else."""
    unit = header_unit(header, model)
    word = _UNIT.sub("", header.strip()).strip() if unit else header.strip()
    return word if len(word) <= 20 and (unit or _COUNTED.search(word)) else ""


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


def row_year(text: str) -> int | None:
    """The fiscal year that a cell of a column of years names: 令和4年度, R4, 令和4, or 2022 alone."""
    folded = folded_word(text)
    if re.fullmatch(r"(?:令和|平成)(?:元|[0-9]{1,2})", folded):
        folded += "年度"
    return int(folded) if re.fullmatch(r"(?:19|20)[0-9]{2}", folded) else header_year(folded)


def is_of_progress(columns: Sequence[Column], model: Model) -> bool:
    """Whether the headers are those of measures and what was done, and not of any table by years.

    項目 and 区分 stand over statistics and surveys too: beside them a department or a word such as 実績 must stand.
    """
    weak = {folded_word(word.text) for word in model.words["header_roles"] if word.note.startswith("weak")}

    def is_strong(column: Column) -> bool:
        return folded_word(column.header) not in weak

    if any(column.role is Role.MEASURE and is_strong(column) for column in columns):
        return True
    helpful = (Role.DEPARTMENT, Role.DESCRIPTION)
    return any((c.role in helpful and is_strong(c)) or (c.role is Role.RESULT and c.is_worded) for c in columns)


def row_kind(text: str, model: Model) -> str | None:
    """The kind that a row's word names: ``actual``, ``plan``, ``target`` or ``forecast``; only words that say no more."""
    return _said_of_row(text, "result", model)


def row_text(text: str, model: Model) -> str | None:
    """What the texts of a row are by its word: ``grade``, ``evaluation``, ``issue`` …; only words that say no more."""
    return _said_of_row(text, "text", model)


def _said_of_row(text: str, kind: str, model: Model) -> str | None:
    folded = folded_word(text)
    meanings = [w.meaning for w in model.words["header_roles"] if folded_word(w.text) == folded]
    return next((meaning.partition(":")[2] for meaning in meanings if meaning.startswith(f"{kind}:")), None)


def says_header(text: str, model: Model, default_year: int | None) -> bool:
    """Whether a cell below a header goes on with it: a year, or a known header word and little else."""
    folded = folded_word(text)
    if len(folded) > 24 or not folded:
        return False
    is_word = _word(folded, model) is not None
    year = header_year(folded, default_year)
    return (year is not None and not re.search(r"[。、・]|[0-9]+(?:回|人|件|名|台)", folded)) or (
        is_word and len(folded) <= 12 and not re.search(r"[0-9。、]", folded)
    )


_BEHIND_MEASURE = re.compile(r"(?:等|の?名称?等?|の?項目|一覧|[(【〔\[・/].*)?")


def _word(folded: str, model: Model) -> Word | None:
    """The longest known word; one that fills the header goes before one inside it, one at its end before one elsewhere.

    A word for measures stands at the end, or before a bracket or a slash (施策／担当課): 事業主体 and 施策期間 are other
    things. 年度 alone is a column of years.
    """
    words = [(folded_word(word.text), word) for word in model.words["header_roles"]]
    whole = [word for text, word in words if text == folded]
    head = re.split(r"[(【〔\[/]", folded, maxsplit=1)[0]
    whole = whole or [word for text, word in words if text == head and word.meaning == "measure"]
    if whole:
        return whole[0]
    inside = [
        (len(text), folded.endswith(text), -number, word)
        for number, (text, word) in enumerate(words)
        if len(text) > 1 and text in folded and _may_stand_inside(text, word, folded)
    ]
    return max(inside, key=lambda found: found[:3])[3] if inside else None


def _may_stand_inside(text: str, word: Word, folded: str) -> bool:
    if word.meaning == "year":
        return False
    return word.meaning != "measure" or bool(_BEHIND_MEASURE.fullmatch(folded[folded.rindex(text) + len(text) :]))
