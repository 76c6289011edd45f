"""Reading a PDF of ruled tables, side by side with pdfplumber's table finder on the same file in one run: asserts nothing.

    python tests/benchmarks/bench_forms_pdf.py [FILE.pdf]

Without a file, pages of a dense table are made. Ours gives merged cells, lines, pages put together and what is hidden; the peer
finds the tables and their text. Time grows with the number of pages: a quarter of them is read too.
"""

from __future__ import annotations

import io
import logging
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from bouhan_opendata.model import load_model
from bouhan_opendata.reading.pdf.document import read_pdf
from pdfs import HEADER, Paper

PAGES = 12


def made(pages: int) -> bytes:
    """Pages of fifteen rows whose cells are full of text."""
    paper = Paper()
    lines = "・見回りを実施 12回\n・講習会に参加 1,234人\n・啓発品の配布 560個"
    for number in range(pages):
        if number:
            paper.next_page()
        rows = [(f"施策{number}の{row}", "安全課\n学務課", lines, lines) for row in range(13)]
        paper.table([HEADER, *rows], top=60, height=53)
    return paper.done()


def best(work: Callable[[], object], repeats: int) -> float:
    """The shortest of a few runs, in seconds of the processor."""
    taken = []
    for _ in range(repeats):
        started = time.process_time()
        work()
        taken.append(time.process_time() - started)
    return min(taken)


def main() -> None:
    model = load_model()
    given = sys.argv[1:2]
    data = Path(given[0]).read_bytes() if given else made(PAGES)
    pages = max(page for grid in read_pdf(data, "table.pdf", model).grids for page in _pages(grid.rows))
    ours = best(lambda: read_pdf(data, "table.pdf", model), 3)
    print(f"{pages} pages, {len(data):,} bytes")
    print(f"  read_pdf                     {ours / pages * 1000:8.1f} ms/page")
    if not given:
        few = best(lambda: read_pdf(made(PAGES // 4), "table.pdf", model), 3)
        print(f"  read_pdf, a quarter of them  {few / (PAGES // 4) * 1000:8.1f} ms/page (the making of the file counted in)")
    try:
        import pdfplumber
    except ImportError:
        print("  pdfplumber                   not installed")
        return

    logging.getLogger("pdfminer").setLevel(logging.ERROR)

    def theirs() -> None:
        with pdfplumber.open(io.BytesIO(data)) as document:
            for page in document.pages:
                page.extract_tables()

    taken = best(theirs, 1)
    print(f"  pdfplumber extract_tables    {taken / pages * 1000:8.1f} ms/page   {taken / ours:5.1f} × our time")


def _pages(rows: tuple[tuple[object, ...], ...]) -> list[int]:
    return [int(row[0].address.partition("ページ")[0]) for row in rows]  # type: ignore[attr-defined]


if __name__ == "__main__":
    main()
