"""Rows to triples and verdicts, side by side with other libraries on the same rows in one run: prints ratios, asserts nothing.

    python tests/benchmarks/bench.py [ROWS …] [--release FOLDER] [--peers pyoxigraph,rdflib,frictionless]

The rows are the ``activities`` of a release, multiplied; without a release they are made up.
"""

from __future__ import annotations

import argparse
import csv
import io
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path

from bouhan_opendata.artifacts.table_schema import table_schema
from bouhan_opendata.model import Model, load_model
from bouhan_opendata.rows import Compiled, compile_tables

BASE = "https://w3id.org/bouhan/132101/"
TABLE = "activities"
PEERS = ("pyoxigraph", "rdflib", "frictionless")
_MADE_UP = (
    "春の交通安全運動期間中に、青色回転灯装備車両による通学路のパトロールを実施した（{n}回）",
    "防犯協会と共催で市民防犯講習会を開催した。参加者{n}人",
    "市報及びホームページで、特殊詐欺への注意を呼びかけた",
    "公園{n}か所の樹木の剪定を行い、見通しを確保した",
)


def made_up_rows(model: Model) -> list[dict[str, str]]:
    """Rows as a city might report them."""
    names = model.tables[TABLE].names
    rows = []
    for number in range(400):
        report = f"m{number % 25 + 1:03d}-{2018 + number % 2}"
        line = f"s001-t{number % 3 + 1}-r{number % 9 + 1}-c4-l{number % 12 + 1}"
        filled = {
            "report_id": report,
            "department_id": f"d{number % 20 + 1:03d}",
            "sort_order": str(number % 12 + 1),
            "marker": "●",
            "text": _MADE_UP[number % len(_MADE_UP)].format(n=number),
            "status": "reported",
            "first_line_id": line,
            "last_line_id": line,
            "series_id": f"t{number + 1:03d}" if number % 3 else "",
            "continuity": "first_stated" if number % 3 else "",
        }
        rows.append({name: filled.get(name, "") for name in names})
    return rows


def release_rows(folder: Path) -> list[dict[str, str]]:
    """The rows of a release."""
    with (folder / "data" / f"{TABLE}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def reduced(model: Model) -> Model:
    """The table, and of those it refers to only the keys."""
    table = model.tables[TABLE]
    targets = {item.references for item in table.fields if item.references} - {TABLE}
    keys = {
        name: replace(model.tables[name], fields=tuple(model.tables[name].field(key) for key in model.tables[name].key))
        for name in sorted(targets)
    }
    keys = {
        name: replace(target, fields=tuple(replace(item, references=None) for item in target.fields), constants=())
        for name, target in keys.items()
    }
    return replace(model, tables={**keys, TABLE: table})


def sources(model: Model, data: bytes) -> dict[str, bytes]:
    """The table and the keys it refers to."""
    wanted: dict[str, set[str]] = {name: set() for name in model.tables if name != TABLE}
    references = [
        (item.name, item.references) for item in model.tables[TABLE].fields if item.references and item.references != TABLE
    ]
    for row in csv.DictReader(io.StringIO(data.decode(), newline="")):
        for name, target in references:
            wanted[target].add(row[name])
    lists = {name: "\n".join([*model.tables[name].names, *sorted(values - {""}), ""]).encode() for name, values in wanted.items()}
    return {**lists, TABLE: data}


def multiplied(model: Model, rows: list[dict[str, str]], count: int) -> bytes:
    """``count`` rows from a few: other measures, the same words."""
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, model.tables[TABLE].names, lineterminator="\n")
    writer.writeheader()
    for number in range(count):
        row = dict(rows[number % len(rows)])
        row["report_id"] = f"m{number // 50 + 1:03d}-{row['report_id'].split('-')[1]}"
        row["activity_id"] = f"{row['report_id']}-l{number % 50 + 1:02d}"
        row["parent_activity_id"] = ""
        writer.writerow(row)
    return out.getvalue().encode()


def seconds(*works: Callable[[], object], repeats: int = 5) -> list[float]:
    """The best of a few rounds for each; in a round each runs once, so that a busy machine is unfair to none."""
    best = [float("inf")] * len(works)
    for _ in range(repeats):
        for number, work in enumerate(works):
            started = time.perf_counter()
            work()
            best[number] = min(best[number], time.perf_counter() - started)
    return best


def convert(compiled: Compiled, data: bytes) -> int:
    return sum(map(len, compiled.triples(TABLE, data)))


def check_and_convert(compiled: Compiled, given: Mapping[str, bytes]) -> int:
    size = 0

    def write(block: bytes) -> None:
        nonlocal size
        size += len(block)

    checked = compiled.check_and_write(given, write)
    assert checked.total == 0, checked.findings[:3]
    return size


def rows_of(model: Model, data: bytes) -> list[tuple[str, str, str, str]]:
    """What the peers need to know: column, predicate, kind of object, and its template or type."""
    table = model.tables[TABLE]
    found = []
    for item in table.fields:
        if item.property:
            predicate = model.expand(item.property)
            if item.references:
                target = model.tables[item.references]
                found.append((item.name, predicate, "iri", BASE + str(target.iri).split("{")[0]))
            elif item.scheme:
                found.append((item.name, predicate, "iri", f"{model.code_base}{item.scheme}#"))
            else:
                kind = "integer" if item.type == "integer" else "ja" if item.language else "string"
                found.append((item.name, predicate, kind, ""))
    return found


def by_pyoxigraph(model: Model, data: bytes) -> int:
    """CSV → terms → N-Triples, streaming."""
    import pyoxigraph as ox

    plan = [(name, ox.NamedNode(predicate), kind, start) for name, predicate, kind, start in rows_of(model, data)]
    a, cls = (
        ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type"),
        ox.NamedNode(model.expand(str(model.tables[TABLE].rdf_class))),
    )
    integer = ox.NamedNode("http://www.w3.org/2001/XMLSchema#integer")

    def triples() -> Iterator[ox.Triple]:
        for row in csv.DictReader(io.TextIOWrapper(io.BytesIO(data), encoding="utf-8", newline="")):
            subject = ox.NamedNode(f"{BASE}activity/{row['activity_id']}")
            yield ox.Triple(subject, a, cls)
            for name, predicate, kind, start in plan:
                if cell := row[name]:
                    if kind == "iri":
                        yield ox.Triple(subject, predicate, ox.NamedNode(start + cell))
                    elif kind == "integer":
                        yield ox.Triple(subject, predicate, ox.Literal(cell, datatype=integer))
                    else:
                        yield ox.Triple(subject, predicate, ox.Literal(cell, language="ja") if kind == "ja" else ox.Literal(cell))

    out = io.BytesIO()
    ox.serialize(triples(), out, format=ox.RdfFormat.N_TRIPLES)
    return out.tell()


def by_rdflib(model: Model, data: bytes) -> int:
    """CSV → graph → N-Triples."""
    from rdflib import RDF, XSD, Graph, Literal, URIRef

    graph = Graph()
    plan = [(name, URIRef(predicate), kind, start) for name, predicate, kind, start in rows_of(model, data)]
    cls = URIRef(model.expand(str(model.tables[TABLE].rdf_class)))
    for row in csv.DictReader(io.TextIOWrapper(io.BytesIO(data), encoding="utf-8", newline="")):
        subject = URIRef(f"{BASE}activity/{row['activity_id']}")
        graph.add((subject, RDF.type, cls))
        for name, predicate, kind, start in plan:
            if cell := row[name]:
                if kind == "iri":
                    graph.add((subject, predicate, URIRef(start + cell)))
                elif kind == "integer":
                    graph.add((subject, predicate, Literal(cell, datatype=XSD.integer)))
                else:
                    graph.add((subject, predicate, Literal(cell, lang="ja") if kind == "ja" else Literal(cell)))
    return len(graph.serialize(format="nt", encoding="utf-8"))


def by_frictionless(model: Model, data: bytes) -> int:
    """The table alone, against its Table Schema without the references to tables that are not there."""
    import frictionless

    schema = {
        name: value for name, value in table_schema(model, model.tables[TABLE]).items() if name not in ("foreignKeys", "$schema")
    }
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"{TABLE}.csv")
        path.write_bytes(data)
        resource_ = frictionless.Resource(path=path.name, basepath=folder, schema=frictionless.Schema.from_descriptor(schema))
        report = resource_.validate()
    assert report.valid, report.flatten(["note"])[:3]
    return 0


def peak_megabytes(what: str, path: Path) -> float:
    """The largest memory of a process of its own that only converts, or checks and converts, a file."""
    done = subprocess.run([sys.executable, __file__, "--measure", what, str(path)], capture_output=True, text=True, check=True)
    return float(done.stdout) / 1024


def measure(what: str, path: Path) -> None:
    compiled = compile_tables(reduced(load_model()), BASE)
    if what == "convert":
        with path.open("rb") as stream:
            for _ in compiled.triples(TABLE, stream):
                pass
    elif what == "check":
        with path.open("rb") as stream:
            compiled.check_and_write({TABLE: stream}, lambda block: None)
    status = Path("/proc/self/status").read_text(encoding="ascii")
    print(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")))


def run(model: Model, rows: list[dict[str, str]], count: int, peers: list[str]) -> None:
    data = multiplied(model, rows, count)
    compiled = compile_tables(model, BASE)
    triples = sum(block.count(b"\n") for block in compiled.triples(TABLE, data))
    given = sources(model, data)
    converting, alone, checking, both = seconds(
        lambda: convert(compiled, data),
        lambda: [sum(map(len, compiled.triples(name, source))) for name, source in given.items()],
        lambda: compiled.check(given),
        lambda: check_and_convert(compiled, given),
    )
    print(f"\n{count:,} rows, {len(data) / 1e6:.1f} MB, {triples:,} triples")
    print(f"  convert            {converting:8.3f} s   {triples / converting / 1e6:6.2f} M triples/s")
    print(f"  check              {checking:8.3f} s   {count / checking / 1e6:6.2f} M rows/s")
    print(f"  check and convert  {both:8.3f} s   {both / alone:6.2f} × converting the same files alone (goal ≤ 1.6)")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "rows.csv")
        path.write_bytes(data)
        base, converted, checked = (peak_megabytes(what, path) for what in ("nothing", "convert", "check"))
    print(
        f"  peak memory        {converted:8.1f} MB converting, {checked:.1f} MB with keys, {base:.1f} MB for the program itself"
    )
    works = {"pyoxigraph": (by_pyoxigraph, converting, "≥ 4"), "rdflib": (by_rdflib, converting, "≥ 50")}
    works["frictionless"] = (by_frictionless, checking, "≥ 10")
    for peer in peers:
        work, ours, goal = works[peer]
        [theirs] = seconds(partial(work, model, data), repeats=1)
        print(f"  {peer:18} {theirs:8.3f} s   {theirs / ours:6.1f} × our time (goal {goal})")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("rows", nargs="*", type=int, default=[10_000, 100_000])
    parser.add_argument("--release", type=Path)
    parser.add_argument("--peers", default=",".join(PEERS))
    parser.add_argument("--measure", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        measure(options.measure[0], Path(options.measure[1]))
        return
    model = reduced(load_model())
    rows = release_rows(options.release) if options.release else made_up_rows(model)
    for count in options.rows:
        run(model, rows, count, [peer for peer in options.peers.split(",") if peer])


if __name__ == "__main__":
    main()
