"""The RDF of a release judged by programs that are not ours: rapper, serdi, N3.js, jsonld.js and rdf-canonize.

Each reads the releases of three publications, and refuses a broken copy of one.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pyoxigraph
import pytest

Judge = Callable[..., Any]
Need = Callable[[str, str], str]
FORMATS = {".ttl": ("turtle", pyoxigraph.RdfFormat.TURTLE), ".nt": ("ntriples", pyoxigraph.RdfFormat.N_TRIPLES)}
SAME_GRAPH = ("data.ttl", "data.nt", "data.jsonld")


def files_of(release: Path) -> list[Path]:
    """Every file of Turtle and N-Triples, wherever in the release it lies."""
    found = sorted(path for path in release.rglob("*") if path.suffix in FORMATS)
    assert {"data.nt", "data.ttl", "vocabulary.ttl", "shapes.ttl"} <= {path.name for path in found}
    return found


def triples_of(path: Path) -> int:
    return len(set(pyoxigraph.parse(path.read_bytes(), format=FORMATS[path.suffix][1])))


def broken(path: Path, old: str, new: str, folder: Path) -> Path:
    """A copy of a file in which one place says something else."""
    text = path.read_text(encoding="utf-8")
    assert old in text, old
    copy = folder / path.name
    copy.write_text(text.replace(old, new, 1), encoding="utf-8")
    return copy


BROKEN_SYNTAX = [
    ("data.ttl", " a bouhan:PolicyMeasure ;", " a nowhere:PolicyMeasure ;"),
    ("data.ttl", '"防犯カメラの設置"@ja', '"防犯カメラの設置@ja'),
    ("data.ttl", " a bouhan:PolicyMeasure ;", " a bouhan:PolicyMeasure , ;"),
    ("data.nt", "@ja .\n", "@ .\n"),
    ("data.nt", "> .\n", " .\n"),
]
LOST_FULL_STOP = ("data.nt", " .\n", "\n")
"""Rapper reads a line of N-Triples without its full stop and says nothing."""


# -- rapper


def rapper(command: str, path: Path) -> tuple[int, list[str]]:
    """How many triples the parser counts, and what it complains of."""
    run = subprocess.run(
        [command, "-i", FORMATS[path.suffix][0], "-c", str(path)], capture_output=True, encoding="utf-8", timeout=60, check=False
    )
    counted = re.search(r"returned (\d+) triples", run.stderr)
    complaints = [line for line in run.stderr.splitlines() if "Error" in line or "Warning" in line]
    return (int(counted[1]) if counted else 0), complaints


def test_rapper_reads_every_file(each_release: Path, need_command: Need) -> None:
    command = need_command("rapper", "rapper")
    for path in files_of(each_release):
        assert rapper(command, path) == (triples_of(path), []), path.name


@pytest.mark.parametrize(("name", "old", "new"), BROKEN_SYNTAX)
def test_rapper_refuses_a_broken_copy(
    name: str, old: str, new: str, releases: Mapping[str, Path], need_command: Need, tmp_path: Path
) -> None:
    _, complaints = rapper(need_command("rapper", "rapper"), broken(releases["other_city"] / "rdf" / name, old, new, tmp_path))
    assert complaints


# -- serdi


def serdi(command: str, path: Path) -> tuple[bytes, str]:
    """The file as N-Triples, and what the parser complains of."""
    run = subprocess.run(
        [command, "-i", FORMATS[path.suffix][0], "-o", "ntriples", str(path)], capture_output=True, timeout=60, check=False
    )
    told = run.stderr.decode("utf-8", "replace")
    return run.stdout, told if run.returncode == 0 or told else f"ended with {run.returncode}"


def test_serdi_reads_every_file(each_release: Path, need_command: Need) -> None:
    command = need_command("serdi", "serdi")
    for path in files_of(each_release):
        lines, complaints = serdi(command, path)
        assert complaints == "", path.name
        assert len(set(pyoxigraph.parse(lines, format=pyoxigraph.RdfFormat.N_TRIPLES))) == triples_of(path), path.name


def test_serdi_reads_in_turtle_what_stands_in_ntriples(each_release: Path, need_command: Need) -> None:
    command = need_command("serdi", "serdi")
    turtle, lines = (serdi(command, each_release / "rdf" / name)[0] for name in ("data.ttl", "data.nt"))
    assert set(turtle.splitlines()) == set(lines.splitlines()) != set()


@pytest.mark.parametrize(("name", "old", "new"), [*BROKEN_SYNTAX, LOST_FULL_STOP])
def test_serdi_refuses_a_broken_copy(
    name: str, old: str, new: str, releases: Mapping[str, Path], need_command: Need, tmp_path: Path
) -> None:
    _, complaints = serdi(need_command("serdi", "serdi"), broken(releases["other_city"] / "rdf" / name, old, new, tmp_path))
    assert complaints


# -- N3.js, jsonld.js in safe mode, rdf-canonize


def canonical(judge: Judge, path: Path, folder: Path) -> bytes:
    """The canonical N-Quads (RDFC-1.0) of a file as JavaScript reads it."""
    target = folder / f"{path.name}.nq"
    told = judge("graph.mjs", path, target)
    assert "error" not in told, told
    data = target.read_bytes()
    assert len(data.splitlines()) == told["triples"] > 0
    return data


def test_turtle_ntriples_and_jsonld_are_the_same_canonical_graph(each_release: Path, node_judge: Judge, tmp_path: Path) -> None:
    """And data.nt itself is canonical but for the order of its lines."""
    turtle, lines, jsonld = (canonical(node_judge, each_release / "rdf" / name, tmp_path) for name in SAME_GRAPH)
    assert turtle == lines == jsonld
    assert sorted(lines.splitlines()) == sorted((each_release / "rdf" / "data.nt").read_bytes().splitlines())


def test_javascript_reads_every_file(each_release: Path, node_judge: Judge, tmp_path: Path) -> None:
    for path in files_of(each_release):
        assert node_judge("graph.mjs", path, tmp_path / "canonical.nq") == {"triples": triples_of(path)}, path.name


@pytest.mark.parametrize(("name", "old", "new"), [*BROKEN_SYNTAX, LOST_FULL_STOP])
def test_n3_refuses_a_broken_copy(
    name: str, old: str, new: str, releases: Mapping[str, Path], node_judge: Judge, tmp_path: Path
) -> None:
    copy = broken(releases["other_city"] / "rdf" / name, old, new, tmp_path)
    assert "error" in node_judge("graph.mjs", copy, tmp_path / "canonical.nq")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"identifier": "m001"', '"identifyer": "m001"', "Safe mode"),
        ('"@type": "PolicyMeasure"', '"@type": "PolicyMesure"', "Safe mode"),
        ('"@id": "https://opendata.city.mihon.example/anzen/measure/m001"', '"@id": "measure/m001"', "Safe mode"),
        (
            '"@context": {',
            '"@context": "https://nowhere.example/context.jsonld", "@ignored": {',
            "loading remote context failed",
        ),
        ('"@graph": [', '"@graph": [,', "SyntaxError"),
    ],
)
def test_safe_mode_refuses_what_would_be_lost(
    old: str, new: str, message: str, releases: Mapping[str, Path], node_judge: Judge, tmp_path: Path
) -> None:
    copy = broken(releases["other_city"] / "rdf" / "data.jsonld", old, new, tmp_path)
    told = node_judge("graph.mjs", copy, tmp_path / "canonical.nq")
    assert message in told.get("error", ""), told


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("data.ttl", '"防犯カメラの設置"@ja', '"防犯カメラの撤去"@ja'),
        ("data.jsonld", '"防犯カメラの設置"', '"防犯カメラの撤去"'),
        ("data.nt", '"防犯カメラの設置"@ja', '"防犯カメラの設置"@en'),
        ("data.ttl", '"12"^^xsd:decimal', '"12.0"^^xsd:decimal'),
    ],
)
def test_another_word_is_another_canonical_graph(
    name: str, old: str, new: str, releases: Mapping[str, Path], node_judge: Judge, tmp_path: Path
) -> None:
    folder = releases["other_city"] / "rdf"
    copy = broken(folder / name, old, new, tmp_path)
    assert canonical(node_judge, copy, tmp_path) != canonical(node_judge, folder / "data.nt", tmp_path)
