"""Decisions that nearly fit, as the lines of YAML that would make them fit: to be looked at and pasted, never applied."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from bouhan_opendata.building.draft import Draft, LinePlace
from bouhan_opendata.findings import Place
from bouhan_opendata.publication import Decision

_BARE = re.compile(r"[a-z][a-z0-9_]{0,40}(?:-[a-z0-9]{1,12}){0,8}")
_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})
FILE = "curation/decisions.yaml"


def propose(draft: Draft, decision: Decision, at: LinePlace, *, figure: Mapping[str, Any] | None = None) -> None:
    """Tell of a place of a later source that a decision nearly fits, with the entry that would decide there too."""
    where: dict[str, Any] = {"line": at.line_id}
    if figure is not None:
        where |= {"quote": figure["quote"]}
        text, start, end = at.text, figure["char_start"], figure["char_end"]
        if text.count(figure["quote"]) > 1:
            where |= {name: said for name, said in (("before", text[:start][-4:]), ("after", text[end:][:4])) if said}
    elif decision.target == "figure":
        where["quote"] = "TODO"
    if "figures" in decision.where:
        where["figures"] = "TODO"
    draft.proposed += 1
    last = max((int(known.id[1:]) for known in draft.publication.decisions), default=0)
    entry = written(decision, f"k{last + draft.proposed:03d}", where)
    params = {"id": decision.id, "text": at.text, "source": at.source_id, "entry": entry}
    draft.find("decision-proposed", Place(file=FILE, key=f"{decision.id} {at.line_id}"), **params)


def written(decision: Decision, name: str, where: Mapping[str, Any]) -> str:
    """A decision as one line of YAML with another id and place; what a person has to say anew is TODO."""
    values = {key: "TODO" if key == "value" else value for key, value in decision.values.items()}
    body: dict[str, Any] = {"id": name, "target": decision.target, "where": dict(where)}
    if decision.action == "waive":
        body["waive"] = decision.rule
    else:
        body[decision.action] = values or True
    if decision.source_error:
        body["source_error"] = True
    return "- " + _flow({**body, "why": decision.why, "by": "TODO", "on": "TODO"})


def _flow(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_flow(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, str):
        is_bare = value == "TODO" or (_BARE.fullmatch(value) is not None and value not in _WORDS)
        return value if is_bare else json.dumps(value, ensure_ascii=False)
    return format(value, "f") if isinstance(value, Decimal) else json.dumps(value)
