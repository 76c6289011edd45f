"""Whether two values may be compared, and why not: years of one city, or two cities. Knows rows, not files or words."""

from __future__ import annotations

from bouhan_opendata.comparing.joining import compare_cities, compare_years
from bouhan_opendata.comparing.values import Comparison, Pair, Reason, Row, Side, Stated, Verdict

__all__ = ["Comparison", "Pair", "Reason", "Row", "Side", "Stated", "Verdict", "compare_cities", "compare_years"]
