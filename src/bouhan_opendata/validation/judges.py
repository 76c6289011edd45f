"""Independent judges of a staged or released folder: frictionless for the CSV and its schema, pyshacl for the RDF."""

from __future__ import annotations

import importlib
import re
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
        return [_frictionless_finding(fault.error, Place(file="datapackage.json"))]
    except Exception as fault:  # what a foreign descriptor makes a judge stumble over is a fault of that descriptor
        said = f"{type(fault).__name__}: {fault}"
        return [Finding("descriptor-broken", Place(file="datapackage.json"), {"problem": {"ja": said, "en": said}})]
    found += [_frictionless_finding(error, Place(file="datapackage.json")) for error in report.errors]
    for task in report.tasks:
        for error in task.errors:
            row = getattr(error, "row_number", None)
            place = Place(file=task.place, row=row, field=getattr(error, "field_name", None))
            found.append(_frictionless_finding(error, place))
    return found


_KINDS = {
    "hash-count": ("ファイルの中身が datapackage.json の記録と違う", "the content differs from what datapackage.json records"),
    "byte-count": ("ファイルの大きさが datapackage.json の記録と違う", "the size differs from what datapackage.json records"),
    "type-error": ("値の型が違う", "a value of another type"),
    "constraint-error": ("値が条件に合わない", "a value against a constraint"),
    "primary-key": ("同じ行が二つある", "a row that stands twice"),
    "foreign-key": ("指しているものがない", "a reference that leads nowhere"),
    "incorrect-label": ("列の名前が違う", "another name of a column"),
    "missing-label": ("列が足りない", "a column too few"),
    "extra-label": ("列が多い", "a column too many"),
    "missing-cell": ("セルが足りない", "a cell too few"),
    "extra-cell": ("セルが多い", "a cell too many"),
    "encoding-error": ("UTF-8 として読めない", "not readable as UTF-8"),
    "scheme-error": ("ファイルを開けない", "a file that cannot be opened"),
    "source-error": ("CSV として読めない", "not readable as CSV"),
}
"""What frictionless calls its errors, in words."""


def _frictionless_finding(error: Any, place: Place) -> Finding:
    ja, en = _KINDS.get(error.type, ("そのほかの誤り", f"another fault, {error.type}"))
    counted = re.search(r'expected (?:hash )?is "([^"]*)" and actual is "([^"]*)"', error.note)
    cell = str(getattr(error, "cell", "") or "")
    if counted:
        recorded, actual = (text.removeprefix("sha256:")[:12] for text in counted.groups())
        note = {"ja": f"記録 {recorded}、実際 {actual}", "en": f"recorded {recorded}, found {actual}"}
    else:
        note = {"ja": f"値「{cell}」" if cell else f"英語の説明は {error.note}", "en": error.note}
    return Finding("frictionless-disagrees", place, {"kind": {"ja": ja, "en": en}, "note": note})


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
            "note": {lang: messages.get(lang) or next(iter(messages.values()), "") for lang in ("ja", "en")},
        }
        found.append(Finding("shacl-disagrees", Place(file="rdf/data.nt", key=str(results.value(result, SH.focusNode))), params))
    return found
