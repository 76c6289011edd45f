"""Keys for matching over years: a label without trivia, a text without its numbers."""

from __future__ import annotations

import re

from bouhan_opendata.japanese.folding import fold
from bouhan_opendata.japanese.moments import find_moments
from bouhan_opendata.japanese.numerals import NUMERAL

_TRIVIA = re.compile(r"[\s「」『』()\[\]【】〔〕・,、。:;~\-]")
_RUN = "[0-9]{1,4}(?:(?:か月)?[・、,~-][0-9]{1,3}){0,5}"
_PLACES = (
    "中学校?|小学校?|高等学校|高校|保育[園所]|幼稚園|こども園|学校|学童|児童[館遊]|公園|地区|学区|校区|ブロック|分[団室館署庁]|支部|"
    "種|子|者|学年|住宅|団地|庁舎|会館|[東西南北]"
)
_NAMED = re.compile(
    rf"第[0-9]{{1,3}}(?:[・、,~-]第?[0-9]{{1,3}}){{0,5}}(?:{_PLACES})"
    rf"|(?<![0-9,.])(?<!平均)(?<!年齢)(?<!年齢 ){_RUN}(?:学?年生|学年|丁目|番地|番街|歳|か月児|ヶ月児|カ月児|か月健|階|級|号[棟室線車館]|種混合|番通報)"
    r"|(?<![0-9,.])[1-9]年[0-9]{1,2}組"
    r"|(?<![0-9])(?:110|119|118|171|188|189|7119|8000|9110|8020|8050|3010)(?=番|[^0-9,.]{0,3}(?:運動|問題|ダイヤル|デー|の日))|#[0-9]{4}(?![0-9])"
    r"|(?<=[小中高])[1-6](?![0-9,.]|[校名人回件台園か箇ヶカ館])"
    r"|(?:要介護|要支援|レベル|ステップ|フェーズ|ステージ|国道|都道|県道|府道|道道|環状)(?:第)?[0-9]{1,3}(?:[・、~-][0-9]{1,3}){0,4}"
    r"|(?<![A-Za-z0-9])[A-GI-QS-Z][0-9](?![0-9])"
)
"""Digits that tell one thing from another, in any year: a grade, a school, a block of houses, an age. 第3回, 第12号 and
3年目 are none: they count on from year to year."""
_NUMBER = re.compile(rf"(?P<name>{_NAMED.pattern})|{NUMERAL}")


_LIST = re.compile(r"#(?:[~、,・#]#?|(?:及び|並びに|と)#)*")


def normalised_label(label: str) -> str:
    """A label for the register: folded, without spaces, brackets and punctuation.

    >>> normalised_label("防犯ブザーの貸与（小中学校）")
    '防犯ブザーの貸与小中学校'
    """
    return _TRIVIA.sub("", fold(label).text)


def masked(text: str) -> str:
    """The text folded, with every date and number replaced by ``#``, so that only its words remain.

    The digits of a name are its words: 小学1年生 and 小学4年生 are not the same, 第3回 and 第4回 are.

    >>> masked("7回（7、3月）") == masked("12回（7、11月）")
    True
    >>> masked("小学1年生 80人")
    '小学1年生 #人'
    """
    folded = fold(text).text
    chars = list(folded)
    for moment in find_moments(folded):
        chars[moment.start : moment.end] = ["#"] + [""] * (moment.end - moment.start - 1)
    shown = _NUMBER.sub(lambda match: match["name"] or "#", "".join(chars))
    return _LIST.sub("#", shown)
