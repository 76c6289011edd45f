"""Opening a publication folder: settings, sources and curation as one value."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set
from pathlib import Path

from bouhan_opendata.errors import PublicationError
from bouhan_opendata.findings import Place
from bouhan_opendata.model import Field, Model
from bouhan_opendata.publication.codes import is_corporate_number, is_lg_code, is_version
from bouhan_opendata.publication.register import read_register
from bouhan_opendata.publication.values import Decision, Note, Publication, ReleaseEntry, SourceEntry, Translations
from bouhan_opendata.publication.yaml_values import Section, load_section

_TARGETS = ("figure", "indicator", "finding")
_ACTIONS = ("set", "drop", "confirm", "waive")


def open_publication(folder: Path, model: Model) -> Publication:
    """Open a publication folder. Raises ``PublicationError`` naming file and key path; nothing is written."""
    if not folder.is_dir():
        raise PublicationError(
            model.rules["publication-file-missing"], Place(file=str(folder)), name=str(folder), folder=folder.name
        )
    settings = load_section(folder, "publication.yaml", model, required=True)
    register = read_register(load_section(folder, "curation/register.yaml", model, required=False))
    made = _settings(settings, model)
    settings.end()
    return Publication(
        folder=folder,
        **made,  # type: ignore[arg-type]
        sources=tuple(_sources(load_section(folder, "sources/sources.yaml", model, required=True), model)),
        register=register,
        decisions=tuple(_decisions(load_section(folder, "curation/decisions.yaml", model, required=False), model)),
        notes=tuple(_notes(load_section(folder, "curation/notes.yaml", model, required=False), model)),
        translations=_translations(load_section(folder, "curation/translations.yaml", model, required=False)),
    )


def _settings(top: Section, model: Model) -> dict[str, object]:
    publisher = Section(top.raw("publisher"), top.file, "publisher", model)
    lg_code = publisher.must("lg_code")
    if not is_lg_code(lg_code):
        raise publisher.broken("lg_code", {"ja": f"{lg_code} は検査数字が合いません", "en": f"{lg_code} has a wrong check digit"})
    number = publisher.text("corporate_number", required=False)
    if number is not None and not is_corporate_number(number):
        raise publisher.broken(
            "corporate_number", {"ja": f"{number} は検査数字が合いません", "en": f"{number} has a wrong check digit"}
        )
    base = top.must("base_iri")
    if not re.fullmatch(r"https?://[A-Za-z0-9._~:/%-]+/", base):
        raise top.broken(
            "base_iri",
            {"ja": "https:// で始まり / で終わるアドレスが必要です", "en": "an address from https:// to a final / is expected"},
        )
    slug = top.must("slug")
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug):
        raise top.broken(
            "slug",
            {"ja": "小文字の英数字とハイフンで書いてください", "en": "lower-case letters, digits and hyphens are expected"},
        )
    made: dict[str, object] = {
        "slug": slug,
        "base_iri": base,
        "lg_code": lg_code,
        "area_code": lg_code[:5],
        "city_name": publisher.words("name"),
        "publisher_name": publisher.words("name"),
        "publisher_url": publisher.text("url", required=False),
        "corporate_number": number,
        "contact": publisher.text("contact", required=False),
        "creator": top.words("creator") if top.raw("creator") is not None else None,
        "licence": top.choice("license", model.licences),
        "license_confirmed": top.flag("license_confirmed", default=False),
        "status": top.choice("status", model.code_lists["publication_status"].codes),
        "review": top.choice("review", ("none", "check", "all"), "check"),
        "title": top.words("title"),
        "description": top.words("description"),
        "keywords": _keywords(top, model),
        "centroid": _centroid(top, model),
        "releases": tuple(_releases(top)),
    }
    publisher.end()
    return made


def _keywords(top: Section, model: Model) -> Mapping[str, tuple[str, ...]]:
    section = Section(top.raw("keywords") or {}, top.file, "keywords", model)
    words: dict[str, tuple[str, ...]] = {}
    for lang in ("ja", "en"):
        value = section.raw(lang) or []
        if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
            raise section.broken(lang, {"ja": "言葉の一覧が必要です", "en": "a list of words is expected"})
        words[lang] = tuple(value)
    section.end()
    return words


def _centroid(top: Section, model: Model) -> tuple[str, str] | None:
    if top.raw("centroid") is None:
        return None
    section = Section(top.raw("centroid"), top.file, "centroid", model)
    pair = (section.must("longitude"), section.must("latitude"))
    section.end()
    for name, value in zip(("longitude", "latitude"), pair, strict=True):
        if not re.fullmatch(r"-?[0-9]{1,3}(\.[0-9]{1,6})?", value):
            raise section.broken(name, {"ja": f"{value} は度ではありません", "en": f"{value} is not in degrees"})
    return pair


def _releases(top: Section) -> Iterator[ReleaseEntry]:
    seen: set[str] = set()
    for item in top.sections("releases"):
        version = item.must("version")
        if not is_version(version) or version in seen:
            raise item.broken(
                "version",
                {
                    "ja": f"{version} は版の番号でないか、二度書かれています",
                    "en": f"{version} is no version number, or stands twice",
                },
            )
        seen.add(version)
        day = item.day("date", required=True)
        assert day is not None
        yield ReleaseEntry(version, day, item.words("notes"))
        item.end()


def _identified(top: Section, name: str, field: Field) -> Iterator[tuple[Section, str, Set[str]]]:
    """The entries of a list, each with its id and the ids before it. An id must be as its field asks, and stand once."""
    seen: set[str] = set()
    for item in top.sections(name):
        value = item.must("id")
        if not re.fullmatch(str(field.pattern), value) or value in seen:
            form = field.valid[0]
            raise item.broken(
                "id",
                {
                    "ja": f"{value} は {form} の形でないか、二度書かれています",
                    "en": f"{value} is not like {form}, or stands twice",
                },
            )
        yield item, value, seen
        seen.add(value)
        item.end()
    top.end()


def _sources(top: Section, model: Model) -> Iterator[SourceEntry]:
    for item, source_id, above in _identified(top, "sources", model.tables["sources"].field("source_id")):
        file = item.must("file")
        if "/" in file or "\\" in file or file.startswith("."):
            raise item.broken(
                "file",
                {"ja": "sources/ の中のファイル名だけを書いてください", "en": "the bare name of a file in sources/ is expected"},
            )
        replaces = item.text("replaces", required=False)
        if replaces is not None and replaces not in above:
            raise item.broken(
                "replaces", {"ja": f"{replaces} という資料は上にありません", "en": f"there is no source {replaces} above"}
            )
        yield SourceEntry(
            source_id,
            file,
            item.must("title"),
            item.text("title_en", required=False),
            item.number("fiscal_year"),
            item.day("received_on", required=False),
            replaces,
            item.raw("layout"),
        )


def _decisions(top: Section, model: Model) -> Iterator[Decision]:
    for item, decision_id, _ in _identified(top, "decisions", model.tables["figures"].field("decision_id")):
        where = item.raw("where") or {}
        actions = [name for name in _ACTIONS if item.raw(name) is not None]
        if len(actions) != 1 or not isinstance(where, dict):
            raise item.broken(
                "",
                {
                    "ja": f"{'、'.join(_ACTIONS)} のうち一つを書いてください",
                    "en": f"exactly one of {', '.join(_ACTIONS)} is expected",
                },
            )
        action = actions[0]
        body = item.raw(action)
        values = body if isinstance(body, dict) else {}
        source_error = item.flag("source_error", default=False)
        if "value" in values and not source_error:
            raise item.broken(
                "set.value",
                {"ja": "値を変えるには source_error: true が必要です", "en": "a value may be set only with source_error: true"},
            )
        day = item.day("on", required=True)
        assert day is not None
        yield Decision(
            decision_id,
            item.choice("target", _TARGETS),
            action,
            where,
            values,
            item.must("why"),
            item.must("by"),
            day,
            item.choice("scope", ("this source", "from now on"), "this source"),
            str(body) if action == "waive" else None,
            source_error,
        )


def _notes(top: Section, model: Model) -> Iterator[Note]:
    for item, note_id, _ in _identified(top, "notes", model.tables["notes"].field("note_id")):
        day = item.day("on", required=True)
        assert day is not None
        yield Note(
            note_id,
            item.must("subject"),
            item.number("fiscal_year"),
            item.choice("kind", model.code_lists["note_kind"].codes),
            item.must("text"),
            item.text("text_en", required=False),
            item.must("by"),
            day,
        )


def _translations(top: Section) -> Translations:
    texts: dict[tuple[str, str], str] = {}
    for item in top.sections("translations"):
        item.choice("by", ("city", "project", "machine"))
        item.flag("reviewed", default=False)
        texts[item.must("id"), item.must("ja")] = item.must("en")
        item.end()
    top.end()
    return Translations(texts)
