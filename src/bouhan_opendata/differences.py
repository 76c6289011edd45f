"""Two opened releases side by side: what each says as text, for :mod:`bouhan_opendata.changes` to compare."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from pathlib import Path

from bouhan_opendata.changes import Changes, Edition, TextRow, changes
from bouhan_opendata.errors import PackageError
from bouhan_opendata.findings import Place
from bouhan_opendata.model import Model
from bouhan_opendata.opened import Release
from bouhan_opendata.publication import VERSION

FILE = "metadata/changes.json"
_TERMS = """
SELECT DISTINCT ?term ?label WHERE {
  ?term a ?kind . FILTER(isIRI(?term))
  VALUES ?kind { owl:Class rdfs:Class owl:ObjectProperty owl:DatatypeProperty rdf:Property }
  OPTIONAL { ?term rdfs:label ?label FILTER(lang(?label) = "ja") }
}
"""


def difference(old: Path, new: Path, model: Model) -> Changes:
    """How one release (folder or zip) differs from another. Raises ``PackageError`` for what is no release."""
    with Release(old, model) as before, Release(new, model) as now:
        _refuse_damage(before)
        _refuse_damage(now)
        return changes(edition(before), edition(now))


def edition(release: Release) -> Edition:
    """A release as the comparison sees it. Raises ``PackageError`` for one whose version or tables cannot be read."""
    files = set(release.files())
    tables = {name: table for name, table in release.model.tables.items() if f"data/{name}.csv" in files}
    rows = {name: _rows(release, f"data/{name}.csv") for name in tables}
    return Edition(_version(release), tables, rows, _terms(release))


def _refuse_damage(release: Release) -> None:
    """A copy that is not whole is not compared: every table that the list of checksums names is there, and as it was."""
    for name, digest in release.checksums().items():
        if name.startswith("data/") and (found := hashlib.sha256(release.read(name)).hexdigest()) != digest:
            params = {"name": name, "expected": digest[:12], "found": found[:12]}
            raise PackageError(release.model.rules["hash-mismatch"], Place(file=name), **params)


def _rows(release: Release, name: str) -> list[TextRow]:
    try:
        text = io.StringIO(release.read(name).decode("utf-8"), newline="")
        return [
            {str(key): value for key, value in row.items() if isinstance(value, str)} for row in csv.DictReader(text, strict=True)
        ]
    except (UnicodeDecodeError, csv.Error) as fault:
        raise PackageError(release.model.rules["csv-broken"], Place(file=name), problem=str(fault)) from fault


def _version(release: Release) -> str:
    try:
        body = json.loads(release.read("datapackage.json"))
    except (ValueError, RecursionError):
        body = None
    version = body.get("version") if isinstance(body, dict) else None
    if not isinstance(version, str) or not VERSION.fullmatch(version):
        problem = {"ja": "版が書かれていないか、JSON として読めません", "en": "it states no version, or is not readable as JSON"}
        raise PackageError(release.model.rules["descriptor-broken"], Place(file="datapackage.json"), problem=problem)
    return version


def _terms(release: Release) -> dict[str, str]:
    """Every class and property of the vocabulary that lies in the release, with its Japanese label."""
    import pyoxigraph

    store = pyoxigraph.Store()
    try:
        store.load(release.read("rdf/vocabulary.ttl"), format=pyoxigraph.RdfFormat.TURTLE)
    except (PackageError, SyntaxError, ValueError):
        return {}
    found = store.query(_TERMS, prefixes=dict(release.model.prefixes))
    assert isinstance(found, pyoxigraph.QuerySolutions)
    labels = {row["term"].value: row["label"].value if row["label"] else "" for row in found}
    return {term: label for term, label in sorted(labels.items()) if term.startswith(release.model.namespace)}
