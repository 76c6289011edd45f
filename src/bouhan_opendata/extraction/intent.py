"""Which numbers of a line are no results of the column's year: targets, plans, capacities, and other years' numbers."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from bouhan_opendata.extraction.claims import Claim, LineClaims
from bouhan_opendata.extraction.other_times import of_another_time
from bouhan_opendata.extraction.quantities import is_what_was
from bouhan_opendata.extraction.values import CellContext
from bouhan_opendata.extraction.words import ExtractionWords

NOT_A_RESULT = frozenset({"target", "planned", "capacity", "other-year", "cancelled", "average", "factor", "worth", "threshold"})
"""Patterns of quantities that are never an observation of a result column."""

_PAST = re.compile(r"(?:し|っ|い|え|れ|せ|き)た|でした|ました|おり|し(?:、|[一-龠])")
_PAST_END = re.compile(r"(?:した|った|ました|いた|れた|きた|せた|んだ|済み?|実施|開催|配布)[。)）]*$")
_TIMES_SIGN = re.compile(r"\s?[×xX✕]\s?")
_WORTH = re.compile("相当")
_REACH = 300
"""How far behind a number its clause is looked for."""
_STOP = re.compile(r"[。、,;；()（）」]")
_NOTED = re.compile(r"\s{0,40}[(（](?P<word>予定|見込み?|計画|目標)(?:値|数)?[)）]")
_LISTED = re.compile(r"[、,・]|と|及び|並びに|や|・")
_VERB = re.compile(r"し[たまて、]|実施|開催|行[いっ]|配布|設置|作成|参加|整備|交付")
_OTHER = re.compile(
    r"(?P<word>(?:前|昨)年度?+(?:の)?同[期月]|前回|前々年度?+|前年度?+|昨年度?+|一昨年度?+|例年)(?P<end>末)?(?!比|より|から|対比|同期|並み|と(?:同|比)|に比|に引き続き|同様|を|度比|以前)"
)
_NEXT = re.compile(
    r"(?:次年度|来年度|翌年度|今後|将来|来年|再来年度)(?!に向け|以降の?(?:計画|実施)に向け|へ向け|の(?:ため|実施に向け|検討))"
)
_GOVERNS = re.compile(
    r"^(?:末)?(?:の?(?:実績|実績値|値|分|状況|結果))?\s{0,40}(?:は|も|では|には|[:：、]|\s|[(（]|の|実績|末)?\s{0,40}(?P<label>[^。、(（)）:：をにがへ]{0,14}?)\s{0,40}(?:[:：]|は|約|延べ|計)?\s{0,40}$"
)
_NOT_GOVERNING = re.compile(r"^(?:から|より|以降|以来|に|まで|比|対比|を|との?比較|以前|時点)")


@dataclass(frozen=True, slots=True)
class _Year:
    """A year that governs what follows it in its sentence, until ``end``: later than the column's, or another one."""

    at: int
    end: int
    is_later: bool


def read_intents(line: LineClaims, context: CellContext, words: ExtractionWords) -> None:
    """Give quantities that are no results of their column the pattern ``target``, ``planned``, ``capacity`` or ``other-year``.

    A number already called a rate or a share keeps its columns; only its pattern says that it is none.
    """
    quantities = [claim for claim in line.claims if claim.cls == "quantity"]
    if not quantities:
        return
    for one, other in itertools.pairwise(quantities):
        is_one_change = other.fields["time_basis"] == "change" and one.tail == other.lead and _is_bracketed(line, one)
        one.fields["time_basis"] = "change" if is_one_change else one.fields["time_basis"]
        if _TIMES_SIGN.fullmatch(line.folded.text[one.tail : other.lead]):
            for factor in (one, other):
                factor.pattern = "factor"
    for number, claim in enumerate(quantities):
        if _WORTH.match(line.folded.text, claim.tail):
            claim.pattern = "worth"
        elif _is_threshold(line, claim, quantities[number + 1 :], words):
            claim.pattern = "threshold"
    years = _years(line, context)
    for claim in quantities:
        found = _before(line, claim, words)
        if found is None and context.result_kind == "actual":
            found = _year_intent(line, claim, years) or of_another_time(line, claim, context)
        if found is None and is_what_was(line.folded.text, claim.tail):
            found = "other-year"
        if found is not None and claim.pattern not in ("average", "factor", "worth", "threshold"):
            claim.pattern = found
    if context.result_kind == "actual":
        _behind(line, quantities, words)


def _is_threshold(line: LineClaims, claim: Claim, behind: Sequence[Claim], words: ExtractionWords) -> bool:
    """従業員300人以下の企業 3社, 10人以上の団体: which things are meant, and not how many; 500人以上の参加 is a count."""
    bound = _BOUND_OF.match(line.folded.text, claim.end)
    if bound is None:
        return False
    noun = bound["noun"]
    counted = any(noun.startswith(word) for word in (*words.participants, *words.doings))
    return not counted or (bool(behind) and behind[0].start <= bound.end() + 8)


_BOUND_OF = re.compile(
    r"(?:以上|以下|未満|以内|を超える|超)(?:[0-9]{1,4}[^0-9]{1,3}(?:未満|以下))?の?(?P<noun>[一-龠ァ-ヶ][^。、()0-9\s]{0,15})"
)


def _is_bracketed(line: LineClaims, claim: Claim) -> bool:
    """Whether a number is the first thing in a bracket: （2箇所4台増）."""
    return line.folded.text[max(0, claim.lead - 1) : claim.lead] == "("


def _before(line: LineClaims, claim: Claim, words: ExtractionWords) -> str | None:
    """目標：300回, 当初計画の15団体, 定員30名: the word right before the number."""
    text = line.folded.text
    from_ = max(line.first, claim.lead - 40)
    match = words.intent_before.search(text, from_, claim.lead)
    if match is None or not line.is_free(match.start(), claim.lead):
        return None
    if text[match.start() - 1 : match.start()] == "を" and text.startswith(("に", "と"), match.start() + len(match["word"])):
        return None  # 10万円を上限に7台: it was said of the number before
    return words.intents[match["word"]]


def _behind(line: LineClaims, quantities: Sequence[Claim], words: ExtractionWords) -> None:
    """3か所に設置する予定, 講座を5回、講演会を2回実施予定: what the clause behind the number says, for what it lists too."""
    text = line.folded.text
    later: str | None = None
    for number in range(len(quantities) - 1, -1, -1):
        claim = quantities[number]
        stop = _STOP.search(text, claim.tail, claim.tail + _REACH)
        following = quantities[number + 1].lead if number + 1 < len(quantities) else len(text)
        end = min(stop.start() if stop else claim.tail + _REACH, following, len(text))
        piece = text[claim.tail : end]
        noted = _NOTED.match(text, claim.tail)
        match = words.intent_behind.search(piece)
        said = None
        if (
            match is not None
            and not _PAST.search(piece[: match.start()])
            and not match["word"].startswith(("予定通り", "予定どおり"))
        ):
            said = words.intents_behind[match["word"]]
        elif noted:
            said = words.intents[noted["word"]]
        elif later is not None and _is_listed(text[claim.tail : following]):
            said = later
        if said is not None and (claim.pattern not in NOT_A_RESULT or said == "target"):
            claim.pattern = said
        later = said


def _is_listed(between: str) -> bool:
    """Whether nothing but the next thing of a list stands between two numbers."""
    return len(between) <= 20 and "。" not in between and _LISTED.match(between) is not None and _VERB.search(between) is None


def _years(line: LineClaims, context: CellContext) -> list[_Year]:
    """The fiscal years and words for years of a line that are not the column's, with the reach of each."""
    text, own = line.folded.text, context.fiscal_year
    found: list[_Year] = []
    if own is None:
        return found
    for claim in line.claims:
        moment = claim.moment
        if moment is None or moment.precision not in ("fiscal_year", "year", "part") or moment.first is None:
            continue
        year = moment.fiscal_year if moment.fiscal_year is not None else moment.first.year
        covers = moment.fiscal_year is None and moment.precision == "fiscal_year"
        if covers or year != own:
            if not (moment.precision == "year" and year == own):
                found.append(_Year(claim.start, claim.end, not covers and year > own))
        else:
            found.append(_Year(claim.start, -1, False))
    for match in _OTHER.finditer(text, line.first):
        found.append(_Year(match.start(), match.end(), False))
    for match in _NEXT.finditer(text, line.first):
        found.append(_Year(match.start(), match.end(), True))
    for match in re.finditer("今年度|本年度|当年度", text):
        found.append(_Year(match.start(), -1, False))
    return sorted(found, key=lambda year: year.at)


def _year_intent(line: LineClaims, claim: Claim, years: Sequence[_Year]) -> str | None:
    """``planned`` behind a later year, ``other-year`` behind an earlier one, when that year is the number's topic."""
    text = line.folded.text
    near = [year for year in years if year.at < claim.lead and year.end <= claim.lead]
    if not near or near[-1].end < 0:
        return None
    year = near[-1]
    between = text[year.end : claim.lead]
    if text[year.at - 1 : year.at] == "(" and between.startswith(")"):
        between = between[1:]
    if "。" in between or between.count(")") > between.count("("):
        return None
    if year.is_later:
        sentence_end = text.find("。", claim.tail)
        sentence = text[claim.tail : sentence_end if sentence_end >= 0 else len(text)]
        goes_back = _PAST_END.search(sentence) or _NOT_GOVERNING.match(between[:4].replace("には", "").replace("にも", ""))
        return None if goes_back and not _speaks_of_plans(sentence) else "planned"
    if _NOT_GOVERNING.match(between):
        return None
    first = re.split(r"[0-9]", between)[0]
    return "other-year" if _GOVERNS.match(first) else None


def _speaks_of_plans(sentence: str) -> bool:
    """Whether a sentence speaks of what is to come."""
    return bool(re.search(r"予定|見込|目指|計画し|目標", sentence))
