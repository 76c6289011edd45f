"""Giving out ids: what the register knows keeps its id, what it does not gets the next one, what is nearly known is asked.

Except for the errors that stop a release, what is found here follows from the sources and from the register *with* the new
ids: a release says the same before and after its own ids were appended.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bouhan_opendata.findings import Finding, Place
from bouhan_opendata.package import NewId
from bouhan_opendata.publication import Register, is_retired, near_names, near_tails, normalised_name, split_name

_STRICT = {"m", "a", "d"}
"""Prefixes for which a near miss stops the release: measures, headings and departments."""
_ROWS = {"m", "a"}
"""Prefixes of what fills a row of its own: two names in one source are two things."""


@dataclass(frozen=True, slots=True)
class _Met:
    """A name as it was first met in the build."""

    id: str
    name: str
    source_id: str
    place: Place


class Registrar:
    """Identifies names against a register and collects the ids given out for the first time, in document order."""

    def __init__(self, register: Register, source_ids: Sequence[str] = ()) -> None:
        self._known: dict[tuple[str, str], str] = {}
        self._last: dict[str, int] = {}
        self._names: dict[str, list[str]] = {}
        self._origins: dict[str, tuple[str, str]] = {}
        """Id → the name and the source it was given out for."""
        for entry in register.entries:
            prefix = entry.id[0]
            self._last[prefix] = max(self._last.get(prefix, 0), int(entry.id[1:]))
            if is_retired(entry.name):
                continue
            self._known[prefix, normalised_name(entry.name)] = entry.id
            self._names.setdefault(prefix, []).append(entry.name)
            self._origins.setdefault(entry.id, (entry.name, entry.source))
        self.was_empty = not register.entries
        self._newest = source_ids[-1] if source_ids else None
        self._has_older = len(source_ids) > 1
        self._met: dict[tuple[str, str], _Met] = {}
        self._rows: dict[tuple[str, str], _Met] = {}
        self._under: dict[str, dict[str, list[tuple[str, str]]]] = {}
        self._stopping: dict[tuple[str, str], Finding] = {}
        self._merged: list[Finding] = []
        self.new: list[NewId] = []

    def recorded(self, prefix: str, name: str) -> str | None:
        """The id that the register, or this build so far, has for a name."""
        return self._known.get((prefix, normalised_name(name)))

    def recorded_under(self, prefix: str, path: str) -> list[tuple[str, str]]:
        """The register's entries below a path: (id, rest of the name as written), in the register's order."""
        if prefix not in self._under:
            groups = self._under[prefix] = {}
            for name in self._names.get(prefix, []):
                head, _, tail = name.partition("/")
                middle, _, tail = tail.partition("/")
                groups.setdefault(f"{head}/{middle}", []).append((self._known[prefix, normalised_name(name)], tail))
        return self._under[prefix].get(path, [])

    def identify(self, prefix: str, name: str, source_id: str, place: Place) -> str:
        """The id of a name: recorded, or new; a near neighbour in the register is reported."""
        key = (prefix, normalised_name(name))
        if key not in self._known:
            self._give_out(key, name, source_id, place)
        met = _Met(self._known[key], name, source_id, place)
        if prefix in _ROWS:
            self._notice_two_rows(met)
        self._met.setdefault(key, met)
        return met.id

    def _give_out(self, key: tuple[str, str], name: str, source_id: str, place: Place) -> None:
        prefix = key[0]
        near = near_names(name, self._names.get(prefix, []), prefix) if prefix in _STRICT and not self.was_empty else []
        number = self._last.get(prefix, 0) + 1
        self._last[prefix] = number
        new_id = f"{prefix}{number:03d}"
        self._known[key] = new_id
        self._origins[new_id] = (name, source_id)
        self.new.append(NewId(new_id, name, source_id))
        if near:
            self._stopping[key] = self._near("name-near-miss", _Met(new_id, name, source_id, place), near[0])

    def _notice_two_rows(self, met: _Met) -> None:
        """Aliases of one id in one source would merge two rows of its table."""
        first = self._rows.setdefault((met.id, met.source_id), met)
        if normalised_name(first.name) != normalised_name(met.name):
            params = {"id": met.id, "first": first.name, "second": met.name, "where": first.place.in_words()}
            finding = Finding("rows-merged", met.place, params)
            if finding not in self._merged:
                self._merged.append(finding)

    def is_asked(self, new_id: str) -> bool:
        """Whether the name of a new id is so near to a known one that a person is asked."""
        return any(self._known[key] == new_id for key in self._stopping)

    @property
    def findings(self) -> list[Finding]:
        """What is to be said of the ids once every name was met."""
        return [*self._stopping.values(), *self._merged, *self._minted()]

    def _minted(self) -> Iterator[Finding]:
        """The ids given out for the newest source: near to one that is older or no longer written, or simply new."""
        candidates = self._candidates()
        for key, met in self._met.items():
            name, source = self._origins[met.id]
            if source != self._newest or normalised_name(name) != key[1] or key in self._stopping:
                continue
            head, tail = split_name(met.name, key[0])
            near = near_tails(tail, candidates.get((key[0], head), []), key[0]) if key[0] not in _STRICT else []
            if near:
                yield self._near("series-near-miss", met, near[0])
            elif self._has_older:
                yield Finding("id-minted", met.place, {"id": met.id, "name": met.name})

    def _candidates(self) -> dict[tuple[str, str], list[tuple[str, str]]]:
        """Names of older sources, and names that no source has any longer, by what they share with a near neighbour."""
        found: dict[tuple[str, str], list[tuple[str, str]]] = {}
        given = {entry.name: entry.id for entry in self.new}
        for prefix in {prefix for prefix, _ in self._known} - _STRICT:
            for name in [*self._names.get(prefix, []), *(n for n, i in given.items() if i[0] == prefix)]:
                key = (prefix, normalised_name(name))
                if key not in self._met or self._origins[self._known[key]][1] != self._newest:
                    head, tail = split_name(name, prefix)
                    found.setdefault((prefix, head), []).append((tail, name))
        return found

    def _near(self, rule: str, met: _Met, near: str) -> Finding:
        known = self._known[met.id[0], normalised_name(near)]
        entry = f"- {{id: {known}, name: {json.dumps(met.name, ensure_ascii=False)}, source: {met.source_id}}}"
        return Finding(rule, met.place, {"name": met.name, "near": near, "id": known, "entry": entry})
