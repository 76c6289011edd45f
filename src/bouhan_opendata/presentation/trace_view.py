"""Where a figure, an id or words come from, told for a terminal and as a page."""

from __future__ import annotations

import base64
import hashlib
import importlib.resources
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bouhan_opendata.findings import Lang
from bouhan_opendata.model import Model
from bouhan_opendata.presentation.inspect_view import wrapped
from bouhan_opendata.tracing import CellLine, Decided, Passage, Reading, Step, Trace, Traces, YearStatement

_SHOWN = (
    "label", "value", "lower", "upper", "unit_id", "date_start", "date_end", "precision", "scope", "counting", "time_basis",
    "per", "as_of", "since_fiscal_year", "relation", "use", "grade",
)  # fmt: skip
"""The fields of a number that people look at."""
_SILENT = {"precision": "exact", "scope": "whole", "counting": "not_stated", "time_basis": "not_stated"}
"""What goes without saying."""
_CONTEXT = 2
"""Lines of the cell that a terminal shows before and after those that are meant."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters, marked or not."""

    text: str
    is_marked: bool


def pieces(line: CellLine) -> list[Piece]:
    """A line cut at its marks; the pieces are the whole line."""
    made, at = [], 0
    for start, end in line.marks:
        if start < at:
            continue
        made += [Piece(line.text[at:start], False), Piece(line.text[start:end], True)]
        at = end
    made.append(Piece(line.text[at:], False))
    return [piece for piece in made if piece.text]


def trace_text(traces: Traces, model: Model, lang: Lang, *, width: int = 100, colour: bool = False) -> str:
    """For a terminal: what is asked for stands between ``⟦`` and ``⟧``; where colours may be used it is inverted."""
    words = _WORDS[lang]
    bold = (lambda text: f"\033[1m{text}\033[0m") if colour else (lambda text: text)
    mark = (lambda text: f"\033[7m{text}\033[0m") if colour else (lambda text: f"⟦{text}⟧")
    lines = [summary(traces, lang)]
    for one in traces.found:
        lines += ["", bold(title(one, model, lang))]
        for head, told in _parts(one, model, lang, mark):
            lines += [f"  {head}"] + [f"    {row}" for text in told for row in wrapped(text, width - 4)]
    if traces.total > len(traces.found):
        lines += ["", words["more"].format(count=traces.total - len(traces.found))]
    return "\n".join(lines)


def trace_page(traces: Traces, model: Model, lang: Lang) -> str:
    """One self-contained page: nothing is fetched, no script runs, the one style is allowed by its hash."""
    from jinja2 import Environment, StrictUndefined

    folder = importlib.resources.files("bouhan_opendata") / "presentation/templates"
    style = "".join((folder / name).read_text(encoding="utf-8") for name in ("review.css", "trace.css"))
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string((folder / "trace.html.j2").read_text(encoding="utf-8"))
    return template.render(
        lang=lang,
        words=_WORDS[lang],
        style=style,
        style_hash=f"sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}",
        traces=traces,
        summary=summary(traces, lang),
        title=lambda one: title(one, model, lang),
        pieces=pieces,
        place=lambda passage: place(passage, lang),
        reading=lambda one: list(reading(one, model, lang)),
        step=lambda one: step(one, model, lang),
        year=lambda one: year(one, model, lang),
        decided=lambda one: decided(one, model, lang),
        releases=lambda one: list(releases(one, lang)),
    )


def summary(traces: Traces, lang: Lang) -> str:
    """What was asked, how it was understood, and how much was found."""
    words = _WORDS[lang]
    kind = words[f"asked-{traces.asked}"]
    return words["summary" if traces.total else "nothing"].format(
        question=traces.question, kind=kind, count=traces.total, version=traces.version
    )


def title(one: Trace, model: Model, lang: Lang) -> str:
    """The subject: what it is, its name and its id."""
    return f"{model.tables[one.table].title[lang]}  {one.name}  ({one.id})"


def step(one: Step, model: Model, lang: Lang) -> str:
    """Something the subject belongs to."""
    return f"{model.tables[one.table].title[lang]}: {one.name} ({one.id})"


def place(passage: Passage, lang: Lang) -> str:
    """A source cell as a person finds it."""
    words = _WORDS[lang]
    key = "place-outside" if passage.table_no == 0 else "place"
    where = words[key].format(table=passage.table_no, row=passage.row_no, column=passage.column_no)
    return f"{passage.file_name} {where}"


def reading(one: Reading, model: Model, lang: Lang) -> Iterator[tuple[str, str]]:
    """What a number was read as: (field, value) in words, what goes without saying left out."""
    table = model.tables["figures"]
    for name in _SHOWN:
        value = one.figure.get(name)
        if value is not None and _SILENT.get(name) != value and name in table.names:
            title = _WORDS[lang]["unit"] if name == "unit_id" else table.field(name).title[lang]
            yield title, _value(name, value, one.figure, model, lang)
    words = _WORDS[lang]
    if one.observation_id:
        yield words["observation"], one.observation_id
    for other in one.same:
        yield words["beside"], f"{other.name} ({other.id})"


def _value(name: str, value: Any, figure: Mapping[str, Any], model: Model, lang: Lang) -> str:
    if name == "unit_id":
        unit = model.units.get(str(value))
        return unit.label[lang] if unit else str(value)
    scheme = model.tables["figures"].field(name).scheme
    if scheme and (code := model.code_lists[scheme].codes.get(str(value))):
        return code.label[lang]
    return f"{value:,}" if name in ("value", "lower", "upper") else str(value)


def year(one: YearStatement, model: Model, lang: Lang) -> str:
    """What one year states."""
    kind = model.code_lists["result_kind"].codes[one.result_kind].label[lang]
    status = model.code_lists["status"].codes.get(one.status or "")
    parts = [f"{one.fiscal_year} {kind}", one.words or (status.label[lang] if status else ""), f"({one.id})"]
    if one.words and status and one.status != "reported":
        parts.insert(2, f"[{status.label[lang]}]")
    if not one.is_current:
        parts.append(_WORDS[lang]["former"])
    return "  ".join(part for part in parts if part)


def decided(one: Decided, model: Model, lang: Lang) -> str:
    """A decision in words: its number, what it sets, why, by whom and when."""
    words = _WORDS[lang]
    values = words["comma"].join(_set(one.target, name, value, model, lang) for name, value in one.values.items())
    what = words[f"action-{one.action}"] + (f" {values}" if values else "")
    return words["decision"].format(id=one.id, what=what, why=one.why, by=one.by, on=one.on)


_DECIDED_IN = {"indicator": "indicators", "measure": "measures", "department": "departments"}
"""The table whose fields a decision about something sets; else it is that of the numbers."""


def _set(target: str, name: str, value: Any, model: Model, lang: Lang) -> str:
    """One value that was set: the title of its field and the label of its code."""
    table = model.tables[_DECIDED_IN.get(target, "figures")]
    if name not in table.names:
        return f"{name}={value}"
    item = table.field(name)
    code = model.code_lists[item.scheme].codes.get(str(value)) if item.scheme else None
    shown = _WORDS[lang]["yes" if value else "no"] if isinstance(value, bool) else code.label[lang] if code else str(value)
    return f"{item.title[lang]}={shown}"


def releases(one: Trace, lang: Lang) -> Iterator[str]:
    """Each release and whether it states the subject."""
    for version, state in one.releases.items():
        yield f"{version}: {_WORDS[lang][f'state-{state}']}"


def _parts(one: Trace, model: Model, lang: Lang, mark: Callable[[str], str]) -> Iterator[tuple[str, list[str]]]:
    """The parts of a subject's trace under their headings; empty ones are left out."""
    words = _WORDS[lang]
    parts: Sequence[tuple[str, list[str]]] = (
        (words["belongs"], [step(each, model, lang) for each in one.steps]),
        (words["source"], [text for passage in one.passages for text in _passage(passage, lang, mark)]),
        (words["read-as"], [text for each in one.readings for text in _reading_lines(each, model, lang)]),
        (words["years"], [year(each, model, lang) for each in one.years]),
        (words["decided"], [decided(each, model, lang) for each in one.decisions]),
        (words["unexplained"], list(one.unexplained)),
        (words["releases"], list(releases(one, lang))),
    )
    yield from ((head, told) for head, told in parts if told)


def _passage(passage: Passage, lang: Lang, mark: Callable[[str], str]) -> Iterator[str]:
    yield f"{place(passage, lang)}  {passage.title}"
    meant = [number for number, line in enumerate(passage.lines) if line.is_meant]
    shown = {near for number in meant for near in range(number - _CONTEXT, number + _CONTEXT + 1)}
    was_left_out = False
    for number, line in enumerate(passage.lines):
        if number in shown:
            text = "".join(mark(piece.text) if piece.is_marked else piece.text for piece in pieces(line))
            yield f"{'>' if line.is_meant else ' '} {text}"
        elif not was_left_out:
            yield "  …"
        was_left_out = number not in shown


def _reading_lines(one: Reading, model: Model, lang: Lang) -> Iterator[str]:
    told = _WORDS[lang]["comma"].join(f"{name} {value}" for name, value in reading(one, model, lang))
    when = f" ({one.fiscal_year})" if one.fiscal_year else ""
    yield f"{one.figure['quote']}{when}: {told}"


_WORDS: dict[Lang, dict[str, str]] = {
    "ja": {
        "heading": "出どころ",
        "skip": "本文へ",
        "asked-id": "ID",
        "asked-number": "数",
        "asked-words": "ことば",
        "summary": "「{question}」({kind}): {count} 件（版 {version}）",
        "nothing": "「{question}」は、版 {version} のどこにもありません（ID・数・ことばとして探しました）。",
        "more": "ほか {count} 件（--limit で増やせます）",
        "belongs": "位置づけ",
        "source": "元の表",
        "read-as": "読み取り",
        "years": "各年度",
        "decided": "人の決定",
        "unexplained": "理由が手元にない決定（公開用フォルダの curation/decisions.yaml にあります）",
        "releases": "この内容のある版",
        "place": "表{table} 行{row} 列{column}",
        "place-outside": "{row}行目（表の外）",
        "observation": "指標値",
        "beside": "並ぶ数",
        "former": "（新しい資料で改められた記載）",
        "comma": "、",
        "unit": "単位",
        "yes": "はい",
        "no": "いいえ",
        "decision": "{id}: {what} — {why}（{by}、{on}）",
        "action-set": "変更:",
        "action-drop": "使わない",
        "action-add": "追加:",
        "action-confirm": "確認済み",
        "action-waive": "指摘を了承",
        "state-same": "同じ内容",
        "state-differs": "今と違う内容",
        "state-absent": "なし",
    },
    "en": {
        "heading": "Where it comes from",
        "skip": "Skip to content",
        "asked-id": "an id",
        "asked-number": "a number",
        "asked-words": "words",
        "summary": "“{question}” ({kind}): {count} found in version {version}",
        "nothing": "“{question}” is nowhere in version {version}; it was looked for as an id, a number and words.",
        "more": "and {count} more (see --limit)",
        "belongs": "Belongs to",
        "source": "In the source",
        "read-as": "Read as",
        "years": "Year by year",
        "decided": "Decided by people",
        "unexplained": "Decisions whose reasons are not at hand (they are in curation/decisions.yaml of the publication)",
        "releases": "Releases that state it",
        "place": "table {table} row {row} column {column}",
        "place-outside": "line {row}, outside of the tables",
        "observation": "Observation",
        "beside": "Beside it",
        "former": "(a newer source states it otherwise)",
        "comma": ", ",
        "unit": "Unit",
        "yes": "yes",
        "no": "no",
        "decision": "{id}: {what} — {why} ({by}, {on})",
        "action-set": "set",
        "action-drop": "not used",
        "action-add": "added",
        "action-confirm": "confirmed",
        "action-waive": "finding accepted",
        "state-same": "the same",
        "state-differs": "otherwise than now",
        "state-absent": "not there",
    },
}
