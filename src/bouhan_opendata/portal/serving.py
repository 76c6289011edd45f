"""What a web server needs beside the pages: redirects from addresses to pages by what is asked for, and a list of pages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bouhan_opendata.model import Model
from bouhan_opendata.portal.places import kinds

_TYPES = (("ttl", "text/turtle"), ("jsonld", "application/ld+json"), ("csv", "text/csv"))
_SERVED = (*_TYPES, ("nt", "application/n-triples"))


def files(model: Model, pages: Sequence[str], beside: Sequence[str], root: str = "") -> Iterator[tuple[str, bytes]]:
    """``.htaccess`` for Apache, ``nginx.conf`` to include, ``pages.txt``: every page of the site, relative to it.

    ``beside`` are the names of the files that hold the data of pages, such as ``measure/m001.ttl``. ``root`` is the path of the
    site on its server, where it is known: the page for wrong addresses is named then.
    """
    forms = [(ending, media, _kinds_with(model, ending, beside)) for ending, media in _TYPES]
    yield ".htaccess", _apache(model, forms, root).encode()
    yield "nginx.conf", _nginx(model, forms, root).encode()
    names = sorted(name for path in pages for name in (f"{path}.html", f"en/{path}.html"))
    yield "pages.txt", "".join(f"{name}\n" for name in names).encode()


def _kinds_with(model: Model, ending: str, beside: Sequence[str]) -> str:
    """The kinds of page that have data in a form, as a regular expression."""
    there = {name.partition("/")[0] for name in beside if name.endswith(f".{ending}")}
    return "|".join(kind for kind in kinds(model) if kind in there)


def _apache(model: Model, forms: Sequence[tuple[str, str, str]], root: str) -> str:
    rules = []
    for ending, media, some in forms:
        rules += [
            f"RewriteCond %{{HTTP_ACCEPT}} {media.replace('+', '[+]')}",
            f"RewriteRule ^({some})/([a-z0-9_-]+)$ %{{ENV:BASE}}$1/$2.{ending} [R=303,L]",
        ]
    page = f"^({'|'.join(kinds(model))})/([a-z0-9_-]+)$"
    lines = [
        "# Apache: what is asked for by the Accept header; the plain address leads to the page.",
        *(f"AddType {media} .{ending}" for ending, media in _SERVED),
        "AddDefaultCharset utf-8",
        *([f"ErrorDocument 404 {root}404.html"] if root else []),
        "<IfModule mod_headers.c>",
        'Header set Access-Control-Allow-Origin "*"',
        "</IfModule>",
        "RewriteEngine on",
        "# the folder of the site as it is asked for",
        "RewriteCond %{REQUEST_URI}::$1 ^(.*?/)(.*)::\\2$",
        "RewriteRule ^(.*)$ - [E=BASE:%1]",
        *rules,
        "RewriteCond %{HTTP:Accept-Language} ^en",
        f"RewriteRule {page} %{{ENV:BASE}}en/$1/$2.html [R=303,L]",
        f"RewriteRule {page} %{{ENV:BASE}}$1/$2.html [R=303,L]",
        "",
    ]
    return "\n".join(lines)


def _nginx(model: Model, forms: Sequence[tuple[str, str, str]], root: str) -> str:
    wanted = "\n".join(f"    ~*^/({some})/.*\\s.*{media.replace('+', '[+]')} .{ending};" for ending, media, some in forms)
    served = "\n".join(f"    location ~ \\.{ending}$ {{ types {{}} default_type {media}; }}" for ending, media in _SERVED)
    missing = f"    error_page 404 {root}404.html;\n" if root else ""
    return f"""# nginx: include this inside http {{}}; root is the folder of the site.
map "$uri $http_accept" $bouhan_form {{
    default .html;
{wanted}
}}
map $http_accept_language $bouhan_language {{
    default "";
    ~^en /en;
}}
map $bouhan_form $bouhan_folder {{
    default "";
    .html $bouhan_language;
}}
server {{
    listen 80;
    root /srv/site;
    charset utf-8;
    add_header Access-Control-Allow-Origin *;
{missing}    location ~ ^/(?:{"|".join(kinds(model))})/[a-z0-9_-]+$ {{
        return 303 $bouhan_folder$uri$bouhan_form;
    }}
{served}
}}
"""
