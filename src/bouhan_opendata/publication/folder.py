"""Opening a publication folder: settings, sources and curation as one value."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set
from pathlib import Path

from bouhan_opendata.errors import PublicationError
from bouhan_opendata.findings import Place
from bouhan_opendata.model import Field, Model
from bouhan_opendata.publication.codes import is_corporate_number, is_lg_code
from bouhan_opendata.publication.decisions import read_decisions
from bouhan_opendata.publication.layouts import read_layout
from bouhan_opendata.publication.organisation import read_changes
from bouhan_opendata.publication.register import read_register
from bouhan_opendata.publication.values import DISTRIBUTIONS, VERSION, Note, Publication, ReleaseEntry, SourceEntry, Translations
from bouhan_opendata.publication.yaml_values import TODO, Section, as_written, load_section


def open_publication(folder: Path, model: Model) -> Publication:
    """Open a publication folder. Raises ``PublicationError`` naming file and key path; nothing is written."""
    if folder.exists() and not folder.is_dir():
        raise PublicationError(model.rules["not-a-folder"], Place(file=str(folder)), path=str(folder))
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
        decisions=tuple(read_decisions(load_section(folder, "curation/decisions.yaml", model, required=False))),
        notes=tuple(_notes(load_section(folder, "curation/notes.yaml", model, required=False), model)),
        translations=_translations(load_section(folder, "curation/translations.yaml", model, required=False)),
        organisation_changes=tuple(
            read_changes(load_section(folder, "curation/organisation.yaml", model, required=False), model)
        ),
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
        "publisher_url": _url(publisher),
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
        "bbox": _bbox(top, model),
        "releases": tuple(_releases(top)),
        "distributions": _shown(top),
        "download_url": _folder_url(top),
    }
    publisher.end()
    return made


def _url(publisher: Section) -> str | None:
    url = publisher.text("url", required=False)
    if url is not None and not re.fullmatch(r"https?://[A-Za-z0-9.-]+(:[0-9]+)?(/[A-Za-z0-9._~:/?#@!$&'()*+,;=%-]*)?", url):
        raise publisher.broken("url", {"ja": f"{url} はアドレスではありません", "en": f"{url} is no address"})
    return url


def _shown(top: Section) -> tuple[str, ...]:
    """The files that catalogues show, in the order of the list; all of them where nothing is said."""
    value = top.raw("distributions")
    if value is None:
        return DISTRIBUTIONS
    known = "、".join(DISTRIBUTIONS)
    if not isinstance(value, list) or not value or len(set(map(str, value))) < len(value) or not set(value) <= set(DISTRIBUTIONS):
        raise top.broken(
            "distributions",
            {"ja": f"一度ずつ選んでください: {known}", "en": f"a list is expected of: {', '.join(DISTRIBUTIONS)}, each once"},
        )
    return tuple(value)


def _folder_url(top: Section) -> str | None:
    url = top.text("download_url", required=False)
    if url is not None and not re.fullmatch(r"https?://[A-Za-z0-9._~:/%-]+/", url):
        raise top.broken(
            "download_url",
            {"ja": "https:// で始まり / で終わるアドレスが必要です", "en": "an address from https:// to a final / is expected"},
        )
    return url


def _keywords(top: Section, model: Model) -> Mapping[str, tuple[str, ...]]:
    section = Section(top.raw("keywords") or {}, top.file, "keywords", model)
    words: dict[str, tuple[str, ...]] = {}
    for lang in ("ja", "en"):
        value = section.raw(lang) or []
        if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
            raise section.broken(lang, {"ja": "言葉の一覧が必要です", "en": "a list of words is expected"})
        words[lang] = tuple(word for word in value if TODO not in word)
    section.end()
    return words


def _centroid(top: Section, model: Model) -> tuple[str, str] | None:
    degrees = _degrees(top, "centroid", ("longitude", "latitude"), model)
    return (degrees[0], degrees[1]) if degrees else None


def _bbox(top: Section, model: Model) -> tuple[str, str, str, str] | None:
    degrees = _degrees(top, "bbox", ("west", "south", "east", "north"), model)
    if degrees is None:
        return None
    west, south, east, north = degrees
    if float(west) >= float(east) or float(south) >= float(north):
        raise top.broken("bbox", {"ja": "西と東、南と北が逆です", "en": "west is not west of east, or south not south of north"})
    return west, south, east, north


def _degrees(top: Section, key: str, names: tuple[str, ...], model: Model) -> list[str] | None:
    if top.raw(key) is None:
        return None
    section = Section(top.raw(key), top.file, key, model)
    degrees = [section.must(name) for name in names]
    section.end()
    for name, value in zip(names, degrees, strict=True):
        if not re.fullmatch(r"-?[0-9]{1,3}(\.[0-9]{1,6})?", value):
            raise section.broken(name, {"ja": f"{value} は度ではありません", "en": f"{value} is not in degrees"})
    return degrees


def _releases(top: Section) -> Iterator[ReleaseEntry]:
    seen: set[str] = set()
    for item in top.sections("releases"):
        version = item.must("version")
        if not VERSION.fullmatch(version) or version in seen:
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
        if len(file.encode()) > 255 or "\n" in file or ":" in file:
            raise item.broken(
                "file",
                {"ja": "ファイル名として使えません(長すぎるか、使えない記号があります)", "en": "cannot be the name of a file"},
            )
        yield SourceEntry(
            source_id,
            file,
            item.must("title"),
            item.text("title_en", required=False),
            item.year("fiscal_year"),
            item.day("received_on", required=False),
            replaces,
            read_layout(item),
        )


def _notes(top: Section, model: Model) -> Iterator[Note]:
    for item, note_id, _ in _identified(top, "notes", model.tables["notes"].field("note_id")):
        day = item.day("on", required=True)
        assert day is not None
        yield Note(
            note_id,
            item.must("subject"),
            item.year("fiscal_year"),
            item.choice("kind", model.code_lists["note_kind"].codes),
            item.must("text"),
            item.text("text_en", required=False),
            item.must("by"),
            day,
        )


def _translations(top: Section) -> Translations:
    """English by id and Japanese. An entry whose English is missing or TODO is simply no translation yet."""
    texts: dict[tuple[str, str], str] = {}
    for item in top.sections("translations"):
        item.choice("by", ("city", "project", "machine"))
        item.flag("reviewed", default=False)
        japanese = as_written(item, "ja")
        if not isinstance(japanese, str) or not japanese:
            raise item.broken("ja", {"ja": "訳すもとの日本語が必要です", "en": "the Japanese that it translates is expected"})
        key = (item.must("id"), japanese)
        english = item.text("en", required=False)
        item.end()
        if key in texts:
            raise item.broken("ja", {"ja": f"{key[0]} の訳が二度書かれています", "en": f"{key[0]} is translated twice"})
        if english is not None:
            texts[key] = english
    top.end()
    return Translations(texts)
