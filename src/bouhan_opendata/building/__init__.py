"""Joins reading, extraction, register and decisions into a package; ``read`` does one file without a workspace."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from bouhan_opendata.building.addresses import with_addresses
from bouhan_opendata.building.audit import audit, character_shares, rebuilt_cells
from bouhan_opendata.building.decide import entity_decisions, indicator_decisions
from bouhan_opendata.building.document import add_departments, add_plan, add_sources
from bouhan_opendata.building.draft import Address, Draft, SourceReading, line_id
from bouhan_opendata.building.facts import Facts, figure_qualifiers
from bouhan_opendata.building.ids import Registrar
from bouhan_opendata.building.organisation import add_organisation_changes
from bouhan_opendata.building.overviews import add_overviews
from bouhan_opendata.building.places import line_places
from bouhan_opendata.building.progress import add_progress
from bouhan_opendata.building.read_as_decided import department_additions, reading_decisions
from bouhan_opendata.building.reference import add_fiscal_years, add_reference_tables
from bouhan_opendata.building.renamed import renamed_measures
from bouhan_opendata.building.restatements import add_restatements
from bouhan_opendata.building.series import add_series, add_spans_of_years
from bouhan_opendata.building.sources import read_source, unlisted_source
from bouhan_opendata.building.statistics import add_prose_figures, add_statistics
from bouhan_opendata.building.waivers import unused, waive, waivers_of
from bouhan_opendata.errors import PublicationError
from bouhan_opendata.extraction import CellReading, prepare_words
from bouhan_opendata.findings import Finding, Findings, Place, counted
from bouhan_opendata.model import Model
from bouhan_opendata.package import Package, Table, ordered
from bouhan_opendata.publication import Publication, broken_promises, named_file, published_observations, stray_files, unlisted
from bouhan_opendata.reading import Overrides

__all__ = [
    "Facts",
    "SourceReading",
    "build",
    "build_with_sources",
    "character_shares",
    "figure_qualifiers",
    "read",
    "rebuilt_cells",
    "unused",
    "waive",
]


def read(path: Path, model: Model) -> Facts:
    """Read one file without a workspace: measures, years, items, figures; ``.findings`` says what is worth a look.

    It is read as the only source of a publication without register and decisions, so that it says what a release would.
    Raises ``SourceError`` when the file cannot be read as such a table, ``UnsafeSource`` when the gate refuses it.
    """
    entry = unlisted_source(path)
    source = read_source(path, entry, model)
    draft, registrar = _drafted(unlisted(path.parent, entry), model, (source,))
    findings = Findings(with_addresses([*draft.findings, *registrar.findings], (source,)), model.rules)
    uses = {row["figure_id"]: row["use"] for row in draft.table("figures")}
    return Facts(_with_uses(source, uses), findings)


def _with_uses(source: SourceReading, uses: Mapping[str, str]) -> SourceReading:
    """A source whose figures have the use that the whole document gives them: a fact said twice is an observation once."""

    def used(where: Address, cell: CellReading) -> CellReading:
        figures = tuple(
            figure._replace(use=uses[f"{line_id(source.source_id, where, figure.line)}-c{figure.start}"])
            for figure in cell.figures
        )
        return replace(cell, figures=figures)

    return replace(source, cells={where: used(where, cell) for where, cell in source.cells.items()})


def build(publication: Publication, model: Model, *, version: str | None = None) -> Package:
    """All sources, the register and the decisions as one package. Nothing is written; new ids are returned.

    ``version`` is the release being made, if one is: only what stood before it is held against it, and what lies beside its
    sources is not told in it.

    Raises ``PublicationError`` when there is no source, ``SourceError`` when one cannot be read.
    """
    return build_with_sources(publication, model, version=version)[0]


def build_with_sources(
    publication: Publication, model: Model, *, version: str | None = None
) -> tuple[Package, tuple[SourceReading, ...]]:
    """The same, and beside it what each source says as it was received."""
    if not publication.sources:
        raise PublicationError(model.rules["no-sources"], Place(file="sources/sources.yaml"))
    words = prepare_words(model)
    folder = publication.folder / "sources"
    sources = tuple(read_source(named_file(folder, entry.file), entry, model, words) for entry in publication.sources)
    draft, registrar = _drafted(publication, model, sources)
    if not publication.license_confirmed:
        draft.find("licence-unconfirmed", Place(file="publication.yaml", key="license_confirmed"))
    _check_layouts(draft)
    _check_notes(draft)
    _tell_waiting(draft, version)
    shas = {source.source_id: source.table.document.sha256 for source in sources}
    draft.findings += broken_promises(publication, shas, version)
    waivers = waivers_of(draft)
    files = {source.entry.file: source.source_id for source in sources}
    findings, used = waive(with_addresses([*draft.findings, *registrar.findings], sources), waivers, files)
    used |= waive(draft.superseded, waivers, files)[1]
    if version is None:
        findings += waive(stray_files(publication), waivers, files)[0]
    used |= {waiver.id for waiver in waivers if waiver.rule == "source-unlisted"}
    tables = {name: Table(table, ordered(table, draft.rows.get(name, []))) for name, table in model.tables.items()}
    cells = _report_cells(draft)
    package = Package(model, tables, Findings(findings, model.rules), tuple(registrar.new), draft.spans, cells, waivers, used)
    return package, sources


def _drafted(publication: Publication, model: Model, sources: tuple[SourceReading, ...]) -> tuple[Draft, Registrar]:
    """Every table filled from the sources, step by step; each step reads what the steps before it filled."""
    draft = Draft(model, publication, sources)
    registrar = Registrar(publication.register, [source.source_id for source in sources])
    words = prepare_words(model)
    plan = add_plan(draft, registrar)
    department_additions(draft, plan, words)
    add_departments(draft, registrar, plan)
    reading_decisions(draft, plan, registrar, words)
    for source in draft.sources:
        draft.findings += source.table.findings
        for where, cell in source.cells.items():
            place = Place(file=source.entry.file, line_id=line_id(source.source_id, where, 0))
            draft.findings += [Finding(flag.rule_id, place, flag.params) for flag in cell.flags]
    add_sources(draft)
    add_progress(draft, registrar, plan)
    draft.findings += renamed_measures(draft, registrar)
    draft.lines = line_places(draft.sources, plan, registrar) if publication.decisions else ()
    add_series(draft, registrar)
    add_statistics(draft, registrar)
    add_restatements(draft, registrar)
    add_prose_figures(draft)
    indicator_decisions(draft)
    entity_decisions(draft)
    add_organisation_changes(draft)
    _add_notes(draft)
    add_spans_of_years(draft)
    add_overviews(draft)
    add_reference_tables(draft)
    add_fiscal_years(draft)
    audit(draft)
    return draft, registrar


def _report_cells(draft: Draft) -> dict[str, tuple[str, ...]]:
    return {
        report: tuple(part.line_id(0).rsplit("-", 1)[0] for part in parts) for report, parts in sorted(draft.report_cells.items())
    }


def _add_notes(draft: Draft) -> None:
    for note in draft.publication.notes:
        draft.add(
            "notes",
            note_id=note.id,
            subject_id=note.subject_id,
            fiscal_year=note.fiscal_year,
            kind=note.kind,
            text=note.text,
            text_en=note.text_en,
            by=note.by,
            on=note.on,
        )


_PARTS = {
    "columns": ("列", "column"),
    "rows": ("行(または、その番号の行がただ一つ)", "row, or no single row,"),
    "tables": ("表・シート", "table or sheet"),
}


def _check_layouts(draft: Draft) -> None:
    """A layout that names a column, row or table that is not there would silently do nothing. Raises ``PublicationError``."""
    for number, source in enumerate(draft.sources):
        for part, name in Overrides.of(source.entry.layout).astray(source.table.document):
            place = Place(file="sources/sources.yaml", key=f"sources[{number}].layout.{part}.{name}")
            ja, en = _PARTS[part]
            problem = {
                "ja": f"「{name}」という{ja}は {source.entry.file} にありません",
                "en": f"{source.entry.file} has no {en} “{name}”",
            }
            raise PublicationError(draft.model.rules["publication-broken"], place, problem=problem)


def _check_notes(draft: Draft) -> None:
    tables = [table for table in draft.model.tables.values() if len(table.key) == 1 and table.iri]
    known = {str(row[table.key[0]]) for table in tables for row in draft.table(table.name)}
    for note in draft.publication.notes:
        if note.subject_id not in known:
            draft.find(
                "note-without-subject", Place(file="curation/notes.yaml", key=note.id), id=note.id, subject=note.subject_id
            )


def _tell_waiting(draft: Draft, version: str | None) -> None:
    """How many figures wait for a person, and loudly where a release before has published some of them."""
    if not draft.waiting:
        return
    place, review = Place(file="publication.yaml", key="review"), draft.publication.review
    count, passed = len(draft.waiting), {row["observation_id"] for row in draft.table("observations")}
    params = {"count": count, "figures": counted(count, "figure", "figures"), "passed": len(passed)}
    draft.find("observations-waiting", place, review=review, **params)
    waiting = {f"{indicator_id}-{year}" for indicator_id, year in draft.waiting} - passed
    for name, published in published_observations(draft.publication, version).items():
        lost = sorted(waiting & published)
        if lost:
            shown = "、".join(lost[:10]) + (" …" if len(lost) > 10 else "")
            told = {"ids": shown, "count": len(lost), "lost": counted(len(lost), "observation", "observations"), "version": name}
            draft.find("published-observations-waiting", place, review=review, **told)
            return
