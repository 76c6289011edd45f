"""A question and an answer, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass, field

LISTS = ("measures", "departments", "figures", "activities", "restated")
"""The five lists, in the order in which they are asked."""
CHOICES = ("accept", "correct", "exclude", "hold")
"""採用, 修正, 対象外, 保留."""


@dataclass(frozen=True, slots=True)
class Question:
    """One thing that a person has to say. ``key`` names it for good: the same question has the same key next time.

    ``kind`` is ``figure`` (a number waits to be confirmed), ``proposal`` (an entry that may be right) or ``note`` (something
    wants an explanation). ``choices`` are those that make sense. A note is answered by words.
    """

    key: str
    list: str
    kind: str
    rule: str
    choices: tuple[str, ...]
    measure: str = ""
    department: str = ""
    fiscal_year: int | None = None
    place: str = ""
    """Where it stands, as a person sees it: file and cell."""
    before: str = ""
    quote: str = ""
    after: str = ""
    """The line of the source, cut at what is asked about."""
    reading: str = ""
    """What the program makes of it, in a sentence of Japanese."""
    default: str = ""
    """What happens if nobody answers, in a sentence of Japanese."""
    subject: str = ""
    """The id that the answer is about."""
    entry: str = ""
    """The line of YAML that a proposal stands for."""
    file: str = ""
    """Where that line belongs: ``register`` or ``decisions``."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a person said to a question, and where: the book, the sheet and the row."""

    key: str
    choice: str
    label: str = ""
    value: str = ""
    unit: str = ""
    comment: str = ""
    by: str = ""
    on: str = ""
    place: str = field(default="", compare=False)
