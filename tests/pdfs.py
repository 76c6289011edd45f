"""PDF files made in the tests: tables drawn line by line, with a Japanese font that needs no file."""

from __future__ import annotations

import html
import io
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

FONT = "HeiseiKakuGo-W5"
WIDTH, HEIGHT = A4
pdfmetrics.registerFont(UnicodeCIDFont(FONT))
VERTICAL_FONT = "HeiseiMin-W3"
pdfmetrics.registerFont(UnicodeCIDFont(VERTICAL_FONT, isVertical=True))

XS = (50.0, 150.0, 250.0, 400.0, 545.0)
HEADER = ("施策", "担当課", "平成30年度の実績", "令和元年度の実績")
ROW = ("地域の見回り", "安全課", "・見回り 12回", "・見回り 15回")


class Paper:
    """A canvas with y counted from the top."""

    def __init__(self, size: tuple[float, float] = A4, **settings: Any) -> None:
        self.buffer = io.BytesIO()
        self.height = size[1]
        self.canvas = Canvas(self.buffer, pagesize=size, invariant=True, **settings)
        self.canvas.setFont(FONT, 10)

    def line(self, x0: float, y0: float, x1: float, y1: float, width: float = 0.5) -> None:
        self.canvas.setLineWidth(width)
        self.canvas.line(x0, self.height - y0, x1, self.height - y1)

    def bar(self, x0: float, y0: float, x1: float, y1: float) -> None:
        """A filled rectangle."""
        self.canvas.rect(x0, self.height - y1, x1 - x0, y1 - y0, stroke=0, fill=1)

    def text(self, x: float, y: float, text: str, size: float = 10, font: str = FONT, **settings: Any) -> None:
        """Text with its baseline at ``y``."""
        self.canvas.setFont(font, size)
        self.canvas.drawString(x, self.height - y, text, **settings)

    def cell(self, x: float, y: float, text: str, size: float = 10) -> None:
        """Lines of text in a cell whose left top corner is given."""
        for number, line in enumerate(text.split("\n")):
            self.text(x + 3, y + 3 + size + number * size * 1.4, line, size)

    def grid(self, xs: Sequence[float], ys: Sequence[float]) -> None:
        for y in ys:
            self.line(xs[0], y, xs[-1], y)
        for x in xs:
            self.line(x, ys[0], x, ys[-1])

    def table(
        self, rows: Sequence[Sequence[str]], top: float = 100, xs: Sequence[float] = XS, height: float = 30, closed: bool = True
    ) -> float:
        """A table with a line round every cell; where it ends. Not ``closed``: without the last line."""
        ys = [top + height * number for number in range(len(rows) + 1)]
        for y in ys if closed else ys[:-1]:
            self.line(xs[0], y, xs[-1], y)
        for x in xs:
            self.line(x, ys[0], x, ys[-1])
        for y, row in zip(ys, rows, strict=False):
            for x, text in zip(xs, row, strict=False):
                self.cell(x, y, text)
        return ys[-1]

    def next_page(self) -> None:
        self.canvas.showPage()
        self.canvas.setFont(FONT, 10)

    def done(self) -> bytes:
        self.canvas.save()
        return self.buffer.getvalue()


def simple(*rows: Sequence[str], **settings: Any) -> bytes:
    """A page with a title and one table."""
    paper = Paper(**settings)
    paper.text(50, 60, "防犯指針に基づく取組", 14)
    paper.table([HEADER, *(rows or (ROW,))])
    return paper.done()


def drawn(draw: Callable[[Paper], Any], **settings: Any) -> bytes:
    """A page with a table and something besides."""
    paper = Paper(**settings)
    paper.table([HEADER, ROW])
    draw(paper)
    return paper.done()


def printed(command: str, body: str, folder: Path, css: str = "", page: str = "size:A4 landscape;margin:12mm") -> bytes:
    """What a browser prints of an HTML body."""
    source, target = folder / "page.html", folder / "page.pdf"
    table = "table{border-collapse:collapse;width:100%;margin:12pt 0}"
    style = f"@page{{{page}}}{table}td,th{{border:1px solid #000;padding:3px;vertical-align:top}}"
    source.write_text(
        f"<!doctype html><html lang=ja><meta charset=utf-8><style>{style}{css}</style>{body}</html>", encoding="utf-8"
    )
    settings = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", f"--user-data-dir={folder / 'profile'}"]
    run = subprocess.run(
        [command, *settings, f"--print-to-pdf={target}", source.as_uri()], capture_output=True, timeout=120, check=False
    )
    assert target.exists(), run.stderr.decode("utf-8", "replace")[-2000:]
    return target.read_bytes()


def as_html(rows: Sequence[Sequence[str]]) -> str:
    """A table of texts, its first row a header that is printed on every page."""
    made = []
    for number, row in enumerate(rows):
        tag = "td" if number else "th"
        cells = "".join(f"<{tag}>{html.escape(text).replace(chr(10), '<br>')}</{tag}>" for text in row)
        made.append(f"<tr>{cells}</tr>" if number else f"<thead><tr>{cells}</tr></thead>")
    return f"<table>{''.join(made)}</table>"


def without_unicode(data: bytes) -> bytes:
    """The file with the tables taken out that say which characters the glyphs of its fonts are."""
    return data.replace(b"/ToUnicode", b"/XxUnicode")


def unknown_glyphs() -> bytes:
    """A table with glyphs of a font that is described by numbers alone, as private characters are embedded."""
    paper = Paper()
    paper.table([HEADER, ROW])
    paper.cell(XS[0], 160, "髙")
    return paper.done().replace(b"/Encoding /UniJIS-UCS2-H", b"/Encoding /Identity-H   ")


def picture(paper: Paper) -> None:
    """A grey picture over the whole page."""
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    paper.canvas.drawImage(ImageReader(Image.new("L", (60, 80), 200)), 0, 0, WIDTH, HEIGHT)
