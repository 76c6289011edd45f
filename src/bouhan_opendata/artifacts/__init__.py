"""The definition in other people's languages: one module a target, each from the model to text.

``generate`` gives every file of ``schema/generated/``; nothing there is ever edited by hand.
"""

from __future__ import annotations

from pathlib import Path

from bouhan_opendata.artifacts.context import context_jsonld
from bouhan_opendata.artifacts.csvw import csvw_metadata
from bouhan_opendata.artifacts.reference import reference_pages
from bouhan_opendata.artifacts.shapes import shapes_turtle
from bouhan_opendata.artifacts.table_schema import table_schema_json
from bouhan_opendata.artifacts.vocabulary import code_schemes_turtle, vocabulary_turtle
from bouhan_opendata.model import Model


def generate(model: Model) -> dict[str, str]:
    """Every generated file: path below ``schema/generated/`` → text."""
    files = {f"tables/{table.name}.json": table_schema_json(model, table) for table in model.tables.values()}
    return {
        **files,
        "csvw.json": csvw_metadata(model),
        "vocabulary.ttl": vocabulary_turtle(model),
        "codes.ttl": code_schemes_turtle(model),
        "shapes.ttl": shapes_turtle(model),
        "context.jsonld": context_jsonld(model),
    }


def generated_files(model: Model) -> dict[str, str]:
    """The same files, and the reference pages of docs/, by their path below the checkout."""
    return {**{f"schema/generated/{path}": text for path, text in generate(model).items()}, **reference_pages(model)}


def stale(model: Model, folder: Path) -> list[str]:
    """The paths below ``folder`` that are missing, differ from the model, or do not belong there; sorted."""
    wanted = {path: text.encode() for path, text in generate(model).items()}
    found = {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    return sorted(path for path in wanted.keys() | found.keys() if wanted.get(path) != found.get(path))
