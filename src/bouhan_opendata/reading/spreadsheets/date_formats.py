"""Days and times as a spreadsheet's format shows them: serial numbers, eras, weekdays."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from bouhan_opendata.japanese.calendar import era_of

_WEEKDAYS = "月火水木金土日"
_ENGLISH_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_ENGLISH_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_LAST_SERIAL = 2_958_466


def shown_moment(value: float, tokens: Sequence[tuple[str, str]], *, from_1904: bool = False) -> str | None:
    """A serial number as a day or a time; ``None`` for one that is no day.

    1900 was no leap year, but spreadsheets count a 29 February in it: serials below 61 are one day off.
    """
    if not 0 <= value < _LAST_SERIAL:
        return None
    seconds = round(value * 86_400)
    days, second = divmod(seconds, 86_400)
    if from_1904:
        days += 1462
    moment = datetime(1899, 12, 30 if days > 60 else 31, tzinfo=UTC) + timedelta(days=days, seconds=second)
    kinds = [kind for kind, _ in tokens]
    noon = "noon" in kinds
    gannen = "gannen" in kinds
    shown = []
    for n, (kind, text) in enumerate(tokens):
        if kind == "date":
            shown.append(_part(moment, text.lower(), _is_minute(tokens, n), noon=noon, gannen=gannen))
        elif kind == "elapsed":
            per = {"h": 3600, "m": 60, "s": 1}[text[0]]
            shown.append(str(seconds // per).rjust(len(text), "0"))
        elif kind == "noon":
            shown.append(_noon(moment, text))
        elif kind == "text":
            shown.append("")
        elif kind == "digit":
            shown.append("0")
        elif kind != "gannen":
            shown.append(text)
    return "".join(shown)


def _noon(moment: datetime, text: str) -> str:
    morning, _, evening = text.partition("/")
    return morning if moment.hour < 12 else evening


def _is_minute(tokens: Sequence[tuple[str, str]], at: int) -> bool:
    """``m`` behind hours or before seconds is minutes."""
    before = [text[0].lower() for kind, text in tokens[:at] if kind in ("date", "elapsed")]
    after = [text[0].lower() for kind, text in tokens[at + 1 :] if kind in ("date", "elapsed")]
    return before[-1:] == ["h"] or after[:1] == ["s"]


def _part(moment: datetime, code: str, minute: bool, *, noon: bool, gannen: bool) -> str:
    match code[0]:
        case "y":
            return f"{moment.year:04d}" if len(code) > 2 else f"{moment.year % 100:02d}"
        case "m" if minute:
            return str(moment.minute).rjust(len(code), "0")
        case "m":
            name = _ENGLISH_MONTHS[moment.month - 1]
            return (str(moment.month), f"{moment.month:02d}", name[:3], name, name[0])[len(code) - 1]
        case "d":
            name = _ENGLISH_DAYS[moment.weekday()]
            return (str(moment.day), f"{moment.day:02d}", name[:3], name)[len(code) - 1]
        case "h":
            hour = (moment.hour % 12 or 12) if noon else moment.hour
            return str(hour).rjust(len(code), "0")
        case "s":
            return str(moment.second).rjust(len(code), "0")
        case "a":
            return _WEEKDAYS[moment.weekday()] + ("曜日" if len(code) == 4 else "")
        case "r":
            return _era(moment, "ggg") + _era(moment, "e" * len(code), gannen=gannen)
    return _era(moment, code, gannen=gannen)


def _era(moment: datetime, code: str, *, gannen: bool = False) -> str:
    era = era_of(moment.date())
    if code[0] == "g":
        return (era.letter, era.name[0], era.name)[len(code) - 1]
    number = moment.year - era.first.year + 1
    return "元" if gannen and number == 1 else str(number).rjust(len(code), "0")
