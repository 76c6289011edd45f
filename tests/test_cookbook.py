"""The query cookbook: SPARQL, SQL and pandas answer each question alike on three releases; the pages hold the queries."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
import yaml

import bouhan_opendata as bo
from bouhan_opendata.tabular.sqlite import sqlite_bytes
from conftest import ROOT, need_module

COOKBOOK = ROOT / "docs" / "cookbook"
QUESTIONS: list[dict[str, Any]] = yaml.safe_load((COOKBOOK / "queries.yaml").read_text(encoding="utf-8"))
WORDS = {
    "ja": {
        "title": "問いの手引き",
        "lead": (
            "リリースに尋ねる{count}の問いと、その答え方です。どの問いにも、SPARQL(RDF)、SQL(SQLite)、pandas(表)の三通りで"
            "同じ答えが出ます。テストが、三つのリリースで確かめています。pandas の例では、表の名前の変数に"
            '`release["表の名前"].to_pandas()` が入っています。'
        ),
        "other": "[English](index.md)",
        "trap": "まちがえやすい尋ね方",
        "asks": "尋ねる人",
    },
    "en": {
        "title": "Query cookbook",
        "lead": (
            "{count} questions to a release, and how to ask them. SPARQL (over the RDF), SQL (over the SQLite file) and pandas "
            "(over the tables) give the same answer to each; the tests run them on three releases. In the pandas examples a "
            'variable with the name of a table holds `release["table"].to_pandas()`.'
        ),
        "other": "[日本語](index.ja.md)",
        "trap": "Easily asked wrong",
        "asks": "Asked by",
    },
}
WHO = {
    "citizen": {"ja": "住民", "en": "a citizen"},
    "council": {"ja": "議員", "en": "a council member"},
    "journalist": {"ja": "記者", "en": "a journalist"},
    "officer": {"ja": "担当者", "en": "an officer"},
    "engineer": {"ja": "技術者", "en": "an engineer"},
}


def page(lang: str) -> str:
    words = WORDS[lang]
    lines = [f"# {words['title']}", "", words["other"], "", words["lead"].format(count=len(QUESTIONS)), ""]
    lines += [f"{number}. [{one[lang]}](#{one['id']})" for number, one in enumerate(QUESTIONS, 1)]
    for number, one in enumerate(QUESTIONS, 1):
        lines += ["", f'<a id="{one["id"]}"></a>', "", f"## {number}. {one[lang]}", ""]
        lines += [f"{words['asks']}: {WHO[one['who']][lang]}", "", one[f"why_{lang}"], ""]
        for kind, fence in (("sparql", "sparql"), ("sql", "sql"), ("pandas", "python-pandas")):
            lines += [f"```{fence}", one[kind].rstrip("\n"), "```", ""]
        if "wrong" in one:
            lines += [f"**{words['trap']}**: {one['wrong'][lang]}", "", "```sql", one["wrong"]["sql"], "```"]
    return "\n".join(lines).rstrip("\n") + "\n"


def plain(value: Any) -> Any:
    """A value as all three give it: numbers as decimals, booleans as numbers, nothing as None."""
    if value is None or type(value).__name__ == "NAType" or (isinstance(value, float) and value != value):
        return None
    if isinstance(value, (bool, int, float, Decimal)) or hasattr(value, "item"):
        number = value.item() if hasattr(value, "item") else value
        return Decimal(str(int(number) if isinstance(number, bool) else number)).normalize()
    return str(value)


def rows(found: Any) -> list[tuple[Any, ...]]:
    return sorted((tuple(plain(cell) for cell in row) for row in found), key=repr)


def by_sparql(release: Any, query: str) -> list[tuple[Any, ...]]:
    found = release.query(query)
    assert isinstance(found, list)
    return rows(row.values() for row in found)


def by_sql(database: bytes, query: str) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(":memory:")) as opened:
        opened.deserialize(database)
        return rows(opened.execute(query).fetchall())


def by_pandas(release: Any, code: str) -> list[tuple[Any, ...]]:
    scope = {name: release[name].to_pandas() for name in release}
    exec(code, scope)
    return rows(scope["answer"].itertuples(index=False))


@pytest.fixture(scope="module")
def asked() -> dict[Path, tuple[Any, bytes]]:
    return {}


def opened(place: Path, asked: dict[Path, tuple[Any, bytes]]) -> tuple[Any, bytes]:
    if place not in asked:
        release = bo.open_release(place)
        asked[place] = (release, sqlite_bytes(bo.load_model(), {name: release[name].rows for name in release}))
    return asked[place]


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda one: one["id"])
def test_three_ways_give_one_answer(question: dict[str, Any], each_release: Path, asked: Any) -> None:
    need_module("pandas")
    release, database = opened(each_release, asked)
    answer = by_sql(database, question["sql"])
    assert by_sparql(release, question["sparql"]) == answer
    assert by_pandas(release, question["pandas"]) == answer
    assert answer or question.get("may_be_empty")


def test_every_question_has_an_answer_on_one_release_at_least(releases: Any, asked: Any) -> None:
    for question in QUESTIONS:
        assert any(by_sql(opened(releases[name], asked)[1], question["sql"]) for name in releases), question["id"]


def test_a_wrong_way_of_asking_gives_another_answer(releases: Any, asked: Any) -> None:
    for question in QUESTIONS:
        if "wrong" in question:
            found = [opened(releases[name], asked)[1] for name in releases]
            wrong, right = question["wrong"]["sql"], question["sql"]
            assert any(by_sql(data, wrong) != by_sql(data, right) for data in found), question["id"]


def test_there_are_twenty_five_questions_each_once() -> None:
    assert len(QUESTIONS) >= 25 and len({one["id"] for one in QUESTIONS}) == len(QUESTIONS)


@pytest.mark.parametrize(("lang", "name"), [("ja", "index.ja.md"), ("en", "index.md")])
def test_the_pages_are_made_from_the_questions(lang: str, name: str) -> None:
    assert (COOKBOOK / name).read_text(encoding="utf-8") == page(lang)


if __name__ == "__main__":
    for lang, name in (("ja", "index.ja.md"), ("en", "index.md")):
        (COOKBOOK / name).write_text(page(lang), encoding="utf-8", newline="\n")
