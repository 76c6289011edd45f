"""Whole documents as cities make them – Word, HTML, PDF, text – against what a person reads in them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import bouhan_opendata as bo
import pages_web as web
import pages_word as written
from bouhan_opendata.errors import SourceError
from pdfs import printed

WORD = {
    "chapters": (written.chapters, written.CHAPTERS),
    "equality": (written.equality, written.EQUALITY),
    "bullets": (written.bullets, written.BULLETS),
    "departments": (written.departments, written.DEPARTMENTS),
    "themes": (written.themes, written.THEMES),
    "form": (written.form, written.FORM),
    "numbered": (written.numbered, written.NUMBERED),
    "columns_of_headings": (written.columns_of_headings, written.COLUMNS_OF_HEADINGS),
    "changed_rows": (written.changed_rows, written.CHANGED_ROWS),
    "forms_below_headings": (written.forms_below_headings, written.FORMS_BELOW_HEADINGS),
    "years_of_measures": (written.years_of_measures, written.YEARS_OF_MEASURES),
}
PAGES = {
    "environment": (web.ENVIRONMENT_PAGE, web.ENVIRONMENT, ""),
    "years_down": (web.YEARS_DOWN_PAGE, web.YEARS_DOWN, ""),
    "side_by_side": (web.SIDE_BY_SIDE_PAGE, web.SIDE_BY_SIDE, web.PAIR),
    "portrait": (web.PORTRAIT_PAGE, web.PORTRAIT, web.PORTRAIT_CSS),
    "book": (web.BOOK_PAGE, web.BOOK, web.BOOK_CSS),
    "parts": (web.PARTS_PAGE, web.PARTS, ""),
    "captions": (web.CAPTIONS_PAGE, web.CAPTIONS, ""),
    "merged": (web.MERGED_PAGE, web.MERGED, web.MERGED_CSS),
    "spaced": (web.SPACED_PAGE, web.SPACED, web.SPACED_CSS),
    "forms": (web.FORMS_PAGE, web.FORMS, web.BOOK_CSS),
}
SIZES = {
    "merged": (web.SPACED_SIZE, web.SMALL_SIZE),
    "spaced": (web.SPACED_SIZE, web.SMALL_SIZE),
    "portrait": (web.PORTRAIT_SIZE, web.SMALL_SIZE),
    "book": ("size:A4 portrait;margin:20mm",),
}
LANDSCAPE = ("size:A4 landscape;margin:12mm",)
TEXTS = {
    "continued.md": (web.CONTINUED_TEXT, web.CONTINUED),
    "contents.md": (web.CONTENTS_TEXT, web.CONTENTS),
    "levels.md": (web.LEVELS_TEXT, web.LEVELS),
    "tabs.txt": (web.TABS_TEXT, web.TABS),
    "drawn.txt": (web.DRAWN_TEXT, web.DRAWN),
}


def shown(facts: bo.Facts) -> list[str]:
    """The facts in few words: ``#`` a path, ``*`` a measure and its departments, ``-`` an item, ``+`` a further column.

    A department of a cell is shown where it is not the only one of its measure, ``@-`` where none is known.
    """
    lines: list[str] = []
    path: list[str] = []
    rows = facts.reading.table.measures
    for measure in facts.as_dict()["measures"]:
        if measure["path"] != path:
            path = measure["path"]
            lines.append("# " + " > ".join(path))
        names = measure["departments"]
        lines.append(f"* {measure['name']} | {'、'.join(names)}".rstrip())
        for block in measure["activities"]:
            alone = names[0] if len(names) == 1 else None if not names else ""
            section = "" if block["department"] == alone else f" @{block['department'] or '-'}"
            lines.append(f"{block['fiscal_year']} {block['kind']}{section}{_status(block)}")
            lines += map(_item, block["items"])
        own = [row for row in rows if row.title == measure["name"]]
        texts = [pair for row in own for pair in row.texts if pair[1].text]
        for column, cell in sorted(texts, key=lambda pair: pair[0].fiscal_year or 9999):
            year = f" {column.fiscal_year}" if column.fiscal_year else ""
            lines.append(f"+ {column.text_role}{year}: {cell.text}")
    return lines


def _status(part: dict[str, object]) -> str:
    return f" ({part['status']})" if part["status"] else ""


def _item(item: dict[str, object]) -> str:
    figures = [f"{f['label']}:{f['value']}{f['unit']}" for f in item["indicators"]]  # type: ignore[attr-defined]
    return f"- {item['text']}{_status(item)}" + (f" = {'; '.join(figures)}" if figures else "")


def lines_of(expected: str) -> list[str]:
    return expected.strip().split("\n")


def read(data: bytes, name: str, folder: Path) -> bo.Facts:
    path = folder / name
    path.write_bytes(data)
    return bo.read(path)


def rules(facts: bo.Facts) -> set[str]:
    return {finding.rule for finding in facts.findings}


@pytest.mark.parametrize("name", WORD)
def test_a_word_document(name: str, tmp_path: Path) -> None:
    make, expected = WORD[name]
    assert shown(read(make(), f"{name}.docx", tmp_path)) == lines_of(expected)


@pytest.mark.parametrize("name", PAGES)
def test_a_page(name: str, tmp_path: Path) -> None:
    body, expected, css = PAGES[name]
    expected = expected.replace("まちの美化", "ま ち の 美 化")
    assert shown(read(web.page(body, css), f"{name}.html", tmp_path)) == lines_of(expected)


@pytest.fixture(scope="session")
def chromium(need_command: Callable[[str, str], str]) -> str:
    return need_command("chromium", "chromium")


def _prints() -> Iterator[tuple[str, str]]:
    for name in PAGES:
        for size in SIZES.get(name, LANDSCAPE):
            yield name, size


@pytest.mark.parametrize(("name", "size"), list(_prints()))
def test_a_printed_page(name: str, size: str, chromium: str, tmp_path: Path) -> None:
    body, expected, css = PAGES[name]
    data = printed(chromium, body, tmp_path, web.CSS + css, size)
    assert shown(read(data, f"{name}.pdf", tmp_path)) == lines_of(expected)


@pytest.mark.parametrize("name", ["merged", "spaced"])
def test_a_table_that_goes_on_without_its_header(name: str, chromium: str, tmp_path: Path) -> None:
    """Rows are cut by the page and no page but the first has a header."""
    body, expected, css = PAGES[name]
    body = body.replace("<thead>", "").replace("</thead>", "")
    data = printed(chromium, body, tmp_path, web.CSS + css, web.SMALL_SIZE)
    assert shown(read(data, f"{name}.pdf", tmp_path)) == lines_of(expected)


@pytest.mark.xfail(strict=True, reason="a header of two rows with a page's end between them is not put together")
def test_a_header_cut_between_its_rows(chromium: str, tmp_path: Path) -> None:
    body, expected, css = PAGES["environment"]
    body = body.replace("<thead>", "").replace("</thead>", "")
    data = printed(chromium, body, tmp_path, web.CSS + css, web.SMALL_SIZE)
    names = [line for line in lines_of(expected) if line.startswith("*")]
    assert [line for line in shown(read(data, "a.pdf", tmp_path)) if line.startswith("*")] == names


@pytest.mark.parametrize("name", TEXTS)
def test_a_text(name: str, tmp_path: Path) -> None:
    text, expected = TEXTS[name]
    assert shown(read(text.encode("cp932" if name == "tabs.txt" else "utf-8"), name, tmp_path)) == lines_of(expected)


# -- what is beside the table is told, never read


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("bullets", {"table-nested", "word-insertion", "word-deletion", "word-comment", "word-footnote"}),
        ("chapters", {"word-header-footer"}),
        ("themes", {"table-not-read"}),
    ],
)
def test_what_a_word_document_holds_besides_is_told(name: str, told: set[str], tmp_path: Path) -> None:
    assert rules(read(WORD[name][0](), "a.docx", tmp_path)) >= told


@pytest.mark.parametrize("name", ["environment", "book"])
def test_statistics_and_surveys_beside_are_told(name: str, tmp_path: Path) -> None:
    body, _, css = PAGES[name]
    assert "table-not-read" in rules(read(web.page(body, css), "a.html", tmp_path))


def test_a_list_of_shelters_behind_is_told(tmp_path: Path) -> None:
    assert "table-not-read" in rules(read(web.DRAWN_TEXT.encode(), "a.txt", tmp_path))


# -- documents without such a table


REFUSED = {"minutes.docx": written.minutes, "duties.docx": written.duties, "terms.docx": written.terms}


@pytest.mark.parametrize("name", [*web.REFUSED, *REFUSED])
def test_a_document_without_such_a_table_is_refused(name: str, tmp_path: Path) -> None:
    data = web.REFUSED[name] if name in web.REFUSED else REFUSED[name]()
    with pytest.raises(SourceError):
        read(data, name, tmp_path)
