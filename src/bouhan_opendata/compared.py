"""Comparisons asked of files: opens one release for two years of a city, or two releases for two cities."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

from bouhan_opendata.comparing import Comparison, Row, Side, compare_cities, compare_years
from bouhan_opendata.errors import ARGUMENT_WRONG, UsageError
from bouhan_opendata.model import Model
from bouhan_opendata.opened import Release

TABLES = (
    "indicators", "observations", "measures", "figures", "activities", "reports", "fiscal_years", "notes", "organisation_changes",
)  # fmt: skip
"""What a comparison looks at."""


def years_of(path: Path, first: int, second: int, model: Model) -> Comparison:
    """Two fiscal years of one release (folder or zip). Raises ``UsageError`` for a year that it does not state."""
    with Release(path, model) as release:
        known = _years(release)
        for year in (first, second):
            if year not in known:
                raise _wrong(f"{year} 年度の指標値がありません({_shown(known)})", f"no observations of {year} ({_shown(known)})")
        if first == second:
            raise _wrong("違う二つの年度が必要です", "two different years are expected")
        return compare_years(_side(release, first), _side(release, second))


def cities_of(ours: Path, theirs: Path, model: Model, year: int | None = None) -> Comparison:
    """Two releases, in one fiscal year; without one, in the newest that both state, or else in the newest of each."""
    with Release(ours, model) as left, Release(theirs, model) as right:
        both = (_years(left), _years(right))
        if year is not None and not all(year in known for known in both):
            shown = " / ".join(_shown(known) for known in both)
            raise _wrong(f"{year} 年度の指標値が両方にはありません({shown})", f"not both state observations of {year} ({shown})")
        if not all(both):
            raise _wrong("指標値のないリリースは比べられません", "a release without observations cannot be compared")
        common = both[0] & both[1]
        wanted = [year or max(common or known) for known in both]
        return compare_cities(_side(left, wanted[0]), _side(right, wanted[1]))


def _years(release: Release) -> set[int]:
    return {int(row["fiscal_year"]) for row in release["observations"] if row["result_kind"] == "actual"}


def _shown(years: set[int]) -> str:
    return ", ".join(map(str, sorted(years))) or "—"


def _side(release: Release, year: int) -> Side:
    tables = {name: release[name].rows for name in TABLES}
    body = json.loads(release.read("datapackage.json"))
    return side_of(tables, str(body.get("version", "")), year)


def side_of(tables: Mapping[str, Sequence[Row]], version: str, year: int) -> Side:
    """One side of a comparison, from the tables of a release (those of ``TABLES``)."""
    names = sorted({str(row["area_name"]) for row in tables["observations"]})
    return Side("・".join(names), version, year, tables)


def _wrong(ja: str, en: str) -> UsageError:
    return UsageError(ARGUMENT_WRONG, problem={"ja": ja, "en": en})


def newest_in(path: Path) -> Path:
    """The release to look at in a publication folder or a folder of releases: the one that ``latest`` names; else the path."""
    for folder in (path / "releases", path):
        latest = folder / "latest"
        if latest.is_file():
            return folder / latest.read_text(encoding="utf-8").strip()
    return path
