"""Every code point is known for what it is: written by people, odd and told, or no character of a text at all."""

from __future__ import annotations

import sys
import unicodedata
from collections.abc import Iterator

from bouhan_opendata.validation.package_rules import is_odd

IGNORABLE = (
    "00AD 034F 061C 115F-1160 17B4-17B5 180E 200B-200F 202A-202E 2060-206F 3164 FEFF FFA0 FFF0-FFFB 1BCA0-1BCA3 1D173-1D17A "
    "E0000-E00FF E01F0-E0FFF"
)
"""What the Unicode standard calls default ignorable and noncharacters' neighbours, without the variation selectors."""
SELECTORS = "180B-180D 180F FE00-FE0F E0100-E01EF"
PRIVATE = "E000-F8FF F0000-FFFFD 100000-10FFFD"
LOST_OR_BLANK = "2800 FFFD"


def each(ranges: str) -> Iterator[str]:
    for part in ranges.split():
        first, _, last = part.partition("-")
        yield from map(chr, range(int(first, 16), int(last or first, 16) + 1))


def test_what_shows_nothing_is_odd() -> None:
    assert [hex(ord(char)) for char in each(IGNORABLE) if not is_odd(char)] == []


def test_private_use_and_noncharacters_are_odd() -> None:
    noncharacters = [*each("FDD0-FDEF"), *(chr(plane * 0x10000 + low) for plane in range(17) for low in (0xFFFE, 0xFFFF))]
    assert len(noncharacters) == 66
    assert all(map(is_odd, noncharacters)) and all(map(is_odd, each(PRIVATE)))


def test_the_form_of_a_kanji_may_be_said() -> None:
    assert not any(map(is_odd, each(SELECTORS)))


def test_what_people_write_is_not_odd() -> None:
    """Letters, marks, numbers, punctuation, symbols and spaces: all of them but the few that show nothing."""
    told = {*each(IGNORABLE), *each(LOST_OR_BLANK)}
    written = [chr(n) for n in range(sys.maxunicode + 1) if unicodedata.category(chr(n))[0] in "LMNPS" or chr(n) in " 　\u00a0"]
    assert len(written) > 140_000
    assert [hex(ord(char)) for char in written if is_odd(char) and char not in told] == []


def test_no_code_point_is_left_out() -> None:
    """What is neither written by people nor a selector is odd: nothing is silently both or neither."""
    selectors = {*each(SELECTORS)}
    for number in range(sys.maxunicode + 1):
        char = chr(number)
        is_written = unicodedata.category(char)[0] in "LMNPSZ"
        if not is_written and char not in selectors:
            assert is_odd(char), hex(number)
