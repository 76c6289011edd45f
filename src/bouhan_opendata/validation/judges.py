"""Independent judges of a staged or released folder: frictionless for the CSV and its schema, pyshacl for the RDF."""

from __future__ import annotations

import importlib
from pathlib import Path
from typing import Any

from bouhan_opendata.findings import Finding, Place
from bouhan_opendata.model import Model

JUDGE_RULES = frozenset({"frictionless-disagrees", "shacl-disagrees"})
"""What only a staged folder can break."""


def judge_folder(folder: Path, model: Model) -> list[Finding]:
    """What frictionless and SHACL say of a release folder; offline, in this process."""
    return [*judge_frictionless(folder), *judge_shacl(folder / "rdf" / "data.nt", folder / "rdf" / "shapes.ttl")]


def judge_frictionless(folder: Path) -> list[Finding]:
    """Validate ``datapackage.json`` and every resource with frictionless; each of its errors is a finding."""
    frictionless: Any = importlib.import_module("frictionless")
    system = frictionless.system
    found: list[Finding] = []
    try:
        with system.use_context(trusted=True):
            package = frictionless.Package(str(folder / "datapackage.json"))
            report = package.validate()
    except frictionless.FrictionlessException as fault:
        return [
            Finding(
                "frictionless-disagrees", Place(file="datapackage.json"), {"kind": fault.error.type, "note": fault.error.note}
            )
        ]
    for error in report.errors:
        found.append(Finding("frictionless-disagrees", Place(file="datapackage.json"), {"kind": error.type, "note": error.note}))
    for task in report.tasks:
        for error in task.errors:
            row = getattr(error, "row_number", None)
            place = Place(file=task.place, row=row, field=getattr(error, "field_name", None))
            found.append(Finding("frictionless-disagrees", place, {"kind": error.type, "note": error.note}))
    return found


def judge_shacl(data: Path, shapes: Path) -> list[Finding]:
    """Validate the data graph against the released shapes with pyshacl; each result is a finding."""
    import rdflib
    from rdflib.namespace import SH

    pyshacl: Any = importlib.import_module("pyshacl")
    graph = rdflib.Graph()
    graph.parse(data, format="nt")
    rules = rdflib.Graph()
    rules.parse(shapes, format="turtle")
    conforms, results, _ = pyshacl.validate(graph, shacl_graph=rules, inference="none", advanced=False, meta_shacl=False)
    if conforms:
        return []
    found = []
    for result in results.subjects(rdflib.RDF.type, SH.ValidationResult):
        messages = {getattr(m, "language", None): str(m) for m in results.objects(result, SH.resultMessage)}
        params = {
            "path": str(results.value(result, SH.resultPath) or ""),
            "value": str(results.value(result, SH.value) or ""),
            "note": messages.get("ja") or next(iter(messages.values()), ""),
        }
        found.append(Finding("shacl-disagrees", Place(file="rdf/data.nt", key=str(results.value(result, SH.focusNode))), params))
    return found
