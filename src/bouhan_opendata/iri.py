"""Ids and the addresses made from them. Only checked values enter an IRI; nothing here knows the model."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bouhan_opendata.errors import UsageError, inline_rule

SAFE = re.compile(r"[a-z0-9_-]+")
"""What may stand in an IRI: ids (``[a-z0-9-]+``) and codes (``[a-z0-9_]+``)."""
UNRESERVED = re.compile(r"[A-Za-z0-9._~-]+")
"""What may stand in an IRI for the codes of other bodies (QUDT, UN/CEFACT)."""
ABSOLUTE = re.compile(r"https?://[A-Za-z0-9][A-Za-z0-9._~:/?#@!$&()*+,;=%-]*")
"""An absolute web address of ASCII characters that need no escape in any RDF syntax."""
DATASET, CITY, CREATOR, RIGHTS, RUN = "dataset", "city", "creator", "rights", "run"
"""What a publication has one of below its base, and the kind of its runs: what no table gives an address."""
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
XSD = "http://www.w3.org/2001/XMLSchema#"
NOT_AN_ADDRESS = inline_rule(
    "not-an-address",
    "「{value}」からアドレスを作れません",
    "no address can be made of {value!r}",
    "ID は小文字の英数字とハイフン、アドレスは http:// か https:// で始まる ASCII の文字で書いてください。",
    "Write ids with lower-case letters, digits and hyphens, addresses in ASCII from http:// or https:// on.",
)
_FIELD = re.compile(r"\{(\w+)\}")
_NUMBER = re.compile(r"([0-9]+)")


def template_fields(template: str) -> tuple[str, ...]:
    """The names between braces, in order: ``figure/{figure_id}-quote`` → ``("figure_id",)``."""
    return tuple(_FIELD.findall(template))


def absolute(template: str, base_iri: str) -> str:
    """A template as an absolute one: below the base unless it is absolute itself."""
    return template if template.startswith(("http://", "https://")) else base_iri + template


def fill(template: str, base_iri: str, values: Mapping[str, object]) -> str:
    """The IRI of a template. Raises :class:`UsageError` for a value that may not stand in an IRI.

    >>> fill("measure/{measure_id}", "https://example.org/", {"measure_id": "m001"})
    'https://example.org/measure/m001'
    """

    def checked(match: re.Match[str]) -> str:
        value = str(values[match[1]])
        if not SAFE.fullmatch(value):
            raise UsageError(NOT_AN_ADDRESS, value=value)
        return value

    return _FIELD.sub(checked, absolute(template, base_iri))


def checked_base(base_iri: str) -> str:
    """The base itself. Raises :class:`UsageError` when it is not an absolute address that ends in ``/`` or ``#``."""
    if not ABSOLUTE.fullmatch(base_iri) or base_iri[-1] not in "/#":
        raise UsageError(NOT_AN_ADDRESS, value=base_iri)
    return base_iri


def code_iri(code_base: str, scheme: str, code: str) -> str:
    """The address of a code: ``{code_base}{scheme}#{code}``."""
    return fill("{scheme}#{code}", code_base, {"scheme": scheme, "code": code})


def unit_iri(code_base: str, unit_id: str) -> str:
    """The address of a unit: ``{code_base}units#{unit_id}``."""
    return fill("units#{unit_id}", code_base, {"unit_id": unit_id})


def natural_key(text: str) -> tuple[tuple[str | int, ...], str]:
    """A sort key in which runs of digits count as numbers; texts that differ only in zeros keep an order.

    >>> sorted(["s001-t1-r10-c4-l1", "s001-t1-r9-c4-l12", "s001-t1-r9-c4-l2"], key=natural_key)
    ['s001-t1-r9-c4-l2', 's001-t1-r9-c4-l12', 's001-t1-r10-c4-l1']
    """
    parts: list[str | int] = [*_NUMBER.split(text)]
    parts[1::2] = map(int, parts[1::2])
    return tuple(parts), text
