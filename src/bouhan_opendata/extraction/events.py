"""Who took part in what: the people of an event belong to it, and so do those of its parts."""

from __future__ import annotations

import re

from bouhan_opendata.extraction.links import Links

_BRACKET_BEHIND = re.compile(r"\s?\((?:全|計|年)?")
_BRACKET_ENDS = re.compile(r"(?:の?(?:開催|実施))?\)")
_HELD_BEFORE = re.compile(r"を?(?:開催|実施)(?:し|して|した)?[、\s]{0,2}(?:延べ|のべ|延|計|実)?\s{0,2}")
_TOOK_PART = re.compile(r"(?:が|の|に)?(?P<doing>[一-龠]{2})")
_ORDINAL_ONLY = re.compile(r"[回日期目][\s:は]{0,2}$")
_GROSS_BEFORE = re.compile("^(?:延べ?|のべ|総)(?=[一-龠]{2})")
_RIGHT_BEHIND = re.compile(r"[\s、,・/(]*(?:延べ|のべ|延|計|実)?\s{0,40}")


def read_participants(links: Links) -> None:
    """講座を5回（参加者105人）: the people belong to the event; the people of parts to the people of the whole."""
    totals: dict[str, int] = {}
    for number in links.quantities:
        if number in links.parents or not _is_participants(links, number):
            continue
        unit = str(links.claims[number].fields.get("unit_text"))
        event = _event_of(links, number)
        if event is None:
            continue
        if _are_halves(links, event, number):
            links.unlabelled |= set() if number in links.labels else {number}
            continue
        inside_part = event in links.parents
        if inside_part and unit in totals:
            links.part(number, totals[unit])
            continue
        links.parents[number] = (event, "participants_of")
        if not inside_part:
            totals.setdefault(unit, number)
    _events_behind(links)
    _curricula(links)


def _are_halves(links: Links, event: int, number: int) -> bool:
    """前期12講座・後期14講座　受講者数487人: who took part in both halves took part in neither alone."""
    before = event - 1
    if before not in links.quantities or not links.same(before, event) or number != event + 1:
        return False
    is_joined = links.text[links.claims[before].tail : links.claims[event].lead].strip()[:1] in ("・", "、")
    halves = {links.labels.get(n, "").strip("・、 ") for n in (before, event)}
    said = links.text[links.claims[event].tail : links.claims[number].lead]
    is_all = links.claims[number].fields["counting"] == "gross" or links.claims[number].fields["scope"] == "total"
    return (
        is_joined
        and any(halves == pair for pair in _HALVES)
        and re.match(r"[\s、]", said) is not None
        and (len(said) > 2 or is_all)
    )


_HALVES = tuple(
    frozenset(pair.split("/"))
    for pair in (
        "前期/後期",
        "春/秋",
        "春季/秋季",
        "春期/秋期",
        "夏/冬",
        "夏季/冬季",
        "午前/午後",
        "昼/夜",
        "昼間/夜間",
        "平日/休日",
    )
)


def _curricula(links: Links) -> None:
    """養成講座（全3回）修了者24名: of how many times a course that is passed consists says nothing of how often it was held."""
    for number in links.quantities:
        claim = links.claims[number]
        if claim.fields["scope"] != "all_of_population" or not _is_held(links, number):
            continue
        before = _COURSE.search(links.text, max(links.line.first, claim.lead - 20), claim.lead)
        behind = _CLOSED.match(links.text, claim.tail)
        if before is not None and behind is not None and (before["passed"] or behind["passed"]):
            links.asides.add(number)


_COURSE = re.compile(r"(?P<passed>養成[一-龠ァ-ヶー]{0,8}|連続[一-龠ァ-ヶー]{2,8})?\($")
_CLOSED = re.compile(r"(?:シリーズ|コース|連続|連続講座|構成|カリキュラム)?\)\s?の?(?P<passed>修了)?")


def _events_behind(links: Links) -> None:
    """参加者：105人（5回）: the event is said in the bracket behind its people; 2回（全10コマ） is one event, in two units."""
    for number, event in zip(links.quantities, links.quantities[1:], strict=False):
        claim, held = links.claims[number], links.claims[event]
        opening = _BRACKET_BEHIND.match(links.text, claim.tail)
        if opening is None or opening.end() < held.lead or not _is_held(links, event):
            continue
        if _is_held(links, number) and held.fields["scope"] == "all_of_population":
            links.populations.add(event)
        is_people = claim.fields["unit_id"] in links.words.people_units and number not in links.parents
        is_people = is_people and _names_participants(links, number)
        if is_people and event not in links.parents and _BRACKET_ENDS.match(links.text, held.tail):
            links.parents[number] = (event, "participants_of")


def _is_held(links: Links, number: int) -> bool:
    fields, words = links.claims[number].fields, links.words
    is_event = fields["unit_id"] in words.event_units and fields["unit_id"] not in words.time_units
    return is_event and fields["time_basis"] != "rate" and links.is_result(number)


def _event_of(links: Links, number: int) -> int | None:
    """The event that people took part in: the last one said before them in their bracket's clause, or right before them."""
    events = [n for n in links.quantities if n < number and links.claims[n].fields["unit_id"] in links.words.event_units]
    events = [n for n in events if _may_be_held(links, n)]
    if not events or links.is_in_bracket(number):
        return events[-1] if events else None
    event = events[-1]
    between = links.text[links.claims[event].tail : links.claims[number].lead]
    alone = all(links.is_in_bracket(n) for n in links.quantities if event < n < number)
    return event if alone and "。" not in between else None


def _may_be_held(links: Links, number: int) -> bool:
    """Whether people can have taken part in so many: 年5回 is how often in the year, 週1回 is no such number."""
    fields = links.claims[number].fields
    is_all = fields["scope"] == "all_of_population" and links.is_in_bracket(number)
    return (fields["time_basis"] != "rate" or fields.get("per") == "year") and not is_all


def _names_participants(links: Links, number: int) -> bool:
    """参加者, 延べ参加者数: the label is a word for those who took part, whether each is counted once or every time."""
    label = links.labels.get(number, "")
    return label in links.words.participants or _GROSS_BEFORE.sub("", label) in links.words.participants


def _is_participants(links: Links, number: int) -> bool:
    """Whether a number counts people: by its label, or as people right behind an event (4回 112人)."""
    claim = links.claims[number]
    if _names_participants(links, number):
        return True
    if claim.fields["unit_id"] not in links.words.people_units or not number or claim.fields.get("per"):
        return False
    if (
        number not in links.labels
        and links.is_in_bracket(number)
        and _ORDINAL_ONLY.search(links.text, max(0, claim.lead - 3), claim.lead)
    ):
        return links.claims[number - 1].cls == "ordinal"
    before = links.claims[number - 1]
    is_event = before.cls == "quantity" and before.fields["unit_id"] in links.words.event_units
    between = links.text[before.tail : claim.lead] if is_event else "。"
    took_part = _TOOK_PART.match(links.text, claim.tail)
    is_said = took_part is not None and took_part["doing"] in links.words.participants
    return _RIGHT_BEHIND.fullmatch(between) is not None or (is_said and _HELD_BEFORE.fullmatch(between) is not None)
