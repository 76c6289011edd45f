"""The workspace folder: publication.yaml, sources, register, decisions, notes and translations."""

from bouhan_opendata.publication.folder import open_publication
from bouhan_opendata.publication.new import init_publication
from bouhan_opendata.publication.register import append_to_register, near_names, near_tails, normalised_name, split_name
from bouhan_opendata.publication.values import (
    Decision,
    Note,
    Publication,
    Register,
    RegisterEntry,
    ReleaseEntry,
    SourceEntry,
    Translations,
)

__all__ = [
    "Decision",
    "Note",
    "Publication",
    "Register",
    "RegisterEntry",
    "ReleaseEntry",
    "SourceEntry",
    "Translations",
    "append_to_register",
    "init_publication",
    "near_names",
    "near_tails",
    "normalised_name",
    "open_publication",
    "split_name",
]
