"""That two files of a release say the same: what was compared with what, how much of it, and where they part."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

FILE = "findings/equivalence.ttl"


@dataclass(frozen=True, slots=True)
class Equality:
    """One comparison. ``unit`` is one of ``UNITS``; ``differences`` is 0 where both say the same."""

    id: str
    left: str
    right: str
    unit: str
    count: int
    differences: int

    @property
    def holds(self) -> bool:
        """Whether both say the same."""
        return self.differences == 0


UNITS: Mapping[str, Mapping[str, str]] = {
    "rows": {"ja": "行", "en": "rows"},
    "triples": {"ja": "トリプル", "en": "triples"},
    "references": {"ja": "参照", "en": "references"},
    "texts": {"ja": "文", "en": "texts"},
}


@dataclass(frozen=True, slots=True)
class Certificate:
    """All equalities of a release, and the SHA-256 of its graph: of the sorted lines of its N-Triples."""

    equalities: Sequence[Equality]
    graph_sha256: str

    @property
    def holds(self) -> bool:
        """Whether every copy says the same."""
        return all(one.holds for one in self.equalities)
