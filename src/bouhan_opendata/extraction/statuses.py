"""Blank, a dash, none, not carried out, cancelled, planned, same as before: six different things, told apart."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bouhan_opendata.extraction.values import Item
from bouhan_opendata.extraction.words import ExtractionWords
from bouhan_opendata.japanese.folding import fold
from bouhan_opendata.japanese.moments import find_moments

_ENDING = re.compile(
    r"(?:と(?:いたしました|した|しました|なった|なりました|する|し)|いたしました|した|しました|です|である|になった|になりました|とのこと|とする|の状況)?[。.)\]）]*$"
)
_APART = re.compile(r"[\s:：]")
_NOTE = re.compile(r"\s{0,40}\((?P<note>[^()]*)\)[。]?$")
_WITH_REASON = frozenset({"cancelled", "partly_cancelled", "not_implemented", "nothing_to_report"})
_STOPPED = re.compile(r"(?:中止|取りやめ|取り止め|休止)(?:とし|にし|とな|し)?(?:た|ました|て|り)?$")
_CONDITION = re.compile(
    r"(?:雨天|荒天|悪天候|台風)(?:時は?|の場合は?|等?)?(?:中止|取りやめ)|の?場合は?|中止して|中止せ|要請|勧告|呼びかけ|申入|指導"
)
_PARTLY = re.compile(r"一部|。.|以降|以後|のうち|うち[0-9]|[0-9]回のみ|のみの(?:開催|実施)|(?:から|まで)(?:の間)?(?:は|、)")


def item_status(text: str, words: ExtractionWords) -> tuple[str, str | None]:
    """The status of an item and its reason. Only words at the end speak for the whole item; a bracket behind them explains.

    >>> # 市民防犯講習会はコロナウイルス感染症の影響で中止 → ("cancelled", "infectious_disease")
    """
    folded = fold(text).text.strip()
    if folded in words.no_data_marks:
        return "no_data_mark", None
    noted = _NOTE.search(folded)
    body = folded[: noted.start()] if noted else folded
    status = _said(body.strip(), words)
    if status is None and noted is not None:
        body = folded
        status = _said(noted["note"].strip(), words, whole=True)
    if status is None:
        status = _called_off(folded, noted["note"] if noted else "", words)
        return status or "reported", _reason(folded, words) if status else None
    if status == "cancelled" and _is_partly(body):
        status = "partly_cancelled"
    if "。" in body.rstrip("。") and status in ("planned", "not_implemented", "nothing_to_report", "same_as_previous"):
        return "reported", None  # only the last of several sentences says so
    return status, _reason(folded, words) if status in _WITH_REASON else None


def _said(body: str, words: ExtractionWords, *, whole: bool = False) -> str | None:
    """The status that the last words of a text say; short words (なし, 同上) speak only when they stand apart."""
    bare = body.strip("()。 *-")
    apart = _APART.split(bare)[-1]
    alone = {bare, apart}
    ending = None if whole else _ENDING.search(body)
    said = body[: ending.start()] if ending else ""
    if not said.endswith(words.status_endings) and alone.isdisjoint(words.status_words):
        return None
    for word, status, is_whole in words.statuses:
        if word in alone or (not is_whole and said.endswith(word)):
            return status
    return None


def _called_off(folded: str, note: str, words: ExtractionWords) -> str | None:
    """What one clause among others says: 5回開催（2回は中止）, 講習会は中止、パトロール5回; a bracket may say it of the whole."""
    clauses = [clause for clause in re.split(r"[。、,;()\s]+", folded) if clause]
    stopped = [clause for clause in clauses if _STOPPED.search(clause) and not _CONDITION.search(clause)]
    if not stopped:
        return None
    is_whole = bool(note) and note.endswith(stopped[-1]) and not re.search(r"[0-9]", folded) and not _PARTLY.search(folded)
    return "cancelled" if is_whole else "partly_cancelled"


def _is_partly(body: str) -> bool:
    """Whether what was cancelled is a part: a period, so many of so many, 以降."""
    if _PARTLY.search(body):
        return True
    return any(
        m.precision in ("day", "month", "part") and body[m.end :].startswith(("は", "の", "分", "開催"))
        for m in find_moments(body)
    )


def _reason(folded: str, words: ExtractionWords) -> str | None:
    return next((reason for word, reason in words.reasons if word in folded), None)


def cell_status(items: Sequence[Item], lines: Sequence[str], words: ExtractionWords) -> tuple[str, str | None]:
    """The status of a cell: that of its items where they agree, ``blank`` where nothing is written."""
    if not items:
        return ("reported" if any(line.strip() for line in lines) else "blank"), None
    statuses = {item.status for item in items}
    if len(statuses) > 1:
        return "reported", None
    reasons = {item.status_reason for item in items}
    return statuses.pop(), reasons.pop() if len(reasons) == 1 else None
