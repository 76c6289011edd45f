"""``schema/`` as frozen values: tables, fields, code lists, units, words and rules, loaded once and passed in.

Every fact about a field stands in ``schema/model.yaml``; this room reads it, refuses a broken one, and knows nothing
of any city, file format or target.
"""

from __future__ import annotations

from bouhan_opendata.model.loading import load_model, schema_folder
from bouhan_opendata.model.values import (
    FIELD_TYPES,
    ID_PATTERN,
    MODEL_BROKEN,
    Code,
    CodeList,
    Condition,
    Constant,
    Field,
    Measured,
    Model,
    ReadabilityRule,
    TableModel,
    Term,
    Unit,
    Word,
    Words,
    broken,
)

__all__ = [
    "FIELD_TYPES",
    "ID_PATTERN",
    "MODEL_BROKEN",
    "Code",
    "CodeList",
    "Condition",
    "Constant",
    "Field",
    "Measured",
    "Model",
    "ReadabilityRule",
    "TableModel",
    "Term",
    "Unit",
    "Word",
    "Words",
    "broken",
    "load_model",
    "schema_folder",
]
