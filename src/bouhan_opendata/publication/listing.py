"""Adding a release to ``publication.yaml`` as text: what stands in the file, comments too, stays as it is."""

from __future__ import annotations

import json
from codecs import BOM_UTF8
from collections.abc import Iterable
from typing import Any

import yaml

from bouhan_opendata import disk, strict_yaml
from bouhan_opendata.errors import PublicationError
from bouhan_opendata.findings import Place
from bouhan_opendata.model import Model
from bouhan_opendata.publication.values import Publication, ReleaseEntry

FILE = "publication.yaml"


def entry_line(entry: ReleaseEntry) -> str:
    """A release as one line of YAML."""
    notes = ", ".join(
        f"{lang}: {json.dumps(text, ensure_ascii=False)}" for lang, text in sorted(entry.notes.items(), reverse=True)
    )
    return f"{{version: {entry.version}, date: {entry.date.isoformat()}, notes: {{{notes}}}}}"


def list_release(publication: Publication, entry: ReleaseEntry, model: Model) -> None:
    """Add a release to the list, unless it is there. Raises ``PublicationError`` with the line where it finds no place for it."""
    path = publication.folder / FILE
    data = path.read_bytes()
    before = _listed(data)
    if any(item.get("version") == entry.version for item in before):
        return
    made = with_entries(data, "releases", [entry_line(entry)])
    after = _listed(made)
    if len(after) != len(before) + 1 or after[:-1] != before or after[-1].get("version") != entry.version:
        raise PublicationError(model.rules["release-unlisted"], Place(file=FILE, key="releases"), version=entry.version)
    disk.replace(path, made)


def _listed(data: bytes) -> list[dict[str, Any]]:
    body = strict_yaml.loads(data, FILE)
    return (body or {}).get("releases") or []


def with_entries(data: bytes, key: str, lines: Iterable[str]) -> bytes:
    """A YAML file with more entries, lines in braces, at the end of the list under ``key``; its mark and line ends stay."""
    mark = BOM_UTF8 if data.startswith(BOM_UTF8) else b""
    text, end = data.decode("utf-8-sig"), "\r\n" if b"\r\n" in data else "\n"
    for line in lines:
        text = _with_entry(text, key, line, end)
    return mark + text.encode()


def _with_entry(text: str, key: str, line: str, end: str) -> str:
    """The text of a YAML file with one more entry, a line in braces, at the end of the list under ``key``."""
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    pairs = root.value if isinstance(root, yaml.MappingNode) else []
    node = next((value for name, value in pairs if name.value == key), None)
    if node is None:
        return f"{text}{'' if text.endswith(end) or not text else end}{key}:{end}  - {line}{end}"
    if not isinstance(node, yaml.SequenceNode):
        return f"{text[: node.start_mark.index]} {end}  - {line}{text[node.end_mark.index :]}".replace(
            f"{key}: {end}", f"{key}:{end}"
        )
    if node.flow_style:
        return _in_brackets(text, node, line, end)
    return _below(text, node, line, end)


def _in_brackets(text: str, node: yaml.SequenceNode, line: str, end: str) -> str:
    """``releases: [ … ]``: an empty list becomes lines of its own, one with entries gets another before its bracket."""
    start, close = node.start_mark.index, node.end_mark.index - 1
    if not node.value:
        named = text[:start].rstrip(" ")
        rest = text[close + 1 :].split("\n", 1)
        comment = rest[0].strip()
        below = f"{end}{rest[1]}" if len(rest) > 1 else end
        return f"{named}{'  ' + comment if comment else ''}{end}  - {line}{below}"
    last = node.value[-1].end_mark.index
    between = text[last:close]
    comma = "" if between.split("#")[0].strip().startswith(",") else ","
    return f"{text[:last]}{comma or ','} {line}{between.replace(',', '', 1) if not comma else between}{text[close:]}"


def _below(text: str, node: yaml.SequenceNode, line: str, end: str) -> str:
    """A list of ``- `` lines: the entry follows the last line that belongs to it, indented as they are."""
    final = max(_ends(node.value[-1]), default=node.start_mark.line)
    lines = text.splitlines(keepends=True)
    if not lines[final].endswith("\n"):
        lines[final] += end
    lines.insert(final + 1, f"{' ' * node.start_mark.column}- {line}{end}")
    return "".join(lines)


def _ends(node: yaml.Node) -> list[int]:
    """The lines on which the scalars and brackets of a node end."""
    if isinstance(node, yaml.ScalarNode):
        mark = node.end_mark
        return [mark.line - 1 if node.style in ("|", ">") and mark.column == 0 else mark.line]
    if getattr(node, "flow_style", False):
        return [node.end_mark.line]
    if isinstance(node, yaml.MappingNode):
        return [end for key, value in node.value for part in (key, value) for end in _ends(part)]
    return [end for item in node.value for end in _ends(item)]
