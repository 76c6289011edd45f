"""The review page of a release judged by html-validate: the rules of the HTML standard and of accessibility."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

Judge = Callable[..., Any]
PAGE = Path("findings") / "review.html"


def test_the_review_page_is_valid_html(each_release: Path, node_judge: Judge) -> None:
    assert node_judge("page.mjs", each_release / PAGE)["errors"] == []


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("<title>", "<titel>", "close-order"),
        ('<section aria-labelledby="summary">', '<section aria-labelledby="somewhere">', "no-missing-references"),
        ('id="summary"', 'id="findings"', "no-dup-id"),
        ('lang="ja"', "", "element-required-attributes"),
        ("<main ", "<span><main ", "element-permitted-content"),
    ],
)
def test_a_broken_page_is_refused(
    old: str, new: str, rule: str, releases: Mapping[str, Path], node_judge: Judge, tmp_path: Path
) -> None:
    text = (releases["other_city"] / PAGE).read_text(encoding="utf-8")
    assert old in text
    (tmp_path / "page.html").write_text(text.replace(old, new, 1), encoding="utf-8")
    found = {error["rule"] for error in node_judge("page.mjs", tmp_path / "page.html")["errors"]}
    assert rule in found


def test_plan_and_result_of_a_year_are_told_apart(releases: Mapping[str, Path]) -> None:
    text = (releases["many_years"] / PAGE).read_text(encoding="utf-8")
    assert "<h4>令和3年度 計画</h4>" in text and "<h4>令和3年度</h4>" in text
