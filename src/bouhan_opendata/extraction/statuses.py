"""Blank, a dash, none, not carried out, cancelled, planned, same as before: six different things, told apart."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from bouhan_opendata.extraction.values import Item
from bouhan_opendata.extraction.words import ExtractionWords
from bouhan_opendata.japanese.folding import fold
from bouhan_opendata.japanese.moments import Moment, find_moments

_ENDING = re.compile(
    r"(?:と(?:いたしました|した|しました|なった|なりました|する|し)|いたしました|した|しました|です|である|になった|になりました|とのこと|とする|の状況)?[。.)\]）]*$"
)
_CLOSING = frozenset(")]】〕>。\n")
_ENDS = frozenset("たるしすと況。.)]）\n")
"""What any of them ends in."""
_APART = re.compile(r"[\s:：→⇒]")
_NOTE = re.compile(r"\s{0,40}[(\[【〔<](?P<note>[^()\[\]【】〔〕<>]*)[)\]】〕>][。]?$")
_HEAD = re.compile(r"^[(\[【〔<《](?P<note>[^()\[\]【】〔〕<>《》]{1,20})[)\]】〕>》]\s{0,40}(?=\S)")
_OPENINGS = frozenset("([【〔<《")
_WITH_REASON = frozenset({"cancelled", "partly_cancelled", "not_implemented", "nothing_to_report"})
_OF_THE_WHOLE = frozenset(
    {"planned", "not_implemented", "nothing_to_report", "same_as_previous", "ended", "pending", "stated_elsewhere"}
)
"""What one of several statements cannot say of all of them."""

_CLAUSE_MARKS, _MARKS, _LAST_DIGIT = re.compile(r"[、,;]|\s{1,40}"), re.compile(r"[。、,;()\s]+"), re.compile("[0-9](?![0-9])")
_STOPS = ("中止", "取りやめ", "取り止め", "休止")
_STOPPED = re.compile(r"(?:中止|取りやめ|取り止め|休止)(?:とし|にし|とな|し)?(?:た|ました|て|り)?$")
_CONDITION = re.compile(
    r"(?:雨天|荒天|悪天候|台風)(?:時は?|の場合は?|等?)?(?:中止|取りやめ)|の?場合は?|中止して|中止せ|要請|勧告|呼びかけ|申入|指導"
)
_PARTLY = re.compile(
    r"一部|。.|以降|以後|のうち|うち[0-9]|[0-9][回校日件か箇会地講]?[所場区座]?中[0-9]|[0-9]回のみ|のみの(?:開催|実施)|(?:から|まで)(?:の間)?(?:は|、)"
)
_SO_MANY = re.compile(
    r"(?<![全各計0-9])[0-9]{1,3}(?:回|校|か所|箇所|会場|地区|日|講座|事業)(?:分|間)?(?:は|を|が)?(?:中止|取りやめ|休止)"
)
"""雨天のため1回中止: so many were called off; 全3回中止 is all of them."""

_OTHERWISE = re.compile(
    r"(?:書面|紙面|オンライン|リモート|ウェブ|web|zoom|電話|郵送|回覧|資料)[^。、()]{0,12}?(?:開催|実施|開講|決議|会議|審議|議決|対応|送付|変更|切り?替)",
    re.IGNORECASE,
)
"""Carried out in another form, though a gathering was called off."""

_PUT_OFF = re.compile(r"(?:[0-9]{1,2}[月日]|[翌来]週|翌[日月]|後日|期限|期日|締切|日程|時期|期間|延長)[^。、]{0,8}延期")
"""延期 of a day or a term, which does not say that nothing was done in the year."""

_COUNTED_PLAN = re.compile(
    r"[^。、,]{0,40}[0-9](?:[^。、,0-9\s]{1,4}|[^。、,0-9\s]{0,3}月中?)(?:に|を|の|程度|ほど)?(?:実施|開催)?予定"
)
_ENDED = re.compile(
    r"(?:年度?(?:末|限り)?(?:をもって|を以って|を以て|をもち|で|に|限りで|までで)|月(?:末|3[01]日)?(?:をもって|を以って|を以て|限りで))、?"
    r"(?:本|当)?(?:事業|制度|補助|助成|活動|取組み?|施策)?(?:は|を|が)?(?:終了|廃止)$"
)
_NONE_END = re.compile("(?:な(?:し|く|い|かった)|無[しくい]?|無かった|ません(?:でした)?|おらず|あらず)(?:ため)?[。.]?$")
_NONE_ENDS = frozenset("しくいた無んずめ。.")
"""What any of them ends in."""
_LAST = _ENDS | _NONE_ENDS | _CLOSING | frozenset("()[]【】。 *-※・じ様上掲照り容る定了止")
"""What a text ends in that says what became of it, with the marks around such words; the words of lists have their own."""
_FINISHED = re.compile(r"(?:工事|整備|改修|調査|設置|更新|作業|策定|耐震化|交換)(?:を|は|が|も)")
"""What comes to an end by being done."""

ELSEWHERE = re.compile(
    r"(?<![0-9A-Za-z])[(※]{0,2}(?:(?:(?:施策|事業|取組み?|項目|整理|通し)(?:番号)?|基本目標|目標|番号|課題|柱|方針|資料|別紙|別表|別添|上記|前記)の?)?"
    r"(?:no\.?|№|#)?\s?[(]?[0-9]{1,3}[)]?(?:[-.・ー(]?[0-9ア-ンa-z]{1,3}[)]?){0,4}(?:番目?|ページ|頁|p)?"
    r"(?:の?(?:取組み?|事業|施策|欄|内容|実績|項))?(?:と|に|の|を|へ|は)?(?:同じ|同様|同上|再掲|参照|のとおり|の通り)[)。]{0,2}",
    re.IGNORECASE,
)
"""No.12に同じ, 1-2参照, 12番の再掲, 基本目標2(1)①を参照."""

SAME_AS_YEAR = re.compile(
    r"(?P<year>(?:令和|平成|[RHrh]) ?[0-9元]{1,2}|20[0-9]{2}|[0-9]{1,2}(?=年度))(?:年度?)?(?:の?(?:取組み?|実績|内容|事業))?"
    r"(?:(?:と|に)(?:同じ内容|同じ|同様|準じる)|の?とおり|の?通り|同様)"
)
"""令和3年度に同じ, R3と同様."""


def item_status(text: str, words: ExtractionWords, fiscal_year: int | None = None) -> tuple[str, str | None]:
    """The status of an item and its reason. Only words at the end speak for the whole item; a bracket behind them explains.

    A bracket before it may say it too (【中止】市民まつり). ``fiscal_year`` is its column's, against which 令和3年度に同じ is read.

    >>> # 市民防犯講習会はコロナウイルス感染症の影響で中止 → ("cancelled", "infectious_disease")
    """
    return status_of(fold(text).text.strip(), words, fiscal_year)


def status_of(folded: str, words: ExtractionWords, fiscal_year: int | None = None) -> tuple[str, str | None]:
    """The same of a text that is folded, without blanks around it."""
    last = folded[-1:]
    says_nothing = last not in _LAST and last not in words.statuses and last not in words.no_data_ends
    if says_nothing and folded[:1] not in _OPENINGS and "止" not in folded and "取りやめ" not in folded:
        return "reported", None
    if words.no_data.fullmatch(folded):
        return "no_data_mark", None
    head = _HEAD.match(folded) if folded[:1] in _OPENINGS else None
    if head is not None and (said := _of_head(folded[head.end() :], head["note"].strip(), words)) is not None:
        return said, _reason(folded, words) if said in _WITH_REASON else None
    noted = _NOTE.search(folded) if folded[-1:] in _CLOSING else None
    body = folded[: noted.start()] if noted else folded
    status = _said(body.strip(), words, fiscal_year)
    if status is None and noted is not None:
        status = _said(noted["note"].strip(), words, fiscal_year, whole=True)
        if status == "stated_elsewhere" and body.strip():
            status = None  # 防犯講習会 3回（再掲）: it is stated here, too
        body = folded
    if status is None:
        status = _called_off(folded, noted["note"] if noted else "", fiscal_year)
        return status or "reported", _reason(folded, words) if status else None
    if status == "cancelled" and _is_partly(body):
        status = "partly_cancelled"
    is_more = _says_more(body, words) or (noted is not None and body is not folded and _is_a_result(noted["note"], words))
    if _is_in_another_form(folded, status) or (status in _OF_THE_WHOLE and is_more):
        return "reported", None
    return status, _reason(folded, words) if status in _WITH_REASON else None


def _of_head(rest: str, note: str, words: ExtractionWords) -> str | None:
    """What a bracket before the text says of it; where the text says by itself what was done, only of a part."""
    status = _said(note, words, None, whole=True)
    if status in (None, "stated_elsewhere", "same_as_previous") or _OTHERWISE.search(rest):
        return None
    said = re.search(r"(?:実施|開催)(?:した|しました|済み?)|行った|行いました|のみ(?:実施|開催)|は(?:実施|開催)", rest)
    if said is None:
        return status
    return "partly_cancelled" if status == "cancelled" else None


def _is_in_another_form(folded: str, status: str) -> bool:
    return status in ("cancelled", "not_implemented") and _OTHERWISE.search(folded) is not None


def _says_more(body: str, words: ExtractionWords) -> bool:
    """Whether something that was done and counted, or another sentence, stands before what is said last."""
    if "。" in body.rstrip("。"):
        return True
    clauses = [clause for clause in _CLAUSE_MARKS.split(body) if clause]
    return any(_is_a_result(clause, words) for clause in clauses[:-1])


def _is_a_result(clause: str, words: ExtractionWords) -> bool:
    """3回実施し, 参加者12人: a count, and a word for doing it."""
    counts = [unit for n in _LAST_DIGIT.finditer(clause) if (unit := words.unit_pattern.match(clause, n.end()))]
    if not any(words.units[unit[0]] not in words.time_units for unit in counts):
        return False
    return any(word in clause for word in words.doings) or re.search(r"した|って|行い", clause) is not None


def _said(body: str, words: ExtractionWords, fiscal_year: int | None, *, whole: bool = False) -> str | None:
    """The status that the last words of a text say; short words (なし, 同上) speak only when they stand apart."""
    bare = body.strip("()[]【】。 *-※・")
    alone = {bare, _APART.split(bare)[-1]}
    if (found := _pointed(bare, alone, fiscal_year)) is not None:
        return found
    ending = None if whole or body[-1:] not in _ENDS else _ENDING.search(body)
    said = "" if whole else body[: ending.start()] if ending else body
    is_known = said.endswith(words.status_endings.get(said[-1:], ())) or not alone.isdisjoint(words.status_words)
    for word, status, where in _ending_like((*alone, said), words) if is_known else ():
        if word == bare or (where != "alone" and word in alone) or (not where and said.endswith(word)):
            return None if word == "延期" and _PUT_OFF.search(body) else status
    if body[-1:] in _NONE_ENDS and _NONE_END.search(body) and words.none_of.search(body[-60:]):
        return "nothing_to_report"
    if bare.endswith("予定") and _COUNTED_PLAN.fullmatch(bare):
        return "planned"
    last = (said or bare)[-60:]
    is_ended = last.endswith(("終了", "廃止")) and _ENDED.search(last) is not None
    return "ended" if is_ended and not _FINISHED.search(body) else None


def _ending_like(texts: Sequence[str], words: ExtractionWords) -> list[tuple[str, str, str]]:
    """The words for a status that end as one of some texts does, longest first."""
    ends = {text[-1:] for text in texts}
    rows = [row for end in ends for row in words.statuses.get(end, ())]
    return sorted(rows, key=lambda row: (-len(row[0]), row)) if len(ends) > 1 else rows


def _pointed(bare: str, alone: set[str], fiscal_year: int | None) -> str | None:
    """令和3年度に同じ, No.12に同じ: where it is stated, a year before or elsewhere."""
    last = next((word for word in alone if word != bare), bare)
    if not last.endswith(("同じ", "同様", "同上", "再掲", "参照", "とおり", "通り", "内容", "準じる")):
        return None
    if any(ELSEWHERE.fullmatch(word) for word in alone):
        return "stated_elsewhere"
    for word in alone:
        if (same := SAME_AS_YEAR.fullmatch(word)) is not None:
            moments = find_moments(f"{same['year']}年度")
            is_before = fiscal_year is None or not moments or moments[0].fiscal_year == fiscal_year - 1
            return "same_as_previous" if is_before else "stated_elsewhere"
    return None


def _called_off(folded: str, note: str, fiscal_year: int | None) -> str | None:
    """What one clause among others says: 5回開催（2回は中止）, 講習会は中止、パトロール5回; a bracket may say it of the whole.

    What was cancelled in another year (前年度は中止) says nothing of this one.
    """
    if ("止" not in folded and "取りやめ" not in folded) or not any(word in folded for word in _STOPS):
        return None
    clauses = [clause for clause in _MARKS.split(folded) if clause]
    stopped = [clause for clause in clauses if _STOPPED.search(clause) and not _CONDITION.search(clause)]
    stopped = [clause for clause in stopped if not _is_of_other_year(clause, fiscal_year)]
    if not stopped or (_OTHERWISE.search(folded) and re.search(r"対面|集合|参集|会場|集会|会議|総会", folded)):
        return None
    is_whole = bool(note) and note.endswith(stopped[-1]) and not re.search(r"[0-9]", folded) and not _PARTLY.search(folded)
    return "cancelled" if is_whole else "partly_cancelled"


_OTHER_YEARS = re.compile("前々?年度?(?!並)|昨年度?|前回|例年|過年度")


def _is_of_other_year(clause: str, fiscal_year: int | None) -> bool:
    if _OTHER_YEARS.search(clause):
        return True
    years = [m for m in find_moments(clause, fiscal_year) if m.precision in ("fiscal_year", "year") and "year" not in m.inferred]
    return fiscal_year is not None and bool(years) and not any(_covers(m, fiscal_year) for m in years)


def _covers(moment: Moment, fiscal_year: int) -> bool:
    if moment.first is None or moment.last is None:
        return True
    return moment.first <= date(fiscal_year + 1, 3, 31) and moment.last >= date(fiscal_year, 4, 1)


def _is_partly(body: str) -> bool:
    """Whether what was cancelled is a part: a period, so many of so many, 以降."""
    if _PARTLY.search(body) or _SO_MANY.search(body):
        return True
    return any(
        m.precision in ("day", "month", "part") and body[m.end :].startswith(("は", "の", "分", "開催"))
        for m in find_moments(body)
    )


def _reason(folded: str, words: ExtractionWords) -> str | None:
    return next((reason for word, reason in words.reasons if word in folded), None)


def cell_status(items: Sequence[Item], lines: Sequence[str], words: ExtractionWords) -> tuple[str, str | None]:
    """The status of a cell: that of its items where they agree, ``blank`` where nothing is written."""
    if not items:
        return ("reported" if any(line.strip() for line in lines) else "blank"), None
    statuses = {item.status for item in items}
    if len(statuses) > 1:
        return "reported", None
    reasons = {item.status_reason for item in items}
    return statuses.pop(), reasons.pop() if len(reasons) == 1 else None
