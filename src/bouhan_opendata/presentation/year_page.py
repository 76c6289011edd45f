"""What a new source brings, on one page: new, renamed, moved, no longer stated, restated, jumping; and what is still to be asked."""

from __future__ import annotations

import base64
import hashlib
import importlib.resources
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bouhan_opendata.asking import LISTS, Question
from bouhan_opendata.building.sign_off import SignOff
from bouhan_opendata.findings import Findings, Lang
from bouhan_opendata.package import Package, Row

KINDS = ("new", "renamed", "moved", "gone", "restated", "jump")
"""The lists of the page, in their order."""
_BY_RULE = {
    "name-near-miss": "renamed", "series-near-miss": "renamed", "activity-near-miss": "renamed",
    "indicator-no-longer-stated": "gone", "activity-no-longer-stated": "gone", "measure-missing-in-replacement": "gone",
    "figure-restated": "restated", "statement-changed": "restated", "jump": "jump",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that a new source brings: what it is, in a sentence; where; and whether somebody is asked about it."""

    text: str
    place: str = ""
    is_asked: bool = False


@dataclass(frozen=True, slots=True)
class Year:
    """The page's content: the newest source, its items by list, and the questions that are left by list of the workbook."""

    title: str
    source: str
    fiscal_year: str
    items: Mapping[str, Sequence[Item]]
    continuity: Mapping[str, int]
    """How the activities of the newest year go on those of the year before: code → count."""
    questions: Mapping[str, int]
    signed: SignOff

    @property
    def left(self) -> int:
        """How many questions are left."""
        return sum(self.questions.values())


def new_year(
    package: Package, findings: Findings, questions: Sequence[Question], signed: SignOff, title: str, lang: Lang
) -> Year:
    """Read a built package for what its newest source brings."""
    newest = max(package["sources"], key=lambda row: (row["fiscal_year"], row["source_id"]))
    found: dict[str, list[Item]] = {kind: [] for kind in KINDS}
    for one in package.new_ids:
        if one.source_id == newest["source_id"]:
            found["new"].append(Item(f"{one.id} {one.name}"))
    for kind, item in _editions(package, newest["source_id"], lang):
        found[kind].append(item)
    for finding in findings:
        if (listed := _BY_RULE.get(finding.rule)) is not None:
            said = findings.rules[finding.rule].sentence(finding.params, "ja")
            is_asked = any(one.rule == finding.rule and one.reading.startswith(said) for one in questions)
            told = findings.rules[finding.rule].sentence(finding.params, lang)
            found[listed].append(Item(told, finding.place.text(lang), is_asked))
    years = {row["report_id"]: row["fiscal_year"] for row in package["reports"] if row["is_current"]}
    newest_year = max(years.values(), default=newest["fiscal_year"])
    own = [row for row in package["activities"] if years.get(row["report_id"]) == newest_year]
    label = next((row[f"label_{lang}"] for row in package["fiscal_years"] if row["fiscal_year"] == newest_year), str(newest_year))
    return Year(
        title,
        newest["title"],
        label,
        found,
        Counter(row["continuity"] for row in own if row["continuity"]),
        {name: count for name in LISTS if (count := sum(one.list == name for one in questions))},
        signed,
    )


def _editions(package: Package, newest: str, lang: Lang) -> Iterator[tuple[str, Item]]:
    """Measures whose title, heading or departments the newest source states otherwise than the one before it."""
    words = _WORDS[lang]
    areas = {row["policy_area_id"]: row["title"] for row in package["policy_areas"]}
    names = {row["department_id"]: row["name"] for row in package["departments"]}
    editions: dict[str, list[Row]] = {}
    for row in package["measure_editions"]:
        editions.setdefault(row["measure_id"], []).append(row)
    for measure, rows in editions.items():
        ordered = sorted(rows, key=lambda row: (len(row["source_id"]), row["source_id"]))
        if len(ordered) < 2 or ordered[-1]["source_id"] != newest:
            continue
        before, now = ordered[-2:]
        if before["title"] != now["title"]:
            yield "renamed", Item(words["renamed-to"].format(id=measure, before=before["title"], now=now["title"]))
        if before["policy_area_id"] != now["policy_area_id"]:
            under, below = (str(areas.get(row["policy_area_id"], "—")) for row in (before, now))
            yield "moved", Item(words["moved-to"].format(name=now["title"], before=under, now=below))
        were, are = (_departments(package, measure, row["source_id"], names) for row in (before, now))
        if set(were) != set(are):
            told = {"before": "、".join(were) or "—", "now": "、".join(are) or "—"}
            yield "moved", Item(words["departments-now"].format(name=now["title"], **told))


def _departments(package: Package, measure: str, source: str, names: Mapping[str, str]) -> list[str]:
    rows = [row for row in package["measure_departments"] if row["measure_id"] == measure and row["source_id"] == source]
    return [names[row["department_id"]] for row in sorted(rows, key=lambda row: row["sort_order"])]


def year_text(year: Year, lang: Lang) -> str:
    """The counts on a few lines."""
    words = _WORDS[lang]
    told = [f"{words[kind]} {len(items)}" for kind, items in year.items.items()]
    return f"{year.fiscal_year} ({year.source}): {words['comma'].join(told)}\n{words['left']}: {year.left}"


def year_page(year: Year, package: Package, lang: Lang) -> str:
    """One self-contained page: nothing is fetched, no script runs, the one style is allowed by its hash."""
    from jinja2 import Environment, StrictUndefined

    folder = importlib.resources.files("bouhan_opendata") / "presentation/templates"
    style = "".join((folder / file).read_text(encoding="utf-8") for file in ("review.css", "year.css"))
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string((folder / "year.html.j2").read_text(encoding="utf-8"))
    codes = package.model.code_lists["continuity"].codes
    return template.render(
        lang=lang,
        words=_WORDS[lang],
        style=style,
        style_hash=f"sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}",
        year=year,
        continuity=[(codes[code].label[lang], count) for code, count in sorted(year.continuity.items())],
    )


_WORDS: Mapping[Lang, Mapping[str, str]] = {
    "ja": {
        "heading": "新しい年度の確認",
        "skip": "本文へ",
        "comma": "、",
        "new": "新しいもの",
        "renamed": "名前や書きぶりの変わったもの",
        "moved": "移ったもの",
        "gone": "書かれなくなったもの",
        "restated": "改められたもの",
        "jump": "大きく変わった数",
        "default-new": "何もしなければ、新しい ID のものとして公開します。",
        "default-renamed": "何もしなければ、別のものとして公開します。同じものなら、確認票で「採用」を選びます。",
        "default-moved": "何もしなければ、新しい資料のとおりにします。前の資料のことも残ります。",
        "default-gone": "何もしなければ「記載なし」として公開します。0 とは扱いません。",
        "default-restated": "何もしなければ、新しい資料の数を現在の数とし、前の数も残します。",
        "default-jump": "何もしなければ、説明のないまま公開します。",
        "none": "ありません。",
        "asked": "確認票でたずねます",
        "left": "残りの問い",
        "no-questions": "たずねることは残っていません。",
        "questions-how": "bouhan review で確認票を作り、返ってきたものを bouhan accept で取り込みます。",
        "measures": "施策名",
        "departments": "担当課",
        "figures": "数",
        "activities": "取組",
        "confirmed": "確認済",
        "unconfirmed": "未確認",
        "continuity": "取組の続きぐあい",
        "renamed-to": "{id} 「{before}」→「{now}」",
        "moved-to": "「{name}」: 柱「{before}」→「{now}」",
        "departments-now": "「{name}」の担当課: {before} → {now}",
    },
    "en": {
        "heading": "The new year, checked",
        "skip": "To the content",
        "comma": ", ",
        "new": "new",
        "renamed": "renamed or reworded",
        "moved": "moved",
        "gone": "no longer stated",
        "restated": "restated",
        "jump": "numbers that jump",
        "default-new": "Without an answer they are published under new ids.",
        "default-renamed": "Without an answer they are published as other things; if they are the same, choose 採用 in the workbook.",
        "default-moved": "Without an answer they stand as the new source says; what the earlier one said is kept.",
        "default-gone": "Without an answer they are published as not stated; that is not zero.",
        "default-restated": "Without an answer the new source's number is the current one; the earlier one is kept.",
        "default-jump": "Without an answer they are published without an explanation.",
        "none": "None.",
        "asked": "asked in the workbook",
        "left": "questions left",
        "no-questions": "Nothing is left to be asked.",
        "questions-how": "bouhan review makes the workbook, bouhan accept takes it back.",
        "measures": "measures",
        "departments": "departments",
        "figures": "numbers",
        "activities": "activities",
        "confirmed": "confirmed",
        "unconfirmed": "not confirmed",
        "continuity": "how activities go on",
        "renamed-to": "{id} “{before}” → “{now}”",
        "moved-to": "“{name}”: heading “{before}” → “{now}”",
        "departments-now": "departments of “{name}”: {before} → {now}",
    },
}
