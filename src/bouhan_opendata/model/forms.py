"""What the parts of the definition may hold: which keys, of what kind. Anything else is refused, naming file and key."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bouhan_opendata.model.values import FIELD_TYPES, Words, broken

Check = Callable[[Any], bool]


def is_text(value: Any) -> bool:
    """A text that says something."""
    return isinstance(value, str) and bool(value.strip())


def _may_be_blank(value: Any) -> bool:
    return isinstance(value, str)


def _is_flag(value: Any) -> bool:
    return isinstance(value, bool)


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(is_text(item) for item in value)


def _is_examples(value: Any) -> bool:
    """Texts, numbers and truth values: YAML makes a number of an example that is one."""
    return isinstance(value, list) and all(isinstance(item, str | int) for item in value)


def _is_groups(value: Any) -> bool:
    return isinstance(value, list) and all(_is_texts(item) and item for item in value)


def is_words(value: Any) -> bool:
    """A text in each of the two languages."""
    return isinstance(value, dict) and set(value) == {"ja", "en"} and all(is_text(text) for text in value.values())


def _is_mapping(value: Any) -> bool:
    return isinstance(value, dict)


def _is_list(value: Any) -> bool:
    return isinstance(value, list)


_EXPECTED: dict[Check, str] = {
    is_text: "a text is expected",
    _may_be_blank: "a text is expected",
    _is_flag: "true or false is expected",
    _is_number: "a whole number is expected",
    _is_texts: "a list of texts is expected",
    _is_examples: "a list of examples is expected",
    _is_groups: "a list of lists of names is expected",
    is_words: "texts in ja and en are expected",
    _is_mapping: "a mapping is expected",
    _is_list: "a list is expected",
}


class Form:
    """Which keys a mapping of the definition has; those of ``must`` are never left out."""

    def __init__(self, must: Mapping[str, Check], may: Mapping[str, Check] | None = None) -> None:
        self.must = must
        self.all = {**must, **(may or {})}

    def of(self, value: Any, key: str, file: str = "model.yaml") -> dict[str, Any]:
        """The mapping itself. Raises ``ModelError`` for what is no mapping, a key unknown, missing or of another kind."""
        body = mapping(value, key, file)
        dot = f"{key}." if key else ""
        for name, item in body.items():
            if name not in self.all:
                raise broken(f"unknown key {name}", f"{dot}{name}", file)
            if not self.all[name](item):
                raise broken(f"{_EXPECTED[self.all[name]]}, not {_short(item)}", f"{dot}{name}", file)
        for name in self.must:
            if name not in body:
                raise broken(f"{name} is missing", f"{dot}{name}", file)
        return body


def mapping(value: Any, key: str, file: str = "model.yaml") -> dict[str, Any]:
    """A mapping that is not empty. Raises ``ModelError``."""
    if not isinstance(value, dict) or not value:
        raise broken("a mapping is expected", key, file)
    return value


def words(value: Any, key: str, file: str = "model.yaml") -> Words:
    """A text in each of the two languages. Raises ``ModelError``."""
    if not is_words(value):
        raise broken(f"texts in ja and en are expected, not {_short(value)}", key, file)
    return {"ja": value["ja"], "en": value["en"]}


def _short(value: Any) -> str:
    shown = repr(value)
    return shown if len(shown) <= 60 else f"{shown[:59]}…"


def is_field_type(value: Any) -> bool:
    """One of ``FIELD_TYPES``."""
    return isinstance(value, str) and value in FIELD_TYPES


_EXPECTED[is_field_type] = f"one of {', '.join(FIELD_TYPES)} is expected"

TOP = Form(
    dict.fromkeys(("model", "prefixes", "schemes", "classes", "properties", "licences", "tables"), _is_mapping),
    {"disjoint": _is_groups},
)
HEAD = Form(
    {
        "version": is_text,
        "namespace": is_text,
        "prefix": is_text,
        "code_base": is_text,
        "title": is_words,
        "description": is_words,
    },
    {**dict.fromkeys(("prior_version", "created", "licence"), is_text), "creator": is_words},
)
TABLE = Form(
    {"title": is_words, "description": is_words, "key": _is_texts, "fields": _is_mapping},
    {"class": is_text, "iri": is_text, "unique": _is_groups, "constants": _is_list, "conditions": _is_list, "document": _is_flag},
)
CONDITION = Form(
    {"id": is_text, "message": is_words},
    {"order": _is_texts, "strict": _is_flag, "when": _is_mapping, "then": _is_mapping},
)
CONSTANT = Form({"property": is_text, "value": is_text}, {"about": is_text})
FIELD = Form(
    {"type": is_field_type, "title": is_words, "description": is_words},
    {
        "required": _is_flag,
        **dict.fromkeys(("minimum", "maximum", "max_length"), _is_number),
        **dict.fromkeys(("property", "language", "references", "scheme", "iri", "about", "pattern"), is_text),
        **dict.fromkeys(("unit", "role", "why_prose"), is_text),
        **dict.fromkeys(("valid", "invalid"), _is_examples),
    },
)
_TERM = {"label": is_words, "comment": is_words}
_TERM_MORE = {**dict.fromkeys(("parents", "matches", "see", "range"), _is_texts), "status": is_text, "successor": is_text}
CLASS = Form(_TERM, _TERM_MORE)
PROPERTY = Form({**_TERM, "kind": is_text}, _TERM_MORE)
RULE = Form(
    {"level": is_text, "area": is_text, **dict.fromkeys(("title", "message", "cause", "fix_source"), is_words)},
    {"fix_decision": is_words, "example": is_text, "waivable": _is_flag},
)
RULES = Form({"rules": _is_mapping})
LICENCE = Form(dict.fromkeys(("title_ja", "title_en", "url", "citation_ja", "citation_en"), is_text), {"eu": _may_be_blank})
