"""One rule in words: what it says, why it comes about, what to do. The terminal and the docs page show the same text."""

from __future__ import annotations

from bouhan_opendata.findings import Lang, Rule

_WORDS = {
    "ja": {
        "level": {"error": "エラー(リリースを止めます)", "warning": "注意", "info": "お知らせ"},
        "message": "表示", "cause": "原因", "source": "元の表を直すなら", "decision": "いま判断を記録するなら", "example": "例",
    },
    "en": {
        "level": {"error": "error (stops a release)", "warning": "warning", "info": "info"},
        "message": "Says", "cause": "Why", "source": "To mend the source", "decision": "To record a decision now", "example": "Example",
    },
}  # fmt: skip


def explain(rule: Rule, lang: Lang) -> str:
    """A rule, laid out in lines: its title and level, message, cause, both remedies and an example."""
    words = _WORDS[lang]
    levels = words["level"]
    assert isinstance(levels, dict)
    rows = [
        (words["message"], rule.message[lang]),
        (words["cause"], rule.cause[lang]),
        (words["source"], rule.fix_source[lang]),
        (words["decision"], rule.fix_decision.get(lang, "")),
        (words["example"], rule.example),
    ]
    lines = [f"{rule.title[lang]} ({rule.id})", f"  {levels[str(rule.level)]}"]
    lines += [f"  {name}: {text}" for name, text in rows if text]
    return "\n".join(lines)
