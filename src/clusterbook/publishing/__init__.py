"""The Sphinx extension of the book: the only part that knows Sphinx and MyST-NB."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import vl_convert
from sphinx.application import Sphinx

from ..data import check_data, data_folder
from ..theme import VEGA_LITE
from . import citations, claims, dictionary, nodes, roles, years

STATIC = Path(__file__).parent / "static"
VEGA_SCRIPT = "clusterbook-vega.js"


def setup(app: Sphinx) -> dict[str, Any]:
    """Register roles, directives, nodes and the page's own style and script."""
    citations.register()
    roles.setup(app)
    claims.setup(app)
    dictionary.setup(app)
    nodes.setup(app)
    years.setup(app)
    app.connect("builder-inited", _check_data)
    app.connect("builder-inited", _assets)
    app.connect("html-page-context", _page_head)
    app.connect("build-finished", _write_vega)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


class _Auto(str):
    """The theme's colour mode "auto": its script reads the word, its template must not write it as an attribute.

    Left undefined, the script logs an error on a first visit; written into the page, a page without
    JavaScript has no colours at all.
    """

    __slots__ = ()

    def __bool__(self) -> bool:
        return False


def _page_head(app: Sphinx, page: str, template: str, context: dict[str, Any], doctree: Any) -> None:
    """Set what the theme's settings cannot: the colour mode and the icon."""
    context["default_mode"] = _Auto("auto")
    icon = context["pathto"]("_static/clusterbook-icon.svg", resource=True)
    context["metatags"] = f'{context.get("metatags", "")}\n<link rel="icon" type="image/svg+xml" href="{icon}">'


def _check_data(app: Sphinx) -> None:
    """Refuse to build from data that break a rule, whoever calls Sphinx."""
    check_data(data_folder())


def _assets(app: Sphinx) -> None:
    if app.builder.format == "html":
        app.config.html_static_path.append(str(STATIC))
        app.add_css_file("clusterbook.css")
        app.add_js_file("clusterbook.js", loading_method="defer")


def _write_vega(app: Sphinx, error: Exception | None) -> None:
    """Put Vega, Vega-Lite and Vega-Embed beside the pages, as one script of the locked version."""
    if error is None and app.builder.format == "html":
        script = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;", vl_version=VEGA_LITE)
        script = f"(() => {{{script}\n}})();"  # as a plain script: a page opened as a file may not load modules
        (Path(app.outdir) / "_static" / VEGA_SCRIPT).write_text(script, encoding="utf-8")
