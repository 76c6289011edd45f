"""Items that say what became of a whole section and name nothing themselves: －, 〃, 同左, 中止, 未実施（台風のため）."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from bouhan_opendata.extraction.statuses import ELSEWHERE, SAME_AS_YEAR
from bouhan_opendata.japanese.folding import fold
from bouhan_opendata.japanese.numerals import NUMERAL
from bouhan_opendata.model import Model

_NOTE = re.compile(r"\s*\([^()]*\)$")
_TRIM = "。 *-"
_BESIDE = re.compile("[左右前昨]")


class Marks:
    """Tells such items from activities, by the words of the language."""

    def __init__(self, model: Model) -> None:
        words = {fold(word.text).text: word.meaning for word in model.words["item_status"]}
        longest = sorted(words, key=len, reverse=True)
        self._status = re.compile(f"(?:{'|'.join(map(re.escape, longest))})[ぁ-ん]*")
        self._dittos = frozenset(word for word in longest if words[word] == "same_as_previous")
        dittos = [re.escape(word) for word in longest if words[word] == "same_as_previous"]
        self._counted = re.compile(
            rf"(?:{'|'.join(dittos)})[\s:(]{{0,5}}(?:約|延べ|のべ|計|合計){{0,1}}\s{{0,5}}{NUMERAL}[^0-9。、,:;()\s]{{0,6}}\)?。?"
        )
        self._ditto_end = re.compile(rf"[\s:は、(]*(?:{'|'.join(dittos)})[ぁ-ん。)]*$")

    def is_bare(self, activity: Mapping[str, Any]) -> bool:
        """Whether an item is a mark or a status and nothing else, a reason in brackets aside."""
        if activity["status"] in ("reported", "blank"):
            return False
        if activity["status"] == "no_data_mark":
            return True
        text = fold(activity["text"]).text.strip(_TRIM)
        said = _NOTE.sub("", text).strip(_TRIM)
        return any(pattern.fullmatch(said) for pattern in (self._status, ELSEWHERE, SAME_AS_YEAR))

    def is_ditto(self, activity: Mapping[str, Any]) -> bool:
        """Whether an item is a mark that repeats what its place said the year before."""
        return activity["status"] == "same_as_previous" and self.is_bare(activity)

    def is_counted(self, activity: Mapping[str, Any]) -> bool:
        """Whether an item is a mark that repeats and a number of its own: 〃 5回, 同左：12人, 〃（3回）."""
        return self._counted.fullmatch(fold(activity["text"]).text.strip(_TRIM)) is not None

    def is_ditto_word(self, text: str) -> bool:
        """Whether a text is nothing but a mark that repeats."""
        return fold(text).text.strip() in self._dittos

    def points_up(self, activity: Mapping[str, Any]) -> bool:
        """Whether a mark repeats what stands above it in its cell, not what stands beside it or what was said the year before."""
        return not _BESIDE.search(activity["text"])

    def named(self, text: str) -> str:
        """What a text names before a mark that repeats, without spaces: 講習会：同左; empty where no mark ends it."""
        folded = fold(text).text
        named = self._ditto_end.sub("", folded)
        return "" if named == folded else re.sub(r"\s", "", named)
