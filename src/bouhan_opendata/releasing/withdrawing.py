"""Taking a release back: the mark first, then ``latest``, then the data; the number stays spent and the addresses stay known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date as Date
from pathlib import Path
from typing import Any

from bouhan_opendata import addresses, disk, papers, tombstone
from bouhan_opendata.errors import ReleaseExists, UsageError
from bouhan_opendata.findings import Place
from bouhan_opendata.model import Model
from bouhan_opendata.publication import VERSION, Publication, all_versions, next_version, released_versions, version_number
from bouhan_opendata.releasing import feeds
from bouhan_opendata.releasing.lock import publisher_lock
from bouhan_opendata.releasing.wanted import asked_day, asked_notes
from bouhan_opendata.tombstone import Tombstone, tombstone_in

_KEPT = (tombstone.FILE, tombstone.PAGE, addresses.FILE)


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """What a call of :func:`withdraw` did. ``latest`` is the version that stands now, or nothing."""

    tombstone: Tombstone
    folder: Path
    latest: str | None

    @property
    def sentence(self) -> dict[str, str]:
        """The outcome in words."""
        now_ja = f"最新の版は {self.latest} です。" if self.latest else "公開している版はなくなりました。"
        now_en = f"the newest release is {self.latest}" if self.latest else "no release stands now"
        version, date = self.tombstone.version, self.tombstone.date
        return {"ja": f"リリース {version} を撤回しました({date})。{now_ja}", "en": f"withdrew {version} ({date}); {now_en}"}

    def as_dict(self) -> dict[str, Any]:
        """The outcome as plain values, ready for JSON."""
        stone = self.tombstone
        said = {"version": stone.version, "withdrawn": stone.date, "why": dict(stone.why)}
        return {**said, "latest": self.latest, "folder": self.folder.as_posix()}


def withdraw(
    publication: Publication,
    model: Model,
    version: str,
    *,
    date: str | Date,
    why: str | Mapping[str, str],
    output: Path | None = None,
) -> Withdrawn:
    """Withdraw a release: its data is removed, a tombstone with the reason stays, and the number is never used again.

    ``why`` is Japanese, or texts by language with Japanese among them. Doing it again with the same words completes what an
    interruption left. Raises ``UsageError`` for a version that does not stand or was withdrawn with other words.
    """
    if not isinstance(version, str) or not VERSION.fullmatch(version):
        raise UsageError(model.rules["release-not-there"], Place(), version=version, known=_known(publication, output))
    day, words = asked_day(model, date), asked_notes(model, why, "why")
    folder = (output or publication.folder / "releases").resolve()
    if version not in all_versions(folder):
        raise UsageError(model.rules["release-not-there"], Place(), version=version, known=_known(publication, output))
    _refuse_early(publication, model, version, day)
    with publisher_lock(folder, model):
        asked = Tombstone(version, day.isoformat(), words, max(all_versions(folder), key=version_number))
        there = tombstone_in(folder / version)
        if there is not None and (there.date, dict(there.why)) != (asked.date, dict(asked.why)):
            refuse_withdrawn(there, publication, model)
        if there is None:
            disk.replace(folder / version / tombstone.FILE, asked.as_json())
        finish(folder)
        feeds.refresh(folder, publication, model)
        return Withdrawn(there or asked, folder / version, next(iter(reversed(released_versions(folder))), None))


def _known(publication: Publication, output: Path | None) -> str:
    return "、".join(released_versions(output or publication.folder / "releases")) or "—"


def _refuse_early(publication: Publication, model: Model, version: str, day: Date) -> None:
    made = next((entry.date for entry in publication.releases if entry.version == version), None)
    if made is not None and day < made:
        ja = f"撤回した日 {day} が、{version} の日付 {made} より前です"
        en = f"the day {day} is before {made}, the date of {version}"
        raise UsageError(model.rules["argument-wrong"], problem={"ja": ja, "en": en})


def refuse_withdrawn(stone: Tombstone, publication: Publication, model: Model) -> None:
    """A withdrawn version is neither made nor withdrawn again."""
    params = {"version": stone.version, "date": stone.date, "why": {lang: stone.reason(lang) for lang in ("ja", "en")}}
    place = Place(file=f"releases/{stone.version}")
    raise ReleaseExists(model.rules["release-withdrawn"], place, needed=next_version(publication), **params)


def finish(folder: Path) -> None:
    """Complete every withdrawal that was begun in a folder of releases. To be called under the publisher's lock."""
    for version in all_versions(folder):
        stone = tombstone_in(folder / version)
        if stone is None:
            continue
        _name_what_stands(folder)
        for beside in sorted(path for path in folder.iterdir() if path.name.endswith(_beside(version))):
            disk.remove(beside)
        _bury(folder, stone)


def _beside(version: str) -> tuple[str, ...]:
    return tuple(f"-{version}{ending}" for ending in (".zip", ".sqlite", ".sqlite.sha256", *papers.ENDINGS))


def _name_what_stands(folder: Path) -> None:
    latest = folder / "latest"
    standing = released_versions(folder)
    if not standing:
        disk.remove(latest)
    elif not latest.exists() or latest.read_bytes().decode("utf-8", "replace").strip() != standing[-1]:
        disk.replace(latest, f"{standing[-1]}\n".encode())


def _bury(folder: Path, stone: Tombstone) -> None:
    """Nothing stays in the folder of a withdrawn release but what says so, and the inventory of addresses."""
    here = folder / stone.version
    if not (here / addresses.FILE).is_file():
        disk.make_folder((here / addresses.FILE).parent)
        disk.replace(here / addresses.FILE, addresses.written(addresses.inventory_of(here)))
    if not (here / tombstone.PAGE).is_file():
        disk.replace(here / tombstone.PAGE, stone.as_page())
    for path in sorted(here.iterdir()):
        if path.is_dir() and path.name != Path(addresses.FILE).parent.name:
            disk.remove_tree(path)
        elif path.is_file() and path.name not in _KEPT:
            disk.remove(path)
    for path in sorted((here / addresses.FILE).parent.iterdir()):
        if path.name != Path(addresses.FILE).name:
            disk.remove(path)
