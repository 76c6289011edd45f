"""How readable a table is for machines: the 30 rules of ``schema/readability.yaml``, judged on sources and on what is released.

Each file or sheet gets a verdict on every rule: kept, broken (where), or not applicable (why). A level's score begins at 100.
"""

from bouhan_opendata.machine_readability.documents import judge_source
from bouhan_opendata.machine_readability.released import columns, judge_files
from bouhan_opendata.machine_readability.values import FILE, Judgement, Verdict, overall, readability_json

__all__ = ["FILE", "Judgement", "Verdict", "columns", "judge_files", "judge_source", "overall", "readability_json"]
