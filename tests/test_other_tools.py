"""What a browser makes of a release: it lays the review page out."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

FACTS_OF_A_LAYOUT = """<!DOCTYPE html><meta charset="utf-8"><body style="margin:0">
<iframe src="{page}" style="width:{width}px;height:900px;border:0"></iframe><p id="out">waiting</p>
<script>
document.querySelector("iframe").addEventListener("load", (event) => {{
  const page = event.target.contentDocument, root = page.documentElement;
  const over = (e) => !e.closest(".scroll") && e.getBoundingClientRect().right > {width} + 1;
  const wide = [...page.querySelectorAll("main *")].filter(over);
  const broken = [...page.querySelectorAll(".value, .num, .day")].filter((e) => e.getClientRects().length > 1);
  document.getElementById("out").textContent =
    `scroll=${{root.scrollWidth - root.clientWidth}} wide=${{wide.length}} broken=${{broken.length}} ` +
    `shown=${{page.querySelectorAll("article").length}}`;
}});
</script>"""


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_the_review_page_fits_every_width(
    width: int, released: Path, tmp_path: Path, need_command: Callable[[str, str], str]
) -> None:
    """Nothing is wider than the window but what scrolls by itself; no number is broken over two lines."""
    outer = tmp_path / "outer.html"
    page = (released / "findings" / "review.html").as_uri()
    outer.write_text(FACTS_OF_A_LAYOUT.format(page=page, width=width), encoding="utf-8")
    run = subprocess.run(
        [
            need_command("chromium", "chromium"),
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--allow-file-access-from-files",
            f"--user-data-dir={tmp_path / 'profile'}",
            "--window-size=1400,1000",
            "--virtual-time-budget=8000",
            "--dump-dom",
            outer.as_uri(),
        ],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    told = re.search(r'<p id="out">([^<]*)</p>', run.stdout)
    assert told, run.stderr[-2000:]
    facts = dict(part.split("=") for part in told[1].split())
    assert (facts["scroll"], facts["wide"], facts["broken"]) == ("0", "0", "0")
    assert int(facts["shown"]) == len((released / "data" / "measures.csv").read_bytes().splitlines()) - 1
