"""README and changelog of a release, in Japanese and English, from the package and the publication."""

from __future__ import annotations

from collections import Counter

from bouhan_opendata.model import Model, Words
from bouhan_opendata.package import Package, Row, Table
from bouhan_opendata.publication import Publication, ReleaseEntry

_MAIN = ("overview_figures", "overview_activities", "measures", "reports", "activities", "figures", "indicators", "observations")


def readme(package: Package, publication: Publication, entry: ReleaseEntry) -> str:
    """What this release is, how to open it, what each table holds, licence and citation; Japanese first, then English."""
    model = package.model
    ja = _part(package, publication, entry, model, "ja")
    en = _part(package, publication, entry, model, "en")
    return f"{ja}\n---\n\n{en}"


def _part(package: Package, publication: Publication, entry: ReleaseEntry, model: Model, lang: str) -> str:
    words = _WORDS[lang]
    years = sorted(
        {row["fiscal_year"]: row[f"label_{lang}"] for row in package["fiscal_years"] if _reported(package, row)}.items()
    )
    lines = [
        f"# {_in(lang, publication.title)}",
        "",
        *([publication.description[lang], ""] if publication.description.get(lang) else []),
        f"- {words['version']}: {entry.version} ({entry.date.isoformat()})",
        f"- {words['publisher']}: {_in(lang, publication.publisher_name)} ({publication.lg_code})",
        f"- {words['years']}: {'、'.join(label for _, label in years) if lang == 'ja' else ', '.join(label for _, label in years)}",
        f"- {words['licence']}: {model.licences[publication.licence]['title_' + lang]} <{model.licences[publication.licence]['url']}>",
    ]
    lines += [f"- {text}" for _, text in _caveats(publication, lang)]
    lines += [
        "",
        f"## {words['open']}",
        "",
        *words["how"].split("\n"),
        "",
        f"## {words['tables']}",
        "",
        f"| {words['head']} |",
        "| --- | ---: | --- |",
    ]
    lines += [
        f"| `data/{name}.csv` | {len(table):,} | {table.model.title[lang]} |"
        for name, table in _ordered(package)
        if len(table) or name in _MAIN
    ]
    lines += ["", f"## {words['numbers']}", "", words["numbers_text"].format(**_counts(package)), "", f"## {words['cite']}", ""]
    lines += [f"> {citation(publication, entry, model, lang)}", ""]
    return "\n".join(lines)


def _caveats(publication: Publication, lang: str) -> list[tuple[str, str]]:
    """What must be said wherever the data goes alone: (heading, sentence)."""
    words = _WORDS[lang]
    unconfirmed = [] if publication.license_confirmed else [(words["confirmation"], words["unconfirmed"])]
    return [*unconfirmed, *([(words["status"], words["sample"])] if publication.status == "sample" else [])]


def citation(publication: Publication, entry: ReleaseEntry, model: Model, lang: str) -> str:
    """How to cite: by who made the data; the city is named as the source of the table, not as the one who licenses it."""
    maker = publication.creator or publication.publisher_name
    text = model.licences[publication.licence][f"citation_{lang}"].format(
        publisher=_in(lang, maker), title=_in(lang, publication.title), version=entry.version, year=entry.date.year
    )
    if publication.creator is None:
        return text
    words = _WORDS[lang]
    origin = words["origin"].format(publisher=_in(lang, publication.publisher_name))
    return text + origin + ("" if publication.license_confirmed else words["not_yet"])


def about_rows(publication: Publication, entry: ReleaseEntry, model: Model) -> list[tuple[str, str]]:
    """What a file that travels alone says of itself, in Japanese: (item, content)."""
    words, licence = _WORDS["ja"], model.licences[publication.licence]
    return [
        ("題名", publication.title["ja"]),
        *((("Title", publication.title["en"]),) if publication.title.get("en") else ()),
        (words["version"], f"{entry.version} ({entry.date.isoformat()})"),
        *((name, text.replace("**", "")) for name, text in _caveats(publication, "ja")),
        (words["publisher"], f"{publication.publisher_name['ja']} ({publication.lg_code})"),
        (words["creator"], (publication.creator or publication.publisher_name)["ja"]),
        (words["licence"], f"{licence['title_ja']} {licence['url']}"),
        (words["cite"], citation(publication, entry, model, "ja")),
        (words["address"], f"{publication.base_iri}dataset"),
    ]


def _in(lang: str, words: Words) -> str:
    """A name in a language, or as it is where it has none there."""
    return words.get(lang) or words["ja"]


def _ordered(package: Package) -> list[tuple[str, Table]]:
    return [*((n, package[n]) for n in _MAIN), *((n, package[n]) for n in package if n not in _MAIN)]


def _reported(package: Package, year: Row) -> bool:
    return any(row["fiscal_year"] == year["fiscal_year"] for row in package["reports"])


def _counts(package: Package) -> dict[str, int]:
    uses = Counter(row["use"] for row in package["figures"] if row["class"] == "quantity")
    return {
        "figures": len(package["figures"]),
        "quantities": sum(uses.values()),
        "observations": len(package["observations"]),
        "duplicates": uses["duplicate"],
        "details": uses["detail"],
        "blank": sum(row["status"] == "blank" for row in package["reports"]),
    }


def changelog(publication: Publication, entry: ReleaseEntry) -> str:
    """The notes of every release up to this one, newest first."""
    lines = ["# 変更履歴 / Changelog", ""]
    listed = [item for item in publication.releases if item.number <= entry.number]
    for item in sorted(listed, key=lambda e: e.number, reverse=True):
        lines += [f"## {item.version} ({item.date.isoformat()})", ""]
        lines += [line for lang in ("ja", "en") if item.notes.get(lang) for line in (item.notes[lang], "")]
    return "\n".join(lines)


_WORDS = {
    "ja": {
        "version": "版",
        "publisher": "表を作った自治体",
        "years": "対象年度",
        "licence": "ライセンス",
        "confirmation": "ライセンスの確認",
        "status": "状態",
        "creator": "データの作成者",
        "address": "アドレス",
        "origin": "。もとの表: {publisher}",
        "not_yet": "。見本で、ライセンスは自治体の確認前",
        "unconfirmed": "**ライセンスは自治体による確認の前です。** 確認されるまでは見本としてお使いください。",
        "sample": "**見本です。** この版は、公表された表からこのプロジェクトが作りました。自治体が公開したデータではありません。",
        "open": "開きかた",
        "how": "- 表計算ソフトで見る: `office/` の .xlsx、または `office/utf8-bom/` の CSV\n- CP932(Shift_JIS)しか読めないソフトで見る: `office/cp932/` の CSV。CP932 で書けない文字は似た文字か 〓 に置きかえ、その場所・コードポイント・文字の名前を `office/cp932/unwritable.csv`(これも CP932)に挙げた\n- プログラムで使う: `data/` の CSV(UTF-8、BOM なし、LF)と `datapackage.json`\n- リンクトデータとして使う: `rdf/data.ttl`(同じ内容の N-Triples と JSON-LD も)\n- 読み取りを確かめる: `findings/review.html`(原文の一文字ごとの扱いを色分け)\n- 写しを確かめる: `sha256sum -c SHA256SUMS`",
        "tables": "表",
        "head": "ファイル | 行 | 内容",
        "numbers": "数について",
        "numbers_text": "表に書かれた数はすべて `figures` に残しています({figures:,} 個、うち数量 {quantities:,} 個)。統計として使えるものだけを `observations` に入れました({observations:,} 個)。同じ事実の二度目の記載({duplicates:,} 個)と、内訳・割合・母数など({details:,} 個)は入れていません。空欄の取組みは {blank:,} 件で、0 とは扱っていません。",
        "cite": "引用のしかた",
    },
    "en": {
        "version": "Version",
        "publisher": "City that made the table",
        "years": "Fiscal years",
        "licence": "Licence",
        "confirmation": "Confirmation of the licence",
        "status": "Status",
        "creator": "Creator",
        "address": "Address",
        "origin": ". Made from a table by {publisher}",
        "not_yet": ". A sample; the city has not confirmed the licence",
        "unconfirmed": "**The licence has not been confirmed by the city yet.** Treat this as a sample until it is.",
        "sample": "**A sample.** This version was made by this project from the table the city published; it is not published by the city.",
        "open": "How to open it",
        "how": "- In a spreadsheet: the .xlsx in `office/`, or the CSV in `office/utf8-bom/`\n- In software that reads only CP932 (Shift_JIS): the CSV in `office/cp932/`. Characters that CP932 lacks are put as a near equal or 〓; `office/cp932/unwritable.csv` (CP932 too) lists their places, code points and names\n- In a program: the CSV in `data/` (UTF-8, no BOM, LF) with `datapackage.json`\n- As Linked Data: `rdf/data.ttl` (the same as N-Triples and JSON-LD)\n- To check the reading: `findings/review.html` (what every character of the source was taken for)\n- To check a copy: `sha256sum -c SHA256SUMS`",
        "tables": "Tables",
        "head": "file | rows | contents",
        "numbers": "About the numbers",
        "numbers_text": "Every number written in the table is kept in `figures` ({figures:,}, of which {quantities:,} quantities). Only those fit for statistics are in `observations` ({observations:,}). Second statements of the same fact ({duplicates:,}) and parts, rates and populations ({details:,}) are not. Blank reports: {blank:,}; blank is not zero.",
        "cite": "How to cite",
    },
}
