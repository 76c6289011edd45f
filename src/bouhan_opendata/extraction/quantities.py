"""Numerals with their counters, and the words before and behind that say how exact, how much and of what they are."""

from __future__ import annotations

import itertools
import re
import string
from typing import Any

from bouhan_opendata.extraction.bases import read_stated_day
from bouhan_opendata.extraction.broken_numbers import is_a_piece, refused, surrounding
from bouhan_opendata.extraction.claims import Claim, LineClaims
from bouhan_opendata.extraction.ranges import KANJI_RANGE_END, OR_SO, RANGES, range_end, share_scale, upper_bound
from bouhan_opendata.extraction.rates import TIMES, is_base, read_rate
from bouhan_opendata.extraction.unit_notes import column_unit, may_take, unit_beside
from bouhan_opendata.extraction.values import Flag
from bouhan_opendata.extraction.words import ExtractionWords
from bouhan_opendata.japanese.numerals import KANJI, NUMERAL, has_bad_group, parse_kanji, parse_numeral

_NUMBERS = re.compile(NUMERAL)
_KANJI_NUMBER, _KANJI_DIGITS = re.compile(KANJI), frozenset("〇零一二三四五六七八九十百千壱弐参拾")
_UNKNOWN_UNIT = re.compile(r"(?:(?!中[0-9、,])[一-龠々ァ-ヶー]){1,8}")
_NO_UNIT = re.compile(
    r"[〇一二三四五六七八九十百千万億兆]|実施|開催|配布|配付|発行|設置|参加|増|減|超|以|未|程|前後|強|弱|余|予定|目標|実績|合計|対応|分の|数|月|年|時|者|歳|代|回目|番|号|条|項"
)
_IS_KANJI = re.compile(r"[一-龠々]")
_SIGNS, _BEFORE_SIGN = "△▲-+±", " 　(:=、,/比減増差率数度"
_LONGEST = 24
_HUNDREDTH = re.compile(r"[0-9]{1,6}\.[0-9]{2,3}")
"""1.234 or 1.12 of a thing that cannot be divided: a point for a comma, or the number of a list."""
_AIMS = re.compile("目(?:標|的|指)")
_NOT = re.compile("な(?:い|かった|く|し)|ません|ず|ゼロ")
_CHANGES = re.compile("[増減]")
_VAGUE = re.compile(r"(?:(?<![0-9])[0-9]{1,6}|十|百|千|万)数(?=[一-龠ァ-ヶ]|$)|(?<![一-龠])(?:数|何)(?:十|百|千|万)")
_MAY_BE_VAGUE = re.compile("[0-9十百千万]数|[数何][十百千万]")
_LINK = re.compile(r"(?<=[一-龠べ])\s?[:=はで]\s?$")
_LINK_ENDS = frozenset(":=はで \n　")
_LINKED = frozenset({("scope", "total"), ("time_basis", "cumulative"), ("counting", "gross")})
_AMONG_BEHIND = re.compile(r"分?のうち|中、|中[0-9]|中(?=[、 ]|[一-龠ァ-ヶ]{1,6}[0-9])")


def claim_quantities(line: LineClaims, words: ExtractionWords, unit: str = "", note: str = "") -> None:
    """Claim every numeral with a counter from left to right.

    ``unit`` is what a column says of a number that stands alone, ``note`` what a line above says of all without a counter.
    """
    text, first = line.folded.text, line.first
    for match in _VAGUE.finditer(text, first) if _MAY_BE_VAGUE.search(text, first) else ():
        quote = match[0]
        line.take(
            Claim(match.start(), match.end(), match.start(), match.end(), "bare", "vague", {}, [_flag("bare-number", quote)])
        )
    matches = [m for m in _NUMBERS.finditer(line.open_text(), first) if m.end() - m.start() <= _LONGEST]
    if not line.signs.isdisjoint(_KANJI_DIGITS) and (in_kanji := _kanji_quantities(line, words)):
        matches = sorted(matches + in_kanji, key=lambda m: m.start())
    for match in matches:
        if line.is_free(match.start(), match.end()):
            claim = _quantity(line, match, words, unit, note)
            if claim is not None:
                line.take(claim)
    _claim_out_of(line)


def _kanji_quantities(line: LineClaims, words: ExtractionWords) -> list[re.Match[str]]:
    text = line.folded.text
    found = [m for m in _KANJI_NUMBER.finditer(text, line.first) if _is_kanji_quantity(m, text, words)]
    if not found:
        return found
    blocked = bytearray(len(text))
    for match in words.word_pattern.finditer(text, line.first):
        blocked[match.start() : match.end()] = b"\x01" * (match.end() - match.start())
    return [m for m in found if not any(blocked[m.start() : m.end()])]


def _flag(rule: str, quote: str, **params: str) -> Flag:
    return Flag(rule, {"quote": quote, **params})


def _is_kanji_quantity(match: re.Match[str], text: str, words: ExtractionWords) -> bool:
    """三回, 二十人: a kanji numeral that stands free and is followed by a known counter.

    Behind kana or a mark (を二回実施) whatever follows the counter will do; behind kanji only a few words may stand.
    """
    start, end = match.span()
    if text[end : end + 1] not in words.unit_starts and text[end : end + 1] not in RANGES:
        return False
    if parse_kanji(match[0]) is None:
        return False
    before = text[start - 1] if start else ""
    if before.isdecimal() or before in tuple("第~十百千万億兆"):
        return False
    if (either := OR_SO.match(text, end)) is not None and end - start == 1:
        end = either.end()
    elif (upper := KANJI_RANGE_END.match(text, end)) is not None and parse_kanji(upper["upper"]) is not None:
        end = upper.end()
    unit = words.unit_pattern.match(text, end)
    if unit is None or not _may_follow(before, match[0], words.units[unit[0]], words):
        return False
    behind = text[unit.end() : unit.end() + 2]
    return not _IS_KANJI.match(behind[:1]) or behind in words.doings or _CHANGES.match(behind) is not None


def _may_follow(before: str, numeral: str, unit_id: str, words: ExtractionWords) -> bool:
    """Whether a kanji numeral may stand behind this character: 補導員三十八名, 年間四十八回, but not 統一 or 同一."""
    if not _IS_KANJI.match(before) or before in "約計全各延年月週者数間":
        return True
    return (len(numeral) > 1 and any(c in "十百千万" for c in numeral)) or (
        before in "員児生徒長隊" and unit_id in words.people_units
    )


def _quantity(line: LineClaims, match: re.Match[str], words: ExtractionWords, unit_above: str, note: str) -> Claim | None:
    text = line.folded.text
    start, end = match.span()
    value = parse_numeral(match[0]) if end - start <= _LONGEST else None
    if ("," in line.signs and has_bad_group(surrounding(text, start, end))) or is_a_piece(line, start, match[0]):
        return None
    if value is None:
        return refused(text, start, end)
    fields: dict[str, Any] = {"value": value, "precision": "exact", "scope": "whole", "counting": "not_stated"}
    fields["time_basis"] = "not_stated"
    counter = words.unit_pattern.match(text, end)
    high, end = range_end(text, start, end, counter, words)
    if high is not None:
        if high < value:
            return refused(text, start, end) if words.unit_pattern.match(text, end) else None
        fields |= {"value": None, "lower": value, "upper": high, "precision": "range"}
        counter = words.unit_pattern.match(text, end)
    after, unit_text, unit_id, flag = _unit(text, end, counter, words)
    if unit_text is None:
        return _alone(line, start, end, fields, (unit_above, note), words)
    if text.startswith("目", after) and not _AIMS.match(text, after):
        return Claim(start, after + 1, start, after + 1, "ordinal", "ordinal")
    if is_base(line, start, after, value, unit_text, unit_id, words):
        return None if unit_text in TIMES and value == 1 else Claim(start, after, start, after, "name", "per-unit-base")
    if text.startswith("とも", after) and not text.startswith("ともに", after) and value > 1:
        fields |= {"unit_text": unit_text, "unit_id": unit_id, "unit_source": "text"}
        return Claim(start, after, start, after, "back_reference", "back-reference", fields)
    if value == 1 and text.startswith("も", after) and _NOT.search(text, after, after + 24):
        return Claim(start, after, start, after, "name", "none-at-all")
    if "." in match[0] and _HUNDREDTH.fullmatch(match[0]) and unit_id in words.whole_units:
        return None
    if high is None and text.startswith("以上", after) and (bound := upper_bound(text, after, unit_text, value)) is not None:
        high, after = bound
        fields |= {"value": None, "lower": value, "upper": high, "precision": "range"}
    fields |= {"unit_text": unit_text, "unit_id": unit_id, "unit_source": "text"}
    if high is not None:
        share_scale(fields, text, end)
    is_parted = bool(line.breaks) and bool(line.joints_between(end, after))
    claim = Claim(start, end if is_parted else after, start, after, "quantity", "quantity", fields)
    if flag:
        claim.flags.append(_flag("unit-unknown", text[start:after], unit=unit_text))
    _qualify(line, claim, words)
    return claim


def _alone(
    line: LineClaims, start: int, end: int, fields: dict[str, Any], above: tuple[str, str], words: ExtractionWords
) -> Claim | None:
    """A number without a counter: 12,345（千円）, or below 単位：人; one that is all its line says takes its column's unit.

    8,520 under 件; 1,200 under 千円 is 1,200,000 円.
    """
    text = line.folded.text
    beside = unit_beside(text, line.first, start, end, words)
    note = above[1] if not beside and may_take(text, end) else ""
    said = column_unit(beside or note or above[0], words)
    if said is None or not (beside or note or _ENDS_HERE.match(text, end)):
        return None
    scale, unit_text, unit_id = said
    for name in ("value", "lower", "upper"):
        if fields.get(name) is not None:
            fields[name] *= scale
    fields |= {"unit_text": unit_text, "unit_id": unit_id, "unit_source": "text" if beside else "column"}
    claim = Claim(start, end, start, end, "quantity", "unit-note" if beside or note else "column-unit", fields)
    if unit_id is None:
        claim.flags.append(_flag("unit-unknown", text[start:end], unit=unit_text))
    _qualify(line, claim, words)
    return claim if beside or note or not text[line.first : claim.lead].strip("()（） 　") else None


_ENDS_HERE = re.compile(r"\s{0,40}(?:$|[(（])")


def _unit(text: str, end: int, counter: re.Match[str] | None, words: ExtractionWords) -> tuple[int, str | None, str | None, bool]:
    """The counter behind a numeral: (where it ends, as written, id, whether it is unknown).

    ``counter`` is the known one right behind it.
    """
    position = end
    while position < len(text) and text[position] == " ":
        position += 1
    if match := counter if position == end else words.unit_pattern.match(text, position):
        if _goes_on(text, match, is_apart=position > end, words=words):
            return end, None, None, False
        return match.end(), match[0], words.units[match[0]], False
    if text.startswith("の", position) and (match := words.unit_pattern.match(text, position + 1)):
        return match.end(), match[0], words.units[match[0]], False
    if position == end and (match := _UNKNOWN_UNIT.match(text, position)) and not _NO_UNIT.match(match[0]):
        return match.end(), match[0], None, True
    return end, None, None, False


_LATIN_LETTERS = frozenset(string.ascii_letters)
_LATIN_ON = re.compile("[A-Za-z]|-[A-Za-z]|/[A-Za-zμµ]")
_WORD_ON = re.compile("[一-龠々ァ-ヶー]")


def _goes_on(text: str, unit: re.Match[str], *, is_apart: bool, words: ExtractionWords) -> bool:
    """Whether what looks like a unit is the beginning of another word: mg/m3, 件数：321　人数, 団体数 18　人員.

    Behind a space only a counter that ends there is one, or goes on with what was done (3 回実施) or how much (5 人程度).
    """
    at = unit.end()
    if unit[0][-1] in _LATIN_LETTERS:
        return _LATIN_ON.match(text, at) is not None
    if not is_apart or _WORD_ON.match(text, at) is None:
        return False
    is_doing = (text[at : at + 2] in words.doings and text[at + 2 : at + 3] != ":") or _has_suffix(text, at, words)
    return not is_doing and not text.startswith(("増", "減", "目", "中", "分", "予定", "目標", "見込"), at)


def _qualify(line: LineClaims, claim: Claim, words: ExtractionWords) -> None:
    """Read the words before and behind a quantity into its single-valued columns."""
    text = line.folded.text
    _read_sign(line, claim)
    for _ in range(4):
        lead = claim.lead
        while lead > line.first and text[lead - 1] == " ":
            lead -= 1
        if text[lead - 1 : lead] not in words.qualifier_ends and text[lead - 1 : lead] not in _LINK_ENDS:
            break
        if _is_reference(text, lead, claim, words):
            break
        if not _read_prefix(text, lead, claim, words) and not _read_linked(text, lead, claim, words):
            break
    if _is_of_total(line, claim):
        claim.fields["scope"] = "total"
    _read_suffix(text, claim, words)
    if claim.fields["unit_id"] == "points" and _MOVES.match(text, claim.tail):
        claim.fields["time_basis"] = "change"
    read_rate(line, claim, words)
    if line.is_dated:
        read_stated_day(line, claim)
    if text[claim.tail : claim.tail + 1] in ("分", "の", "中") and _AMONG_BEHIND.match(text[claim.tail : claim.tail + 9]):
        claim.fields["scope"] = "denominator"


_MOVES = re.compile("(?:の|ほど|程度)?(?:向上|上昇|低下|下降|改善|悪化|増|減|上回|下回|アップ|ダウン|伸び)")
"""3.2ポイント向上: how much it moved."""


def _is_of_total(line: LineClaims, claim: Claim) -> bool:
    """計 1,277人 111,304千円: what stands right behind a total, in another unit, is a total too."""
    before = line.claims[-1] if line.claims else None
    if before is None or before.cls != "quantity" or before.fields["scope"] != "total" or claim.fields["scope"] != "whole":
        return False
    between = line.folded.text[before.tail : claim.lead]
    return bool(between) and not between.strip() and before.fields["unit_text"] != claim.fields["unit_text"]


def _read_sign(line: LineClaims, claim: Claim) -> None:
    """▲3件, (-5人), +1.5ポイント: a sign where its place makes it one, never behind a kana or a kanji."""
    text, at = line.folded.text, claim.start - 1
    if at > line.first and text[at] == " ":
        at -= 1
    is_sign = at >= line.first and text[at] in _SIGNS and (at == line.first or text[at - 1] in _BEFORE_SIGN)
    if not is_sign or claim.fields["value"] is None:
        return
    claim.fields["time_basis"] = "change"
    claim.lead = at
    if text[at] not in "+±":
        claim.fields["value"] = -claim.fields["value"]
        claim.start = claim.lead


def _is_reference(text: str, lead: int, claim: Claim, words: ExtractionWords) -> bool:
    if text[lead - 1 : lead] not in words.upward_ends:
        return False
    for word, not_after in words.upward:
        if text.endswith(word, 0, lead):
            before = text[lead - len(word) - 1 : lead - len(word)]
            if before and (before in not_after or (before == "(" and len(word) == 1)):
                continue
            claim.cls, claim.pattern, claim.lead = "back_reference", "back-reference", lead - len(word)
            return True
    return False


def _read_prefix(text: str, lead: int, claim: Claim, words: ExtractionWords) -> bool:
    for prefix, name, code, not_after in words.prefixes_by_end.get(text[lead - 1 : lead], ()):
        if not text.endswith(prefix, 0, lead):
            continue
        before = text[lead - len(prefix) - 1 : lead - len(prefix)]
        if before and before in not_after:
            continue
        if name == "precision" and claim.fields["precision"] == "range":
            claim.lead = lead - len(prefix)
            return True
        _set(claim, name, code)
        claim.lead = lead - len(prefix)
        return True
    return False


def _read_linked(text: str, lead: int, claim: Claim, words: ExtractionWords) -> bool:
    """計：83件, 合計は45件, 累計で500台: a word for a total or a way of counting before a mark; 血圧計：3台 has none."""
    link = _LINK.search(text, max(0, lead - 4), lead) if text[lead - 1 : lead] in _LINK_ENDS else None
    if link is None:
        return False
    for prefix, name, code, _ in words.prefixes_by_end.get(text[link.start() - 1 : link.start()], ()):
        if not text.endswith(prefix, 0, link.start()) or (name, code) not in _LINKED:
            continue
        at = link.start() - len(prefix)
        if len(prefix) > 1 or not _IS_KANJI.match(text[at - 1 : at]):
            _set(claim, name, code)
            claim.lead = at
            return True
    return False


def _has_suffix(text: str, at: int, words: ExtractionWords) -> bool:
    return any(text.startswith(row[0], at) for row in words.suffixes_by_start.get(text[at : at + 1], ()))


def _read_suffix(text: str, claim: Claim, words: ExtractionWords) -> None:
    for suffix, name, code, _ in words.suffixes_by_start.get(text[claim.end : claim.end + 1], ()):
        if text.startswith(suffix, claim.end) and not (len(suffix) == 1 and _IS_KANJI.match(text[claim.end + 1 : claim.end + 2])):
            if name != "precision" or claim.fields["precision"] != "range":
                _set(claim, name, code)
            claim.tail = claim.end + len(suffix)
            return


def _set(claim: Claim, name: str, code: str) -> None:
    if name == "each":
        claim.fields["per"], claim.pattern = "unit", "each"
    elif name == "besides":
        claim.fields["scope"], claim.pattern = "part", "besides"
    else:
        claim.fields[name] = code


def _is_no_more(part: Claim, whole: Claim) -> bool:
    one, other = part.fields["value"], whole.fields["value"]
    return one is not None and other is not None and one <= other


_OUT_OF = re.compile(r"(?<![0-9/.,])(?P<part>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)\s{0,40}/\s{0,40}$")


def _claim_out_of(line: LineClaims) -> None:
    """25/30校: the first number has the unit of the second, and is so many out of it."""
    text = line.folded.text
    if "/" not in line.signs:
        return
    ordered = sorted((claim for claim in line.claims if claim.cls == "quantity"), key=lambda claim: claim.start)
    for one, other in itertools.pairwise(ordered):
        is_same = one.fields["unit_text"] == other.fields["unit_text"] and text[one.tail : other.start].strip() == "/"
        if is_same and _is_no_more(one, other):
            one.fields["scope"], other.fields["scope"], one.outer = "part", "denominator", other
    for claim in list(line.claims):
        if claim.cls != "quantity" or claim.fields["value"] is None:
            continue
        match = _OUT_OF.search(text, max(line.first, claim.start - 16), claim.start)
        if match is None or not line.is_free(match.start(), claim.start):
            continue
        value = parse_numeral(match["part"])
        if value is None or value > claim.fields["value"]:
            continue
        fields = {**claim.fields, "value": value, "unit_source": "inherited", "scope": "part"}
        claim.fields["scope"] = "denominator"
        part = Claim(match.start("part"), match.end("part"), match.start("part"), match.end("part"), "quantity", "out-of", fields)
        part.outer = claim
        line.take(part)
