"""Which form a file has, told by what is in it and never by its name, and the reader for it.

What is not read is refused here, each kind with its own remedy. Readers that lean on parsers of office files, web pages
and PDF run in a child process; their libraries are imported there and only when a file asks for them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from bouhan_opendata.errors import SourceError
from bouhan_opendata.findings import Place
from bouhan_opendata.model import Model
from bouhan_opendata.reading.grid import Document
from bouhan_opendata.reading.safety import gate
from bouhan_opendata.reading.safety.archive import ODS, check_archive, declared_type
from bouhan_opendata.reading.safety.child import Limits, read_apart

READERS = {
    "workbook": "bouhan_opendata.reading.spreadsheets.workbook:read_workbook",
    "word": "bouhan_opendata.reading.word.document:read_word",
    "html": "bouhan_opendata.reading.web.tables:read_html",
    "pdf": "bouhan_opendata.reading.pdf.document:read_pdf",
}
"""Form → its reader, run in a child process."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A kind of file that is not read: the rule that says what to do, and what the kind is called."""

    rule: str
    kind: str


_SIGNATURES = (
    (0, b"\x89PNG\r\n", "source-is-image", "PNG"),
    (0, b"\xff\xd8\xff", "source-is-image", "JPEG"),
    (0, b"GIF8", "source-is-image", "GIF"),
    (0, b"BM", "source-is-image", "BMP"),
    (0, b"II*\x00", "source-is-image", "TIFF"),
    (0, b"MM\x00*", "source-is-image", "TIFF"),
    (8, b"WEBP", "source-is-image", "WebP"),
    (4, b"ftyphei", "source-is-image", "HEIC"),
    (4, b"ftypmif1", "source-is-image", "HEIF"),
    (0, b"7z\xbc\xaf\x27\x1c", "source-is-archive", "7z"),
    (0, b"Rar!\x1a", "source-is-archive", "RAR"),
    (0, b"\x1f\x8b", "source-is-archive", "gzip"),
    (2, b"-lh", "source-is-archive", "LZH"),
    (0, b"MSCF", "source-is-archive", "CAB"),
    (0, b"{\\rtf", "old-document", "RTF"),
    (0, b"\xdb\xa5", "old-document", "Word 2"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_STREAMS = (
    ("EncryptedPackage", Refused("source-encrypted", "OOXML")),
    ("EncryptionInfo", Refused("source-encrypted", "OOXML")),
    ("Workbook", "workbook"),
    ("Book", "workbook"),
    ("WordDocument", Refused("old-document", "Word 97–2003 (.doc)")),
    ("PowerPoint Document", Refused("old-document", "PowerPoint 97–2003 (.ppt)")),
    ("JSRV_SegmentInformation", Refused("old-document", "一太郎 (.jtd)")),
    ("DocumentText", Refused("old-document", "一太郎 (.jtd)")),
    ("HwpSummaryInformation", Refused("old-document", "HWP")),
)
"""What the streams of an OLE file are called, and what it is then; the first that is there decides."""

_HTML_AT_ONCE = re.compile(r"<(?:!doctype\s{1,9}html|html|head|body|table|meta)\b", re.IGNORECASE)
_HTML_PART = re.compile(r"<[a-z][a-z0-9]{0,9}[\s>/]", re.IGNORECASE)
_MAIL = re.compile(r"\s{0,40}(?:MIME-Version|From|Subject|Date|Content-Type):", re.IGNORECASE)
_SKIPPED = re.compile(r"\s{0,999}(?:<\?xml[^>]{0,200}>|<!--.{0,9999}?-->)", re.DOTALL)
_DELIMITER_ROW = re.compile(r"^ {0,3}\|? {0,99}:?-{1,99}:? {0,99}\|[-:| ]{0,999}$", re.MULTILINE)
_SAMPLE = 20


def read_document(path: Path, model: Model, limits: Limits = Limits()) -> Document:
    """Read a file of any form that is read.

    Raises ``SourceError`` with the reason for a file that is not read or has no table, ``UnsafeSource`` when the gate
    refuses it or its parser does not end in good time.
    """
    data = gate.read_bytes(path, model)
    form = form_of(data, path.name, model)
    if isinstance(form, Refused):
        raise SourceError(model.rules[form.rule], Place(file=path.name), name=path.name, form=form.kind)
    if form in READERS:
        return read_apart(READERS[form], data, path.name, model, limits)
    if form == "delimited":
        from bouhan_opendata.reading.text.delimited import read_delimited

        return read_delimited(data, path.name, model)
    if form == "plain":
        from bouhan_opendata.reading.text.plain_text import read_plain_text

        return read_plain_text(data, path.name, model)
    from bouhan_opendata.reading.text.markdown import read_markdown

    return read_markdown(path, model)


def form_of(data: bytes, name: str, model: Model) -> str | Refused:
    """``workbook``, ``word``, ``html``, ``pdf``, ``delimited``, ``markdown``, ``plain``, or the kind that is refused.

    A zip goes through the gate on the way: raises ``UnsafeSource`` and ``SourceError`` as :func:`check_archive` does.
    """
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _form_of_zip(data, check_archive(data, Place(file=name), model))
    if data.startswith(_OLE):
        return next((form for stream, form in _STREAMS if _has_stream(data, stream)), Refused("source-form-unread", "OLE"))
    if b"%PDF-" in data[:1024]:
        return "pdf"
    for at, signature, rule, kind in _SIGNATURES:
        if data.startswith(signature, at) and (len(signature) > 2 or b"\x00" in data[:512]):
            return Refused(rule, kind)
    if b"\x00" in data and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return Refused("source-form-unread", "binary")
    return _form_of_text(_looked_at(data), name)


def _looked_at(data: bytes) -> str:
    """A text just to see what it is: whether its encoding is certain is its reader's matter."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace").replace("\r", "\n")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp932", "replace")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _has_stream(data: bytes, name: str) -> bool:
    """Whether the directory of an OLE file has an entry of that name: 64 bytes, filled up with zeros."""
    return name.encode("utf-16-le").ljust(64, b"\x00") in data


def _form_of_zip(data: bytes, names: frozenset[str]) -> str | Refused:
    lower = {name.lower() for name in names}
    if "xl/workbook.xml" in lower or any(n.startswith("xl/worksheets/") and n.endswith(".xml") for n in lower):
        return "workbook"
    if "word/document.xml" in lower:
        return "word"
    if "mimetype" in lower:
        declared = declared_type(data)
        return "workbook" if declared == ODS else Refused("source-form-unread", declared.rpartition("/")[2])
    if "xl/workbook.bin" in lower:
        return Refused("source-form-unread", "xlsb")
    if "ppt/presentation.xml" in lower:
        return Refused("source-form-unread", "pptx")
    if "[content_types].xml" in lower and any(n.startswith("word/") for n in lower):
        return "word"
    return Refused("source-is-archive", "zip")


def _form_of_text(text: str, name: str) -> str | Refused:
    """A text by how it begins and, for tables of text, by its lines; a name ending settles only what is both."""
    head = text[:20_000]
    if _MAIL.match(head) and "multipart/related" in head.lower():
        return "html"
    start = head
    while match := _SKIPPED.match(start):
        start = start[match.end() :]
    start = start.lstrip()
    if _HTML_AT_ONCE.match(start):
        return "html"
    if text.lstrip().startswith("<?xml") or start.startswith("<?mso-application"):
        return Refused("source-form-unread", "XML")
    ending = Path(name).suffix.lower()
    if ending in (".md", ".markdown"):
        return "markdown"
    if _HTML_PART.match(start) and "<table" in text.lower():
        return "html"
    if _DELIMITER_ROW.search(text):
        return "plain"
    return "delimited" if ending in (".csv", ".tsv", ".tab") or _is_delimited(text) else "plain"


def _is_delimited(text: str) -> bool:
    """Whether the first lines have the same number of tabs, or of commas, at least two of them each."""
    lines = [line for line in text.split("\n")[: _SAMPLE * 4] if line.strip()][:_SAMPLE]
    for sign, least in (("\t", 1), (",", 2)):
        counts = [line.count(sign) for line in lines]
        if len(lines) > 1 and max(counts) >= least and sum(count == max(counts) for count in counts) * 2 > len(lines):
            return True
    return False
