"""What is wrong with data, as data: a rule's id, its parameters and the place.

Nothing here knows a file format or a language; the sentences live in ``schema/rules.yaml`` and arrive as :class:`Rule`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal, overload

Lang = Literal["ja", "en"]


class Level(StrEnum):
    """How much a finding weighs: an ``error`` stops a release, a ``warning`` asks, an ``info`` tells."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


_ADDRESS = re.compile(r"(?P<word>表|行|列)(?P<number>[0-9]+)|(?P<first>[0-9]+)(?P<counted>ページ|行目)")
_ADDRESS_WORDS = {"表": "table", "行": "row", "列": "column", "ページ": "page", "行目": "line"}
_LINE_ID = re.compile(r"s[0-9]+-t([0-9]+)-r([0-9]+)-c([0-9]+)-l[0-9]+")


def _english(found: re.Match[str]) -> str:
    """表2 and 3ページ in English: table 2, page 3."""
    return f"{_ADDRESS_WORDS[found['word'] or found['counted']]} {found['number'] or found['first']}"


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is. Every part may be absent; rows, columns and lines count from 1, characters from 0."""

    file: str | None = None
    address: str | None = None
    """The place as a person sees it in the file: ``表2 行4 列5`` (said in the language asked for), ``Sheet1!C7``."""
    table: str | None = None
    row: int | None = None
    field: str | None = None
    line_id: str | None = None
    line: int | None = None
    start: int | None = None
    end: int | None = None
    key: str | None = None
    """The key path in a YAML file, or the key of a row."""

    def text(self, lang: Lang = "en") -> str:
        """The place in words, parts from the widest to the narrowest; empty when nothing is known."""
        words = {"ja": ("行", "列", "文字"), "en": ("row", "field", "characters")}[lang]
        parts = [part for part in (self.file, self.table, self._seen(lang), self.key) if part]
        if self.row is not None:
            parts.append(f"{words[0]} {self.row}")
        if self.field:
            parts.append(f"{words[1]} {self.field}")
        if self.line is not None and not self.line_id:
            parts.append(f"L{self.line}")
        if self.line_id:
            parts.append(self.line_id)
        if self.start is not None:
            end = self.end if self.end is not None else self.start
            parts.append(f"{words[2]} {self.start}–{end}")
        return " · ".join(parts)

    def in_words(self) -> dict[str, str]:
        """The place in both languages, as a parameter of another finding."""
        return {"ja": self.text("ja"), "en": self.text("en")}

    def _seen(self, lang: Lang) -> str:
        """Table, row and column as a person sees them, from the address or else from the id of the line."""
        if self.address:
            return self.address if lang == "ja" or "!" in self.address else _ADDRESS.sub(_english, self.address)
        found = _LINE_ID.fullmatch(self.line_id or "")
        if found is None or self.file is None:
            return ""
        table, row, column = found.groups()
        if table == "0":
            return f"{row}行目" if lang == "ja" else f"line {row}"
        return f"表{table} 行{row} 列{column}" if lang == "ja" else f"table {table} row {row} column {column}"

    def as_dict(self) -> dict[str, str | int]:
        """Only the parts that are known, in a fixed order."""
        return {name: value for name in self.__slots__ if (value := getattr(self, name)) is not None}


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule of ``schema/rules.yaml``: its level and its words in Japanese and English."""

    id: str
    level: Level
    area: str
    title: Mapping[str, str]
    message: Mapping[str, str]
    cause: Mapping[str, str]
    fix_source: Mapping[str, str]
    fix_decision: Mapping[str, str] = field(default_factory=dict)
    example: str = ""
    is_waivable: bool = False
    """Whether a decision may let a finding of level error pass; any warning or information it may."""

    def sentence(self, params: Mapping[str, Any], lang: Lang) -> str:
        """The message with its parameters filled in; one given as ``{"ja": …, "en": …}`` speaks the language asked for."""
        return self.message[lang].format_map(_Shown(params, lang))

    def remedies(self, params: Mapping[str, Any], lang: Lang) -> list[str]:
        """What to do: mend the source and, where there is one, the decision that can be recorded now."""
        shown = _Shown(params, lang)
        return [words[lang].format_map(shown) for words in (self.fix_source, self.fix_decision) if words.get(lang)]


def counted(count: int, one: str, many: str) -> str:
    """A number with its English noun: ``1 error``, ``1,234 errors``."""
    return f"{count:,} {one if count == 1 else many}"


def told_at(where: str, sentence: str) -> str:
    """A sentence behind the place it speaks of, unless it names the place itself."""
    named = re.escape(where)
    if not where or re.search(rf"(?<![A-Za-z0-9_./-]){named}(?![A-Za-z0-9_/-]|\.[A-Za-z0-9])", sentence):
        return sentence
    return f"{where}: {sentence}"


def _plain(value: Any) -> Any:
    """A parameter for JSON: text, or text in both languages."""
    return {lang: str(words) for lang, words in value.items()} if isinstance(value, Mapping) else str(value)


class _Shown(dict[str, Any]):
    """Format parameters: an absent one is shown as an ellipsis, one in two languages in the language asked for."""

    def __init__(self, params: Mapping[str, Any], lang: Lang) -> None:
        super().__init__({name: value[lang] if isinstance(value, Mapping) else value for name, value in params.items()})

    def __missing__(self, key: str) -> str:
        return "…"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong or worth a look: ``rule`` is the id of a rule, ``params`` fill its sentence."""

    rule: str
    place: Place = Place()
    params: Mapping[str, Any] = field(default_factory=dict)

    def sort_key(self) -> tuple[str, ...]:
        """A total order that does not depend on where the finding was made."""
        place = self.place
        numbers = (place.row or 0, place.line or 0, place.start or 0)
        words = (place.file or "", place.table or "", place.line_id or "", place.address or "", place.key or "")
        return (self.rule, *words, *(f"{n:09d}" for n in numbers), repr(sorted(map(str, self.params.items()))))


class Findings(Sequence[Finding]):
    """An ordered collection of findings with the rules that give them words.

    ``print(findings)`` groups them by rule, errors first. ``findings.text("ja")`` chooses the language.
    """

    def __init__(self, findings: Iterable[Finding], rules: Mapping[str, Rule]) -> None:
        self.rules = rules
        items = list(findings)
        unknown = sorted({f.rule for f in items} - set(rules))
        if unknown:
            raise KeyError(f"no such rule in schema/rules.yaml: {', '.join(unknown)}")
        order = {level: n for n, level in enumerate(Level)}
        self._items = tuple(sorted(items, key=lambda f: (order[rules[f.rule].level], *f.sort_key())))

    @overload
    def __getitem__(self, index: int) -> Finding: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Finding]: ...
    def __getitem__(self, index: int | slice) -> Finding | Sequence[Finding]:
        return self._items[index]

    def __len__(self) -> int:
        return len(self._items)

    def __iter__(self) -> Iterator[Finding]:
        return iter(self._items)

    def __repr__(self) -> str:
        counts = ", ".join(f"{number} {level}" for level, number in self.counts().items())
        return f"<Findings: {counts}>"

    def __str__(self) -> str:
        return self.text("en")

    def level(self, finding: Finding) -> Level:
        """The level of a finding, from its rule."""
        return self.rules[finding.rule].level

    @property
    def errors(self) -> tuple[Finding, ...]:
        """The findings that stop a release."""
        return tuple(f for f in self._items if self.level(f) is Level.ERROR)

    def counts(self) -> dict[str, int]:
        """How many findings of each level, every level named."""
        return {str(level): sum(self.level(f) is level for f in self._items) for level in Level}

    def grouped(self) -> dict[str, list[Finding]]:
        """Rule id → its findings, in the order of the collection."""
        groups: dict[str, list[Finding]] = {}
        for finding in self._items:
            groups.setdefault(finding.rule, []).append(finding)
        return groups

    def merged(self, others: Iterable[Finding]) -> Findings:
        """A new collection with further findings, under the same rules."""
        return Findings([*self._items, *others], self.rules)

    def text(self, lang: Lang = "en", *, most: int = 10) -> str:
        """The findings in words, grouped by rule; at most ``most`` of each rule are listed, all are counted."""
        if not self._items:
            return {"ja": "指摘はありません。", "en": "No findings."}[lang]
        lines: list[str] = []
        for rule_id, group in self.grouped().items():
            rule = self.rules[rule_id]
            lines.append(f"[{_LEVEL_WORDS[lang][rule.level]}] {rule.title[lang]} ({rule_id}) × {len(group)}")
            for finding in group[:most]:
                lines.append(f"  - {told_at(finding.place.text(lang), rule.sentence(finding.params, lang))}")
            if len(group) > most:
                lines.append({"ja": f"  … ほか {len(group) - most} 件", "en": f"  … and {len(group) - most} more"}[lang])
            lines += [f"  → {remedy}" for remedy in rule.remedies(group[0].params, lang)]
        return "\n".join(lines)

    def as_dicts(self) -> list[dict[str, Any]]:
        """One plain dictionary a finding, ready for JSON, with its sentence in both languages."""
        return [
            {
                "rule": f.rule,
                "level": str(self.level(f)),
                "place": f.place.as_dict(),
                "params": {name: _plain(value) for name, value in sorted(f.params.items())},
                "message": {"ja": self.rules[f.rule].sentence(f.params, "ja"), "en": self.rules[f.rule].sentence(f.params, "en")},
                "remedies": {
                    "ja": self.rules[f.rule].remedies(f.params, "ja"),
                    "en": self.rules[f.rule].remedies(f.params, "en"),
                },
            }
            for f in self._items
        ]


_LEVEL_WORDS: Mapping[Lang, Mapping[Level, str]] = {
    "ja": {Level.ERROR: "エラー", Level.WARNING: "注意", Level.INFO: "お知らせ"},
    "en": {Level.ERROR: "error", Level.WARNING: "warning", Level.INFO: "info"},
}
