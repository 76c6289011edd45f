"""Characters and words that the rules speak of: ditto marks, characters of one platform, eras, symbols that stand alone."""

from __future__ import annotations

import re
import unicodedata

DITTO = re.compile(r"[〃々仝″]|同上|同左|同右|同じ|同様|上に同じ|左に同じ")
"""A cell that only says that another one is meant."""
SYMBOL = re.compile(r"[\-‐‑–—―－ー−○◯●◎△▲▽▼×✕☆★※*＊]+")
"""A cell of signs whose meaning the table does not say."""
SPACED = re.compile(r"(?:^|\s)(?:[ぁ-んァ-ヶ一-龠々][ \u3000]+){2,}[ぁ-んァ-ヶ一-龠々](?:\s|$)|\S[ \u3000]{2,}\S")
"""参 加 者 数: spaces that only make a word wider."""
NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?|-?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?")
DIGIT = re.compile(r"[0-9０-９]")
ERA = re.compile(r"令和|平成|昭和|大正|明治|(?<![A-Za-z])[RHSTMＲＨＳ]\.?\s?[0-9０-９元]")
WESTERN = re.compile(r"(?:19|20|１９|２０)[0-9０-９]{2}")
FORMULA = re.compile(r"[=+@]|-(?![0-9.])")


def platform_characters(text: str) -> list[str]:
    """What is drawn differently, or not at all, elsewhere: circled numbers, ㈱, ㍻, Ⅳ, private characters; names aside."""
    return [char for char in text if not char.isascii() and _is_of_platform(char)]


def _is_of_platform(char: str) -> bool:
    if unicodedata.category(char) == "Co":
        return True
    return "①" <= char <= "⑳" or "Ⅰ" <= char <= "ⅿ" or "㈀" <= char <= "㏿" or char in "№℡∑∟⊿∮"
