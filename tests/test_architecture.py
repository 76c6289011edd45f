"""The house's order: floors, budgets, no clock, no print, no network, no city in the code."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "bouhan_opendata"
MODULES = sorted(SOURCE.rglob("*.py"))
CLOCKS = {"now", "utcnow", "today", "time_ns", "localtime", "gmtime", "strftime"}
NETWORK = {"socket", "urllib", "http", "requests", "ftplib", "smtplib", "ssl"}


def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))


def name_of(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_rooms_stay_small(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count("\n") <= 400
    for function in functions(tree_of(path)):
        assert (function.end_lineno or 0) - function.lineno + 1 <= 50, function.name
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.ClassDef):
            public = [f for f in node.body if isinstance(f, ast.FunctionDef) and not f.name.startswith("_")]
            assert len(public) <= 12, node.name


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_every_public_thing_says_what_it_is_for(path: Path) -> None:
    tree = tree_of(path)
    assert ast.get_docstring(tree), "a module opens with what the room is for"
    for node in tree.body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            assert ast.get_docstring(node), node.name


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_no_clock_and_no_network(path: Path) -> None:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Attribute) and node.attr in CLOCKS:
            raise AssertionError(f"line {node.lineno}: {node.attr}")
        if isinstance(node, ast.Import):
            names = {alias.name.split(".")[0] for alias in node.names}
            allowed = {"socket"} if name_of(path) == "releasing/lock.py" else set()  # the host's name in the lock
            assert not (names & NETWORK) - allowed
        if isinstance(node, ast.ImportFrom) and node.module:
            assert node.module.split(".")[0] not in NETWORK


@pytest.mark.parametrize("path", [p for p in MODULES if "cli" not in p.parts], ids=name_of)
def test_only_the_command_line_prints_and_reads_the_environment(path: Path) -> None:
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            assert node.func.id not in ("print", "input")
        if isinstance(node, ast.Attribute):
            assert node.attr not in ("environ", "getenv")


def test_the_code_and_the_definition_know_no_city() -> None:
    city = re.compile(r"小金井|Koganei|CoCo|カンガルー|こきんちゃん|132101")
    allowed = {"13210", "C13210"}
    for path in [*MODULES, *(ROOT / "schema").rglob("*")]:
        if path.is_file() and path.suffix in (".py", ".yaml", ".csv", ".ttl", ".json", ".jsonld", ".j2", ".css"):
            found = {m[0] for m in city.finditer(path.read_text(encoding="utf-8"))} - allowed
            assert not found, path


def test_no_room_is_called_for_everything() -> None:
    assert not {p.stem for p in MODULES} & {"utils", "helpers", "common", "manager", "base", "misc"}


def test_the_layers_hold() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "importlinter.cli", "lint"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode and "No module named" in done.stderr:
        done = subprocess.run(
            [str(Path(sys.executable).parent / "lint-imports")], cwd=ROOT, capture_output=True, text=True, check=False
        )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_help_imports_nothing_heavy() -> None:
    code = (
        "import sys; from bouhan_opendata.cli import main\n"
        "try: main(['--help'])\nexcept SystemExit: pass\n"
        "heavy = {'rdflib', 'frictionless', 'pyshacl', 'pyoxigraph', 'jinja2', 'markdown_it', 'xlsxwriter', 'pandas'}\n"
        "print('HEAVY', sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "HEAVY []" in done.stdout


def test_importing_a_room_never_replaces_a_door() -> None:
    code = (
        "import bouhan_opendata as bo, pkgutil\n"
        "rooms = {m.name for m in pkgutil.iter_modules(bo.__path__)}\n"
        "print(sorted(rooms & set(bo.__all__)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


_IMPORTED_AS = {"pyyaml": "yaml", "markdown-it-py": "markdown_it"}
_WHEN_INSTALLED = {"pandas", "polars", "pyarrow", "numpy"}
"""What rows are handed over as, when it is there: the extra ``frames``."""


def test_the_library_imports_only_what_it_depends_on() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = {re.split("[<>=;~! ]", line, maxsplit=1)[0] for line in project["dependencies"]}
    allowed = {_IMPORTED_AS.get(name, name.replace("-", "_")) for name in names} | _WHEN_INSTALLED | {"bouhan_opendata"}
    found = {}
    for path in MODULES:
        for node in ast.walk(tree_of(path)):
            roots = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            roots += [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []
            for root in (name.partition(".")[0] for name in roots):
                if root and root not in sys.stdlib_module_names and root not in allowed:
                    found.setdefault(root, path.name)
    assert found == {}
