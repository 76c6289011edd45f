"""README of a release, in Japanese and English, from the package and the publication."""

from __future__ import annotations

from collections import Counter

from bouhan_opendata.building.sign_off import SignOff, sign_off
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
        f"- {words['creator']}: {_in(lang, _maker(publication))}",
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
    lines += ["", f"## {words['numbers']}", "", _numbers(package, words), "", f"## {words['review']}", ""]
    lines += [*_reviewed(sign_off(package, publication), words), "", f"## {words['cite']}", ""]
    lines += [f"> {citation(publication, entry, model, lang)}", ""]
    return "\n".join(lines)


def _caveats(publication: Publication, lang: str) -> list[tuple[str, str]]:
    """What must be said wherever the data goes alone: (heading, sentence)."""
    words = _WORDS[lang]
    unconfirmed = [] if publication.license_confirmed else [(words["confirmation"], words["unconfirmed"])]
    if publication.status != "sample":
        return unconfirmed
    names = {"publisher": _in(lang, publication.publisher_name), "creator": _in(lang, _maker(publication))}
    sample = words["sample" if publication.creator is None else "sample_by_another"].format(**names)
    return [*unconfirmed, (words["status"], sample)]


def _maker(publication: Publication) -> Words:
    """Who made the data: the one whom the settings name as creator, else the city itself."""
    return publication.creator or publication.publisher_name


def citation(publication: Publication, entry: ReleaseEntry, model: Model, lang: str) -> str:
    """How to cite: by who made the data; the city is named as the source of the table, not as the one who licenses it."""
    text = model.licences[publication.licence][f"citation_{lang}"].format(
        publisher=_in(lang, _maker(publication)), title=_in(lang, publication.title), version=entry.version, year=entry.date.year
    )
    if publication.creator is None:
        return text
    words = _WORDS[lang]
    origin = words["origin"].format(publisher=_in(lang, publication.publisher_name))
    not_yet = words["not_yet_sample" if publication.status == "sample" else "not_yet"]
    return text + origin + ("" if publication.license_confirmed else not_yet)


def about_rows(publication: Publication, entry: ReleaseEntry, model: Model) -> list[tuple[str, str]]:
    """What a file that travels alone says of itself, in Japanese: (item, content)."""
    words, licence = _WORDS["ja"], model.licences[publication.licence]
    return [
        ("題名", publication.title["ja"]),
        *((("Title", publication.title["en"]),) if publication.title.get("en") else ()),
        (words["version"], f"{entry.version} ({entry.date.isoformat()})"),
        *((name, text.replace("**", "")) for name, text in _caveats(publication, "ja")),
        (words["publisher"], f"{publication.publisher_name['ja']} ({publication.lg_code})"),
        (words["creator"], _maker(publication)["ja"]),
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


def _numbers(package: Package, words: dict[str, str]) -> str:
    """How many quantities became statistics and why the others did not; the counts add up."""
    counts = _counts(package)
    told = [words[name].format(count=counts[name]) for name in ("duplicates", "details", "others", "superseded") if counts[name]]
    excluded = words["excluded"].format(words=words["and"].join(told)) if told else ""
    return words["numbers_text"].format(**counts) + excluded + words["blank_text"].format(**counts)


def _reviewed(signed: SignOff, words: dict[str, str]) -> list[str]:
    """How many observations a person confirmed, by what policy, and who did."""
    told = words["reviewed"].format(confirmed=signed.confirmed, unconfirmed=signed.unconfirmed, policy=words[signed.policy])
    return [told, *(f"- {one.on.isoformat()} {one.by}: {words['signed'].format(count=one.count)}" for one in signed.signed)]


def _counts(package: Package) -> dict[str, int]:
    """Every quantity once: a statistic, or what it is instead. ``superseded``: of a report that a newer source states again."""
    older = {row["report_id"] for row in package["reports"] if not row["is_current"]}
    restated = {row["activity_id"] for row in package["activities"] if row["report_id"] in older}
    quantities = [row for row in package["figures"] if row["class"] == "quantity"]
    replaced = {f"{row['replaces_source_id']}-" for row in package["sources"] if row["replaces_source_id"]}

    def is_superseded(row: Row) -> bool:
        return row["activity_id"] in restated or row["line_id"].startswith(tuple(replaced))

    uses = Counter("superseded" if is_superseded(row) else row["use"] for row in quantities)
    counted = {"observations": len(package["observations"]), "duplicates": uses["duplicate"], "details": uses["detail"]}
    counted["superseded"] = uses["superseded"]
    return {
        "figures": len(package["figures"]),
        "quantities": len(quantities),
        **counted,
        "others": len(quantities) - sum(counted.values()),
        "blank": sum(row["status"] == "blank" and row["report_id"] not in older for row in package["reports"]),
    }


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
        "not_yet": "。ライセンスは自治体の確認前",
        "not_yet_sample": "。見本で、ライセンスは自治体の確認前",
        "unconfirmed": "**ライセンスは自治体による確認の前です。** 確認されるまでは見本としてお使いください。",
        "sample": "**見本です。** この版は、{publisher}が確かめるために作ったもので、正式に公開されたデータではありません。",
        "sample_by_another": "**見本です。** この版は、公表された表から{creator}が作りました。{publisher}が公開したデータではありません。",
        "open": "開きかた",
        "how": "- 表計算ソフトで見る: `office/` の .xlsx、または `office/utf8-bom/` の CSV\n- CP932(Shift_JIS)しか読めないソフトで見る: `office/cp932/` の CSV。CP932 で書けない文字は似た文字か 〓 に置きかえ、その場所・コードポイント・文字の名前を `office/cp932/unwritable.csv`(これも CP932)に挙げた\n- プログラムで使う: `data/` の CSV(UTF-8、BOM なし、LF)と `datapackage.json`\n- リンクトデータとして使う: `rdf/data.ttl`(同じ内容の N-Triples と JSON-LD も)\n- 読み取りを確かめる: `findings/review.html`(原文の一文字ごとの扱いを色分け)\n- 写しを確かめる: `sha256sum -c SHA256SUMS`",
        "tables": "表",
        "head": "ファイル | 行 | 内容",
        "numbers": "数について",
        "numbers_text": "表に書かれた数はすべて `figures` に残しています({figures:,} 個、うち数量 {quantities:,} 個)。統計として使えるものだけを `observations` に入れました({observations:,} 個)。",
        "excluded": "{words}は入れていません。",
        "and": "、",
        "duplicates": "同じ事実の二度目の記載({count:,} 個)",
        "details": "内訳・割合・母数など({count:,} 個)",
        "others": "単位の分からない数・確認を待つ数など({count:,} 個)",
        "superseded": "新しい資料が述べなおした年度の、前の資料の数({count:,} 個)",
        "blank_text": "空欄の取組みは {blank:,} 件で、0 とは扱っていません。",
        "review": "確認",
        "reviewed": "指標値の確認: **確認済 {confirmed:,} / 未確認 {unconfirmed:,}**。方針: {policy}。",
        "all": "すべての数を人が確かめてから統計に入れる(all)",
        "check": "確かでない読み取りを人が確かめてから統計に入れる(check)",
        "none": "確かめずに統計に入れる(none)",
        "signed": "{count:,} 個",
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
        "not_yet": ". The city has not confirmed the licence",
        "not_yet_sample": ". A sample; the city has not confirmed the licence",
        "unconfirmed": "**The licence has not been confirmed by the city yet.** Treat this as a sample until it is.",
        "sample": "**A sample.** This version was made by {publisher} for checking; it is not an official publication.",
        "sample_by_another": "**A sample.** This version was made by {creator} from the table the city published; it is not published by {publisher}.",
        "open": "How to open it",
        "how": "- In a spreadsheet: the .xlsx in `office/`, or the CSV in `office/utf8-bom/`\n- In software that reads only CP932 (Shift_JIS): the CSV in `office/cp932/`. Characters that CP932 lacks are put as a near equal or 〓; `office/cp932/unwritable.csv` (CP932 too) lists their places, code points and names\n- In a program: the CSV in `data/` (UTF-8, no BOM, LF) with `datapackage.json`\n- As Linked Data: `rdf/data.ttl` (the same as N-Triples and JSON-LD)\n- To check the reading: `findings/review.html` (what every character of the source was taken for)\n- To check a copy: `sha256sum -c SHA256SUMS`",
        "tables": "Tables",
        "head": "file | rows | contents",
        "numbers": "About the numbers",
        "numbers_text": "Every number written in the table is kept in `figures` ({figures:,}, of which {quantities:,} quantities). Only those fit for statistics are in `observations` ({observations:,}).",
        "excluded": " Not in them: {words}.",
        "and": "; ",
        "duplicates": "second statements of the same fact ({count:,})",
        "details": "parts, rates and populations ({count:,})",
        "others": "numbers of an unknown unit, or that wait for a person, and the like ({count:,})",
        "superseded": "numbers of an earlier source for a year that a newer one states again ({count:,})",
        "blank_text": " Blank reports: {blank:,}; blank is not zero.",
        "review": "Confirmation",
        "reviewed": "Observations: **{confirmed:,} confirmed, {unconfirmed:,} not**. Policy: {policy}.",
        "all": "every number is confirmed by a person before it becomes a statistic (all)",
        "check": "a reading that is not sure is confirmed by a person before it becomes a statistic (check)",
        "none": "numbers become statistics without being confirmed (none)",
        "signed": "{count:,}",
        "cite": "How to cite",
    },
}
