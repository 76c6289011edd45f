"""Judges CITATION.cff files with cffconvert, which holds the JSON schema of the format; no network.

python citation.py FILE … → {FILE: complaint or null}
"""

import json
import sys
from pathlib import Path

from cffconvert import Citation
from jsonschema.exceptions import ValidationError


def judged(file: str) -> str | None:
    """What is wrong with a file, in the words of the judge."""
    try:
        Citation(Path(file).read_text(encoding="utf-8")).validate()
    except (ValueError, ValidationError) as fault:
        return str(fault).strip().splitlines()[0]
    return None


print(json.dumps({file: judged(file) for file in sys.argv[1:]}))
