"""確認票: questions as a workbook that people fill in, and the answers read back from it, whatever became of its order."""

from __future__ import annotations

import importlib
import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from bouhan_opendata.asking import CHOICES, LISTS, Answer, Question
from bouhan_opendata.reading.grid import Document, Grid

SHEETS = {
    "measures": "1 施策名",
    "departments": "2 担当課",
    "figures": "3 数",
    "activities": "4 取組",
    "restated": "5 過年度の修正",
}
COVER = "はじめに"
WORDS = {"accept": "採用", "correct": "修正", "exclude": "対象外", "hold": "保留"}
COLUMNS = (
    ("番号", 5), ("年度", 6), ("施策", 15), ("担当課", 10), ("もとの文", 32), ("こちらの読み方・おたずね", 30), ("回答がないとき", 15),
    ("回答", 8), ("数の名前(修正)", 13), ("値(修正)", 9), ("単位(修正)", 9), ("説明・コメント", 26), ("回答者", 11), ("回答日", 11),
    ("場所", 26), ("整理番号(変えないでください)", 24),
)  # fmt: skip
"""The columns and their widths in characters. What is read back is known by these words, in whatever order they stand."""
_ANSWER = COLUMNS[7][0]
_KEY = COLUMNS[-1][0]
_GIVEN = {
    "数の名前(修正)": "label",
    "値(修正)": "value",
    "単位(修正)": "unit",
    "説明・コメント": "comment",
    "回答者": "by",
    "回答日": "on",
}
_HELP = (
    ("この表について", "データを公開する前に、読み取りで確かでないところを、担当の方に確かめていただく表です。"),
    ("書くところ", "黄色の欄だけです。「回答」は選ぶだけです。ほかの欄は読むためのものです。"),
    ("採用", "こちらの読み方でよいとき。"),
    (
        "修正",
        "数の名前・値・単位のどれかを直すとき。直すところだけ書いてください。説明をお願いしている行では、説明を書いて「修正」を選びます。",
    ),
    ("対象外", "統計の数ではないとき。文の中の数としては残ります。"),
    ("保留", "いま決められないとき。空欄と同じで、確かめたことにはなりません。"),
    ("途中でも", "一部だけ書いて返してかまいません。並べかえ、絞りこみ、列の幅の変更をしてもかまいません。"),
)


def question_book(questions: Sequence[Question], *, title: str, made_on: datetime, asked_by: str = "") -> bytes:
    """The workbook: a cover that explains, then five sheets in a fixed order. The same questions give the same bytes."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book: Any = importlib.import_module("xlsxwriter").Workbook(out, options)
    book.set_properties({"title": f"確認票 {title}", "created": made_on})
    forms = _forms(book)
    _cover(book, forms, questions, title, asked_by)
    for name in LISTS:
        _sheet(book, forms, SHEETS[name], [one for one in questions if one.list == name])
    book.close()
    return out.getvalue()


def _forms(book: Any) -> dict[str, Any]:
    plain = {
        "valign": "top",
        "text_wrap": True,
        "border": 1,
        "border_color": "#B8C0C4",
        "font_name": "游ゴシック",
        "font_size": 10,
    }
    return {
        "cell": book.add_format(plain),
        "head": book.add_format({**plain, "bold": True, "bg_color": "#E3EEF1", "valign": "vcenter"}),
        "write": book.add_format({**plain, "bg_color": "#FFF9DC", "num_format": "@"}),
        "write_head": book.add_format({**plain, "bold": True, "bg_color": "#FBE8A6", "valign": "vcenter"}),
        "small": book.add_format({**plain, "font_size": 8, "font_color": "#6B747B"}),
        "mark": book.add_format(
            {"bold": True, "underline": 1, "font_color": "#0A566C", "font_name": "游ゴシック", "font_size": 10}
        ),
        "title": book.add_format({"bold": True, "font_size": 16, "font_name": "游ゴシック"}),
        "text": book.add_format({"text_wrap": True, "valign": "top", "font_name": "游ゴシック", "font_size": 11}),
        "name": book.add_format({"bold": True, "valign": "top", "font_name": "游ゴシック", "font_size": 11}),
    }


def _cover(book: Any, forms: Mapping[str, Any], questions: Sequence[Question], title: str, asked_by: str) -> None:
    sheet = book.add_worksheet(COVER)
    sheet.set_column(0, 0, 18)
    sheet.set_column(1, 1, 78)
    sheet.hide_gridlines(2)
    sheet.write_string(0, 0, f"確認票　{title}", forms["title"])
    row = 2
    for name, text in (*_HELP, ("おたずねした人", asked_by or "オープンデータの担当")):
        sheet.write_string(row, 0, name, forms["name"])
        sheet.write_string(row, 1, text, forms["text"])
        sheet.set_row(row, 19 * -(-2 * len(text) // 78))
        row += 1
    row += 1
    for name in LISTS:
        sheet.write_url(row, 0, f"internal:'{SHEETS[name]}'!A1", forms["name"], SHEETS[name])
        sheet.write_string(row, 1, f"{sum(one.list == name for one in questions)} 件", forms["text"])
        row += 1
    _paper(sheet)


def _sheet(book: Any, forms: Mapping[str, Any], name: str, questions: Sequence[Question]) -> None:
    sheet = book.add_worksheet(name)
    for column, (head, width) in enumerate(COLUMNS):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, head, forms["write_head" if _is_written(head) else "head"])
    sheet.freeze_panes(1, 2)
    for row, question in enumerate(questions, 1):
        _row(sheet, forms, row, question)
    sheet.autofilter(0, 0, max(len(questions), 1), len(COLUMNS) - 1)
    sheet.repeat_rows(0)
    _paper(sheet)
    sheet.print_area(0, 0, max(len(questions), 1), len(COLUMNS) - 3)


def _is_written(head: str) -> bool:
    return head == _ANSWER or head in _GIVEN


def _row(sheet: Any, forms: Mapping[str, Any], row: int, question: Question) -> None:
    year = f"{question.fiscal_year}" if question.fiscal_year else ""
    texts = [str(row), year, question.measure, question.department, None, question.reading, question.default]
    for column, text in enumerate(texts):
        if text is not None:
            sheet.write_string(row, column, text, forms["cell"])
    _line(sheet, forms, row, 4, question)
    line = f"{question.before}{question.quote}{question.after}"
    shown = zip(
        (question.measure, question.department, line, question.reading, question.default), (15, 10, 32, 30, 15), strict=True
    )
    sheet.set_row(row, 16 * max(1, *(-(-2 * len(text) // (width - 1)) for text, width in shown)))
    for column, (head, _) in enumerate(COLUMNS):
        if _is_written(head):
            sheet.write_blank(row, column, None, forms["write"])
    choices = [WORDS[one] for one in CHOICES if one in question.choices]
    told = {"input_title": "回答", "input_message": question.reading[:250]}
    sheet.data_validation(row, 7, row, 7, {"validate": "list", "source": choices, **told})
    sheet.write_string(row, len(COLUMNS) - 2, question.place, forms["small"])
    sheet.write_string(row, len(COLUMNS) - 1, question.key, forms["small"])


def _line(sheet: Any, forms: Mapping[str, Any], row: int, column: int, question: Question) -> None:
    """The line of the source with what is asked about set off; text only, whatever it begins with."""
    parts = [part for part in (question.before, question.quote, question.after) if part]
    if len(parts) < 2 or not question.quote:
        sheet.write_string(row, column, "".join(parts), forms["cell"])
        return
    rich: list[Any] = []
    for part in (question.before, question.quote, question.after):
        if part:
            rich += [forms["mark"], part] if part is question.quote else [part]
    sheet.write_rich_string(row, column, *rich, forms["cell"])


def _paper(sheet: Any) -> None:
    """A4, landscape, one page wide."""
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(0.4, 0.4, 0.5, 0.5)
    sheet.set_footer("&L&A&R&P / &N")


def answers_in(document: Document) -> list[Answer]:
    """The answers of a workbook that came back: every sheet with the column of keys, its rows and columns in any order."""
    return [answer for grid in document.grids for answer in _answers(grid, document.file_name)]


def _answers(grid: Grid, file_name: str) -> list[Answer]:
    heads = next((n for n, row in enumerate(grid.rows) if any(cell.text.strip() == _KEY for cell in row)), None)
    if heads is None:
        return []
    columns = {cell.text.strip(): number for number, cell in enumerate(grid.rows[heads]) if cell.text.strip()}
    choices = {word: code for code, word in WORDS.items()}
    found = []
    for row in grid.rows[heads + 1 :]:
        texts = {name: row[number].text.strip() for name, number in columns.items()}
        if not texts[_KEY]:
            continue
        given = {field: texts.get(name, "") for name, field in _GIVEN.items()}
        said = texts.get(_ANSWER, "")
        choice = choices.get(said, said)
        if not choice and given["comment"] and texts[_KEY].startswith("note "):
            choice = "correct"
        found.append(Answer(texts[_KEY], choice, **given, place=f"{file_name} {row[columns[_KEY]].address}"))
    return found
