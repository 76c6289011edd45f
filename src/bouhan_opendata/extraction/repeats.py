"""The same fact said twice in a cell: 相談件数45件。…45件の相談があった; equal numbers of different things are none."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bouhan_opendata.extraction.values import FigureReading, Item

_COUNTED = re.compile(r"(?:の?(?:総|延べ?|実施|開催)?(?:件数|回数|人数|者数|数))$")
_HOW_OFTEN = frozenset({"開催回数", "実施回数", "開催数", "回数", "開催", "実施"})
"""Labels that say nothing but that something was held: whose, the item before says."""
_BEGINS = re.compile(r"(?:^|[。、\s・])(?:計|合計|延べ|この|これらの|以上の?|上記の?)?\s?$")
_SENTENCE = re.compile(r"(?:^[\s　]{0,40}[・○●◎■□◆※\-]?[\s　]{0,9}|。)[\s　]?(?P<said>[^。]{0,40})$")

_REACH = 100
"""More characters than what begins a sentence and stands before its number may take."""
_LINK, _LINK_TO_NUMBER = re.compile(r"[\s　:：はが]{0,3}"), re.compile(r"[\s　:：はをが]{0,3}(?:計|合計|延べ)?")
_GOES_ON = re.compile("[一-龠々ァ-ヶー]")


def note_repeats(figures: Sequence[FigureReading], lines: Sequence[str], items: Sequence[Item]) -> list[FigureReading]:
    """Second statements of a fact become duplicates of the first; who took part in the second took part in the first."""
    made = list(figures)
    stated = [(f.value, f.unit_text, f.precision, f.counting, f.time_basis, f.as_of) for f in figures]
    if len(set(stated)) == len(stated):
        return made
    places = {line: item.number for item in items for line in range(item.first_line, item.last_line + 1)}
    sections = {item.number: item.section for item in items}
    participants: dict[int | None, list[int]] = {}
    for number, figure in enumerate(figures):
        if figure.relation == "participants_of":
            participants.setdefault(figure.parent, []).append(number)
    for number, figure in enumerate(figures):
        if figure.use != "observation" or figure.relation not in (None, "participants_of"):
            continue
        other = places.get(figure.line)
        for earlier in range(number - 1, max(-1, number - 40), -1):
            one = places.get(made[earlier].line)
            if one is None or other is None or other - one > 1 or sections[one] != sections[other]:
                break
            if stated[earlier] == stated[number] and _is_plain(made[earlier]) and _says_again(made[earlier], figure, lines):
                made[number] = made[number]._replace(parent=earlier, relation="same_as", use="duplicate")
                for other in participants.pop(number, ()):
                    made[other] = made[other]._replace(parent=earlier)
                    participants.setdefault(earlier, []).append(other)
                break
    return made


def _is_plain(figure: FigureReading) -> bool:
    return figure.use == "observation" and figure.relation in (None, "participants_of") and figure.label is not None


def _says_again(first: FigureReading, second: FigureReading, lines: Sequence[str]) -> bool:
    """Whether the words before the second of two equal numbers are those of the first."""
    line, label = lines[second.line], second.label or ""
    apart = first.line != second.line or "。" in line[first.end : second.start]
    if not apart:
        return False
    sentence = _SENTENCE.search(line, max(0, second.start - _REACH), second.start)
    begins = sentence is not None and sentence["said"].startswith(label)
    rest = sentence["said"][len(label) :] if sentence is not None else ""
    if label in _HOW_OFTEN:
        return begins and _LINK.fullmatch(rest) is not None and (first.label or "") not in _HOW_OFTEN
    core = _core(first.label or "")
    if line.startswith(f"の{core}", second.end) and not _GOES_ON.match(line, second.end + 1 + len(core)):
        return _BEGINS.search(line, max(0, second.start - _REACH), second.start) is not None
    if core != _core(label):
        return False
    return begins and _LINK_TO_NUMBER.fullmatch(rest) is not None and first.line == second.line


def _core(label: str) -> str:
    """What a label counts, without the word for counting: 相談 for 相談件数."""
    return _COUNTED.sub("", label) or label
