"""Annotated cells from disk: what a person says each cell holds. One JSON object a line, texts and annotations apart."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bouhan_opendata.errors import UsageError
from bouhan_opendata.findings import Place
from bouhan_opendata.model import Model

TEXTS, ANNOTATIONS = "texts.jsonl", "annotations.jsonl"


@dataclass(frozen=True, slots=True)
class AnnotatedCell:
    """One result cell with a person's reading: ``sections``, ``items`` and ``numbers`` as the set's README describes them."""

    id: str
    part: str
    """``development`` (rules may be tuned to it) or ``held_out`` (only scored)."""
    fiscal_year: int | None
    kind: str
    departments: tuple[str, ...]
    measure: str
    lines: tuple[str, ...]
    sections: Sequence[Mapping[str, Any]] | None
    """``None`` in a set that leaves them out, as it may texts and departments of items, qualifiers and relations of numbers."""
    items: Sequence[Mapping[str, Any]]
    numbers: Sequence[Mapping[str, Any]]


def read_set(folder: Path, model: Model) -> list[AnnotatedCell]:
    """The cells of a set in the order of its texts. Raises ``UsageError`` naming the file and line that is none.

    A quote must stand where its annotation says: ``lines[line][start:]`` begins with it.
    """
    texts = _objects(folder / TEXTS, model)
    said = {body["id"]: (number, body) for number, body in _objects(folder / ANNOTATIONS, model)}
    cells = []
    for number, text in texts:
        if text["id"] not in said:
            raise UsageError(
                model.rules["annotation-broken"], Place(file=TEXTS, line=number), problem=_words("annotation", text["id"])
            )
        line, body = said[text["id"]]
        cells.append(_cell(text, body, line, model))
    return cells


def _words(what: str, name: str) -> dict[str, str]:
    return {"ja": f"{name}: {what} がありません", "en": f"{name}: no {what}"}


def _objects(path: Path, model: Model) -> list[tuple[int, dict[str, Any]]]:
    if not path.is_file():
        problem = {"ja": "ファイルがありません", "en": "there is no such file"}
        raise UsageError(model.rules["annotation-broken"], Place(file=path.as_posix()), problem=problem)
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            body = json.loads(line)
        except ValueError as fault:
            problem = {"ja": f"JSON ではありません({fault})", "en": f"not JSON ({fault})"}
            raise UsageError(model.rules["annotation-broken"], Place(file=path.name, line=number), problem=problem) from fault
        if not isinstance(body, dict) or "id" not in body:
            raise UsageError(model.rules["annotation-broken"], Place(file=path.name, line=number), problem=_words("id", "?"))
        found.append((number, body))
    return found


def _cell(text: dict[str, Any], body: dict[str, Any], line: int, model: Model) -> AnnotatedCell:
    try:
        cell = AnnotatedCell(
            text["id"],
            text.get("part", "held_out"),
            text.get("fiscal_year"),
            text.get("kind", "actual"),
            tuple(text.get("departments", ())),
            text.get("measure", ""),
            tuple(text["lines"]),
            body.get("sections"),
            body["items"],
            body["numbers"],
        )
        for number in cell.numbers:
            if not cell.lines[number["line"]].startswith(number["quote"], number["start"]):
                raise ValueError(f"{number['quote']!r} @ {number['line']}:{number['start']}")
    except (KeyError, IndexError, TypeError, ValueError) as fault:
        problem = {"ja": f"{text['id']}: {fault}", "en": f"{text['id']}: {fault}"}
        raise UsageError(model.rules["annotation-broken"], Place(file=ANNOTATIONS, line=line), problem=problem) from fault
    return cell
