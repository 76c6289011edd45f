"""The words of the language that extraction needs, made ready once from the model: longest match first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bouhan_opendata.japanese.folding import fold
from bouhan_opendata.model import Model, Word


@dataclass(frozen=True, slots=True)
class ExtractionWords:
    """Compiled word lists. ``qualifiers`` are (text, field, code, characters it may not follow), longest first."""

    units: Mapping[str, str]
    """Folded spelling → unit id."""
    unit_pattern: re.Pattern[str]
    prefixes: tuple[tuple[str, str, str, str], ...]
    suffixes: tuple[tuple[str, str, str, str], ...]
    upward: tuple[tuple[str, str], ...]
    ordinal_pattern: re.Pattern[str]
    numbered_pattern: re.Pattern[str]
    name_pattern: re.Pattern[str]
    word_pattern: re.Pattern[str]
    participants: frozenset[str]
    event_units: frozenset[str]
    statuses: tuple[tuple[str, str], ...]
    reasons: tuple[tuple[str, str], ...]
    no_data_marks: frozenset[str]
    department_kinds: Mapping[str, str]
    department_endings: tuple[tuple[str, str], ...]
    place_words: tuple[str, ...]
    flow_words: tuple[str, ...]


def alternatives(texts: Iterable[str]) -> str:
    """A regular expression of literal texts, longest first; one that never matches when there is none."""
    ordered = sorted(set(texts), key=lambda t: (-len(t), t))
    return "|".join(map(re.escape, ordered)) or "(?!)"


def _folded(words: Iterable[Word]) -> tuple[tuple[str, str], ...]:
    pairs = [(fold(word.text).text, word.meaning) for word in words]
    return tuple(sorted(pairs, key=lambda pair: (-len(pair[0]), pair)))


def _qualifiers(words: Iterable[Word]) -> tuple[tuple[str, str, str, str], ...]:
    rows = []
    for word in words:
        name, _, code = word.meaning.partition(":")
        not_after = word.note.removeprefix("not after ") if word.note.startswith("not after ") else ""
        rows.append((fold(word.text).text, name, code, not_after))
    return tuple(sorted(rows, key=lambda row: (-len(row[0]), row)))


def prepare_words(model: Model) -> ExtractionWords:
    """Make the model's words and units ready for matching. Raises ``KeyError`` when a word list is missing."""
    units = {fold(spelling).text: unit.unit_id for unit in model.units.values() for spelling in unit.spellings}
    lists = model.words
    fixed = lists["fixed"]
    digits = "(?:[0-9]+|[一二三四五六七八九十]+)"
    ordinals = [fold(w.text).text for w in lists["ordinals"] if w.meaning == "ordinal"]
    numbered = [fold(w.text).text for w in lists["ordinals"] if w.meaning == "numbered"]
    places = [fold(w.text).text for w in lists["ordinals"] if w.meaning == "place"]
    return ExtractionWords(
        units=units,
        unit_pattern=re.compile(alternatives(units)),
        prefixes=_qualifiers(lists["prefixes"]),
        suffixes=_qualifiers(lists["suffixes"]),
        upward=tuple((text, note) for text, _, note, _ in _upward(lists["upward"])),
        ordinal_pattern=re.compile(rf"(?<![0-9,.])[0-9]+(?:{alternatives(ordinals)})(?!間|組)"),
        numbered_pattern=re.compile(
            rf"第{digits}(?:(?:{alternatives(numbered)})|[東西南北]?(?:{alternatives(places)})|(?=[一-龠]))?"
        ),
        name_pattern=re.compile(alternatives(fold(w.text).text for w in fixed if w.meaning == "name")),
        word_pattern=re.compile(alternatives(fold(w.text).text for w in fixed if w.meaning == "word")),
        participants=frozenset(fold(w.text).text for w in lists["participants"] if w.meaning == "participants"),
        event_units=frozenset(w.text for w in lists["participants"] if w.meaning == "event_unit"),
        statuses=_folded(lists["item_status"]),
        reasons=_in_order(lists["status_reason"]),
        no_data_marks=frozenset(fold(w.text).text for w in lists["no_data_marks"]),
        department_kinds={fold(w.text).text: w.meaning for w in lists["department_kinds"]},
        department_endings=_folded(lists["department_endings"]),
        flow_words=tuple(fold(w.text).text for w in lists["prefixes"] if w.meaning == "time_basis:flow"),
        place_words=tuple(fold(w.text).text for w in lists["place_words"]),
    )


def _upward(words: Iterable[Word]) -> tuple[tuple[str, str, str, str], ...]:
    rows = []
    for word in words:
        note = word.note.removeprefix("not after ") if word.note.startswith("not after ") else ""
        rows.append((fold(word.text).text, word.meaning, note, ""))
    return tuple(sorted(rows, key=lambda row: (-len(row[0]), row)))


def _in_order(words: Iterable[Word]) -> tuple[tuple[str, str], ...]:
    """Reasons in the order of their file: the particular ones stand before the general."""
    return tuple((fold(word.text).text, word.meaning) for word in words)
