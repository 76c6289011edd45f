"""Turtle for people to read: blocks in the order given, one property a line, only the prefixes that occur."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

Pairs = Sequence[tuple[str, str]]
"""Predicate and object as Turtle text. Predicates that repeat in a row share one line group."""
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def literal(text: str, tag: str = "") -> str:
    """A quoted literal with a language tag (``ja``) or nothing."""
    quoted = "".join(_ESCAPES.get(character, character) for character in text)
    return f'"{quoted}"@{tag}' if tag else f'"{quoted}"'


def both(predicate: str, words: Mapping[str, str]) -> list[tuple[str, str]]:
    """Japanese and English of one predicate."""
    return [(predicate, literal(words[lang], lang)) for lang in ("ja", "en")]


def pairs_text(pairs: Pairs, indent: str) -> str:
    """Predicates and objects, one line a pair; objects of the same predicate line up with commas."""
    grouped: dict[str, list[str]] = {}
    for predicate, value in pairs:
        grouped.setdefault(predicate, []).append(value)
    return f" ;\n{indent}".join(f"{predicate} " + f",\n{indent}    ".join(values) for predicate, values in grouped.items())


def block(subject: str, pairs: Pairs) -> str:
    """A subject with all it says."""
    return f"{subject}\n    {pairs_text(pairs, '    ')} .\n"


def nested(pairs: Pairs, indent: str) -> str:
    """A node without an address, on lines of its own."""
    inner = indent + "    "
    return f"[\n{inner}{pairs_text(pairs, inner)}\n{indent}]"


def document(comment: str, prefixes: Mapping[str, str], blocks: Iterable[str]) -> str:
    """The whole text: a comment, the prefixes in use by name, the blocks."""
    body = "\n".join(blocks)
    bare = re.sub(r'"(?:[^"\\]|\\.)*"|<[^>]*>', "", body)
    literals = set(re.findall(r"\^\^([A-Za-z-]+):", body))
    used = {prefix for prefix in prefixes if re.search(rf"(?<![\w-]){re.escape(prefix)}:", bare)} | literals
    head = "".join(f"@prefix {prefix}: <{prefixes[prefix]}> .\n" for prefix in sorted(used))
    return f"# {comment}\n{head}\n{body}"
