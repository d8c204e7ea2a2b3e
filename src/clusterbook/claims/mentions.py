"""The sentences of the pages: which restate a claim, which quote a number, and how a reader sees them."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

_ROLE = re.compile(r"\{claim\}`([^`]+)`")
_NUMBER = re.compile(r"\{num\}`([^`]+)`")


@dataclass(frozen=True, slots=True)
class Mention:
    """One sentence of a page that restates a claim."""

    claim: str
    page: str
    line: int
    sentence: str


def mentions(root: Path, quoted: Callable[[str], str], only: Collection[str] | None = None) -> Iterator[Mention]:
    """Yield every mention, page by page; the pages write one sentence a line.

    Parameters
    ----------
    root : path
        Folder of the book.
    quoted : callable
        From what stands in a ``num`` role to the text that a reader sees.
    only : collection of str, optional
        Ids of the claims looked for; by default all.
    """
    yield from mentions_in(texts(root), quoted, only)


def texts(root: Path) -> dict[str, str]:
    """Return the text of each page by its path, as ``chapters/theory.md``."""
    pages = [root / "index.md", *sorted((root / "chapters").glob("*.md"))]
    return {page.relative_to(root).as_posix(): page.read_text(encoding="utf-8") for page in pages}


def mentions_in(
    pages: Mapping[str, str], quoted: Callable[[str], str], only: Collection[str] | None = None
) -> Iterator[Mention]:
    """Yield every mention in pages given as texts; see ``mentions``."""
    for page, number, line in _lines(pages):
        named = [id.strip() for ids in _ROLE.findall(line) for id in ids.split(",")]
        for id in named if only is None else [id for id in named if id in only]:
            yield Mention(id, page, number, plain(line, quoted))


def numbers_in(pages: Mapping[str, str]) -> Iterator[tuple[str, int, str, list[str]]]:
    """Yield each line that quotes numbers: page, line number, line, and what stands in its ``num`` roles."""
    for page, number, line in _lines(pages):
        if references := [reference.strip() for reference in _NUMBER.findall(line)]:
            yield page, number, line, references


def _lines(pages: Mapping[str, str]) -> Iterator[tuple[str, int, str]]:
    for page, text in pages.items():
        for number, line in enumerate(text.splitlines(), start=1):
            yield page, number, line


def plain(line: str, quoted: Callable[[str], str]) -> str:
    """Return a sentence of a page as a reader sees it: numbers in, other roles and marks out."""
    line = _NUMBER.sub(lambda found: quoted(found[1].strip()), line)
    line = re.sub(r"\s*\{(?:claim|cite:p)\}`[^`]+`|\[\^[\w-]+\]:?", "", line)
    line = re.sub(r"\{[\w:-]+\}`(?:[^`<]*<)?([^`>]*)>?`", r"\1", line)
    return re.sub(r"[*`]", "", line).strip()
