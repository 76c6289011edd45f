"""How one value is written in a cell, and what is wrong with a cell that is written otherwise.

The only place that knows the lexical forms: the CSV writer, the typed reader and the compiled row checks all ask here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from bouhan_opendata.iri import ABSOLUTE
from bouhan_opendata.model import ID_PATTERN, CodeList, Field

Value = str | int | Decimal | date | bool | None
Fault = tuple[str, dict[str, Any]]
"""A rule id and the parameters of its sentence."""

FORMS: Mapping[str, re.Pattern[str]] = {
    "id": re.compile(ID_PATTERN),
    "integer": re.compile(r"0|-?[1-9][0-9]{0,17}"),
    "decimal": re.compile(r"(?!-0\Z)-?(?:0|[1-9][0-9]{0,17})(?:\.[0-9]{0,17}[1-9])?"),
    "date": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    "fiscal_year": re.compile(r"[12][0-9]{3}"),
    "boolean": re.compile(r"true|false"),
    "code": re.compile(r"[a-z0-9_]+"),
    "iri": ABSOLUTE,
}
"""The one way of writing a value of each type; ``string`` and ``text`` are free."""
NUMBERS = frozenset({"integer", "decimal", "fiscal_year"})
LINE_BREAKS = frozenset("\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029")
"""Every character that some reader takes for the end of a line."""
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1b\x1f\x7f]")
_LOOSE_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)?(?:\.[0-9]*)?(?:[eE][+-]?[0-9]+)?")
_WIDE_DIGIT = re.compile(r"[^\x00-\x7f]")
_SHOWN = 60
_DIGITS = 18
"""How many digits a number may have on either side of the point: what 64 bits and ``decimal128`` hold."""


def shown(value: str) -> str:
    """A value short enough for a message."""
    return value if len(value) <= _SHOWN else f"{value[:_SHOWN]}…"


def write_value(item: Field, value: Value) -> str:
    """The cell of a value; ``None`` gives an empty cell. Raises ``TypeError`` for a value that is not of the field's type.

    A decimal has no plus, no exponent and no trailing zero: ``Decimal("15.0")`` is ``15``.
    """
    if value is None:
        return ""
    kind = item.type
    if kind == "boolean" and isinstance(value, bool):
        return "true" if value else "false"
    if kind in ("integer", "fiscal_year") and isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    if kind == "decimal" and isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        return _decimal(Decimal(value))
    if kind == "date" and type(value) is date:
        return value.isoformat()
    if kind in ("id", "string", "text", "code", "iri") and isinstance(value, str):
        return value
    raise TypeError(f"{item.name} is of type {kind}, not {type(value).__name__}: {value!r}")


def _decimal(value: Decimal) -> str:
    if not value.is_finite():
        raise TypeError(f"not a finite number: {value}")
    text = f"{value:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def parse_value(item: Field, cell: str) -> Value:
    """The value of a cell that has no fault of type; an empty cell is ``None``."""
    if cell == "":
        return None
    match item.type:
        case "integer" | "fiscal_year":
            return int(cell)
        case "decimal":
            return Decimal(cell)
        case "date":
            return date.fromisoformat(cell)
        case "boolean":
            return cell == "true"
        case _:
            return cell


def form_of(item: Field) -> re.Pattern[str] | None:
    """The lexical form of a field's type. An id that has a pattern of its own is held to that pattern alone."""
    return None if item.type == "id" and item.pattern else FORMS.get(item.type)


def type_fault(item: Field, cell: str) -> Fault | None:
    """What keeps a filled cell from being a value of the field's type, or ``None``."""
    form = form_of(item)
    if form is None:
        return None
    if form.fullmatch(cell) and (item.type != "date" or _is_day(cell)):
        return None
    if item.type in NUMBERS or item.type == "date":
        wide = _WIDE_DIGIT.sub(_as_digit, cell)
        if wide != cell:
            return "full-width-digits", {"value": shown(cell), "suggestion": wide}
    if item.type in ("integer", "decimal") and _LOOSE_NUMBER.fullmatch(cell) and re.search("[0-9]", cell):
        return _number_fault(item, cell)
    return "wrong-type", {"value": shown(cell), "type": item.type}


def _number_fault(item: Field, cell: str) -> Fault:
    """A number written in another way, or one that is too large or not whole."""
    number = Decimal(cell.replace(",", ""))
    if number and abs(number.adjusted()) >= _DIGITS:
        return "out-of-range", {"value": shown(cell), "minimum": f"-10^{_DIGITS}", "maximum": f"10^{_DIGITS}"}
    suggestion = _decimal(number)
    if not FORMS[item.type].fullmatch(suggestion):
        return "wrong-type", {"value": shown(cell), "type": item.type}
    return "not-canonical-number", {"value": shown(cell), "suggestion": suggestion}


def _as_digit(match: re.Match[str]) -> str:
    """The plain digit for a full-width or other decimal digit; any other character stays."""
    character = match[0]
    return str(int(character)) if character.isdecimal() else character


def _is_day(cell: str) -> bool:
    try:
        date.fromisoformat(cell)
    except ValueError:
        return False
    return True


def fault_finder(item: Field, code_lists: Mapping[str, CodeList]) -> Callable[[str], Fault | None]:
    """A function from a cell to the first thing that is wrong with it, by every constraint of the field."""
    codes = code_lists[item.scheme].codes if item.scheme else None
    pattern = re.compile(item.pattern) if item.pattern else None

    def fault(cell: str) -> Fault | None:
        if cell == "":
            return ("missing-value", {}) if item.required else None
        if broken := character_fault(cell):
            return broken
        if wrong := type_fault(item, cell):
            return wrong
        if codes is not None and cell not in codes:
            return "not-in-code-list", {"value": shown(cell), "scheme": item.scheme, "codes": ", ".join(codes)}
        if pattern is not None and not pattern.fullmatch(cell):
            example = item.valid[0] if item.valid else "…"
            return "pattern-mismatch", {"value": shown(cell), "pattern": item.pattern, "example": example}
        if item.max_length is not None and len(cell) > item.max_length:
            return "too-long", {"value": shown(cell), "length": len(cell), "maximum": item.max_length}
        return _range_fault(item, cell)

    return fault


def character_fault(cell: str) -> Fault | None:
    """A line break or control character in a cell, by its code point."""
    if broken := LINE_BREAKS.intersection(cell):
        first = next(c for c in cell if c in broken)
        return "line-break-in-cell", {"value": shown(_visible(cell)), "character": f"U+{ord(first):04X}"}
    if control := _CONTROLS.search(cell):
        return "control-character", {"value": shown(_visible(cell)), "character": f"U+{ord(control[0]):04X}"}
    return None


def _visible(cell: str) -> str:
    return "".join("␤" if c in LINE_BREAKS else "�" if _CONTROLS.match(c) else c for c in cell)


def _range_fault(item: Field, cell: str) -> Fault | None:
    if item.type not in NUMBERS or (item.minimum is None and item.maximum is None):
        return None
    value = Decimal(cell)
    if (item.minimum is None or value >= item.minimum) and (item.maximum is None or value <= item.maximum):
        return None
    bounds = {"minimum": "−∞" if item.minimum is None else item.minimum, "maximum": "∞" if item.maximum is None else item.maximum}
    return "out-of-range", {"value": shown(cell), **bounds}
