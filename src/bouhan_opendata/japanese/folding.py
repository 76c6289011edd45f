"""A view of a text for matching, with a way back: published text itself is never rewritten."""

from __future__ import annotations

import bisect
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_OWN = {
    "〜": "~", "−": "-", "‐": "-", "‑": "-", "‒": "-", "–": "-", "⻘": "青", "⺠": "民", "⻑": "長", "⻄": "西", "⻩": "黄",
    "⾧": "長", "⻭": "歯", "⻲": "亀", "⻯": "竜", "⻤": "鬼", "⻆": "角", "⻝": "食",
}  # fmt: skip
"""What NFKC leaves alone and matching must not: wave dash, minus signs, radicals that stand for their characters."""


@dataclass(frozen=True, slots=True)
class Folded:
    """``text`` is the folded text; character ``n`` of it came from ``source[starts[n]:ends[n]]`` (code points)."""

    text: str
    source: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where folded characters ``start`` to ``end`` stand in the source."""
        if start >= end:
            at = self.starts[start] if start < len(self.starts) else len(self.source)
            return at, at
        return self.starts[start], self.ends[end - 1]

    def position(self, source_position: int) -> int:
        """The first folded character that came from ``source_position`` or behind it."""
        return bisect.bisect_left(self.starts, source_position)


def fold(source: str) -> Folded:
    """Fold widths and compatibility characters, cluster by cluster (a base with its combining marks).

    >>> fold("２０㎡").text
    '20m2'
    """
    chars: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    position = 0
    while position < len(source):
        end = position + 1
        kana = "ｦ" <= source[position] <= "ﾝ"
        while end < len(source) and (unicodedata.combining(source[end]) or (kana and source[end] in "ﾞﾟ")):
            end += 1
        cluster = source[position:end]
        folded = _OWN.get(cluster) or unicodedata.normalize("NFKC", cluster)
        for char in folded or cluster:
            chars.append(char)
            starts.append(position)
            ends.append(end)
        position = end
    return Folded("".join(chars), source, tuple(starts), tuple(ends))


@lru_cache(maxsize=8192)
def folded_word(text: str) -> str:
    """A word of a list folded, its spaces left out; remembered, since lists are asked for each cell."""
    return "".join(fold(text).text.split())


def is_japanese(char: str) -> bool:
    """Whether a character is written without spaces: kana, kanji, full-width signs and brackets."""
    return unicodedata.east_asian_width(char) in "WF" or char in "「」『』（）、。・"


def join_lines(lines: list[str]) -> str:
    """Lines as one text: no separator where either side is Japanese, else one space."""
    result = ""
    for line in (line.strip() for line in lines):
        if not line:
            continue
        gap = bool(result) and not is_japanese(result[-1]) and not is_japanese(line[0])
        result += (" " if gap else "") + line
    return result
