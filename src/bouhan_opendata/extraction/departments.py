"""Departments as written: one a line or run together, offices in brackets, the whole city, bodies outside."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass, replace

from bouhan_opendata.extraction.values import DepartmentName
from bouhan_opendata.extraction.words import ExtractionWords
from bouhan_opendata.japanese.folding import Folded, fold

_SEPARATORS = re.compile(r"[、,/;\n→⇒]|\s{1,40}|及び|並びに|(?<=[課室係])と(?=[一-龠ァ-ヶA-Z])")
_PIECE = re.compile(
    r"(?P<text>(?:\((?:株|有|社|財|福|学|公社|公財|一社|一財|社福|特非|NPO)\)|[^(【〔\[〈<《≪)】〕\]〉>》≫]){1,400})"
    r"|(?P<open>[(【〔\[〈<《≪])|(?P<close>[)】〕\]〉>》≫])"
)
_MARKS = re.compile(r"^[・○◎●◇◆■□※☆★▲△]+")
_NO_NAME = re.compile(r"[○◎●◇◆■□・*※\-:]+")
_BUREAU = re.compile(
    r"(?P<bureau>[^部局(（]{1,10}(?:部|局)|[^部局(（]{0,6}教育委員会)(?!長(?!寿)|会|門|活動)(?P<section>[^部局]{2,})"
)
_SO_MANY_OTHERS = re.compile(r"[0-9]{1,3}[一-龠ァ-ヶ]{1,4}")
_FRAGMENT = re.compile(r"[一-龠々ぁ-んァ-ヶーA-Za-z・]{1,10}")
_ABOVE = re.compile(r".{1,12}(?:(?<!本)部|局)|.{0,8}教育委員会")

_SINCE = re.compile(r"(?:(?:令和|平成)(?:元|[0-9]{1,2})|[RH][0-9]{1,2}|[0-9]{4})年?度?(?:から|より|まで|以降)は? ?")
"""When a department took over: 令和5年度から人権課."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A name on its way: where it stands, what parts it from the one before, and whether a bracket holds it."""

    name: str
    line: int
    start: int
    end: int
    link: str
    inside: bool


def read_departments(lines: Sequence[str], words: ExtractionWords, known: Set[str] = frozenset()) -> list[DepartmentName]:
    """The departments of a department cell or a section head, in order. A bracket names an office of the one before it.

    A bureau before its section (市民部 生活安全課, 市民部（生活安全課）, 生活安全課（市民部）) is the section's and no
    department of its own here. A bracket that names no body (市委託, 内線123, 主管) says something else of it and is passed
    over, as are words for a role, for others (他, ほか), for no name (未定) and marks. ``known`` are names, folded, that the
    document has elsewhere: two lines that are one of them together (地域, 安全課) are one name.
    """
    found: list[DepartmentName] = []
    parts = [part for number, line in _mended(lines, words, known) for part in _line_parts(number, line, words)]
    last: str | None = None
    bureau: str | None = None
    for index, part in enumerate(parts):
        folded = fold(part.name).text
        kind = department_kind(folded, words)
        if part.inside and not _ends_like_one(folded, words):
            continue
        if part.inside and kind == "bureau" and found and found[-1].kind == "section" and found[-1].bureau_name is None:
            found[-1] = replace(found[-1], text=part.name + found[-1].text, bureau_name=part.name)
            continue
        following = parts[index + 1] if index + 1 < len(parts) else None
        if following is not None and _is_above(part, kind, following, parts, words):
            bureau = part.name
            continue
        goes_on = bool(part.inside or part.link in ("・", "")) and bureau is not None
        above = bureau if bureau is not None and (goes_on or (index and parts[index - 1].name == bureau)) else None
        bureau = above
        found.append(_read(part, kind, above, last, words))
        if not part.inside:
            last = None if kind in ("whole_city", "related_sections") else found[-1].name
    return found


def _read(part: _Part, kind: str, above: str | None, last: str | None, words: ExtractionWords) -> DepartmentName:
    """A part as a department: below the bureau written before it, or an office of the section before its bracket."""
    own, section = _parted(part.name, words)
    is_whole = kind == "whole_city"
    is_named = kind not in ("whole_city", "related_sections", "outside_body")
    parent = last if part.inside and above is None and is_named else None
    text = f"{above}{part.name}" if above and own is None else part.name
    return DepartmentName(text, section, parent, kind, is_whole, part.line, part.start, part.end, own or above)


def _is_above(part: _Part, kind: str, following: _Part, parts: Sequence[_Part], words: ExtractionWords) -> bool:
    """Whether a bureau is followed by a section of it: 市民部 生活安全課, 市民部(生活安全課), or each on its line."""
    folded, next_kind = fold(part.name).text, department_kind(fold(following.name).text, words)
    if part.inside or _ABOVE.fullmatch(folded) is None or folded.startswith(("各", "全", "関係")):
        return False
    if (kind != "bureau" and not folded.endswith("教育委員会")) or next_kind != "section":
        return False
    if not _ends_like_one(fold(following.name).text, words) or _parted(following.name, words)[0] is not None:
        return False
    if following.link == "\n":
        return not following.inside and sum(other.line == part.line for other in parts) == 1
    return following.inside or following.link in (" ", "/")


def _mended(lines: Sequence[str], words: ExtractionWords, known: Set[str]) -> list[tuple[int, str]]:
    """Lines with their numbers; a name that the end of a line cuts in two (生活安 and 全課) is one."""
    made: list[tuple[int, str]] = []
    for number, line in enumerate(lines):
        before = made[-1] if made else None
        if before is not None and before[0] == number - 1 and _is_cut(before[1], line, words, known):
            made[-1] = before[0], before[1].rstrip() + line.strip()
        else:
            made.append((number, line))
    return made


def _is_cut(first: str, second: str, words: ExtractionWords, known: Set[str]) -> bool:
    one, other = _MARKS.sub("", fold(first).text.strip()), fold(second).text.strip()
    if one + other in known and one not in known:
        return True
    if _FRAGMENT.fullmatch(one) is None or _FRAGMENT.fullmatch(other) is None or len(other) > 5:
        return False
    is_name = one in words.column_kinds or one in words.department_roles or one in words.status_words
    if is_name or _ends_like_one(one, words) or department_kind(one, words) != "section":
        return False
    return (one + other).endswith(words.section_endings)


def _parted(name: str, words: ExtractionWords) -> tuple[str | None, str]:
    """A bureau and its section run together: 総務部生活環境課 is the 生活環境課 of the 総務部."""
    match = _BUREAU.fullmatch(name)
    if match is None or not fold(match["section"]).text.endswith(words.section_endings):
        return None, name
    return match["bureau"], match["section"]


def _ends_like_one(folded: str, words: ExtractionWords) -> bool:
    if folded in words.department_roles and folded not in words.department_kinds:
        return False
    return folded in words.department_kinds or folded.endswith(words.department_ending_texts)


def _line_parts(number: int, line: str, words: ExtractionWords) -> Iterator[_Part]:
    """The names of a line in order."""
    folded = fold(line)
    inside, link = False, "\n"
    for piece in _PIECE.finditer(folded.text):
        if piece["text"] is None:
            inside, link = piece["open"] is not None, ""
            continue
        for first, last, before in _between(folded, piece.start(), piece.end(), words):
            link = before or link
            for start, end in _names(folded.text, first, last, words):
                source = folded.span(start, end)
                yield _Part(folded.source[source[0] : source[1]], number, source[0], source[1], link, inside)
                link = ","


def _names(text: str, first: int, last: int, words: ExtractionWords) -> Iterator[tuple[int, int]]:
    """The places of the names between two separators, without marks, roles (主管：) and words for others (ほか)."""
    while first < last and text[first].isspace():
        first += 1
    last = first + len(text[first:last].rstrip(" 　:"))
    if (mark := _MARKS.match(text[first:last])) is not None:
        first += mark.end()
    head, colon, _ = text[first:last].partition(":")
    if colon and (head in words.department_roles or words.department_kinds.get(head) == "related_sections"):
        first += len(head) + 1
    for word in words.department_others:
        if text.startswith(word, first, last) and (first + len(word) == last or _is_rest(text[first + len(word) : last], words)):
            first += len(word)
            break
    for word in words.department_others:
        at = text.rfind(word, first + 1, last)
        if at > first and _is_body(text[first:at].rstrip(), words) and _is_rest(text[at + len(word) : last], words):
            yield first, first + len(text[first:at].rstrip())
            first = at + len(word)
            break
    if (since := _SINCE.match(text[first:last])) is not None and _is_body(text[first + since.end() : last].strip(), words):
        first += since.end()
    name = text[first:last].strip()
    first += len(text[first:last]) - len(text[first:last].lstrip())
    if name and not _is_no_name(name, words):
        yield first, first + len(name)


def _is_rest(behind: str, words: ExtractionWords) -> bool:
    """What stands behind ほか: nothing, 関係各課, so many."""
    behind = behind.strip()
    return not behind or behind in words.department_kinds or _SO_MANY_OTHERS.fullmatch(behind) is not None


def _is_body(name: str, words: ExtractionWords) -> bool:
    return _ends_like_one(name, words) or department_kind(name, words) != "section"


def _is_no_name(name: str, words: ExtractionWords) -> bool:
    """Marks, roles alone, 〃, 未定, なし, 他2課."""
    if _NO_NAME.fullmatch(name) or words.no_data.fullmatch(name) or _SO_MANY_OTHERS.fullmatch(name):
        return True
    return name in words.status_words or (name in words.department_roles and name not in words.department_kinds)


def _between(folded: Folded, start: int, end: int, words: ExtractionWords) -> Iterator[tuple[int, int, str]]:
    """The parts between separators, and what stands before each. A middle dot ends a name only if what stands before it ends like a department.

    安全課・防災課 are two, 人権・男女共同参画課 is one; where the last part is no department either (学校・警察) all are parts.
    """
    position, link = start, ""
    bounds = [(m.start(), m.end()) for m in _SEPARATORS.finditer(folded.text, start, end)]
    for left, right in [*bounds, (end, end)]:
        if folded.text[position:left].strip():
            dots = [n for n in range(position, left) if folded.text[n] == "・"]
            joins = _ends_like_one(folded.text[position:left].strip(), words)
            for dot in dots:
                part = folded.text[position:dot].strip()
                if not part or not joins or _ends_like_one(part, words):
                    yield position, dot, link
                    position, link = dot + 1, "・"
            yield position, left, link
            link = ""
        separator = folded.text[left:right].strip()
        link = separator or link or " "
        position = right


def department_kind(name: str, words: ExtractionWords) -> str:
    """The kind of a folded name, from its whole, its beginning or its ending; a section when nothing else is known."""
    for kinds in (words.department_kinds, words.column_kinds):
        if name in kinds:
            return kinds[name]
    if name.startswith(words.outside_starts):
        return "outside_body"
    if not name.endswith(words.ending_texts):
        return "section"
    likely = (*words.department_endings_by_end.get(name[-1:], ()), *words.column_endings)
    endings = [row for row in likely if name.endswith(row[0])]
    return max(endings, key=lambda row: len(row[0]), default=("", "section"))[1]


def looks_like_department(text: str, known: Sequence[str], words: ExtractionWords) -> bool:
    """Whether the text of a bracket names departments: known ones, or words that end as departments do."""
    names = read_departments([text], words)
    if not names:
        return False
    folded_known = {fold(name).text for name in known}
    for name in names:
        folded = fold(name.name).text
        if folded in folded_known or folded in words.department_kinds:
            continue
        if folded in words.kinds_of_bodies:
            return False
        endings = [end for end, _ in words.department_endings_by_end.get(folded[-1:], ()) if folded.endswith(end)]
        longest = max(map(len, endings), default=0)
        if any(folded.endswith(word) and len(word) >= longest for word in words.no_departments):
            return False
        if not any(len(folded) > len(ending) for ending in endings):
            return False
    return True
