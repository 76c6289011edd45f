"""Which encoding the bytes of a text are in: each tried strictly, none chosen by likelihood."""

from __future__ import annotations

import codecs
from pathlib import Path

from bouhan_opendata.errors import SourceError
from bouhan_opendata.findings import Place
from bouhan_opendata.model import Model
from bouhan_opendata.reading.safety import gate

_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_UNDEFINED = frozenset("\x80\uf8f0\uf8f1\uf8f2\uf8f3")
"""What Python makes of the bytes that CP932 leaves undefined: 80, A0, FD, FE, FF."""


def decoded(data: bytes, encoding: str) -> str | None:
    """The text in an encoding, or ``None`` where it does not fit."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return None
    return None if encoding == "cp932" and not _UNDEFINED.isdisjoint(text) else text


def decode_text(data: bytes, name: str, model: Model) -> str:
    """Text in UTF-16 with a byte order mark, UTF-8 or CP932, each strictly; line ends become line feeds.

    What could be EUC-JP too is refused: Japanese text in CP932 never can, but EUC-JP may be read as CP932. Raises
    ``SourceError``.
    """
    refused = SourceError(model.rules["source-encoding"], Place(file=name), name=name)
    if data.startswith(_UTF_16):
        text = decoded(data, "utf-16")
        if text is None:
            raise refused
        if "\x00" in text:
            raise SourceError(model.rules["source-form-unread"], Place(file=name), name=name, form="binary")
        return text.replace("\r\n", "\n").replace("\r", "\n")
    is_utf_8 = decoded(data, "utf-8") is not None
    text = gate.decode(data, Path(name), model)
    if not is_utf_8 and (decoded(data, "euc_jp") is not None or decoded(data, "cp932") is None):
        raise refused
    return text
