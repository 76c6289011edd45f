"""One table written in every form a city keeps it in: Markdown, HTML, CSV, Excel, Word and, by a browser, PDF.

A document here is a list of lines of text and of tables; a table is a list of rows of cells, lines in a cell by ``\\n``.
"""

from __future__ import annotations

import csv
import html
import io
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import docx
import xlsxwriter

from bouhan_opendata.reading import Document

Table = Sequence[Sequence[str]]
Block = str | Table


def blocks_of(document: Document) -> list[Block]:
    """The lines and tables of a document as read, in its order."""
    lines = [(line.row_no, 0, line.text) for line in document.outside]
    tables = [(grid.line_no, 1, [[cell.text for cell in row] for row in grid.rows]) for grid in document.grids]
    return [block for *_, block in sorted([*lines, *tables], key=lambda found: found[:2])]


def as_markdown(blocks: Sequence[Block]) -> bytes:
    parts = []
    for block in blocks:
        if isinstance(block, str):
            parts.append(block)
            continue
        rows = ["| " + " | ".join(cell.replace("|", "\\|").replace("\n", "<br>") for cell in row) + " |" for row in block]
        parts.append("\n".join([rows[0], "|" + " --- |" * len(block[0]), *rows[1:]]))
    return ("\n\n".join(parts) + "\n").encode()


def as_html(blocks: Sequence[Block]) -> bytes:
    parts = []
    for block in blocks:
        if isinstance(block, str):
            parts.append(f"<p>{html.escape(block)}</p>")
            continue
        rows = []
        for number, row in enumerate(block):
            tag = "td" if number else "th"
            rows.append("<tr>" + "".join(f"<{tag}>{_lines(cell)}</{tag}>" for cell in row) + "</tr>")
        parts.append("<table>\n" + "\n".join(rows) + "\n</table>")
    style = "<style>table{border-collapse:collapse;width:100%}td,th{border:1px solid;vertical-align:top;padding:2px 4px}</style>"
    return (
        f'<!doctype html><html lang="ja"><meta charset="utf-8"><title>計画</title>{style}\n{chr(10).join(parts)}</html>'.encode()
    )


def _lines(cell: str) -> str:
    return "<br>".join(html.escape(line) for line in cell.split("\n"))


def as_csv(blocks: Sequence[Block], *, encoding: str = "utf-8-sig", delimiter: str = ",") -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\r\n")
    for number, block in enumerate(blocks):
        if number:
            text.write("\r\n")
        if isinstance(block, str):
            writer.writerow([block])
        else:
            writer.writerows(block)
    return text.getvalue().encode(encoding)


def as_xlsx(blocks: Sequence[Block]) -> bytes:
    data = io.BytesIO()
    with xlsxwriter.Workbook(data, {"in_memory": True}) as book:
        page = book.add_worksheet("進捗")
        wrapped = book.add_format({"text_wrap": True, "valign": "top", "border": 1})
        line = 0
        for block in blocks:
            if isinstance(block, str):
                page.write_string(line, 0, block)
                line += 2
                continue
            for row in block:
                for column, cell in enumerate(row):
                    if cell:
                        page.write_string(line, column, cell, wrapped)
                    else:
                        page.write_blank(line, column, None, wrapped)
                line += 1
            line += 1
    return data.getvalue()


def as_docx(blocks: Sequence[Block]) -> bytes:
    made = docx.Document()
    for block in blocks:
        if isinstance(block, str):
            made.add_paragraph(block)
            continue
        table = made.add_table(len(block), len(block[0]))
        for row, cells in zip(block, table.rows, strict=True):
            for text, cell in zip(row, cells.cells, strict=True):
                for number, line in enumerate(text.split("\n")):
                    (cell.paragraphs[0] if not number else cell.add_paragraph()).add_run(line)
    data = io.BytesIO()
    made.save(data)
    return data.getvalue()


def as_pdf(blocks: Sequence[Block], browser: str, folder: Path) -> bytes:
    """Printed by a browser on A4, landscape."""
    page, printed = folder / "print.html", folder / "print.pdf"
    style = (
        b"<style>@page{size:A4 landscape;margin:10mm}body{font:9pt 'Noto Sans CJK JP',sans-serif}tr{break-inside:avoid}</style>"
    )
    page.write_bytes(as_html(blocks).replace(b"</title>", b"</title>" + style))
    command = [browser, "--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", f"--print-to-pdf={printed}"]
    subprocess.run([*command, page.as_uri()], check=True, capture_output=True, timeout=120)
    return printed.read_bytes()


FORMS: dict[str, Callable[[Sequence[Block]], bytes]] = {
    "md": as_markdown,
    "html": as_html,
    "csv": as_csv,
    "xlsx": as_xlsx,
    "docx": as_docx,
}
