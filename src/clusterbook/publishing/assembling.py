"""The pages of the built site as the chapters of one book, without what only a screen can use."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from bs4 import BeautifulSoup, Tag

from ..errors import BuildError
from .yaml_files import load_yaml

# What a reader of paper, or of a reading device without scripts, has no use for.
SCREEN_ONLY = (
    "script, style, template, noscript, button, input, select, textarea, form, dialog, output, iframe, "
    "[hidden], .cb-forms, a.headerlink, .toctree-wrapper, .cb-screen, .cb-explorer, .cb-foot, .cb-bar, .cb-filters, "
    ".cb-live, .cb-claim-note, figure details, details.hide, details.solution, .cell_input, hr.footnotes"
)
# Attributes that only scripts and style of the site read.
SITE_ONLY = ("data-widths", "data-origin", "title", "aria-describedby", "tabindex")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a chapter: its depth below the part (1 for a chapter's own), its anchor, number and words."""

    depth: int
    anchor: str
    number: str
    title: str

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()


@dataclass(frozen=True, slots=True)
class Chapter:
    """One page of the site as a chapter.

    Attributes
    ----------
    name : str
        Stem of the page's file; every id in the chapter begins with it, so that it is the book's only one.
    part : str
        Caption of the part that the chapter opens, or "".
    body : Tag
        The page's article, cleaned.
    headings : tuple of Heading
        The chapter's own heading first.
    """

    name: str
    part: str
    body: Tag
    headings: tuple[Heading, ...]


def assemble(root: Path, site: Path, address: Callable[[str, str], str]) -> list[Chapter]:
    """Return the chapters of the book in the order of its contents.

    Parameters
    ----------
    root : path
        Folder of the book, with ``_toc.yml``.
    site : path
        Folder of the built site.
    address : callable
        From the name of a chapter and an anchor in it ("" for the chapter itself) to what a link there says.

    Raises
    ------
    BuildError
        If a page has no article, or a link of one leads to a place that no chapter has.
    """
    listed = list(_contents(load_yaml(root / "_toc.yml")))
    names = {f"{file}.html": PurePosixPath(file).stem for file, _, _ in listed}
    bodies = {}
    for file, _, _ in listed:
        page = BeautifulSoup((site / f"{file}.html").read_text(encoding="utf-8"), "html.parser")
        article = page.select_one("article.bd-article")
        if article is None:
            raise BuildError(f"{file}.html of the built site has no article: its theme is not the one that is known.")
        bodies[file] = article
        _clean(article)
        _rename(article, PurePosixPath(file).stem)
    ids = {str(tag["id"]) for body in bodies.values() for tag in body.find_all(id=True)}
    chapters = []
    for file, part, depth in listed:
        _turn_links(bodies[file], PurePosixPath(f"{file}.html"), names, ids, address)
        headings = tuple(_headings(bodies[file], depth))
        chapters.append(Chapter(PurePosixPath(file).stem, part, bodies[file], headings))
    return chapters


def add_class(tag: Tag, name: str, *, without: str = "") -> None:
    """Give an element one more class, and take another from it."""
    kept = [str(one) for one in tag.get_attribute_list("class") if one and one != without]
    tag["class"] = " ".join([*kept, name])


def _contents(toc: dict[str, Any]) -> Iterator[tuple[str, str, int]]:
    """Each page of the contents: its file, the part that it opens, and its depth."""
    yield str(toc["root"]), "", 1
    for part in toc.get("parts", [toc]):
        caption = str(part.get("caption", ""))
        for entry in part.get("chapters", []):
            yield from _entries(entry, caption, 1)
            caption = ""


def _entries(entry: dict[str, Any], part: str, depth: int) -> Iterator[tuple[str, str, int]]:
    yield str(entry["file"]), part, depth
    for below in entry.get("sections", []):
        yield from _entries(below, "", depth + 1)


def _clean(article: Tag) -> None:
    """Take out what only a screen can use; a sign becomes a link, what is folded is opened."""
    for sign in article.select(".cb-claim"):
        plain_sign(sign)
    for unwanted in article.select(SCREEN_ONLY):
        if not unwanted.decomposed:
            unwanted.decompose()
    for folded in article.select("details"):
        for summary in folded.find_all("summary", recursive=False):
            summary.decompose()
        folded.name = "div"
        folded.attrs.pop("open", None)
    for tag in article.find_all(True):
        for name in SITE_ONLY:
            tag.attrs.pop(name, None)
    for still in article.select(".cb-still"):
        _title_chart(still)
    article.attrs = {}
    article.name = "section"


def plain_sign(sign: Tag) -> None:
    """Turn the sign of a claim into a link to the row that says why."""
    button, why = sign.find("button"), sign.select_one(".cb-claim-note a, a")
    text = button.get_text() if button else ""
    sign.name = "a"
    add_class(sign, "cb-sign", without="cb-claim")
    if why is not None:
        sign["href"] = str(why["href"])
    sign.clear()
    sign.append(text)
    spaced = sign.previous_sibling
    if isinstance(spaced, str) and not isinstance(spaced, Tag) and spaced.endswith("  "):
        spaced.replace_with(f"{spaced.rstrip()} ")


def _title_chart(still: Tag) -> None:
    """The finding of a chart, from its label into the picture itself, where every reader looks for it."""
    told, picture = str(still.attrs.pop("aria-label", "")), still.find("svg")
    still.attrs.pop("role", None)
    if picture is None or not told:
        return
    known = picture.find("title", recursive=False)
    title = known or BeautifulSoup("<title></title>", "html.parser").title
    if title is not None:
        title.string = told
        picture.insert(0, title)
    picture["role"] = "img"
    picture.attrs.pop("aria-hidden", None)


def _rename(article: Tag, name: str) -> None:
    """Begin each id with the chapter's name, and give the chapter's first anchor that name alone."""
    for tag in article.find_all(id=True):
        tag["id"] = _anchor(name, str(tag["id"]))
        for reference in ("aria-labelledby", "for", "headers"):
            if reference in tag.attrs:
                del tag.attrs[reference]
    for tag in article.select("svg *"):
        for key, value in list(tag.attrs.items()):
            if isinstance(value, str) and "url(#" in value:
                tag[key] = re.sub(r"url\(#([^)]+)\)", lambda found: f"url(#{_anchor(name, found[1])})", value)
            elif key in {"href", "xlink:href"} and str(value).startswith("#"):
                tag[key] = f"#{_anchor(name, str(value)[1:])}"
    article["id"] = name


def _anchor(name: str, id: str) -> str:
    return f"{name}--{id}"


def _turn_links(
    body: Tag, page: PurePosixPath, names: dict[str, str], ids: set[str], address: Callable[[str, str], str]
) -> None:
    """Turn links between pages into links within the book; a link to what the book lacks becomes plain text."""
    own = names[page.as_posix()]
    for link in body.find_all("a"):
        target = str(link.get("href", ""))
        if link.find_parent("svg") or re.match(r"[a-z][a-z0-9+.-]*:", target):
            continue
        path, _, fragment = target.partition("#")
        chapter = names.get(_normal(page.parent / path)) if path else own
        if chapter is None or not target:
            link.unwrap()
            continue
        anchor = _anchor(chapter, fragment) if fragment else ""
        if anchor and anchor not in ids:
            raise BuildError(f"{page} links to {target}, which no page of the built site has.")
        link["href"] = address(chapter, anchor)
        if chapter != own:
            add_class(link, "cb-across")


def _normal(path: PurePosixPath) -> str:
    parts: list[str] = []
    for part in path.parts:
        if part == "..":
            parts = parts[:-1]
        elif part != ".":
            parts.append(part)
    return "/".join(parts)


def _headings(body: Tag, depth: int) -> Iterator[Heading]:
    """The headings of one chapter, each with the anchor of its section."""
    for tag in body.find_all(re.compile("^h[1-6]$")):
        section = tag.find_parent("section", id=True)
        number = tag.select_one(".section-number")
        told = number.get_text().strip().rstrip(".") if number else ""
        words = tag.get_text().removeprefix(number.get_text() if number else "").strip()
        yield Heading(depth + int(tag.name[1]) - 1, str(section["id"]) if section else "", told, words)
