"""Opening a publication folder: ids of every list are as the definition asks, and stand once."""

from __future__ import annotations

from pathlib import Path

import pytest

import bouhan_opendata as bo
from publications import ROW, markdown, publish

DECISION = """  - id: {id}
    target: finding
    waive: jump
    where: {{everywhere: true}}
    why: 確かめた
    by: 安全課
    on: 2020-04-01
"""
NOTE = "  - {{id: {id}, subject: i001, kind: explanation, text: 説明, by: 安全課, on: 2020-04-01}}\n"
ENTRY = "  - {{id: {id}, name: 見回り{id}, source: s001}}\n"
LISTS = {"decisions.yaml": ("decisions", DECISION), "notes.yaml": ("notes", NOTE), "register.yaml": ("ids", ENTRY)}


def opened(folder: Path, file: str, *ids: str) -> object:
    name, entry = LISTS[file]
    body = f"{name}:\n" + "".join(entry.format(id=value) for value in ids)
    return bo.open_publication(publish(folder, markdown(ROW), curation={file: body}))


@pytest.mark.parametrize(
    ("file", "right", "wrong"),
    [("decisions.yaml", "k001", "k1"), ("notes.yaml", "n001", "note1"), ("register.yaml", "m001", "n001")],
)
def test_ids_are_as_the_definition_asks_and_stand_once(file: str, right: str, wrong: str, tmp_path: Path) -> None:
    assert opened(tmp_path / "a", file, right)
    for number, ids in enumerate(((wrong,), (right, right))):
        with pytest.raises(bo.PublicationError) as caught:
            opened(tmp_path / f"wrong{number}", file, *ids)
        assert caught.value.place.key == f"{LISTS[file][0]}[{len(ids) - 1}].id"


def test_a_source_replaces_only_one_above_it(tmp_path: Path) -> None:
    folder = publish(tmp_path / "city", markdown(ROW), markdown(ROW))
    path = folder / "sources" / "sources.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text + "    replaces: s001\n", encoding="utf-8")
    assert bo.open_publication(folder).sources[1].replaces == "s001"
    path.write_text(text + "    replaces: s002\n", encoding="utf-8")
    with pytest.raises(bo.PublicationError, match="s002"):
        bo.open_publication(folder)
