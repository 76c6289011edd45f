"""The data as one value: every table of the model with its rows, and where each character of the sources went.

Knows rows and nothing else: no file, no city, no serialisation.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, overload

from bouhan_opendata.errors import UsageError
from bouhan_opendata.findings import Findings
from bouhan_opendata.iri import natural_key
from bouhan_opendata.model import Model, TableModel

Row = Mapping[str, Any]
"""One row: field name → ``str``, ``int``, ``Decimal``, ``date``, ``bool`` or ``None`` (blank)."""


def ordered(table: TableModel, rows: Sequence[Row]) -> list[Row]:
    """Rows in the canonical order of their table: by the key fields in turn, ids by the numbers in them."""
    names = table.key
    return sorted(rows, key=lambda row: tuple(natural_key(v) if isinstance(v := row[n], str) else v for n in names))


class Table(Sequence[Row]):
    """The rows of one table in their canonical order. ``table[0]["title"]`` is a plain Python value."""

    def __init__(self, model: TableModel, rows: Sequence[Row]) -> None:
        self.model = model
        self.rows = tuple(rows)

    @property
    def name(self) -> str:
        """The table's name in the model."""
        return self.model.name

    @overload
    def __getitem__(self, index: int) -> Row: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Row]: ...
    def __getitem__(self, index: int | slice) -> Row | Sequence[Row]:
        return self.rows[index]

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __repr__(self) -> str:
        return f"<Table {self.name}: {len(self.rows)} rows × {len(self.model.fields)} fields>"

    def by_key(self) -> dict[tuple[Any, ...], Row]:
        """Rows by their key fields; a key of one field is a tuple of one."""
        return {tuple(row[name] for name in self.model.key): row for row in self.rows}

    def to_pandas(self) -> Any:
        """A ``pandas.DataFrame`` with typed columns. Raises ``UsageError`` when pandas is not installed."""
        from bouhan_opendata.frames import to_pandas

        return to_pandas(self.model, self.rows)

    def to_polars(self) -> Any:
        """A ``polars.DataFrame`` with typed columns. Raises ``UsageError`` when polars is not installed."""
        from bouhan_opendata.frames import to_polars

        return to_polars(self.model, self.rows)

    def to_arrow(self) -> Any:
        """A ``pyarrow.Table`` with typed columns. Raises ``UsageError`` when pyarrow is not installed."""
        from bouhan_opendata.frames import to_arrow

        return to_arrow(self.model, self.rows)


@dataclass(frozen=True, slots=True)
class Span:
    """Characters ``start`` to ``end`` (code points) of a source line and the class they were put in."""

    start: int
    end: int
    cls: str


@dataclass(frozen=True, slots=True)
class NewId:
    """An id given out for the first time: the name it stands for and the source that first wrote it."""

    id: str
    name: str
    source_id: str


@dataclass(frozen=True, slots=True)
class Waiver:
    """A recorded decision that findings of ``rule`` at ``where`` are right as they are; ``id`` is the decision's."""

    id: str
    rule: str
    where: Mapping[str, Any]


@dataclass(frozen=True)
class Package:
    """All tables of a publication, what is worth a look, and the ids given out for the first time."""

    model: Model
    tables: Mapping[str, Table]
    findings: Findings
    new_ids: tuple[NewId, ...] = ()
    spans: Mapping[str, tuple[Span, ...]] = field(default_factory=dict)
    """For each line of each source cell, the classes of its characters, end to end."""
    report_cells: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """For each report, the addresses of its cells: ``s001-t1-r9-c4``."""
    waivers: tuple[Waiver, ...] = ()
    """What people decided to let pass, at whatever stage it is found."""
    used_waivers: frozenset[str] = frozenset()
    """The ids of those that the build's own findings already needed."""

    def __getitem__(self, name: str) -> Table:
        """A table by name. Raises ``UsageError`` for a table the model does not have."""
        if name not in self.tables:
            raise UsageError(self.model.rules["no-such-table"], name=name, known="、".join(self.tables))
        return self.tables[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.tables)

    def __repr__(self) -> str:
        counts = ", ".join(f"{name} {len(table)}" for name, table in self.tables.items() if len(table))
        return f"<Package: {counts}>"
