"""N-Triples as Turtle for people: subjects in the order of the tables, grouped, with short names that can be read."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby

from bouhan_opendata.graph.frame import PublisherInfo
from bouhan_opendata.graph.order import Order, namespace_of, order_of, ordered_lines
from bouhan_opendata.graph.triples import Term, Triple, subjects
from bouhan_opendata.iri import RDF_TYPE, XSD, absolute
from bouhan_opendata.model import Model

_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
_INTEGER = re.compile(r"-?[0-9]+")
_DECIMAL = re.compile(r"-?[0-9]+\.[0-9]+")
_CLASHES = ("code", *range(2, 100))
_KNOWN = 1024
"""Addresses whose short names are remembered."""
Short = Callable[[str], str]
_ASIDE = 1 << 20
"""Bytes of Turtle that wait in memory; more wait in a file."""


@dataclass(frozen=True, slots=True)
class Names:
    """Prefixes by namespace."""

    prefixes: Mapping[str, str]

    def short(self, iri: str) -> str:
        """``prefix:local`` where the rest of the address can be a local name, else ``<iri>``."""
        namespace = namespace_of(iri)
        prefix = self.prefixes.get(namespace)
        local = iri[len(namespace) :]
        return f"{prefix}:{local}" if prefix is not None and _LOCAL.fullmatch(local) else f"<{iri}>"


def data_turtle(lines: Iterable[bytes], info: PublisherInfo, model: Model) -> bytes:
    """The Turtle of N-Triples lines in any order: the same graph, a comment before each table."""
    return b"".join(turtle_chunks(lines, info, model))


def turtle_chunks(lines: Iterable[bytes], info: PublisherInfo, model: Model) -> Iterator[bytes]:
    """The same Turtle, piece by piece. The blocks lie aside until it is known which prefixes occur."""
    names, order = both(model, info.base_iri), order_of(model, info.base_iri)
    seen: set[str] = set()
    with tempfile.SpooledTemporaryFile(max_size=_ASIDE) as aside:
        for block in turtle_blocks(ordered_lines(lines, order), names, order, seen):
            aside.write(block)
        aside.seek(0)
        yield turtle_title(info, model) + turtle_prefixes(names, seen)
        while chunk := aside.read(_ASIDE):
            yield chunk


def both(model: Model, base_iri: str) -> Names:
    """Prefixes for the vocabularies, for each kind of address below the base, and for each code list."""
    prefixes = {namespace: prefix for prefix, namespace in model.prefixes.items()}
    below = [namespace_of(absolute(table.iri, base_iri)) for table in model.tables.values() if table.iri]
    wanted = [(base_iri, "data"), *((space, re.split("[/#]", space)[-2]) for space in below if "{" not in space)]
    wanted += [(f"{base_iri}cube/", "cube"), (f"{base_iri}run/", "run"), (model.code_base, "code")]
    wanted += [(f"{model.code_base}{scheme}#", scheme.replace("_", "-")) for scheme in model.code_lists]
    for namespace, prefix in wanted:
        if namespace not in prefixes:
            taken = set(prefixes.values())
            prefixes[namespace] = next(name for name in (prefix, *(f"{prefix}-{n}" for n in _CLASHES)) if name not in taken)
    return Names(prefixes)


def turtle_blocks(lines: Iterable[bytes], names: Names, order: Order, seen: set[str]) -> Iterator[bytes]:
    """Lines that are grouped by subject as blocks of Turtle, one at a time; a comment where another table begins.

    The namespaces that occur are added to ``seen``.
    """
    for kind, group in groupby(lines, key=lambda line: order.kind(line[1 : line.index(b" ") - 1].decode("utf-8"))):
        yield turtle_section(kind.title)
        yield from subject_blocks(group, names, seen)


def turtle_section(title: str) -> bytes:
    """The comment before the subjects of a table; the frame has none."""
    return f"\n# {title}\n".encode() if title else b""


def subject_blocks(lines: Iterable[bytes], names: Names, seen: set[str]) -> Iterator[bytes]:
    """Lines that are grouped by subject, subject by subject; the namespaces that occur are added to ``seen``."""
    short = lru_cache(maxsize=_KNOWN)(names.short)
    space = lru_cache(maxsize=_KNOWN)(namespace_of)
    for subject, triples in subjects(lines):
        seen.add(space(subject))
        for triple in triples:
            seen.add(space(triple.predicate))
            if what := triple.object.iri or triple.object.datatype:
                seen.add(space(what))
        yield f"\n{_block(subject, triples, short)}".encode()


def _block(subject: str, triples: Sequence[Triple], short: Short) -> str:
    parts = []
    for predicate, group in groupby(triples, key=lambda triple: triple.predicate):
        objects = ", ".join([_term(triple.object, short) for triple in group])
        parts.append(f"{'a' if predicate == RDF_TYPE else short(predicate)} {objects}")
    return f"{short(subject)} " + " ;\n    ".join(parts) + " .\n"


def _term(term: Term, short: Short) -> str:
    if term.iri is not None:
        return short(term.iri)
    if term.language:
        return f'"{term.raw}"@{term.language}'
    if term.datatype is None:
        return f'"{term.raw}"'
    if _is_bare(term):
        return term.raw
    return f'"{term.raw}"^^{short(term.datatype)}'


def _is_bare(term: Term) -> bool:
    """Whether Turtle reads the literal back as it is without quotes: ``15`` as an integer, ``1.5`` as a decimal."""
    match str(term.datatype).removeprefix(XSD):
        case "integer":
            return _INTEGER.fullmatch(term.raw) is not None
        case "decimal":
            return _DECIMAL.fullmatch(term.raw) is not None
        case "boolean":
            return term.raw in ("true", "false")
        case _:
            return False


def turtle_title(info: PublisherInfo, model: Model) -> bytes:
    """The title, and the status for whoever meets the file alone."""
    both = " / ".join(info.title[lang] for lang in ("ja", "en") if info.title.get(lang))
    title = " ".join(f"# {both} {info.version}".split())
    status = model.code_lists["publication_status"].codes[info.status]
    state = f"# {status.label['ja']} / {status.label['en']}: {status.definition['ja']} / {status.definition['en']}"
    return f"{title}\n{state}\n\n".encode()


def turtle_prefixes(names: Names, seen: Collection[str]) -> bytes:
    """The prefixes of the namespaces that occur, sorted."""
    used = sorted((prefix, namespace) for namespace, prefix in names.prefixes.items() if namespace in seen)
    return "".join(f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in used).encode()
