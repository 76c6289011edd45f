"""The publications made for tests are what their READMEs say, and come out as they did before.

After a change that is meant: ``python tests/test_cases.py`` writes the expected tables anew; read them before they are committed.
"""

from __future__ import annotations

import csv
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

import bouhan_opendata as bo
from bouhan_opendata.publication.codes import is_lg_code
from bouhan_opendata.tabular.csv_tables import write_rows
from conftest import CASES, PUBLICATIONS

EXPECTED = (
    "sources", "fiscal_years", "policy_areas", "measures", "measure_editions", "departments", "measure_departments",
    "organisation_changes", "reports", "report_texts", "activities", "indicators", "observations", "restatements", "notes",
)  # fmt: skip
MADE_UP = [name for name in PUBLICATIONS if name != "real"]


def tables(folder: Path) -> dict[str, bytes]:
    package = bo.build(bo.open_publication(folder))
    return {f"{name}.csv": write_rows(package[name].model, package[name].rows) for name in EXPECTED}


def rows(release: Path, table: str) -> list[dict[str, str]]:
    with (release / "data" / f"{table}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize("case", MADE_UP)
def test_a_case_comes_out_as_before(case: str) -> None:
    folder = CASES / case / "expected"
    assert tables(CASES / case) == {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def test_a_changed_number_of_a_source_is_seen(tmp_path: Path) -> None:
    city = shutil.copytree(CASES / "many_years", tmp_path / "city")
    source = city / "sources" / "平成30年度.html"
    source.write_bytes(source.read_bytes().replace("・見回り 61回".encode(), "・見回り 16回".encode()))
    folder = CASES / "many_years" / "expected"
    changed = {name for name, data in tables(city).items() if data != (folder / name).read_bytes()}
    assert changed == {"sources.csv", "activities.csv", "observations.csv"}


@pytest.mark.parametrize("case", MADE_UP)
def test_a_case_is_of_no_municipality(case: str) -> None:
    """A code with a right check digit below a prefecture that does not exist; the real ones go from 01 to 47."""
    publication = bo.open_publication(CASES / case)
    assert is_lg_code(publication.lg_code) and int(publication.lg_code[:2]) > 47
    assert ".example/" in str(publication.publisher_url)
    assert (CASES / case / "README.md").read_text(encoding="utf-8").startswith("# ")


def test_the_three_differ_in_what_a_city_chooses() -> None:
    three = [bo.open_publication(folder) for folder in PUBLICATIONS.values()]
    for choice in ("lg_code", "base_iri", "licence", "slug", "corporate_number", "city_name"):
        assert len({str(getattr(publication, choice)) for publication in three}) == 3, choice
    assert {publication.license_confirmed for publication in three} == {True, False}


def test_many_years_holds_what_time_brings(releases: Mapping[str, Path]) -> None:
    release = releases["many_years"]
    assert len(rows(release, "fiscal_years")) >= 8
    assert {row["kind"] for row in rows(release, "organisation_changes")} == {"renamed", "merged", "abolished"}
    reports = rows(release, "reports")
    assert {"actual", "plan"} == {row["result_kind"] for row in reports}
    assert {"cancelled", "nothing_to_report", "blank", "reported"} <= {row["status"] for row in reports}
    assert {"same", "restated", "vanished", "appeared"} <= {row["relation"] for row in rows(release, "restatements")}
    assert all(row["title_en"] for row in rows(release, "measures"))
    assert {row["result_kind"] for row in rows(release, "observations")} == {"actual", "plan"}


def test_another_city_has_another_layout(releases: Mapping[str, Path]) -> None:
    release = releases["other_city"]
    assert {row["role"] for row in rows(release, "report_texts")} == {"evaluation", "issue", "next_year", "remark"}
    assert {row["fiscal_year"] for row in rows(release, "reports")} == {"2021", "2022"}
    assert "https://opendata.city.mihon.example/anzen/" in (release / "rdf" / "data.nt").read_text(encoding="utf-8")


if __name__ == "__main__":
    for case in sys.argv[1:] or MADE_UP:
        (CASES / case / "expected").mkdir(exist_ok=True)
        for name, data in tables(CASES / case).items():
            (CASES / case / "expected" / name).write_bytes(data)
