"""The parts of a Word file: which is the document, which its styles, numberings and notes. Namespaces as short prefixes.

XML is read here and nowhere else in the Word rooms: no entities, no network, no DOCTYPE, parts of bounded size.
"""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO
from typing import Any

from lxml import etree

from bouhan_opendata.errors import SourceError
from bouhan_opendata.findings import Place
from bouhan_opendata.model import Model
from bouhan_opendata.reading.safety import gate

Element = Any
"""An element of lxml, which has no types."""

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_MAX_PART = 4 * gate.MAX_BYTES
_OPEN = "http://schemas.openxmlformats.org/"
_STRICT = "http://purl.oclc.org/ooxml/"
_W = (f"{_OPEN}wordprocessingml/2006/main", f"{_STRICT}wordprocessingml/main")
_R = (f"{_OPEN}officeDocument/2006/relationships", f"{_STRICT}officeDocument/relationships")
_PREFIXES = {
    **dict.fromkeys(_W, "w"),
    **dict.fromkeys(_R, "r"),
    f"{_OPEN}officeDocument/2006/math": "m",
    f"{_STRICT}officeDocument/math": "m",
    f"{_OPEN}markup-compatibility/2006": "mc",
    f"{_OPEN}drawingml/2006/main": "a",
    f"{_STRICT}drawingml/main": "a",
    f"{_OPEN}drawingml/2006/wordprocessingDrawing": "wp",
    f"{_STRICT}drawingml/wordprocessingDrawing": "wp",
    f"{_OPEN}drawingml/2006/chart": "c",
    f"{_STRICT}drawingml/chart": "c",
    f"{_OPEN}drawingml/2006/diagram": "dgm",
    f"{_STRICT}drawingml/diagram": "dgm",
    "urn:schemas-microsoft-com:vml": "v",
    "urn:schemas-microsoft-com:office:office": "o",
}


@lru_cache(maxsize=4096)
def _prefixed(tag: str) -> str:
    space, _, local = tag.rpartition("}")
    return f"{_PREFIXES.get(space.lstrip('{'), '?')}:{local}"


@lru_cache(maxsize=256)
def _qualified(name: str) -> tuple[str, ...]:
    prefix, _, local = name.partition(":")
    return tuple(f"{{{space}}}{local}" for space, known in _PREFIXES.items() if known == prefix)


def tag(element: Element) -> str:
    """The name of an element with a short prefix, the same for both kinds of Office Open XML: ``w:p``."""
    return _prefixed(element.tag)


def attribute(element: Element | None, name: str) -> str | None:
    """The value of a ``w:`` attribute."""
    if element is None:
        return None
    return next((value for space in _W if (value := element.get(f"{{{space}}}{name}")) is not None), None)


def number(element: Element | None, name: str = "val", default: int = 0) -> int:
    """The whole number in a ``w:`` attribute, or the default."""
    value = attribute(element, name) or ""
    return int(value) if value.lstrip("-").isdecimal() and len(value) < 10 else default


def child(element: Element | None, name: str) -> Element | None:
    """The first child of a name."""
    if element is None:
        return None
    return next((found for tagged in _qualified(name) if (found := element.find(tagged)) is not None), None)


def is_on(element: Element | None, name: str) -> bool | None:
    """Whether a switch such as ``w:vanish`` is on among properties; ``None`` where they do not say."""
    switch = child(element, name)
    return None if switch is None else attribute(switch, "val") not in ("0", "false", "off", "none")


def inner(element: Element) -> Iterator[Element]:
    """The children of an element, with what stands in content controls and marked-up ranges in their place."""
    for each in element:
        name = tag(each)
        if name in ("w:sdt", "w:sdtContent", "w:customXml", "w:smartTag", "w:ins", "w:moveTo"):
            yield from inner(each)
        elif name == "mc:AlternateContent":
            yield from inner(choice(each)) if len(each) else ()
        else:
            yield each


def choice(alternate: Element) -> Element:
    """Of contents that say the same thing twice, the one for newer programs."""
    return next((each for each in alternate if tag(each) == "mc:Choice"), alternate[0])


class WordPackage:
    """A Word file's parts by what they are. Raises ``SourceError`` when it is none or is damaged."""

    def __init__(self, data: bytes, file_name: str, model: Model) -> None:
        self._file_name = file_name
        self._model = model
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError) as error:
            raise self._damaged(str(error)) from error
        self._main = next((path for kind, path in self._relations("") if kind == "officeDocument"), "")
        self._related = self._relations(self._main) if self._main else []
        document = self._read(self._main) if self._main else None
        body = child(document, "w:body")
        if document is None or tag(document) != "w:document" or body is None:
            raise self._damaged("word/document.xml")
        self.body: Element = body

    def parts(self, kind: str) -> list[Element]:
        """The parts of a kind: ``styles``, ``numbering``, ``footnotes``, ``comments``, ``header``."""
        paths = dict.fromkeys(path for found, path in self._related if found == kind)
        return [part for path in paths if (part := self._read(path)) is not None]

    def _relations(self, source: str) -> list[tuple[str, str]]:
        folder, base = posixpath.split(source)
        part = self._read(posixpath.join(folder, "_rels", f"{base}.rels"))
        found = []
        for each in part if part is not None else ():
            if each.get("TargetMode") != "External":
                path = posixpath.normpath(posixpath.join("/", folder, each.get("Target", "")))
                found.append((each.get("Type", "").rpartition("/")[2], path.lstrip("/")))
        return found

    def _read(self, path: str) -> Element | None:
        try:
            with self._zip.open(path) as stream:
                data = stream.read(_MAX_PART + 1)
        except KeyError:
            return None
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError) as error:
            raise self._damaged(f"{path}: {error}") from error
        if len(data) > _MAX_PART:
            raise self._damaged(f"{path}: > {_MAX_PART:,}")
        parser = etree.XMLParser(
            resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
        )
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise self._damaged(f"{path}: {error}") from error
        if root.getroottree().docinfo.doctype:
            raise self._damaged(f"{path}: DOCTYPE")
        return root

    def _damaged(self, problem: str) -> SourceError:
        place = Place(file=self._file_name)
        return SourceError(self._model.rules["word-damaged"], place, name=self._file_name, problem=problem)
