"""Where each page and each thing of the data stands in the site. Pages are named by their path without language and ending."""

from __future__ import annotations

from dataclasses import dataclass

from bouhan_opendata.findings import Lang
from bouhan_opendata.iri import fill
from bouhan_opendata.model import Model
from bouhan_opendata.portal.content import Content


@dataclass(frozen=True, slots=True)
class Place:
    """A page in one language, as the start of relative addresses, which work on a server and from a folder alike."""

    path: str
    lang: Lang
    top: str = ""
    """The path of the site on its server, for a page that is shown at any address."""

    @property
    def root(self) -> str:
        """The way up to the folder of the site: empty, or ``../`` once or more."""
        if self.top:
            return self.top
        depth = self.path.count("/") + (self.lang != "ja")
        return "../" * depth

    def page(self, path: str, fragment: str = "", lang: Lang | None = None) -> str:
        """The relative address of a page in this language or another."""
        folder = "" if (lang or self.lang) == "ja" else "en/"
        return f"{self.root}{folder}{path}.html" + (f"#{fragment}" if fragment else "")

    def file(self, name: str) -> str:
        """The relative address of a file that has no language."""
        return self.root + name


def file_of(path: str, lang: Lang) -> str:
    """The name of a page's file in the folder of the site."""
    return ("" if lang == "ja" else "en/") + path + ".html"


def kinds(model: Model) -> list[str]:
    """The kinds of address that have pages of their own: ``measure``, ``department`` …"""
    return sorted(table.iri.partition("/")[0] for table in model.tables.values() if table.document and table.iri)


def documents(content: Content) -> dict[str, str]:
    """Every address of the data that has a page or a place on one: address → page, with ``#`` and the part where it is one.

    Activities, reports and series stand on the page of their measure, observations on that of their indicator, lines and
    figures on that of their source.
    """
    base, found = content.base_iri, {}
    for table in content.model.tables.values():
        if not table.document or not table.iri:
            continue
        for row in content.tables[table.name]:
            address = fill(table.iri, base, row)
            found[address] = address.removeprefix(base)
    for report in content.tables["reports"]:
        found[f"{base}report/{report['report_id']}"] = f"measure/{report['measure_id']}#report-{report['report_id']}"
        for row in content.by("activities", "report_id", report["report_id"]):
            found[f"{base}activity/{row['activity_id']}"] = f"measure/{report['measure_id']}#activity-{row['activity_id']}"
    for row in content.tables["activity_series"]:
        found[f"{base}activity-series/{row['series_id']}"] = f"measure/{row['measure_id']}#series-{row['series_id']}"
    for row in content.tables["observations"]:
        page = f"indicator/{row['indicator_id']}"
        found[f"{base}observation/{row['observation_id']}"] = f"{page}#observation-{row['observation_id']}"
    for line in content.tables["source_lines"]:
        found[f"{base}line/{line['line_id']}"] = f"source/{line['source_id']}#line-{line['line_id']}"
    for figure in content.tables["figures"]:
        source = str(figure["line_id"]).partition("-")[0]
        found[f"{base}figure/{figure['figure_id']}"] = f"source/{source}#figure-{figure['figure_id']}"
    return found
