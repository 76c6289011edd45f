"""Workbooks of the old form xls (BIFF8 in an OLE container), made byte by byte: nothing at hand writes them any more."""

from __future__ import annotations

import struct

Cell = tuple[int, int, object, int]
"""Row and column from 0, value (text, number, bool, ``("error", code)`` or None) and the number of its style."""


def ole(streams: dict[str, bytes]) -> bytes:
    """A container with the streams, each filled up so that it needs no small sectors."""
    filled = {name: data.ljust(max(4096, -(-len(data) // 512) * 512), b"\0") for name, data in streams.items()}
    count = 2 + sum(len(data) // 512 for data in filled.values())
    fat = [0xFFFFFFFD, 0xFFFFFFFE]
    entries = [_entry("Root Entry", 5, 1 if filled else -1, -2, 0)]
    for number, (name, data) in enumerate(filled.items(), 1):
        first = len(fat)
        fat += [*range(first + 1, first + len(data) // 512), 0xFFFFFFFE]
        right = number + 1 if number < len(filled) else -1
        entries.append(_entry(name, 2, -1, first, len(data), right))
    assert len(fat) == count <= 128 and len(entries) <= 4
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<IIIIIiIiI", 0, 1, 1, 0, 4096, -2, 0, -2, 0) + struct.pack("<i", 0) + b"\xff" * 4 * 108
    table = struct.pack(f"<{count}I", *fat).ljust(512, b"\xff")
    directory = b"".join(entries).ljust(512, b"\0")
    return header + table + directory + b"".join(filled.values())


def _entry(name: str, kind: int, child: int, start: int, size: int, right: int = -1) -> bytes:
    words = name.encode("utf-16-le")
    head = words.ljust(64, b"\0") + struct.pack("<HBBiii", len(words) + 2, kind, 1, -1, right, child)
    return head + bytes(36) + struct.pack("<iII", start, size, 0)


def record(kind: int, body: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(body)) + body


def text8(text: str) -> bytes:
    return struct.pack("<BB", len(text), 1) + text.encode("utf-16-le")


def text16(text: str, runs: tuple[tuple[int, int], ...] = ()) -> bytes:
    head = struct.pack("<HB", len(text), 1 | (8 if runs else 0)) + (struct.pack("<H", len(runs)) if runs else b"")
    return head + text.encode("utf-16-le") + b"".join(struct.pack("<HH", *run) for run in runs)


def font(*, struck: bool = False, colour: int = 0x7FFF) -> bytes:
    return record(0x31, struct.pack("<HHHHHBBBB", 220, 8 if struck else 0, colour, 400, 0, 0, 0, 128, 0) + text8("ＭＳ ゴシック"))


def style(font_no: int = 0, format_no: int = 0, *, boxed: bool = False) -> bytes:
    border = 0x1111 if boxed else 0
    return record(0xE0, struct.pack("<HHHBBBBIIH", font_no, format_no, 1, 0x20, 0, 0, 0xF8, border, 0, 0x20C0))


def xls(
    sheets: dict[str, list[Cell]],
    *,
    fonts: tuple[bytes, ...] = (font(),),
    formats: dict[int, str] | None = None,
    styles: tuple[bytes, ...] = (style(),),
    merges: tuple[tuple[int, int, int, int], ...] = (),
    hidden_rows: tuple[int, ...] = (),
    hidden_columns: tuple[int, ...] = (),
    hidden_sheets: tuple[str, ...] = (),
    runs: dict[str, tuple[tuple[int, int], ...]] | None = None,
    encrypted: bool = False,
) -> bytes:
    """A workbook; merges are rows and columns from 0, ends counted, in every sheet."""
    texts = list(dict.fromkeys(value for cells in sheets.values() for *_, value, _ in cells if isinstance(value, str)))
    globals_ = [record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 1997, 0, 0))]
    if encrypted:
        globals_.append(record(0x2F, struct.pack("<HHHH", 0, 0, 1, 1)))
    globals_ += [font() for _ in range(4)] if len(fonts) == 1 else [*fonts]
    globals_ += [record(0x41E, struct.pack("<H", number) + text16(code)) for number, code in (formats or {}).items()]
    globals_ += styles
    strings = b"".join(text16(text, (runs or {}).get(text, ())) for text in texts)
    last = [record(0xFC, struct.pack("<II", len(texts), len(texts)) + strings), record(0x0A)]
    pages = [
        _page(cells, texts, merges=merges, hidden_rows=hidden_rows, hidden_columns=hidden_columns) for cells in sheets.values()
    ]
    names = [struct.pack("<BB", name in hidden_sheets, 0) + text8(name) for name in sheets]
    offset = sum(map(len, globals_)) + sum(len(name) + 8 for name in names) + sum(map(len, last))
    for name, page in zip(names, pages, strict=True):
        globals_.append(record(0x85, struct.pack("<I", offset) + name))
        offset += len(page)
    return ole({"Workbook": b"".join([*globals_, *last, *pages])})


def _page(
    cells: list[Cell],
    texts: list[str],
    *,
    merges: tuple[tuple[int, int, int, int], ...],
    hidden_rows: tuple[int, ...],
    hidden_columns: tuple[int, ...],
) -> bytes:
    parts = [record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 1997, 0, 0))]
    parts += [record(0x7D, struct.pack("<HHHHHH", n, n, 2048, 0, 1, 0)) for n in hidden_columns]
    parts += [record(0x208, struct.pack("<HHHHHHI", n, 0, 9, 255, 0, 0, 0x120)) for n in hidden_rows]
    for row, column, value, xf in sorted(cells, key=lambda cell: cell[:2]):
        at = struct.pack("<HHH", row, column, xf)
        if isinstance(value, str):
            parts.append(record(0xFD, at + struct.pack("<I", texts.index(value))))
        elif isinstance(value, bool):
            parts.append(record(0x205, at + struct.pack("<BB", value, 0)))
        elif isinstance(value, tuple):
            parts.append(record(0x205, at + struct.pack("<BB", value[1], 1)))
        elif value is None:
            parts.append(record(0x201, at))
        else:
            parts.append(record(0x203, at + struct.pack("<d", value)))
    if merges:
        parts.append(record(0xE5, struct.pack("<H", len(merges)) + b"".join(struct.pack("<HHHH", *m) for m in merges)))
    return b"".join([*parts, record(0x0A)])
