"""Whether a number that counts what another one counts may go by its words: 利用者 names people, and no 回."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bouhan_opendata.extraction.belonging import is_general
from bouhan_opendata.extraction.claims import Claim, LineClaims
from bouhan_opendata.extraction.clauses import clause_start
from bouhan_opendata.extraction.links import Links
from bouhan_opendata.extraction.words import ExtractionWords
from bouhan_opendata.japanese.folding import fold

_NOTE = re.compile(r"[(（][^()（）]{0,20}[)）]$")
_OF_PEOPLE = re.compile(
    r"(?P<doing>[一-龠々ァ-ヶー]{0,12}?)(?P<who>(?:者|(?<![動要])員|人員)(?:数|総数|の数)?|人数|(?<=参加)(?:児童|生徒|園児|親子|市民)|(?:児童|生徒|園児|学生)数)$"
)
_RATE = re.compile(r"の?(?:割合|比率|(?<![能効])率)$")
_MONEY = re.compile(r"(?:金額|費用|(?<![増減])額|(?<!消)費)$")
_LESS = re.compile(r"(?:の|延べ?|のべ|総|実|年間|平均)$")
_SAYS_LITTLE = re.compile(
    "(?:実|延べ?|総|新規|年間)?(?:開催|実施|登録|参加|対象|申請|申込み?|応募|実績|事業|予定|認定|会|合計|累計|継続|更新|新規)?"
)
_RATE_UNITS = frozenset({"percent", "percent-points", "tenths", "times-multiple", "per-mille"})
_OF_PERSONS = frozenset({"households", "parties", "unions", "teams"})
"""Units in which people come: 登録者 12世帯."""
_MARKS = re.compile(r"[\s・]{0,3}")
_LONGEST_COUNTER = 4


def unfit_labels(
    line: LineClaims,
    labels: Mapping[int, tuple[int, int]],
    sources: Mapping[int, str],
    heirs: Mapping[int, int],
    heads: Mapping[int, tuple[str, bool]],
    relations: Links,
) -> dict[int, str]:
    """What a number is called that would go by words which name another unit; blank where nothing is left to call it by.

    The head before those words (日中一時支援 実利用者78人 延べ3,456回: 日中一時支援), else the words without the one that counts
    (受診率96.5％（861人）: 受診), else nothing. Words that fit the number's own unit are not listed.
    """
    if not heirs and not relations.parents and "earlier" not in sources.values():
        return {}
    words = relations.words
    found = _events_of_bracket(relations, labels, heirs, heads)
    for index, claim in enumerate(line.claims):
        owner = heirs.get(index, index if sources.get(index) == "earlier" else None)
        span = labels.get(owner) if owner is not None else None
        if owner is None or span is None or claim.cls != "quantity" or _is_of_same(line, claim):
            continue
        label = _as_written(line, *span)
        if owner != index and line.claims[owner].fields["unit_id"] == claim.fields["unit_id"] is not None:
            continue
        if fits(label, claim, words):
            continue
        head = heads[owner][0] if owner in heads else _thing_before(line, owner, labels)
        if head is None or is_general(fold(head).text, words):
            head = label
        found[index] = head if fits(head, claim, words) else without_counter(head)
    return found


def _events_of_bracket(
    relations: Links, labels: Mapping[int, tuple[int, int]], heirs: Mapping[int, int], heads: Mapping[int, tuple[str, bool]]
) -> dict[int, str]:
    """研修会 for 3回 in 研修会 参加者 45人（3回）: an event behind those who took part has the head that they have."""
    found = {}
    for number, (event, relation) in relations.parents.items():
        is_behind = relation == "participants_of" and number == event - 1 and event not in labels and event not in heirs
        if is_behind and number in heads and not is_general(fold(heads[number][0]).text, relations.words):
            found[event] = heads[number][0]
    return found


def _is_of_same(line: LineClaims, claim: Claim) -> bool:
    """Whether a number says how the one before changed or what share it is: 受診者 1,402名 前年比▲38％, 出席者 876名（74.0％）."""
    is_share = claim.fields["unit_id"] in _RATE_UNITS and line.folded.text[max(0, claim.lead - 3) : claim.lead].rstrip().endswith(
        "("
    )
    return is_share or claim.fields["time_basis"] == "change"


def fits(label: str, claim: Claim, words: ExtractionWords) -> bool:
    """Whether a label does not name what another unit counts: 参加者 for 人 and 組, 開催回数 for 回; 講座 fits every unit."""
    text = _NOTE.sub("", fold(label).text.strip())
    unit: str | None = claim.fields["unit_id"]
    if _OF_PEOPLE.search(text):
        return unit in words.people_units or unit in _OF_PERSONS
    if _RATE.search(text):
        return unit in _RATE_UNITS
    if _MONEY.search(text):
        return unit == "yen"
    counter = _counter(text, words)
    return counter is None or words.units[counter] == unit


def _counter(text: str, words: ExtractionWords) -> str | None:
    """The unit that a label ends with as X数: 回 in 開催回数, 団体 in 参加団体数."""
    if not text.endswith("数"):
        return None
    stem = text[:-1]
    return next((stem[-n:] for n in range(_LONGEST_COUNTER, 0, -1) if len(stem) >= n and stem[-n:] in words.units), None)


def without_counter(label: str) -> str:
    """A label without its last word for who or how much is counted; blank where too little is left.

    >>> without_counter("受診率"), without_counter("家庭教育 開催延べ回数"), without_counter("高齢者")
    ('受診', '家庭教育', '')
    """
    text = _NOTE.sub("", label.strip())
    people = _OF_PEOPLE.search(text)
    shorter = text[: people.start("who")] if people else _RATE.sub("", _MONEY.sub("", text))
    if people and not _DONE_BY.search(shorter):
        return text[: people.start()].strip() if " " in text[: people.start()] else ""
    if shorter == text:
        shorter = _ANY_NUMBER.sub("", text)
    for _ in range(2):
        shorter = _LESS.sub("", shorter).strip()
    first, _, last = shorter.rpartition(" ")
    if _SAYS_LITTLE.fullmatch(last):
        shorter = first.strip()
    return shorter if len(shorter) > 1 and shorter != text else ""


_DONE_BY = re.compile(
    "(?:利用|受診|受検|受験|受講|来館|来場|来園|来所|派遣|訪問|相談|支援|入所|通所|宿泊|出動|接種|搬送|実|延べ?|新規)$"
)
"""Doings by which those who do them are called: 利用 of 利用者; 高齢 of 高齢者 is none."""
_ANY_NUMBER = re.compile(r"(?:件|回|人|台|日|時間|冊|枚|部|団体|世帯|校|園|館|箇所|か所|カ所|組|社|本|点|名|施設|店舗|基|灯)?数$")


def _thing_before(line: LineClaims, owner: int, labels: Mapping[int, tuple[int, int]]) -> str | None:
    """家庭教育学級 in 家庭教育学級 計21学級 開催延べ回数98回: what the number before counts, where only a space parts the two."""
    start, before = labels[owner][0], owner - 1
    if before not in labels or line.claims[before].cls != "quantity":
        return None
    if not _MARKS.fullmatch(line.folded.text, line.claims[before].tail, max(start, line.claims[before].tail)):
        return None
    first, last = labels[before]
    if last > start or clause_start(line, last) > first:
        return None
    return _as_written(line, first, last)


def _as_written(line: LineClaims, start: int, end: int) -> str:
    first, last = line.folded.span(start, end)
    return line.folded.source[first:last]
