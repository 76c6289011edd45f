"""Whether a table without a header of its own goes on with the columns of the one before, or is a table of other things."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bouhan_opendata.japanese.folding import fold, folded_word
from bouhan_opendata.japanese.moments import find_moments
from bouhan_opendata.model import Model
from bouhan_opendata.reading.grid import Cell, Grid
from bouhan_opendata.reading.headers import Column, Role, header_year

_TOLD = re.compile(r"(?m)^[・･○●◎◇◆■□]|。|【[^【】]{1,40}】|\S{2,40}\s{1,4}(?:延べ|計|約)?[0-9]")
_LONE = re.compile(r"[△▲-]?[0-9][0-9,.]{0,14}[^0-9\s]{0,4}")
_PARTS = re.compile(r"[\s、,/・()（）]+")
_SHORT = 12


def goes_on(grid: Grid, last: Sequence[Column], model: Model, *, is_parted: bool) -> bool:
    """Whether the rows are such as the columns of the table before would hold; ``is_parted``: a line stands between the two.

    A column of departments must hold departments, from its first row on. Without one, results tell something (bullets,
    【課】, sentences), or nothing stands between the tables. A first row that heads a column of mere numbers or years is no
    row of measures.
    """
    if not grid.rows or len(grid.rows[0]) != len(last):
        return False
    results = [c.column_no - 1 for c in last if c.role is Role.RESULT]
    if _heads_others(grid, results, model) or _names_columns(grid, last, model):
        return False
    sections = [cell.text for c in last if c.role is Role.DEPARTMENT for cell in _column(grid, c.column_no - 1)]
    if sections:
        fitting = [_is_like_department(text, model) for text in sections]
        return fitting[0] and 2 * sum(fitting) >= len(fitting)
    texts = [cell.text for n in results for cell in _column(grid, n)]
    told = sum(_TOLD.search(fold(text).text) is not None for text in texts)
    return bool(texts) and (not is_parted or 2 * told >= len(texts))


def _column(grid: Grid, number: int) -> list[Cell]:
    return [row[number] for row in grid.rows if row[number].text.strip()]


def _heads_others(grid: Grid, results: Sequence[int], model: Model) -> bool:
    """A first row of mere years, or of short words over mere numbers: it heads a table of something else."""
    first = [grid.rows[0][n].text.strip() for n in results if grid.rows[0][n].text.strip()]
    rest = [row[n].text.strip() for row in grid.rows[1:] for n in results if row[n].text.strip()]
    if first and all(_is_year(text, model) for text in first):
        return True
    words = [text for text in first if len(text) <= _SHORT and not re.search(r"[0-9]", fold(text).text)]
    return bool(rest) and bool(first) and len(words) == len(first) and all(_LONE.fullmatch(fold(text).text) for text in rest)


def _names_columns(grid: Grid, last: Sequence[Column], model: Model) -> bool:
    """Whether the first row says 施策名 or 事業名 where the measure would stand: a header, of whatever it is."""
    words = {folded_word(word.text) for word in model.words["header_roles"] if word.meaning in ("measure", "area", "number")}
    heads = (cell for c in last for cell in grid.rows[0][c.column_no - 1 : c.column_no] if c.role is Role.MEASURE)
    return any(folded_word(cell.text) in words for cell in heads)


def _is_year(text: str, model: Model) -> bool:
    """A year and at most a bracket or a word of years: 令和5年, R5末, 令和5年度（件）; not 令和5年度から実施."""
    words = {folded_word(word.text) for word in model.words["layout_words"] if word.meaning == "with_year"}
    folded = re.sub(r"\([^()]{0,20}\)", "", folded_word(text))
    for moment in reversed(find_moments(folded)):
        if "から" not in folded[moment.start : moment.end]:
            folded = folded[: moment.start] + folded[moment.end :]
    return header_year(folded_word(text)) is not None and (len(folded) < 2 or folded in words)


def _is_like_department(text: str, model: Model) -> bool:
    """Whether a cell names departments or bodies, or repeats the cell above."""
    endings = tuple(folded_word(word.text) for word in model.words["department_endings"])
    wholes = {folded_word(word.text) for word in model.words["department_kinds"]}
    wholes |= {folded_word(word.text) for word in model.words["item_status"] if word.meaning == "same_as_previous"}
    parts = [folded_word(part) for part in _PARTS.split(text) if part]
    return any(part.endswith(endings) or part in wholes for part in parts)
