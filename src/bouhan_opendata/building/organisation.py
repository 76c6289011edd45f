"""Reorganisations as a person recorded them: the table, and which department goes on with which."""

from __future__ import annotations

from collections.abc import Sequence

from bouhan_opendata.building.draft import Draft
from bouhan_opendata.findings import Place
from bouhan_opendata.publication import OrganisationChange

_GOES_ON = ("renamed", "merged")
"""Kinds after which the new department goes on with all that the old one did."""


def add_organisation_changes(draft: Draft) -> None:
    """Fill ``organisation_changes``; a department that the data does not have is an error."""
    for change in draft.publication.organisation_changes:
        for department_id in (change.from_id, change.to_id):
            if department_id is not None and draft.get("departments", department_id=department_id) is None:
                place = Place(file="curation/organisation.yaml", key=change.id)
                draft.find("change-without-department", place, id=change.id, department=department_id)
        draft.add(
            "organisation_changes",
            change_id=change.id,
            date=change.date,
            kind=change.kind,
            from_id=change.from_id,
            to_id=change.to_id,
            evidence=change.evidence,
        )


class Successors:
    """Which department a department goes on as, and which ones went on as it, by renamings and mergers."""

    def __init__(self, changes: Sequence[OrganisationChange]) -> None:
        self._next = {change.from_id: change.to_id for change in changes if change.kind in _GOES_ON and change.to_id}

    def last(self, department_id: str | None) -> str | None:
        """The department that goes on with the work of this one today; itself where nothing followed."""
        seen = {department_id}
        while department_id is not None and (following := self._next.get(department_id)) is not None and following not in seen:
            seen.add(following)
            department_id = following
        return department_id

    def before(self, department_id: str | None) -> list[str]:
        """The departments that went on as this one, in the order of the file, directly or by others."""
        if department_id is None:
            return []
        direct = [old for old, new in self._next.items() if new == department_id]
        found = list(direct)
        for old in direct:
            found += [older for older in self.before(old) if older not in found and older != department_id]
        return found
