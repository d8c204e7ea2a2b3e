"""What the book adds to Sphinx: roles, directives, nodes, and the pages' own style and scripts."""

from __future__ import annotations

import json
import shutil
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any

import vl_convert
from jinja2 import FileSystemBytecodeCache
from sphinx.application import Sphinx
from sphinx.config import Config

from ..files import data_folder, put
from ..loading import check_data
from ..theme import VEGA_LITE
from . import (
    cards,
    changes,
    citations,
    citing,
    claims,
    corrections,
    dictionary,
    downloads,
    exercises,
    exhibits,
    explorer,
    head,
    launching,
    nodes,
    notes,
    numbering,
    offering,
    package,
    pages,
    roles,
    site_files,
    slides,
    wayfinding,
    years,
)

STATIC = Path(__file__).parent / "static"
# The parts of the pages' one style and one script, in their order.
STYLES = (
    "page.css",
    "numbers.css",
    "charts.css",
    "tables.css",
    "bars.css",
    "claims.css",
    "metadata.css",
    "notes.css",
    "explorer.css",
    "exercises.css",
    "print.css",
)
SCRIPTS = ("page.js", "charts.js", "walking.js", "bars.js", "claims.js", "filters.js", "notes.js", "explorer.js")
VEGA_SCRIPT = "clusterbook-vega.js"


def setup(app: Sphinx) -> dict[str, Any]:
    """Register roles, directives, nodes and the page's own style and script."""
    citations.register()
    pages.setup(app)
    roles.setup(app)
    claims.setup(app)
    dictionary.setup(app)
    changes.setup(app)
    downloads.setup(app)
    exhibits.setup(app)
    exercises.setup(app)
    nodes.setup(app)
    numbering.setup(app)
    offering.setup(app)
    years.setup(app)
    site_files.setup(app)
    slides.setup(app)
    citing.setup(app)
    package.setup(app)
    corrections.setup(app)
    cards.setup(app)
    head.setup(app)
    launching.setup(app)
    wayfinding.setup(app)
    notes.setup(app)
    explorer.setup(app)
    app.connect("config-inited", _keep_copyright, priority=900)
    app.connect("builder-inited", _check_data)
    app.connect("builder-inited", _keep_templates)
    app.connect("builder-inited", _assets)
    app.connect("html-page-context", _page_head)
    app.connect("build-finished", _write_vega)
    app.connect("build-finished", _tidy_search)
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


def _keep_copyright(app: Sphinx, config: Config) -> None:
    """Keep the year of the settings, in whose place Sphinx has put that of SOURCE_DATE_EPOCH, which dates a release."""
    config["copyright"] = config.overrides.get("copyright", config.copyright)


def _keep_templates(app: Sphinx) -> None:
    """Keep the theme's templates as the code that Jinja makes of them, which takes longer than to use it."""
    if app.builder.format == "html":
        kept = Path(app.srcdir) / "_build" / "cache" / "templates"
        kept.mkdir(parents=True, exist_ok=True)
        app.builder.templates.environment.bytecode_cache = FileSystemBytecodeCache(str(kept))


def _check_data(app: Sphinx) -> None:
    """Refuse to build from data that break a rule, whoever calls Sphinx."""
    check_data(data_folder())


def _assets(app: Sphinx) -> None:
    """Put the parts of the style and of the script together, and add both to every page."""
    if app.builder.format == "html":
        joined = Path(app.srcdir) / "_build" / "cache" / "static"
        for name, parts in (("clusterbook.css", STYLES), ("clusterbook.js", SCRIPTS)):
            put(joined / name, "\n".join((STATIC / part).read_text(encoding="utf-8") for part in parts).encode("utf-8"))
        shutil.copy(STATIC / "clusterbook-icon.svg", joined)
        app.config.html_static_path = [*app.config.html_static_path, str(joined)]  # its list outlives this build
        app.add_css_file("clusterbook.css")
        app.add_js_file("clusterbook.js", loading_method="defer")


def _write_vega(app: Sphinx, error: Exception | None) -> None:
    """Put Vega, Vega-Lite and Vega-Embed beside the pages, as one script of the locked version."""
    target = Path(app.outdir) / "_static" / VEGA_SCRIPT
    if error is not None or app.builder.format != "html" or target.exists():
        return
    kept = Path(app.srcdir) / "_build" / "cache" / f"vega-{version('vl-convert-python')}-{VEGA_LITE}.js"
    if not kept.exists():
        put(kept, _vega().encode("utf-8"))
    shutil.copy(kept, target)


@cache
def _vega() -> str:
    """Vega, Vega-Lite and Vega-Embed as a plain script: a page opened as a file may not load modules."""
    script = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;", vl_version=VEGA_LITE)
    return f"(() => {{{script}\n}})();"


def _tidy_search(app: Sphinx, error: Exception | None) -> None:
    """Take the words out of the search index that stand on no page any more; Sphinx leaves them with no pages."""
    path = Path(app.outdir) / "searchindex.js"
    if error is None and path.exists():
        start, end = "Search.setIndex(", ")"
        text = path.read_text(encoding="utf-8")
        index = json.loads(text.removeprefix(start).removesuffix(end))
        for terms in (index["terms"], index["titleterms"]):
            for word in [word for word, pages in terms.items() if pages == []]:
                del terms[word]
        path.write_text(f"{start}{json.dumps(index, sort_keys=True, separators=(',', ':'))}{end}", encoding="utf-8")
