"""Digits that count nothing: dates, times of day, grades, floors, ages, names, telephone numbers, fractions, sizes."""

from __future__ import annotations

import re
import string
import unicodedata
from collections.abc import Sequence
from datetime import date

from bouhan_opendata.extraction.claims import Claim, LineClaims
from bouhan_opendata.extraction.values import CellContext, Flag
from bouhan_opendata.extraction.words import ExtractionWords
from bouhan_opendata.japanese.moments import Moment, find_moments

_WEEKDAY = "[月火水木金土日]"
_SPAN = "(?:年|か年|か月|ヶ月|カ月|ヵ月|週間|日|時間)"
_NAMES: tuple[tuple[str, str, re.Pattern[str]], ...] = (
    ("address", "w:@&.", re.compile(r"(?:https?://|www\.)(?=[!#-'*-;=?-Z_a-z~]{0,400}[0-9])[!#-'*-;=?-Z_a-z~]{1,400}|(?=[A-Za-z._-]{0,64}[0-9])[A-Za-z0-9._-]{1,64}@[A-Za-z0-9-]{1,64}(?:\.[A-Za-z0-9-]{1,64}){1,4}")),
    ("telephone", "-(〒内&0〒線", re.compile(r"(?<![0-9])0[0-9]{1,4}[-(][0-9]{1,4}[-)][0-9]{3,4}(?![0-9])|〒 ?[0-9]{3}-[0-9]{4}|内線 ?[0-9]{2,5}(?:[、,・-][0-9]{2,5})*")),
    ("kinds-by-law", "法公", re.compile(r"(?<![0-9,.])[0-9]{1,2}(?:公害|法(?=に基づ|による|関係|の規定|改正|等に|の))")),
    ("rare-rate", "に築&回度築", re.compile(r"(?<![0-9])[0-9]{1,3}(?:年|か月|ヶ月|カ月|ヵ月|週間|日)に(?:1|一)(?:回|度)|築[0-9]{1,3}年")),
    ("one-each", "1一&運ス学読芸花善言鉢役研チ活取奉", re.compile(r"(?<![0-9,.])[1一](?:人|家庭|校|園|世帯|地域|団体|町会|学級)[1一](?:[一-龠]{0,4}運動|[ぁ-んァ-ヶー一-龠]{1,10}運動|スポーツ|学習|読書|芸|花|善|言|鉢|役|研究|チャレンジ|活動|取組|奉仕)")),
    ("base", "日運作", re.compile(r"(?:1|一)人(?:1|一)日|[0-9](?:・[0-9]){1,3}(?=運動|作戦|の日)")),
    ("fraction", "分/に", re.compile(r"(?<![0-9])[0-9]{1,4}分の[0-9]{1,4}|[一二三四五六七八九十百]{1,3}分の[一二三四五六七八九]|(?<=[の率約])(?:1/(?:10|[2-9])|2/[35]|3/[45]|4/5)(?![0-9/])|(?<![0-9/.])[1-4]/4(?=半?期)|(?<![0-9/.])(?:1/[2-9]|2/3|3/4)(?=世帯|人|名|戸)|(?<![0-9])[0-9]{1,4}人に[0-9]{1,4}人|(?:補助率|負担率|負担割合|割合|約)[:は ]?[0-9]{1,2}/[0-9]{1,2}(?!/)|(?<![0-9/])[0-9]{1,2}/[0-9]{1,2}(?=の?(?:以上|以下|以内|未満|補助|負担|程度))"
        r"|(?:(?<=[費用額料]の)|(?<=経費)|(?<=[費用額料] )|(?<=の約))[0-9]{1,2}/[0-9]{1,2}(?![0-9/])"
        r"|(?<![0-9/])(?:1/(?:[2-9]|10)|2/[357]|3/[45]|4/5|3/10|7/10|9/10)(?=(?:を|が|まで|相当|助成)(?:[市町県国区]が?)?(?:補助|助成|負担|減免|免除|交付|支援|支給))")),
    ("ratio", "対", re.compile(r"(?<![0-9,.])(?:[0-9]{1,3}(?:\.[0-9])?対(?:[0-9]{1,3}(?:\.[0-9])?(?![0-9,.])|多))|[一二三]対[一二三多]")),
    ("product-name", "ISJIVvNnWOLlPSo", re.compile(r"(?<![A-Za-z])(?:ISO|JIS|IEC|Vol\.?|vol\.?|VOL\.?|No\.?|NO\.?|no\.?|Ver\.?|ver\.?|Web|Windows|Office|Level|LEVEL|Part|PART|STEP|Step) ?[0-9][0-9.-]*(?![0-9])")),
    ("level-or-radius", "要半", re.compile(r"要(?:介護|支援)[0-9](?:[・、~][0-9])*|半径[0-9]+(?:k?m)")),
    ("month-beside", "月&同翌当前", re.compile(r"(?:同|翌|当|前)月[0-9]{1,2}日(?!間)")),
    ("reference", "参再同", re.compile(r"(?:施策|事業|取組み?|番号|項目|資料|別表|別紙)?(?<![A-Za-z0-9.,/])[0-9]{1,3}(?:[-.][0-9]{1,3}){0,3}(?=番?(?:の|を|に|と)?(?:参照|再掲|同じ|同様))")),
    ("unit-note", "円&(単", re.compile(r"\((?:単位[:・]?)?(?:千円|百万円|万円|億円|十万円)\)|単位[:・](?:千円|百万円|万円|億円)")),
    ("always-open", "日&5", re.compile(r"(?:24時間[、・]?)?365日(?!\s{0,40}(?:$|[)、(/]))")),
    ("set", "組班チグセ類割冊析", re.compile(r"[0-9]{1,2}人(?:1|一)(?:組|班|チーム|グループ)|[0-9]{1,2}人組(?!織)|[0-9]{1,2}点セット|[0-9]{1,3}分(?:類|割|冊|析)|[0-9]割[0-9]分")),
    ("pillars", "つ本", re.compile(r"[0-9一二三四五六七八九](?:つ|本)の(?:柱|視点|重点|目標|方針|基本|約束|合言葉|ポイント|取組|密|施策|項目|テーマ)|[0-9]{1,2}のつく日")),
    ("degree", "ゾ震ベテフマカグパタク温角湿傾勾度速h雨&ゾ震ベジェッグゴレパプク温角湿傾勾.速h雨", re.compile(r"(?<=ゾーン)30(?![0-9])|震度[0-9](?:強|弱)?(?:[・~から-]{1,2}[0-9](?:強|弱)?)?|(?:レベル|ステージ|フェーズ|ステップ|マグニチュード|カテゴリー|グレード|パート|タイプ|クラス) ?[0-9](?:\.[0-9])?(?:[・、~,-][0-9])*(?![0-9,.人回件台名組])|(?:気温|室温|水温|体温|温度|角度|湿度|傾斜|勾配)(?!計)[^0-9。、]{0,6}[0-9]{1,3}(?:\.[0-9])?(?:度|%|℃)?|(?<![0-9])[0-9]{2}\.[0-9]度|(?:時速|秒速|分速|風速|速度)[^0-9。、]{0,4}[0-9]{1,3}(?:\.[0-9])?(?:km|キロ|m|メートル)?|[0-9]{1,3}(?:km|キロ)/h|(?:時間)?雨量 ?[0-9]{1,4}(?:mm|ミリ)")),
    ("way", "分", re.compile(r"(?:車|バス|自転車|電車|駅から|徒歩)で?(?:約|およそ)?[0-9]{1,3}分(?!の[0-9])")),
    ("specification", "画GTギテMHr馬cWVイ型φΦDhwd×xX", re.compile(r"(?<![0-9.,])[0-9]{1,5}(?:\.[0-9]{1,3})?(?:万|千)?画素|(?<![0-9.,])[0-9]{1,5}(?:\.[0-9]{1,2})?(?:GB|TB|ギガ|テラ|Mbps|Gbps|Hz|rpm|馬力|cc)(?![A-Za-z])|(?<![0-9.,])[0-9]{1,5}(?:\.[0-9]{1,3})?(?:W|V|インチ|型)(?![A-Za-z0-9])|(?:φ|Φ|[WHDwhd]=) ?[0-9]{1,5}(?:\.[0-9]{1,3})?(?:mm|cm|m)?|(?<![0-9.,])[0-9]{1,5}(?:\.[0-9]{1,3})?(?:mm|cm|m)? ?[×xX] ?[0-9]{1,5}(?:\.[0-9]{1,3})?(?:mm|cm|m)")),
    ("date-in-a-name", ".&ヤスキ街運国世全デ日", re.compile(r"(?<![0-9.])(?:1[0-2]|[1-9])\.(?:3[01]|[12][0-9]|[1-9])(?=(?:ヤング|ストップ|キャンペーン|街頭|運動|国際|世界|全国|デー|の日))")),
    ("school", "中小", re.compile(r"(?<![0-9,.一-龠])[0-9]{1,2}(?:中|小)(?=[0-9 、・,)]|$)")),
    ("paper-size", "AB", re.compile(r"(?<![A-Za-z0-9])[AB][0-9](?:判|サイズ|版)?(?![0-9A-Za-z])")),
)  # fmt: skip
_ORDINALS: tuple[tuple[str, str, re.Pattern[str]], ...] = (
    ("day-of-month", "日第", re.compile(rf"毎月[0-9]{{1,2}}日(?!間)(?:(?:[・、,と]|及び|並びに|または|又は)[0-9]{{1,2}}日){{0,9}}|(?<=月の)[0-9]{{1,2}}日(?!間)|(?<![0-9,.月])(?:(?:3[01]|[12]?[0-9])日?[~-])?(?:3[01]|[12]?[0-9])日に(?=開催|実施|発行|配布|放送|設置|開始|開設|開館|行|締結|公表|訪問|掲載)|毎?月?第[0-9](?:[・、,]第?[0-9]){{0,6}}{_WEEKDAY}(?:曜日?)?(?:・{_WEEKDAY}(?:曜日?)?)*")),
    ("time-of-day", "時:", re.compile(r"(?:(?:午前|午後|AM|PM|am|pm) ?)?(?<![0-9,.])(?:(?:[01]?[0-9]|2[0-4])[~・-])?(?:[01]?[0-9]|2[0-4])(?:時(?!間|点|期|代)(?:[0-5]?[0-9]分(?!の[0-9])|半)?|:[0-5][0-9](?![0-9]))")),
    ("age", "妊生満産歳週代", re.compile(r"(?:妊娠|生後|満|産後)[0-9]{1,3}(?:か月|ヶ月|カ月|ヵ月|箇月|週|日|歳)(?:児|健診)?(?!間)|(?<![0-9,.])[0-9]{1,2}歳[0-9]{1,2}(?:か月|ヶ月|カ月|ヵ月)|(?<![0-9,.])[0-9]{1,2}週(?:以内|以降|以上|未満|まで|目)|(?<![0-9,.])(?:[1-9]0(?:歳|年)?代?[~・-])?[1-9]0(?:歳|年)?代(?!目)")),
    ("series", "回間月年日&連リコプ課", re.compile(rf"(?<![0-9,.])[0-9]{{1,3}}(?:回(?:連続(?!して)|シリーズ|コース)|{_SPAN}間?(?:コース|プログラム|シリーズ|課程))")),
    ("duration", "年月日週時&続けご毎お越り", re.compile(rf"(?<![0-9,.])[0-9]{{1,3}}{_SPAN}(?:間)?(?:連続|続け|かけて|ごと|毎|おき|越し|がかり)")),
    ("school-class", "組&年", re.compile(r"(?<![0-9年])[1-9]年[0-9]{1,2}組(?!織|合)")),
    ("hours-and-minutes", "時&分", re.compile(r"(?<![0-9,.])[0-9]{1,3}時間[0-9]{1,2}分(?:間)?(?!の[0-9])")),
    ("years-of-a-plan", "年&計構プビ", re.compile(r"(?<![0-9])[0-9]{1,2}(?:か年|ヵ年|カ年|ヶ年|ケ年|箇年|年)(?=計画|構想|プラン|ビジョン)")),
)  # fmt: skip
_SCHOOLS = re.compile(r"[回期条次項条号章節版種部弾位子年]$")
_ENCIRCLED = re.compile(
    "(?<![mｍ])[\u00b2\u00b3]|[\u00b9\u2070-\u209c\u2150-\u218b\u2460-\u24ff\u2776-\u2793\u3192-\u319f\u3220-\u32ff]"
)
_CODE_LEFT = re.compile(
    r"(?<![A-Za-z0-9])[A-Za-z]{1,8}-?[0-9]+(?:\.[0-9]{1,2}(?![0-9]))?(?:-[0-9A-Za-z]+|[A-Za-z]{1,3}[0-9]{1,3})*(?![0-9,.])"
)
_CODE_RIGHT = re.compile(r"(?<![0-9,.A-Za-z])[0-9]+[A-Za-z]{1,4}(?![A-Za-z])")


class _Patterns:
    """Patterns with their names in order.

    ``bits`` says by character of which patterns, as bits, it is one of the first characters that their finds have one of, and
    of which one of the second: ``時&分`` is for what has both, ``時:`` for what has either.
    """

    def __init__(self, patterns: Sequence[tuple[str, str, re.Pattern[str]]]) -> None:
        self.rows = [(name, pattern) for name, _, pattern in patterns]
        self.bits: dict[str, tuple[int, int]] = {}
        self.of_one = 0
        """Patterns without second characters."""
        for number, (_, signs, _) in enumerate(patterns):
            first, _, second = signs.partition("&")
            self.of_one |= 0 if second else 1 << number
            for sign in first + second:
                one, other = self.bits.get(sign, (0, 0))
                self.bits[sign] = one | (sign in first) << number, other | (sign in second) << number
        self.signs = frozenset(self.bits)

    def likely(self, signs: frozenset[str]) -> int:
        """Which patterns, as bits, may find anything in a text of some characters."""
        firsts, seconds = 0, self.of_one
        for sign in signs & self.signs:
            first, second = self.bits[sign]
            firsts |= first
            seconds |= second
        return firsts & seconds


_PATTERNS = _Patterns((*_NAMES, *_ORDINALS))
_NAMED, _DAY_OF_MONTH = range(len(_NAMES)), range(len(_NAMES), len(_NAMES) + 1)
_ORDERED = range(len(_NAMES) + 1, len(_NAMES) + len(_ORDINALS))
"""The places of patterns that are claimed one after another, with others between."""
_ASCII_LETTERS = frozenset(string.ascii_letters)


def claim_named(line: LineClaims, context: CellContext, words: ExtractionWords) -> None:
    """Claim, in order, fixed names, moments, ordinals and codes of a line."""
    text, first = line.folded.text, line.first
    for match in words.name_pattern.finditer(text, first):
        unit = words.unit_pattern.match(text, match.end()) if match[0].isdecimal() else None
        if (unit is None or unit[0] == "番") and not _goes_on_before(line, match.start()):
            line.take_match(match, "name", "name-list")
    for match in words.number_name_pattern.finditer(text, first):
        line.take_match(match, "name", "name-list")
    likely = _PATTERNS.likely(line.signs)
    _claim_all(line, "name", _NAMED, likely)
    _claim_all(line, "ordinal", _DAY_OF_MONTH, likely)
    _claim_moments(line, context, words)
    _claim_all(line, "ordinal", _ORDERED, likely)
    for match in words.numbered_pattern.finditer(text, first) if "第" in text else ():
        line.take_match(match, "ordinal" if _SCHOOLS.search(match[0]) else "name", "numbered")
    for match in words.ordinal_pattern.finditer(text, first) if not line.signs.isdisjoint(words.ordinal_starts) else ():
        line.take(Claim(at := _ascending(match), match.end(), at, match.end(), "ordinal", "ordinal"))
    _claim_codes(line, words)
    _claim_circled(line)


def _goes_on_before(line: LineClaims, start: int) -> bool:
    """Whether digits begin before a place: 123区 has no 23区, ③189 has a 189."""
    if not start or not (line.folded.text[start].isdecimal() and line.folded.text[start - 1].isdecimal()):
        return False
    return _ENCIRCLED.match(line.folded.source, line.folded.starts[start - 1]) is None


def _ascending(match: re.Match[str]) -> int:
    """Where a list of ordinals begins, which go up: 3、4、5歳児; in 511、70歳以上 the first number belongs to what stands before."""
    start, later = match.end(), None
    for number in reversed(list(_DIGITS.finditer(match[0]))):
        value = int(number[0])
        if later is not None and value >= later:
            break
        start, later = match.start() + number.start(), value
    return start


_DIGITS = re.compile("[0-9]+")


def _claim_all(line: LineClaims, cls: str, places: range, likely: int) -> None:
    """Claim what patterns find, of those that are likely, as bits, to find anything."""
    likely = likely >> places.start & (1 << len(places)) - 1
    while likely:
        name, pattern = _PATTERNS.rows[places.start + (likely & -likely).bit_length() - 1]
        likely &= likely - 1
        for match in pattern.finditer(line.folded.text, line.first):
            line.take_match(match, cls, name)


def _claim_moments(line: LineClaims, context: CellContext, words: ExtractionWords) -> None:
    text = line.folded.text
    for moment in find_moments(_without_circled(line), context.fiscal_year):
        if moment.start < line.first or ("/" in text[moment.start : moment.end] and words.unit_pattern.match(text, moment.end)):
            continue
        end = moment.end + (moment.precision == "open")
        claim = Claim(moment.start, end, moment.start, end, "moment", f"moment-{moment.precision}", moment=moment)
        if moment.flags != ("impossible-date",):
            claim.fields = {"date_start": moment.last if moment.is_end else moment.first, "date_end": moment.last}
        quote = text[moment.start : end]
        claim.flags += [Flag(rule, {"quote": quote}) for rule in moment.flags]
        if context.fiscal_year is not None and is_outside(moment, context.fiscal_year):
            claim.flags.append(Flag("year-contradicts-column", {"quote": quote, "column_year": str(context.fiscal_year)}))
        line.take(claim)


def _without_circled(line: LineClaims) -> str:
    """The text with a space for each ①: ②10月5日 is a day of October, and not of a month 210."""
    text, source = line.folded.text, line.folded.source
    if _ENCIRCLED.search(source) is None:
        return text
    starts = line.folded.starts
    return "".join(" " if c.isdecimal() and _ENCIRCLED.match(source, starts[n]) else c for n, c in enumerate(text))


def is_outside(moment: Moment, fiscal_year: int) -> bool:
    """A year that is written out, and no day of it lies in the fiscal year of the column; H27～ goes on into it."""
    if moment.first is None or moment.last is None or moment.precision == "open" or "year" in moment.inferred:
        return False
    return moment.last < date(fiscal_year, 4, 1) or moment.first > date(fiscal_year + 1, 3, 31)


def _claim_codes(line: LineClaims, words: ExtractionWords) -> None:
    """MR1期 is claimed by its 期; A4, 4K, 5S, H1N1: letters and digits run together are a name, unless a counter follows.

    DVD10枚 counts; A1枚 does not: one letter is a code.
    """
    text = line.folded.text
    if line.signs.isdisjoint(_ASCII_LETTERS):
        return
    for match in _CODE_LEFT.finditer(text, line.first):
        if match.start() and _is_unit(text, match, words):
            continue
        letters = len(re.match("[A-Za-z]*", match[0])[0])  # type: ignore[index]
        if letters < 2 or not words.unit_pattern.match(text, match.end()):
            line.take_match(match, "name", "code")
    for match in _CODE_RIGHT.finditer(text, line.first):
        digits = len(match[0]) - len(match[0].lstrip("0123456789"))
        unit = words.unit_pattern.match(text, match.start() + digits)
        if unit is None or unit.end() < match.end():
            line.take_match(match, "name", "code")


def _is_unit(text: str, match: re.Match[str], words: ExtractionWords) -> bool:
    """12千m3, 15t-CO2: letters and digits that are, or end, the unit of the number before them."""
    for start in range(match.start(), max(0, match.start() - 3), -1):
        unit = words.unit_pattern.match(text, start)
        if unit is not None and unit.end() >= match.end() and (text[start - 1] in "百千万億" or text[start - 1].isdecimal()):
            return True
    return False


def _claim_circled(line: LineClaims) -> None:
    """①, ㈠ and the like stand for an order, though folding makes digits of them."""
    if _ENCIRCLED.search(line.folded.source) is None:
        return
    for number in range(line.first, len(line.folded.text)):
        char = line.folded.text[number]
        if char.isdecimal() and line.owners[number] is None:
            at = line.folded.starts[number]
            if unicodedata.category(line.folded.source[at]) == "No" and _ENCIRCLED.match(line.folded.source, at):
                line.take(Claim(number, number + 1, number, number + 1, "ordinal", "circled"))
