"""What an officer lays before her superiors with a release: a cover, the corrections, and what may be asked."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bouhan_opendata.opened import Release
from bouhan_opendata.presentation.difference_view import table_counts

ASKED = (
    "jump", "figure-restated", "blank-cell", "indicator-no-longer-stated", "activity-no-longer-stated",
    "measure-missing-in-replacement", "department-unreported",
)  # fmt: skip
"""Findings that somebody will ask about, in the order of the papers."""
STOPPED = ("cancelled", "partly_cancelled", "not_implemented", "ended")
"""Statuses of activities that somebody will ask about."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of the cover. ``is_open``: somebody still has to do something about it."""

    label: str
    value: str
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Erratum:
    """A number that another source, or an earlier version, stated otherwise."""

    what: str
    year: str
    before: str
    after: str
    why: str | None


@dataclass(frozen=True, slots=True)
class Question:
    """What may be asked: of which measure, the question, what is known, and the explanation or ``None``."""

    measure: str
    kind: str
    question: str
    answer: str | None
    by: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Papers:
    """The papers of one release, in words for people."""

    title: str
    version: str
    date: str
    facts: tuple[Fact, ...]
    counts: tuple[tuple[str, int], ...]
    changes: tuple[str, ...]
    signed: tuple[str, ...]
    errata: tuple[Erratum, ...]
    questions: tuple[Question, ...]

    @property
    def unanswered(self) -> int:
        """How many questions have no explanation."""
        return sum(one.answer is None for one in self.questions)


def papers_of(release: Release) -> Papers:
    """Read a release (opened) for what its papers say. Raises ``PackageError`` for what is no release of this kind."""
    names = _Names(release)
    described = json.loads(release.read("datapackage.json"))
    findings = _read(release, "findings/findings.json")
    changes = _read(release, "metadata/changes.json")
    return Papers(
        title=described["title"],
        version=described["version"],
        date=described["created"][:10],
        facts=tuple(_facts(release, described, findings)),
        counts=tuple((release.model.tables[name].title["ja"], len(release[name].rows)) for name in _COUNTED),
        changes=tuple(_changes(release, changes)),
        signed=tuple(_signed(described)),
        errata=(*_restated(release, names), *_changed(changes, names)),
        questions=tuple(_questions(release, findings, names)),
    )


_COUNTED = ("measures", "departments", "activities", "figures", "indicators", "observations")


def _read(release: Release, name: str) -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(release.read(name)) if name in release.files() else {}
    return found


class _Names:
    """What things are called: measures, indicators, departments, years, activities."""

    def __init__(self, release: Release) -> None:
        self.measures = {row["measure_id"]: row["title"] for row in release["measures"]}
        self.years = {row["fiscal_year"]: row["label_ja"] for row in release["fiscal_years"]}
        self.indicators = {row["indicator_id"]: row for row in release["indicators"]}
        self.series = {row["series_id"]: row for row in release["activity_series"]}
        self.departments = {row["department_id"]: row["name"] for row in release["departments"]}
        self.reports = {row["report_id"]: row for row in release["reports"]}
        self.activities = {row["activity_id"]: row for row in release["activities"]}
        self.lines = {row["line_id"]: row for row in release["source_lines"]}
        self.sources = {row["source_id"]: row["file_name"] for row in release["sources"]}
        self.units = {row["unit_id"]: row["symbol"] for row in release["units"]}

    def year(self, year: int | None) -> str:
        """How the city writes a fiscal year."""
        return "" if year is None else self.years.get(year, f"{year}年度")

    def measure_of(self, subject: str) -> str:
        """The title of the measure that a thing belongs to; blank where there is none."""
        owner = self.indicators.get(subject) or self.series.get(subject) or self.reports.get(subject)
        if subject in self.activities:
            owner = self.reports.get(self.activities[subject]["report_id"])
        return str(self.measures.get(owner["measure_id"] if owner else subject, ""))

    def of(self, subject: str) -> str:
        """What a thing is called."""
        known = self.indicators.get(subject) or self.series.get(subject)
        if known:
            return str(known["label"])
        return str(self.measures.get(subject) or self.departments.get(subject) or subject)

    def place(self, line_id: str | None) -> str:
        """Where a line stands, as a person counts."""
        line = self.lines.get(line_id or "")
        if line is None:
            return ""
        return f"{self.sources[line['source_id']]} 表{line['table_no']} 行{line['row_no']} 列{line['column_no']}"


def _facts(release: Release, described: Mapping[str, Any], findings: Mapping[str, Any]) -> Iterator[Fact]:
    own = release.model.prefix
    makers = [one["title"] for one in described["contributors"] if "creator" in one.get("roles", ())]
    yield Fact("もとの表の自治体", described["contributors"][-1]["title"])
    yield Fact("データの作成者", "、".join(makers))
    reported = sorted({row["fiscal_year"] for row in release["reports"]})
    labels = {row["fiscal_year"]: row["label_ja"] for row in release["fiscal_years"]}
    yield Fact("対象年度", "、".join(labels[year] for year in reported))
    if described.get(f"{own}:status") == "sample":
        yield Fact("位置づけ", "見本（正式な公開ではない）", is_open=True)
    else:
        yield Fact("位置づけ", "正式な公開")
    is_confirmed = bool(described.get(f"{own}:license_confirmed"))
    licence = f"{described['licenses'][0]['title']}（{'確認済' if is_confirmed else '自治体の確認前'}）"
    yield Fact("ライセンス", licence, is_open=not is_confirmed)
    review = described.get(f"{own}:review", {})
    if review:
        told = f"確認済 {review['confirmed']:,} / 未確認 {review['unconfirmed']:,}（方針: {_POLICY[review['policy']]}）"
        yield Fact("指標値の確認", told, is_open=bool(review["unconfirmed"]))
    personal = [one for one in findings.get("findings", ()) if one["rule"] == "personal-data"]
    none = "電話番号・メールアドレスらしいものは見つからなかった（人が確かめて残したものを除く）"
    told = f"電話番号やメールアドレスらしいものが {len(personal):,} か所" if personal else none
    yield Fact("個人情報の点検", told, is_open=bool(personal))
    counts = findings.get("counts", {})
    told = "、".join(f"{_LEVELS[level]} {counts.get(level, 0):,}" for level in _LEVELS)
    yield Fact("検査の指摘", told, is_open=bool(counts.get("warning")))
    yield from _readability(_read(release, "metadata/readability.json"))
    files = release.files()
    yield Fact("公開するファイル", f"{len(files):,} ファイル（一覧と検査値は SHA256SUMS）")


_POLICY = {"all": "すべての数を確かめる", "check": "確かでない読み取りを確かめる", "none": "確かめない"}
_LEVELS = {"error": "エラー", "warning": "注意", "info": "お知らせ"}


def _readability(judged: Mapping[str, Any]) -> Iterator[Fact]:
    """From the sources as they were received to the release: scores of the three levels."""
    if not judged:
        return
    after = "・".join(str(judged["release"]["scores"][level]) for level in _SCORES)
    for source in judged["sources"]:
        before = "・".join(str(source["scores"][level]) for level in _SCORES)
        yield Fact("機械可読性", f"{source['subject']} {before} → このリリース {after}（レベル1・2・3、各100点）")


_SCORES = ("L1", "L2", "L3")


def _changes(release: Release, changes: Mapping[str, Any]) -> Iterator[str]:
    """The notes of the version, and what differs from the one before, table by table."""
    for node in _read(release, "metadata/dcat.jsonld").get("@graph", ()):
        yield from (note["@value"] for note in node.get("adms:versionNotes", ()) if note["@language"] == "ja")
    found = changes.get("changes")
    if not found:
        return
    for name, table in found["tables"].items():
        told = table_counts(table["counts"], "ja")
        if told:
            yield f"{release.model.tables[name].title['ja']}（{name}）: {told}"


def _signed(described: Mapping[str, Any]) -> Iterator[str]:
    review: Mapping[str, Any] = next((value for key, value in described.items() if key.endswith(":review")), {})
    for one in review.get("signed", ()):
        yield f"{one['on']} {one['by']}: {one['count']:,} 個"


def _restated(release: Release, names: _Names) -> Iterator[Erratum]:
    """Numbers that a newer source states otherwise than an older one."""
    figures = {row["figure_id"]: row for row in release["figures"]}
    notes = {(row["subject_id"], row["fiscal_year"]): row["text"] for row in release["notes"]}
    for row in release["restatements"]:
        if row["subject"] != "figure" or row["relation"] != "restated":
            continue
        earlier, later = figures[row["earlier_id"]], figures[row["later_id"]]
        report = names.reports[names.activities[later["activity_id"]]["report_id"]] if later["activity_id"] else None
        year = report["fiscal_year"] if report else None
        measure = names.measures.get(report["measure_id"], "") if report else ""
        what = "・".join(part for part in (measure, later["label"] or names.of(later["indicator_id"] or "")) if part)
        why = notes.get((later["indicator_id"], year)) if later["indicator_id"] else None
        yield Erratum(what, names.year(year), earlier["quote"], later["quote"], why)


def _changed(changes: Mapping[str, Any], names: _Names) -> Iterator[Erratum]:
    """Values of statistics that the version before gave otherwise."""
    table = (changes.get("changes") or {}).get("tables", {}).get("observations", {})
    for row in table.get("changed", ()):
        if "value" in row["values"]:
            indicator, _, year = row["key"][0].partition("-")
            before, now = row["values"]["value"]
            known = names.indicators.get(indicator)
            unit = names.units.get(known["unit_id"], "") if known else ""
            what = "・".join(part for part in (names.measure_of(indicator), names.of(indicator)) if part)
            said = names.year(int(year[:4])) if year[:4].isdecimal() else year
            yield Erratum(what, said, f"{before}{unit}", f"{now}{unit}", f"{(changes['previous'])} 版の数を改めた")


def _questions(release: Release, findings: Mapping[str, Any], names: _Names) -> Iterator[Question]:
    yield from _explained(release, names)
    order = {rule: number for number, rule in enumerate(ASKED)}
    found = [one for one in findings.get("findings", ()) if one["rule"] in order]
    for one in sorted(found, key=lambda one: order[one["rule"]]):
        kind = release.model.rules[one["rule"]].title["ja"]
        place = names.place(one["place"].get("line_id"))
        measure = one["params"].get("measure") or names.measure_of(str(one["place"].get("key", "")).partition("-")[0])
        yield Question(str(measure), kind, one["message"]["ja"], None, place=place)
    yield from _stopped(release, names)


def _explained(release: Release, names: _Names) -> Iterator[Question]:
    """What was asked of the sections and answered: the notes."""
    for row in release["notes"]:
        subject, year = row["subject_id"], row["fiscal_year"]
        asked = f"「{names.of(subject)}」の{names.year(year)}について"
        values = list(_values(release, subject, names))
        asked += f"（{'、'.join(values)}）" if values else ""
        yield Question(names.measure_of(subject), "説明のあるもの", asked, row["text"], f"{row['by']} {row['on']}")


def _values(release: Release, indicator: str, names: _Names) -> Iterator[str]:
    if indicator in names.indicators:
        unit = names.units.get(names.indicators[indicator]["unit_id"], "")
        for row in release["observations"]:
            if row["indicator_id"] == indicator and row["result_kind"] == "actual":
                yield f"{names.year(row['fiscal_year'])} {row['value']:,f}{unit}"


def _stopped(release: Release, names: _Names) -> Iterator[Question]:
    """What was called off, not done or ended: the text itself, and the reason where it states one."""
    status = release.model.code_lists["status"].codes
    reasons = release.model.code_lists["status_reason"].codes
    for row in release["activities"]:
        report = names.reports[row["report_id"]]
        if row["status"] in STOPPED and report["is_current"] and report["result_kind"] == "actual":
            label = status[row["status"]].label["ja"]
            asked = f"{names.year(report['fiscal_year'])}の「{_short(row['text'])}」は、なぜ「{label}」なのか"
            why = f"もとの表によれば、{reasons[row['status_reason']].label['ja']}のため。" if row["status_reason"] else None
            yield Question(names.measures[report["measure_id"]], label, asked, why, place=names.place(row["first_line_id"]))


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _LONGEST else f"{flat[:_LONGEST]}…"


_LONGEST = 80
