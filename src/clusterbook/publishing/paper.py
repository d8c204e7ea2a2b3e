"""The book on paper: the chapters set by WeasyPrint as one PDF."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from pathlib import Path
from typing import Any

from bs4 import BeautifulSoup, Tag

from ..errors import BuildError
from .assembling import Chapter, Heading, add_class, assemble
from .imprint import Imprint

STATIC = Path(__file__).parent / "static"
SIGNS_UPRIGHT = 105  # signs of a table's type in a line of an upright page, near enough
MONSTER = 60  # signs of a word in which WeasyPrint, left alone, would try each place to break it, for minutes
GAP = 3.0  # signs that the space between two columns takes
TURNED = 8  # the rows of a file with so many columns are set on a turned page
FONTS = "Set in Source Serif 4, Source Sans 3 and Source Code Pro, which are under the SIL Open Font License."
NO_SIGN = "\nInstall a font that has these signs (in Debian: fonts-noto), or write them otherwise."
CONTENTS_DEPTH = 2  # chapters and their sections; what is below stands in the bookmarks only


def pdf(root: Path, site: Path, stamp: dict[str, str]) -> bytes:
    """Return the book as a PDF; the same site and stamp give the same bytes.

    Parameters
    ----------
    root : path
        Folder of the book.
    site : path
        Folder of the built site.
    stamp : dict of str to str
        Edition, data and commit, for the title page.

    Raises
    ------
    BuildError
        If WeasyPrint has anything to complain of, so that nothing is lost on the way to paper unnoticed.
    """
    with _complaints() as said:
        weasyprint = _weasyprint()
        document = weasyprint.HTML(
            string=markup(root, site, stamp),
            base_url=f"{STATIC}/",
            # nothing comes from elsewhere: the fonts lie beside the style
            url_fetcher=weasyprint.urls.URLFetcher(allowed_protocols=["file"], fail_on_errors=True),
        )
        made: bytes = document.write_pdf(pdf_variant="pdf/ua-1", pdf_identifier=_identifier(stamp))
    if said:
        remedy = NO_SIGN if any("glyph" in each for each in said) else ""
        raise BuildError("the PDF was not made:\n" + "\n".join(dict.fromkeys(said)) + remedy)
    return made


def _weasyprint() -> Any:
    try:
        import weasyprint  # slow, and so only here
    except OSError:  # it is there, what it sets type with is not
        raise BuildError(
            "WeasyPrint did not find the library Pango, which sets the PDF: install it "
            "(in Debian: libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0)."
        ) from None
    return weasyprint


def _identifier(stamp: dict[str, str]) -> bytes:
    """The identifier of the file: of its edition, not of the hour that it was made."""
    return "-".join(stamp[name] for name in ("edition", "data", "commit")).encode("utf-8")


def markup(root: Path, site: Path, stamp: dict[str, str]) -> str:
    """Return the whole book as one HTML document, ready to be set."""
    chapters = assemble(root, site, lambda chapter, anchor: f"#{anchor or chapter}")
    imprint = Imprint.of(root, stamp)
    for chapter in chapters:
        _prepare(chapter)
    chapters[0].body.select_one("h1").string = imprint.front  # type: ignore[union-attr]
    front = [
        imprint.title_page(),
        imprint.notice(FONTS),
        f'<nav class="cb-contents"><h1 class="cb-front">Contents</h1>{_contents(chapters, imprint.front)}</nav>',
        _list("Figures", chapters, "figure[id] figcaption"),
        _list("Tables", chapters, "table[id]:not(.cb-rows) > caption"),
    ]
    body = "".join(str(chapter.body) for chapter in chapters)
    return (
        f'<!DOCTYPE html><html lang="{imprint.language}"><head><meta charset="utf-8"><title>{escape(imprint.title)}'
        f'</title><link rel="stylesheet" href="paper.css">'
        f'<meta name="author" content="{escape(imprint.author, quote=True)}">'
        f'<meta name="description" content="{escape(imprint.description, quote=True)}">'
        f'<meta name="keywords" content="{escape(", ".join(imprint.keywords), quote=True)}"></head>'
        f"<body>{''.join(front)}{body}</body></html>"
    )


@contextmanager
def _complaints() -> Iterator[list[str]]:
    """Collect what WeasyPrint warns of."""
    said: list[str] = []

    class Collect(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append(record.getMessage())

    logger, collect = logging.getLogger("weasyprint"), Collect(logging.WARNING)
    kept, logger.propagate = logger.propagate, False
    others, logger.handlers = logger.handlers, [collect]
    logging.disable(logging.INFO)  # what goes well need not be told, and a build has left a log that is closed
    try:
        yield said
    finally:
        logging.disable(logging.NOTSET)
        logger.handlers, logger.propagate = others, kept


def _prepare(chapter: Chapter) -> None:
    """Give a chapter what paper wants: notes at the foot, headings by depth, tables that know their width."""
    body = chapter.body
    add_class(body, f"cb-chapter cb-depth-{chapter.headings[0].depth}")
    for tag, heading in zip(body.find_all(["h1", "h2", "h3", "h4", "h5", "h6"]), chapter.headings, strict=True):
        tag.name = f"h{min(heading.depth, 6)}"
        if heading.number:
            tag["data-number"] = heading.number
    if chapter.part:
        body.insert(0, BeautifulSoup(f'<p class="cb-part">{escape(chapter.part)}</p>', "html.parser"))
    for call in body.select("a.footnote-reference"):
        call.string = call.get_text().strip("[]")
    for notes in body.select("aside.footnote-list"):
        _end_notes(notes)
    for link in body.select("a.external"):
        if link.get_text() == link["href"]:
            del link["class"]  # it can be read already
    for back in body.select(".cb-back"):
        _page_numbers(back)
    for still in body.select(".cb-narrow"):
        still.decompose()
    for text in body.find_all(string=re.compile(rf"\S{{{MONSTER}}}\S")):
        if text.parent is not None and text.parent.name != "title":
            text.replace_with(re.sub(rf"\S{{{MONSTER}}}(?=\S)", "\\g<0>\u200b", text))
    for table in body.find_all("table"):
        _measure(table)
    for svg in body.find_all("svg"):
        for part in [svg, *svg.select("[font-family]")]:
            part["font-family"] = "cb-sans"


def _end_notes(notes: Tag) -> None:
    """Head the notes of a chapter; at the foot of pages WeasyPrint loses some of them and their links."""
    for sign in notes.select(".label"):
        for bracket in sign.select(".fn-bracket"):
            bracket.decompose()
    for several in notes.select(".backrefs"):
        several.decompose()
    head = BeautifulSoup('<p class="cb-notes-head">Notes</p>', "html.parser").p
    if head is not None:
        notes.insert(0, head)


def _page_numbers(back: Tag) -> None:
    """The sentences of a claim by their pages, which the style puts in, not by the titles of their chapters."""
    links = back.find_all("a")
    for link in links:
        link.string = ""
    if links:
        links[0].insert_before(BeautifulSoup("p. ", "html.parser"))


def _measure(table: Tag) -> None:
    """Give the columns of a table their widths, and turn the page for one that upright columns would cramp.

    WeasyPrint can find widths itself, but takes minutes for long tables, and breaks words where it need not.
    """
    rows = [[cell.get_text().strip() for cell in row.find_all(["th", "td"])] for row in table.find_all("tr")]
    columns = max(map(len, rows), default=0)
    rows = [row for row in rows if len(row) == columns]
    texts = [[row[at] for row in rows] for at in range(columns)]
    classes = [str(name) for name in table.get_attribute_list("class") if name]
    is_rows = str(table.get("id", "")).startswith("data--tab-rows-")
    if is_rows:
        add_class(table, "cb-rows")
    section = table.find_parent("section")
    turned = "cb-filtered" in classes or (is_rows and columns >= TURNED)
    if turned and section is not None:
        add_class(section, "cb-turned")
    room = SIGNS_UPRIGHT * (1.65 if turned else 1) * (1.2 if is_rows else 1)
    group = BeautifulSoup("<colgroup></colgroup>", "html.parser").colgroup
    for old in table.find_all("colgroup"):
        old.decompose()
    if group is None or not texts:
        return
    for share in shares(texts, room, 9 if is_rows else 16):
        group.append(BeautifulSoup(f'<col style="width:{share:.2f}%">', "html.parser").col or "")
    caption = table.find("caption")
    if isinstance(caption, Tag):
        caption.insert_after(group)
    else:
        table.insert(0, group)


def shares(columns: list[list[str]], room: float, word: int) -> list[float]:
    """Return what percentage of a table's width each column takes.

    A column is at least as wide as its longest word, if that is no monster; what room is left goes to the columns
    by how far their cells would fill it, so that rows become as low as may be.

    Parameters
    ----------
    columns : list of list of str
        The texts of each column, its head too.
    room : float
        How many signs stand in a line that is as wide as the table.
    word : int
        From how many signs on a word may be broken.
    """
    words = [[len(part) for text in texts for part in text.split()] for texts in columns]
    least = [min(max(lengths, default=1), word) + GAP for lengths in words]
    most = [max(max(map(len, texts), default=1) + GAP, low) for texts, low in zip(columns, least, strict=True)]
    if sum(most) <= room:
        wide = most
    else:
        # by the root mean square, for the long cells decide, and less than by it, for they may also be higher
        wants = [
            min(high - low, (sum(len(text) ** 2 for text in texts) / len(texts)) ** 0.375)
            for texts, low, high in zip(columns, least, most, strict=True)
        ]
        spare = max(room - sum(least), 0) / (sum(wants) or 1)
        wide = [low + want * spare for low, want in zip(least, wants, strict=True)]
    return [100 * one / sum(wide) for one in wide]


def _contents(chapters: list[Chapter], front: str) -> str:
    """The table of contents: parts, chapters and sections, each with its page."""
    lines = []
    for at, chapter in enumerate(chapters):
        if chapter.part:
            lines.append(f'<p class="cb-contents-part">{escape(chapter.part)}</p>')
        for heading in chapter.headings if at else chapter.headings[:1]:
            if heading.depth <= CONTENTS_DEPTH:
                lines.append(_line(heading if at else Heading(1, heading.anchor, "", front)))
    return "".join(lines)


def _line(heading: Heading) -> str:
    number = f'<span class="cb-number">{heading.number}</span> ' if heading.number else ""
    link = f'<a href="#{heading.anchor}">{number}{escape(heading.title)}</a>'
    return f'<p class="cb-line cb-level-{heading.depth}">{link}</p>'


def _list(title: str, chapters: list[Chapter], captions: str) -> str:
    """A list of the figures or of the tables, by their captions."""
    lines = []
    for caption in (found for chapter in chapters for found in chapter.body.select(captions)):
        owner = caption.find_parent(["figure", "table"])
        number, text = caption.select_one(".caption-number"), caption.select_one(".caption-text")
        if owner is not None and number is not None and text is not None:
            told = f'<span class="cb-number">{escape(number.get_text().strip())}</span> {escape(text.get_text())}'
            lines.append(f'<p class="cb-line cb-level-2"><a href="#{owner["id"]}">{told}</a></p>')
    return f'<nav class="cb-contents"><h1 class="cb-front">{title}</h1>{"".join(lines)}</nav>' if lines else ""
