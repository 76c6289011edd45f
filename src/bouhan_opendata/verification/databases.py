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
from bouhan_opendata.tabular.sqlite import ABOUT, SEARCH, SEARCHED, can_search, quoted, views

_TABLES = "data/*.csv"
SEARCH_ID = "sqlite-search"
_LEAST = 3
"""Characters that the index can look for; it holds runs of three."""


def database_equalities(
    database: bytes | None,
    tables: Mapping[str, Table],
    model: Model,
    about: Sequence[tuple[str, str]],
    *,
    with_search: bool,
) -> Iterator[Equality]:
    """The comparisons with a database; without one (``None``), those of a database that says what the tables say.

    ``about`` are the rows of its table of that name. ``with_search`` says whether it is to have a full-text index, which not
    every SQLite can make.
    """
    with closing(sqlite3.connect(":memory:")) as opened:
        is_whole = database is None or _open(opened, database)
        for id_, right, unit, count, differing in (
            ("csv-sqlite", "SQLite", "rows", sum(map(len, tables.values())), _rows_differ),
            ("sqlite-views", "SQLite VIEW", "rows", sum(len(tables[t.name]) for _, t, _ in views(model)), _views_differ),
            ("sqlite-references", "SQLite FOREIGN KEY", "references", _references(tables, model), _references_differ),
            ("sqlite-about", "SQLite about", "rows", len(about), lambda *_: _about_differs(opened, about)),
            (SEARCH_ID, "SQLite FTS5", "texts", len(_texts(tables)), _search_differs),
        ):
            if id_ == SEARCH_ID and not with_search:
                continue
            wrong = 0
            if database is not None and (id_ != SEARCH_ID or can_search()):
                try:
                    wrong = differing(opened, tables, model) if is_whole else max(count, 1)
                except sqlite3.DatabaseError:
                    wrong = max(count, 1)
            yield Equality(id_, _TABLES, right, unit, count, wrong)


def _open(opened: sqlite3.Connection, database: bytes) -> bool:
    """Take a file's bytes for the database in memory; false for what is none. A file in WAL mode is opened as another."""
    if len(database) < 100 or not database.startswith(b"SQLite format 3\x00"):
        return False
    try:
        opened.deserialize(database[:18] + b"\x01\x01" + database[20:])
        opened.execute("PRAGMA schema_version").fetchone()
    except (sqlite3.Error, MemoryError, OverflowError):
        return False
    return True


def _about_differs(opened: sqlite3.Connection, about: Sequence[tuple[str, str]]) -> int:
    found: Counter[tuple[str, str]] = Counter(opened.execute(f'SELECT "item", "value" FROM "{ABOUT}"') if about else ())
    return ((found - Counter(about)) + (Counter(about) - found)).total()


def _rows_differ(opened: sqlite3.Connection, tables: Mapping[str, Table], model: Model) -> int:
    """How many rows stand only in the tables or only in the database; a row that stands twice counts twice."""
    return sum(_selected(opened, name, table.model.names, table) for name, table in tables.items())


def _views_differ(opened: sqlite3.Connection, tables: Mapping[str, Table], model: Model) -> int:
    """Likewise for what the views show; columns, tables, views and triggers that nobody expects count too."""
    wrong = 0
    for name, table, lang in views(model):
        titles = [item.title[lang] for item in table.fields]
        there = [row[1] for row in opened.execute(f"PRAGMA table_info({quoted(name)})")]
        wrong += _selected(opened, name, titles, tables[table.name]) + len(set(there) ^ set(titles))
    known = {*tables, *(name for name, _, _ in views(model)), ABOUT, SEARCH}
    for kind, name in opened.execute("SELECT type, name FROM sqlite_master WHERE type <> 'index'"):
        is_known = name in known or str(name).startswith((f"{SEARCH}_", "sqlite_"))
        wrong += kind == "trigger" or not is_known
    return wrong


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
        is_number = isinstance(cell, (int, float, Decimal))
        return Decimal(repr(cell) if isinstance(cell, float) else str(cell)) if is_number else ("no number", repr(cell))
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
    opened.execute(f'INSERT INTO "{SEARCH}"("{SEARCH}") VALUES (\'integrity-check\')')  # the index against what it is of
    texts = _texts(tables)
    found = Counter(opened.execute(f'SELECT table_name, row_id, text FROM "{SEARCH}"'))
    wrong = ((found - Counter(texts)) + (Counter(texts) - found)).total()
    asked = f'SELECT 1 FROM "{SEARCH}" WHERE "{SEARCH}" MATCH ? AND table_name = ? AND row_id = ?'
    for name, row_id, text in texts:
        start = text.strip()[:_LEAST]
        if len(start) == _LEAST and opened.execute(asked, (quoted(start), name, row_id)).fetchone() is None:
            wrong += 1
    return wrong
