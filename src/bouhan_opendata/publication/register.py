"""The register of ids: names as they were written, matching, near neighbours, and appending without rewriting."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterable, Sequence
from typing import Protocol

from bouhan_opendata.japanese.folding import fold
from bouhan_opendata.publication.values import Publication, Register, RegisterEntry
from bouhan_opendata.publication.yaml_values import Section

_NEAR = {"m": 0.8, "a": 0.8, "d": 0.75, "i": 0.85, "t": 0.75, "s": 1.0}
_REGISTERED = ("sources", "policy_areas", "measures", "departments", "indicators", "activity_series")
"""The tables whose ids are given out once and recorded."""
FILE = "curation/register.yaml"


class Named(Protocol):
    """An id given out: what :func:`append_to_register` needs of it."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def source_id(self) -> str: ...


def read_register(section: Section) -> Register:
    """Load the register. Raises ``PublicationError`` for a malformed id, or a name that two ids of a kind claim."""
    entries = []
    owners: dict[tuple[str, str], str] = {}
    keys = [section.model.tables[name] for name in _REGISTERED]
    form = re.compile("|".join(str(table.field(table.key[0]).pattern) for table in keys))
    for item in section.sections("ids"):
        entry = RegisterEntry(item.must("id"), item.must("name"), item.must("source"))
        item.end()
        if not form.fullmatch(entry.id):
            raise item.broken(
                "id", {"ja": f"{entry.id} は ID の形ではありません(例 m001)", "en": f"{entry.id} is not an id (such as m001)"}
            )
        key = (entry.id[0], normalised_name(entry.name))
        if key in owners:
            same = owners[key] == entry.id
            ja = "同じ行が二つあります" if same else f"同じ名前に ID が二つあります({owners[key]} と {entry.id})"
            en = "the entry stands twice" if same else f"one name has two ids ({owners[key]} and {entry.id})"
            raise item.broken("name" if not same else "id", {"ja": ja, "en": en})
        owners[key] = entry.id
        entries.append(entry)
    section.end()
    return Register(tuple(entries))


def normalised_name(name: str) -> str:
    """A name for matching: folded, without white space."""
    return re.sub(r"\s+", "", fold(name).text)


def near_names(name: str, known: Sequence[str], prefix: str) -> list[str]:
    """Known names that are nearly the same, nearest first. For keys with a path only those under the same path count."""
    head, slash, tail = normalised_name(name).rpartition("/") if prefix in "it" else ("", "", normalised_name(name))
    found: list[tuple[float, str]] = []
    for other in known:
        other_head, _, other_tail = normalised_name(other).rpartition("/") if prefix in "it" else ("", "", normalised_name(other))
        if slash and other_head != head:
            continue
        if abs(len(tail) - len(other_tail)) > 0.5 * max(len(tail), len(other_tail), 1):
            continue
        ratio = difflib.SequenceMatcher(None, tail, other_tail, autojunk=False).ratio()
        if ratio >= _NEAR[prefix]:
            found.append((-ratio, other))
    return [other for _, other in sorted(found)]


def append_to_register(publication: Publication, new: Iterable[Named]) -> None:
    """Append entries to the register's text; what stands there is not touched. The file is replaced in one step."""
    path = publication.folder / FILE
    known = {(entry.id, entry.name) for entry in publication.register.entries}
    lines = [
        f"  - {{id: {entry.id}, name: {json.dumps(entry.name, ensure_ascii=False)}, source: {entry.source_id}}}\n"
        for entry in new
        if (entry.id, entry.name) not in known
    ]
    if not lines:
        return
    text = path.read_text(encoding="utf-8") if path.is_file() else "ids:\n"
    text = re.sub(r"^ids:\s*\[\]\s*$", "ids:", text, flags=re.MULTILINE)
    if not text.endswith("\n"):
        text += "\n"
    aside = path.with_suffix(".new")
    aside.write_bytes((text + "".join(lines)).encode())
    aside.replace(path)
