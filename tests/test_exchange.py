"""Findings for other systems: SARIF and JUnit as their readers take them."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

import bouhan_opendata as bo
from bouhan_opendata.cli.main import main
from bouhan_opendata.findings import Finding, Findings, Place
from bouhan_opendata.presentation.exchange import junit, sarif
from publications import ROW, markdown, publish


@pytest.fixture
def findings(model: bo.Model) -> Findings:
    found = [
        Finding("hash-mismatch", Place(file="data/measures.csv"), {"name": "data/measures.csv", "expected": "aa", "found": "bb"}),
        Finding("wrong-type", Place(file="data/表 1.csv", row=7, field="value"), {"value": "<x>&\x07\ud800", "type": "decimal"}),
        Finding("label-missing", Place(file="表.xlsx", address="Sheet1!C7"), {"quote": "3回", "measure": "見回り"}),
        Finding("label-missing", Place(file="表.xlsx", address="Sheet1!C8"), {"quote": "4回", "measure": "見回り"}),
    ]
    return Findings(found, model.rules)


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_sarif_names_rules_places_and_words(findings: Findings, lang: str) -> None:
    log = json.loads(sarif(findings, lang, tool_version="1.2.3"))  # type: ignore[arg-type]
    assert log["version"] == "2.1.0" and len(log["runs"]) == 1
    driver, results = log["runs"][0]["tool"]["driver"], log["runs"][0]["results"]
    assert (driver["name"], driver["version"], driver["language"]) == ("bouhan_opendata", "1.2.3", lang)
    assert [rule["id"] for rule in driver["rules"]] == ["hash-mismatch", "wrong-type", "label-missing"]
    assert all(rule["help"]["text"] and rule["fullDescription"]["text"] for rule in driver["rules"])
    assert [result["level"] for result in results] == ["error", "error", "warning", "warning"]
    assert all(driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"] for result in results)
    place = results[1]["locations"][0]["physicalLocation"]
    assert place == {"artifactLocation": {"uri": "data/%E8%A1%A8%201.csv"}, "region": {"startLine": 7}}
    assert "Sheet1!C7" in results[2]["locations"][0]["logicalLocations"][0]["fullyQualifiedName"]
    assert ("見回り" in results[2]["message"]["text"]) and results[2]["message"]["text"] != results[3]["message"]["text"]


def test_junit_fails_what_stops_a_release_and_tells_the_rest(findings: Findings) -> None:
    suite = ElementTree.fromstring(junit(findings, "ja", name="bouhan verify x").encode("utf-8", "surrogatepass"))
    assert suite.attrib == {"name": "bouhan verify x", "tests": "3", "failures": "2", "errors": "0", "skipped": "0"}
    cases = {case.attrib["classname"]: case for case in suite}
    failure = cases["wrong-type"].find("failure")
    assert failure is not None and "<x>&" in str(failure.text) and "→" in str(failure.text)
    told = cases["label-missing"].find("system-out")
    assert told is not None and "Sheet1!C7" in str(told.text) and "Sheet1!C8" in str(told.text)


def test_a_release_without_findings_is_one_case_that_passed(model: bo.Model) -> None:
    suite = ElementTree.fromstring(junit(Findings([], model.rules), "en", name="x"))
    assert (suite.attrib["tests"], suite.attrib["failures"], [len(case) for case in suite]) == ("1", "0", [0])
    assert json.loads(sarif(Findings([], model.rules), "en", tool_version="1"))["runs"][0]["results"] == []


@pytest.mark.usefixtures("without_judges")
def test_verify_speaks_both(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = bo.release(bo.open_publication(publish(tmp_path / "city", markdown(ROW)))).paths[0]
    (made / "data" / "measures.csv").write_bytes((made / "data" / "measures.csv").read_bytes() + b"x")
    capsys.readouterr()
    assert main(["verify", str(made), "--format", "sarif", "--lang", "en"]) == 1
    rules = {result["ruleId"] for result in json.loads(capsys.readouterr().out)["runs"][0]["results"]}
    assert "hash-mismatch" in rules
    assert main(["verify", str(made), "--format", "junit", "--lang", "ja"]) == 1
    assert int(ElementTree.fromstring(capsys.readouterr().out).attrib["failures"]) >= 1
