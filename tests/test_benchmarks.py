"""The benchmarks run: what they print is read by people, and nothing of it is asserted here but that it is there."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parent / "benchmarks"


@pytest.mark.parametrize(
    ("script", "arguments", "says"),
    [
        ("bench.py", ["200", "--peers", ""], "triples/s"),
        ("bench_reading.py", [], "cells/s"),
        ("bench_forms.py", ["40"], "rows/s"),
        ("bench_forms_pdf.py", [], "ms/page"),
    ],
)
def test_a_benchmark_runs(script: str, arguments: list[str], says: str) -> None:
    run = subprocess.run(
        [sys.executable, str(FOLDER / script), *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert says in run.stdout
