"""Whether the cells over the columns head them, or are contents in which the same words stand."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bouhan_opendata.japanese.folding import fold, folded_word
from bouhan_opendata.japanese.moments import find_moments
from bouhan_opendata.model import Model
from bouhan_opendata.reading.grid import Cell
from bouhan_opendata.reading.headers import Column, Role
from bouhan_opendata.reading.titles import is_department

_ASIDE = re.compile(r"(?m)[(（][^()（）]{0,80}[)）]|^[※*＊][^\n]{0,200}$")
_ENCLOSED = re.compile(r"【([^【】]{1,40})】")
_SAYS_MORE = re.compile(r"(?m)^[・･]|。|[0-9](?:回|人|件|名|台|か所|箇所|校|枚|部)")
_LONGEST = 80


def heads_columns(
    columns: Sequence[Column], header: Sequence[Sequence[Cell]], model: Model, last: Sequence[Column] | None
) -> bool:
    """Whether these rows head the measures and the results and are no row of a measure.

    A cell with a bullet, a sentence, a quantity or a department in 【】 is contents. ``last`` are the columns of a table that
    these rows may go on with: then a header says the words of that table again, or words that are nothing but a header's.
    """
    for column in columns:
        own = [row[column.column_no - 1].text for row in header] if column.role in (Role.MEASURE, Role.RESULT) else []
        if any(_is_contents(text, model) for text in own):
            return False
    return last is None or _says_nothing_else(columns, model, last)


def _is_contents(text: str, model: Model) -> bool:
    folded = fold(text).text
    said = _ASIDE.sub("", folded)
    roles = {folded_word(word.text) for word in model.words["header_roles"]}
    names = (name for name in _ENCLOSED.findall(folded) if folded_word(name) not in roles)
    return len(said) > _LONGEST or _SAYS_MORE.search(said) is not None or any(is_department(name, model) for name in names)


def _says_nothing_else(columns: Sequence[Column], model: Model, last: Sequence[Column]) -> bool:
    """A measure's column or a year's with nothing but such words, or two columns of any kind: 関係課 alone is contents too."""
    words = {folded_word(word.text) for word in model.words["header_roles"]}
    above = {folded_word(column.header) for column in last if column.header}
    plain = [column for column in columns if _said(column) in words | above]
    return len(plain) > 1 or any(
        column.role is Role.MEASURE or folded_word(column.header) in above or (column.role is Role.RESULT and column.is_own_year)
        for column in plain
    )


def _said(column: Column) -> str:
    """The words of a header without its year and what stands in brackets: 実績 of 令和5年度の実績（件）."""
    folded = _ASIDE.sub("", folded_word(column.header))
    for moment in reversed(find_moments(folded)):
        if "から" in folded[moment.start : moment.end]:
            return folded
        folded = folded[: moment.start] + folded[moment.end :]
    folded = folded.removeprefix("の")
    return folded or ("実績" if column.is_own_year else "")
