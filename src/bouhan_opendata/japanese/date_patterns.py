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
LETTERED = f"(?P<era>[RH])(?P<number>[0-9]{{1,2}}|元){BRACKET}(?P<fiscal_end>末)?(?P<fiscal_part>{YEAR_PART})?"
SHORT = re.compile(
    f"(?<![A-Za-z0-9]){LETTERED}(?:(?<=末)|(?<=期)|(?=実績|計画|目標|見込|決算|予算|以降|から|まで|より|開始|対応|時点|現在|当初"
    "|新規|単年|累計|比| ?[:)→~] ?| [0-9]|$))(?![-.])"
)
SPOKEN = re.compile(f"(?:^|(?<=[ (、。・,:~])){LETTERED}(?=[はにのでも]| [一-龠])(?!の?[0-9])")
LETTERS = re.compile(
    "(?<![A-Za-z0-9])[RH](?:[0-9]{1,2}|元)(?: ?[・、,/~→] ?[RH](?:[0-9]{1,2}|元)(?![0-9])){1,9}(?![0-9A-Za-z.-]|年)"
    "|(?<![A-Za-z0-9])[RH](?:[0-9]{1,2}|元)(?:[・~][0-9]{1,2}){1,4}(?=[はにのでも、。 )年]|$)(?!年度)"
)
UNIT_BEHIND = "(?!(?:[0-9]{1,2} ?月|[0-9]+ ?年)| ?(?:[年か]?度?(?:生|間|以上|以内|程度|目|次|前|後|連続|ごと|おき|分|かけ|経過)))"
FULL = re.compile(
    f"{YEAR}(?:"
    f" ?年 ?度(?P<fiscal_end>末)?(?P<fiscal_part>{YEAR_PART})?"
    f"| ?{NEN} ?{BRACKET}(?P<month>{N}) ?{TSUKI} ?(?:(?P<day>{N}) ?{NICHI})?(?P<end>末)?(?P<month_part>{MONTH_PART})?"
    "|(?P<sep>[./])(?P<month2>[0-9]{1,2})(?:(?P=sep)(?P<day2>[0-9]{1,2}))?(?![0-9])(?P<end2>末)?"
    "|-(?P<month3>[0-9]{1,2})-(?P<day3>[0-9]{1,2})(?![0-9-])"
    f"| ?年(?P<year_end>末)?(?P<decade>代(?!表|理))?{UNIT_BEHIND}"
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
CALENDAR_LIST = re.compile(
    f"(?:{ERA} ?{NUMBER}|{WESTERN})年?(?: ?[~・、,/\\-] ?{ELEMENT}年?){{0,8}} ?(?:[~・、,/\\-]|から) ?"
    f"{ELEMENT}年(?![度代で]){UNIT_BEHIND}"
)
LIST_PART = re.compile(
    f"(?P<lead>(?:[~・、,/\\-]|から)?) ?"
    f"(?:(?P<era>{ERA}) ?(?P<number>{NUMBER})|(?P<western>{WESTERN})|(?P<bare>元|[0-9]{{1,2}}))(?:年度?)?"
)
FISCAL_SHORT = re.compile(
    f"(?<![0-9])(?P<number>元|[0-9]{{1,2}})年度(?!ぶり|目|間)(?P<fiscal_end>末)?(?P<fiscal_part>{YEAR_PART})?"
)
FISCAL_END = re.compile(
    "(?<![0-9元])(?:(?P<relative>本|今|当|前|昨|翌|次|来)?年度末|(?<!年度)(?P<part>上半期|下半期|第[1-4]四半期))"
)
NOT_MONTH = "(?!間|曜|額|謝|あたり|当たり|当り|につき|平均)"
MONTH_DAY = re.compile(
    "(?P<relative>翌年|翌|同年|来年)?(?<![0-9一二三四五六七八九十.])"
    f"(?P<month>{N}) ?月(?: ?(?P<day>{N}) ?日(?!間)(?![0-9]{{0,3}}日間))?"
    f"(?P<end>末)?(?P<month_part>{MONTH_PART})?{NOT_MONTH}"
)
SLASH = re.compile(
    "(?<![0-9./])(?P<month>1[0-2]|0?[1-9])/(?P<day>3[01]|[12][0-9]|0?[1-9])"
    "(?![0-9/]| ?[万千億]|四?半期|(?:の)?(?:以上|以下|補助|負担|程度))"
)
_WEEKDAY_BRACKET = "\\((?:[月火水木金土日](?:曜日?)?(?:[・、/]?(?:祝日?|休日?|振休))?|祝日?)\\)"
WEEKDAY = f"(?:{_WEEKDAY_BRACKET})?"
NO_DAY = "(?!間|数|以上|程度|以内|未満|目|分|ほど|前|後|余|ずつ|コース|連続|ごと|おき|勤務|休|制)"
"""What makes a number of days of N日."""
_AND = " ?[~・、,-] ?|から|及び|並びに|と|又は|または|や"
LATER_DAY = re.compile(
    f"{WEEKDAY}(?P<sep>{_AND})(?P<day>[0-9]{{1,2}})(?:日{NO_DAY}"
    f"|(?={WEEKDAY}[・、,][0-9・、,]{{0,24}}[0-9]日(?!間))"
    f"|(?P<slash>(?![0-9/]| ?[人名件回台校個冊枚部団])(?={WEEKDAY}(?:[)、。 ・,にでを]|[~-][0-9]|の|まで|$))))"
)
EARLIER_MONTH = re.compile(
    "(?<![0-9,.A-Za-z第])(?P<month>1[0-2]|[1-9])(?=[、,・~-](?:(?:1[0-2]|[1-9])[、,・~-]){0,11}(?:1[0-2]|[1-9])月(?!間|額|曜))"
)
EARLIER_DAY = re.compile("月(?P<day>[0-9]{1,2})(?=[、,・~](?:[0-9]{1,2}[、,・~]){0,12}[0-9]{1,2}日(?!間))")
_DAY = "(?P<day>3[01]|[12][0-9]|[1-9])"
_DAY_LABELS = "開催日|実施日|発行日|配布日|施行日|締切日|支給日|振替日|日程|期日|日時|納期"
DAY_ALONE = re.compile(
    f"(?:(?<![0-9,.月])|(?<=毎月)){_DAY}日(?:{_WEEKDAY_BRACKET}|(?=の[月火水木金土日]曜|号|付(?!属|近)|発行|発売|締め?切|必着|現在|時点"
    "|から[0-9]{1,3}日間))"
    f"|(?<=曜日[と・、])(?P<day2>3[01]|[12][0-9]|[1-9])日{NO_DAY}"
    f"|(?:{_DAY_LABELS})[ :は]{{0,3}}(?P<day3>3[01]|[12][0-9]|[1-9])日{NO_DAY}"
)
DAY_LIST = re.compile(
    f"(?:(?<![0-9,.月/~-])|(?<=毎月))(?:[0-9]{{1,2}}日?{WEEKDAY}(?: ?[・、,] ?|及び|並びに|と|又は|または|や| )){{1,12}}"
    f"[0-9]{{1,2}}日{WEEKDAY}{NO_DAY}"
)
DAY_SPAN = re.compile(
    f"(?<![0-9,.月/~-])(?P<first>3[01]|[12][0-9]|[1-9])日{WEEKDAY}(?:から|~|-)(?P<last>3[01]|[12][0-9]|[1-9])日{WEEKDAY}"
    "(?=まで|の[0-9]{1,2}日間|に(?:開催|実施))"
)
DAY_OF_LIST = re.compile("[0-9]{1,2}日?")
COUNTS_DAYS = re.compile("(?:延べ?|のべ|[計全約各週年数]|年間|最[大長短低]|平均|(?<!毎)月|以上|過去)[ :はに]{0,3}$")
"""Before a list, what makes it one of numbers of days."""
QUARTERS = re.compile("第(?P<first>[1-4])(?:[・、,~]|及び|から|-)(?:第?[1-4][・、,]){0,2}第?(?P<last>[1-4])四半期")
UNTIL = re.compile(f"{WEEKDAY} ?(?:~|-|から|より) ?")
GOES_ON = re.compile(f"{WEEKDAY} ?(?:~|-|から|より|及び|と|[・、,])? ?")

_BEFORE_SHORT = "(?<![0-9,./第元一二三四五六七八九十])"
SHORT_DATE = re.compile(
    f"{_BEFORE_SHORT}(?P<number>{NUMBER}) ?年 ?(?P<month>{N}) ?月(?: ?(?P<day>{N}) ?日(?!間))?"
    f"(?P<end>末)?(?P<month_part>{MONTH_PART})?{NOT_MONTH}"
)
SHORT_YEAR = re.compile(
    f"{_BEFORE_SHORT}(?P<number>元|[0-9]{{1,2}})年(?:(?P<end>末)(?=現在|時点|[のにで]|[)、。 ]|$)|中に|中の(?=[一-龠ァ-ヶ]))"
    "|(?:^|(?<=[ (、。:・~]))(?P<first>元)年(?=[はにのから]|[ :、)~]|$)"
)
QUOTED = re.compile(
    "['’‘`´](?P<number>[0-9]{2})(?:年度(?P<fiscal_end>末)?(?P<fiscal_part>" + YEAR_PART + ")?"
    "|(?:年|(?P<sep>[./]))(?P<month>1[0-2]|0?[1-9])(?:月|(?(sep)(?![0-9])))(?:(?(sep)(?P=sep)|)(?P<day>3[01]|[12][0-9]|0?[1-9])(?(sep)(?![0-9])|日))?"
    "|年(?![0-9]))"
)
WHOLE_DATE = re.compile(
    "(?<![0-9./A-Za-z])(?P<number>[0-9]{1,2})(?P<sep>[./])(?P<month>1[0-2]|0?[1-9])(?P=sep)(?P<day>3[01]|[12][0-9]|0?[1-9])"
    "(?:\\((?P<weekday>[月火水木金土日])|(?=現在|時点))"
)
