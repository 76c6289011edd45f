"""What a trace says, as frozen values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any, Literal

Row = Mapping[str, Any]
Asked = Literal["id", "number", "words"]
"""How the question was understood."""


@dataclass(frozen=True, slots=True)
class Edition:
    """The tables of one release, as rows of typed values by table name."""

    version: str
    tables: Mapping[str, Sequence[Row]]


@dataclass(frozen=True, slots=True)
class Step:
    """Something that the subject belongs to, or that belongs to it: the table and key of its row, and its name."""

    table: str
    id: str
    name: str


@dataclass(frozen=True, slots=True)
class CellLine:
    """One line of a source cell; ``marks`` are the spans that are asked for (code points, end exclusive), in order."""

    line_id: str
    text: str
    line_class: str
    marks: tuple[tuple[int, int], ...] = ()
    is_meant: bool = False
    """Whether the line is part of the subject; its cell's other lines are shown around it."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A source cell as it was written. Rows and columns count from 1; table 0 lies outside of all tables."""

    source_id: str
    file_name: str
    title: str
    table_no: int
    row_no: int
    column_no: int
    lines: tuple[CellLine, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What a number in the text was read as: its row of ``figures``, and the measure and year it speaks of."""

    figure: Row
    fiscal_year: int | None
    indicator: Step | None
    observation_id: str | None
    same: tuple[Step, ...] = ()
    """Other statements of the same fact, the whole that it is a part of, and its parts."""


@dataclass(frozen=True, slots=True)
class YearStatement:
    """What one year says of the subject: a value with its unit, or a text; ``status`` is a code, where there is one."""

    fiscal_year: int
    result_kind: str
    id: str
    words: str
    source_id: str | None = None
    status: str | None = None
    is_current: bool = True


@dataclass(frozen=True, slots=True)
class Decided:
    """What a person decided: ``where`` is the place it was decided for, ``values`` what was set or added."""

    id: str
    target: str
    action: str
    where: Mapping[str, Any]
    values: Mapping[str, Any]
    why: str
    by: str
    on: date


@dataclass(frozen=True, slots=True)
class Trace:
    """One subject and where it comes from.

    ``releases``: version → ``same`` (stated as in the newest), ``differs`` or ``absent``, the oldest first.
    """

    table: str
    id: str
    name: str
    row: Row
    steps: tuple[Step, ...] = ()
    passages: tuple[Passage, ...] = ()
    readings: tuple[Reading, ...] = ()
    years: tuple[YearStatement, ...] = ()
    decisions: tuple[Decided, ...] = ()
    unexplained: tuple[str, ...] = ()
    """Decisions that figures name and whose reasons are not at hand: they lie in the publication, not in a release."""
    releases: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Traces:
    """Everything that was found for a question; ``total`` counts what is beyond the limit, too."""

    question: str
    asked: Asked
    version: str
    found: tuple[Trace, ...]
    total: int

    def as_dict(self) -> dict[str, Any]:
        """For JSON: values that JSON lacks as text."""
        return {"question": self.question, "asked": self.asked, "version": self.version, "total": self.total} | {
            "found": [_plain(asdict(one)) for one in self.found]
        }


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _plain(inner) for name, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(inner) for inner in value]
    return value if value is None or isinstance(value, (bool, int, str)) else str(value)
