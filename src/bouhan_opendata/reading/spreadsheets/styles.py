"""The styles of an xlsx workbook, as far as a person sees them: number formats, lines, strike-through, white on white."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar
from xml.etree import ElementTree

BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 5: "¥#,##0;¥-#,##0", 6: "¥#,##0;¥-#,##0",
    7: "¥#,##0.00;¥-#,##0.00", 8: "¥#,##0.00;¥-#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?", 13: "# ??/??",
    14: "yyyy/m/d", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm",
    21: "h:mm:ss", 22: "yyyy/m/d h:mm", 27: "[$-411]ge.m.d", 28: '[$-411]ggge"年"m"月"d"日"', 29: '[$-411]ggge"年"m"月"d"日"',
    30: "m/d/yy", 31: 'yyyy"年"m"月"d"日"', 32: 'h"時"mm"分"', 33: 'h"時"mm"分"ss"秒"', 34: 'yyyy"年"m"月"', 35: 'm"月"d"日"',
    36: "[$-411]ge.m.d", 37: "#,##0;-#,##0", 38: "#,##0;-#,##0", 39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00",
    41: "#,##0;-#,##0;-", 42: "¥#,##0;-¥#,##0;¥-", 43: "#,##0.00;-#,##0.00;-", 44: "¥#,##0.00;-¥#,##0.00;¥-", 45: "mm:ss",
    46: "[h]:mm:ss", 47: "mm:ss", 48: "##0.0E+0", 49: "@", 50: "[$-411]ge.m.d", 51: '[$-411]ggge"年"m"月"d"日"',
    52: 'yyyy"年"m"月"', 53: 'm"月"d"日"', 54: '[$-411]ggge"年"m"月"d"日"', 55: 'yyyy"年"m"月"', 56: 'm"月"d"日"',
    57: "[$-411]ge.m.d", 58: '[$-411]ggge"年"m"月"d"日"',
}  # fmt: skip
"""The formats that a workbook names by number alone, as a Japanese Excel shows them (ECMA-376 part 1, 18.8.30)."""

_T = TypeVar("_T")
_SIDES = ("left", "right", "top", "bottom", "start", "end")
_FALSE = ("0", "false")


@dataclass(frozen=True, slots=True)
class Style:
    """One cell format: the code of its numbers, and what else a person sees of it."""

    code: str = "General"
    is_boxed: bool = False
    is_struck: bool = False
    is_invisible: bool = False
    edges: int = 0
    """Which of its lines part it from the rows around: 1 above, 2 below, 3 both."""


PLAIN = Style()


def read_styles(data: bytes | None) -> list[Style]:
    """The cell formats of ``styles.xml`` in their order; none without it."""
    if data is None:
        return []
    root = ElementTree.fromstring(data)
    codes = dict(BUILT_IN)
    for found in root.iterfind("{*}numFmts/{*}numFmt"):
        codes[int(found.get("numFmtId", "0"))] = found.get("formatCode", "General")
    fonts = [(_is_struck(font), _is_white(font.find("{*}color"))) for font in root.iterfind("{*}fonts/{*}font")]
    blank = [_is_blank(fill) for fill in root.iterfind("{*}fills/{*}fill")]
    boxed = [(_has_line(border, _SIDES), _edges(border)) for border in root.iterfind("{*}borders/{*}border")]
    styles = []
    for xf in root.iterfind("{*}cellXfs/{*}xf"):
        is_struck, is_white = _at(fonts, xf.get("fontId"), (False, False))
        is_boxed, edges = _at(boxed, xf.get("borderId"), (False, 0))
        styles.append(
            Style(
                codes.get(int(xf.get("numFmtId", "0")), "General"),
                is_boxed,
                is_struck,
                is_white and _at(blank, xf.get("fillId"), True),
                edges,
            )
        )
    return styles


def _at(values: Sequence[_T], number: str | None, otherwise: _T) -> _T:
    index = int(number or 0)
    return values[index] if 0 <= index < len(values) else otherwise


def _is_struck(font: ElementTree.Element) -> bool:
    strike = font.find("{*}strike")
    return strike is not None and strike.get("val", "1") not in _FALSE


def _is_white(colour: ElementTree.Element | None) -> bool:
    if colour is None or float(colour.get("tint", "0")):
        return False
    return colour.get("theme") == "0" or colour.get("indexed") in ("1", "9") or colour.get("rgb", "")[-6:].upper() == "FFFFFF"


def _is_blank(fill: ElementTree.Element) -> bool:
    """Whether a fill leaves the paper white. A gradient does not."""
    pattern = fill.find("{*}patternFill")
    if pattern is None:
        return len(fill) == 0
    kind = pattern.get("patternType", "none")
    return kind == "none" or (kind == "solid" and _is_white(pattern.find("{*}fgColor")))


def _edges(border: ElementTree.Element) -> int:
    return _has_line(border, ("top",)) + 2 * _has_line(border, ("bottom",))


def _has_line(border: ElementTree.Element, names: Sequence[str]) -> bool:
    sides = (border.find(f"{{*}}{name}") for name in names)
    return any(side is not None and side.get("style", "none") != "none" for side in sides)
