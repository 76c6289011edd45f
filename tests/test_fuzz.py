"""A short run of every fuzz target: over changed seeds everywhere, and coverage-guided where atheris is there.

The long run: ``python tests/fuzz_targets.py figures -max_total_time=3600`` (see CONTRIBUTING.md).
"""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import need_module
from fuzz_targets import TARGETS, changed, seeds

ROUNDS = {"csv": 400, "layout": 150, "calendar": 1500, "figures": 400, "yaml": 1500, "zip": 1500}


@pytest.mark.parametrize("target", TARGETS)
def test_what_must_hold_holds_for_changed_seeds(target: str) -> None:
    rng = random.Random(target)
    kept = seeds(target)
    for seed in kept:
        TARGETS[target](seed)
    for _ in range(ROUNDS[target]):
        TARGETS[target](changed(rng.choice(kept), rng))


@pytest.mark.parametrize("target", TARGETS)
def test_a_short_coverage_guided_run_finds_nothing(target: str, tmp_path: Path) -> None:
    need_module("atheris")
    script = Path(__file__).with_name("fuzz_targets.py")
    command = [sys.executable, str(script), target, "-max_total_time=4", "-max_len=600", "-seed=1", "-verbosity=0"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr[-4000:]
    assert not list(tmp_path.glob("crash-*"))


def test_a_target_that_breaks_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bouhan_opendata.japanese.moments.find_moments", lambda text, year: [1])
    with pytest.raises(AttributeError):
        TARGETS["calendar"](b"x")
