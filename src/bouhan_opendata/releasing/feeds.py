"""Feeds beside the releases: what was published (Atom and JSON Feed), and which measures changed with it.

Atom: RFC 4287. JSON Feed: version 1.1. They are made anew whenever a release is made or taken back; their bytes are not promised.
"""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bouhan_opendata import disk
from bouhan_opendata.differences import FILE
from bouhan_opendata.iri import SAFE
from bouhan_opendata.model import Model
from bouhan_opendata.presentation.difference_view import table_counts
from bouhan_opendata.presentation.exchange import NOT_IN_XML
from bouhan_opendata.publication import Publication, all_versions, version_number
from bouhan_opendata.releasing.history import history_of
from bouhan_opendata.tombstone import tombstone_in

_ATOM = "http://www.w3.org/2005/Atom"
_XML = "http://www.w3.org/XML/1998/namespace"
_MOST = 200
"""Entries of a feed: the newest ones."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed. ``id`` and ``link`` are addresses, ``day`` is ISO 8601."""

    id: str
    link: str
    title: str
    day: str
    text: str


def refresh(folder: Path, publication: Publication, model: Model) -> None:
    """Write the feeds of a folder of releases where they differ from what stands. To be called under the publisher's lock."""
    there = all_versions(folder)
    earlier = {entry.version for entry in publication.releases if there and entry.number < version_number(there[-1])}
    versions = sorted({*there, *earlier}, key=version_number, reverse=True)  # those kept elsewhere by now, too
    title, base = publication.title["ja"], publication.base_iri
    feeds = {
        "releases": (f"{title} — リリース", _releases(folder, versions, publication, model)),
        "measures": (f"{title} — 変わった施策", _measures(folder, versions, publication)),
    }
    for name, (heading, entries) in feeds.items():
        entries = entries[:_MOST]
        updated = max((entry.day for entry in entries), default="")
        author = (publication.creator or publication.publisher_name)["ja"]
        files = {
            f"{name}.atom": _atom(f"{base}dataset#{name}", heading, base, author, updated, entries),
            f"{name}.json": _json(heading, base, author, entries),
        }
        for file, data in files.items():
            _write(folder / file, data if versions else None)


def _write(path: Path, data: bytes | None) -> None:
    stands = path.read_bytes() if path.is_file() else None
    if data is not None and data != stands:
        disk.replace(path, data)
    elif data is None and stands is not None:
        disk.remove(path)


def _releases(folder: Path, versions: list[str], publication: Publication, model: Model) -> list[Entry]:
    """An entry for each release: its notes and what its tables changed; one that was withdrawn says why."""
    listed = {entry.version: entry for entry in publication.releases}
    found = []
    for version in versions:
        stone, entry = tombstone_in(folder / version), listed.get(version)
        day = stone.date if stone is not None else entry.date.isoformat() if entry is not None else ""
        if not day:
            continue
        lines = [entry.notes[lang] for lang in ("ja", "en") if entry.notes.get(lang)] if entry is not None else []
        if stone is not None:
            lines = [stone.reason("ja"), *([stone.why["en"]] if stone.why.get("en") else [])]
        told: Mapping[str, Any] = next(
            (item["tables"] for item in history_of(folder / version) if item["version"] == version), {}
        )
        lines += _tables(told, model)
        state = " (撤回)" if stone is not None else ""
        address = f"{publication.base_iri}dataset#{version}{'-withdrawn' if stone is not None else ''}"
        found.append(
            Entry(address, f"{publication.base_iri}dataset", f"{publication.title['ja']} {version}{state}", day, "\n".join(lines))
        )
    return sorted(found, key=lambda item: item.day, reverse=True)


def _tables(tables: Mapping[str, Any], model: Model) -> Iterable[str]:
    for name, counts in tables.items():
        title = model.tables[name].title["ja"] if name in model.tables else name
        yield f"{title}: {table_counts(counts, 'ja')}"


def _measures(folder: Path, versions: list[str], publication: Publication) -> list[Entry]:
    """An entry for each measure that a standing release changed: how many of its rows came, went and changed."""
    dates = {entry.version: entry.date.isoformat() for entry in publication.releases}
    found: list[Entry] = []
    for version in versions:
        if version not in dates or len(found) >= _MOST:
            continue
        for measure, (title, counts) in sorted(_changed(folder / version).items()):
            link = f"{publication.base_iri}measure/{measure}"
            words = table_counts(counts, "ja"), table_counts(counts, "en")
            found.append(Entry(f"{link}#{version}", link, f"{title or measure} ({version})", dates[version], "\n".join(words)))
    return found


def _changed(folder: Path) -> dict[str, tuple[str, dict[str, int]]]:
    """Measure id → (title, counts), as ``metadata/changes.json`` tells it."""
    try:
        body = json.loads((folder / FILE).read_bytes())
        tables = body["changes"]["tables"]
        found: dict[str, tuple[str, dict[str, int]]] = {}
        for name, table in tables.items():
            for kind in ("added", "gone", "changed"):
                for row in table[kind]:
                    measure = row.get("measure", "")
                    if not SAFE.fullmatch(measure):
                        continue
                    title, counts = found.get(measure, ("", {}))
                    own = row.get("name", "") if name == "measures" else ""
                    found[measure] = own or title, counts | {kind: counts.get(kind, 0) + 1}
        return found
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}


def _atom(address: str, title: str, base: str, author: str, updated: str, entries: Iterable[Entry]) -> bytes:
    ET.register_namespace("", _ATOM)
    feed = ET.Element(f"{{{_ATOM}}}feed", {f"{{{_XML}}}lang": "ja"})
    _add(feed, "id", address)
    _add(feed, "title", title)
    _add(feed, "updated", _moment(updated or "1970-01-01"))
    _add(_add(feed, "author", ""), "name", author)
    _add(feed, "link", "", href=f"{base}dataset", rel="alternate")
    for entry in entries:
        item = _add(feed, "entry", "")
        _add(item, "id", entry.id)
        _add(item, "title", entry.title)
        _add(item, "updated", _moment(entry.day))
        _add(item, "link", "", href=entry.link, rel="alternate")
        _add(item, "content", entry.text, type="text")
    ET.indent(feed, " ")
    return bytes(ET.tostring(feed, encoding="utf-8", xml_declaration=True)) + b"\n"


def _add(parent: ET.Element, name: str, text: str, **attributes: str) -> ET.Element:
    child = ET.SubElement(parent, f"{{{_ATOM}}}{name}", attributes)
    child.text = NOT_IN_XML.sub("\ufffd", text) or None
    return child


def _json(title: str, base: str, author: str, entries: Iterable[Entry]) -> bytes:
    items = [
        {"id": e.id, "url": e.link, "title": e.title, "content_text": e.text, "date_published": _moment(e.day)} for e in entries
    ]
    body = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": title,
        "home_page_url": f"{base}dataset",
        "language": "ja",
        "authors": [{"name": author}],
        "items": items,
    }
    return (json.dumps(body, ensure_ascii=False, indent=1) + "\n").encode()


def _moment(day: str) -> str:
    return f"{day}T00:00:00Z"
