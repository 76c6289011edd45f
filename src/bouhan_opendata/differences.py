"""Two opened releases side by side: what each says as text, for :mod:`bouhan_opendata.changes` to compare."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

from bouhan_opendata.changes import Changes, Edition, TextRow, changes
from bouhan_opendata.errors import PackageError
from bouhan_opendata.model import Model
from bouhan_opendata.opened import Release

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
        return changes(edition(before), edition(now))


def edition(release: Release) -> Edition:
    """A release as the comparison sees it; tables it does not hold are left out."""
    files = set(release.files())
    tables = {name: table for name, table in release.model.tables.items() if f"data/{name}.csv" in files}
    rows = {name: _rows(release.read(f"data/{name}.csv")) for name in tables}
    return Edition(_version(release), tables, rows, _terms(release))


def _rows(data: bytes) -> list[TextRow]:
    text = io.StringIO(data.decode("utf-8", "replace").replace("\0", ""), newline="")
    return [{str(name): value for name, value in row.items() if isinstance(value, str)} for row in csv.DictReader(text)]


def _version(release: Release) -> str:
    try:
        body = json.loads(release.read("datapackage.json"))
    except (ValueError, RecursionError, PackageError):
        return ""
    return str(body.get("version", "")) if isinstance(body, dict) else ""


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
