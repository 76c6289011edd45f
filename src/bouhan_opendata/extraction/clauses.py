"""Where the clause before a number begins, and what its object is."""

from __future__ import annotations

import re

from bouhan_opendata.extraction.claims import LineClaims

_STOP = "。、,;／/×→"
OPENING, CLOSING = "(「『【〔[", ")」』】〕]"
_MARKS = frozenset(_STOP + OPENING + CLOSING)
_OWNED = ("quantity", "moment", "back_reference", "bullet")
_NO_OBJECT = re.compile(
    r"を(?:テーマ|対象|目的|図柄|中心|活用|用い|通じ|通し|含|もと|検討|希望|有|装備|経由|利用|使用|基に|踏まえ|受け|超)"
)
_LONGEST = 160
"""Characters that a label and what leads up to it may take; what lies farther back is not looked at."""


def last_object(text: str, start: int, end: int) -> int | None:
    """Where the last を that marks an object stands, outside brackets; をテーマとした and を通じて mark none."""
    depth = 0
    if text.find("を", start, end) < 0:
        return None
    for position in range(end - 1, start - 1, -1):
        char = text[position]
        depth += (char in CLOSING) - (char in OPENING)
        if char == "を" and depth == 0 and not _NO_OBJECT.match(text, position):
            return position
    return None


def clause_start(line: LineClaims, end: int) -> int:
    """Where the clause that ends here begins: behind a separator, an unclosed bracket, or another number."""
    text, first = line.folded.text, max(line.first, end - _LONGEST)
    depth = 0
    for position in range(end - 1, first - 1, -1):
        char, owner = text[position], line.owners[position]
        if owner is None and char not in _MARKS:
            continue
        if owner == "bullet":
            return position + 1
        if char in CLOSING:
            depth += 1
        elif char in OPENING:
            if depth == 0:
                return position + 1
            depth -= 1
        elif depth == 0 and (char in _STOP or owner in _OWNED):
            return position + 1
    return first
