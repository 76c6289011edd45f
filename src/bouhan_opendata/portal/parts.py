"""The data of one page as Turtle, JSON-LD and CSV: the triples of the release whose subjects stand on that page."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from bouhan_opendata.graph.frame import PublisherInfo
from bouhan_opendata.graph.jsonld import data_jsonld
from bouhan_opendata.graph.turtle import data_turtle
from bouhan_opendata.model import Model
from bouhan_opendata.portal import ways
from bouhan_opendata.portal.content import Content

TABLES = ("overview_activities", "overview_figures", "source_lines")
"""The tables of which a page's CSV is cut."""


def by_page(n_triples: bytes, places: Mapping[str, str]) -> dict[str, list[bytes]]:
    """The lines of a release by the page that their subjects stand on; what stands on none is left out."""
    found: dict[str, list[bytes]] = defaultdict(list)
    for line in n_triples.splitlines(keepends=True):
        subject = line[1 : line.index(b">")].decode()
        place = places.get(subject) or places.get(subject.rpartition("-quote")[0] or subject)
        if place is not None:
            found[place.partition("#")[0]].append(line)
    return found


def files(pages: Mapping[str, list[bytes]], info: PublisherInfo, model: Model) -> Iterator[tuple[str, bytes]]:
    """``<page>.ttl`` and ``<page>.jsonld`` for every page that has data."""
    for page, lines in sorted(pages.items()):
        yield f"{page}.ttl", data_turtle(lines, info, model)
        yield f"{page}.jsonld", data_jsonld(lines, info, model)


def tables(content: Content, given: Mapping[str, Sequence[Mapping[str, str]]]) -> Iterator[tuple[str, bytes]]:
    """``<page>.csv``: activities by year for measures, departments and headings, values for indicators, lines for sources."""
    activities, figures, lines = (given[name] for name in TABLES)
    for row in content.tables["measures"]:
        yield _csv(
            f"measure/{row['measure_id']}", activities, [one for one in activities if one["measure_id"] == row["measure_id"]]
        )
    for row in content.tables["departments"]:
        found = [one for one in activities if one["department_name"] == row["name"]]
        yield _csv(f"department/{row['department_id']}", activities, found)
    for row in content.tables["policy_areas"]:
        below = {one["measure_id"] for one in ways.below(content, row["policy_area_id"])}
        yield _csv(f"area/{row['policy_area_id']}", activities, [one for one in activities if one["measure_id"] in below])
    for row in content.tables["indicators"]:
        found = [one for one in figures if one["indicator_id"] == row["indicator_id"]]
        yield _csv(f"indicator/{row['indicator_id']}", figures, found)
    for row in content.tables["sources"]:
        found = [one for one in lines if one["source_id"] == row["source_id"]]
        yield _csv(f"source/{row['source_id']}", lines, found)


def _csv(page: str, like: Sequence[Mapping[str, str]], rows: Sequence[Mapping[str, str]]) -> tuple[str, bytes]:
    """UTF-8 with the mark that Excel needs to see it."""
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, list(like[0]) if like else [], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return f"{page}.csv", b"\xef\xbb\xbf" + stream.getvalue().encode()
