"""Blank, a dash, none, not carried out, cancelled, planned, same as before: six different things, told apart."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bouhan_opendata.extraction.values import Item
from bouhan_opendata.extraction.words import ExtractionWords
from bouhan_opendata.japanese.folding import fold

_ENDING = r"(?:と(?:した|しました|なった|なりました|する)|した|しました|です|である|になった|になりました)?[。.)）]*$"
_WITH_REASON = {"cancelled", "partly_cancelled", "not_implemented"}
_WHOLE_ONLY = {"なし", "無し", "同上", "同左", "〃", "予定"}


def item_status(text: str, words: ExtractionWords) -> tuple[str, str | None]:
    """The status of an item and its reason. Only words at the end speak for the whole item.

    >>> # 市民防犯講習会はコロナウイルス感染症の影響で中止 → ("cancelled", "infectious_disease")
    """
    folded = fold(text).text.strip()
    if folded in words.no_data_marks:
        return "no_data_mark", None
    bare = folded.strip("()。 ")
    for word, status in words.statuses:
        whole = bare == word
        ends = word not in _WHOLE_ONLY and re.search(re.escape(word) + _ENDING, folded) is not None
        if whole or ends:
            return status, _reason(folded, words) if status in _WITH_REASON else None
    return "reported", None


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
