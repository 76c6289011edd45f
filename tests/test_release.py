"""Releases: never half, never changed, always the same bytes; the register is written last."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path
from unittest import mock

import pytest
import yaml

import bouhan_opendata as bo
from bouhan_opendata.releasing import staging
from publications import HEADER, ROW, markdown, publish


def snapshot(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_a_second_run_answers_identical_and_touches_nothing(tmp_path: Path) -> None:
    folder = publish(tmp_path / "city", markdown(ROW))
    first = bo.release(bo.open_publication(folder))
    before = snapshot(folder)
    second = bo.release(bo.open_publication(folder))
    assert (first.state, second.state) == ("made", "identical")
    assert snapshot(folder) == before
    assert (folder / "releases" / "latest").read_text() == "0.1.0\n"


def test_the_register_is_written_after_the_release_and_keeps_its_ids(tmp_path: Path) -> None:
    folder = publish(tmp_path / "city", markdown(ROW))
    bo.release(bo.open_publication(folder))
    register = yaml.safe_load((folder / "curation" / "register.yaml").read_text(encoding="utf-8"))["ids"]
    assert {"m001", "d001", "i001"} <= {entry["id"] for entry in register}
    edited = markdown(("新しい施策", *ROW[1:3], "", ""), ROW)
    (folder / "sources" / "table1.md").write_text(edited, encoding="utf-8")
    package = bo.build(bo.open_publication(folder))
    assert {row["title"]: row["measure_id"] for row in package["measures"]} == {"地域の見回り": "m001", "新しい施策": "m002"}


LATER = (*HEADER[:3], "令和元年度の取組み", "令和2年度の取組み")


def add_year(folder: Path, *rows: tuple[str, ...], version: str = "0.2.0") -> None:
    """The next year's table and the next version, as the how-to says."""
    (folder / "sources" / "table2.md").write_text(markdown(*rows, header=LATER), encoding="utf-8")
    listed = folder / "sources" / "sources.yaml"
    entry = "  - {id: s002, file: table2.md, title: 取組み2, fiscal_year: 2020}\n"
    listed.write_text(listed.read_text(encoding="utf-8") + entry, encoding="utf-8")
    settings = folder / "publication.yaml"
    text = settings.read_text(encoding="utf-8")
    more = f", {{version: {version}, date: 2021-04-01, notes: {{ja: 次の年, en: Next year}}}}]"
    settings.write_text(text.replace("en: First}}]", f"en: First}}}}{more}"), encoding="utf-8")


def test_a_release_that_gave_out_ids_repeats(tmp_path: Path) -> None:
    folder = publish(tmp_path / "city", markdown(("地域の見回り", "安全課", "", "・子どもの見守り隊による見守り", "")))
    bo.release(bo.open_publication(folder))
    add_year(
        folder,
        ("地域の見回り", "安全課", "", "", "・子どもの見守り隊による見まもり"),
        ("街灯の設置", "道路課", "", "", "・設置 3基"),
    )
    first = bo.release(bo.open_publication(folder))
    assert {"id-minted", "series-near-miss"} <= {finding.rule for finding in first.findings}
    before = snapshot(folder)
    second = bo.release(bo.open_publication(folder))
    assert (first.state, second.state) == ("made", "identical")
    assert snapshot(folder) == before


def test_one_release_of_two_first_years_repeats(tmp_path: Path) -> None:
    folder = publish(tmp_path / "city", markdown(("地域の見回り", "安全課", "", "・子どもの見守り隊による見守り", "")))
    add_year(folder, ("地域の見回り", "安全課", "", "", "・子どもの見守り隊による見まもり"))
    states = [bo.release(bo.open_publication(folder)).state for _ in range(2)]
    assert states == ["made", "identical"]


@pytest.mark.parametrize("fails", ["checksums", "write_zip", "swap_in"])
def test_a_fault_on_the_way_leaves_nothing_behind(tmp_path: Path, fails: str) -> None:
    folder = publish(tmp_path / "city", markdown(ROW))
    before = snapshot(folder)
    with mock.patch.object(staging, fails, side_effect=OSError("disk full")), pytest.raises(OSError, match="disk full"):
        bo.release(bo.open_publication(folder))
    assert snapshot(folder) == before
    assert bo.release(bo.open_publication(folder)).state == "made"


def test_a_refused_release_writes_nothing(tmp_path: Path) -> None:
    folder = publish(tmp_path / "city", markdown(("=1", *ROW[1:])))
    before = snapshot(folder)
    with pytest.raises(bo.ReleaseRefused) as refused:
        bo.release(bo.open_publication(folder))
    assert [finding.rule for finding in refused.value.findings] == ["formula-looking"]
    assert snapshot(folder) == before


def test_a_published_version_is_never_rewritten(tmp_path: Path) -> None:
    folder = publish(tmp_path / "city", markdown(ROW))
    made = bo.release(bo.open_publication(folder)).paths[0]
    before = snapshot(made)
    source = folder / "sources" / "table1.md"
    source.write_text(source.read_text(encoding="utf-8").replace("15回", "16回"), encoding="utf-8")
    with pytest.raises(bo.ReleaseExists, match=r"data/observations\.csv"):
        bo.release(bo.open_publication(folder))
    assert snapshot(made) == before


def test_a_published_file_that_was_changed_is_noticed(tmp_path: Path) -> None:
    folder = publish(tmp_path / "city", markdown(ROW))
    paths = bo.release(bo.open_publication(folder)).paths
    for path in paths[1:3]:
        whole = path.read_bytes()
        path.write_bytes(whole + b"x")
        with pytest.raises(bo.ReleaseExists, match=path.name):
            bo.release(bo.open_publication(folder))
        path.write_bytes(whole)
    paths[1].unlink()
    assert bo.release(bo.open_publication(folder)).state == "identical"
    assert paths[1].exists()


def test_an_older_version_made_later_does_not_become_latest(tmp_path: Path) -> None:
    folder = publish(tmp_path / "city", markdown(ROW))
    publication = bo.open_publication(folder)
    bo.release(publication, "0.10.0", date="2020-06-01", notes="次")
    bo.release(publication, "0.9.0", date="2020-05-01", notes="前")
    assert (folder / "releases" / "latest").read_text() == "0.10.0\n"


def test_output_elsewhere_leaves_the_publication_alone(tmp_path: Path) -> None:
    folder = publish(tmp_path / "city", markdown(ROW))
    before = snapshot(folder)
    made = bo.release(bo.open_publication(folder), output=tmp_path / "out")
    assert made.paths[0] == (tmp_path / "out" / "0.1.0").resolve()
    assert snapshot(folder) == before


def test_the_zip_holds_the_folder_stored(tmp_path: Path) -> None:
    folder, archive = bo.release(bo.open_publication(publish(tmp_path / "city", markdown(ROW)))).paths[:2]
    with zipfile.ZipFile(archive) as opened:
        inside = {info.filename.split("/", 1)[1]: opened.read(info) for info in opened.infolist()}
        assert {info.compress_type for info in opened.infolist()} == {zipfile.ZIP_STORED}
    assert inside == snapshot(folder)
    assert not bo.verify(archive)


def test_a_lock_of_a_process_that_is_gone_is_taken_over(tmp_path: Path) -> None:
    import socket

    folder = publish(tmp_path / "city", markdown(ROW))
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    (folder / "releases").mkdir()
    (folder / "releases" / ".lock").write_text(f"{gone.pid} {socket.gethostname()}\n", encoding="utf-8")
    assert bo.release(bo.open_publication(folder)).state == "made"
    assert not (folder / "releases" / ".lock").exists()


def test_the_bytes_do_not_depend_on_the_machine(tmp_path: Path) -> None:
    folder = publish(tmp_path / "city", markdown(ROW))
    sums = set()
    for number, extra in enumerate(
        (
            {"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo", "LC_ALL": "C", "PYTHONUTF8": "0"},
            {"PYTHONHASHSEED": "2", "TZ": "America/New_York", "LC_ALL": "C.UTF-8", "LANG": "ja_JP.UTF-8"},
        )
    ):
        out = tmp_path / f"out{number}"
        subprocess.run(
            [sys.executable, "-m", "bouhan_opendata", "release", str(folder), "--output", str(out), "--json"],
            env={**os.environ, **extra},
            cwd=tmp_path if number else Path.home(),
            check=True,
            capture_output=True,
        )
        sums.add((out / "0.1.0" / "SHA256SUMS").read_bytes() + (out / "bouhan-131130-0.1.0.zip").read_bytes())
    assert len(sums) == 1
