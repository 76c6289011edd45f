"""Numbers that are said of one thing or of a period: 週1回, 1日平均35人, 1件5万円, 各校5台, 県平均45.6件."""

from __future__ import annotations

import re
from decimal import Decimal

from bouhan_opendata.extraction.claims import Claim, LineClaims
from bouhan_opendata.extraction.words import ExtractionWords
from bouhan_opendata.japanese.numerals import NUMERAL

TIMES = {"週": "week", "月": "month", "年": "year", "日": "day", "週間": "week", "か月": "month", "ヶ月": "month"}
"""How a period is written, and its code in ``per``."""
_RATE = re.compile(
    r"(?:(?<![今本昨翌前来同当半曜隔少成青学幼壮老周近定通例平歳満正])|(?<=毎))(?P<per>年|月|週)(?:額|間)?(?:に|あたり|当たり|平均|各)*\s{0,40}$"
    r"|(?:(?<=毎)|(?<![一-龠0-9]))(?P<per_day>日)(?:に|あたり|当たり|平均)*\s{0,40}$"
    r"|(?<![0-9])[1一](?P<per1>日|週間|週|か月|ヶ月|月|年)(?:間)?(?:に|あたり|当たり|につき|平均|各|の|は|、|:)*(?:約|平均|延べ)?\s{0,40}$"
    r"|(?P<other>隔[週月年日]|半年|半期|四半期|(?<![0-9])学期)(?:ごと)?(?:に|の)?\s{0,40}$"
)
_PERIODS = frozenset("年月週日期")
_RATE_BEHIND = re.compile(r"\s{0,40}/\s{0,40}(?P<per>年|月|週|日)(?![0-9]|間[一-龠]|度)")
_PER_UNIT = re.compile(r"(?:1|一)[^0-9。、()\s]{1,6}(?:1日)?(?:当たり|あたり|当り|につき)[^。、0-9]{0,12}$")
_EACH = re.compile(
    r"(?:各|毎)(?:回|校|館|園|地区|施設|部|課|班|団体|公民館|小学校区?|中学校区?|学校区?|分団|児童館|学童クラブ|避難所|圏域|事業所|クラス|学級|学年|会場|コース|講座|種|戸|世帯|家庭|教室|年度|月|支所|小中学校|幼稚園|保育園|地域|区|町会|自治会|駅|公園)(?:に|へ|で|で?約|あたり|約|、|とも|ごとに|それぞれ)?\s{0,40}$"
    r"|各(?!種|般|位|自治体)[一-龠]{1,3}(?:に|へ|約)?\s{0,40}$"
)
_EACH_OF = re.compile(r"(?:各|毎)(?:回|校|館|園|地区|施設|部|課|会場|講座)の[^。、0-9]{1,10}(?:は|が|を)?$")
_AVERAGE = re.compile(r"(?:平均|ならし)(?:で|は)?約?\s{0,40}$")
_COMPARED = re.compile(r"(?:対)?(?:前|昨)(?:々?年度?|回|期|月|週)(?:度)?(?:の?同[期月])?(?:比較?|対比)[はでの:]?約?\s{0,40}$")
_OF_ONE = re.compile(r"(?:当たり|あたり|当り|につき|平均)")
_OF_SO_MANY = re.compile(r"(?:当たり|あたり|当り|につき)")
_NAME_END = re.compile("[一-龠ァ-ヶー]")
_AND_EACH = re.compile(
    rf"(?<!\s)(?P<link>(?:間)?(?:に|の|は|、|:){{0,3}})(?P<about>\s{{0,9}}(?:約|平均|各|最大|上限|およそ|概ね){{0,3}})(?:延べ){{0,1}}(?P<space>\s{{0,9}})(?:{NUMERAL}|[一二三四五六七八九十])"
)


def _is_behind_slash(text: str, start: int) -> bool:
    while start and text[start - 1].isspace():
        start -= 1
    return text[start - 1 : start] == "/"


def is_base(
    line: LineClaims, start: int, end: int, value: Decimal, unit_text: str, unit_id: str | None, words: ExtractionWords
) -> bool:
    """Whether a number only says of how many the next one is said: 1件 in 1件5万円, 10万人 in 人口10万人当たり.

    1回 20人 is none: one event, and its people.
    """
    text = line.folded.text
    if _OF_SO_MANY.match(text, end) or (value == 1 and _OF_ONE.match(text, end)):
        return True
    if value == 1 and _is_behind_slash(text, start) and _ends_a_price(line, start):
        return True
    behind = _AND_EACH.match(text, end) if value == 1 else None
    if behind is None:
        return False
    unit = words.unit_pattern.match(text, behind.end())
    if unit is None:
        return False
    if unit_text in TIMES:
        return words.units[unit[0]] in words.rate_units or words.units[unit[0]] in words.people_units
    if behind["link"] or (unit_id in words.municipal_units and words.units[unit[0]] in words.municipal_units):
        return False
    if behind["about"].strip() or _is_said_of_before(line, start, unit_id):
        return True
    if unit_id in words.event_units:
        return words.units[unit[0]] in ("hours", "minutes", "yen")
    if start > line.first and _NAME_END.match(text, start - 1) and line.owners[start - 1] is None:
        is_counted = any(claim.cls == "quantity" and claim.fields.get("unit_id") == unit_id for claim in line.claims)
        if is_counted or (unit_id not in words.people_units and words.units[unit[0]] in words.people_units):
            return False  # 小学校8校702人、高校1校280人
    return not behind["space"] and unit_id is not None and words.units[unit[0]] != unit_id


def _ends_a_price(line: LineClaims, start: int) -> bool:
    """Whether a slash parts the number from a price that is a detail: 300円/1枚."""
    before = [claim for claim in line.claims if claim.cls == "quantity" and claim.end <= start]
    return bool(before) and before[-1].pattern == "price" and line.folded.text[before[-1].end : start].strip() == "/"


def _is_said_of_before(line: LineClaims, start: int, unit_id: str | None) -> bool:
    """Whether a bracket opens right here behind a number of the same unit: 2件（1件5万円）."""
    if not line.folded.text[max(0, start - 2) : start].strip().endswith("("):
        return False
    before = [claim for claim in line.claims if claim.cls == "quantity" and claim.end <= start]
    return bool(before) and unit_id is not None and before[-1].fields.get("unit_id") == unit_id


def read_rate(line: LineClaims, claim: Claim, words: ExtractionWords) -> None:
    """週1回, 月に1回, 1日平均35人, 3回/年; 1人当たり50円, 各校5台, 平均20人."""
    text, from_ = line.folded.text, max(line.first, claim.lead - 24)
    near = text[from_ : claim.lead]
    if "比" in near and _COMPARED.search(text, from_, claim.lead):
        claim.fields["time_basis"] = "change"
        return
    before = line.claims[-1] if line.claims else None
    if before is not None and before.pattern == "per-unit-base" and _FOLLOWS.fullmatch(text, before.end, claim.lead):
        claim.fields["per"], claim.pattern, claim.lead = "unit", "per-unit", before.start
        return
    if before is not None and before.pattern == "per-unit-base" and _PER_NAMED.fullmatch(text, before.end, claim.lead):
        claim.fields["per"], claim.pattern = "unit", "per-unit"
        return
    base = _PER_UNIT.search(text, from_, claim.lead) if "たり" in near or "当り" in near or "につき" in near else None
    if base is not None:
        is_right_before = (
            re.fullmatch(r".*(?:当たり|あたり|当り|につき)(?:上限|最大|平均|約|、|の|は)*\s{0,40}", base[0]) is not None
        )
        claim.fields["per"], claim.pattern = "unit", "per-unit"
        claim.lead = base.start() if is_right_before else claim.lead
        return
    if claim.fields["precision"] != "exact" and _EACH_OF.search(text, from_, claim.lead):
        claim.fields["per"], claim.pattern = "unit", "each"
        return
    if (said := _of_one_thing(line, claim, words)) is not None:
        claim.fields["per"], claim.pattern = "unit", said
        return
    if claim.fields["unit_id"] in ("times-multiple", "tenths"):
        _read_multiple(text, claim)
        return
    if claim.fields["unit_id"] not in words.rate_units:
        if not _read_each(line, claim, from_):
            _read_average(line, claim)
        return
    rate = _RATE.search(text, from_, claim.lead) if not _PERIODS.isdisjoint(near) else None
    if rate and line.is_free(rate.start(), claim.lead):
        per = rate["per"] or rate["per_day"] or rate["per1"]
        claim.fields |= {"time_basis": "rate", "per": TIMES.get(per or "")}
        claim.lead, claim.pattern = rate.start(), "rate"
        if text[claim.lead - 1 : claim.lead] == "毎":
            claim.lead -= 1
        if rate["per1"]:
            line.owners[rate.start()] = "quantity"
        return
    if behind := _RATE_BEHIND.match(text, claim.tail):
        claim.fields |= {"time_basis": "rate", "per": TIMES[behind["per"]]}
        claim.tail, claim.pattern = behind.end(), "rate"
    elif not _read_each(line, claim, from_):
        _read_average(line, claim)


def _of_one_thing(line: LineClaims, claim: Claim, words: ExtractionWords) -> str | None:
    """``price`` of 入場料500円 and 500円券, ``size`` of 高さ1.5m, 45リットルのごみ袋 200枚 and 8ページのパンフレット; else nothing."""
    text, unit = line.folded.text, claim.fields["unit_id"]
    if unit == "yen":
        if re.search("[千億]円|百万円", text[claim.start : claim.end]):
            return None
        if claim.fields["precision"] in ("at_most", "less_than", "at_least"):
            return "price"  # 補助上限5万円, 最大10万円
        if _PRICE_OF.match(text, claim.tail):
            return "price"
        is_price = words.price_before.search(text, max(line.first, claim.lead - 60), claim.lead)
        return "price" if is_price or words.voucher_behind.match(text, claim.tail) else None
    if unit in ("copies", "long-objects") and (form := _FORM.match(text, claim.tail)) is not None:
        claim.tail = form.end()
        return "size"
    if unit == "pages":
        is_size = text.startswith(("の", "立て", "構成", "仕立て", "×"), claim.tail) or _PAPER.search(
            text, line.first, claim.lead
        )
        is_size = is_size or _COPIES.match(text, claim.tail)
        return "size" if is_size else None
    if unit not in words.measure_units:
        return None
    if words.size_before.search(text, max(line.first, claim.lead - 16), claim.lead) or _OF_A_KIND.match(text, claim.tail):
        return "size"
    thing = _THING.match(text, claim.tail)
    counted = words.unit_pattern.match(text, thing.end()) if thing is not None else None
    return "size" if counted is not None and words.units[counted[0]] in words.whole_units else None


_PRICE_OF = re.compile(r"\s?/\s?[1一]?(?:[一-龠ァ-ヶ]{1,4}|㎡|m2|kg|km|L|t)(?:$|[、。)](?!\s?[0-9])|\s(?!\s?[0-9]))")
"""500円/人, 30円/1枚; in 500円/団体 2件 the slash parts two counts."""
_FORM = re.compile("制|構成|立て")
"""午前・午後の2部制: how a thing is made up."""
_PAPER = re.compile(r"[AB][0-9](?:判|版|サイズ)?(?:[、・\s]|カラー|両面|全|約){0,4}$")
_COPIES = re.compile(r"\s?[)、,・/]?\s?(?:約|各|計)?[0-9][0-9,]{0,11}(?:部|冊|枚)")
"""チラシ12ページ 500部: how long each of them is."""
_OF_A_KIND = re.compile(r"(?:入り|用|級|タイプ|サイズ|幅|巻き?)|(?!あたり|プラス|アップ|ダウン|マイナス|オーバー)[ァ-ヶー]{2,12}")
_THING = re.compile(
    rf"の?(?:[一-龠々ァ-ヶーぁ-いえ-おき-にぬ-のひふほ-めむゆ-ろわん]{{1,14}})を?[\s:]{{0,3}}(?:約|計|全|各)?{NUMERAL}"
)


def _read_multiple(text: str, claim: Claim) -> None:
    """2倍に増加, 参加者の3割: what was compared, or a share; 倍率2.5倍 and 回収率7割 are numbers of their own."""
    if re.search(r"(?:率|割合|度|比)(?:は|が|:|約|\s){0,3}$", text[max(0, claim.lead - 8) : claim.lead]):
        return
    claim.fields["time_basis" if claim.fields["unit_id"] == "times-multiple" else "scope"] = (
        "change" if claim.fields["unit_id"] == "times-multiple" else "part"
    )
    claim.pattern = "multiple"


_PER_NAMED = re.compile(r"(?:当たり|あたり|当り)の?[^0-9。、()]{1,14}\s{0,3}[:は]?\s{0,3}")
"""人口10万人当たり交通事故件数 245.3件."""
_FOLLOWS = re.compile(r"(?:当たり|あたり|当り|につき|は|、|:|平均|約|各|最大|上限|およそ|概ね|\s)*")


def _read_each(line: LineClaims, claim: Claim, from_: int) -> bool:
    text = line.folded.text
    each = _EACH.search(text, from_, claim.lead) if "各" in line.signs or "毎" in line.signs else None
    if not each or not line.is_free(each.start(), claim.lead) or claim.fields["scope"] == "total":
        return False
    claim.fields["per"], claim.lead, claim.pattern = "unit", each.start(), "each"
    return True


_AVERAGE_BEHIND = re.compile(
    r"\s{0,3}(?:\((?:1[回日人校]|月|年|各回|一回|一日)?(?:平均|当たり|あたり)\)|/\s{0,2}[1一]?(?:回|校|世帯|件|コース|講座|kg|km|個|枚|本|台|袋|冊|L|㎡|m2)(?![0-9A-Za-z]))"
)
_AVERAGE_OF = re.compile(r"(?:(?:月|年|週|1[日回月])平均|\((?:月|年|週|1[日回月])?平均\))[^0-9。、()]{0,8}\s{0,3}:?\s{0,3}$")


_OF_AVERAGES = frozenset("均りら/")
"""平均, 当たり, ならし, /回: each word for an average has one of these."""


def _read_average(line: LineClaims, claim: Claim) -> None:
    """平均 right before a number: not what was done, but what came out of dividing it."""
    text = line.folded.text
    if line.signs.isdisjoint(_OF_AVERAGES):
        return
    if _AVERAGE_BEHIND.match(text, claim.tail) or _AVERAGE_OF.search(text, max(0, claim.lead - 24), claim.lead):
        claim.pattern = "average"
        return
    if found := _AVERAGE.search(text, max(0, claim.lead - 8), claim.lead):
        claim.lead, claim.pattern = found.start(), "average"
