"""The bytes of a web page as a tree: in the encoding it names, or the one that fits; never by likelihood, never in part."""

from __future__ import annotations

import re
from typing import Any

from lxml import etree

from bouhan_opendata.errors import SourceError
from bouhan_opendata.findings import Place
from bouhan_opendata.model import Model
from bouhan_opendata.reading.text.encodings import decoded

Element = Any
"""An element of lxml, which has no types."""

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_NAMED = re.compile(r"<meta[^<>]{0,400}?charset\s{0,9}=\s{0,9}[\"']?\s{0,9}([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE)
_XML = re.compile(r"^\s{0,40}<\?xml[^<>]{0,200}?encoding\s{0,9}=\s{0,9}[\"']([A-Za-z0-9_:.-]{1,40})", re.IGNORECASE)
_HEAD = 4096
_WIDER = {
    "shift_jis": ("cp932",),
    "euc_jp": ("euc_jp", "euc_jis_2004"),
    "iso2022_jp": ("iso2022_jp", "iso2022_jp_ext", "iso2022_jp_2004"),
}
_NAMES = {
    "utf-8": ("utf-8",),
    "utf8": ("utf-8",),
    "us-ascii": ("utf-8",),
    **dict.fromkeys(("shift_jis", "shift-jis", "sjis", "x-sjis", "ms_kanji", "windows-31j", "cp932", "ms932"), ("cp932",)),
    **dict.fromkeys(("euc-jp", "x-euc-jp", "eucjp", "cp51932", "euc_jp"), _WIDER["euc_jp"]),
    **dict.fromkeys(("iso-2022-jp", "csiso2022jp", "cp50221"), _WIDER["iso2022_jp"]),
}
_UNNAMED = ("utf-8", *_WIDER["euc_jp"][:1], "cp932")
"""EUC-JP before CP932: Japanese text in CP932 is not EUC-JP (its kana lead with 0x82, 0x83), but EUC-JP may be read as CP932."""

_OF_HEAD = ("title", "meta", "link", "base", "style", "script", "noscript", "template")
_MAIL = re.compile(r"^\s{0,40}[A-Za-z][A-Za-z-]{1,40}:")


def parse_html(data: bytes, name: str, model: Model) -> Element:
    """The root of the page's tree. Raises ``SourceError`` when its encoding does not fit or it cannot be read to its end."""
    head = data[:_HEAD].decode("latin-1")
    if _MAIL.match(head) and "multipart/related" in head.lower():
        raise SourceError(model.rules["html-not-single"], Place(file=name), name=name, form="MHTML (.mht)")
    text = decode_html(data, name, model)
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True)
    try:
        root = etree.fromstring(text.encode("utf-8"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise SourceError(model.rules["html-damaged"], Place(file=name), name=name, problem=str(error)) from error
    fatal = next((entry for entry in parser.error_log if entry.level_name == "FATAL"), None)
    if fatal is not None or root is None:
        problem = fatal.message if fatal is not None else "—"
        raise SourceError(model.rules["html-damaged"], Place(file=name), name=name, problem=problem)
    _end_the_head(root)
    return root


def _end_the_head(root: Element) -> None:
    """A head that no tag closes ends at the first element that is none of its own; the parser knows few of HTML 5's."""
    for head in root.findall("head"):
        foreign = next((n for n, each in enumerate(head) if each.tag not in _OF_HEAD), len(head))
        if foreign < len(head):
            body = root.find("body")
            if body is None:
                body = etree.SubElement(root, "body")
            body[0:0] = head[foreign:]


def decode_html(data: bytes, name: str, model: Model) -> str:
    """The text of a page: by its byte order mark, else by the encoding it names, else ISO-2022-JP, UTF-8, EUC-JP or CP932."""
    place = Place(file=name)
    marked = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None)
    head = data[:_HEAD].decode("latin-1")
    named = _NAMED.search(head) or _XML.match(head)
    said = named[1].lower() if named else ""
    if marked:
        tried: tuple[str, ...] = (marked,)
    elif said:
        tried = _NAMES.get(said, ())
    else:
        tried = _WIDER["iso2022_jp"] if b"\x1b$" in data and max(data) < 0x80 else _UNNAMED
    for encoding in tried:
        text = decoded(data, encoding)
        if text is not None and "\x00" not in text:
            return text
    shown = marked or said or "UTF-8, CP932 (Shift_JIS), EUC-JP, ISO-2022-JP"
    raise SourceError(model.rules["html-encoding"], place, name=name, encoding=shown)
