"""The tables of a release judged by programs that are not ours: the official profiles, dplib-py, and the library of JavaScript.

Each reads the releases of three publications, and refuses a broken copy of one.
"""

from __future__ import annotations

import copy
import json
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from conftest import need_module

Judge = Callable[..., Any]
Parts = list[tuple[str, dict[str, Any]]]


def descriptor(release: Path) -> dict[str, Any]:
    return json.loads((release / "datapackage.json").read_bytes())  # type: ignore[no-any-return]


def parts_of(package: dict[str, Any]) -> Parts:
    """The package and what is in it, each with the name of its own profile."""
    parts: Parts = [("datapackage.json", package)]
    for resource in package["resources"]:
        parts.append(("dataresource.json", resource))
        parts.append(("tableschema.json", resource["schema"]))
        parts.append(("tabledialect.json", resource["dialect"]))
    return parts


def _without_path(package: dict[str, Any]) -> None:
    del package["resources"][0]["path"]


def _odd_type(package: dict[str, Any]) -> None:
    package["resources"][0]["schema"]["fields"][0]["type"] = "words"


def _odd_reference(package: dict[str, Any]) -> None:
    package["resources"][1]["schema"]["foreignKeys"][0].pop("reference")


def _number_for_delimiter(package: dict[str, Any]) -> None:
    package["resources"][0]["dialect"]["delimiter"] = 1


def _no_licence(package: dict[str, Any]) -> None:
    package["licenses"] = []


BREAKS = [_without_path, _odd_type, _odd_reference, _number_for_delimiter, _no_licence]


# -- the official profiles


def complaints(package: dict[str, Any], standards: Path) -> list[str]:
    found = []
    for name, part in parts_of(package):
        profile = json.loads((standards / "datapackage-2.0" / name).read_bytes())
        validator = jsonschema.validators.validator_for(profile)(profile)
        found += [f"{name}: {error.message}" for error in validator.iter_errors(part)]
    return found


def test_every_part_follows_the_official_profiles(each_release: Path, standards: Path) -> None:
    assert complaints(descriptor(each_release), standards) == []


@pytest.mark.parametrize("break_it", BREAKS)
def test_the_official_profiles_refuse_a_broken_copy(
    break_it: Callable[[dict[str, Any]], None], releases: Mapping[str, Path], standards: Path
) -> None:
    package = descriptor(releases["other_city"])
    break_it(package)
    assert complaints(package, standards)


# -- dplib-py


@pytest.fixture
def dplib(monkeypatch: pytest.MonkeyPatch) -> Callable[[dict[str, Any]], list[str]]:
    """What dplib-py complains of. Its own copies of the profiles are given to it: it looks for them with a fault
    (an address has four parts, it asks for three) and would go to the network."""
    need_module("dplib")
    profiles, settings = need_module("dplib.helpers.profile"), need_module("dplib.settings")
    metadata, models = need_module("dplib.actions.metadata.check"), need_module("dplib.models")
    pydantic = need_module("pydantic")

    def own_copy(*, profile: str) -> Any:
        assert profile.startswith(f"{settings.PROFILE_BASEURL}/")
        return json.loads((Path(settings.PROFILE_BASEDIR) / profile.removeprefix(f"{settings.PROFILE_BASEURL}/")).read_bytes())

    monkeypatch.setattr(profiles, "read_profile", own_copy)
    kinds = {"datapackage.json": "package", "dataresource.json": "resource", "tableschema.json": "schema"}
    kinds["tabledialect.json"] = "dialect"

    def complaints(package: dict[str, Any]) -> list[str]:
        found = []
        for name, part in parts_of(package):
            told = {"$schema": f"{settings.PROFILE_BASEURL}/{settings.PROFILE_CURRENT}/{name}", **part}
            found += [str(error) for error in metadata.check_metadata(told, type=kinds[name])]
        try:
            models.Package.from_dict(copy.deepcopy(package))
        except pydantic.ValidationError as error:
            found.append(str(error))
        return found

    return complaints


@pytest.mark.filterwarnings("ignore:Field name")
def test_dplib_reads_every_part(each_release: Path, dplib: Callable[[dict[str, Any]], list[str]]) -> None:
    package = descriptor(each_release)
    assert dplib(package) == []
    read = need_module("dplib.models").Package.from_dict(copy.deepcopy(package))
    assert [(r.name, r.path, r.hash, r.bytes) for r in read.resources] == [
        (r["name"], r["path"], r["hash"], r["bytes"]) for r in package["resources"]
    ]
    for theirs, ours in zip(read.resources, package["resources"], strict=True):
        assert [(f.name, f.type) for f in theirs.get_schema().fields] == [
            (f["name"], f["type"]) for f in ours["schema"]["fields"]
        ]


@pytest.mark.filterwarnings("ignore:Field name")
@pytest.mark.parametrize("break_it", BREAKS)
def test_dplib_refuses_a_broken_copy(
    break_it: Callable[[dict[str, Any]], None], releases: Mapping[str, Path], dplib: Callable[[dict[str, Any]], list[str]]
) -> None:
    package = descriptor(releases["other_city"])
    break_it(package)
    assert dplib(package)


# -- the datapackage library of JavaScript


def test_javascript_reads_every_row_with_types_and_foreign_keys(each_release: Path, node_judge: Judge) -> None:
    told = node_judge("tables.mjs", each_release)
    assert told["errors"] == []
    counts = {path.stem: path.read_bytes().count(b"\n") - 1 for path in (each_release / "data").glob("*.csv")}
    assert told["rows"] == counts


@pytest.mark.parametrize(
    ("table", "old", "new", "message"),
    [
        ("observations", b",2022,actual,", b",2022x,actual,", "type"),
        ("observations", b",times,exact,", b",times,exactly,", "enum"),
        ("observations", b",2022,actual,d001,", b",2022,actual,d099,", "Foreign key"),
        ("measures", b"m007,a002,", b"m006,a002,", "unique constraint"),
        ("sources", b",2023-08-15,", b",2023-02-30,", "type"),
        ("departments", b"department_id,name,", b"department_id,nome,", "header"),
    ],
)
def test_javascript_refuses_a_broken_copy(
    table: str, old: bytes, new: bytes, message: str, releases: Mapping[str, Path], node_judge: Judge, tmp_path: Path
) -> None:
    broken = tmp_path / "release"
    shutil.copytree(releases["other_city"] / "data", broken / "data")
    shutil.copy(releases["other_city"] / "datapackage.json", broken)
    path = broken / "data" / f"{table}.csv"
    assert old in path.read_bytes()
    path.write_bytes(path.read_bytes().replace(old, new, 1))
    found = [error["message"] for error in node_judge("tables.mjs", broken)["errors"] if error["table"] == table]
    assert any(message in told for told in found), found


def test_the_dialect_is_what_a_guessing_reader_needs(releases: Mapping[str, Path], node_judge: Judge, tmp_path: Path) -> None:
    """Without it the JavaScript library takes the hyphens of line ids for the delimiter."""
    broken = tmp_path / "release"
    shutil.copytree(releases["many_years"] / "data", broken / "data")
    package = descriptor(releases["many_years"])
    for resource in package["resources"]:
        del resource["dialect"]
    (broken / "datapackage.json").write_text(json.dumps(package, ensure_ascii=False), encoding="utf-8")
    assert "source_lines" in {error["table"] for error in node_judge("tables.mjs", broken)["errors"]}
