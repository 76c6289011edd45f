"""What a person may paste: the entries of YAML that findings propose, under the file they belong to."""

from __future__ import annotations

import re
from typing import Any

from bouhan_opendata.findings import Finding, Findings, Lang

_DECISION = re.compile(r"- \{id: k[0-9]{3}")
DECISIONS, REGISTER = "curation/decisions.yaml", "curation/register.yaml"
_REPLACES = {
    "decision-misfit": {"ja": "同じ番号の項目と置き換える", "en": "in place of the entry with this number"},
    "activity-near-miss": {
        "ja": "この名前の行がもうあれば、その行の ID を変える(公開した後なら、その名前の終わりに ⇒ とこの ID を書く)",
        "en": "where this name has a line already, change its id (once it is published, end its name with ⇒ and this id)",
    },
}
"""Where pasting the entry is not all there is to do."""


def proposals(findings: Findings) -> list[dict[str, Any]]:
    """Every entry that a finding proposes, in the order of the findings: file, rule, place, entry, and why in ja and en."""
    return [
        {
            "file": DECISIONS if _DECISION.match(str(finding.params["entry"])) else REGISTER,
            "rule": finding.rule,
            "place": finding.place.as_dict(),
            "entry": str(finding.params["entry"]),
            "why": {"ja": _why(findings, finding, "ja"), "en": _why(findings, finding, "en")},
        }
        for finding in findings
        if "entry" in finding.params
    ]


def proposals_text(findings: Findings, lang: Lang) -> str:
    """The same in words, as comments and entries that can be pasted; empty where nothing is proposed."""
    found = proposals(findings)
    if not found:
        return ""
    head = {
        "ja": f"提案 {len(found)} 件: 正しければ、それぞれのファイルの終わりに貼ってください。",
        "en": f"Proposals: {len(found)}. What is right can be pasted at the end of its file.",
    }
    lines = [head[lang]]
    for file in (REGISTER, DECISIONS):
        mine = [one for one in found if one["file"] == file]
        lines += [file] if mine else []
        for one in mine:
            lines += [f"  # {one['why'][lang]}", f"  {one['entry']}"]
    return "\n".join(lines)


def _why(findings: Findings, finding: Finding, lang: Lang) -> str:
    """One line: what was found, where, what it is near to, and what else there is to do."""
    words = f"{findings.rules[finding.rule].title[lang]} ({finding.rule}): {finding.place.text(lang)}"
    if "near" in finding.params:
        said = finding.params.get("name", finding.params.get("text", ""))
        words += f" 「{said}」≈「{finding.params['near']}」" if lang == "ja" else f" “{said}” ≈ “{finding.params['near']}”"
    elif "text" in finding.params:
        words += f"「{finding.params['text']}」" if lang == "ja" else f" “{finding.params['text']}”"
    if finding.rule in _REPLACES:
        words += f" — {_REPLACES[finding.rule][lang]}"
    return re.sub(r"\s+", " ", words)
