"""Questions asked of a folder: opens the releases that stand in it and what was decided, for :mod:`bouhan_opendata.tracing`."""

from __future__ import annotations

import json
from pathlib import Path

from bouhan_opendata.errors import PackageError
from bouhan_opendata.findings import Place
from bouhan_opendata.model import Model
from bouhan_opendata.opened import Release
from bouhan_opendata.publication import open_publication, released_versions, version_number
from bouhan_opendata.tracing import Decided, Edition, Traces, trace
from bouhan_opendata.tracing.index import TRACED


def trace_in(question: str, path: Path, model: Model, *, limit: int = 20) -> Traces:
    """Follow a question in a publication folder, a folder of releases, or one release (folder or zip).

    In a publication the reasons of decisions come with the answer. Raises ``PackageError`` where no release is.
    """
    publication = path if (path / "publication.yaml").is_file() else None
    folder = path / "releases" if publication else path
    is_one = (path / "datapackage.json").is_file() or not path.is_dir()
    places = [path] if is_one and not publication else [folder / version for version in _published(folder)]
    if not places:
        raise PackageError(model.rules["not-a-release"], Place(file=path.name), path=str(path))
    beside = path.parent.parent if is_one and (path.parent.parent / "publication.yaml").is_file() else publication
    decisions = [
        Decided(one.id, one.target, one.action, one.where, one.values, one.why, one.by, one.on)
        for one in (open_publication(beside, model).decisions if beside else ())
    ]
    return trace(question, [_edition(place, model) for place in places], model, decisions=decisions, limit=limit)


def _published(folder: Path) -> list[str]:
    """The versions that stand in a folder of releases and are published, lowest first: up to the one that ``latest`` names."""
    standing = released_versions(folder)
    latest = folder / "latest"
    if not latest.is_file():
        return standing
    newest = latest.read_text(encoding="utf-8").strip()
    return [one for one in standing if newest not in standing or version_number(one) <= version_number(newest)]


def _edition(place: Path, model: Model) -> Edition:
    with Release(place, model) as release:
        files = set(release.files())
        names = [name for name in TRACED if name in release.model.tables and f"data/{name}.csv" in files]
        body = json.loads(release.read("datapackage.json"))
        return Edition(str(body.get("version", "")), {name: release[name].rows for name in names})
