"""All tables in one SQLite file: types, keys, references and words in the schema, views for people, a full-text index."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from typing import Any

from bouhan_opendata.findings import Lang
from bouhan_opendata.model import Field, Model, TableModel
from bouhan_opendata.package import Row
from bouhan_opendata.tabular.lexical import Value, write_value
from bouhan_opendata.tabular.spreadsheets import OVERVIEWS

_TYPES = {"integer": "INTEGER", "fiscal_year": "INTEGER", "boolean": "INTEGER", "decimal": "NUMERIC"}


def sqlite_bytes(model: Model, tables: Mapping[str, Sequence[Row]], about: Sequence[tuple[str, str]] = ()) -> bytes:
    """The bytes of a database. Equal tables give equal contents (the bytes depend on SQLite's version).

    Dates are text (``2019-04-01``), booleans 0 and 1, decimals whole numbers or reals. ``about`` says what the file is, whose
    and how it may be used: item and words. Raises ``sqlite3.IntegrityError`` for rows that break a key or a reference.
    """
    with closing(sqlite3.connect(":memory:")) as database:
        for table in model.tables.values():
            database.execute(create_table(model, table))
        for name, table in model.tables.items():
            places = ", ".join("?" for _ in table.fields)
            rows = ([_stored(item, row[item.name]) for item in table.fields] for row in tables.get(name, ()))
            database.executemany(f'INSERT INTO "{name}" VALUES ({places})', rows)
        for name, table, lang in views(model):
            database.execute(create_view(name, table, lang))
        if about:
            database.execute(f'CREATE TABLE "{ABOUT}" ("item" TEXT PRIMARY KEY, "value" TEXT NOT NULL)')
            database.executemany(f'INSERT INTO "{ABOUT}" VALUES (?, ?)', about)
        _add_search(database, tables)
        if broken := database.execute("PRAGMA foreign_key_check").fetchone():
            raise sqlite3.IntegrityError(f"{broken[0]} refers to {broken[2]}, which has no such row")
        database.commit()
        database.execute("VACUUM")
        return database.serialize()


ABOUT = "about"
SEARCH = "search"
SEARCHED = (("measures", "title"), ("measures", "description"), ("activities", "text"), ("source_lines", "text"))
"""The texts that the index holds: table and column."""


def can_search() -> bool:
    """Whether this SQLite was built with FTS5 and its trigram tokenizer (since 3.34)."""
    with closing(sqlite3.connect(":memory:")) as database:
        options = {row[0] for row in database.execute("PRAGMA compile_options")}
    return "ENABLE_FTS5" in options and sqlite3.sqlite_version_info >= (3, 34)


def views(model: Model) -> list[tuple[str, TableModel, Lang]]:
    """The views: every table under its Japanese title with Japanese columns, the overviews in English as well."""
    found: list[tuple[str, TableModel, Lang]] = [(table.title["ja"], table, "ja") for table in model.tables.values()]
    return found + [(model.tables[name].title["en"], model.tables[name], "en") for name in OVERVIEWS if name in model.tables]


def _add_search(database: sqlite3.Connection, tables: Mapping[str, Sequence[Row]]) -> None:
    """A full-text index of runs of three characters, which needs no dictionary: ``WHERE search MATCH '"防犯カメラ"'``.

    Left out where this SQLite cannot make it.
    """
    if not can_search():
        return
    columns = "table_name UNINDEXED, row_id UNINDEXED, text, tokenize = 'trigram'"
    database.execute(f'CREATE VIRTUAL TABLE "{SEARCH}" USING fts5({columns})')
    for table, field in SEARCHED:
        rows = ((table, next(iter(row.values())), row[field]) for row in tables.get(table, ()) if row[field])
        database.executemany(f'INSERT INTO "{SEARCH}" VALUES (?, ?, ?)', rows)


def create_table(model: Model, table: TableModel) -> str:
    """The statement that makes a table, with each column's Japanese and English title as a comment."""
    parts = [(_column(item), f"{item.title['ja']} / {item.title['en']}") for item in table.fields]
    parts.append((f"PRIMARY KEY ({_names(table.key)})", ""))
    parts += [(f"UNIQUE ({_names(names)})", "") for names in table.unique]
    for item in table.fields:
        if item.references:
            target = model.tables[item.references]
            parts.append((f'FOREIGN KEY ("{item.name}") REFERENCES "{target.name}" ({_names(target.key)})', ""))
    lines = []
    for number, (sql, words) in enumerate(parts):
        comma = "," if number < len(parts) - 1 else ""
        lines.append(f"  {sql}{comma}{f'  -- {_one_line(words)}' if words else ''}")
    title = _one_line(f"{table.title['ja']} / {table.title['en']}")
    return f'CREATE TABLE "{table.name}" (  -- {title}\n' + "\n".join(lines) + "\n)"


def create_view(name: str, table: TableModel, lang: Lang) -> str:
    """A view of a table with its columns under their titles in one language."""
    columns = ", ".join(f'"{item.name}" AS {quoted(item.title[lang])}' for item in table.fields)
    return f'CREATE VIEW {quoted(name)} AS SELECT {columns} FROM "{table.name}"'


def _column(item: Field) -> str:
    check = f' CHECK ("{item.name}" IN (0, 1))' if item.type == "boolean" else ""
    return f'"{item.name}" {_TYPES.get(item.type, "TEXT")}{" NOT NULL" if item.required else ""}{check}'


def _names(names: Sequence[str]) -> str:
    return ", ".join(f'"{name}"' for name in names)


def quoted(text: str) -> str:
    """A name as SQL writes it."""
    return '"' + text.replace('"', '""') + '"'


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _stored(item: Field, value: Value) -> Any:
    """A value as SQLite holds it; the NUMERIC column makes a number of a decimal's text."""
    if value is None or isinstance(value, (bool, int)):
        return value
    return write_value(item, value)
