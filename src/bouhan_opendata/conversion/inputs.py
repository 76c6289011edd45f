"""What is to be converted: a release, a folder of tables or single tables, as one file for each table."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bouhan_opendata import tombstone
from bouhan_opendata.errors import ARGUMENT_WRONG, UsageError
from bouhan_opendata.iri import checked_base
from bouhan_opendata.model import Model
from bouhan_opendata.opened import Release, is_release


@dataclass(frozen=True, slots=True)
class Inputs:
    """Tables by name as files, in the order of the model, with the model they follow and the base of their addresses."""

    model: Model
    base_iri: str
    tables: Mapping[str, Path]


def inputs_of(paths: Sequence[Path], base_iri: str | None, model: Model, aside: Path) -> Inputs:
    """Find the tables. Those of a zip are unpacked ``aside``, because a piece is read from its place in a file.

    Raises ``UsageError`` where there is no table, a table twice, or no base; ``PackageError`` for a broken release.
    """
    if len(paths) == 1 and _is_release(paths[0]):
        return _of_release(paths[0], base_iri, model, aside)
    tables: dict[str, Path] = {}
    for path in (found for given in paths for found in _files(given, model)):
        name = path.stem
        if name not in model.tables:
            raise UsageError(model.rules["no-such-table"], name=name, known="、".join(model.tables))
        if name in tables:
            raise _wrong(f"{name} の表が二つあります", f"there are two tables {name}")
        tables[name] = path
    if not tables:
        raise _wrong("変換する表がありません", "there is no table to convert")
    if base_iri is None:
        raise _wrong("アドレスの始まり(base)が必要です", "the base of the addresses is needed")
    return Inputs(model, checked_base(base_iri), {name: tables[name] for name in model.tables if name in tables})


def _is_release(path: Path) -> bool:
    if path.is_dir():
        return (path / "datapackage.json").is_file() or (path / tombstone.FILE).is_file()
    return path.is_file() and path.suffix != ".csv" and is_release(path)


def _files(path: Path, model: Model) -> list[Path]:
    """A file itself; of a folder the tables in it, or in the folder ``data`` below."""
    if not path.is_dir():
        if not path.is_file():
            raise _wrong(f"{path.as_posix()} がありません", f"{path.as_posix()} does not exist")
        return [path]
    folder = path / "data" if (path / "data").is_dir() else path
    return [found for name in model.tables if (found := folder / f"{name}.csv").is_file()]


def _of_release(path: Path, base_iri: str | None, model: Model, aside: Path) -> Inputs:
    with Release(path, model) as release:
        files: dict[str, Path] = {}
        for name in release:
            if path.is_dir():
                files[name] = path / "data" / f"{name}.csv"
                continue
            files[name] = aside / f"{name}.csv"
            with release.open(f"data/{name}.csv") as source, files[name].open("wb") as target:
                shutil.copyfileobj(source, target)
        try:
            body = json.loads(release.read("datapackage.json"))
        except (ValueError, RecursionError):
            body = None
        base = base_iri or str((body if isinstance(body, dict) else {}).get(f"{model.prefix}:base_iri", ""))
        return Inputs(release.model, checked_base(base), files)


def _wrong(ja: str, en: str) -> UsageError:
    return UsageError(ARGUMENT_WRONG, problem={"ja": ja, "en": en})
