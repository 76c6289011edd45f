"""Findings for other systems: SARIF 2.1.0 (code hosts, editors) and JUnit XML (build servers).

SARIF: https://docs.oasis-open.org/sarif/sarif/v2.1.0/. JUnit XML has no standard; this is the part that build servers share.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from bouhan_opendata.findings import Finding, Findings, Lang, Level, Place, Rule, told_at

_SARIF_LEVELS = {Level.ERROR: "error", Level.WARNING: "warning", Level.INFO: "note"}
_PLAIN = re.compile(r"[A-Za-z0-9._~/-]")
NOT_IN_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def sarif(findings: Findings, lang: Lang, *, tool_version: str) -> str:
    """A SARIF log with one run: a result for each finding, in one language, and the rules that have any."""
    groups = findings.grouped()
    places = {rule: number for number, rule in enumerate(groups)}
    driver = {
        "name": "bouhan_opendata",
        "version": tool_version,
        "language": lang,
        "rules": [_sarif_rule(findings.rules[rule], lang) for rule in groups],
    }
    results = [_sarif_result(finding, findings.rules[finding.rule], places[finding.rule], lang) for finding in findings]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return json.dumps({"version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=1) + "\n"


def _sarif_rule(rule: Rule, lang: Lang) -> dict[str, Any]:
    remedies = [words[lang] for words in (rule.fix_source, rule.fix_decision) if words.get(lang)]
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.title[lang]},
        "fullDescription": {"text": rule.cause[lang]},
        "help": {"text": "\n".join(remedies)},
        "defaultConfiguration": {"level": _SARIF_LEVELS[rule.level]},
    }


def _sarif_result(finding: Finding, rule: Rule, index: int, lang: Lang) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": rule.id,
        "ruleIndex": index,
        "level": _SARIF_LEVELS[rule.level],
        "message": {"text": rule.sentence(finding.params, lang)},
    }
    if location := _location(finding.place, lang):
        result["locations"] = [location]
    return result


def _location(place: Place, lang: Lang) -> dict[str, Any]:
    """Where: the file with its line, and the place in words for what has no lines (a sheet's cell, a page)."""
    location: dict[str, Any] = {}
    if place.file:
        physical: dict[str, Any] = {"artifactLocation": {"uri": _uri(place.file)}}
        if (line := place.row or place.line) is not None:
            physical["region"] = {"startLine": line}
        location["physicalLocation"] = physical
    if words := place.text(lang):
        location["logicalLocations"] = [{"fullyQualifiedName": words}]
    return location


def _uri(file: str) -> str:
    """A path as a relative reference (RFC 3986): what is not plain ASCII is escaped.

    >>> _uri("sources/表 1.md")
    'sources/%E8%A1%A8%201.md'
    """
    return "".join(c if _PLAIN.fullmatch(c) else "".join(f"%{b:02X}" for b in c.encode()) for c in file.replace("\\", "/"))


def junit(findings: Findings, lang: Lang, *, name: str) -> str:
    """A JUnit document: a test case for each rule that was broken, failed where its level is error; one passed case if none was."""
    groups: Mapping[str, Sequence[Finding]] = findings.grouped()
    cases = [_case(findings.rules[rule], group, lang) for rule, group in groups.items()]
    if not cases:
        cases = [f"  <testcase classname={quoteattr(name)} name={quoteattr(_NOTHING[lang])}/>"]
    failed = sum(findings.rules[rule].level is Level.ERROR for rule in groups)
    head = f'<testsuite name={quoteattr(name)} tests="{len(cases)}" failures="{failed}" errors="0" skipped="0">'
    return "\n".join(['<?xml version="1.0" encoding="UTF-8"?>', head, *cases, "</testsuite>"]) + "\n"


def _case(rule: Rule, group: Sequence[Finding], lang: Lang) -> str:
    said = [told_at(finding.place.text(lang), rule.sentence(finding.params, lang)) for finding in group]
    said += [f"→ {remedy}" for remedy in rule.remedies(group[0].params, lang)]
    text = escape(NOT_IN_XML.sub("\ufffd", "\n".join(said)))
    title = quoteattr(rule.title[lang])
    if rule.level is Level.ERROR:
        inside = f"<failure type={quoteattr(rule.id)} message={quoteattr(f'{rule.title[lang]} × {len(group)}')}>{text}</failure>"
    else:
        inside = f"<system-out>{text}</system-out>"
    return f"  <testcase classname={quoteattr(rule.id)} name={title}>{inside}</testcase>"


_NOTHING: Mapping[Lang, str] = {"ja": "指摘はありません", "en": "no findings"}
