"""Checks of one table's rows, compiled from its fields: quick verdicts on whole columns, exact findings only where one fails.

Cells arrive in their Latin-1 view (one byte a character). A quick verdict may be too careful, never too generous: whatever
it does not pass is read again cell by cell, decoded, by the same rules that the typed reader uses.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from bouhan_opendata.findings import Finding, Place
from bouhan_opendata.model import Field, Model, TableModel
from bouhan_opendata.tabular.lexical import NUMBERS, Fault, fault_finder, form_of, shown

Column = Sequence[str]
Verdict = Callable[[Collection[str]], bool]
"""True only where every one of the filled values fits."""
_JOINT = "\x1f"


@dataclass
class Tally:
    """Findings counted by file and rule, of which the first ``most`` of each are kept."""

    most: int
    listed: list[Finding] = field(default_factory=list)
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)

    def add(self, place: Place, fault: Fault) -> None:
        """Count one finding and keep it while there is room."""
        rule, params = fault
        key = (place.file or "", rule)
        self.counts[key] += 1
        if self.counts[key] <= self.most:
            self.listed.append(Finding(rule, place, params))

    @property
    def total(self) -> int:
        """How many findings were counted."""
        return self.counts.total()


@dataclass(frozen=True, slots=True)
class Reference:
    """A field that holds the key of a row of another table (or of its own)."""

    column: int
    name: str
    target: str


@dataclass(frozen=True, slots=True)
class TableChecks:
    """What the rows of one table must satisfy, compiled once."""

    table: TableModel
    required: tuple[int, ...]
    compared: tuple[int, ...]
    """The columns of which only the different values matter: all but free text that is no key."""
    verdicts: tuple[tuple[int, Verdict], ...]
    faults: tuple[Callable[[str], Fault | None], ...]
    key: tuple[int, ...]
    unique: tuple[tuple[int, ...], ...]
    references: tuple[Reference, ...]

    @property
    def file(self) -> str:
        """The table's file inside a release."""
        return f"data/{self.table.name}.csv"


@dataclass
class KeyStore:
    """The keys of all tables read so far, and references that wait for a table that is not read yet.

    The only part of a run that grows with the rows.
    """

    present: frozenset[str]
    """The tables of this run; references to others are not judged."""
    keys: dict[str, set[str]] = field(default_factory=dict)
    unique: dict[tuple[str, int], set[str]] = field(default_factory=dict)
    finished: set[str] = field(default_factory=set)
    waiting: dict[tuple[str, Reference], dict[str, int]] = field(default_factory=dict)
    """(table, reference) → value → the first line that holds it."""


def compile_checks(model: Model, table: TableModel) -> TableChecks:
    """The checks of one table."""
    position = {name: number for number, name in enumerate(table.names)}
    return TableChecks(
        table,
        tuple(position[item.name] for item in table.fields if item.required),
        tuple(position[item.name] for item in table.fields if item.name in table.key or not _is_free(item)),
        tuple((position[item.name], verdict) for item in table.fields for verdict in _verdicts(item, model)),
        tuple(fault_finder(item, model.code_lists) for item in table.fields),
        tuple(position[name] for name in table.key),
        tuple(tuple(position[name] for name in names) for names in table.unique),
        tuple(Reference(position[item.name], item.name, item.references) for item in table.fields if item.references),
    )


def _is_free(item: Field) -> bool:
    return item.type in ("string", "text") and not item.pattern and not item.references


def _verdicts(item: Field, model: Model) -> Iterable[Verdict]:
    """Quick verdicts of a field. References are judged against keys, which were judged when they were read."""
    if item.scheme:
        yield frozenset(model.code_lists[item.scheme].codes).issuperset
    elif (form := form_of(item)) and not item.references:
        yield _matches(form)
    if item.type == "date":
        yield _all_days
    if item.pattern and item.pattern != _target_pattern(item, model):
        yield _matches(re.compile(item.pattern))
    if item.max_length is not None:
        yield _no_longer(item.max_length)
    if item.type in NUMBERS and not (item.minimum is None and item.maximum is None):
        yield _within(item.minimum, item.maximum, Decimal if item.type == "decimal" else int)


def _target_pattern(item: Field, model: Model) -> str | None:
    """The pattern that the keys a field refers to were already held to."""
    if not item.references:
        return None
    target = model.tables[item.references]
    return target.field(target.key[0]).pattern


def _matches(pattern: re.Pattern[str]) -> Verdict:
    match = pattern.fullmatch
    return lambda values: all(map(match, values if "".join(values).isascii() else map(_decoded, values)))


def _all_days(values: Collection[str]) -> bool:
    try:
        for value in values:
            date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _no_longer(maximum: int) -> Verdict:
    """Bytes are at least as many as characters, so this is careful, not exact."""
    return lambda values: max(map(len, values), default=0) <= maximum


def _within(minimum: int | None, maximum: int | None, number: Callable[[str], int | Decimal]) -> Verdict:
    low = float("-inf") if minimum is None else minimum
    high = float("inf") if maximum is None else maximum

    def verdict(values: Collection[str]) -> bool:
        try:
            numbers = [number(value) for value in values]
        except (ValueError, ArithmeticError):
            return False
        return not numbers or (min(numbers) >= low and max(numbers) <= high)

    return verdict


def _decoded(cell: str) -> str:
    return cell.encode("latin-1").decode("utf-8")


def passes(checks: TableChecks, columns: Sequence[Column], store: KeyStore, first_line: int) -> bool:
    """Whether a block of one-line rows is free of faults; if so its keys are in the store, else the store is as it was."""
    values = {number: set(columns[number]) for number in checks.compared}
    if any("" in values.get(number, columns[number]) for number in checks.required):
        return False
    for found in values.values():
        found.discard("")
    if not all(verdict(values.get(number, columns[number])) for number, verdict in checks.verdicts):
        return False
    if not all(_refers(checks, reference, values[reference.column], store) for reference in checks.references):
        return False
    name = checks.table.name
    known = store.keys[name]
    fresh = values[checks.key[0]] if len(checks.key) == 1 else set(_filled(columns, checks.key))
    if len(fresh) != len(columns[0]) or not known.isdisjoint(fresh):
        return False
    if any(not _is_unique(columns, store.unique[name, number], names) for number, names in enumerate(checks.unique)):
        return False
    known |= fresh
    for number, positions in enumerate(checks.unique):
        store.unique[name, number].update(_filled(columns, positions))
    for reference in checks.references:
        _wait(checks, reference, columns[reference.column], values[reference.column], store, first_line)
    return True


def _filled(columns: Sequence[Column], positions: tuple[int, ...]) -> list[str]:
    """The joined cells of the rows in which none of them is blank: a blank is never a duplicate."""
    rows = zip(*(columns[p] for p in positions), strict=True)
    return [_JOINT.join(cells) for cells in rows if all(cells)]


def _is_unique(columns: Sequence[Column], known: set[str], positions: tuple[int, ...]) -> bool:
    values = _filled(columns, positions)
    return len(set(values)) == len(values) and known.isdisjoint(values)


def _refers(checks: TableChecks, reference: Reference, values: set[str], store: KeyStore) -> bool:
    """Whether each value is a known key, or could be one of a table that is not read to its end."""
    known = store.keys.get(reference.target, set())
    if values <= known:
        return True
    if reference.target in store.finished:
        return False
    return not any(map(checks.faults[reference.column], map(_decoded, values - known)))


def _wait(checks: TableChecks, reference: Reference, column: Column, values: set[str], store: KeyStore, first_line: int) -> None:
    """Keep the values that are no key so far, with their first lines, until their table is read to its end."""
    if reference.target not in store.present or reference.target in store.finished:
        return
    unknown = values - store.keys[reference.target] if reference.target in store.keys else values
    if unknown:
        waiting = store.waiting.setdefault((checks.table.name, reference), {})
        lines = dict(zip(reversed(column), range(first_line + len(column) - 1, first_line - 1, -1), strict=True))
        for value in unknown - waiting.keys():
            waiting[value] = lines[value]


def explain_row(checks: TableChecks, cells: Sequence[str], line: int, store: KeyStore, tally: Tally) -> None:
    """Check one decoded row cell by cell, add what is wrong to the tally and its keys to the store."""
    table = checks.table
    if len(cells) != len(table.fields):
        tally.add(Place(file=checks.file, row=line), ("cell-count", {"found": len(cells), "expected": len(table.fields)}))
        return
    key_text = "+".join(cells[p] for p in checks.key)
    for item, cell, fault in zip(table.fields, cells, checks.faults, strict=True):
        if found := fault(cell):
            tally.add(Place(file=checks.file, row=line, field=item.name, key=shown(key_text) or None), found)
    latin = [cell.encode().decode("latin-1") for cell in cells]
    names = ("+".join(table.key), *("+".join(table.names[p] for p in u) for u in checks.unique))
    sets = (store.keys[table.name], *(store.unique[table.name, n] for n in range(len(checks.unique))))
    for title, positions, known in zip(names, (checks.key, *checks.unique), sets, strict=True):
        if all(latin[p] for p in positions):
            value = _JOINT.join(latin[p] for p in positions)
            if value in known:
                params = {"value": shown("+".join(cells[p] for p in positions)), "fields": title}
                tally.add(Place(file=checks.file, row=line, field=title), ("duplicate-key", params))
            known.add(value)
    for reference in checks.references:
        _explain_reference(checks, reference, latin[reference.column], line, store, tally)


def _explain_reference(checks: TableChecks, reference: Reference, cell: str, line: int, store: KeyStore, tally: Tally) -> None:
    if cell == "" or reference.target not in store.present or cell in store.keys.get(reference.target, ()):
        return
    if reference.target in store.finished:
        tally.add(Place(file=checks.file, row=line, field=reference.name), _broken(reference, cell))
    else:
        store.waiting.setdefault((checks.table.name, reference), {}).setdefault(cell, line)


def _broken(reference: Reference, cell: str) -> Fault:
    return "broken-reference", {"value": shown(_decoded(cell)), "table": reference.target}


def finish_references(store: KeyStore, tally: Tally) -> None:
    """Judge the references that waited for a table's end."""
    for (table, reference), waiting in store.waiting.items():
        known = store.keys[reference.target]
        missing = [(line, value) for value, line in waiting.items() if value not in known]
        for line, value in sorted(missing):
            tally.add(Place(file=f"data/{table}.csv", row=line, field=reference.name), _broken(reference, value))
    store.waiting.clear()


def reading_order(tables: Mapping[str, TableModel]) -> tuple[str, ...]:
    """Table names such that a table comes after those it refers to, where no circle forbids it."""
    order: dict[str, None] = {}
    visiting: set[str] = set()

    def visit(name: str) -> None:
        if name in order or name in visiting or name not in tables:
            return
        visiting.add(name)
        for item in tables[name].fields:
            if item.references:
                visit(item.references)
        order.setdefault(name)

    for name in tables:
        visit(name)
    return tuple(order)
