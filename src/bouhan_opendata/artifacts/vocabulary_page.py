"""The vocabulary as a page for people, one for each language: what a browser gets at the vocabulary's address.

Each term stands under an anchor of its own name, so that the address of a term leads to its place.
"""

from __future__ import annotations

import base64
import hashlib
import importlib.resources
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bouhan_opendata.artifacts.class_diagram import class_diagram
from bouhan_opendata.artifacts.page_words import WORDS
from bouhan_opendata.artifacts.terms import domains, example, literal_datatype, ontology, ranges, schemes, uses_of
from bouhan_opendata.artifacts.vocabulary import unit_matches
from bouhan_opendata.findings import Lang
from bouhan_opendata.model import Field, Model, TableModel, Term

_FOLDER = "artifacts/templates"


@dataclass(frozen=True, slots=True)
class PageLinks:
    """Where the other forms of the vocabulary lie, as seen from the page."""

    other_language: str
    turtle: str
    codes: str
    shapes: str
    context: str


def vocabulary_page(model: Model, lang: Lang, links: PageLinks) -> str:
    """The page as HTML. Nothing is fetched, no script runs; the one style is allowed by its hash."""
    from jinja2 import Environment, StrictUndefined

    folder = importlib.resources.files("bouhan_opendata") / _FOLDER
    style = (folder / "vocabulary.css").read_text(encoding="utf-8")
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string((folder / "vocabulary.html.j2").read_text(encoding="utf-8"))
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    page = template.render(
        style=style,
        style_hash=f"sha256-{digest}",
        lang=lang,
        other="en" if lang == "ja" else "ja",
        words=WORDS[lang],
        links=links,
        model=model,
        address=ontology(model),
        diagram=class_diagram(model, lang),
        classes=[_class(model, term, lang) for term in model.terms.values() if term.kind == "class"],
        reused=list(_reused(model, lang)),
        properties=[_property(model, term) for term in model.terms.values() if term.kind != "class"],
        units=list(_units(model)),
        prefixes=sorted(model.prefixes.items()),
    )
    return page if page.endswith("\n") else page + "\n"


def _link(model: Model, curie: str) -> dict[str, str]:
    """A term to be linked: ours within the page, another by its address."""
    name = curie.removeprefix(f"{model.prefix}:")
    return {"name": name, "href": f"#{name}" if name in model.terms else model.expand(curie)}


def _links(model: Model, curies: Iterator[str] | list[str] | tuple[str, ...]) -> list[dict[str, str]]:
    return [_link(model, curie) for curie in curies]


def _class(model: Model, term: Term, lang: Lang) -> dict[str, Any]:
    own = f"{model.prefix}:{term.name}"
    tables = [table for table in model.tables.values() if table.rdf_class == own]
    excluded = dict.fromkeys(name for group in model.disjoint if own in group for name in group if name != own)
    return {
        **_said(model, term),
        "properties": [row for table in tables for row in _rows(model, table, lang)],
        "tables": [table.name for table in tables],
        "addresses": [str(table.iri) for table in tables],
        "leading": [
            _link(model, f"{model.prefix}:{other.name}")
            for other in model.terms.values()
            if other.kind != "class" and own in ranges(model, other, uses_of(model, other))
        ],
        "excluded": _links(model, list(excluded)),
    }


def _said(model: Model, term: Term) -> dict[str, Any]:
    """What a class and a property say alike."""
    return {
        "term": term,
        "iri": f"{model.namespace}{term.name}",
        "parents": _links(model, term.parents),
        "matches": _links(model, term.matches),
        "see": _links(model, term.see),
        "successor": _link(model, f"{model.prefix}:{term.successor}") if term.successor else None,
    }


def _rows(model: Model, table: TableModel, lang: Lang) -> Iterator[dict[str, Any]]:
    """The properties of a table's rows: name, what it leads to, what it says. Those of parts of a row say so by name."""
    seen: set[str] = set()
    for item in table.fields:
        if not item.property or item.role == "no_triple" or item.about or item.property in seen:
            continue
        seen.add(item.property)
        yield {
            "property": _link(model, item.property),
            "range": _target(model, item),
            "scheme": item.scheme,
            "required": item.required,
            "text": item.description[lang],
        }


def _target(model: Model, item: Field) -> dict[str, str] | None:
    term = model.terms.get(str(item.property).removeprefix(f"{model.prefix}:"))
    if term:
        return _link(model, ranges(model, term, uses_of(model, term))[0])
    if item.references and not item.iri:
        return _link(model, str(model.tables[item.references].rdf_class))
    if item.scheme:
        return _link(model, str(model.tables["codes"].rdf_class))
    return None if item.iri or item.type == "iri" else _link(model, literal_datatype(item))


def _reused(model: Model, lang: Lang) -> Iterator[dict[str, Any]]:
    """Classes of other vocabularies that the rows of a table belong to."""
    for table in model.tables.values():
        if table.rdf_class and not table.rdf_class.startswith(f"{model.prefix}:"):
            yield {
                "id": table.rdf_class.replace(":", "-"),
                "class": _link(model, table.rdf_class),
                "title": table.title,
                "description": table.description[lang],
                "table": table.name,
                "address": table.iri,
                "properties": list(_rows(model, table, lang)),
            }


def _property(model: Model, term: Term) -> dict[str, Any]:
    uses = uses_of(model, term)
    subject, value = example(model, uses[0])
    return {
        **_said(model, term),
        "domain": _links(model, domains(model, uses)),
        "range": _links(model, ranges(model, term, uses)),
        "schemes": schemes(uses),
        "example": f"{subject} {model.prefix}:{term.name} {value} .",
        "fields": [f"{use.table.name}.{use.field.name}" for use in uses],
    }


def _units(model: Model) -> Iterator[dict[str, Any]]:
    for unit in model.units.values():
        matches = dict(unit_matches(model, unit))
        yield {
            "unit": unit,
            "same": [
                {"name": name, "href": matches[key]}
                for key, name in (("qudt", f"unit:{unit.qudt.rpartition('/')[2]}"), ("un_cefact", unit.un_cefact))
                if key in matches
            ],
            "wider": unit.qudt_broader and {"name": f"unit:{unit.qudt_broader.rpartition('/')[2]}", "href": unit.qudt_broader},
        }
