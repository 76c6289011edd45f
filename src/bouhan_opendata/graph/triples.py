"""Lines of N-Triples as this library writes them: made from terms, and taken apart again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from bouhan_opendata.errors import UsageError
from bouhan_opendata.iri import ABSOLUTE, NOT_AN_ADDRESS, XSD
from bouhan_opendata.row_triples import escaped

_LINE = re.compile(r'<([^<>\s]*)> <([^<>\s]*)> (?:<([^<>\s]*)>|"((?:[^"\\]|\\.)*)"(?:@([a-z-]+)|\^\^<([^<>\s]*)>)?) \.\n?')
_ESCAPED = re.compile(r"\\(.)")
_PLAIN = {"n": "\n", "r": "\r", '"': '"', "\\": "\\"}


@dataclass(frozen=True, slots=True)
class Term:
    """An object: an IRI, or a literal with its language or datatype (``None`` for a plain string). ``raw`` is still escaped."""

    iri: str | None = None
    raw: str = ""
    language: str | None = None
    datatype: str | None = None

    @property
    def text(self) -> str:
        """The literal's characters."""
        return _ESCAPED.sub(lambda found: _PLAIN[found[1]], self.raw) if "\\" in self.raw else self.raw


@dataclass(frozen=True, slots=True)
class Triple:
    """Subject and predicate are IRIs."""

    subject: str
    predicate: str
    object: Term


def parsed(line: bytes) -> Triple:
    """One line taken apart. Raises ``ValueError`` for a line that this library does not write (a blank node, say)."""
    match = _LINE.fullmatch(line.decode("utf-8"))
    if match is None:
        raise ValueError(f"not a line of our N-Triples: {line[:200]!r}")
    subject, predicate, iri, raw, language, datatype = match.groups()
    return Triple(subject, predicate, Term(iri) if iri is not None else Term(None, raw, language, datatype))


def subjects(lines: Iterable[bytes]) -> Iterator[tuple[str, list[Triple]]]:
    """Runs of lines with one subject. Holds one subject at a time."""
    for subject, group in groupby(map(parsed, lines), key=lambda triple: triple.subject):
        yield subject, list(group)


def to_iri(subject: str, predicate: str, target: str) -> bytes:
    """The line of a triple whose object is an IRI. Raises :class:`UsageError` for what is no address."""
    return f"<{_checked(subject)}> <{_checked(predicate)}> <{_checked(target)}> .\n".encode()


def to_text(subject: str, predicate: str, text: str, *, language: str | None = None, datatype: str | None = None) -> bytes:
    """The line of a triple whose object is a literal; ``datatype`` is a local name of XML Schema."""
    suffix = f"@{language}" if language else f"^^<{XSD}{datatype}>" if datatype else ""
    return f'<{_checked(subject)}> <{_checked(predicate)}> "{escaped(text)}"{suffix} .\n'.encode()


def _checked(iri: str) -> str:
    if not ABSOLUTE.fullmatch(iri):
        raise UsageError(NOT_AN_ADDRESS, value=iri)
    return iri
