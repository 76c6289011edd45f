"""The words of the language that extraction needs, made ready once from the model: longest match first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bouhan_opendata.japanese.folding import fold
from bouhan_opendata.model import Model, Word


@dataclass(frozen=True, slots=True)
class ExtractionWords:
    """Compiled word lists. ``qualifiers`` are (text, field, code, characters it may not follow), longest first."""

    units: Mapping[str, str]
    """Folded spelling → unit id."""
    unit_starts: frozenset[str]
    unit_pattern: re.Pattern[str]
    prefixes: tuple[tuple[str, str, str, str], ...]
    suffixes: tuple[tuple[str, str, str, str], ...]
    prefixes_by_end: Mapping[str, tuple[tuple[str, str, str, str], ...]]
    suffixes_by_start: Mapping[str, tuple[tuple[str, str, str, str], ...]]
    """The same by the character that stands next to the number."""
    qualifier_ends: frozenset[str]
    """What the words before a number that qualify it, or point upward, end in."""
    upward: tuple[tuple[str, str], ...]
    upward_ends: frozenset[str]
    ordinal_pattern: re.Pattern[str]
    ordinal_starts: frozenset[str]
    """The first characters of what stands behind an ordinal number."""
    numbered_pattern: re.Pattern[str]
    name_pattern: re.Pattern[str]
    number_name_pattern: re.Pattern[str]
    """Words with a number in them; in the list each ``#`` is a digit, all but the first of a row may be missing."""
    word_pattern: re.Pattern[str]
    participants: frozenset[str]
    general_labels: frozenset[str]
    """Labels that could stand beside anything (参加者, 件数): what they belong to must be said with them."""
    event_units: frozenset[str]
    municipal_units: frozenset[str]
    """Cities, towns, villages, wards: 1市2町 counts both."""
    people_units: frozenset[str]
    rate_units: frozenset[str]
    place_units: frozenset[str]
    whole_units: frozenset[str]
    """Units of things that cannot be halved."""
    time_units: frozenset[str]
    measure_units: frozenset[str]
    """Units of length, volume, weight and the like: of a result, or of how large a thing is."""
    price_before: re.Pattern[str]
    """入場料 and the like before an amount, with payers and other amounts between: 入場料 大人500円、子ども300円."""
    voucher_behind: re.Pattern[str]
    """What an amount is printed on: 500円券."""
    size_before: re.Pattern[str]
    intents: Mapping[str, str]
    """Word before a number → the pattern of a number that is no result, or ``none`` where the word is another's (避難計画)."""
    intent_word: re.Pattern[str]
    intent_before: re.Pattern[str]
    intent_object: re.Pattern[str]
    """One of these words as the object of a change: 定員を30人に, 上限を5万円から."""
    intents_not_of_events: frozenset[str]
    """Words before a number that say nothing of how often a thing was done: 募集3回, 県内で2回."""
    intents_behind: Mapping[str, str]
    intent_behind: re.Pattern[str]
    intents_noted: Mapping[str, str]
    """Word in a bracket right behind a number: 12回（見込）."""
    intent_noted: re.Pattern[str]
    intended: frozenset[str]
    """Nouns of what is only thought about where を検討 follows: 導入, 増設."""
    examined: frozenset[str]
    """Nouns of what was dealt with where を検討 follows: 事例, 議題."""
    school_levels: frozenset[str]
    """One character that stands for a kind of school: 小15校・中7校."""
    doings: frozenset[str]
    """Nouns of doing (実施, 開催), which do not say what a number counts."""
    statuses: Mapping[str, tuple[tuple[str, str, str], ...]]
    """By last character, longest first: word, status, and when it speaks: at the end of the text (blank), standing apart (whole), or as all that is said (alone)."""
    status_words: frozenset[str]
    status_endings: Mapping[str, tuple[str, ...]]
    """Words that may end a text, by their last character."""
    reasons: tuple[tuple[str, str], ...]
    none_of: re.Pattern[str]
    """There was none of what is reported at times: 申請者はいなかった, 相談なし."""
    event_endings: tuple[str, ...]
    """What the names of things end with that are held or done: 講座, キャンペーン, 巡回."""
    no_data_ends: frozenset[str]
    no_data: re.Pattern[str]
    """A whole text of nothing but such marks: ――, (－)."""
    dittos: frozenset[str]
    """Words that stand for the cell above or before: 同上, 〃."""
    department_kinds: Mapping[str, str]
    department_endings: tuple[tuple[str, str], ...]
    department_endings_by_end: Mapping[str, tuple[tuple[str, str], ...]]
    """The same by their last character."""
    department_ending_texts: tuple[str, ...]
    no_departments: tuple[str, ...]
    kinds_of_bodies: frozenset[str]
    """小学校: a kind of bodies that no bracket means as one department."""

    """Endings of rooms and classes (教室, 会議室), which look like those of departments."""
    section_endings: tuple[str, ...]
    """Endings of a city's own sections, by which a name before a colon is known for one."""
    body_endings: tuple[str, ...]
    """Endings of bodies other than sections, known before a colon beside sections named so."""
    column_kinds: Mapping[str, str]
    column_endings: tuple[tuple[str, str], ...]
    ending_texts: tuple[str, ...]
    """Names and endings known for bodies where a column of departments says so (市民, 委託事業者), and nowhere else."""
    department_roles: frozenset[str]
    """What is said of a department beside its name: 主管, 関連."""
    department_others: tuple[str, ...]
    """And others: 他, ほか, 等."""
    outside_starts: tuple[str, ...]
    """How the name of a body outside begins: 株式会社, NPO法人."""
    place_words: tuple[str, ...]
    flow_pattern: re.Pattern[str]
    prefix_labels: tuple[str, ...]
    """Words before a number that can stand for its label: 新規, その他."""


_LINK = (
    r"(?:数|値|額|量|件数|人数|回数|台数|者数|分)?\s{0,40}"
    r"(?:では?、?|は、?|が|も|の|として、?|である|とする|としていた|[)】」〕>]\s{0,9}[:=]?|[:=、/(→⇒])?"
    r"\s{0,40}(?:約|延べ|計|年間|最大|各|に|で)?\s{0,40}$"
)
"""What may stand between a word such as 目標 and its number."""
_CHANGED = r"(?:数|値|額)?を\s{0,3}(?:約?[0-9,.]{1,9}[^0-9、。]{1,4}から\s{0,3})?約?$"
"""What may stand between such a word and the number that it is set to."""


_NONE_OF = (
    r"(?:(?:NOUN)(?:数|件数|自体|等|など)?(?:は|が|も|については|とも)?|(?:該当|対象|希望|申請|応募|参加|受講)(?:する|した|となる|となった)[^。、,\sはがも]{1,12}[はがも])"
    r"(?:、|特に|1件も|一件も|1人も|1名も|1度も|一度も|全く|まったく){0,2}"
    r"(?:な(?:し|く|い|かった)|無(?:し|く|い|かった)?|ありません(?:でした)?|ございません(?:でした)?|い(?:なかった|ない|ません(?:でした)?)|おらず|あらず)"
    r"(?:ため)?[。.]?$"
)


def alternatives(texts: Iterable[str]) -> str:
    """A regular expression of literal texts, longest first; one that never matches when there is none.

    Texts that begin alike stand together, since a search tries every one at each place: 計(?:画(?:値|)|上) for 計画値, 計画, 計上.
    """
    return _branches(set(texts)) or "(?!)"


def _branches(texts: Iterable[str]) -> str:
    groups: dict[str, list[str]] = {}
    for text in sorted(texts):
        groups.setdefault(text[:1], []).append(text[1:])
    ends = groups.pop("", None) is not None
    return "|".join([re.escape(first) + _rest(rests) for first, rests in groups.items()] + [""] * ends)


def _rest(rests: Sequence[str]) -> str:
    return re.escape(rests[0]) if len(rests) == 1 else f"(?:{_branches(rests)})"


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
    longer = {fold(w.text).text for w in lists["longer_words"]} - set(units)
    digits = "(?:[0-9]+|[一二三四五六七八九十]+)"
    ordinals = [fold(w.text).text for w in lists["ordinals"] if w.meaning == "ordinal"]
    numbered = [fold(w.text).text for w in lists["ordinals"] if w.meaning == "numbered"]
    places = [fold(w.text).text for w in lists["ordinals"] if w.meaning == "place"]
    counts = {unit.unit_id: unit.quantity_kind for unit in model.units.values()}
    return ExtractionWords(
        units=units,
        unit_starts=frozenset(text[0] for text in units),
        unit_pattern=re.compile(f"(?!{alternatives(longer)})(?:{alternatives(units)})"),
        **_around(lists),
        qualifier_ends=frozenset(fold(w.text).text[-1] for w in (*lists["prefixes"], *lists["upward"])),
        upward=tuple((text, note) for text, _, note, _ in _upward(lists["upward"])),
        upward_ends=frozenset(fold(w.text).text[-1] for w in lists["upward"]),
        ordinal_pattern=re.compile(
            rf"(?<![0-9,.])[0-9]{{1,6}}(?:[・、,~\-] ?[0-9]{{1,6}}){{0,8}}(?:{alternatives(ordinals)})(?!間|組|目)"
        ),
        ordinal_starts=frozenset(text[0] for text in ordinals),
        numbered_pattern=re.compile(
            rf"第{digits}(?:条(?:の[0-9]{{1,3}})+(?=に|の|第|及び|又は|[、,)・~ ]|$)|(?:{alternatives(numbered)})|[東西南北]?(?:{alternatives(places)})|(?=[一-龠]))?"
        ),
        **_fixed_words(lists["fixed"]),
        participants=frozenset(fold(w.text).text for w in lists["participants"] if w.meaning == "participants"),
        general_labels=frozenset(fold(w.text).text for w in (*lists["participants"], *lists["general_labels"])),
        event_units=_units_with(lists["unit_roles"], "event"),
        municipal_units=_units_with(lists["unit_roles"], "municipality"),
        people_units=_units_with(lists["unit_roles"], "people"),
        rate_units=_units_with(lists["unit_roles"], "rate"),
        place_units=_units_with(lists["unit_roles"], "place"),
        whole_units=frozenset(name for name, kind in counts.items() if kind == "count"),
        time_units=frozenset(name for name, kind in counts.items() if kind == "time"),
        measure_units=frozenset(name for name, kind in counts.items() if kind not in ("count", "time", "ratio", "currency")),
        **_sizes(lists["sizes"]),
        **_intent_words(lists["intents"]),
        school_levels=frozenset(w.text for w in lists["place_words"] if w.meaning == "school_level"),
        doings=frozenset(fold(w.text).text for w in lists["doings"]),
        **_what_became(lists),
        **_departments(lists),
        no_departments=tuple(
            fold(w.text).text for w in lists["layout_words"] if w.meaning == "no_department" and w.note != "whole"
        ),
        kinds_of_bodies=frozenset(fold(w.text).text for w in lists["layout_words"] if w.note == "whole"),
        prefix_labels=tuple(fold(w.text).text for w in lists["prefixes"] if w.note == "label"),
        flow_pattern=re.compile(alternatives(fold(w.text).text for w in lists["prefixes"] if w.meaning == "time_basis:flow")),
        place_words=tuple(fold(w.text).text for w in lists["place_words"] if w.meaning != "school_level"),
    )


def _what_became(lists: Mapping[str, tuple[Word, ...]]) -> dict[str, Any]:
    """Words for what became of an item, for none, and marks."""
    marks = [fold(w.text).text for w in lists["no_data_marks"]]
    said_of_none = [w for w in lists["occasions"] if w.meaning != "event"]
    words = [(fold(w.text).text, w) for w in lists["item_status"]]
    return {
        "statuses": _statuses(lists["item_status"]),
        "status_words": frozenset(text for text, _ in words),
        "status_endings": {end[-1]: tuple(t for t, w in words if not w.note and t[-1] == end[-1]) for end, _ in words},
        "reasons": _in_order(lists["status_reason"]),
        "none_of": re.compile(_NONE_OF.replace("NOUN", alternatives(fold(w.text).text for w in said_of_none))),
        "event_endings": tuple(fold(w.text).text for w in lists["occasions"] if w.meaning == "event"),
        "no_data": re.compile(rf"[(\s]{{0,3}}(?:{alternatives(marks)}){{1,12}}[)\s]{{0,3}}"),
        "no_data_ends": frozenset(mark[-1] for mark in marks),
        "dittos": frozenset(text for text, word in words if word.meaning == "same_as_previous"),
    }


def _departments(lists: Mapping[str, tuple[Word, ...]]) -> dict[str, Any]:
    """Names of bodies, their endings, and what is written beside them."""
    kinds, endings, marks = lists["department_kinds"], lists["department_endings"], lists["department_marks"]
    said = {name: [fold(w.text).text for w in marks if w.meaning == name] for name in ("role", "others", "outside_body")}
    of_all, of_column = (_folded(w for w in endings if (w.note == "column") is only) for only in (False, True))
    return {
        "department_kinds": {fold(w.text).text: w.meaning for w in kinds if w.note != "column"},
        "department_endings": of_all,
        "department_endings_by_end": {row[0][-1]: tuple(r for r in of_all if r[0][-1] == row[0][-1]) for row in of_all},
        "department_ending_texts": tuple(text for text, _ in of_all),
        "section_endings": tuple(fold(w.text).text for w in endings if w.note == "own"),
        "body_endings": tuple(fold(w.text).text for w in endings if w.note == "body"),
        "column_kinds": {fold(w.text).text: w.meaning for w in kinds if w.note == "column"},
        "column_endings": of_column,
        "ending_texts": tuple(text for text, _ in (*of_all, *of_column)),
        "department_roles": frozenset(said["role"]),
        "department_others": tuple(sorted(said["others"], key=len, reverse=True)),
        "outside_starts": tuple(said["outside_body"]),
    }


def _sizes(words: Sequence[Word]) -> dict[str, Any]:
    """Patterns of prices and sizes: what is said of one thing."""
    texts = {
        name: alternatives(fold(w.text).text for w in words if w.meaning == name)
        for name in ("price", "payer", "voucher", "size")
    }
    return {
        "price_before": re.compile(
            rf"(?:(?:{texts['price']})(?!収入|補助|助成|の?減免|等?の?総額|合計)[^。費額金算収総]{{0,40}}|(?<![一-龠ァ-ヶ0-9])(?:{texts['payer']})(?:は|:|\s){{0,3}})$"
        ),
        "voucher_behind": re.compile(rf"(?:分|相当)?の?(?:{texts['voucher']})|の(?:{texts['price']})"),
        "size_before": re.compile(rf"(?:{texts['size']})(?:は|が|の|:|約|およそ|最大|\s){{0,4}}$"),
    }


def _around(lists: Mapping[str, tuple[Word, ...]]) -> dict[str, Any]:
    """What stands before and behind a number, and the same by the character next to the number."""
    prefixes, suffixes = _qualifiers(lists["prefixes"]), _qualifiers(lists["suffixes"])
    return {
        "prefixes": prefixes,
        "suffixes": suffixes,
        "prefixes_by_end": {row[0][-1]: tuple(r for r in prefixes if r[0][-1] == row[0][-1]) for row in prefixes},
        "suffixes_by_start": {row[0][0]: tuple(r for r in suffixes if r[0][0] == row[0][0]) for row in suffixes},
    }


def _fixed_words(words: Sequence[Word]) -> dict[str, Any]:
    """Names, names with a number in them, and words whose kanji numerals count nothing."""
    texts = {kind: [fold(word.text).text for word in words if word.meaning == kind] for kind in ("name", "number_name", "word")}
    return {
        "name_pattern": re.compile(alternatives(texts["name"])),
        "number_name_pattern": _number_names(texts["number_name"]),
        "word_pattern": re.compile(alternatives(texts["word"])),
    }


def _number_names(texts: Iterable[str]) -> re.Pattern[str]:
    ordered = sorted(texts, key=len, reverse=True)
    digits = (re.sub("#+", lambda run: f"[0-9]{{1,{len(run[0])}}}", text) for text in ordered)
    begins = "".join({re.escape(text[0]).replace(r"\#", "0-9") for text in ordered})
    return re.compile(f"(?=[{begins}])(?<![0-9])(?:{'|'.join(digits)})" if ordered else "(?!)")


def _units_with(words: Iterable[Word], role: str) -> frozenset[str]:
    return frozenset(word.text for word in words if word.meaning == role)


def _intents(words: Iterable[Word], side: str) -> dict[str, str]:
    pairs = [word.meaning.partition(":") for word in words]
    return {fold(word.text).text: code for word, (where, _, code) in zip(words, pairs, strict=True) if where == side}


def _intent_words(words: Sequence[Word]) -> dict[str, Any]:
    """What is said before and behind a number, or in a bracket, of why it is no result; and what を検討 means of a noun."""
    before, behind, noted = (_intents(words, side) for side in ("before", "behind", "noted"))
    return {
        "intents": before,
        "intent_word": re.compile(alternatives(before)),
        "intent_before": re.compile(f"(?P<word>{alternatives(before)}){_LINK}"),
        "intent_object": re.compile(f"(?P<word>{alternatives(before)}){_CHANGED}"),
        "intents_not_of_events": frozenset(fold(w.text).text for w in words if w.note == "not of events"),
        "intents_behind": behind,
        "intent_behind": re.compile(f"(?P<word>{alternatives(behind)})"),
        "intents_noted": noted,
        "intent_noted": _noted(words),
        "intended": frozenset(fold(w.text).text for w in words if w.meaning == "intended"),
        "examined": frozenset(fold(w.text).text for w in words if w.meaning == "examined"),
    }


def _noted(words: Iterable[Word]) -> re.Pattern[str]:
    """A note that is one of the words, or that ends with one of those that may stand behind others: （3月末見込み）."""
    noted = [word for word in words if word.meaning.startswith("noted:")]
    whole = alternatives(fold(word.text).text for word in noted)
    ending = alternatives(fold(word.text).text for word in noted if word.note != "whole")
    return re.compile(
        rf"\s{{0,9}}(?:[(【\[〔<](?:(?P<word>{whole})|(?!一部|予備)[^()。0-9は]{{0,14}}?(?P<ending>{ending}))(?:値|数|額|量|人数|件数|回数)?"
        rf"(?:のため|です|含む|を含む)?[)】\]〕>]|※(?P<starred>{ending}))"
    )


def _statuses(words: Iterable[Word]) -> dict[str, tuple[tuple[str, str, str], ...]]:
    rows = sorted(((fold(w.text).text, w.meaning, w.note) for w in words), key=lambda row: (-len(row[0]), row))
    return {row[0][-1]: tuple(other for other in rows if other[0][-1] == row[0][-1]) for row in rows}


def _upward(words: Iterable[Word]) -> tuple[tuple[str, str, str, str], ...]:
    rows = []
    for word in words:
        note = word.note.removeprefix("not after ") if word.note.startswith("not after ") else ""
        rows.append((fold(word.text).text, word.meaning, note, ""))
    return tuple(sorted(rows, key=lambda row: (-len(row[0]), row)))


def _in_order(words: Iterable[Word]) -> tuple[tuple[str, str], ...]:
    """Reasons in the order of their file: the particular ones stand before the general."""
    return tuple((fold(word.text).text, word.meaning) for word in words)
