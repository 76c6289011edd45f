"""Strict reading of the publication's YAML: every key known, every value of its kind, errors with file and key path."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from bouhan_opendata import strict_yaml
from bouhan_opendata.errors import PublicationError
from bouhan_opendata.findings import Place
from bouhan_opendata.model import Model

TODO = "TODO"
FIRST_YEAR, LAST_YEAR = 1900, 2200
"""The fiscal years that a table of measures can speak of."""


class Section:
    """A mapping of one file, read key by key; :meth:`end` refuses keys that nobody asked for."""

    def __init__(self, body: Any, file: str, key: str, model: Model) -> None:
        self.file, self.key, self.model = file, key, model
        if not isinstance(body, Mapping):
            raise self.broken("", {"ja": "キーと値の組が必要です", "en": "a mapping is expected"})
        self.body: Mapping[str, Any] = body
        self.asked: set[str] = set()

    def path(self, name: str) -> str:
        """The key path of a key of this section."""
        return ".".join(part for part in (self.key, name) if part)

    def broken(self, name: str, problem: Mapping[str, str]) -> PublicationError:
        """The error for one key."""
        place = Place(file=self.file, key=self.path(name) or None)
        return PublicationError(self.model.rules["publication-broken"], place, problem=problem)

    def raw(self, name: str) -> Any:
        """A value; ``None`` when absent or still TODO, wherever in the text the TODO stands."""
        value = as_written(self, name)
        return None if isinstance(value, str) and TODO in value else value

    def text(self, name: str, *, required: bool = True) -> str | None:
        """A text; an absent one is refused when ``required``."""
        value = self.raw(name)
        if value is None or value == "":
            if required:
                raise self.broken(name, {"ja": "書かれていません(TODO のままでは使えません)", "en": "is missing (or still TODO)"})
            return None
        if isinstance(value, bool | list | dict):
            raise self.broken(name, {"ja": "文字が必要です", "en": "a text is expected"})
        return str(value)

    def must(self, name: str) -> str:
        """A text that must be there."""
        value = self.text(name)
        assert value is not None
        return value

    def words(self, name: str) -> Mapping[str, str]:
        """Texts in ja and, where it is written, en: Japanese never stands in for the English."""
        section = Section(self.raw(name), self.file, self.path(name), self.model)
        words = {"ja": section.must("ja")}
        if en := section.text("en", required=False):
            words["en"] = en
        section.end()
        return words

    def choice(self, name: str, known: Iterable[str], default: str | None = None) -> str:
        """One of a closed list."""
        options = list(known)
        value = self.text(name, required=default is None) or default
        if value not in options:
            raise self.broken(
                name,
                {
                    "ja": f"「{value}」は使えません。使えるもの: {'、'.join(options)}",
                    "en": f"{value} is not one of {', '.join(options)}",
                },
            )
        return value

    def flag(self, name: str, *, default: bool) -> bool:
        """true or false."""
        value = self.raw(name)
        if value is None:
            return default
        if not isinstance(value, bool):
            raise self.broken(name, {"ja": "true か false が必要です", "en": "true or false is expected"})
        return value

    def year(self, name: str) -> int | None:
        """A fiscal year, or ``None``."""
        value = self.raw(name)
        if value is None:
            return None
        if not isinstance(value, int) or isinstance(value, bool) or not FIRST_YEAR <= value <= LAST_YEAR:
            raise self.broken(
                name,
                {
                    "ja": f"{value} は年度ではありません({FIRST_YEAR}〜{LAST_YEAR} の西暦)",
                    "en": f"{value} is no fiscal year ({FIRST_YEAR} to {LAST_YEAR})",
                },
            )
        return value

    def day(self, name: str, *, required: bool) -> date | None:
        """A date YYYY-MM-DD."""
        value = self.text(name, required=required)
        if value is None:
            return None
        day = strict_day(value)
        if day is None:
            raise self.broken(
                name, {"ja": f"{value} は日付(年-月-日)ではありません", "en": f"{value} is not a date (YYYY-MM-DD)"}
            )
        return day

    def sections(self, name: str) -> list[Section]:
        """A list of mappings; absent means none."""
        value = self.raw(name)
        if value is None:
            return []
        if not isinstance(value, list):
            raise self.broken(name, {"ja": "- で始まる一覧が必要です", "en": "a list is expected"})
        return [Section(item, self.file, f"{self.path(name)}[{n}]", self.model) for n, item in enumerate(value)]

    def end(self) -> None:
        """Refuse the keys that nobody asked for."""
        unknown = sorted(set(self.body) - self.asked)
        if unknown:
            known = ", ".join(sorted(self.asked))
            raise self.broken(
                unknown[0], {"ja": f"知らないキーです(使えるもの: {known})", "en": f"is not a known key (known: {known})"}
            )


def as_written(section: Section, name: str) -> Any:
    """A value as it stands, for texts that come from a table and may say TODO."""
    section.asked.add(name)
    return section.body.get(name)


def load_section(folder: Path, name: str, model: Model, *, required: bool) -> Section:
    """A YAML file of the publication as a section; an absent optional file is empty."""
    path = folder / name
    if not path.exists() and not path.is_symlink():
        if required:
            raise PublicationError(model.rules["publication-file-missing"], Place(file=name), name=name, folder=folder.name)
        return Section({}, name, "", model)
    body = strict_yaml.load(path, PublicationError)
    return Section({} if body is None else body, name, "", model)


def strict_day(text: str) -> date | None:
    """A date written YYYY-MM-DD, in digits and in no other form of ISO 8601; else ``None``."""
    if not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
