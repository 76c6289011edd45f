"""How two releases differ, for people: as text, as Markdown and as a page, from one set of sections so that all three agree."""

from __future__ import annotations

import base64
import hashlib
import importlib.resources
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from bouhan_opendata.changes import ChangedRow, Changes, Reason, Row, TableChanges, needed_version
from bouhan_opendata.findings import Lang
from bouhan_opendata.model import Model

_LONGEST = 80
_BEFORE = 20
_MARKS = {"added": "+", "gone": "-", "changed": "~"}
_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>()#+!|~-])")


@dataclass(frozen=True, slots=True)
class Line:
    """One row that differs. ``values``: title of a field → (before, now), as shown."""

    kind: str
    key: str
    name: str
    values: Mapping[str, tuple[str, str]]

    @property
    def mark(self) -> str:
        """``+`` came, ``-`` went, ``~`` changed."""
        return _MARKS[self.kind]


@dataclass(frozen=True, slots=True)
class Section:
    """What differs in one table, or in the vocabulary. ``left_off``: how many rows are counted and not listed."""

    name: str
    title: str
    counts: Mapping[str, int]
    fields: tuple[str, ...]
    lines: tuple[Line, ...]
    left_off: int


def sections(changes: Changes, model: Model, lang: Lang, limit: int) -> list[Section]:
    """The tables that differ, in the order of the model; at most ``limit`` rows of each kind are listed, all are counted."""
    made = []
    for name, count in (*changes.tables_gone.items(), *changes.tables_added.items()):
        kind = "gone" if name in changes.tables_gone else "added"
        made.append(Section(name, _title(model, name, lang), {"rows": count}, (_WORDS[lang][f"table-{kind}"],), (), 0))
    if changes.terms_added or changes.terms_gone:
        lines = [Line(kind, iri, label, {}) for kind, iri, label in _terms(changes)]
        counts = {kind: sum(line.kind == kind for line in lines) for kind in ("added", "gone")}
        listed = tuple(lines[:limit])
        made.append(Section("vocabulary", _WORDS[lang]["vocabulary"], counts, (), listed, len(lines) - len(listed)))
    return made + [_section(table, model, lang, limit) for table in changes.tables]


def difference_text(changes: Changes, model: Model, lang: Lang, *, limit: int = 10) -> str:
    """The difference for a terminal."""
    words, lines = _WORDS[lang], [f"{changes.old} → {changes.new}", *_summary(changes, model, lang)]
    for section in sections(changes, model, lang, limit):
        lines += ["", f"{section.title} ({section.name})  {table_counts(section.counts, lang)}"]
        lines += [f"  {text}" for text in section.fields]
        for line in section.lines:
            lines.append(f"  {line.mark} {line.key}" + (f"  {_short(line.name)}" if line.name else ""))
            lines += [f"      {title}: {old} → {new}" for title, (old, new) in line.values.items()]
        lines += [f"  {words['more'].format(count=section.left_off)}"] if section.left_off else []
    return "\n".join(lines)


def difference_markdown(changes: Changes, model: Model, lang: Lang, *, limit: int = 50) -> str:
    """The difference as Markdown; what the data says is escaped."""
    words = _WORDS[lang]
    lines = [f"# {changes.old} → {changes.new}", "", *(f"- {text}" for text in _summary(changes, model, lang))]
    for section in sections(changes, model, lang, limit):
        lines += ["", f"## {section.title} (`{section.name}`)", "", table_counts(section.counts, lang), ""]
        lines += [f"- {_plain(text)}" for text in section.fields]
        for line in section.lines:
            lines.append(f"- {words[line.kind]}: `{line.key}`" + (f" {_plain(_short(line.name))}" if line.name else ""))
            for title, (old, new) in line.values.items():
                lines.append(f"  - {_plain(title)}: {_plain(old)} → {_plain(new)}")
        lines += ["", words["more"].format(count=section.left_off)] if section.left_off else []
    return "\n".join(lines) + "\n"


def difference_page(changes: Changes, model: Model, lang: Lang, *, limit: int = 200) -> str:
    """The difference as one self-contained page: nothing is fetched, no script runs, the one style is allowed by its hash."""
    from jinja2 import Environment, StrictUndefined

    folder = importlib.resources.files("bouhan_opendata") / "presentation/templates"
    style = "".join((folder / name).read_text(encoding="utf-8") for name in ("review.css", "difference.css"))
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string((folder / "difference.html.j2").read_text(encoding="utf-8"))
    made = sections(changes, model, lang, limit)
    return template.render(
        lang=lang,
        words=_WORDS[lang],
        style=style,
        style_hash=f"sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}",
        old=changes.old,
        new=changes.new,
        summary=_summary(changes, model, lang),
        sections=made,
        counted={section.name: table_counts(section.counts, lang) for section in made},
    )


def reason_text(reason: Reason, model: Model, lang: Lang) -> str:
    """One reason why a version must rise, in words."""
    table = f"{_title(model, reason.table, lang)} ({reason.table})" if reason.table in model.tables else reason.table
    return _REASONS[lang][reason.kind].format(table=table, what=reason.what, count=reason.count)


def _summary(changes: Changes, model: Model, lang: Lang) -> Iterator[str]:
    words = _WORDS[lang]
    yield words[f"level-{changes.level}"]
    if changes.level != "none" and changes.old:
        yield words["needed"].format(version=needed_version(changes.old, changes.level))
    strongest = [reason for reason in changes.reasons if reason.level == changes.level]
    for reason in strongest[:5] if changes.level == "major" else ():
        yield reason_text(reason, model, lang)
    if changes.level == "major" and len(strongest) > 5:
        yield words["more"].format(count=len(strongest) - 5)
    if changes.restated:
        yield words["restated"].format(count=changes.restated)


def _terms(changes: Changes) -> Iterator[tuple[str, str, str]]:
    for kind, terms in (("added", changes.terms_added), ("gone", changes.terms_gone)):
        for iri, label in terms.items():
            yield kind, iri, label


def _section(table: TableChanges, model: Model, lang: Lang, limit: int) -> Section:
    groups: tuple[tuple[str, tuple[Row, ...] | tuple[ChangedRow, ...]], ...]
    groups = (("added", table.added), ("gone", table.gone), ("changed", table.changed))
    lines = tuple(_line(kind, row, table.name, model, lang) for kind, rows in groups for row in rows[:limit])
    left_off = sum(len(rows) - min(len(rows), limit) for _, rows in groups)
    fields = tuple(_WORDS[lang][f"field-{what}"].format(field=name) for name, what in table.fields.items())
    return Section(table.name, table.title[lang], table.counts, fields, lines, left_off)


def _line(kind: str, row: Row | ChangedRow, table: str, model: Model, lang: Lang) -> Line:
    values = row.values if isinstance(row, ChangedRow) else {}
    shown = {_field(model, table, name, lang): _pair(*pair, lang) for name, pair in values.items()}
    return Line(kind, " / ".join(row.key), row.name, shown)


def _field(model: Model, table: str, name: str, lang: Lang) -> str:
    known = model.tables.get(table)
    return known.field(name).title[lang] if known is not None and name in known.names else name


def _title(model: Model, table: str, lang: Lang) -> str:
    return model.tables[table].title[lang] if table in model.tables else table


def table_counts(counts: Mapping[str, int], lang: Lang) -> str:
    """How many rows and fields of a table came, went and changed, in words."""
    words = _WORDS[lang]
    told = (f"{words[name]} {count:,}" for kind, count in counts.items() if count and (name := f"count-{kind}") in words)
    return words["comma"].join(told)


def _pair(old: str, new: str, lang: Lang) -> tuple[str, str]:
    """Two values, each on one line; long ones from shortly before the place where they part."""
    flat = [" ".join(text.split()) for text in (old, new)]
    same = next((at for at, (one, two) in enumerate(zip(*flat, strict=False)) if one != two), min(map(len, flat)))
    start = max(0, same - _BEFORE) if max(map(len, flat)) > _LONGEST else 0
    one, two = (f"…{text[start:]}" if start and text else text for text in flat)
    empty = _WORDS[lang]["empty"]
    return _short(one) or empty, _short(two) or empty


def _short(text: str) -> str:
    """On one line, and no longer than a line."""
    flat = " ".join(text.split())
    return flat if len(flat) <= _LONGEST else f"{flat[:_LONGEST]}…"


def _plain(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", text)


_WORDS: dict[Lang, dict[str, str]] = {
    "ja": {
        "heading": "二つの版の違い",
        "level-none": "データに違いはありません。",
        "level-patch": "ことばの直しだけです。",
        "level-minor": "データの追加か訂正があります。表の形は変わりません。",
        "level-major": "これまでのデータを使うプログラムや引用が、直しを必要とすることがあります。",
        "needed": "次の版は {version} 以上にします。",
        "restated": "新しい資料が前の資料と違うことを述べた記載: {count} 件",
        "vocabulary": "語彙",
        "table-added": "新しい表です。",
        "table-gone": "なくなった表です。",
        "added": "追加",
        "gone": "なくなった",
        "changed": "変わった",
        "count-rows": "行",
        "count-fields": "項目の違い",
        "count-added": "追加",
        "count-gone": "なくなった",
        "count-changed": "変わった",
        "comma": "、",
        "before": "前",
        "now": "今",
        "row": "行",
        "field": "項目",
        "what": "違い",
        "empty": "(空)",
        "more": "ほか {count} 件",
        "field-added": "項目 {field} が加わりました。",
        "field-gone": "項目 {field} がなくなりました。",
        "field-type": "項目 {field} の型が変わりました。",
        "field-now-empty": "項目 {field} は、空のことがあるようになりました。",
        "field-now-required": "項目 {field} は、いつも値があるようになりました。",
        "field-key": "主キーへの項目 {field} の出入りがありました。",
        "skip": "本文へ",
        "nothing": "違いはありません。",
    },
    "en": {
        "heading": "How two releases differ",
        "level-none": "The data does not differ.",
        "level-patch": "Only words were corrected.",
        "level-minor": "Data was added or corrected; the shape of the tables is the same.",
        "level-major": "Programs and citations that use the earlier data may need a change.",
        "needed": "The next version must be {version} or higher.",
        "restated": "Statements in which a newer source differs from an earlier one: {count}",
        "vocabulary": "Vocabulary",
        "table-added": "A new table.",
        "table-gone": "This table is gone.",
        "added": "added",
        "gone": "gone",
        "changed": "changed",
        "count-rows": "rows",
        "count-fields": "fields that differ",
        "count-added": "added",
        "count-gone": "gone",
        "count-changed": "changed",
        "comma": ", ",
        "before": "before",
        "now": "now",
        "row": "row",
        "field": "field",
        "what": "difference",
        "empty": "(empty)",
        "more": "and {count} more",
        "field-added": "The field {field} is new.",
        "field-gone": "The field {field} is gone.",
        "field-type": "The field {field} has another type.",
        "field-now-empty": "The field {field} may be empty now.",
        "field-now-required": "The field {field} always has a value now.",
        "field-key": "The field {field} came into the primary key or left it.",
        "skip": "Skip to content",
        "nothing": "There is no difference.",
    },
}
_REASONS: dict[Lang, dict[str, str]] = {
    "ja": {
        "table-gone": "表 {table} がなくなりました",
        "table-added": "表 {table} が加わりました",
        "term-gone": "語彙の「{what}」がなくなりました",
        "term-added": "語彙に「{what}」が加わりました",
        "field-gone": "{table} の項目 {what} がなくなりました",
        "field-type": "{table} の項目 {what} の型が変わりました",
        "field-empty": "{table} の項目 {what} が、空のことがあるようになりました",
        "key-changed": "{table} の主キーが変わりました({what})",
        "field-added": "{table} に項目 {what} が加わりました",
        "field-required": "{table} の項目 {what} に、いつも値があるようになりました",
        "address-gone": "{table} で、アドレスを持つ {count} 行がなくなりました({what})",
        "rows-gone": "{table} の {count} 行がなくなりました({what})",
        "rows-added": "{table} に {count} 行が加わりました",
        "values-changed": "{table} の {count} 行で値が変わりました({what})",
        "words-changed": "{table} の {count} 行でことばが変わりました",
    },
    "en": {
        "table-gone": "the table {table} is gone",
        "table-added": "the table {table} is new",
        "term-gone": "the term “{what}” is gone",
        "term-added": "the term “{what}” is new",
        "field-gone": "the field {what} of {table} is gone",
        "field-type": "the field {what} of {table} has another type",
        "field-empty": "the field {what} of {table} may be empty now",
        "key-changed": "the primary key of {table} changed ({what})",
        "field-added": "the field {what} of {table} is new",
        "field-required": "the field {what} of {table} always has a value now",
        "address-gone": "rows of {table} that have addresses are gone: {count} ({what})",
        "rows-gone": "rows of {table} are gone: {count} ({what})",
        "rows-added": "rows of {table} are new: {count}",
        "values-changed": "rows of {table} have other values: {count} ({what})",
        "words-changed": "rows of {table} have other words: {count}",
    },
}
