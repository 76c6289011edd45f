"""The two tables for people: every name written out, one row an indicator or activity and year, gaps in words.

A function of the other tables alone, so that anyone's copy can be held against it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bouhan_opendata.building.draft import Draft
from bouhan_opendata.extraction.keys import normalised_label
from bouhan_opendata.japanese.calendar import fiscal_year_label
from bouhan_opendata.model import Model
from bouhan_opendata.package import Row

Tables = Mapping[str, Sequence[Row]]
PATH = " > "
"""Between a heading and the one below it."""


def add_overviews(draft: Draft) -> None:
    """Fill ``overview_figures`` and ``overview_activities`` from the other tables."""
    for name, rows in overview_rows(draft.rows, draft.model).items():
        for row in rows:
            draft.add(name, **row)


def overview_rows(tables: Tables, model: Model) -> dict[str, list[dict[str, Any]]]:
    """The rows of both overviews, as the other tables give them."""
    names = _Names(tables, model)
    return {"overview_figures": list(_figures(tables, names)), "overview_activities": list(_activities(tables, names))}


class _Names:
    """Titles and words written out for ids and codes, and the current actual report of each measure and year."""

    def __init__(self, tables: Tables, model: Model) -> None:
        self.model = model
        self.words = {word.meaning: word.text for word in model.words["overview"]}
        self.measures = {row["measure_id"]: row for row in tables["measures"]}
        self.areas = {row["policy_area_id"]: row for row in tables.get("policy_areas", ())}
        self.departments: dict[str | None, str] = {row["department_id"]: row["name"] for row in tables.get("departments", ())}
        self.reports: dict[tuple[str, int], Row] = {}
        self._years: dict[str, list[int]] = defaultdict(list)
        self._by_id = {row["report_id"]: row for row in tables["reports"]}
        for row in tables["reports"]:
            if row["is_current"] and row["result_kind"] == "actual":
                self.reports[row["measure_id"], row["fiscal_year"]] = row
        every = sorted({year for _, year in self.reports})
        for measure_id in dict.fromkeys(measure for measure, _ in sorted(self.reports)):
            first = min(year for measure, year in self.reports if measure == measure_id)
            self._years[measure_id] = [year for year in every if year >= first]

    def label(self, scheme: str, code: str | None) -> str | None:
        """A code in people's words; what is not stated is not said."""
        return None if code in (None, "not_stated") else self.model.code_lists[scheme].codes[str(code)].label["ja"]

    def is_of_year_before(self, report: Row) -> bool:
        """Whether a report that repeats another one repeats results of an earlier year, not a plan or a newer year."""
        other = self._by_id.get(report.get("same_as_report_id") or "")
        return other is None or (other["result_kind"] == "actual" and other["fiscal_year"] < report["fiscal_year"])

    def area(self, area_id: str | None) -> str | None:
        """A heading with those above it, the highest first."""
        titles: list[str] = []
        while area_id is not None:
            row = self.areas[area_id]
            titles.insert(0, row["title"])
            area_id = row["parent_id"]
        return PATH.join(titles) or None

    def shared(self, measure_id: str, department_id: str | None, year: int) -> dict[str, Any]:
        """The columns that both overviews have."""
        measure = self.measures[measure_id]
        return {
            "fiscal_year": year,
            "fiscal_year_label": fiscal_year_label(year, "ja"),
            "area_title": self.area(measure["policy_area_id"]),
            "measure_id": measure_id,
            "measure_title": measure["title"],
            "department_name": self.departments.get(department_id),
        }

    def years(self, measure_id: str) -> list[int]:
        """The years from a measure's first that the tables report on: one that a newer table leaves out is not mentioned."""
        return self._years.get(measure_id, [])


def _figures(tables: Tables, names: _Names) -> Iterator[dict[str, Any]]:
    observed: dict[tuple[str, int], Row] = {}
    for row in tables.get("observations", ()):
        if row["result_kind"] == "actual":
            observed[row["indicator_id"], row["fiscal_year"]] = row
    unsaid, waiting, stated = _Unsaid(tables), _waiting(tables), _Stated(tables)
    called_off = _called_off(tables)
    notes = {(row["subject_id"], row["fiscal_year"]): row["text"] for row in tables.get("notes", ())}
    for indicator in tables.get("indicators", ()):
        for year in names.years(indicator["measure_id"]):
            observation = observed.get((indicator["indicator_id"], year))
            gap, report = None, None
            if observation is None:
                gap = names.words["not_mentioned"]
                report = names.reports.get((indicator["measure_id"], year))
            if observation is None and report is not None:
                status = called_off.get((report["report_id"], indicator["department_id"], normalised_label(indicator["label"])))
                status = status or unsaid.status(report, indicator["department_id"])
                is_waiting = (indicator["indicator_id"], year) in waiting
                said = stated.of(indicator, report)
                if status == "same_as_previous" and not names.is_of_year_before(report):
                    status = "same_as_other"
                default = names.words.get(said, names.words["no_value"]) if said else names.words["not_mentioned"]
                gap = names.words.get("waiting" if is_waiting else status, default)
            yield {
                "indicator_id": indicator["indicator_id"],
                **names.shared(indicator["measure_id"], indicator["department_id"], year),
                "indicator_label": indicator["label"],
                "result_kind": names.label("result_kind", "actual"),
                "value": observation["value"] if observation else None,
                "precision": names.label("precision", observation["precision"]) if observation else None,
                "unit": names.model.units[indicator["unit_id"]].symbol,
                "time_basis": names.label("time_basis", indicator["time_basis"]),
                "gap": gap,
                "note": notes.get((indicator["indicator_id"], year)),
            }


def _called_off(tables: Tables) -> dict[tuple[str, str | None, str], str]:
    """(report, department, label) → the status of an item that says so of an indicator's label alone: 会議 中止."""
    labels = {normalised_label(row["label"]) for row in tables.get("indicators", ())}
    found: dict[tuple[str, str | None, str], str] = {}
    for row in tables.get("activities", ()):
        if row["status"] in ("cancelled", "not_implemented"):
            text = normalised_label(row["text"])
            for end in range(len(text), 1, -1):
                if text[:end] in labels:
                    found[row["report_id"], row["department_id"], text[:end]] = row["status"]
                    break
    return found


def _waiting(tables: Tables) -> set[tuple[str, int]]:
    """Indicators and years of a figure that might be an observation; where it is none, it waits for a person."""
    reports: dict[str, Row] = {row["report_id"]: row for row in tables["reports"]}
    cells: dict[str, str] = {row["first_line_id"].rpartition("-")[0]: row["report_id"] for row in tables.get("activities", ())}
    found: set[tuple[str, int]] = set()
    for row in tables.get("figures", ()):
        report = reports.get(cells.get(row["line_id"].rpartition("-")[0], "no report"))
        if row["use"] == "observation" and row["indicator_id"] and report is not None and report["result_kind"] == "actual":
            found.add((row["indicator_id"], report["fiscal_year"]))
    return found


class _Stated:
    """What a year says, without an observation, of the thing that an indicator counts in another year."""

    def __init__(self, tables: Tables) -> None:
        activities: dict[str, Row] = {row["activity_id"]: row for row in tables.get("activities", ())}
        self._series: dict[tuple[str, str], set[str]] = defaultdict(set)
        """(report, series) → the statuses of its activities there."""
        for row in activities.values():
            if row["series_id"]:
                self._series[row["report_id"], row["series_id"]].add(row["status"])
        self._measured: dict[str, set[str]] = defaultdict(set)
        """Indicator → the series that it measures in some year."""
        self._quantities: set[tuple[str, str | None, str, str | None]] = set()
        """(report, department, label, unit) of the quantities that are no observations, such as a range."""
        for row in tables.get("figures", ()):
            activity = activities.get(row["activity_id"] or "")
            if activity is not None and row["use"] != "observation" and row["class"] == "quantity" and row["label"]:
                label = normalised_label(row["label"])
                self._quantities.add((activity["report_id"], activity["department_id"], label, row["unit_id"]))
            elif activity is not None and row["use"] == "observation" and row["indicator_id"] and activity["series_id"]:
                self._measured[row["indicator_id"]].add(activity["series_id"])

    def of(self, indicator: Row, report: Row) -> str | None:
        """The status of what is stated: that of a mark that repeats it, ``reported``; ``None`` where nothing is."""
        keys = [(report["report_id"], series) for series in sorted(self._measured.get(indicator["indicator_id"], ()))]
        statuses: set[str] = set().union(*(self._series[key] for key in keys if key in self._series))
        label = normalised_label(indicator["label"])
        quantity = (report["report_id"], indicator["department_id"], label, indicator["unit_id"])
        if "reported" in statuses or quantity in self._quantities:
            return "reported"
        return min(statuses, default=None)


class _Unsaid:
    """What a report says of that which it does not mention: the one status of its department's items, else its own."""

    def __init__(self, tables: Tables) -> None:
        found: dict[tuple[str, str | None], set[str]] = defaultdict(set)
        for row in tables.get("activities", ()):
            found[row["report_id"], row["department_id"]].add(row["status"])
        self._sections = {key: statuses.pop() for key, statuses in found.items() if len(statuses) == 1}
        states = tables.get("report_departments", ())
        self._states = {(row["report_id"], row["department_id"]): row["state"] for row in states}

    def status(self, report: Row, department_id: str | None) -> str:
        """``reported`` where something else is stated, or where only other departments speak."""
        key = (report["report_id"], department_id)
        if key in self._sections:
            return self._sections[key]
        told = {"cell_blank": "blank", "silent": "reported"}
        return told.get(self._states.get(key, ""), str(report["status"]))


def _activities(tables: Tables, names: _Names) -> Iterator[dict[str, Any]]:
    current = {row["report_id"]: row for row in names.reports.values()}
    statements = _Statements(tables, current)
    for series in tables.get("activity_series", ()):
        yield from _followed(series, names, statements)
    for row in statements.unfollowed():
        report = current[row["report_id"]]
        shared = names.shared(report["measure_id"], row["department_id"], report["fiscal_year"])
        series_id = row["series_id"]
        yield {
            "row_id": row["activity_id"],
            "series_id": series_id,
            **shared,
            "text": row["text"],
            "change": names.words.get(row["status"]),
        }
    for (measure_id, year), report in names.reports.items():
        if report["status"] == "blank" and (measure_id, year) not in statements.told:
            shared = names.shared(measure_id, None, year)
            yield {"row_id": report["report_id"], **shared, "change": names.words["blank"]}


class _Statements:
    """The activities of the current reports: those of a series by year, and those that stand for all of their section."""

    def __init__(self, tables: Tables, current: Mapping[str, Row]) -> None:
        self.unsaid = _Unsaid(tables)
        self.told: set[tuple[str, int]] = set()
        """Measures and years that have a row."""
        self._rows = [row for row in tables.get("activities", ()) if row["report_id"] in current]
        self._of_series: dict[tuple[str, int], Row] = {}
        for row in self._rows:
            if row["series_id"] is not None:
                self._of_series.setdefault((row["series_id"], current[row["report_id"]]["fiscal_year"]), row)
        self._sections: dict[tuple[str, str | None], list[Row]] = defaultdict(list)
        for row in self._rows:
            self._sections[row["report_id"], row["department_id"]].append(row)
        self._shown: set[str] = set()

    def of(self, series: Row, year: int) -> Row | None:
        """What a series says in a year."""
        return self._of_series.get((series["series_id"], year))

    def standing(self, report: Row, department_id: str | None) -> Row | None:
        """The one item of a section or a whole report that is in no series, such as 中止 or 同左."""
        rows = self._sections.get((report["report_id"], department_id)) or self._sections.get((report["report_id"], None), [])
        found = rows[0] if len(rows) == 1 and rows[0]["series_id"] is None else None
        return None if found is None or found["status"] == "reported" else found

    def show(self, row: Row) -> str:
        """The words of an activity that is in no series, said beside those it speaks of."""
        self._shown.add(row["activity_id"])
        return str(row["text"])

    def unfollowed(self) -> Iterator[Row]:
        """The activities that no row has shown: in no series, or the second of a series in one year."""
        first = {row["activity_id"] for row in self._of_series.values()}
        return (row for row in self._rows if row["activity_id"] not in self._shown | first)


def _followed(series: Row, names: _Names, statements: _Statements) -> Iterator[dict[str, Any]]:
    """A series, year by year from its first."""
    measure_id, department_id = series["measure_id"], series["department_id"]
    before: str | None = None
    goes_on = False
    for year in names.years(measure_id):
        if year < series["first_fiscal_year"]:
            continue
        report = names.reports.get((measure_id, year))
        statements.told.add((measure_id, year))
        now, text = statements.of(series, year), None
        if now is not None:
            change, goes_on, text = _change(now, names.words, year == names.years(measure_id)[0]), True, now["text"]
        elif report is None:
            change, goes_on = names.words["not_mentioned"], False
        else:
            status = statements.unsaid.status(report, department_id)
            if status == "same_as_previous" and not names.is_of_year_before(report):
                status = "same_as_other"
            goes_on = (goes_on and status == "same_as_previous") or year == series["first_fiscal_year"]
            change = names.words["unchanged"] if goes_on else names.words["not_mentioned"]
            if status != "same_as_previous":
                change = names.words.get(status, change)
            standing = statements.standing(report, department_id)
            if standing is not None and (goes_on or status != "same_as_previous"):
                text = statements.show(standing)
        yield {
            "row_id": f"{series['series_id']}-{year}",
            "series_id": series["series_id"],
            **names.shared(measure_id, department_id, year),
            "text": text,
            "previous_text": before,
            "change": change,
        }
        before = text


def _change(row: Row, words: Mapping[str, str], is_earliest: bool) -> str | None:
    """The word for what became of an activity: a status that speaks for itself, else its continuity."""
    if row["status"] in ("cancelled", "partly_cancelled", "not_implemented", "no_data_mark", "ended", "pending"):
        return words[row["status"]]
    if row["status"] == "same_as_previous" and not is_earliest:
        return words["unchanged"]
    return words[row["continuity"]] if row["continuity"] else None
