"""The words before most numbers: a run of letters with nothing to be cut off, which is the label as it stands.

What is found here is what ``labels.trimmed`` makes of the clause, at a fraction of its steps; in any doubt nothing is found.
"""

from __future__ import annotations

import re

from bouhan_opendata.extraction.claims import LineClaims
from bouhan_opendata.extraction.words import ExtractionWords

_CUTS = "をはがにでとへもたて"
"""Kana of the particles, conjunctions and verbs that a label is cut at."""
_KANA = "".join(char for char in map(chr, range(0x3041, 0x3094)) if char not in _CUTS)
_LETTER = f"一-龠々ァ-ヶー{_KANA}A-Za-z"
_LEADS_UP = (
    "の|う|ま|なお|さら|そ|あわせ|つい|おい|かか|より|から|ほ|など|し|す|・|内訳|引き続|[次来今本翌前昨同]年|今後|当日|期間中|年度"
    "|以|程度|中|度|時点|現在|比|版|増|減"
)
"""What may lead up to a label, or is none by itself."""
_TAILS = "[のびつど均年度期比りらべ内・A-Za-z]|[月年日]額|[合総]計|年間"
_RUN = re.compile(
    rf"(?<![{_LETTER}])(?!{_LEADS_UP})(?=[{_KANA}]{{0,10}}[一-龠ァ-ヶA-Za-z])[{_LETTER}・]{{2,60}}(?![{_LETTER}・])"
    rf"{''.join(f'(?<!{tail})' for tail in _TAILS.split('|'))}"
)
SAYS_NOTHING = re.compile(
    r"(?:計|合計|延べ|年間|平均|増え?|減り?|増加|減少|時点|前年同様|例年|年度内|以降|当初|各|約|同|分|他|ほか|その他|概ね|全て|すべて|左記|上記|下記|参考)*(?:で|は|の|に)?"
    r"|\(?(?:[月火水木金土日祝](?:曜日?)?[~・、]?){1,8}\)?|(?:前年)?度(?:から|より)|(?:実績|計画|目標|予定|現状|基準)値|(?:及び|並びに|または|又は)"
    r"|[一-龠]{1,3}(?:る|い|った|した|する|していた|している|られた|れた|のみ|となった)|(?:そのうち|いずれも|なお)?[一-龠]{1,2}(?:上|下)回[るっ]た?|[少多]となった"
)
_BEGINS = frozenset("。、,;／/×→(「『【〔[")
"""Marks that a clause begins behind."""
_LAST = (" ", ":", *"をがはのに")
"""What is cut off behind a label."""
_OWNED = frozenset({"quantity", "moment", "back_reference"})
_REACH = 160


def plain_label(line: LineClaims, end: int, words: ExtractionWords) -> tuple[int, int] | None:
    """The run of letters that ends here, but for a particle or a mark, if it is the label of what follows for certain."""
    text, owners = line.folded.text, line.owners
    runs = line.plain_runs
    if runs is None:
        runs = line.plain_runs = {match.end(): match.start() for match in _RUN.finditer(text, line.first)}
    stop = end
    while text[stop - 1 : stop] in _LAST:
        stop -= 1
    start = runs.get(stop, -1)
    if start < line.first or any(owners[start:stop]):
        return None
    before = text[start - 1]
    if start > line.first and before not in _BEGINS and (before in ")」』】〕]" or owners[start - 1] not in _OWNED):
        if before not in " :" or owners[start - 1] is not None or text.find("を", max(line.first, start - _REACH), start) >= 0:
            return None
    piece = text[start:stop]
    if "の" in piece and piece[:2] in words.doings and piece[2:].startswith(("の", "するの", "中の")):
        return None
    return None if piece in words.place_words or SAYS_NOTHING.fullmatch(piece) else (start, stop)
