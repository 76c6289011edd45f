"""A table's rows as a data frame of pandas, polars or pyarrow, with typed columns; none of the three is required."""

from __future__ import annotations

import importlib
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from bouhan_opendata.errors import UsageError, inline_rule
from bouhan_opendata.model import Field, TableModel

Row = Mapping[str, Any]

LIBRARY_MISSING = inline_rule(
    "library-missing",
    "{library} が入っていません",
    "{library} is not installed",
    "pip install {library} を実行してください。",
    "Run: pip install {library}",
)
_WHOLE = frozenset({"integer", "fiscal_year"})
_PRECISION = 38


def to_pandas(table: TableModel, rows: Sequence[Row]) -> Any:
    """A ``pandas.DataFrame``: ``Int64``, ``boolean``, ``string``, ``datetime64``; decimals stay exact ``Decimal`` objects."""
    pandas = _library("pandas")
    columns = {item.name: [row[item.name] for row in rows] for item in table.fields}
    return pandas.DataFrame({item.name: _pandas_column(pandas, item, columns[item.name]) for item in table.fields})


def _pandas_column(pandas: Any, item: Field, values: list[Any]) -> Any:
    if item.type == "date":
        return pandas.Series(pandas.to_datetime(values), dtype="datetime64[s]")
    if item.type == "decimal":
        return pandas.Series(values, dtype="object")
    dtype = "Int64" if item.type in _WHOLE else "boolean" if item.type == "boolean" else "string"
    return pandas.Series(values, dtype=dtype)


def to_polars(table: TableModel, rows: Sequence[Row]) -> Any:
    """A ``polars.DataFrame``: ``Int64``, ``Decimal``, ``Date``, ``Boolean``, ``String``."""
    polars = _library("polars")
    columns = {}
    for item in table.fields:
        values = [row[item.name] for row in rows]
        columns[item.name] = polars.Series(item.name, values, dtype=_polars_type(polars, item, values))
    return polars.DataFrame(columns)


def _polars_type(polars: Any, item: Field, values: list[Any]) -> Any:
    if item.type == "decimal":
        return polars.Decimal(_PRECISION, _scale(values))
    if item.type in _WHOLE:
        return polars.Int64
    return {"date": polars.Date, "boolean": polars.Boolean}.get(item.type, polars.String)


def to_arrow(table: TableModel, rows: Sequence[Row]) -> Any:
    """A ``pyarrow.Table``: ``int64``, ``decimal128``, ``date32``, ``bool``, ``string``; titles stand in the fields' metadata."""
    arrow = _library("pyarrow")
    fields, arrays = [], []
    for item in table.fields:
        values = [row[item.name] for row in rows]
        kind = _arrow_type(arrow, item, values)
        titles = {"title_ja": item.title["ja"], "title_en": item.title["en"]}
        fields.append(arrow.field(item.name, kind, metadata=titles))
        arrays.append(arrow.array(values, type=kind))
    return arrow.Table.from_arrays(arrays, schema=arrow.schema(fields))


def _arrow_type(arrow: Any, item: Field, values: list[Any]) -> Any:
    if item.type == "decimal":
        return arrow.decimal128(_PRECISION, _scale(values))
    if item.type in _WHOLE:
        return arrow.int64()
    return {"date": arrow.date32(), "boolean": arrow.bool_()}.get(item.type, arrow.string())


def _scale(values: list[Any]) -> int:
    """Decimal places enough for every value of a column."""
    exponents = [value.as_tuple().exponent for value in values if isinstance(value, Decimal)]
    return max((-exponent for exponent in exponents if isinstance(exponent, int) and exponent < 0), default=0)


def _library(name: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError as fault:
        raise UsageError(LIBRARY_MISSING, library=name) from fault
