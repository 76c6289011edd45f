"""curation/organisation.yaml: departments that were renamed, merged, split or abolished, and when."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bouhan_opendata.model import Model
from bouhan_opendata.publication.values import OrganisationChange
from bouhan_opendata.publication.yaml_values import Section


def read_changes(top: Section, model: Model) -> Iterator[OrganisationChange]:
    """The changes of the file, in its order. Raises ``PublicationError`` naming the key that is wrong."""
    table = model.tables["organisation_changes"]
    seen: set[str] = set()
    for item in top.sections("changes"):
        change_id = _id(item, "id", str(table.field("change_id").pattern))
        if change_id in seen:
            raise item.broken("id", {"ja": f"{change_id} が二度書かれています", "en": f"{change_id} stands twice"})
        seen.add(change_id)
        day = item.day("date", required=True)
        assert day is not None
        kind = item.choice("kind", model.code_lists["change_kind"].codes)
        from_id = _id(item, "from", str(table.field("from_id").pattern))
        to_id = None if kind == "abolished" else _id(item, "to", str(table.field("to_id").pattern))
        if kind == "abolished" and item.raw("to") is not None:
            raise item.broken("to", {"ja": "廃止に変更後の課はありません", "en": "what is abolished has no successor"})
        if from_id == to_id:
            raise item.broken("to", {"ja": "変更前と同じ課です", "en": "is the department itself"})
        yield OrganisationChange(change_id, day, kind, from_id, to_id, item.text("evidence", required=False))
        item.end()


def _id(item: Section, key: str, pattern: str) -> str:
    value = item.must(key)
    if not re.fullmatch(pattern, value):
        raise item.broken(key, {"ja": f"{value} は ID の形ではありません", "en": f"{value} is not the form of such an id"})
    return value
