"""The lines around the tables: which are the document's title, which are headings of the plan."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bouhan_opendata.japanese.folding import fold, folded_word
from bouhan_opendata.model import Model
from bouhan_opendata.reading.grid import Document, OutsideLine
from bouhan_opendata.reading.headers import header_year
from bouhan_opendata.reading.headings import numbered, plain
from bouhan_opendata.reading.state import Layout
from bouhan_opendata.reading.titles import is_department

MARKS = "■◆●◎【《＜<〔 　"
"""Signs that mark a line as a heading."""

_ENCLOSED = re.compile(r"^[【《＜<〔].+[】》＞>〕]$")
_SIGNED = re.compile(r"^[■◆●◎]")
_ASIDE = re.compile(r"^[(（※]")
_LEADERS = re.compile(r"(?:[.・･·⋯―─_-]{3,80}|(?:[.・･·⋯―─_-] ){3,80})\s{0,20}\(?[0-9]{1,4}\)?$|\t\s{0,20}[0-9]{1,4}$|\]\(#")
_PAGED = re.compile(r"\s[0-9]{1,4}$")
_LABELLED = re.compile(
    r"^[■●○◆◎・（(【\[〔 　]{0,4}(?P<label>[^:： 　]{1,12})[:： 　]{1,4}(?P<name>[^）)】\]〕]{1,60})[）)】\]〕]?$"
)
_LEGEND = re.compile(r"[A-EＡ-ＥSＳ◎○●△▲×☆★][ 　]?[:：=＝…]")
"""A：計画どおり, ○…実施: what the marks of a table stand for."""
_LONGEST = 60
_LONGEST_MARKED = 40


def bare(line: str) -> str:
    """A heading line without what marks it: #, bold stars, brackets around it."""
    return plain(line.lstrip("#＃ ")).strip("*＊ ").lstrip(MARKS).rstrip("】》＞>〕 　")


def _level(line: OutsideLine) -> int:
    return len(line.text) - len(line.text.lstrip("#＃"))


def find_title(document: Document, model: Model) -> tuple[str | None, int]:
    """The document's title and how many lines at its top belong to it.

    The first line is one unless it is numbered, marked as a lower heading, or one of several unnumbered highest headings
    that name no document. A lower heading before everything else is one too when its words name a document or a year and
    no other heading shares its level, or when it has no table of its own.
    """
    lines = document.outside
    title: str | None = None
    for number, line in enumerate(lines):
        words, level = bare(line.text), _level(line)
        if line.row_no > document.grids[0].line_no or (words and numbered(words)):
            return title, number
        if number == 0 and level < 2 and not (level and _is_one_of_several(document, model)):
            title = words or None
        elif words and not (level and _is_of_document(document, number, model)):
            return title, number
        title = title or words or None
    return title, len(lines)


def _is_one_of_several(document: Document, model: Model) -> bool:
    """Whether the first line is a highest heading among others without numbers, and names no document and no year."""
    others = [bare(line.text) for line in document.outside[1:] if _level(line) == 1]
    return any(not numbered(words) for words in others) and not _names_a_document(bare(document.outside[0].text), model)


def _names_a_year(words: str) -> bool:
    folded = folded_word(words)
    return header_year(folded) is not None or re.search(r"[0-9](?:年度|年間|か年|カ年)", folded) is not None


def _names_a_document(words: str, model: Model) -> bool:
    names = {folded_word(word.text) for word in model.words["layout_words"] if word.meaning == "title"}
    return _names_a_year(words) or any(name in folded_word(words) for name in names)


def _is_of_document(document: Document, number: int, model: Model) -> bool:
    lines = document.outside
    words, level = bare(lines[number].text), _level(lines[number])
    if not (_names_a_year(words) if number else _names_a_document(words, model)):
        return False
    later = [line for line in lines[number + 1 :] if 0 < _level(line) <= level]
    if all(numbered(bare(line.text)) for line in later if _level(line) == level):
        return True
    return bool(later) and later[0].row_no < document.grids[0].line_no


def take_headings(state: Layout, lines: Sequence[OutsideLine], *, is_read: bool) -> None:
    """Take the headings among the lines before a table; lines with a mark alone only before a table that ``is_read``."""
    contents = _contents(lines, state.model)
    for number, line in enumerate(lines):
        words, level = bare(line.text), _level(line)
        if not words or line.row_no in contents or _LEGEND.match(line.text):
            continue
        if level:
            state.outline.put(0, line.row_no, "line", level, (words,))
        elif len(words) <= _LONGEST and not words.endswith(("。", "、")) and numbered(words):
            state.outline.add(0, line.row_no, (words,))
        elif is_read and _is_marked_heading(lines, number, state.model):
            state.outline.put(0, line.row_no, "mark", 1, (words,))


def _contents(lines: Sequence[OutsideLine], model: Model) -> set[int]:
    """The lines of a table of contents: with leaders or a tab before a page, with a link, or below 目次 and with a page."""
    names = {folded_word(word.text) for word in model.words["layout_words"] if word.meaning == "contents"}
    found: set[int] = set()
    is_below = False
    for line in lines:
        folded = fold(line.text).text.strip()
        if folded_word(bare(line.text)) in names:
            is_below = True
        elif _LEADERS.search(folded) or (is_below and _PAGED.search(folded)):
            found.add(line.row_no)
        elif numbered(bare(line.text)):
            is_below = False
    return found


def _is_marked_heading(lines: Sequence[OutsideLine], number: int, model: Model) -> bool:
    """A short line with a mark, alone with that mark, and nothing but headings and asides between it and the table."""
    text = plain(lines[number].text)
    if len(text) > _LONGEST_MARKED or re.search(r"[。、:：]", text) or not (_SIGNED.match(text) or _ENCLOSED.match(text)):
        return False
    attached = [word.text for word in model.words["layout_words"] if word.note == "attachment"]
    if bare(text).startswith(tuple(attached)) or sum(line.text[:1] == text[:1] for line in lines) > 1:
        return False
    behind = [line.text for line in lines[number + 1 :]]
    return all(_ASIDE.match(line) or line.startswith("#") or numbered(bare(line)) or line[:1] in MARKS for line in behind)


def department_line(line: str, model: Model) -> str:
    """A line that says which department, with all but its name blanked out; empty where it says something else.

    >>> from bouhan_opendata.model import load_model
    >>> department_line("担当課：保育課", load_model())
    '    保育課'
    """
    if (match := _LABELLED.match(line)) is not None and "。" not in match["name"]:
        roles = {folded_word(word.text) for word in model.words["header_roles"] if word.meaning == "department"}
        if folded_word(match["label"]) in roles:
            return " " * match.start("name") + match["name"]
    enclosed = _ENCLOSED.match(line) or _ASIDE.match(line)
    name = line.strip("()（）【】〔〕《》<>＜＞ ")
    return " " * line.index(name) + name if enclosed and name and is_department(name, model) else ""


def stated_year(document: Document) -> int | None:
    """The fiscal year that the first lines of a document name."""
    years = (header_year(fold(line.text).text) for line in document.outside[:5])
    return next((year for year in years if year is not None), None)
