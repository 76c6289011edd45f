"""Questions that a check leaves to people, and their answers: what is asked, and the entries that an answer becomes.

Values to values: knows no workbook and no disk.
"""

from bouhan_opendata.asking.answering import Outcome, decided
from bouhan_opendata.asking.collecting import questions_of
from bouhan_opendata.asking.values import CHOICES, LISTS, Answer, Question

__all__ = ["CHOICES", "LISTS", "Answer", "Outcome", "Question", "decided", "questions_of"]
