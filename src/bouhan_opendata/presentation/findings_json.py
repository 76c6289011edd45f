"""Findings as JSON: counts by level and rule, then each finding with its place, sentence and remedies in both languages."""

from __future__ import annotations

import json

from bouhan_opendata.findings import Findings


def findings_json(findings: Findings, *, version: str) -> str:
    """A deterministic JSON document; equal findings give equal bytes."""
    body = {
        "version": version,
        "counts": findings.counts(),
        "rules": {rule: len(group) for rule, group in findings.grouped().items()},
        "findings": findings.as_dicts(),
    }
    return json.dumps(body, ensure_ascii=False, indent=1) + "\n"
