"""Entries added at the end of a curation file's list, as text: what stands there is never written anew."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bouhan_opendata import disk, strict_yaml
from bouhan_opendata.errors import PublicationError, inline_rule
from bouhan_opendata.findings import Place
from bouhan_opendata.publication.listing import with_entries
from bouhan_opendata.publication.register import FILE as REGISTER

FILES = {
    "register": (REGISTER, "ids"),
    "decisions": ("curation/decisions.yaml", "decisions"),
    "notes": ("curation/notes.yaml", "notes"),
}
"""Where each kind of entry stands: the file below the publication, and the key of its list."""
_NO_PLACE = inline_rule(
    "no-place-for-an-entry",
    "{key} の一覧に書き足せません",
    "nothing can be added to the list {key}",
    "{key}: の下に「- 」で始まる行の形で書いてください。",
    "Write the list as lines that begin with “- ” below {key}:.",
)


def append_entries(folder: Path, kind: str, lines: Sequence[str]) -> Path | None:
    """Add lines in braces to a list, in one step. Raises ``PublicationError`` where the file has no place for them."""
    if not lines:
        return None
    name, key = FILES[kind]
    path = folder / name
    data = path.read_bytes() if path.is_file() else b""
    before = _entries(data, name, key)
    made = with_entries(data, key, lines)
    after = _entries(made, name, key)
    if after[: len(before)] != before or len(after) != len(before) + len(lines):
        raise PublicationError(_NO_PLACE, Place(file=name, key=key), key=key)
    disk.make_folder(path.parent)
    disk.replace(path, made)
    return path


def _entries(data: bytes, name: str, key: str) -> list[Any]:
    body = strict_yaml.loads(data, name) if data.strip() else None
    return list((body or {}).get(key) or [])
