"""Whether codes and version numbers are well formed: check digits of the public codes of Japanese bodies."""

from __future__ import annotations


def lg_check_digit(first_five: str) -> str:
    """The sixth digit of a 全国地方公共団体コード (weights 6 to 2, modulo 11; source: 総務省告示).

    >>> lg_check_digit("13113")
    '0'
    """
    total = sum(int(digit) * weight for digit, weight in zip(first_five, (6, 5, 4, 3, 2), strict=True))
    return str((11 - total % 11) % 10)


def is_lg_code(code: str) -> bool:
    """Whether six digits are a code with the right check digit."""
    return len(code) == 6 and code.isascii() and code.isdecimal() and lg_check_digit(code[:5]) == code[5]


def is_corporate_number(number: str) -> bool:
    """Whether thirteen digits are a 法人番号 with the right check digit (the first; source: 法人番号の指定等に関する省令).

    >>> is_corporate_number("7000012050002")
    True
    """
    if not (len(number) == 13 and number.isascii() and number.isdecimal()):
        return False
    weighted = sum(int(digit) * (1 if place % 2 else 2) for place, digit in enumerate(reversed(number[1:]), 1))
    return 9 - weighted % 9 == int(number[0])
