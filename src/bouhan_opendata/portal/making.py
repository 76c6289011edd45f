"""Makes the site on disk: from a release and what lies beside it, into a folder that is swapped in whole."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

from bouhan_opendata import disk
from bouhan_opendata.compared import newest_in
from bouhan_opendata.errors import ARGUMENT_WRONG, UsageError
from bouhan_opendata.model import Model
from bouhan_opendata.opened import Release
from bouhan_opendata.portal import Version, site
from bouhan_opendata.tombstone import tombstone_in

MARK = "pages.txt"
"""The file by which a folder is known as a site of ours, which may be replaced."""


@dataclass(frozen=True, slots=True)
class Made:
    """The folder, the version shown, the number of pages and of files, and their bytes together."""

    folder: Path
    version: str
    pages: int
    files: int
    size: int


def make(path: Path, output: Path, model: Model, url: str = "") -> Made:
    """Make the site of a release (folder or zip; of a publication or releases folder, the newest) in ``output``.

    ``url`` is the address that the site will have, where it is known; it gets its last slash.

    A site that stands there is replaced in one step; a folder that holds anything else is refused (``UsageError``).
    """
    url = _address(url)
    output = output.absolute()
    if output.exists() and not _may_go(output):
        problem = {
            "ja": f"{output.name} には、このコマンドが作ったサイトでないものがあります。空か、新しいフォルダを指定してください",
            "en": f"{output.name} holds something that is no site made by this command; name an empty folder or a new one",
        }
        raise UsageError(ARGUMENT_WRONG, problem=problem)
    chosen = newest_in(path)
    aside = output.with_name(f".{output.name}.new")
    disk.remove_tree(aside)
    try:
        with Release(chosen, model) as release:
            names, size = [], 0
            for name, data in site(release, beside=_beside(chosen), versions=_versions(chosen), url=url):
                disk.make_folder((aside / name).parent)
                disk.write_quickly(aside / name, data)
                names.append(name)
                size += len(data)
            version = str(json.loads(release.read("datapackage.json"))["version"])
        _swap_in(aside, output)
    finally:
        disk.remove_tree(aside)
    return Made(
        output, version, sum(name.endswith(".html") and not name.startswith("files/") for name in names), len(names), size
    )


def _address(url: str) -> str:
    """The address of a site with its last slash. Raises ``UsageError`` for what is none."""
    if url and not re.fullmatch(r"https?://[^\s/?#\"'<>]+(?:/[^\s?#\"'<>]*)?", url):
        problem = {
            "ja": f"--url {url} は、サイトのアドレス（https://…/）ではありません",
            "en": f"--url {url} is no address of a site (https://…/)",
        }
        raise UsageError(ARGUMENT_WRONG, problem=problem)
    return f"{url.rstrip('/')}/" if url else ""


def _may_go(output: Path) -> bool:
    return output.is_dir() and (not any(output.iterdir()) or (output / MARK).is_file())


def _swap_in(aside: Path, output: Path) -> None:
    old = output.with_name(f".{output.name}.old")
    disk.remove_tree(old)
    if output.exists():
        disk.move(output, old)
    disk.move(aside, output)
    disk.remove_tree(old)


def _beside(chosen: Path) -> list[Path]:
    """The zip and the database of a release folder, and the feeds of all releases, where they lie next to it."""
    beside = sorted(chosen.parent.glob(f"*-{chosen.name}.*")) if chosen.is_dir() else []
    own = [path for path in beside if path.suffix in (".zip", ".sqlite")]
    return [path for path in (*own, *(chosen.parent / name for name in _FEEDS)) if path.is_file()]


_FEEDS = ("measures.atom", "measures.json", "releases.atom", "releases.json")


def _versions(chosen: Path) -> list[Version]:
    """The versions up to this one that stand in the same folder, the newest first; withdrawn ones are left out."""
    if not chosen.is_dir():
        return []
    found = []
    for folder in chosen.parent.iterdir():
        described = folder / "datapackage.json"
        if not described.is_file() or tombstone_in(folder) is not None:
            continue
        body = json.loads(described.read_text(encoding="utf-8"))
        changes = folder / "metadata" / "changes.json"
        told = json.loads(changes.read_text(encoding="utf-8")) if changes.is_file() else {}
        found.append(Version(str(body["version"]), str(body.get("created", ""))[:10], _notes(folder), told))
    return sorted(found, key=lambda one: [int(part) for part in one.number.split(".")], reverse=True)


def _notes(folder: Path) -> dict[str, str]:
    """What the catalogue of a release says of its version (``adms:versionNotes``), by language."""
    catalogue = folder / "metadata" / "dcat.jsonld"
    nodes = json.loads(catalogue.read_text(encoding="utf-8"))["@graph"] if catalogue.is_file() else []
    return {note["@language"]: note["@value"] for node in nodes for note in node.get("adms:versionNotes", ())}
