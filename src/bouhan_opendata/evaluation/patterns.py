"""How often each reading pattern is right, as measured on held-out cells; grades are made from it."""

from __future__ import annotations

import csv
import io

from bouhan_opendata.evaluation.scoring import Score

FILE = "patterns.csv"


def measured_patterns(score: Score) -> str:
    """The text of ``schema/patterns.csv``: pattern, n, right; sorted, so that equal scores give equal bytes."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("pattern", "n", "right"))
    writer.writerows((name, len(hits), sum(hits)) for name, hits in sorted(score.patterns.items()))
    return out.getvalue()
