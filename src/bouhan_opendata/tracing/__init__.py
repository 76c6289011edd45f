"""From anything published back to the characters it came from: an id, an address, a number or words → :class:`Traces`.

Knows the rows of releases; not files, and not the words in which the answer is shown.
"""

from __future__ import annotations

from bouhan_opendata.tracing.following import trace
from bouhan_opendata.tracing.values import CellLine, Decided, Edition, Passage, Reading, Step, Trace, Traces, YearStatement

__all__ = ["CellLine", "Decided", "Edition", "Passage", "Reading", "Step", "Trace", "Traces", "YearStatement", "trace"]
