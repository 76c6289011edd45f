"""Judges CITATION.cff files with cffconvert, which holds the JSON schema of the format; no network.

python citation.py FILE … → {FILE: complaint or null}
"""

import json
import sys
from pathlib import Path

from cffconvert import Citation


def judged(file: str) -> str | None:
    """What is wrong with a file, in the words of the judge."""
    try:
        Citation(Path(file).read_text(encoding="utf-8")).validate(verbose=False)
    except Exception as fault:  # whatever the judge raises is its verdict, and printed as such
        return str(fault).strip().splitlines()[0] or type(fault).__name__
    return None


print(json.dumps({file: judged(file) for file in sys.argv[1:]}))
