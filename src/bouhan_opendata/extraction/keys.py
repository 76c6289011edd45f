"""Keys for matching over years: a label without trivia, a text without its numbers."""

from __future__ import annotations

import re

from bouhan_opendata.japanese.folding import fold
from bouhan_opendata.japanese.moments import find_moments
from bouhan_opendata.japanese.numerals import NUMERAL

_TRIVIA = re.compile(r"[\s「」『』()\[\]【】〔〕・,、。:;~\-]")
_NUMBER = re.compile(NUMERAL)


def normalised_label(label: str) -> str:
    """A label for the register: folded, without spaces, brackets and punctuation.

    >>> normalised_label("防犯ブザーの貸与（小中学校）")
    '防犯ブザーの貸与小中学校'
    """
    return _TRIVIA.sub("", fold(label).text)


def masked(text: str) -> str:
    """The text folded, with every date and number replaced by ``#``, so that only its words remain.

    >>> masked("7回（7、3月）") == masked("12回（7、11月）")
    True
    """
    folded = fold(text).text
    chars = list(folded)
    for moment in find_moments(folded):
        chars[moment.start : moment.end] = ["#"] + [""] * (moment.end - moment.start - 1)
    return re.sub(r"#(?:[~、,・#]#?)*", "#", _NUMBER.sub("#", "".join(chars)))
