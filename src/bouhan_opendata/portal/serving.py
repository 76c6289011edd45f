"""What a web server needs beside the pages: redirects from addresses to pages by what is asked for, and a list of pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bouhan_opendata.portal.content import Content

_TYPES = (("ttl", "text/turtle"), ("jsonld", "application/ld+json"), ("csv", "text/csv"))
_DOCUMENTS = "measure|department|area|indicator|fiscal-year|source"


def files(content: Content, pages: Sequence[str]) -> Iterator[tuple[str, bytes]]:
    """``.htaccess`` for Apache, ``nginx.conf`` to include, ``pages.txt``: every page of the site, relative to it."""
    yield ".htaccess", _apache().encode()
    yield "nginx.conf", _nginx().encode()
    names = sorted(name for path in pages for name in (f"{path}.html", f"en/{path}.html"))
    yield "pages.txt", "".join(f"{name}\n" for name in names).encode()


def _apache() -> str:
    page = f"^({_DOCUMENTS})/([a-z0-9_-]+)$"
    rules = []
    for ending, media in _TYPES:
        rules += [f"RewriteCond %{{HTTP_ACCEPT}} {media.replace('+', '[+]')}", f"RewriteRule {page} $1/$2.{ending} [R=303,L]"]
    lines = [
        "# Apache: what is asked for by the Accept header; the plain address leads to the page.",
        *(f"AddType {media} .{ending}" for ending, media in (*_TYPES, ("nt", "application/n-triples"))),
        "AddDefaultCharset utf-8",
        "ErrorDocument 404 /404.html",
        'Header set Access-Control-Allow-Origin "*"',
        "RewriteEngine on",
        *rules,
        "RewriteCond %{HTTP:Accept-Language} ^en",
        f"RewriteRule {page} en/$1/$2.html [R=303,L]",
        f"RewriteRule {page} $1/$2.html [R=303,L]",
        "",
    ]
    return "\n".join(lines)


def _nginx() -> str:
    wanted = "\n".join(f"    ~{media.replace('+', '[+]')} .{ending};" for ending, media in _TYPES)
    return f"""# nginx: put the map into http {{}}, the locations into server {{}}.
map $http_accept $bouhan_form {{
    default .html;
{wanted}
}}
# types {{ text/turtle ttl; application/ld+json jsonld; application/n-triples nt; text/csv csv; }}
location ~ ^/(?:{_DOCUMENTS})/[a-z0-9_-]+$ {{
    return 303 $uri$bouhan_form;
}}
error_page 404 /404.html;
add_header Access-Control-Allow-Origin *;
"""
