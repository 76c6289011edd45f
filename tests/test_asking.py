"""確認票: what a check leaves to people goes out in a workbook, and what they say comes back into the curation files."""

from __future__ import annotations

import random
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import bouhan_opendata as bo
from bouhan_opendata.cli.main import main
from publications import HEADER, markdown, publish

KEY, CHOICE, WHY, WHO, DAY = "整理番号(変えないでください)", "回答", "説明・コメント", "回答者", "回答日"
FIRST = "【安全課】\n・見回り　12回（延べ参加者 340人）\n【学務課】\n・講座を5回"
SECOND = "【安全課】\n・見回り　55回（延べ参加者 40人）\n・新しい取組 3種類"


@pytest.fixture
def city(tmp_path: Path) -> Path:
    rows = [
        ("地域の見回り", "安全課、学務課", "地域を見回ります。", FIRST, SECOND),
        ("灯り", "道路課", "街灯", "・街灯 340基", ""),
    ]
    folder = publish(tmp_path / "city", markdown(*rows, header=HEADER))
    settings = folder / "publication.yaml"
    settings.write_text(re.sub(r"review: \w+", "review: all", settings.read_text(encoding="utf-8")), encoding="utf-8")
    return folder


def rows(sheet: Any) -> tuple[dict[str, int], range]:
    return {cell.value: number for number, cell in enumerate(sheet[1], 1)}, range(2, sheet.max_row + 1)


def answered(
    book: Path, answer: Callable[[str], dict[str, str] | None], to: Path | None = None, *, shuffle: bool = False
) -> Path:
    """The workbook with what ``answer`` says for each key; with the rows and columns in another order if asked."""
    loaded = openpyxl.load_workbook(book)
    for sheet in loaded.worksheets[1:]:
        heads, numbers = rows(sheet)
        for number in numbers:
            for name, text in (answer(str(sheet.cell(number, heads[KEY]).value)) or {}).items():
                sheet.cell(number, heads[name]).value = text
                sheet.cell(number, heads[name]).data_type = "s"
        if shuffle:
            values = [[cell.value for cell in row] for row in sheet.iter_rows()]
            order = list(range(len(values[0])))
            chance = random.Random(7)
            chance.shuffle(order)
            body = values[1:]
            chance.shuffle(body)
            for number, row in enumerate([values[0], *body], 1):
                for column, source in enumerate(order, 1):
                    sheet.cell(number, column).value = row[source]
    made = to or book.with_name("answered.xlsx")
    loaded.save(made)
    return made


def signed(**said: str) -> dict[str, str]:
    return {WHO: "安全課 係長", DAY: "2020-05-01"} | said


def accept_all(key: str) -> dict[str, str] | None:
    return signed(**{CHOICE: "採用"}) if key.startswith("figure") else None


def ask(city: Path, name: str = "q.xlsx") -> Path:
    bo.review(city, city.parent / name)
    return city.parent / name


def test_the_lists_stand_in_a_fixed_order_and_every_question_shows_its_place(city: Path) -> None:
    book = openpyxl.load_workbook(ask(city))
    assert book.sheetnames == ["はじめに", "1 施策名", "2 担当課", "3 数", "4 取組", "5 過年度の修正"]
    heads, numbers = rows(book["3 数"])
    keys = [book["3 数"].cell(n, heads[KEY]).value for n in numbers]
    assert len(keys) == len(set(keys)) == 7
    first = {name: book["3 数"].cell(2, column).value for name, column in heads.items()}
    assert first["もとの文"] == "・見回り　12回（延べ参加者 340人）" and "table1.md 表1 行2 列4 2行目" in first["場所"]
    assert "「見回り」の数として、12回 を2018年度の統計に入れます" in first["こちらの読み方・おたずね"]
    kinds = {str(v.sqref): v.formula1 for v in book["3 数"].data_validations.dataValidation}
    assert set(kinds.values()) == {'"採用,修正,対象外,保留"'}


def test_the_same_questions_give_the_same_bytes(city: Path) -> None:
    assert ask(city).read_bytes() == ask(city, "again.xlsx").read_bytes()


@pytest.mark.parametrize("shuffle", [False, True], ids=["as it was", "rows and columns in another order"])
def test_what_is_confirmed_becomes_a_statistic_and_is_not_asked_again(city: Path, shuffle: bool) -> None:
    before = bo.build(bo.open_publication(city))
    assert len(before["observations"]) == 0
    outcome = bo.accept(city, answered(ask(city), accept_all, shuffle=shuffle))
    assert len(outcome.taken) == 7 and outcome.conflicts == [] and outcome.wrong == []
    package = bo.build(bo.open_publication(city))
    assert sorted(str(row["value"]) for row in package["observations"]) == ["12", "3", "340", "340", "40", "5", "55"]
    assert "安全課 係長" in (city / "curation" / "decisions.yaml").read_text(encoding="utf-8")
    asked = openpyxl.load_workbook(ask(city))
    heads, numbers = rows(asked["3 数"])
    assert not [n for n in numbers if str(asked["3 数"].cell(n, heads[KEY]).value).startswith("figure")]


def test_a_book_taken_twice_changes_nothing(city: Path) -> None:
    book = answered(ask(city), accept_all)
    bo.accept(city, book)
    before = {path.name: path.read_bytes() for path in (city / "curation").iterdir()}
    outcome = bo.accept(city, book)
    assert {path.name: path.read_bytes() for path in (city / "curation").iterdir()} == before
    assert outcome.taken == [] and len(outcome.gone) == 7


def test_comments_and_order_of_the_files_stay(city: Path) -> None:
    decisions = city / "curation" / "decisions.yaml"
    decisions.write_text("# 大事なこと\ndecisions: []   # まだない\n", encoding="utf-8", newline="\n")
    bo.accept(city, answered(ask(city), accept_all))
    text = decisions.read_text(encoding="utf-8")
    assert text.startswith("# 大事なこと\ndecisions:") and "# まだない" in text and text.count("- {id: k") == 7


def test_a_correction_sets_label_value_and_unit(city: Path) -> None:
    def said(key: str) -> dict[str, str] | None:
        if not key.startswith("figure s001-t1-r3-c4-l1-c4 "):
            return None
        return signed(
            **{CHOICE: "修正", "値(修正)": "１，３４０", "単位(修正)": "本", "数の名前(修正)": "防犯灯", WHY: "数えなおした"}
        )

    bo.accept(city, answered(ask(city), said))
    (row,) = (one for one in bo.build(bo.open_publication(city))["figures"] if one["figure_id"] == "s001-t1-r3-c4-l1-c4")
    assert (str(row["value"]), row["label"], row["quote"]) == ("1340", "防犯灯", "340基") and row["decision_id"] == "k001"


@pytest.mark.parametrize(
    ("given", "why"),
    [({"値(修正)": "たくさん"}, "数ではありません"), ({"単位(修正)": "ほげ"}, "単位はありません"), ({}, "どれかを書いて")],
)
def test_a_correction_that_means_nothing_is_told_with_its_cell(city: Path, given: dict[str, str], why: str) -> None:
    outcome = bo.accept(city, answered(ask(city), lambda key: signed(**{CHOICE: "修正"}, **given) if "r3-c4" in key else None))
    ((answer, told),) = outcome.wrong
    assert why in told["ja"] and told["en"] and "answered.xlsx '3 数'!" in answer.place
    assert outcome.taken == []


def test_two_who_disagree_are_shown_and_neither_is_taken(city: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = ask(city)
    one = answered(book, accept_all, book.with_name("one.xlsx"))
    other = answered(
        book,
        lambda key: {CHOICE: "対象外", WHO: "学務課", DAY: "2020-05-02"} if "r3-c4" in key else None,
        book.with_name("two.xlsx"),
    )
    assert main(["accept", str(city), str(one), str(other), "--lang", "ja"]) == 1
    said = capsys.readouterr().out
    assert "食い違い 1" in said and "one.xlsx '3 数'!" in said and "学務課: exclude" in said
    text = (city / "curation" / "decisions.yaml").read_text(encoding="utf-8")
    assert "r3-c4" not in text and text.count("confirm: true") == 6


def test_who_and_when_are_needed_and_may_be_said_once_for_all(city: Path) -> None:
    book = answered(ask(city), lambda key: {CHOICE: "採用"} if key.startswith("figure") else None)
    assert len(bo.accept(city, book).wrong) == 7
    assert len(bo.accept(city, book, by="防犯係", on="2020-05-01").taken) == 7
    with pytest.raises(bo.UsageError):
        bo.accept(city, book, on="昨日")


def test_nothing_said_is_not_confirmed(city: Path) -> None:
    outcome = bo.accept(city, ask(city), by="x", on="2020-05-01")
    assert outcome.taken == [] and len(outcome.left) >= 7
    held = bo.accept(city, answered(ask(city), lambda key: {CHOICE: "保留"}), by="x", on="2020-05-01")
    assert held.taken == [] and len(held.left) == len(outcome.left)


def test_an_explanation_becomes_a_note_and_is_asked_once(city: Path) -> None:
    bo.accept(city, answered(ask(city), accept_all))
    told = '=雨が多く、"少なかった"'
    book = answered(ask(city), lambda key: signed(**{CHOICE: "修正", WHY: told}) if key.startswith("note jump") else None)
    outcome = bo.accept(city, book)
    assert outcome.taken and all(key.startswith("note jump") for key in outcome.taken)
    notes = bo.build(bo.open_publication(city))["notes"]
    assert {row["text"] for row in notes} == {told} and len(notes) == len(outcome.taken)
    again = openpyxl.load_workbook(ask(city))
    keys = [str(cell.value) for sheet in again.worksheets[1:] for cell in sheet[get_column(sheet)]]
    assert not [key for key in keys if key.startswith("note jump")]


def get_column(sheet: Any) -> str:
    return str(openpyxl.utils.get_column_letter(rows(sheet)[0][KEY]))


def test_each_department_gets_its_own_book_and_they_are_merged(city: Path) -> None:
    made = bo.review(city, city.parent / "books", by_department=True)
    assert {path.name for path in made} == {
        "確認票_安全課.xlsx",
        "確認票_学務課.xlsx",
        "確認票_道路課.xlsx",
        "確認票_全体.xlsx",
    }
    books = [answered(path, accept_all, path.with_name(f"x{n}.xlsx")) for n, path in enumerate(made)]
    assert len(bo.accept(city, *books).taken) == 7


def test_another_program_may_have_saved_it(city: Path, tmp_path: Path, need_command: Callable[[str, str], str]) -> None:
    office = need_command("libreoffice", "soffice")
    book = answered(ask(city), accept_all)
    command = [office, f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}", "--headless", "--convert-to", "xlsx"]
    subprocess.run([*command, "--outdir", str(tmp_path / "saved"), str(book)], check=True, capture_output=True, timeout=120)
    assert len(bo.accept(city, tmp_path / "saved" / book.name).taken) == 7


def test_what_is_no_such_book_is_refused(city: Path) -> None:
    other = openpyxl.Workbook()
    other.active.append(["a", "b"])
    other.active.append(["1", "2"])
    other.save(city.parent / "other.xlsx")
    with pytest.raises(bo.UsageError) as caught:
        bo.accept(city, city.parent / "other.xlsx")
    assert "other.xlsx" in caught.value.text("ja")


def test_the_verb_tells_how_many_questions_there_are(city: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["review", str(city), "-o", str(city.parent / "v.xlsx"), "--lang", "en"]) == 0
    assert re.search(r"^\d+ questions", capsys.readouterr().out)


def test_an_answer_to_a_line_that_was_changed_since_confirms_nothing(city: Path) -> None:
    book = answered(ask(city), accept_all)
    source = next((city / "sources").glob("*.md"))
    source.write_text(source.read_text(encoding="utf-8").replace("見回り　12回", "見回り　99回"), encoding="utf-8")
    outcome = bo.accept(city, book)
    assert len(outcome.gone) == 2 and all("r2-c4-l" in answer.key for answer in outcome.gone)
    assert "99" not in {str(row["value"]) for row in bo.build(bo.open_publication(city))["observations"]}


def test_what_people_say_of_the_sample_leaves_a_publication_that_opens(workspace: Path, tmp_path: Path) -> None:
    bo.review(workspace, tmp_path / "q.xlsx")
    said = answered(tmp_path / "q.xlsx", lambda key: signed(**{CHOICE: "採用"}) if key.startswith("proposal") else None)
    outcome = bo.accept(workspace, said)
    assert bo.build(bo.open_publication(workspace)) is not None
    assert len(outcome.left) == sum(bo.review(workspace, tmp_path / "again.xlsx").values())


def test_all_of_it_is_written_or_nothing(city: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from bouhan_opendata import asked

    book = answered(ask(city), accept_all)
    before = {path.name: path.read_bytes() for path in (city / "curation").iterdir()}

    def broken(*_: object, **__: object) -> None:
        raise bo.PublicationError(bo.load_model().rules["no-sources"])

    monkeypatch.setattr(asked, "open_folder", broken)
    with pytest.raises(bo.PublicationError):
        bo.accept(city, book)
    assert {path.name: path.read_bytes() for path in (city / "curation").iterdir()} == before
