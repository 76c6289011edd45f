"""Numbered headings of a plan: which notation, which level, under which parent; restarts and continuations."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from bouhan_opendata.japanese.folding import fold, join_lines

_NAMED = (
    r"(?:基本|重点|個別|推進|行動|施策の?|取組の?)?(?:目標|方針|方向性?|施策|政策|分野|柱|課題|重点|項目)"
    r"[ ]?(?:[0-9一二三四五六七八九十IVX]{1,4}|\([0-9]{1,2}\))"
)
_KANJI = "[一二三四五六七八九十]{1,3}"
_KANA = "[アイウエオカキクケコサシスセソ]"
_ATOM = rf"(?:[0-9]{{1,2}}|[IVX]{{1,5}}|[A-Z]|\([0-9]{{1,2}}\)|\({_KANA}\))"
_GAP = "[ .、:)]"
_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "named",
        re.compile(
            rf"^(?P<n>{_NAMED}(?:[-(][0-9]{{1,2}}\)?)?)[】》] ?"
            rf"|^(?P<m>{_NAMED}(?:[-(][0-9]{{1,2}}\)?)?)(?![0-9一二三四五六七八九十IVX年月日回人件])[ :.、]*"
        ),
    ),
    ("chapter", re.compile(rf"^(?P<n>第(?:[0-9]{{1,3}}|{_KANJI})[章部編])[ :.、]*")),
    ("section", re.compile(rf"^(?P<n>第(?:[0-9]{{1,3}}|{_KANJI})[節項])[ :.、]*")),
    ("ordinal", re.compile(rf"^(?P<n>第(?:[0-9]{{1,3}}|{_KANJI}))[ .、:]+")),
    ("dotted3", re.compile(r"^(?P<n>[0-9]{1,2}[-.][0-9]{1,2}[-.][0-9]{1,2})(?!-|\([0-9])[ .、:]*(?![0-9])")),
    ("dotted2", re.compile(r"^(?P<n>[0-9]{1,2}[-.][0-9]{1,2})(?!-|\([0-9])[ .、:]*(?![0-9])")),
    (
        "compound",
        re.compile(rf"^(?P<n>{_ATOM}(?:-{_ATOM}|\([0-9]{{1,2}}\)){{1,3}})(?:(?<=\)){_GAP}*|{_GAP}+|(?=[一-龠ぁ-んァ-ヶ「]))"),
    ),
    ("roman", re.compile(rf"^(?P<n>[IVX]{{1,5}}){_GAP}+")),
    ("number", re.compile(rf"^(?P<n>[0-9]{{1,2}})(?:{_GAP}+(?![0-9])|(?=[一-龠ぁ-んァ-ヶ「])(?![年月日回人件台か]))")),
    ("bracket", re.compile(r"^(?P<n>\([0-9]{1,2}\))[ .、:]*")),
    ("kana", re.compile(rf"^(?P<n>{_KANA}){_GAP}+")),
    ("bracket-kana", re.compile(rf"^(?P<n>\((?:{_KANA}|[a-zA-Z])\))[ .、:]*")),
    ("bracket-kanji", re.compile(rf"^(?P<n>\({_KANJI}\))[ .、:]*")),
    ("kanji", re.compile(rf"^(?P<n>{_KANJI}){_GAP}+")),
    ("letter", re.compile(rf"^(?P<n>[A-Z]){_GAP}+(?=[一-龠ぁ-んァ-ヶ「])")),
)
_CIRCLED = re.compile(r"^(?P<n>[①-⑳❶-❿➀-➉㉑-㉟](?:[-－][0-9０-９]{1,2})?)\s*")
_WORDS = re.compile(r"[^\W\d_]")
_CONTINUED = (
    r"[(（【〔\[［〈<＜][ 　]?(?:前(?:の)?(?:ページ|頁|表|シート)(?:の|から|からの|より)?[ 　]?)?"
    r"(?:続き|つづき|続|つづく|続く)[ 　]?[)）】〕\]］〉>＞]"
)
_CONTINUED_START = re.compile(rf"^[ 　]?{_CONTINUED}[ 　]?")
_CONTINUED_END = re.compile(rf"[ 　]?{_CONTINUED}[ 　]?$")
_EMPHASIS = re.compile(r"^(\*{1,3}|_{2,3})(?=\S)(?P<text>.+?)\1$")


def without_continued(text: str) -> str:
    """A name without the sign that it is only continued from the page or table before.

    >>> without_continued("避難所の整備（続き）")
    '避難所の整備'
    """
    return _CONTINUED_END.sub("", _CONTINUED_START.sub("", text)) or text


def plain(line: str) -> str:
    """A line without the stars or underscores that make all of it bold.

    >>> plain("**第1章　人づくり**")
    '第1章　人づくり'
    """
    text = line.strip()
    match = _EMPHASIS.match(text)
    return match["text"].strip() if match else text


@dataclass(frozen=True, slots=True)
class Heading:
    """One heading; ``parent`` is an index into the table's headings; ``notation`` holds the parents': ``1-(1)``."""

    table_no: int
    row_no: int
    level: int
    notation: str
    title: str
    purpose: str
    parent: int | None
    own: str = ""
    """Its own number, without the parents'."""


@dataclass(slots=True)
class Outline:
    """Headings as they come; the open ones carry over from table to table until one of their kind follows."""

    headings: list[Heading] = field(default_factory=list)
    _open: list[tuple[str, int]] = field(default_factory=list)

    @property
    def current(self) -> int | None:
        """The innermost open heading."""
        return self._open[-1][1] if self._open else None

    def add(self, table_no: int, row_no: int, lines: tuple[str, ...]) -> bool:
        """Take a heading from the lines of a cell; ``False`` when the first line has no number."""
        split = numbered(without_continued(plain(lines[0])))
        if split is None:
            return False
        kind, notation, title = split
        kind = _named_kind(notation) if kind == "named" else kind
        kinds = [k for k, _ in self._open]
        if kind in kinds:
            again = self._open[kinds.index(kind)]
            if (self.headings[again[1]].own, self.headings[again[1]].title) == (notation, title):
                del self._open[kinds.index(kind) + 1 :]
                return True
            del self._open[kinds.index(kind) :]
        self._push(table_no, row_no, kind, notation, title, join_lines([plain(line) for line in lines[1:]]))
        return True

    def put(self, table_no: int, row_no: int, family: str, level: int, lines: tuple[str, ...]) -> None:
        """Take a heading whose level its place tells: a column of headings, a heading line, a merged row.

        It closes what is open at its level and below within its family, and everything a column or row has opened since.
        """
        first = next((n for n, (kind, _) in enumerate(self._open) if self._closes(kind, family, level)), len(self._open))
        name = without_continued(plain(lines[0]))
        split = numbered(name) or (family, "", name)
        title, notation = split[2], split[1]
        if first < len(self._open):
            open_heading = self.headings[self._open[first][1]]
            if self._open[first][0] == f"{family}{level}" and open_heading.title == title and open_heading.own == notation:
                return
        del self._open[first:]
        self._push(table_no, row_no, f"{family}{level}", notation, title, join_lines([plain(line) for line in lines[1:]]))

    def describe(self, lines: tuple[str, ...]) -> bool:
        """Take lines as what the innermost open heading is for; ``False`` where none is open or it has said so already."""
        at = self.current
        if at is None or self.headings[at].purpose:
            return False
        self.headings[at] = replace(self.headings[at], purpose=join_lines([plain(line) for line in lines]))
        return True

    @staticmethod
    def _closes(kind: str, family: str, level: int) -> bool:
        match = re.fullmatch(rf"{family}([0-9]+)", kind)
        if match:
            return int(match[1]) >= level
        if family == "mark":
            return kind.startswith(("row", "column"))
        return family == "line" or (family == "column" and kind.startswith("row"))

    def _push(self, table_no: int, row_no: int, kind: str, notation: str, title: str, purpose: str) -> None:
        parent = self._open[-1][1] if self._open else None
        above = self.headings[parent].notation if parent is not None else ""
        full = f"{above}-{notation}" if above and notation and not kind.startswith(("dotted", "compound")) else notation
        self.headings.append(Heading(table_no, row_no, len(self._open) + 1, full, title, purpose, parent, notation))
        self._open.append((kind, len(self.headings) - 1))


def _named_kind(notation: str) -> str:
    """The kind of a heading that names its level: 基本目標1 and 施策の方向1 are two kinds, 基本施策1 and 基本施策1-1 too."""
    folded = fold(notation).text
    word = re.sub(r"[ 0-9一二三四五六七八九十IVX()-]", "", folded)
    return f"named:{word}:{len(re.findall('[-(]', folded))}"


def numbered(line: str) -> tuple[str, str, str] | None:
    """(kind, notation, title) of a line that begins with a number, both verbatim; ``None`` without one.

    >>> numbered("基本方針Ⅱ　子どもの安全")
    ('named', '基本方針Ⅱ', '子どもの安全')
    """
    text = line.strip()
    if match := _CIRCLED.match(text):
        return "circled", match["n"], text[match.end() :].strip()
    folded = fold(text)
    for kind, pattern in _KINDS:
        match = pattern.match(folded.text)
        if match and match.end() < len(folded.text):
            start = folded.starts[match.end()]
            said = folded.span(*match.span("n" if match["n"] else "m"))
            if not _WORDS.search(folded.text, match.end()):
                return None
            level = str(len(re.findall(_ATOM, match["n"]))) if kind == "compound" else ""
            return kind + level, text[slice(*said)], text[start:].strip()
    return None
