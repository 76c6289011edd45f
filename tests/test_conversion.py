"""Tables to RDF by any number of workers: the same bytes, in constant memory, refused in words where something is wrong."""

from __future__ import annotations

import csv
import gzip
import io
import json
import multiprocessing
import shutil
import subprocess
import threading
import tracemalloc
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import bouhan_opendata as bo
from bouhan_opendata.cli import main
from bouhan_opendata.conversion import convert
from bouhan_opendata.conversion.pieces import pieces_of
from bouhan_opendata.conversion.writing import Work, write_parts
from bouhan_opendata.graph.jsonld import jsonld_chunks, jsonld_names, jsonld_nodes
from bouhan_opendata.graph.order import order_of, ordered_lines
from bouhan_opendata.graph.turtle import both, turtle_blocks, turtle_prefixes
from bouhan_opendata.model import Model
from bouhan_opendata.rows import compile_tables
from bouhan_opendata.tabular.csv_tables import quoted

BASE = "https://w3id.org/bouhan/999999/"
SYNTAXES = ("nt", "ttl", "jsonld")
FORMATS = {"nt": ox.RdfFormat.N_TRIPLES, "ttl": ox.RdfFormat.TURTLE, "jsonld": ox.RdfFormat.JSON_LD}
MEMBER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00"
"""How a gzip member begins that has no name and no time."""


@pytest.fixture(scope="module")
def model() -> Model:
    return bo.load_model()


def lines_csv(model: Model, count: int, text: Callable[[int], str] = lambda n: f"巡回{n}回を、実施した") -> bytes:
    """A table of source lines of a made-up source, in canonical order."""
    names = model.tables["source_lines"].names
    lines = [",".join(names)]
    for number in range(count):
        row = {
            "line_id": f"s001-t1-r{number + 1}-c4-l1",
            "source_id": "s001",
            "table_no": "1",
            "row_no": str(number + 1),
            "column_no": "4",
            "line_no": "1",
            "class": "item",
            "text": text(number),
        }
        lines.append(",".join(quoted(row.get(name, "")) for name in names))
    return "\n".join([*lines, ""]).encode()


def table(folder: Path, data: bytes) -> Path:
    path = folder / "source_lines.csv"
    path.write_bytes(data)
    return path


def graph_of(data: bytes, ending: str) -> set[ox.Quad]:
    return set(ox.parse(data, format=FORMATS[ending]))


def expected(ending: str, tables: dict[str, bytes], model: Model, base: str) -> bytes:
    """What the writers give when all lines are in their hands at once."""
    compiled = compile_tables(model, base)
    blocks = [block for name, data in tables.items() for block in compiled.triples(name, data)]
    lines = b"".join(blocks).splitlines(keepends=True)
    if ending == "nt":
        return b"".join(lines)
    if ending == "jsonld":
        return b"".join(jsonld_chunks(lines, base, model))
    order, names, seen = order_of(model, base), both(model, base), set[str]()
    body = b"".join(turtle_blocks(ordered_lines(lines, order), names, order, seen))
    return turtle_prefixes(names, seen) + body


@pytest.mark.parametrize("ending", SYNTAXES)
@pytest.mark.parametrize("size", [1, 777, 20_000, 1 << 20])
def test_pieces_of_any_size_give_the_same_bytes(ending: str, size: int, released: Path, tmp_path: Path, model: Model) -> None:
    base = json.loads((released / "datapackage.json").read_text("utf-8"))["bouhan:base_iri"]
    names = ("units", "unit_spellings", "activities") if size > 1 else ("units", "unit_spellings")
    paths = [released / "data" / f"{name}.csv" for name in names]
    made = convert(paths, tmp_path / f"x.{ending}", model, base_iri=base, piece=size)
    tables = {name: (released / "data" / f"{name}.csv").read_bytes() for name in model.tables if name in names}
    assert made.path.read_bytes() == expected(ending, tables, model, base)


@pytest.mark.parametrize(("ending", "numbers"), [("nt", (1, 2, 7)), ("ttl.gz", (1, 3)), ("jsonld.gz", (1, 2))])
def test_any_number_of_workers_gives_the_same_bytes(
    ending: str, numbers: tuple[int, ...], released: Path, tmp_path: Path, model: Model
) -> None:
    made = [
        convert([released], tmp_path / f"{workers}.{ending}", model, workers=workers, piece=15_000).path.read_bytes()
        for workers in numbers
    ]
    assert len(made[0]) > 10_000
    assert made.count(made[0]) == len(made)


@pytest.mark.parametrize("ending", SYNTAXES)
def test_all_forms_of_a_release_give_one_result(ending: str, released: Path, tmp_path: Path) -> None:
    base = json.loads((released / "datapackage.json").read_text("utf-8"))["bouhan:base_iri"]
    shutil.make_archive(str(tmp_path / "r"), "zip", released.parent, released.name)
    places = {"folder": [released], "zip": [tmp_path / "r.zip"], "tables": [released / "data"]}
    places["files"] = sorted((released / "data").glob("*.csv"), reverse=True)
    places["files"] = [path for path in places["files"] if path.stem in bo.load_model().tables]
    made = {
        name: bo.convert(*paths, output=tmp_path / f"{name}.{ending}", base=None if name in ("folder", "zip") else base)
        for name, paths in places.items()
    }
    assert len({one.path.read_bytes() for one in made.values()}) == 1
    graph = graph_of(made["zip"].path.read_bytes(), ending)
    assert len(graph) == made["zip"].triples
    assert graph <= graph_of((released / "rdf" / "data.nt").read_bytes(), "nt")


def test_the_triples_of_a_release_begin_its_own_file(released: Path, tmp_path: Path) -> None:
    made = bo.convert(released, output=tmp_path / "x.nt")
    assert (released / "rdf" / "data.nt").read_bytes().startswith(made.path.read_bytes())
    assert (
        made.rows["activities"]
        == sum(1 for _ in csv.reader((released / "data" / "activities.csv").open("r", encoding="utf-8"))) - 1
    )


@pytest.mark.parametrize("ending", SYNTAXES)
def test_gzip_members_hold_the_same_bytes_and_neither_name_nor_time(
    ending: str, released: Path, tmp_path: Path, model: Model
) -> None:
    plain = convert([released], tmp_path / f"x.{ending}", model, piece=20_000).path.read_bytes()
    packed = convert([released], tmp_path / f"x.{ending}.gz", model, piece=20_000).path.read_bytes()
    assert gzip.decompress(packed) == plain
    rest, members = packed, 0
    while rest:
        assert rest.startswith(MEMBER) and rest[9] == 255
        reader = zlib.decompressobj(wbits=31)
        reader.decompress(rest)
        rest, members = reader.unused_data, members + 1
    assert members > 5


def test_every_node_of_the_json_is_a_line_that_can_be_read_alone(released: Path, tmp_path: Path) -> None:
    text = bo.convert(released, output=tmp_path / "x.jsonld").path.read_text("utf-8")
    nodes = text.split('"@graph": [\n')[1].removesuffix("\n  ]\n}\n").split("\n")
    read = [json.loads(line.removesuffix(",")) for line in nodes]
    assert len(read) == len({node["@id"] for node in read}) > 100
    assert all(line.endswith(",") for line in nodes[:-1])
    assert isinstance(json.loads(text)["@context"], dict)


@pytest.mark.parametrize("ending", ["ttl", "jsonld"])
def test_rows_in_another_order_are_sorted(ending: str, tmp_path: Path, model: Model) -> None:
    data = lines_csv(model, 300)
    header, *rest = data.splitlines(keepends=True)
    ordered, shuffled = tmp_path / "ordered", tmp_path / "shuffled"
    made = []
    for folder, rows in ((ordered, rest), (shuffled, rest[::-1])):
        folder.mkdir()
        made.append(convert([table(folder, header + b"".join(rows))], folder / f"x.{ending}", model, base_iri=BASE, piece=1000))
    assert made[0].path.read_bytes() == made[1].path.read_bytes()
    assert made[0].triples == made[1].triples == len(graph_of(made[0].path.read_bytes(), ending))


@pytest.mark.parametrize(
    ("stray", "workers"), [('"巡回', 1), ('巡"回', 1), ('巡""回', 1), ('巡回"', 1), ('"a"b', 1), ('巡"回', 3)]
)
def test_a_stray_quote_is_found_and_nothing_is_written(stray: str, workers: int, tmp_path: Path, model: Model) -> None:
    data = lines_csv(model, 400, lambda n: f"巡回{n}回").replace("巡回200回".encode(), stray.encode())
    output = tmp_path / "x.nt"
    with pytest.raises(bo.ConversionRefused) as refused:
        convert([table(tmp_path, data)], output, model, base_iri=BASE, workers=workers, piece=3000)
    assert {finding.rule for finding in refused.value.findings} & {"csv-broken", "cell-count"}
    assert [path.name for path in tmp_path.iterdir()] == ["source_lines.csv"]


def test_an_old_file_stays_when_a_table_is_refused(tmp_path: Path, model: Model) -> None:
    output = tmp_path / "x.ttl"
    output.write_text("old", "utf-8")
    path = table(tmp_path, lines_csv(model, 5).replace(b",item,", b",nothing,"))
    with pytest.raises(bo.ConversionRefused) as refused:
        bo.convert(path, output=output, base=BASE)
    assert refused.value.findings[0].place.row == 2
    assert output.read_text("utf-8") == "old"


def test_quoted_line_breaks_never_part_a_record(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_bytes(b'a,b\n1,"x\ny"\n2,"""\n"\n3,z\n')
    for size in range(1, 30):
        pieces = list(pieces_of("t", path, size, 0))
        rows = [row for piece in pieces for row in csv.reader(io.StringIO(piece.read().decode(), newline=""))]
        assert rows == [["1", "x\ny"], ["2", '"\n'], ["3", "z"]]
        assert [piece.start for piece in pieces[1:]] == [piece.end for piece in pieces[:-1]]


def test_a_killed_worker_is_told_of_and_leaves_nothing(tmp_path: Path, model: Model) -> None:
    path = table(tmp_path, lines_csv(model, 40_000))
    caught: list[BaseException] = []

    def run() -> None:
        try:
            convert([path], tmp_path / "x.ttl", model, base_iri=BASE, workers=2, piece=50_000)
        except bo.BouhanError as fault:
            caught.append(fault)

    thread = threading.Thread(target=run)
    thread.start()
    while thread.is_alive():
        if children := multiprocessing.active_children():
            children[0].kill()
            break
    thread.join()
    assert isinstance(caught[0], bo.WorkerLost)
    assert "worker" in caught[0].text("en") and "プロセス" in caught[0].text("ja")
    assert [found.name for found in tmp_path.iterdir()] == ["source_lines.csv"]


def peak(work: Callable[[], object]) -> int:
    tracemalloc.start()
    try:
        work()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def drained(chunks: Iterator[bytes]) -> None:
    for _ in chunks:
        pass


@pytest.mark.parametrize("kind", ["lines", "nodes"])
def test_the_writers_hold_no_more_for_more_lines(kind: str, model: Model) -> None:
    order, names, title = order_of(model, BASE), jsonld_names(model), "http://purl.org/dc/terms/title"

    def made(count: int) -> int:
        lines = (f'<{BASE}source-line/s{n * 7919 % count}> <{title}> "{n}" .\n'.encode() for n in range(count))
        ordered = ordered_lines(lines, order, run=30)
        return peak(lambda: drained(ordered if kind == "lines" else jsonld_nodes(ordered, names)))

    made(1000)
    few, many = made(1900), made(15_200)
    assert many <= few * 1.3


@pytest.mark.parametrize("ending", ["nt", "ttl"])
def test_conversion_holds_no_more_for_more_rows(ending: str, tmp_path: Path, model: Model) -> None:
    def made(count: int) -> int:
        folder = tmp_path / f"{count}"
        folder.mkdir()
        path = table(folder, lines_csv(model, count))
        pieces = tuple(pieces_of("source_lines", path, 10_000, 0))
        work = Work(model, BASE, ending, False, folder, pieces)
        return peak(lambda: [part.triples for part in write_parts(work)])

    made(10)
    few, many = made(800), made(6400)
    assert many <= few * 1.3


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["missing.csv", "-o", "x.nt", "--base", BASE], "missing.csv"),
        (["source_lines.csv", "-o", "x.nt"], "base"),
        (["source_lines.csv", "-o", "x.rdf", "--base", BASE], "x.rdf"),
        (["source_lines.csv", "-o", "nt", "--base", BASE], "nt"),
        (["source_lines.csv", "source_lines.csv", "-o", "x.nt", "--base", BASE], "source_lines"),
        (["source_lines.csv", "-o", "x.nt", "--base", "here"], "here"),
        (["source_lines.csv", "-o", "x.nt", "--base", BASE, "--workers", "0"], "workers"),
        (["other.csv", "-o", "x.nt", "--base", BASE], "other"),
    ],
)
def test_a_wrong_call_is_answered_in_words(
    arguments: list[str],
    said: str,
    tmp_path: Path,
    model: Model,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    table(tmp_path, lines_csv(model, 3))
    (tmp_path / "other.csv").write_text("a\n", "utf-8")
    monkeypatch.chdir(tmp_path)
    assert main(["convert", *arguments]) == 2
    assert said in capsys.readouterr().err
    assert not (tmp_path / "x.nt").exists()


def test_the_verb_says_what_it_wrote(tmp_path: Path, model: Model, capsys: pytest.CaptureFixture[str]) -> None:
    path = table(tmp_path, lines_csv(model, 3))
    assert main(["convert", str(path), "-o", str(tmp_path / "x.nt"), "--base", BASE, "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    written = (tmp_path / "x.nt").read_bytes()
    assert said["bytes"] == len(written) and said["triples"] == written.count(b"\n") and said["rows"] == {"source_lines": 3}
    path.write_bytes(lines_csv(model, 3).replace(b",item,", b",nothing,"))
    assert main(["convert", str(path), "-o", str(tmp_path / "y.nt"), "--base", BASE]) == 1


CHARACTERS = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\u2028\u2029"), min_size=1, max_size=40)


@settings(max_examples=40, deadline=None)
@given(texts=st.lists(CHARACTERS.filter(lambda text: text.strip() == text), min_size=1, max_size=4))
def test_every_character_comes_through_all_three_syntaxes(texts: list[str]) -> None:
    model = bo.load_model()
    data = lines_csv(model, len(texts), lambda number: texts[number])
    made = {ending: graph_of(expected(ending, {"source_lines": data}, model, BASE), ending) for ending in SYNTAXES}
    assert made["nt"] == made["ttl"] == made["jsonld"]
    literals = {quad.object.value for quad in made["nt"] if isinstance(quad.object, ox.Literal)}
    assert literals >= set(texts)


def counted_by_others(ending: str, need_command: Callable[[str, str], str], path: Path) -> int:
    """How many triples a program that is not ours reads in a file."""
    if ending == "nt":
        command = [need_command("rapper", "rapper"), "-q", "-i", "ntriples", "-o", "ntriples", path.as_posix()]
    else:
        command = [need_command("serdi", "serdi"), "-i", "turtle", "-o", "ntriples", path.as_posix()]
    done = subprocess.run(command, capture_output=True, check=True)
    return done.stdout.count(b"\n")


@pytest.mark.parametrize("ending", ["nt", "ttl"])
def test_other_programs_count_as_many_triples(
    ending: str, released: Path, tmp_path: Path, need_command: Callable[[str, str], str]
) -> None:
    made = bo.convert(released, output=tmp_path / f"x.{ending}")
    assert counted_by_others(ending, need_command, made.path) == made.triples > 1000
