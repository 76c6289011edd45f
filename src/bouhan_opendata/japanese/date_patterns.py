"""The notations of dates, as regular expressions over a folded text."""

from __future__ import annotations

import re

KANJI = "(?:[一二三四五六七八九]?十[一二三四五六七八九]?|[一二三四五六七八九])"
N = f"(?:[0-9]{{1,2}}|{KANJI})"
NUMBER = f"(?:元|{N})"
WESTERN = "(?:(?<![0-9,.])(?:18|19|20)[0-9]{2}|[一二][〇零九八][〇零一二三四五六七八九]{2})"
LETTER = "(?<![A-Za-z0-9])[MTSHR]\\.?(?=[0-9元])"
SHORT_NAME = "(?<![一-龠々])[明大昭平令](?=[0-9元])"
ERA = f"(?:明治|大正|昭和|平成|令和|{LETTER}|{SHORT_NAME})"
BRACKET = "(?:\\([^()]{2,7}\\))?"
YEAR = f"(?:(?P<era>{ERA}) ?(?P<number>{NUMBER})|(?P<western>{WESTERN})){BRACKET}"
NEN, TSUKI, NICHI = "(?:年|ねん)", "(?:月|がつ)", "(?:日|にち)"
MONTH_PART = "(?:[上中下]旬|初め|半ば)"
YEAR_PART = "(?:上半期|下半期|上期|下期|前期|後期|前半|後半|第[1-4]四半期)"
SHORT = re.compile(
    "(?<![A-Za-z0-9])(?P<era>[RH])(?P<number>[0-9]{1,2}|元)(?=実績|計画|目標|見込|決算|予算|以降|から|開始|対応|時点|比| ?[:)→~] ?| [0-9]|$)(?![-.])"
)
UNIT_BEHIND = "(?!(?:[0-9]{1,2} ?月|[0-9]+ ?年)| ?(?:[年か]?度?(?:生|間|以上|以内|程度|目|次|前|後|連続|ごと|おき|分)))"
FULL = re.compile(
    f"{YEAR}(?:"
    f" ?年 ?度(?P<fiscal_end>末)?(?P<fiscal_part>{YEAR_PART})?"
    f"| ?{NEN} ?{BRACKET}(?P<month>{N}) ?{TSUKI} ?(?:(?P<day>{N}) ?{NICHI})?(?P<end>末)?(?P<month_part>{MONTH_PART})?"
    "|(?P<sep>[./])(?P<month2>[0-9]{1,2})(?:(?P=sep)(?P<day2>[0-9]{1,2}))?(?![0-9])(?P<end2>末)?"
    "|-(?P<month3>[0-9]{1,2})-(?P<day3>[0-9]{1,2})(?![0-9-])"
    f"| ?年(?P<year_end>末)?{UNIT_BEHIND}"
    "|(?P<open>)(?=~))"
)
LETTERED_SMALL = re.compile(
    "(?<![A-Za-z0-9])(?P<era>[mtshr])(?P<number>[0-9]{1,2})-(?P<month3>[0-9]{1,2})-(?P<day3>[0-9]{1,2})(?![0-9-])"
)
EIGHT = re.compile(
    "(?<![0-9,.])(?P<y>(?:19|20)[0-9]{2})(?P<m>0[1-9]|1[0-2])(?P<d>0[1-9]|[12][0-9]|3[01])(?![0-9,.]|[一-龠ァ-ヶ])"
)
ELEMENT = f"(?:{ERA} ?{NUMBER}|{WESTERN}|(?:元|[0-9]{{1,2}}))"
LIST = re.compile(
    f"(?:{ERA} ?{NUMBER}|{WESTERN})(?:年度?)?(?: ?[~・、,/\\-] ?{ELEMENT}(?:年度?)?){{0,8}}[~・、,/\\-] ?{ELEMENT}年度"
)
LIST_PART = re.compile(
    f"(?P<lead>[~・、,/\\-]?) ?(?:(?P<era>{ERA}) ?(?P<number>{NUMBER})|(?P<western>{WESTERN})|(?P<bare>元|[0-9]{{1,2}}))(?:年度?)?"
)
FISCAL_SHORT = re.compile(
    f"(?<![0-9])(?P<number>元|[0-9]{{1,2}})年度(?!ぶり|目|間)(?P<fiscal_end>末)?(?P<fiscal_part>{YEAR_PART})?"
)
FISCAL_END = re.compile(
    "(?<![0-9元])(?:(?P<relative>本|今|当|前|昨|翌|次|来)?年度末|(?<!年度)(?P<part>上半期|下半期|第[1-4]四半期))"
)
NOT_MONTH = "(?!間|額|謝|あたり|当たり|当り|につき|平均)"
MONTH_DAY = re.compile(
    f"(?P<relative>翌年|翌|同年|来年)?(?<![0-9一二三四五六七八九十.])(?P<month>{N}) ?月(?: ?(?P<day>{N}) ?日(?!間)(?![0-9]*日間))?"
    f"(?P<end>末)?(?P<month_part>{MONTH_PART})?{NOT_MONTH}"
)
SLASH = re.compile(
    "(?<![0-9./])(?P<month>1[0-2]|0?[1-9])/(?P<day>3[01]|[12][0-9]|0?[1-9])(?![0-9/]| ?[万千億]|(?:の)?(?:以上|以下|補助|負担|程度))"
)
WEEKDAY = "(?:\\([月火水木金土日](?:曜日?)?(?:[・、]?祝日?)?\\))?"
LATER_DAY = re.compile(
    f"{WEEKDAY}(?P<sep> ?[~・、,] ?|から)(?P<day>[0-9]{{1,2}})(?:日(?!間)|(?P<slash>(?![0-9/人名件回])(?={WEEKDAY}(?:[)、。 ]|$)))|(?={WEEKDAY}[・、,][0-9・、,]{{0,24}}[0-9]日(?!間)))"
)
EARLIER_MONTH = re.compile(
    "(?<![0-9,.])(?P<month>1[0-2]|[1-9])(?=[、,・~](?:(?:1[0-2]|[1-9])[、,・~]){0,11}(?:1[0-2]|[1-9])月(?!間|額))"
)
EARLIER_DAY = re.compile("月(?P<day>[0-9]{1,2})(?=[、,・~](?:[0-9]{1,2}[、,・~]){0,12}[0-9]{1,2}日(?!間))")
DAY_ALONE = re.compile("(?<![0-9,.月])(?P<day>3[01]|[12][0-9]|[1-9])日\\([月火水木金土日](?:曜日?)?(?:[・、]?祝日?)?\\)")
UNTIL = re.compile(f"{WEEKDAY} ?(?:~|-|から|より) ?")
GOES_ON = re.compile(f"{WEEKDAY} ?(?:~|-|から|より|及び|と|[・、,])? ?")
