"""What a number counts, in the words of the source: searched before the number, before its bracket, behind it, in order."""

from __future__ import annotations

import re

from bouhan_opendata.extraction.claims import Claim, LineClaims
from bouhan_opendata.extraction.clauses import CLOSING, OPENING, clause_start, last_object
from bouhan_opendata.extraction.label_ends import trim_end
from bouhan_opendata.extraction.plain_labels import SAYS_NOTHING, plain_label
from bouhan_opendata.extraction.words import ExtractionWords
from bouhan_opendata.japanese.folding import SPACES

_LEAD_IN = re.compile(
    r"^(?:中、?(?=女性|男性|[ぁ-ん])|[増減](?:の|で|し、?|となり、?)|比の|に対する|に対して|に対し|に占める|に加え|に係る|による|について|にかけて|を含む|を含め|を除く|のうち|うち|中(?![一-龠])|(?:時点|現在)の?|から|より|以降|以来"
    r"|まで|以上の?|程度の?|ほどの?|のほか|には|では|に|は|の|・|で|を|が|と|も|度|版の|、|,|:|\s)+"
)
_SENTENCE_START = re.compile(
    r"^(?:うち、?|また、?|なお、?|さらに、?|そのほか|ただし、?|あわせて|併せて|特に|主に|同じく|新たに|引き続き|継続して|内訳[:は]?|\s|・)+"
)
_YEAR_TOPIC = re.compile(
    r"^(?:次年度|来年度|今年度|本年度|翌年度|前年度|昨年度|前年|昨年|今後|当日|期間中|年度内|年度中|同年度)(?!度?比|より|から|同)(?:の実績)?(?:には|では|は|に|も|の|、|:)?"
)
_LEADING = re.compile(
    r"^.*(?:として|について|に関して|していた|したところ|なので|のため、|の影響で、|ため(?=「|『)|ための(?=「|『))"
)
_ATTRIBUTE = re.compile(
    r"^[一-龠の]{0,12}(?:で構成する|からなる|を構成する|構成する|に向け、?|に対し、?|に基づき、?|に伴い、?)(?=[一-龠ァ-ヶA-Za-z「『])"
)
"""(委員で)構成する協議会, 計画の策定に向け審議会: what leads up to the thing."""
_DOES = re.compile("構成する|からなる|に(?:向け|対し|基づ|伴い)")
_DOING_OF = re.compile(r"^(?P<doing>[一-龠]{2})(?:した|する|中)?の")
_CUT_AFTER_NAME = re.compile(r"^(?:の|沿いの?|に基づく|に基づき|による|により|における|において|で|にて)")
_PARTICLE = re.compile(
    r"(?<=[一-龠々ァ-ヶーA-Za-z0-9)」』】])"
    r"(?:にて|(?<!ま)で|へ|に(?!関|対|向|係|伴|基|応|当|要|際|比|加|沿|則|資|優|強|特|先|近|適|反|必|占|ん))"
    r"(?=[一-龠々ァ-ヶA-Za-z「『])"
)
_NO_LABEL_START = re.compile(
    r"^(?:つい|てい|おい|かか|より|から|まで|ほか|など|して|した|する|(?:を|が|は|も|と|に|で|へ)(?=[一-龠々ァ-ヶ0-9A-Za-z「『(]|$))"
)
_TARGETED = re.compile(r"を対象(?:と(?:して|し|した)|に)?、?(?:した)?\s{0,40}$")
_VERBAL = re.compile(r"を(?:実施|開催|配布|発行|設置|作成|行い|行った)$")
_ADVERBIAL = re.compile(r"(?:で|にて|に)[約延全計のべ]{0,2} ?$")
_ADVERBIAL_ENDS = frozenset("でてに約延全計のべ ")
_BEHIND_LINK = re.compile(r"^(?:等|など|分)?(?:による|が|の|と|は|を|に|で)?")
_BEHIND_END = re.compile(r"(?:の実施|の継続|を|が|は|で|に|へ|の(?=開催|実施)|した|いただ|する|実施|開催|であ|[。、,;)）]|$)")
_BEHIND_ENDS = frozenset("のをがはでにへしいす実開。、,;)）(\n")
_NOUN_END = re.compile(r"[一-龠ぁ-ん]{2}(?:率|割合|数|者|額|量|度|面積|時間|比)$")
_SENTENCE_STARTS = frozenset(f"うまなさそたあ併特主同新引継内・{SPACES}")
_YEAR_TOPICS = frozenset("次来今本翌前昨当期年同")
_LEADS = re.compile("[てためで]")
_PARTICLES = re.compile("[でへに]")
"""What each of the patterns above begins with, or has."""
_MARKED = re.compile(
    r"^(?:【[^】]*】|\[[^\]]*\]|〔[^〕]*〕|\((?:目標|計画|実績|予定|結果|成果|今年度|本年度)(?:値|数)?\))\s{0,40}"
)
_NUMBERED = re.compile(r"^第[0-9]+[回期次]\s{0,40}")
_BECAUSE = re.compile(
    r"(?:ため|に伴い|により|を受け|の影響で|を踏まえ|に向け|に向けて|に対し|に対して|に応じて?|を含む|を除く|を含めた|を除いた)$"
)
_WHO = re.compile(
    r"(?:[^()\s]{0,12}?[0-9一二三四五六七八九]{1,3}(?:歳児?|か月児?|年生|学年|中学校|小学校|丁目|地区|号館|級)(?:以上|未満|以下|代|児)?)"
    r"|[1-9]0(?:歳|年)?代(?:以上|以下|前半|後半)?"
)
"""An age, a grade, a school, a place with a number: whom or what a number counts where no other word does."""
_LETTERS = re.compile(r"[一-龠々ァ-ヶA-Za-z]|[ぁ-ん]{3}")
_DOING_END = re.compile(r"(?:予定|中|済み?|した|し|する)$")
_PARTS = re.compile("[ :)]")
_WITHIN = re.compile(r"[一-龠ァ-ヶ]{1,6}(?:市|区|町|村|県|都|府)内")
_AND = re.compile(r"(?:及び|並びに|および|ならびに|とともに|かつ)\s{0,40}$")
_NO_BEHIND = tuple("()、,。・/×~→ :=")
_DONE_FOR = re.compile(r"を対象(?:に|として)(?:実施|開催)$")
_AIMED = frozenset({"planned", "target"})
_AIM_AT_END = re.compile(r"(?:[がはの:\s]|年間の?)?(?:当初|数値)?(?:目標|計画|予定)(?:値|数)?$")
_TOPIC = re.compile(r"(?P<topic>[^。、は]{2,30}?)(?:は、?|(?<=[数率額量])が)")


def label_span(line: LineClaims, claim: Claim, words: ExtractionWords) -> tuple[tuple[int, int], str] | None:
    """The label's place in the folded text and where it was found (``before``, ``behind``, ``earlier``).

    ``None`` when the line does not say what is counted.
    """
    text = line.folded.text
    before = _before(line, claim, words)
    if (
        before is not None
        and claim.pattern in _AIMED
        and text.find("標", *before) + text.find("画", *before) + text.find("定", *before) > -3
    ):
        before = _without_aim(line, before, words)
    is_led_up = before is not None and (text.startswith("は", claim.tail) or _is_adverbial(text, before[0], claim.lead))
    if before is not None and before[1] >= claim.lead - 1 and not is_led_up:
        return before, "before"
    behind = _behind(line, claim, words) if claim.fields.get("scope") != "denominator" else None
    if before is not None and behind is not None:
        return (behind, "behind") if is_led_up else (before, "before")
    if before is not None:
        return before, "before" if before[1] >= claim.lead - 1 else "bracket"
    if behind is not None:
        return behind, "behind"
    earlier = _earlier(line, claim, words) if claim.fields.get("scope") != "denominator" else None
    return (earlier, "earlier") if earlier is not None else None


def _without_aim(line: LineClaims, span: tuple[int, int], words: ExtractionWords) -> tuple[int, int]:
    """参加者数 in 参加者数が目標の100人を上回る, LED化 in LED化 計画500基: what an aim is set for, and not the aim."""
    said = _AIM_AT_END.search(line.folded.text, *span)
    if said is None:
        return span
    if said.start() > span[0]:
        return span[0], said.start()
    return words_before(line, said.start(), words) or span if said.start() > line.first else span


def _is_adverbial(text: str, start: int, end: int) -> bool:
    """Whether the words up to a number only say where or how: 窓口で 5件."""
    return text[end - 1 : end] in _ADVERBIAL_ENDS and _ADVERBIAL.search(text, start, end) is not None


def _before(line: LineClaims, claim: Claim, words: ExtractionWords) -> tuple[int, int] | None:
    """The words between the last separator and the number; at an opening bracket, those before the bracket."""
    text = line.folded.text
    is_apart = text[claim.lead - 1 : claim.lead] == " "
    plain = (_said_new(line, claim, claim.lead, words) if is_apart else None) or plain_label(line, claim.lead, words)
    if plain is not None:
        return plain
    start = clause_start(line, claim.lead)
    if (new := _said_new(line, claim, start, words)) is not None:
        return new
    if _AND.search(text, start, claim.lead):
        return None
    found = trimmed(line, start, claim.lead, words)
    if found is not None:
        return found
    at = claim.lead
    if text.endswith("の", line.first, at) and line.owners[at - 2 : at - 1] == ["moment"]:
        at -= 1
    while at > line.first and (line.owners[at - 1] == "moment" or text[at - 1] in " :、"):
        at -= 1
    if at < claim.lead and at > line.first and "moment" in line.owners[at : claim.lead] and text[at - 1] not in "(（。":
        found = words_before(line, at, words)
        if found is not None:
            return found
    while start > line.first and (line.owners[start - 1] == "moment" or text[start - 1] in " ~、"):
        start -= 1
    if start > line.first and text[start - 1] == "(":
        return before_bracket(line, start - 1, words)
    return None


def _said_new(line: LineClaims, claim: Claim, start: int, words: ExtractionWords) -> tuple[int, int] | None:
    """新規28台, その他94件 where nothing else is said, or behind a space: what is new or left is counted by that word."""
    text = line.folded.text
    if claim.lead == claim.start or (claim.lead > start and text[claim.lead - 1] != " "):
        return None
    for word in words.prefix_labels:
        if text.startswith(word, claim.lead) and claim.lead + len(word) <= claim.start:
            return claim.lead, claim.lead + len(word)
    return None


def before_bracket(line: LineClaims, end: int, words: ExtractionWords) -> tuple[int, int] | None:
    """The object before を in the clause that a bracket closes, else the clause; a bare number before it is stepped over."""
    text = line.folded.text
    while end > line.first and line.owners[end - 1] == "bare":
        end -= 1
    start = clause_start(line, end)
    found = trimmed(line, start, end, words)
    sentence = max(text.rfind("。", line.first, end) + 1, line.first)
    has_object = last_object(text, max(sentence, end - 120), end)
    if has_object is not None and (found is None or last_object(text, *found) is None):
        return words_before(line, has_object, words) or found
    if found is not None and text[slice(*found)] in words.doings:
        return _targeted(line, start, end, words) or found
    return found


def _targeted(line: LineClaims, start: int, end: int, words: ExtractionWords) -> tuple[int, int] | None:
    """高齢者世帯を対象に、2,340世帯を訪問: what a thing is done for is what is counted."""
    match = _TARGETED.search(line.folded.text, max(line.first, start - 60), end)
    return words_before(line, match.start(), words) if match else None


def _earlier(line: LineClaims, claim: Claim, words: ExtractionWords) -> tuple[int, int] | None:
    """What the sentence said before: for whom, the object of the clause before, or the sentence's topic."""
    text = line.folded.text
    sentence = max(text.rfind("。", line.first, claim.lead) + 1, line.first, claim.lead - 160)
    if (found := _targeted(line, claim.lead, claim.lead, words)) is not None:
        return found
    earlier = [n for n in range(claim.lead - 1, sentence - 1, -1) if line.owners[n] == "quantity"][:1]
    if claim.pattern == "each" and text[claim.lead - 1 : claim.lead] in ("に", "へ"):
        at = last_object(text, sentence, claim.lead)
        if at is not None:
            return words_before(line, at, words)
    if not earlier:
        at = last_object(text, sentence, claim.lead)
        if at is not None and claim.lead - at <= 40 and text[at : claim.lead].count("、") <= 1:
            return words_before(line, at, words)
    opening = text.rfind("(", sentence, claim.lead)
    if opening >= 0 and ")" not in text[opening : claim.lead] and "moment" in line.owners[opening : claim.lead]:
        return before_bracket(line, opening, words)
    return topic(line, sentence, claim.lead, words) or _before_colon(line, sentence, claim.lead, words)


def _before_colon(line: LineClaims, start: int, end: int, words: ExtractionWords) -> tuple[int, int] | None:
    """若者サロン（月1回）：10月以降6回: what stands before the colon, where nothing nearer says what is counted."""
    text = line.folded.text
    stop = next((n for n in range(end - 1, start, -1) if text[n] == ":" and line.owners[n] is None), None)
    if stop is None:
        return None
    opening = text.rfind("(", start, stop) if text[stop - 1] == ")" else -1
    stop = opening if opening >= 0 else stop
    return words_before(line, stop, words)


def topic(line: LineClaims, sentence: int, end: int, words: ExtractionWords) -> tuple[int, int] | None:
    """What a sentence is about: 防犯教室 in 防犯教室は、…, where it ends before ``end``."""
    match = _TOPIC.match(line.folded.text, sentence)
    if match is None or match.end() > end or not line.is_free(*match.span("topic")):
        return None
    return trimmed(line, *match.span("topic"), words)


def words_before(line: LineClaims, end: int, words: ExtractionWords) -> tuple[int, int] | None:
    """The label within the clause that ends here."""
    return plain_label(line, end, words) or trimmed(line, clause_start(line, end), end, words)


def trimmed(line: LineClaims, start: int, end: int, words: ExtractionWords) -> tuple[int, int] | None:
    """The label within a clause: without what leads up to it, particles, places and conjunctions."""
    text = line.folded.text
    if not text[start:end].strip():
        return None
    if text[start:end].strip(" ・、") in words.school_levels and (end - start > 1 or text[start - 1 : start] in ("(", "、", "")):
        return end - 1, end
    if start > line.first and line.owners[start - 1] not in (None, "bullet"):
        start += _end_of(_LEAD_IN, text[start:end])
    if text[start : start + 1] in _SENTENCE_STARTS:
        start += _end_of(_SENTENCE_START, text[start:end])
    if text[start : start + 1] in _YEAR_TOPICS:
        start += _end_of(_YEAR_TOPIC, text[start:end])
    end = start + len(trim_end(text[start:end]))
    last = last_object(text, start, end)
    if last is not None and not _NOUN_END.search(text[last + 1 : end]):
        end = last
    end = _without_note(line, start, end)
    start = _last_segment(line, start, end)
    if start > line.first and text[start - 1] == ")":
        start += _end_of(_LEAD_IN, text[start:end])
    piece = text[start:end]
    if _LEADS.search(piece) and (match := _LEADING.match(piece)) and match.end() < end - start:
        start += match.end()
    start = _behind_names(line, start, end)
    for lead, signs in ((_SENTENCE_START, _SENTENCE_STARTS), (_MARKED, "【[〔("), (_NUMBERED, "第")):
        cut = _end_of(lead, text[start:end]) if text[start : start + 1] in signs else 0
        start += cut if cut and _says_something(text[start + cut : end]) else 0
    if text.find("の", start + 2, end) >= 0 and (doing := _DOING_OF.match(text[start:end])) and doing["doing"] in words.doings:
        start += doing.end()
    start += _end_of(_ATTRIBUTE, text[start:end]) if _DOES.search(text, start, end) else 0
    for match in _PARTICLE.finditer(text, start, end) if _PARTICLES.search(text, start, end) else ():
        rest = text[match.end() : end]
        if len(rest) >= 2 and rest not in words.doings and not _inside_brackets(text, start, match.start()):
            start = match.end()
    end = start + len(trim_end(text[start:end]))
    start, end = _without_places(text, start, end, words)
    if text.find("を", start, end) >= 0 and (verbal := _VERBAL.search(text[start:end])) and verbal.start():
        end = start + verbal.start()
    piece, owners = text[start:end], line.owners[start:end]
    if None not in owners or all(owner is not None or char in "() " for owner, char in zip(owners, piece, strict=True)):
        return (start, end) if _WHO.fullmatch(piece) and "moment" not in line.owners[start:end] else None
    return (start, end) if _says_something(piece) and not _DONE_FOR.search(piece) and not _BECAUSE.search(piece) else None


def _end_of(pattern: re.Pattern[str], piece: str) -> int:
    match = pattern.match(piece)
    return match.end() if match else 0


def _without_note(line: LineClaims, start: int, end: int) -> int:
    """Without a bracket at the end that holds a date: 会員数（年度末現在）."""
    opening = line.folded.text.rfind("(", start + 1, end)
    if opening < 0 or line.folded.text[end - 1] != ")" or "moment" not in line.owners[opening:end]:
        return end
    return opening if all(owner in (None, "moment") for owner in line.owners[opening:end]) else end


def _behind_names(line: LineClaims, start: int, end: int) -> int:
    """Behind a place, law or number in a row that leads up to the thing: 本町3丁目の防犯灯, 第5条に基づく協議会."""
    text = line.folded.text
    at = start
    for position in range(start, end) if "ordinal" in line.owners[start:end] else ():
        if line.owners[position] == "ordinal" and (position + 1 == end or line.owners[position + 1] is None):
            rest = text[position + 1 : end]
            closing = re.match(r"^[^()]{0,12}\)", rest) if _inside_brackets(text, start, position) else None
            rest = rest[closing.end() :] if closing else rest
            cut = _CUT_AFTER_NAME.match(rest)
            if cut and _says_something(rest[cut.end() :]):
                at = end - len(rest) + cut.end()
    return at


def _inside_brackets(text: str, start: int, position: int) -> bool:
    return sum((char in OPENING) - (char in CLOSING) for char in text[start:position]) > 0


def _last_segment(line: LineClaims, start: int, end: int) -> int:
    """Where the last of several segments parted by spaces or colons begins: 産後ケア事業 延べ利用日数."""
    text, depth = line.folded.text, 0
    for position in range(end - 1, start, -1) if _PARTS.search(text, start, end) else ():
        char = text[position]
        depth += (char in CLOSING) - (char in OPENING)
        closes = char == ")" and depth == 1 and _closes_a_claim(line, position)
        if (closes or (char in " :" and depth == 0)) and _says_something(text[position + 1 : end]):
            if not _is_spaced_out(text[start:end]):
                return position + 1
    return start


def _is_spaced_out(piece: str) -> bool:
    """Whether words are written with a space between all their characters: 参 加 者 数."""
    return piece[1:2] == " " and re.fullmatch(r"(?:\S ){2,}\S", piece) is not None


def _closes_a_claim(line: LineClaims, position: int) -> bool:
    """Whether the bracket that closes here holds a date or a number: the words behind it are a segment of their own."""
    opening = line.folded.text.rfind("(", line.first, position)
    return any(owner in ("moment", "quantity") for owner in line.owners[max(opening, line.first) : position])


def _opens_a_claim(line: LineClaims, position: int) -> bool:
    """Whether a bracket that opens here holds a number."""
    text = line.folded.text
    if text[position] not in "(（":
        return False
    closing = text.find(")", position)
    return any(line.owners[position : closing if closing >= 0 else len(text)])


def _without_places(text: str, start: int, end: int, words: ExtractionWords) -> tuple[int, int]:
    while start < end and text[start] in " ・:、":
        start += 1
    piece = text[start:end]
    if piece in words.place_words or _WITHIN.fullmatch(piece):
        return start, start
    return start, end


def _says_something(piece: str) -> bool:
    if not _LETTERS.search(piece) or _NO_LABEL_START.match(piece):
        return False
    return not SAYS_NOTHING.fullmatch(piece)


def _behind(line: LineClaims, claim: Claim, words: ExtractionWords) -> tuple[int, int] | None:
    """The noun behind the number: 11の事業者等による地域パトロール → 地域パトロール. A doing (実施) says nothing."""
    text, owners = line.folded.text, line.owners
    if text[claim.tail : claim.tail + 1] in _NO_BEHIND:
        return None
    stop = next(
        (n for n in range(claim.tail, len(text)) if text[n] == "。" or owners[n] in ("quantity", "back_reference")), len(text)
    )
    linked = _BEHIND_LINK.match(text[claim.tail : stop])
    start = claim.tail + (linked.end() if linked else 0)
    last = last_object(text, start, stop)
    if text[start - 1 : start] == "は" and last is not None:
        return words_before(line, last, words)
    depth = 0
    end = start
    for position in range(start, stop):
        char = text[position]
        if depth == 0 and position > start and char in _BEHIND_ENDS:
            if _BEHIND_END.match(text, position) or _opens_a_claim(line, position):
                break
        depth += (char in OPENING) - (char in CLOSING)
        end = position + 1
    end = start + len(trim_end(text[start:end]))
    piece = _DOING_END.sub("", text[start:end])
    if (
        not piece
        or (piece in words.doings and piece not in words.participants)
        or not _says_something(piece)
        or "ぁ" <= piece[0] <= "ん"
        or ")" in piece[:1]
    ):
        return None
    return start, end


def group_head(line: LineClaims, end: int) -> tuple[int, int] | None:
    """The words before a label that a space parts from it: 教育相談 in 教育相談 来所185件."""
    text = line.folded.text
    stop = end
    while stop > line.first and text[stop - 1] in " :":
        stop -= 1
    if stop == end:
        return None
    start = clause_start(line, stop)
    return (start, stop) if _says_something(text[start:stop]) else None
