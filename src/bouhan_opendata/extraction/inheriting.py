"""Numbers that count what another number of the line counts: totals of their parts, parts without words, a second unit."""

from __future__ import annotations

import re

from bouhan_opendata.extraction.claims import Claim, LineClaims
from bouhan_opendata.extraction.labels import group_head, topic
from bouhan_opendata.extraction.links import Links
from bouhan_opendata.extraction.words import ExtractionWords


def head_of_totals(line: LineClaims, labels: dict[int, tuple[int, int]], relations: Links, words: ExtractionWords) -> None:
    """教育相談 来所185件 電話321件 計506件: a total behind its parts counts what is said before the first of them."""
    for index, claim in enumerate(line.claims):
        if claim.cls != "quantity" or claim.fields["scope"] != "total":
            continue
        parts = [n for n, (parent, relation) in relations.parents.items() if parent == index and relation == "part_of"]
        if not parts or min(parts) > index:
            continue
        between = line.folded.text[line.claims[index - 1].tail : claim.lead]
        first = labels.get(min(parts))
        if index in labels and labels[index][0] > line.claims[index - 1].tail and re.search(r"[一-龠ァ-ヶ]", between):
            continue
        labels.pop(index, None)
        head = group_head(line, first[0]) or _topic_of(line, first[0], words) if first else None
        if head is not None:
            labels[index] = head
        else:
            relations.unlabelled.add(index)
    for index in sorted(relations.unlabelled):
        if (span := _of_rate_before(line, index, labels)) is not None:
            relations.unlabelled.discard(index)
            labels[index] = span


def _topic_of(line: LineClaims, first: int, words: ExtractionWords) -> tuple[int, int] | None:
    """相談件数は、電話230件、来所45件の計275件: what the sentence that the parts begin is about."""
    return topic(line, max(line.folded.text.rfind("。", line.first, first) + 1, line.first), first, words)


def _of_rate_before(line: LineClaims, index: int, labels: dict[int, tuple[int, int]]) -> tuple[int, int] | None:
    """広報車巡回 月2回、計24回: the year's number of what a rate right before it is said of, the only one of its unit so far."""
    claim, owner = line.claims[index], index - 1
    said = line.claims[owner] if owner >= 0 else None
    if said is None or said.cls != "quantity" or said.fields["unit_text"] != claim.fields["unit_text"]:
        return None
    if said.fields["time_basis"] != "rate" and not said.fields.get("per"):
        return None
    sentence = line.folded.text.rfind("。", line.first, claim.lead)
    others = [c for c in line.claims[:owner] if c.cls == "quantity" and c.start > sentence]
    if any(other.fields["unit_text"] == claim.fields["unit_text"] for other in others):
        return None
    while owner not in labels:
        before = _sister(line, owner)
        if before is None:
            return None
        owner = before
    start, end = labels[owner]
    while end > start and line.folded.text[end - 1] in " 各毎":
        end -= 1
    if end == start or _PERIODS.fullmatch(line.folded.text, start, end):
        return group_head(line, start)
    return start, end


_PERIODS = re.compile("(?:春|夏|秋|冬|前期|後期|上期|下期|午前|午後|昼|夜|平日|休日|[・、と])+")


def inherited(line: LineClaims, labels: dict[int, tuple[int, int]], relations: Links) -> dict[int, int]:
    """Numbers that count what another one counts: a second statement, a part without words, one in the bracket behind."""
    found: dict[int, int] = {}
    if len(relations.quantities) < 2:
        return found
    for index, claim in enumerate(line.claims):
        if claim.cls != "quantity":
            continue
        parent = relations.parents.get(index)
        if index in labels and _is_met(line, labels, index):
            found[index] = found.get(index - 1, index - 1)
        elif (added := relations.stocks.get(index)) is not None:
            found[index] = found.get(added, added)
        elif parent and parent[1] == "part_of" and parent[0] > index and index not in labels:
            owner = _sister(line, index)
            owner = parent[0] if owner is None else owner
            found[index] = found.get(owner, owner)
        elif (parent and parent[1] == "same_as") or (
            parent and parent[1] == "part_of" and (index not in labels or _right_behind(line, parent[0], index))
        ):
            found[index] = found.get(parent[0], parent[0])
        elif (
            index not in relations.unlabelled
            and (owner := _bracket_owner(line, claim)) is not None
            and relations.parents.get(owner, (-1, ""))[0] != index
            and (
                index not in labels
                or claim.fields["time_basis"] in ("cumulative", "change")
                or _is_nearer(line, owner, index, labels)
            )
        ) or (
            index not in labels
            and claim.fields["time_basis"] == "cumulative"
            and (owner := _same_unit_before(line, index)) is not None
        ):
            found[index] = found.get(owner, owner)
        elif parent and parent[1] == "out_of" and index not in labels and _right_behind(line, parent[0], index):
            found[index] = found.get(parent[0], parent[0])
        elif index not in labels and index not in relations.unlabelled and (sister := _sister(line, index)) is not None:
            found[index] = found.get(sister, sister)
    return found


_RESULTS = re.compile("(?:実績|決算|現状|結果)(?:値|数|額)?")


def _is_met(line: LineClaims, labels: dict[int, tuple[int, int]], index: int) -> bool:
    """利用者数 目標160,000人 実績148,306人: what came of an aim right before counts what the aim does."""
    before = line.claims[index - 1] if index else None
    if before is None or before.cls != "quantity" or before.pattern not in ("planned", "target") or index - 1 not in labels:
        return False
    is_result = _RESULTS.fullmatch(line.folded.text, *labels[index]) is not None
    return is_result and before.fields["unit_text"] == line.claims[index].fields["unit_text"]


def _is_nearer(line: LineClaims, owner: int, index: int, labels: dict[int, tuple[int, int]]) -> bool:
    """Whether a number has words of its own that stand nearer than those found for the one in the bracket behind it."""
    own, other = labels.get(owner), labels[index]
    return own is not None and own[0] >= other[1] and own[1] <= line.claims[owner].start


def _same_unit_before(line: LineClaims, index: int) -> int | None:
    """12台を新設し、累計85台: the number of the same unit right before."""
    for before in range(index - 1, -1, -1):
        other = line.claims[before]
        if other.cls == "quantity":
            return before if other.fields["unit_text"] == line.claims[index].fields["unit_text"] else None
    return None


_JOINED = re.compile(r"[\s、,・/×→~とで]{0,40}(?:年|月|週|毎月|毎週|1日)?(?:[延のべ全約実計各新規]|累計|合計|年間)*[\s]*")


def _sister(line: LineClaims, index: int) -> int | None:
    """18回　2,150人: a number right behind another, with nothing but marks between, counts the same thing in another unit."""
    for before in range(index - 1, -1, -1):
        other = line.claims[before]
        if other.cls == "quantity":
            between = line.folded.text[other.tail : line.claims[index].start]
            between = _without_moments(line, other.tail, line.claims[index].start, between)
            is_met = other.pattern in ("planned", "target") and between.strip("、の ") in ("に対し", "に対して")
            return before if is_met or _JOINED.fullmatch(between) else None
    return None


def _without_moments(line: LineClaims, start: int, end: int, between: str) -> str:
    if "moment" not in line.owners[start:end]:
        return between
    kept = "".join(char for at, char in enumerate(between, start) if line.owners[at] != "moment")
    return kept.replace(":", "").replace("は", "").replace("()", "")


def _right_behind(line: LineClaims, parent: int, index: int) -> bool:
    """Whether nothing but のうち stands between a whole and its part."""
    if parent > index:
        return False
    between = line.folded.text[line.claims[parent].tail : line.claims[index].lead]
    return between.strip("、, ") in ("のうち", "うち", "の", "", "中")


def _bracket_owner(line: LineClaims, claim: Claim) -> int | None:
    """The quantity right before the bracket that a number opens (dates and qualifiers aside)."""
    text = line.folded.text
    position = claim.lead
    while position and (line.owners[position - 1] == "moment" or text[position - 1] in " ~、"):
        position -= 1
    if not position or text[position - 1] != "(":
        return None
    for index, other in enumerate(line.claims):
        if other.cls == "quantity" and other.tail == position - 1:
            return index
    return None
