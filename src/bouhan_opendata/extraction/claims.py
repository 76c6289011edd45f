"""What each number of a line is, claimed in a fixed order: names, moments, ordinals, rates, references, quantities, bare.

A later rule never touches characters that an earlier one claimed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from bouhan_opendata.extraction.values import CellContext, Flag
from bouhan_opendata.extraction.words import ExtractionWords
from bouhan_opendata.japanese.folding import Folded
from bouhan_opendata.japanese.moments import Moment, find_moments
from bouhan_opendata.japanese.numerals import KANJI, NUMERAL, has_bad_group, parse_kanji, parse_numeral

_RATE = re.compile(
    r"(?:毎)?(?P<per>週|月|年|日)(?:額|間)?(?P<one>に|あたり|当たり)?(?:平均)?\s*$"
    r"|1(?P<per1>日|週間|か月|ヶ月|年)(?:に|あたり|当たり|につき)?(?:平均)?$"
)
_PER_UNIT = re.compile(
    r"(?:1|一)(?P<of>人|名|世帯|団体|件|校|園|施設|か所|箇所|回|組|家庭|台|戸|事業所|店舗)(?:当たり|あたり|当り|につき)(?:上限|最大|平均)?$"
)
_RARE = re.compile(r"[0-9]+(?:年|か月|ヶ月|カ月|週間|日)に(?:1|一)(?:回|度)|築[0-9]+年")
_STATED_DAY = re.compile(r"\s*[（(]?(?:現在|時点|末現在|末時点)")
_PER = {"週": "week", "月": "month", "年": "year", "日": "day", "週間": "week", "か月": "month", "ヶ月": "month"}
_RATE_UNITS = {"回", "度", "件", "日", "時間", "人", "名", "校", "円", "分"}
_DIGITS = re.compile(r"[0-9]+(?:[0-9,.]*[0-9])?")
_NUMBERS = re.compile(NUMERAL)
_KANJI_NUMBER = re.compile(KANJI)
_UNKNOWN_UNIT = re.compile(r"[一-龠々ァ-ヶー]{1,8}|[A-Za-z]{1,4}(?![A-Za-z])")
_IS_KANJI = re.compile(r"[一-龠々]")
_RANGE_SIGN = re.compile(r"\s*[~\-]\s*|から")
_RANGE_END = re.compile(rf"(?:~|から|-)(?P<upper>{NUMERAL})")
_SIGN_BEFORE = re.compile(r"(?:^|[\s(:=、,比減差])(?P<sign>[△▲\-])\s*$")


@dataclass(slots=True)
class Claim:
    """A number claimed in a folded line: ``start``/``end`` bound the quote, ``lead`` is where its qualifiers begin."""

    start: int
    end: int
    lead: int
    tail: int
    cls: str
    pattern: str
    fields: dict[str, Any] = field(default_factory=dict)
    flags: list[Flag] = field(default_factory=list)
    moment: Moment | None = None


@dataclass(slots=True)
class LineClaims:
    """All claims of a line, in order, and the class of each folded character (``None``: narrative)."""

    folded: Folded
    claims: list[Claim]
    owners: list[str | None]


def claim_line(folded: Folded, first: int, context: CellContext, words: ExtractionWords) -> LineClaims:
    """Claim the numbers of a line from folded character ``first`` (behind the bullet) on."""
    line = LineClaims(folded, [], [None] * len(folded.text))
    for number in range(first):
        line.owners[number] = "bullet"
    for match in (*words.name_pattern.finditer(folded.text, first), *_RARE.finditer(folded.text, first)):
        _take(line, Claim(match.start(), match.end(), match.start(), match.end(), "name", "name-list"))
    _claim_moments(line, first, context, words)
    for pattern, name in ((words.numbered_pattern, "numbered"), (words.ordinal_pattern, "ordinal")):
        for match in pattern.finditer(folded.text, first):
            _take(line, _ordinal(match, name))
    _claim_circled(line, first)
    blocked = [m.span() for m in words.word_pattern.finditer(folded.text, first)]
    _claim_quantities(line, first, words, blocked)
    for match in _DIGITS.finditer(folded.text, first):
        for start, end in _free_runs(line, match.start(), match.end()):
            _take(line, _bare(folded.text, start, end))
    line.claims.sort(key=lambda claim: claim.start)
    return line


def _take(line: LineClaims, claim: Claim) -> bool:
    if claim.end <= claim.start:
        return False
    _to_whole_characters(line.folded, claim)
    if any(line.owners[claim.start : claim.end]):
        return False
    line.owners[claim.start : claim.end] = [claim.cls] * (claim.end - claim.start)
    line.claims.append(claim)
    return True


def _to_whole_characters(folded: Folded, claim: Claim) -> None:
    """A claim never cuts a source character in two: ½ folds to three characters and is one. Its value is not read."""
    start, end = claim.start, claim.end
    while start and folded.starts[start - 1] == folded.starts[start]:
        start -= 1
    while end < len(folded.text) and folded.starts[end] == folded.starts[end - 1]:
        end += 1
    if (start, end) != (claim.start, claim.end):
        claim.start, claim.end = start, end
        claim.lead, claim.tail = min(claim.lead, start), max(claim.tail, end)
        claim.cls, claim.pattern = "bare", "compound-character"
        claim.fields = {}


def _free_runs(line: LineClaims, start: int, end: int) -> Iterator[tuple[int, int]]:
    position = start
    while position < end:
        if line.owners[position] is not None or not line.folded.text[position].isdecimal():
            position += 1
            continue
        stop = position
        while stop < end and line.owners[stop] is None:
            stop += 1
        while not line.folded.text[stop - 1].isdecimal():
            stop -= 1
        yield position, stop
        position = stop


def _claim_moments(line: LineClaims, first: int, context: CellContext, words: ExtractionWords) -> None:
    text = line.folded.text
    for moment in find_moments(text, context.fiscal_year):
        if moment.start < first or ("/" in text[moment.start : moment.end] and words.unit_pattern.match(text, moment.end)):
            continue
        end = moment.end + (moment.precision == "open")
        claim = Claim(moment.start, end, moment.start, end, "moment", f"moment-{moment.precision}", moment=moment)
        if moment.flags != ("impossible-date",):
            claim.fields = {"date_start": moment.last if moment.is_end else moment.first, "date_end": moment.last}
        quote = text[moment.start : end]
        claim.flags += [Flag(rule, {"quote": quote}) for rule in moment.flags]
        if moment.fiscal_year is not None and context.fiscal_year is not None and moment.fiscal_year > context.fiscal_year + 1:
            claim.flags.append(Flag("year-contradicts-column", {"quote": quote, "column_year": str(context.fiscal_year)}))
        _take(line, claim)


def _ordinal(match: re.Match[str], name: str) -> Claim:
    school = name == "numbered" and not re.search(r"[回期次条項号章節版種部弾位子年]$", match[0])
    cls = "name" if school else "ordinal"
    return Claim(match.start(), match.end(), match.start(), match.end(), cls, name)


def _claim_circled(line: LineClaims, first: int) -> None:
    """①, ㈠ and the like stand for an order, though folding makes digits of them."""
    for number in range(first, len(line.folded.text)):
        source = line.folded.source[line.folded.starts[number] : line.folded.ends[number]]
        char = line.folded.text[number]
        if char.isdecimal() and source and unicodedata.category(source[0]) == "No" and line.owners[number] is None:
            _take(line, Claim(number, number + 1, number, number + 1, "ordinal", "circled"))


def _bare(text: str, start: int, end: int) -> Claim:
    quote = text[start:end]
    rule = "bad-grouping" if has_bad_group(quote) else "bare-number"
    value = parse_numeral(quote)
    return Claim(start, end, start, end, "bare", "bare", {"value": value}, [Flag(rule, {"quote": quote})])


def _claim_quantities(line: LineClaims, first: int, words: ExtractionWords, blocked: list[tuple[int, int]]) -> None:
    text = line.folded.text
    matches = [*_NUMBERS.finditer(text, first)]
    matches += [m for m in _KANJI_NUMBER.finditer(text, first) if _is_kanji_quantity(m, text, words, blocked)]
    for match in sorted(matches, key=lambda m: m.start()):
        if any(line.owners[match.start() : match.end()]):
            continue
        claim = _quantity(line, match, words)
        if claim is not None:
            _take(line, claim)


def _is_kanji_quantity(match: re.Match[str], text: str, words: ExtractionWords, blocked: list[tuple[int, int]]) -> bool:
    """三回, 二十人: a kanji numeral that stands free and is followed by a known counter, and is no fixed word."""
    start, end = match.span()
    if any(a < end and start < b for a, b in blocked) or parse_kanji(match[0]) is None:
        return False
    before = text[start - 1] if start else ""
    if before == "第" or (_IS_KANJI.match(before) and before not in "約計全各延") or before.isdecimal():
        return False
    unit = words.unit_pattern.match(text, end)
    return unit is not None and not _IS_KANJI.match(text[unit.end() : unit.end() + 1])


def _quantity(line: LineClaims, match: re.Match[str], words: ExtractionWords) -> Claim | None:
    text = line.folded.text
    start, end = match.span()
    if has_bad_group(_surrounding(text, start, end)):
        return None
    value = parse_numeral(match[0])
    if value is None:
        return None
    fields: dict[str, Any] = {"value": value, "precision": "exact", "scope": "whole", "counting": "not_stated"}
    fields["time_basis"] = "not_stated"
    upper = _RANGE_END.match(text, end)
    unit = words.unit_pattern.match(text, end)
    if unit and (again := _RANGE_END.match(text, unit.end())) and (same := words.unit_pattern.match(text, again.end())):
        if same[0] == unit[0]:
            upper, unit = again, None
    if upper is not None:
        high = parse_numeral(upper["upper"])
        if high is None or high < value:
            return None
        fields |= {"value": None, "lower": value, "upper": high, "precision": "range"}
        end = upper.end()
    after, unit_text, unit_id, flag = _unit(text, end, words)
    if unit_text is None:
        return None
    if value == 1 and text.startswith("平均", after):
        return None
    if value == 1 and re.match(r"(?:当たり|あたり|当り|につき)", text[after : after + 3]):
        return Claim(start, after, start, after, "name", "per-unit-base")
    fields |= {"unit_text": unit_text, "unit_id": unit_id, "unit_source": "text"}
    claim = Claim(start, after, start, after, "quantity", "quantity", fields)
    if flag:
        claim.flags.append(Flag("unit-unknown", {"quote": text[start:after], "unit": unit_text}))
    _qualify(line, claim, words)
    return claim


def _surrounding(text: str, start: int, end: int) -> str:
    while start and text[start - 1] in "0123456789,":
        start -= 1
    while end < len(text) and text[end] in "0123456789,":
        end += 1
    return text[start:end].strip(",")


def _unit(text: str, end: int, words: ExtractionWords) -> tuple[int, str | None, str | None, bool]:
    """The counter behind a numeral: (where it ends, as written, id, whether it is unknown)."""
    position = end
    while position < len(text) and text[position] == " ":
        position += 1
    if match := words.unit_pattern.match(text, position):
        return match.end(), match[0], words.units[match[0]], False
    if text.startswith("の", position) and (match := words.unit_pattern.match(text, position + 1)):
        return match.end(), match[0], words.units[match[0]], False
    if position == end and (match := _UNKNOWN_UNIT.match(text, position)):
        return match.end(), match[0], None, True
    return end, None, None, False


def _qualify(line: LineClaims, claim: Claim, words: ExtractionWords) -> None:
    """Read the words before and behind a quantity into its single-valued columns."""
    text = line.folded.text
    _read_sign(text, claim)
    for _ in range(3):
        lead = claim.lead
        while lead and text[lead - 1] == " ":
            lead -= 1
        if _is_reference(text, lead, claim, words) or not _read_prefix(text, lead, claim, words):
            break
    unit = claim.fields["unit_text"]
    base = _PER_UNIT.search(text, 0, claim.lead)
    if base is not None:
        claim.fields["per"], claim.lead, claim.pattern = "unit", base.start(), "per-unit"
    rate = _RATE.search(text, 0, claim.lead)
    if rate and unit in _RATE_UNITS and not any(line.owners[rate.start() : claim.lead]):
        claim.fields |= {"time_basis": "rate", "per": _PER[rate["per"] or rate["per1"]]}
        claim.lead, claim.pattern = rate.start(), "rate"
        if rate["per1"]:
            line.owners[rate.start()] = "quantity"
    for suffix, name, code, _ in words.suffixes:
        if text.startswith(suffix, claim.end):
            _set(claim, name, code)
            claim.tail = claim.end + len(suffix)
            break
    moments = [c for c in line.claims if c.moment is not None and c.end <= claim.lead]
    if moments and moments[-1].moment is not None and moments[-1].moment.is_end and moments[-1].end == claim.lead:
        claim.fields |= {"time_basis": "stock", "as_of": moments[-1].fields.get("date_start")}
    _read_stated_day(line, claim)
    if re.match(r"のうち|中、|中[0-9]", text[claim.tail : claim.tail + 3]):
        claim.fields["scope"] = "denominator"


def _read_stated_day(line: LineClaims, claim: Claim) -> None:
    """345人（令和2年3月31日現在）, 4月1日現在の登録者数 345人: a stock, on the day that is written."""
    text = line.folded.text
    for moment in (c for c in line.claims if c.moment is not None):
        assert moment.moment is not None
        said = _STATED_DAY.match(text, moment.end)
        last = moment.fields.get("date_end") or moment.fields.get("date_start")
        if (
            moment.start >= claim.end
            and re.fullmatch(r"\s*[(、]?\s*", text[claim.tail : moment.start])
            and (said or moment.moment.is_end)
        ) or (said and moment.end <= claim.lead and not re.search(r"[。、0-9]", text[said.end() : claim.lead])):
            claim.fields |= {"time_basis": "stock", "as_of": last}


def _read_sign(text: str, claim: Claim) -> None:
    sign = _SIGN_BEFORE.search(text, 0, claim.start)
    if sign and claim.fields["value"] is not None:
        claim.fields |= {"value": -claim.fields["value"], "time_basis": "change"}
        claim.lead = sign.start("sign")
        claim.start = claim.lead


def _is_reference(text: str, lead: int, claim: Claim, words: ExtractionWords) -> bool:
    for word, not_after in words.upward:
        if text.endswith(word, 0, lead):
            before = text[lead - len(word) - 1 : lead - len(word)]
            if before and before in not_after:
                continue
            claim.cls, claim.pattern, claim.lead = "back_reference", "back-reference", lead - len(word)
            return True
    return False


def _read_prefix(text: str, lead: int, claim: Claim, words: ExtractionWords) -> bool:
    for prefix, name, code, not_after in words.prefixes:
        if not text.endswith(prefix, 0, lead):
            continue
        before = text[lead - len(prefix) - 1 : lead - len(prefix)]
        if before and before in not_after:
            continue
        if name == "precision" and claim.fields["precision"] == "range":
            return False
        _set(claim, name, code)
        claim.lead = lead - len(prefix)
        return True
    return False


def _set(claim: Claim, name: str, code: str) -> None:
    if name == "each":
        claim.fields["per"], claim.pattern = "unit", "each"
    elif name == "intent":
        claim.pattern = code
    else:
        claim.fields[name] = code


def quantity_value(claim: Claim) -> Decimal | None:
    """The exact value of a claim, where it has one."""
    value = claim.fields.get("value")
    return value if isinstance(value, Decimal) else None
