"""Workbooks of the forms xlsx and xlsm: their parts, sheets in order, and what lies beside the cells.

Read straight from the parts (ECMA-376): formulas and macros are never run, links never followed, and a cell comes with
the value that was last shown. A general library would read the workbook twice for that, once for values, once for formulas.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree

from bouhan_opendata.errors import SourceError
from bouhan_opendata.findings import Finding, Place
from bouhan_opendata.model import Model
from bouhan_opendata.reading.spreadsheets.rich_text import shared_strings
from bouhan_opendata.reading.spreadsheets.sheet import Book, read_worksheet
from bouhan_opendata.reading.spreadsheets.sheets import Sheet, column_letters, quote
from bouhan_opendata.reading.spreadsheets.styles import read_styles

_TRUE = ("1", "true")


@dataclass(frozen=True, slots=True)
class Link:
    """A relationship of one part to another: the last word of its type, and the part's name."""

    kind: str
    target: str
    is_external: bool


@dataclass(slots=True)
class Parts:
    """The parts of an archive by name, whatever the case of their letters."""

    archive: zipfile.ZipFile
    names: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.names = {name.lower(): name for name in self.archive.namelist()}

    def read(self, name: str) -> bytes | None:
        """The bytes of a part; ``None`` where there is none."""
        found = self.names.get(name.lower())
        return None if found is None else self.archive.read(found)

    def links(self, name: str) -> dict[str, Link]:
        """The relationships of a part by id; those of the package for an empty name."""
        folder, _, file = name.rpartition("/")
        data = self.read(posixpath.join(folder, "_rels", f"{file}.rels"))
        found: dict[str, Link] = {}
        for item in ElementTree.fromstring(data) if data else ():
            target = item.get("Target", "")
            is_external = item.get("TargetMode") == "External"
            if not is_external:
                target = posixpath.normpath(posixpath.join(folder, target)).lstrip("/")
                if item.get("Target", "").startswith("/"):
                    target = posixpath.normpath(item.get("Target", "")).lstrip("/")
            found[item.get("Id", "")] = Link(item.get("Type", "").rpartition("/")[2], target, is_external)
        return found


def read_xlsx(data: bytes, file: Place, model: Model) -> tuple[list[Sheet], list[Finding]]:
    """The visible sheets of a workbook in order, and what the workbook holds besides."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = Parts(archive)
        main = next((link.target for link in parts.links("").values() if link.kind == "officeDocument"), "xl/workbook.xml")
        content = parts.read(main)
        if content is None:
            raise SourceError(model.rules["source-damaged"], file, name=file.file, problem=_words(main))
        workbook = ElementTree.fromstring(content)
        links = parts.links(main)
        book = _book(parts, workbook, links, file, model)
        findings = list(_besides(parts, links, file))
        sheets = []
        for sheet in workbook.iterfind("{*}sheets/{*}sheet"):
            name = sheet.get("name", "")
            if sheet.get("state", "visible") != "visible":
                findings.append(Finding("hidden-sheet", Place(file=file.file, address=name), {"sheet": name}))
                continue
            link = next((links[value] for key, value in sheet.items() if key.endswith("}id") and value in links), None)
            if link is None or link.kind != "worksheet":
                findings.append(Finding("sheet-without-cells", Place(file=file.file, address=name), {"sheet": name}))
                continue
            sheets.append(_sheet(parts, link.target, name, book))
    return sheets, findings


def _words(part: str) -> dict[str, str]:
    return {"ja": f"{part} がありません", "en": f"{part} is missing"}


def _book(parts: Parts, workbook: ElementTree.Element, links: dict[str, Link], file: Place, model: Model) -> Book:
    settings = workbook.find("{*}workbookPr")
    from_1904 = settings is not None and settings.get("date1904") in _TRUE
    target = {link.kind: link.target for link in links.values()}
    strings = parts.read(target.get("sharedStrings", "xl/sharedStrings.xml"))
    styles = parts.read(target.get("styles", "xl/styles.xml"))
    return Book(shared_strings(strings) if strings else [], read_styles(styles), from_1904, file, model)


def _besides(parts: Parts, links: dict[str, Link], file: Place) -> Iterator[Finding]:
    """Macros, and other workbooks that formulas point at."""
    kinds = [link.kind for link in links.values()]
    if "vbaProject" in kinds or any(name.endswith("vbaproject.bin") for name in parts.names):
        yield Finding("macros-not-run", file, {"name": file.file})
    if count := kinds.count("externalLink"):
        yield Finding("external-links", file, {"name": file.file, "count": count})


def _sheet(parts: Parts, target: str, name: str, book: Book) -> Sheet:
    data = parts.read(target)
    if data is None:
        raise SourceError(book.model.rules["source-damaged"], book.file, name=book.file.file, problem=_words(target))
    sheet = read_worksheet(data, name, book)
    commented: dict[str, None] = {}
    for link in parts.links(target).values():
        part = None if link.is_external else parts.read(link.target)
        if link.kind in ("comments", "threadedComment") and part:
            commented |= dict.fromkeys(_commented(part))
        elif link.kind == "drawing" and part:
            for rule, address in _drawn(part):
                sheet.note(rule, address)
        elif link.kind in ("oleObject", "package"):
            sheet.note("embedded-object", posixpath.basename(link.target))
    for address in commented:
        sheet.note("comment-not-read", address)
    return sheet


def _commented(part: bytes) -> Iterator[str]:
    """The addresses of notes and threaded comments."""
    for item in ElementTree.fromstring(part).iter():
        if item.tag.rpartition("}")[2] in ("comment", "threadedComment") and item.get("ref"):
            yield item.get("ref", "")


def _drawn(part: bytes) -> Iterator[tuple[str, str]]:
    """Text boxes with their first words, and pictures and charts, by the cell at their upper left corner."""
    for anchor in ElementTree.fromstring(part):
        row, column = anchor.find("{*}from/{*}row"), anchor.find("{*}from/{*}col")
        known = row is not None and column is not None and (row.text or "").isdecimal() and (column.text or "").isdecimal()
        address = f"{column_letters(int(column.text or 0) + 1)}{int(row.text or 0) + 1}" if known else "—"  # type: ignore[union-attr]
        text = " ".join(
            item.text.strip() for item in anchor.iter() if item.tag.endswith("}t") and item.text and item.text.strip()
        )
        if text:
            yield "text-box-not-read", address + quote(text)
        elif any(item.tag.rpartition("}")[2] in ("pic", "graphicFrame") for item in anchor.iter()):
            yield "picture-not-read", address
