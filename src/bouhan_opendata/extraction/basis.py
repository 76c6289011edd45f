"""What the words of a line say of the way of counting: cumulative and since when, what is new, gross or net."""

from __future__ import annotations

import re

from bouhan_opendata.extraction.claims import Claim, LineClaims
from bouhan_opendata.extraction.words import ExtractionWords


def read_cumulative_head(line: LineClaims) -> None:
    """H19からの累計：サポーター18,344人、メイト96人: what is said before the colon holds for all behind it."""
    head = _CUMULATIVE_HEAD.search(line.folded.text, line.first)
    if head is None:
        return
    stop = line.folded.text.find("。", head.end())
    for claim in line.claims:
        inside = head.end() <= claim.start and (stop < 0 or claim.end <= stop)
        if inside and claim.cls == "quantity" and claim.fields["time_basis"] == "not_stated":
            claim.fields["time_basis"] = "cumulative"


_CUMULATIVE_HEAD = re.compile(r"(?:累計|累積|通算)[^。0-9:]{0,8}:")


def read_flow(claim: Claim, label: str, words: ExtractionWords) -> None:
    """街路灯新規設置件数: a label that says new counts what was added in the year."""
    if claim.fields["time_basis"] == "not_stated" and any(word in label for word in words.flow_words):
        claim.fields["time_basis"] = "flow"


def read_label(claim: Claim, label: str) -> None:
    """延べ配食数, サポーター数（累計）: what the label says of the way of counting."""
    basis, counting = basis_of_label(label)
    if basis is not None and claim.fields["time_basis"] == "not_stated":
        claim.fields["time_basis"] = basis
    if counting is not None and claim.fields["counting"] == "not_stated":
        claim.fields["counting"] = counting


def basis_of_label(label: str) -> tuple[str | None, str | None]:
    """(time basis, way of counting) that the words of a label say: 累計, 延べ, 実人数.

    >>> basis_of_label("サポーター数（累計）")
    ('cumulative', None)
    """
    basis = "cumulative" if re.search(r"累計|通算|累積", label) else None
    if re.search(r"延べ|のべ", label):
        return basis, "gross"
    return basis, "net" if re.search(r"実(?:人数|人員|利用|件数)", label) else None


def read_since(line: LineClaims) -> None:
    """H27～累計530台, 平成27年度から累計: the fiscal year from which a cumulative number counts."""
    for index, claim in enumerate(line.claims):
        if claim.cls != "quantity" or claim.fields["time_basis"] != "cumulative":
            continue
        before = line.claims[index - 1] if index else None
        if before is None or before.moment is None or before.moment.first is None:
            continue
        between = line.folded.text[before.end : claim.lead]
        if before.moment.precision == "open" or re.match(r"^(?:~|から|より|以降|以来)の?$", between):
            first = before.moment.first
            claim.fields["since_fiscal_year"] = before.moment.fiscal_year or (first.year if first.month >= 4 else first.year - 1)
