"""Signs of symbol fonts (Symbol, Wingdings), whose characters mean something else than their code says."""

from __future__ import annotations

UNREAD = "〓"
"""Stands in the text for a sign that is not known."""

_SIGNS = {
    "symbol": {
        0x2D: "−",
        0x57: "Ω",
        0x61: "α",
        0x62: "β",
        0x67: "γ",
        0x6D: "μ",
        0xA3: "≤",
        0xA5: "∞",
        0xAC: "←",
        0xAD: "↑",
        0xAE: "→",
        0xAF: "↓",
        0xB0: "°",
        0xB1: "±",
        0xB3: "≥",
        0xB4: "×",
        0xB7: "・",
        0xB8: "÷",
        0xB9: "≠",
    },
    "wingdings": {
        0x28: "☎",
        0x2A: "✉",
        0x46: "☞",
        0x6C: "●",
        0x6D: "○",
        0x6E: "■",
        0x6F: "□",
        0x71: "□",
        0x72: "□",
        0x75: "◆",
        0x76: "❖",
        **{0x81 + n: chr(ord("①") + n) for n in range(10)},
        **{0x8C + n: chr(ord("❶") + n) for n in range(10)},
        0x9F: "・",
        0xA1: "○",
        0xA7: "■",
        0xA8: "□",
        0xAB: "★",
        0xD8: "➢",
        0xDF: "←",
        0xE0: "→",
        0xE1: "↑",
        0xE2: "↓",
        0xE8: "➔",
        0xF0: "⇨",
        0xFB: "✗",
        0xFC: "✓",
        0xFD: "☒",
        0xFE: "☑",
    },
    "wingdings 2": {
        0x50: "✓",
        0x52: "☑",
        0x53: "☒",
        **{0x6A + n: chr(ord("①") + n) for n in range(10)},
        **{0x75 + n: chr(ord("❶") + n) for n in range(10)},
        0xA3: "☐",
    },
}
_FONTS = ("symbol", "wingdings", "wingdings 2", "wingdings 3", "webdings")


def is_symbol_font(font: str) -> bool:
    """Whether a font's characters are signs of its own."""
    return font.strip().lower() in _FONTS


def sign(font: str, code: int) -> str | None:
    """The sign that a code shows in a symbol font, or ``None`` when it is not known.

    >>> sign("Wingdings", 0xF06C)
    '●'
    """
    return _SIGNS.get(font.strip().lower(), {}).get(code - 0xF000 if 0xF000 <= code <= 0xF0FF else code)
