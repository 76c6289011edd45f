"""Reading cells, side by side with pyNormalizeNumExp on the same text in one run: prints ratios, asserts nothing.

    python tests/benchmarks/bench_reading.py [SET]

The text is that of the annotated cells. Ours reads sections, items, figures, labels, relations and statuses of each cell; the
peer finds and normalises the numbers of each line.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

from bouhan_opendata.evaluation import read_set
from bouhan_opendata.extraction import CellContext, prepare_words, read_cell
from bouhan_opendata.model import load_model

CELLS = Path(__file__).parents[1] / "annotated" / "cells"


def best(work: Callable[[], object], repeats: int) -> float:
    """The shortest of a few runs, in seconds of the processor: a busy machine is unfair to neither."""
    taken = []
    for _ in range(repeats):
        started = time.process_time()
        work()
        taken.append(time.process_time() - started)
    return min(taken)


def main() -> None:
    model = load_model()
    words = prepare_words(model)
    cells = read_set(Path(sys.argv[1]) if len(sys.argv) > 1 else CELLS, model)
    given = [(cell.lines, CellContext(cell.fiscal_year, cell.kind, cell.departments, cell.measure)) for cell in cells]
    size = sum(len(line) for cell in cells for line in cell.lines)
    ours = best(lambda: [read_cell(lines, context, words) for lines, context in given], 5)
    print(f"{len(cells)} cells, {size:,} characters")
    print(f"  read_cell            {ours:8.3f} s   {len(cells) / ours:8.0f} cells/s   {size / ours / 1e6:6.2f} M characters/s")
    try:
        from pynormalizenumexp.normalize_numexp import NormalizeNumexp
    except ImportError:
        print("  pyNormalizeNumExp    not installed (pip install pynormalizenumexp)")
        return
    peer = NormalizeNumexp("ja")
    theirs = best(lambda: [peer.normalize(line) for cell in cells for line in cell.lines], 1)
    print(f"  pyNormalizeNumExp    {theirs:8.3f} s   {theirs / ours:8.1f} × our time (goal ≥ 20)")


if __name__ == "__main__":
    main()
