"""A withdrawn release leaves a tombstone, its number is spent, and every address ever published stays known."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path

import pytest

import bouhan_opendata as bo
from bouhan_opendata.addresses import carried_on, inventory_of, parsed, subjects, written
from bouhan_opendata.cli.main import main
from fault_sweep import FAULTS, counted, killed, with_fault
from publications import ROW, markdown, publish

pytestmark = pytest.mark.usefixtures("without_judges")
WHY = {"ja": "人数に誤りがありました。", "en": "A number was wrong."}


def versions(folder: Path) -> Path:
    """Two releases: 0.1.0 of one measure, 0.2.0 of two."""
    city = publish(folder / "city", markdown(ROW))
    bo.release(bo.open_publication(city))
    (city / "sources" / "table1.md").write_text(markdown(ROW, ("街灯の設置", "道路課", "", "・設置 3基", "")), encoding="utf-8")
    curation = city / "curation" / "decisions.yaml"
    waived = "target: finding, where: {key: s001}, waive: source-changed"
    curation.write_text(f"decisions:\n  - {{id: k001, {waived}, why: 差替え, by: 安全課, on: 2020-04-30}}\n", encoding="utf-8")
    bo.release(bo.open_publication(city), "0.2.0", date="2020-05-01", notes="二つめ")
    return city


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("bouhan_opendata.releasing.judge_folder", lambda folder, model: [])
        return versions(tmp_path_factory.mktemp("withdrawing"))


@pytest.fixture
def city(made: Path, tmp_path: Path) -> Path:
    return shutil.copytree(made, tmp_path / "city")


def withdraw(city: Path, version: str = "0.2.0", **options: object) -> object:
    said = {"date": "2020-05-20", "why": WHY} | options
    return bo.withdraw(bo.open_publication(city), version, **said)  # type: ignore[arg-type]


def left(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def test_what_stays_of_a_withdrawn_release(city: Path) -> None:
    inventory = (city / "releases" / "0.2.0" / "metadata" / "addresses.csv").read_bytes()
    done = withdraw(city)
    releases = city / "releases"
    assert left(releases / "0.2.0") == ["WITHDRAWN.md", "metadata/addresses.csv", "tombstone.json"]
    assert (releases / "0.2.0" / "metadata" / "addresses.csv").read_bytes() == inventory
    assert json.loads((releases / "0.2.0" / "tombstone.json").read_bytes()) == {
        "version": "0.2.0",
        "withdrawn": "2020-05-20",
        "why": WHY,
        "highest_version": "0.2.0",
    }
    page = (releases / "0.2.0" / "WITHDRAWN.md").read_text(encoding="utf-8")
    assert "2020-05-20" in page and WHY["ja"] in page and WHY["en"] in page
    assert (releases / "latest").read_text(encoding="utf-8") == "0.1.0\n"
    assert [p.name for p in releases.iterdir() if "0.2.0" in p.name] == ["0.2.0"]
    assert done.latest == "0.1.0" and "0.1.0" in done.sentence["ja"]
    assert not bo.verify(releases / "0.1.0").errors


def test_nobody_opens_it_and_nobody_makes_it_again(city: Path) -> None:
    withdraw(city)
    gone = city / "releases" / "0.2.0"
    for door in (bo.open_release, bo.verify):
        with pytest.raises(bo.PackageError, match=r"0\.2\.0 was withdrawn on 2020-05-20. Reason: A number was wrong") as refused:
            door(gone)
        assert WHY["ja"] in refused.value.text("ja")
    before = left(city)
    with pytest.raises(bo.ReleaseExists) as exists:
        bo.release(bo.open_publication(city))
    assert exists.value.rule.id == "release-withdrawn" and exists.value.params["needed"] == "0.3.0"
    assert left(city) == before


def test_the_next_version_tells_of_it_and_carries_its_addresses_on(city: Path) -> None:
    spoken_of = {
        line.split(">")[0][1:] for line in (city / "releases/0.2.0/rdf/data.nt").read_text(encoding="utf-8").splitlines()
    }
    withdraw(city)
    (city / "sources" / "table1.md").write_text(markdown(ROW), encoding="utf-8")
    (city / "curation" / "decisions.yaml").write_text("decisions: []\n", encoding="utf-8")
    publication = bo.open_publication(city)
    made = bo.release(publication, "0.2.1", date="2020-05-21", notes="直した版").paths[0]
    assert (city / "releases" / "latest").read_text(encoding="utf-8") == "0.2.1\n"
    log = (made / "CHANGELOG.md").read_text(encoding="utf-8")
    assert log.index("## 0.2.1") < log.index("## 0.2.0") < log.index("**撤回しました(2020-05-20)** 人数に誤りがありました。")
    assert "**Withdrawn (2020-05-20)** A number was wrong." in log
    inventory = inventory_of(made)
    now = {line.split(">")[0][1:] for line in (made / "rdf" / "data.nt").read_text(encoding="utf-8").splitlines()}
    assert spoken_of - now, "the withdrawn version spoke of a measure that this one does not"
    assert spoken_of | now <= inventory.keys()
    base = publication.base_iri
    assert inventory[f"{base}measure/m001"] == ("0.1.0", "0.2.1")
    assert inventory[f"{base}measure/m002"] == ("0.2.0", "0.2.0")
    assert inventory[f"{base}run/0.1.0"] == ("0.1.0", "0.1.0")
    assert not bo.verify(made).errors
    assert bo.release(bo.open_publication(city)).state == "identical"


def test_an_older_one_can_be_withdrawn_and_the_newer_stays_as_it_is(city: Path) -> None:
    newer = city / "releases" / "0.2.0"
    before = {name: (newer / name).read_bytes() for name in left(newer)}
    withdraw(city, "0.1.0")
    assert (city / "releases" / "latest").read_text(encoding="utf-8") == "0.2.0\n"
    again = bo.release(bo.open_publication(city))
    assert again.state == "verified" and not again.findings.errors
    assert {name: (newer / name).read_bytes() for name in left(newer)} == before


def test_with_the_last_one_gone_nothing_is_latest(city: Path) -> None:
    withdraw(city)
    assert withdraw(city, "0.1.0").latest is None
    assert not (city / "releases" / "latest").exists()
    made = bo.release(bo.open_publication(city), "0.3.0", date="2020-06-01", notes="新しい版")
    assert made.state == "made" and len(inventory_of(made.paths[0])) > len(subjects((made.paths[0] / "rdf/data.nt").read_bytes()))


def test_saying_it_again_changes_nothing_and_other_words_are_refused(city: Path) -> None:
    withdraw(city)
    before = {name: (city / name).read_bytes() for name in left(city)}
    withdraw(city)
    with pytest.raises(bo.ReleaseExists):
        withdraw(city, why="別の理由")
    assert {name: (city / name).read_bytes() for name in left(city)} == before


@pytest.mark.parametrize(
    ("version", "options", "rule"),
    [
        ("0.9.0", {}, "release-not-there"),
        ("latest", {}, "release-not-there"),
        ("../0.1.0", {}, "release-not-there"),
        ("0.2.0", {"date": "2020-04-30"}, "argument-wrong"),
        ("0.2.0", {"date": "20200530"}, "date-invalid"),
        ("0.2.0", {"why": ""}, "argument-wrong"),
        ("0.2.0", {"why": "wrong number"}, "argument-wrong"),
        ("0.2.0", {"why": {"en": "wrong"}}, "argument-wrong"),
    ],
)
def test_what_cannot_be_withdrawn(city: Path, version: str, options: dict[str, object], rule: str) -> None:
    before = left(city)
    with pytest.raises(bo.BouhanError) as refused:
        withdraw(city, version, **options)
    assert refused.value.rule.id == rule
    assert left(city) == before


def test_on_the_command_line(city: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["withdraw", "0.2.0", str(city), "--date", "2020-05-20", "--why", "誤り", "--lang", "ja"]
    assert main(arguments) == 0
    assert "リリース 0.2.0 を撤回しました(2020-05-20)。最新の版は 0.1.0 です。" in capsys.readouterr().out
    assert main([*arguments, "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said["latest"] == "0.1.0" and said["why"] == {"ja": "誤り"}
    assert main(["verify", str(city / "releases" / "0.2.0"), "--lang", "ja"]) == 2
    assert "撤回されました" in capsys.readouterr().err


def test_a_withdrawal_that_broke_off_is_completed_by_the_next_run(city: Path, tmp_path: Path) -> None:
    kept = tmp_path / "kept"
    shutil.copytree(city, kept)
    points = len(counted(lambda: withdraw(city)))
    whole = {name: (city / name).read_bytes() for name in left(city)}
    assert points > 50
    for point in range(0, points, 3):
        shutil.rmtree(city)
        shutil.copytree(kept, city)
        if point % 2 or not hasattr(os, "fork"):
            with_fault(lambda: withdraw(city), point, FAULTS[point % len(FAULTS)])
        else:
            assert killed(lambda: withdraw(city), point)
        marked = (city / "releases" / "0.2.0" / "tombstone.json").is_file()
        if not marked:
            assert not bo.verify(city / "releases" / "0.2.0").errors, "before the mark the release stands whole"
            withdraw(city)
        else:
            with pytest.raises(bo.ReleaseExists):
                bo.release(bo.open_publication(city))
        assert {name: (city / name).read_bytes() for name in left(city)} == whole, point


# -- the inventory


def test_an_inventory_grows_and_keeps_the_first_and_the_last_version() -> None:
    first = carried_on({}, {"https://e.org/b", "https://e.org/a"}, "0.1.0")
    second = carried_on(first, {"https://e.org/a", "https://e.org/c"}, "0.2.0")
    assert written(second).decode().splitlines() == [
        "address,first_version,last_version",
        "https://e.org/a,0.1.0,0.2.0",
        "https://e.org/b,0.1.0,0.1.0",
        "https://e.org/c,0.2.0,0.2.0",
    ]
    assert parsed(written(second)) == second


def test_a_release_from_before_there_were_inventories_gives_its_addresses(tmp_path: Path) -> None:
    (tmp_path / "0.1.0" / "rdf").mkdir(parents=True)
    (tmp_path / "0.1.0" / "rdf" / "data.nt").write_bytes(b"<https://e.org/a> <https://e.org/p> <https://e.org/o> .\n")
    assert inventory_of(tmp_path / "0.1.0") == {"https://e.org/a": ("0.1.0", "0.1.0")}


@pytest.mark.parametrize("change", ["lose", "add"])
def test_an_inventory_that_says_something_else_than_the_data_is_found(city: Path, change: str) -> None:
    import hashlib

    release = city / "releases" / "0.2.0"
    path = release / "metadata" / "addresses.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    lost = next(line for line in lines if "/measure/m001," in line)
    path.write_text(
        "".join(line for line in lines if line != lost) + ("https://e.org/x,0.2.0,0.2.0\n" if change == "add" else "")
    )
    sums = release / "SHA256SUMS"
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    said = [f"{digest}  metadata/addresses.csv" if "addresses.csv" in s else s for s in sums.read_text().splitlines()]
    sums.write_text("\n".join(said) + "\n")
    found = [f.params["address"] for f in bo.verify(release) if f.rule == "address-astray"]
    assert lost.split(",")[0] in found and ("https://e.org/x" in found) == (change == "add")
