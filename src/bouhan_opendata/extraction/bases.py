"""Over which time a number counts, in the words around it: cumulative, new in the year, a stock; and how: gross or net."""

from __future__ import annotations

import re

from bouhan_opendata.extraction.claims import Claim, LineClaims
from bouhan_opendata.extraction.words import ExtractionWords

_REACH = 60
"""How far before a number the words for all there has been so far may stand."""
_YEAR = 366
_STATED_DAY = re.compile(r"\s{0,9}(?:\([^()]{1,2}\))?\s{0,9}[（(]?(?:現在|時点|末現在|末時点)")
_OPENS = re.compile(r"\s{0,9}[(、※]*\s{0,9}")
_OF_NEXT = re.compile(r"[^。、()0-9]{0,20}[0-9]")
"""A day that another number follows is that number's: 撤去12灯、年度末総数 3,456灯."""
_STOCK = re.compile(
    r"(?:の?(?:総数|残高|現在高)|の?(?!.{0,12}(?:件数|回数|日数|点数|参加|来場|利用|受講|相談))[一-龠ァ-ヶーA-Z]{1,12}数)?[ :はの]{0,2}"
)
"""What may stand between 年度末 and the number there was then: 年度末登録者数 350人, but not 年度末に5回."""
_NOTE = re.compile(
    r"\s?\((?:(?P<cumulative>[^()]{0,20}(?:累計|累積|通算)(?:値|数|人数|件数|台数|人員)?)"
    r"|(?P<counting>延べ?|のべ|延べ?(?:人数|人員|件数|数)|実(?:人数|人員|件数|数)?))\)"
)
_BEGUN = "開始|創設|設立|開設|発足|導入|制定|開講|開所|開館|スタート|結成|事業化"
_UNTIL_NOW = re.compile(
    rf"(?:(?:これまで|今まで|現在まで)(?:に|、|の(?=総|合|延|累|参|受|登|利|実績|設置|認定|寄贈|貸出|相談)|$|(?=延|約|[一-龠]))"
    rf"|(?:一?昨年度?|前々?年度?)から(?:の)?(?:合計|総計|通算|総数|(?=延))"
    rf"|(?:{_BEGUN})(?:(?:以来|以降)、?|(?:当初)?から(?:現在まで|これまで|今まで)?(?:に|の)?))[^。、0-9()]{{0,20}}(?:[:は]|\s|約|延べ){{0,3}}$"
)
_SO_FAR = re.compile("まで|から|以[来降]")
_NOT_SO_FAR = re.compile(
    "引き?続|引継|加え|ない|同様|通り|どおり|比べ|最多|最高|最大|過去|初め?て|毎年|年平均|終了まで|見直|踏まえ|から(?=.{0,60}へ)|したほか"
)
_OVER_YEARS = re.compile(
    r"(?<![0-9])(?:[2-9]|1[0-9]|[二三四五])[か箇カヶ]?年間?(?:で|の|を通じて)(?:延べ|計|合計|総数|約|\s){0,4}$"
)
_BESIDE = re.compile(r"[\s・]{0,2}")
_NOW = re.compile(r"(?:^|[\s、,→(:])現在(?:の|は|で|、|:)?\s?$")
_GROSS_BEFORE = re.compile(r"(?:延べ?|のべ|総数|合計|総計|計|累計)(?:人数|人員|数|件数)?\($")
_SPAN = re.compile(r"[\s)の]{0,3}(?:総|延べ?|合?計|累計|で|に|、|\s){1,4}")
_SINCE = re.compile(
    r"\s?(?:から|より|以降|以来)(?:の|、)?\s?(?:[一-龠]{0,6}の?)?(?:総数|合計|総計|通算|累積|延べ(?:総数)?)[:は]?\s?"
)


def read_bases(line: LineClaims, words: ExtractionWords) -> None:
    """What the words around the quantities of a line say of the time they count over; sets the columns of its claims."""
    _read_cumulative_head(line)
    for index, claim in enumerate(line.claims):
        if claim.cls == "quantity" and claim.fields["unit_id"] not in words.time_units:
            _read_note(line, claim)
            _read_until_now(line, claim, line.claims[index - 1] if index else None)
            _read_beside(line, claim, line.claims[index - 1] if index else None)
    _read_since(line)


def _read_note(line: LineClaims, claim: Claim) -> None:
    """15,234人（累計）, 105人（延べ）: all that a bracket right behind says is how the number counts."""
    note = _NOTE.match(line.folded.text, claim.tail) if "(" in line.signs else None
    if note is None or "quantity" in line.owners[note.start() : note.end()]:
        return
    if note["cumulative"] and claim.fields["time_basis"] in ("not_stated", "flow", "stock"):
        claim.fields["time_basis"] = "cumulative"
    elif note["counting"] and claim.fields["counting"] == "not_stated":
        claim.fields["counting"] = "net" if note["counting"].startswith("実") else "gross"


def _read_until_now(line: LineClaims, claim: Claim, before: Claim | None) -> None:
    """これまでに120社, 開始以来3,000件, 平成20年度からの総数 500台, 延べ（H20～R4）1,200人: everything there has been so far."""
    text, from_ = line.folded.text, max(line.first, claim.lead - _REACH)
    if claim.fields["time_basis"] not in ("not_stated", "flow"):
        return
    words = text[from_ : claim.start]
    said = _UNTIL_NOW.search(text, from_, claim.start) if _SO_FAR.search(words) else None
    is_free = said is not None and "quantity" not in line.owners[said.start() : claim.lead]
    is_so_far = said is not None and is_free and not _NOT_SO_FAR.search(said[0]) and not _is_within(line, said.start())
    is_so_far = is_so_far or ("年" in words and _OVER_YEARS.search(text, from_, claim.start) is not None)
    if is_so_far or (before is not None and before.moment is not None and _is_since(text, claim, before)):
        claim.fields["time_basis"] = "cumulative"
    elif "現在" in words and _NOW.search(text, from_, claim.lead) and claim.fields["time_basis"] == "not_stated":
        claim.fields["time_basis"] = "stock"


def _read_beside(line: LineClaims, claim: Claim, before: Claim | None) -> None:
    """累計 25町会 78台: what stands right behind a cumulative number, in another unit, is cumulative too."""
    if before is None or before.cls != "quantity" or before.fields["time_basis"] != "cumulative":
        return
    is_beside = _BESIDE.fullmatch(line.folded.text, before.tail, claim.lead) is not None
    if is_beside and before.fields["unit_text"] != claim.fields["unit_text"] and claim.fields["time_basis"] == "not_stated":
        claim.fields["time_basis"] = "cumulative"


def _is_within(line: LineClaims, at: int) -> bool:
    """Whether what began at ``at`` began in a month: 4月の開始から3回 is of the year."""
    ends = (at - 1, at) if line.folded.text[at - 1 : at] == "の" else (at,)
    return any(c.moment is not None and c.end in ends and c.moment.precision in ("month", "day", "part") for c in line.claims)


def _is_since(text: str, claim: Claim, before: Claim) -> bool:
    """Whether a year before a total or gross number is the one since which it counts, or a span of several years."""
    moment = before.moment
    if moment is None or moment.first is None:
        return False
    if moment.last is not None and (moment.last - moment.first).days > _YEAR:
        is_bracketed = text[before.end : claim.lead].strip() == ")" and text[before.start - 1 : before.start] == "("
        gross = _GROSS_BEFORE.search(text, max(0, before.start - 8), before.start) if is_bracketed else None
        if gross is not None and "べ" in gross[0] and claim.fields["counting"] == "not_stated":
            claim.fields["counting"] = "gross"
        return gross is not None or _SPAN.fullmatch(text, before.end, claim.start) is not None
    is_year = moment.precision in ("fiscal_year", "year")
    return is_year and _SINCE.fullmatch(text, before.end, claim.start) is not None


def _read_cumulative_head(line: LineClaims) -> None:
    """H19からの累計：サポーター18,344人、メイト96人: what is said before the colon holds for all behind it."""
    head = _CUMULATIVE_HEAD.search(line.folded.text, line.first) if ":" in line.signs else None
    if head is None:
        return
    stop = line.folded.text.find("。", head.end())
    for claim in line.claims:
        inside = head.end() <= claim.start and (stop < 0 or claim.end <= stop)
        if inside and claim.cls == "quantity" and claim.fields["time_basis"] == "not_stated":
            claim.fields["time_basis"] = "cumulative"


_CUMULATIVE_HEAD = re.compile(r"(?:累計|累積|通算)[^。0-9:]{0,8}:")


_CUMULATIVE = re.compile("累計|通算|累積")
_NET = re.compile("実(?:人数|人員|利用|件数)")


def read_label(claim: Claim, label: str, words: ExtractionWords, *, is_beside: bool = False) -> None:
    """街路灯新規設置件数, 延べ配食数, サポーター数（累計）: what the label says of the way of counting.

    ``is_beside``: the label stands right before the number.
    """
    if claim.fields["time_basis"] == "not_stated" and words.flow_pattern.search(label):
        claim.fields["time_basis"] = "flow"
    basis, counting = basis_of_label(label)
    if basis is not None and claim.fields["time_basis"] == "not_stated":
        claim.fields["time_basis"] = basis
    if counting is not None and claim.fields["counting"] == "not_stated":
        claim.fields["counting"] = counting
    is_place = claim.fields["scope"] == "whole" and claim.fields["unit_id"] in words.place_units
    if is_beside and is_place and _ALL_OF.match(label):
        claim.fields["scope"] = "all_of_population"


_ALL_OF = re.compile(r"(?:[市区町村県]内の?)?(?:全ての?|すべての|全(?![体国域面般日長量額力]))[一-龠ァ-ヶー]")
"""全小学校12校, すべての公園85か所: how many there are, not how many were reached."""


_GROSS = re.compile("延(?=人[数員]|件数|回数|日数|時間数|利用|参加|来[場館園所]|受講|相談|入場|[出乗]席?者|訪問)")
"""延人数, 延利用者: 延べ without its べ; 延長 and 延期 are other words."""


def basis_of_label(label: str) -> tuple[str | None, str | None]:
    """(time basis, way of counting) that the words of a label say: 累計, 延べ, 実人数.

    >>> basis_of_label("サポーター数（累計）")
    ('cumulative', None)
    """
    basis = "cumulative" if _CUMULATIVE.search(label) else None
    if "延べ" in label or "のべ" in label or _GROSS.search(label):
        return basis, "gross"
    return basis, "net" if "実" in label and _NET.search(label) else None


def _read_since(line: LineClaims) -> None:
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


def _is_of_before(line: LineClaims, moment: Claim, end: int) -> bool:
    """Whether a day stands in a bracket right behind a number: 12,000世帯（4月1日現在）、加入率45％."""
    text, opening = line.folded.text, moment.start - 1
    if text[opening : opening + 1] != "(" or ")" not in text[moment.end : end]:
        return False
    return any(c.cls == "quantity" and c.tail <= opening and not text[c.tail : opening].strip() for c in line.claims)


def read_stated_day(line: LineClaims, claim: Claim) -> None:
    """345人（令和2年3月31日現在）, 4月1日現在の登録者数 345人: a stock, on the day that is written."""
    text = line.folded.text
    before, behind = line.moments_around(claim)
    for moment in (before, behind) if before or behind else ():
        if moment is None or moment.moment is None:
            continue
        said = _STATED_DAY.match(text, moment.end)
        last = moment.fields.get("date_end") or moment.fields.get("date_start")
        if moment is behind:
            holds = bool(said or moment.moment.is_end) and _OPENS.fullmatch(text, claim.tail, moment.start) is not None
            holds = holds and _OF_NEXT.match(text, said.end() if said else moment.end) is None
        elif said:
            holds = not _is_of_before(line, moment, claim.lead) and re.search(r"[。0-9]", text[said.end() : claim.lead]) is None
        else:
            holds = moment.moment.is_end and _STOCK.fullmatch(text, moment.end, claim.lead) is not None
        if holds:
            basis = "cumulative" if claim.fields["time_basis"] == "cumulative" else "stock"
            claim.fields |= {"time_basis": basis, "as_of": last, "is_day_stated": moment.moment.precision == "day"}
