"""The address inventory of a release: every address ever published, with the first and the last version that speaks of it.

Columns ``address``, ``first_version``, ``last_version``, sorted by address. An address whose last version is an earlier one is
no longer spoken of; whoever serves the data answers there with a note instead of nothing.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path

FILE = "metadata/addresses.csv"
_HEAD = ("address", "first_version", "last_version")
Inventory = dict[str, tuple[str, str]]
"""Address → first and last version."""


def subjects(n_triples: bytes) -> set[str]:
    """The addresses that a file of N-Triples speaks of: the subjects of its lines."""
    return {line[1 : line.index(b">")].decode() for line in n_triples.splitlines() if line.startswith(b"<") and b">" in line}


def carried_on(before: Mapping[str, tuple[str, str]], now: Iterable[str], version: str) -> Inventory:
    """The inventory of a version: what came before, and the addresses it speaks of itself."""
    return {**before, **{address: (before.get(address, (version, ""))[0], version) for address in now}}


def written(inventory: Mapping[str, tuple[str, str]]) -> bytes:
    """An inventory as CSV."""
    text = io.StringIO(newline="")
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(_HEAD)
    lines.writerows((address, *versions) for address, versions in sorted(inventory.items()))
    return text.getvalue().encode()


def parsed(data: bytes) -> Inventory:
    """An inventory from CSV; rows that are none are left out."""
    rows = csv.reader(io.StringIO(data.decode("utf-8", "replace"), newline=""))
    next(rows, None)
    return {row[0]: (row[1], row[2]) for row in rows if len(row) == len(_HEAD)}


def inventory_of(folder: Path) -> Inventory:
    """What a release folder carries: its own inventory, else (before there were any) the addresses of its triples.

    The folder's name is its version. A withdrawn release keeps its inventory.
    """
    if (folder / FILE).is_file():
        return parsed((folder / FILE).read_bytes())
    triples = folder / "rdf" / "data.nt"
    return carried_on({}, subjects(triples.read_bytes()), folder.name) if triples.is_file() else {}
