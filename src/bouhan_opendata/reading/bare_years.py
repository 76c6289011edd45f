"""What stands below columns of a year alone and is no result: amounts of a budget, shares of a survey, marks of a schedule."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bouhan_opendata.japanese.folding import fold
from bouhan_opendata.reading.grid import Cell
from bouhan_opendata.reading.headers import Column, Role

_NUMBER = r"(?:約|△|▲|-)?\s{0,3}[0-9][0-9,.]{0,18}"
_MONEY = re.compile(rf"{_NUMBER}\s{{0,3}}[十百千万億]{{0,3}}円")
_LONE = re.compile(_NUMBER)
_SHARE = re.compile(rf"{_NUMBER}\s{{0,3}}(?:%|パーセント|ポイント)")
_NOTHING = re.compile(r"[-－―ー—–*＊/／\s]{0,6}")
_ARROW = re.compile(r"[→⇒➡⟶⇨►▶>]|-{1,6}>")
_MARK = re.compile(r"[○●◎◯〇☆★■□◆◇→⇒➡⟶⇨►▶ー─━―\s-]{1,12}")
_SHORT = 10


def holds_other_matters(columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> bool:
    """Whether no header says that the years hold results and all cells below are amounts, shares, or marks of a schedule."""
    years = [column for column in columns if column.role is Role.RESULT]
    if any(column.is_worded or not column.is_own_year for column in years):
        return False
    cells = [(c, fold(row[c.column_no - 1].text).text.strip()) for row in rows if len(row) == len(columns) for c in years]
    said = [(column, text) for column, text in cells if text != column.header and not _NOTHING.fullmatch(text)]
    if not said:
        return False
    is_money = all(_MONEY.fullmatch(text) or (c.unit.endswith("円") and _LONE.fullmatch(text)) for c, text in said)
    texts = [text for _, text in said]
    return is_money or all(map(_SHARE.fullmatch, texts)) or _is_schedule(texts)


def _is_schedule(texts: Sequence[str]) -> bool:
    """Marks alone, or short words without a number among arrows: 検討 → 実施 →."""
    if all(map(_MARK.fullmatch, texts)):
        return True
    has_arrow = any(map(_ARROW.search, texts))
    return has_arrow and all(len(text) <= _SHORT and not re.search(r"[0-9]", text) for text in texts)
