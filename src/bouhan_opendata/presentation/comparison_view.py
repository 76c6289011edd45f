"""Two values side by side with the word whether they may be compared: for a terminal, as CSV and as a page."""

from __future__ import annotations

import base64
import csv
import hashlib
import importlib.resources
import io

from bouhan_opendata.comparing import Comparison, Pair, Reason, Side, Stated
from bouhan_opendata.findings import Lang
from bouhan_opendata.model import Model

_SCHEMES = {
    "time_basis": "time_basis", "counting": "counting", "scope": "scope", "precision": "precision",
    "definition": "continuity", "not_stated": "status", "coverage": "change_kind",
}  # fmt: skip


def comparison_text(comparison: Comparison, model: Model, lang: Lang) -> str:
    """For a terminal: one pair a paragraph."""
    words = _WORDS[lang]
    lines = [heading(comparison, lang), counts(comparison, lang), words["unranked"]]
    for pair in comparison.pairs:
        lines += ["", f"[{words[pair.verdict]}] {name(pair)}"]
        for side, one in ((comparison.ours, pair.ours), (comparison.theirs, pair.theirs)):
            lines.append(f"    {side_name(side, comparison, lang)}: {value(one, model, lang)}")
        if pair.difference is not None:
            lines.append(f"    {words['difference']}: {difference(pair)}")
        lines += [f"    - {reason(one, model, lang)}" for one in pair.reasons]
    return "\n".join(lines)


def comparison_csv(comparison: Comparison, model: Model, lang: Lang) -> str:
    """As CSV: one pair a row, LF; values as they are, reasons in words."""
    words = _WORDS[lang]
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\n")
    sides = [side_name(side, comparison, lang) for side in (comparison.ours, comparison.theirs)]
    head = [words[key] for key in ("theme", "indicator")]
    head += [f"{words[key]} {side}" for side in sides for key in ("label", "value", "unit", "id")]
    writer.writerow([*head, words["verdict"], words["reasons"], words["difference"]])
    for pair in comparison.pairs:
        cells = [cell for one in (pair.ours, pair.theirs) for cell in _cells(one, model, lang)]
        told = words["comma"].join(reason(one, model, lang) for one in pair.reasons)
        theme = model.code_lists["theme"].codes.get(pair.theme or "")
        plain = "" if pair.difference is None else str(pair.difference)
        writer.writerow([theme.label[lang] if theme else "", name(pair), *cells, words[pair.verdict], told, plain])
    return stream.getvalue()


def comparison_page(comparison: Comparison, model: Model, lang: Lang) -> str:
    """One self-contained page: nothing is fetched, no script runs, the one style is allowed by its hash."""
    from jinja2 import Environment, StrictUndefined

    folder = importlib.resources.files("bouhan_opendata") / "presentation/templates"
    style = "".join((folder / file).read_text(encoding="utf-8") for file in ("review.css", "comparison.css"))
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string((folder / "comparison.html.j2").read_text(encoding="utf-8"))
    return template.render(
        lang=lang,
        words=_WORDS[lang],
        style=style,
        style_hash=f"sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}",
        comparison=comparison,
        heading=heading(comparison, lang),
        counts=counts(comparison, lang),
        sides=[side_name(side, comparison, lang) for side in (comparison.ours, comparison.theirs)],
        name=name,
        difference=difference,
        value=lambda one: value(one, model, lang),
        reason=lambda one: reason(one, model, lang),
    )


def heading(comparison: Comparison, lang: Lang) -> str:
    """What is compared with what."""
    return " / ".join(f"{side.city} {side.version} {_year(side, lang)}" for side in (comparison.ours, comparison.theirs))


def counts(comparison: Comparison, lang: Lang) -> str:
    """How many pairs of each verdict there are."""
    words = _WORDS[lang]
    return words["comma"].join(f"{words[verdict]} {count}" for verdict, count in comparison.counts.items())


def side_name(side: Side, comparison: Comparison, lang: Lang) -> str:
    """A side by what tells it from the other: its year in one city, else its city and year."""
    same = comparison.ours.city == comparison.theirs.city
    return _year(side, lang) if same else f"{side.city} {_year(side, lang)}"


def name(pair: Pair) -> str:
    """What is counted, under which measure."""
    one = pair.ours or pair.theirs
    return f"{one.measure} — {one.label}" if one else ""


def difference(pair: Pair) -> str:
    """The difference with its sign; nothing where the two may not be compared."""
    if pair.difference is None:
        return ""
    return f"{pair.difference:+,}".replace("-", "−") if pair.difference else "0"


def value(one: Stated | None, model: Model, lang: Lang) -> str:
    """A value with its unit; a dash where there is none."""
    if one is None:
        return "—"
    code = model.code_lists["precision"].codes[one.precision]
    about = f" ({code.label[lang]})" if one.precision != "exact" else ""
    return f"{one.value:,} {_unit(one.unit_id, model, lang)}{about}"


def reason(one: Reason, model: Model, lang: Lang) -> str:
    """Why, in words."""
    sides = [_code(one.kind, text, model, lang) for text in (one.ours, one.theirs)]
    told = " / ".join(text for text in dict.fromkeys(sides) if text)
    return _WORDS[lang][f"why-{one.kind}"] + (f" ({told})" if told else "")


def _code(kind: str, text: str, model: Model, lang: Lang) -> str:
    if kind == "unit":
        return _unit(text, model, lang)
    scheme = model.code_lists.get(_SCHEMES.get(kind, ""))
    code = scheme.codes.get(text) if scheme else None
    return code.label[lang] if code else text


def _unit(unit_id: str, model: Model, lang: Lang) -> str:
    unit = model.units.get(unit_id)
    return unit.label[lang] if unit else unit_id


def _year(side: Side, lang: Lang) -> str:
    return f"{side.fiscal_year}年度" if lang == "ja" else f"FY{side.fiscal_year}"


def _cells(one: Stated | None, model: Model, lang: Lang) -> list[str]:
    return ["", "", "", ""] if one is None else [one.label, str(one.value), _unit(one.unit_id, model, lang), one.observation_id]


_WORDS: dict[Lang, dict[str, str]] = {
    "ja": {
        "heading": "比べてよいか",
        "skip": "本文へ",
        "yes": "可",
        "care": "注意",
        "no": "不可",
        "comma": "、",
        "unranked": "順位は付けません。「注意」の差は、理由を読んでから使ってください。",
        "theme": "分野",
        "indicator": "施策と指標",
        "label": "数の名前",
        "value": "値",
        "unit": "単位",
        "id": "指標値ID",
        "verdict": "判定",
        "reasons": "理由",
        "difference": "差",
        "nothing": "比べる指標値がありません。",
        "why-unit": "単位が違う",
        "why-time_basis": "期間中の量か時点の量かが、そろっていないか書かれていない",
        "why-counting": "実数か延べかが、そろっていないか書かれていない",
        "why-scope": "全体か一部かがそろっていない",
        "why-precision": "概数などを含む",
        "why-series_break": "数え方や対象が変わったか、その疑いがある",
        "why-coverage": "対象や年度、担当がそろっていない",
        "why-definition": "数えているものが同じとは書かれていない",
        "why-not_stated": "一方に記載がない",
    },
    "en": {
        "heading": "May they be compared?",
        "skip": "Skip to content",
        "yes": "yes",
        "care": "with care",
        "no": "no",
        "comma": ", ",
        "unranked": "Nothing is ranked. Read the reasons before you use a difference marked “with care”.",
        "theme": "Theme",
        "indicator": "Measure and indicator",
        "label": "Label",
        "value": "Value",
        "unit": "Unit",
        "id": "Observation",
        "verdict": "Verdict",
        "reasons": "Reasons",
        "difference": "Difference",
        "nothing": "There are no observations to compare.",
        "why-unit": "the units differ",
        "why-time_basis": "flow or stock: not the same, or not stated",
        "why-counting": "net or gross: not the same, or not stated",
        "why-scope": "one speaks of the whole and the other of a part",
        "why-precision": "not both are exact",
        "why-series_break": "what is counted, or how, changed or may have changed",
        "why-coverage": "coverage, year or department are not the same",
        "why-definition": "nothing says that both count the same thing",
        "why-not_stated": "one of them does not state it",
    },
}
