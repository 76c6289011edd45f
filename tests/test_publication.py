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


def strays(findings: bo.Findings) -> list[str | None]:
    return [finding.place.key for finding in findings if finding.rule == "source-unlisted"]


def test_a_file_that_no_list_names_is_told_and_is_no_part_of_a_release(tmp_path: Path) -> None:
    folder = publish(tmp_path / "city", markdown(ROW))
    assert bo.release(bo.open_publication(folder)).state == "made"
    for name in ("次の年度.md", "old", ".DS_Store", "~$table.docx", "Thumbs.db"):
        (folder / "sources" / name).write_text(markdown(ROW), encoding="utf-8")
    assert strays(bo.build(bo.open_publication(folder)).findings) == ["old", "次の年度.md"]
    again = bo.release(bo.open_publication(folder))
    assert again.state == "identical"
    assert strays(again.findings) == ["old", "次の年度.md"]
    assert "次の年度" not in (again.paths[0] / "findings" / "findings.json").read_text(encoding="utf-8")


def test_a_waiver_lets_it_lie_there(tmp_path: Path) -> None:
    decision = (
        "  - {id: k001, target: finding, where: {key: memo.md}, waive: source-unlisted, why: 控え, by: 安全課, on: 2020-04-01}\n"
    )
    folder = publish(tmp_path / "city", markdown(ROW), curation={"decisions.yaml": f"decisions:\n{decision}"})
    memo = folder / "sources" / "memo.md"
    memo.write_text("控え", encoding="utf-8")
    assert strays(bo.validate(bo.build(bo.open_publication(folder)))) == []
    memo.unlink()
    assert bo.validate(bo.build(bo.open_publication(folder))).errors == ()
