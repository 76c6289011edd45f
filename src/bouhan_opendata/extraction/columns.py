"""Numbers that stand in columns: a row of years above them says whose each is; where nothing does, none of them is a result."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from decimal import Decimal

from bouhan_opendata.extraction.governing import stands_for
from bouhan_opendata.extraction.intent import NOT_A_RESULT
from bouhan_opendata.extraction.values import CellContext, FigureReading, Flag
from bouhan_opendata.extraction.words import ExtractionWords
from bouhan_opendata.japanese.folding import fold
from bouhan_opendata.japanese.moments import find_moments

_WORD = re.compile(r"[^\s|/]{1,24}")
_YEAR = re.compile(r"\(?(?P<year>(?:令和|平成|昭和|[RHS]|20|19)[0-9元]{1,3}(?:年度?)?|[0-9]{1,2}年度)\)?(?P<kind>[^0-9\s]{0,8})")
_HAS_YEAR = re.compile("[年令平昭RHS]|20|19")
"""What every year has one of."""
_BEFORE = re.compile("前々?年度?|昨年度?|現状値|従前")
_OWN = re.compile("[本今当]年度?|(?:実績|決算|結果)(?:値|数|額)?")
_CHANGE = re.compile("増減(?:数|額|率)?|(?:対?前年度?)?比較?|差引?|(?:達成|伸び|増加|減少)率")
_NAMES_ROWS = re.compile(".{0,6}指標|KPI|基準|対象|募集|区分|項目|種別|内容")
_KINDS = {
    "": "",
    "末": "",
    "実績": "",
    "決算": "",
    "計画": "planned",
    "目標": "target",
    "予定": "planned",
    "見込": "planned",
    "見込み": "planned",
}
_NAMED = re.compile(r"[^0-9\s。、]{1,12}")
_AROUND = " 　・|/:：()（）【】[]"
_LONGEST = 120
_NOTHING = re.compile(r"[\s　]{1,40}")
_SAME = ("unit_text", "counting", "time_basis", "scope", "as_of", "precision")


def read_columns(
    figures: Sequence[FigureReading], lines: Sequence[str], context: CellContext, words: ExtractionWords
) -> list[FigureReading]:
    """Figures of a cell, with those taken back that a row of years above them gives to another year, or that nothing tells apart.

    ``R3　R4`` and below it ``相談件数　245件　268件``: the first is of the year before. Two numbers of one unit and one label
    with nothing but blanks between them are never two results.
    """
    if context.fiscal_year is None or context.result_kind != "actual":
        return list(figures)
    made = list(figures)
    rows: dict[int, list[int]] = {}
    for number, figure in enumerate(figures):
        if figure.cls in ("quantity", "bare") and figure.value is not None:
            rows.setdefault(figure.line, []).append(number)
    heads: list[str] = []
    column: list[int] = []
    for number, line in enumerate(lines):
        found = _heads(line, context.fiscal_year, words)
        if found or not line.strip():
            heads, column = found, []
        row = rows.get(number, [])
        if found or not row:
            continue
        if len(row) == len(heads) and _are_apart(made, row, line) and _are_alike(made, row, heads):
            _assign(made, row, heads)
            _add_up(made, row, heads, column)
        else:
            heads, column = [], []
            _take_back(made, row, line)
    return made


def _heads(line: str, own: int, words: ExtractionWords) -> list[str]:
    """What each word of a row of heads says: ``other-year``, ``planned``, ``target``, ``change``, or nothing for the own year.

    Empty for a line that is none: at least two heads, one of them a year or a word for one, and no more than a name before them.
    """
    if len(line) > _LONGEST:
        return []
    text = fold(line).text
    found = [word for match in _WORD.finditer(text) if (word := match[0].strip(_AROUND))] if _HAS_YEAR.search(text) else []
    if len(found) < 2:
        return []
    said: list[str] = []
    for number, word in enumerate(found):
        code = _code(word, own, words)
        if code is not None:
            said.append(code)
        elif number or len(found) < 3 or not _NAMED.fullmatch(word):
            return []
    is_year = any(_YEAR.fullmatch(word) or "年" in word for word in found[len(found) - len(said) :])
    return said if len(said) > 1 and is_year else []


def _code(word: str, own: int, words: ExtractionWords) -> str | None:
    if _OWN.fullmatch(word):
        return ""
    if _BEFORE.fullmatch(word) or _CHANGE.fullmatch(word):
        return "other-year" if _BEFORE.fullmatch(word) else "change"
    if _NAMES_ROWS.fullmatch(word) is None and words.intents.get(word) in ("planned", "target", "capacity", "other-year"):
        return words.intents[word]
    year = _YEAR.fullmatch(word)
    if year is None or year["kind"].strip("()") not in _KINDS:
        return None
    body = year["year"]
    moment = next(iter(find_moments(body if "年" in body else f"{body}年度", own)), None)
    if moment is None or moment.precision not in ("fiscal_year", "year"):
        return None
    is_later = stands_for(moment, own)
    if is_later is not None:
        return "planned" if is_later else "other-year"
    return _KINDS[year["kind"].strip("()")]


def _are_apart(made: Sequence[FigureReading], row: Sequence[int], line: str) -> bool:
    """Whether nothing but blanks or bars stands between the numbers of a line."""
    gaps = [line[made[one].end : made[other].start] for one, other in itertools.pairwise(row)]
    return all(not gap.strip(" 　|/｜／・△▲-−+＋") and gap for gap in gaps)


def _are_alike(made: Sequence[FigureReading], row: Sequence[int], heads: Sequence[str]) -> bool:
    """Whether the numbers are of one unit; that of a change may be another (％)."""
    return len({made[number].unit_text for number, head in zip(row, heads, strict=True) if head != "change"}) == 1


def _assign(made: list[FigureReading], row: Sequence[int], heads: Sequence[str]) -> None:
    """Give each number what stands over it; a row of a month is none of the year's in any column."""
    for number, code in zip(row, heads, strict=True):
        figure = made[number]
        if code and figure.use == "observation" and figure.pattern not in NOT_A_RESULT:
            pattern = figure.pattern if code == "change" else code
            made[number] = figure._replace(use="detail", pattern=pattern)
        elif made[row[0]].is_of_month:
            made[number] = figure._replace(is_of_month=True)


def _add_up(made: list[FigureReading], row: Sequence[int], heads: Sequence[str], column: list[int]) -> None:
    """合計　32人　37人 below the rows of a small table: the numbers of its column are its parts where they add up to it."""
    own = next((number for number, head in zip(row, heads, strict=True) if not head), None)
    if own is None or made[own].use != "observation":
        return
    parts = [number for number in column if made[number].unit_text == made[own].unit_text]
    added = sum((made[number].value or Decimal(0) for number in parts), Decimal(0))
    if len(parts) > 1 and added == made[own].value and made[row[0]].scope == "total":
        made[own] = made[own]._replace(scope="total")
        for part in parts:
            made[part] = made[part]._replace(parent=own, relation="part_of", scope="part", use="detail")
        column.clear()
    column.append(own)


def _take_back(made: list[FigureReading], row: Sequence[int], line: str) -> None:
    """相談件数　245件　268件 without a word for either: neither is a result."""
    doubtful: set[int] = set()
    for one, other in itertools.pairwise(row):
        first, second = made[one], made[other]
        is_same = first.use == second.use == "observation" and (first.label == second.label or second.label is None)
        is_same = is_same and all(getattr(first, name) == getattr(second, name) for name in _SAME)
        if is_same and _NOTHING.fullmatch(line[first.end : second.start]):
            doubtful |= {one, other}
    for number in doubtful:
        figure = made[number]
        made[number] = figure._replace(use="detail", flags=(*figure.flags, Flag("numbers-unparted", {"quote": figure.quote})))
