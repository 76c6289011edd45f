"""The sentences of the pages, from ``words.yaml``: a key and a language give a text."""

from __future__ import annotations

import importlib.resources
from collections.abc import Mapping
from dataclasses import dataclass

from bouhan_opendata.findings import Lang
from bouhan_opendata.strict_yaml import loads


@dataclass(frozen=True, slots=True)
class Words:
    """All sentences in one language."""

    lang: Lang
    texts: Mapping[str, Mapping[str, str]]

    def __call__(self, key: str, **given: object) -> str:
        """The sentence of a key, filled in. Raises ``KeyError`` for a key that ``words.yaml`` does not have."""
        return self.texts[key][self.lang].format(**given)


def words_in(lang: Lang) -> Words:
    """Read ``words.yaml`` for a language."""
    data = (importlib.resources.files("bouhan_opendata") / "portal/words.yaml").read_bytes()
    return Words(lang, loads(data, "words.yaml"))
