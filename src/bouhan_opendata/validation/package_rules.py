"""Rules that go beyond one cell or one table: each a generator of findings, registered so that a test can see them all."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from bouhan_opendata.findings import Finding, Place
from bouhan_opendata.package import Table
from bouhan_opendata.validation.source_places import SourcePlaces
from bouhan_opendata.validation.yearly_rules import indicators_no_longer_stated, no_longer_stated

Tables = Mapping[str, Table]
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_PLAIN_NUMBER = re.compile(r"[+\-\s]*[0-9.,]*%?\s*")
_PHONE = re.compile(r"(?<![0-9])0[0-9]{1,4}[-(−‐][0-9]{1,4}[-)−‐][0-9]{3,4}(?![0-9])")
_MAIL = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}")
_TEXTS = {
    "measures": ("title", "description"),
    "departments": ("name",),
    "activities": ("text",),
    "report_texts": ("text",),
    "notes": ("text",),
    "source_lines": ("text",),
}
_ODD = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
_ALLOWED = set("\u3000\ufe0f\ufe0e") | {chr(c) for c in range(0xE0100, 0xE01F0)}


def check_package(tables: Tables, *, beyond_errors: bool = True) -> list[Finding]:
    """Every rule across the tables of a package or a release, in the order of :data:`RULES`.

    Without ``beyond_errors`` the rules that only ask for a second look are left out: a reader of a copy cannot mend those.
    """
    rules = RULES if beyond_errors else [rule for rule in RULES if rule not in _SECOND_LOOKS]
    return [finding for rule in rules for finding in rule(tables)]


def quotes_match(tables: Tables) -> Iterator[Finding]:
    """Each figure's quote is exactly the characters it points at."""
    lines = {row["line_id"]: row["text"] or "" for row in tables["source_lines"]}
    for row in tables["figures"]:
        found = lines.get(row["line_id"], "")[row["char_start"] : row["char_end"]]
        if found != row["quote"]:
            yield Finding("quote-mismatch", _at("figures", row["figure_id"]), {"quote": row["quote"], "found": found})


def texts_match_their_lines(tables: Tables) -> Iterator[Finding]:
    """An activity or a text of a report is its lines put together: no character more or less, white space aside.

    A department's head on the item's own line (【学務課】講座 3回) belongs to the section, not to the item.
    """
    lines = {row["line_id"]: row["text"] or "" for row in tables["source_lines"]}
    for table, key in (("activities", "activity_id"), ("report_texts", "text_id")):
        for row in tables[table]:
            found = _tight("".join(lines.get(name, "") for name in _between(row["first_line_id"], row["last_line_id"])))
            stated = _tight((row.get("marker") or "") + row["text"])
            head = found.removesuffix(stated)
            if found != stated and not (table == "activities" and head != found and _HEAD.fullmatch(head)):
                yield Finding("text-mismatch", _at(table, row[key]), {"text": stated[:40], "found": found[:40]})


_HEAD = re.compile(r"[・○●◎◇◆□■]?(?:[【\[〔<≪《(（][^】\]〕>≫》)）]{1,60}[】\]〕>≫》)）]|[^:：]{1,60}[:：])")


def _between(first: str, last: str) -> list[str]:
    """The ids of the lines of a cell from the first to the last."""
    cell, _, start = first.rpartition("-l")
    other, _, end = last.rpartition("-l")
    return [f"{cell}-l{number}" for number in range(int(start), int(end) + 1)] if cell == other else []


def _tight(text: str) -> str:
    return re.sub(r"\s+", "", text)


def observations_stand_on_figures(tables: Tables) -> Iterator[Finding]:
    """Each observation is the value of a figure that may be one, said once for its indicator, year and kind."""
    figures = {row["figure_id"]: row for row in tables["figures"]}
    seen: dict[tuple[Any, ...], str] = {}
    for row in tables["observations"]:
        figure = figures.get(row["figure_id"])
        if figure is None or figure["use"] != "observation" or figure["value"] != row["value"]:
            yield Finding("observation-without-figure", _at("observations", row["observation_id"]), {"value": row["value"]})
        key = (row["indicator_id"], row["fiscal_year"], row["result_kind"])
        if key in seen:
            yield Finding("observation-twice", _at("observations", row["observation_id"]), {"first": seen[key]})
        seen.setdefault(key, row["observation_id"])


def columns_agree(tables: Tables) -> Iterator[Finding]:
    """The conditions that the definition sets between the columns of a row."""
    for name in tables:
        table = tables[name]
        for condition in table.model.conditions:
            for row in table:
                if not condition.holds(row):
                    key = "/".join(str(row[part]) for part in table.model.key)
                    yield Finding("columns-disagree", _at(name, key), {"row": key, "condition": condition.message})


def reports_agree_with_items(tables: Tables) -> Iterator[Finding]:
    """A blank report has no activities; one status of all activities is the report's."""
    statuses: dict[str, set[str]] = defaultdict(set)
    for row in tables["activities"]:
        statuses[row["report_id"]].add(row["status"])
    for row in tables["reports"]:
        found = statuses.get(row["report_id"], set())
        wrong = (row["status"] == "blank" and found) or (len(found) == 1 and row["status"] not in found)
        if wrong:
            params = {"status": row["status"], "items": "、".join(sorted(found))}
            yield Finding("status-inconsistent", _at("reports", row["report_id"]), params)


def jumps(tables: Tables) -> Iterator[Finding]:
    """A number at least doubled or halved from one year to the next, by five or more, unless a published note explains it."""
    labels = {row["indicator_id"]: row["label"] for row in tables["indicators"]}
    noted = {(row["subject_id"], row["fiscal_year"]) for row in tables["notes"]}
    values = {(r["indicator_id"], r["fiscal_year"]): r for r in tables["observations"] if r["result_kind"] == "actual"}
    lines = {row["figure_id"]: row["line_id"] for row in tables["figures"]}
    written = SourcePlaces(tables)
    for (indicator, year), row in values.items():
        before = values.get((indicator, year - 1))
        if before is None or (indicator, year) in noted:
            continue
        small, large = sorted((abs(before["value"]), abs(row["value"])))
        if large >= 2 * small and large - small >= 5:
            params = {"label": labels[indicator], "previous": format(before["value"], "f"), "value": format(row["value"], "f")}
            yield Finding("jump", written.at_line(lines.get(row["figure_id"]), row["observation_id"]), params)


def looks_like_formula(text: str) -> bool:
    """Whether a spreadsheet would take a text for a formula.

    Behind ``=`` anything is one; behind ``@`` a name; behind ``+`` or ``-`` what may be evaluated: not a lone mark, a plain
    number, or prose in which other than ASCII stands outside quotation marks (-5人, +α).

    >>> [looks_like_formula(text) for text in ("=1+1", "@SUM(A1)", "-2+3", "+cmd|' /C calc'!A0")]
    [True, True, True, True]
    >>> [looks_like_formula(text) for text in ("-", "－", "-5人", "+α", "-5", "@", "= ")]
    [False, False, False, False, False, False, False]
    """
    first, rest = text[:1], text[1:].strip()
    if first == "=":
        return bool(rest.strip("= "))
    if first == "@":
        return rest[:1].isascii() and rest[:1].isalpha()
    if first not in ("+", "-") or not first:
        return False
    outside = _QUOTED.sub("", rest)
    return outside.isascii() and any(char.isalnum() for char in rest) and not _PLAIN_NUMBER.fullmatch(rest)


def formula_looking(tables: Tables) -> Iterator[Finding]:
    """A text that a spreadsheet would take for a formula."""
    written = SourcePlaces(tables)
    for table, row, name in _texts(tables, skip=("source_lines",)):
        if looks_like_formula(row[name]):
            yield Finding("formula-looking", written.of(table, row, name, row[name]), {"text": row[name][:40]})


_BLANK_LETTERS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\ufffd")
"""Letters and marks that show nothing, and the sign that stands where a character was lost."""


def is_odd(char: str) -> bool:
    """Whether a character is none that a person writes: invisible, a control, of private use, unassigned, or a lost one.

    Variation selectors are no odd characters: they say which form of a name's kanji is meant.

    >>> [is_odd(char) for char in ("\u200b", "\ufffd", "\ue000", "神", "葛", "\U000e0100", "　")]
    [True, True, True, False, False, False, False]
    """
    return char in _BLANK_LETTERS or (unicodedata.category(char) in _ODD and char not in _ALLOWED)


def odd_characters(tables: Tables) -> Iterator[Finding]:
    """Controls, direction marks, zero-width characters and the like, by code point: where the source has them, said once."""
    written = SourcePlaces(tables)
    sources = "".join(row["text"] or "" for row in tables["source_lines"])
    for table, row, name in _texts(tables):
        for char in sorted(char for char in set(row[name]) if is_odd(char)):
            if table == "source_lines" or char not in sources:
                params = {"code_point": f"U+{ord(char):04X}", "name": unicodedata.name(char, "")}
                yield Finding("odd-character", written.of(table, row, name, char), params)


_TELEPHONE = {"ja": "電話番号", "en": "a telephone number"}
_ADDRESS = {"ja": "メールアドレス", "en": "an e-mail address"}


def personal_data(tables: Tables) -> Iterator[Finding]:
    """Telephone numbers and mail addresses in free text."""
    written = SourcePlaces(tables)
    for table, row, name in _texts(tables, skip=("source_lines",)):
        for pattern, kind in ((_PHONE, _TELEPHONE), (_MAIL, _ADDRESS)):
            for match in pattern.finditer(row[name]):
                yield Finding("personal-data", written.of(table, row, name, match[0]), {"kind": kind, "text": match[0]})


RULES: tuple[Callable[[Tables], Iterator[Finding]], ...] = (
    quotes_match,
    texts_match_their_lines,
    observations_stand_on_figures,
    columns_agree,
    reports_agree_with_items,
    jumps,
    no_longer_stated,
    indicators_no_longer_stated,
    formula_looking,
    odd_characters,
    personal_data,
)
_SECOND_LOOKS = (jumps, no_longer_stated, indicators_no_longer_stated, odd_characters)


def _at(table: str, key: str) -> Place:
    return Place(file=f"data/{table}.csv", key=key)


def _texts(tables: Tables, skip: Sequence[str] = ()) -> Iterator[tuple[str, Mapping[str, Any], str]]:
    """Every free text: its table, its row and the name of its field."""
    for table, fields in _TEXTS.items():
        if table in skip:
            continue
        for row in tables[table]:
            for name in fields:
                if row[name]:
                    yield table, row, name
