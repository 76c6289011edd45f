"""Who answers for the figures: counts of confirmed observations, by whom and when, wherever a release speaks of them."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

import bouhan_opendata as bo
from bouhan_opendata.building.sign_off import Signed, sign_off
from bouhan_opendata.cli.main import main
from bouhan_opendata.verification import verify
from publications import ROW, markdown, publish

WHERE = "{measure: m001, fiscal_year: 2018, quote: 12回}"
DECISIONS = (
    f"decisions:\n  - {{id: k001, target: figure, where: {WHERE}, confirm: true, why: 確かめた, by: 安全課, on: 2020-05-01}}\n"
)


@pytest.fixture
def city(tmp_path: Path) -> Path:
    return publish(tmp_path / "city", markdown(ROW), curation={"decisions.yaml": DECISIONS})


def test_confirmed_observations_are_counted_by_who_confirmed_them_and_when(city: Path) -> None:
    publication = bo.open_publication(city)
    signed = sign_off(bo.build(publication), publication)
    assert (signed.policy, signed.confirmed, signed.unconfirmed) == ("none", 1, 1)
    assert [(one.by, one.on.isoformat(), one.count) for one in signed.signed] == [("安全課", "2020-05-01", 1)]
    assert isinstance(signed.signed[0], Signed)


@pytest.mark.usefixtures("without_judges")
def test_check_readme_review_page_and_descriptor_tell_it(city: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(city), "--lang", "ja"]) == 0
    assert "確認済 1 / 未確認 1" in capsys.readouterr().out
    folder = bo.release(bo.open_publication(city)).paths[0]
    text = (folder / "README.md").read_text(encoding="utf-8")
    assert "**確認済 1 / 未確認 1**" in text and "- 2020-05-01 安全課: 1 個" in text and "**1 confirmed, 1 not**" in text
    page = (folder / "findings" / "review.html").read_text(encoding="utf-8")
    assert "安全課（2020-05-01、1個）" in re.sub(r"\s+", " ", page)
    descriptor = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    signed = [{"by": "安全課", "on": "2020-05-01", "count": 1}]
    assert descriptor["bouhan:review"] == {"policy": "none", "confirmed": 1, "unconfirmed": 1, "signed": signed}


@pytest.mark.usefixtures("without_judges")
def test_a_descriptor_that_calls_more_confirmed_is_noticed(city: Path, tmp_path: Path) -> None:
    folder = bo.release(bo.open_publication(city)).paths[0]
    copy = shutil.copytree(folder, tmp_path / "copy")
    path = copy / "datapackage.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"confirmed": 1', '"confirmed": 2'), encoding="utf-8")
    found = [finding for finding in verify(copy, bo.load_model(), judges=False) if finding.rule == "catalogue-differs"]
    assert ("datapackage.json", "confirmed", "2") in [(one.place.file, one.place.key, one.params["found"]) for one in found]
