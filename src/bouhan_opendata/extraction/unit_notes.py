"""Units that are written apart from their numbers: 12,345（千円）, 決算額（千円） 12,345, 単位：人 above a list of numbers."""

from __future__ import annotations

import re
from decimal import Decimal

from bouhan_opendata.extraction.words import ExtractionWords
from bouhan_opendata.japanese.folding import fold
from bouhan_opendata.japanese.numerals import parse_numeral

_SCALED = re.compile(r"(?P<scale>十|百|千|万|十万|百万|千万|億|十億)(?P<unit>.+)")
_BEHIND = re.compile(r"\s{0,3}\((?:単位[:・]?)?\s?(?P<unit>[^()0-9\s]{1,6})\)")
_BEFORE = re.compile(r"\((?:単位[:・]?)?\s?(?P<unit>[^()0-9\s]{1,6})\)[\s:は]{0,4}$")
_HEADS = r"(?:当初)?(?:目標|計画|予定|見込み?|予算|実績|決算|現状|結果)(?:値|数|額)?\s?:?\s?"
_HEADED = re.compile(
    rf"\((?:単位[:・]?)?\s?(?P<unit>[^()0-9\s]{{1,6}})\)[\s:]{{0,4}}(?:{_HEADS}[0-9,.]{{1,15}}[\s、/→]{{1,3}}){{0,3}}{_HEADS}$"
)
"""利用者数（人） 目標160,000 実績148,306: the unit of a label holds for what was planned and what came of it."""
_SAID = re.compile(r"単位[:・]\s?(?P<unit>[^()、。:0-9\s]{1,6})")
_NOTE = re.compile(r"\s{0,40}[(\[【〔<※]?\s?単位\s?[:・は]\s?(?P<unit>[^()\[\]【】〔〕<>、。:0-9\s]{1,6})[)\]】〕>]?\s{0,40}")
_CLOSES = re.compile(r"\s{0,40}(?:$|[\s、,。/(（)])")
_NO_UNIT = frozenset("日月火水木金土市区社課局会国県町村部財学有株")
"""What a bracket says else: a day of the week, who pays, a form of company."""


def column_unit(written: str, words: ExtractionWords) -> tuple[Decimal, str, str | None] | None:
    """(scale, unit as written, unit id) of a unit that a column or a note names: 千円 is 1,000 円."""
    if not written:
        return None
    folded = fold(written).text
    if folded in words.units:
        return Decimal(1), written, words.units[folded]
    scaled = _SCALED.fullmatch(folded)
    if scaled and scaled["unit"] in words.units and (scale := parse_numeral(f"1{scaled['scale']}")) is not None:
        return scale, scaled["unit"], words.units[scaled["unit"]]
    return Decimal(1), written, None


def is_unit(written: str, words: ExtractionWords) -> bool:
    """Whether a text is a known unit, scaled or not."""
    said = column_unit(written, words)
    return said is not None and said[2] is not None


def unit_beside(text: str, first: int, start: int, end: int, words: ExtractionWords) -> str:
    """The unit of a number without a counter that a bracket beside it names, or 単位：… before it; else nothing."""
    behind = _BEHIND.match(text, end)
    if behind is not None:
        unit = behind["unit"]
        return unit if unit not in _NO_UNIT and is_unit(unit, words) and _CLOSES.match(text, behind.end()) else ""
    if _CLOSES.match(text, end) is None:
        return ""
    before = _BEFORE.search(text, max(first, start - 20), start)
    if before is not None and is_unit(before["unit"], words):
        is_count = text.endswith("数", 0, before.start())  # 発行部数（部）, 開館日数（日）
        return before["unit"] if is_count or before["unit"] not in _NO_UNIT else ""
    headed = _HEADED.search(text, max(first, start - 60), start)
    if headed is not None and headed["unit"] not in _NO_UNIT | {"分"} and is_unit(headed["unit"], words):
        return headed["unit"]
    said = [match["unit"] for match in _SAID.finditer(text, first, start)]
    return said[-1] if said and is_unit(said[-1], words) else ""


def unit_of_note(text: str, words: ExtractionWords) -> str:
    """The unit that a folded line is a note of: 単位：人, （単位：千円）; else nothing."""
    note = _NOTE.fullmatch(text) if "単位" in text else None
    return note["unit"] if note is not None and is_unit(note["unit"], words) else ""


def may_take(text: str, end: int) -> bool:
    """Whether nothing that could be a counter stands behind a number."""
    return _CLOSES.match(text, end) is not None


_AROUND = re.compile(
    r"^\s{0,3}\(?単位[:・][^()、。:0-9\s]{1,6}\)?[\s:]{0,4}|\s{0,3}\((?:単位[:・]?)?\s?[^()0-9\s]{1,6}\)\s{0,4}$"
)


def without_note(text: str, start: int, end: int, words: ExtractionWords) -> tuple[int, int]:
    """A label's place without the note of a unit before or behind it: 決算額（千円）."""
    for match in list(_AROUND.finditer(text[start:end])):
        unit = match[0].strip(" ():").removeprefix("単位").strip(" :・")
        if is_unit(unit, words) and match.end() - match.start() < end - start:
            start, end = (start + match.end(), end) if not match.start() else (start, start + match.start())
            break
    return start, end
