"""The article of a built page as plain Markdown and the places of its code cells, for a notebook to take away."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html import escape
from itertools import groupby
from typing import Any

from bs4 import BeautifulSoup, Tag
from bs4.element import PageElement
from markdownify import ATX, BACKSLASH, MarkdownConverter

from ..errors import BuildError
from .assembling import SCREEN_ONLY, plain_sign
from .forms import written

# The pictures of charts, most of a page's length: the notebook has its own.
DRAWN = re.compile(r"<svg\b.*?</svg>", re.S)
# What unfolds on the page, and so shall in the notebook.
FOLDED = ".solution, .admonition.dropdown, details"
# What Markdown would not take for words: signs anywhere, but for the brackets of a note's number, and those at the
# start of a line.
SPECIAL = re.compile(r"\[\d+\](?![(\[:])|[\\`*_\[\]$|~]|<(?=[A-Za-z/!?])|&(?=#?\w+;)|:(?=::)")
HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}  # in which no other block can begin
FIRST = re.compile(r"(?m)^([ \t]*)(?=>|[#+=-](?:\s|$|[#=-]))|^([ \t]*\d{1,9})(?=[.)](?:\s|$))")


@dataclass(frozen=True, slots=True)
class Words:
    """A stretch of a page without code, as Markdown."""

    text: str


@dataclass(frozen=True, slots=True)
class Code:
    """The place of a code cell.

    Attributes
    ----------
    caption : str
        Number, caption and source of the figure or table that it shows, as Markdown, or "".
    folded : bool
        Whether it is part of a solution, which a student shall see only when asking for it.
    tags : frozenset of str
        Those of the cell that Sphinx knows.
    """

    caption: str
    folded: bool
    tags: frozenset[str]


def article_of(page: str) -> str:
    """Return the article of a page, as Sphinx wrote it, without the pictures of its charts.

    Raises
    ------
    BuildError
        If the page has no article.
    """
    start, end = page.find("<article"), page.find("</article>")
    if start < 0 or end < 0:
        raise BuildError("a built page has no article: its theme is not the one that is known.")
    return DRAWN.sub("", written(page[start:end], "", 0))


def read(html: str, link: Callable[[str], str]) -> list[Words | Code]:
    """Return what an article holds, in its order.

    Parameters
    ----------
    html : str
        The article, from ``article_of``.
    link : callable
        From what a link says to its address, or "" for a link that shall become plain text.
    """
    article = BeautifulSoup(html, "html.parser")
    _clean(article)
    _turn_links(article, link)
    found: list[Words | Code] = []
    told: set[str] = set()
    for (fold, coded), group in groupby(_parts(article, ""), key=lambda part: (part[0], _is_cell(part[1]))):
        parts = [part for _, part in group]
        if coded:
            found += [Code(_markdown(part), bool(fold), _tags(part)) for part in parts if isinstance(part, Tag)]
        elif text := "\n\n".join(filter(None, map(_markdown, parts))):
            found.append(Words(_folded(text, fold, again=fold in told) if fold else text))
        told.add(fold)
    return found


def _parts(node: Tag, fold: str) -> Iterator[tuple[str, PageElement]]:
    """Each code cell, and each element between them, with the title under which it is folded."""
    for child in list(node.children):
        if isinstance(child, Tag) and not _is_cell(child):
            title = _title(child)
            if title or child.select_one(f"div.cell, {FOLDED}"):
                yield from _parts(child, title or fold)
                continue
        yield fold, child


def _is_cell(part: PageElement) -> bool:
    return isinstance(part, Tag) and part.name == "div" and "cell" in part.get_attribute_list("class")


def _tags(cell: Tag) -> frozenset[str]:
    names = [str(name) for name in cell.get_attribute_list("class")]
    return frozenset(name.removeprefix("tag_") for name in names if name.startswith("tag_"))


def _title(part: Tag) -> str:
    """Take the title out of what unfolds; nothing for any other element."""
    if not part.css.match(FOLDED):
        return ""
    title = part.select_one("summary, .admonition-title")
    words = title.get_text(" ", strip=True) if title else ""
    if title:
        title.decompose()
    return words or "More"


def _folded(text: str, title: str, *, again: bool) -> str:
    more = ", continued" if again else ""
    return f"<details>\n<summary>{escape(title)}{more}</summary>\n\n{text}\n\n</details>"


def _caption(cell: Tag) -> str:
    """Number, caption and source of what a cell shows, as HTML; a table's source stands in its output."""
    shown = cell.select_one("figcaption, table.cb-table > caption")
    if shown is None:
        return ""
    number, text = shown.select_one(".caption-number"), shown.select_one(".caption-text")
    source = cell.select_one("figure ~ .cb-beneath .cb-source, figure ~ .cb-source, figure .cb-source")
    parts = [f"<strong>{number.get_text(strip=True)}.</strong> " if number else ""]
    parts += [text.decode_contents() if text else ""]
    parts += [f"<br>{source.decode_contents()}" if source else ""]
    return f"<p>{''.join(parts)}</p>"


def _clean(article: Tag) -> None:
    """Take out what only the page can use, and make plain what Markdown has no form for."""
    for sign in article.select(".cb-claim"):
        plain_sign(sign)
        sign.insert_before("(")
        sign.insert_after(")")
    for cell in article.select("div.cell"):
        caption = BeautifulSoup(_caption(cell), "html.parser")
        cell.clear()
        cell.append(caption)
    for unwanted in article.select(SCREEN_ONLY):
        if not unwanted.decomposed and not unwanted.css.match(FOLDED):  # paper leaves solutions out
            unwanted.decompose()
    for reference in article.select("a.footnote-reference"):
        reference.replace_with(reference.get_text())
    for note in article.select(".footnote"):
        _plain_note(note)
    for work in article.select('a[href*="references.html#"]'):
        work.wrap(BeautifulSoup("", "html.parser").new_tag("cite"))
    for title in article.select(".admonition-title"):
        if not title.find_parent(class_=("solution", "dropdown")):
            title.name, title.string = "strong", " ".join(title.get_text().split())
            title.wrap(BeautifulSoup("", "html.parser").new_tag("p"))


def _plain_note(note: Tag) -> None:
    """A footnote as its number and its words."""
    label, back, first = note.select_one(".label"), note.select_one(".backrefs"), note.find("p")
    if label and isinstance(first, Tag):
        number = "".join(label.find_all(string=lambda text: str(text).isdigit()))
        first.insert(0, f"[{number}] ")
    for part in (label, back):
        if part is not None:
            part.decompose()


def _turn_links(article: Tag, link: Callable[[str], str]) -> None:
    for anchor in article.find_all("a"):
        address = "" if "cb-num" in anchor.get_attribute_list("class") else link(str(anchor.get("href", "")))
        if address:
            anchor.attrs = {"href": address}
        else:
            anchor.unwrap()


def _escaped(sign: re.Match[str]) -> str:
    """A sign that would mean something to Markdown; those that MathJax would still find in the page stand alone."""
    if len(sign[0]) > 1:
        return sign[0]
    return {"$": r"<span>\$</span>", "\\": "<span>&#92;</span>"}.get(sign[0], rf"\{sign[0]}")


class _Plain(MarkdownConverter):
    """Markdown as notebooks read it, in which words stay words and a work cited stays marked."""

    def convert_cite(self, _: Tag, text: str, parent_tags: Any) -> str:
        return f"<cite>{text}</cite>"

    def escape(self, text: str, parent_tags: Any) -> str:
        words = SPECIAL.sub(_escaped, text)
        return words if parent_tags & HEADINGS else FIRST.sub(r"\1\2\\", words)


def _language(code: Tag) -> str:
    """The language of a block of code, from the class that Sphinx gives its wrapper."""
    wrapper = code.find_parent(class_=True)
    while wrapper is not None:
        for name in wrapper.get_attribute_list("class"):
            if str(name).startswith("highlight-"):
                return str(name).removeprefix("highlight-")
        wrapper = wrapper.find_parent(class_=True)
    return ""


def _markdown(part: PageElement) -> str:
    """Return a part of a page as Markdown, without blanks at the ends of lines or blank lines beyond one."""
    converter = _Plain(heading_style=ATX, bullets="-", code_language_callback=_language, newline_style=BACKSLASH)
    lines = [line.rstrip() for line in str(converter.convert(str(part))).splitlines()]
    kept = [line for at, line in enumerate(lines) if line or (at and lines[at - 1])]
    return "\n".join(kept).strip()
