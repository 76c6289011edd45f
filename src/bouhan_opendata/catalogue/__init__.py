"""One value made from a release and its publication, and every catalogue format as a function of it."""

from __future__ import annotations

from collections.abc import Mapping

from bouhan_opendata.catalogue.citation import citation
from bouhan_opendata.catalogue.ckan import ckan
from bouhan_opendata.catalogue.croissant import croissant
from bouhan_opendata.catalogue.dcat import dcat_jsonld, dcat_nodes, dcat_turtle
from bouhan_opendata.catalogue.making import catalogue_of
from bouhan_opendata.catalogue.open_data_list import open_data_list
from bouhan_opendata.catalogue.quality import Quality, quality, quality_json
from bouhan_opendata.catalogue.ro_crate import ro_crate
from bouhan_opendata.catalogue.schema_org import schema_org
from bouhan_opendata.catalogue.values import Catalogue, Distribution
from bouhan_opendata.model import Model

__all__ = ["Catalogue", "Distribution", "Quality", "catalogue_files", "catalogue_of", "dcat_nodes", "quality"]


def catalogue_files(catalogue: Catalogue, files: Mapping[str, bytes], model: Model) -> dict[str, bytes]:
    """Every catalogue format, by its path in the release. ``files`` are the files that the crate lists."""
    made = {
        "metadata/dcat.ttl": dcat_turtle(catalogue),
        "metadata/dcat.jsonld": dcat_jsonld(catalogue),
        "metadata/schema-org.jsonld": schema_org(catalogue, model),
        "metadata/croissant.json": croissant(catalogue, model),
        "metadata/ckan.json": ckan(catalogue),
        "metadata/open-data-list.csv": open_data_list(catalogue),
        "metadata/quality.json": quality_json(dcat_nodes(catalogue)),
        "CITATION.cff": citation(catalogue),
    }
    encoded = {name: text.encode() for name, text in made.items()}
    listed = {**files, "CITATION.cff": encoded["CITATION.cff"]}
    return {**encoded, "ro-crate-metadata.json": ro_crate(catalogue, listed, model).encode()}
