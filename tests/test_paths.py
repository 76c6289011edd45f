"""Names that try to leave a folder: in sources.yaml, in a release, in a zip. None of them is ever read or written outside."""

from __future__ import annotations

import itertools
import os
import zipfile
from pathlib import Path

import pytest

import bouhan_opendata as bo
from publications import ROW, markdown, publish

pytestmark = pytest.mark.usefixtures("without_judges")
SECRET = "secret-outside-the-folder"

_UPS = (
    "..",
    "../..",
    "../../..",
    "./..",
    "data/..",
    "data/../..",
    "x/../../..",
    "....//..",
    "..;/..",
    "%2e%2e",
    "..%2f..",
    "．．",
    "‥",
    "..\u2215..",
)
_JOINS = ("/", "\\", "//", "\\\\", "/./")
_ROOTS = (
    "", "/", "//", "file:///", "C:", "C:\\", "C:/", "\\\\?\\C:\\", "\\\\host\\share\\", "//host/share/",
    "~/", "$HOME/", "%USERPROFILE%\\",
)  # fmt: skip
_ODD = (
    "..", ".", "", " ", "...", "/", "\\", "secret.md\0.md", "\0", "secret.md:stream", "CON", "NUL.md", "aux.md/..", "a" * 300,
    "../" * 60 + "etc/passwd",
)  # fmt: skip
VECTORS = sorted(
    {f"{up}{join}secret.md" for up, join in itertools.product(_UPS, _JOINS)}
    | {f"{root}{path}" for root in _ROOTS for path in ("secret.md", "etc/passwd")}
    | {*_ODD}
)


def test_there_are_a_hundred_of_them() -> None:
    assert len(VECTORS) >= 100


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bouhan_opendata.releasing.judge_folder", lambda folder, model: [])
        root = tmp_path_factory.mktemp("paths")
        folder = bo.release(bo.open_publication(publish(root / "a" / "b" / "city", markdown(ROW)))).paths[0]
    for place in (root, *folder.parents[: len(folder.parts) - len(root.parts)]):
        (place / "secret.md").write_text(SECRET, encoding="utf-8")
    return folder


@pytest.mark.parametrize("kind", ["folder", "zip"])
def test_no_name_opens_a_file_outside_a_release(kind: str, made: Path) -> None:
    path = made if kind == "folder" else next(made.parent.glob("*.zip"))
    escapes = []
    with bo.open_release(path) as release:
        inside = set(release.files())
        for name in VECTORS:
            try:
                data = release.read(name)
            except (bo.PackageError, ValueError):
                continue
            if SECRET.encode() in data or name not in inside:
                escapes.append(name)
    assert escapes == []


def test_no_name_in_sources_yaml_is_read_outside_sources(made: Path, tmp_path: Path) -> None:
    city = publish(tmp_path / "a" / "city", markdown(ROW))
    for place in (tmp_path, tmp_path / "a", city):
        (place / "secret.md").write_text(markdown(ROW, title=SECRET), encoding="utf-8")
    entries = city / "sources" / "sources.yaml"
    text = entries.read_text(encoding="utf-8")
    assert "table1.md" in text
    escapes = []
    for name in VECTORS:
        quoted = (
            "'" + name.replace("'", "''") + "'"
            if "\0" not in name
            else '"' + name.replace("\\", "\\\\").replace("\0", "\\0") + '"'
        )
        entries.write_text(text.replace("table1.md", quoted), encoding="utf-8")
        try:
            package = bo.build(bo.open_publication(city))
        except bo.BouhanError:
            continue
        escapes.append((name, package["sources"][0]["title"]))
    assert escapes == []


@pytest.mark.skipif(os.name == "nt", reason="symbolic links need rights there")
def test_links_are_not_followed_out_of_a_release_or_sources(made: Path, tmp_path: Path) -> None:
    import shutil

    copy = shutil.copytree(made, tmp_path / "copy")
    outside = tmp_path / "secret.md"
    outside.write_text(SECRET, encoding="utf-8")
    (copy / "data" / "link.csv").symlink_to(outside)
    (copy / "linked").symlink_to(tmp_path)
    with bo.open_release(copy) as release:
        assert "data/link.csv" not in release.files() and not any(name.startswith("linked") for name in release.files())
        for name in ("data/link.csv", "linked/secret.md"):
            with pytest.raises(bo.PackageError):
                release.read(name)
    city = publish(tmp_path / "city", markdown(ROW))
    (city / "sources" / "table1.md").unlink()
    (city / "sources" / "table1.md").symlink_to(outside)
    with pytest.raises(bo.UnsafeSource):
        bo.build(bo.open_publication(city))


def test_members_of_a_zip_with_such_names_are_written_nowhere(
    made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = tmp_path / "bad.zip"
    original = next(made.parent.glob("*.zip"))
    with zipfile.ZipFile(original) as old, zipfile.ZipFile(bad, "w") as new:
        top = old.namelist()[0].split("/")[0]
        for item in old.infolist():
            new.writestr(item, old.read(item))
        for name in VECTORS:
            if name and "\0" not in name:
                new.writestr(f"{top}/{name}", SECRET)
    before = set(tmp_path.rglob("*"))
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    found = bo.verify(bad)
    assert any(finding.rule == "file-unlisted" for finding in found)
    assert set(tmp_path.rglob("*")) - before == {scratch}


def test_a_zip_is_unpacked_for_the_judges_within_its_folder(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from bouhan_opendata import verification

    seen: list[list[str]] = []

    def judge(folder: Path, model: object) -> list[object]:
        seen.append(sorted(path.relative_to(folder.parent).as_posix() for path in folder.parent.rglob("*") if path.is_file()))
        return []

    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    monkeypatch.setattr(verification, "judge_folder", judge)
    bad = tmp_path / "bad.zip"
    with zipfile.ZipFile(next(made.parent.glob("*.zip"))) as old, zipfile.ZipFile(bad, "w") as new:
        top = old.namelist()[0].split("/")[0]
        for item in old.infolist():
            new.writestr(item, old.read(item))
        new.writestr(f"{top}/../../evil.md", SECRET)
    with bo.open_release(bad) as release:
        verification._ask_judges(release, bo.load_model())
    assert seen and all("evil" not in name for name in seen[0])
