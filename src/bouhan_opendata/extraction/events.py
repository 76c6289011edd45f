"""Who took part in what: the people of an event belong to it, and so do those of its parts."""

from __future__ import annotations

import re

from bouhan_opendata.extraction.links import Links

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
        inside_part = event in links.parents
        if inside_part and unit in totals:
            links.part(number, totals[unit])
            continue
        links.parents[number] = (event, "participants_of")
        if not inside_part:
            totals.setdefault(unit, number)


def _event_of(links: Links, number: int) -> int | None:
    """The event that people took part in: the last one said before them in their bracket's clause, or right before them."""
    events = [n for n in links.quantities if n < number and links.claims[n].fields["unit_id"] in links.words.event_units]
    plain = ("rate", "all_of_population")
    events = [
        n for n in events if links.claims[n].fields["time_basis"] not in plain and links.claims[n].fields["scope"] not in plain
    ]
    if not events or links.is_in_bracket(number):
        return events[-1] if events else None
    between = links.text[links.claims[events[-1]].tail : links.claims[number].lead]
    return events[-1] if events[-1] == max(n for n in links.quantities if n < number) and "。" not in between else None


def _is_participants(links: Links, number: int) -> bool:
    """Whether a number counts people: by its label, or as people right behind an event (4回 112人)."""
    claim = links.claims[number]
    if links.labels.get(number, "") in links.words.participants:
        return True
    if claim.fields["unit_id"] not in links.words.people_units or not number or claim.fields.get("per"):
        return False
    before = links.claims[number - 1]
    is_event = before.cls == "quantity" and before.fields["unit_id"] in links.words.event_units
    between = links.text[before.tail : claim.lead] if is_event else "。"
    return _RIGHT_BEHIND.fullmatch(between) is not None
