"""The portal: a release as a static site that a city can put on any web server or open from a folder. Reads a release only.

Everything here turns values into values; :func:`site` gives the files of the site by name.
"""

from __future__ import annotations

import csv
import hashlib
import importlib.resources
import io
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from bouhan_opendata.findings import Lang
from bouhan_opendata.graph.frame import PublisherInfo
from bouhan_opendata.opened import Release
from bouhan_opendata.portal import groups, indicators, measures, parts, published, reference, searching, serving, sources, years
from bouhan_opendata.portal.content import Content, File, content_of
from bouhan_opendata.portal.places import documents, file_of
from bouhan_opendata.portal.reference import Version
from bouhan_opendata.portal.rendering import Page, Renderer
from bouhan_opendata.portal.words import words_in

__all__ = ["Version", "site"]
LANGS: tuple[Lang, ...] = ("ja", "en")


def site(
    release: Release, *, beside: Sequence[Path] = (), versions: Sequence[Version] = (), url: str = ""
) -> Iterator[tuple[str, bytes]]:
    """The files of the site, one at a time: name below its folder, and bytes. The same release gives the same bytes.

    ``beside`` are the zip and the database that stand next to the release; they and every file of the release lie below
    ``files/``; feeds among them lie at the top. ``versions`` are all versions of the data, the newest first; without them the
    page names this one alone. With ``url``, the address of the site, it has a map for search engines, and a page for wrong
    addresses that holds at any depth.
    """
    content = content_of(release)
    feeds = [path for path in sorted(beside) if path.suffix in (".atom", ".json")]
    near = [
        File(path.name, path.stat().st_size, hashlib.sha256(path.read_bytes()).hexdigest())
        for path in sorted(beside)
        if path not in feeds
    ]
    made = list(_pages(content, versions or [_this(content)], near, release))
    renderer = Renderer(content, [path.name for path in feeds], published.root_of(url))
    for page in made:
        for lang in LANGS:
            yield file_of(page.path, lang), renderer.html(page, lang)
    beside_pages = []
    for name, data in _data(release, content):
        beside_pages.append(name)
        yield name, data
    yield from _assets()
    yield "assets/index.js", searching.index_script(content)
    yield from serving.files(content.model, [page.path for page in made], beside_pages, published.root_of(url))
    if url:
        yield from published.files(url, [page.path for page in made], str(content.description.get("created", ""))[:10])
    for one in content.files:
        yield f"files/{one.path}", release.read(one.path)
    for path in sorted(beside):
        yield path.name if path in feeds else f"files/{path.name}", path.read_bytes()


class _Both:
    """A sentence in both languages, for titles."""

    def __init__(self) -> None:
        self.known = {lang: words_in(lang) for lang in LANGS}

    def __call__(self, key: str, **given: object) -> dict[str, str]:
        return {lang: words(key, **given) for lang, words in self.known.items()}


def _pages(content: Content, versions: Sequence[Version], beside: Sequence[File], release: Release) -> Iterator[Page]:
    words = _Both()
    yield from reference.pages(content, words, versions, beside, release.read)
    for room in (measures, groups, indicators, years, sources):
        yield from room.pages(content, words)


def _this(content: Content) -> Version:
    return Version(content.version, str(content.description.get("created", ""))[:10], {}, content.changes)


def _assets() -> Iterator[tuple[str, bytes]]:
    folder = importlib.resources.files("bouhan_opendata") / "portal/assets"
    for entry in sorted(folder.iterdir(), key=lambda one: one.name):
        yield f"assets/{entry.name}", entry.read_bytes()


def _data(release: Release, content: Content) -> Iterator[tuple[str, bytes]]:
    """Turtle, JSON-LD and CSV beside the pages whose data they hold."""
    yield from parts.files(parts.by_page(release.read("rdf/data.nt"), documents(content)), _info(content), content.model)
    yield from parts.tables(content, {name: _rows(release.read(f"data/{name}.csv")) for name in parts.TABLES})


def _rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8"), newline="")))


def _info(content: Content) -> PublisherInfo:
    """What the heads of the Turtle files say: title, version, status, addresses; nothing else of it is written there."""
    prefix, said = content.model.prefix, content.description
    created = str(said.get("created", ""))[:10]
    return PublisherInfo(
        base_iri=content.base_iri,
        lg_code="",
        area_code="",
        corporate_number=None,
        city_name={},
        title=content.said("title"),
        version=content.version,
        date=date.fromisoformat(created),
        sources=(),
        library_version=str(said.get(f"{prefix}:library_version", "")),
        licence_url="",
        license_confirmed=bool(said.get(f"{prefix}:license_confirmed")),
        status=str(said.get(f"{prefix}:status", "")),
        creator=None,
        years=(),
    )
