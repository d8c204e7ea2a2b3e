"""The picture by which a page is shared: its title, and its own first chart, on a card of 1200 by 630 pixels."""

from __future__ import annotations

import json
import re
import shutil
import textwrap
from html import escape
from importlib.metadata import version
from pathlib import Path
from typing import Any

import vl_convert
from sphinx.application import Sphinx

from .. import files, theme
from .nodes import once
from .pages import executions

FOLDER = "cards"
KEPT = Path("_build") / "cache" / "cards"
WIDTH, HEIGHT, MARGIN = 1200, 630, 48
INK, QUIET = "#1a1a1a", "#595959"
LINE = 46  # signs of a title that fit in a line
TOLD = 420  # signs of an alternative text that the services take


def charts(app: Sphinx) -> dict[str, dict[str, Any]]:
    """Return the specification of the first chart of each page that has one, by the page's name."""
    found: dict[str, dict[str, Any]] = once(app, "clusterbook_charts", lambda: _charts(app))
    return found


def _charts(app: Sphinx) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = {}
    for execution in executions():
        docname = execution.chapter.relative_to(app.srcdir).with_suffix("").as_posix()
        for cell in execution.notebook.cells:
            for output in cell.get("outputs", []):
                if theme.MIME in output.get("data", {}):
                    found.setdefault(docname, output["data"][theme.MIME])
    return found


def card(app: Sphinx, docname: str) -> tuple[str, str]:
    """Return the picture that stands for a page, and what is seen in it in words.

    A page without a chart takes the first page's, whose title is that of the book.
    """
    shown = docname if docname in charts(app) else "index"
    told = charts(app).get(shown, {}).get("description", "")
    words = f"{_title(app, shown)}. {told}".removesuffix(" ")
    return path_of(shown), textwrap.shorten(words, TOLD, placeholder=" …")


def path_of(docname: str) -> str:
    """Return where the card of a page stands in the site."""
    return f"{FOLDER}/{docname.rpartition('/')[2]}.png"


def draw(title: str, book: str, spec: dict[str, Any] | None) -> bytes:
    """Return a card as PNG; the same chart and the same fonts give the same bytes."""
    lines = textwrap.wrap(title, LINE)
    parts = [f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>']
    top = MARGIN + 36
    for line in lines:
        parts.append(_text(line, MARGIN, top, 42, INK, bold=True))
        top += 52
    if title != book:
        parts.append(_text(book, MARGIN, top - 6, 24, QUIET))
        top += 30
    if spec is not None:
        parts.append(_chart(spec, top - 20))
    whole = (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="{WIDTH}" '
        f'height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}">{"".join(parts)}</svg>'
    )
    return bytes(vl_convert.svg_to_png(whole, scale=1, ppi=72))


def _chart(spec: dict[str, Any], top: float) -> str:
    """A chart scaled into what is left of the card below a height."""
    drawn = theme.svg(spec, "wide")
    size = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', drawn)
    if size is None:
        raise ValueError("the SVG of a chart has no viewBox")
    width, height = float(size[1]), float(size[2])
    room = HEIGHT - MARGIN / 2 - top
    scale = min((WIDTH - 2 * MARGIN) / width, room / height)
    place = f'x="{(WIDTH - width * scale) / 2:.1f}" y="{top:.1f}" width="{width * scale:.1f}" height="{height * scale:.1f}"'
    inner = re.sub(r"<svg[^>]*>", f'<svg {place} viewBox="0 0 {size[1]} {size[2]}" color="{INK}">', drawn, count=1)
    return inner.replace("currentColor", INK)


def _text(words: str, x: float, y: float, size: int, colour: str, *, bold: bool = False) -> str:
    weight = ' font-weight="bold"' if bold else ""
    return (
        f'<text x="{x}" y="{y}" font-family="sans-serif" font-size="{size}" fill="{colour}"{weight}>'
        f"{escape(words)}</text>"
    )


def _title(app: Sphinx, docname: str) -> str:
    return str(app.env.titles[docname].astext())


def _write(app: Sphinx, error: Exception | None) -> None:
    """Put the card of the first page, and of each page with a chart, beside the pages."""
    if error is not None or app.builder.name != "html":
        return
    shutil.rmtree(Path(app.outdir) / FOLDER, ignore_errors=True)  # a page may have lost its chart
    for docname in sorted({"index", *charts(app)} & app.env.found_docs):
        title, book, spec = _title(app, docname), _title(app, "index"), charts(app).get(docname)
        drawer = Path(__file__).read_bytes() + version("vl-convert-python").encode()
        kept = Path(app.srcdir) / KEPT / f"{files.of(drawer, title, book, json.dumps(spec, sort_keys=True))}.png"
        if not kept.exists():
            files.put(kept, draw(title, book, spec))
        target = Path(app.outdir) / path_of(docname)
        target.parent.mkdir(exist_ok=True)
        shutil.copy(kept, target)


def setup(app: Sphinx) -> None:
    """Register the pictures."""
    app.connect("build-finished", _write)
