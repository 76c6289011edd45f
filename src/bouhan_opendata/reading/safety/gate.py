"""What a file must be before any parser sees it: a regular file, of a sane size, in an encoding that is certain.

What is in a zip is the matter of ``archive``, which form a file has that of ``forms``.
"""

from __future__ import annotations

from pathlib import Path

from bouhan_opendata.errors import SourceError, UnsafeSource
from bouhan_opendata.findings import Place
from bouhan_opendata.model import Model

MAX_BYTES = 50 * 1024 * 1024
MAX_CELL = 32_767
MAX_ROWS = 50_000
MAX_COLUMNS = 1_000
TEXT_FORMS = {".md": "text/markdown", ".markdown": "text/markdown", ".txt": "text/plain"}
_SIGNATURES = {
    b"PK\x03\x04": "zip (xlsx, docx …)",
    b"\xd0\xcf\x11\xe0": "OLE (xls, doc …)",
    b"%PDF": "PDF",
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
}


def read_bytes(path: Path, model: Model) -> bytes:
    """The bytes of a source file. Raises ``SourceError`` when absent or empty, ``UnsafeSource`` when the gate refuses it."""
    place = Place(file=path.name)
    if not path.exists():
        raise SourceError(model.rules["source-missing"], place, name=path.name)
    if path.is_symlink() or not path.is_file():
        raise UnsafeSource(model.rules["source-not-a-file"], place, name=path.name)
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise UnsafeSource(model.rules["source-too-large"], place, name=path.name, size=f"{size:,}", limit=f"{MAX_BYTES:,}")
    data = path.read_bytes()
    if not data.strip(b"\xef\xbb\xbf \t\r\n"):
        raise SourceError(model.rules["source-empty"], place, name=path.name)
    return data


def decode(data: bytes, path: Path, model: Model) -> str:
    """Text in UTF-8 (with or without BOM), in UTF-16 with a BOM, else in CP932, all strictly; line ends become line feeds.

    Raises ``SourceError`` for another form or encoding: nothing is guessed.
    """
    place = Place(file=path.name)
    for signature, form in _SIGNATURES.items():
        if data.startswith(signature):
            raise SourceError(model.rules["source-form-unread"], place, name=path.name, form=form)
    is_wide = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    if b"\x00" in data and not is_wide:
        raise SourceError(model.rules["source-form-unread"], place, name=path.name, form="binary")
    for encoding in ("utf-16",) if is_wide else ("utf-8-sig", "cp932"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return text.replace("\r\n", "\n").replace("\r", "\n")
    raise SourceError(model.rules["source-encoding"], place, name=path.name)


def media_type(path: Path, model: Model) -> str:
    """The media type of a form that is read. Raises ``SourceError`` for one that is not."""
    form = TEXT_FORMS.get(path.suffix.lower())
    if form is None:
        raise SourceError(model.rules["source-form-unread"], Place(file=path.name), name=path.name, form=path.suffix or "—")
    return form
