"""The papers as one HTML file that prints on A4. Nothing is fetched, no script runs; the one style is allowed by its hash."""

from __future__ import annotations

import base64
import hashlib
import importlib.resources

from bouhan_opendata.papers.content import Papers


def papers_page(papers: Papers) -> str:
    """The page as HTML."""
    from jinja2 import Environment, StrictUndefined

    folder = importlib.resources.files("bouhan_opendata") / "papers/templates"
    style = (folder / "papers.css").read_text(encoding="utf-8")
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    template = environment.from_string((folder / "papers.html.j2").read_text(encoding="utf-8"))
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return template.render(style=style, style_hash=f"sha256-{digest}", papers=papers)
