"""The SQLite file held against the tables: its rows, its views, its references and its full-text index."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from datetime import date
from decimal import Decimal
from typing import Any

from bouhan_opendata.equality import Equality
from bouhan_opendata.model import Field, Model
from bouhan_opendata.package import Table
from bouhan_opendata.tabular.sqlite import SEARCH, SEARCHED, can_search, quoted, views

_TABLES = "data/*.csv"
SEARCH_ID = "sqlite-search"
_LEAST = 3
"""Characters that the index can look for; it holds runs of three."""


def database_equalities(
    database: bytes | None, tables: Mapping[str, Table], model: Model, *, with_search: bool
) -> Iterator[Equality]:
    """The comparisons with a database; without one (``None``), those of a database that says what the tables say.

    ``with_search`` says whether it is to have a full-text index, which not every SQLite can make.
    """
    with closing(sqlite3.connect(":memory:")) as opened:
        if database is not None:
            opened.deserialize(database)
        for id_, right, unit, count, differing in (
            ("csv-sqlite", "SQLite", "rows", sum(map(len, tables.values())), _rows_differ),
            ("sqlite-views", "SQLite VIEW", "rows", sum(len(tables[t.name]) for _, t, _ in views(model)), _views_differ),
            ("sqlite-references", "SQLite FOREIGN KEY", "references", _references(tables, model), _references_differ),
            (SEARCH_ID, "SQLite FTS5", "texts", len(_texts(tables)), _search_differs),
        ):
            if id_ == SEARCH_ID and not with_search:
                continue
            wrong = 0
            if database is not None and (id_ != SEARCH_ID or can_search()):
                try:
                    wrong = differing(opened, tables, model)
                except sqlite3.DatabaseError:
                    wrong = max(count, 1)
            yield Equality(id_, _TABLES, right, unit, count, wrong)


def _rows_differ(opened: sqlite3.Connection, tables: Mapping[str, Table], model: Model) -> int:
    """How many rows stand only in the tables or only in the database; a row that stands twice counts twice."""
    return sum(_selected(opened, name, table.model.names, table) for name, table in tables.items())


def _views_differ(opened: sqlite3.Connection, tables: Mapping[str, Table], model: Model) -> int:
    """Likewise for what the views show."""
    return sum(
        _selected(opened, name, [item.title[lang] for item in table.fields], tables[table.name])
        for name, table, lang in views(model)
    )


def _selected(opened: sqlite3.Connection, name: str, columns: Sequence[str], table: Table) -> int:
    fields = table.model.fields
    stored = opened.execute(f"SELECT {', '.join(map(quoted, columns))} FROM {quoted(name)}")
    found = Counter(tuple(_value(item, cell) for item, cell in zip(fields, row, strict=True)) for row in stored)
    expected = Counter(tuple(_value(item, row[item.name]) for item in fields) for row in table.rows)
    return ((found - expected) + (expected - found)).total()


def _value(item: Field, cell: Any) -> Any:
    """A cell of either side as one kind of value: numbers as decimals, days and booleans as such."""
    if cell is None:
        return None
    if item.type in ("decimal", "integer", "fiscal_year"):
        return Decimal(repr(cell) if isinstance(cell, float) else str(cell))
    if item.type == "boolean":
        return bool(cell)
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def _references(tables: Mapping[str, Table], model: Model) -> int:
    """How many values of the tables refer to a row of another one."""
    return sum(
        row[item.name] is not None
        for name, table in tables.items()
        for item in model.tables[name].fields
        if item.references
        for row in table.rows
    )


def _references_differ(opened: sqlite3.Connection, tables: Mapping[str, Table], model: Model) -> int:
    """Values that lead nowhere, and those whose column the database does not know for a reference."""
    wrong = len(opened.execute("PRAGMA foreign_key_check").fetchall())
    for name, table in tables.items():
        declared = {(row[3], row[2]) for row in opened.execute(f"PRAGMA foreign_key_list({quoted(name)})")}
        for item in model.tables[name].fields:
            if item.references and (item.name, item.references) not in declared:
                wrong += sum(row[item.name] is not None for row in table.rows)
    return wrong


def _texts(tables: Mapping[str, Table]) -> list[tuple[str, str, str]]:
    """What the index is to hold: table, id of the row, text."""
    return [
        (name, str(next(iter(row.values()))), row[field]) for name, field in SEARCHED for row in tables[name].rows if row[field]
    ]


def _search_differs(opened: sqlite3.Connection, tables: Mapping[str, Table], model: Model) -> int:
    """Texts that stand only in the tables or only in the index, and those that are not found by their first characters."""
    texts = _texts(tables)
    found = Counter(opened.execute(f'SELECT table_name, row_id, text FROM "{SEARCH}"'))
    wrong = ((found - Counter(texts)) + (Counter(texts) - found)).total()
    asked = f'SELECT 1 FROM "{SEARCH}" WHERE "{SEARCH}" MATCH ? AND table_name = ? AND row_id = ?'
    for name, row_id, text in texts:
        start = text.strip()[:_LEAST]
        if len(start) == _LEAST and opened.execute(asked, (quoted(start), name, row_id)).fetchone() is None:
            wrong += 1
    return wrong
