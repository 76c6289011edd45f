"""What is done with a finished release: converted, compared, shown, printed, traced. Part of the doors of the package."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from bouhan_opendata.errors import ARGUMENT_WRONG, UsageError, checked_path, checked_value, file_errors
from bouhan_opendata.findings import Lang
from bouhan_opendata.model import Model

if TYPE_CHECKING:
    from bouhan_opendata.changes import Changes
    from bouhan_opendata.comparing import Comparison
    from bouhan_opendata.conversion import Converted
    from bouhan_opendata.portal.making import Made
    from bouhan_opendata.tracing import Traces


@cache
def load_model() -> Model:
    """The definition that comes with the library, loaded once. Raises ``ModelError`` when it is broken."""
    from bouhan_opendata.model import load_model as load

    return load()


def convert(*paths: str | Path, output: str | Path, workers: int = 1, base: str | None = None) -> Converted:
    """The triples of tables of any size, in the syntax ``output`` ends in: ``.nt``, ``.ttl``, ``.jsonld``, each also ``.gz``.

    ``paths`` are a release (folder or zip), or a folder of the model's tables or their CSV files, for which ``base`` says where
    addresses begin. Any number of ``workers`` gives the same bytes. Raises ``ConversionRefused`` with the findings where rows
    break rules, ``WorkerLost`` where a process ends too early.
    """
    from bouhan_opendata.conversion import convert as convert_tables

    number = checked_value(workers, int, "workers")
    with file_errors():
        places = [checked_path(path) for path in paths]
        return convert_tables(places, checked_path(output), load_model(), workers=number, base_iri=base)


def diff(old: str | Path, new: str | Path) -> Changes:
    """How a release (folder or zip) differs from another, by key: tables, fields, terms, rows, values; ``.as_dict()``.

    Raises ``PackageError`` for what is no release.
    """
    from bouhan_opendata.differences import difference

    with file_errors():
        return difference(checked_path(old), checked_path(new), load_model())


def compare(
    first: int | str | Path, second: int | str | Path, *, path: str | Path = "datapackage", year: int | None = None
) -> Comparison:
    """Two fiscal years of the release at ``path``, or two releases: each pair of values with the word whether it may be compared.

    A release is a folder or zip, or a publication or releases folder, of which the newest is taken. ``year`` goes with two
    releases. Raises ``UsageError`` for a year that is not there, ``PackageError`` for what is no release.
    """
    from bouhan_opendata.compared import cities_of, newest_in, years_of

    with file_errors():
        if isinstance(first, int) and isinstance(second, int):
            return years_of(newest_in(checked_path(path)), first, second, load_model())
        if isinstance(first, int) or isinstance(second, int):
            problem = {"ja": "年度どうしか、リリースどうしを比べます", "en": "two years or two releases are expected"}
            raise UsageError(ARGUMENT_WRONG, problem=problem)
        return cities_of(newest_in(checked_path(first)), newest_in(checked_path(second)), load_model(), year)


def make_forms(
    path: str | Path = "datapackage", output: str | Path = "調査票.xlsx", *, year: int, by_department: bool = False
) -> dict[Path, int]:
    """Write the form (調査票) for a fiscal year from the newest release; path → how many activities it asks about.

    ``output`` is a workbook, or with ``by_department`` a folder for one workbook each. Raises ``UsageError`` where no earlier
    year is stated.
    """
    from bouhan_opendata.formed import make_forms as make

    with file_errors():
        return make(checked_path(path), checked_path(output), year, load_model(), by_department=by_department)


def make_papers(path: str | Path = "datapackage", output: str | Path = ".") -> list[Path]:
    """Write the papers for the decision to publish (決裁資料) of a release: one page of HTML and a PDF, A4.

    ``path`` is a release (folder or zip), or a publication or releases folder, of which the newest is taken. Raises
    ``PackageError`` for what is no release.
    """
    from bouhan_opendata.compared import newest_in
    from bouhan_opendata.papers import write_papers

    with file_errors():
        return write_papers(newest_in(checked_path(path)), checked_path(output), load_model())


def make_portal(path: str | Path = "datapackage", output: str | Path = "site", *, url: str = "") -> Made:
    """Make the static site of a release in the folder ``output``, which may be put on any web server or opened as it is.

    ``path`` is a release (folder or zip), or a publication or releases folder, of which the newest is taken. A site that
    stands in ``output`` is replaced in one step. ``url`` is the address that the site will have: with it there are a sitemap and
    a page for wrong addresses that holds at any depth. Raises ``UsageError`` for a folder that holds anything else,
    ``PackageError`` for what is no release.
    """
    from bouhan_opendata.portal.making import make

    with file_errors():
        return make(checked_path(path), checked_path(output), load_model(), url)


def single_page(path: str | Path = "datapackage", *, lang: Lang = "ja") -> bytes:
    """A release as one HTML file (UTF-8) that needs nothing else, for a place that takes a single attachment.

    ``path`` is a release (folder or zip), or a publication or releases folder, of which the newest is taken. Raises
    ``PackageError`` for what is no release.
    """
    from bouhan_opendata.compared import newest_in
    from bouhan_opendata.opened import Release
    from bouhan_opendata.portal.single import single_file

    with file_errors(), Release(newest_in(checked_path(path)), load_model()) as release:
        return single_file(release, lang)


def print_table(path: str | Path = "datapackage", *, form: str = "md", years: Sequence[int] | None = None) -> bytes:
    """The familiar five-column table of a release, made from its data: ``md`` (UTF-8), ``xlsx`` or ``docx``.

    ``path`` is a release (folder or zip), or a publication or releases folder, of which the newest is taken. Raises
    ``UsageError`` for another form or a year that is not stated, ``PackageError`` for what is no release.
    """
    from bouhan_opendata.compared import newest_in
    from bouhan_opendata.opened import Release
    from bouhan_opendata.presentation import printed_table as printing

    forms: dict[str, Callable[[printing.PrintedTable], bytes]]
    forms = {
        "md": lambda table: printing.as_markdown(table).encode(),
        "xlsx": printing.as_workbook,
        "docx": printing.as_word,
    }
    with file_errors(), Release(newest_in(checked_path(path)), load_model()) as release:
        tables = {name: release[name].rows for name in printing.TABLES}
        known = {row["fiscal_year"] for row in tables["reports"]}
        if form not in forms or not set(years or known) <= known:
            problem = {"ja": f"{form} {years or ''} は選べません", "en": f"{form} {years or ''} cannot be chosen"}
            raise UsageError(ARGUMENT_WRONG, problem=problem)
        table = printing.printed_table(tables, release.title, load_model(), years)
    return forms[form](table)


def trace(question: str, path: str | Path = "datapackage", *, limit: int = 20) -> Traces:
    """Where an id, an address, a number as people write it (``1,054``) or words come from: ``.found``, ``.as_dict()``.

    ``path`` is a publication folder, a folder of releases, or one release (folder or zip). Raises ``PackageError`` where no
    release is, ``UsageError`` for an empty question or a limit below 1.
    """
    from bouhan_opendata.traced import trace_in

    asked = checked_value(question, str, "question").strip()
    if not asked or checked_value(limit, int, "limit") < 1:
        problem = {"ja": "たどるものと、1 以上の数が必要です", "en": "something to trace and a limit from 1 on are expected"}
        raise UsageError(ARGUMENT_WRONG, problem=problem)
    with file_errors():
        return trace_in(asked, checked_path(path), load_model(), limit=limit)
