"""What a release changes since the one before: the difference, what it asks of the version, and the changelog that tells it.

``metadata/changes.json`` of a release holds the difference to the highest release that stood before it, row by row, and the
counts of every version so far, which each release carries on from the one before.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from bouhan_opendata.changes import LEVELS, Changes, changes, needed_version
from bouhan_opendata.differences import FILE, edition
from bouhan_opendata.findings import Finding, Place
from bouhan_opendata.model import Model
from bouhan_opendata.opened import Release
from bouhan_opendata.presentation.difference_view import reason_text, table_counts
from bouhan_opendata.publication import Publication, ReleaseEntry, released_versions, tombstones_before, version_number

CHANGELOG = "CHANGELOG.md"
_TOLD = 5
"""How many reasons a finding names."""
History = list[dict[str, Any]]
"""For each version with one before it, oldest first: ``version``, ``previous``, ``date``, ``level``, ``restated``, ``tables``."""


def release_before(publication: Publication, entry: ReleaseEntry) -> Path | None:
    """The folder of the highest release below a version that stands."""
    folder = publication.folder / "releases"
    below = [name for name in released_versions(folder) if version_number(name) < entry.number]
    return folder / below[-1] if below else None


def changed_since(before: Path | None, made: Path, model: Model) -> Changes | None:
    """How a release that was just made, and has no checksums yet, differs from the one before; nothing where there is none.

    Raises ``PackageError`` where the one before cannot be read.
    """
    if before is None:
        return None
    with Release(before, model) as earlier, Release(made, model) as now:
        return changes(edition(earlier), edition(now))


def too_small(changed: Changes | None, entry: ReleaseEntry, model: Model) -> list[Finding]:
    """A finding where the version rises less than what changed asks for."""
    if changed is None or changed.level == "none":
        return []
    needed = needed_version(changed.old, changed.level)
    if entry.number >= version_number(needed):
        return []
    strongest = [reason for reason in changed.reasons if LEVELS.index(reason.level) >= LEVELS.index("minor")][:_TOLD]
    ja, en = "、".join(reason_text(r, model, "ja") for r in strongest), "; ".join(reason_text(r, model, "en") for r in strongest)
    params = {"version": entry.version, "previous": changed.old, "needed": needed, "reasons": {"ja": ja, "en": en}}
    return [Finding("version-too-small", Place(file="publication.yaml", key="releases"), params)]


def history_files(
    publication: Publication, entry: ReleaseEntry, before: Path | None, changed: Changes | None, model: Model
) -> dict[str, bytes]:
    """``metadata/changes.json`` and the changelog: path inside the release → bytes."""
    history = history_of(before) if before is not None else []
    if changed is not None:
        history.append(_counted(entry, changed))
    body = {
        "version": entry.version,
        "previous": changed.old if changed is not None else None,
        "changes": changed.as_dict() if changed is not None else None,
        "history": history,
    }
    text = json.dumps(body, ensure_ascii=False, indent=1) + "\n"
    return {FILE: text.encode(), CHANGELOG: changelog(publication, entry, history, model).encode()}


def history_of(folder: Path) -> History:
    """What a release says of the versions up to it; nothing where it says nothing, or nothing that can be read."""
    path = folder / FILE
    try:
        body = json.loads(path.read_bytes()) if path.is_file() else {}
    except (ValueError, RecursionError):
        return []
    found = body.get("history") if isinstance(body, dict) else None
    return [item for item in found if _is_told(item)] if isinstance(found, list) else []


def _is_told(item: Any) -> bool:
    return isinstance(item, dict) and isinstance(item.get("version"), str) and isinstance(item.get("tables"), dict)


def _counted(entry: ReleaseEntry, changes: Changes) -> dict[str, Any]:
    tables: dict[str, dict[str, int]] = {name: {"rows": count} for name, count in changes.tables_added.items()}
    return {
        "version": entry.version,
        "previous": changes.old,
        "date": entry.date.isoformat(),
        "level": changes.level,
        "restated": changes.restated,
        "tables": tables | changes.counts,
    }


def changelog(publication: Publication, entry: ReleaseEntry, history: History, model: Model) -> str:
    """The notes of every release up to this one, newest first, each with what its tables changed."""
    lines = ["# 変更履歴 / Changelog", ""]
    withdrawn = {stone.version: stone for stone in tombstones_before(publication, entry.version)}
    told = {item["version"]: item for item in history}
    listed = [item for item in publication.releases if item.number <= entry.number]
    for item in sorted(listed, key=lambda e: e.number, reverse=True):
        lines += [f"## {item.version} ({item.date.isoformat()})", ""]
        if (stone := withdrawn.get(item.version)) is not None:
            lines += [f"**撤回しました({stone.date})** {stone.reason('ja')}", ""]
            lines += [f"**Withdrawn ({stone.date})** {stone.reason('en')}", ""]
        lines += [line for lang in ("ja", "en") if item.notes.get(lang) for line in (item.notes[lang], "")]
        lines += _table(told[item.version], model) if item.version in told else []
    return "\n".join(lines)


def _table(item: Mapping[str, Any], model: Model) -> list[str]:
    """What changed since the version before, by table."""
    previous = item.get("previous") or "—"
    if not item["tables"]:
        return [f"{previous} とデータの違いはありません。 / The data does not differ from {previous}.", ""]
    rows = []
    for name, counts in item["tables"].items():
        words = model.tables[name].title if name in model.tables else {"ja": name, "en": name}
        known = {str(kind): count for kind, count in counts.items() if isinstance(count, int)} if isinstance(counts, dict) else {}
        rows.append(f"| {words['ja']} / {words['en']} | `{name}` | {table_counts(known, 'ja')} | {table_counts(known, 'en')} |")
    head = f"{previous} からの変更 / Changes since {previous}:"
    return [head, "", "| 表 / Table | | 変更 | Changes |", "| --- | --- | --- | --- |", *rows, ""]
