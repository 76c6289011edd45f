"""A release as an RO-Crate 1.2, judged by roc-validator, and its citation, judged by cffconvert; both say no to broken copies."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

Judge = Callable[..., Any]
Nodes = dict[str, dict[str, Any]]
CRATE = "ro-crate-metadata.json"
UNKNOWN = (
    "Organization: SHOULD have ROR identifier",
    "Organization: RECOMMENDED url property",
    "Organization: RECOMMENDED contactPoint references ContactPoint entity",
    "Root Data Entity: at least one author/publisher SHOULD have contactPoint",
    "Root Data Entity: identifier SHOULD resolve to RO-Crate content",
    "Root Data Entity: identifier SHOULD use PropertyValue approach",
)
"""What a crate should have and a publication may not know: registers of research bodies, addresses that answer, a contact."""


@pytest.mark.slow
def test_a_release_is_a_crate(releases: Mapping[str, Path], own_judge: Judge) -> None:
    """Nothing it must have is wrong, and of what it should have nothing that a release could say is missing."""
    folders = [releases[name] for name in releases]
    told = own_judge("crate.py", "RECOMMENDED", *folders)
    assert len(told) == 3
    for folder, issues in told.items():
        assert [issue for issue in issues if issue[0] == "REQUIRED" or issue[1] not in UNKNOWN] == [], folder


def _root(nodes: Nodes) -> dict[str, Any]:
    return nodes["./"]


def _renamed(nodes: Nodes) -> None:
    nodes["data/measures.csv"]["@id"] = "data/nowhere.csv"


BREAKS: dict[str, Callable[[Nodes], object]] = {
    "no-descriptor": lambda nodes: nodes.pop(CRATE),
    "descriptor-type": lambda nodes: nodes[CRATE].update({"@type": "Thing"}),
    "descriptor-about": lambda nodes: nodes[CRATE].pop("about"),
    "no-root": lambda nodes: nodes.pop("./"),
    "root-type": lambda nodes: _root(nodes).update({"@type": "Thing"}),
    "root-name": lambda nodes: _root(nodes).pop("name"),
    "root-description": lambda nodes: _root(nodes).pop("description"),
    "root-date": lambda nodes: _root(nodes).pop("datePublished"),
    "root-date-form": lambda nodes: _root(nodes).update(datePublished="yesterday"),
    "root-licence": lambda nodes: _root(nodes).pop("license"),
    "file-not-there": _renamed,
    "file-unlinked": lambda nodes: _root(nodes).update(hasPart=_root(nodes)["hasPart"][1:]),
    "no-id": lambda nodes: nodes["README.md"].pop("@id"),
    "no-type": lambda nodes: nodes["README.md"].pop("@type"),
}
"""What a crate must have, each missing or wrong."""


KEPT = ("README.md", "data/measures.csv")
"""The files of the small crate that is broken: the judge takes seconds for a large one."""


def _small(release: Path, target: Path, change: Callable[[Nodes], object] = lambda _: None) -> None:
    """A crate of two files, changed before it is written."""
    body = json.loads((release / CRATE).read_bytes())
    nodes = {node["@id"]: node for node in body["@graph"] if node["@type"] != "File" or node["@id"] in KEPT}
    nodes["./"]["hasPart"] = [{"@id": name} for name in KEPT]
    change(nodes)
    body["@graph"] = list(nodes.values())
    for name in KEPT:
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        (target / name).write_bytes((release / name).read_bytes())
    (target / CRATE).write_text(json.dumps(body, ensure_ascii=False), encoding="utf-8")


@pytest.mark.slow
def test_a_small_crate_is_right_and_every_broken_copy_of_it_is_refused(
    releases: Mapping[str, Path], own_judge: Judge, tmp_path: Path
) -> None:
    """In one run of the judge, for it is slow to start."""
    for name, change in BREAKS.items():
        _small(releases["other_city"], tmp_path / name, change)
    _small(releases["other_city"], tmp_path / "whole")
    _small(releases["other_city"], tmp_path / "no-json")
    (tmp_path / "no-json" / CRATE).write_text("{", encoding="utf-8")
    told = {Path(path).name: issues for path, issues in own_judge("crate.py", "REQUIRED", *sorted(tmp_path.iterdir())).items()}
    assert told.pop("whole") == []
    assert told.keys() == {*BREAKS, "no-json"}
    assert [name for name, issues in told.items() if not issues] == []


def test_the_citation_keeps_the_schema_of_its_format(releases: Mapping[str, Path], own_judge: Judge) -> None:
    told = own_judge("citation.py", *(releases[name] / "CITATION.cff" for name in releases))
    assert list(told.values()) == [None, None, None]


@pytest.mark.parametrize(
    "change",
    [
        lambda body: body.pop("cff-version"),
        lambda body: body.pop("message"),
        lambda body: body.pop("title"),
        lambda body: body.pop("authors"),
        lambda body: body.update(authors=[]),
        lambda body: body.update({"date-released": "soon"}),
        lambda body: body.update(license="my own"),
        lambda body: body.update(type="table"),
        lambda body: body.update(publisher="city"),
        lambda body: body.update(keywords=["same", "same"]),
    ],
    ids=["version", "message", "title", "authors", "no-author", "date", "licence", "type", "unknown-key", "keywords"],
)
def test_a_broken_citation_is_refused(
    change: Callable[[dict[str, Any]], object], releases: Mapping[str, Path], own_judge: Judge, tmp_path: Path
) -> None:
    body = yaml.safe_load((releases["other_city"] / "CITATION.cff").read_text(encoding="utf-8"))
    body["date-released"] = str(body["date-released"])
    change(body)
    (tmp_path / "CITATION.cff").write_text(yaml.safe_dump(body, allow_unicode=True), encoding="utf-8")
    [complaint] = own_judge("citation.py", tmp_path / "CITATION.cff").values()
    assert complaint is not None
