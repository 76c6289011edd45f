"""Judges folders as RO-Crates 1.2 with roc-validator, without a network; in the environment of tests/judges/requirements.txt.

python crate.py SEVERITY FOLDER … → {FOLDER: [[severity, check, message], …]}; REQUIRED or RECOMMENDED is the least that is told

The JSON-LD context that a crate names is answered from the copy in the package ``rocrate``.
"""

import json
import sys
import tempfile
from importlib.resources import files
from pathlib import Path

import requests
from rocrate_validator import services
from rocrate_validator.models import Severity, ValidationSettings
from rocrate_validator.utils.http import HttpRequester

CONTEXT = "https://w3id.org/ro/crate/1.2/context"


def answer(_: HttpRequester, url: str, *args: object, **kwargs: object) -> requests.Response:
    """What stands in for the network: the context, and nothing else."""
    response = requests.Response()
    response.url = url
    response.status_code = 200 if url == CONTEXT else 404
    response.headers["Content-Type"] = "application/ld+json"
    if url == CONTEXT:
        response._content = (files("rocrate") / "data" / "ro-crate.jsonld").read_bytes()
    return response


def judged(folder: str, least: Severity, cache: str) -> list[list[str]]:
    """What the validator says: only what a crate MUST keep, or what it SHOULD keep as well."""
    settings = ValidationSettings(
        rocrate_uri=folder,
        profile_identifier="ro-crate-1.2",
        requirement_severity=least,
        offline=True,
        cache_path=str(Path(cache) / "http"),
    )
    result = services.validate(settings)
    return sorted([issue.severity.name, issue.check.name, issue.message] for issue in result.get_issues(least))


HttpRequester.get = HttpRequester.head = answer
with tempfile.TemporaryDirectory() as aside:
    print(json.dumps({folder: judged(folder, Severity[sys.argv[1]], aside) for folder in sys.argv[2:]}))
