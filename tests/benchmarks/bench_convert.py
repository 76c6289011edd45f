"""`bouhan convert` beside other converters on the same rows in one run: rows a second, peak memory, ratios; asserts nothing.

    python tests/benchmarks/bench_convert.py [ROWS …] [--release FOLDER] [--ours LIST] [--peers LIST] [--others PYTHON]

The rows are the ``activities`` of a release (``multiplied`` gives them new ids), or made up. Everything runs in a process of its
own, which is asked for its largest memory; for workers that of the largest one is added as often as there are workers. The time
is that of the conversion without imports, from a file to a file. Ours checks every row in it; the peers check nothing.
morph-kgc wants older versions of pandas and pyoxigraph than this library, so it and maplib run in an environment of their own
(``others.txt``): ``--others`` names the Python of it. rdflib takes part up to 100,000 rows, with its Turtle up to 10,000.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

OURS = ("ours.nt", "ours.nt.2", "ours.nt.gz.2", "ours.ttl", "ours.ttl.2", "ours.jsonld", "ours.jsonld.2")
PEERS = ("polars", "pyoxigraph", "maplib", "morph-kgc", "rdflib.nt", "rdflib.ttl")
MOST = {"rdflib.nt": 100_000, "rdflib.ttl": 10_000}
CLASS = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
INTEGER = "http://www.w3.org/2001/XMLSchema#integer"


def ours(form: str, path: Path, plan: dict[str, object]) -> None:
    import bouhan_opendata as bo

    *ending, last = form.removeprefix("ours.").split(".")
    workers, name = (int(last), ".".join(ending)) if last.isdecimal() else (1, ".".join([*ending, last]))
    bo.convert(path, output=path.with_name(f"out.{name}"), workers=workers, base=str(plan["base"]))


def by_polars(path: Path, plan: dict[str, object]) -> None:
    """Text columns put together; literals escaped, blank cells left out."""
    import polars as pl

    table = pl.read_csv(path, infer_schema=False)
    start = pl.format("<{}{}> ", pl.lit(plan["subject"]), pl.col(plan["key"]))
    out = [pl.concat_str(start, pl.lit(f"<{CLASS}> <{plan['class']}> .\n"))]
    for name, predicate, kind, begin in plan["fields"]:
        cell = pl.col(name)
        for sign, escape in (("\\", "\\\\"), ('"', '\\"')) if kind in ("ja", "string") else ():
            cell = cell.str.replace_all(sign, escape, literal=True)
        ends = {"iri": "> .\n", "integer": f'"^^<{INTEGER}> .\n', "ja": '"@ja .\n', "string": '" .\n'}[kind]
        opens = f"<{begin}" if kind == "iri" else '"'
        made = pl.concat_str(start, pl.lit(f"<{predicate}> {opens}"), cell, pl.lit(ends))
        out.append(pl.when(cell.is_not_null()).then(made).otherwise(pl.lit("")))
    lines = table.select(pl.concat_str(out)).to_series()
    with path.with_name("polars.nt").open("w", encoding="utf-8", newline="") as stream:
        stream.writelines(lines)


def by_maplib(path: Path, plan: dict[str, object]) -> None:
    """A template in stOTTR over a data frame."""
    import maplib
    import polars as pl

    fields = plan["fields"]
    types = {"integer": "xsd:integer", "iri": "ottr:IRI", "ja": "rdf:langString", "string": "xsd:string"}
    arguments = ["ottr:IRI ?subject", *(f"? {types[kind]} ?{name}" for name, _, kind, _ in fields)]
    body = [f"ottr:Triple(?subject, a, <{plan['class']}>)"]
    body += [f"ottr:Triple(?subject, <{predicate}>, ?{name})" for name, predicate, _, _ in fields]
    prefixes = "@prefix ottr: <http://ns.ottr.xyz/0.4/> . @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .\n"
    prefixes += "@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix t: <urn:t:> .\n"
    template = f"{prefixes}t:Row [{', '.join(arguments)}] :: {{ {', '.join(body)} }} ."
    table = pl.read_csv(path, infer_schema=False)
    columns = [(pl.lit(plan["subject"]) + pl.col(plan["key"])).alias("subject")]
    for name, _, kind, begin in fields:
        cell = pl.lit(begin) + pl.col(name) if kind == "iri" else pl.col(name)
        columns.append((cell.cast(pl.Int64) if kind == "integer" else cell).alias(name))
    model = maplib.Model()
    model.add_template(template.replace("rdf:langString", "xsd:string"))
    model.map("urn:t:Row", table.select(columns))
    model.write(path.with_name("maplib.nt"), format="ntriples")


def by_morph(path: Path, plan: dict[str, object]) -> None:
    """A mapping in RML; the morph-kgc of this very process."""
    import morph_kgc

    maps = []
    for name, predicate, kind, begin in plan["fields"]:
        value = f'rr:template "{begin}{{{name}}}"' if kind == "iri" else f'rml:reference "{name}"'
        value += {"integer": f"; rr:datatype <{INTEGER}>", "ja": '; rr:language "ja"'}.get(kind, "")
        maps.append(f"rr:predicateObjectMap [ rr:predicate <{predicate}> ; rr:objectMap [ {value} ] ]")
    mapping = path.with_name("mapping.ttl")
    mapping.write_text(
        "@prefix rr: <http://www.w3.org/ns/r2rml#> . @prefix rml: <http://semweb.mmlab.be/ns/rml#> .\n"
        "@prefix ql: <http://semweb.mmlab.be/ns/ql#> .\n"
        f'<urn:map> rml:logicalSource [ rml:source "{path.as_posix()}" ; rml:referenceFormulation ql:CSV ] ;\n'
        f'rr:subjectMap [ rr:template "{plan["subject"]}{{{plan["key"]}}}" ; rr:class <{plan["class"]}> ] ;\n'
        + " ;\n".join(maps)
        + " .\n",
        "utf-8",
    )
    settings = f"[CONFIGURATION]\nnumber_of_processes: 1\nlogging_level: ERROR\n[DataSource1]\nmappings: {mapping.as_posix()}\n"
    with path.with_name("morph.nt").open("w", encoding="utf-8") as stream:
        stream.writelines(f"{line} .\n" for line in morph_kgc.materialize_set(settings))


def by_rdflib(form: str, path: Path, plan: dict[str, object]) -> None:
    """The graph in memory, then its serializer."""
    import csv

    from rdflib import RDF, XSD, Graph, Literal, URIRef

    graph = Graph()
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            subject = URIRef(plan["subject"] + row[plan["key"]])
            graph.add((subject, RDF.type, URIRef(plan["class"])))
            for name, predicate, kind, begin in plan["fields"]:
                if cell := row[name]:
                    kinds = {"iri": lambda c, b: URIRef(b + c), "integer": lambda c, _: Literal(c, datatype=XSD.integer)}
                    make = kinds.get(kind, lambda c, _, k=kind: Literal(c, lang="ja") if k == "ja" else Literal(c))
                    graph.add((subject, URIRef(predicate), make(cell, begin)))
    ending = form.partition(".")[2]
    graph.serialize(path.with_name(f"rdflib.{ending}"), format="turtle" if ending == "ttl" else "nt", encoding="utf-8")


def by_pyoxigraph(path: Path, plan: dict[str, object]) -> None:
    """Terms, streamed."""
    import csv

    import pyoxigraph as ox

    fields = [(name, ox.NamedNode(predicate), kind, begin) for name, predicate, kind, begin in plan["fields"]]
    a, cls, integer = ox.NamedNode(CLASS), ox.NamedNode(plan["class"]), ox.NamedNode(INTEGER)

    def triples():
        with path.open(encoding="utf-8", newline="") as stream:
            for row in csv.DictReader(stream):
                subject = ox.NamedNode(plan["subject"] + row[plan["key"]])
                yield ox.Triple(subject, a, cls)
                for name, predicate, kind, begin in fields:
                    if cell := row[name]:
                        if kind == "iri":
                            yield ox.Triple(subject, predicate, ox.NamedNode(begin + cell))
                        elif kind == "integer":
                            yield ox.Triple(subject, predicate, ox.Literal(cell, datatype=integer))
                        else:
                            yield ox.Triple(subject, predicate, ox.Literal(cell, language="ja" if kind == "ja" else None))

    with path.with_name("pyoxigraph.nt").open("wb") as stream:
        ox.serialize(triples(), stream, format=ox.RdfFormat.N_TRIPLES)


def measure(what: str, path: Path) -> None:
    """Run one converter in this process and print its seconds and kilobytes."""
    plan = json.loads(path.with_name("plan.json").read_text("utf-8"))
    module = {"polars": "polars", "maplib": "maplib", "morph-kgc": "morph_kgc", "pyoxigraph": "pyoxigraph"}.get(what)
    __import__(module or ("rdflib" if what.startswith("rdflib") else "bouhan_opendata"))
    alone = {"polars": by_polars, "maplib": by_maplib, "morph-kgc": by_morph, "pyoxigraph": by_pyoxigraph}
    if what.startswith("ours"):
        import bouhan_opendata as bo

        bo.load_model()  # as the peers' libraries are loaded before the time counts
    started = time.perf_counter()
    if what in alone:
        alone[what](path, plan)
    else:
        (ours if what.startswith("ours") else by_rdflib)(what, path, plan)
    seconds = time.perf_counter() - started
    import resource

    workers = int(what[-1]) if what[-1].isdecimal() else 1
    status = Path("/proc/self/status").read_text(encoding="ascii")  # ru_maxrss would count the process that started this one
    peak = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))
    if workers > 1:
        peak += workers * resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    print(json.dumps([seconds, peak]))


def plan_of(model: object) -> dict[str, object]:
    """What the peers need to know of the table."""
    from bench import BASE, TABLE, rows_of

    table = model.tables[TABLE]
    template = str(table.iri)
    begin = template.partition("{")[0]
    return {
        "base": BASE,
        "class": model.expand(str(table.rdf_class)),
        "key": table.key[0],
        "subject": BASE + begin,
        "fields": rows_of(model, b""),
    }


def in_order(data: bytes) -> bytes:
    """Rows in the order of their keys, as a table of a release has them; the key is the first column."""
    from bouhan_opendata.iri import natural_key

    header, *rows = data.splitlines(keepends=True)
    return header + b"".join(sorted(rows, key=lambda row: natural_key(row.partition(b",")[0].decode())))


def run(count: int, data: bytes, plan: dict[str, object], works: list[str], others: dict[str, str | None]) -> None:
    print(f"\n{count:,} rows, {len(data) / 1e6:.1f} MB", flush=True)
    first = None
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "activities.csv")
        path.write_bytes(data)
        Path(folder, "plan.json").write_text(json.dumps(plan), "utf-8")
        for what in works:
            command = others.get(what, sys.executable)
            if command is None or count > MOST.get(what, count):
                continue
            done = subprocess.run([command, __file__, "--measure", what, str(path)], capture_output=True, text=True, check=False)
            if done.returncode:
                print(f"  {what:14} not measured: {done.stderr.strip().splitlines()[-1][:100]}", flush=True)
                continue
            seconds, kilobytes = json.loads(done.stdout.splitlines()[-1])
            first = first or seconds
            ratio = f"{seconds / first:6.2f} × {works[0]}"
            print(f"  {what:14} {seconds:8.2f} s {count / seconds:10,.0f} rows/s {kilobytes / 1024:7.0f} MB  {ratio}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("rows", nargs="*", type=int, default=[10_000, 100_000])
    parser.add_argument("--release", type=Path)
    parser.add_argument("--ours", default=",".join(OURS))
    parser.add_argument("--peers", default=",".join(PEERS))
    parser.add_argument("--others", metavar="PYTHON", help="the Python of an environment with maplib and morph-kgc")
    parser.add_argument("--measure", nargs=2, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        measure(options.measure[0], Path(options.measure[1]))
        return
    from bench import made_up_rows, multiplied, reduced, release_rows

    from bouhan_opendata.model import load_model

    full = load_model()
    model = replace(reduced(full), tables={**full.tables})
    rows = release_rows(options.release) if options.release else made_up_rows(model)
    works = [name for name in f"{options.ours},{options.peers}".split(",") if name]
    for count in options.rows:
        data = in_order(multiplied(model, rows, count))
        run(count, data, plan_of(model), works, {"maplib": options.others, "morph-kgc": options.others})


if __name__ == "__main__":
    main()
