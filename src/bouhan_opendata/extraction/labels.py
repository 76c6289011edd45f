"""What a number counts, in the words of the source: searched before the number, before its bracket, behind it, in order."""

from __future__ import annotations

import re

from bouhan_opendata.extraction.claims import Claim, LineClaims
from bouhan_opendata.extraction.words import ExtractionWords

_STOP = "。、,;／/"
_OPEN, _CLOSE = "(「『【〔[", ")」』】〕]"
_TRIM_END = re.compile(r"[\sを はがのにで:=、,・とも(（]+$")
_LEADING = re.compile(r"^.*(?:として|について|に関して|していた|したところ|なので|ため(?=「|『)|ための(?=「|『))")
_AFTER = re.compile(r"^(?:等|など)?(?:による|の|と|が|は|を|に|で)?")
_AFTER_END = re.compile(r"(?:の実施|の継続|を|が|は|で|に|の(?=開催|実施)|した|いただ|実施|開催|[。、,;(（]|$)")
_NO_OBJECT = re.compile(r"を(?:テーマ|対象|目的|図柄|中心|活用|用い|通じ|通し|含|もと|検討|希望|有|装備|経由|利用)")
_VERBAL = re.compile(r"(?:を)?(?:実施|開催|配布|発行|設置|作成)$")


def label_span(line: LineClaims, claim: Claim, words: ExtractionWords) -> tuple[int, int] | None:
    """The label's place in the folded text, or ``None`` when the line does not say what is counted."""
    if claim.fields.get("scope") == "denominator":
        return _before(line, claim.lead, words)
    if claim.fields.get("time_basis") == "rate":
        return _behind(line, claim, words) or _before(line, claim.lead, words)
    return _before(line, claim.lead, words) or _behind(line, claim, words)


def _before(line: LineClaims, lead: int, words: ExtractionWords) -> tuple[int, int] | None:
    """The words between the last separator and the number; at an opening bracket, those before the bracket."""
    text = line.folded.text
    start = _clause_start(line, lead)
    found = _trimmed(line, start, lead, words)
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
    if match := re.match(r"^(?:のうち|中|から|より|まで|に|は|の|・|度|以上|程度|ほど)+", piece):
        start += match.end()
    end = start + len(_TRIM_END.sub("", text[start:end]))
    last = _last_object(text, start, end)
    if last is not None:
        end = last
    if (match := _LEADING.match(text[start:end])) and match.end() < end - start:
        start += match.end()
    end = start + len(_TRIM_END.sub("", text[start:end]))
    start, end = _without_places(text, start, end, words)
    shorter = _VERBAL.sub("", text[start:end])
    if (
        shorter
        and shorter != text[start:end]
        and text[start:end].endswith(("を実施", "を開催", "を配布", "を発行", "を設置", "を作成"))
    ):
        end = start + len(shorter)
    return (start, end) if _says_something(text[start:end]) else None


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
    return bool(re.search(r"[一-龠々ァ-ヶA-Za-z]", piece))


def _behind(line: LineClaims, claim: Claim, words: ExtractionWords) -> tuple[int, int] | None:
    """The noun behind the number: 11の事業者等による地域パトロール → 地域パトロール."""
    text = line.folded.text
    stop = len(text)
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
    end = start + len(_TRIM_END.sub("", text[start:end]))
    return (start, end) if clause and _says_something(text[start:end]) else None
