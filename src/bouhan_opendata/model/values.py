"""The definition as frozen values: what a table, a field, a term, a code, a unit and a word are. Knows no file."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bouhan_opendata.errors import ModelError, inline_rule
from bouhan_opendata.findings import Place, Rule

FIELD_TYPES = ("id", "string", "text", "integer", "decimal", "date", "fiscal_year", "boolean", "code", "iri")
ID_PATTERN = r"[a-z0-9]+(-[a-z0-9]+)*"
MODEL_BROKEN = inline_rule(
    "model-broken",
    "定義が壊れています: {problem}",
    "the definition is broken: {problem}",
    "その項目を直してください。",
    "Mend that key.",
)

Words = Mapping[str, str]
"""Text by language: ``{"ja": …, "en": …}``."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a table. ``type`` is one of :data:`FIELD_TYPES`; an ``id`` field may carry ``references`` (a table)."""

    name: str
    type: str
    title: Words
    description: Words
    required: bool = False
    property: str | None = None
    language: str | None = None
    """``ja`` or ``en`` for text that becomes a language-tagged literal."""
    references: str | None = None
    """The table whose key this field holds."""
    scheme: str | None = None
    """For ``code``: the scheme in ``schema/codes``."""
    iri: str | None = None
    """Where the value's IRI is made by a template over the row's fields, absolute or below the base."""
    about: str | None = None
    """Where the triple hangs on a part of the row's subject: an IRI template."""
    pattern: str | None = None
    minimum: int | None = None
    maximum: int | None = None
    max_length: int | None = None
    unit: str | None = None
    role: str | None = None
    """``key``, ``prose``, ``cube_dimension``, ``cube_measure``, ``cube_attribute`` or nothing."""
    why_prose: str | None = None
    valid: tuple[str, ...] = ()
    invalid: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Constant:
    """A triple every row has: ``value`` is an IRI template (or CURIE); ``about`` moves it to a part of the subject."""

    property: str
    value: str
    about: str | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """What must hold between the columns of a row: two in order, or some things where others are said.

    ``when`` and ``then`` say of a field: a code that it has, ``True`` for anything stated, ``False`` for blank.
    """

    id: str
    message: Words
    order: tuple[str, ...] = ()
    strict: bool = False
    """Whether the two may not be equal."""
    when: Mapping[str, str | bool] = field(default_factory=dict)
    then: Mapping[str, str | bool] = field(default_factory=dict)

    def holds(self, row: Mapping[str, Any]) -> bool:
        """Whether it holds in a row; two columns of which one is blank are in order."""
        if self.order:
            first, second = (row[name] for name in self.order)
            return first is None or second is None or first < second or (first == second and not self.strict)
        return not all(_is_so(row[name], said) for name, said in self.when.items()) or all(
            _is_so(row[name], said) for name, said in self.then.items()
        )


def _is_so(value: Any, said: str | bool) -> bool:
    return (value is not None) == said if isinstance(said, bool) else value == said


@dataclass(frozen=True, slots=True)
class TableModel:
    """One table. ``iri`` is the template of a row's subject below the base; ``None`` means the table has no triples."""

    name: str
    title: Words
    description: Words
    key: tuple[str, ...]
    fields: tuple[Field, ...]
    rdf_class: str | None = None
    iri: str | None = None
    constants: tuple[Constant, ...] = ()
    unique: tuple[tuple[str, ...], ...] = ()
    conditions: tuple[Condition, ...] = ()
    document: bool = False
    """True where each row's address is a page of its own; else a part of one."""

    def field(self, name: str) -> Field:
        """The field of that name. Raises ``KeyError``."""
        for item in self.fields:
            if item.name == name:
                return item
        raise KeyError(f"{self.name}.{name}")

    @property
    def names(self) -> tuple[str, ...]:
        """Field names in column order."""
        return tuple(item.name for item in self.fields)


@dataclass(frozen=True, slots=True)
class Term:
    """A class or property of our own namespace; ``kind`` is ``class``, ``object`` or ``datatype``."""

    name: str
    kind: str
    label: Words
    comment: Words
    parents: tuple[str, ...] = ()
    matches: tuple[str, ...] = ()
    status: str = "stable"
    range: tuple[str, ...] = ()
    """Classes a property's objects belong to, where the fields that use it do not already say so."""
    see: tuple[str, ...] = ()
    """Terms of others that come near without being the same, wider or narrower."""
    successor: str | None = None
    """The name of the term to use instead of a deprecated one."""


@dataclass(frozen=True, slots=True)
class Code:
    """One entry of a code list (a SKOS concept)."""

    code: str
    label: Words
    definition: Words
    broader: str | None = None
    exact_match: str | None = None


@dataclass(frozen=True, slots=True)
class CodeList:
    """A scheme of codes in the order of its file."""

    scheme: str
    title: Words
    codes: Mapping[str, Code]


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit or counter; ``spellings`` holds the symbol and every other way it is written."""

    unit_id: str
    symbol: str
    spellings: tuple[str, ...]
    label: Words
    quantity_kind: str
    ucum: str
    qudt: str
    """The same unit there; a counter has only ``qudt_broader``."""
    qudt_broader: str
    un_cefact: str
    formerly: tuple[str, ...] = ()
    """Ids under which it was published before; their addresses stay, as deprecated ones."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of the language and what it means: one row of ``schema/codes/words/<kind>.csv``."""

    text: str
    meaning: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Measured:
    """How often a way of reading was right: ``right`` of ``n`` annotated numbers that it was not tuned to."""

    n: int
    right: int

    @property
    def lower_bound(self) -> float:
        """The lower end of the 95 % score interval of the share that is right (Wilson 1927)."""
        if self.n == 0:
            return 0.0
        share, z2 = self.right / self.n, 1.96**2
        spread = 1.96 * math.sqrt(share * (1 - share) / self.n + z2 / (4 * self.n**2))
        return (share + z2 / (2 * self.n) - spread) / (1 + z2 / self.n)


@dataclass(frozen=True, slots=True)
class ReadabilityRule:
    """One of the rules on machine-readable administrative data: ``L1-01`` … ``L3-09``.

    ``weight`` is what breaking it costs: ``fatal``, ``critical``, ``major`` or ``minor``.
    """

    id: str
    weight: str
    title: Words
    cost: int
    """What breaking it takes from the 100 of its level."""

    @property
    def level(self) -> int:
        """1 to 3, as its id says."""
        return int(self.id[1])


@dataclass(frozen=True, slots=True)
class Origin:
    """Where the vocabulary comes from; each blank where it is not known."""

    prior_version: str = ""
    created: str = ""
    """A day, YYYY-MM-DD."""
    licence: str = ""
    """The address of the licence."""
    creator: Words = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Model:
    """The whole definition. Equal files give equal values."""

    version: str
    namespace: str
    prefix: str
    code_base: str
    prefixes: Mapping[str, str]
    title: Words
    description: Words
    tables: Mapping[str, TableModel]
    terms: Mapping[str, Term]
    code_lists: Mapping[str, CodeList]
    units: Mapping[str, Unit]
    words: Mapping[str, tuple[Word, ...]]
    rules: Mapping[str, Rule]
    licences: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    readability: Mapping[str, ReadabilityRule] = field(default_factory=dict)
    patterns: Mapping[str, Measured] = field(default_factory=dict)
    """How well each way of reading does, as measured; what is not in it has not been measured."""
    disjoint: tuple[tuple[str, ...], ...] = ()
    """Groups of classes (CURIEs) of which nothing belongs to two."""
    origin: Origin = Origin()

    def expand(self, name: str) -> str:
        """A CURIE as an absolute IRI; an absolute IRI or a template below the base is returned as it is."""
        prefix, colon, local = name.partition(":")
        if colon and not local.startswith("//") and prefix in self.prefixes:
            return self.prefixes[prefix] + local
        return name

    def grade(self, pattern: str) -> str:
        """How sure a reading by this pattern is: ``sure``, ``likely``, or ``check`` where too little is known of it."""
        measured = self.patterns.get(pattern)
        if measured is None or measured.n < 10:
            return "check"
        return "sure" if measured.lower_bound >= 0.95 else "likely" if measured.lower_bound >= 0.80 else "check"

    def code_iri(self, scheme: str, code: str) -> str:
        """The address of one code."""
        return f"{self.code_base}{scheme}#{code}"


def broken(problem: str, key: str = "", file: str = "model.yaml") -> ModelError:
    """The exception for a broken definition, naming file and key."""
    return ModelError(MODEL_BROKEN, Place(file=file, key=key or None), problem=problem)
