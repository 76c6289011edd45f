"""What a question means: an id or an address, a number as people write it, or words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from bouhan_opendata.japanese.folding import fold
from bouhan_opendata.japanese.numerals import parse_kanji, parse_numeral
from bouhan_opendata.tracing.index import TRACED, Index
from bouhan_opendata.tracing.values import Asked, Row

Hit = tuple[str, Row]
"""The table and the row that answer a question."""
_ADDRESS = re.compile(r"(?:https?://\S*?/)?(?:[a-z-]+/)?([a-z]?[a-z0-9-]+)(?:#([A-Za-z0-9_./-]+))?")
_NUMBER = re.compile(r"[-−△▲]?[0-9][0-9,.]*[万億千]*[0-9,.万億千]*|[〇一二三四五六七八九十百千万億]+")
_NAMES = ("title", "title_en", "name", "name_en", "label", "label_en", "description", "purpose", "notation")
_NAMED = ("policy_areas", "measures", "departments", "indicators")


def hits(question: str, index: Index) -> tuple[Asked, list[Hit]]:
    """How the question is understood, and every row that answers it, each once, in the order of the tables.

    An id is tried first, then a number; what is neither, and a number that no figure states, is looked for as words.
    """
    text = question.strip()
    if found := list(_by_id(text, index)):
        return "id", found
    folded = _tight(text)
    value = number_of(folded)
    if value is not None and (found := list(_by_number(value, folded, index))):
        return "number", found
    return "words", list(_by_words(folded, index)) if folded else []


def number_of(folded: str) -> Decimal | None:
    """The value of a folded text that is nothing but a number: ``1,054``, ``1万2千``, ``三十``."""
    if not _NUMBER.fullmatch(folded):
        return None
    if folded[0] in "-−△▲":
        value = parse_numeral(folded[1:])
        return -value if value is not None else None
    return parse_numeral(folded) if folded[0].isdigit() else parse_kanji(folded)


def _tight(text: str) -> str:
    """Folded, without spaces, in one case: how texts are compared."""
    return "".join(fold(text).text.split()).casefold()


def _by_id(text: str, index: Index) -> Iterator[Hit]:
    match = _ADDRESS.fullmatch(text)
    if match is None:
        return
    wanted = match[2].rsplit("/", 1)[-1] if match[2] else match[1]
    for table in TRACED:
        if table != "fiscal_years" and (row := index.row(table, wanted)) is not None:
            yield table, row
            return


def _by_number(value: Decimal, folded: str, index: Index) -> Iterator[Hit]:
    for row in index.rows("figures"):
        stated = {row.get("value"), row.get("lower"), row.get("upper")}
        if value in stated or (row.get("value") is None and number_of(_tight(str(row["quote"]))) == value):
            yield "figures", row
    if "," not in folded and "." not in folded and (year := index.row("fiscal_years", folded)) is not None:
        yield "fiscal_years", year


def _by_words(folded: str, index: Index) -> Iterator[Hit]:
    for table in _NAMED:
        for row in index.rows(table):
            if any(folded in _tight(str(row[name])) for name in _NAMES if row.get(name)):
                yield table, row
    for row in index.rows("source_lines"):
        if folded in _tight(str(row.get("text") or "")):
            yield "source_lines", row
