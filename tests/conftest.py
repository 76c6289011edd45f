"""What every test has: no network, the definition, the real publication, and a way to require what the machine may lack."""

from __future__ import annotations

import gc
import importlib
import json
import os
import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

import bouhan_opendata as bo

ROOT = Path(__file__).resolve().parents[1]
REAL = ROOT / "datapackage"
CASES = ROOT / "tests" / "cases"
PUBLICATIONS = {"real": REAL, "other_city": CASES / "other_city", "many_years": CASES / "many_years"}
"""The publications that every judge is asked about: the real table, and two made for tests (see their READMEs)."""


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """A test that connects anywhere fails; with the marker ``loopback`` it may reach this machine."""
    loopback = request.node.get_closest_marker("loopback") is not None

    def connect(self: socket.socket, address: Any, *rest: Any) -> None:
        if self.family == getattr(socket, "AF_UNIX", None):
            return real(self, address, *rest)
        if loopback and address[0] in ("127.0.0.1", "::1", "localhost"):
            return real(self, address, *rest)
        raise AssertionError(f"a test tried to connect to {address}")

    real = socket.socket.connect
    monkeypatch.setattr(socket.socket, "connect", connect)
    if not loopback:
        monkeypatch.setattr(
            socket, "getaddrinfo", lambda *a, **k: (_ for _ in ()).throw(AssertionError(f"a test looked up {a[0]}"))
        )


@pytest.fixture
def without_judges(monkeypatch: pytest.MonkeyPatch) -> None:
    """Releases are made without asking frictionless and SHACL, most of a small release's time: for tests of all the rest.

    The judges themselves are tested in ``test_validation``, ``test_verification`` and ``test_conformance``.
    """
    monkeypatch.setattr("bouhan_opendata.releasing.judge_folder", lambda folder, model: [])


def grows_less_than(limit: float, small: Callable[[], object], large: Callable[[], object], *, from_: float = 0.0) -> bool:
    """Whether the larger work takes less than ``limit`` times as long; a busy machine gets several tries.

    Work that takes less than ``from_`` seconds of the processor is too short to be judged, and passes.
    """

    def seconds(work: Callable[[], object]) -> float:
        started = time.process_time()
        work()
        return time.process_time() - started

    least, most = float("inf"), float("inf")
    gc.disable()
    try:
        for _ in range(6):
            most = min(most, seconds(large))
            if most < from_:
                return True
            least = min(least, seconds(small))
            if most < limit * least:
                return True
    finally:
        gc.enable()
    return False


def missing(name: str, reason: str) -> None:
    """Skip a test for want of something; where ``BOUHAN_REQUIRE`` names it, fail instead."""
    if name in os.environ.get("BOUHAN_REQUIRE", "").split(","):
        pytest.fail(f"{name} is required here: {reason}")
    pytest.skip(f"{name}: {reason}")


def need_module(module: str) -> Any:
    """A module that a test wants beside the library, or a skip (a failure where it is required)."""
    try:
        return importlib.import_module(module)
    except ImportError as error:
        return missing(module.partition(".")[0], str(error))


@pytest.fixture(scope="session")
def need_command() -> Callable[[str, str], str]:
    """The path of a command, or a skip (a failure where it is required)."""

    def need(name: str, command: str) -> str:
        found = shutil.which(command)
        if found is None:
            missing(name, f"no {command} on this machine")
        return str(found)

    return need


@pytest.fixture(scope="session")
def node_judge(need_command: Callable[[str, str], str]) -> Callable[..., Any]:
    """Runs a script of ``tests/judges`` without a network and gives what it prints as JSON."""
    node = need_command("node", "node")
    folder = ROOT / "tests" / "judges"
    if not (folder / "node_modules").is_dir():
        missing("node", "no packages; npm install --prefix tests/judges --no-package-lock --ignore-scripts")

    def judge(script: str, *arguments: Path, seconds: int = 120) -> Any:
        command = [node, "--import", (folder / "no_network.mjs").as_uri(), str(folder / script), *map(str, arguments)]
        run = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=seconds, check=False)
        assert run.returncode == 0, run.stderr[-2000:]
        return json.loads(run.stdout)

    return judge


@pytest.fixture(scope="session")
def own_judge() -> Callable[..., Any]:
    """Runs a script of ``tests/judges`` in the environment of its ``requirements.txt`` and gives what it prints as JSON."""
    folder = ROOT / "tests" / "judges"
    python = Path(os.environ.get("BOUHAN_JUDGES_PYTHON") or folder / ".venv" / "bin" / "python")
    if not python.is_file():
        missing(
            "judges", "no tests/judges/.venv; python -m venv tests/judges/.venv and pip install -r tests/judges/requirements.txt"
        )

    def judge(script: str, *arguments: Path | str) -> Any:
        command = [str(python), "-I", str(folder / script), *map(str, arguments)]
        run = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=300, check=False)
        assert run.returncode == 0, run.stderr[-2000:]
        return json.loads(run.stdout)

    return judge


@pytest.fixture(scope="session")
def standards() -> Path:
    """The folder of public standards data."""
    folder = Path(os.environ.get("BOUHAN_STANDARDS") or ROOT.parent / "shared" / "standards")
    if not folder.is_dir():
        missing("standards", f"no folder {folder.name}; BOUHAN_STANDARDS names it")
    return folder


@pytest.fixture(scope="session")
def model() -> bo.Model:
    return bo.load_model()


@pytest.fixture(scope="session")
def package() -> bo.Package:
    """The real publication, built."""
    return bo.build(bo.open_publication(REAL))


@pytest.fixture(scope="session")
def released() -> Path:
    """The committed release that ``latest`` names."""
    return REAL / "releases" / (REAL / "releases" / "latest").read_text(encoding="utf-8").strip()


@pytest.fixture(scope="session")
def releases(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """The release folder of each publication of ``PUBLICATIONS``, made by this code when it is first asked for."""
    return _Releases(tmp_path_factory.mktemp("releases"))


class _Releases(Mapping[str, Path]):
    """Release folders by the name of their publication; nobody may write into them."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: dict[str, Path] = {}

    def __getitem__(self, name: str) -> Path:
        if name not in self._made:
            made = bo.release(bo.open_publication(PUBLICATIONS[name]), output=self._folder / name)
            self._made[name] = made.paths[0]
        return self._made[name]

    def __iter__(self) -> Iterator[str]:
        return iter(PUBLICATIONS)

    def __len__(self) -> int:
        return len(PUBLICATIONS)


@pytest.fixture(params=list(PUBLICATIONS))
def each_release(request: pytest.FixtureRequest, releases: Mapping[str, Path]) -> Path:
    """Each of the three release folders in turn."""
    return releases[request.param]


@pytest.fixture(scope="session")
def real_grids(model: bo.Model) -> Any:
    """The grids of the real table, as read."""
    from bouhan_opendata.reading.text.markdown import read_markdown

    return read_markdown(REAL / "sources" / "koganei-2019.md", model).grids


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Path]:
    """A copy of the real publication without its releases."""
    folder = tmp_path / "datapackage"
    shutil.copytree(REAL, folder, ignore=shutil.ignore_patterns("releases"))
    yield folder


@pytest.fixture(scope="module")
def chromium(need_command: Callable[[str, str], str]) -> str:
    return need_command("chromium", "chromium")
