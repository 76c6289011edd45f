"""Claims of a line made into figures: labels, relations, use, and the way back to the characters of the source."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from bouhan_opendata.extraction.aims import aim_before, beyond_aim, is_only_aim
from bouhan_opendata.extraction.bases import read_bases, read_label
from bouhan_opendata.extraction.belonging import find_heads, is_general
from bouhan_opendata.extraction.claims import Claim, LineClaims
from bouhan_opendata.extraction.elided import claim_elided
from bouhan_opendata.extraction.fitting import unfit_labels
from bouhan_opendata.extraction.inheriting import head_of_totals, inherited
from bouhan_opendata.extraction.intent import read_intents
from bouhan_opendata.extraction.labels import label_span
from bouhan_opendata.extraction.links import Links
from bouhan_opendata.extraction.named import claim_named
from bouhan_opendata.extraction.quantities import claim_quantities
from bouhan_opendata.extraction.relations import find_relations, use_of
from bouhan_opendata.extraction.unit_notes import without_note
from bouhan_opendata.extraction.values import CellContext, FigureReading
from bouhan_opendata.extraction.words import ExtractionWords
from bouhan_opendata.japanese.folding import Joined, fold

_BLOCK = 120
"""Numbers of a line that are related to each other at once; a line with more is a list, not a sentence."""


_MAY_COUNT = re.compile("[0-9〇零一二三四五六七八九十百千万億壱弐参拾元数何]|年度末|上期|下期|半期|前期|後期|前半|後半")
"""What every number, date and order has one of: most lines of prose have none, and are not looked at further."""

_DIGIT = re.compile("[0-9]")
_PARTED = " 、。,/()・"
"""What parts the statements of a list."""


def claim_lines(
    joined: Joined,
    first: int,
    context: CellContext,
    words: ExtractionWords,
    unit: str = "",
    note: str = "",
    heads: Sequence[tuple[int, int]] = (),
) -> LineClaims:
    """Claim the numbers of lines that make one item, from folded character ``first`` (behind the bullet) on.

    ``unit`` is what a column says of a number that stands alone, ``note`` what a line above says (単位：人).
    ``heads`` are the places of what names a department within the line: nothing is claimed there, and no label runs over it.
    """
    folded = joined.folded
    owners: list[str | None] = ["bullet"] * first + [None] * (len(folded.text) - first)
    for start, end in heads:
        owners[start:end] = ["bullet"] * (end - start)
    line = LineClaims(folded, first, [], owners, joined.breaks[1:])
    if _MAY_COUNT.search(folded.text, first) is None:
        return line
    claim_named(line, context, words)
    claim_quantities(line, words, unit, note)
    if _DIGIT.search(line.open_text(), first):
        claim_elided(line)
        line.take_bare()
    line.claims.sort(key=lambda claim: claim.start)
    read_intents(line, context, words)
    return line


def item_figures(line: LineClaims, joined: Joined, number: int, offset: int, words: ExtractionWords) -> list[FigureReading]:
    """The figures of one item in order. ``number`` is its first line, ``offset`` how many figures the cell gave before."""
    made: list[FigureReading] = []
    if len(line.claims) <= _BLOCK:
        return _block_figures(line, joined, number, offset, words)
    for start in range(0, len(line.claims), _BLOCK):
        block = replace(line, claims=line.claims[start : start + _BLOCK])
        made += _block_figures(block, joined, number, offset + start, words)
        line.plain_runs = block.plain_runs
    return made


def _block_figures(line: LineClaims, joined: Joined, number: int, offset: int, words: ExtractionWords) -> list[FigureReading]:
    claims = line.claims
    if not claims:
        return []
    labels, sources = _labels(line, words)
    texts = {index: line.folded.text[slice(*span)] for index, span in labels.items()}
    for index, text in texts.items():
        read_label(claims[index], text, words, is_beside=labels[index][1] == claims[index].lead)
    read_bases(line, words)
    relations = find_relations(line, texts, words)
    for index in relations.unlabelled:
        labels.pop(index, None)
    head_of_totals(line, labels, relations, words)
    heirs = inherited(line, labels, relations)
    heads = find_heads(line, labels, words)
    unfit = unfit_labels(line, labels, sources, heirs, heads, relations)
    made = []
    for index, claim in enumerate(claims):
        label, start, end = _label(line, labels.get(heirs.get(index, index)), index in heirs, relations.heads.get(index))
        label, start, end = (unfit[index] or None, None, None) if index in unfit else (label, start, end)
        parent = relations.parents.get(index)
        use = _use(line, index, relations, labels.get(index), words)
        if claim.cls == "back_reference":
            parent = _referred(claims, index)
            label, start, end = None, None, None
        found_at = ""
        if claim.cls == "quantity" and label:
            source = sources.get(index, "head") if index in labels else ""
            found_at = "inherited" if index in heirs or index in unfit else source
            if source == found_at == "before" and _is_alone(line, claim, labels[index]):
                found_at = "alone"
        said: dict[str, Any] = {}
        if use == "observation" and not label:
            said["is_of_month"] = _is_of_month(line, index)
        if label and (owner := heirs.get(index, index)) in heads and index not in unfit:
            head, is_headed = heads[owner]
            said |= {"head": head, "is_headed": is_headed or is_general(fold(label).text, words)}
        figure = _figure(line, number, claim, (label, start, end, found_at), parent, offset, use, said)
        made.append(figure if len(joined.offsets) == 1 else _placed(figure, joined))
    return made


def _use(line: LineClaims, index: int, relations: Links, label: tuple[int, int] | None, words: ExtractionWords) -> str:
    """What a claim is good for, from its relations, its place and what it counts."""
    claim = line.claims[index]
    if claim.cls == "moment":
        return "context" if _dates_a_quantity(line, claim) else "none"
    is_note = index in relations.populations or index in relations.asides or index in relations.stocks
    is_note = is_note or _is_note(line, claim, words)
    use = use_of(
        claim,
        relations.parents.get(index),
        is_duplicate=index in relations.duplicates or _is_restated(line, claim),
        in_place_bracket=is_note,
        is_event=claim.cls == "quantity" and claim.fields["unit_id"] in words.event_units,
        is_own_year=index in relations.own_years,
    )
    from_ = max(line.first, claim.lead - _SOME_REACH)
    is_some = use == "observation" and index not in relations.parents and _SOME_OF.search(line.folded.text, from_, claim.lead)
    return "detail" if is_some or (use == "observation" and _is_duration(line, claim, label, words)) else use


def _is_restated(line: LineClaims, claim: Claim) -> bool:
    """相談45件（再掲）, （再掲）相談45件: stated as an observation elsewhere."""
    if "再" not in line.signs or "掲" not in line.signs:
        return False
    before = line.folded.text[line.first : claim.lead]
    is_led = _RESTATED_LEAD.match(before) is not None and "。" not in before
    return is_led or _RESTATED.match(line.folded.text, claim.tail) is not None


_FRAMES = ("(", "[", "【", "〔", "<", "再")
_RESTATED = re.compile(r"\s{0,3}[(\[【〔<](?:再掲|再掲載)(?:分|あり)?[)\]】〕>]")
_RESTATED_LEAD = re.compile(r"[・○●※\s]{0,4}(?:[(\[【〔<]再掲[)\]】〕>]|再掲[:\s])")


def _labels(line: LineClaims, words: ExtractionWords) -> tuple[dict[int, tuple[int, int]], dict[int, str]]:
    """The label of each quantity that has one of its own, by the number's index: where it stands and where it was found."""
    labels: dict[int, tuple[int, int]] = {}
    sources: dict[int, str] = {}
    for index, claim in enumerate(line.claims):
        if claim.cls != "quantity":
            continue
        found = label_span(line, claim, words)
        span = _of_the_number(line, claim, found[0], words) if found is not None else None
        said = span if found is not None else aim_before(line, claim)
        if said is not None and is_only_aim(line, *said):
            span = beyond_aim(line, said[0], words)
        if span is not None:
            is_noted = claim.pattern == "unit-note"
            labels[index] = without_note(line.folded.text, *span, words) if is_noted else span
            sources[index] = found[1] if found is not None else "before"
    return labels, sources


def _of_the_number(line: LineClaims, claim: Claim, span: tuple[int, int], words: ExtractionWords) -> tuple[int, int] | None:
    """A label without the words that only say how the number belongs to others: このうち, 内訳, 開始以来, 現在; none if that is all."""
    text, (start, end) = line.folded.text, span
    if text[start : start + 1] in _BELONGS_STARTS and (lead := _BELONGS.match(text, start, end)) is not None:
        start = lead.end()
    if text[start : start + 1] in _FRAMES and (lead := _RESTATED_LEAD.match(text, start, end)) is not None:
        start = lead.end()
    if text.find("内訳", start, end) >= 0 and (itemised := _ITEMISED.search(text, start, end)) is not None:
        is_behind = start >= claim.tail or itemised.end() >= end
        start, end = (start, itemised.start()) if is_behind else (itemised.end(), end)
    end -= len(tail[0]) if start >= claim.tail and (tail := _COUNTING_END.search(text[start:end])) else 0
    piece = text[start:end]
    is_doing = piece.endswith(("し", "して")) and piece.removesuffix("て").removesuffix("し") in words.doings
    is_people = claim.fields["unit_id"] in words.people_units and piece in words.doings and piece not in words.participants
    taken = _TAKING_PART.match(text, claim.tail) if is_doing or is_people else None
    if taken is not None and taken["doing"] in words.participants:
        return taken.span("doing")
    if start >= claim.tail and _FRAMED.fullmatch(piece) is not None:
        return None  # 15灯 450千円〔取替〕182灯: what is framed behind a number is the head of the next
    if piece[:1] == "(" and piece[-1:] == ")" and "quantity" in line.owners[start:end]:
        return None
    is_date = "moment" in line.owners[start:end] and _HAS_KANJI.search(_free(line, start, end)) is None
    is_sum = claim.fields["scope"] == "total" and "bare" in line.owners[start:end]
    is_said = is_doing or is_date or is_sum or (piece[-1:] in _NO_THING_ENDS and _NO_THING.fullmatch(piece) is not None)
    return (start, end) if _LETTER.search(piece) and not is_said else None


def _free(line: LineClaims, start: int, end: int) -> str:
    return "".join(char for at, char in enumerate(line.folded.text[start:end], start) if line.owners[at] is None)


_SOME_OF = re.compile(r"[(、]うち、?[^0-9。、()]{0,12}$")
"""相談員5人体制（うち主任1人）: one of more, whatever they are."""
_SOME_REACH = 17
"""No match of it is longer: a line of many numbers is not searched from its beginning for each."""
_FRAMED = re.compile("[〔【\\[〈《<「『].{1,30}[〕】\\]〉》>」』]")
_BELONGS_STARTS = ("", *"+こそ上う")
_BELONGS = re.compile(r"(?:\+|(?:この|その|上記の?)?うち、?)\s?")
_ITEMISED = re.compile(r"の?【?(?:主な)?内訳(?!の[一-龠ァ-ヶ])】?[は:、]{0,2}\s?")
_NO_THING = re.compile(
    r"[A-Z]?[0-9]{0,2}(?:末|末日)?(?:現在|時点)(?:数|の)?|対し(?:て)?|比べ(?:て)?|比較し(?:て)?|(?:計画)?(?:策定|改定)時|当初|累計|累積|通算"
    r"|(?:制度|事業)?(?:開始|創設|設立|開設|発足|導入|制定|開講|開所|開館|スタート|結成)(?:以来|以降|から)|これまで|今まで|内数|外数|(?:[昨前]年)?度から"
)
_NO_THING_ENDS = frozenset("在点数の時初計積算来降らでしてべ")
_COUNTING_END = re.compile(r"\s{0,2}(?:延べ|のべ|約|計)\s?$")
_LETTER = re.compile("[0-9A-Za-zぁ-んァ-ヶ一-龠々]")
_HAS_KANJI = re.compile("[一-龠]")
_TAKING_PART = re.compile(r"(?:が|の|に)?(?P<doing>[一-龠]{2})")


def _is_alone(line: LineClaims, claim: Claim, label: tuple[int, int]) -> bool:
    """Whether label and number are all that stands between two separators: 車両数 15台."""
    text = line.folded.text
    opens = label[0] == line.first or text[label[0] - 1] in _PARTED
    closes = claim.tail == len(text) or text[claim.tail] in _PARTED
    return opens and closes and not text[label[1] : claim.lead].strip(" :")


def _figure(
    line: LineClaims,
    number: int,
    claim: Claim,
    label: tuple[str | None, int | None, int | None, str],
    parent: tuple[int, str] | None,
    offset: int,
    use: str,
    said: Mapping[str, Any],
) -> FigureReading:
    """A claim with its place in the source; ``said`` are columns that the words around it fill."""
    start, end = line.folded.span(claim.start, claim.end)
    fields = {**claim.fields, **said}
    if claim.fields.get("unit_text"):
        fields["unit_text"] = _unit_as_written(line, claim, str(fields["unit_text"]))
    return FigureReading(
        line=number,
        start=start,
        end=end,
        quote=line.folded.source[start:end],
        cls=claim.cls,
        label=label[0],
        label_start=label[1],
        label_end=label[2],
        label_from=label[3],
        parent=parent[0] + offset if parent else None,
        relation=parent[1] if parent else ("refers_to" if claim.cls == "back_reference" else None),
        use=use,
        pattern=claim.pattern,
        flags=tuple(claim.flags),
        **fields,
    )


def _placed(figure: FigureReading, joined: Joined) -> FigureReading:
    """A figure with its line and its places within it; a label in another line has none."""
    found = joined.locate(figure.start, figure.end)
    assert found is not None  # no claim runs over a joint
    line, start, end = found
    label = None
    if figure.label_start is not None and figure.label_end is not None:
        label = joined.locate(figure.label_start, figure.label_end)
        label = label if label is not None and label[0] == line else None
    label_start, label_end = (label[1], label[2]) if label else (None, None)
    return figure._replace(line=figure.line + line, start=start, end=end, label_start=label_start, label_end=label_end)


def _unit_as_written(line: LineClaims, claim: Claim, unit: str) -> str:
    if line.folded.is_one_to_one and line.folded.source.endswith(unit, claim.start, claim.end):
        return unit
    first = line.folded.text.rfind(unit, claim.start, claim.end)
    if first < 0:
        return unit
    start, end = line.folded.span(first, first + len(unit))
    return line.folded.source[start:end]


def _label(
    line: LineClaims, span: tuple[int, int] | None, inherited: bool, head: str | None
) -> tuple[str | None, int | None, int | None]:
    if span is None:
        return None, None, None
    start, end = line.folded.span(*span)
    text = line.folded.source[start:end]
    if inherited:
        return text, None, None
    return (f"{text} {head}" if head else text), start, end


def _is_note(line: LineClaims, claim: Claim, words: ExtractionWords) -> bool:
    """Alone in a bracket, what only explains: 公立保育園4園 behind what was done, 47日間 behind a period; any share of a count."""
    if claim.cls != "quantity":
        return False
    text, unit = line.folded.text, claim.fields.get("unit_id")
    if unit == "percent":
        return _is_share(line, claim)
    if text[claim.tail : claim.tail + 1] != ")":
        return False
    opening = _LAST_OPENING.search(text, max(line.first, claim.lead - 40), claim.lead)
    if opening is None:
        return False
    if unit in words.place_units:
        return True
    before = [other for other in line.claims if other.end <= opening.start() and other.cls in ("quantity", "moment")]
    if not before or text[before[-1].tail : opening.start()].strip():
        return False
    return unit in ("days", "months", "weeks") and before[-1].cls == "moment"


def _is_share(line: LineClaims, claim: Claim) -> bool:
    """345件（回収率45.6％）, 15人（うち女性6人、40.0％）: a percentage in a bracket that opens right behind a count explains that count."""
    text = line.folded.text
    opening = _OPEN_BRACKET.search(text, max(line.first, claim.lead - 80), claim.lead)
    if opening is None:
        return False
    end = len(text[: opening.start()].rstrip()) if text[opening.start() - 1 : opening.start()] == " " else opening.start()
    return any(c.cls == "quantity" and c.tail == end and c.fields["unit_id"] != "percent" for c in line.claims)


def _is_duration(line: LineClaims, claim: Claim, label: tuple[int, int] | None, words: ExtractionWords) -> bool:
    """2時間の講座, 6か月間の実習, 3日以内: how long a thing lasts is no yearly amount, unless the words say that it is counted.

    Years never are a year's amount, unless it is a 年数 (平均勤続年数 12年).
    """
    if claim.fields.get("unit_id") not in words.time_units:
        return False
    said = line.folded.text[max(line.first, (label[0] if label else claim.lead) - 8) : claim.start]
    if claim.fields["unit_id"] == "years":
        return "年数" not in said
    behind = line.folded.text[claim.tail : claim.tail + 2]
    if behind in words.doings:
        return False
    return _COUNTS_TIME.search(said) is None and (label is None or behind[:1] in ("の", "間") or bool(_LASTING.match(behind)))


def _is_of_month(line: LineClaims, index: int) -> bool:
    """4月 45人、5月 50人, 上半期 10件: what is said of a part of the year alone is no number of the year."""
    claim, before = line.claims[index], line.claims[index - 1] if index else None
    if before is None or before.moment is None or before.moment.precision not in ("month", "day", "part"):
        return False
    return not line.folded.text[before.end : claim.lead].strip(" :、はに") and not before.moment.is_end


_COUNTS_TIME = re.compile("日数|時間数|時間|延|年間|開[室館園庁設場催]|稼働|運行|運営|出動|従事|受講|計|総|放送|残業")
_LASTING = re.compile("以内|程度|を超|かけ|前後")
_OPEN_BRACKET = re.compile(r"\([^()。]{0,80}$")
_LAST_OPENING = re.compile(r"\([^()。0-9]{0,40}$")


def _dates_a_quantity(line: LineClaims, claim: Claim) -> bool:
    """Whether a quantity stands in the same sentence as a date."""
    text = line.folded.text
    start = text.rfind("。", 0, claim.start) + 1
    end = text.find("。", claim.end)
    end = len(text) if end < 0 else end
    return any(other.cls == "quantity" and start <= other.start < end for other in line.claims)


def _referred(claims: list[Claim], index: int) -> tuple[int, str] | None:
    """What 上記3社 points at within the line: the nearest earlier quantity of its unit and value."""
    claim = claims[index]
    for earlier in range(index - 1, -1, -1):
        other = claims[earlier]
        if (
            other.cls == "quantity"
            and other.fields["unit_text"] == claim.fields["unit_text"]
            and other.fields["value"] == claim.fields["value"]
        ):
            return earlier, "refers_to"
    return None
