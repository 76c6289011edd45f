"""N-Triples as Turtle for people: subjects in the order of the tables, grouped, with short names that can be read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
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
    names, order = both(model, info.base_iri), order_of(model, info.base_iri)
    ordered = ordered_lines(lines, order)
    return b"".join([_head(ordered, info, names, model), *turtle_blocks(ordered, names, order)])


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


def turtle_blocks(lines: Iterable[bytes], names: Names, order: Order) -> Iterator[bytes]:
    """Lines that are grouped by subject as blocks of Turtle, one at a time; a comment where another table begins."""
    for (_, title), group in groupby(subjects(lines), key=lambda pair: (order.kind(pair[0]).number, order.kind(pair[0]).title)):
        if title:
            yield f"\n# {title}\n".encode()
        for subject, triples in group:
            yield f"\n{_block(subject, triples, names)}".encode()


def _block(subject: str, triples: Sequence[Triple], names: Names) -> str:
    parts = []
    for predicate, group in groupby(triples, key=lambda triple: triple.predicate):
        objects = ", ".join(_term(triple.object, names) for triple in group)
        parts.append(f"{'a' if predicate == RDF_TYPE else names.short(predicate)} {objects}")
    return f"{names.short(subject)} " + " ;\n    ".join(parts) + " .\n"


def _term(term: Term, names: Names) -> str:
    if term.iri is not None:
        return names.short(term.iri)
    if term.language:
        return f'"{term.raw}"@{term.language}'
    if term.datatype is None:
        return f'"{term.raw}"'
    if _is_bare(term):
        return term.raw
    return f'"{term.raw}"^^{names.short(term.datatype)}'


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


def _head(lines: Sequence[bytes], info: PublisherInfo, names: Names, model: Model) -> bytes:
    """The title, the status for whoever meets the file alone, and the prefixes that occur, sorted."""
    seen: set[str] = set()
    for _, triples in subjects(lines):
        for triple in triples:
            iris = (triple.subject, triple.predicate, triple.object.iri or triple.object.datatype)
            seen.update(namespace_of(iri) for iri in iris if iri)
    used = sorted((prefix, namespace) for namespace, prefix in names.prefixes.items() if namespace in seen)
    both = " / ".join(info.title[lang] for lang in ("ja", "en") if info.title.get(lang))
    title = " ".join(f"# {both} {info.version}".split())
    status = model.code_lists["publication_status"].codes[info.status]
    state = f"# {status.label['ja']} / {status.label['en']}: {status.definition['ja']} / {status.definition['en']}"
    return "\n".join([title, state, "", *(f"@prefix {prefix}: <{namespace}> ." for prefix, namespace in used), ""]).encode()
