"""The built wheel, in a folder of its own: it carries the definition and the templates, and makes the same release."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import bouhan_opendata as bo
from conftest import missing
from publications import ROW, markdown, publish

ROOT = Path(__file__).resolve().parents[1]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the checkout without fetching anything."""
    try:
        from hatchling.builders.wheel import WheelBuilder
    except ImportError:
        missing("hatchling", "the build backend is not installed")
    folder = tmp_path_factory.mktemp("wheel")
    return Path(next(iter(WheelBuilder(str(ROOT)).build(directory=str(folder)))))


def test_the_wheel_carries_the_definition_and_the_templates(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as opened:
        names = set(opened.namelist())
    for path in [*(ROOT / "schema").rglob("*"), *(ROOT / "src" / "bouhan_opendata").rglob("*")]:
        if path.is_file() and "__pycache__" not in path.parts:
            below = ROOT if path.is_relative_to(ROOT / "schema") else ROOT / "src"
            name = path.relative_to(below).as_posix()
            assert (f"bouhan_opendata/{name}" if below == ROOT else name) in names
    assert not any("koganei" in name or name.startswith("tests/") for name in names)


def test_the_installed_wheel_makes_the_same_release(wheel: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    with zipfile.ZipFile(wheel) as opened:
        opened.extractall(site)
    folder = publish(tmp_path / "city", markdown(ROW))
    here = bo.release(bo.open_publication(folder), output=tmp_path / "here").paths[0]
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); import bouhan_opendata as bo\n"
        "assert bo.__file__.startswith(sys.argv[1]) and str(bo.schema_folder()).startswith(sys.argv[1])\n"
        "bo.release(bo.open_publication(sys.argv[2]), output=sys.argv[3])"
    )
    there = tmp_path / "there"
    subprocess.run([sys.executable, "-P", "-c", code, str(site), str(folder), str(there)], cwd=tmp_path, check=True)
    assert (there / "0.1.0" / "SHA256SUMS").read_bytes() == (here / "SHA256SUMS").read_bytes()
