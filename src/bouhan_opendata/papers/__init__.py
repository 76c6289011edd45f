"""決裁パック: an A4 cover, the corrections and the questions that may be asked, as a page and as PDF, from a release only."""

from __future__ import annotations

import re
from pathlib import Path

from bouhan_opendata import disk
from bouhan_opendata.model import Model
from bouhan_opendata.opened import Release
from bouhan_opendata.papers.content import Erratum, Fact, Papers, Question, papers_of
from bouhan_opendata.papers.page import papers_page
from bouhan_opendata.papers.pdf import papers_pdf

__all__ = [
    "ENDINGS",
    "Erratum",
    "Fact",
    "Papers",
    "Question",
    "papers_files",
    "papers_of",
    "papers_page",
    "papers_pdf",
    "refresh",
    "write_papers",
]

ENDINGS = ("-papers.html", "-papers.pdf")


def papers_files(release: Release) -> dict[str, bytes]:
    """The papers by file name: ``<slug>-<version>-papers.html`` and ``.pdf``."""
    made = papers_of(release)
    slug = next((Path(name).stem for name in release.files() if re.fullmatch(r"office/[^/]+\.xlsx", name)), "release")
    pages = (papers_page(made).encode(), papers_pdf(made))
    return {f"{slug}-{made.version}{ending}": data for ending, data in zip(ENDINGS, pages, strict=True)}


def refresh(folder: Path, version: str, model: Model) -> None:
    """Write the papers of a release beside it where they differ from what stands. To be called under the publisher's lock."""
    with Release(folder / version, model) as release:
        if release.is_other_version:
            return
        files = papers_files(release)
    for name, data in files.items():
        if not (folder / name).is_file() or (folder / name).read_bytes() != data:
            disk.replace(folder / name, data)


def write_papers(path: Path, folder: Path, model: Model) -> list[Path]:
    """Write the papers of a release (folder or zip) into a folder, in place of those that stand there."""
    with Release(path, model) as release:
        files = papers_files(release)
    disk.make_folder(folder)
    for name, data in files.items():
        disk.replace(folder / name, data)
    return [folder / name for name in files]
