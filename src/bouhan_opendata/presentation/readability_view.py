"""Verdicts on machine readability for a terminal: the three levels, and each rule that is broken or does not apply."""

from __future__ import annotations

from bouhan_opendata.findings import Lang, Place
from bouhan_opendata.machine_readability import Judgement, Verdict
from bouhan_opendata.model import Model

_WORDS: dict[Lang, dict[str, str]] = {
    "ja": {
        "levels": "機械可読性  レベル1 {L1} / レベル2 {L2} / レベル3 {L3}(各100点)",
        "broken": "守られていない",
        "not_applicable": "当てはまらない",
        "kept": "守られている {count}",
        "places": "{count} か所",
        "and": "、",
        "more": " ほか",
    },
    "en": {
        "levels": "machine readability  level 1 {L1} / level 2 {L2} / level 3 {L3} (of 100 each)",
        "broken": "broken",
        "not_applicable": "does not apply",
        "kept": "kept {count}",
        "places": "places: {count}",
        "and": ", ",
        "more": " …",
    },
}


def readability_text(judgements: list[Judgement], model: Model, lang: Lang) -> str:
    """Each file or sheet with its scores; of the rules, those that are not simply kept."""
    lines: list[str] = []
    for judgement in judgements:
        scores = {f"L{level}": score for level, score in judgement.scores.items()}
        kept = sum(verdict.state == "kept" for verdict in judgement.verdicts.values())
        lines += [
            judgement.subject,
            f"  {_WORDS[lang]['levels'].format(**scores)}",
            f"  {_WORDS[lang]['kept'].format(count=kept)}",
        ]
        for state in ("broken", "not_applicable"):
            found = [verdict for verdict in judgement.verdicts.values() if verdict.state == state]
            lines += [f"  {_WORDS[lang][state]} {len(found)}"] if found else []
            lines += [line for verdict in found for line in _verdict(verdict, model, lang)]
        lines.append("")
    return "\n".join(lines).rstrip("\n")


def _verdict(verdict: Verdict, model: Model, lang: Lang) -> list[str]:
    words, rule = _WORDS[lang], model.readability[verdict.rule]
    lines = [f"    {rule.id}  {rule.title[lang]}" + (f"  {words['places'].format(count=verdict.count)}" if verdict.count else "")]
    if verdict.places:
        shown = [place if place.startswith("「") else Place(address=place).text(lang) for place in verdict.places]
        lines.append(f"           {words['and'].join(shown)}{words['more'] if verdict.count > len(verdict.places) else ''}")
    return lines + ([f"           {verdict.why[lang]}"] if verdict.why else [])
