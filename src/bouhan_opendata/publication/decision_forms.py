"""What a decision can say: for each target its verbs, the keys that find its place, what it may set or add, and what it may not."""

from __future__ import annotations

from collections.abc import Mapping

Words = Mapping[str, str]
VERBS = ("set", "drop", "add", "confirm", "waive")
ACTIONS: Mapping[str, tuple[str, ...]] = {
    "figure": ("set", "drop", "add", "confirm"),
    "line": ("set", "drop", "add", "confirm"),
    "section": ("set", "drop", "add"),
    "indicator": ("set",),
    "measure": ("set", "confirm"),
    "department": ("set", "add"),
    "finding": ("waive",),
}
"""For each target, what a decision may do to it."""

_WAIVE = {
    "ja": "免除は指摘についての判断です。target: finding と書いてください",
    "en": "a waiver is about a finding; write target: finding",
}
_FINDING = {"ja": "指摘は免除(waive)だけができます", "en": "a finding can only be waived"}
REFUSED: Mapping[tuple[str, str], Words] = {
    **{(target, "waive"): _WAIVE for target in ACTIONS if target != "finding"},
    **{("finding", verb): _FINDING for verb in VERBS if verb != "waive"},
    ("section", "confirm"): {
        "ja": "見出しに確かさはありません。正しければ、判断は要りません",
        "en": "a section head has no grade; if it was read right, no decision is needed",
    },
    ("indicator", "drop"): {
        "ja": "指標は数からできます。使わない数を target: figure と drop: true で書いてください",
        "en": "an indicator is made of figures; drop those with target: figure and drop: true",
    },
    ("indicator", "add"): {
        "ja": "指標は数からできます。数を target: figure と add で加えてください",
        "en": "an indicator is made of figures; add one with target: figure and add",
    },
    ("indicator", "confirm"): {
        "ja": "確かめるのは一つ一つの数です。target: figure、line、measure で確かめてください",
        "en": "it is figures that are confirmed; use target: figure, line or measure",
    },
    ("measure", "drop"): {
        "ja": "施策は表の行です。公開しないなら、表から除いて新しい資料にしてください",
        "en": "a measure is a row of the table; to leave it out, take it out of the table and add that as a source",
    },
    ("measure", "add"): {
        "ja": "施策は表の行です。表に加えるか、sources.yaml の layout を直してください",
        "en": "a measure is a row of the table; add it there, or correct layout in sources.yaml",
    },
    ("department", "drop"): {
        "ja": "課の名前は表にあります。見出しが課でないなら target: section と drop: true で書いてください",
        "en": "departments are named in the table; for a head that is none use target: section and drop: true",
    },
    ("department", "confirm"): {
        "ja": "課に確かさはありません。正しければ、判断は要りません",
        "en": "a department has no grade; if it was read right, no decision is needed",
    },
}
"""What means nothing, and what to do instead."""

_PLACE = {"measure", "fiscal_year", "source", "department"}
_QUOTED = {"line", "text", "quote", "before", "after"}
WHERE: Mapping[str, set[str]] = {
    "figure": {"figure", *_PLACE, *_QUOTED},
    "figure add": _PLACE | _QUOTED,
    "line": {"figures", *_PLACE, *_QUOTED},
    "line add": _PLACE | _QUOTED,
    "section": _PLACE | _QUOTED,
    "indicator": {"indicator", "label", *_PLACE, *_QUOTED},
    "measure": {"measure", "title"},
    "measure confirm": {"measure", "title", "source", "fiscal_year", "department", "figures"},
    "department": {"department", "name"},
    "department add": {"measure", "title", "source"},
    "finding": {"everywhere", "cell", "key", *_PLACE, *_QUOTED},
}
"""For each target, and for a verb that has keys of its own, the keys of ``where``."""
NEEDED: Mapping[str, tuple[str, ...]] = {
    "figure": ("figure", "quote"),
    "figure add": ("quote",),
    "line": ("line", "text", "quote"),
    "section": ("line", "text", "quote"),
    "indicator": ("indicator", "label", "quote"),
    "measure": ("measure", "title"),
    "measure confirm": ("measure", "title"),
    "department": ("department", "name"),
    "department add": ("measure", "title"),
}
"""One of these must be said, so that there is a place to look for."""
EVERY_KEY = frozenset(key for keys in WHERE.values() for key in keys)
SENSELESS = {
    "measure": {
        "ja": "施策は、どの資料・年度・行でも同じ施策です",
        "en": "a measure is the same in every source, year and line",
    },
    "department": {
        "ja": "課は、どの資料・年度・行でも同じ課です",
        "en": "a department is the same in every source, year and line",
    },
    "department add": {
        "ja": "担当は、資料の施策ごとに一つで、年度や行にはよりません",
        "en": "who is responsible is said once for a measure of a source, not by year or line",
    },
    "measure confirm": {
        "ja": "施策をまとめて確かめます。一行だけなら target: line を使ってください",
        "en": "the whole measure is confirmed; for one line use target: line",
    },
    "figure add": {"ja": "まだ読んでいない数に ID はありません", "en": "a number that was not read has no id yet"},
    "line add": {"ja": "分けるのは行で、数の個数にはよりません", "en": "it is a line that is split, however many figures it has"},
    "section": {"ja": "見出しは一つの行です", "en": "a section head is one line"},
}
"""Why a key that other targets have says nothing here."""

_FIGURE = {"use", "label", "unit_id", "precision", "scope", "counting", "time_basis", "per", "since_fiscal_year", "value"}
SET: Mapping[str, set[str]] = {
    "figure": {*_FIGURE, "relation"},
    "line": _FIGURE - {"label", "value"},
    "section": {"department"},
    "measure": {"theme"},
    "department": {"kind"},
    "indicator": {"kind", "additive_over_years", "is_headline", "time_basis", "label"},
}
"""What may be set; a label, a relation and a value belong to one figure each."""
ADD: Mapping[str, tuple[set[str], set[str]]] = {
    "figure": (_FIGURE, {"label", "unit_id"}),
    "section": ({"department"}, {"department"}),
    "department": ({"name"}, {"name"}),
}
"""What may be said of what is added, and what must be. A line that is split into an item of its own says nothing more."""
TABLES = {"figure": "figures", "line": "figures", "indicator": "indicators", "measure": "measures", "department": "departments"}
INTEGERS = ("fiscal_year", "figures")
NOT_FROM_NOW_ON: Mapping[tuple[str, str], Words] = {
    ("measure", "confirm"): {
        "ja": "施策をまとめて確かめる判断は、見た資料だけのものです。scope は this source にしてください",
        "en": "a whole measure is confirmed for the source that was looked at; set scope to this source",
    },
    ("finding", "waive"): {
        "ja": "場所を書いた免除は、その資料だけのものです。これからもなら where: {everywhere: true} にしてください",
        "en": "a waiver of a place holds for its source; for later sources too write where: {everywhere: true}",
    },
}
"""What cannot hold for later sources."""


def form(target: str, action: str, forms: Mapping[str, object]) -> str:
    """The name under which a table of this module has a target: with its verb, where that has an entry of its own."""
    return f"{target} {action}" if f"{target} {action}" in forms else target
