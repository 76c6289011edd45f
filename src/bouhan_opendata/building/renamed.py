"""Measures that a new source seems to have renamed: it states the years before in the same words, under another name."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from bouhan_opendata.building.draft import Draft
from bouhan_opendata.building.ids import Registrar
from bouhan_opendata.findings import Finding, Place
from bouhan_opendata.japanese.folding import fold

Said = dict[tuple[int, str], tuple[str, ...]]
"""Fiscal year and kind → the texts of the activities."""


def renamed_measures(draft: Draft, registrar: Registrar) -> Iterator[Finding]:
    """What the newest source calls by a new name although an older one states the same year of a measure it leaves out.

    Which of them go together is a person's to say: the release stops until the register names both.
    """
    if len(draft.sources) < 2:
        return
    newest = draft.sources[-1].entry
    stated: dict[str, set[str]] = {}
    for edition in draft.table("measure_editions"):
        stated.setdefault(edition["measure_id"], set()).add(edition["source_id"])
    left = [name for name, sources in stated.items() if newest.source_id not in sources]
    before = {name: _said(draft, name) for name in left}
    for new in registrar.new:
        if new.id not in stated or stated[new.id] != {newest.source_id} or registrar.is_asked(new.id):
            continue
        said = _said(draft, new.id)
        same = [name for name in left if any(said[year] == texts for year, texts in before[name].items() if year in said)]
        if len(same) == 1:
            yield _near(draft, new.id, same[0], newest.source_id, newest.file)


def _said(draft: Draft, measure_id: str) -> Said:
    """The texts of each year of a measure that says something."""
    found: Said = {}
    for report in draft.where("reports", measure_id=measure_id):
        rows: list[dict[str, Any]] = draft.where("activities", report_id=report["report_id"])
        texts = tuple(fold(row["text"]).text for row in rows)
        if any(len(text) > 1 for text in texts):
            found[report["fiscal_year"], report["result_kind"]] = texts
    return found


def _near(draft: Draft, new_id: str, old_id: str, source_id: str, file: str) -> Finding:
    new, old = (draft.the("measures", measure_id=name)["title"] for name in (new_id, old_id))
    entry = f"- {{id: {old_id}, name: {json.dumps(new, ensure_ascii=False)}, source: {source_id}}}"
    return Finding("name-near-miss", Place(file=file), {"name": new, "near": old, "id": old_id, "entry": entry})
