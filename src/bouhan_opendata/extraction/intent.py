"""Which numbers of a line are no results of the column's year: targets, plans, capacities, and other years' numbers."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from bouhan_opendata.extraction.claims import Claim, LineClaims
from bouhan_opendata.extraction.governing import Year, became, bound_intent, parts_a_list, without_moments, year_intent, years_of
from bouhan_opendata.extraction.heads import read_heads_in_line, read_pairs
from bouhan_opendata.extraction.other_times import of_another_time
from bouhan_opendata.extraction.sisters import called_off
from bouhan_opendata.extraction.thresholds import is_threshold
from bouhan_opendata.extraction.values import CellContext
from bouhan_opendata.extraction.words import ExtractionWords
from bouhan_opendata.japanese.folding import SPACES

NOT_A_RESULT = frozenset({"target", "planned", "capacity", "other-year", "cancelled", "average", "factor", "worth", "threshold"})
"""Patterns of quantities that are never an observation of a result column."""

_KEPT = ("average", "factor", "worth", "threshold")
_PAST = re.compile(r"(?:し|っ|い|え|れ|せ|き)た|でした|ました|おり|し(?:、|[一-龠])")
_TIMES_SIGN = re.compile(r"\s?[×xX✕]\s?")
_REACH = 300
"""How far behind a number its clause is looked for."""
_BRACKET = 80
"""How long a bracket behind a number may be."""
_STOP = re.compile(r"[。、,;()]")
_STOPS = ("", *"。、,;()")
_LISTED = re.compile(r"[、,・]|と|及び|並びに|や|・")
_VERB = re.compile(r"し[たまて、]|実施|開催|行[いっ]|配布|設置|作成|参加|整備|交付")
_AS_PLANNED = re.compile(r"(?:した|の|していた)?(?:とおり|通り|どおり)")
_NOT_CALLED_OFF = re.compile(
    r"(?:せず|することなく|していた|中の|の(?:呼び?かけ|要請|連絡|周知|代替|代わり)|して(?:実施|開催)|後)"
)
_DIRECT = re.compile(r"の?(?P<word>計画|目標|予定)(?=\s|$|[、。,/→⇒(|])")
_AT_TIMES = re.compile(r"※|[0-9]月|[0-9]日")
"""6か所　※4～9月は休止: for some time, and not all of them."""
_WISHED = re.compile(
    r"(?:たい|ていく|てゆく|べき|やす|げる|[うくすつぬむるぐぶ](?:計画|方針|構想|考え))(?:と(?:考え|思|し)[^。]{0,12}|です|である|こと)?$|れば(?:よい|良い|いい)?と(?:考え|思)[^。]{0,8}$"
)
_KANA = re.compile("[ぁ-ん]")
_MADE_SO = re.compile(
    r"(?:程度)?(?:に|と)(?:する|なる(?:予定|見込み?)|増やす|減らす|拡大する|拡充する|増設する|引き上げる)(?:。|$)"
)
_LIMIT = re.compile(
    r"(?:を|が)(?:上限|限度)|限り|限定|以内(?!に(?:到着|対応|完了|処理|実施))"
    r"|まで(?:の?(?:利用|受講|申請|申込み?|補助|助成|貸出|予約)|が?無料|は?可|[)。、]|$)"
)
_AIMED = re.compile(r"を(?:目途|目処|めど|目安|想定)")
_POPULATION = re.compile(r"(?:の[^。、()0-9を]{1,12}|[一-龠ァ-ヶ]{0,6})?を対象(?:に|と)|(?:を)?対象(?:$|[。、)]|の|に(?!し))")
_DRAFTED = re.compile(r"(?:を|の)?企画(?:した|していた|しました|していました)(?:が|ものの|けれど|ところ)")
_NOBODY_CAME = re.compile(
    r"(?:分|目)?は、?(?:参加|申込み?|申し込み|応募|受講|希望|利用|来場)者?(?:が|も)(?:なく|無く|なかった|無かった|いなかった|いなく|おらず|集まらず)"
)
"""2回は参加者がなく: these were not held."""
_OUGHT = re.compile(r"(?:予定|計画|目標|定員)?の?ところを?[、\s]{0,3}(?=[^。]{0,20}[0-9])")
_DONE_OF_IT = re.compile(r"\s{0,3}\(\s{0,3}(?:うち)?(?:実績|実施|実際|実数|開催)(?:値|数|回数|件数|人数)?(?:は|:|\s){0,3}$")
_AMONG_THEM = re.compile(r"\s{0,3}\(?(?:、|の)?(?:うち|このうち)[^。、()0-9]{0,12}")
_CONSIDERED = re.compile(
    r"(?P<of>の)?(?P<noun>[^。、()0-9]{0,24}?)(?:を|について|に関して|に関し)(?:協議・|審議・)?検討(?!会|委員会)(?P<behind>[^。、]{0,8})"
)
_THAN = re.compile(r"(?:より|に比べて?、?|と比べて?、?|に対し|を)[^。、0-9]{0,4}$")
_DIFFERS = re.compile(
    r"(?:も|ほど|程度)?(?:上回|下回|多[いくか]|少な[いくか]|増え|減[りっ]|伸び|高[いくか]|低[いくか]|超過|不足)"
)
_DIFFERS_STARTS = frozenset("もほ程上下多少増減伸高低超不")
_PERIOD = re.compile(r"(?:過去|直近|ここ|この|今後|向こう)\s?約?$")
_OVER_YEARS = re.compile(
    r"(?<![0-9])(?:[2-9]|[1-9][0-9])(?:年間?|[かカヵヶ]年間?)(?:で|の(?:合計|累計|平均|計))(?:合計|累計|計|延べ)?[^。、0-9()を最]{0,8}$"
    r"|(?:以来|これまでに|これまでの?(?:累計|延べ|計|合計)|今までに)の?(?:累計|延べ|計|合計|約)?[^。、0-9()を最]{0,10}$"
)
_BARE_YEAR = re.compile(r"(?<![0-9.,])(19[5-9][0-9]|20[0-4][0-9])[\s:]{1,3}$")
"""2021 12回: digits without 年 that can only be a year."""
_SETTING = re.compile("(?:に|へ|と)(?:し|す|引|設|変|改|増|減|拡|見直|定)|から")
_DRAWN_UP = re.compile("(?:を|の)?(?:新規|新たに)?(?:策定|作成|更新|見直)")
_HELD = re.compile("(?:を|の)?(?:開催|実施|配布|行)")
_RESULT_WORD = re.compile(r"(?:実績|決算)(?:値|額|数)?\s{0,3}(?:は|が|で|:|=|\(|\))?\s{0,3}(?:約|延べ|計)?\s{0,3}$")


def read_intents(line: LineClaims, context: CellContext, words: ExtractionWords) -> None:
    """Give quantities that are no results of their column the pattern ``target``, ``planned``, ``capacity`` or ``other-year``.

    A number already called a rate or a share keeps its columns; only its pattern says that it is none.
    """
    quantities = [claim for claim in line.claims if claim.cls == "quantity"]
    if not quantities:
        return
    text = line.folded.text
    _factors(line, quantities)
    _differences(line, quantities)
    for number, claim in enumerate(quantities):
        if text.startswith("相当", claim.tail):
            claim.pattern = "worth"
        elif is_threshold(line, claim, quantities[number + 1 : number + 2], words):
            claim.pattern = "threshold"
    years = years_of(line, context)
    said = without_moments(line)
    if context.result_kind != "actual":
        years = [year for year in years if not (year.word and year.is_later)]  # 今後3か所 is what a column of plans is for
    is_said = words.intent_word.search(text, line.first) is not None
    is_dated = bool(years) or "年" in line.signs or line.is_dated
    for claim in quantities:
        found = _before(line, said, claim, words) if is_said else None
        if context.result_kind != "actual" and found == "planned":
            found = None
        if found is None:
            found = _of_other_year(line, claim, years if is_dated else None, context, words)
        if found is not None and claim.pattern not in _KEPT:
            claim.pattern = found
    if context.result_kind == "actual":
        stops = called_off(line, words)
        _behind(line, said, quantities, words, [start for start, _ in stops])
        for claim in quantities:
            if claim.pattern not in NOT_A_RESULT and any(start <= claim.start < end for start, end in stops):
                claim.pattern = "cancelled"
        _set_against(line, quantities)
        read_heads_in_line(line, said)
        read_pairs(line, context)


def _factors(line: LineClaims, quantities: Sequence[Claim]) -> None:
    """2箇所4台増 in a bracket are both changes; 30名×4回 are factors, and so is the 1回 of 1回30名×4回."""
    for one, other in itertools.pairwise(quantities):
        is_one_change = other.fields["time_basis"] == "change" and one.tail == other.lead and _is_bracketed(line, one)
        one.fields["time_basis"] = "change" if is_one_change else one.fields["time_basis"]
        if _TIMES_SIGN.fullmatch(line.folded.text[one.tail : other.lead]):
            for factor in (one, other):
                factor.pattern = "factor"
    for one, other in itertools.pairwise(quantities):
        if other.pattern == "factor" and one.tail == other.lead and one.fields["value"] == 1:
            one.pattern = "factor"


def _differences(line: LineClaims, quantities: Sequence[Claim]) -> None:
    """目標値を10％上回った, 昨年より5人多い35人: how much more or less, and not how many."""
    text = line.folded.text
    for claim in quantities:
        if text[claim.tail : claim.tail + 1] not in _DIFFERS_STARTS:
            continue
        if claim.fields["time_basis"] == "not_stated" and _DIFFERS.match(text, claim.tail):
            if _THAN.search(text[max(line.first, claim.lead - 16) : claim.lead]):
                claim.fields["time_basis"] = "change"


def _of_other_year(
    line: LineClaims, claim: Claim, years: Sequence[Year] | None, context: CellContext, words: ExtractionWords
) -> str | None:
    """What the year of a number makes of it; in a column of plans a result is another year's as well.

    ``years`` are ``None`` for a line that has neither a date nor a word for a year.
    """
    text = line.folded.text
    before = text[max(line.first, claim.lead - 30) : claim.lead]
    if claim.fields["unit_id"] in words.time_units and _PERIOD.search(before):
        return "threshold"
    if "bare" in line.owners[max(line.first, claim.lead - 6) : claim.lead] and (bare := _BARE_YEAR.search(before)) is not None:
        return None if context.fiscal_year in (None, int(bare[1])) else "other-year"
    if ("年" in before or "以来" in before or "まで" in before) and _OVER_YEARS.search(before):
        return "other-year"
    is_said, found = bound_intent(line, claim, context.fiscal_year) if years is not None else (True, None)
    if years is not None and not is_said and found is None:
        found = year_intent(line, claim, years)
        if found is None and context.result_kind == "actual":
            found = of_another_time(line, claim, context)
    if found is None and became(text, claim.tail):
        found = "other-year"
    if context.result_kind != "actual":
        is_other = found in ("other-year", "planned") or _RESULT_WORD.search(before)
        return "other-year" if is_other else None
    return found


def _is_bracketed(line: LineClaims, claim: Claim) -> bool:
    """Whether a number is the first thing in a bracket: （2箇所4台増）."""
    return line.folded.text[max(0, claim.lead - 1) : claim.lead] == "("


def _before(line: LineClaims, said: str, claim: Claim, words: ExtractionWords) -> str | None:
    """目標：300回, 当初計画の15団体, 定員30名, 上限50万円: the word right before the number."""
    from_ = max(line.first, claim.start - 40)
    if not words.intent_word.search(line.folded.text, from_, claim.start):
        return None
    match = _said_before(line, said, from_, claim, words) or _set_to(line, from_, claim, words)
    if match is None:
        return None
    word, link = match["word"], said[match.end("word") : claim.start]
    code = words.intents[word]
    if word.endswith("計画") and _DRAWN_UP.match(line.folded.text, claim.tail):
        return None
    if word in words.intents_not_of_events and claim.fields["unit_id"] in words.event_units:
        return None
    if code == "cancelled" and not _counts_what_was_called_off(line, match.start(), link, claim):
        return None
    return None if code == "none" else code


def _counts_what_was_called_off(line: LineClaims, at: int, link: str, claim: Claim) -> bool:
    """中止2回, 開催中止：3回, but not 講習会は中止、5回, 感染症のため中止 3回開催 or 中止で2回."""
    text = line.folded.text
    if not _PARTS.isdisjoint(link) or _HELD.match(text, claim.tail):
        return False
    clause = _STOP.split(text[max(line.first, at - 40) : at])[-1]
    return link.strip(" ") not in ("", ")") or not link or re.search("[はがをも]|により|のため", clause) is None


_PARTS = frozenset("、でにとが")


def _said_before(line: LineClaims, said: str, from_: int, claim: Claim, words: ExtractionWords) -> re.Match[str] | None:
    """The word that is said of a number, up to its qualifiers (目標 約30人) or among them (最大30名).

    None where the word goes with the number before it: 10万円を上限に7台, 4回予定→2回, 10回予定していたが7回.
    """
    for end in (claim.lead, claim.start):
        match = words.intent_before.search(said, from_, end)
        if match is None or any(owner not in (None, "moment") for owner in line.owners[match.start() : claim.start]):
            continue
        link = said[match.end("word") : claim.start]
        is_behind_number = match.start() > line.first and line.owners[match.start() - 1] == "quantity"
        goes_back = is_behind_number or (match["word"].endswith(("た", "る")) and "が" in link)
        is_object = said[match.start() - 1 : match.start()] == "を" and link.startswith(("に", "と"))
        return None if is_object or (goes_back and link) else match
    return None


def _set_to(line: LineClaims, from_: int, claim: Claim, words: ExtractionWords) -> re.Match[str] | None:
    """定員を20人から30人に増やし, 上限を5万円に引き上げ: what a limit or plan was changed to."""
    match = words.intent_object.search(line.folded.text, from_, claim.lead)
    if match is None or words.intents[match["word"]] in ("cancelled", "other-year"):
        return None
    return match if _SETTING.match(line.folded.text, claim.tail) else None


def _behind(line: LineClaims, said: str, quantities: Sequence[Claim], words: ExtractionWords, stops: Sequence[int]) -> None:
    """3か所に設置する予定, 講座を5回、講演会を2回実施予定: what the clause behind the number says, for what it lists too.

    At ``stops`` something else begins, which was called off.
    """
    text = line.folded.text
    later: str | None = None
    for number in range(len(quantities) - 1, -1, -1):
        claim = quantities[number]
        after, inner = _behind_bracket(text, claim, quantities[number + 1 : number + 1 + _BRACKET])
        following = quantities[number + 1 + inner] if number + 1 + inner < len(quantities) else None
        piece, is_closed = _clause(line, said, after, following, words)
        stop = next((at for at in stops if after <= at < after + len(piece)), None)
        piece, is_closed = (piece, is_closed) if stop is None else (piece[: stop - after], True)
        found = _noted(said, claim, words) or _right_behind(line, claim)
        found = found or _said_of(piece, claim, words, is_closed=is_closed and after == claim.tail)
        end = following.lead if following is not None else len(text)
        if found is None and later is not None and _is_listed(text[claim.tail : end]) and not parts_a_list(line, claim.tail, end):
            found = later
        for one in (claim, *(quantities[number + 1 : number + 1 + inner] if after > claim.tail else ())):
            if found is not None and (one.pattern not in NOT_A_RESULT or (found == "target" and one is claim)):
                one.pattern = found
        later = found


def _behind_bracket(text: str, claim: Claim, others: Sequence[Claim]) -> tuple[int, int]:
    """Where the clause goes on behind a bracket right behind a number, and how many numbers stand in it."""
    if text[claim.tail : claim.tail + 1] != "(":
        return claim.tail, 0
    closing = text.find(")", claim.tail, claim.tail + _BRACKET)
    if closing < 0 or "。" in text[claim.tail : closing] or not re.match("[ぁ-ん一-龠]", text[closing + 1 : closing + 2]):
        return claim.tail, 0
    return closing + 1, sum(other.start < closing for other in others)


def _clause(line: LineClaims, said: str, after: int, following: Claim | None, words: ExtractionWords) -> tuple[str, bool]:
    """What is said behind a number, up to a mark or the next number and the word for it, and whether it ends in a mark.

    52.3％ 目標値 60％: the word is the next number's.
    """
    text = line.folded.text
    if text[after : after + 1] in _STOPS and (following is None or following.lead >= after):
        return "", True
    stop = _STOP.search(text, after, after + _REACH)
    mark = stop.start() if stop else min(after + _REACH, len(text))
    end = mark
    if following is not None:
        end = min(end, following.lead)
        is_said = following.lead > after and words.intent_word.search(text, after, following.start) is not None
        match = _said_before(line, said, after, following, words) if is_said else None
        if match is not None and (match.start() <= after or said[match.start() - 1] in " /→⇒・|:】」"):
            end = min(end, match.start())
    return text[after:end], end == mark


def _noted(said: str, claim: Claim, words: ExtractionWords) -> str | None:
    if said[claim.tail : claim.tail + 1] not in _NOTE_STARTS:
        return None
    noted = words.intent_noted.match(said, claim.tail)
    return words.intents_noted[noted["word"] or noted["ending"] or noted["starred"]] if noted else None


_NOTE_STARTS = frozenset(f"(【[〔<※{SPACES}")
"""What a note behind a number begins with."""


def _right_behind(line: LineClaims, claim: Claim) -> str | None:
    """5万円を上限に, 100か所を目途に, 2,000人を対象に, 10回のところ8回: what is said of the number itself."""
    text, behind = line.folded.text, line.folded.text[claim.tail : claim.tail + 1]
    if claim.tail == claim.end and not behind.isalnum():
        return None
    if _LIMIT.match(text, claim.end) or ("対" in line.signs and _POPULATION.match(text, claim.tail)):
        return "capacity"
    if behind not in _SAYS_OF_IT:
        return None
    if (direct := _DIRECT.match(text, claim.tail)) is not None:
        return "target" if direct["word"] == "目標" else "planned"
    if _NOBODY_CAME.match(text, claim.tail):
        return "cancelled"
    if (
        _DRAFTED.match(text, claim.tail)
        or _AIMED.match(text, claim.tail)
        or _OUGHT.match(text, claim.tail)
        or _MADE_SO.match(text, claim.tail)
    ):
        return "planned"
    return None


_SAYS_OF_IT = frozenset("の計目予分は、を企定と程に")
"""What else is said of a number right behind it begins with one of these."""


def _said_of(piece: str, claim: Claim, words: ExtractionWords, *, is_closed: bool) -> str | None:
    """What the words of a clause make of the number before it."""
    if not piece:
        return None
    match = words.intent_behind.search(piece)
    if match is not None and not _PAST.search(piece[: match.start()]) and not _AS_PLANNED.match(piece, match.end()):
        code = words.intents_behind[match["word"]]
        if code != "cancelled" or not (_NOT_CALLED_OFF.match(piece, match.end()) or _AT_TIMES.search(piece[: match.start()])):
            return code
    wished = _WISHED.search(piece) if is_closed and _KANA.search(piece) else None
    if wished is not None and not _PAST.search(piece[: wished.start()]):
        return "planned"
    if "検討" not in piece:
        return None
    if any(f"{noun}検討" in piece for noun in words.intended):
        return "planned"
    considered = _CONSIDERED.match(piece)
    return "planned" if considered is not None and not _was_examined(considered, claim, words) else None


def _was_examined(match: re.Match[str], claim: Claim, words: ExtractionWords) -> bool:
    """2事例を検討, 個別ケース5件を検討, 議題3件について検討した: dealt with; 3台の増設を検討, 2件の導入を検討: thought of."""
    noun = match["noun"].strip("の ")
    if noun.endswith(tuple(words.intended)) or match["behind"].startswith(("中", "予定", "する予定", "していく")):
        return False
    if noun.endswith(tuple(words.examined)):
        return True
    if claim.fields["unit_id"] in words.event_units:
        return not match["of"]
    return not noun and str(claim.fields["unit_text"]) in words.examined


def _is_listed(between: str) -> bool:
    """Whether nothing but the next thing of a list stands between two numbers."""
    return len(between) <= 20 and "。" not in between and _LISTED.match(between) is not None and _VERB.search(between) is None


def _set_against(line: LineClaims, quantities: Sequence[Claim]) -> None:
    """10回（実績8回）, 12回（うち3回予定）: a number whose result or planned part stands in the bracket behind it is what is to be."""
    for one, other in itertools.pairwise(quantities):
        if one.fields["unit_text"] != other.fields["unit_text"] or one.pattern in NOT_A_RESULT:
            continue
        between = line.folded.text[one.tail : other.start]
        is_done = other.pattern not in NOT_A_RESULT and _DONE_OF_IT.fullmatch(between)
        if is_done or (other.pattern == "planned" and _AMONG_THEM.fullmatch(between)):
            one.pattern = "planned"
