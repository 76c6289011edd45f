"""Where a label ends: without the particles, marks and words that lead up to its number."""

from __future__ import annotations

import re
import string

from bouhan_opendata.japanese.folding import SPACES

_TRIM_END = f"{SPACES}をはがのにで:=、,・とも(（※."
_TAIL_WORDS = re.compile(
    r"(?:(?:^|(?<=[\s(（]))[A-Z]\s{0,40}=?|平均|年間|毎年|月額|年額|日額|合計|総計|合わせて"
    r"|[がはも]?、?(?:対)?(?:前|昨)年度?(?:の?同期)?(?:比|より|から|対比|に比べ)?で?|については|に関しては)$"
)
_TAIL_ENDS = frozenset(f"{string.ascii_uppercase}{SPACES}=均間年額計て度期比りらべでは")
"""What any of them ends in."""
_UNTIL_OR_EVERY = re.compile(r"(?:[^\s、。]{0,20}(?:まで|ごと))(?:の|に|は|で)?\s{0,40}$")
"""正午まで, 学期ごとに: when, and not what."""


def trim_end(piece: str) -> str:
    """Without the particles and marks that lead up to the number; 子ども keeps its も."""
    if "まで" in piece or "ごと" in piece:
        piece = _UNTIL_OR_EVERY.sub("", piece)
    trimmed = _without_tail(piece)
    shorter = trimmed if trimmed == piece else _without_tail(trimmed) or trimmed
    if piece.startswith("もの", len(shorter)):
        return f"{shorter}もの"
    return f"{shorter}も" if shorter.endswith("子ど") else shorter


def _without_tail(piece: str) -> str:
    """Without one word that leads up to the number, and the particles and marks before it."""
    if piece[-1:] in _TAIL_ENDS:
        piece = _TAIL_WORDS.sub("", piece)
    return piece.rstrip(_TRIM_END)
