"""Giving out ids: what the register knows keeps its id, what it does not gets the next one, what is nearly known is asked."""

from __future__ import annotations

from bouhan_opendata.findings import Finding, Place
from bouhan_opendata.package import NewId
from bouhan_opendata.publication import Register, near_names, normalised_name

_STRICT = {"m", "a", "d"}
"""Prefixes for which a near miss stops the release: measures, headings and departments."""


class Registrar:
    """Identifies names against a register and collects the ids given out for the first time, in document order."""

    def __init__(self, register: Register) -> None:
        self._known: dict[tuple[str, str], str] = {}
        self._last: dict[str, int] = {}
        self._names: dict[str, list[str]] = {}
        for entry in register.entries:
            prefix = entry.id[0]
            self._known[prefix, normalised_name(entry.name)] = entry.id
            self._names.setdefault(prefix, []).append(entry.name)
            self._last[prefix] = max(self._last.get(prefix, 0), int(entry.id[1:]))
        self.was_empty = not register.entries
        self.new: list[NewId] = []
        self.findings: list[Finding] = []

    def identify(self, prefix: str, name: str, source_id: str, place: Place) -> str:
        """The id of a name: recorded, or new with a finding; a near neighbour in the register is reported."""
        key = (prefix, normalised_name(name))
        if key in self._known:
            return self._known[key]
        near = [] if self.was_empty else near_names(name, self._names.get(prefix, []), prefix)
        number = self._last.get(prefix, 0) + 1
        self._last[prefix] = number
        new_id = f"{prefix}{number:03d}"
        self._known[key] = new_id
        self.new.append(NewId(new_id, name, source_id))
        if near:
            self._report_near(prefix, name, near[0], source_id, place)
        elif not self.was_empty:
            self.findings.append(Finding("id-minted", place, {"id": new_id, "name": name}))
        return new_id

    def _report_near(self, prefix: str, name: str, near: str, source_id: str, place: Place) -> None:
        known = self._known[prefix, normalised_name(near)]
        rule = "name-near-miss" if prefix in _STRICT else "series-near-miss"
        entry = f"- {{id: {known}, name: {name}, source: {source_id}}}"
        self.findings.append(Finding(rule, place, {"name": name, "near": near, "id": known, "entry": entry}))
