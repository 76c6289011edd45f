"""調査票: the form that a release gives for the next year, come back filled in, as the table that it stands for.

One row is a heading, a measure, an activity or a number, told by its 区分 and known by its id, in whatever order the rows
stand; they have numbers. An activity's text holds ``〔i012〕`` where the number of that row belongs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from bouhan_opendata.findings import Finding, Place
from bouhan_opendata.japanese.folding import fold
from bouhan_opendata.reading.grid import Cell, Document, Grid

NUMBER, KIND, MEASURE, DEPARTMENT, BEFORE = "番号", "区分", "施策", "担当課", "昨年度の記載"
UNIT, STATUS, WHY, ID = "単位", "状態", "わけ・備考", "ID(変えないでください)"
HEADS = (NUMBER, KIND, MEASURE, DEPARTMENT, BEFORE, UNIT, STATUS, WHY, ID)
"""The columns that every form has; the one besides them is the year's, and its head is the year's."""
HEADING, OF_MEASURE, ACTIVITY, PART, FIGURE = "見出し", "施策", "取組", "取組の内訳", "数"
ACTIVITIES = (ACTIVITY, PART)
"""Rows with a text: an activity, and one that stands under the activity before it."""
NEW = "＋"
"""The id of a row for an activity that was not there the year before."""
DONE = "実施"
STATUSES = (DONE, "一部中止", "中止", "未実施", "終了")
_WITHOUT = {"中止": "中止", "未実施": "未実施", "終了": "事業終了"}
"""Statuses that need no text, and how they are said of an activity."""
OPEN = "＿"
"""Where a number of last year stood that has no row of its own."""
_PLACE = re.compile(r"〔(i[0-9]{3,})〕")
_NAME_END = re.compile(r"[0-9０-９〔＿（(：:、。].*$", re.DOTALL)
_PARTICLE = re.compile(r"(?:として|について|による|を|は|が|の|に|で|\s)+$")
_TABLE = ("主要な施策", "担当課", "施策の内容")


@dataclass(frozen=True, slots=True)
class FormRow:
    """One row as it was filled in; ``address`` is the cell of the year's column."""

    number: int
    kind: str
    measure: str
    department: str
    before: str
    answer: str
    unit: str
    status: str
    why: str
    id: str
    address: str


@dataclass(frozen=True, slots=True)
class Stated:
    """What an activity's row comes to: the line for the table, or nothing where it was not filled in."""

    row: FormRow
    text: str | None
    missing: tuple[str, ...] = ()
    """Ids of numbers that are not there."""


def rows_of(grids: Sequence[Grid]) -> tuple[str, list[FormRow]] | None:
    """The head of the year's column and the rows of the first grid that is such a form; ``None`` where none is."""
    for grid in grids:
        for number, row in enumerate(grid.rows):
            columns = {cell.text.strip(): at for at, cell in enumerate(row) if cell.text.strip()}
            if all(head in columns for head in HEADS):
                years = [head for head in columns if head not in HEADS]
                if len(years) == 1:
                    return years[0], sorted(_rows(grid.rows[number + 1 :], columns, years[0]), key=lambda one: one.number)
    return None


def _rows(rows: Sequence[Sequence[Cell]], columns: Mapping[str, int], year: str) -> Iterator[FormRow]:
    for row in rows:
        texts = {name: row[at].text.strip() for name, at in columns.items()}
        if texts[NUMBER].isdecimal() and texts[KIND]:
            yield FormRow(
                number=int(texts[NUMBER]),
                kind=texts[KIND],
                measure=texts[MEASURE],
                department=texts[DEPARTMENT],
                before=texts[BEFORE],
                answer=texts[year],
                unit=texts[UNIT],
                status=texts[STATUS],
                why=texts[WHY],
                id=texts[ID],
                address=row[columns[year]].address,
            )


def stated(rows: Sequence[FormRow]) -> list[Stated]:
    """What each activity's row says, numbers put into their places."""
    given = numbers(rows)
    return [_stated(row, given) for row in rows if row.kind in ACTIVITIES]


def numbers(rows: Sequence[FormRow]) -> dict[str, str]:
    """The numbers that the rows of indicators give, by id; none where a row says no plain number, or two say different ones.

    A unit that was written behind the number all the same (30回) is left out; 約30 is a number.
    """
    said: dict[str, set[str]] = {}
    for row in rows:
        if row.kind == FIGURE and row.answer:
            text = fold(row.answer).text.strip()
            said.setdefault(row.id, set()).add(text.removesuffix(fold(row.unit).text).strip() if row.unit else text)
    return {name: text for name, texts in said.items() if len(texts) == 1 and _PLAIN.fullmatch(text := min(texts))}


_PLAIN = re.compile(r"(?:約|延べ?|およそ)?\s?[0-9][0-9,]*(?:\.[0-9]+)?")


def _stated(row: FormRow, given: Mapping[str, str]) -> Stated:
    why = f"（{row.why}）" if row.why else ""
    if row.status in _WITHOUT:
        return Stated(row, f"{_name(row.before or row.answer)}：{_WITHOUT[row.status]}{why}")
    if not row.answer:
        return Stated(row, None)
    places = _PLACE.findall(row.answer)
    missing = tuple(name for name in places if not given.get(name))
    if missing and not row.status and not any(given.get(name) for name in places):
        return Stated(row, None, missing)
    text = _PLACE.sub(lambda found: given.get(found[1]) or OPEN, row.answer)
    said = f"　{row.status}" if row.status not in ("", DONE) else ""
    return Stated(row, f"{text}{said}{why}", missing)


def _name(text: str) -> str:
    """What an activity is called, without its numbers: 見回り of 見回りを12回実施; 市内の団体と点検 of 市内11の団体と点検."""
    name = _PARTICLE.sub("", _NAME_END.sub("", text).strip())
    return name if len(name) >= _SHORTEST else re.sub(r"[0-9０-９,，.〔〕＿]+", "", text)


_SHORTEST = 3


def as_table(document: Document) -> Document:
    """A form as the table that it stands for, with what was not filled in among its findings; anything else as it is."""
    found = rows_of(document.grids)
    if found is None:
        return document
    year, rows = found
    said = stated(rows)
    made = tuple(
        tuple(Cell(1, number, column, text, address=address) for column, (text, address) in enumerate(line, 1))
        for number, line in enumerate(_lines(rows, said, year), 1)
    )
    findings = (*document.findings, *_findings(rows, said, document.file_name))
    return replace(document, grids=(Grid(1, made),), outside=(), findings=findings)


def _lines(rows: Sequence[FormRow], said: Sequence[Stated], year: str) -> Iterator[list[tuple[str, str]]]:
    yield [(text, "") for text in (*_TABLE, year)]
    measures = [row.number for row in rows if row.kind in (HEADING, OF_MEASURE)]
    for row in rows:
        if row.kind == HEADING:
            yield [(row.before, row.address), *[("", row.address)] * 3]
        elif row.kind == OF_MEASURE:
            end = next((number for number in measures if number > row.number), rows[-1].number + 1)
            own = [one for one in said if row.number < one.row.number < end and one.text]
            address = own[0].row.address if own else row.address
            texts = (row.measure, row.department.replace("、", "\n"), row.before, _cell(row, own))
            yield [(text, address) for text in texts]


def _cell(measure: FormRow, own: Sequence[Stated]) -> str:
    """The activities under the heads of their departments, as cities write them."""
    if not own:
        return measure.answer
    lines, department = [], ""
    for one in own:
        if one.row.department != department:
            department = one.row.department
            lines.append(f"【{department}】" if department else "")
        lines.append(f"{'　－' if one.row.kind == PART else '・'}{one.text}")
    return "\n".join(line for line in lines if line)


def _findings(rows: Sequence[FormRow], said: Sequence[Stated], file_name: str) -> Iterator[Finding]:
    unfilled = [one.row for one in said if one.text is None and one.row.id != NEW]
    if unfilled:
        names = "、".join(row.id for row in unfilled[:10]) + ("…" if len(unfilled) > 10 else "")
        yield Finding("form-unfilled", Place(file=file_name), {"count": len(unfilled), "ids": names})
    worded = (one.row for one in said if one.text is not None and one.row.status not in _WITHOUT)
    placed = {name for row in worded for name in _PLACE.findall(row.answer)}
    for row in rows:
        if row.kind == FIGURE and row.answer and row.id not in placed:
            params = {"number": row.answer, "id": row.id, "label": row.before}
            yield Finding("form-number-unused", Place(file=file_name, address=row.address), params)
    for one in said:
        if one.text is not None and (one.missing or OPEN in one.text):
            yield Finding("form-number-missing", Place(file=file_name, address=one.row.address), {"text": one.text[:60]})
