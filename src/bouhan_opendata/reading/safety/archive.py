"""A zip before anyone opens it: how much it holds, under which names, and that no part declares a document type."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from xml.parsers import expat

from bouhan_opendata.errors import SourceError, UnsafeSource
from bouhan_opendata.findings import Place
from bouhan_opendata.model import Model

ODS = "application/vnd.oasis.opendocument.spreadsheet"
MAX_INFLATED = 200 * 1024 * 1024
MAX_RATIO = 200
MAX_ENTRIES = 2_000
_SMALL = 1024 * 1024
"""Below this size a part may be as repetitive as it likes."""

_CHUNK = 1 << 16
_ENCRYPTED = 0x1
_LINK = 0o120000
_XML_ENDINGS = (".xml", ".rels", ".vml", ".rdf")
_XML_BEGINNINGS = (b"<?xml", b"\xef\xbb\xbf<", b"\xff\xfe", b"\xfe\xff", b"<\x00", b"\x00<")
_EMBEDDED = "embeddings"


def check_archive(data: bytes, file: Place, model: Model) -> frozenset[str]:
    """The names in a zip, each part inflated once and counted, none kept.

    Raises ``UnsafeSource`` for one that is too much, has odd names, holds another zip or declares a document type,
    ``SourceError`` for one that is damaged or encrypted.
    """
    if data.count(b"PK\x01\x02") > MAX_ENTRIES:
        raise _too_much(file, model, "", f"> {MAX_ENTRIES:,}", f"{MAX_ENTRIES:,}")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            _check_names(entries, file, model)
            declared = sum(entry.file_size for entry in entries)
            if declared > MAX_INFLATED:
                raise _too_much(file, model, "", f"{declared:,}", f"{MAX_INFLATED:,}")
            total = 0
            for entry in entries:
                total += _check_entry(archive, entry, total, file, model)
            return frozenset(entry.filename for entry in entries)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError, RuntimeError) as fault:
        if isinstance(fault, SourceError):
            raise
        raise damaged(file, model, "zip") from fault


def declared_type(data: bytes) -> str:
    """What an OpenDocument file calls itself in its part ``mimetype``; empty for other zips."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if "mimetype" not in archive.namelist():
            return ""
        with archive.open("mimetype") as part:
            return part.read(200).decode("ascii", "replace").strip()


def damaged(file: Place, model: Model, part: str) -> SourceError:
    """The error of a file whose part cannot be read."""
    return SourceError(model.rules["source-damaged"], file, name=file.file, problem=part)


def _too_much(file: Place, model: Model, part: str, size: str, limit: str) -> UnsafeSource:
    return UnsafeSource(model.rules["archive-too-large"], file, name=file.file, part=part or file.file, size=size, limit=limit)


def _check_names(entries: list[zipfile.ZipInfo], file: Place, model: Model) -> None:
    """No part twice, none outside of the archive, no link, none encrypted."""
    seen: set[str] = set()
    for entry in entries:
        name = entry.orig_filename
        parts = PurePosixPath(name).parts
        outside = name.startswith("/") or ".." in parts or "\\" in name or "\0" in name or name[1:2] == ":" or not name
        if outside or name.lower() in seen or (entry.external_attr >> 16) & 0o170000 == _LINK:
            raise UnsafeSource(model.rules["archive-names"], file, name=file.file, part=name.replace("\0", "␀")[:80])
        seen.add(name.lower())
        if entry.flag_bits & _ENCRYPTED:
            raise SourceError(model.rules["source-encrypted"], file, name=file.file)
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise damaged(file, model, name[:80])


def _check_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, before: int, file: Place, model: Model) -> int:
    """Inflate one part piece by piece; gives its size."""
    size = 0
    prolog: _Prolog | None = None
    for chunk in _chunks(archive, entry):
        if not size:
            if chunk.startswith(b"PK\x03\x04") and _EMBEDDED not in PurePosixPath(entry.filename).parts:
                raise UnsafeSource(model.rules["archive-nested"], file, name=file.file, part=entry.filename[:80])
            if entry.filename.lower().endswith(_XML_ENDINGS) or chunk.startswith(_XML_BEGINNINGS):
                prolog = _Prolog()
        size += len(chunk)
        if size > _SMALL and size > MAX_RATIO * entry.compress_size:
            raise _too_much(file, model, entry.filename, f"× {size // max(entry.compress_size, 1):,}", f"× {MAX_RATIO:,}")
        if before + size > MAX_INFLATED:
            raise _too_much(file, model, entry.filename, f"{before + size:,}", f"{MAX_INFLATED:,}")
        if prolog is not None:
            _feed(prolog, chunk, entry.filename, file, model)
            if prolog.is_over:
                prolog = None
    return size


def _chunks(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> Iterator[bytes]:
    with archive.open(entry) as part:
        while chunk := part.read(_CHUNK):
            yield chunk


class _Prolog:
    """What stands before the first element of an XML part."""

    def __init__(self) -> None:
        self.is_over = False
        self.has_doctype = False
        self.parser = expat.ParserCreate()
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartElementHandler = self._element

    def _doctype(self, *_: object) -> None:
        self.has_doctype = self.is_over = True

    def _element(self, *_: object) -> None:
        self.is_over = True


def _feed(prolog: _Prolog, chunk: bytes, part: str, file: Place, model: Model) -> None:
    """Raises ``UnsafeSource`` where a document type is declared: with it come entities and links to other files."""
    try:
        prolog.parser.Parse(chunk, False)
    except expat.ExpatError as fault:
        if not prolog.is_over:
            raise damaged(file, model, part[:80]) from fault
    if prolog.has_doctype:
        raise UnsafeSource(model.rules["document-type-declared"], file, name=file.file, part=part[:80])
