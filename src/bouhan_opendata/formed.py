"""調査票 out and back: forms for the next year from the newest release, and forms that came back taken into the publication."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path

from bouhan_opendata import disk
from bouhan_opendata.building import build
from bouhan_opendata.compared import newest_in
from bouhan_opendata.errors import ARGUMENT_WRONG, UsageError
from bouhan_opendata.extraction.keys import masked
from bouhan_opendata.japanese.calendar import fiscal_year_label
from bouhan_opendata.japanese.folding import fold
from bouhan_opendata.japanese.numerals import parse_numeral
from bouhan_opendata.model import Model
from bouhan_opendata.opened import Release
from bouhan_opendata.package import Row
from bouhan_opendata.presentation.form_book import TABLES, Line, departments_in, form_book, form_lines
from bouhan_opendata.publication import Publication, SourceEntry
from bouhan_opendata.publication.appending import append_entries
from bouhan_opendata.publication.folder import open_publication
from bouhan_opendata.publication.receiving import receive_source
from bouhan_opendata.reading.answered_form import ACTIVITIES, FIGURE, NEW, OF_MEASURE, FormRow, numbers, rows_of, stated
from bouhan_opendata.reading.forms import read_document

_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


def make_forms(path: Path, output: Path, year: int, model: Model, *, by_department: bool) -> dict[Path, int]:
    """Write the form for a fiscal year, or one for each department into a folder; path → number of activities.

    Raises ``UsageError`` where the release states no earlier year.
    """
    with Release(newest_in(path), model) as release:
        tables = {name: release[name].rows for name in TABLES}
        described = json.loads(release.read("datapackage.json"))
    try:
        names = departments_in(tables, year) if by_department else [None]
        made = {name: form_lines(tables, year, name) for name in names}
    except ValueError as fault:
        problem = {"ja": f"{year} 年度より前の取組がありません", "en": f"no year before {year} is stated"}
        raise UsageError(ARGUMENT_WRONG, problem=problem) from fault
    head, day = _head(tables, year), datetime.combine(date.fromisoformat(described["created"][:10]), time())
    written = {}
    for name, lines in made.items():
        target = output / f"調査票_{_UNSAFE.sub('_', name or '担当課なし')}.xlsx" if name is not None else output
        title = f"{described['title']}{f'（{name}）' if name else ''}"
        disk.make_folder(target.parent)
        disk.replace(target, form_book(lines, head, title, day))
        written[target] = sum(line.kind in ACTIVITIES and line.id != NEW for line in lines)
    return written


def _head(tables: Mapping[str, Sequence[Row]], year: int) -> str:
    """The head of the year's column, in the words of the newest one: 令和2年度の取組み after 令和元年度の取組み."""
    labels = {row["fiscal_year"]: row["label_ja"] for row in tables["fiscal_years"]}
    actual = [row for row in tables["reports"] if row["is_current"] and row["result_kind"] == "actual"]
    newest = max((row for row in actual if row["fiscal_year"] < year), key=lambda row: row["fiscal_year"])
    own, label, said = fiscal_year_label(year, "ja"), labels[newest["fiscal_year"]], str(newest["column_label"])
    return said.replace(label, own) if label in said else f"{own}の取組"


def receive(
    publication: Publication,
    files: Sequence[Path],
    year: int,
    model: Model,
    *,
    title: str | None = None,
    received_on: date | None = None,
) -> SourceEntry:
    """Take a table, or the forms of several sections put together, into the publication as its next source.

    A folder stands for the workbooks in it.

    What a form says in other words of an activity that it names by id is written into the register under that id. Raises
    ``UsageError`` for several files that are not all forms.
    """
    files = [one for file in files for one in (sorted(file.glob("*.xlsx")) if file.is_dir() else [file])]
    if not files:
        problem = {"ja": "フォルダに調査票（.xlsx）がありません", "en": "there are no forms (.xlsx) in the folder"}
        raise UsageError(ARGUMENT_WRONG, problem=problem)
    if len(files) == 1:
        rows = _rows(files[0], model)
        entry = receive_source(publication, files[0], year, model, title=title, received_on=received_on)
    else:
        with tempfile.TemporaryDirectory() as folder:
            whole = Path(folder) / f"調査票_{year}.xlsx"
            rows = _merged(publication, files, year, model, whole)
            entry = receive_source(publication, whole, year, model, title=title, received_on=received_on)
    if rows:
        _register(publication, rows, entry)
        if received_on is not None:
            _confirm(open_publication(publication.folder, model), rows, entry, model, received_on)
    return entry


def _rows(file: Path, model: Model) -> list[FormRow]:
    found = rows_of(read_document(file, model).grids)
    return found[1] if found else []


def _merged(publication: Publication, files: Sequence[Path], year: int, model: Model, whole: Path) -> list[FormRow]:
    """The forms of several sections as one, in the order of the form that they were made from; its rows as read again."""
    found = []
    for file in files:
        form = rows_of(read_document(file, model).grids)
        if form is None:
            problem = {"ja": f"{file.name} は調査票ではありません", "en": f"{file.name} is no form of ours (調査票)"}
            raise UsageError(ARGUMENT_WRONG, problem=problem)
        found.append(form)
    if len({head for head, _ in found}) > 1:
        raise UsageError(ARGUMENT_WRONG, problem={"ja": "年度の違う調査票があります", "en": "the forms are of different years"})
    with Release(newest_in(publication.folder), model) as release:
        tables = {name: release[name].rows for name in TABLES}
    answers = _by_place(row for _, rows in found for row in rows)
    lines = [new for line in form_lines(tables, year) for new in _answered(line, answers)]
    if left := [row for rows in answers.values() for row in rows if row.answer or row.status]:
        places = "、".join(f"{row.address} {row.id}" for row in left[:5])
        problem = {"ja": f"もとの調査票にない行があります({places})", "en": f"rows that the form did not have ({places})"}
        raise UsageError(ARGUMENT_WRONG, problem=problem)
    day = datetime.combine(date(year + 1, 4, 1), time())
    disk.replace(whole, form_book(lines, found[0][0], publication.title["ja"], day))
    return _rows(whole, model)


Places = dict[tuple[str, str, str, str], list[FormRow]]


def _by_place(rows: Iterable[FormRow]) -> Places:
    made: Places = {}
    for row in rows:
        if row.kind in (*ACTIVITIES, FIGURE):
            made.setdefault((row.kind, row.measure, row.department, row.id), []).append(row)
    return made


def _answered(line: Line, answers: Places) -> list[Line]:
    """A row of the form with what a section wrote there; as many rows as they wrote for what is new."""
    rows = answers.pop((line.kind, line.measure, line.department, line.id), [])
    if line.id != NEW and len({(row.answer, row.status, row.why) for row in rows}) > 1:
        places = "、".join(row.address for row in rows)
        problem = {
            "ja": f"{line.id} の行に違う回答があります({places})",
            "en": f"row {line.id} is answered differently ({places})",
        }
        raise UsageError(ARGUMENT_WRONG, problem=problem)
    rows = rows if line.id == NEW else rows[:1]
    if not rows:
        return [replace(line, answer="") if line.kind in (*ACTIVITIES, FIGURE) else line]
    return [replace(line, answer=row.answer, status=row.status, why=row.why) for row in rows]


def _confirm(publication: Publication, rows: Sequence[FormRow], entry: SourceEntry, model: Model, on: date) -> None:
    """A number that a section wrote into the row of an indicator is confirmed by it, where it was read as just that."""
    given = {name: _number(text) for name, text in numbers(rows).items()}
    sections = {row.id: row.department or "調査票" for row in rows if row.kind == FIGURE}
    typed = {name: (number, sections[name]) for name, number in given.items() if number is not None}
    last = max((int(one.id[1:]) for one in publication.decisions), default=0)
    lines = []
    for figure in build(publication, model)["figures"]:
        number, department = typed.get(figure["indicator_id"] or "", (None, ""))
        is_own = figure["line_id"].startswith(f"{entry.source_id}-") and figure["use"] == "observation"
        written = _DIGITS.search(fold(figure["quote"]).text)
        if is_own and written is not None and number is not None and parse_numeral(written[0]) == number:
            last += 1
            where = f"{{figure: {figure['figure_id']}, quote: {_text(figure['quote'])}}}"
            signed = f"why: 調査票の数の欄に書かれた, by: {_text(department)}, on: {on.isoformat()}"
            lines.append(f"{{id: k{last:03d}, target: figure, where: {where}, confirm: true, {signed}}}")
    append_entries(publication.folder, "decisions", lines)


def _text(words: str) -> str:
    """A text as YAML and JSON both read it."""
    return json.dumps(words, ensure_ascii=False)


def _number(text: str) -> Decimal | None:
    folded = fold(text).text.strip()
    return parse_numeral(folded) if _DIGITS.fullmatch(folded) else None


_DIGITS = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?")


def _register(publication: Publication, rows: Sequence[FormRow], entry: SourceEntry) -> None:
    """What is said in other words of an activity with an id belongs to it: the register says so before it is read."""
    departments = {one.name: one.id for one in publication.register.entries if one.id.startswith("d")}
    measures = [(row.number, row.id) for row in rows if row.kind == OF_MEASURE]
    known = {one.name for one in publication.register.entries}
    ids = {one.id for one in publication.register.entries}
    lines = []
    for one in stated(rows):
        row, text = one.row, " ".join((one.text or "").split())
        owner = next((name for number, name in reversed(measures) if number < row.number), None)
        department = departments.get(row.department) if row.department else "-"
        if not text or row.id not in ids or owner is None or department is None or masked(text) == masked(row.before):
            continue
        name = f"{owner}/{department}/{text}"
        if name not in known:
            lines.append(f"{{id: {row.id}, name: {_text(name)}, source: {entry.source_id}}}")
    append_entries(publication.folder, "register", lines)
