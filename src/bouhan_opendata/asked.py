"""Questions asked of a publication folder, and answers taken into it: what touches files and workbooks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path

from bouhan_opendata import disk
from bouhan_opendata.asking import Answer, Outcome, Question, decided, questions_of
from bouhan_opendata.building import build_with_sources
from bouhan_opendata.building.addresses import cell_addresses
from bouhan_opendata.errors import ARGUMENT_WRONG, UsageError
from bouhan_opendata.model import Model
from bouhan_opendata.presentation.question_book import answers_in, question_book
from bouhan_opendata.publication import Publication
from bouhan_opendata.publication import open_publication as open_folder
from bouhan_opendata.publication.appending import FILES, append_entries
from bouhan_opendata.reading.forms import read_document
from bouhan_opendata.validation import validate_package

_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')


def ask(publication: Publication, output: Path, model: Model, *, by_department: bool) -> dict[Path, int]:
    """Write the workbooks; path → number of questions."""
    questions = _questions(publication, model)
    day = max((one.date for one in publication.releases), default=date(2000, 1, 1))
    made = datetime.combine(day, time())
    books: dict[Path, Sequence[Question]] = {output: questions}
    if by_department:
        names = sorted({one.department or "全体" for one in questions})
        books = {
            output / f"確認票_{_UNSAFE.sub('_', name)}.xlsx": [one for one in questions if (one.department or "全体") == name]
            for name in names
        }
    for path, asked in books.items():
        disk.make_folder(path.parent)
        disk.replace(path, question_book(asked, title=publication.title["ja"], made_on=made))
    return {path: len(asked) for path, asked in books.items()}


def take(publication: Publication, files: Sequence[Path], model: Model, *, by: str, on: date | None) -> Outcome:
    """Read workbooks, merge what they say, and append it to register, decisions and notes: all of it, or nothing.

    What is left is counted anew afterwards: a number that is confirmed may be one that jumps.

    Raises ``SourceError`` for a file that cannot be read, ``UsageError`` for one that is no workbook of questions.
    """
    answers = [answer for path in files for answer in _answers(path, model)]
    outcome = decided(_questions(publication, model), answers, publication, model, by=by, on=on)
    paths = [publication.folder / name for name, _ in FILES.values()]
    before = {path: path.read_bytes() for path in paths if path.is_file()}
    try:
        for kind, lines in outcome.lines.items():
            append_entries(publication.folder, kind, lines)
        now = open_folder(publication.folder, model)
        outcome.left = _questions(now, model)
    except BaseException:
        for path in paths:
            if path not in before:
                disk.remove(path)
            elif path.read_bytes() != before[path]:
                disk.replace(path, before[path])
        raise
    return outcome


def _answers(path: Path, model: Model) -> list[Answer]:
    found = answers_in(read_document(path, model))
    if not found:
        problem = {"ja": f"{path.name} は確認票ではありません", "en": f"{path.name} is no workbook of questions"}
        raise UsageError(ARGUMENT_WRONG, problem=problem)
    return found


def _questions(publication: Publication, model: Model) -> list[Question]:
    package, sources = build_with_sources(publication, model)
    return questions_of(package, publication, validate_package(package), cell_addresses(sources))
