"""Which release a call wants: one of the list, or one that the call itself describes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date as Date
from typing import Any

from bouhan_opendata.errors import PublicationError, UsageError
from bouhan_opendata.findings import Place
from bouhan_opendata.model import Model
from bouhan_opendata.publication import VERSION, Publication, ReleaseEntry, next_version, strict_day

_JAPANESE = re.compile("[ぁ-ヿ㐀-鿿豈-﫿々〆]")
_PLACE = Place(file="publication.yaml", key="releases")


@dataclass(frozen=True, slots=True)
class Wanted:
    """The release to make; ``is_listed`` says whether ``publication.yaml`` has it already."""

    entry: ReleaseEntry
    is_listed: bool


def wanted(publication: Publication, model: Model, version: Any, date: Any, notes: Any) -> Wanted:
    """The highest listed version, or the one asked for. Raises ``PublicationError`` or ``UsageError`` for what cannot be."""
    if version is None:
        if date is not None or notes is not None:
            raise _wrong(model, "--date と --notes は --version と一緒に使います", "date and notes go with a version")
        if not publication.releases:
            raise PublicationError(model.rules["release-unlisted"], _PLACE, version=next_version(publication))
        return Wanted(max(publication.releases, key=lambda entry: entry.number), True)
    if not isinstance(version, str) or not VERSION.fullmatch(version):
        raise PublicationError(model.rules["version-invalid"], _PLACE, version=version)
    day = None if date is None else asked_day(model, date)
    words = None if notes is None else asked_notes(model, notes)
    for entry in publication.releases:
        if entry.version == version:
            if (day or entry.date) != entry.date or (words or entry.notes) != entry.notes:
                ja = f"{version} は publication.yaml に、別の日付か変更点で書かれています。--date と --notes を付けずに実行するか、そちらを直してください"
                en = f"{version} is listed in publication.yaml with another date or notes; leave date and notes out, or edit the entry"
                raise _wrong(model, ja, en)
            return Wanted(entry, True)
    if day is None or words is None:
        raise PublicationError(model.rules["release-unlisted"], _PLACE, version=version)
    entry = ReleaseEntry(version, day, words)
    _refuse_backwards(publication, model, entry)
    return Wanted(entry, False)


def _refuse_backwards(publication: Publication, model: Model, entry: ReleaseEntry) -> None:
    """A new version comes after all that are listed, in number and in date: people compare each with the one before."""
    if not publication.releases:
        return
    last = max(publication.releases, key=lambda other: other.number)
    if entry.number < last.number:
        needed = next_version(publication)
        ja = f"{entry.version} は、公開済みの {last.version} より小さい版です。{needed} のように、大きい版にしてください"
        en = f"{entry.version} is lower than {last.version}, which is listed already; choose a higher one, such as {needed}"
        raise _wrong(model, ja, en)
    if entry.date < last.date:
        ja = f"日付 {entry.date} が、{last.version} の日付 {last.date} より前です"
        en = f"the date {entry.date} is before {last.date}, the date of {last.version}"
        raise _wrong(model, ja, en)


def asked_day(model: Model, date: Any) -> Date:
    """The day of a release or a withdrawal. Raises ``PublicationError`` for what is no day."""
    if type(date) is Date:
        return date
    day = strict_day(date) if isinstance(date, str) else None
    if day is None:
        raise PublicationError(model.rules["date-invalid"], _PLACE, value=date)
    return day


def asked_notes(model: Model, notes: Any, option: str = "notes") -> Mapping[str, str]:
    """Words about a release: a Japanese text, or texts by language, of which the Japanese must be there. ``option``: its name."""
    words = notes if isinstance(notes, Mapping) else {"ja": notes}
    is_english = isinstance(notes, str) and bool(notes.strip()) and not _JAPANESE.search(notes)
    if is_english or "ja" not in words or not set(words) <= {"ja", "en"}:
        ja = f"{_SUBJECT[option]['ja']}は日本語で書きます。日本語を --{option} に、英語があれば --{option}-en に書いてください(Python では {option}={{'ja': …, 'en': …}})"
        en = f"{_SUBJECT[option]['en']} in Japanese; give the Japanese text with --{option} and the English one with --{option}-en (in Python {option}={{'ja': …, 'en': …}})"
        raise _wrong(model, ja, en)
    for text in words.values():
        if not isinstance(text, str) or not text.strip() or "TODO" in text:
            raise _wrong(
                model, f"{_SUBJECT[option]['ja']}(--{option})が空か、TODO のままです", f"--{option} is empty or still TODO"
            )
        if any(unicodedata.category(char) in ("Cc", "Cs") and char != "\n" for char in text):
            raise _wrong(
                model,
                f"{_SUBJECT[option]['ja']}(--{option})に使えない文字があります",
                f"--{option} holds a character that no text may",
            )
    return {lang: words[lang] for lang in ("ja", "en") if lang in words}


_SUBJECT = {"notes": {"ja": "変更点", "en": "the notes are"}, "why": {"ja": "理由", "en": "the reason is"}}


def _wrong(model: Model, ja: str, en: str) -> UsageError:
    return UsageError(model.rules["argument-wrong"], problem={"ja": ja, "en": en})
