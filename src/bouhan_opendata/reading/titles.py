"""What stands in a measure's cell beside its name: a number before it, a department in brackets behind it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bouhan_opendata.japanese.folding import fold, folded_word, join_lines
from bouhan_opendata.model import Model
from bouhan_opendata.reading.headings import numbered, plain, without_continued

_BRACKETED = re.compile(
    r"[(（【〔\[［〈<＜《]\s*(?P<inside>[^()（）【】〔〕\[\]［］〈〉<>＜＞《》]+?)\s*[)）】〕\]］〉>＞》]\s*$"
)
_BETWEEN = re.compile(r"[、,，/／;；\s]+|及び|並びに")
_NUMBERED = ("circled", "dotted", "compound", "roman", "number", "bracket", "kana", "named")
_LABEL = re.compile(r"^(?P<n>(?:No\.?|NO\.?) ?[0-9]{1,3})[ .、:)]+")
_COUNTED = re.compile(r"[年月日回人件台時週分秒歳才つ号丁番条階校か個本枚種カケヶヵ]")

_LONGEST_TOTAL = 16


@dataclass(frozen=True, slots=True)
class Title:
    """``notation`` is the number before the name, ``department`` the cell's text with all but its department blanked out."""

    name: str
    notation: str = ""
    department: str = ""


def read_title(text: str, model: Model, *, seeks_department: bool) -> Title:
    """The parts of a measure's cell. A bracket is a department only where one is sought and all it says ends like one.

    The blanks keep the department where it stands in the cell: its characters can be pointed at.
    """
    department = ""
    if seeks_department and (match := _BRACKETED.search(text)) and match.start() and is_department(match["inside"], model):
        start, end = match.span("inside")
        department = "".join(char if char == "\n" or start <= at < end else " " for at, char in enumerate(text))
        text = text[: match.start()].rstrip()
    notation, name = split_notation(without_continued(join_lines([plain(line.lstrip("#＃")) for line in text.split("\n")])))
    return Title(name, notation, department)


def split_notation(title: str) -> tuple[str, str]:
    """The number before a name and the name, both verbatim. A number that counts something (24時間) is part of the name.

    >>> split_notation("１－１　広報紙による啓発")
    ('１－１', '広報紙による啓発')
    """
    folded = fold(title)
    if match := _LABEL.match(folded.text):
        end = folded.starts[match.end()] if match.end() < len(folded.text) else len(title)
        return title[slice(*folded.span(*match.span("n")))], title[end:]
    split = numbered(title)
    if split is None or not split[0].startswith(_NUMBERED) or not split[2]:
        return "", title
    kind, notation, name = split
    gap = title[len(notation) : len(title) - len(name)].strip()
    spaced = len(title) > len(notation) + len(name)
    if kind == "number" and not spaced:
        return "", title
    if kind.startswith(("number", "dotted", "compound")) and not gap and _COUNTED.match(name):
        return "", title
    return notation, name


def is_notation(text: str) -> bool:
    """Whether a cell says a number and nothing else: 1, 1-1, ①, (2)."""
    said = plain(text)
    if re.fullmatch(r"[❶-❿➀-➉①-⑳㉑-㉟]", said):
        return True
    if not said or len(said) > 8:
        return False
    if re.fullmatch(r"(?:No\.?)?[0-9]{1,4}[.)]?", fold(said).text):
        return True
    split = numbered(f"{said} の")
    return split is not None and split[1] in (said, said.rstrip(".．)）")) and split[0] != "named"


def is_department(text: str, model: Model) -> bool:
    """Whether the words of a bracket are the city's own departments: each ends like one and is no other thing (会議室, 一部)."""
    words = [word for word in _BETWEEN.split(text) if word]
    return bool(words) and all(_is_one(part, model) for word in words for part in _parts(word, model))


def _parts(word: str, model: Model) -> list[str]:
    """安全課・防災課 are two, 人権・男女共同参画課 is one."""
    parts = word.split("・")
    return parts if all(_is_one(part, model) for part in parts) else [word]


def _is_one(name: str, model: Model) -> bool:
    folded = folded_word(name)
    others = [word for word in model.words["layout_words"] if word.meaning == "no_department"]
    if any(folded == (said := folded_word(w.text)) or (w.note != "whole" and folded.endswith(said)) for w in others):
        return False
    for word in model.words["department_endings"]:
        ending = folded_word(word.text)
        if (word.note == "own" or word.meaning == "bureau") and folded.endswith(ending) and len(folded) > len(ending) + 1:
            return True
    return any(folded.endswith(folded_word(word.text)) for word in model.words["layout_words"] if word.meaning == "department")


def is_total(text: str, model: Model) -> bool:
    """Whether a cell says that its row adds up others: 合計, 小計（件）, 基本目標1 小計, うち再掲."""
    folded = re.sub(r"\([^()]*\)|[0-9*]", "", folded_word(text))
    for word in model.words["layout_words"]:
        if word.meaning == "total":
            said = folded_word(word.text)
            if folded == said or (word.note == "ending" and folded.endswith(said) and len(folded) <= _LONGEST_TOTAL):
                return True
    return False
