"""Thousands of generated faults: our checks refuse the rows that frictionless refuses, and others only by rules that it lacks."""

from __future__ import annotations

import csv
import io
import json
import random
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

import bouhan_opendata as bo
from bouhan_opendata.model import Field, TableModel, load_model
from bouhan_opendata.rows import compile_tables
from bouhan_opendata.validation.judges import judge_frictionless
from conftest import REAL

MODEL = load_model()
TURNS = 4
"""How often each table is spoiled, otherwise each time."""

TYPED = ("integer", "decimal", "date", "fiscal_year", "boolean")

Row = list[str]
Fault = Callable[[random.Random, TableModel, Row], Row | None]


def _field(chance: random.Random, table: TableModel, wanted: Callable[[Field], bool]) -> int | None:
    places = [n for n, item in enumerate(table.fields) if wanted(item)]
    return chance.choice(places) if places else None


def _with(row: Row, place: int | None, value: str) -> Row | None:
    return None if place is None or row[place] == value else [*row[:place], value, *row[place + 1 :]]


def blank_required(chance: random.Random, table: TableModel, row: Row) -> Row | None:
    return _with(row, _field(chance, table, lambda item: item.required), "")


def letters(chance: random.Random, table: TableModel, row: Row) -> Row | None:
    return _with(row, _field(chance, table, lambda item: item.type in TYPED), "abc")


def full_width(chance: random.Random, table: TableModel, row: Row) -> Row | None:
    return _with(row, _field(chance, table, lambda item: item.type in ("integer", "decimal", "fiscal_year")), "１２")


def a_date_that_is_none(chance: random.Random, table: TableModel, row: Row) -> Row | None:
    place = _field(chance, table, lambda item: item.type == "date")
    return _with(row, place, chance.choice(["2019-02-29", "2019-13-01", "2019/04/01", "19-04-01", "2019-4-1"]))


def an_unknown_code(chance: random.Random, table: TableModel, row: Row) -> Row | None:
    return _with(row, _field(chance, table, lambda item: item.type == "code"), "no-such-code")


def a_broken_reference(chance: random.Random, table: TableModel, row: Row) -> Row | None:
    place = _field(chance, table, lambda item: bool(item.references))
    return None if place is None or not row[place] else _with(row, place, f"{row[place][:1]}999")


def an_odd_id(chance: random.Random, table: TableModel, row: Row) -> Row | None:
    return _with(row, _field(chance, table, lambda item: bool(item.pattern)), chance.choice(["X 1", "m1", "M001", "m001 ", "あ"]))


def a_number_out_of_bounds(chance: random.Random, table: TableModel, row: Row) -> Row | None:
    place = _field(chance, table, lambda item: item.minimum is not None)
    return _with(row, place, "-999999")


def another_value_of_the_column(chance: random.Random, table: TableModel, row: Row) -> Row | None:
    """Cells change places: mostly a fault, sometimes none; both judges must say the same."""
    one, other = chance.randrange(len(row)), chance.randrange(len(row))
    return None if row[one] == row[other] else _with(row, one, row[other])


def a_cell_too_few(chance: random.Random, table: TableModel, row: Row) -> Row | None:
    return row[:-1]


def a_cell_too_many(chance: random.Random, table: TableModel, row: Row) -> Row | None:
    return [*row, "x"]


def white_space(chance: random.Random, table: TableModel, row: Row) -> Row | None:
    place = _field(chance, table, lambda item: item.type in TYPED)
    return None if place is None or not row[place] else _with(row, place, f"{row[place]} ")


def what_the_model_refuses(chance: random.Random, table: TableModel, row: Row) -> Row | None:
    """One of the field's own examples of what is wrong."""
    place = _field(chance, table, lambda item: bool(item.invalid))
    return None if place is None else _with(row, place, chance.choice(table.fields[place].invalid))


def the_same_key(chance: random.Random, table: TableModel, row: Row) -> Row | None:
    return list(row)


FAULTS: tuple[Fault, ...] = (
    blank_required,
    letters,
    full_width,
    a_date_that_is_none,
    an_unknown_code,
    a_broken_reference,
    an_odd_id,
    a_number_out_of_bounds,
    another_value_of_the_column,
    a_cell_too_few,
    a_cell_too_many,
    white_space,
    what_the_model_refuses,
    the_same_key,
)


def with_faults(table: TableModel, rows: list[Row], turn: int) -> list[tuple[str, Row]]:
    """The rows of a table, more than half of them each with one fault; the others are named ``as it is``."""
    chance = random.Random(f"{table.name} {turn}")
    made: list[tuple[str, Row]] = []
    for row in rows:
        fault = chance.choice(FAULTS)
        changed = fault(chance, table, row) if chance.random() < 0.6 else None
        if changed is None or fault is the_same_key:
            made.append(("as it is", row))
        if changed is not None:
            made.append((fault.__name__, changed))
    return made


STRICTER = {
    ("full_width", "full-width-digits"),  # frictionless takes １２ for 12
    ("white_space", "wrong-type"),  # and "12 " for 12
    ("a_date_that_is_none", "wrong-type"),  # and 2019-4-1 for 2019-04-01, where the format of a date is not stated
}
"""Where our checks refuse what frictionless lets through: what Table Schema's own forms of numbers and dates do not allow."""
COUNTS: Counter[str] = Counter()


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The real package's release, whose tables are the ground on which faults are put."""
    folder = tmp_path_factory.mktemp("differential")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bouhan_opendata.releasing.judge_folder", lambda folder, model: [])
        return bo.release(bo.open_publication(REAL), output=folder / "out").paths[0]


@pytest.fixture(scope="module")
def files(base: Path) -> dict[str, bytes]:
    return {name: (base / "data" / f"{name}.csv").read_bytes() for name in MODEL.tables}


def told_by_frictionless(base: Path, folder: Path, table: TableModel, data: bytes) -> set[int]:
    """The rows, as lines of the file, that frictionless refuses in a table among the others as they are."""
    shutil.copytree(base / "data", folder / "data")
    body = json.loads((base / "datapackage.json").read_bytes())
    needed = {table.name, *(item.references for item in table.fields if item.references)}
    body["resources"] = [resource for resource in body["resources"] if resource["name"] in needed]
    for resource in body["resources"]:
        resource.pop("hash", None)
        resource.pop("bytes", None)
        if resource["name"] != table.name:
            resource["schema"].pop("foreignKeys", None)
    (folder / "datapackage.json").write_text(json.dumps(body, ensure_ascii=False), encoding="utf-8")
    (folder / "data" / f"{table.name}.csv").write_bytes(data)
    return {f.place.row for f in judge_frictionless(folder) if f.place.row is not None}


def records_by_line(records: list[Row]) -> dict[int, int]:
    """The record that begins on each line: our checks count lines, frictionless records, and a cell may have several lines."""
    found, line = {}, 1
    for number, record in enumerate(records, 1):
        found[line] = number
        line += 1 + sum(cell.replace("\r\n", "\n").count("\n") + cell.replace("\r\n", "").count("\r") for cell in record)
    return found


@pytest.mark.slow
@pytest.mark.parametrize("turn", range(TURNS))
@pytest.mark.parametrize("name", sorted(MODEL.tables))
def test_both_judges_refuse_the_same_rows(name: str, turn: int, base: Path, files: dict[str, bytes], tmp_path: Path) -> None:
    table = MODEL.tables[name]
    header, *rows = csv.reader(io.StringIO(files[name].decode(), newline=""))
    made = with_faults(table, rows, turn)
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerows([header, *(row for _, row in made)])
    data = text.getvalue().encode()
    theirs = told_by_frictionless(base, tmp_path / "judged", table, data)
    found = compile_tables(MODEL, "https://example.org/").check({**files, name: data}, most=100_000)
    ours: dict[int, set[str]] = {}
    record_at = records_by_line([header, *(row for _, row in made)])
    for finding in found:
        if finding.place.file == f"data/{name}.csv" and finding.place.row is not None:
            ours.setdefault(record_at[finding.place.row], set()).add(finding.rule)
    kinds = {number: kind for number, (kind, _) in enumerate(made, 2)}
    verdicts = {
        (True, True): "both refuse",
        (True, False): "ours alone",
        (False, True): "frictionless alone",
        (False, False): "none",
    }
    COUNTS.update(f"{kind}: {verdicts[line in ours, line in theirs]}" for line, kind in kinds.items())
    missed = {line: (kinds.get(line), made[line - 2][1]) for line in theirs - ours.keys()}
    assert missed == {}, "frictionless refuses what ours let through"
    only_ours = {line: (kinds[line], rules) for line, rules in ours.items() if line not in theirs}
    only_ours = {line: said for line, said in only_ours.items() if not {(said[0], rule) for rule in said[1]} & STRICTER}
    assert only_ours == {}, "ours refuse, by a rule that frictionless has too, what it lets through"


@pytest.mark.slow
def test_the_counts(capsys: pytest.CaptureFixture[str]) -> None:
    """Printed, not judged: each process counts the tables it was given."""
    faults = {kind: count for kind, count in COUNTS.items() if not kind.startswith("as it is")}
    with capsys.disabled():
        print(f"\n{sum(faults.values()):,} faults:", *(f"{kind} {count}" for kind, count in sorted(COUNTS.items())), sep="\n  ")
