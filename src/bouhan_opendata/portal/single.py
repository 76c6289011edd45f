"""The release as one HTML file, for a place that takes a single attachment: the plan, each measure by year, its figures."""

from __future__ import annotations

import base64
import hashlib
import importlib.resources

from bouhan_opendata.findings import Lang
from bouhan_opendata.opened import Release
from bouhan_opendata.portal import series
from bouhan_opendata.portal.content import Content, Row, content_of
from bouhan_opendata.portal.measures import departments, loose, report_lines, tree
from bouhan_opendata.portal.rendering import Renderer, Speaker, number


def single_file(release: Release, lang: Lang) -> bytes:
    """The file in one language, UTF-8. Its one style is allowed by its hash; nothing is fetched."""
    content = content_of(release)
    renderer = Renderer(content)
    folder = importlib.resources.files("bouhan_opendata") / "portal/assets"
    style = (folder / "style.css").read_text(encoding="utf-8")
    speak = Speaker(content, renderer.words[lang])
    text = renderer.environment.get_template("single.html.j2").render(
        lang=lang,
        t=renderer.words[lang],
        style=style,
        style_hash=f"sha256-{base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()}",
        content=content,
        title=speak.plain(content.said("title")),
        say=speak.say,
        plain=speak.plain,
        code=speak.code,
        unit=speak.unit,
        year=speak.year,
        number=number,
        tree=tree(content, None),
        loose=loose(content),
        departments=lambda measure: departments(content, measure["measure_id"]),
        reports=lambda measure: _reports(content, measure),
        indicators=lambda measure: [
            {"indicator": row, "years": series.observations(content, row)} for row in content.indicators_of(measure["measure_id"])
        ],
    )
    return text.encode()


def _reports(content: Content, measure: Row) -> list[dict[str, object]]:
    """The current reports of a measure with their lines."""
    return [{"report": row, "lines": report_lines(content, row)} for row in content.reports_of(measure["measure_id"])]
