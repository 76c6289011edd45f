"""What a number counts, in the words of the source: searched before the number, before its bracket, behind it, in order."""

from __future__ import annotations

import re

from bouhan_opendata.extraction.claims import Claim, LineClaims
from bouhan_opendata.extraction.words import ExtractionWords

_STOP = "。、,;／/"
_OPEN, _CLOSE = "(「『【〔[", ")」』】〕]"
_AFTER_NUMBER = re.compile(r"^(?:のうち|中(?![一-龠])|(?:時点|現在)の?|から|より|まで|に|は|の|・|度|以上|程度|ほど|うち)+")
_AFTER_STOP = re.compile(r"^(?:うち、?)")
_TRIM_END = re.compile(r"[\sを はがのにで:=、,・とも(（]+$")
_LEADING = re.compile(r"^.*(?:として|について|に関して|していた|したところ|なので|ため(?=「|『)|ための(?=「|『))")
_AFTER = re.compile(r"^(?:等|など)?(?:による|の|と|が|は|を|に|で)?")
_AFTER_END = re.compile(r"(?:の実施|の継続|を|が|は|で|に|の(?=開催|実施)|した|いただ|実施|開催|[。、,;(（]|$)")
_ONLY_VERB = re.compile(
    r"(?:実施|開催|配置|配信|発行|作成|配布|掲載|放送|参加|受講|巡回|活動|訪問|設置|整備|発送|送付|出動|派遣|運行|更新|点検)(?:予定)?"
)
_SAYS_NOTHING = re.compile(r"(?:実施|開催)(?:予定|回数?)?|計|合計|延べ|年間|平均|時点")
_ADVERBIAL = re.compile(r"(?:で|にて|に)[約延全計のべ]{0,2} ?$")
_PARTICLE = re.compile(
    r"(?<=[一-龠々ァ-ヶーA-Za-z0-9)」』】])"
    r"(?:にて|で|へ|に(?!関|対|向|係|伴|基|応|当|要|際|比|加|沿|則|資|優|強|特|先|近|適|反|必|占))"
    r"(?=[一-龠々ァ-ヶA-Za-z「『])"
)
_NO_LABEL_START = re.compile(r"^(?:つい|てい|おい|かか|より|から|まで|ほか|など|して|した|する|を|が|は|も|と|に|で)")
_NO_OBJECT = re.compile(r"を(?:テーマ|対象|目的|図柄|中心|活用|用い|通じ|通し|含|もと|検討|希望|有|装備|経由|利用)")
_VERBAL = re.compile(r"(?:を)?(?:実施|開催|配布|発行|設置|作成)$")


def label_span(line: LineClaims, claim: Claim, words: ExtractionWords) -> tuple[int, int] | None:
    """The label's place in the folded text, or ``None`` when the line does not say what is counted."""
    found = _label_span(line, claim, words)
    return None if found is not None and _SAYS_NOTHING.fullmatch(line.folded.text[slice(*found)]) else found


def _label_span(line: LineClaims, claim: Claim, words: ExtractionWords) -> tuple[int, int] | None:
    if claim.fields.get("scope") == "denominator":
        return _before(line, claim.lead, words)
    before, behind = _before(line, claim.lead, words), _behind(line, claim, words)
    if before is None or behind is None:
        return before or behind
    is_verb = _ONLY_VERB.fullmatch(line.folded.text[slice(*behind)]) is not None
    adverbial = _ADVERBIAL.search(line.folded.text, before[0], claim.lead) is not None
    return behind if (claim.fields.get("time_basis") == "rate" or adverbial) and not is_verb else before


def _before(line: LineClaims, lead: int, words: ExtractionWords) -> tuple[int, int] | None:
    """The words between the last separator and the number; at an opening bracket, those before the bracket."""
    text = line.folded.text
    start = _clause_start(line, lead)
    found = _trimmed(line, start, lead, words)
    if found is not None:
        return found
    at = lead
    while at and (line.owners[at - 1] == "moment" or text[at - 1] in " :"):
        at -= 1
    if at < lead and at and "moment" in line.owners[at:lead] and text[at - 1] not in "(（、。,":
        found = _trimmed(line, _clause_start(line, at), at, words)
        if found is not None:
            return found
    while start and (line.owners[start - 1] == "moment" or text[start - 1] in " ~、"):
        start -= 1
    if start and text[start - 1] == "(":
        return _before_bracket(line, start - 1, words)
    return None


def _before_bracket(line: LineClaims, end: int, words: ExtractionWords) -> tuple[int, int] | None:
    """The object before を in the clause that a bracket closes, else the clause."""
    text = line.folded.text
    start = _clause_start(line, end)
    found = _trimmed(line, start, end, words)
    sentence = max(text.rfind("。", 0, end) + 1, line.owners.count("bullet"))
    has_object = _last_object(text, sentence, end)
    if has_object is not None and (found is None or _last_object(text, *found) is None):
        return _trimmed(line, _clause_start(line, has_object), has_object, words) or found
    return found


def _last_object(text: str, start: int, end: int) -> int | None:
    """Where the last を that marks an object stands, outside brackets; をテーマとした and を通じて mark none."""
    depth = 0
    for position in range(end - 1, start - 1, -1):
        char = text[position]
        depth += (char in _CLOSE) - (char in _OPEN)
        if char == "を" and depth == 0 and not _NO_OBJECT.match(text, position):
            return position
    return None


def _clause_start(line: LineClaims, end: int) -> int:
    """Where the clause that ends here begins: behind a separator, an unclosed bracket, or another number."""
    text = line.folded.text
    depth = 0
    for position in range(end - 1, -1, -1):
        char = text[position]
        if line.owners[position] == "bullet":
            return position + 1
        if char in _CLOSE:
            depth += 1
        elif char in _OPEN:
            if depth == 0:
                return position + 1
            depth -= 1
        elif depth == 0 and (char in _STOP or line.owners[position] in ("quantity", "moment", "back_reference", "bullet")):
            return position + 1
    return 0


def _trimmed(line: LineClaims, start: int, end: int, words: ExtractionWords) -> tuple[int, int] | None:
    """The label within a clause: without what leads up to it, particles, places and conjunctions."""
    text = line.folded.text
    piece = text[start:end]
    pattern = _AFTER_NUMBER if start and line.owners[start - 1] not in (None, "bullet") else _AFTER_STOP
    if match := pattern.match(piece):
        start += match.end()
    end = start + len(_trim_end(text[start:end]))
    last = _last_object(text, start, end)
    if last is not None:
        end = last
    start = _last_segment(line, start, end)
    if (match := _LEADING.match(text[start:end])) and match.end() < end - start:
        start += match.end()
    for match in _PARTICLE.finditer(text, start, end):
        rest = text[match.end() : end]
        if len(rest) >= 2 and not _ONLY_VERB.fullmatch(rest) and not _inside_brackets(text, start, match.start()):
            start = match.end()
    end = start + len(_trim_end(text[start:end]))
    start, end = _without_places(text, start, end, words)
    shorter = _VERBAL.sub("", text[start:end])
    if (
        shorter
        and shorter != text[start:end]
        and text[start:end].endswith(("を実施", "を開催", "を配布", "を発行", "を設置", "を作成"))
    ):
        end = start + len(shorter)
    return (start, end) if _says_something(text[start:end]) else None


def _trim_end(piece: str) -> str:
    """Without the particles and marks that lead up to the number; 子ども keeps its も."""
    trimmed = _TRIM_END.sub("", piece)
    while trimmed.endswith("子ど"):
        trimmed += "も"
    return re.sub(r"(?: ?[A-Z]|平均|年間|毎年|月額|年額|日額|[がは]前年(?:度)?比)$", "", trimmed) or trimmed


def _inside_brackets(text: str, start: int, position: int) -> bool:
    return sum((char in _OPEN) - (char in _CLOSE) for char in text[start:position]) > 0


def _last_segment(line: LineClaims, start: int, end: int) -> int:
    """Where the last of several segments parted by spaces begins: 産後ケア事業 延べ利用日数."""
    text, depth = line.folded.text, 0
    for position in range(end - 1, start, -1):
        char = text[position]
        depth += (char in _CLOSE) - (char in _OPEN)
        closes = char == ")" and depth == 1 and _closes_a_claim(line, position)
        if (closes or (char == " " and depth == 0)) and _says_something(text[position + 1 : end]):
            return position + 1
    return start


def _closes_a_claim(line: LineClaims, position: int) -> bool:
    """Whether the bracket that closes here holds a date or a number: the words behind it are a segment of their own."""
    opening = line.folded.text.rfind("(", 0, position)
    return any(owner in ("moment", "quantity") for owner in line.owners[max(opening, 0) : position])


def _without_places(text: str, start: int, end: int, words: ExtractionWords) -> tuple[int, int]:
    changed = True
    while changed and start < end:
        changed = False
        while start < end and text[start] in " ・:、":
            start += 1
        for word in words.place_words:
            if text[start:end] == word:
                return start, start
            if word in ("また", "なお", "さらに", "そのほか") and text.startswith(word, start):
                start, changed = start + len(word), True
    return start, end


def _says_something(piece: str) -> bool:
    return bool(re.search(r"[一-龠々ァ-ヶA-Za-z]|[ぁ-ん]{3}", piece)) and not _NO_LABEL_START.match(piece)


def _behind(line: LineClaims, claim: Claim, words: ExtractionWords) -> tuple[int, int] | None:
    """The noun behind the number: 11の事業者等による地域パトロール → 地域パトロール."""
    text = line.folded.text
    stop = len(text)
    if text[claim.tail : claim.tail + 1] in tuple("()、,。・/×~→ "):
        return None
    for position in range(claim.tail, len(text)):
        if text[position] in "。" or (line.owners[position] in ("quantity", "back_reference") and position >= claim.tail):
            stop = position
            break
    start = claim.tail + (match.end() if (match := _AFTER.match(text[claim.tail : stop])) else 0)
    clause = text[start:stop]
    last = _last_object(text, start, stop)
    if text[start - 1 : start] == "は" and last is not None:
        return _trimmed(line, _clause_start(line, last), last, words)
    depth = 0
    end = start
    for position in range(start, stop):
        char = text[position]
        depth += (char in _OPEN) - (char in _CLOSE)
        if depth == 0 and char not in _CLOSE and position > start and _AFTER_END.match(text, position):
            break
        end = position + 1
    end = start + len(_trim_end(text[start:end]))
    return (start, end) if clause and _says_something(text[start:end]) else None
