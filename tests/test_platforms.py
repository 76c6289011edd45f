"""Windows and macOS on the way of a clerk, as far as another system can play them: consoles, locks, names, line ends."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import types
import unicodedata
from pathlib import Path
from typing import Any

import pytest

import bouhan_opendata as bo
from bouhan_opendata import disk
from bouhan_opendata.cli.main import main
from publications import ROW, markdown, publish

pytestmark = pytest.mark.usefixtures("without_judges")
SOURCE = Path(bo.__file__).parent
POSIX_ONLY = {"fcntl", "resource", "pwd", "grp", "termios", "tty", "pty"}
"""Modules that Windows has not."""
CALLS = {"fork", "setsid", "killpg", "getuid", "geteuid", "chown", "symlink", "mkfifo", "sched_getaffinity", "preexec_fn"}


# -- what is imported and called


def test_modules_that_windows_lacks_are_imported_behind_a_question_only() -> None:
    import ast

    found = []
    for path in sorted(SOURCE.rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        guarded = {id(node) for branch in ast.walk(tree) if isinstance(branch, ast.If | ast.Try) for node in ast.walk(branch)}
        inside = {id(n) for f in ast.walk(tree) if isinstance(f, ast.FunctionDef) for n in ast.walk(f)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Import) and {alias.name for alias in node.names} & POSIX_ONLY:
                if id(node) not in guarded | inside:
                    found.append((path.name, node.lineno))
            if isinstance(node, ast.Attribute) and node.attr in CALLS and id(node) not in guarded:
                found.append((path.name, node.lineno))
    assert found == []


def test_every_text_file_is_opened_with_its_encoding() -> None:
    """What has none is read in the code page of the machine: cp932 on a Japanese Windows."""
    command = [
        sys.executable,
        "-X",
        "warn_default_encoding",
        "-W",
        "error::EncodingWarning:bouhan_opendata",
        "-m",
        "bouhan_opendata",
    ]
    done = subprocess.run([*command, "explain", "jump"], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr.decode()


# -- consoles


class Console(io.TextIOWrapper):
    """A console of a code page: a terminal that cannot show everything."""

    def __init__(self, encoding: str) -> None:
        self.kept = io.BytesIO()
        super().__init__(self.kept, encoding=encoding, errors="strict", newline="\n")

    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize("page", ["cp932", "cp437", "cp1252", "ascii"])
def test_a_console_of_any_code_page_shows_what_it_can(page: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    console = Console(page)
    monkeypatch.setattr(sys, "stdout", console)
    monkeypatch.setattr(sys, "stderr", Console(page))
    city = publish(tmp_path / "city", markdown(("𠮷野家前の見回り①", *ROW[1:])))
    assert main(["check", str(city), "--lang", "ja"]) == 0
    console.flush()
    said = console.kept.getvalue().decode(page)
    assert ("施策" in said) == (page == "cp932")


def test_a_pipe_gets_utf8_whatever_the_code_page(tmp_path: Path) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "cp932", "PYTHONUTF8": "0"}
    command = [sys.executable, "-m", "bouhan_opendata", "explain", "jump", "--lang", "ja"]
    done = subprocess.run(command, capture_output=True, check=True, env=environment)
    assert "前の年度から大きく変わった数" in done.stdout.decode("utf-8") and b"\r" not in done.stdout


# -- the lock of Windows


def windows_lock(monkeypatch: pytest.MonkeyPatch) -> Any:
    """``releasing/lock.py`` as Windows imports it, with a stand-in for msvcrt that locks bytes of open files."""
    held: set[tuple[int, int]] = set()

    def locking(handle: int, mode: int, count: int) -> None:
        assert count == 1 and os.lseek(handle, 0, os.SEEK_CUR) == 1 << 30, "the byte far behind the text"
        key = (os.fstat(handle).st_dev, os.fstat(handle).st_ino)
        if mode == 1:
            if key in held:
                raise OSError(13, "Permission denied")
            held.add(key)
        else:
            held.discard(key)

    stand_in = types.ModuleType("msvcrt")
    stand_in.__dict__.update(locking=locking, LK_NBLCK=1, LK_UNLCK=0)
    monkeypatch.setitem(sys.modules, "msvcrt", stand_in)
    monkeypatch.setattr(sys, "platform", "win32")
    module = types.ModuleType("bouhan_opendata.releasing.lock_of_windows")
    source = (SOURCE / "releasing" / "lock.py").read_text(encoding="utf-8")
    exec(compile(source, "lock.py", "exec"), module.__dict__)
    monkeypatch.undo()
    return module


def test_the_lock_of_windows_keeps_a_second_publisher_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lock, model = windows_lock(monkeypatch), bo.load_model()
    with lock.publisher_lock(tmp_path, model):
        with pytest.raises(bo.ReleaseRefused) as refused, lock.publisher_lock(tmp_path, model):
            pass
        assert str(os.getpid()) in refused.value.params["holder"]
    with lock.publisher_lock(tmp_path, model):
        pass
    assert not list(tmp_path.iterdir())


def test_the_lock_of_windows_lets_a_file_that_another_opened_be(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lock, model = windows_lock(monkeypatch), bo.load_model()

    def refused(path: Path) -> None:
        raise PermissionError(13, "in use", str(path))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(disk, "remove", refused)
        with lock.publisher_lock(tmp_path, model):
            pass
    with lock.publisher_lock(tmp_path, model):
        pass


# -- names and texts as other systems write them


def rows(package: bo.Package) -> dict[str, Any]:
    return {name: list(package[name]) for name in package}


def test_settings_saved_by_notepad_are_read(tmp_path: Path) -> None:
    city = publish(tmp_path / "city", markdown(ROW))
    plain = bo.build(bo.open_publication(city))
    for path in (city / "publication.yaml", city / "sources" / "sources.yaml", *(city / "curation").glob("*.yaml")):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    table = city / "sources" / "table1.md"
    assert rows(bo.build(bo.open_publication(city))) == rows(plain)
    table.write_bytes(table.read_bytes().replace(b"\n", b"\r\n"))
    changed = bo.build(bo.open_publication(city))
    assert [row["text"] for row in changed["source_lines"]] == [row["text"] for row in plain["source_lines"]]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_name_with_its_kana_in_two_characters_is_the_same_name(form: str, tmp_path: Path) -> None:
    city = publish(tmp_path / "city", markdown(ROW))
    listed, on_disk = "がん予防とパトロール.md", unicodedata.normalize(form, "がん予防とパトロール.md")
    (city / "sources" / "table1.md").rename(city / "sources" / on_disk)
    entries = city / "sources" / "sources.yaml"
    entries.write_text(entries.read_text(encoding="utf-8").replace("table1.md", listed), encoding="utf-8")
    package = bo.build(bo.open_publication(city))
    assert [row["file_name"] for row in package["sources"]] == [listed]
    assert not any(finding.rule == "source-unlisted" for finding in package.findings)


def test_a_name_that_is_not_there_is_still_missing(tmp_path: Path) -> None:
    city = publish(tmp_path / "city", markdown(ROW))
    entries = city / "sources" / "sources.yaml"
    entries.write_text(entries.read_text(encoding="utf-8").replace("table1.md", "無い.md"), encoding="utf-8")
    with pytest.raises(bo.SourceError) as missing:
        bo.build(bo.open_publication(city))
    assert missing.value.rule.id == "source-missing"


def test_no_released_name_is_one_that_windows_refuses_or_that_differs_in_case_alone(tmp_path: Path) -> None:
    made = bo.release(bo.open_publication(publish(tmp_path / "city", markdown(ROW)))).paths[0]
    names = [path.relative_to(made.parent).as_posix() for path in made.parent.rglob("*")]
    reserved = {"con", "prn", "aux", "nul", *(f"com{n}" for n in range(10)), *(f"lpt{n}" for n in range(10))}
    for name in names:
        assert not set(name) & set('<>:"\\|?*') and name == unicodedata.normalize("NFC", name)
        assert all(part.split(".")[0].lower() not in reserved and part[-1] not in ". " for part in name.split("/"))
    assert len({name.lower() for name in names}) == len(names)
    assert max(map(len, names)) <= 80, "with the folder of a shared drive before it, 260 characters are soon full"
