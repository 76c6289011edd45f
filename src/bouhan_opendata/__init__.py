"""Open data from a city's table of safety-policy measures: read, build, validate, release, open.

>>> import bouhan_opendata as bo
>>> publication = bo.open_publication("datapackage")
>>> package = bo.build(publication)
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date as Date
from pathlib import Path
from typing import TYPE_CHECKING

from bouhan_opendata.doors import (
    compare,
    convert,
    diff,
    load_model,
    make_forms,
    make_papers,
    make_portal,
    print_table,
    single_page,
    trace,
)
from bouhan_opendata.errors import (
    ARGUMENT_WRONG,
    BouhanError,
    ConversionRefused,
    ModelError,
    PackageError,
    PublicationError,
    ReleaseExists,
    ReleaseRefused,
    SourceError,
    UnsafeSource,
    UsageError,
    WorkerLost,
    checked_path,
    checked_value,
    file_errors,
)
from bouhan_opendata.findings import Finding, Findings, Level, Place, Rule
from bouhan_opendata.model import Model, schema_folder
from bouhan_opendata.package import NewId, Package, Table

if TYPE_CHECKING:
    from bouhan_opendata.asking import Outcome
    from bouhan_opendata.building import Facts
    from bouhan_opendata.evaluation import Score
    from bouhan_opendata.machine_readability import Judgement
    from bouhan_opendata.opened import Release
    from bouhan_opendata.publication import Publication, SourceEntry
    from bouhan_opendata.releasing import Released, Withdrawn

__all__ = [
    "BouhanError",
    "ConversionRefused",
    "Finding",
    "Findings",
    "Level",
    "Model",
    "ModelError",
    "NewId",
    "Package",
    "PackageError",
    "Place",
    "PublicationError",
    "ReleaseExists",
    "ReleaseRefused",
    "Rule",
    "SourceError",
    "Table",
    "UnsafeSource",
    "UsageError",
    "WorkerLost",
    "accept",
    "build",
    "compare",
    "convert",
    "diff",
    "evaluate",
    "generated_files",
    "init_publication",
    "load_model",
    "make_forms",
    "make_papers",
    "make_portal",
    "open_publication",
    "open_release",
    "print_table",
    "read",
    "readability",
    "receive",
    "release",
    "review",
    "schema_folder",
    "single_page",
    "trace",
    "validate",
    "verify",
    "withdraw",
    "write_new_ids",
]


def read(path: str | Path) -> Facts:
    """Read one file, without a workspace: measures, years, items, figures; ``.findings``.

    Raises ``SourceError`` when it is not such a table, ``UnsafeSource`` when the gate refuses it.
    """
    from bouhan_opendata.building import read as read_file

    with file_errors():
        return read_file(checked_path(path), load_model())


def open_publication(folder: str | Path) -> Publication:
    """Open a publication folder. Raises ``PublicationError`` naming file and key."""
    from bouhan_opendata.publication import open_publication as open_folder

    with file_errors():
        return open_folder(checked_path(folder), load_model())


def init_publication(folder: str | Path, code: str, name: str) -> list[Path]:
    """Make a publication folder for any city, ready to fill. Raises ``PublicationError`` for a wrong check digit."""
    from bouhan_opendata.publication import init_publication as make

    with file_errors():
        return make(checked_path(folder), code, name, load_model())


def receive(
    publication: Publication,
    file: str | Path | Sequence[str | Path],
    year: int,
    *,
    title: str | None = None,
    received_on: Date | str | None = None,
) -> SourceEntry:
    """Copy a received table into ``sources/`` and name it in ``sources.yaml``; several forms (調査票) are put together first.

    Raises ``UsageError`` for a name that is taken, and for several files that are no forms.
    """
    from bouhan_opendata.formed import receive as take
    from bouhan_opendata.publication import strict_day

    day = strict_day(received_on) if isinstance(received_on, str) else received_on
    if received_on is not None and day is None:
        problem = {"ja": f"{received_on} は YYYY-MM-DD の日付ではありません", "en": f"{received_on} is no date YYYY-MM-DD"}
        raise UsageError(ARGUMENT_WRONG, problem=problem)
    given = [file] if isinstance(file, str | Path) else list(file)
    with file_errors():
        return take(publication, [checked_path(one) for one in given], year, load_model(), title=title, received_on=day)


def build(publication: Publication) -> Package:
    """All sources, register and decisions as one package; ``.new_ids`` and ``.findings`` come with it. Writes nothing."""
    from bouhan_opendata.building import build as build_package
    from bouhan_opendata.publication import Publication

    with file_errors():
        return build_package(checked_value(publication, Publication, "publication"), load_model())


def write_new_ids(publication: Publication, package: Package) -> None:
    """Append a package's new ids to the publication's register."""
    from bouhan_opendata.publication import append_to_register

    with file_errors():
        append_to_register(publication, package.new_ids)


def review(folder: str | Path, output: str | Path, *, by_department: bool = False) -> dict[Path, int]:
    """Write what the check of a publication leaves to people as a workbook (確認票).

    Returns its path and how many questions it has. With ``by_department`` ``output`` is a folder, and each department gets a
    workbook of its own. Raises ``PublicationError`` and ``SourceError`` as :func:`build` does.
    """
    from bouhan_opendata.asked import ask

    with file_errors():
        return ask(open_publication(folder), checked_path(output), load_model(), by_department=by_department)


def accept(folder: str | Path, *files: str | Path, by: str = "", on: str | Date | None = None) -> Outcome:
    """Take the answers of workbooks that :func:`review` made: they are appended to register, decisions and notes, as text.

    ``by`` and ``on`` (``YYYY-MM-DD``) stand in where a row names nobody or no day. Answers that contradict each other are
    returned (``.conflicts``) and none of them is taken; so are answers that mean nothing (``.wrong``). Raises ``UsageError`` for
    a file that is no such workbook.
    """
    from bouhan_opendata.asked import take

    try:
        day = on if on is None or isinstance(on, Date) else Date.fromisoformat(str(on))
    except ValueError as fault:
        problem = {"ja": f"{on} は日付ではありません(YYYY-MM-DD)", "en": f"{on} is no date (YYYY-MM-DD)"}
        raise UsageError(ARGUMENT_WRONG, problem=problem) from fault
    with file_errors():
        return take(open_publication(folder), [checked_path(file) for file in files], load_model(), by=by, on=day)


def validate(data: Package | Release) -> Findings:
    """Judge a package, or the tables of an opened release, by every rule of the model; nothing is written."""
    from bouhan_opendata.opened import Release
    from bouhan_opendata.validation import validate_package, validate_tables

    if isinstance(data, Package):
        return validate_package(data)
    with file_errors():
        return validate_tables(checked_value(data, Release, "package or release"))


def release(
    publication: Publication,
    version: str | None = None,
    *,
    date: str | Date | None = None,
    notes: str | Mapping[str, str] | None = None,
    output: str | Path | None = None,
    progress: Callable[[str, str], None] | None = None,
) -> Released:
    """Make a release; refuses, with the findings, if an error stands. See :mod:`bouhan_opendata.releasing`."""
    from bouhan_opendata.publication import Publication
    from bouhan_opendata.releasing import release as make

    with file_errors():
        folder = checked_path(output) if output is not None else None
        city = checked_value(publication, Publication, "publication")
        return make(city, load_model(), version, date=date, notes=notes, output=folder, progress=progress)


def withdraw(
    publication: Publication,
    version: str,
    *,
    date: str | Date,
    why: str | Mapping[str, str],
    output: str | Path | None = None,
) -> Withdrawn:
    """Withdraw a release: a tombstone with the reason stays in its place. See :mod:`bouhan_opendata.releasing.withdrawing`."""
    from bouhan_opendata.publication import Publication
    from bouhan_opendata.releasing import withdraw as take_back

    with file_errors():
        folder = checked_path(output) if output is not None else None
        city = checked_value(publication, Publication, "publication")
        return take_back(city, load_model(), version, date=date, why=why, output=folder)


def open_release(path: str | Path) -> Release:
    """Open a release folder or zip. Raises ``PackageError`` when it is none."""
    from bouhan_opendata.opened import Release

    with file_errors():
        return Release(checked_path(path), load_model())


def verify(path: str | Path) -> Findings:
    """Judge anyone's copy of a release, without the publication."""
    from bouhan_opendata.verification import verify as judge

    with file_errors():
        return judge(checked_path(path), load_model())


def readability(path: str | Path) -> list[Judgement]:
    """Judge a source file, or every file of a release (folder or zip), by the 30 rules of machine readability.

    For a release the whole comes first. Raises ``SourceError`` or ``PackageError`` for what is neither.
    """
    from bouhan_opendata.building import read as read_file
    from bouhan_opendata.machine_readability import judge_files, judge_source, overall
    from bouhan_opendata.opened import Release, is_release

    with file_errors():
        place, model = checked_path(path), load_model()
        if not is_release(place):
            return [judge_source(read_file(place, model).reading, model)]
        with Release(place, model) as release:
            judged = judge_files({name: release.read(name) for name in release.files()}, model, described=release.model)
            return [overall(place.name, judged, model), *judged]


def evaluate(*folders: str | Path, part: str = "held_out") -> Score:
    """Score the reader against sets of annotated cells; ``part`` is ``held_out``, ``development`` or ``all``.

    Raises ``UsageError`` for a set that cannot be read.
    """
    from bouhan_opendata.evaluation import read_set, score_cells

    with file_errors():
        cells = [cell for folder in folders for cell in read_set(checked_path(folder), load_model())]
    return score_cells([cell for cell in cells if part in ("all", cell.part)], load_model())


def generated_files() -> dict[str, str]:
    """What ``bouhan generate`` writes, by path below the checkout."""
    from bouhan_opendata.artifacts import generated_files as make

    return make(load_model())
