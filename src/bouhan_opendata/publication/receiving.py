"""Receiving a table: the file is copied into ``sources/`` and named in ``sources.yaml`` as text, so that comments stay."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from bouhan_opendata import disk, strict_yaml
from bouhan_opendata.errors import ARGUMENT_WRONG, UsageError
from bouhan_opendata.model import Model
from bouhan_opendata.publication.folder import open_publication
from bouhan_opendata.publication.listing import with_entries
from bouhan_opendata.publication.values import Publication, SourceEntry

_LISTED = "sources/sources.yaml"


def receive_source(
    publication: Publication, file: Path, year: int, model: Model, *, title: str | None = None, received_on: date | None = None
) -> SourceEntry:
    """Copy a table into a publication under the next id, byte for byte. Returns its entry.

    Raises ``UsageError`` where a file of that name stands in ``sources/`` already, and ``PublicationError`` where the entry
    would not be understood; nothing is left behind then.
    """
    data, target = file.read_bytes(), publication.folder / "sources" / file.name
    if target.exists() or any(source.file == file.name for source in publication.sources):
        problem = {
            "ja": f"sources/{file.name} はもうあります。受け取った表は書きかえません。別の名前にしてください",
            "en": f"sources/{file.name} stands there already; a received table is never overwritten: give it another name",
        }
        raise UsageError(ARGUMENT_WRONG, problem=problem)
    entry = SourceEntry(_next_id(publication.sources), file.name, title or file.stem, None, year, received_on, None, None)
    path = publication.folder / _LISTED
    before = path.read_bytes()
    after = with_entries(before, "sources", [_line(entry)])
    try:
        disk.replace(target, data)
        disk.replace(path, after)
        _hold(publication, entry, model)
    except BaseException:
        disk.replace(path, before)
        disk.remove(target)
        raise
    return entry


def _next_id(sources: Sequence[SourceEntry]) -> str:
    return f"s{max((int(source.source_id[1:]) for source in sources), default=0) + 1:03d}"


def _line(entry: SourceEntry) -> str:
    """A source as one line of YAML; JSON's quoted strings are YAML's too."""
    words = {"file": entry.file, "title": entry.title}
    parts = [f"id: {entry.source_id}", *(f"{key}: {json.dumps(text, ensure_ascii=False)}" for key, text in words.items())]
    parts.append(f"fiscal_year: {entry.fiscal_year}")
    if entry.received_on is not None:
        parts.append(f"received_on: {entry.received_on.isoformat()}")
    return f"{{{', '.join(parts)}}}"


def _hold(publication: Publication, entry: SourceEntry, model: Model) -> None:
    """What stands in the file now is what stood there, and the new entry after it."""
    body = strict_yaml.loads((publication.folder / _LISTED).read_bytes(), _LISTED)
    again = open_publication(publication.folder, model).sources
    if again != (*publication.sources, entry) or len(body["sources"]) != len(again):
        problem = {
            "ja": f"{_LISTED} に書き足せません。{_line(entry)} を一覧の最後に書いてください",
            "en": f"{_LISTED} cannot be added to by program: write {_line(entry)} at the end of the list",
        }
        raise UsageError(ARGUMENT_WRONG, problem=problem)
