"""Rows of a table that are neither measure nor heading: notes, sources, units, and sentences that say what a heading is for."""

from __future__ import annotations

import re

from bouhan_opendata.japanese.folding import fold, folded_word, join_lines
from bouhan_opendata.model import Model
from bouhan_opendata.reading.headings import numbered, plain

_MARKED = re.compile(r"^[※＊]|^\*(?!\*)")
_LABEL = re.compile(r"^[(\[【〔]?(?P<label>[^\W\d_]{1,4})[0-9]{0,2}[)\]】〕]?[:.、 ]*")
_ENCLOSED = re.compile(r"^[(（][^()（）]{1,60}[)）]$")


def is_note(text: str, model: Model) -> bool:
    """Whether a row's only text is a note to the table: ※ …, 注1 …, 資料：…, （単位：件）.

    >>> from bouhan_opendata.model import load_model
    >>> is_note("（注）評価は担当課による。", load_model()), is_note("注意を促す活動", load_model())
    (True, False)
    """
    words = plain(join_lines(text.split("\n")))
    if _MARKED.match(words):
        return True
    if numbered(words):
        return False
    folded = fold(words).text
    match = _LABEL.match(folded)
    if match is not None and match.end() < len(folded):
        labels = {folded_word(word.text) for word in model.words["layout_words"] if word.meaning == "note"}
        if match.end() > match.end("label") and folded_word(match["label"]) in labels:
            return True
    return _ENCLOSED.match(words) is not None


def is_sentence(text: str) -> bool:
    """Whether a row's only text says something instead of naming it, and is not marked as a heading."""
    lines = [line for line in text.split("\n") if line.strip()]
    return bool(lines) and lines[-1].rstrip(" 　*_").endswith("。") and not all(plain(line) != line.strip() for line in lines)
