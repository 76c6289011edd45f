"""Cells read and compared with what a person read: precision, recall and F1 of each layer, with counts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from bouhan_opendata.building import figure_qualifiers
from bouhan_opendata.evaluation.annotated import AnnotatedCell
from bouhan_opendata.extraction import CellContext, CellReading, ExtractionWords, FigureReading, Flag, prepare_words, read_cell
from bouhan_opendata.model import Model

LAYERS = (
    "sections",
    "items",
    "departments",
    "statuses",
    "quantities",
    "units",
    "qualifiers",
    "labels",
    "relations",
    "uses",
    "moments",
)
_SPEAKING = frozenset({"unit-unknown", "bare-number", "bad-grouping", "total-mismatch"})
"""Flags by which the reader says itself that a value may be wrong."""


@dataclass(slots=True)
class Count:
    """Of one layer: how many were right, how many were read that are not there, how many there were not read."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float:
        """Of what was read, how much is right; 1 when nothing was read."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """Of what is there, how much was read; 1 when nothing is there."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


@dataclass(slots=True)
class Score:
    """The layers' counts and, in words, each place that differs."""

    cells: int = 0
    layers: dict[str, Count] = field(default_factory=lambda: {name: Count() for name in LAYERS})
    silent: list[str] = field(default_factory=list)
    """Wrong values of which the reader says nothing."""
    not_counts: list[str] = field(default_factory=list)
    """Dates, grades, floors, ordinals and names read as quantities."""
    not_results: list[str] = field(default_factory=list)
    """Plans, targets, parts and other numbers that are no yearly statistic, read as observations."""
    patterns: dict[str, list[bool]] = field(default_factory=lambda: defaultdict(list))
    """Pattern → for each quantity that it found, whether value, unit, use and label are right."""
    differences: list[str] = field(default_factory=list)

    def by_grade(self, model: Model) -> dict[str, tuple[int, int]]:
        """Grade → (numbers that patterns of this grade found, how many of them are right), the surest first."""
        found: dict[str, tuple[int, int]] = {}
        for grade in ("sure", "likely", "check"):
            hits = [hit for name, pattern in self.patterns.items() if model.grade(name) == grade for hit in pattern]
            found[grade] = (len(hits), sum(hits))
        return found

    def as_dict(self) -> dict[str, Any]:
        """The score as plain values, ready for JSON."""
        layers = {
            name: {
                "right": c.right, "wrong": c.wrong, "missed": c.missed,
                "precision": round(c.precision, 4), "recall": round(c.recall, 4), "f1": round(c.f1, 4),
            }
            for name, c in self.layers.items()
        }  # fmt: skip
        patterns = {name: {"n": len(hits), "right": sum(hits)} for name, hits in sorted(self.patterns.items())}
        lists = {name: list(getattr(self, name)) for name in ("silent", "not_counts", "not_results")}
        return {"cells": self.cells, "layers": layers, **lists, "patterns": patterns, "differences": list(self.differences)}


def patterns_csv(score: Score) -> str:
    """What was measured of each way of reading, as ``schema/patterns.csv`` keeps it."""
    rows = [f"{name},{len(hits)},{sum(hits)}\n" for name, hits in sorted(score.patterns.items())]
    return "".join(["pattern,n,right\n", *rows])


def score_cells(cells: Iterable[AnnotatedCell], model: Model) -> Score:
    """Read every cell and score it."""
    score, words = Score(), prepare_words(model)
    for cell in cells:
        score.cells += 1
        _score_cell(score, cell, _read(cell, words))
    return score


def _read(cell: AnnotatedCell, words: ExtractionWords) -> CellReading:
    context = CellContext(cell.fiscal_year, cell.kind, cell.departments, cell.measure)
    return read_cell(cell.lines, context, words)


def _score_cell(score: Score, cell: AnnotatedCell, reading: CellReading) -> None:
    if cell.sections is not None:
        read_sections = {(s.line, tuple(d.name for d in s.departments)) for s in reading.sections}
        _sets(score, cell, "sections", {(s["line"], tuple(s["departments"])) for s in cell.sections}, read_sections)
    wanted = {(i["first"], i["last"]): i for i in cell.items}
    found = {(i.first_line, i.last_line): i for i in reading.items}
    texts = {key: item.text if "text" in wanted.get(key, {"text": ""}) else None for key, item in found.items()}
    _sets(score, cell, "items", {(k, i.get("text")) for k, i in wanted.items()}, set(texts.items()))
    alone = cell.departments[0] if len(cell.departments) == 1 else None
    for key in wanted.keys() & found.keys():
        said, item = wanted[key], found[key]
        section = reading.sections[item.section].departments if item.section is not None else ()
        department = "、".join(name.name for name in section) if section else alone
        if "department" in said:
            _equal(score, cell, "departments", said["department"], department, item.text)
        if cell.kind != "actual" and said["status"] == "planned":
            continue  # a plan column says so itself
        _equal(score, cell, "statuses", (said["status"], said["reason"]), (item.status, item.status_reason), item.text)
    _score_numbers(score, cell, reading)


def _sets(score: Score, cell: AnnotatedCell, layer: str, wanted: set[Any], found: set[Any]) -> None:
    count = score.layers[layer]
    count.right += len(wanted & found)
    count.wrong += len(found - wanted)
    count.missed += len(wanted - found)
    for sign, values in (("-", wanted - found), ("+", found - wanted)):
        score.differences += [f"{cell.id} {layer} {sign} {value}" for value in sorted(values, key=repr)]


def _equal(score: Score, cell: AnnotatedCell, layer: str, wanted: Any, found: Any, where: str) -> bool:
    count = score.layers[layer]
    if wanted == found:
        count.right += 1
        return True
    count.wrong += 1
    count.missed += 1
    score.differences.append(f"{cell.id} {layer} {where!r}: {wanted} ≠ {found}")
    return False


def _score_numbers(score: Score, cell: AnnotatedCell, reading: CellReading) -> None:
    figures = list(reading.figures)
    taken: dict[int, int] = {}
    for number, said in enumerate(cell.numbers):
        match = _overlapping(figures, said, set(taken.values()))
        if match is not None:
            taken[number] = match
    for number, said in enumerate(cell.numbers):
        figure = figures[taken[number]] if number in taken else None
        if said["class"] == "quantity":
            _score_quantity(score, cell, said, figure, reading)
        elif said["class"] == "moment":
            _score_moment(score, cell, said, figure)
        if said["class"] != "quantity" and figure is not None and figure.cls == "quantity":
            score.layers["quantities"].wrong += 1
            score.not_counts.append(f"{cell.id} {said['quote']!r} ({said['class']}): {figure.quote!r}")
    for index, figure in enumerate(figures):
        if index not in taken.values() and figure.cls == "quantity":
            score.layers["quantities"].wrong += 1
            score.differences.append(f"{cell.id} quantities + {figure.quote!r} in {cell.lines[figure.line]!r}")


def _overlapping(figures: Sequence[FigureReading], said: Mapping[str, Any], used: set[int]) -> int | None:
    """The figure that shares most characters with an annotated number."""
    best, shared = None, 0
    end = said["start"] + len(said["quote"])
    for index, figure in enumerate(figures):
        if figure.line == said["line"] and index not in used:
            common = min(end, figure.end) - max(said["start"], figure.start)
            if common > shared:
                best, shared = index, common
    return best


def _score_quantity(
    score: Score, cell: AnnotatedCell, said: Mapping[str, Any], figure: FigureReading | None, reading: CellReading
) -> None:
    count = score.layers["quantities"]
    where = f"{said['quote']} in {cell.lines[said['line']]}"
    if figure is None or figure.cls != "quantity":
        count.missed += 1
        score.differences.append(f"{cell.id} quantities - {where!r}")
        return
    wanted = tuple(_decimal(said.get(name)) for name in ("value", "min", "max"))
    found = (figure.value, figure.lower, figure.upper)
    if wanted != found:
        count.wrong += 1
        count.missed += 1
        score.differences.append(f"{cell.id} quantities {where!r}: {wanted} ≠ {found}")
        if not _speaks(figure.flags):
            score.silent.append(f"{cell.id} {where!r}: {_shown(wanted)} ≠ {_shown(found)}")
        score.patterns[figure.reading_pattern].append(False)
        return
    count.right += 1
    is_right = _equal(score, cell, "units", said["unit"], figure.unit_text, where)
    if "qualifiers" in said:
        _sets(
            score, cell, "qualifiers", {(where, q) for q in said["qualifiers"]}, {(where, q) for q in figure_qualifiers(figure)}
        )
    labels = {said["label"], *said.get("label_also", ())}
    has_label = figure.label in labels or (None in labels and figure.label == cell.measure)
    is_right &= _equal(score, cell, "labels", said["label"], said["label"] if has_label else figure.label, where)
    parent = reading.figures[figure.parent] if figure.parent is not None else None
    of = cell.numbers[said["of"]] if said.get("of") is not None else None
    relation = (said.get("relation"), (of["line"], of["quote"]) if of else None)
    if "relation" in said:
        _equal(score, cell, "relations", relation, (figure.relation, (parent.line, parent.quote) if parent else None), where)
    use = "detail" if cell.kind != "actual" and figure.use == "observation" else figure.use
    is_right &= "use" not in said or _equal(score, cell, "uses", said["use"], use, where)
    if use == "observation" and said.get("use", use) != "observation":
        score.not_results.append(f"{cell.id} {where!r}: {', '.join(said.get('qualifiers', ())) or said['use']}")
    score.patterns[figure.reading_pattern].append(is_right)


def _score_moment(score: Score, cell: AnnotatedCell, said: Mapping[str, Any], figure: FigureReading | None) -> None:
    if figure is None or figure.cls != "moment":
        score.layers["moments"].missed += 1
        score.differences.append(f"{cell.id} moments - {said['quote']!r}")
        return
    days = tuple(day.isoformat() if day else None for day in (figure.date_start, figure.date_end))
    if "first" not in said:
        score.layers["moments"].right += 1  # a moment without dates: that it is one is all that is said
        return
    wanted = (said.get("first"), said.get("last"))
    is_end = days[0] == days[1] and days[1] == wanted[1]
    _equal(score, cell, "moments", wanted, wanted if is_end else days, said["quote"])


def _speaks(flags: Sequence[Flag]) -> bool:
    return any(flag.rule_id in _SPEAKING for flag in flags)


def _decimal(written: str | None) -> Decimal | None:
    return Decimal(written) if written is not None else None


def _shown(values: Iterable[Decimal | None]) -> str:
    return "/".join("–" if value is None else format(value, "f") for value in values)
