"""The picture by which a page is shared: its title, and its own first chart, on a card of 1200 by 630 pixels."""

from __future__ import annotations

import io
import json
import re
import shutil
import textwrap
from html import escape
from importlib.metadata import version
from pathlib import Path
from typing import Any

import vl_convert
from PIL import Image
from sphinx.application import Sphinx

from .. import files, theme
from .nodes import once
from .pages import executions

FOLDER = "cards"
KEPT = Path("_build") / "cache" / "cards"
WIDTH, HEIGHT, MARGIN = 1200, 630, 48
INK, QUIET = "#1a1a1a", "#595959"
COLUMN = 380  # width of a title that stands beside its chart
LINE_ABOVE, LINE_BESIDE = 46, 16  # signs of a title that fit in a line
COLOURS = 128  # which make a card a sixth of what it was, and none looks different
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
    """Return a card as PNG; the same chart and the same fonts give the same bytes.

    The chart stands beside the title or below it, wherever it is larger.
    """
    whole = (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="{WIDTH}" '
        f'height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}"><rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>'
        f"{_arranged(title, '' if title == book else book, spec)}</svg>"
    )
    drawn = Image.open(io.BytesIO(bytes(vl_convert.svg_to_png(whole, scale=1, ppi=72)))).convert("RGB")
    small = io.BytesIO()
    drawn.quantize(COLOURS).save(small, "PNG", optimize=True)
    return small.getvalue()


def _arranged(title: str, book: str, spec: dict[str, Any] | None) -> str:
    below, height = _words(title, book, LINE_ABOVE)
    if spec is None:
        return below
    drawn = theme.svg(spec, "wide")
    size = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', drawn)
    if size is None:
        raise ValueError("the SVG of a chart has no viewBox")
    width, tall = float(size[1]), float(size[2])
    beside, _ = _words(title, book, LINE_BESIDE)
    rooms = (
        (below, MARGIN, height, WIDTH - 2 * MARGIN, HEIGHT - height - MARGIN / 2),
        (beside, MARGIN + COLUMN, MARGIN, WIDTH - COLUMN - 2 * MARGIN, HEIGHT - 2 * MARGIN),
    )
    scales = [min(wide / width, high / tall) for _, _, _, wide, high in rooms]
    words, left, top, wide, high = rooms[scales[1] > scales[0]]
    scale = max(scales)
    x, y = left + (wide - width * scale) / 2, top + (high - tall * scale) / 2
    place = f'x="{x:.1f}" y="{y:.1f}" width="{width * scale:.1f}" height="{tall * scale:.1f}"'
    return words + re.sub(
        r"<svg[^>]*>", f'<svg {place} color="{INK}" viewBox="0 0 {size[1]} {size[2]}">', drawn, count=1
    )


def _words(title: str, book: str, line: int) -> tuple[str, float]:
    """The title, with the name of the book below it, and how far down the card they reach."""
    parts, y = [], MARGIN + 36
    for words, size, colour, weight, signs in (
        (title, 42, INK, "bold", line),
        (book, 24, QUIET, "normal", line * 42 // 24),
    ):
        for one in textwrap.wrap(words, signs):
            parts.append(
                f'<text x="{MARGIN}" y="{y}" font-family="sans-serif" font-size="{size}" font-weight="{weight}" '
                f'fill="{colour}">{escape(one)}</text>'
            )
            y += round(size * 1.25)
    return "".join(parts), y - 20


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
