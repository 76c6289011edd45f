"""What ``layout:`` of a source may say: the role of a column, by its header words or its number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bouhan_opendata.publication.yaml_values import FIRST_YEAR, LAST_YEAR, Section

_ROLES = ("measure", "department", "description", "number", "area", "unit", "indicator", "year", "unknown")


def read_layout(item: Section) -> Mapping[str, Any] | None:
    """The ``layout`` of one source: ``columns: {header words or number: role}``, keys as text. ``None`` where there is none."""
    if item.raw("layout") is None:
        return None
    layout = Section(item.raw("layout"), item.file, item.path("layout"), item.model)
    columns = Section(layout.raw("columns"), item.file, layout.path("columns"), item.model)
    layout.end()
    return {"columns": {str(name): _role(columns, name) for name in columns.body}}


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
