"""Which year a number of a line is of: the year or the word for a year that governs it, and what it became since."""

from __future__ import annotations

import bisect
import itertools
import re
from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import date

from bouhan_opendata.extraction.claims import Claim, LineClaims
from bouhan_opendata.extraction.ranges import TURNS, is_what_was
from bouhan_opendata.extraction.values import CellContext
from bouhan_opendata.japanese.moments import Moment, find_moments
from bouhan_opendata.japanese.numerals import NUMERAL

_OTHER = re.compile(
    r"(?P<word>(?:前|昨)年度?+(?:の)?同[期月]|前回|前々回|前々年度?+|前年度?+|昨年度?+|一昨年度?+|例年|平年|従来|従前|当初の?計画策定時|コロナ(?:禍)?(?:以)?前)"
    r"(?P<end>末)?(?!比|より|から|対比|同期|並み|どおり|通り|と(?:同|比|ほぼ同)|に比|に引き?続|に続|同様|を|度比|以前の|の反省|の課題|の経験)"
)
_NEXT = re.compile(
    r"(?:次年度|来年度|翌年度|次々年度|次期|次回|今後|将来|来年|再来年度?)(?!に向け|以降の?(?:計画|実施)に向け|へ向け|の(?:ため|実施に向け|検討|担い手|リーダー|夢))"
)
_OWN = re.compile("今年度|本年度|当年度|今年(?!度)|本年(?!度)|今回|今期")
_IN_WORDS = frozenset("年前昨来従策コ次今将期")
"""Every word for a year has one of these."""
_LEFT = re.compile(r"[0-9][^〈《〔【\[]{0,40}[〉》〕】\]]")
"""〈前年度39件〉、就労支援9人: a bracket that holds the year's number ends its reach; 【R5予定】 heads what follows."""
_SPACES = re.compile(r"\s{2,}")
_GOVERNS = re.compile(
    r"^(?:末|以前)?(?:の?(?:調査|実績|実績値|値|分|状況|結果))?\s?"
    r"(?:まで(?:に|は|の|で)?|以前(?:は|の|に)|は|も|では|には|にも|における|において(?:は|も)?|に|[:、]|\s|[(]|の|実績|末)?\s?"
    r"(?P<label>[^。、()をにがへ:]{0,14}?)\s?(?:[:]|は|約|延べ|計)?\s?$"
)
_TOPIC = re.compile(r"(?:末|の実績)?(?:には|では|は|も|に|、|:)(?P<rest>[^。、()]{0,40})")
"""前年度は講座を5回: the year is the topic of its clause."""
_TURNS = re.compile(r"した|された|して|してい|である|いる|ため|ので|から|より|踏まえ|基づ|比べ|対し|対する|向け|続|加え|同")
_NOT_GOVERNING = re.compile(
    r"^(?:から|より|以降|以来|比|対比|を|との?比較|時点|に(?:比|引|続|対|向|伴|準|基|倣|なら|同|加|係|関|つい)|に?並|まで(?:の間|継続|続)|度?どおり|度?通り|と?同(?:様|じ|程度)|繰越事業|版|用(?!途)|号|入[学園所社]|新入|卒|採用|成人|二十歳|生まれ)"
)
_UNTIL = re.compile(r"^(?:末|中)?まで(?!の)(?:には?|で)?")
_AHEAD = re.compile(
    r"^(?:から|より|以降(?![はも、に])|以来|に(?:向|備|お?け)|まで|比|対比|を|との?比較|以前|時点|へ|に$|予算(?:編成|要求)|の?(?:募集|申込)|版|用(?!途)|号|入[学園所社]|新入|卒|採用|成人|二十歳)"
)
_GETS_READY = re.compile("に向け|へ向け|に備え|の準備|に係る|ため(?!に)")
_PLANS = re.compile(r"予定|見込|目指|計画し|目標|たい(?:。|$)|ていく(?:。|$)")
_PAST_END = re.compile(r"(?:した|った|ました|いた|れた|きた|せた|んだ|済み?|実施|開催|配布)[。)）]*$")
_ATTRIBUTE = re.compile(
    "(?:開始|創設|発足|制定|策定|締結)(?:した|された).|(?:した|された|している|ている).{1,12}の|(?:した|された)[^。]{0,12}(?:から|へ|で)"
)
_CONTRAST = re.compile(
    r"に対し|に比|と比|より|から|を[^。、0-9]{0,6}(?:上回|下回|超え)|のところ|、新規|、今回|(?:であった|だった|でした|あった|した)(?:が|ものの|ところ)|→|⇒|に(?:加え|引き?続)|と同"
)
_BOUND_YEAR = re.compile(r"\s{0,3}[(\[【〔]\s{0,3}")
_OPENING = re.compile(r"\s{0,3}[(\[【〔]\s{0,3}$")
_BOUND_END = re.compile(
    r"(?:実績|度?末|分|年度分|決算|実施分?|値|現在|時点|の実績|年?度?(?P<aim>目標|予定|計画|見込み?)値?)?\s{0,3}[)\]】〕]"
)
_LINKED = re.compile(r"\)?(?:末|度)?(?:の?実績)?(?:の|時点の|[:(]|\s)?\s{0,3}(?:[^。、()はに0-9]{0,10})")
_RAISED = re.compile(
    rf"を\s{{0,3}}約?{NUMERAL}[^0-9、。]{{1,6}}?(?:へと?|に|まで)(?:増|減|拡大|縮小|改|変更|引き|引上|引下|見直|拡充|集約|統合)"
)


_BECAME = TURNS | {"を"}
_SINCE_THEN = re.compile(
    "に?(?:開設|設置|開始|創設|発足|制定|策定|締結|設立|開館|開所|開園|開校|導入|改正|施行|竣工|完成|認定|委嘱)(?:した|された|の)"
)
"""令和3年5月に設置した20台: when a thing began, and not when it was counted."""

_NEAR = 20
"""How many numbers before one are looked at for what it is set against."""


@dataclass(frozen=True, slots=True)
class Year:
    """A year that governs what follows it in its sentence; ``end`` is -1 for the column's own."""

    at: int
    end: int
    is_later: bool
    word: bool = False
    """Whether a word (前年度) says it and no date."""


def became(text: str, end: int) -> bool:
    """Whether a number that ends here is what was before, and another follows: 8台から10台に増設, 10台を15台に増設, 8→10台."""
    if text[end : end + 1] not in _BECAME:
        return False
    return is_what_was(text, end) or (text.startswith("を", end) and _RAISED.match(text, end) is not None)


def years_of(line: LineClaims, context: CellContext) -> list[Year]:
    """The fiscal years and words for years of a line, with the reach of each; those bound to one number are left out."""
    text, own = line.folded.text, context.fiscal_year
    found: list[Year] = []
    if own is None:
        return found
    dated = [claim for claim in line.claims if claim.moment is not None or claim.pattern == "code"]
    tails = {claim.tail for claim in line.claims if claim.cls == "quantity"} if dated else set()
    for claim in dated:
        moment = claim.moment or short_year(text, claim)
        if moment is None or (claim.moment is None and not _SURVEY.match(text, claim.end)) or _is_bound(line, claim, tails):
            continue
        is_later = stands_for(moment, own)
        if is_later is not None:
            found.append(Year(claim.start, claim.end, is_later))
        elif is_day_before(moment, own):
            found.append(Year(claim.start, claim.end, False))
        elif moment.precision in ("fiscal_year", "part", "month", "day"):
            found.append(Year(claim.start, -1, False))
    if line.signs.isdisjoint(_IN_WORDS):
        return sorted(found, key=lambda year: year.at)
    if not line.signs.isdisjoint("前昨例平従策"):
        found += [Year(match.start(), match.end(), False, word=True) for match in _OTHER.finditer(text, line.first)]
    if not line.signs.isdisjoint("次来翌今将"):
        found += [Year(match.start(), match.end(), True, word=True) for match in _NEXT.finditer(text, line.first)]
    if not line.signs.isdisjoint("今本当"):
        found += [Year(match.start(), -1, False, word=True) for match in _OWN.finditer(text, line.first)]
    return sorted(found, key=lambda year: year.at)


def short_year(text: str, claim: Claim) -> Moment | None:
    """The fiscal year that letter and number stand for where the words around leave no doubt: H29調査, R2・R3・R4."""
    if claim.pattern != "code" or _SHORT_YEAR.fullmatch(text, claim.start, claim.end) is None:
        return None
    return next(iter(find_moments(f"{text[claim.start : claim.end]}年度")), None)


_SHORT_YEAR = re.compile("[HRS][0-9]{1,2}")
_SURVEY = re.compile(r"の?(?:調査|実績|目標|計画|予定|決算|予算|数値|分)")


def stands_for(moment: Moment, own: int) -> bool | None:
    """Whether a date is a later year than the column's (``True``), another one before or over it (``False``), or its own."""
    if moment.precision not in ("fiscal_year", "year", "part") or moment.first is None:
        return None
    year = moment.fiscal_year if moment.fiscal_year is not None else moment.first.year
    covers = moment.fiscal_year is None and moment.precision == "fiscal_year"
    return (not covers and year > own) if covers or year != own else None


def is_day_before(moment: Moment, own: int) -> bool:
    """A day or month that is written with its year, and lies before the column's fiscal year."""
    is_dated = moment.precision in ("day", "month") and "year" not in moment.inferred and moment.last is not None
    return is_dated and moment.last is not None and moment.last < date(own, 4, 1)


def _is_bound(line: LineClaims, claim: Claim, tails: Set[int]) -> bool:
    """Whether a year alone in a bracket says of the number right before it which year it is of: 20件（R2）、25件（R4）."""
    text, at = line.folded.text, claim.start
    opening = _OPENING.search(text, max(line.first, at - 8), at)
    return opening is not None and opening.start() in tails and _BOUND_END.match(text, claim.end) is not None


def bound_intent(line: LineClaims, claim: Claim, own: int | None) -> tuple[bool, str | None]:
    """(Whether a bracket right behind a number holds its year, what that makes of the number)."""
    _, behind = line.moments_around(claim)
    if (
        own is None
        or behind is None
        or behind.moment is None
        or not _BOUND_YEAR.fullmatch(line.folded.text, claim.tail, behind.start)
    ):
        return False, None
    closing = _BOUND_END.match(line.folded.text, behind.end)
    if closing is not None and is_day_before(behind.moment, own):
        return True, "other-year"
    if closing is None or behind.moment.precision not in ("fiscal_year", "year", "part"):
        return False, None
    if closing["aim"]:
        return True, "target" if closing["aim"] == "目標" else "planned"
    is_later = stands_for(behind.moment, own)
    return True, None if is_later is None else "planned" if is_later else "other-year"


def parts_a_list(line: LineClaims, start: int, end: int) -> bool:
    """Whether a year or a half of one stands between two numbers: 上半期3回、下半期3回予定, 今年度12回、来年度15回を予定."""
    text = line.folded.text
    if _NEXT.search(text, start, end) or _OWN.search(text, start, end):
        return True
    if "moment" not in line.owners[start:end]:
        return False
    at = bisect.bisect_left(line.claims, start, key=lambda claim: claim.start)
    between = itertools.takewhile(lambda claim: claim.start < end, itertools.islice(line.claims, at, None))
    return any(c.moment is not None and c.moment.precision in ("fiscal_year", "year", "part") for c in between)


def year_intent(line: LineClaims, claim: Claim, years: Sequence[Year]) -> str | None:
    """``planned`` behind a later year, ``other-year`` behind an earlier one, when that year is the number's topic."""
    number = bisect.bisect_left(years, claim.lead, key=lambda year: year.at) - 1
    while number >= 0 and years[number].end > claim.lead:
        number -= 1
    if number < 0 or years[number].end < 0:
        return None
    year, text = years[number], line.folded.text
    between = text[year.end : claim.lead]
    if text[year.at - 1 : year.at] == "(" and between.startswith(")"):
        between = between[1:]
    if "。" in between or between.count(")") > between.count("(") or _LEFT.search(between):
        return None
    if year.is_later:
        return _later(text, claim, between)
    if (
        _NOT_GOVERNING.match(between)
        or (text[year.end - 1] in "月日" and _SINCE_THEN.match(between))
        or _is_behind_contrast(line, claim, year)
    ):
        return None
    first = _UP_TO_DIGIT.match(between)[0]  # type: ignore[index]
    governs = _GOVERNS.match(_SPACES.sub(" ", first))
    if governs is None:
        topic = _TOPIC.fullmatch(first)
        return "other-year" if topic is not None and _TURNS.search(topic["rest"]) is None else None
    if re.match("(?:末)?(?:に|の|まで|[一-龠])", first) and _ATTRIBUTE.search(governs["label"]):
        return None
    return "other-year"


_UP_TO_DIGIT = re.compile("[^0-9]*")


def _later(text: str, claim: Claim, between: str) -> str | None:
    sentence_end = text.find("。", claim.tail)
    sentence = text[claim.tail : sentence_end if sentence_end >= 0 else len(text)]
    if _UNTIL.match(between) and not _PAST_END.search(sentence):
        return "planned"
    goes_back = (
        _PAST_END.search(sentence)
        or _AHEAD.match(between[:4].replace("には", "").replace("にも", ""))
        or _GETS_READY.search(between)
    )
    return None if goes_back and not _PLANS.search(sentence) else "planned"


def _is_behind_contrast(line: LineClaims, claim: Claim, year: Year) -> bool:
    """Whether the year's own number stands before, and this one is set against it: 前年度の10件から15件に, 昨年度10回に対し12回."""
    text = line.folded.text
    stop = bisect.bisect_left(line.claims, claim.start, key=lambda other: other.start)
    for other in line.claims[max(0, stop - _NEAR) : stop]:
        if other.cls not in ("quantity", "bare") or other.start < year.end:
            continue
        if other.fields.get("time_basis") == "change" and other.start >= year.end and "から" in text[year.end : other.start]:
            return True  # 120人から15人増え135人
        if _CONTRAST.search(text, other.tail, claim.start) and not text.startswith(("~", "から"), other.tail):
            return True
        if became(text, other.tail) and _LINKED.fullmatch(text, year.end, other.lead):
            return True
    return False


def without_moments(line: LineClaims) -> str:
    """The folded text with its dates blanked, and what belongs to them: 最終目標（R8）100件, 令和6年度までに50％."""
    text = line.folded.text
    if not line.is_dated:
        return text
    chars = list(text)
    for claim in line.claims:
        if claim.moment is None or claim.moment.precision == "open":
            continue
        start, end = claim.start, claim.end
        if (until := _UP_TO.match(text, end)) is not None:
            end = until.end()
        if text[start - 1 : start] == "(" and text[end : end + 1] == ")":
            start, end = start - 1, end + 1
        chars[start:end] = " " * (end - start)
    return "".join(chars)


_UP_TO = re.compile(r"末?(?:までに|まで|時点(?:で|の)?|現在)?")
