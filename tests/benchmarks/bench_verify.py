"""Judging a release as anyone may, beside the judges that it asks; and every regular expression over 100,000 characters.

    python tests/benchmarks/bench_verify.py [RELEASE]

Prints seconds, asserts nothing.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import bouhan_opendata as bo
from bouhan_opendata.validation import judge_folder
from bouhan_opendata.verification import verify

sys.path.insert(0, str(Path(__file__).parents[1]))
from test_properties import PIECES, patterns

RELEASES = Path(__file__).parents[2] / "datapackage" / "releases"
SIZE = 100_000


def main() -> None:
    name = (RELEASES / "latest").read_text(encoding="utf-8").strip()
    release = Path(sys.argv[1]) if len(sys.argv) > 1 else RELEASES / name
    model = bo.load_model()
    started = time.perf_counter()
    found = verify(release, model, judges=False)
    ours = time.perf_counter() - started
    started = time.perf_counter()
    judge_folder(release, model)
    theirs = time.perf_counter() - started
    print(f"{release.name}: {len(found)} findings")
    print(f"  verify without the judges  {ours:8.2f} s   (goal ≤ 1)")
    print(f"  frictionless and SHACL     {theirs:8.2f} s")
    slowest: list[tuple[float, str, str]] = []
    for pattern_name, pattern in patterns().items():
        for piece in PIECES:
            text = (piece * SIZE)[:SIZE]
            started = time.perf_counter()
            pattern.search(text)
            slowest.append((time.perf_counter() - started, pattern_name, piece))
    slowest.sort(reverse=True)
    print(f"{len(patterns())} regular expressions, one search of {SIZE:,} characters each, of {len(PIECES)} kinds (goal < 50 ms)")
    for seconds, pattern_name, piece in slowest[:3]:
        print(f"  {1000 * seconds:8.1f} ms  {pattern_name}  {piece!r}")


if __name__ == "__main__":
    main()
