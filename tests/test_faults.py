"""Killed, or told of a fault, at every change on disk: never a visible partial release, and the next run succeeds by itself."""

from __future__ import annotations

import ast
import errno
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest import mock

import pytest

import bouhan_opendata as bo
from bouhan_opendata import disk, releasing
from bouhan_opendata.errors import FileError
from bouhan_opendata.releasing.lock import publisher_lock
from fault_sweep import FAULTS, counted, killed, with_fault
from publications import ROW, markdown, publish

pytestmark = pytest.mark.usefixtures("without_judges")
SOURCE = Path(bo.__file__).parent
needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="a process that can be killed between two calls is forked")


def snapshot(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


class City:
    """A publication with one release, about to make the next: what is read and worked out is the same at each run."""

    def __init__(self, folder: Path) -> None:
        self.folder = publish(folder / "city", markdown(ROW))
        bo.release(bo.open_publication(self.folder))
        self.before = folder / "before"
        shutil.copytree(self.folder, self.before)
        self.made = mock.patch.multiple(releasing, **{name: _once(getattr(releasing, name)) for name in _SLOW})
        self.made.start()
        assert self.run() == "made"
        self.after = snapshot(self.folder)

    def run(self) -> str:
        publication = bo.open_publication(self.folder)
        return bo.release(publication, "0.2.0", date="2020-05-01", notes={"ja": "次の版"}).state

    def reset(self) -> None:
        shutil.rmtree(self.folder)
        shutil.copytree(self.before, self.folder)

    def problems(self) -> list[str]:
        """What a visitor would find amiss in the folder as it is, and what the next run would leave amiss."""
        now, found = snapshot(self.folder), []
        latest = now.get("releases/latest", b"").decode().strip()
        if latest not in ("0.1.0", "0.2.0"):
            found.append(f"latest names {latest!r}")
        visible = {name: data for name, data in self.after.items() if name.startswith("releases/0.2.0/")}
        there = {name: data for name, data in now.items() if name.startswith("releases/0.2.0/")}
        if there not in ({}, visible) or (latest == "0.2.0" and not there):
            found.append("a partial release stands")
        if latest == "0.2.0":
            found += [f"{name} is not there" for name in self.after if "0.2.0." in name and now.get(name) != self.after[name]]
        for name, data in now.items():
            if name not in self.after and not Path(name).name.startswith(".") and "/.stage-" not in name:
                found.append(f"{name} lies about")
            elif name.startswith("releases/bouhan") and data != self.after[name]:
                found.append(f"{name} is not whole")
        for name in ("curation/register.yaml", "publication.yaml"):
            if now[name] not in (self.after[name], (self.before / name).read_bytes()):
                found.append(f"{name} is not whole")
        state = self.run()
        if state not in ("made", "identical") or snapshot(self.folder) != self.after:
            found.append("the next run leaves something else")
        return found


_SLOW = (
    "build_with_sources",
    "_readability",
    "changed_since",
    "validate_package",
    "contents",
    "findings_files",
    "_certificate",
    "catalogue_files",
    "validate_judged",
    "sqlite_bytes",
    "verify",
)


def _once(make: Callable[..., object]) -> Callable[..., object]:
    """The first answer, again and again."""
    kept: list[object] = []

    def again(*arguments: object, **options: object) -> object:
        if not kept:
            kept.append(make(*arguments, **options))
        return kept[0]

    return again


@pytest.fixture
def city(tmp_path: Path) -> Iterator[City]:
    """A publication in memory where the machine has such a disk: hundreds of runs wait for no other."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else tmp_path) as folder:
        made = City(Path(folder))
        made.reset()
        yield made
        made.made.stop()


@pytest.mark.slow
@needs_fork
def test_a_run_killed_at_any_point_leaves_nothing_half_done(city: City, capsys: pytest.CaptureFixture[str]) -> None:
    points = len(counted(city.run))
    found = []
    for point in range(points):
        city.reset()
        assert killed(city.run, point), f"the run ended before point {point}"
        found += [f"{point}: {problem}" for problem in city.problems()]
    with capsys.disabled():
        print(f"\nkilled at {points} points: {len(found)} problems")
    assert found == [] and points >= 200


@pytest.mark.slow
@pytest.mark.parametrize("code", FAULTS, ids=[errno.errorcode[code] for code in FAULTS])
def test_a_fault_of_the_disk_at_any_point_leaves_nothing_half_done(
    city: City, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    names = counted(city.run)
    found = []
    for point, name in enumerate(names):
        city.reset()
        fault = with_fault(city.run, point, code)
        if not isinstance(fault, FileError | None):
            found.append(f"{point} {name}: {fault!r}")
        found += [f"{point} {name}: {problem}" for problem in city.problems()]
    with capsys.disabled():
        print(f"\n{errno.errorcode[code]} at {len(names)} points: {len(found)} problems")
    assert found == [] and len(names) >= 200


@needs_fork
def test_of_eight_publishers_at_once_one_makes_it_and_nothing_is_lost(city: City) -> None:
    for _ in range(10):
        city.reset()
        states = _at_once(city.run, 8)
        assert states.count("made") == 1 and set(states) <= {"made", "identical", "release-locked"}, states
        assert city.run() == "identical"
        assert snapshot(city.folder) == city.after


def _at_once(run: Callable[[], str], number: int) -> list[str]:
    """What that many processes answer that start at the same moment."""
    gate, opened = os.pipe()
    answers = []
    for _ in range(number):
        answer, said = os.pipe()
        if os.fork() == 0:
            os.close(opened)
            os.read(gate, 1)
            try:
                state = run()
            except bo.BouhanError as fault:
                state = fault.rule.id
            except BaseException as fault:
                state = repr(fault)
            os.write(said, state.encode())
            os._exit(0)
        os.close(said)
        answers.append(answer)
    os.close(opened)
    os.close(gate)
    states = [os.read(answer, 1000).decode() for answer in answers]
    for answer in answers:
        os.close(answer)
        os.wait()
    return states


@needs_fork
def test_a_publisher_that_was_killed_locks_nobody_out(tmp_path: Path, model: bo.Model) -> None:
    def hold() -> None:
        with publisher_lock(tmp_path, model):
            os.mkdir(tmp_path / "far")

    assert killed(hold, 2), "killed while it held the lock"
    assert (tmp_path / ".lock").exists()
    with publisher_lock(tmp_path, model), pytest.raises(bo.ReleaseRefused) as refused, publisher_lock(tmp_path, model):
        pass
    assert refused.value.rule.id == "release-locked" and str(os.getpid()) in refused.value.text("ja")
    assert not (tmp_path / ".lock").exists()


# -- Windows, as far as it can be played


class Held(PermissionError):
    """What Windows says of a file that another program holds open."""

    winerror = 32


def test_a_file_that_is_held_for_a_moment_is_waited_for(tmp_path: Path) -> None:
    refusals = [Held(errno.EACCES, "held")] * 3
    waits: list[float] = []
    real = os.replace

    def replace(*arguments: str) -> None:
        if refusals:
            raise refusals.pop()
        real(*arguments)

    with mock.patch.object(os, "replace", replace), mock.patch.object(disk.time, "sleep", waits.append):
        disk.replace(tmp_path / "a.txt", b"new")
    assert (tmp_path / "a.txt").read_bytes() == b"new" and len(waits) == 3 and sum(waits) < 2


def test_a_file_that_stays_held_is_left_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"old")
    waits: list[float] = []
    with (
        mock.patch.object(os, "replace", side_effect=Held(errno.EACCES, "held")),
        mock.patch.object(disk.time, "sleep", waits.append),
        pytest.raises(Held),
    ):
        disk.replace(path, b"new")
    assert path.read_bytes() == b"old" and list(tmp_path.iterdir()) == [path]
    assert 1.5 < sum(waits) < 3


def test_elsewhere_the_first_refusal_counts(tmp_path: Path) -> None:
    with (
        mock.patch.object(os, "replace", side_effect=PermissionError(errno.EACCES, "no")),
        mock.patch.object(disk.time, "sleep", side_effect=AssertionError),
        pytest.raises(PermissionError),
    ):
        disk.replace(tmp_path / "a.txt", b"new")


# -- one room


CHANGING = {"write_bytes", "write_text", "unlink", "mkdir", "rmdir", "rename", "hardlink_to", "symlink_to", "touch", "rmtree"}
ALLOWED = {
    "disk.py": CHANGING,
    "verification/__init__.py": {"mkdir", "write_bytes"},  # a zip unpacked aside for the judges, in a temporary folder
    "conversion/__init__.py": {"touch"},  # the sign to stop, in the temporary folder of a run
    "conversion/assembling.py": {"unlink"},  # its pieces, in that folder
    "graph/order.py": {"unlink"},  # sorted runs of lines, in a temporary folder
}
STREAMED = {"disk.py", "conversion/assembling.py", "conversion/inputs.py", "conversion/writing.py", "graph/order.py"}
"""What is too large to be held is written piece by piece, in a temporary folder; only the whole result is moved to its place."""


def test_all_changes_go_through_one_room() -> None:
    found = []
    for path in sorted(SOURCE.rglob("*.py")):
        name = path.relative_to(SOURCE).as_posix()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in CHANGING - ALLOWED.get(name, set()):
                found.append(f"{name}:{node.lineno} {node.attr}")
            if isinstance(node, ast.Call) and getattr(node.func, "attr", getattr(node.func, "id", "")) == "open":
                modes = [a.value for a in (*node.args, *(k.value for k in node.keywords)) if isinstance(a, ast.Constant)]
                modes = [] if name in STREAMED else modes
                found += [f"{name}:{node.lineno} {m}" for m in modes if m in ("w", "wb", "x", "xb", "a", "ab", "r+", "rb+", "w+")]
    assert found == []


def test_the_sum_of_a_database_and_the_database_come_together(city: City) -> None:
    city.run()
    for lost in (".sqlite", ".sqlite.sha256"):
        name = next(name for name in city.after if name.endswith(f"0.2.0{lost}"))
        (city.folder / name).unlink()
        assert city.run() == "identical"
        assert (city.folder / name).is_file()
        database = next(p for p in (city.folder / "releases").glob("*0.2.0.sqlite"))
        sums = database.with_name(f"{database.name}.sha256").read_text(encoding="utf-8")
        assert sums.split()[0] == hashlib.sha256(database.read_bytes()).hexdigest()
