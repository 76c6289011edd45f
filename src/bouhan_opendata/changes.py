"""How two releases differ, by key: tables, fields, terms, rows and values; and how much the version must rise for it.

Functions from values to values. A release comes in as an :class:`Edition`: its tables as the text of their CSV files, and what
describes them. Rows are the same row where their primary key is the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from bouhan_opendata.model import TableModel, Words

LEVELS = ("none", "patch", "minor", "major")
"""How much a difference asks of the version, from nothing to what breaks a program that reads the tables."""
_WORDED = frozenset({"text", "string"})
"""Types of fields that hold words: a change there alone is a correction of words."""
_VOCABULARIES = frozenset({"codes", "units"})
"""Tables whose rows are terms that other rows use."""
_NAMES = ("title", "label", "label_ja", "title_ja", "name", "measure_title", "text", "quote")
_OWNERS = (
    ("report_id", "reports"),
    ("indicator_id", "indicators"),
    ("series_id", "activity_series"),
    ("activity_id", "activities"),
)
"""Fields that lead to the measure a row belongs to, and the tables that know it."""

TextRow = Mapping[str, str]
Key = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Edition:
    """One release as the comparison sees it. ``terms``: address → label of every class, property and code of its vocabulary."""

    version: str
    tables: Mapping[str, TableModel]
    rows: Mapping[str, list[TextRow]]
    terms: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Row:
    """A row that is in one release only. ``measure``: the id of the measure it belongs to, where it belongs to one."""

    key: Key
    name: str
    measure: str = ""


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """A row of both releases whose values differ. ``values``: field → (before, now); an empty text is no value."""

    key: Key
    name: str
    measure: str
    values: Mapping[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class TableChanges:
    """What differs in one table of both releases. ``fields``: field → what became of it (``added``, ``gone``, ``type``, …)."""

    name: str
    title: Words
    fields: Mapping[str, str]
    added: tuple[Row, ...]
    gone: tuple[Row, ...]
    changed: tuple[ChangedRow, ...]

    def __bool__(self) -> bool:
        return bool(self.fields or self.added or self.gone or self.changed)

    @property
    def counts(self) -> dict[str, int]:
        """How many fields and rows came, went and changed."""
        counts = {"fields": len(self.fields), "added": len(self.added), "gone": len(self.gone), "changed": len(self.changed)}
        return {name: count for name, count in counts.items() if count}


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a version must rise: ``kind`` is one of the keys of the words that a view has for it."""

    level: str
    kind: str
    table: str
    what: str = ""
    count: int = 1


@dataclass(frozen=True, slots=True)
class Changes:
    """The whole difference of two releases."""

    old: str
    new: str
    tables_added: Mapping[str, int]
    tables_gone: Mapping[str, int]
    terms_added: Mapping[str, str]
    terms_gone: Mapping[str, str]
    tables: tuple[TableChanges, ...]
    reasons: tuple[Reason, ...]

    def __bool__(self) -> bool:
        return bool(self.reasons)

    @property
    def level(self) -> str:
        """The greatest of what the reasons ask."""
        return max((reason.level for reason in self.reasons), key=LEVELS.index, default="none")

    @property
    def restated(self) -> int:
        """How many statements of a year a newer source has changed, as the rows that came into ``restatements`` tell."""
        return next((len(table.added) for table in self.tables if table.name == "restatements"), 0)

    @property
    def counts(self) -> dict[str, dict[str, int]]:
        """For each table of both releases with changes: how many fields and rows came, went and changed."""
        return {table.name: table.counts for table in self.tables}

    def measures(self) -> dict[str, dict[str, int]]:
        """Measure id → how many of its rows came, went and changed, over all tables."""
        found: dict[str, dict[str, int]] = {}
        for table in self.tables:
            for kind, rows in (("added", table.added), ("gone", table.gone), ("changed", table.changed)):
                for row in rows:
                    if row.measure:
                        counts = found.setdefault(row.measure, {})
                        counts[kind] = counts.get(kind, 0) + 1
        return dict(sorted(found.items()))

    def as_dict(self) -> dict[str, Any]:
        """Everything, as plain values in a fixed order, ready for JSON."""
        return {
            "old": self.old,
            "new": self.new,
            "level": self.level,
            "reasons": [
                {"level": r.level, "kind": r.kind, "table": r.table, "what": r.what, "count": r.count} for r in self.reasons
            ],
            "restated": self.restated,
            "tables_added": dict(self.tables_added),
            "tables_gone": dict(self.tables_gone),
            "terms_added": dict(self.terms_added),
            "terms_gone": dict(self.terms_gone),
            "tables": {table.name: _table_dict(table) for table in self.tables},
        }


def changes(old: Edition, new: Edition) -> Changes:
    """How ``new`` differs from ``old``. Rows are taken by their primary keys; columns that only one has are told as fields."""
    both = [name for name in new.tables if name in old.tables]
    measures_old, measures_new = _Owners(old), _Owners(new)
    tables = tuple(
        table for name in both if (table := _table_changes(old, new, name, measures_old.of(name), measures_new.of(name)))
    )
    added = {name: len(new.rows.get(name, ())) for name in new.tables if name not in old.tables}
    gone = {name: len(old.rows.get(name, ())) for name in old.tables if name not in new.tables}
    terms_added = {iri: label for iri, label in sorted(new.terms.items()) if iri not in old.terms}
    terms_gone = {iri: label for iri, label in sorted(old.terms.items()) if iri not in new.terms}
    reasons = [
        *(Reason("major", "table-gone", name) for name in gone),
        *(Reason("major", "term-gone", "", label or iri) for iri, label in terms_gone.items()),
        *(Reason("minor", "table-added", name) for name in added),
        *(Reason("minor", "term-added", "", label or iri) for iri, label in terms_added.items()),
        *(reason for table in tables for reason in _reasons(table, new.tables[table.name])),
    ]
    reasons.sort(key=lambda reason: -LEVELS.index(reason.level))
    return Changes(old.version, new.version, added, gone, terms_added, terms_gone, tables, tuple(reasons))


def needed_version(old: str, level: str) -> str:
    """The lowest version that may follow ``old`` for a difference of that level. Before 1.0.0 a minor step may break things."""
    major, minor, patch = map(int, old.split("."))
    if level == "major" and major:
        return f"{major + 1}.0.0"
    if level in ("major", "minor"):
        return f"{major}.{minor + 1}.0"
    return f"{major}.{minor}.{patch + 1}"


class _Owners:
    """Finds the measure that a row belongs to, over the tables of one release."""

    def __init__(self, edition: Edition) -> None:
        self._edition = edition
        self._known: dict[str, dict[str, str]] = {}

    def of(self, table: str) -> Mapping[int, str]:
        """Place of a row in its table → the id of its measure."""
        rows = self._edition.rows.get(table, [])
        return {place: measure for place, row in enumerate(rows) if (measure := self._measure(row))}

    def _measure(self, row: TextRow, depth: int = 0) -> str:
        if row.get("measure_id"):
            return row["measure_id"]
        for name, table in _OWNERS:
            if row.get(name) and (found := self._table(table, name, depth).get(row[name])):
                return found
        return ""

    def _table(self, table: str, key: str, depth: int) -> Mapping[str, str]:
        if table not in self._known:
            self._known[table] = {}
            if depth < 2:
                rows = self._edition.rows.get(table, [])
                self._known[table] = {
                    row[key]: measure
                    for row in rows
                    if row.get(key)
                    and (measure := row.get("measure_id") or self._measure({k: v for k, v in row.items() if k != key}, depth + 1))
                }
        return self._known[table]


def _table_changes(
    old: Edition, new: Edition, name: str, owners_old: Mapping[int, str], owners_new: Mapping[int, str]
) -> TableChanges:
    before, now = old.tables[name], new.tables[name]
    fields = dict(_field_changes(before, now))
    key = now.key if set(now.key) <= set(before.names) else before.key
    shared = [item for item in now.names if item in before.names and item not in key]
    name_old, name_new = _namer(old), _namer(new)
    rows_old, rows_new = _by_key(old.rows.get(name, ()), key), _by_key(new.rows.get(name, ()), key)
    added = [Row(at, name_new(row), owners_new.get(place, "")) for at, (place, row) in rows_new.items() if at not in rows_old]
    gone = [Row(at, name_old(row), owners_old.get(place, "")) for at, (place, row) in rows_old.items() if at not in rows_new]
    changed = []
    for at, (place, row) in rows_new.items():
        if at in rows_old:
            earlier = rows_old[at][1]
            values = {item: (earlier.get(item, ""), row.get(item, "")) for item in shared if earlier.get(item) != row.get(item)}
            if values:
                changed.append(ChangedRow(at, name_new(row), owners_new.get(place, ""), values))
    return TableChanges(name, now.title, fields, tuple(added), tuple(gone), tuple(changed))


def _by_key(rows: Iterable[TextRow], key: Key) -> dict[Key, tuple[int, TextRow]]:
    return {tuple(row.get(item, "") for item in key): (place, row) for place, row in enumerate(rows)}


def _namer(edition: Edition) -> Callable[[TextRow], str]:
    """What a person calls a row: by words of its own, else by those of its indicator or measure."""
    indicators = {
        row["indicator_id"]: row.get("label", "") for row in edition.rows.get("indicators", ()) if row.get("indicator_id")
    }
    measures = {row["measure_id"]: row.get("title", "") for row in edition.rows.get("measures", ()) if row.get("measure_id")}

    def name(row: TextRow) -> str:
        own = next((row[name] for name in _NAMES if row.get(name)), "")
        return own or indicators.get(row.get("indicator_id", ""), "") or measures.get(row.get("measure_id", ""), "")

    return name


def _field_changes(before: TableModel, now: TableModel) -> Iterator[tuple[str, str]]:
    """Field → ``added``, ``gone``, ``type``, ``now-empty`` (no longer always there), ``now-required``, ``key``."""
    for item in now.fields:
        if item.name not in before.names:
            yield item.name, "added"
            continue
        earlier = before.field(item.name)
        if (item.name in before.key) != (item.name in now.key):
            yield item.name, "key"
        elif _kind(earlier.type) != _kind(item.type):
            yield item.name, "type"
        elif earlier.required and not item.required:
            yield item.name, "now-empty"
        elif item.required and not earlier.required:
            yield item.name, "now-required"
    for item in before.fields:
        if item.name not in now.names:
            yield item.name, "gone"


def _kind(type_: str) -> str:
    """A type as a Table Schema tells it: what is text there is one kind."""
    return {"text": "string", "id": "string", "iri": "string", "code": "string"}.get(type_, type_)


_BREAKING = {"gone": "field-gone", "type": "field-type", "now-empty": "field-empty", "key": "key-changed"}
_WIDENING = {"added": "field-added", "now-required": "field-required"}


def _reasons(table: TableChanges, model: TableModel) -> Iterator[Reason]:
    """What the changes of one table ask of the version, each kind once."""
    for name, what in table.fields.items():
        level, kinds = ("major", _BREAKING) if what in _BREAKING else ("minor", _WIDENING)
        yield Reason(level, kinds[what], table.name, name)
    if table.gone:
        is_promised = model.document or table.name in _VOCABULARIES
        kind = "address-gone" if is_promised else "rows-gone"
        yield Reason(
            "major" if is_promised else "minor",
            kind,
            table.name,
            "、".join("/".join(r.key) for r in table.gone[:3]),
            len(table.gone),
        )
    if table.added:
        yield Reason("minor", "rows-added", table.name, "", len(table.added))
    worded = {item.name for item in model.fields if item.type in _WORDED}
    facts = [row for row in table.changed if row.values.keys() - worded]
    if facts:
        yield Reason("minor", "values-changed", table.name, "、".join("/".join(r.key) for r in facts[:3]), len(facts))
    if len(facts) < len(table.changed):
        yield Reason("patch", "words-changed", table.name, "", len(table.changed) - len(facts))


def _table_dict(table: TableChanges) -> dict[str, Any]:
    return {
        "counts": table.counts,
        "fields": dict(table.fields),
        "added": [_row_dict(row) for row in table.added],
        "gone": [_row_dict(row) for row in table.gone],
        "changed": [
            {**_row_dict(row), "values": {name: list(pair) for name, pair in row.values.items()}} for row in table.changed
        ],
    }


def _row_dict(row: Row | ChangedRow) -> dict[str, Any]:
    said = {"name": row.name, "measure": row.measure}
    return {"key": list(row.key), **{name: text for name, text in said.items() if text}}
