"""The foot of each page: its source, how to suggest a correction of it, and how to cite it."""

from __future__ import annotations

from html import escape
from typing import Any
from urllib.parse import quote

from docutils import nodes
from sphinx.application import Sphinx

from .addresses import addresses
from .site import STAMP

COLOPHON, CITE = "chapters/colophon", "chapters/cite"
BODY = """Page: {page}
State: {state}

What it says:

What it should say, and how that is known:
"""


def _foot(app: Sphinx, docname: str, template: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    """Put the links below the text of a page."""
    if docname not in app.env.found_docs or "body" not in context:
        return
    where, up = addresses(app), "../" * docname.count("/")
    source = f"{docname}.md"
    links = [(f"{up}_sources/{source}", "Source of this page")]
    if where.repository:
        links.append((where.source(source), "Source in the repository"))
        page = where.page(docname) or f"{docname}.html"
        words = BODY.format(page=page, state=STAMP["quoted"])
        issue = where.issue(f"Correction: {app.env.titles[docname].astext()}", words)
        # The stamp is written when the page is finished, and quoted by itself.
        links.append((issue.replace(quote(STAMP["quoted"]), STAMP["quoted"]), "Suggest a correction"))
    elif COLOPHON in app.env.found_docs:
        links.append((f"{context['pathto'](COLOPHON).rstrip('#')}#corrections", "Suggest a correction"))
    if CITE in app.env.found_docs and docname != CITE:
        links.append((context["pathto"](CITE), "How to cite"))
    shown = "".join(f'<li><a href="{escape(href, quote=True)}">{words}</a></li>' for href, words in links)
    context["body"] += f'\n<nav class="cb-foot" aria-label="About this page"><ul>{shown}</ul></nav>'


def setup(app: Sphinx) -> None:
    """Register the foot."""
    app.connect("html-page-context", _foot)
