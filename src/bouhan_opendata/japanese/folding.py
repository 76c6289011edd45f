"""A view of a text for matching, with a way back: published text itself is never rewritten."""

from __future__ import annotations

import bisect
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

_OWN = {
    "〜": "~", "−": "-", "‐": "-", "‑": "-", "‒": "-", "–": "-", "⻘": "青", "⺠": "民", "⻑": "長", "⻄": "西", "⻩": "黄",
    "⾧": "長", "⻭": "歯", "⻲": "亀", "⻯": "竜", "⻤": "鬼", "⻆": "角", "⻝": "食",
}  # fmt: skip
"""What NFKC leaves alone and matching must not: wave dash, minus signs, radicals that stand for their characters."""


_ONE_TO_ONE = {
    **{code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)},
    0x3000: 0x20,
    **{0x2460 + n: 0x31 + n for n in range(9)},
    **{ord(char): ord(folded) for char, folded in _OWN.items()},
}
"""Characters that fold to one other character, whatever stands beside them."""
SPACES = "".join(filter(str.isspace, map(chr, range(0x3001))))
"""What a pattern's ``\\s`` stands for."""
_SIMPLE = re.compile(
    "[ -~\n\u3001-\u3029\u3030-\u3035\u3041-\u3096\u30a0-\u30fe\u4e00-\u9fff\u2190-\u2193\u21d2\u25a0-\u25cf\u203b"
    f"{''.join(map(chr, _ONE_TO_ONE))}]*"
)
"""A text of characters that fold one by one, to one or to themselves: nearly every line."""


@dataclass(frozen=True, slots=True)
class Folded:
    """``text`` is the folded text; character ``n`` of it came from ``source[starts[n]:ends[n]]`` (code points).

    Where each character came from one, ``starts`` and ``ends`` are ranges.
    """

    text: str
    source: str
    starts: Sequence[int]
    ends: Sequence[int]

    @property
    def is_one_to_one(self) -> bool:
        """Whether character ``n`` of the text is character ``n`` of the source."""
        return isinstance(self.starts, range)

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
    return _folded_before(source) if len(source) <= _SHORT else _folded(source)


_SHORT = 200


@lru_cache(maxsize=256)
def _folded_before(source: str) -> Folded:
    """Lines are looked at several times on their way: a short one is folded once."""
    return _folded(source)


def _folded(source: str) -> Folded:
    if _SIMPLE.fullmatch(source):
        size = len(source)
        return Folded(source.translate(_ONE_TO_ONE), source, range(size), range(1, size + 1))
    return _fold_clusters(source)


def _fold_clusters(source: str) -> Folded:
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


@dataclass(frozen=True, slots=True)
class Joined:
    """Lines that go on with each other, folded as one text; blanks at the joints are left out of the view.

    ``folded.source`` is the lines end to end; ``offsets[n]`` is where line ``n`` begins in it, ``breaks[n]`` where it begins
    in the folded text.
    """

    folded: Folded
    offsets: tuple[int, ...]
    breaks: tuple[int, ...]

    def locate(self, start: int, end: int) -> tuple[int, int, int] | None:
        """(line, start, end) within that line of a span of the joined source; ``None`` for one that runs over a joint."""
        line = bisect.bisect_right(self.offsets, start) - 1
        if line + 1 < len(self.offsets) and end > self.offsets[line + 1]:
            return None
        return line, start - self.offsets[line], end - self.offsets[line]


def fold_joined(lines: Sequence[Folded]) -> Joined:
    """Folded lines as one.

    >>> fold_joined([fold("講座に1,024人が "), fold("　参加した。")]).folded.text
    '講座に1,024人が参加した。'
    """
    if len(lines) == 1:
        return Joined(lines[0], (0,), (0,))
    texts, starts, ends, offsets, breaks = [], [], [], [], []
    at = size = 0
    for number, line in enumerate(lines):
        first = 0 if number == 0 else len(line.text) - len(line.text.lstrip())
        last = len(line.text.rstrip()) if number + 1 < len(lines) else len(line.text)
        offsets.append(at)
        breaks.append(size)
        texts.append(line.text[first:last])
        starts += [start + at for start in line.starts[first:last]]
        ends += [end + at for end in line.ends[first:last]]
        at += len(line.source)
        size += max(last - first, 0)
    source = "".join(line.source for line in lines)
    return Joined(Folded("".join(texts), source, tuple(starts), tuple(ends)), tuple(offsets), tuple(breaks))


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
