"""Numbers that say which things are meant, and not how many there are: 従業員300人以下の企業, 10人以上 5団体, 3回接種した人."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bouhan_opendata.extraction.claims import Claim, LineClaims
from bouhan_opendata.extraction.words import ExtractionWords
from bouhan_opendata.japanese.folding import SPACES


def is_threshold(line: LineClaims, claim: Claim, behind: Sequence[Claim], words: ExtractionWords) -> bool:
    """従業員300人以下の企業 3社, 10人以上の団体, 3回接種した人 120人: which things are meant, and not how many.

    500人以上の参加 is a count. ``behind`` is the number that follows, if any.
    """
    text = line.folded.text
    if text[claim.end : claim.end + 1] in _BOUNDS:
        return _is_bound(line, claim, behind, words)
    return claim.fields["unit_id"] in words.event_units and _is_of_those(text, claim, behind)


def _is_bound(line: LineClaims, claim: Claim, behind: Sequence[Claim], words: ExtractionWords) -> bool:
    bound = _BOUND_OF.match(line.folded.text, claim.end)
    if bound is None:
        return bool(behind) and _is_bound_of(line, claim, behind[0])
    noun = bound["noun"]
    counted = any(noun.startswith(word) for word in (*words.participants, *words.doings))
    return not counted or (bool(behind) and behind[0].start <= bound.end() + 8)


def _is_bound_of(line: LineClaims, claim: Claim, other: Claim) -> bool:
    """10人以上 5団体, where nothing says what the first counts: how large the things are that the second counts."""
    text = line.folded.text
    is_first = not text[line.first : claim.lead].strip(_BEFORE_BOUND) or text[claim.lead - 1] in "、。/:("
    is_beside = _BOUND_ALONE.fullmatch(text, claim.end, other.lead) is not None
    is_plain = claim.fields["counting"] == "not_stated" and claim.fields["unit_id"] != other.fields["unit_id"]
    return is_first and is_beside and is_plain


_BOUNDS = frozenset("以未を超")
_BEFORE_BOUND = f"{SPACES}・○●※-"
_BOUND_ALONE = re.compile(r"(?:以上|以下|未満|以内|超)[\s:]{1,3}")
_BOUND_OF = re.compile(
    r"(?:以上|以下|未満|以内|を超える|超)(?:[0-9]{1,4}[^0-9]{1,3}(?:未満|以下))?の?(?P<noun>[一-龠ァ-ヶ][^。、()0-9\s]{0,15})"
)


def _is_of_those(text: str, claim: Claim, behind: Sequence[Claim]) -> bool:
    """3回接種した人 120人: how often they did it who are counted next."""
    return bool(behind) and _WHO_DID.fullmatch(text, claim.tail, behind[0].lead) is not None


_WHO_DID = re.compile(
    r"[^。、()0-9]{0,10}(?:した|受けた|行った|参加の|来た)(?:人|者|方|児童|生徒|世帯|市民|団体|事業者)(?:数|の数)?(?:が|は|:|\s){0,3}(?:約|延べ)?"
)
