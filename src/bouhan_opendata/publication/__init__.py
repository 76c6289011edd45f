"""The workspace folder: publication.yaml, sources, register, decisions, notes and translations."""

from bouhan_opendata.publication.decisions import stated_value
from bouhan_opendata.publication.folder import open_publication
from bouhan_opendata.publication.listing import list_release
from bouhan_opendata.publication.new import init_publication
from bouhan_opendata.publication.past import (
    addresses_before,
    all_versions,
    broken_promises,
    named_file,
    next_version,
    published_observations,
    released_versions,
    stray_files,
    tombstones_before,
)
from bouhan_opendata.publication.receiving import receive_source
from bouhan_opendata.publication.register import (
    append_to_register,
    is_retired,
    near_names,
    near_tails,
    normalised_name,
    split_name,
)
from bouhan_opendata.publication.values import (
    VERSION,
    Decision,
    Note,
    OrganisationChange,
    Publication,
    Register,
    RegisterEntry,
    ReleaseEntry,
    SourceEntry,
    Translations,
    unlisted,
    version_number,
)
from bouhan_opendata.publication.yaml_values import strict_day

__all__ = [
    "VERSION",
    "Decision",
    "Note",
    "OrganisationChange",
    "Publication",
    "Register",
    "RegisterEntry",
    "ReleaseEntry",
    "SourceEntry",
    "Translations",
    "addresses_before",
    "all_versions",
    "append_to_register",
    "broken_promises",
    "init_publication",
    "is_retired",
    "list_release",
    "named_file",
    "near_names",
    "near_tails",
    "next_version",
    "normalised_name",
    "open_publication",
    "published_observations",
    "receive_source",
    "released_versions",
    "split_name",
    "stated_value",
    "stray_files",
    "strict_day",
    "tombstones_before",
    "unlisted",
    "version_number",
]
