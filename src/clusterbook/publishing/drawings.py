"""The pictures of a chart: small inline SVG for the pages, and a file that stands by itself, as SVG and PNG."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape
from importlib.metadata import version
from pathlib import Path
from typing import Any

import vl_convert

from .. import files, theme

STORE = Path("_build") / "cache" / "pictures"
SCALE = 2  # pixels of a PNG for each of the page
FINE = 2  # decimals of a coordinate

# What Vega says of each mark for screen readers (the picture has one alt text, its parts are not read), and defaults.
_NOISE = re.compile(
    r' (?:aria-[a-z]+|role|class|pointer-events|stroke-miterlimit|style|xmlns:xlink|font-family)="[^"]*"'
    r'| (?:opacity|fill-opacity|stroke-opacity|stroke-width)="1"| transform="translate\(0,0\)"'
)
# Parts that draw nothing, since nothing is filled unless it says so.
_EMPTY = re.compile(r'<path(?: (?:d|transform|display)="[^"]*"| fill="(?:none|transparent)")*/>|<g[^>]*></g>')
_TAG = re.compile(r'<(?:[^<>"]|"[^"]*")+>')  # in which a value may hold any sign; text holds no "<"
_STEP = re.compile(r"([ML])(-?[\d.]+(?:e-?\d+)?),(-?[\d.]+(?:e-?\d+)?)|Z")
_OUTLINE = re.compile(r'(?<= d=")M[-\dML,.eZ]{2000,}(?=")')  # so long a path of straight lines is the coast
_LONG = re.compile(r"#\w+|(-?\d+\.\d+(?:e-?\d+)?|-?\d+e-\d+)")  # a colour may look like a number: #009e73


def drawn(spec: dict[str, Any], layouts: Iterable[str] = tuple(theme.WIDTHS)) -> dict[str, str]:
    """Return a chart as SVG by layout, small enough for a page."""
    return {layout: small(theme.svg(spec, layout)) for layout in layouts}


def stills(pictures: dict[str, str], alt_text: str, name: str) -> str:
    """Return the pictures of one chart as inline SVG with its alt text; ids in them begin with the name."""
    alt_text = escape(alt_text, quote=True)
    return "".join(
        f'<div class="cb-still cb-{layout}" role="img" aria-label="{alt_text}">{_unique(svg, f"{name}-{layout}")}</div>'
        for layout, svg in pictures.items()
    )


def small(svg: str) -> str:
    """Return Vega's SVG without what a page does not need: noise, empty parts, decimals that nobody sees."""
    svg = _TAG.sub(lambda tag: _NOISE.sub("", tag[0]), svg).replace("<svg ", '<svg font-family="sans-serif" ', 1)
    svg = _OUTLINE.sub(lambda path: _outline(path[0]), svg)
    svg = _TAG.sub(lambda tag: _LONG.sub(_rounded, tag[0]), svg)
    while (less := _EMPTY.sub("", svg)) != svg:
        svg = less
    return svg


def standalone(svg: str, alt_text: str) -> str:
    """Return a picture as an SVG file: in ink on white, with its alt text as description."""
    told = f'<desc>{escape(alt_text)}</desc><rect width="100%" height="100%" fill="white"/>'
    return re.sub(r"<svg ([^>]*)>", lambda tag: f'<svg color="#1a1a1a" role="img" {tag[1]}>{told}', svg, count=1) + "\n"


def titled(svg: str, title: str) -> str:
    """Return an SVG file with a title."""
    return svg.replace("<desc>", f"<title>{escape(title)}</title><desc>", 1)


def png(svg: str, root: Path) -> bytes:
    """Return an SVG file as PNG, kept by content among what the next build of the book may use again."""
    kept = root / STORE / f"{files.of(svg, str(SCALE), version('vl-convert-python'))[:32]}.png"
    if not kept.is_file():
        files.put(kept, vl_convert.svg_to_png(svg, scale=SCALE))
    return kept.read_bytes()


def _rounded(found: re.Match[str]) -> str:
    return _number(float(found[1]), FINE) if found[1] else found[0]


def _outline(path: str) -> str:
    """Straight lines in whole tenths of a pixel, each a step from the last; steps of nothing are left out."""
    here = start = (0, 0)

    def step(found: re.Match[str]) -> str:
        nonlocal here, start
        if found[0] == "Z":
            here = start  # from where SVG counts the next step
            return "z"
        there = round(10 * float(found[2])), round(10 * float(found[3]))
        x, y = there[0] - here[0], there[1] - here[1]
        if found[1] == "L" and not (x or y):
            return ""
        here = there
        if found[1] == "M":
            start = there
        return f"{found[1].lower()}{_number(x / 10, 1)}{',' if y >= 0 else ''}{_number(y / 10, 1)}"

    return _STEP.sub(step, path)


def _number(value: float, decimals: int) -> str:
    """A number without needless signs."""
    text = f"{value:.{decimals}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return re.sub(r"^(-?)0\.", r"\1.", "0" if text == "-0" else text)


def _unique(svg: str, prefix: str) -> str:
    """Make the ids of one SVG its own, so that several stand on a page."""

    def named(tag: re.Match[str]) -> str:
        text = re.sub(r'\bid="([^"]+)"', rf'id="{prefix}-\1"', tag[0])
        text = re.sub(r"url\(#([^)]+)\)", rf"url(#{prefix}-\1)", text)
        return re.sub(r'(xlink:)?href="#([^"]+)"', rf'href="#{prefix}-\2"', text)

    return _TAG.sub(named, svg)
