"""The head of each page: its title and description, the picture it is shared by, and what machines read of it."""

from __future__ import annotations

from dataclasses import replace
from html import escape
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.util import logging

from ..data import Dataset
from ..files import data_folder
from ..loading import describe
from .addresses import Addresses, addresses
from .cards import HEIGHT, WIDTH, card
from .citing import Work, cited
from .forms import NAMES
from .linked_data import Page, dataset, graph
from .nodes import DATA_PAGE
from .package import FOLDER
from .pages import show, showing

logger = logging.getLogger(__name__)

# Pages that Sphinx makes of itself, and what their heads say.
ASIDE = {
    "search": '<meta name="description" content="Search every chapter of the book: its text, the cells of its tables, '
    'the claims it checks, the terms of its glossary and the works it cites.">',
    "404": '<meta name="robots" content="noindex">',
}


def _head(app: Sphinx, docname: str, template: str, context: dict[str, Any], doctree: nodes.document | None) -> None:
    """Write what a page says of itself."""
    where, works = addresses(app), cited(app)
    book = works["book"].title
    context["pageurl"] = ""
    # The theme writes it where it else writes "docstitle", which is emptied below.
    context["theme_logo"] = {**context.get("theme_logo", {}), "text": book}
    if docname not in app.env.found_docs:
        context["metatags"] += "\n" + ASIDE.get(docname, "")
        return
    title = app.env.titles[docname].astext()
    context["title"], context["docstitle"] = (book, "") if docname == "index" else (f"{title} · {book}", "")
    context["pageurl"] = where.page(docname)
    page = Page(docname, title, _description(docname, doctree), _number(app, docname), _trail(app, docname))
    tags = _shared(app, page, book, where)
    tags += _for_scholars(app, page, works, where)
    more: tuple[dict[str, Any], ...] = ()
    if docname == DATA_PAGE:
        more = (dataset(describe(data_folder()), *_covered(app, ""), where),)
        up = "../" * docname.count("/")
        tags.append(f'<link rel="describedby" type="application/json" href="{up}{FOLDER}/datapackage.json">')
    page = replace(page, picture=where.file(card(app, docname)[0]))
    tags.append(f'<script type="application/ld+json">{graph(page, works, where, more)}</script>')
    context["metatags"] += "\n" + "\n".join(tags)


def _description(docname: str, doctree: nodes.document | None) -> str:
    """What the front matter of a page says it is about."""
    for node in doctree.findall(nodes.meta) if doctree is not None else ():
        if node.get("name") == "description":
            return str(node["content"])
    logger.warning(
        "the page has no description: give its front matter myst: html_meta: description, a sentence on what it shows",
        location=docname,
        type="clusterbook",
    )
    return ""


def _number(app: Sphinx, docname: str) -> str:
    """The number of a chapter, as the contents print it."""
    return ".".join(map(str, app.env.toc_secnumbers.get(docname, {}).get("") or ()))


def _trail(app: Sphinx, docname: str) -> tuple[tuple[str, str], ...]:
    """The pages above a page in the contents, the first page first."""
    above = {child: parent for parent, children in app.env.toctree_includes.items() for child in children}
    trail: list[str] = []
    while docname in above and above[docname] not in trail:
        docname = above[docname]
        trail.insert(0, docname)
    return tuple((name, app.env.titles[name].astext()) for name in trail)


def _shared(app: Sphinx, page: Page, book: str, where: Addresses) -> list[str]:
    """The card of a page where a link to it is shared: OpenGraph, and the one tag that Twitter adds to it."""
    # Not by sphinxext-opengraph, which takes a page's first sentences, with the numbers in them, for its description,
    # and one picture for all pages, or a card without the chart.
    tags = {
        "og:title": page.title,
        "og:type": "website" if page.docname == "index" else "article",
        "og:site_name": book,
        "og:description": page.description,
        "og:locale": app.config.language,
    }
    if where.site:
        picture, words = card(app, page.docname)
        tags |= {
            "og:url": where.page(page.docname),
            "og:image": where.file(picture),
            "og:image:type": "image/png",
            "og:image:width": str(WIDTH),
            "og:image:height": str(HEIGHT),
            "og:image:alt": words,
        }
    shown = [_tag("property", name, text) for name, text in tags.items() if text]
    return [*shown, _tag("name", "twitter:card", "summary_large_image" if where.site else "summary")]


def _for_scholars(app: Sphinx, page: Page, works: dict[str, Work], where: Addresses) -> list[str]:
    """Highwire's tags, which Google Scholar and reference managers read, on the first page and on each chapter."""
    book = works["book"]
    if not page.number and page.docname != "index":
        return []
    tags = [("citation_title", page.title)]
    tags += [("citation_author", str(name)) for name in book.authors]
    if book.released:
        tags.append(("citation_publication_date", f"{book.released:%Y/%m/%d}"))
    if page.docname != "index":
        tags.append(("citation_inbook_title", book.title))
    tags += [("citation_language", book.language.partition("-")[0]), ("citation_public_url", where.page(page.docname))]
    tags.append(("citation_pdf_url", where.file(NAMES["PDF"])))  # taken out again while there is no PDF
    return [_tag("name", name, text) for name, text in tags if text]


def _tag(kind: str, name: str, text: str) -> str:
    return f'<meta {kind}="{name}" content="{escape(text, quote=True)}">'


def _covered(app: Sphinx, name: str) -> tuple[list[dict[str, Any]], tuple[int, int]]:
    """The places and the years that the surveys cover."""
    data = Dataset(data_folder())
    places = data["clusters"][["name", "country", "latitude", "longitude"]].to_dict("records")
    growth, survey = data["growth"], data["survey"]
    return places, (int(growth["start_year"].min()), int(max(growth["end_year"].max(), survey["year"].max())))


def _start(app: Sphinx, docname: str, source: list[str]) -> None:
    """Have the data page written anew when what its head says of the data has changed."""
    if docname == DATA_PAGE:
        show(app, "covered", "")


def setup(app: Sphinx) -> None:
    """Register the head, after all others have had their say in it."""
    showing("covered", _covered)
    app.connect("source-read", _start)
    app.connect("html-page-context", _head, priority=900)
