"""What leads to the pages: the site map, what robots are told, and the page for an address that leads nowhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx

from ..files import put
from .addresses import addresses

LOST = "404"


def site_map(urls: list[str]) -> str:
    """Return a site map; it has no dates, for a page has none but that of its edition."""
    shown = "".join(f"<url><loc>{escape(url)}</loc></url>\n" for url in urls)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{shown}</urlset>\n'
    )


def hold_anywhere(site: Path, path: str) -> None:
    """Have the links of the page for lost readers begin at the site's own folder, for it is shown at any depth.

    Parameters
    ----------
    site : Path
        The finished site.
    path : str
        The folder's path at its host, as ``/book/``; while none is known, nothing is changed.
    """
    place = site / f"{LOST}.html"
    if path and place.exists():
        page = place.read_text(encoding="utf-8")
        page = re.sub(r'(\s(?:href|src|action|data-later)=")(?![#/"]|[a-z][a-z0-9+.-]*:)', rf"\g<1>{path}", page)
        put(place, page.replace('data-content_root="./"', f'data-content_root="{path}"').encode("utf-8"))


def _contents(app: Sphinx) -> list[str]:
    """Every page in the order of the contents."""
    found = [str(app.config.root_doc)]
    for docname in found:  # which grows meanwhile
        at = found.index(docname)
        found[at + 1 : at + 1] = [name for name in app.env.toctree_includes.get(docname, ()) if name not in found]
    return found


def _lost(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """The page for an address that leads nowhere."""
    if app.builder.name != "html":
        return
    items = "".join(
        f'<li><a href="{name}.html">{escape(app.env.titles[name].astext())}</a></li>' for name in _contents(app)
    )
    body = (
        "<section><h1>This page is not in the book</h1>"
        "<p>The address leads to no page: it may be mistyped, or the page may have another name by now.</p>"
        '<form class="cb-lost" action="search.html" method="get" role="search">'
        '<label for="cb-lost-words">Search this book</label> '
        '<input id="cb-lost-words" type="search" name="q" autocomplete="off"> '
        '<button type="submit">Search</button></form>'
        f"<h2>Contents</h2><ul>{items}</ul></section>"
    )
    yield LOST, {"title": f"Page not found · {app.config.html_title}", "docstitle": "", "body": body}, "page.html"


def _write(app: Sphinx, error: Exception | None) -> None:
    """Write the site map if the address is known."""
    if error is not None or app.builder.name != "html":
        return
    where, out = addresses(app), Path(app.outdir)
    if where.site:
        put(out / "sitemap.xml", site_map([where.page(name) for name in _contents(app)]).encode("utf-8"))
        put(out / "robots.txt", f"User-agent: *\nAllow: /\n\nSitemap: {where.file('sitemap.xml')}\n".encode())


def setup(app: Sphinx) -> None:
    """Register the page and the files."""
    app.connect("html-collect-pages", _lost)
    app.connect("build-finished", _write)
