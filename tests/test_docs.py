"""What the documents say is so: code runs, queries answer, links lead somewhere, every name is documented."""

from __future__ import annotations

import re
import shlex
import shutil
import sqlite3
import textwrap
from contextlib import closing
from pathlib import Path

import pytest

import bouhan_opendata as bo
from bouhan_opendata.cli import main
from publications import ROW, markdown, publish

ROOT = Path(__file__).resolve().parents[1]
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")])

WITH_CREATOR = {
    "slug: bouhan": "creator: {ja: 研究会, en: The study group}\nslug: bouhan",
    "license_confirmed: true": "license_confirmed: false",
}


def blocks(path: Path, language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", path.read_text(encoding="utf-8"), re.DOTALL)


@pytest.mark.parametrize("path", PAGES, ids=lambda p: p.relative_to(ROOT).as_posix())
def test_links_lead_somewhere(path: Path) -> None:
    for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", path.read_text(encoding="utf-8")):
        assert (path.parent / target).exists(), target


READMES = ["README.md", "README.ja.md"]


@pytest.mark.parametrize("page", READMES)
def test_the_python_of_the_readme_runs(page: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    (code,) = blocks(ROOT / page, "python")
    exec(compile(code, page, "exec"), {})
    assert "CoCoパトロール隊による地域パトロール" in capsys.readouterr().out


@pytest.mark.parametrize("page", READMES)
def test_the_sparql_of_the_readme_answers(page: str, released: Path) -> None:
    (query,) = blocks(ROOT / page, "sparql")
    with bo.open_release(released) as release:
        rows = release.query(query)
        assert isinstance(rows, list)
        assert len(rows) == len(release["observations"])
        assert any(str(row["label"]) == "カンガルーポケット登録件数" and row["value"] == 1054 for row in rows)


@pytest.mark.parametrize("page", READMES)
def test_the_sql_of_the_readme_answers(page: str, released: Path) -> None:
    (query,) = blocks(ROOT / page, "sql")
    (database,) = released.parent.glob(f"*-{released.name}.sqlite")
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        rows = connection.execute(query).fetchall()
    assert ("CoCoパトロール隊による地域パトロール", "パトロール回数", 2019, 503, "回") in rows


@pytest.mark.parametrize("page", READMES)
def test_the_readme_shows_the_commands_of_both_systems(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    for command in ("make release", "make test", "py -m venv .venv", r".venv\Scripts\python -m pytest"):
        assert f"    {command}" in text
    for verb in VERBS:
        assert f"`bouhan {verb} " in text


def test_every_page_a_city_needs_is_there_in_both_languages() -> None:
    english_only = {"architecture.md", "dependencies.md", "platforms.md", "w3id.md", "evaluation.md"}
    for page in (ROOT / "docs").rglob("*.md"):
        if page.name in english_only or page.name.endswith(".ja.md"):
            continue
        japanese = page.with_name(page.name.removesuffix(".md") + ".ja.md")
        assert f"[日本語]({japanese.name})" in page.read_text(encoding="utf-8"), page
        assert f"[English]({page.name})" in japanese.read_text(encoding="utf-8"), japanese


VERBS = ("init", "inspect", "check", "release", "verify", "explain", "generate")


@pytest.mark.parametrize("page", ["doors.md", "doors.ja.md"])
def test_every_verb_and_public_name_is_documented(page: str) -> None:
    text = (ROOT / "docs" / "reference" / page).read_text(encoding="utf-8")
    for name in bo.__all__:
        assert re.search(rf"`{name}\b", text), name
    for verb in VERBS:
        assert f"`{verb}`" in text


@pytest.mark.parametrize("ending", [".md", ".ja.md"])
def test_every_rule_and_field_is_in_the_reference(ending: str, model: bo.Model) -> None:
    rules = (ROOT / "docs" / "reference" / f"rules{ending}").read_text(encoding="utf-8")
    assert all(f"## {rule}\n" in rules for rule in model.rules)
    fields = (ROOT / "docs" / "reference" / f"fields{ending}").read_text(encoding="utf-8")
    assert all(f"`{field.name}`" in fields for table in model.tables.values() for field in table.fields)


@pytest.mark.parametrize("ending", [".md", ".ja.md"])
def test_the_findings_page_gives_each_its_level(ending: str, model: bo.Model) -> None:
    levels = {"error": "error", "warning": "warning", "info": "info"}
    if ending == ".ja.md":
        levels = {"error": "エラー", "warning": "注意", "info": "お知らせ"}
    text = (ROOT / "docs" / "how-to" / f"findings{ending}").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z-]+)` ?(.*?) \| (\S+) \|", text, re.MULTILINE)
    assert rows
    for rule, title, level in rows:
        assert level == levels[model.rules[rule].level], rule
        assert title in ("", model.rules[rule].title["ja"]), rule


@pytest.mark.parametrize("page", READMES)
def test_the_readme_shows_a_row_that_is_in_the_release(page: str, released: Path) -> None:
    (row,) = re.findall(
        r"^\| (i\d+-2019) \| (\d+) \| (\d+) \| (\w+) \| (\S+) \|$", (ROOT / page).read_text("utf-8"), re.MULTILINE
    )
    with bo.open_release(released) as release:
        found = next(o for o in release["observations"] if o["observation_id"] == row[0])
    assert (str(found["fiscal_year"]), format(found["value"], "f"), found["unit_id"], found["figure_id"]) == row[1:]


def in_order(shown: list[str], printed: str) -> None:
    """The lines shown stand in the output one after another; … may stand for any number of them."""
    lines = iter([line.rstrip() for line in printed.splitlines() if line.strip()])
    gap = False
    for line in shown:
        if line == "…":
            gap = True
            continue
        for found in lines:
            if found == line.rstrip():
                break
            assert gap, (line, found)
        else:
            raise AssertionError(f"not printed: {line}")
        gap = False
    assert gap or not list(lines)


FENCE = re.compile(r"^( *)```(\w+)(?: (\S+))?\n(.*?)^ *```", re.DOTALL | re.MULTILINE)
WORKED = [
    f"{page}{ending}"
    for page in ("tutorial", "how-to/table", "how-to/findings", "how-to/decide", "how-to/new-city", "how-to/use-a-release")
    for ending in (".md", ".ja.md")
]


@pytest.mark.slow
@pytest.mark.parametrize("page", WORKED)
def test_what_a_page_shows_is_what_happens(
    page: str, released: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Blocks are run in order: one that names a file is that file, commands print what is shown, Python what its comments say."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    shutil.copytree(ROOT / "datapackage", "mycopy", ignore=shutil.ignore_patterns("releases"))
    shutil.copytree(released, Path("datapackage/releases") / released.name)
    for indent, language, file, body in FENCE.findall((ROOT / "docs" / page).read_text(encoding="utf-8")):
        body = textwrap.dedent(body) if indent else body
        if file:
            Path(file).write_text(body, encoding="utf-8")
        elif language == "python":
            exec(compile(body, page, "exec"), {})
            printed = capsys.readouterr().out.splitlines()
            shown = re.findall(r"^ *print\(.*\)  # (\[.*\]|\d+)", body, re.MULTILINE)
            assert shown
            assert printed[: len(shown)] == shown
        elif language == "console":
            for block in body.split("$ bouhan ")[1:]:
                command, *shown = block.splitlines()
                assert main(shlex.split(command)) == 0
                in_order(shown, capsys.readouterr().out)


def test_the_redirects_cover_every_address_of_a_release(released: Path, tmp_path: Path, model: bo.Model) -> None:
    page = (ROOT / "docs" / "w3id.md").read_text(encoding="utf-8")
    rules = [re.compile(pattern) for pattern in re.findall(r"^RewriteRule (\S+) ", page, re.MULTILINE)]
    fresh = bo.release(bo.open_publication(publish(tmp_path / "city", markdown(ROW), settings=WITH_CREATOR))).paths[0]
    root = model.namespace.rpartition("/")[0] + "/"
    found = {f"{root}shapes"}
    for folder in (released, fresh):
        texts = [(folder / "rdf" / name).read_text(encoding="utf-8") for name in ("data.nt", "vocabulary.ttl", "shapes.ttl")]
        found |= {iri.partition("#")[0] for text in texts for iri in re.findall(r"<(https?://[^>]*)>", text)}
    below = sorted(iri.removeprefix(root) for iri in found if iri.startswith(root))
    assert len(below) > 1000
    assert {"vocab", f"vocab/{model.version}", "code/units", "131130/city", "131130/run/0.1.0", "131130/rights"} <= set(below)
    assert [path for path in below if not any(rule.search(path) for rule in rules)] == []
