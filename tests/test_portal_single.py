"""The release as one file: everything of the pages of the measures, nothing fetched, in both languages."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import bouhan_opendata as bo
from bouhan_opendata.cli.main import main
from test_portal import VIEW
from test_portal_use import Tags


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_one_file_holds_every_measure_line_and_value(
    lang: Any, each_release: Path, node_judge: Callable[..., Any], tmp_path: Path
) -> None:
    page = tmp_path / "one.html"
    page.write_bytes(bo.single_page(each_release, lang=lang))
    assert node_judge("page.mjs", page)["errors"] == []
    found = Tags(page)
    assert not found.tags & {"script", "img", "iframe", "form", "object"} and "src" not in found.attributes
    anchors = [one.removeprefix("#") for one in found.addresses if one.startswith("#")]
    text = page.read_text(encoding="utf-8")
    assert anchors and all(f'id="{one}"' in text for one in anchors)
    said = re.sub(r"\s", "", "".join(found.words))
    with bo.open_release(each_release) as release:
        current = {row["report_id"] for row in release["reports"] if row["is_current"]}
        assert all(f'id="{row["measure_id"]}"' in text for row in release["measures"])
        stated = [row["text"] for row in release["activities"] if row["report_id"] in current]
        assert stated and [one for one in stated if re.sub(r"\s", "", one) not in said] == []
        assert [row for row in release["observations"] if f"{row['value']:,f}" not in said] == []
    assert bo.single_page(each_release, lang=lang) == page.read_bytes()


def test_it_is_used_in_a_browser_without_a_fault(releases: Any, chromium: str, node_judge: Any, tmp_path: Path) -> None:
    (tmp_path / "about.html").write_bytes(bo.single_page(releases["real"]))
    request = {"folder": str(tmp_path), "pages": ["about.html"], "views": VIEW, "queries": [], "without_script": ["about.html"]}
    (tmp_path / "request.json").write_text(json.dumps(request), encoding="utf-8")
    assert node_judge("site.mjs", chromium, tmp_path / "request.json")["problems"] == []


def test_the_command_writes_it(releases: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "一枚.html"
    assert main(["portal", str(releases["real"]), "-o", str(out), "--single-file", "--lang", "ja"]) == 0
    assert out.as_posix() in capsys.readouterr().out and out.read_bytes() == bo.single_page(releases["real"])
