"""The reader's score against annotated cells: layer by layer, silent wrong values apart from misses, by grade."""

from bouhan_opendata.evaluation.annotated import AnnotatedCell, read_set
from bouhan_opendata.evaluation.scoring import Score, patterns_csv, score_cells

__all__ = ["AnnotatedCell", "Score", "patterns_csv", "read_set", "score_cells"]
