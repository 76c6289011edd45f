"""Readers that misbehave, for the child process to be tested with, and zips that no office program writes."""

from __future__ import annotations

import io
import os
import struct
import time
import zipfile
from collections.abc import Callable
from typing import Any

from bouhan_opendata.errors import SourceError
from bouhan_opendata.findings import Finding, Place
from bouhan_opendata.reading.grid import Cell, Document, Grid, OutsideLine

SHEET = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def archive(parts: dict[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return target.getvalue()


def workbook(sheet: str, **parts: bytes | str) -> bytes:
    """An xlsx with one sheet of the rows given, as small as can be."""
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    return archive(
        {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": f'<Relationships xmlns="{relations}"><Relationship Id="r1" Type="{kind}/officeDocument" '
            'Target="xl/workbook.xml"/></Relationships>',
            "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{kind}"><sheets>'
            '<sheet name="S" r:id="r1"/></sheets></workbook>',
            "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{relations}"><Relationship Id="r1" Type="{kind}/worksheet" '
            'Target="worksheets/sheet1.xml"/></Relationships>',
            SHEET: f'<worksheet xmlns="{MAIN}"><sheetData>{sheet}</sheetData></worksheet>',
            **parts,
        }
    )


def changed(data: bytes, part: str, change: Callable[[str], str]) -> bytes:
    """A workbook with one part rewritten, or added."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change(content.decode()) if name == part else content)
        if part not in old.namelist():
            new.writestr(part, change(""))
    return target.getvalue()


DRAWING = (
    '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
    "<xdr:twoCellAnchor><xdr:from><xdr:col>1</xdr:col><xdr:row>6</xdr:row></xdr:from>"
    "<xdr:sp><xdr:txBody><a:p><a:r><a:t>新規</a:t></a:r></a:p></xdr:txBody></xdr:sp></xdr:twoCellAnchor>"
    "<xdr:oneCellAnchor><xdr:from><xdr:col>2</xdr:col><xdr:row>0</xdr:row></xdr:from><xdr:pic/></xdr:oneCellAnchor></xdr:wsDr>"
)
RELATIONS = (
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId9" Type="http://x/relationships/drawing" Target="../drawings/drawing9.xml"/>'
    '<Relationship Id="rId8" Type="http://x/relationships/oleObject" Target="../embeddings/other.docx"/></Relationships>'
)


def with_shapes(data: bytes) -> bytes:
    data = changed(data, "xl/drawings/drawing9.xml", lambda _: DRAWING)
    return changed(data, "xl/worksheets/_rels/sheet1.xml.rels", lambda _: RELATIONS)


def with_macros(data: bytes) -> bytes:
    return changed(data, "xl/vbaProject.bin", lambda _: "x")


def with_link(data: bytes) -> bytes:
    """A workbook that refers to another."""
    link = '<Relationship Id="rId99" Type="http://x/relationships/externalLink" Target="externalLinks/externalLink1.xml"/>'
    return changed(data, "xl/_rels/workbook.xml.rels", lambda xml: xml.replace("</Relationships>", f"{link}</Relationships>"))


def lying(data: bytes, part: str, size: int) -> bytes:
    """The zip with another inflated size written beside a part, in both places that say it."""
    changed = bytearray(data)
    for signature, at in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        start = -1
        while (start := data.find(signature, start + 1)) >= 0:
            name_at = start + (30 if signature == b"PK\x03\x04" else 46)
            if data[name_at : name_at + len(part)] == part.encode():
                changed[start + at : start + at + 4] = struct.pack("<I", size)
    return bytes(changed)


def flagged(data: bytes, bit: int = 1) -> bytes:
    """The zip with a flag set on every part: bit 0 says that it is encrypted."""
    changed = bytearray(data)
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = -1
        while (start := data.find(signature, start + 1)) >= 0:
            changed[start + at] |= bit
    return bytes(changed)


def simple(data: bytes, name: str, model: Any) -> Document:
    """A reader that does what it should, with something of everything, and talks while it does."""
    print("noise on stdout")
    cells = ((Cell(1, 1, 1, "a\n\U00020bb7", 2, 1, "S!A1", None, "件"),), (Cell(1, 2, 1, "", address="S!A2", origin=(1, 1)),))
    finding = Finding("hidden-rows", Place(file=name, address="S"), {"sheet": "S", "where": "3", "count": 1})
    return Document(name, "text/plain", "0" * 64, len(data), (Grid(1, cells, 2, "S", 3),), (OutsideLine(1, "行"),), (finding,))


def refusing(data: bytes, name: str, model: Any) -> Document:
    raise SourceError(model.rules["no-table"], Place(file=name), name=name)


def endless(data: bytes, name: str, model: Any) -> Document:
    while True:
        time.sleep(0.01)


def greedy(data: bytes, name: str, model: Any) -> Document:
    hoard = [b"x" * 10_000_000 for _ in range(1_000)]
    return simple(hoard[0], name, model)


def dying(data: bytes, name: str, model: Any) -> Document:
    os.abort()


def stumbling(data: bytes, name: str, model: Any) -> Document:
    raise KeyError("xl/nothing.xml")


def locked(data: bytes, name: str, model: Any) -> Document:
    class PDFPasswordIncorrect(Exception):
        pass

    raise PDFPasswordIncorrect
