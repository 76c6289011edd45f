"""The one YAML loader: no aliases, no tags, no duplicate keys, plain strings; errors name file, line and key."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path
from typing import Any

import yaml

from bouhan_opendata.errors import BouhanError, PublicationError, inline_rule
from bouhan_opendata.findings import Place

YAML_INVALID = inline_rule(
    "yaml-invalid",
    "YAML として読めません: {problem}",
    "not readable as YAML: {problem}",
    "その行を直してください。別名(&, *)・タグ(!)・同じキーの重複は使えません。",
    "Mend that line. Aliases (&, *), tags (!) and duplicate keys are not allowed.",
)
_DEPTH = 100
_JAPANESE = (
    ("cannot start any token", "この記号から書き始めることはできません(タブは使えません。字下げは空白で書き、記号で始まる文は \" で囲んでください)"),
    ("unexpected end of stream", "引用符(\" か ')が閉じていません"),
    ("while scanning a quoted scalar", "引用符(\" か ')が閉じていません"),
    ("expected ',' or ']'", "角かっこ [ ] が閉じていないか、コンマがありません"),
    ("expected ',' or '}'", "波かっこ { } が閉じていないか、コンマがありません"),
    ("mapping values are not allowed", "コロンの使いかたか字下げの誤りです(コロンを含む文は \" で囲んでください)"),
    ("could not find expected ':'", "キーのあとにコロン(:)がありません"),
    ("expected <block end>", "字下げがそろっていません"),
    ("expected the node content", "値が途中で終わっています"),
    ("expected a single document", "--- で区切られた文書が二つあります。一つだけにしてください"),
    ("special characters are not allowed", "使えない制御文字があります"),
    ("unknown escape character", "\\ のあとの文字が正しくありません(\\ を使う文は ' で囲んでください)"),
)  # fmt: skip


class _Loader(yaml.SafeLoader):
    """Scalars stay strings except ``true``, ``false``, ``null`` and plain integers: ``no`` and ``2019-04-01`` stay text."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            event: Any = self.peek_event()  # type: ignore[no-untyped-call]
            raise yaml.MarkedYAMLError(problem=f"alias *{event.anchor}", problem_mark=event.start_mark)
        event = self.peek_event()  # type: ignore[no-untyped-call]
        if getattr(event, "anchor", None):
            raise yaml.MarkedYAMLError(problem=f"alias &{event.anchor}", problem_mark=event.start_mark)
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        """Keys are text as written, whatever they look like: ``4:`` is the key ``"4"``."""
        return {key.value: self.construct_object(value, deep=True) for key, value in node.value}


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict[Any, Any]:
    return loader.construct_mapping(node)


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)
_Loader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("bool", r"^(?:true|false)$", ("t", "f")),
    ("null", r"^(?:null|)$", ("n", "")),
    ("int", r"^(?:0|-?[1-9][0-9]{0,17})$", tuple("-0123456789")),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), list(_first))
_TAGS = {f"tag:yaml.org,2002:{kind}" for kind in ("str", "int", "bool", "null", "map", "seq")}


def load(path: Path, error: type[BouhanError] = PublicationError) -> Any:
    """Load a file. Raises ``error`` (rule ``yaml-invalid``) naming file and line; an absent file is the caller's to handle."""
    return loads(path.read_bytes(), path.name, error)


def loads(data: bytes, name: str, error: type[BouhanError] = PublicationError) -> Any:
    """Load bytes that must be UTF-8. ``name`` is used in messages only."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise error(YAML_INVALID, Place(file=name), problem=_not_utf8(fault.start)) from fault
    try:
        loader = _Loader(text)
    except yaml.YAMLError as fault:
        raise error(YAML_INVALID, Place(file=name, line=_line(fault, text)), problem=_problem(fault)) from fault
    try:
        node = loader.get_single_node()
        if node is None:
            return None
        _check(node, name, error, "", 0)
        return loader.construct_document(node)
    except (yaml.YAMLError, RecursionError, ValueError) as fault:
        if isinstance(fault, BouhanError):
            raise
        raise error(YAML_INVALID, Place(file=name, line=_line(fault, text)), problem=_problem(fault)) from fault
    finally:
        loader.dispose()


def _line(fault: Exception, text: str) -> int | None:
    mark = getattr(fault, "problem_mark", None)
    if mark is not None:
        return int(mark.line) + 1
    position = getattr(fault, "position", None)
    return None if position is None else text.count("\n", 0, position) + 1


def _problem(fault: Exception) -> dict[str, str]:
    """What the parser says, in both languages: the common faults in plain Japanese, the rest with the English in brackets."""
    english = str(getattr(fault, "problem", None) or getattr(fault, "reason", None) or fault)
    if isinstance(fault, RecursionError):
        return {"ja": f"字下げが深すぎます({_DEPTH}段まで)", "en": f"nested deeper than {_DEPTH}"}
    if english.startswith("alias "):
        return {"ja": f"別名 {english.removeprefix('alias ')} は使えません", "en": f"the {english} is not allowed"}
    said = f"{english} {getattr(fault, 'context', None) or ''}"
    for words, japanese in _JAPANESE:
        if words in said:
            return {"ja": japanese, "en": english}
    return {"ja": f"書きかたに誤りがあります({english})", "en": english}


def _check(node: yaml.Node, name: str, error: type[BouhanError], path: str, depth: int) -> None:
    def fail(ja: str, en: str, at: yaml.Node, key: str) -> BouhanError:
        place = Place(file=name, line=at.start_mark.line + 1, key=key or None)
        return error(YAML_INVALID, place, problem={"ja": ja, "en": en})

    if depth > _DEPTH:
        raise fail(f"字下げが深すぎます({_DEPTH}段まで)", f"nested deeper than {_DEPTH}", node, path)
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise fail("キーは文字列だけにしてください", "a key must be plain text", key, path)
            if odd := _odd(key.value):
                raise fail(f"キーに使えない文字 {odd} があります", f"the key holds {odd}", key, path)
            if key.value in seen:
                raise fail(
                    f"{key.value} が二度書かれています", f"{key.value} stands twice", key, f"{path}.{key.value}".lstrip(".")
                )
            seen.add(key.value)
            _check(value, name, error, f"{path}.{key.value}".lstrip("."), depth + 1)
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            _check(value, name, error, f"{path}[{number}]", depth + 1)
    elif odd := _odd(node.value):
        raise fail(f"使えない文字 {odd} があります", f"it holds {odd}, which no text may", node, path)
    if node.tag not in _TAGS:
        raise fail(f"{node.tag} は使えません", f"the tag {node.tag} is not allowed", node, path)


def _odd(text: str) -> str:
    """The first control character or lone surrogate, by code point; escapes such as ``\\0`` bring them in."""
    found = next((char for char in text if unicodedata.category(char) in ("Cc", "Cs") and char not in "\n\t"), None)
    return "" if found is None else f"U+{ord(found):04X}"


def _not_utf8(position: int) -> dict[str, str]:
    return {"ja": f"{position}バイト目が UTF-8 ではありません", "en": f"byte {position} is not UTF-8"}
