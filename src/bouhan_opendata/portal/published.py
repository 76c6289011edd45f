"""What a site holds once its address is known: a map for search engines, and links that hold at any depth."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

from bouhan_opendata.findings import Lang
from bouhan_opendata.portal.places import file_of

_LANGS: tuple[Lang, ...] = ("ja", "en")
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
)


def root_of(url: str) -> str:
    """The path of a site's address on its server, with slashes around it; empty where the address is not known."""
    return f"/{url.partition('://')[2].partition('/')[2]}" if url else ""


def files(url: str, pages: Sequence[str], day: str) -> Iterator[tuple[str, bytes]]:
    """``sitemap.xml`` and ``robots.txt`` of a site at ``url`` (with its last slash). ``day`` is that of the release."""
    blocks = (_page(url, path, lang, day) for path in pages if path != "404" for lang in _LANGS)
    yield "sitemap.xml", f"{_HEAD}{''.join(blocks)}</urlset>\n".encode()
    yield "robots.txt", f"User-agent: *\nAllow: /\nSitemap: {url}sitemap.xml\n".encode()


def _page(url: str, path: str, lang: Lang, day: str) -> str:
    """A page with its twin in the other language, as the sitemap protocol has them."""
    twins = "".join(
        f'    <xhtml:link rel="alternate" hreflang="{one}" href="{escape(url + file_of(path, one))}"/>\n' for one in _LANGS
    )
    return f"  <url>\n    <loc>{escape(url + file_of(path, lang))}</loc>\n    <lastmod>{day}</lastmod>\n{twins}  </url>\n"
