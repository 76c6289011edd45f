"""The register of ids: names as they were written, matching, near neighbours, and appending without rewriting."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Protocol

from bouhan_opendata import disk, strict_yaml
from bouhan_opendata.japanese.folding import fold
from bouhan_opendata.publication.values import Publication, Register, RegisterEntry
from bouhan_opendata.publication.yaml_values import Section, as_written

_NEAR = {"m": 0.8, "a": 0.8, "d": 0.75, "i": 0.85, "t": 0.75, "s": 1.0}
_REGISTERED = ("sources", "policy_areas", "measures", "departments", "indicators", "activity_series")
"""The tables whose ids are given out once and recorded."""
_RETIRED = re.compile(r" ⇒ [a-z][0-9]{3,}$")
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
        name = as_written(item, "name")
        if not isinstance(name, str) or not name.strip():
            raise item.broken("name", {"ja": "名前(文字)が必要です", "en": "a name (a text) is expected"})
        entry = RegisterEntry(item.must("id"), name, item.must("source"))
        item.end()
        if not form.fullmatch(entry.id):
            raise item.broken(
                "id", {"ja": f"{entry.id} は ID の形ではありません(例 m001)", "en": f"{entry.id} is not an id (such as m001)"}
            )
        if not re.fullmatch(r"s[0-9]{3,}", entry.source):
            raise item.broken(
                "source",
                {
                    "ja": f"{entry.source} は資料の ID(例 s001)ではありません",
                    "en": f"{entry.source} is no id of a source (such as s001)",
                },
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


def is_retired(name: str) -> bool:
    """Whether an entry's name ends with ⇒ and another id: a person joined it to that one. Its own id is never given out again.

    >>> is_retired("m001/d001/駅前の見守り ⇒ t012"), is_retired("m001/d001/駅前の見守り")
    (True, False)
    """
    return _RETIRED.search(name) is not None


def normalised_name(name: str) -> str:
    """A name for matching: folded, without white space."""
    return re.sub(r"\s+", "", fold(name).text)


def split_name(name: str, prefix: str) -> tuple[str, str]:
    """A normalised name as the path that a near neighbour shares, and the rest; only keys of series and indicators have one."""
    if prefix not in "it":
        return "", normalised_name(name)
    head, _, tail = normalised_name(name).rpartition("/")
    return head, tail


def near_names(name: str, known: Sequence[str], prefix: str) -> list[str]:
    """Known names that are nearly the same, nearest first. For keys with a path only those under the same path count."""
    head, tail = split_name(name, prefix)
    split = [(*split_name(other, prefix), other) for other in known]
    return near_tails(tail, [(other_tail, other) for other_head, other_tail, other in split if other_head == head], prefix)


def near_tails(tail: str, known: Iterable[tuple[str, str]], prefix: str) -> list[str]:
    """The names, of (normalised rest, name), whose rest is nearly ``tail``, nearest first."""
    found: list[tuple[float, str]] = []
    matcher = difflib.SequenceMatcher(None, "", tail, autojunk=False)
    for other_tail, other in known:
        if abs(len(tail) - len(other_tail)) > 0.5 * max(len(tail), len(other_tail), 1):
            continue
        matcher.set_seq1(other_tail)
        if matcher.real_quick_ratio() < _NEAR[prefix] or matcher.quick_ratio() < _NEAR[prefix]:
            continue
        if (ratio := matcher.ratio()) >= _NEAR[prefix]:
            found.append((-ratio, other))
    return [other for _, other in sorted(found)]


def append_to_register(publication: Publication, new: Iterable[Named]) -> None:
    """Append entries to the register's text; what stands there is not touched. The file is replaced in one step.

    What the file holds by now is what counts, not what it held when the publication was opened.
    """
    path = publication.folder / FILE
    known = _entries_now(path)
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
    disk.replace(path, (text + "".join(lines)).encode())


def _entries_now(path: Path) -> set[tuple[str, str]]:
    body = strict_yaml.load(path) if path.is_file() else None
    entries = body.get("ids") if isinstance(body, dict) else None
    return {(str(e.get("id")), str(e.get("name"))) for e in entries or () if isinstance(e, dict)}
