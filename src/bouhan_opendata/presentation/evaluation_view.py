"""The reader's score in words: a table of layers with counts, then what must not happen, listed."""

from __future__ import annotations

from bouhan_opendata.evaluation.scoring import Score
from bouhan_opendata.findings import Lang
from bouhan_opendata.model import Model

_LISTS = {
    "silent": {"ja": "何も言わずに違う値を読んだ", "en": "wrong values read without a word"},
    "not_counts": {"ja": "日付・順序・名前などを数量として読んだ", "en": "dates, ordinals or names read as quantities"},
    "not_results": {"ja": "実績でない数や内数を指標値として読んだ", "en": "no results, or parts, read as observations"},
}


def evaluation_text(score: Score, model: Model, lang: Lang, *, listed: bool) -> str:
    """The score, one layer a line; with ``listed`` each place that differs."""
    head = {
        "ja": ("層", "正", "誤", "漏れ", "適合率", "再現率", "F1"),
        "en": ("layer", "right", "wrong", "missed", "P", "R", "F1"),
    }[lang]
    lines = [f"{score.cells} {'セル' if lang == 'ja' else 'cells'}", "\t".join(head)]
    lines += [
        f"{name}\t{c.right}\t{c.wrong}\t{c.missed}\t{c.precision:.3f}\t{c.recall:.3f}\t{c.f1:.3f}"
        for name, c in score.layers.items()
    ]
    grades = model.code_lists["grade"].codes
    lines += [f"{grades[name].label[lang]}\t{right} / {n}" for name, (n, right) in score.by_grade(model).items()]
    for name, words in _LISTS.items():
        found: list[str] = getattr(score, name)
        lines.append(f"{words[lang]}: {len(found)}")
        lines += [f"  {text}" for text in found] if listed else []
    return "\n".join([*lines, *(score.differences if listed else [])])
