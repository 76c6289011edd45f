"""Numbers of automatic lists, written as Word and browsers show them: 1, ①, ア, 一, iv."""

from __future__ import annotations

_KANJI = "〇一二三四五六七八九"
_LEGAL = "零壱弐参四伍六七八九"
_ROMAN = tuple(
    zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"),
        strict=True,
    )
)
_CIRCLED = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚㉛㉜㉝㉞㉟㊱㊲㊳㊴㊵㊶㊷㊸㊹㊺㊻㊼㊽㊾㊿"
_SEQUENCES = {
    "decimalEnclosedCircle": _CIRCLED,
    "decimalEnclosedCircleChinese": _CIRCLED,
    "decimalEnclosedParen": "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇",
    "decimalEnclosedFullstop": "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛",
    "aiueo": "ｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜｦﾝ",
    "aiueoFullWidth": "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワヲン",
    "iroha": "ｲﾛﾊﾆﾎﾍﾄﾁﾘﾇﾙｦﾜｶﾖﾀﾚｿﾂﾈﾅﾗﾑｳヰﾉｵｸﾔﾏｹﾌｺｴﾃｱｻｷﾕﾒﾐｼヱﾋﾓｾｽﾝ",
    "irohaFullWidth": "イロハニホヘトチリヌルヲワカヨタレソツネナラムウヰノオクヤマケフコエテアサキユメミシヱヒモセスン",
    "ideographTraditional": "甲乙丙丁戊己庚辛壬癸",
    "ideographZodiac": "子丑寅卯辰巳午未申酉戌亥",
    "ideographEnclosedCircle": "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉",
}
_WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


def show_number(value: int, form: str) -> str | None:
    """A number in one of Word's number formats (ECMA-376 17.18.59), or ``None`` in one that is not known.

    >>> show_number(12, "japaneseCounting"), show_number(3, "decimalEnclosedCircle")
    ('十二', '③')
    """
    plain = {"decimal": "{}", "decimalZero": "{:02}", "decimalHalfWidth": "{}", "numberInDash": "- {} -", "none": ""}
    if form in plain:
        return plain[form].format(value)
    if form in ("decimalFullWidth", "decimalFullWidth2"):
        return str(value).translate(_WIDE)
    if form in _SEQUENCES:
        return _SEQUENCES[form][value - 1] if 1 <= value <= len(_SEQUENCES[form]) else str(value)
    if form in ("ideographDigital", "japaneseDigitalTenThousand"):
        return "".join(_KANJI[int(digit)] for digit in str(max(value, 0)))
    if form in ("japaneseCounting", "chineseCountingThousand", "japaneseLegal") and 0 < value < 10_000:
        return _counted(value, _LEGAL if form == "japaneseLegal" else _KANJI, form == "japaneseLegal")
    if form in ("lowerLetter", "upperLetter") and value > 0:
        letter = chr(ord("a") + (value - 1) % 26) * min((value - 1) // 26 + 1, 9)
        return letter if form == "lowerLetter" else letter.upper()
    if form in ("lowerRoman", "upperRoman") and 0 < value < 4000:
        return _roman(value) if form == "lowerRoman" else _roman(value).upper()
    return None


def _counted(value: int, digits: str, is_legal: bool) -> str:
    shown = ""
    for unit, name in ((1000, "千"), (100, "百"), (10, "拾" if is_legal else "十"), (1, "")):
        count, value = divmod(value, unit)
        if count:
            shown += ("" if count == 1 and unit > 1 and not is_legal else digits[count]) + name
    return shown


def _roman(value: int) -> str:
    shown = ""
    for worth, letters in _ROMAN:
        count, value = divmod(value, worth)
        shown += letters * count
    return shown
