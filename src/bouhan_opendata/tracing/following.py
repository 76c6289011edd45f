"""From a row to the source cells it stands on, the other years, what it belongs to and the releases that state it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bouhan_opendata.japanese.folding import fold
from bouhan_opendata.model import Model
from bouhan_opendata.tracing.asking import hits
from bouhan_opendata.tracing.index import Index, cell_of
from bouhan_opendata.tracing.values import CellLine, Decided, Edition, Passage, Reading, Row, Step, Trace, Traces, YearStatement

Marks = dict[str, list[tuple[int, int]]]
"""Line id → the spans to mark in it."""
_CELLS = 40
"""Source cells that one subject shows at most."""


def trace(
    question: str, editions: Sequence[Edition], model: Model, *, decisions: Sequence[Decided] = (), limit: int = 20
) -> Traces:
    """Follow a question through the newest of some releases (oldest first, at least one); ``limit`` bounds what is followed.

    ``question`` is an id, an address, a number as people write it (``1,054``, ``1万2千``) or words.
    """
    indexes = [Index(edition, model) for edition in editions]
    newest = indexes[-1]
    asked, found = hits(question, newest)
    words = question if asked == "words" else ""
    followed = tuple(_follow(table, row, indexes, words, decisions) for table, row in found[:limit])
    return Traces(question, asked, newest.edition.version, followed, len(found))


def _follow(table: str, row: Row, indexes: Sequence[Index], words: str, decisions: Sequence[Decided]) -> Trace:
    index = indexes[-1]
    key = str(row[index.model.tables[table].key[0]])
    figures = list(_figures(table, row, index))
    lines = list(dict.fromkeys(_lines(table, row, index, figures)))
    marks = _marks(table, figures, lines, words, index)
    named = list(dict.fromkeys(str(figure["decision_id"]) for figure in figures if figure.get("decision_id")))
    decided = tuple(one for one in decisions if one.id in named or _is_about(one, table, row, index))
    return Trace(
        table,
        key,
        index.name(table, row),
        row,
        tuple(_steps(table, row, index)),
        tuple(_passages(lines, marks, index)),
        tuple(_reading(figure, index) for figure in figures),
        tuple(_years(table, row, index)),
        decided,
        tuple(name for name in named if name not in {one.id for one in decided}),
        {one.edition.version: _state(table, key, row, one) for one in indexes},
    )


_TARGETS = {
    "indicator": "indicators",
    "measure": "measures",
    "department": "departments",
    "line": "source_lines",
    "figure": "figures",
}
_FIELDS = {
    "indicator": "indicator_id", "measure": "measure_id", "department": "department_id", "line": "line_id",
    "figure": "figure_id", "label": "label", "title": "title", "name": "name",
}  # fmt: skip
"""The keys by which a decision names what it is about, and the fields that hold them."""


def _is_about(decision: Decided, table: str, row: Row, index: Index) -> bool:
    """Whether a decision is about the subject, or about the indicator of a number: all that it names fits."""
    if decision.target == "indicator" and table in ("figures", "observations"):
        indicator = index.row("indicators", row.get("indicator_id"))
        return indicator is not None and _is_about(decision, "indicators", indicator, index)
    named = {key: value for key, value in decision.where.items() if key in _FIELDS}
    if _TARGETS.get(decision.target) != table or not named:
        return False
    return len(named) == len(decision.where) and all(_fits(key, value, row, index) for key, value in named.items())


def _fits(key: str, value: object, row: Row, index: Index) -> bool:
    field = _FIELDS[key]
    if field not in row:
        return False
    if key == "department" and (department := index.row("departments", row[field])) is not None:
        return value in (row[field], department["name"])
    return bool(row[field] == value)


def _figures(table: str, row: Row, index: Index) -> Iterator[Row]:
    """The numbers that the subject states, in the order of the text."""
    match table:
        case "figures":
            yield row
        case "observations":
            yield from index.by("figures", "figure_id", row["figure_id"])
        case "indicators":
            for observation in index.by("observations", "indicator_id", row["indicator_id"]):
                yield from index.by("figures", "figure_id", observation["figure_id"])
        case "activities":
            yield from index.by("figures", "activity_id", row["activity_id"])
        case "activity_series":
            for activity in index.by("activities", "series_id", row["series_id"]):
                yield from index.by("figures", "activity_id", activity["activity_id"])
        case "source_lines":
            yield from index.by("figures", "line_id", row["line_id"])
        case "restatements":
            for name in ("earlier_id", "later_id"):
                yield from index.by("figures", "figure_id", row.get(name))


def _lines(table: str, row: Row, index: Index, figures: Sequence[Row]) -> Iterator[str]:
    """The ids of the source lines that the subject stands on."""
    match table:
        case "source_lines":
            yield str(row["line_id"])
        case "figures" | "observations" | "indicators":
            yield from (str(figure["line_id"]) for figure in figures)
        case "activities" | "report_texts":
            yield from index.between(row.get("first_line_id"), row.get("last_line_id"))
        case "activity_series":
            for activity in index.by("activities", "series_id", row["series_id"]):
                yield from index.between(activity.get("first_line_id"), activity.get("last_line_id"))
        case "reports":
            for activity in index.by("activities", "report_id", row["report_id"]):
                yield from index.between(activity.get("first_line_id"), activity.get("last_line_id"))
        case "restatements":
            for name in ("earlier_id", "later_id"):
                yield from (str(figure["line_id"]) for figure in index.by("figures", "figure_id", row.get(name)))
                for activity in index.by("activities", "activity_id", row.get(name)):
                    yield from index.between(activity.get("first_line_id"), activity.get("last_line_id"))
        case "measures":
            yield from _said(index, {"measure": row["title"], "description": row.get("description")}, _rows_of(row, index))
        case "departments":
            yield from _said(index, {"department": row["name"], "section": row["name"]}, None)
        case "policy_areas":
            yield from _said(index, {"area": row["title"]}, None)


def _rows_of(measure: Row, index: Index) -> set[tuple[str, int]]:
    """The rows of source tables in which a measure's activities stand: (source and table, row)."""
    found = set()
    for report in index.by("reports", "measure_id", measure["measure_id"]):
        for activity in index.by("activities", "report_id", report["report_id"]):
            if line := index.row("source_lines", activity.get("first_line_id")):
                found.add((f"{line['source_id']}-t{line['table_no']}", int(line["row_no"])))
    return found


def _said(index: Index, texts: dict[str, str | None], rows: set[tuple[str, int]] | None) -> Iterator[str]:
    """Lines of a class that are part of a text, or hold it; in the same rows where those are known."""
    wanted = {name: _tight(text) for name, text in texts.items() if text}
    for line in index.rows("source_lines"):
        part = _tight(line.get("text"))
        text = wanted.get(str(line["class"]))
        if not text or not part or not (part in text or text in part):
            continue
        if not rows or (f"{line['source_id']}-t{line['table_no']}", int(line["row_no"])) in rows:
            yield str(line["line_id"])


def _tight(text: object) -> str:
    return "".join(fold(str(text or "")).text.split())


def _marks(table: str, figures: Sequence[Row], lines: Sequence[str], words: str, index: Index) -> Marks:
    """The spans to mark: the numbers asked for, the words asked for, or the whole of the lines."""
    marks: Marks = {}
    if table in ("figures", "observations", "indicators", "restatements"):
        for figure in figures:
            marks.setdefault(str(figure["line_id"]), []).append((int(figure["char_start"]), int(figure["char_end"])))
    for line_id in lines:
        if line_id not in marks and (row := index.row("source_lines", line_id)) is not None:
            text = str(row.get("text") or "")
            found = list(_occurrences(words, text)) if words else []
            marks[line_id] = found or [(0, len(text))]
    return marks


def _occurrences(words: str, text: str) -> Iterator[tuple[int, int]]:
    """Where words stand in a text, widths, spaces and case aside, as spans of the text itself."""
    folded = fold(text)
    kept = [number for number, char in enumerate(folded.text) if not char.isspace()]
    tight = "".join(folded.text[number] for number in kept).lower()
    wanted = "".join(fold(words).text.split()).lower()
    if len(tight) != len(kept) or not wanted:
        return
    at = tight.find(wanted)
    while at >= 0:
        yield folded.starts[kept[at]], folded.ends[kept[at + len(wanted) - 1]]
        at = tight.find(wanted, at + len(wanted))


def _passages(lines: Sequence[str], marks: Marks, index: Index) -> Iterator[Passage]:
    cells = list(dict.fromkeys(cell_of(line_id) for line_id in lines))
    for cell in cells[:_CELLS]:
        rows = index.cells.get(cell, [])
        if not rows:
            continue
        source = index.row("sources", rows[0]["source_id"]) or {}
        shown = tuple(
            CellLine(
                str(row["line_id"]),
                str(row.get("text") or ""),
                str(row["class"]),
                tuple(sorted(marks.get(str(row["line_id"]), ()))),
                str(row["line_id"]) in marks,
            )
            for row in rows
        )
        table_no, row_no, column_no = (int(rows[0][name]) for name in ("table_no", "row_no", "column_no"))
        file_name, title = str(source.get("file_name", "")), str(source.get("title", ""))
        yield Passage(str(rows[0]["source_id"]), file_name, title, table_no, row_no, column_no, shown)


def _reading(figure: Row, index: Index) -> Reading:
    activity = index.row("activities", figure.get("activity_id"))
    report = index.row("reports", activity["report_id"]) if activity else None
    observed = index.by("observations", "figure_id", figure["figure_id"])
    same = [index.step("figures", figure.get("parent_figure_id"))]
    same += [index.step("figures", child["figure_id"]) for child in index.by("figures", "parent_figure_id", figure["figure_id"])]
    return Reading(
        figure,
        int(report["fiscal_year"]) if report else None,
        index.step("indicators", figure.get("indicator_id")),
        str(observed[0]["observation_id"]) if observed else None,
        tuple(step for step in same if step),
    )


def _steps(table: str, row: Row, index: Index) -> Iterator[Step]:
    """What the subject belongs to, from the widest to the narrowest."""
    activity = index.row("activities", row.get("activity_id")) if table == "figures" else row if table == "activities" else None
    indicator = index.row("indicators", row.get("indicator_id")) if table in ("figures", "observations") else None
    report = index.row("reports", (activity or row).get("report_id")) if table != "reports" else row
    about = next((one for one in (row, report, indicator) if one is not None and one.get("measure_id")), None)
    measure = index.row("measures", about["measure_id"]) if about else None
    area = (measure or row).get("policy_area_id") if table != "policy_areas" else row.get("parent_id")
    yield from reversed(list(_areas(area, index)))
    department = next((one["department_id"] for one in (row, activity, indicator) if one and one.get("department_id")), None)
    series = row.get("series_id") if table == "activities" else None
    line = row.get("line_id") if table == "figures" else None
    keys = {
        "measures": measure["measure_id"] if measure is not None and table != "measures" else None,
        "departments": department if table != "departments" else None,
        "activity_series": series,
        "activities": activity["activity_id"] if activity is not None and table == "figures" else None,
        "indicators": indicator["indicator_id"] if indicator is not None else None,
        "source_lines": line,
    }
    yield from (step for name, key in keys.items() if (step := index.step(name, key)))


def _areas(area_id: object, index: Index) -> Iterator[Step]:
    """A heading and those above it, the nearest first."""
    seen: set[object] = set()
    while area_id is not None and area_id not in seen:
        seen.add(area_id)
        row = index.row("policy_areas", area_id)
        if row is None:
            return
        notation = f"{row['notation']} " if row.get("notation") else ""
        yield Step("policy_areas", str(area_id), f"{notation}{row['title']}")
        area_id = row.get("parent_id")


def _years(table: str, row: Row, index: Index) -> Iterator[YearStatement]:
    """What each year states of the subject's indicator or series, or of the measure itself."""
    if table in ("figures", "observations", "indicators") and row.get("indicator_id"):
        for one in index.by("observations", "indicator_id", row["indicator_id"]):
            figure = index.row("figures", one["figure_id"])
            words = str(figure["quote"]) if figure else str(one["value"])
            source = str(figure["line_id"]).split("-", 1)[0] if figure else None
            yield YearStatement(int(one["fiscal_year"]), str(one["result_kind"]), str(one["observation_id"]), words, source)
    series = row.get("series_id")
    if table == "figures" and (activity := index.row("activities", row.get("activity_id"))):
        series = activity.get("series_id") if not row.get("indicator_id") else None
    if series and table in ("activities", "activity_series", "figures"):
        for activity in index.by("activities", "series_id", series):
            if report := index.row("reports", activity["report_id"]):
                yield _stated(report, str(activity["activity_id"]), str(activity["text"]), activity.get("status"))
    if table == "measures":
        for report in index.by("reports", "measure_id", row["measure_id"]):
            yield _stated(report, str(report["report_id"]), "", report.get("status"))


def _stated(report: Row, key: str, words: str, status: object) -> YearStatement:
    year, kind, is_current = int(report["fiscal_year"]), str(report["result_kind"]), bool(report.get("is_current", True))
    return YearStatement(year, kind, key, words, str(report["source_id"]), str(status) if status else None, is_current)


def _state(table: str, key: str, row: Row, index: Index) -> str:
    """Whether a release states the row as the newest does; fields that it does not have are not compared."""
    other = index.row(table, key) if table in index.model.tables else None
    if other is None:
        return "absent"
    return "same" if all(other[name] == value for name, value in row.items() if name in other) else "differs"
