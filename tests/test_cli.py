"""The command line: every verb, its exit codes, JSON, both languages, and nothing written on refusal."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import bouhan_opendata as bo
from bouhan_opendata.cli import main
from bouhan_opendata.findings import counted, told_at
from publications import HEADER, ROW, markdown, publish


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]):
    def call(*arguments: object) -> tuple[int, str, str]:
        code = main([str(argument) for argument in arguments])
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return call


@pytest.fixture
def city(tmp_path: Path) -> Path:
    return publish(tmp_path / "city", markdown(ROW))


def test_init(run, tmp_path: Path) -> None:
    code, out, err = run("init", tmp_path / "a", "--code", "131130", "--name", "渋谷区", "--lang", "ja")
    assert (code, err) == (0, "")
    assert "publication.yaml" in out and "次に" in out
    with pytest.raises(bo.PublicationError, match="license"):
        bo.open_publication(tmp_path / "a")
    code, out, err = run("init", tmp_path / "b", "--code", "131131", "--name", "渋谷区")
    assert (code, out) == (2, "")
    assert "131130" in err and "[lg-code-wrong]" in err
    assert not (tmp_path / "b").exists()


def test_inspect(run, city: Path) -> None:
    file = city / "sources" / "table1.md"
    code, out, _ = run("inspect", file, "--lang", "en")
    assert code == 0
    assert re.search(r"4 +result 2018 Actual +平成30年度の取組み", out)
    assert "2  地域の見回り [安全課]" in out
    code, out, _ = run("inspect", file, "--facts")
    facts = json.loads(out)
    (measure,) = facts["measures"]
    items = [item for activity in measure["activities"] for item in activity["items"]]
    for item, value in zip(items, ("12", "15"), strict=True):
        (indicator,) = item["indicators"]
        assert (indicator["label"], indicator["value"], indicator["unit"]) == ("見回り", value, "回")
        assert item["text"][indicator["start"] : indicator["end"]] == f"{value}回"
    code, out, _ = run("inspect", file, "--json")
    assert json.loads(out)["facts"] == facts


def test_inspect_refuses_with_place_and_remedy(run, tmp_path: Path) -> None:
    bad = tmp_path / "bad.md"
    bad.write_text(markdown(ROW, header=(*HEADER[:3], "平成31年度の取組み", "令和元年度の取組み")), encoding="utf-8")
    for lang, place, arrow in (("ja", "表1 行1 列5", "→"), ("en", "table 1 row 1 column 5", "→")):
        code, out, err = run("inspect", bad, "--lang", lang)
        assert (code, out) == (2, "")
        assert place in err and arrow in err and "two-columns-one-year" in err
    code, out, err = run("inspect", bad, "--json")
    assert code == 2 and json.loads(out)["error"] == "two-columns-one-year" and err == ""


def test_check(run, city: Path) -> None:
    register = city / "curation" / "register.yaml"
    before = register.read_bytes()
    code, out, _ = run("check", city, "--lang", "ja")
    assert code == 0 and "施策 (measures)" in out and "新しい ID: " in out
    assert register.read_bytes() == before
    code, out, _ = run("check", city, "--write", "--json")
    assert code == 0 and json.loads(out)["written"] is True
    assert register.read_bytes() != before
    (city / "sources" / "table1.md").write_text(markdown(("=1", *ROW[1:])), encoding="utf-8")
    code, out, _ = run("check", city, "--lang", "en")
    assert code == 1 and "[error]" in out and "formula-looking" in out


def test_release_and_verify(run, city: Path) -> None:
    code, out, err = run("release", city, "--lang", "en")
    assert code == 0 and "released 0.1.0" in out and err == ""
    made = city / "releases" / "0.1.0"
    assert run("verify", made, "--lang", "en")[:2] == (0, "No findings.\n")
    code, out, _ = run("release", city, "--json")
    assert (code, json.loads(out)["state"]) == (0, "identical")
    (made / "data" / "measures.csv").write_bytes(b"")
    code, out, _ = run("verify", made, "--json")
    assert code == 1 and {f["rule"] for f in json.loads(out)["findings"]} >= {"hash-mismatch"}
    code, out, err = run("release", city, "--lang", "ja")
    assert code == 1 and "data/measures.csv" in err
    assert run("release", city, "--version", "9.9.9")[0] == 2
    assert run("verify", city)[0] == 2


def test_release_refused_says_why(run, city: Path) -> None:
    (city / "sources" / "table1.md").write_text(markdown(("=1", *ROW[1:])), encoding="utf-8")
    code, out, err = run("release", city, "--lang", "en")
    assert code == 1 and "formula-looking" in out and "[release-refused]" in err
    assert not any((city / "releases").glob("*/"))


def test_explain(run) -> None:
    code, out, _ = run("explain", "jump", "--lang", "ja")
    assert code == 0 and "notes.yaml" in out
    code, out, err = run("explain", "jmup", "--lang", "en")
    assert (code, out) == (2, "") and "jump" in err
    code, out, _ = run("explain", "--json")
    assert {rule["rule"] for rule in json.loads(out)} == set(bo.load_model().rules)


def test_generate_check(run) -> None:
    code, out, _ = run("generate", "--check", "--json")
    assert (code, json.loads(out)["stale"]) == (0, [])


def test_no_verb_prints_the_help_and_wrong_usage_is_two(run, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = run()
    assert code == 2 and "release" in out
    with pytest.raises(SystemExit) as stopped:
        main(["relase"])
    assert stopped.value.code == 2
    capsys.readouterr()


TWICE = "ids:\n  - {{id: m001, name: 甲, source: s001}}\n  - {{id: {}, name: 甲, source: s001}}\n"


@pytest.mark.parametrize(
    ("name", "body", "key", "rule"),
    [
        ("publication.yaml", "publisher: [", "", "yaml-invalid"),
        ("publication.yaml", "license: MIT-0", "license", "publication-broken"),
        ("publication.yaml", 'lg_code: "131131"', "lg_code", "publication-broken"),
        ("publication.yaml", "licence: CC-BY-4.0", "licen", "publication-broken"),
        ("curation/register.yaml", TWICE.format("m001"), "ids[1]", "publication-broken"),
        ("curation/register.yaml", TWICE.format("m002"), "ids[1]", "publication-broken"),
        ("sources/sources.yaml", "sources:\n  - {id: s001, file: ../secret.md}\n", "file", "publication-broken"),
    ],
)
def test_a_broken_publication_names_file_and_key(run, city: Path, name: str, body: str, key: str, rule: str) -> None:
    path = city / name
    text = path.read_text(encoding="utf-8")
    if "\n" in body or rule == "yaml-invalid":
        path.write_text(body, encoding="utf-8")
    else:
        field = body.split(":")[0].replace("licence", "license")
        path.write_text(re.sub(rf"(?m)^(\s*){field}: .*$", rf"\g<1>{body}", text, count=1), encoding="utf-8")
    for verb in ("check", "release"):
        code, out, err = run(verb, city, "--lang", "en")
        assert (code, out) == (2, ""), err
        assert name.split("/")[-1] in err and key in err and f"[{rule}]" in err and "→" in err
        assert not re.search("[ぁ-ん]", err), "English messages hold no Japanese sentences"
    assert not (city / "releases").exists() or not any((city / "releases").iterdir())


def test_counts_are_in_good_english_and_no_file_is_named_twice(run, tmp_path: Path) -> None:
    row = ("=SUM(A1)の確認", "安全課", "", "", "確認 3回")
    folder = publish(tmp_path / "city", markdown(row))
    code, _, err = run("release", folder, "--lang", "en")
    assert code == 1
    assert "0.1.0 was not made, because of 1 error. Nothing was written." in err
    (tmp_path / "empty.md").write_bytes(b"")
    for name, said in (("empty.md", "there is nothing in empty.md. ["), ("none.md", "none.md does not exist. [")):
        code, _, err = run("inspect", tmp_path / name, "--lang", "en")
        assert (code, err.startswith(said)) == (2, True), err
    code, _, err = run("inspect", tmp_path / "empty.md", "--lang", "ja")
    assert err.startswith("empty.md には何も書かれていません。 [")
    code, _, err = run("verify", tmp_path / "city", "--lang", "en")
    assert err.startswith("city is neither a release folder")


def test_a_place_stands_before_a_sentence_that_does_not_name_it() -> None:
    assert told_at("a.md", "aa.md is empty") == "a.md: aa.md is empty"
    assert told_at("a.md", "a.md.bak is empty") == "a.md: a.md.bak is empty"
    assert told_at("a.md", "there is nothing in a.md.") == "there is nothing in a.md."
    assert told_at("r", "rows are missing in r") == "rows are missing in r"
    assert told_at("", "nothing") == "nothing"
    assert (counted(1, "error", "errors"), counted(1200, "error", "errors")) == ("1 error", "1,200 errors")
