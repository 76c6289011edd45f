"""What ``layout:`` of a source may say: what its columns, rows and tables are, where they do not speak for themselves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bouhan_opendata.publication.yaml_values import FIRST_YEAR, LAST_YEAR, Section

_ROLES = ("measure", "department", "description", "number", "area", "unit", "indicator", "kind", "year", "unknown")
_ROWS = ("header", "heading", "measure", "skip")
_TABLES = ("skip",)


def read_layout(item: Section) -> Mapping[str, Any] | None:
    """The ``layout`` of one source, keys as text; ``None`` where there is none.

    ``columns: {header words, letter or number: role}``, ``rows: {place: header|heading|measure|skip}``,
    ``tables: {sheet or number: skip}``.
    """
    if item.raw("layout") is None:
        return None
    layout = Section(item.raw("layout"), item.file, item.path("layout"), item.model)
    columns, rows, tables = (_part(layout, name) for name in ("columns", "rows", "tables"))
    layout.end()
    return {
        "columns": {str(name): _role(columns, name) for name in columns.body},
        "rows": {str(name): rows.choice(name, _ROWS) for name in rows.body},
        "tables": {str(name): tables.choice(name, _TABLES) for name in tables.body},
    }


def _part(layout: Section, name: str) -> Section:
    body = layout.raw(name)
    return Section({} if body is None else body, layout.file, layout.path(name), layout.model)


def _role(columns: Section, name: str) -> str:
    model = columns.model
    said = columns.must(name)
    kind, _, detail = said.partition(":")
    if kind == "result":
        year, _, result_kind = detail.partition(":")
        known = year.isascii() and year.isdecimal() and len(year) == 4 and FIRST_YEAR <= int(year) <= LAST_YEAR
        if known and (not result_kind or result_kind in model.code_lists["result_kind"].codes):
            return said
    elif (kind == "text" and detail in model.code_lists["text_role"].codes) or said in _ROLES:
        return said
    kinds, texts = ("|".join(model.code_lists[scheme].codes) for scheme in ("result_kind", "text_role"))
    words = f"{', '.join(_ROLES)}, result:YYYY[:{kinds}], text:{texts}"
    raise columns.broken(
        name, {"ja": f"「{said}」は列の役割ではありません。使えるもの: {words}", "en": f"{said} is no role of a column: {words}"}
    )
