"""The book for reading devices: one EPUB 3 of the chapters, with a cover."""

from __future__ import annotations

import json
import textwrap
import uuid
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import vl_convert
from bs4 import Tag

from ..errors import BookError
from ..git import git
from .assembling import Chapter, Heading, assemble
from .imprint import Imprint
from .packing import packed

STATIC = Path(__file__).parent / "static"
XHTML, OPS = "http://www.w3.org/1999/xhtml", "http://www.idpf.org/2007/ops"
NAMESPACES = {
    "": XHTML,
    "epub": OPS,
    "svg": "http://www.w3.org/2000/svg",
    "xlink": "http://www.w3.org/1999/xlink",
}
# An EPUB must tell when it was changed; without a commit there is no time that would be the same the next time.
NO_TIME = "1980-01-01T00:00:00Z"
COVER = (1600, 2400)
CONTAINER = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="book/package.opf" media-type="application/oebps-package+xml"/></rootfiles></container>\n'
)
ACCESS = {
    "accessMode": ["textual", "visual"],
    "accessModeSufficient": ["textual"],
    "accessibilityFeature": ["alternativeText", "readingOrder", "structuralNavigation", "tableOfContents"],
    "accessibilityHazard": ["none"],
    "accessibilitySummary": ["Each chart has an alternative text that tells its finding; each table has scoped heads."],
}


def epub(root: Path, site: Path, stamp: dict[str, str]) -> bytes:
    """Return the book as an EPUB; the same site, stamp and commit give the same bytes.

    Parameters
    ----------
    root : path
        Folder of the book.
    site : path
        Folder of the built site.
    stamp : dict of str to str
        Edition, data and commit, for the title page.
    """
    chapters = assemble(root, site, lambda chapter, anchor: f"{chapter}.xhtml" + (f"#{anchor}" if anchor else ""))
    imprint = Imprint.of(root, stamp)
    cover = _cover(chapters, imprint)
    chapters[0].body.select_one("h1").string = imprint.front  # type: ignore[union-attr]
    pages = {
        "cover": ("Cover", f'<section class="cb-cover"><img src="cover.png" alt="{escape(imprint.title)}"></section>'),
        "title": (imprint.title, imprint.title_page() + imprint.notice()),
    }
    for chapter in chapters:
        _prepare(chapter)
        pages[chapter.name] = (str(chapter.headings[0]), str(chapter.body))
    files: dict[str, bytes] = {"META-INF/container.xml": CONTAINER.encode("utf-8")}
    files["book/cover.png"] = cover
    files["book/book.css"] = (STATIC / "epub.css").read_bytes()
    files["book/nav.xhtml"] = _xhtml("Contents", _nav(chapters, imprint.front), imprint.language)
    for name, (title, body) in pages.items():
        files[f"book/{name}.xhtml"] = _xhtml(title, body, imprint.language)
    drawn = {name for name, (_, body) in pages.items() if "<svg" in body}
    files["book/package.opf"] = _package(imprint, list(pages), drawn, _changed(root)).encode("utf-8")
    return packed({"mimetype": b"application/epub+zip", **files}, first="mimetype")


def _changed(root: Path) -> str:
    """When the commit was made, in UTC."""
    try:
        told = git(root, "log", "-1", "--format=%ct")
    except BookError:  # there is no git
        told = None
    return NO_TIME if not told else datetime.fromtimestamp(int(told), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _prepare(chapter: Chapter) -> None:
    """Say what is a note and what its sign, as reading devices know them; number nothing anew."""
    body = chapter.body
    for call in body.select("a.footnote-reference"):
        call["epub:type"], call["role"] = "noteref", "doc-noteref"
        call.string = call.get_text().strip("[]")
    for note in body.select("aside.footnote"):
        note["epub:type"], note["role"] = "footnote", "doc-footnote"
        for sign in note.select(".label"):
            sign.name = "strong"
            sign.string = f"{sign.get_text().strip('[]')} "
    for entry in body.select(".citation"):
        for sign in entry.select(".label, .backrefs"):
            sign.decompose()
    for scroll in body.select(".pst-scrollable-table-container"):
        scroll.unwrap()
    for svg in body.find_all("svg"):
        svg["preserveAspectRatio"] = "xMidYMin meet"
    section = body.find("section")
    if isinstance(section, Tag):
        section["epub:type"] = "chapter"


def _xhtml(title: str, body: str, language: str) -> bytes:
    """Return one page of HTML as XHTML."""
    import tinyhtml5

    tree: Any = tinyhtml5.parse(
        f'<!DOCTYPE html><html lang="{language}"><head><title>{escape(title)}</title>'
        f'<link rel="stylesheet" type="text/css" href="book.css"></head><body>{body}</body></html>'
    )
    for element in tree.iter():
        for key in [key for key in element.attrib if str(key).startswith("epub:")]:
            element.set(f"{{{OPS}}}{key.removeprefix('epub:')}", element.attrib.pop(key))
        for key in [key for key in element.attrib if "xmlns" in str(key)]:
            del element.attrib[key]  # the declarations are written anew, once
    tree.set("{http://www.w3.org/XML/1998/namespace}lang", language)
    for prefix, uri in NAMESPACES.items():
        ElementTree.register_namespace(prefix, uri)
    text = ElementTree.tostring(tree, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE html>\n{text}\n'.encode()


def _nav(chapters: list[Chapter], front: str) -> str:
    """The contents as a reading device wants them: lists within lists."""
    lines: list[str] = []
    opened = False
    for at, chapter in enumerate(chapters):
        if chapter.part:
            lines.append("</ol></li>" if opened else "")
            lines.append(f"<li><span>{escape(chapter.part)}</span><ol>")
            opened = True
        first, *below = chapter.headings
        title = str(first) if at else front
        sections = [heading for heading in below if heading.depth == first.depth + 1]
        inner = "".join(f"<li>{_link(chapter, heading)}</li>" for heading in sections)
        lines.append(f'<li><a href="{chapter.name}.xhtml">{escape(title)}</a>{inner and f"<ol>{inner}</ol>"}</li>')
    lines.append("</ol></li>" if opened else "")
    return (
        f'<nav epub:type="toc" role="doc-toc" id="toc"><h1>Contents</h1><ol>{"".join(lines)}</ol></nav>'
        '<nav epub:type="landmarks" id="landmarks" hidden="hidden"><h2>Landmarks</h2><ol>'
        '<li><a epub:type="cover" href="cover.xhtml">Cover</a></li><li><a epub:type="toc" href="#toc">Contents</a></li>'
        f'<li><a epub:type="bodymatter" href="{chapters[0].name}.xhtml">Beginning</a></li></ol></nav>'
    )


def _link(chapter: Chapter, heading: Heading) -> str:
    return f'<a href="{chapter.name}.xhtml#{heading.anchor}">{escape(str(heading))}</a>'


def _package(imprint: Imprint, pages: list[str], drawn: set[str], changed: str) -> str:
    """The package document: what the book is, what it holds, in which order it is read."""
    name = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps([imprint.title, imprint.made_from()]))
    about = [f'<meta property="schema:{key}">{text}</meta>' for key, values in ACCESS.items() for text in values]
    about += [f"<dc:subject>{escape(word)}</dc:subject>" for word in imprint.keywords]
    items = [
        '<item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>',
        '<item id="style" href="book.css" media-type="text/css"/>',
        '<item id="picture" href="cover.png" media-type="image/png" properties="cover-image"/>',
    ]
    for page in pages:
        properties = ' properties="svg"' if page in drawn else ""
        items.append(f'<item id="{page}" href="{page}.xhtml" media-type="application/xhtml+xml"{properties}/>')
    order = [f'<itemref idref="{page}"/>' for page in [*pages[:2], "nav", *pages[2:]]]
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="id"'
        f' xml:lang="{imprint.language}" prefix="schema: http://schema.org/"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f'<dc:identifier id="id">urn:uuid:{name}</dc:identifier><dc:title>{escape(imprint.title)}</dc:title>'
        f"<dc:creator>{escape(imprint.author)}</dc:creator><dc:language>{imprint.language}</dc:language>"
        f"<dc:description>{escape(imprint.description)}</dc:description>"
        f"<dc:source>{escape(imprint.paper_authors)}, “{escape(imprint.paper)}”</dc:source>"
        f'<meta property="dcterms:modified">{changed}</meta>{"".join(about)}</metadata>'
        f"<manifest>{''.join(items)}</manifest><spine>{''.join(order)}</spine></package>\n"
    )


def _cover(chapters: list[Chapter], imprint: Imprint) -> bytes:
    """The cover as PNG: the title, and the first chart of the book below it."""
    wide, high = COVER
    lines = textwrap.wrap(imprint.title, 24)
    title = "".join(
        f'<text x="120" y="{340 + 150 * at}" font-size="118" font-weight="bold">{escape(line)}</text>'
        for at, line in enumerate(lines)
    )
    chart = next((svg for chapter in chapters for svg in chapter.body.select(".cb-wide svg")), None)
    drawn = ""
    if chart is not None:
        size = [float(chart[name]) for name in ("width", "height")]  # type: ignore[arg-type]
        scale = min((wide - 240) / size[0], 1100 / size[1])
        drawn = f'<g transform="translate(120 {high - 300 - scale * size[1]:.2f}) scale({scale:.4f})">{chart}</g>'
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="{wide}"'
        f' height="{high}" viewBox="0 0 {wide} {high}" font-family="sans-serif" fill="#111" color="#111">'
        f'<rect width="{wide}" height="{high}" fill="#fff"/><rect width="{wide}" height="140" fill="#0072b2"/>{title}'
        f'{drawn.replace("viewbox=", "viewBox=")}<text x="120" y="{high - 120}" font-size="52">'
        f"{escape(imprint.author)}</text></svg>"
    )
    return bytes(vl_convert.svg_to_png(svg, scale=1))
