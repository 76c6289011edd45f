"""Releases: never half, never changed, always the same bytes; the register is written last."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import zipfile
from datetime import date
from pathlib import Path
from unittest import mock

import pytest
import yaml

import bouhan_opendata as bo
from bouhan_opendata.cli.main import main
from bouhan_opendata.releasing import staging
from publications import HEADER, ROW, markdown, publish

pytestmark = pytest.mark.usefixtures("without_judges")


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


@pytest.mark.parametrize("fails", ["checksums", "zipped", "swap_in"])
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


@pytest.mark.slow
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


# -- the list of releases


def versions(folder: Path) -> list[str]:
    return [entry.version for entry in bo.open_publication(folder).releases]


@pytest.mark.parametrize(
    "listed",
    [
        "releases: [{version: 0.1.0, date: 2020-04-01, notes: {ja: 初版, en: First}}]   # 一行で",
        "releases: [\n  {version: 0.1.0, date: 2020-04-01, notes: {ja: 初版}},\n]\n# おわり",
        "releases:\n  - {version: 0.1.0, date: 2020-04-01, notes: {ja: 初版}}   # はじめ\n\n# おわり",
        "releases:\n- version: 0.1.0\n  date: 2020-04-01\n  notes:\n    ja: |\n      初版です。\n"
        "      二行目。\n# 終\nkeywords: {}",
        "releases: []   # まだない",
        "releases:",
        "# 版はまだない",
    ],
)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_version_made_by_the_call_is_added_as_text(tmp_path: Path, listed: str, end: str) -> None:
    folder = publish(tmp_path / "city", markdown(ROW))
    path = folder / "publication.yaml"
    text = re.sub(r"(?m)^releases:.*\n|^keywords:.*\n", "", path.read_text(encoding="utf-8")) + listed + "\n"
    path.write_bytes(text.replace("\n", end).encode())
    before = versions(folder)
    made = bo.release(bo.open_publication(folder), "0.2.0", date="2020-05-01", notes='「次」: "二"')
    assert made.state == "made"
    after = path.read_bytes().decode()
    assert versions(folder) == [*before, "0.2.0"]
    assert all(line in after for line in text.splitlines() if line.startswith("#") or (": " in line and "releases" not in line))
    assert ("\r" in after) == (end == "\r\n")
    assert "「次」" in (made.paths[0] / "CHANGELOG.md").read_text(encoding="utf-8")
    assert bo.release(bo.open_publication(folder)).state == "identical"
    assert bo.release(bo.open_publication(folder), "0.2.0", date="2020-05-01", notes='「次」: "二"').state == "identical"


def test_output_and_refusal_leave_the_list_alone(tmp_path: Path) -> None:
    folder = publish(tmp_path / "city", markdown(("=1", *ROW[1:])))
    before = snapshot(folder)
    with pytest.raises(bo.ReleaseRefused):
        bo.release(bo.open_publication(folder), "0.2.0", date="2020-05-01", notes="次")
    with pytest.raises(bo.ReleaseRefused):
        bo.release(bo.open_publication(folder), output=tmp_path / "new" / "out")
    assert snapshot(folder) == before
    assert not (folder / "releases").exists() and not (tmp_path / "new").exists(), "no new folder is left"
    (folder / "sources" / "table1.md").write_text(markdown(ROW), encoding="utf-8")
    before = snapshot(folder)
    bo.release(bo.open_publication(folder), "0.2.0", date="2020-05-01", notes="次", output=tmp_path / "out")
    assert snapshot(folder) == before


@pytest.mark.parametrize(
    ("version", "date", "notes", "rule"),
    [
        ("0.2.0", "20240220", "次", "date-invalid"),
        ("0.2.0", "2026-W10-1", "次", "date-invalid"),
        ("0.2.0", "2020-02-30", "次", "date-invalid"),
        ("0.2.0", 5, "次", "date-invalid"),
        ("0.2.0", "2020-05-01", "", "argument-wrong"),
        ("0.2.0", "2020-05-01", "TODO: 変更点", "argument-wrong"),
        ("0.2.0", "2020-05-01", "a\udcff", "argument-wrong"),
        ("0.2.0", "2020-05-01", 5, "argument-wrong"),
        ("0.2.0", "2020-05-01", {"fr": "x"}, "argument-wrong"),
        ("0.1.0", "2020-05-01", None, "argument-wrong"),
        ("0.1.0", None, "別の文", "argument-wrong"),
        (None, "2020-05-01", "次", "argument-wrong"),
        ("0.2.0", "2020-05-01", None, "release-unlisted"),
        ("v1", None, None, "version-invalid"),
        (2, None, None, "version-invalid"),
    ],
)
def test_what_cannot_be_a_release_is_refused(tmp_path: Path, version, date, notes, rule: str) -> None:
    folder = publish(tmp_path / "city", markdown(ROW))
    with pytest.raises(bo.BouhanError) as refused:
        bo.release(bo.open_publication(folder), version, date=date, notes=notes)
    assert refused.value.rule.id == rule
    assert not (folder / "releases").exists()


def test_dates_and_notes_may_be_values(tmp_path: Path) -> None:
    folder = publish(tmp_path / "city", markdown(ROW))
    made = bo.release(bo.open_publication(folder), "0.2.0", date=date(2020, 5, 1), notes={"ja": "次", "en": "Next"})
    assert "Next" in (made.paths[0] / "CHANGELOG.md").read_text(encoding="utf-8")


def test_english_notes_stand_beside_the_japanese_never_in_their_place(tmp_path: Path) -> None:
    folder = publish(tmp_path / "city", markdown(ROW))
    before = (folder / "publication.yaml").read_bytes()
    for notes in ("A note on street lights", {"en": "A note on street lights"}):
        with pytest.raises(bo.UsageError, match="--notes-en") as refused:
            bo.release(bo.open_publication(folder), "0.2.0", date="2020-05-01", notes=notes)
        assert "日本語を --notes に" in refused.value.text("ja")
    assert (folder / "publication.yaml").read_bytes() == before
    options = ["--version", "0.2.0", "--date", "2020-05-01", "--notes", "街路灯の説明", "--notes-en", "A note on street lights"]
    assert main(["release", str(folder), *options]) == main(["release", str(folder), *options]) == 0
    entry = bo.open_publication(folder).releases[-1]
    assert entry.notes == {"ja": "街路灯の説明", "en": "A note on street lights"}
    assert main(["release", str(folder), *options[:4], "--notes-en", "Only English"]) == 2


def test_versions_are_compared_as_numbers(tmp_path: Path) -> None:
    settings = {"releases: [": "releases: [{version: 0.10.0, date: 2020-04-01, notes: {ja: 十}}, "}
    folder = publish(tmp_path / "city", markdown(ROW), settings=settings)
    made = bo.release(bo.open_publication(folder))
    assert made.version == "0.10.0"
    source = folder / "sources" / "table1.md"
    source.write_text(markdown(ROW, title="別の題"), encoding="utf-8")
    with pytest.raises(bo.ReleaseExists) as refused:
        bo.release(bo.open_publication(folder))
    assert refused.value.params["needed"] == "0.11.0"
    assert re.findall(r"## (\S+)", (made.paths[0] / "CHANGELOG.md").read_text(encoding="utf-8")) == ["0.10.0", "0.1.0"]


# -- what earlier releases promised


def rules_of(folder: Path) -> set[str]:
    return {finding.rule for finding in bo.validate(bo.build(bo.open_publication(folder)))}


def test_a_lost_register_is_an_error_and_the_release_writes_it_back(tmp_path: Path) -> None:
    folder = publish(tmp_path / "city", markdown(ROW))
    bo.release(bo.open_publication(folder))
    register = folder / "curation" / "register.yaml"
    kept = register.read_bytes()
    for lost in (None, b"ids: []\n", kept[: kept.index(b"  - {id: i001")]):
        register.unlink(missing_ok=True)
        if lost is not None:
            register.write_bytes(lost)
        assert "register-lost" in rules_of(folder)
    add_year(folder, ROW)
    with pytest.raises(bo.ReleaseRefused) as refused:
        bo.release(bo.open_publication(folder))
    assert {finding.rule for finding in refused.value.findings} >= {"register-lost"}


@pytest.mark.parametrize("lost", [True, False])
def test_the_same_release_again_writes_a_lost_register_back(tmp_path: Path, lost: bool) -> None:
    folder = publish(tmp_path / "city", markdown(ROW))
    bo.release(bo.open_publication(folder))
    register = folder / "curation" / "register.yaml"
    if lost:
        register.unlink()
    else:
        register.write_text("ids: []\n", encoding="utf-8")
    assert bo.release(bo.open_publication(folder)).state == "identical"
    assert "register-lost" not in rules_of(folder)


def test_a_published_source_neither_vanishes_nor_changes(tmp_path: Path) -> None:
    folder = publish(tmp_path / "city", markdown(ROW))
    bo.release(bo.open_publication(folder))
    source = folder / "sources" / "table1.md"
    source.write_text(markdown(ROW, title="別の題"), encoding="utf-8")
    assert "source-changed" in rules_of(folder)
    add_year(folder, ROW)
    with pytest.raises(bo.ReleaseRefused):
        bo.release(bo.open_publication(folder))
    waived = "target: finding, where: {key: s001}, waive: source-changed"
    waiver = f"decisions:\n  - {{id: k001, {waived}, why: 題, by: 安全課, on: 2020-04-01}}\n"
    (folder / "curation" / "decisions.yaml").write_text(waiver, encoding="utf-8")
    assert [bo.release(bo.open_publication(folder)).state for _ in range(2)] == ["made", "identical"]
    listed = folder / "sources" / "sources.yaml"
    listed.write_text(re.sub(r"(?s)  - id: s001.*?(?=  - \{id: s002)", "", listed.read_text(encoding="utf-8")), encoding="utf-8")
    assert "source-removed" in rules_of(folder)


# -- a releases folder as it should not be


def test_a_hand_edited_release_is_to_be_restored(tmp_path: Path) -> None:
    folder = publish(tmp_path / "city", markdown(ROW))
    made = bo.release(bo.open_publication(folder)).paths[0]
    table = made / "data" / "measures.csv"
    table.write_bytes(table.read_bytes() + b"x")
    with pytest.raises(bo.ReleaseExists) as refused:
        bo.release(bo.open_publication(folder))
    assert refused.value.rule.id == "release-damaged" and "data/measures.csv" in refused.value.text("ja")


@pytest.mark.parametrize("body", [b"{", b"[]", b"", None])
def test_a_broken_release_is_said_to_be_damaged(tmp_path: Path, body: bytes | None) -> None:
    folder = publish(tmp_path / "city", markdown(ROW))
    broken = folder / "releases" / "0.1.0"
    broken.mkdir(parents=True)
    if body is not None:
        (broken / "datapackage.json").write_bytes(body)
    with pytest.raises(bo.ReleaseExists, match=r"SHA256SUMS"):
        bo.release(bo.open_publication(folder))


@pytest.mark.parametrize("name", ["0.1.0", "latest"])
def test_a_file_or_folder_in_the_wrong_place_is_named(tmp_path: Path, name: str) -> None:
    folder = publish(tmp_path / "city", markdown(ROW))
    (folder / "releases").mkdir()
    odd = folder / "releases" / name
    odd.mkdir() if name == "latest" else odd.write_text("x", encoding="utf-8")
    with pytest.raises(bo.PublicationError, match=name):
        bo.release(bo.open_publication(folder))
    assert [path.name for path in (folder / "releases").iterdir()] == [name]


@pytest.mark.parametrize("latest", [b"\xff\xff", b"../../etc\n", b"abc\n", b""])
def test_a_garbled_latest_is_written_anew(tmp_path: Path, latest: bytes) -> None:
    folder = publish(tmp_path / "city", markdown(ROW))
    bo.release(bo.open_publication(folder))
    (folder / "releases" / "latest").write_bytes(latest)
    assert bo.release(bo.open_publication(folder)).state == "identical"
    assert (folder / "releases" / "latest").read_bytes() == b"0.1.0\n"


@pytest.mark.parametrize("holder", [b"", b"\xff\xfe", b"abc\n", b"99999999999999999999 host\n"])
def test_a_lock_that_names_nobody_is_taken_over(tmp_path: Path, holder: bytes) -> None:
    folder = publish(tmp_path / "city", markdown(ROW))
    (folder / "releases").mkdir()
    (folder / "releases" / ".lock").write_bytes(holder)
    assert bo.release(bo.open_publication(folder)).state == "made"
    assert not list((folder / "releases").glob(".*"))


@pytest.mark.parametrize(("version", "date", "says"), [("0.0.9", "2021-04-01", "0.2.0"), ("0.2.0", "2020-03-01", "2020-04-01")])
def test_a_new_version_comes_after_the_last_in_number_and_in_date(tmp_path: Path, version: str, date: str, says: str) -> None:
    publication = bo.open_publication(publish(tmp_path / "city", markdown(ROW)))
    with pytest.raises(bo.UsageError, match=says):
        bo.release(publication, version, date=date, notes={"ja": "変更", "en": "Change"})
    assert not (tmp_path / "city" / "releases" / version).exists()


@pytest.mark.parametrize("name", ["sources", "curation/x"])
def test_no_release_is_made_among_the_inputs(tmp_path: Path, name: str) -> None:
    publication = bo.open_publication(publish(tmp_path / "city", markdown(ROW)))
    with pytest.raises(bo.UsageError, match=name.split("/")[0]):
        bo.release(publication, output=tmp_path / "city" / name)
