"""What a person sees of a spreadsheet's number: its format code applied (ECMA-376 part 1, 18.8.31), with Japanese dates.

Knows nothing of files or sheets. Where a code goes beyond what cities use, the plain number is shown.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from functools import lru_cache

from bouhan_opendata.reading.spreadsheets.date_formats import shown_moment

LONGEST_CODE = 255
_TOKENS = re.compile(
    r'"(?P<quoted>[^"]{0,255})"|\\(?P<escaped>.)|_(?P<pad>.)|\*(?P<fill>.)'
    r"|\[(?P<bracket>[^\]]{0,80})\]|(?P<general>General|G/標準)|(?P<noon>AM/PM|A/P|am/pm|午前/午後)"
    r"|(?P<exponent>E[+-])|(?P<date>[yY]{1,4}|[mM]{1,5}|[dD]{1,4}|[hH]{1,2}|[sS]{1,2}|g{1,3}|e{1,2}|a{3,4}|r{1,2})"
    r"|(?P<digit>[0#?])|(?P<point>\.)|(?P<comma>,)|(?P<percent>[%％])|(?P<text>@)|(?P<other>.)",
    re.DOTALL,
)
_WIDTH = 10
_DIGITS = 1_000
_SMALL = Decimal("0.0001")
_PLAIN = re.compile(r"x{0,99}(?P<digits>(?P<grouped>#,##0)|#{0,9}0|#)x{0,99}")
_CONDITION = re.compile(r"(<=|>=|<>|<|>|=)(-?[0-9.]{1,20})")
_ELAPSED = re.compile(r"h{1,2}|m{1,2}|s{1,2}", re.IGNORECASE)
_CURRENCY = re.compile(r"\$([^-]{0,20})(?:-(.{0,60}))?")

Token = tuple[str, str]
"""Kind and text: literal, digit, point, comma, percent, exponent, text, general, date, elapsed, noon, gannen."""


@dataclass(frozen=True, slots=True)
class Shown:
    """The text of a number as shown and the words that its format adds behind it."""

    text: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a format code: its tokens and the condition under which it is used."""

    tokens: tuple[Token, ...]
    condition: tuple[str, float] | None = None
    plan: tuple[str, str, str, str] | None = None
    """For whole numbers of one or more, where the code is as plain as most: words before, grouping, words behind, unit."""

    @property
    def is_date(self) -> bool:
        """Whether it shows a day or a time."""
        return any(kind in ("date", "elapsed", "noon") for kind, _ in self.tokens)


def shown_number(value: float, code: str, *, from_1904: bool = False) -> Shown:
    """A number in its format.

    >>> shown_number(1579, '#,##0"件"'), shown_number(-3, "0;▲0").text, shown_number(0.456, "0.0%").text
    (Shown(text='1,579件', unit='件'), '▲3', '45.6%')
    >>> shown_number(43586, '[$-ja-JP-x-gannen]ggge"年"m"月"d"日"').text, shown_number(0.1 + 0.2, "General").text
    ('令和元年5月1日', '0.3')
    """
    sections = parse(code)
    section, value = _chosen(sections, value)
    if value >= 1 and value % 1 == 0 and section is not None and section.plan is not None:
        before, grouped, behind, unit = section.plan
        return Shown(f"{before}{int(value):{grouped}}{behind}".strip(), unit)
    if section is None:
        return Shown(plain_number(value))
    if section.is_date:
        moment = shown_moment(value, section.tokens, from_1904=from_1904)
        return Shown(plain_number(value) if moment is None else moment.strip())
    sign = "-" if value < 0 else ""
    text, unit = _filled(abs(value), section.tokens)
    if sign and not any(char in "123456789" for char in text):
        sign = ""
    return Shown((sign + text).strip(), unit)


def shown_text(value: str, code: str) -> Shown:
    """A text in its format: where the code has a part for texts (``@"課"``), in that part's words."""
    sections = parse(code)
    holders = [s for s in sections[:1] if len(sections) == 1] + list(sections[3:4])
    section = next((s for s in holders if any(kind == "text" for kind, _ in s.tokens)), None)
    if section is None:
        return Shown("" if len(sections) > 3 and not sections[3].tokens else value)
    unit = "".join(text for kind, text in section.tokens[_last(section.tokens, ("text",)) + 1 :] if kind == "literal")
    return Shown("".join(value if kind == "text" else text for kind, text in section.tokens), unit.strip())


def plain_number(value: float) -> str:
    """A number as ``General`` shows it in a wide cell, never with an exponent: 1234.0 is 1234, 0.1 + 0.2 is 0.3."""
    number = Decimal(format(value, ".15g"))
    if number != number.to_integral_value() and abs(number) >= _SMALL:
        places = max(0, _WIDTH - len(str(abs(int(number)))))
        number = _rounded(number, places)
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _rounded(number: Decimal, places: int) -> Decimal:
    """Halves away from zero, as spreadsheets round; no number has too many digits for that."""
    return number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP, context=Context(prec=_DIGITS))


@lru_cache(maxsize=1024)
def parse(code: str) -> tuple[Section, ...]:
    """The parts of a format code. One that is too long to be one is ``General``."""
    if len(code) > LONGEST_CODE:
        code = "General"
    sections: list[Section] = []
    tokens: list[Token] = []
    condition: tuple[str, float] | None = None
    for match in _TOKENS.finditer(code):
        kind, text = match.lastgroup or "other", match[match.lastgroup or 0]
        if kind == "other" and text == ";":
            sections.append(_section(tokens, condition))
            tokens, condition = [], None
        elif kind == "bracket":
            condition = _bracket(text, tokens) or condition
        elif kind in ("quoted", "escaped", "other"):
            tokens.append(("literal", text))
        elif kind == "percent":
            tokens.append(("percent", text))
        elif kind == "date" and any(k in ("digit", "general") for k, _ in tokens) and not _has_date(tokens):
            tokens.append(("literal", text))
        elif kind not in ("pad", "fill"):
            tokens.append((kind, text))
    sections.append(_section(tokens, condition))
    return tuple(sections)


def _section(tokens: list[Token], condition: tuple[str, float] | None) -> Section:
    """A part of a code; one of plain digits between words comes with its plan."""
    section = Section(tuple(tokens), condition)
    match = _PLAIN.fullmatch("".join(text[0] if kind in ("digit", "comma") else "x" for kind, text in tokens))
    if match is None or any(kind not in ("digit", "comma", "literal") for kind, _ in tokens):
        return section
    start, end = match.span("digits")
    before, behind = ("".join(text for _, text in part) for part in (tokens[:start], tokens[end:]))
    return replace(section, plan=(before, "," if match["grouped"] else "", behind, _unit(section.tokens, end - 1)))


def _has_date(tokens: Sequence[Token]) -> bool:
    return any(kind in ("date", "elapsed") for kind, _ in tokens)


def _bracket(text: str, tokens: list[Token]) -> tuple[str, float] | None:
    """What a bracket says: a condition (given back), a currency, a time beyond 24 hours; colours say nothing."""
    if match := _CONDITION.fullmatch(text):
        return match[1], float(match[2]) if match[2].replace("-", "").replace(".", "", 1).isdigit() else 0.0
    if match := _CURRENCY.fullmatch(text):
        if match[1]:
            tokens.append(("literal", match[1]))
        if match[2] and "gannen" in match[2]:
            tokens.append(("gannen", ""))
    elif _ELAPSED.fullmatch(text):
        tokens.append(("elapsed", text.lower()))
    return None


def _chosen(sections: tuple[Section, ...], value: float) -> tuple[Section | None, float]:
    """The part for a value, and the value without its sign where the part speaks for negative numbers alone."""
    numeric = sections[:3]
    if any(section.condition for section in numeric):
        for section in numeric:
            if section.condition is None:
                return section, value
            if _holds(section.condition, value):
                operator, limit = section.condition
                is_negative = operator in ("<", "<=") and limit <= 0
                return section, abs(value) if is_negative else value
        return None, value
    if len(numeric) == 1 and any(kind == "text" for kind, _ in numeric[0].tokens):
        return numeric[0], value
    if value < 0 and len(numeric) > 1:
        return numeric[1], -value
    if value == 0 and len(numeric) > 2:
        return numeric[2], value
    return numeric[0], value


def _holds(condition: tuple[str, float], value: float) -> bool:
    operator, limit = condition
    match operator:
        case "<":
            return value < limit
        case "<=":
            return value <= limit
        case ">":
            return value > limit
        case ">=":
            return value >= limit
        case "=":
            return value == limit
    return value != limit


def _last(tokens: Sequence[Token], kinds: tuple[str, ...]) -> int:
    return max((n for n, (kind, _) in enumerate(tokens) if kind in kinds), default=-1)


def _filled(value: float, tokens: tuple[Token, ...]) -> tuple[str, str]:
    """The tokens with the digits of a number that has no sign, and the words behind them."""
    end = _last(tokens, ("digit", "general", "text"))
    unit = _unit(tokens, end)
    if any(kind == "general" or kind == "text" for kind, _ in tokens):
        number = plain_number(value)
        return "".join(number if kind in ("general", "text") else text for kind, text in tokens if kind != "gannen"), unit
    if end < 0:
        return "".join(text for kind, text in tokens if kind in ("literal", "percent", "point", "comma")), ""
    if any(kind == "exponent" for kind, _ in tokens):
        decimals = sum(kind == "digit" for kind, _ in tokens[_first(tokens, "point") : _first(tokens, "exponent")])
        return f"{value:.{decimals if _first(tokens, 'point') < len(tokens) else 0}E}", unit
    if ("literal", "/") in tokens[:end]:
        return _fraction(value, tokens), unit
    return _digits(value, tokens), unit


def _unit(tokens: tuple[Token, ...], end: int) -> str:
    """The words behind the number; none where words stand within it (0000年00月00日) or they are signs alone."""
    if any(kind == "literal" for kind, _ in tokens[_first(tokens, "digit") : end]):
        return ""
    words = "".join(text for kind, text in tokens[end + 1 :] if kind in ("literal", "percent")).strip()
    return words if end >= 0 and any(char.isalpha() or char in "%％" for char in words) else ""


def _first(tokens: Sequence[Token], kind: str) -> int:
    return next((n for n, token in enumerate(tokens) if token[0] == kind), len(tokens))


def _fraction(value: float, tokens: tuple[Token, ...]) -> str:
    """Halves and thirds: the nearest with as many digits below the line as the code has places."""
    below = tokens[tokens.index(("literal", "/")) :]
    places = sum(kind == "digit" for kind, _ in below) or 1
    whole, rest = divmod(Fraction(Decimal(format(value, ".15g"))), 1)
    part = rest.limit_denominator(10**places - 1)
    if part == 1:
        whole, part = whole + 1, Fraction(0)
    shown = f"{part.numerator}/{part.denominator}" if part else ""
    return " ".join(text for text in (str(whole) if whole or not part else "", shown) if text)


def _digits(value: float, tokens: tuple[Token, ...]) -> str:
    """The places of a code filled with digits, from the point outwards; words between them stay where they are."""
    point = _first(tokens, "point")
    before = [n for n, (kind, _) in enumerate(tokens[:point]) if kind == "digit"]
    after = [n for n in range(point, len(tokens)) if tokens[n][0] == "digit"]
    last = before[-1] if before else -1
    commas = [n for n in range(point) if tokens[n][0] == "comma"]
    grouped = any(before and before[0] < n < last for n in commas)
    end = max([*before, *after])
    scale = 0
    while end + 1 < len(tokens) and tokens[end + 1][0] == "comma":
        end, scale = end + 1, scale + 1
    percents = sum(kind == "percent" for kind, _ in tokens)
    number = Decimal(format(value, ".15g")) * (Decimal(100) ** percents) / (Decimal(1000) ** scale)
    number = _rounded(number, len(after))
    whole, _, fraction = format(number, "f").partition(".")
    places = dict(zip(after, fraction, strict=True))
    for n in reversed(after):
        if tokens[n][1] != "0" and places[n] == "0":
            places[n] = ""
        else:
            break
    places |= _whole_places(whole, before, tokens, grouped=grouped)
    has_fraction = any(places[n] for n in after)
    shown = []
    for n, (kind, text) in enumerate(tokens):
        if kind == "digit":
            shown.append(places[n])
        elif kind == "point" and n == point:
            shown.append("." if has_fraction or not after else "")
        elif kind in ("literal", "percent", "point"):
            shown.append(text)
    return "".join(shown)


def _whole_places(whole: str, before: list[int], tokens: tuple[Token, ...], *, grouped: bool) -> dict[int, str]:
    """The digits left of the point by place; the first place takes all that are left over."""
    places: dict[int, str] = {}
    left = "" if whole == "0" else whole
    count = 0
    for n in reversed(before):
        taken = left[-1:] if n != before[0] else left
        left = left[: len(left) - len(taken)]
        if not taken and tokens[n][1] == "0":
            taken = "0"
        shown = ""
        for digit in reversed(taken):
            shown = digit + ("," if grouped and count and count % 3 == 0 else "") + shown
            count += 1
        places[n] = shown
    return places
